"""Evidence of steps, criteria and kinds, and bundled routes against those of networkx."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from math import log
from operator import itemgetter
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from careergraph.answers.planning.route_questions import _setting, search_for
from careergraph.answers.planning.routes import describe_route
from careergraph.errors import UsageError
from careergraph.model.choices import check_criterion, check_kinds
from careergraph.model.levels import LEVEL
from careergraph.model.values import CRITERIA, DEFAULT_KINDS, KINDS, Evidence
from careergraph.search.learning.step_evidence import (
    UNKNOWN_UNLIKELINESS,
    collect_evidence,
    usual_months,
    usual_share,
)
from careergraph.search.networkx_view import path_weight, plain_paths

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph
    from careergraph.model.values import Cost


def test_an_unlikely_move_weighs_more_and_an_unknown_one_most(graph: CareerGraph) -> None:
    digraph = graph.digraph(by="likelihood")
    shares: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for source, target, evidence in graph.facts.steps:
        if evidence.share and evidence.kind in DEFAULT_KINDS:
            shares.setdefault((source, target), []).append((evidence.people or 0, evidence.share))
    known = 0
    for source, target, weight in digraph.edges(data="weight"):
        if (source, target) in shares:
            known += 1
            _, share = max(shares[source, target], key=itemgetter(0))
            assert weight == pytest.approx(-log(share))
            assert weight < UNKNOWN_UNLIKELINESS
    assert known
    assert UNKNOWN_UNLIKELINESS in {weight for *_, weight in digraph.edges(data="weight")}


def evidence(iri: str, kind: str, grade: str = "stated", **figures: float) -> Evidence:
    return Evidence(iri, kind, grade, "doc", **figures)  # type: ignore[arg-type]


def test_only_the_kinds_and_grades_asked_for_count_and_levels_are_no_steps() -> None:
    steps = [
        ("a", "b", evidence("t1", "related")),
        ("a", "c", evidence("t2", "move", "observed")),
        ("b", "a", evidence("t3", LEVEL)),
        ("b", "c", evidence("t4", "move")),
        ("b", "elsewhere", evidence("t5", "move")),
    ]
    assert sorted(collect_evidence(steps, "abc")) == [("a", "c"), ("b", "c")]
    assert sorted(collect_evidence(steps, "abc", ["related"])) == [("a", "b")]
    assert sorted(collect_evidence(steps, "abc", grades=["observed"])) == [("a", "c")]


def test_a_step_keeps_all_usable_evidence_the_strongest_first() -> None:
    statements = [
        evidence("t1", "move", "editorial"),
        evidence("t2", "move", "observed", people=10, median_months=20.0, share=0.1),
        evidence("t3", "move", "observed", people=90, median_months=50.0, share=0.3),
        evidence("t4", "related", "official"),
    ]
    usable = collect_evidence([("a", "b", each) for each in statements], "ab")["a", "b"]
    assert [each.iri for each in usable] == ["t3", "t2", "t1"]
    assert usual_months(usable) == 50.0, "the months that most people stand for"
    assert usual_share(usable) == 0.3


def test_unknown_criteria_and_kinds_are_wrong_usage() -> None:
    for by in ("money", "", "GAP"):
        with pytest.raises(
            UsageError, match="Use one of: effort, gap, step, time, hops, likelihood"
        ):
            check_criterion(by)
    for kinds in (["jump"], ["move", "jump"], [], ["level"]):
        with pytest.raises(UsageError, match=", ".join(KINDS)):
            check_kinds(kinds)


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
        "likelihood": (
            cost.unknown_likelihoods * UNKNOWN_UNLIKELINESS - log(cost.likelihood or 1.0),
        ),
    }
    return ranks[by]


@pytest.mark.parametrize("by", sorted(CRITERIA))
def test_no_bundled_route_costs_more_than_what_networkx_finds(graph: CareerGraph, by: str) -> None:
    """The path of networkx, told with what is learned on the way, is never better.

    Both keep out of the roles that are closed to a question: nobody begins again at the bottom on
    the way from one post to another. A search that gives up says so, and promises nothing.
    """
    digraph = graph.digraph(by=by)
    counted = by in {"hops", "likelihood"}
    pairs, compared = sampled_pairs(digraph, 60 if counted else 15), 0
    for source, target in pairs:
        search = search_for(graph, source, target, {"by": by})
        routes = graph.paths(source, target, k=1, by=by)
        if not routes.proven:
            continue
        best = rank(routes[0].cost, by)
        closed = [search.network.roles[role] for role in search.closed]
        reachable = nx.restricted_view(digraph, closed, [])
        if not nx.has_path(reachable, source, target):
            continue
        compared += 1
        (plain, *_) = plain_paths(reachable, source, target, by=by, k=1)
        change_cost = search.request.change_cost
        told = describe_route(plain, _setting(graph, search), by=by, change_cost=change_cost)
        assert best <= rank(told.cost, by) or best == pytest.approx(rank(told.cost, by), rel=1e-6)
        if counted and not any(step.is_computed for step in routes[0].steps):
            assert best[0] == pytest.approx(path_weight(digraph, plain, by), rel=1e-5)
    assert compared


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
