"""The technologies that a job title names besides the work: Java in "Java developer"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.compiled.titles.normalise import normalise_title
from careergraph.model.entries import Entry, Named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careergraph.compiled.graph import CompiledGraph

__all__ = ["find_technologies"]

_KINDS: Final = frozenset({"ProgrammingLanguage", "Tool"})
_MOST_WORDS: Final = 4
"""The most words of the name of a technology in a title."""
# fmt: off
_EVERYDAY: Final = frozenset({
    "access", "apex", "blender", "c", "cypress", "eclipse", "epic", "express", "flask", "gemini",
    "go", "helm", "julia", "maven", "maya", "node", "notion", "office", "outlook", "postman",
    "project", "puppet", "r", "rail", "ray", "ruby", "rust", "sas", "spice", "spring", "swift",
    "unity", "window", "word",
})
# fmt: on
"""Names that are everyday words, too: "window cleaner".

They count if the role asks for them, or right before one of `_PROGRAMMERS`.
"""
_PROGRAMMERS: Final = frozenset({"developer", "programmer"})


def find_technologies(facts: CompiledGraph, title: str, role: Entry) -> tuple[Named, ...]:
    """Return the tools and languages that a title names and the label of its role does not.

    Parameters
    ----------
    facts
        The compiled graph.
    title
        The title as it was typed.
    role
        What it means.

    Examples
    --------
    >>> from careergraph import load
    >>> g = load()
    >>> role = g.find("software engineer").entry
    >>> [str(skill) for skill in find_technologies(g.facts, "Java / SQL Server developer", role)]
    ['Java', 'Microsoft SQL Server']
    """
    words, known = normalise_title(title).split(), set(normalise_title(role.label).split())
    if not set(words) - known or "://" in title:
        return ()
    asked: frozenset[str] | None = None
    found: dict[Named, None] = {}
    for name, following, skill in _named_skills(facts, words, known):
        traits = facts.traits.get(skill.iri)
        if traits is None or traits.kind not in _KINDS:
            continue
        if name in _EVERYDAY and following not in _PROGRAMMERS:
            asked = _asked_for(facts, role.iri) if asked is None else asked
            if skill.iri not in asked:
                continue
        found.setdefault(Named(skill.iri, skill.label))
    return tuple(found)


def _named_skills(
    facts: CompiledGraph, words: Sequence[str], known: set[str]
) -> Iterator[tuple[str, str, Entry]]:
    """Yield the name of each skill that words name, the word behind it, and the skill."""
    place = 0
    while place < len(words):
        for length in range(min(_MOST_WORDS, len(words) - place), 0, -1):
            name = words[place : place + length]
            if length == len(words) or known.issuperset(name):
                continue  # the whole title is a role; the label's words are no technologies
            carriers = facts.catalog.carriers(" ".join(name), "skill")
            if len(carriers) == 1:
                place += length
                yield " ".join(name), "".join(words[place : place + 1]), carriers[0]
                break
        else:
            place += 1


def _asked_for(facts: CompiledGraph, role: str) -> frozenset[str]:
    """Return the skills that the profile of a role or of its line of work or a source names."""
    asked: set[str] = set()
    for one in (role, facts.line_of(role)):
        if one in facts.work:
            asked.update(skill for item in facts.work[one].items for skill in item.skills)
        asked.update(skill for need in facts.needs.get(one, ()) for skill in need.skills)
    return frozenset(asked)
