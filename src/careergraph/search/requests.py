"""From a request to the best ways: the network it allows, the search, and what would open more."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import combinations, islice, permutations
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import quote_title
from careergraph.model.values import GRADES, KINDS
from careergraph.search.constraints import Request, lowest_pay
from careergraph.search.exact import BUDGET, SearchQuery, SearchResult, find_best
from careergraph.search.integer_network import MICRO, IntegerNetwork
from careergraph.search.k_shortest import candidate_paths, chained_path
from careergraph.search.learning_time import Effort
from careergraph.search.pareto import find_pareto

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Named
    from careergraph.search.exact import FoundPath

__all__ = ["RouteSearch", "find_relaxations"]

_CANDIDATES_EACH: Final = 4
"""So many plain paths are tried for each route asked for."""
_FEWEST_CANDIDATES, _MOST_CANDIDATES = 6, 60
_CANDIDATES_OF_PARETO: Final = 9
"""The Pareto search tries as many as so many routes would."""
_MOST_ORDERS: Final = 24
_RELAXED_BUDGET: Final = 30_000


class RouteSearch:
    """The search for what is asked, in the network that the request allows.

    Parameters
    ----------
    facts
        The compiled graph.
    request
        What is asked.
    network
        A network that differs from that of the facts, to see what changes.
    """

    def __init__(
        self, facts: CompiledGraph, request: Request, network: IntegerNetwork | None = None
    ) -> None:
        self.facts, self.request = facts, request
        self.network = network or IntegerNetwork.from_facts(
            facts,
            Effort(facts.learning_hours, request.hours_per_week),
            request.kinds,
            request.grades,
        )

    @cached_property
    def closed(self) -> frozenset[int]:
        """Roles that the request rules out; the first role never is one of them."""
        closed = {role.iri for role in self.request.avoid}
        most = self.request.most_rank
        if most is not None:
            closed |= {r for r, degree in self.facts.entry_degrees.items() if degree.rank > most}
        closed.discard(self.request.source.iri)
        index = self.network.index
        return frozenset(index[role] for role in closed if role in index)

    @cached_property
    def query(self) -> SearchQuery | None:
        """What to search for by number; ``None`` where no path can be an answer."""
        request, index = self.request, self.network.index
        ends = index.get(request.source.iri), index.get(request.target.iri)
        start, target = ends
        if start is None or target is None or target in self.closed:
            return None
        if not pays_enough(request, self.facts):
            return None
        years = request.max_years
        return SearchQuery(
            start=start,
            target=target,
            by=request.by,
            closed=self.closed,
            via=tuple(index[role.iri] for role in request.via),
            max_hops=request.max_steps,
            max_years=None if years is None else round(years * MICRO),
            skills=request.skills,
            years_served=request.years,
        )

    def find(self, k: int, budget: int = BUDGET) -> SearchResult:
        """Return the k best paths by the criterion; none where the end does not pay enough."""
        if self.query is None:
            return SearchResult([], proven=True, seen=0)
        query = replace(self.query, k=k)
        return find_best(self.network, query, candidates=self._candidates(query), budget=budget)

    def find_pareto(self, budget: int = BUDGET) -> SearchResult:
        """Return the paths of which none is better in every respect."""
        if self.query is None:
            return SearchResult([], proven=True, seen=0)
        degrees = [self.facts.entry_degrees.get(role) for role in self.network.roles]
        return find_pareto(
            self.network,
            self.query,
            ranks=[None if degree is None else degree.rank for degree in degrees],
            rank=self.request.degree_rank,
            candidates=self._candidates(replace(self.query, k=_CANDIDATES_OF_PARETO)),
            budget=budget,
        )

    def names(self, path: FoundPath) -> list[str]:
        """Return the IRIs of a way's roles."""
        return [self.network.roles[role] for role in path.roles]

    def learned(self, path: FoundPath) -> list[list[str]]:
        """Return the skills that are learned for each step of a way."""
        pairs = zip(path.held, path.held[1:], strict=False)
        return [self.network.names(after & ~before) for before, after in pairs]

    def _candidates(self, query: SearchQuery) -> Iterator[Sequence[int]]:
        """Yield paths that are likely to be good, so that the search has a bar from the start."""
        if query.via:
            yield from self._through_stops(query)
            return
        count = max(_FEWEST_CANDIDATES, min(_MOST_CANDIDATES, _CANDIDATES_EACH * query.k))
        yield from candidate_paths(
            self.network, query.start, query.target, by=query.by, count=count, closed=query.closed
        )

    def _through_stops(self, query: SearchQuery) -> Iterator[Sequence[int]]:
        """Yield plain paths from stop to stop in each order, and those of fewest steps."""
        for order in islice(permutations(query.via), _MOST_ORDERS):
            stops = (query.start, *order, query.target)
            path = chained_path(self.network, stops, by=query.by, closed=query.closed)
            if path:
                yield path
        if query.by != "hops":
            shortest = find_best(self.network, replace(query, by="hops"), budget=_RELAXED_BUDGET)
            yield from (path.roles for path in shortest.paths)


def pays_enough(request: Request, facts: CompiledGraph) -> bool:
    """Return whether the last role is known to earn what is asked for."""
    if request.min_pay is None:
        return True
    pay = lowest_pay(facts.pay_by_role.get(request.target.iri, ()))
    return pay is not None and pay >= request.min_pay


def find_relaxations(facts: CompiledGraph, request: Request) -> list[str]:
    """Return which single constraint, relaxed how little, opens a route, and which route.

    Each is found by search: the constraint is lifted, and the text says what the best route needs.
    """
    opened: dict[str, str] = {}
    for name, by, changed, describe in _relaxations(request, facts):
        if name in opened:
            continue
        search = RouteSearch(facts, replace(changed, by=by))
        result = search.find(1, _RELAXED_BUDGET)
        if result.paths:
            path = result.paths[0]
            labels = " → ".join(search.network.labels[role] for role in path.roles)
            proven = result.proven or by not in _MEASURED.get(name, ())
            less = "" if proven else " (less may do)"
            opened[name] = f"{describe(path)}{less}: {labels}"
    return list(opened.values())


_MEASURED: Final = {"steps": ("hops",), "years": ("time",)}
"""Constraints that are relaxed by a number, and what finds the least of it."""


class _Relaxation(NamedTuple):
    """One constraint lifted; of those with one name, the least comes first."""

    name: str
    by: str
    request: Request
    describe: Callable[[FoundPath], str]


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
            lambda path: f"with --max-steps {path.costs.hops} instead of {request.max_steps}",
        )
    if request.max_years is not None:
        yield _Relaxation(
            "years",
            "time",
            replace(request, max_years=None),
            lambda path: (
                f"with --max-years {ceil(path.costs.years / MICRO * 10) / 10:g} "
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
