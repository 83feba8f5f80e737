"""Positions of linked things from networkx's spring layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["spring_positions"]


def spring_positions(
    names: Sequence[str],
    weights: Mapping[tuple[str, str], float],
    *,
    seed: int,
    iterations: int,
    distance: float | None = None,
) -> dict[str, tuple[float, float]]:
    """Return positions of things on a plane, from -1 to 1, with linked things close together.

    Parameters
    ----------
    names
        The things. Their order and the seed fix where each starts, and so the result.
    weights
        How strongly two things are linked; direction does not count.
    seed, iterations
        Where the layout starts, and how many rounds it takes.
    distance
        The best distance between two linked things; without it networkx chooses by their number.

    Examples
    --------
    >>> places = spring_positions("ab", {("a", "b"): 1.0}, seed=7, iterations=10)
    >>> sorted(places), all(-1 <= number <= 1 for place in places.values() for number in place)
    (['a', 'b'], True)
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    for (start, end), weight in weights.items():
        graph.add_edge(start, end, weight=weight)
    places = nx.spring_layout(graph, seed=seed, iterations=iterations, weight="weight", k=distance)
    return {name: (float(x), float(y)) for name, (x, y) in places.items()}
