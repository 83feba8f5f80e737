"""The part of the page that says whether a route is advisable, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.advisability import assess_route
from careergraph.report.citations import occupation_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.answers.planning.advisability import Finding
    from careergraph.model.values import Route, Routes

__all__ = ["advice_rows", "finding_text"]


def advice_rows(routes: Routes, route: Route) -> list[tuple[str, str]]:
    """Return what speaks for a route and against it, one row each."""
    findings = assess_route(routes, route)
    texts = [
        _side_text("for", [finding for finding in findings if finding.favourable]),
        _side_text("against", [finding for finding in findings if not finding.favourable]),
    ]
    known = [text for text in texts if text] or ["nothing that we know speaks for or against it"]
    return [("advisable?" if not number else "", text) for number, text in enumerate(known)]


def _side_text(side: str, findings: Sequence[Finding]) -> str:
    return f"{side}: {'; '.join(map(finding_text, findings))}" if findings else ""


def finding_text(finding: Finding) -> str:
    """Return one finding in words.

    Examples
    --------
    >>> from careergraph.answers.planning.advisability import Finding
    >>> finding_text(Finding("pay", favourable=False, number=-0.485))
    "the occupation's median pay is 48 % lower"
    >>> finding_text(Finding("employment", True, 15.2, 3.1, "IT Managers"))
    'employment is projected to grow by 15.2 % (IT managers in general), all occupations by 3.1 %'
    """
    return _WORDS[finding.subject](finding)


def _pay_text(finding: Finding) -> str:
    direction = "higher" if finding.number > 0 else "lower"
    change = f"{100 * abs(finding.number):.0f} % {direction}"
    if finding.occupation is None:
        return f"the occupation's median pay is {change}"
    return f"median pay is {change}, of the occupations in general"


def _employment_text(finding: Finding) -> str:
    number, title = finding.number, finding.occupation
    whose = "" if title is None else f" ({occupation_text(title, is_part=True)})"
    if number <= 0:
        return f"employment is projected to shrink by {abs(number):g} %{whose}"
    overall = finding.total or 0
    return (
        f"employment is projected to grow by {number:g} %{whose}, all occupations by {overall:g} %"
    )


def _sourced_text(finding: Finding) -> str:
    return "a source states it" if finding.total == 1 else "sources state each step"


def _people_text(finding: Finding) -> str:
    number = finding.number
    people = "1 person was" if number == 1 else f"{number:g} people were"
    return f"only {people} counted for a step that no other source states"


def _new_field_text(finding: Finding) -> str:
    whose = "the profile" if finding.role is None else f"the profile of {finding.role}"
    return f"a new field: you hold {100 * finding.number:.0f} % of {whose}"


_WORDS: Final[dict[str, Callable[[Finding], str]]] = {
    "pay": _pay_text,
    "employment": _employment_text,
    "sourced": _sourced_text,
    "people": _people_text,
    "new field": _new_field_text,
}
