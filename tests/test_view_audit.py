"""An audit of each kind of picture: labels, what they cover and open, targets and contrast."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from browser import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser import Opened
    from careergraph.graph import CareerGraph
    from careergraph.picture import CareerView

pytestmark = pytest.mark.browser

QUERY = """
PREFIX cg: <https://w3id.org/careergraph/ont#>
CONSTRUCT { ?source cg:promotesTo ?target } WHERE { ?source cg:promotesTo ?target } LIMIT 30
"""
BLOCKS = """
PREFIX cg: <https://w3id.org/careergraph/ont#>
PREFIX id: <https://w3id.org/careergraph/id/>
CONSTRUCT { ?before cg:transitionsTo ?role . ?role cg:requiresSkill ?skill } WHERE {
  VALUES ?role { <https://w3id.org/careergraph/id/role/data-scientist> }
  { ?before cg:transitionsTo ?role } UNION { ?role cg:requiresSkill ?skill }
}
"""
WIDE, TABLET = {"width": 1440, "height": 900}, {"width": 1024, "height": 768}
PATH = ("software engineer", "lead machine learning engineer")


class Kind(NamedTuple):
    """A kind of picture, and the share of its nodes (0..1) that must be named at first sight."""

    asked: dict[str, Any]
    named: float
    fragment: str = ""


KINDS = {
    "role": Kind({"title": "data scientist"}, 0.9),
    "occupation": Kind({"title": "registered nurse"}, 0.9),
    "depth": Kind({"title": "data scientist", "depth": 2}, 0.9),
    "compact": Kind({"title": "data scientist", "compact": True}, 0.9),
    "route": Kind({"path": PATH}, 0.9, "#view=picture"),
    "routes": Kind({"path": PATH, "k": 8}, 0.9, "#view=picture"),
    "pareto": Kind({"pareto": PATH}, 0.9, "#view=picture"),
    "skill": Kind({"skill": "Python"}, 0.95),
    "ladder": Kind({"ladder": "software engineer"}, 0.9),
    "query": Kind({"query": QUERY}, 0.9),
    "blocks": Kind({"query": BLOCKS}, 0.9),
    "family": Kind({"family": "data"}, 0.95),
    # A map names its families and their largest roles; the others when one zooms in.
    "map": Kind({"all": True}, 0.1),
}
NODES = """() => careergraph.shown().filter((id) => !id.startsWith("title+"))"""


def draw(graph: CareerGraph, asked: dict[str, Any]) -> CareerView:
    """Return the picture that is asked for; trade-offs are found before they are drawn."""
    if ends := asked.get("pareto"):
        return graph.view(path=graph.pareto(*ends))
    return graph.view(**asked)


def share_named(page: Page) -> float:
    """Return the share of nodes whose labels are drawn."""
    named = page.evaluate(f"""() => {{
      const all = new Set(({NODES})());
      return careergraph.labels().filter((box) => all.has(box.id)).length / all.size;
    }}""")
    return float(named)


def covered(page: Page) -> list[list[str]]:
    """Return labels that lie over the middle of another node, with that node."""
    found: list[list[str]] = page.evaluate(f"""() => {{
      const nodes = ({NODES})().map((id) => [id, careergraph.place(id)]);
      return careergraph.labels().flatMap((box) => nodes
        .filter(([id, at]) => id !== box.id && at.x > box.left && at.x < box.right
          && at.y > box.top && at.y < box.bottom)
        .map(([id]) => [box.name, id]));
    }}""")
    return found


def labels_of(page: Page) -> list[dict[str, Any]]:
    """Return the labels that are drawn, without those of groups and families."""
    labels: list[dict[str, Any]] = page.evaluate("() => careergraph.labels()")
    return [label for label in labels if not label["id"].startswith("title+")]


def open_by_label(page: Page, label: dict[str, Any]) -> str:
    """Click the middle of a label and return the id of the node that opens."""
    stage = page.locator("#network").bounding_box()
    assert stage is not None
    x = stage["x"] + (label["left"] + label["right"]) / 2
    y = stage["y"] + (label["top"] + label["bottom"]) / 2
    page.mouse.click(x, y)
    opened = page.evaluate("() => new URLSearchParams(careergraph.fragment()).get('n')")
    return str(opened)


@pytest.mark.parametrize("name", KINDS)
def test_labels_name_nodes_cover_none_and_open_their_own(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path, name: str
) -> None:
    kind = KINDS[name]
    file = draw(graph, kind.asked).save(tmp_path / "view.html")
    page = open_page(file, kind.fragment, viewport=WIDE, reduced_motion="reduce").page
    page.wait_for_timeout(200)
    assert share_named(page) >= kind.named
    assert covered(page) == []
    named = [label["id"] for label in labels_of(page)]
    opened = 0
    for node in named[:: max(1, len(named) // 5)]:
        # The panel that opens takes a part of the width.
        if page.get_by_role("button", name="Close the details").is_visible():
            page.get_by_role("button", name="Close the details").click()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Fit", exact=True).click()
        page.wait_for_timeout(100)
        label = next((label for label in labels_of(page) if label["id"] == node), None)
        if label is not None:
            assert open_by_label(page, label) == node
            opened += 1
    assert opened >= min(4, len(named))


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        *((name, "light") for name in (*KINDS, "handout")),
        *((name, "dark") for name in ("role", "routes", "map")),
    ],
)
def test_targets_are_large_and_text_has_contrast(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path, name: str, scheme: str
) -> None:
    """At least 24 pixels (or as far apart), and a contrast of 4.5: axe's rules of WCAG 2.2 AA."""
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-playwright-python is not installed")
    asked = {"path": PATH, "handout": True} if name == "handout" else KINDS[name].asked
    file = draw(graph, asked).save(tmp_path / "view.html")
    size = WIDE if scheme == "light" else TABLET
    page = open_page(file, viewport=size, color_scheme=scheme, reduced_motion="reduce").page
    wait_until(page, "() => document.readyState === 'complete'")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    result = page.evaluate(
        "() => axe.run({runOnly: {type: 'rule', values: ['target-size', 'color-contrast']}})"
    )
    assert {rule["id"] for rule in result["passes"]} == {"target-size", "color-contrast"}
    assert [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ] == []


def test_the_largest_roles_of_a_map_are_named_at_any_width(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view(all=True)
    largest = max(view.picture.nodes, key=lambda node: node.size * (node.category == "role"))
    file = view.save(tmp_path / "map.html")
    for size in (WIDE, TABLET):
        page = open_page(file, viewport=size, reduced_motion="reduce").page
        named = f"() => careergraph.labels().some((label) => label.id === '{largest.id}')"
        wait_until(page, named)


def test_moves_both_ways_are_one_line(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    file = graph.view("data scientist").save(tmp_path / "role.html")
    page = open_page(file, viewport=WIDE, reduced_motion="reduce").page
    pairs = page.evaluate("""() => Object.values(careergraph.network.body.edges)
      .filter((edge) => !edge.options.hidden)
      .map((edge) => [edge.fromId, edge.toId].sort().join(" "))""")
    assert pairs
    assert len(set(pairs)) == len(pairs)


def test_on_a_map_counts_follow_the_filters(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view(family="data")
    page = open_page(view.save(tmp_path / "map.html"), viewport=WIDE).page
    page.locator("#legend summary").filter(has_text="Family").click()

    def counts(name: str) -> dict[str, int]:
        boxes = page.locator(f"#legend label:has([data-filter={name}])").all_inner_texts()
        rows = [text.strip().split("\n") for text in boxes]
        return {row[0]: int(row[-1].replace(",", "")) for row in rows}

    def roles_shown() -> int:
        return len([one for one in page.evaluate("() => careergraph.shown()") if "+" not in one])

    before = counts("f")
    assert sum(before.values()) == roles_shown() == len(view.nodes) - len(view.picture.families)
    page.locator("#least").evaluate("(e) => { e.value = 75; e.dispatchEvent(new Event('input')); }")
    kept = roles_shown()
    least = sorted(node.importance for node in view.picture.nodes if node.importance is not None)
    assert kept == len([one for one in least if one >= 0.75]) < len(least) / 3
    assert sum(counts("f").values()) == kept
    assert counts("f") != before
    lines = counts("k")
    page.locator("#legend [data-filter=k]").first.uncheck()
    first = next(iter(lines))
    assert counts("k")[first] == lines[first], "what switching it on again would bring back"
