"""Benchmarks of queries.

Every named query is asked of the embedded engine (`CareerGraph.query`, its rows turned into rdflib
terms) and of rdflib on its Memory store, the same statements, in turn and in one process; both must
give the same rows. Then the same on the graph replicated under other IRIs, and the cold start of
``careergraph query`` beside a bare ``import rdflib``.
"""

from __future__ import annotations

import math
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import rdflib

from careergraph.answers.whole_graph.named_queries import named_queries
from careergraph.graph import CareerGraph
from careergraph.store.bundled import bundled_files
from careergraph.store.engine import Store
from careergraph.vocab import BUNDLED_GRAPH, ID, PREFIXES
from environment import build_wheel, create_environment
from figures import Figure, figures_table, timings_table
from measure import Contender, time_contenders

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from same_rows import (  # type: ignore[import-not-found]
    difference,
    is_ordered,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.query import Result

    from careergraph.answers.whole_graph.named_queries import NamedQuery

_BARE, _COLD = 'python -c "import rdflib"', "careergraph query"
_FIRST: Final = "the first query ever, which builds the store"
_FIRST_SECONDS: Final = 3.0
_SELECT: Final = "SELECT ?name { ?role a cg:Role ; skos:prefLabel ?name } ORDER BY ?name LIMIT 10"
_GOAL: Final = 15
_GOAL_COPIES: Final = 10
_COPIES: Final = 50
_MOST_ROUNDS: Final = 5
"""A query of rdflib's takes seconds."""
_LONGEST: Final = 60
"""Seconds after which a query of rdflib's is ended; it counts as having taken these."""
_SLOW: Final = 5.0
"""Seconds from which on a query is asked only once."""


Row = tuple[object, ...]
Statement = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]


@dataclass(frozen=True, slots=True)
class Pair:
    """The times of a query in both engines, in seconds (medians), and its number of rows."""

    name: str
    ours: float
    theirs: float
    rows: int

    @property
    def ratio(self) -> float:
        """The ratio of rdflib's time to Oxigraph's."""
        return self.theirs / self.ours


def measure_queries(rounds: int, *, larger: bool = True) -> int:
    """Print the figures of queries, and return how many goals are missed."""
    few = min(rounds, _MOST_ROUNDS)
    missed = cold_start(rounds) + compare(1, _GOAL, few)
    return missed + compare(_COPIES, _GOAL_COPIES, 1) if larger else missed


def cold_start(rounds: int) -> int:
    """Time the command in an environment with the wheel, print it and return goals missed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = create_environment(Path(folder) / "env", build_wheel(Path(folder)))
        query = (str(environment.careergraph), "query", _SELECT)
        contenders = [
            Contender(_BARE, (str(environment.python), "-c", "import rdflib")),
            Contender(_COLD, query),
            Contender(_FIRST, query, empty_cache=True),
        ]
        timings = time_contenders(contenders, rounds)
    figure = Figure(f"cold `{_COLD}` / `{_BARE}`", _COLD, _BARE, "at most", 0.75)
    first = timings[_FIRST].median
    print(f"{rounds} interleaved rounds.\n")
    print(figures_table([figure], timings))
    met = "yes" if first <= _FIRST_SECONDS else "**no**"
    print(f"{_FIRST}: {first:.1f} s; at most {_FIRST_SECONDS:g}: {met}.\n")
    print(timings_table(timings))
    return (not figure.is_met(timings)) + (first > _FIRST_SECONDS)


def compare(copies: int, goal: float, rounds: int) -> int:
    """Ask every named query of both engines, print the table and return goals missed."""
    memory = rdflib.Graph()
    for triple in replicated(copies):
        memory.add(triple)
    for prefix, namespace in PREFIXES.items():
        memory.bind(prefix, namespace, override=True, replace=True)
    store = Store.from_rdflib(memory)
    graph = CareerGraph(lambda: store)
    pairs = [time_query(graph, memory, query, rounds) for query in named_queries().values()]
    mean = math.exp(statistics.fmean(math.log(pair.ratio) for pair in pairs))
    worst = min(pairs, key=lambda pair: pair.ratio)
    print(f"{len(memory):,} statements ({copies} times the bundled graph), {rounds} rounds.\n")
    print("| query | rows | embedded ms | rdflib ms | ratio |\n| --- | --- | --- | --- | --- |")
    for pair in sorted(pairs, key=lambda pair: pair.ratio):
        ended = "over " if pair.theirs == _LONGEST else ""
        times = (
            f"{1000 * pair.ours:.2f} | {ended}{1000 * pair.theirs:.1f} | {ended}{pair.ratio:.1f}"
        )
        print(f"| {pair.name} | {pair.rows} | {times} |")
    print(f"\nGeometric mean {mean:.1f} (goal: at least {goal:g}); ", end="")
    print(f"least {worst.ratio:.1f}, {worst.name} (goal: none slower).\n")
    return (mean < goal) + (copies == 1 and worst.ratio < 1)


def time_query(graph: CareerGraph, memory: rdflib.Graph, query: NamedQuery, rounds: int) -> Pair:
    """Return the medians of both engines, asked in turn; raise if their rows differ.

    Where rdflib is ended after its time, what it took until then counts, and no rows are compared.
    """
    ours: list[float] = []
    theirs: list[float] = []
    rows = 0
    for _ in range(rounds):
        seconds, mine = run(graph, query.text)
        ours.append(seconds)
        rows = len(mine)
        seconds, other = run_until(_LONGEST, memory, query.text)
        theirs.append(seconds)
        ordered = is_ordered(query.text)
        unlike = difference(mine, other, ordered=ordered) if other is not None else ""
        if unlike:
            message = f"{query.name}: {unlike}"
            raise ValueError(message)
        if seconds > _SLOW:
            break
    return Pair(query.name, statistics.median(ours), statistics.median(theirs), rows)


def run_until(limit: int, graph: rdflib.Graph, text: str) -> tuple[float, list[Row] | None]:
    """Return what `run` does, ``None`` for the rows where the query was ended."""

    def end(_number: int, _frame: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, end)
    signal.alarm(limit)
    try:
        return run(graph, text)
    except TimeoutError:
        return float(limit), None
    finally:
        signal.alarm(0)


def run(graph: CareerGraph | rdflib.Graph, text: str) -> tuple[float, list[Row]]:
    """Return the seconds until all rows of a query are there as rdflib terms, and the rows."""
    start = time.perf_counter()
    result: Result = graph.query(text)
    rows: list[Row] = [row if isinstance(row, tuple) else (row,) for row in result]
    return time.perf_counter() - start, rows


def replicated(copies: int) -> Iterator[Statement]:
    """Yield the statements of the bundled graph, then those of its copies under other IRIs."""
    bundled = rdflib.Graph(identifier=BUNDLED_GRAPH)
    for path in bundled_files():
        bundled.parse(path, format="turtle")
    yield from bundled
    for number in range(1, copies):
        renamed: dict[rdflib.term.Node, rdflib.term.Node] = {}
        for triple in bundled:
            subject, predicate, value = (_rename(term, number, renamed) for term in triple)
            yield subject, predicate, value


def _rename(
    term: rdflib.term.Node, number: int, renamed: dict[rdflib.term.Node, rdflib.term.Node]
) -> rdflib.term.Node:
    if isinstance(term, rdflib.Literal):
        return term
    if term not in renamed:
        renamed[term] = term
        if isinstance(term, rdflib.BNode):
            renamed[term] = rdflib.BNode()
        elif str(term).startswith(ID):
            renamed[term] = rdflib.URIRef(f"{ID}copy-{number}/{str(term).removeprefix(ID)}")
    return renamed[term]
