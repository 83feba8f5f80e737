"""The background that a person states, and the skills they hold with it and their role."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from careergraph.compiled.held_levels import add_levels, held_by_incumbent
from careergraph.model.frozen import dataclass
from careergraph.model.holdings import BASIC, WORKING, AskedItem, AskedProfile, Holding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from careergraph.compiled.graph import CompiledGraph

__all__ = ["Background", "find_holding", "taught_levels"]

_HIGHER_DEGREE: Final = 7
"""The rank of a master's degree."""


@dataclass(frozen=True, slots=True)
class Background:
    """Skills, lacks and fields of study that a person states besides their role, by IRI.

    Parameters
    ----------
    have
        Levels of skills that they hold.
    lack
        Skills that they do not hold, whatever their role suggests.
    fields
        Fields of study of their degree.
    degree_rank
        The rank of that degree; ``None`` where they do not say.
    groups
        Levels of groups of skills (IRIs) of which they hold one that they do not name.
    """

    have: Mapping[str, int] = field(default_factory=dict)
    lack: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    degree_rank: int | None = None
    groups: Mapping[str, int] = field(default_factory=dict)

    @property
    def stated(self) -> frozenset[str]:
        """The skills and groups that they say they hold."""
        return frozenset((*self.have, *self.groups))


def find_holding(
    graph: CompiledGraph, role: str | None, background: Background | None = None
) -> Holding:
    """Return what a person holds, closed under implication.

    Parameters
    ----------
    graph
        The compiled graph.
    role
        IRI of the role they are in; without one they hold what every worker does.
    background
        What they say of themselves.
    """
    background = background or Background()
    if role is None:
        everyone = AskedProfile(gives={item.thing: item.level for item in graph.baseline})
        holding = held_by_incumbent(everyone, graph.implies)
    else:
        holding = graph.holding_of(role)
    taught = taught_levels(graph, background.fields, background.degree_rank)
    if taught:
        holding = add_levels(holding, taught, graph.implies)
    if background.lack:
        holding = _without(holding, background.lack, graph.implied)
    if background.have:
        holding = add_levels(holding, background.have, graph.implies)
    return _with_groups(graph, holding, background.groups)


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

    A master's degree or a doctorate (by ``rank``) brings to working level what a first degree in
    the field teaches at basic level.
    """
    least = WORKING if rank is not None and rank >= _HIGHER_DEGREE else BASIC
    levels: dict[str, int] = {}
    for degree_field in fields:
        for taught in graph.field_skills.get(degree_field, ()):
            levels[taught.skill] = max(levels.get(taught.skill, least), taught.level)
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
