"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from careergraph.cli.output import say
from careergraph.cli.progress import begin as begin_progress
from careergraph.errors import UsageError
from careergraph.model.choices import KINDS, check_hours_per_week, check_kinds

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from careergraph.compiled.user_store.folder import UserStore
    from careergraph.graph import CareerGraph
    from careergraph.model.values import Entry

__all__ = [
    "AREA",
    "ENDPOINT",
    "LANGUAGE",
    "OWN_FILES",
    "STORE",
    "complete_kinds",
    "complete_titles",
    "count_option",
    "find_user_store",
    "force_option",
    "format_option",
    "open_graph",
    "read_hours_per_week",
    "read_kinds",
    "read_number",
    "reads_bundled",
    "source_argument",
    "target_argument",
    "timeout_option",
    "understand",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])

ENDPOINT: Final = "careergraph.store.remote.endpoint"
"""The key of the endpoint's address in a command's context."""
OWN_FILES: Final = "careergraph.own_files"
"""The key of the files given by `--with` in a command's context."""
STORE: Final = "careergraph.store"
"""The key of the store in a command's context: its folder, or false for the bundled graph."""
AREA: Final = "careergraph.area"
"""The key of the area whose pay is shown in a command's context."""
LANGUAGE: Final = "careergraph.language"
"""The key of the language of names in a command's context."""
_STATEMENTS: Final = frozenset({"query", "export", "publish"})
"""Commands that need statements and no answers, so that a graph may be of any size."""
_MOST: Final = 999_999
_LONGEST_SECONDS: Final = 86_400


def count_option(
    *names: str, default: int | None, text: str, most: int = _MOST
) -> Callable[[_Command], _Command]:
    """Return an option that takes a whole number from 1 to ``most``."""

    def read(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        if value.isascii() and value.isdecimal() and len(value) <= len(str(most)):
            number = int(value)
            if 1 <= number <= most:
                return number
        message = f"{_shown(value)} is not a whole number from 1 to {most}."
        raise click.BadParameter(message)

    return click.option(
        *names,
        metavar="N",
        default=None if default is None else str(default),
        show_default=True,
        callback=read,
        help=text,
    )


def read_number(
    _context: click.Context, parameter: click.Parameter, value: str | None
) -> float | None:
    """Return the number that an option gives; its bounds are checked where it is used."""
    if value is None:
        return None
    try:
        return float(value.replace(",", "")) if value.isascii() else float("x")
    except ValueError:
        message = f"{_shown(value)} is not a number. Write, for example, {parameter.opts[0]} 5."
        raise click.BadParameter(message) from None


def read_hours_per_week(_context: click.Context, _parameter: click.Parameter, value: str) -> float:
    """Return the hours a week that an option names."""
    try:
        hours = float(value)
        check_hours_per_week(hours)
    except (ValueError, UsageError) as error:
        message = f"{_shown(value)} is not a number of hours from 0.01 to 168."
        raise click.BadParameter(message) from error
    return hours


def read_kinds(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    """Return the kinds of transition that an option names, separated by commas."""
    kinds = tuple(kind.strip() for kind in value.split(",") if kind.strip())
    try:
        check_kinds(kinds)
    except UsageError as error:
        raise click.BadParameter(str(error)) from error
    return kinds


def complete_kinds(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return completions of a list of kinds."""
    from click.shell_completion import CompletionItem

    before, comma, last = incomplete.rpartition(",")
    kinds = (kind for kind in KINDS if kind.startswith(last) and kind not in before.split(","))
    return [CompletionItem(f"{before}{comma}{kind}") for kind in kinds]


def _shown(value: object) -> str:
    from careergraph.errors import quote_title

    return quote_title(str(value))


def complete_titles(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return role titles that begin with what is typed, in the form that needs no quotes.

    If no title does, return the title of the one role with such an alias, as for ``mle``.
    """
    from click.shell_completion import CompletionItem

    from careergraph.compiled.generation import open_catalog

    typed = _slug(incomplete)
    roles = {_slug_of(e.iri): e for e in open_catalog().entries if e.kind == "role"}
    names = [name for name in roles if name.startswith(typed)]
    if not names:
        known_as = [n for n, e in roles.items() if typed in map(_slug, e.aliases)]
        names = known_as if len(known_as) == 1 else []
    return [CompletionItem(name, help=roles[name].label) for name in names]


def _slug(text: str) -> str:
    return text.casefold().replace(" ", "-")


def _slug_of(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """Return the ``--format`` option of a command; the first format is its default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Output format.",
    )


def force_option(command: _Command) -> _Command:
    """Add the option ``--force`` of every command that writes a file."""
    text = "Overwrite an existing file."
    return click.option("--force", is_flag=True, help=text)(command)


source_argument = click.argument("source", metavar="FROM", shell_complete=complete_titles)
target_argument = click.argument("target", metavar="TO", shell_complete=complete_titles)


def reads_bundled(context: click.Context) -> bool:
    """Return whether a command reads the bundled graph, or the store laid over it."""
    return not context.meta.get(ENDPOINT) and not context.meta.get(OWN_FILES)


def find_user_store(context: click.Context) -> UserStore | None:
    """Return the store that a command reads: that of --store, or the user's own if there is one."""
    named = context.meta.get(STORE)
    if named is False:
        return None
    from careergraph.compiled.user_store import find_store

    return find_store(named)


def open_graph() -> CareerGraph:
    """Return the graph a command is about.

    It is that of an endpoint, that of the user's store, or the bundled one, with the user's own
    files laid over it if there are any.
    """
    from careergraph.graph import CareerGraph, load

    context = click.get_current_context()
    url, files = context.meta.get(ENDPOINT), context.meta.get(OWN_FILES)
    if url and files:
        message = "--with adds to the bundled graph, and --endpoint replaces it. Use one of them."
        raise click.UsageError(message)
    named = context.meta.get(STORE)
    if named and (url or files):
        message = "--store does not go with --endpoint or --with: each names another graph."
        raise click.UsageError(message)
    if url:
        return _adapt(CareerGraph.from_endpoint(url), context)
    if not files:
        return _adapt(load(store=named or None, bundled=named is False), context)
    if find_user_store(context) is not None:
        say("--with lies over the bundled graph; what you imported is left out.")
    begin_progress("Reading your files")
    graph = CareerGraph.with_files(*files, for_answers=context.info_name not in _STATEMENTS)
    begin_progress("Looking for the answer")
    return _adapt(graph, context)


def _adapt(graph: CareerGraph, context: click.Context) -> CareerGraph:
    """Return the graph with the pay of --area and the names of --lang, if given."""
    area, language = context.meta.get(AREA), context.meta.get(LANGUAGE)
    if area is not None:
        from careergraph.report.phrases import local_pay_note

        graph = graph.in_area(area)
        say(local_pay_note(graph.area or area))
    if language is not None:
        graph = _translate(graph, language)
    return graph


def _translate(graph: CareerGraph, language: str) -> CareerGraph:
    """Return the graph with names in a language; say which names are in English instead."""
    from careergraph.compiled.translating import is_english
    from careergraph.errors import UsageError

    if is_english(language):
        return graph
    try:
        graph = graph.in_language(language)
    except UsageError as error:
        say(f"{error} All names are in English.")
        return graph
    translated, total = graph.count_translated()
    say(
        f"{translated:,} of {total:,} roles and occupations have a name in this language "
        f"({language}); the others, and skills, are in English."
    )
    return graph


def understand(graph: CareerGraph, title: str, kind: str = "role") -> Entry:
    """Return the match for a title; print on standard error how it was read if its words differ."""
    from careergraph.compiled.titles.notes import describe_match

    match = graph.find(title, kind)
    if note := describe_match(title, match, kind):
        say(note)
    return match.entry


def timeout_option(*, default: str | None) -> Callable[[_Command], _Command]:
    """Return the option that ends a query after a number of seconds."""
    return click.option(
        "--timeout",
        "seconds",
        metavar="S",
        default=default,
        show_default=default is not None,
        callback=_read_seconds,
        help="Stop the query after S seconds."
        if default
        else "With --query: stop after S seconds.",
    )


def _read_seconds(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> float | None:
    if value is None:
        return None
    try:
        seconds = float(value) if value.isascii() else 0.0
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST_SECONDS:
        message = (
            f"{_shown(value)} is not a number of seconds above 0 and up to {_LONGEST_SECONDS}."
        )
        raise click.BadParameter(message)
    return seconds
