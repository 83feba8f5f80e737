"""Profiles of roles, implications between skills, and what fields of study teach."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from careergraph.errors import CareerGraphError
from careergraph.model.profiles import (
    FieldGroup,
    FieldSkill,
    ProfileItem,
    RoleProfileItems,
    SkillGroup,
    SkillTraits,
)
from careergraph.store.engine import read_figure
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.store.engine import Cell, Engine

__all__ = [
    "BASELINE",
    "read_field_groups",
    "read_field_skills",
    "read_implied",
    "read_items",
    "read_profiles",
    "read_skill_groups",
    "read_skill_traits",
]

BASELINE: Final = "https://w3id.org/careergraph/id/profile/every-worker"
"""The profile of what every worker is assumed to hold; it belongs to no role."""

_PROFILES: Final = """
SELECT ?profile ?role ?base ?complete ?source WHERE {
  ?profile a cg:Profile ; cg:ofRole ?role .
  OPTIONAL { ?role cg:levelOf ?base }
  OPTIONAL { ?profile cg:complete ?complete }
  OPTIONAL { ?profile cg:statedBy ?source }
} ORDER BY ?profile ?role ?base ?source
"""
_OWN_FIELDS: Final = """
SELECT ?profile ?skill WHERE { ?profile a cg:Profile ; cg:ownField ?skill } ORDER BY ?profile ?skill
"""
_ITEMS: Final = """
SELECT ?profile ?item ?thing ?level ?weight ?source WHERE {
  ?item a cg:ProfileItem ; cg:inProfile ?profile ; cg:asksFor ?thing ; cg:itemLevel ?level ;
        cg:itemWeight ?weight ; cg:statedBy ?source
} ORDER BY ?profile ?item ?thing ?level ?weight ?source
"""
_LEVELS: Final = "SELECT ?role ?base WHERE { ?role cg:levelOf ?base } ORDER BY ?role ?base"
_GROUPS: Final = """
SELECT ?group ?label ?member ?general WHERE {
  ?group a cg:SkillGroup ; cg:groupMember ?member .
  OPTIONAL { ?group skos:prefLabel|rdfs:label ?label }
  OPTIONAL { ?group cg:general ?general }
} ORDER BY ?group ?label ?member ?general
"""
_IMPLIES: Final = "SELECT ?skill ?implied WHERE { ?skill cg:implies ?implied }"
_TRAITS: Final = """
SELECT ?skill ?class ?cluster WHERE {
  VALUES ?class { cg:Tool cg:ProgrammingLanguage cg:Method cg:Mathematics cg:Domain cg:SoftSkill
                  cg:Concept }
  { ?skill a ?class } UNION { ?skill a cg:OccupationElement ; cg:learnedLike ?class }
  OPTIONAL { ?skill cg:cluster ?cluster }
} ORDER BY ?skill ?class ?cluster
"""
_TEACHING: Final = """
SELECT ?field ?teaching ?skill ?level ?source WHERE {
  ?teaching a cg:FieldTeaching ; cg:field ?field ; cg:skill ?skill ; cg:itemLevel ?level ;
            cg:statedBy ?source
} ORDER BY ?field ?skill ?teaching ?source
"""
_FIELD_GROUPS: Final = """
SELECT ?group ?label ?member ?usual ?source WHERE {
  ?group a cg:FieldGroup ; rdfs:label ?label ; cg:field ?member ; cg:acceptedFor ?usual ;
         cg:statedBy ?source
} ORDER BY ?group ?label ?member ?usual ?source
"""
_LOWEST: Final = 1
_HIGHEST: Final = 3
_WEIGHTS: Final = ("core", "supporting", "given")
_TRUE: Final = ("true", "1")


def read_profiles(
    engine: Engine, items: Mapping[str, Sequence[ProfileItem]]
) -> dict[str, RoleProfileItems]:
    """Return the profile of every role that has one, with what it inherits, by role IRI.

    A level of seniority states only what it raises or adds; the rest is that of its line of work.
    A profile that calls itself complete inherits nothing. A level without a profile of its own has
    that of its line of work.
    """
    own: dict[str, RoleProfileItems] = {}
    bases: dict[str, str] = {
        str(role): str(base) for role, base in reversed(list(engine.select(_LEVELS)))
    }
    complete: set[str] = set()
    fields: dict[str, list[str]] = defaultdict(list)
    for profile, skill in engine.select(_OWN_FIELDS):
        fields[str(profile)].append(str(skill))
    sources: dict[str, dict[str, None]] = defaultdict(dict)
    rows = [tuple(row) for row in engine.select(_PROFILES)]
    for profile, role, _, says_complete, source in rows:
        if source:
            sources[str(profile)][source] = None
        if says_complete in _TRUE:
            complete.add(str(role))
        own[str(role)] = RoleProfileItems(
            items=tuple(item._replace(added_by=str(role)) for item in items.get(str(profile), ())),
            fields=tuple(fields[str(profile)]),
            sources=tuple(sources[str(profile)]),
        )
    roles = sorted({*own, *(role for role, base in bases.items() if base in own)})
    return {role: _inherit(role, own, bases, complete, frozenset()) for role in roles}


def _inherit(
    role: str,
    own: Mapping[str, RoleProfileItems],
    bases: Mapping[str, str],
    complete: set[str],
    seen: frozenset[str],
) -> RoleProfileItems:
    """Return a role's profile; if a thing is stated twice, the role's own statement counts."""
    mine = own.get(role, RoleProfileItems(()))
    base = bases.get(role)
    if base is None or role in complete or base in seen or base == role:
        return mine
    theirs = _inherit(base, own, bases, complete, seen | {role})
    raised = {item.thing: item for item in mine.items}
    kept = tuple(raised.pop(item.thing, item) for item in theirs.items)
    return RoleProfileItems(
        items=(*kept, *raised.values()),
        fields=tuple(dict.fromkeys([*mine.fields, *theirs.fields])),
        sources=tuple(dict.fromkeys([*mine.sources, *theirs.sources])),
    )


def read_items(engine: Engine) -> dict[str, list[ProfileItem]]:
    """Return the items of each profile, core ones first, then by level and IRI of the item."""
    rows: dict[tuple[str, str], list[tuple[Cell, ...]]] = {}
    for profile, item, *rest in engine.select(_ITEMS):
        rows.setdefault((str(profile), str(item)), []).append(tuple(rest))
    found: dict[str, list[ProfileItem]] = defaultdict(list)
    for (profile, item), same in rows.items():
        thing, level, weight, _ = same[0]
        found[profile].append(
            ProfileItem(
                thing=str(thing),
                level=_read_level(level, item),
                weight=_read_weight(str(weight), item),
                sources=tuple(dict.fromkeys(str(row[3]) for row in same)),
                added_by=profile,
            )
        )
    for items in found.values():
        items.sort(key=lambda item: (_WEIGHTS.index(item.weight), -item.level))
    return found


def _read_level(cell: Cell, item: str) -> int:
    level = read_figure(cell, item, "cg:itemLevel", most=_HIGHEST, whole=True)
    if level is None or level < _LOWEST:
        message = f"cg:itemLevel is {cell!r}, in {item}: it must be 1, 2 or 3. Correct it."
        raise CareerGraphError(message)
    return int(level)


def _read_weight(iri: str, item: str) -> str:
    weight = local_name(iri)
    if weight not in _WEIGHTS:
        message = f"cg:itemWeight is {iri}, in {item}: it must be one of {', '.join(_WEIGHTS)}."
        raise CareerGraphError(message)
    return weight


def read_skill_groups(engine: Engine) -> dict[str, SkillGroup]:
    """Return every group of skills, any one of which suffices, by IRI."""
    found: dict[str, SkillGroup] = {}
    for iri, label, member, general in engine.select(_GROUPS):
        group = found.setdefault(
            str(iri), SkillGroup(str(iri), str(label or iri), (), general or None)
        )
        if str(member) not in group.members:
            found[str(iri)] = group._replace(members=(*group.members, str(member)))
    return found


def read_implied(engine: Engine) -> dict[str, dict[str, int]]:
    """Return what holding each skill implies, with the number of implications between, by skill.

    Examples
    --------
    Git implies version control, which implies nothing: ``{"git": {"version-control": 1}}``.
    """
    direct: dict[str, set[str]] = defaultdict(set)
    for skill, implied in engine.select(_IMPLIES):
        direct[str(skill)].add(str(implied))
    return {skill: _reach(skill, direct) for skill in sorted(direct)}


def _reach(skill: str, direct: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return every skill that one implies, nearest first, with the number of implications."""
    distance = 0
    found: dict[str, int] = {}
    edge = [skill]
    while edge:
        distance += 1
        following = sorted({other for here in edge for other in direct.get(here, ())})
        edge = [other for other in following if other != skill and other not in found]
        found.update(dict.fromkeys(edge, distance))
    return found


def read_skill_traits(engine: Engine) -> dict[str, SkillTraits]:
    """Return the kind and the cluster of every skill whose class determines its kind, by IRI."""
    found: dict[str, SkillTraits] = {}
    for skill, kind, cluster in engine.select(_TRAITS):
        found.setdefault(str(skill), SkillTraits(local_name(str(kind)), cluster))
    return found


def read_field_groups(engine: Engine) -> tuple[FieldGroup, ...]:
    """Return groups of fields of study accepted in place of others, ordered by IRI."""
    found: dict[str, FieldGroup] = {}
    for group, label, member, usual, source in engine.select(_FIELD_GROUPS):
        iri = str(group)
        known = found.setdefault(iri, FieldGroup(iri, str(label), (), (), str(source)))
        members = dict.fromkeys([*known.members, str(member)])
        accepted = dict.fromkeys([*known.accepted_for, str(usual)])
        found[iri] = known._replace(members=tuple(members), accepted_for=tuple(accepted))
    return tuple(found.values())


def read_field_skills(engine: Engine) -> dict[str, tuple[FieldSkill, ...]]:
    """Return what a degree in each field usually teaches, by the IRI of the field."""
    found: dict[str, dict[str, FieldSkill]] = defaultdict(dict)
    for field, teaching, skill, cell, source in engine.select(_TEACHING):
        level = _read_level(cell, str(teaching))
        known = found[str(field)].get(str(skill))
        if known is None:
            found[str(field)][str(skill)] = FieldSkill(str(skill), level, (str(source),))
        else:
            sources = tuple(dict.fromkeys([*known.sources, str(source)]))
            found[str(field)][str(skill)] = FieldSkill(
                known.skill, max(known.level, level), sources
            )
    return {field: tuple(skills.values()) for field, skills in found.items()}
