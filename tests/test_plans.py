"""Learning plans: what is in them, in which order, what it takes, and how ticks come back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers.planning.learning_resources import choose_resources
from careergraph.answers.planning.plan import make_plan
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.titles import Catalog
from careergraph.errors import DataFileError, SameRoleError, UsageError
from careergraph.model.holdings import NOTHING, AskedProfile, Range
from careergraph.model.values import (
    COMPUTED,
    Cost,
    Entry,
    Evidence,
    MissingSkill,
    Named,
    Need,
    Resource,
    Route,
    Source,
    Step,
    StepExperience,
)
from careergraph.person.checklist import Hours, day_text
from careergraph.person.checklist_parser import (
    Ticks,
    is_plan,
    is_untouched,
    read_start,
    read_ticks,
    sign,
)
from careergraph.person.profile_file import Person
from careergraph.report.data import answer_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.graph import CareerGraph
    from careergraph.person.checklist import Plan, PlanItem

SAID = Source(
    "guide", "A guide", "stated", "undated", "unknown", "A guide", "https://guide.org/a b"
)
OURS = Source("ours", "Editors", "editorial", "2026", "CC", "Editors")


def role(number: int) -> Named:
    return Named(f"role{number}", f"Role {number}")


def missing(
    name: str, importance: float = 1.0, *alternatives: str, hours: Range = NOTHING
) -> MissingSkill:
    necessity = "core" if importance == 1 else "supporting"
    others = tuple(Named(other, other) for other in alternatives)
    return MissingSkill(
        name, name, importance, necessity, ("guide",), others, gap=importance, hours=hours
    )


def route(*steps: Sequence[MissingSkill], kind: str = "move", needed: int = 1) -> Route:
    """Return a route whose steps ask for these skills."""
    evidence = (Evidence("e", kind, "stated", "guide"),)
    described = tuple(
        Step(role(n), role(n + 1), evidence, tuple(asked), 0, needed, 1.0, None, NOTHING, NOTHING)
        for n, asked in enumerate(steps)
    )
    hours = [skill.hours for asked in steps for skill in asked]
    learning = Range(sum(one.low for one in hours), sum(one.high for one in hours))
    cost = Cost(*("gap", 1.0, 1.0, 1.0, len(steps), NOTHING, len(steps)), learning_hours=learning)
    return Route(tuple(role(n) for n in range(len(steps) + 1)), described, cost)


def facts(
    prerequisites: Mapping[str, Sequence[str]] | None = None,
    resources: Mapping[str, Sequence[Resource]] | None = None,
    certifications: Mapping[str, Sequence[Named]] | None = None,
    work: Mapping[str, AskedProfile] | None = None,
) -> CompiledGraph:
    resources = resources or {}
    graph = CompiledGraph(
        sources={"guide": SAID, "ours": OURS},
        certifications_by_skill=certifications or {},
        resources_by_skill={
            skill: [Named(r.iri, r.label) for r in known] for skill, known in resources.items()
        },
        resources={r.iri: r for known in resources.values() for r in known},
        prerequisites={
            skill: {needed: ["ours"] for needed in before}
            for skill, before in (prerequisites or {}).items()
        },
    )
    vars(graph)["work"] = work or {}
    return graph


def names(plan: Plan) -> list[str]:
    return [item.skill.label for item in plan.items]


def one(plan: Plan, name: str) -> PlanItem:
    (item,) = (item for item in plan.items if item.skill.label == name)
    return item


def catalog(*skills: str) -> Catalog:
    return Catalog([Entry(f"urn:{skill}", "skill", skill) for skill in skills])


# What is in it, and in which order


def test_skills_stand_by_step_then_importance_then_name() -> None:
    way = route([missing("b", 0.5), missing("c"), missing("B1")], [missing("a")])
    plan = make_plan(way, facts(), {})
    assert names(plan) == ["B1", "c", "b", "a"]
    assert [item.step for item in plan.items] == [1, 1, 1, 2]
    assert [item.role for item in plan.items] == [role(1)] * 3 + [role(2)]


def test_what_others_build_on_comes_first() -> None:
    way = route([missing("a"), missing("b"), missing("z", 0.5)])
    plan = make_plan(way, facts({"a": ["z"], "z": ["b", "unasked"]}), {})
    assert names(plan) == ["b", "z", "a"]
    assert [before.skill.label for before in one(plan, "z").builds_on] == ["b"]
    assert one(plan, "a").builds_on[0].sources == ("ours",)
    assert not one(plan, "a").builds_on[0].held


def test_order_sees_through_skills_that_are_not_asked_for() -> None:
    plan = make_plan(route([missing("a"), missing("z")]), facts({"a": ["x"], "x": ["z"]}), {})
    assert names(plan) == ["z", "a"]
    assert one(plan, "a").builds_on == ()


def test_what_a_later_step_asks_for_is_learned_when_an_earlier_builds_on_it() -> None:
    way = route([missing("a")], [missing("base", 0.5), missing("c")])
    plan = make_plan(way, facts({"a": ["base"]}), {})
    assert names(plan) == ["base", "a", "c"]
    assert (one(plan, "base").step, one(plan, "base").role) == (1, role(2))
    assert "- [ ] base: supporting, asked for as Role 2, ~0 hours" in plan.to_markdown()


@pytest.mark.parametrize(
    "circle",
    [{"a": ["a"]}, {"a": ["b"], "b": ["a"]}, {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}],
    ids=["itself", "two", "three"],
)
def test_circles_are_broken_the_same_way_every_time(circle: dict[str, list[str]]) -> None:
    skills = [missing("a", 0.5), missing("b"), missing("c", 0.5), missing("d")]
    orders = {
        tuple(names(make_plan(route(order), facts(circle), {}))) for order in (skills, skills[::-1])
    }
    (order,) = orders
    assert sorted(order) == ["a", "b", "c", "d"]
    assert len(circle) < 4 or order == ("b", "a", "c", "d")
    plan = make_plan(route(skills), facts(circle), {})
    assert all(b.skill != item.skill for item in plan.items for b in item.builds_on)


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=3), max_size=8
    ),
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
)
def test_every_order_keeps_to_steps_and_to_what_comes_before(
    before: dict[str, list[str]], steps: list[int]
) -> None:
    asked: list[list[MissingSkill]] = [[], [], []]
    for skill, step in zip("abcdefgh", steps, strict=True):
        asked[step].append(missing(skill))
    plan = make_plan(route(*asked), facts(before), {})
    order = names(plan)
    assert sorted(order) == list("abcdefgh")
    assert all(first.step <= second.step for first, second in pairwise(plan.items))
    for skill, needed in before.items():
        for other in needed:
            assert order.index(other) <= order.index(skill) or skill in reach(other, before)


def reach(skill: str, before: Mapping[str, Sequence[str]]) -> set[str]:
    """Return all that a skill builds on, the obvious way."""
    found: set[str] = set()
    while True:
        more = {n for s in found | {skill} for n in before.get(s, ())} - found
        if not more:
            return found
        found |= more


def test_what_a_person_holds_is_not_in_the_plan() -> None:
    way = route([missing("a"), missing("b", 1.0, "either", "or"), missing("c")])
    known = facts({"c": ["a", "b", "assumed"]}, work={"role0": AskedProfile(gives={"assumed": 2})})
    plan = make_plan(way, known, {}, Person(skills=frozenset({"a", "or"})))
    assert names(plan) == ["c"]
    assert [(b.skill.label, b.held) for b in one(plan, "c").builds_on] == [
        ("a", True),
        ("assumed", True),
    ]
    assert len(make_plan(way, known, {}, Person()).items) == 3


def test_nothing_to_learn_and_nothing_known_are_told_apart() -> None:
    nothing = make_plan(route([]), facts(), {}).to_markdown()
    assert "- To learn: nothing more" in nothing
    assert "Nothing more to learn." in nothing
    unknown = make_plan(route([], needed=0), facts(), {}).to_markdown()
    assert "- To learn: unknown" in unknown
    assert "Unknown: no source lists the requirements of Role 1." in unknown


# What it takes


def resource(name: str, hours: float | None = None, **about: object) -> Resource:
    return Resource(name, name, "course", source="guide", hours=hours, **about)  # type: ignore[arg-type]


def test_hours_are_those_of_the_resource_beside_our_estimate() -> None:
    """Our estimate is the middle of the hours that the step leaves to learn."""
    known = facts(resources={"a": [resource("x", 10), resource("z")], "b": [resource("z")]})
    asked = [
        missing("a", hours=Range(20, 40)),
        missing("b", hours=Range(10, 20)),
        missing("c", hours=Range(6, 8)),
    ]
    plan = make_plan(route(asked), known, {})
    assert (one(plan, "a").hours, one(plan, "a").estimated_hours) == (None, 30)
    known = facts(resources={"a": [resource("x", 10)], "b": [resource("z")]})
    plan = make_plan(route(asked), known, {})
    assert (one(plan, "a").hours, one(plan, "a").estimated_hours) == (Hours(10, 10), 30)
    assert (one(plan, "b").hours, one(plan, "b").estimated_hours) == (None, 15)
    text = plan.to_markdown()
    item = "a: core, ~30 hours by our estimate (10 for the whole resource)"
    assert f"- [ ] {item}, weeks 1 to 4 [1]" in " ".join(text.split())
    assert "- [ ] b: core, ~15 hours, weeks 4 to 6 [1]" in text
    totals = plan.totals
    assert (totals.skills, totals.hours, totals.unknown_hours) == (3, Hours(10, 10), 2)
    assert (totals.estimated_hours, totals.learning) == (52, Range(36, 68))
    glance = " ".join(text.split())
    assert "Hours: ~36 to 68 by our estimate; 10 by resources that state them, for 1 of 3" in glance


def test_what_is_taught_together_takes_less_and_stands_together() -> None:
    """Of a cluster the largest item counts in full and the others half, as on the path page."""
    asked = [
        replace(missing("a", hours=Range(20, 40)), cluster="web"),
        missing("b", hours=Range(10, 20)),
        replace(missing("c", hours=Range(30, 50)), cluster="web"),
    ]
    plan = make_plan(route(asked), facts(), {})
    assert names(plan) == ["a", "c", "b"]
    assert [item.learning for item in plan.items] == [Range(10, 20), Range(30, 50), Range(10, 20)]
    assert plan.totals.learning == Range(50, 90)
    assert plan.weeks == Range(7, 12)


def test_items_follow_each_other_in_weeks() -> None:
    asked = [
        missing(name, hours=Range(hours, hours))
        for name, hours in zip("abc", (4, 12, 3), strict=True)
    ]
    plan = make_plan(route(asked), facts(), {}, hours_per_week=8)
    assert [item.weeks for item in plan.items] == [Range(1, 1), Range(1, 2), Range(3, 3)]
    text = plan.to_markdown()
    assert text.index("- This week: a (4 hours), then b (4 hours).") < text.index("- Route: ")


def test_what_several_steps_ask_for_is_learned_at_once_for_the_hours_of_all() -> None:
    way = route(
        [missing("a", hours=Range(4, 6))], [replace(missing("a", hours=Range(10, 20)), level=3)]
    )
    (item,) = make_plan(way, facts(), {}).items
    assert (item.step, item.level, item.learning) == (1, 3, Range(14, 26))


def test_a_start_gives_days() -> None:
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 (a day as people count it)
    asked = [missing("a", hours=Range(8, 24)), missing("b", hours=Range(8, 8))]
    plan = make_plan(route(asked), facts(), {}, start=tomorrow)
    text = " ".join(plan.to_markdown().split())
    first, last = (day_text(tomorrow + timedelta(weeks=weeks)) for weeks in (2, 4))
    assert f"from {day_text(tomorrow)} you finish between {first} and {last}" in text
    assert f"weeks 1 to 2 (from {day_text(tomorrow)})" in text
    assert f"week 3 (from {day_text(tomorrow + timedelta(weeks=2))})" in text
    assert read_start(plan.to_markdown()) == tomorrow
    assert make_plan(route(asked), facts(), {}).start is None


@pytest.mark.parametrize(
    ("start", "said"),
    [(date(2020, 1, 1), "2020-01-01 is in the past"), (date(9000, 1, 1), "100 years ahead")],
)
def test_a_start_that_cannot_be(start: date, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        make_plan(route([missing("a")]), facts(), {}, start=start)


def test_a_group_is_one_item_with_a_box_for_each_skill() -> None:
    """The skill that most roles ask for leads; whichever is ticked, the item is done."""
    group = replace(missing("JAX", 1.0, "PyTorch", "TensorFlow"), group="framework")
    known = facts()
    known.needs.update(
        {  # type: ignore[attr-defined]
            f"role{n}": [Need(("PyTorch",), 1.0, "core", ("guide",))] for n in range(2)
        }
    )
    plan = make_plan(route([group]), known, {})
    (item,) = plan.items
    assert (item.name, item.skill.label) == ("framework", "PyTorch")
    assert [other.label for other in item.alternatives] == ["JAX", "TensorFlow"]
    text = plan.to_markdown()
    assert "- framework: core, ~0 hours, week 1; tick the one you learn [1]\n" in text
    boxes = re.findall(r"^  - \[ \] (.*)$", text, re.MULTILINE)
    assert boxes == ["PyTorch", "JAX", "TensorFlow"]
    assert "- This week: framework. Choose one: PyTorch, JAX, TensorFlow." in text
    for name in boxes:
        done = text.replace(f"- [ ] {name}\n", f"- [x] {name}\n")
        assert is_untouched(done)
        ticks = Ticks((name,))
        again = make_plan(route([group]), known, {}, ticks=ticks)
        assert (again.to_do, again.done) == ((), (name,))
        assert [(x.skill.label, x.level) for x in again.learned] == [(name, 2)]


def test_a_level_is_named_where_it_is_not_the_usual_one() -> None:
    raised = replace(missing("a"), level=3, held=2)
    text = make_plan(route([raised, missing("b")]), facts(), {}).to_markdown()
    assert "- [ ] a: expert level, core" in text
    assert "- [ ] b: core" in text


def test_experience_that_steps_ask_for_stands_beside_the_learning() -> None:
    way = route([missing("a")])
    asked = StepExperience(Range(2, 5), "as Role 0", ("guide",))
    way = replace(way, steps=(replace(way.steps[0], experience=asked),))
    text = make_plan(way, facts(), {}).to_markdown()
    assert "- Experience: besides learning, the route asks for work: 2 to 5 years as Role 0" in text


def test_what_is_probably_held_is_left_out_and_named() -> None:
    probable = replace(missing("p"), likely=2)
    plan = make_plan(route([missing("a"), probable]), facts(), {})
    assert names(plan) == ["a"]
    assert "- Left out, since you probably know it: p" in plan.to_markdown()


def test_weeks_are_the_hours_left_at_so_many_a_week() -> None:
    """Done items take their share of the hours of the route with them."""
    way = route([missing("a", hours=Range(20, 40)), missing("b", hours=Range(10, 20))])
    assert make_plan(way, facts(), {}, hours_per_week=8).weeks == Range(4, 8)
    assert make_plan(way, facts(), {}, hours_per_week=60).weeks == Range(1, 1)
    left = make_plan(way, facts(), {}, hours_per_week=5, ticks=Ticks(("a",)))
    assert left.weeks == Range(2, 4)
    assert "- Time: 2 to 4 weeks at 5 hours a week" in left.to_markdown()
    assert "- This week: b" in left.to_markdown()


def test_one_course_for_two_skills_counts_once() -> None:
    both, short = resource("both", 50), resource("short", 40)
    known = facts(resources={"a": [both], "b": [both], "c": [short]})
    plan = make_plan(route([missing("a"), missing("b")]), known, {})
    assert plan.totals.hours == Hours(50, 50)
    assert make_plan(route([missing("a"), missing("c")]), known, {}).totals.hours == Hours(90, 90)


def test_unknown_totals_are_not_zero() -> None:
    totals = make_plan(route([missing("a")]), facts(), {}).totals
    assert (totals.hours, totals.cost) == (None, None)
    assert (totals.unknown_hours, totals.unknown_costs) == (1, 1)
    empty = make_plan(route([]), facts(), {}).totals
    assert (empty.hours, empty.estimated_hours, empty.unknown_hours) == (Hours(0, 0), 0, 0)


def test_cost_is_free_or_unknown() -> None:
    free, paid, unsaid = (resource(str(value), free=value) for value in (True, False, None))
    known = facts(resources={"a": [unsaid, free], "b": [paid], "c": [unsaid]})
    plan = make_plan(route([missing("a"), missing("b"), missing("c")]), known, {})
    assert [item.cost for item in plan.items] == ["free", None, None]
    assert (plan.totals.cost, plan.totals.unknown_costs) == (None, 2)
    assert "free resources for 1 of 3 skills, unknown for 2" in plan.to_markdown()
    only = make_plan(route([missing("a")]), known, {})
    assert only.totals.cost == "free"
    assert "- Cost: free resources for 1 of 1 skill\n" in only.to_markdown()


def test_the_resource_is_an_introduction_then_free_then_what_covers_most() -> None:
    wide, first, free = (
        resource("wide"),
        resource("first", level="introductory"),
        resource("z", free=True),
    )
    late = [resource(f"late{number}", hours) for number, hours in enumerate([9, 1, 5])]
    known = facts(resources={"a": [*late, wide, free, first], "b": [wide], "unasked": late})
    asked = [missing("a"), missing("b")]
    item = one(make_plan(route(asked), known, {}), "a")
    assert [r.label for r in item.resources] == ["first"]
    assert (item.more_resources, item.hours, item.cost) == (5, None, None)
    known = facts(resources={"a": [*late, wide, free], "b": [wide]})
    item = one(make_plan(route(asked), known, {}), "a")
    assert ([r.label for r in item.resources], item.cost) == (["z"], "free")
    known = facts(resources={"a": [*late, wide], "b": [wide]})
    assert one(make_plan(route(asked), known, {}), "a").resource == wide


def test_one_resource_serves_a_cluster_where_one_does() -> None:
    both, single = resource("both"), resource("a single", level="introductory", free=True)
    known = facts(resources={"a": [both, single], "b": [both, single], "c": [both]})
    asked = [replace(missing(name), cluster="web") for name in "abc"]
    plan = make_plan(route(asked), known, {})
    assert [item.resource for item in plan.items] == [both, both, both]


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (0, ["First steps", "plain"]),
        (1, ["Advanced x", "First steps", "later", "plain"]),
        (2, ["Advanced x", "later", "plain"]),
    ],
)
def test_resources_are_at_the_level_of_the_learner(held: int, shown: list[str]) -> None:
    known = facts(
        resources={
            "a": [
                resource("First steps"),
                resource("later", level="intermediate"),
                resource("Advanced x"),
                resource("plain"),
            ]
        }
    )
    skill = replace(missing("a"), held=held, level=3)
    chosen = choose_resources([skill], known, (), {})
    assert sorted(r.label for r in chosen["a"]) == shown


def test_resources_are_for_what_their_title_names() -> None:
    """Linear algebra is in the book "Deep Learning", but is not what it is about."""
    labelled = {"a": "linear algebra", "d": "deep learning", "python": "Python", "s": "statistics"}
    book = resource("Deep Learning")
    course = resource("Statistics in Python")
    silent = resource("Think!")
    known = facts(
        resources={"a": [book], "d": [book], "python": [course, silent], "s": [course, silent]}
    )
    known = replace(known, languages=("python",))
    skills = [missing(iri) for iri in labelled]
    chosen = choose_resources(skills, known, (), labelled)
    names = {iri: {one.label for one in suited} for iri, suited in chosen.items()}
    assert names == {
        "a": set(),
        "d": {"Deep Learning"},
        "python": set(),
        "s": {"Statistics in Python", "Think!"},
    }


def test_resources_on_something_else_are_left_out() -> None:
    """At least half of what a resource teaches is wanted or held, and the rest is not harder."""
    known = facts(
        {"deep": ["a"], "deeper": ["deep"]},
        resources={
            "a": [resource(name) for name in ("fits", "builds on", "language", "wide")],
            "held": [resource("fits")],
            "aside": [resource("fits"), resource("wide")],
            "another": [resource("wide")],
            "deeper": [resource("builds on")],
            "R": [resource("language")],
        },
    )
    known = replace(known, languages=("R",))
    chosen = choose_resources([missing("a")], known, ("held",), {})
    assert [r.label for r in chosen["a"]] == ["fits"]


def test_certifications_that_attest_most_come_first() -> None:
    a, b = Named("c:a", "A"), Named("c:b", "B")
    known = facts(certifications={"x": [a, b], "y": [b]})
    plan = make_plan(route([missing("x"), missing("y")]), known, {})
    assert one(plan, "x").certifications == (b, a)
    assert "  - attested by: B, A" in plan.to_markdown()


def test_what_is_cited_is_listed_in_order() -> None:
    known = facts({"a": ["b"]}, resources={"a": [resource("r", url="https://r.org")]})
    plan = make_plan(route([missing("a"), missing("b")]), known, {})
    assert plan.sources == (SAID, OURS)
    text = plan.to_markdown()
    assert "builds on: b ~[2]" in text
    assert "  - course: r [1] <https://r.org>" in text
    assert "- [1] A guide (stated, undated) <https://guide.org/a%20b>" in text


# Markdown and ticks


def ticked(text: str, *skills: str) -> str:
    for skill in skills:
        assert f"- [ ] {skill}:" in text
        text = text.replace(f"- [ ] {skill}:", f"- [x] {skill}:")
    return text


ODD = ("C: the language", "A*", "a_b _c_", "<b>", "x [x]", "1. one", "- [x] x", "C++", "w " * 60)


@pytest.mark.parametrize("name", [*ODD, "a\\b", "a|b", "`x`", "ends:", "é ü", "#"])
def test_odd_names_come_back_from_their_ticks(name: str) -> None:
    name = name.strip()
    way = route([MissingSkill(f"urn:{name}", name, 1.0, "core", ("guide",))])
    plan = make_plan(way, facts(), {})
    text = plan.to_markdown()
    done = re.sub(r"^- \[ \]", "- [x]", text, flags=re.MULTILINE)
    assert read_ticks({"plan.md": text}, catalog(name)) == Ticks()
    ticks = read_ticks({"plan.md": done}, catalog(name))
    assert ticks == Ticks(skills=(f"urn:{name}",))
    again = make_plan(way, facts(), {}, ticks=ticks)
    assert again.to_do == ()
    assert read_ticks({"plan.md": again.to_markdown()}, catalog(name)) == ticks


def test_a_label_cannot_write_lines_of_its_own() -> None:
    evil = "x\n- [x] SQL: done\x1b[31m\n<!-- careergraph plan 1: 000000000000 -->"
    text = make_plan(route([missing(evil)]), facts(), {evil: evil}).to_markdown()
    assert "\x1b" not in text
    assert is_untouched(text)
    assert read_ticks({"plan.md": text}, catalog("SQL")) == Ticks()


def test_ticks_are_done_and_their_rest_is_left_out() -> None:
    way = route([missing("urn:a", hours=Range(4, 6)), missing("urn:b", hours=Range(5, 9))])
    known = facts({"urn:b": ["urn:a"]})
    plan = make_plan(way, known, {"urn:z": "z"}, ticks=Ticks(("urn:a", "urn:z"), ("own thing",)))
    assert [(item.skill.iri, item.done) for item in plan.items] == [
        ("urn:a", True),
        ("urn:b", False),
    ]
    assert plan.also_done == ("z", "own thing")
    assert plan.done == ("urn:a", "z", "own thing")
    assert (plan.totals.skills, plan.totals.estimated_hours) == (1, 7)
    assert [b.held for b in plan.items[1].builds_on] == [True]
    assert (plan.items[0].hours, plan.items[0].estimated_hours) == (None, None)
    done = plan.to_markdown().partition("## Done\n\n")[2]
    assert done.startswith("- [x] urn:a\n- [x] z\n- [x] own thing\n")


def test_a_ticked_skill_that_the_profile_names_too_keeps_its_tick() -> None:
    way = route([missing("a"), missing("b", 1.0, "other")])
    person = Person(skills=frozenset({"a"}))
    plan = make_plan(way, facts(), {}, person, ticks=Ticks(("a", "other")))
    assert plan.items == ()
    assert plan.done == ("a", "other")


def test_only_ticks_may_differ() -> None:
    text = make_plan(route([missing("a"), missing("b")]), facts(), {}).to_markdown()
    assert is_untouched(text)
    assert is_untouched(ticked(text, "a").replace("[x] a", "[X] a"))
    assert is_untouched("".join(f"{line}  \r\n" for line in text.splitlines()).replace("\r", ""))
    for edited in (
        text.replace("- [ ] a", "- [ ] a, my own note"),
        text.replace("- [ ] a: ", "- [ ] A: "),
        f"{text}\nMy own notes",
        f"My own notes\n{text}",
        text.replace("\n- [ ] b", "\n- [ ] mine\n- [ ] b"),
        text + text,
    ):
        assert is_plan(edited)
        assert not is_untouched(edited)
    assert not is_plan("- [x] a")


def test_unknown_ticks_are_named_with_their_line() -> None:
    text = "* [x] SQL\n\n  + [X] **SQL**: again\n- [x] knitting fast\n- [ ] C\n-[x] no\n[x] no\n"
    ticks = read_ticks({"old.md": text}, catalog("SQL", "C"))
    assert ticks.skills == ("urn:SQL",)
    assert ticks.unknown == ("knitting fast",)
    assert ticks.warnings == (
        'old.md:4: No skill is called "knitting fast". It stays in the list of what is done.',
    )
    assert ticks
    assert not read_ticks({"old.md": "- [ ] SQL"}, catalog("SQL"))


def test_ten_thousand_ticks_are_no_plan() -> None:
    text = "".join(f"- [x] skill number {number}\n" for number in range(10_000))
    with pytest.raises(DataFileError, match="10,000 ticks are too many"):
        read_ticks({"old.md": text}, catalog())


def test_a_plan_of_an_earlier_version_is_read_and_that_is_said() -> None:
    old = "- [x] SQL: essential\n- [ ] C: core\n"
    digest = re.findall(r": ([0-9a-f]{12})", sign(old))[0]
    text = f"{old}\n<!-- careergraph plan 1: {digest} -->\n"
    assert is_plan(text)
    assert is_untouched(text)
    ticks = read_ticks({"old.md": text}, catalog("SQL", "C"))
    assert ticks.skills == ("urn:SQL",)
    (warning,) = ticks.warnings
    assert warning.startswith(
        "old.md: This plan was written by an earlier version. Its ticks count"
    )
    assert read_start(text) is None
    assert read_start(text.replace(" -->", " from 2027-02-30 -->")) is None


# On the bundled graph


def test_no_resource_is_beyond_the_learner(graph: CareerGraph) -> None:
    """Nobody who comes from a help desk is sent to Advanced R or deep reinforcement learning."""
    for target in ("system administrator", "python developer", "SOC analyst", "web developer"):
        for item in graph.plan("help desk", target).items:
            named = [resource.label for resource in item.resources]
            assert not [name for name in named if "Advanced" in name or "Deep" in name]
            assert len(named) <= 1


def test_machine_learning_comes_before_deep_learning(graph: CareerGraph) -> None:
    order = [item.name for item in graph.plan("data analyst", "machine learning engineer").items]
    assert order.index("machine learning") < order.index("deep learning")
    assert order.index("deep learning") < order.index("deep-learning framework")


def test_a_plan_takes_the_hours_of_the_path(graph: CareerGraph) -> None:
    """They differ by what is probably held, which the plan leaves out."""
    for pair in (("data analyst", "data scientist"), ("QA tester", "DevOps engineer")):
        plan, route = graph.plan(*pair), graph.path(*pair)
        if not any(step.probable for step in route.steps):
            assert plan.totals.learning == pytest.approx(route.cost.learning_hours)
        assert plan.totals.learning.high <= route.cost.learning_hours.high + 1e-6


def test_a_plan_describes_each_of_its_sources(graph: CareerGraph) -> None:
    """Someone from a senior level arrives at a senior level: a step that is computed."""
    plan = graph.plan("senior software engineer", "lead machine learning engineer")
    assert COMPUTED in plan.sources
    assert "not described" not in plan.to_markdown()


def test_a_plan_shrinks_by_what_is_ticked(graph: CareerGraph) -> None:
    first = graph.plan("data analyst", "machine learning engineer")
    assert len(first.items) > 10
    chosen = [item.skill.label for item in first.items[::4]]
    ticks = read_ticks({"plan.md": ticked(first.to_markdown(), *chosen)}, graph.catalog)
    assert ticks.warnings == ()
    second = graph.plan("data analyst", "machine learning engineer", ticks=ticks)
    assert [i.skill for i in second.to_do] == [
        i.skill for i in first.items[0:] if i.skill.label not in chosen
    ]
    assert list(second.done) == chosen
    assert second.totals.skills == len(first.items) - len(chosen)
    again = read_ticks({"plan.md": second.to_markdown()}, graph.catalog)
    assert graph.plan("data analyst", "machine learning engineer", ticks=again) == second


def test_a_person_has_less_to_learn(graph: CareerGraph) -> None:
    first = graph.plan("data analyst", "machine learning engineer")
    held = frozenset(item.skill.iri for item in first.items[:5])
    second = graph.plan("data analyst", "machine learning engineer", person=Person(skills=held))
    assert held.isdisjoint(item.skill.iri for item in second.items)
    assert len(second.items) <= len(first.items) - 5


def test_every_skill_has_a_name_that_is_read_back(graph: CareerGraph) -> None:
    skills = [entry for entry in graph.catalog.entries if entry.kind == "skill"]
    read: set[str] = set()
    for begin in range(0, len(skills), 500):
        some = skills[begin : begin + 500]
        asked = [MissingSkill(e.iri, e.label, 1.0, "core", ()) for e in some]
        text = make_plan(route(asked), graph.facts, graph.labels).to_markdown()
        done = re.sub(r"^- \[ \]", "- [x]", text, flags=re.MULTILINE)
        ticks = read_ticks({"plan.md": done}, graph.catalog)
        assert ticks.warnings == ()
        read |= set(ticks.skills)
    assert read == {entry.iri for entry in skills}


def test_the_same_role_twice_is_an_error(graph: CareerGraph) -> None:
    with pytest.raises(SameRoleError):
        graph.plan("data analyst", "data analyst")


def test_a_notebook_shows_a_table(graph: CareerGraph) -> None:
    plan = graph.plan("data analyst", "data scientist")
    table = plan._repr_html_()
    assert table.count("<tr>") == len(plan.items) + 1
    assert f"{len(plan.items)} skills to learn" in repr(plan)
    evil = make_plan(route([missing("<script>")]), facts(), {})
    assert "<script>" not in evil._repr_html_()


def test_json_marks_what_is_done(graph: CareerGraph) -> None:
    first = graph.plan("data analyst", "data scientist").items[0].skill
    plan = graph.plan("data analyst", "data scientist", ticks=Ticks((first.iri,)))
    data = json.loads(json.dumps(answer_data(plan)))
    assert [item["skill"]["iri"] for item in data["items"] if item["done"]] == [first.iri]
    assert data["graph"] == {"version": plan.graph.version, "hash": plan.graph.hash}
    cited = {iri for item in data["items"] for iri in item["sources"]}
    assert cited <= {source["iri"] for source in data["sources"]}
