"""Named things of the graph, and the version of the graph that answered.

They have a module of their own because looking up a title needs nothing else.
"""

from __future__ import annotations

from dataclasses import field

from careergraph.model.frozen import frozen

__all__ = ["Entry", "FoundEntry", "GraphInfo", "Named"]


@frozen
class Named:
    """A thing of the graph with its preferred label; sorted by IRI."""

    iri: str
    label: str

    def __str__(self) -> str:
        """Return the label."""
        return self.label

    def __lt__(self, other: Named) -> bool:
        """Return whether a thing comes before another when they are sorted."""
        return (self.iri, self.label) < (other.iri, other.label)


@frozen
class Entry:
    """A thing people can ask for by name: its kind (role, skill, certification) and its names.

    ``technologies`` are the tools and languages that the title named besides the role, such as Java
    in "Java developer". Someone who starts from such a title holds them.
    """

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    technologies: tuple[Named, ...] = field(default=(), compare=False)


@frozen
class FoundEntry(Entry):
    """An entry found by a search, with its score, level and codes.

    Attributes
    ----------
    score
        How well it fits, 0 to 100.
    level
        The name of the level, for a role that is a level of a line of work.
    notations
        Codes of O*NET-SOC, ESCO and ISCO that it has or that match it, the nearest first.
    """

    score: float = 0.0
    level: str | None = None
    notations: tuple[str, ...] = ()


@frozen
class GraphInfo:
    """The version and content hash of the graph that answered (not of the package)."""

    version: str
    hash: str
