"""Plain edges that follow from a graph's statements, such as ``cg:movesTo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.vocab import BUNDLED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DERIVATIONS", "add_derived", "derive_triples"]

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


def derive_triples(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the plain edges that follow from all graphs of a store; some come more than once."""
    for query in DERIVATIONS.values():
        found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        if isinstance(found, ox.QueryTriples):
            yield from found


def add_derived(store: ox.Store) -> None:
    """Add the plain edges to the bundled graph of a store."""
    graph = ox.NamedNode(BUNDLED_GRAPH)
    quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in derive_triples(store)]
    store.extend(quads)
