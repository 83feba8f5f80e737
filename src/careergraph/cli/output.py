"""Writing answers: pages to a terminal or a pipe in any encoding, files whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
from typing import TYPE_CHECKING, Final, TextIO

from careergraph.cli.progress import end as end_progress
from careergraph.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.report.layout import Block

__all__ = [
    "check_target",
    "flush_output",
    "prepare_output",
    "print_answer",
    "print_text",
    "say",
    "say_error",
    "say_place",
    "show_page",
    "write_output",
    "write_stream",
]

_PUNCTUATION: Final = {"→": "->", "…": "...", "–": "-", "—": "-", "’": "'", "“": '"', "”": '"'}
_ASCII_FORMS: Final = {
    **_PUNCTUATION,
    "≥": ">=",
    "·": "-",
    "€": "EUR ",
    "£": "GBP ",
    "®": "(R)",
    "§": "#",
    "¼": ".25",
    "½": ".5",
    "¾": ".75",
}
_LONGEST_ERROR: Final = 1000
_PLAIN_WIDTH: Final = 80
_SHOWN_BEFORE: Final = 60
_TAB: Final = 4
_WIDEST_PAGE: Final = 100


def prepare_output() -> None:
    """Show characters that the terminal's encoding lacks in ASCII, without an error."""
    codecs.register_error("careergraph", _spell_in_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="careergraph")


def _spell_in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_ascii_form(character) for character in lost), error.end


def _ascii_form(character: str) -> str:
    from unicodedata import normalize

    known = _ASCII_FORMS.get(character)
    return known or normalize("NFKD", character).encode("ascii", "ignore").decode() or "?"


def say_error(message: str) -> None:
    """Print an error as one line on standard error, whatever user text it contains."""
    line = one_line(message)
    if len(line) > _LONGEST_ERROR:
        half = _LONGEST_ERROR // 2
        line = f"{line[:half]} … {line[-half:]}"
    say(f"Error: {line}")


def say_place(line: str, column: int) -> None:
    """Print a line of the user's text on standard error, with a caret under one column."""
    shown = line.expandtabs(_TAB)
    before = line[: column - 1].expandtabs(_TAB)
    start = max(0, len(before) - _SHOWN_BEFORE)
    shown, before = shown[start : start + _PLAIN_WIDTH - 4], before[start:]
    say(f"  {printable(shown, instead=chr(0xFFFD))}")
    say(f"  {' ' * sum(map(_columns, before))}^")


def _columns(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    from unicodedata import combining, east_asian_width

    if combining(character):
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def say(line: str) -> None:
    """Print a line on standard error, in its own encoding; click would force UTF-8 on it."""
    end_progress()
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{line}\n")


def flush_output(code: int, failure: OSError | None = None) -> int:
    """Write what is buffered and return the exit code; a closed pipe ends in silence."""
    end_progress()
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError as error:
            failure = failure or error
        if failure is not None:
            # Python would flush again at exit, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if failure is None:
        return code
    if failure.errno != errno.EPIPE:
        say_error(f"The output cannot be written: {failure.strerror or failure}.")
    return code or 1


def print_answer(
    form: str,
    *,
    page: Callable[[], Sequence[Block]],
    data: Callable[[], object],
    rows: Callable[[], Sequence[Sequence[object]]] | None = None,
) -> None:
    """Print an answer as text, JSON or CSV; only the requested form is made."""
    if form == "json":
        from careergraph.report.data import to_json

        write_output(None, to_json(data()).encode())
    elif form == "csv" and rows is not None:
        from careergraph.report.data import to_csv

        write_output(None, to_csv(rows()).encode())
    else:
        show_page(page())


def show_page(blocks: Sequence[Block]) -> None:
    """Print a page: by rich on a terminal, else as plain text in 80 columns."""
    from careergraph.report.layout import in_encoding, plain_text

    end_progress()
    stream = _standard_output()
    blocks = in_encoding(blocks, stream.encoding or "utf-8", "careergraph")
    if not stream.isatty():
        _write_text(plain_text(blocks, _PLAIN_WIDTH))
        return
    import shutil

    columns = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns
    if os.environ.get("TERM") == "dumb":
        _write_text(plain_text(blocks, min(columns, _PLAIN_WIDTH)))
        return
    from careergraph.report.terminal import print_rich

    print_rich(blocks, min(columns, _WIDEST_PAGE))


def _standard_output() -> TextIO:
    if sys.stdout is None:
        message = "standard output is closed"
        raise OSError(errno.EBADF, message)
    return sys.stdout


def _write_text(text: str) -> None:
    _write_bytes(text.encode(_standard_output().encoding or "utf-8", "careergraph"))


def print_text(text: str) -> None:
    """Print a text of several lines as it stands, but for control characters."""
    _write_text(printable(text, keep="\n"))


def write_stream(text: str) -> None:
    """Write part of an answer to standard output: in UTF-8, or in the terminal's encoding."""
    stream = _standard_output()
    encoding = (stream.encoding or "utf-8") if stream.isatty() else "utf-8"
    _write_bytes(text.encode(encoding, "careergraph"))


def _write_bytes(content: bytes) -> None:
    """Write all bytes: an unbuffered stream (PYTHONUNBUFFERED) may write only a part at a time."""
    end_progress()
    stream = _standard_output().buffer
    rest = memoryview(content)
    while rest:
        written = stream.write(rest)
        if written is None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        rest = rest[written:]
    stream.flush()


def check_target(path: str, *, force: bool, beside: bool = False) -> None:
    """Raise an error, before any work is done, if a file cannot be written or replaced.

    Every command that writes follows this rule: an existing file stays, unless ``--force`` is
    given. ``beside`` says that another answer goes to standard output.
    """
    from pathlib import Path

    from careergraph.errors import OutputError, UsageError

    if path == "-":
        if beside:
            message = "--html needs a file: the answer itself goes to standard output."
            raise UsageError(message)
        return
    if not path:
        message = "The file has no name. Give one after -o."
        raise UsageError(message)
    target = Path(path)
    try:
        if target.is_dir():
            raise OutputError(path, "it is a folder. Name a file in it")
        if not target.parent.is_dir():
            reason = f"there is no folder {target.parent}"
            raise OutputError(path, reason, state="Create it first.")
        if target.is_file() and not force:
            raise OutputError(path, "the file exists. Use --force to overwrite it")
    except (OSError, ValueError) as error:
        raise OutputError(path, getattr(error, "strerror", None) or str(error)) from error


def write_output(path: str | None, content: bytes) -> None:
    """Write to a file, whole or not at all, or to standard output if no path is given."""
    if path is None or path == "-":
        _write_bytes(content)
        return
    from pathlib import Path

    from careergraph.files import write_atomically

    write_atomically(Path(path), content)
    say(f"Wrote {printable(path, instead='?')} ({len(content):,} bytes).")
