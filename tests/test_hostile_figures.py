"""Texts and figures of a graph that somebody else wrote: plans stay text, sums stay finite."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph

from careergraph import as_json
from careergraph.errors import CareerGraphError, UsageError
from careergraph.graph import CareerGraph

IMAGE = "<img src=x onerror=alert(1)>"
HOSTILE = IMAGE + r" \u001b]0;owned\u0007"
WORLD = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
<urn:cook> a cg:Role ; skos:prefLabel "Cook"@en .
<urn:chef> a cg:Role ; skos:prefLabel "Chef"@en .
<urn:knife> a cg:Skill ; skos:prefLabel "knife work"@en .
<urn:need> a cg:SkillRequirement ; cg:ofRole <urn:chef> ; cg:skill <urn:knife> ;
    cg:necessity cg:essential ; cg:statedBy <urn:me> .
<urn:move> a cg:Transition ; cg:fromRole <urn:cook> ; cg:toRole <urn:chef> ; cg:kind cg:move ;
    cg:statedBy <urn:me> ; cg:medianMonths MONTHS .
<urn:course> a cg:Course ; skos:prefLabel "TEXT"@en ; cg:teaches <urn:knife> ;
    dcterms:source <urn:me> ; schema:educationalLevel "TEXT" .
<urn:me> a cg:Source ; dcterms:title "TEXT"@en ; cg:grade <urn:x/TEXT2> ; dcterms:date "TEXT" .
"""


def world(months: str = "12") -> CareerGraph:
    turtle = WORLD.replace("TEXT2", "*grade*").replace("TEXT", HOSTILE)
    graph = Graph().parse(data=turtle.replace("MONTHS", months), format="turtle")
    return CareerGraph.from_graph(graph)


def test_a_plan_escapes_all_that_comes_from_data() -> None:
    text = world().plan("cook", "chef").to_markdown()
    # The course is named for this week and at its item, with its level; its source is listed once.
    assert text.count(r"\<img") == 5
    assert IMAGE not in text
    assert all(character.isprintable() or character == "\n" for character in text)


@pytest.mark.parametrize("months", ["1e308", "1.7976931348623157e308", "1e13", "INF", "-1"])
def test_a_figure_too_large_names_its_statement(months: str) -> None:
    written = f'"{months}"^^<http://www.w3.org/2001/XMLSchema#double>'
    with pytest.raises(CareerGraphError, match="urn:move"):
        world(written).path("cook", "chef", by="time")


def test_the_largest_figure_gives_finite_answers() -> None:
    graph = world("1e12")
    for answer in (graph.plan("cook", "chef"), graph.path("cook", "chef", by="time")):
        json.loads(as_json(answer), parse_constant=pytest.fail)


def test_hours_a_week_have_a_least() -> None:
    with pytest.raises(UsageError, match=r"from 0\.01 to 168"):
        world().path("cook", "chef", by="time", hours_per_week=1e-308)
