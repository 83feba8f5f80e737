"""Files of an import, which never change once they are named.

An import is a folder named by its kind and content: ``statements.nt.gz`` holds its statements,
``import.json`` says where they come from. Generations are built from these folders, so that a store
survives a new version of the bundled graph.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import IO, TYPE_CHECKING, Any, Final

from careergraph.errors import StoreError
from careergraph.model.frozen import frozen
from careergraph.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Import", "ImportedTable", "StatementWriter", "open_statements", "read_import"]

STATEMENTS: Final = "statements.nt.gz"
_DESCRIPTION: Final = "import.json"
_BATCH: Final = 4_000
_BUFFER: Final = 256 * 1024
_DIGITS: Final = 12


@frozen
class ImportedTable:
    """A table that was read.

    Attributes
    ----------
    file
        Its file name.
    release
        Its release, such as "O*NET 30.3".
    rows
        Rows that were taken.
    skipped
        Rows that could not be read and were skipped.
    """

    file: str
    release: str
    rows: int
    skipped: int = 0


@frozen
class Import:
    """The description of an import: its sources, tables and statements.

    Attributes
    ----------
    kind
        "onet", "esco", "oews", "projections" or "crosswalk".
    title
        The publisher and the releases.
    sources
        The sources that its statements name.
    tables
        The tables that were read.
    statements
        How many statements there are.
    notes
        What was left out, and why.
    imported_on
        The day of the import.
    digest
        Hash of the statements.
    """

    kind: str
    title: str
    sources: tuple[Source, ...] = ()
    tables: tuple[ImportedTable, ...] = ()
    statements: int = 0
    notes: tuple[str, ...] = ()
    imported_on: str = ""
    digest: str = ""

    @property
    def folder(self) -> str:
        """Return the name of its folder."""
        described = json.dumps([*map(asdict, self.sources), *map(asdict, self.tables)])
        content = hashlib.sha256(f"{self.digest}\n{described}\n{self.notes}".encode())
        return f"{self.kind}-{content.hexdigest()[:_DIGITS]}"

    @property
    def rows(self) -> int:
        """Return the number of rows taken."""
        return sum(table.rows for table in self.tables)


class StatementWriter:
    """Writes the statements of an import; the importers' module `terms` makes their terms.

    The statements of a row are written when the row is complete, or not at all.
    """

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._ready: list[str] = []
        self._row: list[str] = []
        self.statements = 0

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """Add a statement for each object to the current row."""
        for value in objects:
            self._row.append(f"{subject} {predicate} {value} .\n")

    def keep(self, subject: str, predicate: str, value: str) -> None:
        """Add a statement outside any row."""
        self._ready.append(f"{subject} {predicate} {value} .\n")

    def end_row(self) -> None:
        """Keep the statements of the current row."""
        self._ready += self._row
        self._row.clear()
        if len(self._ready) >= _BATCH:
            self.flush()

    def forget_row(self) -> None:
        """Drop the statements of the current row."""
        self._row.clear()

    def flush(self) -> None:
        """Write the kept statements to the file."""
        self._ready += self._row
        self._row.clear()
        content = "".join(self._ready).encode()
        self.statements += len(self._ready)
        self._ready.clear()
        self._digest.update(content)
        self._stream.write(content)

    @property
    def digest(self) -> str:
        """The hash of all statements."""
        return self._digest.hexdigest()


@contextmanager
def writing_statements(folder: Path) -> Iterator[StatementWriter]:
    """Yield a `StatementWriter` for an import in a new folder."""
    folder.mkdir(parents=True)
    # Without a time stamp the same statements give the same file.
    with (
        (folder / STATEMENTS).open("wb") as file,
        gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,
    ):
        writer = StatementWriter(packed)
        yield writer
        writer.flush()


def write_description(folder: Path, imported: Import) -> None:
    """Write the description of an import into its folder."""
    text = json.dumps(asdict(imported), indent=1, ensure_ascii=False)
    (folder / _DESCRIPTION).write_text(text + "\n", "utf-8")


def read_import(folder: Path) -> Import:
    """Return the description of the import in a folder.

    Raises
    ------
    StoreError
        It is missing or damaged.
    """
    try:
        raw: dict[str, Any] = json.loads((folder / _DESCRIPTION).read_text("utf-8"))
        return replace(
            Import(**raw),
            sources=tuple(Source(**source) for source in raw["sources"]),
            tables=tuple(ImportedTable(**table) for table in raw["tables"]),
            notes=tuple(raw["notes"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        kind = folder.name.rpartition("-")[0]
        raise damaged(folder, kind, error) from error


def damaged(folder: Path, kind: str, error: Exception) -> StoreError:
    """Return the error for an import whose files cannot be read."""
    reason = (
        f"What was imported from {kind} is damaged ({first_line(error)}). "
        f"Import it again: `careergraph import {kind} PATH`."
    )
    return StoreError(str(folder), reason)


def first_line(error: Exception) -> str:
    """Return the first line of an error's message."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return (str(error).strip() or type(error).__name__).splitlines()[0]


@contextmanager
def open_statements(folder: Path) -> Iterator[IO[bytes]]:
    """Open the statements of an import as N-Triples."""
    # A buffer finds lines in a third of the time that the packed file takes.
    with (
        gzip.open(folder / STATEMENTS, "rb") as packed,
        io.BufferedReader(packed, _BUFFER) as lines,
    ):
        yield lines


def discard_folder(folder: Path) -> None:
    """Remove a folder, as far as that is possible."""
    shutil.rmtree(folder, ignore_errors=True)
