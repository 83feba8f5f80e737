"""The benchmark compares like with like and judges rightly; no test asserts a speed."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
import rdflib

from careergraph.graph import CareerGraph
from careergraph.search.algorithms.integer_network import Graph
from careergraph.search.algorithms.k_shortest import shortest_simple_paths
from careergraph.store import bundled as ontology
from careergraph.store.engine import Store

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from families import invent_families  # noqa: E402 (the path comes first)
from figures import Figure, figures_table, timings_table  # noqa: E402
from measure import (  # noqa: E402
    Call,
    Contender,
    Run,
    Timing,
    run_contender,
    time_calls,
    time_contenders,
)
from plain_rdflib import build_network  # noqa: E402
from searches import exact_paths, plain_paths, reach, share_proven  # noqa: E402
from synthetic import enlarge_ontology  # noqa: E402

TITLES = ("software engineer", "lead machine learning engineer")


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the ontology with the invented data beside the bundled."""
    folder = tmp_path_factory.mktemp("larger") / "ontology"
    shutil.copytree(ontology.ontology_dir(), folder)
    enlarge_ontology(folder)
    return folder


def load_folder(folder: Path) -> Store:
    store = Store()
    for path in [*folder.glob("data/*.ttl"), folder / "careergraph.ttl"]:
        store.load(path)
    return store


def plain_path(folder: Path) -> str:
    script = str(ROOT / "benchmarks" / "plain_rdflib.py")
    command = [sys.executable, "-X", "utf8", script, str(folder), *TITLES]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def test_plain_script_finds_the_same_path_on_the_larger_graph(larger: Path) -> None:
    store = load_folder(larger)
    there = CareerGraph(lambda: store)
    assert plain_path(larger) == " → ".join(there.path(*TITLES).labels)


def test_plain_script_weighs_every_move_alike(
    graph: CareerGraph, read_by_rdflib: rdflib.Graph
) -> None:
    network = build_network(read_by_rdflib)
    mine = {(a, b): w for a, b, w in graph.digraph().edges(data="weight")}
    theirs = {(str(a), str(b)): w for a, b, w in network.edges(data="weight")}
    # The package rounds what is missing of a profile to millionths before it computes hours.
    assert theirs == pytest.approx(mine, rel=1e-6)


def test_larger_graph_is_much_larger_than_the_bundled_one(larger: Path) -> None:
    """Both are counted without the occupations of O*NET: only curated data is invented."""
    curated, store = load_folder(ontology.ontology_dir()), load_folder(larger)
    question = "SELECT (COUNT(*) AS ?n) WHERE { ?thing a cg:%s }"

    def growth(kind: str) -> float:
        ((bundled,),) = curated.select(question % kind)
        ((number,),) = store.select(question % kind)
        return int(number or 0) / int(bundled or 0)

    assert growth("Role") > 1.4
    assert growth("Transition") > 1.25
    assert growth("SkillRequirement") > 1.3
    assert growth("PayObservation") > 1


def test_larger_graph_is_the_same_each_time(larger: Path, tmp_path: Path) -> None:
    again = tmp_path / "ontology"
    shutil.copytree(ontology.ontology_dir(), again)
    enlarge_ontology(again)
    name = "data/invented.ttl"
    assert (again / name).read_bytes() == (larger / name).read_bytes()


def answering(*answers: str) -> tuple[Callable[[Contender], Run], list[str]]:
    asked: list[str] = []

    def run(contender: Contender) -> Run:
        asked.append(contender.name)
        return Run(float(len(asked)), answers[len(asked) % len(answers)])

    return run, asked


def test_rounds_are_interleaved_and_the_first_does_not_count() -> None:
    run, asked = answering("same")
    contenders = [Contender("a", ()), Contender("b", ())]
    timings = time_contenders(contenders, 3, run)
    assert asked == ["a", "b"] * 4
    assert timings["a"] == Timing((3.0, 5.0, 7.0), "same")
    assert timings["b"].median == 6.0


def test_an_answer_that_changes_is_an_error() -> None:
    run, _ = answering("one", "another")
    with pytest.raises(ValueError, match="a does not give the same answer"):
        time_contenders([Contender("a", ())], 2, run)


def test_a_contender_is_timed_from_outside_or_by_its_own_clock() -> None:
    outside = run_contender(Contender("a", (sys.executable, "-c", "print('one\\n  two')")))
    assert outside.answer == "one two"
    said = """print('{"seconds": 0.5, "answer": 7}')"""
    assert run_contender(Contender("b", (sys.executable, "-c", said), own_clock=True)) == Run(
        0.5, "7"
    )


def test_a_contender_that_fails_ends_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="it fails failed"):
        run_contender(Contender("it fails", (sys.executable, "-c", "raise SystemExit(3)")))


def test_goals_are_judged_by_ratios_of_medians() -> None:
    timings = {"slow": Timing((9.0, 3.0, 4.0), ""), "fast": Timing((2.0, 1.0, 2.0), "")}
    table = figures_table(
        [
            Figure("kept", "slow", "fast", "at most", 2),
            Figure("missed", "slow", "fast", "at most", 1.9),
            Figure("kept too", "slow", "fast", "at least", 2),
            Figure("missed too", "slow", "fast", "at least", 2.1),
        ],
        timings,
    )
    assert table.splitlines()[2:] == [
        "| kept | at most 2 | 2.00 | yes |",
        "| missed | at most 1.9 | 2.00 | **no** |",
        "| kept too | at least 2 | 2.00 | yes |",
        "| missed too | at least 2.1 | 2.00 | **no** |",
    ]
    assert "| slow | 3000 | 4000 | 9000 |" in timings_table(timings)


def test_a_call_is_timed_and_its_answer_told_outside_the_clock() -> None:
    told: list[int] = []

    def tell(found: int) -> str:
        told.append(found)
        return str(found)

    timings = time_calls({"a": Call(lambda: 7, tell), "b": Call(lambda: 8, str)}, 2)
    assert [timings[name].answer for name in "ab"] == ["7", "8"]
    assert told == [7, 7, 7]
    assert len(timings["b"].seconds) == 2


def test_a_call_whose_answer_changes_is_an_error() -> None:
    answers = iter(range(3))
    with pytest.raises(ValueError, match="does not give the same answer"):
        time_calls({"a": Call(lambda: next(answers), str)}, 2)


def test_invented_families_have_the_moves_and_weights_promised_and_are_the_same_each_time() -> None:
    invented = invent_families(100, 20)
    leaving = Counter(step.source for step in invented.steps)
    assert set(leaving.values()) == {20}
    assert len(leaving) == len(invented.labels) == 100
    items = [profile.items for profile in invented.profiles.values()]
    assert all(10 <= len(of_role) <= 15 for of_role in items)
    assert {item.weight for of_role in items for item in of_role} == {0.5, 1.0}
    assert invent_families(100, 20) == invented


def test_plain_paths_are_compared_at_the_same_cost() -> None:
    figures, timings = plain_paths(1, sizes=[100], pairs=2)
    assert [figure.bound for figure in figures] == ["at least"]
    slow, fast = timings[figures[0].slow], timings[figures[0].fast]
    assert slow.answer == fast.answer
    assert slow.answer.count(",") == 2 * 10 - 1


def test_plain_paths_of_other_costs_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def first_ones_left_out(graph: Graph, source: int, target: int) -> Iterator[list[int]]:
        return islice(shortest_simple_paths(graph, source, target), 5, None)

    monkeypatch.setattr("searches.shortest_simple_paths", first_ones_left_out)
    with pytest.raises(ValueError, match="do not cost the same"):
        plain_paths(1, sizes=[100], pairs=1)


def test_exact_ways_are_compared_with_the_plain_ones(graph: CareerGraph) -> None:
    figures, timings = exact_paths(graph, 1, 2)
    assert "(2 proven)" in figures[0].text
    assert {len(timing.seconds) for timing in timings.values()} == {2}


def test_the_share_proven_counts_every_pair() -> None:
    share = share_proven(100, 3)
    assert share.proven == len(share.seconds) == 3


def test_reach_is_timed_for_each_role(graph: CareerGraph) -> None:
    timings = reach(graph, 1, ["accountant"])
    assert "Data Analyst" in timings["accountant"].answer


def test_only_known_groups_are_measured() -> None:
    command = [sys.executable, str(ROOT / "benchmarks"), "nonsense"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "no group is called nonsense; there are: commands" in done.stderr
