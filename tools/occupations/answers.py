"""Describe O*NET's answers on required education and experience."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from occupations.layer import LayerFile, Term, english, figure, name, occupation, text, thing
from refresh.degree_shares import DEGREES, read_share
from refresh.editions import ONET
from refresh.experience import CATEGORIES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["describe_answers"]

_CODE: Final = "O*NET-SOC Code"
_COLUMNS: Final = (_CODE, "Scale ID", "Category", "Data Value", "Recommend Suppress")
_ASKED: Final = "job incumbents or occupational experts asked by O*NET"


def describe_answers(data: Path) -> LayerFile:
    """Return the share of answers (0..1) by category; what O*NET advises to suppress is left out.

    Each category is a property that names its degree, or its years, and its source.
    """
    made = LayerFile("answers.ttl")
    _declare(made)
    suppressed = 0
    for file, scale, prefix in (
        ("Education.txt", "RL", "education"),
        ("Training and Experience.txt", "RW", "experience"),
    ):
        for row in ONET.read(data, _COLUMNS, file):
            if row["Scale ID"] != scale:
                continue
            share = read_share(row, file, data)
            if row["Recommend Suppress"] == "Y":
                suppressed += share > 0
            elif share > 0:
                property_ = name(f"{prefix}:{row['Category']}")
                made.add(occupation(row[_CODE]), property_, figure(share))
    made.note(f"{suppressed} shares left out, which O*NET advises to suppress")
    return made


def _declare(made: LayerFile) -> None:
    common: dict[str, Term | None] = {
        "rdf:type": name("cg:AnswerCategory"),
        "rdfs:isDefinedBy": name("source:onet-30-3"),
        "cg:statedBy": name("source:onet-30-3"),
        "dcterms:source": name("source:onet-30-3"),
        "rdfs:range": name("xsd:decimal"),
        "cg:country": text("US"),
        "cg:population": text(_ASKED),
    }
    for category, degree in DEGREES.items():
        made.describe(
            name(f"education:{category}"),
            name("owl:DatatypeProperty"),
            {
                **common,
                "rdfs:label": english(f"share of answers: {degree.replace('-', ' ')}"),
                "cg:answerDegree": thing("degree", degree),
                "cg:place": text("Education.txt, scale RL"),
            },
        )
    for category, years in CATEGORIES.items():
        made.describe(
            name(f"experience:{category}"),
            name("owl:DatatypeProperty"),
            {
                **common,
                "rdfs:label": english(f"share of answers: {years.label}"),
                "cg:yearsFrom": figure(Decimal(years.low)),
                "cg:yearsTo": None if years.high is None else figure(Decimal(years.high)),
                "cg:place": text("Training and Experience.txt, scale RW"),
            },
        )
