"""Bring the ontology's files into canonical form.

Run it with `make format` after any change under `ontology/`.
"""

from __future__ import annotations

import sys

from careergraph.errors import CareerGraphError
from careergraph.store.bundled import bundled_files
from careergraph.store.turtle import write_canonical
from own_package import require_own_package


def main() -> int:
    """Write what is not in canonical form, name it, and return the exit code."""
    for path in bundled_files():
        if write_canonical(path):
            print(f"brought into canonical form: {path.name}")
    return 0


if __name__ == "__main__":
    require_own_package()
    try:
        sys.exit(main())
    except CareerGraphError as error:
        sys.exit(f"Error: {error}")
