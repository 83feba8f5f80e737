"""Describe the open graph: counts, evidence by grade, and the attributions due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.frozen import frozen
from careergraph.model.ranking import grade_rank
from careergraph.model.tables import Rows, html_table
from careergraph.model.values import DEFAULT_KINDS, GRADES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import GraphInfo, Source

__all__ = ["Overview", "count_route_moves", "read_overview"]

_ORDER: Final = (
    "roles",
    "ladders",
    "skills",
    "transitions",
    "requirements",
    "certifications",
    "degrees and fields",
    "learning resources",
    "pay bands",
    "outlooks",
    "job zones",
    "fields that prepare",
    "degree shares",
    "sources",
)
_OCCUPATIONS: Final = ("occupations", "job titles", "occupation ratings", "related occupations")
"""Counts shown only if the graph has occupations."""


@frozen
class Overview(Rows):
    """A graph at a glance.

    ``counts`` maps kinds of thing to numbers; ``grades`` maps kinds of statement to the number of
    statements of each evidence grade; ``sources`` are ordered by the number of statements and
    things that name them, the most used first; ``uses`` gives that number by IRI. ``route_moves``
    counts the moves that routes use by default, by the grade of the firmest statement of each.
    """

    graph: GraphInfo
    triples: int
    counts: Mapping[str, int]
    grades: Mapping[str, Mapping[str, int]]
    sources: tuple[Source, ...]
    uses: Mapping[str, int]
    route_moves: Mapping[str, int]

    @property
    def sourced_share(self) -> float | None:
        """The share (0..1) of the moves used by routes that rest on an outside source.

        The others are editorial. ``None`` where the graph has no such moves.
        """
        total = sum(self.route_moves.values())
        return 1 - self.route_moves.get("editorial", 0) / total if total else None

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each kind of thing, with its number."""
        return [("kind", "number"), *self.counts.items()]

    def __repr__(self) -> str:
        """Return version, hash and size."""
        return f"<Overview {self.graph.version} {self.graph.hash}: {self.triples} triples>"

    def _repr_html_(self) -> str:
        rows = [(name, f"{number:,}") for name, number in self.counts.items()]
        caption = f"Graph {self.graph.version}, {self.graph.hash}"
        return html_table(caption, ("kind of thing", "number"), rows)


def read_overview(graph: CompiledGraph) -> Overview:
    """Return the overview of a graph."""
    info, sources = graph.info, dict(graph.sources)  # not an endpoint: fails here
    statistics = graph.statistics
    ordered = {
        name: {grade: mix[grade] for grade in GRADES if grade in mix}
        for name, mix in sorted(
            statistics.grades.items(), key=lambda item: item[0] == "all statements"
        )
    }
    uses = statistics.uses
    by_use = sorted(sources.values(), key=lambda s: (-uses.get(s.iri, 0), s.title.casefold()))
    return Overview(
        graph=info,
        triples=statistics.triples,
        counts={name: statistics.counts.get(name, 0) for name in _ORDER}
        | {name: statistics.counts[name] for name in _OCCUPATIONS if name in statistics.counts},
        grades=ordered,
        sources=tuple(by_use),
        uses={source.iri: uses.get(source.iri, 0) for source in by_use},
        route_moves=count_route_moves(graph),
    )


def count_route_moves(graph: CompiledGraph) -> dict[str, int]:
    """Return how many moves routes can use by default, by the grade of their firmest statement.

    A move from one role to another counts once, however many sources state it. Relations between
    occupations do not count: routes use them only when asked to.
    """
    firmest: dict[tuple[str, str], str] = {}
    for source, target, evidence in graph.steps:
        if evidence.kind in DEFAULT_KINDS:
            known = firmest.get((source, target), evidence.grade)
            firmest[source, target] = min(known, evidence.grade, key=grade_rank)
    counts = dict.fromkeys(sorted(firmest.values(), key=grade_rank), 0)
    for grade in firmest.values():
        counts[grade] += 1
    return counts
