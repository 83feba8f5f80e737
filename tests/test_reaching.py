"""What can be reached in so many years, against looking at every simple path."""

from __future__ import annotations

from itertools import pairwise, permutations, product
from typing import TYPE_CHECKING

import pytest

from careergraph.answers.planning.not_counted import STUDY, study_before_step
from careergraph.answers.planning.reach import find_reach
from careergraph.answers.planning.reach_search import ReachSearch
from careergraph.answers.planning.study import StatedCredentials
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.held_levels import add_levels, arrive, held_by_incumbent
from careergraph.compiled.titles import Catalog
from careergraph.errors import UsageError
from careergraph.model.entries import Entry
from careergraph.model.holdings import Holding, Range
from careergraph.model.profiles import SkillTraits
from careergraph.model.values import Evidence, GraphInfo, Named, Need, RoleNode
from careergraph.search.algorithms.integer_network import MICRO
from careergraph.search.career_network import CareerNetwork
from careergraph.search.learning.gaps import find_missing
from careergraph.search.learning.learning_time import SHORTEST_STAY, step_years
from careergraph.search.learning.step_experience import ExperienceTable
from careergraph.search.learning.step_learning import asked_at_step, learn_step
from invented_profiles import InventedWorld, invent_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careergraph.answers.planning.reach import Reach
    from careergraph.graph import CareerGraph
    from careergraph.model.holdings import RoleStep

INFO = GraphInfo("own", "0")
LONG = 1000 * MICRO
CHANGE = 30
"""Hours that a change of job costs in the invented worlds."""
ROUNDING = 6
"""Millionths of a year by which whole numbers and fractions differ on a path."""


def walk_of(world: InventedWorld, served: float = 0.0) -> ReachSearch:
    network, facts = world.network(), CompiledGraph()
    career = CareerNetwork(facts, network, {}, ExperienceTable(facts))
    return ReachSearch(career, held_by_incumbent(world.profiles["a"], world.implies), served)


def leads_down(world: InventedWorld, source: str, target: str) -> bool:
    return world.ranks.get(source, 0) > world.ranks.get(target, 9)


def years_of(world: InventedWorld, path: str, *, served: float = 0.0) -> Iterator[Range]:
    """Yield the years of a path by the pure functions, for each choice of what to learn."""
    steps = {(step.source, step.target): step for step in world.steps}
    lines = world.lines or {}

    def go_on(number: int, held: Holding, spent: Range) -> Iterator[Range]:
        if number == len(path):
            yield spent
            return
        left, entered = path[number - 1 : number + 1]
        step, profile = steps[left, entered], world.profiles[entered]
        promotion = lines.get(left, left) == lines.get(entered, entered)
        if step.stays:
            full = held_by_incumbent(world.profiles[left], world.implies)
            held = add_levels(held, full.levels, world.implies)
        learning = learn_step(profile, held, promotion=promotion)
        taken = step_years(
            learning.hours,
            step.experience,
            hours_per_week=5,
            served=served if number == 1 else 0.0,
            stay=0.0 if number == 1 else SHORTEST_STAY,
            training=step.training,
        )
        items = asked_at_step(profile, promotion=promotion)
        missing = [(item, find_missing(item, held)) for item in items if len(item.skills) > 1]
        choices = [
            [(skill, item.level) for skill in one.skills]
            for item, one in missing
            if one.held < item.level
        ]
        for learned in product(*choices):
            then = arrive(held, learned, items, world.implies)
            yield from go_on(
                number + 1, then, Range(spent.low + taken.low, spent.high + taken.high)
            )

    yield from go_on(1, held_by_incumbent(world.profiles["a"], world.implies), Range())


def asks_for_something(world: InventedWorld, step: RoleStep) -> bool:
    return bool(world.profiles[step.target].items)


def simple_paths(world: InventedWorld, *, with_unknown: bool) -> Iterator[str]:
    usable = {
        (step.source, step.target)
        for step in world.steps
        if (with_unknown or (step.experience is not None and asks_for_something(world, step)))
        and not leads_down(world, step.source, step.target)
    }
    for length in range(1, len(world.roles)):
        for rest in permutations(world.roles[1:], length):
            if usable.issuperset(pairwise(("a", *rest))):
                yield "a" + "".join(rest)


def has_choices(world: InventedWorld) -> bool:
    return any(
        len(item.skills) > 1 for profile in world.profiles.values() for item in profile.items
    )


def calibrated_worlds(*, with_choices: bool) -> list[InventedWorld]:
    worlds = [invent_world(seed, roles="abcde") for seed in range(120)]
    return [
        world for world in worlds if world.lines is not None and has_choices(world) == with_choices
    ][:25]


@pytest.mark.parametrize("served", [0.0, 1.5])
@pytest.mark.parametrize(("upper", "with_unknown"), [(True, False), (False, False), (False, True)])
def test_routes_are_made_of_steps_and_never_quicker_than_the_quickest(
    served: float, *, upper: bool, with_unknown: bool
) -> None:
    """Every role that a path leads to is found, in the years that its route takes."""
    for world in calibrated_worlds(with_choices=False):
        walk, end = walk_of(world, served), "high" if upper else "low"
        found = walk.explore(0, LONG, upper=upper, with_unknown=with_unknown)
        least: dict[str, float] = {}
        for path in simple_paths(world, with_unknown=with_unknown):
            [years] = years_of(world, path, served=served)
            least[path[-1]] = min(getattr(years, end), least.get(path[-1], LONG))
        assert {world.roles[role] for role in found} == set(least)
        for role, label in found.items():
            path = "".join(world.roles[number] for number in label.path)
            assert path[-1] == world.roles[role]
            [years] = years_of(world, path, served=served)
            assert label.low == pytest.approx(years.low * MICRO, abs=ROUNDING)
            assert label.high == pytest.approx(years.high * MICRO, abs=ROUNDING)
            assert getattr(label, end) >= least[path[-1]] * MICRO - ROUNDING


def test_routes_with_choices_take_the_years_of_one_choice() -> None:
    worlds = calibrated_worlds(with_choices=True)
    assert worlds
    for world in worlds:
        for label in walk_of(world).explore(0, LONG, upper=True).values():
            path = "".join(world.roles[number] for number in label.path)
            assert any(
                label.high == pytest.approx(years.high * MICRO, abs=ROUNDING)
                and label.low == pytest.approx(years.low * MICRO, abs=ROUNDING)
                for years in years_of(world, path)
            )


@pytest.mark.parametrize("most", [0.2, 0.7, 2.0])
def test_fewer_years_keep_the_routes_that_fit(most: float) -> None:
    """Where the route of least effort takes too long, another may fit."""
    for world in calibrated_worlds(with_choices=False):
        walk = walk_of(world)
        everything = walk.explore(0, LONG, upper=True)
        within = {role: label for role, label in everything.items() if label.high <= most * MICRO}
        fitting = walk.explore(0, round(most * MICRO), upper=True)
        assert within.items() <= fitting.items()
        for role, label in fitting.items():
            assert label.high <= most * MICRO
            assert label.effort >= everything[role].effort


def effort_of(world: InventedWorld, path: str) -> float:
    """Return the effort of a path without choices by the pure functions, in hours."""
    steps = {(step.source, step.target): step for step in world.steps}
    held, effort = held_by_incumbent(world.profiles["a"], world.implies), 0.0
    for left, entered in pairwise(path):
        profile = world.profiles[entered]
        promotion = (world.lines or {}).get(left, left) == (world.lines or {}).get(entered, entered)
        if steps[left, entered].stays and left != "a":
            full = held_by_incumbent(world.profiles[left], world.implies)
            held = add_levels(held, full.levels, world.implies)
        effort += learn_step(profile, held, promotion=promotion).hours.middle + CHANGE
        held = arrive(held, [], asked_at_step(profile, promotion=promotion), world.implies)
    return effort


def test_the_effort_of_a_route_is_its_learning_and_its_changes_of_job() -> None:
    for world in calibrated_worlds(with_choices=False):
        for label in walk_of(world).explore(0, LONG, upper=True).values():
            path = "".join(world.roles[number] for number in label.path)
            assert label.effort == pytest.approx(effort_of(world, path) * MICRO, rel=1e-6)


def test_one_step_leads_to_what_a_step_leads_to() -> None:
    for world in calibrated_worlds(with_choices=False):
        found = walk_of(world).explore(0, LONG, upper=True, most_steps=1)
        paths = simple_paths(world, with_unknown=False)
        assert {world.roles[role] for role in found} == {p[-1] for p in paths if len(p) == 2}


def small_graph_of_people() -> CompiledGraph:
    """Return a graph in which A is left for B after two years, for D after nobody knows when.

    At 1 hour a week people learn 50 hours a year. B asks for p, mathematics: 65 to 130 hours times
    0.65 + 0.45. C asks for q besides, a method: 30 to 75 hours times 0.65 + 0.45 * (1/2)**3, and a
    year at least as B. E asks for mathematics: 65 to 130 hours times 1.1. Nobody says what D asks
    for.
    """
    roles = tuple(RoleNode(role, role.upper()) for role in "abcde")
    steps = (
        ("a", "b", Evidence("1", "promotion", "observed", "doc", people=50, median_months=24)),
        ("b", "c", Evidence("2", "move", "stated", "doc")),
        ("a", "d", Evidence("3", "promotion", "stated", "doc")),
        ("d", "e", Evidence("4", "move", "stated", "doc")),
    )
    needs = {
        role: tuple(Need((skill,), 1.0, "essential", ("doc",)) for skill in skills)
        for role, skills in {"b": "p", "c": "pq", "e": "r"}.items()
    }
    traits = {
        "p": SkillTraits("Mathematics"),
        "q": SkillTraits("Method"),
        "r": SkillTraits("Mathematics"),
    }
    return CompiledGraph(
        roles,
        steps,
        needs,
        traits=traits,
        make_catalog=lambda: Catalog([Entry(role.iri, "role", role.label) for role in roles]),
    )


B_LOW, B_HIGH = 2, 130 * 1.1 / 50
C_LOW, C_HIGH = B_LOW + 1, B_HIGH + 75 * (0.65 + 0.45 / 8) / 50
E_LOW, E_HIGH = 65 * 1.1 / 50, 130 * 1.1 / 50


def reach_of(max_years: float, *, hours_per_week: float = 1, **options: float) -> Reach:
    return find_reach(
        Named("a", "A"),
        small_graph_of_people(),
        INFO,
        max_years=max_years,
        hours_per_week=hours_per_week,
        **options,  # type: ignore[arg-type]
    )


def test_a_step_takes_the_longer_of_experience_and_learning() -> None:
    """Nobody says what D asks for, so that the gap of a route over it is unknown."""
    found = reach_of(4)
    assert [
        (one.role.label, one.years, one.unknown_durations, one.steps, one.gap)
        for one in (*found.reached, *found.possible, *found.unknown)
    ] == [
        ("B", pytest.approx((B_LOW, B_HIGH)), 0, 1, 1.0),
        ("C", pytest.approx((C_LOW, C_HIGH)), 0, 2, 2.0),
        ("D", Range(0.0, 0.0), 1, 1, None),
        ("E", pytest.approx((E_LOW, E_HIGH)), 1, 2, None),
    ]


def test_sure_possible_and_unknown_are_told_apart() -> None:
    assert B_HIGH < C_LOW < 3.2 < C_HIGH
    found = reach_of(3.2)
    assert [one.role.label for one in found.reached] == ["B"]
    assert [one.role.label for one in found.possible] == ["C"]
    assert [one.role.label for one in found.unknown] == ["D", "E"]
    assert (found.total, found.possible_total, found.unknown_total) == (1, 1, 2)
    assert [row[1] for row in found.rows()[1:]] == ["upper", "lower", "unknown", "unknown"]


def test_more_hours_a_week_bring_more_within_reach() -> None:
    quick = reach_of(3.2, hours_per_week=40)
    assert [one.role.label for one in quick.reached] == ["B", "C"]


def test_years_already_served_count() -> None:
    """What is left of B is then its learning; C takes a second change of job."""
    assert reach_of(1.9).possible == ()
    [b] = reach_of(2.9, served=2.0).reached
    assert b.years == pytest.approx((65 * 1.1 / 50, 130 * 1.1 / 50))
    [b, c] = reach_of(4, served=2.0).reached
    assert c.years == pytest.approx((b.years.low + C_LOW - B_LOW, b.years.high + C_HIGH - B_HIGH))


def test_a_limit_counts_what_it_leaves_out() -> None:
    found = reach_of(4, limit=1)
    assert (len(found.reached), found.total) == (1, 2)
    assert (len(found.unknown), found.unknown_total) == (1, 2)
    assert found.sources[0].iri == "doc"


@pytest.mark.parametrize("years", [0, -1, float("nan"), float("inf"), 1e9])
def test_years_that_cannot_be(graph: CareerGraph, years: float) -> None:
    with pytest.raises(UsageError, match=r"--max-years is .*up to 80"):
        graph.reach("SWE", max_years=years)


def test_hours_that_cannot_be(graph: CareerGraph) -> None:
    with pytest.raises(UsageError, match="hours a week"):
        graph.reach("SWE", hours_per_week=0)


def asks_for_study(graph: CareerGraph, source: str, target: str) -> bool:
    """Return whether a step asks for compulsory study, whose length is not known later on."""
    extras = study_before_step(graph.facts, source, target, StatedCredentials())
    return any(extra.kind in STUDY for extra in extras)


def test_routes_in_the_bundled_graph_are_made_of_steps(graph: CareerGraph) -> None:
    reach = graph.reach("data analyst", max_years=3)
    career = CareerNetwork.build(graph.facts, reach.kinds)
    assert reach.total == len(reach.reached) > 10
    everything = (*reach.reached, *reach.possible, *reach.unknown)
    assert len({one.role for one in everything}) == len(everything)
    for one in everything:
        pairs = list(pairwise(role.iri for role in one.way))
        assert set(pairs) <= set(career.evidence)
        assert one.steps == len(pairs) == len(one.grades) == len(one.step_sources)
        assert one.unknown_durations == sum(
            career.experience(*pair) is None
            or not career.network.items[career.network.index[pair[1]]]
            or (number > 0 and asks_for_study(graph, *pair))
            for number, pair in enumerate(pairs)
        )
        assert one.steps <= 3, "one change of job a year"
    assert all(one.years.high <= 3 for one in reach.reached)
    assert all(one.years.low <= 3 < one.years.high for one in reach.possible)
    assert all(one.unknown_durations for one in reach.unknown)
    for one in reach.reached[:20]:
        route = graph.paths("data analyst", one.role.iri, by="time", k=1)[0]
        assert one.years.middle >= route.cost.years.middle - 1e-6


def test_a_level_moves_as_its_line_of_work_does_and_is_there_already(graph: CareerGraph) -> None:
    reach = graph.reach("senior swe", max_years=2)
    assert reach.level_of is not None
    assert reach.level_of.label == "Software Engineer"
    everything = [one.role for one in (*reach.reached, *reach.possible, *reach.unknown)]
    assert reach.level_of not in everything
    direct = {one.role.iri for one in reach.reached if one.steps == 1}
    moves = {end for start, end, _ in graph.facts.steps if start == reach.level_of.iri}
    assert direct & moves


def test_from_the_top_nothing_leads_up(graph: CareerGraph) -> None:
    """From the chief of technology a move leads to a chief beside, and no step below."""
    table = ExperienceTable(graph.facts)
    reach = graph.reach("CTO")
    assert all(
        table.rank(one.role.iri) == table.rank(reach.role.iri)
        for one in (*reach.reached, *reach.possible, *reach.unknown)
    )
