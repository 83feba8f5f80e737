"""Small graphs that tests publish: what is proved of servers on them needs no whole graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from careergraph.store import bundled as ontology
from careergraph.store.engine import Store
from careergraph.vocab import BUNDLED_GRAPH

ENDLESS = "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?x . ?b ?r ?z FILTER(STRLEN(STR(?z)) > 20) }"
"""A query whose rows take a server longer on `thicket` than any test waits."""
_THINGS = 4000


def small_store() -> Store:
    """Return the vocabulary, with its blank nodes, and a graph of four sources."""
    store = Store()
    store.load(ontology.vocabulary_file())
    store.load(Path(__file__).parent / "planted" / "base.ttl")
    return store


def thicket() -> Store:
    """Return a graph in which every thing is linked to the same one: pairs of them have no end."""
    store = Store()
    hub, linked = ox.NamedNode("urn:a-name-of-more-than-twenty-letters"), ox.NamedNode("urn:p")
    graph = ox.NamedNode(BUNDLED_GRAPH)
    things = (ox.NamedNode(f"urn:thing:{number}") for number in range(_THINGS))
    store.oxigraph.extend(ox.Quad(thing, linked, hub, graph) for thing in things)
    return store
