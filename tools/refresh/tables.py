"""The rows of a raw table, with an error that names the file and what was expected of it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from careergraph.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(_read_rows(path, stream, columns, tabs=tabs))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFileError(str(path), f"The table cannot be read: {error}.") from error
    if not rows:
        raise DataFileError(str(path), "The table has no rows.")
    return rows


def _read_rows(
    path: Path, stream: Iterator[str], columns: Sequence[str], *, tabs: bool
) -> Iterator[Row]:
    reader = (
        csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tabs
        else csv.DictReader(stream, strict=True)
    )
    header = reader.fieldnames or ()
    missing = [column for column in columns if column not in header]
    if missing:
        reason = f"Column {', '.join(missing)} is missing; expected {', '.join(columns)}."
        raise DataFileError(str(path), reason, 1)
    for row in reader:
        if None in row or None in row.values():
            reason = f"The row does not have {len(header)} cells."
            raise DataFileError(str(path), reason, reader.line_num)
        yield row
