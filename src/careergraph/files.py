"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import signal
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from careergraph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["write_atomically"]

_BY_EFFECTIVE: Final = os.access in os.supports_effective_ids
_PIECE: Final = 1 << 20
_MODE: Final = 0o666
"""The mode that `open` requests, from which the system removes what the umask forbids."""
_NO_SYNC: Final = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EROFS}
"""The error numbers of file systems that do not support `fsync`."""


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file through a temporary one beside it, so that it is never incomplete.

    An existing file keeps its permissions, a new one gets the usual ones; a link is followed.
    Anything but a regular file (a pipe, a device) cannot be replaced and is written to directly.
    The content is on the disk before the file is replaced. A signal that ends the process (Ctrl-C,
    SIGTERM, SIGHUP) takes effect once the temporary file is gone.

    Raises
    ------
    OutputError
        The file cannot be written; the error says whether the earlier file is untouched.
    """
    try:
        mode = _mode_of(path)
        if mode is not None and not stat.S_ISREG(mode):
            _write_in_place(path, mode, content)
        elif mode is not None and not os.access(path, os.W_OK, effective_ids=_BY_EFFECTIVE):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        else:
            target = Path(os.path.realpath(path))
            with _deferred_signals() as is_interrupted:
                _replace(target, content, is_interrupted, keeps_mode=mode is not None)
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
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(path.open("wb", buffering=0))
        rest = memoryview(content)
        try:
            while rest:
                rest = rest[stream.write(rest) or 0 :]
            stack.close()
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(
                str(path), reason, state="Part of it may have been written."
            ) from error


@contextlib.contextmanager
def _deferred_signals() -> Iterator[Callable[[], bool]]:
    """Hold back signals that end the process until the block is left, then let them act.

    An exception, raised where a signal happens to arrive, could leave the temporary file behind.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False  # Only the main thread receives signals.
        return
    heard: list[int] = []
    before = {}
    # Windows has no SIGHUP.
    for number in {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:
        handler = signal.getsignal(number)
        if handler is not None and handler is not signal.SIG_IGN:
            before[number] = signal.signal(number, lambda number, _: heard.append(number))
    try:
        yield lambda: bool(heard)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])


def _replace(
    target: Path, content: bytes, is_interrupted: Callable[[], bool], *, keeps_mode: bool
) -> None:
    temporary = target.with_name(f".careergraph-{secrets.token_hex(8)}")
    replaced = False
    try:
        if not _write_beside(target, temporary, content, is_interrupted, keeps_mode=keeps_mode):
            return
        try:
            temporary.replace(target)
        except OSError:
            # A network file system may have replaced the file although it reported an error.
            replaced = not temporary.exists() and _holds(target, content)
            if not replaced:
                raise
        replaced = True
    finally:
        if not replaced:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _write_beside(
    target: Path,
    temporary: Path,
    content: bytes,
    is_interrupted: Callable[[], bool],
    *,
    keeps_mode: bool,
) -> bool:
    """Write the content on the disk under a temporary name; return ``False`` if interrupted."""
    unnamed = _open_unnamed(target.parent)
    named = unnamed is None
    file = _open_new(temporary) if unnamed is None else unnamed
    try:
        rest = memoryview(content)
        while rest:
            if is_interrupted():
                return False
            rest = rest[os.write(file, rest[:_PIECE]) :]
        if keeps_mode:
            if named:
                shutil.copymode(target, temporary)
            else:
                os.fchmod(file, stat.S_IMODE(target.stat().st_mode))
        _sync(file)
        if not named:
            try:
                # With a folder named, Python follows the link, as a file without a name needs.
                os.link(f"/proc/self/fd/{file}", temporary, src_dir_fd=file, follow_symlinks=True)
            except (OSError, NotImplementedError):
                _copy_beside(temporary, content, file)
    finally:
        os.close(file)
    return not is_interrupted()


def _open_unnamed(folder: Path) -> int | None:
    """Open a file without a name, if the system can: it disappears when the process ends."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None:
        return None
    try:
        return os.open(folder, os.O_WRONLY | flag, _MODE)
    except OSError:
        return None


def _open_new(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, _MODE)


def _copy_beside(temporary: Path, content: bytes, file: int) -> None:
    """Write a named file if the system cannot name a file that was opened without a name."""
    with os.fdopen(_open_new(temporary), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fchmod(stream.fileno(), stat.S_IMODE(os.fstat(file).st_mode))
        _sync(stream.fileno())


def _sync(file: int) -> None:
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk as well, where the system can do that; the file is written."""
    with contextlib.suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False
