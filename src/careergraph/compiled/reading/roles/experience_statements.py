"""Experience, training, licences and the occupations of roles, read from an engine.

A level of seniority has the licences, training and occupations of its line of work as well as its
own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from careergraph.model.experience import (
    EntryAdvice,
    ExperienceShare,
    ExperienceYears,
    LevelExperience,
    LicenceStatement,
    OccupationLink,
    StudyProgramme,
    TrainingStatement,
)
from careergraph.store.engine import read_figure
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.store.engine import Cell, Engine

__all__ = [
    "read_entry_advice",
    "read_experience_shares",
    "read_experience_years",
    "read_level_experience",
    "read_licences",
    "read_occupation_links",
    "read_programmes",
    "read_training",
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
SELECT ?of ?statement ?label ?comment ?for ?by ?country ?place ?source ?any WHERE {
  { ?statement cg:ofRole ?of } UNION { ?statement cg:ofRole ?base . ?of cg:levelOf ?base }
  ?statement a cg:Licence ; rdfs:label ?label ; cg:statedBy ?source .
  OPTIONAL { ?statement rdfs:comment ?comment }
  OPTIONAL { ?statement cg:requiredFor ?for }
  OPTIONAL { ?statement cg:requiredBy ?by }
  OPTIONAL { ?statement cg:country ?country }
  OPTIONAL { ?statement cg:place ?place }
  OPTIONAL { ?rule cg:forLicence ?statement ; cg:acceptsField cg:anyField BIND(1 AS ?any) }
} ORDER BY ?of ?statement ?source
"""
_PROGRAMMES: Final = """
SELECT ?of ?programme ?label ?licence ?from ?to ?after ?field ?comment ?source ?role WHERE {
  { ?statement cg:ofRole ?of } UNION { ?statement cg:ofRole ?base . ?of cg:levelOf ?base }
  ?statement a cg:Licence ; rdfs:label ?licence .
  ?programme a cg:StudyProgramme ; cg:forLicence ?statement ; rdfs:label ?label ;
             cg:yearsFrom ?from ; cg:yearsTo ?to ; cg:statedBy ?source .
  OPTIONAL { ?programme cg:afterDegree ?degree . ?degree skos:prefLabel ?after }
  OPTIONAL { ?programme cg:afterRole ?role }
  OPTIONAL { ?programme cg:field ?field }
  OPTIONAL { ?programme rdfs:comment ?comment }
} ORDER BY ?of ?programme ?field ?source
"""
_ADVICE: Final = """
SELECT ?of ?advice ?comment ?subjects ?source WHERE {
  { ?advice cg:adviceFor ?of } UNION { ?advice cg:adviceFor ?base . ?of cg:levelOf ?base }
  ?advice a cg:EntryAdvice ; cg:statedBy ?source .
  OPTIONAL { ?advice rdfs:comment ?comment }
  OPTIONAL { ?advice cg:subjects ?subjects }
} ORDER BY ?of ?advice ?source
"""
_TRAINING: Final = """
SELECT ?of ?statement ?kind ?label ?country ?population ?place ?source WHERE {
  { ?statement cg:ofRole ?of } UNION { ?statement cg:ofRole ?base . ?of cg:levelOf ?base }
  ?statement a cg:TrainingRequirement ; cg:training ?kind ; cg:statedBy ?source .
  ?kind skos:prefLabel ?label .
  OPTIONAL { ?statement cg:country ?country }
  OPTIONAL { ?statement cg:population ?population }
  OPTIONAL { ?statement cg:place ?place }
} ORDER BY ?of ?statement ?source
"""
_DURATIONS: Final = """
SELECT ?statement ?kind ?role ?from ?to ?source WHERE {
  ?statement a cg:TrainingDuration ; cg:training ?kind ; cg:yearsFrom ?from ; cg:statedBy ?source .
  OPTIONAL { ?statement cg:yearsTo ?to }
  OPTIONAL { { ?statement cg:ofRole ?role } UNION
             { ?statement cg:ofRole ?base . ?role cg:levelOf ?base } }
} ORDER BY ?statement ?role ?source
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
_Duration = tuple[float | None, float | None, str | None]
_UNKNOWN: Final[_Duration] = (None, None, None)


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
    """Return the shares of respondents by the years they say a role asks for, fewest first."""

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
        label, comment, scope, coverage, country, place, source, any_field = rows[0]
        return LicenceStatement(
            label=str(label),
            comment=comment,
            required_for=scope and local_name(scope),
            required_by=coverage and local_name(coverage),
            country=country,
            place=place,
            source=str(source),
            any_field=any_field is not None,
        )

    return _read_grouped(engine, _LICENCES, read)


def read_programmes(engine: Engine) -> dict[str, tuple[StudyProgramme, ...]]:
    """Return the programmes of study that the licences of each role build on, by role IRI."""

    def read(iri: str, rows: _Rows) -> StudyProgramme:
        label, licence, low, high, after, _, comment, source, after_role = rows[0]
        return StudyProgramme(
            label=str(label),
            licence=str(licence),
            years_from=read_figure(low, iri, "cg:yearsFrom") or 0.0,
            years_to=read_figure(high, iri, "cg:yearsTo") or 0.0,
            after=after,
            fields=tuple(dict.fromkeys(row[5] for row in rows if row[5])),
            comment=comment,
            source=str(source),
            after_role=after_role,
        )

    return _read_grouped(engine, _PROGRAMMES, read)


def read_entry_advice(engine: Engine) -> dict[str, tuple[EntryAdvice, ...]]:
    """Return what newcomers to each role should know and learn first, by role IRI."""

    def read(_iri: str, rows: _Rows) -> EntryAdvice:
        comment, subjects, source = rows[0]
        return EntryAdvice(comment, subjects, str(source))

    return _read_grouped(engine, _ADVICE, read)


def read_training(engine: Engine) -> dict[str, tuple[TrainingStatement, ...]]:
    """Return the training on the job that people new to each role typically get, by role IRI.

    Its duration is the one that a source gives for that role, or else for that kind of training.
    """
    durations: dict[tuple[str, str | None], _Duration] = {}
    for iri, kind, role, low, high, source in engine.select(_DURATIONS):
        years = (
            read_figure(low, str(iri), "cg:yearsFrom"),
            read_figure(high, str(iri), "cg:yearsTo"),
        )
        durations.setdefault((str(kind), role), (*years, str(source)))
    found: dict[str, list[TrainingStatement]] = {}
    for role, _, kind, label, country, population, place, source in engine.select(_TRAINING):
        general = durations.get((str(kind), None), _UNKNOWN)
        lasts = durations.get((str(kind), role), general)
        found.setdefault(str(role), []).append(
            TrainingStatement(
                kind=local_name(str(kind)),
                label=str(label),
                years_from=lasts[0],
                years_to=lasts[1],
                country=country,
                population=population,
                place=place,
                source=str(source),
                duration_source=lasts[2],
            )
        )
    return {role: tuple(statements) for role, statements in found.items()}


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
