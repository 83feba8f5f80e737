"""The command that draws: view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from careergraph.cli.arguments import (
    complete_titles,
    force_option,
    open_graph,
    timeout_option,
    understand,
)
from careergraph.cli.output import check_target
from careergraph.cli.pictures import file_name, write_picture
from careergraph.store.workers import limit_process, without_limit

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

__all__ = ["COMMANDS"]

_SUBJECTS: Final = ("title", "path", "family", "ladder", "skill", "query", "all")
_ONLY_WITH: Final = {"depth": "title", "k": "path", "seconds": "query", "occupations": "all"}
_FLAGS: Final = {"k": "-k", "seconds": "--timeout"}
_DEFAULT_SECONDS: Final = 60.0


def _read_whole(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> int | None:
    """Return the whole number from 1 up that an option gives, or ``None``."""
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= 6 and int(value)):  # noqa: PLR2004
        from careergraph.errors import quote_title

        message = f"{quote_title(value)} is not a whole number from 1 up."
        raise click.BadParameter(message, context, parameter)
    return int(value)


@click.command()
@click.argument("title", nargs=-1, shell_complete=complete_titles)
@click.option(
    "--depth", metavar="N", callback=_read_whole, help="Show where the role leads, up to N steps."
)
@click.option(
    "--path",
    nargs=2,
    metavar="FROM TO",
    shell_complete=complete_titles,
    help="Draw the routes between two roles.",
)
@click.option(
    "-k", "k", metavar="N", callback=_read_whole, help="With --path: draw this many routes."
)
@click.option("--family", metavar="NAME", help="Draw a family of roles, and where they lead.")
@click.option(
    "--ladder",
    metavar="ROLE",
    shell_complete=complete_titles,
    help="Draw the career ladder of a role.",
)
@click.option(
    "--skill", metavar="SKILL", help="Draw a skill, the roles that need it and what teaches it."
)
@click.option(
    "--query",
    metavar="FILE",
    type=click.Path(),
    help="Draw the result of the CONSTRUCT query in FILE.",
)
@timeout_option(default=None)
@click.option("--all", "all", is_flag=True, help="Draw all roles, grouped by family.")
@click.option(
    "--occupations",
    is_flag=True,
    help="With --all: draw occupations as well, up to --limit things.",
)
@click.option("--limit", metavar="N", callback=_read_whole, help="Draw at most N things.")
@click.option(
    "-o",
    "--output",
    "--html",
    "output",
    metavar="FILE",
    type=click.Path(),
    help="Output file (default: named after what it shows); - is standard output.",
)
@click.option(
    "--handout",
    is_flag=True,
    help="Make a page to print, about a role or a route.",
)
@click.option("--open", "opens", is_flag=True, help="Open the picture in your browser.")
@force_option
def view(
    title: tuple[str, ...],
    *,
    output: str | None,
    opens: bool,
    force: bool,
    **options: Any,  # noqa: ANN401 (as click gives them)
) -> None:
    """Draw a picture: one HTML file that works offline.

    Name one subject: a title, or one of --path, --family, --ladder, --skill, --query
    and --all.

    \b
    Examples:
      careergraph view "data scientist" --open
      careergraph view --path SWE MLE -k 3 -o routes.html
      careergraph view --family data
      careergraph view --all -o map.html
      careergraph view --path SWE MLE --handout
    """
    options["title"] = " ".join(title) if title else None
    subject = _check(options, output, opens=opens)
    target = _name(subject, options) if output is None else output
    check_target(target, force=force)
    seconds = options.pop("seconds")
    graph = open_graph()
    if subject == "query":
        limit_process(seconds or _DEFAULT_SECONDS)
    picture = graph.view(**_asked(graph, options))
    with without_limit():
        write_picture(picture, target)
    if opens:
        import webbrowser
        from pathlib import Path

        webbrowser.open(Path(target).resolve().as_uri())


def _check(options: dict[str, Any], output: str | None, *, opens: bool) -> str:
    """Return what to draw, after checking that one thing is named and the options belong to it."""
    asked = [name for name in _SUBJECTS if options[name] not in (None, False)]
    if len(asked) != 1:
        names = ["TITLE" if name == "title" else f"--{name}" for name in asked or _SUBJECTS]
        if asked:
            message = f"{', '.join(names[:-1])} and {names[-1]} cannot be combined. Choose one."
        else:
            message = f"Say what to draw: {', '.join(names[:-1])} or {names[-1]}."
        raise click.UsageError(message)
    for option, subject in _ONLY_WITH.items():
        if options[option] not in (None, False) and asked[0] != subject:
            flag = _FLAGS.get(option, f"--{option}")
            needed = "a TITLE" if subject == "title" else f"--{subject}"
            message = f"{flag} needs {needed}."
            raise click.UsageError(message)
    if opens and output == "-":
        message = "--open needs a file, and -o - writes none."
        raise click.UsageError(message)
    return asked[0]


def _name(subject: str, options: dict[str, Any]) -> str:
    from pathlib import Path

    if subject == "title":
        return file_name(options["title"])
    if subject == "path":
        start, end = options["path"]
        return file_name(start, "to", end)
    if subject == "all":
        return file_name("all roles")
    if subject == "query":
        return file_name(Path(options["query"]).stem)
    return file_name(subject, options[subject])


def _asked(graph: CareerGraph, options: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of `CareerGraph.view`; print how titles were understood."""
    from pathlib import Path

    asked = {name: value for name, value in options.items() if value not in (None, False)}
    if "title" in asked:
        asked["title"] = understand(graph, asked["title"])
    if "path" in asked:
        asked["path"] = tuple(understand(graph, title) for title in asked["path"])
    if "ladder" in asked:
        asked["ladder"] = understand(graph, asked["ladder"])
    if "skill" in asked:
        asked["skill"] = understand(graph, asked["skill"], "skill")
    if "query" in asked:
        asked["query"] = Path(asked["query"])
    return asked


COMMANDS: Final = (view,)
