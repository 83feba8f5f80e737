"""Import a publisher's files once, or add the same triples to an rdflib graph.

``python import_once.py careergraph KIND FOLDER PATH...`` imports into a store in FOLDER, and
``python import_once.py rdflib STATEMENTS`` reads the statements of an import. Prints processor
seconds, statements and the peak of memory as JSON.
"""

from __future__ import annotations

import gzip
import json
import resource
import shutil
import sys
from pathlib import Path
from typing import IO, cast

from measure import read_processor_time

__all__ = ["add_to_rdflib", "import_once"]

_KIBIBYTES = 1 if sys.platform != "darwin" else 1024


def import_once(kind: str, folder: str, *paths: str) -> tuple[float, int]:
    """Return the processor seconds that an import takes to a usable store, and its statements."""
    from careergraph.compiled.generation import open_store
    from careergraph.compiled.user_store.folder import UserStore
    from careergraph.importers.run import import_files

    open_store()  # the bundled graph is there before the clock starts
    shutil.rmtree(folder, ignore_errors=True)
    store = UserStore(Path(folder))
    start = read_processor_time()
    report = import_files(store, kind, list(map(Path, paths)))
    store.open_store()
    return read_processor_time() - start, report.imported.statements


def add_to_rdflib(path: str) -> tuple[float, int]:
    """Return the processor seconds that rdflib takes to add statements, and their number."""
    import rdflib

    with gzip.open(path, "rb") as stream:
        number = sum(1 for _ in stream)
    start = read_processor_time()
    graph = rdflib.Graph()
    with gzip.open(path, "rb") as stream:
        graph.parse(cast("IO[bytes]", stream), format="nt")
    return read_processor_time() - start, number


if __name__ == "__main__":
    way, *arguments = sys.argv[1:]
    seconds, statements = add_to_rdflib(*arguments) if way == "rdflib" else import_once(*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIBIBYTES / 1024
    print(json.dumps({"seconds": seconds, "answer": statements, "peak": peak}))
