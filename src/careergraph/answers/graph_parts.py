"""The parts of an open graph that answers use: its engine, names and compiled facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from careergraph.compiled.technologies import find_technologies
from careergraph.compiled.titles import Match
from careergraph.errors import SameRoleError, UsageError
from careergraph.model.values import Entry, Named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.compiled.titles import Catalog
    from careergraph.model.values import GraphInfo, Need, Source
    from careergraph.store.engine import Store
    from careergraph.store.remote.endpoint import RemoteEngine

__all__ = [
    "GraphParts",
    "Title",
    "name_technologies",
    "resolve_role",
    "resolve_title",
    "resolve_two_roles",
]


Title: TypeAlias = "str | Named | Entry"
"""A name as people type it, or a thing that has already been looked up."""


class GraphParts(Protocol):
    """The parts of a graph that answers are made from; `graph.CareerGraph` has them."""

    @property
    def store(self) -> Store | RemoteEngine:
        """The engine that holds the graph and answers SPARQL."""

    @property
    def catalog(self) -> Catalog:
        """The names of roles, skills and certifications."""

    @property
    def facts(self) -> CompiledGraph:
        """The compiled graph."""

    @property
    def info(self) -> GraphInfo:
        """Version and content hash of the graph."""

    @property
    def labels(self) -> Mapping[str, str]:
        """The label of every role, skill and certification, by IRI."""

    @property
    def needs(self) -> Mapping[str, Sequence[Need]]:
        """Map each role's IRI to the skills and degrees that sources list for it."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """The documents and data sets behind the graph, by IRI."""

    def find(self, title: Title, kind: str = "role") -> Match:
        """Return what a title means."""


def resolve_title(graph: GraphParts, title: Title, kind: str = "role") -> Match:
    """Return the entry that a title means; see `Catalog.find`. An `Entry` is returned as it is.

    The entry of a role lists the technologies that the title names.

    Raises
    ------
    UsageError
        The title is not a text.
    """
    if isinstance(title, Entry):
        return Match(title, exact=True)
    if isinstance(title, Named):
        return graph.catalog.find(title.iri, kind)
    if not isinstance(title, str):
        message = f"A title is a text, not {type(title).__name__}."  # type: ignore[unreachable]
        raise UsageError(message)
    match = graph.catalog.find(title, kind)
    if kind != "role":
        return match
    technologies = find_technologies(graph.facts, title, match.entry)
    return replace(match, entry=replace(match.entry, technologies=technologies))


def name_technologies(graph: GraphParts, title: Title | None) -> tuple[Named, ...]:
    """Return the technologies that the title of a role names; none for a `Named`."""
    if isinstance(title, str):
        title = graph.find(title).entry
    return title.technologies if isinstance(title, Entry) else ()


def resolve_role(graph: GraphParts, title: Title) -> Named:
    """Return the role that a title means."""
    if isinstance(title, Named):
        return title
    entry = graph.find(title).entry
    return Named(entry.iri, entry.label)


def resolve_two_roles(graph: GraphParts, source: Title, target: Title) -> tuple[Named, Named]:
    """Return the two different roles that two titles mean.

    Raises
    ------
    SameRoleError
        Both titles mean the same role.
    """
    start, end = resolve_role(graph, source), resolve_role(graph, target)
    if start.iri == end.iri:
        raise SameRoleError(start.label)
    return start, end
