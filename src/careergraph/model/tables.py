"""Answers as rows, the same for CSV, notebooks and pandas."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

from careergraph.errors import CareerGraphError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Rows", "data_frame", "first", "html_table", "listed", "show_label"]

_LONGEST_LABEL: Final = 80
_UNSEEN: Final = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
"""Control characters, line ends, direction marks and surrogates."""

_Row = TypeVar("_Row")


class Rows:
    """An answer that can be read as a table."""

    __slots__ = ()

    def rows(self) -> list[tuple[object, ...]]:
        """Return the answer as rows of plain values, the header first; unknown is ``None``."""
        raise NotImplementedError

    def to_frame(self) -> Any:  # noqa: ANN401 (pandas is not required, nor are its types)
        """Return the rows as a `pandas.DataFrame`.

        Raises
        ------
        CareerGraphError
            pandas is not installed.

        Examples
        --------
        >>> from careergraph import load
        >>> list(load().gateways(limit=3).to_frame().columns)
        ['role', 'betweenness', 'roles_before', 'roles_after']
        """
        header, *rows = self.rows()
        return data_frame(header, rows)

    def _repr_html_(self) -> str:
        header, *rows = self.rows()
        cells = ([_shown(cell) for cell in row] for row in rows)
        return html_table(repr(self).strip("<>"), [str(name) for name in header], cells)


def data_frame(header: Iterable[object], rows: Sequence[Sequence[object]]) -> Any:  # noqa: ANN401 (pandas is not required, nor are its types)
    """Return rows as a `pandas.DataFrame`.

    Raises
    ------
    CareerGraphError
        pandas is not installed.
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        message = "A DataFrame needs pandas, which is not installed: `pip install pandas`."
        raise CareerGraphError(message) from None
    return pandas.DataFrame(rows, columns=list(header))


def _shown(cell: object) -> str:
    if cell is None:
        return "unknown"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def listed(values: Iterable[object]) -> str:
    """Return several values as one cell, without repetition.

    Examples
    --------
    >>> listed(["move", "promotion", "move"])
    'move; promotion'
    """
    return "; ".join(dict.fromkeys(map(str, values)))


def first(rows: Sequence[_Row], limit: int | None) -> tuple[_Row, ...]:
    """Return the first rows, or all of them if there is no limit.

    Examples
    --------
    >>> first("abc", 2)
    ('a', 'b')
    >>> first("abc", 0)
    Traceback (most recent call last):
    careergraph.errors.UsageError: The limit is 0; ask for at least 1.
    """
    if limit is not None and limit < 1:
        message = f"The limit is {limit}; ask for at least 1."
        raise UsageError(message)
    return tuple(rows[:limit])


def html_table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table for notebooks; every text is escaped, since labels come from data."""
    from html import escape

    head = "".join(f"<th>{escape(_escape_unseen(cell))}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_escape_unseen(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    shown = escape(_escape_unseen(caption))
    return (
        f"<table><caption>{shown}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def show_label(label: str) -> str:
    r"""Return a label for notebooks: control characters are escaped, and a long label is cut.

    Characters that change the writing direction are escaped too: they change how the text after
    them looks.

    Examples
    --------
    >>> print(show_label("red \x1b[31m"))
    red \x1b[31m
    >>> len(show_label("very " * 1000))
    80
    """
    if len(label) > _LONGEST_LABEL:
        label = f"{label[: _LONGEST_LABEL - 1]}…"
    return _escape_unseen(label)


def _escape_unseen(text: str) -> str:
    return re.sub(_UNSEEN, lambda found: found[0].encode("unicode_escape").decode(), text)
