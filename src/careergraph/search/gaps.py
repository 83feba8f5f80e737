"""What someone still has to learn for a role.

A need is met by holding its skill, or any one of its alternatives. Needs of weight 0 (optional
skills) are neither taken for granted nor missed. Coverage is directed: how much of what the target
needs the source meets, weighted by importance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.model.values import Need

__all__ = ["Held", "coverage", "gap_weight", "held_by", "learn", "missing_needs"]


@dataclass(frozen=True, slots=True)
class Held:
    """What someone can do: skills, and sets of alternatives of which they hold at least one."""

    skills: frozenset[str] = frozenset()
    alternatives: frozenset[frozenset[str]] = frozenset()

    def meets(self, need: Need) -> bool:
        """Return whether a need is met for certain.

        Examples
        --------
        >>> from careergraph.model.values import Need
        >>> either = Held(alternatives=frozenset({frozenset({"r", "sas"})}))
        >>> either.meets(Need(("python", "r", "sas"), 1.0, "essential", ()))
        True
        >>> either.meets(Need(("r",), 1.0, "essential", ()))
        False
        """
        if len(need.skills) == 1:
            return need.skills[0] in self.skills
        wanted = frozenset(need.skills)
        return bool(wanted & self.skills) or any(one <= wanted for one in self.alternatives)


def held_by(needs: Iterable[Need]) -> Held:
    """Return what someone in a role with these needs can be taken to hold."""
    counted = [need for need in needs if need.weight > 0]
    return Held(
        frozenset(need.skills[0] for need in counted if len(need.skills) == 1),
        frozenset(frozenset(need.skills) for need in counted if len(need.skills) > 1),
    )


def missing_needs(held: Held, needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return the needs that are not met, in their order.

    A group of alternatives that one of the missing skills would meet anyway is left out.
    """
    skills = held.skills  # most needs are of one skill: no call for these
    unmet = [
        need
        for need in needs
        if need.weight > 0
        and (need.skills[0] not in skills if len(need.skills) == 1 else not held.meets(need))
    ]
    to_learn = {need.skills[0] for need in unmet if len(need.skills) == 1}
    return tuple(n for n in unmet if len(n.skills) == 1 or not to_learn.intersection(n.skills))


def gap_weight(missing: Iterable[Need]) -> float:
    """Return the total weight of missing needs, rounded so that sums compare exactly."""
    return round(sum(need.weight for need in missing), 6)


def coverage(held: Held, needs: Sequence[Need]) -> float:
    """Return how much of the weight of the needs is met, 0..1; 1 where nothing is needed."""
    total = sum(need.weight for need in needs)
    met = sum(need.weight for need in needs if held.meets(need))
    return met / total if total else 1.0


def learn(
    held: Held, missing: Iterable[Need], later: Sequence[Iterable[Need]] = ()
) -> tuple[Held, dict[tuple[str, ...], str]]:
    """Return what is held after learning, and which skill is learned for each missing need.

    Of a group the skill is learned that later roles weigh most; among equals the first.
    """
    wanted: dict[str, float] = {}
    for needs in later:
        for need in needs:
            if len(need.skills) == 1:
                wanted[need.skills[0]] = wanted.get(need.skills[0], 0.0) + need.weight
    chosen = {
        need.skills: min(need.skills, key=lambda skill: (-wanted.get(skill, 0.0), skill))
        for need in missing
    }
    return Held(held.skills | set(chosen.values()), held.alternatives), chosen
