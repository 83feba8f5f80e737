"""From a request to the best ways: the network it allows, the search, and what would open more."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import combinations, islice, permutations
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

import networkx as nx

from careergraph.errors import quote_title
from careergraph.model.values import GRADES, KINDS
from careergraph.search.constraints import Request, lowest_pay
from careergraph.search.exact import BUDGET, Found, Limits, Traveller, find_best
from careergraph.search.integer_network import MICRO, Terrain
from careergraph.search.networkx_view import Effort, build_digraph, candidate_paths
from careergraph.search.pareto import find_front

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Named
    from careergraph.search.exact import Way

__all__ = ["Router", "openings"]

_CANDIDATES_EACH: Final = 4
"""So many plain paths are tried for each route asked for."""
_FEWEST_CANDIDATES, _MOST_CANDIDATES = 6, 60
_CANDIDATES_OF_A_FRONT: Final = 9
"""A front tries as many as so many routes would."""
_MOST_ORDERS: Final = 24
_RELAXED_BUDGET: Final = 30_000


class Router:
    """The network that a request allows, and the search in it."""

    def __init__(
        self,
        network: nx.MultiDiGraph[str],
        facts: CompiledGraph,
        request: Request,
        by: str,
        effort: Effort,
    ) -> None:
        self.facts, self.request, self.by, self.effort = facts, request, by, effort
        self.digraph = build_digraph(
            network,
            facts.needs,
            by=by,
            kinds=request.kinds,
            grades=request.grades,
            effort=effort,
        )

    @cached_property
    def terrain(self) -> Terrain:
        """The network as numbers."""
        return Terrain(self.digraph, self.facts.needs, self.effort)

    @cached_property
    def closed(self) -> frozenset[str]:
        """Roles that the request rules out on the way; the first role never is one of them."""
        closed = {role.iri for role in self.request.avoid}
        most = self.request.most_rank
        if most is not None:
            closed |= {r for r, degree in self.facts.entry_degrees.items() if degree.rank > most}
        closed.discard(self.request.source.iri)
        return frozenset(closed)

    @cached_property
    def limits(self) -> Limits:
        """What the search has to keep to."""
        request, index = self.request, self.terrain.index
        years = request.max_years
        return Limits(
            closed=frozenset(index[role] for role in self.closed if role in index),
            via=tuple(index[role.iri] for role in request.via),
            max_hops=request.max_steps,
            max_years=None if years is None else round(years * MICRO),
        )

    def find(self, k: int, budget: int = BUDGET) -> Found:
        """Return the k best ways by the criterion; none where the end does not pay enough."""
        ends = self._ends()
        if not ends:
            return Found([], proven=True, seen=0)
        return find_best(
            self.terrain,
            *ends,
            k=k,
            by=self.by,
            limits=self.limits,
            traveller=self._traveller(),
            candidates=self._candidates(k),
            budget=budget,
        )

    def front(self, budget: int = BUDGET) -> Found:
        """Return the ways of which none is better in every respect."""
        ends = self._ends()
        if not ends:
            return Found([], proven=True, seen=0)
        ranks = [self.facts.entry_degrees.get(role) for role in self.terrain.roles]
        return find_front(
            self.terrain,
            *ends,
            limits=self.limits,
            traveller=self._traveller(),
            ranks=[None if degree is None else degree.rank for degree in ranks],
            rank=self.request.degree_rank,
            candidates=self._candidates(_CANDIDATES_OF_A_FRONT),
            budget=budget,
        )

    def names(self, way: Way) -> list[str]:
        """Return the IRIs of a way's roles."""
        return [self.terrain.roles[role] for role in way.path]

    def learned(self, way: Way) -> list[list[str]]:
        """Return the skills that are learned for each step of a way."""
        pairs = zip(way.held, way.held[1:], strict=False)
        return [self.terrain.names(after & ~before) for before, after in pairs]

    def _ends(self) -> tuple[int, int] | None:
        index = self.terrain.index
        source, target = self.request.source.iri, self.request.target.iri
        if not pays_enough(self.request, self.facts) or target in self.closed:
            return None
        return (index[source], index[target]) if {source, target} <= index.keys() else None

    def _traveller(self) -> Traveller:
        return Traveller(self.request.skills, self.request.years)

    def _candidates(self, k: int) -> Iterator[Sequence[int]]:
        """Yield paths that are likely to be good, so that the search has a bar from the start."""
        if self.limits.via:
            yield from self._through_stops(k)
            return
        allowed = self.digraph
        if self.closed:
            allowed = self.digraph.copy()
            allowed.remove_nodes_from(self.closed)
        count = max(_FEWEST_CANDIDATES, min(_MOST_CANDIDATES, _CANDIDATES_EACH * k))
        source, target = self.request.source.iri, self.request.target.iri
        for path in candidate_paths(allowed, source, target, by=self.by, count=count):
            yield [self.terrain.index[role] for role in path]

    def _through_stops(self, k: int) -> Iterator[Sequence[int]]:
        """Yield plain ways from stop to stop in each order, and those of fewest steps."""
        stops = [role.iri for role in self.request.via]
        for order in islice(permutations(stops), _MOST_ORDERS):
            path = self._chained((self.request.source.iri, *order, self.request.target.iri))
            if path:
                yield [self.terrain.index[role] for role in path]
        if self.by != "hops":
            index = self.terrain.index
            ends = index[self.request.source.iri], index[self.request.target.iri]
            found = find_best(
                self.terrain,
                *ends,
                k=k,
                by="hops",
                limits=self.limits,
                traveller=self._traveller(),
                budget=_RELAXED_BUDGET,
            )
            yield from (way.path for way in found.ways)

    def _chained(self, stops: Sequence[str]) -> list[str]:
        """Return shortest plain paths from stop to stop, around each other; none where stuck."""
        path = [stops[0]]
        for stop in stops[1:]:
            barred = (self.closed | {*path[:-1], *stops}) - {path[-1], stop}
            allowed = nx.restricted_view(self.digraph, [r for r in barred if r in self.digraph], [])
            try:
                path += nx.dijkstra_path(allowed, path[-1], stop)[1:]
            except (nx.NetworkXNoPath, nx.NodeNotFound):
                return []
        return path


def pays_enough(request: Request, facts: CompiledGraph) -> bool:
    """Return whether the last role is known to earn what is asked for."""
    if request.min_pay is None:
        return True
    pay = lowest_pay(facts.pay_by_role.get(request.target.iri, ()))
    return pay is not None and pay >= request.min_pay


def openings(
    network: nx.MultiDiGraph[str], facts: CompiledGraph, request: Request, effort: Effort
) -> list[str]:
    """Return which single constraint, relaxed how little, opens a way, and which way.

    Each is found by search: the constraint is lifted, and what the best way then needs is said.
    """

    def best(changed: Request, by: str = "hops") -> tuple[Router, Way, bool] | None:
        router = Router(network, facts, changed, by, effort)
        ways, proven, _ = router.find(1, _RELAXED_BUDGET)
        return (router, ways[0], proven) if ways else None

    found: dict[str, str] = {}
    for name, by, changed, tell in _relaxations(request, facts):
        opened = None if name in found else best(changed, by)
        if opened is not None:
            router, way, proven = opened
            labels = " → ".join(router.terrain.labels[role] for role in way.path)
            less = "" if proven or by not in _MEASURED.get(name, ()) else " (less may do)"
            found[name] = f"{tell(way)}{less}: {labels}"
    return list(found.values())


_MEASURED: Final = {"steps": ("hops",), "years": ("time",)}
"""Constraints that are relaxed by a number, and what finds the least of it."""


class _Relaxation(NamedTuple):
    """One constraint lifted; of those with one name, the least comes first."""

    name: str
    by: str
    request: Request
    tell: Callable[[Way], str]


def _relaxations(request: Request, facts: CompiledGraph) -> Iterator[_Relaxation]:
    yield from _relaxed_numbers(request, facts)
    for role in request.avoid:
        others = tuple(other for other in request.avoid if other != role)
        yield _say(f"avoid {role}", replace(request, avoid=others), f"without --avoid {_q(role)}")
    for role in request.via:
        others = tuple(other for other in request.via if other != role)
        yield _say(f"via {role}", replace(request, via=others), f"without --via {_q(role)}")
    if request.most_rank is not None:
        degrees = {d.rank: d.label for d in facts.entry_degrees.values()}
        for rank in sorted(rank for rank in degrees if rank > request.most_rank):
            wider = replace(request, most_rank=rank)
            yield _say("degree", wider, f"with a {degrees[rank]} (--degree)")
    if request.min_evidence is not None:
        for grade in GRADES[GRADES.index(request.min_evidence) + 1 :]:
            wider = replace(request, min_evidence=grade)
            yield _say("evidence", wider, f"with --min-evidence {grade}")
    unused = [kind for kind in KINDS if kind not in request.kinds]
    for size in range(1, len(unused) + 1):
        for extra in combinations(unused, size):
            kinds = (*request.kinds, *extra)
            text = f"with --only {','.join(kinds)}"
            yield _say("kinds", replace(request, kinds=kinds), text)


def _relaxed_numbers(request: Request, facts: CompiledGraph) -> Iterator[_Relaxation]:
    if request.max_steps is not None:
        yield _Relaxation(
            "steps",
            "hops",
            replace(request, max_steps=None),
            lambda way: f"with --max-steps {way.costs.hops} instead of {request.max_steps}",
        )
    if request.max_years is not None:
        yield _Relaxation(
            "years",
            "time",
            replace(request, max_years=None),
            lambda way: (
                f"with --max-years {ceil(way.costs.years / MICRO * 10) / 10:g} "
                f"instead of {request.max_years:g}"
            ),
        )
    if request.min_pay is not None and not pays_enough(request, facts):
        pay = lowest_pay(facts.pay_by_role.get(request.target.iri, ()))
        known = "without --min-pay (no source knows the pay there)"
        text = (
            known if pay is None else f"with --min-pay {pay:.0f} instead of {request.min_pay:.0f}"
        )
        yield _say("pay", replace(request, min_pay=None), text)


def _say(name: str, request: Request, text: str) -> _Relaxation:
    return _Relaxation(name, "hops", request, lambda _: text)


def _q(role: Named) -> str:
    return quote_title(role.label)
