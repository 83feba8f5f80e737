"""In which order people learn things: what an adviser wrote down before seeing any plan."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph
    from careergraph.person.checklist import Plan

ORDERS = tomllib.loads(
    (Path(__file__).parent / "expectations" / "orders.toml").read_text(encoding="utf-8")
)["plan"]
PAIRS = [f"{order['from']} to {order['to']}" for order in ORDERS]
ROLE = "https://w3id.org/careergraph/id/role/"


def make_plan(graph: CareerGraph, order: dict) -> Plan:
    """Return the plan for the direct step, however long the best route is."""
    source, target = (graph.facts.label(ROLE + order[end]) for end in ("from", "to"))
    return graph.plan(source, target)


def members(plan: Plan) -> list[set[str]]:
    """Return the slugs of the skills that meet each item of a plan, in its order."""
    return [
        {named.iri.rsplit("/", 1)[1] for named in (item.skill, *item.alternatives)}
        for item in plan.items
    ]


@pytest.mark.parametrize("order", ORDERS, ids=PAIRS)
def test_nothing_is_taught_before_what_it_builds_on(graph: CareerGraph, order: dict) -> None:
    items = members(make_plan(graph, order))
    places = [
        [place for place, skills in enumerate(items) if not skills.isdisjoint(stage)]
        for stage in order["stages"]
    ]
    planned = [stage for stage in places if stage]
    assert len(planned) > 1, "the plan leaves nothing to compare"
    for number, stage in enumerate(planned):
        later = [place for other in planned[number + 1 :] for place in other if place not in stage]
        assert not later or max(stage) < min(later), (order["stages"], items)


@pytest.mark.parametrize("order", ORDERS, ids=PAIRS)
def test_a_plan_begins_with_what_a_beginner_can_learn(graph: CareerGraph, order: dict) -> None:
    first = members(make_plan(graph, order))[0]
    assert not first.isdisjoint(order["first"]), first


@pytest.mark.parametrize("order", ORDERS, ids=PAIRS)
def test_path_and_plan_begin_with_the_same(graph: CareerGraph, order: dict) -> None:
    source, target = (graph.facts.label(ROLE + order[end]) for end in ("from", "to"))
    route = graph.path(source, target)
    plan = graph.plan(source, target)
    names = [item.group or item.skill.label for item in plan.items]
    assert [named.label for named in route.learning_order] == names


@pytest.mark.parametrize(
    ("source", "target", "named"),
    [
        ("data scientist", "machine learning engineer", ["model deployment", "deep learning"]),
        ("registered nurse", "data analyst", ["SQL", "statistics"]),
        ("system administrator", "cloud engineer", ["infrastructure-as-code tool"]),
        ("journalist", "ux writer", ["UX writing", "content strategy"]),
        ("software engineer", "senior software engineer", ["software architecture", "mentoring"]),
        ("data engineer", "data architect", ["data architecture", "data governance"]),
    ],
)
def test_what_matters_most_is_named_as_to_learn_first(
    graph: CareerGraph, source: str, target: str, named: list[str]
) -> None:
    """The items are those that an adviser missed among the first five."""
    route = graph.path(source, target)
    first = [item.label for item in route.learn_first]
    assert set(named) <= set(first), first
    order = [item.label for item in route.learning_order]
    assert first == [label for label in order if label in first]
    steps = [skill for step in route.steps[:1] for skill in step.missing_skills]
    core = [skill.name for skill in steps if skill.importance == 1 and not skill.is_probable]
    supporting = [skill.name for skill in steps if skill.importance < 1]
    if len(route.steps) == 1 and not set(first).isdisjoint(supporting):
        assert {skill for skill in core if skill not in first} <= {
            skill.name for skill in steps if skill.held and skill.level == 3
        }


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (("IT support specialist", "network engineer", "sales engineer"), {"selling"}),
        (("physicist", "machine learning engineer", "AI engineer"), {"prompt engineering"}),
    ],
)
def test_a_long_route_names_what_its_destination_is_about(
    graph: CareerGraph, path: tuple[str, str, str], named: set[str]
) -> None:
    """Most of what to learn first is core to the destination, not to a role on the way."""
    source, via, target = path
    route = graph.path(source, target, via=[via])
    first = [item.label for item in route.learn_first]
    assert named <= set(first), first
    core = {
        skill.name for skill in graph.gap(source, target).missing_skills if skill.importance == 1
    }
    assert len(core.intersection(first)) >= 3, first
