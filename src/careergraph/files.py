"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from pathlib import Path
from typing import Final

from careergraph.errors import OutputError

__all__ = ["write_atomically"]

_BY_EFFECTIVE: Final = os.access in os.supports_effective_ids


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it, so that it is never half there.

    An existing file keeps its permissions, a new one gets the usual ones; a link is followed. What
    is no regular file (a pipe, a device) cannot be replaced and is written to as it stands.

    Raises
    ------
    OutputError
        The file cannot be written; what stood there before is untouched.
    """
    try:
        mode = _mode_of(path)
        if mode is not None and not stat.S_ISREG(mode):
            _write_in_place(path, mode, content)
        elif mode is not None and not os.access(path, os.W_OK, effective_ids=_BY_EFFECTIVE):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        else:
            _replace(Path(os.path.realpath(path)), content, keeps_mode=mode is not None)
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from error
    except ValueError as error:  # a null character, or what the file system cannot encode
        reason = "no file can have such a name"
        raise OutputError(ascii(str(path)), reason) from error


def _mode_of(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _write_in_place(path: Path, mode: int, content: bytes) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    with path.open("wb") as stream:
        stream.write(content)


def _replace(target: Path, content: bytes, *, keeps_mode: bool) -> None:
    temporary = target.with_name(f".careergraph-{secrets.token_hex(8)}")
    try:
        # 0o666 is what `open` asks for: the system takes away what the umask forbids.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o666), "wb") as stream:
            stream.write(content)
        if keeps_mode:
            shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
