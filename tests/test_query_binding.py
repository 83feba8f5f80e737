"""Binding a variable says the same as writing the term in its place; mistakes are the person's own.

The other side is written by hand: the same query with the term in it.
"""

from __future__ import annotations

import pytest
import rdflib

from careergraph.errors import QueryError, QuerySyntaxError, UsageError
from careergraph.graph import CareerGraph
from careergraph.sparql.diagnosis import check_syntax
from careergraph.sparql.query import prepare
from command_line import careergraph

COUNTED = "SELECT ?t (COUNT(*) AS ?n) { ?s cg:transitionsTo ?t } GROUP BY ?t"


@pytest.mark.parametrize(
    ("query", "written"),
    [
        (f"{COUNTED} HAVING(COUNT(*) > ?m)", f"{COUNTED} HAVING(COUNT(*) > 13)"),
        (f"{COUNTED} having (bound(?m) && COUNT(*) > $m)", f"{COUNTED} HAVING(COUNT(*) > 13)"),
        (f"{COUNTED} HAVING(!BOUND(?m))", f"{COUNTED} HAVING(false)"),
        (
            f"{COUNTED} HAVING(COUNT(*) > 1) (COUNT(*) < ?m)",
            f"{COUNTED} HAVING(COUNT(*) > 1 && COUNT(*) < 13)",
        ),
        (
            f"{COUNTED} HAVING(EXISTS {{ SELECT (1 AS ?one) {{ ?t ?b ?c }} }} && COUNT(*) > ?m)",
            f"{COUNTED} HAVING(COUNT(*) > 13)",
        ),
        (f"{COUNTED} ORDER BY (?n + ?m) ?m ?t LIMIT 3", f"{COUNTED} ORDER BY ?n ?t LIMIT 3"),
        (
            COUNTED.replace("(COUNT(*)", "(?m * COUNT(*)"),
            COUNTED.replace("(COUNT(*)", "(13 * COUNT(*)"),
        ),
        (
            f"SELECT ?t {{ {{ {COUNTED} HAVING(COUNT(*) > ?m) }} }} ORDER BY ?t",
            f"SELECT ?t {{ {{ {COUNTED} HAVING(COUNT(*) > 13) }} }} ORDER BY ?t",
        ),
        (
            "SELECT (COUNT(*) * ?m AS ?n) { ?s cg:transitionsTo ?t }",
            "SELECT (COUNT(*) * 13 AS ?n) { ?s cg:transitionsTo ?t }",
        ),
        (
            "SELECT ?m (COUNT(*) AS ?n) { ?s cg:transitionsTo ?t } GROUP BY ?m",
            "SELECT (13 AS ?m) (COUNT(*) AS ?n) { ?s cg:transitionsTo ?t }",
        ),
        (
            "SELECT ?m (?m + 1 AS ?k) { ?s a cg:Source } VALUES ?unused { 1 }",
            "SELECT (13 AS ?m) (14 AS ?k) { ?s a cg:Source }",
        ),
        ("SELECT (?m AS ?n) {}", "SELECT (13 AS ?n) {}"),
    ],
)
def test_a_bound_variable_is_its_term(graph: CareerGraph, query: str, written: str) -> None:
    found = [tuple(row) for row in graph.query(query, m=rdflib.Literal(13))]  # type: ignore[arg-type]
    expected = [tuple(row) for row in graph.query(written)]  # type: ignore[arg-type]
    assert sorted(found) == sorted(expected)
    assert "false" in written or expected


@pytest.mark.parametrize("query", [COUNTED, "SELECT ?s { ?s a cg:Role BIND(1 AS ?n) }"])
def test_what_the_query_computes_cannot_be_bound(graph: CareerGraph, query: str) -> None:
    with pytest.raises(QueryError, match=r"\?n cannot be bound: the query gives it its value"):
        graph.query(query, n=rdflib.Literal(1))


def test_where_a_term_cannot_stand_it_is_said() -> None:
    query = "SELECT ?t { ?s cg:transitionsTo ?t } GROUP BY ?t HAVING(COUNT(DISTINCT ?m) > 0)"
    assert "COUNT(DISTINCT <urn:x>)" in prepare(query, {"m": "<urn:x>"}).text
    with pytest.raises(QueryError, match=r"\?m cannot be bound where the query uses it"):
        prepare(query, {"m": "not a term"})


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("SELECT ?r { ?r a cg:Role ] }", 26, '"]" cannot stand here'),
        ("SELECT ?r { ?r a nope:x }", 18, 'The prefix of "nope:x" is not declared'),
        ("SELECT ?r { ?r a cg:Role", 25, "It ends too early: } is missing"),
        ("SELECT ?r ?r { ?r a cg:Role }", 11, 'SELECT names "?r" twice'),
        ("SELECT * { { SELECT ?r (1 AS ?r) { } } }", 30, 'SELECT names "?r" twice'),
        ("SELECT ?r ?m { ?r ?p ?m } GROUP BY ?r", 38, "that GROUP BY does not"),
    ],
)
def test_mistakes_are_shown_in_the_text_as_written(
    graph: CareerGraph, text: str, column: int, reason: str
) -> None:
    for bindings in ({}, {"r": rdflib.URIRef("urn:r")}):
        with pytest.raises(QuerySyntaxError, match=r"line 1, ") as caught:
            graph.query(text, **bindings)  # type: ignore[arg-type]
        assert (caught.value.column, caught.value.source_line) == (column, text)
        assert reason in caught.value.reason
    with pytest.raises(QuerySyntaxError) as caught:
        graph.graph.query(f"# mine\n{text.replace('cg:', 'my:')}", initNs={"my": "urn:my"})
    assert caught.value.line == 2


def test_an_endpoint_is_sent_nothing_that_cannot_be_read() -> None:
    """Nobody listens there: what was sent would end in another message."""
    url = "http://127.0.0.1:9/query"
    far = CareerGraph.from_endpoint(url)
    with pytest.raises(QuerySyntaxError, match="line 2, column 8"):
        far.query("SELECT ?a {\n ?s ?p ] }")
    with pytest.raises(QuerySyntaxError, match="line 2, column 8"):
        far.graph.query("SELECT ?a {\n ?s ?p ] }")
    done = careergraph("query", "SELECT ?a {\n ?s ?p ] }", "--endpoint", url)
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == ["   ?s ?p ] }", "         ^"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK{SERVICE SILENT<http://127.0.0.1:9/>{?s?p?o}}",
        "ASK{?s?p trueSERVICE<http://127.0.0.1:9/>{?s?p?o}}VALUES ?s { 1 }",
        "SELECT * { _:a ?p _:b } VALUES () {}",
    ],
)
def test_a_service_is_read_and_not_asked(query: str) -> None:
    check_syntax(query)


def test_a_query_is_a_text_and_a_time_a_number(graph: CareerGraph) -> None:
    with pytest.raises(UsageError, match="A query is a text, not int"):
        graph.query(3)  # type: ignore[arg-type]
    for timeout in ("a", float("inf"), float("nan"), -1, 0, [1]):
        with pytest.raises(UsageError, match="number of seconds above 0"):
            graph.query("ASK {}", timeout=timeout)  # type: ignore[arg-type]


_ONE_ROLE = """
<urn:cook> a <https://w3id.org/careergraph/ont#Role> ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "Cook" .
"""


def test_the_graphs_of_ones_own_dataset_may_be_named() -> None:
    mine = rdflib.Dataset()
    mine.graph(rdflib.URIRef("file:///mine.ttl")).parse(data=_ONE_ROLE, format="turtle")
    graph = CareerGraph.from_graph(mine)
    assert len(graph.query("SELECT * FROM <file:///mine.ttl> { ?s ?p ?o }")) == 2
    assert len(graph.graph.query("SELECT * FROM <file:///mine.ttl> { ?s ?p ?o }")) == 2
    assert len(graph.query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")) == 0
