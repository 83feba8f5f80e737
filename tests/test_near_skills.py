"""Skills whose names look alike are one skill twice, unless a person has said why they are two."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from careergraph.vocab import local_name

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

REVIEWED = Path(__file__).parent / "near_skills.toml"
NAMES = """
SELECT DISTINCT ?skill ?name {
  ?skill a/rdfs:subClassOf* cg:Skill ; skos:prefLabel|skos:altLabel ?name
}
"""


def near_pairs(graph: CareerGraph) -> dict[tuple[str, ...], str]:
    """Return each pair of skills that have names at least 90% alike, and the names."""
    names = [(local_name(str(skill)), str(name)) for skill, name in graph.store.select(NAMES)]
    return {
        tuple(sorted((one, other))): f"{name!r} and {twin!r}"
        for (one, name), (other, twin) in combinations(names, 2)
        if one != other and fuzz.ratio(name.casefold(), twin.casefold()) >= 90
    }


def test_skills_with_names_alike_have_been_reviewed(graph: CareerGraph) -> None:
    pairs = tomllib.loads(REVIEWED.read_text("utf-8"))["pair"]
    reviewed = {tuple(sorted(pair["skills"])) for pair in pairs if pair["reason"]}
    found = near_pairs(graph)
    unread = {pair: names for pair, names in found.items() if pair not in reviewed}
    assert not unread, f"Merge these, or say in {REVIEWED.name} why they are two: {unread}"
    assert reviewed == set(found), f"{REVIEWED.name} lists pairs that are no longer alike"
