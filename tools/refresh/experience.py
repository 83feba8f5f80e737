"""The years of related work that an occupation asks for, from O*NET and BLS.

O*NET gives shares of those it asked, by category: a distribution. BLS names what is typical of
those who are new to the occupation: a requirement, if it is above none.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from rdflib.namespace import RDFS

from careergraph.errors import DataFileError
from refresh.concepts import read_onet_titles
from refresh.degree_shares import describe_answers, read_share
from refresh.editions import ONET, PROJECTIONS
from refresh.projections import EDUCATION_FILE, find_occupation, name_circumstances
from refresh.statements import (
    CG,
    Statements,
    Values,
    decimal,
    english,
    of_occupation,
    thing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from refresh.curated import Curated
    from refresh.tables import Row

__all__ = ["CATEGORIES", "TYPICAL_YEARS", "Years", "describe_experience"]

_FILE: Final = "Training and Experience.txt"
_SCALE: Final = "RW"
_COLUMNS: Final = (
    "O*NET-SOC Code",
    "Scale ID",
    "Category",
    "Data Value",
    "N",
    "Recommend Suppress",
    "Date",
    "Domain Source",
)
_TYPICAL: Final = "work_experience_in_a_related_occupation"


class Years(NamedTuple):
    """A range of years, open where it has no upper end, and what it is called.

    Examples
    --------
    >>> Years("more than 10 years", Decimal(10)).values()[CG.yearsFrom].toPython()
    Decimal('10.0')
    """

    label: str
    low: Decimal
    high: Decimal | None = None

    def values(self) -> Values:
        """Return what is said of a statement with this range."""
        values: Values = {RDFS.label: english(self.label), CG.yearsFrom: decimal(self.low)}
        return values if self.high is None else values | {CG.yearsTo: decimal(self.high)}


def _years(label: str, low: str, high: str | None = None) -> Years:
    return Years(label, Decimal(low), None if high is None else Decimal(high))


CATEGORIES: Final = {
    "1": _years("none", "0", "0"),
    "2": _years("up to 1 month", "0", "0.08"),
    "3": _years("more than 1 and up to 3 months", "0.08", "0.25"),
    "4": _years("more than 3 and up to 6 months", "0.25", "0.5"),
    "5": _years("more than 6 months and up to 1 year", "0.5", "1"),
    "6": _years("more than 1 and up to 2 years", "1", "2"),
    "7": _years("more than 2 and up to 4 years", "2", "4"),
    "8": _years("more than 4 and up to 6 years", "4", "6"),
    "9": _years("more than 6 and up to 8 years", "6", "8"),
    "10": _years("more than 8 and up to 10 years", "8", "10"),
    "11": _years("more than 10 years", "10"),
}
"""The years of each category of the scale RW."""
TYPICAL_YEARS: Final = {
    "None": _years("none", "0", "0"),
    "Less than 5 years": _years("less than 5 years", "0", "5"),
    "5 years or more": _years("5 years or more", "5"),
}
"""The years of each entry of Table 5.4."""


def describe_experience(curated: Curated, data: Path) -> Statements:
    """Return the shares of O*NET by role, and what BLS calls typical.

    Both follow the decisions in ``occupation_links.ttl``: O*NET's answers those on degree shares,
    the BLS table those on entry education, which stands in the same table.

    Raises
    ------
    DataFileError
        A cell is not what the table's layout promises.
    """
    made = Statements("experience.ttl")
    _describe_shares(made, curated, data)
    _describe_typical(made, curated, data)
    return made


def _describe_shares(made: Statements, curated: Curated, data: Path) -> None:
    titles = read_onet_titles(data)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in ONET.read(data, _COLUMNS, _FILE):
        if row["Scale ID"] == _SCALE:
            rows[row["O*NET-SOC Code"]].append(row)
    for role in curated.roles:
        link = role.occupation_for("DegreeShare")
        if link is None:
            continue
        code = link.code
        if not rows[code]:
            made.note(f"{role.slug}: O*NET has no experience data for {code} {titles[code]}")
        for row in rows[code]:
            share = read_share(row, _FILE, data)
            if share > 0:
                years = _look_up(CATEGORIES, row["Category"], data / ONET.folder / _FILE)
                values: Values = {
                    CG.ofRole: thing("role", role.slug),
                    **of_occupation(link),
                    CG.share: decimal(share),
                    **years.values(),
                    **describe_answers(row, titles[code], "related work experience", _FILE, data),
                }
                subject = thing("experience-share", role.slug, row["Category"], "onet")
                made.describe(subject, CG.ExperienceShare, values)


def _describe_typical(made: Statements, curated: Curated, data: Path) -> None:
    table = PROJECTIONS.read(data, ("title", "soc_code", _TYPICAL), EDUCATION_FILE)
    rows = {row["soc_code"]: row for row in table}
    for role in curated.roles:
        link = role.occupation_for("DegreeRequirement")
        row = None if role.is_rung or link is None else find_occupation(rows, link, role.slug, made)
        if link is None or row is None:
            continue
        years = _look_up(TYPICAL_YEARS, row[_TYPICAL], data / PROJECTIONS.folder / EDUCATION_FILE)
        population = f"workers new to the occupation {row['title']} (SOC {row['soc_code']})"
        values: Values = {
            CG.ofRole: thing("role", role.slug),
            **of_occupation(link),
            CG.qualifier: CG.typically,
            **years.values(),
            **name_circumstances(population, "Table 5.4"),
        }
        if years.high != 0:
            values[CG.necessity] = CG.recommended
        subject = thing("requirement", role.slug, "experience-years", PROJECTIONS.source)
        made.describe(subject, CG.ExperienceRequirement, values)


def _look_up(meanings: dict[str, Years], cell: str, path: Path) -> Years:
    if cell not in meanings:
        raise DataFileError(str(path), f'The experience "{cell}" is not understood.')
    return meanings[cell]
