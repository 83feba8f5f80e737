"""Skills that ESCO and O*NET name for the occupations that roles are matched to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from rdflib import Literal

from careergraph.errors import DataFileError
from refresh.concepts import read_esco_occupations
from refresh.curated import Skill, fold
from refresh.editions import ESCO, ONET
from refresh.statements import CG, Statements, Values, source_of, thing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib import URIRef

    from refresh.curated import Curated
    from refresh.editions import Edition
    from refresh.skill_matches import SkillMatches

__all__ = ["describe_esco_requirements", "describe_onet_requirements", "index_names"]

_RELATIONS: Final = ("essential", "optional")
"""The names of ESCO's relations between an occupation and a skill, strongest first."""
_LONG_LIST: Final = 8
"""From so many optional languages on, ESCO lists what exists and says nothing of the occupation."""
_SOFTWARE: Final = "Software Skills.txt"


def describe_esco_requirements(curated: Curated, data: Path, matches: SkillMatches) -> Statements:
    """Return what ESCO lists for each role with an exact match, as far as we have the skill."""
    made = Statements("requirements_esco.ttl")
    occupations, slug_of_uri = read_esco_occupations(data), matches.slug_of_uri()
    roles = {role.slug: occupations[role.esco.same].uri for role in curated.roles if role.esco.same}
    listed = _read_esco_relations(data, set(roles.values()), slug_of_uri)
    languages = {skill.slug for skill in curated.skills if skill.is_language}
    for role, uri in roles.items():
        listed[uri], left_out = _without_long_list(listed[uri], languages)
        if left_out:
            made.note(f"{role}: {left_out} optional programming languages left out, a mere list")
        if not listed[uri]:
            made.note(f"{role}: ESCO lists none of our skills")
        for skill, relation in sorted(listed[uri].items()):
            made.describe(
                thing("requirement", role, skill, "esco"),
                CG.SkillRequirement,
                _requirement(role, skill, ESCO, CG[relation], f"{relation} skills"),
            )
    for role_ in curated.roles:
        if role_.esco.same is None and role_.esco.near:
            made.note(f"{role_.slug}: {len(role_.esco.near)} ESCO matches, none of them exact")
    return made


def describe_onet_requirements(curated: Curated, data: Path) -> Statements:
    """Return the software in demand in roles with an exact match, as far as we have the skill."""
    made = Statements("requirements_onet.ttl")
    skill_of_name = index_names(curated.skills)
    products = _read_products_in_demand(data)
    unknown: dict[str, list[str]] = defaultdict(list)
    for role in curated.roles:
        for product in sorted(products[role.onet.same]) if role.onet.same else ():
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
    data: Path, occupations: set[str], slug_of_uri: dict[str, str]
) -> dict[str, dict[str, str]]:
    """Return the strongest relation of each of our skills, by occupation and skill."""
    columns = ("occupationUri", "relationType", "skillUri")
    names = ("occupationSkillRelations_en.csv", "occupationSkillRelations.csv")
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in ESCO.read(data, columns, *names):
        relation = row["relationType"]
        if relation not in _RELATIONS:
            reason = f'"{relation}" is not a relation; expected {" or ".join(_RELATIONS)}.'
            raise DataFileError(str(data / ESCO.folder / names[-1]), reason)
        slug = slug_of_uri.get(row["skillUri"])
        if slug is None or row["occupationUri"] not in occupations:
            continue
        known = found[row["occupationUri"]]
        known[slug] = min(relation, known.get(slug, relation), key=_RELATIONS.index)
    return found


def _without_long_list(
    relations: dict[str, str], languages: set[str]
) -> tuple[dict[str, str], int]:
    """Return an occupation's relations without a long list of optional languages, and its length.

    ESCO lists the same dozen as optional for most ICT occupations.
    """
    listed = {slug for slug, kind in relations.items() if kind == "optional" and slug in languages}
    if len(listed) < _LONG_LIST:
        return relations, 0
    return {slug: kind for slug, kind in relations.items() if slug not in listed}, len(listed)


def _read_products_in_demand(data: Path) -> dict[str, set[str]]:
    columns = ("O*NET-SOC Code", "Workplace Example", "In Demand")
    products: dict[str, set[str]] = defaultdict(set)
    for row in ONET.read(data, columns, "Software Skills.txt"):
        if row["In Demand"] == "Y":
            products[row["O*NET-SOC Code"]].add(row["Workplace Example"])
    return products
