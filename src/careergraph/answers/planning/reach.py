"""List the roles that a person can reach within a number of years.

Each role is listed with its best route by effort: hours of learning, and the price of each change
of job, as in the search for routes. So a chain of small steps is listed only where it saves more
learning than its changes of job cost. What an earlier step taught is held at the next. A step takes
the longer of its learning and the experience that it asks for, each a range.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.not_counted import STUDY, find_not_counted, pick_compulsory
from careergraph.answers.planning.route_time import compulsory_study, years_with_study
from careergraph.answers.planning.skill_overlap import name_labels
from careergraph.answers.planning.study import read_stated_credentials
from careergraph.model.choices import MAX_YEARS, check_kinds
from careergraph.model.experience import FOR_ENTRY
from careergraph.model.frozen import frozen
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_occupation
from careergraph.model.tables import Rows, first, listed, show_label
from careergraph.model.values import (
    COMPUTED,
    DEFAULT_KINDS,
    GraphInfo,
    Named,
    NotCounted,
    RoleNode,
    Source,
    cite_sources,
)
from careergraph.search.algorithms.integer_network import MICRO
from careergraph.search.algorithms.profile_network import GAP_UNIT
from careergraph.search.career_network import AFFINITY, NOBODY, RETRAINING, CareerNetwork
from careergraph.search.learning.background import Background, find_holding
from careergraph.search.learning.learning_time import (
    DEFAULT_HOURS_PER_WEEK,
    SHORTEST_STAY,
    WEEKS_OF_LEARNING,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import Holding
    from careergraph.search.algorithms.profile_network import ProfileArc

__all__ = ["Reach", "Reached", "find_reach"]

_ANSWERS: Final = {True: "yes", False: "no", None: None}
_DIGITS: Final = 6
_STAY: Final = round(SHORTEST_STAY * MICRO)


@frozen
class Reached:
    """A role within reach, and the route of least effort found to it.

    ``years`` is a low and a high estimate. Of ``unknown_durations`` of the ``steps`` nobody knows
    the experience that they ask for, or what they ask someone to learn; they count as long as what
    is known of them. ``gap`` is what is to be
    learned on the route, ``None`` where nobody says what a role on it asks for. ``grades`` and
    ``step_sources`` tell how each step is known at best. ``regulated`` tells whether the role is a
    regulated profession, ``licence`` what it asks for; ``None`` where nobody says. ``study_first``
    are the study and licences without which nobody takes the first step, if ``years`` count that
    study, and ``study`` its years.
    """

    role: Named
    years: Range
    unknown_durations: int
    steps: int
    gap: float | None
    way: tuple[Named, ...]
    grades: tuple[str, ...]
    step_sources: tuple[str, ...]
    regulated: bool | None = None
    licence: str | None = None
    study_first: tuple[NotCounted, ...] = ()
    study: Range | None = None


@frozen
class Reach(Rows):
    """The roles within reach of a role in so many years, the soonest first; see `find_reach`.

    ``reached`` are those of which the upper end of the years is within reach, ``possible`` those of
    which the lower end alone is, and ``unknown`` those with a step of which nobody knows the
    experience or the learning, or into an occupation that asks for a further degree or a licence.
    Compulsory study of known years counts if it is the first step that asks for it.
    ``total`` counts the roles of the first kind before they are limited, ``possible_total`` and
    ``unknown_total`` those of the others. ``served`` are the years already spent in the role.
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
    possible: tuple[Reached, ...] = ()
    unknown: tuple[Reached, ...] = ()
    possible_total: int = 0
    unknown_total: int = 0
    served: float = 0.0
    named: tuple[Named, ...] = ()

    def __repr__(self) -> str:
        """Return the role, the years, and how many roles are within reach."""
        role = show_label(self.role.label)
        return f"<Reach of {role} in {self.max_years:g} years: {self.total} roles>"

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each role, the surest first, the header before them."""
        header = ("role", "within", "years_low", "years_high", "unknown_durations", "steps", "gap")
        groups = (("upper", self.reached), ("lower", self.possible), ("unknown", self.unknown))
        return [
            (*header, "way", "grades", "step_sources", "regulated"),
            *(
                (
                    one.role.label,
                    within,
                    *one.years,
                    one.unknown_durations,
                    one.steps,
                    one.gap,
                    " → ".join(role.label for role in one.way),
                    "; ".join(one.grades),
                    listed(one.step_sources),
                    _ANSWERS[one.regulated],
                )
                for within, group in groups
                for one in group
            ),
        ]


def find_reach(  # noqa: PLR0913 (each is an option that people give)
    role: Named,
    facts: CompiledGraph,
    info: GraphInfo,
    *,
    max_years: float = 5.0,
    kinds: Sequence[str] = DEFAULT_KINDS,
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK,
    background: Background | None = None,
    served: float = 0.0,
    limit: int | None = None,
) -> Reach:
    """Return the roles that can be reached within so many years, the soonest first.

    Each comes with the route of least effort that fits into the years and that was found, with at
    most one change of job for each year that begins. Few routes are kept for each role on the way,
    so that in rare cases a better one exists, which learns early what only a later step pays back.

    Parameters
    ----------
    role
        Where to set out; without an IRI, from skills alone.
    facts, info
        Of the graph.
    max_years
        More than 0 and up to 80.
    kinds
        Kinds of transition that count.
    hours_per_week
        Hours a week given to learning.
    background
        What the person holds besides.
    served
        Years already spent at the level of the first role.
    limit
        At most so many roles of each kind; all, unless a number is given.

    Raises
    ------
    UsageError
        The years, a kind or the limit cannot be.
    """
    check_kinds(kinds)
    MAX_YEARS.check("--max-years", max_years)
    career = CareerNetwork.build(facts, kinds, hours_per_week=hours_per_week, start=role.iri)
    holding = find_holding(facts, role.iri or None, background)
    direct = () if role.iri else _direct_steps(career, holding)
    credentials = _find_credentials(facts, role.iri, background)
    walk = _Walk(career, holding, served, direct, credentials)
    most, steps = round(max_years * MICRO), ceil(max_years)
    start = career.network.index[role.iri or NOBODY]
    sure = walk.explore(start, most, upper=True, most_steps=steps)
    possible = walk.explore(start, most, upper=False, most_steps=steps)
    unknown = walk.explore(start, most, upper=False, most_steps=steps, with_unknown=True)
    node = facts.nodes.get(role.iri)
    base = None if node is None else node.level_of
    if base is not None and career.table.rank(role.iri) <= career.table.rank(base):
        base = None  # a junior level leads to its line of work
    if base is not None:  # who is at a higher level of a line of work is in that line already
        for found in (sure, possible, unknown):
            found.pop(career.network.index[base], None)
    groups = (
        sure,
        {end: label for end, label in possible.items() if end not in sure},
        {end: label for end, label in unknown.items() if end not in possible},
    )
    names = _name_roles(career, [label for one in groups for label in one.values()])
    described = [
        _sorted(_describe(label, career, credentials, names) for label in one.values())
        for one in groups
    ]
    shown = [first(one, limit) for one in described]
    everything = [one for group in shown for one in group]
    cited = dict.fromkeys(iri for one in everything for iri in one.step_sources)
    cited |= dict.fromkeys(
        iri for one in everything for extra in one.study_first for iri in extra.sources
    )
    return Reach(
        role=role,
        max_years=max_years,
        hours_per_week=hours_per_week,
        kinds=tuple(kinds),
        level_of=None if base is None else Named(base, facts.label(base)),
        total=len(described[0]),
        reached=shown[0],
        sources=cite_sources(cited, {**facts.sources, COMPUTED.iri: COMPUTED}),
        graph=info,
        possible=shown[1],
        unknown=shown[2],
        possible_total=len(described[1]),
        unknown_total=len(described[2]),
        served=served,
        named=() if background is None else name_labels(facts, background.named),
    )


class _Credentials(NamedTuple):
    """The roles that ask for a degree or licence that the person lacks, by IRI.

    ``studied`` are those that ask for compulsory study of known years, each with that study and
    the licences. How long the ``unknown`` ones take nobody knows.
    """

    studied: Mapping[str, tuple[NotCounted, ...]]
    unknown: frozenset[str]


def _find_credentials(
    facts: CompiledGraph, start: str, background: Background | None
) -> _Credentials:
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
    return _Credentials(studied, frozenset(unknown))


def _direct_steps(career: CareerNetwork, holding: Holding) -> tuple[ProfileArc, ...]:
    """Return the steps of someone who names skills alone into each line of work open to them."""
    similar = set(career.similar_roles(NOBODY, holding))
    return tuple(
        career.computed_step(NOBODY, node.iri, AFFINITY if node.iri in similar else RETRAINING)
        for node in career.facts.roles
        if node.seniority is None and not node.regulated
    )


class _Label(NamedTuple):
    """A role by number, how it was reached, and what is held there.

    Years are whole millionths, effort is hours in whole millionths.
    """

    effort: int
    low: int
    high: int
    unknown: int
    gap: int
    path: tuple[int, ...]
    held: int


class _Walk:
    """The routes of least effort of one person."""

    def __init__(
        self,
        career: CareerNetwork,
        holding: Holding,
        served: float,
        direct: Sequence[ProfileArc] = (),
        credentials: _Credentials | None = None,
    ) -> None:
        self.network = career.network
        index = self.network.index
        credentials = credentials or _Credentials({}, frozenset())
        self.credentialed = {index[role] for role in credentials.unknown}
        self.studied = {index[role]: first for role, first in credentials.studied.items()}
        self.direct = direct
        self._entered: dict[tuple[tuple[int, ...], int], _Label] = {}
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
    ) -> dict[int, _Label]:
        """Return the route of least effort found to each role within reach.

        Parameters
        ----------
        start
            Where to set out.
        most
            The most years, in millionths.
        upper
            Whether the upper end of the years has to fit, or the lower end.
        most_steps
            The most steps; any number, unless one is given.
        with_unknown
            Whether steps count of which nobody knows how long they take.
        """
        begin = _Label(0, 0, 0, 0, 0, (start,), self.arrivals.held)
        heap: list[tuple[int, tuple[int, ...], _Label]] = [(0, (start,), begin)]
        found: dict[int, _Label] = {}
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
                # All three explorations follow the same paths: each step is worked out once.
                step = (path, id(arc))
                after = self._entered.get(step) or self._entered.setdefault(
                    step, self._enter(label, arc)
                )
                if (after.high if upper else after.low) <= most:
                    heappush(heap, (after.effort, after.path, after))
        found.pop(start)
        return found

    def _is_unknown(self, arc: ProfileArc, *, is_first: bool) -> bool:
        """Return whether the time of a step cannot be estimated.

        Nobody knows its experience or what to learn, or it asks for a degree or licence besides.
        Compulsory study of known years is counted in the first step; what people have studied by a
        later one we do not work out here.
        """
        if arc.target in self.studied and not arc.stays:
            return not is_first
        return (
            bool(arc.unknown_years)
            or not self.network.items[arc.target]
            or arc.target in self.credentialed
        )

    def _enter(self, label: _Label, arc: ProfileArc) -> _Label:
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
        return _Label(
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


def _sorted(reached: Iterable[Reached]) -> list[Reached]:
    return sorted(reached, key=lambda one: (one.years, one.role.label.casefold(), one.role.iri))


def _name_roles(career: CareerNetwork, labels: Iterable[_Label]) -> dict[int, Named]:
    """Return the name of each role on some routes, by its number."""
    network, facts = career.network, career.facts
    numbers = {number for label in labels for number in label.path}
    named = {number: network.roles[number] for number in numbers}
    return {
        number: Named("", network.labels[number])
        if role == NOBODY
        else Named(role, facts.label(role))
        for number, role in named.items()
    }


def _describe(
    label: _Label, career: CareerNetwork, credentials: _Credentials, names: Mapping[int, Named]
) -> Reached:
    network, facts = career.network, career.facts
    roles = [network.roles[role] for role in label.path]
    best = [career.evidence[pair][0] for pair in pairwise(roles)]
    node = facts.nodes.get(roles[-1], RoleNode(roles[-1], ""))
    known = all(network.items[role] for role in label.path[1:])
    is_promoted = facts.line_of(roles[0]) == facts.line_of(roles[1])
    first = () if is_promoted else credentials.studied.get(roles[1], ())
    study = compulsory_study(first)
    return Reached(
        role=names[label.path[-1]],
        years=Range(round(label.low / MICRO, _DIGITS), round(label.high / MICRO, _DIGITS)),
        unknown_durations=label.unknown,
        steps=len(best),
        gap=round(label.gap / GAP_UNIT, _DIGITS) if known else None,
        way=tuple(names[role] for role in label.path),
        grades=tuple(stated.grade for stated in best),
        step_sources=tuple(stated.source for stated in best),
        regulated=node.regulated,
        licence=node.licence,
        study_first=first,
        study=None if study is None else study.years,
    )
