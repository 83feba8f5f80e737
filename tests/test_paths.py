"""Path search against networkx and against looking at every simple path."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import islice
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.answers.planning.route_questions import _setting, search_for
from careergraph.answers.planning.routes import describe_route
from careergraph.errors import UsageError
from careergraph.model.choices import check_criterion, check_kinds
from careergraph.model.levels import LEVEL
from careergraph.model.values import CRITERIA, KINDS, Evidence, Need
from careergraph.search.algorithms.k_shortest import candidate_paths as candidates_by_number
from careergraph.search.learning.learning_time import Effort
from careergraph.search.networkx_view import build_digraph, path_weight, plain_paths
from integer_networks import integer_network

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.graph import CareerGraph
    from careergraph.model.values import Cost

SUMMED = ("gap", "time", "hops")
OVER_LISTS = (*SUMMED, "step", "likelihood")
"""Criteria of `build_digraph`, whose costs rest on lists of needs instead of profiles."""

ROLES = "abcdefg"
PAIRS = [(start, end) for start in ROLES for end in ROLES if start != end]
needs_by_role = st.fixed_dictionaries(
    {
        role: st.lists(
            st.tuples(st.sampled_from("pqrstu"), st.sampled_from([0.25, 0.6, 1.0])),
            min_size=1,
            max_size=4,
            unique_by=lambda drawn: drawn[0],
        )
        for role in ROLES
    }
)
edges = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.sampled_from([None, 6.0, 12.0, 30.0])),
    min_size=14,
    max_size=24,
    unique_by=lambda drawn: drawn[0],
).map(lambda drawn: [(start, end, months) for (start, end), months in drawn])
"""Enough of them that most graphs hold a handful of ways from a to g."""


def network_of(
    transitions: Iterable[tuple[str, str, float | None]], kind: str = "move"
) -> nx.MultiDiGraph[str]:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from((role, {"label": role.upper()}) for role in ROLES)
    for number, (start, end, months) in enumerate(transitions):
        evidence = Evidence(f"t{number}", kind, "stated", "doc", median_months=months)
        network.add_edge(start, end, key=evidence.iri, evidence=evidence, kind=kind)
    return network


def needs_of(drawn: dict[str, list[tuple[str, float]]]) -> dict[str, tuple[Need, ...]]:
    return {
        role: tuple(Need((skill,), weight, "essential", ("doc",)) for skill, weight in pairs)
        for role, pairs in drawn.items()
    }


def candidate_paths(
    digraph: nx.DiGraph[str],
    needs: dict[str, tuple[Need, ...]],
    source: str,
    target: str,
    *,
    by: str,
    count: int,
) -> list[list[str]]:
    network = integer_network(digraph, needs, Effort())
    ends = network.index[source], network.index[target]
    found = candidates_by_number(network, *ends, by=by, count=count)
    return [[network.roles[number] for number in path] for path in found]


@settings(max_examples=150, deadline=None)
@given(edges, needs_by_role, st.sampled_from(SUMMED), st.integers(1, 6))
def test_candidates_cost_what_networkx_finds(
    transitions: list[tuple[str, str, float | None]],
    drawn: dict[str, list[tuple[str, float]]],
    by: str,
    k: int,
) -> None:
    digraph = build_digraph(network_of(transitions), needs_of(drawn), by=by)
    found = candidate_paths(digraph, needs_of(drawn), "a", "g", by=by, count=k)
    if not nx.has_path(digraph, "a", "g"):
        assert found == []
        return
    expected = islice(nx.shortest_simple_paths(digraph, "a", "g", weight="weight"), k)
    costs = [nx.path_weight(digraph, path, "weight") for path in expected]
    assert [path_weight(digraph, path, by) for path in found] == pytest.approx(costs)


def test_candidates_by_step_have_the_easiest_hardest_step() -> None:
    """Two steps of one skill each are easier than one step of one and a half."""
    needs = {
        "b": (Need(("p",), 1.0, "essential", ()),),
        "g": (Need(("p",), 1.0, "essential", ()), Need(("q",), 0.5, "recommended", ())),
        "c": (),
    }
    network = network_of([("a", "g", None), ("a", "b", None), ("b", "c", None), ("b", "g", None)])
    digraph = build_digraph(network, needs, by="step")
    assert candidate_paths(digraph, needs, "a", "g", by="step", count=5) == [["a", "b", "g"]]


@pytest.mark.parametrize("by", OVER_LISTS)
def test_a_level_is_used_at_the_start_only(by: str) -> None:
    """A senior is one of the trade; nobody climbs to senior in order to be what they were."""
    network = network_of([("a", "b", 12.0), ("c", "g", 12.0)])
    level = Evidence("level", LEVEL, "stated", "doc")
    network.add_edge("b", "c", key="level", evidence=level, kind=LEVEL)
    digraph = build_digraph(network, {}, by=by)
    assert candidate_paths(digraph, {}, "b", "g", by=by, count=3) == [["b", "c", "g"]]
    assert digraph.edges["b", "c"]["weight"] == digraph.edges["b", "c"]["hops"] == 0
    assert candidate_paths(digraph, {}, "a", "g", by=by, count=3) == []


def test_an_unlikely_move_weighs_more_and_an_unknown_one_most() -> None:
    network = network_of([("a", "b", None)])
    for key, share in (("often", 0.5), ("seldom", 0.01)):
        told = Evidence(key, "move", "observed", "doc", people=9, share=share)
        network.add_edge("a", key[0], key=key, evidence=told, kind="move")
    digraph = build_digraph(network, {}, by="likelihood")
    weights = [digraph.edges["a", end]["weight"] for end in ("o", "s", "b")]
    assert weights == pytest.approx([0.693147, 4.605170, 10**6], rel=1e-5)


def test_only_the_kinds_asked_for_are_used_but_levels_always() -> None:
    network = network_of([("a", "b", None)], "related")
    network.add_edge("b", "a", key="l", evidence=Evidence("l", LEVEL, "stated", "doc"), kind=LEVEL)
    assert list(build_digraph(network, {}).edges) == [("b", "a")]
    assert sorted(build_digraph(network, {}, kinds=["related"]).edges) == [("a", "b"), ("b", "a")]


def test_the_collapsed_edge_keeps_all_usable_evidence_the_strongest_first() -> None:
    network = network_of([])
    told = [
        Evidence("t1", "move", "editorial", "x"),
        Evidence("t2", "move", "observed", "y", people=10, median_months=20.0),
        Evidence("t3", "move", "observed", "z", people=90, median_months=50.0),
        Evidence("t4", "related", "official", "z"),
    ]
    for evidence in told:
        network.add_edge("a", "b", key=evidence.iri, evidence=evidence)
    edge = build_digraph(network, {}).edges["a", "b"]
    assert [evidence.iri for evidence in edge["evidence"]] == ["t3", "t2", "t1"]
    assert edge["months"] == 50.0, "the duration that most people stand for"


def test_unknown_criteria_and_kinds_are_wrong_usage() -> None:
    for by in ("money", "", "GAP"):
        with pytest.raises(
            UsageError, match="Use one of: effort, gap, step, time, hops, likelihood"
        ):
            check_criterion(by)
    for kinds in (["jump"], ["move", "jump"], [], ["level"]):
        with pytest.raises(UsageError, match=", ".join(KINDS)):
            check_kinds(kinds)
    with pytest.raises(UsageError):
        build_digraph(network_of([]), {}, by="money")


def test_years_are_the_longer_of_working_and_learning() -> None:
    effort = Effort({"p": 520.0, "q": 104.0}, hours_per_week=5)
    assert effort.years(12, 520) == 2.0
    assert effort.years(36, 520) == 3.0
    assert effort.years(None, 260) == 1.0
    assert effort.years(None, None) == 0.0
    assert effort.learning_hours(["p", "q", "p"]) == 624.0, "nothing is learned twice"
    assert effort.learning_hours(["unknown"]) is None
    assert effort.learning_hours([]) == 0


def sampled_pairs(digraph: nx.DiGraph[str], count: int) -> list[tuple[str, str]]:
    """Return some pairs of roles that a path joins, always the same ones."""
    pairs = [(source, target) for source in digraph for target in nx.descendants(digraph, source)]
    return random.Random(2026).sample(sorted(pairs), count)  # noqa: S311 (a sample, no secret)


def rank(cost: Cost, by: str) -> tuple[float, ...]:
    """Return what a criterion compares."""
    ranks: dict[str, tuple[float, ...]] = {
        "effort": (cost.effort,),
        "gap": (cost.gap,),
        "step": (cost.hardest_step,),
        "time": (cost.unknown_durations, cost.years.middle),
        "hops": (cost.hops,),
        "likelihood": (cost.weight,),
    }
    return ranks[by]


@pytest.mark.parametrize("by", sorted(CRITERIA))
def test_no_bundled_route_costs_more_than_what_networkx_finds(graph: CareerGraph, by: str) -> None:
    """The path of networkx, told with what is learned on the way, is never better."""
    digraph = graph.digraph(by=by)
    counted = by in {"hops", "likelihood"}
    for source, target in sampled_pairs(digraph, 60 if counted else 15):
        search = search_for(graph, source, target, {"by": by})
        best = rank(graph.path(source, target, by=by).cost, by)
        (plain, *_) = plain_paths(digraph, source, target, by=by, k=1)
        change_cost = search.request.change_cost
        told = describe_route(plain, _setting(search), by=by, change_cost=change_cost)
        assert best <= rank(told.cost, by) or best == pytest.approx(rank(told.cost, by), rel=1e-6)
        if counted:
            assert best[0] == pytest.approx(path_weight(digraph, plain, by), rel=1e-5)


def test_the_answer_does_not_depend_on_the_hash_seed() -> None:
    program = """
from careergraph import load
g = load()
for by in ("gap", "time", "hops", "likelihood"):
    for ends in (("SWE", "lead MLE"), ("data analyst", "cloud engineer"), ("DBA", "IT manager")):
        for route in g.paths(*ends, k=6, by=by):
            print(by, route.labels, route.cost, route.steps)
"""
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(answers) == 1
    assert answers.pop().count("\n") > 40
