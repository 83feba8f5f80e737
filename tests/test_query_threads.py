"""Many threads may ask one graph at a time: every answer is whole."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

import careergraph

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

THREADS = 8
QUERIES = 1000
SKILLS = "SELECT ?name { ?role cg:requiresSkill/skos:prefLabel ?name } ORDER BY ?name"
LABEL = 'SELECT ?role ?text { ?role a cg:Role ; skos:prefLabel ?label BIND("{0}" AS ?text) }'


def test_eight_threads_ask_a_thousand_queries_each(graph: CareerGraph) -> None:
    roles = [URIRef(entry.iri) for entry in graph.catalog.entries if entry.kind == "role"][:20]
    expected = {role: [str(row[0]) for row in graph.query(SKILLS, role=role)] for role in roles}
    assert sum(map(len, expected.values())) > 200

    def ask(thread: int) -> int:
        wrong = 0
        for number in range(QUERIES):
            role = roles[(thread + number) % len(roles)]
            if number % 10:
                bound = graph.query("ASK { ?role a cg:Role ; skos:prefLabel ?x }", role=role)
                wrong += not bool(bound)
            else:
                wrong += [str(row[0]) for row in graph.query(SKILLS, role=role)] != expected[role]
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(ask, range(THREADS))) == [0] * THREADS


def test_threads_that_err_and_bind_do_not_disturb_each_other(graph: CareerGraph) -> None:
    """A syntax error in rdflib's parser can stay in it; each thread here makes some."""

    def ask(thread: int) -> bool:
        for number in range(100):
            try:
                graph.graph.query(f"SELECT ?x {{ ?x {thread} }} #{number}")
            except careergraph.CareerGraphError as error:
                if "line 1" not in str(error):
                    return False
            (row,) = graph.graph.query(
                "SELECT ?text { BIND(?value AS ?text) }",
                initBindings={"value": Literal(f"{thread}-{number}")},
            )
            if str(row[0]) != f"{thread}-{number}":  # type: ignore[index]
                return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(ask, range(THREADS)))


def test_no_query_of_ours_goes_through_rdflibs_parser() -> None:
    """It is not thread-safe; this is why ours is not allowed to use it."""
    package = Path(careergraph.__file__).parent
    users = [
        path.name
        for path in package.rglob("*.py")
        if re.search(
            r"rdflib\.plugins\.sparql\.(parser|processor)|prepareQuery", path.read_text("utf-8")
        )
    ]
    assert users == []
