"""Plain paths by networkx, and what ties them to the exact search."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from unittest.mock import patch

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from careergraph.cli.group import run as run_command
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.titles import Catalog
from careergraph.errors import NoRouteError, UsageError
from careergraph.graph import CareerGraph
from careergraph.model.values import CRITERIA, Entry, Evidence, GraphInfo, Need, RoleNode
from careergraph.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.model.values import Cost

ROLES = "abcdefg"
PAIRS = [(start, end) for start in ROLES for end in ROLES if start != end]
COSTS: dict[str, Callable[[Cost], object]] = {
    "effort": lambda cost: cost.effort,
    "gap": lambda cost: cost.gap,
    "step": lambda cost: (cost.hardest_step, cost.gap),
    "time": lambda cost: (cost.unknown_durations, cost.years.middle),
    "hops": lambda cost: cost.hops,
    "likelihood": lambda cost: (cost.unknown_likelihoods, cost.likelihood or 1.0),
}
"""What each criterion compares."""
drawn_steps = st.lists(
    st.tuples(
        st.sampled_from(PAIRS),
        st.sampled_from(["move", "move", "promotion"]),
        st.fixed_dictionaries(
            {
                "median_months": st.sampled_from([None, 6.0, 30.0]),
                "share": st.sampled_from([None, 0.1, 0.5]),
            }
        ),
    ),
    min_size=8,
    max_size=24,
    unique_by=lambda drawn: drawn[0],
)
weights = st.lists(st.sampled_from([0.25, 0.5, 1.0]), max_size=3)


def graph_of(steps: Sequence[tuple], asked: dict[str, list[float]]) -> CareerGraph:
    """Return a graph in which each role asks for skills that no other role asks for."""
    needs = {
        role: tuple(
            Need((f"{role}{number}",), weight, "essential", ())
            for number, weight in enumerate(asked[role])
        )
        for role in ROLES
    }
    facts = CompiledGraph(
        roles=tuple(RoleNode(role, role.upper()) for role in ROLES),
        steps=tuple(
            (a, b, Evidence(f"t{n}", kind, "stated", "doc", None, people=30, **figures))
            for n, ((a, b), kind, figures) in enumerate(steps)
        ),
        needs=needs,
        make_catalog=lambda: Catalog([Entry(role, "role", role.upper()) for role in ROLES]),
        make_info=lambda: GraphInfo("own", "0"),
    )
    return CareerGraph(lambda: Store.from_rdflib(Graph()), lambda: facts)


@settings(max_examples=100, deadline=None)
@given(
    drawn_steps,
    st.fixed_dictionaries(dict.fromkeys(ROLES, weights)),
    st.sampled_from(sorted(CRITERIA)),
    st.integers(1, 5),
)
def test_plain_and_exact_agree_where_nothing_learned_carries_over(
    steps: list, asked: dict[str, list[float]], by: str, k: int
) -> None:
    graph = graph_of(steps, asked)
    joined = nx.has_path(graph.digraph(), "a", "g")
    if not joined:
        with pytest.raises(NoRouteError):
            graph.shortest_paths("A", "G", k=k, by=by)
        (only,) = graph.paths("A", "G", k=k, by=by)
        assert [step.is_computed for step in only.steps] == [True], "retraining"
        return
    plain = list(graph.shortest_paths("A", "G", k=k, by=by))
    exact = list(graph.paths("A", "G", k=k, by=by))
    # A chain of three changes of work is compared with retraining, plain ones never are.
    stated = [route for route in exact if not any(step.is_computed for step in route.steps)]
    assert len(exact) - 1 <= len(stated) <= len(plain) <= len(exact)
    if by == "time":  # steps on their own know no stay in the roles on the way
        taken = [(r.cost.unknown_durations, round(r.cost.years.middle, 5)) for r in exact]
        assert taken == sorted(taken)
        return
    for one, other in zip(plain, stated, strict=False):
        assert COSTS[by](one.cost) == pytest.approx(COSTS[by](other.cost), abs=1e-5)


@pytest.mark.parametrize(
    ("source", "target"),
    [("SWE", "lead MLE"), ("web developer", "data scientist"), ("DBA", "product manager")],
)
def test_plain_and_exact_take_as_many_steps(graph: CareerGraph, source: str, target: str) -> None:
    """Only ends at most two changes of work apart: others are compared with retraining."""
    plain = graph.shortest_paths(source, target, k=8, by="hops")
    exact = graph.paths(source, target, k=8, by="hops")
    assert [route.cost.hops for route in plain] == [route.cost.hops for route in exact]


def test_far_ends_are_compared_with_retraining(graph: CareerGraph) -> None:
    plain = graph.shortest_paths("senior data scientist", "DBA", k=8, by="hops")
    exact = graph.paths("senior data scientist", "DBA", k=8, by="hops")
    stated = [route for route in exact if not any(step.is_computed for step in route.steps)]
    assert len(stated) == len(exact) - 1
    hops = [route.cost.hops for route in plain]
    assert [route.cost.hops for route in stated] == hops[: len(stated)]


@pytest.mark.parametrize("by", sorted(CRITERIA))
def test_plain_paths_take_each_step_on_its_own(graph: CareerGraph, by: str) -> None:
    for route in graph.shortest_paths("data analyst", "lead MLE", k=2, by=by):
        edges = [
            graph.digraph(by=by).edges[step.source.iri, step.target.iri] for step in route.steps
        ]
        assert [step.gap for step in route.steps] == [edge["gap"] for edge in edges]
        assert [step.years.middle for step in route.steps] == pytest.approx(
            [edge["time"] for edge in edges],
            abs=1e-6,  # routes count years in millionths
        )


def test_the_command_shows_plain_paths_and_refuses_constraints(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_command(["path", "SWE", "lead MLE", "--plain", "-k", "2"]) == 0
    assert "Machine Learning Engineer" in capsys.readouterr().out
    assert run_command(["path", "SWE", "lead MLE", "--plain", "--max-years", "3"]) == 2
    assert "--max-years" in capsys.readouterr().err


def test_plain_paths_are_by_effort_unless_asked_otherwise(graph: CareerGraph) -> None:
    routes = graph.shortest_paths("data analyst", "lead MLE", k=2)
    assert routes.criterion == "effort"
    assert routes == graph.shortest_paths("data analyst", "lead MLE", k=2, by="effort")
    cheap = graph.shortest_paths("data analyst", "lead MLE", change_cost=0)
    assert cheap[0].cost.effort == pytest.approx(cheap[0].cost.learning_hours.middle)


def test_steps_of_unknown_time_come_last() -> None:
    """A promotion whose months nobody observed is unknown; two known moves are quicker."""
    asked: dict[str, list[float]] = {role: [1.0] for role in ROLES}
    steps = [
        (("a", "g"), "promotion", {}),
        (("a", "b"), "promotion", {"median_months": 480.0}),
        (("b", "g"), "move", {}),
    ]
    graph = graph_of(steps, asked)
    edges = graph.digraph(by="time").edges
    assert edges["a", "g"]["unknown_time"] == 1
    assert edges["a", "g"]["time"] < edges["a", "b"]["time"] == 40
    assert edges["a", "g"]["weight"] > edges["a", "b"]["weight"] + edges["b", "g"]["weight"]
    for routes in (graph.paths("A", "G", by="time"), graph.shortest_paths("A", "G", by="time")):
        assert [route.labels for route in routes] == [("A", "B", "G"), ("A", "G")]


def test_how_many_plain_paths_is_checked(graph: CareerGraph) -> None:
    with pytest.raises(UsageError):
        graph.shortest_paths("SWE", "MLE", k=0)
    with pytest.raises(UsageError):
        graph.shortest_paths("SWE", "MLE", by="luck")


def test_each_title_is_resolved_once() -> None:
    titles = ("software engineer", "data scientist", "data engineer")
    asked: list[str] = []
    find = Catalog.find

    def counted(catalog: Catalog, title: str, kind: str = "role") -> object:
        asked.append(title)
        return find(catalog, title, kind)

    with patch.object(Catalog, "find", counted):
        run_command(["path", *titles[:2], "--via", titles[2], "--explain"])
    assert sorted(asked) == sorted(titles)


@pytest.mark.parametrize(
    "command",
    [
        ["path", "SWE", "lead MLE", "--explain"],
        ["path", "SWE", "lead MLE", "--pareto", "--max-steps", "3"],
        ["gap", "SWE", "MLE"],
        ["next", "SWE"],
        ["reach", "SWE", "--max-years", "2"],
        ["bridges", "SWE"],
        ["role", "SWE"],
    ],
)
def test_commands_that_do_not_need_networkx_do_not_import_it(command: list[str]) -> None:
    program = (
        "import sys; from careergraph.cli.group import run\n"
        f"run({command!r})\n"
        "print('networkx' in sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stderr.splitlines()[-1] == "False"
