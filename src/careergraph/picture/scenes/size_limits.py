"""Limits on the size of a picture: the most important things stay, and a notice counts the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.picture.drawing import PictureEdge, PictureNode

__all__ = ["LINES_PER_THING", "MOST_NODES", "check_limit", "cut"]

MOST_NODES: Final = 5000
"""The most nodes that a page can show smoothly."""
LINES_PER_THING: Final = 10
"""The most lines for each thing drawn; more would be a tangle, and a large file."""


def check_limit(limit: int | None, default: int) -> int:
    """Return the most things to draw.

    Raises
    ------
    UsageError
        The limit is not a number from 1 to `MOST_NODES`.
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
    """Return the nodes with the largest weights, the edges between them, and notices.

    Nodes and edges keep their order. There are at most `LINES_PER_THING` edges for each thing of
    the limit.

    Examples
    --------
    >>> from careergraph.picture.drawing import PictureNode
    >>> nodes = [PictureNode("a", "A", "role"), PictureNode("b", "B", "role", weight=1.0)]
    >>> kept, _, notices = cut(nodes, [], 1)
    >>> [node.id for node in kept], notices
    (['b'], ('Only the most important of 2 things is drawn.',))
    """
    kept, notices = list(nodes), []
    if len(nodes) > limit:
        ranked = sorted(nodes, key=lambda node: (-node.weight, node.id))
        chosen = {node.id for node in ranked[:limit]}
        kept = [node for node in nodes if node.id in chosen]
        most = "most important" if limit == 1 else f"{limit:,} most important"
        verb = "is" if limit == 1 else "are"
        notices.append(f"Only the {most} of {len(nodes):,} things {verb} drawn.")
    lines, more = _cut_lines(kept, edges, limit * LINES_PER_THING)
    return kept, lines, (*notices, *more)


def _cut_lines(
    nodes: Sequence[PictureNode], edges: Sequence[PictureEdge], most: int
) -> tuple[list[PictureEdge], list[str]]:
    """Return at most ``most`` lines between things: one of each thing, then the weightiest."""
    weights = {node.id: node.weight for node in nodes}
    lines = [edge for edge in edges if edge.source in weights and edge.target in weights]
    if len(lines) <= most:
        return lines, []
    ranked = sorted(
        range(len(lines)),
        key=lambda place: (-weights[lines[place].source] - weights[lines[place].target], place),
    )
    joined: set[str] = set()
    first: list[int] = []
    rest: list[int] = []
    for place in ranked:
        ends = {lines[place].source, lines[place].target}
        (rest if ends <= joined else first).append(place)
        joined |= ends
    kept = sorted([*first, *rest][:most])
    notice = (
        f"Only {most:,} of the {len(lines):,} links between them are drawn, those of the most "
        "important things."
    )
    return [lines[place] for place in kept], [notice]
