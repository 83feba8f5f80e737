"""What queries tell of one role: each statement in words, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from careergraph.compiled.outlooks import (
    FieldStatement,
    OutlookStatement,
    PreparationStatement,
    read_fields,
    read_outlooks,
    read_preparation,
)
from careergraph.model.values import Named
from careergraph.store.engine import read_figure
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from careergraph.store.engine import Cell, Engine

__all__ = [
    "CertificationStatement",
    "DegreeShareStatement",
    "Ladder",
    "MisleadingOccupation",
    "ProfileFacts",
    "Statement",
    "read_profile_facts",
]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says in words: its text, how it limits it, and where it says so."""

    text: str
    source: str
    place: str | None = None
    qualifiers: tuple[str, ...] = ()
    necessity: str | None = None
    country: str | None = None
    population: str | None = None


@dataclass(frozen=True, slots=True)
class DegreeShareStatement:
    """The share (0..1) of a population with a degree; a distribution, not a requirement."""

    degree: str
    share: float
    country: str
    population: str
    period: str | None
    sample_size: int | None
    low_precision: bool
    source: str


@dataclass(frozen=True, slots=True)
class CertificationStatement:
    """A certification that sources name for a role, with its status as last read at the issuer."""

    certification: Named
    issuer: str
    level: str
    status: str
    checked_on: str | None
    retired_on: str | None
    replaced_by: str | None
    necessity: str
    sources: tuple[str, ...]
    checked_at: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one line of work, lowest first."""

    label: str
    rungs: tuple[Named, ...]
    source: str


@dataclass(frozen=True, slots=True)
class MisleadingOccupation:
    """An occupation whose figures are not shown for a role, and why they would mislead."""

    occupation: str
    reason: str
    source: str


_SELF: Final = """
SELECT ?definition ?family ?seniority ?base ?baseLabel ?regulated ?licence WHERE {{
  BIND(<{role}> AS ?role)
  OPTIONAL {{ ?role skos:definition ?definition }}
  OPTIONAL {{ ?role cg:family/skos:prefLabel ?family }}
  OPTIONAL {{ ?role cg:seniority/skos:prefLabel ?seniority }}
  OPTIONAL {{ ?role cg:levelOf ?base . ?base skos:prefLabel ?baseLabel }}
  OPTIONAL {{ ?role cg:regulated ?own }}
  OPTIONAL {{ ?role cg:levelOf/cg:regulated ?inherited }}
  OPTIONAL {{ ?role cg:levelOf?/cg:licence ?licence }}
  BIND(COALESCE(?own, ?inherited) AS ?regulated)
}}
"""
_MATCHES: Final = """
SELECT ?strength ?scheme ?notation ?label WHERE {{
  VALUES ?strength {{ skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch }}
  <{role}> ?strength ?concept .
  ?concept skos:notation ?notation ; skos:prefLabel ?label .
  OPTIONAL {{ ?concept skos:inScheme/skos:prefLabel ?scheme }}
}} ORDER BY ?scheme ?notation
"""
_SAID: Final = """
SELECT ?statement ?type ?text ?source ?place ?necessity ?country ?population ?qualifier WHERE {{
  {{ ?statement a cg:Task ; cg:ofRole <{role}> BIND("task" AS ?type) }}
  UNION {{ ?statement a cg:Remark ; cg:about <{role}> BIND("remark" AS ?type) }}
  UNION {{ ?statement a cg:Remark ; cg:ofRole <{role}> BIND("remark" AS ?type) }}
  ?statement rdfs:label ?text ; cg:statedBy ?source .
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:country ?country }}
  OPTIONAL {{ ?statement cg:population ?population }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_DEGREES: Final = """
SELECT ?statement ?type (CONCAT(?degree, COALESCE(CONCAT("|", ?field), "")) AS ?text)
       ?source ?place ?necessity ?country ?population ?qualifier WHERE {{
  {{ SELECT ?statement (GROUP_CONCAT(DISTINCT ?name; SEPARATOR="|") AS ?fields) WHERE {{
       ?statement a cg:DegreeRequirement ; cg:ofRole ?of .
       OPTIONAL {{ ?statement cg:field/skos:prefLabel ?name }}
     }} GROUP BY ?statement }}
  ?statement cg:ofRole ?of ; cg:degree/skos:prefLabel ?degree ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
  BIND(IF(?fields = "", ?unbound, ?fields) AS ?field) BIND("degree" AS ?type)
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:country ?country }}
  OPTIONAL {{ ?statement cg:population ?population }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_EXPERIENCE: Final = """
SELECT ?statement ?type (CONCAT(?kind, COALESCE(CONCAT("|", ?field), "")) AS ?text)
       ?source ?place ?necessity ?country ?population ?qualifier WHERE {{
  {{ SELECT ?statement (GROUP_CONCAT(DISTINCT ?name; SEPARATOR="|") AS ?fields) WHERE {{
       ?statement a cg:ExperienceRequirement ; cg:ofRole ?of .
       OPTIONAL {{ ?statement cg:experienceIn/skos:prefLabel ?name }}
     }} GROUP BY ?statement }}
  ?statement cg:ofRole ?of ; cg:experienceKind/skos:prefLabel ?kind ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>)) BIND("experience" AS ?type)
  BIND(IF(?fields = "", ?unbound, ?fields) AS ?field)
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:country ?country }}
  OPTIONAL {{ ?statement cg:population ?population }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_SHARES: Final = """
SELECT ?statement ?degree ?share ?country ?population ?period ?size ?suppressed ?source WHERE {{
  ?statement a cg:DegreeShare ; cg:ofRole ?of ; cg:degree/skos:prefLabel ?degree ;
             cg:share ?share ; cg:country ?country ; cg:population ?population ;
             cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
  OPTIONAL {{ ?statement cg:period ?period }}
  OPTIONAL {{ ?statement cg:sampleSize ?size }}
  OPTIONAL {{ ?statement cg:suppressed ?suppressed }}
}} ORDER BY ?source ?population DESC(?share) ?degree
"""
_CERTIFICATIONS: Final = """
SELECT ?certification ?label ?issuer ?level ?status ?checked ?retired ?next ?necessity ?record
       ?source WHERE {{
  ?statement a cg:CertificationRequirement ; cg:ofRole ?of ; cg:certification ?certification ;
             cg:necessity ?necessity ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
  ?certification skos:prefLabel ?label ; cg:issuer/skos:prefLabel ?issuer ;
                 cg:certificationLevel/skos:prefLabel ?level ; cg:status ?status .
  OPTIONAL {{ ?certification dcterms:source ?record }}
  OPTIONAL {{ ?certification cg:checkedOn ?checked }}
  OPTIONAL {{ ?certification cg:retiredOn ?retired }}
  OPTIONAL {{ ?certification cg:replacedBy/skos:prefLabel ?next }}
}} ORDER BY ?label ?source
"""
_LADDERS: Final = """
SELECT ?ladder ?ladderLabel ?source ?rung ?label WHERE {{
  ?here cg:stepRole <{role}> ; cg:inLadder ?ladder .
  ?ladder rdfs:label ?ladderLabel ; dcterms:source ?source .
  ?step cg:inLadder ?ladder ; cg:stepRole ?rung ; cg:rank ?rank .
  ?rung skos:prefLabel ?label .
}} ORDER BY ?ladder ?rank
"""
_MISLEADING: Final = """
SELECT ?title ?reason ?source WHERE {{
  ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:fit cg:misleading ; rdfs:comment ?reason ;
        cg:occupation/skos:prefLabel ?title ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
}} ORDER BY ?title ?source
"""
_JOINED_BY: Final[dict[str | None, str]] = {"degree": ", ", "experience": " or "}
"""How the fields of a statement are named, by its type."""
_CATEGORIES: Final = """
SELECT ?skill ?category WHERE { ?skill a ?type ; cg:category/skos:prefLabel ?category .
  FILTER(?type != cg:LearningEffort) }
"""


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What queries tell of a role; `CareerGraph.role` adds skills, pay and related roles."""

    definition: str
    family: str
    seniority: str | None
    level_of: Named | None
    regulated: bool | None
    licence: str | None
    matches: tuple[str, ...]
    tasks: tuple[Statement, ...]
    remarks: tuple[Statement, ...]
    degrees: tuple[Statement, ...]
    degree_shares: tuple[DegreeShareStatement, ...]
    experience: tuple[Statement, ...]
    certifications: tuple[CertificationStatement, ...]
    ladders: tuple[Ladder, ...]
    outlook: tuple[OutlookStatement, ...]
    preparation: tuple[PreparationStatement, ...]
    fields: tuple[FieldStatement, ...]
    misleading: tuple[MisleadingOccupation, ...]
    categories: dict[str, str]


def read_profile_facts(engine: Engine, role: str) -> ProfileFacts:
    """Return what is stated of a role (IRI); degrees and certifications hold for its rungs too."""
    definition, family, seniority, base, base_label, regulated, licence = next(
        iter(engine.select(_SELF.format(role=role)))
    )
    ends = {"role": role, "base": base or role}
    said = _read_statements(engine, _SAID.format(**ends))
    return ProfileFacts(
        definition=definition or "",
        family=family or "unknown",
        seniority=seniority,
        level_of=Named(base, base_label) if base and base_label else None,
        regulated=None if regulated is None else regulated in ("true", "1"),
        licence=licence,
        matches=tuple(
            f"{local_name(str(strength)).removesuffix('Match')} match: "
            f"{scheme or 'unknown scheme'} {notation} {label}"
            for strength, scheme, notation, label in engine.select(_MATCHES.format(**ends))
        ),
        tasks=tuple(statement for kind, statement in said if kind == "task"),
        remarks=tuple(statement for kind, statement in said if kind == "remark"),
        degrees=tuple(s for _, s in _read_statements(engine, _DEGREES.format(**ends))),
        degree_shares=_read_shares(engine, _SHARES.format(**ends)),
        experience=tuple(s for _, s in _read_statements(engine, _EXPERIENCE.format(**ends))),
        certifications=_read_certifications(engine, _CERTIFICATIONS.format(**ends)),
        ladders=_read_ladders(engine, _LADDERS.format(**ends)),
        outlook=read_outlooks(engine, **ends),
        preparation=read_preparation(engine, **ends),
        fields=read_fields(engine, **ends),
        misleading=tuple(
            MisleadingOccupation(str(title), str(reason), str(source))
            for title, reason, source in engine.select(_MISLEADING.format(**ends))
        ),
        categories={str(skill): str(label) for skill, label in engine.select(_CATEGORIES)},
    )


def _with_fields(text: str, joined_by: str) -> str:
    """Return a text with its fields in order: engines list members of a group as they like."""
    # Some engines write no bar, some a bar alone, where there is no field.
    said, *fields = filter(None, text.split("|"))
    return f"{said} in {joined_by.join(sorted(fields))}" if fields else said


def _read_statements(engine: Engine, query: str) -> list[tuple[str, Statement]]:
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for iri, *rest in engine.select(query):
        rows.setdefault(str(iri), []).append(tuple(rest))
    found = []
    for same in rows.values():
        kind, text, source, place, necessity, country, population, _ = same[0]
        statement = Statement(
            text=_with_fields(str(text), _JOINED_BY[kind]) if kind in _JOINED_BY else str(text),
            source=str(source),
            place=place,
            qualifiers=tuple(sorted({row[-1] for row in same if row[-1]})),
            necessity=local_name(necessity) if necessity else None,
            country=country,
            population=population,
        )
        found.append((str(kind), statement))
    return found


def _read_shares(engine: Engine, query: str) -> tuple[DegreeShareStatement, ...]:
    return tuple(
        DegreeShareStatement(
            degree=str(degree),
            share=read_figure(share, iri, "cg:share", most=1) or 0.0,
            country=str(country),
            population=str(population),
            period=period,
            sample_size=_whole(size, iri, "cg:sampleSize"),
            low_precision=suppressed == "true",
            source=str(source),
        )
        for (
            iri,
            degree,
            share,
            country,
            population,
            period,
            size,
            suppressed,
            source,
        ) in engine.select(query)
    )


def _whole(cell: Cell, statement: Cell, name: str) -> int | None:
    number = read_figure(cell, statement, name, whole=True)
    return None if number is None else int(number)


def _read_certifications(engine: Engine, query: str) -> tuple[CertificationStatement, ...]:
    """Return certifications with all their sources, current ones first."""
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for row in engine.select(query):
        rows.setdefault(str(row[0]), []).append(row)
    found = []
    for iri, same in rows.items():
        _, label, issuer, level, status, checked, retired, following, necessity, at, _ = same[0]
        found.append(
            CertificationStatement(
                certification=Named(iri, str(label)),
                issuer=str(issuer),
                level=str(level),
                status=local_name(str(status)),
                checked_on=checked,
                retired_on=retired,
                replaced_by=following,
                necessity=local_name(str(necessity)),
                sources=tuple(sorted({str(row[-1]) for row in same})),
                checked_at=at or "",
            )
        )
    return tuple(sorted(found, key=lambda c: (c.status != "active", c.certification.label)))


def _read_ladders(engine: Engine, query: str) -> tuple[Ladder, ...]:
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for row in engine.select(query):
        rows.setdefault(str(row[0]), []).append(row)
    return tuple(
        Ladder(
            label=str(same[0][1]),
            rungs=tuple(Named(str(row[3]), str(row[4])) for row in same),
            source=str(same[0][2]),
        )
        for same in rows.values()
    )
