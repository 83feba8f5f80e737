"""The time people stayed in an occupation before moving on, from observed career steps.

Consecutive steps of a person in the same occupation are one spell: a change of employer is not a
move. The time in a spell is the number of distinct quarters that its steps cover, the first and the
last included, before the quarter in which the next spell begins, times three months. So steps side
by side count once, and a gap between two steps does not count. Nor does what overlaps the next
spell: most steps run from a first to a fourth quarter because the resume gave years only, and the
year of the move would count for both occupations. A spell that begins in the same quarter as the
next one counts as 0 months.

A missing date is not guessed. A spell with a step that lacks its start or its end (an open end may
mean "until today" or "not said") is left out, and so is one after which the next start is missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from careergraph.errors import DataFileError
from refresh.editions import JOBHOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Step", "iso_interval", "months_before_moves", "read_steps"]

_FILE: Final = "career_steps.csv"
_COLUMNS: Final = ("user_id", "sequence_pos", "esco_code", "start_date", "end_date")
_MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a career: the occupation, and the first and last quarter, counted from year 0."""

    occupation: str
    start: int | None
    end: int | None


def read_steps(data: Path) -> list[list[Step]]:
    """Return the careers, each the steps of one person in order.

    Raises
    ------
    DataFileError
        A date is not a quarter, or a position is not a number.
    """
    careers: dict[str, list[tuple[int, Step]]] = defaultdict(list)
    for row in JOBHOP.read(data, _COLUMNS, _FILE):
        start, end = (_quarter(row[column], data) for column in ("start_date", "end_date"))
        if not row["sequence_pos"].isdecimal():
            reason = f'sequence_pos "{row["sequence_pos"]}" is not a number.'
            raise DataFileError(str(data / JOBHOP.folder / _FILE), reason)
        step = Step(row["esco_code"], start, end)
        careers[row["user_id"]].append((int(row["sequence_pos"]), step))
    return [
        [step for _, step in sorted(career, key=lambda pair: pair[0])]
        for career in careers.values()
    ]


def months_before_moves(careers: Iterable[Sequence[Step]]) -> dict[tuple[str, str], list[int]]:
    """Return the months of each dated spell before a move, by origin and destination.

    Examples
    --------
    >>> first, second = Step("2512.4", 8000, 8003), Step("2512.4", 8002, 8007)
    >>> months_before_moves([[first, second, Step("2511.3", 8006, 8009)]])
    {('2512.4', '2511.3'): [18]}
    """
    months: dict[tuple[str, str], list[int]] = defaultdict(list)
    for career in careers:
        spells = [list(steps) for _, steps in groupby(career, attrgetter("occupation"))]
        for spell, following in pairwise(spells):
            quarters = _count_quarters(spell, following[0].start)
            if quarters is not None:
                move = spell[0].occupation, following[0].occupation
                months[move].append(quarters * _MONTHS)
    return dict(months)


def iso_interval(careers: Iterable[Sequence[Step]]) -> str:
    """Return the months from the first start to the last end, in ISO form.

    Examples
    --------
    >>> iso_interval([[Step("2512.4", 8000, 8003)]])
    '2000-01/2000-12'
    """
    steps = [step for career in careers for step in career]
    first = min(step.start for step in steps if step.start is not None)
    last = max(step.end for step in steps if step.end is not None)
    return (
        f"{first // 4:04}-{first % 4 * _MONTHS + 1:02}/{last // 4:04}-{(last % 4 + 1) * _MONTHS:02}"
    )


def _count_quarters(spell: Sequence[Step], move: int | None) -> int | None:
    covered: set[int] = set()
    for step in spell:
        if step.start is None or step.end is None or move is None:
            return None
        covered.update(range(step.start, min(step.end + 1, move)))
    return len(covered)


def _quarter(text: str, data: Path) -> int | None:
    if not text:
        return None
    match = re.fullmatch(r"Q([1-4]) ([0-9]{4})", text)
    if match is None:
        reason = f'"{text}" is not a quarter; expected one such as "Q2 1998", or nothing.'
        raise DataFileError(str(data / JOBHOP.folder / _FILE), reason)
    return int(match[2]) * 4 + int(match[1]) - 1
