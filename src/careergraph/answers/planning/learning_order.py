"""The order in which to learn what the steps of a route ask for.

A skill is learned in the step that first needs it, or in which something that builds on it is
learned. Within a step, leading people comes first, for those who never led anyone; then the skills
on which most of the others build, then the most important. Skills that are held and only have to
reach expert level come last, the most important first. Skills that one subject teaches together
stand together.

The skills to name as "learn first" are chosen separately: the few most important ones, in the same
order. On a route of several steps most of them are core items of the destination, whichever step
teaches them: someone who wants to sell does not begin with five subjects of networking.

Which language someone learns does not matter for what builds on programming: where the plan holds
no skill that another needs, a language or group of which every member implies it stands in for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.skill_overlap import rank_missing
from careergraph.model.holdings import CORE, NOTHING, Range
from careergraph.model.ranking import rank_members
from careergraph.model.values import Named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import MissingSkill, Step

__all__ = ["Wanted", "first_to_last", "learning_order", "most_important", "wanted_skills"]

_LEADING: Final = "https://w3id.org/careergraph/id/skill/people-management"
"""The skill of leading people."""
_HALF: Final = 0.5
_MOST_FIRST: Final = 5
"""The most skills that are named as those to learn first."""
_OF_DESTINATION: Final = 3
"""On a route of several steps, at most this many of them are core items of the destination."""


class Wanted(NamedTuple):
    """A skill to learn, the step (from 1) to learn it in, the role that asks for it, and hours."""

    skill: MissingSkill
    step: int
    role: Named
    hours: Range = NOTHING


def wanted_skills(
    steps: Sequence[Step],
    owned: Mapping[str, int],
    ticked: Collection[str],
    roles_asking: Mapping[str, int],
) -> dict[str, Wanted]:
    """Return the skills that the steps ask for and that are not held, by IRI.

    Any alternative meets an item. A skill that several steps ask for is learned in the first of
    them, with the hours of all.
    """
    wanted: dict[str, Wanted] = {}
    alone = {s.iri for step in steps for s in step.missing_skills if s.group is None}
    for number, step in enumerate(steps, 1):
        asked = [
            _lead_with_usual(skill, alone.union(ticked), roles_asking)
            for skill in step.missing_skills
            if not skill.is_probable and not _is_met(skill, owned, ticked)
        ]
        for skill, hours in zip(asked, _shared_hours(asked), strict=True):
            first = wanted.get(skill.iri)
            if first is None:
                wanted[skill.iri] = Wanted(skill, number, step.target, hours)
                continue
            higher = replace(first.skill, level=max(first.skill.level, skill.level))
            total = Range(first.hours.low + hours.low, first.hours.high + hours.high)
            wanted[skill.iri] = first._replace(skill=higher, hours=total)
    return wanted


def _lead_with_usual(
    skill: MissingSkill, fixed: Collection[str], roles_asking: Mapping[str, int]
) -> MissingSkill:
    """Return a group led by the skill that most roles ask for, the others in the same order.

    A group keeps its leading skill if that is held in part, ticked, or also asked for by itself.
    """
    if skill.group is None or skill.held or skill.iri in fixed:
        return skill
    members = [Named(skill.iri, skill.label), *skill.alternatives]
    first, *others = rank_members(members, roles_asking)
    return replace(skill, iri=first.iri, label=first.label, alternatives=tuple(others))


def _is_met(skill: MissingSkill, owned: Mapping[str, int], ticked: Collection[str]) -> bool:
    """Return whether an item needs no more learning; an item that was ticked itself stays."""
    if owned.get(skill.iri, 0) >= skill.level:
        return True
    if skill.iri in ticked:
        return False
    others = {other.iri for other in skill.alternatives}
    return not others.isdisjoint(ticked) or any(owned.get(o, 0) >= skill.level for o in others)


def _shared_hours(skills: Sequence[MissingSkill]) -> list[Range]:
    """Return the hours of each item of a step, which add up to those of learning them together.

    Of a cluster the largest item counts in full and the others half; see `add_hours`.
    """
    largest: dict[str, int] = {}
    for number, skill in enumerate(skills):
        cluster = skill.cluster
        if cluster is None:
            continue
        other = largest.setdefault(cluster, number)
        if skill.hours.middle > skills[other].hours.middle:
            largest[cluster] = number
    return [
        skill.hours
        if skill.cluster is None or largest[skill.cluster] == number
        else Range(skill.hours.low * _HALF, skill.hours.high * _HALF)
        for number, skill in enumerate(skills)
    ]


def first_to_last(
    steps: Sequence[Step], facts: CompiledGraph
) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return the skills to learn in order, and those to name as "learn first".

    Both are tuples of names in the order in which to learn; the second are those of
    `most_important`.
    """
    wanted = wanted_skills(steps, {}, (), facts.roles_asking)
    ordered = learning_order(wanted, facts)
    named = {e.skill.iri: Named(e.skill.iri, e.skill.name) for e in ordered}
    first = most_important(wanted, facts, steps[-1].target.iri if len(steps) > 1 else None)
    return tuple(named.values()), tuple(name for iri, name in named.items() if iri in first)


def most_important(
    wanted: Mapping[str, Wanted], facts: CompiledGraph, destination: str | None = None
) -> frozenset[str]:
    """Return the IRIs of the few skills to name first: the most important of the first steps.

    The order is new core items, core items to bring to expert level, new supporting items, and
    supporting items to bring to expert level: a future senior engineer deepens the craft before
    taking up what is merely useful. If a ``destination`` is given (IRI), the most important core
    items that it asks for come before all others, up to `_OF_DESTINATION` of them. Leading people
    is always among them if it is a new core item: it takes fewer hours than most, and no manager
    can do without.
    """
    steps = {iri: entry.step for iri, entry in wanted.items()}
    ranked = _rank_to_learn(wanted, facts)
    skills = {iri: entry.skill for iri, entry in wanted.items()}
    ranked.sort(key=lambda iri: (skills[iri].importance < CORE, skills[iri].is_deepened))
    core = _core_of(destination, facts)
    of_destination = [
        iri
        for iri in ranked
        if not core.isdisjoint({iri, *(other.iri for other in wanted[iri].skill.alternatives)})
    ][:_OF_DESTINATION]
    ranked.sort(key=lambda iri: steps[iri])
    leading = _leading_people(wanted, facts)
    return frozenset(list(dict.fromkeys([*leading, *of_destination, *ranked]))[:_MOST_FIRST])


def _leading_people(wanted: Mapping[str, Wanted], facts: CompiledGraph) -> list[str]:
    """Return the core item by which someone who has never led people learns it; at most one."""
    new = [
        iri
        for iri, entry in wanted.items()
        if not entry.skill.held and entry.skill.importance >= CORE
    ]
    alike = (iri for iri in new if _LEADING in facts.implied.get(iri, ()))
    return [_LEADING] if _LEADING in new else list(alike)[:1]


def _core_of(role: str | None, facts: CompiledGraph) -> set[str]:
    """Return the skills (IRIs) in the core items of a role's profile; none without a role."""
    profile = None if role is None else facts.work.get(role)
    if profile is None:
        return set()
    return {skill for item in profile.items if item.weight >= CORE for skill in item.skills}


def _rank_to_learn(wanted: Mapping[str, Wanted], facts: CompiledGraph) -> list[str]:
    """Return the IRIs of skills to learn, the most important first.

    Core items come before supporting ones. Within each, items are ranked by the middle of their
    hours, divided by one plus the natural logarithm of the number of roles whose profile asks for
    it (items typical of the role come before items that every role asks for), and multiplied by one
    plus the share of the other items that build on it. Ties are resolved as in `rank_missing`.
    """
    asking = facts.profiles_asking
    ranked = rank_missing((entry.skill for entry in wanted.values()), facts.roles_asking)
    before = _order_of(wanted, [skill.iri for skill in ranked], facts)
    waiting = Counter(earlier for skills in before.values() for earlier in skills)
    others = max(1, len(wanted) - 1)

    def score(skill: MissingSkill) -> float:
        built_on = 1 + waiting[skill.iri] / others
        return skill.hours.middle * built_on / (1 + log(max(1, asking.get(skill.iri, 0))))

    ranked.sort(key=lambda skill: (skill.importance < CORE, -score(skill)))
    return [skill.iri for skill in ranked]


def learning_order(wanted: Mapping[str, Wanted], facts: CompiledGraph) -> list[Wanted]:
    """Return skills in the order in which to learn them; each gets the step where that falls.

    Of skills that build on each other in a circle the most important is learned first. Skills of
    one cluster and step follow each other where nothing else has to come between.
    """
    ranked = rank_missing((entry.skill for entry in wanted.values()), facts.roles_asking)
    deepened = {iri for iri, entry in wanted.items() if entry.skill.is_deepened}
    before = _order_of(wanted, [skill.iri for skill in ranked], facts)
    before.update({skill: before[skill] - deepened for skill in deepened})
    steps = {skill: entry.step for skill, entry in wanted.items()}
    waiting = dict.fromkeys(wanted, 0)
    for skill, entry in wanted.items():
        for earlier in before[skill]:
            steps[earlier] = min(steps[earlier], entry.step)
            waiting[earlier] += 1

    ordered: list[Wanted] = []
    leading = _leading_people(wanted, facts)
    left = sorted(
        (s.iri for s in ranked),
        key=lambda skill: (
            steps[skill],
            wanted[skill].skill.is_deepened,
            skill not in leading,
            -waiting[skill],
        ),
    )
    while left:
        unlearned = set(left)
        ready = [s for s in left if all(s in before[earlier] for earlier in before[s] & unlearned)]
        skill = _next_ready(ready, ordered, wanted, steps)
        left.remove(skill)
        ordered.append(wanted[skill]._replace(step=steps[skill]))
    return ordered


def _next_ready(
    ready: Sequence[str],
    ordered: Sequence[Wanted],
    wanted: Mapping[str, Wanted],
    steps: Mapping[str, int],
) -> str:
    """Return the skill to learn next: of the cluster just begun, or else the first of all."""
    if ordered and ordered[-1].skill.cluster is not None:
        cluster, step = ordered[-1].skill.cluster, ordered[-1].step
        for skill in ready:
            if wanted[skill].skill.cluster == cluster and steps[skill] == step:
                return skill
    return ready[0]


def _order_of(
    wanted: Mapping[str, Wanted], ranked: Sequence[str], facts: CompiledGraph
) -> dict[str, frozenset[str]]:
    """Return which of the skills come before each, directly or indirectly.

    A prerequisite that a source states takes precedence over an implication: debugging is learned
    by programming, although anyone who can program can debug.
    """
    items = _Items(wanted, ranked, facts)
    stated: dict[str, set[str]] = {}
    implied: dict[str, set[str]] = {}
    for skill in wanted:
        stated[skill], implied[skill] = set(), set()
        for needed, is_stated in _needed_by(skill, wanted, facts).items():
            earlier, stands_in = items.find(needed, skill)
            if earlier is not None and earlier != skill:
                (stated if is_stated or stands_in else implied)[skill].add(earlier)
    far = {skill: _all_before(skill, stated) for skill in wanted}
    direct = {
        skill: stated[skill] | {other for other in implied[skill] if skill not in far[other]}
        for skill in wanted
    }
    return {skill: _all_before(skill, direct) for skill in wanted}


def _needed_by(skill: str, wanted: Mapping[str, Wanted], facts: CompiledGraph) -> dict[str, bool]:
    """Return all that a skill builds on, and whether a source states a prerequisite in the chain.

    What a language outside the plan builds on is left out: another language may be learned instead.
    """
    needed: dict[str, bool] = {}
    to_visit = [(skill, False)]
    while to_visit:
        current, is_stated = to_visit.pop()
        if current != skill and current not in wanted and current in facts.languages:
            continue
        links = [(other, True) for other in facts.prerequisites.get(current, ())]
        links += [(other, is_stated) for other in facts.implies.get(current, ())]
        for other, by_statement in links:
            if other not in needed or (by_statement and not needed[other]):
                needed[other] = by_statement
                to_visit.append((other, by_statement))
    needed.pop(skill, None)
    return needed


class _Items:
    """The skills to learn, by what each of them teaches besides itself.

    Parameters
    ----------
    wanted
        The skills to learn, by IRI.
    ranked
        Their IRIs, the most important first.
    facts
        The compiled graph.
    """

    def __init__(
        self, wanted: Mapping[str, Wanted], ranked: Sequence[str], facts: CompiledGraph
    ) -> None:
        self._wanted = wanted
        self._by_member: dict[str, str] = {}
        for skill in ranked:
            for other in wanted[skill].skill.alternatives:
                self._by_member.setdefault(other.iri, skill)
        languages = frozenset(facts.languages)
        self._taught = {
            skill: _taught_with(entry, languages, facts) for skill, entry in wanted.items()
        }
        self._teachers: dict[str, list[str]] = {}
        for skill in sorted(ranked, key=lambda skill: wanted[skill].step):
            for needed in self._taught[skill]:
                self._teachers.setdefault(needed, []).append(skill)

    def find(self, needed: str, skill: str) -> tuple[str | None, bool]:
        """Return the item by which a needed skill is learned, and whether it merely stands in.

        There is none where ``skill``, which needs it, teaches it as well.
        """
        if needed in self._wanted:
            return needed, False
        if needed in self._by_member:
            return self._by_member[needed], False
        if needed in self._taught[skill]:
            return None, False
        for teacher in self._teachers.get(needed, ()):
            if self._wanted[teacher].step <= self._wanted[skill].step:
                return teacher, True
        return None, False


def _taught_with(entry: Wanted, languages: frozenset[str], facts: CompiledGraph) -> set[str]:
    """Return the skills (IRIs) that someone learns with an item that is a language, or a group.

    Every member must imply the skill: of languages one directly, of others all, since a language
    teaches programming, but a library that is used from one does not.
    """
    members = [entry.skill.iri, *(other.iri for other in entry.skill.alternatives)]
    direct = [set(facts.implies.get(member, ())) for member in members]
    if not languages.issuperset(members):
        return set.intersection(*direct) - languages if len(members) > 1 else set()
    first, *others = (set(facts.implied.get(member, ())) for member in members)
    return set.union(*direct) & first.intersection(*others)


def _all_before(skill: str, before: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return all that comes before a skill, directly or indirectly, without the skill itself."""
    seen: set[str] = set()
    to_visit = [skill]
    while to_visit:
        for needed in before.get(to_visit.pop(), ()):
            if needed not in seen:
                seen.add(needed)
                to_visit.append(needed)
    return frozenset(seen - {skill})
