"""axe-core finds nothing wrong with a picture, whatever is chosen and at any width."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from browser import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser import Opened
    from careergraph.graph import CareerGraph

pytestmark = pytest.mark.browser

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
ROLE = {"title": "data scientist"}
PATH = {"path": ("data analyst", "data scientist"), "k": 2}
QUERY = """
PREFIX cg: <https://w3id.org/careergraph/ont#>
CONSTRUCT { ?source cg:promotesTo ?target } WHERE { ?source cg:promotesTo ?target } LIMIT 30
"""
CASES: list[tuple[dict[str, Any], dict[str, Any], tuple[str, ...]]] = [
    (ROLE, {"viewport": WIDE}, ("", "#n=role%2Fdata-analyst", "#view=table")),
    (ROLE, {"viewport": PHONE, "color_scheme": "dark"}, ("", "#e=e3&view=picture")),
    (PATH, {"viewport": WIDE, "color_scheme": "dark"}, ("", "#route=2", "#route=1&view=picture")),
    (PATH, {"viewport": PHONE}, ("#route=1", "#view=table")),
    ({"family": "data"}, {"viewport": {"width": 1024, "height": 768}}, ("", "#colour=evidence")),
    ({**PATH, "handout": True}, {"viewport": WIDE}, ("",)),
    ({**ROLE, "handout": True}, {"viewport": PHONE}, ("",)),
    ({**ROLE, "depth": 2}, {"viewport": WIDE}, ("", "#e=e3", "#view=table")),
    ({"all": True}, {"viewport": WIDE, "color_scheme": "dark"}, ("", "#min=0.75&colour=family")),
    ({"skill": "SQL"}, {"viewport": PHONE}, ("", "#view=picture", "#view=table")),
    ({"ladder": "software engineer"}, {"viewport": WIDE}, ("", "#view=table")),
    ({"query": QUERY}, {"viewport": PHONE}, ("", "#view=picture")),
]


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong."""
    result = page.evaluate("() => axe.run()")
    return [
        f"{found['id']}: {node['html'][:120]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize(
    ("asked", "options", "fragments"),
    CASES,
    ids=[
        *("role", "role-phone", "path", "path-phone", "family", "handout", "handout-phone"),
        *("depth", "map", "skill-phone", "ladder", "query-phone"),
    ],
)
def test_axe_finds_nothing(
    open_page: Callable[..., Opened],
    graph: CareerGraph,
    tmp_path: Path,
    asked: dict[str, Any],
    options: dict[str, Any],
    fragments: tuple[str, ...],
) -> None:
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-playwright-python is not installed")
    file = graph.view(**asked).save(tmp_path / "view.html")
    page = open_page(file, reduced_motion="reduce", **options).page
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    for fragment in fragments:
        page.evaluate("(part) => { location.hash = part; }", fragment)
        wait_until(page, f"() => careergraph.fragment() === {fragment.lstrip('#')!r}")
        page.wait_for_timeout(300)
        assert violations(page) == [], fragment
