"""Official statements about whole occupations, read from an engine: outlook and preparation.

A level has the statements of its line of work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from careergraph.model.statements import FieldStatement, OutlookStatement, PreparationStatement
from careergraph.model.values import Named
from careergraph.store.engine import read_number
from careergraph.vocab import CG, ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.store.engine import Cell, Engine

__all__ = [
    "FIELDS",
    "OUTLOOKS",
    "PREPARATION",
    "first_rows",
    "is_part_of_occupation",
    "read_all_outlooks",
    "read_field",
    "read_outlook",
    "read_preparation",
    "title_of_figures",
]

OUTLOOKS: Final = """
SELECT ?of ?statement ?now ?then ?change ?openings ?country ?population ?period ?source
       ?overall ?title (?of AS ?about) ?fit
WHERE {{
  ?statement a cg:EmploymentOutlook ; cg:ofRole ?of ; cg:country ?country ;
             cg:population ?population ; cg:period ?period ; cg:statedBy ?source .
  {only}
  OPTIONAL {{ ?statement cg:employment ?now }}
  OPTIONAL {{ ?statement cg:projectedEmployment ?then }}
  OPTIONAL {{ ?statement cg:percentChange ?change }}
  OPTIONAL {{ ?statement cg:annualOpenings ?openings }}
  OPTIONAL {{ ?statement cg:overallPercentChange ?overall }}
  OPTIONAL {{ ?statement cg:occupation/skos:prefLabel ?title }}
  OPTIONAL {{
    ?statement cg:occupation ?occupation .
    ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:occupation ?occupation ; cg:fit ?fit
  }}
}} ORDER BY ?population ?statement ?title ?fit
"""
_ALL_OUTLOOKS: Final = """
SELECT ?role ?statement ?now ?then ?change ?openings ?country ?population ?period ?source
       ?overall ?title ?of ?fit WHERE {
  { ?statement cg:ofRole ?of BIND(?of AS ?role) }
  UNION { ?statement cg:ofRole ?of . ?role cg:levelOf ?of }
  ?statement a cg:EmploymentOutlook ; cg:country ?country ; cg:population ?population ;
             cg:period ?period ; cg:statedBy ?source .
  OPTIONAL { ?statement cg:employment ?now }
  OPTIONAL { ?statement cg:projectedEmployment ?then }
  OPTIONAL { ?statement cg:percentChange ?change }
  OPTIONAL { ?statement cg:annualOpenings ?openings }
  OPTIONAL { ?statement cg:overallPercentChange ?overall }
  OPTIONAL { ?statement cg:occupation/skos:prefLabel ?title }
  OPTIONAL {
    ?statement cg:occupation ?occupation .
    ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:occupation ?occupation ; cg:fit ?fit
  }
} ORDER BY ?role ?population ?statement ?title ?fit
"""
PREPARATION: Final = """
SELECT ?of ?statement ?zone ?label ?country ?population ?period ?source
       ?title (?of AS ?about) ?fit
WHERE {{
  ?statement a cg:PreparationLevel ; cg:ofRole ?of ; cg:jobZone ?zone ; cg:country ?country ;
             cg:population ?population ; cg:statedBy ?source .
  {only}
  OPTIONAL {{ ?statement rdfs:label ?label }}
  OPTIONAL {{ ?statement cg:period ?period }}
  OPTIONAL {{ ?statement cg:occupation/skos:prefLabel ?title }}
  OPTIONAL {{
    ?statement cg:occupation ?occupation .
    ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:occupation ?occupation ; cg:fit ?fit
  }}
}} ORDER BY ?population ?statement ?title ?fit
"""
FIELDS: Final = """
SELECT ?of ?field ?label ?country ?population ?period ?place ?source WHERE {{
  ?statement a cg:FieldPreparation ; cg:ofRole ?of ; cg:field ?field ; cg:country ?country ;
             cg:population ?population ; cg:statedBy ?source .
  ?field skos:prefLabel ?label .
  {only}
  OPTIONAL {{ ?statement cg:period ?period }}
  OPTIONAL {{ ?statement cg:place ?place }}
}} ORDER BY ?source ?population LCASE(?label) ?statement
"""
_OCCUPATION: Final = f"{ID}onet-soc/"
_COUNTED: Final = re.compile(
    r"(?:wage and salary workers, |all employed as )(?P<title>.+) \(SOC (?P<code>\d\d-\d{4})\)"
)
"""Population of figures of the BLS."""


def read_all_outlooks(engine: Engine) -> dict[str, tuple[OutlookStatement, ...]]:
    """Return the employment outlook of every role that has one, by IRI."""
    rows: dict[str, list[Sequence[Cell]]] = {}
    for role, *row in engine.select(_ALL_OUTLOOKS):
        rows.setdefault(str(role), []).append(row)
    return {
        role: tuple(read_outlook(role, row) for row in first_rows(same))
        for role, same in rows.items()
    }


def first_rows(rows: Iterable[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Return the first row of each statement: an occupation with two names repeats it."""
    return list({row[0]: row for row in reversed(list(rows))}.values())[::-1]


def is_part_of_occupation(role: str, of: Cell, fit: Cell) -> bool:
    """Return whether a role is only a part, or a level, of the occupation that figures describe.

    ``of`` is the role that the figures name, ``fit`` how that role fits the occupation (IRIs).
    """
    return of != role or fit == f"{CG}partOfOccupation"


def title_of_figures(of: Cell, population: str, title: Cell) -> Cell:
    """Return the name of the occupation that figures are of.

    The BLS combines some occupations: the pay of mental health counselors is that of "Substance
    Abuse, Behavioral Disorder, and Mental Health Counselors" together, and is shown as theirs.
    """
    counted = _COUNTED.search(population)
    if counted is None or not str(of).startswith(_OCCUPATION) or counted["code"] in str(of):
        return title
    return counted["title"]


def read_outlook(role: str, row: Sequence[Cell]) -> OutlookStatement:
    """Return the outlook in a row of `OUTLOOKS`, without its first cell, for a role (IRI)."""
    statement, now, then, change, openings, country, population, period, source, *link = row
    overall, title, of, fit = link
    return OutlookStatement(
        employment=_whole(now, statement),
        projected_employment=_whole(then, statement),
        percent_change=read_number(change, statement),
        annual_openings=_whole(openings, statement),
        country=str(country),
        population=str(population),
        period=str(period),
        source=str(source),
        occupation=title_of_figures(of, str(population), title),
        is_part=is_part_of_occupation(role, of, fit),
        overall_percent_change=read_number(overall, statement),
    )


def read_preparation(role: str, row: Sequence[Cell]) -> PreparationStatement:
    """Return the preparation in a row of `PREPARATION`, without its first cell, for a role."""
    statement, zone, label, country, population, period, source, title, of, fit = row
    return PreparationStatement(
        job_zone=_whole(zone, statement) or 0,
        label=label,
        country=str(country),
        population=str(population),
        period=period,
        source=str(source),
        occupation=title,
        is_part=is_part_of_occupation(role, of, fit),
    )


def read_field(row: Sequence[Cell]) -> FieldStatement:
    """Return the field of study in a row of `FIELDS`, without its first cell."""
    field, label, country, population, period, place, source = row
    return FieldStatement(
        field=Named(str(field), str(label)),
        country=str(country),
        population=str(population),
        period=period,
        place=place,
        source=str(source),
    )


def _whole(cell: Cell, statement: Cell) -> int | None:
    number = read_number(cell, statement)
    return None if number is None else int(number)
