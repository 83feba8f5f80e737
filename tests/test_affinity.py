"""Affinity between imported occupations: the formula, the nearest, and what the store holds."""

from __future__ import annotations

import random
from math import log
from typing import TYPE_CHECKING

import pytest

from careergraph import load
from careergraph.compiled.user_store.folder import UserStore
from careergraph.importers import affinity
from careergraph.importers.affinity import FORMULA, ProfileTable, best_affinities
from careergraph.importers.run import import_files
from import_slices import ESCO, GARDENER, WEAVER, write_csv, write_esco

if TYPE_CHECKING:
    from pathlib import Path

Asked = dict[str, dict[str, float]]


def table(asked: Asked) -> ProfileTable:
    """Return the profiles of occupations as a table."""
    profiles = ProfileTable()
    for occupation, items in asked.items():
        for item, rating in items.items():
            profiles.add(occupation, item, rating)
    return profiles


def expected(asked: Asked, best: int) -> dict[str, list[tuple[str, float]]]:
    """Return the nearest occupations of each as the formula says, found the slow way."""
    rarity = {
        item: log(len(asked) / sum(item in items for items in asked.values()))
        for items in asked.values()
        for item in items
    }
    nearest = {}
    for source, held in asked.items():
        shares = []
        for place, (target, items) in enumerate(asked.items()):
            total = sum(rating * rarity[item] for item, rating in items.items())
            common = sum(rating * rarity[item] for item, rating in items.items() if item in held)
            share = round(common / total, 3) if total else 0.0
            if target != source and share > 0:
                shares.append((-share, place, target))
        nearest[source] = [(target, -share) for share, _, target in sorted(shares)[:best]]
    return nearest


def found(profiles: ProfileTable, best: int) -> dict[str, list[tuple[str, float]]]:
    """Return the nearest occupations of each as the package finds them."""
    nearest: dict[str, list[tuple[str, float]]] = {name: [] for name in profiles.occupations}
    for source, target, share in best_affinities(profiles, best):
        nearest[source].append((target, share))
    return nearest


def test_affinity_is_the_share_of_the_profile_that_is_asked_for_already() -> None:
    pytest.importorskip("scipy")
    asked: Asked = {
        "cook": {"knives": 1, "hygiene": 1, "menus": 1},
        "butcher": {"knives": 1, "hygiene": 1},
        "nurse": {"hygiene": 1, "dosage": 1},
        "clerk": {"filing": 1},
    }
    # hygiene weighs ln(4/3), knives ln(4/2), menus and dosage ln(4/1)
    assert dict(found(table(asked), 30)["butcher"]) == {
        "cook": round((log(2) + log(4 / 3)) / (log(2) + log(4 / 3) + log(4)), 3),
        "nurse": round(log(4 / 3) / (log(4 / 3) + log(4)), 3),
    }
    assert found(table(asked), 30)["cook"][0] == ("butcher", 1.0)
    assert found(table(asked), 30)["clerk"] == []


@pytest.mark.parametrize("seed", range(5))
def test_products_find_what_the_formula_says(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scipy")
    monkeypatch.setattr(affinity, "_ROWS", 7)
    chance = random.Random(seed)  # noqa: S311 (invented profiles)
    asked: Asked = {
        f"o{number}": {
            f"i{item}": chance.choice((1.0, 3.25, 4.5))
            for item in chance.sample(range(12), chance.randint(1, 6))
        }
        for number in range(25)
    }
    for items in asked.values():
        items["everybody"] = 1.0  # of no weight
    assert found(table(asked), 4) == expected(asked, 4)


def test_what_all_ask_for_makes_nobody_alike() -> None:
    pytest.importorskip("scipy")
    assert list(best_affinities(table({"a": {"x": 1}, "b": {"x": 1}}))) == []
    assert list(best_affinities(ProfileTable())) == []


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    """Return a folder of ESCO in which two of three occupations ask for one skill."""
    folder = write_esco(tmp_path / "ESCO v1.2.0")
    nurse = f"{ESCO}/occupation/cccc-3"
    skills = {GARDENER: "s1", WEAVER: "s1", nurse: "s2"}
    links = [
        (occupation, "essential", "knowledge", f"{ESCO}/skill/{skill}")
        for occupation, skill in skills.items()
    ]
    optional = (WEAVER, "optional", "knowledge", f"{ESCO}/skill/s2")
    header = ("occupationUri", "relationType", "skillType", "skillUri")
    write_csv(folder / "occupationSkillRelations_en.csv", [header, *links, optional])
    return folder


def test_imported_affinities_name_value_formula_grade_and_source(
    esco: Path, tmp_path: Path
) -> None:
    pytest.importorskip("scipy")
    import_files(UserStore(tmp_path / "store"), "esco", [esco])
    query = """SELECT ?from ?to ?value ?formula ?source WHERE {
      ?affinity dcterms:type cg:affinity ; schema:value ?value ;
                skos:definition ?formula ; dcterms:source ?computed .
      ?computed cg:grade cg:computed ; prov:wasDerivedFrom/dcterms:title ?source .
      ?from ?affinity ?to } ORDER BY ?from"""
    rows = [tuple(map(str, row)) for row in load(tmp_path / "store").query(query)]
    assert rows == [
        (GARDENER, WEAVER, "1", FORMULA, "ESCO v1.2.0"),
        (WEAVER, GARDENER, "1", FORMULA, "ESCO v1.2.0"),
    ]


def test_without_scipy_an_import_says_what_it_lacks(
    esco: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careergraph.importers.reader.can_compute", lambda: False)
    report = import_files(UserStore(tmp_path / "store"), "esco", [esco])
    assert "careergraph[import]" in report.imported.notes[-1]
