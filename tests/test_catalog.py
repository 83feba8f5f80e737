"""Titles as people type them: understood, or refused with candidates; never guessed in silence."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from careergraph.compiled.generation import open_catalog
from careergraph.compiled.titles import Catalog, Match, normalise_title
from careergraph.errors import (
    AmbiguousTitleError,
    CareerGraphError,
    EmptyTitleError,
    UnknownTitleError,
)
from careergraph.model.values import Entry

BUNDLED = open_catalog()
ROLE = "https://w3id.org/careergraph/id/role/"

ANY_TEXT = st.text(st.characters(), max_size=60)
"""Surrogates and control characters too: a terminal may hand over undecodable bytes."""

UNDERSTOOD = {
    "Data Scientist": "Data Scientist",
    "data scientist": "Data Scientist",
    "DATA SCIENTIST": "Data Scientist",
    "  data \t scientist \n": "Data Scientist",
    "Data-Scientist": "Data Scientist",
    "data_scientist": "Data Scientist",
    "data scientists": "Data Scientist",
    "DataScientist": "Data Scientist",
    '"data scientist"': "Data Scientist",
    "'data scientist'": "Data Scientist",
    "“data scientist”": "Data Scientist",
    "DS": "Data Scientist",
    "\uff44\uff41\uff54\uff41 scientist": "Data Scientist",
    "data\x00scientist": "Data Scientist",
    "👩\u200d💻 data scientist": "Data Scientist",
    "statisticians": "Statistician",
    "SWE": "Software Engineer",
    "swe": "Software Engineer",
    "S.W.E.": "Software Engineer",
    "SWEs": "Software Engineer",
    "SDE": "Software Engineer",
    "software developer": "Software Engineer",
    "programmer": "Software Engineer",
    "software eng.": "Software Engineer",
    "software dev": "Software Engineer",
    "MLE": "Machine Learning Engineer",
    "MLEs": "Machine Learning Engineer",
    "ML engineer": "Machine Learning Engineer",
    "ml eng": "Machine Learning Engineer",
    "AI/ML engineer": "Machine Learning Engineer",
    "SRE": "Site Reliability Engineer",
    "SREs": "Site Reliability Engineer",
    "BAs": "Business Analyst",
    "EMs": "Engineering Manager",
    "DBA": "Database Administrator",
    "CV engineer": "Computer Vision Engineer",
    "Sr. SWE": "Senior Software Engineer",
    "Sr SWE": "Senior Software Engineer",
    "SWE, Sr.": "Senior Software Engineer",
    "Software Engineer (Senior)": "Senior Software Engineer",
    "software engineer - senior": "Senior Software Engineer",
    "senior developer": "Senior Software Engineer",
    "Jr. SWE": "Junior Software Engineer",
    "jr developer": "Junior Software Engineer",
    "Sr. MLE": "Senior Machine Learning Engineer",
    "lead ml eng": "Lead Machine Learning Engineer",
    "Lead MLE": "Lead Machine Learning Engineer",
    "ML Engineer, Lead": "Lead Machine Learning Engineer",
    "Director of Engineering": "Director of Engineering",
    "engineering director": "Director of Engineering",
    "data-scientist": "Data Scientist",
    f"{ROLE}data-scientist": "Data Scientist",
    f"<{ROLE}data-scientist>": "Data Scientist",
    f" {ROLE}data-scientist\n": "Data Scientist",
}

MISTYPED = {
    "sofware enginer": "Software Engineer",
    "data scienctist": "Data Scientist",
    "data scientst": "Data Scientist",
    "machine lerning engineer": "Machine Learning Engineer",
    "machien learning engineer": "Machine Learning Engineer",
    "Sr. sofware engineer": "Senior Software Engineer",
    "statistican": "Statistician",
    "programer": "Software Engineer",
    "teleccomunications engineer": "Telecommunications Engineer",
}

OTHER_PROFESSIONS = {
    "agronomist": "Soil and Plant Scientists",
    "astrologer": "Entertainers and Performers, Sports and Related Workers, All Other",
    "geologist": "Geoscientists, Except Hydrologists and Geographers",
    "metrologist": "Industrial Engineer",
    "urologist": "Urologists",
}
"""A few letters from a curated role, and no slip of the keyboard: each is its own occupation."""

WITHOUT_SUGGESTIONS = ["ninja", "xyzzy frobnicator", "Krankenpfleger", "Quatschmacher"]
"""They share no word with a name of the graph."""

COLLOQUIAL = {
    "C developer": "Software Engineer",
    "c++ developer": "Software Engineer",
    ".NET developer": "Software Engineer",
    "PHP developer": "Web Developer",
    "front end": "Front-end Developer",
    "full stack": "Full-stack Developer",
    "high school maths teacher": "Secondary School Teacher",
    "helpdesk": "IT Support Specialist",
    "tech lead": "Lead Software Engineer",
    "principal engineer": "Principal Software Engineer",
    "VP engineering": "Director of Engineering",
    "TPM": "Technical Program Manager",
    "UI/UX designer": "User Experience Designer",
}

UNKNOWN = ["hardware store clerk", "mechanical fitter", "quality champion"]
"""Titles that no line of work has, each sharing a word with one that the graph holds."""


def find_label(title: str, kind: str = "role") -> str:
    return BUNDLED.find(title, kind).entry.label


@pytest.mark.parametrize(("title", "label"), UNDERSTOOD.items())
def test_a_title_is_understood_in_any_form(title: str, label: str) -> None:
    match = BUNDLED.find(title)
    assert (match.entry.label, match.exact) == (label, True)


@pytest.mark.parametrize(("title", "label"), MISTYPED.items())
def test_a_typing_error_is_forgiven_and_marked(title: str, label: str) -> None:
    match = BUNDLED.find(title)
    assert (match.entry.label, match.exact) == (label, False)


@pytest.mark.parametrize("title", UNKNOWN)
def test_a_title_near_to_another_is_not_taken_for_it(title: str) -> None:
    with pytest.raises(UnknownTitleError) as caught:
        BUNDLED.find(title)
    assert caught.value.title == title
    assert caught.value.suggestions
    assert caught.value.suggestions[0] in str(caught.value)


@pytest.mark.parametrize(("title", "label"), COLLOQUIAL.items())
def test_a_title_is_understood_as_people_say_it(title: str, label: str) -> None:
    match = BUNDLED.find(title)
    assert (match.entry.label, match.exact) == (label, True)


@pytest.mark.parametrize(("title", "label"), OTHER_PROFESSIONS.items())
def test_another_profession_is_no_typing_error(title: str, label: str) -> None:
    try:
        first = BUNDLED.find(title).entry.label
    except AmbiguousTitleError as error:
        first = error.candidates[0]
    assert first == label


@pytest.mark.parametrize("title", WITHOUT_SUGGESTIONS)
def test_a_title_like_none_has_no_suggestions(title: str) -> None:
    with pytest.raises(UnknownTitleError, match="careergraph search") as caught:
        BUNDLED.find(title)
    assert caught.value.suggestions == ()


def test_suggestions_hold_what_was_probably_meant() -> None:
    with pytest.raises(UnknownTitleError) as caught:
        BUNDLED.find("expert web maker")
    assert "Web Developer" in caught.value.suggestions


@pytest.mark.parametrize(
    ("title", "label", "is_nearest"),
    [
        ("SWE II", "Software Engineer", False),
        ("Software Engineer III", "Senior Software Engineer", False),
        ("Jr. data engineer", "Data Engineer", True),
        ("senior web developer", "Web Developer", True),
    ],
)
def test_of_a_level_that_is_not_there_the_nearest_is_taken(
    title: str, label: str, *, is_nearest: bool
) -> None:
    match = BUNDLED.find(title)
    assert (match.entry.label, match.is_nearest_level) == (label, is_nearest)


def test_an_abbreviation_of_two_roles_offers_both() -> None:
    with pytest.raises(AmbiguousTitleError) as caught:
        BUNDLED.find("PM")
    assert list(caught.value.candidates) == ["Product Manager", "Project Manager"]


def test_a_rare_word_counts_for_more_than_a_frequent_one() -> None:
    others = [Entry(f"urn:{n}", "role", f"Data {n}") for n in ("Broker", "Steward", "Trader")]
    baker = Entry("urn:baker", "role", "Pastry Baker")
    with pytest.raises(UnknownTitleError) as caught:
        Catalog([*others, baker]).find("pastry data clerk")
    assert caught.value.suggestions == (
        "Pastry Baker",
        "Data Broker",
        "Data Steward",
        "Data Trader",
    )


@pytest.mark.parametrize(
    ("title", "among"),
    [
        ("lead", {"Lead Data Scientist", "Lead Machine Learning Engineer"}),
        ("engineer", {"Data Engineer", "Software Engineer", "Cloud Engineer"}),
        ("analyst", {"Business Analyst", "Data Analyst"}),
        ("Sr.", {"Senior Data Scientist", "Senior Software Engineer"}),
    ],
)
def test_part_of_several_titles_names_them_all(title: str, among: set[str]) -> None:
    with pytest.raises(AmbiguousTitleError) as caught:
        BUNDLED.find(title)
    assert among <= set(caught.value.candidates)
    assert list(caught.value.candidates) == sorted(caught.value.candidates)


@pytest.mark.parametrize("title", ["", " ", "\t\n", "\u00a0"])
def test_a_title_without_anything_is_empty(title: str) -> None:
    with pytest.raises(EmptyTitleError, match=r'^The role title is empty\. .*"data scientist"'):
        BUNDLED.find(title)


@pytest.mark.parametrize("title", ["\x00\x1b", "\u200b", "\udcff\udcfe"])
def test_a_title_without_anything_to_see_is_not_called_empty(title: str) -> None:
    with pytest.raises(EmptyTitleError, match=r"^The role title has no readable characters"):
        BUNDLED.find(title)
    with pytest.raises(EmptyTitleError, match=r"^The text to look for has no readable characters"):
        BUNDLED.search(title)


def test_the_example_for_an_empty_name_is_of_its_kind() -> None:
    with pytest.raises(EmptyTitleError, match=r'name of the skill is empty\. .*"machine learning"'):
        BUNDLED.find("", "skill")
    with pytest.raises(EmptyTitleError, match=r"name of the certification is empty\. Give one;"):
        BUNDLED.find("", "certification")


@pytest.mark.parametrize(
    "title",
    [
        "🙂",
        "...",
        "' OR 1=1 --",
        "?role a cg:Role . } #",
        "<script>alert(1)</script>",
        "data scientist " * 700,
        "x" * 10_000,
        "zzyx\ud800",
        "データ",
        "https://w3id.org/careergraph/id/role/nobody",
        "https://example.org/role/unknown",
    ],
)
def test_strange_text_is_unknown_and_the_message_is_one_short_line(title: str) -> None:
    with pytest.raises(UnknownTitleError) as caught:
        BUNDLED.find(title)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 500


def test_an_iri_of_another_kind_is_not_taken() -> None:
    python = "https://w3id.org/careergraph/id/skill/python"
    assert find_label(python, "skill") == "Python"
    with pytest.raises(UnknownTitleError):
        BUNDLED.find(python, "role")


@given(ANY_TEXT, st.sampled_from(["role", "skill", "certification", "nonsense"]))
@example("İ" * 300, "role")
@example("\ufdfa" * 200, "skill")
def test_any_text_is_a_match_or_an_error_of_ours(title: str, kind: str) -> None:
    try:
        found: Match | CareerGraphError = BUNDLED.find(title, kind)
    except CareerGraphError as error:
        found = error
    if isinstance(found, CareerGraphError):
        assert str(found)
    else:
        assert found.entry.kind == kind or (kind, found.entry.kind) == ("role", "occupation")


@given(ANY_TEXT)
def test_any_text_can_be_searched(text: str) -> None:
    try:
        hits = BUNDLED.search(text)
    except EmptyTitleError:
        return
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    assert len(hits) <= 10


@given(ANY_TEXT)
def test_a_normalised_title_is_words_between_single_spaces(text: str) -> None:
    once = normalise_title(text)
    assert once == " ".join(once.split())


def test_every_label_alias_and_iri_of_the_bundled_graph_finds_its_own_thing() -> None:
    wrong = []
    for entry in BUNDLED.entries:
        slug = entry.iri.rsplit("/", 1)[-1]
        for name in (entry.label, entry.label.upper(), *entry.aliases, entry.iri, slug):
            match = BUNDLED.find(name, entry.kind)
            if match.entry != entry or not match.exact:
                wrong.append((name, match.entry.label))
    assert wrong == []


def test_a_label_beats_the_same_word_as_an_alias() -> None:
    """ESCO calls data scientists data engineers: who asks for the label gets what carries it."""
    engineer = Entry("urn:engineer", "role", "Data Engineer")
    scientist = Entry("urn:scientist", "role", "Data Scientist", ("data engineers",))
    assert Catalog([scientist, engineer]).find("data engineer").entry == engineer


def test_two_things_of_one_alias_are_both_candidates() -> None:
    one = Entry("urn:1", "role", "Cook", ("chef",))
    other = Entry("urn:2", "role", "Head Cook", ("Chef",))
    with pytest.raises(AmbiguousTitleError) as caught:
        Catalog([one, other]).find("chef")
    assert caught.value.candidates == ("Cook", "Head Cook")


def test_two_things_of_one_label_are_told_apart_by_iri() -> None:
    catalog = Catalog([Entry("urn:1", "role", "Cook"), Entry("urn:2", "role", "Cook")])
    with pytest.raises(AmbiguousTitleError) as caught:
        catalog.find("cook")
    assert caught.value.candidates == ("urn:1", "urn:2")
    assert catalog.find("urn:2").entry.iri == "urn:2"


def test_a_typing_error_between_two_titles_is_ambiguous() -> None:
    """No reading is nearer than the other, so neither is taken."""
    catalog = Catalog([Entry("urn:1", "role", "Tailor"), Entry("urn:2", "role", "Sailor")])
    with pytest.raises(AmbiguousTitleError) as caught:
        catalog.find("Bailor")
    assert caught.value.candidates == ("Sailor", "Tailor")


def test_the_nearer_of_two_titles_is_taken() -> None:
    catalog = Catalog(
        [Entry("urn:1", "role", "Restaurateur"), Entry("urn:2", "role", "Restorateur")]
    )
    match = catalog.find("Restauratuer")
    assert (match.entry.iri, match.exact) == ("urn:1", False)


def test_the_last_part_of_an_iri_with_a_hash_is_a_name() -> None:
    entry = Entry("https://example.org/me#line-cook", "role", "Chef de Partie")
    assert Catalog([entry]).find("line cook").entry == entry


def test_signs_that_make_a_language_another_one_are_kept() -> None:
    assert find_label("C++", "skill") == "C++"
    assert find_label("c#", "skill") == "C#"
    assert find_label("R", "skill") == "R"
    assert find_label("C", "skill") == "C"
    with pytest.raises(UnknownTitleError):
        BUNDLED.find("R#", "skill")


def test_search_puts_the_name_itself_first_then_what_begins_with_it() -> None:
    assert [entry.label for entry, _ in BUNDLED.search("data engineer")][:1] == ["Data Engineer"]
    vision = [(entry.label, entry.kind) for entry, _ in BUNDLED.search("vision")]
    assert vision[:2] == [("Computer Vision Engineer", "role"), ("computer vision", "skill")]
    assert next(iter(BUNDLED.search("python")))[0].kind == "skill"


def test_search_finds_by_the_beginning_of_words_and_by_alias() -> None:
    assert "Machine Learning Engineer" in [e.label for e, _ in BUNDLED.search("mach lear")]
    assert BUNDLED.search("k8s")[0][0].label == "Kubernetes"
    assert BUNDLED.search("DP-100")[0][0].kind == "certification"


@pytest.mark.parametrize(
    "wish",
    ["something with computers", "I would like a job with computers", "working in computers"],
)
def test_a_wish_is_searched_by_its_subject(wish: str) -> None:
    catalog = open_catalog()
    assert catalog.search(wish) == catalog.search("computers")


def test_a_title_that_begins_like_a_wish_stays_whole() -> None:
    catalog = Catalog(
        [Entry("urn:1", "role", "Working Foreman"), Entry("urn:2", "role", "Foreman")]
    )
    assert catalog.search("working foreman")[0][0].iri == "urn:1"


def test_search_keeps_to_its_limit_and_kinds() -> None:
    assert len(BUNDLED.search("data", limit=3)) == 3
    assert {e.kind for e, _ in BUNDLED.search("data", kinds=("skill",))} == {"skill"}
    assert BUNDLED.search("zzzz qqqq") == []
    with pytest.raises(EmptyTitleError):
        BUNDLED.search(" ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("office manag", "First-Line Supervisors of Office and Administrative Support Workers"),
        ("nurs", "Registered Nurses"),
        ("care work", "Personal Care Aides"),
        ("truck dri", "Heavy and Tractor-Trailer Truck Drivers"),
    ],
)
def test_an_unfinished_job_title_finds_what_the_whole_title_means(typed: str, meant: str) -> None:
    found = [entry.label for entry, _ in BUNDLED.search(typed, kinds=("role", "occupation"))]
    assert meant in found[:6]


def test_names_that_begin_with_what_is_typed_come_before_titles_that_are_completed() -> None:
    found = BUNDLED.search("business int", kinds=("role", "occupation"), limit=3)
    assert [score >= 97 for _, score in found] == [True, True, True]
