"""Running the real command line as people do: in a process of its own, or on a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SCRIPT = "from careergraph.cli import main; main()"
COMMAND = [sys.executable, "-W", "error", "-c", SCRIPT]

EVERY_ANSWER = [
    ["path", "SWE", "lead ml engineer"],
    ["path", "data analyst", "MLE", "-k", "3", "--by", "time", "--all-skills"],
    ["path", "business analyst", "senior mle", "--by", "step"],
    ["path", "lead mle", "statistician", "--by", "hops"],
    ["path", "data scientist", "statistician", "--only", "related"],
    ["role", "machine", "learning", "engineer"],
    ["role", "data scientist"],
    ["role", "senior swe"],
    ["gap", "data analyst", "data scientist"],
    ["why", "SWE", "MLE"],
    ["why", "business analyst", "data analyst"],
    ["search", "data"],
    ["info"],
    ["check"],
    ["queries"],
    ["query", "skills-of-role", "-p", "role=data scientist"],
    ["query", "pay-along-ladder", "-p", "role=data scientist"],
]
"""One or more invocations of each command that prints a page."""

HELP = [["--help"], *([name, "--help"] for name in ("path", "role", "gap", "why", "search"))]
HELP += [[name, "--help"] for name in ("info", "export", "check", "plan", "next", "feeders")]
HELP += [[name, "--help"] for name in ("reach", "compare", "bridges", "gateways", "view")]
HELP += [[name, "--help"] for name in ("query", "queries", "serve", "publish")]


def environment(**changes: str) -> dict[str, str]:
    """Return the environment of this process in UTF-8, without what would steer the output."""
    steering = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "TERM"}
    steering |= {"PYTHONIOENCODING", "PYTHONUNBUFFERED", "PYTHONUTF8"}
    kept = {name: value for name, value in os.environ.items() if name not in steering}
    return {**kept, "LANG": "C.UTF-8", **changes}


def careergraph(
    *arguments: str | bytes,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
) -> subprocess.CompletedProcess[str]:
    """Return what a command printed and how it ended; warnings are errors in it."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        encoding=encoding,
        cwd=cwd,
        env=environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=120,
    )


def on_terminal(
    arguments: Sequence[str], columns: int, env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Return the exit code of a command and what it wrote on a terminal of so many columns."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        env=environment(**{"TERM": "xterm-256color", **(env or {})}),
        close_fds=True,
    )
    os.close(its)
    written = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side has gone.
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    return process.wait(timeout=60), written.decode("utf-8", "replace").replace("\r\n", "\n")


def without_colours(text: str) -> str:
    """Return a terminal's text without the escape sequences of colours and weights."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def too_long_lines(text: str, width: int) -> list[str]:
    """Return the lines over a width that are not one long word behind its indent."""
    return [
        line
        for line in map(str.rstrip, text.split("\n"))
        if len(line) > width and len(line.split()) > 1
    ]
