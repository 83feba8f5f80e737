"""Roles side by side: which skills are whose, and what a page may compare."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from rdflib import Graph

from careergraph.errors import SameRoleError, UsageError
from careergraph.graph import CareerGraph
from careergraph.report.layout import Table, plain_text
from careergraph.report.pages.compare import comparison_page

KITCHEN = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <urn:> .

:cook a cg:Role ; skos:prefLabel "Cook"@en .
:chef a cg:Role ; skos:prefLabel "Chef"@en .
:waiter a cg:Role ; skos:prefLabel "Waiter"@en .
:hermit a cg:Role ; skos:prefLabel "Hermit"@en .
:knife a cg:Skill ; skos:prefLabel "knife"@en .
:stove a cg:Skill ; skos:prefLabel "stove"@en .
:oven a cg:Skill ; skos:prefLabel "oven"@en .
:wine a cg:Skill ; skos:prefLabel "wine"@en .
:r1 a cg:SkillRequirement ; cg:ofRole :cook ; cg:skill :knife ; cg:necessity cg:essential ;
    cg:statedBy :book .
:r2 a cg:SkillRequirement ; cg:ofRole :chef ; cg:skill :knife ; cg:necessity cg:recommended ;
    cg:statedBy :me .
:r3 a cg:SkillRequirement ; cg:ofRole :chef ; cg:skill :stove ; cg:necessity cg:essential ;
    cg:statedBy :book .
:r4 a cg:SkillRequirement ; cg:ofRole :cook ; cg:skill :wine ; cg:necessity cg:optional ;
    cg:statedBy :book .
:r5 a cg:SkillRequirement ; cg:ofRole :waiter ; cg:skill :wine ; cg:necessity cg:essential ;
    cg:statedBy :book .
:r6 a cg:SkillRequirement ; cg:ofRole :waiter ; cg:skill :knife ; cg:necessity cg:essential ;
    cg:statedBy :book .
:r7 a cg:SkillRequirement ; cg:ofRole :waiter ; cg:skill :stove ; cg:necessity cg:essential ;
    cg:statedBy :book .
:book a cg:Source ; dcterms:title "A book"@en ; cg:grade cg:stated .
:me a cg:Source ; dcterms:title "Me"@en ; cg:grade cg:editorial .
"""


@pytest.fixture(scope="module")
def kitchen() -> CareerGraph:
    return CareerGraph.from_graph(Graph().parse(data=KITCHEN, format="turtle"))


def named(skills: object) -> list[str]:
    return [skill.skill.label for skill in skills]  # type: ignore[attr-defined]


def cells(page: str) -> list[list[str]]:
    """Return the cells of the lines of a table: two spaces and more part them."""
    return [re.split(r" {2,}", line.strip()) for line in page.splitlines()]


def test_skills_are_shared_by_all_or_of_one_alone(kitchen: CareerGraph) -> None:
    found = kitchen.compare("cook", "chef")
    assert named(found.shared) == ["knife"]
    assert [named(found.only(side.role)) for side in found.sides] == [[], ["stove"]]
    assert found.skills[0].sources == ("urn:book", "urn:me")
    assert found.skills[0].importance == 1.0


def test_of_three_some_are_asked_for_by_two(kitchen: CareerGraph) -> None:
    found = kitchen.compare("cook", "chef", "waiter")
    assert named(found.skills) == ["knife", "stove", "wine"]
    assert [len(skill.asked_by) for skill in found.skills] == [3, 2, 1]
    page = plain_text(comparison_page(found))
    rows = {row[0]: row[1:] for row in cells(page)}
    assert rows["stove [1]"] == ["-", "working", "working"]
    assert rows["knife [1] ~[2]"] == ["working", "working", "working"]


def test_nothing_is_known_of_a_role_without_needs(kitchen: CareerGraph) -> None:
    found = kitchen.compare("cook", "hermit")
    assert [side.needs_known for side in found.sides] == [True, False]
    assert found.rows()[1] == ("knife", "method", 1.0, "yes, level 2", None, "urn:book")
    page = plain_text(comparison_page(found))
    assert "Unknown: no source lists the requirements of Hermit." in page
    rows = {row[0]: row[1:] for row in cells(page)}
    assert rows["knife [1]"] == ["working", "unknown"]
    assert rows["to learn, coming from Cook"] == ["nothing", "unknown"]


def test_no_is_not_unknown(kitchen: CareerGraph) -> None:
    rows = kitchen.compare("cook", "chef").rows()
    assert rows[0] == ("skill", "category", "importance", "Cook", "Chef", "sources")
    assert rows[2][:5] == ("stove", "method", 1.0, "no", "yes, level 2")


def test_two_to_six_different_roles(kitchen: CareerGraph) -> None:
    for titles, message in [
        ((), "Give 2 to 6 roles to compare; you gave none."),
        (("cook",), "Give 2 to 6 roles to compare; you gave 1."),
        (("cook", "chef", "waiter", "hermit") * 2, "you gave 8."),
    ]:
        with pytest.raises(UsageError, match=message):
            kitchen.compare(*titles)
    with pytest.raises(SameRoleError, match='"Cook"'):
        kitchen.compare("cook", "chef", "Cooks")


def test_pay_is_compared_within_one_country_and_period(graph: CareerGraph) -> None:
    found = graph.compare("data scientist", "software engineer")
    one, other = found.sides
    abroad = replace(other, pay=tuple(replace(band, country="DE") for band in other.pay))
    page = comparison_page(replace(found, sides=(one, abroad)))
    tables = [block for block in page if isinstance(block, Table)]
    rows = {row[0]: row[1:] for table in tables for row in table.rows}
    home = rows["pay a year, US May 2025"]
    assert home[0].startswith("$67,240 to $199,130, median $120,230; data scientists")
    assert home[1] == "unknown"
    assert rows["pay a year, DE May 2025"][0] == "unknown"


def test_pages_fit_however_many_roles(graph: CareerGraph) -> None:
    two = graph.compare("SWE", "MLE")
    six = graph.compare("SWE", "MLE", "data scientist", "data analyst", "CTO", "senior swe")
    long = replace(two.sides[0], role=replace(two.sides[0].role, label="x" * 50))
    wide = replace(two, sides=(long, two.sides[1]))
    narrow = itertools.product((two, six), (False, True), (60,))
    usual = itertools.product((two, six, wide), (False, True), (80, 100))
    for comparison, whole, width in (*narrow, *usual):
        page = plain_text(comparison_page(comparison, all_skills=whole), width)
        assert max(map(len, page.splitlines())) <= width
        assert ("more items (--all-skills" in page) == (not whole)


def test_a_role_has_what_its_page_has(graph: CareerGraph) -> None:
    side = graph.compare("data scientist", "SWE").sides[0]
    profile = graph.role("data scientist")
    assert side.pay == profile.pay
    assert side.outlook == profile.outlook
    assert side.certifications == profile.certifications
    assert side.preparation == profile.preparation
    entry = graph.facts.entry_degrees[side.role.iri]
    assert side.entry_degree is not None
    assert side.entry_degree.degree.iri == entry.iri


def test_it_shows_itself(graph: CareerGraph) -> None:
    found = graph.compare("SWE", "MLE")
    assert repr(found) == (
        f"<Comparison of Software Engineer, Machine Learning Engineer: {len(found.shared)} of "
        f"{len(found.skills)} skills shared>"
    )
