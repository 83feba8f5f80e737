"""Where the user's own store is."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

__all__ = ["CURRENT", "default_folder"]

CURRENT: Final = "current.json"
"""The file of a store that names the imports in use."""
_VARIABLE: Final = "CAREERGRAPH_STORE"
_PLATFORM: Final = str(sys.platform)


def default_folder() -> Path:
    """Return the folder of the user's own store: that of CAREERGRAPH_STORE, else the system's."""
    if chosen := os.environ.get(_VARIABLE):
        return Path(chosen)
    if _PLATFORM.startswith("linux"):  # platformdirs says the same, but takes longer
        base = os.environ.get("XDG_DATA_HOME", "").strip() or "~/.local/share"
        return Path(base).expanduser() / "careergraph"
    import platformdirs

    return Path(platformdirs.user_data_dir("careergraph", appauthor=False))
