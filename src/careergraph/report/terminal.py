"""A page on a terminal, printed by rich; `docs/tour.md` explains the colours.

Headings are bold and names of facts cyan. What is our own judgement (~) is magenta. Numbers of
sources and unknown values are dim. The text says the same without colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from careergraph.printable import one_line
from careergraph.report.layout import (
    INDENT,
    Block,
    Fields,
    Heading,
    Table,
    Text,
    clean_name,
    plain_text,
    split_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["print_rich"]

_STYLES: Final = {
    r"(?<!~)\[\d+\]": "dim",
    r"\bunknown\b": "dim",
    r"~(?:\[\d+\]|[\w$]+)?": "magenta",
}
"""The style of each pattern in a text."""


def print_rich(blocks: Iterable[Block], width: int) -> None:
    """Print a page on the terminal, no line longer than `width`."""
    console = Console(highlight=False, emoji=False, markup=False, width=width)
    for number, block in enumerate(blocks):
        match block:
            case Heading(text):
                if number:
                    console.print()
                console.print(RichText(one_line(text), style="bold"))
            case Text():
                console.print(_marked(plain_text([block], width).rstrip("\n")))
            case Fields():
                console.print(_grid(block))
            case Table():
                for part in split_table(block, width):
                    console.print(_table(part))


def _marked(text: str) -> RichText:
    shown = RichText(text)
    for pattern, style in _STYLES.items():
        shown.highlight_regex(pattern, style)
    return shown


def _grid(fields: Fields) -> RichTable:
    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in fields.rows:
        grid.add_row(RichText(INDENT + clean_name(name)), _marked(one_line(value)))
    return grid


def _table(table: Table) -> RichTable:
    shown = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in table.header:
        shown.add_column(RichText(one_line(name)), overflow="fold")
    for row in table.rows:
        shown.add_row(*(_marked(one_line(cell)) for cell in row))
    return shown
