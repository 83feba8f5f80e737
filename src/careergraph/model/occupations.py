"""Occupations of an official classification: frozen values."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "HALF_SHARED",
    "OccupationItem",
    "OccupationNode",
    "OccupationProfile",
    "RelatedOccupation",
    "is_element",
    "is_leading_occupation",
    "is_managing_occupation",
    "is_occupation",
]

HALF_SHARED: Final = 0.5
"""The smallest share of a profile held at which routes use a related occupation by default."""
_OCCUPATIONS: Final = "https://w3id.org/careergraph/id/onet-soc/"
_MANAGERS: Final = "11-"
_SUPERVISED: Final = frozenset(str(group) for group in range(33, 54, 2))
"""Major groups whose first minor group is that of first-line supervisors."""
_ELEMENTS: Final = "https://w3id.org/careergraph/id/onet-element/"


class OccupationNode(NamedTuple):
    """An occupation: IRI, title, code and IRI of its group.

    ``role`` is the curated role for the same line of work, ``taken_from`` the rated occupations
    whose ratings are used if it has none of its own. ``zone`` is its job zone (1 to 5).
    """

    iri: str
    label: str
    code: str
    group: str | None = None
    role: str | None = None
    taken_from: tuple[str, ...] = ()
    zone: int | None = None


class OccupationItem(NamedTuple):
    """An item of a computed profile.

    ``thing`` is an element of O*NET; any one of the skills in ``members`` meets it as well.
    ``level`` is 1 to 3, ``weight`` "core" or "supporting". ``importance`` (1 to 5) and ``rating``
    (0 to 7) are those of the source, ``None`` for software in demand.
    """

    thing: str
    level: int
    weight: str
    source: str
    members: tuple[str, ...] = ()
    importance: float | None = None
    rating: float | None = None


class OccupationProfile(NamedTuple):
    """The computed profile of an occupation.

    ``held`` has the levels of elements, and of skills that these imply, that people in the
    occupation hold; ``likely`` has the levels of software in demand, which they probably hold.
    """

    items: tuple[OccupationItem, ...] = ()
    held: dict[str, int] = {}  # noqa: RUF012 (never changed)
    likely: dict[str, int] = {}  # noqa: RUF012 (never changed)


class RelatedOccupation(NamedTuple):
    """A related occupation, its tier, and the share (0..1) of its profile already held.

    ``is_near`` says whether routes use the relation by default; ``None`` until `near_relations` has
    judged it.
    """

    source: str
    target: str
    tier: str
    overlap: float | None
    is_near: bool | None = None


def is_occupation(iri: str) -> bool:
    """Return whether an IRI is that of an occupation, not of a curated role.

    Examples
    --------
    >>> is_occupation("https://w3id.org/careergraph/id/onet-soc/29-1141.00")
    True
    """
    return iri.startswith(_OCCUPATIONS)


def is_managing_occupation(iri: str) -> bool:
    """Return whether an IRI is that of a managerial occupation: major group 11.

    Examples
    --------
    >>> is_managing_occupation("https://w3id.org/careergraph/id/onet-soc/11-9021.00")
    True
    """
    return iri.startswith(f"{_OCCUPATIONS}{_MANAGERS}")


def is_leading_occupation(iri: str) -> bool:
    """Return whether people in an occupation lead others: managers, and first-line supervisors.

    The supervisors of a major group stand in its first minor group, 1000.

    Examples
    --------
    >>> base = "https://w3id.org/careergraph/id/onet-soc/"
    >>> [is_leading_occupation(base + code) for code in ("11-9021.00", "47-1011.00", "47-2031.00")]
    [True, True, False]
    """
    if not is_occupation(iri):
        return False
    group, _, detail = iri.removeprefix(_OCCUPATIONS).partition("-")
    return is_managing_occupation(iri) or (group in _SUPERVISED and detail.startswith("1"))


def is_element(iri: str) -> bool:
    """Return whether an IRI is that of an element of O*NET, not of a skill.

    Examples
    --------
    >>> is_element("https://w3id.org/careergraph/id/onet-element/2.C.4.a")
    True
    """
    return iri.startswith(_ELEMENTS)
