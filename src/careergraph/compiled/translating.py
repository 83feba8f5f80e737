"""A graph with names of roles in another language: those of ESCO, or of its own labels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from careergraph.compiled.titles import Catalog
from careergraph.compiled.titles.foreign import languages
from careergraph.errors import UsageError, quote_title

if TYPE_CHECKING:
    from collections.abc import Collection

    from careergraph.compiled.graph import CompiledGraph

__all__ = ["count_translated", "in_language", "is_english"]

_ENGLISH = "en"


def is_english(language: str) -> bool:
    """Return whether a language is English, in which every graph has names.

    Examples
    --------
    >>> is_english("en-GB")
    True
    """
    return _primary(language) == _ENGLISH


def in_language(graph: CompiledGraph, language: str) -> CompiledGraph:
    """Return a graph whose roles have names in a language; those without one stay in English.

    A graph on disk has the names that ESCO gives. In any other graph, every text is shown in the
    language where it has one.

    Raises
    ------
    UsageError
        There are no names in the language.
    """
    if is_english(language):
        return graph
    of_labels = graph.languages_of_labels
    if of_labels is not None:
        count, compile_in = of_labels
        return compile_in(_choose(language, sorted(set(count()) - {""})))
    wanted = _choose(language, languages(graph.catalog.database))
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


def count_translated(graph: CompiledGraph, language: str) -> tuple[int, int]:
    """Return how many roles and occupations have a name in a language, and how many there are."""
    nodes = {role.iri for role in graph.roles} | {node.iri for node in graph.occupation_nodes}
    if is_english(language):
        return len(nodes), len(nodes)
    of_labels = graph.languages_of_labels
    if of_labels is not None:
        return of_labels[0]().get(_primary(language), 0), len(nodes)
    catalog = graph.catalog
    return sum(catalog.translate(iri) is not None for iri in nodes), len(nodes)


def _choose(language: str, known: Collection[str]) -> str:
    """Return the language to show: the one asked for, else the same without its region."""
    if not set(known) - {_ENGLISH}:
        message = (
            "The graph has names in English only. `careergraph import esco PATH` adds others; "
            "without PATH it says where the files are."
        )
        raise UsageError(message)
    for wanted in (language.strip().casefold(), _primary(language)):
        if wanted in known:
            return wanted
    message = (
        f"There are no names in {quote_title(language)}. There are some in: {', '.join(known)}."
    )
    raise UsageError(message)


def _primary(language: str) -> str:
    return language.strip().casefold().partition("-")[0]
