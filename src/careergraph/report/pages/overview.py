"""The page of the whole graph: version, counts, evidence, sources and licences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.values import GRADES
from careergraph.report.layout import Block, Fields, Heading, Table, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.answers.whole_graph.overview import Overview

__all__ = ["overview_page"]

_LICENCES: Final = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/mark/1.0/": "public domain",
    "https://eur-lex.europa.eu/eli/dec/2011/833/oj": "EU reuse, Decision 2011/833/EU",
}
_MOST_SOURCES: Final = 12
"""The most sources that `info` lists, besides those whose licence asks to be named."""


def overview_page(overview: Overview, *, every: bool = False) -> list[Block]:
    """Return version, counts, the mix of evidence, licences and attributions.

    Parameters
    ----------
    overview
        The numbers of the graph, and its sources.
    every
        Whether to list every source, including seldom used ones.
    """
    counts = tuple((name, f"{number:,}") for name, number in overview.counts.items())
    mix = tuple(
        (name, *(f"{by_grade.get(grade, 0):,}" for grade in GRADES), _sourced_share(by_grade))
        for name, by_grade in overview.grades.items()
    )
    listed = [
        source
        for number, source in enumerate(overview.sources)
        if every or number < _MOST_SOURCES or not source.licence.startswith("unknown")
    ]
    licences = tuple(
        (
            source.title,
            f"{overview.uses[source.iri]:,}",
            source.grade,
            source.date,
            _LICENCES.get(source.licence, source.licence),
        )
        for source in listed
    )
    attributions = tuple(("-", source.attribution) for source in listed)
    more = len(overview.sources) - len(listed)
    others = f"and {more} more (careergraph info --all lists all)"
    return [
        Heading(f"Graph {overview.graph.version}, {overview.graph.hash}"),
        Text(f"{overview.triples:,} triples"),
        Fields(counts),
        Heading("How we know"),
        *_route_evidence(overview),
        Text("All statements by grade of evidence:"),
        Table(("", *GRADES, "sourced"), mix),
        Heading("Sources and licences"),
        Table(("source", "uses", "grade", "date", "licence"), licences),
        *([Text(others)] if more else []),
        Heading("Attribution"),
        Fields(attributions),
    ]


def _route_evidence(overview: Overview) -> list[Block]:
    """Return how many of the moves used by routes rest on an outside source."""
    share = overview.sourced_share
    if share is None:
        return [Text("The graph has no moves that routes could use.")]
    counts = overview.route_moves
    sourced = [f"{n:,} {grade}" for grade, n in counts.items() if grade != "editorial"]
    editorial = counts.get("editorial", 0)
    ours = f"; {editorial:,} are our judgement (~)" if editorial else ""
    listed = f": {', '.join(sourced)}" if sourced else ""
    total = f"{sum(counts.values()):,} moves that routes use"
    return [Text(f"{share:.0%} of the {total} rest on a source{listed}{ours}.")]


def _sourced_share(by_grade: Mapping[str, int]) -> str:
    total = sum(by_grade.values())
    return f"{(total - by_grade.get('editorial', 0)) / total:.0%}" if total else "-"
