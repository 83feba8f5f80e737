r"""What a query can match: the predicates of its triple patterns, where all of them are known.

A statement that no pattern can match changes no answer, so that it need not be read. This holds for
a query only if each pattern was seen for what it is. The reader therefore knows a small language,
less than SPARQL, and gives up at the first thing outside of it: variables as predicates, paths of
no length (``*``, ``?``) or of what is not (``!``), EXISTS, GRAPH, FROM, DESCRIBE, CONSTRUCT, blank
nodes and lists in brackets, relative IRIs, escapes, prefixes that are not the usual ones, and
tokens so close that another reader could part them elsewhere. To give up is always right.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.sparql.tokens import Token, scan
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Pattern", "read_patterns"]

_TYPE: Final = PREFIXES["rdf"] + "type"
_AMBIGUOUS: Final = ("\\", '"""', "'''", "<<")
"""What readers part differently: escapes, long texts and their quotes, triples as terms."""
_IRI: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^%]*>", re.ASCII)
_NAME: Final = re.compile(r"[a-z]+:[\w.:-]*", re.ASCII)
_WORDLIKE: Final = frozenset({"text", "iri", "variable", "blank", "name", "number", "word", "tag"})
_OPERATORS: Final = frozenset(
    {"=", "!=", "<", ">", "<=", ">=", "!", "&&", "||", "+", "-", "*", "/", "^^", ",", "(", ";"}
)
_GROUPED: Final = frozenset({"optional", "minus"})
_CONSTANTS: Final = frozenset({"true", "false", "undef"})
_FREE: Final = frozenset({"variable", "text", "name", "tag", "number", "word"})
"""Kinds of tokens that an expression may hold; an IRI only behind an operator."""
_DEEPEST: Final = 40
_END: Final = Token("end", "", 0)


class Pattern(NamedTuple):
    """What the triples have that a pattern matches: a predicate, and the class where it is a type.

    ``kind`` is ``None`` where the predicate is not ``rdf:type``, or the class is open.
    """

    predicate: str
    kind: str | None = None


def read_patterns(query: str) -> frozenset[Pattern] | None:
    """Return all triple patterns of a query, or ``None`` where they are not known for certain.

    Examples
    --------
    >>> sorted(read_patterns("SELECT ?name { ?role a cg:Role ; skos:prefLabel ?name }"))
    [Pattern(predicate='http://www.w3.org/1999/02/22-rdf-syntax-ns#type', \
kind='https://w3id.org/careergraph/ont#Role'), \
Pattern(predicate='http://www.w3.org/2004/02/skos/core#prefLabel', kind=None)]
    >>> read_patterns("SELECT ?name { ?role ?property ?name }") is None
    True
    """
    if any(mark in query for mark in _AMBIGUOUS):
        return None
    tokens = list(scan(query))
    if not all(map(_is_plain, tokens)) or any(_touch(*pair) for pair in pairwise(tokens)):
        return None
    reader = _Reader(tokens)
    try:
        reader.read_query()
    except _UnknownError:
        return None
    return frozenset(reader.patterns)


class _UnknownError(Exception):
    """Something is not of the small language."""


def _is_plain(token: Token) -> bool:
    if token.kind == "iri":
        return bool(_IRI.fullmatch(token.text)) and token.text.isascii()
    if token.kind == "number" and token.text.endswith("."):
        return False
    return token.kind == "text" or token.text.isascii()


def _touch(one: Token, other: Token) -> bool:
    """Return whether no space parts two tokens which another reader could part elsewhere."""
    if one.end != other.start or (one.kind, other.kind) == ("text", "tag"):
        return False
    if one.kind in _WORDLIKE and other.kind in _WORDLIKE:
        return True
    # Behind a step of a path, the mark of a variable could be taken for that of a path: cg:a+?b
    return other.kind == "variable" and one.text in {"+", ")"}


class _Reader:
    """Reads a query's tokens from left to right, and gathers its patterns."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.patterns: set[Pattern] = set()
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._prefixes = dict(PREFIXES)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    @property
    def _word(self) -> str:
        """The next token in small letters if it is a word, else an empty text."""
        token = self._next
        return token.text.casefold() if token.kind == "word" else ""

    def _take(self, text: str | None = None) -> Token:
        """Return the next token and go on, if it is the one that must stand here."""
        token = self._next
        if token is _END or (text is not None and token.text.casefold() != text):
            raise _UnknownError
        self._at += 1
        return token

    def _takes(self, *texts: str) -> bool:
        """Return whether the next token is one of some marks or words, and go on if it is."""
        found = self._next.kind in {"mark", "word"} and self._next.text.casefold() in texts
        self._at += found
        return found

    def read_query(self) -> None:
        """Read all there is."""
        self._read_prologue()
        if self._takes("ask"):
            self._read_where()
        else:
            self._read_select()
        if self._next is not _END:
            raise _UnknownError

    def _read_prologue(self) -> None:
        declared = set()
        while self._takes("prefix"):
            name, _, rest = self._take().text.partition(":")
            iri = self._take()
            if name not in PREFIXES or name in declared or rest or iri.kind != "iri":
                raise _UnknownError
            declared.add(name)
            self._prefixes[name] = iri.text[1:-1]

    def _read_select(self) -> None:
        self._take("select")
        self._takes("distinct", "reduced")
        if not self._takes("*"):
            self._read_terms()
        self._read_where()

    def _read_where(self) -> None:
        """Read the pattern of a query, and what is done with its solutions."""
        self._takes("where")
        self._read_group()
        while word := self._word:
            self._take()
            if word in {"group", "order"}:
                self._take("by")
                self._read_terms()
            elif word == "having":
                self._read_terms()
            elif word in {"limit", "offset"} and self._next.kind == "number":
                self._take()
            elif word == "values":
                self._read_values()
            else:
                raise _UnknownError

    def _read_terms(self) -> None:
        """Read variables and expressions: what is projected, grouped or ordered by."""
        begin = self._at
        while self._next.kind == "variable" or self._next.text == "(" or self._is_call():
            if self._next.kind == "variable":
                self._take()
            else:
                self._read_constraint()
        if self._at == begin:
            raise _UnknownError

    def _is_call(self) -> bool:
        following = self._tokens[self._at + 1 : self._at + 2]
        return self._next.kind in {"word", "name"} and bool(following) and following[0].text == "("

    def _read_constraint(self) -> None:
        """Read an expression in parentheses, or a call of a function."""
        if self._is_call():
            self._check_constant(self._take())
        self._read_expression()

    def _read_expression(self) -> None:
        """Read what stands in parentheses. It holds no braces, and so no EXISTS."""
        before = self._take("(")
        depth = 1
        while depth:
            token = self._take()
            if token.kind == "mark":
                depth += (token.text == "(") - (token.text == ")")
                if token.text != ")" and token.text not in _OPERATORS:
                    raise _UnknownError
            elif token.kind == "iri":
                # Behind an operand it would be a comparison: ?a<?b)FILTER(?c>?d)
                if before.text not in _OPERATORS:
                    raise _UnknownError
            elif token.kind in _FREE:
                self._check_constant(token)
            else:
                raise _UnknownError
            before = token

    def _check_constant(self, token: Token) -> None:
        """Give up at a name with an unknown prefix, and at words run together with EXISTS."""
        if token.kind == "name":
            self._expand(token)
        elif token.kind == "word" and "exists" in token.text.casefold():
            raise _UnknownError

    def _read_group(self) -> None:
        """Read a group in braces, and all in it."""
        self._take("{")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _UnknownError
        if self._word == "select":
            self._read_select()
        else:
            while self._next.text != "}":
                self._read_member()
        self._take("}")
        self._depth -= 1

    def _read_member(self) -> None:
        word = self._word
        if self._next.text == "{" or word in _GROUPED:
            if word:
                self._take()
            self._read_group()
            while self._takes("union"):
                self._read_group()
        elif self._takes("filter"):
            self._read_constraint()
        elif self._takes("bind"):
            self._read_expression()
        elif self._takes("values"):
            self._read_values()
        elif not self._takes("."):
            self._read_triples()

    def _read_values(self) -> None:
        """Read the data of VALUES: terms, in parentheses where there are several variables."""
        while self._next.kind == "variable" or self._next.text in {"(", ")"}:
            self._take()
        self._take("{")
        while not self._takes("}"):
            token = self._take()
            if token.kind == "word" and token.text.casefold() not in _CONSTANTS:
                raise _UnknownError
            if token.kind == "mark" and token.text not in {"(", ")", "+", "-", "^^"}:
                raise _UnknownError
            if token.kind in {"variable", "blank"}:
                raise _UnknownError
            self._check_constant(token)

    def _read_triples(self) -> None:
        """Read what is said of one subject."""
        subject = self._take()
        if subject.kind not in {"variable", "blank"}:
            self._expand(subject)
        self._read_said()
        while self._takes(";"):
            if self._next.kind in {"iri", "name"} or self._next.text in {"a", "(", "^"}:
                self._read_said()

    def _read_said(self) -> None:
        begin = self._at
        predicates = self._read_path()
        is_plain = self._at == begin + 1
        while True:
            kind = self._read_object()
            for predicate in predicates:
                of_class = kind if is_plain and predicate == _TYPE else None
                self.patterns.add(Pattern(predicate, of_class))
            if not self._takes(","):
                return

    def _read_path(self) -> set[str]:
        """Read a path of at least one step, and return the predicates in it."""
        found = self._read_step()
        while self._takes("/", "|"):
            found |= self._read_step()
        return found

    def _read_step(self) -> set[str]:
        self._takes("^")
        if self._takes("("):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise _UnknownError
            found = self._read_path()
            self._take(")")
            self._depth -= 1
        else:
            token = self._take()
            found = {_TYPE if token.text == "a" else self._expand(token)}
        self._takes("+")
        return found

    def _read_object(self) -> str | None:
        """Read an object, and return its IRI if it is one."""
        signed = self._takes("+", "-")
        token = self._take()
        if signed and token.kind != "number":
            raise _UnknownError
        if token.kind in {"iri", "name"}:
            return self._expand(token)
        if token.kind == "text":
            if self._next.kind == "tag":
                self._take()
            elif self._takes("^^"):
                self._expand(self._take())
        elif token.kind not in {"variable", "blank", "number"} and token.text not in {
            "true",
            "false",
        }:
            raise _UnknownError
        return None

    def _expand(self, token: Token) -> str:
        """Return the IRI that a token stands for."""
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        if token.kind != "name" or not _NAME.fullmatch(token.text) or prefix not in self._prefixes:
            raise _UnknownError
        return self._prefixes[prefix] + local
