"""A long route of detours stands beside the direct change, or behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph.errors import NoRouteError
from careergraph.report.layout import plain_text
from careergraph.report.pages.routes import routes_page

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


def test_a_direct_change_comes_before_a_detour_of_more_than_twice_its_years(
    graph: CareerGraph,
) -> None:
    """Nobody becomes a network engineer for years to sell technology."""
    source, target = "IT support specialist", "sales engineer"
    best = graph.path(source, target)
    assert [step.evidence[0].kind for step in best.steps] == ["retraining"]
    detour = graph.path(source, target, via=["network engineer"])
    assert detour.cost.years.middle > 2 * best.cost.years.middle
    assert detour.cost.effort > best.cost.effort
    routes = graph.paths(source, target, k=3)
    efforts = [route.cost.effort for route in routes]
    assert efforts == sorted(efforts)


def test_a_direct_change_is_named_beside_a_route_that_takes_half_as_long_again(
    graph: CareerGraph,
) -> None:
    routes = graph.paths("biologist", "FinOps analyst", k=1)
    assert len(routes[0].steps) > 1
    direct, gap = routes.in_one_step, graph.gap("biologist", "FinOps analyst")
    assert direct is not None
    assert direct.is_computed
    assert direct.learning_hours == gap.hours
    assert routes[0].cost.years.middle > 1.5 * direct.years.middle
    page = " ".join(plain_text(routes_page(routes), 100).split())
    assert "of learning; no source names the move" in page


@pytest.mark.parametrize(
    ("source", "target", "options"),
    [
        ("accountant", "chief technology officer", {}),  # people rise to it for years
        ("physicist", "AI engineer", {"via": ["machine learning engineer"]}),
        ("physicist", "AI engineer", {"min_evidence": "editorial"}),
        ("data scientist", "machine learning engineer", {}),  # the route is direct
    ],
)
def test_no_direct_change_is_named_where_nobody_could_take_it(
    graph: CareerGraph, source: str, target: str, options: dict
) -> None:
    assert graph.paths(source, target, k=1, **options).in_one_step is None


@pytest.mark.parametrize("years", [3, 9])
def test_retraining_within_the_years_that_are_allowed_is_a_route(
    graph: CareerGraph, years: int
) -> None:
    """What opens a route is never a limit that is no wider than the one that was set."""
    best = graph.path("paralegal", "registered nurse", max_years=years)
    assert [step.evidence[0].kind for step in best.steps] == ["retraining"]
    assert best.cost.years.middle <= years


def test_too_few_years_for_retraining_are_told_how_many_it_takes(graph: CareerGraph) -> None:
    with pytest.raises(NoRouteError) as raised:
        graph.path("paralegal", "registered nurse", max_years=2)
    assert raised.value.relaxations[0].startswith("with --max-years 3 instead of 2: ")


def test_to_avoid_a_role_does_not_rule_out_retraining_past_it(graph: CareerGraph) -> None:
    ends = "marketing manager", "registered nurse"
    free = graph.path(*ends)
    best = graph.path(*ends, avoid=["business analyst"])
    assert [step.evidence[0].kind for step in best.steps] == ["retraining"]
    assert best.labels == free.labels
    with pytest.raises(NoRouteError):
        graph.path("paralegal", "registered nurse", via=["business analyst"], max_years=1)
