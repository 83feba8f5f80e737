"""A person's query made ready: only reading, readable, with its variables bound.

What is wrong is said of the text as it was written, before anything is put into it or sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.errors import QueryError, QuerySyntaxError
from careergraph.sparql.bindings import bind_terms
from careergraph.sparql.diagnosis import check_syntax, is_readable
from careergraph.sparql.guard import check_read_only

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

__all__ = ["prepare_query"]


def prepare_query(
    query: str,
    terms: Mapping[str, str] | None = None,
    *,
    declared: str = "",
    allow_service: bool = False,
    graphs: Container[str] = (),
) -> str:
    """Return a query that can be run.

    Parameters
    ----------
    query
        The text.
    terms
        For each variable to bind the term as SPARQL writes it.
    declared
        Whole lines that declare prefixes, put before the query.
    allow_service
        Whether ``SERVICE`` may ask other endpoints.
    graphs
        The IRIs of the graphs that the engine itself holds.

    Raises
    ------
    ForbiddenQueryError
        See `readonly.check_read_only`.
    QuerySyntaxError
        It cannot be read; line and column are those of the text as it was given.
    QueryError
        A variable cannot be bound.

    Examples
    --------
    >>> prepare_query("ASK { ?role a cg:Role }", {"role": "<urn:cook>"})
    'ASK { VALUES (?role) { (<urn:cook>) } ?role a cg:Role }'
    """
    check_read_only(declared + query, allow_service=allow_service, graphs=graphs)
    try:
        check_syntax(declared + query)
    except QuerySyntaxError as error:
        # With its variables bound it may be right: a variable that GROUP BY does not know.
        if terms and "GROUP BY" in error.reason:
            bound = declared + bind_terms(query, terms)
            if is_readable(bound):
                return bound
        line = error.line - declared.count("\n")
        raise QuerySyntaxError(error.reason, line, error.column, error.source_line) from None
    bound = declared + (bind_terms(query, terms) if terms else query)
    if terms and not is_readable(bound):
        names = ", ".join(f"?{name}" for name in terms)
        message = f"{names} cannot be bound where the query uses it. Write the value into the text."
        raise QueryError(message)
    return bound
