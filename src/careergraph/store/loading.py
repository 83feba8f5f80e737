"""Reading the bundled graph in the background, while other modules are imported.

This module imports the engine alone, so that a command can begin to read before anything else.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from careergraph.store.bundled import bundled_files, query_files
from careergraph.store.engine import Store
from careergraph.store.file_index import matching_files
from careergraph.store.patterns import Pattern, read_patterns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Loading", "load_in_background"]


class Loading:
    """The bundled graph, of which reading has begun; calling it waits for the whole.

    Where the query to come is known, only the files are read that hold what it can match. See
    `load_in_background`, which makes it.
    """

    def __init__(self, words: Sequence[str] = ()) -> None:
        self._words = words
        self._patterns: frozenset[Pattern] = frozenset()
        self._left_out: list[Path] = []
        self._store = Store()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._read, name="careergraph-load", daemon=True)
        self._thread.start()

    def __call__(self) -> Store:
        """Return the store of the whole graph, and raise what went wrong while reading."""
        self._wait()
        for path in self._left_out:
            self._store.load(path, lenient=True)
        self._left_out = []
        return self._store

    def store_for(self, query: str) -> Store:
        """Return a store that answers a query as the whole graph would."""
        self._wait()
        if self._left_out:
            patterns = read_patterns(query)
            if patterns is None or not patterns <= self._patterns:
                return self()
        return self._store

    def _wait(self) -> None:
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def _read(self) -> None:
        try:
            query = _find_query(self._words)
            patterns = None if query is None else read_patterns(query)
            if patterns is None:
                files = bundled_files()
            else:
                files, self._left_out = matching_files(patterns)
                self._patterns = patterns
            for path in files:
                self._store.load(path, lenient=True)  # it was checked before it shipped
        except BaseException as error:  # noqa: BLE001 (raised again where it is waited for)
            self._failed = error


def load_in_background(words: Sequence[str] = ()) -> Loading:
    """Begin to read the bundled graph, and return what waits for it when called.

    Parameters
    ----------
    words
        Words of a command, one of which may be the query to come, or its name. They are a hint:
        what another query asks for is read as well.

    Examples
    --------
    >>> wait = load_in_background()
    >>> wait().ask("ASK { ?role a cg:Role }")
    True
    >>> wait = load_in_background(["ASK { ?role a cg:Role }"])
    >>> wait.store_for("ASK { ?role a cg:Role }").ask("ASK { ?role a cg:Role }")
    True
    """
    return Loading(words)


def _find_query(words: Sequence[str]) -> str | None:
    """Return the text of the one query among some words, if there is one."""
    typed = [word for word in words if "{" in word]
    if typed:
        return typed[0] if len(typed) == 1 else None
    named = [path for path in query_files() if path.stem in words]
    return named[0].read_text("utf-8") if len(named) == 1 else None
