"""Look-up of a title as people type it: one thing, or an error with candidates."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Final

from careergraph.compiled.titles.names import ESCO, Names
from careergraph.compiled.titles.normalise import LONGEST_TITLE, normalise_title
from careergraph.errors import AmbiguousTitleError, EmptyTitleError, UnknownTitleError
from careergraph.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from careergraph.compiled.titles.matching import Candidate, TitleMatcher
    from careergraph.compiled.titles.reading import TitleReading
    from careergraph.model.entries import Entry

__all__ = ["CODE", "LEVELS_LOOKED_FOR", "Match", "TitleLookup", "is_visible"]

CODE: Final = re.compile(r"[0-9]{2}-[0-9]{4}(\.[0-9]{2})?|[0-9]{4}(\.[0-9]+)*")
_OFFICIAL: Final = 2
"""Value of ``known`` for the classification's own title."""
_FEWEST_LINES: Final = 200
"""Fewest lines of work for which probabilities are used."""
_OFFERED_PROBABILITY: Final = 0.03
_LIKELY: Final = 0.5
"""The lowest accepted probability of a meaning if only part of the title was read."""
_REMAINDER: Final = ", All Other"
"""The end of the label of a residual occupation ("All Other"), which no title usually means."""
_DWARFING: Final = 10
_MOST_WORDS: Final = 3
"""Most words of a title that is read in its most usual meaning."""
_SUGGESTIONS: Final = 5
_ASIDE: Final = re.compile(r"\s*[,;|(]|\s[-–—]\s")
_AS_LIKE: Final = 0.02
"""Largest difference in likeness at which two titles count as equally alike."""


@frozen
class Match:
    """The meaning of a title; ``exact`` is false where typing errors were forgiven.

    ``probability`` is that of a job title that was matched with others, 1.0 otherwise.
    ``is_nearest_level`` says that the graph lacks the level of seniority named and this is the
    nearest; ``is_nearest_role`` says that no role has the title and this is the nearest.
    ``concept`` is the name of the ESCO occupation through which a name in another language was
    understood. ``others`` are the labels of less usual meanings. ``part`` is the part of the title
    that was understood, if the rest was left out.
    """

    entry: Entry
    exact: bool
    is_nearest_level: bool = False
    probability: float = 1.0
    concept: str | None = None
    is_nearest_role: bool = False
    others: tuple[str, ...] = ()
    part: str | None = None


@frozen
class _Job:
    """The result of matching a job title: a match, or labels with probabilities.

    ``is_job_title`` says that some line of work has exactly this title.
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
LEVELS_LOOKED_FOR: Final = {
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


class TitleLookup(Names):
    """Finds what a title means; the parameters are those of `Catalog`."""

    @cached_property
    def _matcher(self) -> TitleMatcher:
        from careergraph.compiled.titles.matching import TitleMatcher

        self._index_titles()
        return TitleMatcher(self._database)

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
        if not is_visible(title):
            raise EmptyTitleError(kind, unreadable=bool(title.strip()))
        iri = title.strip().removeprefix("<").removesuffix(">")
        named = self.entry(iri)
        if named and _is_of_kind(named, kind):
            return Match(named, exact=True)
        if kind == "role" and (coded := self._find_code(iri)):
            return Match(self._only(title, coded, kind), exact=True)
        key = normalise_title(title)
        if kind == "role" and not self._named("rank = 0 AND key = ?", kind, key):
            self._refuse_shared(title, key)
        if len(title) > LONGEST_TITLE or not key:
            raise UnknownTitleError(title, self._suggest(key, kind), kind)
        return (
            self._find_name(title, key, kind)
            or (kind == "role" and self._find_sense(key))
            or (kind == "role" and self._find_foreign(title))
            or (kind == "role" and self._find_level_of_role(title, key))
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
        meant, usual = self._foreign_meanings(title)
        if not meant:
            return None
        if usual is None:
            labels = [self._numbered_entry(number).label for number in meant]
            raise AmbiguousTitleError(title, labels)
        others = [self._numbered_entry(number).label for number in meant if number != usual]
        return Match(
            self._numbered_entry(usual),
            exact=False,
            concept=meant[usual],
            others=tuple(others[:_SUGGESTIONS]),
        )

    def _foreign_meanings(self, title: str) -> tuple[dict[int, str], int | None]:
        """Return the lines of work that a name in another language means, and the usual one.

        Each has the name of the ESCO occupation through which it was found. There are none if the
        name is an English job title.
        """
        from careergraph.compiled.titles.foreign import (
            find_concepts,
            find_concepts_beginning,
            find_label,
        )

        concepts = find_concepts(self._database, title, self.language)
        if not concepts or (self.language is None and self._is_english_title(title)):
            return {}, None
        named = [concept.concept for concept in concepts]
        tags = dict.fromkeys(tag for concept in concepts for tag in concept.languages)
        begun = find_concepts_beginning(self._database, title, tags)
        meant: dict[int, str] = {}
        for concept in (*named, *begun):
            label = find_label(self._database, [concept], "en") or title
            number = self._line_of_concept(concept, label)
            if number is None:
                continue
            if concept in named or not concepts[0].is_preferred or self._dwarfs(number, meant):
                meant.setdefault(number, label)
        is_alias = bool(begun) and not concepts[0].is_preferred
        if len(meant) == 1:
            return meant, next(iter(meant))
        return meant, self._largest(meant) if meant and is_alias else None

    def _dwarfs(self, line: int, others: Collection[int]) -> bool:
        """Return whether a line of work employs many times the people of others together.

        ESCO's Spanish name for phlebotomists is "enfermera", which most people use for nurses.
        """
        if not self._has_many_lines:
            return False
        people = self._matcher.employment
        together = sum(people.get(one, 0.0) for one in others)
        return bool(people.get(line, 0.0) > _DWARFING * together)

    def _largest(self, lines: Collection[int]) -> int | None:
        """Return the line of work that employs more people than all the others, if one does."""
        if not self._has_many_lines:
            return None
        people = {line: self._matcher.employment.get(line, 0.0) for line in lines}
        largest = max(people, key=lambda line: people[line])
        return largest if people[largest] > sum(people.values()) / 2 else None

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
        best = max(nearest, key=lambda entry: (alike.get(entry, 0.0), -entry))
        # A name without more is that of a whole occupation, not of a part of it.
        whole = self._whole_of(best)
        return whole if whole in nearest else best

    def _whole_of(self, entry: int) -> int | None:
        """Return the whole O*NET occupation that another is a part of, unless it is a remainder."""
        iri = self._numbered_entry(entry).iri
        whole = self.entry(f"{iri.rpartition('.')[0]}.00")
        if whole is None or whole.label.endswith(_REMAINDER):
            return None
        return self._number_of(whole.iri)

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
        if kind == "role" and not job.is_job_title:
            rest = self._match_rest(title, key) or self._match_without_skill(key)
            if rest is not None:
                return rest
        partial = self._containing(key, kind)
        if partial and (not job.labels or " " not in key):
            raise AmbiguousTitleError(title, partial, kind)
        if job.labels:
            raise job.error(title)
        raise UnknownTitleError(title, self._suggest(key, kind), kind)

    def _find_code(self, code: str) -> set[str]:
        """Return the IRIs of the things nearest to a code or an IRI of a classification."""
        if not CODE.fullmatch(code) and not code.startswith(ESCO):
            return set()
        code = code.removeprefix(f"{ESCO}isco/C")
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
        is_other = bool(exact) and best.entry not in exact  # Has only the words before an aside.
        is_sure = (is_certain(best) and not is_other) or (is_official and officials == 1)
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

        It is accepted only if the rest is the name of a role, and the whole title most probably
        means the same role.
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

    def _match_without_skill(self, key: str) -> Match | None:
        """Return the match for a title that also names a skill: "Senior Python data analyst".

        The rest has to be the name of a role.
        """
        words = key.split()
        for begin, end in combinations(range(len(words)), 2):
            if not self._named("rank < 2 AND key = ?", "skill", " ".join(words[begin:end])):
                continue
            rest = " ".join(words[:begin] + words[end:])
            try:
                match = self._find_name(rest, rest, "role") or self._find_level(rest)
            except AmbiguousTitleError:
                continue
            if match is not None:
                return replace(match, exact=False, part=rest)
        return None

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

        "Software Engineer, Payments" is a software engineer: the aside names a team. In "Software
        Engineer, Machine Learning" the aside describes the work, so other titles are more similar
        to the whole.
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
        line = self._line_of(match.entry.iri)
        own = next((candidate for candidate in candidates if candidate.entry == line), None)
        if own is None or own.probability < _LIKELY:
            return None
        is_as_like = own.likeness >= max(c.likeness for c in candidates) - _AS_LIKE
        return replace(match, exact=False) if is_as_like else None

    def _at_level(self, line: int, level: str | None) -> tuple[Entry, bool]:
        """Return the entry of a line of work at a level, and whether that is only the nearest."""
        names = LEVELS_LOOKED_FOR.get(level or "", ())
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

    def _sharing(self, key: str) -> list[Entry]:
        """Return the roles that a title without a trade may mean, the most usual first."""
        from careergraph.compiled.titles.senses import find_shared

        entries = [self._labelled(label) for label in find_shared(key)]
        return [entry for entry in entries if entry]

    def _refuse_shared(self, title: str, key: str) -> None:
        """Raise an error for a title that may mean several roles.

        Raises
        ------
        AmbiguousTitleError
            It may mean several.
        """
        labels = [entry.label for entry in self._sharing(key)]
        if len(labels) > 1:
            raise AmbiguousTitleError(title, labels)

    def _find_level_of_role(self, title: str, key: str) -> Match | None:
        """Return the match for a title with a level word, unless it is the title of another role.

        "Lead Teacher" is a title of other occupations, and no level of a secondary school teacher.
        """
        match = self._find_level(key)
        if match is None or not self._has_many_lines:
            return match
        from careergraph.compiled.titles.reading import read_title

        lines = self._matcher.same(read_title(title).key)
        return None if lines and self._line_of(match.entry.iri) not in lines else match

    def _find_level(self, key: str) -> Match | None:
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

    def _only(self, title: str, iris: set[str], kind: str) -> Entry:
        if len(iris) > 1:
            labels = sorted({self.label(iri) for iri in iris})
            # Only IRIs tell things with the same label apart.
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
        """Return the labels of things that share a significant word with a title, best first."""
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


def _is_of_kind(entry: Entry, kind: str) -> bool:
    """Return whether a thing is of a kind; an occupation can stand for a role."""
    return entry.kind == kind or (kind == "role" and entry.kind == "occupation")


def is_visible(text: str) -> bool:
    """Return whether anything in a text can be seen."""
    return any(c.isprintable() and not c.isspace() for c in text)


def _all_names(entry: Entry) -> tuple[str, ...]:
    return (entry.label, *entry.aliases)
