"""The transitions of a graph as a networkx MultiDiGraph.

Nodes are role IRIs with ``label``, ``family``, ``seniority`` and ``level_of``; every transition is
an edge of its own, keyed by its IRI, with its ``evidence``. A rung above its line of work has one
more edge to it, of kind "level": whoever is a senior software engineer is a software engineer.
Observed and official moves belong to the occupation that was coded, so this is how a rung reaches
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model import Evidence
from careergraph.store import read_number
from careergraph.vocab import local_name

if TYPE_CHECKING:
    import networkx as nx

    from careergraph.store import Engine

__all__ = ["LEVEL", "read_evidence", "read_network"]

LEVEL: Final = "level"
"""Kind of the edge from a rung to the line of work it is a level of."""

_ROLES: Final = """
SELECT ?role ?label ?family ?seniority ?base WHERE {
  ?role a cg:Role ; skos:prefLabel ?label .
  OPTIONAL { ?role cg:family ?family }
  OPTIONAL { ?role cg:seniority ?seniority }
  OPTIONAL { ?role cg:levelOf ?base }
} ORDER BY ?role
"""
_TRANSITIONS: Final = """
SELECT ?transition ?from ?to ?kind ?grade ?source ?place ?country ?population ?period
       ?people ?count ?share ?months ?tier WHERE {
  ?transition a cg:Transition ; cg:fromRole ?from ; cg:toRole ?to ; cg:kind ?kind ;
              cg:statedBy ?source .
  OPTIONAL { ?source cg:grade ?grade }
  OPTIONAL { ?transition cg:place ?place }
  OPTIONAL { ?transition cg:country ?country }
  OPTIONAL { ?transition cg:population ?population }
  OPTIONAL { ?transition cg:period ?period }
  OPTIONAL { ?transition cg:people ?people }
  OPTIONAL { ?transition cg:count ?count }
  OPTIONAL { ?transition cg:share ?share }
  OPTIONAL { ?transition cg:medianMonths ?months }
  OPTIONAL { ?transition cg:relatednessTier ?tier }
} ORDER BY ?transition
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


def read_network(engine: Engine) -> nx.MultiDiGraph[str]:
    """Return all roles and transitions of a graph.

    Each edge carries ``evidence`` (an `Evidence`), and as plain attributes ``kind``, ``grade``,
    ``source``, ``people``, ``share`` and ``median_months``.
    """
    import networkx as nx  # takes long; who reads the evidence alone need not wait for it

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for role, label, family, seniority, base in engine.select(_ROLES):
        network.add_node(str(role), label=label, family=family, seniority=seniority, level_of=base)
    for start, end, evidence in read_evidence(engine):
        if start in network and end in network:
            _add_edge(network, start, end, evidence)
    grades = {str(source): local_name(str(grade)) for source, grade in engine.select(_GRADES)}
    for rung, base, source in engine.select(_HIGHER_RUNGS):
        if rung in network and base in network:
            grade = grades.get(str(source), "unknown")
            _add_edge(network, str(rung), str(base), Evidence(str(rung), LEVEL, grade, str(source)))
    return network


def _add_edge(network: nx.MultiDiGraph[str], start: str, end: str, evidence: Evidence) -> None:
    network.add_edge(
        start,
        end,
        key=evidence.iri,
        evidence=evidence,
        kind=evidence.kind,
        grade=evidence.grade,
        source=evidence.source,
        people=evidence.people,
        share=evidence.share,
        median_months=evidence.median_months,
    )


def read_evidence(engine: Engine) -> list[tuple[str, str, Evidence]]:
    """Return every transition as (from, to, evidence), by IRI."""
    found = []
    for row in engine.select(_TRANSITIONS):
        iri, start, end, kind, grade, source, place, country, population, period = row[:10]
        people, count, share, months, tier = row[10:]
        evidence = Evidence(
            iri=str(iri),
            kind=local_name(str(kind)),
            grade=local_name(grade or "unknown"),
            source=str(source),
            place=place,
            country=country,
            population=population,
            period=period,
            people=None if people is None else int(read_number(people, iri) or 0),
            count=None if count is None else int(read_number(count, iri) or 0),
            share=read_number(share, iri),
            median_months=read_number(months, iri),
            tier=tier,
        )
        found.append((str(start), str(end), evidence))
    return found
