"""The same data for people who know rdflib: terms, bindings, and nothing that changes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef

from careergraph.errors import CareerGraphError, QueryError
from careergraph.graph import CareerGraph
from careergraph.store.bundled import ontology_dir
from careergraph.vocab import CG

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def fresh() -> CareerGraph:
    """Return a small graph of its own for the tests that try to change it."""
    base = Path(__file__).parent / "planted" / "base.ttl"
    return CareerGraph.from_graph(Graph().parse(base, format="turtle"))


def test_terms_are_those_that_rdflib_itself_would_read(graph: CareerGraph) -> None:
    """Texts, dates and language tags to the letter; numbers by value: Oxigraph shortens 1.0."""
    for name in ("roles", "pay", "degree_shares", "transitions_observed"):
        read = Graph().parse(ontology_dir() / "data" / f"{name}.ttl", format="turtle")
        assert len(read) > 20
        assert [triple for triple in read if triple not in graph.graph] == []
        for subject, predicate, value in read:
            seen = list(graph.graph.objects(subject, predicate))
            if isinstance(value, Literal) and value.datatype == XSD.decimal:
                assert value.toPython() in [one.toPython() for one in seen]
            else:
                assert value in seen


@pytest.mark.parametrize(
    "change",
    [
        lambda g: g.add((RDF.type, RDF.type, RDF.type)),
        lambda g: g.addN([(RDF.type, RDF.type, RDF.type, g)]),
        lambda g: g.remove((None, None, None)),
        lambda g: g.set((RDF.type, RDF.type, RDF.type)),
        lambda g: g.update("DELETE WHERE { ?s ?p ?o }"),
        lambda g: g.parse(data="<urn:a> <urn:b> <urn:c> .", format="turtle"),
        lambda g: g.store.add_graph(g),
        lambda g: g.store.remove_graph(g),
        lambda g: g.destroy("somewhere"),
        lambda g: g.open("somewhere"),
    ],
)
def test_the_view_is_read_only(fresh: CareerGraph, change: Callable[[Graph], object]) -> None:
    before = len(fresh.graph)
    with pytest.raises(CareerGraphError, match="read-only"):
        change(fresh.graph)
    assert len(fresh.graph) == before


def test_closing_the_view_leaves_the_graph_open(fresh: CareerGraph) -> None:
    fresh.graph.close()
    assert len(fresh.graph) > 100
    assert fresh.gap("machine learning engineer", "data scientist")


def test_a_binding_holds_in_the_whole_pattern(graph: CareerGraph) -> None:
    role = URIRef(graph.find("MLE").entry.iri)
    asked = graph.query("SELECT ?skill WHERE { ?role cg:requiresSkill ?skill }", role=role)
    expected = set(graph.graph.objects(role, URIRef(CG + "requiresSkill")))
    assert {row.skill for row in asked} == expected
    assert bool(graph.query("ASK { ?role a cg:Role }", role=role))
    assert not bool(graph.query("ASK { ?role a cg:Role }", role=URIRef("urn:nobody")))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(?skill) AS ?n) WHERE { ?role cg:requiresSkill ?skill }",
        "SELECT (COUNT(?skill) AS ?n) { ?role cg:requiresSkill ?skill } # {",
        "PREFIX x: <urn:x#> SELECT (COUNT(*) AS ?n) { ?role cg:requiresSkill ?skill }",
        """SELECT (COUNT(?skill) AS ?n) ("{ select where" AS ?text) # ASK {
           WHERE { ?role cg:requiresSkill ?skill }""",
        "SELECT (COUNT(*) AS ?n) (EXISTS { ?a ?b ?c } AS ?e) { ?role cg:requiresSkill ?skill }",
        """SELECT ?n WHERE {
           { SELECT (COUNT(*) AS ?n) ?role { ?role cg:requiresSkill ?skill } GROUP BY ?role } }""",
    ],
)
def test_a_count_is_over_what_the_binding_leaves(graph: CareerGraph, query: str) -> None:
    role = URIRef(graph.find("MLE").entry.iri)
    expected = len(set(graph.graph.objects(role, URIRef(CG + "requiresSkill"))))
    (row,) = graph.query(query, role=role)
    assert row.n.toPython() == expected


def test_a_binding_holds_in_construct_and_describe(graph: CareerGraph) -> None:
    role = URIRef(graph.find("MLE").entry.iri)
    skills = set(graph.graph.objects(role, URIRef(CG + "requiresSkill")))
    for query in (
        "CONSTRUCT { ?role cg:requiresSkill ?s } WHERE { ?role cg:requiresSkill ?s }",
        "CONSTRUCT WHERE { ?role cg:requiresSkill ?s }",
    ):
        assert set(graph.query(query, role=role).graph.objects()) == skills
    described = graph.query("DESCRIBE ?role WHERE { ?role a cg:Role }", role=role).graph
    assert set(described.subjects()) == {role}


def test_a_text_with_quotes_and_lines_can_be_bound(graph: CareerGraph) -> None:
    text = Literal('say "hi"\n} { \\')
    (row,) = graph.query("SELECT (STRLEN(?text) AS ?n) WHERE {}", text=text)
    assert row.n.toPython() == len(text)


def test_what_cannot_be_bound_is_refused(graph: CareerGraph) -> None:
    with pytest.raises(QueryError, match="Wrap it"):
        graph.query("ASK { ?role a cg:Role }", role="MLE")  # type: ignore[arg-type]
    with pytest.raises(QueryError, match=r"no variable [?]rule"):
        graph.query("ASK { ?role a cg:Role }", rule=RDF.type)
    with pytest.raises(QueryError, match="not RDF"):
        graph.query("ASK { ?role a cg:Role }", role=URIRef("no iri"))


@pytest.mark.parametrize(
    "query", ["", "SELECT", "SELECT * WHERE { ?s ?p }", "DELETE WHERE { ?s ?p ?o }", "\x00"]
)
def test_a_query_that_cannot_be_parsed_is_an_error_of_ours(graph: CareerGraph, query: str) -> None:
    for ask in (graph.query, graph.store.select, graph.store.ask, graph.store.construct):
        with pytest.raises(QueryError):
            ask(query)


def test_a_query_of_another_form_is_refused(graph: CareerGraph) -> None:
    for ask, query in (
        (graph.store.select, "ASK { ?s ?p ?o }"),
        (graph.store.ask, "SELECT * { ?s ?p ?o }"),
        (graph.store.construct, "ASK { ?s ?p ?o }"),
    ):
        with pytest.raises(QueryError, match=r"not a|neither"):
            ask(query)


def test_a_service_that_does_not_answer_is_an_error_of_ours(graph: CareerGraph) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    with pytest.raises(QueryError, match="SERVICE"):
        graph.query(query)
    with pytest.raises(QueryError, match="cannot be run"):
        graph.query(query, allow_service=True)
    with pytest.raises(QueryError):
        list(graph.store.select(query))
