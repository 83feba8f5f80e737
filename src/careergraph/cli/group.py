"""The command group, and what happens around each command: errors, output, exit code."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from careergraph.cli.arguments import STORE
from careergraph.cli.endpoints import add_graph_options
from careergraph.cli.mistakes import describe_mistake, describe_unknown_command
from careergraph.cli.output import flush_output, prepare_output, say_error, say_place
from careergraph.errors import CareerGraphError, QuerySyntaxError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SECTIONS", "cli", "run"]

_WRONG_USAGE = 2


SECTIONS: Final = {
    "Plan": {
        "path": "path",
        "gap": "roles",
        "held": "roles",
        "plan": "plan",
        "next": "neighbours",
        "reach": "neighbours",
        "profile": "profile",
    },
    "Explore": {
        "search": "roles",
        "role": "roles",
        "compare": "neighbours",
        "feeders": "neighbours",
        "bridges": "neighbours",
        "gateways": "neighbours",
        "why": "roles",
    },
    "Draw": {"view": "view"},
    "Data and servers": {
        "query": "query",
        "queries": "query",
        "info": "graph",
        "export": "graph",
        "check": "graph",
        "import": "imports",
        "sources": "imports",
        "remove": "imports",
        "serve": "serve",
        "mcp": "serve",
        "publish": "serve",
        "cache": "graph",
        "completion": "completion",
    },
}
"""The commands by section of the help, each with its module; see `COMMANDS` there."""
_MODULES: Final = {
    name: module for section in SECTIONS.values() for name, module in section.items()
}


class _Group(click.Group):
    """Imports a command when it is needed, and suggests similar names for unknown ones."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_MODULES)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, _MODULES))
        for section, names in SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            limit = formatter.width - 6 - width
            rows = [
                (name.ljust(width), command.get_short_help_str(limit))
                for name, command in commands
                if command is not None
            ]
            with formatter.section(section):
                formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _MODULES:
            return None
        if cmd_name not in self.commands:
            module = import_module(f"careergraph.cli.commands.{_MODULES[cmd_name]}")
            for command in module.COMMANDS:
                add_graph_options(command)
                self.add_command(command)
        return self.commands[cmd_name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _MODULES and not ctx.resilient_parsing:
            ctx.fail(describe_unknown_command(args, list(_MODULES)))
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(package_name="careergraph", prog_name="careergraph")
@click.option(
    "--store",
    metavar="PATH",
    type=click.Path(),
    help="Use the store in this folder instead of your own (or set CAREERGRAPH_STORE).",
)
@click.option("--bundled", is_flag=True, help="Leave out what you imported into your own store.")
@click.pass_context
def cli(context: click.Context, *, store: str | None, bundled: bool) -> None:
    """Find routes from the work you do to the work you want, with their sources.

    \b
    Start here:
      careergraph search "machine learning"     find titles
      careergraph role "data scientist"         look at one
      careergraph path SWE "lead ML engineer"   find the route

    Put a title of several words in quotes, or join the words with hyphens:
    software-engineer. Case, plural, abbreviations ("Sr. SWE") and small typing
    errors do not matter.

    Every statement names its source in [brackets]. A ~ marks our own judgement,
    without an outside source; "unknown" means that no source says it.

    `careergraph completion` shows how to set up the Tab key.
    """
    if store is not None and bundled:
        message = "--bundled leaves every store out, and --store names one. Give one of them."
        raise click.UsageError(message, context)
    if store is not None or bundled:
        context.meta[STORE] = False if bundled else store
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 for an error, 2 for wrong usage."""
    prepare_output()
    try:
        result = cli.main(args, prog_name="careergraph", standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except SystemExit as leaving:  # completion, and click after a closed pipe
        code = leaving.code if isinstance(leaving.code, int) else 0
    except click.ClickException as error:
        say_error(describe_mistake(error))
        code = error.exit_code
    except CareerGraphError as error:
        say_error(str(error))
        if isinstance(error, QuerySyntaxError):
            say_place(error.source_line, error.column)
        code = _WRONG_USAGE if isinstance(error, UsageError) else 1
    except OSError as error:
        # Errors of files are CareerGraphErrors by now, so it is standard output that failed.
        return flush_output(1, error)
    except _database_error() as error:
        say_error(
            f"A file of the graph is damaged ({error}). `careergraph cache clear` removes what was "
            "made from the graph, and the next command makes it again. If that does not help, "
            "import again or install careergraph again."
        )
        code = 1
    return flush_output(code)


def _database_error() -> type[Exception]:
    """Return the error of a damaged database; sqlite3 is imported only when a command fails."""
    import sqlite3

    return sqlite3.DatabaseError
