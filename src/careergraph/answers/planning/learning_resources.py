"""Choose resources at the learner's level, one for each cluster of skills."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import BASIC, WORKING
from careergraph.model.lazy import read_whole
from careergraph.model.values import Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import MissingSkill

__all__ = ["choose_resources"]

_INTRODUCTORY: Final = "introductory"
_LATER: Final = ("intermediate", "advanced")
"""Levels that a resource states; any other word is ignored."""
_FIRST_WORDS: Final = re.compile(
    r"\b(?:introduction|introductory|intro|beginners?|basics|first steps|quick ?start"
    r"|get(?:ting)? started|fundamentals|essentials|crash course|tutorials?|for everybody)\b",
    re.IGNORECASE,
)
"""Words by which a title says that a resource starts from nothing."""
_MAKERS: Final = ("amazon", "apache", "google", "microsoft")
"""Words that the names of products begin with and that titles often leave out."""
_SHORT: Final = 3
"""Words of up to this many letters keep a final s: AWS, CSS."""
_MOST_NAMES: Final = 8192
"""Names and titles whose words are kept."""
_LATER_WORDS: Final = re.compile(r"\badvanced\b", re.IGNORECASE)
"""Words by which a title says that a resource is not for beginners."""


def choose_resources(
    skills: Sequence[MissingSkill],
    facts: CompiledGraph,
    held: Collection[str],
    labels: Mapping[str, str],
) -> dict[str, tuple[Resource, ...]]:
    """Return the resources that suit the learner for each skill (IRI), the best first.

    A resource that is chosen for one skill is chosen again for other skills of its cluster that it
    teaches, so that one resource covers a cluster wherever possible.

    Parameters
    ----------
    skills
        What is to be learned, in order.
    facts
        The compiled graph.
    held
        IRIs of the skills held.
    labels
        The label of each skill, by IRI.
    """
    read_whole(facts.resources, facts.prerequisites)
    taught = _taught_skills(facts)
    subjects = _subjects_of(facts, labels)
    wanted = {iri for skill in skills for iri in _members(skill)}
    familiar = _familiar(wanted.union(held), facts)
    chosen: dict[str, tuple[Resource, ...]] = {}
    used: dict[str, set[str]] = {}
    for skill in skills:
        subject = skill.cluster or skill.iri
        together = {iri for s in skills if (s.cluster or s.iri) == subject for iri in _members(s)}
        earlier = used.setdefault(subject, set())
        suited = [
            resource
            for resource in _known_resources(_members(skill), facts)
            if _is_about(subjects(resource), skill, wanted, facts)
            and _suits(resource, skill, taught[resource.iri], familiar, facts)
        ]
        if not suited:
            special = _special_cases(skill, facts)
            suited = [
                resource
                for resource in _known_resources(special, facts)
                if not subjects(resource).isdisjoint(special)
                and _suits(resource, skill, taught[resource.iri], familiar.union(special), facts)
            ]
        suited.sort(
            key=lambda resource: (
                resource.iri not in earlier,
                skill.iri not in subjects(resource),
                -len(taught[resource.iri] & together),
                _is_introductory(resource) == (skill.held >= BASIC),
                not resource.free,
                -len(taught[resource.iri] & wanted),
                len(taught[resource.iri] - familiar),
                resource.label.casefold(),
            )
        )
        earlier.update(resource.iri for resource in suited[:1])
        chosen[skill.iri] = tuple(suited)
    return chosen


def _taught_skills(facts: CompiledGraph) -> dict[str, set[str]]:
    """Return the skills that each resource (IRI) teaches; made once for each graph."""
    if _taught_skills not in facts.memo:
        taught: dict[str, set[str]] = {}
        for skill, resources in facts.resources_by_skill.items():
            for resource in resources:
                taught.setdefault(resource.iri, set()).add(skill)
        facts.memo[_taught_skills] = taught
    known: dict[str, set[str]] = facts.memo[_taught_skills]
    return known


def _members(skill: MissingSkill) -> list[str]:
    """Return the skills, any one of which meets an item."""
    return [skill.iri, *(other.iri for other in skill.alternatives)]


def _special_cases(skill: MissingSkill, facts: CompiledGraph) -> set[str]:
    """Return skills that imply an item directly, as Kubernetes does container orchestration.

    Languages are left out: a book on one language is no introduction to programming in another.
    """
    implied_by = _direct_implications(facts)
    return {special for member in _members(skill) for special in implied_by.get(member, ())}


def _direct_implications(facts: CompiledGraph) -> dict[str, list[str]]:
    """Return the skills that imply each skill directly, but languages; made once for each graph."""
    if _direct_implications not in facts.memo:
        implied_by: dict[str, list[str]] = {}
        for special, implied in facts.implies.items():
            if special not in facts.languages:
                for one in implied:
                    implied_by.setdefault(one, []).append(special)
        facts.memo[_direct_implications] = implied_by
    known: dict[str, list[str]] = facts.memo[_direct_implications]
    return known


def _known_resources(skills: Collection[str], facts: CompiledGraph) -> list[Resource]:
    named = dict.fromkeys(r for skill in skills for r in facts.resources_by_skill.get(skill, ()))
    return [facts.resources.get(n.iri) or Resource(n.iri, n.label, "resource") for n in named]


def _is_about(
    subjects: frozenset[str], skill: MissingSkill, wanted: Collection[str], facts: CompiledGraph
) -> bool:
    """Return whether an item is a subject of a resource, or learned with one that is wanted too."""
    if not subjects.isdisjoint(_members(skill)):
        return True
    traits = (facts.traits.get(subject) for subject in subjects.intersection(wanted))
    clusters = {known.cluster for known in traits if known is not None}
    return skill.cluster is not None and skill.cluster in clusters


def _subjects_of(
    facts: CompiledGraph, labels: Mapping[str, str]
) -> Callable[[Resource], frozenset[str]]:
    """Return a function that finds the skills (IRIs) that a resource is about.

    They are the skills that its title names, or else all that it teaches. A language after "in",
    "with" or "using" is only the means of teaching, and so is a language that the title does not
    name.
    """
    every = _taught_skills(facts)
    known: dict[str, frozenset[str]] = {}

    def find(resource: Resource) -> frozenset[str]:
        if resource.iri not in known:
            names = {skill: labels.get(skill, skill) for skill in every[resource.iri]}
            languages = {skill for skill in names if skill in facts.languages}
            means = {skill for skill in languages if _is_means(names[skill], resource.label)}
            title = _words(resource.label)
            named = {s for s, name in names.items() if s not in means and _is_named(name, title)}
            known[resource.iri] = frozenset(named or names.keys() - languages or names)
        return known[resource.iri]

    return find


@lru_cache(_MOST_NAMES)
def _is_means(language: str, title: str) -> bool:
    if language not in title:  # Compiling the pattern takes longer than all the rest.
        return False
    return re.search(rf"\b(?:in|with|using) {re.escape(language)}\b", title) is not None


def _is_named(label: str, title: str) -> bool:
    """Return whether a title has the words of a skill's name, or of part of it, in sequence."""
    parts = (_words(part) for part in re.split(r",| and ", label))
    return any(part.strip() and part in title for part in parts)


@lru_cache(_MOST_NAMES)
def _words(text: str) -> str:
    """Return the words of a name between spaces, without a plural's s and without `_MAKERS`."""
    words = [
        word.removesuffix("s") if len(word) > _SHORT else word
        for word in re.findall(r"[\w+#]+", text.casefold())
        if word not in _MAKERS
    ]
    return f" {' '.join(words)} "


def _familiar(skills: Collection[str], facts: CompiledGraph) -> set[str]:
    """Return skills with all that they imply: what a resource for the learner may take up."""
    familiar = set(skills)
    for skill in skills:
        familiar.update(facts.implied.get(skill, ()))
    return familiar


def _suits(
    resource: Resource,
    skill: MissingSkill,
    taught: Collection[str],
    familiar: Collection[str],
    facts: CompiledGraph,
) -> bool:
    """Return whether a resource is at the learner's level and about what they learn.

    It must begin at the level that is held of the skill, and at least half of what it teaches must
    be held or wanted. The rest must include no other programming language and nothing that itself
    builds on the skill.
    """
    if skill.held < BASIC and _is_later(resource):
        return False
    if skill.held >= WORKING and _is_introductory(resource):
        return False
    strange = {other for other in taught if other not in familiar}
    if 2 * len(strange) > len(taught):
        return False
    return not any(
        other in facts.languages
        or any(_builds_on(other, iri, facts) for iri in _members(skill) if iri in taught)
        for other in strange
    )


def _is_introductory(resource: Resource) -> bool:
    if resource.level in (_INTRODUCTORY, *_LATER):
        return resource.level == _INTRODUCTORY
    return bool(_FIRST_WORDS.search(resource.label))


def _is_later(resource: Resource) -> bool:
    return resource.level in _LATER or bool(_LATER_WORDS.search(resource.label))


def _builds_on(skill: str, other: str, facts: CompiledGraph) -> bool:
    """Return whether a skill builds on another, directly or not."""
    waiting, seen = [skill], {skill}
    while waiting:
        current = waiting.pop()
        for needed in _needed_by(current, facts):
            if needed == other:
                return True
            if needed not in seen:
                seen.add(needed)
                waiting.append(needed)
    return False


def _needed_by(skill: str, facts: CompiledGraph) -> Sequence[str]:
    prerequisites: Mapping[str, Sequence[str]] = facts.prerequisites.get(skill, {})
    return (*prerequisites, *facts.implies.get(skill, ()))
