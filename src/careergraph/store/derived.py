"""Plain edges that follow from a graph's statements, such as ``cg:movesTo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.vocab import BUNDLED_GRAPH, CG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DERIVATIONS",
    "HOLDINGS",
    "add_derived",
    "add_holdings",
    "derive_triples",
    "derived_statements",
]

DERIVATIONS: Final[dict[str, str]] = {
    "requiresSkill": """
      CONSTRUCT { ?role cg:requiresSkill ?skill }
      WHERE { ?requirement a cg:SkillRequirement ; cg:ofRole ?role ; cg:skill ?skill .
              FILTER NOT EXISTS { ?requirement cg:necessity cg:optional } }""",
    "namesCredential": """
      CONSTRUCT { ?role cg:namesCredential ?credential }
      WHERE { { ?statement cg:certification ?credential }
              UNION { ?statement a cg:DegreeRequirement ; cg:degree ?credential }
              ?statement cg:ofRole ?role }""",
    "promotesTo": """
      CONSTRUCT { ?low cg:promotesTo ?high ; cg:transitionsTo ?high }
      WHERE { ?step cg:stepRole ?low ; cg:nextStep/cg:stepRole ?high }""",
    "movesTo": """
      CONSTRUCT { ?from cg:movesTo ?to ; cg:transitionsTo ?to }
      WHERE { ?transition a cg:Transition ; cg:kind cg:move ;
                          cg:fromRole ?from ; cg:toRole ?to }""",
    "prerequisiteSkill": """
      CONSTRUCT { ?skill cg:prerequisiteSkill ?needed }
      WHERE { ?statement cg:ofSkill ?skill ; cg:needsSkill ?needed }""",
}
"""The pattern from which each plain edge follows, by property."""


def derive_triples(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the plain edges that follow from all graphs of a store; some are repeated."""
    for query in DERIVATIONS.values():
        found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        if isinstance(found, ox.QueryTriples):
            yield from found


def add_derived(store: ox.Store) -> None:
    """Add the plain edges to the bundled graph of a store."""
    graph = ox.NamedNode(BUNDLED_GRAPH)
    quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in derive_triples(store)]
    store.extend(quads)


def add_holdings(store: ox.Store) -> None:
    """Add the skills that people in each role hold, with levels, to the bundled graph of a store.

    They hold the items of the profile, including inherited ones, their own field, what every worker
    holds, and the general skill behind each group, one level lower. They also hold what all that
    implies, one level lower for each implication and at least basic, and the groups of which they
    hold a skill or a narrower group.
    """
    reader = _Profiles(store)
    graph = ox.NamedNode(BUNDLED_GRAPH)
    store.extend(
        ox.Quad(ox.NamedNode(role), ox.NamedNode(f"{CG}{name}"), ox.NamedNode(thing), graph)
        for role in reader.roles
        for thing, level in reader.held(role).items()
        for name in _HOLDS[:level]
    )


_HOLDS: Final = ("holdsBasic", "holdsWorking", "holdsExpert")
HOLDINGS: Final = frozenset(ox.NamedNode(f"{CG}{name}") for name in _HOLDS)
"""Properties whose statements are all computed by `add_holdings`."""
_EDGES: Final = tuple(ox.NamedNode(f"{CG}{name}") for name in (*DERIVATIONS, "transitionsTo"))
"""The properties of plain edges."""
_WORKING: Final = 2
_BASELINE: Final = "https://w3id.org/careergraph/id/profile/every-worker"


def derived_statements(store: ox.Store) -> bytes:
    """Return the plain edges of a store and the skills people hold, as N-Triples."""
    properties = (*_EDGES, *sorted(HOLDINGS, key=str))
    quads = (q for each in properties for q in store.quads_for_pattern(None, each, None, None))
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


class _Profiles:
    """Profiles, groups and implications of a store, and what people in a role hold by them."""

    def __init__(self, store: ox.Store) -> None:
        def pairs(name: str) -> list[tuple[str, str]]:
            found = store.quads_for_pattern(None, ox.NamedNode(f"{CG}{name}"), None, None)
            return sorted({(_text(quad.subject), _text(quad.object)) for quad in found})

        def typed(name: str) -> set[str]:
            kind = ox.NamedNode(f"{CG}{name}")
            found = store.quads_for_pattern(
                None, ox.NamedNode(PREFIXES["rdf"] + "type"), kind, None
            )
            return {_text(quad.subject) for quad in found}

        profiles, groups = typed("Profile"), typed("SkillGroup")
        self.lines = dict(pairs("levelOf"))
        self.profile = {role: p for p, role in pairs("ofRole") if p in profiles}
        self.roles = sorted(typed("Role")) if self.profile else []
        self.complete = {p for p, value in pairs("complete") if value in {"true", "1"}}
        level, weight = dict(pairs("itemLevel")), dict(pairs("itemWeight"))
        thing = dict(pairs("asksFor"))
        self.items: dict[str, dict[str, tuple[int, bool]]] = {}
        for item, profile in pairs("inProfile"):
            if item in thing and level.get(item, "").isdigit():
                given = weight.get(item) == f"{CG}given"
                self.items.setdefault(profile, {})[thing[item]] = int(level[item]), given
        self.fields = _by_first(pairs("ownField"))
        self.implies = _by_first(pairs("implies"))
        self.general = dict(pairs("general"))
        self.members = {g: set(m) for g, m in _by_first(pairs("groupMember")).items()}
        self.members = {g: m for g, m in self.members.items() if g in groups}

    def held(self, role: str) -> dict[str, int]:
        """Return the level held of each skill and group."""
        items, fields = self._stated(role)
        baseline = {thing: level for thing, (level, _) in self.items.get(_BASELINE, {}).items()}
        skills = dict(baseline)
        groups: dict[str, int] = {}
        skills.update({field: max(_WORKING, skills.get(field, 0)) for field in fields})
        for thing, (level, given) in items.items():
            if thing not in self.members:
                _raise(skills, thing, level)
                continue
            if thing in self.general:
                _raise(skills, self.general[thing], max(1, level - 1))
            if not given:
                groups[thing] = level
                for skill, implied in self._implied_by_all(thing, level).items():
                    _raise(skills, skill, implied)
        return self._with_groups(self._close(skills), groups)

    def _with_groups(self, skills: dict[str, int], groups: dict[str, int]) -> dict[str, int]:
        held = dict(skills)
        for group, members in self.members.items():
            for skill in members & skills.keys():
                _raise(held, group, skills[skill])
            for other, level in groups.items():
                if self.members[other] <= members:
                    _raise(held, group, level)
        return held

    def _stated(self, role: str) -> tuple[dict[str, tuple[int, bool]], list[str]]:
        own = self.profile.get(role, "")
        items, fields = dict(self.items.get(own, {})), list(self.fields.get(own, ()))
        line = self.lines.get(role)
        if line is not None and line != role and own not in self.complete:
            more, others = self._stated(line) if self.lines.get(line) != role else ({}, [])
            items, fields = {**more, **items}, [*fields, *others]
        return items, fields

    def _close(self, levels: dict[str, int]) -> dict[str, int]:
        closed, waiting = dict(levels), list(levels)
        for skill in waiting:
            implied_level = max(1, closed[skill] - 1)
            for implied in self.implies.get(skill, ()):
                if closed.get(implied, 0) < implied_level:
                    closed[implied] = implied_level
                    waiting.append(implied)
        return closed

    def _implied_by_all(self, group: str, level: int) -> dict[str, int]:
        closures = [self._close({member: level}) for member in sorted(self.members[group])]
        shared = set(closures[0]).intersection(*closures[1:])
        return {skill: min(closure[skill] for closure in closures) for skill in shared}


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return "" if isinstance(term, ox.Triple) else term.value


def _by_first(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def _raise(levels: dict[str, int], thing: str, level: int) -> None:
    levels[thing] = max(level, levels.get(thing, 0))
