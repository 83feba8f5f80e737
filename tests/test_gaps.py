"""What is missing between what someone holds and what a role needs."""

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
from careergraph.compiled.reading.roles.requirements import merge_needs
from careergraph.compiled.titles import Catalog
from careergraph.model.holdings import AskedItem, AskedProfile, Holding
from careergraph.model.values import GraphInfo, MissingSkill, Named, Need
from careergraph.search.learning.gaps import (
    Held,
    Missing,
    coverage,
    find_missing,
    gap_weight,
    held_by,
    item_gap,
    learn,
    missing_needs,
    profile_coverage,
    profile_gap,
)
from careergraph.search.learning.step_learning import learn_step

WEIGHT = {"essential": 1.0, "recommended": 0.6, "optional": 0.0}


def need(*skills: str, necessity: str = "essential", sources: tuple[str, ...] = ("s",)) -> Need:
    return Need(skills, WEIGHT[necessity], necessity, sources)


PYTHON, R, SQL = need("python"), need("r"), need("sql", necessity="recommended")
JULIA_OR_R = need("julia", "r")
PYTHON_OR_R = need("python", "r")
GOLF = need("golf", necessity="optional")


def test_what_is_held_is_not_missing() -> None:
    assert missing_needs(held_by([PYTHON]), [PYTHON, SQL]) == (SQL,)


def test_missing_needs_keep_their_order() -> None:
    assert missing_needs(Held(), [SQL, PYTHON]) == (SQL, PYTHON)


@pytest.mark.parametrize("skill", ["python", "r"])
def test_any_one_of_several_alternatives_is_enough(skill: str) -> None:
    assert missing_needs(Held(frozenset({skill})), [PYTHON_OR_R]) == ()


def test_without_any_alternative_the_group_is_missing_once() -> None:
    assert missing_needs(held_by([SQL]), [PYTHON_OR_R]) == (PYTHON_OR_R,)


def test_someone_with_one_of_two_cannot_be_taken_to_hold_the_one() -> None:
    """Python or R is held: R alone may be missing, Python, R or Julia is not."""
    held = held_by([PYTHON_OR_R])
    assert missing_needs(held, [R]) == (R,)
    assert missing_needs(held, [PYTHON_OR_R]) == ()
    assert missing_needs(held, [need("julia", "python", "r")]) == ()
    assert missing_needs(held, [JULIA_OR_R]) == (JULIA_OR_R,)


def test_a_group_that_a_missing_skill_would_meet_is_not_counted_beside_it() -> None:
    assert missing_needs(Held(), [PYTHON, PYTHON_OR_R]) == (PYTHON,)


def test_an_optional_skill_is_neither_held_nor_missing() -> None:
    assert held_by([GOLF]) == Held()
    assert missing_needs(Held(), [GOLF]) == ()


def test_the_gap_is_the_sum_of_weights() -> None:
    assert gap_weight([PYTHON, SQL, SQL]) == 2.2
    assert gap_weight([]) == 0


def test_coverage_is_the_share_of_weight_that_is_met() -> None:
    assert coverage(held_by([PYTHON]), [PYTHON, SQL]) == 1 / 1.6
    assert coverage(Held(), [PYTHON]) == 0
    assert coverage(Held(), [GOLF]) == 1
    assert coverage(Held(), []) == 1


def test_coverage_is_directed() -> None:
    few, many = [PYTHON], [PYTHON, R, SQL]
    assert coverage(held_by(many), few) == 1
    assert coverage(held_by(few), many) == 1 / 2.6


def test_of_a_group_the_skill_is_learned_that_comes_back_later() -> None:
    held, chosen = learn(Held(), [PYTHON_OR_R], [[SQL], [R]])
    assert chosen == {("python", "r"): "r"}
    assert held.skills == {"r"}


def test_of_a_group_that_never_comes_back_the_first_is_learned() -> None:
    assert learn(Held(), [PYTHON_OR_R])[1] == {("python", "r"): "python"}


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
    assert profile_gap([item, item], Holding({"sql": 1})) == 1.0
    asked = [item, AskedItem(("r",), weight=0.5)]
    assert profile_coverage(asked, Holding({"sql": 2})) == 1 - 0.5 / 1.5
    assert profile_coverage([], Holding()) == 1


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


# Needs, for any draw


skill_sets = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True).map(sorted)
some_needs = st.lists(
    st.tuples(skill_sets, st.sampled_from(sorted(WEIGHT))).map(
        lambda drawn: need(*drawn[0], necessity=drawn[1])
    ),
    max_size=8,
).map(merge_needs)
some_held = st.builds(
    Held,
    st.frozensets(st.sampled_from("abcdef")),
    st.frozensets(st.frozensets(st.sampled_from("abcdef"), min_size=2, max_size=3), max_size=2),
)


@given(some_held, some_held, some_needs)
def test_who_holds_more_misses_no_more(one: Held, other: Held, needs: tuple[Need, ...]) -> None:
    both = Held(one.skills | other.skills, one.alternatives | other.alternatives)
    assert set(missing_needs(both, needs)) <= set(missing_needs(one, needs))
    assert gap_weight(missing_needs(both, needs)) <= gap_weight(missing_needs(one, needs))
    assert coverage(both, needs) >= coverage(one, needs)


@given(some_held, some_needs)
def test_coverage_is_a_share_and_whole_where_nothing_is_missing(
    held: Held, needs: tuple[Need, ...]
) -> None:
    share = coverage(held, needs)
    assert 0 <= share <= 1
    assert (share == 1) == (missing_needs(held, needs) == ())


@given(some_held, some_needs, st.lists(some_needs, max_size=3))
def test_after_learning_nothing_is_missing(
    held: Held, needs: tuple[Need, ...], later: list[tuple[Need, ...]]
) -> None:
    missing = missing_needs(held, needs)
    after, chosen = learn(held, missing, later)
    assert missing_needs(after, needs) == ()
    assert after.skills == held.skills | set(chosen.values())
    assert all(skill in group for group, skill in chosen.items())


@given(some_needs)
def test_whoever_has_a_role_misses_nothing_for_it(needs: tuple[Need, ...]) -> None:
    assert missing_needs(held_by(needs), needs) == ()


@given(some_held, some_needs)
def test_the_missing_needs_meet_all_the_rest(held: Held, needs: tuple[Need, ...]) -> None:
    """A counted need is held, or missing, or met by what is to be learned anyway."""
    missing = missing_needs(held, needs)
    to_learn = {one.skills[0] for one in missing if len(one.skills) == 1}
    for one in needs:
        if one.weight > 0 and one not in missing:
            assert held.meets(one) or to_learn.intersection(one.skills)
