"""Generations of the compiled graph: built once, whole or not at all, made again where damaged."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from careergraph.compiled import generation
from careergraph.store import bundled
from checkouts import make_small_checkout, run_small, small_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLES = ["data scientist", "machine learning engineer", "senior machine learning engineer"]
ASK = ["query", "ASK { ?role a cg:Role }", "--format", "json"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a cache of the test's own, empty at first."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CAREERGRAPH_CACHE", str(folder))
    generation._state.cache_clear()  # noqa: SLF001 (another cache, another state)
    yield folder
    generation._state.cache_clear()  # noqa: SLF001


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the ``src`` folder of a checkout whose graph is small."""
    return make_small_checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def filled(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache with graph and store, made by two commands."""
    folder = tmp_path_factory.mktemp("filled")
    for command in (["search", "data"], ASK):
        assert run_small(source, folder, *command).returncode == 0
    return folder


def folder_of(cache: Path) -> Path:
    (folder,) = (cache / "generations").iterdir()
    return folder


def copy_of(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "copy"))


def test_generation_holds_graph_store_and_manifest(filled: Path) -> None:
    folder = folder_of(filled)
    assert {path.name for path in folder.iterdir()} == {"graph.sqlite", "manifest.json", "store"}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert folder.name.startswith(f"{manifest['hash']}-{manifest['format']}")
    assert manifest["counts"]["roles"] == len(ROLES)
    assert all(source["attribution"] for source in manifest["sources"])


def test_nothing_is_said_once_the_graph_is_there(source: Path, filled: Path) -> None:
    for command in (["search", "data"], ASK, ["role", "data scientist"]):
        assert run_small(source, filled, *command).stderr == ""


def test_info_says_where_the_graph_is(source: Path, filled: Path) -> None:
    assert str(folder_of(filled) / "graph.sqlite") in run_small(source, filled, "info").stdout


def test_clear_removes_everything(source: Path, filled: Path, tmp_path: Path) -> None:
    cache = copy_of(filled, tmp_path)
    done = run_small(source, cache, "cache", "clear")
    assert done.returncode == 0
    assert "MB" in done.stderr
    assert list(cache.iterdir()) == []
    assert run_small(source, cache, "cache", "clear").returncode == 0


def test_old_generations_go_when_a_new_one_is_built(cache: Path) -> None:
    old, new = cache / "generations" / "old", cache / "generations" / "new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "graph.sqlite").touch()
    os.utime(old, (0, 0))
    generation._build(generation.generation_folder() / "part", lambda path: path.touch())  # noqa: SLF001
    assert not old.exists()
    assert new.exists()


def test_cache_is_where_platformdirs_puts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    monkeypatch.delenv("CAREERGRAPH_CACHE", raising=False)
    for value in ("", "/elsewhere"):
        monkeypatch.setenv("XDG_CACHE_HOME", value)
        expected = platformdirs.user_cache_dir("careergraph", appauthor=False)
        assert str(generation.cache_folder()) == expected


@pytest.mark.parametrize("command", [["search", "data"], ASK], ids=["graph", "store"])
def test_two_processes_that_build_at_once_both_succeed(
    source: Path, command: list[str], tmp_path: Path
) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "careergraph", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=small_environment(source, tmp_path),
            cwd=source,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert outputs[0] == outputs[1]
    assert not [path for path in folder_of(tmp_path).iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(200)])
def test_damaged_graph_is_made_again_with_one_line(
    source: Path, content: bytes, filled: Path, tmp_path: Path
) -> None:
    cache = copy_of(filled, tmp_path)
    (folder_of(cache) / "graph.sqlite").write_bytes(content)
    done = run_small(source, cache, "search", "data")
    assert done.returncode == 0
    assert "made again" in done.stderr
    assert done.stderr.count("\n") == 1
    assert run_small(source, cache, "search", "data").stderr == ""


@pytest.mark.parametrize("name", ["graph.sqlite", "network.sqlite"])
def test_damage_within_a_file_is_an_error_that_says_what_to_do(
    source: Path, name: str, filled: Path, tmp_path: Path
) -> None:
    """The head of the file is whole, so opening it finds nothing."""
    cache = copy_of(filled, tmp_path)
    ask = ["path", ROLES[0], ROLES[1]]
    whole = run_small(source, cache, *ask)
    (damaged,) = folder_of(cache).glob(f"*{name}")
    content = damaged.read_bytes()
    damaged.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    done = run_small(source, cache, *ask)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: A file of the graph is damaged")
    assert "careergraph cache clear" in done.stderr
    assert run_small(source, cache, "cache", "clear").returncode == 0
    assert run_small(source, cache, *ask).stdout == whole.stdout != ""


def test_graph_of_another_format_is_made_again(source: Path, filled: Path, tmp_path: Path) -> None:
    cache = copy_of(filled, tmp_path)
    database = sqlite3.connect(folder_of(cache) / "graph.sqlite")
    with database:
        database.execute("UPDATE meta SET value = '0' WHERE name = 'format'")
    database.close()
    assert "format 0 instead of" in run_small(source, cache, "search", "data").stderr


@pytest.mark.parametrize("damage", ["empty", "cut"])
def test_damaged_store_is_made_again_with_one_line(
    source: Path, damage: str, filled: Path, tmp_path: Path
) -> None:
    cache = copy_of(filled, tmp_path)
    store = folder_of(cache) / "store"
    for file in store.iterdir():
        if damage == "empty" or file.suffix == ".sst" or file.name.startswith("MANIFEST"):
            file.unlink()
    done = run_small(source, cache, *ASK)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["boolean"] is True
    assert "made again" in done.stderr
    assert done.stderr.count("\n") == 1
    assert run_small(source, cache, *ASK).stderr == ""


@pytest.mark.parametrize("command", [["search", "data"], ASK], ids=["graph", "store"])
def test_cache_that_cannot_be_written_means_memory(
    source: Path, command: list[str], filled: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    done = run_small(source, blocked / "cache", *command)
    assert done.returncode == 0
    assert done.stdout == run_small(source, filled, *command).stdout
    assert "loaded into memory" in done.stderr
    assert done.stderr.count("\n") == 1


def test_changed_file_gives_another_generation(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Path(shutil.copytree(bundled.ontology_dir(), tmp_path / "ontology"))
    monkeypatch.setattr(generation, "ontology_dir", lambda: copy)
    monkeypatch.setattr(generation, "bundled_files", lambda: bundled.bundled_files(copy))
    before = generation.bundled_hash()
    generation._state.cache_clear()  # noqa: SLF001 (another process would ask again)
    assert generation.bundled_hash() == before
    with (copy / "data" / "roles.ttl").open("a", encoding="utf-8") as file:
        file.write("<urn:mine> a <urn:thing> .\n")
    generation._state.cache_clear()  # noqa: SLF001
    assert generation.bundled_hash() != before
    assert cache.is_dir()


def test_files_are_not_read_again_while_size_and_time_are_the_same(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = generation.bundled_hash()
    generation._state.cache_clear()  # noqa: SLF001
    monkeypatch.setattr(generation, "hash_sources", lambda _files: pytest.fail("read again"))
    assert generation.bundled_hash() == first
    assert cache.is_dir()


def test_line_ends_do_not_count(tmp_path: Path) -> None:
    unix, windows = tmp_path / "unix.ttl", tmp_path / "windows.ttl"
    unix.write_bytes(b"<urn:a> a <urn:b> .\n")
    windows.write_bytes(b"<urn:a> a <urn:b> .\r\n")
    assert generation.hash_sources([unix]) == generation.hash_sources([windows])


def test_own_files_are_laid_over_the_bundled_graph(
    source: Path, filled: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix cg: <https://w3id.org/careergraph/ont#> .\n"
        "@prefix id: <https://w3id.org/careergraph/id/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<urn:taster> a cg:Role ; skos:prefLabel "Chocolate Taster"@en .\n'
        "<urn:move> a cg:Transition ; cg:kind cg:move ; cg:fromRole <urn:taster> ;\n"
        "  cg:toRole <https://w3id.org/careergraph/id/role/data-scientist> ;\n"
        "  cg:statedBy <urn:me> .\n",
        encoding="utf-8",
    )
    option = ["--with", str(mine)]
    assert "Chocolate Taster" in run_small(source, filled, "search", "chocolate", *option).stdout
    assert "data scientist" in run_small(source, filled, "next", "chocolate taster", *option).stdout
    moves = "ASK { <urn:taster> cg:movesTo ?role }"
    assert "true" in run_small(source, filled, "query", moves, *option, "--format", "json").stdout
    assert "Chocolate Taster" not in run_small(source, filled, "search", "chocolate").stdout


def test_own_file_that_is_no_turtle_is_named(source: Path, filled: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text("nonsense", encoding="utf-8")
    done = run_small(source, filled, "search", "data", "--with", str(mine))
    assert done.returncode == 1
    assert "mine.ttl" in done.stderr
    done = run_small(
        source, filled, "search", "data", "--with", os.fspath(tmp_path / "nothing.ttl")
    )
    assert done.returncode == 1
    assert "nothing.ttl" in done.stderr


def test_own_files_and_an_endpoint_exclude_each_other(
    source: Path, filled: Path, tmp_path: Path
) -> None:
    elsewhere = ["--endpoint", "http://localhost:1/query"]
    done = run_small(
        source, filled, "search", "data", "--with", str(tmp_path / "a.ttl"), *elsewhere
    )
    assert done.returncode == 2
    assert "--with" in done.stderr
