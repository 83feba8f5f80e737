"""The largest graphs from which answers are computed.

A compiled graph is held in memory, and some answers look at every pair of roles. Beyond these sizes
an answer would take minutes and gigabytes. SPARQL and the exports of statements have no such limit.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.errors import GraphTooLargeError
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from careergraph.store.engine import Store

__all__ = ["MOST_ROLES", "MOST_TRANSITIONS", "refuse_large_graph"]

MOST_ROLES: Final = 20_000
MOST_TRANSITIONS: Final = 200_000
_TYPE: Final = ox.NamedNode(f"{PREFIXES['rdf']}type")


def refuse_large_graph(store: Store) -> None:
    """Raise an error if a graph has more roles or transitions than answers can be made from.

    Raises
    ------
    GraphTooLargeError
        There are more than `MOST_ROLES` roles or `MOST_TRANSITIONS` transitions.
    """
    for noun, class_name, most in (
        ("roles", "Role", MOST_ROLES),
        ("transitions", "Transition", MOST_TRANSITIONS),
    ):
        number = _count(store, class_name, most + 1)
        if number > most:
            what = "Answers"
            remedy = "Add fewer files, or query it with SPARQL (`careergraph query`)."
            raise GraphTooLargeError(what, noun, most, remedy)


def _count(store: Store, class_name: str, most: int) -> int:
    """Return the number of things of a class; counting stops at ``most``."""
    kind = ox.NamedNode(f"{PREFIXES['cg']}{class_name}")
    return sum(1 for _ in islice(store.oxigraph.quads_for_pattern(None, _TYPE, kind), most))
