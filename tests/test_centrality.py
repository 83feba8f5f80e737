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
from careergraph.compiled.held_levels import add_levels, held_by_incumbent
from careergraph.compiled.titles import Catalog
from careergraph.errors import UsageError
from careergraph.model.holdings import (
    CORE,
    EXPERT,
    SUPPORTING,
    WORKING,
    AskedItem,
    AskedProfile,
    Range,
)
from careergraph.model.levels import LEVEL
from careergraph.model.occupations import is_occupation
from careergraph.model.values import DEFAULT_KINDS, Entry, Evidence, GraphInfo, Named, RoleNode
from careergraph.search.career_network import CareerNetwork
from careergraph.search.learning.gaps import item_gap
from careergraph.search.learning.learning_time import HOURS
from careergraph.search.learning.step_learning import asked_at_step
from careergraph.search.networkx_view import build_profile_digraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.graph import CareerGraph
    from careergraph.model.holdings import Holding

INFO = GraphInfo("own", "0")
BOOK, ESCO = ("book",), ("esco",)


def item(*skills: str, weight: float = CORE, sources: tuple[str, ...] = BOOK) -> AskedItem:
    return AskedItem(skills, WORKING, weight, "method", sources=sources)


def step(start: str, end: str, kind: str = "move") -> tuple[str, str, Evidence]:
    return start, end, Evidence(f"{start}-{end}", kind, "editorial", "me")


ROLES_NEAR = ("a", "b", "c", "d", "far", "sr")
WORK = {
    "a": AskedProfile((item("held"),)),
    "b": AskedProfile((item("held"), item("p", sources=ESCO), item("q", weight=SUPPORTING))),
    "c": AskedProfile((item("p"), item("q", "r", weight=SUPPORTING)), gives={"z": WORKING}),
    "d": AskedProfile((item("q"), item("q", "s"))),
    "far": AskedProfile((item("p"),)),
    "sr": AskedProfile((item("p"), item("t"))),
}
STEPS = (
    step("a", "b"),
    step("a", "sr", "promotion"),
    step("b", "c"),
    step("b", "a"),
    step("c", "far"),
    step("sr", "b", LEVEL),
    step("sr", "d"),
    step("a", "far", "related"),
)


def small(work: Mapping[str, AskedProfile] = WORK) -> CompiledGraph:
    """Return the graph; roles, and skills but for P, are called by their IRIs."""
    catalog = Catalog((Entry("p", "skill", "pans"),))
    graph = CompiledGraph(
        roles=tuple(
            RoleNode(n, n.upper(), level_of="b" if n == "sr" else None) for n in ROLES_NEAR
        ),
        steps=STEPS,
        make_catalog=lambda: catalog,
    )
    vars(graph)["work"] = work
    return graph


def bridges(role: str = "a", limit: int | None = None) -> Bridges:
    return find_bridges(Named(role, role.upper()), small(), INFO, limit=limit)


def test_a_skill_counts_where_it_is_missing() -> None:
    """B is one step away, C and D two (D from the rung, which itself is not counted)."""
    found = bridges()
    assert (found.one_step, found.two_steps) == (1, 3)
    rows = {one.skill.iri: one for one in found.bridges}
    assert set(rows) == {"p", "q", "r", "s"}
    # P is core in B and in C. Q is supporting in B (0.5) and in C (0.5), and both items of D are
    # met by it. R meets half an item of C, S one of D.
    assert (rows["p"].one_step, rows["p"].two_steps, rows["p"].gap_shrinks) == (1, 2, 2.0)
    assert (rows["q"].one_step, rows["q"].two_steps, rows["q"].gap_shrinks) == (1, 3, 3.0)
    assert (rows["r"].one_step, rows["r"].two_steps, rows["r"].gap_shrinks) == (0, 1, 0.5)
    assert (rows["s"].one_step, rows["s"].two_steps, rows["s"].gap_shrinks) == (0, 1, 1.0)
    assert [one.skill.iri for one in found.bridges] == ["q", "p", "s", "r"]
    assert rows["q"].roles == (Named("b", "b"),)
    assert found.total_gap == 1.5 + 1.5 + 2.0  # B, C, D


def test_a_level_held_shrinks_by_what_is_missing_of_it() -> None:
    """Of a core item at level 2, level 1 is held: half its weight, and the second level's hours."""
    work = {**WORK, "a": AskedProfile((item("held"),), gives={"p": 1})}
    found = find_bridges(Named("a", "A"), small(work), INFO)
    pans = next(one for one in found.bridges if one.skill.iri == "p")
    assert pans.gap_shrinks == 0.5 + 0.5
    assert pans.hours == HOURS["method"][1]


def test_hours_and_sources_are_told() -> None:
    rows = {one.skill.iri: one for one in bridges().bridges}
    first, second, _ = HOURS["method"]
    assert rows["p"].hours == Range(first.low + second.low, first.high + second.high)
    # S is asked for as a core item, R as a supporting one alone, which takes as long.
    assert rows["s"].hours == rows["r"].hours == rows["p"].hours
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
    assert (len(bridges(limit=1).bridges), bridges(limit=1).total) == (1, 4)
    with pytest.raises(UsageError, match="at least 1"):
        bridges(limit=0)


@pytest.mark.parametrize("title", ["data analyst", "senior swe", "IT Support Specialist"])
def test_the_measure_is_the_difference_of_all_gaps(graph: CareerGraph, title: str) -> None:
    role, facts = graph.find(title).entry.iri, graph.facts
    own = {role} | {
        end for start, end, evidence in facts.steps if start == role and evidence.kind == LEVEL
    }
    rungs = {node.iri for node in facts.roles if node.level_of}

    def onward(roles: set[str]) -> set[str]:
        """Occupations are not counted: they are no lines of work with a profile of their own."""
        return {
            end
            for start, end, evidence in facts.steps
            if start in roles and evidence.kind in DEFAULT_KINDS and not is_occupation(end)
        }

    near = onward(own) - own
    far = (near | onward(near)) - own - rungs
    held = held_by_incumbent(facts.work[role], facts.implies)

    def total(holding: Holding) -> float:
        asked = (
            asked_at_step(facts.work[other], promotion=facts.line_of(role) == other)
            for other in far
        )
        return sum(item_gap(item, holding) for items in asked for item in items)

    found = graph.bridges(title)
    assert (found.one_step, found.two_steps) == (len(near - rungs), len(far))
    assert found.total_gap == pytest.approx(total(held))
    shrinks = [bridge.gap_shrinks for bridge in found.bridges]
    assert shrinks == sorted(shrinks, reverse=True)
    for bridge in found.bridges[:20]:
        # A role that asks for less than a working level is no nearer for more than it asks.
        learned = add_levels(held, {bridge.skill.iri: EXPERT}, facts.implies)
        assert 0 < bridge.gap_shrinks <= total(held) - total(learned) + 1e-6


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
    """That A is a level of B is no step; what B may do next, A may do at once."""
    roles = (RoleNode("a", "A", level_of="b"), RoleNode("b", "B"), RoleNode("c", "C"))
    facts = CompiledGraph(roles=roles, steps=(step("a", "b", LEVEL), step("b", "c")))
    digraph = build_profile_digraph(CareerNetwork.build(facts, DEFAULT_KINDS))
    assert ("a", "b") not in digraph.edges
    found = find_gateways(digraph, {}, INFO)
    assert (found.total, found.steps, found.roles) == (0, digraph.number_of_edges(), 3)


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
