"""Names of blank nodes that follow from what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["touches_blank_node", "with_stable_names"]


def touches_blank_node(term: object) -> bool:
    """Return whether a term, triple or quad is or holds a blank node."""
    if isinstance(term, ox.Quad) and isinstance(term.graph_name, ox.BlankNode):
        return True
    if isinstance(term, ox.Quad | ox.Triple):
        return touches_blank_node(term.subject) or touches_blank_node(term.object)
    return isinstance(term, ox.BlankNode)


def with_stable_names(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return quads whose blank nodes have the same names each time the same graph is read.

    A parser names them anew each time. Canonical names (RDFC-1.0) depend on the quads alone in
    which blank nodes are, which are few.

    Examples
    --------
    >>> quads = [ox.Quad(ox.BlankNode(), ox.NamedNode("urn:p"), ox.Literal("a")) for _ in range(2)]
    >>> with_stable_names(quads[:1]) == with_stable_names(quads[1:])
    True
    """
    plain: list[ox.Quad] = []
    touched = ox.Dataset()
    for quad in quads:
        if touches_blank_node(quad):
            touched.add(quad)
        else:
            plain.append(quad)
    touched.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [*plain, *touched]
