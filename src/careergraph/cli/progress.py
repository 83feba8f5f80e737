"""A line on a terminal that says what a long command is doing, and for how long.

It goes to standard error, only if that is a terminal, and is wiped before anything is printed.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import Final

__all__ = ["begin", "end"]

_FIRST_AFTER: Final = 2.0
"""Seconds before the line shows: most answers are there sooner."""
_EVERY: Final = 1.0
_WIPE: Final = "\r\x1b[2K"


class _Line:
    """The line, written by a thread of its own until it is ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._started = time.monotonic()
        self._is_shown = False
        self.text = ""

    def run(self) -> None:
        """Write the line again and again."""
        wait = _FIRST_AFTER
        while not self._ended.wait(wait):
            wait = _EVERY
            seconds = time.monotonic() - self._started
            with self._lock:
                if not self._ended.is_set():
                    self._write(f"{_WIPE}{self.text}: {seconds:.0f} s")
                    self._is_shown = True

    def end(self) -> None:
        """Wipe the line; it is not written again."""
        with self._lock:
            self._ended.set()
            if self._is_shown:
                self._write(_WIPE)

    @staticmethod
    def _write(text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            return  # the terminal is gone


_lines: Final[list[_Line]] = []
"""The line that is shown; none or one."""


def begin(text: str) -> None:
    """Show what is being done, after a moment; a line that is already shown gets the new text."""
    if _lines:
        _lines[0].text = text
        return
    if sys.stderr is None or not sys.stderr.isatty():
        return
    line = _Line()
    line.text = text
    _lines.append(line)
    threading.Thread(target=line.run, daemon=True).start()


def end() -> None:
    """Wipe the line before something is printed."""
    while _lines:
        _lines.pop().end()
