"""The transitions of a graph as a MultiDiGraph: all evidence, and levels only downward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from careergraph.compiled.reading.roles.transitions import read_evidence, read_roles, read_steps
from careergraph.compiled.reading.sources import read_sources
from careergraph.errors import CareerGraphError
from careergraph.model.levels import LEVEL
from careergraph.model.values import KINDS, Evidence, unknown_source
from careergraph.search.networkx_view import build_network
from careergraph.store.engine import Store

if TYPE_CHECKING:
    import networkx as nx

    from careergraph.graph import CareerGraph

KITCHEN = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <urn:> .

:cook a cg:Role ; skos:prefLabel "Cook"@en ; cg:family :kitchen .
:junior a cg:Role ; skos:prefLabel "Junior Cook"@en ; cg:levelOf :cook ; cg:seniority :jr .
:senior a cg:Role ; skos:prefLabel "Senior Cook"@en ; cg:levelOf :cook ; cg:seniority :sr .
:lead a cg:Role ; skos:prefLabel "Lead Cook"@en ; cg:levelOf :cook ; cg:seniority :ld .
:waiter a cg:Role ; skos:prefLabel "Waiter"@en .
:nameless a cg:Role .

:ladder a cg:CareerLadder ; dcterms:source :book .
:s1 a cg:LadderStep ; cg:inLadder :ladder ; cg:rank 1 ; cg:stepRole :junior ; cg:nextStep :s2 .
:s2 a cg:LadderStep ; cg:inLadder :ladder ; cg:rank 2 ; cg:stepRole :cook ; cg:nextStep :s3 .
:s3 a cg:LadderStep ; cg:inLadder :ladder ; cg:rank 3 ; cg:stepRole :senior .

:up a cg:Transition ; cg:fromRole :cook ; cg:toRole :senior ; cg:kind cg:promotion ;
    cg:statedBy :book .
:counted a cg:Transition ; cg:fromRole :waiter ; cg:toRole :cook ; cg:kind cg:move ;
    cg:statedBy :census ; cg:people 12 ; cg:count 14 ; cg:share 0.25 ; cg:medianMonths 30.5 ;
    cg:country "DE" ; cg:period "2020/2024" ; cg:population "all" ; cg:place "table 3" .
:said a cg:Transition ; cg:fromRole :waiter ; cg:toRole :cook ; cg:kind cg:move ;
    cg:statedBy :book .
:alike a cg:Transition ; cg:fromRole :waiter ; cg:toRole :cook ; cg:kind cg:related ;
    cg:statedBy :gossip ; cg:relatednessTier "primary" .
:astray a cg:Transition ; cg:fromRole :waiter ; cg:toRole :nameless ; cg:kind cg:move ;
    cg:statedBy :book .

:book a cg:Source ; dcterms:title "A book"@en ; cg:grade cg:stated .
:census a cg:Source ; dcterms:title "A census"@en ; cg:grade cg:observed .
"""


def network_of(turtle: str) -> nx.MultiDiGraph[str]:
    store = Store.from_rdflib(Graph().parse(data=turtle, format="turtle"))
    return build_network(read_roles(store), read_steps(store))


@pytest.fixture(scope="module")
def kitchen() -> nx.MultiDiGraph[str]:
    return network_of(KITCHEN)


def test_roles_carry_label_family_seniority_and_the_line_they_are_a_level_of(
    kitchen: nx.MultiDiGraph[str],
) -> None:
    assert kitchen.nodes["urn:cook"] == {
        "label": "Cook",
        "family": "urn:kitchen",
        "seniority": None,
        "level_of": None,
    }
    assert kitchen.nodes["urn:senior"]["level_of"] == "urn:cook"
    assert kitchen.nodes["urn:senior"]["seniority"] == "urn:sr"


def test_parallel_evidence_is_kept_side_by_side(kitchen: nx.MultiDiGraph[str]) -> None:
    parallel = kitchen["urn:waiter"]["urn:cook"]
    assert set(parallel) == {"urn:counted", "urn:said", "urn:alike"}
    assert {key: edge["grade"] for key, edge in parallel.items()} == {
        "urn:counted": "observed",
        "urn:said": "stated",
        "urn:alike": "unknown",
    }


def test_a_statement_keeps_its_figures_and_where_they_hold(kitchen: nx.MultiDiGraph[str]) -> None:
    evidence = kitchen["urn:waiter"]["urn:cook"]["urn:counted"]["evidence"]
    assert evidence == Evidence(
        iri="urn:counted",
        kind="move",
        grade="observed",
        source="urn:census",
        place="table 3",
        country="DE",
        population="all",
        period="2020/2024",
        people=12,
        count=14,
        share=0.25,
        median_months=30.5,
    )


def test_what_a_statement_does_not_give_is_none(kitchen: nx.MultiDiGraph[str]) -> None:
    said = kitchen["urn:waiter"]["urn:cook"]["urn:said"]
    assert (said["people"], said["share"], said["median_months"]) == (None, None, None)


def test_only_a_rung_above_its_line_of_work_is_also_that_work(
    kitchen: nx.MultiDiGraph[str],
) -> None:
    """A junior is no cook yet, and a lead that stands on no ladder is not known to be above."""
    levels = [(a, b) for a, b, kind in kitchen.edges(data="kind") if kind == LEVEL]
    assert levels == [("urn:senior", "urn:cook")]
    assert kitchen["urn:senior"]["urn:cook"]["urn:senior"]["grade"] == "stated"


def test_a_role_without_a_label_is_no_node(kitchen: nx.MultiDiGraph[str]) -> None:
    assert sorted(kitchen) == ["urn:cook", "urn:junior", "urn:lead", "urn:senior", "urn:waiter"]


def test_a_ladder_of_things_that_are_no_roles_adds_nothing() -> None:
    network = network_of(KITCHEN.replace(':cook a cg:Role ; skos:prefLabel "Cook"@en ;', ":cook"))
    assert "urn:cook" not in network
    assert network.number_of_edges() == 0


def test_a_figure_that_is_no_number_is_an_error_that_names_the_statement() -> None:
    with pytest.raises(CareerGraphError, match=r'"many" is not a number, in urn:counted'):
        network_of(KITCHEN.replace("cg:people 12", 'cg:people "many"'))


def test_sources_say_unknown_where_they_say_nothing() -> None:
    turtle = KITCHEN + ":gossip a cg:Source ."
    sources = read_sources(Store.from_rdflib(Graph().parse(data=turtle, format="turtle")))
    assert sources["urn:gossip"] == unknown_source("urn:gossip")
    assert (sources["urn:book"].title, sources["urn:book"].grade) == ("A book", "stated")
    assert (sources["urn:book"].date, sources["urn:book"].licence) == ("unknown", "unknown")


def test_the_bundled_network_holds_every_transition_once(graph: CareerGraph) -> None:
    evidence = read_evidence(graph.store)
    assert len({said.iri for _, _, said in evidence}) == len(evidence)
    keys = [key for _, _, key, kind in graph.network.edges(keys=True, data="kind") if kind != LEVEL]
    roles = graph.facts.nodes.keys()  # others lead from or to an occupation that is no role
    between = [said.iri for start, end, said in evidence if {start, end} <= roles]
    assert sorted(keys) == sorted(between)
    assert {said.kind for _, _, said in evidence} <= set(KINDS)


def test_every_bundled_level_edge_leads_from_a_higher_rung_to_its_own_line(
    graph: CareerGraph,
) -> None:
    levels = [(a, b) for a, b, kind in graph.network.edges(data="kind") if kind == LEVEL]
    assert len(levels) > 5
    for rung, base in levels:
        assert graph.network.nodes[rung]["level_of"] == base
        assert not graph.network.nodes[rung]["label"].startswith("Junior")
