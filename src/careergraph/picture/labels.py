"""Labels of a picture: cleaned, shortened, wrapped, and their size in pixels."""

from __future__ import annotations

import textwrap
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from careergraph.picture.drawing import FONT

__all__ = ["LABEL_WIDTH", "Box", "clean_text", "label_of", "node_box", "wrap_label"]

LABEL_WIDTH: Final = 18
_LABEL_LINES: Final = 3
_ONE_LINE: Final = 56
_BROAD_WIDTH: Final = 30
_LONGEST_TEXT: Final = 2000
_NARROW: Final = 0.58
"""Width of an average letter, as a multiple of the font size."""
_WIDE: Final = 1.05
_LINE: Final = 1.25
_GAP: Final = 6
"""Pixels between a shape and the label under it."""
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that change the direction of the text after them; labels must not contain any."""
_NO_ROOM: Final = frozenset({"Mn", "Me", "Cf"})


class Box(NamedTuple):
    """The space that a node and its label take around the node's position, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def clean_text(text: str, longest: int = _LONGEST_TEXT) -> str:
    r"""Return text on one line without control characters, cut if it is too long.

    Characters that join emoji or letters stay; those that change the writing direction do not.

    Examples
    --------
    >>> clean_text("red\x1b[31m\nalert")
    'red [31m alert'
    >>> clean_text("a very long name", 6)
    'a ver…'
    """
    if len(text) > 4 * longest:
        text = text[: 4 * longest]
    if not text.isprintable():
        text = "".join(c if _is_shown(c) else " " for c in text if c not in _BIDI)
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _is_shown(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Cf"


@lru_cache(maxsize=4096)
def wrap_label(text: str, width: int = LABEL_WIDTH, lines: int = _LABEL_LINES) -> str:
    r"""Return a label broken into a few lines, and cut if it does not fit.

    Examples
    --------
    >>> wrap_label("Senior Machine Learning Engineer")
    'Senior Machine\nLearning Engineer'
    """
    text = clean_text(text)
    if len(text) <= width:
        return text
    wrapped = textwrap.wrap(
        text, width, max_lines=lines, placeholder="…", break_on_hyphens=True, break_long_words=True
    )
    return "\n".join(wrapped)


def label_of(name: str, *, one_line: bool = False, broad: bool = False) -> str:
    r"""Return a name as the label of a node: in a few lines, in one, or in two long ones.

    Examples
    --------
    >>> label_of("Senior Machine Learning Engineer", one_line=True)
    'Senior Machine Learning Engineer'
    >>> label_of("Databricks Certified Machine Learning Associate", broad=True)
    'Databricks Certified Machine\nLearning Associate'
    """
    if broad:
        return wrap_label(name, _BROAD_WIDTH, 2)
    return clean_text(name, _ONE_LINE) if one_line else wrap_label(name)


def node_box(
    label: str, size: float, font: int = FONT, *, shape: str = "dot", side: str = ""
) -> Box:
    """Return the space of a node with its wrapped label: below it, on one side, or without a shape.

    Letters are assumed to be a little wider than they are.

    Examples
    --------
    >>> node_box("Data Analyst", 10).right > 40
    True
    """
    lines = label.split("\n") if label else []
    half = max((_width(line) for line in lines), default=0.0) * font / 2
    height = len(lines) * font * _LINE
    if shape == "text":
        return Box(-half, -height / 2, half, height / 2)
    if side:
        high, wide = max(size, height / 2), size + _GAP + 2 * half
        return Box(-size, -high, wide, high) if side == "right" else Box(-wide, -high, size, high)
    half = max(half, size)
    return Box(-half, -size, half, size + (_GAP + height if lines else 0))


@lru_cache(maxsize=8192)
def _width(line: str) -> float:
    """Return the width of a line as a multiple of the font size."""
    if line.isascii():
        return len(line) * _NARROW
    return sum(
        0.0
        if unicodedata.category(c) in _NO_ROOM
        else _WIDE
        if unicodedata.east_asian_width(c) in "WF"
        else _NARROW
        for c in line
    )
