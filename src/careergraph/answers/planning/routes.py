"""Describe a path as a route: evidence, what to learn and what helps, step by step.

Learning accumulates as in the search: what was learned for one step is held at the next. Someone
who is promoted on the way holds what incumbents of the old role certainly hold; at the start they
hold what they state.
"""

from __future__ import annotations

from dataclasses import field, replace
from itertools import pairwise
from math import dist, prod
from typing import TYPE_CHECKING

from careergraph.answers.planning.advisability import has_new_field
from careergraph.answers.planning.learning_order import first_to_last
from careergraph.answers.planning.learning_resources import choose_resources
from careergraph.answers.planning.newcomers import (
    describe_junior_entry,
    describe_lower_level,
    find_advice,
    find_experience_asked,
    find_pay,
)
from careergraph.answers.planning.not_counted import find_not_counted
from careergraph.answers.planning.route_time import count_study
from careergraph.answers.planning.skill_overlap import (
    describe_missing,
    learn_for,
    name_partly_held,
    name_stated,
    name_strengths,
)
from careergraph.answers.planning.study import StatedCredentials
from careergraph.answers.planning.supporting_evidence import count_listed, find_similar_work
from careergraph.compiled.held_levels import add_levels, arrive
from careergraph.model.frozen import frozen
from careergraph.model.holdings import Holding, Range
from careergraph.model.occupations import is_occupation
from careergraph.model.values import Cost, Named, Route, Routes, Step
from careergraph.search.algorithms.profile_network import DEFAULT_CHANGE_COST
from careergraph.search.career_network import NOBODY
from careergraph.search.learning.learning_time import (
    DEFAULT_HOURS_PER_WEEK,
    SHORTEST_STAY,
    step_years,
)
from careergraph.search.learning.step_evidence import usual_months, usual_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import MissingSkill
    from careergraph.search.career_network import CareerNetwork
    from careergraph.search.learning.step_learning import StepLearning

__all__ = ["Setting", "describe_route", "spread_routes"]

_FEW_SPREAD, _MOST_SPREAD = 3, 12
_FAR_LONGER = 3.0
"""Trade-offs that take more than so many times the years of the quickest are not shown at first,"""
_FAR_MORE_STEPS, _FEW_STEPS = 2, 3
"""nor those of more than so many times its steps, unless they are few."""
_ONE_STEP = 2
"""Roles of a path of one step."""


@frozen
class Setting:
    """The network and the person that routes are described for.

    Parameters
    ----------
    career
        The steps, and what they rest on.
    source
        The role that the person starts from.
    holding
        What they hold there.
    hours_per_week
        Hours a week given to learning.
    years
        Years already spent at the level of the first role.
    degree_rank
        The rank of the degree held; ``None`` where they do not say.
    degree_fields
        Its fields of study, by IRI.
    licensed
        The line of work whose licence they hold.
    stated
        The skills and groups (IRIs) that they say they hold.
    """

    career: CareerNetwork
    source: Named
    holding: Holding = field(default_factory=Holding)
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK
    years: float = 0.0
    degree_rank: int | None = None
    degree_fields: tuple[str, ...] = ()
    licensed: str | None = None
    stated: frozenset[str] = frozenset()

    @property
    def facts(self) -> CompiledGraph:
        """The compiled graph."""
        return self.career.facts

    def leads_back(self, target: str) -> bool:
        """Return whether the step straight to a role leads back to work that was done before."""
        return self.career.table.leads_back(self.source.iri, target, self.holding)

    def named(self, iri: str) -> Named:
        """Return a role with its label."""
        return Named("", "your skills") if iri == NOBODY else Named(iri, self.facts.label(iri))


def describe_route(
    path: Sequence[str],
    setting: Setting,
    *,
    by: str = "effort",
    learned: Sequence[Mapping[str, int]] | None = None,
    carry_over: bool = True,
    change_cost: float = DEFAULT_CHANGE_COST,
) -> Route:
    """Return a path as a route with its steps and costs.

    Parameters
    ----------
    path
        IRIs of roles, from one to the other.
    setting
        What the route is described with.
    by
        The criterion of the search.
    learned
        The levels that the search holds after each step, which tell what it chose of a group.
    carry_over
        Whether what an earlier step taught is held later. If not, each step is that of someone who
        holds what incumbents of the old role hold.
    change_cost
        The price of each step, in hours.
    """
    facts, held, rank = setting.facts, setting.holding, setting.degree_rank
    steps: list[Step] = []
    for position, (source, target) in enumerate(pairwise(path)):
        promotion = facts.line_of(source) == facts.line_of(target)
        if position and (promotion or not carry_over):
            held = _stay(facts, source, held, alone=not carry_over)
        is_back = len(path) == _ONE_STEP and carry_over and setting.leads_back(target)
        learning = learn_for(facts, source, target, held, back=is_back)
        chosen = learned[position] if learned is not None else {}
        served = 0.0 if position else setting.years
        degree = facts.entry_degrees.get(target)
        stay = SHORTEST_STAY if position and carry_over else 0.0
        step = _describe_step((source, target), learning, chosen, (held, served, stay), setting)
        new_degree = degree is not None and rank is not None and degree.rank > rank
        stated = StatedCredentials(setting.degree_rank, setting.degree_fields, setting.licensed)
        asked = find_experience_asked(setting.career.table, facts, step)
        counted = step.training is not None or step.counts_experience
        is_newcomer = asked is not None or (not counted and has_new_field((*steps, step)))
        described = replace(
            step,
            entry_degree=degree,
            new_degree=new_degree,
            not_counted=find_not_counted(facts, source, target, stated, steps),
            experience_asked=asked,
            pay=find_pay(facts, target, is_newcomer=is_newcomer),
            note=describe_lower_level(setting.career.table, facts, source, target)
            or (describe_junior_entry(facts, target) if has_new_field((step,)) else None),
            is_back=is_back,
            advice=() if promotion or is_back else find_advice(facts, target, learning),
            similar_work=find_similar_work(facts, source, target),
            listed=count_listed(facts, target, step.missing_skills),
        )
        steps.append(count_study(described))
        if degree is not None and new_degree:
            rank = degree.rank
        held = _arrive(facts, held, learning, steps[-1])
    roles = tuple(setting.named(role) for role in path)
    order, first = first_to_last(steps, facts)
    return Route(
        roles=roles,
        steps=tuple(steps),
        cost=_total_cost(steps, by, change_cost),
        learning_order=order,
        learn_first=first,
        coverage=steps[0].coverage
        if len(steps) == 1
        else learn_for(facts, path[0], path[-1], setting.holding).coverage,
    )


def _stay(facts: CompiledGraph, role: str, held: Holding, *, alone: bool) -> Holding:
    """Return what someone holds after staying in a role as long as its incumbents do."""
    gained = facts.holding_of(role)
    if alone:
        return gained
    return add_levels(held, gained.levels, facts.implies)


def _arrive(facts: CompiledGraph, held: Holding, learning: StepLearning, step: Step) -> Holding:
    chosen = [(skill.iri, skill.level) for skill in step.missing_skills]
    return arrive(held, chosen, learning.items, facts.implies)


def _describe_step(
    pair: tuple[str, str],
    learning: StepLearning,
    chosen: Mapping[str, int],
    person: tuple[Holding, float, float],
    setting: Setting,
) -> Step:
    (source, target), facts, (held, served, stay) = pair, setting.facts, person
    evidence = setting.career.evidence[pair]
    experience = setting.career.experience(source, target)
    training = setting.career.training(source, target)
    missing = describe_missing(facts, learning.missing, chosen)
    to_learn = list(dict.fromkeys(skill.iri for skill in missing if not skill.is_probable))
    asked = {skill for item in learning.items for skill in item.skills}
    foreign = [language for language in facts.languages if language not in asked]
    node = facts.nodes.get(target)
    promotion = facts.line_of(source) == facts.line_of(target)
    years = step_years(
        learning.hours,
        None if experience is None else experience.years,
        hours_per_week=setting.hours_per_week,
        served=served,
        stay=stay,
        training=None if training is None else training.years,
    )
    return Step(
        source=setting.named(source),
        target=setting.named(target),
        evidence=evidence,
        missing_skills=missing,
        held=len(learning.items) - len(missing),
        needed=len(learning.items),
        gap=learning.gap,
        months_in_role=usual_months(evidence),
        learning_hours=_rounded(learning.hours),
        years=_rounded(years),
        experience=experience,
        training=training,
        certifications=_pick_certifications(target, to_learn, foreign, facts) if to_learn else (),
        resources=_pick_resources(missing, facts, held),
        pay=find_pay(facts, target),
        share=usual_share(evidence),
        served=served,
        stated_of=_line_stated(facts, source, target),
        regulated=None if node is None else node.regulated,
        licence=None if node is None else node.licence,
        coverage=learning.coverage,
        same_family=_same_family(facts, source, target),
        is_rated=is_occupation(target) and target not in facts.profiles,
        brings=() if promotion else name_strengths(facts, source, learning),
        brings_in_part=() if promotion else name_partly_held(facts, source, learning),
        stated=name_stated(facts, learning, setting.stated),
    )


def _line_stated(facts: CompiledGraph, source: str, target: str) -> Named | None:
    """Return the line of work left, if sources state the step for it and not for its level."""
    line = facts.line_of(source)
    if line == source or facts.states_step(source, target):
        return None
    is_stated = facts.states_step(line, facts.line_of(target))
    return Named(line, facts.label(line)) if is_stated else None


def _same_family(facts: CompiledGraph, source: str, target: str) -> bool:
    nodes = [facts.nodes.get(role) for role in (source, target)]
    families = [None if node is None else node.family for node in nodes]
    return families[0] is not None and families[0] == families[1]


def _rounded(value: Range) -> Range:
    return Range(round(value.low, 6), round(value.high, 6))


def _pick_resources(
    missing: Sequence[MissingSkill], facts: CompiledGraph, held: Holding
) -> tuple[Named, ...]:
    """Return resources at the learner's level, one for skills that are taught together."""
    to_learn = [skill for skill in missing if not skill.is_probable]
    chosen = choose_resources(to_learn, facts, held.levels, facts.labels)
    return _unique(Named(r.iri, r.label) for suited in chosen.values() for r in suited[:1])


def _pick_certifications(
    role: str, learned: Sequence[str], foreign: Iterable[str], facts: CompiledGraph
) -> tuple[Named, ...]:
    """Return active certifications: those named for the role, then those that attest most."""
    named = [one.certification for one in facts.certifications_by_role.get(role, ())]
    return _unique([*named, *_most_apt(facts.certifications_by_skill, learned, foreign, least=2)])


def _most_apt(
    by_skill: Mapping[str, Sequence[Named]],
    learned: Sequence[str],
    foreign: Iterable[str],
    least: int = 1,
) -> list[Named]:
    """Return things that are mostly about skills to be learned, those about the most of them first.

    Things about a ``foreign`` skill are left out: a book on one programming language does not help
    with another.
    """
    apt: dict[Named, int] = {}
    for skill in learned:
        for thing in by_skill.get(skill, ()):
            apt[thing] = apt.get(thing, 0) + 1
    about = dict.fromkeys(apt, 0)
    for things in by_skill.values():
        for thing in things:
            if thing in about:
                about[thing] += 1
    astray = {thing for skill in foreign for thing in by_skill.get(skill, ())}
    useful = [
        thing
        for thing in apt
        if apt[thing] >= least and 2 * apt[thing] > about[thing] and thing not in astray
    ]
    return sorted(useful, key=lambda thing: (-apt[thing], about[thing], thing.label))


def _unique(things: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(things))


def _add(ranges: Iterable[Range]) -> Range:
    listed = list(ranges)
    low, high = sum(part.low for part in listed), sum(part.high for part in listed)
    return _rounded(Range(low, high))


def _total_cost(steps: Sequence[Step], by: str, change_cost: float) -> Cost:
    shares = [step.share for step in steps if step.share]
    hours = _add(step.learning_hours for step in steps)
    likelihood = round(prod(shares), 9) if shares else None
    cost = Cost(
        criterion=by,
        weight=0.0,
        gap=round(sum(step.gap for step in steps), 6),
        hardest_step=max((step.gap for step in steps), default=0.0),
        hops=len(steps),
        years=_add(step.years for step in steps),
        unknown_durations=sum(step.experience is None for step in steps),
        likelihood=likelihood,
        unknown_likelihoods=len(steps) - len(shares),
        new_degrees=sum(step.new_degree for step in steps),
        learning_hours=hours,
        experience_years=_add(
            step.experience.years for step in steps if step.experience is not None
        ),
        effort=round(hours.middle + change_cost * len(steps), 6),
        study_years=_add(step.study for step in steps if step.study is not None),
    )
    return replace(cost, weight=_weight(cost, by))


def _weight(cost: Cost, by: str) -> float:
    """Return what a criterion compares first."""
    values = {
        "effort": cost.effort,
        "gap": cost.gap,
        "step": cost.hardest_step,
        "time": cost.years.middle,
        "hops": float(cost.hops),
        "likelihood": cost.likelihood or 0.0,
    }
    return round(values[by], 9)


def spread_routes(routes: Routes, most: int = _MOST_SPREAD) -> Routes:
    """Return at most ``most`` routes, chosen so that their costs differ as much as possible.

    Routes with more than twice the steps of the quickest are left out, unless they have at most
    three: nobody would change jobs so often. Routes that take far longer are left out as well, if
    others remain. Of these, the best in each respect are chosen first, and then, one by one, the
    route that differs most from those chosen.
    """
    quickest = min(routes, key=lambda route: (route.cost.years.middle, route.cost.hops))
    most_steps = max(_FEW_STEPS, _FAR_MORE_STEPS * quickest.cost.hops)
    routes = replace(routes, routes=tuple(r for r in routes if r.cost.hops <= most_steps))
    longest = _FAR_LONGER * quickest.cost.years.middle
    within = tuple(route for route in routes if route.cost.years.middle <= longest)
    if len(within) >= _FEW_SPREAD:
        routes = replace(routes, routes=within)
    if len(routes) <= most:
        return routes
    vectors = [
        (r.cost.years.middle, r.cost.gap, r.cost.hardest_step, float(r.cost.new_degrees))
        for r in routes
    ]
    spans = [max(column) - min(column) or 1.0 for column in zip(*vectors, strict=True)]
    places = [tuple(v / span for v, span in zip(vector, spans, strict=True)) for vector in vectors]
    chosen = list(
        dict.fromkeys(
            min(range(len(places)), key=lambda n: (places[n][respect], n))
            for respect in range(len(spans))
        )
    )
    while len(chosen) < most:
        chosen.append(
            max(
                (n for n in range(len(places)) if n not in chosen),
                key=lambda n: min(dist(places[n], places[c]) for c in chosen),
            )
        )
    return replace(routes, routes=tuple(routes[n] for n in sorted(chosen)))
