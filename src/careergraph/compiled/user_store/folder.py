"""The folder of the user's own store: its pointer, imports and generations.

``current.json`` names the imports that count; it is replaced in one step when everything else is in
place. A generation is built from the bundled graph and these imports, under another name, and then
renamed. So readers see the complete store as it was before an import or as it is after it, even if
the import is killed. One process changes a store at a time; the system frees the lock when that
process ends.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from careergraph.compiled import generation
from careergraph.compiled.schema import FORMAT, connect
from careergraph.compiled.user_store.imports import (
    Import,
    StatementWriter,
    discard_folder,
    first_line,
    read_import,
    write_description,
    writing_statements,
)
from careergraph.compiled.user_store.location import CURRENT
from careergraph.errors import StoreError
from careergraph.files import write_atomically
from careergraph.model.entries import GraphInfo
from careergraph.store.bundled import graph_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.compiled.titles import Catalog
    from careergraph.store.engine import Store

__all__ = ["UserStore"]

_LAYOUT: Final = 1
"""Version of the store's own files; a store of a newer version is not opened."""
_LOCK: Final = "lock"
_GRAPH: Final = "graph.sqlite"
_MANIFEST: Final = "manifest.json"
_STATEMENTS: Final = "store"
_READERS_SECONDS: Final = 3600
"""Seconds for which a superseded generation is kept for its readers."""


class UserStore:
    """A store of imports over the bundled graph.

    Parameters
    ----------
    folder
        Its folder, which need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def exists(self) -> bool:
        """Return whether the folder holds a store."""
        return (self.folder / CURRENT).is_file()

    @property
    def imports(self) -> tuple[Import, ...]:
        """Return the imports, by kind.

        Raises
        ------
        StoreError
            The store is of a newer version, or damaged.
        """
        return tuple(read_import(self._import_folder(name)) for name in self._read_pointer())

    @cached_property
    def generation(self) -> Path:
        """Return the folder of the current generation; build it if it is missing."""
        names = self._read_pointer()
        folder = self._generation_folder(names)
        if not _is_whole(folder):
            _say("Preparing your store for this version of careergraph; this happens once.")
            with self._locked(wait=True), self._writing():
                names = self._read_pointer()
                folder = self._generation_folder(names)
                self._build(names)
        return folder

    def open_database(self) -> sqlite3.Connection:
        """Return the open ``graph.sqlite`` of the store."""
        try:
            return connect(self.generation / _GRAPH)
        except sqlite3.Error as error:
            self._remake(error)
        return connect(self.generation / _GRAPH)

    def open_compiled(self) -> CompiledGraph:
        """Return the compiled graph of the store; its fields are read on demand."""
        from careergraph.compiled.database import open_compiled

        # Imports add neither roles nor steps: the network is that of the bundled graph.
        return open_compiled(self.open_database()).keep_network(generation.open_network)

    def open_catalog(self) -> Catalog:
        """Return the catalog of the store."""
        from careergraph.compiled.titles import Catalog

        return Catalog(self.open_database())

    def open_store(self) -> Store:
        """Return the statements of the store for SPARQL."""
        from careergraph.store.engine import Store

        try:
            store = Store.read_only(self.generation / _STATEMENTS)
            if store.ask("ASK { ?role a cg:Role }"):
                return store
        except (OSError, RuntimeError, ValueError) as error:
            self._remake(error)
        else:
            self._remake(ValueError("it is empty"))
        return Store.read_only(self.generation / _STATEMENTS)

    def describe_location(self) -> str:
        """Return where the store is, each path on a line of its own."""
        return f"Your store:\n  {self.folder}\nGeneration that answers:\n  {self.generation}"

    @contextmanager
    def importing(self, imported: Import) -> Iterator[Importing]:
        """Yield an `Importing`; its statements are kept if the block ends without an error.

        An import of the same kind is replaced. If the block ends in an error, or its process is
        killed, the store is unchanged.

        Raises
        ------
        StoreError
            The store cannot be written, or another process changes it.
        """
        with self._locked(wait=False), self._writing():
            before = self._read_pointer() if self.exists else []
            self._clean(before)
            folder = self.folder / "imports" / f".{imported.kind}.{os.getpid()}"
            former = folder.with_name(f"{folder.name}.former")
            discard_folder(folder)
            try:
                with writing_statements(folder) as writer:
                    importing = Importing(imported, writer)
                    yield importing
                finished = replace(
                    importing.imported, statements=writer.statements, digest=writer.digest
                )
                importing.imported = finished
                write_description(folder, finished)
                place = self._import_folder(finished.folder)
                if place.is_dir():  # The old import may be damaged; the new one is complete.
                    place.rename(former)
                folder.rename(place)
            finally:
                discard_folder(folder)
                discard_folder(former)
            others = [name for name in before if name.rpartition("-")[0] != imported.kind]
            self._switch(sorted([*others, finished.folder]), importing.tell)

    def remove(self, kind: str) -> Import:
        """Remove an import from the store, and return its description.

        Raises
        ------
        StoreError
            Nothing of the kind was imported, or the store cannot be written.
        """
        with self._locked(wait=False), self._writing():
            before = self._read_pointer() if self.exists else []
            names = [name for name in before if name.rpartition("-")[0] == kind]
            if not names:
                known = ", ".join(name.rpartition("-")[0] for name in before) or "nothing"
                reason = f"Nothing was imported from {kind}. The store holds: {known}."
                raise StoreError(str(self.folder), reason)
            try:
                removed = read_import(self._import_folder(names[0]))
            except StoreError:
                removed = Import(kind, kind)
            self._clean(before)
            self._switch([name for name in before if name not in names])
            return removed

    def _switch(self, names: list[str], tell: Callable[[str], None] | None = None) -> None:
        """Build the generation of these imports and make it current."""
        self._build(names, tell)
        text = json.dumps({"layout": _LAYOUT, "imports": names}, indent=1) + "\n"
        write_atomically(self.folder / CURRENT, text.encode())
        self.__dict__.pop("generation", None)

    def _read_pointer(self) -> list[str]:
        path = self.folder / CURRENT
        try:
            pointer: dict[str, Any] = json.loads(path.read_text("utf-8"))
            layout, names = int(pointer["layout"]), [str(name) for name in pointer["imports"]]
        except (OSError, ValueError, TypeError, KeyError) as error:
            reason = (
                f"The store is damaged ({first_line(error)}). Remove the folder and import again, "
                "or leave it out with --bundled."
            )
            raise StoreError(str(path), reason) from error
        if layout > _LAYOUT:
            reason = (
                "The store was made by a newer version of careergraph. Install that version, or "
                "leave the store out with --bundled."
            )
            raise StoreError(str(self.folder), reason)
        return names

    def _import_folder(self, name: str) -> Path:
        return self.folder / "imports" / name

    def _generation_folder(self, names: list[str]) -> Path:
        import hashlib

        # The bundled generation is named by its statements and by the compiler.
        parts = "\n".join([generation.generation_folder().name, *names])
        digest = hashlib.sha256(parts.encode()).hexdigest()[:12]
        return self.folder / "generations" / f"{digest}-{FORMAT}"

    def _build(self, names: list[str], tell: Callable[[str], None] | None = None) -> None:
        folder = self._generation_folder(names)
        if _is_whole(folder):
            return
        discard_folder(folder)
        imports = [read_import(self._import_folder(name)) for name in names]

        start = self._start_for(names)

        def write(beside: Path) -> None:
            beside.mkdir()
            placed = [(one, self._import_folder(one.folder)) for one in imports]
            _fill_generation(beside, placed, start, tell or (lambda _: None))

        generation.build_beside(folder, write)

    def _start_for(self, names: list[str]) -> _Start:
        """Return the current generation if all its imports stay, or else the bundled one."""
        if self.exists:
            current = self._read_pointer()
            folder = self._generation_folder(current)
            if set(current) < set(names) and _is_whole(folder):
                return _Start(folder, current)
        return _Start()

    def _remake(self, error: Exception) -> None:
        """Rebuild a generation whose files cannot be read."""
        folder = self.generation
        _say(f"The files in {folder} cannot be used ({first_line(error)}); they are made again.")
        seen = _identity(folder)
        with self._locked(wait=True), self._writing():
            if _identity(folder) == seen:  # Otherwise another process has rebuilt it meanwhile.
                discard_folder(folder)
            self._build(self._read_pointer())
        self.__dict__.pop("generation", None)

    def _clean(self, current: list[str]) -> None:
        """Remove leftovers of killed imports, and superseded generations."""
        oldest = time.time() - _READERS_SECONDS
        kept = {*current, self._generation_folder(current).name}
        for part in ("imports", "generations"):
            folder = self.folder / part
            for path in folder.iterdir() if folder.is_dir() else ():
                if path.name.startswith(".") or (
                    path.name not in kept and path.stat().st_mtime < oldest
                ):
                    discard_folder(path)

    @contextmanager
    def _locked(self, *, wait: bool) -> Iterator[None]:
        """Hold the lock of the store."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / _LOCK).open("a+")
        except OSError as error:
            reason = f"The store cannot be written: {error.strerror or error}."
            raise StoreError(str(self.folder), reason) from error
        with file:
            try:
                is_ours = _lock(file.fileno(), wait=wait)
            except OSError as error:
                reason = f"The store cannot be locked: {error.strerror or error}."
                raise StoreError(str(self.folder), reason) from error
            if not is_ours:
                reason = "Another import is at work here. Try again when it has ended."
                raise StoreError(str(self.folder), reason)
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turn disk and database errors into a `StoreError`."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            words = getattr(error, "strerror", None) or first_line(error)
            reason = f"The store cannot be written: {words}. It is as before."
            raise StoreError(str(self.folder), reason) from error


class Importing:
    """An import in progress: its description, its writer, and a function to report to.

    Attributes
    ----------
    imported
        The description; replaced when the tables have been read.
    writer
        Takes the statements.
    tell
        Called with each step that follows reading.
    """

    def __init__(self, imported: Import, writer: StatementWriter) -> None:
        self.imported = imported
        self.writer = writer
        self.tell: Callable[[str], None] = lambda _: None


def _is_whole(folder: Path) -> bool:
    return (folder / _MANIFEST).is_file()


def _fill_generation(
    folder: Path,
    imports: list[tuple[Import, Path]],
    start: _Start,
    tell: Callable[[str], None],
) -> None:
    """Write a generation: copy its base, then add the new imports."""
    import pyoxigraph as ox

    from careergraph.compiled.user_store.loading import Loader
    from careergraph.compiled.user_store.sections import write_sections

    new = [(one, place) for one, place in imports if one.folder not in start.names]
    tell("Copying the graph")
    start.copy_statements(folder / _STATEMENTS)
    digest = folder.name.removeprefix(".").partition("-")[0]
    info = GraphInfo(f"{graph_version()} with imports", digest)
    with (
        closing(Loader(ox.Store(str(folder / _STATEMENTS)))) as loader,
        closing(sqlite3.connect(folder / _GRAPH)) as database,
    ):
        loaded: dict[str, int] = {}
        for imported, place in new:
            tell(f"Loading {imported.statements:,} statements of {imported.title}")
            loaded[imported.kind] = loader.load(imported, place)
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        with closing(start.open_database()) as before:
            before.backup(database)
        tell("Indexing names and figures")
        write_sections(database, loader.store, new, loaded, info)
    (folder / _MANIFEST).write_text(_describe(info, imports), "utf-8")


class _Start:
    """The base of a new generation: the bundled graph or an earlier generation.

    Parameters
    ----------
    folder
        The folder of an earlier generation; without one, the bundled graph.
    names
        The imports in it.
    """

    def __init__(self, folder: Path | None = None, names: Iterable[str] = ()) -> None:
        self._folder = folder
        self.names = frozenset(names)

    def open_database(self) -> sqlite3.Connection:
        if self._folder is None:
            return generation.open_database()
        return connect(self._folder / _GRAPH)

    def copy_statements(self, target: Path) -> None:
        if self._folder is not None:
            _copy_engine(self._folder / _STATEMENTS, target)
            return
        bundled = generation.open_store()
        if bundled.folder is None:
            bundled.write_folder(target)
        else:
            _copy_engine(bundled.folder, target)


def _copy_engine(source: Path, target: Path) -> None:
    """Copy an engine's folder; its tables, which never change, are linked if possible."""
    import shutil

    target.mkdir()
    for file in source.iterdir():
        if file.name == "LOCK":
            continue
        if file.suffix == ".sst":
            try:
                os.link(file, target / file.name)
            except OSError:
                pass
            else:
                continue
        shutil.copyfile(file, target / file.name)


def _describe(info: GraphInfo, imports: list[tuple[Import, Path]]) -> str:
    import pyoxigraph

    content = {
        "version": info.version,
        "hash": info.hash,
        "format": FORMAT,
        "bundled": generation.bundled_hash(),
        "pyoxigraph": pyoxigraph.__version__,
        "sqlite": sqlite3.sqlite_version,
        "imports": [
            {
                "kind": one.kind,
                "title": one.title,
                "statements": one.statements,
                "sources": [
                    {"iri": s.iri, "licence": s.licence, "attribution": s.attribution}
                    for s in one.sources
                ],
            }
            for one, _ in imports
        ],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _lock(file: int, *, wait: bool) -> bool:
    """Lock an open file for this process, and return whether that was possible."""
    try:
        import fcntl
    except ImportError:  # Windows
        return _lock_on_windows(file, wait=wait)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _identity(folder: Path) -> int | None:
    """Return a number that distinguishes a folder from a later one of that name, if it exists."""
    return folder.stat().st_ino if folder.is_dir() else None


def _lock_on_windows(file: int, *, wait: bool) -> bool:
    import importlib

    windows: Any = importlib.import_module("msvcrt")
    while True:
        try:
            os.lseek(file, 0, os.SEEK_SET)
            windows.locking(file, windows.LK_NBLCK, 1)
        except OSError:
            if not wait:
                return False
            time.sleep(0.2)
        else:
            return True


def _say(text: str) -> None:
    if sys.stderr is not None:
        print(text, file=sys.stderr)  # noqa: T201 (a notice for whoever waits)
