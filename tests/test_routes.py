"""Routes told step by step: what one step taught is not asked for at the next."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers.planning.routes import Setting, describe_route
from careergraph.compiled.graph import CompiledGraph
from careergraph.model.levels import LEVEL
from careergraph.model.values import Evidence, Named, Need, PayBand, Route
from careergraph.search.learning.learning_time import Effort
from careergraph.search.networkx_view import build_digraph

LABELS = {"python": "Python", "r": "R", "sql": "SQL", "a": "A", "b": "B", "c": "C", "d": "D"}


def need(*skills: str, weight: float = 1.0) -> Need:
    return Need(skills, weight, "essential", ("doc",))


def chain(*roles: str, months: tuple[float | None, ...] = ()) -> nx.MultiDiGraph[str]:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, (start, end) in enumerate(pairwise(roles)):
        known = months[number] if number < len(months) else None
        evidence = Evidence(f"t{number}", "move", "stated", "doc", median_months=known)
        network.add_edge(start, end, key=evidence.iri, evidence=evidence)
    return network


def tell(
    network: nx.MultiDiGraph[str],
    path: str,
    needs: dict[str, tuple[Need, ...]],
    *,
    by: str = "gap",
    effort: Effort | None = None,
    compiled: CompiledGraph | None = None,
) -> Route:
    digraph = build_digraph(network, needs, by=by, effort=effort)
    setting = Setting(
        needs, LABELS, effort=effort or Effort(), compiled=compiled or CompiledGraph()
    )
    evidence = {(a, b): edge["evidence"] for a, b, edge in digraph.edges(data=True)}
    return describe_route(evidence, list(path), setting, by=by)


def learned(route: Route) -> list[list[str]]:
    return [[skill.iri for skill in step.missing_skills] for step in route.steps]


NEEDS = {
    "a": (need("excel"),),
    "b": (need("excel"), need("python"), need("sql", weight=0.6)),
    "c": (need("python"), need("sql", weight=0.6), need("spark")),
    "d": (need("excel"), need("spark"), need("golf", weight=0.0)),
}


def test_what_step_one_taught_is_not_missing_at_step_two() -> None:
    route = tell(chain("a", "b", "c", "d"), "abcd", NEEDS)
    assert learned(route) == [["python", "sql"], ["spark"], []]
    assert [step.gap for step in route.steps] == [1.6, 1.0, 0.0]
    assert [(step.held, step.needed) for step in route.steps] == [(1, 3), (2, 3), (2, 2)]
    assert (route.cost.gap, route.cost.hardest_step, route.cost.hops) == (2.6, 1.6, 3)
    assert route.cost.weight == 3.6, "each step on its own: from c, d also lacks Excel"
    assert route.labels == ("A", "B", "C", "D")


def test_the_weight_is_that_of_the_criterion() -> None:
    network = chain("a", "b", "c", months=(24.0, 6.0))
    weights = {by: tell(network, "abc", NEEDS, by=by).cost.weight for by in ("gap", "step", "hops")}
    assert weights == {"gap": 2.6, "step": 1.6, "hops": 2}
    assert tell(network, "abc", NEEDS, by="time").cost.weight == 2.5


def test_of_alternatives_the_one_is_learned_that_the_rest_of_the_way_needs() -> None:
    needs = {"b": (need("python", "r"),), "c": (need("r"),)}
    route = tell(chain("a", "b", "c"), "abc", needs)
    assert learned(route) == [["r"], []]
    (told,) = route.steps[0].missing_skills
    assert told.alternatives == (Named("python", "Python"),)
    assert route.cost.gap == 1.0


def test_who_comes_from_a_role_with_alternatives_holds_one_of_them_but_no_certain_one() -> None:
    needs = {"a": (need("python", "r"),), "b": (need("python", "r", "sas"), need("r"))}
    route = tell(chain("a", "b"), "ab", needs)
    assert learned(route) == [["r"]]
    assert (route.steps[0].held, route.steps[0].needed) == (1, 2)


def test_a_group_that_is_not_met_does_not_count_as_held() -> None:
    """Python is to be learned and will meet the group too: until then neither is held."""
    needs = {"b": (need("python"), need("python", "r"))}
    (step,) = tell(chain("a", "b"), "ab", needs).steps
    assert learned(tell(chain("a", "b"), "ab", needs)) == [["python"]]
    assert (step.held, step.needed) == (0, 2)


def test_one_skill_that_meets_two_groups_is_learned_once() -> None:
    needs = {"b": (need("python", "r"), need("python", "sas"))}
    compiled = CompiledGraph(certifications_by_skill={"python": [Named("c", "One skill only")]})
    effort = Effort({"python": 100.0})
    (step,) = tell(chain("a", "b"), "ab", needs, effort=effort, compiled=compiled).steps
    assert step.learning_hours == 100.0
    assert step.certifications == (), "attesting one skill twice is not attesting two"


def test_a_level_teaches_nothing_takes_no_time_and_is_no_hop() -> None:
    network = chain("b", "c")
    level = Evidence("a", LEVEL, "stated", "doc")
    network.add_edge("a", "b", key="a", evidence=level)
    needs = {"a": (need("excel"), need("python")), "b": (need("python"),), "c": NEEDS["c"]}
    route = tell(network, "abc", needs)
    assert [step.is_level for step in route.steps] == [True, False]
    assert learned(route) == [[], ["spark", "sql"]]
    assert (route.cost.hops, route.cost.gap, route.cost.unknown_durations) == (1, 1.6, 1)
    assert (route.steps[0].months_in_role, route.steps[0].years) == (0.0, 0.0)


def test_years_are_the_longer_of_working_and_learning_step_by_step() -> None:
    effort = Effort({"python": 300.0, "sql": 220.0, "spark": 52.0}, hours_per_week=5)
    route = tell(chain("a", "b", "c", months=(12.0, 36.0)), "abc", NEEDS, effort=effort)
    assert [step.learning_hours for step in route.steps] == [520.0, 52.0]
    assert [step.years for step in route.steps] == [2.0, 3.0]
    assert (route.cost.years, route.cost.unknown_durations) == (5.0, 0)


def test_an_unknown_duration_is_counted_and_adds_what_learning_takes() -> None:
    effort = Effort({"python": 260.0}, hours_per_week=5)
    route = tell(chain("a", "b", "c", months=(None, 6.0)), "abc", NEEDS, effort=effort)
    assert [step.months_in_role for step in route.steps] == [None, 6.0]
    assert [step.years for step in route.steps] == [1.0, 0.5]
    assert (route.cost.years, route.cost.unknown_durations) == (1.5, 1)
    assert route.steps[1].learning_hours is None, "no source says how long Spark takes"


def test_a_step_names_what_helps_and_the_pay_that_waits() -> None:
    own, both, one = Named("c1", "Own"), Named("c2", "Both"), Named("c3", "One")
    book = Named("b1", "Book")
    band = PayBand("US", "2025", "all", "USD", "P1Y", "doc", median=1.0)
    compiled = CompiledGraph(
        certifications_by_skill={"python": [one, both], "sql": [both]},
        certifications_by_role={"b": [own]},
        resources_by_skill={"python": [book], "sql": [book]},
        pay_by_role={"c": [band]},
    )
    first, second = tell(chain("a", "b", "c"), "abc", NEEDS, compiled=compiled).steps
    assert first.certifications == (own, both), "one that attests a single skill is left out"
    assert first.resources == (book,)
    assert (second.certifications, second.resources, second.pay) == ((), (), (band,))


def test_where_nothing_is_to_be_learned_no_certification_is_pushed() -> None:
    compiled = CompiledGraph(certifications_by_role={"d": [Named("c", "Cert")]})
    route = tell(chain("c", "d"), "cd", {"c": NEEDS["d"], "d": NEEDS["d"]}, compiled=compiled)
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
    """Walk it with a plain set: each step adds what it taught, and then all is met."""
    names = "abcdef"[: len(drawn)]
    needs = dict(zip(names, drawn, strict=True))
    route = tell(chain(*names), names, needs)
    certain = {one.skills[0] for one in drawn[0] if one.weight and len(one.skills) == 1}
    entered = [set(one.skills) for one in drawn[0] if one.weight and len(one.skills) > 1]
    taught: list[str] = []
    for step, wanted in zip(route.steps, drawn[1:], strict=True):
        counted = [set(one.skills) for one in wanted if one.weight]
        before = [one for one in counted if one & certain or any(e <= one for e in entered)]
        assert (step.held, step.needed) == (len(before), len(counted))
        new = {skill.iri for skill in step.missing_skills}
        assert not new & certain, "nothing is taught that is held"
        assert bool(new) == (len(before) < len(counted))
        taught += new
        certain |= new
        assert all(one & certain or any(e <= one for e in entered) for one in counted)
        entered += [one for one in counted if len(one) > 1]
    assert len(taught) == len(set(taught)), "nothing is taught twice"
    total = sum(skill.importance for step in route.steps for skill in step.missing_skills)
    assert route.cost.gap == pytest.approx(total)
    assert route.cost.hardest_step == max(step.gap for step in route.steps)
