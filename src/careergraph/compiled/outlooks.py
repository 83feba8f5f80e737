"""What official sources say of an occupation as a whole: its outlook, and how one prepares for it.

A rung has what holds for its line of work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from careergraph.model.values import Named
from careergraph.store.engine import read_number
from careergraph.vocab import CG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.store.engine import Cell, Engine

__all__ = [
    "FieldStatement",
    "OutlookStatement",
    "PreparationStatement",
    "is_part_of_occupation",
    "read_all_outlooks",
    "read_fields",
    "read_outlooks",
    "read_preparation",
]


@dataclass(frozen=True, slots=True)
class OutlookStatement:
    """How many people an occupation employs, and is projected to employ at the period's end.

    ``percent_change`` is in percent, as the source rounds it; ``annual_openings`` are people a
    year. ``occupation`` and ``is_part`` are those of a pay band.
    """

    employment: int | None
    projected_employment: int | None
    percent_change: float | None
    annual_openings: int | None
    country: str
    population: str
    period: str
    source: str
    occupation: str | None = None
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class PreparationStatement:
    """How much preparation an occupation needs: the Job Zone of O*NET, 1 to 5, and its name."""

    job_zone: int
    label: str | None
    country: str
    population: str
    period: str | None
    source: str
    occupation: str | None = None
    is_part: bool = False


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
SELECT ?statement ?now ?then ?change ?openings ?country ?population ?period ?source
       ?title ?of ?fit WHERE {{
  ?statement a cg:EmploymentOutlook ; cg:ofRole ?of ; cg:country ?country ;
             cg:population ?population ; cg:period ?period ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
  OPTIONAL {{ ?statement cg:employment ?now }}
  OPTIONAL {{ ?statement cg:projectedEmployment ?then }}
  OPTIONAL {{ ?statement cg:percentChange ?change }}
  OPTIONAL {{ ?statement cg:annualOpenings ?openings }}
  OPTIONAL {{
    ?statement cg:occupation ?occupation . ?occupation skos:prefLabel ?title
    OPTIONAL {{
      ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:occupation ?occupation ; cg:fit ?fit
    }}
  }}
}} ORDER BY ?population ?statement ?title ?fit
"""
_ALL_OUTLOOKS: Final = """
SELECT ?role ?statement ?now ?then ?change ?openings ?country ?population ?period ?source
       ?title ?of ?fit WHERE {
  { ?statement cg:ofRole ?of BIND(?of AS ?role) }
  UNION { ?statement cg:ofRole ?of . ?role cg:levelOf ?of }
  ?statement a cg:EmploymentOutlook ; cg:country ?country ; cg:population ?population ;
             cg:period ?period ; cg:statedBy ?source .
  OPTIONAL { ?statement cg:employment ?now }
  OPTIONAL { ?statement cg:projectedEmployment ?then }
  OPTIONAL { ?statement cg:percentChange ?change }
  OPTIONAL { ?statement cg:annualOpenings ?openings }
  OPTIONAL {
    ?statement cg:occupation ?occupation . ?occupation skos:prefLabel ?title
    OPTIONAL {
      ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:occupation ?occupation ; cg:fit ?fit
    }
  }
} ORDER BY ?role ?population ?statement ?title ?fit
"""
_PREPARATION: Final = """
SELECT ?statement ?zone ?label ?country ?population ?period ?source ?title ?of ?fit WHERE {{
  ?statement a cg:PreparationLevel ; cg:ofRole ?of ; cg:jobZone ?zone ; cg:country ?country ;
             cg:population ?population ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
  OPTIONAL {{ ?statement rdfs:label ?label }}
  OPTIONAL {{ ?statement cg:period ?period }}
  OPTIONAL {{
    ?statement cg:occupation ?occupation . ?occupation skos:prefLabel ?title
    OPTIONAL {{
      ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:occupation ?occupation ; cg:fit ?fit
    }}
  }}
}} ORDER BY ?population ?statement ?title ?fit
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
    found: dict[Cell, OutlookStatement] = {}
    for row in engine.select(_OUTLOOKS.format(role=role, base=base)):
        found.setdefault(row[0], _read_outlook(role, row))
    return tuple(found.values())


def read_all_outlooks(engine: Engine) -> dict[str, list[OutlookStatement]]:
    """Return the employment outlook of every role that has one, by IRI."""
    found: dict[str, dict[Cell, OutlookStatement]] = {}
    for role, *row in engine.select(_ALL_OUTLOOKS):
        found.setdefault(str(role), {}).setdefault(row[0], _read_outlook(str(role), row))
    return {role: list(outlooks.values()) for role, outlooks in found.items()}


def _read_outlook(role: str, row: Sequence[Cell]) -> OutlookStatement:
    statement, now, then, change, openings, country, population, period, source, *link = row
    title, of, fit = link
    return OutlookStatement(
        employment=_whole(now, statement),
        projected_employment=_whole(then, statement),
        percent_change=read_number(change, statement),
        annual_openings=_whole(openings, statement),
        country=str(country),
        population=str(population),
        period=str(period),
        source=str(source),
        occupation=title,
        is_part=is_part_of_occupation(role, of, fit),
    )


def is_part_of_occupation(role: str, of: Cell, fit: Cell) -> bool:
    """Return whether a role is only a part, or a level, of the occupation of some figures.

    ``of`` is the role that the figures name, ``fit`` how that role fits the occupation (IRIs).
    """
    return of != role or fit == f"{CG}partOfOccupation"


def read_preparation(engine: Engine, *, role: str, base: str) -> tuple[PreparationStatement, ...]:
    """Return how much preparation a role and its line of work (IRIs) need."""
    found: dict[Cell, PreparationStatement] = {}
    for statement, *row in engine.select(_PREPARATION.format(role=role, base=base)):
        zone, label, country, population, period, source, title, of, fit = row
        level = PreparationStatement(
            job_zone=_whole(zone, statement) or 0,
            label=label,
            country=str(country),
            population=str(population),
            period=period,
            source=str(source),
            occupation=title,
            is_part=is_part_of_occupation(role, of, fit),
        )
        found.setdefault(statement, level)
    return tuple(found.values())


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
