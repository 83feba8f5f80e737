"""Facts that pictures show about every role: families, seniorities, definitions, pages, ladders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.statements import Rungs, Seniority
from careergraph.model.values import Named
from careergraph.store.engine import read_number

if TYPE_CHECKING:
    from careergraph.store.engine import Engine

__all__ = [
    "read_categories",
    "read_definitions",
    "read_families",
    "read_ladders",
    "read_pages",
    "read_seniorities",
]

_FAMILIES: Final = """
SELECT ?family ?label WHERE { ?family a cg:RoleFamily ; skos:prefLabel ?label } ORDER BY ?label
"""
_SENIORITIES: Final = """
SELECT ?level ?label ?rank WHERE {
  ?level a cg:SeniorityLevel ; skos:prefLabel ?label . OPTIONAL { ?level cg:rank ?rank }
} ORDER BY ?rank ?label
"""
_DEFINITIONS: Final = """
SELECT ?thing ?definition WHERE { ?thing a cg:Role ; skos:definition ?definition }
ORDER BY DESC(?thing) DESC(?definition)
"""
_PAGES: Final = """
SELECT ?thing ?url WHERE { ?thing a cg:Certification ; schema:url ?url } ORDER BY ?thing DESC(?url)
"""
_CATEGORIES: Final = """
SELECT ?skill ?category WHERE {
  ?skill cg:category/skos:prefLabel ?category
} ORDER BY DESC(?skill) DESC(?category)
"""
_LADDERS: Final = """
SELECT ?ladder ?label ?source ?rung ?name WHERE {
  ?ladder a cg:CareerLadder ; rdfs:label ?label ; dcterms:source ?source .
  ?step cg:inLadder ?ladder ; cg:stepRole ?rung ; cg:rank ?rank .
  ?rung skos:prefLabel ?name .
} ORDER BY ?ladder ?rank ?rung
"""


def read_families(engine: Engine) -> tuple[Named, ...]:
    """Return the families of roles, by label."""
    return tuple(Named(str(iri), str(label)) for iri, label in engine.select(_FAMILIES))


def read_seniorities(engine: Engine) -> tuple[Seniority, ...]:
    """Return the levels of seniority, the lowest first."""
    return tuple(
        Seniority(str(iri), str(label), read_number(rank, iri) or 0.0)
        for iri, label, rank in engine.select(_SENIORITIES)
    )


def read_definitions(engine: Engine) -> dict[str, str]:
    """Return the definition of every role that has one, by IRI."""
    return _read_pairs(engine, _DEFINITIONS)


def read_pages(engine: Engine) -> dict[str, str]:
    """Return the issuer's page of every certification that has one, by IRI."""
    return _read_pairs(engine, _PAGES)


def read_categories(engine: Engine) -> dict[str, str]:
    """Return the label of the category of every skill that has one, by IRI."""
    return _read_pairs(engine, _CATEGORIES)


def _read_pairs(engine: Engine, query: str) -> dict[str, str]:
    return {str(thing): str(value) for thing, value in engine.select(query)}


def read_ladders(engine: Engine) -> tuple[Rungs, ...]:
    """Return the career ladders with their roles, the lowest first."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    for row in engine.select(_LADDERS):
        ladder, *rest = map(str, row)
        rows.setdefault(ladder, []).append(tuple(rest))
    return tuple(
        Rungs(
            iri=iri,
            label=same[0][0],
            roles=tuple(dict.fromkeys(Named(rung, name) for _, _, rung, name in same)),
            source=same[0][1],
        )
        for iri, same in rows.items()
    )
