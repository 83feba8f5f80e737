"""Occupations as starts and destinations: profiles, titles, routes, pages, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph import load
from careergraph.compiled.held_levels import held_by_incumbent
from careergraph.compiled.widening import for_roles, with_occupations
from careergraph.errors import AmbiguousTitleError
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_element, is_occupation
from careergraph.report.layout import plain_text
from careergraph.report.pages.routes import routes_page
from careergraph.vocab import ID

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

NURSE = f"{ID}onet-soc/29-1141.00"


@pytest.fixture(scope="module")
def g() -> CareerGraph:
    return load()


def test_every_occupation_is_in_the_graph(g: CareerGraph) -> None:
    nodes = g.facts.occupation_nodes
    assert len(nodes) == 1016
    assert {node.label for node in nodes if node.iri == NURSE} == {"Registered Nurses"}
    assert not any(is_occupation(role.iri) for role in g.facts.roles)


def test_what_people_hold_does_not_depend_on_what_was_asked_before(g: CareerGraph) -> None:
    """Holdings are kept for every widened graph, which must have the profiles they come from."""
    welder = f"{ID}onet-soc/51-4121.00"
    for start in (NURSE, welder):
        wide = for_roles(g.facts, start, f"{ID}role/data-scientist")
        assert len(wide.incumbents) == len(wide.roles)
        for role in wide.roles:
            fresh = held_by_incumbent(wide.work[role.iri], wide.implies)
            assert wide.incumbents[role.iri] == fresh


def test_profiles_have_items_that_tell_occupations_apart(g: CareerGraph) -> None:
    profile = g.facts.occupation_profiles[NURSE]
    items = {g.facts.label(item.thing): item for item in profile.items}
    assert items["medicine and dentistry"].level == 2
    assert items["medicine and dentistry"].rating == 4.47
    assert items["psychology"].level == 3
    assert "reading comprehension" not in items
    for other in g.facts.occupation_profiles.values():
        assert len(other.items) <= 15


def test_ratings_imply_skills_by_importance_and_level(g: CareerGraph) -> None:
    profiles = g.facts.occupation_profiles
    nurse, mathematician = profiles[NURSE].held, profiles[f"{ID}onet-soc/15-2021.00"].held
    assert nurse[f"{ID}skill/healthcare"] == 2
    assert nurse[f"{ID}skill/mathematics"] == 1
    assert f"{ID}skill/calculus" not in nurse
    assert mathematician[f"{ID}skill/calculus"] == 3


def test_occupations_without_ratings_say_whose_they_take(g: CareerGraph) -> None:
    nodes = {node.code: node for node in g.facts.occupation_nodes}
    assert nodes["11-2032.00"].taken_from == tuple(
        f"{ID}onet-soc/{code}" for code in ("11-2011.00", "13-1161.00", "27-3031.00")
    )
    assert nodes["11-2032.00"].iri in g.facts.occupation_profiles
    infantry = nodes["55-3016.00"]
    assert infantry.taken_from == ()
    assert infantry.iri not in g.facts.occupation_profiles


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("registered nurse", "Registered Nurses"),
        ("29-1141.00", "Registered Nurses"),
        ("29-1141", "Registered Nurses"),
        (NURSE, "Registered Nurses"),
        ("15-2051.00", "Data Scientist"),
        ("data scientist", "Data Scientist"),
        ("barista", "Baristas"),
    ],
)
def test_titles_and_codes_of_occupations(g: CareerGraph, title: str, label: str) -> None:
    assert g.find(title).entry.label == label


def test_a_job_title_of_several_occupations_is_not_guessed(g: CareerGraph) -> None:
    with pytest.raises(AmbiguousTitleError):
        g.find("CFA")


def test_an_exact_match_is_one_thing_with_its_role(g: CareerGraph) -> None:
    node = next(n for n in g.facts.occupation_nodes if n.code == "15-2051.00")
    assert node.role == f"{ID}role/data-scientist"
    widened = with_occupations(g.facts)
    assert node.iri not in widened.nodes
    assert len(widened.roles) == len(g.facts.roles) + 1016 - 90


def test_what_hours_do_not_earn_is_named_first(g: CareerGraph) -> None:
    routes = g.paths("registered nurse", "lawyers", k=1)
    assert routes[0].steps[0].evidence[0].kind == "retraining"
    school, licence = routes[0].steps[0].not_counted
    assert (school.label, school.years) == ("law school", Range(3, 3))
    assert (school.after, licence.label) == (None, "admission to the bar")
    page = " ".join(plain_text(routes_page(routes), 80).split())
    assert " first law school, 3 years full time, after your bachelor's degree" in page
    assert "about 3 years in all, with the study above" in page


def test_a_further_degree_takes_the_first_one_as_well(g: CareerGraph) -> None:
    assistant = g.path("31-9092.00", "29-1071.00").steps[0].not_counted[0]
    assert assistant.label == "physician assistant programme"
    assert (assistant.after, assistant.years) == ("bachelor's degree", Range(3 + 2, 4 + 3))


def test_who_sets_out_with_a_licence_is_not_asked_for_it(g: CareerGraph) -> None:
    kinds = [one.kind for one in g.path("29-1141.00", "29-1141.03").steps[0].not_counted]
    assert "licence" not in kinds


def test_an_occupation_without_ratings_says_so(g: CareerGraph) -> None:
    assert g.role("55-3016.00").is_unrated
    assert g.held("55-3016.00").is_unrated
    relatives = {one.label for one in g.role("19-4044.00").rated_for}
    assert relatives
    assert "Hydrologic Technicians" not in relatives


def test_no_route_leads_through_a_managers_job(g: CareerGraph) -> None:
    nodes = {node.iri: node for node in g.facts.occupation_nodes}
    for start, end in (
        ("accountants and auditors", "data engineer"),
        ("photographers", "web developer"),
    ):
        route = g.path(start, end)
        between = [nodes[role.iri] for role in route.roles[1:-1] if role.iri in nodes]
        assert all(node.group != f"{ID}soc-group/11" for node in between)


def test_questions_on_curated_roles_read_no_occupation(g: CareerGraph) -> None:
    facts = g.facts
    assert for_roles(facts, g.find("software engineer").entry.iri) is facts


def test_pages_of_an_occupation(g: CareerGraph) -> None:
    page = g.role("registered nurse")
    assert page.regulated
    assert page.licence == "registered nurse licence"
    assert not page.is_computed
    assert "medication administration" in {item.item.label for item in page.items}
    assert {band.median for band in page.pay} == {97550.0}
    assert page.preparation[0].job_zone == 4
    assert {one.role.label for one in g.next("registered nurse").neighbours} >= {
        "Nurse Practitioners",
        "Health Informatics Specialist",
    }
    assert g.reach("registered nurse", max_years=3).reached
    assert len(g.compare("registered nurse", "data analyst").sides) == 2


def test_an_occupation_without_a_written_profile_shows_what_it_is_rated_for(
    g: CareerGraph,
) -> None:
    page = g.role("19-4044.00")
    assert page.is_computed
    assert all(is_element(item.item.iri) for item in page.items)


def test_what_people_in_an_occupation_hold_is_written_and_rated(g: CareerGraph) -> None:
    held = {item.label: item.how for item in g.held("registered nurse").held}
    assert held["medication administration"] == "profile"
    assert "medicine and dentistry" in held


def test_a_step_says_whether_its_requirements_are_rated(g: CareerGraph) -> None:
    assert not g.path("nursing assistant", "registered nurse").steps[-1].is_rated
    assert g.path("biological technician", "19-4044.00").steps[-1].is_rated


def test_pictures_of_occupations(g: CareerGraph) -> None:
    assert "Registered Nurses" in repr(g.view("registered nurse"))
    assert g.view(path=("registered nurse", "data scientist")).picture.nodes


def test_a_person_of_a_curated_role_holds_what_the_occupation_is_rated_for(g: CareerGraph) -> None:
    role = g.find("data scientist").entry.iri
    facts = for_roles(g.facts, role, NURSE)
    gives = facts.work[role].gives
    assert any(is_element(thing) for thing in gives)
    assert not any(is_element(thing) for thing in g.facts.work[role].gives)


def test_both_layers_are_counted(g: CareerGraph) -> None:
    counts = g.overview().counts
    assert counts["roles"] == len(g.facts.roles)
    assert counts["occupations"] == 1016
    assert counts["related occupations"] == 18460
