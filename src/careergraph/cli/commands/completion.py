"""The command that sets up completion by the Tab key."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Final

import click

from careergraph.errors import UsageError

__all__ = ["COMMANDS"]

_LINES: Final = {
    "bash": ("~/.bashrc", 'eval "$(_CAREERGRAPH_COMPLETE=bash_source careergraph)"'),
    "zsh": ("~/.zshrc", 'eval "$(_CAREERGRAPH_COMPLETE=zsh_source careergraph)"'),
    "fish": (
        "~/.config/fish/config.fish",
        "_CAREERGRAPH_COMPLETE=fish_source careergraph | source",
    ),
}
"""The file of each shell, and the line to put there."""


@click.command()
@click.argument("shell", type=click.Choice(list(_LINES)), required=False)
def completion(shell: str | None) -> None:
    """Show how to complete commands and titles with the Tab key.

    This shows a line to add to your shell's settings file. If you name no shell,
    it is the line for the shell that you use.
    """
    shell = shell or PurePath(os.environ.get("SHELL", "")).name
    if shell not in _LINES:
        message = f"Name your shell: careergraph completion {'|'.join(_LINES)}"
        raise UsageError(message)
    file, line = _LINES[shell]
    click.echo(f"# Add this line to {file} and open a new terminal:\n{line}")


COMMANDS = [completion]
