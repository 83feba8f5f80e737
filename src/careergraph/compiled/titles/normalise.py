"""Normalise names for comparison: case, accents, punctuation, plural and abbreviations."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["LONGEST_TITLE", "normalise_title"]

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
LONGEST_TITLE: Final = 200
_SHORTEST_PLURAL: Final = 3
_DOT_IN_ABBREVIATION: Final = re.compile(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)")
_PLURAL_ABBREVIATION: Final = re.compile(r"\b([A-Z]{2,})s\b")


def normalise_title(text: str) -> str:
    """Return a title without case, accents, punctuation and plural, abbreviations written out.

    Examples
    --------
    >>> normalise_title("Sr. ML-Engineers")
    'senior machine learning engineer'
    >>> normalise_title("Software Engineer (Senior)")
    'senior software engineer'
    """
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST_TITLE])
    undotted = _DOT_IN_ABBREVIATION.sub("", decomposed) if "." in decomposed else decomposed
    letters = _PLURAL_ABBREVIATION.sub(r"\1", undotted).casefold()
    if not letters.isascii():
        letters = "".join(c for c in letters if not unicodedata.combining(c))
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
