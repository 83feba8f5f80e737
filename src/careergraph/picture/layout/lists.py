"""Positions of many groups as lists of names: groups below each other, in columns as on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.picture.drawing import PictureNode
    from careergraph.picture.layout.forces import Place

__all__ = ["NamedList", "place_lists"]

_ROW: Final = 17.0
"""Units from one name to the next below it."""
_LETTER: Final = 8.6
"""Units of a letter: names are drawn at their smallest size, and the picture at two thirds."""
_DOT: Final = 15.0
"""Units from the edge of a list to the middle of its things."""
_TITLE_LINE: Final = 22.5
_FONT: Final = 12
_PAD: Final = 9.0
_GAP: Final = 14.0
_ROOM: Final = (1110.0, 690.0)
"""The initial size of a picture in pixels, which the columns fill as well as they can."""
_COLUMNS: Final = range(2, 13)
_NARROWEST: Final = 150.0
_WIDEST: Final = 242.0

Frame = tuple[int, int, int, int]


class NamedList(NamedTuple):
    """Things listed under a title, and where they would be among other lists."""

    title: PictureNode
    nodes: tuple[PictureNode, ...]
    near: Place

    @property
    def height(self) -> float:
        """Return the units from the top of its background to the bottom."""
        lines = self.title.label.count("\n") + 1
        return 2 * _PAD + lines * _TITLE_LINE + len(self.nodes) * _ROW


def place_lists(lists: Sequence[NamedList]) -> tuple[list[PictureNode], dict[str, Frame]]:
    """Return titles and things at their places, and the background of each list by its family.

    Lists that would be far left are in the first columns, and those that would be high up come
    first in their column.

    Examples
    --------
    >>> from careergraph.picture.drawing import PictureNode
    >>> title = PictureNode("t", "Data", "family", family="f")
    >>> role = PictureNode("a", "Analyst", "role", family="f")
    >>> nodes, frames = place_lists([NamedList(title, (role,), (0.0, 0.0))])
    >>> [(node.id, node.side) for node in nodes], list(frames)
    ([('t', ''), ('a', 'right')], ['f'])
    """
    columns = max((_columns(lists, count) for count in _COLUMNS), key=_scale)
    nodes: list[PictureNode] = []
    frames: dict[str, Frame] = {}
    x = 0.0
    for column in columns:
        width, y = _width(column), 0.0
        for one in sorted(column, key=lambda one: one.near[1]):
            bottom = y + one.height
            frames[one.title.family or ""] = (round(x), round(y), round(x + width), round(bottom))
            head = one.height - len(one.nodes) * _ROW - _PAD
            middle = y + _PAD / 2 + head / 2
            nodes.append(one.title._replace(x=round(x + width / 2), y=round(middle)))
            nodes += [
                node._replace(
                    x=round(x + _DOT),
                    y=round(y + head + (row + 0.5) * _ROW),
                    side="right",
                    one_line=True,
                    font=_FONT,
                )
                for row, node in enumerate(one.nodes)
            ]
            y = bottom + _GAP
        x += width + _GAP
    return nodes, frames


_Column = list[NamedList]


def _columns(lists: Sequence[NamedList], count: int) -> list[_Column]:
    """Return lists in columns of about one height, from left to right."""
    most = sum(one.height + _GAP for one in lists) / count
    columns: list[_Column] = [[]]
    for one in sorted(lists, key=lambda one: one.near[0]):
        column = columns[-1]
        if column and len(columns) < count and _height(column) + one.height / 2 > most:
            columns.append([])
        columns[-1].append(one)
    return columns


def _height(column: _Column) -> float:
    return sum(one.height + _GAP for one in column) - _GAP


def _width(column: _Column) -> float:
    names = [len(node.label) for one in column for node in one.nodes]
    return min(_WIDEST, max(_NARROWEST, _LETTER * max(names, default=0) + 2 * _DOT))


def _scale(columns: Sequence[_Column]) -> float:
    width = sum(_width(column) + _GAP for column in columns)
    return min(_ROOM[0] / width, _ROOM[1] / max(map(_height, columns)))
