"""Check that a tool uses the careergraph of the checkout that it lies in."""

from __future__ import annotations

import sys
from pathlib import Path

import careergraph

__all__ = ["require_own_package"]


def require_own_package() -> None:
    """End with a message if Python imports careergraph from elsewhere than this checkout."""
    own = Path(__file__).resolve().parents[1] / "src"
    used = Path(careergraph.__file__).resolve().parents[1]
    if used != own:
        sys.exit(
            f"Error: this tool belongs to {own.parent}, but Python imports careergraph from "
            f"{used}. Set PYTHONPATH={own}, or use the environment of this checkout."
        )
