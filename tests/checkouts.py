"""A checkout with a small graph, for tests that compile the graph or build its store again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from careergraph.store import bundled
from command_line import environment

_PACKAGE = Path(bundled.__file__).parents[1]
_SMALL_GRAPH = Path(__file__).parent / "planted" / "base.ttl"


def make_small_checkout(folder: Path) -> Path:
    """Make a checkout whose graph is the vocabulary and a small graph; return its ``src`` folder.

    Its package is a link to the one that is tested.
    """
    ontology = folder / "ontology"
    (ontology / "data").mkdir(parents=True)
    shutil.copy(bundled.vocabulary_file(), ontology)
    shutil.copy(_SMALL_GRAPH, ontology / "data")
    source = folder / "src"
    source.mkdir()
    (source / "careergraph").symlink_to(_PACKAGE, target_is_directory=True)
    return source


def small_environment(source: Path, cache: Path) -> dict[str, str]:
    """Return the environment in which a command uses a small checkout, and a cache of its own."""
    return environment(PYTHONPATH=str(source), CAREERGRAPH_CACHE=str(cache))


def run_small(source: Path, cache: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Return what a command of a small checkout printed and how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "careergraph", *command],
        capture_output=True,
        text=True,
        env=small_environment(source, cache),
        cwd=source,
        check=False,
    )
