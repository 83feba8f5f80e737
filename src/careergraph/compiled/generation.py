"""Generations: compiled graphs in folders that never change once they have their names.

The folder is named by the hash of the graph and the version of its format. Its parts are built
under another name in the same folder and then renamed, so that readers only see complete ones; if
two processes build at once, the second keeps what the first made. A wheel includes
``graph.sqlite``; only the store for SPARQL is then built in the cache, for the first query.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from careergraph.compiled.schema import FORMAT, connect
from careergraph.store.bundled import bundled_files, ontology_dir

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.compiled.titles import Catalog
    from careergraph.store.engine import Store

__all__ = [
    "COMPILER",
    "NETWORK",
    "build_beside",
    "bundled_hash",
    "cache_folder",
    "clear_cache",
    "compile_bundled",
    "compile_with",
    "describe_location",
    "generation_folder",
    "hash_sources",
    "open_bundled",
    "open_catalog",
    "open_database",
    "open_network",
    "open_store",
    "write_shipped",
]

COMPILER: Final = 5
"""The compiler's version: raise it if the same statements now give other values."""
_GRAPH: Final = "graph.sqlite"
NETWORK: Final = "network.sqlite"
"""The file with the network for searches; see `search.stored_network`."""
_STORE: Final = "store"
_DERIVED: Final = "derived.nt"
"""The file with the plain edges, which a wheel includes so that the first query is faster."""
_MANIFEST: Final = "manifest.json"
_CACHE_VARIABLE: Final = "CAREERGRAPH_CACHE"
_KEPT_SECONDS: Final = 7 * 24 * 3600
_PLATFORM: Final = str(sys.platform)
_PACKAGE: Final = Path(__file__).parents[1]


def cache_folder() -> Path:
    """Return the folder of generations: CAREERGRAPH_CACHE, or else the system's cache folder."""
    if chosen := os.environ.get(_CACHE_VARIABLE):
        return Path(chosen)
    if _PLATFORM.startswith("linux"):  # platformdirs says the same, but loads slowly
        base = os.environ.get("XDG_CACHE_HOME", "").strip() or "~/.cache"
        return Path(base).expanduser() / "careergraph"
    import platformdirs

    return Path(platformdirs.user_cache_dir("careergraph", appauthor=False))


def clear_cache() -> int:
    """Remove all generations and return how many bytes they took.

    Raises
    ------
    OSError
        Something cannot be removed.
    """
    folder = cache_folder()
    size = 0
    for name in ("generations", "checkouts"):
        part = folder / name
        if part.is_dir():
            size += sum(file.stat().st_size for file in part.rglob("*") if file.is_file())
            import shutil

            shutil.rmtree(part)
    _state.cache_clear()
    return size


class _State:
    """The hash of the bundled graph, and the database shipped with it, if any."""

    def __init__(
        self, content: str, shipped: Path | None, code: str, search_code: str = ""
    ) -> None:
        self.hash, self.shipped = content, shipped
        self._code, self._search_code = code, search_code

    @property
    def folder(self) -> Path:
        code = f".{self._code}" if self._code else ""
        return cache_folder() / "generations" / f"{self.hash}-{FORMAT}{code}"

    @property
    def network(self) -> Path:
        if self.shipped is not None and self.shipped.with_name(NETWORK).is_file():
            return self.shipped.with_name(NETWORK)
        return self.folder / ".".join(filter(None, (self._search_code, NETWORK)))


@cache
def _state() -> _State:
    shipped = ontology_dir() / _GRAPH
    manifest = ontology_dir() / _MANIFEST
    with suppress(OSError, ValueError, KeyError):
        found = json.loads(manifest.read_text("utf-8"))
        if found["format"] == FORMAT and shipped.is_file():
            return _State(found["hash"], shipped, "")
    return _read_checkout()


def _read_checkout() -> _State:
    """Return the state of a checkout; files are read again only if size or time changed.

    The compiler's code counts as well, so that a developer who changes it never sees an old graph,
    and so does the search's code, for its network.
    """
    sources = bundled_files()
    code = sorted((_PACKAGE / "compiled").rglob("*.py"))
    search = sorted(
        path for name in ("model", "search") for path in (_PACKAGE / name).rglob("*.py")
    )
    stamps = [[str(path), *_stamp(path)] for path in (*sources, *code, *search)]
    key = zlib.crc32(str(ontology_dir()).encode())  # The recorded stamps contain the full path.
    record = cache_folder() / "checkouts" / f"{key:08x}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        known = json.loads(record.read_text("utf-8"))
        if known["stamps"] == stamps:
            return _State(known["hash"], None, known["code"], known["search"])
    content = hash_sources(sources)
    digests = {"code": _digest(code)[:8], "search": _digest(search)[:8]}
    text = json.dumps({"hash": content, **digests, "stamps": stamps})
    with suppress(OSError):
        _write_beside(record, text)
    return _State(content, None, digests["code"], digests["search"])


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def hash_sources(files: list[Path]) -> str:
    """Return the first 12 hexadecimal digits of a SHA-256 over statements and compiler version.

    Line ends are normalised, so a checkout on Windows has the same hash.
    """
    return _digest(files, f"compiler {COMPILER}\n".encode())[:12]


def _digest(files: list[Path], start: bytes = b"") -> str:
    import hashlib

    digest = hashlib.sha256(start)
    for path in files:
        content = path.read_bytes()
        # Looking for this one byte first is much faster than looking for the pair.
        digest.update(content.replace(b"\r\n", b"\n") if b"\r" in content else content)
    return digest.hexdigest()


def _write_beside(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def bundled_hash() -> str:
    """Return the hash of the bundled graph: 12 hexadecimal digits."""
    return _state().hash


def generation_folder() -> Path:
    """Return the folder of the bundled graph's generation; it may not exist yet."""
    return _state().folder


def describe_location() -> str:
    """Return where the compiled graph is kept, each path on a line of its own."""
    state = _state()
    place = state.shipped or state.folder / _GRAPH
    store = state.folder / _STORE
    if store.is_dir():
        return f"Compiled graph:\n  {place}\nStore for SPARQL:\n  {store}"
    return (
        f"Compiled graph:\n  {place}\nStore for SPARQL:\n  not built yet; the first query does it"
    )


def open_database() -> sqlite3.Connection:
    """Return the open ``graph.sqlite`` of the bundled graph; it is made if it is missing.

    If it cannot be kept, it is made in memory, and one line on standard error says so.
    """
    import sqlite3

    state = _state()
    place = state.shipped or state.folder / _GRAPH
    try:
        return connect(place)
    except sqlite3.Error as error:
        if place.exists():
            _say(f"The compiled graph in {place} cannot be used ({error}); it is made again.")
    return _rebuild_database(state)


def _rebuild_database(state: _State) -> sqlite3.Connection:
    import sqlite3

    from careergraph.compiled.database import write_compiled

    graph = compile_bundled()
    try:
        _build(state.folder / _GRAPH, lambda path: write_compiled(graph, path))
        _write_beside(state.folder / _MANIFEST, _manifest_text(graph))
        return connect(state.folder / _GRAPH)
    except (OSError, sqlite3.Error) as error:
        _say_in_memory(error)
    database = sqlite3.connect(":memory:", check_same_thread=False)
    write_compiled(graph, database)
    return database


def write_shipped(folder: Path) -> list[Path]:
    """Write the files that a wheel includes into a folder, and return their paths."""
    from careergraph.compiled.database import write_compiled
    from careergraph.store.derived import derived_statements
    from careergraph.store.engine import Store

    store = Store.bundled(lenient=True)
    graph = _compile(store, hash_sources(bundled_files()))
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in (_GRAPH, _MANIFEST, _DERIVED)]
    for file in files:
        file.unlink(missing_ok=True)
    write_compiled(graph, folder / _GRAPH)
    _write_beside(folder / _MANIFEST, _manifest_text(graph))
    (folder / _DERIVED).write_bytes(derived_statements(store.oxigraph))
    return files


def _manifest_text(graph: CompiledGraph) -> str:
    import sqlite3

    import pyoxigraph

    manifest = {
        "version": graph.info.version,
        "hash": graph.info.hash,
        "format": FORMAT,
        "compiler": COMPILER,
        "pyoxigraph": pyoxigraph.__version__,
        "sqlite": sqlite3.sqlite_version,
        "counts": dict(sorted(graph.statistics.counts.items())),
        "sources": [
            {"iri": source.iri, "licence": source.licence, "attribution": source.attribution}
            for source in graph.sources.values()
        ],
    }
    return json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"


def compile_bundled() -> CompiledGraph:
    """Return the bundled graph, compiled from its Turtle in memory."""
    from careergraph.store.engine import Store

    # The files are checked before they ship.
    return _compile(Store.bundled(lenient=True), bundled_hash())


def _compile(store: Store, content: str) -> CompiledGraph:
    from careergraph.compiled.compiler import compile_graph
    from careergraph.model.entries import GraphInfo
    from careergraph.store.bundled import graph_version

    return compile_graph(store, lambda: GraphInfo(graph_version(), content))


def compile_with(
    files: list[Path], *, for_answers: bool = False
) -> tuple[Callable[[], Store], CompiledGraph]:
    """Return the bundled graph with Turtle files laid over it, in memory.

    The first value returns the store. Only SPARQL and counts of statements read the skills that
    people hold, so these are added when the store is first asked for.

    Parameters
    ----------
    files
        Turtle files.
    for_answers
        Whether to refuse at once a graph that is too large for answers. Otherwise only the first
        answer refuses it; SPARQL has no such limit.

    Raises
    ------
    DataFileError
        A file cannot be read as Turtle.
    GraphTooLargeError
        See `size_limits`.
    """
    from dataclasses import replace

    from careergraph.compiled.compiler import compile_graph
    from careergraph.compiled.reading.statistics import read_statistics
    from careergraph.compiled.size_limits import refuse_large_graph
    from careergraph.model.entries import GraphInfo
    from careergraph.store.bundled import graph_version
    from careergraph.store.derived import add_holdings
    from careergraph.store.engine import Store

    refuse = refuse_large_graph if for_answers else None
    store = Store.bundled(files, holdings=False, refuse=refuse)

    @cache
    def complete() -> Store:
        add_holdings(store.oxigraph)
        return store

    digest = _digest(files, f"{bundled_hash()}\n".encode())[:12]
    info = GraphInfo(f"{graph_version()} with own statements", digest)
    graph = compile_graph(store, lambda: info, refuse=lambda: refuse_large_graph(store))
    return complete, replace(graph, make_statistics=lambda: read_statistics(complete()))


def open_catalog() -> Catalog:
    """Return the names of the bundled graph.

    Examples
    --------
    >>> open_catalog().find("sr. ML engineer").entry.label
    'Senior Machine Learning Engineer'
    """
    from careergraph.compiled.titles import Catalog

    return Catalog(open_database())


def open_bundled() -> CompiledGraph:
    """Return the compiled bundled graph; what an answer needs is read when it is asked for.

    Examples
    --------
    >>> open_bundled().catalog.find("SWE").entry.label
    'Software Engineer'
    """
    from careergraph.compiled.database import open_compiled

    return open_compiled(open_database()).keep_network(open_network)


def open_network(write: Callable[[Path], None]) -> sqlite3.Connection | None:
    """Return the open file with the network of the bundled graph; it is made if it is missing.

    Parameters
    ----------
    write
        Writes the file.

    Returns
    -------
    Connection or None
        ``None`` if the file cannot be kept; the search then computes its network each time.
    """
    import sqlite3

    place = _state().network
    with suppress(sqlite3.Error):
        return connect(place)
    with suppress(OSError, sqlite3.Error):
        _build(place, write)
        return connect(place)
    return None


def open_store() -> Store:
    """Return the store of the bundled graph for SPARQL; it is built for the first query.

    If it cannot be kept, the graph is loaded into memory, and one line on standard error says so.
    """
    from careergraph.store.engine import Store

    folder = _state().folder / _STORE
    if folder.is_dir():
        try:
            return _checked(Store.read_only(folder))
        except (OSError, RuntimeError, ValueError) as error:
            _say(
                f"The store in {folder} cannot be opened ({_first_line(error)}); it is made again."
            )
            _discard(folder)
    if sys.stderr is not None and sys.stderr.isatty():
        _say("Preparing the graph for SPARQL; this happens once and takes a few seconds.")
    try:
        _build(folder, lambda path: Store.write_bundled(path, _derived_statements))
        return Store.read_only(folder)
    except (OSError, RuntimeError, ValueError) as error:
        _say_in_memory(error)
    return Store.bundled(lenient=True)


def _derived_statements() -> bytes:
    """Return the plain edges of the bundled graph as N-Triples: shipped ones, or else derived."""
    from careergraph.store.derived import derived_statements
    from careergraph.store.engine import Store

    shipped = _state().shipped
    with suppress(OSError):
        if shipped is not None:
            return shipped.with_name(_DERIVED).read_bytes()
    return derived_statements(Store.bundled(lenient=True).oxigraph)


def _checked(store: Store) -> Store:
    """Return a store after checking that it is not empty: only reading reveals a damaged file."""
    if not store.ask("ASK { ?role a cg:Role }"):
        message = "it is empty"
        raise ValueError(message)
    return store


def _build(target: Path, write: Callable[[Path], None]) -> None:
    """Write a part of the bundled graph's generation, and remove generations not used any more."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_old(target.parent)
    build_beside(target, write)


def build_beside(target: Path, write: Callable[[Path], None]) -> None:
    """Write a file or folder under a temporary name and rename it; another process may be first."""
    from threading import get_ident

    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}-{get_ident()}")
    _discard(beside)
    try:
        write(beside)
        if target.is_file():
            beside.replace(target)
        else:
            try:
                beside.rename(target)
            except OSError:
                if not target.exists():
                    raise
    finally:
        _discard(beside)


def _remove_old(generation: Path) -> None:
    """Remove other generations and leftovers of killed processes that are older than a week."""
    import time

    oldest = time.time() - _KEPT_SECONDS
    others = [folder for folder in generation.parent.iterdir() if folder != generation]
    for path in (*others, *generation.glob(".*"), *generation.glob(f"*.{NETWORK}")):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                _discard(path)


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _say_in_memory(error: Exception) -> None:
    _say(
        f"The compiled graph cannot be kept in {cache_folder()} ({_first_line(error)}); "
        f"it is loaded into memory. {_CACHE_VARIABLE} names another folder."
    )


def _first_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _say(text: str) -> None:
    if sys.stderr is not None:
        print(text, file=sys.stderr)  # noqa: T201 (a notice for whoever waits)
