"""`careergraph serve`: a read-only endpoint that comes up, answers, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from careergraph.errors import CareerGraphError, EndpointError, UsageError
from careergraph.server.process import Server, server_program
from careergraph.store.remote.addresses import read_address
from careergraph.store.remote.endpoint import RemoteEngine
from command_line import COMMAND, careergraph, environment
from servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from careergraph.graph import CareerGraph

PATIENCE = 30


@contextlib.contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command with its temporary files in a folder; give its process and address."""
    try:
        server_program()
    except CareerGraphError as error:
        pytest.skip(str(error))
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(folder)),
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.startswith("Serving at "), process.stderr.read() if process.stderr else ""
        yield process, first.removeprefix("Serving at ").strip()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def is_dead(url: str) -> bool:
    """Return whether nobody listens at an address any more, soon."""
    port = int(url.rpartition(":")[2].partition("/")[0])
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.05)
    return False


@pytest.mark.server
def test_what_is_served_is_the_graph_and_its_union(graph: CareerGraph, tmp_path: Path) -> None:
    with serving(tmp_path) as (_, url):
        assert url.startswith("http://127.0.0.1:")
        remote = RemoteEngine(read_address(url))
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        assert list(remote.select(count)) == list(graph.store.select(count))


@pytest.mark.server
def test_nothing_can_be_written(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, url):
        change = {"update": "DELETE WHERE { ?s ?p ?o }"}
        places = (url.replace("/query", "/update"), url)
        refused = [httpx.post(place, data=change, trust_env=False) for place in places]
        put = httpx.put(
            url.replace("/query", "/store?default"),
            content=b"<urn:a> <urn:b> <urn:c> .",
            headers={"Content-Type": "text/turtle"},
            trust_env=False,
        )
        assert all(answer.status_code >= 400 for answer in [*refused, put])
        assert RemoteEngine(read_address(url)).ask("ASK { ?role a cg:Role }")


@pytest.mark.server
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    with serving(tmp_path) as (process, url):
        assert [path.name.startswith("careergraph-serve-") for path in tmp_path.iterdir()] == [True]
        process.send_signal(number)
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert said == "Stopped.\n"
        assert is_dead(url)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.server
def test_two_signals_leave_nothing_behind_either(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, url):
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        assert is_dead(url)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.server
def test_a_server_that_dies_is_said(graph: CareerGraph) -> None:
    with Server(graph.whole()) as server:
        assert server._process is not None  # noqa: SLF001 (to kill it)
        server._process.kill()  # noqa: SLF001
        assert server.wait() != 0


@pytest.mark.server
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


@pytest.mark.server
@pytest.mark.parametrize(
    ("host", "said"),
    [("no-such-host.invalid", "is no host to listen on"), ("192.0.2.1", "Cannot listen on")],
)
def test_a_host_that_is_not_ours_is_said(host: str, said: str) -> None:
    done = careergraph("serve", "--host", host, "--port", "0")
    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert "Warning" not in done.stderr


@pytest.mark.server
def test_an_open_host_is_warned_of(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as (process, _):  # noqa: S104 (what is tested)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert said.startswith("Warning: 0.0.0.0 is open to the network.")


@pytest.mark.server
def test_the_servers_time_limit_is_passed_on(graph: CareerGraph) -> None:
    slow = "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?x . ?b ?r ?z FILTER(STRLEN(STR(?z)) > 20) }"
    with Server(graph.whole(), timeout=1) as server:
        remote = RemoteEngine(read_address(server.url))
        with pytest.raises(EndpointError, match="time limit"):
            list(remote.select(slow))


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_what_is_no_port_is_wrong_usage(port: str) -> None:
    assert careergraph("serve", "--port", port).returncode == 2


def test_a_port_out_of_range_is_refused(graph: CareerGraph) -> None:
    with pytest.raises(UsageError, match="no port"):
        Server(graph.whole(), port=70_000)


def test_without_the_extra_the_message_names_it(
    graph: CareerGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CareerGraphError, match=r"pip install 'careergraph\[server\]'"):
        Server(graph.whole())


def test_a_free_port_is_one() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free_port()))
        assert probe.getsockname()[1] > 0
