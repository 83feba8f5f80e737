"""What speaks for a route and against it follows from pay, outlook, evidence and what is held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from careergraph.answers.planning.advisability import UNKNOWN_PAY, Finding, assess_route
from careergraph.model.holdings import Range
from careergraph.model.statements import OutlookStatement
from careergraph.model.values import (
    COMPUTED,
    Cost,
    Evidence,
    GraphInfo,
    Named,
    PayBand,
    Route,
    Routes,
    Step,
    StepExperience,
)
from careergraph.report.pages.advice import advice_rows, finding_text

COOK, CHEF = Named("urn:cook", "Cook"), Named("urn:chef", "Chef")
STATED = Evidence("urn:1", "move", "stated", "urn:book")


def band(median: float | None, period: str = "2025", country: str = "US") -> PayBand:
    return PayBand(country, period, "people", "USD", "P1Y", "urn:office", median=median)


def outlook(change: float | None) -> OutlookStatement:
    known = (None, None, change, None, "US", "people", "2024/2034", "urn:office")
    return OutlookStatement(*known, overall_percent_change=3.1)


def step(
    evidence: Evidence = STATED, coverage: float | None = 0.8, pay: tuple[PayBand, ...] = ()
) -> Step:
    """Return a step to a role of another family, of whose profile a share is held."""
    return Step(
        source=COOK,
        target=CHEF,
        evidence=(evidence,),
        missing_skills=(),
        held=8,
        needed=10,
        gap=0.0,
        months_in_role=None,
        learning_hours=Range(),
        years=Range(),
        pay=pay,
        coverage=coverage,
    )


def routes(
    *steps: Step, before: tuple[PayBand, ...] = (), change: float | None = None
) -> tuple[Routes, Route]:
    route = Route((COOK, CHEF), steps, Cost("effort", 0.0, 0.0, 0.0, len(steps), Range(), 0))
    answer = Routes(
        source=COOK,
        target=CHEF,
        criterion="effort",
        routes=(route,),
        sources=(),
        graph=GraphInfo("own", "0"),
        hours_per_week=8.0,
        pay_before=before,
        outlook=(outlook(change),),
    )
    return answer, route


SOURCED = Finding("sourced", favourable=True, number=1, total=1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (band(100), band(150), [Finding("pay", True, 0.5)]),  # noqa: FBT003
        (band(100), band(75), [Finding("pay", False, -0.25)]),  # noqa: FBT003
        (band(100), band(104), []),
        (band(100), band(150, period="2024"), []),
        (band(100), band(150, country="DE"), []),
        (band(None), band(150), []),
    ],
)
def test_pay_is_compared_within_one_country_year_and_currency(
    before: PayBand, after: PayBand, expected: list[Finding]
) -> None:
    answer = routes(step(pay=(after,)), before=(before,))
    assert assess_route(*answer) == (*expected, SOURCED)


def test_likeness_does_not_say_that_people_take_a_step() -> None:
    alike = replace(STATED, kind="related", grade="official")
    assert assess_route(*routes(step(alike))) == ()
    both = replace(step(alike), evidence=(alike, STATED))
    assert assess_route(*routes(both)) == (SOURCED,)


def test_shrinking_employment_speaks_against_a_route() -> None:
    assert assess_route(*routes(step(), change=-3.7))[0] == Finding("employment", False, -3.7, 3.1)  # noqa: FBT003
    assert assess_route(*routes(step(), change=12.0))[0].favourable
    assert assess_route(*routes(step(), change=0.0)) == (SOURCED,)


def test_growth_below_that_of_all_occupations_is_no_argument() -> None:
    assert assess_route(*routes(step(), change=3.1)) == (SOURCED,)
    (growth, _) = assess_route(*routes(step(), change=3.2))
    assert (
        finding_text(growth)
        == "employment is projected to grow by 3.2%, that of all occupations by 3.1%"
    )


@pytest.mark.parametrize("wide", ["before", "after"])
def test_nothing_follows_from_the_pay_of_a_wider_occupation(wide: str) -> None:
    before, after = band(100), band(150)
    if wide == "before":
        before = replace(before, is_part=True)
    else:
        after = replace(after, is_part=True)
    assert assess_route(*routes(step(pay=(after,)), before=(before,))) == (SOURCED,)


def test_newcomers_without_the_years_asked_for_do_not_earn_the_median() -> None:
    asked = StepExperience(Range(2, 5), "in related work")
    newcomer = replace(step(pay=(band(150),)), experience_asked=asked)
    assert assess_route(*routes(newcomer, before=(band(100),))) == (SOURCED,)


def test_few_people_are_no_argument_against_what_another_source_states() -> None:
    few = Evidence("urn:4", "move", "observed", "urn:count", people=7)
    alone = Finding("people", favourable=False, number=7, ends=("Cook", "Chef"))
    assert finding_text(alone) == "only 7 people were counted making the step from Cook to Chef"
    assert assess_route(*routes(step(few))) == (alone,)
    both = replace(step(few), evidence=(few, STATED))
    assert assess_route(*routes(both)) == (SOURCED,)


def test_our_own_judgement_speaks_neither_for_a_route_nor_against_it() -> None:
    ours = Evidence("urn:2", "move", "editorial", "urn:me")
    computed = Evidence("urn:3", "affinity", "computed", COMPUTED.iri)
    few = Evidence("urn:4", "move", "observed", "urn:count", people=7)
    many = Evidence("urn:5", "move", "observed", "urn:count", people=20)
    assert assess_route(*routes(step(ours))) == ()
    assert assess_route(*routes(step(many), step(computed))) == ()
    assert assess_route(*routes(step(ours), step(few))) == (
        Finding("people", favourable=False, number=7, ends=("Cook", "Chef")),
    )
    assert assess_route(*routes(step(many))) == (SOURCED,)


def test_growth_of_a_wider_occupation_names_it() -> None:
    answer, route = routes(step(), change=15.2)
    wider = replace(answer.outlook[0], occupation="Cooks", is_part=True)
    (growth, _) = assess_route(replace(answer, outlook=(wider,)), route)
    assert finding_text(growth).startswith(
        "employment of cooks (the wider occupation) is projected to grow by 15.2%"
    )


def test_a_role_of_which_under_a_quarter_is_held_is_a_new_field() -> None:
    new = Finding("new field", favourable=False, number=0.24, role="Chef")
    assert assess_route(*routes(step(coverage=0.24))) == (SOURCED, new)
    assert assess_route(*routes(step(coverage=0.25))) == (SOURCED,)
    assert assess_route(*routes(step(coverage=None))) == (SOURCED,)
    neighbour = replace(step(coverage=0.1), same_family=True)
    assert assess_route(*routes(neighbour)) == (SOURCED,)


def test_occupations_that_a_source_calls_alike_are_no_new_field() -> None:
    likened = step(replace(STATED, kind="related"), coverage=0.2)
    assert [one.subject for one in assess_route(*routes(likened))][-1] == "much to learn"
    assert [one.subject for one in assess_route(*routes(likened, step(coverage=0.1)))][-1] == (
        "new field"
    )
    much = Finding("much to learn", favourable=False, number=0.2, role="Chef")
    assert finding_text(much) == "there is much to learn (you hold 20% of the profile of Chef)"


def test_the_share_held_is_that_of_the_destination_not_of_the_first_step() -> None:
    answer, route = routes(step(coverage=0.2), step(coverage=0.6))
    far = replace(route, coverage=0.04)
    assert assess_route(answer, far)[-1] == Finding("new field", False, 0.04, role="Chef")  # noqa: FBT003


def test_the_page_names_what_speaks_for_it_and_against_it() -> None:
    answer = routes(step(coverage=0.07, pay=(band(150),)), before=(band(100),), change=-3.7)
    field = "the field is new to you (you hold 7% of the profile of Chef)"
    against = f"employment is projected to shrink by 3.7%; {field}"
    assert advice_rows(*answer) == [
        (
            "advisable?",
            "for: the occupation's median pay is 50% higher; a source describes this step",
        ),
        ("", f"against: {against}"),
    ]


def test_pay_that_is_unknown_may_be_less() -> None:
    answer = routes(step(), before=(band(100),))
    unknown = Finding(UNKNOWN_PAY, favourable=False, number=0.0, role="Chef")
    assert assess_route(*answer) == (SOURCED, unknown)
    assert advice_rows(*answer) == [
        ("advisable?", "for: a source describes this step"),
        ("", "no pay figure is known for a Chef, so compare offers with your present pay"),
    ]
    assert assess_route(*routes(step(), before=(band(None),))) == (SOURCED,)


def test_a_fall_of_pay_stands_beside_no_note_that_contradicts_it() -> None:
    wide = replace(band(75), is_part=True, occupation="Cooks")
    (fall, _) = assess_route(*routes(step(pay=(wide,)), before=(band(100),)))
    assert finding_text(fall) == "the median pay of cooks (the wider occupation) is 25% lower"
    noted = replace(wide, note="Chefs are usually paid above the median of cooks.")
    assert assess_route(*routes(step(pay=(noted,)), before=(band(100),))) == (SOURCED,)


def test_a_wider_occupation_is_explained_once() -> None:
    wide = replace(band(75), is_part=True, occupation="Cooks")
    answer, route = routes(step(pay=(wide,)), before=(band(100),))
    growth = replace(outlook(-5.0), occupation="Cooks", is_part=True)
    rows = advice_rows(replace(answer, outlook=(growth,)), route)
    text = " ".join(text for _, text in rows)
    assert text.count("the wider occupation") == 1
    assert text.count("of cooks") == 2


def test_a_start_without_ratings_says_nothing_of_what_is_held() -> None:
    answer, route = routes(step(coverage=0.0))
    assert assess_route(replace(answer, unrated=(COOK,)), route) == (SOURCED,)
