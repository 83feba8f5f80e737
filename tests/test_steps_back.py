"""Who goes back to earlier work, or has held a level before, is no beginner.

The expectations are a careers adviser's, written before any answer was seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph.report.layout import plain_text
from careergraph.report.pages.routes import routes_page

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        ("engineering manager", "senior software engineer"),
        ("data science manager", "senior data scientist"),
        ("it manager", "system administrator"),
        ("senior software engineer", "software engineer"),
        ("chief technology officer", "software engineer"),
        ("director of engineering", "engineering manager"),
        ("it director", "it manager"),
    ],
)
def test_the_way_back_is_one_step(graph: CareerGraph, origin: str, destination: str) -> None:
    route = graph.path(origin, destination)
    assert len(route.steps) == 1, route.labels
    assert [evidence.kind for evidence in route.steps[0].evidence] == ["back"]
    assert route.steps[0].experience is not None
    assert route.steps[0].experience.years.high <= 1.5


@pytest.mark.parametrize(
    ("origin", "destination"),
    [("director of engineering", "engineering manager"), ("it director", "it manager")],
)
def test_no_years_are_asked_of_who_steps_down(
    graph: CareerGraph, origin: str, destination: str
) -> None:
    assert graph.path(origin, destination).cost.years.high == 0


def test_nobody_has_held_a_level_that_lies_ahead_in_their_own_line(graph: CareerGraph) -> None:
    """Some network engineers were senior in IT support before; they are told of no such past."""
    (step,) = graph.path("network engineer", "senior network engineer").steps
    assert step.experience is not None
    assert "before" not in step.experience.basis
    assert step.experience.years.low >= 2


def test_no_learning_is_asked_of_who_steps_down_in_their_own_line(graph: CareerGraph) -> None:
    assert graph.path("senior software engineer", "software engineer").cost.learning_hours.high == 0


def test_who_has_been_senior_is_soon_senior_again(graph: CareerGraph) -> None:
    senior = graph.path("senior software engineer", "lead machine learning engineer").cost.years
    other = graph.path("software engineer", "lead machine learning engineer").cost.years
    assert 2.5 <= senior.low <= 4
    assert 6 <= senior.high <= 8
    assert senior.low < other.low
    assert senior.high < other.high


def test_a_level_that_nobody_has_reached_takes_its_time(graph: CareerGraph) -> None:
    """A senior engineer has not been a lead."""
    steps = graph.path("senior software engineer", "lead machine learning engineer").steps
    last = steps[-1].experience
    assert last is not None
    assert (last.years.low, last.years.high) == (2, 4)


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        ("director of engineering", "chief technology officer"),
        ("senior data scientist", "data science manager"),
        ("lead data scientist", "data science manager"),
        ("senior software engineer", "software architect"),
        ("senior software engineer", "engineering manager"),
    ],
)
def test_a_step_up_is_not_called_a_step_to_the_entry_level(
    graph: CareerGraph, origin: str, destination: str
) -> None:
    assert [step.note for step in graph.path(origin, destination).steps] == [None]


def test_a_step_to_the_entry_level_of_another_line_is_called_one(graph: CareerGraph) -> None:
    note = graph.path("senior software engineer", "machine learning engineer").steps[0].note
    assert note == "you arrive at the usual entry level, below your senior level"


def test_counts_of_a_line_of_work_are_not_said_of_its_levels(graph: CareerGraph) -> None:
    """Sources counted software engineers, not staff engineers, who became product managers."""
    routes = graph.paths("staff software engineer", "product manager", k=1)
    assert [(s.stated_of and s.stated_of.label) for s in routes[0].steps] == ["Software Engineer"]
    page = plain_text(routes_page(routes), 400)
    assert "11 people; " in page
    assert "), counted for Software Engineer at any level" in page
    (own,) = graph.path("software engineer", "product manager").steps
    assert own.stated_of is None


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (0, "and 2 to 5 years as a Software Engineer\n"),
        (1, "and 2 to 5 years as a Software Engineer, of which you have 1 year\n"),
        (6, "and 2 to 5 years as a Software Engineer, which you have\n"),
    ],
)
def test_years_served_are_counted_in_words(graph: CareerGraph, years: int, words: str) -> None:
    routes = graph.paths("software engineer", "senior software engineer", years=years, k=1)
    assert words in plain_text(routes_page(routes), 400)


def test_machine_learning_comes_before_deep_learning(graph: CareerGraph) -> None:
    """A library is no stand-in for the language that it is used from."""
    route = graph.path("data engineer", "machine learning engineer")
    names = [named.label for named in route.learning_order]
    assert names.index("machine learning") < names.index("deep learning")


def test_a_promotion_begins_with_what_is_new(graph: CareerGraph) -> None:
    route = graph.path("senior qa engineer", "lead quality assurance engineer")
    held = {skill.iri: skill.held for skill in route.steps[0].missing_skills}
    levels = [held[named.iri] for named in route.learning_order if named.iri in held]
    assert levels[0] == 0
