"""Pay in the occupations that stand for roles, from OEWS."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from rdflib import Literal

from careergraph.errors import DataFileError
from careergraph.importers.oews import NO_FIGURE, YEARLY_WAGES
from refresh.concepts import is_residual, soc_of
from refresh.editions import OEWS, OEWS_YEAR
from refresh.statements import (
    CG,
    SCHEMA,
    Statements,
    Values,
    decimal,
    of_occupation,
    source_of,
    thing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from refresh.curated import Curated
    from refresh.tables import Row

__all__ = ["describe_pay", "find_pay_row", "read_pay_rows", "wage_cells"]

_FILE: Final = f"national_M{OEWS_YEAR}.csv"


def describe_pay(curated: Curated, data: Path) -> Statements:
    """Return the pay of each line of work in the occupation that an occupation link shows for it.

    A rung of a ladder gets none: OEWS does not know rungs. Neither does a residual title
    ("All Other"), which says nothing of the role.
    """
    made = Statements("pay.ttl")
    rows = read_pay_rows(data)
    for role in curated.roles:
        link = role.occupation_for("PayObservation")
        if role.is_rung or link is None:
            continue
        soc = soc_of(link.code)
        row = find_pay_row(rows, soc)
        if row is None:
            made.note(f"{role.slug}: OEWS has no row for {soc}")
            continue
        title, code = row["OCC_TITLE"], row["OCC_CODE"]
        figures = _read_figures(row, data)
        if is_residual(title) or not figures:
            why = "a residual title" if figures else "no annual figures"
            made.note(f"{role.slug}: {code} {title} left out, {why}")
            continue
        about: Values = {CG.ofRole: thing("role", role.slug), **of_occupation(link)}
        made.describe(
            thing("pay", role.slug, code, OEWS.source),
            CG.PayObservation,
            {**about, **_circumstances(code, title), **figures},
        )
    return made


def find_pay_row(rows: dict[str, Row], soc: str) -> Row | None:
    """Return the row of a SOC code, or of the broad code where OEWS combines occupations.

    Examples
    --------
    >>> find_pay_row({"13-1020": {"OCC_CODE": "13-1020"}}, "13-1022")
    {'OCC_CODE': '13-1020'}
    """
    return rows.get(soc) or rows.get(f"{soc[:-1]}0")


def read_pay_rows(data: Path) -> dict[str, Row]:
    """Return the rows of detailed occupations, by SOC code."""
    columns = ("OCC_CODE", "OCC_TITLE", "O_GROUP", *YEARLY_WAGES)
    rows = OEWS.read(data, columns, _FILE)
    return {row["OCC_CODE"]: row for row in rows if row["O_GROUP"] == "detailed"}


def _circumstances(code: str, title: str) -> Values:
    return {
        CG.statedBy: source_of(OEWS),
        CG.country: Literal("US"),
        CG.period: Literal(f"{OEWS_YEAR}-05"),
        CG.population: Literal(f"wage and salary workers, {title} (SOC {code})"),
        CG.place: Literal(f"OEWS national, OCC_CODE {code}"),
        SCHEMA.currency: Literal("USD"),
        SCHEMA.duration: Literal("P1Y"),
    }


def _read_figures(row: Row, data: Path) -> Values:
    return {SCHEMA[name]: decimal(value) for name, value in wage_cells(row, data).items()}


def wage_cells(row: Row, data: Path) -> dict[str, Decimal]:
    """Return the yearly wages of a row by the name of the percentile, as schema.org calls it.

    Raises
    ------
    DataFileError
        A wage is neither a number nor one of OEWS's signs for none.
    """
    try:
        return {
            name: Decimal(row[column])
            for column, name in YEARLY_WAGES.items()
            if row[column] not in NO_FIGURE
        }
    except InvalidOperation as error:
        path = str(data / OEWS.folder / _FILE)
        reason = f"A wage of {row['OCC_CODE']} is neither a number nor one of * ** #."
        raise DataFileError(path, reason) from error
