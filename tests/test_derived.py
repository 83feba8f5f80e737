"""The derived edges are what the data gives, and what the vocabulary declares."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection

from careergraph.graph import CareerGraph
from careergraph.store.bundled import curated_files
from careergraph.store.derived import add_derived, derive_triples
from careergraph.store.engine import Store
from careergraph.store.turtle import memory_graph
from careergraph.vocab import CG

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def derived() -> Graph:
    return memory_graph(derive_triples(source_store().oxigraph))


def source_store() -> Store:
    """Return a store with what the files state, without what is derived."""
    store = Store()
    for path in curated_files():
        store.load(path)
    return store


def expand_chain(graph: Graph, chain: list[object]) -> set[tuple[object, object]]:
    """Return the pairs that a chain of properties connects; a blank node is an inverse."""
    pairs: set[tuple[object, object]] = set()
    for number, link in enumerate(chain):
        inverse = graph.value(link, OWL.inverseOf)  # type: ignore[arg-type]
        edges = (
            {(o, s) for s, o in graph.subject_objects(inverse)}
            if inverse
            else set(graph.subject_objects(link))  # type: ignore[arg-type]
        )
        following = defaultdict(set)
        for start, end in edges:
            following[start].add(end)
        pairs = edges if number == 0 else {(a, c) for a, b in pairs for c in following[b]}
    return pairs


def chains_of(graph: Graph, name: str) -> set[tuple[object, object]]:
    """Return all pairs that the chains declared for a property give."""
    declared = list(graph.objects(URIRef(CG + name), OWL.propertyChainAxiom))
    assert declared, f"no chain is declared for cg:{name}"
    return set().union(*(expand_chain(graph, list(Collection(graph, c))) for c in declared))


def pairs_of(graph: Graph, name: str) -> set[tuple[object, object]]:
    return set(graph.subject_objects(URIRef(CG + name)))


def test_the_store_holds_the_derived_edges(derived: Graph) -> None:
    held = set(memory_graph(Store.bundled().oxigraph))
    assert set(derived) <= held


@pytest.mark.parametrize("name", ["promotesTo", "prerequisiteSkill"])
def test_the_declared_chains_give_exactly_the_derived_edges(
    read_by_rdflib: Graph, derived: Graph, name: str
) -> None:
    expected = chains_of(read_by_rdflib, name)
    assert len(expected) > 5
    assert pairs_of(derived, name) == expected


def test_a_role_requires_what_a_source_asks_for_and_nothing_optional(
    read_by_rdflib: Graph, derived: Graph
) -> None:
    asked = {
        (
            read_by_rdflib.value(statement, URIRef(CG + "ofRole")),
            read_by_rdflib.value(statement, URIRef(CG + "skill")),
        )
        for statement in read_by_rdflib.subjects(RDF.type, URIRef(CG + "SkillRequirement"))
        if read_by_rdflib.value(statement, URIRef(CG + "necessity")) != URIRef(CG + "optional")
    }
    assert len(asked) > 5
    assert pairs_of(derived, "requiresSkill") == asked


def test_the_declared_chain_gives_the_certifications_that_a_role_leads_to(
    read_by_rdflib: Graph, derived: Graph
) -> None:
    certified = chains_of(read_by_rdflib, "namesCredential")
    assert len(certified) > 5
    degrees = set(read_by_rdflib.subjects(RDF.type, URIRef(CG + "Degree")))
    found = pairs_of(derived, "namesCredential")
    assert {(role, what) for role, what in found if what not in degrees} == certified


def test_degrees_are_the_rest_of_what_a_role_leads_to(
    read_by_rdflib: Graph, derived: Graph
) -> None:
    degree, of_role = URIRef(CG + "degree"), URIRef(CG + "ofRole")
    required = {
        (role, what)
        for statement in read_by_rdflib.subjects(RDF.type, URIRef(CG + "DegreeRequirement"))
        for role in read_by_rdflib.objects(statement, of_role)
        for what in read_by_rdflib.objects(statement, degree)
    }
    assert required
    assert pairs_of(derived, "namesCredential") == required | chains_of(
        read_by_rdflib, "namesCredential"
    )


def test_moves_are_the_transitions_of_that_kind(read_by_rdflib: Graph, derived: Graph) -> None:
    moves = set(read_by_rdflib.subjects(URIRef(CG + "kind"), URIRef(CG + "move")))
    ends = {
        (
            read_by_rdflib.value(move, URIRef(CG + "fromRole")),
            read_by_rdflib.value(move, URIRef(CG + "toRole")),
        )
        for move in moves
    }
    assert len(ends) > 20
    assert pairs_of(derived, "movesTo") == ends


def test_one_transitions_where_one_moves_or_is_promoted_and_nowhere_else(
    read_by_rdflib: Graph, derived: Graph
) -> None:
    narrower = set(read_by_rdflib.subjects(RDFS.subPropertyOf, URIRef(CG + "transitionsTo")))
    assert narrower == {URIRef(CG + "movesTo"), URIRef(CG + "promotesTo")}
    both = pairs_of(derived, "movesTo") | pairs_of(derived, "promotesTo")
    assert pairs_of(derived, "transitionsTo") == both


def test_nothing_else_is_derived(derived: Graph) -> None:
    names = {
        "namesCredential",
        "movesTo",
        "prerequisiteSkill",
        "promotesTo",
        "requiresSkill",
        "transitionsTo",
    }
    assert set(derived.predicates()) == {URIRef(CG + name) for name in names}


def test_deriving_again_from_what_is_derived_changes_nothing() -> None:
    store = source_store().oxigraph
    first = set(derive_triples(store))
    add_derived(store)
    assert set(derive_triples(store)) == first


def test_sparql_finds_what_people_hold_in_a_file_laid_over_the_graph(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        """@prefix cg: <https://w3id.org/careergraph/ont#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:cook> a cg:Role ; skos:prefLabel "Cook"@en .
        <urn:profile> a cg:Profile ; cg:ofRole <urn:cook> ; cg:statedBy <urn:me> .
        <urn:item> a cg:ProfileItem ; cg:inProfile <urn:profile> ; cg:asksFor <urn:knives> ;
            cg:itemLevel 2 ; cg:itemWeight cg:core ; cg:statedBy <urn:me> .""",
        "utf-8",
    )
    g = CareerGraph.with_files(own)
    assert "urn:cook" in g.facts.nodes  # answers read the graph before what people hold is added
    assert g.query("ASK { <urn:cook> cg:holdsWorking <urn:knives> }").askAnswer
    assert not g.query("ASK { <urn:cook> cg:holdsExpert <urn:knives> }").askAnswer
