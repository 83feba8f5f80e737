"""The education that people in an occupation say their job requires, from O*NET.

What an answer rests on is read here for the other questions of the same survey as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from rdflib import Literal

from careergraph.errors import DataFileError
from refresh.concepts import read_onet_titles
from refresh.editions import ONET
from refresh.statements import (
    CG,
    Statements,
    Values,
    decimal,
    integer,
    of_occupation,
    source_of,
    thing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from refresh.curated import Curated
    from refresh.tables import Row

__all__ = ["DEGREES", "describe_answers", "describe_degree_shares", "iso_month", "read_share"]

_FILE: Final = "Education.txt"
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
DEGREES: Final = {
    "1": "below-high-school",
    "2": "high-school",
    "3": "post-secondary-certificate",
    "4": "some-college",
    "5": "associate",
    "6": "bachelors",
    "7": "post-baccalaureate-certificate",
    "8": "masters",
    "9": "post-masters-certificate",
    "10": "first-professional",
    "11": "doctorate",
    "12": "post-doctoral",
}
"""The degree of each category of the scale RL."""
_ASKED: Final = {"Incumbent": "job incumbents", "Occupational Expert": "occupational experts"}
"""The people surveyed, by Domain Source."""


def describe_degree_shares(curated: Curated, data: Path) -> Statements:
    """Return the shares of the required education in the occupation that a link shows for a role.

    Raises
    ------
    DataFileError
        A cell is not what the table's layout promises.
    """
    made = Statements("degree_shares.ttl")
    titles, rows = read_onet_titles(data), _read_shares(data)
    sums: dict[str, Decimal] = {}
    for role in curated.roles:
        link = role.occupation_for("DegreeShare")
        if role.is_rung or link is None:
            continue
        code = link.code
        if not rows[code]:
            made.note(f"{role.slug}: O*NET has no education data for {code} {titles[code]}")
            continue
        shares = [(row, read_share(row, _FILE, data)) for row in rows[code]]
        sums[role.slug] = sum((share for _, share in shares), Decimal(0))
        for row, share in shares:
            if share > 0:
                degree = _look_up(DEGREES, row, "Category", data / ONET.folder / _FILE)
                values: Values = {
                    CG.ofRole: thing("role", role.slug),
                    **of_occupation(link),
                    CG.degree: thing("degree", degree),
                    CG.share: decimal(share),
                    **describe_answers(row, titles[code], "education", _FILE, data),
                }
                subject = thing("degree-share", role.slug, degree, "onet")
                made.describe(subject, CG.DegreeShare, values)
    worst = max(sums, key=lambda slug: abs(sums[slug] - 1), default=None)
    if worst:
        made.note(f"furthest from 1 is the sum of {worst}, {sums[worst]}; cells kept as given")
    return made


def iso_month(date: str) -> str | None:
    """Return a month as O*NET writes it in ISO form; ``None`` where it is not one.

    Examples
    --------
    >>> iso_month("08/2025")
    '2025-08'
    """
    match = re.fullmatch(r"(0[1-9]|1[0-2])/([0-9]{4})", date)
    return f"{match[2]}-{match[1]}" if match else None


def _read_shares(data: Path) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in ONET.read(data, _COLUMNS, _FILE):
        if row["Scale ID"] == "RL":
            rows[row["O*NET-SOC Code"]].append(row)
    return rows


def read_share(row: Row, file: str, data: Path) -> Decimal:
    """Return the share of those asked who gave an answer, between 0 and 1.

    Raises
    ------
    DataFileError
        It is not a number.
    """
    try:
        return Decimal(row["Data Value"]) / 100
    except InvalidOperation as error:
        raise _unexpected(row, "Data Value", data / ONET.folder / file) from error


def describe_answers(row: Row, title: str, what: str, file: str, data: Path) -> Values:
    """Return who was asked what the job requires, when, how many, and where it stands.

    Raises
    ------
    DataFileError
        A cell is not what the table's layout promises.
    """
    path = data / ONET.folder / file
    asked = _look_up(_ASKED, row, "Domain Source", path)
    period = iso_month(row["Date"])
    if period is None:
        raise _unexpected(row, "Date", path)
    occupation = f"{title} (O*NET-SOC {row['O*NET-SOC Code']})"
    values: Values = {
        CG.statedBy: source_of(ONET),
        CG.country: Literal("US"),
        CG.period: Literal(period),
        CG.place: Literal(f"{file}, scale {row['Scale ID']}"),
        CG.population: Literal(f"{asked} asked which {what} the job requires, {occupation}"),
    }
    if row["N"].isdecimal():
        values[CG.sampleSize] = integer(int(row["N"]))
    elif row["N"] != "n/a":
        raise _unexpected(row, "N", path)
    if row["Recommend Suppress"] == "Y":
        values[CG.suppressed] = Literal(lexical_or_value=True)
    return values


def _look_up(meanings: dict[str, str], row: Row, column: str, path: Path) -> str:
    if row[column] not in meanings:
        raise _unexpected(row, column, path)
    return meanings[row[column]]


def _unexpected(row: Row, column: str, path: Path) -> DataFileError:
    reason = f'{column} "{row[column]}" of {row["O*NET-SOC Code"]} is not understood.'
    return DataFileError(str(path), reason)
