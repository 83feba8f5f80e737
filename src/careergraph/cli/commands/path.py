"""The command that finds routes from one role to another: path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from careergraph.cli.arguments import count_option, force_option, format_option, open_graph
from careergraph.cli.constraints import read_route_options, route_options
from careergraph.cli.mistakes import TwoTitlesCommand
from careergraph.cli.output import check_target, print_answer
from careergraph.cli.person import end_argument, read_ends, start_argument, to_option
from careergraph.cli.pictures import write_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.graph import CareerGraph
    from careergraph.model.values import Entry, Routes
    from careergraph.report.layout import Block
    from careergraph.search.sensitivity import Variation

__all__ = ["COMMANDS"]

_NOT_PLAIN: Final = (
    *("pareto", "max_steps", "max_years", "avoid", "via", "have", "profile", "degree"),
    *("no_new_degree", "min_pay", "min_evidence", "lack", "years", "licence"),
)
"""Options that the plain search does not know."""


@click.command(cls=TwoTitlesCommand)
@start_argument
@end_argument
@to_option
@count_option("-k", "k", default=1, text="How many routes to show.", most=1000)
@route_options
@click.option(
    "--pareto",
    is_flag=True,
    help="Show all trade-offs (Pareto front) over years, gap, hardest step and new degrees.",
)
@click.option(
    "--plain",
    is_flag=True,
    help="For comparison: networkx's shortest paths, which ignore what you learn on the way.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Show what the cost consists of, and whether another route is best if a part varies.",
)
@click.option("--full", is_flag=True, help="Show each step, its evidence and every source.")
@click.option(
    "--route", "number", metavar="N", type=int, help="Show only route N of the -k routes, in full."
)
@click.option(
    "--all-routes",
    is_flag=True,
    help="With --pareto: show all routes, not a selection of at most 12.",
)
@click.option("--all-skills", is_flag=True, help="Name every skill, however long the list.")
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(),
    help="Also draw the answer as a picture in FILE.",
)
@force_option
@format_option("text", "json", "csv")
def path(  # noqa: PLR0913 (as many as it has options)
    source: str | None,
    target: str | None,
    *,
    to: str | None,
    full: bool,
    number: int | None,
    all_routes: bool,
    explain: bool,
    all_skills: bool,
    html: str | None,
    force: bool,
    form: str,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Find the best route FROM one role TO another.

    The first screen answers three questions: is it allowed (licence, degree), is
    it possible (what to learn, years), is it advisable (pay, outlook, how many
    people have done it). --full shows each step with its sources. Leave FROM out to
    start from your skills alone (--have, --profile).

    \b
    Examples:
      careergraph path "software engineer" "lead ML engineer"
      careergraph path SWE "data scientist" -k 3 --max-years 5
      careergraph path SWE MLE --have Python:expert --full
      careergraph path --have SQL --to "data analyst"
    """
    from careergraph.answers.planning.routes import spread_routes
    from careergraph.model.phrases import count_text
    from careergraph.report.pages.routes import routes_page

    if html is not None:
        check_target(html, force=force, beside=True)
    elif force:
        message = "--force needs --html."
        raise click.UsageError(message)
    graph = open_graph()
    start, end = read_ends(graph, source, target, to, options)
    if number is not None:
        options["k"] = max(options["k"], number)
    asked = read_route_options(graph, start, options)
    routes = _find(graph, start, end, options, asked)
    if number is not None and not 1 <= number <= len(routes):
        message = f"--route is {number}; there are {len(routes)} routes."
        raise click.UsageError(message)
    found = len(routes)
    if options["pareto"] and not all_routes and form == "text":
        routes = spread_routes(routes)
    if left_out := found - len(routes):
        more = count_text(left_out, "more trade-off")
        click.echo(f"{more} not shown; --all-routes shows all.", err=True)
    settles = explain and not (options["pareto"] or options["plain"])
    varied = graph.stability(start, end, **asked) if settles else ()
    picture = None if html is None else graph.view(path=routes)
    print_answer(
        form,
        page=lambda: routes_page(
            routes,
            full=full or all_skills,
            number=number,
            all_skills=all_skills,
            explained=_explain(routes, varied) if explain else [],
        ),
        data=lambda: _as_data(routes, varied if explain else None),
        rows=routes.rows,
    )
    if picture is not None and html is not None:
        write_picture(picture, html)


def _find(
    graph: CareerGraph,
    start: Entry | None,
    end: Entry,
    options: dict[str, Any],
    asked: dict[str, Any],
) -> Routes:
    from careergraph.errors import UsageError

    if options["plain"]:
        return _find_plain(graph, start, end, options)
    if options["pareto"]:
        if _given("k") or _given("by"):
            message = "--pareto shows all trade-offs, so it takes neither -k nor --by."
            raise UsageError(message)
        return graph.pareto(start, end, **asked)
    return graph.paths(start, end, k=options["k"], **asked)


def _find_plain(
    graph: CareerGraph, start: Entry | None, end: Entry, options: dict[str, Any]
) -> Routes:
    from careergraph.errors import UsageError

    if start is None:
        message = "--plain needs a role to start from."
        raise UsageError(message)

    unused = [name for name in _NOT_PLAIN if options[name]]
    if unused:
        option = unused[0].replace("_", "-")
        message = f"--plain looks at each step on its own and does not support --{option}."
        raise UsageError(message)
    return graph.shortest_paths(
        start,
        end,
        k=options["k"],
        by=options["by"],
        kinds=options["only"],
        hours_per_week=options["hours_per_week"],
        change_cost=options["change_cost"],
    )


def _explain(routes: Routes, varied: Sequence[Variation]) -> list[Block]:
    from careergraph.report.pages.costs import cost_blocks

    return cost_blocks(routes, varied)


def _as_data(routes: Routes, varied: Sequence[Variation] | None) -> dict[str, object]:
    from careergraph.report.data import routes_data

    return routes_data(routes, varied)


def _given(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


COMMANDS: Final = (path,)
