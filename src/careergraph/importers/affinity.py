"""Affinity between occupations: the share of their requirements that two have in common.

It is computed from imported profiles by products of sparse matrices, and marked as computed.
"""

from __future__ import annotations

from array import array
from importlib.util import find_spec
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "BEST",
    "FORMULA",
    "STEPS",
    "Affinity",
    "ProfileTable",
    "best_affinities",
    "can_compute",
    "find_nearest",
]

BEST: Final = 30
"""Number of nearest occupations that are kept for each occupation."""
FORMULA: Final = (
    "affinity(a, b) = the share of what occupation b asks for, by weight, that occupation a asks "
    "for as well; the weight of an item is its rating in b (1 without ratings) times ln(n / k), "
    "where k of all n occupations ask for it"
)
STEPS: Final = 1_000
"""Shares are rounded to a thousandth before they are ranked."""
_ROWS: Final = 256
"""Number of occupations whose affinities are computed at once, which keeps memory small."""


class Affinity(NamedTuple):
    """The share (0 to 1) of the requirements of ``target`` that ``source`` has as well."""

    source: str
    target: str
    share: float


class ProfileTable:
    """The requirements of occupations in three columns: occupation, item and rating.

    Names are kept once; a pair that is added again counts once, with its first rating.
    """

    def __init__(self) -> None:
        self._occupations: dict[str, int] = {}
        self._items: dict[str, int] = {}
        self._pairs: set[tuple[int, int]] = set()
        self.rows, self.columns, self.ratings = array("i"), array("i"), array("d")

    def add(self, occupation: str, item: str, rating: float = 1.0) -> None:
        """Add an item that an occupation asks for."""
        row = self._occupations.setdefault(occupation, len(self._occupations))
        column = self._items.setdefault(item, len(self._items))
        if (row, column) not in self._pairs:
            self._pairs.add((row, column))
            self.rows.append(row)
            self.columns.append(column)
            self.ratings.append(rating)

    @property
    def occupations(self) -> Sequence[str]:
        """The occupations, in the order in which they came."""
        return list(self._occupations)

    def weights(self) -> list[float]:
        """Return the weight of each pair: its rating times the logarithm of the item's rarity."""
        asked = [0] * len(self._items)
        for column in self.columns:
            asked[column] += 1
        rarity = [log(len(self._occupations) / count) for count in asked]
        pairs = zip(self.columns, self.ratings, strict=True)
        return [rating * rarity[column] for column, rating in pairs]


def can_compute() -> bool:
    """Return whether scipy is installed."""
    return find_spec("scipy") is not None


def best_affinities(profiles: ProfileTable, best: int = BEST) -> Iterator[Affinity]:
    """Iterate over the occupations nearest to each occupation, by descending share.

    For each source these are the ``best`` targets with the largest share above 0; equal shares
    keep the order in which occupations were added. See `FORMULA`.
    """
    names = profiles.occupations
    for source, targets, shares in find_nearest(profiles, best):
        for target, share in zip(targets, shares, strict=True):
            yield Affinity(names[source], names[target], share / STEPS)


def find_nearest(
    profiles: ProfileTable, best: int = BEST
) -> Iterator[tuple[int, list[int], list[int]]]:
    """Iterate over the rows of `best_affinities`: a source, its targets, their shares.

    Occupations are numbered in the order in which they were added; shares are in thousandths.
    """
    import numpy as np
    from scipy import sparse

    size = len(profiles.occupations)
    if not size:
        return
    rows = np.frombuffer(profiles.rows, np.intc)
    columns = np.frombuffer(profiles.columns, np.intc)
    weights = np.asarray(profiles.weights())
    shape = (size, int(columns.max()) + 1)
    totals = np.bincount(rows, weights, size)
    totals[totals == 0] = np.inf  # Every occupation asks for all of its items.
    shares = sparse.csr_array((weights / totals[rows], (rows, columns)), shape).T.tocsr()
    held = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape)
    worst = (STEPS + 1) * size
    kept = min(best, size)
    for begin in range(0, size, _ROWS):
        product = (held[begin : begin + _ROWS] @ shares).tocsr()
        steps = np.rint(product.data * STEPS).astype(np.int64)
        places = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
        is_kept = (steps > 0) & (places + begin != product.indices)
        # One number encodes share and place, so that sorting it orders by both.
        ranks = np.full(product.shape, worst, np.int64)
        ranks[places, product.indices] = np.where(
            is_kept, (STEPS - steps) * size + product.indices, worst
        )
        nearest = np.sort(np.partition(ranks, kept - 1, axis=1)[:, :kept], axis=1)
        counts = (nearest < worst).sum(axis=1).tolist()
        left, targets = np.divmod(nearest, size)
        table = zip(counts, targets.tolist(), (STEPS - left).tolist(), strict=True)
        for source, (count, row, values) in enumerate(table, begin):
            yield source, row[:count], values[:count]
