"""Every interface gives the same items for the same pair of roles."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from careergraph.report.data import gap_data, routes_data, to_json

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph
    from careergraph.model.values import MissingSkill
    from web_app import WebApp

PAIRS = 200
ASKED = 6
"""Pairs asked of the web app and of the tools for assistants."""
SEARCHED = 20
"""Of so many pairs the route is searched for, too."""


def items(skills: tuple[MissingSkill, ...]) -> set[tuple[str, int]]:
    return {(skill.group or skill.label, skill.level) for skill in skills}


def test_gap_and_sparql_and_compare_and_routes_agree(graph: CareerGraph) -> None:
    roles = sorted(graph.facts.nodes)
    random = Random(13)  # noqa: S311 (a choice of pairs)
    for number in range(PAIRS):
        source, target = (graph.labels[role] for role in random.sample(roles, 2))
        gap = items(graph.gap(source, target).missing_skills)
        rows = graph.named("missing-skills", from_=source, to=target)
        assert {(str(row.skill), int(row.level)) for row in rows} == gap, (source, target)
        if number < SEARCHED:
            sides = graph.compare(source, target).sides
            assert items(sides[1].missing) == gap
            steps = graph.path(source, target).steps
            if len(steps) == 1:
                assert items(steps[0].missing_skills) == gap


@pytest.mark.server
def test_the_web_app_and_assistants_give_the_items_and_figures_of_python(
    graph: CareerGraph, web_app: WebApp
) -> None:
    roles = sorted(graph.facts.nodes)
    random = Random(17)  # noqa: S311 (a choice of pairs)
    for _ in range(ASKED):
        source, target = (graph.labels[role] for role in random.sample(roles, 2))
        ends = {"from": source, "to": target}
        gap = json.loads(to_json(gap_data(graph.gap(source, target))))
        assert web_app.client.get("/api/v1/gap", params=ends).json() == gap
        assert _call_tool(web_app, "gap", ends) == gap
        routes = json.loads(to_json(routes_data(graph.paths(source, target, k=3))))
        assert web_app.client.get("/api/v1/path", params={**ends, "k": 3}).json() == routes
        assert web_app.client.get("/api/v1/lanes", params=ends).json()["answer"] == routes
        assert _call_tool(web_app, "route", {**ends, "k": 3}) == routes


def _call_tool(app: WebApp, tool: str, arguments: dict[str, object]) -> object:
    """Return the JSON that a tool for assistants answers with."""
    call = {"name": tool, "arguments": arguments}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {"Accept": "application/json, text/event-stream"}
    return app.client.post("/mcp", json=message, headers=headers).json()["result"][
        "structuredContent"
    ]


def test_with_git_held_nobody_asks_for_version_control(graph: CareerGraph) -> None:
    for target in ("data scientist", "machine learning engineer"):
        gap = graph.gap("data analyst", target, have=["Git"])
        assert "version control" not in {skill.label for skill in gap.missing_skills}


def test_with_python_held_no_other_language_is_missing(graph: CareerGraph) -> None:
    steps = graph.path("SWE", "MLE", have=["Python"]).steps
    named = {skill.label for step in steps for skill in step.missing_skills}
    assert named.isdisjoint({"R", "computer programming", "Python"})


def test_someone_can_set_out_from_skills_alone(graph: CareerGraph) -> None:
    route = graph.path(None, "data analyst", have=["Python", "SQL"])
    assert route.labels == ("your skills", "Data Analyst")
    assert "SQL" not in {skill.label for skill in route.steps[0].missing_skills}
    assert graph.path(None, "data analyst").cost.gap > route.cost.gap
