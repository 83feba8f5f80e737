"""Running one query for the command line: checked, limited in time, written as it comes."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, TypedDict

from careergraph.cli.child import limit_time, without_limit
from careergraph.cli.output import say, write_output, write_stream
from careergraph.report.query_results import pick_format, write_answer
from careergraph.sparql.bindings import fill_values
from careergraph.sparql.query import prepare_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from careergraph.answers.named_queries import NamedQuery
    from careergraph.compiled.titles import Catalog
    from careergraph.store.engine import Engine

__all__ = ["Asked", "Options", "answer_query"]

_PLAIN_WIDTH: Final = 80
_PIECE: Final = 65_536
"""Characters that are gathered before they are written."""


class Asked(NamedTuple):
    """What a query is asked of: its engine and its names, each opened when it is needed."""

    engine: Callable[[], Engine]
    catalog: Callable[[], Catalog]


class Options(TypedDict):
    """What the command line says of a query and its answer; `queries.query` explains each."""

    form: str | None
    limit: int | None
    seconds: float
    allow_service: bool
    output: str | None


def answer_query(
    query: NamedQuery,
    parameters: Mapping[str, str],
    asked: Asked,
    options: Options,
) -> None:
    """Answer a query and write what it gives."""
    allowed = options["allow_service"]
    text = _bound(query, parameters, asked.engine, asked.catalog, allow_service=allowed)
    store = asked.engine()
    limit_time(options["seconds"])
    answer = store.query(text)
    form = pick_format(answer, options["form"])
    output, limit = options["output"], options["limit"]
    with _opened(output) as write:
        cut = write_answer(answer, form, write, limit=limit, width=_width(output))
        if form in {"json", "xml"} and output is None and sys.stdout.isatty():
            write("\n")
    if cut and limit:
        shown = "one is" if limit == 1 else f"{limit:,} are"
        say(f"Only the first {shown} shown; there are more.")


def _bound(
    query: NamedQuery,
    given: Mapping[str, str],
    engine: Callable[[], Engine],
    catalog: Callable[[], Catalog],
    *,
    allow_service: bool,
) -> str:
    """Return the text with what was given for its parameters, or for its variables."""
    terms = {}
    if given and not query.parameters:
        from careergraph.answers.query_values import read_term

        terms = {name: read_term(name, value) for name, value in given.items()}
    text = prepare_query(query.text, terms, allow_service=allow_service)
    if not query.parameters:
        return text
    from careergraph.answers.query_values import read_parameters

    return fill_values(text, read_parameters(query, given, engine, catalog))


def _width(output: str | None) -> int:
    if output is None and sys.stdout is not None and sys.stdout.isatty():
        import shutil

        return shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns
    return _PLAIN_WIDTH


class _Sink:
    """Takes text in small parts and writes it in larger ones, to standard output or a file.

    A terminal is shown no control character; a file and a pipe get every byte of the format.
    """

    def __init__(self, file: BinaryIO | None) -> None:
        self._file = file
        self._terminal = file is None and sys.stdout is not None and sys.stdout.isatty()
        self._parts: list[str] = []
        self._size = 0

    def write(self, text: str) -> None:
        """Take a part."""
        self._parts.append(text)
        self._size += len(text)
        if self._size >= _PIECE:
            self.flush()

    def flush(self) -> None:
        """Write what was taken."""
        text = "".join(self._parts)
        self._parts.clear()
        self._size = 0
        if self._file is not None:
            self._file.write(text.encode("utf-8", "surrogatepass"))
            return
        with without_limit():
            write_stream(_harmless(text) if self._terminal else text)


@contextmanager
def _opened(output: str | None) -> Iterator[Callable[[str], None]]:
    """Give a function that writes text: in pieces to standard output, or whole into a file."""
    if output is None or output == "-":
        sink = _Sink(None)
        try:
            yield sink.write
        finally:
            sink.flush()  # what was found until a mistake is shown
        return
    import tempfile

    with tempfile.TemporaryFile() as file:  # it has no name that could be left behind
        sink = _Sink(file)
        yield sink.write
        sink.flush()
        file.seek(0)
        with without_limit():
            write_output(output, file.read())


def _harmless(text: str) -> str:
    return "".join(c if c.isprintable() or c in "\n\t\r" else "\ufffd" for c in text)
