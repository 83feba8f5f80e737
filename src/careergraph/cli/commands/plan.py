"""The command that makes a learning plan of a route: plan."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from careergraph.cli.arguments import format_option, open_graph
from careergraph.cli.constraints import read_route_options, route_options
from careergraph.cli.mistakes import TwoTitlesCommand
from careergraph.cli.output import say, write_output
from careergraph.cli.person import (
    end_argument,
    read_ends,
    say_warnings,
    start_argument,
    to_option,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.answers.planning.plan import Plan
    from careergraph.compiled.titles import Catalog
    from careergraph.graph import CareerGraph
    from careergraph.person.checklist_parser import Ticks

__all__ = ["COMMANDS"]

_EDITED: Final = (
    "you have changed more than the ticks in this plan, and your changes would be lost. Write to "
    "another file and give this one with --done, or add --force"
)


def _read_day(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> date | None:
    """Return the day that an option names."""
    if value is None:
        return None
    if value.strip().casefold() == "today":
        return date.today()  # noqa: DTZ011 (a day as people count it)
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        from careergraph.errors import quote_title

        message = (
            f"{quote_title(value)} is not a date. Write year, month and day, as in 2027-01-11."
        )
        raise click.BadParameter(message) from None


@click.command(cls=TwoTitlesCommand)
@start_argument
@end_argument
@to_option
@route_options
@click.option(
    "--done",
    metavar="FILE",
    type=click.Path(),
    help="An earlier plan; its ticked items count as done.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Output file (default: standard output); a plan that is already there keeps its ticks.",
)
@click.option(
    "--start",
    metavar="DATE",
    callback=_read_day,
    help="First day of learning, such as 2027-01-11, or today.",
)
@click.option(
    "--update-profile",
    "updates_profile",
    is_flag=True,
    help="Add the ticked items to your profile (--profile FILE).",
)
@click.option("--force", is_flag=True, help="Overwrite the file, whatever it is.")
@format_option("markdown", "json")
def plan(  # noqa: PLR0913 (as many as it has options)
    source: str | None,
    target: str | None,
    *,
    to: str | None,
    done: str | None,
    output: str | None,
    force: bool,
    form: str,
    start: date | None,
    updates_profile: bool,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Make a plan to tick off, from one role to another.

    The plan starts with what to do this week. It lists skills in the order in
    which to learn them, each with its weeks, the role that needs it, what it
    builds on, courses and books, hours and cost. Tick what you have learned and
    write the plan to the same file again: your ticks stay, and the remaining items
    move up, or start today if the start date has passed. The route is the first one that
    careergraph path shows for the same options. Leave FROM out and use --to to
    start from your skills alone (--have, --profile).

    \b
    Examples:
      careergraph plan "data analyst" "ML engineer"
      careergraph plan SWE MLE --hours-per-week 5
    """
    profile = options["profile"]
    if updates_profile and profile is None:
        message = "--update-profile needs the file to write to: --profile FILE."
        raise click.UsageError(message)
    if updates_profile and done is None and output in (None, "-"):
        message = "--update-profile needs a plan with ticks: --done FILE, or -o FILE."
        raise click.UsageError(message)
    from careergraph.answers.planning.plan import check_start

    check_start(start)
    graph = open_graph()
    begin, end = read_ends(graph, source, target, to, options)
    earlier = _earlier_plans(done, output, form, force=force)
    asked = read_route_options(graph, begin, options)
    ticks = _read_ticks(done, earlier, graph.catalog)
    answer = graph.plan(begin, end, ticks=ticks, start=start or _later_start(earlier), **asked)
    if updates_profile:
        _update_profile(answer, profile, graph)
    _write(answer, output, form)


def _update_profile(answer: Plan, profile: str, graph: CareerGraph) -> None:
    """Add the ticked items to a profile, and print what was added."""
    from careergraph.person.profile_update import update_profile

    levels = {entry.skill.iri: entry.level for entry in answer.learned}
    added = update_profile(profile, levels, graph.catalog)
    name = click.format_filename(profile)
    if added:
        say(f"Added to {name}: {', '.join(graph.catalog.label(iri) for iri in added)}.")
    else:
        say(f"Nothing to add to {name}: it already has everything that is ticked.")


def _later_start(earlier: Mapping[str, str]) -> date | None:
    """Return the start of a plan that is made again: its old start, or today if that has passed."""
    from careergraph.person.checklist import day_text
    from careergraph.person.checklist_parser import read_start

    starts = [start for text in earlier.values() if (start := read_start(text)) is not None]
    if not starts:
        return None
    today = date.today()  # noqa: DTZ011 (a day as people count it)
    if starts[0] >= today:
        return starts[0]
    say(
        f"The plan began on {day_text(starts[0])}. What is left now starts today, "
        f"{day_text(today)}; use --start to begin later."
    )
    return today


def _earlier_plans(
    done: str | None, output: str | None, form: str, *, force: bool
) -> dict[str, str]:
    """Return the plans made before, by file: that of the output, if any, and that of --done."""
    from careergraph.person.toml_reader import read_text

    standing = _standing_plan(output, form, force=force)
    texts = {} if output is None or not standing else {output: standing}
    if done is not None:
        texts[done] = read_text(done)
    return texts


def _standing_plan(output: str | None, form: str, *, force: bool) -> str:
    """Return the plan already in a file, if any; raise an error if something would be lost."""
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
        raise OutputError(output, "the file exists and is not a plan. Use --force to overwrite it")
    reason = (
        "the file is a plan in Markdown. Use --force to overwrite it" if form == "json" else _EDITED
    )
    raise OutputError(output, reason)


def _read_ticks(done: str | None, earlier: Mapping[str, str], catalog: Catalog) -> Ticks:
    from careergraph.person.checklist_parser import read_ticks

    ticks = read_ticks(earlier, catalog)
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
