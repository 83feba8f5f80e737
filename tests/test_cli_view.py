"""The command that draws: what it writes where, and what it says instead of a traceback."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from careergraph import load
from careergraph.cli.pictures import file_name
from command_line import COMMAND, careergraph, environment

if TYPE_CHECKING:
    from pathlib import Path

CONSTRUCT = "CONSTRUCT WHERE { ?a cg:promotesTo ?b }"

ENDLESS = """CONSTRUCT { ?a ?b ?c } WHERE {
  ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f && ?f = ?a && ?i < ?c) }"""


def error_of(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    line, *place = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert not place or place[-1].strip() == "^", "only a place in a query takes more lines"
    return line


def data_in(page: str) -> dict[str, Any]:
    found = re.findall(r'type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    data: dict[str, Any] = json.loads(found[0])
    return data


@pytest.mark.parametrize(
    ("arguments", "name", "title"),
    [
        (["data", "scientist"], "data-scientist.html", "Data Scientist"),
        (["SWE", "--depth", "2"], "swe.html", "Software Engineer"),
        (
            ["--path", "SWE", "lead mle", "-k", "2"],
            "swe-to-lead-mle.html",
            "From Software Engineer to Lead Machine Learning Engineer",
        ),
        (["--family", "data"], "family-data.html", "Family: data"),
        (["--ladder", "MLE"], "ladder-mle.html", "The ladder of Machine Learning Engineer"),
        (["--skill", "C++"], "skill-c.html", "C++"),
        (["--all"], "all-roles.html", "The map of roles"),
        (["--query", "../rungs.rq"], "rungs.html", "Roles, and how they are linked"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_picture_is_written_and_its_place_said(
    tmp_path: Path, arguments: list[str], name: str, title: str
) -> None:
    (tmp_path / "rungs.rq").write_text(CONSTRUCT, encoding="utf-8")
    (tmp_path / "here").mkdir()
    done = careergraph("view", *arguments, cwd=tmp_path / "here")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    (written,) = (tmp_path / "here").iterdir()
    assert written.name == name
    size = written.stat().st_size
    assert done.stderr.splitlines()[0] == f"Wrote {name} ({size:,} bytes)."
    data = data_in(written.read_text(encoding="utf-8"))
    assert data["title"] == title
    notices = [f"Note: {notice}" for notice in data["notices"]]
    assert done.stderr.splitlines()[1:] == notices


def test_a_picture_goes_to_standard_output(tmp_path: Path) -> None:
    done = careergraph("view", "SWE", "-o", "-", cwd=tmp_path)
    assert done.returncode == 0
    assert data_in(done.stdout)["title"] == "Software Engineer"
    assert list(tmp_path.iterdir()) == []


def test_path_draws_its_answer_as_well(tmp_path: Path) -> None:
    arguments = ["path", "data analyst", "MLE", "-k", "2", "--avoid", "data engineer"]
    plain = careergraph(*arguments)
    done = careergraph(*arguments, "--html", "ways.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == plain.stdout
    assert "Wrote ways.html" in done.stderr
    data = data_in((tmp_path / "ways.html").read_text(encoding="utf-8"))
    assert data["kind"] == "path"
    assert len(data["routes"]) == 2
    names = {node["about"]["name"] for node in data["nodes"]}
    assert "Data Engineer" not in names


def test_a_cut_is_said_on_the_terminal_and_in_the_page(tmp_path: Path) -> None:
    done = careergraph("view", "--all", "--limit", "5", "-o", "map.html", cwd=tmp_path)
    roles = len(load().facts.roles)
    notice = f"Only the 5 most important of {roles} things are drawn."
    assert f"Note: {notice}" in done.stderr
    data = data_in((tmp_path / "map.html").read_text(encoding="utf-8"))
    assert data["notices"][0] == notice
    roles = [node for node in data["nodes"] if node["about"]["class"] == "role"]
    assert len(roles) == 5


def test_a_file_that_exists_stays_unless_forced(tmp_path: Path) -> None:
    mine = tmp_path / "mine.html"
    mine.write_text("mine", encoding="utf-8")
    for arguments in (["view", "SWE", "-o"], ["path", "SWE", "MLE", "--html"]):
        done = careergraph(*arguments, "mine.html", cwd=tmp_path)
        assert "the file exists. Use --force to overwrite it" in error_of(done, 1)
        assert mine.read_text(encoding="utf-8") == "mine"
    done = careergraph("view", "SWE", "-o", "mine.html", "--force", cwd=tmp_path)
    assert done.returncode == 0
    assert mine.stat().st_size > 100_000


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Say what to draw: TITLE, --path,"),
        (["SWE", "--all"], 2, "TITLE and --all cannot be combined."),
        (["--family", "data", "--skill", "sql"], 2, "--family and --skill cannot be combined"),
        (["SWE", "-k", "2"], 2, "-k needs --path."),
        (["--all", "--depth", "2"], 2, "--depth needs a TITLE."),
        (["SWE", "--depth", "0"], 2, '"0" is not a whole number from 1 up.'),
        (["SWE", "--depth", "9"], 2, "A depth of 9 cannot be drawn; give 1 to 4."),
        (["SWE", "--depth", "two"], 2, '"two" is not a whole number'),
        (["SWE", "--limit", "-1"], 2, "is not a whole number"),
        (["--all", "--limit", "100000"], 2, "give 1 to 5000"),
        (["--path", "SWE"], 2, "requires 2 arguments"),
        (["--path", "SWE", "swe"], 1, 'Both titles mean "Software Engineer".'),
        (["--path", "wizard", "SWE"], 1, 'No role is called "wizard".'),
        (["wizard"], 1, 'No role is called "wizard".'),
        ([""], 1, "The role title is empty."),
        (["\x1b[31mwizard\x07"], 1, 'No role is called "[31mwizard"'),
        (["--family", "wizards"], 1, 'No family of roles is called "wizards".'),
        (["--family", ""], 1, "The name of the family is empty."),
        (["--family", "dat"], 1, '"dat" could be '),
        (["--ladder", "biologist"], 1, "on a career ladder"),
        (["--skill", "levitation"], 1, 'No skill is called "levitation".'),
        (["--query", "missing.rq"], 1, 'Cannot read "missing.rq": No such file or directory.'),
        (["--query", "."], 1, 'Cannot read "."'),
        (["--query", "select.rq"], 1, "neither a CONSTRUCT nor a DESCRIBE"),
        (["--query", "none.rq"], 1, "gives no triples: there is nothing to draw."),
        (["--query", "broken.rq"], 1, "The query"),
        (["--query", "service.rq"], 1, "SERVICE"),
        (["--query", "binary.rq"], 1, "no text in UTF-8"),
        (["SWE", "--timeout", "5"], 2, "--timeout needs --query."),
        (["--query", "none.rq", "--timeout", "0"], 2, "is not a number of seconds above 0"),
        (["--query", "endless.rq", "--timeout", "1"], 1, "The query was stopped after 1 second."),
        (["SWE", "-o", "."], 1, "Cannot write .: it is a folder."),
        (["SWE", "-o", "missing/a.html"], 1, "there is no folder missing. Create it first."),
        (["SWE", "-o", ""], 2, "The file has no name."),
        (["SWE", "-o", "-", "--open"], 2, "--open needs a file, and -o - writes none."),
        (["SWE", "-o", "x" * 300], 1, "Cannot write"),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else "",
)
def test_what_cannot_be_drawn_ends_in_one_line(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    queries = {
        "select.rq": b"SELECT * WHERE { ?s ?p ?o }",
        "none.rq": b"CONSTRUCT WHERE { ?s <urn:none> ?o }",
        "broken.rq": b"CONSTRUCT {",
        "service.rq": b"CONSTRUCT { ?s ?p ?o } { SERVICE <urn:x> { ?s ?p ?o } }",
        "binary.rq": b"\xff\xfe",
        "endless.rq": ENDLESS.encode(),
    }
    for name, content in queries.items():
        (tmp_path / name).write_bytes(content)
    assert said in error_of(careergraph("view", *arguments, cwd=tmp_path), code)
    assert {path.name for path in tmp_path.iterdir()} == set(queries)


def test_ctrl_c_ends_the_query_of_a_picture(tmp_path: Path) -> None:
    (tmp_path / "endless.rq").write_text(ENDLESS, encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "view", "--query", "endless.rq"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
        start_new_session=True,
    )
    time.sleep(2)
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (130, b"", b"Aborted.\n")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["endless.rq"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--html", "-"], 2, "--html needs a file"),
        (["--html", "."], 1, "it is a folder"),
        (["--html", "missing/a.html"], 1, "there is no folder missing"),
        (["--force"], 2, "--force needs --html."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_path_says_where_its_picture_cannot_be(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    done = careergraph("path", "SWE", "MLE", *arguments, cwd=tmp_path)
    assert said in error_of(done, code)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert "Permission denied" in error_of(careergraph("view", "SWE", cwd=tmp_path), 1)
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_title_read_with_typing_errors_is_said(tmp_path: Path) -> None:
    done = careergraph("view", "data", "scientst", cwd=tmp_path)
    assert done.stderr.startswith('Reading "data scientst" as Data Scientist.\n')


def test_the_browser_opens_what_was_written(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\necho "$1" > "$(dirname "$0")/opened"\n', encoding="utf-8")
    browser.chmod(0o755)
    work = tmp_path / "a folder"
    work.mkdir()
    done = careergraph("view", "SWE", "--open", cwd=work, env={"BROWSER": f"{browser} %s"})
    assert done.returncode == 0, done.stderr
    opened = (tmp_path / "opened").read_text(encoding="utf-8").strip()
    assert opened == (work / "swe.html").as_uri()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("Data Scientist",), "data-scientist.html"),
        (("../../etc/passwd",), "etc-passwd.html"),
        (("C:\\Windows\\x",), "c-windows-x.html"),
        (("",), "careergraph.html"),
        (("料理人",), "careergraph.html"),
        (("Köchin",), "kochin.html"),
        (("nul",), "careergraph-nul.html"),
        (("-rf",), "rf.html"),
        (("a" * 500,), "a" * 60 + ".html"),
        (("\x00\n\x1b",), "careergraph.html"),
        (("from", "to", "here"), "from-to-here.html"),
    ],
)
def test_names_of_files_are_safe(words: tuple[str, ...], name: str) -> None:
    assert file_name(*words) == name
