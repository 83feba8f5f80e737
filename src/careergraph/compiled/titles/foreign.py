"""Names of occupations in many languages, as ESCO gives them where it was imported.

ESCO separates the masculine and the feminine form of a name by a slash; both count as names.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "ForeignName",
    "FoundConcept",
    "find_concepts",
    "find_concepts_beginning",
    "find_concepts_unfinished",
    "find_label",
    "fold_name",
    "languages",
    "write_foreign_names",
]

_NO_WORD: Final = re.compile(r"[^\w+#]+")
_SCHEMA: Final = """
CREATE TABLE foreign_name (
  key TEXT NOT NULL, concept TEXT NOT NULL, language TEXT NOT NULL, preferred INTEGER NOT NULL
);
CREATE TABLE foreign_label (
  concept TEXT NOT NULL, language TEXT NOT NULL, label TEXT NOT NULL,
  PRIMARY KEY (concept, language)
) WITHOUT ROWID;
"""


class ForeignName(NamedTuple):
    """A name of a concept (its IRI) in a language."""

    concept: str
    language: str
    label: str
    is_preferred: bool


class FoundConcept(NamedTuple):
    """A concept with a name that was looked for, and the languages in which it has that name."""

    concept: str
    languages: tuple[str, ...]
    is_preferred: bool


def write_foreign_names(database: sqlite3.Connection, names: Iterable[ForeignName]) -> None:
    """Write the tables of names in other languages."""
    database.executescript(_SCHEMA)
    labels: list[tuple[str, str, str]] = []
    with database:
        database.executemany("INSERT INTO foreign_name VALUES (?, ?, ?, ?)", _rows(names, labels))
        database.executemany("INSERT OR IGNORE INTO foreign_label VALUES (?, ?, ?)", labels)
        database.execute("CREATE INDEX foreign_name_by_key ON foreign_name (key)")


def _rows(
    names: Iterable[ForeignName], labels: list[tuple[str, str, str]]
) -> Iterator[tuple[str, str, str, int]]:
    """Yield the rows of names, and append the preferred ones to ``labels``."""
    for concept, language, label, is_preferred in names:
        if is_preferred:
            labels.append((concept, language, label))
        for form in (label, *label.split("/")) if "/" in label else (label,):
            if key := fold_name(form):
                yield key, concept, language, int(is_preferred)


def fold_name(text: str) -> str:
    """Return a name in the form in which names are compared: without case, accents and punctuation.

    Examples
    --------
    >>> fold_name("Gesundheits- und Krankenpfleger")
    'gesundheits und krankenpfleger'
    """
    folded = text.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_NO_WORD.sub(" ", folded).split())


def find_concepts(
    database: sqlite3.Connection, title: str, language: str | None = None
) -> list[FoundConcept]:
    """Return the concepts with a name; only those that prefer it, if any does.

    If the wanted language has the name, the others do not count.
    """
    try:
        rows = database.execute(
            "SELECT DISTINCT concept, language, preferred FROM foreign_name WHERE key = ? "
            "ORDER BY preferred DESC, concept, language",
            (fold_name(title),),
        ).fetchall()
    except sqlite3.OperationalError:  # Nothing was imported.
        return []
    wanted = [row for row in rows if row[1] == language] or rows
    best = max((row[2] for row in wanted), default=0)
    by_concept: dict[str, list[str]] = {}
    for concept, found_in, preferred in wanted:
        if preferred == best:
            by_concept.setdefault(concept, []).append(found_in)
    return [FoundConcept(concept, tuple(tags), bool(best)) for concept, tags in by_concept.items()]


def find_concepts_beginning(
    database: sqlite3.Connection, title: str, tags: Iterable[str]
) -> list[str]:
    """Return the concepts whose preferred name begins with the words of a title, in languages.

    "Enfermera" is no preferred name in ESCO, but that of general nurses begins with it.
    """
    key = fold_name(title)
    found: dict[str, None] = {}
    for tag in tags:
        rows = database.execute(
            "SELECT DISTINCT concept FROM foreign_name "
            "WHERE key >= ? AND key < ? AND language = ? AND preferred = 1 ORDER BY concept",
            (f"{key} ", f"{key}!", tag),
        )
        found |= dict.fromkeys(concept for (concept,) in rows)
    return list(found)


def find_concepts_unfinished(
    database: sqlite3.Connection, text: str, language: str, most: int
) -> list[str]:
    """Return some concepts with a name in a language that begins with a text."""
    key = fold_name(text)
    try:
        rows = database.execute(
            "SELECT concept FROM foreign_name WHERE key >= ? AND key < ? AND language = ? "
            "GROUP BY concept ORDER BY MAX(preferred) DESC, MIN(length(key)), concept LIMIT ?",
            (key, key + chr(sys.maxunicode), language, most),
        ).fetchall()
    except sqlite3.OperationalError:  # Nothing was imported.
        return []
    return [concept for (concept,) in rows]


def find_label(database: sqlite3.Connection, concepts: Iterable[str], language: str) -> str | None:
    """Return the preferred name in a language of the first of some concepts that has one."""
    for concept in concepts:
        try:
            row = database.execute(
                "SELECT label FROM foreign_label WHERE concept = ? AND language = ?",
                (concept, language),
            ).fetchone()
        except sqlite3.OperationalError:
            return None
        if row is not None:
            return str(row[0])
    return None


def languages(database: sqlite3.Connection) -> list[str]:
    """Return the language codes of the imported names."""
    try:
        rows = database.execute("SELECT DISTINCT language FROM foreign_label ORDER BY language")
        return [row[0] for row in rows]
    except sqlite3.OperationalError:
        return []
