"""The documents and data sets behind the graph's statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.values import Source
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from careergraph.store.engine import Engine

__all__ = ["read_sources"]

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
    """Return every source of a graph by IRI; missing details read "unknown"."""
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
