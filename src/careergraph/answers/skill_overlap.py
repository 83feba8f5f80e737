"""Two roles side by side: what one needs that the other does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.model.values import Gap, GraphInfo, MissingSkill, Named, Need, Source
from careergraph.search.gaps import coverage, gap_weight, held_by, missing_needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["compare_needs", "describe_missing"]


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
    cited = dict.fromkeys(iri for need in wanted for iri in need.sources)
    optional = [need for need in wanted if need.weight == 0 and not held.meets(need)]
    return Gap(
        source=source,
        target=target,
        gap=gap_weight(missing),
        coverage=round(coverage(held, wanted), 6) if any(n.weight for n in wanted) else None,
        missing_skills=describe_missing(missing, labels),
        shared=_name_skills((n for n in wanted if n.weight > 0 and held.meets(n)), labels),
        optional=_name_skills(optional, labels),
        sources=tuple(sources[iri] for iri in cited if iri in sources),
        graph=info,
    )


def describe_missing(
    missing: Sequence[Need],
    labels: Mapping[str, str],
    chosen: Mapping[tuple[str, ...], str] | None = None,
) -> tuple[MissingSkill, ...]:
    """Return missing needs with labels: the heaviest first, then those most sources name, then A-Z.

    Of a group of alternatives the ``chosen`` skill leads (the first, where none was chosen).
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
    return tuple(
        sorted(described, key=lambda m: (-m.importance, -len(m.sources), m.label.casefold()))
    )


def _name_skills(needs: Iterable[Need], labels: Mapping[str, str]) -> tuple[Named, ...]:
    skills: dict[str, None] = {}
    for need in needs:
        skills.update((skill, None) for skill in need.skills)
    return tuple(Named(skill, labels.get(skill, skill)) for skill in skills)
