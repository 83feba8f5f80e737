"""Reasons for and against a route, taken from the facts in the answer.

Nothing is weighed into one score: pay, employment, evidence and distance stay apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.values import COMPUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careergraph.model.values import PayBand, Route, Routes, Step

__all__ = ["Finding", "assess_route"]

_LEAST_PAY_CHANGE: Final = 0.05
"""Medians closer than this are about the same."""
_FEW_PEOPLE: Final = 20
"""Observations of fewer people are thin evidence."""
_STATING: Final = ("observed", "official", "stated")
"""Grades of evidence that an outside source gives."""
_LARGE_SHARE: Final = 2 / 3
"""To whom this share of a role's items is wholly new changes to another field."""


class Finding(NamedTuple):
    """A fact that speaks for a route or against it.

    Parameters
    ----------
    subject
        "pay" (relative change of the median), "employment" (projected change in percent),
        "sourced", "editorial" and "computed" (steps known in this way at best), "people" (fewest
        people counted for a step) or "new field" (items that are wholly new, in the step of most).
    favourable
        Whether it speaks for the route.
    number
        The figure.
    total
        What the figure is a part of, such as the number of steps, or, of employment, the change
        of all occupations; ``None`` where there is neither.
    """

    subject: str
    favourable: bool
    number: float
    total: float | None = None


def assess_route(routes: Routes, route: Route) -> tuple[Finding, ...]:
    """Return what speaks for a route and against it; nothing is found where nothing is known."""
    return (
        *_pay_findings(routes.pay_before, route.steps[-1]),
        *_employment_findings(routes),
        *_evidence_findings(route.steps),
        *_distance_findings(route.steps),
    )


def _pay_findings(before: Sequence[PayBand], last: Step) -> Iterator[Finding]:
    """Yield the change of the median, where the same country, year and currency state both.

    Nothing follows from the figures of an occupation of which a role is only a part or a level, nor
    for newcomers from the median of an occupation that asks for years they do not have.
    """
    if last.experience_asked is not None:
        return
    for old in before:
        for new in last.pay:
            same = (old.country, old.period, old.currency, old.duration) == (
                *(new.country, new.period, new.currency, new.duration),
            )
            if same and (old.is_part or new.is_part):
                return
            if same and old.median and new.median:
                change = new.median / old.median - 1
                if abs(change) >= _LEAST_PAY_CHANGE:
                    yield Finding("pay", change > 0, change)
                return


def _employment_findings(routes: Routes) -> Iterator[Finding]:
    """Yield the projected change: it speaks for a route only above that of all occupations."""
    known = [one for one in routes.outlook if one.percent_change is not None]
    if not known:
        return
    change, overall = known[0].percent_change, known[0].overall_percent_change
    if change < 0 or (overall is not None and change > max(overall, 0)):
        yield Finding("employment", change > 0, change, overall)


def _evidence_findings(steps: Sequence[Step]) -> Iterator[Finding]:
    computed = sum(step.evidence[0].source == COMPUTED.iri for step in steps)
    editorial = sum(step.evidence[0].grade == "editorial" for step in steps)
    if computed:
        yield Finding("computed", favourable=False, number=computed, total=len(steps))
    if editorial:
        yield Finding("editorial", favourable=False, number=editorial, total=len(steps))
    people = [number for step in steps if (number := _few_people(step)) is not None]
    if people:
        yield Finding("people", favourable=False, number=min(people))
    elif not computed and not editorial:
        yield Finding("sourced", favourable=True, number=len(steps), total=len(steps))


def _few_people(step: Step) -> int | None:
    """Return how many people were counted for a step, where few were and nothing else states it."""
    best = step.evidence[0]
    if best.grade != "observed" or best.people is None or best.people >= _FEW_PEOPLE:
        return None
    stated = any(one.grade in _STATING and one.source != best.source for one in step.evidence)
    return None if stated else best.people


def _distance_findings(steps: Sequence[Step]) -> Iterator[Finding]:
    asked = [step for step in steps if step.needed]
    if not asked:
        return
    furthest = max(asked, key=lambda step: _count_new(step) / step.needed)
    number, total = _count_new(furthest), furthest.needed
    if number / total >= _LARGE_SHARE:
        yield Finding("new field", favourable=False, number=number, total=total)


def _count_new(step: Step) -> int:
    """Return how many items of a step are not held at any level, not even probably."""
    return sum(skill.held == skill.likely == 0 for skill in step.missing_skills)
