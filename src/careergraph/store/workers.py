"""A query with a time limit, in an interpreter of its own: the engine itself cannot be stopped.

The new interpreter opens the store on disk, or is sent the statements of one in memory; it
gives back the answer in a standard format. That takes a fraction of a second more.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from careergraph.errors import QueryError, QuerySyntaxError, QueryTimeoutError
from careergraph.store.engine import Answer, Solutions, Store, Triples, describe_error

__all__ = ["answer_from_pipe", "answer_within"]

_PROGRAM: Final = "from careergraph.store.workers import answer_from_pipe; answer_from_pipe()"
_LOOK_EVERY: Final = 0.5
"""Seconds between two looks for the process that asked."""
_REMEDY: Final = "Ask for less (LIMIT), or give it more time (timeout=...)."


def answer_within(seconds: float, query: str, store: Store) -> Answer:
    """Return the answer of a query, or end it.

    Parameters
    ----------
    seconds
        How long it may take, the start of an interpreter included.
    query
        The query, checked before.
    store
        The statements it is about. Those of a store on disk are opened there, others are sent.

    Raises
    ------
    QueryTimeoutError
        It took longer, and was ended.
    QueryError
        It cannot be parsed or run.

    Examples
    --------
    >>> answer_within(60, "ASK { ?role a cg:Role }", Store.bundled())
    True
    """
    folder = None if store.folder is None else str(store.folder)
    head = json.dumps({"query": query, "folder": folder}).encode() + b"\n"
    statements = b"" if folder else store.oxigraph.dump(format=ox.RdfFormat.N_QUADS)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            input=head + (statements or b""),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    except subprocess.TimeoutExpired:
        raise QueryTimeoutError(seconds, _REMEDY) from None
    return _read_answer(done.stdout, done.returncode)


def _read_answer(output: bytes, code: int) -> Answer:
    head, _, body = output.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        message = f"The query was ended by the system (exit code {code}). Ask for less (LIMIT)."
        raise QueryError(message) from None
    if "syntax" in said:
        raise QuerySyntaxError(**said["syntax"])
    if "error" in said:
        raise QueryError(said["error"])
    if "triples" in said:
        quads = ox.parse(body, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return Triples(quad.triple for quad in quads)
    results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    return Solutions([variable.value for variable in results.variables], results)


def answer_from_pipe() -> None:
    """Answer the query that standard input gives; what a new interpreter is started for."""
    _end_with_parent()
    asked = json.loads(sys.stdin.buffer.readline())
    if asked["folder"]:
        store = Store.read_only(Path(asked["folder"]))
    else:
        store = Store()
        store.oxigraph.bulk_load(sys.stdin.buffer, format=ox.RdfFormat.N_QUADS, lenient=True)
    said: dict[str, object] = {}
    body = b""
    try:
        result = store.run(asked["query"])
        if isinstance(result, ox.QueryTriples):
            said = {"triples": True}
            body = ox.serialize(result, format=ox.RdfFormat.N_TRIPLES) or b""
        else:
            body = result.serialize(format=ox.QueryResultsFormat.JSON) or b""
    except QuerySyntaxError as error:
        place = {"reason": error.reason, "line": error.line, "column": error.column}
        said = {"syntax": {**place, "source_line": error.source_line}}
    except QueryError as error:
        said = {"error": str(error)}
    except (ValueError, RuntimeError, OSError) as error:
        said = {"error": describe_error(error)}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    """End this process when the one that asked is gone: nobody would read the answer."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_EVERY)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
