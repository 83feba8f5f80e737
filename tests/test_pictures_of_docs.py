"""The example page and the screenshots in the documentation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from make_pictures import make_example  # noqa: E402 (the path comes first)

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


def test_example_page_is_what_the_command_makes(graph: CareerGraph) -> None:
    is_same = (ROOT / "docs" / "example.html").read_bytes() == make_example(graph)
    assert is_same, "docs/example.html is not up to date: run `make pictures`"


def test_screenshots_are_there_and_small() -> None:
    images = sorted((ROOT / "docs" / "images").glob("*.png"))
    assert [image.stem for image in images] == ["map", "role", "routes"]
    assert all(10_000 < image.stat().st_size < 200_000 for image in images)
