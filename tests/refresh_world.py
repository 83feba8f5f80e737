"""A data folder and an ontology folder of a bakery's size, for tests of `tools/refresh`."""

import csv
import sys
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from careergraph import vocab

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from refresh.command import main  # noqa: E402 (the path comes first)

MADE = (
    "concepts.ttl",
    "degree_fields.ttl",
    "degree_shares.ttl",
    "entry_education.ttl",
    "experience.ttl",
    "job_zones.ttl",
    "outlook.ttl",
    "pay.ttl",
    "requirements_esco.ttl",
    "requirements_onet.ttl",
    "skill_matches.ttl",
    "training.ttl",
    "transitions_observed.ttl",
    "transitions_related.ttl",
)
ENTRY = (
    "title|soc_code|typical_education_needed_for_entry|work_experience_in_a_related_occupation|"
    "typical_on_the_job_training_needed_to_attain_competency_in_the_occupation"
)
ROLES = """
role:baker a cg:Role ; skos:exactMatch onet:51-3011.00, esco:b .
role:cook a cg:Role ; skos:exactMatch onet:35-2014.00, esco:c .
role:head-cook a cg:Role ; skos:closeMatch onet:35-2014.00 ; cg:seniority <lead> .
role:helper a cg:Role ; skos:closeMatch onet:35-9099.00, onet:35-2014.00, onet:35-2014.01 .
role:grower a cg:Role ; skos:closeMatch esco:c ; skos:broadMatch onet:51-3011.00 .
"""
SKILLS = """
skill:kneading a cg:Method ; skos:prefLabel "kneading"@en ; skos:altLabel "dough work"@en .
skill:oven a cg:Tool ; skos:prefLabel "Oven"@en ; skos:hiddenLabel "Acme Oven software"@en .
"""
MAPPINGS = """
<m-kneading> a cg:SkillMapping ; cg:mapsSkill skill:kneading ; cg:sourceSkill esco-skill:k ;
    cg:matchStrength skos:exactMatch .
<m-oven> a cg:SkillMapping ; cg:mapsSkill skill:oven ; cg:sourceSkill esco-skill:o ;
    cg:matchStrength skos:closeMatch .
"""
OCCUPATIONS = """
<baker> cg:ofRole role:baker ; cg:occupation onet:51-3011.00 ; cg:fit cg:sameOccupation ;
    cg:shows cg:DegreeRequirement, cg:DegreeShare, cg:EmploymentOutlook, cg:FieldPreparation,
        cg:PayObservation, cg:PreparationLevel .
<cook> cg:ofRole role:cook ; cg:occupation onet:35-2014.00 ; cg:fit cg:sameOccupation ;
    cg:shows cg:DegreeRequirement, cg:DegreeShare, cg:EmploymentOutlook, cg:FieldPreparation,
        cg:PayObservation, cg:PreparationLevel .
<head-cook> cg:ofRole role:head-cook ; cg:occupation onet:35-2014.00 ; cg:fit cg:partOfOccupation ;
    cg:shows cg:DegreeShare, cg:PayObservation .
<helper> cg:ofRole role:helper ; cg:occupation onet:35-9099.00 ; cg:fit cg:partOfOccupation ;
    cg:shows cg:EmploymentOutlook, cg:PayObservation .
<helper-fish> cg:ofRole role:helper ; cg:occupation onet:35-2014.01 ; cg:fit cg:misleading .
<grower> cg:ofRole role:grower ; cg:occupation onet:51-3011.00 ; cg:fit cg:partOfOccupation ;
    cg:shows cg:DegreeRequirement, cg:PayObservation .
"""
PREFIXES = f"""@prefix cg: <{vocab.CG}> . @prefix skos: <{SKOS}> . @base <{vocab.ID}seniority/> .
@prefix role: <{vocab.ID}role/> . @prefix skill: <{vocab.ID}skill/> .
@prefix onet: <{vocab.ID}onet-soc/> . @prefix esco: <http://data.europa.eu/esco/occupation/> .
@prefix esco-skill: <http://data.europa.eu/esco/skill/> .
"""
PROJECTED = (
    "title|soc_code|occupation_type|employment_2024_thousands|employment_2034_thousands"
    "|change_pct|annual_openings_thousands"
)
TABLES = {
    "onet-30.3/Occupation Data.txt": """
        O*NET-SOC Code|Title
        51-3011.00|Bakers "of bread"
        35-2014.00|Cooks
        35-2014.01|Cooks of Fish
        35-9099.00|Servers, All Other""",
    "onet-30.3/Software Skills.txt": """
        O*NET-SOC Code|Workplace Example|Hot Technology|In Demand
        51-3011.00|ACME oven software|Y|Y
        51-3011.00|Oven|Y|N
        51-3011.00|Dough work|Y|N
        35-2014.00|Kneading|N|N
        35-2014.00|Spoon|Y|Y""",
    "onet-30.3/Job Zones.txt": """
        O*NET-SOC Code|Job Zone|Date
        51-3011.00|2|08/2023
        35-2014.01|4|08/2023""",
    "onet-30.3/Job Zone Reference.txt": """
        Job Zone|Name
        2|Job Zone 1-2: Very Little to Some Preparation Needed""",
    "onet-30.3/Education.txt": """
        O*NET-SOC Code|Scale ID|Category|Data Value|N|Recommend Suppress|Date|Domain Source
        51-3011.00|RL|2|70.10|20|N|08/2024|Incumbent
        51-3011.00|RL|6|29.91|20|Y|08/2024|Incumbent
        51-3011.00|RL|8|0.00|20|N|08/2024|Incumbent
        51-3011.00|IM|n/a|2.00|20|N|08/2024|Incumbent
        35-2014.00|RL|1|100.00|n/a|n/a|07/2019|Occupational Expert""",
    "onet-30.3/Training and Experience.txt": """
        O*NET-SOC Code|Scale ID|Category|Data Value|N|Recommend Suppress|Date|Domain Source
        51-3011.00|RW|1|20.00|20|N|08/2024|Incumbent
        51-3011.00|RW|2|0.00|20|N|08/2024|Incumbent
        51-3011.00|RW|7|69.99|20|N|08/2024|Incumbent
        51-3011.00|RW|11|10.01|20|Y|08/2024|Incumbent
        51-3011.00|OJ|1|100.00|20|N|08/2024|Incumbent
        35-2014.00|RW|2|100.00|n/a|n/a|07/2019|Occupational Expert""",
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
    "bls-projections-2024-2034/table_1_2_projections.csv": f"""
        {PROJECTED}
        Total, all occupations|00-0000|Summary|1000|1031|3.1|100
        Bakers|51-3011|Line item|309.4|14441|-4.30|22.2
        Bakers|51-3010|Summary|1|1|1|1
        Cooks|35-2014|Line item|10|12.5|25|—
        Servers, all other|35-9099|Line item|1|1|1|1""",
    "bls-projections-2024-2034/table_5_4_education_training.csv": f"""
        {ENTRY}
        Bakers|51-3011|No formal educational credential|None|Apprenticeship
        Cooks|35-2014|High school diploma or equivalent|5 years or more|None""",
    "education-cip-2020/cip2020_programs.csv": """
        CIPCode|CIPTitle
        11.07|Computer Science.
        12.05|Cooking,  General.
        12.0501|Baking and Pastry Arts.
        12.0599|Cooking, Other.
        12.99|Culinary Services, Other.
        14.0903|Computer Software Engineering.""",
    "education-cip-2020/cip2020_to_soc2018.csv": """
        CIP2020Code|SOC2018Code|SOC2018Title
        12.0599|51-3011|Bakers
        12.0501|51-3011|Bakers
        12.9999|51-3011|Bakers
        11.0701|51-3011|Bakers
        14.0903|51-3011|Bakers
        99.9999|35-2014|Cooks""",
    "esco-1.1.1/occupations_en.csv": """
        conceptUri|preferredLabel|code
        http://data.europa.eu/esco/occupation/b|baker|7512.1
        http://data.europa.eu/esco/occupation/c|cook|5120.1""",
    "esco-1.1.1/skills_en.csv": """
        conceptUri|preferredLabel
        http://data.europa.eu/esco/skill/k|Dough Work (bread) ¤
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
        (self.ontology / "occupation_links.ttl").write_text(PREFIXES + OCCUPATIONS)
        (self.ontology / "skill_mappings.ttl").write_text(PREFIXES + MAPPINGS)
        for name, table in TABLES.items():
            lines = [line.strip().replace("¤", "") for line in table.strip().splitlines()]
            self.write(name, [line.split("|") for line in lines])

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
        written_by_hand = {"occupation_links.ttl", "roles.ttl", "skill_mappings.ttl", "skills.ttl"}
        return {path.name for path in self.ontology.iterdir()} - written_by_hand

    def graph(self, name: str) -> Graph:
        return Graph().parse(self.ontology / name)


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
