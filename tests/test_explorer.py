"""The explorer in a real browser: what a person does there, by mouse, keyboard and on a phone."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from command_line import careergraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from web_app import WebApp

pytestmark = [pytest.mark.browser, pytest.mark.server]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ROUTE = "#from=data%20analyst&to=data%20scientist"
PATIENCE = 20_000


class Explorer:
    """Opens the page, and keeps what it must not do."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def open(self, fragment: str = "", **options: Any) -> Page:  # noqa: ANN401 (Playwright's)
        options.setdefault("viewport", WIDE)
        context = self._browser.new_context(**options)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", self._judge_message)
        page.on("request", self._judge_request)
        page.goto(f"{self._url}/{fragment}")
        return page

    def _judge_message(self, message: Any) -> None:  # noqa: ANN401 (Playwright's)
        # An answer that says why there is none has a status of its own, which Chromium reports.
        if "Failed to load resource: the server responded" not in message.text:
            self.faults.append(f"{message.type}: {message.text}")

    def _judge_request(self, request: Any) -> None:  # noqa: ANN401 (Playwright's)
        if not request.url.startswith(f"{self._url}/"):
            self.faults.append(f"request: {request.url[:200]}")


@pytest.fixture
def explorer(browser: Browser, web_app: WebApp) -> Iterator[Explorer]:
    opened = Explorer(browser, web_app.url)
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.faults == []


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong."""
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-playwright-python is not installed")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    result = page.evaluate("() => axe.run()")
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


def test_a_route_is_found_by_keyboard_with_the_figures_of_the_command(explorer: Explorer) -> None:
    page = explorer.open()
    page.get_by_label("From", exact=True).focus()
    page.keyboard.type("data anal")
    page.get_by_role("option", name="Data Analyst").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("From", exact=True).get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    assert page.get_by_label("From", exact=True).input_value() == "Data Analyst"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("data scientist")
    page.get_by_role("option", name="Data Scientist").first.wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.locator(".lane").first.wait_for()
    assert page.locator(".lane").count() == 3
    shown = " ".join(page.locator(".lane").first.inner_text().split())
    printed = careergraph("path", "data analyst", "data scientist").stdout
    possible = " ".join(re.split(r"\n  (?=\S)", printed.partition("possible?")[2])[0].split())
    assert possible in shown
    assert page.evaluate("document.activeElement.id") == "results"


def test_what_is_shown_is_what_the_api_answers(explorer: Explorer, web_app: WebApp) -> None:
    page = explorer.open(ROUTE)
    page.locator(".lane").first.wait_for()
    asked = {"from": "data analyst", "to": "data scientist", "k": 3}
    answer = web_app.client.get("/api/v1/path", params=asked).json()
    stations = page.locator(".lane").evaluate_all(
        "lanes => lanes.map("
        "lane => [...lane.querySelectorAll('.track .link')].map(one => one.textContent))"
    )
    assert stations == [[role["label"] for role in route["roles"]] for route in answer["routes"]]


QUESTIONS: list[tuple[str, str, dict[str, str]]] = [
    ("barista", "IT support", {"hours_per_week": "5"}),
    ("registered nurse", "data analyst", {"have": "SQL", "degree": "BSc nursing"}),
    ("senior software engineer", "secondary school teacher", {"by": "time"}),
    ("lead MLE", "15-2051.00", {}),
    ("accountant", "senior data engineer", {"years": "6", "avoid": "business analyst"}),
    ("paralegal", "registered nurse", {"lack": "teamwork", "max_years": "9"}),
]
"""Questions with occupations, levels, codes and wishes."""


@pytest.mark.parametrize(("start", "end", "wishes"), QUESTIONS, ids=[one[0] for one in QUESTIONS])
def test_the_page_shows_the_routes_and_figures_that_the_command_prints(
    explorer: Explorer, start: str, end: str, wishes: dict[str, str]
) -> None:
    page = explorer.open("#" + urlencode({"from": start, "to": end, **wishes}))
    page.locator(".lane").first.wait_for()
    options = [part for name, value in wishes.items() for part in (f"--{name}", value)]
    command = ["path", start, end, *(option.replace("_", "-") for option in options), "-k", "3"]
    routes = json.loads(careergraph(*command, "--format", "json").stdout)["routes"]
    stations = page.locator(".lane").evaluate_all(
        "lanes => lanes.map("
        "lane => [...lane.querySelectorAll('.track .link')].map(one => one.textContent))"
    )
    assert stations == [[role["label"] for role in route["roles"]] for route in routes]
    for lane, route in zip(page.locator(".lane").all(), routes, strict=True):
        ticks = {box.get_attribute("value") for box in lane.locator(".learn input").all()}
        assert ticks == {
            skill["iri"] for step in route["steps"] for skill in step["missing_skills"]
        }
    printed = careergraph(*command[:-2]).stdout.partition("possible?")[2]
    possible = " ".join(re.split(r"\n  (?=\S)", printed)[0].split())
    shown = " ".join(page.locator(".lane").first.inner_text().split())
    assert possible
    assert possible in shown


def test_own_words_are_confirmed_before_they_count(explorer: Explorer) -> None:
    page = explorer.open()
    page.get_by_text("Or describe your work").click()
    page.get_by_label("What do you do").fill("I am a business analyst and write SQL and Python.")
    page.get_by_role("button", name="See what we understood").click()
    page.get_by_label("SQL", exact=True).uncheck()
    page.get_by_role("button", name="Yes, use").click()
    assert page.get_by_label("From", exact=True).input_value() == "Business Analyst"
    assert page.locator("[data-name=have] .chip-list").inner_text().split() == ["Python", "×"]
    assert page.evaluate("document.activeElement.id") == "to"


def test_wishes_change_the_routes_and_the_address(explorer: Explorer) -> None:
    page = explorer.open("#from=software%20engineer&to=lead%20ML%20engineer")
    page.locator(".lane").first.wait_for()
    page.get_by_text("Your situation and wishes").click()
    page.get_by_label("Most years it may take").fill("1")
    page.get_by_label("Most years it may take").press("Enter")
    page.get_by_role("alert").get_by_text("meets all your wishes").wait_for()
    assert "max_years=1" in page.url
    offer = page.get_by_role("button", name=re.compile(r"^Allow [\d.]+ years instead of 1"))
    years = offer.inner_text().split()[1]
    printed = careergraph("path", "software engineer", "lead ML engineer", "--max-years", "1")
    assert f"--max-years {years} instead of 1" in printed.stderr
    offer.click()
    page.locator(".lane").first.wait_for()
    other = explorer.open("#" + page.url.partition("#")[2])
    other.locator(".lane").first.wait_for()
    assert other.get_by_label("Most years it may take").input_value() == years
    assert other.locator(".lane").first.inner_text() == page.locator(".lane").first.inner_text()


def test_the_page_names_its_fields_and_no_option_of_the_command(explorer: Explorer) -> None:
    page = explorer.open(f"{ROUTE}&years=99")
    page.get_by_role("alert").get_by_text("“Years in the work you do” is 99").wait_for()
    page.goto("about:blank")
    page = explorer.open("#from=accountant&to=registered%20nurse")
    page.locator(".lane").first.wait_for()
    assert "enter it under Licence you hold" in page.locator(".lane").first.inner_text()
    page.get_by_text("Each step in full").first.click()
    assert "--" not in page.locator("main").inner_text()
    page.get_by_text("Your situation and wishes").click()
    page.get_by_label("Licence you hold").fill("registered nurse")
    page.get_by_label("Licence you hold").press("Enter")
    page.get_by_text("you hold its licence").first.wait_for()
    page.get_by_label("From", exact=True).fill("")
    page.get_by_role("button", name="Show routes").click()
    page.get_by_role("alert").get_by_text("Choose where you start").wait_for()


def test_a_skill_that_is_typed_counts_without_a_choice(explorer: Explorer) -> None:
    page = explorer.open(f"{ROUTE}&years=1")
    page.locator(".lane").first.wait_for()
    page.get_by_role("combobox", name="Skills you have").fill("Python:expert")
    page.get_by_role("combobox", name="Skills you have").press("Enter")
    page.get_by_role("button", name="Remove Python:expert").wait_for()
    page.wait_for_function("location.hash.includes('have=Python%3Aexpert')")
    page.reload()
    page.get_by_role("button", name="Remove Python:expert").wait_for()
    page.locator(".lane").first.wait_for()
    page.get_by_role("combobox", name="Skills you have").fill("no such skill")
    page.get_by_role("combobox", name="Skills you have").press("Enter")
    page.get_by_role("alert").get_by_text("no such skill").wait_for()


def test_areas_are_offered_only_where_pay_by_area_was_imported(explorer: Explorer) -> None:
    page = explorer.open("#from=data%20analyst&to=data%20scientist&years=1")
    page.locator(".lane").first.wait_for()
    assert page.get_by_label("Pay in").count() == 0 or not page.get_by_label("Pay in").is_visible()
    page = explorer.open(f"{ROUTE}&area=Denver")
    page.get_by_role("alert").get_by_text("The graph has no pay by area.").wait_for()
    page.get_by_label("Pay in").select_option("")
    page.locator(".lane").first.wait_for()
    assert "area" not in page.url


def test_ticks_count_and_stay_in_the_browser(explorer: Explorer) -> None:
    page = explorer.open(ROUTE)
    page.locator(".lane").first.wait_for()
    before = page.locator(".lane .figures").first.inner_text()
    page.get_by_text("Tick what you know").first.click()
    page.locator(".lane").first.get_by_label("machine learning", exact=True).check()
    page.wait_for_function(
        "before => document.querySelector('.lane .figures').textContent !== before", arg=before
    )
    assert "machine-learning" not in page.url
    kept = json.loads(page.evaluate("localStorage.getItem('careergraph.known')"))
    assert [one["label"] for one in kept] == ["machine learning"]
    page.reload()
    page.locator(".lane").first.wait_for()
    assert page.locator(".lane .figures").first.inner_text() != before
    page.get_by_role("button", name="Forget my ticks").click()
    page.wait_for_function(
        "before => document.querySelector('.lane .figures').textContent === before", arg=before
    )


def test_a_tick_by_keyboard_keeps_its_place(explorer: Explorer) -> None:
    page = explorer.open(ROUTE)
    page.locator(".lane").first.wait_for()
    page.locator(".to-learn summary").first.focus()
    page.keyboard.press("Enter")
    names = page.locator(".lane").first.locator(".learn label").all_inner_texts()
    for number in range(2):
        page.keyboard.press("Tab")
        before = page.locator(".lane .figures").first.inner_text()
        page.keyboard.press("Space")
        page.wait_for_function(
            "before => document.querySelector('.lane .figures').textContent !== before", arg=before
        )
        focused = page.evaluate("document.activeElement.parentElement.textContent")
        assert focused == names[number]
        assert page.evaluate("document.activeElement.checked") is True
    assert page.locator(".lane").first.locator(".learn label").all_inner_texts() == names
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelectorAll('#known-list li').length === 1")
    page.get_by_role("button", name=f"Forget {names[0]}").click()
    page.get_by_text("You ticked:").wait_for(state="hidden")


def test_each_route_has_its_own_plan(explorer: Explorer) -> None:
    page = explorer.open("#from=accountant&to=data%20scientist")
    page.locator(".lane").first.wait_for()
    for number in range(3):
        lane = page.locator(".lane").nth(number)
        roles = lane.locator(".track .link").all_inner_texts()
        lane.get_by_role("button", name="Make a plan").click()
        page.get_by_role("heading", name=f"Plan: {' → '.join(roles)}", exact=True).wait_for()


def test_a_late_comparison_is_not_shown_under_another_question(explorer: Explorer) -> None:
    page = explorer.open(ROUTE)
    page.locator(".lane").first.wait_for()
    held = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/compare*", hold)
    page.get_by_role("button", name="Compare").first.click()
    page.get_by_text("Making the comparison").wait_for()
    page.get_by_label("To", exact=True).fill("product manager")
    page.get_by_role("button", name="Show routes").click()
    page.get_by_role("heading", name="From Data Analyst to Product Manager").wait_for()
    with page.expect_response("**/api/v1/compare*"):
        held[0].continue_()
    page.wait_for_timeout(200)
    assert page.locator("#below").inner_text() == ""


def test_what_one_person_entered_is_not_that_of_the_next(explorer: Explorer) -> None:
    page = explorer.open(f"{ROUTE}&years=3&degree=BSc%20physics&have=SQL")
    page.locator(".lane").first.wait_for()
    wishes = page.locator(".wishes").inner_text()
    assert "3 years in the work" in wishes
    assert "Your highest degree: BSc physics" in wishes
    assert "Skills you have: SQL" in wishes
    page.get_by_label("From", exact=True).fill("accountant")
    page.get_by_role("button", name="Show routes").click()
    page.get_by_text("Your 3 years were those of Data Analyst").wait_for()
    assert "years=" not in page.url
    page.get_by_role("button", name="Start over").click()
    assert page.get_by_label("From", exact=True).input_value() == ""
    assert page.evaluate("document.activeElement.id") == "from"
    assert page.locator(".lane").count() == 0
    page.get_by_text("Your situation and wishes").click()
    assert page.get_by_label("Your highest degree").input_value() == ""
    assert page.locator(".chip-list button").count() == 0
    assert "#" not in page.url


SHORT = {"width": 720, "height": 450}
"""A window of 1440 by 900 pixels at a zoom of 200%."""


@pytest.mark.parametrize("viewport", [WIDE, PHONE, SHORT], ids=["wide", "phone", "zoomed"])
def test_an_answer_is_shown_from_its_beginning(
    explorer: Explorer, viewport: dict[str, int]
) -> None:
    page = explorer.open(viewport=viewport)
    page.get_by_label("From", exact=True).fill("data analyst")
    page.get_by_label("To", exact=True).fill("data scientist")
    page.get_by_label("To", exact=True).press("Enter")
    page.locator(".lane").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "results"
    assert 0 <= top_of(page, ".results-head") < 100
    assert page.get_by_text("3 routes, the best first. Route 1: about").is_visible()
    assert in_window(page, "#status")
    status = page.locator("#status").bounding_box()
    assert status is not None
    assert status["y"] + status["height"] <= top_of(page, ".results-head")


def test_what_a_change_did_is_seen_where_it_is_made(explorer: Explorer) -> None:
    page = explorer.open(ROUTE, viewport=PHONE)
    page.locator(".lane").first.wait_for()
    page.get_by_text("Your situation and wishes").click()
    before = page.locator("#status").inner_text()
    hours = page.get_by_label("Hours of learning a week")
    hours.fill("20")
    hours.press("Tab")
    page.wait_for_function(
        "before => document.querySelector('#status').textContent.includes('Route 1') &&"
        " document.querySelector('#status').textContent !== before",
        arg=before,
    )
    assert in_window(page, "#status")
    shown = page.locator("#status").inner_text()
    assert page.locator(".lane h2").first.inner_text() in shown
    assert page.locator(".lane .figures").first.inner_text() in shown
    page.get_by_label("Most years it may take").fill("0.1")
    page.get_by_role("button", name="Show routes").click()
    page.get_by_role("alert").get_by_text("meets all your wishes").wait_for()
    page.wait_for_function("document.activeElement.id === 'results'")
    assert in_window(page, ".message")


def top_of(page: Page, selector: str) -> float:
    """Return how far below the upper edge of the window an element begins."""
    found: float = page.locator(selector).first.evaluate("one => one.getBoundingClientRect().top")
    return found


def in_window(page: Page, selector: str) -> bool:
    """Return whether an element can be seen without scrolling."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    height = page.viewport_size["height"] if page.viewport_size else 0
    return box["y"] >= 0 and box["y"] + box["height"] <= height


def test_suggestions_do_not_cover_the_answer(explorer: Explorer) -> None:
    page = explorer.open()
    page.get_by_label("From", exact=True).fill("data analyst")
    page.get_by_label("To", exact=True).press_sequentially("IT")
    page.get_by_role("option", name="IT Support Specialist").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("can mean several roles").wait_for()
    assert page.locator("#to-list").is_hidden()
    page.get_by_role("alert").get_by_role(
        "button", name="IT Support Specialist", exact=True
    ).click()
    page.get_by_role("heading", name="From Data Analyst to IT Support Specialist").wait_for()


def test_a_suggestion_of_another_name_says_why(explorer: Explorer) -> None:
    page = explorer.open()
    page.get_by_label("From", exact=True).press_sequentially("office manager")
    found = page.get_by_role("option", name=re.compile("^First-Line Supervisors of Office"))
    found.get_by_text("may be called “office manager”").wait_for()
    page.get_by_label("From", exact=True).fill("data analys")
    option = page.get_by_role("option", name=re.compile("^Data Analyst")).first
    option.wait_for()
    assert "may be called" not in option.inner_text()


def test_a_choice_goes_where_the_unclear_name_stands(explorer: Explorer) -> None:
    page = explorer.open(f"{ROUTE}&avoid=engineer")
    alert = page.get_by_role("alert")
    alert.get_by_text('"engineer" can mean several roles').wait_for()
    label = alert.get_by_role("button").first.inner_text()
    alert.get_by_role("button").first.click()
    page.locator(".lane").first.wait_for()
    assert page.get_by_label("To", exact=True).input_value() == "Data Scientist"
    assert page.locator("[data-name=avoid] .chip-list").inner_text() == f"{label} ×"


def test_a_wish_that_was_typed_can_be_dropped(explorer: Explorer) -> None:
    page = explorer.open(f"{ROUTE}&via=BI%20developer&max_years=0.9")
    alert = page.get_by_role("alert")
    alert.get_by_role("button", name=re.compile("^Do not insist on Business Intell")).click()
    page.locator(".lane").first.wait_for()
    assert page.locator("[data-name=via] .chip-list button").count() == 0


def test_where_no_single_change_helps_all_limits_can_be_dropped(explorer: Explorer) -> None:
    page = explorer.open(f"{ROUTE}&via=CFO&max_years=0.1&years=3")
    page.get_by_role("alert").get_by_text("no single change opens one").wait_for()
    page.get_by_role("button", name="Drop all limits").click()
    page.locator(".lane").first.wait_for()
    assert page.get_by_label("Years in the work you do").input_value() == "3"
    assert "max_years" not in page.url
    assert "via" not in page.url


def test_a_search_that_takes_too_long_can_be_tried_again(explorer: Explorer) -> None:
    page = explorer.open()
    error = {"kind": "QueryTimeoutError", "message": "Stopped.", "details": {}}
    page.route(
        "**/api/v1/lanes*", lambda route: route.fulfill(status=504, json={"error": error}), times=1
    )
    page.get_by_label("From", exact=True).fill("data analyst")
    page.get_by_label("To", exact=True).fill("data scientist")
    page.get_by_role("button", name="Show routes").click()
    page.get_by_role("alert").get_by_text("took too long and was stopped").wait_for()
    page.get_by_role("button", name="Try again").click()
    page.locator(".lane").first.wait_for()


def test_what_is_ticked_in_a_plan_leaves_it(explorer: Explorer) -> None:
    page = explorer.open(ROUTE)
    page.locator(".lane").first.wait_for()
    page.get_by_role("button", name="Make a plan of route 1").click()
    page.locator(".timeline li").first.wait_for()
    names = page.locator(".timeline strong").all_inner_texts()
    page.locator(".timeline").get_by_role("button").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "count => document.querySelectorAll('.timeline li').length === count", arg=len(names) - 1
    )
    assert names[1] not in page.locator(".timeline strong").all_inner_texts()
    assert page.locator("#known-list li").count() == 1
    page.wait_for_function("document.activeElement.closest('.timeline') !== null")
    assert violations(page) == []


def test_a_handout_of_a_route_has_its_own_plan_only(explorer: Explorer) -> None:
    page = explorer.open(ROUTE)
    page.locator(".lane").first.wait_for()
    page.get_by_role("button", name="Make a plan of route 2").click()
    page.locator(".timeline li").first.wait_for()
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print route 1").click()
    page.emulate_media(media="print")
    assert not page.locator(".timeline").is_visible()
    assert not page.locator("footer").get_by_text("SPARQL").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.steps[open]").count() == 0
    assert page.locator(".not-printed").count() == 0
    page.get_by_role("button", name="Print route 2").click()
    page.emulate_media(media="print")
    assert page.locator(".timeline").is_visible()


def test_a_handout_names_the_question_and_may_be_of_one_route(explorer: Explorer) -> None:
    page = explorer.open(f"{ROUTE}&years=3")
    page.locator(".lane").first.wait_for()
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print route 2").click()
    page.emulate_media(media="print")
    assert [lane.is_visible() for lane in page.locator(".lane").all()] == [False, True, False]
    assert page.locator(".lane").nth(1).locator("details.steps").get_attribute("open") == ""
    assert page.get_by_text("Printed on").is_visible()
    assert page.get_by_text("3 years in the work").is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Print a handout").click()
    page.emulate_media(media="print")
    assert all(lane.is_visible() for lane in page.locator(".lane").all())


def test_how_names_were_read_and_what_an_address_holds_in_vain_is_said(explorer: Explorer) -> None:
    page = explorer.open("#from=teacher&to=UX%20designer&hours_per_week=abc")
    page.locator(".lane").first.wait_for()
    page.get_by_text('Reading "teacher" as Secondary School Teacher.').wait_for()
    page.get_by_text("cannot use. Hours of learning a week: abc.").wait_for()


def test_what_own_words_deny_and_wish_for_is_confirmed_as_such(explorer: Explorer) -> None:
    page = explorer.open()
    page.get_by_text("Or describe your work").click()
    page.get_by_label("What do you do").fill(
        "I am an accountant. I don't know Python. I want to become a data analyst."
    )
    page.get_by_role("button", name="See what we understood").click()
    page.get_by_role("group", name="You do not know").get_by_label("Python").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Yes, use").click()
    page.locator(".lane").first.wait_for()
    assert page.get_by_label("To", exact=True).input_value() == "Data Analyst"
    assert page.locator("[data-name=lack] .chip-list").inner_text().split() == ["Python", "×"]
    assert page.locator("[data-name=have] .chip-list button").count() == 0


def test_roles_plans_and_comparisons_open(explorer: Explorer) -> None:
    page = explorer.open(ROUTE)
    page.locator(".track .link").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("heading", name="Data Analyst").first.wait_for()
    assert "Profile: what people in the role can do" in dialog.inner_text()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Make a plan of route 1").click()
    page.locator(".timeline li").first.wait_for()
    assert page.locator(".timeline li").count() == 9
    page.get_by_role("button", name="Compare").first.click()
    page.locator("#below table").first.wait_for()


def test_a_comparison_draws_levels_and_pay_and_opens_all_items(explorer: Explorer) -> None:
    page = explorer.open("#from=software%20engineer&to=machine%20learning%20engineer")
    with page.expect_response(
        lambda got: "/compare?" in got.url and got.request.headers["accept"] == "application/json"
    ) as expected:
        page.get_by_role("button", name="Compare").first.click()
    answer = expected.value.json()
    items = page.locator(".comparison table").first
    items.wait_for()
    page.get_by_role("button", name=re.compile(r"Show \d+ more items")).click()
    assert items.locator("tbody tr:visible").count() == len(answer["skills"])
    for cell in items.locator("td:has(.dots)").all_inner_texts():
        dots, level = cell.split()
        assert dots == {"basic": "●○○", "working": "●●○", "expert": "●●●"}[level]
    asked = sum(len(skill["asked_by"]) for skill in answer["skills"])
    assert items.locator(".dots").count() == asked
    # The bars of all roles have one scale, which ends at the highest pay that is shown.
    bands = [side["pay"][0] for side in answer["sides"]]
    end = max(band["p90"] for band in bands)
    for band, bar in zip(bands, page.locator(".pay .range").all(), strict=True):
        assert float(bar.get_attribute("x") or "") == pytest.approx(100 * band["p10"] / end)
        wide = 100 * (band["p90"] - band["p10"]) / end
        assert float(bar.get_attribute("width") or "") == pytest.approx(wide)


def test_a_page_holds_all_that_there_is_without_marks_of_the_terminal(
    explorer: Explorer, web_app: WebApp
) -> None:
    page = explorer.open(ROUTE)
    page.locator(".lane").first.wait_for()
    page.locator("button", has_text="Compare its roles").first.click()
    page.locator("#below table").first.wait_for()
    asked = {"role": ["data analyst", "data scientist"]}
    skills = web_app.client.get("/api/v1/compare", params=asked).json()["skills"]
    assert len(skills) > 16
    assert page.locator("#below table").first.locator("tbody tr").count() == len(skills)
    page.locator(".track .link").last.click()
    page.locator("#page dl").first.wait_for()
    assert page.locator("#page strong", has_text="Data Scientist").count() == 1
    assert "*Data Scientist*" not in page.locator("#page").inner_text()


def test_what_is_not_known_says_what_to_do(explorer: Explorer) -> None:
    page = explorer.open("#from=zzzz%20qqqq&to=data%20scientist")
    alert = page.get_by_role("alert")
    alert.get_by_text('No role is called "zzzz qqqq". Type a part of the name').wait_for()
    assert "`" not in alert.inner_text()


def test_what_is_not_understood_offers_roles(explorer: Explorer) -> None:
    page = explorer.open("#from=data%20analyst&to=engineer")
    page.get_by_role("alert").get_by_role("button").first.wait_for()
    label = page.get_by_role("alert").get_by_role("button").first.inner_text()
    page.get_by_role("alert").get_by_role("button").first.click()
    page.locator(".lane, .message").first.wait_for()
    assert page.get_by_label("To", exact=True).input_value() == label


def test_hostile_addresses_run_nothing(explorer: Explorer) -> None:
    text = "<img src=x onerror=document.title='owned'>"
    page = explorer.open(f"#from={quote(text)}&to={quote(text)}&have={quote(text)}")
    page.get_by_role("alert").wait_for()
    assert page.title() != "owned"
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(
    explorer: Explorer, viewport: dict[str, int], scheme: str
) -> None:
    page = explorer.open(viewport=viewport, color_scheme=scheme)
    assert violations(page) == []
    page = explorer.open(ROUTE, viewport=viewport, color_scheme=scheme)
    page.locator(".lane").first.wait_for()
    page.get_by_text("Your situation and wishes").click()
    page.get_by_text("Tick what you know").first.click()
    page.get_by_text("Each step in full").first.click()
    page.get_by_role("button", name="Make a plan of route 1").click()
    page.locator(".timeline li").first.wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Compare").first.click()
    page.locator("#below table").first.wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    page.locator(".track .link").last.click()
    page.get_by_role("dialog").get_by_role("button", name="Go here").wait_for()
    assert violations(page) == []
