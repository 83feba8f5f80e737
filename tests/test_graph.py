"""`CareerGraph` over the bundled graph: its answers, what it refuses, and that nothing changes."""

from __future__ import annotations

import math
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import pytest

import careergraph
from careergraph.errors import (
    AmbiguousTitleError,
    CareerGraphError,
    EmptyTitleError,
    NoRouteError,
    SameRoleError,
    UnknownTitleError,
    UsageError,
)
from careergraph.model.values import CRITERIA

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


def test_a_route_leads_from_the_one_role_to_the_other(graph: CareerGraph) -> None:
    for by in CRITERIA:
        route = graph.path("swe", "lead mle", by=by)
        assert route.labels[0] == "Software Engineer"
        assert route.labels[-1] == "Lead Machine Learning Engineer"
        assert len(route.steps) == len(route.roles) - 1
        assert route.cost.criterion == by
        ends = [(step.source, step.target) for step in route.steps]
        assert ends == list(zip(route.roles, route.roles[1:], strict=False))


def test_routes_are_ordered_and_rest_on_sources_that_are_named(graph: CareerGraph) -> None:
    routes = graph.paths("data analyst", "machine learning engineer", k=6, by="gap")
    ranks = [(c.gap, c.hardest_step, c.hops) for c in (route.cost for route in routes)]
    assert len(routes) == 6
    assert ranks == sorted(ranks)
    assert len({route.roles for route in routes}) == 6
    cited = {source.iri for source in routes.sources}
    for route in routes:
        for step in route.steps:
            assert {evidence.source for evidence in step.evidence} <= cited


def test_the_first_of_several_routes_is_the_path(graph: CareerGraph) -> None:
    for by in CRITERIA:
        several = graph.paths("data analyst", "cloud engineer", k=4, by=by)
        alone = graph.paths("data analyst", "cloud engineer", k=1, by=by)
        if alone.proven and several.proven:
            assert several[0] == alone[0]
        else:  # a search gave up: the longer one has found no worse a route
            assert several[0].cost.weight <= alone[0].cost.weight


def test_a_gap_is_the_weight_of_what_is_missing(graph: CareerGraph) -> None:
    """Each item counts by the levels that are missing of it; what is probably held counts half."""
    gap = graph.gap("data analyst", "data scientist")
    assert gap.gap == pytest.approx(sum(skill.gap for skill in gap.missing_skills))
    for skill in gap.missing_skills:
        missing = 2 * skill.level - skill.held - skill.likely
        assert skill.gap == pytest.approx(skill.importance * missing / (2 * skill.level), abs=1e-6)
    assert 0 < gap.coverage < 1
    assert {s.iri for s in gap.shared}.isdisjoint(s.iri for s in gap.missing_skills)


def test_every_answer_carries_version_and_hash(graph: CareerGraph) -> None:
    version = "SELECT ?v { <https://w3id.org/careergraph/ont> owl:versionInfo ?v }"
    assert list(graph.store.select(version)) == [(graph.info.version,)]
    assert len(graph.info.hash) == 12
    for answer in (
        graph.paths("SWE", "MLE"),
        graph.gap("SWE", "MLE"),
        graph.role("MLE"),
        graph.why("SWE", "MLE"),
        graph.overview(),
    ):
        assert answer.graph == graph.info


def test_every_role_has_a_profile(graph: CareerGraph) -> None:
    for iri, label in graph.network.nodes(data="label"):
        profile = graph.role(iri)
        assert profile.role.label == label
        assert profile.skills
        assert profile.sources
        assert label in repr(profile)


def test_every_direct_transition_can_be_explained(graph: CareerGraph) -> None:
    for start, end, kind in set(graph.network.edges(data="kind")):
        if kind != "level":
            explanation = graph.why(start, end)
            assert any(said.transitions for said in explanation.statements)


def test_representations_name_the_ends(graph: CareerGraph) -> None:
    ends = ("Software Engineer", "Machine Learning Engineer")
    for answer in (graph.path("SWE", "MLE"), graph.gap("SWE", "MLE"), graph.why("SWE", "MLE")):
        assert all(label in repr(answer) for label in ends)
        assert repr(answer).startswith(f"<{type(answer).__name__} ")
    assert repr(graph.paths("SWE", "MLE", k=2)) == (
        "<Routes Software Engineer → Machine Learning Engineer: 2 by effort>"
    )
    assert graph.info.hash in repr(graph.overview())


def test_a_table_has_a_row_for_each_step_and_route(graph: CareerGraph) -> None:
    routes = graph.paths("SWE", "lead MLE", k=3)
    assert routes._repr_html_().count("<tr>") == 1 + 3
    assert routes[0]._repr_html_().count("<tr>") == 1 + len(routes[0].steps)


@pytest.mark.parametrize("k", [0, -1, -100])
def test_less_than_one_route_is_wrong_usage(graph: CareerGraph, k: int) -> None:
    with pytest.raises(UsageError, match="1 to 1,000"):
        graph.paths("SWE", "MLE", k=k)


@pytest.mark.parametrize("hours", [0, -1, math.nan, math.inf, -math.inf, 168.5])
def test_hours_that_a_week_does_not_have_are_wrong_usage(graph: CareerGraph, hours: float) -> None:
    with pytest.raises(UsageError, match="hours a week"):
        graph.path("SWE", "MLE", hours_per_week=hours)
    with pytest.raises(UsageError):
        graph.digraph(by="time", hours_per_week=hours)


def test_a_whole_week_of_learning_is_allowed(graph: CareerGraph) -> None:
    fast, slow = (
        graph.path("SWE", "MLE", by="time", hours_per_week=hours).cost.years for hours in (168, 1)
    )
    assert fast.low <= slow.low
    assert fast.high < slow.high


@pytest.mark.parametrize(
    ("source", "target", "error"),
    [
        ("", "MLE", EmptyTitleError),
        ("SWE", " ", EmptyTitleError),
        ("wizard", "MLE", UnknownTitleError),
        ("SWE", "engineer", AmbiguousTitleError),
        ("SWE", "software developer", SameRoleError),
    ],
)
def test_titles_that_cannot_be_two_roles(
    graph: CareerGraph, source: str, target: str, error: type[CareerGraphError]
) -> None:
    for ask in (graph.path, graph.paths, graph.gap, graph.why):
        with pytest.raises(error):
            ask(source, target)


def test_unknown_criterion_and_kind_are_wrong_usage(graph: CareerGraph) -> None:
    with pytest.raises(UsageError, match="effort, gap, step, time, hops"):
        graph.path("SWE", "MLE", by="luck")
    with pytest.raises(UsageError, match="promotion, move, related, affinity"):
        graph.path("SWE", "MLE", kinds=["luck"])
    with pytest.raises(UsageError, match="No kind"):
        graph.path("SWE", "MLE", kinds=[])


def test_a_transition_nobody_states_cannot_be_explained(graph: CareerGraph) -> None:
    with pytest.raises(NoRouteError, match="careergraph path"):
        graph.why("statistician", "cloud engineer")


def test_answers_cannot_be_changed(graph: CareerGraph) -> None:
    routes = graph.paths("SWE", "MLE")
    step = routes[0].steps[0]
    for thing, name in (
        (routes, "routes"),
        (routes[0], "cost"),
        (step, "gap"),
        (step.evidence[0], "people"),
        (graph.gap("SWE", "MLE"), "gap"),
        (graph.role("MLE"), "skills"),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)
        with pytest.raises((AttributeError, TypeError)):
            thing.invented = 1  # type: ignore[union-attr]


def test_answers_hold_tuples_and_can_be_hashed_compared_and_pickled(graph: CareerGraph) -> None:
    routes = graph.paths("SWE", "MLE", k=2)
    assert {routes, graph.paths("SWE", "MLE", k=2)} == {routes}
    assert pickle.loads(pickle.dumps(routes)) == routes  # noqa: S301 (made here)


def test_asking_changes_neither_network_nor_needs() -> None:
    fresh = careergraph.load()
    before = (sorted(fresh.network.edges(keys=True)), dict(fresh.needs))
    fresh.paths("SWE", "lead MLE", k=5, by="step")
    fresh.digraph(by="time").clear()
    fresh.role("MLE")
    assert (sorted(fresh.network.edges(keys=True)), dict(fresh.needs)) == before


def test_eight_threads_get_the_answers_that_one_gets(graph: CareerGraph) -> None:
    shared = careergraph.load()
    pairs = [("SWE", "MLE"), ("data analyst", "data scientist"), ("DBA", "data engineer")]
    roles = "SELECT ?role WHERE { ?role a cg:Role } ORDER BY ?role"
    expected = [graph.path(*pair) for pair in pairs], len(graph.query(roles))

    def ask(_number: int) -> bool:
        for turn in range(100):
            pair = turn % len(pairs)
            if len(shared.query(roles)) != expected[1]:
                return False
            if turn < len(pairs) and shared.path(*pairs[pair]) != expected[0][pair]:
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [True] * 8
