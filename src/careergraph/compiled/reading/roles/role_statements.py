"""Statements about roles, read from an engine: of one role, or of all at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from careergraph.compiled.reading.roles import occupation_layer, occupations
from careergraph.model.phrases import with_article
from careergraph.model.statements import (
    CertificationStatement,
    DegreeShareStatement,
    FieldStatement,
    Ladder,
    MisleadingOccupation,
    NamedResource,
    OfferStatement,
    RoleStatements,
    Statement,
)
from careergraph.model.values import Named
from careergraph.store.engine import read_figure
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from careergraph.store.engine import Cell, Engine

__all__ = ["read_degree_shares", "read_fields", "read_role_statements", "read_skill_claims"]


_SELF: Final = """
SELECT ?role ?definition ?family ?seniority ?base ?baseLabel ?regulated ?licence WHERE {{
  {start}
  OPTIONAL {{ ?role skos:definition ?definition }}
  OPTIONAL {{ ?role cg:family/skos:prefLabel ?ownFamily }}
  OPTIONAL {{ ?role cg:occupationGroup/skos:prefLabel ?group }}
  OPTIONAL {{ ?role cg:seniority/skos:prefLabel ?seniority }}
  OPTIONAL {{ ?role cg:levelOf ?base . ?base skos:prefLabel ?baseLabel }}
  OPTIONAL {{ ?role cg:regulated ?own }}
  OPTIONAL {{ ?role cg:levelOf/cg:regulated ?inherited }}
  OPTIONAL {{ ?role cg:levelOf?/cg:licence ?licence }}
  BIND(COALESCE(?ownFamily, ?group) AS ?family)
  BIND(COALESCE(?own, ?inherited) AS ?regulated)
}}
"""
_EVERY: Final = """{ ?role a cg:Role } UNION {
    ?role a cg:Occupation MINUS { ?same a cg:Role ; skos:exactMatch ?role }
  }"""
"""Select every role, and every occupation without an exactly matching role."""
_MATCHES: Final = """
SELECT ?of ?strength ?scheme ?notation ?label WHERE {{
  VALUES ?strength {{ skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch }}
  {start}
  ?of ?strength ?concept .
  ?concept skos:notation ?notation ; skos:prefLabel ?label .
  OPTIONAL {{ ?concept skos:inScheme/skos:prefLabel ?scheme }}
}} ORDER BY ?scheme ?notation
"""
_TEXTS: Final = """
SELECT ?of ?statement ?type ?text ?source ?place ?necessity ?country ?population ?qualifier
WHERE {{
  {start}
  {{ ?statement a cg:Task ; cg:ofRole ?of BIND("task" AS ?type) }}
  UNION {{ ?statement a cg:Remark ; cg:about ?of BIND("remark" AS ?type) }}
  UNION {{ ?statement a cg:Remark ; cg:ofRole ?of BIND("remark" AS ?type) }}
  ?statement rdfs:label ?text ; cg:statedBy ?source .
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:country ?country }}
  OPTIONAL {{ ?statement cg:population ?population }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_DEGREES: Final = """
SELECT ?of ?statement ?type (CONCAT(?degree, COALESCE(CONCAT("|", ?field), "")) AS ?text)
       ?source ?place ?necessity ?country ?population ?qualifier WHERE {{
  {{ SELECT ?statement (GROUP_CONCAT(DISTINCT ?name; SEPARATOR="|") AS ?fields) WHERE {{
       ?statement a cg:DegreeRequirement ; cg:ofRole ?of .
       OPTIONAL {{ ?statement cg:field/skos:prefLabel ?name }}
     }} GROUP BY ?statement }}
  ?statement cg:ofRole ?of ; cg:degree/skos:prefLabel ?degree ; cg:statedBy ?source .
  {only}
  BIND(IF(?fields = "", ?unbound, ?fields) AS ?field) BIND("degree" AS ?type)
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:country ?country }}
  OPTIONAL {{ ?statement cg:population ?population }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_EXPERIENCE: Final = """
SELECT ?of ?statement ?type (CONCAT(?kind, COALESCE(CONCAT("|", ?field), "")) AS ?text)
       ?source ?place ?necessity ?country ?population ?qualifier WHERE {{
  {{ SELECT ?statement (GROUP_CONCAT(DISTINCT ?name; SEPARATOR="|") AS ?fields) WHERE {{
       ?statement a cg:ExperienceRequirement ; cg:ofRole ?of .
       OPTIONAL {{
         ?statement cg:experienceIn ?work . ?work skos:prefLabel ?label
         BIND(IF(EXISTS {{ ?work a schema:Occupation }}, CONCAT("as ", ?label), ?label) AS ?name)
       }}
     }} GROUP BY ?statement }}
  ?statement cg:ofRole ?of ; cg:experienceKind/skos:prefLabel ?kind ; cg:statedBy ?source .
  {only} BIND("experience" AS ?type)
  BIND(IF(?fields = "", ?unbound, ?fields) AS ?field)
  OPTIONAL {{ ?statement cg:place ?place }}
  OPTIONAL {{ ?statement cg:necessity ?necessity }}
  OPTIONAL {{ ?statement cg:country ?country }}
  OPTIONAL {{ ?statement cg:population ?population }}
  OPTIONAL {{ ?statement cg:qualifier/skos:prefLabel ?qualifier }}
}} ORDER BY ?statement
"""
_SHARES: Final = """
SELECT ?of ?statement ?degree ?share ?country ?population ?period ?size ?suppressed ?source
WHERE {{
  ?statement a cg:DegreeShare ; cg:ofRole ?of ; cg:degree/skos:prefLabel ?degree ;
             cg:share ?share ; cg:country ?country ; cg:population ?population ;
             cg:statedBy ?source .
  {only}
  OPTIONAL {{ ?statement cg:period ?period }}
  OPTIONAL {{ ?statement cg:sampleSize ?size }}
  OPTIONAL {{ ?statement cg:suppressed ?suppressed }}
}} ORDER BY ?source ?population DESC(?share) ?degree
"""
_CERTIFICATIONS: Final = """
SELECT ?of ?certification ?label ?issuer ?level ?status ?checked ?retired ?next ?necessity ?record
       ?source WHERE {{
  ?statement a cg:CertificationRequirement ; cg:ofRole ?of ; cg:certification ?certification ;
             cg:necessity ?necessity ; cg:statedBy ?source .
  {only}
  ?certification skos:prefLabel ?label ; cg:issuer/skos:prefLabel ?issuer ;
                 cg:certificationLevel/skos:prefLabel ?level ; cg:status ?status .
  OPTIONAL {{ ?certification dcterms:source ?record }}
  OPTIONAL {{ ?certification cg:checkedOn ?checked }}
  OPTIONAL {{ ?certification cg:retiredOn ?retired }}
  OPTIONAL {{ ?certification cg:replacedBy/skos:prefLabel ?next }}
}} ORDER BY ?label ?source
"""
_LADDERS: Final = """
SELECT ?of ?ladder ?ladderLabel ?source ?rung ?label WHERE {{
  {start}
  ?here cg:stepRole ?of ; cg:inLadder ?ladder .
  ?ladder rdfs:label ?ladderLabel ; dcterms:source ?source .
  ?step cg:inLadder ?ladder ; cg:stepRole ?rung ; cg:rank ?rank .
  ?rung skos:prefLabel ?label .
}} ORDER BY ?ladder ?rank
"""
_MISLEADING: Final = """
SELECT ?of ?title ?reason ?source WHERE {{
  ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:fit cg:misleading ; rdfs:comment ?reason ;
        cg:occupation/skos:prefLabel ?title ; cg:statedBy ?source .
  {only}
}} ORDER BY ?title ?source
"""
_OFFERS: Final = """
SELECT ?of ?certification ?label ?issuer ?stated ?status ?checked ?retired ?next ?source ?record
       ?place WHERE {{
  ?offer a cg:CertificationOffer ; cg:ofRole ?of ; cg:certification ?certification ;
         cg:offerStatus ?stated ; cg:statedBy ?source .
  {only}
  ?certification skos:prefLabel ?label ; cg:issuer/skos:prefLabel ?issuer ; cg:status ?status .
  OPTIONAL {{ ?offer cg:place ?place }}
  OPTIONAL {{ ?certification dcterms:source ?record }}
  OPTIONAL {{ ?certification cg:checkedOn ?checked }}
  OPTIONAL {{ ?certification cg:retiredOn ?retired }}
  OPTIONAL {{ ?certification cg:replacedBy/skos:prefLabel ?next }}
}} ORDER BY ?label ?source
"""
_GUIDE_RESOURCES: Final = """
SELECT ?of ?resource ?label ?kind ?unverified ?note ?source ?place WHERE {{
  ?guide a cg:Guide ; cg:guideTo ?of .
  {only}
  ?step cg:inGuide ?guide ; cg:rank ?rank ; cg:refersTo ?resource ; cg:statedBy ?source .
  ?resource a ?kind ; skos:prefLabel ?label .
  FILTER(?kind IN (cg:Course, cg:Book, cg:Competition, cg:Project))
  OPTIONAL {{ ?step cg:place ?place }}
  OPTIONAL {{ ?resource cg:unverified ?unverified }}
  OPTIONAL {{ ?resource skos:scopeNote ?note }}
}} ORDER BY ?guide ?rank ?label
"""
_JOINED_BY: Final[dict[str | None, str]] = {"degree": ", ", "experience": " or "}
"""What joins the names of a statement's fields, by its type."""
_CLAIMS: Final = """
SELECT ?of ?source ?skill ?necessity ?place ?level ?entry ?name WHERE {{
  ?requirement a cg:SkillRequirement ; cg:ofRole ?of ; cg:skill ?skill ;
               cg:necessity ?necessity ; cg:statedBy ?source .
  {only}
  OPTIONAL {{ ?requirement cg:place ?place }}
  OPTIONAL {{ ?requirement cg:level/skos:prefLabel ?level }}
  OPTIONAL {{ ?requirement cg:sourceSkill ?entry . ?entry skos:prefLabel ?name }}
}} ORDER BY ?source ?skill ?place ?name ?entry
"""

_Row = tuple["Cell", ...]


class _Rows:
    """The rows of a query by the role they are about, in the query's order.

    A level also has the rows of its line of work, unless only its ``own`` are wanted.
    """

    def __init__(self, engine: Engine, query: str, bases: Mapping[str, str]) -> None:
        self._bases = bases
        self._rows: dict[str, list[tuple[int, _Row]]] = defaultdict(list)
        for position, (role, *row) in enumerate(engine.select(query)):
            self._rows[str(role)].append((position, tuple(row)))

    def own(self, role: str) -> list[_Row]:
        return [row for _, row in self._rows.get(role, ())]

    def inherited(self, role: str) -> list[_Row]:
        rows = self._rows.get(role, [])
        base = self._bases.get(role, role)
        if base != role:
            rows = sorted([*rows, *self._rows.get(base, ())], key=lambda row: row[0])
        return [row for _, row in rows]


def read_role_statements(engine: Engine, role: str | None = None) -> dict[str, RoleStatements]:
    """Return what is stated about every role, or about one role (IRI) only, by IRI.

    A level of seniority has the degrees, certifications and figures of its line of work as well.
    """
    selves, bases, slots = _read_selves(engine, role)
    rows = {
        query: _Rows(engine, query.format(**slots), bases)
        for query in (
            *(_MATCHES, _TEXTS, _DEGREES, _EXPERIENCE, _SHARES, _CERTIFICATIONS, _LADDERS),
            *(_MISLEADING, _OFFERS, _GUIDE_RESOURCES),
        )
    }
    outlooks = _Rows(engine, occupations.OUTLOOKS.format(**slots), bases)
    preparation = _Rows(engine, occupations.PREPARATION.format(**slots), bases)
    fields = _Rows(engine, occupations.FIELDS.format(**slots), bases)
    answered = occupation_layer.read_answered_degrees(engine)
    found = {}
    for iri, (definition, family, seniority, base, label, regulated, licence) in selves.items():
        texts = _read_statements(rows[_TEXTS].own(iri))
        found[iri] = RoleStatements(
            definition=definition or "",
            family=family or "unknown",
            seniority=seniority,
            level_of=Named(base, label) if base and label else None,
            regulated=None if regulated is None else regulated in ("true", "1"),
            licence=licence,
            matches=tuple(map(_match_text, rows[_MATCHES].own(iri))),
            tasks=tuple(statement for kind, statement in texts if kind == "task"),
            remarks=tuple(statement for kind, statement in texts if kind == "remark"),
            degrees=tuple(s for _, s in _read_statements(rows[_DEGREES].inherited(iri))),
            degree_shares=_read_shares(rows[_SHARES].inherited(iri)) or answered.get(iri, ()),
            experience=tuple(s for _, s in _read_statements(rows[_EXPERIENCE].inherited(iri))),
            certifications=_read_certifications(rows[_CERTIFICATIONS].inherited(iri)),
            ladders=_read_ladders(rows[_LADDERS].own(iri)),
            outlook=tuple(
                occupations.read_outlook(iri, row)
                for row in occupations.first_rows(outlooks.inherited(iri))
            ),
            preparation=tuple(
                occupations.read_preparation(iri, row)
                for row in occupations.first_rows(preparation.inherited(iri))
            ),
            fields=tuple(map(occupations.read_field, fields.inherited(iri))),
            misleading=tuple(
                MisleadingOccupation(*map(str, row)) for row in rows[_MISLEADING].inherited(iri)
            ),
            offers=tuple(map(_read_offer, rows[_OFFERS].inherited(iri))),
            resources=_read_guide_resources(rows[_GUIDE_RESOURCES].inherited(iri)),
        )
    return found


def read_degree_shares(engine: Engine) -> dict[str, tuple[DegreeShareStatement, ...]]:
    """Return the shares of degrees of each role, by role IRI.

    A level of seniority has those of its line of work as well.
    """
    selves, bases, slots = _read_selves(engine, None)
    rows = _Rows(engine, _SHARES.format(**slots), bases)
    answered = occupation_layer.read_answered_degrees(engine)
    shares = {role: _read_shares(rows.inherited(role)) or answered.get(role, ()) for role in selves}
    return {role: known for role, known in shares.items() if known}


def read_fields(engine: Engine) -> dict[str, tuple[FieldStatement, ...]]:
    """Return the fields of study that prepare for each role, by role IRI.

    A level of seniority has those of its line of work as well.
    """
    selves, bases, slots = _read_selves(engine, None)
    rows = _Rows(engine, occupations.FIELDS.format(**slots), bases)
    fields = {role: tuple(map(occupations.read_field, rows.inherited(role))) for role in selves}
    return {role: known for role, known in fields.items() if known}


def read_skill_claims(
    engine: Engine, role: str | None = None
) -> dict[str, tuple[tuple[str, str, str, str | None, str | None, tuple[Named, ...]], ...]]:
    """Return what each source says about the skills of every role, or of one role (IRI).

    Each claim consists of source, skill, necessity, place, level, and the skills of the source's
    own classification from which it was read; a level of seniority also has the claims of its line
    of work.
    """
    selves, bases, slots = _read_selves(engine, role)
    rows = _Rows(engine, _CLAIMS.format(**slots), bases)
    return {iri: tuple(_gather_entries(rows.inherited(iri))) for iri in selves}


def _gather_entries(
    rows: Iterable[_Row],
) -> Iterator[tuple[str, str, str, str | None, str | None, tuple[Named, ...]]]:
    """Yield each claim once, with all skills of the source from which it was read."""
    entries: dict[_Row, list[Named]] = {}
    for *claim, entry, name in rows:
        known = entries.setdefault(tuple(claim), [])
        if entry is not None:
            known.append(Named(str(entry), str(name)))
    for (source, skill, necessity, place, level), known in entries.items():
        yield str(source), str(skill), local_name(str(necessity)), place, level, tuple(known)


def _read_selves(
    engine: Engine, role: str | None
) -> tuple[dict[str, _Row], dict[str, str], dict[str, str]]:
    """Return each role's IRI, its line of work, and the slots of the other queries."""
    start = _EVERY if role is None else f"BIND(<{role}> AS ?role)"
    selves: dict[str, _Row] = {}
    for iri, *row in engine.select(_SELF.format(start=start)):
        selves.setdefault(str(iri), tuple(row))
    bases = {iri: str(row[3]) for iri, row in selves.items() if row[3]}
    if role is None:
        return selves, bases, {"start": "", "only": ""}
    ends = " ".join(f"<{iri}>" for iri in dict.fromkeys([role, bases.get(role, role)]))
    return (
        selves,
        bases,
        {
            "start": f"VALUES ?of {{ {ends} }}",
            "only": f"FILTER(?of IN ({ends.replace(' ', ', ')}))",
        },
    )


def _match_text(row: _Row) -> str:
    strength, scheme, notation, label = row
    kind = local_name(str(strength)).removesuffix("Match")
    return f"{kind} match: {scheme or 'unknown scheme'} {notation} {label}"


def _with_fields(text: str, joined_by: str) -> str:
    """Return a text with its fields in order: engines list members of a group in any order.

    Examples
    --------
    >>> _with_fields("industry experience|as Engineer|as Data Scientist", " or ")
    'industry experience as a Data Scientist or an Engineer'
    >>> _with_fields("bachelor's degree|physics|mathematics", ", ")
    "bachelor's degree in mathematics, physics"
    """
    # If there is no field, some engines write no bar, and some only a bar.
    subject, *fields = filter(None, text.split("|"))
    roles = [field.removeprefix("as ") for field in fields if field.startswith("as ")]
    subjects = [field for field in fields if not field.startswith("as ")]
    parts = [subject]
    if subjects:
        parts.append(f"in {joined_by.join(sorted(subjects))}")
    if roles:
        parts.append(f"as {joined_by.join(with_article(role) for role in sorted(roles))}")
    return " ".join(parts)


def _read_statements(found_rows: Iterable[_Row]) -> list[tuple[str, Statement]]:
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for iri, *rest in found_rows:
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


def _read_shares(rows: Iterable[_Row]) -> tuple[DegreeShareStatement, ...]:
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
        ) in rows
    )


def _whole(cell: Cell, statement: Cell, name: str) -> int | None:
    number = read_figure(cell, statement, name, whole=True)
    return None if number is None else int(number)


def _read_certifications(found_rows: Iterable[_Row]) -> tuple[CertificationStatement, ...]:
    """Return certifications with all their sources, current ones first."""
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for row in found_rows:
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


def _read_offer(row: _Row) -> OfferStatement:
    iri, label, issuer, stated, status, checked, retired, following, source, record, place = row
    return OfferStatement(
        certification=Named(str(iri), str(label)),
        issuer=str(issuer),
        stated_status=local_name(str(stated)),
        status=local_name(str(status)),
        checked_on=checked,
        retired_on=retired,
        replaced_by=following,
        source=str(source),
        checked_at=record or "",
        place=place,
    )


def _read_guide_resources(rows: Iterable[_Row]) -> tuple[NamedResource, ...]:
    """Return the resources that guides name, each once for each source."""
    found: dict[tuple[str, str], NamedResource] = {}
    for iri, label, kind, unverified, note, source, place in rows:
        missing = unverified in ("true", "1")
        resource = NamedResource(
            resource=Named(str(iri), str(label)),
            kind=local_name(str(kind)).lower(),
            unverified=missing,
            note=note if missing else None,
            source=str(source),
            place=place,
        )
        found.setdefault((str(iri), str(source)), resource)
    return tuple(found.values())


def _read_ladders(found_rows: Iterable[_Row]) -> tuple[Ladder, ...]:
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for row in found_rows:
        rows.setdefault(str(row[0]), []).append(row)
    return tuple(
        Ladder(
            label=str(same[0][1]),
            rungs=tuple(Named(str(row[3]), str(row[4])) for row in same),
            source=str(same[0][2]),
        )
        for same in rows.values()
    )
