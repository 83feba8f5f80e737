"""Widen a graph by the occupations that a question needs.

Answers about curated roles read only the curated graph. If a question names an occupation, the
occupations around it are added as roles; only their profiles are read, one at a time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.compiled.asked_profiles import widen_profiles
from careergraph.compiled.held_levels import held_by_incumbent
from careergraph.compiled.near_relations import near_relations
from careergraph.model.lazy import LazyMapping, read_whole
from careergraph.model.occupations import is_managing_occupation, is_occupation
from careergraph.model.values import Evidence, Named, RoleNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import AskedProfile, Holding
    from careergraph.model.occupations import OccupationNode, RelatedOccupation

__all__ = ["MORE_STEPS", "for_roles", "with_occupations"]

MORE_STEPS: Final = 1
"""The number of steps by which a route through occupations may exceed the shortest."""
_DEPTH: Final = 3
"""The number of steps to look around a role if there is no destination or known route."""
_RELATED: Final = "related"
_SOURCE: Final = "https://w3id.org/careergraph/id/source/onet-30-3"
_PRIMARY: Final = ("Primary-Short", "Primary-Long")
"""Tiers of relations that always count between the first and the last role in question."""
_PLACE: Final = "Related Occupations.txt"
_MANAGERS: Final = "https://w3id.org/careergraph/id/soc-group/11"
_ENDS: Final = 2
_DEFAULT: Final = ("move", "promotion")


class _RelatedStep(NamedTuple):
    """A relation of two occupations as a step, which may be used or not."""

    start: str
    end: str
    relation: RelatedOccupation
    is_usable: bool


def for_roles(graph: CompiledGraph, *roles: str | None, depth: int | None = None) -> CompiledGraph:
    """Return a graph with the occupations that a question about some roles needs.

    If none of the roles is an occupation, the graph itself is returned.

    Parameters
    ----------
    graph
        The graph, not widened.
    roles
        IRIs of the roles in question, in the order of a route.
    depth
        Look this many steps around each role instead of between them; 1 finds its neighbours.
    """
    if not any(role is not None and is_occupation(role) for role in roles):
        return graph
    return _remember(graph, _with_licensed(graph, roles), depth)


def _with_licensed(graph: CompiledGraph, roles: Sequence[str | None]) -> Sequence[str | None]:
    """Return the roles of a route, with the role whose licence people need before the last."""
    if len(roles) < _ENDS or roles[-1] is None:
        return roles
    before = graph.licensed_before(roles[0] or "", roles[-1])
    return roles if before is None or before in roles else (*roles[:-1], before, roles[-1])


def with_occupations(graph: CompiledGraph) -> CompiledGraph:
    """Return a graph with every occupation as a role."""
    return _remember(graph, (), None)


def _remember(
    graph: CompiledGraph, roles: Sequence[str | None], depth: int | None
) -> CompiledGraph:
    key = (for_roles, tuple(roles), depth)
    if key not in graph.memo:
        graph.memo[key] = _widen(graph, [role for role in roles if role], depth)
    widened: CompiledGraph = graph.memo[key]
    return widened


def _widen(graph: CompiledGraph, roles: Sequence[str], depth: int | None) -> CompiledGraph:
    nodes = {node.iri: node for node in graph.occupation_nodes}
    occupation_of = _find_occupations(graph, nodes)
    related = _RelatedSteps(graph, nodes, roles, occupation_of)
    chosen, most_steps = _choose(graph, related.usable(), nodes, roles, depth)
    kept = chosen & nodes.keys()
    kept |= {role for role in roles if role in nodes}
    curated = {role.iri for role in graph.roles}
    steps = [
        (step.start, step.end, _evidence(step, nodes)) for step in related.between(curated | kept)
    ]
    groups = {node.group for iri, node in nodes.items() if iri in kept}
    widened = replace(
        graph,
        roles=(*graph.roles, *(_as_role(graph, nodes[iri]) for iri in sorted(kept))),
        steps=(*graph.steps, *steps),
        families=(*graph.families, *_name_groups(graph, groups)),
        most_steps=most_steps,
        occupation_of={**occupation_of, **{iri: iri for iri in kept}},
        stated_targets={},
        stated_steps={},
        make_catalog=lambda: graph.catalog,
    )
    asked = widen_profiles(widened, graph.work)
    incumbents = LazyMapping(
        lambda: _holdings(graph, asked),
        lambda role: _holdings(graph, {role: asked[role]})[role],
    )
    return replace(widened, asked=asked, incumbents=incumbents)


def _holdings(graph: CompiledGraph, asked: Mapping[str, AskedProfile]) -> dict[str, Holding]:
    """Return what people in each role hold.

    It is computed once: a role's profile does not depend on the occupations by which a question
    widens the graph.
    """
    known: dict[str, Holding] = graph.memo.setdefault(_holdings, {})
    for role, profile in asked.items():
        if role not in known:
            known[role] = held_by_incumbent(profile, graph.implies)
    return {role: known[role] for role in asked}


def _as_role(graph: CompiledGraph, node: OccupationNode) -> RoleNode:
    stated = graph.role_statements.get(node.iri)
    licences = graph.licences.get(node.iri, ())
    needs_one = bool(graph.entry_licences(node.iri))
    return RoleNode(
        iri=node.iri,
        label=node.label,
        family=node.group,
        regulated=(None if stated is None else stated.regulated) or (needs_one or None),
        licence=licences[0].label if licences else None,
    )


def _name_groups(graph: CompiledGraph, groups: Iterable[str | None]) -> list[Named]:
    return [Named(group, graph.label(group)) for group in sorted(filter(None, groups))]


def _find_occupations(graph: CompiledGraph, nodes: Mapping[str, OccupationNode]) -> dict[str, str]:
    """Map each curated role to its occupation: the exact match, or the one it is part of."""
    found = {node.role: iri for iri, node in nodes.items() if node.role is not None}
    read_whole(graph.occupations)
    for role in graph.roles:
        line = role.level_of or role.iri
        if role.iri in found:
            continue
        if line in found:
            found[role.iri] = found[line]
            continue
        for link in graph.occupations.get(role.iri, ()):
            if link.fit != "misleading":
                found[role.iri] = link.occupation
                break
    return found


class _RelatedSteps:
    """Related occupations as steps; a role that is an occupation takes its place.

    A role in question that is part of an occupation has the steps of that occupation. On the way to
    a role with a profile of our own, similarity alone is no reason to pass through an occupation:
    there it counts only for steps to the roles in question. Nor does similarity alone make a
    manager of someone in an occupation on the way: that takes a step that a source or we state.
    """

    def __init__(
        self,
        graph: CompiledGraph,
        nodes: Mapping[str, OccupationNode],
        roles: Sequence[str],
        occupation_of: Mapping[str, str],
    ) -> None:
        self._graph, self._roles = graph, roles
        self._relations = near_relations(graph)
        self._ends_written = len(roles) >= _ENDS and (
            roles[-1] in graph.profiles or not is_occupation(roles[-1])
        )
        parts: dict[str, list[str]] = defaultdict(list)
        for role in roles:
            occupation = occupation_of.get(role)
            if occupation is not None and nodes[occupation].role != role:
                parts[occupation].append(role)
        self._places = {iri: (node.role or iri, *parts.get(iri, ())) for iri, node in nodes.items()}

    def usable(self) -> Iterator[_RelatedStep]:
        """Yield the steps that routes may use; few relations can give one."""
        asked = self._occupations_among(self._roles)
        for one in self._relations:
            if self._ends_written and one.target not in asked:
                continue
            if one.is_near or one.source in asked:
                yield from (step for step in self._steps(one) if step.is_usable)

    def between(self, roles: Collection[str]) -> Iterator[_RelatedStep]:
        """Yield the steps between some roles, whether routes may use them or not."""
        places = self._occupations_among(roles)
        for one in self._relations:
            if one.source in places and one.target in places:
                yield from (
                    step for step in self._steps(one) if step.start in roles and step.end in roles
                )

    def _occupations_among(self, roles: Collection[str]) -> set[str]:
        """Return the occupations in whose place one of some roles stands."""
        return {
            iri for iri, places in self._places.items() if any(role in roles for role in places)
        }

    def _steps(self, one: RelatedOccupation) -> Iterator[_RelatedStep]:
        for start in self._places[one.source]:
            for end in self._places[one.target]:
                if is_occupation(start) or is_occupation(end):
                    yield _RelatedStep(start, end, one, self._is_usable(one, start, end))

    def _is_usable(self, one: RelatedOccupation, start: str, end: str) -> bool:
        roles = self._roles
        if (self._ends_written and end not in roles) or (
            is_managing_occupation(end) and _is_late(roles, start, end)
        ):
            return False
        if one.tier in _PRIMARY and _is_asked(self._graph, roles, start, end):
            return True
        return bool(one.is_near)


def _evidence(step: _RelatedStep, nodes: Mapping[str, OccupationNode]) -> Evidence:
    relation = step.relation
    return Evidence(
        f"{relation.source}#related-{nodes[relation.target].code}",
        *(_RELATED, "official", _SOURCE, _PLACE),
        tier=relation.tier,
        overlap=relation.overlap,
        is_usable=step.is_usable or None,
    )


def _is_asked(graph: CompiledGraph, roles: Sequence[str], start: str, end: str) -> bool:
    """Return whether a step is the direct one of a question, or leads to the next role named.

    If only the start is named, such a step leads to a role that a programme of study leads to:
    people take it whatever else the role asks for, if they have the licence that the programme
    requires.
    """
    if len(roles) == 1:
        is_open = bool(graph.programmes.get(end)) and graph.licensed_before(start, end) is None
        return start == roles[0] and is_open
    return bool(roles) and (start, end) in {(roles[0], roles[-1]), *pairwise(roles)}


def _is_late(roles: Sequence[str], start: str, end: str) -> bool:
    """Return whether a step is the last one of a question, and not the first."""
    return len(roles) >= _ENDS and end == roles[-1] and start not in roles


def _choose(
    graph: CompiledGraph,
    related: Iterable[_RelatedStep],
    nodes: Mapping[str, OccupationNode],
    roles: Sequence[str],
    depth: int | None,
) -> tuple[set[str], int | None]:
    """Return the roles to add, and the most steps of a route if limited.

    For routes, return also the most steps that they may have.
    """
    forward: dict[str, set[str]] = defaultdict(set)
    backward: dict[str, set[str]] = defaultdict(set)
    stated = (
        (start, end, known.kind in _DEFAULT or known.is_usable) for start, end, known in graph.steps
    )
    computed = ((step.start, step.end, True) for step in related)
    for start, end, is_usable in chain(stated, computed):
        if is_usable:
            forward[start].add(end)
            backward[end].add(start)
    if not roles:
        return {iri for iri, node in nodes.items() if node.role is None}, None
    if depth is not None or len(roles) == 1:
        far = _DEPTH if depth is None else depth
        if depth is None:
            below = _with_less_preparation(nodes, roles[0])
            forward = {start: ends - below for start, ends in forward.items()}
            backward = {end: starts - below for end, starts in backward.items()}
        around = {
            role
            for begin in roles
            for links in (forward, backward)
            for role in _distances(begin, links, far)
        }
        return around, None
    via = len(roles) > _ENDS
    strange = _strange(graph, nodes, roles)
    forward = {start: ends - strange for start, ends in forward.items()}
    backward = {end: starts - strange for end, starts in backward.items()}
    after = _distances(roles[0], forward, None)
    before = _distances(roles[-1], backward, None)
    shortest = after.get(roles[-1], _DEPTH)
    most = shortest + MORE_STEPS
    between = {role for role, steps in after.items() if steps + before.get(role, most + 1) <= most}
    return between | set(roles), None if via else most


def _with_less_preparation(nodes: Mapping[str, OccupationNode], role: str) -> set[str]:
    """Return the occupations of a lower job zone than that of a role."""
    own = next((node.zone for iri, node in nodes.items() if role in (iri, node.role)), None)
    if own is None:
        return set()
    return {iri for iri, node in nodes.items() if node.zone is not None and node.zone < own}


def _strange(
    graph: CompiledGraph, nodes: Mapping[str, OccupationNode], roles: Sequence[str]
) -> set[str]:
    """Return the occupations to leave out of routes.

    Those that need less preparation than both ends of the route, or a higher degree; those that a
    licence is needed to enter, unless people hold it already; and the jobs of managers where
    neither end is one.
    """
    by_role = {node.role or iri: node for iri, node in nodes.items()}
    read_whole(graph.entry_degrees, graph.licences)
    ends = [by_role[role] for role in roles if role in by_role]
    zones = [node.zone for node in ends if node.zone is not None]
    least = min(zones, default=0) if len(zones) > 1 else 0
    ranks = [graph.entry_degrees[role].rank for role in roles if role in graph.entry_degrees]
    highest = max(ranks, default=0) if len(ranks) > 1 else None
    licensed = graph.entry_licences(roles[0])
    to_manager = any(node.group == _MANAGERS for node in ends)

    def is_strange(iri: str, node: OccupationNode) -> bool:
        degree = graph.entry_degrees.get(iri)
        return (
            (node.zone is not None and node.zone < least)
            or (degree is not None and highest is not None and degree.rank > highest)
            or not graph.entry_licences(iri) <= licensed
            or (node.group == _MANAGERS and not to_manager)
        )

    return {iri for iri, node in nodes.items() if iri not in roles and is_strange(iri, node)}


def _distances(start: str, links: Mapping[str, set[str]], most: int | None) -> dict[str, int]:
    """Map each role within reach to its steps from the start."""
    found = {start: 0}
    edge = [start]
    steps = 0
    while edge and (most is None or steps < most):
        steps += 1
        following = {other for here in edge for other in links.get(here, ())} - found.keys()
        found.update(dict.fromkeys(following, steps))
        edge = sorted(following)
    return found
