"""The command line: commands parse, call and print.

What a command needs is imported inside it, so that ``--help`` and completion answer at once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from careergraph.cli import answers, graphs
from careergraph.cli.output import flush_output, prepare_output
from careergraph.errors import CareerGraphError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["cli", "main"]


class _Group(click.Group):
    """Turns the package's errors into one line and an exit code: 2 for wrong usage, else 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(_one_line(error)) from error
        except CareerGraphError as error:
            raise click.ClickException(_one_line(error)) from error


def _one_line(error: CareerGraphError) -> str:
    return " ".join(str(error).split())


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(package_name="careergraph", prog_name="careergraph")
def cli() -> None:
    """How to get from the work you do to the work you want, and how you know.

    \b
    Examples:
      careergraph path "software engineer" "lead machine learning engineer"
      careergraph role "data scientist"
      careergraph gap "data analyst" "data scientist"
      careergraph why "software engineer" MLE

    Titles are understood in any case, plural or abbreviation ("Sr. SWE"); put those of
    several words in quotes. A ~ marks editorial judgement: nobody outside says so.

    \b
    Completion of commands and titles (bash; zsh and fish likewise):
      eval "$(_CAREERGRAPH_COMPLETE=bash_source careergraph)"
    """


for _command in (*answers.COMMANDS, *graphs.COMMANDS):
    cli.add_command(_command)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    prepare_output()
    code: object = 0
    try:
        cli.main(args, prog_name="careergraph", standalone_mode=True)
    except SystemExit as leaving:
        code = leaving.code
    except OSError as error:
        # Errors of files are CareerGraphErrors by now: it is standard output that fails.
        print(f"Error: The output cannot be written: {error.strerror or error}.", file=sys.stderr)  # noqa: T201 (no click here)
        code = 1
    sys.exit(flush_output(code if isinstance(code, int) else 0))
