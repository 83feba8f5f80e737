"""Pictures of routes from left to right, each in a lane, with figures for every step."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.skill_overlap import rank_missing
from careergraph.model.phrases import count_text
from careergraph.picture.drawing import (
    Axis,
    Bar,
    Fact,
    Picture,
    PictureEdge,
    PictureNode,
    PictureRoute,
    RouteStop,
)
from careergraph.picture.panels import evidence_name, line_width, pay_bar, people_of, step_facts
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.scenes.skill_stacks import Stack
from careergraph.picture.symbols import compose, name_of, role_node
from careergraph.report.citations import Citations
from careergraph.report.layout import Fields
from careergraph.report.pages.pay import band_text, yearly_band
from careergraph.report.pages.route_summary import first_text, route_summary
from careergraph.report.phrases import range_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import Range
    from careergraph.model.values import Cost, Named, Route, Routes, Step

__all__ = ["draw_routes"]

_COLUMN: Final = 250
"""Pixels from one step to the next."""
_LANES: Final = (120.0, 260.0)
"""The least and the most pixels from one lane to the next."""
_HEIGHT: Final = 0.45
"""Height of the lanes as a share of their width, if that leaves room for names."""
_ROW: Final = 72
"""Pixels from skill to skill below a role."""
_MOST_SKILLS: Final = 12
_MOST_ROUTES: Final = 12
_WIDEST: Final = 4200
_MUCH_SHORTER: Final = 2 / 3
_SHORTEST_STEP: Final = 1e-3
_SIZE: Final = (
    "Roles have one size. Below each is what is left to learn for it; the more important is "
    "larger. A skill stands below a later role again only where that requires a higher level (in "
    "brackets)."
)
_LANES_SIZE: Final = (
    "Roles are of one size; a role on several routes is drawn in each lane. The wider a line, the "
    "more people were observed to make the move (n)."
)
_OPTION: Final = re.compile(r";? ?(?:add|settle it with) --\w+(?: or --\w+)?(?: if you \w+ \w+)?")
"""The hint on a command-line option in a text of the pages."""
_UNPROVEN: Final = (
    "The search stopped before it had looked at all routes; there may be better ones."
)


def draw_routes(routes: Routes, compiled: CompiledGraph, *, limit: int) -> Picture:
    """Return a picture of routes between two roles.

    Parameters
    ----------
    routes
        The routes, best first. Each runs straight in a lane of its own, so a role may be drawn more
        than once; skills to learn are drawn below the roles of a single route.
    compiled
        The facts about the roles and skills.
    limit
        The most things to draw; all roles of the drawn routes are kept.
    """
    found = len(routes)
    if found > _MOST_ROUTES:
        routes = replace(routes, routes=routes.routes[:_MOST_ROUTES])
    drawn = _draw_one(routes, compiled, limit) if found == 1 else _draw_lanes(routes, compiled)
    notices = drawn.notices
    if found > _MOST_ROUTES:
        notices = (f"Only the best {_MOST_ROUTES} of {found:,} routes are drawn.", *notices)
    citations = Citations(routes.sources)
    for route in routes:
        route_summary(routes, route, citations)
    picture = compose(
        compiled,
        drawn.nodes,
        drawn.edges,
        cited=[*citations.cited, *_pay_sources(drawn.routes)],
        title=f"From {routes.source.label or 'your skills'} to {routes.target}",
        subtitle=_subtitle(routes),
        kind="path",
        size=drawn.size,
        axis=drawn.axis,
        routes=drawn.routes,
        notices=(*notices, *_notices(routes)),
    )
    # The figures cite sources by their numbers in the picture.
    citations = Citations(picture.sources)
    lanes = [
        lane._replace(facts=_figures(routes, route, citations))
        for lane, route in zip(picture.routes, routes, strict=True)
    ]
    return replace(picture, routes=tuple(lanes))


class _Drawn(NamedTuple):
    """Nodes and edges of routes, and what goes with them."""

    nodes: Sequence[PictureNode]
    edges: Sequence[PictureEdge]
    routes: tuple[PictureRoute, ...]
    axis: Axis
    size: str
    notices: tuple[str, ...] = ()


def _draw_one(routes: Routes, compiled: CompiledGraph, limit: int) -> _Drawn:
    """Draw a single route along years, with the skills to learn below each role."""
    (route,) = routes
    x, axis = _axis(route)
    nodes = [role_node(r.iri, compiled, x=x[r.iri], y=0.0, weight=2.0) for r in route.roles]
    edges = [
        _step_edge(step, _lane_id(1, step.source), _lane_id(1, step.target)) for step in route.steps
    ]
    hidden = 0
    for step in route.steps:
        if not step.missing_skills:
            continue
        ranked = rank_missing(step.missing_skills, compiled.roles_asking)
        skills = [(skill, f"{step.source} → {step.target}") for skill in ranked]
        stack = Stack(step.target.iri, skills, compiled, _MOST_SKILLS, row=_ROW)
        hung, lines = stack.hang(x[step.target.iri], 0.0)
        nodes += hung
        edges += lines
        hidden += stack.more
    # All roles weigh more than any skill, so that the steps, the first edges, keep their positions.
    kept, lines, notices = cut(nodes, edges, max(limit, len(route.roles)))
    if hidden:
        text = (
            f'{count_text(hidden, "skill")} of least importance are listed under "more to learn".'
        )
        notices = (*notices, text)
    lane = _with_skills(_lane(1, route, routes, 0), route, kept, lines)
    return _Drawn(kept, lines, (lane,), axis, _SIZE, notices)


def _draw_lanes(routes: Routes, compiled: CompiledGraph) -> _Drawn:
    """Draw several routes, each from left to right in a lane of its own."""
    nodes: list[PictureNode] = []
    edges: list[PictureEdge] = []
    lanes = []
    last = max(len(route.steps) for route in routes)
    least, most = _LANES
    apart = min(max(_HEIGHT * last * _COLUMN / len(routes), least), most)
    for number, route in enumerate(routes, 1):
        y = (number - 1) * apart
        weight = 2.0 - number / 100
        lanes.append(_lane(number, route, routes, len(edges)))
        nodes += [
            role_node(
                role.iri,
                compiled,
                id=_lane_id(number, role),
                x=float(place * _COLUMN),
                y=y,
                weight=weight,
            )
            for place, role in enumerate(route.roles)
        ]
        title = f"Route {number}: {lanes[-1].title}"
        nodes.append(
            PictureNode(f"title+{number}", title, "route", x=-_COLUMN * 0.8, y=y, weight=weight)
        )
        edges += [
            _step_edge(step, _lane_id(number, step.source), _lane_id(number, step.target))
            for step in route.steps
        ]
    ticks = tuple((float(n * _COLUMN), f"step {n}" if n else "start") for n in range(last + 1))
    return _Drawn(nodes, edges, tuple(lanes), Axis("steps of each route", ticks), _LANES_SIZE)


def _lane_id(number: int, role: Named) -> str:
    """Return the id of a role in a lane: its own in the first lane, with the lane's in others."""
    name = name_of(role.iri)
    return name if number == 1 else f"route-{number}/{name}"


def _lane(number: int, route: Route, routes: Routes, first_edge: int) -> PictureRoute:
    """Return a route with the contents of its lane, without its full figures."""
    bands = [routes.pay_before, *(step.pay for step in route.steps)]
    stops: list[RouteStop] = []
    before, counted = None, route.roles[0]
    for place, (role, pay) in enumerate(zip(route.roles, bands, strict=True)):
        band = yearly_band(pay)
        same = band is not None and before is not None and band.shows_same_figures(before)
        if not same:
            counted = role
        text = f"no separate figure: counted with {counted}" if same else band_text(band)
        before = band
        stop = RouteStop(
            _lane_id(number, role),
            Fact("pay", text, (band.source,) if band else (), pay_bar(band)),
            shares_pay=same,
        )
        if place < len(route.steps):
            step = route.steps[place]
            stop = stop._replace(
                edge=first_edge + place,
                bars=_step_bars(step),
                learning=_in_order(step, route.learning_order),
                probable=tuple(dict.fromkeys(skill.name for skill in step.probable)),
            )
        stops.append(stop)
    years = range_text(route.cost.years, "year")
    hours = range_text(route.cost.learning_hours, "hour")
    summary = f"{hours} of learning. Begin with {first_text(route)}."
    if all(people_of(step.evidence) is None for step in route.steps):
        summary += " No source counts how many people have taken these steps."
    return PictureRoute(
        label=f"{number}. {years}, {count_text(route.cost.hops, 'step')}",
        nodes=tuple(stop.node for stop in stops),
        edges=tuple(range(first_edge, first_edge + len(route.steps))),
        title=years,
        summary=summary,
        stops=tuple(stops),
        totals=_totals(route.cost, routes.criterion),
    )


def _pay_sources(routes: Sequence[PictureRoute]) -> list[str]:
    return [iri for route in routes for stop in route.stops for iri in stop.pay.sources]


def _totals(cost: Cost, criterion: str) -> tuple[Fact, ...]:
    """Return the figures for comparing routes: the ranking criterion first, trade-offs last."""
    facts = [
        _total("time", "year", cost.years),
        _total("learning", "hour", cost.learning_hours),
        Fact("gap", f"{cost.gap:.1f}"),
    ]
    if criterion == "effort":
        facts.insert(0, Fact("effort", f"{cost.effort:,.0f}"))
    if criterion == "pareto":
        facts += [
            Fact("hardest step", f"{cost.hardest_step:.1f}"),
            Fact("new degrees", f"{cost.new_degrees}"),
        ]
    return tuple(facts)


def _total(name: str, unit: str, amount: Range) -> Fact:
    bar = Bar(amount.low, amount.middle, amount.high, f"{unit}s in all")
    return Fact(name, range_text(amount, unit), (), bar)


def _step_bars(step: Step) -> tuple[Fact, ...]:
    """Return learning and time of a step, each as text and bar, and its gap."""
    hours, years = step.learning_hours, step.years
    learning = range_text(hours, "hour") if step.needed else "unknown"
    least = "at least " if step.experience is None and step.study is None else ""
    time = (
        f"{least}{range_text(years, 'year')}" if years.high else "unknown" if least else "no time"
    )
    return (
        Fact("learning", learning, (), Bar(hours.low, None, hours.high, "hours")),
        Fact("time", time, (), Bar(years.low, None, years.high, "years")),
        Fact("gap", f"{step.gap:.1f}" if step.needed else "unknown"),
    )


def _in_order(step: Step, order: Sequence[Named]) -> tuple[str, ...]:
    """Return the names of the skills that a step certainly leaves to learn, in plan order."""
    place = {named.label: number for number, named in enumerate(order)}
    names = dict.fromkeys(skill.name for skill in step.missing_skills if not skill.is_probable)
    return tuple(sorted(names, key=lambda name: place.get(name, len(place))))


def _figures(routes: Routes, route: Route, citations: Citations) -> tuple[Fact, ...]:
    """Return what the command line says about a route."""
    facts: list[Fact] = []
    for block in route_summary(routes, route, citations):
        rows = block.rows if isinstance(block, Fields) else ()
        for name, text in rows:
            if name != "route":
                told = _OPTION.sub("", text)
                facts.append(Fact(name.strip() or facts[-1].name, told))
    return tuple(facts)


def _axis(route: Route) -> tuple[dict[str, float], Axis]:
    """Return x of each role, and its meaning: years if all are known, else steps."""
    years = list(accumulate((step.years.middle for step in route.steps), initial=0.0))
    gaps = [later - earlier for earlier, later in pairwise(years)]
    scale = _COLUMN / max(min(gaps, default=0.0), _SHORTEST_STEP)
    known = not route.cost.unknown_durations
    if known and years[-1] * scale <= _WIDEST:
        x = {role.iri: year * scale for role, year in zip(route.roles, years, strict=True)}
        marks = [(year * scale, _years_label(year, bound="")) for year in years]
        return x, Axis("years", tuple(marks))
    labels = ["start", *_step_labels(route.steps, years[1:])]
    x = {role.iri: float(number * _COLUMN) for number, role in enumerate(route.roles)}
    ticks = [(float(number * _COLUMN), label) for number, label in enumerate(labels)]
    return x, Axis("steps, with the years that are known", tuple(ticks))


def _step_labels(steps: Sequence[Step], years: Sequence[float]) -> list[str]:
    labels, bound = [], ""
    for hops, (step, year) in enumerate(zip(steps, years, strict=True), 1):
        unknown = step.experience is None and step.study is None
        bound = "at least " if bound or unknown else ""
        time = "time unknown" if bound and not year else _years_label(year, bound=bound)
        labels.append(f"step {hops}: {time}")
    return labels


def _years_label(year: float, *, bound: str) -> str:
    return f"{bound}~{year:.1f} years" if year else "start"


def _with_skills(
    lane: PictureRoute, route: Route, nodes: Sequence[PictureNode], edges: Sequence[PictureEdge]
) -> PictureRoute:
    """Return a route with the skills left to learn on it, after its roles."""
    known = {node.id for node in nodes}
    position = {(edge.source, edge.target): number for number, edge in enumerate(edges)}
    hung = [
        (name_of(step.target.iri), f"{name_of(step.target.iri)}+{name_of(skill.iri)}")
        for step in route.steps
        for skill in step.missing_skills
    ]
    hung = [pair for pair in hung if pair[1] in known]
    return lane._replace(
        nodes=(*lane.nodes, *(name for _, name in hung)),
        edges=(*lane.edges, *(position[pair] for pair in hung)),
    )


def _step_edge(step: Step, start: str, end: str) -> PictureEdge:
    first, people = step.evidence[0], people_of(step.evidence)
    return PictureEdge(
        start,
        end,
        first.kind,
        name=evidence_name(step.evidence),
        grade=first.grade,
        facts=step_facts(step),
        width=max(3.0, line_width(people)),
        people=people,
    )


def _subtitle(routes: Routes) -> str:
    count = count_text(len(routes), "route")
    ranking = routes.formula or routes.criterion
    if len(routes) == 1:
        return f"{count}, the best by {ranking.replace(', least first', '')}"
    return f"{count}, ranked by {ranking}"


def _shorter_text(routes: Routes) -> list[str]:
    """Return a note on a route that takes much less time than the first one, if any does."""
    years = [route.cost.years for route in routes]
    number = min(range(len(years)), key=lambda place: years[place].middle)
    if not number or years[number].middle > _MUCH_SHORTER * years[0].middle:
        return []
    time = range_text(years[number], "year")
    return [
        f"Route {number + 1} takes much less time: {time}. The first is the best by its ranking."
    ]


def _notices(routes: Routes) -> list[str]:
    notices = []
    if not routes.proven:
        notices.append(_UNPROVEN)
    notices += _shorter_text(routes)
    unknown = max(route.cost.unknown_durations for route in routes)
    if unknown:
        notices.append(
            "For some steps, no source says how long people stay in the old role. Their years "
            "count only the learning."
        )
    regulated = dict.fromkeys(
        step.target.label for route in routes for step in route.steps if step.regulated
    )
    notices += [f"{role} is a regulated profession (~)." for role in regulated]
    untold = dict.fromkeys(
        step.target.label for route in routes for step in route.steps if not step.needed
    )
    notices += [f"No source lists the requirements of {role}." for role in untold]
    return notices
