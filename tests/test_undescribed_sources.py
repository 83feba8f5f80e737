"""Every page cites a source that the graph does not describe, and what is unknown stays unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from careergraph.graph import CareerGraph
from careergraph.report.layout import plain_text
from careergraph.report.pages.compare import comparison_page
from careergraph.report.pages.gaps import gap_page
from careergraph.report.pages.neighbours import neighbours_page
from careergraph.report.pages.role import role_page
from careergraph.report.pages.routes import routes_page
from small_worlds import small_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.model.values import Source
    from careergraph.report.layout import Block

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
    "role": (lambda g: g.role("chef"), {"gossip", "hearsay", "rumour", "talk"}),
    "plan": (lambda g: g.plan("cook", "chef"), {"rumour"}),
    "next": (lambda g: g.next("cook"), {"hearsay", "rumour", "talk"}),
    "compare": (lambda g: g.compare("cook", "chef"), {"rumour", "talk"}),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_name_all_sources(graph: CareerGraph, name: str) -> None:
    ask, expected = ANSWERS[name]
    sources: Sequence[Source] = ask(graph).sources  # type: ignore[attr-defined]
    assert {source.iri.removeprefix(MINE) for source in sources} == expected
    assert not any(source.is_described for source in sources)


PAGES: dict[str, Callable[[CareerGraph], list[Block]]] = {
    "path": lambda g: routes_page(g.paths("cook", "chef"), full=True),
    "gap": lambda g: gap_page(g.gap("cook", "chef")),
    "role": lambda g: role_page(g.role("chef"), full=True),
    "next": lambda g: neighbours_page(g.next("cook")),
    "compare": lambda g: comparison_page(g.compare("cook", "chef")),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_cite_each_source_and_say_that_it_is_not_described(
    graph: CareerGraph, name: str
) -> None:
    text = plain_text(PAGES[name](graph))
    statements, _, listed = text.partition("\nSources")
    assert "[1]" in statements
    for source in ANSWERS[name][1] - ({"rumour"} if name == "next" else set()):
        assert f"{MINE}{source} (not described)" in listed


def test_hours_that_no_source_states_are_our_estimate(graph: CareerGraph) -> None:
    """A method to a working level takes (10 + 20) to (25 + 50) hours, here with nothing known.

    Where the whole profile is missing, hours count 0.65 + 0.45 times: 33 to 82.5, in the middle 58.
    """
    text = plain_text(PAGES["path"](graph))
    assert "learning     35 to 80 hours at 8 a week" in text
    plan = graph.plan("cook", "chef").to_markdown()
    assert "soup: core, ~58 hours, weeks 1 to 8 [1]" in plan
    assert "~33 to 82 by our estimate; no resource below states its hours" in plan
    assert "Time: 5 to 11 weeks" in plan


def test_where_nobody_says_what_a_role_asks_for_nothing_is_counted_as_nothing() -> None:
    text = plain_text(routes_page(small_graph(["alfa bravo"]).paths("alfa", "bravo"), full=True))
    assert "unknown hours of learning" in text
    assert "learning    unknown\n" in text
    assert "time        unknown\n" in text
    assert "Total: 1 step; learning unknown; gap unknown; how long is unknown." in text
    for phrase in ("no hours", "no time", "gap 0.0"):
        assert phrase not in text


def test_plans_cite_each_source(graph: CareerGraph) -> None:
    text = graph.plan("cook", "chef").to_markdown()
    assert "- [1] https://example.org/me#rumour (not described)" in text
