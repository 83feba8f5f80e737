"""Evidence, skills and time in words, shared by the pages."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.model.experience import FOR_ENTRY
from careergraph.model.phrases import count_text, with_article
from careergraph.model.values import licence_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.holdings import Range
    from careergraph.model.values import Cost, Evidence, MissingSkill, Named, Step
    from careergraph.report.citations import Citations

__all__ = [
    "LICENCE_PURPOSES",
    "NEAREST",
    "comment_text",
    "count_text",
    "counted_moves",
    "degree_rows",
    "evidence_rows",
    "evidence_text",
    "joined_names",
    "likelihood_text",
    "local_pay_note",
    "named_rows",
    "names_text",
    "range_text",
    "skill_rows",
    "tier_text",
    "years_text",
]

_NOTHING_SAID: Final = "unknown"
NEAREST: Final = {"Primary-Short": 5, "Primary-Long": 10, "Supplemental": 20}
"""O*NET's tiers of related occupations, with how many of the nearest each of them covers."""


def joined_names(names: Sequence[str]) -> str:
    """Return names in a row, with semicolons where a name has a comma of its own.

    Examples
    --------
    >>> joined_names(["Surgeons, All Other", "Nurses"])
    'Surgeons, All Other; Nurses'
    """
    return ("; " if any("," in name for name in names) else ", ").join(names)


def names_text(names: Sequence[Named], limit: int | None = None) -> str:
    """Return names in a row; names beyond the limit are counted, and no names give "unknown"."""
    shown = joined_names([name.label for name in names[:limit]])
    more = len(names) - len(names[:limit])
    return shown + (f" and {more} more" if more else "") or _NOTHING_SAID


def named_rows(named: Sequence[Named]) -> list[tuple[str, str]]:
    """Return a row for the technologies that the title of the start names, if any."""
    return [("you named", f"{names_text(named)}: counts as held")] if named else []


def evidence_text(evidence: Evidence, citations: Citations) -> str:
    """Return kind, grade, source and figures of one statement behind a step."""
    text = f"{evidence.kind}, {evidence.grade} {citations.mark([evidence.source])}".rstrip()
    figures = ", ".join(_figures(evidence))
    return f"{text}: {figures}" if figures else text


def evidence_rows(step: Step, citations: Citations) -> list[tuple[str, str]]:
    """Return one row for each statement behind a step, with its place and what it says in words."""
    rows = []
    for number, evidence in enumerate(step.evidence):
        place = f', under "{evidence.place}"' if evidence.place else ""
        words = f". {comment_text(evidence)}" if evidence.comment else ""
        text = f"{evidence_text(evidence, citations)}{place}{words}"
        rows.append(("" if number else "evidence", text))
    return rows


def comment_text(evidence: Evidence) -> str:
    """Return a source's words about a move; our own are marked with ~."""
    return f"{'~' if evidence.grade == 'editorial' else ''}{evidence.comment}"


def counted_moves(evidence: Evidence) -> list[str]:
    """Return the number of moves counted, the total out of the old role, and the people.

    Examples
    --------
    >>> from careergraph.model.values import Evidence
    >>> counted_moves(Evidence("m", "move", "observed", "s", people=37, count=38, share=38 / 267))
    ['38 of 267 moves', '37 people']
    """
    figures = []
    if evidence.count is not None and evidence.share:
        total = round(evidence.count / evidence.share)
        figures.append(f"{evidence.count:,} of {total:,} moves")
    elif evidence.share is not None:
        figures.append(f"{evidence.share:.1%} of moves from there")
    if evidence.people is not None and (not figures or evidence.people != evidence.count):
        figures.append("1 person" if evidence.people == 1 else f"{evidence.people:,} people")
    return figures


def tier_text(tier: str) -> str:
    """Return O*NET's tier of a related occupation, with what it means.

    Examples
    --------
    >>> tier_text("Supplemental")
    "among O*NET's 20 most similar occupations (tier Supplemental)"
    """
    if (number := NEAREST.get(tier)) is None:
        return f"O*NET's tier {tier}"
    return f"among O*NET's {number} most similar occupations (tier {tier})"


def _figures(evidence: Evidence) -> list[str]:
    figures = counted_moves(evidence)
    if evidence.tier:
        figures.append(tier_text(evidence.tier))
    if evidence.country:
        figures.append(" ".join(t for t in (evidence.country, evidence.period) if t))
    return figures


def skill_rows(
    skills: Sequence[MissingSkill], citations: Citations, limit: int | None = None
) -> list[tuple[str, str]]:
    """Return missing skills with sources, a row for each necessity; others are counted."""
    shown, rest = skills[:limit], skills[limit:] if limit is not None else ()
    rows = []
    for necessity, same in groupby(shown, key=lambda skill: skill.necessity):
        named = (f"{_leveled_name(s)} {citations.mark(s.sources)}".rstrip() for s in same)
        rows.append((f" {necessity}", ", ".join(named)))
    if rest:
        kinds = groupby(rest, key=lambda skill: skill.necessity)
        counted = ", ".join(f"{len(list(same))} {necessity}" for necessity, same in kinds)
        rows.append((" more", f"{counted} (--all-skills names them)"))
    return rows


def _leveled_name(skill: MissingSkill) -> str:
    """Return the name of a skill, with the level asked for if a lower one is held."""
    name = _skill_name(skill)
    return f"{name} ({_LEVELS[skill.level]})" if skill.held else name


_LEVELS: Final = {1: "basic", 2: "working", 3: "expert"}


def _skill_name(skill: MissingSkill) -> str:
    if not skill.alternatives:
        return skill.label
    if skill.group is not None:
        return f"{skill.group} (such as {skill.example or skill.label})"
    return f"{skill.label} (or {', '.join(other.label for other in skill.alternatives)})"


def degree_rows(step: Step, citations: Citations) -> list[tuple[str, str]]:
    """Return how a role is usually entered, and whether the law asks for a licence."""
    rows = []
    degree = step.entry_degree
    if degree is not None:
        where = f" ({degree.country})" if degree.country else ""
        new = "; a new degree for you" if step.new_degree else ""
        mark, name = citations.mark([degree.source]), with_article(degree.label)
        rows.append(("degree", f"usually entered with {name}{where} {mark}{new}"))
    else:
        rows.append(("degree", "unknown"))
    if step.regulated:
        rows.append(("licence", licence_text(step.licence)))
    return rows


LICENCE_PURPOSES: Final = {
    FOR_ENTRY: "to enter",
    "forSomePositions": "for some positions",
    "forResponsibility": "to take full responsibility",
}
"""Words for what a licence is asked for, by `LicenceStatement.required_for`."""


def likelihood_text(cost: Cost) -> str:
    """Return the product of the known shares of moves, and how many are not known."""
    known = cost.hops - cost.unknown_likelihoods
    if cost.likelihood is None:
        return f"likelihood unknown for all {count_text(cost.hops, 'step')}"
    share = f"{cost.likelihood:.2%} of those who left took this route"
    return share if known == cost.hops else f"{share} for {known} of {cost.hops} steps"


def range_text(value: Range, noun: str) -> str:
    """Return an estimate from low to high in everyday words, with its noun.

    Examples
    --------
    >>> from careergraph.model.holdings import Range
    >>> range_text(Range(312, 487), "hour")
    '310 to 490 hours'
    >>> range_text(Range(0.73, 1.62), "year"), range_text(Range(2, 2), "year")
    ('9 months to 1½ years', '2 years')
    >>> range_text(Range(0, 0), "hour"), range_text(Range(0, 0.04), "year")
    ('no hours', 'up to 2 weeks')
    """
    if noun == "year":
        return _years_range(value)
    low, high = _round_hours(value.low), _round_hours(value.high)
    if not high:
        return f"no {noun}s"
    if low == high:
        return count_text(high, noun)
    return f"{low:,} to {count_text(high, noun)}" if low else f"up to {count_text(high, noun)}"


def _round_hours(hours: float) -> int:
    """Return hours as precise as an estimate deserves."""
    step = 5 if hours < _MANY_HOURS else 10 if hours < 10 * _MANY_HOURS else 50
    rounded = step * round(hours / step)
    return rounded or (1 if hours >= _LEAST_HOURS else 0)


_MANY_HOURS: Final = 100
_LEAST_HOURS: Final = 0.5
_WEEKS_PER_YEAR: Final = 50
_MONTHS_PER_YEAR: Final = 12
_A_FEW: Final = 0.12
_HALVES: Final = {0.25: "¼", 0.5: "½", 0.75: "¾"}
_MANY_YEARS: Final = 4


def _years_range(years: Range) -> str:
    if years.high < _A_FEW / 20:
        return "no time"
    low, high = (_duration(end) for end in years)
    if years.low < _A_FEW / 20:
        return f"up to {_duration_text(high)}"
    if low == high:
        return _duration_text(high)
    if low[1] == high[1]:
        return f"{_amount(low[0])} to {_duration_text(high)}"
    return f"{_duration_text(low)} to {_duration_text(high)}"


def _duration(years: float) -> tuple[float, str]:
    """Return a length of time in the unit that people would use."""
    if years < _A_FEW:
        return max(1, round(years * _WEEKS_PER_YEAR)), "week"
    if years * _MONTHS_PER_YEAR < _MONTHS_PER_YEAR - 0.5:
        return max(1, round(years * _MONTHS_PER_YEAR)), "month"
    step = 0.25 if years < _MANY_YEARS / 2 else 0.5
    return step * round(years / step), "year"


def _amount(number: float) -> str:
    whole, part = int(number), number - int(number)
    return f"{whole or ''}{_HALVES[part]}" if part in _HALVES else f"{whole}"


def _duration_text(duration: tuple[float, str]) -> str:
    number, unit = duration
    return f"{_amount(number)} {unit}{'' if number == 1 else 's'}"


def years_text(cost: Cost) -> str:
    """Return the years of a route, and what is unknown about them."""
    if cost.unknown_durations:
        least = range_text(cost.years, "year")
        return f"at least {least}" if cost.years.high else "how long is unknown"
    return f"about {range_text(cost.years, 'year')}" if cost.years.high else "no time"


def local_pay_note(area: str) -> str:
    """Return the sentence that says whose pay an answer shows, for an area by name.

    Examples
    --------
    >>> local_pay_note("Denver").partition(". ")[2]
    'What is not released may still exist there.'
    """
    return (
        f"Pay is that of {area} where a figure is released for it, and else that of the US. "
        "What is not released may still exist there."
    )
