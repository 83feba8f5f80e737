"""What stays when a picture would be too large to be of use: the most important, and it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.view.drawing import PictureEdge, PictureNode

__all__ = ["MOST_NODES", "check_limit", "cut"]

MOST_NODES = 5000
"""More than so many a page cannot show smoothly."""


def check_limit(limit: int | None, default: int) -> int:
    """Return how many things to draw at most.

    Raises
    ------
    UsageError
        The limit is no number from 1 to `MOST_NODES`.
    """
    if limit is None:
        return default
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST_NODES:
        message = f"A picture of at most {limit} things cannot be drawn; give 1 to {MOST_NODES}."
        raise UsageError(message)
    return limit


def cut(
    nodes: Sequence[PictureNode], edges: Sequence[PictureEdge], limit: int
) -> tuple[list[PictureNode], list[PictureEdge], tuple[str, ...]]:
    """Return the nodes of most weight, the edges between them, and what to say of the rest.

    Nodes keep their order.

    Examples
    --------
    >>> from careergraph.view.drawing import PictureNode
    >>> nodes = [PictureNode("a", "A", "role"), PictureNode("b", "B", "role", weight=1.0)]
    >>> kept, _, notices = cut(nodes, [], 1)
    >>> [node.id for node in kept], notices
    (['b'], ('1 of 2 things is drawn, the most important; ask for more with --limit.',))
    """
    if len(nodes) <= limit:
        return list(nodes), list(edges), ()
    ranked = sorted(nodes, key=lambda node: (-node.weight, node.id))
    kept = {node.id for node in ranked[:limit]}
    verb = "is" if limit == 1 else "are"
    notice = (
        f"{limit:,} of {len(nodes):,} things {verb} drawn, the most important; "
        "ask for more with --limit."
    )
    return (
        [node for node in nodes if node.id in kept],
        [edge for edge in edges if edge.source in kept and edge.target in kept],
        (notice,),
    )
