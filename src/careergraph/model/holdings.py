"""Values for the profile of a role and for the skills a person holds."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "BASIC",
    "CORE",
    "EXPERT",
    "ITEM_KINDS",
    "LEVEL_NAMES",
    "NOTHING",
    "SUPPORTING",
    "WORKING",
    "AskedItem",
    "AskedProfile",
    "Holding",
    "Range",
    "RoleStep",
]

BASIC, WORKING, EXPERT = 1, 2, 3
"""Levels of a skill; 0 means that it is not held."""
LEVEL_NAMES: Final = ("basic", "working", "expert")
"""The names of the levels, the lowest first."""

CORE: Final = 1.0
SUPPORTING: Final = 0.5
"""Weights of an item."""

ITEM_KINDS: Final = ("tool", "language", "method", "concept", "mathematics", "domain", "soft skill")
"""Kinds of item, by which hours of learning are estimated."""


class Range(NamedTuple):
    """A low and a high estimate, such as hours of learning or years of experience."""

    low: float = 0.0
    high: float = 0.0

    @property
    def middle(self) -> float:
        """The middle of the range.

        Examples
        --------
        >>> Range(15, 40).middle
        27.5
        """
        return (self.low + self.high) / 2


NOTHING: Final = Range()
"""No hours, or no years."""


@frozen
class AskedItem:
    """Something that a role asks for: a skill, or a group of skills, any one of which suffices.

    Parameters
    ----------
    skills
        IRIs of skills; if there are several, any one suffices.
    level
        The level asked for: 1 basic, 2 working, 3 expert.
    weight
        1 for a core item, 0.5 for a supporting one.
    kind
        One of `ITEM_KINDS`.
    cluster
        The name of the cluster that one resource or subject teaches together, if any.
    label
        The name of the group, ``None`` for a single skill.
    sources
        IRIs of the sources.
    group
        IRI of the group, ``None`` for a single skill.
    """

    skills: tuple[str, ...]
    level: int = WORKING
    weight: float = CORE
    kind: str = "concept"
    cluster: str | None = None
    label: str | None = None
    sources: tuple[str, ...] = ()
    group: str | None = None


@frozen
class AskedProfile:
    """The items that make up the work of a role at one level of seniority.

    Parameters
    ----------
    items
        What the role asks of its incumbents.
    seniority
        Whether the role is a level of seniority, which asks for its items at their full level.
    gives
        Levels of what any incumbent holds besides the items, such as the role's own field.
    optional
        Levels of skills that a source calls optional; incumbents probably hold them.
    """

    items: tuple[AskedItem, ...] = ()
    seniority: bool = False
    gives: Mapping[str, int] = field(default_factory=dict)
    optional: Mapping[str, int] = field(default_factory=dict)


@frozen
class Holding:
    """The skills that a person holds, closed under implication.

    Parameters
    ----------
    levels
        The level held of each skill, 1 to 3; skills that are not held are left out.
    probable
        The level probably held of each skill, if it is above the certain level.
    groups
        Groups (skills, level) of which the person holds at least one at that level.
    """

    levels: Mapping[str, int] = field(default_factory=dict)
    probable: Mapping[str, int] = field(default_factory=dict)
    groups: frozenset[tuple[frozenset[str], int]] = frozenset()

    def level(self, skill: str) -> int:
        """Return the level held of a skill, 0 to 3."""
        return self.levels.get(skill, 0)

    def likely_level(self, skill: str) -> int:
        """Return the level held of a skill, certainly or probably, 0 to 3."""
        return max(self.level(skill), self.probable.get(skill, 0))

    def group_level(self, skills: Iterable[str]) -> int:
        """Return the level, 0 to 3, at which at least one of the skills is certainly held."""
        wanted = frozenset(skills)
        return max((level for group, level in self.groups if group <= wanted), default=0)


@frozen
class RoleStep:
    """A step that people can take from one role to another.

    Parameters
    ----------
    source, target
        IRIs of two roles.
    experience
        Years in the old role that the step asks for; ``None`` if unknown.
    share
        The share (0..1) of people who left the role that made this step; ``None`` if unknown.
    stays
        Whether people who take it have stayed in the old role for the years of its level, and so
        hold everything that its incumbents hold. That is true of promotions.
    back
        Whether it leads back to work that the person did before, so that they only refresh skills.
    training
        Years of training to complete first, such as an apprenticeship; ``None`` for none.
    """

    source: str
    target: str
    experience: Range | None = None
    share: float | None = None
    stays: bool = False
    back: bool = False
    training: Range | None = None
