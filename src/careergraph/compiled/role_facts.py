"""What pictures tell of every role of a graph: read at once, since a map shows all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from careergraph.compiled.outlooks import read_all_outlooks
from careergraph.compiled.requirements import count_roles_asking
from careergraph.model.values import Named
from careergraph.store.engine import read_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.compiled.facts import Facts
    from careergraph.compiled.outlooks import OutlookStatement
    from careergraph.model.values import Entry, GraphInfo, RoleNode
    from careergraph.store.engine import Engine

__all__ = ["Atlas", "Rungs", "Seniority", "read_atlas"]

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
  ?skill cg:category/skos:prefLabel ?category FILTER NOT EXISTS { ?skill a cg:LearningEffort }
} ORDER BY DESC(?skill) DESC(?category)
"""
_LADDERS: Final = """
SELECT ?ladder ?label ?source ?rung ?name WHERE {
  ?ladder a cg:CareerLadder ; rdfs:label ?label ; dcterms:source ?source .
  ?step cg:inLadder ?ladder ; cg:stepRole ?rung ; cg:rank ?rank .
  ?rung skos:prefLabel ?name .
} ORDER BY ?ladder ?rank ?rung
"""


@dataclass(frozen=True, slots=True)
class Seniority:
    """A level of seniority; ``rank`` orders levels, the lowest first."""

    iri: str
    label: str
    rank: float


@dataclass(frozen=True, slots=True)
class Rungs:
    """A ladder with its roles, the lowest first."""

    iri: str
    label: str
    roles: tuple[Named, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """Roles and skills with all that a picture's side panel says of them, by IRI."""

    facts: Facts
    labels: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, RoleNode]
    families: tuple[Named, ...]
    seniorities: tuple[Seniority, ...]
    definitions: Mapping[str, str]
    outlooks: Mapping[str, Sequence[OutlookStatement]]
    categories: Mapping[str, str]
    ladders: tuple[Rungs, ...]
    pages: Mapping[str, str]
    graph: GraphInfo
    roles_asking: Mapping[str, int]

    def label(self, iri: str) -> str:
        """Return the label of a thing, or its IRI where it has none."""
        return self.labels.get(iri, iri)


def read_atlas(engine: Engine, facts: Facts, entries: Sequence[Entry], info: GraphInfo) -> Atlas:
    """Return what there is to show of a graph; facts and entries are the caller's reads."""
    pairs = {
        query: {str(thing): str(value) for thing, value in engine.select(query)}
        for query in (_DEFINITIONS, _PAGES, _CATEGORIES)
    }
    return Atlas(
        facts=facts,
        labels={entry.iri: entry.label for entry in entries},
        aliases={entry.iri: entry.aliases for entry in entries},
        roles={role.iri: role for role in facts.roles},
        families=tuple(Named(str(iri), str(label)) for iri, label in engine.select(_FAMILIES)),
        seniorities=tuple(
            Seniority(str(iri), str(label), read_number(rank, iri) or 0.0)
            for iri, label, rank in engine.select(_SENIORITIES)
        ),
        definitions=pairs[_DEFINITIONS],
        outlooks=read_all_outlooks(engine),
        categories=pairs[_CATEGORIES],
        ladders=_read_ladders(engine),
        pages=pairs[_PAGES],
        graph=info,
        roles_asking=count_roles_asking(facts.needs),
    )


def _read_ladders(engine: Engine) -> tuple[Rungs, ...]:
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
