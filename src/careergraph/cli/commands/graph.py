"""Commands about the graph itself: info, export, check, cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from careergraph.cli.arguments import format_option, open_graph, reads_bundled
from careergraph.cli.output import print_answer, print_text, say, show_page, write_output

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

__all__ = ["COMMANDS", "FORMATS"]

FORMATS: Final = ("turtle", "nquads", "jsonld", "graphml", "csv")
"""As `export.FORMATS`, which a test compares: ``--help`` imports no engine."""


@click.command()
@format_option("text", "json")
def info(*, form: str) -> None:
    """Show which graph this is: version, size, evidence, licences."""
    from careergraph.report import data
    from careergraph.report.pages import role as profile

    overview = open_graph().overview()
    print_answer(
        form,
        page=lambda: profile.overview_page(overview),
        data=lambda: data.answer_data(overview),
    )
    if form == "text" and reads_bundled(click.get_current_context()):
        from careergraph.compiled.generation import describe_location

        print_text(f"\n{describe_location()}\n")


@click.command()
@format_option(*FORMATS)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Where to write; standard output unless said.",
)
def export(form: str, *, output: str | None) -> None:
    """Write the graph for other programs: RDF, GraphML or CSV.

    \b
      turtle, nquads, jsonld  the whole graph, for RDF tools
      graphml                 roles and transitions, for Gephi
      csv                     transitions, one row a statement

    \b
    Examples:
      careergraph export --format graphml -o careers.graphml
      careergraph export --format csv > transitions.csv
    """
    write_output(output, _exported(open_graph(), form))


def _exported(graph: CareerGraph, form: str) -> bytes:
    from careergraph.answers.whole_graph.export import export_graph, transition_rows

    if form == "graphml":
        from careergraph.search.networkx_view import export_network

        return export_network(graph.network)
    if form == "csv":
        from careergraph.report.data import to_csv

        return to_csv(transition_rows(graph.store, graph.catalog.label)).encode()
    return export_graph(graph.whole(), form)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@click.pass_context
def check(context: click.Context, files: tuple[str, ...]) -> None:
    """Check the graph's rules, or your own Turtle files against them.

    Without a FILE the bundled graph is checked; with some, they are laid over it and
    only what they break is shown. Ends with exit code 1 where something is broken.

    \b
    Examples:
      careergraph check
      careergraph check my-role.ttl
    """
    from pathlib import Path

    from careergraph.compiled.checks import check as run_check
    from careergraph.report.pages.lists import problems_page

    report = run_check([Path(file) for file in files])
    number = len(report.problems)
    if number:
        show_page(problems_page(report.problems))
    found = "no problems" if not number else f"{number} problem{'s' if number > 1 else ''}"
    say(f"{len(report.rules_run)} rules on {report.triples:,} triples: {found}.")
    if number:
        context.exit(1)


@click.group(invoke_without_command=True)
@click.pass_context
def cache(context: click.Context) -> None:
    """Manage what is kept to answer at once.

    \b
    Example:
      careergraph cache clear
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cache.command()
def clear() -> None:
    """Remove the compiled graphs; they are made again when they are needed."""
    from careergraph.compiled.generation import cache_folder, clear_cache
    from careergraph.errors import OutputError

    folder = cache_folder()
    try:
        size = clear_cache()
    except OSError as error:
        raise OutputError(str(folder), error.strerror or str(error)) from error
    say(f"Removed {size / 1e6:,.1f} MB from {folder}.")


COMMANDS: Final = (info, export, check, cache)
