"""The SQLite file of a compiled graph: its version, and how it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from careergraph.model.entries import GraphInfo

__all__ = ["FORMAT", "connect", "read_info"]

FORMAT: Final = 16
"""Version of the tables and of the store; a generation of another version is not opened."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a database that no process changes, for reading.

    Raises
    ------
    sqlite3.Error
        It is not a database, or it has another format.
    """
    import sqlite3

    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    database = sqlite3.connect(address, uri=True, check_same_thread=False)
    try:
        row = database.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        if row is None or row[0] != str(FORMAT):
            message = f"format {row and row[0]} instead of {FORMAT}"
            raise sqlite3.DatabaseError(message)  # noqa: TRY301 (as any other fault of a file)
    except BaseException:
        database.close()
        raise
    return database


def read_info(database: sqlite3.Connection) -> GraphInfo:
    """Return which graph an open database holds."""
    from careergraph.model.entries import GraphInfo

    meta = dict(database.execute("SELECT name, value FROM meta WHERE name IN ('version', 'hash')"))
    return GraphInfo(meta["version"], meta["hash"])
