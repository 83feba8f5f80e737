"""Skills that ESCO and O*NET name for the occupations that roles are matched to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from rdflib import Literal, URIRef
from rdflib.namespace import PROV, SKOS

from careergraph.errors import DataFileError
from refresh.curated import Skill, SkillMapping, fold
from refresh.editions import ESCO, ONET
from refresh.statements import CG, Statements, Values, source_of, thing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from refresh.curated import Curated
    from refresh.editions import Edition

__all__ = ["describe_esco_requirements", "describe_onet_requirements", "index_names"]

_RELATIONS: Final = ("essential", "optional")
"""The names of ESCO's relations between an occupation and a skill, strongest first."""
_LONG_LIST: Final = 8
"""From so many optional languages on, ESCO lists what exists and says nothing of the occupation."""
_MAPPED: Final = "esco-1-1-1-mapped"
"""Source of requirements that rest on a close or narrower match."""
_ASKING: Final = frozenset({SKOS.exactMatch, SKOS.closeMatch, SKOS.narrowMatch})
"""Match strengths by which a requirement of the ESCO skill is one of ours."""
_WEAKEST: Final = len(_RELATIONS)
_MISREAD: Final = {
    ("15-2041.01", fold("SAP software")): "SAP usually means statistical analysis plan there",
}
"""Map (occupation, software) to the reason for leaving it out."""


class _Entry(NamedTuple):
    """One entry in ESCO's list of an occupation that a skill of ours is matched to."""

    relation: str
    mapping: SkillMapping


def describe_esco_requirements(curated: Curated, data: Path) -> Statements:
    """Return what ESCO lists for each role with an exact match, as far as we have the skill.

    What ESCO lists under a skill that is exactly ours is ESCO's statement. What rests on a close
    or narrower skill is a statement of its own, by the source of such mappings, and names the
    decisions and the ESCO skills it was derived from; it is left out where it adds nothing.
    """
    made = Statements("requirements_esco.ttl")
    roles = {role.slug: role.esco.same for role in curated.roles if role.esco.same}
    listed = _read_esco_relations(data, set(roles.values()), curated.mappings)
    languages = {skill.slug for skill in curated.skills if skill.is_language}
    for role, uri in roles.items():
        listed[uri], left_out = _without_long_list(listed[uri], languages)
        if left_out:
            made.note(f"{role}: {left_out} optional programming languages left out, a mere list")
        if not listed[uri]:
            made.note(f"{role}: ESCO lists none of our skills")
        for skill, entries in sorted(listed[uri].items()):
            _describe_entries(made, role, skill, entries)
    for role_ in curated.roles:
        if role_.esco.same is None and role_.esco.near:
            made.note(f"{role_.slug}: {len(role_.esco.near)} ESCO matches, none of them exact")
    return made


def _describe_entries(made: Statements, role: str, skill: str, entries: list[_Entry]) -> None:
    """Describe what ESCO's entries for a role ask for: at most one statement of each source."""
    exact = [entry for entry in entries if entry.mapping.strength == SKOS.exactMatch]
    mapped = [entry for entry in entries if entry not in exact]
    if exact and min(map(_strength, mapped), default=_WEAKEST) >= min(map(_strength, exact)):
        mapped = []
    for chosen, name, source in ((exact, "esco", ESCO.source), (mapped, "esco-mapped", _MAPPED)):
        if not chosen:
            continue
        relation = min(chosen, key=_strength).relation
        subject = thing("requirement", role, skill, name)
        values: Values = {
            CG.ofRole: thing("role", role),
            CG.skill: thing("skill", skill),
            CG.necessity: CG[relation],
            CG.statedBy: thing("source", source),
            CG.place: Literal(f"{relation} skills"),
        }
        made.describe(subject, CG.SkillRequirement, values)
        for entry in chosen:
            if entry.relation == relation:
                made.link(subject, CG.sourceSkill, URIRef(entry.mapping.concept))
                if chosen is mapped:
                    made.link(subject, PROV.wasDerivedFrom, URIRef(entry.mapping.concept))
                    made.link(subject, PROV.wasDerivedFrom, entry.mapping.iri)


def _strength(entry: _Entry) -> int:
    return _RELATIONS.index(entry.relation)


def describe_onet_requirements(curated: Curated, data: Path) -> Statements:
    """Return the software in demand in roles with an exact match, as far as we have the skill."""
    made = Statements("requirements_onet.ttl")
    skill_of_name = index_names(curated.skills)
    products = _read_products_in_demand(data)
    unknown: dict[str, list[str]] = defaultdict(list)
    for role in curated.roles:
        for product in sorted(products[role.onet.same]) if role.onet.same else ():
            if (str(role.onet.same), fold(product)) in _MISREAD:
                reason = _MISREAD[str(role.onet.same), fold(product)]
                made.note(f'{role.slug}: "{product}" left out, {reason}')
                continue
            skill = skill_of_name.get(fold(product))
            if skill is None:
                unknown[product].append(role.slug)
                continue
            made.describe(
                thing("requirement", role.slug, skill, "onet"),
                CG.SkillRequirement,
                _requirement(role.slug, skill, ONET, CG.recommended, "Software Skills, In Demand"),
            )
    for product, slugs in sorted(unknown.items()):
        made.note(f'no skill of ours is "{product}", in demand for {", ".join(slugs)}')
    return made


def index_names(skills: Iterable[Skill]) -> dict[str, str]:
    """Return the skill of each name: a label wins over an alias, an alias over a hidden label.

    A name that two skills share in the same capacity means neither.

    Examples
    --------
    >>> index_names([Skill("r", "r", frozenset({"r language"})), Skill("s", "s", frozenset({"r"}))])
    {'r': 'r', 's': 's', 'r language': 'r'}
    """
    skills = tuple(skills)
    index: dict[str, str] = {}
    for names_of in (lambda s: {s.label}, lambda s: s.aliases, lambda s: s.hidden):
        owners: dict[str, set[str]] = defaultdict(set)
        for skill in skills:
            for name in sorted(names_of(skill)):
                owners[name].add(skill.slug)
        for name, slugs in owners.items():
            if len(slugs) == 1:
                index.setdefault(name, min(slugs))
    return index


def _requirement(role: str, skill: str, edition: Edition, necessity: URIRef, place: str) -> Values:
    return {
        CG.ofRole: thing("role", role),
        CG.skill: thing("skill", skill),
        CG.necessity: necessity,
        CG.statedBy: source_of(edition),
        CG.place: Literal(place),
    }


def _read_esco_relations(
    data: Path, occupations: set[str], mappings: Iterable[SkillMapping]
) -> dict[str, dict[str, list[_Entry]]]:
    """Return the entries that ask for one of our skills, by occupation and skill."""
    of_uri: dict[str, list[SkillMapping]] = defaultdict(list)
    for mapping in mappings:
        if mapping.strength in _ASKING:
            of_uri[mapping.concept].append(mapping)
    columns = ("occupationUri", "relationType", "skillUri")
    names = ("occupationSkillRelations_en.csv", "occupationSkillRelations.csv")
    found: dict[str, dict[str, list[_Entry]]] = defaultdict(dict)
    for row in ESCO.read(data, columns, *names):
        relation = row["relationType"]
        if relation not in _RELATIONS:
            reason = f'"{relation}" is not a relation; expected {" or ".join(_RELATIONS)}.'
            raise DataFileError(str(data / ESCO.folder / names[-1]), reason)
        if row["occupationUri"] in occupations:
            known = found[row["occupationUri"]]
            for mapping in of_uri.get(row["skillUri"], ()):
                known.setdefault(mapping.skill, []).append(_Entry(relation, mapping))
    return found


def _without_long_list(
    relations: dict[str, list[_Entry]], languages: set[str]
) -> tuple[dict[str, list[_Entry]], int]:
    """Return an occupation's relations without a long list of optional languages, and its length.

    ESCO lists the same dozen as optional for most ICT occupations.
    """
    listed = {
        slug
        for slug, entries in relations.items()
        if slug in languages and all(entry.relation == "optional" for entry in entries)
    }
    if len(listed) < _LONG_LIST:
        return relations, 0
    return {slug: kept for slug, kept in relations.items() if slug not in listed}, len(listed)


def _read_products_in_demand(data: Path) -> dict[str, set[str]]:
    columns = ("O*NET-SOC Code", "Workplace Example", "In Demand")
    products: dict[str, set[str]] = defaultdict(set)
    for row in ONET.read(data, columns, "Software Skills.txt"):
        if row["In Demand"] == "Y":
            products[row["O*NET-SOC Code"]].add(row["Workplace Example"])
    return products
