"""The k shortest simple paths against networkx, costs and paths."""

from __future__ import annotations

import random
from itertools import islice

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.search.algorithms.k_shortest import shortest_simple_paths as shortest_by_number
from careergraph.search.algorithms.k_shortest import without_nodes
from integer_networks import integer_graph

NODES = "abcdefgh"
PAIRS = [(start, end) for start in NODES for end in NODES if start != end]
graphs = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.sampled_from([0, 1, 1, 2, 5, 0.25])),
    max_size=34,
    unique_by=lambda drawn: drawn[0],
)


def graph_of(edges: list[tuple[tuple[str, str], float]]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(NODES)
    graph.add_weighted_edges_from((start, end, cost) for (start, end), cost in edges)
    return graph


def shortest_simple_paths(
    graph: nx.DiGraph[str], source: str, target: str, weight: str = "weight"
) -> list[list[str]]:
    numbered, nodes = integer_graph(graph, weight)
    found = shortest_by_number(numbered, nodes.index(source), nodes.index(target))
    return [[nodes[number] for number in path] for path in islice(found, 100)]


@settings(max_examples=400, deadline=None)
@given(graphs, st.integers(1, 60))
def test_paths_cost_what_those_of_networkx_cost(
    edges: list[tuple[tuple[str, str], float]], k: int
) -> None:
    graph = graph_of(edges)
    try:
        expected = list(islice(nx.shortest_simple_paths(graph, "a", "h", "weight"), k))
    except nx.NetworkXNoPath:
        assert shortest_simple_paths(graph, "a", "h") == []
        return
    found = list(islice(shortest_simple_paths(graph, "a", "h"), k))
    costs = [nx.path_weight(graph, path, "weight") for path in found]
    assert costs == pytest.approx([nx.path_weight(graph, p, "weight") for p in expected])
    assert len({tuple(path) for path in found}) == len(found)
    assert all(len(set(path)) == len(path) for path in found)


@settings(max_examples=200, deadline=None)
@given(graphs, st.sets(st.sampled_from("bcdefg"), max_size=3))
def test_paths_without_nodes_are_those_of_the_graph_that_lacks_them(
    edges: list[tuple[tuple[str, str], float]], closed: set[str]
) -> None:
    """Both ends of the search keep off the closed nodes."""
    numbered, nodes = integer_graph(graph_of(edges), "weight")
    less = without_nodes(numbered, [nodes.index(node) for node in closed])
    found = shortest_by_number(less, nodes.index("a"), nodes.index("h"))
    left = [(pair, cost) for pair, cost in edges if not closed & set(pair)]
    expected = shortest_simple_paths(graph_of(left), "a", "h")
    assert [[nodes[n] for n in path] for path in islice(found, 100)] == expected


@pytest.mark.parametrize("seed", range(12))
def test_paths_in_large_graphs_cost_what_those_of_networkx_cost(seed: int) -> None:
    """Large enough for the two balls to meet long before they have seen all."""
    chance = random.Random(seed)  # noqa: S311 (not a secret)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for number in range(400):
        for other in chance.sample(range(400), 5):
            cost = chance.choice([0, 1, 1.6, 2, 7]) if seed % 2 else chance.uniform(5, 6)
            graph.add_edge(str(number), str(other), weight=cost)
    found = list(islice(shortest_simple_paths(graph, "0", "399"), 40))
    expected = islice(nx.shortest_simple_paths(graph, "0", "399", "weight"), 40)
    costs = [nx.path_weight(graph, path, "weight") for path in found]
    assert costs == pytest.approx([nx.path_weight(graph, path, "weight") for path in expected])
    assert len({tuple(path) for path in found}) == 40
    assert all(len(set(path)) == len(path) for path in found)


def test_it_ends_when_there_are_no_more_paths() -> None:
    graph = graph_of([(("a", "h"), 1), (("a", "b"), 1), (("b", "h"), 1), (("h", "c"), 0)])
    assert list(shortest_simple_paths(graph, "a", "h")) == [["a", "h"], ["a", "b", "h"]]


def test_another_attribute_can_be_the_cost() -> None:
    graph = graph_of([(("a", "h"), 1), (("a", "b"), 9), (("b", "h"), 9)])
    nx.set_edge_attributes(graph, {("a", "h"): 5, ("a", "b"): 1, ("b", "h"): 1}, "years")
    assert next(iter(shortest_simple_paths(graph, "a", "h", "years"))) == ["a", "b", "h"]
