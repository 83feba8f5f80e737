"""What helps someone along: certifications, learning resources, and the pay that waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from careergraph.model import Named, PayBand
from careergraph.store import read_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.store import Engine

__all__ = [
    "Aids",
    "read_aids",
    "read_certifications_by_role",
    "read_certifications_by_skill",
    "read_pay",
    "read_resources",
    "read_tools",
]

_BY_SKILL: Final = """
SELECT ?skill ?certification ?label WHERE {
  ?certification a cg:Certification ; cg:status cg:active ; skos:prefLabel ?label ;
                 cg:validates ?skill .
} ORDER BY ?skill ?label
"""
_BY_ROLE: Final = """
SELECT DISTINCT ?role ?certification ?label WHERE {
  ?requirement a cg:CertificationRequirement ; cg:ofRole ?role ;
               cg:certification ?certification .
  ?certification cg:status cg:active ; skos:prefLabel ?label .
} ORDER BY ?role ?label
"""
_RESOURCES: Final = """
SELECT ?skill ?resource ?label WHERE {
  ?resource cg:teaches ?skill ; skos:prefLabel ?label .
  FILTER NOT EXISTS { ?resource cg:unverified true }
} ORDER BY ?skill ?label
"""
_TOOLS: Final = """
SELECT DISTINCT ?skill WHERE {
  VALUES ?type { cg:ProgrammingLanguage cg:Tool }
  ?skill a ?type .
  { ?resource cg:teaches ?skill } UNION { ?certification cg:validates ?skill }
} ORDER BY ?skill
"""
_PAY: Final = """
SELECT ?pay ?role ?country ?period ?population ?currency ?duration ?source
       ?p10 ?p25 ?median ?p75 ?p90 WHERE {
  { ?pay cg:ofRole ?role }
  UNION { ?pay cg:ofRole ?base . ?role cg:levelOf ?base }
  ?pay a cg:PayObservation ; cg:country ?country ; cg:period ?period ;
       cg:population ?population ; schema:currency ?currency ; schema:duration ?duration ;
       cg:statedBy ?source .
  OPTIONAL { ?pay schema:percentile10 ?p10 }
  OPTIONAL { ?pay schema:percentile25 ?p25 }
  OPTIONAL { ?pay schema:median ?median }
  OPTIONAL { ?pay schema:percentile75 ?p75 }
  OPTIONAL { ?pay schema:percentile90 ?p90 }
} ORDER BY ?role ?population ?pay
"""


@dataclass(frozen=True, slots=True)
class Aids:
    """What helps with a step: credentials and resources by skill, credentials and pay by role.

    ``tools`` are the skills among these that are programming languages or tools.
    """

    certifications_by_skill: Mapping[str, Sequence[Named]] = field(default_factory=dict)
    certifications_by_role: Mapping[str, Sequence[Named]] = field(default_factory=dict)
    resources_by_skill: Mapping[str, Sequence[Named]] = field(default_factory=dict)
    pay_by_role: Mapping[str, Sequence[PayBand]] = field(default_factory=dict)
    tools: frozenset[str] = frozenset()


def read_aids(engine: Engine) -> Aids:
    """Return all that helps with the steps of a graph."""
    return Aids(
        certifications_by_skill=read_certifications_by_skill(engine),
        certifications_by_role=read_certifications_by_role(engine),
        resources_by_skill=read_resources(engine),
        pay_by_role=read_pay(engine),
        tools=read_tools(engine),
    )


def read_certifications_by_skill(engine: Engine) -> dict[str, list[Named]]:
    """Return the active certifications that attest each skill, by skill IRI."""
    return _read_named(engine, _BY_SKILL)


def read_certifications_by_role(engine: Engine) -> dict[str, list[Named]]:
    """Return the active certifications that a source names for each role, by role IRI."""
    return _read_named(engine, _BY_ROLE)


def read_resources(engine: Engine) -> dict[str, list[Named]]:
    """Return the learning resources for each skill, by skill IRI; unverified ones are left out."""
    return _read_named(engine, _RESOURCES)


def read_tools(engine: Engine) -> frozenset[str]:
    """Return the programming languages and tools that something teaches or attests."""
    return frozenset(str(skill) for (skill,) in engine.select(_TOOLS))


def _read_named(engine: Engine, query: str) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for key, iri, label in engine.select(query):
        found.setdefault(str(key), []).append(Named(str(iri), str(label)))
    return found


def read_pay(engine: Engine) -> dict[str, list[PayBand]]:
    """Return the pay bands of each role, by IRI; a rung has those of its line of work."""
    found: dict[str, list[PayBand]] = {}
    for row in engine.select(_PAY):
        role, *about = (str(cell) for cell in row[1:8])
        percentiles = [read_number(cell, row[0]) for cell in row[8:]]
        found.setdefault(role, []).append(PayBand(*about, *percentiles))  # type: ignore[arg-type]
    return found
