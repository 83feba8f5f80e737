"""A pool of worker processes that stay ready: each job has limits of time, memory and size.

A worker is an interpreter of its own that runs one job after another. A worker that overruns its
time, takes too much memory or crashes is ended and replaced; its job then fails with one clear
message, and other jobs are not affected. Workers end with the process that started them, however
that ends.

The duration of a job is not known beforehand. So each starts as a short one, and is long after a
few hundredths of a processor second. If there are more jobs than processors, only as many long jobs
run at a time as there are processors: those with the least processor time so far. The others are
paused. The longest also have a lower priority. So short jobs are hardly delayed, however many long
ones there are.

Parent and worker exchange frames over the worker's standard input and output: to the worker, four
bytes of length and then JSON; from it, one byte for the kind, four of length, and then the content.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from careergraph.errors import CareerGraphError, in_seconds
from careergraph.store.fork_server import ForkServer, can_fork, serve_forks
from careergraph.store.workers import (
    describe_end,
    describe_memory,
    end_with_parent,
    end_with_reader,
    import_path,
    limit_memory,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from careergraph.store.fork_server import WorkerProcess

__all__ = [
    "Job",
    "JobError",
    "PoolLimits",
    "Reply",
    "WorkerPool",
    "serve_workers",
    "work_on_jobs",
]

_PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from careergraph.store.worker_pool import {}; "
    "{}(sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4]), *map(json.loads, sys.argv[5:]))"
)
_LENGTH: Final = struct.Struct(">I")
_FRAME: Final = struct.Struct(">cI")
_READY, _BEGUN, _HEAD, _BODY, _END, _FAILED = b"r", b"a", b"h", b"b", b"e", b"f"
_PIECE: Final = 65_536
_IN_MEMORY: Final = 1024**2
"""The largest result kept in memory, in bytes; longer ones go to a temporary file."""
_STARTERS: Final = 4
_TRIES: Final = 5
_SPARE: Final = 3
"""Number of idle workers to keep ready."""
_LOOK_EVERY: Final = 0.01
_TURN: Final = 0.05
"""The time in seconds after which the pool chooses anew which long jobs run."""
_TURNS: Final = 2
"""While callers wait, a long job runs in one of this many turns."""
_SLOW_AFTER: Final = 2
"""Multiple of `PoolLimits.long_after` after which a long job also gets a lower priority."""
_NICENESS: Final = 10
"""Niceness of such jobs, which gives them a tenth of the weight of others."""
_GROWN: Final = 4
"""A worker is replaced if it still holds more than this share of its memory after a job."""
_START_SECONDS: Final = 60


class JobError(CareerGraphError):
    """A job failed; ``kind`` is the name of the error, ``details`` its data.

    Examples
    --------
    >>> JobError(kind="QueryTimeoutError", message="It took too long.").kind
    'QueryTimeoutError'
    """

    def __init__(self, kind: str, message: str, details: Mapping[str, Any] | None = None) -> None:
        self.kind = kind
        self.details = dict(details or {})
        super().__init__(message)


class PoolLimits(NamedTuple):
    """The limits of a pool's jobs.

    Attributes
    ----------
    workers
        The most short jobs at a time: a caller waits until one has ended or become long.
    seconds
        The wall-clock time limit of one job.
    memory
        The most bytes on top of what a worker has when it is ready.
    size
        The most bytes of one result.
    total_memory
        The most bytes of the workers of all long jobs together; beyond it, the largest is ended.
    long_jobs
        The most long jobs; beyond it, the one with the most processor time is ended.
    long_after
        Processor seconds after which a job is long.
    cores
        The number of jobs that may run at a time before long ones give way, and of long jobs that
        run at a time then. With fewer jobs none has to wait, and they keep their share of a machine
        that is busy with other things.
    spare
        Idle processes to keep besides those of short jobs.
    """

    workers: int
    seconds: float
    memory: int = 512 * 1024**2
    size: int = 128 * 1024**2
    total_memory: int = 2 * 1024**3
    long_jobs: int = 0
    long_after: float = 0.05
    cores: int = 1
    spare: int = 0


class Reply(NamedTuple):
    """The result of a job: its head, and its body as a file positioned at the start."""

    head: dict[str, Any]
    body: IO[bytes]
    size: int


@dataclass(eq=False)
class Job:
    """A request to a worker, and the reason if it was ended.

    Attributes
    ----------
    request
        The request, in a form that JSON can hold.
    seconds
        The wall-clock time that it may take.
    when_long
        Called once, in another thread, when the job has become long.
    seconds_before
        Processor seconds that count as used already, by an earlier run of the same job.
    was_killed
        Whether another process killed its worker.
    """

    request: Mapping[str, Any]
    seconds: float
    when_long: Callable[[], object] = lambda: None
    seconds_before: float = 0.0
    ended_by: str | None = None
    started: float = 0.0
    is_long: bool = False
    was_killed: bool = False
    _worker: _Worker | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def end(self, reason: str = "cancelled") -> None:
        """End the job and its worker; do nothing if the job is done."""
        with self._lock:
            if self.ended_by is None:
                self.ended_by = reason
                if self._worker is not None:
                    self._worker.kill()

    def begin(self, worker: _Worker) -> None:
        """Record the worker; a job that was ended while it waited does not begin."""
        with self._lock:
            if self.ended_by is not None:
                raise _describe(self)
            worker.begin()
            self._worker, self.started = worker, time.monotonic()

    @property
    def is_done(self) -> bool:
        """Whether no worker runs the job any more."""
        return self._worker is None

    def may_begin_again(self, number: int) -> bool:
        """Return whether another worker may take the job, once: somebody killed the one it had."""
        is_killed = number == getattr(signal, "SIGKILL", None) and self.ended_by is None
        may = is_killed and not self.is_long and not self.was_killed
        self.was_killed = is_killed
        return may

    def seconds_taken(self, now: float) -> float:
        """Return the processor seconds of the job or, if unknown, the seconds since it began."""
        with self._lock:
            busy = None if self._worker is None else self._worker.busy()
            return self.seconds_before + (now - self.started if busy is None else busy)

    def memory(self) -> int:
        """Return the bytes of memory that the job uses."""
        with self._lock:
            worker = self._worker
            return 0 if worker is None else max(0, _resident(worker.pid) - worker.memory_before)

    def give_way(self, niceness: int, *, runs: bool) -> None:
        """Lower the priority of the job, and let it run or pause."""
        with self._lock:  # Otherwise a worker that has another job by now could be paused.
            if self._worker is not None:
                self._worker.slow_down(niceness)
                self._worker.pause(is_paused=not runs)

    def go_on(self) -> None:
        """Let the job run again if it is paused."""
        with self._lock:
            if self._worker is not None:
                self._worker.pause(is_paused=False)

    def finish(self) -> None:
        """Release the worker."""
        with self._lock:
            if self._worker is not None:
                self._worker.pause(is_paused=False)  # Its answer may have arrived nevertheless.
                self._worker = None


class _Worker:
    """The parent's handle on one process of a pool."""

    def __init__(self, process: WorkerProcess) -> None:
        self._process = process
        self._busy_before = 0.0
        self.memory_before = 0
        self.niceness = 0
        self._is_paused = False

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._process.kill()

    def close(self) -> int:
        """End the process and return its exit code."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return self._process.wait()

    def wait(self) -> int:
        """Return the exit code of a process whose output ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(1)
        self.kill()
        return self._process.wait()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def begin(self) -> None:
        """Record the processor time used before the job."""
        self._busy_before = _processor_seconds(self.pid) or 0.0
        self.memory_before = _resident(self.pid)

    def busy(self) -> float | None:
        """Return the processor seconds that a job has used, ``None`` if unknown."""
        seconds = _processor_seconds(self.pid)
        return None if seconds is None else seconds - self._busy_before

    def slow_down(self, niceness: int) -> None:
        """Lower the priority for good: only root could raise it again."""
        if self.niceness < niceness:
            self.niceness = niceness
            if hasattr(os, "setpriority"):
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, self.pid, niceness)

    def pause(self, *, is_paused: bool) -> None:
        if self._is_paused != is_paused and hasattr(signal, "SIGSTOP"):
            self._is_paused = is_paused
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGSTOP if is_paused else signal.SIGCONT)

    def send(self, request: Mapping[str, Any]) -> None:
        content = json.dumps(request).encode()
        pipe = self._process.stdin
        if pipe is None:
            raise BrokenPipeError
        pipe.write(_LENGTH.pack(len(content)) + content)
        pipe.flush()

    def receive(self) -> tuple[bytes, bytes]:
        """Return the next frame; raise `EOFError` if the worker is gone."""
        kind, length = _FRAME.unpack(self._read(_FRAME.size))
        return kind, self._read(length)

    def _read(self, length: int) -> bytes:
        pipe = self._process.stdout
        content = b"" if pipe is None else pipe.read(length)
        if len(content) < length:
            raise EOFError
        return content


class WorkerPool:
    """Workers that run one function; `run` may be called from several threads.

    Parameters
    ----------
    handler
        The function, as ``module:name``. It takes the settings and returns a function of three
        arguments: the request, and two functions that write the head and the pieces of the answer.
    settings
        The settings of the workers, in a form that JSON can hold.
    limits
        The limits of jobs.
    modules
        Names of modules that the handler needs; if the system can fork, they are imported once for
        all workers.
    is_shared
        Whether the handler is also called once for all workers, which share what it loads. It must
        not start threads, since workers are forked without them.
    """

    def __init__(
        self,
        handler: str,
        settings: Mapping[str, Any],
        limits: PoolLimits,
        modules: Sequence[str] = (),
        *,
        is_shared: bool = False,
    ) -> None:
        self.limits = limits
        function = "serve_workers" if can_fork() else "work_on_jobs"
        program = _PROGRAM.format(function, function)
        # Isolated: modules in the current folder and PYTHON variables are ignored.
        self._command = [sys.executable, "-I", "-c", program, json.dumps(import_path()), handler]
        self._command += [str(limits.memory), json.dumps(settings)]
        shared = json.dumps(is_shared)
        command = [*self._command, json.dumps(modules), shared]
        self._forks = ForkServer(command) if can_fork() else None
        self._idle: deque[_Worker] = deque()
        self._workers: set[_Worker] = set()
        self._jobs: set[Job] = set()
        self._starting = 0
        self._was_ready = False
        self._changed = threading.Condition()
        self._closed = False
        self._has_jobs = threading.Event()
        self.waiting = 0
        """Callers that wait until fewer short jobs run: long jobs then run in few turns."""
        # Linux ends a process with the thread that started it, so these threads stay.
        self._starter = ThreadPoolExecutor(_STARTERS, "careergraph-starter")
        self._watch = threading.Thread(target=self._watch_jobs, daemon=True)
        self._watch.start()

    def start(self) -> None:
        """Start a worker ahead of the first job, without waiting for it."""
        with self._changed:
            if not self._workers and not self._starting:
                self._start_another()

    def is_ready(self) -> bool:
        """Return whether the worker of `start` waits for jobs.

        Raises
        ------
        JobError
            It could not be started.
        """
        with self._changed:
            if not self._was_ready and not self._starting:
                message = "The processes that answer questions could not be started."
                raise JobError(kind="WorkerEnded", message=message)
            return self._was_ready

    @property
    def pids(self) -> list[int]:
        """The processes of the workers."""
        with self._changed:
            return [worker.pid for worker in self._workers]

    def run(self, job: Job) -> Reply:
        """Run a job on a free worker, waiting for one if necessary.

        Raises
        ------
        JobError
            The job failed, exceeded a limit, or was ended.
        """
        for _ in range(_TRIES):
            with contextlib.suppress(_NotBegunError):
                return self._try(job)
        raise JobError(kind="WorkerEnded", message="No worker could begin this. Try again later.")

    def _try(self, job: Job) -> Reply:
        worker = self._take_worker()
        is_healthy = False
        try:
            job.begin(worker)
            with self._changed:
                self._jobs.add(job)
            self._has_jobs.set()
            reply, is_healthy = self._exchange(worker, job)
        except (EOFError, OSError):
            number = -worker.wait()
            if job.may_begin_again(number):
                raise _NotBegunError from None
            raise _describe(job, number, self.limits.memory) from None
        except _FailedJobError as failure:
            is_healthy = failure.is_healthy
            raise JobError(**failure.content) from None
        else:
            return reply
        finally:
            job.finish()
            with self._changed:
                self._jobs.discard(job)
            self._give_back(worker, is_healthy=is_healthy and job.ended_by is None)

    def _exchange(self, worker: _Worker, job: Job) -> tuple[Reply, bool]:
        """Send a job and collect its answer; the boolean says whether the worker can continue."""
        try:
            worker.send(job.request)
            worker.receive()
        except (EOFError, OSError):
            if job.ended_by is None:  # The worker had ended while it was idle.
                raise _NotBegunError from None
            raise
        body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (the reply's reader closes it)
        try:
            return self._gather(worker, job, body)
        except BaseException:
            body.close()
            raise

    def _gather(self, worker: _Worker, job: Job, body: IO[bytes]) -> tuple[Reply, bool]:
        head: dict[str, Any] = {}
        size = 0
        while True:
            kind, content = worker.receive()
            if kind == _HEAD:
                head = json.loads(content)
            elif kind == _BODY:
                size += len(content)
                if size > self.limits.size:
                    job.end("size")
                    raise EOFError
                body.write(content)
            elif kind == _FAILED:
                failure = json.loads(content)
                raise _FailedJobError(failure["error"], is_healthy=failure["is_healthy"])
            elif kind == _END:
                body.seek(0)
                return Reply(head, body, size), json.loads(content)["is_healthy"]

    def _take_worker(self) -> _Worker:
        with self._changed:
            until = time.monotonic() + _START_SECONDS
            while True:
                if self._closed:
                    kind, message = _ENDS["shutdown"]
                    raise JobError(kind=kind, message=message)
                while self._idle:
                    worker = self._idle.pop()  # The one used last is the warmest.
                    if worker.is_alive():
                        self._start_spare()
                        return worker
                    self._workers.discard(worker)
                    worker.close()
                self._start_another()
                if time.monotonic() > until:
                    raise JobError(kind="ServerBusy", message="No worker is free. Try again later.")
                self._changed.wait(1)

    def _start_spare(self) -> None:
        """Start a worker if few are free, so that the next jobs need not wait."""
        if len(self._idle) + self._starting < _SPARE:
            self._start_another()

    def _start_another(self) -> None:
        long = sum(job.is_long for job in self._jobs)
        most = self.limits.workers + self.limits.spare + min(long, self.limits.long_jobs)
        if self._closed or len(self._workers) + self._starting >= most:
            return
        self._starting += 1
        self._starter.submit(self._start_worker)

    def _start_process(self) -> WorkerProcess:
        if self._forks is not None:
            return self._forks.fork()
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _start_worker(self) -> None:
        worker = None
        try:
            worker = _Worker(self._start_process())
            with self._changed:
                self._workers.add(worker)
            if worker.receive()[0] != _READY:
                raise EOFError  # noqa: TRY301 (as where it ends)
        except (EOFError, OSError):
            time.sleep(0.2)  # Do not retry in a loop on a machine without free memory or processes.
            if worker is not None:
                worker.close()
        with self._changed:
            self._starting -= 1
            if worker is not None and worker.is_alive() and not self._closed:
                self._idle.append(worker)
                self._was_ready = True
            elif worker is not None and not self._closed:
                self._workers.discard(worker)
            self._changed.notify_all()

    def _give_back(self, worker: _Worker, *, is_healthy: bool) -> None:
        if is_healthy and not worker.niceness:
            with self._changed:
                if not self._closed:
                    self._idle.append(worker)
                    self._changed.notify()
                    return
        worker.close()
        with self._changed:
            self._workers.discard(worker)
            self._start_spare()

    def _watch_jobs(self) -> None:
        """End the jobs whose time is over, and let long ones run in turn."""
        running: list[Job] = []
        turn = 0
        while not self._closed:
            with self._changed:
                jobs = list(self._jobs)
                if not jobs:
                    self._has_jobs.clear()
            if not jobs:
                self._has_jobs.wait()
                continue
            now = time.monotonic()
            has_changed = any(job.is_done for job in running)
            for job in jobs:
                if now > job.started + job.seconds:
                    job.end("time")
                elif not job.is_long and job.seconds_taken(now) > self.limits.long_after:
                    self._make_long(job)
                    has_changed = True
            if has_changed or int(now / _TURN) != turn:
                turn = int(now / _TURN)
                running = self._choose_running(jobs, now)
                self._bound_memory([job for job in jobs if job.is_long])
            time.sleep(_LOOK_EVERY)

    def _make_long(self, job: Job) -> None:
        with self._changed:
            job.is_long = True
            self._start_spare()
        job.when_long()

    def _choose_running(self, jobs: Sequence[Job], now: float) -> list[Job]:
        """If there are too many long jobs, let those with the least time run, and return them."""
        limits = self.limits
        long = [job for job in jobs if job.is_long]
        if not limits.long_jobs or len(jobs) <= limits.cores:
            for job in long:
                job.go_on()
            return long
        most = limits.cores
        if self.waiting:
            most = int(int(now / _TURN) % _TURNS == 0)
        taken = {job: job.seconds_taken(now) for job in long}
        long.sort(key=lambda job: taken[job])
        if len(long) > limits.long_jobs:
            long[-1].end("busy")
        for place, job in enumerate(long):
            is_slow = taken[job] > _SLOW_AFTER * limits.long_after
            job.give_way(_NICENESS if is_slow else 0, runs=place < most)
        return long[:most]

    def _bound_memory(self, jobs: Sequence[Job]) -> None:
        """End the largest of the long jobs if all together exceed `total_memory`."""
        sizes = [(job.memory(), job) for job in jobs]
        if sum(size for size, _ in sizes) > self.limits.total_memory:
            max(sizes, key=lambda pair: pair[0])[1].end("memory")

    def close(self) -> None:
        """End all workers; jobs that run fail."""
        with self._changed:
            self._closed = True
            self._has_jobs.set()
            jobs, workers = list(self._jobs), list(self._workers)
            self._changed.notify_all()
        for job in jobs:
            job.end("shutdown")
        for worker in workers:
            worker.kill()
        self._starter.shutdown(cancel_futures=True)
        with self._changed:
            workers = list(self._workers)
        for worker in workers:
            worker.close()
        if self._forks is not None:
            self._forks.close()


class _NotBegunError(Exception):
    """A worker was gone before it could begin: another one takes the job."""


class _FailedJobError(Exception):
    """A worker answered with an error."""

    def __init__(self, content: dict[str, Any], *, is_healthy: bool) -> None:
        self.content = content
        self.is_healthy = is_healthy
        super().__init__()


_ENDS: Final = {
    "time": ("QueryTimeoutError", "The request was stopped after {time}. Ask for less."),
    "size": ("ResultTooLarge", "The result is too large to send. Ask for less (LIMIT)."),
    "memory": (
        "QueryMemoryError",
        "Together, long queries took too much memory. Ask for less, or try again later.",
    ),
    "busy": (
        "ServerBusy",
        "Too many long queries are running, and this one had run longest. Try again later.",
    ),
    "shutdown": ("ShuttingDown", "The server is shutting down."),
    "cancelled": ("Cancelled", "Nobody is waiting for the answer any more."),
}
"""The kind and the message of the error of a job by how it was ended."""


def _describe(job: Job, number: int = 0, memory: int = 0) -> JobError:
    """Return why a job gave no answer: how it was ended, or which signal ended its worker."""
    if job.ended_by is None:
        # The engine aborts if it gets no memory.
        is_memory = number == getattr(signal, "SIGABRT", None)
        kind = "QueryMemoryError" if is_memory else "WorkerEnded"
        return JobError(kind=kind, message=describe_end(number, memory))
    kind, message = _ENDS[job.ended_by]
    return JobError(kind=kind, message=message.format(time=in_seconds(f"{job.seconds:g}")))


def serve_workers(
    handler: str,
    memory: int,
    settings: Mapping[str, Any],
    modules: Sequence[str],
    is_shared: bool,  # noqa: FBT001 (read from a command line)
    number: int,
) -> None:  # pragma: no cover (runs in another process)
    """Run the fork server of a pool: fork a worker for each request."""
    _collect_seldom()
    load = partial(_load_handler, handler, settings)
    if is_shared:
        run = load()
        serve_forks(number, modules, lambda: _work(lambda: run, memory))
    else:
        serve_forks(number, modules, lambda: _work(load, memory))


def work_on_jobs(handler: str, memory: int, settings: Mapping[str, Any]) -> None:
    """Run jobs until standard input ends: the main function of a worker's interpreter."""
    _collect_seldom()
    _work(partial(_load_handler, handler, settings), memory)


def _collect_seldom() -> None:
    """Look for cyclic garbage a tenth as often as usual.

    Graphs and answers consist of many small objects that live as long as their job, so scanning
    them takes a fifth of the time of a search and finds nothing.
    """
    gc.set_threshold(*(10 * count for count in gc.get_threshold()))


def _load_handler(handler: str, settings: Mapping[str, Any]) -> Callable[..., None]:
    import importlib

    module, _, name = handler.partition(":")
    run: Callable[..., None] = getattr(importlib.import_module(module), name)(settings)
    return run


def _work(load: Callable[[], Callable[..., None]], memory: int) -> None:
    end_with_parent()
    output = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)  # Output that a library prints must not become a frame.
    end_with_reader(output.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    channel = _Channel(output)
    run = load()
    limit_memory(memory)
    ready_with = _resident()
    channel.send(_READY, b"")
    stdin = sys.stdin.buffer
    while len(length := stdin.read(_LENGTH.size)) == _LENGTH.size:
        request = json.loads(stdin.read(_LENGTH.unpack(length)[0]))
        channel.send(_BEGUN, b"")
        try:
            run(request, channel.write_head, channel.write)
            failure = None
        except MemoryError:
            failure = {"kind": "QueryMemoryError", "message": describe_memory(memory)}
        except CareerGraphError as error:
            failure = _error_data(error)
        except Exception as error:  # noqa: BLE001 (a fault of one job must not end the others)
            message = f"Something went wrong: {type(error).__name__}. This is a bug in careergraph."
            failure = {"kind": "InternalError", "message": message}
        is_healthy = _resident() - ready_with < memory // _GROWN
        if failure is None:
            channel.flush()
            channel.send(_END, json.dumps({"is_healthy": is_healthy}).encode())
        else:
            channel.forget()
            content = {"error": failure, "is_healthy": is_healthy}
            channel.send(_FAILED, json.dumps(content).encode())


def _error_data(error: CareerGraphError) -> dict[str, Any]:
    """Return an error with its data, in a form that JSON can hold."""
    details = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(error).items()
        if isinstance(value, str | int | float | bool | tuple | None)
    }
    return {"kind": type(error).__name__, "message": str(error), "details": details}


class _Channel:
    """Writes frames, and joins small pieces."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._pieces: list[bytes] = []
        self._size = 0

    def send(self, kind: bytes, content: bytes) -> None:
        self._write(kind, content)
        self._output.flush()

    def write_head(self, head: Mapping[str, Any]) -> None:
        self._write(_HEAD, json.dumps(head).encode())

    def write(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= _PIECE:
            self.flush()

    def flush(self) -> None:
        content = memoryview(b"".join(self._pieces))
        self.forget()
        for start in range(0, len(content), _PIECE):  # The reader holds one frame at a time.
            self._write(_BODY, content[start : start + _PIECE])

    def _write(self, kind: bytes, content: bytes | memoryview) -> None:
        """Write a frame; short ones are buffered and sent together."""
        self._output.write(_FRAME.pack(kind, len(content)))
        self._output.write(content)

    def forget(self) -> None:
        self._pieces, self._size = [], 0


def _processor_seconds(pid: int) -> float | None:
    """Return the processor seconds that a process has used, if the system reports them."""
    try:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as file:  # noqa: PTH123 (read often)
            return int(file.read().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None


def _resident(pid: int | str = "self") -> int:
    """Return the bytes of memory that a process holds, 0 if the system does not report them."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:  # noqa: PTH123 (read often)
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
