"""Turtle as people have it: relative IRIs, byte-order marks, other formats, values as written."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from careergraph.answers.whole_graph.export import export_graph
from careergraph.compiled.checks import check
from careergraph.compiled.generation import open_store
from careergraph.errors import CareerGraphError, DataFileError, QueryError, QuerySyntaxError
from careergraph.sparql.diagnosis import check_syntax
from careergraph.store.bundled import bundled_files
from careergraph.store.derived import derived_statements
from careergraph.store.engine import Store
from careergraph.store.rdflib_results import to_rdflib
from careergraph.store.turtle import canonical_text, memory_graph, read_turtle
from careergraph.store.turtle_writer import are_isomorphic

if TYPE_CHECKING:
    from pathlib import Path

RELATIVE = "@prefix : <#> . :me :knows <other.ttl> , <../up> , </root> , <> ."


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "mine with space.ttl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_the_address_of_a_file_is_the_base_of_its_iris(tmp_path: Path) -> None:
    path = written(tmp_path, RELATIVE)
    base = path.resolve().as_uri()
    parsed = ox.parse(RELATIVE, format=ox.RdfFormat.TURTLE, base_iri=base)
    expected = {quad.triple for quad in parsed}
    read = read_turtle(path)
    assert read.is_relative
    assert set(read.triples) == expected
    store = Store()
    store.load(path, graph="urn:g")
    assert {quad.triple for quad in store.oxigraph} == expected


def test_a_base_in_the_file_counts_more(tmp_path: Path) -> None:
    read = read_turtle(written(tmp_path, "@base <https://example.org/> . <a> <b> <c> ."))
    assert not read.is_relative
    assert read.triples[0].subject == ox.NamedNode("https://example.org/a")


def test_no_address_of_this_machine_is_written_into_a_file(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="relative IRIs"):
        canonical_text(written(tmp_path, RELATIVE))


def test_an_error_behind_a_relative_iri_is_named_where_it_is(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        read_turtle(written(tmp_path, "<#a> <#b> <#c> .\n<#a> <#b> ] ."))
    assert caught.value.line == 2


def test_a_mark_of_byte_order_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, codecs.BOM_UTF8 + b"<urn:a> <urn:b> 1 .")
    assert len(read_turtle(path).triples) == 1
    store = Store()
    store.load(path)
    assert len(store.oxigraph) == 1
    assert not canonical_text(path).startswith("\ufeff")


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ('{"@id": "urn:a"}', "JSON-LD"),
        ('[{"@id": "urn:a"}]', "JSON-LD"),
        (' [\n  {"@id": "urn:a"}]', "JSON-LD"),
        ("[]", "JSON-LD"),
        ("{}", "JSON-LD"),
        ("{ <urn:a> <urn:b> <urn:c> }", "TriG"),
        ('<?xml version="1.0"?><x/>', "RDF/XML"),
    ],
)
def test_another_format_is_named(tmp_path: Path, content: str, form: str) -> None:
    with pytest.raises(DataFileError, match=f"looks like {form}"):
        read_turtle(written(tmp_path, content))


@pytest.mark.parametrize("content", ["[] <urn:p> 1 .", "[ <urn:p> 1 ] .", "[\n a <urn:C> ] ."])
def test_turtle_may_begin_with_a_bracket(tmp_path: Path, content: str) -> None:
    assert len(read_turtle(written(tmp_path, content)).triples) == 1


def test_a_base_direction_is_refused_and_never_dropped(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="base direction"):
        read_turtle(written(tmp_path, '<urn:a> <urn:b> "x"@ar--rtl .'))
    text = ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)
    triple = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), text)
    with pytest.raises(CareerGraphError, match="base direction"):
        memory_graph([triple])
    with pytest.raises(QueryError, match="base direction"):
        to_rdflib(text)


@pytest.mark.usefixtures("small_bundle")
def test_a_check_quotes_values_as_they_were_written(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "@prefix cg: <https://w3id.org/careergraph/ont#> .\n"
        "<urn:m> a cg:Transition ; cg:share 1.50 ; cg:people -07 .",
    )
    details = " ".join(problem.detail for problem in check([path]).problems)
    assert "It is 1.50." in details
    assert "It is -07." in details


@pytest.mark.usefixtures("small_bundle")
def test_a_check_by_query_quotes_values_as_they_were_written(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "@prefix cg: <https://w3id.org/careergraph/ont#> .\n"
        "<urn:m> a cg:Transition ; cg:people 7.50 .",
    )
    details = [problem.detail for problem in check([path]).problems]
    assert any(
        detail.startswith("cg:people is 7.50, which is not written as xsd:integer.")
        for detail in details
    )


FORMS = (
    '1.0 , 1.50 , +1 , 01.5 , 12345678901234567890.1234567890 , 007 , -0 , 1e0 , 1.0E0 , "1e400"'
    '^^xsd:double , "1"^^xsd:boolean , true , "2020-01-01T00:00:00.000Z"^^xsd:dateTime , '
    '"2020-01-01T24:00:00"^^xsd:dateTime , "2020-01-01+00:00"^^xsd:date , "P12M"^^xsd:duration , '
    '"01"^^xsd:int , "+5"^^xsd:long , "24:00:00"^^xsd:time , "x"@en , "x" , "x"^^<urn:d>'
)
PREFIX = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"


@pytest.mark.parametrize("form", ["turtle", "nquads", "jsonld"])
def test_an_export_writes_literals_as_they_were_written(tmp_path: Path, form: str) -> None:
    text = f"{PREFIX}<urn:s> <urn:p> {FORMS} ; <urn:q> [ <urn:p> {FORMS} , [ <urn:p> 1.0 ] ] ."
    store = Store()
    store.load(written(tmp_path, text))
    formats = {"turtle": ox.RdfFormat.TURTLE, "nquads": ox.RdfFormat.N_QUADS}
    exported = ox.parse(export_graph(store, form), format=formats.get(form, ox.RdfFormat.JSON_LD))
    expected = ox.parse(text, format=ox.RdfFormat.TURTLE)
    assert are_isomorphic(exported, expected)


@pytest.mark.parametrize("form", ["turtle", "jsonld"])
def test_a_triple_term_is_refused_where_a_format_has_none(tmp_path: Path, form: str) -> None:
    store = Store()
    store.load(written(tmp_path, "<urn:a> <urn:b> <<( <urn:a> <urn:b> 1.50 )>> ."))
    with pytest.raises(CareerGraphError, match="no triple terms"):
        export_graph(store, form)
    assert b"1.50" in export_graph(store, "nquads")


def test_a_text_too_long_for_the_parser_is_an_error_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, f"<urn:a> <urn:b> '{'x' * 17_000_000}' .")
    for read in (read_turtle, Store().load):
        with pytest.raises(DataFileError, match="longer than 16 MB"):
            read(path)


def test_a_graph_named_by_a_blank_node_keeps_its_name() -> None:
    text = "<urn:a> <urn:b> <urn:c> _:g .\n_:g <urn:p> <urn:o> ."
    store = Store()
    store.add(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    quads = list(ox.parse(export_graph(store, "nquads"), format=ox.RdfFormat.N_QUADS))
    (name,) = {quad.graph_name for quad in quads} - {ox.DefaultGraph()}
    assert name in {quad.subject for quad in quads}


def test_two_forms_of_one_value_are_two_statements(tmp_path: Path) -> None:
    store = Store()
    for forms in ("1.5", "1.50 , 1.500", "1.5 , 01.5"):
        store.load(written(tmp_path, f"<urn:s> <urn:p> {forms} ."))
    assert len(store.oxigraph) == 1
    values = sorted(quad.object.value for quad in store.as_written())
    assert values == ["01.5", "1.5", "1.50", "1.500"]
    copy = Store.from_quads(store.to_quads())
    assert sorted(quad.object.value for quad in copy.as_written()) == values


def test_the_bundled_graph_is_exported_as_it_was_written() -> None:
    written_there = {
        quad.triple
        for path in bundled_files()
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.object, ox.Literal)
    }
    for store in (Store.bundled(), open_store()):
        exported = {q.triple for q in store.as_written() if isinstance(q.object, ox.Literal)}
        assert exported == written_there


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ASK\u00a0{ ?s a cg:Role }", r"U\+00A0 \(NO-BREAK SPACE\)"),
        ("ASK { ?s\u200b a cg:Role }", r"U\+200B \(ZERO WIDTH SPACE\)"),
        ("ASK { ?s a cg:Role \u2028 }", r"U\+2028 \(LINE SEPARATOR\)"),
        ("ASK { ?s a \u00ad cg:Role }", r"U\+00AD \(SOFT HYPHEN\)"),
    ],
)
def test_characters_that_cannot_be_seen_are_named(query: str, name: str) -> None:
    with pytest.raises(QuerySyntaxError, match=name):
        check_syntax(query)
    check_syntax("ASK { ?s ?p 'a\u00a0\u200bb' }")


def test_the_store_on_disk_holds_what_the_one_in_memory_holds() -> None:
    """Its files are loaded in parts at once, and the plain edges with one of them."""
    on_disk, in_memory = open_store(), Store.bundled()
    assert on_disk.folder is not None
    counted = "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s ?p ?o } GROUP BY ?p"
    assert set(on_disk.select(counted)) == set(in_memory.select(counted))
    edges = [set(derived_statements(each.oxigraph).splitlines()) for each in (on_disk, in_memory)]
    assert edges[0] == edges[1]
    assert len(edges[0]) > 10_000


def test_the_store_on_disk_takes_at_most_120_megabytes() -> None:
    folder = open_store().folder
    assert folder is not None
    assert 10e6 < sum(path.stat().st_size for path in folder.iterdir()) < 120e6
