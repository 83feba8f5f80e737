"""The counts of ``docs/data.md`` are those of the graph, and what it names is there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from data_page import PAGE, counts, with_counts  # noqa: E402

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


def test_the_counts_are_those_of_the_graph(graph: CareerGraph) -> None:
    page = PAGE.read_text("utf-8")
    assert with_counts(page, counts(graph)) == page, (
        "docs/data.md counts another graph. Run `.venv/bin/python tools/data_page.py`."
    )


def test_every_source_of_statements_is_counted(graph: CareerGraph) -> None:
    section = counts(graph)
    titles = graph.store.select("SELECT DISTINCT ?t { ?x cg:statedBy ?s . ?s dcterms:title ?t }")
    assert [str(title) for (title,) in titles if str(title) not in section] == []


def test_files_named_on_the_page_exist() -> None:
    named = re.findall(r"`((?:tests|tools|ontology)/[\w./]+)`", PAGE.read_text("utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
