"""The questions that come with the graph: queries with a name and typed parameters.

Each is a file in ``ontology/queries/``, SPARQL that runs as it stands, with an example in a VALUES
block for each parameter. Its first comment is the question; then come the parameters::

    # Which skills does a role need?
    # Parameter: role (role), such as "data scientist"

A user's value replaces the block's content as a term: it is never pasted into the text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import UnknownQueryError
from careergraph.store.bundled import query_files

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NamedQuery", "Parameter", "find_query", "named_queries", "read_query"]

_PARAMETER: Final = re.compile(
    r"# Parameter: (?P<name>\w+) "
    r"\((?P<kind>[\w ]+?)(?: from (?P<least>[\d.]+) to (?P<most>[\d.]+))?\), "
    r"such as (?P<example>[^;]+)(?P<optional>; optional)?$"
)


class Parameter(NamedTuple):
    """A parameter of a named query: its name (that of the variable), its kind, an example.

    A number may have bounds, inclusive.
    """

    name: str
    kind: str
    example: str
    optional: bool = False
    least: float | None = None
    most: float | None = None


class NamedQuery(NamedTuple):
    """A query with its name, the question it answers and its parameters, in order."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str


def read_query(text: str, name: str = "") -> NamedQuery:
    """Return a query with what the comments at its head say.

    Examples
    --------
    >>> query = read_query('''# Who needs a skill?
    ... # Parameter: skill (skill), such as "Python"
    ... SELECT ?role { VALUES ?skill { id:skill } ?role cg:requiresSkill ?skill }''')
    >>> query.question, query.parameters
    ('Who needs a skill?',
     (Parameter(name='skill', kind='skill', example='Python', optional=False, least=None,
               most=None),))
    """
    question, parameters = "", []
    for line in map(str.strip, text.splitlines()):
        if line and not line.startswith("#"):
            break
        if found := _PARAMETER.match(line):
            example = found["example"].strip().strip('"')
            bounds = (None if end is None else float(end) for end in found.group("least", "most"))
            optional = bool(found["optional"])
            parameters.append(Parameter(found["name"], found["kind"], example, optional, *bounds))
        elif line and not question:
            question = line.lstrip("# ")
    return NamedQuery(name, question, tuple(parameters), text)


@cache
def named_queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """Return the queries that come with the graph, by name."""
    files = query_files(folder)
    return {path.stem: read_query(path.read_text("utf-8"), path.stem) for path in files}


def find_query(name: str) -> NamedQuery:
    """Return the query with a name.

    Raises
    ------
    UnknownQueryError
        There is none; the error lists similar names.

    Examples
    --------
    >>> find_query("skills-of-role").question
    'Which skills does a role need, the most important first, and who says so?'
    """
    known = named_queries()
    key = "-".join(name.strip().casefold().replace("_", " ").replace("-", " ").split())
    if found := known.get(key):
        return found
    raise UnknownQueryError(name, _nearest(key, known))


def _nearest(key: str, known: dict[str, NamedQuery]) -> list[str]:
    import difflib

    from careergraph.compiled.titles.spelling import rank_by_shared_words

    words = {name: [name.replace("-", " ")] for name in known}
    near = difflib.get_close_matches(key, known, n=3)
    return list(dict.fromkeys([*near, *rank_by_shared_words(key.replace("-", " "), words)]))[:5]
