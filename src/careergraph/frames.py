"""Answers that are rows: the same rows for CSV, for notebooks and for pandas."""

from __future__ import annotations

from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from careergraph.errors import CareerGraphError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Rows", "first", "html_table", "listed"]

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
        try:
            pandas = import_module("pandas")
        except ImportError:
            message = "A DataFrame needs pandas, which is not installed: `pip install pandas`."
            raise CareerGraphError(message) from None
        header, *rows = self.rows()
        return pandas.DataFrame(rows, columns=list(header))

    def _repr_html_(self) -> str:
        header, *rows = self.rows()
        cells = ([_shown(cell) for cell in row] for row in rows)
        return html_table(repr(self).strip("<>"), [str(name) for name in header], cells)


def _shown(cell: object) -> str:
    if cell is None:
        return "unknown"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def listed(values: Iterable[object]) -> str:
    """Return several values as one cell, each once.

    Examples
    --------
    >>> listed(["move", "promotion", "move"])
    'move; promotion'
    """
    return "; ".join(dict.fromkeys(map(str, values)))


def first(rows: Sequence[_Row], limit: int | None) -> tuple[_Row, ...]:
    """Return the first of some rows; all of them where there is no limit.

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
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
