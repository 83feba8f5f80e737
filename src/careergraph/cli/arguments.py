"""Arguments and options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph
    from careergraph.model import Entry

__all__ = [
    "complete_titles",
    "format_option",
    "source_argument",
    "target_argument",
    "understand",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def complete_titles(
    _ctx: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return role titles that begin with what is typed, in the form that needs no quotes."""
    from careergraph.catalog import Catalog

    typed = incomplete.casefold().replace(" ", "-")
    roles = (entry for entry in Catalog.bundled().entries if entry.kind == "role")
    names = ((entry.iri.rsplit("/", 1)[-1], entry.label) for entry in roles)
    return [CompletionItem(name, help=label) for name, label in names if name.startswith(typed)]


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """Return the ``--format`` option of a command; the first format is its default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print the answer.",
    )


source_argument = click.argument("source", metavar="FROM", shell_complete=complete_titles)
target_argument = click.argument("target", metavar="TO", shell_complete=complete_titles)


def understand(graph: CareerGraph, title: str, kind: str = "role") -> Entry:
    """Return what a title means, and say so on standard error where typing errors were forgiven."""
    match = graph.find(title, kind)
    if not match.exact:
        from careergraph.errors import quote_title

        click.echo(f"Reading {quote_title(title)} as {match.entry.label}.", err=True)
    return match.entry
