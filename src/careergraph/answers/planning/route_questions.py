"""Answer questions for routes: read titles and options, search, and describe the routes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final, TypedDict

from careergraph.answers.graph_parts import name_technologies, resolve_role, resolve_two_roles
from careergraph.answers.planning.newcomers import find_pay
from careergraph.answers.planning.routes import Setting, describe_route
from careergraph.answers.planning.skill_overlap import name_labels
from careergraph.answers.planning.study import StatedCredentials, stands_in
from careergraph.answers.planning.study_on_route import StudyOnRoute
from careergraph.answers.planning.usual_degrees import (
    find_degree_named_above,
    find_usual_degree,
    has_usual_degree,
)
from careergraph.errors import NoRouteError, UsageError, quote_title
from careergraph.model.choices import (
    YEARS_SERVED,
    check_criterion,
    check_hours_per_week,
    check_kinds,
)
from careergraph.model.holdings import AskedProfile
from careergraph.model.occupations import is_occupation
from careergraph.model.ranking import necessity_rank
from careergraph.model.values import (
    CRITERIA,
    DEFAULT_KINDS,
    DirectChange,
    Named,
    Routes,
    cite_sources,
)
from careergraph.person.person import Person
from careergraph.search.constraints import (
    Constraints,
    check_count,
    make_background,
    make_request,
    years_served,
)
from careergraph.search.learning.background import taught_levels
from careergraph.search.learning.learning_time import DEFAULT_HOURS_PER_WEEK
from careergraph.search.requests import RouteSearch, find_relaxations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from careergraph.answers.graph_parts import GraphParts, Title
    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.statements import RoleCertification
    from careergraph.model.values import Route, Source
    from careergraph.search.algorithms.profile_search import ProfileResult
    from careergraph.search.constraints import Request
    from careergraph.search.learning.background import Background
    from careergraph.search.sensitivity import Variation

__all__ = [
    "SKILLS_ALONE",
    "PathOptions",
    "PersonOptions",
    "SkillOptions",
    "complete_route",
    "describe_result",
    "find_pareto_routes",
    "find_plain_routes",
    "find_routes",
    "read_background",
    "read_credentials",
    "read_hours_per_week",
    "read_person",
    "read_request",
    "search_for",
    "vary_best_route",
]


_TRADE_OFFS: Final = (
    "gap, smallest first; no route is better than another in all of years, gap, hardest step and "
    "new degrees"
)
SKILLS_ALONE: Final = Named("", "your skills")
"""The starting point of someone who lists skills and no role."""


class SkillOptions(TypedDict, total=False):
    """Options by which a person states skills and a degree; see `CareerGraph.paths`."""

    have: Sequence[str]
    lack: Sequence[str]
    degree: str | None
    person: Person | None


class PersonOptions(SkillOptions, total=False):
    """Options by which a person states skills, years at their level and a licence."""

    years: float | None
    licence: str | None


class PathOptions(PersonOptions, total=False):
    """Options of a question for routes; see `CareerGraph.paths`."""

    by: str
    kinds: Sequence[str]
    hours_per_week: float | None
    constraints: Constraints | None
    max_steps: int | None
    max_years: float | None
    avoid: Sequence[str]
    via: Sequence[str]
    no_new_degree: bool
    min_pay: float | None
    min_evidence: str | None
    change_cost: float | None


_MOST_CERTIFICATIONS: Final = 3
_LEVELS: Final = {
    "foundational": 0,
    "associate": 1,
    "practitioner": 1,
    "professional": 3,
    "specialty": 3,
    "expert": 4,
}
"""Levels of certifications by how much experience they ask for."""
_NO_LEVEL: Final = 2
_EXPERIENCED: Final = 3.0
"""Roles that ask for at least this many years of related work are for people with experience."""
_LONGER: Final = 1.5
"""The direct step is named if the best route takes more than this many times its years."""
_CONSTRAINTS: Final = frozenset(field.name for field in fields(Constraints))


def read_hours_per_week(hours_per_week: float | None) -> float:
    """Return the hours a week given to learning: those asked for, else the usual ones.

    Raises
    ------
    UsageError
        A week does not have that many hours.
    """
    hours = DEFAULT_HOURS_PER_WEEK if hours_per_week is None else hours_per_week
    check_hours_per_week(hours)
    return hours


def find_routes(
    graph: GraphParts, source: Title | None, target: Title, options: PathOptions, *, k: int
) -> Routes:
    """Return the k best routes, best first; see `CareerGraph.paths`."""
    check_count(k)
    search = search_for(graph, source, target, options)
    return describe_result(graph, search, search.find(k), search.request.by)


def find_pareto_routes(
    graph: GraphParts, source: Title | None, target: Title, options: PathOptions
) -> Routes:
    """Return the routes that no other route beats in every respect; see `CareerGraph.pareto`."""
    search = search_for(graph, source, target, options)
    return describe_result(graph, search, search.find_pareto(), "pareto")


def find_plain_routes(
    graph: GraphParts, source: Title | None, target: Title, options: PathOptions, *, k: int
) -> Routes:
    """Return the k shortest paths by networkx; see `CareerGraph.shortest_paths`."""
    from careergraph.search.networkx_view import build_profile_digraph, plain_paths

    check_count(k)
    request = read_request(graph, source, target, options)
    search, by = RouteSearch(graph.facts, request), request.by
    digraph = build_profile_digraph(search.career, by=by)
    paths = plain_paths(digraph, request.source.iri, request.target.iri, by=by, k=k)
    if not paths:
        opened = find_relaxations(graph.facts, request)
        hint = _what_opens(graph, request, opened)
        raise NoRouteError(request.source.label, request.target.label, hint, relaxations=opened)
    setting = _setting(graph, search)
    routes = tuple(
        describe_route(path, setting, by=by, carry_over=False, change_cost=request.change_cost)
        for path in paths
    )
    return _as_routes(graph, request, routes, by)


def vary_best_route(
    graph: GraphParts, source: Title | None, target: Title, options: PathOptions
) -> tuple[Variation, ...]:
    """Return whether the best route stays the best; see `CareerGraph.stability`."""
    from careergraph.search.sensitivity import vary

    search = search_for(graph, source, target, options)
    best = describe_result(graph, search, search.find(1), search.request.by)[0]
    return vary(graph.facts, search.request, [role.iri for role in best.roles])


def search_for(
    graph: GraphParts, source: Title | None, target: Title, options: PathOptions
) -> RouteSearch:
    """Return the search for routes between two roles; errors are those of `read_request`."""
    request = read_request(graph, source, target, options)
    facts, credentials = graph.facts, read_credentials(graph, request)
    before = facts.licensed_before(request.source.iri, request.target.iri)
    if credentials.licensed in {before, facts.line_of(request.target.iri)}:
        before = None
    study = StudyOnRoute(facts, credentials)
    return RouteSearch(facts, replace(request, study=study, licensed=before))


def read_request(
    graph: GraphParts, source: Title | None, target: Title, options: PathOptions
) -> Request:
    """Return a request with every title resolved, once, and every option checked.

    Raises
    ------
    UsageError
        An option is not known, or is not what it has to be.
    """
    check_options(options)
    by, kinds = options.get("by", "effort"), options.get("kinds", DEFAULT_KINDS)
    check_criterion(by)
    check_kinds(kinds)
    if source is None:
        start, end = SKILLS_ALONE, resolve_role(graph, target)
    else:
        start, end = resolve_two_roles(graph, source, target)
    constraints = _single_constraints(options)
    person, named = options.get("person"), name_technologies(graph, source)
    request = make_request(
        start, end, constraints, graph.catalog, graph.facts, kinds, person, named
    )
    hours = read_hours_per_week(options.get("hours_per_week"))
    return replace(request, by=by, hours_per_week=hours)


def read_background(
    graph: GraphParts,
    title: Title | None,
    options: SkillOptions,
    known: Collection[str] = SkillOptions.__annotations__,
) -> Background:
    """Return what a person states besides their role; errors are those of `read_request`.

    The ``title`` of their role may name technologies.
    """
    check_options(options, known)
    return make_background(
        _single_constraints(options),
        graph.catalog,
        graph.facts,
        options.get("person"),
        name_technologies(graph, title),
    )


def read_person(
    graph: GraphParts, title: Title | None, role: Named, options: PersonOptions
) -> tuple[Background, float]:
    """Return what a person states besides their role, and their years in it."""
    background = read_background(graph, title, options, PersonOptions.__annotations__)
    constraints = _single_constraints(options)
    YEARS_SERVED.check("--years", constraints.years)
    if constraints.years is not None:
        return background, constraints.years
    return background, years_served(options.get("person"), role)


def _single_constraints(options: Mapping[str, Any]) -> Constraints:
    """Return the constraints that were given by their own names."""
    single = {name: value for name, value in options.items() if name in _CONSTRAINTS}
    return replace(options.get("constraints") or Constraints(), **single)


def check_options(
    options: Mapping[str, object], known: Collection[str] = PathOptions.__annotations__
) -> None:
    """Raise `UsageError` where an option is not known, or of a wrong type."""
    for name in options:
        if name not in known:
            from difflib import get_close_matches

            close = get_close_matches(name, known, 1)
            hint = f'Did you mean "{close[0]}"?' if close else f"Use any of: {', '.join(known)}."
            message = f"There is no option {quote_title(name)}. {hint}"
            raise UsageError(message)
    for name, kind in (("constraints", Constraints), ("person", Person)):
        given = options.get(name)
        if given is not None and not isinstance(given, kind):
            message = f"{name} is {type(given).__name__}; give a {kind.__name__}."
            raise UsageError(message)


def describe_result(
    graph: GraphParts, search: RouteSearch, result: ProfileResult, criterion: str
) -> Routes:
    """Return the result of a search as routes.

    Raises
    ------
    NoRouteError
        Nothing was found; the message says what would open a route.
    """
    request = search.request
    if not result.paths:
        opened = find_relaxations(graph.facts, request)
        raise NoRouteError(
            request.source.label,
            request.target.label,
            _what_opens(graph, request, opened),
            constrained=request.is_constrained,
            looked_at=0 if result.proven else result.seen,
            relaxations=opened,
        )
    setting = _setting(graph, search)
    routes = tuple(
        describe_route(
            search.names(path),
            setting,
            by=request.by,
            learned=search.learned(path),
            change_cost=request.change_cost,
        )
        for path in result.paths
    )
    answer = _as_routes(graph, request, routes, criterion)
    in_one_step = (
        None if criterion == "pareto" else _describe_direct(search, result, setting, routes[0])
    )
    return replace(answer, proven=result.proven, looked_at=result.seen, in_one_step=in_one_step)


def _describe_direct(
    search: RouteSearch, result: ProfileResult, setting: Setting, best: Route
) -> DirectChange | None:
    """Return the direct step if the best route takes much longer, unless it is an answer itself."""
    direct = search.find_direct(result.paths[0])
    if direct is None or any(path.roles == direct.roles for path in result.paths):
        return None
    route = describe_route(
        search.names(direct), setting, by=search.request.by, learned=search.learned(direct)
    )
    if best.cost.years.middle <= _LONGER * route.cost.years.middle:
        return None
    return DirectChange(
        route.cost.learning_hours, route.cost.years, is_computed=route.steps[0].is_computed
    )


def complete_route(graph: GraphParts, route: Route, options: PathOptions) -> Routes:
    """Return a route as a full answer to its question.

    ``options`` are those it was found with, as far as they are known.
    """
    source = route.roles[0].iri or None
    request = read_request(graph, source, route.roles[-1].iri, options)
    request = replace(request, by=route.cost.criterion)
    return _as_routes(graph, request, (route,), route.cost.criterion)


def _as_routes(
    graph: GraphParts, request: Request, routes: tuple[Route, ...], criterion: str
) -> Routes:
    facts, end = graph.facts, request.target.iri
    usual, rank = find_usual_degree(facts, end), request.degree_rank
    return Routes(
        source=request.source,
        target=request.target,
        criterion=criterion,
        routes=routes,
        sources=_cited(graph, request, routes),
        graph=graph.info,
        hours_per_week=request.hours_per_week,
        pay_before=find_pay(facts, request.source.iri),
        outlook=tuple(facts.outlooks.get(end, ())),
        formula=_formula(criterion, request),
        usual_degree=usual,
        most_named_degree=find_degree_named_above(facts, end),
        role_has_degree=has_usual_degree(facts, [request.source.iri], end),
        field_stands_in=stands_in(facts, request.background.fields, end),
        licences=tuple(facts.licences.get(end, ())),
        holds_licence=_holds_licence(graph, request),
        states_degree=rank is not None,
        holds_degree=usual is not None and rank is not None and rank >= usual.rank,
        without_effect=tuple(_without_effect(facts, request, routes[0])) if routes else (),
        certifications=find_certifications(facts, end),
        unrated=tuple(
            role for role in (request.source, request.target) if _is_unrated(facts, role.iri)
        ),
        named=name_labels(facts, request.background.named),
    )


def _without_effect(facts: CompiledGraph, request: Request, route: Route) -> Iterator[str]:
    """Yield "years" and "degree" if stated without effect on a route.

    Years count for the experience that the first step asks for. A degree counts if a role on the
    route is usually entered with one, or if its subject teaches something that a role asks for and
    that people in the present role do not hold at that level.
    """
    first = route.steps[0]
    counted = first.experience is not None and first.experience.years.high > 0
    if request.years and not counted and first.experience_asked is None:
        yield "years"
    if request.degree_rank is None:
        return
    held = facts.holding_of(request.source.iri).levels if request.source.iri else {}
    taught = {
        skill
        for skill, level in taught_levels(
            facts, request.background.fields, request.background.degree_rank
        ).items()
        if level > held.get(skill, 0)
    }
    for step in route.steps:
        asked = facts.work.get(step.target.iri, AskedProfile()).items
        if find_usual_degree(facts, step.target.iri) is not None or any(
            skill in taught for item in asked for skill in item.skills
        ):
            return
    yield "degree"


def find_certifications(facts: CompiledGraph, role: str) -> tuple[RoleCertification, ...]:
    """Return the active certifications that matter most for a role, or for its line of work.

    Essential ones come first, then recommended ones. Within each, those that most sources name come
    first, then those that ask for the least experience (for a level of seniority, the most). If
    people enter the role without years of work, certifications that ask for such years come last.
    """
    node = facts.nodes.get(role)
    is_senior = node is not None and node.level_of is not None
    is_for_experienced = is_senior or any(
        (years.years_from or 0) >= _EXPERIENCED for years in facts.experience_years.get(role, ())
    )
    named = {
        one.certification: replace(one, later=one.later and not is_for_experienced)
        for of in (facts.line_of(role), role)
        for one in facts.certifications_by_role.get(of, ())
    }
    ranked = sorted(
        named.values(),
        key=lambda one: (
            one.later,
            necessity_rank(one.necessity),
            -len(one.sources),
            _LEVELS.get(one.level or "", _NO_LEVEL) * (-1 if is_senior else 1),
        ),
    )
    return tuple(ranked[:_MOST_CERTIFICATIONS])


def _is_unrated(facts: CompiledGraph, role: str) -> bool:
    return is_occupation(role) and facts.rated_for(role) == ()


def _setting(graph: GraphParts, search: RouteSearch) -> Setting:
    request = search.request
    return Setting(
        career=search.career,
        source=request.source,
        holding=search.holding,
        hours_per_week=request.hours_per_week,
        years=request.years,
        degree_rank=request.degree_rank,
        degree_fields=request.background.fields,
        licensed=read_credentials(graph, request).licensed,
        stated=request.background.stated,
    )


def read_credentials(graph: GraphParts, request: Request) -> StatedCredentials:
    """Return the degree, its fields and the licence that a request states."""
    licensed = None
    if request.licence is not None:
        licensed = graph.facts.line_of(graph.find(request.licence).entry.iri)
    return StatedCredentials(request.degree_rank, request.background.fields, licensed)


def _formula(criterion: str, request: Request) -> str:
    if criterion != "effort":
        return CRITERIA.get(criterion, _TRADE_OFFS)
    return (
        "effort, least first: hours of learning (middle of the range) plus "
        f"{request.change_cost:g} hours for each change of job"
    )


def _holds_licence(graph: GraphParts, request: Request) -> bool:
    """Return whether the person holds the licence of the destination, or said so."""
    if request.licence is not None:
        named = graph.find(request.licence).entry.iri
        return graph.facts.line_of(named) == graph.facts.line_of(request.target.iri)
    return graph.facts.line_of(request.source.iri) == graph.facts.line_of(request.target.iri)


def _cited(graph: GraphParts, request: Request, routes: Sequence[Route]) -> tuple[Source, ...]:
    """Return the sources of routes in the order in which they are first used."""
    cited: dict[str, None] = {}
    for step in (step for route in routes for step in route.steps):
        cited.update((evidence.source, None) for evidence in step.evidence)
        cited.update((s, None) for m in step.missing_skills for s in m.sources)
        if step.experience is not None:
            cited.update((iri, None) for iri in step.experience.sources)
        if step.training is not None:
            cited.update((iri, None) for iri in step.training.sources)
        cited.update((band.source, None) for band in step.pay)
        if step.entry_degree is not None:
            cited[step.entry_degree.source] = None
        cited.update((iri, None) for extra in step.not_counted for iri in extra.sources)
        cited.update((one.source, None) for one in step.advice)
        if step.similar_work is not None:
            cited[step.similar_work.source] = None
        if step.listed is not None:
            cited.update((iri, None) for iri in step.listed.sources)
        if step.experience_asked is not None:
            cited.update((iri, None) for iri in step.experience_asked.sources)
    facts, end = graph.facts, request.target.iri
    cited.update((iri, None) for one in find_certifications(facts, end) for iri in one.sources)
    cited.update((band.source, None) for band in facts.pay_by_role.get(request.source.iri, ()))
    cited.update((licence.source, None) for licence in facts.licences.get(end, ()))
    for degree in (find_usual_degree(facts, end), find_degree_named_above(facts, end)):
        if degree is not None and degree.share is not None:
            cited[degree.source] = None
    cited.update((outlook.source, None) for outlook in facts.outlooks.get(end, ()))
    return cite_sources(cited, graph.sources)


def _what_opens(graph: GraphParts, request: Request, opened: Sequence[str]) -> str:
    if opened:
        first, *others = opened
        also = "".join(f"; or {other}" for other in others[:2])
        return f"There is a route {first}{also}."
    steps = graph.facts.steps
    if not any(target == request.target.iri for _, target, _ in steps):
        return "No source names a step into that role."
    if not any(source == request.source.iri for source, _, _ in steps):
        return "No source names a step out of that role."
    ends = (quote_title(role.label) for role in (request.source, request.target))
    return (
        "Relaxing a single constraint opens no route that we found; "
        f"`careergraph gap {' '.join(ends)}` compares the two."
    )
