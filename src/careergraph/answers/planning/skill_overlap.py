"""Compare two roles: what the profile of one asks for and people in the other do not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import CORE, AskedProfile
from careergraph.model.ranking import rank_members
from careergraph.model.values import Gap, MissingSkill, Named, cite_sources
from careergraph.search.learning.step_experience import ExperienceTable
from careergraph.search.learning.step_learning import learn_step

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import AskedItem, Holding
    from careergraph.model.values import Need, NotCounted
    from careergraph.search.learning.step_learning import MissingItem, StepLearning

__all__ = [
    "compare_profiles",
    "describe_missing",
    "learn_for",
    "name_items",
    "name_labels",
    "name_partly_held",
    "name_stated",
    "name_strengths",
    "rank_missing",
]

_MOST_STRENGTHS: Final = 3


def learn_for(
    graph: CompiledGraph, source: str | None, target: str, holding: Holding, *, back: bool = False
) -> StepLearning:
    """Return what the step between two roles (IRIs) leaves to learn for someone.

    ``back`` says whether they go back to work that they did before.
    """
    profile = graph.work.get(target, AskedProfile())
    promotion = source is not None and graph.line_of(source) == graph.line_of(target)
    return learn_step(profile, holding, promotion=promotion, back=back)


def compare_profiles(
    graph: CompiledGraph,
    source: Named,
    target: Named,
    holding: Holding,
    study: tuple[NotCounted, ...] = (),
) -> Gap:
    """Return the gap from one role to another, for someone who holds what the first gives.

    ``study`` lists the compulsory degrees and licences of the step.
    """
    back = ExperienceTable.of_graph(graph).leads_back(source.iri, target.iri, holding)
    learning = learn_for(graph, source.iri, target.iri, holding, back=back)
    unmet = {lacking.item for lacking in learning.missing}
    stated = [iri for extra in study for iri in extra.sources]
    cited = dict.fromkeys((*stated, *(iri for item in learning.items for iri in item.sources)))
    optional = _optional_needs(graph, target.iri, holding, learning)
    named = {Named(skill, graph.label(skill)) for need in optional for skill in need.skills}
    optional_sources = tuple(dict.fromkeys(iri for need in optional for iri in need.sources))
    coverage = learning.coverage
    return Gap(
        source=source,
        target=target,
        gap=learning.gap,
        coverage=None if coverage is None else round(coverage, 6),
        missing_skills=describe_missing(graph, learning.missing),
        shared=name_items(graph, (item for item in learning.items if item not in unmet)),
        optional=tuple(sorted(named, key=lambda skill: (skill.label.casefold(), skill.iri))),
        optional_sources=optional_sources,
        sources=cite_sources((*cited, *optional_sources), graph.sources),
        graph=graph.info,
        hours=learning.hours,
        study_first=study,
    )


def _optional_needs(
    graph: CompiledGraph, role: str, holding: Holding, learning: StepLearning
) -> list[Need]:
    """Return skills that sources call optional for a role, neither held nor in its profile."""
    asked = {skill for item in learning.items for skill in item.skills}
    return [
        need
        for need in graph.needs.get(role, ())
        if not need.weight
        and asked.isdisjoint(need.skills)
        and not any(holding.likely_level(skill) for skill in need.skills)
    ]


def describe_missing(
    graph: CompiledGraph, missing: Sequence[MissingItem], learned: Mapping[str, int] | None = None
) -> tuple[MissingSkill, ...]:
    """Return missing items with labels, in the order of `rank_missing`.

    A group is named by the skill that is ``learned``, or else by the one that is quickest to learn.
    Overlapping groups are named by different skills, if enough of them are learned.
    """
    leading = _lead(missing, learned or {})
    described = (
        _describe(graph, item, skill) for item, skill in zip(missing, leading, strict=True)
    )
    return tuple(rank_missing(described, graph.roles_asking))


def _lead(missing: Sequence[MissingItem], learned: Mapping[str, int]) -> list[str]:
    """Return the skill that names each item, using as many of the learned skills as possible.

    A maximum matching of items and learned skills, by augmenting paths.
    """
    ways = [
        [skill for skill in lacking.missing.skills if learned.get(skill, 0) >= lacking.item.level]
        for lacking in missing
    ]
    taken: dict[str, int] = {}

    def take(number: int, seen: set[str]) -> bool:
        for skill in ways[number]:
            if skill in seen:
                continue
            seen.add(skill)
            if skill not in taken or take(taken[skill], seen):
                taken[skill] = number
                return True
        return False

    for number in range(len(missing)):
        take(number, set())
    leading = {number: skill for skill, number in taken.items()}
    return [
        leading.get(number, (*ways[number], *lacking.missing.skills)[0])
        for number, lacking in enumerate(missing)
    ]


def rank_missing(
    skills: Iterable[MissingSkill], roles_asking: Mapping[str, int]
) -> list[MissingSkill]:
    """Return missing items, the largest gap first; items that are probably held come last.

    Of equal gaps, the item that fewer roles ask for comes first: it is more typical of the role.
    """
    return sorted(
        skills,
        key=lambda skill: (
            skill.is_probable,
            -skill.gap,
            roles_asking.get(skill.iri, 0),
            skill.label.casefold(),
        ),
    )


def _describe(graph: CompiledGraph, lacking: MissingItem, skill: str) -> MissingSkill:
    item = lacking.item
    others = [Named(other, graph.label(other)) for other in item.skills if other != skill]
    members = rank_members([Named(skill, graph.label(skill)), *others], graph.roles_asking)
    return MissingSkill(
        iri=skill,
        label=graph.label(skill),
        importance=item.weight,
        necessity="core" if item.weight >= CORE else "supporting",
        sources=item.sources,
        alternatives=rank_members(others, graph.roles_asking),
        group=item.label,
        level=item.level,
        held=lacking.missing.held,
        likely=lacking.missing.likely,
        gap=round(lacking.gap, 6),
        hours=lacking.hours,
        cluster=item.cluster,
        example=members[0].label if item.label is not None else None,
    )


def name_items(graph: CompiledGraph, items: Iterable[AskedItem]) -> tuple[Named, ...]:
    """Return items by name: that of the skill, or of the group."""
    return tuple(
        Named(item.skills[0], graph.label(item.skills[0]))
        if item.group is None
        else Named(item.group, str(item.label))
        for item in items
    )


def name_labels(graph: CompiledGraph, skills: Iterable[str]) -> tuple[Named, ...]:
    """Return skills (IRIs) with their labels."""
    return tuple(Named(skill, graph.label(skill)) for skill in skills)


def name_stated(
    graph: CompiledGraph, learning: StepLearning, stated: Collection[str]
) -> tuple[Named, ...]:
    """Return the items of a step, none of them missing, that someone says they hold."""
    unmet = {lacking.item for lacking in learning.missing}
    return name_items(
        graph,
        (
            item
            for item in learning.items
            if item not in unmet and any(thing in stated for thing in (item.group, *item.skills))
        ),
    )


def name_strengths(
    graph: CompiledGraph, source: str | None, learning: StepLearning
) -> tuple[Named, ...]:
    """Return the weightiest items of a step that are held for certain, at most three.

    Core items of the old role (IRI) come first. Among the rest, and among items of equal weight,
    those asked for at a higher level come first, then those that fewer roles ask for. What every
    worker holds is left out.
    """
    unmet = {lacking.item for lacking in learning.missing}
    held = (item for item in learning.items if item not in unmet)
    return _name_weightiest(graph, source, held)


def name_partly_held(
    graph: CompiledGraph, source: str | None, learning: StepLearning
) -> tuple[Named, ...]:
    """Return the weightiest items of a step that are held, but below the level asked for.

    They are in the order of `name_strengths`, and at most three.
    """
    partly = (lacking.item for lacking in learning.missing if lacking.missing.held)
    return _name_weightiest(graph, source, partly)


def _name_weightiest(
    graph: CompiledGraph, source: str | None, items: Iterable[AskedItem]
) -> tuple[Named, ...]:
    profile = AskedProfile() if source is None else graph.work.get(source, AskedProfile())
    own = {skill for item in profile.items if item.weight >= CORE for skill in item.skills}
    common = {item.thing for item in graph.baseline}
    asking = graph.roles_asking
    ranked = sorted(
        (item for item in items if common.isdisjoint((item.group, *item.skills))),
        key=lambda item: (
            own.isdisjoint(item.skills),
            -item.weight,
            -item.level,
            asking.get(item.skills[0], 0),
        ),
    )
    return name_items(graph, ranked[:_MOST_STRENGTHS])
