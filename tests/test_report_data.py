"""JSON as documented in docs/json.md, key by key, and CSV as RFC 4180 has it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from careergraph.model.values import Step
from careergraph.report.data import to_csv
from careergraph.report.layout import Table
from careergraph.report.pages.overview import overview_page
from command_line import careergraph

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

PAGE = (Path(__file__).parents[1] / "docs" / "json.md").read_text(encoding="utf-8")
SAMPLES = {
    "path": [
        ["SWE", "lead ml engineer", "-k", "2"],
        ["business analyst", "MLE", "--by", "time"],
        ["lead mle", "statistician"],
        ["IT Support Specialist", "SOC analyst", "--have", "SIEM"],
        ["physicist", "AI engineer"],
        ["31-9092.00", "29-1071.00"],
        ["55-3016.00", "IT Support Specialist"],
        ["53-3032.00", "47-2111.00"],
        ["Biologist", "FinOps Analyst"],
    ],
    "plan": [
        ["data analyst", "MLE"],
        ["SWE", "MLE"],
        ["SWE", "civil engineer"],
        ["53-3032.00", "47-2111.00"],
    ],
    "gap": [
        ["data analyst", "data scientist"],
        ["SWE", "MLE"],
        ["physicist", "AI engineer"],
        ["31-9092.00", "29-1071.00"],
        ["SWE", "civil engineer"],
    ],
    "held": [["data analyst"], ["29-1141.00", "--have", "SQL"]],
    "role": [
        ["MLE"],
        ["data scientist"],
        ["senior swe"],
        ["automation engineer"],
        ["librarian"],
        ["29-1141.00"],
        ["19-4044.00"],
    ],
    "why": [["SWE", "MLE"], ["business analyst", "data analyst"]],
    "next": [["SWE"], ["senior swe", "-n", "40"], ["data analyst"], ["31-1131.00"]],
    "feeders": [["data scientist"], ["senior swe"], ["MLE", "-n", "40"], ["29-2061.00"]],
    "reach": [["data analyst"], ["senior swe", "-n", "3"], ["31-1131.00"]],
    "compare": [
        ["MLE", "data scientist", "senior swe"],
        ["data analyst", "data scientist"],
        ["accountant", "librarian"],
    ],
    "bridges": [["data analyst"], ["senior swe", "-n", "2"]],
    "gateways": [["-n", "5"]],
    "search": [["vision"]],
    "info": [[]],
    "queries": [[]],
}
_FIELDS = "study_first.fields."
_NAMED = "named."
SELDOM_FILLED = {
    "path": (_NAMED,),
    "plan": ("learned.", _NAMED),
    "gap": (_NAMED,),
    "next": (f"neighbours.{_FIELDS}", _NAMED),
    "feeders": (f"neighbours.{_FIELDS}", _NAMED),
    "reach": ("unknown.", "possible.study", f"reached.{_FIELDS}", _NAMED),
    "compare": (_NAMED,),
    "bridges": (_NAMED,),
}
"""Lists that no sample fills; what is in them is documented, and tested where others have it."""
FREE_KEYS = re.compile(r"^(counts|grades|uses|route_moves)\.")
NAMED_IN_PROSE = {"counts", "grades", "uses", "route_moves"}


def documented_objects() -> dict[str, dict[str, str]]:
    """Return the tables of the page: heading to key to type."""
    objects = {}
    for section in re.split(r"^#+ ", PAGE, flags=re.MULTILINE)[1:]:
        rows = re.findall(r"^\| `([^`]+)` \| (.*?) \| .* \|$", section, flags=re.MULTILINE)
        objects[section.partition("\n")[0].lower()] = dict(rows)
    return objects


def documented_keys(name: str, objects: dict[str, dict[str, str]]) -> set[str]:
    """Return all key paths of a documented object, those of objects inside it included."""
    keys = set()
    for key, kind in objects[name].items():
        keys.add(key)
        if link := re.search(r"\(#([\w-]+)\)", kind):
            inside = documented_keys(link[1].replace("-", " "), objects)
            keys |= {f"{key}.{path}" for path in inside}
    return keys


def printed_keys(data: object) -> set[str]:
    """Return all key paths of printed JSON; places in a list do not count."""
    if isinstance(data, list):
        return set().union(*(printed_keys(item) for item in data)) if data else set()
    if not isinstance(data, dict):
        return set()
    inside = {f"{key}.{path}" for key, value in data.items() for path in printed_keys(value)}
    return set(data) | inside


@cache
def answers(command: str) -> list[dict]:
    """Return what a command prints as JSON for its samples."""
    found = []
    for arguments in SAMPLES[command]:
        done = careergraph(command, *arguments, "--format", "json")
        assert (done.returncode, done.stderr) == (0, "")
        found.append(json.loads(done.stdout))
    return found


@pytest.mark.parametrize("command", SAMPLES)
def test_the_page_names_every_key_and_no_other(command: str) -> None:
    printed = {key for key in printed_keys(answers(command)) if not FREE_KEYS.match(key)}
    documented = documented_keys(command, documented_objects())
    assert printed <= documented
    seldom = SELDOM_FILLED.get(command, ())
    assert {key for key in documented - printed if not key.startswith(seldom)} == set()


def test_json_has_every_field_of_a_step() -> None:
    """A field that is neither in JSON nor on the page of it would be missed by the test above."""
    steps = [step for answer in answers("path") for r in answer["routes"] for step in r["steps"]]
    assert steps
    for step in steps:
        assert set(step) == {field.name for field in fields(Step)}


def test_info_lists_every_source_when_asked_to(graph: CareerGraph) -> None:
    overview = graph.overview()
    titles = [source.title for source in overview.sources]
    for every in (False, True):
        tables = [b for b in overview_page(overview, every=every) if isinstance(b, Table)]
        assert ([row[0] for row in tables[-1].rows] == titles) == every
    assert "careergraph info --all" in careergraph("info").stdout
    assert "careergraph info --all" not in careergraph("info", "--all").stdout


def test_the_page_names_the_kinds_that_info_counts() -> None:
    (overview,) = answers("info")
    for key in [*overview["counts"], *overview["grades"], *overview["grades"]["transitions"]]:
        assert f"`{key}`" in PAGE


@pytest.mark.parametrize("command", SAMPLES)
def test_values_are_of_the_documented_types(command: str) -> None:
    objects = documented_objects()
    for answer in answers(command):
        check_types(answer, command, objects)


def check_types(data: dict, name: str, objects: dict[str, dict[str, str]]) -> None:
    """Assert that the values of an object, and of those inside it, have their types."""
    for key, value in data.items():
        kind = objects[name][key]
        values = value if isinstance(value, list) else [value]
        assert isinstance(value, list) == kind.startswith("list of "), (name, key)
        for item in values:
            if item is None:
                assert kind.endswith("null"), (name, key)
            elif link := re.search(r"\(#([\w-]+)\)", kind):
                check_types(item, link[1].replace("-", " "), objects)
            else:
                assert isinstance(item, python_type(kind)), (name, key, item)
                assert isinstance(item, bool) == kind.startswith("true"), (name, key, item)


def python_type(kind: str) -> type | tuple[type, ...]:
    """Return the type in Python of a type named in the page."""
    words = kind.removeprefix("list of ")
    types = {"text": str, "number": (int, float), "true": bool, "object": dict}
    return types[words.split()[0].strip(",")]


def test_cited_sources_are_listed() -> None:
    for answer in answers("path"):
        listed = {source["iri"] for source in answer["sources"]}
        steps = [step for route in answer["routes"] for step in route["steps"]]
        cited = {e["source"] for step in steps for e in step["evidence"]}
        cited |= {iri for step in steps for m in step["missing_skills"] for iri in m["sources"]}
        cited |= {band["source"] for step in steps for band in step["pay"]}
        cited |= {s["entry_degree"]["source"] for s in steps if s["entry_degree"]}
        cited |= {iri for s in steps if s["experience"] for iri in s["experience"]["sources"]}
        asked = [s["experience_asked"] for s in steps if s["experience_asked"]]
        cited |= {iri for years in asked for iri in years["sources"]}
        cited |= {iri for s in steps for extra in s["not_counted"] for iri in extra["sources"]}
        cited |= {advice["source"] for s in steps for advice in s["advice"]}
        cited |= {s["similar_work"]["source"] for s in steps if s["similar_work"]}
        cited |= {iri for s in steps for iri in s["listed"]["sources"]}
        cited |= {figures["source"] for figures in (*answer["pay_before"], *answer["outlook"])}
        assert cited == listed
        numbers = [source["number"] for source in answer["sources"]]
        assert numbers == list(range(1, len(numbers) + 1))


def test_missing_skills_are_cumulative() -> None:
    """What is learned again is learned to a higher level."""
    for answer in answers("path"):
        for route in answer["routes"]:
            learned: dict[str, int] = {}
            for step in route["steps"]:
                for skill in step["missing_skills"]:
                    assert skill["level"] > learned.get(skill["iri"], 0)
                    learned[skill["iri"]] = skill["level"]
            gaps = [sum(m["gap"] for m in s["missing_skills"]) for s in route["steps"]]
            assert sum(gaps) == pytest.approx(route["cost"]["gap"])


def test_every_answer_names_its_graph() -> None:
    hashes = {
        answer["graph"]["hash"]
        for command in SAMPLES.keys() - {"queries"}
        for answer in answers(command)
    }
    assert len(hashes) == 1


def test_json_that_finds_nothing_is_an_empty_list() -> None:
    done = careergraph("search", "zzzzqqqq", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["results"] == []


@pytest.mark.parametrize(
    "arguments", [["path", "SWE", "lead mle", "-k", "2"], ["gap", "SWE", "MLE"]]
)
def test_csv_says_what_json_says(arguments: list[str]) -> None:
    text = careergraph(*arguments, "--format", "csv").stdout
    data = json.loads(careergraph(*arguments, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    steps = [s for route in data.get("routes", []) for s in route["steps"]] or [data]
    skills = [m for step in steps for m in step["missing_skills"]]
    assert [row["skill"] for row in rows if row["skill"]] == [m["label"] for m in skills]
    assert [float(row["importance"]) for row in rows] == [m["importance"] for m in skills]


def test_csv_is_rfc_4180() -> None:
    rows = [("a", "b"), ('say "x"', "one, two"), ("line\nbreak", None), ("=SUM(A1)", -1.5)]
    text = to_csv(rows)
    assert text == 'a,b\r\n"say ""x""","one, two"\r\n"line\nbreak",\r\n\'=SUM(A1),-1.5\r\n'
