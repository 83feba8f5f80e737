"""Benchmarks of pictures: writing large pages, and showing them in a browser."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from browser_figures import report_in_browser
from environment import build_wheel, create_environment
from figures import Figure, figures_table, timings_table
from measure import Contender, Timing, time_contenders

if TYPE_CHECKING:
    from environment import Environment

_HERE: Final = Path(__file__).resolve().parent
_DRAW, _PYVIS, _MAP = "CareerView, 15,000 nodes", "pyvis, 15,000 nodes", "a map of 300 roles"
_DRAWN: Final = 15_000
_MAP_ROLES: Final = 300
_LARGEST_MAP: Final = 1_200_000
"""Bytes that the page of a picture of 300 nodes may have."""
_LAYOUTS: Final = (10, 50, 80, 81, 100, 200, 300, 400, 499, 500, 1000, 5000)
"""Numbers of linked nodes; the way of finding their places changes after 80 and 499."""
_SLOWEST_LAYOUT: Final = 2.0
"""Seconds that a layout may take."""
_DRAWING_ROUNDS: Final = 5
"""pyvis alone takes seconds for each."""


def measure_pictures(rounds: int) -> int:
    """Print the figures of pictures, and return how many goals are missed."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        environment = create_environment(here / "pictures", build_wheel(here))
        drawn = time_contenders(drawing(environment), min(rounds, _DRAWING_ROUNDS))
        return report_drawing(drawn) + report_in_browser(environment, rounds)


def drawing(environment: Environment) -> list[Contender]:
    """Return the making of large pages, beside pyvis alone."""
    command = (str(environment.python), str(_HERE / "draw_pictures.py"))
    return [
        Contender(_DRAW, (*command, "careergraph", str(_DRAWN)), own_clock=True),
        Contender(_PYVIS, (*command, "pyvis", str(_DRAWN)), own_clock=True),
        Contender(_MAP, (*command, "size", str(_MAP_ROLES)), own_clock=True),
        *(
            Contender(_layout(count), (*command, "layout", str(count)), own_clock=True)
            for count in _LAYOUTS
        ),
    ]


def _layout(count: int) -> str:
    return f"layout of {count:,} linked nodes"


def report_drawing(timings: dict[str, Timing]) -> int:
    """Print what pages cost to make, and return 1 if a goal is missed, else 0."""
    if timings[_DRAW].answer != timings[_PYVIS].answer:
        message = "careergraph and pyvis do not draw the same."
        raise ValueError(message)
    figure = Figure(f"{_PYVIS} / {_DRAW}", _PYVIS, _DRAW, "at least", 25)
    print(f"Pages with {timings[_DRAW].answer}, added one by one:\n")
    print(figures_table([figure], timings))
    size = int(timings[_MAP].answer)
    small = size <= _LARGEST_MAP
    verdict = "yes" if small else "**no**"
    print(f"The page of {_MAP} has {size:,} bytes; at most {_LARGEST_MAP:,}: {verdict}.\n")
    slow = [n for n in _LAYOUTS if timings[_layout(n)].median > _SLOWEST_LAYOUT]
    verdict = f"**no**, not with {', '.join(map(str, slow))} nodes" if slow else "yes"
    print(f"A layout takes at most {_SLOWEST_LAYOUT:g} seconds: {verdict}.\n")
    print(timings_table(timings))
    return 0 if small and not slow and figure.is_met(timings) else 1
