"""A search ends after so much work and not after so much time: its answer is the same anywhere."""

from __future__ import annotations

import ast
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import careergraph.answers
import careergraph.search
from careergraph.answers.planning.route_questions import search_for
from careergraph.compiled.held_levels import held_by_incumbent
from careergraph.model.values import CRITERIA
from careergraph.search.algorithms.profile_network import ProfileQuery
from careergraph.search.algorithms.profile_search import find_pareto_paths, find_paths
from invented_profiles import InventedWorld, invent_world

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph
    from careergraph.search.requests import RouteSearch

ENDS = "software engineer", "chief technology officer"
CLOCKS = ("time", "monotonic", "perf_counter", "process_time", "thread_time")
PACKAGES = careergraph.answers, careergraph.search
MODULES = sorted(path for package in PACKAGES for path in Path(package.__path__[0]).rglob("*.py"))


def search_between(graph: CareerGraph, by: str, **options: object) -> RouteSearch:
    return search_for(graph, *ENDS, {"by": by, **options})  # type: ignore[typeddict-item]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_search_or_answer_looks_at_a_clock(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert "time" not in imported


def test_the_answer_does_not_depend_on_the_time_it_takes(
    graph: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clocks that jump an hour at each look stand for a very slow machine."""
    searches = [search_between(graph, by) for by in ("effort", "gap")]
    before = [search.find(3, work=100_000) for search in searches]
    for name in CLOCKS:
        jumps = count(1e9, 3600)
        monkeypatch.setattr(time, name, jumps.__next__)
    assert [search.find(3, work=100_000) for search in searches] == before


def test_the_answer_does_not_depend_on_what_was_asked_before(graph: CareerGraph) -> None:
    """Much is kept from one search to the next; work counts whether or not it is done again."""
    first, again = (search_between(graph, "gap").find(5, work=60_000) for _ in range(2))
    assert not first.proven
    assert first == again


@pytest.mark.parametrize("by", sorted(CRITERIA))
def test_with_hardly_any_work_there_are_routes_all_the_same(graph: CareerGraph, by: str) -> None:
    several = search_between(graph, by).find(3, work=1)
    assert len({path.roles for path in several.paths}) == 3
    assert not several.proven


def test_with_hardly_any_work_constraints_are_kept(graph: CareerGraph) -> None:
    stop = graph.find("solutions architect").entry
    search = search_between(graph, "effort", via=[stop.label], max_steps=6, max_years=40.0)
    (path,) = search.find(1, work=1).paths
    assert stop.iri in search.names(path)


def test_with_hardly_any_work_there_is_a_pareto_front(graph: CareerGraph) -> None:
    front = search_between(graph, "gap").find_pareto(work=1)
    assert front.paths
    assert not front.proven


def make_query(world: InventedWorld, seed: int) -> ProfileQuery:
    index = world.network().index
    return ProfileQuery(
        index["a"],
        index["f"],
        held_by_incumbent(world.profiles["a"], world.implies),
        by=sorted(CRITERIA)[seed % len(CRITERIA)],
        closed=frozenset({index["b"]}) if seed % 5 == 0 else frozenset(),
        via=tuple(index[role] for role in ("c", "d")[: seed % 3]),
        max_hops=(None, 2, 3, 4)[seed % 4],
        max_years=(None, 10**6, 2_500_000)[seed // 4 % 3],
        down=seed % 2 == 0,
    )


def test_no_route_is_said_only_where_there_is_none() -> None:
    """With work for nothing, a route is found for each question that has one."""
    answered = refused = 0
    for seed in range(240):
        world = invent_world(seed)
        network, query = world.network(), make_query(world, seed)
        exact = find_paths(network, query)
        assert exact.proven
        for candidates in (True, False):
            quick = find_paths(network, query, work=1, with_candidates=candidates)
            assert bool(quick.paths) == bool(exact.paths)
            assert quick.proven or quick.paths
        front = find_pareto_paths(network, query, degrees=[None] * len(network.roles), work=1)
        assert bool(front.paths) == bool(exact.paths)
        answered, refused = answered + bool(exact.paths), refused + (not exact.paths)
    assert min(answered, refused) > 30
