"""Worker processes: a query runs with limits of time and memory, and the caller can end it.

The engine cannot be interrupted, a query can make it take gigabytes, and a query can crash it. So
it runs in a process of its own, which ends with its caller. The command line forks that process
before anything is read, which costs almost nothing (`split_off`, `limit_process`). A program with
threads cannot be forked safely: a new interpreter is started instead, which takes a fraction of a
second (`answer_within`); the server keeps such interpreters ready (`worker_pool`).

Memory is limited if the system can do so (Linux). If processes cannot be forked (Windows), a timer
in the command's own process ends it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Final, NoReturn, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from careergraph.sparql.checked import CheckedQuery
    from careergraph.store.engine import Answer, Store

__all__ = [
    "answer_from_pipe",
    "answer_within",
    "describe_end",
    "describe_memory",
    "describe_timeout",
    "end_with_parent",
    "end_with_reader",
    "import_path",
    "limit_memory",
    "limit_process",
    "split_off",
    "without_limit",
]

MEMORY: Final = 2 * 1024**3
"""The most bytes that a query may take on top of what the process has when it begins."""
_INTERRUPTED: Final = 130
_CAN_FORK: Final = hasattr(os, "fork") and hasattr(signal, "setitimer")
_REMEDY: Final = "Ask for less (LIMIT), or give it more time ({})."
_PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from careergraph.store.workers import answer_from_pipe; answer_from_pipe()"
)
_LOOK_EVERY: Final = 0.5
"""Seconds between two checks for the caller's process, if it cannot be waited for."""
_PR_SET_PDEATHSIG: Final = 1
"""The operation of Linux's `prctl` that sets the signal for the end of the parent process."""
_limit_pipe: int | None = None
"""The pipe to which a forked worker writes its time limit; ``None`` in other processes."""


def split_off() -> None:
    """Continue in a worker process; this one waits for it and exits with its exit code."""
    if not _CAN_FORK:
        return
    read_end, write_end = os.pipe()
    worker = os.fork()
    if worker:
        os.close(write_end)
        _wait(worker, read_end)
    os.close(read_end)
    _handle(signal.SIGINT, signal.SIG_DFL)
    globals()["_limit_pipe"] = write_end
    end_with_reader(write_end)


def limit_process(seconds: float) -> None:
    """End this process after some seconds, or when it takes too much memory."""
    if _limit_pipe is not None:
        os.write(_limit_pipe, f"{seconds:g}".encode())
        _keep_engine_quiet()
        limit_memory()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return
    if _CAN_FORK:
        return  # Run within another program, which has its own limits.
    import threading

    def end() -> None:
        sys.stdout.flush()
        os.write(2, f"Error: {describe_timeout(f'{seconds:g}')}\n".encode())
        os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()


@contextlib.contextmanager
def without_limit() -> Iterator[None]:
    """Stop the clock while output is written, since a person may read it page by page."""
    if _limit_pipe is None or not _CAN_FORK:
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_REAL, left)


def answer_within(seconds: float, query: CheckedQuery, graph: Store | Path | None = None) -> Answer:
    """Return the answer of a query from an interpreter of its own, or end it.

    Parameters
    ----------
    seconds
        How long it may take, the start of the interpreter included.
    query
        The query.
    graph
        The graph to query: a store, whose statements are sent or which is opened again from its
        folder; the folder of a store on disk; or, if ``None``, the bundled graph, which is read
        anew.

    Raises
    ------
    QueryTimeoutError
        It took longer, and was ended.
    QueryError
        It cannot be run, took too much memory, or crashed the engine.

    Examples
    --------
    >>> from careergraph.sparql.checked import trust
    >>> answer_within(60, trust("ASK { ?role a cg:Role }"))
    True
    """
    import json
    import subprocess
    from pathlib import Path

    from careergraph.errors import QueryTimeoutError

    request: dict[str, object] = {"text": query.text}
    statements = b""
    folder = graph if graph is None or isinstance(graph, Path) else graph.folder
    if folder is not None:
        request["folder"] = str(folder)
    elif graph is not None and not isinstance(graph, Path):
        import pyoxigraph as ox

        request["statements"] = True
        statements = graph.oxigraph.dump(format=ox.RdfFormat.N_QUADS) or b""
    try:
        done = subprocess.run(
            # Isolated: modules in the current folder and environment variables are ignored.
            [sys.executable, "-I", "-c", _PROGRAM, json.dumps(import_path())],
            input=json.dumps(request).encode() + b"\n" + statements,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryTimeoutError(seconds, _REMEDY.format("timeout=...")) from None
    return _read_answer(done.stdout, done.returncode)


def import_path() -> list[str]:
    """Return the import path, without the current folder."""
    from pathlib import Path

    entries = [entry for entry in sys.path if Path(entry).is_absolute()]
    package = str(Path(__file__).resolve().parents[2])
    return entries if package in entries else [*entries, package]


def _read_answer(output: bytes, code: int) -> Answer:
    import json

    import pyoxigraph as ox

    from careergraph.errors import QueryError, QuerySyntaxError
    from careergraph.store.engine import Solutions, Triples

    head, newline, body = output.partition(b"\n")
    if code or not newline:
        raise QueryError(describe_end(-code))
    reply = json.loads(head)
    if "syntax" in reply:
        raise QuerySyntaxError(**reply["syntax"])
    if "error" in reply:
        raise QueryError(reply["error"])
    if "triples" in reply:
        quads = ox.parse(body, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return Triples(quad.triple for quad in quads)
    results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    return Solutions([variable.value for variable in results.variables], results)


def answer_from_pipe() -> None:
    """Answer the query on standard input; the main function of a new interpreter."""
    import json
    from pathlib import Path

    import pyoxigraph as ox

    from careergraph.errors import QueryError, QuerySyntaxError
    from careergraph.sparql.checked import trust
    from careergraph.store.engine import Store, describe_error

    end_with_parent()
    end_with_reader(1)
    request = json.loads(sys.stdin.buffer.readline())
    if "folder" in request:
        store = Store.read_only(Path(request["folder"]))
    elif "statements" in request:
        store = Store()
        store.oxigraph.bulk_load(sys.stdin.buffer, format=ox.RdfFormat.N_QUADS, lenient=True)
    else:
        store = Store.bundled(lenient=True)
    limit_memory()
    reply: dict[str, object] = {}
    body = b""
    try:
        result = store.run(trust(request["text"]))
        if isinstance(result, ox.QueryTriples):
            reply = {"triples": True}
            body = ox.serialize(result, format=ox.RdfFormat.N_TRIPLES) or b""
        else:
            body = result.serialize(format=ox.QueryResultsFormat.JSON) or b""
    except QuerySyntaxError as error:
        place = {"reason": error.reason, "line": error.line, "column": error.column}
        reply = {"syntax": {**place, "source_line": error.source_line}}
    except QueryError as error:
        reply = {"error": str(error)}
    except MemoryError:
        reply = {"error": describe_memory()}
    except (ValueError, RuntimeError, OSError) as error:
        reply = {"error": describe_error(error)}
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def describe_memory(memory: int = MEMORY) -> str:
    """Return the message for a query that takes too much memory, in bytes.

    Examples
    --------
    >>> describe_memory()
    'The query takes more than 2 GB of memory and was stopped. Ask for less (LIMIT).'
    """
    size = f"{memory // 1024**3} GB" if memory >= 1024**3 else f"{memory // 1024**2} MB"
    return f"The query takes more than {size} of memory and was stopped. Ask for less (LIMIT)."


def describe_end(number: int, memory: int = MEMORY) -> str:
    """Return why a worker ended, by the number of the signal that ended it."""
    if number <= 0:
        return "The worker ended before it answered. Ask for less (LIMIT)."
    if number == getattr(signal, "SIGABRT", None):
        return describe_memory(memory)  # The engine does this if it gets no memory.
    reason = "The system ended the query"
    if number == getattr(signal, "SIGKILL", None):
        reason += ", most likely because memory ran out"
    elif number == getattr(signal, "SIGSEGV", None):
        reason = "The query is too deep or too long for the engine, which ended"
    return f"{reason} (signal {number}). Ask for less (LIMIT)."


def describe_timeout(seconds: str) -> str:
    """Return the message for a query of the command line that took too long."""
    from careergraph.errors import in_seconds

    return f"The query was stopped after {in_seconds(seconds)}. {_REMEDY.format('--timeout')}"


def limit_memory(memory: int = MEMORY) -> None:
    """Limit this process to some bytes on top of what it has, if the system can."""
    try:
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        size = pages * resource.getpagesize() + memory
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or size < most:
            resource.setrlimit(resource.RLIMIT_AS, (size, most))
    except (ImportError, OSError, ValueError):
        return


def _keep_engine_quiet() -> None:
    """Hide what the engine writes when it ends, but not our own messages."""
    stderr = sys.stderr
    if stderr is None:
        return
    try:
        stderr.flush()
        if stderr.fileno() != 2:  # noqa: PLR2004 (standard error)
            return
        copy = os.fdopen(
            os.dup(2), "w", encoding=stderr.encoding, errors=stderr.errors, buffering=1
        )
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except (OSError, ValueError):
        return
    sys.stderr = _as_text(copy)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _as_text(stream: object) -> TextIO:
    return stream  # type: ignore[return-value]


def end_with_parent() -> None:
    """Make Linux end this process when the one that started it is gone.

    The engine may hold the interpreter's lock as long as a query runs, so the thread of
    `end_with_reader` cannot act.
    """
    if sys.platform != "linux":
        return
    import ctypes

    parent = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # It was gone before the system was told.
        os._exit(1)


def end_with_reader(pipe: int) -> None:
    """End this process when no process can read from a pipe any more: the caller is gone."""
    import threading

    parent = os.getppid()

    def watch() -> None:
        import select
        import time

        if hasattr(select, "poll"):
            gone = select.poll()
            gone.register(pipe, 0)  # an error is told of always: nobody can read there any more
            gone.poll()
            os.kill(os.getpid(), signal.SIGKILL)
        while os.getppid() == parent:
            time.sleep(_LOOK_EVERY)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _wait(worker: int, limit_pipe: int) -> NoReturn:
    """Exit with the worker's exit code, and print the reason if it was ended."""

    def end(number: int, _frame: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        if number == signal.SIGINT:
            os.write(2, b"Aborted.\n")
            os._exit(_INTERRUPTED)
        os._exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        _handle(number, end)
    _, status = os.waitpid(worker, 0)
    if os.WIFEXITED(status):
        os._exit(os.WEXITSTATUS(status))
    ended_by = os.WTERMSIG(status)
    if ended_by == signal.SIGINT:
        os.write(2, b"Aborted.\n")
        os._exit(_INTERRUPTED)
    if ended_by == signal.SIGALRM:
        reason = describe_timeout(os.read(limit_pipe, 64).decode() or "some")
    else:
        reason = describe_end(ended_by)
    os.write(2, f"Error: {reason}\n".encode())
    os._exit(1)


def _handle(number: int, handler: object) -> None:
    # A signal that is ignored (nohup) stays ignored.
    if signal.getsignal(number) is not signal.SIG_IGN:
        with contextlib.suppress(ValueError):
            signal.signal(number, handler)  # type: ignore[arg-type]
