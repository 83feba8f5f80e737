"""The rules of the graph: each catches the fault planted for it, and names the thing at fault.

The valid graph and the faults are in ``tests/planted/``; a rule without a planted fault fails here.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from careergraph.compiled.checks import check_imports, check_store
from careergraph.store import bundled as ontology
from careergraph.store.engine import Store
from careergraph.vocab import BUNDLED_GRAPH, ID, IMPORT_GRAPHS, PREFIXES, local_name

PLANTED = Path(__file__).parent / "planted"
FOCUS = ox.NamedNode("http://www.w3.org/ns/shacl#focusNode")


def read_faults() -> ox.Dataset:
    """Return the planted faults: one named graph each, and what each must be blamed on."""
    faults = ox.Dataset()
    for path in (PLANTED / "shapes.trig", PLANTED / "checks.trig"):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TRIG):
            faults.add(quad)
    return faults


FAULTS = read_faults()
OFFENDERS = {
    quad.subject: quad.object.value
    for quad in FAULTS.quads_for_predicate(FOCUS)
    if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
}


def rule_of(fault: ox.NamedNode) -> str:
    return local_name(fault.value).partition(".")[0]


def base_store() -> Store:
    store = Store()
    store.load(ontology.vocabulary_file())
    store.load(PLANTED / "base.ttl")
    return store


def test_the_graph_without_fault_keeps_every_rule() -> None:
    assert [str(problem) for problem in check_store(base_store()).problems] == []


@pytest.mark.parametrize("fault", sorted(OFFENDERS, key=str), ids=lambda f: local_name(f.value))
def test_planted_fault_is_caught_and_named(fault: ox.NamedNode) -> None:
    store = base_store()
    graph = ox.NamedNode(BUNDLED_GRAPH)
    added = [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in FAULTS.quads_for_graph_name(fault)
    ]
    store.oxigraph.extend(added)
    problems = check_store(store).problems
    assert added
    assert (rule_of(fault), OFFENDERS[fault]) in {(p.rule, p.offender) for p in problems}


def test_faults_of_an_import_are_found_by_checks_and_in_a_sample_by_shapes() -> None:
    store, graph = base_store(), ox.NamedNode(f"{IMPORT_GRAPHS}onet")
    text = f"""
      @prefix cg: <{PREFIXES["cg"]}> . @prefix skos: <{PREFIXES["skos"]}> .
      <{ID}source/untitled> a cg:Source .
      <{ID}source/Odd> a cg:Source .
      <urn:concept> a skos:Concept ; skos:prefLabel "name"@en, "Name"@de .
      <urn:spaced> a skos:Concept ; skos:prefLabel " name"@en .
    """
    quads = [
        ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in ox.parse(text, ox.RdfFormat.TURTLE)
    ]
    tasks = [ox.NamedNode(f"{ID}task/{number}") for number in range(1_000)]
    kind, task = ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(f"{PREFIXES['cg']}Task")
    store.oxigraph.extend([*quads, *(ox.Quad(each, kind, task, graph) for each in tasks)])
    found = {(problem.rule, problem.offender) for problem in check_imports(store).problems}
    assert {
        ("source-title", f"{ID}source/untitled"),
        ("iri-style", f"{ID}source/Odd"),
        ("preferred-label-text", "urn:spaced"),
    } <= found
    assert "urn:concept" not in {offender for _, offender in found}
    sampled = [offender for rule, offender in found if rule == "worded-label"]
    assert 10 <= len(sampled) <= 20
    assert max(int(offender.rpartition("/")[2]) for offender in sampled) > 900


def test_every_rule_has_a_planted_fault() -> None:
    planted = {rule_of(fault) for fault in OFFENDERS}
    assert planted == set(check_store(base_store()).rules_run)


def test_every_fault_names_what_must_be_blamed() -> None:
    graphs = {quad.graph_name for quad in FAULTS} - {ox.DefaultGraph()}
    assert graphs == set(OFFENDERS)


def test_every_shape_that_can_fail_speaks_to_people() -> None:
    """A property shape without sh:message would report in the words of the SHACL engine."""
    shapes = Store()
    shapes.load(ontology.shapes_file())
    silent = shapes.select(
        "SELECT ?shape { ?node sh:property ?shape FILTER NOT EXISTS { ?shape sh:message ?text } }"
    )
    assert list(silent) == []


@pytest.mark.parametrize("path", ontology.check_files(), ids=lambda p: p.stem)
def test_check_starts_with_its_rule_and_returns_the_offender_first(path: Path) -> None:
    query = path.read_text("utf-8")
    assert query.startswith("# ")
    assert query.partition("\n")[0].endswith(".")
    assert Store().select(query).variables[0] == "offender"
