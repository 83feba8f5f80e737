"""The part of the page that says whether a route is allowed: licences and degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.not_counted import STUDY, find_study_first
from careergraph.model.experience import FOR_ENTRY
from careergraph.model.phrases import with_article
from careergraph.model.values import licence_text

if TYPE_CHECKING:
    from careergraph.model.values import NotCounted, Route, Routes, Step, UsualDegree
    from careergraph.report.citations import Citations

__all__ = ["allowed_rows"]

_NAMED_SHARE: Final = 0.1


def allowed_rows(routes: Routes, route: Route, citations: Citations) -> list[tuple[str, str]]:
    """Return the licence of the destination, and the degree by which people usually enter it."""
    texts = _allowed_texts(routes, route, citations)
    return [("" if number else "allowed?", text) for number, text in enumerate(texts)]


def _allowed_texts(routes: Routes, route: Route, citations: Citations) -> list[str]:
    last = route.steps[-1]
    parts = []
    for licence in routes.licences[:1]:
        mark = citations.mark([licence.source])
        held = "you hold its licence" if routes.holds_licence else "add --licence if you hold it"
        what = _REQUIRED_FOR.get(licence.required_for or "", "regulated: {}").format(licence.label)
        parts.append(f"{what} {mark}; {held}".replace(" ;", ";"))
    if not routes.licences and last.regulated:
        held = "" if routes.holds_licence else ", which is not in the estimate"
        parts.append(f"{licence_text(last.licence)}{held}")
    if not routes.licences and not last.regulated:
        known = "~in most places no licence is required"
        parts.append(known if last.regulated is False else _NO_LICENCE)
    degree = _usual_degree_text(routes, last, citations)
    usual = routes.usual_degree
    if usual is not None and usual.share is not None and _is_named_below(route):
        degree = ""
    if degree:
        parts.append(degree)
    elif parts[0] == _NO_LICENCE and not _is_named_below(route):
        return ["we know of no licence or degree that you need; countries and employers differ"]
    return parts


def _is_named_below(route: Route) -> bool:
    """Return whether the degree that people in the job name is listed under "not counted"."""
    last, first = route.steps[-1], find_study_first(route.steps)
    return any(one.kind == "degree" and one not in first for one in last.not_counted)


_NO_LICENCE: Final = "we know of no licence that you need; countries differ"
_REQUIRED_FOR: Final = {
    FOR_ENTRY: "regulated: {} to enter",
    "forSomePositions": "some positions need a licence by law, others none: {}",
    "forResponsibility": "regulated: {} to take full responsibility",
}


def _usual_degree_text(routes: Routes, last: Step, citations: Citations) -> str:
    """Return the degree by which people usually enter, and whether the person holds it.

    Without a usual degree it is the one that most respondents name.
    """
    usual, named = routes.usual_degree, routes.most_named_degree
    if usual is None:
        return ""
    any_field = any(licence.any_field for licence in routes.licences)
    kinds = ("degree",) if any_field else STUDY
    extra = next((one for one in last.not_counted if one.kind in kinds), None)
    mark = citations.mark([usual.source])
    held = _held_degree_text(routes, extra)
    if usual.share is not None:
        return f"{_most_named_text(usual)} {mark}".rstrip() + held
    text = f"usually entered with {with_article(usual.label)} {mark}".rstrip() + held
    if named is None:
        return text
    return f"{text}; {_most_named_text(named)} {citations.mark([named.source])}".rstrip()


def _most_named_text(degree: UsualDegree) -> str:
    """Return how many respondents name a degree or a higher one, and what most others name.

    Examples
    --------
    >>> from careergraph.model.values import UsualDegree
    >>> named = UsualDegree("master's degree", 7, "urn:s", 0.66, "bachelor's degree", 0.34)
    >>> _most_named_text(named)
    "66% of people in the job say that it requires a master's degree or more, 34% a bachelor's
    degree"
    """
    share = round(100 * (degree.share or 0))
    whose = "of people in the job say that it requires"
    text = f"{share}% {whose} {with_article(degree.label)} or more"
    if degree.lower is None or degree.lower_share < _NAMED_SHARE:
        return text
    return f"{text}, {round(100 * degree.lower_share)}% {with_article(degree.lower)}"


def _held_degree_text(routes: Routes, extra: NotCounted | None) -> str:
    """Return whether a person has the usual degree, as far as that is known."""
    if extra is None and not routes.states_degree:
        if not routes.role_has_degree:
            return _ADD_DEGREE
        entered = routes.usual_degree is not None and routes.usual_degree.share is None
        return ", as in your present role" if entered else "; your present role requires the same"
    if extra is None and routes.field_stands_in:
        return "; ~yours is in a field that is usually accepted"
    if extra is None:
        return ", which you hold" if routes.holds_degree else ""
    return _FALLS_SHORT.get(extra.held, _ADD_DEGREE)


_ADD_DEGREE: Final = "; add --degree if you have one"
_FALLS_SHORT: Final = {
    "field not known": "; we don't know whether yours is in a field that the licence accepts",
    "no field stated": "",
    "other field": "; yours is in another field",
    "lower degree": ", which you would have to earn",
}
