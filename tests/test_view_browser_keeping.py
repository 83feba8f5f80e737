"""A picture in a real browser: saving, printing, physics and narrow screens."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from browser import SVG, heading, place, save, shown, wait_until
from view_pages import small_picture, write_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser import Opened

pytestmark = pytest.mark.browser


# Saving


def test_png_holds_the_picture(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    svg = ET.fromstring(save(page, "Picture (SVG)")[1])  # noqa: S314 (made by the page under test)
    name, data = save(page, "Picture at double size (PNG)")
    assert name == "from-software-to-machine-learning.png"
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert abs(int.from_bytes(data[16:20]) - 2 * float(svg.attrib["width"])) <= 1
    assert abs(int.from_bytes(data[20:24]) - 2 * float(svg.attrib["height"])) <= 1
    assert len(data) > 10_000


def test_svg_holds_every_shown_node_as_text(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small, "#hide=c:degree").page
    name, data = save(page, "Picture (SVG)")
    assert name == "from-software-to-machine-learning.svg"
    root = ET.fromstring(data)  # noqa: S314 (made by the page under test)
    titles = {title.text for title in root.iter(f"{SVG}title")}
    assert "Skill number 5" in titles
    assert "Degree number 4" not in titles
    text = "".join(root.itertext())
    assert "Graph 0.1.0, 3f9a52c1d07be8a4" in text
    assert {"From software to machine learning", "requires", "~editorial", "skill"} <= {
        element.text for element in root.iter(f"{SVG}text")
    }
    assert "Moves in 310 careers" in text
    assert [element.tag for element in root.iter() if "script" in element.tag] == []


def test_json_holds_what_is_shown(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small, "#hide=c:degree").page
    name, data = save(page, "Data shown (JSON)")
    saved = json.loads(data)
    assert name == "from-software-to-machine-learning.json"
    assert saved["graph"] == {"version": "0.1.0", "hash": "3f9a52c1d07be8a4"}
    assert {node["class"] for node in saved["nodes"]} == {"role", "skill", "certification"}
    assert len(saved["sources"]) == 2


def test_paper_holds_what_is_seen_and_its_sources(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small, color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    sheet = page.locator("#print-sheet")
    picture, key = sheet.locator("> svg").all()
    assert picture.is_visible()
    assert key.is_visible()
    assert sheet.locator("table").count() == 0
    assert "requires" in sheet.inner_text()
    assert "~editorial" in sheet.inner_text()
    assert "Moves in 310 careers, Example Office, CC BY 4.0." in sheet.inner_text()
    assert sources_on_paper(page) == {('"["', '"]"')}, "two numbers side by side are two"
    assert page.locator("#bar").is_hidden()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    page.evaluate("() => { location.hash = 'view=table'; }")
    wait_until(page, "() => document.body.dataset.view === 'table'")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert sheet.locator("table").count() == 2


def sources_on_paper(page: Page) -> set[tuple[str, str]]:
    """Return what stands before and after the number of a source on paper."""
    found = page.evaluate("""() => {
      const mark = document.createElement("button");
      mark.className = "source-mark";
      document.getElementById("print-sheet").append(mark);
      return ["::before", "::after"].map((part) => getComputedStyle(mark, part).content);
    }""")
    return {tuple(found)}


# Physics


def test_physics_is_off_until_asked_for_and_places_come_back(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    before = page.evaluate("() => careergraph.network.getPositions()")
    page.wait_for_timeout(200)
    assert page.evaluate("() => careergraph.network.getPositions()") == before
    page.get_by_role("button", name="Physics").click()
    now = "() => careergraph.network.getPosition('role/0').x"
    wait_until(page, f"{now} !== {before['role/0']['x']}")
    page.get_by_role("button", name="Put back").click()
    assert page.evaluate("() => careergraph.network.getPositions()") == before


# Narrow screens with touch


def test_narrow_screen_with_touch(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(
        small,
        "#view=picture",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    ).page
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    panel = page.locator("#panel")
    assert not panel.is_visible()
    page.touchscreen.tap(*place(page, "role/5"))
    page.wait_for_timeout(700)
    assert heading(page) == "Machine Learning Engineer"
    box = panel.bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert box["y"] > 844 * 0.35
    at = page.evaluate("() => careergraph.place('role/5').y")
    top = page.locator("#network").bounding_box()
    assert top is not None
    assert top["y"] + at < box["y"]
    panel.get_by_role("button", name="Close the details").tap()
    page.wait_for_timeout(300)
    assert not panel.is_visible()
    page.get_by_role("button", name="Filters").tap()
    page.get_by_role("checkbox", name=re.compile("^skill")).tap()
    assert len(shown(page)) == 20


def test_touch_targets_are_large_enough(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(
        small, "#n=role/5", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).page
    small_ones = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, input")]
          .filter((one) => one.checkVisibility({visibilityProperty: true}))
          .map((one) => [one.closest("label") ?? one, one])
          .map(([one]) => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 60)])
          .filter(([height, html]) => height && height < 24 && !/source-mark|skip/.test(html))"""
    )
    assert small_ones == []


# Many links, less motion


def test_lines_of_a_large_picture_follow_and_keep_to_the_filters(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    picture = small_picture()
    line = picture["edges"][0]
    picture["edges"] = [
        line
        | {
            "id": f"line {number}",
            "to": f"role/{1 + number % 7}",
            "about": line["about"] | {"kind": "related" if number % 2 else "move"},
        }
        for number in range(1300)
    ]
    page = open_page(write_page(picture, tmp_path / "large.html"), "#hide=k:related").page
    wait_until(page, "() => Object.keys(careergraph.network.body.edges).length === 1300")
    hidden = page.evaluate(
        "() => Object.values(careergraph.network.body.edges).filter((e) => e.options.hidden).length"
    )
    assert hidden == 650


def test_less_motion_moves_at_once(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small, reduced_motion="reduce").page
    page.locator("#search").fill("staff engineer")
    page.keyboard.press("Enter")
    middle, node = page.evaluate(
        "() => [careergraph.network.getViewPosition(), careergraph.network.getPosition('role/2')]"
    )
    assert abs(middle["x"] - node["x"]) + abs(middle["y"] - node["y"]) < 2
