"""The documents and data sets that make the graph's statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.values import Source
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from careergraph.store.engine import Engine

__all__ = ["cite_sources", "read_sources", "undescribed_source"]

_QUERY: Final = """
SELECT ?source ?title ?grade ?date ?licence ?attribution ?url WHERE {
  ?source a cg:Source .
  OPTIONAL { ?source dcterms:title ?title }
  OPTIONAL { ?source cg:grade ?grade }
  OPTIONAL { ?source dcterms:date ?date }
  OPTIONAL { ?source dcterms:license ?licence }
  OPTIONAL { ?source cg:attribution ?attribution }
  OPTIONAL { ?source schema:url ?url }
} ORDER BY ?source
"""


def read_sources(engine: Engine) -> dict[str, Source]:
    """Return every source of a graph by IRI; what a source does not say reads "unknown"."""
    return {
        str(iri): Source(
            iri=str(iri),
            title=title or str(iri),
            grade=local_name(grade or "unknown"),
            date=date or "unknown",
            licence=licence or "unknown",
            attribution=attribution or title or str(iri),
            url=url,
        )
        for iri, title, grade, date, licence, attribution, url in engine.select(_QUERY)
    }


def cite_sources(iris: Iterable[str], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources that statements name, each once, in the order in which they are named.

    A source that the graph does not describe is cited by its IRI. Empty IRIs are left out.

    Examples
    --------
    >>> [source.title for source in cite_sources(["urn:a", "", "urn:b", "urn:a"], {})]
    ['urn:a', 'urn:b']
    """
    cited = dict.fromkeys(iri for iri in iris if iri)
    return tuple(sources.get(iri) or undescribed_source(iri) for iri in cited)


def undescribed_source(iri: str) -> Source:
    """Return a source that statements name and the graph does not describe."""
    return Source(
        iri=iri,
        title=iri,
        grade="unknown",
        date="unknown",
        licence="unknown",
        attribution=iri,
    )
