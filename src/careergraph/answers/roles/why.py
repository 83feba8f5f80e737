"""Explain why the graph holds a transition: every statement behind it, source by source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.errors import NoRouteError
from careergraph.model.frozen import frozen
from careergraph.model.tables import Rows, html_table, show_label
from careergraph.model.values import KINDS, Evidence, GraphInfo, Named, Source, unknown_source

if TYPE_CHECKING:
    from careergraph.compiled.graph import CompiledGraph

__all__ = ["Explanation", "SkillClaim", "SourceStatements", "explain_transition"]


@frozen
class SkillClaim:
    """One source's statement about one skill of the target role.

    Attributes
    ----------
    entries
        The skills of the source's own classification from which the statement was read.
    """

    skill: Named
    necessity: str
    place: str | None
    level: str | None
    entries: tuple[Named, ...] = ()


@frozen
class SourceStatements:
    """One source's statements about a transition and the skills of its target."""

    source: Source
    transitions: tuple[Evidence, ...]
    skills: tuple[SkillClaim, ...]


@frozen
class Explanation(Rows):
    """Every statement behind a transition; sources that state it first come first."""

    source: Named
    target: Named
    statements: tuple[SourceStatements, ...]
    graph: GraphInfo

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each statement of the transition or of a skill, source by source."""
        header = ("source", "grade", "date", "says", "necessity", "people", "share", "period")
        rows: list[tuple[object, ...]] = [header]
        for stated in self.statements:
            source = (stated.source.title, stated.source.grade, stated.source.date)
            rows += [
                (*source, evidence.kind, None, evidence.people, evidence.share, evidence.period)
                for evidence in stated.transitions
            ]
            rows += [
                (*source, claim.skill.label, claim.necessity, None, None, None)
                for claim in stated.skills
            ]
        return rows

    def __repr__(self) -> str:
        """Return the roles and how many sources speak."""
        ends = f"{show_label(self.source.label)} → {show_label(self.target.label)}"
        return f"<Explanation {ends}: {len(self.statements)} source(s)>"

    def _repr_html_(self) -> str:
        rows = [
            (
                statement.source.title,
                statement.source.grade,
                ", ".join(e.kind for e in statement.transitions) or "nothing of the transition",
                ", ".join(f"{claim.skill} ({claim.necessity})" for claim in statement.skills),
            )
            for statement in self.statements
        ]
        header = ("source", "grade", "says", "skills asked for")
        ends = f"{show_label(self.source.label)} → {show_label(self.target.label)}"
        return html_table(f"Why {ends}", header, rows)


def explain_transition(graph: CompiledGraph, source: Named, target: Named) -> Explanation:
    """Return what every source says about the transition from one role to another.

    Raises
    ------
    NoRouteError
        No source states a step.
    """
    evidence = [
        stated
        for end, stated in graph.steps_from.get(source.iri, ())
        if end == target.iri and stated.kind in KINDS
    ]
    if not evidence:
        hint = f'`careergraph path "{source}" "{target}"` looks for a route.'
        raise NoRouteError(source.label, target.label, hint, is_step=True)
    claims: dict[str, list[SkillClaim]] = {}
    for iri, skill, necessity, place, level, entries in graph.skill_claims.get(target.iri, ()):
        claim = SkillClaim(Named(skill, graph.label(skill)), necessity, place, level, entries)
        claims.setdefault(iri, []).append(claim)
    stating = dict.fromkeys(e.source for e in evidence)
    return Explanation(
        source=source,
        target=target,
        statements=tuple(
            SourceStatements(
                source=graph.sources.get(iri) or unknown_source(iri),
                transitions=tuple(e for e in evidence if e.source == iri),
                skills=tuple(claims.get(iri, ())),
            )
            for iri in dict.fromkeys([*stating, *claims])
        ),
        graph=graph.info,
    )
