"""Which of the bundled files hold what a query can match, by an index of their contents.

The index (``ontology/contents.json``) names the predicates and classes of each file, sealed by a
hash: a file is left out only if it is the one that was looked at. `build` makes it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from careergraph.store.bundled import bundled_files, contents_file, file_hash, ontology_dir
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from careergraph.store.patterns import Pattern

__all__ = ["matching_files", "write_contents"]

_TYPE: Final = PREFIXES["rdf"] + "type"
_PARTS: Final = ("predicates", "classes", "made_from")


def write_contents(said: Iterable[tuple[Path, Iterable[tuple[str, str]]]], folder: Path) -> str:
    """Return the index of some files as JSON: of each its predicates and classes, and a hash.

    Parameters
    ----------
    said
        For each file the predicate and the object of every statement in it.
    folder
        Where the files lie.
    """
    index = {}
    for path, statements in said:
        pairs = set(statements)
        predicates = sorted({predicate for predicate, _ in pairs})
        classes = sorted(value for predicate, value in pairs if predicate == _TYPE)
        index[_name(path, folder)] = {
            "made_from": _seal(path, predicates, classes),
            "predicates": predicates,
            "classes": classes,
        }
    return json.dumps(index, ensure_ascii=False, indent=1) + "\n"


def matching_files(
    patterns: Iterable[Pattern], folder: Path | None = None
) -> tuple[list[Path], list[Path]]:
    """Return the bundled files that hold all statements which some patterns match, and the rest.

    A file that the index does not know as it is now may match: without an index, all files do.

    Examples
    --------
    >>> from careergraph.store.patterns import Pattern
    >>> matching, others = matching_files([Pattern("https://schema.org/median")])
    >>> [path.name for path in matching], len(others) > 20
    (['pay.ttl'], True)
    """
    folder = folder or ontology_dir()
    index = _read_index(folder)
    wanted = set(patterns)
    matching: list[Path] = []
    others: list[Path] = []
    for path in bundled_files(folder):
        may_match = _may_match(path, folder, index, wanted)
        (matching if may_match else others).append(path)
    return matching, others


def _may_match(path: Path, folder: Path, index: dict[str, Any], patterns: set[Pattern]) -> bool:
    try:
        predicates, classes, made_from = (index[_name(path, folder)][part] for part in _PARTS)
        matches = any(
            predicate in predicates and (kind is None or kind in classes)
            for predicate, kind in patterns
        )
    except (KeyError, TypeError):
        return True
    return matches or made_from != _seal(path, predicates, classes)


def _seal(path: Path, predicates: Sequence[str], classes: Sequence[str]) -> str:
    """Return a hash of a file and of what is said of it, so that neither can change unnoticed."""
    import hashlib

    said = json.dumps([file_hash(path), predicates, classes])
    return hashlib.sha256(said.encode()).hexdigest()


def _read_index(folder: Path) -> dict[str, Any]:
    try:
        index = json.loads(contents_file(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return index if isinstance(index, dict) else {}


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
