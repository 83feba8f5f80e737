"""The command that finds ways from one role to another: path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from careergraph.cli.arguments import (
    complete_kinds,
    complete_titles,
    count_option,
    format_option,
    open_graph,
    read_hours_per_week,
    read_kinds,
    read_number,
    source_argument,
    target_argument,
    understand,
)
from careergraph.cli.mistakes import TwoTitlesCommand
from careergraph.cli.output import print_answer
from careergraph.cli.people import open_profile
from careergraph.cli.pictures import check_target, force_option, write_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.constraints import Constraints
    from careergraph.graph import CareerGraph
    from careergraph.model import Routes

__all__ = ["COMMANDS", "CRITERIA", "GRADES"]

CRITERIA: Final = ("gap", "step", "time", "hops", "likelihood")
"""As `model.CRITERIA`, which a test compares: ``--help`` imports no model."""
GRADES: Final = ("observed", "official", "stated", "computed", "editorial")
"""As `model.GRADES`, likewise."""


def _constraint_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what a route has to keep to."""
    options = (
        click.option("--max-steps", metavar="N", callback=read_number, help="At most N steps."),
        click.option("--max-years", metavar="N", callback=read_number, help="At most N years."),
        click.option(
            "--avoid",
            metavar="ROLE",
            multiple=True,
            shell_complete=complete_titles,
            help="Not through this role; may be repeated.",
        ),
        click.option(
            "--via",
            metavar="ROLE",
            multiple=True,
            shell_complete=complete_titles,
            help="Through this role; may be repeated.",
        ),
        click.option(
            "--have", metavar="SKILL", multiple=True, help="A skill you hold; may be repeated."
        ),
        click.option(
            "--profile",
            metavar="FILE",
            type=click.Path(),
            help="What you hold: see careergraph profile init.",
        ),
        click.option("--degree", metavar="DEGREE", help='Your degree, such as "bachelor\'s".'),
        click.option(
            "--no-new-degree", is_flag=True, help="No role that usually asks for a higher degree."
        ),
        click.option(
            "--min-pay",
            metavar="AMOUNT",
            callback=read_number,
            help="Median pay a year at the end, at least; unknown pay is not enough.",
        ),
        click.option(
            "--min-evidence",
            metavar="GRADE",
            type=click.Choice(GRADES),
            help="The weakest evidence for a step: " + ", ".join(GRADES) + ".",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=TwoTitlesCommand)
@source_argument
@target_argument
@count_option("-k", "k", default=1, text="How many routes to show, at most 1000.")
@click.option(
    "--by",
    type=click.Choice(CRITERIA),
    default="gap",
    show_default=True,
    help="What makes a route good: little to learn (gap), no hard step (step), few years (time), "
    "few steps (hops) or usual moves (likelihood).",
)
@click.option(
    "--only",
    metavar="KIND,...",
    default="promotion,move",
    callback=read_kinds,
    shell_complete=complete_kinds,
    show_default=True,
    help="Kinds of step to use; others are related and affinity: roles that are alike.",
)
@click.option(
    "--hours-per-week",
    metavar="HOURS",
    default="8",
    callback=read_hours_per_week,
    show_default=True,
    help="Hours a week for learning.",
)
@_constraint_options
@click.option(
    "--pareto",
    is_flag=True,
    help="All routes of which none is better in years, gap, hardest step and new degrees.",
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
    and time.

    \b
    Examples:
      careergraph path "software engineer" "lead ML engineer"
      careergraph path SWE "data scientist" -k 3 --max-years 5
      careergraph path SWE MLE --have Python --avoid "data analyst" --explain
    """
    from careergraph.report import costs, data, text

    if html is not None:
        check_target(html, force=force, beside=True)
    elif force:
        message = "--force goes with --html alone."
        raise click.UsageError(message)
    graph = open_graph()
    start, end = (understand(graph, title).iri for title in (source, target))
    asked = _options(graph, options)
    routes = _find(graph, start, end, options, asked)
    varied = graph.stability(start, end, **asked) if explain else ()
    picture = None if html is None else graph.view(path=routes)
    print_answer(
        form,
        page=lambda: text.routes_page(
            routes, all_skills=all_skills, explained=costs.cost_blocks(routes, varied)
        ),
        data=lambda: data.routes_data(routes, varied if explain else None),
        rows=lambda: data.routes_rows(routes),
    )
    if picture is not None and html is not None:
        write_picture(picture, html)


def _find(
    graph: CareerGraph, start: str, end: str, options: dict[str, Any], asked: dict[str, Any]
) -> Routes:
    if options["pareto"]:
        return graph.pareto(start, end, **asked)
    return graph.paths(start, end, k=options["k"], **asked)


def _options(graph: CareerGraph, options: dict[str, Any]) -> dict[str, Any]:
    profile = options["profile"]
    return {
        "by": options["by"],
        "kinds": options["only"],
        "hours_per_week": options["hours_per_week"],
        "constraints": _constraints(graph, options),
        "person": None if profile is None else open_profile(graph, profile),
    }


def _constraints(graph: CareerGraph, options: dict[str, Any]) -> Constraints:
    from careergraph.constraints import Constraints
    from careergraph.errors import UsageError

    steps = options["max_steps"]
    if steps is not None and steps != int(steps):
        message = f"--max-steps {steps:g} is no whole number."
        raise UsageError(message)
    return Constraints(
        max_steps=None if steps is None else int(steps),
        max_years=options["max_years"],
        avoid=tuple(understand(graph, title).iri for title in options["avoid"]),
        via=tuple(understand(graph, title).iri for title in options["via"]),
        have=tuple(understand(graph, name, "skill").iri for name in options["have"]),
        degree=options["degree"],
        no_new_degree=options["no_new_degree"],
        min_pay=options["min_pay"],
        min_evidence=options["min_evidence"],
    )


COMMANDS: Final = (path,)
