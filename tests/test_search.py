"""The exact search against looking at every simple path, and every choice of alternatives."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product
from math import log
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.compiled.reading.roles.requirements import merge_needs
from careergraph.model.levels import LEVEL
from careergraph.model.values import Evidence, Need
from careergraph.search.algorithms.exact import (
    Costs,
    SearchQuery,
    SearchResult,
    find_best,
    order_of,
)
from careergraph.search.algorithms.pareto import Vector, find_pareto
from careergraph.search.learning.learning_time import Effort
from careergraph.search.networkx_view import build_digraph
from integer_networks import integer_network

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from careergraph.search.algorithms.integer_network import IntegerNetwork

ROLES = "abcdefg"
PAIRS = [(start, end) for start in ROLES for end in ROLES if start != end]
HOURS = {"p": 40.0, "q": 400.0, "r": 1000.0, "s": 80.0, "t": 5.0}
SKILLS = "pqrstu"
NOTHING = Costs()
NOBODY = SearchQuery(0, 0)
FAR = (-1, 10, 500)
"""After so many partial paths the search looks deeper: from the start, on the way, or never."""

drawn_needs = st.fixed_dictionaries(
    {
        role: st.lists(
            st.tuples(
                st.lists(st.sampled_from(SKILLS), min_size=1, max_size=3, unique=True),
                st.sampled_from([0.0, 0.25, 0.6, 1.0]),
            ),
            max_size=5,
            unique_by=lambda need: tuple(sorted(need[0])),
        )
        for role in ROLES
    }
)
drawn_edges = st.lists(
    st.tuples(
        st.sampled_from(PAIRS),
        st.sampled_from([None, 0.0, 6.0, 30.0]),
        st.sampled_from([None, 0.1, 0.5]),
        st.sampled_from(["move", "move", "move", LEVEL]),
    ),
    min_size=10,
    max_size=26,
    unique_by=lambda drawn: drawn[0],
)
limits = st.fixed_dictionaries(
    {
        "closed": st.sets(st.sampled_from("bcdef"), max_size=1),
        "via": st.sets(st.sampled_from("bcdef"), max_size=1),
        "max_hops": st.sampled_from([None, None, 2, 3]),
        "max_years": st.sampled_from([None, None, 1.0, 3.0]),
    }
)


def digraph_of(
    edges: Sequence[tuple], needs: Mapping[str, tuple[Need, ...]], effort: Effort
) -> nx.DiGraph:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from((role, {"label": role.upper()}) for role in ROLES)
    for number, ((start, end), months, share, kind) in enumerate(edges):
        told = Evidence(f"t{number}", kind, "stated", "doc", share=share, median_months=months)
        network.add_edge(start, end, key=told.iri, evidence=told)
    return build_digraph(network, needs, effort=effort)


def needs_of(drawn: Mapping[str, list[tuple[list[str], float]]]) -> dict[str, tuple[Need, ...]]:
    return {
        role: tuple(Need(tuple(sorted(s)), weight, "essential", ("doc",)) for s, weight in needs)
        for role, needs in drawn.items()
    }


def every_way(
    digraph: nx.DiGraph, needs: Mapping[str, tuple[Need, ...]], effort: Effort, given: SearchQuery
) -> Iterator[tuple[list[str], Costs]]:
    """Yield each simple path with what it costs, for each choice of alternatives."""
    for path in nx.all_simple_paths(digraph, "a", "g"):
        edges = [digraph.edges[edge] for edge in pairwise(path)]
        if any(edge["hops"] == 0 for edge in edges[1:]):
            continue
        counted = [need for need in needs["a"] if need.weight > 0]
        held = {need.skills[0] for need in counted if len(need.skills) == 1} | given.skills
        met = [set(need.skills) for need in counted if len(need.skills) > 1]
        for costs in _walk(path[1:], edges, needs, effort, held, met, given.years_served):
            yield path, costs


def _walk(
    path: Sequence[str],
    edges: Sequence[Mapping[str, Any]],
    needs: Mapping[str, tuple[Need, ...]],
    effort: Effort,
    held: AbstractSet[str],
    met: Sequence[set[str]],
    served: float,
    costs: Costs = NOTHING,
) -> Iterator[Costs]:
    if not path:
        yield costs
        return
    role, edge = path[0], edges[0]
    if edge["hops"] == 0:
        yield from _walk(path[1:], edges[1:], needs, effort, held, met, served, costs)
        return
    unmet = [
        need
        for need in needs[role]
        if need.weight > 0
        and not held.intersection(need.skills)
        and not (len(need.skills) > 1 and any(one <= set(need.skills) for one in met))
    ]
    singles = {need.skills[0] for need in unmet if len(need.skills) == 1}
    unmet = [n for n in unmet if len(n.skills) == 1 or not singles.intersection(n.skills)]
    gap = sum(round(need.weight * 10**6) for need in unmet)
    share = next((e.share for e in edge["evidence"] if e.share), None)
    for chosen in product(*(need.skills for need in unmet)):
        months = max(0.0, (edge["months"] or 0.0) - 12 * served)
        years = effort.years(months, sum(effort.hours.get(s, 0.0) for s in set(chosen)))
        then = Costs(
            costs.gap + gap,
            max(costs.hardest, gap),
            costs.hops + 1,
            costs.years + round(years * 10**6),
            costs.unknown + (share is None),
            costs.unlikeliness + (0 if share is None else round(-log(share) * 10**6)),
        )
        yield from _walk(path[1:], edges[1:], needs, effort, held | set(chosen), met, 0.0, then)


def ranked_by_hand(
    digraph: nx.DiGraph, needs: dict, effort: Effort, given: SearchQuery, by: str, drawn: dict
) -> list[tuple]:
    best: dict[tuple[str, ...], tuple] = {}
    for path, costs in every_way(digraph, needs, effort, given):
        if drawn["closed"] & set(path) or not drawn["via"] <= set(path):
            continue
        if drawn["max_hops"] is not None and costs.hops > drawn["max_hops"]:
            continue
        if drawn["max_years"] is not None and costs.years > drawn["max_years"] * 10**6:
            continue
        key = (*order_of(by)(costs), tuple(path))
        best[tuple(path)] = min(key, best.get(tuple(path), key))
    return sorted(best.values())


def search(
    digraph: nx.DiGraph,
    needs: dict,
    effort: Effort,
    given: SearchQuery,
    by: str,
    drawn: dict,
    k: int,
) -> tuple[IntegerNetwork, SearchResult]:
    network = integer_network(digraph, needs, effort)
    found = find_best(
        network,
        replace(
            given,
            start=network.index["a"],
            target=network.index["g"],
            k=k,
            by=by,
            closed=frozenset(network.index[role] for role in drawn["closed"]),
            via=tuple(network.index[role] for role in sorted(drawn["via"])),
            max_hops=drawn["max_hops"],
            max_years=None if drawn["max_years"] is None else round(drawn["max_years"] * 10**6),
        ),
    )
    return network, found


@settings(max_examples=400, deadline=None)
@given(
    drawn_edges,
    drawn_needs,
    st.sampled_from(["gap", "hops", "likelihood", "step", "time"]),
    st.integers(1, 6),
    limits,
    st.sets(st.sampled_from(SKILLS), max_size=2),
    st.sampled_from([0.0, 1.0]),
    st.sampled_from(FAR),
)
def test_the_best_ways_are_those_of_looking_at_every_one(
    edges: list,
    drawn: dict,
    by: str,
    k: int,
    limited: dict,
    skills: set[str],
    years: float,
    far: int,
) -> None:
    effort, needs = Effort(HOURS, 5), needs_of(drawn)
    bases = [end for (start, end), *_, kind in edges if start == "a" and kind == LEVEL]
    needs["a"] = merge_needs(need for role in ("a", *bases) for need in needs[role])
    digraph = digraph_of(edges, needs, effort)
    given = SearchQuery(0, 0, skills=frozenset(skills), years_served=years)
    with patch("careergraph.search.algorithms.exact._MANY", far):
        network, found = search(digraph, needs, effort, given, by, limited, k)
    keys = [
        (*order_of(by)(way.costs), tuple(network.roles[role] for role in way.roles))
        for way in found.paths
    ]
    assert found.proven
    assert keys == ranked_by_hand(digraph, needs, effort, given, by, limited)[:k]


@settings(max_examples=150, deadline=None)
@given(drawn_edges, drawn_needs, st.integers(1, 4))
def test_candidates_change_how_long_it_takes_and_nothing_else(
    edges: list, drawn: dict, k: int
) -> None:
    effort, needs = Effort(HOURS, 5), needs_of(drawn)
    network = integer_network(digraph_of(edges, needs, effort), needs, effort)
    ends = network.index["a"], network.index["g"]
    paths = [["a", "b", "g"], ["a", "g"], ["a", "c", "d", "g"], ["a", "f"]]
    candidates = [[network.index[role] for role in path] for path in paths if path[-1] == "g"]
    alone = find_best(network, SearchQuery(*ends, k=k))
    helped = find_best(network, SearchQuery(*ends, k=k), candidates=candidates)
    assert [(way.roles, way.costs) for way in helped.paths] == [
        (way.roles, way.costs) for way in alone.paths
    ]


def test_a_search_that_ends_early_says_so_and_gives_what_it_has() -> None:
    needs = {role: (Need((role,), 1.0, "essential", ("doc",)),) for role in ROLES}
    edges = [(pair, None, None, "move") for pair in PAIRS]
    effort = Effort()
    network = integer_network(digraph_of(edges, needs, effort), needs, effort)
    ends = network.index["a"], network.index["g"]
    candidate = [network.index[role] for role in "abg"]
    cut = find_best(network, SearchQuery(*ends, k=50), candidates=[candidate], budget=3)
    assert not cut.proven
    assert tuple(candidate) in [way.roles for way in cut.paths]
    assert find_best(network, SearchQuery(*ends, k=50)).proven


@settings(max_examples=200, deadline=None)
@given(
    drawn_edges,
    drawn_needs,
    st.dictionaries(st.sampled_from(ROLES), st.integers(1, 3)),
    st.sampled_from(FAR),
)
def test_the_front_is_what_no_way_betters(
    edges: list, drawn: dict, asked: dict[str, int], far: int
) -> None:
    effort, needs = Effort(HOURS, 5), needs_of(drawn)
    bases = [end for (start, end), *_, kind in edges if start == "a" and kind == LEVEL]
    needs["a"] = merge_needs(need for role in ("a", *bases) for need in needs[role])
    digraph = digraph_of(edges, needs, effort)
    network = integer_network(digraph, needs, effort)
    ranks = [asked.get(role) for role in network.roles]
    with patch("careergraph.search.algorithms.exact._MANY", far):
        found = find_pareto(
            network, SearchQuery(network.index["a"], network.index["g"]), ranks=ranks
        )
    vectors = set()
    for path, costs in every_way(digraph, needs, effort, NOBODY):
        vectors.add((costs.years, costs.gap, costs.hardest, new_degrees(digraph, path, asked)))
    best = {
        v for v in vectors if not any(o != v and Vector(*o).dominates(Vector(*v)) for o in vectors)
    }
    assert found.proven
    told = [
        (
            way.costs.years,
            way.costs.gap,
            way.costs.hardest,
            new_degrees(digraph, [network.roles[role] for role in way.roles], asked),
        )
        for way in found.paths
    ]
    assert len(told) == len(set(told))
    assert set(told) == best


def new_degrees(digraph: nx.DiGraph, path: Sequence[str], asked: dict[str, int]) -> int:
    rank, number = asked.get(path[0]), 0
    for edge in pairwise(path):
        here = asked.get(edge[1]) if digraph.edges[edge]["hops"] else None
        if here is not None and (rank is None or here > rank):
            number += rank is not None
            rank = here
    return number
