"""The page that lists what was imported into a store."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from careergraph.report.layout import Block, Fields, Heading, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.user_store.imports import Import

__all__ = ["imports_data", "imports_page"]


def imports_page(imports: Sequence[Import], folder: str) -> list[Block]:
    """Return what each import brought, with licences and attributions."""
    if not imports:
        return [
            Text(f"Nothing was imported into {folder}."),
            Text("`careergraph import onet` says where O*NET is offered; so do esco and oews."),
            Text("For the sources of the graph itself: `careergraph info --all`."),
        ]
    blocks: list[Block] = [Heading(f"Imported into {folder}")]
    for one in imports:
        blocks.append(Heading(f"{one.kind}: {one.title}"))
        rows = tuple(
            (table.file, table.release, f"{table.rows:,}", f"{table.skipped:,}")
            for table in one.tables
        )
        blocks.append(Table(("table", "release", "rows", "skipped"), rows))
        fields = [("statements", f"{one.statements:,}"), ("imported on", one.imported_on)]
        fields += [("note", note) for note in one.notes]
        for source in one.sources:
            fields.append(("licence", f"{source.title}: {source.licence}"))
            fields.append(("attribution", source.attribution))
        blocks.append(Fields(tuple(fields)))
    return blocks


def imports_data(imports: Sequence[Import], folder: str) -> dict[str, object]:
    """Return the imports as plain values for JSON."""
    return {"store": folder, "imports": [asdict(one) for one in imports]}
