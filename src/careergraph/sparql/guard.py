r"""Refuse queries that would change data or contact other machines.

The check works on tokens, so that the words do not count in texts, IRIs and comments. Engines
differ in three ways, and a query that any of them could read as forbidden is refused:

- SPARQL 1.1 decodes ``\u0053`` everywhere before it reads, Oxigraph in texts and IRIs only;
- Oxigraph reads words without space between: ``trueSERVICEex:a{``;
- ``?a<?b)SERVICE?x#>`` is an IRI to a scanner, and to a parser a comparison and a comment.

If a text contains such a word where it is harmless by our reading, the engine is asked too: with
the word made unreadable, it must report the same error at the same place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from careergraph.errors import ForbiddenQueryError, QuerySyntaxError
from careergraph.sparql.checked import REMOTE, Policy
from careergraph.sparql.datasets import check_dataset
from careergraph.sparql.tokens import decode_escapes, scan
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.sparql.tokens import Token

__all__ = ["check_read_only"]

_UPDATES: Final = frozenset(
    {"add", "clear", "copy", "create", "delete", "drop", "insert", "load", "modify", "move"}
)
_FORBIDDEN: Final = re.compile(r"service|silent|from|load", re.IGNORECASE)
_UNREADABLE: Final = "\n" + " " * 64 + "\n" + "\u00d7" * 64
"""Text that cannot follow any query, so that nothing of it is ever run. It is longer than any
keyword, since the engine reads a whole keyword before it reports another."""


def check_read_only(
    query: str, policy: Policy = REMOTE, tokens: Sequence[Token] | None = None
) -> None:
    """Raise an error if a query would change something or contact another machine.

    Parameters
    ----------
    query
        The text.
    policy
        Whether ``SERVICE`` may ask other endpoints, and whether the engine fetches what ``FROM``
        names.
    tokens
        The tokens of the text, if already known; otherwise it is scanned again.

    Raises
    ------
    ForbiddenQueryError
        It is an update, or uses ``SERVICE``, or ``FROM`` with a file or a private address.
    QuerySyntaxError
        A backslash stands outside of texts, IRIs and names.

    Examples
    --------
    >>> check_read_only("SELECT * { ?service rdfs:label 'LOAD' } # SERVICE")
    >>> check_read_only("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }")
    Traceback (most recent call last):
    careergraph.errors.ForbiddenQueryError: The query asks another server (SERVICE), ...
    """
    tokens = list(scan(query)) if tokens is None else tokens
    decoded = decode_escapes(query)
    readings = [tokens] if decoded == query else [tokens, list(scan(decoded))]
    for reading in readings:
        for i, token in enumerate(reading):
            _check_token(reading, i, token, allow_service=policy.allow_service)
        if policy.fetches:
            check_dataset(reading)
    _refuse_backslash(query, tokens)
    _ask_engine(query, tokens, allow_service=policy.allow_service)


def _check_token(tokens: Sequence[Token], i: int, token: Token, *, allow_service: bool) -> None:
    if token.kind == "word" and token.text.casefold() in _UPDATES:
        raise ForbiddenQueryError.update(token.text)
    if token.kind == "iri" and (hidden := _hidden_word(token.text)):
        if hidden.casefold() in {"from", "load"}:
            raise ForbiddenQueryError.hidden(hidden)
        if not allow_service:
            raise ForbiddenQueryError.service()
    if not allow_service and _may_be_service(tokens, i):
        raise ForbiddenQueryError.service()


def _hidden_word(text: str) -> str | None:
    """Return a forbidden word in ``<...>`` that may be a comparison followed by a comment."""
    start = text.find(")")
    word = None if start < 0 else _FORBIDDEN.search(text, start)
    return word[0] if word and "#" in text[word.end() :] else None


def _may_be_service(tokens: Sequence[Token], i: int) -> bool:
    """Return whether a parser could see SERVICE in a token, alone or run together with others."""
    token, following = tokens[i], tokens[i + 1 : i + 2]
    text = token.text.casefold()
    if "service" not in text:
        return False
    if token.kind == "word":
        return True
    if token.kind != "name" or "service" not in text.partition(":")[0]:
        return False
    named = i > 0 and tokens[i - 1].text.casefold() in {"graph", "from", "named", "prefix"}
    return bool(following) and following[0].text == "{" and not named


def _refuse_backslash(query: str, tokens: Sequence[Token]) -> None:
    """Raise an error for a lone backslash: engines differ in how they read what follows."""
    for token in tokens:
        if token.text == "\\":
            line = query.count("\n", 0, token.start) + 1
            start = query.rfind("\n", 0, token.start) + 1
            text = query[start:].split("\n", 1)[0].rstrip("\r")
            reason = "A backslash is not allowed here"
            raise QuerySyntaxError(reason, line, token.start - start + 1, text)


def _ask_engine(query: str, tokens: Sequence[Token], *, allow_service: bool) -> None:
    """Raise an error if the engine reads a word that is harmless by our own reading."""
    for word in ("from",) if allow_service else ("service", "from"):
        if not re.search(word, query, re.IGNORECASE):
            continue  # most queries
        hidden = _disguise(query, tokens, word)
        if hidden != query and _stumbles(hidden) != _stumbles(query):
            if word == "service":
                raise ForbiddenQueryError.service()
            raise ForbiddenQueryError.hidden(word)


def _disguise(query: str, tokens: Sequence[Token], word: str) -> str:
    """Return a query with a word made unreadable wherever it is not a SPARQL keyword.

    In names, which must stay names, one letter is changed; in texts, IRIs and comments the changed
    letter is one that is allowed only there.
    """
    other = {"variable", "name", "blank", "tag"}
    parts: list[str] = []
    last = 0
    for token in tokens:
        parts.append(_replace(query[last : token.start], word, "\u00d7"))
        if token.kind == "word":
            parts.append(token.text)
        else:
            parts.append(_replace(token.text, word, "q" if token.kind in other else "\u00d7"))
        last = token.end
    return "".join(parts) + _replace(query[last:], word, "\u00d7")


def _replace(text: str, word: str, letter: str) -> str:
    if len(text) < len(word):  # Most tokens, and the text between them.
        return text
    return re.sub(word, word[:2] + letter + word[3:], text, flags=re.IGNORECASE)


def _stumbles(query: str) -> str:
    """Return the place and the message of the engine's error in a query that cannot be parsed."""
    import pyoxigraph as ox

    try:
        ox.Store().query(query + _UNREADABLE, prefixes=PREFIXES)
    except SyntaxError as error:
        return str(error)
    return "not at all"
