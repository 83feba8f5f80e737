"""All that the graph states of one role, each statement with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from careergraph.gaps import coverage, held_by
from careergraph.model import Entry, GraphInfo, Named, Need, PayBand, Source
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from careergraph.store import Engine

__all__ = [
    "CertificationStatement",
    "DegreeShareStatement",
    "Ladder",
    "Related",
    "RoleProfile",
    "SkillStatement",
    "Statement",
    "read_profile",
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


@dataclass(frozen=True, slots=True)
class SkillStatement:
    """A skill of a role, or any one of several, with the strongest word of its sources."""

    skills: tuple[Named, ...]
    category: str
    importance: float
    necessity: str
    sources: tuple[str, ...]


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
class Related:
    """Another line of work, and how much (0..1) of what it needs this role meets."""

    role: Named
    coverage: float
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """What a role is and asks for. Skills are grouped by category, most important first."""

    role: Named
    definition: str
    aliases: tuple[str, ...]
    family: str
    seniority: str | None
    level_of: Named | None
    regulated: bool | None
    matches: tuple[str, ...]
    tasks: tuple[Statement, ...]
    remarks: tuple[Statement, ...]
    skills: tuple[SkillStatement, ...]
    degrees: tuple[Statement, ...]
    degree_shares: tuple[DegreeShareStatement, ...]
    experience: tuple[Statement, ...]
    certifications: tuple[CertificationStatement, ...]
    pay: tuple[PayBand, ...]
    ladders: tuple[Ladder, ...]
    related: tuple[Related, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo

    def __repr__(self) -> str:
        """Return the label and how many skills and sources stand behind it."""
        return f"<RoleProfile {self.role}: {len(self.skills)} skills, {len(self.sources)} sources>"


_SELF: Final = """
SELECT ?definition ?family ?seniority ?base ?baseLabel ?regulated WHERE {{
  BIND(<{role}> AS ?role)
  OPTIONAL {{ ?role skos:definition ?definition }}
  OPTIONAL {{ ?role cg:family/skos:prefLabel ?family }}
  OPTIONAL {{ ?role cg:seniority/skos:prefLabel ?seniority }}
  OPTIONAL {{ ?role cg:levelOf ?base . ?base skos:prefLabel ?baseLabel }}
  OPTIONAL {{ ?role cg:regulated ?regulated }}
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
SELECT ?statement ?type ?text ?source ?place ?necessity ?qualifier WHERE {{
  {{ ?statement a cg:Task ; cg:ofRole <{role}> BIND("task" AS ?type) }}
  UNION {{ ?statement a cg:Remark ; cg:about <{role}> BIND("remark" AS ?type) }}
  UNION {{ ?statement a cg:Remark ; cg:ofRole <{role}> BIND("remark" AS ?type) }}
  ?statement rdfs:label ?text ; cg:statedBy ?source .
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_DEGREES: Final = """
SELECT ?statement ?type (CONCAT(?degree, COALESCE(CONCAT(" in ", ?field), "")) AS ?text)
       ?source ?place ?necessity ?qualifier WHERE {{
  {{ SELECT ?statement (GROUP_CONCAT(DISTINCT ?name; SEPARATOR=", ") AS ?fields) WHERE {{
       ?statement a cg:DegreeRequirement ; cg:ofRole ?of .
       OPTIONAL {{ ?statement cg:field/skos:prefLabel ?name }}
     }} GROUP BY ?statement }}
  ?statement cg:ofRole ?of ; cg:degree/skos:prefLabel ?degree ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>))
  BIND(IF(?fields = "", ?unbound, ?fields) AS ?field) BIND("degree" AS ?type)
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_EXPERIENCE: Final = """
SELECT ?statement ?type (CONCAT(?kind, COALESCE(CONCAT(" in ", ?field), "")) AS ?text)
       ?source ?place ?necessity ?qualifier WHERE {{
  {{ SELECT ?statement (GROUP_CONCAT(DISTINCT ?name; SEPARATOR=" or ") AS ?fields) WHERE {{
       ?statement a cg:ExperienceRequirement ; cg:ofRole ?of .
       OPTIONAL {{ ?statement cg:experienceIn/skos:prefLabel ?name }}
     }} GROUP BY ?statement }}
  ?statement cg:ofRole ?of ; cg:experienceKind/skos:prefLabel ?kind ; cg:statedBy ?source .
  FILTER(?of IN (<{role}>, <{base}>)) BIND("experience" AS ?type)
  BIND(IF(?fields = "", ?unbound, ?fields) AS ?field)
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_SHARES: Final = """
SELECT ?degree ?share ?country ?population ?period ?size ?suppressed ?source WHERE {{
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
_CATEGORIES: Final = """
SELECT ?skill ?category WHERE { ?skill a ?type ; cg:category/skos:prefLabel ?category .
  FILTER(?type != cg:LearningEffort) }
"""


_MOST_RELATED: Final = 8


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What queries tell of a role; `CareerGraph.role` adds skills, pay and related roles."""

    definition: str
    family: str
    seniority: str | None
    level_of: Named | None
    regulated: bool | None
    matches: tuple[str, ...]
    tasks: tuple[Statement, ...]
    remarks: tuple[Statement, ...]
    degrees: tuple[Statement, ...]
    degree_shares: tuple[DegreeShareStatement, ...]
    experience: tuple[Statement, ...]
    certifications: tuple[CertificationStatement, ...]
    ladders: tuple[Ladder, ...]
    categories: dict[str, str]


def read_profile(
    engine: Engine,
    entry: Entry,
    network: nx.MultiDiGraph[str],
    needs: Mapping[str, Sequence[Need]],
    labels: Mapping[str, str],
    pay: Sequence[PayBand],
    sources: Mapping[str, Source],
    info: GraphInfo,
) -> RoleProfile:
    """Return the profile of a role; needs, labels, pay and sources are the caller's reads."""
    facts = read_profile_facts(engine, entry.iri)
    skills = tuple(
        SkillStatement(
            skills=tuple(Named(skill, labels.get(skill, skill)) for skill in need.skills),
            category=facts.categories.get(need.skills[0], "other"),
            importance=need.weight,
            necessity=need.necessity,
            sources=need.sources,
        )
        for need in needs.get(entry.iri, ())
    )
    skills = tuple(
        sorted(
            skills,
            key=lambda s: (s.category, -s.importance, -len(s.sources), str(s.skills[0]).casefold()),
        )
    )
    profile = RoleProfile(
        role=Named(entry.iri, entry.label),
        definition=facts.definition,
        aliases=entry.aliases,
        family=facts.family,
        seniority=facts.seniority,
        level_of=facts.level_of,
        regulated=facts.regulated,
        matches=facts.matches,
        tasks=facts.tasks,
        remarks=facts.remarks,
        skills=skills,
        degrees=facts.degrees,
        degree_shares=facts.degree_shares,
        experience=facts.experience,
        certifications=facts.certifications,
        pay=tuple(pay),
        ladders=facts.ladders,
        related=_relate(entry.iri, network, needs, labels),
        sources=(),
        graph=info,
    )
    return replace(profile, sources=_cited(profile, sources))


def _relate(
    role: str,
    network: nx.MultiDiGraph[str],
    needs: Mapping[str, Sequence[Need]],
    labels: Mapping[str, str],
) -> tuple[Related, ...]:
    """Return other lines of work: those some source links first, then by how much is covered."""
    held = held_by(needs.get(role, ()))
    base = network.nodes[role].get("level_of")
    found = []
    for other, seniority in network.nodes(data="seniority"):
        if other in (role, base) or seniority or not needs.get(other):
            continue
        edges = (
            network.get_edge_data(role, other) or network.get_edge_data(base or role, other) or {}
        )
        kinds = tuple(sorted({edge["kind"] for edge in edges.values()}))
        share = round(coverage(held, needs[other]), 4)
        found.append(Related(Named(other, labels.get(other, other)), share, kinds))
    found.sort(key=lambda other: (not other.kinds, -other.coverage, other.role.label))
    return tuple(found[:_MOST_RELATED])


def _cited(profile: RoleProfile, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources of a profile in the order in which they are first used."""
    said = (*profile.tasks, *profile.remarks, *profile.degrees, *profile.experience)
    iris = dict.fromkeys(
        [
            *(statement.source for statement in said),
            *(source for skill in profile.skills for source in skill.sources),
            *(share.source for share in profile.degree_shares),
            *(source for cert in profile.certifications for source in cert.sources),
            *(cert.checked_at for cert in profile.certifications),
            *(band.source for band in profile.pay),
            *(ladder.source for ladder in profile.ladders),
        ]
    )
    return tuple(sources[iri] for iri in iris if iri in sources)


def read_profile_facts(engine: Engine, role: str) -> ProfileFacts:
    """Return what is stated of a role (IRI); degrees and certifications hold for its rungs too."""
    definition, family, seniority, base, base_label, regulated = next(
        iter(engine.select(_SELF.format(role=role)))
    )
    ends = {"role": role, "base": base or role}
    said = _read_statements(engine, _SAID.format(**ends))
    return ProfileFacts(
        definition=definition or "",
        family=family or "unknown",
        seniority=seniority,
        level_of=Named(base, base_label) if base and base_label else None,
        regulated=None if regulated is None else regulated == "true",
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
        categories={str(skill): str(label) for skill, label in engine.select(_CATEGORIES)},
    )


def _read_statements(engine: Engine, query: str) -> list[tuple[str, Statement]]:
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for iri, *rest in engine.select(query):
        rows.setdefault(str(iri), []).append(tuple(rest))
    found = []
    for same in rows.values():
        kind, text, source, place, necessity, _ = same[0]
        statement = Statement(
            text=str(text),
            source=str(source),
            place=place,
            qualifiers=tuple(sorted({row[-1] for row in same if row[-1]})),
            necessity=local_name(necessity) if necessity else None,
        )
        found.append((str(kind), statement))
    return found


def _read_shares(engine: Engine, query: str) -> tuple[DegreeShareStatement, ...]:
    return tuple(
        DegreeShareStatement(
            degree=str(degree),
            share=float(str(share)),
            country=str(country),
            population=str(population),
            period=period,
            sample_size=int(size) if size else None,
            low_precision=suppressed == "true",
            source=str(source),
        )
        for degree, share, country, population, period, size, suppressed, source in engine.select(
            query
        )
    )


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
