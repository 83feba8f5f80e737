"""Text without control characters, so that data cannot control a terminal or change a page."""

from __future__ import annotations

__all__ = ["one_line", "printable"]


def printable(text: str, *, keep: str = "", instead: str = " ") -> str:
    r"""Return text with another character in place of each that cannot be printed.

    Examples
    --------
    >>> printable("red\x1b[31m", instead="?")
    'red?[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else instead for c in text)


def one_line(text: str) -> str:
    r"""Return text on one line without control characters, its words one space apart.

    Examples
    --------
    >>> one_line("red\x1b[31m\nalert")
    'red [31m alert'
    """
    return " ".join(printable(text).split())
