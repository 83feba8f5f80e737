"""What a route has to keep to: each constraint is kept, and what is in the way is named."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from careergraph.answers.planning.route_questions import describe_result, search_for
from careergraph.errors import CareerGraphError, NoRouteError, UnknownTitleError, UsageError
from careergraph.model.values import GRADES, PayBand
from careergraph.person.profile_file import Person
from careergraph.search.constraints import Constraints, lowest_pay
from small_worlds import small_graph

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

ENDS = ("data analyst", "machine learning engineer")


def routes(graph: CareerGraph, **asked: object) -> list[tuple[str, ...]]:
    options = {name: asked.pop(name) for name in ("kinds", "by", "person") if name in asked}
    constraints = Constraints(**asked)  # type: ignore[arg-type]
    return [r.labels for r in graph.paths(*ENDS, k=20, constraints=constraints, **options)]  # type: ignore[misc]


def test_no_route_has_more_steps_than_allowed(graph: CareerGraph) -> None:
    assert {len(labels) - 1 for labels in routes(graph, max_steps=3)} == {2, 3}


def test_no_route_takes_more_years_than_allowed(graph: CareerGraph) -> None:
    found = graph.paths(*ENDS, k=20, constraints=Constraints(max_years=5.1))
    assert max((r.cost.years.low + r.cost.years.high) / 2 for r in found) <= 5.1


def test_a_role_avoided_is_on_no_route_and_one_asked_for_is_on_all(graph: CareerGraph) -> None:
    assert all("Data Engineer" not in r for r in routes(graph, avoid=("data engineer",)))
    assert all("Statistician" in r for r in routes(graph, via=("statistician",)))


def test_two_stops_are_both_on_the_way(graph: CareerGraph) -> None:
    found = routes(graph, via=("statistician", "data engineer"))
    assert all({"Statistician", "Data Engineer"} <= set(labels) for labels in found)


def test_the_ends_may_be_named_as_stops(graph: CareerGraph) -> None:
    assert routes(graph, via=ENDS) == routes(graph)


def test_what_is_held_is_not_to_be_learned(graph: CareerGraph) -> None:
    def missing(constraints: Constraints) -> set[str]:
        (route,) = graph.paths(*ENDS, k=1, constraints=constraints)
        return {skill.label for step in route.steps for skill in step.missing_skills}

    held = {"machine learning", "causal inference"}
    before, after = missing(Constraints()), missing(Constraints(have=tuple(held)))
    assert held <= before
    assert after <= before - held


def test_no_step_rests_on_weaker_evidence_than_asked_for(graph: CareerGraph) -> None:
    found = graph.paths(*ENDS, k=5, constraints=Constraints(min_evidence="stated"))
    allowed = set(GRADES[: GRADES.index("stated") + 1])
    assert all(e.grade in allowed for r in found for s in r.steps for e in s.evidence)


def test_no_role_on_the_way_asks_for_a_higher_degree(graph: CareerGraph) -> None:
    asked = Constraints(degree="bachelor's", no_new_degree=True)
    for route in graph.paths(*ENDS, k=20, constraints=asked):
        ranks = [step.entry_degree.rank for step in route.steps if step.entry_degree]
        assert all(rank <= 5 for rank in ranks)
        assert route.cost.new_degrees == 0


def test_a_person_brings_skills_years_and_a_degree(graph: CareerGraph) -> None:
    python = graph.find("linear algebra", "skill").entry.iri
    start = graph.find("senior software engineer").entry.iri
    person = Person(start, frozenset({python}), None, (), 4.0, ())
    ends, quick = ("senior software engineer", "software architect"), 168.0
    plain = graph.path(*ends, by="time", hours_per_week=quick)
    served = graph.path(*ends, by="time", hours_per_week=quick, person=person)
    assert served.cost.years < plain.cost.years
    other = Person(python, frozenset(), None, (), 4.0, ())
    assert graph.path(*ends, by="time", hours_per_week=quick, person=other) == plain


def test_unknown_pay_is_not_enough() -> None:
    def band(median: float | None, duration: str = "P1Y") -> PayBand:
        return PayBand("US", "2025", "all", "USD", duration, "urn:s", median=median)

    assert lowest_pay([]) is None
    assert lowest_pay([band(None)]) is None
    assert lowest_pay([band(50.0, "PT1H")]) is None
    assert lowest_pay([band(70.0), band(50.0)]) == 50.0


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ({"max_steps": 1}, "with --max-steps 2 instead of 1: Data Analyst → Data Scientist → "),
        ({"max_years": 0.5}, r"with --max-years \d\.?\d* instead of 0\.5: Data Analyst → "),
        ({"min_pay": 900000}, r"with --min-pay \d+ instead of 900000"),
        ({"min_evidence": "observed"}, "with --min-evidence "),
        ({"via": ("primary school teacher",), "max_steps": 2}, "without --via"),
    ],
)
def test_what_would_open_a_way_is_found_by_search(
    graph: CareerGraph, asked: dict[str, object], opens: str
) -> None:
    with pytest.raises(NoRouteError, match=opens) as caught:
        routes(graph, **asked)
    assert str(caught.value).startswith("No route from")


def test_the_years_named_do_open_a_way_and_a_tenth_less_does_not(graph: CareerGraph) -> None:
    with pytest.raises(NoRouteError) as caught:
        routes(graph, max_years=0.5)
    years = float(str(caught.value).split("--max-years ")[1].split()[0])
    assert routes(graph, max_years=years)
    with pytest.raises(NoRouteError):
        routes(graph, max_years=round(years - 0.1, 1))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"max_steps": 0}, "--max-steps is 0; give a whole number from 1 to 50"),
        ({"max_steps": -1}, "is -1; give"),
        ({"max_steps": 10**9}, "1 to 50"),
        ({"max_years": -3.0}, "--max-years is -3; give"),
        ({"max_years": math.nan}, "is nan; give"),
        ({"max_years": math.inf}, "is inf; give"),
        ({"min_pay": -1.0}, "--min-pay is -1; give"),
        ({"min_evidence": "rumour"}, "not a grade of evidence"),
        ({"avoid": ("MLE",)}, "start or the destination"),
        ({"avoid": ("statistician",), "via": ("statistician",)}, "both on the route"),
        ({"via": ("statistician", "data engineer"), "max_steps": 2}, "takes 3 steps"),
        ({"degree": "blub", "no_new_degree": True}, "not a degree"),
    ],
)
def test_what_cannot_be_is_said(graph: CareerGraph, asked: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        routes(graph, **asked)


def test_titles_and_skills_in_constraints_are_understood_or_named(graph: CareerGraph) -> None:
    for asked in ({"avoid": ("zzzz",)}, {"via": ("zzzz",)}, {"have": ("zzzz",)}):
        with pytest.raises(UnknownTitleError, match="zzzz"):
            routes(graph, **asked)


@pytest.mark.parametrize("k", [0, -1, 1001, 10**6])
def test_the_number_of_routes_is_bounded(graph: CareerGraph, k: int) -> None:
    with pytest.raises(CareerGraphError, match="1 to 1,000"):
        graph.paths(*ENDS, k=k)


def test_what_varies_is_said_and_the_first_route_is_found_again(graph: CareerGraph) -> None:
    varied = graph.stability("SWE", "MLE")
    assert {v.factor for v in varied} == {0.8, 1.2}
    assert {v.part for v in varied} == {
        "hours of learning",
        "price of a change of job",
    }
    assert all(v.stays for v in varied)
    for variation in graph.stability("data analyst", "statistician", by="time"):
        assert variation.stays == (
            variation.first == graph.path("data analyst", "statistician", by="time").labels
        )


@pytest.mark.parametrize(
    ("ends", "stop"),
    [
        (("data scientist", "user experience designer"), "devops engineer"),
        (("test analyst", "network engineer"), "game developer"),
        (("librarian", "full-stack developer"), "change and configuration manager"),
    ],
    ids=str,
)
def test_a_stop_far_off_is_found(graph: CareerGraph, ends: tuple[str, str], stop: str) -> None:
    label = graph.find(stop).entry.label
    for by in ("gap", "likelihood"):
        (route,) = graph.paths(*ends, k=1, by=by, via=[stop])
        assert label in route.labels[1:-1]


def test_a_stop_that_no_way_can_make_is_refused_at_once() -> None:
    """Whoever passes "off" has to come back through where they were."""
    ways = small_graph(["alfa bravo", "bravo off", "off bravo", "bravo charlie"])
    with pytest.raises(NoRouteError) as caught:
        ways.path("alfa", "charlie", via="off")
    assert caught.value.looked_at == 0
    assert "without --via" in str(caught.value)


def test_a_search_that_gave_up_says_so(graph: CareerGraph) -> None:
    search = search_for(graph, "accountant", "game designer", {"max_years": 30.0})
    result = search.find(1, work=1)._replace(paths=[], proven=False, seen=7)
    with pytest.raises(NoRouteError, match="found among 7 partial routes; there may be one"):
        describe_result(graph, search, result, "gap")


def test_constraints_may_be_given_by_name(graph: CareerGraph) -> None:
    by_name = graph.paths(*ENDS, k=5, max_steps=3, avoid="data engineer", have=["git"])
    asked = Constraints(max_steps=3, avoid=("data engineer",), have=("git",))
    assert by_name == graph.paths(*ENDS, k=5, constraints=asked)
    assert len(by_name) > 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"byy": "gap"}, 'no option "byy". Did you mean "by"'),
        ({"no_such_option": 1}, "Use any of: have, lack, degree"),
        ({"k": 2}, "`paths` finds k of them"),
        ({"constraints": {"max_steps": 2}}, "constraints is dict; give a Constraints"),
        ({"person": "me.toml"}, "person is str; give a Person"),
        ({"max_steps": 2.5}, "--max-steps is 2.5; give a whole number"),
        ({"max_steps": "2"}, "--max-steps is '2'; give a whole number"),
        ({"max_years": "2"}, "--max-years is '2'; give a number"),
        ({"max_years": True}, "--max-years is True; give a number"),
        ({"avoid": [3]}, "give titles, such as"),
    ],
    ids=str,
)
def test_options_that_are_none(graph: CareerGraph, options: dict, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        graph.path(*ENDS, **options)
    assert said in str(caught.value)


@pytest.mark.parametrize("k", [1.5, "3", True, 0, None])
def test_a_number_of_routes_that_is_none(graph: CareerGraph, k: object) -> None:
    with pytest.raises(UsageError, match="ask for 1 to 1,000 routes"):
        graph.paths(*ENDS, k=k)  # type: ignore[arg-type]


def test_a_title_that_is_no_text(graph: CareerGraph) -> None:
    with pytest.raises(UsageError, match="A title is a text, not int"):
        graph.path(3, "MLE")  # type: ignore[arg-type]


def test_no_new_degree_holds_for_a_person_who_names_none(graph: CareerGraph) -> None:
    ends = ("software engineer", "computer and information research scientist")
    with pytest.raises(NoRouteError, match="--degree"):
        graph.path(*ends, no_new_degree=True, person=Person(skills=frozenset()))


def test_the_degree_of_a_person_counts(graph: CareerGraph) -> None:
    assert graph.find("data analyst").entry.iri not in graph.facts.entry_degrees
    bachelor = next(d for d in graph.facts.degrees if d.label == "bachelor's degree")
    route = graph.path(
        "data analyst", "data scientist", no_new_degree=True, person=Person(degree=bachelor)
    )
    assert route.cost.new_degrees == 0


def test_likelihood_varies_step_by_step(graph: CareerGraph) -> None:
    found = graph.paths("data analyst", "IT project manager", k=1, by="likelihood")[0]
    counted = [step for step in found.steps if step.share]
    parts = [v.part for v in graph.stability("data analyst", "IT project manager", by="likelihood")]
    assert len(counted) > 0
    assert sum(part.startswith("share of ") for part in parts) == 2 * len(counted)
    assert graph.stability("data analyst", "IT project manager", by="hops") == ()
