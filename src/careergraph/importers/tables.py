"""Rows of a publisher's table, read one at a time; a fault names file, line and column.

Tables are tab separated or CSV in UTF-8, or a sheet of a workbook.
"""

from __future__ import annotations

import csv
import dataclasses
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from careergraph.errors import DataFileError, quote_title
from careergraph.importers.packages import ReadSoFar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from careergraph.importers.packages import TableFile

__all__ = ["Faults", "Row", "TableLayout", "find_header", "read_rows"]

_NUMBER: Final = re.compile(r"-?\d{1,12}(?:\.\d{1,8})?|-?\.\d{1,8}")
_EVERY_ROWS: Final = 2_000
"""Rows between two reports of progress."""
_MOST_SHOWN: Final = 20
"""The most skipped rows whose errors are kept."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The columns, key and separator that a table must have.

    Attributes
    ----------
    columns
        The required columns; others are read too.
    key
        The columns that distinguish its rows; without any, rows may repeat.
    tabs
        Whether it is tab separated, with quotation marks as ordinary characters; otherwise CSV.
    """

    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    tabs: bool = False


@dataclasses.dataclass
class Faults:
    """Counts the rows that cannot be read, or raises the first error.

    Attributes
    ----------
    keep_going
        Whether to skip such rows.
    skipped
        How many were skipped.
    shown
        The errors of the first of them.
    """

    keep_going: bool = False
    skipped: int = 0
    shown: list[DataFileError] = dataclasses.field(default_factory=list)

    def note(self, error: DataFileError) -> None:
        """Count the error of a row, or raise it."""
        if not self.keep_going:
            raise error
        self.skipped += 1
        if len(self.shown) < _MOST_SHOWN:
            self.shown.append(error)


class Row:
    """A row of a table; its cells by the name of the column."""

    __slots__ = ("_cells", "_places", "line", "path")

    def __init__(self, path: str, line: int, places: dict[str, int], cells: list[str]) -> None:
        self.path, self.line, self._places, self._cells = path, line, places, cells

    def __getitem__(self, column: str) -> str:
        """Return a cell as it is written."""
        return self._cells[self._places[column]]

    def get(self, column: str) -> str:
        """Return a cell, or an empty text if the table has no such column."""
        place = self._places.get(column)
        return "" if place is None else self._cells[place]

    def as_dict(self) -> dict[str, str]:
        """Return all cells by column."""
        return dict(zip(self._places, self._cells, strict=True))

    def error(self, *, column: str, expected: str) -> DataFileError:
        """Return the error for a cell that is not as expected."""
        reason = f"{column} is {quote_title(self.get(column))}; expected {expected}."
        return DataFileError(self.path, reason, self.line, self._places.get(column, 0) + 1)

    def matching(self, column: str, pattern: re.Pattern[str], expected: str) -> str:
        """Return a cell after checking that it matches a pattern.

        Raises
        ------
        DataFileError
            It does not match.
        """
        cell = self[column].strip()
        if not pattern.fullmatch(cell):
            raise self.error(column=column, expected=expected)
        return cell

    def filled(self, column: str) -> str:
        """Return a cell after checking that it is not empty.

        Raises
        ------
        DataFileError
            It is empty.
        """
        cell = self[column].strip()
        if not cell:
            raise self.error(column=column, expected="a text")
        return cell

    def number(self, column: str, low: float, high: float) -> Decimal:
        """Return the number in a cell, which lies between two bounds.

        Raises
        ------
        DataFileError
            It is not a number, or lies outside the bounds.
        """
        cell = self[column].strip().replace(",", "")
        if not _NUMBER.fullmatch(cell):
            raise self.error(column=column, expected="a number")
        number = Decimal(cell)
        if not low <= number <= high:
            raise self.error(column=column, expected=f"a number from {low:g} to {high:g}")
        return number

    def number_or_none(
        self, column: str, low: float, high: float, empty: frozenset[str]
    ) -> Decimal | None:
        """Return the number in a cell, ``None`` if it holds a sign for "no figure"."""
        return None if self[column].strip() in empty else self.number(column, low, high)


def read_rows(
    file: TableFile,
    layout: TableLayout,
    faults: Faults | None = None,
    progress: Callable[[int, float | None], None] | None = None,
) -> Iterator[Row]:
    """Iterate over the rows of a table in their order.

    Parameters
    ----------
    file
        The table.
    layout
        The layout that it must have.
    faults
        What to do with rows that cannot be read; without it the first one raises its error.
    progress
        Called with the number of rows read since the last call, and the share of the table read (0
        to 1; ``None`` if unknown).

    Raises
    ------
    DataFileError
        The table cannot be read, lacks a column or rows, or a row is broken.
    """
    faults = faults or Faults()
    so_far = ReadSoFar()
    with file.open() as stream:
        records = _records(file, stream, layout, so_far)
        header = next(records, None)
        if header is None:
            raise DataFileError(file.path, "The table has no rows.")
        places = _check_header(file, header[1], layout)
        keys = [places[column] for column in layout.key]
        seen: set[int] = set()
        count = 0
        for line, cells in records:
            if not cells:
                continue  # an empty line
            count += 1
            if progress is not None and count % _EVERY_ROWS == 0:
                progress(_EVERY_ROWS, so_far.share)
            if len(cells) != len(places):
                reason = f"The row does not have {len(places)} cells."
                faults.note(DataFileError(file.path, reason, line))
                continue
            row = Row(file.path, line, places, cells)
            if keys:
                # Keep 64 bits of each key instead of its texts: tables have hundreds of thousands
                # of keys.
                key = hash(tuple([cells[place] for place in keys]))
                if key in seen:
                    faults.note(_repeated(row, layout))
                    continue
                seen.add(key)
            yield row
        if progress is not None:
            progress(count % _EVERY_ROWS, so_far.share)
        if not count:
            raise DataFileError(file.path, "The table has no rows.")


def find_header(file: TableFile, mark: re.Pattern[str]) -> tuple[int, list[str]]:
    """Return the line and the cells of the first row with a cell that ``mark`` matches.

    All sheets of a workbook are searched, but only the first row of other tables.

    Raises
    ------
    DataFileError
        There is none.
    """
    with file.open() as stream:
        if file.name.casefold().endswith(".xlsx"):
            from careergraph.importers.workbooks import find_row

            header = find_row(file.path, stream, mark)
        else:
            header = next(_records(file, stream, TableLayout(()), ReadSoFar()), None)
    if header is None or not any(mark.match(cell.strip()) for cell in header[1]):
        reason = (
            "No table in it has the expected columns. Give the file as the publisher offers it."
        )
        raise DataFileError(file.path, reason)
    return header


def _repeated(row: Row, layout: TableLayout) -> DataFileError:
    named = ", ".join(f"{column} {quote_title(row[column])}" for column in layout.key)
    reason = f"A row with {named} stands further up already."
    return DataFileError(row.path, reason, row.line)


def _check_header(file: TableFile, header: list[str], layout: TableLayout) -> dict[str, int]:
    names = [name.strip() for name in header]
    if missing := [column for column in layout.columns if column not in names]:
        reason = f"Column {', '.join(missing)} is missing; expected {', '.join(layout.columns)}."
        raise DataFileError(file.path, reason, 1)
    places = {name: place for place, name in enumerate(names)}
    if len(places) != len(names):
        repeated = next(name for name in names if names.count(name) > 1)
        raise DataFileError(file.path, f"Column {repeated} is there twice.", 1)
    return places


def _records(
    file: TableFile, stream: IO[bytes], layout: TableLayout, so_far: ReadSoFar
) -> Iterator[tuple[int, list[str]]]:
    """Yield the last line and the cells of each record."""
    if file.name.casefold().endswith(".xlsx"):
        from careergraph.importers.workbooks import read_sheet

        yield from read_sheet(file.path, stream, layout.columns, so_far)
        return
    so_far.size = file.size
    lines = _decoded(file, stream, so_far)
    reader = (
        csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if layout.tabs
        else csv.reader(lines, strict=True)
    )
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        reason = f"The table cannot be read: {error}."
        raise DataFileError(file.path, reason, reader.line_num) from error


def _decoded(file: TableFile, stream: IO[bytes], so_far: ReadSoFar) -> Iterator[str]:
    for number, raw in enumerate(stream, 1):
        so_far.done += len(raw)
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            reason = (
                "This is not UTF-8. Download the file again, or save it as UTF-8 in your editor."
            )
            raise DataFileError(file.path, reason, number, error.start + 1) from error
        if "\0" in line:
            reason = "There is a null character; this is no table of text."
            raise DataFileError(file.path, reason, number, line.index("\0") + 1)
        yield line
