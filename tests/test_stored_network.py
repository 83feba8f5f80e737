"""The network kept beside the graph gives the searches what computing it would give."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from careergraph.compiled import generation
from careergraph.compiled.schema import FORMAT
from careergraph.graph import load
from careergraph.model.values import DEFAULT_KINDS
from careergraph.search import career_network
from careergraph.search.career_network import CareerNetwork
from careergraph.search.learning.step_experience import ExperienceTable

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.compiled.graph import CompiledGraph

ROLE = "https://w3id.org/careergraph/id/role/"


@pytest.fixture(scope="module")
def facts() -> CompiledGraph:
    """Return the bundled graph, opened once more, so that nothing is remembered."""
    return generation.open_bundled()


@pytest.fixture(scope="module")
def computed() -> CompiledGraph:
    """Return the same graph without the file of its network."""
    return replace(generation.open_bundled())


def test_a_copy_of_the_graph_does_not_inherit_the_file(
    facts: CompiledGraph, computed: CompiledGraph
) -> None:
    """Its roles or steps may differ."""
    assert facts.open_network is not None
    assert computed.open_network is None


@pytest.mark.parametrize(
    "start", [None, "software-engineer", "lead-data-scientist", "chief-technology-officer"]
)
def test_stored_and_computed_networks_are_equal(
    facts: CompiledGraph, computed: CompiledGraph, start: str | None
) -> None:
    """Tables, steps, evidence and years do not depend on where they come from."""
    role = None if start is None else f"{ROLE}{start}"
    stored = CareerNetwork.build(facts, DEFAULT_KINDS, start=role)
    made = CareerNetwork.build(computed, DEFAULT_KINDS, start=role)
    assert stored.network.tables() == made.network.tables()
    assert stored.network.arcs == made.network.arcs
    assert list(stored.evidence) == list(made.evidence)
    assert dict(stored.evidence) == made.evidence
    assert stored.table.reached == made.table.reached


@pytest.mark.parametrize("by", ["effort", "time"])
def test_other_hours_a_week_give_what_a_network_of_their_own_gives(by: str) -> None:
    """The network and what is known of a person are shared by questions with other hours."""
    ends = "data analyst", "lead ML engineer"
    shared = load(bundled=True)
    before = shared.paths(*ends, k=3, by=by, hours_per_week=8)
    for hours in (3, 20, 8):
        alone = load(bundled=True)
        told = shared.paths(*ends, k=3, by=by, hours_per_week=hours)
        assert told == alone.paths(*ends, k=3, by=by, hours_per_week=hours)
    assert told == before


def test_years_stored_are_those_found_for_each_role_alone(facts: CompiledGraph) -> None:
    """The order in which roles are asked for makes no difference."""
    years = CareerNetwork.build(facts, DEFAULT_KINDS).table
    for node in facts.roles[::7]:
        alone = ExperienceTable(facts)
        assert years.standing(node.iri) == alone.standing(node.iri), node.iri
        assert years.earlier_roles(node.iri) == alone.earlier_roles(node.iri), node.iri


def test_other_kinds_of_steps_are_computed_on_the_stored_tables(
    facts: CompiledGraph, computed: CompiledGraph
) -> None:
    """Only promotions and moves are stored."""
    kinds = (*DEFAULT_KINDS, "related")
    stored, made = (CareerNetwork.build(graph, kinds) for graph in (facts, computed))
    assert stored.network.arcs == made.network.arcs
    assert stored.evidence == made.evidence


def test_steps_computed_for_one_person_are_not_kept(facts: CompiledGraph) -> None:
    """The next network does not know them."""
    ends = f"{ROLE}software-engineer", f"{ROLE}actuary"
    first = CareerNetwork.build(facts, DEFAULT_KINDS)
    assert ends not in first.evidence
    first.computed_step(*ends, "retraining")
    assert first.evidence[ends][0].kind == "retraining"
    assert list(first.evidence)[-1] == ends
    assert ends not in CareerNetwork.build(facts, DEFAULT_KINDS).evidence


def test_tables_of_other_roles_are_refused(facts: CompiledGraph) -> None:
    """A file that does not belong to the graph gives an error and no wrong answer."""
    tables = CareerNetwork.build(facts, DEFAULT_KINDS).network.tables()
    wrong = replace(tables, roles=tables.roles[1:])
    table = ExperienceTable(facts)
    with pytest.raises(ValueError, match="other roles"):
        career_network._network(facts, table, (), facts.work, (8.0, 150.0), wrong)  # noqa: SLF001


def test_a_file_that_cannot_be_used_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot be kept, there is none, and the search computes its network."""

    def write(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("CREATE TABLE meta (name TEXT, value TEXT)")
            database.execute("INSERT INTO meta VALUES ('format', ?)", (str(FORMAT),))

    monkeypatch.setenv("CAREERGRAPH_CACHE", str(tmp_path))
    place = generation._state().network  # noqa: SLF001 (where the file is)
    place.parent.mkdir(parents=True)
    place.write_text("damaged", "utf-8")
    opened = generation.open_network(write)
    assert opened is not None
    opened.close()
    place.unlink()
    place.mkdir()
    assert generation.open_network(write) is None
