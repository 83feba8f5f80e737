"""Small invented worlds of profiles, dense in what makes bounds go wrong, drawn by a seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from careergraph.model.holdings import AskedItem, AskedProfile, Range, RoleStep
from careergraph.search.algorithms.profile_network import ProfileNetwork

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = ("tool", "language", "mathematics")


class InventedWorld(NamedTuple):
    """Roles from "a" on, what each asks for, the steps, and what implies what."""

    roles: str
    profiles: dict[str, AskedProfile]
    steps: list[RoleStep]
    implies: dict[str, tuple[str, ...]]
    lines: dict[str, str] | None
    ranks: dict[str, float]

    def network(self, *, change_cost: float = 30) -> ProfileNetwork:
        """Return the world as the search takes it."""
        return ProfileNetwork(
            {role: role.upper() for role in self.roles},
            self.profiles,
            self.steps,
            self.implies,
            ranks=self.ranks,
            lines=self.lines,
            hours_per_week=5,
            change_cost=change_cost,
        )


def invent_world(seed: int, roles: str = "abcdef", skills: str = "pqrstuv") -> InventedWorld:
    """Return a world; seeds differ in how much there is of everything."""
    chance = random.Random(seed)  # noqa: S311 (invented data, not a secret)
    groups = chance.choice((0, 0.3, 0.6))
    clusters = {skill: chance.choice((None, "x", "y")) for skill in skills}
    density = chance.choice((0.3, 0.6, 0.9))
    implications = chance.choice((0, 3, 8))
    with_lines = chance.random() < 0.7
    profiles = {
        role: AskedProfile(
            items=_draw_items(chance, skills, groups, clusters),
            seniority=chance.random() < 0.4,
            gives=_draw_levels(chance, skills, 0.2),
            optional=_draw_levels(chance, skills, 0.3),
        )
        for role in roles
    }
    lines = {role: chance.choice(roles) for role in roles} if with_lines else None
    staying = chance.choice((0, 0.3))
    steps = [
        RoleStep(
            source,
            target,
            experience=chance.choice((None, Range(), Range(1, 3), Range(2, 2.5))),
            share=chance.choice((None, 0.1, 0.5)),
            stays=chance.random() < staying,
            training=chance.choice((None, None, Range(1, 2), Range(3, 5))),
        )
        for source in roles
        for target in roles
        if source != target and chance.random() < density
    ]
    pairs = [(a, b) for a in skills for b in skills if a < b]
    drawn = chance.sample(pairs, min(implications, len(pairs)))
    implies = {a: tuple(b for x, b in drawn if x == a) for a, _ in drawn}
    ranks = {role: chance.choice((1.0, 2.0)) for role in roles if chance.random() < 0.3}
    return InventedWorld(roles, profiles, steps, implies, lines, ranks)


def _draw_items(
    chance: random.Random, skills: Sequence[str], groups: float, clusters: dict[str, str | None]
) -> tuple[AskedItem, ...]:
    items: dict[frozenset[str], AskedItem] = {}
    for _ in range(chance.randint(1, 6)):
        size = chance.choice((2, 2, 3)) if chance.random() < groups else 1
        members = tuple(chance.sample(skills, size))
        items[frozenset(members)] = AskedItem(
            members,
            chance.randint(1, 3),
            chance.choice((1.0, 0.5)),
            chance.choice(KINDS),
            clusters[members[0]],
        )
    return tuple(items.values())


def _draw_levels(chance: random.Random, skills: Sequence[str], share: float) -> dict[str, int]:
    return {chance.choice(skills): chance.randint(1, 3)} if chance.random() < share else {}
