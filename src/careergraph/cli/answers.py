"""Commands that answer questions about roles: path, gap, role, why, search."""

from __future__ import annotations

from typing import Final

import click

from careergraph.cli.arguments import (
    complete_titles,
    format_option,
    source_argument,
    target_argument,
    understand,
)
from careergraph.cli.output import show_page, write_output

__all__ = ["COMMANDS"]

_CRITERIA: Final = ("gap", "step", "time", "hops")
_KINDS: Final = "promotion,move"


@click.command()
@source_argument
@target_argument
@click.option(
    "-k", "k", type=click.IntRange(min=1), default=1, help="How many routes. [default: 1]"
)
@click.option(
    "--by",
    type=click.Choice(_CRITERIA),
    default="gap",
    show_default=True,
    help="What makes a route good: little to learn in all (gap), no hard step (step), "
    "few years (time) or few steps (hops).",
)
@click.option(
    "--only",
    metavar="KIND,...",
    default=_KINDS,
    show_default=True,
    help="Kinds of transition to use; also: related, affinity.",
)
@click.option(
    "--hours-per-week",
    type=float,
    default=8,
    show_default=True,
    help="Hours a week for learning.",
)
@click.option("--all-skills", is_flag=True, help="Name every skill, however many there are.")
@format_option("text", "json", "csv")
def path(
    source: str,
    target: str,
    *,
    k: int,
    by: str,
    only: str,
    hours_per_week: float,
    all_skills: bool,
    form: str,
) -> None:
    """Show the best way FROM one role TO another.

    Every step names its evidence and where that comes from, the skills still to learn
    (what an earlier step taught is not asked for again), what helps, pay and time.

    \b
    Examples:
      careergraph path "software engineer" "lead machine learning engineer"
      careergraph path SWE "data scientist" -k 3 --by hops
      careergraph path SWE MLE --format json
    """
    from careergraph.graph import load
    from careergraph.report import data, text

    graph = load()
    ends = [understand(graph, title).iri for title in (source, target)]
    kinds = tuple(kind.strip() for kind in only.split(",") if kind.strip())
    routes = graph.paths(*ends, k=k, by=by, kinds=kinds, hours_per_week=hours_per_week)
    if form == "json":
        write_output(None, data.to_json(data.routes_data(routes)).encode())
    elif form == "csv":
        write_output(None, data.to_csv(data.routes_rows(routes)).encode())
    else:
        show_page(text.routes_page(routes, all_skills=all_skills))


@click.command()
@source_argument
@target_argument
@format_option("text", "json", "csv")
def gap(source: str, target: str, *, form: str) -> None:
    """Show what is missing FROM one role TO another, however one gets there.

    \b
    Example:
      careergraph gap "data analyst" "data scientist"
    """
    from careergraph.graph import load
    from careergraph.report import data, text

    graph = load()
    ends = [understand(graph, title).iri for title in (source, target)]
    answer = graph.gap(*ends)
    if form == "json":
        write_output(None, data.to_json(data.gap_data(answer)).encode())
    elif form == "csv":
        write_output(None, data.to_csv(data.gap_rows(answer)).encode())
    else:
        show_page(text.gap_page(answer))


@click.command()
@click.argument("title", nargs=-1, required=True, shell_complete=complete_titles)
@format_option("text", "json")
def role(title: tuple[str, ...], *, form: str) -> None:
    """Show what a role is, what it asks for, and who says so.

    \b
    Example:
      careergraph role machine learning engineer
    """
    from careergraph.graph import load
    from careergraph.report import data, profile

    graph = load()
    answer = graph.role(understand(graph, " ".join(title)).iri)
    if form == "json":
        write_output(None, data.to_json(data.plain_data(answer)).encode())
    else:
        show_page(profile.role_page(answer))


@click.command()
@source_argument
@target_argument
@format_option("text", "json")
def why(source: str, target: str, *, form: str) -> None:
    """Show every statement behind the step FROM one role TO another, source by source.

    \b
    Example:
      careergraph why "software engineer" "machine learning engineer"
    """
    from careergraph.graph import load
    from careergraph.report import data, profile

    graph = load()
    answer = graph.why(*(understand(graph, title).iri for title in (source, target)))
    if form == "json":
        write_output(None, data.to_json(data.plain_data(answer)).encode())
    else:
        show_page(profile.explanation_page(answer))


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True)
@format_option("text", "json")
def search(text: tuple[str, ...], *, limit: int, form: str) -> None:
    """Find roles, skills and certifications by part of a name.

    \b
    Example:
      careergraph search vision
    """
    from careergraph.catalog import Catalog
    from careergraph.errors import UnknownTitleError

    wanted = " ".join(text)
    entries = [entry for entry, _ in Catalog.bundled().search(wanted, limit=limit)]
    if form == "json":
        from careergraph.report import data

        write_output(None, data.to_json(data.plain_data(entries)).encode())
    elif entries:
        from careergraph.report.results import search_page

        show_page(search_page(entries))
    else:
        raise UnknownTitleError(wanted, (), "role, skill or certification")


COMMANDS: Final = (path, role, gap, why, search)
