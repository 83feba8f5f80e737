"""Routes between distant occupations hold what a careers adviser wrote down beforehand."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from careergraph.answers.planning.usual_degrees import find_usual_degree

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

    from careergraph.graph import CareerGraph
    from careergraph.model.values import NotCounted, Route

TABLE = Path(__file__).parent / "expectations" / "distant_journeys.toml"


def marked(row: dict[str, Any]) -> ParameterSet:
    """Return a journey as a test; a pending one fails, and says so when it no longer does."""
    why = row.get("pending")
    marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
    return pytest.param(row, id=f"{row['from']} to {row['to']}", marks=marks)


JOURNEYS = [marked(row) for row in tomllib.loads(TABLE.read_text("utf-8"))["journey"]]


def names(graph: CareerGraph, titles: list[str]) -> set[str]:
    return {graph.find(title).entry.label for title in titles}


def extras(route: Route, kind: str) -> list[NotCounted]:
    return [one for step in route.steps for one in step.not_counted if one.kind == kind]


def is_lacking(graph: CareerGraph, start: str, degree: NotCounted) -> bool:
    """Return whether people at the start usually have no such degree, or need it in a field.

    A programme of study that a licence builds on is asked of everyone without the licence.
    """
    if degree.kind == "programme":
        return True
    usual = graph.facts.entry_degrees.get(start)
    ranks = {one.label: one.rank for one in graph.facts.degrees}
    return degree.by_law or usual is None or usual.rank < ranks[degree.label]


def within(words: list[str], labels: list[str]) -> list[str]:
    return [label for label in labels if any(w.casefold() in label.casefold() for w in words)]


@pytest.mark.parametrize("row", JOURNEYS)
def test_a_distant_journey_is_what_an_adviser_expects(
    graph: CareerGraph, row: dict[str, Any]
) -> None:
    route = graph.path(row["from"], row["to"])
    way = route.labels[1:-1]
    assert len(route.steps) <= row["steps"], route.labels
    assert set(way) <= names(graph, row["stops"]), route.labels
    assert not set(way) & names(graph, row["never"]), route.labels
    learn = [
        skill.label
        for step in route.steps
        for skill in step.missing_skills
        if not skill.is_probable
    ]
    assert not row["learn_any"] or within(row["learn_any"], learn), learn
    assert not within(row["not_learn"], learn)
    programmes = extras(route, "programme")
    degrees = [*extras(route, "degree"), *programmes]
    lacking = [one for one in degrees if is_lacking(graph, route.roles[0].iri, one)]
    if "degree" in row:
        entered = [find_usual_degree(graph.facts, one.role.iri) for one in programmes]
        named = [one.label for one in (*degrees, *filter(None, entered))]
        assert within([row["degree"]], named)
    if row.get("no_degree"):
        assert not lacking
    if "licence" in row:
        assert within([row["licence"]], [one.label for one in extras(route, "licence")])
    counted = [step.study for step in route.steps if step.study is not None]
    study = [one.years for one in lacking if one.years is not None and one.years not in counted]
    study = study[-1:] if not counted else []
    low, high = row["years"]
    assert route.cost.years.low + sum(years.low for years in study) <= high
    assert route.cost.years.high + sum(years.high for years in study) >= low
