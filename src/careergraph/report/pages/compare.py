"""The page of several roles side by side: a table with a column for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import count_text
from careergraph.report.citations import Citations, graph_line, period_of_pay, period_text
from careergraph.report.layout import Block, Fields, Heading, Table, Text
from careergraph.report.phrases import named_rows, range_text
from careergraph.report.role_facts import (
    LEVELS,
    UNKNOWN,
    entry_fact,
    licence_facts,
    named_facts,
    outlook_facts,
    pay_facts,
    preparation_facts,
    share_facts,
    statement_facts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.answers.roles.compare import ComparedSkill, Comparison, Side
    from careergraph.model.statements import CertificationStatement
    from careergraph.model.values import Source
    from careergraph.report.role_facts import RoleFact

__all__ = ["comparison_page"]

_MOST_SKILLS: Final = 16
_MOST_STATEMENTS: Final = 4
_MOST_SHARES: Final = 2
_LONG_WORD: Final = 18
_WORD, _SENTENCE = 8, 18
"""The least widths of columns with single words, and of columns with sentences."""
_NOTE: Final = (
    "Items: what each profile asks for, and at which level. (held): not asked for, but people in "
    "the role usually have it. Pay and outlook are those of the whole occupation, and are compared "
    "only within one country and period."
)


def comparison_page(answer: Comparison, *, all_skills: bool = False) -> list[Block]:
    """Return roles side by side, a column for each; tables too wide for the page are split."""
    cite = Citations(_cited(answer))
    labels = [side.role.label for side in answer.sides]
    blocks: list[Block] = [Heading(" and ".join([", ".join(labels[:-1]), labels[-1]]))]
    if answer.named:
        blocks.append(Fields(tuple(named_rows(answer.named))))
    silent = [side.role.label for side in answer.sides if not side.needs_known]
    if silent:
        blocks.append(Text(f"Unknown: no source lists the requirements of {' or '.join(silent)}."))
    items = _skill_rows(answer, cite, all_skills=all_skills)
    if items:
        blocks.append(Table(("", *labels), tuple(items), _WORD))
    more = len(answer.skills) - _MOST_SKILLS
    if more > 0 and not all_skills:
        blocks.append(Text(f"{count_text(more, 'more item')} (--all-skills names them)."))
    rows = _rows(answer, cite)
    known = tuple(row for row in rows if any(cell != UNKNOWN for cell in row[1:]))
    blocks += [Text(""), Table(("", *labels), known, _SENTENCE)]
    unknown = [row[0] for row in rows if row not in known]
    if unknown:
        blocks.append(Text(f"Not known of any of them: {', '.join(unknown)}."))
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
        return LEVELS[level]
    if side.role.iri in skill.held_by:
        return "(held)"
    return "-" if side.needs_known else UNKNOWN


def _cited(answer: Comparison) -> list[Source]:
    """Return the sources without those that only say when a certification was checked."""
    checked = {one.checked_at for side in answer.sides for one in side.certifications}
    cited = {iri for skill in answer.skills for iri in skill.sources}
    for side in answer.sides:
        facts = [
            *statement_facts("", side.degrees),
            *share_facts("", side.degree_shares),
            *preparation_facts("", side.preparation),
            *pay_facts(side.pay),
            *outlook_facts(side.outlook),
            entry_fact(side.entry_degree),
            *licence_facts(side.regulated, side.licence, side.licences),
        ]
        cited |= {iri for fact in facts for iri in fact.sources}
        cited |= {iri for one in side.certifications for iri in one.sources}
    return [source for source in answer.sources if source.iri not in checked - cited]


def _rows(answer: Comparison, cite: Citations) -> list[tuple[str, ...]]:
    sides = answer.sides
    rows = [
        ("family", *(side.family for side in sides)),
        (_learning_header(sides[0].role.label), *map(_missing_text, sides)),
        *_pay_rows(sides, cite),
        *_outlook_rows(sides, cite),
    ]
    facts_of: list[tuple[str, Callable[[Side], Sequence[RoleFact]]]] = [
        ("licence", lambda s: licence_facts(s.regulated, s.licence, s.licences)),
        ("usual entry", lambda side: [_entry_fact(side)]),
        ("degrees asked for", lambda side: statement_facts("", side.degrees, where=False)),
        ("shares of degrees", lambda side: share_facts("", side.degree_shares, _MOST_SHARES)),
        ("preparation", lambda side: preparation_facts("", side.preparation)),
        ("certifications", lambda side: named_facts(_current(side.certifications))),
    ]
    for name, facts in facts_of:
        rows.append((name, *(_cell(facts(side), cite) for side in sides)))
    return rows


def _entry_fact(side: Side) -> RoleFact:
    fact = entry_fact(side.entry_degree)
    return fact._replace(text=fact.text.removeprefix("usually "))


def _current(certifications: Sequence[CertificationStatement]) -> list[CertificationStatement]:
    return [one for one in certifications if one.status == "active"]


def _cell(facts: Sequence[RoleFact], cite: Citations) -> str:
    """Return facts in one cell; a fact that several sources state appears once."""
    texts: dict[str, list[str]] = {}
    for fact in facts:
        texts.setdefault(fact.text, []).extend(fact.sources)
    shown = [
        f"{text} {cite.mark_apart(sources)}".rstrip()
        for text, sources in list(texts.items())[:_MOST_STATEMENTS]
    ]
    more = len(texts) - len(shown)
    return "; ".join([*shown, *([f"{more} more"] if more else [])]) or UNKNOWN


def _learning_header(first: str) -> str:
    is_narrow = max(map(len, first.split()), default=0) <= _LONG_WORD
    return f"to learn, coming from {first if is_narrow else 'the first'}"


def _missing_text(side: Side) -> str:
    if not side.missing:
        return "nothing" if side.needs_known else UNKNOWN
    hours = range_text(side.learning_hours, "hour")
    return f"{count_text(len(side.missing), 'item')}: {hours}"


def _pay_rows(sides: Sequence[Side], cite: Citations) -> list[tuple[str, ...]]:
    """Return one row for each country and period, with "unknown" where a figure is missing."""
    groups = dict.fromkeys((b.country, b.period, b.duration) for s in sides for b in s.pay)
    rows = []
    for group in groups:
        country, period, duration = group
        cells = []
        for side in sides:
            same = [b for b in side.pay if (b.country, b.period, b.duration) == group]
            cells.append(_cell(pay_facts(same, by_amount=True), cite))
        rows.append((f"pay {period_of_pay(duration)}, {country} {period_text(period)}", *cells))
    return rows or [("pay", *(UNKNOWN for _ in sides))]


def _outlook_rows(sides: Sequence[Side], cite: Citations) -> list[tuple[str, ...]]:
    groups = dict.fromkeys((o.country, o.period) for side in sides for o in side.outlook)
    rows = []
    for country, period in groups:
        cells = []
        for side in sides:
            same = [o for o in side.outlook if (o.country, o.period) == (country, period)]
            cells.append(_cell(outlook_facts(same, by_change=True), cite))
        rows.append((f"outlook, {country} {period_text(period)}", *cells))
    return rows or [("outlook", *(UNKNOWN for _ in sides))]
