"""Answers as pages: what they say first, how wide they are, and in which encoding."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from command_line import (
    EVERY_ANSWER,
    HELP,
    careergraph,
    on_terminal,
    too_long_lines,
    without_colours,
)

if TYPE_CHECKING:
    from pathlib import Path

ON_TERMINALS = [EVERY_ANSWER[0], EVERY_ANSWER[1], *EVERY_ANSWER[5:6], *EVERY_ANSWER[8:13]]


@pytest.mark.parametrize("arguments", [*EVERY_ANSWER, *HELP], ids=" ".join)
def test_pages_fit_into_80_columns(arguments: list[str]) -> None:
    done = careergraph(*arguments)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert too_long_lines(done.stdout, 80) == []
    assert "\x1b" not in done.stdout


@pytest.mark.usefixtures("small_bundle")
def test_the_page_of_a_check_fits_into_80_columns() -> None:
    done = careergraph("check")
    assert done.returncode == 0
    assert too_long_lines(done.stdout + done.stderr, 80) == []
    assert "no problems" in done.stderr


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize("arguments", [*ON_TERMINALS, *HELP], ids=" ".join)
def test_pages_fit_the_terminal(arguments: list[str], columns: int) -> None:
    code, written = on_terminal(arguments, columns)
    assert code == 0
    text = without_colours(written)
    assert too_long_lines(text, columns) == []
    assert len(text.split("\n")) > 3


def test_a_terminal_says_what_a_pipe_says() -> None:
    arguments = EVERY_ANSWER[0]
    _, written = on_terminal(arguments, 80)
    plain = careergraph(*arguments).stdout
    assert "\x1b[1m" in written
    assert without_colours(written).split() == plain.split()


def test_a_dumb_terminal_gets_plain_text() -> None:
    code, written = on_terminal(["search", "vision"], 60, {"TERM": "dumb"})
    assert code == 0
    assert "\x1b" not in written
    assert "Computer Vision" in written


def test_path_starts_with_what_it_comes_to() -> None:
    page = careergraph("path", "SWE", "lead ml engineer", "--full").stdout
    glance, *steps = page.split("\n\n")
    assert glance.startswith("From Software Engineer to Lead Machine Learning Engineer\n")
    names = re.findall(r"^  (\S+(?: \S+)*)  ", glance, re.MULTILINE)
    wanted = ["route", "allowed?", "possible?", "you bring", "learn first", "certifications"]
    assert names == [
        *wanted,
        "probably held",
        "advisable?",
        "how we know",
        "not known",
        "ranked by",
    ]
    assert "effort, least first: hours of learning" in glance
    assert steps[0].startswith("1. Software Engineer → Machine Learning Engineer\n")


def test_every_step_names_evidence_learning_pay_and_time() -> None:
    arguments = ["path", "data analyst", "MLE", "--full"]
    parts = careergraph(*arguments).stdout.split("\n\n")
    steps = [part for part in parts if re.match(r"\d\. ", part)]
    assert len(steps) > 1
    for step in steps:
        names = re.findall(r"^  (\S+(?: \S+)?)  ", step, re.MULTILINE)
        assert names[0] == "evidence"
        wanted = {"held", "to learn", "credentials", "resources", "degree", "pay"}
        assert wanted | {"learning", "experience", "time"} <= set(names)
        assert re.search(r"evidence +\w+, \w+ ~?\[\d\]", step)
        assert re.search(r"US, May 2025|pay +(unknown|as in step)", " ".join(step.split()))


def test_every_citation_is_listed_and_every_listed_source_is_cited() -> None:
    for arguments in EVERY_ANSWER[:5]:
        page = careergraph(*arguments, *([] if "--all-skills" in arguments else ["--all-skills"]))
        body, _, sources = page.stdout.partition("\nSources")
        listed = re.findall(r"^  \[(\d+)\]  ", sources, re.MULTILINE)
        assert set(re.findall(r"\[(\d+)\]", body)) == set(listed)
        assert listed == [str(number) for number in range(1, len(listed) + 1)]


def test_the_glance_says_what_is_unknown_and_gives_ranges() -> None:
    page = " ".join(careergraph("path", "SWE", "lead ml engineer").stdout.split())
    assert "not known how many people take these steps" in page
    assert re.search(r"possible\? about \S+ to \S+ years: \d+ to \d+ hours of learning", page)
    assert "years as a Machine Learning Engineer" in page


def test_what_was_forgiven_is_said_on_standard_error() -> None:
    done = careergraph("role", "sofware enginer")
    assert done.stdout.startswith("Software Engineer\n")
    assert done.stderr == 'Reading "sofware enginer" as Software Engineer.\n'


@pytest.mark.parametrize(
    ("encoding", "env"),
    [
        ("ascii", {"PYTHONIOENCODING": "ascii"}),
        ("latin-1", {"PYTHONIOENCODING": "latin-1"}),
        ("ascii", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    ],
    ids=["ascii", "latin-1", "LC_ALL=C"],
)
def test_pages_are_readable_in_other_encodings(encoding: str, env: dict[str, str]) -> None:
    arguments = ["path", "software engineer", "data engineer", "-k", "3"]
    assert "1¼" in careergraph(*arguments).stdout
    done = careergraph(*arguments, env=env, encoding=encoding)
    assert (done.returncode, done.stderr) == (0, "")
    assert "->" in done.stdout
    # 1¼ years are never spelt "114 years".
    assert {int(years) for years in re.findall(r"(?<![\d.])(\d+) years", done.stdout)} <= set(
        range(30)
    )
    assert ("1.25" in done.stdout) is (encoding == "ascii")
    assert done.stdout.count("?") == careergraph(*arguments).stdout.count("?")
    assert too_long_lines(done.stdout, 80) == []


def test_errors_are_readable_in_ascii() -> None:
    done = careergraph("role", "Zürich 🎉", env={"PYTHONIOENCODING": "ascii"}, encoding="ascii")
    assert done.returncode == 1
    assert 'No role is called "Zurich ?"' in done.stderr


def test_terminal_without_unicode_gets_ascii() -> None:
    code, written = on_terminal(["search", "data scientist"], 80, {"PYTHONIOENCODING": "ascii"})
    assert code == 0
    assert written.isascii()
    assert "Data Scientist" in written


def test_json_is_utf_8_in_every_terminal() -> None:
    arguments = ["role", "data scientist", "--format", "json"]
    plain = careergraph(*arguments, env={"PYTHONIOENCODING": "ascii"})
    assert plain.stdout == careergraph(*arguments).stdout


def test_help_starts_where_a_newcomer_does() -> None:
    page = careergraph("--help").stdout
    listed = page.partition("Plan:")[2]
    sections = dict(re.findall(r"^([A-Z][\w ]+):\n((?:  .*\n)+)", page, re.MULTILINE))
    commands = {
        name: re.findall(r"^  (\w+)  ", lines, re.MULTILINE) for name, lines in sections.items()
    }
    del commands["Options"]
    assert commands == {
        "Plan": ["path", "gap", "held", "plan", "next", "reach", "profile"],
        "Explore": ["search", "role", "compare", "feeders", "bridges", "gateways", "why"],
        "Draw": ["view"],
        "Data and servers": [
            *("query", "queries", "info", "export", "check"),
            *("import", "sources", "remove"),
            *("serve", "mcp", "publish", "cache", "completion"),
        ],
    }
    assert "..." not in listed
    examples = re.findall(r"^    careergraph (.*?)(?:   .*)?$", page, re.MULTILINE)
    assert len(examples) == 3
    assert careergraph().stdout == page


def test_examples_of_the_help_work(tmp_path: Path) -> None:
    for arguments in HELP:
        page = careergraph(*arguments).stdout
        for example in re.findall(r"^    careergraph (.*?)(?:   .*)?$", page, re.MULTILINE):
            if arguments[0] in {"check", "export", "serve", "mcp", "publish"}:
                continue
            # Pictures are files, and one of them is opened.
            opening = {"BROWSER": "true"} if "--open" in example else {}
            done = careergraph(*shlex.split(example), cwd=tmp_path, env=opening)
            messages = [line for line in done.stderr.splitlines() if arguments[0] != "view"]
            assert (done.returncode, messages) == (0, []), example


def test_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    assert careergraph("--version").stdout == f"careergraph, version {version('careergraph')}\n"
