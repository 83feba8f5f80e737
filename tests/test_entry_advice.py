"""What newcomers should know and learn first, in the words that advisers missed on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from careergraph.report.data import routes_data
from careergraph.report.layout import plain_text
from careergraph.report.pages.routes import routes_page
from careergraph.report.pages.why import explanation_page

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


def words(blocks: Any) -> str:  # noqa: ANN401
    return " ".join(plain_text(blocks).split())


def page_of(graph: CareerGraph, start: str, end: str, **options: Any) -> str:  # noqa: ANN401
    return words(routes_page(graph.paths(start, end, k=1), **options))


@pytest.mark.parametrize(
    ("start", "end", "known"),
    [
        ("graphic designer", "UX designer", "portfolio"),
        ("customer success manager", "product manager", "inside your present company"),
        ("tech lead", "engineering manager", "not led people before"),
        ("bank teller", "loan officer", "what is sold"),
        ("cook", "restaurant manager", "food safety"),
        ("soldier", "police officer", "background check, a fitness test and an academy"),
        ("office clerk", "plumber", "Apprentices are paid from the first day"),
        ("carpenter", "construction manager", "lead a crew first"),
        ("chef", "dietitian", "you need a master's degree and supervised practice"),
    ],
)
def test_what_an_adviser_would_add(graph: CareerGraph, start: str, end: str, known: str) -> None:
    page = page_of(graph, start, end)
    assert "good to know ~" in page
    assert known in page.partition("good to know ~")[2].partition("advisable?")[0]


@pytest.mark.parametrize(
    ("start", "end", "subjects"),
    [
        ("office clerk", "plumber", "what the apprenticeship teaches: ~joining pipes, drainage"),
        ("paralegal", "lawyer", "what the programme teaches: ~legal reasoning"),
        ("CNA", "registered nurse", "what the programme teaches: ~anatomy and physiology"),
        ("bank teller", "loan officer", "~credit analysis, loan underwriting"),
        ("store manager", "HR", "~employment law, recruiting and interviewing"),
        ("soldier", "police officer", "~criminal law and procedure"),
        ("hotel receptionist", "event planner", "~event budgets, contracts with suppliers"),
    ],
)
def test_subjects_come_before_broad_ratings(
    graph: CareerGraph, start: str, end: str, subjects: str
) -> None:
    page = page_of(graph, start, end)
    assert page.partition("learn first ")[2].startswith(subjects)


def test_a_plan_begins_with_a_subject_and_not_with_a_rating(graph: CareerGraph) -> None:
    text = graph.plan("lawyer", "23-1021.00").to_markdown()
    assert "This week: legal reasoning and writing" in " ".join(text.split())


def test_a_plan_for_a_written_profile_begins_with_one_of_its_items(graph: CareerGraph) -> None:
    text = " ".join(graph.plan("bank teller", "loan officer").to_markdown().split())
    assert "This week: credit reports and scores" in text
    assert "Subjects: ~credit analysis, loan underwriting" in text


def test_a_promotion_brings_no_advice_for_newcomers(graph: CareerGraph) -> None:
    route = graph.path("data engineer", "senior data engineer")
    assert route.steps[0].advice == ()


def test_loan_officers_hold_credit_analysis(graph: CareerGraph) -> None:
    assert "credit analysis" in [one.label for one in graph.held("loan officer").held]
    route = graph.path("loan officer", "credit analyst")
    assert route.steps[0].brings[0].label == "credit analysis"


def test_what_a_source_says_of_a_move_is_shown(graph: CareerGraph) -> None:
    known = "With a portfolio of your own websites"
    [move] = [e for e in graph.path("waiter", "web developer").steps[0].evidence if e.comment]
    assert move.comment is not None
    assert move.comment.startswith(known)
    assert known in page_of(graph, "waiter", "web developer", full=True)
    assert f"in words ~{known}" in words(explanation_page(graph.why("waiter", "web developer")))
    data: Any = routes_data(graph.paths("waiter", "web developer", k=1))
    assert data["routes"][0]["steps"][0]["evidence"][0]["comment"].startswith(known)


def test_seniors_deepen_their_craft_before_what_is_merely_useful(graph: CareerGraph) -> None:
    """An adviser found mentoring and stakeholders first, and six core items not at all."""
    route = graph.path("data engineer", "senior data engineer")
    first = {named.label for named in route.learn_first}
    deepened = {s.name for s in route.steps[0].missing_skills if s.is_deepened}
    assert first & deepened
    assert "stakeholder management" not in first


def test_a_plumber_does_not_wind_through_six_jobs_to_human_resources(graph: CareerGraph) -> None:
    routes = graph.paths("plumber", "HR manager", k=1)
    assert len(routes[0].steps) == 1
    assert routes[0].cost.years.low >= 5, "managers have worked for years"


def test_an_architect_does_not_become_technology_chief_in_a_year(graph: CareerGraph) -> None:
    years = graph.path("AI architect", "CTO").cost.years
    assert years.low >= 4
    assert years.high >= 8


def test_a_resource_for_a_special_case_serves_the_general_skill(graph: CareerGraph) -> None:
    plan = graph.plan("sysadmin", "devops engineer")
    [item] = [item for item in plan.items if item.skill.label == "container orchestration"]
    assert item.resource is not None
    assert "Kubernetes" in item.resource.label
