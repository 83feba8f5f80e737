"""Exports are read back by other programs with nothing lost, and are the same every time."""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import re
import subprocess
import sys
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from careergraph.answers.whole_graph.export import FORMATS, export_graph, graphml
from careergraph.cli.group import run
from careergraph.model.levels import LEVEL
from careergraph.model.occupations import is_occupation
from careergraph.model.values import KINDS, RoleNode
from careergraph.store.bundled import bundled_files, curated_files
from careergraph.store.derived import add_derived
from careergraph.store.engine import Store
from careergraph.vocab import BUNDLED_GRAPH, CG, PREFIXES
from command_line import careergraph, environment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

    from careergraph.graph import CareerGraph
    from careergraph.model.values import Evidence


class Exports(dict[str, bytes]):
    """What the command writes in each format, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, form: str) -> bytes:
        assert run(["export", "--format", form, "-o", str(self.folder / form)]) == 0
        self[form] = (self.folder / form).read_bytes()
        return self[form]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    return Exports(tmp_path_factory.mktemp("exports"))


IN_SLICE = (
    *("careergraph", "roles", "ladders", "learning", "pay", "experience_editorial", "sources"),
    *("requirements_onet", "transitions_observed", "transitions_stated", "prerequisites"),
)
SLICE = [path for path in curated_files() if path.stem in IN_SLICE]
"""Files with every kind of term: rdflib takes minutes to read and compare the whole graph."""
WRITE_SLICE = """
import sys
from pathlib import Path
from careergraph.answers.whole_graph.export import export_graph
from careergraph.store.engine import Store
store = Store()
for name in sys.argv[2:]:
    store.load(Path(name))
sys.stdout.buffer.write(export_graph(store, sys.argv[1]))
"""


@cache
def write_slice(form: str, *, seed: str = "0") -> bytes:
    """Return the slice in a format, as another process writes it."""
    command = [sys.executable, "-c", WRITE_SLICE, form, *map(str, SLICE)]
    env = environment(PYTHONHASHSEED=seed)
    return subprocess.run(command, capture_output=True, env=env, check=True).stdout


@pytest.fixture(scope="module")
def triples() -> rdflib.Graph:
    """Return the statements of the slice, read by rdflib."""
    assert len(SLICE) == len(IN_SLICE)
    read = rdflib.Graph()
    for path in SLICE:
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


def test_every_format_is_compared() -> None:
    assert set(FORMATS) == {*("turtle", "nquads", "jsonld"), *("graphml", "csv")}


@pytest.mark.parametrize("form", ["turtle", "nquads", "jsonld"])
def test_rdf_is_the_same_every_time(form: str) -> None:
    """A second process, with other hashes of strings, writes the same bytes."""
    assert write_slice(form, seed="4711") == write_slice(form)


@pytest.mark.parametrize("form", ["graphml", "csv"])
def test_exports_are_the_same_every_time(exports: Exports, form: str) -> None:
    """A second process, with other hashes of strings, writes the same bytes to its output."""
    again = careergraph("export", "--format", form, env={"PYTHONHASHSEED": "4711"})
    assert again.stdout == exports[form].decode().replace("\r\n", "\n")


@pytest.mark.parametrize("form", ["turtle", "jsonld"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib warns of its own names
def test_rdf_is_read_whole_into_a_plain_graph(triples: rdflib.Graph, form: str) -> None:
    """Whoever parses into `rdflib.Graph` sees its default graph only."""
    reader = {"jsonld": "json-ld"}.get(form, form)
    plain = rdflib.Graph().parse(data=write_slice(form).decode(), format=reader)
    read = by_value(plain)
    assert len(read) == len(triples)
    assert isomorphic(read, triples)


def test_n_quads_are_read_back_whole(exports: Exports) -> None:
    quads = list(ox.parse(exports["nquads"], format=ox.RdfFormat.N_QUADS))
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(BUNDLED_GRAPH)}
    read = ox.Store()
    for path in bundled_files():
        read.load(path=path, format=ox.RdfFormat.TURTLE)
    add_derived(read)
    assert len(quads) == len(read)


def test_json_ld_uses_prefixes_and_keeps_what_a_prefix_would_change() -> None:
    store = Store()
    scheme = ox.NamedNode("schema:is-a-scheme-here")
    role = ox.NamedNode(f"{CG}Role")
    known = [
        ox.Triple(scheme, ox.NamedNode(f"{PREFIXES['rdf']}type"), role),
        ox.Triple(
            role, ox.NamedNode(f"{PREFIXES['schema']}name"), ox.Literal("Rolle", language="de")
        ),
        ox.Triple(role, ox.NamedNode(f"{CG}share"), ox.Literal(0.5)),
        ox.Triple(ox.BlankNode("x"), ox.NamedNode(f"{CG}none"), ox.BlankNode("x")),
        ox.Triple(
            role,
            ox.NamedNode("urn:p"),
            ox.Literal("\u05d0", language="he", direction=ox.BaseDirection.RTL),
        ),
    ]
    store.oxigraph.extend(ox.Quad(*triple, ox.NamedNode(BUNDLED_GRAPH)) for triple in known)
    content = export_graph(store, "jsonld")
    read = ox.Dataset(ox.parse(content, format=ox.RdfFormat.JSON_LD))
    wanted = ox.Dataset(ox.Quad(*triple) for triple in known)
    for dataset in (read, wanted):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert read == wanted
    data = json.loads(content)
    assert data["@context"]["cg"] == CG
    assert "schema" not in data["@context"], "schema: is a scheme of an IRI in these data"
    assert {"@id": "schema:is-a-scheme-here", "@type": ["cg:Role"]} in data["@graph"]


_GRAPHML: Final = "{http://graphml.graphdrawing.org/xmlns}"
_TYPES: Final = {"boolean", "int", "long", "float", "double", "string"}
_NMTOKEN: Final = re.compile(r"[A-Za-z0-9._:-]+")


def check_graphml(content: bytes) -> None:
    """Fail where a file breaks a rule of the GraphML schema that a flat graph can break.

    Ids are name tokens and unique among keys, nodes and edges; an edge names two nodes of the
    graph; a datum names a key that is declared for its kind of element, once per element; keys come
    before the graph, and its type is one of six.
    """
    root = ET.fromstring(content)  # noqa: S314 (we wrote it)
    assert root.tag == f"{_GRAPHML}graphml"
    assert [child.tag for child in root] == [
        *[f"{_GRAPHML}key"] * (len(root) - 1),
        f"{_GRAPHML}graph",
    ]
    keys = {key.attrib["id"]: key.attrib for key in root[:-1]}
    assert len(keys) == len(root) - 1
    for key in keys.values():
        assert set(key) == {"id", "for", "attr.name", "attr.type"}
        assert key["for"] in {"node", "edge"}
        assert key["attr.type"] in _TYPES
    graph = root[-1]
    assert graph.attrib["edgedefault"] == "directed"
    nodes = [item.attrib["id"] for item in graph if item.tag == f"{_GRAPHML}node"]
    edges = [item for item in graph if item.tag == f"{_GRAPHML}edge"]
    ids = [*keys, *nodes, *(edge.attrib["id"] for edge in edges), graph.attrib["id"]]
    assert len(set(ids)) == len(ids)
    assert all(map(_NMTOKEN.fullmatch, ids))
    assert len(nodes) + len(edges) == len(graph)
    for edge in edges:
        assert {edge.attrib["source"], edge.attrib["target"]} <= set(nodes)
    for item in graph:
        used = [data.attrib["key"] for data in item]
        assert len(set(used)) == len(used)
        assert {f"{_GRAPHML}{keys[name]['for']}" for name in used} <= {item.tag}
        for data in item:
            _check_value(str(keys[data.attrib["key"]]["attr.type"]), data.text or "")


def _check_value(kind: str, text: str) -> None:
    if kind in {"float", "double"}:
        assert math.isfinite(float(text))
    elif kind in {"int", "long"}:
        assert abs(int(text)) < 2**63
    elif kind == "boolean":
        assert text in {"true", "false"}


def steps_between_roles(graph: CareerGraph) -> list[tuple[str, str, Evidence]]:
    """Return the transitions of the network: those that name an occupation are in RDF alone."""
    facts = graph.facts
    return [step for step in facts.steps if not (is_occupation(step[0]) or is_occupation(step[1]))]


def test_graphml_keeps_to_the_schema(exports: Exports) -> None:
    check_graphml(exports["graphml"])


def test_graphml_is_read_back_whole(exports: Exports, graph: CareerGraph) -> None:
    read = nx.read_graphml(io.BytesIO(exports["graphml"]), force_multigraph=True)
    iris = nx.get_node_attributes(read, "iri")
    facts, digraph = graph.facts, graph.digraph(kinds=KINDS)
    assert [iris[node] for node in read] == [role.iri for role in facts.roles]
    for role in facts.roles:
        described = read.nodes[f"n{facts.roles.index(role)}"]
        assert described["label"] == role.label
        assert described.get("level_of") == role.level_of
        assert not described.get("family", "").startswith("http")
    edges = sorted(read.edges(keys=True, data=True), key=lambda edge: int(edge[2][1:]))
    steps = steps_between_roles(graph)
    assert 0 < len(steps) < len(facts.steps)
    assert len(edges) == len(steps)
    for (source, target, _, data), (start, end, evidence) in zip(edges, steps, strict=True):
        assert (iris[source], iris[target]) == (start, end)
        for name in ("kind", "grade", "people", "count", "share", "median_months", "period"):
            assert data.get(name) == getattr(evidence, name)
        assert data["stated_by"] == evidence.source
        assert data["weight"] == (0 if evidence.kind == LEVEL else digraph[start][end]["gap"])


def test_graphml_is_read_by_igraph(exports: Exports, graph: CareerGraph) -> None:
    assert exports["graphml"]
    read = igraph.Graph.Read_GraphML(str(exports.folder / "graphml"))
    assert (read.vcount(), read.ecount()) == (
        len(graph.facts.roles),
        len(steps_between_roles(graph)),
    )
    assert read.vs["label"] == [role.label for role in graph.facts.roles]


@pytest.mark.parametrize(
    "label", ["bell \x07", "null \0", "half \ud800", "never \uffff", "\x85 \r\n\t<&>\"'"]
)
def test_graphml_holds_any_label(label: str) -> None:
    """What XML cannot hold becomes U+FFFD, and is counted; all else comes back."""
    content, replaced = graphml([RoleNode("urn:a", label)], [], {})
    check_graphml(content)
    (described,) = dict(nx.parse_graphml(content.decode()).nodes(data=True)).values()
    bad = re.compile("[\0\x07\ud800\uffff]")
    assert described["label"] == bad.sub("\ufffd", label)
    assert replaced == len(bad.findall(label))


def read_table(content: bytes) -> list[dict[str, str]]:
    text = content.decode()
    assert text.count("\r\n") == text.count("\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_is_two_tables_that_belong_together(
    exports: Exports, tmp_path: Path, graph: CareerGraph
) -> None:
    target = tmp_path / "roles.csv"
    assert run(["export", "--format", "csv", "--table", "nodes", "-o", str(target)]) == 0
    nodes, edges = read_table(target.read_bytes()), read_table(exports["csv"])
    facts = graph.facts
    assert [(row["Id"], row["Label"]) for row in nodes] == [(r.iri, r.label) for r in facts.roles]
    assert list(edges[0])[:5] == ["Source", "Target", "Type", "Id", "Weight"]
    steps = steps_between_roles(graph)
    assert [(row["Source"], row["Target"]) for row in edges] == [step[:2] for step in steps]
    assert len({row["Id"] for row in edges}) == len(edges)
    for row, (start, end, evidence) in zip(edges, steps, strict=True):
        assert (row["from"], row["to"]) == (graph.catalog.label(start), graph.catalog.label(end))
        assert (row["kind"], row["stated_by"]) == (evidence.kind, evidence.source)
        assert (float(row["share"]) if row["share"] else None) == evidence.share


def test_csv_begins_with_a_mark_for_excel_where_asked(tmp_path: Path) -> None:
    target = tmp_path / "moves.csv"
    assert run(["export", "--format", "csv", "--bom", "-o", str(target)]) == 0
    assert target.read_bytes().startswith(codecs.BOM_UTF8 + b"Source,Target,")
    assert run(["export", "--format", "turtle", "--bom"]) == 2


def test_a_file_that_exists_is_replaced_with_force_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rule of every command that writes a file."""
    target = tmp_path / "kept"
    commands = [
        ["export", "--format", "csv", "-o", str(target)],
        ["query", "ASK {}", "-o", str(target)],
        ["profile", "init", "-o", str(target)],
        ["view", "SWE", "-o", str(target)],
        ["path", "SWE", "MLE", "--html", str(target)],
        ["plan", "SWE", "MLE", "-o", str(target)],
    ]
    for command in commands:
        target.write_text("mine", encoding="utf-8")
        assert run(command) == 1
        assert "--force" in capsys.readouterr().err
        assert target.read_text("utf-8") == "mine"
        assert run([*command, "--force"]) == 0, capsys.readouterr().err
        assert target.read_text("utf-8") != "mine"
        assert list(tmp_path.iterdir()) == [target]


def test_an_export_replaces_a_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "moves.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    done = careergraph("export", "--format", "csv", "-o", target.name, "--force", cwd=tmp_path)
    assert done.stderr.startswith("Wrote moves.csv (")
    assert target.read_text("utf-8").startswith("Source,Target,")
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_hyphen_is_standard_output(exports: Exports) -> None:
    done = careergraph("export", "--format", "csv", "-o", "-")
    assert done.stdout == exports["csv"].decode().replace("\r\n", "\n")
    assert done.stderr == ""
