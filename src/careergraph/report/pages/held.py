"""The page of what someone in a role is assumed to hold."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.model.occupations import is_element, is_occupation
from careergraph.model.phrases import with_article
from careergraph.report.citations import graph_line
from careergraph.report.layout import Block, Fields, Heading, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.answers.planning.held_skills import HeldItem, HeldSkills

__all__ = ["held_page"]

_LEVELS: Final = {3: "expert", 2: "working", 1: "basic"}
_HEADINGS: Final = {
    "stated": "What you say",
    "title": "What the title names",
    "profile": "From the profile of the role",
    "degree": "What the degree usually teaches",
    "field": "The field of the role",
    "baseline": "What every worker holds",
    "implied": "What follows from these",
    "probably": "Probably held (counts half; settle it with --have or --lack)",
}

_GENERAL: Final = (
    "O*NET also rates {} general kinds of knowledge and skill for the occupation, which count "
    "where a profile names them; --format json lists them."
)
_UNRATED: Final = "O*NET has no ratings of this occupation. Say what you can do with --have."


def held_page(answer: HeldSkills) -> list[Block]:
    """Return the skills held, by reason and level."""
    blocks: list[Block] = [Heading(_heading(answer))]
    for how, same in groupby(_named_once(answer.held), key=lambda item: item.how):
        items = list(same)
        shown = [item for item in items if how != "implied" or not is_element(item.iri)]
        if shown:
            blocks += [Heading(_HEADINGS[how]), Fields(_rows(shown))]
        if len(shown) < len(items):
            blocks.append(Text(_GENERAL.format(len(items) - len(shown))))
    if answer.is_unrated:
        blocks.append(Text(_UNRATED))
    return [*blocks, Text(""), graph_line(answer.graph)]


def _heading(answer: HeldSkills) -> str:
    if answer.role is not None and is_occupation(answer.role.iri):
        return f"What people in the occupation {answer.role.label} are assumed to hold"
    if answer.role is not None:
        return f"What {with_article(answer.role.label)} is assumed to hold"
    said = any(item.how == "stated" for item in answer.held)
    return "What you are assumed to hold" if said else "What anyone is assumed to hold"


def _named_once(items: Iterable[HeldItem]) -> list[HeldItem]:
    """Return the items without repeated names: O*NET and the graph share some."""
    return list({item.label: item for item in reversed(list(items))}.values())[::-1]


def _rows(items: list[HeldItem]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, ", ".join(item.label for item in items if item.level == level))
        for level, name in _LEVELS.items()
        if any(item.level == level for item in items)
    )
