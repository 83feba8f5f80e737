"""The search for what is within reach: routes of least effort within a number of years."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.not_counted import STUDY, find_not_counted, pick_compulsory
from careergraph.answers.planning.route_time import compulsory_study, years_with_study
from careergraph.answers.planning.study import read_stated_credentials
from careergraph.model.experience import FOR_ENTRY
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_leading_occupation, is_occupation
from careergraph.search.algorithms.integer_network import MICRO
from careergraph.search.career_network import AFFINITY, NOBODY, RETRAINING, CareerNetwork
from careergraph.search.learning.learning_time import (
    SHORTEST_STAY,
    WEEKS_OF_LEARNING,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import Holding
    from careergraph.model.values import (
        NotCounted,
    )
    from careergraph.search.algorithms.profile_network import ProfileArc
    from careergraph.search.learning.background import Background

__all__ = ["CredentialsAsked", "PartialRoute", "ReachSearch", "direct_steps", "find_credentials"]

_STAY: Final = round(SHORTEST_STAY * MICRO)


class CredentialsAsked(NamedTuple):
    """The roles that ask for a degree or licence that the person lacks, by IRI.

    ``studied`` holds those that ask for compulsory study of known years, each with that study and
    the licences. How long the ``unknown`` ones take is not known.
    """

    studied: Mapping[str, tuple[NotCounted, ...]]
    unknown: frozenset[str]


def find_credentials(
    facts: CompiledGraph, start: str, background: Background | None
) -> CredentialsAsked:
    """Return the roles that ask for a degree or licence that the person lacks.

    Of curated roles, only compulsory study counts.
    """
    stated = read_stated_credentials(background)
    studied: dict[str, tuple[NotCounted, ...]] = {}
    unknown: set[str] = set()
    for node in facts.roles:
        official = is_occupation(node.iri)
        if not (official or node.regulated or facts.licences.get(node.iri)):
            continue
        extras = find_not_counted(facts, start, node.iri, stated)
        first = pick_compulsory(extras, is_regulated=bool(node.regulated))
        if compulsory_study(first) is not None:
            studied[node.iri] = first
        elif official and any(
            extra.kind in STUDY or extra.required_for == FOR_ENTRY for extra in extras
        ):
            unknown.add(node.iri)
    return CredentialsAsked(studied, frozenset(unknown))


def direct_steps(career: CareerNetwork, holding: Holding) -> tuple[ProfileArc, ...]:
    """Return the steps into each line of work that is open to someone who names skills alone."""
    similar = set(career.similar_roles(NOBODY, holding))
    return tuple(
        career.computed_step(NOBODY, node.iri, AFFINITY if node.iri in similar else RETRAINING)
        for node in career.facts.roles
        if node.seniority is None and not node.regulated
    )


class PartialRoute(NamedTuple):
    """A partial route: the role it has reached (by number), how, and what is held there.

    Years are whole millionths, effort is hours in whole millionths.
    """

    effort: int
    low: int
    high: int
    unknown: int
    gap: int
    path: tuple[int, ...]
    held: int


class ReachSearch:
    """The search for the routes of least effort of one person.

    Parameters
    ----------
    career
        The steps that people can take.
    holding
        What the person holds at the start.
    served
        Years already spent at the level of the first role.
    direct
        Further steps out of the first role.
    credentials
        The roles that ask for a degree or licence that the person lacks.
    """

    def __init__(
        self,
        career: CareerNetwork,
        holding: Holding,
        served: float,
        direct: Sequence[ProfileArc] = (),
        credentials: CredentialsAsked | None = None,
    ) -> None:
        self.network, self._evidence = career.network, career.evidence
        index = self.network.index
        credentials = credentials or CredentialsAsked({}, frozenset())
        self.credentialed = {index[role] for role in credentials.unknown}
        self.studied = {index[role]: first for role, first in credentials.studied.items()}
        self.direct = direct
        self._entered: dict[tuple[tuple[int, ...], int], PartialRoute] = {}
        self.arrivals = career.network.arrivals_of(holding)
        self.served = round(served * MICRO)
        self.weeks = career.network.hours_per_week * WEEKS_OF_LEARNING

    def explore(
        self,
        start: int,
        most: int,
        *,
        upper: bool,
        most_steps: int | None = None,
        with_unknown: bool = False,
    ) -> dict[int, PartialRoute]:
        """Return the route of least effort found to each role within reach.

        Parameters
        ----------
        start
            The roles to start from.
        most
            The most years, in millionths.
        upper
            Whether the upper end of the years has to fit; otherwise the lower end.
        most_steps
            The most steps; any number, unless one is given.
        with_unknown
            Whether steps of unknown duration count.
        """
        begin = PartialRoute(0, 0, 0, 0, 0, (start,), self.arrivals.held)
        heap: list[tuple[int, tuple[int, ...], PartialRoute]] = [(0, (start,), begin)]
        found: dict[int, PartialRoute] = {}
        fewest: dict[int, int] = {}
        """Roles on the shortest route that was followed to each role."""
        while heap:
            _, path, label = heappop(heap)
            role, length = path[-1], len(path)
            if length >= fewest.get(role, length + 1):
                continue
            fewest[role] = length
            found.setdefault(role, label)
            if most_steps is not None and length > most_steps:
                continue
            # Nobody studies for one profession on the way to another.
            is_graduate = length > 1 and path[1] in self.studied
            for arc in (*self.network.arcs[role], *(self.direct if length == 1 else ())):
                if arc.target in path or length + 1 >= fewest.get(arc.target, length + 2):
                    continue
                unknown = self._is_unknown(arc, is_first=length == 1)
                if arc.down or (is_graduate and not arc.stays) or (unknown and not with_unknown):
                    continue
                if most_steps is None and arc.target in found:
                    continue
                if length > 1 and self._is_far_fetched(path[-2], role, arc.target):
                    continue
                # All three explorations follow the same paths: each step is worked out once.
                step = (path, id(arc))
                after = self._entered.get(step) or self._entered.setdefault(
                    step, self._enter(label, arc)
                )
                if (after.high if upper else after.low) <= most:
                    heappush(heap, (after.effort, after.path, after))
        found.pop(start)
        return found

    def _is_far_fetched(self, before: int, role: int, target: int) -> bool:
        """Return whether a later step rests on likeness alone, as the one before it does.

        Nobody becomes a supervisor or manager on the way only because two occupations are alike.
        """
        if not self._is_likeness(role, target):
            return False
        return is_leading_occupation(self.network.roles[target]) or self._is_likeness(before, role)

    def _is_likeness(self, source: int, target: int) -> bool:
        """Return whether the only evidence for a step is that its occupations are alike."""
        roles = self.network.roles
        evidence = self._evidence.get((roles[source], roles[target]), ())
        return bool(evidence) and all(one.kind == "related" for one in evidence)

    def _is_unknown(self, arc: ProfileArc, *, is_first: bool) -> bool:
        """Return whether the time of a step cannot be estimated.

        Its experience or its learning is unknown, or it asks for a degree or licence as well.
        Compulsory study of known years is counted only in the first step: what people have studied
        before a later one is not worked out here.
        """
        if arc.target in self.studied and not arc.stays:
            return not is_first
        return (
            bool(arc.unknown_years)
            or not self.network.items[arc.target]
            or arc.target in self.credentialed
        )

    def _enter(self, label: PartialRoute, arc: ProfileArc) -> PartialRoute:
        network, role = self.network, label.path[-1]
        has_stayed = arc.stays and len(label.path) > 1
        held = label.held | (network.full[role] if has_stayed else 0)
        promotion = network.is_promotion(role, arc.target)
        arrival = self.arrivals.enter(arc.target, held, promotion=promotion)
        is_first = len(label.path) == 1
        served, stay = (self.served, 0) if is_first else (0, _STAY)
        low = max(round(arrival.low / self.weeks), arc.low - served, stay, arc.trained[0])
        high = max(round(arrival.high / self.weeks), arc.high - served, stay, arc.trained[1])
        if is_first and arc.target in self.studied and not arc.stays:
            low, high = self._with_study(arc, low, high)
        return PartialRoute(
            label.effort + arrival.hours + network.change_cost,
            label.low + low,
            label.high + high,
            label.unknown + self._is_unknown(arc, is_first=is_first),
            label.gap + arrival.gap,
            (*label.path, arc.target),
            held | arrival.first,
        )

    def _with_study(self, arc: ProfileArc, low: int, high: int) -> tuple[int, int]:
        """Return the years of a step, in millionths, with its compulsory study."""
        study = compulsory_study(self.studied[arc.target])
        if study is None or study.years is None:
            return low, high
        trained = Range(arc.trained[0] / MICRO, arc.trained[1] / MICRO)
        otherwise = Range(low / MICRO, high / MICRO)
        years = years_with_study(study, study.years, trained, otherwise)
        return round(years.low * MICRO), round(years.high * MICRO)
