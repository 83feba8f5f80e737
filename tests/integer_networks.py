"""Integer networks from networkx graphs, for tests that compare the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.search.algorithms.integer_network import Graph, IntegerNetwork

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from careergraph.model.values import Need
    from careergraph.search.learning.learning_time import Effort

__all__ = ["integer_graph", "integer_network"]


def integer_network(
    digraph: nx.DiGraph[str], needs: Mapping[str, Sequence[Need]], effort: Effort
) -> IntegerNetwork:
    """Return the integer network of a digraph as `networkx_view.build_digraph` gives it."""
    labels = {role: str(label or role) for role, label in digraph.nodes(data="label")}
    evidence = {(a, b): edge["evidence"] for a, b, edge in digraph.edges(data=True)}
    return IntegerNetwork(labels, evidence, needs, effort)


def integer_graph(digraph: nx.DiGraph[str], weight: str = "weight") -> tuple[Graph, list[str]]:
    """Return a digraph by number, and the node of each number."""
    nodes = sorted(digraph)
    index = {node: number for number, node in enumerate(nodes)}
    graph = Graph([[] for _ in nodes], [[] for _ in nodes])
    for start, end, edge in digraph.edges(data=True):
        graph.after[index[start]].append((index[end], edge[weight]))
        graph.before[index[end]].append((index[start], edge[weight]))
    return graph, nodes
