"""Commands about neighbouring roles: next, feeders, reach, compare, bridges, gateways."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

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
    understand,
)
from careergraph.cli.output import print_answer
from careergraph.cli.person import (
    person_options,
    read_person_options,
    read_skill_options,
    read_start,
    skill_options,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.answers.roles.neighbours import Neighbours
    from careergraph.graph import CareerGraph
    from careergraph.model.values import Entry

__all__ = ["COMMANDS"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

_title_argument = click.argument("title", nargs=-1, required=True, shell_complete=complete_titles)
_optional_title_argument = click.argument(
    "title", nargs=-1, required=False, shell_complete=complete_titles
)


def _only_option(command: _Command) -> _Command:
    return click.option(
        "--only",
        metavar="KIND,...",
        default="promotion,move",
        callback=read_kinds,
        shell_complete=complete_kinds,
        show_default=True,
        help="Kinds of step to count: promotion, move, related, affinity (similar profiles).",
    )(command)


@click.command("next")
@_title_argument
@count_option("-n", "limit", default=10, text="How many roles to show.")
@_only_option
@skill_options
@format_option("text", "json", "csv")
def next_roles(
    title: tuple[str, ...],
    *,
    limit: int,
    only: tuple[str, ...],
    form: str,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Show where people go from a role, in one step.

    Promotions come first, then moves at your own level or up. Among these, moves
    that were observed come before those that an office or a document states, and
    our own judgement (~) comes last.

    \b
    Examples:
      careergraph next "data analyst"
      careergraph next SWE --only related -n 5 --have Rust
    """
    graph = open_graph()
    role = understand(graph, " ".join(title))
    person = read_skill_options(graph, role, options)
    _print_neighbours(graph.next(role, kinds=only, limit=limit, **person), form)


@click.command()
@_title_argument
@count_option("-n", "limit", default=10, text="How many roles to show.")
@_only_option
@format_option("text", "json", "csv")
def feeders(title: tuple[str, ...], *, limit: int, only: tuple[str, ...], form: str) -> None:
    """Show the roles that people come from, one step before a role.

    \b
    Examples:
      careergraph feeders "data scientist"
      careergraph feeders MLE --format json
    """
    graph = open_graph()
    role = understand(graph, " ".join(title))
    _print_neighbours(graph.feeders(role, kinds=only, limit=limit), form)


def _print_neighbours(answer: Neighbours, form: str) -> None:
    from careergraph.report import data
    from careergraph.report.pages import neighbours as nearby

    print_answer(
        form,
        page=lambda: nearby.neighbours_page(answer),
        data=lambda: data.answer_data(answer),
        rows=answer.rows,
    )


@click.command()
@_optional_title_argument
@click.option(
    "--max-years",
    metavar="YEARS",
    default="5",
    callback=read_number,
    show_default=True,
    help="The most years that it may take, up to 80.",
)
@click.option(
    "--hours-per-week",
    metavar="HOURS",
    default="8",
    callback=read_hours_per_week,
    show_default=True,
    help="Hours of learning a week.",
)
@_only_option
@person_options
@count_option("-n", "limit", default=20, text="How many roles to show.")
@format_option("text", "json", "csv")
def reach(
    title: tuple[str, ...],
    *,
    max_years: float,
    hours_per_week: float,
    only: tuple[str, ...],
    limit: int,
    form: str,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Show the roles that you can reach in a number of years.

    Leave TITLE out to start from the role in your profile, or from your skills
    alone (--have, --profile).

    \b
    Examples:
      careergraph reach "data analyst"
      careergraph reach SWE --max-years 2 --hours-per-week 15
      careergraph reach --have SQL --have "data visualisation"
    """
    from careergraph.report import data
    from careergraph.report.pages import neighbours as nearby

    graph = open_graph()
    role = read_start(graph, " ".join(title), options)
    answer = graph.reach(
        role,
        max_years=max_years,
        hours_per_week=hours_per_week,
        kinds=only,
        limit=limit,
        **read_person_options(graph, role, options),
    )
    print_answer(
        form,
        page=lambda: nearby.reach_page(answer),
        data=lambda: data.answer_data(answer),
        rows=answer.rows,
    )


@click.command()
@click.argument(
    "titles", metavar="ROLE ROLE...", nargs=-1, required=True, shell_complete=complete_titles
)
@click.option("--all-skills", is_flag=True, help="Name every skill, however long the list.")
@skill_options
@format_option("text", "json", "csv")
def compare(
    titles: tuple[str, ...],
    *,
    all_skills: bool,
    form: str,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Compare two to six roles side by side.

    This shows the items of each profile, pay, outlook, degrees, preparation and
    certifications. Pay is compared only within one country. What you would have to
    learn is counted from the first role; adjust what you have with --have, --lack,
    --degree and --profile.

    \b
    Examples:
      careergraph compare "data analyst" "data scientist"
      careergraph compare SWE MLE data-engineer
    """
    from careergraph.report import data
    from careergraph.report.pages import compare as sides

    graph = open_graph()
    roles = _understand_all(graph, titles)
    answer = graph.compare(*roles, **read_skill_options(graph, roles[0], options))
    print_answer(
        form,
        page=lambda: sides.comparison_page(answer, all_skills=all_skills),
        data=lambda: data.answer_data(answer),
        rows=answer.rows,
    )


def _understand_all(graph: CareerGraph, titles: Sequence[str]) -> list[Entry]:
    """Return what titles mean; an error for an unknown one says that titles may need quotes."""
    from careergraph.errors import AmbiguousTitleError, CareerGraphError, UnknownTitleError

    try:
        return [understand(graph, title) for title in titles]
    except (UnknownTitleError, AmbiguousTitleError) as error:
        if any(" " in title for title in titles) or len(titles) == 1:
            raise
        message = f"{error} A title of several words needs quotes."
        raise CareerGraphError(message) from None


@click.command()
@_title_argument
@count_option("-n", "limit", default=10, text="How many skills to show.")
@skill_options
@format_option("text", "json", "csv")
def bridges(
    title: tuple[str, ...],
    *,
    limit: int,
    form: str,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Show the skills that open the most doors from a role.

    For each skill that people in the role lack, you see how many lines of work one
    and two steps away need it. You also see by how much their gaps would shrink in
    total once you have learned it.

    \b
    Examples:
      careergraph bridges "data analyst"
      careergraph bridges SWE -n 5 --have "machine learning"
    """
    from careergraph.report import data
    from careergraph.report.pages import neighbours as nearby

    graph = open_graph()
    role = understand(graph, " ".join(title))
    answer = graph.bridges(role, limit=limit, **read_skill_options(graph, role, options))
    print_answer(
        form,
        page=lambda: nearby.bridges_page(answer),
        data=lambda: data.answer_data(answer),
        rows=answer.rows,
    )


@click.command()
@count_option("-n", "limit", default=10, text="How many roles to show.")
@format_option("text", "json", "csv")
def gateways(*, limit: int, form: str) -> None:
    """Show the roles that lie on the most routes.

    \b
    Examples:
      careergraph gateways
      careergraph gateways -n 25 --format csv
    """
    from careergraph.report import data
    from careergraph.report.pages import neighbours as nearby

    answer = open_graph().gateways(limit=limit)
    print_answer(
        form,
        page=lambda: nearby.gateways_page(answer),
        data=lambda: data.answer_data(answer),
        rows=answer.rows,
    )


COMMANDS: Final = (next_roles, feeders, reach, compare, bridges, gateways)
