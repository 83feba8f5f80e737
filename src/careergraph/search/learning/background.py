"""The background that a person states, and the skills they hold with it and their role."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from careergraph.compiled.held_levels import add_levels, held_by_incumbent
from careergraph.model.frozen import frozen
from careergraph.model.holdings import BASIC, EXPERT, WORKING, AskedItem, AskedProfile, Holding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from careergraph.compiled.graph import CompiledGraph

__all__ = ["Background", "find_holding", "named_levels", "taught_levels"]

_FIRST_DEGREE: Final = 5
"""The rank of a bachelor's degree."""
_HIGHER_DEGREE: Final = 7
"""The rank of a master's degree."""


@frozen
class Background:
    """What a person states besides their role: skills held and lacked, fields of study (by IRI).

    Parameters
    ----------
    have
        Levels of skills that they hold.
    lack
        Skills that they do not hold, whatever their role suggests.
    fields
        Fields of study of their degree.
    degree_rank
        The rank of that degree; ``None`` if not stated.
    groups
        Levels of groups of skills (IRIs) of which they hold a skill that they do not name.
    named
        Technologies that the title of their role names: Java in "Java developer".
    """

    have: Mapping[str, int] = field(default_factory=dict)
    lack: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    degree_rank: int | None = None
    groups: Mapping[str, int] = field(default_factory=dict)
    named: tuple[str, ...] = ()

    @property
    def stated(self) -> frozenset[str]:
        """The skills and groups that they say they hold."""
        return frozenset((*self.have, *self.groups, *self.named))


def find_holding(
    graph: CompiledGraph, role: str | None, background: Background | None = None
) -> Holding:
    """Return what a person holds, closed under implication.

    Parameters
    ----------
    graph
        The compiled graph.
    role
        IRI of their role; without one they hold what every worker holds.
    background
        What they state about themselves.
    """
    background = background or Background()
    if role is None:
        everyone = AskedProfile(gives={item.thing: item.level for item in graph.baseline})
        holding = held_by_incumbent(everyone, graph.implies)
    else:
        holding = graph.holding_of(role)
    if background.named:
        holding = _settle_groups(graph, role, holding, background.named)
    taught = taught_levels(graph, background.fields, background.degree_rank)
    if taught:
        holding = add_levels(holding, taught, graph.implies)
    if background.lack:
        holding = _without(holding, background.lack, graph.implied)
    if background.have:
        holding = add_levels(holding, background.have, graph.implies)
    return _with_groups(graph, holding, background.groups)


def _settle_groups(
    graph: CompiledGraph, role: str | None, holding: Holding, named: Collection[str]
) -> Holding:
    """Return the holding of a role whose title names technologies.

    Technologies are held at the level at which the role asks for them, but at least at working
    level. In a group of the role's profile they are the only members held: a Java developer works
    with Java, and probably with no other language of the group.
    """
    levels = named_levels(graph, role, named)
    profile = graph.work.get(role, AskedProfile()) if role is not None else AskedProfile()
    if any(len(item.skills) > 1 and levels.keys() & set(item.skills) for item in profile.items):
        settled = tuple(
            replace(item, skills=tuple(s for s in item.skills if s in levels) or item.skills)
            for item in profile.items
        )
        holding = held_by_incumbent(replace(profile, items=settled), graph.implies)
    return add_levels(holding, levels, graph.implies)


def named_levels(graph: CompiledGraph, role: str | None, named: Iterable[str]) -> dict[str, int]:
    """Return the level at which people hold each technology that the title of a role names."""
    items = graph.work[role].items if role is not None and role in graph.work else ()
    return {
        skill: max((WORKING, *(item.level for item in items if skill in item.skills)))
        for skill in named
    }


def _with_groups(graph: CompiledGraph, holding: Holding, groups: Mapping[str, int]) -> Holding:
    """Add to a holding one unnamed skill of each group."""
    items = tuple(
        AskedItem(graph.groups[group].members, level=level) for group, level in groups.items()
    )
    if not items:
        return holding
    stated = held_by_incumbent(AskedProfile(items), graph.implies)
    wider = add_levels(holding, stated.levels, graph.implies, probable=stated.probable)
    return replace(wider, groups=holding.groups | stated.groups)


def taught_levels(
    graph: CompiledGraph, fields: Iterable[str], rank: int | None = None
) -> dict[str, int]:
    """Return the levels of skills that degrees in some fields usually teach.

    A master's degree or a doctorate (by ``rank``) raises to working level what a first degree in
    the field teaches at basic level. A degree below a bachelor's teaches only the basics.
    """
    least = WORKING if rank is not None and rank >= _HIGHER_DEGREE else BASIC
    most = BASIC if rank is not None and rank < _FIRST_DEGREE else EXPERT
    levels: dict[str, int] = {}
    for degree_field in fields:
        for taught in graph.field_skills.get(degree_field, ()):
            level = min(taught.level, most)
            levels[taught.skill] = max(levels.get(taught.skill, least), level)
    return levels


def _without(
    holding: Holding, lack: frozenset[str], implied: Mapping[str, Mapping[str, int]]
) -> Holding:
    """Return a holding without some skills and whatever implies them."""

    def keeps(skill: str) -> bool:
        return skill not in lack and not lack.intersection(implied.get(skill, ()))

    groups = (
        (frozenset(skill for skill in skills if keeps(skill)), level)
        for skills, level in holding.groups
    )
    return Holding(
        {skill: level for skill, level in holding.levels.items() if keeps(skill)},
        {skill: level for skill, level in holding.probable.items() if keeps(skill)},
        frozenset((skills, level) for skills, level in groups if skills),
    )
