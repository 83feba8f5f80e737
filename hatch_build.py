"""Build hook that compiles the bundled graph into the wheel."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledGraphHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds ``graph.sqlite`` and its manifest to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the graph; an editable install reads the checkout instead."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from careergraph.compiled.generation import write_shipped

        for path in write_shipped(Path(mkdtemp(prefix="careergraph-"))):
            build_data["force_include"][str(path)] = f"careergraph/_ontology/{path.name}"
