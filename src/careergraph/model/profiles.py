"""Profiles of roles: what the work asks for, at which level, and what one skill implies."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "FieldGroup",
    "FieldSkill",
    "ProfileItem",
    "RoleProfileItems",
    "SkillGroup",
    "SkillTraits",
]


class ProfileItem(NamedTuple):
    """A skill or a group of skills that a profile asks for.

    ``level`` is 1 (basic), 2 (working) or 3 (expert). ``weight`` is "core", "supporting" or
    "given": what everyone in the role has and nobody asks for. ``added_by`` is the role whose own
    profile states the item: a level of seniority inherits those of its line of work.
    """

    thing: str
    level: int
    weight: str
    sources: tuple[str, ...]
    added_by: str


class RoleProfileItems(NamedTuple):
    """The profile of a role after inheritance; ``field`` is its own field of work, if stated."""

    items: tuple[ProfileItem, ...]
    fields: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class SkillGroup(NamedTuple):
    """Skills of which any one meets an item; ``general`` is the skill they all are a case of."""

    iri: str
    label: str
    members: tuple[str, ...]
    general: str | None = None


class SkillTraits(NamedTuple):
    """The kind of a skill (the local name of its class) and the cluster it is learned with."""

    kind: str
    cluster: str | None = None


class FieldGroup(NamedTuple):
    """Fields of study of which a degree in any one usually serves where others are usual.

    ``members`` are the fields, and ``accepted_for`` the usual fields that they stand in for.
    """

    iri: str
    label: str
    members: tuple[str, ...]
    accepted_for: tuple[str, ...]
    source: str


class FieldSkill(NamedTuple):
    """A skill that a degree in a field usually teaches, and up to which level."""

    skill: str
    level: int
    sources: tuple[str, ...]
