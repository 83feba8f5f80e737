"""Run the commands shown in README and docs and write their output again: ``make docs-output``.

In a console block, a line of three dots stands for any lines that are left out; they stay left out.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.files import write_atomically
from own_package import require_own_package

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "docs"
PAGES: Final = (
    ROOT / "README.md",
    *sorted(p for p in DOCS.rglob("*.md") if p.parent.name not in {"profiles", "reference"}),
)
"""Pages written by hand; the others are made from the graph and from the code."""
_BLOCK: Final = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
_GAP: Final = "...\n"
_SCRIPT: Final = "from careergraph.cli import main; main()"


class Session(NamedTuple):
    """A command as a page shows it, and the output shown below it, which may be empty."""

    command: str
    shown: str

    @property
    def can_run(self) -> bool:
        """Whether the command is one of careergraph's alone, and its output is shown."""
        return self.command.startswith("careergraph ") and bool(self.shown.strip())


def sessions(page: str) -> list[Session]:
    r"""Return the commands of a page's console blocks, in their order.

    Examples
    --------
    >>> sessions("```console\n$ careergraph --version\ncareergraph 1\n```\n")
    [Session(command='careergraph --version', shown='careergraph 1\n')]
    """
    return [session for block in _BLOCK.findall(page) for session in _read_block(block)]


def _read_block(block: str) -> list[Session]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [Session(command, shown) for command, _, shown in (p.partition("\n") for p in parts)]


def fits(shown: str, actual: str) -> bool:
    r"""Return whether output is as shown, but for lines left out and the graph's hash.

    Examples
    --------
    >>> fits("a\n...\nd\n", "a\nb\nc\nd\n"), fits("a\nd\n", "a\nb\n")
    (True, False)
    """
    pieces = [re.escape("".join(piece)) for piece in _split(_without_hash(shown))]
    return re.fullmatch(r"(?:.*\n)*?".join(pieces) + r"\s*", _without_hash(actual)) is not None


def _without_hash(output: str) -> str:
    return re.sub(r"\b[0-9a-f]{12}\b", "<hash>", output)


def _split(shown: str) -> list[list[str]]:
    """Return the lines between the lines of three dots."""
    pieces: list[list[str]] = [[]]
    for line in shown.splitlines(keepends=True):
        if line == _GAP:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def renew(shown: str, actual: str) -> str:
    r"""Return what to show of an output, with the same parts left out as before.

    Raises
    ------
    ValueError
        A part that was shown is not in the output any more.

    Examples
    --------
    >>> renew("pay 10\n...\ntime 3\n", "pay 20\nmore\ntime 4\nend\n")
    'pay 20\n...\ntime 4\n'
    """
    pieces, lines = _split(shown), actual.rstrip("\n").splitlines(keepends=True)
    lines[-1] = lines[-1].rstrip("\n") + "\n"
    places = _find_lines([line for piece in pieces for line in piece], lines)
    renewed, first, reached = [], 0, 0
    for number, piece in enumerate(pieces):
        known = [places[first + i] - i for i in range(len(piece)) if first + i in places]
        if piece and not known:
            message = "".join(piece)
            raise ValueError(message)
        start = 0 if number == 0 else max(known[0], reached) if piece else reached
        end = known[-1] + len(piece) if piece else start
        if number == len(pieces) - 1 and (piece or len(pieces) == 1):
            # The last part goes to the end of the output only where it did so before.
            end = min(end, len(lines)) if len(pieces) > 1 else len(lines)
        renewed.append("".join(lines[start:end]))
        first, reached = first + len(piece), end
    return _GAP.join(renewed)


def _find_lines(shown: Sequence[str], actual: Sequence[str]) -> dict[int, int]:
    """Return where each shown line is in the output; figures may have changed."""
    alike = SequenceMatcher(None, _masked(shown), _masked(actual), autojunk=False)
    return {
        block.a + i: block.b + i for block in alike.get_matching_blocks() for i in range(block.size)
    }


def _masked(lines: Sequence[str]) -> list[str]:
    return [re.sub(r"\s+", " ", re.sub(r"[\d.,]+", "0", line)) for line in lines]


def renew_page(page: str, run: Callable[[str], str]) -> str:
    """Return a page with the outputs that its commands have now; those that fit stay."""

    def renew_block(block: re.Match[str]) -> str:
        parts = [block[0].partition("$ ")[0]]
        for session in _read_block(block[0]):
            shown = session.shown
            if session.can_run:
                actual = run(session.command)
                shown = shown if fits(shown, actual) else renew(shown, actual)
            parts.append(f"$ {session.command}\n{shown}")
        return "".join(parts)

    return _BLOCK.sub(renew_block, page)


def _run(command: str) -> str:
    """Return the output of a command, run in an empty folder on 80 columns."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, *shlex.split(command)[1:]],
            capture_output=True,
            encoding="utf-8",
            cwd=folder,
            env={**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1"},
            check=False,
        )
    if done.returncode:
        sys.exit(f"{command} fails: {done.stderr}")
    return done.stdout


def main() -> int:
    """Write the pages whose outputs have changed, name them, and return the exit code.

    Arguments of the command line limit it to some pages: ``docs_output.py README.md docs/tour.md``.
    """
    code = 0
    for path in [Path(name) for name in sys.argv[1:]] or PAGES:
        page = path.read_text("utf-8")
        try:
            new = renew_page(page, _run)
        except ValueError as error:
            code = 1
            print(f"{path.name} shows what is printed no more; edit it:\n{error}", file=sys.stderr)
            continue
        if new != page:
            write_atomically(path, new.encode())
            print(f"outputs written again: {path.name}")
    return code


if __name__ == "__main__":
    require_own_package()
    sys.exit(main())
