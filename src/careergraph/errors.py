"""Errors, each with its data and a message for people.

Every error of the package is a `CareerGraphError`. A message says what was wrong, where, and what
to do next; the command line prints it as one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AmbiguousTitleError",
    "CareerGraphError",
    "DataFileError",
    "EmptyTitleError",
    "EndpointError",
    "ForbiddenQueryError",
    "GraphTooLargeError",
    "NoRouteError",
    "NothingFoundError",
    "OutputError",
    "ParameterError",
    "QueryError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "SameRoleError",
    "StoreError",
    "UnknownQueryError",
    "UnknownTitleError",
    "UsageError",
]

_SHOWN_CHARACTERS = 60
_SHOWN_SUGGESTIONS = 5
_FIND_NAMES = "; `careergraph search TEXT` finds names."
_EMPTY = {
    "text": ("The text to look for", "vision", "."),
    "role": ("The role title", "data scientist", "; `careergraph search TEXT` finds titles."),
    "skill": ("The name of the skill", "machine learning", _FIND_NAMES),
}
"""For each kind of name: the words for it, an example, and how to find another."""


def quote_title(text: str) -> str:
    r"""Return `text` in quotes on one line, without control characters, cut after 60 characters.

    Examples
    --------
    >>> quote_title("data\nscientist")
    '"data scientist"'
    """
    line = one_line(text)
    if len(line) > _SHOWN_CHARACTERS:
        line = line[: _SHOWN_CHARACTERS - 1] + "…"
    return f'"{line}"'


def shown_address(url: str) -> str:
    """Return an address without the parts that may be secret: user, password and query part.

    Examples
    --------
    >>> shown_address("https://ada:secret@example.org/sparql?token=secret")
    'https://example.org/sparql?…'
    >>> shown_address("ada:secret@example.org")
    '…@example.org'
    """
    before, at, after = url.rpartition("@")
    scheme, mark, _ = before.partition("://")
    if at:
        plain = scheme.casefold() in {"http", "https"} and mark
        url = f"{scheme}://{after}" if plain else f"…@{after}"
    front, ask, _ = url.partition("#")[0].partition("?")
    return f"{front}?…" if ask else front


def in_seconds(seconds: str) -> str:
    """Return a number of seconds with its unit.

    Examples
    --------
    >>> in_seconds("1"), in_seconds("0.5")
    ('1 second', '0.5 seconds')
    """
    return f"{seconds} second" if seconds == "1" else f"{seconds} seconds"


def _join_suggestions(labels: Sequence[str]) -> str:
    shown = ", ".join(f'"{label}"' for label in labels[:_SHOWN_SUGGESTIONS])
    more = len(labels) - _SHOWN_SUGGESTIONS
    return f"{shown} or one of {more} more" if more > 0 else shown


class CareerGraphError(Exception):
    """careergraph cannot do what it was asked; the message says what to do instead."""


class UsageError(CareerGraphError):
    """An option or argument has a value that is not understood."""


class EmptyTitleError(CareerGraphError):
    """A title is missing, or has no readable characters.

    Attributes
    ----------
    what
        What is named: "role", "skill", "certification", or "text" to look for.
    unreadable
        Whether the text has characters, but none that can be seen.
    """

    def __init__(self, what: str = "role", *, unreadable: bool = False) -> None:
        self.what = what
        self.unreadable = unreadable
        named, example, hint = _EMPTY.get(what, (f"The name of the {what}", None, _FIND_NAMES))
        fault = "has no readable characters" if unreadable else "is empty"
        such = "" if example is None else f', such as "{example}"'
        super().__init__(f"{named} {fault}. Give one{such}{hint}")


class UnknownTitleError(CareerGraphError):
    """No role or skill has this title or one that is close enough.

    Attributes
    ----------
    title
        What was asked for.
    suggestions
        The closest labels, best first; may be empty.
    scores
        How probable each is (0 to 1), where that is known.
    """

    def __init__(
        self,
        title: str,
        suggestions: Sequence[str] = (),
        what: str = "role",
        *,
        scores: Sequence[float] = (),
    ) -> None:
        self.title = title
        self.scores = tuple(scores)
        self.suggestions = tuple(suggestions)
        self.what = what
        message = f"No {what} is called {quote_title(title)}."
        if self.suggestions:
            message += f" Did you mean {_join_suggestions(self.suggestions)}?"
        else:
            message += " `careergraph search TEXT` finds names by a part of them."
        super().__init__(message)


class NothingFoundError(CareerGraphError):
    """A search found nothing; ``text`` is what was searched for."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"No name resembles {quote_title(text)}. Try a shorter part of the name.")


class AmbiguousTitleError(CareerGraphError):
    """A title fits several roles or skills equally well.

    Attributes
    ----------
    title
        What was asked for.
    candidates
        The labels it fits: the most probable first where that is known, else in alphabetical order.
    scores
        How probable each is (0 to 1), where that is known.
    """

    def __init__(
        self,
        title: str,
        candidates: Sequence[str],
        what: str = "role",
        *,
        scores: Sequence[float] = (),
    ) -> None:
        self.title = title
        self.scores = tuple(scores)
        self.candidates = tuple(candidates)
        self.what = what
        super().__init__(
            f"{quote_title(title)} could be {_join_suggestions(self.candidates)}. "
            "Type the one you mean."
        )


class SameRoleError(CareerGraphError):
    """A route or gap was asked for from a role to itself."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(
            f'Both titles mean "{label}". Give two different roles; '
            f"`careergraph role {quote_title(label)}` shows this one and what comes next."
        )


class NoRouteError(CareerGraphError):
    """No sequence of transitions leads from one role to the other.

    Attributes
    ----------
    source, target
        Labels of the two roles.
    hint
        What else to try; may be empty.
    constrained
        Whether the route had to meet constraints.
    looked_at
        How many partial routes the search had tried when it gave up; 0 if it tried them all, so
        that there is no route.
    relaxations
        Changes of one constraint that open a route, each with that route.

    With ``is_step`` the message is about one direct step.
    """

    def __init__(
        self,
        source: str,
        target: str,
        hint: str = "",
        *,
        constrained: bool = False,
        looked_at: int = 0,
        relaxations: Sequence[str] = (),
        is_step: bool = False,
    ) -> None:
        self.relaxations = tuple(relaxations)
        self.source = source
        self.target = target
        self.hint = hint
        self.constrained = constrained
        self.looked_at = looked_at
        ends = f'from "{source}" to "{target}"'
        if looked_at:
            message = (
                f"No route {ends} that meets your constraints was found among {looked_at:,} "
                "partial routes; there may be one."
            )
        elif constrained:
            message = f"No route {ends} meets your constraints."
        elif is_step:
            message = f"No source states a step {ends}."
        else:
            message = f"No route {ends} is known."
        super().__init__(f"{message} {hint}" if hint else message)


class DataFileError(CareerGraphError):
    """A file could not be read as RDF.

    Attributes
    ----------
    path
        The file.
    line, column
        Where reading failed, counted from 1, where known.
    """

    def __init__(
        self, path: str, reason: str, line: int | None = None, column: int | None = None
    ) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {reason}")


class StoreError(CareerGraphError):
    """The user's own store cannot be read or changed.

    Attributes
    ----------
    path
        The store, or the part of it.
    reason
        What is wrong, and what to do next.
    """

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class GraphTooLargeError(CareerGraphError):
    """The graph is too large for this answer.

    Attributes
    ----------
    noun
        What there are too many of: "roles", "transitions" or "steps".
    most
        How many there may be.
    """

    def __init__(self, what: str, noun: str, most: int, remedy: str) -> None:
        self.noun = noun
        self.most = most
        super().__init__(
            f"{what} are made for graphs of up to {most:,} {noun}; this one has more. {remedy}"
        )


class UnnameableNodesError(CareerGraphError):
    """Blank nodes are so alike that naming them by their content would take too long."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} blank nodes look alike and point at each other, and telling them apart would "
            "take too long. Give them IRIs."
        )


class QueryError(CareerGraphError):
    """A SPARQL query could not be parsed or run."""


class EndpointError(QueryError):
    """A SPARQL endpoint did not answer, or gave a faulty answer.

    Attributes
    ----------
    url
        Its address, without the credentials and the query part, which may hold a token.
    reason
        What went wrong, with the server's own words where it had any.
    """

    def __init__(self, url: str, reason: str) -> None:
        self.url = shown_address(url)
        self.reason = reason
        super().__init__(f"{self.url}: {reason}")


class UnknownQueryError(QueryError):
    """No query of that name comes with the graph; ``suggestions`` are similar names."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        message = f"No query is called {quote_title(name)}."
        if self.suggestions:
            message += f" Did you mean {_join_suggestions(self.suggestions)}?"
        super().__init__(f"{message} `careergraph queries` lists them all.")


class ParameterError(QueryError):
    """A parameter of a query is unknown or missing, or its value cannot be read."""


class ForbiddenQueryError(QueryError):
    """A query would change something or contact another machine, and was not run."""

    @classmethod
    def update(cls, word: str) -> ForbiddenQueryError:
        """Return the error for an update."""
        return cls(
            f"The query would change the graph ({word.upper()}), and careergraph only reads. "
            "`careergraph export` gives a copy that you can change."
        )

    @classmethod
    def service(cls) -> ForbiddenQueryError:
        """Return the error for a query that asks another server."""
        return cls(
            "The query asks another server (SERVICE), which is refused. `careergraph query` allows "
            "it with --allow-service, and Python with allow_service=True; the web app never does."
        )

    @classmethod
    def dataset(cls, iri: str) -> ForbiddenQueryError:
        """Return the error for a FROM with a file or a private address."""
        return cls(
            f"FROM names a file or a private address, {quote_title(iri)}, which is refused. "
            "Leave FROM out to ask the whole graph."
        )

    @classmethod
    def hidden(cls, word: str) -> ForbiddenQueryError:
        """Return the error for a forbidden word hidden in what looks like an IRI."""
        return cls(f"The query hides {word.upper()} in what looks like an IRI, which is refused.")


class QueryTimeoutError(QueryError):
    """A query exceeded its time limit; ``seconds`` is the limit."""

    def __init__(self, seconds: float, remedy: str) -> None:
        self.seconds = seconds
        super().__init__(f"The query was stopped after {in_seconds(f'{seconds:g}')}. {remedy}")


class QuerySyntaxError(QueryError):
    """A text cannot be read as SPARQL.

    Attributes
    ----------
    reason
        What is wrong, in words.
    line, column
        Where, counted from 1 in the text as it was given.
    source_line
        The line itself.
    """

    def __init__(self, reason: str, line: int, column: int, source_line: str) -> None:
        self.reason = reason
        self.line = line
        self.column = column
        self.source_line = source_line
        super().__init__(f"The query cannot be read at line {line}, column {column}. {reason}.")


class OutputError(CareerGraphError):
    """A file could not be written.

    Attributes
    ----------
    path
        The file.
    reason
        What went wrong.
    state
        What happened to the file, as a sentence; an earlier file is untouched unless it says
        otherwise.
    """

    def __init__(
        self, path: str, reason: str, *, state: str = "Nothing was changed there."
    ) -> None:
        self.path = path
        self.reason = reason
        self.state = state
        super().__init__(f"Cannot write {path}: {reason}. {state}")
