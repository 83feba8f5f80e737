"""Write docs/reference/ from the code: ``python tools/reference_pages.py``.

The page of commands is made from the click commands, that of the Python API from the signatures
and docstrings, which griffe reads (dependency group ``docs``).
"""
# ruff: noqa: E501 (pages have their own length of line)

from __future__ import annotations

import inspect
import logging
import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from careergraph.cli.group import SECTIONS, cli
from careergraph.files import write_atomically
from own_package import require_own_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    import griffe

__all__ = ["COMMANDS_PAGE", "PYTHON_PAGE", "describe_commands", "describe_python"]

ROOT: Final = Path(__file__).resolve().parents[1]
COMMANDS_PAGE: Final = ROOT / "docs" / "reference" / "commands.md"
PYTHON_PAGE: Final = ROOT / "docs" / "reference" / "python.md"
_WIDTH: Final = 80

_COMMANDS_HEAD: Final = """\
# Commands

Made from the commands by `make docs-output`. `careergraph COMMAND --help` prints the same.

Titles of several words need quotes, or hyphens (`software-engineer`). Exit codes: 0 for an answer, 1 if there is none or
a rule is broken, 2 if the command was typed wrongly, 130 after Ctrl-C. Answers go to standard output, remarks and errors to
standard error.
"""
_PYTHON_HEAD: Final = """\
# Python API

Made from the code by `make docs-output`. `import careergraph` gives `load`, `CareerGraph`, `as_json`, `errors` and
`CareerGraphError`; everything else on this page is what their methods take and return. Answers are immutable. In a
notebook they show as tables, and `rows()` returns the same table as a list of tuples, with a header.

A *title* is text as people type it, or an entry that `g.find` returned. Types are given as the code has them.
"""
_ANSWERS: Final = (
    *(f"model.values.{name}" for name in ("Routes", "Route", "Step", "Cost", "Evidence", "Source")),
    *("model.values.Gap", "model.values.MissingSkill"),
    *(f"answers.planning.{name}" for name in ("held_skills.HeldSkills", "reach.Reach")),
    *(f"answers.roles.{name}" for name in ("neighbours.Neighbours", "role_profile.RoleProfile")),
    *(f"answers.roles.{name}" for name in ("compare.Comparison", "why.Explanation")),
    *(f"answers.roles.centrality.{name}" for name in ("Bridges", "Gateways")),
    *("answers.whole_graph.listings.SearchResults", "picture.html.career_view.CareerView"),
)
"""Hold the classes of answers, in the order of the page."""


def describe_commands() -> str:
    """Return the page of commands in Markdown."""
    parent = click.Context(cli, info_name="careergraph", **cli.context_settings)
    parts = [_COMMANDS_HEAD]
    for section, names in SECTIONS.items():
        parts.append(f"## {section}\n")
        for name in names:
            command = cli.get_command(parent, name)
            if command is not None:
                parts += _describe_command(command, parent, name)
    return "\n".join(parts)


def _describe_command(command: click.Command, parent: click.Context, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent, max_content_width=_WIDTH)
    yield f"### {context.command_path}\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{context.command_path} {usage}\n```\n"
    yield from map(_describe_paragraph, inspect.cleandoc(command.help or "").split("\n\n"))
    options = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        and (record := parameter.get_help_record(context)) is not None
    ]
    yield "| option | meaning |\n| --- | --- |"
    for names, text in options:
        yield f"| `{_cell(names)}` | {_cell(text)} |"
    yield ""
    if isinstance(command, click.Group):
        for member in command.commands.values():
            yield from _describe_command(member, context, str(member.name))


def _describe_paragraph(text: str) -> str:
    """Return a paragraph of a help text; lines that click keeps as they are become code."""
    if not text.startswith("\b\n"):
        return f"{text}\n"
    title, _, lines = text.removeprefix("\b\n").partition("\n")
    if not title.endswith(":"):
        return f"```text\n{inspect.cleandoc(text.removeprefix(chr(8)))}\n```\n"
    return f"{title}\n\n```sh\n{inspect.cleandoc(lines)}\n```\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def describe_python() -> str:
    """Return the page of the Python API in Markdown."""
    import griffe

    logging.getLogger("griffe").setLevel(logging.ERROR)
    package = griffe.load("careergraph", search_paths=[str(ROOT / "src")])
    parts = [_PYTHON_HEAD]
    parts += _describe_function(package["graph.load"], "careergraph.load", "##")
    graph = package["graph.CareerGraph"]
    parts += ["## CareerGraph\n", *_describe_docstring(graph)]
    members = [m for name, m in graph.members.items() if not name.startswith("_")]
    for member in members:
        if member.is_function:
            parts += _describe_function(member, member.name, "###")
    parts += ["### Attributes\n", "| attribute | type | meaning |", "| --- | --- | --- |"]
    parts += [
        f"| `{m.name}` | `{_cell(str(m.annotation))}` | {_cell(_first_line(m))} |"
        for m in members
        if m.is_attribute
    ]
    parts += ["\n## Options\n", "Keyword arguments that several methods share.\n"]
    questions = package["answers.planning.route_questions"]
    for name in ("SkillOptions", "PersonOptions", "PathOptions"):
        parts += _describe_class(questions[name], "###")
    parts += _describe_class(package["search.constraints.Constraints"], "###", fields=False)
    parts.append("## Answers\n")
    for path in _ANSWERS:
        parts += _describe_class(package[path], "###")
    parts += _describe_function(package["report.data.as_json"], "careergraph.as_json", "##")
    parts.append("## Errors\n")
    errors = package["errors"]
    for name in errors.exports or ():
        parts += _describe_class(errors[str(name)], "###", fields=False)
    return "\n".join(parts).rstrip("\n") + "\n"


def _describe_function(function: griffe.Object, name: str, heading: str) -> Iterator[str]:
    yield f"{heading} {name}\n"
    yield f"```python\n{_signature(function, name)}\n```\n"
    yield from _describe_docstring(function)


def _signature(function: griffe.Object, name: str) -> str:
    """Return the signature of a function, one parameter a line where it is long."""
    from griffe import Function

    assert isinstance(function, Function)  # noqa: S101 (said to mypy)
    text = function.signature(name=name)
    for receiver in ("self", "cls"):
        text = text.replace(f"({receiver}, ", "(").replace(f"({receiver})", "()")
    if len(text) <= _WIDTH:
        return text
    inside, _, returned = text.removeprefix(f"{name}(").rpartition(")")
    parameters = re.split(r", (?![^\[]*\])", inside)
    return "\n".join([f"{name}(", *(f"    {p}," for p in parameters), f"){returned}"])


def _describe_class(cls: griffe.Object, heading: str, *, fields: bool = True) -> Iterator[str]:
    yield f"{heading} {cls.name}\n"
    yield from _describe_docstring(cls)
    if not fields:
        return
    rows = [
        f"| `{m.name}` | `{_cell(str(m.annotation))}` |"
        for name, m in cls.members.items()
        if m.is_attribute and not name.startswith("_") and m.annotation is not None
    ]
    if rows:
        yield "\n".join(["| field | type |", "| --- | --- |", *rows, ""])


def _first_line(item: griffe.Object | griffe.Alias) -> str:
    text = "" if item.docstring is None else item.docstring.value
    return _markdown(text.partition("\n\n")[0])


def _describe_docstring(item: griffe.Object) -> Iterator[str]:
    """Yield the sections of a numpydoc docstring as Markdown."""
    if item.docstring is None:
        return
    for section in item.docstring.parse("numpy"):
        kind, value = section.kind.value, section.value
        if kind == "text":
            yield f"{_markdown(value)}\n"
        elif kind in {"parameters", "other parameters", "attributes"}:
            yield f"**{kind.capitalize()}**\n"
            alike = groupby(value, key=lambda parameter: parameter.description)
            for text, group in alike:
                names = ", ".join(f"`{parameter.name}`" for parameter in group)
                yield f"- {names}: {_inline(text)}"
            yield ""
        elif kind == "raises":
            yield "**Raises**\n"
            yield from (f"- `{p.annotation}`: {_inline(p.description)}" for p in value)
            yield ""
        elif kind == "examples":
            for part, text in value:
                yield (
                    f"```pycon\n{text}\n```\n"
                    if part.value == "examples"
                    else f"{_markdown(text)}\n"
                )


def _inline(text: str) -> str:
    return _markdown(" ".join(text.split()))


def _markdown(text: str) -> str:
    """Return the text of a docstring as Markdown: literals have single backquotes there."""
    return text.replace("``", "`")


def main() -> None:
    """Write both pages."""
    COMMANDS_PAGE.parent.mkdir(exist_ok=True)
    write_atomically(COMMANDS_PAGE, describe_commands().encode())
    write_atomically(PYTHON_PAGE, describe_python().encode())


if __name__ == "__main__":
    require_own_package()
    main()
