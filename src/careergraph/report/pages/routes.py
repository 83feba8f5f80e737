"""Routes and gaps as pages of text: one screen first, and the rest on request."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.advisability import is_new_field
from careergraph.answers.planning.not_counted import STUDY, find_study_first
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_occupation
from careergraph.model.phrases import count_text
from careergraph.model.values import COMPUTED, licence_text
from careergraph.report.citations import (
    Citations,
    currency_amount,
    error_text,
    graph_line,
    pay_text,
    period_text,
    population_text,
    spread_text,
)
from careergraph.report.layout import Block, Fields, Heading, Table, Text
from careergraph.report.pages.advice import advice_rows
from careergraph.report.phrases import (
    counted_moves,
    degree_rows,
    evidence_rows,
    likelihood_text,
    names_text,
    range_text,
    skill_rows,
    with_article,
    years_text,
)
from careergraph.search.learning.learning_time import (
    DEFAULT_HOURS_PER_WEEK,
    SHORTEST_STAY,
    learning_years,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.model.values import (
        Gap,
        MissingSkill,
        NotCounted,
        PayBand,
        Route,
        Routes,
        Step,
        StepExperience,
        UsualDegree,
    )

__all__ = [
    "band_text",
    "first_text",
    "gap_page",
    "route_blocks",
    "route_summary",
    "routes_page",
    "yearly_band",
]

_SHOWN_SKILLS: Final = 12
_SHOWN_NAMES: Final = 3
_SHOWN_FIELDS: Final = 2
_NAMED_SHARE: Final = 0.1
_FIRST_SKILLS: Final = 5
_SHOWN_OPTIONAL: Final = 8
_A_YEAR: Final = "P1Y"
_LEVELS: Final = {1: "basic", 2: "working", 3: "expert"}
_LEVEL_NOTE: Final = (
    "Gap: each missing item counts 1 if it is core and half if it is supporting, times the missing "
    "share of the level asked for. What you probably hold counts half."
)
_UNPROVEN: Final = (
    "There may be a better route: the search stopped after {:,} partial paths, before it was sure."
)


def routes_page(
    routes: Routes,
    *,
    full: bool = False,
    number: int | None = None,
    all_skills: bool = False,
    explained: Sequence[Block] = (),
) -> list[Block]:
    """Return routes on one screen; with ``full`` or a ``number`` each step of one in full.

    Parameters
    ----------
    routes
        The routes, best first.
    full
        Whether to show every step in full.
    number
        Which route to show in full, the first as 1.
    all_skills
        Whether to name every skill of a step.
    explained
        Further blocks, which tell how the costs are made up.
    """
    citations = Citations(routes.sources)
    if full or number is not None:
        return _full_page(routes, citations, number, explained, all_skills=all_skills)
    # A short page cites a part of the sources: they are counted from 1 once it is known which.
    _short_page(routes, citations, explained)
    return _short_page(routes, citations.only_cited(), explained)


def _full_page(
    routes: Routes,
    citations: Citations,
    number: int | None,
    explained: Sequence[Block],
    *,
    all_skills: bool,
) -> list[Block]:
    chosen = routes.routes if number is None else routes.routes[number - 1 : number]
    blocks = _begin_page(routes, chosen, citations)
    for place, route in enumerate(chosen, 1):
        if len(chosen) > 1:
            blocks.append(Heading(f"ROUTE {place}: {' → '.join(route.labels)}"))
        blocks += route_blocks(route, routes, citations, all_skills=all_skills)
    blocks += [*explained, *_unproven(routes), *citations.blocks()]
    return [*blocks, Heading("Notes"), Text(_LEVEL_NOTE), _graph(routes)]


def _short_page(routes: Routes, citations: Citations, explained: Sequence[Block]) -> list[Block]:
    blocks = _begin_page(routes, routes.routes, citations)
    blocks += [*explained, *_unproven(routes), *citations.blocks(in_short=True)]
    hint = "--full shows each step, its evidence and every source."
    if len(routes.routes) > 1:
        hint = "--route 2 shows the second route in full, --full all of them."
    if explained:
        return [*blocks, Heading("Notes"), Text(_LEVEL_NOTE), Text(hint), _graph(routes)]
    return [*blocks, Text(""), Text(hint), _graph(routes)]


def _begin_page(routes: Routes, chosen: Sequence[Route], citations: Citations) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"From {routes.source.label or 'your skills'} to {routes.target}")
    ]
    if len(chosen) > 1:
        blocks += _table(routes, citations)
    else:
        blocks += route_summary(routes, chosen[0], citations)
    return blocks


def _unproven(routes: Routes) -> list[Block]:
    return [] if routes.proven else [Text(_UNPROVEN.format(routes.looked_at))]


def _graph(routes: Routes) -> Text:
    return graph_line(routes.graph)


def _table(routes: Routes, citations: Citations) -> list[Block]:
    pareto = routes.criterion == "pareto"
    likely = routes.criterion == "likelihood"
    extra = ("degrees",) if pareto else ("likelihood",) if likely else ()
    rows = []
    for number, route in enumerate(routes.routes, 1):
        cost = route.cost
        more = (str(cost.new_degrees),) if pareto else (likelihood_text(cost),) if likely else ()
        rows.append(
            (
                str(number),
                " → ".join(route.labels),
                range_text(cost.years, "year"),
                range_text(cost.learning_hours, "hour").removesuffix(" hours"),
                f"{cost.gap:.1f}",
                _grades(route),
                *more,
            )
        )
    header = ("", "route", "years", "hours", "gap", "known", *extra)
    best = routes[0]
    fields = Fields(
        (
            *_lower_level_rows(best),
            *_direct_rows(routes),
            *_on_top_rows(best, citations),
            ("pay", _pay_change(routes, citations).removeprefix("pay ")),
            (_first_label(best), first_text(best)),
            *_certification_rows(routes, citations),
            ("ranked by", routes.formula),
        )
    )
    return [Table(header, tuple(rows)), fields]


def _first_label(route: Route) -> str:
    return "refresh first" if route.steps[0].is_back else "learn first"


def _grades(route: Route) -> str:
    """Return how each step is known at best, and of how many in a row where several are alike."""
    grades = [step.evidence[0].grade for step in route.steps]
    texts = []
    for grade, alike in groupby(grades):
        name = f"~{grade}" if grade == "editorial" else grade
        number = len(list(alike))
        texts.append(name if number == 1 else f"{name} ({number} steps)")
    return ", ".join(texts)


def route_summary(routes: Routes, route: Route, citations: Citations) -> list[Block]:
    """Return what someone wants to know of a route first: allowed, possible, advisable."""
    computed = [step for step in route.steps if step.is_computed]
    name = " → ".join(route.labels)
    first = f"{name}  ({_computed_text(computed)})" if computed else name
    rows = [
        ("route", first),
        *_lower_level_rows(route),
        ("allowed?", _allowed_text(routes, route, citations)),
        ("possible?", _time_text(routes, route)),
        *_direct_rows(routes),
        *_on_top_rows(route, citations),
        *_without_effect_rows(routes),
        *_strength_rows(route),
        (_first_label(route), _begin_text(route)),
    ]
    rows += _certification_rows(routes, citations)
    probable = _probable_text(route)
    if probable:
        rows.append(("probably held", probable))
    rows += advice_rows(routes, route)
    rows.append(("", _pay_change(routes, citations)))
    outlook = _outlook_text(routes, citations)
    if outlook:
        rows.append(("", outlook))
    for number, step in enumerate(route.steps):
        ends = f"{step.source} → {step.target}: " if len(route.steps) > 1 else ""
        rows.append(("" if number else "how we know", f"{ends}{_known_text(step, citations)}"))
    unknown = _unknown_text(routes, route)
    if unknown:
        rows.append(("not known", unknown))
    rows.append(("ranked by", routes.formula))
    return [Fields(tuple(rows))]


def _direct_rows(routes: Routes) -> list[tuple[str, str]]:
    """Return a row for the direct change, where the best route takes much longer."""
    direct = routes.in_one_step
    if direct is None:
        return []
    hours = range_text(direct.learning_hours, "hour")
    text = f"about {range_text(direct.years, 'year')}: {hours} of learning"
    source = "no source names the move" if direct.is_computed else "a stated move, but more effort"
    return [("in one step", f"{text}; {source}")]


def _certification_rows(routes: Routes, citations: Citations) -> list[tuple[str, str]]:
    """Return a row of the certifications that sources name for the destination."""
    parts = []
    for necessity, alike in groupby(routes.certifications, lambda one: one.necessity):
        names = ", ".join(
            f"{one.certification.label} {citations.mark(one.sources)}".rstrip() for one in alike
        )
        parts.append(f"{names} ({necessity})")
    return [("certificates", "; ".join(parts))] if parts else []


def _computed_text(steps: Sequence[Step]) -> str:
    if any(step.evidence[0].kind == "retraining" for step in steps):
        return "computed: retraining, no source counts such moves"
    if any(step.evidence[0].kind == "back" for step in steps):
        return (
            "computed: a step back to earlier work, which you refresh; no source counts such moves"
        )
    return "computed: the two lines of work are similar, no source states the move"


def _allowed_text(routes: Routes, route: Route, citations: Citations) -> str:
    last = route.steps[-1]
    parts = []
    for licence in routes.licences[:1]:
        mark = citations.mark([licence.source])
        held = (
            "you hold its licence"
            if routes.holds_licence
            else "not in the estimate; add --licence if you hold it"
        )
        what = _REQUIRED_FOR.get(licence.required_for or "", "regulated: {}").format(licence.label)
        parts.append(f"{what} {mark}; {held}".replace(" ;", ";"))
    if not routes.licences and last.regulated:
        held = "" if routes.holds_licence else ", which is not in the estimate"
        parts.append(f"{licence_text(last.licence)}{held}")
    if not routes.licences and not last.regulated:
        known = "~no law asks for a licence in most places"
        parts.append(known if last.regulated is False else _NO_LICENCE)
    degree = _usual_degree_text(routes, last, citations)
    if degree:
        parts.append(degree)
    elif parts[0] == _NO_LICENCE:
        return "we know of no licence or degree that you need; countries and employers differ"
    return "; ".join(parts)


_NO_LICENCE: Final = "we know of no licence that you need; countries differ"
_REQUIRED_FOR: Final = {
    "forEntry": "regulated: {} to enter",
    "forSomePositions": "for some positions the law asks for a licence: {}",
    "forResponsibility": "regulated: {} to take full responsibility",
}


def _usual_degree_text(routes: Routes, last: Step, citations: Citations) -> str:
    """Return the degree by which people usually enter, and whether the person is taken to hold it.

    Without one it is the degree that most of those asked name.
    """
    usual, named = routes.usual_degree, routes.most_named_degree
    if usual is None:
        return ""
    any_field = any(licence.any_field for licence in routes.licences)
    kinds = ("degree",) if any_field else STUDY
    extra = next((one for one in last.not_counted if one.kind in kinds), None)
    mark = citations.mark([usual.source])
    if usual.share is not None:
        text = f"{_most_named_text(usual)} {mark}".rstrip()
    else:
        text = f"usually entered with {with_article(usual.label)} {mark}".rstrip()
        if named is not None:
            text += f"; {_most_named_text(named)} {citations.mark([named.source])}".rstrip()
    return text + _held_degree_text(routes, extra)


def _most_named_text(degree: UsualDegree) -> str:
    """Return how many of those asked name a degree or a higher one, and what most others name.

    Examples
    --------
    >>> from careergraph.model.values import UsualDegree
    >>> named = UsualDegree("master's degree", 7, "urn:s", 0.66, "bachelor's degree", 0.34)
    >>> _most_named_text(named)
    "66 % of those asked name a master's degree or more, 34 % a bachelor's degree"
    """
    share = round(100 * (degree.share or 0))
    text = f"{share} % of those asked name {with_article(degree.label)} or more"
    if degree.lower is None or degree.lower_share < _NAMED_SHARE:
        return text
    return f"{text}, {round(100 * degree.lower_share)} % {with_article(degree.lower)}"


def _held_degree_text(routes: Routes, extra: NotCounted | None) -> str:
    """Return whether a person has the usual degree, as far as that is known."""
    if extra is None and not routes.states_degree:
        if not routes.role_has_degree:
            return _ADD_DEGREE
        entered = routes.usual_degree is not None and routes.usual_degree.share is None
        return ", as is your present role" if entered else "; your present role asks for the same"
    if extra is None and routes.field_stands_in:
        return "; ~yours is in a field that is usually accepted"
    if extra is None:
        return ", which you hold" if routes.holds_degree else ""
    return _FALLS_SHORT.get(extra.held, _ADD_DEGREE)


_ADD_DEGREE: Final = "; add --degree if you have one"
_FALLS_SHORT: Final = {
    "field not known": "; we don't know that yours is in a field that the licence accepts",
    "no field stated": "",
    "other field": "; yours is in another field",
    "lower degree": ", which you would have to earn",
}


def _fields_text(extra: NotCounted) -> str:
    """Return the usual fields of a degree, the closest ones by name."""
    names = [field.label for field in extra.fields]
    if len(names) <= _SHOWN_FIELDS:
        return " or ".join(names)
    return f"{', '.join(names[:_SHOWN_FIELDS])} or a related field"


def _strength_rows(route: Route) -> list[tuple[str, str]]:
    """Return what a person brings to the first step.

    That is what they say they hold and is asked for; and of another line of work, unless nearly all
    of it is new, the weightiest items that they are taken to hold.
    """
    first = route.steps[0]
    brings = () if is_new_field(route) else first.brings
    names = dict.fromkeys(item.label for item in (*first.stated, *brings))
    return [("you bring", ", ".join(names))] if names else []


def _without_effect_rows(routes: Routes) -> list[tuple[str, str]]:
    """Return a row for what a person states that changes nothing here."""
    rows = []
    first = routes[0].steps[0]
    if "years" in routes.without_effect:
        years = range_text(Range(first.served, first.served), "year")
        step = "this step" if len(routes[0].steps) == 1 else f"the step to {first.target}"
        no_years = f"we know of no years that {step} asks for"
        rows.append(("your years", f"your {years} change nothing here: {no_years}"))
    if "degree" in routes.without_effect:
        rows.append(("your degree", "it changes nothing here: " + _NO_DEGREE_ASKED))
    return rows


_NO_DEGREE_ASKED: Final = (
    "we know of no usual degree on this route, and of nothing it teaches that is asked for"
)


def _lower_level_rows(route: Route) -> list[tuple[str, str]]:
    """Return a row for each step to a lower level of seniority."""
    rows: list[tuple[str, str]] = []
    for step in route.steps:
        if step.note is not None:
            ends = f"{step.source} → {step.target}: " if len(route.steps) > 1 else ""
            rows.append(("" if rows else "your level", f"{ends}{step.note}"))
    return rows


def _on_top_rows(route: Route, citations: Citations) -> list[tuple[str, str]]:
    """Return what comes on top of the estimate: degrees and licences, then years of work."""
    texts = []
    for step in route.steps:
        where = f"{step.target}: " if len(route.steps) > 1 else ""
        texts += [f"{where}{_extra_text(extra, citations)}" for extra in step.not_counted]
        if step.experience_asked is not None:
            texts.append(f"{where}{_asked_text(step, citations)}")
    return [("" if number else "not counted", text) for number, text in enumerate(texts)]


def _extra_text(extra: NotCounted, citations: Citations) -> str:
    mark = citations.mark(extra.sources)
    if extra.kind == "licence":
        scope = _SCOPES.get(extra.required_for or "", "")
        about = f". {extra.comment}" if extra.comment else ""
        return f"the {extra.label}{scope} {mark}".rstrip() + about
    if extra.kind == "programme":
        about = f". {extra.comment}" if extra.comment else ""
        return f"{_degree_text(extra)} {mark}".rstrip() + _PROGRAMME_HELD[extra.held] + about
    if extra.kind == "training":
        return f"more than a year of training on the job, once you are hired {mark}".rstrip()
    fields = f" in {_fields_text(extra)}" if extra.fields else ""
    return f"{_degree_text(extra)}{fields} {mark}".rstrip() + _held_text(extra)


def _degree_text(extra: NotCounted) -> str:
    """Return a degree or programme with the years that it takes; ~ marks our judgement."""
    degree = extra.label if extra.label.endswith("school") else with_article(extra.label)
    if extra.years is None:
        return degree
    mark = "~" if extra.is_editorial else ""
    years = f"({mark}{range_text(extra.years, 'year')} full time)"
    if extra.after is None:
        return f"{degree} {years}"
    return f"{with_article(extra.after)} and {degree} {years}"


def _held_text(extra: NotCounted) -> str:
    if extra.held == "other field":
        return "" if extra.by_law else ", unless employers accept yours in another field"
    if extra.held in _OF_NO_KNOWN_FIELD and not extra.fields:
        return ", unless yours is in a field that the licence accepts"
    return _HELD.get(extra.held, "")


_OF_NO_KNOWN_FIELD: Final = ("field not known", "no field stated")
_TO_ENTER: Final = "forEntry"
_SCOPES: Final = {
    _TO_ENTER: ", to enter",
    "forSomePositions": ", for some positions",
    "forResponsibility": ", to take full responsibility",
}
_PROGRAMME_HELD: Final = {
    "nothing stated": ", unless you have completed it",
    "no field stated": ", unless your degree is the one that it leads to",
    "other field": "",
    "lower degree": "",
}
_HELD: Final = {
    "nothing stated": ", unless you hold one",
    "no field stated": ", unless yours is in such a field",
}


def _asked_text(step: Step, citations: Citations) -> str:
    """Return the years that employers ask newcomers for, and that what was done may count."""
    asked = step.experience_asked
    if asked is None:
        return ""
    years = f"{range_text(asked.years, 'year')} {_RELATED}"
    served = range_text(Range(step.served, step.served), "year") if step.served else "years"
    yours = "yours"
    if is_occupation(step.source.iri):
        yours = f"your {served} in the occupation {step.source}"
    elif step.source.iri:
        yours = f"your {served} as {with_article(step.source.label)}"
    return f"employers usually ask for {years} {citations.mark(asked.sources)}; {yours} may count"


_RELATED: Final = "in related work"


def _time_text(routes: Routes, route: Route) -> str:
    cost = route.cost
    known = cost.learning_hours.high or all(step.needed for step in route.steps)
    hours = range_text(cost.learning_hours, "hour") if known else "unknown hours"
    trains = any(step.training is not None for step in route.steps)
    parts = [f"{hours} of learning at {routes.hours_per_week:g} a week"]
    if trains and not cost.learning_hours.high:
        parts.clear()
    parts += [
        _experience_text(step.experience, step.served)
        for step in route.steps
        if step.experience is not None and step.experience.years.high
    ]
    parts += [
        _experience_text(step.training, 0.0) for step in route.steps if step.training is not None
    ]
    if any(_is_short(step) for step in route.steps[1:]):
        parts.append("at least a year in each role on the way")
    if not all(step.needed for step in route.steps):
        years = years_text(cost) if cost.years.high else "how long is unknown"
        text = f"{years}: {_join(parts)}"
        return f"{text} (no source says what a role on the route asks for)"
    first = _needed_first_text(route)
    if not cost.years.high and not cost.unknown_durations:
        if first:
            return f"{first}; you hold all the skills that it asks for"
        return f"{years_text(cost)}: {_join(parts)} (you hold all that it asks for)"
    whole = _years_with_programmes(route)
    if first and whole is not None:
        return f"{first}; about {range_text(whole, 'year')} in all{_trained_text(route)}"
    skills = f"{first}; skills alone take " if first else ""
    rough = ", judged by O*NET's broad ratings" if is_occupation(routes.target.iri) else ""
    return f"{skills}{years_text(cost)}: {_join(parts)}{rough}"


def _years_with_programmes(route: Route) -> Range | None:
    """Return the years of a route with its programmes of study, which teach what is missing.

    ``None`` where no step asks for one.
    """
    low = high = 0.0
    is_studied = False
    for step in route.steps:
        study = [one.years for one in step.not_counted if one.kind == "programme" and one.years]
        if study:
            is_studied = True
            training = Range() if step.training is None else step.training.years
            low, high = low + study[0].low + training.low, high + study[0].high + training.high
        else:
            low, high = low + step.years.low, high + step.years.high
    return Range(low, high) if is_studied else None


def _trained_text(route: Route) -> str:
    """Return how long people train after their study, as a clause."""
    parts = [
        _experience_text(step.training, 0.0) for step in route.steps if step.training is not None
    ]
    return f", among them {_join(parts)}" if parts else ""


def _needed_first_text(route: Route) -> str:
    """Return the degrees and licences to earn before learning counts.

    Hours make nobody a nurse or a civil engineer.
    """
    extras = find_study_first(route.steps)
    if not extras:
        return ""
    names = [
        _degree_text(extra) if extra.kind in STUDY else f"the {extra.label}" for extra in extras
    ]
    needs = "needs" if all(step.regulated for step in extras.values()) else "usually needs"
    return f"{needs} {' and '.join(dict.fromkeys(names))}"


def _is_short(step: Step) -> bool:
    """Return whether a step asks for less than the stay in a role on the way."""
    if step.training is not None:
        return False
    return step.experience is None or step.experience.years.low < SHORTEST_STAY


def _experience_text(experience: StepExperience, served: float) -> str:
    """Return the years that a step asks for, and how many of them are behind the person."""
    text = f"{range_text(experience.years, 'year')} {_as(experience.basis)}"
    if not served:
        return text
    if served >= experience.years.high:
        return f"{text}, which you have"
    return f"{text}, of which you have {range_text(Range(served, served), 'year')}"


def _as(basis: str) -> str:
    if not basis.startswith("as "):
        return basis
    return f"as {with_article(basis.removeprefix('as '))}"


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _to_learn(route: Route) -> list[MissingSkill]:
    """Return what is left to learn on a route, each item once, in the order of a plan."""
    skills: dict[str, MissingSkill] = {}
    for step in route.steps:
        for skill in step.missing_skills:
            if not skill.is_probable:
                skills.setdefault(skill.name, skill)
    place = {item.label: number for number, item in enumerate(route.learning_order)}
    return sorted(skills.values(), key=lambda skill: place.get(skill.name, len(place)))


def _begin_text(route: Route) -> str:
    """Return what to learn first, or the programme or apprenticeship that teaches it."""
    text, last = first_text(route), route.steps[-1]
    if not any(extra.kind == "programme" for extra in last.not_counted):
        if last.training is not None and is_occupation(last.target.iri):
            return f"what the {last.training.basis.rpartition(' ')[2]} teaches"
        return text
    if is_occupation(last.target.iri):
        return "what the programme teaches"
    return f"what the programme teaches: {text}"


def first_text(route: Route) -> str:
    """Return what to learn first on a route, and how much there is to learn in all."""
    skills = _to_learn(route)
    if not skills:
        unknown = any(not step.needed for step in route.steps)
        return "unknown: no source says what a role on the route asks for" if unknown else "nothing"
    first = {item.label for item in route.learn_first}
    shown = [skill for skill in skills if skill.name in first] or skills[:_FIRST_SKILLS]
    begins = [item_text(skill) for skill in shown if not skill.is_deepened]
    deepened = [skill.name for skill in shown if skill.is_deepened]
    parts = [", ".join(begins)] if begins else []
    if deepened:
        parts.append(f"to expert level: {', '.join(deepened)}")
    text = "; ".join(parts)
    return f"{text} ({len(skills)} in all)" if len(skills) > _FIRST_SKILLS else text


def item_text(skill: MissingSkill) -> str:
    """Return an item by the name of its group or skill, with the level held and asked for."""
    return f"{skill.name} ({_LEVELS[skill.level]})" if skill.held else skill.name


def _probable_text(route: Route) -> str:
    probable = [skill for step in route.steps for skill in step.probable]
    names = list(dict.fromkeys(skill.name for skill in probable))
    if not names:
        return ""
    shown = ", ".join(names[:_FIRST_SKILLS])
    more = len(names) - _FIRST_SKILLS
    rest = f" and {more} more" if more > 0 else ""
    return f"{shown}{rest} (counts half; settle it with --have or --lack)"


def _pay_change(routes: Routes, citations: Citations) -> str:
    before, after = routes.pay_before, routes[0].steps[-1].pay
    mark = citations.mark(band.source for band in (*before, *after))
    old, new = yearly_band(before), yearly_band(after)
    if old is not None and new is not None and old.shows_same_figures(new):
        both = replace(new, is_part=old.is_part or new.is_part, for_newcomers=False)
        text = f"pay now and then: {band_text(both)} {mark}, the same occupation".rstrip()
        if old.for_newcomers or new.for_newcomers:
            text += f"; {_NEWCOMERS}"
        return text
    return f"pay now: {band_text(old)}; then: {band_text(new)} {mark}".rstrip()


_NEWCOMERS: Final = "~newcomers usually earn in the lower half of this band"


def yearly_band(bands: Sequence[PayBand]) -> PayBand | None:
    """Return the first band of yearly pay whose median is known."""
    return next((one for one in bands if one.duration == _A_YEAR and one.median), None)


def band_text(band: PayBand | None) -> str:
    """Return a pay band in words; to newcomers, its lower half."""
    if band is None:
        return "unknown"
    note = f"; ~{band.note.rstrip('.')}" if band.note else ""
    error = error_text(band)
    whose = f"({population_text(band)}, {band.place} {period_text(band.period)}{error}{note})"
    if not band.for_newcomers or band.p10 is None or band.median is None:
        return f"{spread_text(band)} {whose}"
    low, middle = (currency_amount(end, band.currency) for end in (band.p10, band.median))
    return f"~{low} to {middle}, the lower half, where newcomers usually are {whose}"


def _outlook_text(routes: Routes, citations: Citations) -> str:
    known = [one for one in routes.outlook if one.percent_change is not None]
    if not known:
        return ""
    outlook = known[0]
    openings = (
        f", {outlook.annual_openings:,} openings a year"
        if outlook.annual_openings is not None
        else ""
    )
    mark = citations.mark([outlook.source])
    change = f"{outlook.percent_change:+g} % employment{openings}"
    whose = f"{population_text(outlook)}, {outlook.country} {outlook.period}"
    return f"outlook: {change} ({whose}) {mark}".rstrip()


def _known_text(step: Step, citations: Citations) -> str:
    best = step.evidence[0]
    if best.source == COMPUTED.iri:
        share = 0.0 if not step.needed else step.held / step.needed
        what = f"computed from the two profiles: {step.held} of {step.needed} items held"
        return what if share else f"{what}; no source counts such moves"
    mark = citations.mark([best.source])
    if best.grade == "observed":
        about = [best.population or best.country, best.period and period_text(best.period)]
        where = "; ".join(part for part in about if part)
        figures = ", ".join(counted_moves(best))
        if step.stated_of is not None:
            figures += f", counted for {step.stated_of} at any level"
        return f"{figures}{f' ({where})' if where else ''} {mark}".strip()
    names = {
        "official": "stated by a statistical office",
        "stated": "stated by a document",
        "computed": "computed",
        "editorial": "~our editorial judgement alone",
    }
    text = f"{best.kind}, {names.get(best.grade, best.grade)} {mark}".rstrip()
    others = len({one.source for one in step.evidence}) - 1
    return f"{text} and {count_text(others, 'other source')}" if others else text


def _unknown_text(routes: Routes, route: Route) -> str:
    unknown = [
        f"what people in the occupation {role.label} can do, which O*NET has not rated"
        for role in routes.unrated
    ]
    cost = route.cost
    if cost.unknown_durations:
        unknown.append(f"the experience that {count_text(cost.unknown_durations, 'step')} asks for")
    if cost.unknown_likelihoods:
        unknown.append(_how_usual(cost.unknown_likelihoods, cost.hops))
    if not route.steps[-1].pay:
        unknown.append("the pay there")
    return "; ".join(unknown)


def _how_usual(unknown: int, steps: int) -> str:
    """Return of which steps nobody knows how usual they are."""
    if steps == 1:
        return "how usual the step is"
    if unknown == steps:
        return "how usual the steps are"
    verb = "is" if unknown == 1 else "are"
    return f"how usual {unknown} of the {steps} steps {verb}"


def route_blocks(
    route: Route, routes: Routes, citations: Citations, *, all_skills: bool
) -> list[Block]:
    """Return each step of a route in full, and its total."""
    blocks: list[Block] = []
    for position, step in enumerate(route.steps, 1):
        blocks.append(Heading(f"{position}. {step.source} → {step.target}"))
        rows = [
            *evidence_rows(step, citations),
            *_learning_rows(step, citations, None if all_skills else _SHOWN_SKILLS),
            *_aid_rows(step),
            *degree_rows(step, citations),
            *_pay_rows(route, position, citations),
            *_step_time_rows(step, routes.hours_per_week, citations),
        ]
        blocks.append(Fields(tuple(rows)))
    return [*blocks, Heading(f"Total: {_total_text(route, routes.hours_per_week)}.")]


def _learning_rows(step: Step, citations: Citations, limit: int | None) -> list[tuple[str, str]]:
    if not step.needed:
        return [("to learn", f"unknown: no source says what {step.target} asks for")]
    held = ("held", f"{step.held} of the {step.needed} items asked for")
    skills = [skill for skill in step.missing_skills if not skill.is_probable]
    rows = [held, ("to learn", _amount_text(skills, step.gap) if skills else "nothing for certain")]
    rows += skill_rows(skills, citations, limit)
    if step.probable:
        names = ", ".join(skill.name for skill in step.probable)
        rows.append(("probably held", f"{names} (counted half)"))
    return rows


def _amount_text(skills: Sequence[MissingSkill], gap: float) -> str:
    order = ", largest gap first" if len(skills) > 1 else ""
    return f"{count_text(len(skills), 'item')}, gap {gap:.1f}{order}"


def _aid_rows(step: Step) -> list[tuple[str, str]]:
    if not step.missing_skills:
        return []
    return [
        ("credentials", names_text(step.certifications, _SHOWN_NAMES)),
        ("resources", names_text(step.resources, _SHOWN_NAMES)),
    ]


def _pay_rows(route: Route, position: int, citations: Citations) -> list[tuple[str, str]]:
    """Return the bands of a step's occupation; the same ones again are not repeated."""
    pay = route.steps[position - 1].pay
    if not pay:
        return [("pay", "unknown")]
    for earlier, step in enumerate(route.steps[: position - 1], 1):
        if _shows_same_figures(step.pay, pay):
            return [("pay", f"as in step {earlier}: the same occupation, no band of its own")]
    texts = (f"{pay_text(band)} {citations.mark([band.source])}".rstrip() for band in pay)
    return [("" if number else "pay", text) for number, text in enumerate(texts)]


def _shows_same_figures(some: Sequence[PayBand], others: Sequence[PayBand]) -> bool:
    pairs = zip(some, others, strict=False)
    return len(some) == len(others) and all(one.shows_same_figures(two) for one, two in pairs)


def _step_time_rows(
    step: Step, hours_per_week: float, citations: Citations
) -> list[tuple[str, str]]:
    hours = f"{range_text(step.learning_hours, 'hour')} at {hours_per_week:g} a week"
    rows = [("learning", hours if step.needed else "unknown")]
    experience = step.experience
    if experience is None:
        rows.append(("experience", "we don't know how much the step asks for"))
    elif experience.years.high:
        mark = citations.mark(experience.sources)
        rows.append(("experience", f"{_experience_text(experience, step.served)} {mark}".rstrip()))
    else:
        rows.append(("experience", experience.basis))
    if step.training is not None:
        mark = citations.mark(step.training.sources)
        rows.append(("training", f"{_experience_text(step.training, 0.0)} {mark}".rstrip()))
    if step.experience_asked is not None:
        rows.append(("", _asked_text(step, citations)))
    if step.note is not None:
        rows.append(("level", step.note))
    for number, extra in enumerate(step.not_counted):
        rows.append(("" if number else "not counted", _extra_text(extra, citations)))
    years = range_text(step.years, "year")
    if not step.needed:
        years = f"at least {years}" if step.years.high else "unknown"
    rows.append(("time", years))
    return rows


def _total_text(route: Route, hours_per_week: float) -> str:
    cost = route.cost
    hours = f"{range_text(cost.learning_hours, 'hour')} of learning at {hours_per_week:g} a week"
    gap = f"gap {cost.gap:.1f} (hardest step {cost.hardest_step:.1f})"
    years = years_text(cost)
    if not all(step.needed for step in route.steps):
        hours = f"at least {hours}" if cost.learning_hours.high else "learning unknown"
        gap = f"{gap} as far as known" if cost.gap else "gap unknown"
        years = years if cost.years.high else "how long is unknown"
    parts = [count_text(cost.hops, "step"), hours, gap, years]
    if cost.criterion == "likelihood":
        parts.append(likelihood_text(cost))
    if cost.new_degrees:
        parts.append(count_text(cost.new_degrees, "new degree"))
    return "; ".join(parts)


def gap_page(gap: Gap) -> list[Block]:
    """Return what the profile of one role asks for that people in another lack."""
    citations = Citations(gap.sources)
    to_learn = [skill for skill in gap.missing_skills if not skill.is_probable]
    rows = [
        *_study_rows(gap, citations),
        ("covered", _coverage_text(gap)),
        ("to learn", _amount_text(to_learn, gap.gap) if to_learn else "nothing for certain"),
        *_item_rows(to_learn, citations),
    ]
    if gap.probable:
        names = ", ".join(skill.name for skill in gap.probable)
        rows.append(("probably held", f"{names} (counts half; settle it with --have or --lack)"))
    rows.append(("held", names_text(gap.shared) if gap.shared else "nothing"))
    rows.append(("learning", _gap_hours_text(gap)))
    if gap.optional:
        names = names_text(gap.optional, _SHOWN_OPTIONAL)
        mark = citations.mark(gap.optional_sources)
        rows.append(("optional", f"{names} (not counted) {mark}".rstrip()))
    if gap.coverage is None:
        unknown = f"unknown: no source says what {gap.target} asks for"
        rows = [*_study_rows(gap, citations), ("missing", unknown)]
    return [
        Heading(_gap_heading(gap)),
        Fields(tuple(rows)),
        *citations.blocks(),
        Heading("Notes"),
        Text(_LEVEL_NOTE),
        graph_line(gap.graph),
    ]


def _gap_heading(gap: Gap) -> str:
    if not gap.source.iri:
        return f"What {gap.target} asks for beyond your skills"
    return f"What {gap.target} asks for that {gap.source} does not"


def _study_rows(gap: Gap, citations: Citations) -> list[tuple[str, str]]:
    """Return the degrees and licences to earn before skills count, as `path` names them."""
    texts = [_extra_text(extra, citations) for extra in gap.study_first]
    return [("" if number else "first", text) for number, text in enumerate(texts)]


def _gap_hours_text(gap: Gap) -> str:
    hours = range_text(gap.hours, "hour")
    if not gap.hours.high:
        return hours
    low, high = (learning_years(end, DEFAULT_HOURS_PER_WEEK) for end in gap.hours)
    years = range_text(Range(low, high), "year")
    return (
        f"{hours} in one step{' for skills alone' if gap.study_first else ''}: {years} at "
        f"{DEFAULT_HOURS_PER_WEEK:g} hours a week"
    )


def _item_rows(skills: Iterable[MissingSkill], citations: Citations) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for necessity in ("core", "supporting"):
        same = [skill for skill in skills if skill.necessity == necessity]
        if same:
            mark = citations.mark(dict.fromkeys(iri for skill in same for iri in skill.sources))
            names = ", ".join(item_text(skill) for skill in same)
            rows.append((f" {necessity}", f"{names} {mark}".rstrip()))
    return rows


def _coverage_text(gap: Gap) -> str:
    if gap.coverage is None:
        return "unknown"
    return f"{gap.coverage:.0%} of the profile of {gap.target} (core items count double)"
