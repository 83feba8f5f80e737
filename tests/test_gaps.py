"""What is missing between what someone holds and what a role asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers.planning.skill_overlap import (
    compare_profiles,
    describe_missing,
    rank_missing,
)
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.titles import Catalog
from careergraph.model.holdings import AskedItem, AskedProfile, Holding
from careergraph.model.values import GraphInfo, MissingSkill, Named
from careergraph.search.learning.gaps import Missing, find_missing, item_gap
from careergraph.search.learning.held_levels import add_levels, arrive, held_by_incumbent
from careergraph.search.learning.step_learning import learn_step


def skill(name: str, gap: float, likely: int = 0) -> MissingSkill:
    return MissingSkill(name, name, 1.0, "core", ("s",), level=2, likely=likely, gap=gap)


def nameless(**work: AskedProfile) -> CompiledGraph:
    """Return a graph of these profiles; things are called by their IRIs."""
    catalog, info = Catalog(()), GraphInfo("own", "0")
    graph = CompiledGraph(make_catalog=lambda: catalog, make_info=lambda: info)
    vars(graph)["work"] = work
    return graph


def test_missing_skills_are_ranked_by_what_is_missing_and_how_few_roles_ask() -> None:
    asked = [skill("sql", 0.5), skill("r", 1.0), skill("go", 1.0), skill("probable", 1.0, 2)]
    ranked = rank_missing(asked, {"r": 9, "go": 2, "sql": 1})
    assert [one.label for one in ranked] == ["go", "r", "sql", "probable"]


def test_a_missing_group_names_its_alternatives() -> None:
    either = AskedItem(("python", "r"), label="Python or R", group="g")
    graph = nameless()
    missing = learn_step(AskedProfile((either,)), Holding()).missing
    for learned, other in (("python", "r"), ("r", "python")):
        (told,) = describe_missing(graph, missing, {learned: 2})
        assert (told.iri, told.alternatives) == (learned, (Named(other, other),))
        assert told.group == "Python or R"
    (told,) = describe_missing(graph, missing)
    assert told.iri == "python"


def test_a_comparison_names_what_is_shared_and_missing() -> None:
    """Of three core items and a supporting one the cook holds the first, and half the second."""
    chef = AskedProfile(
        (
            AskedItem(("python",)),
            AskedItem(("r",)),
            AskedItem(("go",)),
            AskedItem(("sql",), level=1, weight=0.5),
        )
    )
    graph = nameless(chef=chef)
    held = Holding({"python": 3, "r": 1})
    gap = compare_profiles(graph, Named("cook", "Cook"), Named("chef", "Chef"), held)
    assert gap.gap == 0.5 + 1.0 + 0.5
    assert gap.coverage == round(1 - 2.0 / 3.5, 6)
    assert {one.iri: one.gap for one in gap.missing_skills} == {"go": 1.0, "r": 0.5, "sql": 0.5}
    assert [one.iri for one in gap.shared] == ["python"]


# Items of profiles


def test_an_item_is_met_by_the_skill_that_leaves_the_least() -> None:
    item = AskedItem(("python", "r", "julia"))
    assert find_missing(item, Holding({"r": 1})) == Missing(1, 1, ("r",))
    assert find_missing(item, Holding({"r": 3, "julia": 1})) == Missing(2, 2, ("r",))
    assert find_missing(item, Holding({"r": 1, "julia": 1})) == Missing(1, 1, ("r", "julia"))
    assert find_missing(item, Holding()) == Missing(0, 0, ("python", "r", "julia"))


def test_who_holds_one_of_a_group_may_raise_any_of_it() -> None:
    item = AskedItem(("python", "r", "julia"))
    either = Holding(groups=frozenset({(frozenset({"python", "r"}), 1)}))
    assert find_missing(item, either) == Missing(1, 1, item.skills)
    assert find_missing(AskedItem(("r",)), either) == Missing(0, 0, ("r",))
    assert find_missing(AskedItem(("r", "julia")), either).held == 0


def test_what_is_probably_held_counts_half() -> None:
    item = AskedItem(("sql",), level=2)
    assert item_gap(item, Holding(probable={"sql": 2})) == 0.5
    assert item_gap(item, Holding({"sql": 1}, {"sql": 2})) == 0.25
    asked = AskedProfile((item, AskedItem(("r",), level=1, weight=0.5)))
    assert learn_step(asked, Holding({"sql": 1})).gap == 0.5 + 0.5
    assert learn_step(asked, Holding({"sql": 2})).coverage == 1 - 0.5 / 1.5
    assert learn_step(AskedProfile(), Holding()).coverage is None


levels = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3), max_size=6)
items = st.builds(
    AskedItem,
    skills=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True).map(tuple),
    level=st.integers(1, 3),
    weight=st.sampled_from([1.0, 0.5]),
)


@given(items, levels, levels, levels)
def test_who_holds_more_has_no_larger_gap(
    item: AskedItem, few: dict[str, int], more: dict[str, int], probable: dict[str, int]
) -> None:
    both = {one: max(few.get(one, 0), more.get(one, 0)) for one in {**few, **more}}
    gap = item_gap(item, Holding(few))
    assert item_gap(item, Holding(both)) <= gap
    assert item_gap(item, Holding(few, probable)) <= gap
    assert 0 <= gap <= item.weight
    held = max(few.get(one, 0) for one in item.skills)
    assert gap == pytest.approx(item.weight * max(item.level - held, 0) / item.level)


profiles = st.builds(
    AskedProfile,
    st.lists(items, max_size=5, unique_by=lambda item: frozenset(item.skills)).map(tuple),
    st.booleans(),
)
implications = st.lists(
    st.sampled_from([(a, b) for a in "abcdef" for b in "abcdef" if a < b]), max_size=4, unique=True
).map(lambda pairs: {a: tuple(b for x, b in pairs if x == a) for a, _ in pairs})


@given(profiles, levels, levels, implications, st.booleans())
def test_who_holds_more_has_no_less_of_a_profile(
    asked: AskedProfile,
    few: dict[str, int],
    more: dict[str, int],
    implies: dict,
    promotion: bool,  # noqa: FBT001 (drawn)
) -> None:
    holding = add_levels(Holding(), few, implies)
    both = add_levels(holding, more, implies)
    less, enough = (learn_step(asked, held, promotion=promotion) for held in (holding, both))
    assert enough.gap <= less.gap
    assert (enough.coverage or 0) >= (less.coverage or 0)
    assert {missing.item for missing in enough.missing} <= {one.item for one in less.missing}


@given(profiles, levels, implications, st.booleans())
def test_coverage_is_a_share_and_whole_where_nothing_is_missing(
    asked: AskedProfile,
    held: dict[str, int],
    implies: dict,
    promotion: bool,  # noqa: FBT001 (drawn)
) -> None:
    step = learn_step(asked, add_levels(Holding(), held, implies), promotion=promotion)
    if not asked.items:
        assert step.coverage is None
        return
    assert step.coverage is not None
    assert 0 <= step.coverage <= 1
    assert (step.coverage == 1) == (step.missing == ())


@given(profiles, levels, implications, st.booleans())
def test_after_learning_nothing_is_missing(
    asked: AskedProfile,
    held: dict[str, int],
    implies: dict,
    promotion: bool,  # noqa: FBT001 (drawn)
) -> None:
    before = add_levels(Holding(), held, implies)
    step = learn_step(asked, before, promotion=promotion)
    learned = [
        (one.missing.skills[0], one.item.level) for one in step.missing if len(one.item.skills) > 1
    ]
    after = arrive(before, learned, step.items, implies)
    assert learn_step(asked, after, promotion=promotion).missing == ()


@given(profiles, implications)
def test_whoever_has_a_role_misses_nothing_for_it(asked: AskedProfile, implies: dict) -> None:
    held = held_by_incumbent(asked, implies)
    step = learn_step(asked, held, promotion=True)
    assert step.missing == ()
    assert step.hours == (0, 0)
