"""Pictures of routes from left to right: roles on lanes, the skills to learn below each."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.skill_overlap import rank_missing
from careergraph.model.phrases import count_text
from careergraph.picture.drawing import Axis, Picture, PictureEdge, PictureNode, PictureRoute
from careergraph.picture.panels import evidence_name, step_facts
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.scenes.skill_stacks import ROLE_HEIGHT, Stack
from careergraph.picture.symbols import compose, name_of, role_node
from careergraph.report.phrases import years_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import MissingSkill, Route, Routes, Step

__all__ = ["draw_routes"]

_COLUMN: Final = 250
"""Pixels from one step to the next."""
_LANE: Final = 40
_MOST_SKILLS: Final = 12
_FEWEST: Final = 3
_MOST_ROUTES: Final = 12
_WIDEST: Final = 4200
_SHORTEST_STEP: Final = 1e-3
_SIZE: Final = (
    "Roles are of one size. Under each hangs what is left to learn for it, the larger the more "
    "important; what one step teaches is held at the next."
)
_UNPROVEN: Final = "These may not be the best routes: the search ended before it could prove it."


def draw_routes(routes: Routes, compiled: CompiledGraph, *, limit: int) -> Picture:
    """Return a picture of routes between two roles.

    Parameters
    ----------
    routes
        The routes, best first; the best runs straight, the others below it.
    compiled
        What there is to say of the roles and skills.
    limit
        How many things to draw at most; all roles of the routes that are drawn stay.
    """
    found = len(routes)
    if found > _MOST_ROUTES:
        routes = replace(routes, routes=routes.routes[:_MOST_ROUTES])
    lanes = _lanes(routes)
    columns = _columns(routes)
    x, axis = _axis(routes, columns)
    learning = _learning(routes, compiled.roles_asking)
    most = _MOST_SKILLS if len(routes) == 1 else max(_MOST_SKILLS // len(routes) + 2, _FEWEST)
    stacks = {role: Stack(role, skills, compiled, most) for role, skills in learning.items()}
    tops = _lane_tops(lanes, stacks)
    nodes: list[PictureNode] = []
    edges, routes_shown = _step_edges(routes, lanes, columns)
    for role, lane in lanes.items():
        weight = 2.0 - lane / 100
        nodes.append(role_node(role, compiled, x=x[role], y=tops[lane], weight=weight))
        if role in stacks:
            hung, lines = stacks[role].hang(x[role], tops[lane])
            nodes += hung
            edges += lines
    # All roles weigh more than any skill, so that steps, the first of the edges, keep their places.
    nodes, edges, omissions = cut(nodes, edges, max(limit, len(lanes)))
    if found > _MOST_ROUTES:
        omissions = (f"{_MOST_ROUTES} of {found:,} routes are drawn, the best.", *omissions)
    return compose(
        compiled,
        nodes,
        edges,
        title=f"From {routes.source} to {routes.target}",
        subtitle=_subtitle(routes),
        kind="path",
        size=_SIZE,
        axis=axis,
        routes=_with_skills(routes, routes_shown, nodes, edges),
        notices=(*omissions, *_notices(routes, stacks.values())),
    )


def _lanes(routes: Routes) -> dict[str, int]:
    """Return the lane of each role: that of the first route that leads through it."""
    lanes: dict[str, int] = {}
    used = 0
    for route in routes:
        new = [role.iri for role in route.roles if role.iri not in lanes]
        lanes.update(dict.fromkeys(new, used))
        used += bool(new)
    return lanes


def _columns(routes: Routes) -> dict[str, int]:
    """Return the column of each role: how many steps lead to it at most.

    Where two routes pass the same roles in another order, the first to come decides.
    """
    before: dict[str, set[str]] = {}
    for route in routes:
        iris = [role.iri for role in route.roles]
        before.setdefault(iris[0], set())
        for start, end in pairwise(iris):
            before.setdefault(end, set()).add(start)
    columns: dict[str, int] = {}
    try:
        for iri in TopologicalSorter(before).static_order():
            columns[iri] = max((columns[other] + 1 for other in before[iri]), default=0)
    except CycleError:
        columns = {}
    else:
        return columns
    for route in routes:
        for position, named in enumerate(route.roles):
            columns.setdefault(named.iri, position)
    # The goal stands behind all others.
    columns[routes.target.iri] = max(columns.values()) + 1
    return _apart(columns, _lanes(routes))


def _apart(columns: Mapping[str, int], lanes: Mapping[str, int]) -> dict[str, int]:
    """Return columns in which no two roles of one lane stand at the same place."""
    taken: set[tuple[int, int]] = set()
    found = {}
    for role, column in sorted(columns.items(), key=lambda item: (item[1], item[0])):
        free = column
        while (lanes[role], free) in taken:
            free += 1
        taken.add((lanes[role], free))
        found[role] = free
    return found


def _axis(routes: Routes, columns: Mapping[str, int]) -> tuple[dict[str, float], Axis]:
    """Return x of each role, and what it means: years where all are known, else steps."""
    if len(routes) > 1:
        last = max(columns.values())
        marks = [(float(n * _COLUMN), f"step {n}" if n else "start") for n in range(last + 1)]
        places = {role: float(column * _COLUMN) for role, column in columns.items()}
        return places, Axis("steps, by the longest of the ways", tuple(marks))
    route = routes[0]
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
        bound = "at least " if bound or step.experience is None else ""
        time = "time unknown" if bound and not year else _years_label(year, bound=bound)
        labels.append(f"step {hops}: {time}")
    return labels


def _years_label(year: float, *, bound: str) -> str:
    return f"{bound}~{year:.1f} years" if year else "start"


def _learning(
    routes: Routes, roles_asking: Mapping[str, int]
) -> dict[str, list[tuple[MissingSkill, str]]]:
    """Return what is to be learned for each role, with the steps it is missing at."""
    found: dict[str, dict[str, tuple[MissingSkill, str]]] = {}
    for step in (step for route in routes for step in route.steps):
        skills = found.setdefault(step.target.iri, {})
        for skill in step.missing_skills:
            skills.setdefault(skill.iri, (skill, f"{step.source} → {step.target}"))
    return {
        role: [
            skills[skill.iri]
            for skill in rank_missing((skill for skill, _ in skills.values()), roles_asking)
        ]
        for role, skills in found.items()
        if skills
    }


def _lane_tops(lanes: Mapping[str, int], stacks: Mapping[str, Stack]) -> list[float]:
    """Return y of each lane: below all that hangs off the one above."""
    heights = [0.0] * (max(lanes.values()) + 1)
    for role, lane in lanes.items():
        reach = stacks[role].height if role in stacks else 0.0
        heights[lane] = max(heights[lane], reach)
    below = (height + ROLE_HEIGHT + _LANE for height in heights)
    return list(accumulate(below, initial=0.0))


def _step_edges(
    routes: Routes, lanes: Mapping[str, int], columns: Mapping[str, int]
) -> tuple[list[PictureEdge], tuple[PictureRoute, ...]]:
    """Return one edge for each step, and the routes as ids of nodes and positions of edges."""
    edges: dict[tuple[str, str], PictureEdge] = {}
    shown = []
    for number, route in enumerate(routes, 1):
        for step in route.steps:
            pair = step.source.iri, step.target.iri
            edges.setdefault(pair, _step_edge(step, lanes, columns))
        position = {pair: place for place, pair in enumerate(edges)}
        names = tuple(name_of(role.iri) for role in route.roles)
        pairs = pairwise(role.iri for role in route.roles)
        label = f"{number}. {_route_text(route)}"
        shown.append(PictureRoute(label, names, tuple(position[pair] for pair in pairs)))
    return list(edges.values()), tuple(shown)


def _with_skills(
    routes: Routes,
    shown: Sequence[PictureRoute],
    nodes: Sequence[PictureNode],
    edges: Sequence[PictureEdge],
) -> tuple[PictureRoute, ...]:
    """Return the routes with the skills that are left to learn on each, after its roles."""
    known = {node.id for node in nodes}
    position = {(edge.source, edge.target): number for number, edge in enumerate(edges)}
    found = []
    for route, drawn in zip(routes, shown, strict=True):
        hung = [
            (name_of(step.target.iri), f"{name_of(step.target.iri)}+{name_of(skill.iri)}")
            for step in route.steps
            for skill in step.missing_skills
        ]
        hung = [pair for pair in hung if pair[1] in known]
        found.append(
            drawn._replace(
                nodes=(*drawn.nodes, *(name for _, name in hung)),
                edges=(*drawn.edges, *(position[pair] for pair in hung)),
            )
        )
    return tuple(found)


def _step_edge(step: Step, lanes: Mapping[str, int], columns: Mapping[str, int]) -> PictureEdge:
    start, end = step.source.iri, step.target.iri
    first = step.evidence[0]
    # What passes over a column in its own lane would run through the role that stands there.
    passes = lanes[start] == lanes[end] and abs(columns[end] - columns[start]) > 1
    return PictureEdge(
        name_of(start),
        name_of(end),
        first.kind,
        name=evidence_name(step.evidence),
        grade=first.grade,
        facts=step_facts(step),
        bend=0.25 if passes else 0.0,
        width=3.0,
    )


def _route_text(route: Route) -> str:
    parts = [
        count_text(route.cost.hops, "step"),
        f"gap {round(route.cost.gap, 1):g}",
        f"time: {years_text(route.cost)}",
    ]
    return ", ".join(parts)


def _subtitle(routes: Routes) -> str:
    if len(routes) == 1:
        return f"{_route_text(routes[0])}; chosen by {routes.criterion}"
    return f"{count_text(len(routes), 'route')}, the best by {routes.criterion} first"


def _notices(routes: Routes, stacks: Iterable[Stack]) -> list[str]:
    notices = []
    if not routes.proven:
        notices.append(_UNPROVEN)
    unknown = max(route.cost.unknown_durations for route in routes)
    if unknown:
        notices.append(
            "The usual time in the old role is unknown for some steps: years count the learning "
            "alone there."
        )
    hidden = sum(stack.more for stack in stacks)
    if hidden:
        notices.append(f"{count_text(hidden, 'skill')} to learn of least importance are not drawn.")
    regulated = dict.fromkeys(
        step.target.label for route in routes for step in route.steps if step.regulated
    )
    notices += [f"{role} is a regulated profession (~)." for role in regulated]
    untold = dict.fromkeys(
        step.target.label for route in routes for step in route.steps if not step.needed
    )
    notices += [f"No source says what {role} asks for." for role in untold]
    return notices
