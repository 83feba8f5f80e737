"""Roles and the transitions between them, read from an engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from careergraph.compiled.reading.roles.occupation_layer import read_same_roles
from careergraph.model.levels import LEVEL
from careergraph.model.values import Evidence, RoleNode
from careergraph.store.engine import read_figure
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.store.engine import Engine

__all__ = ["read_evidence", "read_roles", "read_steps"]

_ROLES: Final = """
SELECT ?role ?label ?family ?seniority ?base ?regulated WHERE {
  ?role a cg:Role ; skos:prefLabel ?label .
  OPTIONAL { ?role cg:family ?family }
  OPTIONAL { ?role cg:seniority ?seniority }
  OPTIONAL { ?role cg:levelOf ?base }
  OPTIONAL { ?role cg:regulated ?own }
  OPTIONAL { ?role cg:levelOf/cg:regulated ?inherited }
  BIND(COALESCE(?own, ?inherited) AS ?regulated)
} ORDER BY ?role
"""
_LICENCES: Final = """
SELECT ?role (MIN(?text) AS ?licence) WHERE { ?role cg:levelOf?/cg:licence ?text } GROUP BY ?role
"""
_TRUE: Final = ("true", "1")
_TRANSITIONS: Final = """
SELECT ?transition ?from ?to ?kind ?source WHERE {
  ?transition a cg:Transition ; cg:fromRole ?from ; cg:toRole ?to ; cg:kind ?kind ;
              cg:statedBy ?source
  FILTER(?from != ?to)
}
"""
# Most transitions have few of these: one pattern takes a third of the time of nine OPTIONALs.
_DETAILS: Final = """
SELECT ?transition ?property ?value WHERE {
  VALUES ?property { cg:place cg:country cg:population cg:period cg:people cg:count cg:share
                     cg:medianMonths cg:relatednessTier rdfs:comment }
  ?transition a cg:Transition ; ?property ?value
}
"""
_HIGHER_RUNGS: Final = """
SELECT ?rung ?base ?source WHERE {
  ?ladder dcterms:source ?source .
  ?low cg:inLadder ?ladder ; cg:stepRole ?base ; cg:rank ?lowRank .
  ?high cg:inLadder ?ladder ; cg:stepRole ?rung ; cg:rank ?highRank .
  ?rung cg:levelOf ?base .
  FILTER(?highRank > ?lowRank)
} ORDER BY ?rung
"""
_GRADES: Final = "SELECT ?source ?grade WHERE { ?source cg:grade ?grade }"


def read_roles(engine: Engine) -> tuple[RoleNode, ...]:
    """Return every role of a graph that has a label, by IRI."""
    licences = {str(role): licence for role, licence in engine.select(_LICENCES)}
    return tuple(
        RoleNode(
            iri=str(iri),
            label=str(label),
            family=family,
            seniority=seniority,
            level_of=base,
            regulated=None if regulated is None else regulated in _TRUE,
            licence=licences.get(str(iri)),
        )
        for iri, label, family, seniority, base, regulated in engine.select(_ROLES)
    )


def read_steps(engine: Engine) -> tuple[tuple[str, str, Evidence], ...]:
    """Return every transition as (from, to, evidence), by IRI, then levels with their lines."""
    steps = read_evidence(engine)
    grades = _read_grades(engine)
    for rung, base, source in engine.select(_HIGHER_RUNGS):
        grade = grades.get(str(source), "unknown")
        steps.append((str(rung), str(base), Evidence(str(rung), LEVEL, grade, str(source))))
    return tuple(steps)


def read_evidence(engine: Engine) -> list[tuple[str, str, Evidence]]:
    """Return every transition as (from, to, evidence), by IRI.

    If a detail is given twice, the smaller value counts.
    """
    grades = _read_grades(engine)
    same = read_same_roles(engine)
    details: dict[str, dict[str, str]] = {}
    for iri, term, value in engine.select(_DETAILS):
        values, name = details.setdefault(str(iri), {}), local_name(str(term))
        values[name] = min(values.get(name, str(value)), str(value))
    found = []
    for row in engine.select(_TRANSITIONS):
        iri, start, end, kind, source = (str(cell) for cell in row)
        grade = grades.get(source, "unknown")
        evidence = _read_details(Evidence(iri, local_name(kind), grade, source), details.get(iri))
        found.append((same.get(start, start), same.get(end, end), evidence))
    return sorted(found, key=lambda transition: (transition[2].iri, *transition[:2]))


def _read_grades(engine: Engine) -> dict[str, str]:
    return {str(source): local_name(str(grade)) for source, grade in engine.select(_GRADES)}


def _read_details(evidence: Evidence, values: Mapping[str, str] | None) -> Evidence:
    if not values:
        return evidence
    people, count = (
        read_figure(values.get(name), evidence.iri, f"cg:{name}", whole=True)
        for name in ("people", "count")
    )
    return replace(
        evidence,
        place=values.get("place"),
        country=values.get("country"),
        population=values.get("population"),
        period=values.get("period"),
        people=None if people is None else int(people),
        count=None if count is None else int(count),
        share=read_figure(values.get("share"), evidence.iri, "cg:share", most=1),
        median_months=read_figure(values.get("medianMonths"), evidence.iri, "cg:medianMonths"),
        tier=values.get("relatednessTier"),
        comment=values.get("comment"),
    )
