"""Search for the best routes of a request: its network, the search, and relaxations."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import combinations, pairwise
from math import ceil, inf
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import quote_title
from careergraph.model.occupations import is_managing_occupation, is_occupation
from careergraph.model.values import COMPUTED, GRADES, KINDS
from careergraph.search.algorithms.integer_network import MICRO, Graph
from careergraph.search.algorithms.k_shortest import shortest_simple_paths
from careergraph.search.algorithms.profile_network import MOST_TRIED, ProfileQuery, StudyYears
from careergraph.search.algorithms.profile_search import (
    ProfileResult,
    find_pareto_paths,
    find_paths,
    order_of,
)
from careergraph.search.algorithms.work_budget import WORK
from careergraph.search.career_network import AFFINITY, NOBODY, RETRAINING, CareerNetwork
from careergraph.search.constraints import Request, lowest_pay
from careergraph.search.learning.background import find_holding
from careergraph.search.learning.learning_time import SHORTEST_STAY, learning_years
from careergraph.search.learning.step_learning import learn_step
from careergraph.search.learning.step_training import least_training

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Named
    from careergraph.search.algorithms.profile_network import ProfileArc
    from careergraph.search.algorithms.profile_search import ProfilePath

__all__ = ["RouteSearch", "find_relaxations"]

_PARETO_WORK: Final = 900_000
"""Units of work for all trade-offs, which keeps them below two seconds."""
_TOO_HIGH: Final = 3.0
"""In years: no route leads through a role that takes longer to reach than the first one, and this
much longer than the last. Nobody retrains for a role that takes this long to reach."""
_LITTLE: Final = 0.1
"""The share of its effort that a detour must save to come before the direct step."""
_DETOUR: Final = 2
"""A route with at least this many changes of line of work may be a detour."""
_LONG_DETOUR: Final = 3
"""A route with at least this many is compared with retraining, whatever its years."""
_LONG_RISE: Final = 4.0
"""Years of experience from which a step may skip levels, and a route may take too long."""
_HARDLY_LONGER: Final = 1.15
"""The route over the skipped levels may take at most this many times the years of the step."""
_FAR_SOONER: Final = 2 / 3
"""A route that takes less than this share of the years may come first,"""
_LITTLE_MORE: Final = 1.5
"""if it takes at most this many times the effort."""
_LOOKED_AT: Final = 4
"""The number of routes of least effort to compare."""
_STAY: Final = round(SHORTEST_STAY * MICRO)
_TRIED_FOR_HINTS: Final = 20_000
"""The most partial paths to try for a route that a relaxed constraint opens."""
_SMALL_SHARE: Final = 0.25
"""The share of a profile, by weight, below which a role is a new field."""
_FAR_LONGER: Final = 2.0
"""A detour that takes more than this many times the years of retraining is compared with it."""


class RouteSearch:
    """The search for a request, in the network that the request allows.

    Parameters
    ----------
    facts
        The compiled graph.
    request
        The request.
    career
        A network that differs from that of the facts, to test variations.
    most_tried
        As for `ProfileQuery`.
    """

    def __init__(
        self,
        facts: CompiledGraph,
        request: Request,
        career: CareerNetwork | None = None,
        *,
        most_tried: int = MOST_TRIED,
    ) -> None:
        self.facts, self.request, self.most_tried = facts, request, most_tried
        self.career = career or CareerNetwork.build(
            facts,
            request.kinds,
            request.grades,
            hours_per_week=request.hours_per_week,
            change_cost=request.change_cost,
            start=request.source.iri,
        )
        self.network = self.career.network
        self.source = request.source.iri or NOBODY
        is_role = bool(request.source.iri)
        self.holding = find_holding(
            facts, request.source.iri if is_role else None, request.background
        )

    @cached_property
    def closed(self) -> frozenset[int]:
        """Roles that no route leads through; never the first role.

        The request excludes them, or people take years to rise to them that neither end asks for:
        nobody becomes a chief on the way to a lower post.
        """
        request, standing = self.request, self.career.table.standing
        asked = {role.iri for role in (request.source, request.target, *request.via)}
        before, after = standing(request.source.iri), self._years_up(request.target.iri)
        closed = {
            node.iri
            for node in self.facts.roles
            if (years := standing(node.iri)) > before and years >= after + _TOO_HIGH
        }
        closed |= {node.iri for node in self.facts.roles if standing(node.iri) < self._lowest}
        closed -= asked
        closed |= {role.iri for role in request.avoid}
        most = self.request.most_rank
        if most is not None:
            closed |= {r for r, degree in self.facts.entry_degrees.items() if degree.rank > most}
        closed.discard(self.source)
        index = self.network.index
        return frozenset(index[role] for role in closed if role in index)

    @property
    def _lowest(self) -> float:
        """The fewest years to reach a role on the way, if people take years to rise to both ends.

        Nobody starts again at the bottom on the way from one such post to another. Of the
        destination's line of work, levels count up to the one at which people enter it.
        """
        standing = self.career.table.standing
        least = min(standing(self.request.source.iri), standing(self.request.target.iri))
        return least - _TOO_HIGH if least >= _TOO_HIGH else 0.0

    @cached_property
    def query(self) -> ProfileQuery | None:
        """The query for the search, in integers; ``None`` if no path can be an answer."""
        request, index = self.request, self.network.index
        start, target = index.get(self.source), index.get(request.target.iri)
        if start is None or target is None or target in self.closed:
            return None
        if not pays_enough(request, self.facts):
            return None
        stops = dict.fromkeys(role.iri for role in request.via)
        if request.licensed is not None:
            stops[request.licensed] = None
        years = request.max_years
        return ProfileQuery(
            start=start,
            target=target,
            holding=self.holding,
            by=request.by,
            closed=self.closed,
            via=tuple(index[role] for role in stops),
            max_hops=min(
                (most for most in (request.max_steps, self.facts.most_steps) if most is not None),
                default=None,
            ),
            max_years=None if years is None else round(years * MICRO),
            served=round(request.years * MICRO),
            down=self._may_step_down(),
            study=self._number_study(),
            most_tried=self.most_tried,
        )

    def _number_study(self) -> StudyYears | None:
        """Return the compulsory study of steps in integers, if any role may ask for it."""
        study, index, roles = self.request.study, self.network.index, self.network.roles
        if study is None:
            return None

        def find(path: tuple[int, ...]) -> tuple[int, int, bool] | None:
            found = study.find(tuple(roles[role] for role in path))
            if found is None:
                return None
            years, is_programme = found
            return round(years.low * MICRO), round(years.high * MICRO), is_programme

        asking = frozenset(index[role] for role in study.roles if role in index)
        programmes = frozenset(index[role] for role in study.programmes if role in index)
        return StudyYears(asking, programmes, find) if asking else None

    def _may_step_down(self) -> bool:
        """Return whether the request asks for a lower level of seniority."""
        node = self.facts.nodes.get(self.request.target.iri)
        if node is None or node.seniority is None:
            return False
        rank = self.career.table.rank
        return rank(node.iri) < rank(self.source)

    def find(self, k: int, work: int = WORK) -> ProfileResult:
        """Return the k best paths by the criterion; none if the destination does not pay enough.

        A direct move that no source states is allowed if most of the profile is held. If nothing
        leads to the target, moves to similar roles are allowed too, and finally retraining.
        """
        if self.query is None:
            return ProfileResult([], proven=True, seen=0)
        result = ProfileResult([], proven=True, seen=0)
        for extra in self._extras():
            query = replace(self.query, k=k, extra=extra)
            result = find_paths(self.network, query, work=work)
            if result.paths or not result.proven:
                result = self._prefer_direct(result, query, work)
                break
        best = result.paths[0] if result.paths else None
        is_detour = best is not None and (
            self._is_thin(best)
            or self._takes_far_longer(best, work)
            or self._winds(best, work)
            or self._is_no_nearer(best)
        )
        if is_detour:
            result = self._compare_retraining(result, self.query, work)
        if self.query.by == "effort" and not self.request.is_constrained:
            result = self._prefer_sooner(result, self.query, work)
            result = self._prefer_rungs(result, self.query, work)
        if not result.paths and result.proven:
            result = self._find_unlimited(result, k, work)
        return result._replace(paths=result.paths[:k])

    def _find_unlimited(self, result: ProfileResult, k: int, work: int) -> ProfileResult:
        """Return what would be offered without limits of years and of roles and yet keeps to them.

        Retraining is offered where nothing is limited; it is no less true where a limit does not
        touch it.
        """
        request, avoided = self.request, {role.iri for role in self.request.avoid}
        if not request.is_constrained:
            return result
        most = inf if request.max_years is None else round(request.max_years * MICRO)
        by = request.by if request.max_years is None else "time"
        request = replace(request, max_years=None, avoid=(), by=by)
        if request.is_constrained:
            return result
        free = RouteSearch(self.facts, request, self.career, most_tried=self.most_tried).find(
            k, work
        )
        paths = [
            path
            for path in free.paths
            if path.costs.years <= most and avoided.isdisjoint(self.names(path))
        ]
        return free._replace(paths=paths, proven=result.proven and free.proven)

    def _is_no_nearer(self, path: ProfilePath) -> bool:
        """Return whether the first role on the way is as new a field as the destination.

        Then the detour may cost more than it saves, and retraining is compared. Nobody retrains for
        a role to which people take years to rise, or for a regulated one.
        """
        target = self.request.target.iri
        node = self.facts.nodes.get(self.facts.line_of(target))
        risen = self._years_up(target) >= _TOO_HIGH
        if self._changes(path) < _DETOUR or not self.request.allows_computed:
            return False
        if node is None or node.regulated or self._is_rated(target) or risen:
            return False
        stone = self.names(path)[1]
        return all(self._is_new_field(role) for role in (stone, target))

    def _years_up(self, role: str) -> float:
        """Return the years that people take to rise to a role (IRI).

        For managers it is what respondents say, even if no source names the role before.
        """
        years = self.career.table.standing(role)
        asked = self.career.table.find_surveyed(role) if is_managing_occupation(role) else None
        return years if asked is None else max(years, asked.years.middle)

    def _is_rated(self, role: str) -> bool:
        """Return whether the profile of a role (IRI) is computed from ratings, which are broad."""
        return is_occupation(role) and role not in self.facts.profiles

    def _is_new_field(self, role: str) -> bool:
        """Return whether little of the profile of a role (IRI) is held at the start, if known."""
        profile = self.facts.work.get(role)
        if profile is None or not profile.items:
            return False
        coverage = learn_step(profile, self.holding, promotion=False).coverage
        return coverage is not None and coverage < _SMALL_SHARE

    def _prefer_sooner(
        self, result: ProfileResult, query: ProfileQuery, work: int
    ) -> ProfileResult:
        """Put a route first that takes far fewer years for little more effort.

        Only years of experience are compared: nobody spends five more of them to save some weeks of
        learning.
        """
        best = result.paths[0] if result.paths else None
        years = 0.0 if best is None else self._least_years(best)
        if best is None or years < _LONG_RISE or self._fewest_years(query) >= _FAR_SOONER * years:
            return result
        others = find_paths(self.network, replace(query, k=max(query.k, _LOOKED_AT)), work=work)
        sooner = [
            path
            for path in others.paths
            if self._least_years(path) < _FAR_SOONER * years
            and path.costs.effort <= _LITTLE_MORE * best.costs.effort
        ]
        if not sooner:
            return result
        rest = [path for path in result.paths if path.roles != sooner[0].roles]
        return result._replace(paths=[sooner[0], *rest])

    def _fewest_years(self, query: ProfileQuery) -> float:
        """Return a lower bound of `_least_years` of all paths: years without any learning."""
        after: list[list[tuple[int, int]]] = [[] for _ in self.network.roles]
        before: list[list[tuple[int, int]]] = [[] for _ in self.network.roles]
        for role, arcs in enumerate(self.network.arcs_for(query.start, down=query.down)):
            served, stay = (query.served, 0) if role == query.start else (0, _STAY)
            for arc in arcs:
                worked = (arc.low + arc.high) // 2 - served
                years = max(stay, worked, sum(arc.trained) // 2)
                if arc.target not in query.closed:
                    after[role].append((arc.target, years))
                    before[arc.target].append((role, years))
        path = next(shortest_simple_paths(Graph(after, before), query.start, query.target), None)
        steps = [] if path is None else pairwise(path)
        return sum(dict(after[role])[following] for role, following in steps) / MICRO

    def _prefer_rungs(self, result: ProfileResult, query: ProfileQuery, work: int) -> ProfileResult:
        """Put the route over the levels first, if a step skips them.

        Such a step asks for years in the old role that people spend at the levels between. The
        route over them takes hardly longer.
        """
        passed: tuple[int, ...] = ()
        while result.paths:
            best = result.paths[0]
            rungs = [rung for rung in self._find_rungs(best) if rung not in passed]
            if not rungs:
                break
            passed = (*passed, *rungs)
            stops = (*query.via, *passed)
            over = find_paths(self.network, replace(query, k=1, via=stops), work=work).paths
            if not over or self._least_years(over[0]) > _HARDLY_LONGER * self._least_years(best):
                break
            rest = [path for path in result.paths if path.roles != over[0].roles]
            result = result._replace(paths=[over[0], *rest])
        return result

    def _find_rungs(self, path: ProfilePath) -> list[int]:
        """Return the levels that the steps of a path skip, by number.

        They are the next level of the line of work left, and the role in which the new role asks
        for experience, if people rise to them in between.
        """
        standing, rungs = self.career.table.standing, list[str]()
        names = self.names(path)
        for source, target in pairwise(names):
            asked = self.career.experience(source, target)
            if asked is None or asked.years.low < _LONG_RISE:
                continue
            line = self.facts.line_of(source)
            above = [
                node.iri
                for node in self.facts.roles
                if node.level_of == line
                and standing(node.iri) > standing(source)
                and (source, node.iri) in self.career.evidence
            ]
            within = [
                role
                for years in self.facts.experience_years.get(target, ())
                for role in years.within
                if role in self.facts.nodes
            ]
            for group in (above, within):
                between = [
                    role
                    for role in group
                    if standing(source) < standing(role) < standing(target)
                    and role not in names
                    and self.network.index[role] not in self.closed
                ]
                if between:
                    rungs.append(min(between, key=lambda role: (standing(role), role)))
        return [self.network.index[role] for role in dict.fromkeys(rungs)]

    def find_direct(self, best: ProfilePath, work: int = WORK) -> ProfilePath | None:
        """Return the direct change to compare with a route, if there is one.

        The route must change the line of work at least twice. There is no comparison if the request
        has constraints, if it is unknown what the destination asks for, or if people take years to
        rise to the destination that the direct change does not count.
        """
        direct = self._find_one_step(best, work)
        if direct is None:
            return None
        standing = self.career.table.standing(self.request.target.iri)
        asked = self.career.experience(self.source, self.request.target.iri)
        if standing >= _TOO_HIGH and (asked is None or asked.years.low < standing):
            return None
        return direct

    def _takes_far_longer(self, best: ProfilePath, work: int) -> bool:
        """Return whether a route takes far longer than retraining directly for the destination.

        Only a written profile can show that: the ratings of an occupation are too broad. Nobody
        retrains for a role to which people take years to rise, or for a regulated one.
        """
        target, query = self.request.target.iri, self.query
        node = self.facts.nodes.get(self.facts.line_of(target))
        risen = self._years_up(target) >= _TOO_HIGH
        if query is None or query.by != "effort" or self._is_rated(target) or risen:
            return False
        if node is None or node.regulated or not self._is_retraining(self.source, target):
            return False
        direct = self._find_one_step(best, work)
        if direct is None:
            return False
        return self._least_years(best) > _FAR_LONGER * self._least_years(direct)

    def _least_years(self, path: ProfilePath) -> float:
        """Return a lower bound on the middle of a path's years, which is exact for one step.

        It is the longer of two times: all hours of learning, and all years of work and training.
        """
        worked = 0.0
        for number, pair in enumerate(pairwise(self.names(path))):
            asked, trained = self.career.experience(*pair), self.career.training(*pair)
            worked += max(
                SHORTEST_STAY if number else 0.0,
                0.0
                if asked is None
                else asked.years.middle - (0 if number else self.request.years),
                0.0 if trained is None else trained.years.middle,
            )
        hours = path.costs.hours / MICRO
        return max(worked, learning_years(hours, self.request.hours_per_week))

    def _find_one_step(self, best: ProfilePath, work: int) -> ProfilePath | None:
        """Return the direct change to compare with a detour, if its years are known."""
        request, query = self.request, self.query
        ends = self.source, request.target.iri
        if query is None or request.is_constrained or not request.allows_computed:
            return None
        profile = self.facts.work.get(request.target.iri)
        if self._changes(best) < _DETOUR or profile is None or not profile.items:
            return None
        extra: tuple[ProfileArc, ...] = ()
        if self._is_retraining(*ends):
            extra = (self.career.computed_step(*ends, RETRAINING),)
        elif self.career.evidence[ends][0].grade == COMPUTED.grade:
            return None
        query = replace(query, k=1, max_hops=1, extra=extra)
        paths = find_paths(self.network, query, work=work).paths
        return paths[0] if paths and self.career.experience(*ends) is not None else None

    def _is_retraining(self, source: str, target: str) -> bool:
        """Return whether a step (IRIs) is retraining, without any evidence."""
        evidence = self.career.evidence.get((source, target))
        return evidence is None or evidence[0].kind == RETRAINING

    def _changes(self, path: ProfilePath) -> int:
        """Return how often a route changes the line of work."""
        lines = [self.facts.line_of(role) for role in self.names(path)]
        return sum(line != following for line, following in pairwise(lines))

    def _compare_retraining(
        self, result: ProfileResult, query: ProfileQuery, work: int
    ) -> ProfileResult:
        """Add direct retraining for the target's line of work to the paths.

        A higher level of that line is reached by promotion from there.
        """
        target, line = self.request.target.iri, self.facts.line_of(self.request.target.iri)
        rank = self.career.table.rank
        entered = line if rank(line) < rank(target) else target
        if self.facts.line_of(self.source) == line:
            return result
        other_lines = {
            number
            for number, role in enumerate(self.network.roles)
            if role != self.source and self.facts.line_of(role) != line
        }
        direct = find_paths(
            self.network,
            replace(
                query,
                k=1,
                extra=(self.career.computed_step(self.source, entered, RETRAINING),),
                closed=query.closed | other_lines,
            ),
            work=work,
        )
        order, known = order_of(query.by), {path.roles for path in result.paths}
        paths = [*result.paths, *(path for path in direct.paths if path.roles not in known)]
        paths.sort(key=lambda path: order(path.costs))
        return result._replace(paths=paths, proven=result.proven and direct.proven)

    def _prefer_direct(
        self, result: ProfileResult, query: ProfileQuery, work: int
    ) -> ProfileResult:
        """Put the direct step first if the best detour saves little.

        Only a direct step that a source or an editor states can come first.
        """
        ends = self.source, self.request.target.iri
        if not result.paths or query.by != "effort" or ends not in self.career.evidence:
            return result
        best = result.paths[0]
        if best.costs.hops == 1:
            return result
        direct = find_paths(self.network, replace(query, k=1, max_hops=1), work=work).paths
        if not direct or direct[0].costs.effort * (1 - _LITTLE) > best.costs.effort:
            return result
        others = [path for path in result.paths if path.roles != direct[0].roles]
        return result._replace(paths=[*direct, *others][: query.k])

    def _is_thin(self, path: ProfilePath) -> bool:
        """Return whether a route changes the line of work so often that retraining is compared.

        It is not compared if people take years to rise to the destination's line of work: nobody
        retrains as a chief. Two changes are enough if people enter by an apprenticeship, a
        residency or a programme of study, which are open to everyone.
        """
        line, changes = self.facts.line_of(self.request.target.iri), self._changes(path)
        if not self.request.allows_computed:
            return False
        if least_training(self.facts, line) or self.facts.programmes.get(line):
            return changes >= _DETOUR
        return changes >= _LONG_DETOUR and self.career.table.standing(line) < _TOO_HIGH

    def _winds(self, path: ProfilePath, work: int) -> bool:
        """Return whether a route changes the line of work three times although one step would do.

        The destination may take years to rise to, if the direct change counts those years too.
        """
        return self._changes(path) >= _LONG_DETOUR and self.find_direct(path, work) is not None

    def find_pareto(self, work: int = _PARETO_WORK) -> ProfileResult:
        """Return the paths that no other path beats in every respect."""
        if self.query is None:
            return ProfileResult([], proven=True, seen=0)
        degrees = [self.facts.entry_degrees.get(role) for role in self.network.roles]
        result = ProfileResult([], proven=True, seen=0)
        for extra in self._extras():
            result = find_pareto_paths(
                self.network,
                replace(self.query, extra=extra),
                degrees=[None if degree is None else degree.rank for degree in degrees],
                degree=self.request.degree_rank,
                work=work,
            )
            if result.paths or not result.proven:
                break
        return result

    def _extras(self) -> Iterator[tuple[ProfileArc, ...]]:
        """Yield further steps out of the first role, more each time, until a path is found."""
        request, career, source = self.request, self.career, self.source
        target = request.target.iri
        is_stated = (source, target) in career.evidence
        is_back = career.table.leads_back(source, target, self.holding)
        if not request.allows_computed:
            yield (career.step_back(source, target),) if is_back and is_stated else ()
            return
        if is_back:
            direct = [career.step_back(source, target)]
        else:
            similar = career.similar_roles(source, self.holding, (target,))
            direct = [career.computed_step(source, role, AFFINITY) for role in similar]
        yield tuple(direct)
        if request.is_constrained:
            return
        similar = career.similar_roles(source, self.holding)
        yield tuple(career.computed_step(source, role, AFFINITY) for role in similar)
        line = self.facts.line_of(target)
        entries = (line, target) if request.licensed is None else (request.licensed,)
        for entered in dict.fromkeys(entries):
            if self.facts.line_of(source) != entered or entered == target:
                yield (career.computed_step(source, entered, RETRAINING),)

    def names(self, path: ProfilePath) -> list[str]:
        """Return the IRIs of a path's roles."""
        return [self.network.roles[role] for role in path.roles]

    def learned(self, path: ProfilePath) -> list[dict[str, int]]:
        """Return the levels held after each step of a path."""
        return [self.network.levels(held) for held in path.held[1:]]


def pays_enough(request: Request, facts: CompiledGraph) -> bool:
    """Return whether the last role is known to pay what is asked for."""
    if request.min_pay is None:
        return True
    pay = lowest_pay(facts.pay_by_role.get(request.target.iri, ()))
    return pay is not None and pay >= request.min_pay


def find_relaxations(facts: CompiledGraph, request: Request) -> list[str]:
    """Return the constraints that open a route when relaxed, by how much, and that route.

    Each is found by search: the constraint is lifted, and the text says what the best route needs.
    """
    opened: dict[str, str] = {}
    for name, by, changed, describe in _relaxations(request, facts):
        if name in opened:
            continue
        search = RouteSearch(facts, replace(changed, by=by), most_tried=_TRIED_FOR_HINTS)
        result = search.find(2)
        # Retraining, which a limit on steps leaves out, may be within it.
        few = request.max_steps if name == "steps" and request.max_steps else 0
        path = next((path for path in result.paths if path.costs.hops > few), None)
        if path is not None:
            labels = " → ".join(search.network.labels[role] for role in path.roles)
            proven = result.proven or by not in _MEASURED.get(name, ())
            less = "" if proven else " (less may do)"
            opened[name] = f"{describe(path)}{less}: {labels}"
    return list(opened.values())


_MEASURED: Final = {"steps": ("hops",), "years": ("time",)}
"""Constraints that are relaxed by a number, and the criterion that minimises it."""


class _Relaxation(NamedTuple):
    """One lifted constraint; among those with the same name, the smallest change comes first."""

    name: str
    by: str
    request: Request
    describe: Callable[[ProfilePath], str]


def _relaxations(request: Request, facts: CompiledGraph) -> Iterator[_Relaxation]:
    yield from _relaxed_numbers(request, facts)
    for role in request.avoid:
        others = tuple(other for other in request.avoid if other != role)
        yield _say(f"avoid {role}", replace(request, avoid=others), f"without --avoid {_q(role)}")
    for role in request.via:
        others = tuple(other for other in request.via if other != role)
        yield _say(f"via {role}", replace(request, via=others), f"without --via {_q(role)}")
    if request.most_rank is not None:
        degrees = {d.rank: d.label for d in facts.entry_degrees.values()}
        for rank in sorted(rank for rank in degrees if rank > request.most_rank):
            wider = replace(request, most_rank=rank)
            yield _say("degree", wider, f"with a {degrees[rank]} (--degree)")
    if request.min_evidence is not None:
        for grade in GRADES[GRADES.index(request.min_evidence) + 1 :]:
            wider = replace(request, min_evidence=grade)
            yield _say("evidence", wider, f"with --min-evidence {grade}")
    unused = [kind for kind in KINDS if kind not in request.kinds]
    for size in range(1, len(unused) + 1):
        for extra in combinations(unused, size):
            kinds = (*request.kinds, *extra)
            text = f"with --only {','.join(kinds)}"
            yield _say("kinds", replace(request, kinds=kinds), text)


def _relaxed_numbers(request: Request, facts: CompiledGraph) -> Iterator[_Relaxation]:
    if request.max_steps is not None:
        yield _Relaxation(
            "steps",
            "hops",
            replace(request, max_steps=None),
            lambda path: f"with --max-steps {path.costs.hops} instead of {request.max_steps}",
        )
    if request.max_years is not None:
        yield _Relaxation(
            "years",
            "time",
            replace(request, max_years=None),
            lambda path: (
                f"with --max-years {ceil(path.costs.years / MICRO * 10) / 10:g} "
                f"instead of {request.max_years:g}"
            ),
        )
    if request.min_pay is not None and not pays_enough(request, facts):
        pay = lowest_pay(facts.pay_by_role.get(request.target.iri, ()))
        known = "without --min-pay (no source knows the pay there)"
        text = (
            known if pay is None else f"with --min-pay {pay:.0f} instead of {request.min_pay:.0f}"
        )
        yield _say("pay", replace(request, min_pay=None), text)


def _say(name: str, request: Request, text: str) -> _Relaxation:
    return _Relaxation(name, "hops", request, lambda _: text)


def _q(role: Named) -> str:
    return quote_title(role.label)
