"""The steps that people can take in a compiled graph, ready for the search over profiles.

Someone at a level of seniority moves from that level, in one step: the moves of a line of work
belong to its levels too. Such a move leads to the usual entry level of the other line, or to their
own level there if they hold most of its profile.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from careergraph.compiled.database import open_compiled
from careergraph.compiled.schema import connect
from careergraph.model.frozen import frozen
from careergraph.model.holdings import AskedProfile, Range, RoleStep
from careergraph.model.values import COMPUTED, DEFAULT_KINDS, Evidence
from careergraph.search.algorithms.integer_network import MICRO
from careergraph.search.algorithms.profile_network import (
    DEFAULT_CHANGE_COST,
    Arrivals,
    ProfileNetwork,
)
from careergraph.search.learning.learning_time import DEFAULT_HOURS_PER_WEEK
from careergraph.search.learning.step_evidence import collect_evidence, usual_share
from careergraph.search.learning.step_experience import ExperienceTable, KnownYears
from careergraph.search.learning.step_learning import cover
from careergraph.search.learning.step_training import find_step_training
from careergraph.search.stored_network import (
    LazyEvidence,
    NetworkParts,
    StoredNetwork,
    write_network,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import Holding
    from careergraph.model.values import StepExperience
    from careergraph.search.algorithms.profile_network import ProfileArc, RoleTables
    from careergraph.search.learning.step_evidence import EvidenceByPair

__all__ = [
    "AFFINITY",
    "AFFINITY_SHARE",
    "BACK",
    "NOBODY",
    "RETRAINING",
    "CareerNetwork",
    "find_evidence",
    "write_shipped_network",
]

AFFINITY_SHARE: Final = 0.6
"""The share of a profile, by weight, at which a move that no source states is offered."""
AFFINITY: Final = "affinity"
RETRAINING: Final = "retraining"
BACK: Final = "back"
"""Kinds of step that follow from the profiles alone."""
_BORDER: Final = 1e-6
NOBODY: Final = "urn:careergraph:skills-alone"
"""The starting point of someone who lists skills and no role."""


@frozen
class CareerNetwork:
    """Roles and steps by number, with the evidence for each step.

    Parameters
    ----------
    facts
        The compiled graph.
    network
        Roles, profiles and steps for the search.
    evidence
        The statements for each step, the firmest first.
    table
        The table of years that steps ask for.
    """

    facts: CompiledGraph
    network: ProfileNetwork
    evidence: EvidenceByPair
    table: ExperienceTable

    @classmethod
    def build(
        cls,
        facts: CompiledGraph,
        kinds: Sequence[str],
        grades: Sequence[str] = (),
        *,
        hours_per_week: float = DEFAULT_HOURS_PER_WEEK,
        change_cost: float = DEFAULT_CHANGE_COST,
        start: str | None = None,
    ) -> CareerNetwork:
        """Return the network of a compiled graph, with the kinds and grades that count.

        It is made once for each set of options and cached, without the steps computed for one
        person. Other hours a week only change the years of steps, so one network serves all of
        them. ``start`` is the role of the person: someone who has been at a level of seniority
        reaches it sooner in another line of work.
        """
        stored = _open_stored(facts)
        table = ExperienceTable.of_person(facts, start, None if stored is None else stored.years)
        key = (cls, tuple(kinds), tuple(grades), change_cost, table.reached)
        if key not in facts.memo:
            prices = hours_per_week, change_cost
            facts.memo[key] = (
                cls._take(facts, table, stored, prices)
                if stored is not None and _is_usual(kinds, grades)
                else cls._compute(facts, table, find_evidence(facts, kinds, grades), prices, stored)
            )
        made: CareerNetwork = facts.memo[key]
        return replace(made.copy(), network=made.network.with_hours(hours_per_week))

    @classmethod
    def _take(
        cls,
        facts: CompiledGraph,
        table: ExperienceTable,
        stored: StoredNetwork,
        prices: tuple[float, float],
    ) -> CareerNetwork:
        """Return the network with the steps of the usual kinds, from the stored tables."""
        network = _network(facts, table, (), facts.work, prices, stored.tables)
        network.arcs = stored.arcs(table.reached)
        return cls(facts, network, stored.evidence, table)

    @classmethod
    def _compute(
        cls,
        facts: CompiledGraph,
        table: ExperienceTable,
        evidence: EvidenceByPair,
        prices: tuple[float, float],
        stored: StoredNetwork | None = None,
    ) -> CareerNetwork:
        """Return the network of steps of any kind; the tables of roles may be stored."""
        for section in (facts.incumbents, facts.experience_years, facts.experience_shares):
            len(section)  # Every role is needed, so all are read at once and not one by one.
        steps = [_step(facts, table, pair, usable) for pair, usable in evidence.items()]
        tables = None if stored is None else stored.tables
        network = _network(facts, table, steps, facts.work, prices, tables)
        return cls(facts, network, evidence, table)

    def copy(self) -> CareerNetwork:
        """Return the network without the steps that were computed for one person."""
        evidence = self.evidence
        own = evidence.copy() if isinstance(evidence, LazyEvidence) else dict(evidence)
        return replace(self, evidence=own)

    def changed(
        self,
        *,
        profiles: Mapping[str, AskedProfile] | None = None,
        longer: float = 1.0,
        likelier: tuple[tuple[str, str], float] | None = None,
        hours_per_week: float | None = None,
        change_cost: float | None = None,
    ) -> CareerNetwork:
        """Return a network in which some parts of the costs differ.

        Parameters
        ----------
        profiles
            Profiles instead of those of the graph.
        longer
            The factor on the years of experience of each step.
        likelier
            A step, and the factor on its share of moves.
        hours_per_week, change_cost
            As for `build`.
        """
        steps = []
        for pair, usable in self.evidence.items():
            step = _step(self.facts, self.table, pair, usable)
            if step.experience is not None:
                years = Range(step.experience.low * longer, step.experience.high * longer)
                step = replace(step, experience=years)
            if likelier is not None and pair == likelier[0] and step.share:
                step = replace(step, share=min(1.0, step.share * likelier[1]))
            steps.append(step)
        network = _network(
            self.facts,
            self.table,
            steps,
            self.facts.work if profiles is None else profiles,
            (
                self.network.hours_per_week if hours_per_week is None else hours_per_week,
                self.network.change_cost / MICRO if change_cost is None else change_cost,
            ),
            self.network.tables() if profiles is None else None,
        )
        return CareerNetwork(self.facts, network, self.copy().evidence, self.table)

    def experience(self, source: str, target: str) -> StepExperience | None:
        """Return the years that a step asks for, ``None`` if unknown."""
        return self.table.find(source, target, self.evidence.get((source, target), ()))

    def training(self, source: str, target: str) -> StepExperience | None:
        """Return the training that a step takes before people count as trained, if any."""
        return find_step_training(self.facts, source, target)

    def computed_step(self, source: str, target: str, kind: str) -> ProfileArc:
        """Return a step that follows from the profiles alone, and record its evidence."""
        pair = source, target
        self.evidence[pair] = (Evidence(f"{source}#{kind}", kind, COMPUTED.grade, COMPUTED.iri),)
        step = _step(self.facts, self.table, pair, self.evidence[pair])
        return self.network.read_step(step)

    def step_back(self, source: str, target: str) -> ProfileArc:
        """Return a step back to earlier work, computed if no source states it."""
        pair = source, target
        if pair not in self.evidence:
            return self.computed_step(source, target, BACK)._replace(back=True)
        step = _step(self.facts, self.table, pair, self.evidence[pair])
        return self.network.read_step(replace(step, back=True))

    def similar_roles(
        self, source: str, holding: Holding, among: Collection[str] | None = None
    ) -> list[str]:
        """Return the roles whose profile someone holds in large part, at the levels they can enter.

        Left out are those that a step from the source leads to, and those that the law regulates.

        Parameters
        ----------
        source
            The role they start from.
        holding
            What they hold there.
        among
            The roles to consider (default: all).
        """
        rank = self.table.rank(source)
        line = self.facts.line_of(source)
        arrivals = self.network.arrivals_of(holding)
        similar = []
        for node in self.facts.roles if among is None else map(self.facts.nodes.get, among):
            if node is None or node.regulated or (source, node.iri) in self.evidence:
                continue
            if self.facts.line_of(node.iri) == line:
                continue
            if node.seniority is not None and self.table.rank(node.iri) != rank:
                continue
            if self._holds_enough(node.iri, holding, arrivals):
                similar.append(node.iri)
        return similar

    def _holds_enough(self, role: str, holding: Holding, arrivals: Arrivals) -> bool:
        """Return whether someone holds enough of a profile to be offered a move.

        The gap as a whole number decides, unless it is so close to the threshold that rounding
        matters.
        """
        number = self.network.index[role]
        weight = self.network.weight[number]
        if not weight:
            return False
        share = 1 - arrivals.gap(number, arrivals.held) / weight
        if abs(share - AFFINITY_SHARE) > _BORDER:
            return share > AFFINITY_SHARE
        coverage = cover(self.facts.work.get(role, AskedProfile()), holding)
        return coverage is not None and coverage >= AFFINITY_SHARE


def _network(
    facts: CompiledGraph,
    table: ExperienceTable,
    steps: Iterable[RoleStep],
    profiles: Mapping[str, AskedProfile],
    prices: tuple[float, float],
    tables: RoleTables | None,
) -> ProfileNetwork:
    labels = {role.iri: role.label for role in facts.roles}
    hours_per_week, change_cost = prices
    known = tables is None and profiles is facts.work
    return ProfileNetwork(
        {**labels, NOBODY: "your skills"},
        profiles,
        steps,
        facts.implies,
        ranks={role.iri: table.rank(role.iri) for role in facts.roles if role.seniority},
        lines={role: facts.line_of(role) for role in labels},
        incumbents={role: facts.holding_of(role) for role in labels} if known else None,
        hours_per_week=hours_per_week,
        change_cost=change_cost,
        tables=tables,
    )


def _open_stored(facts: CompiledGraph) -> StoredNetwork | None:
    """Return the stored parts of a graph's network; they are written if missing.

    ``None`` for a graph that is not on disk.
    """
    if StoredNetwork not in facts.memo:
        open_file = facts.open_network
        database = open_file and open_file(lambda path: write_network(_find_parts(facts), path))
        facts.memo[StoredNetwork] = None if database is None else StoredNetwork(database)
    stored: StoredNetwork | None = facts.memo[StoredNetwork]
    return stored


def write_shipped_network(graph: Path, target: Path) -> Path:
    """Write the network of a ``graph.sqlite`` into a new file beside it, for a wheel."""
    with closing(connect(graph)) as database:
        write_network(_find_parts(open_compiled(database)), target)
    return target


def _find_parts(facts: CompiledGraph) -> NetworkParts:
    """Return the parts of a graph's network that do not depend on the question."""
    prices = DEFAULT_HOURS_PER_WEEK, DEFAULT_CHANGE_COST
    table = ExperienceTable(facts)
    evidence = find_evidence(facts, DEFAULT_KINDS)
    network = CareerNetwork._compute(facts, table, evidence, prices).network  # noqa: SLF001 (here)
    roles = [role.iri for role in facts.roles]
    ranks = sorted({table.rank(role) for role in roles} - {table.line_rank})
    arcs_of_level: dict[float, list[list[ProfileArc]]] = {}
    for rank in (rank for rank in ranks if rank > table.line_rank):
        of_person = ExperienceTable(facts, rank)
        arcs: list[list[ProfileArc]] = [[] for _ in network.roles]
        for pair, usable in evidence.items():
            step = _step(facts, of_person, pair, usable)
            arcs[network.index[step.source]].append(network.read_step(step))
        arcs_of_level[rank] = arcs
    years = KnownYears(
        {role: table.earlier_roles(role) for role in roles},
        {role: table.standing(role) for role in roles},
    )
    return NetworkParts(network.tables(), evidence, network.arcs, arcs_of_level, years)


def _is_usual(kinds: Sequence[str], grades: Sequence[str]) -> bool:
    return set(kinds) == set(DEFAULT_KINDS) and not grades


def find_evidence(
    facts: CompiledGraph,
    kinds: Sequence[str],
    grades: Sequence[str] = (),
    *,
    around: str | None = None,
) -> EvidenceByPair:
    """Return the evidence for each step, including steps of levels of seniority.

    With ``around`` (the IRI of a role) only its steps are certain to be complete; steps between
    other levels of seniority may be missing.
    """
    key: tuple[object, ...] = (find_evidence, tuple(kinds), tuple(grades))
    if key not in facts.memo and around is not None:
        key = (*key, around)
    if key not in facts.memo:
        facts.memo[key] = _find_evidence(facts, kinds, grades, around)
    by_pair: EvidenceByPair = facts.memo[key]
    return by_pair


def _find_evidence(
    facts: CompiledGraph, kinds: Sequence[str], grades: Sequence[str], around: str | None
) -> EvidenceByPair:
    stated = collect_evidence(facts.steps, [role.iri for role in facts.roles], kinds, grades)
    levels: dict[str, list[str]] = {}
    table = ExperienceTable(facts)
    for role in facts.roles:
        if role.level_of is not None and table.rank(role.iri) > table.rank(role.level_of):
            levels.setdefault(role.level_of, []).append(role.iri)
    lifted: EvidenceByPair = {}
    for (source, target), usable in stated.items():
        if source not in levels or facts.line_of(target) == source:
            continue
        for level in levels[source]:
            lifted.setdefault((level, target), usable)
            for other in levels.get(target, ()):
                if around not in {None, level, other}:
                    continue
                if table.rank(other) == table.rank(level) and _holds_enough(facts, level, other):
                    lifted.setdefault((level, other), usable)
    return {**lifted, **stated}


def _holds_enough(facts: CompiledGraph, source: str, target: str) -> bool:
    holding = facts.holding_of(source)
    coverage = cover(facts.work.get(target, AskedProfile()), holding)
    return coverage is not None and coverage >= AFFINITY_SHARE


def _step(
    facts: CompiledGraph, table: ExperienceTable, pair: tuple[str, str], usable: Iterable[Evidence]
) -> RoleStep:
    source, target = pair
    known = list(usable)
    experience = table.find(source, target, known)
    training = find_step_training(facts, source, target)
    return RoleStep(
        source,
        target,
        experience=None if experience is None else experience.years,
        training=None if training is None else training.years,
        share=usual_share(known),
        stays=facts.line_of(source) == facts.line_of(target),
    )
