"""Projections of BLS for the occupations of roles, and its typical entry-level education.

The projections are kept apart from the wages and employment of OEWS: they count the self-employed
as well, and round to hundreds.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from rdflib import Literal
from rdflib.namespace import SKOS

from careergraph.errors import DataFileError
from careergraph.importers.projections import ENTRY_DEGREES
from refresh.concepts import is_residual, soc_of
from refresh.editions import PROJECTIONS
from refresh.statements import (
    CG,
    Statements,
    Values,
    decimal,
    english,
    integer,
    of_occupation,
    source_of,
    thing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import URIRef

    from refresh.curated import Curated, OccupationLink
    from refresh.tables import Row

__all__ = [
    "EDUCATION_FILE",
    "TRAINING",
    "describe_entry_education",
    "describe_outlook",
    "describe_training",
    "find_occupation",
    "name_circumstances",
    "outlook_cells",
    "read_outlook_rows",
    "training_kind",
]

EDUCATION_FILE: Final = "table_5_4_education_training.csv"
"""The table of the education, experience and training typical for entry."""

_OUTLOOK_FILE: Final = "table_1_2_projections.csv"
_EDUCATION: Final = "typical_education_needed_for_entry"
_PERIOD: Final = "2024/2034"
_PEOPLE: Final = {
    "employment_2024_thousands": "employment",
    "employment_2034_thousands": "projectedEmployment",
    "annual_openings_thousands": "annualOpenings",
}
_PERCENT: Final = "change_pct"
_NOT_APPLICABLE: Final = "—"
_ALL_OCCUPATIONS: Final = "00-0000"
"""The code of the row that adds up all occupations."""
TRAINING: Final = "typical_on_the_job_training_needed_to_attain_competency_in_the_occupation"
"""The column of the training that makes those new to an occupation competent."""
_TRAINING_KINDS: Final = {
    "None": None,
    "Apprenticeship": "apprenticeship",
    "Internship/residency": "internshipOrResidency",
    "Long-term on-the-job training": "longTermTraining",
    "Moderate-term on-the-job training": "moderateTermTraining",
    "Short-term on-the-job training": "shortTermTraining",
}
_ONLY_HERE: Final = {
    "no-formal-credential": (
        "no formal educational credential",
        "No diploma, certificate or degree is needed.",
    ),
    "doctoral-or-professional": (
        "doctoral or professional degree",
        "A doctorate, or a degree needed to practise a profession; the source does not part them.",
    ),
}
"""Degrees that only this source tells apart: what they are called, and what they are."""


def describe_outlook(curated: Curated, data: Path) -> Statements:
    """Return the projected employment in the occupation that a link shows for each line of work.

    A rung of a ladder gets none, nor does a residual title ("all other").

    Raises
    ------
    DataFileError
        A cell is not what the table's layout promises.
    """
    made = Statements("outlook.ttl")
    rows, overall = read_outlook_rows(data)
    for role in curated.roles:
        link = role.occupation_for("EmploymentOutlook")
        row = None if role.is_rung or link is None else find_occupation(rows, link, role.slug, made)
        if link is None or row is None:
            continue
        soc = row["soc_code"]
        values: Values = {
            CG.ofRole: thing("role", role.slug),
            **of_occupation(link),
            **name_circumstances(f"all employed as {row['title']} (SOC {soc})", "Table 1.2"),
            CG.period: Literal(_PERIOD),
            **_figures(row, data, overall),
        }
        subject = thing("outlook", role.slug, soc, PROJECTIONS.source)
        made.describe(subject, CG.EmploymentOutlook, values)
    return made


def describe_entry_education(curated: Curated, data: Path) -> Statements:
    """Return the education typical for entry into the occupation that a link shows for a role.

    Raises
    ------
    DataFileError
        A cell is not what the table's layout promises.
    """
    made = Statements("entry_education.ttl")
    table = PROJECTIONS.read(data, ("title", "soc_code", _EDUCATION), EDUCATION_FILE)
    rows = {row["soc_code"]: row for row in table}
    for role in curated.roles:
        link = role.occupation_for("DegreeRequirement")
        row = None if role.is_rung or link is None else find_occupation(rows, link, role.slug, made)
        if link is None or row is None:
            continue
        degree = _degree(row, made, data)
        population = f"workers new to the occupation {row['title']} (SOC {row['soc_code']})"
        values: Values = {
            CG.ofRole: thing("role", role.slug),
            **of_occupation(link),
            CG.degree: degree,
            CG.necessity: CG.recommended,
            CG.qualifier: CG.typicalEntry,
            **name_circumstances(population, "Table 5.4"),
        }
        subject = thing("requirement", role.slug, "entry-education", PROJECTIONS.source)
        made.describe(subject, CG.DegreeRequirement, values)
    return made


def describe_training(curated: Curated, data: Path) -> Statements:
    """Return the training typical in the occupation that a link shows for a role.

    It stands in the table of entry education, and follows the same decision. Where the table says
    that there is none, nothing is stated.

    Raises
    ------
    DataFileError
        A cell is not what the table's layout promises.
    """
    made = Statements("training.ttl")
    table = PROJECTIONS.read(data, ("title", "soc_code", TRAINING), EDUCATION_FILE)
    rows = {row["soc_code"]: row for row in table}
    for role in curated.roles:
        link = role.occupation_for("DegreeRequirement")
        row = None if role.is_rung or link is None else find_occupation(rows, link, role.slug, made)
        kind = None if row is None else training_kind(row, data)
        if link is None or row is None or kind is None:
            continue
        population = f"workers new to the occupation {row['title']} (SOC {row['soc_code']})"
        values: Values = {
            CG.ofRole: thing("role", role.slug),
            **of_occupation(link),
            CG.training: CG[kind],
            CG.qualifier: CG.typically,
            **name_circumstances(population, "Table 5.4"),
        }
        subject = thing("requirement", role.slug, "training", PROJECTIONS.source)
        made.describe(subject, CG.TrainingRequirement, values)
    return made


def training_kind(row: Row, data: Path) -> str | None:
    """Return the kind of training in a row, by its local name; ``None`` if there is none.

    Raises
    ------
    DataFileError
        The cell is not understood.
    """
    if row[TRAINING] not in _TRAINING_KINDS:
        reason = f'The training "{row[TRAINING]}" of {row["soc_code"]} is not understood.'
        raise DataFileError(str(data / PROJECTIONS.folder / EDUCATION_FILE), reason)
    return _TRAINING_KINDS[row[TRAINING]]


def find_occupation(
    rows: dict[str, Row], link: OccupationLink, role: str, made: Statements
) -> Row | None:
    """Return the row that tells of a role; ``None``, with a note, where none does."""
    soc = soc_of(link.code)
    row = rows.get(soc)
    if row is None:
        made.note(f"{role}: BLS has no row for {soc}")
        return None
    if is_residual(row["title"]):
        made.note(f"{role}: {soc} {row['title']} left out, a residual title")
        return None
    return row


def name_circumstances(population: str, place: str) -> Values:
    """Return who says it, of whom, where, and in which table."""
    return {
        CG.statedBy: source_of(PROJECTIONS),
        CG.country: Literal("US"),
        CG.population: Literal(population),
        CG.place: Literal(place),
    }


def read_outlook_rows(data: Path) -> tuple[dict[str, Row], str | None]:
    """Return the rows of the projections by SOC code, without groups.

    Beside them stands the change of all occupations together, in percent, where the table has it.
    """
    columns = ("title", "soc_code", "occupation_type", *_PEOPLE, _PERCENT)
    table = PROJECTIONS.read(data, columns, _OUTLOOK_FILE)
    rows = {row["soc_code"]: row for row in table if row["occupation_type"] == "Line item"}
    overall = next((row[_PERCENT] for row in table if row["soc_code"] == _ALL_OCCUPATIONS), None)
    return rows, overall


def _figures(row: Row, data: Path, overall: str | None) -> Values:
    return {
        CG[name]: integer(value) if isinstance(value, int) else decimal(value)
        for name, value in outlook_cells(row, data, overall).items()
    }


def outlook_cells(row: Row, data: Path, overall: str | None) -> dict[str, int | Decimal]:
    """Return the figures of a row by the name of their property: people, and percentages.

    Raises
    ------
    DataFileError
        A figure is neither a number nor an em dash.
    """
    values: dict[str, int | Decimal] = {}
    try:
        for column, name in _PEOPLE.items():
            if row[column] != _NOT_APPLICABLE:
                people = Decimal(row[column]) * 1000
                values[name] = int(people.to_integral_exact())
        if row[_PERCENT] != _NOT_APPLICABLE:
            values["percentChange"] = Decimal(row[_PERCENT])
        if overall is not None:
            values["overallPercentChange"] = Decimal(overall)
    except InvalidOperation as error:
        reason = f"A figure of {row['soc_code']} is neither a number nor an em dash."
        raise DataFileError(str(data / PROJECTIONS.folder / _OUTLOOK_FILE), reason) from error
    return values


def _degree(row: Row, made: Statements, data: Path) -> URIRef:
    """Return the degree of a row, described where no other source knows it."""
    if row[_EDUCATION] not in ENTRY_DEGREES:
        reason = f'{_EDUCATION} "{row[_EDUCATION]}" of {row["soc_code"]} is not understood.'
        raise DataFileError(str(data / PROJECTIONS.folder / EDUCATION_FILE), reason)
    slug = ENTRY_DEGREES[row[_EDUCATION]]
    degree = thing("degree", slug)
    if slug in _ONLY_HERE:
        label, definition = (english(text) for text in _ONLY_HERE[slug])
        made.describe(degree, CG.Degree, {SKOS.prefLabel: label, SKOS.definition: definition})
    return degree
