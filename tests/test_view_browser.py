"""Pages of pictures in a real browser, opened as files, with the network refused."""

from __future__ import annotations

import copy
import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from browser import wait_until
from view_pages import ROLES, route_picture, small_picture, write_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from browser import Opened

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(small_picture(), tmp_path_factory.mktemp("pages") / "small.html")


@pytest.fixture(scope="module")
def route(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(route_picture(), tmp_path_factory.mktemp("pages") / "route.html")


def shown(page: Page) -> list[str]:
    return list(page.evaluate("() => careergraph.shown()"))


def focused(page: Page) -> set[str] | None:
    keys = page.evaluate("() => careergraph.focused()")
    return None if keys is None else set(keys)


def click_node(page: Page, node: str, *, tap: bool = False) -> None:
    """Click where a node is drawn."""
    page.evaluate("() => new Promise(requestAnimationFrame)")
    at = page.evaluate(
        """(id) => {
          const box = document.getElementById("network").getBoundingClientRect();
          const at = careergraph.place(id);
          return [box.left + at.x, box.top + at.y];
        }""",
        node,
    )
    if tap:
        page.touchscreen.tap(*at)
    else:
        page.mouse.click(*at)


def heading(page: Page) -> str:
    return page.locator("#panel-title").inner_text()


# The first view


def test_picture_draws_every_node_and_no_label_overlaps(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    boxes = page.evaluate("() => careergraph.labels()")
    assert len(shown(page)) == 40
    assert {name for name, *_ in ROLES} <= {box["name"] for box in boxes}
    assert len(boxes) >= 20
    for place, one in enumerate(boxes):
        for other in boxes[:place]:
            assert (
                one["left"] >= other["right"]
                or one["right"] <= other["left"]
                or one["top"] >= other["bottom"]
                or one["bottom"] <= other["top"]
            ), (one, other)


def test_picture_names_version_sources_and_what_was_cut(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    assert page.locator("h1").inner_text() == "From software to machine learning"
    assert "careergraph 0.1.0 · graph 3f9a52c1d07b" in page.locator("#foot").inner_text()
    panel = page.locator("#panel").inner_text()
    assert "Moves in 310 careers, Example Office, CC BY 4.0." in panel
    assert "3f9a52c1d07be8a4" in panel
    assert "Cut by importance: 40 of 52 nodes are shown." in panel
    assert "~editorial" in page.locator("#legend").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_and_text_keeps_its_contrast(
    open_page: Callable[..., Opened], small: Path, scheme: str
) -> None:
    page = open_page(small, color_scheme=scheme).page
    ratios = page.evaluate(
        """() => {
          const light = (text) => {
            const parts = text.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
              .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
          };
          const ground = (element) => {
            for (let at = element; at; at = at.parentElement) {
              const colour = getComputedStyle(at).backgroundColor;
              if (!/rgba\\(.*, 0\\)/.test(colour)) return colour;
            }
          };
          const found = [];
          for (const element of document.querySelectorAll("body *")) {
            if (![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
            if (!element.checkVisibility() || element.closest("script, svg, .unseen")) continue;
            const pair = [getComputedStyle(element).color, ground(element)].map(light);
            found.push([(Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05), element.outerHTML.slice(0, 80)]);
          }
          return [getComputedStyle(document.body).backgroundColor, found];
        }"""
    )
    paper, found = ratios
    assert paper == ("rgb(251, 250, 247)" if scheme == "light" else "rgb(20, 23, 27)")
    assert len(found) > 40
    assert [one for one in found if one[0] < 4.5] == []


def test_scheme_changed_while_open_repaints(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    node = "() => careergraph.network.body.nodes['role/0'].options.color.background"
    assert page.evaluate(node) == "#0072b2"
    page.emulate_media(color_scheme="dark")
    wait_until(page, node.replace("background", "background === '#56b4e9'"))


# Choosing


def test_click_opens_a_node_with_its_sources(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    click_node(page, "role/5")
    panel = page.locator("#panel")
    assert heading(page) == "Machine Learning Engineer"
    text = panel.inner_text()
    assert "Also: ML engineer" in text
    assert "USD 80,000 to 160,000 a year (US, 2024)" in text
    link = panel.get_by_role("link", name="Moves in 310 careers")
    assert link.get_attribute("href") == "https://example.org/moves"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"
    assert focused(page) == {"role/0", "role/4", "role/5", "role/6"} | {
        f"{kind}/{index}"
        for kind, index in (
            ("skill", 5),
            ("certification", 13),
            ("skill", 21),
            ("degree", 29),
        )
    }


def test_link_of_a_node_tells_why(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    click_node(page, "role/1")
    page.get_by_role("button", name="About the link: promotion, our judgement").click()
    assert heading(page) == "~promotion, our judgement"
    assert "Evidence: ~editorial" in page.locator("#panel").inner_text()
    assert focused(page) == {"role/1", "role/2"}


def test_pointing_at_a_node_lifts_its_neighbours(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    at = page.evaluate(
        """() => {
          const box = document.getElementById("network").getBoundingClientRect();
          const at = careergraph.place("role/2");
          return [box.left + at.x, box.top + at.y];
        }"""
    )
    page.mouse.move(*at)
    assert "role/1" in (focused(page) or ())
    page.mouse.move(at[0], at[1] + 300)
    assert focused(page) is None


def test_empty_place_clears_the_choice(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    click_node(page, "role/5")
    page.locator("#network").click(position={"x": 15, "y": 15})
    assert heading(page) == "From software to machine learning"
    assert focused(page) is None


# Search and keyboard


def test_search_by_alias_with_the_keyboard(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    page.keyboard.press("/")
    page.keyboard.type("ml eng")
    options = page.get_by_role("option")
    assert options.count() == 1
    assert "Machine Learning Engineer" in options.first.inner_text()
    page.keyboard.press("Enter")
    assert heading(page) == "Machine Learning Engineer"
    page.wait_for_timeout(500)
    centre = page.evaluate("() => careergraph.network.getViewPosition()")
    node = page.evaluate("() => careergraph.network.getPosition('role/5')")
    assert abs(centre["x"] - node["x"]) < 2
    assert abs(centre["y"] - node["y"]) < 2


def test_arrows_choose_among_results_and_escape_clears(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    page.keyboard.press("/")
    page.keyboard.type("scientist")
    assert page.locator("[role=option][aria-selected=true]").inner_text().startswith("Data Sci")
    page.keyboard.press("ArrowDown")
    assert page.locator("[role=option][aria-selected=true]").inner_text().startswith("Research")
    active = page.locator("#search").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    assert page.locator("#found").is_hidden()


def test_search_for_nothing_says_so(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    page.locator("#search").fill("zzz")
    assert page.locator("#found").inner_text() == "Nothing of that name here"
    page.keyboard.press("Enter")
    assert heading(page) == "From software to machine learning"


def test_found_though_filtered_out_is_shown_again(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small, "#hide=c:skill").page
    page.locator("#search").fill("skill number 5")
    page.keyboard.press("Enter")
    assert heading(page) == "Skill number 5"
    assert "skill/5" in shown(page)


def test_picture_by_keyboard_alone(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    page.locator("#network").focus()
    page.keyboard.press("ArrowRight")
    assert heading(page) == "Software Engineer"
    page.keyboard.press("ArrowRight")
    assert heading(page) != "Software Engineer"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert heading(page) == "From software to machine learning"


def test_everything_by_tab_has_a_name_and_a_visible_focus(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => {
              const at = document.activeElement;
              const label = at.getAttribute("aria-label") || at.closest("label")?.innerText
                || at.labels?.[0]?.innerText || at.innerText || at.title || "";
              return [`${at.tagName} ${label}`, getComputedStyle(at).outlineStyle];
            }"""
        )
        if name.startswith("BODY"):
            break
        seen.append(name)
        assert outline != "none", name
    assert all(re.search(r"\w", name.split(" ", 1)[1]) for name in seen if "+" not in name), seen
    assert "INPUT Search names and aliases" in seen
    assert len(seen) > 20


# Filters


def test_legend_filters_by_class_and_says_how_many_are_left(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    page.get_by_role("checkbox", name=re.compile(r"^skill")).uncheck()
    assert not [key for key in shown(page) if key.startswith("skill")]
    page.wait_for_timeout(60)
    assert page.locator("#live").inner_text() == "20 of 40 nodes shown"
    hidden = page.evaluate("() => careergraph.network.body.nodes['skill/5'].options.hidden")
    assert hidden is True
    page.get_by_role("button", name="Reset filters").click()
    assert len(shown(page)) == 40


@pytest.mark.parametrize(
    ("fragment", "gone", "kept"),
    [
        ("#hide=f:data", {"role/3", "role/5"}, {"role/0", "role/1"}),
        ("#hide=s:lead", {"role/2", "role/6"}, {"role/0", "role/7"}),
        ("#hide=k:requires", {"skill/5", "degree/4"}, {"role/2"}),
        ("#hide=g:editorial", {"skill/0", "certification/3"}, {"role/0", "skill/5"}),
        ("#min=0.75", {"role/3", "skill/5"}, {"role/0", "certification/13"}),
    ],
)
def test_filters_by_every_side(
    open_page: Callable[..., Opened], small: Path, fragment: str, gone: set[str], kept: set[str]
) -> None:
    left = set(shown(open_page(small, fragment).page))
    assert not gone & left
    assert kept <= left


def test_only_shows_one_class(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    page.get_by_role("button", name="Only role").click()
    assert shown(page) == [f"role/{index}" for index in range(8)]


def test_filters_that_leave_nothing_say_so(open_page: Callable[..., Opened], small: Path) -> None:
    every = "&".join(f"hide=c:{name}" for name in ("role", "skill", "certification", "degree"))
    page = open_page(small, f"#{every}").page
    assert page.locator("#nothing").is_visible()
    page.locator("#reset-nothing").click()
    assert page.locator("#nothing").is_hidden()
    assert len(shown(page)) == 40


def test_importance_slider_by_keyboard(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    page.locator("#least").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert page.locator("#least-value").inner_text() == "20 %"
    assert "min=0.2" in page.url
    assert "skill/0" not in shown(page)


# Ways and routes


def test_way_between_two_clicked_roles(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    click_node(page, "role/3")
    page.locator("#way-from").click()
    assert "choose where to" in page.locator("#banner").inner_text()
    click_node(page, "role/6")
    assert page.locator("#way-text").inner_text() == (
        "3 steps from Data Analyst to Lead Machine Learning Engineer: the fewest over what is shown."
    )
    assert focused(page) == {"role/3", "role/4", "role/5", "role/6"}
    assert page.locator("#banner").is_hidden()


def test_no_way_says_so_and_filters_count(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small, "#from=role/2&to=role/0").page
    text = "There is no way from Staff Engineer to Software Engineer over what is shown."
    assert page.locator("#way-text").inner_text() == text
    page.get_by_role("button", name="Other way round").click()
    assert heading(page) == "2 steps"
    page.get_by_role("checkbox", name=re.compile("~editorial")).uncheck()
    assert heading(page) == "No way"


def test_way_by_shift_click_takes_an_undirected_link_both_ways(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    click_node(page, "role/7")
    page.keyboard.down("Shift")
    click_node(page, "role/5")
    page.keyboard.up("Shift")
    assert heading(page) == "2 steps"


def test_routes_are_picked_and_the_axis_is_drawn(
    open_page: Callable[..., Opened], route: Path
) -> None:
    page = open_page(route).page
    page.get_by_role("button", name="1: by machine learning, 4 years").click()
    assert focused(page) == {"role/0", "role/5", "role/6", "skill/5"}
    assert "With this step: 1" in page.locator("#panel").inner_text()
    assert page.url.endswith("#route=1")
    pixel = """() => {
      const canvas = document.querySelector("#network canvas");
      const y = canvas.height - Math.round(40 * canvas.height / canvas.clientHeight);
      return [...canvas.getContext("2d").getImageData(3, y, 1, 1).data.slice(0, 3)];
    }"""
    assert page.evaluate(pixel) == [91, 99, 110]
    page.get_by_role("button", name="All", exact=True).click()
    assert focused(page) is None


# Address and history


def test_back_and_forward_keep_what_was_chosen(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    click_node(page, "role/5")
    page.get_by_role("checkbox", name=re.compile("^degree")).uncheck()
    page.go_back()
    wait_until(page, "() => careergraph.shown().length === 40")
    assert heading(page) == "Machine Learning Engineer"
    page.go_back()
    wait_until(page, "() => careergraph.focused() === null")
    page.go_forward()
    wait_until(page, "() => careergraph.focused() !== null")
    assert heading(page) == "Machine Learning Engineer"


def test_fragment_brings_all_back(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small, "#n=role%2F5&hide=c%3Adegree&min=0.1&view=table").page
    assert heading(page) == "Machine Learning Engineer"
    assert page.locator("#table-things").is_visible()
    assert page.locator("#least-value").inner_text() == "10 %"
    assert "degree/4" not in shown(page)


@pytest.mark.parametrize(
    "fragment",
    [
        "#n=nobody&e=nothing&from=role/1&to=nobody&route=99&hide=c:nothing&hide=zz&min=2",
        "#%E0%A4%A&n=%",
        "#hide=constructor:x&hide=__proto__&hide=c&n=__proto__",
        "#" + "n=" + "x" * 50_000,
        "#min=NaN&min=-1&view=<script>",
    ],
)
def test_bad_fragments_are_ignored(
    open_page: Callable[..., Opened], small: Path, fragment: str
) -> None:
    page = open_page(small, fragment).page
    assert len(shown(page)) == 40
    assert heading(page) == "From software to machine learning"


# Table


def test_table_holds_the_same_and_follows_filters(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    assert page.locator("#table-things tbody tr").count() == 40
    assert page.locator("#table-links tbody tr").count() == 40
    assert page.locator("#table-things caption").inner_text() == "Nodes: 40 of 40 shown"
    page.get_by_role("checkbox", name=re.compile("^role")).uncheck()
    assert page.locator("#table-things tbody tr").count() == 32
    assert page.locator("#table-links tbody tr").count() == 0


def test_table_sorts_by_a_column_and_opens_a_row(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small, "#view=table").page
    header = page.locator("#table-things thead").get_by_role("button", name="Importance")
    header.press("Enter")
    page.locator("#table-things thead").get_by_role("button", name="Importance").press("Enter")
    first = page.locator("#table-things tbody tr").first
    assert "100 %" in first.inner_text()
    column = page.locator("#table-things th[aria-sort]")
    assert column.get_attribute("aria-sort") == "descending"
    first.get_by_role("button").click()
    assert heading(page) == "Software Engineer"


# Saving


def save(page: Page, button: str) -> tuple[str, bytes]:
    page.locator("#save summary").click()
    with page.expect_download() as expected:
        page.get_by_role("button", name=button).click()
    return expected.value.suggested_filename, expected.value.path().read_bytes()


def test_png_holds_the_picture(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    name, data = save(page, "Picture as shown (PNG)")
    assert name == "from-software-to-machine-learning.png"
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(data[16:20]) == page.evaluate(
        "() => document.querySelector('#network canvas').width"
    )
    assert len(data) > 10_000


def test_svg_holds_every_shown_node_as_text(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small, "#hide=c:degree").page
    name, data = save(page, "Whole picture (SVG)")
    assert name == "from-software-to-machine-learning.svg"
    root = ET.fromstring(data)  # noqa: S314 (made by the page under test)
    titles = {title.text for title in root.iter(f"{SVG}title")}
    assert "Skill number 5" in titles
    assert "Degree number 4" not in titles
    text = "".join(root.itertext())
    assert "graph 3f9a52c1d07be8a4" in text
    assert "Moves in 310 careers, Example Office, CC BY 4.0." in text
    assert [element.tag for element in root.iter() if "script" in element.tag] == []


def test_json_holds_what_is_shown(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small, "#hide=c:degree").page
    name, data = save(page, "Data shown (JSON)")
    saved = json.loads(data)
    assert name == "from-software-to-machine-learning.json"
    assert saved["graph"] == {"version": "0.1.0", "hash": "3f9a52c1d07be8a4"}
    assert {node["class"] for node in saved["nodes"]} == {"role", "skill", "certification"}
    assert len(saved["sources"]) == 2


def test_paper_holds_picture_tables_and_sources(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small, color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    sheet = page.locator("#print-sheet")
    assert sheet.locator("> svg").is_visible()
    assert sheet.locator("table").count() == 2
    assert "Moves in 310 careers, Example Office, CC BY 4.0." in sheet.inner_text()
    assert page.locator("#bar").is_hidden()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert page.pdf().startswith(b"%PDF")


# Physics


def test_physics_is_off_until_asked_for_and_places_come_back(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    before = page.evaluate("() => careergraph.network.getPositions()")
    page.wait_for_timeout(200)
    assert page.evaluate("() => careergraph.network.getPositions()") == before
    page.get_by_role("button", name="Physics").click()
    wait_until(
        page, f"() => careergraph.network.getPosition('role/0').x !== {before['role/0']['x']}"
    )
    page.get_by_role("button", name="Put back").click()
    assert page.evaluate("() => careergraph.network.getPositions()") == before


# Narrow screens with touch


def test_narrow_screen_with_touch(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(
        small, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).page
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    panel = page.locator("#panel")
    assert not panel.is_visible()
    click_node(page, "role/5", tap=True)
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
          .filter(([height, html]) => height < 24 && height > 0 && !/source-mark|skip/.test(html))"""
    )
    assert small_ones == []


# Foreign and hostile data

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
        source |= dict.fromkeys(("title", "publisher", "licence", "attribution", "date"), evil)
        source["url"] = "javascript:window.hacked=1"
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
        name, data = save(page, re.compile(re.escape(button)))  # type: ignore[arg-type]
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
    name, data = save(page, "Whole picture (SVG)")
    assert name.endswith(".svg")
    assert ET.fromstring(data).tag == f"{SVG}svg"  # noqa: S314 (made by the page under test)
