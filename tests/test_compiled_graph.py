"""The compiled graph says the same from SQLite as from the statements it was compiled from."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from careergraph.compiled.asked_profiles import assemble_profiles
from careergraph.compiled.compiler import compile_graph
from careergraph.compiled.database import open_compiled, write_compiled
from careergraph.compiled.generation import compile_bundled, open_bundled
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.held_levels import held_by_incumbent
from careergraph.compiled.near_relations import near_relations
from careergraph.compiled.reading.roles.role_statements import (
    read_role_statements,
    read_skill_claims,
)
from careergraph.errors import CareerGraphError
from careergraph.model.experience import LicenceStatement, OccupationLink
from careergraph.model.profiles import FieldGroup, FieldSkill, ProfileItem, SkillGroup, SkillTraits
from careergraph.model.ranking import count_profiles_asking, count_roles_asking
from careergraph.model.values import GraphInfo
from careergraph.store.bundled import vocabulary_file
from careergraph.store.engine import Store

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix : <urn:> .
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix id: <https://w3id.org/careergraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
PROFILES = """
:cook a cg:Role ; skos:prefLabel "Cook"@en .
:sous a cg:Role ; skos:prefLabel "Senior Cook"@en ; cg:levelOf :cook .
:trainee a cg:Role ; skos:prefLabel "Junior Cook"@en ; cg:levelOf :cook .
:lead a cg:Role ; skos:prefLabel "Lead Cook"@en ; cg:levelOf :cook .

:p-cook a cg:Profile ; cg:ofRole :cook ; cg:ownField :cooking ; cg:statedBy :me .
:i1 a cg:ProfileItem ; cg:inProfile :p-cook ; cg:asksFor :knives ; cg:itemLevel 2 ;
    cg:itemWeight cg:core ; cg:statedBy :me, :book .
:i2 a cg:ProfileItem ; cg:inProfile :p-cook ; cg:asksFor :ovens ; cg:itemLevel 1 ;
    cg:itemWeight cg:supporting ; cg:statedBy :me .
:i3 a cg:ProfileItem ; cg:inProfile :p-cook ; cg:asksFor :hygiene ; cg:itemLevel 1 ;
    cg:itemWeight cg:given ; cg:statedBy :me .

:p-sous a cg:Profile ; cg:ofRole :sous ; cg:statedBy :me .
:i4 a cg:ProfileItem ; cg:inProfile :p-sous ; cg:asksFor :knives ; cg:itemLevel 3 ;
    cg:itemWeight cg:core ; cg:statedBy :me .
:i5 a cg:ProfileItem ; cg:inProfile :p-sous ; cg:asksFor :menus ; cg:itemLevel 2 ;
    cg:itemWeight cg:supporting ; cg:statedBy :me .

:p-trainee a cg:Profile ; cg:ofRole :trainee ; cg:complete true ; cg:statedBy :me .
:i6 a cg:ProfileItem ; cg:inProfile :p-trainee ; cg:asksFor :knives ; cg:itemLevel 1 ;
    cg:itemWeight cg:core ; cg:statedBy :me .

<https://w3id.org/careergraph/id/profile/every-worker> a cg:Profile ; cg:statedBy :me .
:i7 a cg:ProfileItem ; cg:inProfile <https://w3id.org/careergraph/id/profile/every-worker> ;
    cg:asksFor :teamwork ; cg:itemLevel 1 ; cg:itemWeight cg:core ; cg:statedBy :me .

:ovens a cg:SkillGroup ; rdfs:label "an oven" ; cg:groupMember :steam, :gas ; cg:general :oven .
:steam a cg:Tool ; cg:implies :gas ; cg:cluster :heat .
:gas a cg:Tool ; cg:implies :oven .
:oven a cg:Concept ; cg:implies :fire .
:service a cg:FieldGroup ; rdfs:label "service" ; cg:field :catering, :hospitality ;
    cg:acceptedFor :catering ; cg:statedBy :me .
:t1 a cg:FieldTeaching ; cg:field :catering ; cg:skill :hygiene ; cg:itemLevel 2 ;
    cg:statedBy :book .
"""


def compiled(turtle: str, tmp_path: Path) -> CompiledGraph:
    """Return the graph of a Turtle text, written to SQLite and opened again."""
    file = tmp_path / "graph.ttl"
    file.write_text(PREFIXES + turtle, encoding="utf-8")
    store = Store()
    store.load(vocabulary_file())
    store.load(file)
    graph = compile_graph(store, lambda: GraphInfo("own", "0"))
    database = sqlite3.connect(":memory:")
    write_compiled(graph, database)
    return open_compiled(database)


def items(graph: CompiledGraph, role: str) -> list[tuple[str, int, str, str]]:
    profile = graph.profiles[f"urn:{role}"]
    return [
        (i.thing.removeprefix("urn:"), i.level, i.weight, i.added_by.removeprefix("urn:"))
        for i in profile.items
    ]


WORKED_OUT = (
    *("asked", "incumbents", "role_counts", "profile_counts"),
    *("stated_targets", "stated_steps"),
)
"""Sections that are worked out when the file is written."""


def worked_out(made: CompiledGraph, name: str) -> dict[str, object]:
    if name == "asked":
        return dict(assemble_profiles(made))
    if name == "role_counts":
        return dict(sorted(count_roles_asking(made.needs).items()))
    if name == "profile_counts":
        return dict(sorted(count_profiles_asking(assemble_profiles(made)).items()))
    if name == "stated_targets":
        pairs = dict.fromkeys((source, target) for source, target, _ in made.steps)
        sources = dict.fromkeys(source for source, _ in pairs)
        return {role: [target for source, target in pairs if source == role] for role in sources}
    if name == "stated_steps":
        sources = dict.fromkeys(source for source, _, _ in made.steps)
        return {
            role: tuple((target, stated) for source, target, stated in made.steps if source == role)
            for role in sources
        }
    return {node.iri: held_by_incumbent(made.work[node.iri], made.implies) for node in made.roles}


def test_bundled_graph_reads_back_as_it_was_compiled() -> None:
    opened, made = open_bundled(), compile_bundled()
    for section in fields(CompiledGraph):
        of_widened = section.name in {"occupation_of", "most_steps"}
        if section.init and not of_widened and not section.name.startswith("make_"):
            there, here = getattr(opened, section.name), getattr(made, section.name)
            if section.name in WORKED_OUT:
                there, here = dict(there), worked_out(made, section.name)
            elif section.name == "related_occupations":
                assert all(one.is_near is None for one in here)
                here = near_relations(made)
            assert there == here, section.name
            assert repr(list(there)) == repr(list(here)), f"order of {section.name}"
    assert opened.catalog.entries == made.catalog.entries
    assert opened.statistics == made.statistics
    assert opened.info == made.info


def test_values_of_one_role_are_read_alone() -> None:
    graph = open_bundled()
    role = graph.catalog.find("data scientist").entry.iri
    assert graph.needs[role] == dict(graph.needs)[role]
    assert "urn:nothing" not in graph.needs
    assert graph.label("urn:nothing") == "urn:nothing"


@pytest.mark.parametrize("title", ["data scientist", "lead machine learning engineer"])
def test_one_role_asked_alone_is_as_among_all(title: str) -> None:
    """An endpoint is asked role by role; the compiled graph asks for all roles at once."""
    store, graph = Store.bundled(), open_bundled()
    role = graph.catalog.find(title).entry.iri
    assert read_role_statements(store, role)[role] == graph.role_statements[role]
    assert read_skill_claims(store, role)[role] == tuple(graph.skill_claims[role])


def test_profile_has_core_items_first(tmp_path: Path) -> None:
    graph = compiled(PROFILES, tmp_path)
    assert items(graph, "cook") == [
        ("knives", 2, "core", "cook"),
        ("ovens", 1, "supporting", "cook"),
        ("hygiene", 1, "given", "cook"),
    ]
    profile = graph.profiles["urn:cook"]
    assert profile.fields == ("urn:cooking",)
    assert profile.items[0].sources == ("urn:book", "urn:me")


def test_level_raises_and_adds_to_the_profile_of_its_line_of_work(tmp_path: Path) -> None:
    assert items(compiled(PROFILES, tmp_path), "sous") == [
        ("knives", 3, "core", "sous"),
        ("ovens", 1, "supporting", "cook"),
        ("hygiene", 1, "given", "cook"),
        ("menus", 2, "supporting", "sous"),
    ]


def test_complete_profile_inherits_nothing(tmp_path: Path) -> None:
    assert items(compiled(PROFILES, tmp_path), "trainee") == [("knives", 1, "core", "trainee")]


def test_level_without_a_profile_has_that_of_its_line_of_work(tmp_path: Path) -> None:
    graph = compiled(PROFILES, tmp_path)
    assert graph.profiles["urn:lead"] == graph.profiles["urn:cook"]


def test_baseline_belongs_to_no_role(tmp_path: Path) -> None:
    graph = compiled(PROFILES, tmp_path)
    baseline = "https://w3id.org/careergraph/id/profile/every-worker"
    assert list(graph.baseline) == [ProfileItem("urn:teamwork", 1, "core", ("urn:me",), baseline)]
    assert set(graph.profiles) == {"urn:cook", "urn:sous", "urn:trainee", "urn:lead"}


def test_implications_are_followed_with_their_distance(tmp_path: Path) -> None:
    assert compiled(PROFILES, tmp_path).implied == {
        "urn:steam": {"urn:gas": 1, "urn:oven": 2, "urn:fire": 3},
        "urn:gas": {"urn:oven": 1, "urn:fire": 2},
        "urn:oven": {"urn:fire": 1},
    }


def test_implications_in_a_circle_end(tmp_path: Path) -> None:
    graph = compiled(":a cg:implies :b . :b cg:implies :a .", tmp_path)
    assert graph.implied == {"urn:a": {"urn:b": 1}, "urn:b": {"urn:a": 1}}


def test_groups_kinds_and_fields_of_study_are_read(tmp_path: Path) -> None:
    graph = compiled(PROFILES, tmp_path)
    members = ("urn:gas", "urn:steam")
    assert graph.groups["urn:ovens"] == SkillGroup("urn:ovens", "an oven", members, "urn:oven")
    assert graph.traits["urn:steam"] == SkillTraits("Tool", "urn:heat")
    assert graph.traits["urn:oven"] == SkillTraits("Concept")
    assert graph.field_skills == {"urn:catering": (FieldSkill("urn:hygiene", 2, ("urn:book",)),)}
    members, usual = ("urn:catering", "urn:hospitality"), ("urn:catering",)
    assert list(graph.field_groups) == [
        FieldGroup("urn:service", "service", members, usual, "urn:me")
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("cg:itemLevel 2", "cg:itemLevel 4", "cg:itemLevel"),
        ("cg:itemLevel 2", "cg:itemLevel 0", "must be 1, 2 or 3"),
        ("cg:itemWeight cg:core", "cg:itemWeight cg:heavy", "must be one of core"),
    ],
)
def test_item_with_an_impossible_value_is_named(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(CareerGraphError, match=message):
        compiled(PROFILES.replace(old, new), tmp_path)


def test_experience_licences_and_occupations_are_read(tmp_path: Path) -> None:
    graph = compiled(
        """
        :cook a cg:Role . :sous a cg:Role ; cg:levelOf :cook .
        :e1 a cg:ExperienceRequirement ; cg:ofRole :cook ; rdfs:label "two years" ;
            cg:yearsFrom 2.0 ; cg:yearsTo 5.0 ; cg:experienceIn :kitchen ; cg:country "US" ;
            cg:statedBy :me .
        :e2 a cg:ExperienceShare ; cg:ofRole :cook ; rdfs:label "none" ; cg:yearsFrom 0.0 ;
            cg:yearsTo 0.0 ; cg:share 0.5 ; cg:sampleSize 20 ; cg:statedBy :me .
        :e3 a cg:LevelExperience ; cg:toLevel :senior ; cg:yearsFrom 2.0 ; cg:yearsTo 5.0 ;
            cg:statedBy :me .
        :l1 a cg:Licence ; cg:ofRole :cook ; rdfs:label "food permit" ; cg:country "US" ;
            cg:requiredFor cg:forEntry ; cg:requiredBy cg:everyJurisdiction ; cg:statedBy :me .
        :o1 a cg:OccupationLink ; cg:ofRole :cook ; cg:occupation :o-35 ; cg:fit cg:sameOccupation ;
            cg:shows cg:PayObservation, cg:DegreeShare ; cg:statedBy :me .
        :o-35 skos:prefLabel "Cooks" ; skos:notation "35-2014.00" .
        """,
        tmp_path,
    )
    (years,) = graph.experience_years["urn:cook"]
    assert (years.years_from, years.years_to, years.within) == (2.0, 5.0, ("urn:kitchen",))
    (share,) = graph.experience_shares["urn:cook"]
    assert (share.years_from, share.share, share.sample_size) == (0.0, 0.5, 20)
    (level,) = graph.level_experience
    assert (level.from_level, level.to_level, level.years_to) == (None, "urn:senior", 5.0)
    licence = LicenceStatement(
        "food permit", None, "forEntry", "everyJurisdiction", "US", None, "urn:me"
    )
    assert graph.licences == {"urn:cook": (licence,), "urn:sous": (licence,)}
    shown = ("DegreeShare", "PayObservation")
    link = OccupationLink(
        "urn:o1", "urn:o-35", "Cooks", "35-2014.00", "sameOccupation", shown, None, "urn:me"
    )
    assert graph.occupations == {"urn:cook": (link,), "urn:sous": (link,)}
