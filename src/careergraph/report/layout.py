"""A small page model, shown as plain text or, on a terminal, by rich.

Text from data is cleaned of control characters, so that a label cannot steer a terminal.
"""

from __future__ import annotations

import shutil
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Block", "Fields", "Heading", "Table", "Text", "clean", "plain_text", "print_rich"]

WIDTH: Final = 80
_INDENT: Final = "  "
_NARROWEST_COLUMN: Final = 12


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``hanging`` sets the lines after the first this many columns in."""

    text: str
    hanging: int = 0


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values below each other, the values aligned."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; the first column is widest."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Text | Fields | Table


def clean(text: str) -> str:
    r"""Return text on one line without control characters.

    Examples
    --------
    >>> clean("red\x1b[31m\nalert")
    'red [31m alert'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def plain_text(blocks: Iterable[Block], width: int = WIDTH) -> str:
    """Return a page as plain text, no line longer than `width` where words allow it."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading(text):
                lines += ([""] if lines else []) + _wrap(clean(text), width)
            case Text(text, hanging):
                lines += _wrap(clean(text), width, following=" " * hanging)
            case Fields(rows):
                lines += _plain_fields(rows, width)
            case Table(header, rows):
                lines += _plain_table(header, rows, width)
    return "\n".join(lines) + "\n"


def _wrap(text: str, width: int, first: str = "", following: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def _plain_fields(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    widest = max((len(name) for name, _ in rows), default=0)
    lines: list[str] = []
    for name, value in rows:
        start = f"{_INDENT}{clean(name):<{widest}}{_INDENT}"
        lines += _wrap(clean(value), width, start, " " * len(start))
    return lines


def _plain_table(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    cells = [[clean(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    while sum(widths) + len(_INDENT) * len(widths) > width and max(widths) > _NARROWEST_COLUMN:
        widths[widths.index(max(widths))] -= 1
    lines: list[str] = []
    for row in cells:
        columns = [_wrap(cell, w) for cell, w in zip(row, widths, strict=True)]
        for i in range(max(len(column) for column in columns)):
            parts = [column[i] if i < len(column) else "" for column in columns]
            padded = (f"{part:<{w}}" for part, w in zip(parts, widths, strict=True))
            lines.append((_INDENT + _INDENT.join(padded)).rstrip())
        if row is cells[0]:
            lines.append(_INDENT + _INDENT.join("-" * w for w in widths))
    return lines


def print_rich(blocks: Iterable[Block]) -> None:
    """Print a page on the terminal with rich: bold headings, framed tables."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    console = Console(highlight=False, emoji=False, markup=False)
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, 120)
    for block in blocks:
        match block:
            case Heading(text):
                console.print()
                console.print(RichText(clean(text), style="bold"))
            case Table(header, rows):
                table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
                for name in header:
                    table.add_column(name, overflow="fold")
                for row in rows:
                    table.add_row(*(RichText(clean(cell)) for cell in row))
                console.print(table)
            case Fields(rows):
                grid = RichTable.grid(padding=(0, 2))
                grid.add_column(style="dim", no_wrap=True)
                grid.add_column(overflow="fold")
                for name, value in rows:
                    grid.add_row(RichText(f"{_INDENT}{clean(name)}"), RichText(clean(value)))
                console.print(grid)
            case Text():
                console.print(RichText(plain_text([block], width).rstrip("\n")))
