"""Bridges counted by hand and by brute force, gateways against looking at every best way."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.answers.roles.centrality import Bridges, find_bridges, find_gateways
from careergraph.compiled.graph import CompiledGraph
from careergraph.errors import UsageError
from careergraph.model.levels import LEVEL
from careergraph.model.values import DEFAULT_KINDS, Evidence, GraphInfo, Named, Need, RoleNode
from careergraph.search.learning.gaps import Held, gap_weight, held_by, missing_needs
from careergraph.search.networkx_view import build_digraph

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

INFO = GraphInfo("own", "0")
BOOK, ESCO = ("book",), ("esco",)


def need(*skills: str, weight: float = 1.0, sources: tuple[str, ...] = BOOK) -> Need:
    return Need(skills, weight, "essential", sources)


def step(start: str, end: str, kind: str = "move") -> tuple[str, str, Evidence]:
    return start, end, Evidence(f"{start}-{end}", kind, "editorial", "me")


NEEDS = {
    "a": (need("held"),),
    "b": (need("held"), need("p", sources=ESCO), need("q", weight=0.6)),
    "c": (need("p"), need("q", "r", weight=0.6), need("z", weight=0.0)),
    "d": (need("q"), need("q", "s")),
    "far": (need("p"),),
    "sr": (need("p"), need("t")),
}
FACTS = CompiledGraph(
    roles=tuple(RoleNode(n, n.upper(), level_of="b" if n == "sr" else None) for n in NEEDS),
    steps=(
        step("a", "b"),
        step("a", "sr", "promotion"),
        step("b", "c"),
        step("b", "a"),
        step("c", "far"),
        step("sr", "b", LEVEL),
        step("sr", "d"),
        step("a", "far", "related"),
    ),
    needs=NEEDS,
    learning_hours={"p": 40.0},
    sources={},
)


def bridges(role: str = "a", limit: int | None = None) -> Bridges:
    return find_bridges(Named(role, role.upper()), FACTS, {"p": "pans"}, INFO, limit=limit)


def test_a_skill_counts_where_it_is_missing() -> None:
    """B is one step away, C and D two (D from the rung, which itself is not counted)."""
    found = bridges()
    assert (found.one_step, found.two_steps) == (1, 3)
    rows = {one.skill.iri: one for one in found.bridges}
    assert set(rows) == {"p", "q", "r"}
    assert (rows["p"].one_step, rows["p"].two_steps, rows["p"].gap_shrinks) == (1, 2, 2.0)
    assert (rows["q"].one_step, rows["q"].two_steps, rows["q"].gap_shrinks) == (1, 3, 2.2)
    assert (rows["r"].one_step, rows["r"].two_steps, rows["r"].gap_shrinks) == (0, 1, 0.6)
    assert [one.skill.iri for one in found.bridges] == ["q", "p", "r"]
    assert rows["q"].roles == (Named("b", "b"),)


def test_hours_and_sources_are_told() -> None:
    rows = {one.skill.iri: one for one in bridges().bridges}
    assert (rows["p"].hours, rows["q"].hours) == (40.0, None)
    assert rows["p"].sources == ("book", "esco")
    assert rows["p"].skill.label == "pans"
    assert [source.iri for source in bridges(limit=1).sources] == ["book"]


def test_a_rung_sets_out_by_its_line_of_work() -> None:
    found = bridges("sr")
    assert found.level_of == Named("b", "b")
    assert (found.one_step, found.two_steps) == (3, 4)  # A, C and D; then FAR


def test_nothing_is_a_bridge_where_nothing_leads_on() -> None:
    found = bridges("far")
    assert (found.one_step, found.two_steps, found.total, found.bridges) == (0, 0, 0, ())


def test_the_limit_must_be_one_at_least() -> None:
    assert (len(bridges(limit=1).bridges), bridges(limit=1).total) == (1, 3)
    with pytest.raises(UsageError, match="at least 1"):
        bridges(limit=0)


@pytest.mark.parametrize("title", ["data analyst", "senior swe", "IT Support Specialist"])
def test_the_measure_is_the_difference_of_all_gaps(graph: CareerGraph, title: str) -> None:
    role, facts = graph.find(title).entry.iri, graph.facts
    digraph = graph.digraph()
    own = {role} | {end for _, end, hops in digraph.out_edges(role, data="hops") if not hops}
    rungs = {node.iri for node in facts.roles if node.level_of}

    def onward(roles: set[str]) -> set[str]:
        edges = digraph.out_edges(roles, data="evidence")
        return {end for _, end, said in edges if any(e.kind in DEFAULT_KINDS for e in said)}

    near = onward(own) - own
    far = (near | onward(near)) - own - rungs
    held = held_by(facts.needs[role])

    def total(held: Held) -> float:
        return sum(gap_weight(missing_needs(held, facts.needs[other])) for other in far)

    found = graph.bridges(title)
    assert (found.one_step, found.two_steps) == (len(near - rungs), len(far))
    assert found.total_gap == pytest.approx(total(held))
    for bridge in found.bridges[:20]:
        learned = Held(held.skills | {bridge.skill.iri}, held.alternatives)
        assert bridge.gap_shrinks == pytest.approx(total(held) - total(learned))
    shrinks = [bridge.gap_shrinks for bridge in found.bridges]
    assert shrinks == sorted(shrinks, reverse=True)


ROLES = "abcdef"
PAIRS = [(start, end) for start in ROLES for end in ROLES if start != end]


def every_best_way(weights: dict[tuple[str, str], float]) -> dict[str, float]:
    """Return the share of pairs that lead through each role, by looking at every simple path."""
    digraph = nx.DiGraph(list(weights))
    through = dict.fromkeys(ROLES, 0.0)
    for start, end in permutations(ROLES, 2):
        if start not in digraph or end not in digraph:
            continue
        ways = list(nx.all_simple_paths(digraph, start, end))
        costs = [(round(sum(weights[leg] for leg in pairwise(w)), 6), len(w)) for w in ways]
        best = [way for way, cost in zip(ways, costs, strict=True) if cost == min(costs)]
        for way in best:
            for role in way[1:-1]:
                through[role] += 1 / len(best)
    pairs = (len(ROLES) - 1) * (len(ROLES) - 2)
    return {role: number / pairs for role, number in through.items() if number}


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(PAIRS), st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.6, 1.0]), max_size=20
    )
)
def test_gateways_are_those_of_every_best_way(weights: dict[tuple[str, str], float]) -> None:
    digraph: nx.DiGraph[str] = nx.DiGraph()
    digraph.add_nodes_from((role, {"label": role.upper()}) for role in ROLES)
    for (start, end), weight in weights.items():
        digraph.add_edge(start, end, weight=weight, evidence=(step(start, end)[2],))
    found = find_gateways(digraph, {}, INFO)
    measured = {gate.role.iri: gate.betweenness for gate in found.gateways}
    assert measured == pytest.approx(every_best_way(weights), abs=2e-6)


def test_levels_are_no_steps() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from("abc")
    for start, end, said in (step("a", "b", LEVEL), step("b", "c")):
        network.add_edge(start, end, key=said.iri, evidence=said)
    found = find_gateways(build_digraph(network, {}), {}, INFO)
    assert (found.total, found.steps, found.roles) == (0, 1, 3)


def test_equals_are_ordered_by_label() -> None:
    digraph: nx.DiGraph[str] = nx.DiGraph()
    for start, end in ("ax", "xb", "ay", "yb"):
        digraph.add_edge(start, end, weight=1.0, evidence=(step(start, end)[2],))
    digraph.nodes["x"]["label"] = "Zookeeper"
    digraph.nodes["y"]["label"] = "actor"
    found = find_gateways(digraph, {}, INFO)
    assert [gate.role.label for gate in found.gateways] == ["actor", "Zookeeper"]
    assert found.gateways[0].betweenness == found.gateways[1].betweenness == round(0.5 / 6, 6)


def test_the_library_and_the_measure_are_named(graph: CareerGraph) -> None:
    found = graph.gateways(limit=3)
    assert found.library == f"networkx {nx.__version__}"
    assert "betweenness" in found.measure
    assert sum(found.grades.values()) == found.steps
    assert len(found.gateways) == 3
    for gate in found.gateways:
        assert 0 < gate.betweenness < 1
        assert gate.roles_before
        assert gate.roles_after
    with pytest.raises(UsageError):
        graph.gateways(limit=0)
