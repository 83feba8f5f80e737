"""Codes, titles and matches of every occupation of O*NET."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from occupations.layer import LayerFile, english, name, occupation, text, thing
from refresh.concepts import read_esco_occupations, read_onet_titles
from refresh.editions import ESCO, ONET, Edition

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["describe_concepts", "describe_titles"]

_CODE: Final = "O*NET-SOC Code"
_CROSSWALK: Final = Edition("crosswalks", "onet-30-3")
_MAJOR_GROUPS: Final = {
    "11": "management",
    "13": "business and financial operations",
    "15": "computing and mathematics",
    "17": "architecture and engineering",
    "19": "life, physical and social science",
    "21": "community and social service",
    "23": "law",
    "25": "education and libraries",
    "27": "arts, design, entertainment, sports and media",
    "29": "healthcare practice",
    "31": "healthcare support",
    "33": "protective service",
    "35": "food preparation and serving",
    "37": "cleaning and maintenance of buildings and grounds",
    "39": "personal care and service",
    "41": "sales",
    "43": "office and administrative support",
    "45": "farming, fishing and forestry",
    "47": "construction and extraction",
    "49": "installation, maintenance and repair",
    "51": "production",
    "53": "transportation and moving of material",
    "55": "military",
}
"""Our names for the major groups of the Standard Occupational Classification."""


def describe_concepts(data: Path) -> LayerFile:
    """Return code, title, major group and matches of each occupation.

    ESCO occupations are close matches by O*NET's own crosswalk; their ISCO groups, and those that
    the crosswalk names itself, are broad ones.
    """
    made = LayerFile("concepts.ttl")
    for code, label in _MAJOR_GROUPS.items():
        made.describe(
            thing("soc-group", code),
            name("cg:OccupationGroup"),
            {"skos:notation": text(code), "skos:prefLabel": english(label)},
        )
    for code, title in read_onet_titles(data).items():
        subject = occupation(code)
        made.describe(
            subject,
            name("cg:Occupation"),
            {
                "skos:notation": text(code),
                "skos:prefLabel": english(title),
                "skos:inScheme": thing("scheme", "onet-soc-2019"),
                "cg:occupationGroup": thing("soc-group", code[:2]),
            },
        )
        made.add(subject, name("rdf:type"), name("schema:Occupation"), name("skos:Concept"))
    _describe_matches(made, data)
    return made


def _describe_matches(made: LayerFile, data: Path) -> None:
    columns = ("esco_or_isco_code", "onet_soc_2019_code")
    esco = {one.code: iri for iri, one in read_esco_occupations(data).items()}
    groups = {
        row["code"]: row["iscoGroup"]
        for row in ESCO.read(data, ("code", "iscoGroup"), "occupations_en.csv")
    }
    unknown = set()
    pairs = set()
    for row in _CROSSWALK.read(data, columns, "esco_to_onet_soc_2019.csv"):
        code, of = row["esco_or_isco_code"], row["onet_soc_2019_code"]
        if code in esco:
            pairs.add((of, "skos:closeMatch", esco[code]))
            pairs.add((of, "skos:broadMatch", name(f"isco:C{groups[code]}").value))
        elif code.isdigit():
            pairs.add((of, "skos:broadMatch", name(f"isco:C{code}").value))
        else:
            unknown.add(code)
    for of, predicate, iri in sorted(pairs):
        made.add(occupation(of), name(predicate), ox.NamedNode(iri))
    if unknown:
        made.note(f"{len(unknown)} codes of the crosswalk are of another ESCO release, left out")


def describe_titles(data: Path) -> LayerFile:
    """Return the job titles of each occupation, and which of them people reported themselves."""
    made = LayerFile("titles.ttl")
    labels = read_onet_titles(data)
    columns = (_CODE, "Job Title", "Short Title")
    for row in ONET.read(data, columns, "Job Titles.txt", "Alternate Titles.txt"):
        subject = occupation(row[_CODE])
        for title in (row["Job Title"], row["Short Title"]):
            if title not in ("n/a", labels[row[_CODE]]):
                made.add(subject, name("skos:altLabel"), english(title))
    reported = "Reported Job Title"
    for row in ONET.read(data, (_CODE, reported), "Sample of Reported Titles.txt"):
        made.add(occupation(row[_CODE]), name("cg:reportedTitle"), english(row[reported]))
    return made
