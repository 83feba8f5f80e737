"""Lines of work with their titles, as the index takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from careergraph.compiled.titles.index import JobTitle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.compiled.titles.details import NameDetails
    from careergraph.model.entries import Entry

__all__ = ["LinesOfWork", "gather_lines"]

_OFFICIAL = 2
_REPORTED = 1


class LinesOfWork(NamedTuple):
    """The titles, employment and curated entries from which the index is built."""

    titles: list[JobTitle]
    employment: dict[int, float]
    curated: list[int]


def gather_lines(
    entries: Sequence[Entry],
    job_titles: Iterable[tuple[str, str, int]],
    details: NameDetails,
) -> LinesOfWork:
    """Return the titles of every role and occupation, without levels of roles."""
    number_of = {entry.iri: number for number, entry in enumerate(entries)}
    curated = [
        number
        for number, entry in enumerate(entries)
        if entry.kind == "role" and entry.iri not in details.levels
    ]
    titles = [
        JobTitle(number_of[iri], title, known)
        for iri, title, known in job_titles
        if iri in number_of
    ]
    for number in curated:
        entry = entries[number]
        titles.append(JobTitle(number, entry.label, _OFFICIAL))
        titles += [JobTitle(number, alias, _REPORTED) for alias in entry.aliases]
    employment = {
        number_of[iri]: people for iri, people in details.employment.items() if iri in number_of
    }
    return LinesOfWork(titles, employment, curated)
