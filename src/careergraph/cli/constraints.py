"""Options for ranking and constraining routes, shared by path and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from careergraph.cli.arguments import (
    complete_kinds,
    complete_titles,
    read_hours_per_week,
    read_kinds,
    read_number,
    understand,
)
from careergraph.cli.person import person_options, read_person_options
from careergraph.model.choices import CRITERIA, GRADES

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.graph import CareerGraph
    from careergraph.model.values import Entry
    from careergraph.search.constraints import Constraints

__all__ = [
    "read_route_options",
    "route_options",
]


def route_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for the criterion and the constraints of a route."""
    options = (
        click.option(
            "--by",
            type=click.Choice(CRITERIA),
            default="effort",
            show_default=True,
            help="What makes a route good: little learning and few job changes (effort), a small "
            "gap (gap), no hard step (step), few years (time), few steps (hops) or usual moves "
            "(likelihood).",
        ),
        click.option(
            "--only",
            metavar="KIND,...",
            default="promotion,move",
            callback=read_kinds,
            shell_complete=complete_kinds,
            show_default=True,
            help="Kinds of step to use: promotion, move, related, affinity (similar profiles).",
        ),
        click.option(
            "--hours-per-week",
            metavar="HOURS",
            default="8",
            callback=read_hours_per_week,
            show_default=True,
            help="Hours of learning a week.",
        ),
        click.option(
            "--max-steps", metavar="N", callback=read_number, help="Take at most N steps."
        ),
        click.option(
            "--max-years", metavar="N", callback=read_number, help="Take at most N years."
        ),
        click.option(
            "--avoid",
            metavar="ROLE",
            multiple=True,
            shell_complete=complete_titles,
            help="Avoid this role; repeat for more.",
        ),
        click.option(
            "--via",
            metavar="ROLE",
            multiple=True,
            shell_complete=complete_titles,
            help="Pass through this role; repeat for more, in any order.",
        ),
        click.option(
            "--change-cost",
            metavar="HOURS",
            callback=read_number,
            help="Price of a job change in hours, with --by effort (default: 150).",
        ),
        click.option(
            "--no-new-degree",
            is_flag=True,
            help="Avoid roles that usually require a higher degree.",
        ),
        click.option(
            "--min-pay",
            metavar="AMOUNT",
            callback=read_number,
            help="Lowest acceptable median pay a year at the destination; not met if unknown.",
        ),
        click.option(
            "--min-evidence",
            metavar="GRADE",
            type=click.Choice(GRADES),
            help="Weakest grade of evidence to accept for a step: " + ", ".join(GRADES) + ".",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return person_options(command)


def read_route_options(
    graph: CareerGraph, start: Entry | None, options: dict[str, Any]
) -> dict[str, Any]:
    """Return the options of a route from a role as `CareerGraph.paths` takes them."""
    person = read_person_options(graph, start, options)
    return {
        "by": options["by"],
        "kinds": options["only"],
        "hours_per_week": options["hours_per_week"],
        "constraints": _constraints(graph, options),
        **person,
    }


def _constraints(graph: CareerGraph, options: dict[str, Any]) -> Constraints:
    from careergraph.errors import UsageError
    from careergraph.search.constraints import Constraints

    steps = options["max_steps"]
    if steps is not None and not steps.is_integer():
        message = f"--max-steps is {steps:g}; give a whole number."
        raise UsageError(message)
    return Constraints(
        max_steps=None if steps is None else int(steps),
        max_years=options["max_years"],
        avoid=tuple(understand(graph, title) for title in options["avoid"]),
        via=tuple(understand(graph, title) for title in options["via"]),
        change_cost=options["change_cost"],
        no_new_degree=options["no_new_degree"],
        min_pay=options["min_pay"],
        min_evidence=options["min_evidence"],
    )
