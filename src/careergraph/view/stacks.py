"""The skills to learn for a role, hanging off it in two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.view.drawing import Fact, PictureEdge, PictureNode
from careergraph.view.layouts import box_of
from careergraph.view.panels import learning_fact
from careergraph.view.symbols import grade_of, name_of, skill_node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.atlas import Atlas
    from careergraph.model import MissingSkill

__all__ = ["ROLE_HEIGHT", "Stack"]

ROLE_HEIGHT: Final = 70
"""From the middle of a role to the end of its label of up to three lines."""
_BESIDE: Final = 82
"""Half the distance between the two columns of skills under a role."""
_LEVEL: Final = 46
"""Pixels between a role and what hangs off it."""
_BETWEEN: Final = 22


class Stack:
    """The skills that hang off one role, in two columns, the most important first."""

    def __init__(
        self, role: str, skills: Sequence[tuple[MissingSkill, str]], atlas: Atlas, most: int
    ) -> None:
        shown = skills if len(skills) <= most + 1 else skills[:most]
        self.role = role
        self.more = len(skills) - len(shown)
        self._atlas = atlas
        self._skills = [skill for skill, _ in shown]
        self._steps = [step for _, step in shown]
        owner = name_of(role)
        self._nodes = [
            skill_node(skill.iri, atlas, min(skill.importance, 1.0), id=f"{owner}+{name_of(skill.iri)}")
            for skill in self._skills
        ]
        if self.more:
            rest = ", ".join(skill.label for skill, _ in skills[most:])
            label = f"and {self.more} more to learn"
            facts = (Fact("also to learn", rest),)
            node = PictureNode(f"{owner}+more", label, "skill", size=7, facts=facts)
            self._nodes.append(node)
        self._rows = [self._nodes[number : number + 2] for number in range(0, len(self._nodes), 2)]
        self._heights = [max(_height(node) for node in row) for row in self._rows]

    @property
    def height(self) -> float:
        """How far the stack reaches below its role's label, in pixels."""
        return _LEVEL + sum(height + _BETWEEN for height in self._heights)

    def hang(self, x: float, y: float) -> tuple[list[PictureNode], list[PictureEdge]]:
        """Return the skills at their places under a role, and the lines they hang by."""
        down = y + ROLE_HEIGHT + _LEVEL
        placed: list[PictureNode] = []
        for row, height in zip(self._rows, self._heights, strict=True):
            sides = (0,) if len(self._nodes) == 1 else (-_BESIDE, _BESIDE)
            placed += [
                node._replace(x=x + side, y=down + node.size)
                for node, side in zip(row, sides, strict=False)
            ]
            down += height + _BETWEEN
        return placed, [self._line(number, node) for number, node in enumerate(placed)]

    def _line(self, number: int, node: PictureNode) -> PictureEdge:
        owner = name_of(self.role)
        if number >= len(self._skills):
            return PictureEdge(owner, node.id, "learn", width=0.8)
        skill = self._skills[number]
        step = Fact("to learn for the step", self._steps[number])
        return PictureEdge(
            owner,
            node.id,
            "learn",
            name=f"to learn: {skill.label}",
            grade=grade_of(skill.sources, self._atlas),
            importance=min(skill.importance, 1.0),
            facts=(learning_fact(skill), step),
            width=0.8,
        )


def _height(node: PictureNode) -> float:
    box = box_of(node)
    return box.bottom - box.top


