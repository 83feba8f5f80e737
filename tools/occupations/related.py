"""The occupations that O*NET calls related, by tier; the relation is directed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.errors import DataFileError
from occupations.layer import LayerFile, cg, occupation
from refresh.editions import ONET

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["describe_related"]

_FILE: Final = "Related Occupations.txt"
_CODE: Final = "O*NET-SOC Code"
_TIERS: Final = {
    "Primary-Short": "relatedPrimaryShort",
    "Primary-Long": "relatedPrimaryLong",
    "Supplemental": "relatedSupplemental",
}
"""The property of each tier, the nearest first."""


def describe_related(data: Path) -> LayerFile:
    """Return the related occupations of each occupation.

    Raises
    ------
    DataFileError
        A tier is not known.
    """
    made = LayerFile("related.ttl")
    columns = (_CODE, "Related O*NET-SOC Code", "Relatedness Tier")
    for row in ONET.read(data, columns, _FILE):
        tier = row["Relatedness Tier"]
        if tier not in _TIERS:
            raise DataFileError(
                str(data / ONET.folder / _FILE), f'The tier "{tier}" is not understood.'
            )
        made.add(
            occupation(row[_CODE]), cg(_TIERS[tier]), occupation(row["Related O*NET-SOC Code"])
        )
    return made
