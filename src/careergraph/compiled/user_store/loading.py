"""Load statements of imports into an engine on disk, without those already there.

A query reads the union of the graphs, and the engine gives a statement once for each graph that
holds it. So what an import repeats is left out, and so is a second preferred label in a language.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from careergraph.compiled.user_store.imports import damaged, open_statements
from careergraph.vocab import CG, IMPORT_GRAPHS, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.compiled.user_store.imports import Import

__all__ = ["Loader"]

_CHUNK: Final = 24 * 1024**2
"""Bytes of statements that are loaded at once: about 150,000 statements."""
_SKOS: Final = PREFIXES["skos"]
_LABEL: Final = ox.NamedNode(f"{_SKOS}prefLabel")
_OTHER_LABEL: Final = ox.NamedNode(f"{_SKOS}altLabel")
_ONE_EACH: Final = tuple(
    ox.NamedNode(iri)
    for iri in (
        f"{_SKOS}notation",
        f"{CG}attribution",
        *(f"{PREFIXES['dcterms']}{name}" for name in ("title", "date", "license")),
        f"{PREFIXES['schema']}url",
    )
)
"""Properties that have one value for each thing: the first counts."""
_SHARED: Final = (
    f"{PREFIXES['rdf']}type",
    _OTHER_LABEL.value,
    *(f"{_SKOS}{name}" for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")),
    *(f"{_SKOS}{name}" for name in ("broader", "inScheme", "definition")),
    f"{PREFIXES['dcterms']}source",
    f"{CG}reportedTitle",
    f"{CG}grade",
)
"""Properties whose statements may repeat those of another graph."""
_WATCHED: Final = frozenset(
    f"<{iri}>".encode() for iri in (*_SHARED, *(term.value for term in _ONE_EACH), _LABEL.value)
)


class Loader:
    """Loads imports into a store that holds the bundled graph.

    Parameters
    ----------
    store
        The engine's store, open for writing.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._known: set[int] = set()
        self._subjects: set[Any] = set()

    def close(self) -> None:
        """Write what is loaded to the disk, and let the store go."""
        store = self.__dict__.pop("store")
        store.flush()

    def load(self, imported: Import, folder: Path) -> int:
        """Load the statements of an import into a graph of its own; return how many are new.

        Raises
        ------
        StoreError
            Its files are damaged.
        """
        graph = ox.NamedNode(f"{IMPORT_GRAPHS}{imported.kind}")
        count = 0
        try:
            with open_statements(folder) as stream:
                # The engine takes a gigabyte for a million statements at once.
                while lines := stream.readlines(_CHUNK):
                    fresh = self._new(lines)
                    count += len(fresh)
                    # Importers have checked what they make IRIs of.
                    self.store.bulk_load(
                        b"".join(fresh), ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True
                    )
        except (SyntaxError, EOFError, zlib.error, IndexError) as error:
            raise damaged(folder, imported.kind, error) from error
        return count

    def _new(self, lines: list[bytes]) -> list[bytes]:
        """Return the new statements, as they are loaded."""
        watched: list[bytes] = []
        fresh: list[bytes] = []
        for line in lines:
            is_watched = line.split(b" ", 2)[1] in _WATCHED
            (watched if is_watched else fresh).append(line)
        content = b"".join(watched)
        for triple in ox.parse(content, ox.RdfFormat.N_TRIPLES, lenient=True):
            new = self._fresh(triple.triple)
            if new is not None:
                fresh.append(f"{new} .\n".encode())
        return fresh

    def _fresh(self, triple: ox.Triple) -> ox.Triple | None:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if subject not in self._subjects:
            self._learn(subject)
        if predicate in _ONE_EACH and hash((subject, predicate)) in self._known:
            return None
        if predicate == _LABEL and hash((subject, _language(value))) in self._known:
            # A second name beside the preferred one, unless it is that.
            if hash(triple) in self._known:
                return None
            triple = ox.Triple(subject, _OTHER_LABEL, value)
        if hash(triple) in self._known:
            return None
        self._remember(triple)
        return triple

    def _learn(self, subject: Any) -> None:  # noqa: ANN401 (any of the engine's terms)
        """Remember the store's statements about a thing."""
        self._subjects.add(subject)
        for quad in self.store.quads_for_pattern(subject, None, None, None):
            self._remember(quad.triple)

    def _remember(self, triple: ox.Triple) -> None:
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        self._known.add(hash(triple))
        if predicate == _LABEL:
            self._known.add(hash((subject, _language(value))))
        elif predicate in _ONE_EACH:
            self._known.add(hash((subject, predicate)))


def _language(value: Any) -> str:  # noqa: ANN401 (any of the engine's terms)
    return (value.language or "") if isinstance(value, ox.Literal) else ""
