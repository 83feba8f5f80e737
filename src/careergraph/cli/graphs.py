"""Commands about the graph itself: check, info, export."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from careergraph.cli.arguments import format_option
from careergraph.cli.output import show_page, write_output

__all__ = ["COMMANDS"]

_FORMATS: Final = ("turtle", "nquads", "jsonld", "graphml", "csv")


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """Check the graph's rules: the bundled graph, or Turtle files laid over it.

    Ends with exit code 1 and one line for each problem if there are any.

    \b
    Examples:
      careergraph check
      careergraph check my-role.ttl
    """
    from careergraph.validation import check as run_check

    report = run_check(files)
    for problem in report.problems:
        click.echo(str(problem))
    number = len(report.problems)
    found = "no problems" if not number else f"{number} problem{'s' if number > 1 else ''}"
    click.echo(f"{len(report.rules_run)} rules on {report.triples:,} triples: {found}.", err=True)
    if number:
        context.exit(1)


@click.command()
@format_option("text", "json")
def info(*, form: str) -> None:
    """Show which graph is open: version, counts, evidence, licences, attribution."""
    from careergraph.graph import load
    from careergraph.report import data, profile

    overview = load().overview()
    if form == "json":
        write_output(None, data.to_json(data.plain_data(overview)).encode())
    else:
        show_page(profile.overview_page(overview))


@click.command()
@format_option(*_FORMATS)
@click.option("-o", "--output", metavar="FILE", help="Where to write; standard output unless said.")
def export(form: str, *, output: str | None) -> None:
    """Write the whole graph (turtle, nquads, jsonld) or its network (graphml, csv).

    \b
    Examples:
      careergraph export --format graphml -o careers.graphml
      careergraph export --format csv > transitions.csv
    """
    from careergraph.export import export_graph, export_network, transition_rows
    from careergraph.graph import load

    graph = load()
    if form == "csv":
        from careergraph.report.data import to_csv

        content = to_csv(transition_rows(graph.store, graph.catalog.label)).encode()
    elif form == "graphml":
        content = export_network(graph.network)
    else:
        content = export_graph(graph.store, form)
    write_output(output, content)


COMMANDS: Final = (check, info, export)
