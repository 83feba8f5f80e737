"""Sets as bits of a whole number, and graphs whose costs are whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MICRO", "Graph", "numbers_of", "union"]

MICRO: Final = 10**6
"""Hours and years are counted in whole millionths, so that sums compare exactly."""


class Graph(NamedTuple):
    """Arcs with one integer cost, out of each role and into each: (other role, cost)."""

    after: list[list[tuple[int, int]]]
    before: list[list[tuple[int, int]]]


def union(masks: Iterable[int]) -> int:
    """Return what is in any of some sets.

    Examples
    --------
    >>> union([1, 4, 5])
    5
    """
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def numbers_of(mask: int) -> Iterator[int]:
    """Yield the numbers in a set, the least first.

    Examples
    --------
    >>> list(numbers_of(5))
    [0, 2]
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
