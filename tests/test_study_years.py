"""Compulsory study is counted in the years of every interface, and named as a part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph.errors import NoRouteError
from careergraph.model.holdings import Range
from careergraph.report.data import routes_data
from careergraph.report.layout import plain_text
from careergraph.report.pages.neighbours import neighbours_page, reach_page
from careergraph.report.pages.routes import routes_page
from careergraph.report.phrases import range_text

if TYPE_CHECKING:
    from typing import Any

    from careergraph.graph import CareerGraph

NURSE = ("Nursing Assistants", "Registered Nurses", Range(2, 4))
"""A nursing programme takes 2 to 4 years, by the Occupational Outlook Handbook."""
PARAMEDIC = ("Emergency Medical Technicians", "Paramedics", Range(1, 2))
"""A paramedic programme takes 1 to 2 years (editorial)."""
LAWYER = ("Paralegals and Legal Assistants", "Lawyers", Range(6, 7))
"""Law school takes 3 years after a bachelor's degree of 3 to 4."""
SURGEON = ("Registered Nurses", "General Internal Medicine Physicians", Range(7, 13))
"""Medical school takes 4 years, and the residency after it 3 to 9 (the Handbook)."""

KINDS = ("promotion", "move", "related")


def words(blocks: Any) -> str:  # noqa: ANN401
    return " ".join(plain_text(blocks).split())


@pytest.mark.parametrize(("start", "end", "years"), [NURSE, PARAMEDIC, LAWYER, SURGEON])
def test_the_years_of_a_route_count_its_study(
    graph: CareerGraph, start: str, end: str, years: Range
) -> None:
    routes = graph.paths(start, end, k=1)
    step = routes[0].steps[0]
    assert step.years == routes[0].cost.years == years
    trained = Range() if step.training is None else step.training.years
    assert step.study is not None
    assert (step.study.low + trained.low, step.study.high + trained.high) == years
    assert routes[0].cost.study_years == step.study
    data: Any = routes_data(routes)["routes"]
    assert data[0]["steps"][0]["study"] == {"low": step.study.low, "high": step.study.high}
    assert data[0]["cost"]["years"] == {"low": years.low, "high": years.high}
    assert f"about {range_text(years, 'year')} in all, with the study" in words(routes_page(routes))


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("EMT", "Registered Nurses", Range(2, 4)),
        ("Nursing Assistants", "Licensed Practical and Licensed Vocational Nurses", Range(1, 1)),
    ],
)
def test_reach_and_next_give_the_same_years(
    graph: CareerGraph, start: str, end: str, years: Range
) -> None:
    reach = graph.reach(start, max_years=5, kinds=KINDS)
    [found] = [one for one in reach.reached if one.role.label == end]
    assert (found.years, found.study, found.steps) == (years, years, 1)
    assert found.study_first[0].kind == "programme"
    assert "; first a" in words(reach_page(reach))
    near = graph.next(start, kinds=KINDS)
    [one] = [one for one in near.neighbours if one.role.label == end]
    assert one.study == years
    assert f"{range_text(years, 'year')} of study" in words(neighbours_page(near))


def test_study_decides_whether_a_role_is_within_reach(graph: CareerGraph) -> None:
    reach = graph.reach("Nursing Assistants", max_years=3, kinds=KINDS)
    assert "Registered Nurses" in [one.role.label for one in reach.possible], "2 to 4 years"
    with pytest.raises(NoRouteError, match="--max-years 3 instead of 2"):
        graph.paths("Nursing Assistants", "Registered Nurses", k=1, max_years=2)
    assert graph.paths("Nursing Assistants", "Registered Nurses", k=1, max_years=3)


def test_a_step_without_compulsory_study_counts_none(graph: CareerGraph) -> None:
    route = graph.path("IT Support Specialist", "System Administrator")
    assert any(extra.kind == "degree" for extra in route.steps[0].not_counted), "usual, not asked"
    assert route.steps[0].study is None
    assert route.cost.study_years == Range()


def test_reach_gives_the_years_of_the_path(graph: CareerGraph) -> None:
    reach = graph.reach("Nursing Assistants", max_years=8, kinds=KINDS)
    studied = [one for one in (*reach.reached, *reach.possible) if one.study]
    assert len(studied) > 3
    assert all(one.steps == 1 for one in studied), "nobody studies on the way to something else"
    for one in studied[:5]:
        routes = graph.paths("Nursing Assistants", one.role.iri, k=5)
        same = [route for route in routes if route.roles == one.way]
        assert [route.cost.years for route in same] in ([], [one.years]), one.role.label
