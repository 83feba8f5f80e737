"""The command that fills in the figures of the bundled graph: its rules, its errors, its files."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import PROV, SKOS

from careergraph import vocab
from careergraph.store import bundled as ontology
from careergraph.store.turtle import is_canonical
from refresh_world import (
    MADE,
    MAPPINGS,
    PREFIXES,
    PROJECTED,
    ROOT,
    SKILLS,
    World,
    cg,
    described,
    schema,
    text,
    thing,
)

sys.path.insert(0, str(ROOT / "tools"))

from refresh.curated import Skill
from refresh.skill_matches import EscoSkill, match_skills
from refresh.spells import Step, months_before_moves

ESCO_SKILL = URIRef("http://data.europa.eu/esco/skill/")
EXPERIENCE = [
    *("O*NET-SOC Code", "Scale ID", "Category", "Data Value", "N", "Recommend Suppress"),
    *("Date", "Domain Source"),
]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_all_files_are_written_canonical_and_alike_each_time(world: World) -> None:
    assert world.run() == 0
    assert world.made() == set(MADE)
    assert all(is_canonical(world.ontology / name) for name in MADE)
    first = {name: (world.ontology / name).read_bytes() for name in MADE}
    assert world.run() == 0
    assert first == {name: (world.ontology / name).read_bytes() for name in MADE}


def test_concepts_carry_code_title_and_plain_link(world: World) -> None:
    world.run()
    graph = world.graph("concepts.ttl")
    assert described(graph, "onet-soc") == ["35-2014.00", "35-2014.01", "35-9099.00", "51-3011.00"]
    assert text(graph, thing("onet-soc/51-3011.00"), SKOS.prefLabel) == 'Bakers "of bread"'
    baker = URIRef("http://data.europa.eu/esco/occupation/b")
    assert text(graph, baker, SKOS.notation) == "7512.1"
    assert text(graph, baker, SKOS.inScheme) == str(thing("scheme/esco-occupations"))


def test_labels_that_end_in_a_space_are_stripped(world: World) -> None:
    world.run()
    graph = world.graph("skill_matches.ttl")
    assert text(graph, ESCO_SKILL + "k", SKOS.prefLabel) == "Dough Work (bread)"


def test_esco_requirements_take_the_strongest_relation_of_exact_matches(world: World) -> None:
    world.run()
    graph = world.graph("requirements_esco.ttl")
    expected = ["baker--kneading--esco", "cook--oven--esco-mapped"]
    assert described(graph, "requirement") == expected
    kneading = thing("requirement/baker--kneading--esco")
    assert text(graph, kneading, cg("necessity")) == vocab.CG + "essential"
    assert text(graph, kneading, cg("place")) == "essential skills"
    assert graph.value(kneading, cg("sourceSkill")) == ESCO_SKILL + "k"
    assert graph.value(kneading, PROV.wasDerivedFrom) is None


def test_requirements_by_a_match_that_is_not_exact_name_the_decision(world: World) -> None:
    world.run()
    graph = world.graph("requirements_esco.ttl")
    oven = thing("requirement/cook--oven--esco-mapped")
    assert text(graph, oven, cg("statedBy")) == str(thing("source/esco-1-1-1-mapped"))
    assert graph.value(oven, cg("sourceSkill")) == ESCO_SKILL + "o"
    derived = set(graph.objects(oven, PROV.wasDerivedFrom))
    assert derived == {ESCO_SKILL + "o", thing("seniority/m-oven")}


@pytest.mark.parametrize("strength", ["skos:broadMatch", "skos:relatedMatch", "cg:noMatch"])
def test_a_wider_or_related_skill_asks_for_nothing(world: World, strength: str) -> None:
    (world.ontology / "skill_mappings.ttl").write_text(
        PREFIXES + MAPPINGS.replace("skos:closeMatch", strength)
    )
    world.run()
    made = described(world.graph("requirements_esco.ttl"), "requirement")
    assert made == ["baker--kneading--esco"]
    matches = world.graph("skill_matches.ttl")
    linked = (thing("skill/oven"), None, ESCO_SKILL + "o") in matches
    assert linked == (strength != "cg:noMatch")


def test_a_match_that_nobody_decided_on_is_named_and_left_out(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (world.ontology / "skill_mappings.ttl").write_text(PREFIXES + MAPPINGS.split("<m-oven>")[0])
    world.run()
    assert described(world.graph("requirements_esco.ttl"), "requirement") == [
        "baker--kneading--esco"
    ]
    assert 'decide in skill_mappings.ttl: oven and ESCO "acme oven' in capsys.readouterr().out


def test_a_decision_on_a_skill_that_is_gone_stops_the_command(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (world.ontology / "skill_mappings.ttl").write_text(
        PREFIXES + MAPPINGS.replace("skill:oven", "skill:kiln")
    )
    assert world.run() == 1
    assert "There is no skill kiln" in capsys.readouterr().err
    assert not world.made()


@pytest.mark.parametrize(("languages", "kept"), [(7, 7), (8, 0)], ids=["few", "many"])
def test_a_long_list_of_optional_languages_is_left_out(
    world: World, capsys: pytest.CaptureFixture[str], languages: int, kept: int
) -> None:
    names = [f"language-{number}" for number in range(languages)]
    terms = "".join(
        f'skill:{n} a cg:ProgrammingLanguage ; skos:prefLabel "{n}"@en .\n' for n in names
    )
    (world.ontology / "skills.ttl").write_text(PREFIXES + SKILLS + terms)
    skills = [["conceptUri", "preferredLabel"], [ESCO_SKILL + "k", "kneading"]]
    skills += [[ESCO_SKILL + name, name] for name in names]
    decided = "".join(
        f"""<m-{iri}> a cg:SkillMapping ; cg:mapsSkill skill:{slug} ;
        cg:sourceSkill esco-skill:{iri} ; cg:matchStrength skos:exactMatch .\n"""
        for slug, iri in (("kneading", "k"), *((n, n) for n in names))
    )
    (world.ontology / "skill_mappings.ttl").write_text(PREFIXES + decided)
    world.write("esco-1.1.1/skills_en.csv", skills)
    baker = "http://data.europa.eu/esco/occupation/b"
    relations = [
        ["occupationUri", "relationType", "skillUri"],
        [baker, "optional", ESCO_SKILL + "k"],
    ]
    relations += [[baker, "optional", ESCO_SKILL + name] for name in names]
    world.write("esco-1.1.1/occupationSkillRelations.csv", relations)
    world.run()
    made = described(world.graph("requirements_esco.ttl"), "requirement")
    assert len(made) == 1 + kept
    assert "baker--kneading--esco" in made
    assert ("optional programming languages left out" in capsys.readouterr().out) == (kept == 0)


def test_onet_requirements_are_the_software_in_demand(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    graph = world.graph("requirements_onet.ttl")
    assert described(graph, "requirement") == ["baker--oven--onet"]
    oven = thing("requirement/baker--oven--onet")
    assert text(graph, oven, cg("necessity")) == vocab.CG + "recommended"
    assert text(graph, oven, cg("place")) == "Software Skills, In Demand"
    assert 'no skill of ours is "Spoon", in demand for cook' in capsys.readouterr().out


def test_pay_is_of_the_linked_occupation_of_lines_of_work(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    graph = world.graph("pay.ttl")
    assert described(graph, "pay") == [
        "baker--51-3011--bls-oews-2025",
        "cook--35-2010--bls-oews-2025",
        "grower--51-3011--bls-oews-2025",
    ]
    baker = thing("pay/baker--51-3011--bls-oews-2025")
    assert text(graph, baker, schema("median")) == "13000.0"
    assert graph.value(baker, schema("percentile75")) is None
    assert graph.value(baker, schema("percentile90")) is None
    assert text(graph, baker, cg("period")) == "2025-05"
    assert text(graph, baker, cg("occupation")) == str(thing("onet-soc/51-3011.00"))
    assert graph.value(baker, PROV.wasDerivedFrom) is None
    grower = thing("pay/grower--51-3011--bls-oews-2025")
    assert text(graph, grower, cg("occupation")) == str(thing("onet-soc/51-3011.00"))
    assert text(graph, grower, PROV.wasDerivedFrom) == str(thing("seniority/grower"))
    assert "helper: 35-9099 Servers, All Other left out" in capsys.readouterr().out


def test_degree_shares_are_exact_and_say_who_was_asked(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    graph = world.graph("degree_shares.ttl")
    assert described(graph, "degree-share") == [
        "baker--bachelors--onet",
        "baker--high-school--onet",
        "cook--below-high-school--onet",
    ]
    baker = thing("degree-share/baker--bachelors--onet")
    assert text(graph, baker, cg("share")) == "0.2991"
    assert graph.value(baker, cg("suppressed")) == Literal(lexical_or_value=True)
    assert text(graph, baker, cg("period")) == "2024-08"
    assert text(graph, baker, cg("sampleSize")) == "20"
    cook = thing("degree-share/cook--below-high-school--onet")
    assert text(graph, cook, cg("share")) == "1.0"
    assert text(graph, cook, cg("population")).startswith("occupational experts asked")
    assert graph.value(cook, cg("sampleSize")) is None
    assert graph.value(cook, cg("suppressed")) is None
    assert "the sum of baker, 1.0001" in capsys.readouterr().out


def test_experience_shares_carry_years_and_who_was_asked(world: World) -> None:
    world.run()
    graph = world.graph("experience.ttl")
    assert described(graph, "experience-share") == [
        "baker--1--onet",
        "baker--11--onet",
        "baker--7--onet",
        "cook--2--onet",
        "head-cook--2--onet",
    ]
    baker = thing("experience-share/baker--7--onet")
    assert text(graph, baker, cg("share")) == "0.6999"
    assert text(graph, baker, cg("yearsFrom")) == "2.0"
    assert text(graph, baker, cg("yearsTo")) == "4.0"
    assert text(graph, baker, cg("place")) == "Training and Experience.txt, scale RW"
    assert graph.value(baker, cg("suppressed")) is None
    many = thing("experience-share/baker--11--onet")
    assert graph.value(many, cg("yearsTo")) is None
    assert graph.value(many, cg("suppressed")) == Literal(lexical_or_value=True)
    cook = thing("experience-share/cook--2--onet")
    assert text(graph, cook, cg("yearsTo")) == "0.08"
    assert text(graph, cook, cg("population")).startswith(
        "occupational experts asked which related"
    )


def test_typical_experience_follows_the_occupation_of_the_role(world: World) -> None:
    world.run()
    graph = world.graph("experience.ttl")
    assert described(graph, "requirement") == [
        "baker--experience-years--bls-projections-2024-2034",
        "cook--experience-years--bls-projections-2024-2034",
        "grower--experience-years--bls-projections-2024-2034",
    ]
    cook = thing("requirement/cook--experience-years--bls-projections-2024-2034")
    assert text(graph, cook, cg("yearsFrom")) == "5.0"
    assert graph.value(cook, cg("yearsTo")) is None
    assert graph.value(cook, cg("necessity")) == cg("recommended")
    assert graph.value(cook, cg("occupation")) is not None


def test_training_follows_the_occupation_of_the_role(world: World) -> None:
    world.run()
    graph = world.graph("training.ttl")
    assert described(graph, "requirement") == [
        "baker--training--bls-projections-2024-2034",
        "grower--training--bls-projections-2024-2034",
    ]
    baker = thing("requirement/baker--training--bls-projections-2024-2034")
    assert graph.value(baker, cg("training")) == cg("apprenticeship")
    assert text(graph, baker, cg("place")) == "Table 5.4"


def test_no_experience_is_said_and_not_asked(world: World) -> None:
    world.run()
    graph = world.graph("experience.ttl")
    baker = thing("requirement/baker--experience-years--bls-projections-2024-2034")
    ends = [text(graph, baker, cg(end)) for end in ("yearsFrom", "yearsTo")]
    assert ends == ["0.0", "0.0"]
    assert graph.value(baker, cg("necessity")) is None


def test_related_transitions_keep_their_direction(world: World) -> None:
    world.run()
    graph = world.graph("transitions_related.ttl")
    assert described(graph, "transition") == ["baker--cook--onet"]
    place = text(graph, thing("transition/baker--cook--onet"), cg("place"))
    assert place == "Related Occupations.txt, index 2"


def test_observed_transitions_withhold_thin_pairs(world: World) -> None:
    world.run()
    graph = world.graph("transitions_observed.ttl")
    assert described(graph, "transition") == ["baker--cook--jobhop"]
    move = thing("transition/baker--cook--jobhop")
    assert text(graph, move, cg("count")) == "6"
    assert text(graph, move, cg("share")) == "0.6667"
    assert text(graph, move, cg("medianMonths")) == "6.0"
    assert text(graph, move, cg("sampleSize")) == "5"
    assert text(graph, move, cg("period")) == "2000-01/2004-12"


def skill(slug: str, *aliases: str, hidden: tuple[str, ...] = ()) -> Skill:
    return Skill(slug, slug, frozenset(aliases), frozenset(hidden))


def test_of_several_names_the_label_decides_and_else_none() -> None:
    label, alias, other = (
        EscoSkill("1", "Go (games)"),
        EscoSkill("2", "golang"),
        EscoSkill("3", "x"),
    )
    assert match_skills([skill("go", "golang")], [label, alias]).exact == {"go": label}
    assert match_skills([skill("tea", "golang", "x")], [alias, other]).exact == {}
    assert match_skills([skill("go"), skill("play", "go")], [label]).exact == {"go": label}
    assert match_skills([skill("a", "x"), skill("b", "x")], [other]).exact == {}


def test_hidden_labels_match_closely_what_is_nobodys_exactly() -> None:
    bake, knead = EscoSkill("1", "bake bread"), EscoSkill("2", "knead (dough)")
    matches = match_skills([skill("baking", hidden=("bake bread", "knead (dough)"))], [bake, knead])
    assert (matches.exact, matches.close) == ({}, {"baking": [bake, knead]})
    taken = match_skills([skill("bake bread"), skill("baking", hidden=("bake bread",))], [bake])
    assert (taken.exact, taken.close) == ({"bake bread": bake}, {})
    shared = match_skills(
        [skill("a", hidden=("bake bread",)), skill("b", hidden=("bake bread",))], [bake]
    )
    assert shared.close == {}
    assert len(shared.notes) == 1


def test_a_homonym_is_no_match() -> None:
    matches = match_skills([skill("apache spark", "spark")], [EscoSkill("1", "SPARK")])
    assert matches.exact == {}
    assert "not Apache Spark" in matches.notes[0]


@pytest.mark.parametrize(
    ("steps", "months"),
    [
        ([Step("a", 0, 3), Step("b", 4, 5)], [12]),
        ([Step("a", 0, 3), Step("a", 2, 5), Step("b", 9, 9)], [18]),
        ([Step("a", 0, 1), Step("a", 8, 9), Step("b", 9, 9)], [9]),
        ([Step("a", 0, 3), Step("b", 3, 9)], [9]),
        ([Step("a", 2, 3), Step("b", 2, 9)], [0]),
        ([Step("a", None, None), Step("b", 4, 5)], None),
        ([Step("a", 0, None), Step("b", 4, 5)], None),
        ([Step("a", 0, 3), Step("b", None, None)], None),
    ],
    ids=["plain", "side by side", "gap", "overlap", "same start", "undated", "open", "no move"],
)
def test_months_before_a_move_count_covered_quarters(
    steps: list[Step], months: list[int] | None
) -> None:
    assert months_before_moves([steps]).get(("a", "b")) == months


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lambda w: w.write("onet-30.3/Education.txt", [["O*NET-SOC Code"], ["1"]]), "Scale ID"),
        (lambda w: (w.data / "onet-30.3/Software Skills.txt").unlink(), "Software Skills.txt"),
        (lambda w: (w.data / "bls-oews-2025").rename(w.data / "moved"), "national_M2025.csv"),
        (lambda w: w.data.rename(w.data.parent / "gone"), "public data sets"),
        (lambda w: (w.ontology / "roles.ttl").write_text(PREFIXES), "no statement"),
        (lambda w: (w.ontology / "occupation_links.ttl").unlink(), "occupation_links.ttl"),
        (
            lambda w: w.write(
                "onet-30.3/Occupation Data.txt", [["O*NET-SOC Code", "Title"], ["1", "x"]]
            ),
            "The role baker is matched to the O*NET-SOC code 51-3011.00",
        ),
        (
            lambda w: w.write("transitions-jobhop-ict/career_steps.csv", [["user_id"], ["1", "2"]]),
            "sequence_pos",
        ),
        (
            lambda w: w.write(
                "bls-projections-2024-2034/table_1_2_projections.csv",
                [PROJECTED.split("|"), ["x", "51-3011", "Line item", "many", "1", "1", "1"]],
            ),
            "A figure of 51-3011",
        ),
        (
            lambda w: w.write(
                "bls-projections-2024-2034/table_5_4_education_training.csv",
                [
                    ["title", "soc_code", "typical_education_needed_for_entry"],
                    ["x", "51-3011", "Luck"],
                ],
            ),
            '"Luck" of 51-3011',
        ),
        (
            lambda w: w.write(
                "onet-30.3/Job Zones.txt",
                [["O*NET-SOC Code", "Job Zone", "Date"], ["51-3011.00", "6", "08/2023"]],
            ),
            'Job Zone "6"',
        ),
        (
            lambda w: w.write(
                "education-cip-2020/cip2020_programs.csv", [["CIPCode", "CIPTitle"], ["1", "x"]]
            ),
            "The crosswalk names programme",
        ),
        (
            lambda w: w.write(
                "onet-30.3/Training and Experience.txt",
                [EXPERIENCE, ["51-3011.00", "RW", "12", "1", "9", "N", "08/2023", "Incumbent"]],
            ),
            'The experience "12" is not understood',
        ),
        (
            lambda w: w.write(
                "bls-projections-2024-2034/table_5_4_education_training.csv",
                [
                    [
                        *("title", "soc_code", "typical_education_needed_for_entry"),
                        "work_experience_in_a_related_occupation",
                    ],
                    ["x", "51-3011", "Bachelor's degree", "Ages"],
                ],
            ),
            'The experience "Ages" is not understood',
        ),
    ],
    ids=[
        *("column", "file", "folder", "data", "roles", "occupations", "code", "cells"),
        *("figure", "education", "zone", "programme", "experience", "typical"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    world: World,
    capsys: pytest.CaptureFixture[str],
    harm: Callable[[World], object],
    expected: str,
) -> None:
    harm(world)
    assert world.run() == 1
    error = capsys.readouterr().err
    assert expected in error
    assert len(error.splitlines()) == 1
    assert world.made() == set()


def test_the_folder_is_run_as_a_command(world: World) -> None:
    command = [sys.executable, "tools/refresh", str(world.data), "--ontology", str(world.ontology)]
    package = str(Path(ontology.__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": package}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert world.made() == set(MADE)
