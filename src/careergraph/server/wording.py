"""Reword the command line's texts for the API and for assistants' tools.

Errors and pages are written once and name options (``--max-years``) and commands. Clients of the
server send parameters (``max_years``) instead, so these are named for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["in_parameters"]

_PLACES: Final = re.compile(
    r"""
    "[^"]*" | `[^`]*`            # quoted names, and code
    | --[a-z]+(?:-[a-z]+)*       # options
    | (?<![\w-])-[kn](?=[ ]\d)   # short options, with their value behind them
    """,
    re.VERBOSE,
)
_SHORT: Final = {"-n": "limit", "-k": "k"}
_COMMAND: Final = re.compile(r"`careergraph ([a-z]+)\b")
_ASIDE: Final = re.compile(r" \(--([a-z]+(?:-[a-z]+)*) [^()]*\)")
"""A remark in brackets on what an option would do."""
_OPTION: Final = re.compile(r"--([a-z]+(?:-[a-z]+)*)(?: (\S+))?")


def in_parameters(text: str, parameters: Collection[str], questions: Collection[str]) -> str:
    """Return a text with parameters instead of options, and questions instead of commands.

    A remark in brackets about an option that has no parameter is left out. Names in quotes were
    typed by people or come from the data, and are not changed.

    Examples
    --------
    >>> in_parameters("--max-years is 99; see `careergraph gap A B`.", ["max_years"], ["gap"])
    '`max_years` is 99; see `gap`.'
    >>> in_parameters('No role is called "--years"; `--lack SKILL` helps.', ["lack"], [])
    'No role is called "--years"; `lack=SKILL` helps.'
    >>> in_parameters("and 3 more (--all-skills names them)", ["lack"], [])
    'and 3 more'
    >>> in_parameters("10 of 19 roles (-n 19 shows all)", ["limit"], [])
    '10 of 19 roles (`limit` 19 shows all)'
    """

    def aside(match: re.Match[str]) -> str:
        return match[0] if match[1].replace("-", "_") in parameters else ""

    def option(match: re.Match[str]) -> str:
        name, value = match[1].replace("-", "_"), match[2]
        if name not in parameters:
            return match[0]
        return name if value is None else f"{name}={value}"

    def place(match: re.Match[str]) -> str:
        found = match[0]
        if found.startswith('"'):
            return found
        if found in _SHORT:
            return f"`{_SHORT[found]}`" if _SHORT[found] in parameters else found
        if not found.startswith("`"):
            name = _OPTION.sub(option, found)
            return found if name == found else f"`{name}`"
        command = _COMMAND.match(found)
        if command is not None and command[1] in questions:
            return f"`{command[1]}`"
        return found if command is not None else f"`{_OPTION.sub(option, found[1:-1])}`"

    return _PLACES.sub(place, _ASIDE.sub(aside, text))
