"""A question for routes, from the titles and options a person gives to the routes they get."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypedDict

from careergraph.answers.routes import Setting, describe_route
from careergraph.errors import NoRouteError, UsageError, quote_title
from careergraph.model.values import DEFAULT_KINDS, Routes
from careergraph.person.profile_file import Person
from careergraph.search.constraints import Constraints, make_request
from careergraph.search.networkx_view import (
    DEFAULT_HOURS_PER_WEEK,
    Effort,
    check_criterion,
    check_kinds,
)
from careergraph.search.requests import Router, openings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.answers.open_graph import OpenGraph
    from careergraph.compiled.facts import Facts
    from careergraph.model.values import Route, Source
    from careergraph.search.exact import Found

__all__ = ["Asked", "PathOptions", "ask", "read_effort"]

_FEWEST_HOURS: Final = 0.01
_HOURS_OF_A_WEEK: Final = 168


class PathOptions(TypedDict, total=False):
    """Options of a question for routes; see `CareerGraph.paths`."""

    by: str
    kinds: Sequence[str]
    hours_per_week: float | None
    constraints: Constraints | None
    person: Person | None
    max_steps: int | None
    max_years: float | None
    avoid: Sequence[str]
    via: Sequence[str]
    have: Sequence[str]
    degree: str | None
    no_new_degree: bool
    min_pay: float | None
    min_evidence: str | None


_CONSTRAINTS: Final = frozenset(field.name for field in fields(Constraints))


def read_effort(facts: Facts, hours_per_week: float | None) -> Effort:
    """Return the effort of learning so many hours a week.

    Raises
    ------
    UsageError
        A week has not so many hours.
    """
    hours = DEFAULT_HOURS_PER_WEEK if hours_per_week is None else hours_per_week
    if not _FEWEST_HOURS <= hours <= _HOURS_OF_A_WEEK:
        message = f"{hours:g} hours a week cannot be; give a number from 0.01 to 168."
        raise UsageError(message)
    return Effort(facts.learning_hours, hours)


def ask(graph: OpenGraph, source: str, target: str, options: PathOptions) -> Asked:
    """Return a question with everything in it understood.

    Raises
    ------
    UsageError
        An option is not known, or is not what it has to be.
    """
    check_options(options)
    by, kinds = options.get("by", "gap"), options.get("kinds", DEFAULT_KINDS)
    check_criterion(by)
    check_kinds(kinds)
    start, end = graph.two_roles(source, target)
    constraints = options.get("constraints") or Constraints()
    single = {name: value for name, value in options.items() if name in _CONSTRAINTS}
    constraints = replace(constraints, **single)  # type: ignore[arg-type]
    person = options.get("person")
    request = make_request(start, end, constraints, graph.catalog, graph.facts, kinds, person)
    effort = read_effort(graph.facts, options.get("hours_per_week"))
    return Asked(graph, Router(graph.evidence_network, graph.facts, request, by, effort))


def check_options(options: PathOptions) -> None:
    """Raise `UsageError` where an option is not known, or of a wrong type."""
    known = PathOptions.__annotations__
    for name in options:
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f'Did you mean "{close[0]}"?' if close else f"Use any of: {', '.join(known)}."
            message = f"There is no option {quote_title(name)}. {hint}"
            raise UsageError(message)
    for name, kind in (("constraints", Constraints), ("person", Person)):
        given = options.get(name)
        if given is not None and not isinstance(given, kind):
            message = f"{name} is {type(given).__name__}; give a {kind.__name__}."
            raise UsageError(message)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for routes that is understood, and how its answer is told."""

    graph: OpenGraph
    router: Router

    def tell(self, found: Found, criterion: str | None = None) -> Routes:
        """Return what was found as routes.

        Raises
        ------
        NoRouteError
            Nothing was found; the message says what would open a way.
        """
        request, router, graph = self.router.request, self.router, self.graph
        if not found.ways:
            raise NoRouteError(
                request.source.label,
                request.target.label,
                self._what_would_open(),
                constrained=request.is_constrained,
                looked_at=0 if found.proven else found.seen,
            )
        setting = self._setting()
        routes = tuple(
            describe_route(
                router.digraph,
                router.names(way),
                setting,
                by=router.by,
                learned=router.learned(way),
            )
            for way in found.ways
        )
        return Routes(
            source=request.source,
            target=request.target,
            criterion=criterion or router.by,
            routes=routes,
            sources=self._cited(routes),
            graph=graph.info,
            hours_per_week=router.effort.hours_per_week,
            proven=found.proven,
            looked_at=found.seen,
        )

    def _setting(self) -> Setting:
        facts, request = self.graph.facts, self.router.request
        return Setting(
            needs=facts.needs,
            labels=self.graph.labels,
            effort=self.router.effort,
            aids=facts.aids,
            entry_degrees=facts.entry_degrees,
            regulated={role.iri: role.regulated for role in facts.roles},
            licences={role.iri: role.licence for role in facts.roles},
            skills=request.skills,
            years=request.years,
            degree_rank=request.degree_rank,
        )

    def _cited(self, routes: Sequence[Route]) -> tuple[Source, ...]:
        """Return the sources of routes in the order in which they are first used."""
        cited: dict[str, None] = {}
        for step in (step for route in routes for step in route.steps):
            cited.update((evidence.source, None) for evidence in step.evidence)
            cited.update((s, None) for m in step.missing_skills for s in m.sources)
            cited.update((band.source, None) for band in step.pay)
            if step.entry_degree is not None:
                cited[step.entry_degree.source] = None
        return tuple(self.graph.sources[iri] for iri in cited if iri in self.graph.sources)

    def _what_would_open(self) -> str:
        graph, request, effort = self.graph, self.router.request, self.router.effort
        opened = openings(graph.evidence_network, graph.facts, request, effort)
        if opened:
            first, *others = opened
            also = "".join(f"; or {other}" for other in others[:2])
            return f"There is one {first}{also}."
        if not graph.evidence_network.in_degree(request.target.iri):
            return "No source names a transition into that role."
        if not graph.evidence_network.out_degree(request.source.iri):
            return "No source names a transition out of that role."
        ends = (quote_title(role.label) for role in (request.source, request.target))
        return (
            "No single constraint, relaxed, was found to open a way; "
            f"`careergraph gap {' '.join(ends)}` compares the two."
        )
