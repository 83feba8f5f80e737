"""Each bound of the search over profiles is at most what a path really goes on to cost."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from careergraph.compiled.held_levels import held_by_incumbent
from careergraph.model.holdings import AskedItem, AskedProfile, RoleStep
from careergraph.search.algorithms.integer_network import MICRO
from careergraph.search.algorithms.profile_ends import PathEnds
from careergraph.search.algorithms.profile_layers import LAYERED, LayeredBounds
from careergraph.search.algorithms.profile_network import ProfileNetwork, ProfileQuery
from careergraph.search.algorithms.profile_search import ORDERS, Costs, _Search
from careergraph.search.algorithms.work_budget import WorkBudget
from invented_profiles import invent_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careergraph.search.algorithms.profile_search import State

WORLDS_EACH = 30
PARTS = 5
LAST = 3
"""The steps of an end: to two roles and to the target."""
MANY_PATHS = 1000


def make_search(seed: int, by: str, *, pareto: bool = False) -> _Search:
    world = invent_world(seed)
    network = world.network(change_cost=(0, 30, 150)[seed % 3])
    query = ProfileQuery(
        network.index["a"],
        network.index["f"],
        held_by_incumbent(world.profiles["a"], world.implies),
        k=1 + seed % 3,
        by=by,
        closed=frozenset({network.index["b"]}) if seed % 5 == 0 else frozenset(),
        via=(network.index["c"],) if seed % 7 == 0 else (),
        served=(seed % 4 == 0) * 10**6,
    )
    return _Search(network, query, WorkBudget(), pareto=pareto)


def whole_paths(search: _Search, state: State) -> Iterator[list[State]]:
    """Yield the states of every path to the target, by entering one role after the other."""
    if state.role == search.target:
        yield [state]
        return
    for arc in search.arcs[state.role]:
        if state.visited >> arc.target & 1 or arc.target in search.query.closed:
            continue
        for after in search.enter(state, arc):
            for path in whole_paths(search, after):
                yield [state, *path]


def counted_paths(search: _Search) -> list[list[State]]:
    stops = search.query.via
    paths = whole_paths(search, search.start)
    return [path for path in paths if all(path[-1].visited >> stop & 1 for stop in stops)]


def assert_at_most(least: Costs, whole: Costs) -> None:
    pairs = zip(Costs._fields, least, whole, strict=True)
    over = {name: (bound, real) for name, bound, real in pairs if bound > real}
    odds = (least.unknown, least.unlikeliness) <= (whole.unknown, whole.unlikeliness)
    over = {name: pair for name, pair in over.items() if name != "unlikeliness" or not odds}
    assert not over


@pytest.mark.parametrize("by", sorted(ORDERS))
@pytest.mark.parametrize("part", range(PARTS))
def test_no_bound_is_over_what_a_path_goes_on_to_cost(by: str, part: int) -> None:
    for seed in range(part, WORLDS_EACH * PARTS, PARTS):
        search = make_search(seed, by, pareto=seed % 2 == 0)
        for path in counted_paths(search):
            for state in path[:-1]:
                for seen in (0, 10**6):
                    search.seen = seen
                    assert_at_most(search.least(state), path[-1].costs)


@pytest.mark.parametrize("by", ["effort", "gap", "step", "time", "hops"])
def test_no_path_as_good_as_the_worst_that_counts_is_dropped(by: str) -> None:
    for seed in range(WORLDS_EACH * 2):
        search = make_search(seed, by)
        for path in counted_paths(search):
            search.worst = search.order(path[-1].costs)
            for state in path[:-1]:
                assert search.has_room(state, search.least(state))
                assert search.bound_key(state) is not None


@pytest.mark.parametrize("by", ["effort", "gap", "time"])
def test_no_arc_of_a_path_as_good_as_the_worst_that_counts_is_left_out(by: str) -> None:
    for seed in range(WORLDS_EACH):
        search = make_search(seed, by)
        arcs = search.arcs
        for path in counted_paths(search):
            search.worst, search.arcs = search.order(path[-1].costs), arcs
            search.bounds = search._make_bounds()  # noqa: SLF001 (what narrowing does)
            search.narrow()
            for state, after in pairwise(path):
                assert any(arc.target == after.role for arc in search.arcs[state.role])


@pytest.mark.parametrize("by", sorted(LAYERED))
def test_no_bound_by_layer_is_over_what_a_path_goes_on_to_cost(by: str) -> None:
    for seed in range(WORLDS_EACH * 3):
        search = make_search(seed, by)
        paths = counted_paths(search)
        paths.sort(key=lambda path: search.order(path[-1].costs))
        for path in paths[: 3 * search.query.k]:
            search.worst = search.order(path[-1].costs)
            layers = LayeredBounds(
                search.network,
                search.arcs,
                search.arrivals,
                search.query,
                search.bounds,
                WorkBudget(),
            )
            search.layers = None
            for find in (layers.begin, layers.tighten):
                find(search._most())  # noqa: SLF001 (as the search does)
                search.layers = layers
                for state, after in pairwise(path):
                    arcs = [arc for arc in search.arcs[state.role] if arc.target == after.role]
                    assert any(search.is_open(state, arc) for arc in arcs)
                    if after.role != search.target:
                        key = search.bound_key(after)
                        assert key is not None
                        assert key <= search.worst


@pytest.mark.parametrize("by", ["effort", "gap"])
def test_no_bound_by_last_roles_is_over_what_a_path_goes_on_to_cost(by: str) -> None:
    tried = 0
    for seed in range(WORLDS_EACH * 6):
        search = make_search(seed, by)
        price = search.network.change_cost if by == "effort" else 0
        paths = [path for path in counted_paths(search) if len(path) > LAST]
        for path in paths:
            whole = getattr(path[-1].costs, by)
            ends = PathEnds(
                search.network,
                search.arcs,
                search.query,
                held=search.arrivals.held,
                value=search.bounds.gap if by == "gap" else search.bounds.hours,
                most=whole,
            )
            missing, gained = ends.missing, frozenset[int]()
            for place, (state, after) in enumerate(pairwise(path[:-LAST])):
                left = len(path) - 1 - place
                room = ends.room(whole - getattr(state.costs, by) - left * price)
                assert is_open(ends, ends.through(after.role, missing, gained), room, path)
                new = ends.gained(after.role, state.held, after.held, gained)
                missing, gained = ends.gain(missing, new), gained.union(new)
            last = path[-LAST - 1]
            room = ends.room(whole - getattr(last.costs, by) - LAST * price)
            assert is_open(ends, missing, room, path)
            tried += 1
    assert tried > MANY_PATHS


def is_open(ends: PathEnds, missing: int, room: int, path: list[State]) -> bool:
    """Return whether there is room for the last two roles of a path before the target."""
    roles = [state.role for state in path]
    possible = ends.after(roles[-LAST - 1], ends.open(missing, room))
    return (roles[-3], roles[-2]) in {(end.first, end.second) for end in possible}


@pytest.mark.parametrize("by", ["effort", "gap"])
@pytest.mark.parametrize("share", [1, 7, 50])
def test_what_is_missing_of_one_end_never_spills_into_another(by: str, share: int) -> None:
    """However little a path may cost, each end is open exactly where there is room for its sum."""
    tried = 0
    for seed in range(WORLDS_EACH * 4):
        search = make_search(seed, by)
        network, value = search.network, search.bounds.gap if by == "gap" else search.bounds.hours
        most = network.dearest(by) // share
        held = search.arrivals.held
        ends = PathEnds(network, search.arcs, search.query, held=held, value=value, most=most)
        unit = most // 4000 + 1
        prices = value.prices(~held, unit)
        for role in range(len(network.roles)):
            whole = ends.through(role, ends.missing, frozenset())
            every = ends.open(whole, ends.room(10**18))
            for before in range(len(network.roles)):
                for end in ends.after(before, every):
                    own = network.own_prices(role, by)
                    first = {
                        number: value.of(number, price) // unit
                        for number, price in own.items()
                        if number in prices
                    }
                    last = {end.first, end.second, search.target}
                    asked = {n for one in last for n in network.asked_numbers[one]}
                    rest = sum(prices.get(number, 0) for number in asked - first.keys())
                    cost = (sum(first.values()) + rest) * unit
                    assert end in ends.after(before, ends.open(whole, ends.room(cost)))
                    assert end not in ends.after(before, ends.open(whole, ends.room(cost - 1)))
                    tried += 1
    assert tried > MANY_PATHS


@pytest.mark.parametrize("number", range(2, 40))
def test_a_role_that_asks_for_much_leaves_the_sums_of_other_ends_alone(number: int) -> None:
    """Its cost may be many times the most that a path may cost."""
    big = tuple(AskedItem((f"skill{place}",)) for place in range(number))
    profiles = {role: AskedProfile((AskedItem((f"of {role}",), 1),)) for role in "bcdf"}
    steps = [RoleStep(*ends) for ends in ("ab", "ac", "bd", "cd", "df", "ae", "eb", "ec")]
    network = ProfileNetwork(
        {role: role.upper() for role in "abcdef"}, {**profiles, "e": AskedProfile(big)}, steps, {}
    )
    query = ProfileQuery(network.index["a"], network.index["f"], by="gap", k=2)
    search = _Search(network, query, WorkBudget())
    ends = PathEnds(network, search.arcs, query, held=0, value=search.bounds.gap, most=3 * MICRO)
    whole = ends.through(network.index["e"], ends.missing, frozenset())
    cost = (3 + number) * 3 * MICRO
    for before in "ae":
        role = network.index[before]
        assert len(list(ends.after(role, ends.open(ends.missing, ends.room(9 * MICRO))))) == 2
        assert not list(ends.after(role, ends.open(whole, ends.room(3 * MICRO))))
        assert len(list(ends.after(role, ends.open(whole, ends.room(cost))))) == 2
