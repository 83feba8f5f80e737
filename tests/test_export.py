"""Exports are read back by other programs with nothing lost, and are the same every time."""

from __future__ import annotations

import csv
import io
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING

import networkx as nx
import pytest
import rdflib
from rdflib.compare import isomorphic

from careergraph.answers.whole_graph.export import FORMATS
from careergraph.model.values import KINDS
from careergraph.store.bundled import bundled_files
from command_line import careergraph

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

    from careergraph.graph import CareerGraph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every format, written by the command."""
    folder = tmp_path_factory.mktemp("exports")
    for form in FORMATS:
        target = folder / form
        done = careergraph("export", "--format", form, "-o", str(target))
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == f"Wrote {target} ({target.stat().st_size:,} bytes).\n"
    return folder


@pytest.fixture(scope="module")
def triples() -> rdflib.Graph:
    """Return the statements of the bundled graph, read by rdflib from its files."""
    read = rdflib.Graph()
    for path in bundled_files():
        read.parse(path, format="turtle")
    return by_value(read)


def by_value(statements: Iterable[tuple[Node, Node, Node]]) -> rdflib.Graph:
    """Return a graph in which a decimal is written in one way: Oxigraph keeps values, not zeros."""
    graph = rdflib.Graph()
    for subject, predicate, term in statements:
        if isinstance(term, rdflib.Literal) and term.datatype == rdflib.XSD.decimal:
            shortest = f"{Decimal(str(term)).normalize():f}"
            graph.add((subject, predicate, rdflib.Literal(shortest, datatype=rdflib.XSD.decimal)))
        else:
            graph.add((subject, predicate, term))
    return graph


@pytest.mark.parametrize("form", FORMATS)
def test_exports_are_the_same_every_time(folder: Path, form: str) -> None:
    """A second process, with other hashes of strings, writes the same bytes to its output."""
    again = careergraph("export", "--format", form, env={"PYTHONHASHSEED": "4711"})
    assert again.stdout.encode() == (folder / form).read_text("utf-8").encode()


@pytest.mark.parametrize(
    ("form", "reader"), [("turtle", "turtle"), ("nquads", "nquads"), ("jsonld", "json-ld")]
)
def test_rdf_is_read_back_whole(
    folder: Path, triples: rdflib.Graph, form: str, reader: str
) -> None:
    dataset = rdflib.Dataset(default_union=True)
    with warnings.catch_warnings():
        # rdflib warns of its own names.
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=(folder / form).read_text("utf-8"), format=reader)
    read = by_value((s, p, o) for s, p, o, _ in dataset.quads())
    assert len(read) == len(triples)
    assert isomorphic(read, triples)


def test_graphml_is_read_back_whole(folder: Path, graph: CareerGraph) -> None:
    read = nx.read_graphml(folder / "graphml", force_multigraph=True)
    network = graph.network
    assert set(read) == set(network)
    assert set(read.edges(keys=True)) == set(network.edges(keys=True))
    for role, attributes in read.nodes(data=True):
        assert attributes["label"] == network.nodes[role]["label"]
    for *edge, attributes in read.edges(keys=True, data=True):
        known = network.edges[tuple(edge)]
        assert attributes == {
            name: value for name, value in known.items() if name != "evidence" and value is not None
        }


def test_csv_has_one_row_for_each_statement_of_a_transition(
    folder: Path, graph: CareerGraph
) -> None:
    text = (folder / "csv").read_bytes().decode()
    assert text.count("\r\n") == text.count("\n")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    edges = {
        key: (graph.catalog.label(start), graph.catalog.label(end), data)
        for start, end, key, data in graph.network.edges(keys=True, data=True)
        if data["kind"] in KINDS
    }
    assert {row["iri"] for row in rows} == set(edges)
    for row in rows:
        start, end, data = edges[row["iri"]]
        assert (row["from"], row["to"], row["kind"]) == (start, end, data["kind"])
        assert row["source"] == data["source"]
        assert (float(row["share"]) if row["share"] else None) == data["share"]


def test_an_export_replaces_a_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "moves.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    done = careergraph("export", "--format", "csv", "-o", target.name, cwd=tmp_path)
    assert done.stderr.startswith("Wrote moves.csv (")
    assert target.read_text("utf-8").startswith("from,to,kind,grade,source,")
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_hyphen_is_standard_output(folder: Path) -> None:
    done = careergraph("export", "--format", "csv", "-o", "-")
    assert done.stdout.encode() == (folder / "csv").read_text("utf-8").encode()
    assert done.stderr == ""
