"""Reasons for and against a route, taken from the facts in the answer.

They are not combined into one score: pay, employment, evidence and distance stay separate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.occupations import is_leading_occupation
from careergraph.model.values import COMPUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careergraph.model.values import Named, PayBand, Route, Routes, Step

__all__ = ["UNKNOWN_PAY", "Finding", "assess_route", "has_new_field"]

UNKNOWN_PAY: Final = "unknown pay"
"""The subject of a finding that no source gives the pay of the destination."""

_LEAST_PAY_CHANGE: Final = 0.05
"""Medians that differ by less than this share count as about the same."""
_FEW_PEOPLE: Final = 20
"""Observations of fewer people count as weak evidence."""
_STATING: Final = ("observed", "official", "stated")
"""Grades of evidence that an outside source gives."""
_SMALL_SHARE: Final = 0.25
"""Below this share of the profile held, by weight, a step leads to a new field."""


class Finding(NamedTuple):
    """A fact that speaks for a route or against it.

    Parameters
    ----------
    subject
        "pay" (relative change of the median), "employment" (projected change in percent),
        "sourced" (steps that sources state), "people" (fewest people counted for a step), "new
        field" or, if a source lists the two occupations as alike, "much to learn" (the share held
        of the destination's profile, by weight). "unknown pay" tells that the present pay is known
        and that of the destination is not; its figure is 0.
    favourable
        Whether it speaks for the route; unknown pay speaks neither for it nor against it.
    number
        The figure.
    total
        What the figure is a part of, such as the number of steps, or, of employment, the change
        of all occupations; ``None`` where there is neither.
    occupation
        The occupation of the figures, where the role is only a part, or a level, of it.
    role
        The role whose profile a share is of, or whose pay is unknown.
    ends
        The two roles of the step that few people were counted for.
    """

    subject: str
    favourable: bool
    number: float
    total: float | None = None
    occupation: str | None = None
    role: str | None = None
    ends: tuple[str, ...] = ()


def assess_route(routes: Routes, route: Route) -> tuple[Finding, ...]:
    """Return the findings for and against a route; none where nothing is known."""
    return (
        *_pay_findings(routes.pay_before, route.steps[-1]),
        *_employment_findings(routes),
        *_evidence_findings(route.steps),
        *_distance_findings(route, routes.unrated),
        *_unknown_pay_findings(routes.pay_before, route.steps[-1]),
    )


def has_new_field(steps: Sequence[Step]) -> bool:
    """Return whether a step leads to a role of another family of which little is held."""
    return any(_is_far(step) for step in steps)


def _pay_findings(before: Sequence[PayBand], last: Step) -> Iterator[Finding]:
    """Yield the change of the median if both medians are of one country, year and currency.

    A higher median is no finding if it is that of a wider occupation, of which the role is only a
    part or a level, or if newcomers would be compared with experienced people. A lower median of
    the wider occupation is named as such, unless a note says how the pay of the role itself
    differs.
    """
    for old in before:
        for new in last.pay:
            same = (old.country, old.period, old.currency, old.duration) == (
                *(new.country, new.period, new.currency, new.duration),
            )
            if not same or not old.median or not new.median:
                continue
            change = new.median / old.median - 1
            is_wide = old.is_part or new.is_part
            if is_wide and (old.note or new.note):
                return
            is_newcomer = new.for_newcomers or last.experience_asked is not None
            if change < 0 or not (is_wide or is_newcomer):
                occupation = (new if new.is_part else old).occupation if is_wide else None
                if abs(change) >= _LEAST_PAY_CHANGE:
                    yield Finding("pay", change > 0, change, occupation=occupation)
            return


def _employment_findings(routes: Routes) -> Iterator[Finding]:
    """Yield the projected change; it speaks for a route only if above that of all occupations."""
    known = [one for one in routes.outlook if one.percent_change is not None]
    if not known:
        return
    change, overall = known[0].percent_change, known[0].overall_percent_change
    if change < 0 or (overall is not None and change > max(overall, 0)):
        occupation = known[0].occupation if known[0].is_part else None
        yield Finding("employment", change > 0, change, overall, occupation)


def _evidence_findings(steps: Sequence[Step]) -> Iterator[Finding]:
    """Yield that sources state each step, or that few people were counted for one.

    A step that is our judgement, or computed, or between occupations that a source only lists as
    alike, speaks neither for a route nor against it.
    """
    people = [(number, step) for step in steps if (number := _few_people(step)) is not None]
    if people:
        number, step = min(people, key=lambda pair: pair[0])
        ends = (step.source.label, step.target.label)
        yield Finding("people", favourable=False, number=number, ends=ends)
    elif all(map(_is_stated, steps)):
        yield Finding("sourced", favourable=True, number=len(steps), total=len(steps))


def _is_stated(step: Step) -> bool:
    """Return whether a source states that people take a step."""
    return any(one.grade in _STATING and one.kind != "related" for one in step.evidence)


def _few_people(step: Step) -> int | None:
    """Return how many people were counted for a step, if few were and no other source states it."""
    best = step.evidence[0]
    if best.grade != "observed" or best.people is None or best.people >= _FEW_PEOPLE:
        return None
    stated = any(one.source not in {best.source, COMPUTED.iri} for one in step.evidence)
    return None if stated else best.people


def _distance_findings(route: Route, unrated: Sequence[Named]) -> Iterator[Finding]:
    """Yield the share held of the destination's profile, if a step leads to a new field.

    If more is held of the destination itself, the figure is that of the step with the smallest
    share. Nothing is known of what people hold in an ``unrated`` occupation. If a source lists the
    two occupations of every such step as alike, or says that people rise so, there is much to
    learn, but the field is not new.
    """
    far = [step for step in route.steps if _is_far(step) and step.source not in unrated]
    if not far:
        return
    share, role = route.coverage, route.roles[-1]
    if share is None or share >= _SMALL_SHARE:
        furthest = min(far, key=lambda step: step.coverage or 0.0)
        share, role = furthest.coverage or 0.0, furthest.target
    subject = "much to learn" if all(_is_likened(step) for step in far) else "new field"
    yield Finding(subject, favourable=False, number=share, role=role.label)


def _is_far(step: Step) -> bool:
    """Return whether a step leads to a role of another family of which little is held."""
    return not step.same_family and step.coverage is not None and step.coverage < _SMALL_SHARE


def _is_likened(step: Step) -> bool:
    """Return whether a source counts the two occupations of a step among the most alike.

    If a document says that people rise to lead others, they lead them in their own field.
    """
    rises = is_leading_occupation(step.target.iri)
    return bool(step.similar_work) or any(
        one.kind == "related" or (rises and one.grade == "stated") for one in step.evidence
    )


def _unknown_pay_findings(before: Sequence[PayBand], last: Step) -> Iterator[Finding]:
    """Yield that the destination's pay is not known, if that of the present role is."""
    if any(band.median for band in before) and not any(band.median for band in last.pay):
        yield Finding(UNKNOWN_PAY, favourable=False, number=0.0, role=last.target.label)
