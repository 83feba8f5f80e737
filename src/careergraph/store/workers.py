"""Worker processes: a query runs with limits of time and memory, and whoever asked can end it.

The engine cannot be stopped, takes gigabytes on request, and can be crashed by a query. So it runs
in a process of its own, which ends with the one that asked. The command line forks it before
anything is read, which costs next to nothing (`split_off`, `limit_process`). A program with threads
cannot be forked: there an interpreter of its own is started, which takes a fraction of a second
(`answer_within`); the server keeps such interpreters ready (`worker_pool`).

Memory is limited where the system can do it (Linux). Where no process can be forked (Windows), a
timer in the command's own process ends it.
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
"""Bytes that a query may take on top of what the process has when it begins."""
_INTERRUPTED: Final = 130
_CAN_FORK: Final = hasattr(os, "fork") and hasattr(signal, "setitimer")
_REMEDY: Final = "Ask for less (LIMIT), or give it more time ({})."
_PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from careergraph.store.workers import answer_from_pipe; answer_from_pipe()"
)
_LOOK_EVERY: Final = 0.5
"""Seconds between two looks for the process that asked, where it cannot be waited for."""
_PR_SET_PDEATHSIG: Final = 1
"""The operation of Linux's `prctl` that sets the signal a process gets when its parent ends."""
_limit_pipe: int | None = None
"""The pipe to which a forked worker writes its time limit; ``None`` in other processes."""


def split_off() -> None:
    """Go on in a worker process; this one waits for it and leaves with its exit code."""
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
        return  # run within another program, which has its own ways
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
    """Stop the clock while output is written: a person may read it page by page."""
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
        What it is about: a store whose statements are sent, or that is opened again from its
        folder; the folder of a store on disk; the bundled graph, read anew, where there is none.

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
            # Isolated: no module of the current folder and no variable of the environment counts.
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
    """Return where modules are imported from: never the folder that happens to be current."""
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
    """Answer the query on standard input: the main function of a new interpreter."""
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
        return describe_memory(memory)  # what the engine does when it is refused memory
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
    """Refuse this process more than so many bytes on top of what it has, where the system can."""
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
    """Keep from people what the engine writes when it ends; our own messages go on."""
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
    """Have Linux end this process when the one that started it is gone.

    The engine may keep the interpreter to itself for as long as a query runs, so that the thread of
    `end_with_reader` cannot act.
    """
    if sys.platform != "linux":
        return
    import ctypes

    parent = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before the system could know
        os._exit(1)


def end_with_reader(pipe: int) -> None:
    """End this process when nobody can read from a pipe any more: who asked is gone."""
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
    """Leave with the worker's exit code, and write why where it was ended."""

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
    # Where a signal is ignored (nohup), it stays so.
    if signal.getsignal(number) is not signal.SIG_IGN:
        with contextlib.suppress(ValueError):
            signal.signal(number, handler)  # type: ignore[arg-type]
