"""The commands next, feeders, reach, compare, bridges and gateways as people run them."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex

import pytest

from command_line import careergraph, on_terminal, too_long_lines, without_colours

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
        (["reach", ""], 1, "The role title is empty"),
        (["bridges", "astronaut", "chef"], 1, 'No role is called "astronaut chef"'),
        (["next"], 2, "Missing argument 'TITLE...'"),
        (["next", "SWE", "-n", "0"], 2, '"0" is not a whole number from 1'),
        (["gateways", "-n", "-3"], 2, '"-3" is not a whole number from 1'),
        (["bridges", "SWE", "-n", "many"], 2, '"many" is not a whole number'),
        (["feeders", "SWE", "--only", "jump"], 2, '"jump" is no kind of transition'),
        (["reach", "SWE", "--max-years", "-1"], 2, "above 0 and up to 80"),
        (["reach", "SWE", "--max-years", "0"], 2, "above 0 and up to 80"),
        (["reach", "SWE", "--max-years", "nan"], 2, "above 0 and up to 80"),
        (["reach", "SWE", "--max-years", "1e9"], 2, "above 0 and up to 80"),
        (["reach", "SWE", "--max-years", "soon"], 2, '"soon" is no number'),
        (["reach", "SWE", "--hours-per-week", "0"], 2, "hours from 0.01 to 168"),
        (["compare", "SWE"], 2, "1 role was given; give 2 to 6"),
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


def test_nothing_known_is_said_and_no_error() -> None:
    said = "No source names a promotion or move out of Chief Technology Officer."
    page = careergraph("next", "CTO").stdout
    assert said in " ".join(page.split())
    assert said in " ".join(careergraph("bridges", "CTO").stdout.split())
    assert "No role is known to be within reach" in careergraph("reach", "CTO").stdout
    data = json.loads(careergraph("next", "CTO", "--format", "json").stdout)
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
    assert "* stated of Software Engineer, of which Senior Software Engineer is a level" in page
    other = " ".join(careergraph("feeders", "senior", "swe").stdout.split())
    assert 'careergraph feeders "Software Engineer"' in other


def test_what_is_unknown_is_said() -> None:
    page = careergraph("reach", "data", "analyst").stdout
    assert re.search(r"Senior Data Analyst +at least ~\d\.\d +1 of 1 ", page)
    assert re.search(r"unknown +\d", careergraph("next", "data", "analyst").stdout)


def test_the_measure_is_on_the_page() -> None:
    page = " ".join(careergraph("gateways").stdout.split())
    assert "betweenness centrality, normalised" in page
    assert re.search(r"networkx \d", page)
    assert "the gaps to all lines of work within two steps" in " ".join(
        careergraph("bridges", "SWE").stdout.split()
    )


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


def test_a_typing_error_is_forgiven_and_said() -> None:
    done = careergraph("next", "sofware", "enginer")
    assert done.stderr == 'Reading "sofware enginer" as Software Engineer.\n'
    assert done.stdout.startswith("Where people go from Software Engineer\n")
