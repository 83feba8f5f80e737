"""The list of named queries, and one of them with its text, as pages and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.report.layout import Block, Fields, Heading, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.answers.whole_graph.named_queries import NamedQuery, Parameter

__all__ = ["queries_page", "query_command", "query_data", "query_page"]


def queries_page(queries: Sequence[NamedQuery]) -> list[Block]:
    """Return the page that lists queries: the question, the parameters, how to ask it."""
    blocks: list[Block] = [
        Text("Named queries. Run one like this:"),
        Fields((("", 'careergraph query skills-of-role -p role="data scientist"'),)),
    ]
    for query in queries:
        rows = [("asks for", "; ".join(map(_describe, query.parameters)) or "nothing")]
        blocks += [Heading(query.name), Text(query.question), Fields(tuple(rows))]
    return blocks


def _describe(parameter: Parameter) -> str:
    bounds = "" if parameter.most is None else f" from {parameter.least:g} to {parameter.most:g}"
    kind = "" if parameter.kind == parameter.name else f" ({parameter.kind}{bounds})"
    optional = ", optional" if parameter.optional else ""
    return f"{parameter.name}{kind} such as {parameter.example}{optional}"


def query_command(query: NamedQuery) -> str:
    """Return the command that asks a query with its examples.

    Examples
    --------
    >>> from careergraph.answers.whole_graph.named_queries import find_query
    >>> query_command(find_query("within-moves"))
    'careergraph query within-moves -p from="data analyst" -p to="data scientist" -p moves=2'
    """
    given = (
        f'-p {p.name}="{p.example}"' if not p.example.isalnum() else f"-p {p.name}={p.example}"
        for p in query.parameters
        if not p.optional
    )
    return " ".join(("careergraph query", query.name, *given))


def query_page(query: NamedQuery) -> list[Block]:
    """Return the page of one query, without its text and example: those must not be wrapped."""
    rows = [("asks for", _describe(parameter)) for parameter in query.parameters]
    return [Heading(query.name), Text(query.question), Fields(tuple(rows))]


def query_data(query: NamedQuery) -> dict[str, object]:
    """Return a query in its documented JSON shape."""
    return {
        "name": query.name,
        "question": query.question,
        "parameters": [parameter._asdict() for parameter in query.parameters],
        "text": query.text,
    }
