"""What SPARQL over the graph promises beyond the plain case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph.errors import DataFileError, QueryError, UsageError
from careergraph.graph import CareerGraph
from careergraph.sparql.tokens import names_dataset
from careergraph.store.turtle import read_turtle
from careergraph.vocab import BUNDLED_GRAPH

if TYPE_CHECKING:
    from pathlib import Path

COUNT = "SELECT (COUNT(*) AS ?n) {source} WHERE {{ ?s a cg:Role }}"


@pytest.mark.parametrize("source", ["", f"FROM <{BUNDLED_GRAPH}>"])
def test_the_union_and_the_named_graph_hold_the_roles(graph: CareerGraph, source: str) -> None:
    (row,) = graph.query(COUNT.format(source=source))
    assert int(row.n) > 0
    assert int(next(iter(graph.store.select(COUNT.format(source=source))))[0] or 0) == int(row.n)


def test_a_graph_that_is_not_there_holds_nothing(graph: CareerGraph) -> None:
    query = COUNT.format(source="FROM <urn:none>")
    (row,) = graph.query(query)
    assert int(row.n) == 0
    assert list(graph.store.select(query)) == [("0",)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?s cg:fromRole ?from }",
        "SELECT * WHERE { ?s rdfs:label 'from' } # FROM <urn:x>",
        "SELECT * WHERE { ?s ?p <urn:from> ; from:from ?o }",
    ],
)
def test_the_word_alone_names_no_dataset(query: str) -> None:
    assert not names_dataset(query)


def test_a_query_error_is_one_line(graph: CareerGraph) -> None:
    for ask in (graph.query, graph.store.select):
        with pytest.raises(QueryError) as caught:
            ask("SELECT ?a WHERE { ?a ?b }")
        assert "\n" not in str(caught.value)


def test_only_graphs_are_taken_for_graphs() -> None:
    with pytest.raises(UsageError, match="not str"):
        CareerGraph.from_graph("mine.ttl")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "form"), [("<?xml version='1.0'?>", "RDF/XML"), ('{"@id": "urn:x"}', "JSON-LD")]
)
def test_other_forms_of_rdf_are_named(tmp_path: Path, content: str, form: str) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=f"looks like {form}. Turtle was expected"):
        read_turtle(file)
