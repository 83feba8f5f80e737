"""The part of the page that says whether a route is advisable, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.advisability import UNKNOWN_PAY, assess_route
from careergraph.report.citations import occupation_text
from careergraph.report.phrases import with_article

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.answers.planning.advisability import Finding
    from careergraph.model.values import Route, Routes

__all__ = ["advice_rows", "finding_text"]


def advice_rows(routes: Routes, route: Route) -> list[tuple[str, str]]:
    """Return what speaks for a route and against it, one row each."""
    findings = assess_route(routes, route)
    unknown = [finding for finding in findings if finding.subject == UNKNOWN_PAY]
    sides = _name_wide_occupations_once([one for one in findings if one not in unknown])
    texts = [
        _side_text("for", [finding for finding in sides if finding.favourable]),
        _side_text("against", [finding for finding in sides if not finding.favourable]),
        *map(finding_text, unknown),
    ]
    known = [text for text in texts if text] or ["nothing that we know speaks for or against it"]
    return [("advisable?" if not number else "", text) for number, text in enumerate(known)]


def _name_wide_occupations_once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings of which one alone explains that its figures are of a wider occupation."""
    named: set[str] = set()
    once = []
    for finding in sorted(findings, key=lambda one: not one.favourable):
        again = finding.occupation is not None and finding.occupation in named
        once.append(finding._replace(ends=_AGAIN) if again else finding)
        if finding.occupation is not None:
            named.add(finding.occupation)
    return once


_AGAIN: Final = ("again",)


def _side_text(side: str, findings: Sequence[Finding]) -> str:
    return f"{side}: {'; '.join(map(finding_text, findings))}" if findings else ""


def finding_text(finding: Finding) -> str:
    """Return one finding in words.

    Examples
    --------
    >>> from careergraph.answers.planning.advisability import Finding
    >>> finding_text(Finding("pay", favourable=False, number=-0.485))
    "the occupation's median pay is 48 % lower"
    >>> finding_text(Finding("employment", favourable=False, number=-2.0, occupation="IT Managers"))
    'employment is projected to shrink by 2 % (all IT managers, of whom these are a few)'
    """
    return _WORDS[finding.subject](finding)


def _pay_text(finding: Finding) -> str:
    direction = "higher" if finding.number > 0 else "lower"
    change = f"{100 * abs(finding.number):.0f} % {direction}"
    if finding.occupation is None:
        return f"the occupation's median pay is {change}"
    return f"median pay is {change} ({_wide_text(finding)})"


def _wide_text(finding: Finding) -> str:
    """Return whose figures these are, where a role is only a part of its occupation."""
    name = f"all {occupation_text(finding.occupation or '', is_part=False)}"
    return name if finding.ends == _AGAIN else f"{name}, of whom these are a few"


def _employment_text(finding: Finding) -> str:
    number = finding.number
    whose = "" if finding.occupation is None else f" ({_wide_text(finding)})"
    if number <= 0:
        return f"employment is projected to shrink by {abs(number):g} %{whose}"
    overall = finding.total or 0
    return (
        f"employment is projected to grow by {number:g} %{whose}, all occupations by {overall:g} %"
    )


def _sourced_text(finding: Finding) -> str:
    return "a source names this move" if finding.total == 1 else "sources name each move"


def _people_text(finding: Finding) -> str:
    number = finding.number
    people = "1 person was" if number == 1 else f"{number:g} people were"
    source, target = finding.ends
    return f"only {people} counted making the step from {source} to {target}"


def _new_field_text(finding: Finding) -> str:
    whose = "the profile" if finding.role is None else f"the profile of {finding.role}"
    return f"a new field: you hold {100 * finding.number:.0f} % of {whose}"


def _unknown_pay_text(finding: Finding) -> str:
    role = finding.role or "the destination"
    name = role if role.endswith("s") else with_article(role)
    return f"you may earn less: no figure is known for {name}"


_WORDS: Final[dict[str, Callable[[Finding], str]]] = {
    "pay": _pay_text,
    "employment": _employment_text,
    "sourced": _sourced_text,
    "people": _people_text,
    "new field": _new_field_text,
    UNKNOWN_PAY: _unknown_pay_text,
}
