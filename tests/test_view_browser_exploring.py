"""A picture in a real browser: filters, ways, routes, the address and the table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser import click_node, focused, heading, shown, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser import Opened

pytestmark = pytest.mark.browser


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
    page.locator("#show-all").click()
    assert page.locator("#nothing").is_hidden()
    assert len(shown(page)) == 40


def test_importance_slider_by_keyboard(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small).page
    page.locator("#least").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert page.locator("#least-value").inner_text() == "20%"
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
        "3 steps from Data Analyst to Lead Machine Learning Engineer: the fewest in what is shown."
    )
    assert focused(page) == {"role/3", "role/4", "role/5", "role/6"}
    assert page.locator("#banner").is_hidden()


def test_no_way_says_so_and_filters_count(open_page: Callable[..., Opened], small: Path) -> None:
    page = open_page(small, "#from=role/2&to=role/0").page
    text = "There is no route from Staff Engineer to Software Engineer in what is shown."
    assert page.locator("#way-text").inner_text() == text
    page.get_by_role("button", name="Swap start and end").click()
    assert heading(page) == "2 steps"
    page.get_by_role("checkbox", name=re.compile("~editorial")).uncheck()
    assert heading(page) == "No route"


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
    assert page.locator("#least-value").inner_text() == "10%"
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
    assert page.locator("#table-things caption").inner_text() == "40 of 40 things shown"
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
    assert "100%" in first.inner_text()
    column = page.locator("#table-things th[aria-sort]")
    assert column.get_attribute("aria-sort") == "descending"
    first.get_by_role("button").click()
    assert heading(page) == "Software Engineer"
