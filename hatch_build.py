"""Build hook that compiles the bundled graph into the wheel."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledGraphHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled graph to the wheel: its tables, manifest, plain edges and network."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the graph; an editable install reads the checkout instead."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from careergraph.compiled.generation import NETWORK, write_shipped
        from careergraph.search.career_network import write_shipped_network

        folder = Path(mkdtemp(prefix="careergraph-"))
        shipped = write_shipped(folder)
        network = write_shipped_network(shipped[0], folder / NETWORK)
        for path in (*shipped, network):
            build_data["force_include"][str(path)] = f"careergraph/_ontology/{path.name}"
