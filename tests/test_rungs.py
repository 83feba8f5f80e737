"""Routes that an adviser would suggest: over the rungs, and not by way of unrelated work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


@pytest.mark.parametrize(
    ("start", "end", "route"),
    [
        # The adviser asked for senior PM, group PM, director: the ladder.
        (
            "Product Manager",
            "Chief Product Officer",
            ["Senior Product Manager", "Director of Product"],
        ),
        # "I say senior -> manager -> director": not sideways by way of another manager's post
        ("Data Scientist", "Data Science Manager", ["Senior Data Scientist"]),
    ],
)
def test_a_route_goes_over_the_rungs(
    graph: CareerGraph, start: str, end: str, route: list[str]
) -> None:
    assert list(graph.path(start, end).labels[1:-1]) == route


@pytest.mark.parametrize(
    ("start", "end", "never"),
    [
        ("CFO", "CTO", "Data Analyst"),  # nobody begins again at the bottom
        ("Security Guards", "SOC Analyst", "Police and Sheriff's Patrol Officers"),
        ("Help desk", "Data Engineer", "Cloud Engineer"),
    ],
)
def test_no_route_passes_through_work_that_brings_no_one_nearer(
    graph: CareerGraph, start: str, end: str, never: str
) -> None:
    assert never not in graph.path(start, end).labels


def test_reach_lists_what_a_programme_of_study_leads_to(graph: CareerGraph) -> None:
    reach = graph.reach("EMT", max_years=3)
    found = {one.role.label: one for one in (*reach.reached, *reach.possible)}
    assert found["Paramedics"].study is not None
    assert found["Paramedics"].years.low >= 1
