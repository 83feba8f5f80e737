"""The figures of the bundled graph equal cells of the public data sets they come from.

The tables are read here by plain `csv`, not by the code that made the files.
"""

import csv
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import PROV, RDF, RDFS, SKOS
from rdflib.term import Node

from careergraph import vocab

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from refresh.command import main  # noqa: E402 (the path comes first)

DATA = Path(os.environ.get("CAREERGRAPH_DATA", ROOT.parent / "shared" / "data"))
COMMITTED = ROOT / "ontology" / "data"
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
    "transitions_observed.ttl",
    "transitions_related.ttl",
)
FIGURES = {
    "DegreeRequirement": "entry_education.ttl",
    "DegreeShare": "degree_shares.ttl",
    "EmploymentOutlook": "outlook.ttl",
    "FieldPreparation": "degree_fields.ttl",
    "PayObservation": "pay.ttl",
    "PreparationLevel": "job_zones.ttl",
}
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no public data sets at {DATA}"),
]


def cg(name: str) -> URIRef:
    return URIRef(vocab.CG + name)


def schema(name: str) -> URIRef:
    return URIRef(vocab.PREFIXES["schema"] + name)


def text(graph: Graph, subject: Node, predicate: URIRef) -> str:
    """Return the one value, as it is written."""
    (value,) = graph.objects(subject, predicate)
    return str(value)


def table(name: str) -> Iterator[dict[str, str]]:
    """Return the rows of a raw table, read independently of the command."""
    path = DATA / name
    with path.open(encoding="utf-8", newline="") as stream:
        if path.suffix == ".txt":
            yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(stream)


@cache
def committed(name: str) -> Graph:
    return Graph().parse(COMMITTED / name)


def codes(role: Node, scheme: str, *, exact: bool = False) -> set[str]:
    """Return the codes that a role of `roles.ttl` is matched to, exactly or closely."""
    graph = committed("roles.ttl")
    predicates = (SKOS.exactMatch,) if exact else (SKOS.exactMatch, SKOS.closeMatch)
    found = {str(o) for p in predicates for o in graph.objects(role, p)}
    return {vocab.local_name(iri) for iri in found if f"/{scheme}/" in iri}


def esco_codes(role: Node) -> set[str]:
    """Return the codes of the ESCO occupations that a role of `roles.ttl` is exactly."""
    graph = committed("concepts.ttl")
    matches = committed("roles.ttl").objects(role, SKOS.exactMatch)
    return {text(graph, iri, SKOS.notation) for iri in matches if "/esco/occupation/" in str(iri)}


def shown_code(statement: Node, role: Node, kind: str) -> str:
    """Return the code whose figures of a kind a decision shows for a role, which they must name."""
    graph, links = (
        next(g for g in map(committed, FIGURES.values()) if (statement, None, None) in g),
        committed("occupation_links.ttl"),
    )
    (link,) = (
        link
        for link in links.subjects(cg("ofRole"), role)
        if (link, cg("shows"), cg(kind)) in links
    )
    occupation = text(links, link, cg("occupation"))
    assert text(graph, statement, cg("occupation")) == occupation
    is_part = text(links, link, cg("fit")) == str(cg("partOfOccupation"))
    assert graph.value(statement, PROV.wasDerivedFrom) == (link if is_part else None)
    return vocab.local_name(occupation)


def test_refresh_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    for name in ("occupation_links.ttl", "roles.ttl", "skill_mappings.ttl", "skills.ttl"):
        (tmp_path / name).write_bytes((COMMITTED / name).read_bytes())
    assert main([str(DATA), "--ontology", str(tmp_path)]) == 0
    changed = [n for n in MADE if (tmp_path / n).read_bytes() != (COMMITTED / n).read_bytes()]
    assert not changed, f"run `make refresh DATA={DATA}`: {changed}"


def test_committed_pay_equals_the_cells_of_the_table() -> None:
    rows = {r["OCC_CODE"]: r for r in table("bls-oews-2025/national_M2025.csv")}
    columns = {"percentile10": "A_PCT10", "percentile25": "A_PCT25", "median": "A_MEDIAN"}
    columns |= {"percentile75": "A_PCT75", "percentile90": "A_PCT90"}
    graph = committed("pay.ttl")
    for subject, role in graph.subject_objects(cg("ofRole")):
        code = str(subject).split("--")[1]
        assert code[:6] == shown_code(subject, role, "PayObservation")[:6]
        assert f"{rows[code]['OCC_TITLE']} (SOC {code})" in text(graph, subject, cg("population"))
        for name, column in columns.items():
            figure, cell = graph.value(subject, schema(name)), rows[code][column]
            assert (figure is None and cell in "*#") or Decimal(str(figure)) == Decimal(cell)


@pytest.mark.parametrize("kind", FIGURES)
def test_every_decision_to_show_figures_is_carried_out(kind: str) -> None:
    """A table that has no figures of an occupation is the only reason for none."""
    links, graph = committed("occupation_links.ttl"), committed(FIGURES[kind])
    having = set(graph.objects(None, cg("ofRole")))
    shown = {
        (links.value(link, cg("ofRole")), vocab.local_name(text(links, link, cg("occupation"))))
        for link in links.subjects(cg("shows"), cg(kind))
    }
    assert having == {role for role, code in shown if code not in UNKNOWN.get(kind, ())}


def test_the_roles_that_had_the_pay_of_others_are_mended() -> None:
    paid = {
        vocab.local_name(str(role)): text(committed("pay.ttl"), pay, schema("median"))
        for pay, role in committed("pay.ttl").subject_objects(cg("ofRole"))
    }
    for slug in ("clinical-research-coordinator", "data-analyst", "clinical-data-manager"):
        assert slug not in paid
    assert "business-intelligence-analyst" not in paid
    developers = ("back-end-developer", "full-stack-developer", "mobile-developer")
    developers += ("embedded-software-engineer", "software-architect", "software-engineer")
    assert {paid[slug] for slug in developers} == {"135980.0"}
    assert paid["data-scientist"] == "120230.0"


def test_committed_degree_shares_equal_the_cells_of_the_table() -> None:
    cells = {
        (r["O*NET-SOC Code"], Decimal(r["Data Value"]), r["N"], r["Recommend Suppress"] == "Y")
        for r in table("onet-30.3/Education.txt")
        if r["Scale ID"] == "RL"
    }
    graph = committed("degree_shares.ttl")
    sums: dict[Node, Decimal] = {}
    for subject, role in graph.subject_objects(cg("ofRole")):
        share = Decimal(text(graph, subject, cg("share")))
        size = str(graph.value(subject, cg("sampleSize")) or "n/a")
        low = graph.value(subject, cg("suppressed")) is not None
        code = shown_code(subject, role, "DegreeShare")
        assert (code, share * 100, size, low) in cells
        sums[role] = sums.get(role, Decimal(0)) + share
    assert all(abs(total - 1) < Decimal("0.001") for total in sums.values())


def test_committed_experience_shares_equal_the_cells_of_the_table() -> None:
    meanings = {
        r["Category"]: r["Category Description"]
        for r in table("onet-30.3/Training and Experience Categories.txt")
        if r["Scale ID"] == "RW"
    }
    cells = {
        (r["O*NET-SOC Code"], r["Category"]): r
        for r in table("onet-30.3/Training and Experience.txt")
        if r["Scale ID"] == "RW"
    }
    graph = committed("experience.ttl")
    sums: dict[Node, Decimal] = {}
    for subject in graph.subjects(RDF.type, cg("ExperienceShare")):
        role = graph.value(subject, cg("ofRole"))
        assert role is not None
        code = text(graph, subject, cg("occupation")).rpartition("/")[2]
        category = str(subject).split("--")[1]
        row, share = cells[code, category], Decimal(text(graph, subject, cg("share")))
        assert share * 100 == Decimal(row["Data Value"])
        assert str(graph.value(subject, cg("sampleSize")) or "n/a") == row["N"]
        low = graph.value(subject, cg("suppressed")) is not None
        assert low == (row["Recommend Suppress"] == "Y")
        ends = [graph.value(subject, cg(end)) for end in ("yearsFrom", "yearsTo")]
        said = [Decimal(str(end)) if end is not None else None for end in ends]
        assert said == years_of(meanings[category])
        sums[role] = sums.get(role, Decimal(0)) + share
    assert all(abs(total - 1) < Decimal("0.001") for total in sums.values())


def years_of(meaning: str) -> list[Decimal | None]:
    """Return the ends of a category of O*NET, such as "Up to and including 1 month".

    Months are rounded to a hundredth of a year.
    """
    if meaning == "None":
        return [Decimal(0), Decimal(0)]
    found = re.findall(r"(\d+) (month|year)", meaning)
    ends = [
        (Decimal(n) / (12 if unit == "month" else 1)).quantize(Decimal("0.01")) for n, unit in found
    ]
    if len(ends) == 1:
        return [ends[0], None] if meaning.startswith("Over") else [Decimal(0), ends[0]]
    return [*ends]


def test_committed_typical_experience_equals_the_cells_of_the_table() -> None:
    rows = {
        r["soc_code"]: r
        for r in table("bls-projections-2024-2034/table_5_4_education_training.csv")
    }
    meanings = {"0.0 0.0": "None", "0.0 5.0": "Less than 5 years", "5.0 None": "5 years or more"}
    graph = committed("experience.ttl")
    for subject in graph.subjects(RDF.type, cg("ExperienceRequirement")):
        code = text(graph, subject, cg("occupation")).rpartition("/")[2]
        ends = [str(graph.value(subject, cg(end))) for end in ("yearsFrom", "yearsTo")]
        row = rows[code[:7]]
        assert meanings[" ".join(ends)] == row["work_experience_in_a_related_occupation"]
        assert f"{row['title']} (SOC {code[:7]})" in text(graph, subject, cg("population"))
        asked = graph.value(subject, cg("necessity"))
        assert asked == (None if ends == ["0.0", "0.0"] else cg("recommended"))


def test_the_moves_and_licences_of_the_handbook_stand_in_its_sections() -> None:
    titles = {r["slug"]: r["title"] for r in table("bls-ooh-2024/occupations.csv")}
    places = {
        f"{titles[r['slug']]}: {r['heading']}": r["text"]
        for r in table("bls-ooh-2024/sections.csv")
    }
    for name in ("transitions_bls.ttl", "licences.ttl"):
        graph = committed(name)
        for subject, place in graph.subject_objects(cg("place")):
            said = [places[one].replace("\n", " ") for one in str(place).split("; ")]
            words = text(graph, subject, RDFS.comment)
            assert words not in " ".join(said)


def test_committed_moves_equal_the_counts_of_the_table() -> None:
    rows = list(table("transitions-jobhop-ict/transition_counts.csv"))
    graph = committed("transitions_observed.ttl")
    for subject in graph.subjects(cg("kind")):
        ends = [graph.value(subject, cg(end)) for end in ("fromRole", "toRole")]
        (origin,), (destination,) = (esco_codes(e) for e in ends if e)
        leaving = [r for r in rows if r["origin_esco_code"] == origin]
        (row,) = (r for r in leaving if r["destination_esco_code"] == destination)
        assert text(graph, subject, cg("count")) == row["n_moves"]
        assert text(graph, subject, cg("people")) == row["n_people"]
        assert int(row["n_people"]) >= 5
        share = Decimal(row["n_moves"]) / sum(int(r["n_moves"]) for r in leaving)
        assert abs(Decimal(text(graph, subject, cg("share"))) - share) <= Decimal("0.00005")


def test_committed_relations_stand_in_the_table() -> None:
    rows = {
        (r["O*NET-SOC Code"], r["Related O*NET-SOC Code"], r["Relatedness Tier"], r["Index"])
        for r in table("onet-30.3/Related Occupations.txt")
    }
    graph = committed("transitions_related.ttl")
    for subject in graph.subjects(cg("kind")):
        ends = [graph.value(subject, cg(end)) for end in ("fromRole", "toRole")]
        (origin,), (destination,) = (codes(e, "onet-soc", exact=True) for e in ends if e)
        tier = text(graph, subject, cg("relatednessTier"))
        index = text(graph, subject, cg("place")).rsplit(" ", 1)[-1]
        assert (origin, destination, tier, index) in rows


def test_committed_esco_requirements_stand_in_the_table() -> None:
    uri_of = {r["code"]: r["conceptUri"] for r in table("esco-1.1.1/occupations_en.csv")}
    relations = {
        (r["occupationUri"], r["relationType"], r["skillUri"])
        for r in table("esco-1.1.1/occupationSkillRelations.csv")
    }
    graph, matches = committed("requirements_esco.ttl"), committed("skill_matches.ttl")
    languages: Counter[str] = Counter()
    for subject, role in graph.subject_objects(cg("ofRole")):
        (code,) = esco_codes(role)
        skill = graph.value(subject, cg("skill"))
        mapped = text(graph, subject, cg("statedBy")).endswith("-mapped")
        strengths = (SKOS.closeMatch, SKOS.narrowMatch) if mapped else (SKOS.exactMatch,)
        concepts = {concept for p in strengths for concept in matches.objects(skill, p)}
        uris = {str(concept) for concept in concepts}
        assert set(graph.objects(subject, cg("sourceSkill"))) <= concepts
        listed = {n for uri in uris for n in RELATIONS if (uri_of[code], n, uri) in relations}
        assert vocab.local_name(text(graph, subject, cg("necessity"))) == min(listed)
        is_language = (skill, RDF.type, cg("ProgrammingLanguage")) in committed("skills.ttl")
        languages[code] += is_language and min(listed) == "optional"
    assert max(languages.values()) < 8


def test_committed_onet_requirements_stand_in_the_table() -> None:
    products = {
        (r["O*NET-SOC Code"], r["Workplace Example"].casefold())
        for r in table("onet-30.3/Software Skills.txt")
        if r["In Demand"] == "Y"
    }
    graph, skills = committed("requirements_onet.ttl"), committed("skills.ttl")
    labels = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    for subject, role in graph.subject_objects(cg("ofRole")):
        (code,) = codes(role, "onet-soc", exact=True)
        skill = graph.value(subject, cg("skill"))
        names = {str(name).casefold() for p in labels for name in skills.objects(skill, p)}
        assert any((code, name) in products for name in names)


def test_committed_outlook_equals_the_cells_of_the_table() -> None:
    listed = list(table("bls-projections-2024-2034/table_1_2_projections.csv"))
    rows = {r["soc_code"]: r for r in listed if r["occupation_type"] == "Line item"}
    (total,) = (r for r in listed if r["title"] == "Total, all occupations")
    people = {
        "employment": "employment_2024_thousands",
        "projectedEmployment": "employment_2034_thousands",
        "annualOpenings": "annual_openings_thousands",
    }
    graph = committed("outlook.ttl")
    for subject, role in graph.subject_objects(cg("ofRole")):
        soc = str(subject).split("--")[1]
        row = rows[soc]
        assert soc == shown_code(subject, role, "EmploymentOutlook")[:7]
        assert f"{row['title']} (SOC {soc})" in text(graph, subject, cg("population"))
        assert Decimal(text(graph, subject, cg("percentChange"))) == Decimal(row["change_pct"])
        overall = Decimal(text(graph, subject, cg("overallPercentChange")))
        assert overall == Decimal(total["change_pct"])
        for name, column in people.items():
            assert int(text(graph, subject, cg(name))) == Decimal(row[column]) * 1000


def test_committed_job_zones_equal_the_cells_of_the_table() -> None:
    rows = {r["O*NET-SOC Code"]: r for r in table("onet-30.3/Job Zones.txt")}
    names = {r["Job Zone"]: r["Name"] for r in table("onet-30.3/Job Zone Reference.txt")}
    graph = committed("job_zones.ttl")
    for subject, role in graph.subject_objects(cg("ofRole")):
        code = shown_code(subject, role, "PreparationLevel")
        zone = text(graph, subject, cg("jobZone"))
        month, year = rows[code]["Date"].split("/")
        assert zone == rows[code]["Job Zone"]
        assert text(graph, subject, cg("period")) == f"{year}-{month}"
        assert text(graph, subject, RDFS.label) in names[zone].casefold()


def test_committed_entry_education_equals_the_cells_of_the_table() -> None:
    rows = {
        r["soc_code"]: r
        for r in table("bls-projections-2024-2034/table_5_4_education_training.csv")
    }
    own = {"some-college": "Some college", "doctoral-or-professional": "Doctoral or professional"}
    graph = committed("entry_education.ttl")
    for subject, role in graph.subject_objects(cg("ofRole")):
        code = shown_code(subject, role, "DegreeRequirement")
        row = rows[code[:7]]
        slug = vocab.local_name(text(graph, subject, cg("degree")))
        told = row["typical_education_needed_for_entry"]
        assert told.startswith(own.get(slug, slug.removesuffix("s").capitalize()))
        assert f"{row['title']} (SOC {code[:7]})" in text(graph, subject, cg("population"))


def test_committed_fields_stand_in_the_crosswalk() -> None:
    pairs = {
        (r["CIP2020Code"], r["SOC2018Code"], r["SOC2018Title"])
        for r in table("education-cip-2020/cip2020_to_soc2018.csv")
    }
    titles = {r["CIPCode"]: r["CIPTitle"] for r in table("education-cip-2020/cip2020_programs.csv")}
    graph = committed("degree_fields.ttl")
    listed: set[tuple[str, str]] = set()
    for subject, role in graph.subject_objects(cg("ofRole")):
        code = shown_code(subject, role, "FieldPreparation")
        field = graph.value(subject, cg("field"))
        assert field is not None
        notation = text(graph, graph.value(field, SKOS.closeMatch) or field, SKOS.notation)
        programmes = text(graph, subject, cg("place")).split(", ")[1:]
        title = text(graph, subject, cg("population")).partition("prepare for ")[2]
        assert all(programme.startswith(notation) for programme in programmes)
        assert all((p, code[:7], title.rpartition(" (")[0]) in pairs for p in programmes)
        listed |= {(programme, code[:7]) for programme in programmes}
    named = {soc for _, soc in listed}
    missing = {(p, soc) for p, soc, _ in pairs if soc in named} - listed
    assert all(titles[programme[:5]].endswith(", Other.") for programme, _ in missing)
    for subject, notation in graph.subject_objects(SKOS.notation):
        label = text(graph, subject, SKOS.prefLabel)
        title = " ".join(titles[str(notation)].split()).casefold()
        assert title in {f"{label.casefold()}{end}" for end in (".", ", general.")}


def test_committed_titles_are_those_of_the_tables() -> None:
    occupations = table("esco-1.1.1/occupations_en.csv")
    titles = {r["code"]: r["preferredLabel"].strip() for r in occupations}
    titles |= {r["O*NET-SOC Code"]: r["Title"] for r in table("onet-30.3/Occupation Data.txt")}
    graph = committed("concepts.ttl")
    notations = dict(graph.subject_objects(SKOS.notation))
    assert notations
    for subject, code in notations.items():
        assert text(graph, subject, SKOS.prefLabel) == titles[str(code)]


def test_committed_median_months_follow_from_the_steps() -> None:
    months: dict[tuple[str, str], list[int]] = {}
    steps = table("transitions-jobhop-ict/career_steps.csv")
    for _, career in groupby(steps, lambda r: r["user_id"]):
        spells = [list(spell) for _, spell in groupby(career, lambda r: r["esco_code"])]
        for spell, after in pairwise(spells):
            dates = [r[end] for r in spell for end in ("start_date", "end_date")]
            if not all(dates) or not after[0]["start_date"]:
                continue
            held = [q for q in QUARTERS if any(covers(step, q) for step in spell)]
            before = [q for q in held if q < quarter(after[0]["start_date"])]
            pair = spell[0]["esco_code"], after[0]["esco_code"]
            months.setdefault(pair, []).append(3 * len(before))
    graph = committed("transitions_observed.ttl")
    for subject in graph.subjects(cg("medianMonths")):
        ends = [graph.value(subject, cg(end)) for end in ("fromRole", "toRole")]
        (origin,), (destination,) = (esco_codes(e) for e in ends if e)
        spent = months[origin, destination]
        assert Decimal(text(graph, subject, cg("medianMonths"))) == Decimal(str(median(spent)))
        assert text(graph, subject, cg("sampleSize")) == str(len(spent))


UNKNOWN = {
    "DegreeShare": {
        *("13-1082.00", "13-2011.00", "13-2051.00", "13-2054.00", "15-1255.00", "15-1299.02"),
        *("15-1299.04", "15-1299.06", "15-1299.07", "15-2051.00", "27-3023.00"),
    },
    "FieldPreparation": {"25-2031.00", "41-9031.00"},
}
"""The occupations of which the tables have no shares, and no fields or too many."""
RELATIONS = ("essential", "optional")
QUARTERS = [(year, number) for year in range(1960, 2030) for number in (1, 2, 3, 4)]


def quarter(date: str) -> tuple[int, int]:
    return int(date[3:]), int(date[1])


def covers(step: dict[str, str], moment: tuple[int, int]) -> bool:
    return quarter(step["start_date"]) <= moment <= quarter(step["end_date"])
