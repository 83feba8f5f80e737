"""Jobs for tests of the worker pool."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def compute(_settings: Mapping[str, Any]) -> Callable[..., None]:
    """Return a job that takes so many seconds of the processor, and memory, and answers."""

    def run(
        request: Mapping[str, Any],
        write_head: Callable[[Mapping[str, Any]], None],
        write: Callable[[bytes], None],
    ) -> None:
        if request.get("aborts"):
            os.abort()  # as the engine does when it is refused memory
        held = b"x" * request.get("bytes", 0)
        until = time.process_time() + request["seconds"]
        while time.process_time() < until:
            pass
        write_head({})
        write(b"done")
        del held

    return run


def die_once(_settings: Mapping[str, Any]) -> Callable[..., None]:
    """Return a job whose worker is killed unless a file says that this happened already."""

    def run(
        request: Mapping[str, Any],
        write_head: Callable[[Mapping[str, Any]], None],
        write: Callable[[bytes], None],
    ) -> None:
        file = Path(request["file"])
        if not file.exists():
            if file.parent.exists():
                file.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        write_head({})
        write(b"alive")

    return run
