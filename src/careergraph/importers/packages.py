"""Folders, zip archives and single files in which publishers offer their tables.

Nothing is unpacked: tables are read as a stream. An archive that is cut off, encrypted, far larger
unpacked than packed, or that names a file outside of its own folder is refused before any of it is
read.
"""

from __future__ import annotations

import dataclasses
import gzip
import io
import re
import stat
import zipfile
import zlib
from collections import defaultdict
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from careergraph.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Package", "ReadSoFar", "TableFile", "open_package"]

MOST_BYTES: Final = 4 * 1024**3
"""The most unpacked bytes of an archive or a table."""
_MOST_FILES: Final = 10_000
_MOST_EXPANSION: Final = 250
"""The most unpacked bytes for each packed one; text reaches about 20."""
_SMALL: Final = 10 * 1024**2
"""Size up to which any packing ratio is accepted."""
_SUFFIXES: Final = (".txt", ".csv", ".csv.gz", ".xlsx")
_ENCRYPTED: Final = 0x1
_LINK_BITS: Final = 16
_DRIVE: Final = re.compile("[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table among the files that were given.

    Attributes
    ----------
    name
        Its file name, such as ``Job Zones.txt``.
    path
        Where it is, for error messages: the name of an archive precedes that of the file.
    size
        Bytes of the table; 0 if it is packed by itself, so that they are unknown.
    """

    name: str
    path: str
    size: int
    _open: Callable[[], AbstractContextManager[IO[bytes]]]

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the table for reading.

        Raises
        ------
        DataFileError
            It cannot be read, or is damaged.
        """
        try:
            with self._open() as stream:
                yield stream
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
            reason = f"The file is cut off or damaged ({error}). Download it again."
            raise DataFileError(self.path, reason) from error
        except (OSError, NotImplementedError, RuntimeError) as error:
            words = getattr(error, "strerror", None) or str(error)
            raise DataFileError(self.path, f"The file cannot be read: {words}.") from error


@dataclasses.dataclass
class ReadSoFar:
    """How much of a table has been read.

    Attributes
    ----------
    done, size
        Bytes read and bytes of the table; ``size`` is 0 if unknown.
    """

    done: int = 0
    size: int = 0

    @property
    def share(self) -> float | None:
        """Return the share that was read (0 to 1), ``None`` if unknown."""
        return min(1.0, self.done / self.size) if self.size else None


class Package:
    """The tables in one folder, archive or file.

    Parameters
    ----------
    path
        The path as given.
    files
        The tables in it.
    """

    def __init__(self, path: Path, files: Iterable[TableFile]) -> None:
        self.path = path
        self._files: dict[str, list[TableFile]] = defaultdict(list)
        for file in files:
            self._files[file.name.casefold()].append(file)

    @property
    def names(self) -> list[str]:
        """The names of all tables, in alphabetical order."""
        return sorted(files[0].name for files in self._files.values())

    def find(self, *names: str) -> TableFile | None:
        """Return the first of these tables that exists, or ``None``.

        Raises
        ------
        DataFileError
            There are two of the same name.
        """
        for name in names:
            files = self._files.get(name.casefold(), [])
            if len(files) > 1:
                reason = (
                    f"There are {len(files)} files called {name}. Give the folder that holds one."
                )
                raise DataFileError(str(self.path), reason)
            if files:
                return files[0]
        return None


def open_package(path: Path) -> Package:
    """Return the tables in a folder (and in the folders in it), a zip archive or a single file.

    Raises
    ------
    DataFileError
        It is missing or cannot be read, or an archive is not safe to read.
    """
    try:
        if path.is_dir():
            return Package(path, _list_folder(path))
        if not path.exists():
            raise DataFileError(str(path), "There is no such file or folder.")
        if path.suffix.casefold() == ".zip":
            return Package(path, _list_archive(path))
        return Package(path, [_plain_file(path)])
    except OSError as error:
        raise DataFileError(str(path), error.strerror or str(error)) from error


def _list_folder(folder: Path) -> Iterator[TableFile]:
    root = folder.resolve()
    for pattern in ("*", "*/*"):
        for path in sorted(folder.glob(pattern)):
            if not path.name.casefold().endswith(_SUFFIXES) or not path.is_file():
                continue
            if not path.resolve().is_relative_to(root):
                reason = "The file is a link that leads out of the folder. Copy the file itself."
                raise DataFileError(str(path), reason)
            yield _plain_file(path)


def _plain_file(path: Path) -> TableFile:
    if path.suffix.casefold() == ".gz":
        return TableFile(
            path.name.removesuffix(path.suffix),
            str(path),
            0,
            lambda: io.BufferedReader(_Bounded(gzip.open(path), str(path), path.stat().st_size)),
        )
    return TableFile(path.name, str(path), path.stat().st_size, lambda: path.open("rb"))


def _list_archive(path: Path) -> Iterator[TableFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, EOFError) as error:
        reason = "This is not a whole zip archive; it may be cut off. Download it again."
        raise DataFileError(str(path), reason) from error
    if len(members) > _MOST_FILES:
        reason = f"The archive holds {len(members):,} files; at most {_MOST_FILES:,} are read."
        raise DataFileError(str(path), reason)
    total = 0
    for member in members:
        _check_member(path, member)
        total += member.file_size
        if total > MOST_BYTES:
            reason = f"The archive holds more than {MOST_BYTES // 1024**3} GiB of data."
            raise DataFileError(str(path), reason)
    for member in members:
        name = PurePosixPath(member.filename).name
        if not member.is_dir() and name.casefold().endswith(_SUFFIXES):
            yield _archived_file(path, member)


@contextmanager
def _open_member(path: Path, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        yield stream


@contextmanager
def _open_packed(path: Path, member: zipfile.ZipInfo, shown: str) -> Iterator[IO[bytes]]:
    """Open a table that is itself packed inside an archive."""
    with _open_member(path, member) as packed, gzip.open(packed) as stream:
        yield io.BufferedReader(_Bounded(stream, shown, member.file_size))


def _archived_file(path: Path, member: zipfile.ZipInfo) -> TableFile:
    name = PurePosixPath(member.filename).name
    shown = f"{path}/{member.filename}"
    if not name.casefold().endswith(".gz"):
        return TableFile(name, shown, member.file_size, lambda: _open_member(path, member))
    return TableFile(
        name[: -len(".gz")],
        shown,
        0,
        lambda: _open_packed(path, member, shown),
    )


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    """Raise an error for an archive member that is not safe to read.

    Raises
    ------
    DataFileError
        It lies outside the archive's folder, is a link, is encrypted, or is packed too tightly.
    """
    name = member.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    shown = ascii(name)
    if ".." in parts or name.startswith(("/", "\\")) or _DRIVE.match(name):
        reason = f"The archive names a file outside of its own folder, {shown}. It is not read."
        raise DataFileError(str(path), reason)
    if stat.S_ISLNK(member.external_attr >> _LINK_BITS):
        raise DataFileError(str(path), f"The archive holds a link, {shown}. It is not read.")
    if member.flag_bits & _ENCRYPTED:
        raise DataFileError(str(path), f"{shown} in the archive is encrypted.")
    if _is_bomb(member.file_size, member.compress_size):
        reason = (
            f"{shown} in the archive is {member.file_size:,} bytes packed into "
            f"{member.compress_size:,}, as no table is. It is not read."
        )
        raise DataFileError(str(path), reason)


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > _SMALL and unpacked > packed * _MOST_EXPANSION


class _Bounded(io.RawIOBase):
    """Raise an error once a stream unpacks to far more than its packed size allows."""

    def __init__(self, stream: gzip.GzipFile, path: str, packed: int) -> None:
        self._stream, self._path, self._packed = stream, path, packed
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self._stream.read(len(buffer))
        buffer[: len(content)] = content
        self._given += len(content)
        if _is_bomb(self._given, self._packed) or self._given > MOST_BYTES:
            reason = (
                f"The file unpacks from {self._packed:,} to more than {self._given:,} bytes, as no "
                "table does. It is not read further."
            )
            raise DataFileError(self._path, reason)
        return len(content)

    def close(self) -> None:
        self._stream.close()
        super().close()
