"""The command that fills in the figures of the bundled graph: its rules, its errors, its files."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from careergraph import ontology, vocab
from careergraph.turtle import is_canonical

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from refresh.command import main  # noqa: E402 (the path comes first)
from refresh.curated import Skill  # noqa: E402 (the path comes first)
from refresh.skill_matches import EscoSkill, match_skills  # noqa: E402 (the path comes first)
from refresh.spells import Step, months_before_moves  # noqa: E402 (the path comes first)

MADE = (
    "concepts.ttl",
    "degree_shares.ttl",
    "pay.ttl",
    "requirements_esco.ttl",
    "requirements_onet.ttl",
    "skill_matches.ttl",
    "transitions_observed.ttl",
    "transitions_related.ttl",
)
ROLES = """
role:baker a cg:Role ; skos:exactMatch onet:51-3011.00, esco:7512.1 .
role:cook a cg:Role ; skos:exactMatch onet:35-2014.00, esco:5120.1 .
role:head-cook a cg:Role ; skos:closeMatch onet:35-2014.00 ; cg:seniority <lead> .
role:helper a cg:Role ; skos:closeMatch onet:35-9099.00, onet:35-2014.00, onet:35-2014.01 .
role:grower a cg:Role ; skos:closeMatch esco:5120.1 ; skos:broadMatch onet:51-3011.00 .
"""
SKILLS = """
skill:kneading a cg:Method ; skos:prefLabel "kneading"@en ; skos:altLabel "dough work"@en .
skill:oven a cg:Tool ; skos:prefLabel "Oven"@en ; skos:hiddenLabel "Acme Oven software"@en .
"""
PREFIXES = f"""@prefix cg: <{vocab.CG}> . @prefix skos: <{SKOS}> . @base <{vocab.ID}seniority/> .
@prefix role: <{vocab.ID}role/> . @prefix skill: <{vocab.ID}skill/> .
@prefix onet: <{vocab.ID}onet-soc/> . @prefix esco: <{vocab.ID}esco-occupation/> .
"""
TABLES = {
    "onet-30.3/Occupation Data.txt": """
        O*NET-SOC Code|Title
        51-3011.00|Bakers "of bread"
        35-2014.00|Cooks
        35-2014.01|Cooks of Fish
        35-9099.00|Servers, All Other""",
    "onet-30.3/Software Skills.txt": """
        O*NET-SOC Code|Workplace Example|In Demand
        51-3011.00|ACME oven software|Y
        51-3011.00|Kneading|N
        35-2014.00|Spoon|Y""",
    "onet-30.3/Education.txt": """
        O*NET-SOC Code|Scale ID|Category|Data Value|N|Recommend Suppress|Date|Domain Source
        51-3011.00|RL|2|70.10|20|N|08/2024|Incumbent
        51-3011.00|RL|6|29.91|20|Y|08/2024|Incumbent
        51-3011.00|RL|8|0.00|20|N|08/2024|Incumbent
        51-3011.00|IM|n/a|2.00|20|N|08/2024|Incumbent
        35-2014.00|RL|1|100.00|n/a|n/a|07/2019|Occupational Expert""",
    "onet-30.3/Related Occupations.txt": """
        O*NET-SOC Code|Related O*NET-SOC Code|Relatedness Tier|Index
        51-3011.00|35-2014.00|Primary-Short|2
        51-3011.00|35-9099.00|Primary-Long|7""",
    "bls-oews-2025/national_M2025.csv": """
        OCC_CODE|OCC_TITLE|O_GROUP|A_PCT10|A_PCT25|A_MEDIAN|A_PCT75|A_PCT90
        51-3011|Bakers (major)|broad|1|2|3|4|5
        51-3011|Bakers|detailed|11000|12000|13000|*|#
        35-2010|Cooks, Combined|detailed|21000|22000|23000|24000|25000
        35-9099|Servers, All Other|detailed|1000|2000|3000|4000|5000""",
    "esco-1.1.1/occupations_en.csv": """
        conceptUri|preferredLabel|code
        http://data.europa.eu/esco/occupation/b|baker|7512.1
        http://data.europa.eu/esco/occupation/c|cook|5120.1""",
    "esco-1.1.1/skills_en.csv": """
        conceptUri|preferredLabel
        http://data.europa.eu/esco/skill/k|Dough Work (bread)
        http://data.europa.eu/esco/skill/o|acme oven software""",
    "esco-1.1.1/occupationSkillRelations.csv": """
        occupationUri|relationType|skillUri
        http://data.europa.eu/esco/occupation/b|optional|http://data.europa.eu/esco/skill/k
        http://data.europa.eu/esco/occupation/b|essential|http://data.europa.eu/esco/skill/k
        http://data.europa.eu/esco/occupation/c|optional|http://data.europa.eu/esco/skill/o
        http://data.europa.eu/esco/occupation/x|optional|http://data.europa.eu/esco/skill/o""",
    "transitions-jobhop-ict/transition_counts.csv": """
        origin_esco_code|destination_esco_code|n_moves|n_people
        7512.1|5120.1|6|5
        7512.1|9999|3|3
        5120.1|7512.1|4|4""",
    "transitions-jobhop-ict/career_steps.csv": """
        user_id|sequence_pos|esco_code|start_date|end_date
        p1|0|7512.1|Q1 2001|Q4 2001
        p1|1|5120.1|Q1 2003|Q4 2004
        p2|1|5120.1|Q3 2002|
        p2|0|7512.1|Q1 2002|Q4 2002
        p3|0|7512.1|Q1 2000|Q4 2002
        p3|1|5120.1|Q1 2003|Q1 2003
        p4|0|7512.1||
        p4|1|5120.1|Q1 2003|Q1 2003
        p5|0|7512.1|Q1 2000|Q2 2000
        p5|1|5120.1|Q1 2003|Q1 2003
        p6|0|7512.1|Q1 2000|Q1 2000
        p6|1|5120.1|Q1 2003|Q1 2003""",
}


class World:
    """A data folder and an ontology folder of a bakery's size."""

    def __init__(self, folder: Path) -> None:
        self.data, self.ontology = folder / "data", folder / "ontology"
        self.ontology.mkdir()
        (self.ontology / "roles.ttl").write_text(PREFIXES + ROLES)
        (self.ontology / "skills.ttl").write_text(PREFIXES + SKILLS)
        for name, table in TABLES.items():
            self.write(name, [line.strip().split("|") for line in table.strip().splitlines()])

    def write(self, name: str, rows: list[list[str]]) -> None:
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="") as stream:
            if path.suffix == ".txt":
                stream.writelines("\t".join(row) + "\r\n" for row in rows)
            else:
                csv.writer(stream).writerows(rows)

    def run(self) -> int:
        return main([str(self.data), "--ontology", str(self.ontology)])

    def made(self) -> set[str]:
        return {path.name for path in self.ontology.iterdir()} - {"roles.ttl", "skills.ttl"}

    def graph(self, name: str) -> Graph:
        return Graph().parse(self.ontology / name)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def cg(name: str) -> URIRef:
    return URIRef(vocab.CG + name)


def schema(name: str) -> URIRef:
    return URIRef(vocab.PREFIXES["schema"] + name)


def thing(path: str) -> URIRef:
    return URIRef(vocab.ID + path)


def described(graph: Graph, folder: str) -> list[str]:
    """Return the last parts of the IRIs described, in order."""
    prefix = f"{vocab.ID}{folder}/"
    return sorted(
        str(iri).removeprefix(prefix)
        for iri in set(graph.subjects())
        if str(iri).startswith(prefix)
    )


def text(graph: Graph, subject: Node, predicate: URIRef) -> str:
    """Return the one value, as it is written."""
    (value,) = graph.objects(subject, predicate)
    return str(value)


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
    baker = thing("esco-occupation/7512.1")
    assert text(graph, baker, SKOS.notation) == "7512.1"
    assert text(graph, baker, schema("url")) == "http://data.europa.eu/esco/occupation/b"
    assert text(graph, baker, SKOS.inScheme) == str(thing("scheme/esco-occupations"))


def test_esco_requirements_take_the_strongest_relation_of_exact_matches(world: World) -> None:
    world.run()
    graph = world.graph("requirements_esco.ttl")
    expected = ["baker--kneading--esco", "cook--oven--esco"]
    assert described(graph, "requirement") == expected
    kneading = thing("requirement/baker--kneading--esco")
    assert text(graph, kneading, cg("necessity")) == vocab.CG + "essential"
    assert text(graph, kneading, cg("place")) == "essential skills"


def test_onet_requirements_are_the_software_in_demand(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    graph = world.graph("requirements_onet.ttl")
    assert described(graph, "requirement") == ["baker--oven--onet"]
    assert 'no skill of ours is "Spoon", in demand for cook' in capsys.readouterr().out


def test_pay_is_of_lines_of_work_and_leaves_out_what_oews_does(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    graph = world.graph("pay.ttl")
    assert described(graph, "pay") == [
        "baker--51-3011--bls-oews-2025",
        "cook--35-2010--bls-oews-2025",
        "helper--35-2010--bls-oews-2025",
    ]
    baker = thing("pay/baker--51-3011--bls-oews-2025")
    assert text(graph, baker, schema("median")) == "13000.0"
    assert graph.value(baker, schema("percentile75")) is None
    assert graph.value(baker, schema("percentile90")) is None
    assert text(graph, baker, cg("period")) == "2025-05"
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
        "head-cook--below-high-school--onet",
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
    ],
    ids=["column", "file", "folder", "data", "roles", "code", "cells"],
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
    package = str(Path(ontology.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": package}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert world.made() == set(MADE)
