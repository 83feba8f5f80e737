"""Fork workers from a process that has imported what they need.

Starting an interpreter and importing the engine takes a third of a processor second; forking a
process that has done so takes a few hundredths. A pool that ends many workers (one for each query
that overruns its time) would otherwise spend more time on starting them than on answering.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Final, Protocol

from careergraph.store.workers import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["ForkServer", "ForkedProcess", "WorkerProcess", "can_fork", "serve_forks"]

_FORK, _END, _FORGET = b"f", b"e", b"g"
_REQUEST: Final = struct.Struct(">ci")
_REPLY: Final = struct.Struct(">i")
_RUNNING: Final = -1000
_END_SECONDS: Final = 1.0
"""The time in seconds after which a process that does not end is killed."""
_PAUSE: Final = 0.002


class WorkerProcess(Protocol):
    """The part of `subprocess.Popen` that a pool uses."""

    pid: int
    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def kill(self) -> None:
        """End the process at once."""

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code once it has ended: minus the number of a signal that ended it."""

    def poll(self) -> int | None:
        """Return the exit code, ``None`` while it runs."""


def can_fork() -> bool:
    """Return whether this system forks processes and passes open files between them."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


class ForkServer:
    """The parent's handle on the fork server, which starts at the first fork.

    Parameters
    ----------
    command
        The command that starts an interpreter and calls `serve_forks` with the number of a socket,
        which is added as the last argument.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def fork(self) -> ForkedProcess:
        """Return a new process, whose standard input and output are pipes to this one.

        Raises
        ------
        OSError, EOFError
            It could not be started.
        """
        theirs: list[int] = []
        ours: list[int] = []
        try:
            for is_input in (True, False):
                read, write = os.pipe()
                theirs.append(read if is_input else write)
                ours.append(write if is_input else read)
            pid = self._ask(_FORK, 0, theirs)
            if pid < 0:
                raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))  # noqa: TRY301 (as where a pipe fails)
            return ForkedProcess(self, pid, os.fdopen(ours[0], "wb"), os.fdopen(ours[1], "rb"))
        except BaseException:
            for number in ours:
                os.close(number)
            raise
        finally:
            for number in theirs:
                os.close(number)

    def end(self, pid: int) -> int:
        """End a forked process, and return its exit code."""
        until = time.monotonic() + _END_SECONDS
        try:
            while (code := self._ask(_END, pid)) == _RUNNING:
                if time.monotonic() > until:
                    with contextlib.suppress(OSError):
                        os.kill(pid, signal.SIGKILL)
                time.sleep(_PAUSE)
        except (OSError, EOFError):  # They all ended with their fork server.
            return -signal.SIGKILL
        return code

    def forget(self, pid: int) -> None:
        """Tell the fork server to reap a killed process later."""
        with self._lock, contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.sendall(_REQUEST.pack(_FORGET, pid))

    def close(self) -> None:
        """End the fork server and, on Linux, all processes that it forked."""
        with self._lock:
            self._stop()

    def _ask(self, what: bytes, pid: int, files: Sequence[int] = ()) -> int:
        with self._lock:
            if what == _FORK and (self._process is None or self._process.poll() is not None):
                self._start()
            channel = self._socket
            if channel is None:
                raise EOFError
            try:
                socket.send_fds(channel, [_REQUEST.pack(what, pid)], files)
                answer = channel.recv(_REPLY.size, socket.MSG_WAITALL)
            except BaseException:
                self._stop()  # Its next message would answer another request.
                raise
            if len(answer) < _REPLY.size:
                self._stop()
                raise EOFError
            return int(_REPLY.unpack(answer)[0])

    def _start(self) -> None:
        self._stop()
        self._socket, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(
                [*self._command, str(number)],
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def _stop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class ForkedProcess:
    """A process of a fork server: a `WorkerProcess`."""

    def __init__(self, server: ForkServer, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid = pid
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout
        self._server = server
        self._code: int | None = None
        self._lock = threading.Lock()

    def kill(self) -> None:
        """End the process at once."""
        with self._lock:
            if self._code is None:  # Until it is waited for, no other process gets its number.
                with contextlib.suppress(OSError):
                    os.kill(self.pid, signal.SIGKILL)
                self._server.forget(self.pid)
                self._code = -signal.SIGKILL

    def wait(self, timeout: float | None = None) -> int:  # noqa: ARG002 (as that of Popen)
        """Return the exit code; kill the process if it does not end within a second."""
        with self._lock:
            if self._code is None:
                self._code = self._server.end(self.pid)
            return self._code

    def poll(self) -> int | None:
        """Return the exit code, ``None`` while it runs (output that can be read means it ended)."""
        if self._code is None and self.stdout is not None:
            output = select.poll()
            output.register(self.stdout, select.POLLIN)
            if not output.poll(0):
                return None
        return self.wait()


def serve_forks(
    number: int, modules: Sequence[str], work: Callable[[], object]
) -> None:  # pragma: no cover (runs in another process)
    """Import modules, then fork a worker for each request on a socket.

    Parameters
    ----------
    number
        The file descriptor of the socket.
    modules
        Their names.
    work
        The function that each process runs, from its standard input to its standard output.
    """
    import gc
    import importlib

    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one.
    for name in modules:
        importlib.import_module(name)
    gc.freeze()  # Garbage collection in the forks then leaves the shared pages alone.
    ending: set[int] = set()
    with socket.socket(fileno=number) as channel:
        while True:
            message, files, _, _ = socket.recv_fds(channel, _REQUEST.size, 2)
            if len(message) < _REQUEST.size:
                return
            what, pid = _REQUEST.unpack(message)
            ending = {killed for killed in ending if not _has_ended(killed)}
            if what == _FORGET:
                ending.add(pid)
                continue
            if what == _FORK:
                try:
                    answer = os.fork()
                except OSError:  # The system cannot start another process now.
                    answer = -1
                if answer == 0:
                    _work_in_fork(channel, files, work)
            else:
                answer = _end_process(pid)
            for file in files:
                os.close(file)
            channel.sendall(_REPLY.pack(answer))


def _work_in_fork(
    channel: socket.socket, files: Sequence[int], work: Callable[[], object]
) -> None:  # pragma: no cover (runs in another process)
    code = 1
    try:
        channel.close()
        for target, file in enumerate(files):
            os.dup2(file, target)
            os.close(file)
        work()
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


def _has_ended(pid: int) -> bool:  # pragma: no cover (runs in another process)
    try:
        return os.waitpid(pid, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def _end_process(pid: int) -> int:  # pragma: no cover (runs in another process)
    """Return the exit code of a process, `_RUNNING` while it runs."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status) if ended else _RUNNING
