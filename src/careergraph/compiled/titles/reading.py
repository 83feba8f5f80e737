"""Read job titles: folded words with weights, head word and level."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.compiled.titles.words import (
    GENERAL_WORKERS,
    HALF_LEVELS,
    LEVELS,
    MANAGERS,
    PHRASES,
    STOP_WORDS,
    TOOLS,
    UNRELATED,
    WRITTEN_OUT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "TitleReading",
    "fold_title",
    "fold_words",
    "head_word",
    "is_same_title",
    "read_title",
    "singular",
    "stem",
]

_LONGEST_TITLE: Final = 200
_BOILERPLATE: Final = re.compile(
    r"\((?:[mfwdxh]\s*/\s*)+[mfwdxh]\)|\b(?:m/w/d|m/f/d|m/f|f/m)\b"
    r"|\b(?:remote|hybrid|on-?site|freelance|self[- ]employed|contract|contractor|temporary|temp"
    r"|seasonal|permanent|perm|part[- ]time|full[- ]time|[pf]/t|per diem|prn|w2|c2c|urgent|hiring"
    r"|night shift|day shift|(?:1st|2nd|3rd|first|second|third|evening|weekend) shift|nights"
    r"|immediate start|relocation|visa sponsorship)\b",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"\s+(?:of|for|in|to|at|with)\s+|[,;:(/|@–—]|\s-+\s")
_EMPLOYER: Final = re.compile(r"(?:\s+at\s+|\s*@\s*)")
_INITIALS: Final = re.compile(r"(?<![\w/])([a-z])/([a-z])(?![\w/+#])")
"""A short form such as "A/P", which is no pair of titles."""
_WORD_BEFORE_SLASH: Final = re.compile(r"([\w+#]+)\s*/(?=\s*\w)")
_WORKER: Final = re.compile(
    r".*(?:er|or|ist|ian|ant|ent|man|eer|ess|yst|ate|ic)s?|aides?|chefs?|clerks?|coach|cooks?|exec"
    r"|grip|guards?|hands?|head|helps?|hosts?|intern|lead|maids?|mgr|nurses?|pilots?|reps?|techs?"
)
"""Words that may name a kind of worker, so that a slash after them separates two titles."""
_TWO_LINES: Final = re.compile(r"\b(?:1st|first)\s*(?:/|&|and)\s*(?=(?:2nd|second) line\b)")
_DOTS: Final = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_PREFIX: Final = re.compile(r"\bco-(?=[a-z])")
"""The prefix of "co-ordinator" and "co-pilot"."""
_NO_WORD: Final = re.compile(r"[^\w+#]+")
_ENDINGS: Final = (
    "ologist", "ization", "ational", "ations", "ation", "ician", "ments", "ment", "ology", "ional",
    "ators", "ator", "ances", "ance", "ants", "ant", "ists", "ist", "ings", "ing", "ers", "ery",
    "ors", "ion", "ive", "al", "er", "or", "ed", "ic", "y", "e",
)  # fmt: skip
_SHORTEST_STEM: Final = 4
_SHORTEST_PLURAL: Final = 3
_ASIDE: Final = 0.6
"""Weight of words after a comma or a dash, or in brackets."""
_WORKPLACE: Final = 0.25
"""Weight of words after "at": they name an employer, seldom the work."""


class TitleReading(NamedTuple):
    """The words, head word and level of a job title.

    Attributes
    ----------
    words
        Folded words in order, without repetition, each with its weight (0 to 1).
    head
        The word that names the kind of worker: "engineer" in "Software Engineer II (Remote)".
    level
        The level named: "intern", "junior", "mid", "senior", "lead", "staff", "principal", "head",
        "director", "vice president", "chief", or ``None``.
    """

    words: dict[str, float]
    head: str
    level: str | None

    @property
    def key(self) -> str:
        """Return all words in alphabetical order."""
        return " ".join(sorted(self.words))

    @property
    def core(self) -> str:
        """Return the words that describe the work, in alphabetical order."""
        return _key_of_work(self.words)

    @property
    def main(self) -> str:
        """Return the words of the work without asides, in alphabetical order."""
        return _key_of_work(word for word, weight in self.words.items() if weight == 1)

    @property
    def names_manager(self) -> bool:
        """Return whether the title is that of a manager."""
        return self.head in MANAGERS or self.level in {"head", "director", "vice president"}


def _key_of_work(words: Iterable[str]) -> str:
    return " ".join(sorted(w for w in words if w not in LEVELS and w not in HALF_LEVELS))


def read_title(title: str) -> TitleReading:
    """Return the reading of a typed title.

    Examples
    --------
    >>> reading = read_title("Sr. Java Developer (m/f/d)")
    >>> reading.head, reading.level, reading.core
    ('developer', 'senior', 'developer software')
    """
    plain, *workplace = _EMPLOYER.split(_plain(title))
    if not any(c.isalnum() for c in plain):
        plain, workplace = " ".join(workplace), []
    parts = [part for part in (fold_words(part) for part in _PARTS.split(plain)) if part]
    words: dict[str, float] = {}
    head = ""
    names_trade = True
    for part in parts:
        weight = _ASIDE if head and names_trade else 1.0
        if not head:
            head = _head_of(part)
            names_trade = _names_trade(part)
        for word in part:
            words[word] = max(weight, words.get(word, 0.0))
    # "Director of Engineering", "Teacher of English": what follows "of" is not an aside.
    if re.search(r"\w\s+(?:of|for)\s+\w", plain):
        words = dict.fromkeys(words, 1.0)
    level = _level_of(words, head)
    for word in fold_words(" ".join(workplace)):
        words.setdefault(word, _WORKPLACE)
    telling = {word: weight for word, weight in words.items() if word not in STOP_WORDS}
    return TitleReading(telling or words, head, level)


def _level_of(words: dict[str, float], head: str) -> str | None:
    named = [LEVELS[word] for word in words if LEVELS.get(word)]
    halves = [
        HALF_LEVELS[word]
        for word in words
        if HALF_LEVELS.get(word) and (word != head or word in {"director", "head", "chief"})
    ]
    return next(iter([*halves, *named]), None)


def _names_trade(words: list[str]) -> bool:
    """Return whether words describe the work without the aside after them.

    Those of "VP, Finance" and "Lecturer - Economics" don't: there the aside does.
    """
    return any(w not in LEVELS and w not in HALF_LEVELS and w not in GENERAL_WORKERS for w in words)


def _plain(title: str) -> str:
    letters = _plain_letters(title)
    stripped = _INITIALS.sub(r"\1\2", _TWO_LINES.sub("", _BOILERPLATE.sub(" ", letters)))
    stripped = _WORD_BEFORE_SLASH.sub(_join_modifiers, stripped)
    return stripped if any(c.isalnum() for c in stripped) else letters


def _join_modifiers(match: re.Match[str]) -> str:
    """Return a word before a slash, without the slash if the word names no kind of worker.

    "Server/Cashier" are two titles, "UI/UX Designer" is one.
    """
    return match[0] if _WORKER.fullmatch(match[1]) else f"{match[1]} "


def fold_words(text: str) -> list[str]:
    """Return the words of a text for comparison: singular, in American spelling, written out."""
    text = _PREFIX.sub("co", text)
    spaced = _NO_WORD.sub(" ", _DOTS.sub("", text).replace("'", "").replace("&", " and "))
    words = [singular(word) for word in spaced.replace("_", " ").split()]
    return _replace_phrases([part for word in words for part in _written_out(word)])


def fold_title(title: str) -> list[str]:
    """Return the significant words of a title of the index, in order."""
    words = list(dict.fromkeys(fold_words(_INITIALS.sub(r"\1\2", _plain_letters(title)))))
    return [word for word in words if word not in STOP_WORDS] or words


def _plain_letters(title: str) -> str:
    if title.isascii():
        return title[:_LONGEST_TITLE].casefold()
    decomposed = unicodedata.normalize("NFKD", title[:_LONGEST_TITLE])
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def _replace_phrases(words: list[str]) -> list[str]:
    result: list[str] = []
    place = 0
    while place < len(words):
        for length in (4, 3, 2) if words[place] in _PHRASE_STARTS else ():
            phrase = tuple(words[place : place + length])
            if phrase in _PHRASES and place + length <= len(words):
                result += _PHRASES[phrase]
                place += length
                break
        else:
            result.append(words[place])
            place += 1
    return result


@lru_cache(maxsize=50_000)
def _written_out(word: str) -> tuple[str, ...]:
    text = _MEANINGS.get(word)
    return tuple(singular(part) for part in text.split()) if text else (word,)


def is_same_title(title: str, label: str) -> bool:
    """Return whether a title is another form, an abbreviation or a code of a label.

    Examples
    --------
    >>> is_same_title("SWE", "Software Engineer"), is_same_title("CTO", "Chief Technology Officer")
    (True, True)
    >>> is_same_title("Program Manager", "Technical Program Manager")
    False
    """
    typed, known = (fold_words(_plain_letters(text)) for text in (title, label))
    if "://" in title or not any(letter.isalpha() for letter in title):
        return True
    if sorted("".join(typed)) == sorted("".join(known)):
        return True
    return any(_is_short_for("".join(typed), words) for words in (known, label.casefold().split()))


def _is_short_for(letters: str, words: list[str]) -> bool:
    """Return whether letters are the beginnings of all words, one after the other."""
    if not words:
        return not letters
    first, *rest = words
    return any(
        letters.startswith(first[:end]) and _is_short_for(letters[end:], rest)
        for end in range(1, len(first) + 1)
    )


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    """Return a word without the ending of its plural."""
    if len(word) <= _SHORTEST_PLURAL or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a word.

    Examples
    --------
    >>> stem("accountant") == stem("accounting")
    True
    """
    if word in UNRELATED:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


_MEANINGS: Final = {singular(word): text for word, text in (TOOLS | WRITTEN_OUT).items()}


def _words_of_phrase(phrase: str) -> tuple[str, ...]:
    return tuple(part for word in phrase.split() for part in _written_out(singular(word)))


_PHRASES: Final = {
    _words_of_phrase(phrase): _words_of_phrase(usual) for phrase, usual in PHRASES.items()
}
"""Phrases and what they stand for, as they are once their words are written out."""
_PHRASE_STARTS: Final = frozenset(phrase[0] for phrase in _PHRASES)


def head_word(title: str) -> str:
    """Return the word of a title that names the kind of worker."""
    parts = _PARTS.split(_plain_letters(title))
    return next((head for part in parts if (head := _head_of(fold_words(part)))), "")


def _head_of(words: list[str]) -> str:
    telling = [word for word in words if word not in LEVELS and word not in STOP_WORDS]
    return telling[-1] if telling else ""
