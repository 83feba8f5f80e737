"""Bind terms to the variables of a query, by editing its tokens.

Oxigraph's own substitution works only for projected variables, and a VALUES block after the query
is applied after GROUP BY, so that counts would silently cover everything. Therefore a VALUES block
is added to every group in which the variable is used, and the query's own block for it gets the new
term. After GROUP BY a variable is only known if it is grouped by, so the term itself replaces it in
HAVING and in the expressions of SELECT and ORDER BY.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import QueryError
from careergraph.sparql.tokens import Token, scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["bind_terms", "fill_values"]

_DEPTH: Final = {"(": 1, ")": -1}
_COMPUTING: Final = frozenset({"select", "having", "order"})
_CLAUSES: Final = _COMPUTING | {"group", "limit", "offset", "values", "where", "from"}
_FORMS: Final = frozenset({"select", "construct", "ask", "describe"})


def fill_values(query: str, terms: Mapping[str, str | None]) -> str:
    """Return a query whose VALUES blocks of single variables hold other terms.

    Parameters
    ----------
    query
        The text.
    terms
        For each variable the term as SPARQL writes it, or ``None`` to leave the block out: the
        variable is not bound then.

    Raises
    ------
    QueryError
        The query has no VALUES block for one of the variables.

    Examples
    --------
    >>> fill_values("ASK { VALUES ?role { <urn:cook> } ?role a cg:Role }", {"role": "<urn:chef>"})
    'ASK { VALUES ?role { <urn:chef> } ?role a cg:Role }'
    """
    tokens = list(scan(query))
    parts: list[str] = []
    last, met = 0, set()
    is_replaced = False  # Whether the tokens belong to a block that is replaced.
    for word, variable, brace in zip(tokens, tokens[1:], tokens[2:], strict=False):
        name = variable.text[1:]
        if not is_replaced and word.text.casefold() == "values" and brace.text == "{":
            if name in terms:
                term = terms[name]
                met.add(name)
                kept = query[last : word.start] if term is None else query[last : brace.end]
                parts.append(kept.rstrip() if term is None else f"{kept} {term} }}")
                is_replaced = True
        elif is_replaced and brace.text == "}":
            last = brace.end
            is_replaced = False
    if missing := sorted(set(terms) - met):
        message = (
            f"The query has no VALUES block for ?{missing[0]}: VALUES ?{missing[0]} {{ ... }}."
        )
        raise QueryError(message)
    return "".join(parts) + query[last:]


def bind_terms(query: str, terms: Mapping[str, str]) -> str:
    """Return a query in which variables are bound to terms, wherever they are used.

    Parameters
    ----------
    query
        The text.
    terms
        For each variable the term as SPARQL writes it.

    Raises
    ------
    QueryError
        The query does not use one of the variables, or gives it a value itself.

    Examples
    --------
    >>> bind_terms("ASK { ?role a cg:Role }", {"role": "<urn:cook>"})
    'ASK { VALUES (?role) { (<urn:cook>) } ?role a cg:Role }'
    """
    tokens = list(scan(query))
    used = {token.text[1:] for token in tokens if token.kind == "variable"}
    for name in terms:
        if name not in used:
            message = f"The query has no variable ?{name} to bind."
            raise QueryError(message)
    for before, token in pairwise(tokens):
        if before.text.casefold() == "as" and _is_bound(token, terms):
            message = f"?{token.text[1:]} cannot be bound: the query gives it its value (AS)."
            raise QueryError(message)
    edits = _values_blocks(query, tokens, terms)
    edits += [
        (tokens[i].start, tokens[end].end, text)
        for i, end, text in _replaced_variables(tokens, terms)
    ]
    parts: list[str] = []
    last = 0
    for start, end, text in sorted(edits):
        parts += [query[last:start], text]
        last = end
    return "".join(parts) + query[last:]


Edit = tuple[int, int, str]
"""A span of the text and its replacement."""


def _values_blocks(query: str, tokens: Sequence[Token], terms: Mapping[str, str]) -> list[Edit]:
    groups = _groups(tokens)
    if not groups:
        return [(len(query), len(query), f"\n{_values(terms)}")] if terms else []
    edits = []
    for opening, names, is_whole in groups:
        bound = {name: term for name, term in terms.items() if is_whole or name in names}
        if bound:
            place = tokens[opening].end
            edits.append((place, place, f" {_values(bound)}"))
    return edits


def _replaced_variables(tokens: Sequence[Token], terms: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the variables in expressions outside of groups, as first and last token.

    Variables that a query projects, groups by or orders by stay: a term is not allowed there.
    """
    frames = [_Clause("", 0)]  # Of the query, and of everything in braces around a token.
    for i, token in enumerate(tokens):
        word, frame = token.text.casefold(), frames[-1]
        if token.kind == "word" and word in _CLAUSES:
            frames[-1] = _Clause(word, 0)
        elif token.kind == "mark" and word in _DEPTH:
            frames[-1] = frame._replace(depth=frame.depth + _DEPTH[word])
        elif token.kind == "mark" and word == "{":
            frames.append(_Clause("", 0))
        elif token.kind == "mark" and word == "}" and len(frames) > 1:
            frames.pop()
        elif _is_bound(token, terms) and frame.depth and frame.word in _COMPUTING:
            yield _with_its_test(tokens, i, terms[token.text[1:]])


def _is_bound(token: Token, terms: Mapping[str, str]) -> bool:
    return token.kind == "variable" and token.text[1:] in terms


class _Clause(NamedTuple):
    """The current clause (its first word), and the number of parentheses open in it."""

    word: str
    depth: int


def _with_its_test(tokens: Sequence[Token], i: int, term: str) -> Edit:
    """Return a term for a variable; BOUND(?it), which takes no term, becomes true."""
    if i >= 2 and tokens[i - 2].text.casefold() == "bound" and tokens[i - 1].text == "(":  # noqa: PLR2004
        return i - 2, i + 1, "true"
    return i, i, term


def _values(terms: Mapping[str, str]) -> str:
    names = " ".join(f"?{name}" for name in terms)
    return f"VALUES ({names}) {{ ({' '.join(terms.values())}) }}"


class _Frame(NamedTuple):
    """An open bracket: its kind, the place of its brace, the variables used inside."""

    kind: str
    opening: int
    names: set[str]
    """Variables directly in it."""
    within: set[str]
    """Variables anywhere in it."""


def _groups(tokens: Sequence[Token]) -> list[tuple[int, set[str], bool]]:
    """Return the groups of patterns that a VALUES block may begin, in order.

    For each: the place of its brace, the variables used in it, and whether it is the whole pattern
    of the query. A group that holds a subquery does not count; the subquery's pattern does.
    """
    found: dict[int, tuple[set[str], bool]] = {}
    frames = [_Frame("query", -1, set(), set())]
    whole: dict[int, int] = {}  # The pattern of the query and of each subquery, by its frame.
    parentheses = 0
    for i, token in enumerate(tokens):
        frame = frames[-1]
        if token.kind == "variable":
            frame.names.add(token.text[1:])
        elif token.kind != "mark":
            continue
        elif token.text in "()":
            parentheses += _DEPTH[token.text]
        elif token.text == "{":
            kind = _kind_of_brace(tokens, i)
            takes_whole = frame.kind in {"query", "subquery"} and not parentheses
            if kind == "group" and takes_whole and frame.opening not in whole:
                whole[frame.opening] = i
            frames.append(_Frame(kind, i, set(), set()))
        elif token.text == "}" and len(frames) > 1:
            frames.pop()
            _close(frame, frames[-1], whole, found)
    if _is_short_construct(tokens):
        return []
    return [(opening, *rest) for opening, rest in sorted(found.items())]


def _close(
    frame: _Frame,
    around: _Frame,
    whole: Mapping[int, int],
    found: dict[int, tuple[set[str], bool]],
) -> None:
    """Record a group that ends, or the variables used in a subquery that ends."""
    within = frame.within | frame.names
    around.within.update(within)
    if frame.kind == "group":
        found[frame.opening] = (frame.names, whole.get(-1) == frame.opening)
    elif frame.kind == "subquery" and (inner := whole.get(frame.opening)) in found:
        found[inner] = (within, False)


def _kind_of_brace(tokens: Sequence[Token], i: int) -> str:
    """Return what a brace opens: a group, a subquery, a template, or the data of VALUES."""
    before = tokens[i - 1] if i else None
    if before is not None and before.text.casefold() == "construct":
        return "template"
    if i + 1 < len(tokens) and tokens[i + 1].text.casefold() == "select":
        return "subquery"
    back = i - 1
    while back > 0 and (tokens[back].kind == "variable" or tokens[back].text in {"(", ")"}):
        back -= 1
    return "data" if back >= 0 and tokens[back].text.casefold() == "values" else "group"


def _is_short_construct(tokens: Sequence[Token]) -> bool:
    """Return whether the pattern is the template too (CONSTRUCT WHERE): it takes no VALUES."""
    for token, following in pairwise(tokens):
        if token.kind == "word" and token.text.casefold() in _FORMS:
            return token.text.casefold() == "construct" and following.text != "{"
    return False
