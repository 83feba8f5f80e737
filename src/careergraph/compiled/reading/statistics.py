"""Counts of what a graph holds, by kind of thing, grade of evidence and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.statements import Statistics
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from careergraph.store.engine import Engine

__all__ = ["read_statistics"]

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
  UNION { ?thing a cg:Occupation BIND("occupations" AS ?name) }
} GROUP BY ?name
"""
_OCCUPATIONS: Final = """
SELECT ?name (COUNT(*) AS ?number) WHERE {
  ?occupation a cg:Occupation .
  { ?occupation skos:altLabel ?value BIND("job titles" AS ?name) }
  UNION { ?property cg:ratingScale cg:importanceScale . ?occupation ?property ?value
          BIND("occupation ratings" AS ?name) }
  UNION { ?occupation cg:relatedPrimaryShort|cg:relatedPrimaryLong|cg:relatedSupplemental ?value
          BIND("related occupations" AS ?name) }
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


def read_statistics(engine: Engine) -> Statistics:
    """Return how much a graph holds."""
    grades: dict[str, dict[str, int]] = {}
    for name, grade, number in engine.select(_GRADES):
        grades.setdefault(str(name), {})[local_name(str(grade))] = int(str(number))
    return Statistics(
        triples=int(str(next(iter(engine.select(_TRIPLES)))[0])),
        counts={
            str(name): int(str(number))
            for query in (_COUNTS, _OCCUPATIONS)
            for name, number in engine.select(query)
        },
        grades=grades,
        uses={str(iri): int(str(number)) for iri, number in engine.select(_USES)},
    )
