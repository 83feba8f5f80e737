"""Commands about a person's own profile: profile init, profile show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from careergraph.cli.arguments import complete_titles, force_option, open_graph, understand
from careergraph.cli.output import check_target, show_page, write_output
from careergraph.cli.person import open_profile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.graph import CareerGraph
    from careergraph.person.profile_file import Person

__all__ = ["COMMANDS"]


@click.group(invoke_without_command=True)
@click.pass_context
def profile(context: click.Context) -> None:
    """Describe yourself in a file that other commands read.

    \b
    Examples:
      careergraph profile init "data analyst"
      careergraph profile init "data analyst" -o me.toml
      careergraph profile show me.toml
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@profile.command()
@click.argument("role", nargs=-1, shell_complete=complete_titles)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Output file (default: standard output).",
)
@force_option
def init(role: tuple[str, ...], *, output: str | None, force: bool) -> None:
    """Write a profile to fill in; with a ROLE, list the skills that this role asks for.

    \b
    Examples:
      careergraph profile init "data analyst"
      careergraph profile init SWE -o me.toml
    """
    from careergraph.person.profile_template import profile_template

    if output is not None:
        check_target(output, force=force)
    graph = open_graph()
    title = understand(graph, " ".join(role)).iri if role else None
    text = profile_template(graph.catalog, graph.facts, title)
    write_output(output, text.encode())


@profile.command()
@click.argument("file", type=click.Path())
def show(file: str) -> None:
    """Show how careergraph understands a profile.

    \b
    Example:
      careergraph profile show me.toml
    """
    graph = open_graph()
    person = open_profile(graph, file)
    from careergraph.report.layout import Fields, Heading

    show_page([Heading("What your profile says"), Fields(tuple(_rows(person, graph)))])


def _rows(person: Person, graph: CareerGraph) -> Iterable[tuple[str, str]]:
    from careergraph.person.profile_file import attested_skills

    def names(iris: Iterable[str]) -> str:
        return ", ".join(sorted((graph.catalog.label(iri) for iri in iris), key=str.casefold))

    yield "role", _role_text(person, graph)
    unsaid = "not given" if person.unknown_role is None else "not counted"
    yield "years in it", unsaid if person.years is None else f"{person.years:g}"
    yield "degree", person.degree.label if person.degree else "not given"
    for number, iri in enumerate(person.certifications):
        attested = names(attested_skills(iri, graph.facts)) or "no skill we know of"
        yield "" if number else "certifications", f"{graph.catalog.label(iri)}: attests {attested}"
    if not person.certifications:
        yield "certifications", "none given"
    yield (
        "skills held",
        f"{len(person.skills)}: {names(person.skills)}" if person.skills else "none",
    )
    if person.basic:
        yield "at basic level", names(person.basic)


def _role_text(person: Person, graph: CareerGraph) -> str:
    from careergraph.errors import quote_title

    if person.unknown_role is not None:
        return f"{quote_title(person.unknown_role)}: not understood, so it does not count"
    return graph.catalog.label(person.role) if person.role else "not given"


COMMANDS: Final = (profile,)
