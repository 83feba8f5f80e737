"""Running the command line: `careergraph` in this process, `run_process` in one of its own."""

from __future__ import annotations

import contextlib
import faulthandler
import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
from typing import TYPE_CHECKING, TextIO

from careergraph.cli.group import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SCRIPT = "from careergraph.cli import main; main()"
COMMAND = [sys.executable, "-W", "error", "-c", SCRIPT]
_PATIENCE = 900
"""Seconds that a command may take; so many only where the machine does much else."""
_READ_AT_START = ("PYTHON", "LC_", "LANG", "BROWSER")
"""How the variables begin that a process reads once: changing them needs a new process."""

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
    ["queries"],
    ["query", "skills-of-role", "-p", "role=data scientist"],
    ["query", "pay-along-ladder", "-p", "role=data scientist"],
]
"""One or more invocations of each command that prints a page, but `check`, which takes a minute."""

HELP = [["--help"], *([name, "--help"] for name in ("path", "role", "gap", "why", "search"))]
HELP += [[name, "--help"] for name in ("info", "export", "check", "plan", "next", "feeders")]
HELP += [[name, "--help"] for name in ("reach", "compare", "bridges", "gateways", "view")]
HELP += [[name, "--help"] for name in ("query", "queries", "serve", "mcp", "publish")]


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
    """Return what a command printed and how it ended; warnings are errors in it.

    The command runs in this process, where the modules are loaded already,
    except where its arguments or environment call for a process of its own.
    """
    words = [os.fsdecode(argument) for argument in arguments]
    if _needs_process(words, env or {}):
        return run_process(*arguments, cwd=cwd, env=env, encoding=encoding)
    output, errors = _capture(encoding), _capture(encoding)
    with (
        open(os.devnull, encoding=encoding) as nothing,  # noqa: PTH123 (a device, not a file)
        _surroundings(environment(**(env or {})), cwd),
        _streams(nothing, output, errors),
    ):
        code = run(words)
    return subprocess.CompletedProcess(words, code, _captured(output), _captured(errors))


def run_process(
    *arguments: str | bytes,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
) -> subprocess.CompletedProcess[str]:
    """Return what a command printed, and how it ended, in a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        encoding=encoding,
        cwd=cwd,
        env=environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=_PATIENCE,
    )


def on_terminal(
    arguments: Sequence[str], columns: int, env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Return the exit code of a command and what it wrote on a terminal of so many columns.

    Like `careergraph`, it runs the command in this process where it can.
    """
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    written: list[bytes] = []
    reader = threading.Thread(target=_read_terminal, args=(ours, written))
    reader.start()
    variables = environment(**{"TERM": "xterm-256color", **(env or {})})
    try:
        if _needs_process(arguments, env or {}):
            code = subprocess.run(
                [*COMMAND, *arguments],
                stdin=its,
                stdout=its,
                stderr=its,
                env=variables,
                check=False,
                timeout=_PATIENCE,
            ).returncode
        else:
            with (
                open(its, encoding="utf-8", closefd=False) as keyboard,
                open(its, "w", encoding="utf-8", closefd=False) as screen,
                open(its, "w", encoding="utf-8", closefd=False) as errors,
                _surroundings(variables, None),
                _streams(keyboard, screen, errors),
            ):
                code = run(arguments)
    finally:
        os.close(its)
        reader.join()
        os.close(ours)
    return code, b"".join(written).decode("utf-8", "replace").replace("\r\n", "\n")


def _needs_process(words: Sequence[str], env: Mapping[str, str]) -> bool:
    """Return whether a command reads what a process reads once, or is ended by its time limit."""
    is_limited = any(word == "--timeout" or word.startswith("--timeout=") for word in words)
    return is_limited or any(name.startswith(_READ_AT_START) for name in env)


@contextlib.contextmanager
def _surroundings(variables: Mapping[str, str], cwd: Path | None) -> Iterator[None]:
    """Give a command its environment and folder; end this process where it takes for ever."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    faulthandler.dump_traceback_later(_PATIENCE, exit=True, file=sys.__stderr__ or sys.stderr)
    try:
        with contextlib.chdir(cwd or "."):
            yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _streams(stdin: TextIO, stdout: TextIO, stderr: TextIO) -> Iterator[None]:
    """Put other standard streams in place; `shutil` asks the original ones for their width."""
    streams = {"stdin": stdin, "stdout": stdout, "stderr": stderr}
    names = [(name, f"__{name}__") for name in streams]
    before = {name: getattr(sys, name) for pair in names for name in pair}
    for name, original in names:
        setattr(sys, name, streams[name])
        setattr(sys, original, streams[name])
    try:
        yield
    finally:
        for name, stream in before.items():
            setattr(sys, name, stream)


def _capture(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding, write_through=True)


def _captured(stream: io.TextIOWrapper) -> str:
    """Return what was written, as `subprocess` gives it: every line end is a line feed."""
    stream.seek(0)
    stream.reconfigure(newline=None)
    return stream.read()


def _read_terminal(ours: int, written: list[bytes]) -> None:
    """Take what is written on a terminal until nobody holds its other side."""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side has gone.
            return
        if not piece:
            return
        written.append(piece)


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
