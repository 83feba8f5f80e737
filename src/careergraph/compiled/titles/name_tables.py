"""The tables of names in a compiled graph, and how they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from careergraph.compiled.titles.normalise import normalise_title
from careergraph.vocab import local_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from careergraph.compiled.titles.details import NameDetails
    from careergraph.model.entries import Entry

__all__ = ["listed", "marks", "names_of", "write_details", "write_names"]

_LOCAL_NAME: Final = 2
"""Rank of the last part of an IRI."""

_SCHEMA: Final = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,
  aliases TEXT NOT NULL
);
CREATE INDEX entry_by_iri ON entry (iri);
CREATE TABLE name (
  id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, kind TEXT NOT NULL, rank INTEGER NOT NULL,
  key TEXT NOT NULL, joined TEXT NOT NULL
);
CREATE INDEX name_by_key ON name (kind, key);
CREATE INDEX name_joined ON name (kind, joined);
CREATE TABLE word (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, word TEXT NOT NULL, things INTEGER NOT NULL
);
CREATE INDEX word_by_text ON word (kind, word);
CREATE TABLE code (
  entry INTEGER NOT NULL, scheme TEXT NOT NULL, code TEXT NOT NULL, distance INTEGER NOT NULL
);
CREATE INDEX code_by_text ON code (code);
CREATE INDEX code_by_entry ON code (entry);
CREATE TABLE level (entry INTEGER PRIMARY KEY, line INTEGER NOT NULL, level TEXT NOT NULL);
CREATE TABLE name_word (word INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (word, name))
  WITHOUT ROWID;
"""
"""A name has the rank 0 if it is the label, 1 for an alias, 2 for the last part of the IRI."""


def write_names(database: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Write the tables of names: entries, their names as compared, and the words of these."""
    database.executescript(_SCHEMA)
    words: dict[tuple[str, str], int] = {}
    carriers: dict[int, set[str]] = {}
    names: list[tuple[object, ...]] = []
    links: list[tuple[int, int]] = []
    rows: list[tuple[object, ...]] = []
    for number, entry in enumerate(entries):
        aliases = json.dumps(entry.aliases, ensure_ascii=False)
        rows.append((number, entry.iri, entry.kind, entry.label, aliases))
        last = len(entry.aliases) + 1
        for position, name in enumerate(names_of(entry)):
            key = normalise_title(name)
            rank = 0 if position == 0 else 2 if position == last else 1
            if not key:
                continue
            for text in dict.fromkeys(key.split()):
                word = words.setdefault((entry.kind, text), len(words))
                links.append((word, len(names)))
                if rank < _LOCAL_NAME:
                    carriers.setdefault(word, set()).add(entry.iri)
            names.append((len(names), number, entry.kind, rank, key, key.replace(" ", "")))
    with database:
        database.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", rows)
        database.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", names)
        database.executemany(
            "INSERT INTO word VALUES (?, ?, ?, ?)",
            [
                (word, kind, text, len(carriers.get(word, ())))
                for (kind, text), word in words.items()
            ],
        )
        database.executemany("INSERT INTO name_word VALUES (?, ?)", sorted(set(links)))


def write_details(
    database: sqlite3.Connection, entries: Iterable[Entry], details: NameDetails
) -> None:
    """Write the tables of codes and levels."""
    number_of = {entry.iri: number for number, entry in enumerate(entries)}
    codes = [
        (number_of[iri], *code)
        for iri, codes in sorted(details.codes.items())
        if iri in number_of
        for code in codes
    ]
    levels = [
        (number_of[iri], number_of[line], level)
        for iri, (line, level) in sorted(details.levels.items())
        if iri in number_of and line in number_of
    ]
    with database:
        database.executemany("INSERT INTO code VALUES (?, ?, ?, ?)", codes)
        database.executemany("INSERT INTO level VALUES (?, ?, ?)", levels)


def names_of(entry: Entry) -> tuple[str, ...]:
    """Return the names of a thing: label, aliases, last part of the IRI."""
    return (entry.label, *entry.aliases, local_name(entry.iri))


def marks(values: Collection[object]) -> str:
    """Return a placeholder of SQL for each value."""
    return ", ".join("?" * len(values))


def listed(numbers: Collection[int]) -> str:
    """Return numbers as a list of SQL, in their order."""
    return ", ".join(map(str, sorted(numbers)))
