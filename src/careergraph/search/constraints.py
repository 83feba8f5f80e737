"""What a route has to keep to, as people say it, and as the search understands it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from careergraph.errors import UsageError
from careergraph.model.choices import check_grade
from careergraph.model.values import DEFAULT_KINDS, GRADES, Entry, Named
from careergraph.person.profile_file import find_degree
from careergraph.search.learning_time import DEFAULT_HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.compiled.titles import Catalog
    from careergraph.model.values import DegreeLevel, PayBand
    from careergraph.person.profile_file import Person

__all__ = [
    "MOST_ROUTES",
    "MOST_YEARS",
    "Constraints",
    "Request",
    "check_count",
    "check_number",
    "lowest_pay",
    "make_request",
]

MOST_ROUTES: Final = 1000
MOST_YEARS: Final = 80
"""Nobody asks for more years."""
_MOST_STEPS: Final = 50
_MOST_PAY: Final = 10**9
_AN_EXAMPLE: Final = "data scientist"
_A_YEAR: Final = "P1Y"


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a route has to keep to; titles and names as people type them.

    Parameters
    ----------
    max_steps, max_years
        The most steps (levels do not count) and years; unknown durations count as 0.
    avoid, via
        Roles that must not, and that must, be on the way.
    have
        Skills held besides those of the first role.
    degree
        The highest degree held; that by which the first role is usually entered, unless said.
    no_new_degree
        No role on the way may usually be entered with a higher degree.
    min_pay
        What the last role must earn at least: the lowest median of its occupations, a year. Where
        no source knows the pay, it is not enough.
    min_evidence
        The weakest grade of evidence that a step may rest on.

    Examples
    --------
    >>> Constraints(max_years=5, avoid=("data scientist",)).max_years
    5
    """

    max_steps: int | None = None
    max_years: float | None = None
    avoid: tuple[str | Named | Entry, ...] = ()
    via: tuple[str | Named | Entry, ...] = ()
    have: tuple[str | Named | Entry, ...] = ()
    degree: str | None = None
    no_new_degree: bool = False
    min_pay: float | None = None
    min_evidence: str | None = None

    def __post_init__(self) -> None:
        """Take one title for a list of one, and refuse what is no title."""
        for name in ("avoid", "via", "have"):
            titles = getattr(self, name)
            listed = (titles,) if isinstance(titles, str | Named | Entry) else tuple(titles)
            if not all(isinstance(title, str | Named | Entry) for title in listed):
                message = f"{name} is {titles!r}; give titles, such as ({_AN_EXAMPLE!r},)."
                raise UsageError(message)
            object.__setattr__(self, name, listed)


@dataclass(frozen=True, slots=True)
class Request:
    """A question for routes, with everything understood: roles and skills by IRI.

    ``most_rank`` is the highest rank of an entry degree allowed, ``degree_rank`` that of the degree
    held; ``years`` were already spent in the first role.
    """

    source: Named
    target: Named
    by: str = "gap"
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK
    kinds: tuple[str, ...] = DEFAULT_KINDS
    min_evidence: str | None = None
    max_steps: int | None = None
    max_years: float | None = None
    avoid: tuple[Named, ...] = ()
    via: tuple[Named, ...] = ()
    skills: frozenset[str] = frozenset()
    years: float = 0.0
    degree_rank: int | None = None
    most_rank: int | None = None
    min_pay: float | None = None

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of evidence that count; none named where all do."""
        if self.min_evidence is None:
            return ()
        return GRADES[: GRADES.index(self.min_evidence) + 1]

    @property
    def is_constrained(self) -> bool:
        """Whether more is asked of the way than to lead from one role to the other."""
        numbers = (self.max_steps, self.max_years, self.most_rank, self.min_pay, self.min_evidence)
        return bool(self.avoid or self.via) or any(number is not None for number in numbers)

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        for role in self.avoid:
            if role in (self.source, self.target):
                message = f"{role} is where the way begins or ends: it cannot be avoided."
                raise UsageError(message)
            if role in self.via:
                message = f"{role} cannot be both on the way (--via) and avoided (--avoid)."
                raise UsageError(message)
        steps = len(self.via) + 1
        if self.max_steps is not None and self.max_steps < steps and self.via:
            stops = "one role" if len(self.via) == 1 else f"{len(self.via)} roles"
            message = f"A way via {stops} takes {steps} steps; {self.max_steps} allowed."
            raise UsageError(message)


def make_request(
    source: Named,
    target: Named,
    constraints: Constraints,
    catalog: Catalog,
    facts: CompiledGraph,
    kinds: Sequence[str],
    person: Person | None = None,
) -> Request:
    """Return what is asked, with every title understood and every number checked.

    What a person holds is added; their years count in the role they set out from.

    Raises
    ------
    UnknownTitleError, AmbiguousTitleError, EmptyTitleError
        A role or a skill is not understood.
    UsageError
        A number cannot be, a degree or grade is not known, or constraints contradict each other.
    """
    check_steps(constraints.max_steps)
    check_number("--max-years", constraints.max_years, MOST_YEARS)
    check_number("--min-pay", constraints.min_pay, _MOST_PAY)
    grade = constraints.min_evidence
    if grade is not None:
        check_grade(grade)
    held = _degree_rank(constraints.degree, facts.degrees)
    if held is None and person is not None and person.degree is not None:
        held = person.degree.rank
    usual = facts.entry_degrees.get(source.iri)
    rank = held if held is not None else usual.rank if usual else None
    if constraints.no_new_degree and rank is None:
        message = f"No source says how {source} is entered: say by --degree what degree you hold."
        raise UsageError(message)
    skills = frozenset(_resolve(name, catalog, "skill").iri for name in constraints.have)
    via = tuple(r for r in _roles(constraints.via, catalog) if r not in (source, target))
    return Request(
        source=source,
        target=target,
        kinds=tuple(kinds),
        min_evidence=grade,
        max_steps=constraints.max_steps,
        max_years=constraints.max_years,
        avoid=_roles(constraints.avoid, catalog),
        via=via,
        skills=skills if person is None else skills | person.skills,
        years=_years_served(person, source),
        degree_rank=held,
        most_rank=rank if constraints.no_new_degree else None,
        min_pay=constraints.min_pay,
    )


def _years_served(person: Person | None, source: Named) -> float:
    if person is None or person.years is None or person.role not in {None, source.iri}:
        return 0.0
    return person.years


def _roles(titles: Sequence[str | Named | Entry], catalog: Catalog) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(_resolve(title, catalog, "role") for title in titles))


def _resolve(title: str | Named | Entry, catalog: Catalog, kind: str) -> Named:
    """Return what a title means; what was resolved before is not looked up again."""
    if isinstance(title, Named):
        return title
    entry = title if isinstance(title, Entry) else catalog.find(title, kind).entry
    return Named(entry.iri, entry.label)


def check_count(k: int) -> None:
    """Raise `UsageError` unless a number of routes can be asked for."""
    if not _is_whole(k) or not 1 <= k <= MOST_ROUTES:
        message = f"k is {k!r}; ask for 1 to {MOST_ROUTES:,} routes."
        raise UsageError(message)


def check_steps(steps: int | None) -> None:
    """Raise `UsageError` unless a number of steps can be."""
    if steps is not None and not (_is_whole(steps) and 1 <= steps <= _MOST_STEPS):
        message = f"--max-steps is {steps!r}; give a whole number from 1 to {_MOST_STEPS}."
        raise UsageError(message)


def check_number(option: str, number: float | None, most: float) -> None:
    """Raise `UsageError` unless a number is above 0 and not beyond all reason."""
    if number is None:
        return
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    if not is_number or not isfinite(number) or not 0 < number <= most:
        shown = f"{number:g}" if is_number else repr(number)
        message = f"{option} is {shown}; give a number above 0 and up to {most:,}."
        raise UsageError(message)


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _degree_rank(text: str | None, degrees: Sequence[DegreeLevel]) -> int | None:
    if text is None:
        return None
    return find_degree(text, degrees).rank


def lowest_pay(pay: Sequence[PayBand]) -> float | None:
    """Return the lowest median of some occupations, a year; ``None`` where none is known."""
    medians = [band.median for band in pay if band.duration == _A_YEAR and band.median is not None]
    return min(medians, default=None)
