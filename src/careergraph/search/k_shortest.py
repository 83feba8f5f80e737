"""The k shortest simple paths of a networkx graph: Yen's method, led by exact distances.

Distances to the target are found once, by a search backwards that goes on as far as it is asked
to, and that a search forwards keeps from looking where no short path leads. A deviation is searched
by A* with them: exact in the whole graph, and a lower bound where edges are forbidden. It is put
off for as long as its bound is no better than a path that is known. Costs are those of
`networkx.shortest_simple_paths`; it is more than ten times faster on large graphs.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heapify, heappop, heappush
from math import inf
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["shortest_simple_paths"]

Adjacency = dict[str, Mapping[str, Mapping[str, Any]]]

_NONE: Final = frozenset[str]()
_GROWTH: Final = 0.8
"""The ball around the source grows when it has fewer nodes than this share of the other one."""


def shortest_simple_paths(
    digraph: nx.DiGraph[str], source: str, target: str, weight: str = "weight"
) -> Iterator[list[str]]:
    """Yield the simple paths between two nodes, the cheapest first, each once.

    Parameters
    ----------
    digraph
        Edges carry a cost of at least 0.
    source, target
        Two nodes of it.
    weight
        The edge attribute that is the cost.

    Raises
    ------
    networkx.NodeNotFound
        A node is not in the graph.
    networkx.NetworkXNoPath
        There is no path.

    Examples
    --------
    >>> graph = nx.DiGraph()
    >>> graph.add_weighted_edges_from([("a", "b", 1), ("b", "c", 1), ("a", "c", 3)])
    >>> list(shortest_simple_paths(graph, "a", "c"))
    [['a', 'b', 'c'], ['a', 'c']]
    """
    for node in (source, target):
        if node not in digraph:
            message = f"{node} is no node of the graph."
            raise nx.NodeNotFound(message)
    after: Adjacency = dict(digraph.adjacency())
    before: Adjacency = dict(digraph.reverse(copy=False).adjacency())
    remaining = _Remaining(after, before, source, target, weight)
    if not remaining.is_connected:
        message = f"No path leads from {source} to {target}."
        raise nx.NetworkXNoPath(message)
    return _Deviations(after, remaining, target, weight).paths(source)


class _Ball:
    """The nodes around one, settled in the order of their distance by Dijkstra's method."""

    def __init__(self, near: Adjacency, center: str, weight: str) -> None:
        self.near, self.weight = near, weight
        self.distance: dict[str, float] = {}
        self.known = {center: 0.0}
        self.heap = [(0.0, center)]

    @property
    def radius(self) -> float:
        """No node that is not settled is nearer than this."""
        return self.heap[0][0] if self.heap else inf

    def grow(self) -> str | None:
        """Settle the next node, and return it if there was one."""
        known, weight = self.known, self.weight
        reached, node = heappop(self.heap)
        if node in self.distance:
            return None
        self.distance[node] = reached
        for other, edge in self.near[node].items():
            through = reached + edge[weight]
            if through < known.get(other, inf):
                known[other] = through
                heappush(self.heap, (through, other))
        return node


class _Remaining:
    """What is left to the target: exact for the nodes settled, and a bound for the others.

    Two balls grow until they meet. From there on the ball around the target grows towards the
    source first, by the distance to the target and from the source together; the ball around the
    source grows with it, to tell it where no short path leads.
    """

    def __init__(
        self, after: Adjacency, before: Adjacency, source: str, target: str, weight: str
    ) -> None:
        self.front, back = _Ball(after, source, weight), _Ball(before, target, weight)
        self.before, self.weight = before, weight
        self.distance, self.known = back.distance, back.known
        self.is_connected = self._meet(back)
        self.heap = [
            (self.known[node] + self.behind(node), node)
            for node in {node for _, node in back.heap}
            if node not in self.distance
        ]
        heapify(self.heap)

    def _meet(self, back: _Ball) -> bool:
        front, met = self.front, inf
        while front.radius + back.radius < met:
            ball, other = (front, back) if len(front.heap) <= len(back.heap) else (back, front)
            node = ball.grow()
            if node is not None:
                met = min(met, ball.distance[node] + other.known.get(node, inf))
        return met < inf

    def behind(self, node: str) -> float:
        """Return what leads from the source to a node at least."""
        exact = self.front.distance.get(node)
        return self.front.radius if exact is None else exact

    def bound(self, node: str) -> float:
        """Return what is left at least."""
        exact = self.distance.get(node)
        if exact is not None:
            return exact
        return max(0.0, self.heap[0][0] - self.behind(node)) if self.heap else inf

    def through(self, node: str, spent: float, bound: float) -> float:
        """Return what leads through a node at least, having looked as far as a known bound."""
        if node not in self.distance:
            self.settle(bound)
        return spent + self.bound(node)

    def settle(self, total: float) -> None:
        """Find what is left exactly for all nodes through which so little might lead in total."""
        heap, distance, known, weight = self.heap, self.distance, self.known, self.weight
        behind, radius = self.front.distance, self.front.radius
        while heap and heap[0][0] <= total:
            key, node = heappop(heap)
            if node in distance:
                continue
            reached = known[node]
            now = reached + behind.get(node, radius)
            if now > key:  # the ball around the source has grown since
                if now < inf:
                    heappush(heap, (now, node))
                continue
            distance[node] = reached
            for other, edge in self.before[node].items():
                through = reached + edge[weight]
                if through < known.get(other, inf):
                    known[other] = through
                    heappush(heap, (through + behind.get(other, radius), other))
            if len(behind) < _GROWTH * len(distance):
                while self.front.heap and len(behind) < len(distance):
                    self.front.grow()
                radius = self.front.radius


class _Deviations:
    """Yen's method: each path that is found is left at every node, for a path not yet found."""

    def __init__(self, after: Adjacency, remaining: _Remaining, target: str, weight: str) -> None:
        self.after, self.remaining = after, remaining
        self.target, self.weight = target, weight

    def paths(self, source: str) -> Iterator[list[str]]:
        """Yield the paths from a node, the cheapest first."""
        # An entry: the cost, whether the path is complete, the path, where it left its parent, what
        # was spent until there, and the next nodes used there. Not complete, the path ends where it
        # is to leave its parent, and the cost is a bound.
        heap: list[tuple[float, bool, list[str], int, float, Collection[str]]] = []
        heappush(heap, (0.0, False, [source], 0, 0.0, _NONE))
        while heap:
            _, is_complete, path, left_at, spent, used = heappop(heap)
            if not is_complete:
                found = self.complete(path, spent, used)
                if found is not None:
                    heappush(heap, (found[0], True, found[1], left_at, spent, used))
                continue
            yield path
            for position in range(left_at, len(path) - 1):
                root, following = path[: position + 1], path[position + 1]
                used = {*(used if position == left_at else ()), following}
                bound = self.bound(root, spent, used)
                if bound < inf:
                    heappush(heap, (bound, False, root, position, spent, used))
                spent += self.after[root[-1]][following][self.weight]

    def bound(self, root: list[str], spent: float, used: Collection[str]) -> float:
        """Return what a path costs at least that begins with a root and goes on otherwise."""
        remaining, weight = self.remaining, self.weight
        return min(
            (
                spent + edge[weight] + remaining.bound(node)
                for node, edge in self.after[root[-1]].items()
                if node not in used and node not in root
            ),
            default=inf,
        )

    def complete(
        self, root: list[str], spent: float, used: Collection[str]
    ) -> tuple[float, list[str]] | None:
        """Return the cheapest simple path that begins with a root and does not go on as before."""
        after, weight, remaining = self.after, self.weight, self.remaining
        spur, target = root[-1], self.target
        closed = set(root[:-1])
        parent: dict[str, str] = {}
        known = {spur: spent}
        heap = [(spent, -spent, spur)]  # of equal bounds the one that has come farthest
        while heap and heap[0][0] < inf:
            bound, negated, node = heappop(heap)
            cost = -negated
            if node in closed or cost > known[node]:
                continue
            again = remaining.through(node, cost, bound)
            if again > bound:
                heappush(heap, (again, negated, node))
                continue
            closed.add(node)
            if node == target:
                return cost, [*root[:-1], *_trace(parent, spur, target)]
            for other, edge in after[node].items():
                if other in closed or (node == spur and other in used):
                    continue
                through = cost + edge[weight]
                if through < known.get(other, inf):
                    bound = through + remaining.bound(other)
                    if bound < inf:
                        known[other] = through
                        parent[other] = node
                        heappush(heap, (bound, -through, other))
        return None


def _trace(parent: Mapping[str, str], start: str, end: str) -> list[str]:
    path = [end]
    while path[-1] != start:
        path.append(parent[path[-1]])
    return path[::-1]
