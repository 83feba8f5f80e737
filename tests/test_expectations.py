"""What an adviser expected, written before seeing any output: hours, years, and what is held."""

from __future__ import annotations

import tomllib
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from careergraph.model.holdings import Range
from careergraph.search.learning.learning_time import step_years
from careergraph.search.learning.step_experience import ExperienceTable

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

HERE = Path(__file__).parent / "expectations"
ROLE = "https://w3id.org/careergraph/id/role/"
SKILL = "https://w3id.org/careergraph/id/skill/"
GROUP = "https://w3id.org/careergraph/id/skill-group/"
NEAR = 20
"""Hours added to both before their ratio is taken: 0 and 10 hours do not differ much."""


class Line(NamedTuple):
    expected: Range
    hours: Range
    expected_years: Range
    years: Range


def read(name: str) -> dict:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lines(graph: CareerGraph) -> list[Line]:
    """Return what is expected and what comes out for the direct step of every pair."""
    facts, found = graph.facts, []
    table = ExperienceTable(facts)
    for pair in read("time.toml")["pair"]:
        source, target = (ROLE + pair[end] for end in ("from", "to"))
        have, degree = pair.get("have", []), pair.get("degree")
        titles = facts.label(source), facts.label(target)
        hours = graph.gap(*titles, have=have, degree=degree).hours
        asked = table.find(source, target)
        years = step_years(hours, None if asked is None else asked.years, hours_per_week=8)
        found.append(
            Line(
                Range(pair["hours_low"], pair["hours_high"]),
                hours,
                Range(pair["years_low"], pair["years_high"]),
                years,
            )
        )
    return found


def rank(values: list[float]) -> list[float]:
    """Return the rank of each value; equal values share the middle of their ranks."""
    ordered = sorted(values)
    first = {value: ordered.index(value) for value in set(values)}
    last = {value: len(ordered) - 1 - ordered[::-1].index(value) for value in set(values)}
    return [(first[value] + last[value]) / 2 for value in values]


def correlate(one: list[float], other: list[float]) -> float:
    """Return Spearman's rank correlation."""
    a, b = rank(one), rank(other)
    mean = (len(a) - 1) / 2
    joint = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = [sum((x - mean) ** 2 for x in ranks) for ranks in (a, b)]
    return joint / (spread[0] * spread[1]) ** 0.5


def overlap(pairs: list[tuple[Range, Range]]) -> float:
    return sum(a.low <= b.high and b.low <= a.high for a, b in pairs) / len(pairs)


def test_hours_of_learning_follow_the_expectations(lines: list[Line]) -> None:
    assert len(lines) >= 270
    expected, hours = ([line[n].middle for line in lines] for n in (0, 1))
    ratios = [abs(log((h + NEAR) / (e + NEAR))) for h, e in zip(hours, expected, strict=True)]
    assert correlate(expected, hours) >= 0.78
    assert overlap([line[:2] for line in lines]) >= 0.91
    assert sum(ratio < log(2) for ratio in ratios) / len(ratios) >= 0.8


def test_years_follow_the_expectations(lines: list[Line]) -> None:
    expected, years = ([line[n].middle for line in lines] for n in (2, 3))
    assert correlate(expected, years) >= 0.82
    assert overlap([line[2:] for line in lines]) >= 0.9


@pytest.mark.parametrize(
    ("kind", "least_order", "least_overlap", "largest_error"),
    [("own", 0.75, 0.95, 0.33), ("second", 0.62, 0.95, 0.37)],
)
def test_hours_follow_the_lists_of_two_more_advisers(
    graph: CareerGraph, kind: str, least_order: float, least_overlap: float, largest_error: float
) -> None:
    """The bounds lie between what the former model reached and what the present one does."""
    pairs = [
        (Range(*pair["hours"]), graph.gap(pair["from"], pair["to"]).hours)
        for pair in read("learning_hours.toml")[kind]
    ]
    expected, hours = ([pair[n].middle for pair in pairs] for n in (0, 1))
    errors = [abs(log((h + NEAR) / (e + NEAR))) for h, e in zip(hours, expected, strict=True)]
    assert correlate(expected, hours) >= least_order
    assert overlap(pairs) >= least_overlap
    assert sum(errors) / len(errors) <= largest_error


def things(name: str) -> str:
    return GROUP + name.removeprefix("group:") if name.startswith("group:") else SKILL + name


def plain(text: str) -> str:
    """Return a wording without what says only how well it is known."""
    words = text.casefold().replace("basics", "").removeprefix("basic ").removeprefix("a ")
    return " ".join(words.split())


def test_nine_of_ten_things_that_an_incumbent_plainly_knows_are_held(graph: CareerGraph) -> None:
    words = read("held_skills.toml")["words"]
    names = {group.label: iri for iri, group in graph.facts.groups.items()}
    for entry in graph.catalog.entries:
        if entry.kind == "skill":
            names.update((plain(name), entry.iri) for name in (entry.label, *entry.aliases))
    known, held = 0, 0
    for role in read("held.toml")["role"]:
        sure = {
            one.iri
            for one in graph.held(graph.labels[ROLE + role["id"]]).held
            if one.how != "probably"
        }
        for text in role["knows"]:
            meant = {things(name) for name in words.get(text, [])} or {names.get(plain(text))}
            known, held = known + 1, held + bool(meant & sure)
    assert known > 1200
    assert held / known >= 0.9


def test_nine_of_ten_things_that_people_in_an_occupation_know_are_held(graph: CareerGraph) -> None:
    known, held, missing = 0, 0, []
    for title, knows in read("held_occupations.toml")["occupation"].items():
        sure = {one.iri for one in graph.held(title).held if one.how != "probably"}
        for words, skills in knows.items():
            is_held = not sure.isdisjoint(SKILL + skill for skill in skills)
            known, held = known + 1, held + is_held
            missing += [] if is_held else [f"{title}: {words}"]
    assert known == 12 * 12
    assert held / known >= 0.9, missing


@pytest.mark.parametrize(
    ("source", "target", "low", "high"),
    [
        ("junior software engineer", "software engineer", 1, 3),
        ("software engineer", "senior software engineer", 2, 5),
        ("data analyst", "data scientist", 0.2, 2),
        ("help desk", "system administrator", 0.5, 2),
    ],
)
def test_a_promotion_or_move_takes_the_years_people_expect(
    graph: CareerGraph, source: str, target: str, low: float, high: float
) -> None:
    years = graph.path(source, target).cost.years
    assert low <= years.low <= years.high <= high


def test_a_director_is_not_made_in_four_years(graph: CareerGraph) -> None:
    assert graph.path("senior software engineer", "director of engineering").cost.years.low >= 4


def test_a_chief_data_officer_is_not_made_in_months(graph: CareerGraph) -> None:
    assert graph.path("senior data scientist", "chief data officer").cost.years.low >= 4


def test_the_page_on_advice_quotes_the_calibration() -> None:
    import sys

    tools = Path(__file__).parents[1] / "tools"
    sys.path.insert(0, str(tools))
    try:
        from calibration import calibrate
    finally:
        sys.path.remove(str(tools))
    page = (tools.parent / "docs" / "advice.md").read_text(encoding="utf-8")
    quoted = page.partition("<!-- calibration -->")[2].partition("<!-- /calibration -->")[0]
    assert quoted.split("\n")[1:-1] == calibrate()
