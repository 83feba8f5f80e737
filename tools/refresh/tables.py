"""The rows of a raw table, with an error that names the file and what was expected of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.errors import DataFileError
from careergraph.importers.packages import open_package
from careergraph.importers.tables import TableLayout, read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Row", "find_file", "read_table"]

Row = dict[str, str]
"""The cells of a row by column."""


def find_file(folder: Path, *names: str) -> Path:
    """Return the first of these files that is in the folder.

    Raises
    ------
    DataFileError
        There is no such folder, or it has none of them.
    """
    if not folder.is_dir():
        reason = f"The folder is missing. It should hold {' or '.join(names)}."
        raise DataFileError(str(folder), reason)
    found = [folder / name for name in names if (folder / name).is_file()]
    if not found:
        missing = " or ".join(names)
        raise DataFileError(str(folder / names[0]), f"The file is missing; expected {missing}.")
    return found[0]


def read_table(path: Path, columns: Sequence[str], *, tabs: bool = False) -> list[Row]:
    """Return the rows of a table in their order.

    Parameters
    ----------
    path
        A file in UTF-8 whose first line names the columns.
    columns
        The columns that must be there; others are read too.
    tabs
        Tab separated, and a quotation mark is a character like others; else CSV.

    Raises
    ------
    DataFileError
        The file cannot be read, lacks a column or rows, or a row has too few or too many cells.
    """
    file = open_package(path).find(path.name)
    if file is None:
        raise DataFileError(str(path), "The table cannot be read: it is no file.")
    return [row.as_dict() for row in read_rows(file, TableLayout(tuple(columns), tabs=tabs))]
