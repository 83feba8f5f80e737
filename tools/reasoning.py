"""Check the vocabulary and the graph with a reasoner, and the shapes with SHACL's own shapes.

Each file of the curated graph is closed under the rules of OWL 2 RL together with the vocabulary;
what contradicts itself is printed. A contradiction between two files shows when both are named:
`tools/reasoning.py roles.ttl ladders.ttl` closes them as one graph. The shapes are validated
against the shapes of SHACL (meta-SHACL). This is no part of `make test`: a file of 5,000 triples
takes about 5 seconds of processor time, one of 15,000 about 25, and all files several minutes.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

import pyshacl
from owlrl import DeductiveClosure, OWLRL_Semantics
from owlrl.Namespaces import ERRNS
from rdflib import OWL, RDF, Graph

from careergraph.store.bundled import curated_files, vocabulary_file
from own_package import require_own_package

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SHAPES: Final = vocabulary_file().parent / "shapes.ttl"


def main(names: list[str]) -> int:
    """Print the problems found and return the exit code."""
    files = curated_files()
    groups = [[file for file in files if file.name in names]] if names else [[f] for f in files]
    problems = find_malformed_shapes()
    for group in groups:
        started = time.process_time()
        found = find_contradictions(group)
        seconds = time.process_time() - started
        title = ", ".join(file.name for file in group)
        print(f"{title}: {len(found)} contradictions ({seconds:.0f} s)", flush=True)
        problems += found
    print("\n".join(problems))
    return 1 if problems else 0


def find_contradictions(files: Iterable[Path]) -> list[str]:
    """Return the contradictions in the OWL 2 RL closure of the vocabulary and some files."""
    graph = Graph().parse(vocabulary_file())
    for file in files:
        graph.parse(file)
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    messages = [str(text) for text in graph.objects(None, ERRNS.error)]
    empty = [f"{thing} is of the empty class" for thing in graph.subjects(RDF.type, OWL.Nothing)]
    return sorted({*messages, *empty})


def find_malformed_shapes() -> list[str]:
    """Return SHACL's report on our shapes, if they are not well formed."""
    try:
        conforms, _, report = pyshacl.validate(
            Graph(),
            shacl_graph=Graph().parse(SHAPES),
            ont_graph=Graph().parse(vocabulary_file()),
            meta_shacl=True,
        )
    except pyshacl.errors.ShapeLoadError as error:
        return [str(error)]
    return [] if conforms else [report]


if __name__ == "__main__":
    require_own_package()
    sys.exit(main(sys.argv[1:]))
