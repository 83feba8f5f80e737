"""Reading the bundled graph in the background, while other modules are imported.

This module imports the engine alone, so that a command can begin to read before anything else.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from careergraph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["load_in_background"]


def load_in_background() -> Callable[[], Store]:
    """Begin to read the bundled graph, and return a function that waits for its store.

    The function raises what went wrong while reading, if anything did.

    Examples
    --------
    >>> wait = load_in_background()
    >>> wait().ask("ASK { ?role a cg:Role }")
    True
    """
    made: list[Store] = []
    failed: list[BaseException] = []

    def read() -> None:
        try:
            made.append(Store.bundled(lenient=True))  # its files are checked before they ship
        except BaseException as error:  # noqa: BLE001 (raised again where it is waited for)
            failed.append(error)

    thread = threading.Thread(target=read, name="careergraph-load", daemon=True)
    thread.start()

    def wait() -> Store:
        thread.join()
        if failed:
            raise failed[0]
        return made[0]

    return wait
