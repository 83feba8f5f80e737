"""The index of facts says what the engine says, and is never used when it is out of date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from careergraph.compiled.credentials import Aids
from careergraph.compiled.derived import facts_index
from careergraph.compiled.facts import Facts, load_facts, read_facts, write_facts
from careergraph.graph import load
from careergraph.model.values import (
    DegreeLevel,
    EntryDegree,
    Evidence,
    Named,
    Need,
    PayBand,
    Resource,
    RoleNode,
    Source,
)
from careergraph.store import bundled as ontology

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.graph import CareerGraph

COOK = RoleNode("urn:cook", 'Cook "à la carte"', None, None, None)
CHEF = RoleNode("urn:chef", "Chef", "urn:kitchen", "urn:senior", "urn:cook", regulated=True)
CHEF = CHEF._replace(licence="Utopia: a permit")
BARE = Evidence("urn:t1", "move", "editorial", "urn:me")
FULL = Evidence("urn:t2", "move", "observed", "urn:census", tier="primary", people=5, share=0.5)
PAY = PayBand("US", "2025-05", "cooks", "USD", "P1Y", "urn:census", None, 1.5, 2.0)
FACTS = Facts(
    roles=(COOK, CHEF),
    steps=(("urn:cook", "urn:chef", BARE), ("urn:cook", "urn:chef", FULL)),
    needs={"urn:chef": (Need(("urn:pan", "urn:wok"), 0.6, "recommended", ("urn:me",)),)},
    learning_hours={"urn:pan": 40.0},
    sources={"urn:me": Source("urn:me", "My years", "editorial", "2026", "CC0-1.0", "Me")},
    aids=Aids(
        certifications_by_skill={"urn:pan": [Named("urn:c", "Certified\nPan")]},
        pay_by_role={"urn:chef": [PAY]},
        resources={"urn:book": Resource("urn:book", "On Pans", "book", hours=12.0, free=False)},
    ),
    degrees=(DegreeLevel("urn:school", "school", 2, ("elementary",)),),
    entry_degrees={"urn:chef": EntryDegree("urn:school", "school", 2, None, "urn:me")},
    prerequisites={"urn:pan": {"urn:fire": ["urn:me"]}},
)


def test_the_bundled_index_says_what_the_engine_says(graph: CareerGraph) -> None:
    indexed = load_facts(ontology.facts_file(), ontology.content_hash())
    assert indexed == read_facts(graph.store)


def test_the_bundled_index_is_current(graph: CareerGraph) -> None:
    """If this fails, run `make format`."""
    assert ontology.facts_file().read_text(encoding="utf-8") == facts_index(graph.store)


def test_facts_are_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(write_facts(FACTS, "1234"), encoding="utf-8")
    assert load_facts(file, "1234") == FACTS


def test_each_fact_has_a_line_of_its_own() -> None:
    changed = replace(FACTS, roles=(COOK, CHEF._replace(label="Head Chef")))
    before, after = (write_facts(facts, "1").splitlines() for facts in (FACTS, changed))
    assert len([line for line, other in zip(before, after, strict=True) if line != other]) == 1


def test_facts_of_other_files_are_not_used(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(write_facts(FACTS, "1234"), encoding="utf-8")
    assert load_facts(file, "4321") is None


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"roles": []}', b"\xff\xfe"])
def test_an_index_that_cannot_be_read_is_not_used(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    if content is not None:
        file.write_bytes(content)
    assert load_facts(file, "1234") is None


def test_a_changed_graph_is_read_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careergraph.graph.content_hash", lambda: "changed")
    changed = load()
    assert changed.path("SWE", "MLE").labels == ("Software Engineer", "Machine Learning Engineer")
    assert "store" in vars(changed)


def test_a_path_over_the_bundled_graph_reads_the_index_alone() -> None:
    fresh = load()
    fresh.paths("SWE", "MLE", k=2)
    fresh.gap("SWE", "MLE")
    assert "store" not in vars(fresh)
