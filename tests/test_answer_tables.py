"""Answers as rows, and as pandas frames where pandas is."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

import careergraph
import command_line
from careergraph.errors import CareerGraphError, UsageError
from careergraph.model.tables import Rows

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph


def every_answer(graph: CareerGraph) -> list[Rows]:
    return [
        graph.next("SWE", limit=3),
        graph.feeders("SWE", limit=3),
        graph.reach("SWE", max_years=2, limit=3),
        graph.compare("SWE", "MLE"),
        graph.bridges("SWE", limit=3),
        graph.gateways(limit=3),
        graph.paths("SWE", "lead MLE", k=2),
        graph.path("SWE", "lead MLE"),
        graph.gap("SWE", "MLE"),
        graph.plan("SWE", "MLE"),
        graph.role("MLE"),
        graph.overview(),
    ]


def test_frames_hold_the_rows(graph: CareerGraph) -> None:
    pandas = pytest.importorskip("pandas")
    for answer in every_answer(graph):
        frame = answer.to_frame()
        header, *rows = answer.rows()
        assert isinstance(frame, pandas.DataFrame)
        assert tuple(frame.columns) == header
        assert len(frame) == len(rows) >= 3
        assert list(frame.iloc[:, 0]) == [row[0] for row in rows]
        assert {len(row) for row in rows} == {len(header)}


def test_without_pandas_the_error_says_what_to_do(
    graph: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(CareerGraphError, match="pip install pandas"):
        graph.gateways(limit=1).to_frame()


def test_every_answer_is_json_as_the_command_prints_it(graph: CareerGraph) -> None:
    for answer in every_answer(graph):
        data = json.loads(careergraph.as_json(answer))
        assert "graph" in data or "steps" in data
    printed = json.loads(command_line.careergraph("path", "SWE", "MLE", "--format", "json").stdout)
    assert json.loads(careergraph.as_json(graph.paths("SWE", "MLE", k=1))) == printed
    with pytest.raises(UsageError, match="int is not an answer"):
        careergraph.as_json(3)


def test_every_answer_shows_itself_in_a_notebook(graph: CareerGraph) -> None:
    for answer in every_answer(graph)[:6]:
        html = answer._repr_html_()
        assert html.count("<tr>") == len(answer.rows())
        assert repr(answer).startswith(f"<{type(answer).__name__}")


def test_an_answer_has_rows_of_its_own() -> None:
    with pytest.raises(NotImplementedError):
        Rows().rows()
