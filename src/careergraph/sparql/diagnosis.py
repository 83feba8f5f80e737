"""Explain where a query cannot be parsed, and why.

The engine reports how far it looked ahead, which is up to a keyword's length after the mistake. The
mistake itself is found by asking the engine how many of the tokens can begin a query.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from careergraph.errors import QuerySyntaxError, quote_title
from careergraph.sparql.invisible import name_invisible
from careergraph.sparql.tokens import Token, scan
from careergraph.vocab import PREFIXES

__all__ = ["check_syntax", "is_readable", "locate_error"]

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_WIDTH: Final = 64
"""Longer than any keyword: the engine reads a whole keyword before it reports another."""
_STOP: Final = "\n" + " " * _WIDTH + "\u00d7" * _WIDTH
"""Text that cannot follow any query; appending it ensures that nothing is ever run."""
_EMPTY: Final = "\nVALUES () {" + " " * _WIDTH + "}"
_TAILS: Final = (f"{_EMPTY}\u00d7", f"\n{' ' * _WIDTH}\u00d7")
"""The first can follow a complete query, unless that ends in a VALUES block: then the second can.
The engine names the place of the last character, and says that the query should end there."""
_IS_WHOLE: Final = "expected EOF"
_BLANK_NODE: Final = "blank node label"
_SAYINGS: Final = (
    ("Prefix not found", "The prefix of {token} is not declared"),
    ("IRI parsing failed", "{token} is not an absolute IRI; write it as <https://...>"),
    ("variable that is unbound", "SELECT names a variable that GROUP BY does not"),
    ("overrides an existing variable", "AS reuses the name of a variable"),
    ("BIND is overriding", "BIND reuses the name of a variable"),
    ("Duplicated variable", "SELECT names {token} twice"),
    ("Aggregate functions can be used", "An aggregate is not allowed here"),
    ("The number of", "A row of VALUES has more or fewer terms than there are variables"),
    (_BLANK_NODE, "A blank node's label is used in two patterns"),
)


def check_syntax(query: str) -> None:
    """Raise an error if a query cannot be parsed; nothing of it is run.

    Raises
    ------
    QuerySyntaxError
        It cannot be read; the error says where, and why.

    Examples
    --------
    >>> check_syntax("ASK { ?role a cg:Role }")
    >>> check_syntax("ASK { ?role a ]")
    Traceback (most recent call last):
    careergraph.errors.QuerySyntaxError: ... line 1, column 15. "]" cannot stand here.
    """
    if reason := _read(query):
        raise locate_error(query, reason)


def is_readable(query: str) -> bool:
    """Return whether the engine can read a query; nothing of it is run.

    Examples
    --------
    >>> is_readable("ASK { ?role a cg:Role }"), is_readable("ASK { ?role a ]")
    (True, False)
    """
    return _read(query) is None


def _read(query: str) -> str | None:
    """Return the engine's message about a query that it cannot parse, ``None`` if it can.

    To describe a mistake the engine parses a text twice, and the second time reports each blank
    node label as already used. So labels are first replaced by variables, and kept only for places.
    """
    without_labels = _name_blank_nodes(query)
    reasons = []
    for tail in _TAILS:
        line, column, reason = _stumble(without_labels + tail)
        if reason == _IS_WHOLE and (line, column) == _place_of_end(without_labels + tail):
            break
        reasons.append(reason)
    else:
        return "\n".join(reasons)
    if without_labels == query:
        return None
    can_end = any(_stumble(query + tail)[:2] >= _place_of_end(query + tail) for tail in _TAILS)
    return None if can_end else _BLANK_NODE


def _name_blank_nodes(query: str) -> str:
    """Return a query with variables of new names in place of labels of blank nodes."""
    labels = [token for token in scan(query) if token.kind == "blank"] if "_:" in query else []
    if not labels:
        return query
    start = "?b"
    while start in query:
        start += "_"
    parts: list[str] = []
    last = 0
    for token in labels:
        name = token.text[2:].replace("-", "\u203f").replace(".", "\u2040")
        parts += [query[last : token.start], start + name]
        last = token.end
    return "".join(parts) + query[last:]


def _place_of_end(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n") - 1


def _stumble(text: str) -> tuple[int, int, str]:
    """Return the line and column at which the engine cannot continue, and why.

    Parameters
    ----------
    text
        It must end in a character that no query can contain there, or it would be run.
    """
    if not text.endswith("\u00d7"):
        message = "The text could be run."
        raise ValueError(message)
    try:
        ox.Store().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        if place := _PLACE.match(str(error)):
            return int(place[1]), int(place[2]), place[3]
        return 1, 1, str(error)
    message = "The engine read a text that nothing can follow."
    raise AssertionError(message)


def locate_error(query: str, reason: str) -> QuerySyntaxError:
    """Return an error with the line and column of a mistake in a query.

    Parameters
    ----------
    query
        The text.
    reason
        The engine's message.
    """
    tokens = list(scan(query))
    wrong = _first_wrong(query, tokens)
    repeated = _repeated(tokens)
    if repeated is not None and (wrong is None or repeated < wrong):
        wrong, reason = repeated, "Duplicated variable"
    if wrong is None:
        place, shown = len(query.rstrip()), "the end"
    else:
        place, shown = tokens[wrong].start, quote_title(tokens[wrong].text)
    line = query.count("\n", 0, place) + 1
    start = query.rfind("\n", 0, place) + 1
    text = query[start:].split("\n", 1)[0].rstrip("\r")
    return QuerySyntaxError(_explain(reason, tokens, wrong, shown), line, place - start + 1, text)


def _repeated(tokens: list[Token]) -> int | None:
    """Return the token that names a variable a second time in one SELECT."""
    names: set[str] | None = None
    depth = 0
    for i, token in enumerate(tokens):
        if token.kind == "word" and token.text.casefold() == "select":
            names, depth = set(), 0
        elif token.text in {"{", "}"} or token.text.casefold() in {"where", "from"}:
            names = None
        elif token.kind == "mark" and token.text in {"(", ")"}:
            depth += 1 if token.text == "(" else -1
        elif names is not None and token.kind == "variable":
            if depth and tokens[i - 1].text.casefold() != "as":
                continue
            if token.text[1:] in names:
                return i
            names.add(token.text[1:])
    return None


def _first_wrong(query: str, tokens: list[Token]) -> int | None:
    """Return the first token that cannot be there, ``None`` if the query ends too early."""
    low, high = 0, len(tokens)
    while low < high:  # All tokens before `low` can begin a query; those up to `high` cannot.
        middle = (low + high) // 2
        if _can_begin(query[: tokens[middle].end]):
            low = middle + 1
        else:
            high = middle
    return low if low < len(tokens) else None


def _can_begin(part: str) -> bool:
    """Return whether a text is the beginning of a query."""
    line, column, _ = _stumble(part + _STOP)
    # An engine that expects more has read up to the stop; one that only looked ahead has not.
    return line > part.count("\n") + 1 and column > _WIDTH // 2


def _explain(reason: str, tokens: list[Token], wrong: int | None, shown: str) -> str:
    if wrong is not None and (invisible := name_invisible(tokens[wrong].text)):
        return f"{invisible} is not allowed here; type a plain space, or leave it out"
    for part, words in _SAYINGS:
        if part in reason and (part not in _AT_TOKEN or _AT_TOKEN[part](tokens, wrong)):
            return words.format(token=shown)
    if any(token.text in {"'", '"'} for token in tokens):
        return "A text in quotes is not closed"
    if wrong is None:
        missing = _open_brackets(tokens)
        return f"It ends too early{f': {missing} is missing' if missing else ''}"
    if wrong == 0 or not tokens:
        return f"A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {shown}"
    return f"{shown} cannot stand here"


def _is_undeclared(tokens: list[Token], wrong: int | None) -> bool:
    if wrong is None or tokens[wrong].kind != "name":
        return False
    declared = {
        name.text
        for word, name in pairwise(tokens)
        if word.text.casefold() == "prefix" and name.kind == "name"
    }
    prefix = tokens[wrong].text.partition(":")[0]
    return prefix not in PREFIXES and f"{prefix}:" not in declared


def _is_no_label(tokens: list[Token], wrong: int | None) -> bool:
    return wrong is None or tokens[wrong].kind != "blank"


_AT_TOKEN: Final = {"Prefix not found": _is_undeclared, _BLANK_NODE: _is_no_label}
"""Reasons that hold only for some tokens."""


def _open_brackets(tokens: list[Token]) -> str:
    """Return the missing closing brackets, the innermost first."""
    closing = {"{": "}", "(": ")", "[": "]"}
    missing: list[str] = []
    for token in tokens:
        if token.kind == "mark" and token.text in closing:
            missing.append(closing[token.text])
        elif token.kind == "mark" and missing and token.text == missing[-1]:
            missing.pop()
    return " ".join(reversed(missing))
