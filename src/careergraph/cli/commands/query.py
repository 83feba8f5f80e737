"""Commands for SPARQL: query, queries."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, Unpack

import click

from careergraph.cli.arguments import (
    count_option,
    find_user_store,
    force_option,
    open_graph,
    reads_bundled,
    timeout_option,
)
from careergraph.cli.output import check_target, print_answer, print_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from careergraph.answers.whole_graph.named_queries import NamedQuery
    from careergraph.cli.query_run import Asked, Options

__all__ = ["COMMANDS", "FORMATS"]

FORMATS: Final = ("table", "json", "csv", "tsv", "xml", "turtle", "ntriples", "jsonld")
"""As `report.solutions.FORMATS`, which a test compares: ``--help`` imports no engine."""


def _complete_queries(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the names of queries that begin with what is typed."""
    from click.shell_completion import CompletionItem

    from careergraph.store.bundled import query_files

    names = (path.stem for path in query_files())
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _read_pairs(
    _context: click.Context, _parameter: click.Parameter, values: Sequence[str]
) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for value in values:
        name, equals, given = value.partition("=")
        name = name.strip().lstrip("?$")
        if not equals or not name.isidentifier():
            from careergraph.errors import quote_title

            example = 'Write NAME=VALUE, such as role="data scientist".'
            message = f"{quote_title(value)} is not a parameter. {example}"
            raise click.BadParameter(message)
        if name in pairs:
            message = f"{name} is given twice."
            raise click.BadParameter(message)
        pairs[name] = given
    return pairs


@click.command()
@click.argument("query", metavar="[QUERY]", required=False, shell_complete=_complete_queries)
@click.option(
    "-f", "--file", "file", metavar="FILE", type=click.Path(), help="Read the query from a file."
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_read_pairs,
    help="A parameter of the query, such as role=MLE; repeat for more.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Output format.  [default: table, or turtle for a graph]",
)
@count_option("--limit", default=None, text="Print at most N rows.")
@timeout_option(default="60")
@click.option(
    "--allow-service", is_flag=True, help="Allow the query to ask other servers (SERVICE)."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Output file (default: standard output).",
)
@force_option
@click.pass_context
def query(
    context: click.Context,
    query: str | None,
    *,
    file: str | None,
    parameters: dict[str, str],
    force: bool,
    **options: Unpack[Options],
) -> None:
    """Run a SPARQL query: your own, or a named one.

    QUERY is SPARQL, or the name of a query that comes with the graph (`careergraph
    queries` lists them). The usual prefixes (cg, skos, schema, dcterms and so on)
    need no declaration. A query cannot change anything.

    \b
    Examples:
      careergraph query ladder-of-role -p role=mle
      careergraph query next-rung -p role=swe --format csv
      careergraph query "ASK { ?role a cg:Role }"

    -f FILE reads the query from a file, -f - from standard input.
    """
    from careergraph.cli.query_run import answer_query

    if (query is None) == (file is None):
        message = "Give either a QUERY or --file FILE."
        raise click.UsageError(message, context)
    if options["output"] is not None:
        check_target(options["output"], force=force)
    answer_query(_find(query, file), parameters, _asked(context), options)


def _asked(context: click.Context) -> Asked:
    from careergraph.cli.query_run import Asked

    if reads_bundled(context):
        from careergraph.compiled.generation import open_catalog, open_store

        store = find_user_store(context)
        if store is not None:
            return Asked(store.open_store, store.open_catalog)
        return Asked(open_store, open_catalog)
    graph = open_graph()
    return Asked(lambda: graph.store, lambda: graph.catalog, is_remote=True)


def _find(text: str | None, file: str | None) -> NamedQuery:
    """Return the query to run: from a file, by name, or as it was typed."""
    from careergraph.answers.whole_graph.named_queries import find_query, read_query

    if file is not None:
        return read_query(_read_file(file), file)
    if text is not None and text.strip() and not any(mark in text for mark in "{}<>?$#:\n"):
        words = text.split()
        if len(words) == 1 or words[0].casefold() not in _FORMS:
            return find_query(text)
    return read_query(text or "")


_FORMS: Final = frozenset({"select", "ask", "construct", "describe", "prefix", "base"})


def _read_file(file: str) -> str:
    from pathlib import Path

    from careergraph.errors import DataFileError

    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise DataFileError(file, error.strerror or str(error)) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(file, "This is not UTF-8.", line) from error


@click.command()
@click.argument("name", required=False, shell_complete=_complete_queries)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Output format.",
)
def queries(name: str | None, *, form: str) -> None:
    """List the named queries, or show one of them.

    \b
    Examples:
      careergraph queries
      careergraph queries missing-skills
    """
    from careergraph.answers.whole_graph.named_queries import find_query, named_queries
    from careergraph.report.pages import named_queries as questions

    if name is not None:
        found = find_query(name)
        print_answer(
            form,
            page=lambda: questions.query_page(found),
            data=lambda: questions.query_data(found),
        )
        if form == "text":
            print_text(f"\n  {questions.query_command(found)}\n\n{found.text}")
        return
    known = list(named_queries().values())
    print_answer(
        form,
        page=lambda: questions.queries_page(known),
        data=lambda: {"queries": [questions.query_data(one) for one in known]},
    )


COMMANDS: Final = (query, queries)
