"""The publishers' whole files: counts as their READMEs say, and figures read by hand in them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from careergraph import load
from careergraph.compiled.user_store.folder import UserStore
from careergraph.errors import AmbiguousTitleError
from careergraph.importers.run import Report, import_files
from careergraph.vocab import ID
from command_line import careergraph

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CAREERGRAPH_DATA", ROOT.parent / "shared" / "data"))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public data sets are not there"),
]
IMPORTS = {
    "onet": ("onet-30.3", "onet-30.1-legacy-layout", "onet-30.0-ratings"),
    "esco": (
        *("esco-1.1.1", "esco-1.2.0-without-skill-links"),
        "esco-occupation-labels-multilingual",
    ),
    "oews": ("bls-oews-2025-areas",),
    "projections": ("bls-projections-2024-2034",),
    "crosswalk": ("crosswalks", "esco-1.1.1"),
}
ROWS = {
    "onet": {
        "Occupation Data.txt": 1_016,
        "Job Titles.txt": 57_543,
        "Task Statements.txt": 18_796,
        "Essential Skills.txt": 17_880,
        "Transferable Skills.txt": 44_700,
        "Software Skills.txt": 31_821,
        "Related Occupations.txt": 18_460,
        "Job Zones.txt": 923,
        "Work Styles.txt": 37_422,
    },
    "esco": {
        "occupations_en.csv": 3_007,
        "occupations_de.csv": 3_039,
        "skills_en.csv": 13_896,
        "occupationSkillRelations.csv": 123_855,
        "skillSkillRelations.csv": 5_899,
        "ISCOGroups_en.csv": 619,
        "labels.csv": 332_038,
    },
    "oews": {"areas.csv": 583, "areas_occupations.csv": 236_799},
    "projections": {"table_1_2_projections.csv": 1_113},
    "crosswalk": {"ESCO_to_ONET-SOC.xlsx": 8_627, "onet_soc_2010_to_2019.csv": 1_164},
}
OCCUPATIONS = {
    "29-1141.00": (4.00, 4.88, 1.20, 27),
    "15-1252.00": (3.75, 4.12, 2.51, 17),
    "43-3031.00": (4.00, 4.00, -0.43, 28),
    "47-2111.00": (3.75, 4.00, 0.82, 21),
    "25-2021.00": (4.00, 4.00, 1.36, 38),
    "33-3051.00": (4.50, 4.00, 0.02, 30),
    "35-3023.01": (3.75, 3.25, 0.33, 19),
    "23-1011.00": (4.62, 5.00, 1.30, 22),
    "53-3032.00": (3.12, 3.00, -0.30, 29),
    "51-4121.00": (3.00, 3.12, 0.33, 30),
}
"""Importance and level of oral comprehension (30.0), impact of innovation and tasks (30.3)."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the store."""
    return tmp_path_factory.mktemp("real") / "store"


@pytest.fixture(scope="module")
def reports(folder: Path) -> dict[str, Report]:
    """Import all files, once."""
    store = UserStore(folder)
    return {
        kind: import_files(store, kind, [DATA / name for name in names])
        for kind, names in IMPORTS.items()
    }


@pytest.fixture(scope="module")
def mine(folder: Path, reports: dict[str, Report]) -> CareerGraph:
    """Return the graph of the store."""
    assert reports
    return load(folder)


@pytest.mark.parametrize("kind", ROWS)
def test_every_row_of_the_files_is_taken(reports: dict[str, Report], kind: str) -> None:
    report = reports[kind]
    rows = {table.file: table.rows for table in report.imported.tables}
    assert {file: rows.get(file) for file in ROWS[kind]} == ROWS[kind]
    assert report.skipped == 0


@pytest.mark.parametrize("code", OCCUPATIONS)
def test_an_occupation_has_the_figures_of_the_tables(mine: CareerGraph, code: str) -> None:
    importance, level, impact, tasks = OCCUPATIONS[code]
    rating = f"{ID}onet-rating"
    (row,) = mine.query(
        f"""SELECT ?importance ?level ?impact (COUNT(?task) AS ?tasks) WHERE {{
              BIND(<{ID}onet-soc/{code}> AS ?o)
              ?o <{rating}/30-0--IM--1.A.1.a.1> ?importance ;
                 <{rating}/30-0--LV--1.A.1.a.1> ?level ; <{rating}/30-3--WI--1.D.1.a> ?impact .
              ?task a cg:Task ; cg:ofRole ?o .
            }} GROUP BY ?importance ?level ?impact"""
    )
    assert tuple(float(value) for value in row) == (importance, level, impact, tasks)


@pytest.mark.parametrize(
    ("title", "concept"),
    [
        # ESCO has it as another name of nurse assistants, and in the name of general nurses.
        ("Krankenpfleger", "nurse responsible for general care"),
        ("Krankenschwester", "nurse responsible for general care"),
        ("Softwareentwickler", "software developer"),
        ("Softwareentwicklerin", "software developer"),
        ("contable", "accountant"),
    ],
)
def test_names_in_other_languages_are_those_of_esco(
    mine: CareerGraph, title: str, concept: str
) -> None:
    assert mine.find(title).concept == concept


def test_a_name_that_most_people_use_for_other_work_is_asked_back(mine: CareerGraph) -> None:
    with pytest.raises(AmbiguousTitleError) as caught:
        mine.find("enfermera")
    assert list(caught.value.candidates) == ["Phlebotomists", "Registered Nurses"]


def test_roles_have_their_names_in_german(mine: CareerGraph) -> None:
    german = mine.in_language("de")
    assert german.find("accountant").entry.label == "Controller/Controllerin"
    translated, total = german.count_translated()
    assert 100 < translated < total


@pytest.mark.parametrize(
    ("area", "code", "wages"),
    [
        ("Denver", "15-1252", (99_700, 123_640, 137_610, 171_350, 209_300)),
        ("Denver", "29-1141", (81_210, 85_390, 101_130, 109_760, 125_870)),
        ("Colorado", "29-1141", (79_500, 84_590, 100_260, 108_930, 124_940)),
    ],
)
def test_pay_in_an_area_is_that_of_the_table(
    mine: CareerGraph, area: str, code: str, wages: tuple[int, ...]
) -> None:
    local = mine.in_area(area)
    band = local.facts.pay_by_role[local.find(f"{code}.00").entry.iri][0]
    assert (band.p10, band.p25, band.median, band.p75, band.p90) == wages


def test_projections_are_those_of_the_bundled_graph(mine: CareerGraph) -> None:
    query = f"""SELECT ?same (COUNT(*) AS ?n) WHERE {{
      ?outlook a cg:EmploymentOutlook ; cg:ofRole ?occupation ; cg:employment ?people .
      ?occupation a cg:Occupation .
      ?soc <{ID}bls-projection/2024-2034--employment> ?stated ; skos:notation ?code .
      FILTER CONTAINS(STR(?outlook), CONCAT("--", ?code, "--"))
      BIND (?stated = ?people AS ?same) }} GROUP BY ?same"""
    ((same, count),) = mine.query(query)
    assert bool(same)
    assert int(count) > 800


def test_occupations_near_each_other_are_so_by_name(mine: CareerGraph) -> None:
    pytest.importorskip("scipy")
    query = """SELECT ?label WHERE {
      ?affinity dcterms:type cg:affinity ; schema:value ?value .
      ?from ?affinity ?to ; skos:prefLabel "software developer"@en .
      ?to skos:prefLabel ?label FILTER (LANG(?label) = "en") } ORDER BY DESC(?value)"""
    near = [str(row.label) for row in mine.query(query)]
    assert len(near) == 30
    assert any("developer" in label for label in near[:5])


def test_the_imported_graph_keeps_every_rule(folder: Path, reports: dict[str, Report]) -> None:
    assert reports
    done = careergraph("--store", str(folder), "check")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout[:2_000]
    assert "ran on a sample of what was imported." in done.stderr
    (triples,) = re.findall(r" rules on ([\d,]+) triples: no problems\.", done.stderr)
    imported = sum(report.imported.statements for report in reports.values())
    assert int(triples.replace(",", "")) > imported / 2  # what is in the graph already is left out


def test_names_and_tasks_of_the_bundled_graph_are_not_repeated(mine: CareerGraph) -> None:
    query = """SELECT ?o (COUNT(*) AS ?n) (COUNT(DISTINCT ?name) AS ?names) WHERE {
                 ?o a cg:Occupation ; skos:altLabel ?name } GROUP BY ?o HAVING (?n != ?names)"""
    assert list(mine.query(query)) == []
    labels = """SELECT ?thing WHERE { ?thing skos:prefLabel ?one, ?other
                  FILTER (LANG(?one) = LANG(?other) && ?one < ?other) }"""
    assert list(mine.query(labels)) == []
