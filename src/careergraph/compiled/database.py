"""A compiled graph as a SQLite file: written once, opened in milliseconds, read as needed.

A field of the graph is either a mapping, of which each key is a row of its own, or a sequence,
which is one row. Values are stored as JSON: the fields of a value in their order.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import Field, fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.generation import FORMAT, read_info
from careergraph.compiled.titles import Catalog
from careergraph.model.lazy import LazyMapping, LazySequence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["open_compiled", "write_compiled"]

_SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mapping (
  position INTEGER PRIMARY KEY, section TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL
);
CREATE UNIQUE INDEX mapping_by_name ON mapping (section, name);
CREATE TABLE sequence (section TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def write_compiled(graph: CompiledGraph, target: Path | sqlite3.Connection) -> None:
    """Write a compiled graph into a new SQLite file, or into an empty database.

    Raises
    ------
    OSError, sqlite3.Error
        The file cannot be written.
    """
    if isinstance(target, sqlite3.Connection):
        _write_tables(graph, target)
        return
    database = sqlite3.connect(target)
    try:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        _write_tables(graph, database)
        database.execute("VACUUM")
    finally:
        database.close()


def _write_tables(graph: CompiledGraph, database: sqlite3.Connection) -> None:
    database.executescript(_SCHEMA)
    meta = {
        "format": str(FORMAT),
        "version": graph.info.version,
        "hash": graph.info.hash,
        "statistics": _encode(graph.statistics),
    }
    with database:
        database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        for section in _sections():
            _write_section(database, section.name, getattr(graph, section.name))
    graph.catalog.write(database)


def _sections() -> list[Field[Any]]:
    """Return the fields of a graph that hold values."""
    return [field for field in fields(CompiledGraph) if not field.name.startswith("make_")]


def _write_section(
    database: sqlite3.Connection, name: str, values: Mapping[str, Any] | Sequence[Any]
) -> None:
    if isinstance(values, Mapping):
        database.executemany(
            "INSERT INTO mapping (section, name, value) VALUES (?, ?, ?)",
            [(name, key, _encode(value)) for key, value in values.items()],
        )
    else:
        database.execute("INSERT INTO sequence VALUES (?, ?)", (name, _encode(list(values))))


def _encode(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    if is_dataclass(value) and not isinstance(value, type):
        return _plain([getattr(value, each.name) for each in fields(value)])
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        row = [_plain(each) for each in value]
        while row and row[-1] is None:  # what is unknown at the end is the default
            row.pop()
        return row
    return value


def open_compiled(database: sqlite3.Connection) -> CompiledGraph:
    """Return the graph of an open file; nothing is read until it is asked for."""
    lazy: dict[str, Any] = {}
    for section in _sections():
        if section.default == ():
            load = partial(_load_sequence, database, section.name)
            lazy[section.name] = LazySequence(load)
        else:
            lazy[section.name] = LazyMapping(
                partial(_load_mapping, database, section.name),
                partial(_find_value, database, section.name),
            )
    return CompiledGraph(
        **lazy,
        make_catalog=lambda: Catalog(database),
        make_info=lambda: read_info(database),
        make_statistics=lambda: _read_statistics(database),
    )


def _load_mapping(database: sqlite3.Connection, section: str) -> dict[str, Any]:
    rows = database.execute(
        "SELECT name, value FROM mapping WHERE section = ? ORDER BY position", (section,)
    )
    decode = _decoder(section)
    return {name: decode(json.loads(value)) for name, value in rows}


def _find_value(database: sqlite3.Connection, section: str, name: str) -> Any:  # noqa: ANN401
    row = database.execute(
        "SELECT value FROM mapping WHERE section = ? AND name = ?", (section, name)
    ).fetchone()
    if row is None:
        raise KeyError(name)
    return _decoder(section)(json.loads(row[0]))


def _load_sequence(database: sqlite3.Connection, section: str) -> list[Any]:
    row = database.execute("SELECT value FROM sequence WHERE section = ?", (section,)).fetchone()
    return list(map(_decoder(section), json.loads(row[0])))


def _read_statistics(database: sqlite3.Connection) -> Any:  # noqa: ANN401
    from careergraph.model.statements import Statistics

    row = database.execute("SELECT value FROM meta WHERE name = 'statistics'").fetchone()
    return Statistics(*json.loads(row[0]))


def _decoder(section: str) -> Callable[[Any], Any]:
    """Return what makes the value of a section from its JSON."""
    from careergraph.compiled import codecs

    return codecs.DECODERS.get(section, _as_is)


def _as_is(value: object) -> object:
    return value
