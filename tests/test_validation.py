"""Checking files: what a person is told about files that are broken, faulty or sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from careergraph.compiled.checks import Problem, check
from careergraph.errors import DataFileError
from careergraph.store import bundled as ontology
from careergraph.store.engine import Store

PREFIXES = """\
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix role: <https://w3id.org/careergraph/id/role/> .
"""
BASE = Path(__file__).parent / "planted" / "base.ttl"


def write(folder: Path, text: str, name: str = "mine.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + text, "utf-8")
    return path


def count_stated() -> int:
    """Return how many statements the bundled files make, without what follows from them."""
    store = Store()
    for file in ontology.bundled_files():
        store.load(file)
    return len(store.oxigraph)


@pytest.mark.exhaustive
def test_the_bundled_graph_has_no_problem() -> None:
    report = check()
    assert [str(problem) for problem in report.problems] == []
    assert report.conforms
    assert report.triples > 1000
    assert "rung-reached" in report.rules_run


@pytest.mark.usefixtures("small_bundle")
def test_a_sound_file_has_no_problem(tmp_path: Path) -> None:
    path = write(tmp_path, 'role:data-scientist skos:altLabel "data wizard"@en .')
    report = check([path])
    assert report.problems == ()
    assert report.triples == count_stated() + 1


@pytest.mark.usefixtures("small_bundle")
def test_a_problem_names_rule_thing_fault_cure_and_file(tmp_path: Path) -> None:
    path = write(tmp_path, 'role:data-scientist skos:altLabel "data wizard" .')
    (problem,) = check([path]).problems
    assert problem == Problem(
        rule="other-label-text",
        offender="https://w3id.org/careergraph/id/role/data-scientist",
        detail="An alternative label carries @en, on one line, without space at its ends."
        ' It is "data wizard".',
        path=path,
    )
    assert str(problem).startswith(f"{path}: https://w3id.org/careergraph/id/role/data-scientist: ")


@pytest.mark.usefixtures("small_bundle")
def test_a_check_says_what_is_wrong_and_then_its_rule(tmp_path: Path) -> None:
    path = write(tmp_path, "role:data-scientist a cg:Method ; cg:category role:data-scientist .")
    details = {problem.rule: problem.detail for problem in check([path]).problems}
    assert details["range"] == (
        "cg:category leads to id:role/data-scientist, which is not a cg:SkillCategory. "
        "A property that leads to a thing leads to one of its range: name a thing of the right "
        "type."
    )


@pytest.mark.usefixtures("small_bundle")
def test_only_problems_that_the_files_cause_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_fault = write(tmp_path, 'role:data-scientist skos:altLabel "old" .', "bundled.ttl")
    files = [*ontology.bundled_files(), old_fault]
    monkeypatch.setattr(ontology, "bundled_files", lambda: files)
    monkeypatch.setattr(ontology, "curated_files", lambda: files)
    new_fault = write(tmp_path, 'role:data-scientist skos:altLabel "new" .')
    assert [problem.detail[-13:] for problem in check().problems] == [' It is "old".']
    assert [problem.detail[-13:] for problem in check([new_fault]).problems] == [' It is "new".']


def test_an_edited_file_of_the_bundle_is_checked_in_place_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = write(tmp_path, 'role:data-scientist skos:altLabel "edited" .', "bundled.ttl")
    files = [ontology.vocabulary_file(), BASE, edited]
    monkeypatch.setattr(ontology, "bundled_files", lambda: files)
    monkeypatch.setattr(ontology, "curated_files", lambda: files)
    report = check([edited])
    assert [problem.rule for problem in report.problems] == ["other-label-text"]
    assert report.triples == count_stated()


@pytest.mark.usefixtures("small_bundle")
def test_each_problem_is_put_to_the_file_that_causes_it(tmp_path: Path) -> None:
    sound = write(tmp_path, 'role:data-scientist skos:altLabel "data wizard"@en .', "sound.ttl")
    faulty = write(tmp_path, "role:data-scientist cg:colour role:data-scientist .", "faulty.ttl")
    (problem,) = check([sound, faulty]).problems
    assert (problem.rule, problem.path) == ("undeclared-property", faulty)


@pytest.mark.usefixtures("small_bundle")
def test_files_may_need_each_other(tmp_path: Path) -> None:
    """A thing that one file names may be described in the other."""
    naming = write(tmp_path, "role:data-scientist skos:closeMatch role:mine .", "naming.ttl")
    described = 'role:mine a skos:Concept ; skos:prefLabel "mine"@en ; skos:inScheme role:list .'
    describing = write(tmp_path, f"{described} role:list a skos:ConceptScheme .", "describing.ttl")
    assert [problem.rule for problem in check([naming]).problems] == ["dangling-reference"]
    assert check([naming, describing]).problems == ()


@pytest.mark.usefixtures("small_bundle")
def test_ill_typed_value_is_a_problem_not_a_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = (
        'role:data-scientist cg:regulated "perhaps"^^<http://www.w3.org/2001/XMLSchema#boolean> .'
    )
    rules = [problem.rule for problem in check([write(tmp_path, text)]).problems]
    assert rules == ["unreadable-literal"]
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("small_bundle")
def test_broken_turtle_names_file_line_column_and_what_was_expected(tmp_path: Path) -> None:
    path = write(tmp_path, "role:a cg:family\n    role:b\n    cg:kind .\n")
    with pytest.raises(DataFileError) as caught:
        check([path])
    error = caught.value
    assert (error.path, error.line) == (str(path), 6)
    assert error.column is not None
    assert str(error).startswith(f"{path}:6:{error.column}: This is not Turtle: ")


@pytest.mark.usefixtures("small_bundle")
def test_undeclared_prefix_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "role:a <x:b> skill:c .")
    with pytest.raises(DataFileError, match=r"mine\.ttl:4:\d+: .*skill: has not been declared"):
        check([path])


@pytest.mark.usefixtures("small_bundle")
def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "latin.ttl"
    path.write_bytes('<x:a> <x:b> "a" .\n<x:a> <x:b> "caf\u00e9" .\n'.encode("latin-1"))
    with pytest.raises(DataFileError, match=r"latin\.ttl:2:17: This is not UTF-8 text"):
        check([path])


@pytest.mark.usefixtures("small_bundle")
def test_a_byte_order_mark_before_a_file_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "mark.ttl"
    text = PREFIXES + 'role:data-scientist skos:altLabel "data wizard"@en .'
    path.write_text(text, "utf-8-sig")
    report = check([path])
    assert report.problems == ()
    assert report.triples == count_stated() + 1


@pytest.mark.usefixtures("small_bundle")
@pytest.mark.parametrize("text", ["", "\n", "# a comment\n", PREFIXES])
def test_file_without_statement(text: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_text(text)
    with pytest.raises(DataFileError, match=r"empty\.ttl: The file holds no statement"):
        check([path])


@pytest.mark.usefixtures("small_bundle")
def test_directory(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"cannot be read: Is a directory"):
        check([tmp_path])


@pytest.mark.usefixtures("small_bundle")
def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.ttl: The file cannot be read: No such file"):
        check([tmp_path / "none.ttl"])
