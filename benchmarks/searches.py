"""Benchmarks of searches: plain paths, exact paths, and reach.

In one process and one interleaved run. Networks are built before the clock starts, each in the form
in which a search takes it: a `networkx.DiGraph` for networkx, a `ProfileNetwork` for careergraph.
Pairs of roles are drawn with a fixed seed among those that a route joins.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from math import inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import networkx as nx

import careergraph
from careergraph.answers.planning.reach import find_reach
from careergraph.answers.planning.route_questions import search_for
from careergraph.answers.planning.routes import Setting, describe_route
from careergraph.compiled.held_levels import held_by_incumbent
from careergraph.model.values import Named
from careergraph.search.algorithms.integer_network import MICRO
from careergraph.search.algorithms.k_shortest import shortest_simple_paths
from careergraph.search.algorithms.profile_network import ProfileQuery
from careergraph.search.algorithms.profile_search import ProfileResult, find_paths
from families import invent_families
from figures import Figure, figures_table, timings_table
from measure import Call, Timing, time_calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from careergraph.answers.planning.reach import Reach
    from careergraph.graph import CareerGraph
    from careergraph.search.algorithms.integer_network import Graph
    from careergraph.search.algorithms.profile_network import ProfileNetwork
    from careergraph.search.requests import RouteSearch

__all__ = ["Share", "exact_paths", "measure_searches", "plain_paths", "reach", "share_proven"]

Figures = tuple[list[Figure], dict[str, Timing]]
Paths = list[list[int]]

_MOVES: Final = 20
_SEED: Final = 7
_SIZES: Final = (1000, 3000)
_PLAIN, _EXACT = 10, 5
"""The numbers of paths asked for: plain ones and exact ones."""
_PLAIN_PAIRS, _BUNDLED_PAIRS, _LARGE_PAIRS = 20, 40, 100
_SECONDS, _ENOUGH = 2.0, 0.95
_LARGE_BY: Final = ("effort", "gap")
_STARTS: Final = (
    "software engineer",
    "data analyst",
    "mechanical engineer",
    "accountant",
    "lead machine learning engineer",
)
_YEARS: Final = 5.0
_REACH_SECONDS: Final = 0.05
_ROUNDING: Final = 0.001
"""Hours by which the rounding of single steps can change the effort of a route."""
_Role = TypeVar("_Role")


class Share(NamedTuple):
    """Hold the number of pairs whose best routes were proven in time, and the seconds of each.

    They are seconds of processor time, so that other work on the machine does not count.
    """

    proven: int
    seconds: tuple[float, ...]


def measure_searches(rounds: int) -> int:
    """Print the figures of the search and return how many goals are missed."""
    graph = careergraph.load()
    figures: list[Figure] = []
    timings: dict[str, Timing] = {}
    for made, timed in (
        plain_paths(rounds),
        exact_paths(graph, rounds, _BUNDLED_PAIRS),
    ):
        figures += made
        timings |= timed
    timings |= reach(graph, rounds)
    shares = {by: share_proven(_SIZES[-1], _LARGE_PAIRS, by) for by in _LARGE_BY}
    within = statistics.median(timings[name].median for name in _STARTS)
    met = [
        within <= _REACH_SECONDS,
        *(share.proven >= _ENOUGH * len(share.seconds) for share in shares.values()),
    ]
    print(f"Search: {rounds} interleaved rounds in one process.\n")
    print(figures_table(figures, timings))
    print(
        f"`reach --max-years {_YEARS:g}`, on top of loading, median of {len(_STARTS)} roles: "
        f"{1000 * within:.0f} ms; at most {1000 * _REACH_SECONDS:.0f}: {_say(met[0])}.\n"
    )
    for (by, share), is_met in zip(shares.items(), met[1:], strict=True):
        print(
            f"The {_EXACT} best routes by {by} between two of {_SIZES[-1]:,} roles, proven within "
            f"{_SECONDS:g} s: {share.proven} of {len(share.seconds)} pairs; "
            f"at least {_ENOUGH:.0%}: {_say(is_met)}. "
            f"Median {statistics.median(share.seconds):.2f} s, "
            f"longest {max(share.seconds):.2f} s.\n"
        )
    print(timings_table(timings))
    return sum(not figure.is_met(timings) for figure in figures) + sum(not one for one in met)


def _say(met: bool) -> str:  # noqa: FBT001 (what is told)
    return "yes" if met else "**no**"


def plain_paths(rounds: int, sizes: Sequence[int] = _SIZES, pairs: int = _PLAIN_PAIRS) -> Figures:
    """Time ten plain paths for each of some pairs, by careergraph and by networkx.

    Raises
    ------
    ValueError
        The paths do not cost the same.
    """
    figures: list[Figure] = []
    timings: dict[str, Timing] = {}
    for roles in sizes:
        graph = invent_families(roles, _MOVES).network().plain_graph("effort", down=True)
        digraph = _as_digraph(graph)
        drawn = list(islice(_draw_pairs(digraph), pairs))
        what = f"k = {_PLAIN}, {pairs} pairs of {roles:,} roles"
        ours, theirs = f"careergraph, {what}", f"networkx, {what}"
        timed = time_calls(
            {
                ours: _plain_call(partial(_our_paths, graph), digraph, drawn),
                theirs: _plain_call(partial(_networkx_paths, digraph), digraph, drawn),
            },
            rounds,
        )
        _expect_same(timed, f"The paths do not cost the same: {what}.")
        timings |= timed
        text = f"`networkx.shortest_simple_paths` / plain paths here, {what}"
        figures.append(Figure(text, theirs, ours, "at least", 10))
    return figures, timings


def _as_digraph(graph: Graph) -> nx.DiGraph[int]:
    digraph: nx.DiGraph[int] = nx.DiGraph()
    digraph.add_nodes_from(range(len(graph.after)))
    for source, arcs in enumerate(graph.after):
        for target, cost in arcs:
            digraph.add_edge(source, target, weight=cost)
    return digraph


def _our_paths(graph: Graph, source: int, target: int) -> Paths:
    return list(islice(shortest_simple_paths(graph, source, target), _PLAIN))


def _networkx_paths(digraph: nx.DiGraph[int], source: int, target: int) -> Paths:
    return list(islice(nx.shortest_simple_paths(digraph, source, target, "weight"), _PLAIN))


def _plain_call(
    search: Callable[[int, int], Paths],
    digraph: nx.DiGraph[int],
    pairs: Sequence[tuple[int, int]],
) -> Call:
    return Call(
        lambda: [search(source, target) for source, target in pairs],
        lambda found: str([_costs(digraph, paths) for paths in found]),
    )


def _costs(digraph: nx.DiGraph[Any], paths: Sequence[Sequence[Any]]) -> list[float]:
    return [round(nx.path_weight(digraph, path, "weight"), 6) for path in paths]


def _draw_pairs(digraph: nx.DiGraph[_Role]) -> Iterator[tuple[_Role, _Role]]:
    """Yield pairs of roles that a path joins, always the same ones."""
    chance = random.Random(_SEED)  # noqa: S311 (a sample, not a secret)
    roles: list[_Role] = sorted(digraph)  # type: ignore[type-var]
    while True:
        source, target = chance.sample(roles, 2)
        if nx.has_path(digraph, source, target):
            yield source, target


def _expect_same(timings: dict[str, Timing], message: str) -> None:
    if len({timing.answer for timing in timings.values()}) > 1:
        raise ValueError(message)


def exact_paths(graph: CareerGraph, rounds: int, pairs: int) -> Figures:
    """Time the five best routes, and five plain paths by networkx, in the bundled graph.

    The two questions differ: the first keeps what is learned on the way. So the paths of networkx
    are told in its terms, and no route may cost more than the one of its rank among them. The
    medians are those of the pairs.

    Raises
    ------
    ValueError
        A route costs more than the path of networkx of its rank.
    """
    digraph = graph.digraph()
    what = f"k = {_EXACT}, bundled graph"
    ours, theirs, whole = f"exact search, {what}", f"networkx, {what}", f"`g.paths`, {what}"
    medians: dict[str, list[float]] = {ours: [], theirs: [], whole: []}
    proven = 0
    for source, target in islice(_draw_pairs(digraph), pairs):
        search = search_for(graph, source, target, {})
        timings = time_calls(
            {
                ours: Call(partial(_find_best, search), _tell_found),
                theirs: _networkx_call(digraph, search),
                whole: Call(partial(graph.paths, source, target, k=_EXACT), repr),
            },
            rounds,
        )
        proven += timings[ours].answer.endswith("proven")
        _expect_better(search, timings[ours].answer, timings[theirs].answer)
        for name, timing in timings.items():
            medians[name].append(timing.median)
    figure = Figure(
        f"exact cumulative search / `networkx.shortest_simple_paths`, {what}, "
        f"{pairs} pairs ({proven} proven)",
        ours,
        theirs,
        "at most",
        5,
    )
    return [figure], {name: Timing(tuple(many), "") for name, many in medians.items()}


def _find_best(search: RouteSearch) -> ProfileResult:
    """Return the exact paths by effort, before an adviser's preferences put another one first."""
    if search.query is None:
        return ProfileResult([], proven=True, seen=0)
    return find_paths(search.network, replace(search.query, k=_EXACT))


def _networkx_call(digraph: nx.DiGraph[str], search: RouteSearch) -> Call:
    ends = search.request.source.iri, search.request.target.iri
    return Call(
        lambda: list(islice(nx.shortest_simple_paths(digraph, *ends, "weight"), _EXACT)),
        lambda paths: " ".join(map(str, sorted(_carried(search, path) for path in paths))),
    )


def _carried(search: RouteSearch, path: Sequence[str]) -> float:
    """Return the effort of a path for someone who keeps what they learn on it.

    An edge of the plain network is for an incumbent of the role left, who may hold more or less.
    A path down a level of seniority, which the search does not take, is without limit.
    """
    network, request = search.network, search.request
    goes_down = any(
        arc.down and network.roles[arc.target] == following
        for role, following in pairwise(path)
        for arc in network.arcs[network.index[role]]
    )
    if goes_down and search.query is not None and not search.query.down:
        return inf
    setting = Setting(search.career, request.source, search.holding)
    return describe_route(path, setting, change_cost=request.change_cost).cost.effort


def _tell_found(found: ProfileResult) -> str:
    efforts = " ".join(str(path.costs.effort / MICRO) for path in found.paths)
    return f"{efforts} {'proven' if found.proven else 'unproven'}"


def _expect_better(search: RouteSearch, ours: str, theirs: str) -> None:
    request = search.request
    if any(
        float(effort) > float(cost) + _ROUNDING
        for effort, cost in zip(ours.split()[:-1], theirs.split(), strict=False)
    ):
        message = f"{request.source} to {request.target}: {ours}; networkx: {theirs}."
        raise ValueError(message)


def share_proven(roles: int, pairs: int, by: str = "effort") -> Share:
    """Count the pairs of a large network whose five best routes are proven within two seconds.

    ``by`` is the criterion, "effort" or "gap".
    """
    network = invent_families(roles, _MOVES).network()
    network.plain_graph(by, down=True)  # made once for each network, before the clock starts
    digraph = _as_digraph(network.plain_graph("hops", down=True))
    gc.freeze()  # the network is not searched for garbage again and again
    proven, seconds = 0, []
    for source, target in islice(_draw_pairs(digraph), pairs):
        start = time.process_time()
        found = _find_exact(network, source, target, by)
        seconds.append(time.process_time() - start)
        proven += found.proven and len(found.paths) == _EXACT and seconds[-1] <= _SECONDS
    return Share(proven, tuple(seconds))


def _find_exact(network: ProfileNetwork, source: int, target: int, by: str) -> ProfileResult:
    holding = held_by_incumbent(network.profiles[network.roles[source]], network.implies)
    return find_paths(network, ProfileQuery(source, target, holding, by=by, k=_EXACT))


def reach(graph: CareerGraph, rounds: int, starts: Sequence[str] = _STARTS) -> dict[str, Timing]:
    """Return the seconds that it takes to find the roles within reach of some, by title."""
    calls = {title: Call(partial(_reach, graph, title), _tell_reach) for title in starts}
    return time_calls(calls, rounds)


def _reach(graph: CareerGraph, title: str) -> Reach:
    role = graph.find(title).entry
    return find_reach(Named(role.iri, role.label), graph.facts, graph.info, max_years=_YEARS)


def _tell_reach(found: Reach) -> str:
    return str(sorted((one.role.label, round(one.years.high, 4)) for one in found.reached))
