"""Run one query for the command line: check it, limit its time, and write its rows as they come."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, TypedDict

from careergraph.cli.output import say, write_output, write_stream
from careergraph.errors import QueryError
from careergraph.report.query_results import pick_format, write_answer
from careergraph.sparql.checked import Policy
from careergraph.sparql.query import prepare
from careergraph.store.workers import describe_memory, limit_process, without_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from careergraph.answers.whole_graph.named_queries import NamedQuery
    from careergraph.compiled.titles import Catalog
    from careergraph.sparql.checked import CheckedQuery
    from careergraph.store.engine import Answer, Engine

__all__ = ["Asked", "Options", "answer_query"]

_PLAIN_WIDTH: Final = 80
_PIECE: Final = 65_536
"""Characters that are gathered before they are written."""


class Asked(NamedTuple):
    """The engine and the names behind a query, each opened on first use."""

    engine: Callable[[], Engine]
    catalog: Callable[[], Catalog]
    is_remote: bool = False


class Options(TypedDict):
    """The options of `careergraph query`; `commands.query` explains each."""

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
    policy = Policy(options["allow_service"], fetches=asked.is_remote)
    checked = _prepare(query, parameters, asked.engine, asked.catalog, policy)
    engine = asked.engine()
    limit_process(options["seconds"])
    try:
        _write(engine.query(checked), options)
    except MemoryError:
        raise QueryError(describe_memory()) from None


def _write(answer: Answer, options: Options) -> None:
    form = pick_format(answer, options["form"])
    output, limit = options["output"], options["limit"]
    with _opened(output) as write:
        cut = write_answer(answer, form, write, limit=limit, width=_width(output))
        if form in {"json", "xml"} and output is None and sys.stdout.isatty():
            write("\n")
    if cut and limit:
        shown = "one is" if limit == 1 else f"{limit:,} are"
        say(f"Only the first {shown} shown; there are more.")


def _prepare(
    query: NamedQuery,
    given: Mapping[str, str],
    engine: Callable[[], Engine],
    catalog: Callable[[], Catalog],
    policy: Policy,
) -> CheckedQuery:
    """Return the query with the values given for its parameters or variables."""
    from careergraph.answers.whole_graph.query_values import read_parameters, read_term

    if query.parameters:
        return prepare(
            query.text,
            policy=policy,
            values=lambda: read_parameters(query, given, engine, catalog),
        )
    terms = {name: read_term(name, value) for name, value in given.items()}
    return prepare(query.text, terms, policy)


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
    """Yield a function that writes text: in pieces to standard output, or whole into a file."""
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
