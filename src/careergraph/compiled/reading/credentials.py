"""Certifications, learning resources and pay, read from an engine."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from careergraph.compiled.reading.roles.occupations import is_part_of_occupation, title_of_figures
from careergraph.model.ranking import necessity_rank
from careergraph.model.statements import RoleCertification
from careergraph.model.values import DegreeLevel, EntryDegree, Named, PayBand, Resource
from careergraph.store.engine import read_figure, read_number
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from careergraph.store.engine import Engine

__all__ = [
    "read_certifications_by_role",
    "read_certifications_by_skill",
    "read_degrees",
    "read_entry_degrees",
    "read_languages",
    "read_pay",
    "read_prerequisites",
    "read_resource_details",
    "read_resources",
]

_BY_SKILL: Final = """
SELECT ?skill ?certification ?label WHERE {
  ?certification a cg:Certification ; cg:status cg:active ; skos:prefLabel ?label ;
                 cg:validates ?skill .
} ORDER BY ?skill ?label
"""
_BY_ROLE: Final = """
SELECT ?role ?certification ?label ?necessity ?source ?level ?after WHERE {
  ?requirement a cg:CertificationRequirement ; cg:ofRole ?role ; cg:necessity ?necessity ;
               cg:certification ?certification ; cg:statedBy ?source .
  ?certification cg:status cg:active ; skos:prefLabel ?label .
  OPTIONAL { ?certification cg:certificationLevel ?level }
  OPTIONAL { ?certification cg:afterWork ?after }
}
"""
_RESOURCES: Final = """
SELECT ?skill ?resource ?label WHERE {
  ?resource cg:teaches ?skill ; skos:prefLabel ?label .
  FILTER NOT EXISTS { ?resource cg:unverified true }
} ORDER BY ?skill ?label
"""
_RESOURCE_DETAILS: Final = """
SELECT ?resource ?label ?kind ?source ?level ?hours ?free ?url WHERE {
  ?resource a ?kind ; cg:teaches ?skill ; skos:prefLabel ?label .
  FILTER(?kind IN (cg:Course, cg:Book, cg:Competition, cg:Project))
  OPTIONAL { ?resource dcterms:source ?source }
  OPTIONAL { ?resource schema:educationalLevel ?level }
  OPTIONAL { ?resource cg:hours ?hours }
  OPTIONAL { ?resource schema:isAccessibleForFree ?free }
  OPTIONAL { ?resource schema:url ?url }
} ORDER BY DESC(?resource) DESC(?source) DESC(?url)
"""
_LANGUAGES: Final = "SELECT ?skill WHERE { ?skill a cg:ProgrammingLanguage } ORDER BY ?skill"
_ENTRY_DEGREES: Final = """
SELECT ?role ?degree ?label ?rank ?country ?source WHERE {
  { ?requirement cg:ofRole ?role }
  UNION { ?requirement cg:ofRole ?base . ?role cg:levelOf ?base }
  ?requirement a cg:DegreeRequirement ; cg:degree ?degree ; cg:necessity ?necessity ;
               cg:statedBy ?source .
  ?degree skos:prefLabel ?label ; cg:rank ?rank .
  ?necessity cg:weight ?weight FILTER(?weight > 0)
  OPTIONAL { ?requirement cg:qualifier cg:typicalEntry BIND(0 AS ?typical) }
  OPTIONAL { ?requirement cg:country ?country }
} ORDER BY ?role DESC(BOUND(?typical)) ?rank ?source
"""
_DEGREES: Final = """
SELECT ?degree ?label ?rank ?alias ?from ?to WHERE {
  ?degree a cg:Degree ; skos:prefLabel ?label ; cg:rank ?rank .
  OPTIONAL { ?degree skos:altLabel ?alias }
  OPTIONAL {
    ?study a cg:DegreeDuration ; cg:degree ?degree ; cg:yearsFrom ?from ; cg:yearsTo ?to
  }
} ORDER BY ?rank ?degree ?alias ?from ?to
"""
_PREREQUISITES: Final = """
SELECT DISTINCT ?skill ?needed ?source WHERE {
  ?statement a cg:Prerequisite ; cg:ofSkill ?skill ; cg:needsSkill ?needed ; cg:statedBy ?source
} ORDER BY ?skill ?needed ?source
"""
_PAY: Final = """
SELECT ?pay ?role ?country ?period ?population ?currency ?duration ?source
       ?p10 ?p25 ?median ?p75 ?p90 ?title ?of ?fit ?note WHERE {
  { ?pay cg:ofRole ?of BIND(?of AS ?role) }
  UNION { ?pay cg:ofRole ?of . ?role cg:levelOf ?of }
  ?pay a cg:PayObservation ; cg:country ?country ; cg:period ?period ;
       cg:population ?population ; schema:currency ?currency ; schema:duration ?duration ;
       cg:statedBy ?source .
  OPTIONAL { ?pay schema:percentile10 ?p10 }
  OPTIONAL { ?pay schema:percentile25 ?p25 }
  OPTIONAL { ?pay schema:median ?median }
  OPTIONAL { ?pay schema:percentile75 ?p75 }
  OPTIONAL { ?pay schema:percentile90 ?p90 }
  OPTIONAL { ?pay cg:occupation/skos:prefLabel ?title }
  OPTIONAL {
    ?pay cg:occupation ?occupation .
    ?link a cg:OccupationLink ; cg:ofRole ?of ; cg:occupation ?occupation ; cg:fit ?fit
    OPTIONAL { ?link cg:payNote ?note }
  }
} ORDER BY ?role ?population ?pay ?title ?fit ?note
"""

_PERCENTILES: Final = (
    *("schema:percentile10", "schema:percentile25", "schema:median", "schema:percentile75"),
    "schema:percentile90",
)


def read_languages(engine: Engine) -> tuple[str, ...]:
    """Return the skills that are programming languages."""
    return tuple(str(skill) for (skill,) in engine.select(_LANGUAGES))


def read_certifications_by_skill(engine: Engine) -> dict[str, tuple[Named, ...]]:
    """Return the active certifications that attest each skill, by skill IRI."""
    return _read_named(engine, _BY_SKILL)


def read_certifications_by_role(engine: Engine) -> dict[str, tuple[RoleCertification, ...]]:
    """Return the active certifications that sources name for each role, by role IRI.

    If sources differ in necessity, the strongest counts.
    """
    found: dict[str, dict[Named, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    levels: dict[str, str] = {}
    later: set[str] = set()
    for role, iri, label, necessity, source, level, after_work in engine.select(_BY_ROLE):
        stated = local_name(str(necessity)), str(source)
        if level is not None:
            levels[str(iri)] = local_name(str(level))
        if after_work == "true":
            later.add(str(iri))
        found[str(role)][Named(str(iri), str(label))].append(stated)
    return {
        role: tuple(
            RoleCertification(
                named,
                min((word for word, _ in stated), key=necessity_rank),
                tuple(sorted({source for _, source in stated})),
                levels.get(named.iri),
                later=named.iri in later,
            )
            for named, stated in sorted(certifications.items(), key=lambda pair: pair[0].label)
        )
        for role, certifications in sorted(found.items())
    }


def read_resources(engine: Engine) -> dict[str, tuple[Named, ...]]:
    """Return the learning resources for each skill, by skill IRI; unverified ones are left out."""
    return _read_named(engine, _RESOURCES)


def read_resource_details(engine: Engine) -> dict[str, Resource]:
    """Return what is known about each learning resource, by its IRI."""
    found: dict[str, Resource] = {}
    for iri, label, kind, source, level, hours, free, url in engine.select(_RESOURCE_DETAILS):
        found[str(iri)] = Resource(
            iri=str(iri),
            label=str(label),
            kind=local_name(str(kind)).lower(),
            source=source,
            level=level,
            hours=read_figure(hours, iri, "cg:hours"),
            free=None if free is None else free in ("true", "1"),
            url=url,
        )
    return found


def read_degrees(engine: Engine) -> tuple[DegreeLevel, ...]:
    """Return the degrees that have a rank, the lowest first."""
    found: dict[str, DegreeLevel] = {}
    for iri, label, rank, alias, low, high in engine.select(_DEGREES):
        years = read_figure(low, iri, "cg:yearsFrom"), read_figure(high, iri, "cg:yearsTo")
        degree = DegreeLevel(str(iri), str(label), int(read_number(rank, iri) or 0), (), *years)
        known = found.setdefault(str(iri), degree)
        if alias and alias not in known.aliases:
            found[str(iri)] = known._replace(aliases=(*known.aliases, alias))
    return tuple(found.values())


def read_entry_degrees(engine: Engine) -> dict[str, EntryDegree]:
    """Return the degree by which people usually enter each role, by IRI.

    A degree that a statistical office calls typical comes first, or else the lowest that a source
    asks for. A level has that of its line of work.
    """
    found: dict[str, EntryDegree] = {}
    for role, iri, label, rank, country, source in engine.select(_ENTRY_DEGREES):
        number = int(read_number(rank, iri) or 0)
        found.setdefault(str(role), EntryDegree(str(iri), str(label), number, country, str(source)))
    return found


def read_prerequisites(engine: Engine) -> dict[str, dict[str, list[str]]]:
    """Return the skills that each skill builds on, each with the sources that say so, by IRI."""
    found: dict[str, dict[str, list[str]]] = {}
    for skill, needed, source in engine.select(_PREREQUISITES):
        found.setdefault(str(skill), {}).setdefault(str(needed), []).append(str(source))
    return found


def _read_named(engine: Engine, query: str) -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = {}
    for key, iri, label in engine.select(query):
        found.setdefault(str(key), []).append(Named(str(iri), str(label)))
    return {key: tuple(things) for key, things in found.items()}


def read_pay(engine: Engine) -> dict[str, tuple[PayBand, ...]]:
    """Return the pay bands of each role, by IRI; a level has those of its line of work."""
    found: dict[str, dict[str, PayBand]] = {}
    for row in engine.select(_PAY):
        role, country, period, population, currency, duration, source = map(str, row[1:8])
        p10, p25, median, p75, p90 = (
            read_figure(cell, row[0], name)
            for name, cell in zip(_PERCENTILES, row[8:13], strict=True)
        )
        title, of, fit, note = row[13:]
        band = PayBand(
            *(country, period, population, currency, duration, source),
            *(p10, p25, median, p75, p90),
            occupation=title_of_figures(of, population, title),
            is_part=is_part_of_occupation(role, of, fit),
            note=note,
        )
        # An occupation with two names, or two decisions on one, would repeat the statement.
        found.setdefault(role, {}).setdefault(str(row[0]), band)
    return {role: tuple(bands.values()) for role, bands in found.items()}
