"""Best routes read like advice: journeys that hold, absurd ways that must not come back.

The table is ``tests/journeys.toml``; titles in it are as people say them.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from careergraph.errors import NoRouteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark import ParameterSet

    from careergraph.graph import CareerGraph
    from careergraph.model.values import Route

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "journeys.toml").read_text("utf-8")
)
FAMILIES = """
SELECT ?label ?family ?rung {
  ?role a cg:Role ; skos:prefLabel ?label ; cg:family/skos:prefLabel ?family
  OPTIONAL { ?role cg:seniority/skos:prefLabel ?rung }
}
ORDER BY ?label
"""
LEADERS = ("Chief ", "Director of ", "IT Director")


def between(row: dict[str, Any]) -> str:
    return f"{row['origin']} to {row['destination']}"


def names(graph: CareerGraph, titles: list[str]) -> set[str]:
    """Return the labels of the roles that titles stand for; a misspelt title is an error."""
    return {graph.find(title).entry.label for title in titles}


def marked(row: dict[str, Any]) -> ParameterSet:
    """Return a journey as a test; a pending one fails, and says so when it no longer does."""
    why = row.get("pending")
    marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
    return pytest.param(row, id=between(row), marks=marks)


JOURNEYS = [marked(row) for row in TABLE["journey"]]


def test_the_table_is_long_enough() -> None:
    assert len(TABLE["journey"]) >= 20
    assert len({between(row) for row in TABLE["journey"]}) == len(TABLE["journey"])


@pytest.mark.parametrize("row", JOURNEYS)
def test_the_best_route_reads_believably(graph: CareerGraph, row: dict[str, Any]) -> None:
    route = graph.path(row["origin"], row["destination"])
    on_the_way = set(route.labels[1:-1])
    assert len(route.steps) <= row["steps"], route.labels
    assert names(graph, row["through"]) <= on_the_way, route.labels
    assert not names(graph, row["avoids"]) & on_the_way, route.labels


def test_the_best_route_of_each_journey_is_proven(graph: CareerGraph) -> None:
    """None of them is best by luck: the search ends before its work is spent."""
    rows = [*TABLE["journey"], *TABLE["absurd"]]
    assert not [
        between(row)
        for row in rows
        if not graph.paths(row["origin"], row["destination"], k=1).proven
    ]


@pytest.mark.parametrize("row", TABLE["absurd"], ids=between)
def test_no_absurd_detour(graph: CareerGraph, row: dict[str, Any]) -> None:
    route = graph.path(row["origin"], row["destination"])
    detour = names(graph, row["avoids"]) & set(route.labels[1:-1])
    assert not detour, f"{row['because']}: {route.labels}"


@pytest.mark.parametrize("row", TABLE["leap"], ids=between)
def test_no_leap_in_one_step(graph: CareerGraph, row: dict[str, Any]) -> None:
    """Nobody is said to move straight into work that takes years of other training."""
    source = graph.find(row["origin"]).entry.iri
    target = graph.find(row["destination"]).entry.iri
    kinds = {
        data["kind"] for _, end, data in graph.network.out_edges(source, data=True) if end == target
    }
    assert not kinds & {"move", "promotion"}


@pytest.fixture(scope="module")
def families(graph: CareerGraph) -> dict[str, str]:
    return {str(label): str(family) for label, family, _ in graph.store.select(FAMILIES)}


@pytest.fixture(scope="module")
def routes(graph: CareerGraph, families: dict[str, str]) -> list[Route]:
    """Return best routes: between roles of one family, and between any two; a fixed sample."""
    members = defaultdict(list)
    for label, family in families.items():
        members[family].append(label)
    within = [
        (one, other)
        for labels in members.values()
        for one in labels
        for other in labels
        if one != other
    ]
    draw = random.Random(20261121)  # noqa: S311
    pairs = draw.sample(within, 130) + [tuple(draw.sample(list(families), 2)) for _ in range(70)]
    return list(_found(graph, pairs))


def _found(graph: CareerGraph, pairs: list[tuple[str, ...]]) -> Iterator[Route]:
    for source, target in pairs:
        try:
            yield graph.path(source, target)
        except NoRouteError:
            continue


def test_the_sample_is_large_enough(routes: list[Route]) -> None:
    assert len(routes) > 120


def test_one_leaves_the_family_at_most_once_to_come_back(
    routes: list[Route], families: dict[str, str]
) -> None:
    """Between two roles of one family a route makes at most one excursion."""
    for route in routes:
        passed = [families[label] for label in route.labels]
        home = passed[0]
        if passed[-1] == home:
            left = sum(a == home != b for a, b in pairwise(passed))
            assert left <= 1, route.labels


def test_no_promotion_is_followed_by_stepping_down(routes: list[Route]) -> None:
    for route in routes:
        kinds = [{evidence.kind for evidence in step.evidence} for step in route.steps]
        for one, following in pairwise(kinds):
            assert not (one == {"promotion"} and following == {"level"}), route.labels


def test_nobody_is_chief_on_the_way_to_something_lesser(routes: list[Route]) -> None:
    for route in routes:
        if not route.labels[-1].startswith(LEADERS):
            assert not any(label.startswith(LEADERS) for label in route.labels[1:-1]), route.labels
