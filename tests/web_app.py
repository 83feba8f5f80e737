"""The web app for tests: one server for a session, as the command starts it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from command_line import COMMAND, environment

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60
SECONDS = 3
"""Of a query, in the server of the session."""


@dataclass
class WebApp:
    """A server that runs, and a client that asks it."""

    process: subprocess.Popen[str]
    url: str
    client: httpx.Client

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def sparql(self, query: str, accept: str | None = None) -> httpx.Response:
        headers = {} if accept is None else {"Accept": accept}
        return self.client.post("/sparql", data={"query": query}, headers=headers)

    def workers(self) -> set[int]:
        """Return the processes of the workers (Linux)."""
        return {int(pid) for pid in children(self.process.pid)}


def children(pid: int) -> list[str]:
    """Return the processes that a process started (Linux)."""
    found: list[str] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended
            found += (thread / "children").read_text().split()
    return found


@contextlib.contextmanager
def serving(*options: str, **variables: str) -> Iterator[WebApp]:
    """Run ``careergraph serve`` on a free port until the block ends."""
    if any(find_spec(name) is None for name in ("starlette", "uvicorn", "mcp")):
        pytest.skip('the extra "server" is not installed')
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**variables),
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.startswith("Serving at "), process.stderr.read() if process.stderr else ""
        url = first.removeprefix("Serving at ").strip()
        with httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE) as client:
            yield WebApp(process, url, client)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture(scope="session")
def web_app() -> Iterator[WebApp]:
    """Return the app with a limit of three seconds for a query."""
    with serving("--timeout", str(SECONDS)) as app:
        yield app


def all_gone(pids: set[int]) -> bool:
    """Return whether none of some processes is left, soon."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not any(_is_running(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
