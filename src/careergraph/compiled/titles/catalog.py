"""The names of a graph: look-up of titles as people type them, and search among all names."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from careergraph.compiled.titles.lookup import CODE, LEVELS_LOOKED_FOR, TitleLookup, is_visible
from careergraph.compiled.titles.name_tables import listed, marks
from careergraph.compiled.titles.names import ESCO
from careergraph.compiled.titles.normalise import normalise_title
from careergraph.errors import EmptyTitleError
from careergraph.model.entries import Entry, FoundEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = ["Catalog"]

_FEWEST_HEADS: Final = 4
"""A word counts as a word for workers if at least this many titles end in it."""
_COMMON_HEAD: Final = 40
_LIKELIEST_SCORE: Final = 95.0
"""Lowest score of what an unfinished title most likely means: above names that hold its words."""
_FEWEST_LETTERS: Final = 3
"""Fewest letters of a word that is completed, in a search."""
_BEGINNING_SCORE: Final = 97.0
"""Lowest score of a name that begins with what was typed."""
_TITLE_SCORE: Final = 60.0
"""The lowest score in a search of a line of work that a title may mean."""
_SENSE_SCORE: Final = 99.5
"""The score in a search of what a title usually means: above everything else that it may mean."""
_PART_SCORE: Final = 0.6
"""Factor on the score of names that merely contain a typed job title."""
_SEARCH_SCORE: Final = 75
_KINDS: Final = ("role", "occupation", "skill", "certification")
_SAME_NAME: Final = 100.0
_WISH: Final = re.compile(
    r"\s*(?:i(?:'d| would)? (?:want|like|love)(?: to)? )?(?:(?:do|find|have) )?(?:a |some )?"
    r"(?:(?:something|anything)(?: to do)?(?: with| in)?"
    r"|(?:jobs?|works?|working|careers?) (?:with|in)) (?=\S)",
    re.IGNORECASE,
)
"""The beginning of a wish, such as "something with computers", before the subject."""
_RESEMBLANCE: Final = 0.9
"""Factor on the score of names that are only similar, so that it is below that of any part."""


class Catalog(TitleLookup):
    """The names of roles, skills and certifications, in tables that are searched by index.

    No look-up reads all names: a title is found by its normalised form, by its words, or by similar
    words. Only a search for a text that few names contain compares all names of similar length.

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
        if not is_visible(text):
            what = "text"
            raise EmptyTitleError(what, unreadable=bool(text.strip()))
        wish = _WISH.match(text)
        text = text[wish.end() :] if wish else text
        coded = self._score_codes(text.strip())
        if coded:
            hits = self._ranked(coded, len(coded))
            return [hit for hit in hits if hit[0].kind in kinds][:limit]
        key = normalise_title(text)
        parts = self._score_parts(key, kinds) if key else {}
        is_for_roles = bool({"role", "occupation"} & set(kinds))
        jobs = self._score_jobs(text, is_certain=not parts) if is_for_roles else {}
        if not jobs and is_for_roles:
            # Of an unfinished title: below names that begin with it, above those that hold it.
            begun = max(parts.values(), default=0.0) >= _BEGINNING_SCORE
            most = _BEGINNING_SCORE - 1 if begun else _SAME_NAME
            for number, score in self._score_unfinished(text).items():
                parts[number] = max(min(score, most), parts.get(number, 0.0))
        if jobs:
            # The text is a job title: names that contain it come after what it means.
            parts = {
                number: score if score == _SAME_NAME else score * _PART_SCORE
                for number, score in parts.items()
            }
        scores = {
            number: max(parts.get(number, 0.0), jobs.get(number, 0.0))
            for number in parts.keys() | jobs.keys()
        }
        for number, score in self._score_meanings(text, key, kinds, limit).items():
            scores[number] = max(score, scores.get(number, 0.0))
        if key and not jobs and len(scores) < limit:
            # Names that only resemble the text score less than any name that contains its words.
            scores = self._score_resemblance(key, kinds) | scores
        return self._ranked(scores, limit)

    def _score_meanings(
        self, text: str, key: str, kinds: Sequence[str], limit: int
    ) -> dict[int, float]:
        """Map each thing that a text usually means, or means in another language, to its score."""
        is_for_roles = bool({"role", "occupation"} & set(kinds))
        scores = self._score_foreign(text, limit) if is_for_roles else {}
        for place, entry in enumerate(self._usual_meanings(key)):
            if entry.kind in kinds:
                number = self._number_of(entry.iri)
                scores[number] = max(_SENSE_SCORE - place / 10, scores.get(number, 0.0))
        return scores

    def _score_foreign(self, text: str, limit: int) -> dict[int, float]:
        """Map each line of work to its score for a name in another language.

        In the catalog's own language, the beginning of a name is enough.
        """
        meant, usual = self._foreign_meanings(text)
        scores = {
            number: _SENSE_SCORE - (0 if number == usual else (place + 1) / 10)
            for place, number in enumerate(meant)
        }
        if self.language in {None, "en"} or not is_visible(text):
            return scores
        from careergraph.compiled.titles.foreign import find_concepts_unfinished, find_label

        begun = find_concepts_unfinished(self._database, text, str(self.language), limit)
        for place, concept in enumerate(begun):
            label = find_label(self._database, [concept], "en") or text
            number = self._line_of_concept(concept, label)
            if number is not None:
                scores.setdefault(number, _BEGINNING_SCORE - place / 10)
        return scores

    def _usual_meanings(self, key: str) -> list[Entry]:
        """Return the usual meaning of a title, or the roles it may mean, likeliest first."""
        sense = self._find_sense(key)
        return [sense.entry] if sense else self._sharing(key)

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
        code = iri.removeprefix(f"{ESCO}isco/C")
        if not CODE.fullmatch(code) and not code.startswith(ESCO):
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

        Nothing is scored if the text may be a subject instead, unless it is certainly a job title.
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
            if reading.level in LEVELS_LOOKED_FOR:
                number = self._number_of(self._at_level(number, reading.level)[0].iri)
            # Candidates keep their order where the probabilities are too small to show it.
            score = _TITLE_SCORE + (99 - _TITLE_SCORE) * candidate.probability
            scores[number] = max(score + (len(candidates) - place) / 100, scores.get(number, 0.0))
        return scores

    def _score_unfinished(self, text: str) -> dict[int, float]:
        """Map each line of work to its score, with the last word as most titles would end it."""
        if not self._has_many_lines:
            return {}
        start, blank, last = text.rpartition(" ")
        last = last.casefold()
        if len(last) < _FEWEST_LETTERS:
            return {}
        self._index_titles()
        row = self._database.execute(
            "SELECT word FROM title_word WHERE word > ? AND word < ? AND heads >= ? "
            "ORDER BY heads DESC, word LIMIT 1",
            (last, last + chr(sys.maxunicode), _FEWEST_HEADS),
        ).fetchone()
        if row is None:
            return {}
        scores = self._score_jobs(start + blank + row[0], is_certain=True)
        if scores:
            likeliest = max(scores, key=lambda number: (scores[number], -number))
            scores[likeliest] = max(scores[likeliest], _LIKELIEST_SCORE)
        return scores

    def _may_be_job_title(self, text: str) -> bool:
        """Return whether a text is a title, ends in a word for workers, or holds a common one."""
        from careergraph.compiled.titles.reading import read_title

        self._index_titles()
        reading = read_title(text)
        words = list(reading.words)
        heads = dict(
            self._database.execute(
                f"SELECT word, heads FROM title_word WHERE word IN ({marks(words)})", words
            ).fetchall()
        )
        return (
            heads.get(reading.head, 0) >= _FEWEST_HEADS
            or max(heads.values(), default=0) >= _COMMON_HEAD
            or bool(self._matcher.same(reading.key))
        )

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
            f"AND kind IN ({marks(kinds)})",
            (int(shortest), int(longest) + 1, *kinds),
        ).fetchall()
        ratio = resemblance(key, len(rows))
        scores: dict[int, float] = {}
        for entry, name in rows:
            score = ratio(name) * _RESEMBLANCE
            if score >= _SEARCH_SCORE:
                scores[entry] = max(score, scores.get(entry, 0.0))
        return scores

    def _names_beginning(self, typed: str, kind: str) -> set[int]:
        """Return the names of a kind with a word that begins with what is typed."""
        rows = self._database.execute(
            "SELECT name FROM word JOIN name_word ON name_word.word = word.id "
            "WHERE kind = ? AND word.word >= ? AND word.word < ?",
            (kind, typed, typed + chr(sys.maxunicode)),
        )
        return {name for (name,) in rows}

    def _own_names(self, names: Collection[int]) -> list[tuple[int, str, int]]:
        """Return entry, normalised form and whether it is an alias, for labels and aliases."""
        return self._database.execute(
            f"SELECT entry, key, rank > 0 FROM name WHERE rank < 2 AND id IN ({listed(names)})"
        ).fetchall()


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
