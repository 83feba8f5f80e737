"""Load the bundled graph once and print the seconds and the number of statements as JSON.

``python load_graph.py oxigraph`` takes careergraph's way, ``python load_graph.py rdflib`` parses
the same files with rdflib. Imports are done before the clock starts.
"""

from __future__ import annotations

import json
import sys
import time

from careergraph.store.bundled import bundled_files


def load_with_oxigraph() -> tuple[float, int]:
    """Return the seconds that `Store.bundled` takes, and the number of statements."""
    from careergraph.store.engine import Store

    start = time.perf_counter()
    store = Store.bundled()
    seconds = time.perf_counter() - start
    ((number,),) = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    return seconds, int(number or 0)


def load_with_rdflib() -> tuple[float, int]:
    """Return the seconds that rdflib takes for the same files, and the number of statements."""
    import rdflib.plugins.parsers.notation3

    start = time.perf_counter()
    graph = rdflib.Graph()
    for path in bundled_files():
        graph.parse(path, format="turtle")
    return time.perf_counter() - start, len(graph)


if __name__ == "__main__":
    ways = {"oxigraph": load_with_oxigraph, "rdflib": load_with_rdflib}
    taken, statements = ways[sys.argv[1]]()
    print(json.dumps({"seconds": taken, "answer": statements}))
