"""Synthetic networks for the search: families of roles that share skills, as careers do.

A role needs mostly what its family needs, some of what everybody needs, a little of the next
family and of any other. Moves stay in the family, lead to a neighbouring one, or anywhere. A
skill has a base weight, essential or recommended, at which most roles need it. Everything is drawn
by a seeded generator; the figures mean nothing.
"""

from __future__ import annotations

import random
from typing import Final, NamedTuple

import networkx as nx

from careergraph.model.values import Evidence, Need
from careergraph.search.learning.learning_time import Effort

__all__ = ["Invented", "invent_families"]

_FAMILY: Final = 25
"""Roles of a family; the bundled graph has 7 on average."""
_POOL: Final = 30
"""Skills that only one family teaches as its own."""
_COMMON: Final = 40
_OWN, _ANYBODYS, _ANOTHERS, _NEXT_ONES = 9, 3, 1, 2
"""So many skills a role needs: of its family's, the common, some family's, the next family's."""
_ESSENTIAL, _RECOMMENDED = 1.0, 0.6
_SHARE_ESSENTIAL: Final = 0.58
_AT_BASE_WEIGHT: Final = 0.9
_WITHIN, _NEARBY = 0.6, 0.85
"""Shares of the moves that stay in the family, and that stay in it or lead to a neighbour."""
_MONTHS: Final = (None, 12.0, 24.0, 40.0)
_HOURS: Final = (20.0, 40.0, 120.0)


class Invented(NamedTuple):
    """A network of moves, what each role needs, and how long learning takes."""

    network: nx.MultiDiGraph[str]
    needs: dict[str, tuple[Need, ...]]
    effort: Effort


def invent_families(roles: int, moves: int, seed: int = 1) -> Invented:
    """Return a network of so many roles, each with so many moves out of it."""
    chance = random.Random(seed)  # noqa: S311 (invented data, not a secret)
    families = max(1, roles // _FAMILY)
    number = _COMMON + families * _POOL
    weights = [
        _ESSENTIAL if chance.random() < _SHARE_ESSENTIAL else _RECOMMENDED for _ in range(number)
    ]
    needs = {
        _role(role): _draw_needs(chance, min(role // _FAMILY, families - 1), families, weights)
        for role in range(roles)
    }
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from((_role(role), {"label": f"Role {role}"}) for role in range(roles))
    for role in range(roles):
        for target in _draw_targets(chance, role, roles, moves):
            evidence = Evidence(
                f"{role}--{target}",
                "move",
                "observed",
                "invented",
                people=5,
                share=chance.random(),
                median_months=chance.choice(_MONTHS),
            )
            network.add_edge(_role(role), _role(target), key=evidence.iri, evidence=evidence)
    hours = {_skill(skill): chance.choice(_HOURS) for skill in range(number)}
    return Invented(network, needs, Effort(hours))


def _draw_needs(
    chance: random.Random, family: int, families: int, weights: list[float]
) -> tuple[Need, ...]:
    def some(count: int, of: int) -> list[int]:
        first = _COMMON + of * _POOL
        return chance.sample(range(first, first + _POOL), count)

    skills = {
        *some(_OWN, family),
        *chance.sample(range(_COMMON), _ANYBODYS),
        *some(_ANOTHERS, chance.randrange(families)),
        *some(_NEXT_ONES, (family + 1) % families),
    }
    return tuple(
        Need((_skill(skill),), _draw_weight(chance, weights[skill]), "essential", ("invented",))
        for skill in sorted(skills)
    )


def _draw_weight(chance: random.Random, base: float) -> float:
    other = _RECOMMENDED if base == _ESSENTIAL else _ESSENTIAL
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
