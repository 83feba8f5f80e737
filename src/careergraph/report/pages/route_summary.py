"""The summary of a route: whether it is allowed, possible and advisable, and how we know."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.advisability import UNKNOWN_PAY, assess_route
from careergraph.answers.planning.not_counted import find_study_first
from careergraph.answers.planning.route_time import begins_with_years, is_too_broad
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_occupation
from careergraph.model.phrases import count_text
from careergraph.report.demands import (
    TOO_BROAD,
    asked_text,
    extra_text,
    first_extra_text,
    is_asked_of_all,
    item_text,
)
from careergraph.report.layout import Block, Fields
from careergraph.report.pages.advice import advice_rows
from careergraph.report.pages.allowed import allowed_rows
from careergraph.report.pages.how_we_know import known_rows
from careergraph.report.pages.pay import outlook_text, pay_change
from careergraph.report.pages.possible import time_text
from careergraph.report.phrases import named_rows, range_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.experience import EntryAdvice
    from careergraph.model.values import MissingSkill, Named, Route, Routes, Step
    from careergraph.report.citations import Citations

__all__ = [
    "certification_rows",
    "direct_rows",
    "first_label",
    "first_text",
    "lower_level_rows",
    "on_top_rows",
    "route_summary",
]

_FIRST_SKILLS: Final = 5
_FEW_STRENGTHS: Final = 3
"""Items held in full below which those held in part are named, too."""


def first_label(route: Route) -> str:
    """Return the name of the row of `first_text`."""
    return "refresh first" if route.steps[0].is_back else "learn first"


def route_summary(routes: Routes, route: Route, citations: Citations) -> list[Block]:
    """Return what people want to know about a route first: allowed, possible, advisable."""
    computed = [step for step in route.steps if step.is_computed]
    name = " → ".join(route.labels)
    first = f"{name}  ({_computed_text(computed)})" if computed else name
    rows = [
        ("route", first),
        *named_rows(routes.named),
        *lower_level_rows(route),
        *allowed_rows(routes, route, citations),
        *_first_rows(route, citations),
        ("possible?", time_text(routes, route, citations)),
        *direct_rows(routes),
        *on_top_rows(route, citations),
        *(_without_effect_rows(routes) if route == routes[0] else ()),
        *_strength_rows(route),
        (first_label(route), _begin_text(route, citations)),
    ]
    rows += certification_rows(routes, citations)
    rows += _advice_rows(route, citations)
    probable = _probable_text(route)
    if probable:
        rows.append(("probably held", probable))
    rows += advice_rows(routes, route)
    rows.append(("", pay_change(routes, citations)))
    outlook = outlook_text(routes, citations)
    if outlook:
        rows.append(("", outlook))
    rows += known_rows(routes, route, citations)
    unknown = _unknown_text(routes, route)
    if unknown:
        rows.append(("not known", unknown))
    rows.append(("ranked by", routes.formula))
    return [Fields(tuple(rows))]


def direct_rows(routes: Routes) -> list[tuple[str, str]]:
    """Return a row for the direct change, if the best route takes much longer."""
    direct = routes.in_one_step
    if direct is None:
        return []
    hours = range_text(direct.learning_hours, "hour")
    text = f"about {range_text(direct.years, 'year')}: {hours} of learning"
    source = "no source names the move" if direct.is_computed else "a stated move, but more effort"
    return [("in one step", f"{text}; {source}")]


def certification_rows(routes: Routes, citations: Citations) -> list[tuple[str, str]]:
    """Return a row of the certifications that sources name for the destination."""
    parts: list[str] = []
    is_said = False
    for (later, necessity), alike in groupby(
        routes.certifications, lambda one: (one.later, one.necessity)
    ):
        names = ", ".join(
            f"{one.certification.label} {citations.mark(one.sources)}".rstrip() for one in alike
        )
        when = "~later, with some years of this work: " if later and not is_said else ""
        is_said = is_said or later
        parts.append(f"{when}{names} ({necessity})")
    return [("certifications", "; ".join(parts))] if parts else []


def _computed_text(steps: Sequence[Step]) -> str:
    if any(step.evidence[0].kind == "retraining" for step in steps):
        return "computed: retraining, a change of field that no source counts"
    if any(step.evidence[0].kind == "back" for step in steps):
        return (
            "computed: a step back to earlier work, which you refresh; no source counts such moves"
        )
    return "computed: the two lines of work are similar, but no source states the move"


def _strength_rows(route: Route) -> list[tuple[str, str]]:
    """Return what a person brings to the first step.

    These are the items asked for that the person says they hold and, in another line of work, the
    weightiest items that they are assumed to hold. In a new field these few are the best argument;
    if they are fewer than three, items held in part follow.
    """
    first = route.steps[0]
    names = dict.fromkeys(item.label for item in (*first.stated, *first.brings))
    partly = [item.label for item in first.brings_in_part if item.label not in names]
    parts = [", ".join(names)] if names else []
    if partly and len(names) < _FEW_STRENGTHS:
        parts.append(f"in part: {', '.join(partly)}")
    return [("you bring", "; ".join(parts))] if parts else []


def _without_effect_rows(routes: Routes) -> list[tuple[str, str]]:
    """Return a row for what a person states that changes nothing on the first route."""
    rows = []
    first = routes[0].steps[0]
    if "years" in routes.without_effect:
        years = range_text(Range(first.served, first.served), "year")
        step = "this step" if len(routes[0].steps) == 1 else f"the step to {first.target}"
        text = f"No source says how many years {step} takes, so your {years} are not counted."
        rows.append(("your years", f"{text} They will help."))
    if "degree" in routes.without_effect:
        rows.append(("your degree", _NO_DEGREE_ASKED))
    return rows


_NO_DEGREE_ASKED: Final = (
    "We know of no usual degree for a role on this route, and of nothing your degree teaches that "
    "is asked for. It makes no difference to the figures here."
)


def lower_level_rows(route: Route) -> list[tuple[str, str]]:
    """Return a row for each step to a lower level of seniority."""
    rows: list[tuple[str, str]] = []
    for step in route.steps:
        if step.note is not None:
            ends = f"{step.source} → {step.target}: " if len(route.steps) > 1 else ""
            rows.append(("" if rows else "your level", f"{ends}{step.note}"))
    return rows


def on_top_rows(route: Route, citations: Citations) -> list[tuple[str, str]]:
    """Return what comes on top of the estimate: degrees and licences, then years of work.

    Compulsory demands have rows of their own, and those that the time already names are left out.
    """
    texts = []
    first, is_named = find_study_first(route.steps), begins_with_years(route)
    for step in route.steps:
        where = f"{step.target}: " if len(route.steps) > 1 else ""
        texts += [
            f"{where}{extra_text(extra, citations)}"
            for extra in step.not_counted
            if extra not in first and not (is_named and extra.kind == "training")
        ]
        if step.experience_asked is not None and not is_named and not is_asked_of_all(step):
            texts.append(f"{where}{asked_text(step, citations)}")
    return [("" if number else "not counted", text) for number, text in enumerate(texts)]


def _first_rows(route: Route, citations: Citations) -> list[tuple[str, str]]:
    """Return the compulsory study and licences of the roles on the route."""
    texts = []
    for extra, step in find_study_first(route.steps).items():
        where = f"{step.target}: " if len(route.steps) > 1 else ""
        texts.append(f"{where}{first_extra_text(extra, citations)}")
    return [("" if number else "first", text) for number, text in enumerate(texts)]


def _to_learn(route: Route) -> list[MissingSkill]:
    """Return what is left to learn on a route, each item once, in the order of a plan."""
    skills: dict[str, MissingSkill] = {}
    for step in route.steps:
        for skill in step.missing_skills:
            if not skill.is_probable:
                skills.setdefault(skill.name, skill)
    place = {item.label: number for number, item in enumerate(route.learning_order)}
    return sorted(skills.values(), key=lambda skill: place.get(skill.name, len(place)))


def _advice_rows(route: Route, citations: Citations) -> list[tuple[str, str]]:
    """Return a row with advice for people who enter the destination from other work."""
    remarks = [one for one in route.steps[-1].advice if one.comment]
    if not remarks:
        return []
    text = " ".join(one.comment for one in remarks if one.comment)
    marks = citations.mark(dict.fromkeys(one.source for one in remarks))
    return [("good to know", f"{_marked(text, remarks[0])} {marks}".rstrip())]


def _marked(text: str, advice: EntryAdvice) -> str:
    """Return a text of ours with the mark of editorial judgement."""
    return f"~{text}" if advice.source.endswith("/editorial") else text


def _begin_text(route: Route, citations: Citations) -> str:
    """Return what to learn first, or the programme or apprenticeship that teaches it.

    The subjects that newcomers to an occupation begin with come first, if they are known.
    """
    text, last = first_text(route), route.steps[-1]
    named = last.subjects
    subjects = ""
    if named is not None and named.subjects:
        mark = citations.mark([named.source])
        subjects = f"{_marked(named.subjects, named)} {mark}".rstrip()
    taught = subjects or ("" if last.is_rated else text)
    if any(extra.kind == "programme" for extra in last.not_counted):
        return _of_teacher("programme", taught if is_occupation(last.target.iri) else text)
    if last.training is not None and is_occupation(last.target.iri):
        return _of_teacher(last.training.basis.rpartition(" ")[2], taught)
    if is_too_broad(route) and not last.missing_skills:
        return subjects or f"not known: {TOO_BROAD}"
    if subjects and last.is_rated:
        return f"{subjects}; by the broad ratings: {text}"
    if subjects and is_occupation(last.target.iri):
        return f"{subjects}; in detail: {text}"
    return text


def _of_teacher(teacher: str, subjects: str) -> str:
    return f"what the {teacher} teaches{f': {subjects}' if subjects else ''}"


def first_text(route: Route) -> str:
    """Return what to learn first on a route, and how much there is to learn in all."""
    skills = _to_learn(route)
    if not skills:
        unknown = any(not step.needed for step in route.steps)
        known = "unknown: no source lists the requirements of a role on the route"
        return known if unknown else "nothing that we can see"
    first = {item.label for item in route.learn_first}
    shown = [skill for skill in skills if skill.name in first] or skills[:_FIRST_SKILLS]
    begins = [item_text(skill) for skill in shown if not skill.is_deepened]
    deepened = [skill.name for skill in shown if skill.is_deepened]
    parts = [", ".join(begins)] if begins else []
    if deepened:
        parts.append(f"to expert level: {', '.join(deepened)}")
    text = "; ".join(parts)
    return f"{text} ({len(shown)} of {len(skills)} skills)" if len(skills) > _FIRST_SKILLS else text


def _probable_text(route: Route) -> str:
    probable = [skill for step in route.steps for skill in step.probable]
    names = list(dict.fromkeys(skill.name for skill in probable))
    if not names:
        return ""
    shown = ", ".join(names[:_FIRST_SKILLS])
    more = len(names) - _FIRST_SKILLS
    rest = f" and {more} more" if more > 0 else ""
    return f"{shown}{rest} (counts half; settle it with --have or --lack)"


def _unknown_text(routes: Routes, route: Route) -> str:
    unknown = [_unrated_text(role, is_start=role == routes.source) for role in routes.unrated]
    cost = route.cost
    if cost.unknown_durations:
        unknown.append(f"the experience for {count_text(cost.unknown_durations, 'step')}")
    if cost.unknown_likelihoods:
        unknown.append(_how_usual(cost.unknown_likelihoods, cost.hops))
    is_said = any(finding.subject == UNKNOWN_PAY for finding in assess_route(routes, route))
    if not route.steps[-1].pay and not is_said:
        unknown.append("the pay there")
    return "; ".join(unknown)


def _unrated_text(role: Named, *, is_start: bool) -> str:
    """Return that no source rates an occupation."""
    if is_start:
        return f"what you hold: no source rates what the occupation {role.label} can do"
    return f"what the occupation {role.label} asks for, which no source rates"


def _how_usual(unknown: int, steps: int) -> str:
    """Return a note on how many steps are of unknown frequency."""
    if steps == 1:
        return "how many people take this step"
    if unknown == steps:
        return "how many people take these steps"
    return f"how many people take {unknown} of the {steps} steps"
