"""Job titles of résumés and advertisements: the right occupation, candidates, or nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from careergraph import load
from careergraph.compiled.generation import open_catalog
from careergraph.compiled.titles import Catalog, Code, NameDetails
from careergraph.compiled.titles.matching import Candidate, find_usual
from careergraph.compiled.titles.notes import describe_match
from careergraph.compiled.titles.reading import read_title, stem
from careergraph.compiled.titles.senses import SENSES, SHARED
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
    "Head of Procurement": "Purchasing Managers",
    "Event Co-ordinator": "Meeting, Convention, and Event Planners",
    "Biology teacher": "Secondary School Teacher",
}
"""Each was once taken for something else: for an ergonomist, a remote sensing scientist, ..."""

SCHOOL_ASSISTANTS = (
    "Teaching Assistants, Preschool, Elementary, Middle, and Secondary School, "
    "Except Special Education"
)
SALES = (
    "Sales Representatives of Services, Except Advertising, Insurance, Financial Services, "
    "and Travel"
)
GOODS = (
    "Sales Representatives, Wholesale and Manufacturing, Except Technical and Scientific Products"
)
SECRETARIES = "Secretaries and Administrative Assistants, Except Legal, Medical, and Executive"

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
    ("name", "first", "five"),
    [
        ("titles", 0.93, 0.97),
        ("titles_second", 0.88, 0.96),
        ("titles_resumes", 0.8, 0.93),
        ("titles_one_code", 0.75, 0.9),
        ("titles_adverts", 0.7, 0.85),
        ("titles_fifth", 0.8, 0.92),
    ],
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


def test_words_of_one_stem_with_other_meanings_are_no_relatives() -> None:
    with pytest.raises(UnknownTitleError):
        CATALOG.find("Nursery Practitioner")
    labels = [r.label for r in CATALOG.search_entries("policy advisor", limit=5)]
    assert not [label for label in labels if "Police" in label]


@pytest.mark.parametrize("titles", SAME)
def test_forms_of_a_title_mean_the_same(titles: tuple[str, ...]) -> None:
    assert len({first_label(title) for title in titles}) == 1


def test_a_title_that_usually_means_other_work_is_no_name_of_a_role() -> None:
    assert CATALOG.find("Web Editor").entry.label == "Editors"
    with pytest.raises(AmbiguousTitleError):
        CATALOG.find("Community Manager")
    assert CATALOG.find("Engineering Director").entry.label == "Director of Engineering"
    assert CATALOG.find("React developer").entry.label == "Front-end Developer"
    assert CATALOG.find("Director of Engineering").entry.label == "Director of Engineering"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("VP, Finance", {"vice", "president", "finance"}),
        ("Visiting Lecturer - Economics", {"visiting", "lecturer", "economic"}),
        ("Coordinator (Events)", {"coordinator", "event"}),
        ("Math Teacher - Lincoln High", {"mathematic", "teacher"}),
        ("Software Engineer, Payments", {"software", "engineer"}),
    ],
)
def test_an_aside_counts_in_full_where_it_alone_names_the_trade(
    title: str, words: set[str]
) -> None:
    reading = read_title(title).words
    assert {word for word, weight in reading.items() if weight == 1} == words


def test_an_unknown_name_in_an_aside_takes_nothing_from_a_title() -> None:
    matcher = CATALOG._matcher  # noqa: SLF001
    plain, named = (
        max(row.likeness for row in matcher.features(read_title(title)).values())
        for title in ("fifth grade teacher", "fifth grade teacher, Xyzzyq")
    )
    assert named == pytest.approx(plain)


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


USUAL = {
    "CMO": ("Chief Executives", "Marketing Manager"),
    "chief people officer": ("Chief Executives", "Human Resources Managers"),
    "chief medical officer": ("Chief Executives", "Medical and Health Services Managers"),
    "COO": ("Chief Executives", "General and Operations Managers"),
    "teaching assistant": (SCHOOL_ASSISTANTS, "Teaching Assistants, Postsecondary"),
    "Senior Account Executive": (SALES, "Advertising Sales Agents"),
    "BDR": (SALES, GOODS),
    "HR": ("Human Resources Specialists", "Human Resources Managers"),
    "pre-sales": ("IT Presales Engineer", "Sales Engineer"),
    "CNA": ("Nursing Assistants", "Home Health Aides"),
    "line cook": ("Cooks, Restaurant", "Cooks, Fast Food"),
    "store manager": (
        "First-Line Supervisors of Retail Sales Workers",
        "General and Operations Managers",
    ),
    "nurse": ("Registered Nurses", "Critical Care Nurses"),
    "senior nurse": ("Registered Nurses", "Critical Care Nurses"),
    "truck driver": ("Heavy and Tractor-Trailer Truck Drivers", "Light Truck Drivers"),
    "secretary": (SECRETARIES, "Medical Secretaries and Administrative Assistants"),
    "warehouse worker": (
        "Laborers and Freight, Stock, and Material Movers, Hand",
        "Stockers and Order Fillers",
    ),
    "farmworker": (
        "Farmworkers and Laborers, Crop, Nursery, and Greenhouse",
        "Farmworkers, Farm, Ranch, and Aquacultural Animals",
    ),
    "solar installer": (
        "Solar Photovoltaic Installers",
        "Solar Thermal Installers and Technicians",
    ),
}
"""Ordinary titles of several occupations: the usual one, and one that is named as well."""


@pytest.mark.parametrize(("title", "labels"), USUAL.items())
def test_an_ordinary_title_has_its_usual_meaning(title: str, labels: tuple[str, str]) -> None:
    match = CATALOG.find(title)
    assert (match.entry.label, match.exact) == (labels[0], False)
    assert labels[1] in match.others
    assert CATALOG.search_entries(title, limit=1)[0].label == labels[0]


@pytest.mark.parametrize("title", ["CFO", "chief financial officer"])
def test_a_chief_financial_officer_is_an_executive_with_a_role_of_its_own(title: str) -> None:
    match = CATALOG.find(title)
    assert (match.entry.label, match.exact) == ("Chief Financial Officer", True)


def test_drivers_of_both_kinds_of_bus_are_offered_and_nobody_else() -> None:
    with pytest.raises(AmbiguousTitleError) as caught:
        CATALOG.find("bus driver")
    assert set(caught.value.candidates) == {
        "Bus Drivers, School",
        "Bus Drivers, Transit and Intercity",
    }


@pytest.mark.parametrize("title", ["EA", "doctor", "bus driver", "driver", "pilot", "mechanic"])
def test_a_title_without_a_usual_meaning_is_asked_back(title: str) -> None:
    with pytest.raises(AmbiguousTitleError):
        CATALOG.find(title)


@pytest.mark.parametrize(
    ("people", "probabilities", "usual"),
    [
        ((3_000_000, 500_000), (0.6, 0.3), 0),
        ((1_000_000, 900_000), (0.8, 0.1), 0),
        ((3_000_000, 500_000), (0.5, 0.3), None),
        ((2_000_000, 900_000), (0.7, 0.2), None),
        ((500_000, 10_000), (0.8, 0.1), None),
        ((900_000, 1_000_000), (0.85, 0.1), None),
    ],
)
def test_what_is_usual_is_probable_and_employs_most(
    people: tuple[int, int], probabilities: tuple[float, float], usual: int | None
) -> None:
    candidates = [
        Candidate(entry, probability, 1.0, shares_word=True, is_understood=True)
        for entry, probability in enumerate(probabilities)
    ]
    best = find_usual(candidates, dict(enumerate(people)))
    assert (None if best is None else best.entry) == usual


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("PMM", "Marketing Manager"),
        ("Product Marketing Manager", "Marketing Manager"),
        ("agile coach", "Scrum Master"),
        ("service designer", "User Experience Designer"),
    ],
)
def test_the_nearest_role_is_said_to_be_only_that(title: str, label: str) -> None:
    match = CATALOG.find(title)
    assert (match.entry.label, match.exact, match.is_nearest_role) == (label, False, True)
    assert describe_match(title, match) == (
        f'Reading "{title}" as {label}: the graph has no role of that name, and this is the '
        "nearest."
    )


def test_every_usual_meaning_is_in_the_graph_and_found() -> None:
    """A label that the graph does not have, or a title that has become a name, does nothing."""
    wrong = [
        title
        for titles, sense in SENSES.items()
        for title in titles.split(", ")
        if (match := CATALOG.find(title)).entry.label != sense.label
        or match.others != sense.others
        or match.is_nearest_role != sense.is_nearest
    ]
    assert wrong == []
    shared = [(title, ls) for titles, ls in SHARED.items() for title in titles.split(", ")]
    for title, labels in shared:
        with pytest.raises(AmbiguousTitleError) as caught:
            CATALOG.find(title)
        assert sorted(caught.value.candidates) == sorted(labels)


def test_a_role_of_ones_own_wins_over_a_usual_meaning() -> None:
    own = Entry("urn:own", "role", "Product Marketing Manager", ("CNA",))
    catalog = Catalog([own, Entry("urn:other", "role", "Marketing Manager")])
    assert catalog.find("product marketing manager").entry == own
    assert catalog.find("CNA").entry == own
    assert catalog.find("PMM").entry.iri == "urn:other"


def test_a_long_title_is_read_without_its_first_word() -> None:
    match = CATALOG.find("mainframe cobol programmer")
    assert (match.entry.label, match.exact, match.part) == (
        "Mainframe Developer",
        False,
        "cobol programmer",
    )
    assert describe_match("mainframe cobol programmer", match).endswith(
        'as Mainframe Developer, from "cobol programmer" alone.'
    )
    with pytest.raises(UnknownTitleError):
        CATALOG.find("weaving textile supervisor")


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("excel analyst", "Data Analyst"),
        ("HGV driver", "Heavy and Tractor-Trailer Truck Drivers"),
        ("AP clerk", "Bookkeeping, Accounting, and Auditing Clerks"),
        (
            "military officer",
            "Military Officer Special and Tactical Operations Leaders, All Other",
        ),
        ("ops manager", "General and Operations Managers"),
    ],
)
def test_an_ordinary_title_is_not_refused(title: str, label: str) -> None:
    assert CATALOG.find(title).entry.label == label


def test_what_a_title_may_mean_as_well_is_named() -> None:
    assert describe_match("nurse", CATALOG.find("nurse")) == (
        'Reading "nurse" as Registered Nurses; it could also be Critical Care Nurses or Acute '
        "Care Nurses."
    )
    assert describe_match("store manager", CATALOG.find("store manager")).endswith(
        "; it could also be General and Operations Managers."
    )
    assert describe_match("BDR", CATALOG.find("BDR")).endswith(f'; it could also be "{GOODS}".')


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
    assert reading.words["chain"] == 1.0  # the aside alone tells the trade
    assert read_title("Nurse Manager, Oncology").words["oncology"] < 1.0
    assert "remote" not in reading.words
    assert read_title("Director of Nursing").words["nursing"] == 1.0
    assert read_title("School Principal").level is None
    assert read_title("(Remote)").words == {"remote": 1.0}
    assert read_title("").words == {}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("A/P Clerk", {"account", "payable", "clerk"}),
        ("Admin Asst", {"administrative", "assistant"}),
        ("UI/UX Designer", {"user", "interface", "experience", "designer"}),
        ("Mech Engr", {"mechanical", "engineer"}),
        ("PMP, Project Mgr", {"project", "manager"}),
    ],
)
def test_short_forms_are_written_out(title: str, words: set[str]) -> None:
    reading = read_title(title)
    assert {word for word, weight in reading.words.items() if weight == 1} == words


def test_an_employer_counts_little() -> None:
    reading = read_title("Shift Leader @ Taco Bell")
    assert (reading.main, reading.head) == ("leader shift", "leader")
    assert reading.words["taco"] < read_title("Shift Leader - Taco Bell").words["taco"] < 1
    assert read_title("@ Acme").words == {"acme": 1.0}
    assert read_title("Server/Cashier").main == "server"


def test_the_beginning_of_a_word_is_understood_from_the_others() -> None:
    assert first_label("Resp Therapist") == "Respiratory Therapists"


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Military Police", "Police and Sheriff's Patrol Officers"),
        ("Teacher Assistant", SCHOOL_ASSISTANTS),
        ("Teacher's Aide", SCHOOL_ASSISTANTS),
        ("Asst Store Mgr", "First-Line Supervisors of Retail Sales Workers"),
        ("Housekeeping", "Maids and Housekeeping Cleaners"),
    ],
)
def test_usual_titles_of_resumes(title: str, label: str) -> None:
    assert CATALOG.find(title).entry.label == label
    assert first_label(title) == label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("TA", SCHOOL_ASSISTANTS),
        ("Supervisor", "First-Line Supervisors of Office and Administrative Support Workers"),
        ("Asst. Manager", "First-Line Supervisors of Retail Sales Workers"),
    ],
)
def test_a_rank_without_a_trade_is_asked_back(title: str, label: str) -> None:
    with pytest.raises(AmbiguousTitleError) as caught:
        CATALOG.find(title)
    assert caught.value.candidates[0] == label
    assert first_label(title) == label


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
