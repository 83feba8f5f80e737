"""Which graph is open: counts, how much of it rests on what, and what must be shown with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from careergraph.model.tables import Rows, html_table
from careergraph.model.values import GRADES
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.model.values import GraphInfo, Source
    from careergraph.store.engine import Engine

__all__ = ["Overview", "read_overview"]

_COUNTS: Final = """
SELECT ?name (COUNT(DISTINCT ?thing) AS ?number) WHERE {
  { ?thing a cg:Role BIND("roles" AS ?name) }
  UNION { ?thing a cg:CareerLadder BIND("ladders" AS ?name) }
  UNION { ?thing cg:category ?category ; skos:prefLabel ?label BIND("skills" AS ?name) }
  UNION { ?thing a cg:Transition BIND("transitions" AS ?name) }
  UNION { VALUES ?type { cg:SkillRequirement cg:DegreeRequirement cg:ExperienceRequirement
                         cg:CertificationRequirement }
          ?thing a ?type BIND("requirements" AS ?name) }
  UNION { ?thing a cg:Certification BIND("certifications" AS ?name) }
  UNION { VALUES ?type { cg:Degree cg:DegreeField } ?thing a ?type
          BIND("degrees and fields" AS ?name) }
  UNION { ?thing cg:teaches ?skill BIND("learning resources" AS ?name) }
  UNION { ?thing a cg:PayObservation BIND("pay bands" AS ?name) }
  UNION { ?thing a cg:EmploymentOutlook BIND("outlooks" AS ?name) }
  UNION { ?thing a cg:PreparationLevel BIND("job zones" AS ?name) }
  UNION { ?thing a cg:FieldPreparation BIND("fields that prepare" AS ?name) }
  UNION { ?thing a cg:DegreeShare BIND("degree shares" AS ?name) }
  UNION { ?thing a cg:Source BIND("sources" AS ?name) }
} GROUP BY ?name
"""
_GRADES: Final = """
SELECT ?name ?grade (COUNT(DISTINCT ?statement) AS ?number) WHERE {
  { ?statement a cg:Transition BIND("transitions" AS ?name) }
  UNION { VALUES ?type { cg:SkillRequirement cg:DegreeRequirement cg:ExperienceRequirement
                         cg:CertificationRequirement }
          ?statement a ?type BIND("requirements" AS ?name) }
  UNION { ?statement a ?other BIND("all statements" AS ?name) }
  ?statement cg:statedBy/cg:grade ?grade
} GROUP BY ?name ?grade
"""
_USES: Final = """
SELECT ?source (COUNT(?thing) AS ?number) WHERE { ?thing cg:statedBy|dcterms:source ?source }
GROUP BY ?source
"""
_TRIPLES: Final = "SELECT (COUNT(*) AS ?number) WHERE { ?s ?p ?o }"
_ORDER: Final = (
    "roles",
    "ladders",
    "skills",
    "transitions",
    "requirements",
    "certifications",
    "degrees and fields",
    "learning resources",
    "pay bands",
    "outlooks",
    "job zones",
    "fields that prepare",
    "degree shares",
    "sources",
)


@dataclass(frozen=True, slots=True)
class Overview(Rows):
    """A graph at a glance.

    ``counts`` maps kinds of thing to numbers; ``grades`` maps kinds of statement to the number of
    statements of each evidence grade; ``sources`` come by the number of statements and things that
    name them, which ``uses`` gives by IRI, most first.
    """

    graph: GraphInfo
    triples: int
    counts: Mapping[str, int]
    grades: Mapping[str, Mapping[str, int]]
    sources: tuple[Source, ...]
    uses: Mapping[str, int]

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each kind of thing, with its number."""
        return [("kind", "number"), *self.counts.items()]

    def __repr__(self) -> str:
        """Return version, hash and size."""
        return f"<Overview {self.graph.version} {self.graph.hash}: {self.triples} triples>"

    def _repr_html_(self) -> str:
        rows = [(name, f"{number:,}") for name, number in self.counts.items()]
        caption = f"Graph {self.graph.version}, {self.graph.hash}"
        return html_table(caption, ("kind of thing", "number"), rows)


def read_overview(engine: Engine, sources: Mapping[str, Source], info: GraphInfo) -> Overview:
    """Return the overview of a graph."""
    counts = {str(name): int(str(number)) for name, number in engine.select(_COUNTS)}
    grades: dict[str, dict[str, int]] = {}
    for name, grade, number in engine.select(_GRADES):
        grades.setdefault(str(name), {})[local_name(str(grade))] = int(str(number))
    ordered = {
        name: {grade: mix[grade] for grade in GRADES if grade in mix}
        for name, mix in sorted(grades.items(), key=lambda item: item[0] == "all statements")
    }
    found = {str(iri): int(str(number)) for iri, number in engine.select(_USES)}
    by_use = sorted(sources.values(), key=lambda s: (-found.get(s.iri, 0), s.title.casefold()))
    return Overview(
        graph=info,
        triples=int(str(next(iter(engine.select(_TRIPLES)))[0])),
        counts={name: counts.get(name, 0) for name in _ORDER},
        grades=ordered,
        sources=tuple(by_use),
        uses={source.iri: found.get(source.iri, 0) for source in by_use},
    )
