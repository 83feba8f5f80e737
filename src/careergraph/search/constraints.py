"""Constraints on routes, as users state them and as the search uses them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, Protocol

from careergraph.errors import UsageError, quote_title
from careergraph.model.choices import (
    CHANGE_COST,
    MAX_YEARS,
    MIN_PAY,
    MOST_STEPS,
    YEARS_SERVED,
    check_grade,
)
from careergraph.model.frozen import frozen
from careergraph.model.holdings import BASIC, LEVEL_NAMES, WORKING
from careergraph.model.values import DEFAULT_KINDS, GRADES, Entry, Named
from careergraph.person.degrees import degree_field, find_degree
from careergraph.search.algorithms.profile_network import DEFAULT_CHANGE_COST
from careergraph.search.learning.background import Background
from careergraph.search.learning.learning_time import DEFAULT_HOURS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.compiled.titles import Catalog
    from careergraph.model.holdings import Range
    from careergraph.model.values import DegreeLevel, PayBand
    from careergraph.person.profile_file import Person

__all__ = [
    "MOST_ROUTES",
    "CompulsoryStudy",
    "Constraints",
    "Request",
    "check_count",
    "lowest_pay",
    "make_background",
    "make_request",
    "read_level",
    "years_served",
]

MOST_ROUTES: Final = 1000
_AN_EXAMPLE: Final = "data scientist"
_A_YEAR: Final = "P1Y"
_LEVELS: Final = {
    **{name: number for number, name in enumerate(LEVEL_NAMES, 1)},
    **{str(number): number for number in range(1, len(LEVEL_NAMES) + 1)},
}


@frozen
class Constraints:
    """Constraints on a route, with titles and names as people type them.

    Parameters
    ----------
    max_steps, max_years
        The most steps (levels do not count) and years; unknown durations count as 0.
    avoid, via
        Roles that must not (``avoid``) and that must (``via``) be on the route.
    have, lack
        Skills that the person has besides those of the first role (``have``), and skills that they
        lack whatever that role suggests. A skill can have a level: "SQL:expert", "SQL:1".
    degree
        The highest degree. If it has a subject ("BSc physics"), what it usually teaches is held,
        too.
    years
        Years that the person has spent at the level of the first role.
    licence
        A role whose licence the person holds.
    no_new_degree
        Whether to avoid roles that usually require a higher degree.
    min_pay
        The lowest pay of the destination: the lowest median of its occupations, a year. If no
        source knows the pay, the role does not qualify.
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
    lack: tuple[str | Named | Entry, ...] = ()
    years: float | None = None
    change_cost: float | None = None
    licence: str | None = None

    def __post_init__(self) -> None:
        """Turn a single title into a tuple, and refuse values that are not titles."""
        for name in ("avoid", "via", "have", "lack"):
            titles = getattr(self, name)
            listed = (titles,) if isinstance(titles, str | Named | Entry) else tuple(titles)
            if not all(isinstance(title, str | Named | Entry) for title in listed):
                message = f"{name} is {titles!r}; give titles, such as ({_AN_EXAMPLE!r},)."
                raise UsageError(message)
            object.__setattr__(self, name, listed)


class CompulsoryStudy(Protocol):
    """The years of compulsory study of each step, included wherever years count."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles (IRIs) that may ask for it."""

    @property
    def programmes(self) -> frozenset[str]:
        """Those of them to which a programme leads, which replaces learning."""

    def find(self, path: tuple[str, ...]) -> tuple[Range, bool] | None:
        """Return the years of study of the last step of a path, and whether it is a programme."""


@frozen
class Request:
    """A question for routes with all names resolved: roles and skills by IRI.

    ``most_rank`` is the highest rank of an entry degree allowed, ``degree_rank`` that of the degree
    held; ``years`` were already spent in the first role. ``study`` gives the compulsory study of
    each step, which is included in the years. ``licensed`` is the role (IRI), if any, whose licence
    the law requires on the way to the target.
    """

    source: Named
    target: Named
    by: str = "effort"
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK
    kinds: tuple[str, ...] = DEFAULT_KINDS
    min_evidence: str | None = None
    max_steps: int | None = None
    max_years: float | None = None
    avoid: tuple[Named, ...] = ()
    via: tuple[Named, ...] = ()
    background: Background = field(default_factory=Background)
    years: float = 0.0
    degree_rank: int | None = None
    most_rank: int | None = None
    min_pay: float | None = None
    change_cost: float = DEFAULT_CHANGE_COST
    licence: str | None = None
    study: CompulsoryStudy | None = field(default=None, compare=False)
    licensed: str | None = None

    @property
    def allows_computed(self) -> bool:
        """``True`` if the route may have steps that no source states."""
        return self.kinds == DEFAULT_KINDS and (not self.grades or "computed" in self.grades)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of evidence that count; empty if all do."""
        if self.min_evidence is None:
            return ()
        return GRADES[: GRADES.index(self.min_evidence) + 1]

    @property
    def is_constrained(self) -> bool:
        """Return whether any constraint restricts the route."""
        numbers = (self.max_steps, self.max_years, self.most_rank, self.min_pay, self.min_evidence)
        return bool(self.avoid or self.via) or any(number is not None for number in numbers)

    def __post_init__(self) -> None:
        """Refuse constraints that contradict each other."""
        for role in self.avoid:
            if role in (self.source, self.target):
                message = f"{role} is the start or the destination, so it cannot be avoided."
                raise UsageError(message)
            if role in self.via:
                message = (
                    f"{role} cannot be both on the route (--via) and avoided (--avoid). Choose one."
                )
                raise UsageError(message)
        steps = len(self.via) + 1
        if self.max_steps is not None and self.max_steps < steps and self.via:
            stops = "one role" if len(self.via) == 1 else f"{len(self.via)} roles"
            message = f"A route via {stops} takes {steps} steps; {self.max_steps} allowed."
            raise UsageError(message)


def make_request(
    source: Named,
    target: Named,
    constraints: Constraints,
    catalog: Catalog,
    facts: CompiledGraph,
    kinds: Sequence[str],
    person: Person | None = None,
    named: Sequence[Named] = (),
) -> Request:
    """Return the request, with every title resolved and every number checked.

    What a person holds is added; their years count in the role they set out from. ``named`` are
    the technologies that the title of that role names.

    Raises
    ------
    UnknownTitleError, AmbiguousTitleError, EmptyTitleError
        A role or a skill is not understood.
    UsageError
        A number is impossible, a degree or grade is unknown, or constraints contradict each other.
    """
    check_steps(constraints.max_steps)
    MAX_YEARS.check("--max-years", constraints.max_years)
    MIN_PAY.check("--min-pay", constraints.min_pay)
    grade = constraints.min_evidence
    if grade is not None:
        check_grade(grade)
    held = _degree_rank(constraints.degree, facts.degrees)
    if held is None and person is not None and person.degree is not None:
        held = person.degree.rank
    usual = facts.entry_degrees.get(source.iri)
    rank = held if held is not None else usual.rank if usual else None
    if constraints.no_new_degree and rank is None:
        message = f"No source says how {source} is entered. Give your degree with --degree."
        raise UsageError(message)
    YEARS_SERVED.check("--years", constraints.years)
    price = constraints.change_cost
    CHANGE_COST.check("--change-cost", price)
    background = make_background(constraints, catalog, facts, person, named)
    served = constraints.years
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
        background=background,
        years=years_served(person, source) if served is None else served,
        degree_rank=held,
        most_rank=rank if constraints.no_new_degree else None,
        min_pay=constraints.min_pay,
        change_cost=DEFAULT_CHANGE_COST if price is None else price,
        licence=constraints.licence,
    )


def make_background(
    constraints: Constraints,
    catalog: Catalog,
    facts: CompiledGraph,
    person: Person | None,
    named: Sequence[Named] = (),
) -> Background:
    """Return the skills a person holds and lacks besides what their role gives.

    ``named`` are the technologies that the title of their role names, unless they lack them.
    """
    have: dict[str, int] = {}
    if person is not None:
        have.update(dict.fromkeys(person.basic, BASIC))
        have.update(person.levels or dict.fromkeys(person.skills, WORKING))
    stated: set[str] = set()
    groups: dict[str, int] = {}
    for name in constraints.have:
        group = _find_group(name, catalog, facts)
        if group is not None:
            groups[group[0]] = group[1]
            continue
        skills, level = _resolve_held(name, catalog, facts)
        stated |= skills
        have.update({skill: max(level, have.get(skill, 0)) for skill in skills})
    lack = {_resolve(name, catalog, "skill") for name in constraints.lack}
    for skill in lack:
        if skill.iri in have:
            where = "--have" if skill.iri in stated else "your profile"
            message = f"{skill} is both held ({where}) and not held (--lack). Use one of them."
            raise UsageError(message)
    fields = person.fields if person is not None else ()
    degree = person.degree if person is not None else None
    if constraints.degree is not None:
        degree = find_degree(constraints.degree, facts.degrees)
        subject = degree_field(constraints.degree, facts)
        fields = fields if subject is None else (subject,)
    rank = None if degree is None else degree.rank
    lacked = frozenset(skill.iri for skill in lack)
    of_person = () if person is None else person.named
    titles = dict.fromkeys((*(technology.iri for technology in named), *of_person))
    kept = tuple(iri for iri in titles if iri not in lacked)
    return Background(have, lacked, tuple(fields), rank, groups, kept)


def _find_group(
    name: str | Named | Entry, catalog: Catalog, facts: CompiledGraph
) -> tuple[str, int] | None:
    """Return the group of skills that a name means and the level, unless a skill has that name."""
    if not isinstance(name, str):
        return (name.iri, WORKING) if name.iri in facts.groups else None
    title, colon, text = name.rpartition(":")
    if not colon or not title.strip() or text.startswith("//"):
        title, text = name, ""
    key = _group_key(title)
    if not key or catalog.carriers(title.strip(), "skill"):
        return None
    for group in facts.groups.values():
        if key == _group_key(group.label):
            return group.iri, read_level(text) if text else WORKING
    return None


def _group_key(label: str) -> str:
    """Return the name of a group in the form used for comparison.

    Examples
    --------
    >>> _group_key("A  cloud platform")
    'cloud platform'
    """
    words = label.casefold().split()
    return " ".join(words[1:] if words[:1] in (["a"], ["an"], ["one"]) else words)


def _resolve_held(
    name: str | Named | Entry, catalog: Catalog, facts: CompiledGraph
) -> tuple[set[str], int]:
    """Return the skills that a name means (a skill, or what a certification attests) and a level.

    Raises
    ------
    UsageError
        It is a certification that attests no skill.
    """
    from careergraph.person.profile_file import attested_skills, find_certification

    certification = find_certification(name, catalog) if isinstance(name, str) else None
    if certification is None:
        skill, level = _resolve_level(name, catalog)
        return {skill.iri}, level
    attested = attested_skills(certification.iri, facts)
    if not attested:
        message = (
            f"{certification.label} attests no skill that we know of, or is no longer offered; "
            "name the skills with --have."
        )
        raise UsageError(message)
    return set(attested), WORKING


def _resolve_level(name: str | Named | Entry, catalog: Catalog) -> tuple[Named, int]:
    """Return the skill that a name means, and its level: "SQL:expert", "SQL:1" or "SQL"."""
    if not isinstance(name, str):
        return _resolve(name, catalog, "skill"), WORKING
    title, colon, level = name.rpartition(":")
    if not colon or not title.strip() or level.startswith("//"):
        return _resolve(name, catalog, "skill"), WORKING
    return _resolve(title, catalog, "skill"), read_level(level)


def read_level(text: str) -> int:
    """Return the level that a word or a number means.

    Raises
    ------
    UsageError
        There is no such level.

    Examples
    --------
    >>> read_level("expert"), read_level("1")
    (3, 1)
    """
    key = text.strip().casefold()
    if key in _LEVELS:
        return _LEVELS[key]
    known = ", ".join(f'"{name}"' for name in LEVEL_NAMES)
    message = f"{quote_title(text)} is not a level. Use one of: {known}, or 1 to 3."
    raise UsageError(message)


def years_served(person: Person | None, source: Named) -> float:
    """Return the years that a person says they spent in the role they set out from."""
    if person is None or person.years is None or person.role not in {None, source.iri}:
        return 0.0
    return person.years


def _roles(titles: Sequence[str | Named | Entry], catalog: Catalog) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(_resolve(title, catalog, "role") for title in titles))


def _resolve(title: str | Named | Entry, catalog: Catalog, kind: str) -> Named:
    """Return what a title means; a resolved thing is not looked up again."""
    if isinstance(title, Named):
        return title
    entry = title if isinstance(title, Entry) else catalog.find(title, kind).entry
    return Named(entry.iri, entry.label)


def check_count(k: int) -> None:
    """Raise `UsageError` unless a number of routes is possible."""
    if not _is_whole(k) or not 1 <= k <= MOST_ROUTES:
        message = f"k is {k!r}; ask for 1 to {MOST_ROUTES:,} routes."
        raise UsageError(message)


def check_steps(steps: int | None) -> None:
    """Raise `UsageError` unless a number of steps is possible."""
    if steps is not None and not (_is_whole(steps) and 1 <= steps <= MOST_STEPS):
        message = f"--max-steps is {steps!r}; give a whole number from 1 to {MOST_STEPS}."
        raise UsageError(message)


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _degree_rank(text: str | None, degrees: Sequence[DegreeLevel]) -> int | None:
    if text is None:
        return None
    return find_degree(text, degrees).rank


def lowest_pay(pay: Sequence[PayBand]) -> float | None:
    """Return the lowest yearly median of some occupations; ``None`` if none is known."""
    medians = [band.median for band in pay if band.duration == _A_YEAR and band.median is not None]
    return min(medians, default=None)
