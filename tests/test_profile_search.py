"""The exact search over profiles against looking at every simple path, by the pure functions."""

from __future__ import annotations

from dataclasses import fields
from itertools import islice, product
from math import log
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.held_levels import (
    add_levels,
    arrive,
    asked_items,
    close_levels,
    held_by_incumbent,
)
from careergraph.model.holdings import AskedItem, AskedProfile, Holding, Range, RoleStep
from careergraph.search.algorithms.profile_network import (
    GAP_UNIT,
    Arrivals,
    ProfileArc,
    ProfileNetwork,
    ProfileQuery,
    StudyYears,
)
from careergraph.search.algorithms.profile_search import (
    ORDERS,
    Costs,
    ParetoCosts,
    find_pareto_paths,
    find_paths,
    order_of,
)
from careergraph.search.learning.background import Background, find_holding
from careergraph.search.learning.gaps import find_missing, item_gap
from careergraph.search.learning.learning_time import (
    SHORTEST_STAY,
    learning_hours,
    step_years,
)
from careergraph.search.learning.step_learning import StepLearning, learn_step
from invented_profiles import invent_world

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from careergraph.search.algorithms.profile_search import ProfileResult

MICRO = 10**6
ROLES = "abcdef"
PAIRS = [(start, end) for start in ROLES for end in ROLES if start != end]
SKILLS = "pqrstu"
KINDS = ("tool", "language", "mathematics")
FAR = (-1, 10, 500)
LABELS = {role: role.upper() for role in ROLES}

drawn_items = st.builds(
    AskedItem,
    skills=st.lists(st.sampled_from(SKILLS), min_size=1, max_size=3, unique=True).map(tuple),
    level=st.integers(1, 3),
    weight=st.sampled_from([1.0, 0.5]),
    kind=st.sampled_from(KINDS),
    cluster=st.sampled_from([None, "x", "y"]),
)
single_items = st.builds(
    AskedItem,
    skills=st.sampled_from([(skill,) for skill in SKILLS]),
    level=st.integers(1, 3),
    weight=st.sampled_from([1.0, 0.5]),
    kind=st.sampled_from(KINDS),
    cluster=st.sampled_from([None, None, "x"]),
)


def profiles_of(items: st.SearchStrategy) -> st.SearchStrategy:
    return st.builds(
        AskedProfile,
        items=st.lists(items, max_size=4, unique_by=lambda item: frozenset(item.skills)).map(tuple),
        seniority=st.booleans(),
        gives=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 2), max_size=1),
        optional=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 2), max_size=1),
    )


drawn_profiles = st.one_of(
    st.fixed_dictionaries({role: profiles_of(drawn_items) for role in ROLES}),
    st.fixed_dictionaries({role: profiles_of(single_items) for role in ROLES}),
)
drawn_training = st.sampled_from([None, None, Range(1, 2), Range(3, 5)])
drawn_steps = st.lists(
    st.builds(
        lambda pair, **others: RoleStep(*pair, **others),
        st.sampled_from(PAIRS),
        experience=st.sampled_from([None, Range(), Range(1, 3), Range(2, 2.5)]),
        share=st.sampled_from([None, 0.1, 0.5]),
        stays=st.booleans(),
        training=drawn_training,
    ),
    min_size=8,
    max_size=20,
    unique_by=lambda step: (step.source, step.target),
)
# Skills imply later ones only, so that nothing implies itself.
drawn_implies = st.lists(
    st.sampled_from([(a, b) for a in SKILLS for b in SKILLS if a < b]), max_size=3, unique=True
).map(lambda pairs: {a: tuple(b for x, b in pairs if x == a) for a, _ in pairs})
drawn_lines = st.one_of(
    st.none(),
    st.fixed_dictionaries({role: st.sampled_from("abcxyz") for role in ROLES}),
    st.fixed_dictionaries({role: st.just(role) for role in ROLES}),
)
"""The line of work of each role; without any the search leaves calibration out."""
ranks = st.dictionaries(st.sampled_from(ROLES), st.sampled_from([1.0, 2.0]))
limits = st.fixed_dictionaries(
    {
        "closed": st.sets(st.sampled_from("bcde"), max_size=1),
        "via": st.sets(st.sampled_from("bcde"), max_size=1),
        "max_hops": st.sampled_from([None, None, 2, 3]),
        "max_years": st.sampled_from([None, None, 1.0, 3.0]),
        "served": st.sampled_from([0, MICRO]),
        "down": st.booleans(),
        "extra": st.lists(
            st.builds(
                lambda role, *, back, **others: RoleStep(
                    "a", role, back=back and role == "f", **others
                ),
                st.sampled_from("bcdef"),
                back=st.booleans(),
                experience=st.sampled_from([None, Range(), Range(1, 2)]),
                training=drawn_training,
            ),
            max_size=2,
            unique_by=lambda step: step.target,
        ),
        "study": st.one_of(
            st.just({}),
            st.dictionaries(
                st.sampled_from("bcdef"),
                st.tuples(
                    st.sampled_from([Range(2, 4), Range(1, 1), Range(0.5, 6)]),
                    st.booleans(),
                    st.sampled_from([None, *"bcde"]),
                ),
                max_size=3,
            ),
        ),
    }
)
"""Constraints; ``study`` is the compulsory study of roles: its years, whether it is a programme in
place of learning and experience, and a role whose people have completed it."""
UNLIMITED: dict = {
    "closed": set(), "via": set(), "max_hops": None, "max_years": None, "served": 0, "down": True,
    "extra": [], "study": {},
}  # fmt: skip
persons = st.builds(
    Background,
    have=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3), max_size=2),
    lack=st.frozensets(st.sampled_from(SKILLS), max_size=2),
)
"""What someone says of themselves: skills they have and lack besides those of their role."""


class World:
    """Profiles and steps, with the costs of each path by the pure functions."""

    def __init__(
        self,
        profiles: dict,
        steps: Sequence[RoleStep],
        implies: dict,
        levels: dict,
        lines: dict[str, str] | None = None,
    ) -> None:
        self.profiles, self.implies, self.ranks, self.lines = profiles, implies, levels, lines
        self.steps = {(step.source, step.target): step for step in steps}
        self.network = ProfileNetwork(
            LABELS,
            profiles,
            steps,
            implies,
            ranks=levels,
            lines=lines,
            hours_per_week=5,
            change_cost=30,
        )
        self.full = {role: held_by_incumbent(p, implies) for role, p in profiles.items()}

    def holding(self, person: Background) -> Holding:
        """Return what someone in the first role holds, by the function that every answer uses."""
        graph = CompiledGraph(implied=_reached(self.implies))
        vars(graph)["work"] = self.profiles
        return find_holding(graph, "a", person)

    def goes_down(self, step: RoleStep) -> bool:
        levels = self.ranks.get(step.source), self.ranks.get(step.target)
        return None not in levels and levels[1] < levels[0]

    def step_from(self, source: str, target: str, drawn: dict) -> RoleStep | None:
        """Return the step between two roles; one prepared for the person comes first."""
        prepared = {step.target: step for step in drawn["extra"]} if source == "a" else {}
        step = prepared.get(target) or self.steps.get((source, target))
        return None if step is None or (self.goes_down(step) and not drawn["down"]) else step

    def walk(
        self, path: tuple[str, ...], held: Holding, costs: Costs, drawn: dict
    ) -> Iterator[tuple[tuple[str, ...], Costs]]:
        """Yield each way to go on from a path, with what it costs, for each choice of skills."""
        if path[-1] == "f":
            yield path, costs
            return
        for role in ROLES:
            step = self.step_from(path[-1], role, drawn)
            if role in path or step is None:
                continue
            before = held
            if step.stays and len(path) > 1:
                before = add_levels(held, self.full[path[-1]].levels, self.implies)
            served = drawn["served"] / MICRO if len(path) == 1 else 0.0
            learning = self.learn(step, before)
            study = find_study(drawn["study"], (*path, role))
            after = self.add(costs, step, learning, before, served, study)
            choices = [
                [(skill, item.level) for skill in find_missing(item, before).skills]
                for item in learning.items
                if len(item.skills) > 1 and find_missing(item, before).held < item.level
            ]
            for learned in product(*choices):
                then = arrive(before, learned, learning.items, self.implies)
                yield from self.walk((*path, role), then, after, drawn)

    def learn(self, step: RoleStep, held: Holding) -> StepLearning:
        """Return what a step asks for; without lines of work its hours are not calibrated."""
        profile = self.profiles[step.target]
        if self.lines is not None:
            promotion = self.lines[step.source] == self.lines[step.target]
            return learn_step(profile, held, promotion=promotion, back=step.back)
        items = asked_items(profile)
        gap = sum(item_gap(item, held) for item in items)
        return StepLearning(items, gap=gap, hours=learning_hours(items, held))

    def add(
        self,
        costs: Costs,
        step: RoleStep,
        learning: StepLearning,
        held: Holding,
        served: float,
        study: tuple[Range, bool] | None = None,
    ) -> Costs:
        gap = round(sum(item_gap(item, held) for item in learning.items) * GAP_UNIT)
        hours = learning.hours
        years = step_years(
            hours,
            step.experience,
            hours_per_week=5,
            served=served,
            stay=SHORTEST_STAY if costs.hops else 0.0,
            training=step.training,
        )
        if study is not None:
            years = count_years(study, step.training or Range(), years)
        middle = round(hours.middle * MICRO)
        return Costs(
            effort=costs.effort + middle + 30 * MICRO,
            gap=costs.gap + gap,
            hardest=max(costs.hardest, gap),
            hops=costs.hops + 1,
            hours=costs.hours + middle,
            years=costs.years + (round(years.low * MICRO) + round(years.high * MICRO)) // 2,
            unknown_years=costs.unknown_years + (step.experience is None),
            unknown=costs.unknown + (not step.share),
            unlikeliness=costs.unlikeliness
            + (round(-log(step.share) * MICRO) if step.share else 0),
        )

    def paths(self, holding: Holding, drawn: dict) -> Iterator[tuple[tuple[str, ...], Costs]]:
        for path, costs in self.walk(("a",), holding, Costs(), drawn):
            if drawn["closed"] & set(path) or not drawn["via"] <= set(path):
                continue
            if drawn["max_hops"] is not None and costs.hops > drawn["max_hops"]:
                continue
            if drawn["max_years"] is not None and costs.years > drawn["max_years"] * MICRO:
                continue
            yield path, costs

    def query(self, holding: Holding, drawn: dict, by: str = "gap", k: int = 1) -> ProfileQuery:
        index = self.network.index
        years = drawn["max_years"]
        return ProfileQuery(
            index["a"],
            index["f"],
            holding,
            k,
            by,
            frozenset(index[role] for role in drawn["closed"]),
            tuple(index[role] for role in drawn["via"]),
            drawn["max_hops"],
            None if years is None else round(years * MICRO),
            drawn["served"],
            tuple(self.network.read_step(step) for step in drawn["extra"]),
            drawn["down"],
            self.study(drawn["study"]),
        )

    def study(self, drawn: dict) -> StudyYears | None:
        """Return the compulsory study in integers."""
        roles, index = self.network.roles, self.network.index

        def find(path: tuple[int, ...]) -> tuple[int, int, bool] | None:
            found = find_study(drawn, tuple(roles[role] for role in path))
            if found is None:
                return None
            (low, high), is_programme = found
            return round(low * MICRO), round(high * MICRO), is_programme

        programmes = {role for role, (_, is_programme, _) in drawn.items() if is_programme}
        return StudyYears(
            frozenset(index[role] for role in drawn),
            frozenset(index[role] for role in programmes),
            find,
        )


def find_study(drawn: dict, path: tuple[str, ...]) -> tuple[Range, bool] | None:
    """Return the study of the last step of a path, unless people on it have completed it."""
    years, is_programme, unless = drawn.get(path[-1], (None, False, None))
    return None if years is None or unless in path[:-1] else (years, is_programme)


def count_years(study: tuple[Range, bool], training: Range, otherwise: Range) -> Range:
    """Return the years of a step with its study, which training follows.

    A programme takes the place of all others.
    """
    years, is_programme = study
    low, high = years.low + training.low, years.high + training.high
    if is_programme:
        return Range(low, high)
    return Range(max(low, otherwise.low), max(high, otherwise.high))


def _reached(implies: dict[str, tuple[str, ...]]) -> dict[str, dict[str, int]]:
    """Return what each skill implies, directly or not, with how far away it is."""
    reached: dict[str, dict[str, int]] = {}
    for skill, direct in implies.items():
        near = dict.fromkeys(direct, 1)
        waiting = list(near)
        for other in waiting:
            for implied in implies.get(other, ()):
                if implied not in near:
                    near[implied] = near[other] + 1
                    waiting.append(implied)
        reached[skill] = near
    return reached


ROUNDING = 2000
"""Millionths by which rounding can change hours and years: `learn_step` rounds the gap before it
takes the square of the share that is missing, times some hundred hours for each step."""


def assert_same_order(
    result: ProfileResult, world: World, by: str, k: int, paths: Iterator[tuple]
) -> None:
    """Check that the paths found are the best of all, at what they cost by the pure functions."""
    ranked: dict[tuple[str, ...], list[tuple[tuple[int, ...], Costs]]] = {}
    for path, costs in paths:
        ranked.setdefault(path, []).append((order_of(by)(costs), costs))
    best = sorted((min(keys)[0], path) for path, keys in ranked.items())[:k]
    shown = [
        (order_of(by)(path.costs), tuple(world.network.roles[role] for role in path.roles))
        for path in result.paths
    ]
    assert result.proven
    if by in {"effort", "time"}:  # hours and years are rounded, so that ties may come in any order
        compared = 2 if by == "time" else 1
        keys = [key[:compared] for key, _ in best]
        assert len(shown) == len(keys) == len({path for _, path in shown})
        for (key, path), expected in zip(shown, keys, strict=True):
            assert key[:compared] == pytest.approx(expected, abs=ROUNDING)
            own = min(ranked[path])[0][:compared]
            assert key[:compared] == pytest.approx(own, abs=ROUNDING)
    else:
        assert shown == best


@settings(max_examples=400, deadline=None)
@given(
    st.tuples(drawn_profiles, drawn_steps, drawn_implies, ranks, drawn_lines),
    persons,
    st.sampled_from(sorted(ORDERS)),
    st.integers(1, 6),
    st.one_of(st.just(UNLIMITED), limits),
    st.tuples(st.booleans(), st.sampled_from(FAR), st.sampled_from([0, 20_000])),
)
def test_the_best_paths_are_those_of_looking_at_every_one(
    parts: tuple, person: Background, by: str, k: int, drawn: dict, how: tuple[bool, int, int]
) -> None:
    candidates, far, large = how
    world = World(*parts)
    holding = world.holding(person)
    with (
        patch("careergraph.search.algorithms.profile_search._MANY", far),
        patch("careergraph.search.algorithms.profile_search._LARGE", large),
    ):
        query = world.query(holding, drawn, by, k)
        result = find_paths(world.network, query, with_candidates=candidates)
    assert_same_order(result, world, by, k, world.paths(holding, drawn))


@settings(max_examples=250, deadline=None)
@given(
    st.tuples(drawn_profiles, drawn_steps, drawn_implies, ranks, drawn_lines),
    persons,
    st.fixed_dictionaries({role: st.sampled_from([None, 1, 2, 3]) for role in ROLES}),
    st.one_of(st.just(UNLIMITED), limits),
    st.tuples(st.sampled_from([None, 1, 2, 3]), st.sampled_from(FAR)),
)
def test_the_pareto_front_is_what_no_path_betters(
    parts: tuple,
    person: Background,
    degrees: dict[str, int | None],
    drawn: dict,
    how: tuple[int | None, int],
) -> None:
    degree, far = how
    world = World(*parts)
    holding = world.holding(person)
    with patch("careergraph.search.algorithms.profile_search._MANY", far):
        result = find_pareto_paths(
            world.network,
            world.query(holding, drawn),
            degrees=[degrees.get(role) for role in world.network.roles],
            degree=degree,
        )

    def vector(path: Sequence[str], costs: Costs) -> ParetoCosts:
        rank, new = degrees.get(path[0]) if degree is None else degree, 0
        for role in path[1:]:
            asked = degrees.get(role)
            if asked is not None and (rank is None or asked > rank):
                new += rank is not None
                rank = asked
        return ParetoCosts(costs.years, costs.gap, costs.hardest, new)

    vectors = {vector(path, costs) for path, costs in world.paths(holding, drawn)}
    shown = [
        vector([world.network.roles[role] for role in path.roles], path.costs)
        for path in result.paths
    ]
    assert result.proven
    assert len(shown) == len(set(shown))

    def matches(one: ParetoCosts, other: ParetoCosts) -> bool:
        return one[1:] == other[1:] and abs(one.years - other.years) <= ROUNDING

    def is_no_worse(one: ParetoCosts, other: ParetoCosts) -> bool:
        return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))

    for one in shown:
        assert any(matches(one, other) for other in vectors)
        assert not any(o != one and is_no_worse(o, one) for o in shown)
    for other in vectors:  # some path of the front is no worse
        slower = other._replace(years=other.years + ROUNDING)
        assert any(is_no_worse(one, slower) for one in shown)


@settings(max_examples=200, deadline=None)
@given(drawn_profiles, drawn_implies, drawn_lines)
def test_numbers_and_pure_functions_give_the_same_gap_and_hours(
    profiles: dict, implies: dict, lines: dict | None
) -> None:
    world = World(profiles, [], implies, {}, lines)
    for start, end in PAIRS:
        holding = world.full[start]
        arrivals = Arrivals(world.network, holding)
        promotion = lines is not None and lines[start] == lines[end]
        arrival = arrivals.enter(world.network.index[end], arrivals.held, promotion=promotion)
        learning = world.learn(RoleStep(start, end), holding)
        assert arrival.gap / GAP_UNIT == pytest.approx(learning.gap, abs=1e-6)
        assert (arrival.low / MICRO, arrival.high / MICRO) == pytest.approx(
            learning.hours, abs=ROUNDING / MICRO
        )
        assert world.network.levels(arrivals.held) == dict(holding.levels)


def item(*skills: str, level: int = 2, **options: object) -> AskedItem:
    return AskedItem(skills, level, **options)  # type: ignore[arg-type]


def test_what_is_implied_is_held_one_level_lower() -> None:
    implies = {"deep learning": ("machine learning",), "machine learning": ("statistics",)}
    levels = close_levels({"deep learning": 3, "statistics": 2}, implies)
    assert levels == {"deep learning": 3, "machine learning": 2, "statistics": 2}
    assert close_levels({"deep learning": 1}, implies)["statistics"] == 1


def test_a_group_in_the_role_left_is_probably_held_elsewhere() -> None:
    left = AskedProfile((item("python", "java"),))
    held = held_by_incumbent(left, {"python": ("programming",), "java": ("programming",)})
    assert held.level("programming") == 1, "whichever it is, it implies programming"
    assert item_gap(item("python"), held) == 0.5
    assert item_gap(item("python", "java", "r"), held) == 0
    assert item_gap(item("r"), held) == 1


def test_a_gap_is_the_missing_part_of_the_level_by_weight() -> None:
    held = Holding({"sql": 1})
    assert item_gap(item("sql", level=3), held) == pytest.approx(2 / 3)
    assert item_gap(item("sql", level=2, weight=0.5), held) == 0.25
    items = [item("sql", level=1), item("git", level=1)]
    step = learn_step(AskedProfile((*items,)), held)
    assert (step.gap, step.coverage) == (1, 0.5)


def test_no_more_than_level_two_is_asked_of_someone_who_comes_in() -> None:
    items = (item("sql", level=3),)
    assert asked_items(AskedProfile(items))[0].level == 2
    assert asked_items(AskedProfile(items, seniority=True))[0].level == 3


def test_hours_by_kind_level_and_cluster() -> None:
    """A tool takes 5 to 20 hours to level 1, and 15 to 50 more to level 2, whatever its weight."""
    held = Holding({"css": 1})
    web = {"kind": "tool", "cluster": "web"}
    assert learning_hours([item("git", kind="tool")], held) == (20, 70)
    assert learning_hours([item("git", kind="tool", weight=0.5)], held) == (20, 70)
    both = [item("html", level=1, **web), item("css", **web)]
    assert learning_hours(both, held) == (15 + 2.5, 50 + 10)


def test_of_equal_items_of_a_cluster_the_narrower_range_counts_in_full() -> None:
    """Two of 105 hours in the middle: the order of the profile does not matter."""
    one = item("p", "q", kind="domain", cluster="x")  # 60 to 150
    other = item("r", kind="language", cluster="x")  # 50 to 160 from level 1
    held = Holding({"r": 1})
    for items in ((one, other), (other, one)):
        assert learning_hours(items, held) == (60 + 25, 150 + 80)
        profiles = {"a": AskedProfile(), "b": AskedProfile(items)}
        network = ProfileNetwork({"a": "A", "b": "B"}, profiles, [], {})
        arrival = Arrivals(network, held).enter(network.index["b"], network.mask(held.levels))
        assert (arrival.low / MICRO, arrival.high / MICRO) == (85, 230)


def test_a_step_takes_the_longer_of_learning_and_missing_experience() -> None:
    hours = Range(200, 800)
    assert step_years(hours, Range(1, 1.5), hours_per_week=8) == (1, 2)
    assert step_years(hours, Range(3, 5), hours_per_week=8, served=1) == (2, 4)
    assert step_years(hours, None, hours_per_week=8) == (0.5, 2)
    assert step_years(hours, None, hours_per_week=8, stay=1) == (1, 2)


def test_the_price_of_a_change_decides_between_a_chain_and_one_step() -> None:
    profiles = {
        "a": AskedProfile(),
        "b": AskedProfile((item("p", kind="language"),)),
        "c": AskedProfile((item("p", kind="language"), item("q", kind="language"))),
        "f": AskedProfile((item("p", kind="language", weight=0.5), item("r", kind="tool"))),
    }
    steps = [RoleStep("a", "b"), RoleStep("b", "f"), RoleStep("a", "f")]
    labels = {role: role for role in profiles}
    shown = {}
    for price in (0, 150):
        network = ProfileNetwork(labels, profiles, steps, {}, change_cost=price)
        query = ProfileQuery(network.index["a"], network.index["f"], Holding(), 2)
        shown[price] = [path.costs.effort / MICRO for path in find_paths(network, query).paths]
    language, tool = 147.5, 45
    assert shown[0] == [language + tool, language + tool]
    assert shown[150] == [150 + language + tool, 300 + language + tool]


def test_a_person_moves_from_their_own_level_and_not_down_on_the_way_up() -> None:
    """A senior moves to the other trade's senior level by an arc that was prepared."""
    profiles = {
        "senior a": AskedProfile((item("p", level=3),), seniority=True),
        "b": AskedProfile((item("p"), item("q"))),
        "senior b": AskedProfile((item("p", level=3), item("q", level=3)), seniority=True),
    }
    steps = [RoleStep("senior a", "b"), RoleStep("b", "senior b", Range(2, 5), stays=True)]
    levels = {"senior a": 3.0, "b": 2.0, "senior b": 3.0}
    labels = {role: role for role in profiles}
    network = ProfileNetwork(labels, profiles, steps, {}, ranks=levels)
    ends = network.index["senior a"], network.index["senior b"]
    holding = held_by_incumbent(profiles["senior a"], {})
    assert find_paths(network, ProfileQuery(*ends, holding)).paths[0].costs.hops == 2
    assert find_paths(network, ProfileQuery(*ends, holding, down=False)).paths == []
    own = network.read_step(RoleStep("senior a", "senior b"))
    moved = find_paths(network, ProfileQuery(*ends, holding, extra=(own,), down=False)).paths
    assert [path.roles for path in moved] == [ends]
    assert moved[0].costs.gap == GAP_UNIT


def test_staying_gives_the_level_of_an_incumbent() -> None:
    profiles = {
        "a": AskedProfile(),
        "b": AskedProfile((item("p", level=3),)),
        "senior b": AskedProfile((item("p", level=3),), seniority=True),
    }
    labels = {role: role for role in profiles}
    for stays, gap in ((True, 1.0), (False, 1 + 1 / 3)):
        steps = [RoleStep("a", "b"), RoleStep("b", "senior b", Range(2, 5), stays=stays)]
        network = ProfileNetwork(labels, profiles, steps, {})
        query = ProfileQuery(network.index["a"], network.index["senior b"], Holding())
        best = find_paths(network, query).paths[0]
        assert best.costs.gap / GAP_UNIT == pytest.approx(gap)


def test_a_search_that_ends_early_says_so() -> None:
    profiles = {role: AskedProfile((item(role),)) for role in ROLES}
    network = ProfileNetwork(LABELS, profiles, [RoleStep(*pair) for pair in PAIRS], {})
    query = ProfileQuery(network.index["a"], network.index["f"], Holding(), k=40)
    cut = find_paths(network, query, work=3)
    assert not cut.proven
    assert len(cut.paths) == 40, "the candidates"
    assert find_paths(network, query).proven


def test_a_criterion_without_a_plain_cost_is_refused() -> None:
    """A new criterion is not taken for another one where its cost was forgotten."""
    network = ProfileNetwork(LABELS, {}, [RoleStep("a", "b")], {})
    (arc,) = network.arcs[network.index["a"]]
    for by in ORDERS:
        assert network.plain_cost(arc, by, 0) >= 0
    with pytest.raises(ValueError, match="'money'"):
        network.plain_cost(arc, "money", 0)


def used_fields(values: Iterable[object]) -> set[str]:
    """Return the names of the fields that are not empty, 0 or false in some of the values."""
    return {
        name
        for value in values
        for name in (getattr(value, "_fields", None) or [field.name for field in fields(value)])
        if getattr(value, name)
    }


def test_the_drawn_worlds_use_every_field_of_steps_arcs_and_costs() -> None:
    """A cost that is 0 in every world would be compared with nothing; see `invented_profiles`."""
    steps, arcs, costs = [], [], []

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(
        st.tuples(drawn_profiles, drawn_steps, drawn_implies, ranks, drawn_lines),
        persons,
        limits,
    )
    def draw(parts: tuple, person: Background, drawn: dict) -> None:
        world = World(*parts)
        holding = world.holding(person)
        steps.extend((*parts[1], *drawn["extra"]))
        arcs.extend(arc for group in world.network.arcs for arc in group)
        arcs.extend(world.query(holding, drawn).extra)
        costs.extend(cost for _, cost in islice(world.paths(holding, drawn), 20))

    draw()
    assert used_fields(steps) == {field.name for field in fields(RoleStep)}
    assert used_fields(arcs) == set(ProfileArc._fields)
    assert used_fields(costs) == set(Costs._fields)


def test_the_invented_worlds_use_every_field_of_steps_arcs_and_costs() -> None:
    worlds = [invent_world(seed) for seed in range(20)]
    networks = [world.network() for world in worlds]
    results = [
        find_paths(network, ProfileQuery(network.index["a"], network.index["f"], by="time", k=3))
        for network in networks
    ]
    unused = {"back"}  # the bounds know nothing of steps back, so they are not compared there
    steps = [step for world in worlds for step in world.steps]
    assert used_fields(steps) == {field.name for field in fields(RoleStep)} - unused
    arcs = [arc for network in networks for group in network.arcs for arc in group]
    assert used_fields(arcs) == set(ProfileArc._fields) - unused
    costs = [path.costs for result in results for path in result.paths]
    assert used_fields(costs) == set(Costs._fields)
