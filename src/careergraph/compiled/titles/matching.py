"""Matching of job titles with lines of work: candidates with their probability, best first.

A title is compared with every title of the index that shares a significant word, a word of the same
stem or a misspelt one. The features of each line of work are summed with weights that were fitted
on titles kept out of the index; see ``docs/titles.md`` and ``benchmarks/titles.py``.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter, defaultdict
from functools import cached_property
from math import exp, log, sqrt
from operator import mul
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.compiled.titles.reading import TitleReading, read_title, stem
from careergraph.compiled.titles.words import HALF_LEVELS, LEVELS, MANAGERS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

__all__ = [
    "ACCEPTED_LIKENESS",
    "ACCEPTED_PROBABILITY",
    "FEATURES",
    "WEIGHTS",
    "Candidate",
    "Features",
    "TitleMatcher",
    "find_usual",
    "is_certain",
]

ACCEPTED_PROBABILITY: Final = 0.92
ACCEPTED_LIKENESS: Final = 0.75
"""The lowest probability and likeness at which a title is accepted; 95 of 100 are right."""
_UNKNOWN_WEIGHT: Final = 4.0
"""Weight of a word that is in no title: it makes every candidate equally less likely."""
_RELATIVE: Final = 0.75
"""Likeness of words of one stem."""
_HEADS: Final = {"manager": 0.75, "director": 0.75}
"""Likeness of the words for managers to "head" where that is the kind of worker."""
_MISSPELT: Final = 0.9
_LEAST_LIKENESS: Final = 0.25
"""Titles below this cosine are no evidence."""
_COMMON: Final = 2_500
"""Words in more titles than this count only in titles that another word has found."""
_FEWEST: Final = 40
"""Once this many titles are found, common words add no more."""
_VOTES: Final = 8
_ABSENT: Final = -2.0
"""Log odds of a word that no title of a line of work holds."""
_LETTERS_FOR_A_SLIP: Final = 5
_LETTERS_FOR_A_SWAP: Final = 3
_LETTERS_FOR_TWO: Final = 9
_LETTERS_FOR_PARTS: Final = 6
_LIKE_LETTERS: Final = 78.0
_SHORTEST_PART: Final = 3
_OTHER_HEAD: Final = 0.6
"""Factor on the likeness of a title for another kind of worker."""
_USUAL_SHARE: Final = 0.75
_USUAL_PROBABILITY: Final = 0.75
_MOST_PEOPLE: Final = 0.5
_LEAST_USUAL: Final = 0.55
"""Lowest probability of a usual meaning; it keeps "baggage inspector" from a security guard."""
_LARGE: Final = 550_000
"""Fewest people in an occupation that an ordinary title means.

Among titles of smaller ones, four in ten were read wrongly: "laboratory analyst".
"""
_KEPT: Final = 20
_LETTERS_OF_A_BEGINNING: Final = range(3, 6)
_MOST_ENDINGS: Final = 12
_BEGINNING: Final = 0.7
_BEGINNER: Final = -3
"""Rank of a trainee, who is no manager."""
_OFFERED_LIKENESS: Final = 0.35


class Features(NamedTuple):
    """The features of a candidate line of work, each about 0 to 1.

    ``likeness`` is the cosine with its nearest title, ``with_head`` that with the head word
    counted, ``votes`` those of its next titles, ``centroid`` the cosine with all its titles
    together, and ``odds`` the log odds of the words. ``employment`` is a logarithm. ``exact``,
    ``exact_core`` and ``exact_main`` say that a title is the same in all words, in the words of the
    work, or in the words before an aside; ``…_known`` is how official that title is,
    ``…_employment`` how many people it may cover. ``narrow`` is larger for lines of work with few
    titles; ``curated`` is 1 for roles of ours. ``leading`` is the share of its titles that name
    managers: positive if the typed title names one too, negative if it is for another worker.
    """

    likeness: float
    with_head: float
    votes: float
    centroid: float
    odds: float
    employment: float
    exact: float
    exact_known: float
    exact_core: float
    core_known: float
    exact_employment: float
    known: float
    narrow: float
    curated: float
    exact_main: float
    main_known: float
    leading: float


FEATURES: Final = Features._fields
WEIGHTS: Final = Features(
    likeness=1.05,
    with_head=3.55,
    votes=0.7,
    centroid=3.0,
    odds=2.55,
    employment=2.2,
    exact=-0.75,
    exact_known=0.1,
    exact_core=0.05,
    core_known=1.05,
    exact_employment=1.25,
    known=1.25,
    narrow=-2.0,
    curated=0.2,
    exact_main=-0.9,
    main_known=2.0,
    leading=1.15,
)
"""Fitted by ``python -m benchmarks.titles --fit``, rounded.

The titles fitted are O*NET's, ESCO's and those of a list written by hand, which count twice:
O*NET's titles are spread evenly over occupations, those of résumés follow employment. Curation
counts a little more than fitted: a role of ours is preferred where both fit.
"""


class Candidate(NamedTuple):
    """A line of work that a title may mean.

    Attributes
    ----------
    entry
        Its number.
    probability
        How probable it is among all candidates (0 to 1).
    likeness
        Cosine with its nearest title.
    shares_word
        Whether one of its titles has a significant typed word, or a word of the same stem.
    is_understood
        Whether each word of the work that was typed, asides left out, is in some title.
    has_head
        Whether one of its similar titles is for the same kind of worker: "ServiceNow
        Administrator" is like "ServiceNow Developer", but no title of that work.
    """

    entry: int
    probability: float
    likeness: float
    shares_word: bool
    is_understood: bool
    has_head: bool = True


def is_certain(candidate: Candidate) -> bool:
    """Return whether a candidate is accepted without asking."""
    return (
        candidate.is_understood
        and candidate.has_head
        and candidate.probability >= ACCEPTED_PROBABILITY
        and candidate.likeness >= ACCEPTED_LIKENESS
    )


def find_usual(
    candidates: Sequence[Candidate], employment: Mapping[int, float]
) -> Candidate | None:
    """Return the candidate that a title usually means, or ``None`` if none stands out.

    It is the most probable, a large occupation that employs more people than all others together,
    and far ahead in one of the two: three quarters of the people, or a probability of 0.75. "Bus
    driver" has no such meaning (school buses employ 71 in 100); "nurse" and "secretary" do.
    """
    if len(candidates) < 2:  # noqa: PLR2004 (nothing to choose)
        return None
    people = sum(employment[candidate.entry] for candidate in candidates)
    best = max(candidates, key=lambda candidate: candidate.probability)
    share = employment[best.entry] / people
    stands_out = share >= _USUAL_SHARE or best.probability >= _USUAL_PROBABILITY
    is_usual = (
        best.probability >= _LEAST_USUAL
        and employment[best.entry] >= _LARGE
        and share > _MOST_PEOPLE
    )
    return best if is_usual and stands_out else None


class _Word(NamedTuple):
    number: int
    weight: float
    titles: array[int]
    shares: dict[int, float]
    odds: dict[int, float]


class _Same(NamedTuple):
    """The lines of work that have a title word for word, and how official it is.

    ``whole`` has all words, ``core`` those of the work, ``main`` those before an aside.
    """

    whole: Mapping[int, int]
    core: Mapping[int, int]
    main: Mapping[int, int]


class _Typed(NamedTuple):
    weight: float
    known: dict[str, float]


class _Weighed(NamedTuple):
    """Hold a typed word's weight, its odds if absent, and shares and odds of what it may mean."""

    weight: float
    absent: float
    known: list[tuple[Mapping[int, float], Mapping[int, float], float]]


class TitleMatcher:
    """Matches titles with the index in a database, and caches what it reads for the next title."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        columns = dict(database.execute("SELECT name, content FROM title_column"))
        self._norm = _unpacked("f", columns.get("norm"))
        self._head = _unpacked("I", columns.get("head"))
        self._entry = _unpacked("I", columns.get("entry"))
        self._known = columns.get("known") or b""
        self._lines = {
            entry: (1 / log(3 + titles), log(employment) / 10, curated)
            for entry, titles, employment, curated in database.execute(
                "SELECT entry, titles, employment, curated FROM title_entry"
            )
        }
        self.employment = dict(database.execute("SELECT entry, employment FROM title_entry"))
        self._words: dict[str, _Word | None] = {}
        self._near: dict[str, dict[str, float]] = {}
        self._latest: tuple[str, tuple[TitleReading, list[Candidate]]] | None = None

    def match(self, title: str) -> tuple[TitleReading, list[Candidate]]:
        """Return the reading of a title and its candidates, the most probable first.

        One look-up asks for the same title several times, so that the latest is kept.
        """
        if self._latest is None or self._latest[0] != title:
            self._latest = title, self._match(title)
        return self._latest[1]

    def _match(self, title: str) -> tuple[TitleReading, list[Candidate]]:
        reading = read_title(title)
        features = self.features(reading)
        scores = sorted(
            ((sum(map(mul, WEIGHTS, row)), entry) for entry, row in features.items()),
            reverse=True,
        )
        if not scores:
            return reading, []
        best = scores[0][0]
        total = sum(exp(score - best) for score, _ in scores)
        is_understood = all(
            weight < 1 or word in LEVELS or word in HALF_LEVELS or self._typed(word, weight).known
            for word, weight in reading.words.items()
        )
        is_known_head = bool(self._heads(reading.head))
        return reading, [
            Candidate(
                entry,
                exp(score - best) / total,
                features[entry].likeness,
                features[entry].likeness >= _OFFERED_LIKENESS,
                is_understood,
                not is_known_head
                or features[entry].with_head > _OTHER_HEAD * features[entry].likeness,
            )
            for score, entry in scores[:_KEPT]
        ]

    def features(self, reading: TitleReading) -> dict[int, Features]:
        """Map each candidate line of work to its features."""
        every = {word: self._typed(word, weight) for word, weight in reading.words.items()}
        # In an aside, a word that is in no title is a name: of an employer, a school, a town.
        typed = {w: t for w, t in every.items() if t.known or reading.words[w] == 1} or every
        if reading.head == "head" and reading.head in typed:
            # "Head of Procurement" is a procurement manager.
            typed["head"] = typed["head"]._replace(known=_HEADS | typed["head"].known)
        norm = sqrt(sum(word.weight**2 for word in typed.values())) or 1.0
        alike = self._compare_titles(typed)
        heads = self._heads(reading.head)
        near: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
        for place, score in alike.items():
            likeness = score / (norm * self._norm[place])
            if likeness > _LEAST_LIKENESS:
                same_head = heads.get(self._head[place], 0.0)
                head = likeness * (_OTHER_HEAD + (1 - _OTHER_HEAD) * same_head)
                near[self._entry[place]].append((likeness, head, self._known[place]))
        same = _Same(*(self.same(key) for key in (reading.key, reading.core, reading.main)))
        for entry in (*same.whole, *same.core, *same.main):
            near.setdefault(entry, [(1.0, 1.0, 0)])
        rank = 1 if reading.names_manager else _BEGINNER if reading.level == "intern" else -1
        weighed = [self._weighed(word) for word in typed.values()]
        return {
            entry: self._features_of(entry, sorted(titles, reverse=True), weighed, norm, same, rank)
            for entry, titles in near.items()
        }

    def _weighed(self, typed: _Typed) -> _Weighed:
        known = [(self._word(text), likeness) for text, likeness in typed.known.items()]
        return _Weighed(
            typed.weight,
            _ABSENT if known else 0.0,
            [(word.shares, word.odds, likeness) for word, likeness in known if word is not None],
        )

    def _features_of(
        self,
        entry: int,
        titles: list[tuple[float, float, int]],
        typed: Sequence[_Weighed],
        norm: float,
        same: _Same,
        rank: int,
    ) -> Features:
        centroid = odds = weights = 0.0
        for weight, absent, known in typed:
            share, odd = 0.0, absent
            for shares, odds_of_entries, likeness in known:
                if entry in shares:
                    share = max(share, shares[entry] * likeness)
                    odd = max(odd, odds_of_entries[entry] * likeness)
            centroid += weight * share
            odds += weight * odd
            weights += weight
        narrow, employment, curated = self._lines[entry]
        exact, core, main = same
        is_same = entry in exact or entry in core or entry in main
        return Features(
            likeness=titles[0][0],
            with_head=max(head for _, head, _ in titles),
            votes=sum(likeness**3 for likeness, _, _ in titles[:_VOTES]),
            centroid=centroid / norm,
            odds=odds / (weights or 1.0) / 5,
            employment=employment,
            exact=float(entry in exact),
            exact_known=exact.get(entry, 0) / 2,
            exact_core=float(entry in core),
            core_known=core.get(entry, 0) / 2,
            exact_employment=employment if is_same else 0.0,
            known=max(likeness * known for likeness, _, known in titles[:_VOTES]) / 2,
            narrow=narrow,
            curated=float(curated),
            exact_main=float(entry in main),
            main_known=main.get(entry, 0) / 2,
            leading=rank * self._leading.get(entry, 0.0),
        )

    def _typed(self, word: str, weight: float) -> _Typed:
        """Return the weight of a typed word and the known words that it may mean."""
        near = self._near.get(word)
        if near is None:
            near = self._near[word] = self._find_near(word)
        known = [found.weight for text in near if (found := self._word(text)) is not None]
        own = self._word(word)
        telling = own.weight if own is not None else max(known, default=_UNKNOWN_WEIGHT)
        if own is None and not known and (word in LEVELS or word in HALF_LEVELS):
            telling = 1.0
        return _Typed(telling * weight, near)

    def _compare_titles(self, typed: Mapping[str, _Typed]) -> dict[int, float]:
        """Map the place of each similar title to its dot product with the typed words."""
        scores: dict[int, float] = defaultdict(float)
        for word in sorted(typed.values(), key=lambda word: -word.weight):
            best: dict[int, float] = {}
            for text, likeness in sorted(word.known.items(), key=lambda pair: -pair[1]):
                known = self._word(text)
                if known is None:
                    continue
                product = word.weight * known.weight * likeness
                places: object = known.titles
                if len(known.titles) > _COMMON and len(scores) >= _FEWEST:
                    places = scores.keys() & set(known.titles)
                for place in places:  # type: ignore[attr-defined]
                    if place not in best:
                        best[place] = product
            for place, product in best.items():
                scores[place] += product
        return scores

    def _heads(self, head: str) -> dict[int, float]:
        """Map the number of each known head word to its likeness to the typed one."""
        near = self._typed(head, 1.0).known if head else {}
        if head == "head":
            near = _HEADS | near
        return {
            known.number: likeness
            for text, likeness in near.items()
            if (known := self._word(text)) is not None
        }

    def same(self, key: str) -> dict[int, int]:
        """Map each line of work with a title of these words to how official that title is."""
        rows = self._database.execute("SELECT entry, known FROM title_exact WHERE key = ?", (key,))
        return dict(rows.fetchall())

    def _word(self, text: str) -> _Word | None:
        if text not in self._words:
            row = self._database.execute(
                "SELECT id, weight, titles, entries, shares, odds FROM title_word WHERE word = ?",
                (text,),
            ).fetchone()
            self._words[text] = None if row is None else _read_word(row)
        return self._words[text]

    def _find_near(self, word: str) -> dict[str, float]:
        """Map each known word that a word may mean to its likeness (0 to 1)."""
        near: dict[str, float] = {}
        is_known = self._word(word) is not None
        if is_known:
            near[word] = 1.0
        for (relative,) in self._database.execute(
            "SELECT word FROM title_word WHERE stem = ?", (stem(word),)
        ):
            near.setdefault(relative, _RELATIVE)
        if is_known:
            return near
        if len(word) < _LETTERS_FOR_A_SLIP:
            near = self._swapped(word) | near
            return near or self._completed(word)
        near = self._misspelt(word) | near
        return near or self._completed(word) or self._parts(word)

    def _completed(self, word: str) -> dict[str, float]:
        """Map the known words that begin with an unknown short one ("resp") to their likeness."""
        if len(word) not in _LETTERS_OF_A_BEGINNING:
            return {}
        rows = self._database.execute(
            "SELECT word FROM title_word WHERE word > ? AND word < ? LIMIT ?",
            (word, word + chr(sys.maxunicode), _MOST_ENDINGS + 1),
        ).fetchall()
        return {text: _BEGINNING for (text,) in rows} if len(rows) <= _MOST_ENDINGS else {}

    def _swapped(self, word: str) -> dict[str, float]:
        """Map the known words that a short word is with two letters swapped to their likeness."""
        if len(word) < _LETTERS_FOR_A_SWAP:
            return {}
        swaps = (
            f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"
            for place in range(len(word) - 1)
        )
        return {known: _MISSPELT - 0.1 for known in swaps if self._word(known) is not None}

    def _misspelt(self, word: str) -> dict[str, float]:
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import OSA

        slips = 1 if len(word) < _LETTERS_FOR_TWO else 2
        near: dict[str, float] = {}
        for known, distance, _ in process.extract(
            word, self._all_words, scorer=OSA.distance, score_cutoff=slips, limit=5
        ):
            if known[0] == word[0] or distance == 1:
                near[known] = _MISSPELT - 0.1 * distance
        if not near and len(word) >= _LETTERS_FOR_PARTS:
            for known, ratio, _ in process.extract(
                word, self._all_words, scorer=fuzz.ratio, score_cutoff=_LIKE_LETTERS, limit=5
            ):
                near[known] = ratio / 100 * 0.7
        return near

    def _parts(self, word: str) -> dict[str, float]:
        """Map the two known words that make up a compound to their likeness."""
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = word[:place], word[place:]
            if all(self._word(part) is not None for part in parts):
                return dict.fromkeys(parts, 0.7)
        return {}

    @cached_property
    def _leading(self) -> dict[int, float]:
        """The share of its titles that name managers, by line of work."""
        numbers = {word.number for head in MANAGERS if (word := self._word(head)) is not None}
        titles = Counter(self._entry)
        heads = zip(self._entry, self._head, strict=True)
        leading = Counter(entry for entry, head in heads if head in numbers)
        return {entry: count / titles[entry] for entry, count in leading.items()}

    @cached_property
    def _all_words(self) -> list[str]:
        return [word for (word,) in self._database.execute("SELECT word FROM title_word")]


def _read_word(row: tuple[int, float, bytes, bytes, bytes, bytes]) -> _Word:
    number, weight, titles, entries, shares, odds = row
    numbers = _unpacked("I", entries)
    return _Word(
        number,
        weight,
        _unpacked("I", titles),
        dict(zip(numbers, _unpacked("f", shares), strict=True)),
        dict(zip(numbers, _unpacked("f", odds), strict=True)),
    )


def _unpacked(code: str, content: bytes | None) -> array:  # type: ignore[type-arg]
    values = array(code)
    values.frombytes(content or b"")
    return values
