"""Timing contenders in one interleaved run: A B C A B C, so that all meet the same machine."""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from environment import user_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = [
    "Call",
    "Contender",
    "Run",
    "Timing",
    "read_processor_time",
    "run_contender",
    "time_calls",
    "time_contenders",
]


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to be timed: from start to end, or by its own clock (``{"seconds", "answer"}``).

    With ``empty_cache`` each run begins without a compiled graph or store, as on a new machine.
    """

    name: str
    command: tuple[str, ...]
    own_clock: bool = False
    empty_cache: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a contender: the seconds it took and what it answered, white space made even."""

    seconds: float
    answer: str


@dataclass(frozen=True, slots=True)
class Timing:
    """A contender's times over all rounds, in seconds, and its answer."""

    seconds: tuple[float, ...]
    answer: str

    @property
    def median(self) -> float:
        """The median of the rounds, in seconds."""
        return statistics.median(self.seconds)


class Call(NamedTuple):
    """A function to be timed in this process, and how what it returns is told as an answer."""

    run: Callable[[], Any]
    answer: Callable[[Any], str]


def read_processor_time() -> float:
    """Return the processor seconds of this process and its children that have ended.

    All threads count, so work that is done side by side gains nothing by it. Other work on the
    machine changes it little, unlike the time on the clock.
    """
    import resource

    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def run_contender(contender: Contender, clock: Callable[[], float] = time.perf_counter) -> Run:
    """Run a contender once, its output to a pipe, in a folder where nothing can be imported."""
    with tempfile.TemporaryDirectory() as empty:
        cache = {"CAREERGRAPH_CACHE": str(Path(empty) / "cache")} if contender.empty_cache else {}
        start = clock()
        done = subprocess.run(
            contender.command,
            capture_output=True,
            env=user_variables() | {"PYTHONUTF8": "1"} | cache,
            cwd=empty,
            check=False,
        )
        seconds = clock() - start
    output = done.stdout.decode()
    if done.returncode:
        sys.exit(f"Error: {contender.name} failed.\n{output}{done.stderr.decode()}")
    if contender.own_clock:
        measured = json.loads(output)
        return Run(float(measured["seconds"]), str(measured["answer"]))
    return Run(seconds, " ".join(output.split()))


def time_contenders(
    contenders: Sequence[Contender],
    rounds: int,
    run: Callable[[Contender], Run] = run_contender,
) -> dict[str, Timing]:
    """Return the timing of each contender by name; a first round only warms the disk's cache.

    Raises
    ------
    ValueError
        A contender did not give the same answer each time.
    """
    runs: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    for _ in range(rounds + 1):
        for contender in contenders:
            runs[contender.name].append(run(contender))
    for name, done in runs.items():
        if len({one.answer for one in done}) > 1:
            message = f"{name} does not give the same answer each time."
            raise ValueError(message)
    return {
        name: Timing(tuple(one.seconds for one in done[1:]), done[0].answer)
        for name, done in runs.items()
    }


def time_calls(
    calls: Mapping[str, Call], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, Timing]:
    """Return the timing of each call by name, as `time_contenders` does for commands.

    Memory is not collected while the clock runs: a collection would hit one of them by chance.
    """

    def run(contender: Contender) -> Run:
        call = calls[contender.name]
        gc.collect()
        gc.disable()
        start = clock()
        found = call.run()
        seconds = clock() - start
        gc.enable()
        return Run(seconds, call.answer(found))

    gc.freeze()  # what is there already is not searched before each call
    try:
        return time_contenders([Contender(name, ()) for name in calls], rounds, run)
    finally:
        gc.unfreeze()
