"""From a route to a learning plan: what to learn, in which order, from what.

A skill is learned in the step that first needs it, or in which something that builds on it is
learned; inside a step what others build on comes first, then what matters most.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.skill_overlap import rank_missing
from careergraph.errors import UsageError
from careergraph.model.holdings import Range
from careergraph.model.values import GraphInfo, MissingSkill, Named, Resource, cite_sources
from careergraph.person.checklist import BuildsOn, Hours, Plan, PlanItem, PlanStep, PlanTotals
from careergraph.person.checklist_parser import Ticks
from careergraph.search.learning.background import find_holding
from careergraph.search.learning.learning_time import DEFAULT_HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Route, Source
    from careergraph.person.profile_file import Person

__all__ = ["Plan", "make_plan"]

_MOST_RESOURCES: Final = 3
_INTRODUCTORY: Final = "introductory"
_FREE: Final = "free"


class _Wanted(NamedTuple):
    """A skill to learn, the step (from 1) to learn it in, and the role that asks for it."""

    skill: MissingSkill
    step: int
    role: Named


class _World(NamedTuple):
    """What items are described from: facts, names, skills held and done, and the plan's skills."""

    facts: CompiledGraph
    labels: Mapping[str, str]
    held: frozenset[str]
    done: frozenset[str]
    planned: frozenset[str]


def make_plan(
    route: Route,
    facts: CompiledGraph,
    labels: Mapping[str, str],
    person: Person | None = None,
    *,
    ticks: Ticks | None = None,
    graph: GraphInfo | None = None,
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK,
    start: date | None = None,
) -> Plan:
    """Return what to learn on a route.

    Parameters
    ----------
    route
        As `CareerGraph.path` gives it.
    facts, labels
        Of the graph that the route was found in.
    person
        What they hold is not in the plan.
    ticks
        What is ticked in earlier plans: it is marked as done.
    graph
        Which graph answered.
    hours_per_week
        Hours a week given to learning.
    start
        When learning begins; what is not done counts from there, so that after missed weeks a new
        start replans.

    Raises
    ------
    UsageError
        The start lies in the past.
    """
    if start is not None and start < date.today():  # noqa: DTZ011 (a day as people count it)
        message = f"The plan would start on {start:%d %B %Y}, which is past; give a day to come."
        raise UsageError(message)
    ticks = ticks or Ticks()
    owned = person.skills if person else frozenset()
    assumed = frozenset(find_holding(facts, route.roles[0].iri or None).levels)
    wanted = _wanted_skills(route, owned, frozenset(ticks.skills))
    world = _World(
        facts=facts,
        labels=labels,
        held=owned.union(assumed),
        done=frozenset(ticks.skills),
        planned=frozenset(wanted),
    )
    items = tuple(
        _describe_item(one, world)
        for one in _learning_order(wanted, _prerequisites(facts), facts.roles_asking)
    )
    others = [labels.get(skill, skill) for skill in ticks.skills if skill not in wanted]
    return Plan(
        graph=graph or GraphInfo("own", ""),
        source=route.roles[0],
        target=route.roles[-1],
        roles=route.roles,
        steps=_plan_steps(route, facts),
        items=items,
        also_done=(*others, *ticks.unknown),
        totals=_add_up([item for item in items if not item.done]),
        sources=_cited(items, facts.sources),
        weeks=_weeks(items, route, hours_per_week),
        hours_per_week=hours_per_week,
        start=None if start is None else start.isoformat(),
    )


def _weeks(items: Sequence[PlanItem], route: Route, hours_per_week: float) -> Range:
    """Return how many weeks learning takes: the share of the route's hours that is left to do."""
    hours = {item.skill.iri: item.estimated_hours or 0.0 for item in items if not item.done}
    every = sum(s.hours.middle for step in route.steps for s in step.missing_skills)
    left = min(1.0, sum(hours.values()) / every) if every else 0.0
    low, high = route.cost.learning_hours
    return Range(ceil(low * left / hours_per_week), ceil(high * left / hours_per_week))


def _plan_steps(route: Route, facts: CompiledGraph) -> tuple[PlanStep, ...]:
    nodes = {node.iri: node for node in facts.roles}
    steps = []
    for step in route.steps:
        described = PlanStep(step.source, step.target, step.needed > 0)
        if (node := nodes.get(step.target.iri)) is not None:
            described = replace(described, regulated=node.regulated, licence=node.licence)
        steps.append(described)
    return tuple(steps)


def _wanted_skills(
    route: Route, owned: Collection[str], ticked: Collection[str]
) -> dict[str, _Wanted]:
    """Return what the steps ask for, by IRI, without what is held; any alternative will do."""
    wanted: dict[str, _Wanted] = {}
    for number, step in enumerate(route.steps, 1):
        for skill in (one for one in step.missing_skills if not one.is_probable):
            others = {other.iri for other in skill.alternatives}
            is_met = skill.iri in owned or others.intersection(owned) or others.intersection(ticked)
            if not is_met or (skill.iri in ticked and skill.iri not in owned):
                wanted.setdefault(skill.iri, _Wanted(skill, number, step.target))
    return wanted


def _prerequisites(facts: CompiledGraph) -> dict[str, dict[str, Sequence[str]]]:
    """Return what each skill builds on: what sources say, and what holding it implies.

    Machine learning comes before deep learning, which implies it.
    """
    known: dict[str, dict[str, Sequence[str]]] = {
        skill: dict(needed) for skill, needed in facts.prerequisites.items()
    }
    for skill, implied in facts.implies.items():
        for other in implied:
            known.setdefault(skill, {}).setdefault(other, ())
    return known


def _learning_order(
    wanted: Mapping[str, _Wanted],
    prerequisites: Mapping[str, Mapping[str, Sequence[str]]],
    roles_asking: Mapping[str, int],
) -> list[_Wanted]:
    """Return skills in the order in which to learn them; each gets the step where that falls.

    Of skills that build on each other in a circle the most important is learned first.
    """
    before = {skill: _all_before(skill, prerequisites) & wanted.keys() for skill in wanted}
    steps = {skill: one.step for skill, one in wanted.items()}
    for skill, one in wanted.items():
        for earlier in before[skill]:
            steps[earlier] = min(steps[earlier], one.step)

    ranked = rank_missing((one.skill for one in wanted.values()), roles_asking)
    ordered: list[_Wanted] = []
    left = sorted((skill.iri for skill in ranked), key=lambda skill: steps[skill])
    while left:
        waiting = set(left)
        skill = next(
            s for s in left if all(s in before[earlier] for earlier in before[s] & waiting)
        )
        left.remove(skill)
        ordered.append(wanted[skill]._replace(step=steps[skill]))
    return ordered


def _all_before(
    skill: str, prerequisites: Mapping[str, Mapping[str, Sequence[str]]]
) -> frozenset[str]:
    """Return all that a skill builds on, near or far, itself left out."""
    seen: set[str] = set()
    to_visit = [skill]
    while to_visit:
        for needed in prerequisites.get(to_visit.pop(), ()):
            if needed not in seen:
                seen.add(needed)
                to_visit.append(needed)
    return frozenset(seen - {skill})


def _describe_item(one: _Wanted, world: _World) -> PlanItem:
    skill = one.skill
    item = PlanItem(
        skill=Named(skill.iri, skill.label),
        step=one.step,
        role=one.role,
        importance=skill.importance,
        necessity=skill.necessity,
        sources=skill.sources,
        alternatives=skill.alternatives,
        done=skill.iri in world.done,
    )
    if item.done:
        return item
    resources = _resources_for(skill.iri, world)
    shown = _best_resources(resources)
    return replace(
        item,
        builds_on=tuple(_builds_on(skill.iri, world)),
        resources=shown,
        more_resources=len(resources) - len(shown),
        certifications=_certifications_for(skill.iri, world),
        hours=_stated_hours(resources),
        estimated_hours=float(round(skill.hours.middle)),
        cost=_FREE if any(resource.free for resource in resources) else None,
    )


def _builds_on(skill: str, world: _World) -> Iterable[BuildsOn]:
    found = []
    for needed, sources in world.facts.prerequisites.get(skill, {}).items():
        held = needed in world.held or needed in world.done
        if needed != skill and (held or needed in world.planned):
            named = Named(needed, world.labels.get(needed, needed))
            found.append(BuildsOn(named, held, tuple(sources)))
    return sorted(found, key=lambda one: one.skill.label.casefold())


def _resources_for(skill: str, world: _World) -> list[Resource]:
    """Return what teaches a skill: introductions first, then what teaches most of the plan."""
    facts = world.facts
    named = dict.fromkeys(facts.resources_by_skill.get(skill, ()))
    teaches = {
        one.iri: sum(one in facts.resources_by_skill.get(s, ()) for s in world.planned - world.done)
        for one in named
    }
    known = [facts.resources.get(n.iri) or Resource(n.iri, n.label, "resource") for n in named]
    return sorted(
        known,
        key=lambda r: (r.level != _INTRODUCTORY, -teaches[r.iri], not r.free, r.label.casefold()),
    )


def _best_resources(resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """Return the first few, and those behind each figure that is shown of all of them."""
    timed = sorted((r for r in resources if r.hours is not None), key=lambda r: r.hours or 0)
    free = [resource for resource in resources if resource.free]
    behind = {r.iri for r in (*timed[:1], *timed[-1:], *free[:1])}
    return tuple(
        resource
        for number, resource in enumerate(resources)
        if number < _MOST_RESOURCES or resource.iri in behind
    )


def _certifications_for(skill: str, world: _World) -> tuple[Named, ...]:
    """Return active certifications that attest a skill; first those that attest most of all."""
    by_skill = world.facts.certifications_by_skill
    attests = {
        one: sum(one in by_skill.get(s, ()) for s in world.planned - world.done)
        for one in by_skill.get(skill, ())
    }
    return tuple(sorted(attests, key=lambda one: (-attests[one], one.label.casefold())))


def _stated_hours(resources: Iterable[Resource]) -> Hours | None:
    known = [resource.hours for resource in resources if resource.hours is not None]
    return Hours(min(known), max(known)) if known else None


def _add_up(items: Sequence[PlanItem]) -> PlanTotals:
    estimates = [i.estimated_hours for i in items if i.estimated_hours is not None]
    unknown_costs = sum(item.cost is None for item in items)
    return PlanTotals(
        skills=len(items),
        hours=_hours_in_all(items),
        unknown_hours=sum(item.hours is None for item in items),
        estimated_hours=sum(estimates) if estimates or not items else None,
        unknown_estimates=len(items) - len(estimates),
        cost=_FREE if items and not unknown_costs else None,
        unknown_costs=unknown_costs,
    )


def _hours_in_all(items: Sequence[PlanItem]) -> Hours | None:
    """Return the hours of taking the shortest resource for each skill, and of the longest.

    A resource that serves several skills counts once, so that either sum may be the larger.
    """
    shortest: dict[str, float] = {}
    longest: dict[str, float] = {}
    for item in items:
        timed = [(r.hours, r.iri) for r in item.resources if r.hours is not None]
        if timed:
            for chosen, (hours, iri) in ((shortest, min(timed)), (longest, max(timed))):
                chosen[iri] = hours
    if items and not shortest:
        return None
    least, most = sorted((sum(shortest.values()), sum(longest.values())))
    return Hours(least, most)


def _cited(items: Iterable[PlanItem], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources of a plan in the order in which they are first used."""
    cited: dict[str, None] = {}
    for item in (item for item in items if not item.done):
        cited.update(dict.fromkeys(item.sources))
        cited.update((iri, None) for one in item.builds_on for iri in one.sources)
        cited.update((r.source, None) for r in item.resources if r.source)
    cited.update((iri, None) for item in items if item.done for iri in item.sources)
    return cite_sources(cited, sources)
