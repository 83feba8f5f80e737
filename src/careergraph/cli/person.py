"""The profile file that a command is given, and the warnings about what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.cli.output import say
from careergraph.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.graph import CareerGraph
    from careergraph.person.profile_file import Person

__all__ = ["open_profile", "say_warnings"]

_MOST_WARNINGS: Final = 20


def open_profile(graph: CareerGraph, file: str, start: str | None = None) -> Person:
    """Return a person's profile; what was not understood is said on standard error.

    With the role (IRI) that a person sets out from, years in another role are said not to count.
    """
    from careergraph.person.profile_file import read_person, unused_years

    person = read_person(file, graph.catalog, graph.facts)
    unused = None if start is None else unused_years(person, start, graph.catalog)
    say_warnings([*person.warnings, *([unused] if unused else [])])
    return person


def say_warnings(warnings: Sequence[str]) -> None:
    """Print warnings on standard error, a line each; many are cut short."""
    for warning in warnings[:_MOST_WARNINGS]:
        say(printable(warning))
    if (more := len(warnings) - _MOST_WARNINGS) > 0:
        say(f"And {more:,} more warnings.")
