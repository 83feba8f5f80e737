"""The figures of pictures in a browser: how soon they are drawn, and whether they still move."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from figures import Figure, figures_table, timings_table
from measure import Contender, time_contenders

if TYPE_CHECKING:
    from environment import Environment

__all__ = ["report_in_browser"]

_SCRIPT: Final = Path(__file__).resolve().parent / "draw_in_browser.py"
_MOST_ROUNDS: Final = 3  # pyvis takes half a minute a round
_FIRST, _FIRST_PYVIS = "first draw, 300 nodes", "pyvis defaults, first draw, 300 nodes"
_READY, _EMPTY = "interactive, 1,000 nodes", "empty vis-network page, interactive"
_PAN, _PAN_EMPTY = "frame while dragged, 5,000 nodes", "frame while dragged, 1 node"
_GOALS: Final = (
    Figure(f"{_FIRST_PYVIS} / {_FIRST}", _FIRST_PYVIS, _FIRST, "at least", 20),
    Figure(f"{_READY} / {_EMPTY}", _READY, _EMPTY, "at most", 3),
    Figure(f"{_PAN} / {_PAN_EMPTY}", _PAN, _PAN_EMPTY, "at most", 6),
)


def report_in_browser(environment: Environment, rounds: int) -> int:
    """Measure, print the tables and return 1 if a goal is missed; without a browser, 0."""
    if shutil.which("chromium") is None or find_spec("playwright") is None:
        print(
            "Pictures are not measured: that needs Playwright (make .venv/.dev) and chromium "
            "(Debian: apt-get install chromium).",
            file=sys.stderr,
        )
        return 0
    rounds = min(rounds, _MOST_ROUNDS)
    timings = time_contenders(_contenders(environment), rounds)
    print(f"Pictures in headless Chromium, {rounds} interleaved rounds:\n")
    print(figures_table(_GOALS, timings))
    print(timings_table(timings))
    return 0 if all(goal.is_met(timings) for goal in _GOALS) else 1


def _contenders(environment: Environment) -> list[Contender]:
    cases = {
        _FIRST: ("first", "ours", "300"),
        _FIRST_PYVIS: ("first", "pyvis", "300"),
        _READY: ("ready", "ours", "1000"),
        _EMPTY: ("ready", "empty", "1000"),
        _PAN: ("pan", "ours", "5000"),
        _PAN_EMPTY: ("pan", "ours", "1"),
    }
    command = (str(environment.python), str(_SCRIPT))
    return [Contender(name, (*command, *case), own_clock=True) for name, case in cases.items()]
