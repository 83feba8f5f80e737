"""Positions in blocks: things of one kind in columns under a title, on a background."""

from __future__ import annotations

from itertools import product
from math import ceil
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from careergraph.picture.layout.forces import box_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.picture.drawing import PictureNode
    from careergraph.picture.labels import Box

__all__ = ["Block", "Placed", "place_blocks"]

Frame = tuple[int, int, int, int]

_ROW: Final = 17.0
"""Pixels from one thing to the next below it: a line of the page's smallest label and a margin."""
_HEAD: Final = 26.0
"""Pixels that the title of a block takes."""
_PAD: Final = 8.0
_GAP: Final = 16.0
"""Pixels between two blocks of one side."""
_CROSSING: Final = 150.0
"""Pixels between two sides, which leaves room for the lines and their names."""
_ROOM: Final = (1130.0, 670.0)
"""The initial size of a picture in pixels; the shape of the blocks is chosen to fill it."""
_MOST_COLUMNS: Final = 12
_FONT: Final = 12
_WIDER: Final = 1.1
"""The fonts of some systems are wider than the usual estimate by this factor."""
_LONE_FONT: Final = 19
_DOT: Final = 14.0
"""Pixels from the edge of a column to the middle of its things."""


class Block(NamedTuple):
    """Things grouped under a title. A single thing needs none: its name is below it."""

    title: PictureNode | None
    nodes: tuple[PictureNode, ...]


class Placed(NamedTuple):
    """Nodes with positions, and the background of each block, in order."""

    nodes: list[PictureNode]
    frames: list[Frame]


def place_blocks(sides: Sequence[Sequence[Block]], most_columns: int = _MOST_COLUMNS) -> Placed:
    """Return blocks below each other on each side, in the columns that fill a screen best.

    Parameters
    ----------
    sides
        From left to right; sides without blocks are left out. Labels are on the right of their
        things, but on the left on the first of several sides: away from the lines.
    most_columns
        The most columns of a block: one if lines are drawn to its things, which would otherwise
        run over the names of the next column.

    Examples
    --------
    >>> from careergraph.picture.drawing import PictureNode
    >>> title, role = PictureNode("t", "Roles", "family"), PictureNode("a", "A", "role")
    >>> placed = place_blocks([[Block(title, (role,))]])
    >>> [node.id for node in placed.nodes], len(placed.frames)
    (['t', 'a'], 1)
    """
    filled = [side for side in sides if side]
    shapes = [_shapes(side, most_columns) for side in filled]
    best = max(product(*shapes), key=_scale, default=())
    width = _width(best)
    nodes: list[PictureNode] = []
    frames: list[Frame] = []
    x = -width / 2
    for number, side in enumerate(best):
        to_left = number == 0 and len(best) > 1
        y = -side.height / 2
        for block in side.blocks:
            placed, frame = _place(block, (x, y), side.width, "left" if to_left else "right")
            nodes += placed
            frames.append(frame)
            y += block.height + _GAP
        x += side.width + _CROSSING
    return Placed(nodes, frames)


class _Shaped(NamedTuple):
    """A block whose columns have a width and a number of rows."""

    block: Block
    rows: int
    columns: tuple[float, ...]
    height: float


class _Side(NamedTuple):
    """Blocks below each other."""

    blocks: tuple[_Shaped, ...]
    width: float
    height: float


def _shapes(side: Sequence[Block], most_columns: int) -> list[_Side]:
    """Return the blocks of a side in one column, two columns and so on."""
    measured = [(block, [_label_width(node) for node in block.nodes]) for block in side]
    most = max(len(block.nodes) for block in side)
    shapes = []
    for columns in range(1, min(most_columns, most) + 1):
        rows = ceil(most / columns)
        shaped = tuple(_shape(block, widths, rows) for block, widths in measured)
        width = max(_block_width(block) for block in shaped)
        height = sum(block.height for block in shaped) + _GAP * (len(shaped) - 1)
        shapes.append(_Side(shaped, width, height))
    return shapes


def _shape(block: Block, widths: Sequence[float], most_rows: int) -> _Shaped:
    """Return a block in columns of about equally many rows."""
    if block.title is None:
        box = _lone_box(block.nodes[0])
        return _Shaped(block, 1, (2 * box.right,), box.bottom - box.top + 2 * _PAD)
    columns = ceil(len(widths) / most_rows)
    rows = ceil(len(widths) / columns)
    breadths = tuple(max(widths[start : start + rows]) for start in range(0, len(widths), rows))
    return _Shaped(block, rows, breadths, _HEAD + rows * _ROW + _PAD)


def _scale(sides: Sequence[_Side]) -> float:
    """Return the scale at which the blocks are shown, at most 1."""
    height = max(side.height for side in sides)
    return min(_ROOM[0] / _width(sides), _ROOM[1] / height)


def _width(sides: Sequence[_Side]) -> float:
    return sum(side.width for side in sides) + _CROSSING * (len(sides) - 1)


def _block_width(shaped: _Shaped) -> float:
    title = 2 * _box(shaped.block.title).right if shaped.block.title else 0.0
    return max(sum(shaped.columns), title) + 2 * _PAD


def _box(node: PictureNode) -> Box:
    """Return the space of a node with its label at its size on the screen."""
    return box_of(node if node.category == "family" else node._replace(font=_FONT))


def _lone_box(node: PictureNode) -> Box:
    """Return the space of the thing between the blocks, whose label is larger."""
    return box_of(node._replace(font=_LONE_FONT))


def _label_width(node: PictureNode) -> float:
    return _DOT + _WIDER * _box(node._replace(side="right", one_line=True)).right + 6


def _place(
    shaped: _Shaped, corner: tuple[float, float], width: float, side: Literal["left", "right"]
) -> tuple[list[PictureNode], Frame]:
    """Return a block's title and things, placed by its upper left corner, and its background."""
    x, y = corner
    block = shaped.block
    frame = (round(x), round(y), round(x + width), round(y + shaped.height))
    if block.title is None:
        (node,) = block.nodes
        y += _PAD - _lone_box(node).top
        return [node._replace(x=round(x + width / 2), y=round(y))], frame
    nodes = [block.title._replace(x=round(x + width / 2), y=round(y + _HEAD / 2 + 1))]
    # The things are at the edge to which lines lead.
    left = x + width - _PAD - sum(shaped.columns) if side == "left" else x + _PAD
    for number, breadth in enumerate(shaped.columns):
        things = block.nodes[number * shaped.rows : (number + 1) * shaped.rows]
        at = left + breadth - _DOT if side == "left" else left + _DOT
        nodes += [
            thing._replace(
                x=round(at),
                y=round(y + _HEAD + (row + 0.5) * _ROW),
                side=side,
                one_line=True,
                font=_FONT,
            )
            for row, thing in enumerate(things)
        ]
        left += breadth
    return nodes, frame
