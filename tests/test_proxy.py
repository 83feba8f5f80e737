"""The proxy before the served graph: reading passes, and the served machine asks nobody else."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

from careergraph.errors import CareerGraphError, EndpointError
from careergraph.server.process import Server, server_program
from careergraph.sparql.checked import trust
from careergraph.store.remote.addresses import read_address
from careergraph.store.remote.endpoint import RemoteEngine
from servers import SmallServer, reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careergraph.graph import CareerGraph

pytestmark = pytest.mark.server
ASK = "ASK { ?s ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SPARQL = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def server(graph: CareerGraph) -> Iterator[Server]:
    try:
        server_program()
    except CareerGraphError as error:
        pytest.skip(str(error))
    with Server(graph.whole(), timeout=20) as running:
        yield running


@pytest.fixture
def web(server: Server) -> Iterator[httpx.Client]:
    base = server.url.removesuffix("/query")
    with httpx.Client(base_url=base, trust_env=False, timeout=30) as client:
        yield client


def every_way(web: httpx.Client, query: str) -> list[httpx.Response]:
    """Return the answers to a query sent in each form of the protocol."""
    return [
        response
        for place in ("/query", "/sparql")
        for response in (
            web.get(place, params={"query": query}),
            web.post(place, data={"query": query}),
            web.post(place, content=query.encode(), headers=SPARQL),
        )
    ]


def test_each_form_of_the_protocol_is_answered(web: httpx.Client) -> None:
    for answer in every_way(web, ASK):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{url}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        "SELECT * {{ S\\u0045RVICE <{url}> {{ ?s ?p ?o }} }}",
        "ASK {{ FILTER EXISTS {{ service<{url}>{{ ?s ?p ?o }} }} }}",
    ],
)
def test_no_other_server_is_asked(web: httpx.Client, text: str) -> None:
    with SmallServer(lambda handler, _: reply(handler, b"")) as other:
        for answer in every_way(web, text.format(url=other.url)):
            assert answer.status_code == 400
            assert answer.headers["content-type"].startswith("text/plain")
            assert "another server (SERVICE)" in answer.text
            assert "allow" not in answer.text
    assert other.asked == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "would change the graph (DELETE)"),
        ("LOAD <http://example.org/>", "would change the graph (LOAD)"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "a file or a private address"),
        ("SELECT * FROM NAMED <http://127.0.0.1/> { ?s ?p ?o }", "a file or a private address"),
        ("ASK { ?s ?p <" + "x)" * 10_000 + "> }", "500 characters at most"),
    ],
)
def test_what_does_not_read_is_refused(web: httpx.Client, query: str, said: str) -> None:
    for answer in every_way(web, query)[1:]:
        assert answer.status_code == 400
        assert said in answer.text


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize(
    "iri",
    ["file:///etc/passwd", "http://127.0.0.1/", "urn:a> {} #", "urn:a\nb", "urn:" + "x" * 600],
)
def test_graphs_beside_a_query_are_checked_too(web: httpx.Client, name: str, iri: str) -> None:
    both = {"query": ASK, name: iri}
    answers = [
        web.get("/query", params=both),
        web.post("/query", data=both),
        web.post("/query", params={name: iri}, content=ASK.encode(), headers=SPARQL),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400]


def test_graphs_beside_a_query_are_passed_on(web: httpx.Client, graph: CareerGraph) -> None:
    graphs = {str(quad.graph_name.value) for quad in graph.whole().oxigraph}  # type: ignore[union-attr]
    for iri, expected in ((min(graphs), True), ("https://example.org/none", False)):
        both = {"query": ASK, "default-graph-uri": iri}
        assert web.get("/query", params=both).json()["boolean"] is expected
        beside = {"default-graph-uri": iri}
        answer = web.post("/query", params=beside, content=ASK.encode(), headers=SPARQL)
        assert answer.json()["boolean"] is expected


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ([("query", ASK), ("query", "ASK { SERVICE <http://127.0.0.1/> {} }")], 400),
        ([("update", "CLEAR ALL")], 400),
        ([("query", "nonsense")], 400),
        ([("x", "")] * 2000, 400),
        ([("query", ASK + " #" + "x" * 300_000)], 413),
    ],
)
def test_a_form_that_is_none_is_refused(
    web: httpx.Client, fields: list[tuple[str, str]], status: int
) -> None:
    form = httpx.QueryParams(fields)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = web.post("/query", content=str(form).encode(), headers=kind)
    assert (answer.status_code, bool(answer.text)) == (status, True)
    assert web.get("/query", params={"query": ASK}).status_code == 200


def test_what_is_no_query_gets_a_fitting_status(web: httpx.Client) -> None:
    assert web.post("/query", content=b"x", headers={"Content-Type": "text/x"}).status_code == 415
    assert web.post("/query", content=b"\xff", headers=SPARQL).status_code == 400
    assert web.get("/query?query=%FF").status_code == 400
    assert web.get("/other").status_code == 404
    assert web.post("/update", data={"update": "CLEAR ALL"}).status_code == 405
    assert web.put("/store?default", content=b"<urn:a> <urn:b> 1 .").status_code == 405
    assert web.delete("/store?default").status_code == 405
    assert web.patch("/store?default", content=b"x").status_code == 405
    in_pieces = web.post("/query", content=iter([ASK.encode()]), headers=SPARQL)
    assert in_pieces.status_code == 411


def test_it_answers_the_rest_as_the_server_does(web: httpx.Client, server: Server) -> None:
    assert "Oxigraph" in web.get("/").text
    described = web.get("/query", headers={"Accept": "application/n-triples"})
    assert f"<{server.url}>" in described.text
    assert described.headers["content-type"] == "application/n-triples"
    assert web.head("/query", params={"query": ASK}).status_code == 404
    assert web.options("/query").status_code == 404
    assert "access-control-allow-origin" not in web.get("/query", params={"query": ASK}).headers


@pytest.mark.parametrize(
    ("accept", "start"),
    [("text/csv", "n\r\n"), ("application/sparql-results+xml", "<?xml")],
)
def test_the_format_is_what_is_asked_for(web: httpx.Client, accept: str, start: str) -> None:
    answer = web.get("/query", params={"query": COUNT}, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    assert answer.text.startswith(start)


def test_a_long_answer_comes_whole_and_while_it_is_made(
    web: httpx.Client, graph: CareerGraph
) -> None:
    every = "SELECT ?s ?p ?o { ?s ?p ?o }"
    with web.stream("GET", "/query", params={"query": every}) as answer:
        assert answer.headers["transfer-encoding"] == "chunked"
        answer.read()
    assert len(answer.json()["results"]["bindings"]) == len(graph.whole().oxigraph)


def test_a_client_of_http_1_0_gets_the_whole(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET /query?query=SELECT+?s+%7B?s+?p+?o%7D+LIMIT+2000 HTTP/1.0\r\n\r\n")
        said = b"".join(iter(lambda: client.recv(65536), b""))
    head, _, body = said.partition(b"\r\n\r\n")
    assert b"chunked" not in head
    assert body.endswith(b"]}}")


def test_many_clients_are_answered_at_once(web: httpx.Client) -> None:
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: web.get("/query", params={"query": COUNT}), range(200)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1


def test_clients_that_say_nothing_or_go_stop_nobody(server: Server, web: httpx.Client) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(50)]
    slow = b"GET /query?query=SELECT+*+%7B?a+?p+?x.?b+?q+?x%7D HTTP/1.1\r\nHost: x\r\n\r\n"
    for client in silent[:10]:
        client.sendall(slow)
        client.close()
    assert web.get("/query", params={"query": ASK}).status_code == 200
    for client in silent:
        client.close()
    assert web.get("/query", params={"query": ASK}).status_code == 200


def test_too_many_clients_are_told_so(graph: CareerGraph) -> None:
    with Server(graph.whole()) as server:
        proxy = server._proxy  # noqa: SLF001 (to fill it)
        assert proxy is not None
        proxy._free = threading.BoundedSemaphore(1)  # noqa: SLF001
        with socket.create_connection(("127.0.0.1", server.port)) as first:
            first.sendall(b"GET /query HTTP/1.1\r\nHost: x\r\n\r\n")
            assert first.recv(100)
            assert httpx.get(server.url, trust_env=False).status_code == 503


def test_a_server_that_dies_behind_it_is_said(graph: CareerGraph) -> None:
    slow = "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?x . ?b ?r ?z FILTER(STRLEN(STR(?z)) > 20) }"
    with Server(graph.whole()) as server:
        remote = RemoteEngine(read_address(server.url))
        rows = iter(remote.select(slow))
        next(rows)
        assert server._process is not None  # noqa: SLF001 (to kill it)
        server._process.kill()  # noqa: SLF001
        with pytest.raises(EndpointError, match=r"ends in the middle|is cut"):
            list(rows)
        server.wait()
        answer = httpx.get(server.url, params={"query": ASK}, trust_env=False)
        assert answer.status_code == 502


def test_the_client_shows_why_it_was_refused(server: Server) -> None:
    remote = RemoteEngine(read_address(server.url))
    with pytest.raises(EndpointError, match=r"HTTP 400.*another server \(SERVICE\)"):
        remote.query(trust("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }"))
