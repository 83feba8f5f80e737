"""What a person states about themselves, with names resolved to IRIs."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from careergraph.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.model.values import DegreeLevel

__all__ = ["Person"]


@frozen
class Person:
    """A person's role, skills, degree and years, by IRI; ``None`` where not stated.

    ``skills`` are those held at a working level, with those that ``certifications`` attest;
    ``basic`` are those held at a basic level. ``levels`` has the level of each of ``skills``, and
    ``fields`` are the fields of study of the degree. ``years`` are those in the role.
    ``unknown_role`` is the given title if it was not understood; years in it then do not count
    either. ``named`` are the technologies that the given title names.
    """

    role: str | None = None
    skills: frozenset[str] = frozenset()
    degree: DegreeLevel | None = None
    certifications: tuple[str, ...] = ()
    years: float | None = None
    warnings: tuple[str, ...] = ()
    basic: frozenset[str] = frozenset()
    unknown_role: str | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
