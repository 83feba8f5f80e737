"""`careergraph serve`: it comes up, survives what its workers do, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from careergraph.errors import CareerGraphError
from careergraph.server.listening import listen
from careergraph.server.service import Service
from command_line import COMMAND, careergraph, environment
from web_app import PATIENCE, all_gone, children, serving

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.server
ASK = "ASK { ?role a cg:Role }"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly(number: signal.Signals) -> None:
    with serving() as app:
        assert app.sparql(ASK).json()["boolean"] is True
        workers = app.workers()
        assert workers
        app.process.send_signal(number)
        _, errors = app.process.communicate(timeout=PATIENCE)
        assert (app.process.returncode, errors) == (0, "Stopped.\n")
        assert all_gone(workers)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_it_is_ended_before_it_answers(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        start_new_session=True,
    )
    try:
        until = time.monotonic() + PATIENCE
        while not (started := {int(pid) for pid in children(process.pid)}):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.01)
        process.send_signal(number)
        process.wait(PATIENCE)
        assert all_gone(started)
    finally:
        process.kill()
        process.wait()


def test_who_waits_when_it_ends_is_told_and_nothing_else_is_written() -> None:
    endless = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with serving() as app, socket.create_connection(("127.0.0.1", app.port)) as connection:
        with socket.create_connection(("127.0.0.1", app.port)) as other:
            other.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nA")
        head = f"GET /sparql?query={endless} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(head.encode())
        assert app.sparql(ASK).json()["boolean"] is True  # the other query runs by now
        app.process.send_signal(signal.SIGTERM)
        connection.settimeout(PATIENCE)
        assert connection.recv(4096).startswith(b"HTTP/1.1 503 ")
        _, errors = app.process.communicate(timeout=PATIENCE)
        assert (app.process.returncode, errors) == (0, "Stopped.\n")


def test_workers_end_with_a_server_that_is_killed() -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with serving() as app, socket.create_connection(("127.0.0.1", app.port)) as connection:
        address = endless.replace(" ", "%20").replace("?", "%3F")
        connection.sendall(
            f"GET /sparql?query={address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        assert app.sparql(ASK).json()["boolean"] is True  # the other query runs by now
        workers = app.workers()
        assert len(workers) > 1
        app.process.kill()
        app.process.wait()
        assert all_gone(workers)


def test_a_worker_that_is_killed_is_replaced() -> None:
    with serving() as app:
        assert app.sparql(ASK).status_code == 200
        for pid in app.workers():
            os.kill(pid, signal.SIGKILL)
        assert app.sparql(ASK).json()["boolean"] is True
        answer = app.client.get("/api/v1/role", params={"title": "data analyst"})
        assert answer.json()["role"]["label"] == "Data Analyst"


def test_a_port_in_use_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = careergraph("serve", "--port", port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"Error: Port {port} of 127.0.0.1 is in use. Choose another, or --port 0 for one that is "
        "free.\n"
    )


@pytest.mark.parametrize(
    ("host", "message"),
    [("no-such-host.invalid", "is not a host to listen on"), ("192.0.2.1", "Cannot listen on")],
)
def test_a_host_that_is_not_ours_is_said(host: str, message: str) -> None:
    done = careergraph("serve", "--host", host, "--port", "0")
    assert done.returncode in {1, 2}
    assert message in done.stderr
    assert "Warning" not in done.stderr


def test_an_open_host_is_warned_of() -> None:
    with serving("--host", "0.0.0.0") as app:  # noqa: S104 (what is tested)
        app.process.send_signal(signal.SIGINT)
        _, errors = app.process.communicate(timeout=PATIENCE)
    assert errors.startswith("Warning: 0.0.0.0 is open to the network.")


def test_own_files_are_served(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(
        "@prefix cg: <https://w3id.org/careergraph/ont#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<urn:lamplighter> a cg:Role ; skos:prefLabel "Lamplighter"@en .\n'
    )
    with serving("--with", str(file)) as app:
        # It said that it serves: so every pool has a worker, which has read the file.
        assert all(children(pid) for pid in app.workers())
        answer = app.client.get("/api/v1/role", params={"title": "lamplighter"})
        assert answer.json()["role"]["iri"] == "urn:lamplighter"
        assert app.sparql("ASK { <urn:lamplighter> a cg:Role }").json()["boolean"] is True


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_what_is_no_port_is_wrong_usage(port: str) -> None:
    assert careergraph("serve", "--port", port).returncode == 2


def test_a_server_whose_workers_cannot_start_says_so_and_ends(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from careergraph.server.running import WebServer

    service = Service((), 3, 1, store=str(tmp_path / "no-such-store"))
    said: list[str] = []
    server = WebServer(listen("127.0.0.1", 0), service, lambda: said.append("ready"))
    # In a thread of its own: a browser that other tests use keeps an event loop in this one.
    with (
        ThreadPoolExecutor(1) as thread,
        pytest.raises(CareerGraphError, match="could not be started"),
    ):
        thread.submit(server.run).result()
    assert (said, *capfd.readouterr()) == ([], "", "")


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from careergraph.cli.commands import serve

    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(CareerGraphError, match=r"pip install 'careergraph\[server\]'"):
        serve._check_extra()  # noqa: SLF001 (the command would serve)
