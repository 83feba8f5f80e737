"""A small page model, and its conversion to plain text.

Control characters are removed from text in the data, so that a label cannot control a terminal.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from careergraph.model.frozen import frozen
from careergraph.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "INDENT",
    "Block",
    "Fields",
    "Heading",
    "Table",
    "Text",
    "in_encoding",
    "plain_text",
    "split_table",
]

INDENT: Final = "  "
_NARROWEST_COLUMN: Final = 8
_PERCENT: Final = re.compile(r"(?<=\d) (?=%)")
_TOGETHER: Final = "\N{NO-BREAK SPACE}"
"""A non-breaking space."""


@frozen
class Heading:
    """A highlighted line, with an empty one before it."""

    text: str


@frozen
class Text:
    """A paragraph; ``hanging`` indents the lines after the first by this many columns."""

    text: str
    hanging: int = 0


@frozen
class Fields:
    """A list of names and values, with the values aligned.

    A row without a name continues the one above; a name that starts with a space is indented under
    the one above.
    """

    rows: tuple[tuple[str, str], ...]


@frozen
class Table:
    """Rows under a header.

    If columns would get narrower than ``narrowest`` (in characters), the table is split into
    several, each with the first column. 0 never splits it.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    narrowest: int = 0


Block = Heading | Text | Fields | Table


def clean_name(text: str) -> str:
    """Return the cleaned name of a field; a space at its start is kept as an indent."""
    return INDENT + one_line(text) if text.startswith(" ") else one_line(text)


def in_encoding(blocks: Iterable[Block], encoding: str, errors: str) -> list[Block]:
    """Return a page with every text converted to an encoding, so that lengths are final."""

    def respell(text: str) -> str:
        return text.encode(encoding, errors).decode(encoding)

    return [_map_texts(block, respell) for block in blocks]


def _map_texts(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Heading(text):
            return Heading(change(text))
        case Text(text, hanging):
            return Text(change(text), hanging)
        case Fields(rows):
            return Fields(tuple((change(name), change(value)) for name, value in rows))
        case Table(header, rows, narrowest):
            changed = tuple(tuple(map(change, row)) for row in rows)
            return Table(tuple(map(change, header)), changed, narrowest)


def plain_text(blocks: Iterable[Block], width: int = 80) -> str:
    """Return a page as plain text, with no line longer than `width` unless a word is."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Heading(text):
                lines += ([""] if lines else []) + _wrap(one_line(text), width)
            case Text(text, hanging):
                lines += _wrap(one_line(text), width, following=" " * hanging)
            case Fields(rows):
                lines += _plain_fields(rows, width)
            case Table():
                for number, part in enumerate(split_table(block, width)):
                    lines += [""] if number else []
                    lines += _plain_table(part.header, part.rows, width)
    return "\n".join(lines) + "\n"


def split_table(table: Table, width: int) -> list[Table]:
    """Return a table split into parts that are readable at a width, each with the first column.

    Examples
    --------
    >>> wide = Table(("", "cook", "chef"), (("pay", "a" * 30, "b" * 30),), narrowest=20)
    >>> [part.header for part in split_table(wide, 80)]
    [('', 'cook', 'chef')]
    >>> [part.header for part in split_table(wide, 40)]
    [('', 'cook'), ('', 'chef')]
    """
    if not table.narrowest:
        return [table]
    longest = [_longest_word(column) for column in zip(table.header, *table.rows, strict=True)]
    first = max(longest[0], _NARROWEST_COLUMN) + len(INDENT)
    columns = [min(max(word, table.narrowest), width - first) + len(INDENT) for word in longest[1:]]
    parts: list[list[int]] = []
    room = 0
    for number, column in enumerate(columns, 1):
        if not parts or column > room:
            parts.append([0])
            room = width - first
        parts[-1].append(number)
        room -= column
    return [
        Table(
            tuple(table.header[number] for number in part),
            tuple(tuple(row[number] for number in part) for row in table.rows),
        )
        for part in parts
    ]


def _longest_word(cells: Iterable[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)


def _wrap(text: str, width: int, first: str = "", following: str = "") -> list[str]:
    """Return text as lines; a percent sign stays with its number."""
    lines = textwrap.wrap(
        _PERCENT.sub(_TOGETHER, text),
        width,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_TOGETHER, " ") for line in lines] or [first.rstrip()]


def _plain_fields(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    names = [clean_name(name) for name, _ in rows]
    widest = max(map(len, names), default=0)
    lines: list[str] = []
    for name, (_, value) in zip(names, rows, strict=True):
        start = f"{INDENT}{name:<{widest}}{INDENT}"
        lines += _wrap(one_line(value), width, start, " " * len(start))
    return lines


def _plain_table(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    cells = [[one_line(cell) for cell in row] for row in (header, *rows)]
    widths = _column_widths(cells, width)
    lines: list[str] = []
    for row in cells:
        columns = [_wrap(cell, w) for cell, w in zip(row, widths, strict=True)]
        for i in range(max(len(column) for column in columns)):
            parts = [column[i] if i < len(column) else "" for column in columns]
            padded = (f"{part:<{w}}" for part, w in zip(parts, widths, strict=True))
            lines.append((INDENT + INDENT.join(padded)).rstrip())
        if row is cells[0]:
            lines.append(INDENT + INDENT.join("-" * w for w in widths))
    return lines


def _column_widths(cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return widths that fit: the widest columns shrink first, down to their longest word.

    If that is not enough, narrow ones shrink too.
    """
    columns = list(zip(*cells, strict=True))
    widths = [max(1, *map(len, column)) for column in columns]
    longest = [
        max(len(word) for cell in column for word in [*cell.split(), " "]) for column in columns
    ]
    for narrowest in (_NARROWEST_COLUMN, 1):
        least = [max(narrowest, word) for word in longest]
        while sum(widths) + len(INDENT) * len(widths) > width:
            room = [w if w > low else 0 for w, low in zip(widths, least, strict=True)]
            if not any(room):
                break
            widths[room.index(max(room))] -= 1
    return widths
