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
    from collections.abc import Set as AbstractSet

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
    gains: dict[str, float] = {}
    for need in missing:
        skill = chosen[need.skills]
        gains[skill] = max(need.weight, gains.get(skill, 0.0))
    used = _skills_in_use(wanted, held.skills | gains.keys())
    hours = effort.learning_hours(list(gains))
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
        certifications=_pick_certifications(target.iri, gains, used, aids),
        resources=tuple(_rank(aids.resources_by_skill, gains, used, aids.tools)),
        pay=tuple(aids.pay_by_role.get(target.iri, ())),
    )


def _skills_in_use(wanted: Iterable[Need], known: AbstractSet[str]) -> set[str]:
    """Return the skills of counted needs; of alternatives only those that are known."""
    counted = [need.skills for need in wanted if need.weight > 0]
    return {s for skills in counted for s in skills if len(skills) == 1 or s in known}


def _pick_certifications(
    role: str, gains: Mapping[str, float], used: AbstractSet[str], aids: Aids
) -> tuple[Named, ...]:
    """Return active certifications: those named for the role, then those that attest most."""
    if not gains:
        return ()
    named = aids.certifications_by_role.get(role, ())
    useful = _rank(aids.certifications_by_skill, gains, used, aids.tools, at_least=2)
    return tuple(dict.fromkeys([*named, *useful]))


def _rank(
    by_skill: Mapping[str, Sequence[Named]],
    gains: Mapping[str, float],
    used: AbstractSet[str],
    tools: AbstractSet[str],
    at_least: int = 1,
) -> list[Named]:
    """Return what teaches ``at_least`` so many missing skills, the most fitting first.

    Each is worth the importance of the missing skills it teaches, times their share of all that it
    teaches. Left out is what mostly teaches other things than the target uses, or also teaches a
    language or tool that it does not use.

    Parameters
    ----------
    by_skill
        What teaches (or attests) each skill.
    gains
        The missing skills, with their importance.
    used
        What this person uses in the target role.
    tools
        The skills that are languages or tools.
    """
    taught: dict[Named, set[str]] = {}
    for skill, things in by_skill.items():
        for thing in things:
            taught.setdefault(thing, set()).add(skill)
    worth: dict[Named, float] = {}
    for thing, skills in taught.items():
        fits = 2 * len(skills & used) >= len(skills) and not (skills - used) & tools
        if fits and len(skills & gains.keys()) >= at_least:
            gain = sum(sorted(gains[skill] for skill in skills & gains.keys()))
            worth[thing] = round(gain * gain / len(skills), 6)
    return sorted(worth, key=lambda thing: (-worth[thing], thing.label, thing.iri))


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
