"""The client of endpoints against servers that misbehave: each time one clear message."""

from __future__ import annotations

import gzip
import threading
import time
from typing import TYPE_CHECKING

import pytest

from careergraph.errors import EndpointError
from careergraph.graph import CareerGraph
from careergraph.sparql.tokens import query_form
from careergraph.store.remote.addresses import Credentials, read_address
from careergraph.store.remote.endpoint import RemoteEngine, declare_prefixes
from careergraph.store.remote.http import Limits
from careergraph.store.remote.limits import unpacked
from command_line import careergraph
from servers import SmallServer, free_port, reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    Behaviour = Callable[[BaseHTTPRequestHandler, int], None]

QUICK = Limits(connect=2, read=2, total=5, pause=0.01, longest_pause=0.1)
TABLE = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'


def engine(server: SmallServer, limits: Limits = QUICK, **said: str) -> RemoteEngine:
    return RemoteEngine(read_address(server.url, Credentials(**said)), limits)


def fault(behaviour: Behaviour, query: str = "SELECT ?x {}", limits: Limits = QUICK) -> str:
    """Return what is said where a server behaves so."""
    with SmallServer(behaviour) as server, pytest.raises(EndpointError) as caught:
        list(engine(server, limits).select(query))
    said = str(caught.value)
    assert said.startswith(server.url)
    assert said.isprintable()
    assert len(said) < 700
    return said.removeprefix(server.url)


def answering(body: bytes, kind: str = "application/sparql-results+json", **more: str) -> Behaviour:
    return lambda handler, _: reply(handler, body, kind, **more)


def refusing(status: int, body: bytes = b"", kind: str = "text/plain", **more: str) -> Behaviour:
    return lambda handler, _: reply(handler, body, kind, status, **more)


def test_a_query_goes_as_a_form_with_its_prefixes() -> None:
    with SmallServer(answering(TABLE)) as server:
        rows = list(engine(server).select("SELECT ?x { ?x a cg:Role }"))
    (asked,) = server.asked
    assert rows == [("1",)]
    assert asked.method == "POST"
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert asked.form["query"].endswith("\nSELECT ?x { ?x a cg:Role }")
    assert asked.form["query"].startswith("PREFIX cg: <https://w3id.org/careergraph/ont#>")


def test_a_prefix_that_a_query_declares_is_left_alone() -> None:
    query = "prefix cg: <urn:mine:> SELECT ('skos:x' AS ?x) { ?x a cg:Role } # owl:Thing"
    assert declare_prefixes(query) == "\n" + query


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("ask {}", "ask"),
        ("PREFIX select: <urn:x> CONSTRUCT WHERE { ?s select:ask 'ask' }", "construct"),
        ("# select\nDESCRIBE <urn:select>", "describe"),
        ("BASE <urn:ask> SELECT ?ask {}", "select"),
        ("nonsense", "select"),
    ],
)
def test_the_form_of_a_query_is_read_from_its_own_words(query: str, form: str) -> None:
    assert query_form(query) == form


@pytest.mark.parametrize("size", [1, 20, 40, len(TABLE) - 2, len(TABLE) - 1])
def test_a_result_that_is_cut_is_noticed(size: int) -> None:
    said = fault(answering(TABLE[:size]))
    assert "result" in said


def test_a_cut_result_with_the_servers_last_words_is_a_time_out() -> None:
    """Oxigraph answers so: status 200, and its words in the middle of the JSON."""
    said = fault(answering(TABLE[:-3] + b"The SPARQL operation has been cancelled"))
    assert "the result is cut" in said
    assert "time limit" in said
    assert "The SPARQL operation has been cancelled" in said


def test_a_graph_with_the_servers_last_words_is_a_time_out() -> None:
    body = b"<urn:a> <urn:b> <urn:c> .\nThe SPARQL operation has been cancelled"
    with SmallServer(answering(body, "application/n-triples")) as server:
        triples = engine(server).construct("CONSTRUCT WHERE { ?s ?p ?o }")
        assert str(next(triples)) == "<urn:a> <urn:b> <urn:c>"
        with pytest.raises(EndpointError, match=r"cut after 1 row:.*has been cancelled"):
            list(triples)


def test_a_connection_that_breaks_in_the_middle_is_noticed() -> None:
    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(TABLE[:60])
        handler.close_connection = True

    assert "ends in the middle" in fault(behave)


def test_partial_results_that_virtuoso_admits_are_an_error() -> None:
    said = fault(answering(TABLE, X_SQL_State="S1TAT"))
    assert "not complete" in said


def test_a_limit_of_rows_is_noticed() -> None:
    assert "gives 1 row at most" in fault(answering(TABLE, X_SPARQL_MaxRows="1"))
    with SmallServer(answering(TABLE, X_SPARQL_MaxRows="2")) as server:
        assert list(engine(server).select("SELECT ?x {}")) == [("1",)]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b'{"head":{},"boolean":true}', True),
        (b'{"head":{},"boolean":false}', False),
        (b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[]}}', False),
        (TABLE.replace(b'"x"', b'"__ASK_RETVAL"'), True),
        (TABLE.replace(b'"1"', b'"0"'), False),
        (TABLE.replace(b'"1"', b'"true"'), True),
    ],
)
def test_yes_and_no_are_understood_as_a_table_too(body: bytes, *, answer: bool) -> None:
    with SmallServer(answering(body)) as server:
        assert engine(server).ask("ASK {}") is answer


def test_a_table_that_says_neither_yes_nor_no_is_refused() -> None:
    body = b'{"head":{"vars":["a","b"]},"results":{"bindings":[]}}'
    with SmallServer(answering(body)) as server, pytest.raises(EndpointError, match="neither"):
        engine(server).ask("ASK {}")


def test_results_in_xml_are_read() -> None:
    body = b"""<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">
    <head><variable name="x"/></head><results><result><binding name="x"><literal>1</literal>
    </binding></result></results></sparql>"""
    with SmallServer(answering(body, "application/sparql-results+xml; charset=utf-8")) as server:
        assert list(engine(server).select("SELECT ?x {}")) == [("1",)]


def test_blank_nodes_and_truth_values_of_virtuoso_are_mended() -> None:
    body = (
        b'{ "head": { "link": [], "vars": ["x", "y"] }, "results": { "bindings": [ '
        b'{ "x": { "type": "bnode", "value": "nodeID://b10" }, "y": { "type": "typed-literal", '
        b'"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1" }}]}}'
    )

    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.server_version = "Virtuoso/07"  # type: ignore[misc]
        reply(handler, body)

    with SmallServer(behave) as server:
        assert list(engine(server).select("SELECT ?x ?y {}")) == [("b10", "true")]


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (
            answering(b"<html><title>Welcome</title>", "text/html"),
            'a web page answered ("Welcome")',
        ),
        (answering(b"%PDF-1.4", "application/pdf"), "the answer is application/pdf"),
        (answering(b"x", "image/\x1b[31mpng"), "not a query result"),
        (answering(b"{}"), "not a query result"),
        (answering(b"hello"), "not a query result"),
        (answering(b""), "not a query result"),
        (refusing(400, b"error at 3:7: expected '}'"), "not understood (HTTP 400). It says: error"),
        (refusing(400, b"error at 3:7: expected '}'"), "at 2:7"),
        (refusing(401), "Set CAREERGRAPH_USER"),
        (refusing(403, b"\x1b[2J\x07no\r\nway"), "access is refused (HTTP 403). It says: [2J no"),
        (refusing(404, b"<html><h1>Not here</h1>", "text/html"), "Not here"),
        (refusing(405), "is it the address of the endpoint?"),
        (refusing(406), "formats"),
        (refusing(418, b"short and stout"), "short and stout"),
        (refusing(500, b"boom " * 10_000), "the server failed (HTTP 500). It says: boom"),
        (refusing(500, b"\xff\xfe\x00"), "the server failed (HTTP 500)"),
        (refusing(504), "longer than the server allows"),
    ],
)
def test_what_is_no_answer_gets_one_clear_message(behaviour: Behaviour, said: str) -> None:
    assert said in fault(behaviour)


@pytest.mark.parametrize(
    ("status", "words", "said"),
    [
        (400, "error at 3:7: expected", "error at 2:7: expected"),
        (400, "error at 1:7: expected", "error at 1:7: expected"),
        (
            400,
            "Virtuoso 37000 Error SP030: SPARQL compiler, line 3: syntax error",
            "Virtuoso 37000 Error SP030: SPARQL compiler, line 2: syntax error",
        ),
        (400, "failed at line 3", None),
        (400, "stopped at 14:30:00", None),
        (500, "nobody at 8080", None),
        (500, "error at 3:7: expected", None),
        (503, "down at 14:30", None),
    ],
)
def test_only_places_of_mistakes_are_moved(status: int, words: str, said: str | None) -> None:
    """The client puts a line of prefixes before each query."""
    assert fault(refusing(status, words.encode())).endswith(f"It says: {said or words}")


def test_a_question_is_followed_by_the_servers_words() -> None:
    said = fault(refusing(404, b"no such thing"))
    assert said.endswith("such as .../query or .../sparql? It says: no such thing")


def test_one_second_is_one() -> None:
    limits = Limits(tries=1)
    assert "asks to wait 1 second (HTTP 429)" in fault(
        refusing(429, Retry_After="1"), limits=limits
    )


def test_xml_that_is_whole_and_cannot_be_read_is_not_called_cut() -> None:
    body = b"""<!DOCTYPE x [<!ENTITY a "b">]><sparql xmlns="http://www.w3.org/2005/sparql-results#">
    <head><variable name="x"/></head><results><result><binding name="x"><literal>&a;</literal>
    </binding></result></results></sparql>"""
    said = fault(answering(body, "application/sparql-results+xml"))
    assert "the result cannot be read" in said
    assert "cut" not in said


YES = b'{"head":{},"boolean":true}'
NODE = b'{"s":{"type":"literal","value":"1"},"p":{"type":"literal","value":"2"}}'
STRANGE = [
    TABLE,
    TABLE.replace(b'"literal"', b'"uri"').replace(b'"1"', b'"urn:a"'),
    YES,
    b'{"head":{"vars":["s","p"]},"results":{"bindings":[' + NODE + b"]}}",
    b'{"head":{"vars":["p"]},"results":{"bindings":[{"p":{"type":"uri","value":"urn:p"}}]}}',
]


@pytest.mark.parametrize("body", STRANGE)
@pytest.mark.parametrize(
    "command",
    [["path", "SWE", "MLE"], ["info"], ["role", "SWE"], ["why", "SWE", "MLE"], ["export"]],
    ids=" ".join,
)
def test_an_answer_to_another_question_names_the_server(command: list[str], body: bytes) -> None:
    with SmallServer(answering(body)) as server:
        done = careergraph(*command, "--endpoint", server.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {server.url}: ")
    assert done.stderr.count("\n") == 1


def test_yes_is_no_table() -> None:
    assert "a table was asked for" in fault(answering(YES))
    with SmallServer(answering(YES)) as server:
        done = careergraph("query", "SELECT ?x {}", "--endpoint", server.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {server.url}: the answer is yes or no")


def test_a_long_message_is_cut() -> None:
    assert len(fault(refusing(500, b"<p>boom</p>" * 100_000, "text/html"))) < 500


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_server_may_send_on_to_another_place_of_its_own(status: int) -> None:
    def behave(handler: BaseHTTPRequestHandler, number: int) -> None:
        if number == 1:
            reply(handler, b"", status=status, Location="/sparql")
        else:
            reply(handler, TABLE)

    with SmallServer(behave) as server:
        assert list(engine(server).select("SELECT ?x {}")) == [("1",)]
    assert [asked.path for asked in server.asked] == ["/query", "/sparql"]
    assert [asked.method for asked in server.asked] == ["POST", "POST"]


@pytest.mark.parametrize(
    "onward",
    [
        "http://example.org/sparql",
        "https://ada:secret@example.org/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://127.0.0.1:1/",
        "http://[broken/",
    ],
)
def test_a_server_may_not_send_on_to_another(onward: str) -> None:
    said = fault(refusing(307, Location=onward))
    assert "redirects to" in said
    assert "secret" not in said


def test_sending_on_in_a_circle_ends() -> None:
    assert "without end" in fault(refusing(307, Location="/query"))


def test_a_busy_server_is_asked_again() -> None:
    def behave(handler: BaseHTTPRequestHandler, number: int) -> None:
        if number < 3:
            reply(handler, b"later", "text/plain", 503 if number == 1 else 429)
        else:
            reply(handler, TABLE)

    with SmallServer(behave) as server:
        assert list(engine(server).select("SELECT ?x {}")) == [("1",)]
    assert len(server.asked) == 3


def test_a_busy_server_is_not_asked_without_end() -> None:
    with SmallServer(refusing(503, b"down")) as server, pytest.raises(EndpointError, match="503"):
        engine(server).ask("ASK {}")
    assert len(server.asked) == QUICK.tries


def test_a_server_that_asks_to_wait_is_waited_for() -> None:
    waits: list[float] = []

    def behave(handler: BaseHTTPRequestHandler, number: int) -> None:
        if number == 1:
            reply(handler, b"", status=429, Retry_After="3")
        else:
            reply(handler, TABLE)

    with SmallServer(behave) as server:
        remote = engine(server, Limits(longest_pause=4))
        remote.web._sleep = waits.append  # noqa: SLF001 (the clock of the client)
        assert list(remote.select("SELECT ?x {}")) == [("1",)]
    assert waits == [3.0]


def test_a_server_that_asks_to_wait_too_long_is_not_waited_for() -> None:
    with (
        SmallServer(refusing(429, Retry_After="3600")) as server,
        pytest.raises(EndpointError, match="wait 3600 seconds"),
    ):
        engine(server).ask("ASK {}")
    assert len(server.asked) == 1


def test_a_refusal_is_not_asked_again() -> None:
    with SmallServer(refusing(500)) as server, pytest.raises(EndpointError):
        engine(server).ask("ASK {}")
    assert len(server.asked) == 1


def test_a_silent_server_is_given_up() -> None:
    done = threading.Event()
    try:
        limits = Limits(read=0.2, total=5)
        said = fault(lambda _handler, _number: bool(done.wait(10)) and None, limits=limits)
    finally:
        done.set()
    assert "no answer within 0.2 seconds" in said


def test_a_server_that_drips_is_given_up() -> None:
    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.end_headers()
        for place in range(len(TABLE)):
            handler.wfile.write(TABLE[place : place + 1])
            handler.wfile.flush()
            time.sleep(0.05)

    assert "not complete after 0.5 seconds" in fault(behave, limits=Limits(read=2, total=0.5))


def test_an_answer_without_end_is_given_up() -> None:
    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.end_headers()
        handler.wfile.write(b'{"head":{"vars":["x"]},"results":{"bindings":[{}')
        while True:
            handler.wfile.write(b",{}" * 10_000)

    assert "more than 100,000 bytes" in fault(behave, limits=Limits(most_bytes=100_000))


def test_rows_are_given_while_they_come() -> None:
    """A result without end can be begun."""
    go_on = threading.Event()

    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.end_headers()
        handler.wfile.write(TABLE[:-3] + b',{"x":{"type":"literal","value":"2"}},')
        handler.wfile.flush()
        go_on.wait(10)

    with SmallServer(behave) as server:
        rows = iter(engine(server, Limits()).select("SELECT ?x {}"))
        assert next(rows) == ("1",)
        go_on.set()


def test_a_dead_port_is_said() -> None:
    port = free_port()
    remote = RemoteEngine(read_address(f"http://127.0.0.1:{port}/query"))
    with pytest.raises(EndpointError, match="nothing answers at this address"):
        remote.ask("ASK {}")


def test_a_name_nobody_knows_is_said() -> None:
    remote = RemoteEngine(read_address("http://no-such-host.invalid/query"), QUICK)
    with pytest.raises(EndpointError, match=r"no machine has this name|cannot be reached|no conn"):
        remote.ask("ASK {}")


def test_https_to_a_plain_server_is_said() -> None:
    with SmallServer(answering(TABLE)) as server:
        url = server.url.replace("http:", "https:")
        with pytest.raises(EndpointError, match="no secure connection"):
            RemoteEngine(read_address(url), QUICK).ask("ASK {}")


def test_credentials_are_sent_and_never_shown() -> None:
    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        reply(handler, b"hunter2 is wrong, says " + b"hunter2", "text/plain", 401)

    with SmallServer(behave) as server, pytest.raises(EndpointError) as caught:
        engine(server, user="ada", password="hunter2").ask("ASK {}")
    assert server.asked[0].headers["Authorization"].startswith("Basic ")
    assert "hunter2" not in str(caught.value)
    assert "not accepted" in str(caught.value)


def test_a_token_in_the_address_is_sent_and_never_shown() -> None:
    said = b"no access with token=hun%20ter2 or hun ter2 or ?x=1&token=hun%20ter2"
    with SmallServer(refusing(500, said)) as server:
        url = f"{server.url}?x=1&token=hun%20ter2"
        done = careergraph("query", "ASK {}", "--endpoint", url)
        sent_on = careergraph("publish", "--endpoint", server.url.replace("/query", "/a?t=hunter2"))
    assert server.asked[0].path == "/query?x=1&token=hun%20ter2"
    assert done.stderr.startswith(f"Error: {server.url}?…: the server failed")
    assert "ter2" not in done.stderr
    assert sent_on.returncode != 0
    assert "ter2" not in sent_on.stderr


@pytest.mark.parametrize(
    "onward",
    ["http://other.org/?token=hunter2", "http://ada:hunter2@other.org", "x:http://a/?hunter2"],
)
def test_a_token_in_where_a_server_sends_on_is_not_shown(onward: str) -> None:
    with SmallServer(refusing(307, Location=onward)) as server:
        done = careergraph("info", "--endpoint", server.url)
    assert done.stderr.startswith(f"Error: {server.url}: ")
    assert "redirects to" in done.stderr
    assert "hunter2" not in done.stderr


def test_a_password_without_a_scheme_is_not_shown() -> None:
    for url in ("ada:hunter2@host", "host?token=hunter2"):
        for done in (
            careergraph("query", "ASK {}", "--endpoint", url),
            careergraph("query", "ASK {}", env={"CAREERGRAPH_ENDPOINT": url}),
        ):
            assert done.returncode == 2
            assert "not the address of an endpoint" in done.stderr
            assert "hunter2" not in done.stderr


def test_a_token_is_sent() -> None:
    with SmallServer(answering(b'{"head":{},"boolean":true}')) as server:
        assert engine(server, token="abc").ask("ASK {}")
    assert server.asked[0].headers["Authorization"] == "Bearer abc"


def test_a_server_that_wants_a_digest_gets_one() -> None:
    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        if handler.headers.get("Authorization", "").startswith("Digest "):
            reply(handler, b'{"head":{},"boolean":true}')
        else:
            challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm="MD5"'
            reply(handler, b"", status=401, WWW_Authenticate=challenge)

    with SmallServer(behave) as server:
        remote = engine(server, user="ada", password="x")
        assert remote.ask("ASK {}")
        before = len(server.asked)
        assert remote.ask("ASK {}")
    assert len(server.asked) == before + 1, "what it learned is used again"


def test_an_endpoint_without_roles_says_what_to_do() -> None:
    body = b'{"head":{"vars":["s","p","o"]},"results":{"bindings":[]}}'
    with SmallServer(answering(body)) as server:
        g = CareerGraph.from_endpoint(server.url)
        with pytest.raises(EndpointError, match="careergraph publish"):
            g.path("SWE", "MLE")


@pytest.mark.parametrize(
    "command",
    [
        ["path", "SWE", "MLE"],
        ["gap", "SWE", "MLE"],
        ["role", "SWE"],
        ["search", "data"],
        ["compare", "SWE", "MLE"],
        ["why", "SWE", "MLE"],
        ["info"],
        ["export"],
        ["next", "SWE"],
        ["feeders", "SWE"],
        ["reach", "SWE"],
        ["bridges", "SWE"],
        ["gateways"],
        ["plan", "SWE", "MLE"],
        ["profile", "init", "SWE"],
        ["query", "ASK {}"],
        ["query", "skills-of-role", "-p", "role=SWE"],
    ],
)
def test_every_reading_command_asks_the_endpoint_it_is_given(command: list[str]) -> None:
    url = f"http://127.0.0.1:{free_port()}/query"
    done = careergraph(*command, "--endpoint", url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {url}: nothing answers at this address")
    assert done.stderr.count("\n") == 1
    assert careergraph(*command, env={"CAREERGRAPH_ENDPOINT": url}).stderr == done.stderr


def test_a_wrong_address_is_wrong_usage() -> None:
    done = careergraph("path", "SWE", "MLE", "--endpoint", "file:///etc/passwd")
    assert done.returncode == 2
    assert "http:// or https://" in done.stderr


def test_terminal_escapes_of_a_server_reach_no_terminal() -> None:
    with SmallServer(refusing(500, b"\x1b]0;owned\x07\x1b[31mred\x9b1m")) as server:
        done = careergraph("info", "--endpoint", server.url)
    assert done.returncode == 1
    assert "red" in done.stderr
    assert done.stderr.rstrip("\n").isprintable()


def test_credentials_over_an_open_network_are_warned_of() -> None:
    url = "http://ada:secret@no-such-host.invalid/query"
    done = careergraph("info", "--endpoint", url)
    assert done.stderr.startswith("Warning: the credentials go to no-such-host.invalid unencrypted")
    assert "secret" not in done.stderr


def dripping(head: bytes, piece: bytes) -> Behaviour:
    """Return a server that begins its answer and sends a piece each tenth of a second."""

    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + head)
        for _ in range(100):
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(0.1)

    return behave


JSON_TYPE = b"Content-Type: application/sparql-results+json\r\n"
CHUNKED = JSON_TYPE + b"Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"X-More: headers\r\n"),
        (CHUNKED + b"\r\n", b"1\r\n \r\n"),
        # An empty gzip member again and again: nothing comes out of it.
        (
            CHUNKED + b"Content-Encoding: gzip\r\n\r\n",
            b"14\r\n" + gzip.compress(b"", mtime=0) + b"\r\n",
        ),
    ],
)
def test_the_total_time_holds_while_a_server_drips(head: bytes, piece: bytes) -> None:
    begun = time.monotonic()
    limits = Limits(connect=2, read=2, total=1)
    said = fault(dripping(head, piece), limits=limits)
    assert time.monotonic() - begun < 5
    assert "not complete after 1 second" in said or "unpacked" in said


def test_a_value_of_many_megabytes_is_an_error_and_no_traceback() -> None:
    body = TABLE.replace(b'"value":"1"', b'"value":"' + b"x" * 20_000_000 + b'"')
    assert "a value of 16 MB or more" in fault(answering(body), limits=Limits(total=60))


def test_a_compressed_answer_is_unpacked_in_pieces() -> None:
    packed = gzip.compress(TABLE + b" " * 50_000_000, mtime=0)
    more = {"Content_Encoding": "gzip"}
    limits = Limits(most_bytes=1_000_000)
    assert "more than 1,000,000 bytes" in fault(answering(packed, **more), limits=limits)
    pieces = list(unpacked([packed], "gzip"))
    assert max(map(len, pieces)) <= 65_536
    assert b"".join(pieces).strip() == TABLE
    with SmallServer(answering(gzip.compress(TABLE, mtime=0), **more)) as server:
        assert list(engine(server).select("SELECT ?x {}")) == [("1",)]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("br", TABLE), ("gzip", TABLE), ("gzip", gzip.compress(TABLE, mtime=0)[:-9])],
)
def test_an_answer_that_cannot_be_unpacked_is_an_error(encoding: str, body: bytes) -> None:
    assert "cannot be read" in fault(answering(body, Content_Encoding=encoding))
