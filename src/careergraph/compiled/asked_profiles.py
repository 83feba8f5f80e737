"""Profiles as searches and gaps read them, assembled from what sources state.

A role with a profile asks for its items. A role without one gets a computed profile: each thing
that sources list for it becomes an item at a working level.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from careergraph.model.holdings import BASIC, CORE, SUPPORTING, WORKING, AskedItem, AskedProfile
from careergraph.model.occupations import is_element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.model.occupations import OccupationItem, OccupationProfile
    from careergraph.model.profiles import (
        ProfileItem,
        RoleProfileItems,
        SkillGroup,
        SkillTraits,
    )
    from careergraph.model.values import Need, RoleNode

__all__ = ["assemble_profiles", "direct_implications", "item_kind", "widen_profiles"]

_KINDS: Final = {
    "Tool": "tool",
    "ProgrammingLanguage": "language",
    "Method": "method",
    "Concept": "concept",
    "Mathematics": "mathematics",
    "Domain": "domain",
    "SoftSkill": "soft skill",
}
"""Kinds of item by the local name of the class of a skill."""
_UNKNOWN_KIND: Final = "method"
_WEIGHTS: Final = {"core": CORE, "supporting": SUPPORTING}
_ESSENTIAL: Final = 1.0


class ProfileTables(Protocol):
    """The tables of a compiled graph from which profiles are assembled."""

    @property
    def roles(self) -> Sequence[RoleNode]:
        """Every role."""
        ...

    @property
    def profiles(self) -> Mapping[str, RoleProfileItems]:
        """The items that each role's profile states, by role IRI."""
        ...

    @property
    def needs(self) -> Mapping[str, Sequence[Need]]:
        """Map each role's IRI to the skills and degrees that sources list for it."""
        ...

    @property
    def baseline(self) -> Sequence[ProfileItem]:
        """The skills that every worker is assumed to hold."""
        ...

    @property
    def groups(self) -> Mapping[str, SkillGroup]:
        """Groups of which one skill suffices, by IRI."""
        ...

    @property
    def occupation_of(self) -> Mapping[str, str]:
        """Map each role to the occupation whose ratings count for it; empty unless widened."""
        ...

    @property
    def occupation_profiles(self) -> Mapping[str, OccupationProfile]:
        """The computed profiles of occupations, by IRI."""
        ...

    def label(self, iri: str) -> str:
        """Return the label of a thing."""
        ...

    @property
    def traits(self) -> Mapping[str, SkillTraits]:
        """Kind and cluster of each skill, by IRI."""
        ...


def assemble_profiles(graph: ProfileTables) -> dict[str, AskedProfile]:
    """Return the profile of every role, by role IRI.

    ``gives`` holds what incumbents have although no one asks for it: given items, the role's own
    field at a working level, what every worker holds, and the general skill behind each group, one
    level lower.
    """
    given = {item.thing: item.level for item in graph.baseline}
    return {node.iri: _assemble(graph, node, given) for node in graph.roles}


def widen_profiles(
    graph: ProfileTables, profiles: Mapping[str, AskedProfile]
) -> dict[str, AskedProfile]:
    """Return the profile of every role and occupation of a widened graph, by IRI.

    Parameters
    ----------
    graph
        A graph with occupations among its roles.
    profiles
        The profiles of its curated roles, from `assemble_profiles`.
    """
    given = {item.thing: item.level for item in graph.baseline}
    unknown = AskedProfile(gives=given)
    return {
        node.iri: _with_occupation(graph, node, profiles.get(node.iri, unknown))
        for node in graph.roles
    }


def _with_occupation(graph: ProfileTables, node: RoleNode, profile: AskedProfile) -> AskedProfile:
    """Return the profile of a role, with what its occupation adds.

    Curated roles, and occupations with a written profile, keep their items; people who work in them
    also hold what the occupation is rated for.
    """
    occupation = graph.occupation_of.get(node.iri)
    rated = None if occupation is None else graph.occupation_profiles.get(occupation)
    is_written = occupation != node.iri or node.iri in graph.profiles
    if occupation == node.iri and is_written:
        profile = _assemble(graph, node, profile.gives)
    if rated is None:
        return profile
    gives = dict(profile.gives)
    for thing, level in rated.held.items():
        if occupation == node.iri or is_element(thing):
            gives[thing] = max(level, gives.get(thing, 0))
    if is_written:
        optional = rated.likely if occupation == node.iri else profile.optional
        return replace(profile, gives=gives, optional=optional)
    items = tuple(_occupation_item(graph, item) for item in rated.items)
    return AskedProfile(items, gives=gives, optional=rated.likely)


def _occupation_item(graph: ProfileTables, item: OccupationItem) -> AskedItem:
    is_group = bool(item.members)
    return AskedItem(
        skills=(item.thing, *item.members),
        level=item.level,
        weight=_WEIGHTS[item.weight],
        kind=item_kind(graph, item.thing),
        cluster=None,
        label=graph.label(item.thing) if is_group else None,
        sources=(item.source,),
        group=item.thing if is_group else None,
    )


def _assemble(graph: ProfileTables, node: RoleNode, baseline: Mapping[str, int]) -> AskedProfile:
    stated, needs = graph.profiles.get(node.iri), graph.needs.get(node.iri, ())
    gives = dict(baseline)
    optional = {skill: BASIC for need in needs if not need.weight for skill in need.skills}
    if stated is None:
        items = tuple(_item_of_need(graph, need) for need in needs if need.weight)
        return AskedProfile(items, bool(node.seniority), gives, optional)
    return AskedProfile(_items(graph, stated, gives), bool(node.seniority), gives, optional)


def _items(
    graph: ProfileTables, stated: RoleProfileItems, gives: dict[str, int]
) -> tuple[AskedItem, ...]:
    """Return the items that are asked for; add given items to ``gives``."""
    items = []
    for skill in stated.fields:
        gives[skill] = max(gives.get(skill, 0), WORKING)
    for item in stated.items:
        group = graph.groups.get(item.thing)
        if group is not None and group.general is not None:
            level = max(BASIC, item.level - 1)
            gives[group.general] = max(gives.get(group.general, 0), level)
        if item.weight in _WEIGHTS:
            items.append(_item(graph, item))
        elif group is None:
            gives[item.thing] = max(gives.get(item.thing, 0), item.level)
    return tuple(items)


def _item(graph: ProfileTables, stated: ProfileItem) -> AskedItem:
    group = graph.groups.get(stated.thing)
    skills = (stated.thing,) if group is None else group.members
    learned_with = skills[0] if group is None else group.general or skills[0]
    return AskedItem(
        skills=skills,
        level=stated.level,
        weight=_WEIGHTS[stated.weight],
        kind=item_kind(graph, skills[0]),
        cluster=_cluster(graph, learned_with),
        label=None if group is None else group.label,
        sources=stated.sources,
        group=None if group is None else group.iri,
    )


def _item_of_need(graph: ProfileTables, need: Need) -> AskedItem:
    return AskedItem(
        skills=need.skills,
        level=WORKING,
        weight=CORE if need.weight >= _ESSENTIAL else SUPPORTING,
        kind=item_kind(graph, need.skills[0]),
        cluster=_cluster(graph, need.skills[0]),
        sources=need.sources,
    )


def item_kind(graph: ProfileTables, skill: str) -> str:
    """Return the kind of a skill (IRI) by which its hours of learning are estimated."""
    traits = graph.traits.get(skill)
    return _UNKNOWN_KIND if traits is None else _KINDS.get(traits.kind, _UNKNOWN_KIND)


def _cluster(graph: ProfileTables, skill: str) -> str | None:
    traits = graph.traits.get(skill)
    return None if traits is None else traits.cluster


def direct_implications(implied: Mapping[str, Mapping[str, int]]) -> dict[str, Sequence[str]]:
    """Return the skills that each skill implies directly.

    Examples
    --------
    >>> direct_implications({"git": {"version control": 1, "collaboration": 2}})
    {'git': ('version control',)}
    """
    return {
        skill: tuple(other for other, distance in reached.items() if distance == 1)
        for skill, reached in implied.items()
    }
