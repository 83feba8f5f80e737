"""Learning plans: what is in them, in which order, what it takes, and how ticks come back."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.answers.planning.plan import make_plan
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.titles import Catalog
from careergraph.errors import DataFileError, SameRoleError
from careergraph.model.holdings import NOTHING, AskedProfile, Range
from careergraph.model.values import (
    Cost,
    Entry,
    Evidence,
    MissingSkill,
    Named,
    Resource,
    Route,
    Source,
    Step,
)
from careergraph.person.checklist import Hours
from careergraph.person.checklist_parser import Ticks, is_plan, is_untouched, read_ticks
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
    assert "Unknown: no source says what Role 1 asks for." in unknown
    level = make_plan(route([], kind="level", needed=0), facts(), {}).to_markdown()
    assert "Role 0 is a level of Role 1: nothing to learn." in level
    assert "- To learn: nothing more" in level


# What it takes


def resource(name: str, hours: float | None = None, **about: object) -> Resource:
    return Resource(name, name, "course", source="guide", hours=hours, **about)  # type: ignore[arg-type]


def test_hours_are_a_range_of_what_is_stated_beside_our_estimate() -> None:
    """Our estimate is the middle of the hours that the step leaves to learn."""
    known = facts(
        resources={
            "a": [resource("x", 10), resource("y", 40), resource("z")],
            "b": [resource("z")],
        },
    )
    asked = [
        missing("a", hours=Range(20, 40)),
        missing("b", hours=Range(10, 20)),
        missing("c", hours=Range(6, 8)),
    ]
    plan = make_plan(route(asked), known, {})
    assert (one(plan, "a").hours, one(plan, "a").estimated_hours) == (Hours(10, 40), 30)
    assert (one(plan, "b").hours, one(plan, "b").estimated_hours) == (None, 15)
    assert (one(plan, "c").hours, one(plan, "c").estimated_hours) == (None, 7)
    text = plan.to_markdown()
    assert "- [ ] a: core, 10 to 40 hours (~30 by our estimate) [1]" in text
    assert "- [ ] b: core, ~15 hours [1]" in text
    assert "- [ ] c: core, ~7 hours [1]" in text
    totals = plan.totals
    assert (totals.skills, totals.hours, totals.unknown_hours) == (3, Hours(10, 40), 2)
    assert (totals.estimated_hours, totals.unknown_estimates) == (52, 0)
    glance = " ".join(text.split())
    assert "Hours: ~52 by our estimate; 10 to 40 by resources that state them, for 1 of 3" in glance
    assert "no resource states any for 2 skills" in glance


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
    known = facts(resources={"a": [both, short], "b": [both], "c": [short]})
    plan = make_plan(route([missing("a"), missing("b")]), known, {})
    assert plan.totals.hours == Hours(50, 90)
    assert make_plan(route([missing("a"), missing("c")]), known, {}).totals.hours == Hours(40, 90)


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


def test_resources_are_introductions_first_then_what_covers_most() -> None:
    wide = resource("wide")
    first = resource("first", level="introductory")
    late = [resource(f"late{number}", hours) for number, hours in enumerate([9, 1, 5])]
    known = facts(resources={"a": [*late, wide, first], "b": [wide], "unasked": late})
    plan = make_plan(route([missing("a"), missing("b")]), known, {})
    shown = [r.label for r in one(plan, "a").resources]
    assert shown[:2] == ["first", "wide"]
    assert set(shown[2:]) == {"late0", "late1"}  # those behind the figures
    assert one(plan, "a").more_resources == 1
    assert one(plan, "a").hours == Hours(1, 9)
    assert "  - and 1 more to learn from" in plan.to_markdown()


def test_the_free_resource_behind_the_cost_is_always_shown() -> None:
    many = [resource(f"a{number}") for number in range(5)]
    known = facts(resources={"a": [*many, resource("z", free=True)], "b": many})
    item = one(make_plan(route([missing("a"), missing("b")]), known, {}), "a")
    assert item.cost == "free"
    assert [r.label for r in item.resources] == ["a0", "a1", "a2", "z"]


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
        'old.md:4: No skill is called "knitting fast". It stays among what is done.',
    )
    assert ticks
    assert not read_ticks({"old.md": "- [ ] SQL"}, catalog("SQL"))


def test_ten_thousand_ticks_are_no_plan() -> None:
    text = "".join(f"- [x] skill number {number}\n" for number in range(10_000))
    with pytest.raises(DataFileError, match="10,000 ticks are too many"):
        read_ticks({"old.md": text}, catalog())


# On the bundled graph


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
    asked = [MissingSkill(e.iri, e.label, 1.0, "core", ()) for e in skills]
    text = make_plan(route(asked), graph.facts, graph.labels).to_markdown()
    done = re.sub(r"^- \[ \]", "- [x]", text, flags=re.MULTILINE)
    ticks = read_ticks({"plan.md": done}, graph.catalog)
    assert ticks.warnings == ()
    assert set(ticks.skills) == {entry.iri for entry in skills}


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
