"""A person's query runs in a child process, which can be ended at any moment.

The engine has no time limit and does not hear Ctrl-C. The child sets an alarm that ends it, and
this process says what happened. It is forked before anything is read, so that it costs next to
nothing. Where a process cannot be forked (Windows), a timer in the process itself ends it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["limit_time", "split_off", "without_limit"]

_INTERRUPTED: Final = 130
_CAN_FORK: Final = hasattr(os, "fork") and hasattr(signal, "setitimer")
_REMEDY: Final = "Ask for less (LIMIT), or give it more time (--timeout)."
_said: int | None = None
"""Where the child says how long it may take; ``None`` in a process that is no child."""


def split_off() -> None:
    """Go on in a child process; this one waits for it and leaves with its exit code."""
    if not _CAN_FORK:
        return
    said, say = os.pipe()
    child = os.fork()
    if child:
        os.close(say)
        _wait(child, said)
    os.close(said)
    _hear(signal.SIGINT, signal.SIG_DFL)
    globals()["_said"] = say
    _end_with_parent(say)


def _end_with_parent(say: int) -> None:
    """End this process when the one that waits for it is gone, whatever ended that."""
    import select
    import threading

    def watch() -> None:
        gone = select.poll()
        gone.register(say, 0)  # an error is told of always: nobody can read there any more
        gone.poll()
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _wait(child: int, said: int) -> NoReturn:
    """Leave with the child's exit code, and say so where it was ended."""

    def end(number: int, _frame: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if number == signal.SIGINT:
            os.write(2, b"Aborted.\n")
            os._exit(_INTERRUPTED)
        os._exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        _hear(number, end)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        os._exit(os.WEXITSTATUS(status))
    ended_by = os.WTERMSIG(status)
    if ended_by == signal.SIGALRM:
        _say_ended(os.read(said, 64).decode() or "some")
        os._exit(1)
    if ended_by == signal.SIGINT:
        os.write(2, b"Aborted.\n")
        os._exit(_INTERRUPTED)
    reason = "The system ended the query"
    if ended_by == signal.SIGKILL:
        reason += ", most likely because memory ran out"
    os.write(2, f"Error: {reason} (signal {ended_by}). Ask for less (LIMIT).\n".encode())
    os._exit(1)


def _hear(number: int, handler: object) -> None:
    # Where a signal is ignored (nohup), it stays so.
    if signal.getsignal(number) is not signal.SIG_IGN:
        with contextlib.suppress(ValueError):
            signal.signal(number, handler)  # type: ignore[arg-type]


def _say_ended(seconds: str) -> None:
    os.write(2, f"Error: The query was ended after {seconds} seconds. {_REMEDY}\n".encode())


def limit_time(seconds: float) -> None:
    """End this process after some seconds, and have it said why."""
    if _said is not None:
        os.write(_said, f"{seconds:g}".encode())
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return
    if _CAN_FORK:
        return  # run within another program, which has its own ways
    import threading

    def end() -> None:
        sys.stdout.flush()
        _say_ended(f"{seconds:g}")
        os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()


@contextlib.contextmanager
def without_limit() -> Iterator[None]:
    """Stop the clock while output is written: a person may read it page by page."""
    if _said is None or not _CAN_FORK:
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_REAL, left)
