"""Imported employment projections, shown where they are newer than those of the bundled graph."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

__all__ = ["Projections", "write_outlooks"]

_ALL: Final = "00-0000"
_SOC: Final = re.compile(r"\(SOC (\d{2}-\d{4})\)")
_OUTLOOK_PLACE: Final = 14
"""The position of the outlook among the fields of `RoleStatements`."""
_POPULATION: Final = 5
_PERIOD: Final = 6


class Projections(NamedTuple):
    """Projections of one release: figures by SOC code and statistic.

    ``period`` is its first and last year, such as "2024/2034"; ``source`` is an IRI.
    """

    period: str
    source: str
    figures: Mapping[str, Mapping[str, str]]


def write_outlooks(database: sqlite3.Connection, projections: Projections) -> int:
    """Replace outlooks of an older period, and return for how many roles.

    An outlook keeps the occupation that it is about and how the role relates to it.
    """
    changed = 0
    with database:
        for section, place in (("outlooks", None), ("role_statements", _OUTLOOK_PLACE)):
            rows = database.execute(
                "SELECT name, value FROM mapping WHERE section = ?", (section,)
            ).fetchall()
            for role, text in rows:
                value = json.loads(text)
                outlooks = value if place is None else value[place]
                newer = [_renew(outlook, projections) for outlook in outlooks]
                if newer == outlooks:
                    continue
                changed += place is None
                if place is None:
                    value = newer
                else:
                    value[place] = newer
                database.execute(
                    "UPDATE mapping SET value = ? WHERE section = ? AND name = ?",
                    (json.dumps(value, ensure_ascii=False), section, role),
                )
    return changed


def _renew(outlook: list[Any], projections: Projections) -> list[Any]:
    """Return an outlook with the figures of the projections, if these are of a later period."""
    code = _SOC.search(outlook[_POPULATION])
    figures = projections.figures.get(code[1]) if code else None
    if figures is None or projections.period <= outlook[_PERIOD]:
        return outlook
    country, population, _, _, occupation, is_part, *_ = outlook[4:]
    return [
        _whole(figures.get("employment")),
        _whole(figures.get("projectedEmployment")),
        _decimal(figures.get("percentChange")),
        _whole(figures.get("annualOpenings")),
        country,
        population,
        projections.period,
        projections.source,
        occupation,
        is_part,
        _decimal(projections.figures.get(_ALL, {}).get("percentChange")),
    ]


def _whole(figure: str | None) -> int | None:
    return None if figure is None else int(figure)


def _decimal(figure: str | None) -> float | None:
    return None if figure is None else float(figure)
