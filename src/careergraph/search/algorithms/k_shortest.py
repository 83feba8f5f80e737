"""The k shortest simple paths with integer costs: Yen's method, guided by exact distances.

Distances to the target are found once, by a backward search that goes only as far as needed; a
forward search keeps it away from regions without short paths. Each deviation is searched by A* with
these distances, which are exact in the whole graph and a lower bound if arcs are forbidden. A
deviation is postponed while its bound is no better than a known path. The costs are those of
`networkx.shortest_simple_paths`, which is more than ten times slower on large graphs.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from math import inf
from typing import TYPE_CHECKING, Final

from careergraph.search.algorithms.integer_network import Graph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["shortest_simple_paths", "up_to_bottleneck", "without_nodes"]

Adjacency = list[list[tuple[int, int]]]

_NONE: Final = frozenset[int]()
_GROWTH: Final = 0.8
"""The ball around the source grows while it has fewer nodes than this share of the other ball."""
_AT_ONCE: Final = 20
"""The fewest distances to find at a time."""


def shortest_simple_paths(graph: Graph, source: int, target: int) -> Iterator[list[int]]:
    """Yield the simple paths between two nodes, cheapest first, without repetition.

    Parameters
    ----------
    graph
        Arcs with costs of at least 0.
    source, target
        Numbers of two nodes.

    Examples
    --------
    >>> arcs = [[(1, 1), (2, 3)], [(2, 1)], []]
    >>> list(shortest_simple_paths(Graph(arcs, [[], [(0, 1)], [(0, 3), (1, 1)]]), 0, 2))
    [[0, 1, 2], [0, 2]]
    """
    remaining = _Remaining(graph.after, graph.before, source, target)
    if remaining.shortest is None:
        return
    yield remaining.shortest  # Before the rest begins, since many callers want only one path.
    remaining.begin()
    yield from _Deviations(graph.after, remaining, target).paths_after(remaining.shortest)


def without_nodes(graph: Graph, closed: Collection[int]) -> Graph:
    """Return a graph without the arcs to and from some nodes."""

    def keep(near: Adjacency) -> Adjacency:
        return [
            [] if node in closed else [arc for arc in arcs if arc[0] not in closed]
            for node, arcs in enumerate(near)
        ]

    return Graph(keep(graph.after), keep(graph.before))


def up_to_bottleneck(graph: Graph, source: int, target: int) -> Graph:
    """Return a graph without the arcs that cost more than the bottleneck of the best path."""
    limit = _bottleneck(graph.after, source, target)
    after = [[arc for arc in arcs if arc[1] <= limit] for arcs in graph.after]
    return Graph(after, [[arc for arc in arcs if arc[1] <= limit] for arcs in graph.before])


def _bottleneck(after: Adjacency, source: int, target: int) -> float:
    """Return the smallest value that the hardest arc of a path can have."""
    hardest: dict[int, float] = {source: 0}
    heap: list[tuple[float, int]] = [(0, source)]
    while heap:
        reached, role = heappop(heap)
        if role == target or reached > hardest[role]:
            continue
        for other, cost in after[role]:
            through = max(reached, cost)
            if through < hardest.get(other, inf):
                hardest[other] = through
                heappush(heap, (through, other))
    return hardest.get(target, 0)


class _Ball:
    """The nodes around a centre, settled in order of distance by Dijkstra's algorithm."""

    def __init__(self, near: Adjacency, center: int) -> None:
        self.near = near
        self.distance: dict[int, float] = {}
        self.known: dict[int, float] = {center: 0}
        self.nearer: dict[int, int] = {}
        """For each node known the next one on the way to the center."""
        self.heap: list[tuple[float, int]] = [(0, center)]

    @property
    def radius(self) -> float:
        """A lower bound on the distance of every node that is not settled."""
        return self.heap[0][0] if self.heap else inf

    def grow(self) -> int | None:
        """Settle the next node, and return it if there was one."""
        known, nearer, heap = self.known, self.nearer, self.heap
        reached, node = heappop(heap)
        if node in self.distance:
            return None
        self.distance[node] = reached
        for other, cost in self.near[node]:
            through = reached + cost
            if through < known.get(other, inf):
                known[other] = through
                nearer[other] = node
                heappush(heap, (through, other))
        return node

    def way_from(self, node: int) -> list[int]:
        """Return the nodes of a shortest known path between a node and the centre."""
        way = [node]
        while (following := self.nearer.get(way[-1])) is not None:
            way.append(following)
        return way


class _Remaining:
    """The distance left to the target: exact for settled nodes, and a lower bound for others.

    Two balls grow until they meet. From then on the ball around the target grows by the sum of the
    distances to the target and from the source, so towards the source first; the ball around the
    source grows with it, to show where no short path leads.
    """

    def __init__(self, after: Adjacency, before: Adjacency, source: int, target: int) -> None:
        self.front, back = _Ball(after, source), _Ball(before, target)
        self.before = before
        self.distance, self.known = back.distance, back.known
        self.shortest = self._meet(back)
        """The shortest path, ``None`` where there is none."""
        self._waiting = back.heap
        self.heap: list[tuple[float, int]] = []

    def begin(self) -> None:
        """Find the next nodes to examine around the target."""
        self.heap = [
            (self.known[node] + self.behind(node), node)
            for node in {node for _, node in self._waiting}
            if node not in self.distance
        ]
        heapify(self.heap)

    def _meet(self, back: _Ball) -> list[int] | None:
        front, least, middle = self.front, inf, -1
        while front.heap and back.heap and front.heap[0][0] + back.heap[0][0] < least:
            ball, other = (front, back) if len(front.heap) <= len(back.heap) else (back, front)
            node = ball.grow()
            if node is not None:
                through = ball.distance[node] + other.known.get(node, inf)
                if through < least:
                    least, middle = through, node
        if middle < 0:
            return None
        return _without_circles([*front.way_from(middle)[::-1], *back.way_from(middle)[1:]])

    def behind(self, node: int) -> float:
        """Return a lower bound on the distance from the source to a node."""
        exact = self.front.distance.get(node)
        return self.front.radius if exact is None else exact

    def bound(self, node: int) -> float:
        """Return a lower bound on the distance left from a node."""
        exact = self.distance.get(node)
        if exact is not None:
            return exact
        return max(0.0, self.heap[0][0] - self.behind(node)) if self.heap else inf

    def through(self, node: int, spent: float, bound: float) -> float:
        """Return a lower bound on paths through a node, after searching as far as a known bound."""
        if node not in self.distance:
            self.settle(bound)
        return spent + self.bound(node)

    def settle(self, total: float) -> None:
        """Find the exact distances left for all nodes on paths that may cost at most ``total``.

        Some more are found at once: else the search would ask again after nearly every node.
        """
        heap, distance, known = self.heap, self.distance, self.known
        behind, radius = self.front.distance, self.front.radius
        least = len(distance) + _AT_ONCE
        while heap and (heap[0][0] <= total or len(distance) < least):
            key, node = heappop(heap)
            if node in distance:
                continue
            reached = known[node]
            now = reached + behind.get(node, radius)
            if now > key:  # The ball around the source has grown meanwhile.
                if now < inf:
                    heappush(heap, (now, node))
                continue
            distance[node] = reached
            for other, cost in self.before[node]:
                through = reached + cost
                if through < known.get(other, inf):
                    known[other] = through
                    heappush(heap, (through + behind.get(other, radius), other))
            if len(behind) < _GROWTH * len(distance):
                while self.front.heap and len(behind) < len(distance):
                    self.front.grow()
                radius = self.front.radius


class _Deviations:
    """Yen's method: each path found is left at every node, in search of new paths."""

    def __init__(self, after: Adjacency, remaining: _Remaining, target: int) -> None:
        self.after, self.remaining, self.target = after, remaining, target

    def paths_after(self, shortest: list[int]) -> Iterator[list[int]]:
        """Yield the paths that follow the shortest one, the cheapest first."""
        # An entry: the cost, whether the path is complete, the path, where it left its parent, what
        # was spent until there, and the next nodes used there. Not complete, the path ends where it
        # is to leave its parent, and the cost is a bound.
        heap: list[tuple[float, bool, list[int], int, float, Collection[int]]] = []
        self._leave(shortest, 0, 0, _NONE, heap)
        while heap:
            _, is_complete, path, left_at, spent, used = heappop(heap)
            if not is_complete:
                found = self.complete(path, spent, used)
                if found is not None:
                    heappush(heap, (found[0], True, found[1], left_at, spent, used))
                continue
            yield path
            self._leave(path, left_at, spent, used, heap)

    def _leave(
        self,
        path: list[int],
        left_at: int,
        spent: float,
        used: Collection[int],
        heap: list[tuple[float, bool, list[int], int, float, Collection[int]]],
    ) -> None:
        """Add the partial paths that leave a path at one of its nodes."""
        for position in range(left_at, len(path) - 1):
            root, following = path[: position + 1], path[position + 1]
            closed = {*(used if position == left_at else ()), following}
            bound = self.bound(root, spent, closed)
            if bound < inf:
                heappush(heap, (bound, False, root, position, spent, closed))
            spent += next(c for node, c in self.after[root[-1]] if node == following)

    def bound(self, root: list[int], spent: float, used: Collection[int]) -> float:
        """Return a lower bound on paths that begin with a root and continue differently."""
        bound = self.remaining.bound
        return min(
            (
                spent + cost + bound(node)
                for node, cost in self.after[root[-1]]
                if node not in used and node not in root
            ),
            default=inf,
        )

    def complete(
        self, root: list[int], spent: float, used: Collection[int]
    ) -> tuple[float, list[int]] | None:
        """Return the cheapest simple path that begins with a root and continues differently."""
        after, remaining = self.after, self.remaining
        spur, target = root[-1], self.target
        closed = set(root[:-1])
        parent: dict[int, int] = {}
        known = {spur: spent}
        heap = [(spent, -spent, spur)]  # Among equal bounds, the path that has come farthest.
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
            for other, arc_cost in after[node]:
                if other in closed or (node == spur and other in used):
                    continue
                through = cost + arc_cost
                if through < known.get(other, inf):
                    bound = through + remaining.bound(other)
                    if bound < inf:
                        known[other] = through
                        parent[other] = node
                        heappush(heap, (bound, -through, other))
        return None


def _trace(parent: Mapping[int, int], start: int, end: int) -> list[int]:
    path = [end]
    while path[-1] != start:
        path.append(parent[path[-1]])
    return path[::-1]


def _without_circles(path: list[int]) -> list[int]:
    """Return a path without cycles of zero cost."""
    simple: list[int] = []
    for node in path:
        if node in simple:
            del simple[simple.index(node) :]
        simple.append(node)
    return simple
