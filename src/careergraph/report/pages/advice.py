"""The part of the page that says whether a route is advisable, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.advisability import assess_route
from careergraph.model.phrases import count_text

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
    >>> finding_text(Finding("editorial", favourable=False, number=1, total=2))
    '1 of 2 steps is our judgement alone (~)'
    """
    number, total = finding.number, finding.total
    return _WORDS[finding.subject](number, total)


def _pay_text(number: float, _total: float | None) -> str:
    direction = "higher" if number > 0 else "lower"
    return f"the occupation's median pay is {100 * abs(number):.0f} % {direction}"


def _employment_text(number: float, total: float | None) -> str:
    if number <= 0:
        return f"employment is projected to shrink by {abs(number):g} %"
    return f"employment is projected to grow by {number:g} %, all occupations by {total or 0:g} %"


def _sourced_text(_number: float, total: float | None) -> str:
    return "a source states it" if total == 1 else "sources state each step"


def _editorial_text(number: float, total: float | None) -> str:
    return f"{_steps(number, total)} our judgement alone (~)"


def _computed_text(number: float, total: float | None) -> str:
    return f"{_steps(number, total)} computed, no source states such a move"


def _people_text(number: float, _total: float | None) -> str:
    people = "1 person was" if number == 1 else f"{number:g} people were"
    return f"only {people} counted for a step that no other source states"


def _new_field_text(number: float, total: float | None) -> str:
    return f"a new field: {number:g} of the {count_text(int(total or 0), 'item')} asked for are new"


def _steps(number: float, total: float | None) -> str:
    verb = "is" if number == 1 else "are"
    if total == 1:
        return "the step is"
    return f"{number:g} of {count_text(int(total or 0), 'step')} {verb}"


_WORDS: Final[dict[str, Callable[[float, float | None], str]]] = {
    "pay": _pay_text,
    "employment": _employment_text,
    "sourced": _sourced_text,
    "editorial": _editorial_text,
    "computed": _computed_text,
    "people": _people_text,
    "new field": _new_field_text,
}
