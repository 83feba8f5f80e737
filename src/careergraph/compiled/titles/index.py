"""The index of job titles: what matching needs, counted once when a graph is compiled.

For each word it holds the titles that contain it, and for each line of work the word's share of its
titles (its part of the centroid) and how much more often it occurs there than elsewhere (log odds).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from math import log, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.compiled.titles.reading import fold_title, head_word, stem
from careergraph.compiled.titles.words import HALF_LEVELS, LEVELS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["SCHEMA", "JobTitle", "copy_index", "weight_of_word", "write_index"]

SCHEMA: Final = """
CREATE TABLE title_word (
  id INTEGER PRIMARY KEY, word TEXT NOT NULL, stem TEXT NOT NULL, weight REAL NOT NULL,
  heads INTEGER NOT NULL, titles BLOB NOT NULL,
  entries BLOB NOT NULL, shares BLOB NOT NULL, odds BLOB NOT NULL
);
CREATE UNIQUE INDEX title_word_by_text ON title_word (word);
CREATE INDEX title_word_by_stem ON title_word (stem);
CREATE TABLE title_column (name TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE title_exact (
  key TEXT NOT NULL, entry INTEGER NOT NULL, known INTEGER NOT NULL, PRIMARY KEY (key, entry)
) WITHOUT ROWID;
CREATE TABLE title_entry (
  entry INTEGER PRIMARY KEY, titles REAL NOT NULL, employment REAL NOT NULL,
  curated INTEGER NOT NULL
);
"""
_TABLES: Final = ("title_word", "title_column", "title_exact", "title_entry")
_BRACKETS: Final = re.compile(r"^(.*?)\s*\(([^()]*)\)\s*(.*)$")
_UNKNOWN_EMPLOYMENT: Final = 10_000
"""Employment assumed for a line of work without a figure."""
_PRIOR: Final = 5.0
"""The weight, in titles, of a word's overall share in its odds."""
_LEVEL_WEIGHT: Final = 0.25
_HALF_LEVEL_WEIGHT: Final = 0.5


class JobTitle(NamedTuple):
    """A title, its entry, and how official it is.

    ``known`` is 2 for the title of a classification or role, 1 for one that people reported, 0 for
    another.
    """

    entry: int
    title: str
    known: int


class _Title(NamedTuple):
    words: tuple[str, ...]
    entry: int
    known: int
    head: str


def weight_of_word(word: str, titles: int, total: int) -> float:
    """Return the weight of a word: rarer words weigh more, level words less."""
    factor = _LEVEL_WEIGHT if word in LEVELS else _HALF_LEVEL_WEIGHT if word in HALF_LEVELS else 1.0
    return factor * log(1 + total / titles)


def write_index(
    database: sqlite3.Connection,
    titles: Iterable[JobTitle],
    employment: Mapping[int, float],
    curated: Iterable[int],
) -> None:
    """Write the tables of the index.

    Parameters
    ----------
    titles
        Titles of all lines of work.
    employment
        People employed, by entry.
    curated
        Entries that are roles of ours.
    """
    rows = _distinct(titles)
    holding = Counter(word for row in rows for word in row.words)
    number_of = {word: number for number, word in enumerate(sorted(holding))}
    weights = {word: weight_of_word(word, count, len(rows)) for word, count in holding.items()}
    postings: dict[str, array[int]] = {word: array("I") for word in number_of}
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    totals: Counter[int] = Counter()
    for place, row in enumerate(rows):
        for word in row.words:
            postings[word].append(place)
            counts[row.entry][word] += 1 + row.known
        totals[row.entry] += 1 + row.known
    with database:
        database.executemany(
            "INSERT INTO title_word VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _word_rows(
                number_of, weights, Counter(row.head for row in rows), postings, counts, totals
            ),
        )
        database.executemany(
            "INSERT INTO title_column VALUES (?, ?)", _columns(rows, weights, number_of)
        )
        exact: dict[tuple[str, int], int] = {}
        for row in rows:
            pair = " ".join(sorted(row.words)), row.entry
            exact[pair] = max(row.known, exact.get(pair, 0))
        database.executemany(
            "INSERT INTO title_exact VALUES (?, ?, ?)",
            sorted((*pair, known) for pair, known in exact.items()),
        )
        ours = set(curated)
        database.executemany(
            "INSERT INTO title_entry VALUES (?, ?, ?, ?)",
            [
                (entry, total, employment.get(entry, _UNKNOWN_EMPLOYMENT), int(entry in ours))
                for entry, total in sorted(totals.items())
            ],
        )


def _columns(
    rows: list[_Title], weights: Mapping[str, float], number_of: Mapping[str, int]
) -> Iterator[tuple[str, bytes]]:
    """Return the columns of the table of titles, one value for each title."""
    norms = array("f", [sqrt(sum(weights[w] ** 2 for w in row.words)) for row in rows])
    heads = array("I", [number_of.get(row.head, len(number_of)) for row in rows])
    yield "norm", norms.tobytes()
    yield "head", heads.tobytes()
    yield "entry", array("I", [row.entry for row in rows]).tobytes()
    yield "known", array("B", [row.known for row in rows]).tobytes()


def _word_rows(
    number_of: Mapping[str, int],
    weights: Mapping[str, float],
    heads: Mapping[str, int],
    postings: Mapping[str, array[int]],
    counts: Mapping[int, Counter[str]],
    totals: Mapping[int, int],
) -> Iterator[tuple[object, ...]]:
    entries: dict[str, array[int]] = {word: array("I") for word in number_of}
    shares: dict[str, array[float]] = {word: array("f") for word in number_of}
    odds: dict[str, array[float]] = {word: array("f") for word in number_of}
    everywhere: Counter[str] = Counter()
    for counter in counts.values():
        everywhere.update(counter)
    total = sum(totals.values())
    for entry, counter in sorted(counts.items()):
        parts = {word: count / totals[entry] * weights[word] for word, count in counter.items()}
        norm = sqrt(sum(part * part for part in parts.values())) or 1.0
        for word, part in parts.items():
            usual = everywhere[word] / total
            here = (counter[word] + _PRIOR * usual) / (totals[entry] + _PRIOR)
            entries[word].append(entry)
            shares[word].append(part / norm)
            odds[word].append(log(here / usual))
    for word, number in number_of.items():
        blobs = (column[word].tobytes() for column in (postings, entries, shares, odds))
        yield number, word, stem(word), weights[word], heads.get(word, 0), *blobs


def _distinct(titles: Iterable[JobTitle]) -> list[_Title]:
    """Return each title once per line of work; one with brackets as two."""
    best: dict[tuple[frozenset[str], int], _Title] = {}
    for entry, title, known in titles:
        for text in _readings(title):
            words = tuple(fold_title(text))
            pair = frozenset(words), entry
            if words and (pair not in best or best[pair].known < known):
                best[pair] = _Title(words, entry, known, head_word(text))
    return list(best.values())


def _readings(title: str) -> Iterator[str]:
    """Return a title without brackets, and the bracketed text if it is another name."""
    brackets = _BRACKETS.match(title)
    if brackets is None:
        yield title
        return
    before, inside, behind = brackets.groups()
    yield f"{before} {behind}".strip() or inside
    if " " in inside or not behind:
        yield inside


def copy_index(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy the tables of an index into another database."""
    with target:
        for table in _TABLES:
            rows = source.execute(f"SELECT * FROM {table}").fetchall()
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
