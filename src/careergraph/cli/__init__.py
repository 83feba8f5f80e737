"""The command line: commands parse, call and print.

What a command needs is imported inside it, so that ``--help`` and completion answer at once. This
module imports next to nothing, so that Ctrl-C works from the first moment on.
"""

from __future__ import annotations

import gc
import os
import sys

try:
    # `signal` makes enumerations of these, in milliseconds in which Ctrl-C ends in a traceback.
    import _signal as signals  # type: ignore[import-not-found]
except ImportError:
    import signal as signals

TYPE_CHECKING = False  # importing `typing` takes milliseconds in which Ctrl-C is not heard
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 and the number of the signal, as shells count."""


_ALLOCATIONS = 500_000
"""How many new objects make Python look for cyclic garbage, which few commands leave."""

_ASKING = frozenset({"-h", "--help"})


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code; `group.run` returns it."""
    try:
        _hear_interrupt()
        gc.set_threshold(_ALLOCATIONS)
        words = sys.argv[1:] if args is None else args
        if words and _runs_query(words):
            from careergraph.store.workers import split_off

            split_off()
        from careergraph.cli.group import run

        code = run(args)
    except KeyboardInterrupt:
        _leave_at_once()
    # All is written by now. Taking networkx and the graph apart would cost a fifth of the time.
    os._exit(code)


def _runs_query(words: Sequence[str]) -> bool:
    """Return whether a command runs a user's own query, which may take for ever."""
    if _ASKING.intersection(words):
        return False
    while words and words[0].startswith("--"):  # --bundled, --store PATH or --store=PATH
        words = words[2 if words[0] == "--store" else 1 :]
    if not words:
        return False
    return words[0] == "query" or (
        words[0] == "view" and any(word.startswith("--query") for word in words)
    )


def _hear_interrupt() -> None:
    # Where SIGINT is ignored (nohup) or handled by a host, that stays as it is.
    if signals.getsignal(signals.SIGINT) is signals.default_int_handler:
        try:
            signals.signal(signals.SIGINT, _leave_at_once)
        except ValueError:
            return  # Only the main thread receives signals.


def _leave_at_once(*_: object) -> None:
    """End the process: an exception could be swallowed in a callback, or wait for a thread."""
    os.write(2, b"Aborted.\n")
    os._exit(_INTERRUPTED)
