"""Regulated professions: what the graph says of them, and every answer that leads into one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from careergraph.graph import CareerGraph
from careergraph.report.data import routes_data
from careergraph.report.layout import plain_text
from careergraph.report.pages.neighbours import neighbours_page, reach_page
from careergraph.report.pages.role import role_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.report.layout import Block

TOWN = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <https://example.org/town#> .

:me a cg:Source ; dcterms:title "Me"@en ; cg:grade cg:editorial .
:clerk a cg:Role ; skos:prefLabel "Clerk"@en ; cg:regulated false .
:doctor a cg:Role ; skos:prefLabel "Doctor"@en ; cg:regulated true ; cg:licence "Utopia: a permit" .
:senior a cg:Role ; skos:prefLabel "Senior Doctor"@en ; cg:levelOf :doctor .
:baker a cg:Role ; skos:prefLabel "Baker"@en .
:smith a cg:Role ; skos:prefLabel "Smith"@en ; cg:regulated true .
:a a cg:Transition ; cg:fromRole :clerk ; cg:toRole :doctor ; cg:kind cg:move ; cg:statedBy :me .
:b a cg:Transition ; cg:fromRole :clerk ; cg:toRole :baker ; cg:kind cg:move ; cg:statedBy :me .
:c a cg:Transition ; cg:fromRole :doctor ; cg:toRole :senior ; cg:kind cg:promotion ;
    cg:statedBy :me .
:d a cg:Transition ; cg:fromRole :baker ; cg:toRole :smith ; cg:kind cg:move ; cg:statedBy :me .
"""
MARK = "§ ~a regulated profession: the law requires a licence in many places;"


@pytest.fixture(scope="module")
def town() -> CareerGraph:
    return CareerGraph.from_graph(Graph().parse(data=TOWN, format="turtle"))


def told(blocks: Sequence[Block]) -> str:
    return " ".join(plain_text(blocks, 80).split())


def test_what_the_bundled_graph_says(graph: CareerGraph) -> None:
    regulation = {role.label: (role.regulated, role.licence) for role in graph.facts.roles}
    for title in ("Civil Engineer", "Financial Auditor", "Secondary School Teacher"):
        assert regulation[title][0] is True
        assert str(regulation[title][1]).startswith("United States: a state's ")
    for title in ("Accountant", "Mechanical Engineer", "Librarian", "Geographer", "Chief Actuary"):
        assert regulation[title] == (None, None)
    for title in ("Software Engineer", "Senior Data Scientist", "Graphic Designer"):
        assert regulation[title] == (False, None)


def test_a_licence_is_of_a_regulated_profession_and_names_its_country(graph: CareerGraph) -> None:
    licensed = [role for role in graph.facts.roles if role.licence]
    assert all(role.regulated for role in licensed)
    for role in licensed:
        for part in str(role.licence).split("; "):
            assert re.match(r"(United States|United Kingdom|England|European Union): \w", part)
    assert {role.label for role in graph.facts.roles if role.regulated} == {
        role.label for role in licensed
    }


def test_a_rung_is_regulated_as_its_line_of_work(town: CareerGraph) -> None:
    senior = next(role for role in town.facts.roles if role.label == "Senior Doctor")
    assert (senior.regulated, senior.licence) == (True, "Utopia: a permit")
    profile = town.role("Senior Doctor")
    assert (profile.regulated, profile.licence) == (True, "Utopia: a permit")


@pytest.mark.parametrize(
    ("title", "licence"),
    [
        ("Clerk", "licence ~in most places none is required"),
        ("Baker", "not known requirements, pay, outlook, experience, education, licence"),
        ("Doctor", f"licence {MARK.removeprefix('§ ').rstrip(';')}. Utopia: a permit"),
        ("Smith", f"licence {MARK.removeprefix('§ ')} it differs by country"),
    ],
)
def test_the_page_of_a_role(town: CareerGraph, title: str, licence: str) -> None:
    assert licence in told(role_page(town.role(title)))


def test_next_marks_regulated_professions(town: CareerGraph) -> None:
    page = told(neighbours_page(town.next("Clerk")))
    assert "Doctor § move" in page
    assert "Baker move" in page
    assert MARK in page
    by_label = {near.role.label: near for near in town.next("Clerk").neighbours}
    assert (by_label["Doctor"].regulated, by_label["Baker"].regulated) == (True, None)
    assert by_label["Doctor"].licence == "Utopia: a permit"
    assert [row[-1] for row in town.next("Clerk").rows()] == ["regulated", None, "yes"]
    assert "§" not in told(neighbours_page(town.next("Baker", kinds=("promotion",))))


def test_feeders_say_it_of_the_role_gone_to(town: CareerGraph) -> None:
    page = told(neighbours_page(town.feeders("Doctor")))
    assert "Doctor: ~a regulated profession" in page
    assert "Utopia: a permit." in page
    assert "§" not in page
    assert "regulated" not in told(neighbours_page(town.feeders("Baker")))


def test_reach_marks_regulated_professions(town: CareerGraph) -> None:
    answer = town.reach("Clerk", max_years=5)
    page = told(reach_page(answer))
    assert "Doctor § unknown unknown directly" in page, "nobody says what there is to learn"
    assert "Baker unknown unknown directly" in page
    assert "no time" not in page
    assert page.count(MARK) == 1
    assert {one.role.label: one.licence for one in answer.unknown}["Doctor"] == "Utopia: a permit"
    assert MARK not in told(reach_page(town.reach("Doctor", max_years=5, kinds=("related",))))


def test_a_plan_says_it_at_the_step(town: CareerGraph) -> None:
    plan = town.plan("Clerk", "Smith")
    assert [step.regulated for step in plan.steps] == [None, True]
    text = plan.to_markdown()
    assert text.count("Licence: ~a regulated profession") == 1
    assert text.index("Baker → Smith") < text.index("Licence: ~")
    known = " ".join(town.plan("Clerk", "Doctor").to_markdown().split())
    assert "many places. Utopia: a permit." in known


def test_a_step_of_a_path_says_it(town: CareerGraph) -> None:
    (route,) = routes_data(town.paths("Clerk", "Doctor"))["routes"]  # type: ignore[misc]
    assert route["steps"][0]["regulated"] is True
    assert "licence" in route["steps"][0]
