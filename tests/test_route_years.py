"""The search for a route of fewer years is left out only where there can be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph.search.requests import RouteSearch

if TYPE_CHECKING:
    from careergraph import CareerGraph


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("software engineer", "lead machine learning engineer"),
        ("software engineer", "engineering manager"),
        ("data analyst", "chief technology officer"),
        ("data analyst", "head of data"),
        ("teacher", "principal software engineer"),
    ],
)
def test_a_bound_on_the_years_spares_the_search_and_changes_no_route(
    graph: CareerGraph, monkeypatch: pytest.MonkeyPatch, source: str, target: str
) -> None:
    spared = graph.paths(source, target)
    monkeypatch.setattr(RouteSearch, "_fewest_years", lambda *_: 0.0)
    assert graph.paths(source, target) == spared
