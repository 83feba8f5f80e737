"""Numbered sources, which a text cites by number and lists at its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import source_marks
from careergraph.report.layout import Block, Fields, Heading, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.model.statements import OutlookStatement, PreparationStatement
    from careergraph.model.values import GraphInfo, PayBand, Source

__all__ = [
    "Citations",
    "currency_amount",
    "error_text",
    "graph_line",
    "medians_text",
    "occupation_text",
    "pay_text",
    "period_of_pay",
    "period_text",
    "population_text",
    "spread_text",
]

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_WORDS: Final = re.compile(r"([ -])")
"""Splits a title into words and the characters between them."""
_PERIODS_OF_PAY = {"P1Y": "a year", "P1M": "a month", "PT1H": "an hour"}


class Citations:
    """Gives sources their numbers in the order in which they are listed.

    Examples
    --------
    >>> from careergraph.model.values import Source
    >>> source = Source("urn:s", "A guide", "stated", "undated", "unknown", "A guide")
    >>> Citations([source]).mark(["urn:s"])
    '[1]'
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)
        self._cited: set[str] = set()
        self._editorial = {source.iri for source in sources if source.grade == "editorial"}

    @property
    def cited(self) -> tuple[str, ...]:
        """IRIs of the sources that were cited so far, in the order in which they are numbered."""
        return tuple(source.iri for source in self._sources if source.iri in self._cited)

    def only_cited(self) -> Citations:
        """Return citations of only the sources cited so far, numbered from 1."""
        return Citations([source for source in self._sources if source.iri in self._cited])

    def mark(self, iris: Iterable[str]) -> str:
        """Return the numbers of sources in brackets, with ~ before editorial ones."""
        marked = set(iris)
        self._cited |= marked
        return source_marks(marked, self._sources)

    def is_editorial(self, iris: Iterable[str]) -> bool:
        """Return whether all of these sources are editorial."""
        return self._editorial.issuperset(iris)

    def title(self, iri: str) -> str:
        """Return the title of a source, or its IRI if it is not in the list."""
        return next((one.title for one in self._sources if one.iri == iri), iri)

    def mark_apart(self, iris: Iterable[str]) -> str:
        """Return the marks with spaces between them, so that a line can break there."""
        return self.mark(iris).replace("][", "] [").replace("]~", "] ~")

    def blocks(self, *, in_short: bool = False) -> list[Block]:
        """Return the numbered sources; ``in_short``, only those cited so far, without links."""
        rows: list[tuple[str, str]] = []
        for number, source in enumerate(self._sources, 1):
            if in_short and source.iri not in self._cited:
                continue
            rows.append((f"[{number}]", f"{source.title} ({source.about})"))
            if source.url and not in_short:
                rows.append(("", source.url))
        heading = "Sources"
        if self._editorial and (not in_short or self._editorial & self._cited):
            heading += "  (~ editorial: our judgement, no outside source)"
        return [Heading(heading), Fields(tuple(rows))] if rows else []


def graph_line(graph: GraphInfo) -> Text:
    """Return which graph answered: its version and hash."""
    return Text(f"Graph {graph.version}, {graph.hash}.")


def currency_amount(amount: float, currency: str) -> str:
    """Return an amount of money in the usual notation.

    Examples
    --------
    >>> currency_amount(135980, "USD")
    '$135,980'
    >>> currency_amount(61.5, "CHF")
    'CHF 61.50'
    """
    number = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{currency} {number}"


def occupation_text(title: str, *, is_part: bool) -> str:
    """Return the name of an occupation as it stands in a sentence.

    Examples
    --------
    >>> occupation_text("Data Scientists", is_part=True)
    'data scientists in general'
    >>> occupation_text("IT Managers", is_part=False)
    'IT managers'
    >>> occupation_text("Tractor-Trailer Truck Drivers", is_part=False)
    'tractor-trailer truck drivers'
    """
    words = "".join(
        part.lower() if part[1:] == part[1:].lower() else part
        for part in _WORDS.split(" ".join(title.split()))
    )
    return f"{words}{' in general' if is_part else ''}"


def population_text(figures: PayBand | OutlookStatement | PreparationStatement) -> str:
    """Return the population of some figures: the occupation's name, or else the source's words."""
    if figures.occupation is None:
        return figures.population
    return occupation_text(figures.occupation, is_part=figures.is_part)


def error_text(band: PayBand) -> str:
    """Return the relative standard error of a pay band, if known."""
    known = band.relative_error
    return "" if known is None else f", relative standard error {known:g}%"


def period_text(period: str) -> str:
    """Return a period in the usual notation.

    Examples
    --------
    >>> period_text("2025-05"), period_text("2024"), period_text("1975-01/2024-12")
    ('May 2025', '2024', '1975 to 2024')
    """
    begin, slash, end = period.partition("/")
    if slash:
        years = dict.fromkeys(day.partition("-")[0] for day in (begin, end))
        return " to ".join(years)
    year, _, month = period.partition("-")
    is_month = year.isdigit() and month.isdigit() and len(month) == len("05")
    known = is_month and 1 <= int(month) <= len(_MONTHS)
    return f"{_MONTHS[int(month) - 1]} {year}" if known else period


def period_of_pay(duration: str) -> str:
    """Return the period for which an amount is paid.

    Examples
    --------
    >>> period_of_pay("P1Y"), period_of_pay("P1W")
    ('a year', 'per P1W')
    """
    return _PERIODS_OF_PAY.get(duration, f"per {duration}")


def spread_text(band: PayBand) -> str:
    """Return the amounts of a pay band: 10th to 90th percentile, and the median."""

    def amount(value: float | None) -> str:
        return "unknown" if value is None else currency_amount(value, band.currency)

    per = "" if band.duration == "P1Y" else f" {period_of_pay(band.duration)}"
    median = f"median {amount(band.median)}"
    if band.p10 is None and band.p90 is None:
        return f"{median}{per}"
    return f"{amount(band.p10)} to {amount(band.p90)}{per}, {median}"


def pay_text(band: PayBand) -> str:
    """Return a pay band in words: occupation, range, place and time."""
    note = f"; ~{band.note.rstrip('.')}" if band.note else ""
    if band.occupation:
        whose = population_text(band)
        when = f"{band.place}, {period_text(band.period)}{error_text(band)}"
        return f"{whose}: {spread_text(band)}, {when}{note}"

    def amount(value: float | None) -> str:
        return "unknown" if value is None else currency_amount(value, band.currency)

    per = period_of_pay(band.duration)
    return (
        f"median {amount(band.median)} {per}, P10 {amount(band.p10)} to P90 {amount(band.p90)}; "
        f"{band.place} {band.period}, {band.population}{note}"
    )


def medians_text(bands: Sequence[PayBand]) -> str:
    """Return the medians of pay bands briefly, one part for each country and period."""
    groups: dict[tuple[str, str, str, str], list[float]] = {}
    for band in bands:
        if band.median is not None:
            key = (band.country, band.period, band.currency, band.duration)
            groups.setdefault(key, []).append(band.median)
    parts = []
    for (country, period, currency, duration), medians in groups.items():
        ends = dict.fromkeys((min(medians), max(medians)))
        amounts = " to ".join(currency_amount(end, currency) for end in ends)
        counted = f", in {len(medians)} occupations" if len(medians) > 1 else ""
        per = period_of_pay(duration)
        parts.append(f"median {amounts} {per} ({country} {period}{counted})")
    return "; ".join(parts) or "unknown"
