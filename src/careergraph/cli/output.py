"""Writing answers: pages to a terminal or a pipe in any encoding, files whole or not at all."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.report.layout import Block

__all__ = ["flush_output", "prepare_output", "show_page", "write_output"]

_ASCII: Final = {"→": "->", "…": "...", "–": "-", "—": "-", "’": "'", "“": '"', "”": '"'}
_ASCII_FORMS: Final = {**_ASCII, "≥": ">=", "·": "-", "€": "EUR ", "£": "GBP ", "®": "(R)"}


def prepare_output() -> None:
    """Make what a terminal's encoding lacks appear in ASCII instead of raising an error."""
    codecs.register_error("careergraph", _spell_in_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="careergraph")


def _spell_in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_ASCII_FORMS.get(character, "?") for character in lost), error.end


def flush_output(code: int) -> int:
    """Write what is buffered and return the exit code; a closed pipe ends in silence."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush again at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code or 1
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"Error: The output cannot be written: {error.strerror or error}.", file=sys.stderr)  # noqa: T201 (no click here)
        return code or 1
    return code


def show_page(blocks: Sequence[Block]) -> None:
    """Print a page: by rich on a terminal, else as plain text in 80 columns."""
    from careergraph.report.layout import plain_text, print_rich

    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        print_rich(blocks)
    else:
        click.echo(plain_text(blocks), nl=False)


def write_output(path: str | None, content: bytes) -> None:
    """Write to a file, whole or not at all, or to standard output where no path is given."""
    if path is None or path == "-":
        click.echo(content, nl=False)
        return
    from careergraph.files import write_atomically

    write_atomically(Path(path), content)
    click.echo(f"Wrote {path} ({len(content):,} bytes).", err=True)
