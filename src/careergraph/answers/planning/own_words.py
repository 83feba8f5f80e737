"""Recognise roles and skills in a person's own words, for the person to confirm.

Only whole names and aliases count, and job titles after words such as "I am a": nothing is guessed.
Of overlapping names the longest counts. A skill in a clause with a negation ("I don't know Python")
is lacked, and a role that someone wishes for ("I want to become a nurse") is wanted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from careergraph.errors import CareerGraphError
from careergraph.model.entries import GraphInfo, Named
from careergraph.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careergraph.compiled.titles import Catalog

__all__ = ["Mention", "OwnWords", "recognise"]

_LONGEST_NAME: Final = 6
"""The longest name that is looked for, in words."""
_MOST_WORDS: Final = 600
_SHORT: Final = 2
"""Names of so many letters ("R", "Go") count only where they are written as they are spelt."""
_MOST_TITLES: Final = 5
"""The most phrases such as "I work as" after which a job title is looked up."""
_PART: Final = re.compile(r"([^.,;:!?()\n\r\"“”•|/]+)([^\w\s]?)")
_WORD: Final = re.compile(r"[\w+#'’&-]+")
_TURN: Final = re.compile(
    r"\b(?:but|although|though|however|because|since|while|(?:and|so)(?=\s+i\b))\b", re.IGNORECASE
)
"""Words after which a sentence turns to something else."""
_ON: Final = frozenset({",", "/", "(", ")", '"', "“", "”"})
"""Marks after which a list may go on."""
_PERSON: Final = frozenset({"i", "i'm", "i've", "i'd", "i'll", "my"})
_DENIED: Final = frozenset({"not", "no", "never", "cannot", "without", "nor", "hardly"})
_WISHED: Final = frozenset({"want", "wants", "become", "becoming", "goal", "dream"})
_WISHED_TO: Final = frozenset({"wish", "hope", "hoping", "plan", "planning", "aim", "aiming"})
_ROLE_BEFORE: Final = frozenset({"am", "i'm", "as", "been", "was", "become", "be"})
_ARTICLES: Final = frozenset({"a", "an", "the"})


@frozen
class Mention:
    """A role or skill that a text names, with the words that name it."""

    words: str
    thing: Named


@frozen
class OwnWords:
    """The roles and skills named in a text, each once, in the order of the text.

    Attributes
    ----------
    roles, skills
        What the person does and what they know.
    lacked
        Skills that they say they do not have.
    wanted
        Roles that they say they want.
    graph
        The graph that the names come from.
    """

    roles: tuple[Mention, ...]
    skills: tuple[Mention, ...]
    lacked: tuple[Mention, ...]
    wanted: tuple[Mention, ...]
    graph: GraphInfo


def recognise(text: str, catalog: Catalog, graph: GraphInfo) -> OwnWords:
    """Return the roles and skills that a text names.

    Parameters
    ----------
    text
        The text; its first 600 words are read.
    catalog
        The names to look for.
    graph
        The graph that the names come from.

    Examples
    --------
    >>> import careergraph
    >>> g = careergraph.load()
    >>> words = recognise("I'm a data analyst: SQL, some R, but no Python", g.catalog, g.info)
    >>> [mention.thing.label for mention in (*words.roles, *words.skills)]
    ['Data Analyst', 'SQL', 'R']
    >>> words.lacked[0].thing.label
    'Python'
    """
    reader = _Reader(catalog)
    for words, sense in _read_clauses(text):
        reader.read(words, sense)
    found = reader.found
    lacked = found["denied", "skill"]
    held = [one for iri, one in found["said", "skill"].items() if iri not in lacked]
    wanted = found["wished", "role"]
    roles = [one for iri, one in found["said", "role"].items() if iri not in wanted]
    return OwnWords(
        tuple(roles), tuple(held), tuple(lacked.values()), tuple(wanted.values()), graph
    )


def _read_clauses(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of each clause, each with whether it is stated, denied or wished for."""
    left = _MOST_WORDS
    sense = "said"
    for part, mark in _PART.findall(text):
        for number, clause in enumerate(_TURN.split(part)):
            words = _WORD.findall(clause)[:left]
            left -= len(words)
            plain = [word.lower().replace("’", "'") for word in words]
            if number or not _PERSON.isdisjoint(plain):
                sense = "said"
            senses = []
            for place in range(len(plain)):
                if sense == "said":
                    sense = _sense_from(plain, place)
                senses.append(sense)
            yield words, senses
        if mark not in _ON:
            sense = "said"


def _sense_from(words: Sequence[str], place: int) -> str:
    """Return whether what follows a word is stated, denied or wished for."""
    word = words[place]
    before, after = words[place - 1] if place else "", "".join(words[place + 1 : place + 2])
    if (word in _DENIED and after != "only") or word.endswith("n't"):
        return "denied"
    if word in _WISHED and before not in {"have", "has", "i've"}:
        return "wished"
    if after == "to" and (
        word in _WISHED_TO or (word == "like" and before in {"would", "i'd", "id"})
    ):
        return "wished"
    return "said"


class _Reader:
    """Finds names in clauses, and collects what they mean by sense and kind."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._left = _MOST_TITLES
        self.found: dict[tuple[str, str], dict[str, Mention]] = {
            (sense, kind): {}
            for sense in ("said", "denied", "wished")
            for kind in ("role", "skill")
        }

    def read(self, words: Sequence[str], senses: Sequence[str]) -> None:
        """Note what the names in a clause mean."""
        place = 0
        while place < len(words):
            sense = senses[place]
            length = self._read_name(words[place:], sense)
            if not length and _follows_title(words, place):
                length = self._read_title(words[place:], sense)
            place += length or 1

    def _read_name(self, words: Sequence[str], sense: str) -> int:
        """Note what the longest name at the beginning of some words means; return its length."""
        for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
            name = " ".join(words[:length])
            is_named = False
            for kind in ("role", "skill"):
                for entry in self._catalog.carriers(name, kind):
                    if len(name) <= _SHORT and name not in (entry.label, *entry.aliases):
                        continue
                    is_named = True
                    self._note(sense, kind, name, Named(entry.iri, entry.label))
            if is_named:
                return length
        return 0

    def _read_title(self, words: Sequence[str], sense: str) -> int:
        """Note the role whose job title begins some words, and return its length."""
        if not self._left:
            return 0
        self._left -= 1
        for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
            name = " ".join(words[:length])
            try:
                match = self._catalog.find(name)
            except CareerGraphError:
                continue
            if match.part is None and not match.is_nearest_role:
                self._note(sense, "role", name, Named(match.entry.iri, match.entry.label))
                return length
        return 0

    def _note(self, sense: str, kind: str, words: str, thing: Named) -> None:
        self.found[sense, kind].setdefault(thing.iri, Mention(words, thing))


def _follows_title(words: Sequence[str], place: int) -> bool:
    """Return whether the words before a place announce the title of a job: "I work as a"."""
    before = [word.lower().replace("’", "'") for word in words[max(0, place - 2) : place]]
    return (
        len(before) == 2  # noqa: PLR2004 (a verb and an article)
        and before[1] in _ARTICLES
        and before[0] in _ROLE_BEFORE
    )
