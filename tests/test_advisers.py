"""What careers advisers expect of steps back, of years on the way up, and of direct moves.

The table is ``tests/expectations/advisers.toml``; it was written before the output was seen.
"""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from careergraph.answers.planning.advisability import assess_route
from careergraph.report.layout import plain_text
from careergraph.report.pages.routes import routes_page
from careergraph.search.learning.step_experience import ExperienceTable

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph
    from careergraph.model.holdings import Range

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "expectations" / "advisers.toml").read_text("utf-8")
)
SOME_YEARS = 2.0
"""A step that asks for so many years leads up."""
NEAR = 1e-9


def rows(kind: str) -> list[Any]:
    return [pytest.param(row, id=f"{row['from']} to {row['to']}") for row in TABLE[kind]]


def overlaps(given: Range, expected: list[float]) -> bool:
    return given.low <= expected[1] and expected[0] <= given.high


@pytest.mark.parametrize("row", rows("back"))
def test_who_goes_back_refreshes_what_they_knew(graph: CareerGraph, row: dict[str, Any]) -> None:
    route = graph.path(row["from"], row["to"])
    assert len(route.steps) == 1, route.labels
    assert overlaps(route.cost.learning_hours, row["hours"]), route.cost.learning_hours
    assert route.cost.learning_hours.high <= 1.5 * row["hours"][1], route.cost.learning_hours
    assert overlaps(route.cost.years, row["years"]), route.cost.years
    assert route.cost.years.high <= 1.5 * row["years"][1], route.cost.years


@pytest.mark.parametrize("row", rows("rise"))
def test_years_on_the_way_up(graph: CareerGraph, row: dict[str, Any]) -> None:
    years = graph.path(row["from"], row["to"]).cost.years
    assert overlaps(years, row["years"]), years
    assert years.low >= row["least"], years
    assert years.middle <= 1.5 * row["years"][1], years


@pytest.mark.parametrize("row", rows("direct"))
def test_no_detour_where_people_move_directly(graph: CareerGraph, row: dict[str, Any]) -> None:
    route = graph.path(row["from"], row["to"])
    assert len(route.steps) == 1, route.labels
    assert overlaps(route.cost.learning_hours, row["hours"]), route.cost.learning_hours
    first = [named.label.casefold() for named in route.learning_order[:5]]
    words = [word.casefold() for word in row.get("first", [])]
    assert not words or any(word in label for word in words for label in first), first


def test_who_is_further_up_never_needs_longer(graph: CareerGraph) -> None:
    """Of two roles of a ladder the higher one is never further, in years, from one above both."""
    facts = graph.facts
    tables = {
        role.iri: ExperienceTable.of_person(facts, role.iri)
        for ladder in facts.ladders
        for role in ladder.roles
    }
    offenders, compared = [], 0
    for ladder in facts.ladders:
        for lower, higher in combinations((role.iri for role in ladder.roles), 2):
            for node in facts.roles:
                if node.iri in (lower, higher):
                    continue
                far = tables[lower].find(lower, node.iri)
                near = tables[higher].find(higher, node.iri)
                if near is None or far is None or near.years.low < SOME_YEARS:
                    continue
                compared += 1
                if far.years.low < near.years.low - NEAR or far.years.high < near.years.high - NEAR:
                    offenders.append(
                        f"{facts.label(lower)} {tuple(far.years)} and {facts.label(higher)} "
                        f"{tuple(near.years)} to {node.label}"
                    )
    assert compared > 500
    assert not offenders, offenders[:20]


def test_the_years_of_a_ladder_are_the_same_in_one_step_or_in_several(graph: CareerGraph) -> None:
    """Up a ladder the direct step asks for what the steps between ask for together."""
    facts = graph.facts
    table = ExperienceTable(facts)
    for ladder in facts.ladders:
        ends = [role.iri for role in ladder.roles]
        for first, middle, last in combinations(ends, 3):
            whole, *parts = (
                table.find(*pair) for pair in ((first, last), (first, middle), (middle, last))
            )
            assert whole is not None
            total = sum(part.years.middle for part in parts if part is not None)
            assert whole.years.middle == pytest.approx(total), (first, middle, last)


@pytest.mark.parametrize(
    ("lower", "higher", "destination"),
    [
        ("network engineer", "senior network engineer", "network architect"),
        ("devops engineer", "senior devops engineer", "engineering manager"),
        ("senior software engineer", "staff software engineer", "engineering manager"),
        ("junior software engineer", "software engineer", "it manager"),
        ("security engineer", "senior security engineer", "security architect"),
        ("senior software engineer", "engineering manager", "chief technology officer"),
        ("data engineer", "senior data engineer", "data architect"),
        ("it manager", "it director", "chief information officer"),
    ],
)
def test_the_route_of_who_is_further_up_is_never_longer(
    graph: CareerGraph, lower: str, higher: str, destination: str
) -> None:
    far, near = (graph.path(title, destination).cost.years for title in (lower, higher))
    assert near.low <= far.low
    assert near.high <= far.high


@pytest.mark.parametrize("by", ["effort", "gap", "time", "hops"])
def test_a_step_back_is_found_by_every_criterion_and_costs_what_the_gap_says(
    graph: CareerGraph, by: str
) -> None:
    ends = "engineering manager", "senior software engineer"
    first, *others = graph.paths(*ends, k=3, by=by)
    assert len(first.steps) == 1
    assert first.steps[0].is_back
    assert first.cost.learning_hours == pytest.approx(graph.gap(*ends).hours)
    assert not any(step.is_back for route in others for step in route.steps)


def test_a_step_back_is_on_the_pareto_front(graph: CareerGraph) -> None:
    routes = graph.pareto("data science manager", "senior data scientist")
    assert any(len(route.steps) == 1 and route.steps[0].is_back for route in routes)


def test_the_name_of_a_group_is_one_of_its_skills(graph: CareerGraph) -> None:
    """Whoever knows a cloud platform is not asked for one, nor said to know a certain one."""
    ends = "system administrator", "cloud engineer"
    (step,) = graph.path(*ends, have=["a cloud platform", "Linux"]).steps
    assert "cloud platform" not in {skill.name for skill in step.missing_skills}
    assert {"cloud platform", "Linux"} <= {item.label for item in step.stated}
    held = {item.label: item.how for item in graph.held(ends[0], have=["cloud platform"]).held}
    assert held["cloud platform"] == "stated"
    assert held["Microsoft Azure"] == "probably"


def test_what_changes_nothing_is_named(graph: CareerGraph) -> None:
    routes = graph.paths("marketing manager", "product manager", k=1, years=8, degree="MBA")
    assert routes.without_effect == ("years", "degree")
    page = plain_text(routes_page(routes), 200)
    assert "so your 8 years are not counted. They will help." in page
    counted = graph.paths("software engineer", "senior software engineer", k=1, years=3)
    assert counted.without_effect == ()


@pytest.mark.parametrize(
    ("origin", "destination"),
    [("engineering manager", "software engineer"), ("engineering manager", "DevOps engineer")],
)
def test_a_fall_of_pay_is_named_where_the_bands_are_of_wider_occupations(
    graph: CareerGraph, origin: str, destination: str
) -> None:
    routes = graph.paths(origin, destination, k=1)
    falls = [one for one in assess_route(routes, routes[0]) if one.subject == "pay"]
    assert [one.favourable for one in falls] == [False]


@pytest.mark.parametrize(
    ("title", "label", "is_nearest"),
    [
        ("lead qa engineer", "Lead Quality Assurance Engineer", False),
        ("lead data engineer", "Lead Data Engineer", False),
        ("lead devops engineer", "Senior DevOps Engineer", True),
    ],
)
def test_a_lead_is_above_a_senior_where_there_is_such_a_level(
    graph: CareerGraph, title: str, label: str, *, is_nearest: bool
) -> None:
    match = graph.find(title)
    assert (match.entry.label, match.is_nearest_level) == (label, is_nearest)


def test_nobody_changes_work_three_times_where_the_direct_change_is_less(
    graph: CareerGraph,
) -> None:
    """Routes once led through nine jobs from application security to back-end development."""
    for ends in (
        ("application security engineer", "back-end developer"),
        ("disaster recovery analyst", "data centre operator"),
        ("meteorologist", "soc analyst"),
    ):
        route = graph.path(*ends)
        lines = [graph.facts.line_of(role.iri) for role in route.roles]
        changes = sum(line != following for line, following in pairwise(lines))
        assert changes <= 2 or route.cost.effort <= graph.gap(*ends).hours.middle + 150
