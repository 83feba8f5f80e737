"""The names of a graph: look-up of titles as people type them, and search among all names."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from careergraph.compiled.titles.details import Code, NameDetails
from careergraph.compiled.titles.normalise import LONGEST_TITLE, normalise_title
from careergraph.errors import AmbiguousTitleError, EmptyTitleError, UnknownTitleError
from careergraph.model.entries import Entry, FoundEntry
from careergraph.model.lazy import LazyMapping
from careergraph.vocab import ID, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from careergraph.compiled.titles.matching import Candidate, TitleMatcher
    from careergraph.compiled.titles.reading import TitleReading

__all__ = ["Catalog", "Match", "names_of"]

_CODE: Final = re.compile(r"[0-9]{2}-[0-9]{4}(\.[0-9]{2})?|[0-9]{4}(\.[0-9]+)*")
_ESCO: Final = "http://data.europa.eu/esco/"
_OFFICIAL: Final = 2
"""Value of ``known`` for the classification's own title."""
_FEWEST_LINES: Final = 200
"""Fewest lines of work for which probabilities are used."""
_FEWEST_HEADS: Final = 4
"""Fewest titles that end in a word for it to count as a word for workers."""
_COMMON_HEAD: Final = 40
_OFFERED_PROBABILITY: Final = 0.03
_LIKELY: Final = 0.5
"""Lowest probability of the meaning of a title that is read without its first word."""
_REMAINDER: Final = ", All Other"
"""End of the label of a group of what fits no other occupation: nothing is usually that."""
_MOST_WORDS: Final = 3
"""Most words of a title that is read in its most usual meaning."""
_TITLE_SCORE: Final = 60.0
"""Lowest score of a line of work that a title may mean, in a search."""
_SENSE_SCORE: Final = 99.5
"""Score of what a title usually means, in a search: above all that it may mean."""
_PART_SCORE: Final = 0.6
"""Factor of the score of names that only hold what was typed, where that is a job title."""
_SUGGESTIONS: Final = 5
_SEARCH_SCORE: Final = 75
_KINDS: Final = ("role", "occupation", "skill", "certification")
_SAME_NAME: Final = 100.0
_ASIDE: Final = re.compile(r"\s*[,;|(]|\s[-–—]\s")
_AS_LIKE: Final = 0.02
"""Largest difference in likeness at which two titles count as equally alike."""

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


@dataclass(frozen=True, slots=True)
class Match:
    """The meaning of a title; ``exact`` is false where typing errors were forgiven.

    ``probability`` is that of a job title that was matched with others, 1.0 otherwise.
    ``is_nearest_level`` tells that the level of seniority named is not in the graph, and that this
    is the nearest; ``is_nearest_role`` that no role has the title, and this is only the nearest.
    ``concept`` is the name of the ESCO occupation through which a name in another language was
    understood. ``others`` are the labels of what the title may mean as well, less often. ``part``
    is the part of the title that was understood, where the rest was left out.
    """

    entry: Entry
    exact: bool
    is_nearest_level: bool = False
    probability: float = 1.0
    concept: str | None = None
    is_nearest_role: bool = False
    others: tuple[str, ...] = ()
    part: str | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """Hold the result of matching a job title: a match, or labels with probabilities.

    ``is_job_title`` tells that some line of work has just this title.
    """

    match: Match | None
    labels: tuple[tuple[str, float], ...]
    is_job_title: bool

    def error(self, title: str) -> AmbiguousTitleError | UnknownTitleError:
        """Return the error that offers the candidates."""
        labels = [label for label, _ in self.labels]
        scores = [score for _, score in self.labels]
        if self.is_job_title and len(labels) > 1:
            return AmbiguousTitleError(title, labels, scores=scores)
        return UnknownTitleError(title, labels, scores=scores)


_NO_JOB: Final = _Job(None, (), is_job_title=False)
_LEVELS_LOOKED_FOR: Final = {
    "intern": ("intern", "junior"),
    "junior": ("junior",),
    "senior": ("senior",),
    "lead": ("lead", "staff", "senior"),
    "staff": ("staff", "principal", "lead", "senior"),
    "principal": ("principal", "staff", "lead", "senior"),
}
"""Levels to look for when a title names one, the nearest first."""

_JUNIOR: Final = ("junior", "")
_SENIOR: Final = ("senior", "")
_LEAD: Final = ("lead", "staff", "senior", "")
_STAFF: Final = ("staff", "principal", "lead", "senior", "")
_PRINCIPAL: Final = ("principal", "staff", "lead", "senior", "")
_HEAD: Final = ("director of", "head of", "lead", "staff", "senior", "")
_LEVEL_WORDS: Final = {
    **dict.fromkeys(("i", "1", "intern", "trainee", "graduate", "junior", "associate"), _JUNIOR),
    **dict.fromkeys(("ii", "2", "mid"), ("",)),
    **dict.fromkeys(("iii", "iv", "3", "4", "senior"), _SENIOR),
    "lead": _LEAD,
    **dict.fromkeys(("staff", "v", "5"), _STAFF),
    "principal": _PRINCIPAL,
    **dict.fromkeys(("vp", "director", "chief"), _HEAD),
}
"""Words for levels of seniority, each with the levels to look for, the nearest first."""


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
        Titles of occupations: IRI, title, and how well it is known.
    details
        Codes, levels and employment of what is named.
    language
        The language of labels, where ESCO gives a name in it; else they are in English.

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
        details: NameDetails | None = None,
        *,
        language: str | None = None,
    ) -> None:
        self.language = language
        self._pending: tuple[tuple[tuple[str, str, int], ...], NameDetails] | None = None
        if not isinstance(names, sqlite3.Connection):
            entries = tuple(names)
            names = sqlite3.connect(":memory:", check_same_thread=False)
            _write_names(names, entries)
            details = details or NameDetails()
            _write_details(names, entries, details)
            self._pending = tuple(job_titles), details
        self._database = names

    def write(self, database: sqlite3.Connection) -> None:
        """Write the tables of names into another database."""
        from careergraph.compiled.titles.index import SCHEMA, copy_index

        self._index_titles()
        _write_names(database, self.entries)
        database.executescript(SCHEMA)
        with database:
            for table in ("code", "level"):
                rows = self._database.execute(f"SELECT * FROM {table}").fetchall()
                if rows:
                    database.executemany(f"INSERT INTO {table} VALUES ({_marks(rows[0])})", rows)
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
    def _matcher(self) -> TitleMatcher:
        from careergraph.compiled.titles.matching import TitleMatcher

        self._index_titles()
        return TitleMatcher(self._database)

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

    def find(self, title: str, kind: str = "role") -> Match:
        """Return the match for a title.

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
        iri = title.strip().removeprefix("<").removesuffix(">")
        named = self.entry(iri)
        if named and _is_of_kind(named, kind):
            return Match(named, exact=True)
        if kind == "role" and (coded := self._find_code(iri)):
            return Match(self._only(title, coded, kind), exact=True)
        key = normalise_title(title)
        if kind == "role" and (shared := self._sharing(key)):
            return Match(self._only(title, shared, kind), exact=True)
        if len(title) > LONGEST_TITLE or not key:
            raise UnknownTitleError(title, self._suggest(key, kind), kind)
        return (
            self._find_name(title, key, kind)
            or (kind == "role" and self._find_sense(key))
            or (kind == "role" and self._find_foreign(title))
            or (kind == "role" and self._find_level(key))
            or self._find_similar(title, key, kind)
        )

    def _find_name(self, title: str, key: str, kind: str) -> Match | None:
        """Return the match for an exact name, else ``None``."""
        for condition, value in (
            ("rank = 0 AND key = ?", key),
            ("rank > 0 AND key = ?", key),
            ("joined = ?", key.replace(" ", "")),
        ):
            if found := self._named(condition, kind, value):
                return Match(self._only(title, found, kind), exact=True)
        return None

    def _find_sense(self, key: str) -> Match | None:
        """Return the match for a title that usually means one of several things."""
        from careergraph.compiled.titles.senses import find_sense

        sense = find_sense(key)
        meant = self._labelled(sense.label) if sense else None
        if sense is None or meant is None:
            return None
        others = [entry.label for label in sense.others if (entry := self._labelled(label))]
        return Match(meant, exact=False, is_nearest_role=sense.is_nearest, others=tuple(others))

    def _labelled(self, label: str) -> Entry | None:
        """Return the role or occupation of an English label, else ``None``."""
        row = self._database.execute(
            "SELECT entry FROM name WHERE rank = 0 AND key = ? "
            "AND kind IN ('role', 'occupation') ORDER BY kind DESC LIMIT 1",
            (normalise_title(label),),
        ).fetchone()
        return self._numbered_entry(row[0]) if row else None

    def _find_foreign(self, title: str) -> Match | None:
        """Return the match for a name in another language, unless it is an English job title.

        Raises
        ------
        AmbiguousTitleError
            It names ESCO occupations that match different lines of work.
        """
        from careergraph.compiled.titles.foreign import find_concepts, find_label

        concepts = find_concepts(self._database, title, self.language)
        if not concepts or (self.language is None and self._is_english_title(title)):
            return None
        meant: dict[int, str] = {}
        for concept in concepts:
            label = find_label(self._database, [concept.concept], "en") or title
            number = self._line_of_concept(concept.concept, label)
            if number is not None:
                meant.setdefault(number, label)
        if not meant:
            return None
        if len(meant) > 1:
            labels = [self._numbered_entry(number).label for number in meant]
            raise AmbiguousTitleError(title, labels)
        ((number, label),) = meant.items()
        return Match(self._numbered_entry(number), exact=False, concept=label)

    def _is_english_title(self, title: str) -> bool:
        return self._has_many_lines and bool(self._matcher.same(self._matcher.match(title)[0].key))

    def _line_of_concept(self, concept: str, label: str) -> int | None:
        """Return the entry that matches an ESCO occupation; among equals, the likeliest by name."""
        rows = self._database.execute(
            "SELECT code.entry, distance FROM code "
            "LEFT JOIN level ON level.entry = code.entry "
            "WHERE code = ? AND level.entry IS NULL ORDER BY distance, code.entry",
            (concept,),
        ).fetchall()
        nearest = [int(entry) for entry, distance in rows if distance == rows[0][1]]
        if len(nearest) < 2 or not self._has_many_lines:  # noqa: PLR2004 (nothing to choose)
            return nearest[0] if nearest else None
        alike = {c.entry: c.probability for c in self._matcher.match(label)[1]}
        return max(nearest, key=lambda entry: (alike.get(entry, 0.0), -entry))

    def _find_level(self, key: str) -> Match | None:
        return self._nearest_level(key)

    def _find_similar(self, title: str, key: str, kind: str) -> Match:
        """Return the match for a job title, or for the nearest spelling.

        Raises
        ------
        AmbiguousTitleError
            It fits several things equally well.
        UnknownTitleError
            It fits none well enough.
        """
        job = self._match_job(title) if kind == "role" else _NO_JOB
        if job.match is not None:
            return job.match
        near = set() if job.is_job_title else self._forgive_typing(key, kind)
        if near:
            return Match(self._only(title, near, kind), exact=False)
        if kind == "role" and not job.is_job_title and (rest := self._match_rest(title, key)):
            return rest
        partial = self._containing(key, kind)
        if partial and (not job.labels or " " not in key):
            raise AmbiguousTitleError(title, partial, kind)
        if job.labels:
            raise job.error(title)
        raise UnknownTitleError(title, self._suggest(key, kind), kind)

    def _find_code(self, code: str) -> set[str]:
        """Return the IRIs of the things nearest to a code or an IRI of a classification."""
        if not _CODE.fullmatch(code) and not code.startswith(_ESCO):
            return set()
        code = code.removeprefix(f"{_ESCO}isco/C")
        rows = self._database.execute(
            "SELECT iri, distance FROM code JOIN entry ON entry.id = code.entry "
            "LEFT JOIN level ON level.entry = code.entry "
            "WHERE code IN (?, ?) AND level.entry IS NULL ORDER BY distance, kind DESC",
            (code, f"{code}.00"),
        ).fetchall()
        roles = [(iri, distance) for iri, distance in rows if distance <= 1]
        if same := [iri for iri, distance in roles if distance == 1 and self._is_role(iri)]:
            return set(same)
        return {iri for iri, distance in rows if distance == rows[0][1]}

    def _is_role(self, iri: str) -> bool:
        entry = self.entry(iri)
        return entry is not None and entry.kind == "role"

    def _match_job(self, title: str) -> _Job:
        """Return the result of matching a job title: a line of work if certain, else candidates."""
        if not self._has_many_lines:
            return _NO_JOB
        reading, candidates = self._matcher.match(title)
        exact = self._matcher.same(reading.key)
        if not candidates or not reading.core:
            return _NO_JOB
        from careergraph.compiled.titles.matching import is_certain

        best = candidates[0]
        is_official = exact.get(best.entry) == _OFFICIAL
        officials = sum(known == _OFFICIAL for known in exact.values())
        is_sure = is_certain(best) or (is_official and officials == 1)
        if not is_sure and (work := self._match_before_aside(title, candidates)):
            return _Job(work, (), is_job_title=True)
        if is_sure:
            entry, is_nearest = self._at_level(best.entry, reading.level)
            match = Match(entry, is_official, is_nearest, best.probability)
            return _Job(match, (), is_job_title=True)
        if usual := self._match_usual(title, reading, candidates):
            return _Job(usual, (), is_job_title=True)
        offered = [
            candidate
            for candidate in candidates[:_SUGGESTIONS]
            if candidate.probability >= _OFFERED_PROBABILITY and candidate.shares_word
        ]
        labels = tuple(
            (self._numbered_entry(candidate.entry).label, round(candidate.probability, 2))
            for candidate in offered
        )
        return _Job(None, labels, is_job_title=bool(exact))

    def _match_usual(
        self, title: str, reading: TitleReading, candidates: Sequence[Candidate]
    ) -> Match | None:
        """Return the match for a title of several occupations, one of which is far more usual."""
        from careergraph.compiled.titles.matching import find_usual

        offered = [c for c in candidates if c.probability >= _OFFERED_PROBABILITY]
        same = self._matcher.same(reading.core)
        key = normalise_title(title)
        is_short = len(reading.core.split()) <= _MOST_WORDS
        if not is_short or not all(candidate.entry in same for candidate in offered):
            return None
        usual = find_usual(offered, self._matcher.employment)
        if usual is None or (" " not in key and self._containing(key, "role")):
            return None
        labels = [self._numbered_entry(c.entry).label for c in offered if c is not usual]
        if self._numbered_entry(usual.entry).label.endswith(_REMAINDER):
            return None
        entry, is_nearest = self._at_level(usual.entry, reading.level)
        return Match(
            entry,
            exact=False,
            is_nearest_level=is_nearest,
            probability=usual.probability,
            others=tuple(labels),
        )

    def _match_rest(self, title: str, key: str) -> Match | None:
        """Return the match for a long title without its first word.

        It is taken only if the rest is the name of a role, and the whole title most probably means
        the same role.
        """
        rest = key.partition(" ")[2]
        if " " not in rest or _ASIDE.search(title) or not self._has_many_lines:
            return None
        _, candidates = self._matcher.match(title)
        best = candidates[0] if candidates else None
        if best is None or not best.is_understood or best.probability < _LIKELY:
            return None
        try:
            match = self._find_name(rest, rest, "role")
        except AmbiguousTitleError:
            return None
        if match is None or self._line_of(match.entry.iri) != best.entry:
            return None
        return replace(match, exact=False, probability=best.probability, part=rest)

    def _line_of(self, iri: str) -> int:
        """Return the number of the line of work that a role belongs to."""
        row = self._database.execute(
            "SELECT coalesce(line, entry.id) FROM entry LEFT JOIN level ON level.entry = entry.id "
            "WHERE iri = ?",
            (iri,),
        ).fetchone()
        return int(row[0])

    def _match_before_aside(self, title: str, candidates: Sequence[Candidate]) -> Match | None:
        """Return the match for the words before a comma, dash or bracket, if certain.

        "Software Engineer, Payments" is a software engineer: what stands behind is a team. In
        "Software Engineer, Machine Learning" it says more of the work, so that other titles are
        more like the whole.
        """
        work = _ASIDE.split(title, maxsplit=1)[0]
        key = normalise_title(work)
        if work == title or not key:
            return None
        try:
            match = (
                self._find_name(work, key, "role") or self._find_sense(key) or self._find_level(key)
            )
        except AmbiguousTitleError:
            return None
        match = match or self._match_job(work).match
        if match is None:
            return None
        likeness = {candidate.entry: candidate.likeness for candidate in candidates}
        own = likeness.get(self._line_of(match.entry.iri), 0.0)
        is_as_like = own >= max(likeness.values()) - _AS_LIKE
        return replace(match, exact=False) if is_as_like else None

    def _at_level(self, line: int, level: str | None) -> tuple[Entry, bool]:
        """Return the entry of a line of work at a level, and whether that is only the nearest."""
        names = _LEVELS_LOOKED_FOR.get(level or "", ())
        rows = self._database.execute(
            "SELECT level, entry FROM level WHERE line = ? ORDER BY entry DESC", (line,)
        ).fetchall()
        by_level = dict(rows)
        for place, name in enumerate(names):
            if name in by_level:
                return self._numbered_entry(by_level[name]), place > 0
        return self._numbered_entry(line), False

    @cached_property
    def _has_many_lines(self) -> bool:
        """Return whether there are enough lines of work to use probabilities."""
        if self._pending is not None:
            return len({iri for iri, _, _ in self._pending[0]}) >= _FEWEST_LINES
        row = self._database.execute("SELECT count(*) FROM title_entry").fetchone()
        return int(row[0]) >= _FEWEST_LINES

    def _numbered_entry(self, number: int) -> Entry:
        return self._numbered([number])[0][1]

    def _sharing(self, key: str) -> set[str]:
        """Return the IRIs of the roles that an abbreviation of several roles stands for."""
        from careergraph.compiled.titles.senses import find_shared

        entries = [self._labelled(label) for label in find_shared(key)]
        return {entry.iri for entry in entries if entry}

    def _nearest_level(self, key: str) -> Match | None:
        """Return the match for a title with a level word: that level, or the nearest."""
        words = key.split()
        for place in (0, len(words) - 1):
            levels = _LEVEL_WORDS.get(words[place])
            if words[:2] == ["head", "of"]:
                levels = _HEAD
            rest = [word for n, word in enumerate(words) if n != place]
            if levels is None or not rest:
                continue
            line = " ".join(rest[1:] if rest[0] == "of" else rest)
            for distance, level in enumerate(levels):
                found = self._named("key = ?", "role", normalise_title(f"{level} {line}"))
                found = found or self._levels_named(normalise_title(line), level)
                entry = self.entry(next(iter(found))) if len(found) == 1 else None
                if entry is not None:
                    return Match(entry, exact=False, is_nearest_level=distance > 0)
        return None

    def _levels_named(self, line: str, level: str) -> set[str]:
        """Return the IRIs of a named line of work at one level."""
        rows = self._database.execute(
            "SELECT entry.iri FROM level JOIN entry ON entry.id = level.entry "
            "JOIN name ON name.entry = level.line "
            "WHERE name.kind = 'role' AND name.key = ? AND level.level = ?",
            (line, level.removesuffix(" of")),
        )
        return {iri for (iri,) in rows}

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

    def same_things(self, iri: str) -> tuple[str, ...]:
        """Return a thing's IRI and those that match it exactly."""
        found = [iri]
        for code in self.codes(iri):
            if code.distance > 1:
                continue
            if code.scheme == "onet-soc":
                found.append(f"{ID}onet-soc/{code.code}")
            elif code.code.startswith(_ESCO):
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

    def _named(self, condition: str, kind: str, value: str) -> set[str]:
        """Return the IRIs of the things of a kind with a name that meets an SQL condition."""
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
        """Return the IRIs of the things with the fewest typing errors in their name."""
        from careergraph.compiled.titles.spelling import may_be_slip, typing_errors

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
        """Return the labels that contain all words of a title, if there are two or more."""
        candidates: set[int] | None = None
        for word in set(key.split()):
            having = self._names_with([word], kind)
            candidates = having if candidates is None else candidates & having
        found = {iri for iri, _, rank in self._names(candidates or ()) if rank == 0}
        labels = sorted(entry.label for entry in self._entries(found) if entry.kind == kind)
        return labels if len(labels) > 1 else []

    def _suggest(self, key: str, kind: str) -> list[str]:
        """Return the labels of things that share a telling word with a title, best first."""
        from careergraph.compiled.titles.spelling import rank_by_shared_words, words_like

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
        kinds: Sequence[str] = _KINDS,
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
        coded = self._score_codes(text.strip())
        if coded:
            hits = self._ranked(coded, len(coded))
            return [hit for hit in hits if hit[0].kind in kinds][:limit]
        key = normalise_title(text)
        parts = self._score_parts(key, kinds) if key else {}
        jobs = (
            self._score_jobs(text, is_certain=not parts)
            if {"role", "occupation"} & set(kinds)
            else {}
        )
        if jobs:
            # What was typed is a job title: names that hold it come after what it means.
            parts = {
                number: score if score == _SAME_NAME else score * _PART_SCORE
                for number, score in parts.items()
            }
        scores = {
            number: max(parts.get(number, 0.0), jobs.get(number, 0.0))
            for number in parts.keys() | jobs.keys()
        }
        sense = self._find_sense(key)
        if sense is not None and sense.entry.kind in kinds:
            number = self._number_of(sense.entry.iri)
            scores[number] = max(_SENSE_SCORE, scores.get(number, 0.0))
        if key and not jobs and len(scores) < limit:
            # What only resembles the text scores less than any name that holds its words.
            scores = self._score_resemblance(key, kinds) | scores
        return self._ranked(scores, limit)

    def _ranked(self, scores: Mapping[int, float], limit: int) -> list[tuple[Entry, float]]:
        hits = [(entry, round(scores[number], 1)) for number, entry in self._numbered(scores)]
        hits.sort(key=lambda hit: (-hit[1], hit[0].kind != "role", hit[0].label.casefold()))
        return hits[:limit]

    def search_entries(
        self, text: str, *, kinds: Sequence[str] = _KINDS, limit: int = 10
    ) -> list[FoundEntry]:
        """Return things whose name resembles a text, with score, level and codes, best first.

        Raises
        ------
        EmptyTitleError
            The text is empty.
        """
        return [
            self._found(entry, score)
            for entry, score in self.search(text, kinds=kinds, limit=limit)
        ]

    def codes(self, iri: str) -> tuple[Code, ...]:
        """Return the codes of a thing and of what matches it, the nearest first."""
        rows = self._database.execute(
            "SELECT scheme, code, distance FROM code JOIN entry ON entry.id = code.entry "
            "WHERE iri = ? ORDER BY distance, scheme = 'isco', scheme = 'esco', code",
            (iri,),
        )
        return tuple(Code(*row) for row in rows)

    def _found(self, entry: Entry, score: float) -> FoundEntry:
        level = self._database.execute(
            "SELECT level FROM level JOIN entry ON entry.id = level.entry WHERE iri = ?",
            (entry.iri,),
        ).fetchone()
        return FoundEntry(
            iri=entry.iri,
            kind=entry.kind,
            label=entry.label,
            aliases=entry.aliases,
            score=score,
            level=level[0] if level else None,
            notations=tuple(dict.fromkeys(code.code for code in self.codes(entry.iri))),
        )

    def _score_codes(self, text: str) -> dict[int, float]:
        """Map each entry to its score for a code or the beginning of one."""
        iri = text.removeprefix("<").removesuffix(">")
        if self.entry(iri) is not None:
            return {self._number_of(iri): _SAME_NAME}
        code = iri.removeprefix(f"{_ESCO}isco/C")
        if not _CODE.fullmatch(code) and not code.startswith(_ESCO):
            return {}
        rows = self._database.execute(
            "SELECT entry, code, distance FROM code WHERE code >= ? AND code < ?",
            (code, code + chr(sys.maxunicode)),
        )
        scores: dict[int, float] = {}
        for entry, known, distance in rows:
            score = _SAME_NAME - 5.0 * distance - (0 if known in {code, f"{code}.00"} else 2.0)
            scores[entry] = max(score, scores.get(entry, 0.0))
        return scores

    def _score_jobs(self, text: str, *, is_certain: bool) -> dict[int, float]:
        """Map each line of work that a job title may mean to its score.

        Nothing is scored where the text may as well be a subject, unless it is certain not to be.
        """
        if not self._has_many_lines:
            return {}
        if not is_certain and not self._may_be_job_title(text):
            return {}
        reading, candidates = self._matcher.match(text)
        scores: dict[int, float] = {}
        for place, candidate in enumerate(candidates):
            if not candidate.shares_word:
                continue
            number = candidate.entry
            if reading.level in _LEVELS_LOOKED_FOR:
                number = self._number_of(self._at_level(number, reading.level)[0].iri)
            # Candidates keep their order where the probabilities are too small to show it.
            score = _TITLE_SCORE + (99 - _TITLE_SCORE) * candidate.probability
            scores[number] = max(score + (len(candidates) - place) / 100, scores.get(number, 0.0))
        return scores

    def _may_be_job_title(self, text: str) -> bool:
        """Return whether a text ends in a word for workers, or holds a very common one."""
        self._index_titles()
        words = normalise_title(text).split()
        heads = dict(
            self._database.execute(
                f"SELECT word, heads FROM title_word WHERE word IN ({_marks(words)})", words
            ).fetchall()
        )
        last = heads.get(words[-1], 0) if words else 0
        return last >= _FEWEST_HEADS or max(heads.values(), default=0) >= _COMMON_HEAD

    def _number_of(self, iri: str) -> int:
        row = self._database.execute("SELECT id FROM entry WHERE iri = ?", (iri,)).fetchone()
        return int(row[0])

    def _score_parts(self, key: str, kinds: Sequence[str]) -> dict[int, float]:
        """Map each entry whose name has the words or their beginnings to its score."""
        scores: dict[int, float] = {}
        for kind in kinds:
            candidates: set[int] | None = None
            for typed in set(key.split()):
                having = self._names_beginning(typed, kind)
                candidates = having if candidates is None else candidates & having
            for entry, name, is_alias in self._own_names(candidates or ()):
                if score := _score_part(key, name, is_alias=bool(is_alias)):
                    scores[entry] = max(score, scores.get(entry, 0.0))
        return scores

    def _score_resemblance(self, key: str, kinds: Sequence[str]) -> dict[int, float]:
        """Map each entry whose name has nearly the same letters to its score."""
        from careergraph.compiled.titles.spelling import resemblance

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
        """Map every word in names of a kind to the number of things with it."""
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

    def _own_names(self, names: Collection[int]) -> list[tuple[int, str, int]]:
        """Return entry, compared form and whether it is an alias of names that are either."""
        return self._database.execute(
            f"SELECT entry, key, rank > 0 FROM name WHERE rank < 2 AND id IN ({_listed(names)})"
        ).fetchall()

    def _numbered(self, numbers: Collection[int]) -> list[tuple[int, Entry]]:
        rows = self._database.execute(
            "SELECT id, iri, kind, label, aliases FROM entry "
            f"WHERE id IN ({_listed(numbers)}) ORDER BY id"
        )
        return [(number, self._entry(row)) for number, *row in rows]

    def _entries(self, iris: Collection[str]) -> list[Entry]:
        rows = self._database.execute(
            "SELECT iri, kind, label, aliases FROM entry "
            f"WHERE iri IN ({_marks(iris)}) ORDER BY id",
            tuple(iris),
        )
        return [self._entry(row) for row in rows]


def _is_of_kind(entry: Entry, kind: str) -> bool:
    """Return whether a thing is of a kind; an occupation can stand for a role."""
    return entry.kind == kind or (kind == "role" and entry.kind == "occupation")


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


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


def _write_details(
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


def _is_text(text: str) -> bool:
    """Return whether a text can be encoded as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_visible(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in text)


def _all_names(entry: Entry) -> tuple[str, ...]:
    return (entry.label, *entry.aliases)


def _score_part(key: str, name: str, *, is_alias: bool) -> float:
    """Return 100 for the same name, a little less for a beginning or a part, 0 for neither.

    The beginning of a label scores more than that of an alias: "data anal" is a data analyst rather
    than the analytics manager, who is also called data analytics manager.
    """
    if key == name:
        return _SAME_NAME
    if name.startswith(key):
        return 97.0 if is_alias else 98.0
    words, name_words = key.split(), name.split()
    if set(words) <= set(name_words):
        return 94.0
    if all(any(w.startswith(word) for w in name_words) for word in words):
        return 90.0
    return 0.0
