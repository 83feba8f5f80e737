"""Objects of the Python interface: bound variables, copies, tables, graphs without roles."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.graph import Dataset, ReadOnlyGraphAggregate

from careergraph import as_json
from careergraph.errors import DataFileError, UsageError
from careergraph.graph import CareerGraph
from careergraph.picture import CareerView
from test_own_graph import KITCHEN

if TYPE_CHECKING:
    from collections.abc import Callable

LABEL = "SELECT ?label { ?role skos:prefLabel ?label }"


@pytest.fixture(scope="module")
def kitchen() -> CareerGraph:
    return CareerGraph.from_graph(Graph().parse(data=KITCHEN, format="turtle"))


@pytest.mark.parametrize("variable", ["role", "?role", "$role", Variable("role")])
def test_a_variable_is_bound_by_any_name_that_rdflib_takes(
    kitchen: CareerGraph, variable: str
) -> None:
    chef = URIRef("https://example.org/me#owner")
    (row,) = kitchen.graph.query(LABEL, initBindings={variable: chef})
    assert str(row.label).startswith("Café")  # type: ignore[union-attr]
    assert len(kitchen.query(LABEL, **{variable: chef})) == 1


def pickled(value: CareerGraph) -> CareerGraph:
    again: CareerGraph = pickle.loads(pickle.dumps(value))  # noqa: S301 (our own)
    return again


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_answers_as_its_original(
    graph: CareerGraph, kitchen: CareerGraph, copied: Callable[[CareerGraph], CareerGraph]
) -> None:
    assert copied(graph).path("SWE", "MLE") == graph.path("SWE", "MLE")
    again = copied(kitchen)
    assert again.info == kitchen.info
    assert again.path("cook", "Café-Besitzer:in") == kitchen.path("cook", "Café-Besitzer:in")
    remote = copied(CareerGraph.from_endpoint("http://ada:secret@127.0.0.1:1/query"))
    assert remote.store.url == "http://127.0.0.1:1/query"  # type: ignore[union-attr]


def test_a_pickle_holds_no_credentials() -> None:
    remote = CareerGraph.from_endpoint("http://ada:secret@127.0.0.1:1/query")
    assert b"secret" not in pickle.dumps(remote)


def test_search_results_are_json_with_their_graph(graph: CareerGraph) -> None:
    found = graph.search("vision", limit=2)
    data = json.loads(as_json(found))
    assert data["graph"]["hash"] == graph.info.hash
    assert [one["label"] for one in data["results"]] == [one.label for one in found]
    varied = json.loads(as_json(graph.stability("SWE", "MLE", by="time")))
    assert list(varied) == ["graph", "stability"]
    for answer in (found, graph.stability("SWE", "MLE", by="time")):
        again = pickle.loads(pickle.dumps(answer))  # noqa: S301 (our own)
        assert (again, again.graph) == (answer, answer.graph)


def test_every_table_is_a_frame(graph: CareerGraph) -> None:
    pytest.importorskip("pandas")
    ends = ("SWE", "MLE")
    answers = [
        *(graph.search("vision"), graph.stability(*ends), graph.why(*ends), graph.gap(*ends)),
        *(graph.path(*ends), graph.paths(*ends), graph.plan(*ends), graph.compare(*ends)),
        *(graph.role("SWE"), graph.next("SWE"), graph.feeders("SWE"), graph.reach("SWE")),
        *(graph.bridges("SWE"), graph.overview(), graph.named("ladder-of-role", role="SWE")),
        graph.query(f"{LABEL} LIMIT 3"),
    ]
    for answer in answers:
        frame = answer.to_frame()  # type: ignore[union-attr]
        assert len(frame) > 0, answer


def test_a_frame_of_a_query_holds_python_values(kitchen: CareerGraph) -> None:
    pytest.importorskip("pandas")
    query = "SELECT (1 + 1 AS ?two) (<urn:x> AS ?iri) ('a'@en AS ?text) (?none AS ?gap) {}"
    frame = kitchen.query(query).to_frame()  # type: ignore[attr-defined]
    (row,) = frame.itertuples(index=False)
    assert row[:3] == (2, "urn:x", "a")
    assert {type(value) for value in row[1:3]} == {str}
    assert row[3] is None


@pytest.mark.parametrize(
    ("turtle", "cause"),
    [
        ("", "it holds no statement"),
        ("<urn:a> <urn:b> <urn:c> .", "gives a thing a class"),
        ("<urn:a> a <urn:Job> .", 'Most of its things are of "urn:Job"'),
        ("<urn:a> a <https://w3id.org/careergraph/ont#Role> .", "none of its roles has a label"),
        (
            "<http://data.europa.eu/esco/occ/1> a <http://data.europa.eu/esco/model#Occupation> .",
            "it is ESCO as it is published",
        ),
    ],
)
def test_a_graph_without_roles_is_refused_by_its_cause(turtle: str, cause: str) -> None:
    with pytest.raises(DataFileError, match=cause) as caught:
        CareerGraph.from_graph(Graph().parse(data=turtle, format="turtle"))
    assert "cg:Role" in str(caught.value)


def test_every_kind_of_graph_is_taken() -> None:
    plain = Graph().parse(data=KITCHEN, format="turtle")
    dataset = Dataset()
    dataset.graph(URIRef("urn:mine")).parse(data=KITCHEN, format="turtle")
    other = Graph()
    other.add((URIRef("urn:x"), URIRef("urn:y"), Literal("z")))
    for kind in (plain, dataset, ReadOnlyGraphAggregate([plain, other])):
        answer = CareerGraph.from_graph(kind).path("cook", "Café-Besitzer:in")
        assert len(answer.roles) == 3


@pytest.mark.parametrize("menu", ["select_menu", "filter_menu"])
def test_menus_that_do_not_work_are_refused(menu: str) -> None:
    view = CareerView(**{menu: True})
    view.add_node("cook", label="Cook")
    with pytest.raises(UsageError, match=f"{menu} does not work"):
        view.generate_html()
