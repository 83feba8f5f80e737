"""Names of blank nodes that depend only on the statements about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.errors import UnnameableNodesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["canonicalize", "split_off_blank_nodes", "touches_blank_node", "with_stable_names"]

_MOST_ALIKE: Final = 7
"""The most look-alike neighbours of a blank node; each further one takes ten times as long."""


def touches_blank_node(term: object) -> bool:
    """Return whether a term, triple or quad is or contains a blank node."""
    if isinstance(term, ox.Quad) and isinstance(term.graph_name, ox.BlankNode):
        return True
    if isinstance(term, ox.Quad | ox.Triple):
        return touches_blank_node(term.subject) or touches_blank_node(term.object)
    return isinstance(term, ox.BlankNode)


def with_stable_names(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return quads whose blank nodes get the same names each time the same graph is read.

    A parser names them anew each time. Canonical names (RDFC-1.0) depend only on the few quads that
    contain blank nodes.

    Examples
    --------
    >>> quads = [ox.Quad(ox.BlankNode(), ox.NamedNode("urn:p"), ox.Literal("a")) for _ in range(2)]
    >>> with_stable_names(quads[:1]) == with_stable_names(quads[1:])
    True
    """
    plain, touched = split_off_blank_nodes(quads)
    return [*plain, *touched]


def split_off_blank_nodes(quads: Iterable[ox.Quad]) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return the quads without blank nodes, and those with, whose nodes have canonical names."""
    plain: list[ox.Quad] = []
    touched = ox.Dataset()
    for quad in quads:
        if touches_blank_node(quad):
            touched.add(quad)
        else:
            plain.append(quad)
    canonicalize(touched)
    return plain, list(touched)


def canonicalize(dataset: ox.Dataset) -> None:
    """Give the blank nodes of a dataset canonical names (RDFC-1.0).

    Raises
    ------
    UnnameableNodesError
        Too many blank nodes look alike and point at each other: the algorithm would have to try
        every order of them, which would not end.
    """
    looks: dict[ox.BlankNode, list[tuple[str, str, str]]] = defaultdict(list)
    neighbours: dict[ox.BlankNode, list[tuple[str, str, ox.BlankNode]]] = defaultdict(list)
    for quad in dataset:
        for place, node, other in _blank_ends(quad):
            is_blank = isinstance(other, ox.BlankNode)
            looks[node].append((place, str(quad.predicate), "" if is_blank else str(other)))
            if isinstance(other, ox.BlankNode) and other != node:
                neighbours[node].append((place, str(quad.predicate), other))
    look_of = {node: tuple(sorted(seen)) for node, seen in looks.items()}
    shared = Counter(look_of.values())
    for node, found in neighbours.items():
        if shared[look_of[node]] == 1:
            continue
        alike = Counter(
            (place, predicate, look_of[other])
            for place, predicate, other in set(found)
            if shared[look_of[other]] > 1
        )
        most = max(alike.values(), default=0)
        if most > _MOST_ALIKE:
            raise UnnameableNodesError(most + 1)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)


def _blank_ends(quad: ox.Quad) -> Iterator[tuple[str, ox.BlankNode, object]]:
    """Yield each end of a statement that is a blank node, with its place and the other end."""
    if isinstance(quad.subject, ox.BlankNode):
        yield "subject", quad.subject, quad.object
    if isinstance(quad.object, ox.BlankNode):
        yield "object", quad.object, quad.subject
