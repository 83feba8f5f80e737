"""Affinity between occupations with an inverted index and no library, for comparison."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from careergraph.importers.affinity import BEST, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careergraph.importers.affinity import ProfileTable

__all__ = ["find_nearest_in_python"]


def find_nearest_in_python(
    profiles: ProfileTable, best: int = BEST
) -> Iterator[tuple[int, list[int], list[int]]]:
    """Iterate over what `careergraph.importers.affinity.find_nearest` gives."""
    size = len(profiles.occupations)
    triples = list(zip(profiles.rows, profiles.columns, profiles.weights(), strict=True))
    totals = [0.0] * size
    for row, _, weight in triples:
        totals[row] += weight
    held: list[list[int]] = [[] for _ in range(size)]
    asking: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for row, column, weight in triples:
        held[row].append(column)
        if totals[row]:
            asking[column].append((row, weight / totals[row]))
    for source, items in enumerate(held):
        sums: dict[int, float] = defaultdict(float)
        for item in sorted(items):
            for target, share in asking[item]:
                sums[target] += share
        sums.pop(source, None)
        rounded = ((-round(share * STEPS), target) for target, share in sums.items())
        nearest = heapq.nsmallest(best, (pair for pair in rounded if pair[0] < 0))
        yield source, [target for _, target in nearest], [-share for share, _ in nearest]
