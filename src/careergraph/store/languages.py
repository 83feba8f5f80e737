"""Choose the text in one language for each thing and property.

All readers follow one rule: the wanted language, else English, else the text without a language,
else the first language tag in alphabetical order.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import pyoxigraph as ox

from careergraph.store.engine import Engine, Store
from careergraph.vocab import PREFIXES

__all__ = ["choose_language", "with_one_language"]

_SKOS: Final = PREFIXES["skos"]
_LABEL: Final = ox.NamedNode(f"{_SKOS}prefLabel")
_ALIAS: Final = ox.NamedNode(f"{_SKOS}altLabel")
_NAMES: Final = frozenset({_ALIAS, ox.NamedNode(f"{_SKOS}hiddenLabel")})
"""Properties of which a thing may have any number, in any language."""
_HAS_SEVERAL: Final = """
ASK {
  { ?thing ?property ?text
    FILTER (LANG(?text) != "" && !STRSTARTS(LANG(?text), "en")
            && ?property NOT IN (skos:altLabel, skos:hiddenLabel)) }
  UNION
  { VALUES ?property { skos:prefLabel rdfs:label dcterms:title skos:definition rdfs:comment }
    ?thing ?property ?text, ?other FILTER (LANG(?text) != LANG(?other)) }
}
"""


def choose_language(tags: set[str], wanted: str = "en") -> str:
    """Return the language tag whose text is shown; an empty tag means no language.

    Examples
    --------
    >>> choose_language({"de", "en-GB", ""})
    'en-GB'
    >>> choose_language({"de", "en", "es"}, "es")
    'es'
    >>> choose_language({"fr", "de"})
    'de'
    """

    def rank(tag: str) -> tuple[int, str]:
        for place, language in enumerate((wanted, "en")):
            if tag == language or tag.startswith(f"{language}-"):
                return place, tag
        return (2 if not tag else 3), tag

    return min(tags, key=rank)


def with_one_language(engine: Engine, wanted: str = "en") -> Engine:
    """Return an engine with each text in one language; the same engine if that is so already.

    Preferred labels in other languages become aliases, so they are still understood.
    """
    if not isinstance(engine, Store) or not engine.ask(_HAS_SEVERAL):
        return engine
    texts: dict[tuple[object, ox.NamedNode], list[ox.Quad]] = defaultdict(list)
    for quad in engine.oxigraph:
        if isinstance(quad.object, ox.Literal) and quad.predicate not in _NAMES:
            texts[quad.subject, quad.predicate].append(quad)
    left_out: set[ox.Quad] = set()
    aliases: list[ox.Quad] = []
    for (_, term), quads in texts.items():
        tags = {_tag(quad) for quad in quads}
        if len(tags) == 1 or not any(tags):
            continue
        kept = choose_language(tags, wanted)
        others = [quad for quad in quads if _tag(quad) != kept and _is_text(quad)]
        left_out.update(others)
        if term == _LABEL:
            aliases += [ox.Quad(q.subject, _ALIAS, q.object, q.graph_name) for q in others]
    store = Store()
    store.add(quad for quad in engine.as_written() if quad not in left_out)
    store.add(aliases)
    return store


def _tag(quad: ox.Quad) -> str:
    return (quad.object.language or "") if isinstance(quad.object, ox.Literal) else ""


def _is_text(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.Literal) and quad.object.datatype.value in _TEXTS


_TEXTS: Final = (
    f"{PREFIXES['xsd']}string",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
)
