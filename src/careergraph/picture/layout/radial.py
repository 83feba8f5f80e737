"""Positions around one node: each kind of thing in a sector of its own."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Final

from careergraph.picture.layout.forces import box_of, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.picture.drawing import PictureNode

__all__ = ["fan", "settle"]

_STRETCH: Final = 1.2
"""Radial layouts are wider than high, as screens are."""
_ROOM: Final = 84.0
"""Pixels along the arc that one thing takes at least."""
_RING: Final = 190.0
"""Pixels between two rings of one fan."""


def fan(nodes: Sequence[PictureNode], start: float, end: float, radius: float) -> list[PictureNode]:
    """Return nodes on an arc around the middle, on as many rings as they need.

    Angles are in degrees: 0 is right, 90 is down. Neighbours stand on different rings, so that a
    line to the outer one passes between two of the inner.

    Examples
    --------
    >>> from careergraph.picture.drawing import PictureNode
    >>> (one,) = fan([PictureNode("a", "A", "role")], -90, 90, 100)
    >>> one.x, one.y
    (120.0, 0.0)
    """
    length = radians(abs(end - start)) * radius
    rings = max(1, -(-len(nodes) * int(_ROOM) // max(int(length), 1)))
    step = (end - start) / max(len(nodes), 1)
    return [
        _at(node, start + step * (number + 0.5), radius + (number % rings) * _RING)
        for number, node in enumerate(nodes)
    ]


def _at(node: PictureNode, angle: float, radius: float) -> PictureNode:
    x, y = radius * cos(radians(angle)) * _STRETCH, radius * sin(radians(angle))
    return node._replace(x=round(x, 1), y=round(y, 1))


def settle(nodes: Sequence[PictureNode]) -> list[PictureNode]:
    """Return nodes moved as little as it takes for no label to touch another."""
    places = spread(
        {node.id: (node.x, node.y) for node in nodes}, {node.id: box_of(node) for node in nodes}
    )
    return [node._replace(x=places[node.id][0], y=places[node.id][1]) for node in nodes]
