"""Small folders in the publishers' layouts, with invented rows about real codes."""

from __future__ import annotations

import csv
import gzip
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NURSE, DEVELOPER = "29-1141.00", "15-1252.00"
_CODE = "O*NET-SOC Code"
_RATED = (
    *(_CODE, "Element ID", "Element Name", "Scale ID", "Data Value", "N"),
    *("Recommend Suppress", "Not Relevant", "Date"),
)
ESCO = "http://data.europa.eu/esco"
GARDENER, WEAVER = f"{ESCO}/occupation/aaaa-1", f"{ESCO}/occupation/bbbb-2"
ACTUARY = f"{ESCO}/occupation/068c2787-58ff-468e-bbb6-c4e5dd6ee482"
"""The occupation of ESCO that matches the bundled role "Actuary" exactly."""
NURSING = f"{ESCO}/occupation/87d0795a-d41f-47ee-979f-0ab7d73836e7"
"""A real address: the bundled graph matches it with occupations of nurses."""


def write_tabs(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write a table as O*NET does: tab separated, CRLF, no quotes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join("\t".join(row) + "\r\n" for row in rows).encode())


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write a table as ESCO does: quoted CSV, with line breaks in cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def onet_tables() -> dict[str, list[Sequence[str]]]:
    """Return the tables of an O*NET release in the layout since 30.3."""
    return {
        "Occupation Data.txt": [
            (_CODE, "Title", "Description"),
            (NURSE, "Registered Nurses", "Invented: waters plants on wards."),
            (DEVELOPER, "Software Developers", "Invented: feeds machines."),
        ],
        "Job Titles.txt": [
            (_CODE, "Job Title", "Short Title", "Source(s)"),
            (NURSE, "Ward Zorbler", "n/a", "08"),
            (DEVELOPER, "Bit Herder", "BH", "08"),
        ],
        "Task Statements.txt": [
            (_CODE, "Task ID", "Task", "Task Type", "Incumbents Responding", "Date"),
            (NURSE, "7", "Sings to plants.", "Core", "95", "08/2023"),
            (NURSE, "8", "Counts clouds.", "n/a", "9", "08/2023"),
        ],
        "Transferable Skills.txt": [
            _RATED,
            (NURSE, "2.B.1.a", "Invented Skill", "IM", "4.10", "8", "N", "n/a", "08/2023"),
            (NURSE, "2.B.1.a", "Invented Skill", "LV", "3.50", "8", "N", "N", "08/2023"),
            (DEVELOPER, "2.B.1.a", "Invented Skill", "IM", "2.00", "8", "Y", "n/a", "08/2023"),
            (DEVELOPER, "2.B.1.a", "Invented Skill", "LV", "0.50", "8", "N", "Y", "08/2023"),
        ],
        "Education.txt": [
            (_CODE, "Element ID", "Element Name", "Scale ID", "Category", "Data Value"),
            (NURSE, "2.D.1", "Required Level of Education", "RL", "6", "62.50"),
            (NURSE, "2.D.1", "Required Level of Education", "RL", "7", "0.00"),
        ],
        "Related Occupations.txt": [
            (_CODE, "Related O*NET-SOC Code", "Relatedness Tier", "Index"),
            (NURSE, DEVELOPER, "Supplemental", "20"),
        ],
        "Job Zones.txt": [(_CODE, "Job Zone", "Date"), (NURSE, "4", "08/2023")],
    }


def legacy_tables() -> dict[str, list[Sequence[str]]]:
    """Return tables of the layout before 30.3, of names that the newer layout lacks."""
    return {
        "Alternate Titles.txt": [
            (_CODE, "Alternate Title", "Short Title", "Source(s)"),
            (NURSE, "Old Zorbler", "n/a", "08"),
        ],
        "Work Values.txt": [
            (_CODE, "Element ID", "Element Name", "Scale ID", "Data Value", "Date"),
            (NURSE, "1.B.2.a", "Achievement", "EX", "6.33", "06/2008"),
        ],
        "Technology Skills.txt": [
            (_CODE, "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"),
            (NURSE, "Zorb Editor", "43232202", "Zorb software", "Y", "N"),
        ],
    }


def write_onet(
    folder: Path,
    tables: Mapping[str, Sequence[Sequence[str]]] | None = None,
    release: str = "99.1",
) -> Path:
    """Write a folder of an O*NET release, and return it."""
    for file, rows in (onet_tables() if tables is None else tables).items():
        write_tabs(folder / file, rows)
    (folder / "Read Me.txt").write_text(f"O*NET {release} Database\r\nMay 2099 Release\r\n")
    return folder


def zip_folder(folder: Path, archive: Path) -> Path:
    """Pack a folder as the publishers do, with its name before those of the files."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.iterdir()):
            packed.write(file, f"{folder.name}/{file.name}")
    return archive


def write_esco(folder: Path, *, suffix: str = "_en") -> Path:
    """Write a folder of ESCO: ``suffix`` is that of relation tables since version 1.2."""
    columns = (
        *("conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels"),
        *("hiddenLabels", "regulatedProfessionNote", "description", "code"),
    )
    note = f"{ESCO}/regulated-professions/unregulated"
    write_csv(
        folder / "occupations_en.csv",
        [
            columns,
            ("Occupation", GARDENER, "6113", "cloud gardener", "a\nb", "", note, "Text", "6113.9"),
            ("Occupation", WEAVER, "7318", "net weaver", "", "", note, "Two\nlines", "7318.9"),
            ("Occupation", NURSING, "2221", "specialist nurse", "", "", "", "Text", "2221.2"),
        ],
    )
    write_csv(
        folder / "occupations_de.csv",
        [
            ("conceptUri", "conceptType", "preferredLabel", "altLabels", "description"),
            (NURSING, "Occupation", "Pflegezorbler/Pflegezorblerin", "Zorbelkraft", "Satz"),
        ],
    )
    write_csv(
        folder / "skills_en.csv",
        [
            ("conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels"),
            ("Skill", f"{ESCO}/skill/s1", "knowledge", "cross-sector", "rain", "drizzle"),
        ],
    )
    link = ("occupationUri", "relationType", "skillType", "skillUri")
    write_csv(
        folder / f"occupationSkillRelations{suffix}.csv",
        [link, (GARDENER, "essential", "knowledge", f"{ESCO}/skill/s1")],
    )
    return folder


def write_names(folder: Path) -> Path:
    """Write a table of names in many languages, packed."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = (
        "language,concept_uri,kind,label",
        f"es,{NURSING},preferred,zorbleo/zorblea",
        f"fr,{NURSING},alternative,zorbleur",
        f"de,{ACTUARY},preferred,Zahlenzorbler/Zahlenzorblerin",
        f"de,{ACTUARY},alternative,Risikozorbler",
    )
    with gzip.open(folder / "labels.csv.gz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(rows) + "\n")
    return folder


def write_projections(folder: Path, first: int = 2044) -> Path:
    """Write the workbook of employment projections: an index, other tables and table 1.2."""
    last = first + 10
    span = f"{first}\N{EN DASH}{last % 100}"
    header = (
        *(f"{first} National Employment Matrix title", f"{first} National Employment Matrix code"),
        *("Occupation type", f"Employment, {first}", f"Employment, {last}"),
        *(f"Employment change, numeric, {span}", f"Employment change, percent, {span}"),
        f"Occupational openings, {span} annual average",
        f"Median annual wage, dollars, {first}[1]",
        *("Typical education needed for entry", "Work experience in a related occupation"),
        "Typical on-the-job training needed to attain competency in the occupation",
    )
    dash = "\N{EM DASH}"
    rows = [
        ("Table 1.2 Occupational projections",),
        header,
        ("Total, all occupations", "00-0000", "Summary", "1000.5", "1010.5", "10", "1.0", "99")
        + (dash,) * 4,
        ("Computer occupations", "15-1200", "Summary", "9", "9", "0", "0", "1") + (dash,) * 4,
        *(
            (f"{title}[2]", code, "Line item", now, then, "1", change, openings, "1", *typical)
            for title, code, now, then, change, openings, typical in (
                (
                    *("Registered nurses", "29-1141", "3,300.1", "3400.2", "3.1", "200.4"),
                    ("Bachelor's degree", "None", "None"),
                ),
                (
                    *("Software developers", "15-1252", "1700.7", "1600.6", "-5.9", "100.3"),
                    ("Bachelor's degree", "Less than 5 years", "Internship/residency"),
                ),
            )
        ),
        ("Footnotes:",),
        ("[1] Invented.",),
    ]
    write_workbook(
        folder / "occupation.xlsx", [("Index",)], [("Table 1.1", "Employment, 2001")], rows
    )
    return folder


def write_workbook(path: Path, *sheets: Sequence[Sequence[str]]) -> None:
    """Write a workbook with the texts of all cells in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for number, rows in enumerate(sheets, 1):
            cells = "".join(
                "<row>"
                + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
                + "</row>"
                for row in rows
            )
            sheet = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
            book.writestr(f"xl/worksheets/sheet{number}.xml", sheet)


def write_oews(folder: Path) -> Path:
    """Write wages by area in the layout of BLS's time series."""
    write_csv(
        folder / "areas.csv",
        [
            ("area_type", "area_code", "state_fips", "area_name"),
            ("M", "0019740", "08", "Denver-Aurora-Centennial, CO"),
            ("S", "0800000", "08", "Colorado"),
            ("M", "0038060", "04", "Phoenix-Mesa-Chandler, AZ"),
            ("M", "0038940", "12", "Port St. Lucie, FL"),
        ],
    )
    write_csv(
        folder / "occupations.csv",
        [
            ("soc", "title", "display_level"),
            ("15-1252", "Software Developers", "3"),
            ("29-1141", "Registered Nurses", "3"),
            ("15-0000", "Computer Occupations", "0"),
        ],
    )
    columns = (
        *("area_type", "area_code", "soc", "employment", "employment_rse_pct", "wage_rse_pct"),
        *("annual_p10", "annual_p25", "annual_median", "annual_p75", "annual_p90"),
        *("top_coded", "not_released"),
    )
    rows = [
        ("M", "0019740", "15-1252", "1230", "2.5", "1.5", "70010", "80020", "90030", "", ""),
        ("M", "0019740", "15-0000", "9990", "2.5", "1.5", "1", "2", "3", "4", "5"),
        ("S", "0800000", "29-1141", "", "", "0.9", "60010", "61020", "62030", "63040", "64050"),
    ]
    top = [("annual_p75 annual_p90", ""), ("", ""), ("", "employment employment_rse_pct")]
    write_csv(
        folder / "areas_occupations.csv",
        [columns, *((*row, *marks) for row, marks in zip(rows, top, strict=True))],
    )
    return folder
