"""What official sources say of an occupation as a whole: its outlook, and how one prepares for it.

A rung has what holds for its line of work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.statements import FieldStatement, OutlookStatement, PreparationStatement
from careergraph.model.values import Named
from careergraph.store.engine import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.store.engine import Cell, Engine

__all__ = [
    "FIELDS",
    "OUTLOOKS",
    "PREPARATION",
    "read_all_outlooks",
    "read_field",
    "read_outlook",
    "read_preparation",
]

OUTLOOKS: Final = """
SELECT ?of ?statement ?now ?then ?change ?openings ?country ?population ?period ?source
WHERE {{
  ?statement a cg:EmploymentOutlook ; cg:ofRole ?of ; cg:country ?country ;
             cg:population ?population ; cg:period ?period ; cg:statedBy ?source .
  {only}
  OPTIONAL {{ ?statement cg:employment ?now }}
  OPTIONAL {{ ?statement cg:projectedEmployment ?then }}
  OPTIONAL {{ ?statement cg:percentChange ?change }}
  OPTIONAL {{ ?statement cg:annualOpenings ?openings }}
}} ORDER BY ?population ?statement
"""
_ALL_OUTLOOKS: Final = """
SELECT ?role ?statement ?now ?then ?change ?openings ?country ?population ?period ?source WHERE {
  { ?statement cg:ofRole ?role } UNION { ?statement cg:ofRole ?base . ?role cg:levelOf ?base }
  ?statement a cg:EmploymentOutlook ; cg:country ?country ; cg:population ?population ;
             cg:period ?period ; cg:statedBy ?source .
  OPTIONAL { ?statement cg:employment ?now }
  OPTIONAL { ?statement cg:projectedEmployment ?then }
  OPTIONAL { ?statement cg:percentChange ?change }
  OPTIONAL { ?statement cg:annualOpenings ?openings }
} ORDER BY ?role ?population ?statement
"""
PREPARATION: Final = """
SELECT ?of ?statement ?zone ?label ?country ?population ?period ?source WHERE {{
  ?statement a cg:PreparationLevel ; cg:ofRole ?of ; cg:jobZone ?zone ; cg:country ?country ;
             cg:population ?population ; cg:statedBy ?source .
  {only}
  OPTIONAL {{ ?statement rdfs:label ?label }}
  OPTIONAL {{ ?statement cg:period ?period }}
}} ORDER BY ?population ?statement
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


def read_all_outlooks(engine: Engine) -> dict[str, tuple[OutlookStatement, ...]]:
    """Return the employment outlook of every role that has one, by IRI."""
    found: dict[str, list[OutlookStatement]] = {}
    for role, *row in engine.select(_ALL_OUTLOOKS):
        found.setdefault(str(role), []).append(read_outlook(row))
    return {role: tuple(stated) for role, stated in found.items()}


def read_outlook(row: Sequence[Cell]) -> OutlookStatement:
    """Return the outlook in a row of `OUTLOOKS`, without its first cell."""
    statement, now, then, change, openings, country, population, period, source = row
    return OutlookStatement(
        employment=_whole(now, statement),
        projected_employment=_whole(then, statement),
        percent_change=read_number(change, statement),
        annual_openings=_whole(openings, statement),
        country=str(country),
        population=str(population),
        period=str(period),
        source=str(source),
    )


def read_preparation(row: Sequence[Cell]) -> PreparationStatement:
    """Return the preparation in a row of `PREPARATION`, without its first cell."""
    statement, zone, label, country, population, period, source = row
    return PreparationStatement(
        job_zone=_whole(zone, statement) or 0,
        label=label,
        country=str(country),
        population=str(population),
        period=period,
        source=str(source),
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
