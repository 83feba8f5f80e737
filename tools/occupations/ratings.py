"""Describe O*NET's ratings of knowledge and skills, and software in demand.

Knowledge is of release 30.0, reconstructed: it names its own source. Skills and software are of
release 30.3. A rating that O*NET advises to suppress, or whose level it calls not relevant, is left
out, and so is what it rates less than somewhat important.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import DataFileError
from occupations.layer import LayerFile, cg, english, figure, name, occupation, text
from refresh.concepts import is_residual, read_onet_titles
from refresh.editions import ONET, Edition

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LEAST_IMPORTANCE", "Element", "describe_elements", "describe_ratings", "read_ratings"]

KNOWLEDGE: Final = Edition("onet-30.0-ratings", "onet-30-0-ratings", tabs=True)
LEAST_IMPORTANCE: Final = Decimal(2)
"""Somewhat important, on O*NET's scale from 1 to 5."""
_CODE: Final = "O*NET-SOC Code"
_COLUMNS: Final = (
    *(_CODE, "Element ID", "Element Name", "Scale ID"),
    *("Data Value", "Recommend Suppress", "Not Relevant"),
)
_SOFTWARE: Final = ("Software Skills.txt", "Technology Skills.txt")
_OFFICE: Final = frozenset(
    {
        "Office suite software",
        "Spreadsheet software",
        "Presentation software",
        "Electronic mail software",
        "Word processing software",
        "Calendar and scheduling software",
        "Internet browser software",
        "Video conferencing software",
        "Operating system software",
        "Cloud-based data access and sharing software",
        "Cloud-based management software",
    }
)
"""Classes of software that every worker is taken to know, or that say little of the work."""
_SHARED_NAMES: Final = {
    "2.A.1.e": "mathematics (as a skill)",
    "2.A.1.f": "science (as a skill)",
    "2.C.4.a": "mathematics (knowledge)",
}
_LEARNED_LIKE: Final = {
    "2.A.1.e": "Mathematics",
    "2.A.1.f": "Method",
    "2.C.4.a": "Mathematics",
    "2.A": "SoftSkill",
    "2.B.1": "SoftSkill",
    "2.B.2": "SoftSkill",
    "2.B.3": "Method",
    "2.B.4": "Method",
    "2.B.5": "SoftSkill",
    "2.C": "Domain",
    "2.E": "Tool",
}
"""Map beginnings of element codes to the class of skill they are learned like."""
_RELATIVES: Final = 3


class Element(NamedTuple):
    """Hold an element of O*NET: code, label, and the source of its ratings."""

    code: str
    label: str
    source: str


class Ratings(NamedTuple):
    """All elements, and importance and level by occupation and element."""

    elements: dict[str, Element]
    values: dict[str, dict[str, tuple[Decimal, Decimal]]]
    suppressed: int


def read_ratings(data: Path) -> Ratings:
    """Return importance (1 to 5) and level (0 to 7) by occupation and element.

    Raises
    ------
    DataFileError
        A cell is not what the table's layout promises.
    """
    elements: dict[str, Element] = {}
    raw: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    suppressed: set[tuple[str, str]] = set()
    for edition, file in (
        (KNOWLEDGE, "Knowledge.txt"),
        (ONET, "Essential Skills.txt"),
        (ONET, "Transferable Skills.txt"),
    ):
        for row in edition.read(data, _COLUMNS, file):
            code, element = row[_CODE], row["Element ID"]
            elements.setdefault(element, Element(element, row["Element Name"], edition.source))
            if row["Recommend Suppress"] == "Y" or row["Not Relevant"] == "Y":
                suppressed.add((code, element))
            try:
                raw[code, element][row["Scale ID"]] = Decimal(row["Data Value"])
            except InvalidOperation as error:
                reason = f"The rating of {element} in {code} is not a number."
                raise DataFileError(str(data / edition.folder / file), reason) from error
    values: dict[str, dict[str, tuple[Decimal, Decimal]]] = defaultdict(dict)
    for (code, element), scales in raw.items():
        if (code, element) not in suppressed and {"IM", "LV"} <= scales.keys():
            values[code][element] = scales["IM"], scales["LV"]
    return Ratings(elements, dict(values), len(suppressed))


def describe_elements(data: Path) -> LayerFile:
    """Return the elements that are rated, the classes of software, and the rating properties."""
    made = LayerFile("elements.ttl")
    for element in read_ratings(data).elements.values():
        _describe_element(made, element)
        for scale, most in (("importance", "1 to 5"), ("level", "0 to 7")):
            made.describe(
                name(f"{scale}:{element.code}"),
                name("owl:DatatypeProperty"),
                {
                    "rdfs:label": english(f"{scale} of {_label(element)}, {most}"),
                    "rdfs:isDefinedBy": name(f"source:{element.source}"),
                    "rdfs:range": name("xsd:decimal"),
                    "dcterms:source": name(f"source:{element.source}"),
                    "cg:element": name(f"element:{element.code}"),
                    "cg:ratingScale": cg(f"{scale}Scale"),
                },
            )
    classes = {
        row["Element ID"]: row["Element Name"]
        for row in _read_software(data)
        if row["In Demand"] == "Y" and row["Element Name"] not in _OFFICE
    }
    for code, label in classes.items():
        element = Element(code, label, ONET.source)
        _describe_element(made, element)
        made.describe(
            name(f"software:{code}"),
            name("owl:DatatypeProperty"),
            {
                "rdfs:label": english(f"{label} in demand"),
                "rdfs:isDefinedBy": name(f"source:{ONET.source}"),
                "rdfs:range": name("xsd:string"),
                "dcterms:source": name(f"source:{ONET.source}"),
                "cg:element": name(f"element:{code}"),
            },
        )
    return made


def _describe_element(made: LayerFile, element: Element) -> None:
    made.describe(
        name(f"element:{element.code}"),
        name("cg:OccupationElement"),
        {
            "skos:notation": text(element.code),
            "skos:prefLabel": english(_label(element)),
            "cg:learnedLike": cg(_kind(element.code)),
            "dcterms:source": name(f"source:{element.source}"),
        },
    )


def _label(element: Element) -> str:
    words = _SHARED_NAMES.get(element.code, element.label)
    return words.lower().replace("english", "English")


def _kind(code: str) -> str:
    return next(
        _LEARNED_LIKE[code[:n]] for n in range(len(code), 0, -1) if code[:n] in _LEARNED_LIKE
    )


def describe_ratings(data: Path) -> LayerFile:
    """Return the ratings of each occupation, and the relatives of those that have none."""
    made = LayerFile("ratings.ttl")
    ratings = read_ratings(data)
    for code, values in ratings.values.items():
        for element, (importance, level) in values.items():
            if importance >= LEAST_IMPORTANCE:
                made.add(occupation(code), name(f"importance:{element}"), figure(importance))
                made.add(occupation(code), name(f"level:{element}"), figure(level))
    for row in _read_software(data):
        if row["In Demand"] == "Y" and row["Element Name"] not in _OFFICE:
            property_ = name(f"software:{row['Element ID']}")
            made.add(occupation(row[_CODE]), property_, text(row["Workplace Example"]))
    made.note(f"{ratings.suppressed} ratings left out: suppressed, or the level is not relevant")
    _describe_relatives(made, data, ratings)
    return made


def _describe_relatives(made: LayerFile, data: Path, ratings: Ratings) -> None:
    titles = read_onet_titles(data)
    related: dict[str, list[str]] = defaultdict(list)
    for row in ONET.read(data, (_CODE, "Related O*NET-SOC Code"), "Related Occupations.txt"):
        related[row[_CODE]].append(row["Related O*NET-SOC Code"])
    without = []
    unrated = [
        code for code in titles if len(ratings.values.get(code, ())) < len(ratings.elements) // 4
    ]
    rated = [code for code in titles if code not in set(unrated)]
    for code in unrated:
        relatives = _find_relatives(code, rated, related.get(code, ()), titles)
        for other in relatives:
            made.add(occupation(code), cg("profileTakenFrom"), occupation(other))
        if not relatives:
            without.append(code)
    made.note(
        f"{len(unrated)} occupations without ratings, {len(without)} of them without relatives"
    )


def _find_relatives(
    code: str, rated: list[str], related: tuple[str, ...] | list[str], titles: dict[str, str]
) -> list[str]:
    """Return the closest rated occupations: parts of the same SOC code, related ones, siblings."""
    parts = [other for other in rated if other[:7] == code[:7]]
    known = set(rated)
    near = [other for other in related if other in known][:_RELATIVES]
    siblings = [
        other for other in rated if other[:6] == code[:6] and not is_residual(titles[other])
    ]
    return parts or near or siblings


def _read_software(data: Path) -> list[dict[str, str]]:
    columns = (_CODE, "Workplace Example", "In Demand")
    return ONET.read(data, columns, *_SOFTWARE)
