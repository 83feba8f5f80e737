"""Start of ``python tools/refresh DATA``."""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:
    # A folder that is run has itself on the path, not the folder it lies in.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from own_package import require_own_package
from refresh.command import main

if __name__ == "__main__":
    require_own_package()
    sys.exit(main())
