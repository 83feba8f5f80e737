"""A technology typed in a title counts as held, and every interface says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph import load
from careergraph.server.questions import QUESTIONS, read_parameters
from command_line import careergraph

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.graph import CareerGraph


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    return load(bundled=True)


@pytest.mark.parametrize(
    ("title", "role", "technologies"),
    [
        ("Java developer", "Software Engineer", ["Java"]),
        ("Senior Java developer", "Senior Software Engineer", ["Java"]),
        ("Java/Python developer", "Software Engineer", ["Java", "Python"]),
        ("Power BI developer", "Business Intelligence Analyst", ["Microsoft Power BI"]),
        ("python data analyst", "Data Analyst", ["Python"]),
        ("Senior Python data analyst", "Senior Data Analyst", ["Python"]),
        ("React Native developer", "Mobile Application Developer", ["React Native"]),
        ("SQL Server DBA", "Database Administrator", ["Microsoft SQL Server"]),
        ("Oracle DBA", "Database Administrator", ["Oracle Database"]),
        ("Cisco network engineer", "Network Engineer", ["Cisco networking"]),
        ("Go developer", "Software Engineer", ["Go"]),
        ("R programmer", "Software Engineer", ["R"]),
        # what the label of the role says is no more than the role
        ("Salesforce admin", "Salesforce Administrator", []),
        ("data analyst", "Data Analyst", []),
        # everyday words
        ("postman", "Postal Service Mail Carriers", []),
        ("window cleaner", "Janitors and Cleaners, Except Maids and Housekeeping Cleaners", []),
    ],
)
def test_a_title_names_technologies(
    graph: CareerGraph, title: str, role: str, technologies: list[str]
) -> None:
    entry = graph.find(title).entry
    assert (entry.label, [one.label for one in entry.technologies]) == (role, technologies)


def test_the_technology_is_held_and_settles_its_group(graph: CareerGraph) -> None:
    held = {one.label: one for one in graph.held("Java developer").held}
    assert held["Java"].how == "title"
    assert "Python" not in held  # one language of the group is held, and it is Java
    plain = {one.label: one.how for one in graph.held("software engineer").held}
    assert plain["Java"] == plain["Python"] == "probably"


def test_every_interface_credits_it_and_says_so(graph: CareerGraph, tmp_path: Path) -> None:
    title, target = "python data analyst", "data scientist"
    answers = [
        graph.paths(title, target),
        graph.paths(graph.find(title).entry, target),
        graph.pareto(title, target),
        graph.gap(title, target),
        graph.reach(title, max_years=2),
        graph.next(title),
        graph.compare(title, target),
        graph.bridges(title),
        graph.plan(title, target),
    ]
    for answer in answers:
        assert [one.label for one in answer.named] == ["Python"]
    (near,) = (one for one in answers[5].neighbours if one.role.label == "Data Scientist")
    for missing in (answers[0][0].steps[0].missing_skills, answers[3].missing_skills):
        assert "Python" not in {one.label for one in missing}
    assert "Python" not in {one.label for one in near.missing_skills}
    assert "You named: Python" in answers[8].to_markdown()
    for command in (["path", title, target], ["gap", title, target], ["next", title]):
        assert "you named" in careergraph(*command).stdout
    drawn = graph.view(path=(title, target)).picture
    assert drawn.axis is not None
    asked = read_parameters(QUESTIONS["path"], {"from": [title], "to": [target]})
    question = QUESTIONS["path"]
    data = question.data(question.answer(graph, asked))
    assert isinstance(data, dict)
    assert [one["label"] for one in data["named"]] == ["Python"]
    profile = tmp_path / "me.toml"
    profile.write_text(f'role = "{title}"', encoding="utf-8")
    assert "you named" in careergraph("path", "--profile", str(profile), "--to", target).stdout


def test_what_is_lacked_is_not_credited(graph: CareerGraph) -> None:
    gap = graph.gap("python data analyst", "data scientist", lack=["Python"])
    assert gap.named == ()
    assert "Python" in {one.label for one in gap.missing_skills}


def test_the_destination_credits_nothing(graph: CareerGraph) -> None:
    assert graph.gap("data analyst", "python data scientist").named == ()
