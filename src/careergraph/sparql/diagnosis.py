"""Where a query cannot be read, and why, in words.

The engine says how far it looked ahead, which is up to a keyword's length behind the mistake. The
mistake itself is found by asking the engine how many of the tokens make the beginning of a query.
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
_PAD: Final = "\n" + " " * 64
"""Longer than any keyword: the engine reads one whole before it says that it is another."""
_EMPTY: Final = "\nVALUES () {}"
"""Behind a query it leaves no solution, which the engine sees before it looks for any."""
_SERVICE: Final = re.compile("service|silent", re.IGNORECASE)
_SAYINGS: Final = (
    ("Prefix not found", "The prefix of {token} is not declared"),
    ("IRI parsing failed", "{token} is no absolute IRI; write it as <https://...>"),
    ("variable that is unbound", "SELECT names a variable that GROUP BY does not"),
    ("overrides an existing variable", "AS gives a name that a variable has already"),
    ("BIND is overriding", "BIND gives a name that a variable has already"),
    ("Duplicated variable", "SELECT names {token} twice"),
    ("Aggregate functions can be used", "An aggregate stands where none can"),
    ("The number of", "A row of VALUES has more or fewer terms than there are variables"),
    ("blank node label", "A blank node's label is used in two patterns"),
)


def check_syntax(query: str) -> None:
    """Raise an error where a query cannot be read; nothing of it is run.

    Raises
    ------
    QuerySyntaxError
        It cannot be read; the error says where, and why.

    Examples
    --------
    >>> check_syntax("ASK { ?role a cg:Role }")
    >>> check_syntax("ASK { ?role a ]")
    Traceback (most recent call last):
    careergraph.errors.QuerySyntaxError: ... line 1, column 15: "]" cannot stand here.
    """
    if error := _read(query):
        raise locate_error(query, error) from error


def is_readable(query: str) -> bool:
    """Return whether the engine can read a query.

    Examples
    --------
    >>> is_readable("ASK { ?role a cg:Role }"), is_readable("ASK { ?role a ]")
    (True, False)
    """
    return _read(query) is None


def _read(query: str) -> SyntaxError | None:
    text = _without_service(query)
    found = None
    for tail in (_EMPTY, ""):  # a query may end in a VALUES of its own, which takes no other
        try:
            ox.Store().query(text + tail, prefixes=PREFIXES)
        except SyntaxError as error:
            found = error
        except (ValueError, RuntimeError, OSError):
            return None
        else:
            return None
    return found


def _without_service(query: str) -> str:
    """Return a query that asks no other server, with everything else at its place."""
    parts: list[str] = []
    last = 0
    for token in scan(query):
        if token.kind == "word" and _SERVICE.search(token.text):
            graph = _SERVICE.sub(lambda word: " GRAPH "[: 7 * _is_service(word)], token.text)
            parts += [query[last : token.start], graph.ljust(len(token.text))]
            last = token.end
    return "".join(parts) + query[last:]


def _is_service(word: re.Match[str]) -> bool:
    return word[0].casefold() == "service"


def locate_error(query: str, error: SyntaxError) -> QuerySyntaxError:
    """Return an error of ours with the line and column at which a query goes wrong."""
    said = _PLACE.match(str(error))
    reason = said[3] if said else str(error)
    tokens = list(scan(query))
    wrong = _first_wrong(_without_service(query), tokens)
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
    """Return which token names a variable that the same SELECT names before it."""
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
    """Return which token no query can go on with, or ``None`` where the query ends too early."""
    low, high = 0, len(tokens)
    while low < high:  # all before `low` can begin a query, what ends with `high` cannot
        middle = (low + high) // 2
        if _can_begin(query[: tokens[middle].end]):
            low = middle + 1
        else:
            high = middle
    return low if low < len(tokens) else None


def _can_begin(part: str) -> bool:
    padded = part + _PAD
    try:
        ox.Store().query(padded, prefixes=PREFIXES)
    except SyntaxError as error:
        said = _PLACE.match(str(error))
        # An engine that waits for more has read on to the end; one that looked ahead has not.
        return (
            said is not None
            and int(said[2]) > len(_PAD) // 2
            and int(said[1]) > part.count("\n") + 1
        )
    except (ValueError, RuntimeError, OSError):
        return True
    return True


def _explain(reason: str, tokens: list[Token], wrong: int | None, shown: str) -> str:
    if wrong is not None and (invisible := name_invisible(tokens[wrong].text)):
        return f"{invisible} cannot stand here; type a plain space, or leave it out"
    for part, words in _SAYINGS:
        if part in reason and (part != "Prefix not found" or _is_undeclared(tokens, wrong)):
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


def _open_brackets(tokens: list[Token]) -> str:
    """Return the brackets that would close what is open, the innermost first."""
    closing = {"{": "}", "(": ")", "[": "]"}
    missing: list[str] = []
    for token in tokens:
        if token.kind == "mark" and token.text in closing:
            missing.append(closing[token.text])
        elif token.kind == "mark" and missing and token.text == missing[-1]:
            missing.pop()
    return " ".join(reversed(missing))
