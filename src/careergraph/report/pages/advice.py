"""The part of the page that says whether a route is advisable, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.advisability import UNKNOWN_PAY, assess_route
from careergraph.model.phrases import with_article
from careergraph.report.citations import occupation_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.answers.planning.advisability import Finding
    from careergraph.model.values import Route, Routes

__all__ = ["advice_rows", "finding_text"]


def advice_rows(routes: Routes, route: Route) -> list[tuple[str, str]]:
    """Return a row for what speaks for a route, one for what speaks against it, and the unknown."""
    sides: dict[str, list[str]] = {"for: ": [], "against: ": [], "": []}
    explained: set[str | None] = set()
    for finding in sorted(assess_route(routes, route), key=lambda one: not one.favourable):
        side = "for: " if finding.favourable else "against: "
        is_explained = finding.occupation in explained
        text = finding_text(finding, is_explained=is_explained)
        sides["" if finding.subject == UNKNOWN_PAY else side].append(text)
        explained.add(finding.occupation)
    texts = [f"{side}{'; '.join(parts)}" for side, parts in sides.items() if parts]
    known = texts or ["we know of nothing that speaks for or against it"]
    return [("advisable?" if not number else "", text) for number, text in enumerate(known)]


def finding_text(finding: Finding, *, is_explained: bool = False) -> str:
    """Return one finding in words.

    If the wider occupation of its figures ``is_explained`` already, only its name is given.

    Examples
    --------
    >>> from careergraph.answers.planning.advisability import Finding
    >>> finding_text(Finding("pay", favourable=False, number=-0.485))
    "the occupation's median pay is 48% lower"
    >>> finding_text(Finding("employment", favourable=False, number=-2.0, occupation="IT Managers"))
    'employment of IT managers (the wider occupation) is projected to shrink by 2%'
    """
    whose = ""
    if finding.occupation is not None:
        whose = occupation_text(finding.occupation, is_part=False)
        whose += "" if is_explained else " (the wider occupation)"
    return _WORDS[finding.subject](finding, whose)


def _pay_text(finding: Finding, whose: str) -> str:
    direction = "higher" if finding.number > 0 else "lower"
    change = f"{100 * abs(finding.number):.0f}% {direction}"
    if whose:
        return f"the median pay of {whose} is {change}"
    return f"the occupation's median pay is {change}"


def _employment_text(finding: Finding, whose: str) -> str:
    number = finding.number
    subject = f"employment of {whose}" if whose else "employment"
    if number <= 0:
        return f"{subject} is projected to shrink by {abs(number):g}%"
    overall = finding.total or 0
    return f"{subject} is projected to grow by {number:g}%, that of all occupations by {overall:g}%"


def _sourced_text(finding: Finding, _whose: str) -> str:
    return "a source describes this step" if finding.total == 1 else "a source describes every step"


def _people_text(finding: Finding, _whose: str) -> str:
    number = finding.number
    people = "1 person was" if number == 1 else f"{number:g} people were"
    source, target = finding.ends
    return f"only {people} counted making the step from {source} to {target}"


def _distance_text(finding: Finding, _whose: str) -> str:
    whose = "the profile" if finding.role is None else f"the profile of {finding.role}"
    is_new = finding.subject == "new field"
    far = "the field is new to you" if is_new else "there is much to learn"
    return f"{far} (you hold {100 * finding.number:.0f}% of {whose})"


def _unknown_pay_text(finding: Finding, _whose: str) -> str:
    role = finding.role or "the destination"
    name = role if role.endswith("s") else with_article(role)
    return f"no pay figure is known for {name}, so compare offers with your present pay"


_WORDS: Final[dict[str, Callable[[Finding, str], str]]] = {
    "pay": _pay_text,
    "employment": _employment_text,
    "sourced": _sourced_text,
    "people": _people_text,
    "new field": _distance_text,
    "much to learn": _distance_text,
    UNKNOWN_PAY: _unknown_pay_text,
}
