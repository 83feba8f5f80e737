"""Experience, training and licences that roles ask for, and the occupations of roles."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "FOR_ENTRY",
    "EntryAdvice",
    "ExperienceShare",
    "ExperienceYears",
    "LevelExperience",
    "LicenceStatement",
    "OccupationLink",
    "StudyProgramme",
    "TrainingStatement",
]

FOR_ENTRY: Final = "forEntry"
"""The ``required_for`` of a licence that is needed to enter a role; see `LicenceStatement`."""


class ExperienceYears(NamedTuple):
    """Years of related work that one source asks for; ``within`` are roles, domains or skills."""

    years_from: float | None
    years_to: float | None
    label: str | None
    within: tuple[str, ...]
    country: str | None
    population: str | None
    period: str | None
    place: str | None
    source: str


class ExperienceShare(NamedTuple):
    """The share (0..1) of a population that says a role asks for so many years."""

    years_from: float
    years_to: float | None
    label: str | None
    share: float
    sample_size: int | None
    country: str | None
    population: str | None
    period: str | None
    source: str


class LevelExperience(NamedTuple):
    """Years usually spent at one level of seniority before the next; ``None`` means no level."""

    from_level: str | None
    to_level: str | None
    years_from: float
    years_to: float | None
    source: str


class LicenceStatement(NamedTuple):
    """A licence that a law asks for in a role, as one source says.

    ``required_for`` is "forEntry", "forSomePositions" or "forResponsibility"; ``required_by`` says
    how much of the country asks for it, as the local name of the coverage. ``any_field`` says
    whether the licence accepts a degree in any field of study.
    """

    label: str
    comment: str | None
    required_for: str | None
    required_by: str | None
    country: str | None
    place: str | None
    source: str
    any_field: bool = False


class StudyProgramme(NamedTuple):
    """A programme of study that a licence builds on, and the years of study it takes.

    ``licence`` is the name of the licence, ``after`` the degree that people need to begin, if any,
    and ``fields`` the fields of study (IRIs) of a degree that the programme leads to.
    ``after_role`` is the role (IRI) whose licence they need to begin, if any.
    """

    label: str
    licence: str
    years_from: float
    years_to: float
    after: str | None
    fields: tuple[str, ...]
    comment: str | None
    source: str
    after_role: str | None = None


class EntryAdvice(NamedTuple):
    """The advice of one source to people who enter a role from another line of work.

    ``comment`` is a remark, and ``subjects`` are the subjects that newcomers learn first, separated
    by commas; ``None`` if the source has none.
    """

    comment: str | None
    subjects: str | None
    source: str


class TrainingStatement(NamedTuple):
    """The training on the job that people new to a role typically get, as one source says.

    ``kind`` is "apprenticeship", "internshipOrResidency", "longTermTraining",
    "moderateTermTraining" or "shortTermTraining", and ``label`` its name. ``duration_source``
    states how many years it lasts; a missing upper end means open.
    """

    kind: str
    label: str
    years_from: float | None
    years_to: float | None
    country: str | None
    population: str | None
    place: str | None
    source: str
    duration_source: str | None = None


class OccupationLink(NamedTuple):
    """A decision on how a role relates to an occupation, and which of its figures may be shown.

    ``fit`` is "sameOccupation", "partOfOccupation" or "misleading"; ``shows`` are local names of
    the classes of statements.
    """

    iri: str
    occupation: str
    label: str | None
    notation: str | None
    fit: str
    shows: tuple[str, ...]
    pay_note: str | None
    source: str
