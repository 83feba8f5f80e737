"""Options that describe a person: starting role, skills, degree, years, profile file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from careergraph.cli.arguments import complete_titles, read_number, understand
from careergraph.cli.output import say
from careergraph.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.graph import CareerGraph
    from careergraph.model.values import Entry
    from careergraph.person.profile_file import Person

__all__ = [
    "end_argument",
    "open_profile",
    "person_options",
    "read_ends",
    "read_person_options",
    "read_skill_options",
    "read_start",
    "say_warnings",
    "skill_options",
    "start_argument",
    "to_option",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MOST_WARNINGS: Final = 20

_SKILL_OPTIONS: Final = (
    click.option(
        "--have",
        metavar="SKILL[:LEVEL]",
        multiple=True,
        help="A skill you have, and its level (basic, working, expert); repeat for more.",
    ),
    click.option(
        "--lack",
        metavar="SKILL",
        multiple=True,
        help="A skill you lack, whatever your role suggests; repeat for more.",
    ),
    click.option("--degree", metavar="DEGREE", help='Your degree, such as "BSc physics".'),
    click.option(
        "--profile",
        metavar="FILE",
        type=click.Path(),
        help="Your profile; careergraph profile init writes one to fill in.",
    ),
)
_PERSON_OPTIONS: Final = (
    *_SKILL_OPTIONS,
    click.option(
        "--years",
        metavar="N",
        callback=read_number,
        help="Years you have already spent at your present level.",
    ),
    click.option(
        "--licence",
        metavar="ROLE",
        help='The role that a licence of yours is for, such as "registered nurse".',
    ),
)

start_argument = click.argument(
    "source", metavar="[FROM]", required=False, shell_complete=complete_titles
)
end_argument = click.argument(
    "target", metavar="TO", required=False, shell_complete=complete_titles
)
to_option = click.option(
    "--to",
    metavar="ROLE",
    shell_complete=complete_titles,
    help="The destination, if you leave FROM out.",
)


def skill_options(command: _Command) -> _Command:
    """Add the options by which a person says which skills they hold."""
    for option in reversed(_SKILL_OPTIONS):
        command = option(command)
    return command


def person_options(command: _Command) -> _Command:
    """Add the options by which a person says what they hold: skills, years and a licence."""
    for option in reversed(_PERSON_OPTIONS):
        command = option(command)
    return command


def read_skill_options(
    graph: CareerGraph, start: Entry | None, options: dict[str, Any]
) -> dict[str, Any]:
    """Return the skills that the options name, as the methods of `CareerGraph` take them."""
    from careergraph.person.degrees import describe_unknown_subject

    profile, degree = options["profile"], options["degree"]
    start_iri = None if start is None else start.iri
    if degree is not None and (remark := describe_unknown_subject(degree, graph.facts)):
        say(printable(remark))
    return {
        "have": tuple(_skill(graph, name) for name in options["have"]),
        "lack": tuple(understand(graph, name, "skill") for name in options["lack"]),
        "degree": degree,
        "person": None if profile is None else open_profile(graph, profile, start_iri),
    }


def read_person_options(
    graph: CareerGraph, start: Entry | None, options: dict[str, Any]
) -> dict[str, Any]:
    """Return what the options say about the person, as the methods of `CareerGraph` take it."""
    return {
        **read_skill_options(graph, start, options),
        "years": options["years"],
        "licence": options["licence"],
    }


def _skill(graph: CareerGraph, name: str) -> str:
    """Return a skill by the graph's name with its level, or a certification."""
    from careergraph.person.profile_file import attested_skills, attested_text, find_certification

    certification = find_certification(name, graph.catalog)
    if certification is not None:
        if attested_skills(certification.iri, graph.facts):  # else it is an error
            say(printable(attested_text(certification.iri, graph.catalog, graph.facts)))
        return certification.iri
    title, colon, level = name.rpartition(":")
    if not colon or not title.strip():
        return understand(graph, name, "skill").iri
    from careergraph.search.constraints import read_level

    number = read_level(level)
    return f"{understand(graph, title, 'skill').iri}:{number}"


def read_start(graph: CareerGraph, title: str, options: dict[str, Any]) -> Entry | None:
    """Return the role that a person starts from, ``None`` if they name skills alone.

    Without a title it is the role of their profile.
    """
    if title:
        return understand(graph, title)
    if options["profile"] is not None:
        from careergraph.person.profile_file import read_person

        role = read_person(options["profile"], graph.catalog, graph.facts).role
        if role is not None:
            return graph.find(role).entry
    if not (options["have"] or options["profile"] or options["degree"]):
        message = "Say where you start: name a role, or your skills with --have or --profile."
        raise click.UsageError(message)
    return None


def read_ends(
    graph: CareerGraph,
    source: str | None,
    target: str | None,
    to: str | None,
    options: dict[str, Any],
) -> tuple[Entry | None, Entry]:
    """Return the start and the destination; the start is ``None`` for skills alone."""
    if target is not None and to is not None:
        message = "TO is given twice: as an argument and with --to."
        raise click.UsageError(message)
    end = target if to is None else to
    if end is None:
        message = (
            "Missing argument 'TO': name the role that you want. "
            "To start from your skills alone, use --to ROLE."
        )
        raise click.UsageError(message)
    start = read_start(graph, "", options) if source is None else understand(graph, source)
    return start, understand(graph, end)


def open_profile(graph: CareerGraph, file: str, start: str | None = None) -> Person:
    """Return a person's profile; print what was not understood on standard error.

    If the role (IRI) they start from is given, a warning says that years in another role do not
    count.
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
