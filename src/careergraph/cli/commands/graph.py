"""Commands about the graph itself: info, export, check, cache."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

import click

from careergraph.cli.arguments import (
    STORE,
    find_user_store,
    force_option,
    format_option,
    open_graph,
    reads_bundled,
)
from careergraph.cli.output import (
    check_target,
    print_answer,
    print_text,
    say,
    show_page,
    write_output,
)
from careergraph.cli.progress import begin as begin_progress

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

__all__ = ["COMMANDS", "FORMATS"]

FORMATS: Final = ("turtle", "nquads", "jsonld", "graphml", "csv")
"""As `export.FORMATS`, which a test compares: ``--help`` imports no engine."""


@click.command()
@click.option("--all", "every", is_flag=True, help="List every source.")
@format_option("text", "json")
def info(*, every: bool, form: str) -> None:
    """Show which graph this is: version, size, evidence, licences."""
    from careergraph.report import data
    from careergraph.report.pages.overview import overview_page

    overview = open_graph().overview()
    print_answer(
        form,
        page=lambda: overview_page(overview, every=every),
        data=lambda: data.answer_data(overview),
    )
    context = click.get_current_context()
    if form == "text" and reads_bundled(context):
        from careergraph.compiled.generation import describe_location

        store = find_user_store(context)
        place = describe_location() if store is None else store.describe_location()
        print_text(f"\n{place}\n")


@click.command()
@format_option(*FORMATS)
@click.option(
    "--table",
    type=click.Choice(("edges", "nodes")),
    help="With --format csv: which table.  [default: edges]",
)
@click.option(
    "--bom", is_flag=True, help="With --format csv: start with a byte-order mark, for Excel."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Output file (default: standard output).",
)
@force_option
def export(form: str, *, table: str | None, bom: bool, output: str | None, force: bool) -> None:
    """Write the graph for other programs: RDF, GraphML or CSV.

    \b
      turtle, nquads, jsonld  the whole graph, for RDF tools
      graphml                 roles and transitions, for Gephi
      csv                     a table, with one row for each
                              role (--table nodes) or for each
                              statement (--table edges)

    \b
    Examples:
      careergraph export --format graphml -o careers.graphml
      careergraph export --format csv --table nodes -o n.csv
      careergraph export --format csv --table edges -o e.csv
    """
    if form != "csv" and (bom or table):
        message = f"{'--bom' if bom else '--table'} needs --format csv."
        raise click.UsageError(message)
    if output is not None:
        check_target(output, force=force)
    content = _exported(open_graph(), form, table or "edges")
    write_output(output, codecs.BOM_UTF8 + content if bom else content)


def _exported(graph: CareerGraph, form: str, table: str) -> bytes:
    from careergraph.answers.whole_graph import export as exports
    from careergraph.model.choices import KINDS

    if form not in {"graphml", "csv"}:
        return exports.export_graph(graph.whole(), form)
    facts, families = graph.facts, exports.read_family_labels(graph.store)
    digraph = graph.digraph(by="gap", kinds=KINDS)
    gaps = {(source, target): edge["gap"] for source, target, edge in digraph.edges(data=True)}
    edges = exports.list_edges(facts.roles, facts.steps, gaps)
    if form == "graphml":
        content, replaced = exports.graphml(facts.roles, edges, families)
        if replaced:
            say(f"Note: {replaced:,} control characters became \ufffd: XML cannot hold them.")
        return content
    from careergraph.report.data import to_csv

    labels = {role.iri: role.label for role in facts.roles}
    nodes = table == "nodes"
    rows = exports.node_rows(facts.roles, families) if nodes else exports.edge_rows(edges, labels)
    return to_csv(list(rows)).encode()


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@click.pass_context
def check(context: click.Context, files: tuple[str, ...]) -> None:
    """Check the graph, or your own Turtle files, against its rules.

    Without a FILE this checks your own store, if you have imported anything, and
    the bundled graph otherwise. If you name files, they are checked together with
    the bundled graph, and you see only the rules that they break. The exit code is
    1 if a rule is broken.

    \b
    Examples:
      careergraph check
      careergraph check my-role.ttl
      careergraph --bundled check
    """
    from pathlib import Path

    from careergraph.compiled.checks import check as run_check
    from careergraph.compiled.checks import check_imports
    from careergraph.report.pages.lists import problems_page

    if files and context.meta.get(STORE):
        message = "Files are checked together with the bundled graph: leave out --store."
        raise click.UsageError(message, context)
    store = None if files else find_user_store(context)
    begin_progress("Checking")
    if store is not None:
        report = check_imports(store.open_store())
        say("Shapes, and checks that read every statement, ran on a sample of what was imported.")
    else:
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
    """Clear the cache: files that make answers faster.

    \b
    Example:
      careergraph cache clear
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cache.command()
def clear() -> None:
    """Remove the compiled graphs; they are rebuilt when needed."""
    from careergraph.compiled.generation import cache_folder, clear_cache
    from careergraph.errors import OutputError

    folder = cache_folder()
    try:
        size = clear_cache()
    except OSError as error:
        raise OutputError(str(folder), error.strerror or str(error)) from error
    say(f"Removed {size / 1e6:,.1f} MB from {folder}.")


COMMANDS: Final = (info, export, check, cache)
