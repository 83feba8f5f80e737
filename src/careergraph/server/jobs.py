"""The jobs of the server's worker processes: SPARQL queries, and questions."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from careergraph.errors import CareerGraphError, NoRouteError, QueryError, QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from careergraph.graph import CareerGraph

    _WriteHead = Callable[[Mapping[str, Any]], None]
    _Write = Callable[[bytes], None]
    _Handler = Callable[[Mapping[str, Any], _WriteHead, _Write], None]

__all__ = ["ANSWERS", "FORMS", "LIGHT", "MODULES", "QUERIES", "answer_questions", "run_queries"]

QUERIES: Final = "careergraph.server.jobs:run_queries"
ANSWERS: Final = "careergraph.server.jobs:answer_questions"
MODULES: Final = (
    "careergraph.graph",
    "careergraph.report.query_results",
    "careergraph.server.questions",
    "careergraph.sparql.diagnosis",
    "careergraph.sparql.query",
    "careergraph.store.engine",
    "pyoxigraph",
    "resource",
)
"""Modules that jobs import; the fork server imports them once."""
LIGHT: Final = frozenset({"areas", "held", "info", "role", "search", "understand"})
"""Questions that search no routes, such as the suggestions while someone types a title."""
_MOST_AREAS: Final = 8
"""The number of areas for which a worker caches the graph with their pay."""
FORMS: Final = {
    "select": ("json", "xml", "csv", "tsv"),
    "ask": ("json", "xml"),
    "construct": ("turtle", "ntriples", "rdfxml", "jsonld"),
    "describe": ("turtle", "ntriples", "rdfxml", "jsonld"),
}
"""The formats that fit each form of query, the usual one first."""


class NotAcceptableError(CareerGraphError):
    """None of the formats that a client accepts fits the answer to its query."""

    def __init__(self, form: str) -> None:
        super().__init__(
            f"None of the formats in Accept can hold the answer of {form.upper()}. It can be had "
            f"as {', '.join(FORMS[form])}."
        )


def run_queries(settings: Mapping[str, Any]) -> _Handler:
    """Return a function that runs a query: text, dataset and acceptable formats in, result out."""
    from careergraph.report.query_results import write_answer
    from careergraph.sparql.checked import EMBEDDED
    from careergraph.sparql.diagnosis import check_syntax
    from careergraph.sparql.query import admit
    from careergraph.store.engine import Dataset, read_result

    store = open_graph(settings).whole()

    def run(request: Mapping[str, Any], write_head: _WriteHead, write: _Write) -> None:
        query = admit(request["query"], EMBEDDED)
        fitting = [form for form in request["formats"] if form in FORMS[query.form]]
        if not fitting:
            raise NotAcceptableError(query.form)
        write_head({"format": fitting[0]})
        named = request["dataset"]
        dataset = None if named is None else Dataset(*map(tuple, named))
        try:
            result = store.run(query, dataset)
        except QuerySyntaxError:
            check_syntax(query.text)  # Explains the mistake better.
            raise
        if fitting[0] == "json":
            _write_json(result, write)
            return

        def write_text(text: str) -> None:
            write(text.encode("utf-8", "surrogatepass"))

        write_answer(
            read_result(result), fitting[0].removeprefix("rdf"), write_text, limit=None, width=0
        )

    return run


class _Output:
    """A file object for the engine that passes each piece on at once."""

    def __init__(self, write: _Write) -> None:
        self._write = write

    def write(self, piece: bytes) -> int:
        self._write(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: the pieces have been sent already."""


def _write_json(result: Any, write: _Write) -> None:  # noqa: ANN401 (the engine's result)
    """Write rows or a truth value as JSON with the engine's own, faster writer."""
    import pyoxigraph as ox

    from careergraph.store.engine import describe_error

    try:
        result.serialize(_Output(write), format=ox.QueryResultsFormat.JSON)
    except MemoryError:
        raise
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(describe_error(error)) from error


def answer_questions(settings: Mapping[str, Any]) -> _Handler:
    """Return a function that answers a question: its name and parameters in, JSON out."""
    from careergraph.server.questions import QUESTIONS, as_asked, read_parameters

    graph = open_graph(settings)
    _warm_up(graph, is_stored=not settings["files"])
    local_graph = lru_cache(_MOST_AREAS)(graph.in_area)

    def run(request: Mapping[str, Any], write_head: _WriteHead, write: _Write) -> None:
        try:
            answer(request, write_head, write)
        except CareerGraphError as error:
            _name_parameters(error, as_asked)
            raise

    def answer(request: Mapping[str, Any], write_head: _WriteHead, write: _Write) -> None:
        question = QUESTIONS[request["question"]]
        values = read_parameters(question, request["parameters"])
        area = values.get("area")
        found = question.answer(graph if area is None else local_graph(area), values)
        forms = question.forms
        parts = [forms[form](found).encode() for form in request["formats"] if form in forms]
        write_head({"lengths": [len(part) for part in parts]})
        for part in parts:
            write(part)

    return run


def _name_parameters(error: CareerGraphError, as_asked: Callable[[str], str]) -> None:
    """Make an error name the client's parameters, in its message and in its data."""
    error.args = tuple(as_asked(str(part)) for part in error.args)
    if isinstance(error, NoRouteError):
        error.hint = as_asked(error.hint)
        error.relaxations = tuple(map(as_asked, error.relaxations))


def open_graph(settings: Mapping[str, Any]) -> CareerGraph:
    """Return the graph that the settings of a server name."""
    from careergraph.graph import CareerGraph, load

    files, store = settings["files"], settings.get("store")
    if files:
        return CareerGraph.with_files(*map(Path, files))
    return load(store, bundled=store is None)


def _warm_up(graph: CareerGraph, *, is_stored: bool) -> None:
    """Read the data that every route needs, ahead of the first question.

    What titles and routes from occupations need is read as well if it ``is_stored``: in a person's
    own graph, which is in memory, it takes seconds to compute, and the first question would wait.
    """
    from careergraph.compiled.widening import for_roles

    curated = {role.iri for role in graph.facts.roles}
    ends = next(
        ((one, other) for one, other, _ in graph.facts.steps if {one, other} <= curated), None
    )
    if ends is None:
        return
    with contextlib.suppress(CareerGraphError):
        graph.paths(*ends, max_steps=1)
    if is_stored:
        nodes = (node.iri for node in graph.facts.occupation_nodes if node.iri not in curated)
        for_roles(graph.facts, *islice(nodes, 1), ends[1])
        name = graph.facts.label(ends[0])
        graph.catalog.search_entries(name, kinds=("role", "occupation"), limit=1)
