"""The gap between two roles as a page of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import Range
from careergraph.report.citations import Citations, graph_line
from careergraph.report.demands import LEVEL_NOTE, amount_text, first_extra_text, item_text
from careergraph.report.layout import Block, Fields, Heading, Text
from careergraph.report.phrases import named_rows, names_text, range_text
from careergraph.search.learning.learning_time import DEFAULT_HOURS_PER_WEEK, learning_years

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.model.values import Gap, MissingSkill

__all__ = ["gap_page"]

_SHOWN_OPTIONAL: Final = 8


def gap_page(gap: Gap) -> list[Block]:
    """Return the page of what one role asks for and people in another lack."""
    citations = Citations(gap.sources)
    to_learn = [skill for skill in gap.missing_skills if not skill.is_probable]
    rows = [
        *named_rows(gap.named),
        *_study_rows(gap, citations),
        ("covered", _coverage_text(gap)),
        ("to learn", amount_text(to_learn, gap.gap) if to_learn else "nothing for certain"),
        *_item_rows(to_learn, citations),
    ]
    if gap.probable:
        names = ", ".join(skill.name for skill in gap.probable)
        rows.append(("probably held", f"{names} (counts half; settle it with --have or --lack)"))
    rows.append(("held", names_text(gap.shared) if gap.shared else "nothing in full"))
    rows.append(("learning", _gap_hours_text(gap)))
    if gap.optional:
        names = names_text(gap.optional, _SHOWN_OPTIONAL)
        mark = citations.mark(gap.optional_sources)
        rows.append(("optional", f"{names} (not counted) {mark}".rstrip()))
    if gap.coverage is None:
        unknown = f"unknown: no source lists the requirements of {gap.target}"
        rows = [*_study_rows(gap, citations), ("missing", unknown)]
    return [
        Heading(_gap_heading(gap)),
        Fields(tuple(rows)),
        *citations.blocks(),
        Heading("Notes"),
        Text(LEVEL_NOTE),
        graph_line(gap.graph),
    ]


def _gap_heading(gap: Gap) -> str:
    if not gap.source.iri:
        return f"Skills to learn for {gap.target}, beyond yours"
    return f"Skills to learn from {gap.source} to {gap.target}"


def _study_rows(gap: Gap, citations: Citations) -> list[tuple[str, str]]:
    """Return the compulsory degrees and licences, worded as in `path`."""
    texts = [first_extra_text(extra, citations) for extra in gap.study_first]
    return [("" if number else "first", text) for number, text in enumerate(texts)]


def _gap_hours_text(gap: Gap) -> str:
    hours = range_text(gap.hours, "hour")
    if not gap.hours.high:
        return hours
    low, high = (learning_years(end, DEFAULT_HOURS_PER_WEEK) for end in gap.hours)
    years = range_text(Range(low, high), "year")
    return (
        f"{hours} in one step{' for skills alone' if gap.study_first else ''}: {years} at "
        f"{DEFAULT_HOURS_PER_WEEK:g} hours a week"
    )


def _item_rows(skills: Iterable[MissingSkill], citations: Citations) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for necessity in ("core", "supporting"):
        same = [skill for skill in skills if skill.necessity == necessity]
        if same:
            mark = citations.mark(dict.fromkeys(iri for skill in same for iri in skill.sources))
            names = ", ".join(item_text(skill) for skill in same)
            rows.append((f" {necessity}", f"{names} {mark}".rstrip()))
    return rows


def _coverage_text(gap: Gap) -> str:
    if gap.coverage is None:
        return "unknown"
    return f"{gap.coverage:.0%} of the profile of {gap.target} (core items count double)"
