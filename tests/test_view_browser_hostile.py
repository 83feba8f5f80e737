"""Foreign and hostile data in a real browser: nothing in it runs or breaks the page."""

from __future__ import annotations

import copy
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from browser import SVG, click_node, heading, save, shown, wait_until
from view_pages import small_picture, write_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser import Opened

pytestmark = pytest.mark.browser


EVIL = (
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    "<!--<script>",
    "]]><svg onload=window.hacked=1>",
    "\u2028\u2029 line ends",
    "\u202eright to left\u202c مهندس برمجيات",
    "👩🏽‍🚀 " * 30,
    "x" * 5000,
    "\u0000\u001b[31m\ud7ff\ufffe",
    "{{ 7 * 7 }} ${window.hacked=1} '\"`",
)


def hostile_picture() -> dict[str, Any]:
    picture = copy.deepcopy(small_picture())
    evil = "".join(EVIL[:4])
    for place, node in enumerate(picture["nodes"]):
        text = EVIL[place % len(EVIL)]
        node["label"] = text
        node["title"] = text
        node["about"] |= {
            "name": text,
            "aliases": [text, "javascript:alert(1)"],
            "facts": [{"name": text, "value": text, "sources": [0, 99, "x", -1]}],
            "links": [
                {"label": text, "url": "javascript:window.hacked=1"},
                {"label": text, "url": "data:text/html,<script>window.hacked=1</script>"},
                {"label": text, "url": f"https://example.org/?{text[:50]}"},
            ],
            "iri": "javascript:window.hacked=1//",
        }
    for place, edge in enumerate(picture["edges"]):
        edge["about"]["name"] = edge["title"] = edge["label"] = EVIL[place % len(EVIL)][:200]
    for name in ("classes", "families", "seniorities", "grades", "kinds"):
        for one in picture[name]:
            one["label"] = evil
    for source in picture["sources"]:
        source.update(
            dict.fromkeys(("title", "publisher", "licence", "attribution", "date"), evil),
            url="javascript:window.hacked=1",
        )
    picture |= {"title": evil + "../../etc/passwd", "subtitle": evil, "size": evil}
    picture |= {"notices": list(EVIL), "graph": {"version": evil, "hash": evil}}
    picture["axis"] = {"label": evil, "ticks": [{"x": 0, "label": evil}]}
    picture["routes"] = [{"label": evil, "nodes": ["role/0", evil], "edges": [evil, "move 0"]}]
    return picture


def test_hostile_text_never_runs(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    page = open_page(write_page(hostile_picture(), tmp_path / "hostile.html")).page
    for key in ("role/0", "role/1", "skill/10", "certification/8"):
        page.evaluate("(key) => { location.hash = `n=${encodeURIComponent(key)}`; }", key)
        wait_until(page, "() => careergraph.focused() !== null")
        page.locator("#panel button.why").first.click()
    page.mouse.move(700, 400)
    click_node(page, "role/4")
    page.locator("#search").fill("<img")
    assert page.get_by_role("option").count() > 0
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Routes").get_by_role("button").last.click()
    page.get_by_role("button", name="Table", exact=True).click()
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.get_by_role("button", name="Picture", exact=True).click()
    addresses = page.evaluate("() => [...document.querySelectorAll('a[href]')].map((a) => a.href)")
    assert all(address.startswith("https://example.org/") for address in addresses)
    assert page.evaluate("() => document.querySelectorAll('img, iframe, object').length") == 0
    assert page.evaluate("() => document.scripts.length") == 3
    assert page.evaluate("() => window.hacked") is None


def test_hostile_text_is_saved_as_text(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    page = open_page(write_page(hostile_picture(), tmp_path / "hostile.html")).page
    for button, ending in (("(PNG)", ".png"), ("(SVG)", ".svg"), ("(JSON)", ".json")):
        name, data = save(page, button)
        assert re.fullmatch(r"[a-z0-9-]{1,60}\.(png|svg|json)", name)
        assert name.endswith(ending)
        if ending == ".svg":
            root = ET.fromstring(data)  # noqa: S314 (made by the page under test)
            tags = {element.tag.removeprefix(SVG) for element in root.iter()}
            assert tags <= {
                "svg", "title", "defs", "marker", "path", "rect", "circle", "text", "tspan"
            }  # fmt: skip
            assert not [key for one in root.iter() for key in one.attrib if key.startswith("on")]


def foreign_picture(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Any]:
    return small_picture() | {"nodes": nodes, "edges": edges, "routes": [], "sources": []}


def test_nodes_added_by_hand(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    nodes = [
        {"id": 1, "label": "one", "shape": "dot", "color": "#97c2fc", "title": "<b>first</b>"},
        {"id": 2, "label": "two", "shape": "box"},
        {"id": "x", "label": "three", "shape": "star", "font": {"color": "red"}},
        {"id": "y"},
    ]
    edges = [{"from": 1, "to": 2}, {"from": 2, "to": "x", "arrows": "to", "title": "goes"}]
    page = open_page(write_page(foreign_picture(nodes, edges), tmp_path / "foreign.html")).page
    assert shown(page) == ["1", "2", "x", "y"]
    click_node(page, "1")
    assert heading(page) == "one"
    assert "<b>first</b>" in page.locator("#panel").inner_text()
    assert "Other link" in page.locator("#legend").inner_text()


def test_doubled_ids_and_pictures_from_elsewhere(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    nodes = [
        {"id": 1, "label": "first"},
        {"id": 1, "label": "second"},
        {"id": "1", "label": "third"},
        {"id": 2, "label": "a picture", "shape": "image", "image": "https://example.org/a.png"},
        {"id": 3, "label": "none", "shape": "circularImage"},
    ]
    edges = [
        {"id": "e", "from": 1, "to": 2},
        {"id": "e", "from": 2, "to": 1},
        {"from": "2", "to": "3", "arrows": {"to": {"enabled": True}}},
        {"from": 1, "to": "nobody"},
    ]
    page = open_page(write_page(foreign_picture(nodes, edges), tmp_path / "doubled.html")).page
    assert shown(page) == ["1", "2", "3"]
    click_node(page, "1")
    assert heading(page) == "first"
    page.get_by_role("button", name="Table", exact=True).click()
    assert page.locator("#table-links tbody tr").count() == 2


@pytest.mark.parametrize(
    ("count", "pairs"),
    [
        (0, []),
        (1, []),
        (1, [(0, 0), (0, 0)]),
        (4, [(0, 1), (2, 3)]),
        (2, [(0, 1), (0, 1), (0, 1), (1, 0)]),
    ],
)
def test_odd_graphs(
    open_page: Callable[..., Opened], tmp_path: Path, count: int, pairs: list[tuple[int, int]]
) -> None:
    picture = small_picture()
    nodes = picture["nodes"][:count]
    edges = [
        picture["edges"][0] | {"id": f"e{place}", "from": f"role/{a}", "to": f"role/{b}"}
        for place, (a, b) in enumerate(pairs)
    ]
    page = open_page(write_page(foreign_picture(nodes, edges), tmp_path / "odd.html")).page
    assert len(shown(page)) == count
    assert page.locator("#nothing").is_visible() is (count == 0)
    if count:
        click_node(page, "role/0")
        assert heading(page) == "Software Engineer"
        assert len(page.evaluate("() => careergraph.labels()")) >= 1
    name, data = save(page, "Picture (SVG)")
    assert name.endswith(".svg")
    assert ET.fromstring(data).tag == f"{SVG}svg"  # noqa: S314 (made by the page under test)
