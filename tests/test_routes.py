"""Routes told step by step: what one step taught is not asked for at the next.

Skills are methods: 10 to 25 hours to level 1, 20 to 50 more to level 2. A core item is asked for at
level 2 (30 to 75 hours), a supporting one of newcomers at level 1 (10 to 25 hours). All are
multiplied by 0.65 plus 0.45 times the cube of the missing share of the profile.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers.planning.routes import Setting, describe_route
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.titles import Catalog
from careergraph.model.entries import Entry
from careergraph.model.holdings import Range
from careergraph.model.statements import RoleCertification
from careergraph.model.values import Evidence, Named, Need, PayBand, RoleNode, Route
from careergraph.search.career_network import CareerNetwork
from careergraph.search.learning.background import find_holding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LABELS = {"python": "Python", "r": "R", "sql": "SQL", "a": "A", "b": "B", "c": "C", "d": "D"}
KINDS = ("move", "promotion")
FIRST, SECOND = 0.65 + 0.45 * 0.6**3, 0.65 + 0.45 * 0.4**3
"""Of the weight of 2.5 that B and C each ask for, the first step misses 1.5, the second 1."""


def need(*skills: str, weight: float = 1.0) -> Need:
    return Need(skills, weight, "essential", ("doc",))


NEEDS = {
    "a": (need("excel"),),
    "b": (need("excel"), need("python"), need("sql", weight=0.6)),
    "c": (need("python"), need("sql", weight=0.6), need("spark")),
    "d": (need("excel"), need("spark"), need("golf", weight=0.0)),
}


def tell(
    path: str,
    needs: Mapping[str, tuple[Need, ...]],
    *,
    by: str = "gap",
    hours_per_week: float = 5,
    months: Sequence[float | None] = (),
    level_of: Mapping[str, str] | None = None,
    learned: Sequence[Mapping[str, int]] | None = None,
    carry_over: bool = True,
    **tables: object,
) -> Route:
    """Return a path as a route; where months are given, its steps are promotions."""
    steps = tuple(
        (
            start,
            end,
            Evidence(str(number), "promotion", "observed", "doc", people=50, median_months=known)
            if number < len(months)
            else Evidence(str(number), "move", "stated", "doc"),
        )
        for number, (start, end) in enumerate(pairwise(path))
        for known in (months[number] if number < len(months) else None,)
    )
    facts = CompiledGraph(
        tuple(RoleNode(role, role.upper(), level_of=(level_of or {}).get(role)) for role in path),
        steps,
        needs,
        make_catalog=lambda: Catalog([Entry(iri, "role", text) for iri, text in LABELS.items()]),
        **tables,  # type: ignore[arg-type]
    )
    setting = Setting(
        CareerNetwork.build(facts, KINDS),
        Named(path[0], path[0].upper()),
        find_holding(facts, path[0]),
        hours_per_week,
    )
    return describe_route(path, setting, by=by, learned=learned, carry_over=carry_over)


def learned(route: Route) -> list[set[str]]:
    return [{skill.iri for skill in step.missing_skills} for step in route.steps]


def test_what_step_one_taught_is_not_missing_at_step_two() -> None:
    route = tell("abcd", NEEDS)
    assert learned(route) == [{"python", "sql"}, {"spark"}, set()]
    assert [step.gap for step in route.steps] == [1.5, 1.0, 0.0]
    assert [(step.held, step.needed) for step in route.steps] == [(1, 3), (2, 3), (2, 2)]
    assert (route.cost.gap, route.cost.hardest_step, route.cost.hops) == (2.5, 1.5, 3)
    assert route.labels == ("A", "B", "C", "D")


def test_each_step_on_its_own_is_taken_by_an_incumbent_of_the_role_left() -> None:
    """Incumbents of C do not hold Excel, which D asks for."""
    route = tell("abcd", NEEDS, carry_over=False)
    assert learned(route) == [{"python", "sql"}, {"spark"}, {"excel"}]


def test_who_is_promoted_holds_what_incumbents_of_the_role_left_hold() -> None:
    """C is a level of B and asks for SQL at level 2, which newcomers to B hold at level 1."""
    route = tell("abc", NEEDS, level_of={"c": "b"})
    assert learned(route) == [{"python", "sql"}, {"spark"}]
    (sql,) = (skill for skill in route.steps[0].missing_skills if skill.iri == "sql")
    assert sql.level == 1


def test_hours_shrink_with_the_share_that_is_missing() -> None:
    first, second = tell("abc", NEEDS).steps
    assert first.learning_hours == pytest.approx((40 * FIRST, 100 * FIRST))
    assert second.learning_hours == pytest.approx((30 * SECOND, 75 * SECOND))


def test_the_weight_is_that_of_the_criterion() -> None:
    """By effort each step counts 150 hours besides the middle of its learning.

    The second step asks for half a year, but who is on the way stays for a year.
    """
    weights = {
        by: tell("abc", NEEDS, by=by, months=(24.0, 6.0)).cost.weight
        for by in ("gap", "step", "hops", "time", "effort")
    }
    middle = (40 + 100) / 2 * FIRST + (30 + 75) / 2 * SECOND
    assert weights == pytest.approx(
        {"gap": 2.5, "step": 1.5, "hops": 2, "time": 3.0, "effort": middle + 300}
    )


def test_of_alternatives_the_one_is_learned_that_the_search_chose() -> None:
    needs = {"b": (need("python", "r"),), "c": (need("r"),)}
    chosen: list[dict[str, int]] = [{"r": 2}, {"r": 2}]
    route = tell("abc", needs, learned=chosen)
    assert learned(route) == [{"r"}, set()]
    (told,) = route.steps[0].missing_skills
    assert [other.iri for other in told.alternatives] == ["python"]
    assert route.cost.gap == 1.0


def test_who_comes_from_a_role_with_alternatives_holds_one_of_them_but_no_certain_one() -> None:
    """R itself they hold probably, so that half of it counts as missing."""
    needs = {"a": (need("python", "r"),), "b": (need("python", "r", "sas"), need("r"))}
    (step,) = tell("ab", needs).steps
    assert [(one.iri, one.gap, one.is_probable) for one in step.missing_skills] == [
        ("r", 0.5, True)
    ]
    assert (step.held, step.needed) == (1, 2)
    factor = 0.65 + 0.45 * (0.5 / 2) ** 3
    assert step.learning_hours == pytest.approx((30 / 2 * factor, 75 / 2 * factor))


def test_a_group_that_is_not_met_does_not_count_as_held() -> None:
    """Python is to be learned and will meet the group too: until then neither is held."""
    (step,) = tell("ab", {"b": (need("python"), need("python", "r"))}).steps
    assert (step.held, step.needed) == (0, 2)


def test_attesting_one_skill_twice_is_not_attesting_two() -> None:
    needs = {"b": (need("python", "r"), need("python", "sas"))}
    certifications = {"python": [Named("c", "One skill only")]}
    (step,) = tell("ab", needs, certifications_by_skill=certifications).steps
    assert step.certifications == ()


def test_years_are_the_longer_of_experience_and_learning_step_by_step() -> None:
    """An hour a week is 50 hours a year."""
    route = tell("abc", NEEDS, months=(12.0, 36.0), hours_per_week=1)
    first, second = (step.years for step in route.steps)
    assert first == pytest.approx((1.0, 100 * FIRST / 50)), "29.9 to 74.7 hours"
    assert second == Range(3.0, 3.0)
    assert route.cost.years == pytest.approx((4.0, 3 + 100 * FIRST / 50))
    assert (route.cost.experience_years, route.cost.unknown_durations) == (Range(4.0, 4.0), 0)


def test_an_unknown_duration_is_counted_and_adds_what_learning_takes() -> None:
    route = tell("abc", NEEDS, months=(None, 6.0))
    assert [step.months_in_role for step in route.steps] == [None, 6.0]
    assert route.steps[0].experience is None
    assert route.steps[0].years == pytest.approx((40 * FIRST / 250, 100 * FIRST / 250))
    assert route.steps[1].years == Range(1.0, 1.0), "nobody stays for less in a role on the way"
    assert route.cost.unknown_durations == 1


def test_a_step_names_what_helps_and_the_pay_that_waits() -> None:
    own, both, one = Named("c1", "Own"), Named("c2", "Both"), Named("c3", "One")
    book = Named("b1", "Book")
    band = PayBand("US", "2025", "all", "USD", "P1Y", "doc", median=1.0)
    first, second = tell(
        "abc",
        NEEDS,
        certifications_by_skill={"python": [one, both], "sql": [both]},
        certifications_by_role={"b": [RoleCertification(own, "optional", ())]},
        resources_by_skill={"python": [book], "sql": [book]},
        pay_by_role={"c": [band]},
    ).steps
    assert first.certifications == (own, both), "one that attests a single skill is left out"
    assert first.resources == (book,)
    assert (second.certifications, second.resources, second.pay) == ((), (), (band,))


def test_where_nothing_is_to_be_learned_no_certification_is_pushed() -> None:
    needs = {"c": NEEDS["d"], "d": NEEDS["d"]}
    route = tell(
        "cd",
        needs,
        certifications_by_role={"d": [RoleCertification(Named("c", "Cert"), "essential", ())]},
    )
    assert route.steps[0].certifications == ()


roles = st.lists(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("pqrstuv"), min_size=1, max_size=2, unique=True).map(sorted),
            st.sampled_from([0.0, 0.25, 0.6, 1.0]),
        ).map(lambda drawn: need(*drawn[0], weight=drawn[1])),
        max_size=6,
        unique_by=lambda one: one.skills,
    ).map(tuple),
    min_size=2,
    max_size=6,
)


@given(roles)
def test_a_route_is_a_walk_with_a_growing_bag_of_skills(drawn: list[tuple[Need, ...]]) -> None:
    """Walk it with plain levels: each step adds what it taught, and then all is met."""
    names = "abcdef"[: len(drawn)]
    route = tell(names, dict(zip(names, drawn, strict=True)))
    certain = {one.skills[0]: 2 for one in drawn[0] if one.weight and len(one.skills) == 1}
    some = [set(one.skills) for one in drawn[0] if one.weight and len(one.skills) > 1]
    for step, wanted in zip(route.steps, drawn[1:], strict=True):
        counted = [(set(one.skills), 2 if one.weight == 1 else 1) for one in wanted if one.weight]
        met = [
            any(certain.get(skill, 0) >= level for skill in skills)
            or any(group <= skills for group in some)
            for skills, level in counted
        ]
        assert (step.held, step.needed) == (sum(met), len(counted))
        assert len(step.missing_skills) == len(counted) - sum(met)
        for skill in step.missing_skills:
            assert certain.get(skill.iri, 0) < skill.level, "nothing is taught that is held"
        for skill in step.missing_skills:
            certain[skill.iri] = max(skill.level, certain.get(skill.iri, 0))
        assert step.gap == pytest.approx(sum(skill.gap for skill in step.missing_skills))
    assert route.cost.gap == pytest.approx(sum(step.gap for step in route.steps))
    assert route.cost.hardest_step == max(step.gap for step in route.steps)
