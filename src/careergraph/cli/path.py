"""The command that finds ways from one role to another: path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from careergraph.cli.arguments import (
    count_option,
    force_option,
    format_option,
    open_graph,
    source_argument,
    target_argument,
    understand,
)
from careergraph.cli.constraints import read_route_options, route_options
from careergraph.cli.mistakes import TwoTitlesCommand
from careergraph.cli.output import check_target, print_answer
from careergraph.cli.pictures import write_picture

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph
    from careergraph.model.values import Entry, Routes

__all__ = ["COMMANDS"]

_NOT_PLAIN: Final = (
    *("pareto", "max_steps", "max_years", "avoid", "via", "have", "profile", "degree"),
    *("no_new_degree", "min_pay", "min_evidence"),
)
"""Options that the plain search does not know."""


@click.command(cls=TwoTitlesCommand)
@source_argument
@target_argument
@count_option("-k", "k", default=1, text="How many routes to show.", most=1000)
@route_options
@click.option(
    "--pareto",
    is_flag=True,
    help="All routes of which none is better in years, gap, hardest step and new degrees.",
)
@click.option(
    "--plain",
    is_flag=True,
    help="Shortest paths by networkx alone, each step on its own, to compare with.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="How the cost is made up, and whether the first route stays first when it varies.",
)
@click.option("--all-skills", is_flag=True, help="Name every skill, however many there are.")
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(),
    help="Draw a picture of the answer into FILE as well.",
)
@force_option
@format_option("text", "json", "csv")
def path(
    source: str,
    target: str,
    *,
    explain: bool,
    all_skills: bool,
    html: str | None,
    force: bool,
    form: str,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Find the best way FROM one role TO another, step by step.

    Every step names its evidence and where that comes from, the skills still to
    learn (what an earlier step taught is not asked for again), what helps, pay
    and time. Routes that are equal by what is asked for are ordered by the gap,
    then the hardest step, the number of steps, and their names.

    \b
    Examples:
      careergraph path "software engineer" "lead ML engineer"
      careergraph path SWE "data scientist" -k 3 --max-years 5
      careergraph path SWE MLE --have Python --explain
    """
    from careergraph.report import costs, data
    from careergraph.report import routes as text

    if html is not None:
        check_target(html, force=force, beside=True)
    elif force:
        message = "--force goes with --html alone."
        raise click.UsageError(message)
    graph = open_graph()
    start, end = (understand(graph, title) for title in (source, target))
    asked = read_route_options(graph, start, options)
    routes = _find(graph, start, end, options, asked)
    settles = explain and not (options["pareto"] or options["plain"])
    varied = graph.stability(start, end, **asked) if settles else ()
    picture = None if html is None else graph.view(path=routes)
    print_answer(
        form,
        page=lambda: text.routes_page(
            routes,
            all_skills=all_skills,
            explained=costs.cost_blocks(routes, varied) if explain else [],
        ),
        data=lambda: data.routes_data(routes, varied if explain else None),
        rows=routes.rows,
    )
    if picture is not None and html is not None:
        write_picture(picture, html)


def _find(
    graph: CareerGraph, start: Entry, end: Entry, options: dict[str, Any], asked: dict[str, Any]
) -> Routes:
    from careergraph.errors import UsageError

    if options["plain"]:
        return _find_plain(graph, start, end, options)
    if options["pareto"]:
        if _given("k") or _given("by"):
            message = "--pareto shows every route that none betters: leave -k and --by out."
            raise UsageError(message)
        return graph.pareto(start, end, **asked)
    return graph.paths(start, end, k=options["k"], **asked)


def _find_plain(graph: CareerGraph, start: Entry, end: Entry, options: dict[str, Any]) -> Routes:
    from careergraph.errors import UsageError

    unused = [name for name in _NOT_PLAIN if options[name]]
    if unused:
        message = f"--plain takes each step on its own: leave --{unused[0].replace('_', '-')} out."
        raise UsageError(message)
    return graph.shortest_paths(
        start,
        end,
        k=options["k"],
        by=options["by"],
        kinds=options["only"],
        hours_per_week=options["hours_per_week"],
    )


def _given(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


COMMANDS: Final = (path,)
