"""The sentence that says how a title was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.errors import quote_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.titles.lookup import Match

__all__ = ["describe_match"]


def describe_match(title: str, match: Match, kind: str = "role") -> str:
    """Return how a title was read, or nothing if its words are those of the label.

    Examples
    --------
    >>> from careergraph.compiled.generation import open_catalog
    >>> catalog = open_catalog()
    >>> describe_match("CNA", catalog.find("CNA"))
    'Reading "CNA" as Nursing Assistants; it could also be Home Health Aides.'
    >>> describe_match("data scientists", catalog.find("data scientists"))
    ''
    """
    label = match.entry.label
    reading = f"Reading {quote_title(title)} as {label}"
    if match.is_nearest_level:
        reading += ": the nearest level that the graph has"
    elif match.is_nearest_role:
        reading += ": the graph has no role of that name, and this is the nearest"
    elif match.concept is not None:
        reading += f": its match for the ESCO occupation {match.concept}"
    elif match.part is not None:
        reading += f", from {quote_title(match.part)} alone"
    elif not match.others and match.exact and (kind != "role" or _is_same(title, label)):
        return ""
    return f"{reading}{_describe_others(match.others)}."


def _is_same(title: str, label: str) -> bool:
    """Return whether a title has the words of a label; the reading of titles takes long to load."""
    if title.strip().casefold() == label.casefold():
        return True
    from careergraph.compiled.titles.reading import is_same_title

    return is_same_title(title, label)


def _describe_others(labels: Sequence[str]) -> str:
    if not labels:
        return ""
    has_comma = any("," in label for label in labels)
    names = [f'"{label}"' for label in labels] if has_comma else list(labels)
    *before, last = names
    return (
        f"; it could also be {', '.join(before)} or {last}"
        if before
        else (f"; it could also be {last}")
    )
