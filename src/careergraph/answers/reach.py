"""What one can become within so many years.

Labels are set in the order of their years: a label is a role, what is held there, and the way that
led there. One is dropped where another is as quick and holds as much. A step takes the longer of
the usual time in the role left and the hours of learning; what an earlier step taught is held.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.compiled.transitions import LEVEL
from careergraph.model.choices import check_kinds
from careergraph.model.ranking import strongest_first
from careergraph.model.tables import Rows, first, listed, show_label
from careergraph.model.values import (
    DEFAULT_KINDS,
    GraphInfo,
    Named,
    RoleNode,
    Source,
    cite_sources,
)
from careergraph.search.constraints import MOST_YEARS, check_number
from careergraph.search.integer_network import MICRO, IntegerNetwork
from careergraph.search.learning_time import Effort
from careergraph.search.step_costs import usual_months

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.search.integer_network import Arc

__all__ = ["Arrival", "Reach", "Reached", "find_arrivals", "find_reach"]

_LABELS_PER_ROLE: Final = 12
"""With so many, five years in the bundled graph come out as with all, in a tenth of the time."""
_ANSWERS: Final = {True: "yes", False: "no", None: None}
_MICRO_DIGITS: Final = 6
_KEY: Final = 4
"""Labels are set in the order of their years, steps, gap and names."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A role within reach, and the quickest way found to it.

    ``years`` are a lower bound where the usual time in the role left is unknown for some of the
    ``steps`` (``unknown_durations``). ``gap`` is what is to be learned on the way, ``None`` where
    nobody says what a role on it asks for. ``grades`` and ``step_sources`` tell how each step is
    known at best; a step from a rung to the line of work it is a level of is no step, and stands in
    neither. ``regulated`` tells whether the role is a regulated profession, ``licence`` what it
    asks for; ``None`` where nobody says.
    """

    role: Named
    years: float
    unknown_durations: int
    steps: int
    gap: float | None
    way: tuple[Named, ...]
    grades: tuple[str, ...]
    step_sources: tuple[str, ...]
    regulated: bool | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Reach(Rows):
    """The roles within reach of a role in so many years, the soonest first; see `find_reach`.

    ``total`` counts the roles within reach, ``reached`` are those asked for.
    """

    role: Named
    max_years: float
    hours_per_week: float
    kinds: tuple[str, ...]
    level_of: Named | None
    total: int
    reached: tuple[Reached, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo

    def __repr__(self) -> str:
        """Return the role, the years, and how many roles are within reach."""
        role = show_label(self.role.label)
        return f"<Reach of {role} in {self.max_years:g} years: {self.total} roles>"

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each role within reach, the header first."""
        header = ("role", "years", "unknown_durations", "steps", "gap", "way", "grades")
        return [
            (*header, "step_sources", "regulated"),
            *(
                (
                    one.role.label,
                    one.years,
                    one.unknown_durations,
                    one.steps,
                    one.gap,
                    " → ".join(role.label for role in one.way),
                    "; ".join(one.grades),
                    listed(one.step_sources),
                    _ANSWERS[one.regulated],
                )
                for one in self.reached
            ),
        ]


def find_reach(
    role: Named,
    facts: CompiledGraph,
    info: GraphInfo,
    *,
    max_years: float = 5.0,
    kinds: Sequence[str] = DEFAULT_KINDS,
    effort: Effort | None = None,
    limit: int | None = None,
) -> Reach:
    """Return the roles that can be reached within so many years, the soonest first.

    The years are those of a way that exists. Of each role the first 12 labels are kept that are not
    as slow as another which holds as much, so that in rare cases a quicker way exists, or one to a
    role just out of reach: one that learns early what only a later step pays back. A step of which
    no source knows the usual time in the role left takes as long as its learning: the role is
    reached in at least so many years.

    Parameters
    ----------
    role
        Where to set out.
    facts, info
        Of the graph.
    max_years
        More than 0 and up to 100.
    kinds
        Kinds of transition that count.
    effort
        How long learning takes; without it learning takes no time.
    limit
        At most so many roles; all, unless a number is given.

    Raises
    ------
    UsageError
        The years, a kind or the limit cannot be.
    """
    check_kinds(kinds)
    check_number("--max-years", max_years, MOST_YEARS)
    effort = effort or Effort()
    network = IntegerNetwork.from_facts(facts, effort, kinds)
    nodes = {node.iri: node for node in facts.roles}
    most = round(max_years * MICRO)
    arrivals = find_arrivals(
        network, network.index[role.iri], most, labels_per_role=_LABELS_PER_ROLE
    )
    bases = [arc.target for arc in network.arcs[network.index[role.iri]] if arc.is_level]
    found = sorted(
        (_describe(arrival, network, nodes) for arrival in arrivals if arrival.steps),
        key=lambda one: (one.years, one.role.label.casefold(), one.role.iri),
    )
    shown = first(found, limit)
    cited = dict.fromkeys(iri for one in shown for iri in one.step_sources)
    return Reach(
        role=role,
        max_years=max_years,
        hours_per_week=effort.hours_per_week,
        kinds=tuple(kinds),
        level_of=Named(network.roles[bases[0]], network.labels[bases[0]]) if bases else None,
        total=len(found),
        reached=shown,
        sources=cite_sources(cited, facts.sources),
        graph=info,
    )


class Arrival(NamedTuple):
    """A label: a role by number, how it was reached, and what is held there.

    Years and gap are whole millionths.
    """

    years: int
    steps: int
    gap: int
    labels: tuple[str, ...]
    role: int
    held: int
    visited: int
    path: tuple[int, ...]


def find_arrivals(
    network: IntegerNetwork, start: int, most_years: int, *, labels_per_role: int | None = None
) -> list[Arrival]:
    """Return the quickest way found to each role within so many millionths of a year.

    Parameters
    ----------
    network
        Roles, arcs and needs.
    start
        The number of the role to set out from, which is not among those returned.
    most_years
        No way takes longer.
    labels_per_role
        So many labels are kept for each role. Without a number all are kept that could matter:
        the years are the least of all simple paths, and it takes long.
    """
    walk = _Walk(network, start, exact=labels_per_role is None)
    kept: dict[int, list[Arrival]] = {}
    serial = 0
    heap = [(walk.first[:_KEY], serial, walk.first)]
    while heap:
        _, _, label = heappop(heap)
        known = kept.setdefault(label.role, [])
        full = labels_per_role is not None and len(known) >= labels_per_role
        if full or any(walk.is_as_good(other, label) for other in known):
            continue
        known.append(label)
        for arc in network.arcs[label.role]:
            if label.visited >> arc.target & 1 or (arc.is_level and label.role != start):
                continue
            for after in walk.enter(label, arc):
                known = kept.get(arc.target, [])
                full = labels_per_role is not None and len(known) >= labels_per_role
                if after.years <= most_years and not full:
                    serial += 1
                    heappush(heap, (after[:_KEY], serial, after))
    return [labels[0] for role, labels in kept.items() if role != start]


class _Walk:
    """What it takes to enter a role, and when one label makes another needless."""

    def __init__(self, network: IntegerNetwork, start: int, *, exact: bool) -> None:
        self.network, self.exact = network, exact
        held, alternatives = network.held_at(start)
        self.groups = network.open_groups(alternatives)
        self.choosable = 0
        for groups in self.groups:
            for _, mask in groups:
                self.choosable |= mask
        path = (start,)
        self.first = Arrival(0, 0, 0, (network.labels[start],), start, held, 1 << start, path)
        self.hours: dict[int, float] = {}

    def enter(self, label: Arrival, arc: Arc) -> list[Arrival]:
        """Return the labels after a arc: several where alternatives leave a choice."""
        network, role = self.network, arc.target
        path = (*label.path, role)
        visited = label.visited | 1 << role
        names = (*label.labels, network.labels[role])
        if arc.is_level:
            return [label._replace(role=role, visited=visited, path=path, labels=names)]
        return [
            Arrival(
                label.years + network.years(arc.months, self.learning_hours(held & ~label.held)),
                label.steps + 1,
                label.gap + gap,
                names,
                role,
                held,
                visited,
                path,
            )
            for held, gap in network.learn(role, label.held, self.groups[role])
        ]

    def learning_hours(self, skills: int) -> float:
        """Return the hours that some skills take; the same skills are often asked for."""
        known = self.hours.get(skills)
        if known is None:
            known = self.hours[skills] = self.network.learning_hours(skills)
        return known

    def is_as_good(self, label: Arrival, other: Arrival) -> bool:
        """Return whether a label that is not slower makes another one needless.

        Where it must be certain, the label must have left all roles open that the other has (the
        detour it took costs at least what it learned there, but years are rounded), and must hold
        the same of several that would do: who holds one learns no other, in time that passes
        anyway.
        """
        if other.held & ~label.held:
            return False
        if not self.exact:
            return True
        same_choice = (label.held ^ other.held) & self.choosable == 0
        return same_choice and label.visited & ~other.visited == 0


def _describe(
    arrival: Arrival,
    network: IntegerNetwork,
    nodes: Mapping[str, RoleNode],
) -> Reached:
    roles = [network.roles[role] for role in arrival.path]
    evidence = [network.evidence[pair] for pair in pairwise(roles)]
    steps = [usable for usable in evidence if any(e.kind != LEVEL for e in usable)]
    entered = arrival.path[-arrival.steps :]
    known = all(network.singles[role] or network.groups[role] for role in entered)
    best = [strongest_first(e for e in usable if e.kind != LEVEL)[0] for usable in steps]
    node = nodes.get(roles[-1], RoleNode(roles[-1], ""))
    return Reached(
        role=Named(roles[-1], network.labels[arrival.role]),
        years=round(arrival.years / MICRO, _MICRO_DIGITS),
        unknown_durations=sum(usual_months(usable) is None for usable in steps),
        steps=arrival.steps,
        gap=round(arrival.gap / MICRO, _MICRO_DIGITS) if known else None,
        way=tuple(map(Named, roles, arrival.labels)),
        grades=tuple(said.grade for said in best),
        step_sources=tuple(said.source for said in best),
        regulated=node.regulated,
        licence=node.licence,
    )
