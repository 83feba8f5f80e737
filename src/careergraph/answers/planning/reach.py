"""List the roles that a person can reach within a number of years.

Each role is listed with its best route by effort: hours of learning, and the price of each change
of job, as in the search for routes. A chain of small steps is listed only if it saves more learning
than its changes of job cost. What an earlier step taught is held at the next. A step takes the
longer of its learning and the experience that it asks for, each a range.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.reach_search import (
    CredentialsAsked,
    PartialRoute,
    ReachSearch,
    direct_steps,
    find_credentials,
)
from careergraph.answers.planning.route_time import compulsory_study
from careergraph.answers.planning.skill_overlap import name_labels
from careergraph.model.choices import MAX_YEARS, check_kinds
from careergraph.model.frozen import frozen
from careergraph.model.holdings import Range
from careergraph.model.tables import Rows, first, listed, show_label
from careergraph.model.values import (
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
from careergraph.search.career_network import NOBODY, CareerNetwork
from careergraph.search.learning.background import Background, find_holding
from careergraph.search.learning.learning_time import (
    DEFAULT_HOURS_PER_WEEK,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph

__all__ = ["Reach", "Reached", "find_reach"]

_ANSWERS: Final = {True: "yes", False: "no", None: None}
_DIGITS: Final = 6


@frozen
class Reached:
    """A role within reach, and the route of least effort found to it.

    ``years`` is a low and a high estimate. ``unknown_durations`` counts the ``steps`` whose
    experience or learning no source states; such a step counts with the part that is known. ``gap``
    is what is to be learned on the route, ``None`` if no source says what a role on it asks for.
    ``grades`` and ``step_sources`` are the firmest grade and the sources of each step.
    ``regulated`` says whether the role is a regulated profession, and ``licence`` which licence it
    needs; both are ``None`` if unknown. ``study_first`` is the compulsory study and licences of the
    first step, if ``years`` count that study, and ``study`` its years.
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
    """The roles within reach of a role in a number of years, the soonest first; see `find_reach`.

    ``reached`` holds the roles that even the upper end of the estimate reaches in time, and
    ``possible`` those that only the lower end reaches. ``unknown`` holds those with a step whose
    experience or learning is unknown, or with a step into an occupation that asks for a further
    degree or a licence. Compulsory study of known years counts if the first step asks for it.
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
    """Return the roles that can be reached within a number of years, the soonest first.

    Each comes with the route of least effort found that fits into the years, with at most one
    change of job for each year that begins. Only a few routes are kept for each role on the way, so
    in rare cases a better one exists: one whose extra learning pays off only at a later step.

    Parameters
    ----------
    role
        The role to start from; if it has no IRI, start from skills alone.
    facts, info
        Of the graph.
    max_years
        More than 0 and up to 80.
    kinds
        Kinds of transition that count.
    hours_per_week
        Hours a week given to learning.
    background
        What the person holds besides what the role gives.
    served
        Years already spent at the level of the first role.
    limit
        The most roles to return of each kind (default: all).

    Raises
    ------
    UsageError
        The years, a kind or the limit is not possible.
    """
    check_kinds(kinds)
    MAX_YEARS.check("--max-years", max_years)
    career = CareerNetwork.build(facts, kinds, hours_per_week=hours_per_week, start=role.iri)
    holding = find_holding(facts, role.iri or None, background)
    direct = () if role.iri else direct_steps(career, holding)
    credentials = find_credentials(facts, role.iri, background)
    walk = ReachSearch(career, holding, served, direct, credentials)
    most, steps = round(max_years * MICRO), ceil(max_years)
    start = career.network.index[role.iri or NOBODY]
    sure = walk.explore(start, most, upper=True, most_steps=steps)
    possible = walk.explore(start, most, upper=False, most_steps=steps)
    unknown = walk.explore(start, most, upper=False, most_steps=steps, with_unknown=True)
    node = facts.nodes.get(role.iri)
    base = None if node is None else node.level_of
    if base is not None and career.table.rank(role.iri) <= career.table.rank(base):
        base = None  # A junior level leads to its line of work.
    if base is not None:  # Someone at a higher level of a line of work is in that line already.
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
        sources=cite_sources(cited, facts.sources),
        graph=info,
        possible=shown[1],
        unknown=shown[2],
        possible_total=len(described[1]),
        unknown_total=len(described[2]),
        served=served,
        named=() if background is None else name_labels(facts, background.named),
    )


def _sorted(reached: Iterable[Reached]) -> list[Reached]:
    return sorted(reached, key=lambda one: (one.years, one.role.label.casefold(), one.role.iri))


def _name_roles(career: CareerNetwork, labels: Iterable[PartialRoute]) -> dict[int, Named]:
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
    label: PartialRoute,
    career: CareerNetwork,
    credentials: CredentialsAsked,
    names: Mapping[int, Named],
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
