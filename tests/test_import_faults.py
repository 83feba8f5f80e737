"""Faulty files, other processes and kills: one clear error, and the store as it was."""

from __future__ import annotations

import io
import json
import random
import signal
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from careergraph import load
from careergraph.compiled.user_store.folder import UserStore
from careergraph.errors import CareerGraphError, DataFileError, StoreError
from careergraph.importers.run import import_files
from careergraph.importers.tables import Faults
from import_slices import (
    NURSE,
    onet_tables,
    write_csv,
    write_esco,
    write_onet,
    write_workbook,
    zip_folder,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CODE = "O*NET-SOC Code"
_KILLS = 20
_PROGRAM = """
import sys
from pathlib import Path
from careergraph.compiled.user_store.folder import UserStore
from careergraph.importers.run import import_files
print("ready", flush=True)
import_files(UserStore(Path(sys.argv[1])), "onet", [Path(sys.argv[2])])
"""


@pytest.fixture
def store(tmp_path: Path) -> UserStore:
    """Return a store of which nothing is there yet."""
    return UserStore(tmp_path / "store")


def fail_to_import(store: UserStore, files: Path, kind: str = "onet") -> DataFileError:
    """Import files that are faulty, and return the error."""
    with pytest.raises(DataFileError) as caught:
        import_files(store, kind, [files])
    assert not store.exists
    return caught.value


def test_a_missing_column_is_named(store: UserStore, tmp_path: Path) -> None:
    tables = {"Job Zones.txt": [(_CODE, "Zone"), (NURSE, "4")]}
    error = fail_to_import(store, write_onet(tmp_path / "o", tables))
    assert error.path.endswith("Job Zones.txt")
    assert error.line == 1
    assert "Column Job Zone is missing" in error.reason


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ((NURSE, "four"), 2, 'Job Zone is "four"; expected a number'),
        ((NURSE, "9"), 2, "expected a number from 1 to 5"),
        (("29-1141", "4"), 1, "expected a code such as 15-1252.00"),
        ((NURSE,), None, "does not have 2 cells"),
    ],
)
def test_a_bad_cell_is_named(
    store: UserStore, tmp_path: Path, row: tuple[str, ...], column: int | None, words: str
) -> None:
    tables = {"Job Zones.txt": [(_CODE, "Job Zone"), ("11-1011.00", "5"), row]}
    error = fail_to_import(store, write_onet(tmp_path / "o", tables))
    assert (error.line, error.column) == (3, column)
    assert words in error.reason


def test_a_repeated_key_is_named(store: UserStore, tmp_path: Path) -> None:
    tables = {"Job Zones.txt": [(_CODE, "Job Zone"), (NURSE, "4"), (NURSE, "5")]}
    error = fail_to_import(store, write_onet(tmp_path / "o", tables))
    assert error.line == 3
    assert NURSE in error.reason


def test_another_encoding_is_named_with_its_place(store: UserStore, tmp_path: Path) -> None:
    files = write_esco(tmp_path / "esco")
    table = files / "occupations_en.csv"
    table.write_bytes(table.read_bytes().replace(b"net weaver", "Näherin".encode("latin-1")))
    error = fail_to_import(store, files, "esco")
    assert (error.line, error.column) == (4, 63)  # the record before holds a line break
    assert "not UTF-8" in error.reason


def test_a_line_of_a_csv_with_line_breaks_is_counted_in_the_file(tmp_path: Path) -> None:
    files = write_esco(tmp_path / "esco")
    rows = [("occupationUri", "relationType", "skillUri"), ("http://example.org", "essential", "x")]
    write_csv(files / "occupationSkillRelations_en.csv", rows)
    error = fail_to_import(UserStore(tmp_path / "store"), files, "esco")
    assert (error.line, error.column) == (2, 1)


def test_nothing_known_in_a_folder_says_what_is_expected(store: UserStore, tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "notes.txt").write_text("mine")
    error = fail_to_import(store, tmp_path / "o")
    assert "Expected Occupation Data.txt" in error.reason
    assert "there is notes.txt" in error.reason


def test_a_truncated_archive_is_refused(store: UserStore, tmp_path: Path) -> None:
    archive = zip_folder(write_onet(tmp_path / "o"), tmp_path / "o.zip")
    archive.write_bytes(archive.read_bytes()[:-200])
    assert "not a whole zip archive" in fail_to_import(store, archive).reason


def test_a_damaged_table_in_an_archive_is_refused(store: UserStore, tmp_path: Path) -> None:
    tables = {"Job Zones.txt": [(_CODE, "Job Zone"), (NURSE, "4")]}
    folder = write_onet(tmp_path / "o", tables)
    with zipfile.ZipFile(tmp_path / "o.zip", "w") as packed:
        packed.write(folder / "Job Zones.txt", "Job Zones.txt")
    content = (tmp_path / "o.zip").read_bytes().replace(NURSE.encode(), b"29-9999.99", 1)
    (tmp_path / "o.zip").write_bytes(content)
    assert "cut off or damaged" in fail_to_import(store, tmp_path / "o.zip").reason


@pytest.mark.parametrize("place", [60, 90, 150, 250])
def test_a_damaged_packed_table_is_refused(store: UserStore, tmp_path: Path, place: int) -> None:
    archive = zip_folder(write_onet(tmp_path / "o"), tmp_path / "o.zip")
    content = bytearray(archive.read_bytes())
    content[place] ^= 0xFF
    archive.write_bytes(content)
    fail_to_import(store, archive)


def test_a_bomb_is_refused(store: UserStore, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "o.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Job Zones.txt", b"0" * 20_000_000)
    assert "as no table is" in fail_to_import(store, tmp_path / "o.zip").reason


def test_a_packed_table_that_never_ends_is_refused(store: UserStore, tmp_path: Path) -> None:
    import gzip

    (tmp_path / "e").mkdir()
    table = b"language,concept_uri,kind,label\n" + b"0" * 20_000_000
    (tmp_path / "e" / "labels.csv.gz").write_bytes(gzip.compress(table))
    assert "as no table does" in fail_to_import(store, tmp_path / "e", "esco").reason


@pytest.mark.parametrize(
    "name", ["../Job Zones.txt", "/etc/Job Zones.txt", "C:\\Job Zones.txt", "a/..\\..\\b.txt"]
)
def test_a_name_that_leaves_the_archive_is_refused(
    store: UserStore, tmp_path: Path, name: str
) -> None:
    with zipfile.ZipFile(tmp_path / "o.zip", "w") as packed:
        packed.writestr(name, "anything")
    assert "outside of its own folder" in fail_to_import(store, tmp_path / "o.zip").reason


def test_a_link_that_leaves_the_folder_is_refused(store: UserStore, tmp_path: Path) -> None:
    (tmp_path / "Job Zones.txt").write_text("secret")
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "Job Zones.txt").symlink_to(tmp_path / "Job Zones.txt")
    assert "leads out of the folder" in fail_to_import(store, tmp_path / "o").reason


def test_entities_in_a_workbook_are_refused(store: UserStore, tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        sheet = '<!DOCTYPE x [<!ENTITY a "aa">]><worksheet/>'
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    (tmp_path / "MSA_M2025_dl.xlsx").write_bytes(content.getvalue())
    assert "entities" in fail_to_import(store, tmp_path / "MSA_M2025_dl.xlsx", "oews").reason


def test_a_workbook_of_projections_without_its_columns_is_refused(
    store: UserStore, tmp_path: Path
) -> None:
    book = tmp_path / "occupation.xlsx"
    write_workbook(book, [("Index",)])
    assert "No table in it" in fail_to_import(store, book, "projections").reason
    write_workbook(book, [("Index",)], [("x",), ("Typical education needed for entry", "y")])
    error = fail_to_import(store, book, "projections")
    assert error.line == 2
    assert "no column for title" in error.reason


def test_skipped_rows_are_counted_and_few_are_kept() -> None:
    faults = Faults(keep_going=True)
    for line in range(50):
        faults.note(DataFileError("a", "b", line))
    assert (faults.skipped, len(faults.shown)) == (50, 20)


def _make_newer(path: Path) -> None:
    pointer = json.loads((path / "current.json").read_text())
    (path / "current.json").write_text(json.dumps({**pointer, "layout": 99}))


def _damage_pointer(path: Path) -> None:
    (path / "current.json").write_text("{")


def _lose_import(path: Path) -> None:
    for part in ("imports", "generations"):
        (path / part).rename(path / f"{part}-lost")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_make_newer, "newer version of careergraph"),
        (_damage_pointer, "damaged"),
        (_lose_import, "Import it again"),
    ],
)
def test_a_store_that_cannot_be_read_says_what_to_do(
    store: UserStore, tmp_path: Path, damage: Callable[[Path], None], words: str
) -> None:
    import_files(store, "onet", [write_onet(tmp_path / "o")])
    damage(store.folder)
    with pytest.raises(StoreError, match=words):
        load(store.folder).find("data analyst")
    if words != "Import it again":
        with pytest.raises(CareerGraphError, match=words):
            import_files(store, "onet", [tmp_path / "o"])


def test_a_damaged_generation_is_made_again(
    store: UserStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_files(store, "onet", [write_onet(tmp_path / "o")])
    before = load(store.folder).info
    (store.generation / "graph.sqlite").write_bytes(b"no database")
    assert load(store.folder).info == before
    assert "made again" in capsys.readouterr().err


def test_two_imports_at_once_are_one_and_an_error(store: UserStore, tmp_path: Path) -> None:
    files = write_onet(tmp_path / "o")
    other = UserStore(store.folder)
    import_files(store, "onet", [files])
    planned = store.imports[0]
    with other.importing(planned), pytest.raises(StoreError, match="Another import is at work"):
        import_files(store, "onet", [files])


def test_a_full_disk_leaves_the_store_as_it_was(
    store: UserStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_files(store, "onet", [write_onet(tmp_path / "o")])
    before = store.imports, load(store.folder).info
    tables = onet_tables() | {"Job Zones.txt": [(_CODE, "Job Zone"), (NURSE, "5")]}

    def fill_up(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("careergraph.compiled.user_store.loading.Loader.load", fill_up)
    with pytest.raises(StoreError, match="No space left on device"):
        import_files(store, "onet", [write_onet(tmp_path / "p", tables)])
    monkeypatch.undo()
    assert (store.imports, load(store.folder).info) == before
    assert [path.name for path in (store.folder / "generations").glob(".*")] == []


def test_a_disk_that_is_full_while_the_graph_is_copied_is_one_short_message(
    store: UserStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_link(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    def fill_up(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", refuse_link)
    monkeypatch.setattr("shutil.copyfile", fill_up)
    with pytest.raises(StoreError) as caught:
        import_files(store, "onet", [write_onet(tmp_path / "o")])
    assert caught.value.reason == (
        "The store cannot be written: No space left on device. It is as before."
    )
    assert not store.exists


@pytest.mark.exhaustive
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_kill_at_any_moment_leaves_the_old_store_or_the_new(
    store: UserStore, tmp_path: Path
) -> None:
    """Kill imports at random moments; each is of other statements, so that none is there before."""
    import_files(store, "onet", [write_onet(tmp_path / "db", release="99.0")])
    before = store.imports[0].title
    chance = random.Random(7)  # noqa: S311 (moments, no secrets)
    longest = 0.0
    outcomes = set()
    for kill in range(_KILLS + 1):
        newer = write_onet(tmp_path / f"db-{kill}", release=f"99.{kill + 1}")
        with subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(store.folder), str(newer)],
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            begun = time.monotonic()
            if kill:
                time.sleep(chance.random() * longest)
                process.send_signal(signal.SIGKILL)
        if not kill:  # the first is left alone, and shows how long an import takes
            longest = time.monotonic() - begun
        wanted = f"O*NET 99.{kill + 1} Database"
        now = store.imports[0].title
        assert now in {before, wanted}
        outcomes.add(now == wanted)
        before = now
        graph = load(store.folder)
        source = store.imports[0].sources[0].iri
        counted = graph.query(f"SELECT (COUNT(?t) AS ?n) WHERE {{ ?t cg:statedBy <{source}> }}")
        assert [int(row.n) for row in counted] == [2]
        assert "Sings to plants." in {task.text for task in graph.role(NURSE).tasks}
    assert outcomes == {True, False}
    import_files(store, "onet", [newer])
    assert store.imports[0].title == wanted
    assert [path.name for path in (store.folder / "imports").glob(".*")] == []
