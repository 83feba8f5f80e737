"""The skills that a person in a role is assumed to hold, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.compiled.held_levels import close_levels
from careergraph.model.frozen import frozen
from careergraph.model.holdings import WORKING, AskedProfile
from careergraph.model.tables import Rows, show_label
from careergraph.search.learning.background import (
    Background,
    find_holding,
    named_levels,
    taught_levels,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import GraphInfo, Named

__all__ = [
    "LEVEL_NAMES",
    "HeldItem",
    "HeldSkills",
    "find_held",
]

LEVEL_NAMES: Final = {1: "basic", 2: "working", 3: "expert"}
"""Levels in words."""

_STATED: Final = "stated"
_TITLE: Final = "title"
_HOW: Final = (_STATED, _TITLE, "profile", "degree", "field", "baseline", "implied", "probably")
"""The reasons for holding a skill, in the order in which they are listed."""


@frozen
class HeldItem:
    """A skill that someone is assumed to hold.

    ``how`` is "title" (the title names it), "profile", "implied", "degree", "field", "baseline",
    "stated" or "probably". A group of which one skill is held for certain has the IRI of the group.
    """

    iri: str
    label: str
    level: int
    how: str


@frozen
class HeldSkills(Rows):
    """The skills that someone in a role is assumed to hold, surest first.

    ``is_unrated`` says that the role is an occupation without ratings: nothing is known of what
    people in it hold, except what every worker does.
    """

    role: Named | None
    held: tuple[HeldItem, ...]
    graph: GraphInfo
    is_unrated: bool = False

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each skill."""
        header = ("iri", "label", "level", "how")
        return [header, *((item.iri, item.label, item.level, item.how) for item in self.held)]

    def __repr__(self) -> str:
        """Return the role and how much is held."""
        start = "skills alone" if self.role is None else show_label(self.role.label)
        return f"<HeldSkills {start}: {len(self.held)}>"


def find_held(
    graph: CompiledGraph, role: Named | None, background: Background | None = None
) -> HeldSkills:
    """Return the skills that someone is assumed to hold, each with the reason.

    A skill that is held for several reasons is listed once, with the one that gives the highest
    level.
    """
    background = background or Background()
    holding = find_holding(graph, None if role is None else role.iri, background)
    profile = AskedProfile() if role is None else graph.work.get(role.iri, AskedProfile())
    layers = _layers(graph, role, profile, background)
    items = []
    for skill, level in holding.levels.items():
        how = next((name for name, levels in layers if levels.get(skill, 0) >= level), "implied")
        items.append(HeldItem(skill, graph.label(skill), level, how))
    items += [
        HeldItem(group, graph.groups[group].label, level, _STATED)
        for group, level in background.groups.items()
    ]
    items += [
        HeldItem(item.group, str(item.label), item.level, "profile")
        for item in profile.items
        if item.group is not None
        and item.group not in background.groups
        and (frozenset(item.skills), item.level) in holding.groups
    ]
    items += [
        HeldItem(skill, graph.label(skill), level, "probably")
        for skill, level in holding.probable.items()
    ]
    items.sort(key=lambda item: (_HOW.index(item.how), -item.level, item.label.casefold()))
    unrated = role is not None and graph.rated_for(role.iri) == ()
    return HeldSkills(role, tuple(items), graph.info, unrated)


def _layers(
    graph: CompiledGraph, role: Named | None, profile: AskedProfile, background: Background
) -> list[tuple[str, Mapping[str, int]]]:
    """Return the levels that each reason gives directly, in the order of `_HOW`."""
    stated = None if role is None else graph.profiles.get(role.iri)
    given = {i.thing: i.level for i in stated.items} if stated is not None else {}
    own = {item.skills[0]: item.level for item in profile.items if len(item.skills) == 1}
    fields = {} if stated is None else dict.fromkeys(stated.fields, WORKING)
    taught = taught_levels(graph, background.fields, background.degree_rank)
    return [
        (_STATED, background.have),
        (_TITLE, named_levels(graph, None if role is None else role.iri, background.named)),
        ("profile", {**own, **given}),
        ("degree", close_levels(taught, graph.implies)),
        ("field", fields),
        ("baseline", {item.thing: item.level for item in graph.baseline}),
    ]
