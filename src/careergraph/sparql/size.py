"""Bounds on the length and depth of a query, checked before any parser reads it.

The engine's parser, optimiser and evaluation recurse: 1,000 nested function calls end the process,
and so do 10,000 patterns side by side. Long lists of values are harmless and do not count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from careergraph.errors import QueryError
from careergraph.sparql.tokens import scan

if TYPE_CHECKING:
    from careergraph.sparql.tokens import Token

__all__ = ["DEEPEST", "LONGEST", "MOST_PARTS", "check_size"]

LONGEST: Final = 1_000_000
"""Characters of a query."""
DEEPEST: Final = 100
"""The most brackets and signs that may be open at once: the parser needs up to 7 kB of stack for
each."""
MOST_PARTS: Final = 2_000
"""Tokens outside of VALUES and of lists of constants: each may add a level to the query's plan."""
_CLOSED_BY: Final = {"}": "{", ")": "(", "]": "[", "|}": "{|", ">": "<"}
_OPENING: Final = frozenset({"{", "(", "[", "{|"})
_SIGNS: Final = {"!": 1, "+": 1, "-": 1, "^": 1, "^^": 2}
_CONSTANTS: Final = frozenset({"iri", "name", "text", "number"})
_WHOLE_IRI: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def check_size(query: str) -> list[Token]:
    """Return the tokens of a query that is neither too long nor too deep to be given to a parser.

    Raises
    ------
    QueryError
        It is longer than `LONGEST`, deeper than `DEEPEST` or has more than `MOST_PARTS`.

    Examples
    --------
    >>> len(check_size("ASK { ?role a cg:Role }"))
    6
    >>> check_size("ASK " + 200 * "{" + 200 * "}")
    Traceback (most recent call last):
    careergraph.errors.QueryError: The query nests more than 100 levels of brackets. ...
    """
    if len(query) > LONGEST:
        message = f"The query has {len(query):,} characters; {LONGEST:,} are the most."
        raise QueryError(message)
    depth = _Depth(query)
    parts = 0
    values = _Values()
    before = None
    tokens: list[Token] = []
    for token in scan(query):
        tokens.append(token)
        depth.read(token)
        if depth.levels > DEEPEST:
            message = f"The query nests more than {DEEPEST} levels of brackets. Make it simpler."
            raise QueryError(message)
        if not values.hold(token):
            parts += 1
            if token.text == "," and depth.innermost == "(":
                parts -= 2 if before is not None and before.kind in _CONSTANTS else 1
        before = token
        if parts > MOST_PARTS:
            message = (
                f"The query has more than {MOST_PARTS:,} parts. Put long lists into VALUES, or "
                "ask in several queries."
            )
            raise QueryError(message)
    return tokens


class _Depth:
    """The number of open brackets, in the reading that leaves the most open.

    ``?a<((1))>`` is an IRI to the scanner but a comparison to a parser. What follows it may then be
    a comment or a text, so no bracket after it counts as closing.
    """

    def __init__(self, query: str) -> None:
        self._query = query
        self._open: list[str] = []
        self._signs = 0
        self._in_iris = 0
        self._peak = 0
        self._closes = True

    @property
    def levels(self) -> int:
        """The levels at the last token read."""
        return len(self._open) + self._signs + self._in_iris + self._peak

    @property
    def innermost(self) -> str:
        """The last bracket that was opened."""
        return self._open[-1] if self._open else ""

    def read(self, token: Token) -> None:
        """Read the next token."""
        self._peak = 0
        self._signs = self._signs + _SIGNS[token.text] if token.text in _SIGNS else 0
        if token.kind == "iri":
            self._read_iri(token.text)
        elif token.kind != "mark":
            return
        elif token.text in _OPENING or self._doubles(token, "<"):
            self._open.append(token.text)
        elif self._closes and self._may_close(token):
            self._open.pop()

    def _may_close(self, token: Token) -> bool:
        if not self._open or self._open[-1] != _CLOSED_BY.get(token.text):
            return False
        return token.text != ">" or self._doubles(token, ">")

    def _doubles(self, token: Token, sign: str) -> bool:
        return token.text == sign and self._query.startswith(sign * 2, token.start)

    def _read_iri(self, text: str) -> None:
        level = 0
        for sign in text:
            level += (sign in "([") - (sign in ")]")
            self._peak = max(self._peak, level)
        if not _WHOLE_IRI.match(text):
            self._in_iris += max(0, level)
            self._peak -= max(0, level)
            if "#" in text or "'" in text:
                self._closes = False


class _Values:
    """Tracks whether a token is in the data of a VALUES block."""

    def __init__(self) -> None:
        self._state = ""

    def hold(self, token: Token) -> bool:
        """Read the next token and return whether it is data."""
        if self._state == "data":
            if token.text == "}":
                self._state = ""
            return True
        if token.kind == "word" and token.text.casefold() == "values":
            self._state = "names"
        elif self._state == "names" and token.text == "{":
            self._state = "data"
        elif token.kind != "variable" and token.text not in {"(", ")"}:
            self._state = ""
        return False
