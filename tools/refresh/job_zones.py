"""The preparation that an occupation needs, from O*NET's Job Zones 1 to 5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import Literal
from rdflib.namespace import RDFS

from careergraph.errors import DataFileError
from refresh.concepts import read_onet_titles
from refresh.degree_shares import iso_month
from refresh.editions import ONET
from refresh.statements import (
    CG,
    Statements,
    Values,
    english,
    integer,
    of_occupation,
    source_of,
    thing,
)

if TYPE_CHECKING:
    from pathlib import Path

    from refresh.curated import Curated
    from refresh.tables import Row

__all__ = ["describe_job_zones"]

_FILE: Final = "Job Zones.txt"
_CODE: Final = "O*NET-SOC Code"
_ZONES: Final = ("1", "2", "3", "4", "5")


def describe_job_zones(curated: Curated, data: Path) -> Statements:
    """Return the Job Zone of the occupation that a link shows for each line of work.

    Raises
    ------
    DataFileError
        A cell is not what the table's layout promises.
    """
    made = Statements("job_zones.ttl")
    titles, names = read_onet_titles(data), _read_names(data)
    rows = {row[_CODE]: row for row in ONET.read(data, (_CODE, "Job Zone", "Date"), _FILE)}
    for role in curated.roles:
        link = role.occupation_for("PreparationLevel")
        if role.is_rung or link is None:
            continue
        code = link.code
        if code not in rows:
            made.note(f"{role.slug}: O*NET has no job zone for {code} {titles[code]}")
            continue
        made.describe(
            thing("job-zone", role.slug, "onet"),
            CG.PreparationLevel,
            {
                CG.ofRole: thing("role", role.slug),
                **of_occupation(link),
                **_level(rows[code], names, data),
                CG.statedBy: source_of(ONET),
                CG.country: Literal("US"),
                CG.population: Literal(
                    f"workers in the occupation {titles[code]} (O*NET-SOC {code})"
                ),
                CG.place: Literal(_FILE),
            },
        )
    return made


def _level(row: Row, names: dict[str, str], data: Path) -> Values:
    zone, period = row["Job Zone"], iso_month(row["Date"])
    if zone not in _ZONES or period is None:
        reason = f'Job Zone "{zone}", Date "{row["Date"]}" of {row[_CODE]} is not understood.'
        raise DataFileError(str(data / ONET.folder / _FILE), reason)
    values: Values = {CG.jobZone: integer(int(zone)), CG.period: Literal(period)}
    return values | ({RDFS.label: english(names[zone])} if zone in names else {})


def _read_names(data: Path) -> dict[str, str]:
    """Return what O*NET calls each zone, such as "considerable preparation needed"."""
    rows = ONET.read(data, ("Job Zone", "Name"), "Job Zone Reference.txt")
    return {row["Job Zone"]: row["Name"].partition(": ")[2].strip().lower() for row in rows}
