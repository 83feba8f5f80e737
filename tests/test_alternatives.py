"""Groups of alternatives on a way: what is told is what the search counted."""

from __future__ import annotations

from small_worlds import small_graph


def test_overlapping_groups_teach_what_is_asked_for_later() -> None:
    graph = small_graph(
        ["alfa bravo", "bravo charlie", "alfa delta", "delta charlie"],
        {"charlie": ["a", "b"], "delta": ["d?"]},
        [("bravo", ["a", "b"]), ("bravo", ["a", "c"])],
    )
    first, second = graph.paths("alfa", "charlie", k=2, kinds=["move"])
    assert first.labels == ("alfa", "bravo", "charlie")
    assert [step.gap for step in first.steps] == [2.0, 0.0]
    assert {skill.label for skill in first.steps[0].missing_skills} == {"skill a", "skill b"}
    # D is recommended, so supporting: half a core item.
    assert first.cost.gap < second.cost.gap == 2.5


def test_many_alternatives_are_followed_where_they_matter() -> None:
    ones, others = ([f"{letter}{n:02}" for n in range(40)] for letter in "xy")
    graph = small_graph(
        ["alfa bravo", "bravo charlie"],
        {"charlie": ["x39", "y39", "z"]},
        [("bravo", ones), ("bravo", others)],
    )
    routes = graph.paths("alfa", "charlie", k=1)
    assert routes.proven
    assert routes[0].cost.gap == 3.0


def test_where_not_all_choices_are_followed_nothing_is_proven() -> None:
    names = [[f"{letter}{n:02}" for n in range(9)] for letter in "uvwxyz"]
    graph = small_graph(
        ["alfa bravo", "bravo charlie"],
        {"charlie": [name for group in names for name in group]},
        [("bravo", group) for group in names],
    )
    routes = graph.paths("alfa", "charlie", k=1)
    assert not routes.proven
    assert routes[0].cost.gap == 6 + 48
