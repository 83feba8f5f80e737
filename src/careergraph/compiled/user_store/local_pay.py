"""Pay and employment of occupations by area, where wages by area were imported."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import UsageError, quote_title
from careergraph.model.lazy import LazyMapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import PayBand

__all__ = [
    "SOC_CODE",
    "Area",
    "LocalPay",
    "find_area",
    "find_local_pay",
    "in_area",
    "list_areas",
    "write_local_pay",
]

_SCHEMA: Final = """
CREATE TABLE area (code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE local_pay (
  area TEXT NOT NULL, occupation TEXT NOT NULL, employment REAL, employment_error REAL,
  wage_error REAL, p10 REAL, p25 REAL, median REAL, p75 REAL, p90 REAL, withheld TEXT,
  PRIMARY KEY (area, occupation)
) WITHOUT ROWID;
"""
STATISTICS: Final = {
    "employment": "employment",
    "employment-error": "employment_error",
    "wage-error": "wage_error",
    "percentile10": "p10",
    "percentile25": "p25",
    "median": "median",
    "percentile75": "p75",
    "percentile90": "p90",
    "withheld": "withheld",
}
"""Map each statistic to its column."""
_SHOWN: Final = 5
SOC_CODE: Final = re.compile(r"\(SOC (\d{2}-\d{4})\)")
"""The SOC code in the name of a population, such as "Actuaries (SOC 15-2011)"."""


class Area(NamedTuple):
    """A state, or a metropolitan or other area: code, name and kind."""

    code: str
    name: str
    kind: str


class LocalPay(NamedTuple):
    """Figures of an occupation (its SOC code) in an area (its code).

    Wages are US dollars a year. ``employment_error`` and ``wage_error`` are relative standard
    errors in percent. ``withheld`` names the figures that the office does not release, or that lie
    above the highest wage that it publishes.
    """

    area: str
    occupation: str
    employment: float | None = None
    employment_error: float | None = None
    wage_error: float | None = None
    p10: float | None = None
    p25: float | None = None
    median: float | None = None
    p75: float | None = None
    p90: float | None = None
    withheld: str | None = None

    @classmethod
    def of(cls, area: str, occupation: str, figures: Mapping[str, str]) -> LocalPay:
        """Return the figures of an occupation in an area from values by statistic."""
        values = {
            column: figures[name] if column == "withheld" else float(figures[name])
            for name, column in STATISTICS.items()
            if name in figures
        }
        return cls(area, occupation, **values)  # type: ignore[arg-type]


def write_local_pay(
    database: sqlite3.Connection,
    areas: Iterable[tuple[str, str, str]],
    figures: Iterable[LocalPay],
    source: tuple[str, str],
) -> None:
    """Write the tables of areas and figures; ``source`` is the source's IRI and the month."""
    database.executescript(_SCHEMA)
    with database:
        database.executemany(
            "INSERT INTO meta VALUES (?, ?)",
            zip(("local pay source", "local pay period"), source, strict=True),
        )
    with database:
        database.executemany("INSERT OR REPLACE INTO area VALUES (?, ?, ?)", areas)
        marks = ", ".join("?" * len(LocalPay._fields))
        database.executemany(f"INSERT OR REPLACE INTO local_pay VALUES ({marks})", figures)  # noqa: S608


def list_areas(database: sqlite3.Connection) -> list[Area]:
    """Return the areas with pay of their own, by name; none where no pay by area was imported."""
    try:
        rows = database.execute("SELECT code, name, kind FROM area ORDER BY name").fetchall()
    except sqlite3.OperationalError:
        return []
    return [Area(*row) for row in rows if row[2] != "national"]


def find_area(database: sqlite3.Connection, text: str) -> Area:
    """Return the area with a code, a name, a city or a part of a name.

    Raises
    ------
    UsageError
        There are no figures by area, or no such area, or several.
    """
    areas = list_areas(database)
    if not areas:
        message = (
            "The graph has no pay by area. `careergraph import oews PATH` adds it for the US; "
            "without PATH it says where the files are."
        )
        raise UsageError(message)
    typed = " ".join(text.casefold().split())
    for matching in (
        [area for area in areas if typed in (area.code, area.code.lstrip("0"))],
        [area for area in areas if area.name.casefold() == typed],
        [area for area in areas if _begins_with(area.name, typed)],
        [area for area in areas if typed and typed in area.name.casefold()],
    ):
        if len(matching) == 1:
            return matching[0]
        if matching:
            names = "; ".join(f'"{area.name}"' for area in matching[:_SHOWN])
            more = len(matching) - _SHOWN
            others = f" and {more} more" if more > 0 else ""
            message = f"{quote_title(text)} could be {names}{others}. Type the one you mean."
            raise UsageError(message)
    message = f'No area is called {quote_title(text)}. Try the largest city, such as "Denver".'
    raise UsageError(message)


def _begins_with(name: str, typed: str) -> bool:
    """Return whether one of the cities in an area's name is what was typed.

    Examples
    --------
    >>> _begins_with("Denver-Aurora-Centennial, CO", "denver")
    True
    """
    cities, _, states = name.casefold().partition(", ")
    named = {f"{city}, {states}" for city in cities.split("-")} | set(cities.split("-"))
    return typed in named


def find_local_pay(
    database: sqlite3.Connection, area: str, codes: Iterable[str]
) -> LocalPay | None:
    """Return the figures in an area for the first of some SOC codes that has any."""
    for code in codes:
        row = database.execute(
            "SELECT * FROM local_pay WHERE area = ? AND occupation = ?", (area, code)
        ).fetchone()
        if row is not None:
            return LocalPay(*row)
    return None


def in_area(graph: CompiledGraph, area: Area) -> CompiledGraph:
    """Return a graph with the pay of an area; where the area has no figure, pay is unchanged.

    The figures of a role are those of the occupation whose national figures it shows.
    """
    database = graph.catalog.database
    meta = dict(database.execute("SELECT name, value FROM meta WHERE name LIKE 'local pay%'"))

    def localise(band: PayBand) -> PayBand:
        code = SOC_CODE.search(band.population)
        # Several occupations are counted under the code of the wider one.
        codes = (code[1], f"{code[1][:-1]}0") if code else ()
        local = find_local_pay(database, area.code, codes)
        if local is None or local.median is None:
            return band
        return replace(
            band,
            p10=local.p10,
            p25=local.p25,
            median=local.median,
            p75=local.p75,
            p90=local.p90,
            period=meta["local pay period"],
            source=meta["local pay source"],
            area=area.name,
            relative_error=local.wage_error,
        )

    national = graph.pay_by_role
    pay = LazyMapping(
        lambda: {role: tuple(map(localise, bands)) for role, bands in national.items()},
        lambda role: tuple(map(localise, national[role])),
    )
    changed = replace(graph, pay_by_role=pay)
    return changed if graph.open_network is None else changed.keep_network(graph.open_network)
