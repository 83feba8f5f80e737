"""Pictures of ladders: levels from left to right, with what each adds to the one below."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.skill_overlap import describe_missing, learn_for
from careergraph.answers.roles.role_page import read_role
from careergraph.picture.drawing import Axis, Fact, Picture, PictureEdge, PictureNode
from careergraph.picture.panels import evidence_facts, evidence_name, line_width, people_of
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.scenes.skill_stacks import ROLE_HEIGHT, Stack
from careergraph.picture.symbols import compose, grade_of, name_of, role_node
from careergraph.report.phrases import count_text, range_text
from careergraph.report.role_facts import experience_text, pay_facts
from careergraph.search.learning.background import find_holding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.statements import Rungs
    from careergraph.model.values import MissingSkill, Named

__all__ = ["draw_ladders"]

_COLUMN: Final = 290
_LANE: Final = 60
_ROW: Final = 42
"""Pixels from skill to skill: their names have two lines at most."""
_MOST_SKILLS: Final = 12
_SIZE: Final = (
    "The role asked for is drawn larger than the other levels. Below each level is what to learn "
    "for it, coming from the level before: new skills, and a higher level (in brackets) of skills "
    "held already. The more important ones are larger."
)


def draw_ladders(
    role: Named, ladders: Sequence[Rungs], compiled: CompiledGraph, *, limit: int
) -> Picture:
    """Return a picture of the ladders that contain a role, the lowest level on the left.

    Parameters
    ----------
    role
        The role in question; it is drawn larger.
    ladders
        Its ladders.
    compiled
        The facts about the levels.
    limit
        The most things to draw.
    """
    nodes: dict[str, PictureNode] = {}
    edges: list[PictureEdge] = []
    top, hidden = 0.0, 0
    for ladder in ladders:
        height = 0.0
        for number, rung in enumerate(ladder.roles):
            x = float(number * _COLUMN)
            size = 26 if rung.iri == role.iri else 18
            nodes.setdefault(
                name_of(rung.iri), role_node(rung.iri, compiled, size=size, weight=2.0, x=x, y=top)
            )
        for number, (low, high) in enumerate(pairwise(ladder.roles), 1):
            edges.append(_step(low, high, ladder, compiled))
            stack = Stack(
                high.iri, _news(low, high, compiled), compiled, _MOST_SKILLS, _ROW, broad=True
            )
            hung, lines = stack.hang(float(number * _COLUMN), top)
            nodes.update((node.id, node) for node in hung if node.id not in nodes)
            edges += lines
            hidden += stack.more
            height = max(height, stack.height)
        top += height + ROLE_HEIGHT + _LANE
    kept, lines, omissions = cut(list(nodes.values()), edges, limit)
    longest = max(ladders, key=lambda ladder: len(ladder.roles))
    ticks = tuple(
        (float(number * _COLUMN), _tick(number, rung, compiled))
        for number, rung in enumerate(longest.roles)
    )
    more = (
        [f'{count_text(hidden, "skill")} of least importance are listed under "more to learn".']
        if hidden
        else []
    )
    return compose(
        compiled,
        kept,
        lines,
        title=f"The ladder of {role}" if len(ladders) == 1 else f"The ladders of {role}",
        subtitle=_subtitle(role, ladders, compiled),
        kind="ladder",
        size=_SIZE,
        axis=Axis("levels, with the years of work usually needed before each", ticks),
        notices=(*omissions, *more),
    )


def _subtitle(role: Named, ladders: Sequence[Rungs], compiled: CompiledGraph) -> str:
    """Return the names of the ladders, and the pay if all their levels share one figure."""
    names = [f"{ladder.label}, {count_text(len(ladder.roles), 'level')}" for ladder in ladders]
    bands = [read_role(compiled, rung.iri).pay for ladder in ladders for rung in ladder.roles]
    figures = {tuple((band.occupation, band.median) for band in pay) for pay in bands}
    pay = pay_facts(read_role(compiled, role.iri).pay)[:1] if len(figures) == 1 else []
    return "; ".join([*names, *(f"pay of all levels together: {fact.text}" for fact in pay)])


def _tick(number: int, rung: Named, compiled: CompiledGraph) -> str:
    """Return the number of a level and the years of work that it asks for, if known."""
    experience = read_role(compiled, rung.iri).entry_experience
    if not number or experience is None or not experience.years.high:
        return f"level {number + 1}"
    return f"level {number + 1}, after {range_text(experience.years, 'year')}"


def _news(low: Named, high: Named, compiled: CompiledGraph) -> list[tuple[MissingSkill, str]]:
    learning = learn_for(compiled, low.iri, high.iri, find_holding(compiled, low.iri))
    described = describe_missing(compiled, learning.missing)
    return [(skill, f"{low} → {high}") for skill in described]


def _step(low: Named, high: Named, ladder: Rungs, compiled: CompiledGraph) -> PictureEdge:
    evidence = [
        item
        for start, end, item in compiled.steps
        if (start, end) == (low.iri, high.iri) and item.kind in {"promotion", "move"}
    ]
    facts = [Fact("ladder", ladder.label, (ladder.source,))]
    experience = read_role(compiled, high.iri).entry_experience
    if experience is not None:
        facts.append(Fact("time", experience_text(experience), experience.sources))
    people = people_of(evidence)
    return PictureEdge(
        name_of(low.iri),
        name_of(high.iri),
        "promotion",
        name=evidence_name(evidence) if evidence else f"next level of the {ladder.label}",
        grade=grade_of([ladder.source, *(item.source for item in evidence)], compiled),
        facts=(*facts, *evidence_facts(evidence)),
        width=max(3.0, line_width(people)),
        people=people,
    )
