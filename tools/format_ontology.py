"""Bring the ontology's files into canonical form, and make again what is derived from them.

Run it with `make format` after any change under `ontology/`.
"""

from __future__ import annotations

import sys

from careergraph.compiled.derived import (
    contents_index,
    derived_turtle,
    facts_index,
    label_index,
    source_store,
)
from careergraph.errors import CareerGraphError
from careergraph.files import write_atomically
from careergraph.store.bundled import (
    bundled_files,
    contents_file,
    facts_file,
    label_index_file,
    ontology_dir,
)
from careergraph.store.turtle import write_canonical

_HEADER = "# Plain edges that follow from the data. Made by `make format`; do not edit.\n"


def main() -> int:
    """Write what is not as it should be, name it, and return the exit code."""
    store = source_store()
    derived = ontology_dir() / "derived.ttl"
    before = derived.read_bytes() if derived.exists() else b""
    write_atomically(derived, (_HEADER + derived_turtle(store)).encode())
    write_canonical(derived)
    if derived.read_bytes() != before:
        print(f"derived again: {derived.name}")
    for path in bundled_files():
        if write_canonical(path):
            print(f"brought into canonical form: {path.name}")
    for path, text in (
        (label_index_file(), label_index(store)),
        (facts_file(), facts_index(store)),
        (contents_file(), contents_index()),
    ):
        index = text.encode()
        if not path.exists() or path.read_bytes() != index:
            write_atomically(path, index)
            print(f"indexed again: {path.name}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CareerGraphError as error:
        sys.exit(f"Error: {error}")
