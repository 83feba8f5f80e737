"""What official sources say of an occupation as a whole: its outlook, and how one prepares for it.

A rung has what holds for its line of work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from careergraph.model.values import Named
from careergraph.store.engine import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.store.engine import Cell, Engine

__all__ = [
    "FieldStatement",
    "OutlookStatement",
    "PreparationStatement",
    "read_all_outlooks",
    "read_fields",
    "read_outlooks",
    "read_preparation",
]


@dataclass(frozen=True, slots=True)
class OutlookStatement:
    """How many people an occupation employs, and is projected to employ at the period's end.

    ``percent_change`` is in percent, as the source rounds it; ``annual_openings`` are people a
    year.
    """

    employment: int | None
    projected_employment: int | None
    percent_change: float | None
    annual_openings: int | None
    country: str
    population: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class PreparationStatement:
    """How much preparation an occupation needs: the Job Zone of O*NET, 1 to 5, and its name."""

    job_zone: int
    label: str | None
    country: str
    population: str
    period: str | None
    source: str


@dataclass(frozen=True, slots=True)
class FieldStatement:
    """A field of study whose programmes prepare for an occupation; not a requirement."""

    field: Named
    country: str
    population: str
    period: str | None
    place: str | None
    source: str


_OUTLOOKS: Final = """
SELECT ?statement ?now ?then ?change ?openings ?country ?population ?period ?source WHERE {{
  ?statement a cg:EmploymentOutlook ; cg:ofRole ?of ; cg:country ?country ;
             cg:population ?population ; cg:period ?period ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
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
_PREPARATION: Final = """
SELECT ?statement ?zone ?label ?country ?population ?period ?source WHERE {{
  ?statement a cg:PreparationLevel ; cg:ofRole ?of ; cg:jobZone ?zone ; cg:country ?country ;
             cg:population ?population ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
  OPTIONAL {{ ?statement rdfs:label ?label }}
  OPTIONAL {{ ?statement cg:period ?period }}
}} ORDER BY ?population ?statement
"""
_FIELDS: Final = """
SELECT ?field ?label ?country ?population ?period ?place ?source WHERE {{
  ?statement a cg:FieldPreparation ; cg:ofRole ?of ; cg:field ?field ; cg:country ?country ;
             cg:population ?population ; cg:statedBy ?source .
  ?field skos:prefLabel ?label .
  FILTER(?of IN (<{role}>, <{base}>))
  OPTIONAL {{ ?statement cg:period ?period }}
  OPTIONAL {{ ?statement cg:place ?place }}
}} ORDER BY ?source ?population LCASE(?label) ?statement
"""


def read_outlooks(engine: Engine, *, role: str, base: str) -> tuple[OutlookStatement, ...]:
    """Return the employment outlook of a role and its line of work (IRIs)."""
    return tuple(map(_read_outlook, engine.select(_OUTLOOKS.format(role=role, base=base))))


def read_all_outlooks(engine: Engine) -> dict[str, list[OutlookStatement]]:
    """Return the employment outlook of every role that has one, by IRI."""
    found: dict[str, list[OutlookStatement]] = {}
    for role, *row in engine.select(_ALL_OUTLOOKS):
        found.setdefault(str(role), []).append(_read_outlook(row))
    return found


def _read_outlook(row: Sequence[Cell]) -> OutlookStatement:
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


def read_preparation(engine: Engine, *, role: str, base: str) -> tuple[PreparationStatement, ...]:
    """Return how much preparation a role and its line of work (IRIs) need."""
    return tuple(
        PreparationStatement(
            job_zone=_whole(zone, statement) or 0,
            label=label,
            country=str(country),
            population=str(population),
            period=period,
            source=str(source),
        )
        for statement, zone, label, country, population, period, source in engine.select(
            _PREPARATION.format(role=role, base=base)
        )
    )


def read_fields(engine: Engine, *, role: str, base: str) -> tuple[FieldStatement, ...]:
    """Return the fields of study that prepare for a role and its line of work (IRIs)."""
    return tuple(
        FieldStatement(
            field=Named(str(field), str(label)),
            country=str(country),
            population=str(population),
            period=period,
            place=place,
            source=str(source),
        )
        for field, label, country, population, period, place, source in engine.select(
            _FIELDS.format(role=role, base=base)
        )
    )


def _whole(cell: Cell, statement: Cell) -> int | None:
    number = read_number(cell, statement)
    return None if number is None else int(number)
