"""Networks with plain values as attributes, which all of networkx's writers and pyvis accept.

An attribute is a text, a whole number or a number; what is unknown is left out. No attribute is
called ``id``, ``key``, ``name``, ``source``, ``target`` or ``value``: writers use these names
themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from careergraph.model.values import Evidence

__all__ = ["plain_digraph", "plain_network"]


def plain_network(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return a frozen network with the evidence of each edge as plain attributes.

    Nodes carry ``label``, ``family``, ``seniority`` and ``level_of``; edges, keyed by the IRI of
    their statement, ``kind``, ``grade``, ``stated_by`` (the source), ``people``, ``share`` and
    ``median_months``.
    """
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_nodes_from((role, _known(data)) for role, data in network.nodes(data=True))
    for start, end, key, data in network.edges(keys=True, data=True):
        plain.add_edge(start, end, key=key, **_renamed(data), stated_by=data["evidence"].source)
    nx.freeze(plain)
    return plain


def plain_digraph(digraph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """Return a digraph with the evidence of each edge as plain attributes.

    Edges keep their costs. The ``kinds``, ``sources`` and ``statements`` (IRIs) behind an edge are
    listed without repetition, separated by spaces, the firmest first; ``grade`` is that of the
    firmest.
    """
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from((role, _known(data)) for role, data in digraph.nodes(data=True))
    for start, end, data in digraph.edges(data=True):
        evidence: tuple[Evidence, ...] = data["evidence"]
        plain.add_edge(
            start,
            end,
            **_renamed(data),
            grade=evidence[0].grade,
            kinds=_listed(one.kind for one in evidence),
            sources=_listed(one.source for one in evidence),
            statements=_listed(one.iri for one in evidence),
        )
    return plain


def _known(data: Mapping[str, object]) -> dict[str, str | int | float]:
    return {k: v for k, v in data.items() if isinstance(v, str | int | float)}


def _renamed(data: Mapping[str, object]) -> dict[str, str | int | float]:
    return {name: value for name, value in _known(data).items() if name != "source"}


def _listed(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(texts))
