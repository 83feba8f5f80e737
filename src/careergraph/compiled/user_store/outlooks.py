"""Imported employment projections, shown if they are newer than those of the bundled graph."""

from __future__ import annotations

import json
from dataclasses import astuple, fields, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.compiled.user_store.local_pay import SOC_CODE
from careergraph.model.statements import OutlookStatement, RoleStatements

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

__all__ = ["Projections", "write_outlooks"]

_ALL: Final = "00-0000"
_OUTLOOK_PLACE: Final = [field.name for field in fields(RoleStatements)].index("outlook")


class Projections(NamedTuple):
    """Projections of one release: figures by SOC code and statistic.

    ``period`` is its first and last year, such as "2024/2034"; ``source`` is an IRI.
    """

    period: str
    source: str
    figures: Mapping[str, Mapping[str, str]]


def write_outlooks(database: sqlite3.Connection, projections: Projections) -> int:
    """Replace outlooks of an older period, and return for how many roles.

    An outlook keeps its occupation and how the role relates to it.
    """
    changed = 0
    with database:
        for section in ("outlooks", "role_statements"):
            rows = database.execute(
                "SELECT name, value FROM mapping WHERE section = ?", (section,)
            ).fetchall()
            for role, text in rows:
                value = json.loads(text)
                outlooks = value if section == "outlooks" else value[_OUTLOOK_PLACE]
                before = [OutlookStatement(*row) for row in outlooks]
                after = [_renew(outlook, projections) for outlook in before]
                if after == before:
                    continue
                changed += section == "outlooks"
                outlooks[:] = map(astuple, after)
                database.execute(
                    "UPDATE mapping SET value = ? WHERE section = ? AND name = ?",
                    (json.dumps(value, ensure_ascii=False), section, role),
                )
    return changed


def _renew(outlook: OutlookStatement, projections: Projections) -> OutlookStatement:
    """Return an outlook with the figures of the projections, if these are of a later period."""
    code = SOC_CODE.search(outlook.population)
    figures = projections.figures.get(code[1]) if code else None
    if figures is None or projections.period <= outlook.period:
        return outlook
    return replace(
        outlook,
        employment=_whole(figures.get("employment")),
        projected_employment=_whole(figures.get("projected-employment")),
        percent_change=_decimal(figures.get("percent-change")),
        annual_openings=_whole(figures.get("annual-openings")),
        period=projections.period,
        source=projections.source,
        overall_percent_change=_decimal(projections.figures.get(_ALL, {}).get("percent-change")),
    )


def _whole(figure: str | None) -> int | None:
    return None if figure is None else int(figure)


def _decimal(figure: str | None) -> float | None:
    return None if figure is None else float(figure)
