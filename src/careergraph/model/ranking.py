"""The order in which answers list evidence and skills: one order for text, panels and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from careergraph.model.occupations import is_occupation
from careergraph.model.values import GRADES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from careergraph.model.holdings import AskedProfile
    from careergraph.model.values import Evidence, Named, Need

__all__ = [
    "count_profiles_asking",
    "count_roles_asking",
    "grade_rank",
    "necessity_rank",
    "rank_members",
    "rank_skills",
    "strongest_first",
]

_Item = TypeVar("_Item")

_NECESSITIES: Final = ("core", "supporting", "essential", "recommended", "optional")


def grade_rank(grade: str) -> int:
    """Return the rank of a grade of evidence, 0 for the firmest; an unknown grade comes last.

    Examples
    --------
    >>> grade_rank("observed"), grade_rank("editorial"), grade_rank("hearsay")
    (0, 4, 5)
    """
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def necessity_rank(necessity: str | None) -> tuple[int, str]:
    """Return the rank of a necessity, 0 for the strongest; unknown words come last.

    Examples
    --------
    >>> sorted(["unheard of", "optional", "essential"], key=necessity_rank)
    ['essential', 'optional', 'unheard of']
    """
    word = necessity or ""
    return _NECESSITIES.index(word) if word in _NECESSITIES else len(_NECESSITIES), word


def strongest_first(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return statements by grade, then by how many people they count, then by IRI."""
    return tuple(sorted(evidence, key=lambda e: (grade_rank(e.grade), -(e.people or 0), e.iri)))


def rank_skills(
    items: Iterable[_Item],
    *,
    weight: Callable[[_Item], float],
    sources: Callable[[_Item], int],
    roles: Callable[[_Item], int],
    name: Callable[[_Item], str],
) -> list[_Item]:
    """Return skills, or needs for skills, the most important first.

    Parameters
    ----------
    items
        What to rank.
    weight
        Returns the importance (0..1) of an item; the most important come first.
    sources
        Returns how many sources name it. Among equally important items, those named by more sources
        come first.
    roles
        Returns how many roles ask for it. Among equals, items that fewer roles ask for come first:
        they are more typical of the role.
    name
        Returns the name, which decides if all else is equal.

    Examples
    --------
    >>> asked_by = {"statistics": 9, "communication": 80, "algebra": 30}
    >>> rank_skills(
    ...     asked_by, weight=lambda _: 1.0, sources=lambda _: 2, roles=asked_by.get, name=str
    ... )
    ['statistics', 'algebra', 'communication']
    """
    return sorted(
        items,
        key=lambda item: (-weight(item), -sources(item), roles(item), name(item).casefold()),
    )


def rank_members(members: Iterable[Named], roles_asking: Mapping[str, int]) -> tuple[Named, ...]:
    """Return the skills of a group, those that most roles ask for first, then by name.

    Examples
    --------
    >>> from careergraph.model.entries import Named
    >>> tools = Named("jax", "JAX"), Named("torch", "PyTorch"), Named("keras", "Keras")
    >>> [tool.label for tool in rank_members(tools, {"torch": 9, "keras": 2, "jax": 2})]
    ['PyTorch', 'JAX', 'Keras']
    """
    return tuple(
        sorted(members, key=lambda one: (-roles_asking.get(one.iri, 0), one.label.casefold()))
    )


def count_roles_asking(needs: Mapping[str, Iterable[Need]]) -> dict[str, int]:
    """Return how many roles ask for each skill (IRI); optional skills do not count.

    Examples
    --------
    >>> from careergraph.model.values import Need
    >>> sql = Need(("sql",), 1.0, "essential", ())
    >>> count_roles_asking({"analyst": [sql], "engineer": [sql]})
    {'sql': 2}
    """
    counts: dict[str, int] = {}
    for asked in needs.values():
        for skill in {skill for need in asked if need.weight > 0 for skill in need.skills}:
            counts[skill] = counts.get(skill, 0) + 1
    return counts


def count_profiles_asking(profiles: Mapping[str, AskedProfile]) -> dict[str, int]:
    """Return how many roles ask for each skill (IRI) in their profile; occupations do not count.

    Examples
    --------
    >>> from careergraph.model.holdings import AskedItem, AskedProfile
    >>> sql = AskedProfile((AskedItem(("sql",)), AskedItem(("python", "r"))))
    >>> count_profiles_asking({"analyst": sql, "engineer": AskedProfile((AskedItem(("sql",)),))})
    {'python': 1, 'r': 1, 'sql': 2}
    """
    counts: dict[str, int] = {}
    for role, profile in profiles.items():
        if not is_occupation(role):
            for skill in sorted({skill for item in profile.items for skill in item.skills}):
                counts[skill] = counts.get(skill, 0) + 1
    return counts
