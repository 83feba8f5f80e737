"""careergraph: how to get from the work you do to the work you want, and how you know.

Examples
--------
>>> import careergraph
>>> g = careergraph.load()
>>> len(g.path("software engineer", "lead machine learning engineer").steps)
3
"""

from __future__ import annotations

TYPE_CHECKING = False  # Importing `typing` takes milliseconds in which Ctrl-C has no effect.
if TYPE_CHECKING:
    from careergraph import errors
    from careergraph.errors import CareerGraphError
    from careergraph.graph import CareerGraph, load
    from careergraph.report.data import as_json

__all__ = ["CareerGraph", "CareerGraphError", "__version__", "as_json", "errors", "load"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that the command line starts without it."""
    if name in {"errors", "CareerGraphError"}:
        import importlib

        errors = importlib.import_module("careergraph.errors")
        return errors if name == "errors" else errors.CareerGraphError
    if name in {"CareerGraph", "load"}:
        from careergraph import graph

        return getattr(graph, name)
    if name == "as_json":
        from careergraph.report.data import as_json

        return as_json
    if name == "__version__":
        from importlib.metadata import version

        return version("careergraph")
    message = f"module 'careergraph' has no attribute {name!r}"
    raise AttributeError(message)
