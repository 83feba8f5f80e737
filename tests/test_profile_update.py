"""Skills are added to a profile file, and nothing else of it changes."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from careergraph.compiled.titles import Catalog
from careergraph.errors import DataFileError
from careergraph.model.values import Entry
from careergraph.person.profile_update import add_skills, update_profile

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = Catalog([Entry(f"urn:{name}", "skill", name) for name in ("SQL", "Python", "C++")])


def read(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def added(text: str, levels: dict[str, int]) -> str:
    return add_skills(text, {f"urn:{name}": n for name, n in levels.items()}, CATALOG)[0]


@pytest.mark.parametrize(
    "before",
    [
        "years = 2",
        "",
        '[skills]  # mine\nPython = "expert" # since 2019\n\n# the end\n',
        '[skills]\r\nPython = "basic" # a bit\r\n\r\n[other]\r\nx = 1\r\n',
        '\ufeff[skills]\nPython = "basic"',
        'skills = ["Python"]  # all\n',
        "skills = []",
        'skills = [\n  "Python",  # ]\n]\nyears = 1\n',
        'skills = [\n  "Python"  # first\n]\n',
        'skills = { Python = "basic" }',
        'skills.Python = "basic"\nyears = 1\n',
        'role = """\n[skills]\n"""\nyears = 1\n',
    ],
)
def test_a_skill_is_added_and_the_rest_stays(before: str) -> None:
    after = added(before, {"SQL": 2})
    wanted = read(before)
    skills = wanted.setdefault("skills", {})
    if isinstance(skills, list):
        skills.append("SQL")
    else:
        skills["SQL"] = "working"
    assert read(after) == wanted
    assert after.startswith("\ufeff") == before.startswith("\ufeff")
    assert ("\r\n" in after) == ("\r\n" in before)
    assert after.count("\n") == after.count("\r\n") or "\r" not in after
    assert re.findall(r"#.*", after) == re.findall(r"#.*", before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[skills]\nsql = "basic" # a bit\n', '[skills]\nsql = "working" # a bit\n'),
        ('skills = { SQL = "basic" }', 'skills = { SQL = "working" }'),
    ],
)
def test_a_level_is_raised_where_it_stands(before: str, after: str) -> None:
    assert added(before, {"SQL": 2}) == after


@pytest.mark.parametrize(
    "text",
    ['[skills]\nSQL = "working"', '[skills]\nsql = "expert"', 'skills = ["SQL"]'],
)
def test_a_skill_that_is_held_already_stays(text: str) -> None:
    assert added(text, {"SQL": 2}) == text


def test_several_skills_with_their_levels() -> None:
    text = added('[skills]\nPython = "working"\n', {"SQL": 1, "Python": 3, "C++": 2})
    assert tomllib.loads(text) == {"skills": {"Python": "expert", "SQL": "basic", "C++": "working"}}


def test_a_text_that_looks_like_a_table_is_left_alone() -> None:
    text = 'role = """\n[skills]\n"""\nyears = 1\n'
    assert added(text, {"SQL": 2}).startswith(text)


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_bytes(b'[skills]\r\nPython = "working" # \xc3\xa9\r\n')
    assert update_profile(file, {"urn:SQL": 2, "urn:Python": 2}, CATALOG) == ["urn:SQL"]
    after = file.read_bytes()
    assert after == b'[skills]\r\nPython = "working" # \xc3\xa9\r\nSQL = "working"\r\n'
    assert update_profile(file, {"urn:SQL": 2}, CATALOG) == []
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (after, [file])
    file.write_bytes(b"years = ")
    with pytest.raises(DataFileError):
        update_profile(file, {"urn:SQL": 2}, CATALOG)
    assert file.read_bytes() == b"years = "
