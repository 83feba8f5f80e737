"""Positions in two columns around one node: things that lead to it, and things that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from careergraph.picture.layout.forces import box_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.picture.drawing import PictureNode

__all__ = ["column"]

_ROW: Final = 31.0
"""Pixels that a thing takes at least."""
_ABOVE_TITLE: Final = 14.0
"""Pixels left free above the title of a group."""


def column(
    groups: Sequence[tuple[PictureNode, Sequence[PictureNode]]],
    x: float,
    side: Literal["left", "right"],
    row: float = _ROW,
    *,
    broad: bool = True,
) -> list[PictureNode]:
    """Return groups one below the other, each under its title, with labels on one side.

    Parameters
    ----------
    groups
        The title of each group and its things, from the top down. A group without things is left
        out.
    x
        The position of the column, whose middle is at y = 0.
    side
        The side of their things on which labels are.
    row
        Pixels that a thing takes at least.
    broad
        Whether long labels have two lines instead of one.

    Examples
    --------
    >>> from careergraph.picture.drawing import PictureNode
    >>> title, role = PictureNode("t", "Roles", "family"), PictureNode("a", "A", "role")
    >>> [(node.id, node.x) for node in column([(title, [role])], 300, "right")]
    [('t', 300), ('a', 300)]
    """
    placed: list[PictureNode] = []
    y = 0.0
    for title, things in groups:
        if not things:
            continue
        rows = [
            title,
            *(thing._replace(side=side, broad=broad, one_line=not broad) for thing in things),
        ]
        y += _ABOVE_TITLE if placed else 0.0
        for node in rows:
            box = box_of(node)
            height = max(row, box.bottom - box.top + 4)
            placed.append(node._replace(x=x, y=round(y + height / 2, 1)))
            y += height
    return [node._replace(y=round(node.y - y / 2, 1)) for node in placed]
