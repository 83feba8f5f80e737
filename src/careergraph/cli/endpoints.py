"""The options by which reading commands name another graph: --endpoint and --with."""

from __future__ import annotations

from typing import Final

import click

from careergraph.cli.arguments import AREA, ENDPOINT, LANGUAGE, OWN_FILES
from careergraph.cli.output import say

__all__ = ["add_graph_options"]

_NOT_READING: Final = frozenset(
    {"check", "clear", "completion", "queries", "publish", "import", "sources", "remove"}
)
"""The commands without --endpoint and --with."""
_WITH_PAY: Final = frozenset({"path", "plan", "role", "compare", "next", "feeders"})
"""The commands with --area."""
_WITHOUT_NAMES: Final = frozenset({"query", "info"})
"""Reading commands that print no name of a role by themselves, and so are without --lang."""
_SERVING: Final = frozenset({"serve", "mcp"})
"""Commands that serve a graph of this machine."""


def add_graph_options(command: click.Command) -> None:
    """Give a reading command, or every one in a group, ``--endpoint`` and ``--with``."""
    if isinstance(command, click.Group):
        for member in command.commands.values():
            add_graph_options(member)
    elif command.name in _SERVING:
        command.params.append(_with_option())
    elif command.name not in _NOT_READING:
        command.params += [_endpoint_option(), _with_option()]
        if command.name in _WITH_PAY:
            command.params.append(_area_option())
        if command.name not in _WITHOUT_NAMES:
            command.params.append(_language_option())


def _endpoint_option() -> click.Option:
    return click.Option(
        ["--endpoint"],
        metavar="URL",
        envvar="CAREERGRAPH_ENDPOINT",
        expose_value=False,
        callback=_remember,
        help="Ask this SPARQL endpoint instead of the bundled graph (or set CAREERGRAPH_ENDPOINT).",
    )


def _with_option() -> click.Option:
    return click.Option(
        ["--with", "own_files"],
        metavar="FILE",
        multiple=True,
        type=click.Path(),
        expose_value=False,
        callback=_remember_files,
        help="Add your own Turtle file to the bundled graph; repeat for more.",
    )


def _area_option() -> click.Option:
    return click.Option(
        ["--area"],
        metavar="NAME",
        expose_value=False,
        callback=lambda context, _, value: _keep(context, AREA, value),
        help="Show the pay of a US state or metropolitan area, such as Denver (see import oews).",
    )


def _language_option() -> click.Option:
    return click.Option(
        ["--lang", "language"],
        metavar="CODE",
        expose_value=False,
        callback=lambda context, _, value: _keep(context, LANGUAGE, value),
        help="Show names of roles in this language, such as de (see import esco).",
    )


def _keep(context: click.Context, key: str, value: str | None) -> None:
    if value is not None and not context.resilient_parsing:
        context.meta[key] = value


def _remember_files(
    context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
) -> None:
    if value and not context.resilient_parsing:
        context.meta[OWN_FILES] = value


def _remember(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is None or context.resilient_parsing:
        return
    from careergraph.store.remote.addresses import read_address

    # An impossible address is wrong usage, and is reported before anything else is done.
    address = read_address(value)
    if address.exposes_credentials:
        say(f"Warning: the credentials go to {address.host} unencrypted (http, not https).")
    context.meta[ENDPOINT] = value
