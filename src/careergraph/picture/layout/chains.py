"""Positions of many small networks, each drawn from left to right, arranged in rows."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from math import sqrt
from typing import TYPE_CHECKING, Final

from careergraph.picture.layout.forces import connected_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.picture.layout.forces import Place

__all__ = ["place_chains"]

_MOST: Final = 8
"""The most things of one network; a spring layout suits larger ones better."""
_COLUMN: Final = 190.0
"""Pixels from a thing to the next, with room for a name of usual length below each."""
_ROW: Final = 92.0
_ASPECT: Final = 1.7
"""The initial ratio of a picture's width to its height."""

_Column = list[str]


def place_chains(names: Iterable[str], edges: Iterable[tuple[str, str]]) -> dict[str, Place] | None:
    """Return positions of small acyclic networks; ``None`` if there is any other network.

    Parameters
    ----------
    names
        The ids of all nodes.
    edges
        Pairs of ids, from source to target.

    Examples
    --------
    >>> places = place_chains("abcd", [("a", "b"), ("c", "d")])
    >>> [places[name] for name in "abcd"]
    [(0.0, 0.0), (190.0, 0.0), (0.0, 92.0), (190.0, 92.0)]
    >>> place_chains("ab", [("a", "b"), ("b", "a")]) is None
    True
    """
    joined = [(start, end) for start, end in dict.fromkeys(edges) if start != end]
    parts = connected_parts(names, joined)
    if len(parts) < 2 or max(map(len, parts.values())) > _MOST:  # noqa: PLR2004 (several)
        return None
    part_of = {name: key for key, part in parts.items() for name in part}
    lines: dict[str, list[tuple[str, str]]] = {key: [] for key in parts}
    for start, end in joined:
        lines[part_of[start]].append((start, end))
    networks = []
    for key, part in parts.items():
        columns = _columns(part, lines[key])
        if columns is None:
            return None
        networks.append(columns)
    networks.sort(key=lambda columns: (-len(columns), -max(map(len, columns)), columns[0][0]))
    return _in_rows(networks)


def _columns(part: Sequence[str], edges: Sequence[tuple[str, str]]) -> list[_Column] | None:
    """Return the things of a network by the length of the longest chain that leads to them."""
    before: dict[str, list[str]] = {name: [] for name in part}
    for start, end in edges:
        before[end].append(start)
    depth: dict[str, int] = {}
    try:
        for name in TopologicalSorter(before).static_order():
            depth[name] = max((depth[one] + 1 for one in before[name]), default=0)
    except CycleError:
        return None
    columns: list[_Column] = [[] for _ in range(max(depth.values()) + 1)]
    for name in part:
        columns[depth[name]].append(name)
    return columns


def _in_rows(networks: Sequence[Sequence[_Column]]) -> dict[str, Place]:
    """Return positions of networks in rows that are together about as wide as a screen."""
    area = sum(len(columns) * _COLUMN * max(map(len, columns)) * _ROW for columns in networks)
    width = max(sqrt(area * _ASPECT), len(networks[0]) * _COLUMN)
    places: dict[str, Place] = {}
    x = y = high = 0.0
    for columns in networks:
        if x and x + len(columns) * _COLUMN > width:
            x, y, high = 0.0, y + high, 0.0
        tallest = max(map(len, columns))
        for number, column in enumerate(columns):
            top = y + (tallest - len(column)) * _ROW / 2
            for row, name in enumerate(column):
                places[name] = (x + number * _COLUMN, top + row * _ROW)
        x += len(columns) * _COLUMN
        high = max(high, tallest * _ROW)
    return places
