"""Job titles of résumés and advertisements: the right occupation, candidates, or nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from careergraph import load
from careergraph.compiled.generation import open_catalog
from careergraph.compiled.titles import Catalog, Code, NameDetails
from careergraph.compiled.titles.reading import read_title, stem
from careergraph.errors import AmbiguousTitleError, CareerGraphError, UnknownTitleError
from careergraph.model.entries import Entry

CATALOG = open_catalog()
EXPECTATIONS = Path(__file__).parent / "expectations"
ESCO = "http://data.europa.eu/esco/occupation/"
ROLE = "https://w3id.org/careergraph/id/role/"

KNOWN_ERRORS = {
    "agronomist": "Soil and Plant Scientists",
    "hr analyst": "People Analyst",
    "gpu engineer": "GPU Performance Engineer",
    "data entry clerk": "Data Entry Keyers",
    "Software Engineer I": "Junior Software Engineer",
    "Data Scientist (Remote)": "Data Scientist",
    "head teacher": "Education Administrators, Kindergarten through Secondary",
}
"""Each was once taken for something else: for an ergonomist, a remote sensing scientist, ..."""

SAME = [
    ("RN", "Registered Nurse", "registered nurses"),
    ("Police Officer", "Policewoman", "policeman"),
    ("Waiter", "Waitress", "WAITRESSES"),
    ("Paediatrician", "Pediatrician"),
    ("Guidance Counsellor", "Guidance Counselor"),
    ("HVAC Tech", "HVAC Technician", "HVAC technician (m/f/d)"),
    ("Plumber", "Master Plumber", "Plumber III", "Plumber (Remote)"),
    ("Lorry Driver", "Truck Driver"),
    ("Power BI Developer", "Tableau Developer"),
]
"""Titles that mean the same."""


def first_label(title: str) -> str:
    return CATALOG.search_entries(title, limit=1)[0].label


def expectations(name: str) -> list[tuple[str, list[str]]]:
    parts = tomllib.loads((EXPECTATIONS / f"{name}.toml").read_text("utf-8"))
    return [(title, codes) for part in parts.values() for title, codes in part.items()]


def code_of(catalog: Catalog, title: str) -> str | None:
    match = catalog.find(title)
    return next((c.code for c in catalog.codes(match.entry.iri) if c.scheme == "onet-soc"), None)


@pytest.mark.parametrize(
    ("name", "first", "five"), [("titles", 0.93, 0.97), ("titles_second", 0.85, 0.94)]
)
def test_titles_written_by_hand_are_understood(name: str, first: float, five: float) -> None:
    hits_first = hits_five = accepted = right = 0
    rows = expectations(name)
    for title, codes in rows:
        results = CATALOG.search_entries(title, limit=5)
        best = [next((n for n in r.notations if n[2:3] == "-"), "") for r in results]
        hits_first += bool(best) and best[0] in codes
        hits_five += bool(set(best) & set(codes))
        try:
            code = code_of(CATALOG, title)
        except CareerGraphError:
            continue
        accepted += 1
        right += code in codes
    assert hits_first / len(rows) >= first
    assert hits_five / len(rows) >= five
    assert right / accepted >= 0.95
    assert accepted / len(rows) >= 0.5


@pytest.mark.parametrize(("title", "label"), KNOWN_ERRORS.items())
def test_a_known_error_is_mended(title: str, label: str) -> None:
    assert first_label(title) == label


@pytest.mark.parametrize("titles", SAME)
def test_forms_of_a_title_mean_the_same(titles: tuple[str, ...]) -> None:
    assert len({first_label(title) for title in titles}) == 1


def test_what_is_uncertain_is_offered_with_probabilities() -> None:
    with pytest.raises(AmbiguousTitleError) as caught:
        CATALOG.find("bus driver")
    assert set(caught.value.candidates[:2]) == {
        "Bus Drivers, School",
        "Bus Drivers, Transit and Intercity",
    }
    assert list(caught.value.scores) == sorted(caught.value.scores, reverse=True)
    with pytest.raises(UnknownTitleError) as unknown:
        CATALOG.find("hardware store clerk")
    assert len(unknown.value.scores) == len(unknown.value.suggestions)


def test_a_curated_role_wins_over_the_occupation() -> None:
    for title in ("data scientist", "economist", "network architect"):
        assert CATALOG.find(title).entry.kind == "role"


@pytest.mark.parametrize(
    ("title", "label", "is_nearest"),
    [
        ("Senior Data Scientist (Remote)", "Senior Data Scientist", False),
        ("Staff Data Scientist, Ads", "Staff Data Scientist", False),
        ("Intern Data Analyst", "Data Analyst", True),
        ("Senior Software Engineer, Payments", "Senior Software Engineer", False),
        ("Product Manager - Growth", "Product Manager", False),
        ("Lead Data Engineer - Risk", "Lead Data Engineer", False),
    ],
)
def test_the_level_named_is_taken(title: str, label: str, *, is_nearest: bool) -> None:
    match = CATALOG.find(title)
    assert (match.entry.label, match.is_nearest_level) == (label, is_nearest)


@pytest.mark.parametrize("title", ["Software Engineer, Machine Learning", "Analyst, Ads"])
def test_an_aside_that_says_more_of_the_work_is_not_dropped(title: str) -> None:
    with pytest.raises((AmbiguousTitleError, UnknownTitleError)):
        CATALOG.find(title)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("15-1252.00", "Software Engineer"),
        ("15-1252", "Software Engineer"),
        ("29-1141.00", "Registered Nurses"),
        ("2512.4", "Software Engineer"),
        (
            "http://data.europa.eu/esco/occupation/d3edb8f8-3a06-47a0-8fb9-9b212c006aa2",
            "Data Analyst",
        ),
        ("<https://w3id.org/careergraph/id/onet-soc/29-1141.00>", "Registered Nurses"),
    ],
)
def test_a_code_is_a_name(code: str, label: str) -> None:
    assert CATALOG.find(code).entry.label == label
    assert label in {entry.label for entry in CATALOG.search_entries(code)}


def test_a_code_that_is_nowhere_is_unknown() -> None:
    for code in ("99-9999.00", "http://data.europa.eu/esco/occupation/nothing"):
        with pytest.raises(UnknownTitleError):
            CATALOG.find(code)


def test_search_tells_score_level_and_codes() -> None:
    found = load().search("senior data scientist", limit=3)[0]
    assert (found.iri, found.kind, found.level) == (
        f"{ROLE}senior-data-scientist",
        "role",
        "senior",
    )
    assert found.score == 100.0
    assert found.notations[0] == "15-2051.00"
    nurse = load().search("RN", limit=5)[0]
    assert (nurse.label, nurse.kind, nurse.level) == ("Registered Nurses", "occupation", None)
    assert nurse.notations[0] == "29-1141.00"
    assert "2221" in nurse.notations


def test_codes_stand_in_the_order_of_their_distance() -> None:
    role = Entry("urn:cook", "role", "Cook")
    codes = (Code("onet-soc", "35-2014.00", 1), Code("isco", "5120", 2), Code("esco", "5120.1", 2))
    catalog = Catalog([role], (), NameDetails({"urn:cook": codes}, {}, {}))
    assert catalog.search_entries("cook")[0].notations == ("35-2014.00", "5120.1", "5120")
    assert catalog.find("35-2014").entry == role


def test_a_title_is_read_by_its_parts() -> None:
    reading = read_title("Sr. Director, Supply Chain (m/f/d) - Remote")
    assert (reading.head, reading.level) == ("director", "director")
    assert reading.words["director"] == 1.0
    assert reading.words["chain"] < 1.0
    assert "remote" not in reading.words
    assert read_title("Director of Nursing").words["nursing"] == 1.0
    assert read_title("School Principal").level is None
    assert read_title("(Remote)").words == {"remote": 1.0}
    assert read_title("").words == {}


def test_words_of_one_stem_are_relatives() -> None:
    assert stem("accountant") == stem("accounting")
    assert stem("plumber") == stem("plumbing")
    assert stem("clerk") != stem("clergy")


def test_a_graph_of_few_roles_matches_no_titles() -> None:
    catalog = Catalog([Entry("urn:baker", "role", "Pastry Baker")])
    with pytest.raises(UnknownTitleError):
        catalog.find("pastry data clerk")


def test_a_title_for_another_kind_of_worker_is_offered_and_not_accepted() -> None:
    with pytest.raises(UnknownTitleError) as caught:
        CATALOG.find("ServiceNow Administrator")
    assert "ServiceNow Developer" in str(caught.value)
    assert CATALOG.find("Salesforce Administrator").entry.label == "Salesforce Administrator"


@pytest.mark.parametrize("title", ["wbe devloper", "web devloper", "wbe developer"])
def test_swapped_letters_of_a_short_word_are_understood(title: str) -> None:
    assert first_label(title) == "Web Developer"
