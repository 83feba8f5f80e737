"""What speaks for a route and against it follows from pay, outlook, evidence and what is held."""

from __future__ import annotations

import pytest

from careergraph.answers.planning.advisability import Finding, assess_route
from careergraph.model.holdings import Range
from careergraph.model.statements import OutlookStatement
from careergraph.model.values import (
    COMPUTED,
    Cost,
    Evidence,
    GraphInfo,
    MissingSkill,
    Named,
    PayBand,
    Route,
    Routes,
    Step,
)
from careergraph.report.pages.advice import advice_rows

COOK, CHEF = Named("urn:cook", "Cook"), Named("urn:chef", "Chef")
STATED = Evidence("urn:1", "move", "stated", "urn:book")


def band(median: float | None, period: str = "2025", country: str = "US") -> PayBand:
    return PayBand(country, period, "people", "USD", "P1Y", "urn:office", median=median)


def outlook(change: float | None) -> OutlookStatement:
    return OutlookStatement(None, None, change, None, "US", "people", "2024/2034", "urn:office")


def step(evidence: Evidence = STATED, new: int = 2, pay: tuple[PayBand, ...] = ()) -> Step:
    """Return a step that asks for ten items, of which some are wholly new and one held in part."""
    skills = [MissingSkill(f"urn:{n}", str(n), 1.0, "core", ()) for n in range(new)]
    partly = MissingSkill("urn:partly", "partly", 1.0, "core", (), held=1, likely=1)
    return Step(
        source=COOK,
        target=CHEF,
        evidence=(evidence,),
        missing_skills=(*skills, partly),
        held=9 - new,
        needed=10,
        gap=0.0,
        months_in_role=None,
        learning_hours=Range(),
        years=Range(),
        pay=pay,
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
        (band(100), band(None), []),
    ],
)
def test_pay_is_compared_within_one_country_year_and_currency(
    before: PayBand, after: PayBand, expected: list[Finding]
) -> None:
    answer = routes(step(pay=(after,)), before=(before,))
    assert assess_route(*answer) == (*expected, SOURCED)


def test_shrinking_employment_speaks_against_a_route() -> None:
    assert assess_route(*routes(step(), change=-3.7))[0] == Finding("employment", False, -3.7)  # noqa: FBT003
    assert assess_route(*routes(step(), change=12.0))[0].favourable
    assert assess_route(*routes(step(), change=0.0)) == (SOURCED,)


def test_thin_evidence_speaks_against_a_route() -> None:
    ours = Evidence("urn:2", "move", "editorial", "urn:me")
    computed = Evidence("urn:3", "affinity", "computed", COMPUTED.iri)
    few = Evidence("urn:4", "move", "observed", "urn:count", people=7)
    many = Evidence("urn:5", "move", "observed", "urn:count", people=20)
    assert assess_route(*routes(step(ours), step(computed), step(few))) == (
        Finding("computed", favourable=False, number=1, total=3),
        Finding("editorial", favourable=False, number=1, total=3),
        Finding("people", favourable=False, number=7),
    )
    assert assess_route(*routes(step(many))) == (SOURCED,)


def test_a_role_of_which_most_is_new_is_a_new_field() -> None:
    new = Finding("new field", favourable=False, number=7, total=10)
    assert assess_route(*routes(step(new=7))) == (SOURCED, new)
    assert assess_route(*routes(step(new=6))) == (SOURCED,)


def test_the_page_names_what_speaks_for_it_and_against_it() -> None:
    answer = routes(step(new=7, pay=(band(150),)), before=(band(100),), change=-3.7)
    against = "employment is projected to shrink; a new field: 7 of the 10 items asked for are new"
    assert advice_rows(*answer) == [
        ("advisable?", "for: the occupation's median pay is 50 % higher; a source states it"),
        ("", f"against: {against}"),
    ]
