r"""Split SPARQL text into tokens, so that the meaning of a word depends on its place.

The scanner never fails: an unknown character becomes a mark of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Token", "decode_escapes", "names_dataset", "query_form", "scan"]

_BASE: Final = (
    "A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d"
    "\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd"
    "\\U00010000-\\U000effff"
)
"""SPARQL's PN_CHARS_BASE, as it stands: Python's ``\\w`` has other characters."""
_LATER: Final = "\\u00b7\\u0300-\\u036f\\u203f\\u2040"
_START: Final = f"{_BASE}_"
_PART: Final = f"{_BASE}_0-9{_LATER}\\-"
_ESCAPED: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL_ESCAPE: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL: Final = (
    rf"(?:[{_START}:0-9]|{_LOCAL_ESCAPE})"
    rf"(?:[{_PART}:]++|{_LOCAL_ESCAPE}|\.++(?=[{_PART}:]|{_LOCAL_ESCAPE}))*+"
)
"""The local part of a name; dots only if something follows them."""
_AT_NAME: Final = rf"(?:[{_BASE}][{_PART}.]*+(?<!\.))?"
_TOKEN: Final = rf"""
    (?P<comment>\#[^\n\r]*+)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPED})*+>)
  | (?P<variable>[?$][{_START}0-9][{_START}0-9{_LATER}]*+)
  | (?P<blank>_:[{_START}0-9](?:[{_PART}]++|\.++(?=[{_PART}]))*+)
  | (?P<name>PREFIX:(?:{_LOCAL})?)
  | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<number>(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
  | (?P<word>[^\W\d]\w*+)
  | (?P<mark>\{{\||\|\}}|\^\^|&&|\|\||[!<>]=|[^\ \t\r\n])
  | (?P<space>[\ \t\r\n]++)
    """
_ANY_TOKEN: Final = re.compile(_TOKEN.replace("PREFIX", _AT_NAME), re.VERBOSE | re.DOTALL)
_TOKEN_IN_RUN: Final = re.compile(_TOKEN.replace("PREFIX", ""), re.VERBOSE | re.DOTALL)
"""The same for places where no prefix can begin."""
_RUN: Final = re.compile(rf"[{_BASE}][{_PART}.]*+")
"""The prefix of a name. A match that begins inside one ends at the same place."""

_TEXTS: Final = {
    '"': re.compile(r'(?:[^"\\\n\r]++|\\.)*+', re.DOTALL),
    "'": re.compile(r"(?:[^'\\\n\r]++|\\.)*+", re.DOTALL),
    '"""': re.compile(r'(?:[^"\\]++|\\.|"{1,2}+(?!"))*+', re.DOTALL),
    "'''": re.compile(r"(?:[^'\\]++|\\.|'{1,2}+(?!'))*+", re.DOTALL),
}
"""The body of a string literal, by its quotes."""
_ESCAPE: Final = re.compile(_ESCAPED)
_FORM: Final = re.compile("select|ask|construct|describe", re.IGNORECASE)
"""Engines read ASKFROM<...> as two words."""
_LAST_CODE_POINT: Final = 0x10FFFF


class Token(NamedTuple):
    """A piece of a query: its kind, its text, and where it starts, counted from 0.

    Kinds are text, iri, variable, blank, name (prefixed), tag (of a language), number, word and
    mark (punctuation).
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset just after the token's last character."""
        return self.start + len(self.text)


def scan(query: str) -> Iterator[Token]:
    """Yield the tokens of a query in order, without white space and comments.

    Examples
    --------
    >>> [token.text for token in scan("ASK { ?s rdfs:label 'from' } # here")]
    ['ASK', '{', '?s', 'rdfs:label', "'from'", '}']
    """
    place, run_end = 0, 0
    unclosed: dict[str, int] = {}
    while place < len(query):
        if query[place] in "\"'":
            end = _end_of_text(query, place, unclosed)
            yield Token("text" if end else "mark", query[place : end or place + 1], place)
            place = end or place + 1
            continue
        found = (_TOKEN_IN_RUN if place < run_end else _ANY_TOKEN).match(query, place)
        if found is None:  # Never, since a mark is any character.
            return
        kind = str(found.lastgroup)
        if kind == "word" and place >= run_end and (run := _RUN.match(query, place)):
            run_end = run.end()
        if kind not in {"comment", "space"}:
            yield Token(kind, found[0], place)
        place = found.end()


def _end_of_text(query: str, place: int, unclosed: dict[str, int]) -> int | None:
    """Return the end of the text that begins at a quote, ``None`` if it is not closed.

    ``unclosed`` records, for each kind of quote, the place before which no text is closed, so that
    nothing is scanned twice.
    """
    for quotes in (query[place] * 3, query[place]):
        if query.startswith(quotes, place) and place >= unclosed.get(quotes, 0):
            inside = _TEXTS[quotes].match(query, place + len(quotes))
            end = place if inside is None else inside.end()
            if query.startswith(quotes, end):
                return end + len(quotes)
            unclosed[quotes] = end
    return None


def decode_escapes(query: str) -> str:
    r"""Return a query with its code point escapes decoded everywhere.

    SPARQL 1.1 decodes them before anything else, SPARQL 1.2 only in texts and IRIs.

    Examples
    --------
    >>> decode_escapes("S\\u0045LECT")
    'SELECT'
    """
    return _ESCAPE.sub(_decode, query) if "\\" in query else query


def _decode(escape: re.Match[str]) -> str:
    code = int(escape[0].lstrip("\\uU"), 16)
    return chr(code) if code <= _LAST_CODE_POINT else escape[0]


def names_dataset(query: str) -> bool:
    """Return whether a query names its graphs by ``FROM``.

    Examples
    --------
    >>> names_dataset("SELECT * FROM <urn:mine> WHERE { ?s ?p ?o }")
    True
    >>> names_dataset('SELECT ?from WHERE { ?from rdfs:label "from here" } # from there')
    False
    """
    # Most queries hold no such letters at all. Engines read ASKFROM<...> as two words.
    return "from" in query.casefold() and any(
        token.kind == "word" and "from" in token.text.casefold() for token in scan(query)
    )


def query_form(query: str) -> str:
    r"""Return "select", "ask", "construct" or "describe"; "select" if none is named.

    Examples
    --------
    >>> query_form('# ask\nPREFIX ask: <urn:select> CONSTRUCT WHERE { ?s ?p "select" }')
    'construct'
    """
    for token in scan(query):
        if token.kind == "word" and (found := _FORM.match(token.text)):
            return found[0].casefold()
    return "select"
