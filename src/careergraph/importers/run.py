"""Run an import: open the files, read their tables row by row, and add them to a store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from careergraph.compiled.user_store.imports import Import, ImportedTable
from careergraph.errors import DataFileError
from careergraph.importers.crosswalk import CrosswalkReader
from careergraph.importers.esco import EscoReader
from careergraph.importers.oews import OewsReader
from careergraph.importers.onet import OnetReader
from careergraph.importers.packages import open_package
from careergraph.importers.projections import ProjectionsReader
from careergraph.importers.tables import Faults, read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from careergraph.compiled.user_store.folder import UserStore
    from careergraph.compiled.user_store.imports import StatementWriter
    from careergraph.importers.reader import Job, Offer, PublisherReader

__all__ = ["OFFERS", "Progress", "Report", "import_files"]

_READERS: Final[dict[str, type[PublisherReader]]] = {
    reader.offer.kind: reader
    for reader in (OnetReader, EscoReader, OewsReader, ProjectionsReader, CrosswalkReader)
}
OFFERS: Final[dict[str, Offer]] = {kind: reader.offer for kind, reader in _READERS.items()}
"""Map each publisher's name on the command line to its offer."""


class Progress(Protocol):
    """The interface that receives the progress of an import."""

    def start(self, table: str) -> None:
        """Note that a table is being read."""

    def advance(self, rows: int, share: float | None) -> None:
        """Note that more rows were read, and which share of the table (0 to 1), if known."""

    def tell(self, text: str) -> None:
        """Note the step that follows reading."""


class _Silent:
    """Ignore progress."""

    def start(self, table: str) -> None:
        """Do nothing."""

    def advance(self, rows: int, share: float | None) -> None:
        """Do nothing."""

    def tell(self, text: str) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an import.

    Attributes
    ----------
    imported
        What is in the store now.
    faults
        The errors of rows that were skipped, the first of each table.
    skipped
        How many rows were skipped.
    """

    imported: Import
    faults: tuple[DataFileError, ...] = ()
    skipped: int = 0


def import_files(
    store: UserStore,
    kind: str,
    paths: Sequence[Path],
    *,
    keep_going: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import the files of a publisher into a store, whole or not at all.

    Parameters
    ----------
    store
        The store to import into.
    kind
        The publisher's kind; see `OFFERS`.
    paths
        Folders, archives or files. A table missing from the first is taken from the next.
    keep_going
        Whether to skip rows that cannot be read.
    progress
        Receives the progress.

    Raises
    ------
    DataFileError
        A file cannot be read; the store is unchanged.
    StoreError
        The store cannot be written, or another import is running.
    """
    telling: Progress = progress or _Silent()
    reader = _READERS[kind]([open_package(path) for path in paths])
    jobs = reader.plan()
    today = datetime.now(UTC).date().isoformat()
    planned = Import(kind, reader.title, imported_on=today)
    tables: list[ImportedTable] = []
    faults: list[Faults] = []
    with store.importing(planned) as importing:
        importing.tell = telling.tell
        for job in jobs:
            telling.start(job.file.name)
            faults.append(Faults(keep_going))
            rows = _run(reader, job, importing.writer, faults[-1], telling)
            tables.append(ImportedTable(job.file.name, job.release, rows, faults[-1].skipped))
        telling.tell("Comparing occupations")
        reader.write_affinities()
        reader.describe_sources()
        importing.imported = replace(
            planned,
            title=reader.title,
            sources=tuple(reader.sources.values()),
            tables=tuple(tables),
            notes=reader.notes,
        )
    shown = [error for each in faults for error in each.shown]
    return Report(importing.imported, tuple(shown), sum(each.skipped for each in faults))


def _run(
    reader: PublisherReader,
    job: Job,
    writer: StatementWriter,
    faults: Faults,
    progress: Progress,
) -> int:
    """Write the statements of a table, and return the number of rows taken."""
    reader.writer = writer
    rows = 0
    for row in read_rows(job.file, job.layout, faults, progress.advance):
        try:
            job.take(row)
        except DataFileError as error:
            writer.forget_row()
            faults.note(error)
        else:
            writer.end_row()
            rows += 1
    return rows
