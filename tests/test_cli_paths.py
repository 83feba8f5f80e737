"""The constraints, criteria and explanations of `path` as people type them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest

from command_line import COMMAND, careergraph, environment

if TYPE_CHECKING:
    from pathlib import Path


def answer(*arguments: str) -> dict[str, Any]:
    done = careergraph("path", *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def roles_of(found: dict[str, Any]) -> list[list[str]]:
    return [[role["label"] for role in route["roles"]] for route in found["routes"]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-k", "0"], "a whole number from 1 to 1000"),
        (["-k", "1000000"], "a whole number from 1 to 1000"),
        (["-k", "-3"], "a whole number from 1 to 1000"),
        (["-k", "three"], "a whole number from 1 to 1000"),
        (["--max-years", "soon"], "is not a number. Write, for example, --max-years 5"),
        (["--max-steps", "²"], "is not a number"),
        (["--min-evidence", "great"], "is not one of 'observed'"),
        (["--only", "promotion,foo"], "is not a kind of transition"),
        (["--by", "luck"], "is not one of 'effort', 'gap',"),
        (["--hours-per-week", "0"], "from 0.01 to 168"),
    ],
    ids=" ".join,
)
def test_values_that_are_not_understood(options: list[str], said: str) -> None:
    done = careergraph("path", "SWE", "MLE", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--max-years", "-1"], "--max-years is -1; give a number above 0 and up to 80."),
        (["--max-years", "nan"], "--max-years is nan; give"),
        (["--max-years", "1e400"], "--max-years is inf; give"),
        (["--max-steps", "1.5"], "--max-steps is 1.5; give a whole number."),
        (["--max-steps", "nan"], "--max-steps is nan; give a whole number."),
        (["--max-steps", "inf"], "--max-steps is inf; give a whole number."),
        (["--max-steps", "0"], "--max-steps is 0; give a whole number from 1 to 50."),
        (["--max-steps", "1e30"], "from 1 to 50."),
        (["--min-pay", "1e12"], "--min-pay is 1e+12; give a number above 0"),
        (["--avoid", "swe"], "Software Engineer is the start or the destination"),
        (["--avoid", "CTO", "--via", "CTO"], "cannot be both on the route (--via) and avoided"),
        (["--via", "CTO", "--max-steps", "1"], "takes 2 steps; 1 allowed"),
        (["--have", "witchcraft and wizardry"], "No skill is called"),
        (["--degree", "blah"], '"blah" is not a degree that we know. Use one of: '),
        (["--profile", "/nonexistent/me.toml"], "me.toml: There is no such file."),
        (["--profile", "/"], "This is a folder; a file is needed."),
        (["--pareto", "-k", "3"], "takes neither -k nor --by"),
        (["--pareto", "--by", "time"], "takes neither -k nor --by"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_asked(options: list[str], said: str) -> None:
    done = careergraph("path", "SWE", "MLE", *options)
    assert done.returncode in {1, 2}
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_route_keeps_to_what_is_asked() -> None:
    free = answer("data analyst", "MLE", "-k", "8")
    passed = next(roles[1] for roles in roles_of(free) if len(roles) > 2)
    kept = answer("data analyst", "MLE", "-k", "8", "--avoid", passed)
    assert all(passed not in roles for roles in roles_of(kept))
    via = answer("data analyst", "MLE", "-k", "8", "--via", "SWE")
    assert all("Software Engineer" in roles[1:-1] for roles in roles_of(via))
    short = answer("data analyst", "MLE", "-k", "20", "--max-steps", "2")
    assert all(len(roles) <= 3 for roles in roles_of(short))
    sure = answer("data analyst", "MLE", "-k", "5", "--min-evidence", "stated")
    for route in sure["routes"]:
        for step in route["steps"]:
            assert {"observed", "official", "stated"} & {said["grade"] for said in step["evidence"]}


def test_what_a_person_holds_is_not_to_learn() -> None:
    (free,) = answer("SWE", "MLE")["routes"]
    (less,) = answer("SWE", "MLE", "--have", "statistics", "--have", "linear algebra")["routes"]
    missing = [skill["label"] for step in less["steps"] for skill in step["missing_skills"]]
    assert not {"statistics", "linear algebra"} & set(missing)
    assert less["cost"]["gap"] == pytest.approx(free["cost"]["gap"] - 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["SWE", "lead MLE", "--max-years", "1"],
        ["accountant", "MLE", "--max-steps", "1"],
        ["SWE", "statistician", "--only", "promotion"],
        ["SWE", "MLE", "--min-pay", "900000"],
    ],
    ids=" ".join,
)
def test_relaxing_what_the_error_names_opens_a_way(arguments: list[str]) -> None:
    done = careergraph("path", *arguments)
    assert done.returncode == 1
    (option, value) = re.findall(r"with (--[a-z-]+) (\S+?)(?:: | instead)", done.stderr)[0]
    opened = answer(*arguments[:2], option, value)
    labels = " → ".join(roles_of(opened)[0])
    assert labels.split(" → ")[0] in done.stderr
    less = {"--max-years": lambda x: float(x) - 0.11, "--max-steps": lambda x: int(x) - 1}
    if option in less and less[option](value):
        tighter = careergraph("path", *arguments[:2], option, str(less[option](value)))
        assert tighter.returncode == 1, "the error named more than the least"


def test_unknown_pay_is_not_enough_pay() -> None:
    done = careergraph("path", "biologist", "bioinformatics scientist", "--min-pay", "1")
    assert done.returncode == 1
    assert "no source knows the pay there" in done.stderr


def test_explained_costs_add_up() -> None:
    page = careergraph("path", "SWE", "lead mle", "--explain").stdout
    table = page.partition("How the cost is made up")[2].partition("If one part")[0]
    rows = re.findall(r"^  (\S.*?) {2,}([\d.]+) {2,}\S", table, re.MULTILINE)
    *steps, (name, gap) = rows
    assert name == "in all"
    assert len(steps) == 3
    # Each figure is printed with one decimal, and so is half a tenth off at most.
    rounding = 0.05 * len(rows)
    assert sum(float(step[1]) for step in steps) == pytest.approx(float(gap), abs=rounding)
    route = answer("SWE", "lead mle")["routes"][0]
    assert [float(step[1]) for step in steps] == [round(s["gap"], 1) for s in route["steps"]]
    assert sum(s["gap"] for s in route["steps"]) == pytest.approx(route["cost"]["gap"])
    assert re.search(r"The first route stays first in \d+ of \d+ cases\.", page)


def test_effort_is_the_middle_of_the_hours_and_a_price_for_each_change() -> None:
    (route,) = answer("SWE", "lead mle")["routes"]
    cost = route["cost"]
    hours = (cost["learning_hours"]["low"] + cost["learning_hours"]["high"]) / 2
    assert cost["hops"] == len(route["steps"])
    assert cost["effort"] == cost["weight"] == pytest.approx(hours + 150 * cost["hops"])


def test_routes_none_betters_differ_in_some_respect() -> None:
    found = answer("data analyst", "MLE", "--pareto", "--max-steps", "4")
    costs = [route["cost"] for route in found["routes"]]
    points = [
        (sum(c["years"].values()) / 2, c["gap"], c["hardest_step"], c["new_degrees"]) for c in costs
    ]
    assert len(points) > 1
    for one in points:
        others = [other for other in points if other != one]
        assert not any(all(map(float.__le__, map(float, o), map(float, one))) for o in others)


def test_a_profile_is_used(tmp_path: Path) -> None:
    mine = tmp_path / "me.toml"
    held = '[skills]\nstatistics = "working"\n"zzz unheard of" = "basic"\n'
    mine.write_text(held, encoding="utf-8")
    done = careergraph("path", "SWE", "MLE", "--profile", str(mine))
    assert done.returncode == 0, done.stderr
    assert "zzz unheard of" in done.stderr
    assert re.search(r"me\.toml: ", done.stderr)
    mine.write_text('[skills]\nstatistics = "working"\n', encoding="utf-8")
    assert "statistics" in learned(answer("SWE", "MLE"))
    assert "statistics" not in learned(answer("SWE", "MLE", "--profile", str(mine)))


def learned(found: dict[str, Any]) -> list[str]:
    steps = found["routes"][0]["steps"]
    return [missing["label"] for step in steps for missing in step["missing_skills"]]


@pytest.mark.parametrize("wait", [0.3, 0.6, 1.0])
def test_interrupt_during_a_search(wait: float) -> None:
    # The script says when Python is up: before that, nobody of ours can listen.
    script = "import os; from careergraph import cli; cli._hear_interrupt(); os.write(1, b'.'); "
    script += "cli.main()"
    process = subprocess.Popen(
        [*COMMAND[:-1], script, "path", "accountant", "data scientist", "-k1000", "--by", "step"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    assert process.stdout is not None
    process.stdout.read(1)
    time.sleep(wait)
    process.send_signal(signal.SIGINT)
    written, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    if process.returncode == 0:
        assert written.startswith("From Accountant")
    else:
        assert written == ""
        assert process.returncode in {130, -signal.SIGINT}


def test_trade_offs_show_the_roles_between_and_what_they_are_compared_by() -> None:
    page = careergraph("path", "data analyst", "MLE", "--pareto", "--max-steps", "3").stdout
    header = next(line for line in page.splitlines() if "by way of" in line)
    assert {"years", "gap", "degrees"} <= set(header.split())
    assert "hardest" in header
    rows = [line for line in page.splitlines() if re.match(r"  +\d+  ", line)]
    assert 1 < len(rows) <= 12
    assert not any("Data Analyst" in row or "Machine Learning Engineer" in row for row in rows)
