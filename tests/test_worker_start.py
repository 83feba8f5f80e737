"""What a worker of the server reads ahead of the first question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.compiled.widening import for_roles
from careergraph.graph import load
from careergraph.server.jobs import answer_questions
from careergraph.store import bundled as ontology

if TYPE_CHECKING:
    import pytest

    from careergraph.compiled.graph import CompiledGraph


def _networks(facts: CompiledGraph) -> int:
    """Return how many networks for routes were made of a graph."""
    return sum("CareerNetwork" in str(key) for key in facts.memo)


def _widened(facts: CompiledGraph) -> list[CompiledGraph]:
    return [
        value for key, value in facts.memo.items() if isinstance(key, tuple) and key[0] is for_roles
    ]


def test_a_worker_reads_the_curated_network_and_the_occupations_around_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A network with occupations takes a second, and no other question could use it."""
    graph = load()
    monkeypatch.setattr("careergraph.server.jobs.open_graph", lambda _settings: graph)
    answer_questions({"files": [], "store": None})
    (widened,) = _widened(graph.facts)
    assert _networks(graph.facts) == 1
    assert not _networks(widened)


def test_a_worker_reads_no_occupations_of_a_graph_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = load()
    monkeypatch.setattr("careergraph.server.jobs.open_graph", lambda _settings: graph)
    answer_questions({"files": [str(ontology.vocabulary_file())], "store": None})
    assert _networks(graph.facts) == 1
    assert not _widened(graph.facts)
