"""The notebooks run in JupyterLab itself: its server, a session for each notebook, its channels.

`test_notebooks.py` executes them by nbclient and compares what they answer; here it is what a
person starts by `jupyter lab notebooks`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
TOKEN = uuid.uuid4().hex
PATIENCE = 120
"""Seconds that the server and a cell may take."""

pytestmark = [
    pytest.mark.notebook,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


class Lab(NamedTuple):
    """A JupyterLab server that runs."""

    client: httpx.Client
    port: int


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start JupyterLab on the folder of the notebooks, with settings of its own."""
    pytest.importorskip("jupyterlab")
    home = tmp_path_factory.mktemp("jupyter")
    variables = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": "0",
        "ServerApp.root_dir": str(NOTEBOOKS[0].parent),
        "ServerApp.allow_root": "True",
        "IdentityProvider.token": TOKEN,
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, env=variables, stdout=log, stderr=log)
    try:
        port = _port_of(server, home)
        address = f"http://127.0.0.1:{port}"
        headers = {"Authorization": f"token {TOKEN}"}
        with httpx.Client(base_url=address, headers=headers, timeout=PATIENCE) as client:
            yield Lab(client, port)
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _port_of(server: subprocess.Popen[bytes], home: Path) -> int:
    """Return the port that the server says it listens to."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, (home / "log").read_text()
        for file in (home / "runtime").glob("jpserver-*.json"):
            if (text := file.read_text()).strip().endswith("}"):
                return int(json.loads(text)["port"])
        time.sleep(0.2)
    raise AssertionError((home / "log").read_text())


class Kernel:
    """The kernel of a session, spoken to through the server's channels."""

    def __init__(self, lab: Lab, kernel: str) -> None:
        import websocket

        address = f"ws://127.0.0.1:{lab.port}/api/kernels/{kernel}/channels?token={TOKEN}"
        self._socket = websocket.create_connection(address, timeout=PATIENCE)

    def run(self, code: str) -> list[dict[str, Any]]:
        """Execute a cell and return what it puts out, as messages."""
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": "execute_request",
            "username": "",
            "session": TOKEN,
            "version": "5.4",
        }
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        request = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self._socket.send(json.dumps({**request, "channel": "shell"}))
        messages: list[dict[str, Any]] = []
        while True:
            answer = json.loads(self._socket.recv())
            if answer["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
                return messages
            if answer["channel"] == "iopub":
                messages.append(answer)

    def close(self) -> None:
        self._socket.close()


def test_jupyterlab_opens_the_folder_of_the_notebooks(lab: Lab) -> None:
    page = lab.client.get("/lab")
    assert page.status_code == 200
    assert "<title>JupyterLab</title>" in page.text
    listed = lab.client.get("/api/contents").json()["content"]
    found = {entry["name"] for entry in listed if entry["type"] == "notebook"}
    assert found == {path.name for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_in_jupyterlab_from_top_to_bottom(lab: Lab, path: Path) -> None:
    notebook = lab.client.get(f"/api/contents/{path.name}", params={"type": "notebook"}).json()
    wanted = {
        "path": path.name,
        "name": path.name,
        "type": "notebook",
        "kernel": {"name": "python3"},
    }
    session = lab.client.post("/api/sessions", json=wanted).json()
    kernel = Kernel(lab, session["kernel"]["id"])
    try:
        # Files that cells write go to an empty folder.
        kernel.run("import os, tempfile; os.chdir(tempfile.mkdtemp())")
        for cell in notebook["content"]["cells"]:
            if cell["cell_type"] != "code":
                continue
            messages = kernel.run("".join(cell["source"]))
            errors = [m["content"] for m in messages if m["msg_type"] == "error"]
            assert errors == [], cell["id"]
            saved = {kind for output in cell["outputs"] for kind in output.get("data", {})}
            now = {kind for m in messages for kind in m["content"].get("data", {})}
            assert saved <= now, cell["id"]
    finally:
        kernel.close()
        lab.client.delete(f"/api/sessions/{session['id']}")
