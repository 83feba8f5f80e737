"""Every page cites a source that the graph does not describe, and unknown hours stay unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from careergraph.graph import CareerGraph
from careergraph.person.checklist import plan_text
from careergraph.report.compare import comparison_page
from careergraph.report.layout import render_text
from careergraph.report.neighbours import neighbours_page
from careergraph.report.role import explanation_page, role_page
from careergraph.report.routes import gap_page, routes_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.model.values import Source

GRAPH = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix : <https://example.org/me#> .
cg:essential cg:weight 1.0 .
:cook a cg:Role ; skos:prefLabel "cook"@en .
:chef a cg:Role ; skos:prefLabel "chef"@en .
:m a cg:Transition ; cg:fromRole :cook ; cg:toRole :chef ; cg:kind cg:move ; cg:statedBy :hearsay .
:soup a cg:Skill ; skos:prefLabel "soup"@en .
:n a cg:SkillRequirement ; cg:ofRole :chef ; cg:skill :soup ; cg:necessity cg:essential ;
    cg:statedBy :rumour .
:t a cg:Task ; cg:ofRole :chef ; rdfs:label "Cook"@en ; cg:statedBy :gossip .
:p a cg:PayObservation ; cg:ofRole :chef ; cg:country "US" ; cg:period "2025" ;
    cg:population "cooks" ; schema:currency "USD" ; schema:duration "P1Y" ; schema:median 10 ;
    cg:statedBy :talk .
"""
MINE = "https://example.org/me#"


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    return CareerGraph.from_graph(Graph().parse(data=GRAPH, format="turtle"))


ANSWERS: dict[str, tuple[Callable[[CareerGraph], object], set[str]]] = {
    "path": (lambda g: g.paths("cook", "chef"), {"hearsay", "rumour", "talk"}),
    "gap": (lambda g: g.gap("cook", "chef"), {"rumour"}),
    "role": (lambda g: g.role("chef"), {"gossip", "rumour", "talk"}),
    "plan": (lambda g: g.plan("cook", "chef"), {"rumour"}),
    "next": (lambda g: g.next_roles("cook"), {"hearsay", "rumour", "talk"}),
    "compare": (lambda g: g.compare("cook", "chef"), {"rumour", "talk"}),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_name_all_sources(graph: CareerGraph, name: str) -> None:
    ask, expected = ANSWERS[name]
    sources: Sequence[Source] = ask(graph).sources  # type: ignore[attr-defined]
    assert {source.iri.removeprefix(MINE) for source in sources} == expected
    assert not any(source.is_described for source in sources)
