"""Codes, levels and employment of named things."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Code", "NameDetails"]


class Code(NamedTuple):
    """A code of a classification that a thing has.

    Attributes
    ----------
    scheme
        "onet-soc", "esco" or "isco".
    code
        As the publisher writes it; an ESCO occupation without a code has its IRI.
    distance
        0 for the code of the thing itself, 1 of an exact match, 2 of a close one, 3 of a wider
        occupation, 4 of the line of work that a level belongs to.
    """

    scheme: str
    code: str
    distance: int


class NameDetails(NamedTuple):
    """Hold codes, levels and employment, each by IRI.

    Attributes
    ----------
    codes
        Codes of a role or occupation.
    levels
        For a role that is a level: the line of work and the name of the level.
    employment
        People employed in an occupation, or in the role that is the same line of work.
    """

    codes: Mapping[str, Sequence[Code]] = {}
    levels: Mapping[str, tuple[str, str]] = {}
    employment: Mapping[str, float] = {}
