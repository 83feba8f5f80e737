"""The statements that titles and routes need of an endpoint, fetched in four requests.

Asked one by one, the queries of `compiled.reading` would be some twenty round trips, and each
server would order and compare in its own way. So their statements are fetched in bulk, and the same
queries as ever are asked of the copy. No question gives more than 10,000 rows on the bundled graph:
that is what Virtuoso gives at most, unless told otherwise.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.errors import EndpointError
from careergraph.model.values import GraphInfo
from careergraph.sparql.checked import trust
from careergraph.store.engine import Solutions, Store, Term
from careergraph.vocab import BUNDLED_GRAPH, CG, GENERATED, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careergraph.store.remote.endpoint import RemoteEngine

__all__ = ["Excerpt", "fetch_whole"]

_NAMES: Final = f"""
SELECT ?s ?p ?o WHERE {{
  {{ VALUES ?class {{ cg:Role cg:Certification cg:Skill cg:ProgrammingLanguage cg:Tool cg:Concept
                      cg:Method cg:Domain cg:Mathematics cg:SoftSkill }}
     ?s a ?class ; ?p ?o
     FILTER(?p IN (rdf:type, skos:prefLabel, skos:altLabel, cg:family, cg:seniority, cg:levelOf,
                   cg:regulated, cg:licence, cg:category, cg:validates, cg:status)) }}
  UNION {{ <{ONTOLOGY}> owl:versionInfo ?o BIND(<{ONTOLOGY}> AS ?s) BIND(owl:versionInfo AS ?p) }}
}}
"""
_STATEMENTS: Final = """
SELECT ?s ?p ?o WHERE {
  { VALUES ?class { cg:Source cg:Degree cg:LadderStep cg:CareerLadder
                    cg:Prerequisite cg:DegreeRequirement cg:CertificationRequirement
                    cg:PayObservation cg:OccupationLink }
    ?s a ?class ; ?p ?o
    FILTER(?p IN (
      rdf:type, dcterms:title, cg:grade, dcterms:date, dcterms:license, cg:attribution, schema:url,
      skos:prefLabel, skos:altLabel, cg:rank, cg:inLadder, cg:stepRole, dcterms:source,
      cg:category, cg:hours, cg:ofSkill, cg:needsSkill, cg:statedBy, cg:ofRole, cg:degree,
      cg:necessity, cg:qualifier, cg:country, cg:certification, cg:period, cg:population,
      schema:currency, schema:duration, schema:percentile10, schema:percentile25, schema:median,
      schema:percentile75, schema:percentile90, cg:occupation, cg:fit, cg:payNote)) }
  UNION { { SELECT DISTINCT ?s ?o WHERE { ?figures cg:occupation ?s . ?s skos:prefLabel ?o } }
          BIND(skos:prefLabel AS ?p) }
  UNION { ?s cg:weight ?o BIND(cg:weight AS ?p) }
  UNION { ?s cg:member ?o BIND(cg:member AS ?p) }
}
"""
_REQUIREMENTS: Final = """
SELECT ?s ?ofRole ?skill ?necessity ?statedBy ?importance WHERE {
  ?s a cg:SkillRequirement ; cg:ofRole ?ofRole ; cg:skill ?skill ; cg:necessity ?necessity ;
     cg:statedBy ?statedBy .
  OPTIONAL { ?s cg:importance ?importance }
}
"""
_TRANSITIONS: Final = """
SELECT ?s ?fromRole ?toRole ?kind ?statedBy ?p ?o WHERE {
  { ?s a cg:Transition ; cg:fromRole ?fromRole ; cg:toRole ?toRole ; cg:kind ?kind ;
       cg:statedBy ?statedBy }
  UNION
  { ?s a cg:Transition ; ?p ?o
    FILTER(?p IN (cg:place, cg:country, cg:population, cg:period, cg:people, cg:count, cg:share,
                  cg:medianMonths, cg:relatednessTier)) }
  UNION
  { VALUES ?class { cg:Course cg:Book cg:Competition cg:Project }
    ?s a ?class ; ?p ?o
    FILTER(?p IN (rdf:type, skos:prefLabel, cg:teaches, cg:unverified, dcterms:source,
                  schema:educationalLevel, cg:hours, schema:isAccessibleForFree, schema:url)) }
}
"""
_WHOLE: Final = """
SELECT ?g ?s ?p ?o WHERE {
  { GRAPH ?g { ?s ?p ?o } }
  UNION
  { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?any { ?s ?p ?o } } }
}
"""
"""All statements, those of the default graph without ``?g``. One question: blank nodes that both
kinds of graph share have the same label in one answer only."""
_TYPE: Final = ox.NamedNode(f"{PREFIXES['rdf']}type")


class Excerpt:
    """Statements of an endpoint in memory: `names` takes one question, `store` three more."""

    def __init__(self, engine: RemoteEngine) -> None:
        self._engine = engine

    @cached_property
    def names(self) -> Store:
        """What titles need: roles, skills and certifications by name.

        Raises
        ------
        EndpointError
            There is no answer, or no role in it.
        """
        store = Store()
        store.oxigraph.bulk_extend(self._quads(_NAMES))
        if not store.ask("ASK { ?role a cg:Role }"):
            reason = (
                "it holds no roles of a career graph, at least not where it looks by default. "
                "`careergraph publish` loads a graph; docs/endpoints.md says how a server reads "
                "the union of its graphs."
            )
            raise EndpointError(self._engine.url, reason)
        return store

    @cached_property
    def store(self) -> Store:
        """What paths need."""
        store = Store()
        store.oxigraph.bulk_extend(iter(self.names.oxigraph))
        for query, of_class in (
            (_STATEMENTS, None),
            (_REQUIREMENTS, "SkillRequirement"),
            (_TRANSITIONS, "Transition"),
        ):
            store.oxigraph.bulk_extend(self._quads(query, of_class))
        return store

    @cached_property
    def info(self) -> GraphInfo:
        """The version that the published header names, and a hash of what was fetched.

        The hash tells whether two answers rest on the same statements. It is not that of the
        bundled files, which nobody can compute from outside.
        """
        version = f"SELECT ?version WHERE {{ <{ONTOLOGY}> owl:versionInfo ?version }}"
        found = [str(cell) for (cell,) in self.names.select(version)]
        lines = sorted(f"{q.subject} {q.predicate} {q.object}" for q in self.store.oxigraph)
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        return GraphInfo(version=min(found, default="unknown"), hash=digest[:12])

    def _quads(self, query: str, of_class: str | None = None) -> Iterator[ox.Quad]:
        """Yield the statements in rows: subject, property and value, or a value for a property.

        A column named after a property of the vocabulary holds its value; the class of such a
        row's subject is known.
        """
        graph = ox.NamedNode(BUNDLED_GRAPH)
        answer = self._engine.query(trust(query))
        if not isinstance(answer, Solutions):
            raise _strange(self._engine)
        kind = ox.NamedNode(CG + of_class) if of_class else None
        terms = {name: ox.NamedNode(CG + name) for name in answer.variables}
        try:
            for solution in answer:
                row = {
                    name: cell
                    for name, cell in zip(answer.variables, solution, strict=True)
                    if cell
                }
                subject, term, value = (row.pop(name, None) for name in ("s", "p", "o"))
                if term is not None:
                    yield ox.Quad(subject, term, value, graph)  # type: ignore[arg-type]
                if row and kind is not None:
                    yield ox.Quad(subject, _TYPE, kind, graph)  # type: ignore[arg-type]
                for name, cell in row.items():
                    yield ox.Quad(subject, terms[name], cell, graph)  # type: ignore[arg-type]
        except TypeError as error:
            raise _strange(self._engine) from error


def _strange(engine: RemoteEngine) -> EndpointError:
    """Return the error for a result that answers some other question."""
    reason = "the answer is a result of a query, but not of the one that was asked."
    return EndpointError(engine.url, reason)


def fetch_whole(engine: RemoteEngine) -> Store:
    """Return a copy of all that an endpoint holds, its default graph included, in memory.

    Raises
    ------
    EndpointError
        There is no answer, or it is cut, or the endpoint holds nothing.
    """
    store = Store()
    answer = engine.query(trust(_WHOLE))
    if not isinstance(answer, Solutions):
        raise _strange(engine)
    try:
        store.oxigraph.bulk_extend(
            ox.Quad(_blank(subject), term, _blank(value), graph or ox.DefaultGraph())  # type: ignore[arg-type]
            for graph, subject, term, value in answer
        )
    except (TypeError, ValueError) as error:
        raise _strange(engine) from error
    if not len(store.oxigraph):
        reason = "it holds no statement that you may read. `careergraph publish` loads a graph."
        raise EndpointError(engine.url, reason)
    return store


def _blank(term: Term | None) -> Term | None:
    """Return the blank node that an IRI stands for, as `publish` names them; other terms as is."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(GENERATED):
        return ox.BlankNode(f"g{term.value.removeprefix(GENERATED)}")
    return term
