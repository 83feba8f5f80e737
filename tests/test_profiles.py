"""What the profiles say, in the examples that any careers adviser would try first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

_HELD = """
SELECT ?skill (MAX(?n) AS ?level) {
  { SELECT ?thing ?n {
      VALUES ?role { <%s> }
      { ?role ^cg:ofRole ?profile }
      UNION {
        ?role cg:levelOf/^cg:ofRole ?profile .
        FILTER NOT EXISTS { ?role ^cg:ofRole/cg:complete true }
      }
      ?entry cg:inProfile ?profile ; cg:asksFor ?thing ; cg:itemLevel ?n .
  } }
  ?thing skos:prefLabel ?skill .
}
GROUP BY ?skill
"""


def profile(graph: CareerGraph, title: str) -> dict[str, int]:
    """Return what the profile of a role names, with the highest level."""
    rows = graph.store.select(_HELD % graph.find(title).entry.iri)
    return {str(skill): int(str(level)) for skill, level in rows}


def all_implied(graph: CareerGraph, skill: str) -> set[str]:
    """Return the IRIs of all that a skill implies."""
    rows = graph.store.select(f"SELECT ?implied {{ <{skill}> cg:implies+ ?implied }}")
    return {str(implied) for (implied,) in rows}


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("front-end developer", {"HTML", "CSS", "JavaScript", "front-end framework"}),
        ("junior front-end developer", {"HTML", "CSS", "JavaScript"}),
        ("economist", {"microeconomics", "macroeconomics", "econometrics"}),
        ("primary school teacher", {"lesson planning", "classroom management"}),
        ("data scientist", {"machine learning", "statistics", "SQL"}),
        ("machine learning engineer", {"machine learning", "deep-learning framework"}),
    ],
)
def test_a_profile_holds_the_obvious(graph: CareerGraph, title: str, plain: set[str]) -> None:
    assert plain <= set(profile(graph, title))


def test_a_system_administrator_knows_operating_systems_networks_and_scripts(
    graph: CareerGraph,
) -> None:
    held = set(profile(graph, "system administrator"))
    assert {"server operating system", "computer networking", "scripting language"} <= held


def test_levels_rise_from_junior_to_senior(graph: CareerGraph) -> None:
    junior, base, senior = (
        profile(graph, f"{level}front-end developer") for level in ("junior ", "", "senior ")
    )
    assert all(base[skill] <= level for skill, level in senior.items() if skill in base)
    assert all(level <= base[skill] for skill, level in junior.items() if skill in base)
    assert sum(senior.values()) > sum(base.values()) > sum(junior.values())


@pytest.mark.parametrize(
    ("skill", "implied"),
    [
        ("Python", "computer programming"),
        ("deep learning", "machine learning"),
        ("Git", "version control"),
        ("AWS", "cloud computing"),
    ],
)
def test_who_holds_a_skill_holds_what_it_implies(
    graph: CareerGraph, skill: str, implied: str
) -> None:
    narrow, broad = (graph.find(name, "skill").entry.iri for name in (skill, implied))
    assert broad in all_implied(graph, narrow)
    assert narrow not in all_implied(graph, broad)


def test_a_group_offers_a_choice(graph: CareerGraph) -> None:
    members = graph.store.select(
        "SELECT ?label { ?g skos:prefLabel 'deep-learning framework'@en ;"
        " cg:groupMember/skos:prefLabel ?label }"
    )
    assert {"PyTorch", "TensorFlow"} <= {str(label) for (label,) in members}


def test_a_degree_in_computer_science_teaches_programming(graph: CareerGraph) -> None:
    taught = graph.store.select(
        "SELECT ?label { ?t a cg:FieldTeaching ; cg:field/skos:prefLabel 'computer science'@en ;"
        " cg:skill/skos:prefLabel ?label }"
    )
    assert {"computer programming", "operating systems", "database management systems"} <= {
        str(label) for (label,) in taught
    }


def test_the_document_says_that_machine_learning_is_needed(graph: CareerGraph) -> None:
    rows = graph.named("skills-of-role", role="machine learning engineer")
    essential = {
        str(s)
        for s, _, needed, source in rows
        if str(needed) == "essential" and "AI and" in str(source)
    }
    assert {"machine learning", "deep learning", "Keras", "SAS", "statistics"} <= essential
