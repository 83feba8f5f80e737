"""Answers to ordinary questions are what a careers adviser wrote down beforehand."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from careergraph.answers.planning.advisability import assess_route
from careergraph.answers.planning.routes import spread_routes
from careergraph.person.degrees import degree_field, find_degree
from careergraph.report.layout import plain_text
from careergraph.report.pages.gaps import gap_page
from careergraph.report.pages.routes import routes_page

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

    from careergraph.graph import CareerGraph
    from careergraph.model.holdings import Range

EXPECTATIONS = Path(__file__).parent / "expectations"
TABLES = ("ordinary_questions.toml", "ordinary_questions_second.toml")
OPTIONS = {
    "years_in_role": "years",
    "have": "have",
    "degree": "degree",
    "hours_per_week": "hours_per_week",
}
AT_LEAST = 2
"""So many of the words expected are in the names of what is to be learned."""


def marked(row: dict[str, Any]) -> ParameterSet:
    """Return a question as a test; a pending one fails, and says so when it no longer does."""
    why = row.get("pending")
    marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
    return pytest.param(row, id=f"{row['from']} to {row['to']}", marks=marks)


QUESTIONS = [
    marked(row)
    for table in TABLES
    for row in tomllib.loads((EXPECTATIONS / table).read_text("utf-8"))["question"]
]


def overlaps(given: Range, expected: list[float]) -> bool:
    return given.low <= expected[1] and expected[0] <= given.high


def within(words: list[str], labels: list[str]) -> list[str]:
    """Return the words with which a word of a label begins: NoSQL is not SQL."""
    text = "; ".join(labels)
    return [w for w in words if re.search(rf"\b{re.escape(w)}", text, re.IGNORECASE)]


def page_of(graph: CareerGraph, start: str, end: str, **options: Any) -> str:  # noqa: ANN401
    return " ".join(plain_text(routes_page(graph.paths(start, end, k=1, **options))).split())


@pytest.mark.parametrize("row", QUESTIONS)
def test_an_answer_is_what_an_adviser_would_say(graph: CareerGraph, row: dict[str, Any]) -> None:
    asked = {option: row[key] for key, option in OPTIONS.items() if key in row}
    route = graph.path(row["from"], row["to"], **asked)
    missing = [skill for step in route.steps for skill in step.missing_skills]
    learn = [skill.name for skill in missing if not skill.is_probable]
    new = [skill.name for skill in missing if not (skill.is_probable or skill.held)]
    assert len(route.steps) <= row["steps"], route.labels
    if "hours" in row:
        assert overlaps(route.cost.learning_hours, row["hours"]), route.cost.learning_hours
    assert overlaps(route.cost.years, row["years"]), route.cost.years
    assert len(within(row["learn"], learn)) >= AT_LEAST, learn
    assert not within(row["not_learn"], new)
    licences = [e.label for step in route.steps for e in step.not_counted if e.kind == "licence"]
    assert "licence" not in row or within([row["licence"]], licences)


def test_trade_offs_at_first_sight_have_no_more_than_twice_the_steps(graph: CareerGraph) -> None:
    """An adviser shows nobody ten changes of job where three suffice; all routes stay at hand."""
    routes = graph.pareto("software engineer", "lead machine learning engineer")
    shown = spread_routes(routes)
    quickest = min(shown, key=lambda route: route.cost.years.middle)
    assert max(route.cost.hops for route in shown) <= 2 * quickest.cost.hops
    assert max(route.cost.hops for route in routes) > 2 * quickest.cost.hops
    assert {route.roles for route in shown} < {route.roles for route in routes}


def test_what_is_held_is_no_subject_to_learn_first(graph: CareerGraph) -> None:
    page = page_of(graph, "medical assistant", "medical coder")
    assert "medical terminology" in page.partition("you bring ")[2].partition("learn first")[0]
    first = page.partition("learn first ")[2].partition("; in detail: ")[0]
    assert "medical coding" in first
    assert "terminology" not in first


@pytest.mark.parametrize(
    ("start", "end"),
    [("journalist", "public relations specialist"), ("paralegal", "compliance officer")],
)
def test_occupations_that_a_source_calls_alike_are_no_new_field(
    graph: CareerGraph, start: str, end: str
) -> None:
    routes = graph.paths(start, end, k=1)
    assert "new field" not in {one.subject for one in assess_route(routes, routes[0])}
    assert "the field is new to you" not in page_of(graph, start, end)


def test_research_posts_often_ask_for_a_doctorate(graph: CareerGraph) -> None:
    page = page_of(graph, "data scientist", "AI research scientist", degree="MSc computer science")
    assert "doctorate" in page.partition("good to know")[2].partition("advisable?")[0]


def test_years_left_to_ask_are_told_from_those_of_the_ladder(graph: CareerGraph) -> None:
    """The reader has 2 of the 3 years that are left; 2 of the 5 lie before the senior level."""
    page = page_of(graph, "senior data analyst", "analytics manager", years=2)
    years = page.partition("possible? ")[2].partition(" you bring")[0]
    assert "3 years in related work, besides those on the ladder so far" in years
    assert "of which you have 2 years" in years
    assert "since employers" not in years


def test_something_held_in_part_is_not_nothing(graph: CareerGraph) -> None:
    gap = graph.gap("teaching assistant", "elementary school teacher")
    assert gap.coverage
    assert not gap.shared
    assert "held nothing in full" in " ".join(plain_text(gap_page(gap)).split())


@pytest.mark.parametrize("degree", ["MEd education", "master education", "M.Ed."])
def test_a_teachers_degree_is_known_by_its_usual_name(graph: CareerGraph, degree: str) -> None:
    routes = graph.paths("high school teacher", "school principal", k=1, degree=degree)
    assert len(routes) == 1


@pytest.mark.parametrize(
    ("name", "field"), [("Juris Doctor", "law"), ("ADN", "nursing"), ("JD", "law")]
)
def test_a_degree_is_known_by_its_full_and_its_short_name(
    graph: CareerGraph, name: str, field: str
) -> None:
    assert str(degree_field(name, graph.facts)).endswith(f"/{field}")
    assert find_degree(name, graph.facts.degrees).rank > 0
