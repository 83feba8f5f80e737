"""The skills to learn for a role, in a column below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.picture.drawing import Fact, PictureEdge, PictureNode
from careergraph.picture.panels import learning_fact
from careergraph.picture.symbols import grade_of, name_of, skill_node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import MissingSkill

__all__ = ["ROLE_HEIGHT", "Stack"]

ROLE_HEIGHT: Final = 77
"""From the middle of a role to the end of its label of up to three lines."""
_LEVEL: Final = 18
"""Pixels between a role's label and what hangs off it."""
_ROW: Final = 36
"""Pixels from one skill to the next; their labels stand beside them."""


class Stack:
    """The skills that hang off one role, the most important first, the rest counted at the end."""

    def __init__(
        self,
        role: str,
        skills: Sequence[tuple[MissingSkill, str]],
        compiled: CompiledGraph,
        most: int,
    ) -> None:
        shown = skills if len(skills) <= most + 1 else skills[:most]
        self._owner = name_of(role)
        self._atlas = compiled
        self._shown = shown
        self._rest = [skill for skill, _ in skills[len(shown) :]]

    @property
    def more(self) -> int:
        """How many skills are counted only."""
        return len(self._rest)

    @property
    def height(self) -> float:
        """How far the stack reaches below its role's label, in pixels."""
        return _LEVEL + _ROW * (len(self._shown) + bool(self._rest))

    def hang(self, x: float, y: float) -> tuple[list[PictureNode], list[PictureEdge]]:
        """Return the skills at their places under a role, and the lines they hang by."""
        nodes, edges = [], []
        for skill, step in self._shown:
            importance = min(skill.importance, 1.0)
            name = f"{self._owner}+{name_of(skill.iri)}"
            nodes.append(skill_node(skill.iri, self._atlas, importance, id=name))
            edges.append(self._line(name, skill, step))
        if self._rest:
            rest = ", ".join(skill.label for skill in self._rest)
            label = f"{self.more} more to learn"
            facts = (Fact("also to learn", rest),)
            nodes.append(PictureNode(f"{self._owner}+more", label, "skill", size=5, facts=facts))
            edges.append(PictureEdge(self._owner, nodes[-1].id, "learn", width=0.8))
        top = y + ROLE_HEIGHT + _LEVEL
        placed = [
            node._replace(x=x, y=top + number * _ROW, beside=True)
            for number, node in enumerate(nodes)
        ]
        return placed, edges

    def _line(self, name: str, skill: MissingSkill, step: str) -> PictureEdge:
        return PictureEdge(
            self._owner,
            name,
            "learn",
            name=f"to learn: {skill.label}",
            grade=grade_of(skill.sources, self._atlas),
            importance=min(skill.importance, 1.0),
            facts=(learning_fact(skill), Fact("to learn for the step", step)),
            width=0.8,
        )
