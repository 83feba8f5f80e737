"""Lists of things found as pages: search results, and problems of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.report.layout import Block, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.values import Entry

__all__ = ["problems_page", "search_page"]

_SHOWN_ALIASES = 4
_HANGING = 4


def search_page(entries: Sequence[Entry]) -> list[Block]:
    """Return search results, best first."""
    rows = tuple((e.label, e.kind, ", ".join(e.aliases[:_SHOWN_ALIASES])) for e in entries)
    return [Table(("name", "kind", "also called"), rows)]


def problems_page(problems: Sequence[object]) -> list[Block]:
    """Return each problem as a paragraph."""
    return [Text(str(problem), hanging=_HANGING) for problem in problems]
