"""A larger graph in the same vocabulary: the bundled one and half as many roles beside it.

Roles, skills, moves and requirements are invented by a seeded generator. There are half as many
roles, moves and requirements as the curated data has, so that the larger graph grows with them; the
figures mean nothing.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.store.derived import add_derived
from careergraph.store.engine import Store
from careergraph.vocab import ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["enlarge_ontology"]

_SKILLS: Final = 150
_AS_MANY: Final = 0.5
"""How many roles, moves and requirements are invented for each curated one."""
_SHARES_EACH: Final = 9
_TASKS_EACH: Final = 9
_NECESSITIES: Final = ("essential", "recommended", "recommended", "optional")
_KINDS: Final = ("move", "move", "related")
_SEED: Final = 20

_HEAD: Final = """\
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
_ROLE: Final = """
<{id}role/{role}> a cg:Role ;
    skos:altLabel "{alias}"@en ;
    skos:definition "Does what role {role} of the benchmark does."@en ;
    skos:prefLabel "{label}"@en ;
    cg:family <{id}family/software> ;
    cg:regulated false .
"""
_SKILL: Final = """
<{id}skill/{skill}> a cg:Tool ;
    skos:altLabel "{skill}"@en ;
    skos:prefLabel "{label}"@en ;
    cg:category <{id}skill-category/tools-and-platforms> .
"""
_TRANSITION: Final = """
<{id}transition/{source}--{target}--benchmark> a cg:Transition ;
    cg:count {people} ;
    cg:country "BE-VLG" ;
    cg:fromRole <{id}role/{source}> ;
    cg:kind cg:{kind} ;
    cg:medianMonths {months}.0 ;
    cg:people {people} ;
    cg:period "1975-01/2024-12" ;
    cg:place "row {people}" ;
    cg:population "people invented for a benchmark; moves between invented occupations" ;
    cg:share 0.0{people} ;
    cg:statedBy <{id}source/jobhop-ict> ;
    cg:toRole <{id}role/{target}> .
"""
_REQUIREMENT: Final = """
<{id}requirement/{role}--{skill}--benchmark> a cg:SkillRequirement ;
    cg:necessity cg:{necessity} ;
    cg:ofRole <{id}role/{role}> ;
    cg:place "essential skills" ;
    cg:skill <{id}skill/{skill}> ;
    cg:statedBy <{id}source/esco-1-1-1> .
"""
_SHARE: Final = """
<{id}degree-share/{role}--{number}--benchmark> a cg:DegreeShare ;
    cg:country "US" ;
    cg:degree <{id}degree/masters> ;
    cg:ofRole <{id}role/{role}> ;
    cg:period "2017-07" ;
    cg:place "row {number}" ;
    cg:population "experts invented for a benchmark" ;
    cg:share 0.0{number} ;
    cg:statedBy <{id}source/onet-30-3> .
"""
_TASK: Final = """
<{id}task/{role}--{number}--benchmark> a cg:Task ;
    rdfs:label "Does task {number} of role {role}"@en ;
    cg:ofRole <{id}role/{role}> ;
    cg:place "item {number}" ;
    cg:statedBy <{id}source/editorial> .
"""
_PAY: Final = """
<{id}pay/{role}--benchmark> a cg:PayObservation ;
    schema:currency "USD" ;
    schema:duration "P1Y" ;
    schema:median 92650.0 ;
    schema:percentile10 48100.0 ;
    schema:percentile90 162290.0 ;
    cg:country "US" ;
    cg:ofRole <{id}role/{role}> ;
    cg:period "2025-05" ;
    cg:population "workers invented for a benchmark" ;
    cg:statedBy <{id}source/bls-oews-2025> .
"""


class _Numbers(NamedTuple):
    """How many things of each kind to invent, in the order of `_COUNTED`."""

    roles: int
    transitions: int
    requirements: int


_COUNTED: Final = ("Role", "Transition", "SkillRequirement")


def enlarge_ontology(folder: Path) -> int:
    """Add the invented data to a copy of the ontology and return its number of statements."""
    made = folder / "data" / "invented.ttl"
    bundled = _load_sources(folder)
    known = [entry[0] for entry in bundled.select("SELECT ?r WHERE { ?r a cg:Role } ORDER BY ?r")]
    names = [str(iri).removeprefix(f"{ID}role/") for iri in known]
    invented = _Numbers(*(round(_AS_MANY * _count(bundled, kind)) for kind in _COUNTED))
    made.write_text(_HEAD + "".join(_invent(names, invented)), encoding="utf-8")
    store = _load_sources(folder)
    add_derived(store.oxigraph)
    return len(store.oxigraph)


def _load_sources(folder: Path) -> Store:
    store = Store()
    for path in [folder / "careergraph.ttl", *sorted((folder / "data").glob("*.ttl"))]:
        store.load(path)
    return store


def _count(store: Store, kind: str) -> int:
    ((number,),) = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?thing a cg:{kind} }}")
    return int(number or 0)


def _invent(known: list[str], numbers: _Numbers) -> Iterator[str]:
    """Yield the Turtle of every invented thing; moves tie the new roles to the `known` ones."""
    chance = random.Random(_SEED)  # noqa: S311 (invented data, not a secret)
    roles = [f"invented-role-{number}" for number in range(numbers.roles)]
    skills = [f"invented-skill-{number}" for number in range(_SKILLS)]
    for role in roles:
        label = f"Invented Specialist {role.rsplit('-', 1)[-1]}"
        yield _ROLE.format(id=ID, role=role, label=label, alias=f"{label} Officer")
        yield _PAY.format(id=ID, role=role)
        for number in range(1, _SHARES_EACH + 1):
            yield _SHARE.format(id=ID, role=role, number=number)
        for number in range(1, _TASKS_EACH + 1):
            yield _TASK.format(id=ID, role=role, number=number)
    for skill in skills:
        yield _SKILL.format(id=ID, skill=skill, label=skill.replace("-", " "))
    pairs = [(a, b) for a in [*known, *roles] for b in roles] + [
        (a, b) for a in roles for b in known
    ]
    different = [(a, b) for a, b in pairs if a != b]
    for source, target in chance.sample(different, numbers.transitions):
        move = {"source": source, "target": target, "kind": chance.choice(_KINDS)}
        figures = {"people": chance.randint(10, 99), "months": chance.randint(6, 72)}
        yield _TRANSITION.format(id=ID, **move, **figures)
    needs = [(role, skill) for role in roles for skill in skills]
    for role, skill in chance.sample(needs, numbers.requirements):
        necessity = chance.choice(_NECESSITIES)
        yield _REQUIREMENT.format(id=ID, role=role, skill=skill, necessity=necessity)
