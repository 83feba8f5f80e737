"""The skills to learn for a role, in a column below it."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from careergraph.picture.drawing import Fact, PictureEdge, PictureNode
from careergraph.picture.labels import label_of, node_box
from careergraph.picture.panels import learning_fact
from careergraph.picture.symbols import grade_of, name_of, skill_node
from careergraph.report.demands import item_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import MissingSkill

__all__ = ["ROLE_HEIGHT", "Stack"]

ROLE_HEIGHT: Final = 77
"""Pixels from the middle of a role to the end of its label of up to three lines."""
_LEVEL: Final = 18
"""Pixels between a role's label and the skills below it."""
_ROW: Final = 36
"""The least pixels that a skill takes; its label is beside it."""


class Stack:
    """The skills below one role, the most important first, with a count of the rest."""

    def __init__(
        self,
        role: str,
        skills: Sequence[tuple[MissingSkill, str]],
        compiled: CompiledGraph,
        most: int,
        row: int = _ROW,
        *,
        broad: bool = False,
    ) -> None:
        self._row, self._broad = row, broad
        shown = skills if len(skills) <= most + 1 else skills[:most]
        self._owner = name_of(role)
        self._atlas = compiled
        self._shown = shown
        self._rest = [skill for skill, _ in skills[len(shown) :]]

    @property
    def more(self) -> int:
        """The number of skills that are counted but not listed."""
        return len(self._rest)

    @property
    def height(self) -> float:
        """The height of the stack below its role's label, in pixels."""
        labels = [item_text(skill) for skill, _ in self._shown]
        return (
            _LEVEL + sum(self._height_of(label) for label in labels) + self._row * bool(self._rest)
        )

    def hang(self, x: float, y: float) -> tuple[list[PictureNode], list[PictureEdge]]:
        """Return the skills placed below a role, and the lines that link them."""
        nodes, edges = [], []
        for skill, step in self._shown:
            importance = min(skill.importance, 1.0)
            name = f"{self._owner}+{name_of(skill.iri)}"
            node = skill_node(skill.iri, self._atlas, importance, id=name, label=item_text(skill))
            if skill.group:
                members = (skill.label, *(other.label for other in skill.alternatives))
                node = node._replace(facts=(Fact("any one of", ", ".join(members)),))
            nodes.append(node)
            edges.append(self._line(name, skill, step))
        if self._rest:
            rest = ", ".join(item_text(skill) for skill in self._rest)
            label = f"{self.more} more to learn"
            facts = (Fact("also to learn", rest),)
            nodes.append(PictureNode(f"{self._owner}+more", label, "skill", size=5, facts=facts))
            edges.append(PictureEdge(self._owner, nodes[-1].id, "learn", width=0.8))
        # The first skill is half a usual row below the top of the column.
        heights = [self._height_of(node.label) for node in nodes]
        tops = accumulate(heights, initial=y + ROLE_HEIGHT + _LEVEL - self._row / 2)
        placed = [
            node._replace(x=x, y=top + height / 2, side="right", broad=self._broad)
            for node, top, height in zip(nodes, tops, heights, strict=False)
        ]
        return placed, edges

    def _line(self, name: str, skill: MissingSkill, step: str) -> PictureEdge:
        return PictureEdge(
            self._owner,
            name,
            "learn",
            name=f"to learn: {item_text(skill)}",
            grade=grade_of(skill.sources, self._atlas),
            importance=min(skill.importance, 1.0),
            facts=(learning_fact(skill), Fact("to learn for the step", step)),
            width=0.8,
        )

    def _height_of(self, label: str) -> float:
        """Return the pixels that a skill takes: more if its label has three lines."""
        box = node_box(label_of(label, broad=self._broad), 0.0, side="right")
        return max(self._row, box.bottom - box.top + 2)
