"""Networks that leave the package hold plain values: whatever networkx writes with, takes them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from pyvis.network import Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.graph import CareerGraph

WRITERS: dict[str, Callable[[nx.Graph, io.BytesIO], object]] = {
    "adjlist": nx.write_adjlist,
    "edgelist": nx.write_edgelist,
    "gexf": nx.write_gexf,
    "gml": nx.write_gml,
    "graphml": nx.write_graphml_xml,
    "multiline adjlist": nx.write_multiline_adjlist,
    "pajek": nx.write_pajek,
    "adjacency data": lambda g, _: json.dumps(nx.adjacency_data(g), allow_nan=False),
    "cytoscape data": lambda g, _: json.dumps(nx.cytoscape_data(g), allow_nan=False),
    "node-link data": lambda g, _: json.dumps(nx.node_link_data(g, edges="edges"), allow_nan=False),
    "dict of dicts": lambda g, _: json.dumps(nx.to_dict_of_dicts(g), allow_nan=False),
    "array": lambda g, _: nx.to_numpy_array(g),
    "LaTeX": lambda g, _: nx.to_latex_raw(g, pos=nx.circular_layout(g)),
}


@pytest.fixture(scope="module", params=["network", "digraph"])
def written(request: pytest.FixtureRequest, graph: CareerGraph) -> nx.Graph:
    return graph.network if request.param == "network" else graph.digraph()


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.filterwarnings("ignore::UserWarning")  # Pajek: numbers are written as texts
def test_every_writer_takes_it(written: nx.Graph, writer: str) -> None:
    if writer == "LaTeX" and written.is_multigraph():
        pytest.skip("networkx writes no multigraph as LaTeX")
    WRITERS[writer](written, io.BytesIO())


def test_pandas_takes_it_and_loses_no_source(written: nx.Graph) -> None:
    pytest.importorskip("pandas")
    frame = nx.to_pandas_edgelist(written)
    assert set(frame["source"]) <= set(written)


def test_pyvis_takes_it(written: nx.Graph) -> None:
    picture = Network()
    picture.from_nx(written.copy())
    assert len(picture.nodes) == len(written)


def test_attributes_are_texts_and_numbers_alone(written: nx.Graph) -> None:
    taken = {"id", "key", "name", "source", "target", "value"}
    described: list[dict[str, Any]] = [data for _, data in written.nodes(data=True)]
    described += [data for *_, data in written.edges(data=True)]
    for data in described:
        assert not taken & set(data)
        assert {type(value) for value in data.values()} <= {str, int, float}


def test_what_is_written_is_read_back(graph: CareerGraph) -> None:
    for written in (graph.network, graph.digraph()):
        stream = io.BytesIO()
        nx.write_graphml_xml(written, stream)
        stream.seek(0)
        read = nx.read_graphml(stream, force_multigraph=written.is_multigraph())
        assert dict(read.nodes(data=True)) == dict(written.nodes(data=True))
        assert read.adj == written.adj
        data = nx.node_link_graph(nx.node_link_data(written, edges="edges"), edges="edges")
        assert data.adj == written.adj


def test_the_evidence_is_named_by_iri(graph: CareerGraph) -> None:
    statements = {
        (start, end, evidence.iri): evidence for start, end, evidence in graph.facts.steps
    }
    for start, end, iri, data in graph.network.edges(keys=True, data=True):
        evidence = statements[start, end, iri]
        assert (data["kind"], data["grade"]) == (evidence.kind, evidence.grade)
        assert data["stated_by"] == evidence.source
        assert data.get("median_months") == evidence.median_months
    by_iri = {iri: evidence for (_, _, iri), evidence in statements.items()}
    for _, _, data in graph.digraph().edges(data=True):  # a level may move as its line of work does
        behind = [by_iri[iri] for iri in data["statements"].split()]
        assert set(data["kinds"].split()) == {one.kind for one in behind}
        assert data["grade"] == behind[0].grade
