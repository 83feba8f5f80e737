"""Searching the network for the best ways from one role to another.

The plain search: each edge has one cost, the sum along a path (for "step" the maximum) orders the
paths, and networkx finds them. Ties are broken by total gap, hardest step, number of steps and
labels, in this order. How gaps accumulate along the path found is told by `routes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from careergraph.errors import NoRouteError, UsageError
from careergraph.gaps import gap_weight, held_by, missing_needs
from careergraph.model import CRITERIA, DEFAULT_KINDS, KINDS, Evidence, Need
from careergraph.network import LEVEL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from _typeshed import SupportsGetItem

__all__ = ["Effort", "build_digraph", "check_criterion", "check_kinds", "find_paths"]

DEFAULT_HOURS_PER_WEEK: Final = 8.0
_WEEKS_PER_YEAR: Final = 52
_MONTHS_PER_YEAR: Final = 12
_PRECISION: Final = 9
_MOST_TIES: Final = 50
_MICRO: Final = 10**6
_TIE_FACTOR: Final = 10**12


@dataclass(frozen=True, slots=True)
class Effort:
    """How long learning takes: hours for each skill (IRI), and hours a week given to it."""

    hours: Mapping[str, float] = field(default_factory=dict)
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK

    def learning_hours(self, skills: Collection[str]) -> float | None:
        """Return the hours for some skills, ``None`` if none of several is known."""
        known = [self.hours[skill] for skill in dict.fromkeys(skills) if skill in self.hours]
        return sum(known) if known or not skills else None

    def years(self, months: float | None, hours: float | None) -> float:
        """Return the longer of the time in the role left and the learning, as far as known."""
        working = (months or 0.0) / _MONTHS_PER_YEAR
        learning = (hours or 0.0) / (self.hours_per_week * _WEEKS_PER_YEAR)
        return round(max(working, learning), 6)


def check_criterion(by: str) -> None:
    """Raise `UsageError` if a criterion is not known."""
    if by not in CRITERIA:
        message = f'No criterion is called "{by}". Use one of: {", ".join(CRITERIA)}.'
        raise UsageError(message)


def check_kinds(kinds: Sequence[str]) -> None:
    """Raise `UsageError` if a kind of transition is not known, or none is given."""
    if isinstance(kinds, str):
        message = f'Kinds come as a list, such as ["{kinds}"], not as one text.'
        raise UsageError(message)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        named = f'"{unknown[0]}" is no kind of transition' if unknown else "No kind was given"
        message = f"{named}. Use one or more of: {', '.join(KINDS)}."
        raise UsageError(message)


def build_digraph(
    network: nx.MultiDiGraph[str],
    needs: Mapping[str, Sequence[Need]],
    *,
    by: str = "gap",
    kinds: Sequence[str] = DEFAULT_KINDS,
    effort: Effort | None = None,
) -> nx.DiGraph[str]:
    """Return the network with one edge for each pair of roles, and its plain cost as ``weight``.

    Parameters
    ----------
    network
        Roles and transitions as `network.read_network` gives them.
    needs
        What each role asks for, by IRI.
    by
        The criterion that ``weight`` expresses; one of `model.CRITERIA`.
    kinds
        Kinds of transition that count.
    effort
        How long learning takes; without it learning takes no time.

    Returns
    -------
    networkx.DiGraph
        Edges carry ``weight``, ``gap``, ``years``, ``hops``, ``months`` (in the role left, or
        ``None``) and ``evidence`` (a tuple of `Evidence`, the strongest first). An edge of kind
        "level" costs nothing and counts as no hop.

    Raises
    ------
    UsageError
        The criterion or a kind is not known.
    """
    check_criterion(by)
    check_kinds(kinds)
    effort = effort or Effort()
    digraph: nx.DiGraph[str] = nx.DiGraph()
    digraph.add_nodes_from(network.nodes(data=True))
    held = {role: held_by(needs.get(role, ())) for role in network}
    for source, neighbours in network.adjacency():
        for target, parallel in neighbours.items():
            said = (edge["evidence"] for edge in parallel.values())
            usable = _order_evidence(e for e in said if e.kind in kinds or e.kind == LEVEL)
            if not usable:
                continue
            missing = missing_needs(held[source], needs.get(target, ()))
            level = all(e.kind == LEVEL for e in usable)
            months = 0.0 if level else usual_months(usable)
            hours = effort.learning_hours([need.skills[0] for need in missing])
            costs = {
                "gap": 0.0 if level else gap_weight(missing),
                "years": 0.0 if level else effort.years(months, hours),
                "hops": 0 if level else 1,
            }
            weight = costs[{"step": "gap", "time": "years"}.get(by, by)]
            digraph.add_edge(source, target, weight=weight, months=months, evidence=usable, **costs)
    return digraph


def _order_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    grades = ("observed", "official", "stated", "computed", "editorial")
    rank = {grade: position for position, grade in enumerate(grades)}
    return tuple(sorted(evidence, key=lambda e: (rank.get(e.grade, len(grades)), e.iri)))


def usual_months(evidence: Sequence[Evidence]) -> float | None:
    """Return the median months in the role left, from the evidence of the most people."""
    known = [e for e in evidence if e.median_months is not None]
    return max(known, key=lambda e: e.people or 0).median_months if known else None


def find_paths(
    digraph: nx.DiGraph[str], source: str, target: str, *, k: int = 1, by: str = "gap"
) -> list[list[str]]:
    """Return the best simple paths between two roles, best first; fewer than `k` if so many.

    Parameters
    ----------
    digraph
        As `build_digraph` gives it for the same criterion.
    source, target
        IRIs of two different roles.
    k
        How many paths, at least 1.
    by
        The criterion.

    Raises
    ------
    NoRouteError
        There is no path.
    """
    candidates = _by_hardest_step if by == "step" else _by_sum
    # Being a senior of a line of work only helps whoever starts as one: no way leads up and back.
    usable = nx.subgraph_view(
        digraph, filter_edge=lambda a, b: a == source or digraph.edges[a, b]["hops"] > 0
    )
    try:
        found = list(candidates(usable, source, target, k))
    except nx.NetworkXNoPath:
        labels = digraph.nodes(data="label")
        raise NoRouteError(str(labels[source]), str(labels[target])) from None
    return sorted(found, key=lambda path: _rank(digraph, path, by))[:k]


def path_weight(digraph: nx.DiGraph[str], path: Sequence[str], by: str) -> float:
    """Return the plain cost of a path: the sum of its weights, for "step" the largest."""
    weights = [digraph.edges[edge]["weight"] for edge in pairwise(path)]
    total = max(weights, default=0.0) if by == "step" else sum(weights)
    return round(total, _PRECISION)


def _rank(digraph: nx.DiGraph[str], path: Sequence[str], by: str) -> tuple[object, ...]:
    edges = [digraph.edges[edge] for edge in pairwise(path)]
    gaps = [edge["gap"] for edge in edges]
    return (
        path_weight(digraph, path, by),
        round(sum(gaps), _PRECISION),
        max(gaps, default=0.0),
        sum(edge["hops"] for edge in edges),
        [str(digraph.nodes[role].get("label", role)) for role in path],
        list(path),
    )


def _by_sum(digraph: nx.DiGraph[str], source: str, target: str, k: int) -> Iterator[list[str]]:
    """Yield the `k` paths of least total weight, and those that tie with the last of them."""
    return _least(digraph, nx.shortest_simple_paths(digraph, source, target, _order), k)


def _by_hardest_step(
    digraph: nx.DiGraph[str], source: str, target: str, k: int
) -> Iterator[list[str]]:
    """Yield paths by their largest weight: those under a threshold, raised until `k` are found."""
    found = 0
    for limit in sorted({float(edge["weight"]) for _, _, edge in digraph.edges(data=True)}):
        allowed = _up_to(digraph, limit)
        if not nx.has_path(allowed, source, target):
            continue
        paths = nx.shortest_simple_paths(allowed, source, target, _order)
        reached = round(limit, _PRECISION)
        hardest = (p for p in paths if path_weight(digraph, p, "step") == reached)
        for path in _least(digraph, hardest, k - found):
            yield path
            found += 1
        if found >= k:
            return
    if not found:
        raise nx.NetworkXNoPath


def _up_to(digraph: nx.DiGraph[str], limit: float) -> nx.DiGraph[str]:
    """Return a view of the edges whose weight is not above a limit."""
    view: nx.DiGraph[str] = nx.subgraph_view(
        digraph, filter_edge=lambda a, b: bool(digraph.edges[a, b]["weight"] <= limit)
    )
    return view


def _order(_source: str, _target: str, edge: SupportsGetItem[str, Any]) -> int:
    """Return the weight of an edge with its gap behind it, so that ties come by least total gap.

    Both are whole millionths: sums of fractions differ by the order in which they are added.
    """
    return int(round(edge["weight"] * _MICRO) * _TIE_FACTOR + round(edge["gap"] * _MICRO))


def _least(digraph: nx.DiGraph[str], paths: Iterable[list[str]], k: int) -> Iterator[list[str]]:
    """Yield the first `k` of ordered paths, and at most `_MOST_TIES` equal to the last."""
    last: int | None = None
    for number, path in enumerate(paths, 1):
        order = sum(_order(*edge, digraph.edges[edge]) for edge in pairwise(path))
        if last is not None and (order > last or number > k + _MOST_TIES):
            return
        yield path
        if number >= k:
            last = order
