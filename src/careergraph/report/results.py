"""Search results as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.report.layout import Block, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model import Entry

__all__ = ["search_page"]

_SHOWN_ALIASES = 4


def search_page(entries: Sequence[Entry]) -> list[Block]:
    """Return search results, best first."""
    rows = tuple((e.label, e.kind, ", ".join(e.aliases[:_SHOWN_ALIASES])) for e in entries)
    return [Table(("name", "kind", "also called"), rows)]
