"""From a path to an answer: the evidence, the skills to learn and what helps, step by step.

Gaps accumulate here: what was learned for one step is held at the next.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from careergraph.comparisons import describe_missing
from careergraph.credentials import Aids
from careergraph.gaps import gap_weight, held_by, learn, missing_needs
from careergraph.model import Cost, Named, Need, Route, Step
from careergraph.network import LEVEL
from careergraph.paths import Effort, path_weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

    from careergraph.gaps import Held

__all__ = ["describe_route"]


def describe_route(
    digraph: nx.DiGraph[str],
    path: Sequence[str],
    needs: Mapping[str, Sequence[Need]],
    labels: Mapping[str, str],
    *,
    by: str = "gap",
    effort: Effort | None = None,
    aids: Aids | None = None,
) -> Route:
    """Return a path as a route with its steps and costs.

    Parameters
    ----------
    digraph, path
        As `paths.build_digraph` and `paths.find_paths` give them.
    needs
        What each role asks for, by IRI.
    labels
        Labels of roles and skills by IRI.
    by, effort
        The criterion and the effort the digraph was built with.
    aids
        What helps with the steps; without it nothing is named.
    """
    effort, aids = effort or Effort(), aids or Aids()
    held = held_by(needs.get(path[0], ()))
    steps: list[Step] = []
    for position, (source, target) in enumerate(pairwise(path)):
        edge = digraph.edges[source, target]
        is_level = all(e.kind == LEVEL for e in edge["evidence"])
        wanted = () if is_level else needs.get(target, ())
        missing = missing_needs(held, wanted)
        before = held
        held, chosen = learn(held, missing, [needs.get(role, ()) for role in path[position + 1 :]])
        ends = tuple(Named(role, labels.get(role, role)) for role in (source, target))
        steps.append(_describe_step(ends, edge, wanted, before, chosen, labels, effort, aids))
    return Route(
        roles=tuple(Named(role, labels.get(role, role)) for role in path),
        steps=tuple(steps),
        cost=_total_cost(steps, path_weight(digraph, path, by), by),
    )


def _describe_step(
    ends: tuple[Named, ...],
    edge: Mapping[str, Any],
    wanted: Sequence[Need],
    held: Held,
    chosen: Mapping[tuple[str, ...], str],
    labels: Mapping[str, str],
    effort: Effort,
    aids: Aids,
) -> Step:
    source, target = ends
    missing = missing_needs(held, wanted)
    learned = list(dict.fromkeys(chosen[need.skills] for need in missing))
    hours = effort.learning_hours(learned)
    months: float | None = edge["months"]
    return Step(
        source=source,
        target=target,
        evidence=edge["evidence"],
        missing_skills=describe_missing(missing, labels, chosen),
        held=sum(held.meets(need) for need in wanted if need.weight > 0),
        needed=sum(need.weight > 0 for need in wanted),
        gap=gap_weight(missing),
        months_in_role=months,
        learning_hours=hours,
        years=effort.years(months, hours),
        certifications=_pick_certifications(target.iri, learned, aids) if learned else (),
        resources=_unique(r for skill in learned for r in aids.resources_by_skill.get(skill, ())),
        pay=tuple(aids.pay_by_role.get(target.iri, ())),
    )


def _pick_certifications(role: str, learned: Sequence[str], aids: Aids) -> tuple[Named, ...]:
    """Return active certifications: those named for the role, then those that attest most."""
    named = aids.certifications_by_role.get(role, ())
    attests: dict[Named, int] = {}
    for skill in learned:
        for certification in aids.certifications_by_skill.get(skill, ()):
            attests[certification] = attests.get(certification, 0) + 1
    useful = [c for c in sorted(attests, key=lambda c: (-attests[c], c.label)) if attests[c] > 1]
    return _unique([*named, *useful])


def _unique(things: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(things))


def _total_cost(steps: Sequence[Step], weight: float, by: str) -> Cost:
    moves = [step for step in steps if not step.is_level]
    return Cost(
        criterion=by,
        weight=weight,
        gap=round(sum(step.gap for step in moves), 6),
        hardest_step=max((step.gap for step in moves), default=0.0),
        hops=len(moves),
        years=round(sum(step.years for step in moves), 6),
        unknown_durations=sum(step.months_in_role is None for step in moves),
    )
