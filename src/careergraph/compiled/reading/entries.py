"""The names of roles, skills and certifications, read from an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.entries import Entry

if TYPE_CHECKING:
    from careergraph.store.engine import Engine

__all__ = ["read_entries"]

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
    return entries
