"""Similarity of a typed title to known names: typing errors and shared words.

Both take titles as `titles.normalise_title` returns them: lower case, one space between words.
"""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["may_be_slip", "rank_by_shared_words", "resemblance", "typing_errors", "words_like"]

_ONE_SLIP_LETTERS: Final = 5
"""The fewest letters of a word in which one typing error is forgiven.

In shorter words one letter makes another word: "rest" is not a typing error for "test".
"""
_TWO_SLIPS_LETTERS: Final = 10
_TWO: Final = 2
_NEARLY_SAME_LETTERS: Final = 7
_FEW_NAMES: Final = 3_000
# fmt: off
_COMMON_WORDS: Final = frozenset({
    "a", "an", "and", "at", "for", "in", "of", "on", "or", "the", "to", "administrator",
    "analyst", "assistant", "associate", "chief", "consultant", "coordinator", "designer",
    "developer", "director", "engineer", "executive", "expert", "head", "junior", "lead",
    "manager", "officer", "operator", "principal", "professional", "scientist", "senior",
    "specialist", "staff", "technician", "worker",
})
# fmt: on
"""Words that alone say nothing about the work: a name that shares only these is no candidate."""


def typing_errors(typed: str, name: str) -> int | None:
    """Return the number of typing errors between two titles, or ``None`` if they really differ.

    Words are compared one by one, so that "hardware engineer" is never read as "software engineer"
    because of its length.

    Examples
    --------
    >>> typing_errors("sofware enginer", "software engineer")
    2
    >>> typing_errors("agronomist", "ergonomist") is None
    True
    """
    typed_words, name_words = typed.split(), name.split()
    if len(typed_words) != len(name_words):
        return None
    total = 0
    for typed_word, name_word in zip(typed_words, name_words, strict=True):
        slips = _slips(typed_word, name_word)
        if slips is None:
            return None
        total += slips
    return total


def may_be_slip(typed: str, known: str) -> bool:
    """Return whether a word may be a typing error for another, or is the same."""
    if typed == known:
        return True
    is_long = min(len(typed), len(known)) >= _ONE_SLIP_LETTERS
    return is_long and abs(len(typed) - len(known)) <= _TWO and _slips(typed, known) is not None


def _slips(typed: str, known: str) -> int | None:
    """Return the number of typing errors between two words, ``None`` if they really differ.

    Two are forgiven if the words begin and end alike, and if they are not two wrong or two missing
    letters: "astrologer" and "metrologist" are professions, not typing errors.
    """
    from rapidfuzz.distance import OSA, Indel

    shortest = min(len(typed), len(known))
    distance = OSA.distance(typed, known, score_cutoff=_TWO)
    if distance == 0 or (distance == 1 and shortest >= _ONE_SLIP_LETTERS):
        return distance
    is_slip = (
        distance == _TWO
        and shortest >= _TWO_SLIPS_LETTERS
        and (typed[:2], typed[-2:]) == (known[:2], known[-2:])
        and abs(len(typed) - len(known)) < _TWO
        and Indel.distance(typed, known) <= _TWO + 1
    )
    return distance if is_slip else None


def rank_by_shared_words(
    typed: str,
    names: Mapping[str, Sequence[str]],
    carriers: Mapping[str, int] | None = None,
) -> list[str]:
    """Return the things that share a significant word with a title, the most similar first.

    Parameters
    ----------
    typed
        The title.
    names
        All names of each thing; with ``carriers``, of each thing that may share a word.
    carriers
        How many things carry each word; counted from ``names`` if not given.

    The more things carry a word, the less it weighs. A thing whose whole name is part of the title
    is a candidate too.

    Examples
    --------
    >>> names = {"1": ["web developer"], "2": ["data engineer"], "3": ["web editor"]}
    >>> rank_by_shared_words("senior web developer", names)
    ['1', '3']
    >>> rank_by_shared_words("mining engineer", names)
    []
    """
    if carriers is None:
        carriers = Counter(
            word
            for group in names.values()
            for word in dict.fromkeys(w for name in group for w in name.split())
        )
    meant = {word for typed_word in typed.split() for word in words_like(typed_word, carriers)}
    scores = {
        thing: max(_agreement(meant, frozenset(name.split()), carriers) for name in group)
        for thing, group in names.items()
        if group
    }
    found = [thing for thing, score in scores.items() if score > 0]
    return sorted(found, key=lambda thing: (-scores[thing], names[thing][0], thing))


def resemblance(typed: str, number: int) -> Callable[[str], float]:
    """Return a function that compares a title with ``number`` names by their equal letters, 0..100.

    The score is twice the number of common letters in order, divided by the letters of both. For a
    few names this is faster than importing the library that compares many.

    Examples
    --------
    >>> round(resemblance("vision", 1)("visio"), 1)
    90.9
    """
    if number > _FEW_NAMES:
        from rapidfuzz.fuzz import ratio

        return lambda name: float(ratio(typed, name))
    places: dict[str, int] = {}
    for place, letter in enumerate(typed):
        places[letter] = places.get(letter, 0) | 1 << place
    everything = (1 << len(typed)) - 1

    def compare(name: str) -> float:
        # The longest common subsequence, a bit for each letter (Hyyrö 2004): zeros are matches.
        left = everything
        for letter in name:
            matching = left & places.get(letter, 0)
            left = ((left + matching) | (left - matching)) & everything
        common = len(typed) - left.bit_count()
        letters = len(typed) + len(name)
        return (1.0 - (letters - 2 * common) / letters) * 100

    return compare


def words_like(typed: str, known: Iterable[str]) -> list[str]:
    """Return the known word that was typed, or those that are nearly the same."""
    from rapidfuzz.distance import OSA

    words = set(known)
    if typed in words:
        return [typed]
    return sorted(
        word
        for word in words
        if min(len(typed), len(word)) >= _NEARLY_SAME_LETTERS
        and OSA.distance(typed, word, score_cutoff=_TWO)
        <= (_TWO if (typed[0], typed[-1]) == (word[0], word[-1]) else 1)
    )


def _agreement(meant: set[str], name: frozenset[str], carriers: Mapping[str, int]) -> float:
    """Return the weight of the shared words as a share of all, 0 if none is significant."""
    shared = meant & name
    if not shared or (shared <= _COMMON_WORDS and shared != name):
        return 0.0
    return _weight(shared, carriers) / _weight(meant | name, carriers)


def _weight(words: Iterable[str], carriers: Mapping[str, int]) -> float:
    return sum(sorted(1 / sqrt(carriers[word]) for word in words))
