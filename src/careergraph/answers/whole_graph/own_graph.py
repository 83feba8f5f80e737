"""Check that a user's own graph can be used, and explain why if it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.errors import DataFileError, quote_title

if TYPE_CHECKING:
    from careergraph.store.engine import Store

__all__ = ["refuse_graph_without_roles"]

_GRAPH: Final = "rdflib graph"
_ESCO: Final = "http://data.europa.eu/esco/"
_CLASSES: Final = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?number) WHERE { ?thing a ?class }
GROUP BY ?class ORDER BY DESC(?number) ?class LIMIT 1
"""
_FROM_ESCO: Final = f"""
ASK {{ ?thing ?property ?class FILTER(STRSTARTS(STR(?class), "{_ESCO}model#")) }}
"""
_REMEDY: Final = (
    "A role is a thing of the class cg:Role (<https://w3id.org/careergraph/ont#Role>) with a "
    "skos:prefLabel; transitions between roles are of the class cg:Transition."
)


def refuse_graph_without_roles(store: Store) -> None:
    """Raise an error that names the cause if a graph has no role with a label.

    Raises
    ------
    DataFileError
        There is no role with a label.
    """
    if store.ask("ASK { ?role a cg:Role ; skos:prefLabel ?label }"):
        return
    reason = f"{_describe_cause(store)} {_REMEDY}"
    raise DataFileError(_GRAPH, reason)


def _describe_cause(store: Store) -> str:
    number = len(store.oxigraph)
    if not number:
        return "it holds no statement. Parse a file into it first."
    if store.ask("ASK { ?role a cg:Role }"):
        return "none of its roles has a label (skos:prefLabel)."
    if store.ask(_FROM_ESCO):
        return (
            "it is ESCO as it is published, which describes occupations (esco:Occupation) and no "
            "roles of a career graph: turn the occupations that you need into roles."
        )
    largest = next(iter(store.select(_CLASSES)), None)
    if largest is None:
        return f"none of its {number:,} statements gives a thing a class, so it holds no role."
    kind = quote_title(str(largest[0]))
    return f"it holds {number:,} statements and no role. Most of its things are of {kind}."
