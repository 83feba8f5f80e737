"""The part of the page that compares pay, with the outlook of the destination."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from careergraph.report.citations import (
    Citations,
    currency_amount,
    error_text,
    period_text,
    population_text,
    spread_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.values import PayBand, Routes

__all__ = ["band_text", "outlook_text", "pay_change", "yearly_band"]

_A_YEAR: Final = "P1Y"


def pay_change(routes: Routes, citations: Citations) -> str:
    """Return the pay of the present role and of the destination of the best route."""
    before, after = routes.pay_before, routes[0].steps[-1].pay
    mark = citations.mark(band.source for band in (*before, *after))
    old, new = yearly_band(before), yearly_band(after)
    if old is not None and new is not None and old.shows_same_figures(new):
        both = replace(new, is_part=old.is_part or new.is_part, for_newcomers=False)
        text = f"pay now and then: {band_text(both)} {mark}, the same occupation".rstrip()
        if old.for_newcomers or new.for_newcomers:
            text += f"; {_NEWCOMERS}"
        return text
    return f"pay now: {band_text(old)}; then: {band_text(new)} {mark}".rstrip()


_NEWCOMERS: Final = "~newcomers usually earn in the lower half of this band"


def yearly_band(bands: Sequence[PayBand]) -> PayBand | None:
    """Return the first band of yearly pay whose median is known."""
    return next((one for one in bands if one.duration == _A_YEAR and one.median), None)


def band_text(band: PayBand | None) -> str:
    """Return a pay band in words; for newcomers, only its lower half."""
    if band is None:
        return "unknown"
    note = f"; ~{band.note.rstrip('.')}" if band.note else ""
    error = error_text(band)
    whose = f"({population_text(band)}, {band.place} {period_text(band.period)}{error}{note})"
    if not band.for_newcomers or band.p10 is None or band.median is None:
        return f"{spread_text(band)} {whose}"
    low, middle = (currency_amount(end, band.currency) for end in (band.p10, band.median))
    return f"~{low} to {middle}, the lower half, where newcomers usually are {whose}"


def outlook_text(routes: Routes, citations: Citations) -> str:
    """Return the projected employment of the destination; nothing if none is known."""
    known = [one for one in routes.outlook if one.percent_change is not None]
    if not known:
        return ""
    outlook = known[0]
    openings = (
        f", {outlook.annual_openings:,} openings a year"
        if outlook.annual_openings is not None
        else ""
    )
    mark = citations.mark([outlook.source])
    change = f"{outlook.percent_change:+g}% employment{openings}"
    whose = f"{population_text(outlook)}, {outlook.country} {outlook.period}"
    return f"outlook: {change} ({whose}) {mark}".rstrip()
