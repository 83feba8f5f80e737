"""Load statements of imports into an engine on disk, without those already there.

A query reads the union of the graphs, and the engine returns a statement once for each graph that
holds it. So statements that an import repeats are left out, as is a second preferred label in a
language.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.compiled.user_store.imports import damaged, open_statements
from careergraph.vocab import CG, IMPORT_GRAPHS, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.compiled.user_store.imports import Import

__all__ = ["Loader"]

_CHUNK: Final = 16 * 1024**2
"""Bytes of statements that are loaded at once: about 100,000 statements."""
_SKOS: Final = PREFIXES["skos"]


def _term(iri: str) -> bytes:
    return f"<{iri}>".encode()


_LABEL: Final = _term(f"{_SKOS}prefLabel")
_OTHER_LABEL: Final = _term(f"{_SKOS}altLabel")
_ONE_EACH: Final = frozenset(
    map(
        _term,
        (
            f"{_SKOS}notation",
            f"{CG}attribution",
            *(f"{PREFIXES['dcterms']}{name}" for name in ("title", "date", "license")),
            f"{PREFIXES['schema']}url",
        ),
    )
)
"""Properties that have one value for each thing: the first counts."""
_SHARED: Final = frozenset(
    map(
        _term,
        (
            f"{PREFIXES['rdf']}type",
            *(f"{_SKOS}{name}" for name in ("exactMatch", "closeMatch", "broadMatch")),
            *(f"{_SKOS}{name}" for name in ("narrowMatch", "broader", "inScheme", "definition")),
            f"{PREFIXES['dcterms']}source",
            f"{CG}reportedTitle",
            f"{CG}grade",
        ),
    )
)
"""Properties whose statements may repeat those of another graph."""
_WATCHED: Final = _SHARED | _ONE_EACH | {_LABEL, _OTHER_LABEL}


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
        self._subjects: set[bytes] = set()

    def close(self) -> None:
        """Write loaded statements to the disk and release the store."""
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
        except (SyntaxError, ValueError, EOFError, zlib.error) as error:
            raise damaged(folder, imported.kind, error) from error
        return count

    def _new(self, lines: list[bytes]) -> list[bytes]:
        """Return the new statements, as they are loaded.

        Statements are compared as they are written, which takes a third of the time that it takes
        to parse them; importers and engine write a term without escapes in the same way.
        """
        fresh: list[bytes] = []
        for line in lines:
            subject, predicate, value = line.split(b" ", 2)
            if predicate not in _WATCHED:
                fresh.append(line)
                continue
            if b"\\" in value:
                line = _as_the_engine_writes(line)  # noqa: PLW2901 (the same statement)
                value = line.split(b" ", 2)[2]
            if subject not in self._subjects:
                self._learn(subject)
            if (new := self._fresh(line, subject, predicate, value)) is not None:
                fresh.append(new)
        return fresh

    def _fresh(self, line: bytes, subject: bytes, predicate: bytes, value: bytes) -> bytes | None:
        """Return a statement as it is to be loaded, ``None`` if the store already has it."""
        known = self._known
        if hash(line) in known:
            return None
        if predicate == _LABEL:
            key = hash((subject, _language(value)))
            if key in known:  # A second name beside the preferred one.
                line = b" ".join((subject, _OTHER_LABEL, value))
                if hash(line) in known:
                    return None
            known.add(key)
        elif predicate in _ONE_EACH:
            key = hash((subject, predicate))
            if key in known:
                return None
            known.add(key)
        known.add(hash(line))
        return line

    def _learn(self, subject: bytes) -> None:
        """Remember the store's statements about a thing."""
        self._subjects.add(subject)
        term = ox.NamedNode(subject[1:-1].decode())
        for quad in self.store.quads_for_pattern(term, None, None, None):
            self._remember(f"{quad.triple} .\n".encode())

    def _remember(self, line: bytes) -> None:
        subject, predicate, value = line.split(b" ", 2)
        self._known.add(hash(line))
        if predicate == _LABEL:
            self._known.add(hash((subject, _language(value))))
        elif predicate in _ONE_EACH:
            self._known.add(hash((subject, predicate)))


def _as_the_engine_writes(line: bytes) -> bytes:
    (triple,) = ox.parse(line, ox.RdfFormat.N_TRIPLES, lenient=True)
    return f"{triple.triple} .\n".encode()


def _language(value: bytes) -> bytes:
    """Return the language or the type of a literal."""
    return value[value.rfind(b'"') + 1 :]
