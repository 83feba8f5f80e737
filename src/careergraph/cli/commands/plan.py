"""The command that makes a learning plan of a route: plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from careergraph.cli.arguments import (
    format_option,
    open_graph,
    source_argument,
    target_argument,
    understand,
)
from careergraph.cli.constraints import read_route_options, route_options
from careergraph.cli.mistakes import TwoTitlesCommand
from careergraph.cli.output import say, write_output
from careergraph.cli.person import say_warnings

if TYPE_CHECKING:
    from datetime import datetime

    from careergraph.answers.planning.plan import Plan
    from careergraph.compiled.titles import Catalog
    from careergraph.person.checklist_parser import Ticks

__all__ = ["COMMANDS"]

_EDITED: Final = (
    "it is a plan in which more than ticks was changed, which would be lost. Write to another "
    "file and give this one as --done, or add --force"
)


@click.command(cls=TwoTitlesCommand)
@source_argument
@target_argument
@route_options
@click.option(
    "--done",
    metavar="FILE",
    type=click.Path(),
    help="An earlier plan: what is ticked in it is done.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Where to write; a plan that stands there keeps its ticks.",
)
@click.option(
    "--start",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which you begin, such as 2027-01-11.",
)
@click.option("--force", is_flag=True, help="Write over a file whatever it is.")
@format_option("markdown", "json")
def plan(
    source: str,
    target: str,
    *,
    done: str | None,
    output: str | None,
    force: bool,
    form: str,
    start: datetime | None,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Make a learning plan FROM one role TO another: a list to tick.

    Skills stand in the order in which to learn them, each with who asks for it,
    what it builds on, what it can be learned from, hours and cost. What you tick
    is done when you make the plan again into the same file. The route is the
    first that careergraph path shows for the same options.

    \b
    Examples:
      careergraph plan "data analyst" "ML engineer"
      careergraph plan SWE MLE --format json
    """
    graph = open_graph()
    begin, end = (understand(graph, title) for title in (source, target))
    earlier = _earlier_plan(output, form, force=force)
    asked = read_route_options(graph, begin, options)
    ticks = _read_ticks(done, output, earlier, graph.catalog)
    answer = graph.plan(
        begin, end, ticks=ticks, start=None if start is None else start.date(), **asked
    )
    _write(answer, output, form)


def _earlier_plan(output: str | None, form: str, *, force: bool) -> str:
    """Return the plan that stands in a file, if any; an error where something would be lost."""
    if output is None or output == "-" or not Path(output).is_file():
        return ""
    from careergraph.errors import DataFileError, OutputError
    from careergraph.person.checklist_parser import is_plan, is_untouched
    from careergraph.person.toml_reader import read_text

    try:
        text = read_text(output)
    except DataFileError:
        text = "\0"
    if not text.strip():
        return ""
    known = text if is_plan(text) else ""
    if force or (is_untouched(text) and form == "markdown"):
        return known
    if not known:
        raise OutputError(output, "the file exists and is no plan; --force writes over it")
    reason = "the file is a plan in Markdown; --force writes over it" if form == "json" else _EDITED
    raise OutputError(output, reason)


def _read_ticks(done: str | None, output: str | None, earlier: str, catalog: Catalog) -> Ticks:
    from careergraph.person.checklist_parser import read_ticks
    from careergraph.person.toml_reader import read_text

    texts = {} if output is None or not earlier else {output: earlier}
    if done is not None:
        texts[done] = read_text(done)
    ticks = read_ticks(texts, catalog)
    say_warnings(ticks.warnings)
    if done is not None and not ticks:
        say(f"Nothing is ticked in {click.format_filename(done)}.")
    return ticks


def _write(answer: Plan, output: str | None, form: str) -> None:
    if form == "json":
        from careergraph.report.data import answer_data, to_json

        write_output(output, to_json(answer_data(answer)).encode())
        return
    text = answer.to_markdown()
    if output in (None, "-") and sys.stdout is not None and sys.stdout.isatty():
        sys.stdout.write(text)  # in the terminal's own encoding
        return
    write_output(output, text.encode())
    if output not in (None, "-"):
        say(f"{len(answer.to_do)} to learn, {len(answer.done)} done.")


COMMANDS: Final = (plan,)
