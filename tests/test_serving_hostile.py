"""What strangers send to the web app: each request gets its answer, and the next one too."""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from web_app import WebApp

pytestmark = pytest.mark.server
ASK = b"/sparql?query=ASK%20%7B%7D"
OWN = b"Host: localhost\r\n"
LAST = b"Connection: close\r\n"
JSON_RPC = {"Accept": "application/json, text/event-stream"}
EVIL = "https://evil.example"


def request(target: bytes = b"/", headers: bytes = b"", method: bytes = b"GET") -> bytes:
    """Return the bytes of a request, the last of its connection."""
    return method + b" " + target + b" HTTP/1.1\r\n" + OWN + LAST + headers + b"\r\n"


def post(headers: bytes, body: bytes) -> bytes:
    """Return the bytes of a query sent in a body."""
    kind = b"Content-Type: application/sparql-query\r\n"
    return request(b"/sparql", kind + headers, b"POST") + body


def send(app: WebApp, content: bytes) -> bytes:
    """Return all that the server answers until it closes the connection."""
    with socket.create_connection(("127.0.0.1", app.port), 60) as connection:
        connection.sendall(content)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return answer


def statuses(answer: bytes) -> list[int]:
    """Return the status of each answer."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


CHUNKED = b"Transfer-Encoding: chunked\r\n"
RAW = {
    "a header without a colon": (request(headers=b"nonsense\r\n"), 400),
    "a NUL in a header": (request(headers=b"X: a\0b\r\n"), 400),
    "a target of 60 kB": (request(ASK + b"&x=" + b"a" * 60_000), 200),
    "bytes that are no letters": (request(b"/sparql?query=\xff\xfe"), 400),
    "two lengths": (post(b"Content-Length: 6\r\nContent-Length: 7\r\n", b"ASK {}"), 400),
    "a length and chunks": (post(CHUNKED + b"Content-Length: 6\r\n", b"0\r\n\r\n"), 400),
    "a chunk without a size": (post(CHUNKED, b"zz\r\nASK {}"), 400),
    "an unknown encoding": (post(b"Transfer-Encoding: gzip\r\n", b"abc"), 400),
    "good chunks": (post(CHUNKED, b"6\r\nASK {}\r\n0\r\n\r\n"), 200),
    "chunks beyond 1 MiB": (
        post(CHUNKED, (b"10000\r\n" + b"a" * 65_536 + b"\r\n") * 20 + b"0\r\n\r\n"),
        413,
    ),
    "a body with GET": (request(ASK, b"Content-Length: 5\r\n") + b"hello", 200),
    "HTTP/1.0 without a host": (b"GET / HTTP/1.0\r\n\r\n", 421),
    "another machine's address": (request(b"http://evil.example/"), 404),
    "CONNECT": (request(b"evil.example:443", method=b"CONNECT"), 404),
    "TRACE": (request(method=b"TRACE"), 405),
    "OPTIONS *": (request(b"*", method=b"OPTIONS"), 404),
    "a method of its own": (request(ASK, method=b"FOO"), 405),
    "a file above": (request(b"/explorer/..%5c..%5cjobs.py"), 404),
    "a name with NUL": (request(b"/explorer/app.js%00"), 404),
    "a prototype": (request(b"/api/v1/__proto__"), 404),
    "a surrogate": (request(b"/sparql?query=%ED%A0%80"), 400),
    "too many fields": (request(b"/sparql?" + b"&".join([b"a=1"] * 3_000)), 400),
    "two queries": (request(ASK + b"&query=ASK%20%7B%7D"), 400),
    "a quality that is no number": (request(ASK, b"Accept: text/csv;q=nan\r\n"), 406),
}


@pytest.mark.parametrize("name", RAW)
def test_odd_requests_get_one_answer(web_app: WebApp, name: str) -> None:
    content, status = RAW[name]
    answer = send(web_app, content)
    assert statuses(answer) == [status]
    assert statuses(send(web_app, request(ASK))) == [200]


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"Content-Encoding": "gzip"}, b"ASK {}", 415),
        ({}, b"x" * 2_000_000, 413),
        ({"Host": "evil.example"}, b"ASK {}", 421),
    ],
)
def test_what_is_refused_at_the_door_is_an_error_as_any_other(
    web_app: WebApp, headers: dict[str, str], content: bytes, status: int
) -> None:
    answer = web_app.client.post("/sparql", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.json()["error"]["message"].endswith(".")


def test_the_head_alone_is_sent_for_head(web_app: WebApp) -> None:
    for target in (b"/", ASK, b"/api/v1/areas"):
        head, _, body = send(web_app, request(target, method=b"HEAD")).partition(b"\r\n\r\n")
        assert (statuses(head), body) == ([200], b"")


def test_pipelined_requests_are_answered_in_order(web_app: WebApp) -> None:
    first = b"GET " + ASK + b" HTTP/1.1\r\n" + OWN + b"\r\n"
    second = b"GET /nothing HTTP/1.1\r\n" + OWN + b"\r\n"
    answer = send(web_app, (first + second) * 10 + request(ASK))
    assert statuses(answer) == [200, 404] * 10 + [200]


def test_a_head_without_end_is_cut_off(web_app: WebApp) -> None:
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        send(web_app, b"a" * 64_000_000)
    assert statuses(send(web_app, request(ASK))) == [200]


@pytest.mark.parametrize("target", [b"/", b"/mcp", b"/sparql"])
def test_nothing_is_upgraded(web_app: WebApp, target: bytes) -> None:
    wanted = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    content = b"GET " + target + b" HTTP/1.1\r\n" + OWN + wanted + key + b"\r\n"
    assert statuses(send(web_app, content + request(ASK)))[0] in {200, 405}


def test_other_pages_are_not_let_in(web_app: WebApp) -> None:
    asked = {"Origin": EVIL, "Access-Control-Request-Method": "POST"}
    for path in ("/", "/api/v1/path", "/mcp"):
        answer = web_app.client.options(path, headers=asked)
        assert answer.status_code == 405
        assert "access-control-allow-origin" not in answer.headers
    plain = web_app.client.get("/api/v1/areas", headers={"Origin": EVIL})
    assert "access-control-allow-origin" not in plain.headers
    assert plain.headers["cross-origin-resource-policy"] == "same-origin"


VALUES = {
    "hours_per_week": ["nan", "0", "-5", "1e308", "1e-300", "x"],
    "years": ["-1", "1e308"],
    "max_years": ["-1", "1e308"],
    "change_cost": ["-1", "1e308"],
    "k": ["0", "1.5", "1001", "\uff11", "9" * 300],
    "have": ["x" * 401, "\0"],
    "only": ["x"],
    "no_new_degree": ["maybe"],
    "by": ["x"],
    "other": ["1"],
}


def test_impossible_values_are_explained(web_app: WebApp) -> None:
    for name, values in VALUES.items():
        for value in values:
            asked = {"from": "data analyst", "to": "data scientist", name: value}
            answer = web_app.client.get("/api/v1/path", params=asked)
            assert (name, value, answer.status_code) == (name, value, 400)
            assert answer.json()["error"]["message"]


def call(name: str = "gap", arguments: object = None) -> bytes:
    """Return a call of a tool."""
    content = {"name": name, "arguments": arguments}
    return json.dumps(
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": content}
    ).encode()


MESSAGES = {
    "no JSON": b"{",
    "nothing": b"",
    "a batch": b"[]",
    "deep": b"[" * 100_000,
    "other bytes": b'{"jsonrpc":"2.0","id":1,"method":"\xff"}',
    "no number": call().replace(b"null", b'{"years": 1e999}'),
    "a long number": call().replace(b"null", b'{"k": ' + b"9" * 5_000 + b"}"),
    "a surrogate": call().replace(b"null", b'{"to": "\\ud800"}'),
    "a list": call(arguments=[1]),
    "objects": call(arguments={"from": {"a": [1]}, "to": [[["x"]]]}),
    "a long text": call(arguments={"from": "x" * 900_000, "to": "MLE"}),
    "no such tool": call("x"),
    "a file": b'{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///"}}',
}


@pytest.mark.parametrize("name", MESSAGES)
def test_odd_messages_of_assistants_are_errors(web_app: WebApp, name: str) -> None:
    headers = {**JSON_RPC, "Content-Type": "application/json"}
    answer = web_app.client.post("/mcp", content=MESSAGES[name], headers=headers)
    assert answer.status_code in {200, 400}
    content = answer.json()
    assert "error" in content or content["result"]["isError"] is True


def test_assistants_are_answered_by_post_and_only_here(web_app: WebApp) -> None:
    for method in ("GET", "DELETE", "PUT"):
        answer = web_app.client.request(method, "/mcp", headers=JSON_RPC)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    for origin in (EVIL, "null", f"{web_app.url}@evil.example", "file://", "", "http://[::1"):
        headers = {**JSON_RPC, "Origin": origin, "Content-Type": "application/json"}
        assert web_app.client.post("/mcp", content=call(), headers=headers).status_code == 403


@pytest.mark.parametrize("name", ["127.0.0.2", "LOCALHOST", "localhost.", "[::1]"])
def test_assistants_may_use_each_name_of_this_machine(web_app: WebApp, name: str) -> None:
    address = f"{name}:{web_app.port}"
    headers = {"Content-Type": "application/json", "Host": address, "Origin": f"http://{address}"}
    listing = b'{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
    answer = web_app.client.post("/mcp", content=listing, headers={**JSON_RPC, **headers})
    assert answer.json()["result"]["tools"][0]["name"] == "search"
