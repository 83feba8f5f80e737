"""Years of experience, licences and the occupations of roles, read from an engine.

A level of seniority has the licences and occupations of its line of work as well as its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from careergraph.model.experience import (
    ExperienceShare,
    ExperienceYears,
    LevelExperience,
    LicenceStatement,
    OccupationLink,
)
from careergraph.store.engine import read_figure
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.store.engine import Cell, Engine

__all__ = [
    "read_experience_shares",
    "read_experience_years",
    "read_level_experience",
    "read_licences",
    "read_occupation_links",
]

_YEARS: Final = """
SELECT ?of ?statement ?from ?to ?label ?in ?country ?population ?period ?place ?source WHERE {
  ?statement a cg:ExperienceRequirement ; cg:ofRole ?of ; cg:statedBy ?source .
  { ?statement cg:yearsFrom ?from } UNION { ?statement cg:yearsTo ?to
    FILTER NOT EXISTS { ?statement cg:yearsFrom ?any } }
  OPTIONAL { ?statement cg:yearsTo ?to }
  OPTIONAL { ?statement rdfs:label ?label }
  OPTIONAL { ?statement cg:experienceIn ?in }
  OPTIONAL { ?statement cg:country ?country }
  OPTIONAL { ?statement cg:population ?population }
  OPTIONAL { ?statement cg:period ?period }
  OPTIONAL { ?statement cg:place ?place }
} ORDER BY ?of ?statement ?in ?source
"""
_SHARES: Final = """
SELECT ?of ?statement ?from ?to ?label ?share ?size ?country ?population ?period ?source WHERE {
  ?statement a cg:ExperienceShare ; cg:ofRole ?of ; cg:share ?share ; cg:yearsFrom ?from ;
             cg:statedBy ?source .
  OPTIONAL { ?statement cg:yearsTo ?to }
  OPTIONAL { ?statement rdfs:label ?label }
  OPTIONAL { ?statement cg:sampleSize ?size }
  OPTIONAL { ?statement cg:country ?country }
  OPTIONAL { ?statement cg:population ?population }
  OPTIONAL { ?statement cg:period ?period }
} ORDER BY ?of ?source ?from ?statement
"""
_LEVELS: Final = """
SELECT ?statement ?low ?high ?from ?to ?source WHERE {
  ?statement a cg:LevelExperience ; cg:yearsFrom ?from ; cg:statedBy ?source .
  OPTIONAL { ?statement cg:fromLevel ?low }
  OPTIONAL { ?statement cg:toLevel ?high }
  OPTIONAL { ?statement cg:yearsTo ?to }
} ORDER BY ?statement ?source
"""
_LICENCES: Final = """
SELECT ?of ?statement ?label ?comment ?for ?by ?country ?place ?source WHERE {
  { ?statement cg:ofRole ?of } UNION { ?statement cg:ofRole ?base . ?of cg:levelOf ?base }
  ?statement a cg:Licence ; rdfs:label ?label ; cg:statedBy ?source .
  OPTIONAL { ?statement rdfs:comment ?comment }
  OPTIONAL { ?statement cg:requiredFor ?for }
  OPTIONAL { ?statement cg:requiredBy ?by }
  OPTIONAL { ?statement cg:country ?country }
  OPTIONAL { ?statement cg:place ?place }
} ORDER BY ?of ?statement ?source
"""
_LINKS: Final = """
SELECT ?of ?link ?occupation ?label ?notation ?fit ?shows ?note ?source WHERE {
  { ?link cg:ofRole ?of } UNION { ?link cg:ofRole ?base . ?of cg:levelOf ?base }
  ?link a cg:OccupationLink ; cg:occupation ?occupation ; cg:fit ?fit ; cg:statedBy ?source .
  OPTIONAL { ?occupation skos:prefLabel ?label }
  OPTIONAL { ?occupation skos:notation ?notation }
  OPTIONAL { ?link cg:shows ?shows }
  OPTIONAL { ?link cg:payNote ?note }
} ORDER BY ?of ?link ?shows
"""

_Value = TypeVar("_Value")
_Rows = list[tuple["Cell", ...]]


def _read_grouped(
    engine: Engine, query: str, read: Callable[[str, _Rows], _Value]
) -> dict[str, tuple[_Value, ...]]:
    """Return the values of each role; the rows of one statement become one value."""
    rows: dict[str, dict[str, _Rows]] = {}
    for role, statement, *rest in engine.select(query):
        rows.setdefault(str(role), {}).setdefault(str(statement), []).append(tuple(rest))
    return {
        role: tuple(read(iri, same) for iri, same in statements.items())
        for role, statements in rows.items()
    }


def read_experience_years(engine: Engine) -> dict[str, tuple[ExperienceYears, ...]]:
    """Return the years of experience that sources ask for in each role, by role IRI."""

    def read(iri: str, rows: _Rows) -> ExperienceYears:
        low, high, label, _, country, population, period, place, source = rows[0]
        return ExperienceYears(
            years_from=read_figure(low, iri, "cg:yearsFrom"),
            years_to=read_figure(high, iri, "cg:yearsTo"),
            label=label,
            within=tuple(dict.fromkeys(row[3] for row in rows if row[3])),
            country=country,
            population=population,
            period=period,
            place=place,
            source=str(source),
        )

    return _read_grouped(engine, _YEARS, read)


def read_experience_shares(engine: Engine) -> dict[str, tuple[ExperienceShare, ...]]:
    """Return how many say that each role asks for so many years, fewest years first."""

    def read(iri: str, rows: _Rows) -> ExperienceShare:
        low, high, label, share, size, country, population, period, source = rows[0]
        sample = read_figure(size, iri, "cg:sampleSize", whole=True)
        return ExperienceShare(
            years_from=read_figure(low, iri, "cg:yearsFrom") or 0.0,
            years_to=read_figure(high, iri, "cg:yearsTo"),
            label=label,
            share=read_figure(share, iri, "cg:share", most=1) or 0.0,
            sample_size=None if sample is None else int(sample),
            country=country,
            population=population,
            period=period,
            source=str(source),
        )

    shares = _read_grouped(engine, _SHARES, read)
    return {
        role: tuple(sorted(rows, key=lambda row: (row.source, row.years_from)))
        for role, rows in shares.items()
    }


def read_level_experience(engine: Engine) -> tuple[LevelExperience, ...]:
    """Return the years that people usually spend at each level before the next."""
    return tuple(
        LevelExperience(
            from_level=low,
            to_level=high,
            years_from=read_figure(years_from, iri, "cg:yearsFrom") or 0.0,
            years_to=read_figure(years_to, iri, "cg:yearsTo"),
            source=str(source),
        )
        for iri, low, high, years_from, years_to, source in engine.select(_LEVELS)
    )


def read_licences(engine: Engine) -> dict[str, tuple[LicenceStatement, ...]]:
    """Return the licences that a law asks for in each role, by role IRI."""

    def read(_iri: str, rows: _Rows) -> LicenceStatement:
        label, comment, scope, coverage, country, place, source = rows[0]
        return LicenceStatement(
            label=str(label),
            comment=comment,
            required_for=scope and local_name(scope),
            required_by=coverage and local_name(coverage),
            country=country,
            place=place,
            source=str(source),
        )

    return _read_grouped(engine, _LICENCES, read)


def read_occupation_links(engine: Engine) -> dict[str, tuple[OccupationLink, ...]]:
    """Return the decisions on the occupations of each role, by role IRI."""

    def read(iri: str, rows: _Rows) -> OccupationLink:
        occupation, label, notation, fit, _, note, source = rows[0]
        return OccupationLink(
            iri=iri,
            occupation=str(occupation),
            label=label,
            notation=notation,
            fit=local_name(str(fit)),
            shows=tuple(dict.fromkeys(local_name(row[4]) for row in rows if row[4])),
            pay_note=note,
            source=str(source),
        )

    return _read_grouped(engine, _LINKS, read)
