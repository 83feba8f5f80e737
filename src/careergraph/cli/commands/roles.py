"""Commands that answer questions about roles: role, gap, held, why, search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from careergraph.cli.arguments import (
    LANGUAGE,
    complete_titles,
    count_option,
    find_user_store,
    format_option,
    open_graph,
    reads_bundled,
    source_argument,
    target_argument,
    understand,
)
from careergraph.cli.mistakes import TwoTitlesCommand
from careergraph.cli.output import print_answer
from careergraph.cli.person import (
    end_argument,
    read_ends,
    read_skill_options,
    read_start,
    skill_options,
    start_argument,
    to_option,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.compiled.titles import Catalog
    from careergraph.model.entries import FoundEntry
    from careergraph.model.values import GraphInfo

__all__ = ["COMMANDS"]


@click.command()
@click.argument("title", nargs=-1, required=True, shell_complete=complete_titles)
@click.option("--full", is_flag=True, help="Add what each source lists, and related roles.")
@format_option("text", "json")
def role(title: tuple[str, ...], *, full: bool, form: str) -> None:
    """Show a role: profile, pay, outlook and moves, with sources.

    \b
    Examples:
      careergraph role "machine learning engineer"
      careergraph role "data analyst" --full
      careergraph role SWE --format json
    """
    from careergraph.report import data
    from careergraph.report.pages.role import role_page

    graph = open_graph()
    answer = graph.role(understand(graph, " ".join(title)))
    print_answer(
        form,
        page=lambda: role_page(answer, full=full),
        data=lambda: data.answer_data(answer),
    )


@click.command()
@click.argument("title", nargs=-1, shell_complete=complete_titles)
@skill_options
@format_option("text", "json", "csv")
def held(
    title: tuple[str, ...],
    *,
    form: str,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Show the skills that someone in a role is assumed to have.

    \b
    Examples:
      careergraph held "data analyst"
      careergraph held SWE --have Python:expert --lack Java --degree "BSc physics"
    """
    from careergraph.report import data
    from careergraph.report.pages.held import held_page

    graph = open_graph()
    named = any(options[name] for name in ("have", "lack", "degree", "profile"))
    start = read_start(graph, " ".join(title), options) if title or named else None
    answer = graph.held(start, **read_skill_options(graph, start, options))
    print_answer(
        form,
        page=lambda: held_page(answer),
        data=lambda: data.answer_data(answer),
        rows=answer.rows,
    )


@click.command(cls=TwoTitlesCommand)
@start_argument
@end_argument
@to_option
@skill_options
@format_option("text", "json", "csv")
def gap(
    source: str | None,
    target: str | None,
    *,
    to: str | None,
    form: str,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Show what to learn to go from one role to another.

    This compares the two roles directly; careergraph path finds the route between
    them. Leave FROM out and use --to to start from your skills alone (--have,
    --profile).

    \b
    Examples:
      careergraph gap "data analyst" "data scientist"
      careergraph gap --have Python --to "data scientist"
    """
    from careergraph.report import data
    from careergraph.report.pages.gaps import gap_page

    graph = open_graph()
    start, end = read_ends(graph, source, target, to, options)
    answer = graph.gap(start, end, **read_skill_options(graph, start, options))
    print_answer(
        form,
        page=lambda: gap_page(answer),
        data=lambda: data.gap_data(answer),
        rows=answer.rows,
    )


@click.command(cls=TwoTitlesCommand)
@source_argument
@target_argument
@format_option("text", "json")
def why(source: str, target: str, *, form: str) -> None:
    """Show the sources for the step FROM one role TO another.

    You see every statement behind one direct step, source by source, and where
    the source says it.

    \b
    Example:
      careergraph why "software engineer" MLE
    """
    from careergraph.report import data
    from careergraph.report.pages.why import explanation_page

    graph = open_graph()
    answer = graph.why(*(understand(graph, title) for title in (source, target)))
    print_answer(
        form,
        page=lambda: explanation_page(answer),
        data=lambda: data.answer_data(answer),
    )


@click.command()
@click.argument("text", nargs=-1, required=True)
@count_option("--limit", default=10, text="Show at most N results.")
@format_option("text", "json")
def search(text: tuple[str, ...], *, limit: int, form: str) -> None:
    """Find roles, occupations and skills by name, job title or code.

    Part of a name is enough. This also finds certifications.

    \b
    Examples:
      careergraph search vision
      careergraph search "senior HVAC tech"
      careergraph search 15-1252
    """
    from careergraph.errors import NothingFoundError
    from careergraph.report.pages import lists as results

    wanted = " ".join(text)
    catalog, graph_info = _catalog()
    entries = catalog.search_entries(wanted, limit=limit)
    if not entries and form == "text":
        raise NothingFoundError(wanted)
    print_answer(
        form,
        page=lambda: results.search_page(entries),
        data=lambda: _search_data(entries, graph_info()),
    )


def _catalog() -> tuple[Catalog, Callable[[], GraphInfo]]:
    """Return the names to search, and a function that says which graph they belong to."""
    context = click.get_current_context()
    if not reads_bundled(context) or context.meta.get(LANGUAGE):
        graph = open_graph()
        return graph.catalog, lambda: graph.info
    from careergraph.compiled.generation import open_database
    from careergraph.compiled.schema import read_info
    from careergraph.compiled.titles import Catalog

    store = find_user_store(context)
    database = open_database() if store is None else store.open_database()
    return Catalog(database), lambda: read_info(database)


def _search_data(entries: Sequence[FoundEntry], graph_info: GraphInfo) -> dict[str, object]:
    from careergraph.report.data import search_data

    return search_data(entries, graph_info)


COMMANDS: Final = (role, gap, held, why, search)
