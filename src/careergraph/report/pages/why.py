"""The page of what every source says about one transition."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from careergraph.model.ranking import necessity_rank
from careergraph.report.citations import Citations, graph_line
from careergraph.report.layout import Block, Fields, Heading, Text
from careergraph.report.phrases import comment_text, evidence_text

if TYPE_CHECKING:
    from careergraph.answers.roles.why import Explanation, SourceStatements

__all__ = ["explanation_page"]


def explanation_page(explanation: Explanation) -> list[Block]:
    """Return what every source says about a transition."""
    sources = [statement.source for statement in explanation.statements]
    cite = Citations(sources)
    blocks: list[Block] = [Heading(f"Why {explanation.source} → {explanation.target}")]
    for statement in explanation.statements:
        blocks.append(Heading(f"{cite.mark([statement.source.iri])} {statement.source.title}"))
        blocks.append(Fields(tuple(_source_rows(statement, cite, explanation.target.label))))
        entries = [(c.skill.label, e.label, e.iri) for c in statement.skills for e in c.entries]
        if entries:
            blocks.append(Text("Read from these skills of the source:"))
        for skill, label, iri in sorted(entries):
            name = skill if skill.casefold() == label.casefold() else f'{skill}, from "{label}":'
            blocks.append(Text(f"{name} {iri}", hanging=2))
    return [*blocks, *cite.blocks(), graph_line(explanation.graph)]


def _source_rows(
    statement: SourceStatements, cite: Citations, target: str
) -> list[tuple[str, str]]:
    rows = [("grade", statement.source.about)]
    for evidence in statement.transitions:
        rows.append(("says", evidence_text(evidence, cite)))
        if evidence.place:
            rows.append(("where", evidence.place))
        if evidence.comment:
            rows.append(("in words", comment_text(evidence)))
        if evidence.population:
            rows.append(("counted", evidence.population))
        if evidence.median_months is not None:
            rows.append(("months", f"{evidence.median_months:g} in the previous role (median)"))
    if not statement.transitions:
        rows.append(("says", f"nothing about this step, but says what {target} asks for:"))
    for (necessity, place), same in groupby(
        sorted(
            statement.skills,
            key=lambda s: (necessity_rank(s.necessity), s.place or "", s.skill.label.casefold()),
        ),
        key=lambda claim: (claim.necessity, claim.place),
    ):
        named = ", ".join(f"{c.skill}{f' ({c.level})' if c.level else ''}" for c in same)
        rows.append((necessity, f"{named}{f' [{place}]' if place else ''}"))
    return rows
