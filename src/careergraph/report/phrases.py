"""Evidence, skills and time in words, as the pages share them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import count_text
from careergraph.model.values import licence_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.model.values import Cost, Evidence, MissingSkill, Named, Step
    from careergraph.report.citations import Citations

__all__ = [
    "degree_rows",
    "evidence_rows",
    "evidence_text",
    "likelihood_text",
    "names_text",
    "necessity_rank",
    "skill_rows",
    "steps_text",
    "years_text",
]

_NECESSITIES: Final = ("essential", "recommended", "optional")
_NOTHING_SAID: Final = "unknown"


def names_text(names: Sequence[Named], limit: int | None = None) -> str:
    """Return names in a row; those over the limit are counted, none at all is unknown."""
    shown = ", ".join(name.label for name in names[:limit])
    more = len(names) - len(names[:limit])
    return shown + (f" and {more} more" if more else "") or _NOTHING_SAID


def necessity_rank(necessity: str) -> tuple[int, str]:
    """Return the place of a necessity among others, the strongest first."""
    known = necessity in _NECESSITIES
    return _NECESSITIES.index(necessity) if known else len(_NECESSITIES), necessity


def evidence_text(said: Evidence, citations: Citations) -> str:
    """Return kind, grade, source and figures of one statement behind a step."""
    text = f"{said.kind}, {said.grade} {citations.mark([said.source])}".rstrip()
    figures = ", ".join(_figures(said))
    return f"{text}: {figures}" if figures else text


def evidence_rows(step: Step, citations: Citations) -> list[tuple[str, str]]:
    """Return one row for each statement behind a step, with the place where it stands."""
    rows = []
    for number, said in enumerate(step.evidence):
        place = f', under "{said.place}"' if said.place else ""
        rows.append(("" if number else "evidence", f"{evidence_text(said, citations)}{place}"))
    return rows


def _figures(evidence: Evidence) -> list[str]:
    figures = []
    if evidence.people is not None:
        figures.append(f"{evidence.people:,} people")
    if evidence.share is not None:
        figures.append(f"{evidence.share:.1%} of moves from there")
    if evidence.tier:
        figures.append(evidence.tier)
    if evidence.country:
        figures.append(" ".join(t for t in (evidence.country, evidence.period) if t))
    return figures


def steps_text(steps: Iterable[Step]) -> str:
    """Return how many steps of which kind there are, and how each is known at best.

    A step is of the kind and grade of its strongest statement; ~ marks editorial judgement.
    """
    found: dict[tuple[str, str], int] = {}
    for step in steps:
        if not step.is_level:
            strongest = step.evidence[0]
            found[strongest.kind, strongest.grade] = (
                found.get((strongest.kind, strongest.grade), 0) + 1
            )
    return ", ".join(
        f"{count_text(number, _kind_name(kind))} ({'~' if grade == 'editorial' else ''}{grade})"
        for (kind, grade), number in found.items()
    )


def _kind_name(kind: str) -> str:
    return kind if kind in {"promotion", "move"} else f"{kind} step"


def skill_rows(
    skills: Sequence[MissingSkill], citations: Citations, limit: int | None = None
) -> list[tuple[str, str]]:
    """Return missing skills with their sources, a row for each necessity; the rest is counted."""
    shown, rest = skills[:limit], skills[limit:] if limit is not None else ()
    rows = []
    for necessity, same in groupby(shown, key=lambda skill: skill.necessity):
        named = (f"{_skill_name(s)} {citations.mark(s.sources)}".rstrip() for s in same)
        rows.append((f" {necessity}", ", ".join(named)))
    if rest:
        kinds = groupby(rest, key=lambda skill: skill.necessity)
        counted = ", ".join(f"{len(list(same))} {necessity}" for necessity, same in kinds)
        rows.append((" more", f"{counted} (--all-skills names them)"))
    return rows


def _skill_name(skill: MissingSkill) -> str:
    if not skill.alternatives:
        return skill.label
    return f"{skill.label} (or {', '.join(other.label for other in skill.alternatives)})"


def degree_rows(step: Step, citations: Citations) -> list[tuple[str, str]]:
    """Return how a role is usually entered, and whether the law asks for a licence."""
    rows = []
    degree = step.entry_degree
    if degree is not None:
        where = f" ({degree.country})" if degree.country else ""
        new = "; a new degree for you" if step.new_degree else ""
        mark = citations.mark([degree.source])
        rows.append(("degree", f"usually entered with a {degree.label}{where} {mark}{new}"))
    else:
        rows.append(("degree", "unknown"))
    if step.regulated:
        rows.append(("licence", licence_text(step.licence)))
    return rows


def likelihood_text(cost: Cost) -> str:
    """Return the product of the known shares of moves, and how many are not known."""
    known = cost.hops - cost.unknown_likelihoods
    if cost.likelihood is None:
        return f"likelihood unknown for all {count_text(cost.hops, 'step')}"
    said = f"{cost.likelihood:.2%} of those who left went this way"
    return said if known == cost.hops else f"{said} for {known} of {cost.hops} steps"


def years_text(cost: Cost, *, estimated: bool) -> str:
    """Return the years of a route; a lower bound where the duration of a step is unknown.

    ``estimated`` marks years that rest on hours of learning, an editorial estimate.
    """
    if cost.unknown_durations and not cost.years:
        return "unknown"
    bound = "at least " if cost.unknown_durations else ""
    return f"{bound}{'~' if estimated else ''}{cost.years:.1f} years"
