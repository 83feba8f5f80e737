"""From a path to an answer: the evidence, the skills to learn and what helps, step by step.

Gaps accumulate here: what was learned for one step is held at the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

from careergraph.answers.skill_overlap import describe_missing
from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.transitions import LEVEL
from careergraph.model.values import Cost, Named, Need, Route, Step
from careergraph.search.gaps import Held, gap_weight, held_by, learn, missing_needs
from careergraph.search.learning_time import Effort
from careergraph.search.step_costs import plain_costs, plain_weight

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from careergraph.model.values import EntryDegree, Evidence
    from careergraph.search.step_costs import StepCosts

__all__ = ["Setting", "describe_route"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What routes are told with: what roles ask for, how things are called, and who sets out.

    ``skills`` are held besides those of the first role, ``years`` were already spent in it, and
    ``degree_rank`` is the rank of the degree held; ``None`` takes that of the first role.
    """

    needs: Mapping[str, Sequence[Need]]
    labels: Mapping[str, str]
    effort: Effort = field(default_factory=Effort)
    compiled: CompiledGraph = field(default_factory=CompiledGraph)
    entry_degrees: Mapping[str, EntryDegree] = field(default_factory=dict)
    regulated: Mapping[str, bool | None] = field(default_factory=dict)
    licences: Mapping[str, str | None] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()
    years: float = 0.0
    degree_rank: int | None = None

    def named(self, iri: str) -> Named:
        """Return a thing with its label, its IRI where it has none."""
        return Named(iri, self.labels.get(iri, iri))


def describe_route(
    evidence: Mapping[tuple[str, str], Sequence[Evidence]],
    path: Sequence[str],
    setting: Setting,
    *,
    by: str = "gap",
    learned: Sequence[Collection[str]] | None = None,
    carry_over: bool = True,
) -> Route:
    """Return a path as a route with its steps and costs.

    Parameters
    ----------
    evidence
        What each step rests on; see `step_costs.collect_evidence`.
    path
        IRIs of roles, from one to the other.
    setting
        What the route is told with.
    by
        The criterion of the search.
    learned
        The skills that the search chose to learn for each step; without it, of a group of
        alternatives the skill is learned that later roles weigh most.
    carry_over
        Whether what an earlier step taught is held later. Without it each step is taken on its own.
    """
    held = held_by(setting.needs.get(path[0], ()))
    held = Held(held.skills | setting.skills, held.alternatives)
    served, rank = setting.years, _first_rank(path[0], setting)
    steps: list[Step] = []
    plain: list[StepCosts] = []
    for position, (source, target) in enumerate(pairwise(path)):
        usable = evidence[source, target]
        plain.append(plain_costs((source, target), usable, setting.needs, setting.effort))
        is_level = all(e.kind == LEVEL for e in usable)
        if not carry_over and position:
            held = held_by(setting.needs.get(source, ()))
        wanted = () if is_level else setting.needs.get(target, ())
        missing = missing_needs(held, wanted)
        before = held
        if learned is None:
            later = [setting.needs.get(role, ()) for role in path[position + 1 :]]
            held, chosen = learn(held, missing, later)
        else:
            held, chosen = _learn_as_chosen(held, missing, learned[position])
        degree = None if is_level else setting.entry_degrees.get(target)
        known = usable, plain[-1]
        step = _describe_step((source, target), known, before, chosen, served, setting)
        new_degree = degree is not None and rank is not None and degree.rank > rank
        steps.append(_with_degree(step, degree, new_degree=new_degree))
        if degree is not None and (rank is None or new_degree):
            rank = degree.rank
        served = served if is_level else 0.0
    roles = tuple(setting.named(role) for role in path)
    return Route(roles, tuple(steps), _total_cost(steps, plain_weight(plain, by), by))


def _first_rank(role: str, setting: Setting) -> int | None:
    if setting.degree_rank is not None:
        return setting.degree_rank
    usual = setting.entry_degrees.get(role)
    return None if usual is None else usual.rank


def _learn_as_chosen(
    held: Held, missing: Iterable[Need], learned: Collection[str]
) -> tuple[Held, dict[tuple[str, ...], str]]:
    """Return what is held then, and which skill is learned for each need.

    Groups that overlap are given different skills where that is what was learned.
    """
    chosen: dict[tuple[str, ...], str] = {}
    used: set[str] = set()
    options = {need.skills: [s for s in need.skills if s in learned] for need in missing}
    for skills in sorted(options, key=lambda skills: (len(options[skills]), skills)):
        unused = [skill for skill in options[skills] if skill not in used]
        chosen[skills] = [*unused, *options[skills], *skills][0]
        used.add(chosen[skills])
    return Held(held.skills | used | set(learned), held.alternatives), chosen


def _describe_step(
    pair: tuple[str, str],
    known: tuple[Sequence[Evidence], StepCosts],
    held: Held,
    chosen: Mapping[tuple[str, ...], str],
    served: float,
    setting: Setting,
) -> Step:
    (source, target), (evidence, costs) = pair, known
    is_level = all(e.kind == LEVEL for e in evidence)
    wanted = () if is_level else setting.needs.get(target, ())
    missing = missing_needs(held, wanted)
    learned = list(dict.fromkeys(chosen[need.skills] for need in missing))
    effort, compiled = setting.effort, setting.compiled
    asked = {skill for need in setting.needs.get(target, ()) for skill in need.skills}
    foreign = [language for language in compiled.languages if language not in asked]
    hours = effort.learning_hours(learned)
    months = costs.months
    left = None if months is None else max(0.0, months - 12 * served)
    return Step(
        source=setting.named(source),
        target=setting.named(target),
        evidence=tuple(evidence),
        missing_skills=describe_missing(
            missing, setting.labels, setting.compiled.roles_asking, chosen
        ),
        held=sum(held.meets(need) for need in wanted if need.weight > 0),
        needed=sum(need.weight > 0 for need in wanted),
        gap=gap_weight(missing),
        months_in_role=months,
        learning_hours=hours,
        years=0.0 if is_level else effort.years(left, hours),
        certifications=_pick_certifications(target, learned, foreign, compiled) if learned else (),
        resources=tuple(_most_apt(compiled.resources_by_skill, learned, foreign)),
        pay=tuple(compiled.pay_by_role.get(target, ())),
        share=costs.share,
        regulated=setting.regulated.get(target),
        licence=setting.licences.get(target),
    )


def _with_degree(step: Step, degree: EntryDegree | None, *, new_degree: bool) -> Step:
    return replace(step, entry_degree=degree, new_degree=new_degree)


def _pick_certifications(
    role: str, learned: Sequence[str], foreign: Iterable[str], compiled: CompiledGraph
) -> tuple[Named, ...]:
    """Return active certifications: those named for the role, then those that attest most."""
    named = compiled.certifications_by_role.get(role, ())
    return _unique(
        [*named, *_most_apt(compiled.certifications_by_skill, learned, foreign, least=2)]
    )


def _most_apt(
    by_skill: Mapping[str, Sequence[Named]],
    learned: Sequence[str],
    foreign: Iterable[str],
    least: int = 1,
) -> list[Named]:
    """Return what is mostly about skills to be learned, the most of them first.

    What is about a ``foreign`` skill is left out: a book on one programming language is no help
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


def _total_cost(steps: Sequence[Step], weight: float, by: str) -> Cost:
    moves = [step for step in steps if not step.is_level]
    shares = [step.share for step in moves if step.share]
    return Cost(
        criterion=by,
        weight=weight,
        gap=round(sum(step.gap for step in moves), 6),
        hardest_step=max((step.gap for step in moves), default=0.0),
        hops=len(moves),
        years=round(sum(step.years for step in moves), 6),
        unknown_durations=sum(step.months_in_role is None for step in moves),
        likelihood=round(prod(shares), 9) if shares else None,
        unknown_likelihoods=len(moves) - len(shares),
        new_degrees=sum(step.new_degree for step in moves),
    )
