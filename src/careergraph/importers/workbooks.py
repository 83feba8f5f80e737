"""The rows of a sheet in a workbook (.xlsx), read as a stream."""

from __future__ import annotations

import re
import tempfile
import zipfile
from contextlib import contextmanager
from itertools import islice
from typing import IO, TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from careergraph.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from careergraph.importers.packages import ReadSoFar

__all__ = ["find_row", "read_sheet"]

_NAMESPACE: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRINGS: Final = "xl/sharedStrings.xml"
_SHEET: Final = "xl/worksheets/sheet1.xml"
_SHEETS: Final = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_MOST_TITLES: Final = 20
"""The number of rows of a sheet in which its header is looked for."""
_MOST_BYTES: Final = 2 * 1024**3
_MOST_EXPANSION: Final = 400
"""Sheets of numbers pack tighter than texts: about 30 unpacked bytes for each packed one."""
_SMALL: Final = 10 * 1024**2
_MEMORY: Final = 64 * 1024**2
_PIECE: Final = 1024**2
_BEGINNING: Final = 4096
_LETTERS: Final = 26


def read_sheet(
    path: str, stream: IO[bytes], columns: Sequence[str], so_far: ReadSoFar | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Iterate over the rows of the table with certain columns: row number and cells as text.

    The table is in the first sheet with these columns. Titles above it are skipped: its first row
    holds the names of the columns, and every row has as many cells as that one.

    Raises
    ------
    DataFileError
        It is no workbook, or a damaged one.
    """
    wanted = set(columns)
    with _opened(path, stream) as archive:
        texts = _read_texts(path, archive)

        def has_columns(cells: list[str]) -> bool:
            return wanted <= {cell.strip() for cell in cells}

        found = _find_row(path, archive, texts, has_columns)
        sheet = _SHEET if found is None else found[0]
        yield from _from_header(_read_rows(path, archive, sheet, texts, so_far), columns)


def find_row(path: str, stream: IO[bytes], mark: re.Pattern[str]) -> tuple[int, list[str]] | None:
    """Return the number and the cells of the first row with a cell that ``mark`` matches.

    The first rows of each sheet are looked at.

    Raises
    ------
    DataFileError
        It is no workbook, or a damaged one.
    """

    def is_marked(cells: list[str]) -> bool:
        return any(mark.match(cell.strip()) for cell in cells)

    with _opened(path, stream) as archive:
        found = _find_row(path, archive, _read_texts(path, archive), is_marked)
    return None if found is None else found[1:]


@contextmanager
def _opened(path: str, stream: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """Open a workbook, and turn errors caused by damage into one error."""
    with tempfile.SpooledTemporaryFile(_MEMORY) as whole:
        while piece := stream.read(_PIECE):
            whole.write(piece)
        try:
            with zipfile.ZipFile(whole) as archive:
                _check_sizes(path, archive)
                yield archive
        except (zipfile.BadZipFile, KeyError, EOFError, IndexError, ValueError) as error:
            reason = f"This is not a whole workbook ({error}). Download it again."
            raise DataFileError(path, reason) from error
        except ET.ParseError as error:
            reason = f"The sheet cannot be read: {error}."
            raise DataFileError(path, reason, *error.position) from error


def _find_row(
    path: str,
    archive: zipfile.ZipFile,
    texts: list[str],
    is_wanted: Callable[[list[str]], bool],
) -> tuple[str, int, list[str]] | None:
    """Return sheet, number and cells of the first match among the first rows of each sheet."""
    sheets = filter(None, map(_SHEETS.fullmatch, archive.namelist()))
    for sheet in sorted(sheets, key=lambda match: int(match[1])):
        for number, cells in islice(_read_rows(path, archive, sheet[0], texts), _MOST_TITLES):
            if is_wanted(cells):
                return sheet[0], number, cells
    return None


def _check_sizes(path: str, archive: zipfile.ZipFile) -> None:
    for member in archive.infolist():
        tight = member.file_size > max(_SMALL, member.compress_size * _MOST_EXPANSION)
        if tight or member.file_size > _MOST_BYTES:
            reason = f"{member.filename} in the workbook is {member.file_size:,} bytes. Not read."
            raise DataFileError(path, reason)


def _from_header(
    rows: Iterator[tuple[int, list[str]]], columns: Sequence[str]
) -> Iterator[tuple[int, list[str]]]:
    width = 0
    places: list[int] = []
    first: tuple[int, list[str]] | None = None
    for number, cells in rows:
        first = first or (number, cells)
        if not width and not set(columns) <= {cell.strip() for cell in cells}:
            continue
        if not width:
            width = len(cells)
            yield number, cells
            places = [place for place, cell in enumerate(cells) if cell.strip() in columns]
            continue
        row = [*cells[:width], *[""] * (width - len(cells))]
        if any(row[place].strip() for place in places):  # The others are notes under the table.
            yield number, row
    if not width and first is not None:
        yield first  # The reader reports which column is missing.


def _read_texts(path: str, archive: zipfile.ZipFile) -> list[str]:
    if _STRINGS not in archive.namelist():
        return []
    return [
        "".join(part.text or "" for part in element.iter(f"{_NAMESPACE}t"))
        for element in _elements(path, archive, _STRINGS, "si")
    ]


def _read_rows(
    path: str,
    archive: zipfile.ZipFile,
    sheet: str,
    texts: list[str],
    so_far: ReadSoFar | None = None,
) -> Iterator[tuple[int, list[str]]]:
    for number, element in enumerate(_elements(path, archive, sheet, "row", so_far), 1):
        cells: list[str] = []
        for cell in element.iter(f"{_NAMESPACE}c"):
            place = _place(cell.get("r", ""), len(cells))
            cells += [""] * (place - len(cells))
            cells.append(_text(cell, texts))
        yield int(element.get("r") or number), cells


def _elements(
    path: str,
    archive: zipfile.ZipFile,
    member: str,
    name: str,
    so_far: ReadSoFar | None = None,
) -> Iterator[ET.Element]:
    """Iterate over the elements of a name; each is forgotten when the next is read."""
    with archive.open(member) as stream:
        beginning = stream.read(_BEGINNING)
    if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
        raise DataFileError(path, "The workbook declares entities, as none should. Not read.")
    around: list[ET.Element] = []
    if so_far is not None:
        so_far.size = archive.getinfo(member).file_size
    with archive.open(member) as stream:
        for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314
            if event == "start":
                around.append(element)
                continue
            around.pop()
            if element.tag == f"{_NAMESPACE}{name}":
                if so_far is not None:
                    so_far.done = stream.tell()
                yield element
                if around:
                    around[-1].clear()


def _place(reference: str, otherwise: int) -> int:
    """Return the column of a cell such as ``AB12``, from 0 on.

    Examples
    --------
    >>> _place("A1", 0), _place("AB12", 0)
    (0, 27)
    """
    place = 0
    for letter in reference:
        if not letter.isalpha():
            break
        place = place * _LETTERS + ord(letter.upper()) - ord("A") + 1
    return place - 1 if place else otherwise


def _text(cell: ET.Element, texts: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_NAMESPACE}t"))
    value = cell.find(f"{_NAMESPACE}v")
    content = "" if value is None or value.text is None else value.text
    return texts[int(content)] if kind == "s" and content else content
