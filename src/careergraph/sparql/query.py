"""The single entry point for users' queries, which checks, parses and binds them.

Errors refer to the text as it was written, before anything is inserted or sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.errors import QueryError, QuerySyntaxError
from careergraph.sparql.bindings import bind_terms, fill_values
from careergraph.sparql.checked import EMBEDDED, CheckedQuery, Policy, trust
from careergraph.sparql.diagnosis import check_syntax, is_readable
from careergraph.sparql.guard import check_read_only
from careergraph.sparql.size import check_size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["admit", "prepare"]


def prepare(
    text: str,
    bindings: Mapping[str, str] | None = None,
    policy: Policy = EMBEDDED,
    *,
    values: Callable[[], Mapping[str, str | None]] | None = None,
    declared: str = "",
) -> CheckedQuery:
    """Return a query that can be run; nothing is run here.

    Parameters
    ----------
    text
        The text.
    bindings
        For each variable to bind the term as SPARQL writes it.
    policy
        What the query may do.
    values
        Returns the terms for the VALUES blocks of a named query, once its text is checked; see
        `bindings.fill_values`.
    declared
        Whole lines that declare prefixes, placed before the query.

    Raises
    ------
    ForbiddenQueryError
        See `guard.check_read_only`.
    QuerySyntaxError
        It cannot be parsed; line and column are those of the text as given.
    QueryError
        It is too long or too deep, or a variable cannot be bound.

    Examples
    --------
    >>> prepare("ASK { ?role a cg:Role }", {"role": "<urn:cook>"}).text
    'ASK { VALUES (?role) { (<urn:cook>) } ?role a cg:Role }'
    >>> prepare("ASK { ?role a cg:Role").form
    Traceback (most recent call last):
    careergraph.errors.QuerySyntaxError: ... line 1, column 22. It ends too early: } is missing.
    """
    check_read_only(declared + text, policy, check_size(declared + text))
    try:
        check_syntax(declared + text)
    except QuerySyntaxError as error:
        # It may be valid once its variables are bound: one that is not in GROUP BY.
        if not (bindings and "GROUP BY" in error.reason and _is_right(declared, text, bindings)):
            line = error.line - declared.count("\n")
            raise QuerySyntaxError(error.reason, line, error.column, error.source_line) from None
    if values is not None:
        text = fill_values(text, values())
    if bindings:
        if not _is_right(declared, text, bindings):
            names = ", ".join(f"?{name}" for name in bindings)
            message = (
                f"{names} cannot be bound where the query uses it. Write the value into the text."
            )
            raise QueryError(message)
        text = bind_terms(text, bindings)
    return trust(declared + text)


def admit(text: str, policy: Policy = EMBEDDED) -> CheckedQuery:
    """Return a query to run at once, without parsing it first: the engine reports syntax errors.

    It is as safe to run as one of `prepare`. Only its syntax is not checked beforehand, which would
    take as long as parsing it.

    Raises
    ------
    ForbiddenQueryError
        See `guard.check_read_only`.
    QueryError
        It is too long or too deep.

    Examples
    --------
    >>> admit("ASK { ?role a cg:Role }").form
    'ask'
    """
    check_read_only(text, policy, check_size(text))
    return trust(text)


def _is_right(declared: str, text: str, bindings: Mapping[str, str]) -> bool:
    """Return whether a query can be parsed once its variables are bound."""
    whole = declared + bind_terms(text, bindings)
    check_size(whole)
    return is_readable(whole)
