"""Where people go from a role and who becomes it: what is listed, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from careergraph.answers.roles.neighbours import Neighbours, find_neighbours
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.titles import Catalog
from careergraph.errors import UnknownTitleError, UsageError
from careergraph.model.experience import LevelExperience
from careergraph.model.levels import LEVEL
from careergraph.model.statements import Seniority
from careergraph.model.values import (
    Entry,
    Evidence,
    GraphInfo,
    Named,
    Need,
    PayBand,
    RoleNode,
    Source,
)

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

INFO = GraphInfo("own", "0")
LABELS = {name: name.upper() for name in ("a", "b", "c", "d", "e", "f", "g", "sr", "p", "q")}
PAY = PayBand("US", "2025-05", "cooks", "USD", "P1Y", "census", median=10.0)


def need(skill: str, weight: float = 1.0) -> Need:
    return Need((skill,), weight, "essential", ("book",))


def stated(iri: str, kind: str, grade: str, **details: float | str) -> Evidence:
    return Evidence(iri, kind, grade, "census" if grade == "observed" else "book", **details)  # type: ignore[arg-type]


STEPS = (
    ("a", "b", stated("1", "move", "editorial")),
    ("a", "c", stated("2", "move", "editorial")),
    ("a", "c", stated("3", "move", "observed", people=5, share=0.1, median_months=12.0)),
    ("a", "d", stated("4", "move", "observed", people=50, share=0.4, median_months=30.0)),
    ("a", "d", stated("5", "move", "observed", people=7, share=0.9, median_months=90.0)),
    ("a", "e", stated("6", "promotion", "stated")),
    ("a", "f", stated("7", "related", "official", tier="Supplemental")),
    ("a", "g", stated("8", "related", "official", tier="Primary-Short")),
    ("a", "sr", stated("9", "promotion", "editorial")),
    ("sr", "a", stated("sr", LEVEL, "editorial")),
    ("sr", "e", stated("10", "move", "stated")),
    ("b", "e", stated("11", "move", "editorial")),
    ("a", "nowhere", stated("12", "move", "observed", people=999)),
)
FACTS = CompiledGraph(
    roles=tuple(
        RoleNode(name, name.upper())
        if name != "sr"
        else RoleNode(name, name.upper(), seniority="senior", level_of="a")
        for name in ("a", "b", "c", "d", "e", "f", "g", "sr")
    ),
    seniorities=(Seniority("mid", "mid", 2), Seniority("senior", "senior", 3)),
    level_experience=(LevelExperience(None, "senior", 2, 4, "book"),),
    steps=STEPS,
    needs={"a": (need("p"),), "b": (need("p"),), "c": (need("q"),), "e": (need("q", 0.0),)},
    sources={
        "book": Source("book", "A book", "stated", "2026", "unknown", "A book"),
        "census": Source("census", "A census", "observed", "2026", "unknown", "A census"),
    },
    pay_by_role={"d": [PAY]},
    make_catalog=lambda: Catalog(
        [Entry(name, "skill" if name in "pq" else "role", label) for name, label in LABELS.items()]
    ),
)


def ask(role: str, direction: str = "next", **options: object) -> Neighbours:
    return find_neighbours(
        Named(role, role.upper()),
        FACTS,
        INFO,
        direction=direction,
        **options,  # type: ignore[arg-type]
    )


def labels(found: Neighbours) -> list[str]:
    return [near.role.label for near in found.neighbours]


def test_the_best_known_come_first_then_the_nearest() -> None:
    """Promotions first; then observed by people, stated, editorial."""
    assert labels(ask("a")) == ["E", "SR", "D", "C", "B"]


def test_likeness_is_ordered_by_tier_and_comes_after_moves() -> None:
    """Nobody counted moves between occupations that are merely alike."""
    found = ask("a", kinds=("related", "promotion", "move"))
    assert labels(found) == ["E", "SR", "D", "C", "B", "G", "F"]


def test_a_senior_rises_before_moving_among_equals(graph: CareerGraph) -> None:
    near = graph.next("senior software engineer").neighbours
    places = [one.role.label for one in near]
    upwards = [places.index(name) for name in ("Staff Software Engineer", "Engineering Manager")]
    others = [n for n, one in enumerate(near) if one.of_level]
    assert max(upwards) < min(others)


def test_years_of_work_stand_beside_the_hours(graph: CareerGraph) -> None:
    near = {one.role.label: one for one in graph.next("accountant").neighbours}
    manager = near["Financial Manager"].experience
    assert manager is not None
    assert manager.low >= 4


def test_lower_pay_comes_after_the_same_or_more(graph: CareerGraph) -> None:
    places = [one.role.label for one in graph.next("registered nurse").neighbours]
    nurses = places.index("Licensed Practical and Licensed Vocational Nurses")
    assert places.index("Nurse Practitioners") < nurses
    assert places.index("Medical and Health Services Managers") < nurses


def test_figures_are_those_of_most_people() -> None:
    most = next(near for near in ask("a").neighbours if near.role.label == "D")
    assert (most.people, most.share, most.median_months) == (50, 0.4, 30.0)
    assert most.pay == (PAY,)


def test_the_gap_is_what_the_role_gone_to_asks_for() -> None:
    near = {one.role.label: one for one in ask("a").neighbours}
    assert [skill.label for skill in near["C"].missing_skills] == ["Q"]
    assert (near["C"].gap, near["B"].gap) == (1.0, 0.0)
    back = ask("c", "feeders").neighbours[0]
    assert (back.role.label, back.gap) == ("A", 1.0)


def test_the_gap_is_unknown_where_nobody_says_what_is_asked_for() -> None:
    """D has no needs, E optional ones alone."""
    near = {one.role.label: one.gap for one in ask("a").neighbours}
    assert near["D"] is near["E"] is None


def test_a_rung_has_the_moves_of_its_line_of_work_and_its_own() -> None:
    found = ask("sr")
    assert found.level_of == Named("a", "A")
    of_level = {one.role.label: one.of_level for one in found.neighbours}
    assert of_level == {"D": True, "C": True, "E": False, "B": True}
    own = next(one for one in found.neighbours if one.role.label == "E")
    assert [e.iri for e in own.evidence] == ["10"], "what is stated of the rung itself counts"


def test_who_becomes_a_rung_is_who_is_stated_to() -> None:
    found = ask("sr", "feeders")
    assert (labels(found), found.level_of) == (["A"], Named("a", "A"))
    assert labels(ask("a", "feeders")) == []


def test_feeders_are_the_other_ends() -> None:
    """A promotion, then a move at the level of the role, then one from above it."""
    assert labels(ask("e", "feeders")) == ["A", "B", "SR"]


def test_a_limit_counts_what_it_leaves_out() -> None:
    found = ask("a", limit=2)
    assert (labels(found), found.total) == (["E", "SR"], 5)
    with pytest.raises(UsageError, match="at least 1"):
        ask("a", limit=0)
    with pytest.raises(UsageError, match="not a kind"):
        ask("a", kinds=("jump",))


def test_only_what_is_shown_is_cited() -> None:
    assert [source.iri for source in ask("a", limit=1).sources] == ["book"]
    assert {source.iri for source in ask("a").sources} == {"census", "book"}


def test_a_source_that_is_not_described_is_cited_as_unknown() -> None:
    found = find_neighbours(Named("a", "A"), replace(FACTS, sources={}), INFO, limit=1)
    assert [(source.iri, source.grade) for source in found.sources] == [("book", "unknown")]


def test_a_role_without_steps_has_no_neighbours() -> None:
    found = ask("g")
    assert (found.neighbours, found.total, found.sources) == ((), 0, ())
    assert len(found.rows()) == 1


def test_it_shows_itself() -> None:
    found = ask("a", limit=3)
    assert repr(found) == "<Neighbours next of A: 3>"
    shown = found._repr_html_()
    assert "<td>D</td>" in shown
    assert "<td>unknown</td>" in shown  # the gap
    assert "<script>" not in replace(found, role=Named("a", "<script>"))._repr_html_()


def test_every_neighbour_in_the_bundled_graph_is_an_edge(graph: CareerGraph) -> None:
    role = graph.find("SWE").entry.iri
    edges = graph.digraph()
    assert {near.role.iri for near in graph.next("SWE").neighbours} == set(edges[role])
    before = {start for start, _ in edges.in_edges(role)}
    assert {near.role.iri for near in graph.feeders("SWE").neighbours} == before
    for near in graph.next("SWE").neighbours:
        assert near.gap == edges.edges[role, near.role.iri]["gap"]


def test_the_index_alone_answers(graph: CareerGraph) -> None:
    from careergraph.graph import load

    fresh = load()
    fresh.next("SWE")
    assert "store" not in vars(fresh)
    with pytest.raises(UnknownTitleError):
        graph.next("astronaut chef")
