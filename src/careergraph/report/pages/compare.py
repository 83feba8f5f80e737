"""The page of several roles side by side: a table with a column for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import count_text
from careergraph.report.citations import (
    Citations,
    currency_amount,
    graph_line,
    period_of_pay,
    population_text,
)
from careergraph.report.layout import Block, Heading, Table, Text
from careergraph.report.phrases import range_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.answers.roles.compare import ComparedSkill, Comparison, Side
    from careergraph.model.statements import (
        CertificationStatement,
        DegreeShareStatement,
        OutlookStatement,
        PreparationStatement,
        Statement,
    )
    from careergraph.model.values import PayBand, Source

__all__ = ["comparison_page"]

_LEVELS: Final = {1: "basic", 2: "working", 3: "expert"}
_MOST_SKILLS: Final = 16
_MOST_STATEMENTS: Final = 4
_MOST_COLUMNS: Final = 3
_LONG_WORD: Final = 18
_NOTE: Final = (
    "Items: what the profiles ask of incumbents, with the level; (held) is held without being "
    "asked for, because something else implies it. Pay and outlook are those of the whole "
    "occupation, and compared within one country and period alone."
)


def comparison_page(answer: Comparison, *, all_skills: bool = False) -> list[Block]:
    """Return roles side by side."""
    cite = Citations(_cited(answer))
    labels = [side.role.label for side in answer.sides]
    rows = [*_skill_rows(answer, cite, all_skills=all_skills), *_rows(answer, cite)]
    blocks: list[Block] = [Heading(" and ".join([", ".join(labels[:-1]), labels[-1]]))]
    silent = [side.role.label for side in answer.sides if not side.needs_known]
    if silent:
        blocks.append(Text(f"Unknown: no source says what {' or '.join(silent)} asks for."))
    # Columns are as wide as their longest word: more of them than fit go into a further table.
    longest = max((len(word) for label in labels for word in label.split()), default=0)
    most = _MOST_COLUMNS if longest <= _LONG_WORD else 1
    for first in range(0, len(labels), most):
        part = slice(first + 1, first + most + 1)
        header = ("", *labels[first : first + most])
        blocks.append(Table(header, tuple((row[0], *row[part]) for row in rows)))
    more = len(answer.skills) - _MOST_SKILLS
    if more > 0 and not all_skills:
        blocks.append(Text(f"{count_text(more, 'more item')} (--all-skills names them)."))
    return [*blocks, *cite.blocks(), Heading("Notes"), Text(_NOTE), graph_line(answer.graph)]


def _skill_rows(answer: Comparison, cite: Citations, *, all_skills: bool) -> list[tuple[str, ...]]:
    shown = answer.skills if all_skills else answer.skills[:_MOST_SKILLS]
    return [
        (
            f"{s.skill.label} {cite.mark_apart(s.sources)}".rstrip(),
            *(_level_cell(s, side) for side in answer.sides),
        )
        for s in shown
    ]


def _level_cell(skill: ComparedSkill, side: Side) -> str:
    level = skill.level(side.role.iri)
    if level:
        return _LEVELS[level]
    if side.role.iri in skill.held_by:
        return "(held)"
    return "-" if side.needs_known else "unknown"


def _cited(answer: Comparison) -> list[Source]:
    """Return the sources without those that only tell when a certification was checked."""
    checked = {one.checked_at for side in answer.sides for one in side.certifications}
    said = {iri for skill in answer.skills for iri in skill.sources}
    for side in answer.sides:
        said |= {iri for one in side.certifications for iri in one.sources}
        said |= {one.source for one in side.degrees} | {one.source for one in side.degree_shares}
        said |= {one.source for one in side.preparation} | {one.source for one in side.outlook}
        said |= {band.source for band in side.pay}
        said |= {side.entry_degree.source} if side.entry_degree else set()
    return [source for source in answer.sources if source.iri not in checked - said]


def _rows(answer: Comparison, cite: Citations) -> list[tuple[str, ...]]:
    sides = answer.sides
    return [
        ("family", *(side.family for side in sides)),
        *(
            [("level of", *(_level_text(s) for s in sides))]
            if any(s.level_of for s in sides)
            else []
        ),
        (_learning_header(sides[0].role.label), *(_missing_text(side) for side in sides)),
        ("usual entry", *(_entry_text(side, cite) for side in sides)),
        ("degrees asked for", *(_statements_text(side.degrees, cite) for side in sides)),
        ("shares of degrees", *(_shares_text(side.degree_shares, cite) for side in sides)),
        ("preparation", *(_zones_text(side.preparation, cite) for side in sides)),
        ("certifications", *(_certifications_text(side.certifications, cite) for side in sides)),
        *_pay_rows(sides, cite),
        *_outlook_rows(sides, cite),
    ]


def _learning_header(first: str) -> str:
    is_narrow = max(map(len, first.split()), default=0) <= _LONG_WORD
    return f"to learn, coming from {first if is_narrow else 'the first'}"


def _level_text(side: Side) -> str:
    return side.level_of.label if side.level_of else "a line of work itself"


def _missing_text(side: Side) -> str:
    if not side.missing:
        return "nothing" if side.needs_known else "unknown"
    hours = range_text(side.learning_hours, "hour")
    return f"{count_text(len(side.missing), 'item')}: {hours}"


def _entry_text(side: Side, cite: Citations) -> str:
    entry = side.entry_degree
    if entry is None:
        return "unknown"
    where = f" ({entry.country})" if entry.country else ""
    return f"{entry.degree}{where} {cite.mark([entry.source])}".rstrip()


def _statements_text(statements: Sequence[Statement], cite: Citations) -> str:
    texts: dict[str, list[str]] = {}
    for said in statements:
        texts.setdefault(said.text, []).append(said.source)
    shown = [
        f"{text} {cite.mark_apart(sources)}".rstrip()
        for text, sources in list(texts.items())[:_MOST_STATEMENTS]
    ]
    more = len(texts) - len(shown)
    return "; ".join([*shown, *([f"{more} more"] if more else [])]) or "unknown"


def _shares_text(shares: Sequence[DegreeShareStatement], cite: Citations) -> str:
    groups: dict[tuple[str, str, str | None, str], list[DegreeShareStatement]] = {}
    for said in shares:
        key = (said.population, said.country, said.period, said.source)
        groups.setdefault(key, []).append(said)
    texts = []
    for (population, country, period, source), same in groups.items():
        best = sorted(same, key=lambda said: -said.share)[:_MOST_STATEMENTS]
        listed = ", ".join(f"{said.degree} {said.share:.0%}" for said in best)
        when = " ".join(part for part in (country, period) if part)
        texts.append(f"{listed} ({population}, {when}) {cite.mark([source])}".rstrip())
    return "; ".join(texts) or "unknown"


def _zones_text(levels: Sequence[PreparationStatement], cite: Citations) -> str:
    texts = (
        f"Job Zone {level.job_zone} of 5 ({population_text(level)}, {level.country}) "
        f"{cite.mark([level.source])}".rstrip()
        for level in levels
    )
    return "; ".join(texts) or "unknown"


def _certifications_text(said: Sequence[CertificationStatement], cite: Citations) -> str:
    current = [one for one in said if one.status == "active"]
    shown = [
        f"{one.certification} {cite.mark_apart(one.sources)}".rstrip()
        for one in current[:_MOST_STATEMENTS]
    ]
    more = len(current) - len(shown)
    return ", ".join([*shown, *([f"{more} more"] if more else [])]) or "none named"


def _pay_rows(sides: Sequence[Side], cite: Citations) -> list[tuple[str, ...]]:
    """Return one row for each country and period; what is unknown there stays unknown."""
    groups = dict.fromkeys((b.country, b.period, b.duration) for s in sides for b in s.pay)
    rows = []
    for country, period, duration in groups:
        cells = []
        for side in sides:
            bands = [
                b
                for b in side.pay
                if (b.country, b.period, b.duration) == (country, period, duration)
            ]
            cells.append("; ".join(_band_text(band, cite) for band in bands) or "unknown")
        per = period_of_pay(duration)
        rows.append((f"pay {per}, {country} {period}", *cells))
    return rows or [("pay", *("unknown" for _ in sides))]


def _band_text(band: PayBand, cite: Citations) -> str:
    def amount(value: float | None) -> str:
        return "unknown" if value is None else currency_amount(value, band.currency)

    spread = f"P10 {amount(band.p10)} to P90 {amount(band.p90)}"
    note = f"; ~{band.note.rstrip('.')}" if band.note else ""
    text = f"median {amount(band.median)}, {spread}; {population_text(band)}{note}"
    return f"{text} {cite.mark([band.source])}".rstrip()


def _outlook_rows(sides: Sequence[Side], cite: Citations) -> list[tuple[str, ...]]:
    groups = dict.fromkeys((o.country, o.period) for side in sides for o in side.outlook)
    rows = []
    for country, period in groups:
        cells = []
        for side in sides:
            same = [o for o in side.outlook if (o.country, o.period) == (country, period)]
            cells.append("; ".join(_outlook_text(said, cite) for said in same) or "unknown")
        rows.append((f"outlook, {country} {period}", *cells))
    return rows or [("outlook", *("unknown" for _ in sides))]


def _outlook_text(said: OutlookStatement, cite: Citations) -> str:
    change = "unknown" if said.percent_change is None else f"{said.percent_change:+g} %"
    openings = "unknown" if said.annual_openings is None else f"{said.annual_openings:,}"
    text = f"{change}, {openings} openings a year; {population_text(said)}"
    return f"{text} {cite.mark([said.source])}".rstrip()
