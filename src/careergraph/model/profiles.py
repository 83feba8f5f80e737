"""Profiles of roles, groups of skills, and what fields of study teach."""

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

    ``level`` is 1 (basic), 2 (working) or 3 (expert). ``weight`` is "core", "supporting" or "given"
    (everyone in the role has it, and no one asks for it). ``added_by`` is the role whose own
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
    """Skills, any one of which meets an item; ``general`` is the skill of which all are a case."""

    iri: str
    label: str
    members: tuple[str, ...]
    general: str | None = None


class SkillTraits(NamedTuple):
    """The kind of a skill (the local name of its class) and the cluster it belongs to."""

    kind: str
    cluster: str | None = None


class FieldGroup(NamedTuple):
    """Fields of study in which a degree is usually accepted in place of the usual fields.

    ``members`` are these fields, and ``accepted_for`` the usual fields that they replace.
    """

    iri: str
    label: str
    members: tuple[str, ...]
    accepted_for: tuple[str, ...]
    source: str


class FieldSkill(NamedTuple):
    """A skill that a degree in a field usually teaches, and the level it reaches."""

    skill: str
    level: int
    sources: tuple[str, ...]
