"""Routes and gaps as pages of text: one screen first, and the rest on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import Range
from careergraph.model.phrases import count_text
from careergraph.model.values import COMPUTED, licence_text
from careergraph.report.citations import (
    Citations,
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
from careergraph.search.learning.learning_time import DEFAULT_HOURS_PER_WEEK, learning_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.model.values import Gap, MissingSkill, PayBand, Route, Routes, Step

__all__ = ["gap_page", "route_summary", "routes_page"]

_SHOWN_SKILLS: Final = 12
_SHOWN_NAMES: Final = 3
_FIRST_SKILLS: Final = 5
_SHOWN_OPTIONAL: Final = 8
_A_YEAR: Final = "P1Y"
_LEVELS: Final = {1: "basic", 2: "working", 3: "expert"}
_LEVEL_NOTE: Final = (
    "Gap: a core item weighs 1 and a supporting one half, times the part of the level asked for "
    "that is missing; what you probably hold counts half."
)
_UNPROVEN: Final = (
    "This may not be the best: the search ended after {:,} partial paths, before it could prove it."
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
    chosen = routes.routes if number is None else routes.routes[number - 1 : number]
    blocks: list[Block] = [
        Heading(f"From {routes.source.label or 'your skills'} to {routes.target}")
    ]
    if len(chosen) > 1:
        blocks += _table(routes, citations)
    else:
        blocks += route_summary(routes, chosen[0], citations)
    if full or number is not None:
        for place, route in enumerate(chosen, 1):
            if len(chosen) > 1:
                blocks.append(Heading(f"ROUTE {place}: {' → '.join(route.labels)}"))
            blocks += _route_blocks(route, routes, citations, all_skills=all_skills)
    blocks += explained
    if not routes.proven:
        blocks.append(Text(_UNPROVEN.format(routes.looked_at)))
    if full or number is not None:
        return [*blocks, *citations.blocks(), Heading("Notes"), Text(_LEVEL_NOTE), _graph(routes)]
    hint = "--full shows each step, what it rests on and every source."
    if len(chosen) > 1:
        hint = "--route 2 shows the second in full, --full all of them."
    blocks += citations.blocks(in_short=True)
    if explained:
        return [*blocks, Heading("Notes"), Text(_LEVEL_NOTE), Text(hint), _graph(routes)]
    return [*blocks, Text(""), Text(hint), _graph(routes)]


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
            ("pay", _pay_change(routes, citations).removeprefix("pay ")),
            ("learn first", _first_text(best)),
            ("ranked by", routes.formula),
        )
    )
    return [Table(header, tuple(rows)), fields]


def _grades(route: Route) -> str:
    return ", ".join(
        f"{'~' if step.evidence[0].grade == 'editorial' else ''}{step.evidence[0].grade}"
        for step in route.steps
    )


def route_summary(routes: Routes, route: Route, citations: Citations) -> list[Block]:
    """Return what someone wants to know of a route first: allowed, possible, advisable."""
    computed = [step for step in route.steps if step.is_computed]
    name = " → ".join(route.labels)
    first = f"{name}  ({_computed_text(computed)})" if computed else name
    rows = [
        ("route", first),
        ("allowed?", _allowed_text(routes, route, citations)),
        ("possible?", _time_text(routes, route)),
        ("learn first", _first_text(route)),
    ]
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
    unknown = _unknown_text(route)
    if unknown:
        rows.append(("not known", unknown))
    rows.append(("ranked by", routes.formula))
    return [Fields(tuple(rows))]


def _computed_text(steps: Sequence[Step]) -> str:
    if any(step.evidence[0].kind == "retraining" for step in steps):
        return "computed: retraining, no source counts such moves"
    return "computed: the two lines of work are similar, no source states the move"


def _allowed_text(routes: Routes, route: Route, citations: Citations) -> str:
    last = route.steps[-1]
    parts = []
    for licence in routes.licences[:1]:
        mark = citations.mark([licence.source])
        held = "you hold its licence" if routes.holds_licence else "say --licence if you hold it"
        parts.append(f"regulated: {licence.label} {mark}; {held}".replace("  ", " "))
    if not routes.licences and last.regulated:
        parts.append(licence_text(last.licence))
    degree = routes.entry_degree
    if degree is not None:
        mark = citations.mark([degree.source])
        text = f"usually entered with {with_article(degree.label)} {mark}".rstrip()
        if last.new_degree:
            text += ", which you would have to earn"
        elif not routes.states_degree:
            text += "; add --degree if you have one"
        parts.append(text)
    if not parts:
        return "we know of no licence, and of no usual degree"
    if not routes.licences and not last.regulated:
        parts.insert(0, "no licence that we know of")
    return "; ".join(parts)


def _time_text(routes: Routes, route: Route) -> str:
    cost = route.cost
    known = cost.learning_hours.high or all(step.needed for step in route.steps)
    hours = range_text(cost.learning_hours, "hour") if known else "unknown hours"
    parts = [f"{hours} of learning at {routes.hours_per_week:g} a week"]
    experience = [
        f"{range_text(step.experience.years, 'year')} {_as(step.experience.basis)}"
        for step in route.steps
        if step.experience is not None and step.experience.years.high
    ]
    parts += experience
    if not all(step.needed for step in route.steps):
        years = years_text(cost) if cost.years.high else "how long is unknown"
        text = f"{years}: {_join(parts)}"
        return f"{text} (no source says what a role on the route asks for)"
    text = f"{years_text(cost)}: {_join(parts)}"
    takes_time = cost.years.high or cost.unknown_durations
    return text if takes_time else f"{text} (you hold all that it asks for)"


def _as(basis: str) -> str:
    if not basis.startswith("as "):
        return basis
    return f"as {with_article(basis.removeprefix('as '))}"


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _to_learn(route: Route) -> list[MissingSkill]:
    return [s for step in route.steps for s in step.missing_skills if not s.is_probable]


def _first_text(route: Route) -> str:
    skills = _to_learn(route)
    if not skills:
        unknown = any(not step.needed for step in route.steps)
        return "unknown: no source says what a role on the route asks for" if unknown else "nothing"
    shown = ", ".join(item_text(skill) for skill in skills[:_FIRST_SKILLS])
    return f"{shown} ({len(skills)} in all)" if len(skills) > _FIRST_SKILLS else shown


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
    return f"{shown}{rest} (counted half; settle it by --have or --lack)"


def _pay_change(routes: Routes, citations: Citations) -> str:
    after = routes[0].steps[-1].pay
    mark = citations.mark(band.source for band in (*routes.pay_before, *after))
    text = f"pay now: {_band_text(routes.pay_before)}; then: {_band_text(after)} {mark}".rstrip()
    if after and routes.pay_before == after:
        return f"pay now and then: {_band_text(after)} {mark}, the same occupation".rstrip()
    return text


def _band_text(bands: Sequence[PayBand]) -> str:
    band = next((one for one in bands if one.duration == _A_YEAR), None)
    if band is None or band.median is None:
        return "unknown"
    return (
        f"{spread_text(band)} ({population_text(band)}, {band.country} {period_text(band.period)})"
    )


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
    change = f"{outlook.percent_change:+g} % employment"
    return f"outlook: {change}{openings} ({outlook.country} {outlook.period}) {mark}".rstrip()


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
        return f"{figures}{f' ({where})' if where else ''} {mark}".strip()
    names = {
        "official": "stated by a statistical office",
        "stated": "stated by a document",
        "computed": "computed",
        "editorial": "~our editorial judgement",
    }
    text = f"{best.kind}, {names.get(best.grade, best.grade)} {mark}".rstrip()
    others = len({one.source for one in step.evidence}) - 1
    return f"{text} and {count_text(others, 'other source')}" if others else text


def _unknown_text(route: Route) -> str:
    unknown = []
    cost = route.cost
    if cost.unknown_durations:
        unknown.append(f"the experience that {count_text(cost.unknown_durations, 'step')} asks for")
    if cost.unknown_likelihoods:
        steps = count_text(cost.unknown_likelihoods, "step")
        unknown.append(
            f"how many people take {steps}" if cost.hops > 1 else "how usual the step is"
        )
    if not route.steps[-1].pay:
        unknown.append("the pay there")
    return "; ".join(unknown)


def _route_blocks(
    route: Route, routes: Routes, citations: Citations, *, all_skills: bool
) -> list[Block]:
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
        if step.pay == pay:
            return [("pay", f"as in step {earlier}: the same occupation, no band of its own")]
    texts = (f"{pay_text(band)} {citations.mark([band.source])}".rstrip() for band in pay)
    return [("" if number else "pay", text) for number, text in enumerate(texts)]


def _step_time_rows(
    step: Step, hours_per_week: float, citations: Citations
) -> list[tuple[str, str]]:
    hours = f"{range_text(step.learning_hours, 'hour')} at {hours_per_week:g} a week"
    rows = [("learning", hours if step.needed else "unknown")]
    experience = step.experience
    if experience is None:
        rows.append(("experience", "we don't know how much the step asks for"))
    elif experience.years.high:
        years = range_text(experience.years, "year")
        mark = citations.mark(experience.sources)
        rows.append(("experience", f"{years} {_as(experience.basis)} {mark}".rstrip()))
    else:
        rows.append(("experience", f"none: {experience.basis}"))
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
        ("covered", _coverage_text(gap)),
        ("to learn", _amount_text(to_learn, gap.gap) if to_learn else "nothing for certain"),
        *_item_rows(to_learn, citations),
    ]
    if gap.probable:
        names = ", ".join(skill.name for skill in gap.probable)
        rows.append(("probably held", f"{names} (counted half; --have or --lack settles it)"))
    rows.append(("held", names_text(gap.shared) if gap.shared else "nothing"))
    rows.append(("learning", _gap_hours_text(gap)))
    if gap.optional:
        names = names_text(gap.optional, _SHOWN_OPTIONAL)
        mark = citations.mark(gap.optional_sources)
        rows.append(("optional", f"{names} (not counted) {mark}".rstrip()))
    if gap.coverage is None:
        rows = [("missing", f"unknown: no source says what {gap.target} asks for")]
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


def _gap_hours_text(gap: Gap) -> str:
    hours = range_text(gap.hours, "hour")
    if not gap.hours.high:
        return hours
    low, high = (learning_years(end, DEFAULT_HOURS_PER_WEEK) for end in gap.hours)
    years = range_text(Range(low, high), "year")
    return f"{hours} in one step: {years} at {DEFAULT_HOURS_PER_WEEK:g} hours a week"


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
