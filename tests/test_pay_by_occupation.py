"""Pay, outlook and job zone name the occupation they are of, and say where it is wider."""

from __future__ import annotations

import pytest
from rdflib import Graph

from careergraph import load
from careergraph.compiled.reading.roles.occupations import title_of_figures
from careergraph.graph import CareerGraph
from careergraph.report.layout import plain_text
from careergraph.report.pages.role import role_page

GRAPH = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix : <https://example.org/me#> .
:me a cg:Source ; dcterms:title "mine"@en ; cg:grade cg:editorial .
:cook a cg:Role ; skos:prefLabel "cook"@en .
:head-cook a cg:Role ; skos:prefLabel "head cook"@en ; cg:levelOf :cook ; cg:seniority :head .
:baker a cg:Role ; skos:prefLabel "baker"@en .
:waiter a cg:Role ; skos:prefLabel "waiter"@en .
:helper a cg:Role ; skos:prefLabel "helper"@en .
:taster a cg:Role ; skos:prefLabel "taster"@en .
:cooks skos:prefLabel "Restaurant Cooks and IT Chefs"@en .
:testers skos:prefLabel "Graders"@en .
:pay1 a cg:PayObservation ; cg:ofRole :cook ; cg:occupation :cooks ; cg:country "US" ;
    cg:period "2025-05" ; cg:population "cooks (35-2014)" ; schema:currency "USD" ;
    schema:duration "P1Y" ; schema:percentile10 20000 ; schema:median 30000 ;
    schema:percentile90 40000 ; cg:statedBy :me .
:pay2 a cg:PayObservation ; cg:ofRole :baker ; cg:occupation :cooks ; cg:country "US" ;
    cg:period "2025" ; cg:population "cooks (35-2014)" ; schema:currency "USD" ;
    schema:duration "PT1H" ; schema:median 15 ; cg:statedBy :me .
:pay3 a cg:PayObservation ; cg:ofRole :waiter ; cg:country "US" ; cg:period "2025" ;
    cg:population "waiters" ; schema:currency "USD" ; schema:duration "P1Y" ; schema:median 15 ;
    cg:statedBy :me .
:pay4 a cg:PayObservation ; cg:ofRole :helper ; cg:occupation :cooks ; cg:country "US" ;
    cg:period "2025" ; cg:population "cooks (35-2014)" ; schema:currency "USD" ;
    schema:duration "P1Y" ; schema:median 25000 ; cg:statedBy :me .
:zone a cg:PreparationLevel ; cg:ofRole :baker ; cg:occupation :cooks ; cg:jobZone 2 ;
    cg:country "US" ; cg:population "cooks" ; cg:statedBy :me .
:outlook a cg:EmploymentOutlook ; cg:ofRole :baker ; cg:occupation :cooks ; cg:country "US" ;
    cg:population "cooks" ; cg:period "2024/2034" ; cg:employment 10 ; cg:statedBy :me .
:same a cg:OccupationLink ; cg:ofRole :cook ; cg:occupation :cooks ; cg:fit cg:sameOccupation ;
    cg:statedBy :me .
:part a cg:OccupationLink ; cg:ofRole :baker ; cg:occupation :cooks ;
    cg:fit cg:partOfOccupation ; cg:payNote "Bakers start early." ; cg:statedBy :me .
:wrong a cg:OccupationLink ; cg:ofRole :taster ; cg:occupation :testers ; cg:fit cg:misleading ;
    rdfs:comment "Graders weigh eggs."@en ; cg:statedBy :me .
"""


@pytest.fixture(scope="module")
def graph() -> CareerGraph:
    return CareerGraph.from_graph(Graph().parse(data=GRAPH, format="turtle"))


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            "cook",
            "restaurant cooks and IT chefs: $20,000 to $40,000, median $30,000, US, May 2025 ~[1]",
        ),
        ("head cook", "restaurant cooks and IT chefs in general: $20,000 to $40,000"),
        (
            "baker",
            "IT chefs in general: median $15 an hour, US, 2025; ~Bakers start early ~[1]",
        ),
        # Without an occupation link of its own, while other roles have one to the same occupation.
        ("helper", "restaurant cooks and IT chefs: median $25,000, US, 2025 ~[1]"),
        ("waiter", "median $15 a year, P10 unknown to P90 unknown; US 2025, waiters ~[1]"),
        ("taster", "unknown; the pay of graders would mislead: Graders weigh eggs. ~[1]"),
    ],
)
def test_role_pages_name_the_occupation_that_is_paid(
    graph: CareerGraph, role: str, expected: str
) -> None:
    text = " ".join(plain_text(role_page(graph.role(role)), width=400).split())
    assert expected in text
    assert text.count("Graders") == (role == "taster")


def test_outlook_and_job_zone_name_the_occupation(graph: CareerGraph) -> None:
    text = " ".join(plain_text(role_page(graph.role("baker"), full=True), width=400).split())
    assert "Job Zone 2 of 5; US, restaurant cooks and IT chefs in general" in text
    outlook = "restaurant cooks and IT chefs in general: unknown employment (10 to unknown people)"
    assert f"{outlook}, unknown openings a year, US, 2024 to 2034" in text


def test_a_statement_is_listed_once_whatever_its_occupation_is_called() -> None:
    more = ':cooks skos:prefLabel "Köche"@de . :again a cg:OccupationLink ; cg:ofRole :cook ; '
    more += "cg:occupation :cooks ; cg:fit cg:partOfOccupation ; cg:statedBy :me ."
    graph = CareerGraph.from_graph(Graph().parse(data=GRAPH + more, format="turtle"))
    assert len(graph.role("cook").pay) == 1


def test_figures_name_an_occupation_to_which_only_other_roles_are_linked() -> None:
    more = """
:grill a cg:Role ; skos:prefLabel "grill"@en .
:pay4 a cg:PayObservation ; cg:ofRole :grill ; cg:occupation :cooks ; cg:country "US" ;
    cg:period "2025" ; cg:population "cooks (35-2014)" ; schema:currency "USD" ;
    schema:duration "P1Y" ; schema:median 30000 ; cg:statedBy :me .
:outlook2 a cg:EmploymentOutlook ; cg:ofRole :grill ; cg:occupation :cooks ; cg:country "US" ;
    cg:population "cooks (35-2014)" ; cg:period "2024/2034" ; cg:statedBy :me .
:zone2 a cg:PreparationLevel ; cg:ofRole :grill ; cg:occupation :cooks ; cg:jobZone 2 ;
    cg:country "US" ; cg:population "cooks (35-2014)" ; cg:statedBy :me .
"""
    graph = CareerGraph.from_graph(Graph().parse(data=GRAPH + more, format="turtle"))
    role = graph.role("grill")
    stated = [
        *((band.occupation, band.is_part) for band in role.pay),
        *((outlook.occupation, outlook.is_part) for outlook in role.outlook),
        *((level.occupation, level.is_part) for level in role.preparation),
    ]
    assert stated == [("Restaurant Cooks and IT Chefs", False)] * 3


def test_figures_of_occupations_that_are_combined_have_their_common_name() -> None:
    occupation = "https://w3id.org/careergraph/id/onet-soc/21-1014.00"
    together = "Substance Abuse, Behavioral Disorder, and Mental Health Counselors"
    population = f"wage and salary workers, {together} (SOC 21-1018)"
    assert title_of_figures(occupation, population, "Mental Health Counselors") == together
    own = "wage and salary workers, Mental Health Counselors (SOC 21-1014)"
    assert (
        title_of_figures(occupation, own, "Mental Health Counselors") == "Mental Health Counselors"
    )


def test_occupations_that_are_combined_have_the_pay_of_all() -> None:
    graph = load()
    for title in ("Mental Health Counselors", "Teaching Assistants, Special Education"):
        (band,) = graph.role(title).pay
        assert band.occupation != title
        assert band.median is not None
