"""Make a learning plan of a route: the skills in order, with resources and weeks.

The order is that of `learning_order`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.learning_order import learning_order, wanted_skills
from careergraph.answers.planning.learning_resources import choose_resources
from careergraph.answers.planning.not_counted import find_study_first
from careergraph.errors import UsageError
from careergraph.model.holdings import WORKING, Range
from careergraph.model.occupations import is_occupation
from careergraph.model.values import GraphInfo, Named, cite_sources
from careergraph.person.checklist import (
    BuildsOn,
    Hours,
    LearnedSkill,
    Plan,
    PlanItem,
    PlanStep,
    PlanTotals,
)
from careergraph.person.checklist_parser import Ticks
from careergraph.search.learning.background import find_holding
from careergraph.search.learning.learning_time import DEFAULT_HOURS_PER_WEEK, add_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.answers.planning.learning_order import Wanted
    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Resource, Route, Source
    from careergraph.person.profile_file import Person

__all__ = ["Plan", "check_start", "make_plan"]

_FREE: Final = "free"
_LONGEST_PLAN: Final = timedelta(days=365 * 100)


class _World(NamedTuple):
    """The data behind a plan's items: facts, names, skills held, skills done, skills planned."""

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
        The person; skills that they hold are left out of the plan.
    ticks
        The ticks of earlier plans; ticked items are marked as done.
    graph
        Which graph answered.
    hours_per_week
        Hours a week given to learning.
    start
        The first day of learning. The weeks of items that are not done count from it, so after
        missed weeks a new start moves them.

    Raises
    ------
    UsageError
        The start lies in the past, or too far ahead.
    """
    check_start(start)
    ticks = ticks or Ticks()
    ticked = frozenset(ticks.skills)
    owned = _owned_levels(person)
    assumed = frozenset(find_holding(facts, route.roles[0].iri or None).levels)
    wanted = wanted_skills(route.steps, owned, ticked, facts.roles_asking)
    world = _World(
        facts=facts,
        labels=labels,
        held=assumed.union(owned),
        done=ticked,
        planned=frozenset(wanted),
    )
    ordered = learning_order(wanted, facts)
    resources = choose_resources(
        [entry.skill for entry in ordered if entry.skill.iri not in ticked],
        facts,
        world.held,
        labels,
    )
    described = [
        _describe_item(entry, world, resources.get(entry.skill.iri, ())) for entry in ordered
    ]
    items = _schedule(described, hours_per_week)
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
        sources=_cited(items, route, facts.sources),
        weeks=_total_weeks(items, hours_per_week),
        hours_per_week=hours_per_week,
        start=None if start is None else start.isoformat(),
        probably_held=_probably_held(route, wanted),
        learned=tuple(_learned(route, ticks.skills, labels)),
    )


def check_start(start: date | None) -> None:
    """Raise `UsageError` unless a plan can start on a day."""
    today = date.today()  # noqa: DTZ011 (a day as people count it)
    if start is None or today <= start <= today + _LONGEST_PLAN:
        return
    where = "in the past" if start < today else "more than 100 years ahead"
    message = (
        f"The start date {start.isoformat()} is {where}. Give today ({today.isoformat()}) or a "
        "later day."
    )
    raise UsageError(message)


def _owned_levels(person: Person | None) -> dict[str, int]:
    """Return the levels of the skills that a person says they can work with."""
    if person is None:
        return {}
    return {skill: person.levels.get(skill, WORKING) for skill in person.skills}


def _total_weeks(items: Iterable[PlanItem], hours_per_week: float) -> Range:
    """Return how many weeks it takes to learn what is not done."""
    left = [item.learning for item in items if not item.done]
    low, high = sum(hours.low for hours in left), sum(hours.high for hours in left)
    return Range(_weeks(low, hours_per_week), _weeks(high, hours_per_week))


def _weeks(hours: float, hours_per_week: float) -> int:
    return ceil(round(hours / hours_per_week, 6))


def _schedule(items: Iterable[PlanItem], hours_per_week: float) -> tuple[PlanItem, ...]:
    """Return items with the weeks in which to learn them, one after the other."""
    scheduled, before = [], 0.0
    for item in items:
        if item.done:
            scheduled.append(item)
            continue
        after = before + item.learning.middle
        first = floor(round(before / hours_per_week, 6)) + 1
        last = max(first, _weeks(after, hours_per_week))
        scheduled.append(replace(item, weeks=Range(first, last)))
        before = after
    return tuple(scheduled)


def _plan_steps(route: Route, facts: CompiledGraph) -> tuple[PlanStep, ...]:
    nodes = {node.iri: node for node in facts.roles}
    steps = []
    for step in route.steps:
        described = PlanStep(
            step.source,
            step.target,
            step.needed > 0,
            experience=step.experience,
            training=step.training,
            study_first=tuple(find_study_first([step])),
            subjects=step.subjects if is_occupation(step.target.iri) else None,
        )
        if (node := nodes.get(step.target.iri)) is not None:
            described = replace(described, regulated=node.regulated, licence=node.licence)
        steps.append(described)
    return tuple(steps)


def _probably_held(route: Route, wanted: Mapping[str, Wanted]) -> tuple[Named, ...]:
    """Return the skills that the route asks for and that are probably held, so not in the plan."""
    probable = (skill for step in route.steps for skill in step.probable)
    return tuple(dict.fromkeys(Named(s.iri, s.name) for s in probable if s.iri not in wanted))


def _learned(
    route: Route, ticked: Iterable[str], labels: Mapping[str, str]
) -> Iterable[LearnedSkill]:
    """Yield what was ticked, at the highest level that the route asks for, or else working."""
    for iri in ticked:
        asked = [
            skill.level
            for step in route.steps
            for skill in step.missing_skills
            if iri == skill.iri or iri in {other.iri for other in skill.alternatives}
        ]
        yield LearnedSkill(Named(iri, labels.get(iri, iri)), max(asked, default=WORKING))


def _describe_item(entry: Wanted, world: _World, resources: Sequence[Resource]) -> PlanItem:
    skill = entry.skill
    item = PlanItem(
        skill=Named(skill.iri, skill.label),
        step=entry.step,
        role=entry.role,
        importance=skill.importance,
        necessity=skill.necessity,
        sources=skill.sources,
        alternatives=skill.alternatives,
        done=skill.iri in world.done,
        group=skill.group,
        level=skill.level,
        held_level=skill.held,
    )
    if item.done:
        return item
    shown = tuple(resources[:1])
    return replace(
        item,
        builds_on=tuple(_builds_on(skill.iri, world)),
        resources=shown,
        more_resources=len(resources) - len(shown),
        certifications=_certifications_for(skill.iri, world),
        hours=_stated_hours(shown),
        learning=entry.hours,
        estimated_hours=float(round(entry.hours.middle)),
        cost=_FREE if any(resource.free for resource in shown) else None,
    )


def _builds_on(skill: str, world: _World) -> Iterable[BuildsOn]:
    """Return what a skill builds on, by sources and by implication within the plan."""
    needed = {
        other: tuple(sources)
        for other, sources in world.facts.prerequisites.get(skill, {}).items()
        if other in world.held or other in world.done or other in world.planned
    }
    for implied in world.facts.implies.get(skill, ()):
        if implied in world.planned:
            needed.setdefault(implied, ())
    needed.pop(skill, None)
    listed = [
        BuildsOn(
            Named(other, world.labels.get(other, other)),
            other in world.done or (other in world.held and other not in world.planned),
            sources,
        )
        for other, sources in needed.items()
    ]
    return sorted(listed, key=lambda before: before.skill.label.casefold())


def _certifications_for(skill: str, world: _World) -> tuple[Named, ...]:
    """Return active certifications that attest a skill; those that attest the most come first."""
    by_skill = world.facts.certifications_by_skill
    to_learn = world.planned - world.done
    attests = {
        certification: sum(certification in by_skill.get(s, ()) for s in to_learn)
        for certification in by_skill.get(skill, ())
    }
    return tuple(sorted(attests, key=lambda c: (-attests[c], c.label.casefold())))


def _stated_hours(resources: Iterable[Resource]) -> Hours | None:
    known = [resource.hours for resource in resources if resource.hours is not None]
    return Hours(min(known), max(known)) if known else None


def _add_up(items: Sequence[PlanItem]) -> PlanTotals:
    unknown_costs = sum(item.cost is None for item in items)
    learning = add_hours((None, item.learning) for item in items)
    return PlanTotals(
        skills=len(items),
        hours=_hours_in_all(items),
        unknown_hours=sum(item.hours is None for item in items),
        estimated_hours=sum(item.estimated_hours or 0.0 for item in items),
        unknown_estimates=sum(item.estimated_hours is None for item in items),
        cost=_FREE if items and not unknown_costs else None,
        unknown_costs=unknown_costs,
        learning=learning,
    )


def _hours_in_all(items: Sequence[PlanItem]) -> Hours | None:
    """Return the hours that the chosen resources state; one that serves several counts once."""
    stated = {r.iri: r.hours for item in items for r in item.resources if r.hours is not None}
    if items and not stated:
        return None
    total = sum(stated.values())
    return Hours(total, total)


def _cited(
    items: Iterable[PlanItem], route: Route, sources: Mapping[str, Source]
) -> tuple[Source, ...]:
    """Return the sources of a plan in the order in which they are first used."""
    cited: dict[str, None] = {}
    for step in route.steps:
        if step.experience is not None and step.experience.years.high:
            cited.update(dict.fromkeys(step.experience.sources))
        if step.training is not None:
            cited.update(dict.fromkeys(step.training.sources))
        if step.subjects is not None and is_occupation(step.target.iri):
            cited[step.subjects.source] = None
    for item in (item for item in items if not item.done):
        cited.update(dict.fromkeys(item.sources))
        cited.update((iri, None) for before in item.builds_on for iri in before.sources)
        cited.update((r.source, None) for r in item.resources if r.source)
    cited.update((iri, None) for item in items if item.done for iri in item.sources)
    return cite_sources(cited, sources)
