"""What is made from the graph's data and committed beside it: plain edges and the index of labels.

Later the place where stores are brought into being: import, derive, index, affinity, mined moves.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from careergraph.compiled.facts import read_facts, write_facts
from careergraph.compiled.titles import names_of, normalise_title, read_entries
from careergraph.store.bundled import bundled_files, content_hash, ontology_dir
from careergraph.store.engine import Engine, Store
from careergraph.store.file_index import write_contents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "contents_index",
    "derive_triples",
    "derived_turtle",
    "facts_index",
    "label_index",
    "source_store",
]

DERIVATIONS: Final[dict[str, str]] = {
    "requiresSkill": """
      CONSTRUCT { ?role cg:requiresSkill ?skill }
      WHERE { ?requirement a cg:SkillRequirement ; cg:ofRole ?role ; cg:skill ?skill }""",
    "leadsToCredential": """
      CONSTRUCT { ?role cg:leadsToCredential ?credential }
      WHERE { { ?statement cg:certification ?credential }
              UNION { ?statement a cg:DegreeRequirement ; cg:degree ?credential }
              ?statement cg:ofRole ?role }""",
    "promotesTo": """
      CONSTRUCT { ?low cg:promotesTo ?high ; cg:transitionsTo ?high }
      WHERE { ?step cg:stepRole ?low ; cg:nextStep/cg:stepRole ?high }""",
    "movesTo": """
      CONSTRUCT { ?from cg:movesTo ?to ; cg:transitionsTo ?to }
      WHERE { ?transition a cg:Transition ; cg:kind cg:move ;
                          cg:fromRole ?from ; cg:toRole ?to }""",
    "prerequisiteSkill": """
      CONSTRUCT { ?skill cg:prerequisiteSkill ?needed }
      WHERE { ?statement cg:ofSkill ?skill ; cg:needsSkill ?needed }""",
}
"""How each plain edge follows from the data, by property."""


def source_store() -> Store:
    """Return a store with all of the bundled graph but what is derived."""
    store = Store()
    for path in bundled_files():
        if path.name != "derived.ttl":
            store.load(path)
    return store


def derive_triples(engine: Engine) -> set[tuple[str, str, str]]:
    """Return the plain edges that follow from a graph's statements, as terms of N-Triples."""
    found: set[tuple[str, str, str]] = set()
    for query in DERIVATIONS.values():
        for triple in engine.construct(query):
            found.add((str(triple.subject), str(triple.predicate), str(triple.object)))
    return found


def derived_turtle(engine: Engine) -> str:
    """Return the plain edges as N-Triples lines, sorted: Turtle that can be brought in any form."""
    return "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(derive_triples(engine)))


def label_index(engine: Engine) -> str:
    """Return the names of a graph's things as JSON, one thing a line, by IRI.

    A line holds IRI, kind, label, aliases, and all names as they are compared.
    """
    lines = [
        json.dumps(
            [e.iri, e.kind, e.label, e.aliases, [normalise_title(name) for name in names_of(e)]],
            ensure_ascii=False,
        )
        for e in read_entries(engine)
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def facts_index(engine: Engine, folder: Path | None = None) -> str:
    """Return what path searches ask of the bundled graph as JSON; see `facts.load_facts`."""
    return write_facts(read_facts(engine), content_hash(folder))


def contents_index(folder: Path | None = None) -> str:
    """Return what each bundled file holds as JSON; see `contents.matching_files`."""
    folder = folder or ontology_dir()
    return write_contents(((path, _said(path)) for path in bundled_files(folder)), folder)


def _said(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the predicate and the object of every statement of a file."""
    store = Store()
    store.load(path)
    for quad in store.oxigraph:
        yield quad.predicate.value, getattr(quad.object, "value", "")
