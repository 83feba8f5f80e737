"""The roles and skills that a text in a person's own words names, for them to confirm.

Only whole names and aliases count: nothing is guessed. Of names that overlap the longest wins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from careergraph.model.entries import GraphInfo, Named
from careergraph.model.frozen import dataclass

if TYPE_CHECKING:
    from careergraph.compiled.titles import Catalog

__all__ = ["Mention", "OwnWords", "recognise"]

_LONGEST_NAME: Final = 6
"""Words of the longest name that is looked for."""
_MOST_WORDS: Final = 600
_SHORT: Final = 2
"""Names of so many letters ("R", "Go") count only where they are written as they are spelt."""
_PART: Final = re.compile(r"[^.,;:!?()\n\r\"“”•|/]+")
_WORD: Final = re.compile(r"[\w+#'’&-]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that is named: the words that name it, and what it is."""

    words: str
    thing: Named


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The roles and skills named in a text, each once, in the order of the text."""

    roles: tuple[Mention, ...]
    skills: tuple[Mention, ...]
    graph: GraphInfo


def recognise(text: str, catalog: Catalog, graph: GraphInfo) -> OwnWords:
    """Return the roles and skills that a text names.

    Parameters
    ----------
    text
        The text; its first 600 words are read.
    catalog
        The names to look for.
    graph
        The graph that the names come from.

    Examples
    --------
    >>> import careergraph
    >>> g = careergraph.load()
    >>> words = recognise("I'm a data analyst: SQL, some Python and a bit of R", g.catalog, g.info)
    >>> [mention.thing.label for mention in (*words.roles, *words.skills)]
    ['Data Analyst', 'SQL', 'Python', 'R']
    """
    mentions: dict[str, dict[str, Mention]] = {"role": {}, "skill": {}}
    left = _MOST_WORDS
    for part in _PART.findall(text):
        words = _WORD.findall(part)[:left]
        left -= len(words)
        place = 0
        while place < len(words):
            place += _read_name(words[place:], catalog, mentions) or 1
    return OwnWords(tuple(mentions["role"].values()), tuple(mentions["skill"].values()), graph)


def _read_name(words: list[str], catalog: Catalog, mentions: dict[str, dict[str, Mention]]) -> int:
    """Note what the longest name at the beginning of some words means; return its length."""
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[:length])
        is_named = False
        for kind, known in mentions.items():
            for entry in catalog.carriers(name, kind):
                if len(name) <= _SHORT and name not in (entry.label, *entry.aliases):
                    continue
                is_named = True
                known.setdefault(entry.iri, Mention(name, Named(entry.iri, entry.label)))
        if is_named:
            return length
    return 0
