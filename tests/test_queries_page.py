"""``docs/queries.md`` lists the queries that are there."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from queries_page import PAGE, queries_page


def test_the_page_lists_the_queries_that_are_there() -> None:
    assert PAGE.read_text("utf-8") == queries_page(), (
        "docs/queries.md is old. Run `.venv/bin/python tools/queries_page.py`."
    )
