"""Statements about roles in words and figures, each with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.model.entries import Named

__all__ = [
    "CertificationStatement",
    "DegreeShareStatement",
    "FieldStatement",
    "Ladder",
    "MisleadingOccupation",
    "NamedResource",
    "OfferStatement",
    "OutlookStatement",
    "PreparationStatement",
    "RoleCertification",
    "RoleStatements",
    "Rungs",
    "Seniority",
    "Statement",
    "Statistics",
]


@frozen
class Statement:
    """A statement in words: its text, its limits, and the place in the source."""

    text: str
    source: str
    place: str | None = None
    qualifiers: tuple[str, ...] = ()
    necessity: str | None = None
    country: str | None = None
    population: str | None = None


@frozen
class DegreeShareStatement:
    """The share (0..1) of a population with a degree: part of a distribution, not a requirement."""

    degree: str
    share: float
    country: str
    population: str
    period: str | None
    sample_size: int | None
    low_precision: bool
    source: str


@frozen
class RoleCertification:
    """An active certification that sources name for a role.

    ``necessity`` is "essential", "recommended" or "optional", and ``sources`` are IRIs. ``level``
    is that of the issuer, such as "foundational", "associate" or "professional". ``later`` says
    that people earn it after some years of work in its field; in an answer about a route, it is
    true only if people enter the destination without such years.
    """

    certification: Named
    necessity: str
    sources: tuple[str, ...]
    level: str | None = None
    later: bool = False


@frozen
class CertificationStatement:
    """A certification that sources name for a role, with its status as last read at the issuer."""

    certification: Named
    issuer: str
    level: str
    status: str
    checked_on: str | None
    retired_on: str | None
    replaced_by: str | None
    necessity: str
    sources: tuple[str, ...]
    checked_at: str


@frozen
class OfferStatement:
    """A certification that one source attributes to an issuer, with its current status.

    ``stated_status`` is the source's word: "active", "announced" or "retired". ``status`` and the
    days are the issuer's, as last read; ``checked_at`` is the source of that.
    """

    certification: Named
    issuer: str
    stated_status: str
    status: str
    checked_on: str | None
    retired_on: str | None
    replaced_by: str | None
    source: str
    checked_at: str
    place: str | None = None


@frozen
class NamedResource:
    """A course, book or competition that a guide to a role names.

    ``unverified`` says that it could not be found, and ``note`` what was looked for.
    """

    resource: Named
    kind: str
    unverified: bool
    note: str | None
    source: str
    place: str | None = None


@frozen
class Ladder:
    """The levels of one line of work, lowest first."""

    label: str
    rungs: tuple[Named, ...]
    source: str


@frozen
class OutlookStatement:
    """Employment in an occupation, now and as projected for the end of a period.

    ``percent_change`` is in percent, as the source rounds it; ``annual_openings`` are people a
    year. ``overall_percent_change`` is that of all occupations in the same table.
    """

    employment: int | None
    projected_employment: int | None
    percent_change: float | None
    annual_openings: int | None
    country: str
    population: str
    period: str
    source: str
    occupation: str | None = None
    is_part: bool = False
    overall_percent_change: float | None = None


@frozen
class PreparationStatement:
    """The preparation that an occupation needs: the Job Zone of O*NET, 1 to 5, and its name."""

    job_zone: int
    label: str | None
    country: str
    population: str
    period: str | None
    source: str
    occupation: str | None = None
    is_part: bool = False


@frozen
class MisleadingOccupation:
    """An occupation whose figures are not shown for a role, and why they would mislead."""

    occupation: str
    reason: str
    source: str


@frozen
class FieldStatement:
    """A field of study whose programmes prepare for an occupation; not a requirement."""

    field: Named
    country: str
    population: str
    period: str | None
    place: str | None
    source: str


@frozen
class Seniority:
    """A level of seniority; ``rank`` orders levels, the lowest first."""

    iri: str
    label: str
    rank: float


@frozen
class Rungs:
    """A ladder with its roles, the lowest first."""

    iri: str
    label: str
    roles: tuple[Named, ...]
    source: str


@frozen
class RoleStatements:
    """All statements about one role, except skills, pay and related roles."""

    definition: str
    family: str
    seniority: str | None
    level_of: Named | None
    regulated: bool | None
    licence: str | None
    matches: tuple[str, ...]
    tasks: tuple[Statement, ...]
    remarks: tuple[Statement, ...]
    degrees: tuple[Statement, ...]
    degree_shares: tuple[DegreeShareStatement, ...]
    experience: tuple[Statement, ...]
    certifications: tuple[CertificationStatement, ...]
    ladders: tuple[Ladder, ...]
    outlook: tuple[OutlookStatement, ...]
    preparation: tuple[PreparationStatement, ...]
    fields: tuple[FieldStatement, ...]
    misleading: tuple[MisleadingOccupation, ...] = ()
    offers: tuple[OfferStatement, ...] = ()
    resources: tuple[NamedResource, ...] = ()


@frozen
class Statistics:
    """Counts of a graph: statements, things by kind, statements by grade and by source."""

    triples: int
    counts: Mapping[str, int]
    grades: Mapping[str, Mapping[str, int]]
    uses: Mapping[str, int]
