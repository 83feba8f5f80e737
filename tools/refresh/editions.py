"""The release of each public data set that is read, and its source in the graph.

This is the one place to edit when a new release comes; its source is described in `sources.ttl`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from refresh.tables import Row, find_file, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["CIP", "ESCO", "JOBHOP", "OEWS", "OEWS_YEAR", "ONET", "PROJECTIONS", "Edition"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One release of a data set.

    Attributes
    ----------
    folder
        Its folder in the data folder.
    source
        Its source in the graph, as in ``id/source/onet-30-3``.
    tabs
        Whether its tables are tab separated without quotes; else they are CSV.
    """

    folder: str
    source: str
    tabs: bool = False

    def read(self, data: Path, columns: Sequence[str], *names: str) -> list[Row]:
        """Return the rows of a table, with at least these columns.

        Parameters
        ----------
        data
            The data folder.
        columns
            The columns that must be there.
        *names
            The names the file may have, the newest first.

        Raises
        ------
        DataFileError
            The file or a column is missing, or a row is broken.
        """
        return read_table(find_file(data / self.folder, *names), columns, tabs=self.tabs)


ONET: Final = Edition("onet-30.3", "onet-30-3", tabs=True)
ESCO: Final = Edition("esco-1.1.1", "esco-1-1-1")
OEWS: Final = Edition("bls-oews-2025", "bls-oews-2025")
OEWS_YEAR: Final = 2025
"""The year of the OEWS release; its reference month is May."""
PROJECTIONS: Final = Edition("bls-projections-2024-2034", "bls-projections-2024-2034")
CIP: Final = Edition("education-cip-2020", "nces-cip-2020")
JOBHOP: Final = Edition("transitions-jobhop-ict", "jobhop-ict")
