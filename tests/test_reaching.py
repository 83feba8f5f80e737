"""What can be reached in so many years, against looking at every simple path."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.answers.planning.reach import find_arrivals, find_reach
from careergraph.compiled.reading.roles.requirements import merge_needs
from careergraph.errors import UsageError
from careergraph.model.levels import LEVEL
from careergraph.model.values import Evidence, GraphInfo, Named, Need, RoleNode
from careergraph.search.algorithms.integer_network import MICRO
from careergraph.search.learning.learning_time import Effort
from careergraph.search.networkx_view import build_digraph
from integer_networks import integer_network

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from careergraph.graph import CareerGraph

ROLES = "abcdef"
SKILLS = "pqrstu"
HOURS = {"p": 40.0, "q": 400.0, "r": 1000.0, "s": 80.0, "t": 5.0}
PAIRS = [(start, end) for start in ROLES for end in ROLES if start != end]

drawn_needs = st.fixed_dictionaries(
    {
        role: st.lists(
            st.tuples(
                st.lists(st.sampled_from(SKILLS), min_size=1, max_size=2, unique=True),
                st.sampled_from([0.0, 0.6, 1.0]),
            ),
            max_size=4,
            unique_by=lambda need: tuple(sorted(need[0])),
        )
        for role in ROLES
    }
)
drawn_edges = st.lists(
    st.tuples(
        st.sampled_from(PAIRS),
        st.sampled_from([None, 0.0, 6.0, 30.0]),
        st.sampled_from(["move", "move", "move", LEVEL]),
    ),
    min_size=8,
    max_size=20,
    unique_by=lambda drawn: drawn[0],
)


@dataclass
class World:
    network: nx.MultiDiGraph
    needs: dict[str, tuple[Need, ...]]
    effort: Effort

    @property
    def digraph(self) -> nx.DiGraph:
        return build_digraph(self.network, self.needs, effort=self.effort)


def world_of(edges: Sequence[tuple], drawn: Mapping[str, list]) -> World:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from((role, {"label": role.upper()}) for role in ROLES)
    for number, ((start, end), months, kind) in enumerate(edges):
        told = Evidence(f"t{number}", kind, "stated", "doc", median_months=months)
        network.add_edge(start, end, key=told.iri, evidence=told, kind=kind)
    needs = {
        role: tuple(Need(tuple(sorted(s)), weight, "essential", ("doc",)) for s, weight in group)
        for role, group in drawn.items()
    }
    bases = [end for (start, end), _, kind in edges if start == "a" and kind == LEVEL]
    needs["a"] = merge_needs(need for role in ("a", *bases) for need in needs[role])
    return World(network, needs, Effort(HOURS, 5))


def least_years(world: World) -> dict[str, int]:
    """Return the least millionths of a year of all simple paths from a, for each role."""
    digraph, least = world.digraph, dict[str, int]()
    for target in ROLES[1:]:
        for path in nx.all_simple_paths(digraph, "a", target):
            edges = [digraph.edges[edge] for edge in pairwise(path)]
            if any(edge["hops"] == 0 for edge in edges[1:]):
                continue
            counted = [need for need in world.needs["a"] if need.weight > 0]
            held = {need.skills[0] for need in counted if len(need.skills) == 1}
            met = [set(need.skills) for need in counted if len(need.skills) > 1]
            for years in walk(path[1:], edges, world, held, met):
                least[target] = min(years, least.get(target, years))
    return least


def walk(path: list, edges: list, world: World, held: set, met: list, years: int = 0) -> Iterator:
    if not path:
        yield years
        return
    if edges[0]["hops"] == 0:
        yield from walk(path[1:], edges[1:], world, held, met, years)
        return
    unmet = [
        need
        for need in world.needs[path[0]]
        if need.weight > 0
        and not held.intersection(need.skills)
        and not (len(need.skills) > 1 and any(one <= set(need.skills) for one in met))
    ]
    singles = {need.skills[0] for need in unmet if len(need.skills) == 1}
    unmet = [n for n in unmet if len(n.skills) == 1 or not singles.intersection(n.skills)]
    for chosen in product(*(need.skills for need in unmet)):
        hours = sum(HOURS.get(skill, 0.0) for skill in set(chosen))
        taken = round(world.effort.years(edges[0]["months"], hours) * MICRO)
        yield from walk(path[1:], edges[1:], world, held | set(chosen), met, years + taken)


@settings(max_examples=300, deadline=None)
@given(drawn_edges, drawn_needs, st.sampled_from([0.5, 3.0, 100.0]))
def test_years_are_the_least_of_all_simple_paths(edges: list, drawn: dict, most: float) -> None:
    world = world_of(edges, drawn)
    network = integer_network(world.digraph, world.needs, world.effort)
    found = find_arrivals(network, network.index["a"], round(most * MICRO))
    years = {network.roles[arrival.role]: arrival.years for arrival in found}
    wanted = {role: y for role, y in least_years(world).items() if y <= most * MICRO}
    assert years == wanted
    for arrival in found:
        assert len(set(arrival.path)) == len(arrival.path)


@settings(max_examples=200, deadline=None)
@given(drawn_edges, drawn_needs, st.integers(1, 3))
def test_few_labels_find_ways_that_exist_and_are_never_quicker(
    edges: list, drawn: dict, labels: int
) -> None:
    world = world_of(edges, drawn)
    network = integer_network(world.digraph, world.needs, world.effort)
    found = find_arrivals(network, network.index["a"], 100 * MICRO, labels_per_role=labels)
    least = least_years(world)
    assert {network.roles[arrival.role] for arrival in found} == set(least)
    for arrival in found:
        assert arrival.years >= least[network.roles[arrival.role]]


def test_who_knows_more_may_learn_later() -> None:
    """C is quickest by B, but who was in B knows u, so that D has nothing to teach but time.

    Who was not learns q there, in time that passes anyway, and needs no more for E.
    """
    edges = [
        (("a", "b"), None, "move"),
        (("b", "c"), None, "move"),
        (("a", "c"), 6.0, "move"),
        (("c", "d"), 30.0, "move"),
        (("d", "e"), None, "move"),
    ]
    needs = {"b": [(["u"], 1.0)], "d": [(["q", "u"], 1.0)], "e": [(["q"], 1.0)]}
    world = world_of(edges, {role: needs.get(role, []) for role in ROLES})
    network = integer_network(world.digraph, world.needs, world.effort)
    start, end = network.index["a"], network.index["e"]

    def years(labels: int | None) -> float:
        found = find_arrivals(network, start, 100 * MICRO, labels_per_role=labels)
        return next(arrival.years for arrival in found if arrival.role == end) / MICRO

    assert years(None) == least_years(world)["e"] / MICRO == 3.0
    assert years(12) == pytest.approx(2.5 + 400 / 260)


@pytest.mark.parametrize("labels", [None, 2])
def test_who_comes_later_may_know_more(labels: int | None) -> None:
    """C is quickest at once, but E is quicker by B, where r is learned that C waits for."""
    edges = [
        (("a", "b"), None, "move"),
        (("b", "c"), None, "move"),
        (("a", "c"), 6.0, "move"),
        (("c", "e"), None, "move"),
    ]
    needs = {"b": [(["r"], 1.0)], "e": [(["r"], 1.0)]}
    world = world_of(edges, {role: needs.get(role, []) for role in ROLES})
    network = integer_network(world.digraph, world.needs, world.effort)
    found = find_arrivals(network, network.index["a"], 100 * MICRO, labels_per_role=labels)
    years = {network.roles[arrival.role]: arrival.years / MICRO for arrival in found}
    learned = round(1000 / 260, 6)
    assert years == {"b": learned, "c": 0.5, "e": learned}


def test_who_chose_more_may_learn_later() -> None:
    """In B some learn u alone, others s too: D teaches those nothing, and the first t, for E."""
    edges = [
        (("a", "b"), 30.0, "move"),
        (("b", "d"), 30.0, "move"),
        (("d", "e"), None, "move"),
    ]
    needs = {
        "b": [(["r", "u"], 1.0), (["s", "u"], 1.0)],
        "d": [(["s", "t"], 1.0)],
        "e": [(["t"], 1.0)],
    }
    world = world_of(edges, {role: needs.get(role, []) for role in ROLES})
    network = integer_network(world.digraph, world.needs, world.effort)
    found = find_arrivals(network, network.index["a"], 100 * MICRO)
    years = {network.roles[arrival.role]: arrival.years / MICRO for arrival in found}
    assert years == {"b": 2.5, "d": 5.0, "e": 5.0}


def small_world() -> World:
    """Return a world in which A is left for B after a year, for D after nobody knows when."""
    edges = [
        (("a", "b"), 12.0, "move"),
        (("b", "c"), None, "move"),
        (("a", "d"), None, "move"),
        (("d", "e"), None, "move"),
        (("a", "f"), None, LEVEL),
    ]
    drawn = {
        "a": [],
        "b": [(["p"], 1.0)],
        "c": [(["p"], 1.0), (["q"], 0.6)],
        "d": [],
        "e": [(["r"], 1.0)],
        "f": [],
    }
    return world_of(edges, drawn)


def reach_of(world: World, **options: object) -> list[tuple]:
    found = find_reach(Named("a", "A"), facts_of(world), INFO, **options)  # type: ignore[arg-type]
    return [(r.role.label, r.years, r.unknown_durations, r.steps, r.gap) for r in found.reached]


INFO = GraphInfo("own", "0")


def facts_of(world: World):  # noqa: ANN201
    from careergraph.compiled.graph import CompiledGraph

    roles = tuple(RoleNode(iri, label) for iri, label in world.network.nodes(data="label"))
    steps = tuple((a, b, edge["evidence"]) for a, b, edge in world.network.edges(data=True))
    return CompiledGraph(roles, steps, world.needs, HOURS)


def test_a_step_takes_the_longer_of_time_in_the_role_and_learning() -> None:
    """Nobody says what D asks for, so that the gap of a way over it is unknown."""
    found = reach_of(small_world(), max_years=5, effort=Effort(HOURS, 5))
    assert found == [
        ("D", 0.0, 1, 1, None),
        ("B", 1.0, 0, 1, 1.0),
        ("C", round(1 + 400 / 260, 6), 1, 2, 1.6),
        ("E", round(1000 / 260, 6), 2, 2, None),
    ]


def test_more_hours_a_week_bring_more_within_reach() -> None:
    world = small_world()
    assert [row[0] for row in reach_of(world, max_years=2, effort=Effort(HOURS, 5))] == ["D", "B"]
    quick = [row[0] for row in reach_of(world, max_years=2, effort=Effort(HOURS, 40))]
    assert quick == ["D", "E", "B", "C"]


def test_the_line_of_work_a_role_is_a_level_of_is_not_within_reach_but_there_already() -> None:
    found = find_reach(Named("a", "A"), facts_of(small_world()), INFO)
    assert found.level_of == Named("f", "F")
    assert "F" not in [one.role.label for one in found.reached]


def test_a_limit_counts_what_it_leaves_out() -> None:
    found = find_reach(Named("a", "A"), facts_of(small_world()), INFO, limit=1)
    assert (len(found.reached), found.total) == (1, 4)
    assert found.sources[0].iri == "doc"


@pytest.mark.parametrize("years", [0, -1, float("nan"), float("inf"), 1e9])
def test_years_that_cannot_be(graph: CareerGraph, years: float) -> None:
    with pytest.raises(UsageError, match=r"--max-years is .*up to 80"):
        graph.reach("SWE", max_years=years)


def test_hours_that_cannot_be(graph: CareerGraph) -> None:
    with pytest.raises(UsageError, match="hours a week"):
        graph.reach("SWE", hours_per_week=0)


def test_ways_in_the_bundled_graph_are_made_of_edges(graph: CareerGraph) -> None:
    reach = graph.reach("data analyst", max_years=3)
    digraph = graph.digraph()
    assert reach.total == len(reach.reached) > 10
    for one in reach.reached:
        iris = [role.iri for role in one.way]
        edges = [digraph.edges[edge] for edge in pairwise(iris)]
        assert one.steps == sum(edge["hops"] for edge in edges) == len(one.grades)
        assert one.unknown_durations == sum(edge["months"] is None for edge in edges)
        assert one.years <= 3
        route = graph.paths("data analyst", one.role.iri, by="time", k=1)[0]
        assert one.years >= route.cost.years - 1e-6


def test_a_rung_sets_out_by_its_line_of_work(graph: CareerGraph) -> None:
    reach = graph.reach("senior swe", max_years=2)
    assert reach.level_of is not None
    assert reach.level_of.label == "Software Engineer"
    assert any(one.way[1].label == "Software Engineer" for one in reach.reached)
    assert all(len(one.step_sources) == one.steps for one in reach.reached)


def test_nothing_leads_on_from_the_top(graph: CareerGraph) -> None:
    assert graph.reach("CTO").reached == ()


def test_it_answers_at_once(graph: CareerGraph) -> None:
    """Asked for are 50 milliseconds; a busy machine may take three times as long."""
    graph.reach("SWE")
    times = []
    for _ in range(20):
        start = perf_counter()
        graph.reach("SWE")
        times.append(perf_counter() - start)
    assert median(times) < 0.15
