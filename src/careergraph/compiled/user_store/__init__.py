"""The user's own store: imports laid over the bundled graph, as generations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.compiled.user_store.location import CURRENT, default_folder

if TYPE_CHECKING:
    from careergraph.compiled.user_store.folder import UserStore

__all__ = ["find_store"]


def find_store(folder: Path | str | None = None) -> UserStore | None:
    """Return the store in a folder, or the user's own if something was imported into it.

    The modules that read and change stores are imported only if there is one.

    Raises
    ------
    StoreError
        A folder is named, and there is no store in it.
    """
    if folder is None and not (default_folder() / CURRENT).is_file():
        return None
    from careergraph.compiled.user_store.folder import UserStore
    from careergraph.errors import StoreError

    if folder is None:
        return UserStore(default_folder())
    store = UserStore(Path(folder))
    if not store.exists:
        reason = "There is no store in this folder. `careergraph --store PATH import` makes one."
        raise StoreError(str(folder), reason)
    return store
