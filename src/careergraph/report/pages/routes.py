"""Routes as pages of text: one screen first, details on request."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.not_counted import find_study_first
from careergraph.answers.planning.route_time import is_rated_broadly
from careergraph.report.citations import Citations, graph_line
from careergraph.report.demands import LEVEL_NOTE
from careergraph.report.layout import Block, Fields, Heading, Table, Text
from careergraph.report.pages.pay import pay_change
from careergraph.report.pages.route_summary import (
    certification_rows,
    direct_rows,
    first_label,
    first_text,
    lower_level_rows,
    on_top_rows,
    route_summary,
)
from careergraph.report.phrases import likelihood_text, range_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.values import Route, Routes

__all__ = ["routes_page"]

_UNPROVEN: Final = "We did not look at every route: there may be a better one."
_OTHERS: Final = "-k 3 shows others."
_TWO_STEPS: Final = 2


def routes_page(
    routes: Routes,
    *,
    full: bool = False,
    number: int | None = None,
    all_skills: bool = False,
    explained: Sequence[Block] = (),
) -> list[Block]:
    """Return routes on one screen; with ``full`` or a ``number``, with each step in full.

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
        Further blocks, which explain the costs.
    """
    citations = Citations(routes.sources)
    # A page cites only some of the sources; these are numbered from 1 once they are known.
    if full or number is not None:
        _full_page(routes, citations, number, explained, all_skills=all_skills)
        cited = citations.only_cited()
        return _full_page(routes, cited, number, explained, all_skills=all_skills)
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
    from careergraph.report.pages.route_steps import route_blocks

    chosen = routes.routes if number is None else routes.routes[number - 1 : number]
    blocks = _begin_page(routes, chosen, citations)
    for place, route in enumerate(chosen, 1):
        if len(chosen) > 1:
            blocks.append(Heading(f"ROUTE {place}: {' → '.join(route.labels)}"))
        blocks += route_blocks(route, routes, citations, all_skills=all_skills)
    blocks += [*explained, *_unproven(routes), *citations.blocks()]
    return [*blocks, Heading("Notes"), Text(LEVEL_NOTE), _graph(routes)]


def _short_page(routes: Routes, citations: Citations, explained: Sequence[Block]) -> list[Block]:
    blocks = _begin_page(routes, routes.routes, citations)
    blocks += [*explained, *_unproven(routes), *citations.blocks(in_short=True)]
    hint = "--full shows each step, its evidence and every source."
    if len(routes.routes) > 1:
        hint = "--route 2 shows the second route in full, --full all of them."
    if explained:
        return [*blocks, Heading("Notes"), Text(LEVEL_NOTE), Text(hint), _graph(routes)]
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
    """Return a note that there may be a better route, if that is possible."""
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
    extra = ("hardest step", "degrees") if pareto else ("likelihood",) if likely else ()
    rows = []
    for number, route in enumerate(routes.routes, 1):
        cost = route.cost
        more: tuple[str, ...] = (likelihood_text(cost),) if likely else ()
        if pareto:
            more = (f"{cost.hardest_step:.1f}", str(cost.new_degrees))
        rows.append(
            (
                str(number),
                _name_between(route) if pareto else " → ".join(route.labels),
                _years_cell(route),
                range_text(cost.learning_hours, "hour").removesuffix(" hours"),
                f"{cost.gap:.1f}",
                _grades(route),
                *more,
            )
        )
    header = ("", "by way of" if pareto else "route", "years", "hours", "gap", "known", *extra)
    best = routes[0]
    fields = Fields(
        (
            *lower_level_rows(best),
            *direct_rows(routes),
            *on_top_rows(best, citations),
            ("pay", pay_change(routes, citations).removeprefix("pay ")),
            (first_label(best), first_text(best)),
            *certification_rows(routes, citations),
            ("ranked by", routes.formula),
        )
    )
    return [Table(header, tuple(rows)), fields]


def _name_between(route: Route) -> str:
    """Return the roles between the two ends, which all routes of the table share."""
    return " → ".join(route.labels[1:-1]) or "in one step"


def _years_cell(route: Route) -> str:
    """Return the years of a route with the study that comes first."""
    if not find_study_first(route.steps) and all(is_rated_broadly(s) for s in route.steps):
        asked = any(step.counts_experience for step in route.steps)
        return range_text(route.cost.years, "year") if asked else "not known"
    return range_text(route.cost.years, "year") if route.cost.years.high else "none"


def _grades(route: Route) -> str:
    """Return the firmest grade of each step; equal grades in sequence become one with a count."""
    grades = [step.evidence[0].grade for step in route.steps]
    texts = []
    for grade, alike in groupby(grades):
        name = f"~{grade}" if grade == "editorial" else grade
        number = len(list(alike))
        texts.append(name if number == 1 else f"{name} ({number} steps)")
    return ", ".join(texts)
