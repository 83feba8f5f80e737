"""Figures of each occupation that is no curated role: zone, pay, outlook, entry, training.

An occupation that a curated role is has the figures of the role.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from careergraph.importers.projections import ENTRY_DEGREES
from occupations.layer import LayerFile, Term, cg, english, figure, name, occupation, text, thing
from refresh.concepts import read_onet_titles, soc_of
from refresh.degree_shares import iso_month
from refresh.editions import OEWS, OEWS_YEAR, ONET, PROJECTIONS
from refresh.experience import TYPICAL_YEARS
from refresh.pay import read_pay_rows, wage_cells
from refresh.projections import (
    EDUCATION_FILE,
    TRAINING,
    outlook_cells,
    read_outlook_rows,
    training_kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from refresh.curated import Curated
    from refresh.tables import Row

__all__ = ["describe_figures"]

_CODE: Final = "O*NET-SOC Code"
_COMBINED: Final = {
    "21-1011": "21-1018",
    "21-1014": "21-1018",
    "25-2055": "25-2052",
    "25-2056": "25-2052",
    "25-9042": "25-9045",
    "25-9043": "25-9045",
    "25-9049": "25-9045",
    "51-2022": "51-2028",
    "51-2023": "51-2028",
    "53-1042": "53-1047",
    "53-1043": "53-1047",
    "53-1044": "53-1047",
    "53-1049": "53-1047",
}
"""Map SOC codes to the code under which BLS combines them."""


def describe_figures(curated: Curated, data: Path) -> LayerFile:
    """Return the figures of each occupation, as observations of the kinds that roles have."""
    made = LayerFile("figures.ttl")
    titles = read_onet_titles(data)
    own = curated.role_of_exact("onet")
    codes = [code for code in titles if code not in own]

    def whole(code: str) -> str:
        """Return the O*NET code of the whole SOC occupation that a code is part of."""
        return first if (first := f"{soc_of(code)}.00") in titles else code

    _describe_zones(made, codes, titles, data)
    _describe_pay(made, codes, data, whole)
    _describe_outlook(made, codes, data, whole)
    _describe_entry(made, codes, data, whole)
    return made


def _common(code: str, source: str, population: str, place: str, of: str) -> dict[str, Term | None]:
    return {
        "cg:ofRole": occupation(code),
        "cg:occupation": occupation(of),
        "cg:statedBy": name(f"source:{source}"),
        "cg:country": text("US"),
        "cg:population": text(population),
        "cg:place": text(place),
    }


def _describe_zones(
    made: LayerFile, codes: Iterable[str], titles: dict[str, str], data: Path
) -> None:
    names = {
        row["Job Zone"]: row["Name"].partition(": ")[2].strip().lower()
        for row in ONET.read(data, ("Job Zone", "Name"), "Job Zone Reference.txt")
    }
    rows = {
        row[_CODE]: row for row in ONET.read(data, (_CODE, "Job Zone", "Date"), "Job Zones.txt")
    }
    for code in codes:
        if code in rows:
            row = rows[code]
            population = f"workers in the occupation {titles[code]} (O*NET-SOC {code})"
            made.describe(
                thing("job-zone", code, "onet"),
                name("cg:PreparationLevel"),
                {
                    **_common(code, ONET.source, population, "Job Zones.txt", code),
                    "cg:jobZone": figure(int(row["Job Zone"])),
                    "cg:period": text(str(iso_month(row["Date"]))),
                    "rdfs:label": english(names.get(row["Job Zone"], "")),
                },
            )


def _describe_pay(
    made: LayerFile, codes: Iterable[str], data: Path, whole: Callable[[str], str]
) -> None:
    rows = read_pay_rows(data)
    without = 0
    for code in codes:
        row = _find_row(rows, code)
        figures = {} if row is None else wage_cells(row, data)
        if row is None or not figures:
            without += 1
            continue
        soc, title = row["OCC_CODE"], row["OCC_TITLE"]
        population = f"wage and salary workers, {title} (SOC {soc})"
        place = f"OEWS national, OCC_CODE {soc}"
        made.describe(
            thing("pay", code, soc, OEWS.source),
            name("cg:PayObservation"),
            {
                **_common(code, OEWS.source, population, place, whole(code)),
                "cg:period": text(f"{OEWS_YEAR}-05"),
                "schema:currency": text("USD"),
                "schema:duration": text("P1Y"),
                **{f"schema:{key}": figure(value) for key, value in figures.items()},
            },
        )
    made.note(f"{without} occupations without yearly pay in OEWS")


def _describe_outlook(
    made: LayerFile, codes: Iterable[str], data: Path, whole: Callable[[str], str]
) -> None:
    rows, overall = read_outlook_rows(data)
    without = 0
    for code in codes:
        row = _find_row(rows, code)
        if row is None:
            without += 1
            continue
        population = f"all employed as {row['title']} (SOC {row['soc_code']})"
        made.describe(
            thing("outlook", code, row["soc_code"], PROJECTIONS.source),
            name("cg:EmploymentOutlook"),
            {
                **_common(code, PROJECTIONS.source, population, "Table 1.2", whole(code)),
                "cg:period": text("2024/2034"),
                **{
                    f"cg:{key}": figure(value)
                    for key, value in outlook_cells(row, data, overall).items()
                },
            },
        )
    made.note(f"{without} occupations without a projection of BLS")


def _find_row(rows: Mapping[str, Row], code: str) -> Row | None:
    """Return the row of BLS for an occupation, or that of the occupations that BLS combines."""
    soc = soc_of(code)
    return rows.get(soc) or rows.get(_COMBINED.get(soc, f"{soc[:-1]}0"))


def _describe_entry(
    made: LayerFile, codes: Iterable[str], data: Path, whole: Callable[[str], str]
) -> None:
    education, experience = (
        "typical_education_needed_for_entry",
        "work_experience_in_a_related_occupation",
    )
    columns = ("title", "soc_code", education, experience, TRAINING)
    rows = {row["soc_code"]: row for row in PROJECTIONS.read(data, columns, EDUCATION_FILE)}
    for code in codes:
        row = _find_row(rows, code)
        if row is None:
            continue
        population = f"workers new to the occupation {row['title']} (SOC {row['soc_code']})"
        common = _common(code, PROJECTIONS.source, population, "Table 5.4", whole(code))
        made.describe(
            thing("requirement", code, "entry-education", PROJECTIONS.source),
            name("cg:DegreeRequirement"),
            {
                **common,
                "cg:degree": thing("degree", ENTRY_DEGREES[row[education]]),
                "cg:necessity": cg("recommended"),
                "cg:qualifier": cg("typicalEntry"),
            },
        )
        years = TYPICAL_YEARS[row[experience]]
        made.describe(
            thing("requirement", code, "experience-years", PROJECTIONS.source),
            name("cg:ExperienceRequirement"),
            {
                **common,
                "cg:qualifier": cg("typically"),
                "rdfs:label": english(years.label),
                "cg:yearsFrom": figure(Decimal(years.low)),
                "cg:yearsTo": None if years.high is None else figure(Decimal(years.high)),
                "cg:necessity": None if years.high == 0 else cg("recommended"),
            },
        )
        kind = training_kind(row, data)
        if kind is not None:
            made.describe(
                thing("requirement", code, "training", PROJECTIONS.source),
                name("cg:TrainingRequirement"),
                {**common, "cg:qualifier": cg("typically"), "cg:training": cg(kind)},
            )
