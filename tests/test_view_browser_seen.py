"""What a person sees is never blank, never covered, and as large as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from browser import click_node, place, shown, wait_until
from view_pages import small_picture, write_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser import Opened
    from careergraph.graph import CareerGraph

pytestmark = pytest.mark.browser

GO_AWAY = "() => careergraph.network.moveTo({position: {x: 90000, y: 0}})"


def written(graph: CareerGraph, folder: Path, **asked: Any) -> Path:  # noqa: ANN401 (as views take it)
    return graph.view(**asked).save(folder / "view.html")


def family_map(folder: Path) -> Path:
    """Write a map of two families with their names and frames."""
    picture = small_picture()
    for family, left in zip(picture["families"], (-700, 200), strict=True):
        family["frame"] = [left, -300, left + 500, 300]
        picture["nodes"].append(
            {
                "id": f"title+{family['id']}",
                "label": family["label"],
                "x": left + 250,
                "y": -280,
                "shape": "text",
                "font": {"size": 24},
                "about": {"class": "family", "name": family["label"], "family": family["id"]},
            }
        )
    picture["classes"] = [
        *picture["classes"],
        {"id": "family", "label": "family", "color": "#4a4f57", "dark": "#c3c8d0", "shape": "text"},
    ]
    picture["nodes"] = [n for n in picture["nodes"] if n["about"]["class"] in {"role", "family"}]
    return write_page(picture, folder / "map.html")


def in_view(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => {
              const box = document.getElementById("network").getBoundingClientRect();
              return careergraph.shown().every((id) => {
                const at = careergraph.place(id);
                return at.x >= 0 && at.y >= 0 && at.x <= box.width && at.y <= box.height;
              });
            }"""
        )
    )


# Never blank


def test_names_of_families_alone_are_nothing(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    page = open_page(family_map(tmp_path)).page
    assert "8 nodes and 8 links" in page.locator("#panel").inner_text()
    page.get_by_role("checkbox", name="role").uncheck()
    assert shown(page) == []
    nothing = page.locator("#nothing")
    assert "the filters hide everything" in nothing.inner_text()
    page.get_by_role("button", name="Physics").click()
    assert nothing.is_visible()
    nothing.get_by_role("button", name="Show all").click()
    assert nothing.is_hidden()
    assert len(shown(page)) == 10
    assert page.get_by_role("checkbox", name="family").count() == 0


def test_the_name_of_a_family_goes_with_its_last_role(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    page = open_page(family_map(tmp_path), "#hide=s:junior&hide=s:mid&hide=s:lead").page
    assert shown(page) == ["role/1", "role/7", "title+software", "title+data"]
    page.locator("#least").evaluate("(e) => { e.value = 80; e.dispatchEvent(new Event('input')); }")
    assert shown(page) == ["role/1", "title+software"]


def test_a_picture_that_was_moved_away_is_brought_back(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    nothing = page.locator("#nothing")
    assert nothing.is_hidden()
    for away in (GO_AWAY, "() => careergraph.network.moveTo({scale: 1e-4})"):
        page.evaluate(away)
        wait_until(page, "() => !document.getElementById('nothing').hidden")
        assert "Nothing is in view" in nothing.inner_text()
        nothing.get_by_role("button", name="Show all").click()
        wait_until(page, "() => document.getElementById('nothing').hidden")
        page.wait_for_timeout(500)
        assert in_view(page)


def test_forces_do_not_lose_the_picture(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    page.evaluate(GO_AWAY)
    page.get_by_role("button", name="Physics").click()
    for _ in range(4):
        page.wait_for_timeout(250)
        assert in_view(page)
    page.get_by_role("button", name="Put back").click()
    page.wait_for_timeout(500)
    assert in_view(page)


# Never covered

ROUTES = {"path": ("software engineer", "machine learning engineer"), "k": 3}


@pytest.mark.parametrize(
    ("asked", "viewport"),
    [
        (ROUTES, {"width": 1280, "height": 800}),
        (ROUTES, {"width": 390, "height": 780}),
        (
            {"path": ("software engineer", "lead machine learning engineer"), "k": 3},
            {"width": 1280, "height": 800},
        ),
        ({"ladder": "MLE"}, {"width": 1280, "height": 800}),
    ],
    ids=("routes", "narrow", "longer routes", "ladder"),
)
def test_no_label_covers_a_node_and_no_button_a_line(
    open_page: Callable[..., Opened],
    graph: CareerGraph,
    tmp_path: Path,
    asked: dict[str, Any],
    viewport: dict[str, int],
) -> None:
    page = open_page(written(graph, tmp_path, **asked), "#view=picture", viewport=viewport).page
    page.wait_for_timeout(300)
    covered = page.evaluate(
        """() => {
          const nodes = careergraph.shown().filter((id) => !id.startsWith("title+"))
            .map((id) => [id, careergraph.place(id)]);
          return careergraph.labels().flatMap((box) => nodes
            .filter(([, at]) => at.x > box.left && at.x < box.right
              && at.y > box.top && at.y < box.bottom)
            .map(([id]) => [box.name, id]));
        }"""
    )
    assert covered == []
    highest = page.evaluate(
        """() => Math.min(...Object.values(careergraph.network.body.edges)
          .flatMap((edge) => [0, 0.25, 0.5, 0.75, 1].map((part) => edge.edgeType.getPoint(part)))
          .map((at) => careergraph.network.canvasToDOM(at).y))"""
    )
    box = page.locator("#controls").bounding_box()
    stage = page.locator("#network").bounding_box()
    assert box is not None
    assert stage is not None
    assert stage["y"] + highest > box["y"] + box["height"]


# As large as there is room


def test_a_map_fills_its_stage_and_its_families_open(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    page = open_page(written(graph, tmp_path, all=True), reduced_motion="reduce").page
    covered = page.evaluate(
        """() => careergraph.labels().filter((box) => careergraph.shown()
          .filter((id) => !id.startsWith("title+")).map((id) => careergraph.place(id))
          .some((at) => at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom))
          .map((box) => box.name)"""
    )
    assert covered == []
    share = page.evaluate(
        """() => {
          const box = document.getElementById("network").getBoundingClientRect();
          const places = careergraph.shown().map((id) => careergraph.place(id));
          const extent = (axis) => Math.max(...places.map((at) => at[axis]))
            - Math.min(...places.map((at) => at[axis]));
          return Math.max(extent("x") / box.width, extent("y") / box.height);
        }"""
    )
    assert share > 0.75
    (name,) = page.evaluate("() => careergraph.labels().filter((box) => box.name === 'software')")
    before = page.evaluate("() => careergraph.network.getScale()")
    stage = page.locator("#network").bounding_box()
    assert stage is not None
    x, y = (name["left"] + name["right"]) / 2, (name["top"] + name["bottom"]) / 2
    page.mouse.click(stage["x"] + x, stage["y"] + y)
    # All names can be read before, so that the largest family grows less than it used to.
    assert page.evaluate("() => careergraph.network.getScale()") > 1.2 * before
    middle = place(page, "role/software-engineer")
    assert stage["x"] < middle[0] < stage["x"] + stage["width"]
    # So many families cannot be told apart by their colours: at first these show the pay.
    assert "pay unknown" in page.locator("#legend").inner_text()
    page.get_by_label("Colour roles by").select_option("family")
    assert page.url.endswith("#colour=family")
    assert "27 families" in page.locator("#legend").inner_text()


def test_tables_keep_to_their_width_whatever_they_hold(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    picture = small_picture()
    for node, name in zip(picture["nodes"], ("x" * 5000, "word " * 1000), strict=False):
        node["label"] = node["about"]["name"] = name
    picture["edges"][0]["about"]["name"] = "y" * 5000
    page = open_page(write_page(picture, tmp_path / "long.html"), "#view=table").page
    room = page.evaluate("() => document.getElementById('tables').clientWidth")
    for name in ("things", "links"):
        box = page.locator(f"#table-{name}").bounding_box()
        assert box is not None
        assert box["width"] <= room
        rows = page.locator(f"#table-{name} tbody tr").evaluate_all(
            "(rows) => rows.map((row) => row.offsetHeight)"
        )
        assert max(rows) < 700
        assert sorted(rows)[len(rows) // 2] < 160
    last = page.locator("#table-things thead th").last.bounding_box()
    stage = page.locator("#stage").bounding_box()
    assert last is not None
    assert stage is not None
    assert last["x"] + last["width"] <= stage["x"] + stage["width"]


# Said once, and only where it is true


def test_the_mark_of_what_is_editorial_stands_once(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    picture = small_picture()
    picture["edges"][1]["about"]["name"] = "promotion, ~editorial"
    page = open_page(write_page(picture, tmp_path / "marked.html"), "#e=move%201").page
    assert page.locator("#panel-title").inner_text() == "promotion, ~editorial"


def test_a_way_leads_between_roles_alone(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    click_node(page, "role/0")
    page.keyboard.down("Shift")
    click_node(page, "skill/0")
    page.keyboard.up("Shift")
    assert "not a role: a route leads from role to role" in page.locator("#banner").inner_text()
    click_node(page, "role/5")
    assert page.locator("#panel-title").inner_text() == "1 step"
    assert page.locator("#banner").is_hidden()
    page.keyboard.press("Escape")
    click_node(page, "skill/0")
    assert page.locator("#way-from").count() == 0


def test_what_is_tapped_stays_in_view_at_its_size(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    page = open_page(
        written(graph, tmp_path, **ROUTES),
        "#view=picture",
        viewport={"width": 390, "height": 780},
        has_touch=True,
    ).page
    scale = "() => careergraph.network.getScale()"
    before = page.evaluate(scale)
    role = f"route-2/role/{graph.paths(*ROUTES['path'], k=3)[1].roles[1].iri.rpartition('/')[2]}"
    page.touchscreen.tap(*place(page, role))
    page.wait_for_timeout(800)
    assert page.evaluate(scale) == pytest.approx(before)
    sheet = page.locator("#panel").bounding_box()
    assert sheet is not None
    x, y = place(page, role)
    assert 10 < x < 380
    assert y + 25 < sheet["y"]
