"""Sets as bits of a whole number, and graphs whose costs are whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["MICRO", "Graph", "numbers_of", "union"]

MICRO: Final = 10**6
"""The number of units in an hour or a year: costs are whole millionths, so that sums compare
exactly."""


class Graph(NamedTuple):
    """The arcs out of and into each role, as (other role, cost) with an integer cost."""

    after: list[list[tuple[int, int]]]
    before: list[list[tuple[int, int]]]


def union(masks: Iterable[int]) -> int:
    """Return the union of sets.

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
    """Yield the numbers in a set in ascending order.

    Examples
    --------
    >>> list(numbers_of(5))
    [0, 2]
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
