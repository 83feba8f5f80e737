"""Look-up of titles as people type them, and search among all names.

Titles are compared without case, punctuation and plural, abbreviations written out ("Sr. MLE");
then slips of the keyboard are forgiven (see `spelling`), if one reading is nearer than any other. A
title that fits several things, or none, is an error with candidates: nothing is guessed in silence.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from careergraph.errors import AmbiguousTitleError, EmptyTitleError, UnknownTitleError
from careergraph.model.entries import Entry
from careergraph.model.lazy import LazyMapping
from careergraph.vocab import ID, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = ["Catalog", "Match", "names_of", "normalise_title"]

_ABBREVIATIONS: Final = {
    "dev": "developer",
    "eng": "engineer",
    "engr": "engineer",
    "jr": "junior",
    "jnr": "junior",
    "mgr": "manager",
    "mgmt": "management",
    "ml": "machine learning",
    "mle": "machine learning engineer",
    "snr": "senior",
    "sr": "senior",
    "swe": "software engineer",
    "sde": "software engineer",
}
_SENIORITY_WORDS: Final = frozenset({"junior", "senior", "lead", "staff", "principal", "director"})
_LONGEST_TITLE: Final = 200
_SHORTEST_PLURAL: Final = 3
_CODE: Final = re.compile(r"[0-9]{2}-[0-9]{4}(\.[0-9]{2})?")
_OFFICIAL: Final = 2
"""How well a title is known that is the title of the classification."""
_DOT_IN_ABBREVIATION: Final = re.compile(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)")
_PLURAL_ABBREVIATION: Final = re.compile(r"\b([A-Z]{2,})s\b")
_SUGGESTIONS: Final = 5
_SEARCH_SCORE: Final = 75

_RESEMBLANCE: Final = 0.9
"""Factor of the score of names that are only alike, so that it is below that of any part."""
_LOCAL_NAME: Final = 2

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
CREATE TABLE job_title (
  key TEXT NOT NULL, entry INTEGER NOT NULL, known INTEGER NOT NULL, PRIMARY KEY (key, entry)
) WITHOUT ROWID;
CREATE TABLE name_word (word INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (word, name))
  WITHOUT ROWID;
"""
"""A name has the rank 0 if it is the label, 1 for an alias, 2 for the last part of the IRI."""


@dataclass(frozen=True, slots=True)
class Match:
    """The meaning of a title; ``exact`` is false where typing errors were forgiven.

    ``is_nearest_level`` tells that the level of seniority named is not in the graph, and that this
    is the nearest.
    """

    entry: Entry
    exact: bool
    is_nearest_level: bool = False


_SHARED: Final = {"pm": ("product manager", "project manager")}
"""Abbreviations that stand for several roles: all of them are offered."""
_JUNIOR: Final = ("junior", "")
_SENIOR: Final = ("senior", "")
_LEAD: Final = ("lead", "staff", "senior", "")
_STAFF: Final = ("staff", "principal", "lead", "senior", "")
_HEAD: Final = ("director of", "head of", "lead", "staff", "senior", "")
_LEVEL_WORDS: Final = {
    **dict.fromkeys(("i", "1", "intern", "trainee", "graduate", "junior", "associate"), _JUNIOR),
    **dict.fromkeys(("ii", "2", "mid"), ("",)),
    **dict.fromkeys(("iii", "iv", "3", "4", "senior"), _SENIOR),
    "lead": _LEAD,
    **dict.fromkeys(("staff", "principal", "v", "5"), _STAFF),
    **dict.fromkeys(("head", "vp", "director", "chief"), _HEAD),
}
"""Words for levels of seniority, each with the levels to look for, the nearest first."""


def normalise_title(text: str) -> str:
    """Return a title as it is compared: case, accents, punctuation and plural gone, written out.

    Examples
    --------
    >>> normalise_title("Sr. ML-Engineers")
    'senior machine learning engineer'
    >>> normalise_title("Software Engineer (Senior)")
    'senior software engineer'
    """
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST_TITLE])
    undotted = _DOT_IN_ABBREVIATION.sub("", decomposed)
    one = _PLURAL_ABBREVIATION.sub(r"\1", undotted).casefold()
    letters = "".join(c for c in one if not unicodedata.combining(c))
    spaced = re.sub(r"[^\w+#]+", " ", letters.replace("&", " and ").replace("'", ""))
    words = [_singular(word) for word in spaced.replace("_", " ").split()]
    written_out = " ".join(_ABBREVIATIONS.get(word, word) for word in words).split()
    seniority = [word for word in written_out if word in _SENIORITY_WORDS]
    if len(seniority) == 1 and written_out[0] != seniority[0] and "of" not in written_out:
        written_out.remove(seniority[0])
        written_out.insert(0, seniority[0])
    return " ".join(written_out)


def _singular(word: str) -> str:
    is_plural = (
        len(word) > _SHORTEST_PLURAL
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
    )
    return word[:-1] if is_plural else word


class Catalog:
    """The names of roles, skills and certifications, in tables that are searched by index.

    No look-up reads all names: a title is found by its compared form, by its words, or by words
    that resemble them. Only a search for something that few names contain compares all names of
    about its length.

    Parameters
    ----------
    names
        Entries to look up, or an open database that holds the tables.
    job_titles
        Titles of occupations, which are looked up whole: IRI, title, and how well it is known.

    Examples
    --------
    >>> catalog = Catalog([Entry("urn:1", "role", "Senior Machine Learning Engineer")])
    >>> catalog.find("sr. ML engineer").entry.label
    'Senior Machine Learning Engineer'
    """

    def __init__(
        self,
        names: Iterable[Entry] | sqlite3.Connection = (),
        job_titles: Iterable[tuple[str, str, int]] = (),
    ) -> None:
        if not isinstance(names, sqlite3.Connection):
            entries = tuple(names)
            names = sqlite3.connect(":memory:", check_same_thread=False)
            _write_names(names, entries)
            _write_job_titles(names, entries, job_titles)
        self._database = names

    def write(self, database: sqlite3.Connection) -> None:
        """Write the tables of names into another database."""
        _write_names(database, self.entries)
        with database:
            database.executemany(
                "INSERT INTO job_title VALUES (?, ?, ?)",
                self._database.execute("SELECT key, entry, known FROM job_title"),
            )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every thing that has a name, by IRI."""
        rows = self._database.execute("SELECT iri, kind, label, aliases FROM entry ORDER BY id")
        return tuple([_entry(row) for row in rows])

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The preferred label of every thing, by IRI; only those asked for are read."""
        return LazyMapping(self._all_labels, self._find_label)

    def _all_labels(self) -> dict[str, str]:
        return dict(self._database.execute("SELECT iri, label FROM entry ORDER BY id").fetchall())

    def _find_label(self, iri: str) -> str:
        entry = self.entry(iri)
        if entry is None:
            raise KeyError(iri)
        return entry.label

    def label(self, iri: str) -> str:
        """Return the preferred label of a thing, or its IRI where it has none."""
        return self.labels.get(iri, iri)

    def find(self, title: str, kind: str = "role") -> Match:
        """Return what a title means.

        Parameters
        ----------
        title
            A label, an alias, an IRI or the last part of one.
        kind
            "role", "skill" or "certification".

        Raises
        ------
        EmptyTitleError
            The title is empty, or nothing in it can be seen.
        AmbiguousTitleError
            It fits several things equally well.
        UnknownTitleError
            It fits none.
        """
        if not _is_visible(title):
            raise EmptyTitleError(kind, unreadable=bool(title.strip()))
        named = self.entry(title.strip().removeprefix("<").removesuffix(">"))
        if named and _is_of_kind(named, kind):
            return Match(named, exact=True)
        key = normalise_title(title)
        if kind == "role" and (shared := self._sharing(key)):
            return Match(self._only(title, shared, kind), exact=True)
        if len(title) <= _LONGEST_TITLE and key:
            for condition, value in (
                ("rank = 0 AND key = ?", key),
                ("rank > 0 AND key = ?", key),
                ("joined = ?", key.replace(" ", "")),
            ):
                if found := self._named(condition, kind, value):
                    return Match(self._only(title, found, kind), exact=True)
            if kind == "role" and (other := self._find_other_title(title, key)) is not None:
                return other
            if near := self._forgive_typing(key, kind):
                return Match(self._only(title, near, kind), exact=False)
            if partial := self._containing(key, kind):
                raise AmbiguousTitleError(title, partial, kind)
        raise UnknownTitleError(title, self._suggest(key, kind), kind)

    def _find_other_title(self, title: str, key: str) -> Match | None:
        """Return what a job title of an occupation means, or a title with a word for a level."""
        occupation = self._find_job_title(title, key)
        if occupation is not None:
            return occupation
        nearest = self._nearest_level(key)
        return None if nearest is None else Match(nearest, exact=False, is_nearest_level=True)

    def _find_job_title(self, title: str, key: str) -> Match | None:
        """Return the occupation that a job title or a code means.

        Of several, that of which it is the title comes first, then the only one whose people
        report it.

        Raises
        ------
        AmbiguousTitleError
            Several occupations have the title, and none of them before the others.
        """
        code = title.strip()
        if _CODE.fullmatch(code):
            entry = self.entry(f"{ID}onet-soc/{code if '.' in code else f'{code}.00'}")
            if entry is not None:
                same = self._names_of_code(entry.iri)
                return Match(same or entry, exact=True)
        rows = self._database.execute(
            "SELECT iri, label, known FROM job_title JOIN entry ON entry.id = job_title.entry "
            "WHERE job_title.key = ? ORDER BY known DESC, iri",
            (key,),
        ).fetchall()
        best = [row for row in rows if row[2] == rows[0][2]]
        if not best:
            return None
        if len(best) > 1:
            labels = sorted({label for _, label, _ in rows})
            kind = "role"
            raise AmbiguousTitleError(title, labels, kind)
        entry = self.entry(best[0][0])
        return None if entry is None else Match(entry, exact=best[0][2] == _OFFICIAL)

    def _names_of_code(self, iri: str) -> Entry | None:
        """Return the role that is the same line of work as an occupation, if there is one."""
        label = self.label(iri)
        rows = self._database.execute(
            "SELECT iri FROM job_title JOIN entry ON entry.id = job_title.entry "
            "WHERE job_title.key = ? AND known = ?",
            (normalise_title(label), _OFFICIAL),
        ).fetchall()
        others = [other for (other,) in rows if other != iri]
        return self.entry(others[0]) if len(rows) == 1 and others else None

    def _sharing(self, key: str) -> set[str]:
        """Return the IRIs of the roles that an abbreviation of several roles stands for."""
        names = _SHARED.get(key, ())
        return {iri for name in names for iri in self._named("key = ?", "role", name)}

    def _nearest_level(self, key: str) -> Entry | None:
        """Return the nearest level of the line of work that a title with a level word names."""
        words = key.split()
        for place in (0, len(words) - 1):
            levels = _LEVEL_WORDS.get(words[place])
            rest = [word for n, word in enumerate(words) if n != place]
            if levels is None or not rest:
                continue
            line = " ".join(rest[1:] if rest[0] == "of" else rest)
            for level in levels:
                found = self._named("key = ?", "role", normalise_title(f"{level} {line}"))
                if len(found) == 1:
                    return self.entry(next(iter(found)))
        return None

    def entry(self, iri: str) -> Entry | None:
        """Return the names of a thing, ``None`` where it has none."""
        if not _is_text(iri):
            return None
        row = self._database.execute(
            "SELECT iri, kind, label, aliases FROM entry WHERE iri = ? ORDER BY id DESC LIMIT 1",
            (iri,),
        ).fetchone()
        return _entry(row) if row else None

    def _named(self, condition: str, kind: str, value: str) -> set[str]:
        """Return the IRIs of the things of a kind whose name meets a condition of ours."""
        rows = self._database.execute(
            "SELECT iri FROM name JOIN entry ON entry.id = name.entry "
            f"WHERE name.kind = ? AND {condition}",
            (kind, value),
        )
        return {iri for (iri,) in rows}

    def _only(self, title: str, iris: set[str], kind: str) -> Entry:
        if len(iris) > 1:
            labels = sorted({self.label(iri) for iri in iris})
            # Things of one label can only be told apart by their IRIs.
            candidates = labels if len(labels) == len(iris) else sorted(iris)
            raise AmbiguousTitleError(title, candidates, kind)
        entry = self.entry(next(iter(iris)))
        if entry is None:  # pragma: no cover (a name always belongs to an entry)
            raise UnknownTitleError(title, [], kind)
        return entry

    def _forgive_typing(self, key: str, kind: str) -> set[str]:
        """Return the things whose name is nearest, where each word is near enough on its own."""
        from careergraph.compiled.spelling import may_be_slip, typing_errors

        words = key.split()
        known = self._words(kind)
        candidates: set[int] | None = None
        for typed in set(words):
            near = [word for word in known if may_be_slip(typed, word)]
            having = self._names_with(near, kind)
            candidates = having if candidates is None else candidates & having
            if not candidates:
                return set()
        best: set[str] = set()
        least: int | None = None
        for iri, name, _ in self._names(candidates or ()):
            distance = typing_errors(key, name)
            if distance is None or (least is not None and distance > least):
                continue
            best = {iri} if least is None or distance < least else best | {iri}
            least = distance
        return best

    def _containing(self, key: str, kind: str) -> list[str]:
        """Return the labels of which the title is a part, if there are several."""
        candidates: set[int] | None = None
        for word in set(key.split()):
            having = self._names_with([word], kind)
            candidates = having if candidates is None else candidates & having
        found = {iri for iri, _, rank in self._names(candidates or ()) if rank == 0}
        labels = sorted(entry.label for entry in self._entries(found) if entry.kind == kind)
        return labels if len(labels) > 1 else []

    def _suggest(self, key: str, kind: str) -> list[str]:
        """Return the labels of what shares a telling word with a title, best first."""
        from careergraph.compiled.spelling import rank_by_shared_words, words_like

        carriers = {word: things for word, things in self._words(kind).items() if things}
        meant = {word for typed in key.split() for word in words_like(typed, carriers)}
        iris = {iri for iri, _, _ in self._names(self._names_with(sorted(meant), kind))}
        names: dict[str, list[str]] = {}
        for entry in self._entries(iris):
            if entry.kind == kind:
                names[entry.iri] = [normalise_title(name) for name in _all_names(entry)]
        ranked = rank_by_shared_words(key, names, carriers)
        return [self.label(iri) for iri in ranked[:_SUGGESTIONS]]

    def search(
        self,
        text: str,
        *,
        kinds: Sequence[str] = ("role", "occupation", "skill", "certification"),
        limit: int = 10,
    ) -> list[tuple[Entry, float]]:
        """Return things whose name resembles a text, best first, with a score of 0..100.

        Raises
        ------
        EmptyTitleError
            The text is empty.
        """
        if not _is_visible(text):
            what = "text"
            raise EmptyTitleError(what, unreadable=bool(text.strip()))
        key = normalise_title(text)
        scores = self._score_parts(key, kinds) if key else {}
        if key and len(scores) < limit:
            # What only resembles the text scores less than any name that holds its words.
            scores = self._score_resemblance(key, kinds) | scores
        hits = [(entry, round(scores[number], 1)) for number, entry in self._numbered(scores)]
        hits.sort(key=lambda hit: (-hit[1], hit[0].kind != "role", hit[0].label))
        return hits[:limit]

    def _score_parts(self, key: str, kinds: Sequence[str]) -> dict[int, float]:
        """Return the score of each entry with a name that holds the words or their beginnings."""
        scores: dict[int, float] = {}
        for kind in kinds:
            candidates: set[int] | None = None
            for typed in set(key.split()):
                having = self._names_beginning(typed, kind)
                candidates = having if candidates is None else candidates & having
            for entry, name in self._own_names(candidates or ()):
                if score := _score_part(key, name):
                    scores[entry] = max(score, scores.get(entry, 0.0))
        return scores

    def _score_resemblance(self, key: str, kinds: Sequence[str]) -> dict[int, float]:
        """Return the score of each entry with a name that has nearly the same letters."""
        from careergraph.compiled.spelling import resemblance

        least = _SEARCH_SCORE / _RESEMBLANCE
        # Of names that differ more in length, too few letters can be the same.
        shortest = len(key) * least / (200 - least)
        longest = len(key) * (200 - least) / least
        rows = self._database.execute(
            "SELECT entry, key FROM name WHERE rank < 2 AND length(key) BETWEEN ? AND ? "
            f"AND kind IN ({_marks(kinds)})",
            (int(shortest), int(longest) + 1, *kinds),
        ).fetchall()
        ratio = resemblance(key, len(rows))
        scores: dict[int, float] = {}
        for entry, name in rows:
            score = ratio(name) * _RESEMBLANCE
            if score >= _SEARCH_SCORE:
                scores[entry] = max(score, scores.get(entry, 0.0))
        return scores

    def _words(self, kind: str) -> dict[str, int]:
        """Return every word in names of a kind, and how many things carry it."""
        rows = self._database.execute("SELECT word, things FROM word WHERE kind = ?", (kind,))
        return dict(rows.fetchall())

    def _names_with(self, words: Sequence[str], kind: str) -> set[int]:
        """Return the names of a kind that hold any of some words."""
        rows = self._database.execute(
            "SELECT name FROM word JOIN name_word ON name_word.word = word.id "
            f"WHERE kind = ? AND word.word IN ({_marks(words)})",
            (kind, *words),
        )
        return {name for (name,) in rows}

    def _names_beginning(self, typed: str, kind: str) -> set[int]:
        """Return the names of a kind with a word that begins with what is typed."""
        rows = self._database.execute(
            "SELECT name FROM word JOIN name_word ON name_word.word = word.id "
            "WHERE kind = ? AND word.word >= ? AND word.word < ?",
            (kind, typed, typed + chr(sys.maxunicode)),
        )
        return {name for (name,) in rows}

    def _names(self, names: Collection[int]) -> list[tuple[str, str, int]]:
        """Return the IRI, the compared form and the rank of some names."""
        return self._database.execute(
            "SELECT iri, key, rank FROM name JOIN entry ON entry.id = name.entry "
            f"WHERE name.id IN ({_listed(names)})"
        ).fetchall()

    def _own_names(self, names: Collection[int]) -> list[tuple[int, str]]:
        """Return the entry and the compared form of those names that are labels or aliases."""
        return self._database.execute(
            f"SELECT entry, key FROM name WHERE rank < 2 AND id IN ({_listed(names)})"
        ).fetchall()

    def _numbered(self, numbers: Collection[int]) -> list[tuple[int, Entry]]:
        rows = self._database.execute(
            "SELECT id, iri, kind, label, aliases FROM entry "
            f"WHERE id IN ({_listed(numbers)}) ORDER BY id"
        )
        return [(number, _entry(row)) for number, *row in rows]

    def _entries(self, iris: Collection[str]) -> list[Entry]:
        rows = self._database.execute(
            "SELECT iri, kind, label, aliases FROM entry "
            f"WHERE iri IN ({_marks(iris)}) ORDER BY id",
            tuple(iris),
        )
        return [_entry(row) for row in rows]


def _is_of_kind(entry: Entry, kind: str) -> bool:
    """Return whether a thing is of a kind; an occupation can stand for a role."""
    return entry.kind == kind or (kind == "role" and entry.kind == "occupation")


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _entry(row: Sequence[str]) -> Entry:
    iri, kind, label, aliases = row
    return Entry(iri, kind, label, tuple(json.loads(aliases)))


def _write_names(database: sqlite3.Connection, entries: Iterable[Entry]) -> None:
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


def _write_job_titles(
    database: sqlite3.Connection,
    entries: Iterable[Entry],
    job_titles: Iterable[tuple[str, str, int]],
) -> None:
    number_of = {entry.iri: number for number, entry in enumerate(entries)}
    best: dict[tuple[str, int], int] = {}
    for iri, title, known in job_titles:
        if iri in number_of and (key := normalise_title(title)):
            pair = key, number_of[iri]
            best[pair] = max(known, best.get(pair, 0))
    with database:
        database.executemany(
            "INSERT INTO job_title VALUES (?, ?, ?)",
            sorted((*pair, known) for pair, known in best.items()),
        )


def names_of(entry: Entry) -> tuple[str, ...]:
    """Return what a thing is called: its label, its aliases, the last part of its IRI."""
    return (entry.label, *entry.aliases, local_name(entry.iri))


def _is_text(text: str) -> bool:
    """Return whether a text can be written: it holds no half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_visible(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in text)


def _all_names(entry: Entry) -> tuple[str, ...]:
    return (entry.label, *entry.aliases)


def _score_part(key: str, name: str) -> float:
    """Return 100 for the same name, a little less for a beginning or a part, 0 for neither."""
    if key == name:
        return 100.0
    if name.startswith(key):
        return 97.0
    words, name_words = key.split(), name.split()
    if set(words) <= set(name_words):
        return 94.0
    if all(any(w.startswith(word) for w in name_words) for word in words):
        return 90.0
    return 0.0
