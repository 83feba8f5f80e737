"""A picture in a real browser: what it shows, and choosing by mouse, keyboard and search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser import click_node, focused, heading, open_details, place, shown, wait_until
from view_pages import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser import Opened

pytestmark = pytest.mark.browser


# The first view


def test_picture_draws_every_node_and_no_label_overlaps(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small).page
    boxes = page.evaluate("() => careergraph.labels()")
    assert len(shown(page)) == 40
    assert {name for name, *_ in ROLES} <= {box["name"] for box in boxes}
    assert len(boxes) >= 20
    for index, one in enumerate(boxes):
        for other in boxes[:index]:
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
    assert "Graph 0.1.0, 3f9a52c1d07b" in page.locator("#foot").inner_text()
    assert page.locator("#panel .sources").get_attribute("open") is None
    open_details(page)
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
            const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
            found.push([ratio, element.outerHTML.slice(0, 80)]);
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
    open_details(page)
    text = panel.inner_text()
    assert "Also called: ML engineer" in text
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
    at = place(page, "role/2")
    page.mouse.move(*at)
    wait_until(page, "() => careergraph.focused()?.includes('role/1')")
    page.mouse.move(at[0], at[1] + 300)
    wait_until(page, "() => careergraph.focused() === null")


def test_every_label_and_a_margin_around_a_node_open_it(
    open_page: Callable[..., Opened], small: Path
) -> None:
    page = open_page(small, reduced_motion="reduce").page
    stage = page.locator("#network").bounding_box()
    assert stage is not None
    boxes = page.evaluate("() => careergraph.labels()")
    assert len(boxes) >= 20
    for box in boxes:
        x, y = (box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2
        page.mouse.click(stage["x"] + x, stage["y"] + y)
        assert heading(page) == box["name"]
        page.keyboard.press("Escape")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    x, y = place(page, "skill/0")
    page.mouse.click(x - 11, y)
    assert heading(page) == "Skill number 0"


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
    page.wait_for_function(
        """() => {
          const centre = careergraph.network.getViewPosition();
          const node = careergraph.network.getPosition("role/5");
          return Math.abs(centre.x - node.x) < 2 && Math.abs(centre.y - node.y) < 2;
        }"""
    )


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
    assert page.locator("#found").inner_text() == "Nothing here has this name"
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
    assert next(place for place, name in enumerate(seen) if "Network of 40 nodes" in name) < 10
    assert len(seen) > 20
