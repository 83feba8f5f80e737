"""Graphs that are too large for an answer are refused with the limit, before the work is done."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from careergraph.answers.roles import centrality
from careergraph.cli import progress
from careergraph.compiled import size_limits
from careergraph.errors import GraphTooLargeError
from careergraph.graph import CareerGraph
from command_line import careergraph
from small_worlds import small_graph

if TYPE_CHECKING:
    from collections.abc import Callable

MOVES = [f"r{number} r{number + 1}" for number in range(5)]
SECURITY = Path(__file__).parents[1] / "SECURITY.md"

ANSWERS: dict[str, Callable[[CareerGraph], object]] = {
    "path": lambda g: g.path("r0", "r3"),
    "pareto": lambda g: g.pareto("r0", "r3"),
    "shortest_paths": lambda g: g.shortest_paths("r0", "r3"),
    "plan": lambda g: g.plan("r0", "r3"),
    "gap": lambda g: g.gap("r0", "r3"),
    "held": lambda g: g.held("r0"),
    "role": lambda g: g.role("r0"),
    "why": lambda g: g.why("r0", "r1"),
    "next": lambda g: g.next("r0"),
    "feeders": lambda g: g.feeders("r1"),
    "reach": lambda g: g.reach("r0"),
    "compare": lambda g: g.compare("r0", "r1"),
    "bridges": lambda g: g.bridges("r0"),
    "gateways": lambda g: g.gateways(),
    "view": lambda g: g.view("r0"),
    "view of all": lambda g: g.view(all=True),
    "network": lambda g: g.network,
    "digraph": lambda g: g.digraph(),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_from_too_many_roles_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(size_limits, "MOST_ROLES", 5)
    with pytest.raises(GraphTooLargeError, match=r"up to 5 roles; this one has more\."):
        ANSWERS[name](small_graph(MOVES))
    monkeypatch.setattr(size_limits, "MOST_ROLES", 6)
    ANSWERS[name](small_graph(MOVES))


def test_too_many_transitions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = small_graph(MOVES)
    monkeypatch.setattr(size_limits, "MOST_TRANSITIONS", 4)
    for _ in range(2):  # a second question is refused as well
        with pytest.raises(GraphTooLargeError, match="up to 4 transitions"):
            graph.next("r0")


def test_queries_and_exports_of_statements_have_no_such_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(size_limits, "MOST_ROLES", 5)
    graph = small_graph(MOVES)
    assert len(graph.query("SELECT ?role WHERE { ?role a cg:Role }")) == len(MOVES) + 1
    assert b"r5" in graph.whole().to_quads()


@pytest.mark.parametrize(("name", "noun"), [("MOST_ROLES", "roles"), ("MOST_STEPS", "transitions")])
def test_gateways_have_limits_of_their_own(
    monkeypatch: pytest.MonkeyPatch, name: str, noun: str
) -> None:
    graph = small_graph(MOVES)
    monkeypatch.setattr(centrality, name, 4)
    with pytest.raises(GraphTooLargeError, match=f"Gateways .* up to 4 {noun}"):
        graph.gateways()
    monkeypatch.setattr(centrality, name, 6)
    assert graph.gateways().roles == len(MOVES) + 1


def test_a_command_refuses_before_it_derives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix cg: <https://w3id.org/careergraph/ont#> .\n<urn:a> a cg:Role .\n", "utf-8"
    )
    monkeypatch.setattr(size_limits, "MOST_ROLES", 100)
    done = careergraph("reach", "data analyst", "--with", str(own))
    assert done.returncode == 1
    assert "up to 100 roles" in done.stderr
    assert done.stdout == ""
    query = "ASK { <urn:a> a cg:Role }"
    assert CareerGraph.with_files(own).query(query).askAnswer


def test_the_limits_are_documented() -> None:
    text = SECURITY.read_text("utf-8")
    for most in (
        size_limits.MOST_ROLES,
        size_limits.MOST_TRANSITIONS,
        centrality.MOST_ROLES,
        centrality.MOST_STEPS,
    ):
        assert f"{most:,}" in text


def test_a_terminal_shows_what_is_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = pty.openpty()
    monkeypatch.setattr(progress, "_FIRST_AFTER", 0.0)
    with os.fdopen(writer, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        progress.begin("Reading your files")
        shown = os.read(reader, 100)
        progress.end()
        progress.end()
        wiped = os.read(reader, 100)
    os.close(reader)
    assert b"Reading your files: 0 s" in shown
    assert wiped == b"\r\x1b[2K"


def test_nothing_is_shown_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    progress.begin("Reading your files")
    progress.end()
    assert capsys.readouterr() == ("", "")
