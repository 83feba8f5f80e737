"""``docs/profiles/`` shows the profiles that are in the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from profile_tables import FOLDER, profile_pages

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


def test_the_tables_are_those_of_the_graph(graph: CareerGraph) -> None:
    written = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    assert written == profile_pages(graph), (
        "docs/profiles/ is old. Run `.venv/bin/python tools/profile_tables.py`."
    )
