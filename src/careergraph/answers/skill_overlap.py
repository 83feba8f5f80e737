"""Two roles side by side: what one needs that the other does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.model.ranking import count_roles_asking, rank_skills
from careergraph.model.values import Gap, GraphInfo, MissingSkill, Named, Need, Source, cite_sources
from careergraph.search.gaps import coverage, gap_weight, held_by, missing_needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["compare_needs", "describe_missing", "rank_missing"]


def compare_needs(
    source: Named,
    target: Named,
    needs: Mapping[str, Sequence[Need]],
    labels: Mapping[str, str],
    sources: Mapping[str, Source],
    info: GraphInfo,
) -> Gap:
    """Return the directed gap between two roles."""
    held = held_by(needs.get(source.iri, ()))
    wanted = needs.get(target.iri, ())
    missing = missing_needs(held, wanted)
    cited = [iri for need in wanted for iri in need.sources]
    optional = [need for need in wanted if need.weight == 0 and not held.meets(need)]
    return Gap(
        source=source,
        target=target,
        gap=gap_weight(missing),
        coverage=round(coverage(held, wanted), 6) if any(n.weight for n in wanted) else None,
        missing_skills=describe_missing(missing, labels, count_roles_asking(needs)),
        shared=_name_skills((n for n in wanted if n.weight > 0 and held.meets(n)), labels),
        optional=_name_skills(optional, labels),
        sources=cite_sources(cited, sources),
        graph=info,
    )


def describe_missing(
    missing: Sequence[Need],
    labels: Mapping[str, str],
    roles_asking: Mapping[str, int],
    chosen: Mapping[tuple[str, ...], str] | None = None,
) -> tuple[MissingSkill, ...]:
    """Return missing needs with labels, in the order of `rank_skills`.

    Of a group of alternatives the ``chosen`` skill leads (the first, where none was chosen).
    ``roles_asking`` tells how many roles ask for each skill (IRI).
    """
    described = []
    for need in missing:
        skill = (chosen or {}).get(need.skills, need.skills[0])
        others = [Named(other, labels.get(other, other)) for other in need.skills if other != skill]
        described.append(
            MissingSkill(
                iri=skill,
                label=labels.get(skill, skill),
                importance=need.weight,
                necessity=need.necessity,
                sources=need.sources,
                alternatives=tuple(sorted(others, key=lambda other: other.label.casefold())),
            )
        )
    return tuple(rank_missing(described, roles_asking))


def rank_missing(
    skills: Iterable[MissingSkill], roles_asking: Mapping[str, int]
) -> list[MissingSkill]:
    """Return missing skills in the order of `rank_skills`."""
    return rank_skills(
        skills,
        weight=lambda skill: skill.importance,
        sources=lambda skill: len(skill.sources),
        roles=lambda skill: roles_asking.get(skill.iri, 0),
        name=lambda skill: skill.label,
    )


def _name_skills(needs: Iterable[Need], labels: Mapping[str, str]) -> tuple[Named, ...]:
    skills: dict[str, None] = {}
    for need in needs:
        skills.update((skill, None) for skill in need.skills)
    return tuple(Named(skill, labels.get(skill, skill)) for skill in skills)
