"""Counts, hours, articles and source marks in words, for pages, panels and checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from careergraph.model.values import Source

__all__ = ["count_text", "hours_number", "hours_text", "source_marks", "study_name", "with_article"]


def count_text(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> count_text(1, "skill"), count_text(1200, "skill")
    ('1 skill', '1,200 skills')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def hours_text(hours: float | None) -> str:
    """Return hours of learning in words, marked as our estimate (~).

    Examples
    --------
    >>> hours_text(1200), hours_text(None)
    ('~1,200 hours', 'hours unknown')
    """
    return "hours unknown" if hours is None else f"~{hours_number(hours)} hours"


def hours_number(hours: float) -> str:
    """Return a number of hours, with one decimal if it is not whole.

    Examples
    --------
    >>> hours_number(1200), hours_number(2.5)
    ('1,200', '2.5')
    """
    return f"{hours:,.0f}" if hours == int(hours) else f"{hours:,.1f}"


def source_marks(iris: Container[str], sources: Sequence[Source]) -> str:
    """Return the numbers of sources in brackets, with ~ before editorial ones.

    A source's number is its place among ``sources``, the first being 1.
    """
    return "".join(
        f"{'~' if source.grade == 'editorial' else ''}[{number}]"
        for number, source in enumerate(sources, 1)
        if source.iri in iris
    )


def with_article(noun: str) -> str:
    """Return a noun with "a" or "an", if it takes an article.

    Examples
    --------
    >>> with_article("Accountant"), with_article("master's degree"), with_article("UX Designer")
    ('an Accountant', "a master's degree", 'a UX Designer')
    >>> with_article("some college courses")
    'some college courses'
    """
    if noun.casefold().startswith(_NO_ARTICLE):
        return noun
    vowel = noun[:1].casefold() in "aeiou" and not noun.startswith(_LIKE_CONSONANTS)
    return f"{'an' if vowel else 'a'} {noun}"


_NO_ARTICLE: Final = ("some ", "less than ", "no ", "none")
_LIKE_CONSONANTS: Final = ("UX", "UI", "Uni", "uni", "User", "user", "Euro")


def study_name(label: str) -> str:
    """Return a degree or programme of study with its article; "law school" takes none.

    Examples
    --------
    >>> study_name("bachelor's degree"), study_name("law school")
    ("a bachelor's degree", 'law school')
    """
    return label if label.endswith("school") else with_article(label)
