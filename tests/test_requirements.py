"""What roles ask for, read from a graph: groups, inheritance and the strongest word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import Graph

from careergraph.compiled.reading.credentials import (
    read_certifications_by_role,
    read_certifications_by_skill,
    read_pay,
    read_resources,
)
from careergraph.compiled.reading.roles.requirements import (
    merge_needs,
    read_needs,
)
from careergraph.errors import CareerGraphError
from careergraph.model.statements import RoleCertification
from careergraph.model.values import Named, Need
from careergraph.store.bundled import vocabulary_file
from careergraph.store.engine import Store

PREFIXES = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix : <urn:> .
"""


def store_of(turtle: str) -> Store:
    store = Store.from_rdflib(Graph().parse(data=PREFIXES + turtle, format="turtle"))
    store.load(vocabulary_file())
    return store


def requirement(name: str, role: str, skill: str, necessity: str, more: str = "") -> str:
    return (
        f":{name} a cg:SkillRequirement ; cg:ofRole :{role} ; cg:skill :{skill} ; "
        f"cg:necessity cg:{necessity} ; cg:statedBy :{more or 'doc'} .\n"
    )


def needs_of(turtle: str, role: str) -> tuple[Need, ...]:
    return read_needs(store_of(turtle))[f"urn:{role}"]


def test_the_word_of_a_source_gives_the_weight() -> None:
    turtle = (
        requirement("1", "cook", "salt", "optional")
        + requirement("2", "cook", "fire", "essential")
        + requirement("3", "cook", "knife", "recommended")
    )
    assert [(n.skills, n.weight, n.necessity) for n in needs_of(turtle, "cook")] == [
        (("urn:fire",), 1.0, "essential"),
        (("urn:knife",), 0.6, "recommended"),
        (("urn:salt",), 0.0, "optional"),
    ]


def test_a_stated_importance_counts_instead_of_the_word() -> None:
    turtle = requirement("1", "cook", "salt", "essential") + ":1 cg:importance 0.25 ."
    (salt,) = needs_of(turtle, "cook")
    assert (salt.weight, salt.necessity) == (0.25, "essential")


def test_the_strongest_source_wins_and_all_that_count_are_named() -> None:
    turtle = (
        requirement("1", "cook", "salt", "optional", "a")
        + requirement("2", "cook", "salt", "essential", "b")
        + requirement("3", "cook", "salt", "recommended", "c")
    )
    assert needs_of(turtle, "cook") == (Need(("urn:salt",), 1.0, "essential", ("urn:b", "urn:c")),)


def test_a_group_is_one_need_of_its_strongest_member() -> None:
    turtle = (
        requirement("1", "cook", "wok", "recommended", "a")
        + requirement("2", "cook", "pan", "essential", "b")
        + ":any a cg:AlternativeGroup ; cg:member :1 , :2 ."
    )
    assert needs_of(turtle, "cook") == (
        Need(("urn:pan", "urn:wok"), 1.0, "essential", ("urn:a", "urn:b")),
    )


def test_the_same_group_of_two_sources_is_one_need() -> None:
    turtle = (
        requirement("1", "cook", "wok", "essential", "a")
        + requirement("2", "cook", "pan", "essential", "a")
        + requirement("3", "cook", "wok", "essential", "b")
        + requirement("4", "cook", "pan", "essential", "b")
        + ":a1 a cg:AlternativeGroup ; cg:member :1 , :2 ."
        + ":b1 a cg:AlternativeGroup ; cg:member :3 , :4 ."
    )
    (either,) = needs_of(turtle, "cook")
    assert (either.skills, either.sources) == (("urn:pan", "urn:wok"), ("urn:a", "urn:b"))


def test_a_rung_needs_what_its_line_of_work_needs_and_its_own_on_top() -> None:
    turtle = (
        ":chef cg:levelOf :cook . :sous cg:levelOf :cook ."
        + requirement("1", "cook", "salt", "recommended")
        + requirement("2", "chef", "calm", "essential")
        + requirement("3", "chef", "salt", "essential", "own")
    )
    needs = read_needs(store_of(turtle))
    salt = Need(("urn:salt",), 0.6, "recommended", ("urn:doc",))
    assert needs["urn:cook"] == (salt,)
    assert needs["urn:sous"] == (salt,)
    assert needs["urn:chef"] == (
        Need(("urn:calm",), 1.0, "essential", ("urn:doc",)),
        Need(("urn:salt",), 1.0, "essential", ("urn:doc", "urn:own")),
    )


def test_inheritance_reaches_through_levels_and_ends_in_a_circle() -> None:
    turtle = (
        ":a cg:levelOf :b . :b cg:levelOf :c . :c cg:levelOf :a ."
        + requirement("1", "a", "x", "essential")
        + requirement("2", "b", "y", "essential")
        + requirement("3", "c", "z", "essential")
    )
    needs = read_needs(store_of(turtle))
    all_three = [("urn:x",), ("urn:y",), ("urn:z",)]
    for role in ("urn:a", "urn:b", "urn:c"):
        assert [need.skills for need in needs[role]] == all_three


def test_a_role_that_asks_for_nothing_is_absent() -> None:
    assert read_needs(store_of(":cook a cg:Role .")) == {}


def test_an_importance_that_is_no_number_is_an_error_that_names_the_statement() -> None:
    turtle = requirement("1", "cook", "salt", "essential") + ':1 cg:importance "much" .'
    with pytest.raises(CareerGraphError, match=r'"much" is not a number, in urn:1'):
        read_needs(store_of(turtle))


def test_merging_does_not_depend_on_the_order() -> None:
    one = Need(("a",), 0.6, "recommended", ("s",))
    other = Need(("a",), 1.0, "essential", ("t",))
    assert merge_needs([one, other]) == merge_needs([other, one])


AIDS = """
:old a cg:Certification ; cg:status cg:retired ; skos:prefLabel "Old"@en ; cg:validates :salt .
:new a cg:Certification ; cg:status cg:active ; skos:prefLabel "New"@en ; cg:validates :salt .
:n1 a cg:CertificationRequirement ; cg:ofRole :cook ; cg:certification :new ;
    cg:necessity cg:optional ; cg:statedBy :web .
:n3 a cg:CertificationRequirement ; cg:ofRole :cook ; cg:certification :new ;
    cg:necessity cg:recommended ; cg:statedBy :doc .
:n2 a cg:CertificationRequirement ; cg:ofRole :cook ; cg:certification :old ;
    cg:necessity cg:essential ; cg:statedBy :doc .
:good cg:teaches :salt ; skos:prefLabel "Good"@en .
:lost cg:teaches :salt ; skos:prefLabel "Lost"@en ; cg:unverified true .
:chef cg:levelOf :cook .
:pay a cg:PayObservation ; cg:ofRole :cook ; cg:country "US" ; cg:period "2025" ;
    cg:population "all" ; schema:currency "USD" ; schema:duration "P1Y" ; cg:statedBy :doc ;
    schema:percentile10 20000 ; schema:percentile90 60000.5 .
"""


def test_only_active_certifications_and_verified_resources_help() -> None:
    store = store_of(AIDS)
    assert read_certifications_by_skill(store) == {"urn:salt": (Named("urn:new", "New"),)}
    named = RoleCertification(Named("urn:new", "New"), "recommended", ("urn:doc", "urn:web"))
    assert read_certifications_by_role(store) == {"urn:cook": (named,)}
    assert read_resources(store) == {"urn:salt": (Named("urn:good", "Good"),)}


def test_a_rung_shows_the_band_of_its_occupation_and_unknown_percentiles_stay_unknown() -> None:
    pay = read_pay(store_of(AIDS))
    (of_level,), (band,) = pay["urn:chef"], pay["urn:cook"]
    assert (of_level.is_part, band.is_part) == (True, False), "a level is a part of its occupation"
    assert replace(of_level, is_part=False) == band
    assert (band.country, band.period, band.currency) == ("US", "2025", "USD")
    assert (band.p10, band.median, band.p90) == (20000.0, None, 60000.5)
