"""Canonical Turtle keeps every statement about blank nodes and lists, however they connect."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers.whole_graph.export import export_graph
from careergraph.errors import CareerGraphError, OutputError
from careergraph.store import turtle
from careergraph.store.blank_nodes import with_stable_names
from careergraph.store.engine import Store
from careergraph.store.turtle import (
    canonical_text,
    read_turtle,
    serialize_canonical,
    write_canonical,
)
from careergraph.store.turtle_writer import are_isomorphic, write_turtle

if TYPE_CHECKING:
    from pathlib import Path

P = ox.NamedNode("urn:p")
EXAMPLE = "https://example.org/"
HEAD = f"@prefix : <{EXAMPLE}> .\n@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
PREFIX_OF = {EXAMPLE: "", "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf"}

KNOTS = {
    "a list in a blank node": "[] :k :X ; :m ( :a :b :e :f :g ) .",
    "a list and nothing else": "[] rdf:first 1 ; rdf:rest ( 2 3 ) .",
    "a shared list": ":s :p _:l . :t :p _:l . _:l rdf:first 1 ; rdf:rest ( 2 3 ) .",
    "a shared tail": ":s :p _:h . _:h rdf:first 1 ; rdf:rest _:t . "
    ":t :p _:t . _:t rdf:first 2 ; rdf:rest () .",
    "two lists on one tail": "_:a rdf:first 1 ; rdf:rest _:t . _:b rdf:first 2 ; rdf:rest _:t . "
    ":s :p _:a , _:b . _:t rdf:first 3 ; rdf:rest () .",
    "a cyclic list": ":s :p _:a . _:a rdf:first 1 ; rdf:rest _:b . "
    "_:b rdf:first 2 ; rdf:rest _:a .",
    "a list in itself": ":s :p _:a . _:a rdf:first _:a ; rdf:rest () .",
    "a cell with a property": ":s :p _:a . _:a rdf:first 1 ; rdf:rest _:b . "
    "_:b rdf:first 2 ; rdf:rest () ; :note 'x' .",
    "a cell with a type": ":s :p _:a . _:a a rdf:List ; rdf:first 1 ; rdf:rest ( 2 ) .",
    "two first items": ":s :p _:a . _:a rdf:first 1 , 2 ; rdf:rest ( 3 ) .",
    "two blank first items": ":s :p _:a . _:a rdf:first [ :q 1 ] , [ :q 1 ] ; rdf:rest ( 3 ) .",
    "two rests": ":s :p _:a . _:a rdf:first 1 ; rdf:rest ( 2 ) , ( 3 ) .",
    "no rest": ":s :p _:a . _:a rdf:first 1 ; rdf:rest _:b . _:b rdf:first 2 .",
    "no first": ":s :p _:a . _:a rdf:rest ( 1 2 ) .",
    "a rest that is a name": ":s :p _:a . _:a rdf:first 1 ; rdf:rest :b . :b rdf:first 2 .",
    "a rest that is text": ":s :p _:a . _:a rdf:first 1 ; rdf:rest 'end' .",
    "a described end": "rdf:nil :p ( 1 ) ; :q rdf:nil . rdf:first rdf:rest rdf:nil .",
    "the end as a property": ":s rdf:nil rdf:nil , ( 1 ) .",
    "a list as a subject": "( 1 2 ) :p ( 3 4 ) .",
    "lists in lists": ":s :p ( ( 1 ( 2 ) ) () ( [ :q ( 3 ) ] ) ) .",
    "a shared item": ":s :p ( _:i _:i ) . _:i :q 1 .",
    "equal items": ":s :p ( [] [] [ :q 1 ] [ :q 1 ] ) .",
    "a shared blank node": ":s :p _:a . :t :p _:a . _:a :q _:b . _:b :q 1 .",
    "one object by two properties": ":s :p _:a ; :q _:a . _:a :r 1 .",
    "a blank node without statements": ":s :p [] , [] .",
    "a blank node in itself": "_:a :p _:a .",
    "a ring": "_:a :p _:b . _:b :p _:c . _:c :p _:a ; :q ( 1 [ :r 2 ] ) .",
    "two rings": "_:a :p _:b . _:b :p _:a . _:c :p _:d . _:d :p _:c ; :q 1 .",
    "equal top nodes": "[] :p 1 . [] :p 1 . [] :p [] .",
    "odd literals": ":s :p 'x'@en , 'x' , '1.'^^:d , 01 , -.5 , 1e0 , '\\u0000\\n\\r\"' .",
}


def parse(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]


def independently_equal(first: list[ox.Triple], second: list[ox.Triple]) -> bool:
    """Return whether Oxigraph's canonicalisation alone finds two graphs equal."""
    datasets = [ox.Dataset(ox.Quad(*triple) for triple in triples) for triples in (first, second)]
    for dataset in datasets:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return datasets[0] == datasets[1]


def relabelled(triples: list[ox.Triple], seed: int) -> list[ox.Triple]:
    """Return triples in random order, with other labels for their blank nodes."""
    chance = random.Random(seed)  # noqa: S311 (a shuffle, no secret)
    nodes = {str(t): t for triple in triples for t in triple if isinstance(t, ox.BlankNode)}
    numbers = list(range(len(nodes)))
    chance.shuffle(numbers)
    new = {node: ox.BlankNode(f"n{number}") for node, number in zip(nodes, numbers, strict=True)}
    shuffled = [
        ox.Triple(new.get(str(t.subject), t.subject), t.predicate, new.get(str(t.object), t.object))
        for t in triples
    ]
    chance.shuffle(shuffled)
    return shuffled


def assert_canonical(triples: list[ox.Triple], seed: int) -> None:
    """Check what canonical text promises: nothing lost, stable, independent of order and labels."""
    text = write_turtle(triples, PREFIX_OF)
    written = parse(text)
    assert len(written) == len(set(written)) == len(set(triples)), text
    assert independently_equal(triples, written), text
    assert are_isomorphic(triples, written)
    assert write_turtle(written, PREFIX_OF) == text
    assert write_turtle(relabelled(triples, seed), PREFIX_OF) == text


@pytest.mark.parametrize("text", KNOTS.values(), ids=KNOTS)
def test_knots_are_kept(text: str, tmp_path: Path) -> None:
    triples = parse(HEAD + text)
    for seed in range(4):
        assert_canonical(triples, seed)
    path = tmp_path / "knot.ttl"
    path.write_text(HEAD + text, "utf-8")
    write_canonical(path)
    assert independently_equal(read_turtle(path).triples, triples)
    store = Store()
    store.load(path, "https://example.org/graph")
    assert independently_equal(parse(export_graph(store, "turtle").decode()), triples)


def ring_of_all(count: int) -> list[ox.Triple]:
    """Return nodes of which each points at every other."""
    nodes = [ox.BlankNode() for _ in range(count)]
    return [ox.Triple(a, P, b) for a in nodes for b in nodes if a is not b]


def test_nodes_that_cannot_be_told_apart_are_refused() -> None:
    for count in (9, 200):
        quads = [ox.Quad(*triple) for triple in ring_of_all(count)]
        for name_nodes in (with_stable_names, serialize_canonical):
            with pytest.raises(CareerGraphError, match=f"{count} blank nodes look alike"):
                name_nodes(quads)


def test_nodes_that_can_be_told_apart_are_named() -> None:
    """Six that point at each other, and any number that differ in what is said of them."""
    told_apart = ring_of_all(12)
    nodes = dict.fromkeys(triple.subject for triple in told_apart)
    told_apart += [ox.Triple(node, P, ox.Literal(n)) for n, node in enumerate(nodes)]
    star = [ox.Triple(ox.NamedNode("urn:hub"), P, ox.BlankNode()) for _ in range(300)]
    for triples in (ring_of_all(6), told_apart, star):
        quads = [ox.Quad(*triple) for triple in triples]
        assert len(with_stable_names(quads)) == len(triples)


def test_the_writer_keeps_a_base_direction() -> None:
    assert_canonical(parse(HEAD + ":s :p 'x'@en--ltr , 'x'@en--rtl , 'x'@en ."), 0)


def test_lists_and_nested_nodes_stay_readable() -> None:
    text = "[] :k :X ; :m ( :a :b [ :q 1 ; :p ( 2 ) ] ) ; :n [] , [ :q 2 ] ."
    assert write_turtle(parse(HEAD + text), PREFIX_OF) == (
        f"@prefix : <{EXAMPLE}> .\n\n"
        "[] :k :X ;\n"
        "    :m ( :a :b [ :p ( 2 ) ;\n"
        "            :q 1 ] ) ;\n"
        "    :n [ ],\n"
        "        [ :q 2 ] .\n"
    )


NAMES = st.sampled_from([ox.NamedNode(EXAMPLE + name) for name in "ab"])
RDF_NAMES = st.sampled_from(["first", "rest", "nil", "type"]).map(
    lambda name: ox.NamedNode(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}")
)
BLANKS = st.integers(0, 5).map(lambda number: ox.BlankNode(f"n{number}"))
LITERALS = st.sampled_from([ox.Literal(1), ox.Literal("1"), ox.Literal("x", language="en")])
TRIPLES = st.builds(
    ox.Triple,
    st.one_of(BLANKS, NAMES, RDF_NAMES),
    st.one_of(RDF_NAMES, NAMES),
    st.one_of(BLANKS, NAMES, RDF_NAMES, LITERALS),
)


CELLS = [ox.BlankNode(f"n{number}") for number in range(8)]
ITEMS: st.SearchStrategy[ox.NamedNode | ox.BlankNode | ox.Literal]
ITEMS = st.one_of(LITERALS, NAMES, st.sampled_from(CELLS))


@st.composite
def list_graphs(draw: st.DrawFn) -> list[ox.Triple]:
    """Return lists of random length that may share cells, and a few statements more."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    first, rest, end = (ox.NamedNode(rdf + name) for name in ("first", "rest", "nil"))
    triples: list[ox.Triple] = []
    for number, cell in enumerate(CELLS):
        item: ox.NamedNode | ox.BlankNode | ox.Literal
        item = draw(ITEMS)
        following = draw(st.sampled_from([end, *CELLS[number + 1 : number + 2]] * 4 + CELLS))
        triples += [ox.Triple(cell, first, item), ox.Triple(cell, rest, following)]
    return triples + draw(st.lists(TRIPLES, max_size=3))


@given(st.lists(TRIPLES, max_size=14), st.integers(0, 99))
def test_random_graphs_are_kept(triples: list[ox.Triple], seed: int) -> None:
    assert_canonical(triples, seed)


@given(list_graphs(), st.integers(0, 99))
def test_random_lists_are_kept(triples: list[ox.Triple], seed: int) -> None:
    assert_canonical(triples, seed)


@given(st.lists(TRIPLES, max_size=8), st.lists(TRIPLES, max_size=8))
def test_graphs_are_told_apart(one: list[ox.Triple], other: list[ox.Triple]) -> None:
    same = independently_equal(one, other)
    assert are_isomorphic(one, other) == same
    assert (write_turtle(one, PREFIX_OF) == write_turtle(other, PREFIX_OF)) == same


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"[] a :T ; :f :a{i % 30} ; :t :b{i % 17} ; :k :m ." for i in range(800)),
        f":s :p ( {':i ' * 1500} ) .",
        f":s {':p [ ' * 1500} :p 1 {'] ' * 1500} .",
        f":s :p _:h . :t :p _:h . _:h rdf:first 0 ; rdf:rest ( {':i ' * 1500} ) .",
    ],
    ids=["many nodes", "a long list", "deep nesting", "a long shared list"],
)
def test_large_structures_are_kept(text: str) -> None:
    """Each would take minutes if time grew with the cube, or end with a RecursionError."""
    triples = parse(HEAD + text)
    assert are_isomorphic(triples, parse(write_turtle(triples, PREFIX_OF)))


def test_a_text_that_would_lose_statements_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.ttl"
    text = f"{HEAD}[] :k :X ; :m ( :a :b ) ."
    path.write_text(text, "utf-8")
    lossy = canonical_text(path).replace(":b", "")
    monkeypatch.setattr(turtle, "canonical_text", lambda _path: lossy)
    with pytest.raises(OutputError, match="would not hold the same statements"):
        write_canonical(path)
    assert path.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [path]
