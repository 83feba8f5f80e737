"""Files and version of the packaged ontology.

In a checkout the files are in ``ontology/`` at the top; in a wheel they are in the package.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

__all__ = [
    "bundled_files",
    "check_files",
    "curated_files",
    "graph_version",
    "occupation_files",
    "ontology_dir",
    "query_files",
    "shapes_file",
    "vocabulary_file",
]

_PACKAGE: Final = Path(__file__).parents[1]
_VERSION: Final = re.compile(r'\bowl:versionInfo "([^"]+)"')


@cache
def ontology_dir() -> Path:
    """Return the folder of the vocabulary, shapes, checks and data.

    Examples
    --------
    >>> (ontology_dir() / "careergraph.ttl").is_file()
    True
    """
    packaged = _PACKAGE / "_ontology"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "ontology"


def vocabulary_file() -> Path:
    """Return the path of the vocabulary, ``careergraph.ttl``."""
    return ontology_dir() / "careergraph.ttl"


def shapes_file() -> Path:
    """Return the path of the SHACL shapes."""
    return ontology_dir() / "shapes.ttl"


def check_files() -> list[Path]:
    """Return the paths of the check queries, which must find nothing, by name."""
    return sorted((ontology_dir() / "checks").glob("*.rq"))


def query_files(folder: Path | None = None) -> list[Path]:
    """Return the paths of the named queries, by name, in the ontology or another folder."""
    return sorted((folder or ontology_dir() / "queries").glob("*.rq"))


def bundled_files(folder: Path | None = None) -> list[Path]:
    """Return the Turtle files of the bundled graph: the vocabulary, then the data by name.

    With ``folder``, return the files of a copy of the ontology. The occupations come last.
    """
    folder = folder or ontology_dir()
    return [*curated_files(folder), *occupation_files(folder)]


def curated_files(folder: Path | None = None) -> list[Path]:
    """Return the vocabulary and the files of the curated layer, by name."""
    folder = folder or ontology_dir()
    return [folder / "careergraph.ttl", *sorted((folder / "data").glob("*.ttl"))]


def occupation_files(folder: Path | None = None) -> list[Path]:
    """Return the files of the layer of occupations, by name."""
    return sorted(((folder or ontology_dir()) / "data" / "occupations").glob("*.ttl"))


@cache
def graph_version() -> str:
    """Return the version of the graph, from the header of its vocabulary.

    Unlike the version of the package, it is published with the graph.
    """
    found = _VERSION.search(vocabulary_file().read_text("utf-8"))
    return found[1] if found else "unknown"
