"""The example page and the screenshots in the documentation."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from make_pictures import make_example  # noqa: E402 (the path comes first)

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


def page_data(page: bytes) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """Return the data that a page shows, without its scripts and styles."""
    element = rb'<script type="application/json" id="page-data">(.*?)</script>'
    found = re.search(element, page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_example_page_shows_what_the_command_shows(graph: CareerGraph) -> None:
    saved = page_data((ROOT / "docs" / "example.html").read_bytes())
    is_same = saved == page_data(make_example(graph))
    assert is_same, "docs/example.html shows other data: run `make pictures`"
