"""Routes and gaps as pages of text: one screen first, and the rest on request."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.advisability import UNKNOWN_PAY, assess_route, is_new_field
from careergraph.answers.planning.not_counted import STUDY, find_study_first
from careergraph.model.experience import FOR_ENTRY
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_managing_occupation, is_occupation
from careergraph.model.phrases import count_text, study_name, with_article
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
    LICENCE_PURPOSES,
    counted_moves,
    degree_rows,
    evidence_rows,
    likelihood_text,
    names_text,
    range_text,
    skill_rows,
    years_text,
)
from careergraph.search.learning.learning_time import (
    DEFAULT_HOURS_PER_WEEK,
    SHORTEST_STAY,
    learning_years,
)
from careergraph.search.learning.step_experience import SURVEYED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.model.values import (
        Evidence,
        Gap,
        MissingSkill,
        Named,
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
_UNPROVEN: Final = "We did not look at every route: there may be a better one."
_OTHERS: Final = "-k 3 shows others."
_FEWEST_HOURS: Final = 100
"""Hours of learning below which a difference between broad ratings says little."""
_MANY_LACK: Final = 0.8
"""The share of those asked who name a degree, below which many come without it."""
_TWO_STEPS: Final = 2


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
    """Return that there may be a better route, where that is possible."""
    if routes.proven or _is_best(routes):
        return []
    return [Text(_UNPROVEN if len(routes) > 1 else f"{_UNPROVEN} {_OTHERS}")]


def _is_best(routes: Routes) -> bool:
    """Return whether a single step is the best route, since any two steps take more effort."""
    cost = routes[0].cost
    if routes.criterion != "effort" or len(routes) > 1 or cost.hops > 1:
        return False
    of_one_change = cost.effort - cost.learning_hours.middle
    return cost.effort <= _TWO_STEPS * of_one_change


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
                _years_cell(route),
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


def _years_cell(route: Route) -> str:
    """Return the years of a route with the study that comes first."""
    if not find_study_first(route.steps) and all(_is_rated_broadly(s) for s in route.steps):
        asked = any(step.counts_experience for step in route.steps)
        return range_text(route.cost.years, "year") if asked else "not known"
    years = _years_in_all(route.steps)
    return range_text(years, "year") if years.high else "none"


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
        *_allowed_rows(routes, route, citations),
        *_first_rows(route, citations),
        ("possible?", _time_text(routes, route, citations)),
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
        is_rated = step.source not in routes.unrated
        text = _known_text(step, citations, is_rated=is_rated)
        rows.append(("" if number else "how we know", f"{ends}{text}"))
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


def _allowed_rows(routes: Routes, route: Route, citations: Citations) -> list[tuple[str, str]]:
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
        known = "~no law asks for a licence in most places"
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
    """Return whether the degree that people in the job name is said not to be counted."""
    last, first = route.steps[-1], find_study_first(route.steps)
    return any(one.kind == "degree" and one not in first for one in last.not_counted)


_NO_LICENCE: Final = "we know of no licence that you need; countries differ"
_REQUIRED_FOR: Final = {
    FOR_ENTRY: "regulated: {} to enter",
    "forSomePositions": "some positions need a licence by law, others none: {}",
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
    held = _held_degree_text(routes, extra)
    if usual.share is not None:
        return f"{_most_named_text(usual)} {mark}".rstrip() + held
    text = f"usually entered with {with_article(usual.label)} {mark}".rstrip() + held
    if named is None:
        return text
    return f"{text}; {_most_named_text(named)} {citations.mark([named.source])}".rstrip()


def _most_named_text(degree: UsualDegree) -> str:
    """Return how many of those asked name a degree or a higher one, and what most others name.

    Examples
    --------
    >>> from careergraph.model.values import UsualDegree
    >>> named = UsualDegree("master's degree", 7, "urn:s", 0.66, "bachelor's degree", 0.34)
    >>> _most_named_text(named)
    "66 % in the job name a master's degree or more, 34 % a bachelor's degree"
    """
    share = round(100 * (degree.share or 0))
    text = f"{share} % in the job name {with_article(degree.label)} or more"
    if degree.lower is None or degree.lower_share < _NAMED_SHARE:
        return text
    return f"{text}, {round(100 * degree.lower_share)} % {with_article(degree.lower)}"


def _held_degree_text(routes: Routes, extra: NotCounted | None) -> str:
    """Return whether a person has the usual degree, as far as that is known."""
    if extra is None and not routes.states_degree:
        if not routes.role_has_degree:
            return _ADD_DEGREE
        entered = routes.usual_degree is not None and routes.usual_degree.share is None
        return ", as your present role is" if entered else "; your present role asks for the same"
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
        text = f"No source says how many years {step} takes, so your {years} are not counted."
        rows.append(("your years", f"{text} They will help."))
    if "degree" in routes.without_effect:
        rows.append(("your degree", _NO_DEGREE_ASKED))
    return rows


_NO_DEGREE_ASKED: Final = (
    "We know of no usual degree for a role on this route, and of nothing your degree teaches that "
    "is asked for. It makes no difference to the figures here."
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
    """Return what comes on top of the estimate: degrees and licences, then years of work.

    What is compulsory has rows of its own, and what the time names already is left out.
    """
    texts = []
    first, is_named = find_study_first(route.steps), _is_too_broad(route)
    for step in route.steps:
        where = f"{step.target}: " if len(route.steps) > 1 else ""
        texts += [
            f"{where}{_extra_text(extra, citations)}"
            for extra in step.not_counted
            if extra not in first and not (is_named and extra.kind == "training")
        ]
        if step.experience_asked is not None and not is_named:
            texts.append(f"{where}{_asked_text(step, citations)}")
    return [("" if number else "not counted", text) for number, text in enumerate(texts)]


def _first_rows(route: Route, citations: Citations) -> list[tuple[str, str]]:
    """Return the study and licences without which nobody enters a role on the route."""
    texts = []
    for extra, step in find_study_first(route.steps).items():
        where = f"{step.target}: " if len(route.steps) > 1 else ""
        texts.append(f"{where}{_first_extra_text(extra, citations)}")
    return [("" if number else "first", text) for number, text in enumerate(texts)]


def _first_extra_text(extra: NotCounted, citations: Citations) -> str:
    """Return compulsory study with its years, or a licence."""
    if extra.kind not in STUDY:
        return _extra_text(extra, citations)
    fields = f" in {_fields_text(extra)}" if extra.fields else ""
    text = f"{_study_text(extra, fields)} {citations.mark(extra.sources)}".rstrip()
    return text + (_PROGRAMME_HELD[extra.held] if extra.kind == "programme" else _held_text(extra))


def _extra_text(extra: NotCounted, citations: Citations) -> str:
    mark = citations.mark(extra.sources)
    if extra.kind == "licence":
        purpose = LICENCE_PURPOSES.get(extra.required_for or "")
        name = f"the {extra.label}, {purpose}" if purpose else f"the {extra.label}"
        about = f". {extra.comment}" if extra.comment else ""
        return f"{name} {mark}".rstrip() + about
    if extra.kind == "programme":
        return _first_extra_text(extra, citations)
    if extra.kind == "training":
        return f"{extra.label}, once you are hired {mark}".rstrip()
    return _usual_study_text(extra, mark)


def _usual_study_text(extra: NotCounted, mark: str) -> str:
    """Return a degree that is usual and that nobody has to hold.

    Where the answers of those in the job are known, it is how many say that it asks for one.
    """
    fields = f"usually in {_fields_text(extra)}" if extra.fields else ""
    if extra.share is None:
        where = fields.removeprefix("usually")
        return f"usually {_degree_text(extra)}{where} {mark}".rstrip() + _held_text(extra)
    share = f"{round(100 * extra.share)} % say that the job asks for"
    text = f"{share} {with_article(extra.label)} or more{fields and f', {fields}'} {mark}".rstrip()
    if extra.share < _MANY_LACK:
        text += "; many come without one"
    if extra.held == "other field":
        text += "; employers may accept yours in another field"
    before = f", with {with_article(extra.after)} before it" if extra.after else ""
    return f"{text}. It takes {years}{before}" if (years := _length_text(extra)) else text


def _study_text(extra: NotCounted, fields: str = "") -> str:
    """Return a degree or programme in its fields, and the years it takes."""
    degree = study_name(extra.label)
    before = f"{with_article(extra.after)} and " if extra.after else ""
    after = f", after your {extra.builds_on}" if extra.builds_on else ""
    length = _length_text(extra)
    years = f", {length}{' in all' if before else ''}" if length else ""
    return f"{before}{degree}{fields}{years}{after}"


def _degree_text(extra: NotCounted) -> str:
    """Return a degree, and one to earn before it, with the years of both."""
    degree, length = with_article(extra.label), _length_text(extra)
    if not length:
        return degree
    before = f"{with_article(extra.after)} and " if extra.after else ""
    return f"{before}{degree} ({length})"


def _length_text(extra: NotCounted) -> str:
    """Return the years of full-time study, if known; ~ marks our judgement."""
    if extra.years is None:
        return ""
    return f"{'~' if extra.is_editorial else ''}{range_text(extra.years, 'year')} full time"


def _held_text(extra: NotCounted) -> str:
    if extra.held == "other field":
        return "" if extra.by_law else ", unless employers accept yours in another field"
    if extra.held in _OF_NO_KNOWN_FIELD and not extra.fields:
        return ", unless yours is in a field that the licence accepts"
    return _HELD.get(extra.held, "")


_OF_NO_KNOWN_FIELD: Final = ("field not known", "no field stated")
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
    return f"{_years_asked_text(asked, citations)}; {_yours_text(step)} may count"


def _years_asked_text(asked: StepExperience, citations: Citations) -> str:
    """Return how many years of related work are asked for, and who says so.

    An end that a source leaves open is named as the source names it.
    """
    mark, label = citations.mark(asked.sources), _label_of(asked)
    if asked.basis == SURVEYED:
        years = range_text(asked.years, "year")
        return f"half of those in the job say that it asks for {years} {_RELATED} {mark}".rstrip()
    if not asked.years.low and label:
        return f"employers often ask for some related work, {label} {mark}".rstrip()
    years = label if label.endswith(_OPEN) else range_text(asked.years, "year")
    return f"employers usually ask for {years} {_RELATED} {mark}".rstrip()


def _label_of(asked: StepExperience) -> str:
    """Return the words of the source for the years of related work, such as "5 years or more"."""
    begin = f"{_RELATED} ("
    is_labelled = asked.basis.startswith(begin)
    return asked.basis.removeprefix(begin).removesuffix(")") if is_labelled else ""


def _yours_text(step: Step) -> str:
    """Return the years that a person has spent in the old role, in words."""
    served = range_text(Range(step.served, step.served), "year") if step.served else "years"
    yours = "yours"
    if is_occupation(step.source.iri):
        yours = f"your {served} in the occupation {step.source}"
    elif step.source.iri:
        yours = f"your {served} as {with_article(step.source.label)}"
    return yours


_RELATED: Final = "in related work"
_OPEN: Final = "or more"


def _is_rated_broadly(step: Step) -> bool:
    """Return whether the ratings of an occupation are too broad to say what a step teaches.

    They are where they differ little, and of managers always: leading people is none of them.
    """
    if not step.needed or not is_occupation(step.target.iri) or step.training is not None:
        return False
    few = step.learning_hours.high < _FEWEST_HOURS
    return few or is_managing_occupation(step.target.iri)


def _is_too_broad(route: Route) -> bool:
    """Return whether a route is one step whose ratings are too broad to give it a time."""
    only = route.steps[0] if len(route.steps) == 1 else None
    return only is not None and _is_rated_broadly(only) and not _is_studied(route)


def _broad_text(step: Step, citations: Citations) -> str:
    """Return the years and training of a step whose ratings give no hours.

    Years of related work come first, then what employers teach.
    """
    texts = []
    experience = step.experience
    if experience is not None and experience.years.high:
        years = f"about {range_text(step.years, 'year')}: " if step.years.high else ""
        yours = f"{_yours_text(step)} may count"
        if step.served:
            yours = f"{_yours_text(step)} are counted"
        texts.append(f"{years}{_years_asked_text(experience, citations)}; {yours}")
    elif step.experience_asked is not None:
        texts.append(_asked_text(step, citations))
    hours = range_text(step.learning_hours, "hour")
    aside = f" ({hours} by the ratings alone)" if step.learning_hours.high else ""
    texts.append(f"{_TOO_BROAD}{aside}")
    texts += [
        f"employers usually give {extra.label} {citations.mark(extra.sources)}".rstrip()
        for extra in step.not_counted
        if extra.kind == "training"
    ]
    return "; ".join(texts)


_TOO_BROAD: Final = "our ratings are too broad to say what you would learn"


def _time_text(routes: Routes, route: Route, citations: Citations) -> str:
    if _is_too_broad(route):
        return _broad_text(route.steps[0], citations)
    cost = route.cost
    if _is_studied(route):
        years = range_text(_years_in_all(route.steps), "year")
        is_known = not cost.unknown_durations and all(step.needed for step in route.steps)
        least = "about" if is_known else "at least"
        return f"{least} {years} in all, with the study above{_trained_text(route)}"
    known = cost.learning_hours.high or all(step.needed for step in route.steps)
    hours = range_text(cost.learning_hours, "hour") if known else "unknown hours"
    trains = any(step.training is not None for step in route.steps)
    parts = [f"{hours} of learning at {routes.hours_per_week:g} a week"]
    if trains and not cost.learning_hours.high:
        parts.clear()
    parts += _experience_texts(route)
    parts += _training_texts(route)
    if any(_is_short(step) for step in route.steps[1:]):
        parts.append("at least a year in each role on the way")
    if not all(step.needed for step in route.steps):
        years = years_text(cost) if cost.years.high else "how long is unknown"
        text = f"{years}: {_join(parts)}"
        return f"{text} (no source says what a role on the route asks for)"
    if not cost.years.high and not cost.unknown_durations:
        return _NOTHING_SEEN
    licences = "besides the licence, " if find_study_first(route.steps) else ""
    rough = ", judged by O*NET's broad ratings" if is_occupation(routes.target.iri) else ""
    if routes.source in routes.unrated:
        rough += ", as if you held none of it"
    return f"{licences}{years_text(cost)}: {_join(parts)}{rough}"


_NOTHING_SEEN: Final = "nothing more to learn that we can see"


def _is_studied(route: Route) -> bool:
    """Return whether some step asks for compulsory study whose years are known."""
    return any(_compulsory_study(step) is not None for step in route.steps)


def _compulsory_study(step: Step) -> NotCounted | None:
    """Return the compulsory study of a step if its years are known."""
    study = (one for one in find_study_first([step]) if one.kind in STUDY and one.years)
    return next(study, None)


def _years_in_all(steps: Iterable[Step]) -> Range:
    """Return the years of steps with their compulsory study.

    A programme teaches what is missing. A degree takes its years at least, and what is learned
    meanwhile takes none of its own. Training on the job follows both.
    """
    low = high = 0.0
    for step in steps:
        study, years = _compulsory_study(step), step.years
        if study is not None and study.years is not None:
            training = Range() if step.training is None else step.training.years
            whole = Range(study.years.low + training.low, study.years.high + training.high)
            if study.kind == "programme":
                years = whole
            else:
                years = Range(max(whole.low, years.low), max(whole.high, years.high))
        low, high = low + years.low, high + years.high
    return Range(low, high)


def _trained_text(route: Route) -> str:
    """Return how long people train after their study, as a clause."""
    parts = _training_texts(route)
    return f", among them {_join(parts)}" if parts else ""


def _experience_texts(route: Route) -> list[str]:
    """Return the years of experience that the steps of a route ask for, with their steps."""
    return [
        _of_step(_experience_text(step.experience, step.served), step.experience, step, route)
        for step in route.steps
        if step.experience is not None and step.experience.years.high
    ]


def _training_texts(route: Route) -> list[str]:
    """Return the years of training of the steps of a route, with their steps."""
    return [
        _of_step(_experience_text(step.training, 0.0), step.training, step, route)
        for step in route.steps
        if step.training is not None
    ]


def _of_step(text: str, asked: StepExperience, step: Step, route: Route) -> str:
    """Return years with the role that they lead to, where the words leave that open."""
    is_clear = len(route.steps) == 1 or asked.basis.startswith("as ")
    return text if is_clear else f"{text} for {step.target}"


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
    if _is_too_broad(route) and not last.missing_skills:
        return f"not known: {_TOO_BROAD}"
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
        known = "unknown: no source says what a role on the route asks for"
        return known if unknown else "nothing that we can see"
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


def _known_text(step: Step, citations: Citations, *, is_rated: bool = True) -> str:
    best = step.evidence[0]
    if best.source == COMPUTED.iri and not is_rated:
        return "computed: no source rates what you hold, and none counts such moves"
    if best.source == COMPUTED.iri:
        share = 0.0 if not step.needed else step.held / step.needed
        what = f"computed from the two profiles: {step.held} of {step.needed} items held"
        return what if share else f"{what}; no source counts such moves"
    mark = citations.mark([best.source])
    if best.grade == "observed":
        about = [best.population or best.country, best.period and period_text(best.period)]
        where = "; ".join(part for part in about if part)
        figures = _observed_text(best, where)
        if step.stated_of is not None:
            figures += f", counted for {step.stated_of} at any level"
        return f"{figures} {mark}".strip()
    names = {
        "official": "stated by a statistical office",
        "stated": "stated by a document",
        "computed": "computed",
        "editorial": "~our editorial judgement alone",
    }
    text = f"{best.kind}, {names.get(best.grade, best.grade)} {mark}".rstrip()
    others = len({one.source for one in step.evidence}) - 1
    return f"{text} and {count_text(others, 'other source')}" if others else text


def _observed_text(best: Evidence, where: str) -> str:
    """Return how many of the counted moves out of a job led to another."""
    if best.count is None or not best.share:
        figures = ", ".join(counted_moves(best))
        return f"{figures}{f' ({where})' if where else ''}"
    total = round(best.count / best.share)
    people = (
        ""
        if best.people is None
        else ("1 person" if best.people == 1 else f"{best.people:,} people")
    )
    about = "; ".join(part for part in (people, where) if part)
    went = f"of {total:,} counted moves from this job, {best.count:,} went there"
    return f"{went}{f' ({about})' if about else ''}"


def _unknown_text(routes: Routes, route: Route) -> str:
    unknown = [_unrated_text(role, is_start=role == routes.source) for role in routes.unrated]
    cost = route.cost
    if cost.unknown_durations:
        unknown.append(f"the experience that {count_text(cost.unknown_durations, 'step')} asks for")
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
    """Return that nobody knows how usual some steps are, and how many."""
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
    rows = [("learning", _step_hours_text(step, hours_per_week))]
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
    first = find_study_first([step])
    for number, extra in enumerate(first):
        rows.append(("" if number else "first", _first_extra_text(extra, citations)))
    for number, extra in enumerate(one for one in step.not_counted if one not in first):
        rows.append(("" if number else "not counted", _extra_text(extra, citations)))
    rows.append(("time", _step_years_text(step)))
    return rows


def _step_hours_text(step: Step, hours_per_week: float) -> str:
    """Return the hours of learning of a step, as far as they can be told."""
    if not step.needed:
        return "unknown"
    hours = range_text(step.learning_hours, "hour")
    if _is_rated_broadly(step):
        aside = f" ({hours} by the ratings alone)" if step.learning_hours.high else ""
        return f"not known: {_TOO_BROAD}{aside}"
    return f"{hours} at {hours_per_week:g} a week" if step.learning_hours.high else _NOTHING_SEEN


def _step_years_text(step: Step) -> str:
    """Return the years of a step with its compulsory study, as far as they can be told."""
    whole = _years_in_all([step])
    years = range_text(whole, "year") if whole.high else "none that we can see"
    if _compulsory_study(step) is not None:
        return years
    if _is_rated_broadly(step):
        return f"at least {years}" if step.counts_experience and whole.high else "not known"
    if not step.needed:
        return f"at least {years}" if whole.high else "unknown"
    return years


def _total_text(route: Route, hours_per_week: float) -> str:
    cost = route.cost
    hours = f"{range_text(cost.learning_hours, 'hour')} of learning at {hours_per_week:g} a week"
    gap = f"gap {cost.gap:.1f} (hardest step {cost.hardest_step:.1f})"
    years = years_text(cost) if cost.years.high else _NOTHING_SEEN
    if _is_studied(route):
        whole = range_text(_years_in_all(route.steps), "year")
        years = f"about {whole}, with the study that comes first"
    elif all(_is_rated_broadly(step) for step in route.steps):
        hours = "hours of learning not known"
        asked = any(step.counts_experience for step in route.steps)
        years = f"at least {range_text(cost.years, 'year')}" if asked else "how long is not known"
    if not all(step.needed for step in route.steps):
        hours = f"at least {hours}" if cost.learning_hours.high else "learning unknown"
        gap = f"{gap} as far as known" if cost.gap else "gap unknown"
        years = years if cost.years.high or _is_studied(route) else "how long is unknown"
    parts = [count_text(cost.hops, "step"), hours, gap, years]
    if _is_studied(route):
        parts.remove(hours)
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
    texts = [_first_extra_text(extra, citations) for extra in gap.study_first]
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
