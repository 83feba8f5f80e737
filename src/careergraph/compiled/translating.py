"""A graph with names of roles in another language, as ESCO gives them where it was imported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from careergraph.compiled.titles import Catalog
from careergraph.compiled.titles.foreign import languages
from careergraph.errors import UsageError, quote_title

if TYPE_CHECKING:
    from careergraph.compiled.graph import CompiledGraph

__all__ = ["in_language"]


def in_language(graph: CompiledGraph, language: str) -> CompiledGraph:
    """Return a graph whose roles have names in a language; those without one stay in English.

    Raises
    ------
    UsageError
        There are no names in the language.
    """
    wanted = language.strip().casefold()
    known = languages(graph.catalog.database)
    if not known:
        message = (
            "The graph has names in English only. `careergraph import esco PATH` adds others; "
            "without PATH it says where the files are."
        )
        raise UsageError(message)
    if wanted not in known:
        message = (
            f"There are no names in {quote_title(language)}. There are some in: {', '.join(known)}."
        )
        raise UsageError(message)
    catalog = Catalog(graph.catalog.database, language=wanted)
    roles = tuple(
        role._replace(label=catalog.translate(role.iri) or role.label) for role in graph.roles
    )
    nodes = tuple(
        node._replace(label=catalog.translate(node.iri) or node.label)
        for node in graph.occupation_nodes
    )
    changed = replace(graph, roles=roles, occupation_nodes=nodes, make_catalog=lambda: catalog)
    return changed if graph.open_network is None else changed.keep_network(graph.open_network)
