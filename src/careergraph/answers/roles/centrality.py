"""Skills that open doors from a role, and roles that most of the best routes pass through."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.skill_overlap import learn_for, name_labels
from careergraph.compiled.held_levels import add_levels
from careergraph.errors import GraphTooLargeError
from careergraph.model.frozen import frozen
from careergraph.model.holdings import WORKING, Range
from careergraph.model.levels import LEVEL
from careergraph.model.tables import Rows, first, show_label
from careergraph.model.values import DEFAULT_KINDS, GRADES, GraphInfo, Named, Source, cite_sources
from careergraph.search.learning.background import find_holding
from careergraph.search.learning.gaps import find_missing, item_gap
from careergraph.search.learning.learning_time import missing_hours

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import Holding
    from careergraph.search.learning.background import Background
    from careergraph.search.learning.step_learning import StepLearning
    from careergraph.search.networkx_view import RoleDigraph

__all__ = [
    "BRIDGE_MEASURE",
    "GATEWAY_MEASURE",
    "Bridge",
    "Bridges",
    "Gateway",
    "Gateways",
    "check_size",
    "find_bridges",
    "find_gateways",
]

BRIDGE_MEASURE: Final = (
    "by how much learning the skill shrinks the gaps to all lines of work within two steps "
    "(promotion, move), added up"
)
GATEWAY_MEASURE: Final = (
    "betweenness centrality, normalised: of all pairs of other roles, the share whose best route "
    "leads through this role. Pairs without a route count as 'no'. The best route has the smallest "
    "gap, with each step looked at on its own; among equals, the fewest steps. Only promotions and "
    "moves count"
)
MOST_ROLES: Final = 2_000
MOST_STEPS: Final = 20_000
"""Betweenness looks at every pair of roles: its time grows with roles times steps."""
_DIGITS: Final = 6


@frozen
class Bridge:
    """A skill to learn, and the lines of work for which it is asked and missing.

    ``one_step`` and ``two_steps`` count the lines of work within one and two steps, ``roles`` are
    those one step away. ``gap_shrinks`` is the measure by which bridges are ranked, ``hours`` are
    the hours of learning the skill to a working level.
    """

    skill: Named
    one_step: int
    two_steps: int
    gap_shrinks: float
    hours: Range
    roles: tuple[Named, ...]
    sources: tuple[str, ...]


@frozen
class Bridges(Rows):
    """The skills that open most doors from a role, the best first; see `find_bridges`.

    ``one_step`` and ``two_steps`` count the lines of work within one and two steps, ``total`` the
    skills that any of them asks for and the role does not.
    """

    role: Named
    measure: str
    level_of: Named | None
    one_step: int
    two_steps: int
    total_gap: float
    total: int
    bridges: tuple[Bridge, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo
    named: tuple[Named, ...] = ()

    def __repr__(self) -> str:
        """Return the role and how many skills there are."""
        role = show_label(self.role.label)
        return f"<Bridges from {role}: {len(self.bridges)} of {self.total} skills>"

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each skill, the header first."""
        return [
            ("skill", "one_step", "two_steps", "gap_shrinks", "hours", "roles", "sources"),
            *(
                (
                    bridge.skill.label,
                    bridge.one_step,
                    bridge.two_steps,
                    bridge.gap_shrinks,
                    f"{bridge.hours.low:g} to {bridge.hours.high:g}",
                    "; ".join(role.label for role in bridge.roles),
                    "; ".join(bridge.sources),
                )
                for bridge in self.bridges
            ),
        ]


def find_bridges(
    role: Named,
    facts: CompiledGraph,
    info: GraphInfo,
    *,
    limit: int | None = None,
    background: Background | None = None,
) -> Bridges:
    """Return the missing skills that shrink the gaps to most nearby roles.

    Roles are lines of work, not their levels, within two steps of the default kinds; a level also
    has the moves of its line of work. A skill counts for a role if it is missing for that role; one
    of several alternatives counts as the whole group.

    Parameters
    ----------
    role
        The role to start from.
    facts, info
        Of the graph.
    limit
        The most skills to return (default: all).
    background
        What the person holds besides what the role gives.
    """
    bases = [end for start, end, e in facts.steps if start == role.iri and e.kind == LEVEL]
    rungs = {node.iri for node in facts.roles if node.level_of}
    near, far = _surroundings(role.iri, bases, facts)
    near, far = near - rungs, far - rungs
    held = find_holding(facts, role.iri, background)
    gain: dict[str, dict[str, float]] = {}
    gaps = 0.0
    for other in sorted(far):
        learning = learn_for(facts, role.iri, other, held)
        gaps += learning.gap
        for skill, less in _shrinkage(held, learning, facts).items():
            gain.setdefault(skill, {})[other] = less
    found = sorted(
        (_bridge(skill, by_role, near, facts, held) for skill, by_role in gain.items()),
        key=lambda b: (-b.gap_shrinks, -b.two_steps, -b.one_step, b.skill.label.casefold()),
    )
    shown = first(found, limit)
    cited = dict.fromkeys(iri for bridge in shown for iri in bridge.sources)
    return Bridges(
        role=role,
        measure=BRIDGE_MEASURE,
        level_of=Named(bases[0], facts.label(bases[0])) if bases else None,
        one_step=len(near),
        two_steps=len(far),
        total_gap=round(gaps, _DIGITS),
        total=len(found),
        bridges=shown,
        sources=cite_sources(cited, facts.sources),
        graph=info,
        named=() if background is None else name_labels(facts, background.named),
    )


def _surroundings(
    role: str, bases: Collection[str], facts: CompiledGraph
) -> tuple[set[str], set[str]]:
    """Return the roles within one step of a role, and within two.

    Occupations that are not roles of the graph are left out, as on routes.
    """
    after: dict[str, set[str]] = {}
    for start, end, evidence in facts.steps:
        if evidence.kind in DEFAULT_KINDS and end in facts.nodes:
            after.setdefault(start, set()).add(end)
    own = {role, *bases}
    near = {end for start in own for end in after.get(start, ())} - own
    return near, (near | {end for start in near for end in after.get(start, ())}) - own


def _shrinkage(held: Holding, learning: StepLearning, facts: CompiledGraph) -> dict[str, float]:
    """Return how much each missing skill, learned as asked for, shrinks the gap to a role."""
    levels = {skill: one.item.level for one in learning.missing for skill in one.missing.skills}
    shrinks: dict[str, float] = {}
    for skill, level in sorted(levels.items()):
        learned = add_levels(held, {skill: level}, facts.implies)
        left = sum(item_gap(one.item, learned) for one in learning.missing)
        shrinks[skill] = round(learning.gap - left, _DIGITS)
    return shrinks


def _bridge(
    skill: str,
    by_role: Mapping[str, float],
    near: Collection[str],
    facts: CompiledGraph,
    held: Holding,
) -> Bridge:
    close = [Named(other, facts.label(other)) for other in by_role if other in near]
    items = [item for other in by_role for item in facts.work[other].items if skill in item.skills]
    item = replace(max(items, key=lambda one: one.weight), level=WORKING)
    return Bridge(
        skill=Named(skill, facts.label(skill)),
        one_step=len(close),
        two_steps=len(by_role),
        gap_shrinks=round(sum(by_role.values()), _DIGITS),
        hours=missing_hours(item, find_missing(item, held)),
        roles=tuple(sorted(close, key=lambda other: (other.label.casefold(), other.iri))),
        sources=tuple(sorted({iri for one in items for iri in one.sources})),
    )


@frozen
class Gateway:
    """A role that many best routes lead through: its betweenness (0..1) and its neighbours."""

    role: Named
    betweenness: float
    roles_before: int
    roles_after: int


@frozen
class Gateways(Rows):
    """The roles that the most best routes lead through, in that order; see `find_gateways`.

    ``total`` counts the roles that any best route leads through; ``grades`` counts the steps by
    their firmest grade of evidence.
    """

    measure: str
    library: str
    roles: int
    steps: int
    grades: dict[str, int]
    total: int
    gateways: tuple[Gateway, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo

    def __repr__(self) -> str:
        """Return how many roles there are."""
        return f"<Gateways: {len(self.gateways)} of {self.total}>"

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each role, the header first."""
        return [
            ("role", "betweenness", "roles_before", "roles_after"),
            *(
                (gate.role.label, gate.betweenness, gate.roles_before, gate.roles_after)
                for gate in self.gateways
            ),
        ]


def check_size(facts: CompiledGraph) -> None:
    """Raise an error if a graph is too large for `find_gateways`.

    Raises
    ------
    GraphTooLargeError
        It has more than `MOST_ROLES` roles or `MOST_STEPS` transitions.
    """
    remedy = "networkx takes a sample: betweenness_centrality(g.digraph(by='gap'), k=500)."
    for noun, number, most in (
        ("roles", len(facts.roles), MOST_ROLES),
        ("transitions", len(facts.steps), MOST_STEPS),
    ):
        if number > most:
            what = "Gateways"
            raise GraphTooLargeError(what, noun, most, remedy)


def find_gateways(
    digraph: RoleDigraph,
    sources: Mapping[str, Source],
    info: GraphInfo,
    *,
    limit: int | None = None,
) -> Gateways:
    """Return the roles that most best routes lead through, by betweenness centrality.

    Parameters
    ----------
    digraph
        As `CareerGraph.digraph` gives it by gap.
    sources, info
        Of the graph.
    limit
        The most roles to return (default: all).
    """
    from importlib.metadata import version

    from careergraph.search.networkx_view import betweenness

    gaps: dict[tuple[str, str], float] = {}
    grades: dict[str, int] = {}
    cited: dict[str, None] = {}
    for start, end, edge in digraph.edges(data=True):
        evidence = edge["evidence"]
        if evidence:
            gaps[start, end] = edge["weight"]
            grades[evidence[0].grade] = grades.get(evidence[0].grade, 0) + 1
            cited.update(dict.fromkeys(e.source for e in evidence))
    before = Counter(end for _, end in gaps)
    after = Counter(start for start, _ in gaps)
    gateways = sorted(
        (
            Gateway(
                role=Named(role, str(digraph.nodes[role].get("label", role))),
                betweenness=round(value, _DIGITS),
                roles_before=before[role],
                roles_after=after[role],
            )
            for role, value in betweenness(gaps, digraph).items()
            if value > 0
        ),
        key=lambda gate: (-gate.betweenness, gate.role.label.casefold(), gate.role.iri),
    )
    return Gateways(
        measure=GATEWAY_MEASURE,
        library=f"networkx {version('networkx')}",
        roles=len(digraph),
        steps=len(gaps),
        grades={grade: grades[grade] for grade in (*GRADES, *grades) if grade in grades},
        total=len(gateways),
        gateways=first(gateways, limit),
        sources=cite_sources(cited, sources),
        graph=info,
    )
