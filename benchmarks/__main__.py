"""Measure the promised speed: ``python benchmarks`` (or ``make bench``).

``python benchmarks searches`` measures that group alone; see `GROUPS`. Every figure is a ratio of
medians to a named alternative, same input and same answer, in one interleaved run; commands are
timed with careergraph installed from its wheel. Ends with exit code 1 if a goal is missed. The
larger graph (see `synthetic`) only shows whether the goals would hold with more data.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from environment import Environment, build_wheel, compile_again, create_environment
from figures import Figure, figures_table, timings_table
from market import measure_market
from measure import Contender, Timing, time_contenders
from pictures import measure_pictures
from queries import measure_queries
from searches import measure_searches
from serving import measure_web_app
from synthetic import enlarge_ontology

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE: Final = Path(__file__).resolve().parent
_TITLES: Final = ("software engineer", "lead machine learning engineer")
_LARGER: Final = ", larger graph"

_CLICK, _NETWORKX = 'python -c "import click"', 'python -c "import networkx"'
_HELP, _SEARCH, _PATH = "careergraph --help", "careergraph search vision", "careergraph path"
_ROLE, _WHY, _COMPARE = "careergraph role", "careergraph why", "careergraph compare"
_MOVE: Final = ("data analyst", "data scientist")
_PLAIN, _LOAD, _PARSE = "plain_rdflib.py", "Store.bundled()", "rdflib, the same files"


def main() -> int:
    """Run the benchmark, print its tables and return the exit code."""
    parser = argparse.ArgumentParser(prog="python benchmarks", description=__doc__.split("\n")[0])
    named = f"what to measure: {', '.join(GROUPS)} (default: all)"
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=named)
    parser.add_argument("--rounds", type=int, default=15, help="measured rounds (default: 15)")
    parser.add_argument("--no-larger", action="store_true", help="leave the larger graph out")
    chosen = parser.parse_args()
    if chosen.rounds < 1:
        parser.error("--rounds must be at least 1")
    for name in chosen.groups:
        if name not in GROUPS:
            parser.error(f"no group is called {name}; there are: {', '.join(GROUPS)}")
    with tempfile.TemporaryDirectory() as cache:
        os.environ["CAREERGRAPH_CACHE"] = cache  # The cache of whoever measures stays as it is.
        missed = sum(GROUPS[name](chosen) for name in dict.fromkeys(chosen.groups or GROUPS))
    if hasattr(os, "getloadavg") and os.getloadavg()[1] > (os.cpu_count() or 1) / 2 + 1:
        print("Other work ran on this machine meanwhile; the figures are rough.", file=sys.stderr)
    if missed:
        print(f"Goals missed: {missed}.", file=sys.stderr)
    return 1 if missed else 0


def measure_commands(chosen: argparse.Namespace) -> int:
    """Print the figures of commands and of loading, and return how many goals are missed."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        wheel = build_wheel(here)
        bundled = create_environment(here / "bundled", wheel)
        contenders = [*baselines(bundled), *starts(bundled), *work(bundled)]
        if not chosen.no_larger:
            larger = create_environment(here / "larger", wheel)
            size = enlarge_ontology(larger.ontology)
            compile_again(larger)
            contenders += work(larger, _LARGER)
        timings = time_contenders(contenders, chosen.rounds)
    return report(timings, chosen.rounds, None if chosen.no_larger else size)


GROUPS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "commands": measure_commands,
    "searches": lambda chosen: measure_searches(chosen.rounds),
    "queries": lambda chosen: measure_queries(chosen.rounds, larger=not chosen.no_larger),
    "market": lambda chosen: measure_market(chosen.rounds),
    "pictures": lambda chosen: measure_pictures(chosen.rounds),
    "web_app": lambda chosen: measure_web_app(min(chosen.rounds, 5)),
}
"""The benchmarks by name; each prints its figures and returns the number of goals missed."""


def baselines(environment: Environment) -> list[Contender]:
    """Return the imports that cold starts are compared with."""
    python = str(environment.python)
    return [
        Contender(_CLICK, (python, "-c", "import click")),
        Contender(_NETWORKX, (python, "-c", "import networkx")),
    ]


def starts(environment: Environment) -> list[Contender]:
    """Return the commands that need no graph."""
    return [Contender(_HELP, (str(environment.careergraph), "--help"))]


def work(environment: Environment, suffix: str = "") -> list[Contender]:
    """Return the commands that read the graph, with their alternatives."""
    python, script = str(environment.python), str(environment.careergraph)
    plain = (str(_HERE / "plain_rdflib.py"), str(environment.ontology), *_TITLES)
    loader = str(_HERE / "load_graph.py")
    return [
        Contender(_SEARCH + suffix, (script, "search", "vision")),
        Contender(_PATH + suffix, (script, "path", *_TITLES)),
        Contender(_ROLE + suffix, (script, "role", _MOVE[1])),
        Contender(_WHY + suffix, (script, "why", *_MOVE)),
        Contender(_COMPARE + suffix, (script, "compare", *_MOVE)),
        Contender(_PLAIN + suffix, (python, *plain)),
        Contender(_LOAD + suffix, (python, loader, "oxigraph"), own_clock=True),
        Contender(_PARSE + suffix, (python, loader, "rdflib"), own_clock=True),
    ]


def promises(suffix: str = "") -> list[Figure]:
    """Return the figures of the commands that read the graph, with their goals."""
    path, plain, search = _PATH + suffix, _PLAIN + suffix, _SEARCH + suffix
    load, parse = _LOAD + suffix, _PARSE + suffix
    return [
        Figure(f"`{_PATH}` / `{_NETWORKX}`", path, _NETWORKX, "at most", 0.8),
        Figure(f"`{_PLAIN}` / `{_PATH}`", plain, path, "at least", 2),
        Figure(f"`{_SEARCH}` / `{_CLICK}`", search, _CLICK, "at most", 2),
        *(
            Figure(f"`{page}` / `{_NETWORKX}`", page + suffix, _NETWORKX, "at most", 1)
            for page in (_ROLE, _WHY, _COMPARE)
        ),
        Figure(f"{_PARSE} / `{_LOAD}`", parse, load, "at least", 5),
    ]


def check_answers(timings: dict[str, Timing], suffix: str = "") -> None:
    """Raise `ValueError` if compared contenders gave different answers."""
    roles = timings[_PLAIN + suffix].answer
    if not re.search(rf"(?<!→ ){re.escape(roles)}(?! →)", timings[_PATH + suffix].answer):
        message = f"careergraph finds another path than the plain script: {roles}"
        raise ValueError(message)
    if timings[_LOAD + suffix].answer != timings[_PARSE + suffix].answer:
        message = "Oxigraph and rdflib count different statements in the same files."
        raise ValueError(message)


def report(timings: dict[str, Timing], rounds: int, larger: int | None) -> int:
    """Print the tables and return how many goals are missed."""
    check_answers(timings)
    starting = Figure(f"`{_HELP}` / `{_CLICK}`", _HELP, _CLICK, "at most", 1.5)
    figures = [*promises(), starting]
    print(
        f"{rounds} interleaved rounds; Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores; "
        f"{timings[_LOAD].answer} statements.\n"
    )
    print(figures_table(figures, timings))
    if larger is not None:
        check_answers(timings, _LARGER)
        print(
            f"With {larger} statements, to see whether the goals would hold as the graph grows:\n"
        )
        print(figures_table(promises(_LARGER), timings))
    print(timings_table(timings))
    return sum(not figure.is_met(timings) for figure in figures)


if __name__ == "__main__":
    sys.exit(main())
