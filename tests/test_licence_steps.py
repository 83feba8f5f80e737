"""Steps that no adviser leaves out: licences in their order, and the posts before a post.

The expectations were written before any of these routes was looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph.errors import NoRouteError

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

NURSE = "Registered Nurses"
PRACTITIONER = "Nurse Practitioners"
FOREMAN = "First-Line Supervisors of Construction Trades and Extraction Workers"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("licensed practical nurse", PRACTITIONER),
        ("barista", PRACTITIONER),
        ("paramedic", PRACTITIONER),
        ("medical assistant", "Nurse Midwives"),
        ("licensed practical nurse", "Nurse Anesthetists"),
        ("data analyst", PRACTITIONER),
    ],
)
def test_the_licence_of_a_nurse_comes_before_the_advanced_one(
    graph: CareerGraph, source: str, target: str
) -> None:
    for route in graph.paths(source, target, k=3):
        assert NURSE in route.labels[1:-1]
    assert all(NURSE in route.labels[1:-1] for route in graph.pareto(source, target))


def test_both_programmes_count(graph: CareerGraph) -> None:
    """Two to four years of nursing school, then two to four of graduate school."""
    route = graph.path("licensed practical nurse", PRACTITIONER)
    kinds = [[one.kind for one in step.not_counted] for step in route.steps]
    assert all("licence" in kind for kind in (kinds[0], kinds[-1]))
    years = route.cost.years
    assert 4 <= years.low <= years.high <= 10


@pytest.mark.parametrize("source", [NURSE, "Acute Care Nurses", "Nurse Midwives"])
def test_nurses_are_not_asked_to_become_nurses(graph: CareerGraph, source: str) -> None:
    assert graph.path(source, PRACTITIONER).labels == (source, PRACTITIONER)


def test_who_says_they_hold_the_licence_needs_no_such_step(graph: CareerGraph) -> None:
    route = graph.path("licensed practical nurse", PRACTITIONER, licence=NURSE)
    assert NURSE not in route.labels
    barber = graph.path("licensed practical nurse", PRACTITIONER, licence="barber")
    assert NURSE in barber.labels


def test_one_step_is_too_few_for_two_licences(graph: CareerGraph) -> None:
    with pytest.raises(NoRouteError):
        graph.path("licensed practical nurse", PRACTITIONER, max_steps=1)


def test_nobody_reaches_the_advanced_licence_in_one_step(graph: CareerGraph) -> None:
    near = graph.next("licensed practical nurse")
    assert PRACTITIONER not in [move.role.label for move in near.neighbours]


@pytest.mark.parametrize("source", ["accountant", "financial analyst", "bookkeeper"])
def test_a_chief_financial_officer_was_a_financial_manager_first(
    graph: CareerGraph, source: str
) -> None:
    route = graph.path(source, "CFO")
    assert route.labels[-1] == "Chief Financial Officer"
    assert "Financial Manager" in route.labels[1:-1]
    assert route.cost.years.low >= 8


@pytest.mark.parametrize("trade", ["carpenter", "electrician", "construction laborer", "plumber"])
def test_a_foreman_comes_before_a_construction_manager(graph: CareerGraph, trade: str) -> None:
    assert graph.path(trade, "construction manager").labels[1:-1] == (FOREMAN,)


@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        ("line cook", "head chef", "sous chef"),
        ("secondary school teacher", "school principal", "assistant principal"),
        ("photographer", "video editor", "reel"),
        ("graphic designer", "art director", "portfolio"),
        ("barista", "animator", "reel"),
        ("journalist", "public relations specialist", "samples"),
        ("barista", "actor", "audition"),
    ],
)
def test_advice_names_the_post_between_or_what_to_show(
    graph: CareerGraph, source: str, target: str, word: str
) -> None:
    steps = graph.path(source, target).steps
    assert word in " ".join(advice.comment or "" for step in steps for advice in step.advice)


def test_a_paramedic_brings_something_to_the_work_of_a_physician_assistant(
    graph: CareerGraph,
) -> None:
    step = graph.path("paramedic", "physician assistant").steps[-1]
    assert step.brings
    assert step.coverage is not None
    assert 0.1 <= step.coverage <= 0.5


@pytest.mark.parametrize(
    ("source", "target"), [("help desk", "SOC analyst"), ("accountant", "GRC analyst")]
)
def test_certificates_for_people_with_experience_come_later(
    graph: CareerGraph, source: str, target: str
) -> None:
    found = graph.paths(source, target).certifications
    assert found
    for one in found:
        is_late = one.certification.label in {
            "Certified Information Systems Auditor",
            "Certified Information Systems Security Professional",
            "Certified Information Security Manager",
        }
        assert one.later or not is_late


def test_chiefs_are_offered_the_certificates_of_chiefs(graph: CareerGraph) -> None:
    found = graph.paths("information security manager", "CISO").certifications
    assert found
    assert not any(one.later for one in found)
