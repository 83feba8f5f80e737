"""Routes say what their figures leave out: degrees, licences, related work, a lower level."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from careergraph.answers.planning.not_counted import find_not_counted
from careergraph.answers.planning.study import StatedCredentials
from careergraph.answers.planning.usual_degrees import find_degree_share
from careergraph.errors import UsageError
from careergraph.model.holdings import Range
from careergraph.model.values import StepExperience
from careergraph.report.layout import plain_text
from careergraph.report.pages.gaps import gap_page
from careergraph.report.pages.neighbours import neighbours_page
from careergraph.report.pages.role import role_page
from careergraph.report.pages.routes import routes_page
from careergraph.search.learning.step_training import find_step_training
from command_line import careergraph

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.graph import CareerGraph

FIELD = "https://w3id.org/careergraph/id/degree-field/"


def page_of(graph: CareerGraph, source: str, target: str, **options: object) -> str:
    routes = graph.paths(source, target, k=1, **options)  # type: ignore[arg-type]
    return " ".join(plain_text(routes_page(routes), 100).split())


def extras(
    graph: CareerGraph, source: str, target: str, rank: int | None, *fields: str
) -> dict[str, str]:
    """Return what is not counted, kind to what is known of the person."""
    ends = (graph.find(title).entry.iri for title in (source, target))
    stated = StatedCredentials(rank, tuple(FIELD + field for field in fields))
    found = find_not_counted(graph.facts, *ends, stated)
    return {one.kind: one.held for one in found if one.kind != "training"}


@pytest.mark.parametrize(
    ("rank", "fields", "held"),
    [
        (None, (), "nothing stated"),
        (9, ("mathematics",), "other field"),
        (5, ("computer-science",), "other field"),
        (9, ("physics",), "other field"),
        (4, ("civil-engineering",), "lower degree"),
        (5, (), "no field stated"),
    ],
)
def test_a_degree_in_another_field_is_not_held(
    graph: CareerGraph, rank: int | None, fields: tuple[str, ...], held: str
) -> None:
    found = extras(graph, "software engineer", "civil engineer", rank, *fields)
    assert found == {"degree": held, "licence": "nothing stated"}


def test_a_degree_in_a_usual_field_is_held(graph: CareerGraph) -> None:
    found = extras(graph, "software engineer", "civil engineer", 5, "civil-engineering")
    assert found == {"licence": "nothing stated"}
    assert extras(graph, "data analyst", "data scientist", 5, "statistics") == {}


def test_who_stays_in_a_line_of_work_or_occupation_needs_nothing_new(graph: CareerGraph) -> None:
    assert extras(graph, "civil engineer", "civil engineer", None) == {}
    assert extras(graph, "software engineer", "senior software engineer", None) == {}
    assert "degree" not in extras(graph, "software engineer", "back-end developer", None)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("statistician", "data scientist"),
        ("electrical engineer", "embedded software engineer"),
        ("mechanical engineer", "robotics engineer"),
        ("secondary school teacher", "data analyst"),
        ("senior software engineer", "engineering manager"),
        ("data scientist", "data analyst"),
        ("accountant", "software engineer"),
    ],
)
def test_who_is_in_a_role_of_that_degree_needs_no_other(
    graph: CareerGraph, source: str, target: str
) -> None:
    assert "degree" not in extras(graph, source, target, None)
    assert "degree" not in extras(graph, source, target, 5)


def test_a_higher_or_first_degree_is_still_named(graph: CareerGraph) -> None:
    assert extras(graph, "IT support specialist", "information security analyst", None) == {
        "degree": "nothing stated"
    }
    assert extras(graph, "software engineer", "physicist", None) == {"degree": "nothing stated"}
    assert extras(graph, "software engineer", "data scientist", 2) == {"degree": "lower degree"}


def test_a_licensed_role_asks_for_its_own_field(graph: CareerGraph) -> None:
    assert extras(graph, "mechanical engineer", "civil engineer", None)["degree"]
    assert "degree" not in extras(graph, "electrical engineer", "electronics engineer", None)


GRADUATE_NURSE = (
    "a graduate nursing programme, ~2 to 4 years full time, after your bachelor's degree"
)
NURSE = "a nursing programme with clinical practice for graduates of another field"
NURSE_LICENCE = "registered nurse licence"
NURSE_STUDY = f"{NURSE}, ~1 to 2 years full time, after your bachelor's degree"


@pytest.mark.parametrize(
    ("source", "target", "degree", "study", "licence", "years"),
    [
        (
            *("Paralegal", "Lawyer", "PhD biology"),
            "law school, 3 years full time, after your bachelor's degree",
            *("admission to the bar", "3 years"),
        ),
        (
            *("Pharmacist", "Family Medicine Physicians", "doctoral"),
            "medical school, 4 years full time, after your bachelor's degree",
            *("physician licence", "7 to 13 years"),
        ),
        (
            *("Registered Nurse", "Nurse Practitioner", "MSc history", GRADUATE_NURSE),
            *("advanced practice registered nurse licence", "2 to 4 years"),
        ),
        *(
            ("Data Analyst", "Registered Nurse", degree, NURSE_STUDY, NURSE_LICENCE, "1 to 2 years")
            for degree in ("BA history", "MSc history", "bachelor")
        ),
    ],
)
def test_a_licence_to_enter_builds_on_a_programme_of_its_own(
    graph: CareerGraph,
    source: str,
    target: str,
    degree: str,
    study: str,
    licence: str,
    years: str,
) -> None:
    """The programme stands in one row, with its licence, and its years are in the time."""
    page = page_of(graph, source, target, degree=degree)
    assert f" first {study}" in page
    assert f" the {licence}, to enter" in page
    assert f"possible? about {years} in all, with the study above" in page
    assert page.count(study) == 1
    assert "not counted" not in page
    assert ", which you hold" not in page
    is_without_field = " " not in degree
    assert ("unless your degree is the one that it leads to" in page) == is_without_field


def test_a_degree_that_a_programme_leads_to_is_the_programme(graph: CareerGraph) -> None:
    ends = "data analyst", "registered nurse"
    assert extras(graph, *ends, 5, "nursing") == {"licence": "nothing stated"}
    (programme, _) = graph.path("Barista", "Registered Nurse").steps[-1].not_counted
    assert (programme.kind, programme.years, programme.after) == ("programme", Range(2, 4), None)


def test_an_apprenticeship_takes_its_years_whoever_begins_it(graph: CareerGraph) -> None:
    ends = "Heavy and Tractor-Trailer Truck Drivers", "Electrician"
    for years in (0, 10):
        (step,) = graph.path(*ends, years=years).steps
        assert step.training is not None
        assert step.training.years == step.years == Range(4, 5)
        assert "4 to 5 years in a paid apprenticeship" in page_of(graph, *ends, years=years)
    assert find_step_training(graph.facts, step.target.iri, step.target.iri) is None


def test_a_residency_comes_after_medical_school(graph: CareerGraph) -> None:
    page = page_of(graph, "Pharmacist", "Family Medicine Physicians")
    total = (
        "about 7 to 13 years in all, with the study above, among them 3 to 9 years in internship"
    )
    assert total in page


def test_long_training_by_the_employer_adds_no_years(graph: CareerGraph) -> None:
    (step,) = graph.path("Electrician", "Electrical Power-Line Installers and Repairers").steps
    assert step.training is None
    assert [extra.kind for extra in step.not_counted] == ["training"]


def test_people_from_another_field_begin_at_the_junior_level(graph: CareerGraph) -> None:
    junior = "at its junior level: Junior Software Engineer"
    assert junior in page_of(graph, "secondary school teacher", "software engineer")
    assert junior not in page_of(graph, "back-end developer", "software engineer")


def test_who_holds_the_licence_has_its_degree(graph: CareerGraph) -> None:
    own = {"licence": "Registered Nurse", "degree": "bachelor"}
    assert graph.path("Data Analyst", "Registered Nurse", **own).steps[0].not_counted == ()  # type: ignore[arg-type]
    physicians = ("Cardiologists", "Family Medicine Physicians")
    assert extras(graph, *physicians, 9) == {}


def test_some_licences_to_enter_build_on_a_degree_in_any_field(graph: CareerGraph) -> None:
    for target in ("primary school teacher", "secondary school teacher"):
        for degree in (None, "BSc computer science"):
            page = page_of(graph, "software engineer", target, degree=degree)
            training = (
                "a teacher-training programme, ~1 to 2 years full time, after your bachelor's"
            )
            assert f" first {training}" in page
            assert "the state teaching licence or certificate, to enter" in page
            assert "a bachelor's degree and a teacher" not in page
    pilots = "Airline Pilots, Copilots, and Flight Engineers"
    assert extras(graph, "data analyst", pilots, 5, "history") == {"licence": "nothing stated"}


def test_a_plan_names_the_study_before_the_hours(graph: CareerGraph) -> None:
    plan = graph.plan("Data Analyst", "Registered Nurse", degree="bachelor").to_markdown()
    lines = " ".join(plan.split()).split(" - ")
    first = f"{NURSE} (~1 to 2 years full time) and the {NURSE_LICENCE}"
    assert lines[1].startswith(f"First: {first}; the weeks and hours below are for skills alone")
    assert lines[2] == f"This week: look for {NURSE} that is approved, and read the entry terms."


def test_a_plan_names_a_programme_of_a_single_year(graph: CareerGraph) -> None:
    plan = graph.plan("Retail Salespersons", "29-2061.00").to_markdown()
    assert "First: a practical nursing programme (1 year full time)" in " ".join(plan.split())


@pytest.mark.parametrize(
    ("source", "target", "week"),
    [
        (
            "paralegals and legal assistants",
            "lawyers",
            "look for a course for a bachelor's degree that a law school accepts",
        ),
        (
            "office clerks, general",
            "electricians",
            "look for employers who offer an apprenticeship",
        ),
    ],
)
def test_a_plan_begins_with_an_application_where_study_is_compulsory(
    graph: CareerGraph, source: str, target: str, week: str
) -> None:
    """Nobody becomes a lawyer by eight hours of negotiation."""
    lines = " ".join(graph.plan(source, target).to_markdown().split()).split(" - ")
    assert f"This week: {week}, and read the entry terms." in lines


def test_learning_can_begin_at_once_where_nothing_is_compulsory(graph: CareerGraph) -> None:
    plan = graph.plan("accountant", "data analyst").to_markdown()
    assert "This week: look for" not in plan


@pytest.mark.parametrize(
    ("target", "teacher"), [("electricians", "apprenticeship"), ("lawyers", "programme")]
)
def test_the_page_leaves_to_an_apprenticeship_or_a_programme_what_it_teaches(
    graph: CareerGraph, target: str, teacher: str
) -> None:
    page = page_of(graph, "office clerks, general", target)
    assert f"learn first what the {teacher} teaches" in page


def test_the_page_names_the_certificates_of_the_destination(graph: CareerGraph) -> None:
    """At most three, none retired, recommended ones before optional ones."""
    routes = graph.paths("SOC analyst", "penetration tester", k=1)
    named = [one.certification.label for one in routes.certifications]
    assert named[0] == "OffSec Certified Professional"
    assert len(named) <= 3
    page = page_of(graph, "SOC analyst", "penetration tester")
    assert "certifications OffSec Certified Professional ~[1] (recommended)" in page
    profile = graph.role("cloud architect")
    active = {one.certification for one in profile.certifications if one.status == "active"}
    shown = graph.paths("network engineer", "cloud architect", k=1).certifications
    assert {one.certification for one in shown} <= active
    cited = {source.iri for source in routes.sources}
    assert all(source in cited for one in routes.certifications for source in one.sources)


@pytest.mark.parametrize(
    ("rank", "studied", "target", "serves"),
    [
        (9, "physics", "data scientist", True),
        (7, "mathematics", "software engineer", True),
        (7, "mechanical-engineering", "data scientist", True),
        (9, "history", "data scientist", False),
        (7, "journalism", "software engineer", False),
        (5, "journalism", "technical writer", True),
        (9, "computer-science", "chemist", False),
    ],
)
def test_related_fields_serve(
    graph: CareerGraph, rank: int, studied: str, target: str, *, serves: bool
) -> None:
    expected = {} if serves else {"degree": "other field"}
    assert extras(graph, "help desk technician", target, rank, studied) == expected


def test_a_graduate_of_another_field_does_not_study_for_a_first_degree_again(
    graph: CareerGraph,
) -> None:
    """They take a master's degree or conversion course; a law that asks for the degree stands."""
    for degree in ("BSN", "MA history"):
        route = graph.path("registered nurse", "data scientist", degree=degree)
        (extra,) = [one for one in route.steps[-1].not_counted if one.kind == "degree"]
        assert extra.builds_on is not None
        assert extra.years == Range(1, 2)
    page = page_of(graph, "registered nurse", "data scientist", degree="BSN")
    assert "to earn first" not in page
    civil = graph.path("software engineer", "civil engineer", degree="BSc computer science")
    assert civil.steps[-1].study == Range(3, 4)


def test_a_degree_that_nearly_all_hold_counts_where_some_positions_are_licensed(
    graph: CareerGraph,
) -> None:
    cook = graph.path("Chefs and Head Cooks", "Dietitians and Nutritionists").steps[-1]
    assert cook.study == Range(3, 4)
    graduate = graph.path(
        "Chefs and Head Cooks", "Dietitians and Nutritionists", degree="BSc nutrition"
    )
    assert graduate.steps[-1].study is None


def test_a_degree_to_earn_first_is_part_of_the_headline(graph: CareerGraph) -> None:
    ends = "retail salesperson", "human resources specialist"
    page = page_of(graph, *ends, degree="high school diploma")
    assert "possible? about 3 to 4 years with a bachelor's degree to earn first, or" in page
    held = page_of(graph, *ends, degree="BA human resources")
    assert "to earn first" not in held


def test_work_that_is_not_related_is_not_said_to_count(graph: CareerGraph) -> None:
    page = page_of(graph, "police officer", "information security analyst")
    assert "Police and Sheriff's Patrol Officers seldom count" in page


def test_a_related_field_is_said_to_be_our_judgement(graph: CareerGraph) -> None:
    page = page_of(graph, "physicist", "data scientist", degree="PhD physics")
    assert "~yours is in a field that is usually accepted" in page
    assert "another field" not in page
    other = page_of(graph, "physicist", "data scientist", degree="PhD history")
    assert "yours is in another field" in other


def test_a_higher_degree_saves_no_less_than_a_first_one(graph: CareerGraph) -> None:
    def hours(**options: str) -> float:
        cost = graph.path("physicist", "data scientist", **options).cost
        return cost.learning_hours.middle

    assert hours(degree="PhD physics") <= hours(degree="BSc physics") <= hours()
    assert hours(degree="PhD physics") < hours()
    assert hours(degree="PhD history") == hours()


def test_the_usual_degree_is_that_of_the_present_role(graph: CareerGraph) -> None:
    page = page_of(graph, "statistician", "data scientist")
    assert "usually entered with a bachelor's degree [3], as in your present role" in page
    assert "not counted" not in page


def test_fields_of_study_are_named_by_two_and_related_ones(graph: CareerGraph) -> None:
    page = page_of(graph, "IT support specialist", "information security analyst")
    assert "in computer science, security science and technology or a related field" in page
    assert "other fields" not in page


def test_what_is_not_counted_is_said_once(graph: CareerGraph) -> None:
    assert page_of(graph, "IT support specialist", "SOC analyst").count("not counted") == 1


def test_the_route_says_what_comes_on_top(graph: CareerGraph) -> None:
    page = page_of(graph, "software engineer", "civil engineer", degree="BSc computer science")
    degree = "a bachelor's degree in civil engineering or construction engineering"
    assert f" first {degree}, ~3 to 4 years full time" in page
    assert "possible? about 3 to 4 years in all, with the study above" in page
    assert "not counted the Professional Engineer" in page
    assert "yours is in another field" in page
    assert "the Professional Engineer (PE) licence, to take full responsibility" in page
    step = graph.path("software engineer", "civil engineer", degree="BSc computer science").steps[
        -1
    ]
    study, licence = step.not_counted
    assert (study.years, study.by_law) == (Range(3, 4), True)
    assert licence.required_for == "forResponsibility"


def test_examinations_stand_beside_the_licence(graph: CareerGraph) -> None:
    page = page_of(graph, "data scientist", "actuary")
    assert "enrolment as an actuary for pension plans" in page
    assert "with experience and examinations" in page


def test_who_holds_the_licence_is_not_told_of_it(graph: CareerGraph) -> None:
    page = page_of(graph, "software engineer", "civil engineer", licence="civil engineer")
    assert "you hold its licence" in page
    assert "the Professional Engineer (PE) licence, to" not in page


def test_shares_of_degrees_stand_where_no_degree_is_usual(graph: CareerGraph) -> None:
    page = page_of(graph, "biologist", "bioinformatics scientist")
    named = (
        "66% of people in the job say that it requires a master's degree or more, 34% a bachelor"
    )
    assert named in page
    assert "we know of no licence that you need; countries differ" in page
    from_support = page_of(graph, "data analyst", "bioinformatics scientist")
    assert "66% say that the job requires a master's degree or more" in from_support
    assert "many come without one. It takes ~1 to 2 years full time" in from_support
    assert from_support.count("66%") == 1
    mixed = page_of(graph, "data analyst", "operations research analyst")
    assert "usually entered with a bachelor's degree" in mixed
    assert "57% of people in the job say that it requires a master's degree or more" in mixed


def test_pay_of_newcomers_is_the_lower_half_of_the_band(graph: CareerGraph) -> None:
    (band,) = graph.path("help desk technician", "SOC analyst").steps[-1].pay
    assert band.for_newcomers
    low, middle = f"${band.p10:,.0f}", f"${band.median:,.0f}"
    page = page_of(graph, "help desk technician", "SOC analyst")
    assert f"then: ~{low} to {middle}, the lower half, where newcomers usually are" in page
    assert f"median {middle}" not in page
    moved = page_of(graph, "junior software engineer", "data scientist")
    assert "pay now: ~" in moved


def test_the_same_pay_is_shown_once(graph: CareerGraph) -> None:
    page = page_of(graph, "junior software engineer", "software engineer")
    assert page.count("$") == len(("lowest", "highest", "median"))
    assert "pay now and then" in page
    assert "~newcomers usually earn in the lower half of this band" in page


def test_the_outlook_names_its_occupation(graph: CareerGraph) -> None:
    managers = "computer and information systems managers"
    page = page_of(graph, "director of engineering", "chief technology officer")
    assert page.count(f"employment of {managers} (the wider occupation) is projected") == 1
    assert f"openings a year ({managers} in general, US" in page
    own = page_of(graph, "data analyst", "data scientist")
    assert "projected to grow by 33.5%, that of all occupations" in own


def test_a_neighbour_in_the_same_family_is_no_new_field(graph: CareerGraph) -> None:
    for source, target in (
        ("graphic designer", "UX designer"),
        ("help desk technician", "help desk manager"),
        ("economist", "data scientist"),
    ):
        assert "the field is new to you" not in page_of(graph, source, target)
    assert "the field is new to you" in page_of(graph, "secondary school teacher", "data analyst")


def test_the_page_says_what_the_person_brings(graph: CareerGraph) -> None:
    page = page_of(graph, "economist", "data scientist")
    (step,) = graph.path("economist", "data scientist").steps
    missing = {skill.name for skill in step.missing_skills}
    assert 0 < len(step.brings) <= len(("at", "most", "three"))
    assert missing.isdisjoint(item.label for item in step.brings)
    assert f"you bring {', '.join(item.label for item in step.brings)}" in page
    assert "you bring" not in page_of(graph, "software engineer", "senior software engineer")


def test_related_work_that_employers_ask_for_is_named(graph: CareerGraph) -> None:
    page = page_of(graph, "help desk technician", "information security analyst")
    assert "employers usually ask for 2 to 5 years in related work" in page
    assert "your years as an IT Support Specialist may count" in page
    assert "109% higher" not in page
    counted = graph.path("software engineer", "IT manager").steps[-1]
    assert counted.experience is not None
    assert counted.experience.years.high
    assert counted.experience_asked is None


def test_a_step_to_a_lower_level_says_so(graph: CareerGraph) -> None:
    page = page_of(graph, "senior software engineer", "lead MLE")
    note = "you arrive at the usual entry level, below your senior level"
    assert note in page
    notes = [step.note for step in graph.path("senior software engineer", "lead MLE").steps]
    assert notes == [note, None, None]


def test_moves_to_a_lower_level_are_marked_and_come_last(graph: CareerGraph) -> None:
    answer = graph.next("senior software engineer")
    lower = [near.is_lower for near in answer.neighbours]
    assert lower == sorted(lower)
    assert any(lower)
    page = " ".join(plain_text(neighbours_page(answer)).split())
    assert "below the level of the old role" in page
    assert not any(near.is_lower for near in graph.next("software engineer").neighbours)


def test_newcomers_are_asked_for_less_than_incumbents_can_do(graph: CareerGraph) -> None:
    line = "From newcomers, working level is enough."
    assert line in plain_text(role_page(graph.role("software engineer")))
    assert line not in plain_text(role_page(graph.role("senior software engineer")))


def test_examples_of_a_group_are_those_that_most_roles_ask_for(graph: CareerGraph) -> None:
    asking = graph.facts.roles_asking
    skills = [
        skill
        for target in ("machine learning engineer", "UX designer", "data scientist")
        for skill in graph.gap("accountant", target).missing_skills
        if skill.group
    ]
    assert skills
    for skill in skills:
        members = {skill.label: skill.iri, **{one.label: one.iri for one in skill.alternatives}}
        most = max(asking.get(iri, 0) for iri in members.values())
        assert asking.get(members[str(skill.example)], 0) == most
        counts = [asking.get(one.iri, 0) for one in skill.alternatives]
        assert counts == sorted(counts, reverse=True)


def test_a_certification_is_held_as_what_it_attests(graph: CareerGraph, tmp_path: Path) -> None:
    from careergraph.person.profile_file import attested_skills, read_person

    iri = graph.find("CompTIA Security+", "certification").entry.iri
    attested = attested_skills(iri, graph.facts)
    held = {one.iri: (one.how, one.level) for one in graph.held("librarian").held}
    more = {one.iri for one in graph.held("librarian", have=["CompTIA Security+"]).held}
    assert attested
    assert attested <= more
    assert not attested <= set(held)
    mine = tmp_path / "me.toml"
    mine.write_text('skills = ["CompTIA Security+", "SQL"]', encoding="utf-8")
    person = read_person(mine, graph.catalog, graph.facts)
    assert attested <= person.skills
    assert any("counts as the skills it attests" in warning for warning in person.warnings)


def test_a_certification_that_attests_nothing_is_refused(graph: CareerGraph) -> None:
    from careergraph.person.profile_file import attested_skills

    empty = next(
        entry.label
        for entry in graph.catalog.entries
        if entry.kind == "certification" and not attested_skills(entry.iri, graph.facts)
    )
    with pytest.raises(UsageError, match="attests no skill that we know of"):
        graph.path("librarian", "data analyst", have=[empty])


def test_a_degree_of_an_unknown_subject_counts_by_its_level(graph: CareerGraph) -> None:
    ends = "Registered Nurse", "Nurse Practitioner"
    done = careergraph("path", *ends, "--degree", "BSc midwifery")
    assert done.returncode == 0
    remark = 'We don\'t know what a degree in "midwifery" teaches: only its level counts.'
    assert remark in " ".join(done.stderr.split())
    assert extras(graph, *ends, 5)["programme"] == "no field stated"
    assert f" first {GRADUATE_NURSE}" in " ".join(done.stdout.split())


def test_pay_of_people_from_another_field_is_that_of_newcomers(graph: CareerGraph) -> None:
    (band,) = graph.path("Barista", "Web Developer").steps[-1].pay
    page = page_of(graph, "Barista", "Web Developer")
    assert band.for_newcomers
    assert f"then: ~${band.p10:,.0f} to ${band.median:,.0f}, the lower half" in page
    assert "% higher" not in page
    for source, target in (("SWE", "MLE"), ("Registered Nurse", "Nurse Practitioner")):
        (own, *_) = graph.path(source, target).steps[-1].pay
        assert not own.for_newcomers


def test_years_without_effect_name_the_step_that_counts_none(graph: CareerGraph) -> None:
    page = page_of(graph, "Scrum Master", "Engineering Manager", years=10)
    assert "No source says how many years the step to" in page
    assert "takes, so your 10 years are not counted. They will help." in page


def test_few_people_speak_against_a_step_only_where_nobody_else_states_it(
    graph: CareerGraph,
) -> None:
    (step,) = graph.path("Business Analyst", "Product Manager").steps
    assert {one.grade for one in step.evidence} == {"observed", "editorial"}
    assert "counted making the step" not in page_of(graph, "Business Analyst", "Product Manager")


def test_a_gap_begins_with_the_programme_and_the_licence(graph: CareerGraph) -> None:
    gap = graph.gap("data analyst", "registered nurse")
    assert [(extra.kind, extra.label) for extra in gap.study_first] == [
        ("programme", "nursing programme with clinical practice for graduates of another field"),
        ("licence", "registered nurse licence"),
    ]
    first = plain_text(gap_page(gap), 200).splitlines()[1]
    assert first.split()[:4] == ["first", "a", "nursing", "programme"]
    (step,) = graph.path("data analyst", "registered nurse").steps
    assert set(gap.study_first) <= set(step.not_counted)
    assert graph.gap("registered nurse", "data analyst").study_first == ()


def test_a_degree_that_many_lack_is_usual_and_not_compulsory(graph: CareerGraph) -> None:
    """The share are those who name a bachelor's degree or a higher one."""
    ends = "IT support specialist", "system administrator"
    page = page_of(graph, *ends)
    (degree,) = graph.path(*ends).steps[0].not_counted
    shares = graph.facts.degree_shares[degree.role.iri]
    ranks = {one.label: one.rank for one in graph.facts.degrees}
    named = sum(one.share for one in shares if ranks[one.degree] >= ranks[degree.label])
    assert degree.share == pytest.approx(named)
    share = f"{named:.0%}"
    assert f"not counted {share} say that the job requires a bachelor's degree or more" in page
    assert "many come without one. It takes ~3 to 4 years full time" in page
    assert " first a bachelor's" not in page


def test_a_share_is_unknown_where_too_many_answers_are(graph: CareerGraph) -> None:
    planners = graph.find("13-1121.00").entry.iri
    assert sum(one.share for one in graph.facts.degree_shares[planners]) < 0.85
    assert find_degree_share(graph.facts, planners, 5) is None
    page = page_of(graph, "Hotel, Motel, and Resort Desk Clerks", "13-1121.00")
    assert "not counted usually a bachelor's degree (~3 to 4 years full time)" in page


BROAD = "our ratings are too broad to say what you would learn"


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("19-4042.00", "19-4044.00", "employers usually give some months of training on the job"),
        ("17-3026.00", "17-3028.00", f"possible? {BROAD} (35 to"),
    ],
)
def test_ratings_that_are_alike_do_not_mean_that_nothing_is_to_learn(
    graph: CareerGraph, source: str, target: str, words: str
) -> None:
    """Environmental to hydrologic technician, industrial to calibration technician."""
    routes = graph.paths(source, target, k=1)
    for full in (False, True):
        page = " ".join(plain_text(routes_page(routes, full=full), 100).split())
        assert BROAD in page
        assert words in page
        for phrase in ("no time", "no hours", "nothing more to learn", "learn first nothing"):
            assert phrase not in page


@pytest.mark.parametrize(
    ("source", "target", "years"),
    [
        ("physical therapist assistant", "physical therapist", "6 to 7 years"),
        ("emergency medical technician", "paramedic", "1 to 2 years"),
    ],
)
def test_a_programme_leaves_nobody_with_nothing_to_learn(
    graph: CareerGraph, source: str, target: str, years: str
) -> None:
    routes = graph.paths(source, target, k=1)
    for full in (False, True):
        page = " ".join(plain_text(routes_page(routes, full=full), 100).split())
        assert f"possible? about {years} in all, with the study above" in page
        for phrase in ("no time", "no hours", "nothing more to learn"):
            assert phrase not in page
    assert f"about {years}, with the study that comes first." in page


def test_a_step_into_management_begins_with_the_years_asked_for(graph: CareerGraph) -> None:
    """Of construction managers BLS names no years, the middle half of those asked 1 to 8."""
    page = page_of(graph, "47-1011.00", "11-9021.00", years=10)
    survey = "half of those in the job say that it requires 1 to 8 years in related work"
    assert f"possible? {survey}" in page
    assert "; your 10 years in the occupation First-Line Supervisors of Construction Trades" in page
    assert "hours of learning at 8 a week" in page
    assert "are not counted. They will help" not in page
    office = page_of(graph, "41-1011.00", "11-3121.00")
    assert "possible? about 5 to 8 years: " in office
    assert "5 to 8 years in related work, since employers usually ask for 5 years or more" in office


def test_years_asked_come_before_hours_into_a_written_profile(graph: CareerGraph) -> None:
    page = page_of(graph, "43-3071.00", "13-2072.00")
    assert "possible? employers usually ask for 2 to 5 years in related work" in page
    assert BROAD not in page
    assert "hours of learning at 8 a week" in page.partition("you bring")[0]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (
            "33-1012.00",
            "up to 4 years in related work, since employers usually ask for less than 5 years",
        ),
        ("33-3021.00", "2 to 5 years in the occupation Police and Sheriff's Patrol Officers"),
    ],
)
def test_years_count_before_people_lead_others_or_are_chosen(
    graph: CareerGraph, target: str, words: str
) -> None:
    """Sergeants are asked for some years of patrol; detectives are chosen after two or more."""
    step = graph.path("33-3051.00", target).steps[0]
    assert step.experience is not None
    assert 0 < step.experience.years.high <= step.years.high
    page = page_of(graph, "33-3051.00", target)
    assert "possible? about " in page
    assert f"hours of learning at 8 a week, and {words}" in page.partition("learn first")[0]


def test_a_further_licence_in_one_occupation_builds_on_a_programme(graph: CareerGraph) -> None:
    """Nurse specialists are counted among registered nurses; the adviser asks for a master's."""
    page = page_of(graph, "registered nurse", "29-1141.04")
    assert "a graduate nursing programme, ~2 to 4 years full time" in page
    assert "about 2 to 4 years in all, with the study above" in page


def test_years_of_several_steps_name_their_roles(graph: CareerGraph) -> None:
    route = graph.path("software engineer", "engineering manager")
    step = route.steps[-1]
    asked = StepExperience(Range(5, 8), "in related work (5 years or more)")
    first = replace(step, experience=asked, training=None)
    two = replace(route, roles=(*route.roles[:1], *route.roles), steps=(first, first))
    routes = replace(graph.paths("software engineer", "engineering manager", k=1), routes=(two,))
    page = " ".join(plain_text(routes_page(routes), 100).split())
    words = "in related work, since employers usually ask for 5 years or more"
    assert page.count(f"5 to 8 years {words} for {step.target}") == len(two.steps)


def test_a_start_that_no_source_rates_is_not_said_to_hold_nothing(graph: CareerGraph) -> None:
    page = page_of(graph, "55-3019.00", "33-3051.00")
    assert "you hold 0%" not in page
    assert "what you hold: no source rates what the occupation Military" in page
    assert "0 of 12 items held" not in page
    assert "as if you held none of it" in page


def test_a_single_step_that_nothing_beats_needs_no_doubt(graph: CareerGraph) -> None:
    doubt = "We did not look at every route"
    sure = graph.paths("IT support specialist", "system administrator", k=1, change_cost=1000)
    assert sure[0].cost.hops == 1
    doubtful = graph.paths("help desk technician", "data scientist", k=1, change_cost=1)
    for routes, is_doubtful in ((sure, False), (doubtful, True)):
        cut = replace(routes, proven=False, looked_at=2)
        assert (doubt in plain_text(routes_page(cut), 200)) == is_doubtful
