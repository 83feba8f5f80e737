"""Synthetic networks for the search: families of roles that share skills, as careers do.

A role asks mostly for what its family asks for, some of what everybody does, a little of the next
family and of any other. Steps stay in the family, lead to a neighbouring one, or anywhere. A skill
is core or supporting in most roles that ask for it. Everything is drawn by a seeded generator; the
figures mean nothing.
"""

from __future__ import annotations

import random
from typing import Final, NamedTuple

from careergraph.model.holdings import (
    CORE,
    ITEM_KINDS,
    SUPPORTING,
    AskedItem,
    AskedProfile,
    Range,
    RoleStep,
)
from careergraph.search.algorithms.profile_network import ProfileNetwork

__all__ = ["Invented", "invent_families"]

_FAMILY: Final = 25
"""Roles of a family; the bundled graph has 7 on average."""
_POOL: Final = 30
"""Skills that only one family teaches as its own."""
_COMMON: Final = 40
_OWN, _ANYBODYS, _ANOTHERS, _NEXT_ONES = 9, 3, 1, 2
"""The numbers of skills of a role: of its family, common, of any family, of the next one."""
_SHARE_CORE: Final = 0.58
_AT_BASE_WEIGHT: Final = 0.9
_WITHIN, _NEARBY = 0.6, 0.85
"""Shares of the moves that stay in the family, and that stay in it or lead to a neighbour."""
_YEARS: Final = (None, Range(), Range(1, 1), Range(2, 5))
_LEVELS: Final = (1, 2, 2, 3)


class Invented(NamedTuple):
    """Roles with their labels and profiles, and the steps between them."""

    labels: dict[str, str]
    profiles: dict[str, AskedProfile]
    steps: list[RoleStep]

    def network(self) -> ProfileNetwork:
        """Return the network as the search takes it; each role is a line of work of its own."""
        lines = {role: role for role in self.labels}
        return ProfileNetwork(self.labels, self.profiles, self.steps, {}, lines=lines)


def invent_families(roles: int, moves: int, seed: int = 1) -> Invented:
    """Return a network of so many roles, each with so many moves out of it."""
    chance = random.Random(seed)  # noqa: S311 (invented data, not a secret)
    families = max(1, roles // _FAMILY)
    number = _COMMON + families * _POOL
    weights = [CORE if chance.random() < _SHARE_CORE else SUPPORTING for _ in range(number)]
    kinds = [chance.choice(ITEM_KINDS) for _ in range(number)]
    profiles = {
        _role(role): AskedProfile(
            tuple(
                AskedItem(
                    (_skill(skill),),
                    chance.choice(_LEVELS),
                    _draw_weight(chance, weights[skill]),
                    kinds[skill],
                )
                for skill in _draw_skills(chance, min(role // _FAMILY, families - 1), families)
            )
        )
        for role in range(roles)
    }
    steps = [
        RoleStep(_role(role), _role(target), chance.choice(_YEARS), chance.random())
        for role in range(roles)
        for target in _draw_targets(chance, role, roles, moves)
    ]
    return Invented({_role(role): f"Role {role}" for role in range(roles)}, profiles, steps)


def _draw_skills(chance: random.Random, family: int, families: int) -> list[int]:
    def some(count: int, of: int) -> list[int]:
        first = _COMMON + of * _POOL
        return chance.sample(range(first, first + _POOL), count)

    return sorted(
        {
            *some(_OWN, family),
            *chance.sample(range(_COMMON), _ANYBODYS),
            *some(_ANOTHERS, chance.randrange(families)),
            *some(_NEXT_ONES, (family + 1) % families),
        }
    )


def _draw_weight(chance: random.Random, base: float) -> float:
    other = SUPPORTING if base == CORE else CORE
    return base if chance.random() < _AT_BASE_WEIGHT else other


def _draw_targets(chance: random.Random, role: int, roles: int, moves: int) -> list[int]:
    targets: set[int] = set()
    families = max(1, roles // _FAMILY)
    while len(targets) < moves:
        drawn = chance.random()
        family = role // _FAMILY
        if drawn >= _NEARBY:
            target = chance.randrange(roles)
        else:
            if drawn >= _WITHIN:
                family = (family + chance.choice((-1, 1))) % families
            target = family * _FAMILY + chance.randrange(_FAMILY)
        if target != role and target < roles:
            targets.add(target)
    return sorted(targets)


def _role(number: int) -> str:
    return f"role-{number:05}"


def _skill(number: int) -> str:
    return f"skill-{number:05}"
