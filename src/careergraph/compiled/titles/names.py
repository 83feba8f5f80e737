"""The names of a graph, read from its tables by IRI, number, code or word."""

from __future__ import annotations

import json
import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING, Final

from careergraph.compiled.titles.details import Code, NameDetails
from careergraph.compiled.titles.name_tables import listed, marks, write_details, write_names
from careergraph.compiled.titles.normalise import normalise_title
from careergraph.model.entries import Entry
from careergraph.model.lazy import LazyMapping
from careergraph.vocab import ID

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = ["ESCO", "Names"]

ESCO: Final = "http://data.europa.eu/esco/"


class Names:
    """The names of roles, skills and certifications; the parameters are those of `Catalog`."""

    def __init__(
        self,
        names: Iterable[Entry] | sqlite3.Connection = (),
        job_titles: Iterable[tuple[str, str, int]] = (),
        details: NameDetails | None = None,
        *,
        language: str | None = None,
    ) -> None:
        self.language = language
        self._pending: tuple[tuple[tuple[str, str, int], ...], NameDetails] | None = None
        if not isinstance(names, sqlite3.Connection):
            entries = tuple(names)
            names = sqlite3.connect(":memory:", check_same_thread=False)
            write_names(names, entries)
            details = details or NameDetails()
            write_details(names, entries, details)
            self._pending = tuple(job_titles), details
        self._database = names

    def write(self, database: sqlite3.Connection) -> None:
        """Write the tables of names into another database."""
        from careergraph.compiled.titles.index import SCHEMA, copy_index

        self._index_titles()
        write_names(database, self.entries)
        database.executescript(SCHEMA)
        with database:
            for table in ("code", "level"):
                rows = self._database.execute(f"SELECT * FROM {table}").fetchall()
                if rows:
                    database.executemany(f"INSERT INTO {table} VALUES ({marks(rows[0])})", rows)
        copy_index(self._database, database)

    def _index_titles(self) -> None:
        """Write the job-title index of an in-memory catalog, at its first use."""
        if self._pending is None:
            return
        from careergraph.compiled.titles.index import SCHEMA, write_index
        from careergraph.compiled.titles.lines import gather_lines

        job_titles, details = self._pending
        self._database.executescript(SCHEMA)
        write_index(self._database, *gather_lines(self.entries, job_titles, details))
        self._pending = None

    @property
    def database(self) -> sqlite3.Connection:
        """The open database that holds the names."""
        return self._database

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every thing that has a name, by IRI."""
        rows = self._database.execute("SELECT iri, kind, label, aliases FROM entry ORDER BY id")
        return tuple([self._entry(row) for row in rows])

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The preferred label of every thing, by IRI; only those asked for are read."""
        return LazyMapping(self._all_labels, self._find_label)

    def _all_labels(self) -> dict[str, str]:
        if self.language is not None:
            return {entry.iri: entry.label for entry in self.entries}
        return dict(self._database.execute("SELECT iri, label FROM entry ORDER BY id").fetchall())

    def _find_label(self, iri: str) -> str:
        entry = self.entry(iri)
        if entry is None:
            raise KeyError(iri)
        return entry.label

    def label(self, iri: str) -> str:
        """Return the preferred label of a thing, or its IRI where it has none."""
        return self.labels.get(iri, iri)

    def entry(self, iri: str) -> Entry | None:
        """Return the entry of an IRI, else ``None``."""
        if not _is_text(iri):
            return None
        row = self._database.execute(
            "SELECT iri, kind, label, aliases FROM entry WHERE iri = ? ORDER BY id DESC LIMIT 1",
            (iri,),
        ).fetchone()
        return self._entry(row) if row else None

    def _entry(self, row: Sequence[str]) -> Entry:
        """Return the entry of a row, with its label in the language that is wanted."""
        iri, kind, label, aliases = row
        names = tuple(json.loads(aliases))
        translated = self.translate(iri) if kind in {"role", "occupation"} else None
        if translated is None:
            return Entry(iri, kind, label, names)
        return Entry(iri, kind, translated, (label, *names))

    def _numbered_entry(self, number: int) -> Entry:
        return self._numbered([number])[0][1]

    def _number_of(self, iri: str) -> int:
        row = self._database.execute("SELECT id FROM entry WHERE iri = ?", (iri,)).fetchone()
        return int(row[0])

    def same_things(self, iri: str) -> tuple[str, ...]:
        """Return a thing's IRI and those that match it exactly."""
        found = [iri]
        for code in self.codes(iri):
            if code.distance > 1:
                continue
            if code.scheme == "onet-soc":
                found.append(f"{ID}onet-soc/{code.code}")
            elif code.code.startswith(ESCO):
                found.append(code.code)
        return tuple(dict.fromkeys(found))

    def translate(self, iri: str) -> str | None:
        """Return a role's name in the catalog's language, if ESCO has an exact match."""
        if self.language in {None, "en"}:
            return None
        from careergraph.compiled.titles.foreign import find_label

        rows = self._database.execute(
            "SELECT code FROM code JOIN entry ON entry.id = code.entry "
            "WHERE iri = ? AND scheme = 'esco' AND distance <= 1 ORDER BY distance, code",
            (iri,),
        ).fetchall()
        return find_label(self._database, [code for (code,) in rows], str(self.language))

    def carriers(self, name: str, kind: str) -> list[Entry]:
        """Return the things of a kind that are called exactly so, whatever the case and plural."""
        return self._entries(self._named("rank < 2 AND key = ?", kind, normalise_title(name)))

    def codes(self, iri: str) -> tuple[Code, ...]:
        """Return the codes of a thing and of what matches it, the nearest first."""
        rows = self._database.execute(
            "SELECT scheme, code, distance FROM code JOIN entry ON entry.id = code.entry "
            "WHERE iri = ? ORDER BY distance, scheme = 'isco', scheme = 'esco', code",
            (iri,),
        )
        return tuple(Code(*row) for row in rows)

    def _named(self, condition: str, kind: str, value: str) -> set[str]:
        """Return the IRIs of the things of a kind with a name that meets an SQL condition."""
        rows = self._database.execute(
            "SELECT iri FROM name JOIN entry ON entry.id = name.entry "
            f"WHERE name.kind = ? AND {condition}",
            (kind, value),
        )
        return {iri for (iri,) in rows}

    def _words(self, kind: str) -> dict[str, int]:
        """Map every word in names of a kind to the number of things with it."""
        rows = self._database.execute("SELECT word, things FROM word WHERE kind = ?", (kind,))
        return dict(rows.fetchall())

    def _names_with(self, words: Sequence[str], kind: str) -> set[int]:
        """Return the names of a kind that hold any of some words."""
        rows = self._database.execute(
            "SELECT name FROM word JOIN name_word ON name_word.word = word.id "
            f"WHERE kind = ? AND word.word IN ({marks(words)})",
            (kind, *words),
        )
        return {name for (name,) in rows}

    def _names(self, names: Collection[int]) -> list[tuple[str, str, int]]:
        """Return the IRI, the compared form and the rank of some names."""
        return self._database.execute(
            "SELECT iri, key, rank FROM name JOIN entry ON entry.id = name.entry "
            f"WHERE name.id IN ({listed(names)})"
        ).fetchall()

    def _numbered(self, numbers: Collection[int]) -> list[tuple[int, Entry]]:
        rows = self._database.execute(
            "SELECT id, iri, kind, label, aliases FROM entry "
            f"WHERE id IN ({listed(numbers)}) ORDER BY id"
        )
        return [(number, self._entry(row)) for number, *row in rows]

    def _entries(self, iris: Collection[str]) -> list[Entry]:
        rows = self._database.execute(
            f"SELECT iri, kind, label, aliases FROM entry WHERE iri IN ({marks(iris)}) ORDER BY id",
            tuple(iris),
        )
        return [self._entry(row) for row in rows]


def _is_text(text: str) -> bool:
    """Return whether a text can be encoded as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
