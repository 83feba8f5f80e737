"""Ten occupations, field by field: each figure was read by hand in the publishers' tables.

The tables are read again here by plain `csv`, not by the code that made the files.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from careergraph import load
from careergraph.vocab import ID

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("CAREERGRAPH_DATA", ROOT.parent / "shared" / "data"))
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public data sets are not there"),
]


class Expected(NamedTuple):
    """What the tables say: zone, median pay, change, openings, degree, ratings, nearest relation.

    ``mathematics`` is importance and level of the knowledge, ``related`` the code of index 1.
    """

    label: str
    zone: int
    median: float
    change: float
    openings: int
    degree: str
    mathematics: tuple[str, str]
    related: str


HIGH_SCHOOL = "high school diploma"
TEN = {
    "29-1141.00": Expected(
        "Registered Nurses",
        4,
        97550,
        4.9,
        189100,
        "bachelor's degree",
        ("3.43", "3.4"),
        "29-1141.01",
    ),
    "13-2011.00": Expected(
        *("Accountants and Auditors", 4, 83680, 4.6, 124200, "bachelor's degree"),
        ("3.92", "4.92"),
        "43-3031.00",
    ),
    "23-1011.00": Expected(
        *("Lawyers", 5, 159670, 4.1, 31500, "doctoral or professional degree"),
        ("2.31", "2.32"),
        "23-1012.00",
    ),
    "35-3023.01": Expected(
        *("Baristas", 2, 31200, 6.1, 904300, "no formal educational credential"),
        ("2.53", "1.91"),
        "35-3023.00",
    ),
    "47-2111.00": Expected(
        "Electricians", 3, 63190, 9.5, 81000, HIGH_SCHOOL, ("3.4", "3.63"), "27-4015.00"
    ),
    "33-3051.00": Expected(
        *("Police and Sheriff's Patrol Officers", 3, 76210, 3.1, 53700, HIGH_SCHOOL),
        ("2.38", "2.37"),
        "33-3021.00",
    ),
    "43-3031.00": Expected(
        *("Bookkeeping, Accounting, and Auditing Clerks", 3, 50670, -5.8, 170000),
        "some college courses",
        ("3.82", "3.56"),
        "43-3021.00",
    ),
    "53-3032.00": Expected(
        *("Heavy and Tractor-Trailer Truck Drivers", 2, 58640, 4.0, 237600),
        "post-secondary certificate",
        ("2.66", "2.39"),
        "53-7051.00",
    ),
    "43-4051.00": Expected(
        *("Customer Service Representatives", 2, 44770, -5.5, 341700, HIGH_SCHOOL),
        ("3.34", "3.38"),
        "41-3091.00",
    ),
    "51-4121.00": Expected(
        *("Welders, Cutters, Solderers, and Brazers", 2, 53750, 2.2, 45600, HIGH_SCHOOL),
        ("2.94", "2.21"),
        "51-4122.00",
    ),
}


@pytest.fixture(scope="module")
def g() -> CareerGraph:
    return load()


@pytest.mark.parametrize("code", TEN)
def test_an_occupation_field_by_field(g: CareerGraph, code: str) -> None:
    expected, iri = TEN[code], f"{ID}onet-soc/{code}"
    page = g.role(code)
    assert page.role.label == expected.label
    assert [level.job_zone for level in page.preparation] == [expected.zone]
    assert [band.median for band in page.pay] == [expected.median]
    assert [(one.percent_change, one.annual_openings) for one in page.outlook] == [
        (expected.change, expected.openings)
    ]
    assert g.facts.entry_degrees[iri].label == expected.degree
    rows = g.query(
        "SELECT ?importance ?level ?near WHERE { "
        f"<{iri}> <{ID}importance/2.C.4.a> ?importance ; <{ID}level/2.C.4.a> ?level ; "
        "cg:relatedPrimaryShort ?near }"
    )
    found = [tuple(map(str, row)) for row in rows]
    assert {row[:2] for row in found} == {expected.mathematics}
    assert f"{ID}onet-soc/{expected.related}" in {row[2] for row in found}


def _rows(folder: str, file: str) -> list[dict[str, str]]:
    with (DATA / folder / file).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_job_title_is_in_the_graph(g: CareerGraph) -> None:
    titles = {
        (row["O*NET-SOC Code"], row["Job Title"]) for row in _rows("onet-30.3", "Job Titles.txt")
    }
    found = {
        (str(code), str(title))
        for code, title in g.query(
            "SELECT ?code ?title WHERE { ?occupation a cg:Occupation ; skos:notation ?code ; "
            "skos:altLabel|skos:prefLabel ?title }"
        )
    }
    assert len(titles) == 57543
    assert titles <= found


def test_ratings_to_be_suppressed_or_not_relevant_are_left_out(g: CareerGraph) -> None:
    left_out = {
        (row["O*NET-SOC Code"], row["Element ID"])
        for file in ("Essential Skills.txt", "Transferable Skills.txt")
        for row in _rows("onet-30.3", file)
        if "Y" in (row["Recommend Suppress"], row["Not Relevant"])
    }
    found = {
        (str(code), str(element))
        for code, element in g.query(
            "SELECT ?code ?notation WHERE { "
            "?property cg:ratingScale cg:levelScale ; cg:element/skos:notation ?notation . "
            "?occupation ?property ?level ; skos:notation ?code }"
        )
    }
    assert len(found) > 30000
    assert not left_out & found


def test_the_relation_is_directed_and_whole(g: CareerGraph) -> None:
    stated = {
        (row["O*NET-SOC Code"], row["Related O*NET-SOC Code"], row["Relatedness Tier"])
        for row in _rows("onet-30.3", "Related Occupations.txt")
    }
    found = {
        (one.source.rsplit("/", 1)[1], one.target.rsplit("/", 1)[1], one.tier)
        for one in g.facts.related_occupations
    }
    assert found == stated
