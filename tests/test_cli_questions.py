"""The commands next, feeders, reach, compare, bridges and gateways as people run them."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from command_line import careergraph, on_terminal, too_long_lines, without_colours

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = [
    ["next", "SWE"],
    ["next", "senior", "swe", "-n", "40"],
    ["next", "SWE", "--only", "related"],
    ["next", "CTO"],
    ["feeders", "data", "scientist"],
    ["feeders", "senior", "swe"],
    ["reach", "data", "analyst"],
    ["reach", "senior", "swe", "--max-years", "1", "--hours-per-week", "20"],
    ["reach", "CTO"],
    ["compare", "data analyst", "data scientist"],
    ["compare", "SWE", "MLE", "senior-data-engineer", "--all-skills"],
    ["compare", "SWE", "MLE", "CTO", "data analyst", "data scientist", "web developer"],
    ["bridges", "data", "analyst"],
    ["bridges", "CTO"],
    ["gateways"],
    ["gateways", "-n", "200"],
]
COMMANDS = ["next", "feeders", "reach", "compare", "bridges", "gateways"]


@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_pages_fit_into_80_columns(arguments: list[str]) -> None:
    done = careergraph(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert too_long_lines(done.stdout, 80) == []
    assert re.search(r"^Graph \S+, [0-9a-f]{12}\.$", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("columns", [60, 120])
@pytest.mark.parametrize(
    "arguments", [ANSWERS[0], ANSWERS[6], ANSWERS[9], ANSWERS[12]], ids=" ".join
)
def test_pages_fit_the_terminal(arguments: list[str], columns: int) -> None:
    code, written = on_terminal(arguments, columns)
    assert code == 0
    assert too_long_lines(without_colours(written), columns) == []


@pytest.mark.parametrize("arguments", ANSWERS[::3], ids=" ".join)
def test_pages_are_readable_in_ascii(arguments: list[str]) -> None:
    done = careergraph(*arguments, env={"PYTHONIOENCODING": "ascii"}, encoding="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert done.stdout.count("?") == careergraph(*arguments).stdout.count("?")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_and_its_examples_work(command: str) -> None:
    page = careergraph(command, "--help").stdout
    assert too_long_lines(page, 80) == []
    examples = re.findall(r"^    careergraph (.*)$", page, re.MULTILINE)
    assert examples
    for example in examples:
        done = careergraph(*shlex.split(example))
        assert (done.returncode, done.stderr) == (0, ""), example


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["next", "astronaut chef"], 1, 'No role is called "astronaut chef"'),
        (["feeders", "engineer"], 1, '"engineer" could be'),
        (["reach", ""], 2, "Say where you start: name a role, or your skills"),
        (["bridges", "astronaut", "chef"], 1, 'No role is called "astronaut chef"'),
        (["next"], 2, "Missing argument 'TITLE...'"),
        (
            ["reach"],
            2,
            "Say where you start: name a role, or your skills with --have or --profile.",
        ),
        (["next", "SWE", "-n", "0"], 2, '"0" is not a whole number from 1'),
        (["gateways", "-n", "-3"], 2, '"-3" is not a whole number from 1'),
        (["bridges", "SWE", "-n", "many"], 2, '"many" is not a whole number'),
        (["feeders", "SWE", "--only", "jump"], 2, '"jump" is not a kind of transition'),
        (["reach", "SWE", "--max-years", "-1"], 2, "above 0 and up to 80"),
        (["reach", "SWE", "--max-years", "0"], 2, "above 0 and up to 80"),
        (["reach", "SWE", "--max-years", "nan"], 2, "above 0 and up to 80"),
        (["reach", "SWE", "--max-years", "1e9"], 2, "above 0 and up to 80"),
        (["reach", "SWE", "--max-years", "soon"], 2, '"soon" is not a number'),
        (["reach", "SWE", "--hours-per-week", "0"], 2, "hours from 0.01 to 168"),
        (["compare", "SWE"], 2, "Give 2 to 6 roles to compare; you gave 1."),
        (["compare", "SWE", "MLE", "software engineer"], 1, 'Both titles mean "Software Engineer"'),
        (["compare", "SWE", "astronaut chef"], 1, 'No role is called "astronaut chef"'),
        (["compare", "data", "analyst", "SWE"], 1, "A title of several words needs quotes."),
        (["gateways", "SWE"], 2, "unexpected extra argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_errors_are_one_line(arguments: list[str], code: int, said: str) -> None:
    done = careergraph(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


LAMPLIGHTERS = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <https://example.org/gas#> .
:lamplighter a cg:Role ; skos:prefLabel "Lamplighter"@en .
:gas-fitter a cg:Role ; skos:prefLabel "Gas Fitter"@en .
:move a cg:Transition ; cg:fromRole :lamplighter ; cg:toRole :gas-fitter ; cg:kind cg:move ;
    cg:statedBy :memoir .
:memoir a cg:Source ; dcterms:title "A memoir"@en ; cg:grade cg:stated .
"""
"""Two roles and one move, of which nothing else is known."""


@pytest.fixture
def lamplighters(tmp_path: Path) -> list[str]:
    """Return the options that lay a graph of two roles over the bundled one."""
    file = tmp_path / "gas.ttl"
    file.write_text(LAMPLIGHTERS, "utf-8")
    return ["--with", str(file)]


def test_nothing_known_is_said_and_no_error(lamplighters: list[str]) -> None:
    said = "No source names a promotion or move out of Gas Fitter."
    page = careergraph("next", "gas fitter", *lamplighters).stdout
    assert said in " ".join(page.split())
    assert said in " ".join(careergraph("bridges", "gas fitter", *lamplighters).stdout.split())
    reach = careergraph("reach", "gas fitter", *lamplighters).stdout
    assert "No role is known to be within reach" in reach
    data = json.loads(careergraph("next", "gas fitter", "--format", "json", *lamplighters).stdout)
    assert (data["neighbours"], data["total"]) == ([], 0)


@pytest.mark.parametrize("arguments", [a for a in ANSWERS if "CTO" not in a], ids=" ".join)
def test_citations_are_listed(arguments: list[str]) -> None:
    body, _, sources = careergraph(*arguments).stdout.partition("\nSources")
    listed = re.findall(r"^  \[(\d+)\] ", sources, re.MULTILINE)
    cited = set(re.findall(r"\[(\d+)\]", body + sources.partition("\nNotes")[2]))
    assert cited <= set(listed)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    if arguments[0] in {"next", "feeders", "reach", "bridges", "gateways"}:
        assert cited == set(listed)


def test_numbers_of_sources_are_those_of_json() -> None:
    for arguments in (ANSWERS[0], ANSWERS[9]):
        data = json.loads(careergraph(*arguments, "--format", "json").stdout)
        titles = {str(source["number"]): source["title"] for source in data["sources"]}
        sources = careergraph(*arguments).stdout.partition("\nSources")[2].partition("\nNotes")[0]
        for number, title in re.findall(r"^  \[(\d+)\] +(\S+)", sources, re.MULTILINE):
            assert titles[number].startswith(title)


def test_a_rung_says_whose_moves_it_has() -> None:
    page = " ".join(careergraph("next", "senior", "swe", "-n", "40").stdout.split())
    assert "Software Analyst *" in page
    stated = "* stated for Software Engineer. Senior Software Engineer is a level of it"
    assert stated in page
    other = " ".join(careergraph("feeders", "senior", "swe").stdout.split())
    assert 'careergraph feeders "Software Engineer"' in other


def test_what_is_unknown_is_said(lamplighters: list[str]) -> None:
    page = careergraph("reach", "lamplighter", *lamplighters).stdout
    assert re.search(r"Gas Fitter +unknown +unknown +directly ", page)
    page = careergraph("next", "lamplighter", *lamplighters).stdout
    assert re.search(r"Gas Fitter +move, stated \[1\] +unknown +unknown", page)


@pytest.mark.parametrize(
    "command",
    [
        ["next", "data analyst"],
        ["bridges", "data analyst"],
        ["reach", "data analyst", "--max-years", "1"],
        ["compare", "data analyst", "data scientist"],
        ["gap", "data analyst", "data scientist"],
        ["held", "data analyst"],
    ],
    ids=" ".join,
)
def test_what_a_person_says_counts_in_every_answer(command: list[str], tmp_path: Path) -> None:
    """Options and a profile say the same, and both change the answer."""
    profile = tmp_path / "me.toml"
    profile.write_text('degree = "MSc statistics"\n[skills]\nPython = "expert"\n', "utf-8")
    plain, by_options, by_profile = (
        json.loads(careergraph(*command, *options, "--format", "json").stdout)
        for options in (
            [],
            ["--have", "Python:expert", "--degree", "MSc statistics"],
            ["--profile", str(profile)],
        )
    )
    assert by_options == by_profile
    assert by_options != plain
    lacking = careergraph(*command, "--lack", "SQL", "--format", "json")
    assert (lacking.returncode, lacking.stderr) == (0, "")
    assert json.loads(lacking.stdout) != plain


@pytest.mark.parametrize("command", ["next", "bridges", "reach", "compare", "gap", "held"])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--have", "Python:great"], '"great" is not a level. Use one of: "basic", "working"'),
        (["--have", "SQL", "--lack", "SQL"], "SQL is both held (--have) and not held (--lack)."),
        (["--have", "witchcraft and wizardry"], "No skill is called"),
        (["--degree", "blah"], '"blah" is not a degree that we know'),
        (["--profile", "missing.toml"], "There is no such file"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_person_cannot_say_is_one_line(command: str, options: list[str], said: str) -> None:
    titles = ["SWE", "MLE"] if command in {"compare", "gap"} else ["SWE"]
    done = careergraph(command, *titles, *options)
    assert done.returncode in {1, 2}
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_a_profile_holds_cannot_be_lacked(tmp_path: Path) -> None:
    profile = tmp_path / "me.toml"
    profile.write_text('skills = ["SQL"]')
    done = careergraph("held", "SWE", "--profile", str(profile), "--lack", "SQL")
    assert "SQL is both held (your profile) and not held (--lack)." in done.stderr


def test_years_count_within_reach(tmp_path: Path) -> None:
    def soonest(*options: str) -> dict[str, float]:
        done = careergraph("reach", "junior swe", "--format", "json", "-n", "200", *options)
        reached = json.loads(done.stdout)["reached"]
        return {one["role"]["label"]: one["years"]["high"] for one in reached}

    profile = tmp_path / "me.toml"
    profile.write_text('role = "junior software engineer"\nyears = 2')
    plain, served = soonest(), soonest("--years", "2")
    assert served["Software Engineer"] < plain["Software Engineer"]
    assert soonest("--profile", str(profile)) == served
    heading = (
        "Within reach of Accountant in the next 5 years (--max-years), with 2 years behind you"
    )
    behind = careergraph("reach", "accountant", "--years", "2").stdout
    assert " ".join(behind.split()).startswith(f"{heading} (--years)")
    done = careergraph("reach", "SWE", "--years", "200")
    assert "--years is 200; give a number from 0 to 60." in done.stderr


def test_one_sets_out_from_skills_alone(tmp_path: Path) -> None:
    done = careergraph("reach", "--have", "SQL", "--have", "data visualisation", "--max-years", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Within reach of your skills in the next year\n")
    assert "Data Analyst" in done.stdout
    assert too_long_lines(done.stdout, 80) == []
    gap = careergraph("gap", "--have", "SQL", "--to", "data analyst")
    assert gap.stdout.startswith("Skills to learn for Data Analyst, beyond yours\n")
    assert re.search(r"  held .*SQL", gap.stdout)
    profile = tmp_path / "me.toml"
    profile.write_text('role = "data analyst"')
    own = careergraph("reach", "--profile", str(profile)).stdout
    assert own == careergraph("reach", "data analyst").stdout
    for command in (["reach"], ["gap", "--to", "SWE"]):
        done = careergraph(*command)
        assert (
            "Say where you start: name a role, or your skills with --have or --profile."
            in done.stderr
        )
        assert done.returncode == 2


def test_the_measure_is_on_the_page() -> None:
    page = " ".join(careergraph("gateways").stdout.split())
    assert "betweenness centrality, normalised" in page
    assert re.search(r"networkx \d", page)
    bridges = " ".join(careergraph("bridges", "SWE").stdout.split())
    assert "your gaps most: summed over all lines of work within two steps" in bridges


@pytest.mark.parametrize("arguments", [ANSWERS[n] for n in (0, 4, 6, 9, 12, 14)], ids=" ".join)
def test_csv_says_what_json_says(arguments: list[str]) -> None:
    text = careergraph(*arguments, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    data = json.loads(careergraph(*arguments, "--format", "json").stdout)
    key = {
        "next": "neighbours",
        "feeders": "neighbours",
        "reach": "reached",
        "compare": "skills",
    }.get(arguments[0], arguments[0])
    first = "skill" if key in {"skills", "bridges"} else "role"
    items = [*data[key], *data.get("possible", ()), *data.get("unknown", ())]
    assert [row[first] for row in rows] == [item[first]["label"] for item in items]


@pytest.mark.parametrize(
    ("source", "target", "remark"),
    [
        (
            "Business Analyst",
            "Agile Coach",
            (
                '"Agile Coach" as Scrum Master: the graph has no role of that name, '
                "and this is the nearest."
            ),
        ),
        ("Project Leader", "Program Manager", '"Project Leader" as Project Manager.'),
    ],
)
def test_a_title_that_stands_for_another_one_is_said(source: str, target: str, remark: str) -> None:
    done = careergraph("path", source, target)
    assert done.stderr.splitlines()[0] == f"Reading {remark}"


@pytest.mark.parametrize(
    "title", ["SWE", "software engineers", "backend developer", "CTO", "Sr. SWE", "15-1252.00"]
)
def test_other_forms_and_short_forms_of_a_label_need_no_word(title: str) -> None:
    assert careergraph("role", title).stderr == ""


def test_a_typing_error_is_forgiven_and_said() -> None:
    done = careergraph("next", "sofware", "enginer")
    assert done.stderr == 'Reading "sofware enginer" as Software Engineer.\n'
    assert done.stdout.startswith("Where people go from Software Engineer\n")
