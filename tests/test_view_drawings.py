"""What each kind of picture shows: things, lines, facts with sources, and what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import rdflib

from careergraph.errors import (
    AmbiguousTitleError,
    CareerGraphError,
    NoRouteError,
    QueryError,
    UnknownTitleError,
    UsageError,
)
from careergraph.graph import CareerGraph
from careergraph.picture.labels import Box
from careergraph.picture.layout.forces import bounds_of, box_of, overlapping
from careergraph.picture.scenes.size_limits import LINES_PER_THING
from careergraph.report.demands import item_text
from careergraph.report.layout import Table
from careergraph.report.pages.routes import routes_page
from careergraph.report.phrases import range_text
from careergraph.search.constraints import Constraints

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.picture.drawing import Fact, Picture, PictureNode, PictureRoute

PREFIXES = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
MARK = re.compile(r"\[(\d+)\]")
COOK = '<urn:cook> a cg:Role ; skos:prefLabel "Cook"@en .'
KINDS: list[dict[str, Any]] = [
    {"title": "data scientist"},
    {"title": "software engineer"},
    {"title": "senior swe"},
    {"title": "data analyst", "depth": 2},
    {"path": ("SWE", "lead MLE")},
    {"path": ("data analyst", "MLE"), "k": 4},
    {"family": "data"},
    {"ladder": "MLE"},
    {"ladder": "network engineer"},
    {"skill": "python"},
    {"skill": "SPARQL"},
    {"query": "CONSTRUCT WHERE { ?a cg:promotesTo ?b }"},
    {"all": True},
]


def picture_of(graph: CareerGraph, **asked: Any) -> Picture:  # noqa: ANN401 (as views take it)
    picture = graph.view(**asked).picture
    assert picture is not None
    return picture


def own(turtle: str) -> CareerGraph:
    return CareerGraph.from_graph(rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle"))


def node(picture: Picture, label: str) -> PictureNode:
    return next(node for node in picture.nodes if node.label == label)


def story(picture: Picture, route: PictureRoute) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the roles of a route and its steps, without the skills to learn on it."""
    roles = [name for name in route.nodes if "+" not in name]
    lines = [picture.edges[number] for number in route.edges]
    return roles, [(line.source, line.target) for line in lines if line.kind != "learn"]


def values(facts: tuple[Fact, ...], name: str) -> list[str]:
    return [fact.value for fact in facts if fact.name == name]


@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: "-".join(map(str, asked.values())))
def test_a_picture_is_whole(graph: CareerGraph, asked: dict[str, Any]) -> None:
    picture = picture_of(graph, **asked)
    ids = [node.id for node in picture.nodes]
    assert ids
    assert len(set(ids)) == len(ids)
    assert all({edge.source, edge.target} <= set(ids) for edge in picture.edges)
    assert picture.title
    assert picture.size
    known = {source.iri for source in picture.sources}
    marks = {int(n) for route in picture.routes for f in route.facts for n in MARK.findall(f.value)}
    cited = {picture.sources[number - 1].iri for number in marks}
    facts = [fact for thing in (*picture.nodes, *picture.edges) for fact in thing.facts]
    facts += [stop.pay for route in picture.routes for stop in route.stops]
    assert cited | {iri for fact in facts for iri in fact.sources} == known
    families = {group.id for group in picture.families}
    assert {node.family for node in picture.nodes if node.category == "role"} - {None} == families
    assert picture.graph == graph.info


@pytest.mark.parametrize("asked", KINDS[:-1], ids=lambda asked: "-".join(map(str, asked.values())))
def test_no_label_touches_another(graph: CareerGraph, asked: dict[str, Any]) -> None:
    picture = picture_of(graph, **asked)
    places = {node.id: (node.x, node.y) for node in picture.nodes}
    boxes = {node.id: box_of(node) for node in picture.nodes}
    assert overlapping(places, boxes) == []


def test_in_a_large_map_no_role_touches_another_and_names_of_families_are_free(
    graph: CareerGraph,
) -> None:
    """Labels of its roles wait until one zooms in."""
    picture = picture_of(graph, all=True)
    places = {node.id: (node.x, node.y) for node in picture.nodes}
    boxes = {
        node.id: box_of(node)
        if node.category == "family"
        else Box(-node.size, -node.size, node.size, node.size)
        for node in picture.nodes
    }
    assert overlapping(places, boxes) == []
    around = bounds_of(places, boxes)
    assert 0.8 < (around.right - around.left) / (around.bottom - around.top) < 1.6


def test_steps_between_families_stand_back_in_maps(graph: CareerGraph) -> None:
    picture = picture_of(graph, all=True)
    family = {node.id: node.family for node in picture.nodes}
    assert all(edge.faint == (family[edge.source] != family[edge.target]) for edge in picture.edges)
    role = picture_of(graph, title="SWE")
    assert {edge.kind for edge in role.edges if edge.faint} == {"attests"}


def test_a_role_stands_among_its_skills_credentials_ladder_and_next_roles(
    graph: CareerGraph,
) -> None:
    picture = picture_of(graph, title="software engineer")
    centre = node(picture, "Software Engineer")
    assert (centre.x, centre.y) == (0, 0)
    assert (
        node(picture, "Senior Software Engineer").y
        < 0
        < node(picture, "Junior Software Engineer").y
    )
    kinds = {edge.kind for edge in picture.edges}
    assert {"promotion", "move", "requires", "credential", "entry"} <= kinds
    asked_for = {edge.target for edge in picture.edges if edge.kind == "requires"}
    assert asked_for == {node.id for node in picture.nodes if node.category == "skill"}
    skill = next(node for node in picture.nodes if node.category == "skill")
    (edge,) = (e for e in picture.edges if e.kind == "requires" and e.target == skill.id)
    assert edge.grade in {"official", "stated", "observed", "editorial"}
    assert edge.facts[0].sources
    assert edge.importance == skill.importance


def test_pay_and_outlook_come_with_country_year_and_source(graph: CareerGraph) -> None:
    centre = node(picture_of(graph, title="data scientist"), "Data Scientist")
    (pay,) = (fact for fact in centre.facts if fact.name == "pay")
    assert pay.bar is not None
    assert (
        f"${pay.bar.low:,.0f} to ${pay.bar.high:,.0f}, median ${pay.bar.middle:,.0f}" in pay.value
    )
    assert "data scientists" in pay.value
    assert "US, May 2025" in pay.value
    assert pay.sources
    (outlook,) = (fact for fact in centre.facts if fact.name == "outlook")
    assert "US, 2024 to 2034" in outlook.value
    assert outlook.sources


def test_moves_into_a_role_are_drawn_and_lines_grow_with_the_people_observed(
    graph: CareerGraph,
) -> None:
    picture = picture_of(graph, title="software engineer")
    here = "role/software-engineer"
    moves = [edge for edge in picture.edges if edge.kind == "move"]
    into = [edge for edge in moves if edge.target == here]
    places = {one.id: one.x for one in picture.nodes}
    promoted = [e for e in picture.edges if e.kind == "promotion" and e.target == here]
    assert len(into) + len(promoted) == 8
    assert {edge.source for edge in moves} >= {here}
    only_in = {e.source for e in into} - {e.target for e in picture.edges}
    assert only_in
    assert all(places[name] < 0 for name in only_in)
    counted = sorted((edge.people, edge.width) for edge in moves if edge.people is not None)
    assert len({width for _, width in counted}) > 1
    assert [width for _, width in counted] == sorted(width for _, width in counted)
    for edge in moves:
        people = [e.people for e in evidence_of(graph, edge.source, edge.target) if e.people]
        assert edge.people == max(people, default=None)


def evidence_of(graph: CareerGraph, start: str, end: str) -> list[Any]:
    return [
        item
        for a, b, item in graph.facts.steps
        if a.endswith(start) and b.endswith(end) and item.kind in {"move", "promotion"}
    ]


def test_what_nobody_says_is_unknown() -> None:
    lonely = own('<urn:cook> a cg:Role ; skos:prefLabel "Cook"@en .')
    picture = picture_of(lonely, title="cook")
    (cook,) = picture.nodes
    (fact,) = cook.facts
    assert fact.name == "not known"
    assert fact.value.split(", ") == [
        *("requirements", "pay", "outlook", "experience", "education", "licence"),
        *("people come from", "people go to"),
    ]
    assert picture.notices == ("No source lists the requirements of Cook.",)
    assert picture.edges == ()


def test_next_roles_of_next_roles_stand_further_out(graph: CareerGraph) -> None:
    near, far = (picture_of(graph, title="data analyst", depth=depth) for depth in (1, 2))
    roles = [{n.id for n in p.nodes if n.category == "role"} for p in (near, far)]
    assert roles[0] < roles[1]
    distance = {n.id: n.x**2 + n.y**2 for n in far.nodes}
    here = "role/data-analyst"
    first = {e.target for e in far.edges if e.source == here and e.kind == "move"}
    later = {e.target for e in far.edges if e.source in first} - first - {here}
    later -= {edge.target for edge in far.edges if edge.kind == "promotion"}
    assert min(distance[name] for name in later) > min(distance[name] for name in first)


def test_a_route_runs_from_left_to_right_and_skills_hang_off_its_roles(graph: CareerGraph) -> None:
    picture = picture_of(graph, path=("SWE", "lead MLE"))
    (route,) = picture.routes
    by_id = {node.id: node for node in picture.nodes}
    roles, pairs = story(picture, route)
    xs = [by_id[name].x for name in roles]
    assert xs == sorted(xs)
    assert len(set(xs)) == 4
    assert [by_id[name].y for name in roles] == [0.0] * 4
    assert pairs == list(pairwise(roles))
    hung_on_it = {picture.edges[n].target for n in route.edges} - set(roles)
    assert hung_on_it == set(route.nodes) - set(roles)
    real = graph.path("SWE", "lead MLE")
    assert len(hung_on_it) == sum(len(step.missing_skills) for step in real.steps)
    assert picture.axis is not None
    assert [x for x, _ in picture.axis.ticks] == xs
    hung = [edge for edge in picture.edges if edge.kind == "learn"]
    assert all(by_id[e.target].x == by_id[e.source].x for e in hung)
    assert all(by_id[e.target].y > by_id[e.source].y for e in hung)
    for role, step in zip(roles[1:], real.steps, strict=True):
        wanted = {f"to learn: {item_text(skill)}" for skill in step.missing_skills}
        assert {edge.name for edge in hung if edge.source == role} == wanted


def test_of_many_skills_to_learn_twelve_are_drawn_and_the_rest_counted(graph: CareerGraph) -> None:
    routes = graph.paths("biologist", "software engineer", k=1)
    (alone,) = routes
    assert max(len(step.missing_skills) for step in alone.steps) > 13
    picture = picture_of(graph, path=replace(routes, routes=(alone,)))
    for step in alone.steps:
        wanted = {f"to learn: {item_text(skill)}" for skill in step.missing_skills}
        (role,) = (one.id for one in picture.nodes if one.iri == step.target.iri)
        hung = [edge for edge in picture.edges if edge.kind == "learn" and edge.source == role]
        if len(wanted) > 13:
            assert len({edge.name for edge in hung} & wanted) == 12
            more = node(picture, f"{len(wanted) - 12} more to learn")
            assert len(more.facts[0].value.split(", ")) == len(wanted) - 12
        else:
            assert {edge.name for edge in hung} == wanted


def test_years_that_are_not_known_are_a_lower_bound(graph: CareerGraph) -> None:
    routes = graph.paths("SWE", "lead MLE", k=1)
    (route,) = routes
    first = replace(route.steps[0], experience=None)
    cost = replace(route.cost, unknown_durations=1)
    doubted = replace(route, steps=(first, *route.steps[1:]), cost=cost)
    picture = picture_of(graph, path=replace(routes, routes=(doubted,)))
    assert picture.axis is not None
    assert picture.axis.label == "steps, with the years that are known"
    years = first.years.middle
    assert picture.axis.ticks[1][1] == f"step 1: at least ~{years:.1f} years"
    years += route.steps[1].years.middle
    assert picture.axis.ticks[2][1] == f"step 2: at least ~{years:.1f} years"
    assert any("For some steps, no source says how long" in notice for notice in picture.notices)


def test_x_is_years_where_all_durations_are_known(graph: CareerGraph) -> None:
    picture = picture_of(graph, path=("IT technician", "IT support specialist"))
    route = graph.path("IT technician", "IT support specialist")
    assert not route.cost.unknown_durations
    assert picture.axis is not None
    assert picture.axis.label == "years"


def test_each_of_several_routes_has_a_lane_of_its_own(graph: CareerGraph) -> None:
    picture = picture_of(graph, path=("SWE", "lead MLE"), k=8)
    found = graph.paths("SWE", "lead MLE", k=8)
    by_id = {one.id: one for one in picture.nodes}
    heights = []
    for route, real in zip(picture.routes, found, strict=True):
        names, pairs = story(picture, route)
        assert [by_id[name].iri for name in names] == [role.iri for role in real.roles]
        assert pairs == list(pairwise(names))
        xs, ys = ([getattr(by_id[name], axis) for name in names] for axis in "xy")
        assert xs == sorted(set(xs))
        assert len(set(ys)) == 1
        heights += ys[:1]
    assert heights == sorted(set(heights))
    # Lines run along a lane, so that none crosses another.
    assert all(by_id[edge.source].y == by_id[edge.target].y for edge in picture.edges)


def test_a_lane_has_the_figures_of_the_command(graph: CareerGraph) -> None:
    routes = graph.paths("data analyst", "data scientist", k=3)
    picture = picture_of(graph, path=routes)
    table = next(block for block in routes_page(routes) if isinstance(block, Table))
    for lane, route, row in zip(picture.routes, routes, table.rows, strict=True):
        assert lane.title == row[2]
        begin = values(lane.facts, "learn first")[0]
        assert lane.summary.startswith(f"{row[3]} hours of learning. Begin with {begin}.")
        totals = {fact.name: fact.value for fact in lane.totals}
        assert totals["effort"] == f"{route.cost.effort:,.0f}"
        assert (totals["time"], totals["gap"]) == (row[2], row[4])
        assert values(lane.facts, "ranked by") == [routes.formula]
        assert [len(stop.bars) for stop in lane.stops] == [3] * len(route.steps) + [0]
        for stop, step in zip(lane.stops[:-1], route.steps, strict=True):
            learning, time, _ = (fact.bar for fact in stop.bars)
            assert learning is not None
            assert (learning.low, learning.high) == step.learning_hours
            assert time is not None
            assert (time.low, time.high) == step.years
            probable = {skill.name for skill in step.missing_skills if skill.is_probable}
            assert set(stop.probable) == probable
            assert set(stop.learning) == {skill.name for skill in step.missing_skills} - probable
            assert picture.edges[stop.edge or 0].source == stop.node
    (pay,) = (stop.pay for stop in picture.routes[0].stops[-1:])
    assert pay.bar is not None
    assert f"median ${pay.bar.middle:,.0f} (data scientists" in pay.value
    cited = {int(n) for lane in picture.routes for f in lane.facts for n in MARK.findall(f.value)}
    assert 0 < max(cited) <= len(picture.sources)


def test_what_the_steps_of_a_route_teach_adds_up_to_its_total(graph: CareerGraph) -> None:
    """The summary counts an item once that two steps teach, and none that is probably held."""
    (lane,) = picture_of(graph, path=("SWE", "lead MLE")).routes
    total = re.search(r"\(\d+ of (\d+) skills\)", lane.summary)
    assert total is not None
    names = [name for stop in lane.stops for name in stop.learning]
    assert len(names) > len(set(names)) == int(total[1])
    assert any(stop.probable for stop in lane.stops)


def test_a_level_without_pay_of_its_own_says_with_whom_it_is_counted(graph: CareerGraph) -> None:
    (lane,) = picture_of(graph, path=("SWE", "lead MLE")).routes
    text = "no separate figure: counted with Machine Learning Engineer"
    assert [stop.pay.value for stop in lane.stops[2:]] == [text] * 2
    assert [stop.shares_pay for stop in lane.stops] == [False, False, True, True]
    assert len({stop.pay.bar for stop in lane.stops[1:]}) == 1


def test_a_route_that_takes_much_less_time_than_the_first_is_pointed_out(
    graph: CareerGraph,
) -> None:
    found = graph.paths("data analyst", "chief data officer", k=2)
    first, second = (route.cost.years.middle for route in found)
    told = any(
        "Route 2 takes much less time" in one for one in picture_of(graph, path=found).notices
    )
    assert told == (second <= 2 / 3 * first)
    reached = graph.paths("SWE", "lead MLE", k=3)
    assert not any("less time" in one for one in picture_of(graph, path=reached).notices)


def test_trade_offs_show_all_that_they_are_a_trade_off_between(graph: CareerGraph) -> None:
    found = graph.pareto("SWE", "lead MLE")
    picture = picture_of(graph, path=found)
    for lane, route in zip(picture.routes, found, strict=True):
        totals = {fact.name: fact.value for fact in lane.totals}
        assert totals["hardest step"] == f"{route.cost.hardest_step:.1f}"
        assert totals["new degrees"] == str(route.cost.new_degrees)
    assert "no route is better than another in all of years" in picture.subtitle


def test_a_picture_names_no_option_of_the_command_line(graph: CareerGraph) -> None:
    asked = [
        {"path": ("SWE", "lead MLE")},
        {"path": ("registered nurse", "data scientist")},
        {"path": ("data analyst", "registered nurse")},
        {"title": "registered nurse"},
    ]
    for one in asked:
        picture = picture_of(graph, **one)
        told = [fact.value for lane in picture.routes for fact in lane.facts]
        told += [fact.value for node in picture.nodes for fact in node.facts]
        assert told
        assert [text for text in told if " --" in text] == []


def test_a_step_tells_to_learn_what_its_lane_lists(graph: CareerGraph) -> None:
    picture = picture_of(graph, path=("SWE", "lead MLE"))
    (lane,) = picture.routes
    for stop in lane.stops[:-1]:
        facts = picture.edges[stop.edge or 0].facts
        assert set(values(facts, "to learn")[0].split(", ")) == set(stop.learning)
        assert values(facts, "probably held") == (
            [", ".join(stop.probable)] if stop.probable else []
        )


def test_work_that_is_only_similar_has_a_heading_of_its_own(graph: CareerGraph) -> None:
    picture = picture_of(graph, title="registered nurse")
    headings = [node for node in picture.nodes if node.category == "family"]
    similar = next(node for node in headings if node.label.startswith("similar work"))
    below = min(
        (node.y for node in headings if node.x == similar.x and node.y > similar.y), default=9e9
    )
    listed = {n.id for n in picture.nodes if n.x == similar.x and similar.y < n.y < below}
    alike = {
        end
        for edge in picture.edges
        if edge.kind == "related"
        for end in (edge.source, edge.target)
        if end != picture.nodes[0].id
    }
    moves = {
        end
        for edge in picture.edges
        if edge.kind in {"move", "promotion"}
        for end in (edge.source, edge.target)
    }
    assert listed == alike - moves != set()


def test_several_steps_away_all_roles_have_rows_of_their_own(graph: CareerGraph) -> None:
    picture = picture_of(graph, title="data scientist", depth=2)
    assert {node.category for node in picture.nodes} == {"role", "family"}
    ring = [node for node in picture.nodes if node.x == max(one.x for one in picture.nodes)]
    heights = sorted(node.y for node in ring)
    assert min(later - earlier for earlier, later in pairwise(heights)) >= 44


def test_levels_of_a_ladder_say_which_level_of_a_skill(graph: CareerGraph) -> None:
    picture = picture_of(graph, ladder="software engineer")
    by_role: dict[str, list[str]] = {}
    for node in picture.nodes:
        if node.category == "skill":
            by_role.setdefault(node.id.partition("+")[0], []).append(node.label)
    seen: set[str] = set()
    for labels in by_role.values():
        again = {label for label in labels if label.split(" (")[0] in seen}
        assert all(label.endswith(("(working)", "(expert)")) for label in again)
        seen |= {label.split(" (")[0] for label in labels}
    assert "cloud platform" in seen, "groups go by their names"


def test_names_on_a_ladder_have_two_lines_at_most_and_end_before_the_next_level(
    graph: CareerGraph,
) -> None:
    picture = picture_of(graph, ladder="data scientist")
    levels = sorted({node.x for node in picture.nodes if node.category == "role"})
    apart = min(later - earlier for earlier, later in pairwise(levels))
    skills = [node for node in picture.nodes if node.category == "skill"]
    assert len(skills) > 10
    for one in skills:
        box = box_of(one)
        assert box.right < apart, one.label
        assert box.bottom - box.top <= 2 * 1.25 * one.font, one.label


@pytest.mark.parametrize("title", ["data scientist", "network engineer", "MLE"])
def test_a_ladder_names_the_pay_that_all_its_levels_share(graph: CareerGraph, title: str) -> None:
    rungs = [rung for ladder in graph.role(title).ladders for rung in ladder.rungs]
    medians = {tuple(band.median for band in graph.role(rung.label).pay) for rung in rungs}
    subtitle = picture_of(graph, ladder=title).subtitle
    if len(medians) > 1:
        assert "pay" not in subtitle
        return
    ((median,),) = medians
    assert "pay of all levels together: " in subtitle
    assert f"median ${median:,.0f}" in subtitle


def test_an_occupation_says_under_its_title_what_it_takes_to_enter(graph: CareerGraph) -> None:
    subtitle = picture_of(graph, title="registered nurse").subtitle
    assert "bachelor's degree" in subtitle
    assert "registered nurse licence" in subtitle


def test_routes_found_before_are_drawn_as_they_are(graph: CareerGraph) -> None:
    routes = graph.paths("SWE", "MLE", k=2)
    assert graph.view(path=routes).picture == graph.view(path=("SWE", "MLE"), k=2).picture


def test_a_route_found_alone_is_drawn_with_all_its_figures(graph: CareerGraph) -> None:
    for ends in (("SWE", "MLE"), ("registered nurse", "data analyst")):
        assert picture_of(graph, path=graph.path(*ends)) == picture_of(graph, path=ends)


def test_a_route_keeps_to_constraints(graph: CareerGraph) -> None:
    avoid = Constraints(avoid=("data engineer", "AI engineer"))
    picture = picture_of(graph, path=("data analyst", "MLE"), constraints=avoid)
    assert not {"Data Engineer", "AI Engineer"} & {node.label for node in picture.nodes}


def test_many_routes_are_cut_to_the_best_and_all_their_roles_stay(graph: CareerGraph) -> None:
    picture = picture_of(graph, path=("data analyst", "MLE"), k=30, limit=20)
    assert picture.notices[0] == "Only the best 12 of 30 routes are drawn."
    assert len(picture.routes) == 12
    ids = {node.id for node in picture.nodes}
    for route in picture.routes:
        assert set(route.nodes) <= ids
        roles, pairs = story(picture, route)
        assert pairs == list(pairwise(roles))


def test_what_a_person_should_know_of_a_route_is_said(graph: CareerGraph) -> None:
    routes = graph.paths("SWE", "MLE")
    (step,) = routes[0].steps
    doubtful = replace(step, regulated=True, needed=0, missing_skills=())
    doubted = replace(routes, proven=False, routes=(replace(routes[0], steps=(doubtful,)),))
    picture = picture_of(graph, path=doubted)
    notices = " ".join(picture.notices)
    assert "there may be better ones" in notices
    assert "Machine Learning Engineer is a regulated profession (~)." in notices
    assert "No source lists the requirements of Machine Learning Engineer." in notices
    facts = picture.edges[0].facts
    assert values(facts, "to learn") == [
        "unknown: no source lists the requirements of Machine Learning Engineer"
    ]


def test_where_no_way_leads_nothing_is_drawn(graph: CareerGraph) -> None:
    with pytest.raises(NoRouteError):
        graph.view(path=("SWE", "lead MLE"), constraints=Constraints(max_steps=1))


def test_routes_that_pass_the_same_roles_in_another_order_do_not_stand_on_each_other() -> None:
    roles = "".join(f'<urn:{n}> a cg:Role ; skos:prefLabel "Role {n.upper()}"@en .' for n in "sabt")
    pairs = ["sa", "ab", "bt", "sb", "ba", "at"]
    moves = "".join(
        f"<urn:{a}-{b}> a cg:Transition ; cg:fromRole <urn:{a}> ; cg:toRole <urn:{b}> ; "
        "cg:kind cg:move ; cg:statedBy <urn:me> ."
        for a, b in pairs
    )
    mine = own(
        roles + moves + '<urn:me> a cg:Source ; dcterms:title "Me"@en ; cg:grade cg:stated .'
    )
    picture = picture_of(mine, path=("role s", "role t"), k=9)
    assert len(picture.routes) == 4
    roles_drawn = [one for one in picture.nodes if one.category == "role"]
    assert len({(node.x, node.y) for node in roles_drawn}) == len(roles_drawn) == 14
    for route in picture.routes:
        labels = [one.label for one in roles_drawn if one.id in route.nodes]
        assert (labels[0], labels[-1]) == ("Role S", "Role T")


def test_a_family_shows_its_roles_and_where_they_lead(graph: CareerGraph) -> None:
    picture = picture_of(graph, family="data")
    own_roles = {r.iri for r in graph.facts.roles if r.family and r.family.endswith("family/data")}
    shown = {node.iri for node in picture.nodes if node.category == "role"}
    assert own_roles < shown
    titles = [node.label for node in picture.nodes if node.category == "family"]
    assert "data" in titles
    assert all(node.weight for node in picture.nodes)


def test_levels_of_a_family_stand_in_rows_and_its_firm_moves_are_drawn(
    graph: CareerGraph,
) -> None:
    picture = picture_of(graph, family="data")
    by_id = {one.id: one for one in picture.nodes}
    frames = {group.id: Box(*group.frame) for group in picture.families if group.frame}
    assert overlapping(dict.fromkeys(frames, (0.0, 0.0)), frames, margin=10) == []
    boxes = {one.id: box_of(one) for one in picture.nodes}
    for one in picture.nodes:
        within, frame = bounds_of({one.id: (one.x, one.y)}, boxes), frames[str(one.family)]
        assert frame.left < within.left < within.right < frame.right, one.label
        assert frame.top < within.top < within.bottom < frame.bottom, one.label
    ladder = graph.role("data scientist").ladders[0]
    rungs = [node(picture, rung.label) for rung in ladder.rungs]
    assert len({one.y for one in rungs}) == 1
    assert [one.x for one in rungs] == sorted({one.x for one in rungs})
    shown = [edge for edge in picture.edges if not edge.faint]
    firm = {"observed", "official", "stated"}
    assert {edge.grade for edge in shown if edge.kind != "promotion"} <= firm
    assert all(edge.grade not in firm for edge in picture.edges if edge.faint)
    assert all(by_id[edge.source].category == "role" for edge in shown)
    assert 10 < len(shown) < len(picture.edges) / 3


def test_families_stand_apart_each_in_its_frame(graph: CareerGraph) -> None:
    picture = picture_of(graph, all=True)
    frames = {group.id: Box(*group.frame) for group in picture.families if group.frame}
    assert len(frames) == 27
    assert overlapping(dict.fromkeys(frames, (0.0, 0.0)), frames, margin=10) == []
    for one in picture.nodes:
        left, top, right, bottom = frames[str(one.family)]
        assert left < one.x < right
        assert top < one.y < bottom


@pytest.mark.parametrize(
    "name", ["machine learning and AI", "machine-learning", "Machine Learning"]
)
def test_a_family_is_known_by_its_label_or_a_part_of_it(graph: CareerGraph, name: str) -> None:
    assert picture_of(graph, family=name).title == "Family: machine learning and AI"


def test_a_family_that_is_not_known_or_could_be_several(graph: CareerGraph) -> None:
    with pytest.raises(CareerGraphError, match='No family of roles is called "cookery"'):
        graph.view(family="cookery")
    with pytest.raises(AmbiguousTitleError, match="sciences"):
        graph.view(family="sciences")


def test_a_ladder_shows_what_each_rung_asks_for_anew(graph: CareerGraph) -> None:
    picture = picture_of(graph, ladder="senior MLE")
    roles = [node.label for node in picture.nodes if node.category == "role"]
    asked = graph.find("senior MLE").entry.iri
    ladders = [ladder for ladder in graph.facts.ladders if asked in {r.iri for r in ladder.roles}]
    assert roles == list(dict.fromkeys(r.label for ladder in ladders for r in ladder.roles))
    assert "Machine Learning Engineer" in roles
    assert picture.axis is not None
    labels = [label for _, label in picture.axis.ticks]
    assert labels[0] == "level 1"
    assert len(labels) >= 3
    for rung, label in zip(("senior MLE", "lead MLE"), labels[1:], strict=False):
        experience = graph.role(rung).entry_experience
        assert experience is not None
        assert label.partition(", after ")[2] == range_text(experience.years, "year")
    labels = {node.label for node in picture.nodes if node.category == "skill"}
    gap = graph.gap("MLE", "senior MLE")
    assert {item_text(skill) for skill in gap.missing_skills} <= labels


def test_a_ladder_says_why_one_role_is_larger(graph: CareerGraph) -> None:
    picture = picture_of(graph, ladder="MLE")
    roles = {node.label: node.size for node in picture.nodes if node.category == "role"}
    asked = roles.pop("Machine Learning Engineer")
    assert asked > max(roles.values()) == min(roles.values())
    assert "The role asked for is drawn larger" in picture.size
    assert "one size" not in picture.size


def test_a_role_on_no_ladder_says_so(graph: CareerGraph) -> None:
    with pytest.raises(CareerGraphError, match=r"No source puts .* on a career ladder"):
        graph.view(ladder="biologist")


def test_a_skill_shows_who_asks_for_it_and_what_teaches_it(graph: CareerGraph) -> None:
    picture = picture_of(graph, skill="python", limit=200)
    kinds = {edge.kind for edge in picture.edges}
    assert kinds == {"requires", "builds on", "attests", "teaches"}
    assert all("role/python" not in node.id for node in picture.nodes)
    asked = [edge for edge in picture.edges if edge.kind == "requires"]
    shares = {"core, expert": 1.0, "core, working": 0.85, "supporting, working": 0.45}
    known = [edge for edge in asked if edge.name.partition(" level")[0] in shares]
    assert len(known) > 20
    for edge in known:
        share = shares[edge.name.partition(" level")[0]]
        assert edge.importance == pytest.approx(share, abs=0.051)
    cut = picture_of(graph, skill="python", limit=60)
    assert "teaches" in {edge.kind for edge in cut.edges}
    kept = {e.source: e.importance or 0 for e in cut.edges if e.kind == "requires"}
    left_out = [e.importance or 0 for e in asked if e.source not in kept]
    assert 5 < len(kept) < len(asked)
    assert min(kept.values()) >= max(left_out)


@pytest.mark.parametrize("asked", [{"skill": "SQL"}, {"title": "data scientist"}])
def test_lines_that_attest_or_teach_have_grade_and_source(
    graph: CareerGraph, asked: dict[str, Any]
) -> None:
    picture = picture_of(graph, **asked)
    lines = [edge for edge in picture.edges if edge.kind in {"attests", "teaches"}]
    assert len(lines) > 3
    assert all(edge.grade and edge.facts[0].sources for edge in lines)
    assert {edge.grade for edge in lines if edge.kind == "attests"} == {"editorial"}


def test_a_role_stands_between_columns_with_headings(graph: CareerGraph) -> None:
    picture = picture_of(graph, title="data scientist")
    # All of these moves are editorial: their headings carry the mark, and the lines need none.
    headings = {
        one.label.removesuffix(" ~"): one for one in picture.nodes if one.category == "family"
    }
    assert {name for name, one in headings.items() if one.label != name} == {
        *("people come from", "people come from and go to", "people go to"),
    }
    assert not any(edge.marked for edge in picture.edges if edge.kind == "move")
    moves = {(e.source, e.target) for e in picture.edges if e.kind == "move"}
    here = "role/data-scientist"
    into = {a for a, b in moves if b == here}
    out = {b for a, b in moves if a == here}
    columns = {
        "people come from": into - out,
        "people come from and go to": into & out,
        "people go to": out - into,
    }
    for heading, names in columns.items():
        column = [one for one in picture.nodes if one.id in names]
        assert names, heading
        assert {one.x for one in column} == {headings[heading].x}
        assert headings[heading].y < min(one.y for one in column)
        assert max(one.y for one in column) < 0
        assert {one.side for one in column} == {"left" if headings[heading].x < 0 else "right"}
    assert headings["core requirements"].x < 0 < headings["supporting requirements"].x


def test_a_large_picture_is_cut_by_importance_and_says_so(graph: CareerGraph) -> None:
    picture = picture_of(graph, all=True, limit=20)
    assert sum(node.category == "role" for node in picture.nodes) == 20
    whole = picture_of(graph, all=True)
    roles = sum(node.category == "role" for node in whole.nodes)
    assert picture.notices[0].startswith(f"Only the 20 most important of {roles} things are drawn")
    degree = {node.id: node.importance or 0.0 for node in whole.nodes}
    kept = {node.id for node in picture.nodes if node.category == "role"}
    least = min(degree[name] for name in kept)
    left_out = [n.id for n in whole.nodes if n.category == "role" and n.id not in kept]
    assert max(degree[name] for name in left_out) <= least


def test_a_cut_picture_keeps_what_it_is_about(graph: CareerGraph) -> None:
    for asked in ({"title": "SWE"}, {"skill": "python"}, {"ladder": "SWE"}):
        picture = picture_of(graph, **asked, limit=5)
        things = [node for node in picture.nodes if node.category != "family"]
        assert len(things) == 5
        assert any(node.label in {"Software Engineer", "Python"} for node in picture.nodes), asked


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "Nothing was asked for"),
        ({"title": "SWE", "all": True}, "role and all were asked for at once"),
        ({"family": "data", "skill": "python"}, "family and skill were asked for at once"),
        ({"title": "SWE", "depth": 0}, "depth of 0"),
        ({"title": "SWE", "depth": 99}, "give 1 to 4"),
        ({"title": "SWE", "limit": 0}, "at most 0 things"),
        ({"title": "SWE", "limit": 10**9}, "give 1 to 5000"),
        ({"path": ("SWE",)}, "two ends"),
        ({"path": "SWE"}, "two ends"),
        ({"path": ("SWE", "MLE"), "k": 0}, "0"),
        ({"title": "SWE", "colour": "red"}, 'no option "colour"'),
        ({"all": True, "kinds": ["teleport"]}, "teleport"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    graph: CareerGraph, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        graph.view(**asked)


def test_titles_that_are_not_known(graph: CareerGraph) -> None:
    for asked in ({"title": "wizard of oz"}, {"ladder": "wizard"}, {"skill": "levitation"}):
        with pytest.raises(UnknownTitleError):
            graph.view(**asked)
    with pytest.raises(UnknownTitleError):
        graph.view(path=("wizard of oz", "SWE"))


def test_a_query_about_anything_is_drawn() -> None:
    """Self loops, parallel lines, texts, blank nodes, two components, names in several ways."""
    mine = own(
        """
    @prefix ex: <https://example.org/> .
    @prefix foaf: <http://xmlns.com/foaf/0.1/> .
    ex:ann foaf:name "Ann" ; ex:knows ex:bob, ex:ann ; ex:likes ex:bob ; ex:age 42 .
    ex:bob skos:prefLabel "Bob"@en, "Robert"@fr ; ex:says "hi", "hi"@en ;
        ex:owns [ ex:colour "red" ] .
    ex:zoe a ex:Person .
    """
        + COOK
    )
    everything = """CONSTRUCT { ?s ?p ?o } WHERE {
        ?s ?p ?o FILTER(isBlank(?s) || STRSTARTS(STR(?s), "https://example.org/")) }"""
    picture = picture_of(mine, query=everything, limit=5000)
    labels = [node.label for node in picture.nodes]
    assert {"Ann", "Bob", "42", "hi", "red", "zoe"} <= set(labels)
    assert labels.count("hi") == 2
    assert "Robert" not in labels
    lines = [(edge.source, edge.kind, edge.target) for edge in picture.edges]
    ann, bob = node(picture, "Ann").id, node(picture, "Bob").id
    assert (ann, "knows", ann) in lines
    assert {(ann, "knows", bob), (ann, "likes", bob)} <= set(lines)
    assert node(picture, "42").category == "literal"
    assert values(node(picture, "zoe").facts, "class") == ["Person"]
    assert [link.url for link in node(picture, "Ann").links] == ["https://example.org/ann"]


def test_a_query_gives_the_same_picture_each_time() -> None:
    mine = own(f"{COOK} <urn:a> <urn:p> [ <urn:q> 1 ], [ <urn:q> 2 ] .")
    again = own(f"{COOK} <urn:a> <urn:p> [ <urn:q> 2 ], [ <urn:q> 1 ] .")
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?p IN (<urn:p>, <urn:q>)) }"
    one, other = (picture_of(g, query=query) for g in (mine, again))
    assert one.nodes == other.nodes
    assert one.edges == other.edges


def test_roles_and_skills_in_a_query_keep_their_classes_and_facts(graph: CareerGraph) -> None:
    query = "CONSTRUCT WHERE { ?role cg:requiresSkill id:skill\\/sparql }"
    picture = picture_of(graph, query=query)
    assert {node.category for node in picture.nodes} == {"role", "skill"}
    for role in (node for node in picture.nodes if node.category == "role"):
        (missing,) = values(role.facts, "not known") or [""]
        assert values(role.facts, "core"), role.label
        assert values(role.facts, "pay") or "pay" in missing


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", QueryError, "neither a CONSTRUCT nor a DESCRIBE"),
        ("ASK {}", QueryError, "neither a CONSTRUCT nor a DESCRIBE"),
        ("CONSTRUCT {", QueryError, "."),
        ("  ", QueryError, "line 1, column 1. It ends too early"),
        ("CONSTRUCT WHERE { ?s <urn:nothing> ?o }", CareerGraphError, "gives no triples"),
    ],
)
def test_a_query_that_draws_nothing(
    graph: CareerGraph, query: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        graph.view(query=query)


THICKETS = {
    "all": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "roles": "CONSTRUCT { ?a a cg:Role . ?a ?p ?b } "
    "WHERE { ?a a cg:Role . ?b a cg:Role . ?a cg:transitionsTo ?b . ?a ?p ?c }",
}
LARGEST_FILE = 1_200_000


@pytest.mark.parametrize("query", THICKETS.values(), ids=THICKETS)
def test_three_hundred_things_keep_the_file_small(graph: CareerGraph, query: str) -> None:
    view = graph.view(query=query, limit=300)
    assert view.picture is not None
    assert len(view.picture.nodes) > 200
    assert 300 < len(view.picture.edges) <= 300 * LINES_PER_THING
    assert len(view.to_bytes()) <= LARGEST_FILE


def test_texts_of_any_length_keep_the_file_small() -> None:
    data = rdflib.Graph().parse(data=PREFIXES + COOK.replace("urn:", "tag:"), format="turtle")
    for number in range(400):
        thing = rdflib.URIRef(f"urn:{number}:{'x' * 3000}")
        predicate = rdflib.URIRef(f"urn:p#{number}{'料' * 200}")
        data.add((thing, predicate, rdflib.Literal(f"{number}{'<&料' * 2000}")))
        data.add((thing, predicate, rdflib.URIRef(f"urn:{number + 1}:{'x' * 3000}")))
        data.add((thing, rdflib.RDF.type, rdflib.URIRef(f"urn:{number}:{'y' * 3000}")))
    graph = CareerGraph.from_graph(data)
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'urn:')) }"
    view = graph.view(query=query, limit=300)
    assert len(view.to_bytes()) <= LARGEST_FILE
    assert view.picture is not None
    notices = " ".join(view.picture.notices)
    assert "Only the 300 most important of 801 things are drawn" in notices, notices
    assert "rare kinds of links are shown as one." in notices
    assert "Only the names of" in notices


def test_a_query_is_read_from_a_file(graph: CareerGraph, tmp_path: Path) -> None:
    file = tmp_path / "rungs.rq"
    file.write_text("CONSTRUCT WHERE { ?a cg:promotesTo ?b }", encoding="utf-8")
    picture = picture_of(graph, query=file)
    assert picture.title == "Roles, and how they are linked"
    assert picture.subtitle.endswith(", from rungs.rq")
    with pytest.raises(CareerGraphError, match="Cannot read"):
        graph.view(query=tmp_path / "missing.rq")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CareerGraphError, match="no text in UTF-8"):
        graph.view(query=file)


ABOUT_ONE = """
CONSTRUCT { ?before cg:transitionsTo ?role . ?role cg:requiresSkill ?skill } WHERE {
  VALUES ?role { <https://w3id.org/careergraph/id/role/data-scientist> }
  { ?before cg:transitionsTo ?role } UNION { ?role cg:requiresSkill ?skill }
}
"""


@pytest.mark.parametrize(
    ("comment", "title"),
    [
        ("# Who becomes a data scientist?\n# Parameter: none\n", "Who becomes a data scientist?"),
        ("\n#####\n#  Moves   and skills\n", "Moves and skills"),
        ("PREFIX x: <urn:x>\n# Not a title\n", "What is linked with Data Scientist"),
    ],
)
def test_a_query_is_named_by_the_comment_it_begins_with(
    graph: CareerGraph, comment: str, title: str
) -> None:
    assert picture_of(graph, query=comment + ABOUT_ONE).title == title


def test_things_of_a_query_stand_in_blocks_around_what_most_lines_lead_to(
    graph: CareerGraph,
) -> None:
    picture = picture_of(graph, query=ABOUT_ONE)
    hub = node(picture, "Data Scientist")
    before = {edge.source for edge in picture.edges if edge.kind == "transitionsTo"}
    needed = {edge.target for edge in picture.edges if edge.kind == "requiresSkill"}
    by_id = {one.id: one for one in picture.nodes}
    assert max(by_id[name].x for name in before) < hub.x < min(by_id[name].x for name in needed)
    titles = {one.label for one in picture.nodes if one.category == "family"}
    assert titles == {f"roles ({len(before)})", f"skills ({len(needed)})"}
    frames = {group.id: Box(*group.frame) for group in picture.families if group.frame}
    assert len(frames) == 3
    assert overlapping(dict.fromkeys(frames, (0.0, 0.0)), frames, margin=10) == []
    places = {one.id: (one.x, one.y) for one in picture.nodes}
    boxes = {one.id: box_of(one) for one in picture.nodes}
    assert overlapping(places, boxes) == []
    for one in picture.nodes:
        within = bounds_of({one.id: (one.x, one.y)}, boxes)
        frame = frames[str(one.family)]
        assert frame.left <= within.left < within.right <= frame.right, one.label
        assert frame.top <= within.top < within.bottom <= frame.bottom, one.label
    # Of so many lines only those of what is chosen are drawn.
    assert len(picture.edges) > 60
    assert all(edge.faint for edge in picture.edges)


def test_equal_subjects_of_a_query_are_drawn_as_equals(graph: CareerGraph) -> None:
    """Of three roles with many skills each, none is the middle of the picture."""
    picture = picture_of(
        graph,
        query="""
        PREFIX cg: <https://w3id.org/careergraph/ont#>
        PREFIX role: <https://w3id.org/careergraph/id/role/>
        CONSTRUCT { ?role cg:requiresSkill ?skill } WHERE {
          VALUES ?role { role:data-scientist role:data-analyst role:data-engineer }
          ?role cg:requiresSkill ?skill
        }
        """,
    )
    roles = [node for node in picture.nodes if node.category == "role"]
    assert len({(node.x, node.size, node.family) for node in roles}) == 1
    skills = [node for node in picture.nodes if node.category == "skill"]
    shared = [sum(edge.target == node.id for edge in picture.edges) for node in skills]
    assert shared == sorted(shared, reverse=True), "those that most roles share first"


def test_moves_between_roles_of_a_query_lead_from_left_to_right(graph: CareerGraph) -> None:
    """Lines within one class would run over its names, so its things are divided."""
    picture = picture_of(
        graph,
        query="""
        PREFIX cg: <https://w3id.org/careergraph/ont#>
        PREFIX role: <https://w3id.org/careergraph/id/role/>
        CONSTRUCT { ?role cg:movesTo ?to . ?to cg:requiresSkill ?skill } WHERE {
          VALUES ?to { role:project-manager role:data-engineer }
          ?role cg:movesTo ?to
          OPTIONAL { VALUES ?skill { <https://w3id.org/careergraph/id/skill/sql> }
            ?to cg:requiresSkill ?skill }
        } LIMIT 50
        """,
    )
    by_id = {node.id: node for node in picture.nodes}
    moves = [edge for edge in picture.edges if edge.kind == "movesTo"]
    ends = {edge.target for edge in moves}
    leading = [edge for edge in moves if edge.source not in ends]
    assert len(leading) > 10
    assert all(by_id[edge.source].x < by_id[edge.target].x for edge in leading)
    # One column on each side: lines do not cross the names of another column.
    assert len({node.x for node in picture.nodes if node.category == "role"}) == 2


def test_short_chains_run_from_left_to_right(graph: CareerGraph) -> None:
    picture = picture_of(
        graph,
        query="""
        PREFIX cg: <https://w3id.org/careergraph/ont#>
        CONSTRUCT { ?a cg:promotesTo ?b } WHERE { ?a cg:promotesTo ?b } LIMIT 30
        """,
    )
    by_id = {node.id: node for node in picture.nodes}
    assert all(by_id[edge.source].x < by_id[edge.target].x for edge in picture.edges)
    places = {node.id: (node.x, node.y) for node in picture.nodes}
    assert overlapping(places, {node.id: box_of(node) for node in picture.nodes}) == []


def test_properties_of_a_query_are_worded_and_coloured(graph: CareerGraph) -> None:
    picture = picture_of(graph, query=ABOUT_ONE)
    words = {kind.id: kind.label for kind in picture.kinds}
    assert words == {"transitionsTo": "leads to", "requiresSkill": "requires"}
    assert {edge.name for edge in picture.edges} == set(words.values())
    assert len({kind.color for kind in picture.kinds}) == len({k.dark for k in picture.kinds}) == 2


def test_a_graph_without_roles_is_refused_before_any_map() -> None:
    with pytest.raises(CareerGraphError, match="holds no role"):
        own("<urn:a> <urn:p> <urn:b> .")


def test_one_role_alone_makes_a_map() -> None:
    picture = picture_of(own('<urn:cook> a cg:Role ; skos:prefLabel "Cook"@en .'), all=True)
    assert [node.label for node in picture.nodes] == ["Cook"]


def test_parallel_and_circular_steps_of_ones_own_graph() -> None:
    mine = own("""
    <urn:cook> a cg:Role ; skos:prefLabel "Cook"@en .
    <urn:chef> a cg:Role ; skos:prefLabel "Chef"@en .
    <urn:one> a cg:Transition ; cg:fromRole <urn:cook> ; cg:toRole <urn:chef> ; cg:kind cg:move ;
        cg:statedBy <urn:me> ; cg:people 7 .
    <urn:two> a cg:Transition ; cg:fromRole <urn:cook> ; cg:toRole <urn:chef> ;
        cg:kind cg:promotion ; cg:statedBy <urn:nobody> .
    <urn:three> a cg:Transition ; cg:fromRole <urn:chef> ; cg:toRole <urn:cook> ; cg:kind cg:move ;
        cg:statedBy <urn:me> .
    <urn:self> a cg:Transition ; cg:fromRole <urn:cook> ; cg:toRole <urn:cook> ; cg:kind cg:move ;
        cg:statedBy <urn:me> .
    <urn:me> a cg:Source ; dcterms:title "My own years"@en ; cg:grade cg:stated .
    """)
    for asked in ({"all": True}, {"title": "cook"}):
        picture = picture_of(mine, **asked)
        pairs = [(edge.source, edge.target) for edge in picture.edges]
        assert ("urn:cook", "urn:chef") in pairs
        assert ("urn:cook", "urn:cook") not in pairs
        assert len(set(pairs)) == len(pairs)
        step = picture.edges[pairs.index(("urn:cook", "urn:chef"))]
        assert step.name == "move, stated, 7 people"
        assert {iri for fact in step.facts for iri in fact.sources} >= {"urn:me", "urn:nobody"}
        assert {source.title for source in picture.sources} == {"My own years", "urn:nobody"}


def test_editorial_and_computed_steps_are_marked(graph: CareerGraph) -> None:
    picture = picture_of(graph, title="data scientist")
    editorial = [edge for edge in picture.edges if edge.grade == "editorial"]
    assert editorial
    assert all("~" in edge.name for edge in editorial if edge.kind == "move")
    facts = [fact.value for edge in editorial if edge.kind == "move" for fact in edge.facts[:1]]
    assert all("~editorial" in value for value in facts)
