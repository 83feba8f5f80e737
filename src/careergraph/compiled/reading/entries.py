"""The names of roles, skills and certifications, read from an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.compiled.reading.roles.occupation_layer import read_same_roles
from careergraph.model.entries import Entry

if TYPE_CHECKING:
    from careergraph.store.engine import Engine

__all__ = ["read_entries", "read_job_titles"]

_ENTRIES_QUERY: Final = """
SELECT ?thing ?kind ?label ?language ?alias WHERE {
  { ?thing a cg:Role BIND("role" AS ?kind) }
  UNION { ?thing a cg:Certification BIND("certification" AS ?kind) }
  UNION {
    VALUES ?type { cg:Skill cg:ProgrammingLanguage cg:Tool cg:Concept cg:Method cg:Domain
                   cg:Mathematics cg:SoftSkill }
    ?thing a ?type BIND("skill" AS ?kind)
  }
  ?thing skos:prefLabel ?label
  BIND(LANG(?label) AS ?language)
  OPTIONAL { ?thing skos:altLabel ?alias }
}
"""
_OTHERS: Final = """
SELECT ?thing ?kind ?label WHERE {
  { ?thing a cg:Occupation BIND("occupation" AS ?kind) }
  UNION { ?thing a cg:OccupationElement BIND("element" AS ?kind) }
  UNION { ?thing a cg:OccupationGroup BIND("group" AS ?kind) }
  ?thing skos:prefLabel ?label
} ORDER BY ?thing
"""
_JOB_TITLES: Final = """
SELECT ?occupation ?title ?reported WHERE {
  ?occupation a cg:Occupation
  { ?occupation skos:prefLabel ?title BIND(2 AS ?reported) }
  UNION { ?occupation cg:reportedTitle ?title BIND(1 AS ?reported) }
  UNION { ?occupation skos:altLabel ?title BIND(0 AS ?reported) }
}
"""


def read_entries(engine: Engine) -> list[Entry]:
    """Return the roles, skills and certifications of a graph, by IRI, aliases in order.

    Of labels in several languages the English one is preferred; the others become aliases.
    """
    labels: dict[tuple[str, str], set[tuple[bool, str]]] = {}
    aliases: dict[str, set[str]] = {}
    for iri, kind, label, language, alias in engine.select(_ENTRIES_QUERY):
        is_foreign = bool(language) and not str(language).startswith("en")
        labels.setdefault((str(iri), str(kind)), set()).add((is_foreign, str(label)))
        if alias is not None:
            aliases.setdefault(str(iri), set()).add(alias)
    entries = []
    for (iri, kind), ranked in sorted(labels.items()):
        (_, label), *others = sorted(ranked)
        names = {*aliases.get(iri, ()), *(name for _, name in others)}
        entries.append(Entry(iri, kind, label, tuple(sorted(names))))
    entries += [
        Entry(str(iri), str(kind), str(label)) for iri, kind, label in engine.select(_OTHERS)
    ]
    return entries


def read_job_titles(engine: Engine) -> list[tuple[str, str, int]]:
    """Return the job titles of occupations: IRI, title, and how it is known.

    2 is the title of the classification, 1 one that people in the occupation reported, 0 another.
    An occupation that a role is has the IRI of the role.
    """
    same = read_same_roles(engine)
    rows = {
        (same.get(str(iri), str(iri)), str(title)): int(str(known))
        for iri, title, known in sorted(
            engine.select(_JOB_TITLES), key=lambda row: int(str(row[2]))
        )
    }
    return sorted((iri, title, known) for (iri, title), known in rows.items())
