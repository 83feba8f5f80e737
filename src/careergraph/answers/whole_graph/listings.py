"""Answers that are tuples of values, can be read as tables, and name their graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from careergraph.model.tables import Rows, html_table, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.model.values import Entry, GraphInfo
    from careergraph.search.sensitivity import Variation

    _Entries = tuple[Entry, ...]
    _Variations = tuple[Variation, ...]
else:
    _Entries = _Variations = tuple

__all__ = ["SearchResults", "Stability"]


class SearchResults(Rows, _Entries):
    """The results of a search, best first: a tuple of `Entry`."""

    graph: GraphInfo

    def __new__(cls, entries: Iterable[Entry], graph: GraphInfo) -> Self:
        """Return the results as a tuple."""
        results = super().__new__(cls, entries)
        results.graph = graph
        return results

    def __getnewargs__(self) -> tuple[object, ...]:
        """Return what a copy is made from."""
        return tuple(self), self.graph

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each result."""
        header = ("label", "kind", "aliases", "iri")
        rows = [(one.label, one.kind, listed(one.aliases), one.iri) for one in self]
        return [header, *rows]

    def _repr_html_(self) -> str:
        header, *rows = self.rows()
        return html_table(
            f"{len(self)} results", [*map(str, header)], [[*map(str, r)] for r in rows]
        )


class Stability(Rows, _Variations):
    """Whether the best route stays the best: a tuple of `Variation`."""

    graph: GraphInfo

    def __new__(cls, variations: Iterable[Variation], graph: GraphInfo) -> Self:
        """Return the variations as a tuple."""
        stability = super().__new__(cls, variations)
        stability.graph = graph
        return stability

    def __getnewargs__(self) -> tuple[object, ...]:
        """Return what a copy is made from."""
        return tuple(self), self.graph

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each part of the cost that varies."""
        header = ("part", "factor", "stays", "proven", "first")
        return [
            header,
            *((v.part, v.factor, v.stays, v.proven, " → ".join(v.first)) for v in self),
        ]

    def _repr_html_(self) -> str:
        header, *rows = self.rows()
        caption = "Whether the best route stays the best"
        return html_table(caption, [*map(str, header)], [[*map(str, row)] for row in rows])
