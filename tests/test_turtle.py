"""The canonical form of Turtle files: by content alone, and nothing is lost."""

from __future__ import annotations

import logging
import os
import random
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from careergraph.errors import DataFileError, OutputError
from careergraph.store import bundled as ontology
from careergraph.store.turtle import (
    canonical_text,
    is_canonical,
    memory_graph,
    read_turtle,
    write_canonical,
)

UNTIDY = """\
# Kept: who wrote this file.
# Kept too.

@prefix x: <https://example.org/> .
@prefix unused: <https://unused.example/> .
@prefix terms: <https://w3id.org/careergraph/ont#> .

# A comment further down is lost.
x:b a x:Thing , terms:Role ; x:text "zwei\\nZeilen \\"hier\\""@de , "one" ; x:list ( 3 1 x:a ) .
x:a x:next x:b ; a x:Thing ; x:amount 1.50, 120000.0, "7"^^x:unit, 1e3, 3, true,
    "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .
"""

TIDY = """\
# Kept: who wrote this file.
# Kept too.

@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix x: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

x:a a x:Thing ;
    x:amount "1"^^xsd:boolean,
        1.50,
        120000.0,
        "1e3"^^xsd:double,
        3,
        "7"^^x:unit,
        true ;
    x:next x:b .

x:b a x:Thing,
        cg:Role ;
    x:list ( 3 1 x:a ) ;
    x:text "one",
        "zwei\\nZeilen \\"hier\\""@de .
"""


def write(folder: Path, text: str, name: str = "file.ttl") -> Path:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return path


def shuffled(path: Path, folder: Path, seed: int) -> Path:
    """Return a copy of a file with its statements in random order, as N-Triples."""
    triples = read_turtle(path).triples
    random.Random(seed).shuffle(triples)  # noqa: S311 (a shuffle, no secret)
    copy = folder / f"{path.stem}-{seed}.ttl"
    ox.serialize(triples, str(copy), format=ox.RdfFormat.N_TRIPLES)
    return copy


def body(text: str) -> str:
    """Return the statements of a canonical text, without prefix names.

    A copy in N-Triples has lost the prefixes that the file itself declared.
    """
    return text.partition("\n\n")[2]


def data_files() -> list[Path]:
    return [path for path in ontology.bundled_files() if path.exists()]


def test_canonical_form_as_written_by_hand(tmp_path: Path) -> None:
    assert canonical_text(write(tmp_path, UNTIDY)) == TIDY


def test_canonical_form_of_canonical_form_is_itself(tmp_path: Path) -> None:
    path = write(tmp_path, TIDY)
    assert is_canonical(path)
    assert not write_canonical(path)


@pytest.mark.parametrize("path", data_files(), ids=lambda p: p.stem)
def test_nothing_is_lost(path: Path, tmp_path: Path) -> None:
    """Statement by statement, and literals to the letter."""
    original = ox.Dataset(ox.Quad(*triple) for triple in read_turtle(path).triples)
    copy = write(tmp_path, canonical_text(path))
    written = ox.Dataset(ox.Quad(*triple) for triple in read_turtle(copy).triples)
    for dataset in (original, written):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert original == written


@pytest.mark.parametrize("seed", range(5))
def test_order_of_statements_does_not_matter(seed: int, tmp_path: Path) -> None:
    """Nor do the labels of blank nodes: the vocabulary has lists and inverse properties."""
    path = ontology.vocabulary_file()
    copy = shuffled(path, tmp_path, seed)
    assert canonical_text(copy).count(" owl:propertyChainAxiom ( [") == 3
    assert canonical_text(copy) == canonical_text(path)


def test_order_of_statements_does_not_matter_for_bare_blank_nodes(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "@prefix x: <https://example.org/> .\n"
        "x:a x:has [ x:name 'one' ; x:in [ x:name 'deep' ] ], [ x:name 'two' ], [ x:name 'six' ] .",
    )
    expected = body(canonical_text(path))
    assert expected.count("[") == 4
    for seed in range(5):
        copy = shuffled(path, tmp_path, seed)
        named = write(tmp_path, f"@prefix x: <https://example.org/> .\n{copy.read_text()}")
        assert body(canonical_text(named)) == expected


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_hash_seed_of_the_process_does_not_matter(seed: str) -> None:
    path = ontology.vocabulary_file()
    code = "import sys, pathlib; from careergraph.store.turtle import canonical_text as c; "
    code += "sys.stdout.buffer.write(c(pathlib.Path(sys.argv[1])).encode())"
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
    )
    assert run.stdout.decode() == canonical_text(path)


def test_line_ends_of_windows_become_newlines(tmp_path: Path) -> None:
    path = write(tmp_path, TIDY.replace("\n", "\r\n"))
    assert not is_canonical(path)
    assert write_canonical(path)
    assert path.read_bytes() == TIDY.encode()


def test_writing_keeps_permissions_and_leaves_no_other_file(tmp_path: Path) -> None:
    path = write(tmp_path, UNTIDY)
    path.chmod(0o640)
    write_canonical(path)
    assert path.read_text("utf-8") == TIDY
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_writing_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, UNTIDY)

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OutputError, match=r"file\.ttl: No space left on device"):
        write_canonical(path)
    assert path.read_text("utf-8") == UNTIDY
    assert list(tmp_path.iterdir()) == [path]


def test_writing_follows_a_link_to_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, UNTIDY)
    link = tmp_path / "link.ttl"
    link.symlink_to(path)
    write_canonical(link)
    assert link.is_symlink()
    assert path.read_text("utf-8") == TIDY


def test_prefixes_of_the_file_give_way_to_the_usual_ones(tmp_path: Path) -> None:
    """Two names for one namespace, and one usual name for another namespace."""
    path = write(
        tmp_path,
        "@prefix cg: <https://example.org/> .\n"
        "@prefix c: <https://w3id.org/careergraph/ont#> .\n"
        "cg:a c:about cg:b .\n",
    )
    copy = write(tmp_path, canonical_text(path), "copy.ttl")
    assert read_turtle(copy).triples == read_turtle(path).triples


def test_triple_terms_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .")
    with pytest.raises(DataFileError, match="triple term"):
        read_turtle(path)


def test_ill_typed_literals_are_kept_and_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(tmp_path, '<x:a> <x:b> "many"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    with caplog.at_level(logging.DEBUG):
        graph = memory_graph(read_turtle(path).triples)
    assert [str(value) for value in graph.objects()] == ["many"]
    assert caplog.records == []


@pytest.mark.parametrize("path", data_files(), ids=lambda p: p.stem)
def test_files_of_the_bundled_graph_are_canonical(path: Path) -> None:
    assert is_canonical(path), f"{path} is not in canonical form. Mend it with: make format"
