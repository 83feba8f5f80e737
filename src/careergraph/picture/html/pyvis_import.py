"""Import of pyvis without IPython, which would take as long as everything else."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

__all__ = ["load_pyvis"]


def load_pyvis() -> ModuleType:
    """Return `pyvis.network`.

    pyvis imports IPython for one class that only notebooks need. If IPython is not loaded yet, a
    stand-in takes its place during the import.
    """
    if "IPython" in sys.modules or "pyvis.network" in sys.modules:
        from pyvis import network

        return network  # type: ignore[no-any-return]
    package, display = ModuleType("IPython"), ModuleType("IPython.display")
    display.IFrame = _frame  # type: ignore[attr-defined]
    package.display = display  # type: ignore[attr-defined]
    sys.modules.update({"IPython": package, "IPython.display": display})
    try:
        from pyvis import network
    finally:
        del sys.modules["IPython"], sys.modules["IPython.display"]
    return network  # type: ignore[no-any-return]


def _frame(source: str, width: str, height: str, **options: Any) -> Any:  # noqa: ANN401 (IPython's)
    """Return IPython's frame around a file."""
    from IPython.display import IFrame

    return IFrame(source, width, height, **options)
