"""Graphs of whole numbers from networkx graphs, for tests that compare the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.search.algorithms.integer_network import Graph

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["integer_graph"]


def integer_graph(digraph: nx.DiGraph[str], weight: str = "weight") -> tuple[Graph, list[str]]:
    """Return a digraph by number, and the node of each number."""
    nodes = sorted(digraph)
    index = {node: number for number, node in enumerate(nodes)}
    graph = Graph([[] for _ in nodes], [[] for _ in nodes])
    for start, end, edge in digraph.edges(data=True):
        graph.after[index[start]].append((index[end], edge[weight]))
        graph.before[index[end]].append((index[start], edge[weight]))
    return graph, nodes
