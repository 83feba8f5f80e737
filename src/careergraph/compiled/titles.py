"""From what people type to the things of the graph, and back.

Titles are compared without case, punctuation and plural, abbreviations written out ("Sr. MLE");
then slips of the keyboard are forgiven (see `spelling`), if one reading is nearer than any other. A
title that fits several things, or none, is an error with candidates: nothing is guessed in silence.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from careergraph.compiled.spelling import rank_by_shared_words, typing_errors
from careergraph.errors import AmbiguousTitleError, EmptyTitleError, UnknownTitleError
from careergraph.model.values import Entry
from careergraph.store import bundled as ontology
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from careergraph.store.engine import Engine

__all__ = ["Catalog", "Match", "names_of", "normalise_title", "read_entries"]

_ABBREVIATIONS: Final = {
    "dev": "developer",
    "eng": "engineer",
    "engr": "engineer",
    "jr": "junior",
    "jnr": "junior",
    "mgr": "manager",
    "mgmt": "management",
    "ml": "machine learning",
    "mle": "machine learning engineer",
    "snr": "senior",
    "sr": "senior",
    "swe": "software engineer",
    "sde": "software engineer",
}
_SENIORITY_WORDS: Final = frozenset({"junior", "senior", "lead", "staff", "principal", "director"})
_LONGEST_TITLE: Final = 200
_SHORTEST_PLURAL: Final = 3
_DOT_IN_ABBREVIATION: Final = re.compile(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)")
_PLURAL_ABBREVIATION: Final = re.compile(r"\b([A-Z]{2,})s\b")
_SUGGESTIONS: Final = 5
_SEARCH_SCORE: Final = 75

_ENTRIES_QUERY: Final = """
SELECT ?thing ?kind ?label ?language ?alias WHERE {
  { ?thing a cg:Role BIND("role" AS ?kind) }
  UNION { ?thing a cg:Certification BIND("certification" AS ?kind) }
  UNION {
    VALUES ?type { cg:Skill cg:ProgrammingLanguage cg:Tool cg:Concept cg:Method cg:Domain
                   cg:SoftSkill }
    ?thing a ?type BIND("skill" AS ?kind)
  }
  ?thing skos:prefLabel ?label
  BIND(LANG(?label) AS ?language)
  OPTIONAL { ?thing skos:altLabel ?alias }
}
"""


@dataclass(frozen=True, slots=True)
class Match:
    """What a title was taken to mean; ``exact`` is false where typing errors were forgiven."""

    entry: Entry
    exact: bool


def normalise_title(text: str) -> str:
    """Return a title as it is compared: case, accents, punctuation and plural gone, written out.

    Examples
    --------
    >>> normalise_title("Sr. ML-Engineers")
    'senior machine learning engineer'
    >>> normalise_title("Software Engineer (Senior)")
    'senior software engineer'
    """
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST_TITLE])
    undotted = _DOT_IN_ABBREVIATION.sub("", decomposed)
    one = _PLURAL_ABBREVIATION.sub(r"\1", undotted).casefold()
    letters = "".join(c for c in one if not unicodedata.combining(c))
    spaced = re.sub(r"[^\w+#]+", " ", letters.replace("&", " and ").replace("'", ""))
    words = [_singular(word) for word in spaced.replace("_", " ").split()]
    written_out = " ".join(_ABBREVIATIONS.get(word, word) for word in words).split()
    seniority = [word for word in written_out if word in _SENIORITY_WORDS]
    if len(seniority) == 1 and written_out[0] != seniority[0] and "of" not in written_out:
        written_out.remove(seniority[0])
        written_out.insert(0, seniority[0])
    return " ".join(written_out)


def _singular(word: str) -> str:
    is_plural = (
        len(word) > _SHORTEST_PLURAL
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
    )
    return word[:-1] if is_plural else word


class Catalog:
    """The names of roles, skills and certifications.

    Examples
    --------
    >>> catalog = Catalog.bundled()
    >>> catalog.find("sr. ML engineer").entry.label
    'Senior Machine Learning Engineer'
    """

    def __init__(
        self, entries: Iterable[Entry], normalised: Mapping[str, str] | None = None
    ) -> None:
        self.entries = tuple(entries)
        self._by_iri = {entry.iri: entry for entry in self.entries}
        self._normalised = normalised or {}

    @classmethod
    def bundled(cls) -> Catalog:
        """Return the catalog of the bundled graph, from its generated index."""
        index = json.loads(ontology.label_index_file().read_text(encoding="utf-8"))
        entries = [
            Entry(iri, kind, label, tuple(aliases)) for iri, kind, label, aliases, _ in index
        ]
        normalised: dict[str, str] = {}
        for entry, (*_, keys) in zip(entries, index, strict=True):
            normalised.update(zip(names_of(entry), keys, strict=True))
        return cls(entries, normalised)

    @classmethod
    def from_engine(cls, engine: Engine) -> Catalog:
        """Return the catalog of any graph, by one query."""
        return cls(read_entries(engine))

    @cached_property
    def _labels(self) -> dict[tuple[str, str], set[str]]:
        """Map (kind, compared preferred label) to the things that carry it."""
        return self._index((entry, [entry.label]) for entry in self.entries)

    @cached_property
    def _aliases(self) -> dict[tuple[str, str], set[str]]:
        """Map (kind, compared alias or last part of the IRI) to the things that carry it."""
        return self._index((entry, names_of(entry)[1:]) for entry in self.entries)

    def _key(self, name: str) -> str:
        """Return a name of ours as it is compared; the bundled index holds these ready-made."""
        return self._normalised.get(name) or normalise_title(name)

    def _index(
        self, named: Iterable[tuple[Entry, Sequence[str]]]
    ) -> dict[tuple[str, str], set[str]]:
        index: dict[tuple[str, str], set[str]] = {}
        for entry, names in named:
            for name in names:
                key = self._key(name)
                if key:
                    index.setdefault((entry.kind, key), set()).add(entry.iri)
        return index

    def label(self, iri: str) -> str:
        """Return the preferred label of a thing, or its IRI where it has none."""
        entry = self._by_iri.get(iri)
        return entry.label if entry else iri

    def find(self, title: str, kind: str = "role") -> Match:
        """Return what a title means.

        Parameters
        ----------
        title
            A label, an alias, an IRI or the last part of one.
        kind
            "role", "skill" or "certification".

        Raises
        ------
        EmptyTitleError
            The title is empty, or nothing in it can be seen.
        AmbiguousTitleError
            It fits several things equally well.
        UnknownTitleError
            It fits none.
        """
        if not _is_visible(title):
            raise EmptyTitleError(kind, unreadable=bool(title.strip()))
        named = self._by_iri.get(title.strip().removeprefix("<").removesuffix(">"))
        if named and named.kind == kind:
            return Match(named, exact=True)
        key = normalise_title(title)
        if len(title) <= _LONGEST_TITLE and key:
            for index in (self._labels, self._aliases):
                if found := index.get((kind, key)):
                    return Match(self._only(title, found, kind), exact=True)
            if found := self._written_together(key, kind):
                return Match(self._only(title, found, kind), exact=True)
            if near := self._forgive_typing(key, kind):
                return Match(self._only(title, near, kind), exact=False)
            if partial := self._containing(key, kind):
                raise AmbiguousTitleError(title, partial, kind)
        raise UnknownTitleError(title, self._suggest(key, kind), kind)

    def _only(self, title: str, iris: set[str], kind: str) -> Entry:
        if len(iris) > 1:
            labels = sorted({self.label(iri) for iri in iris})
            # Things of one label can only be told apart by their IRIs.
            candidates = labels if len(labels) == len(iris) else sorted(iris)
            raise AmbiguousTitleError(title, candidates, kind)
        return self._by_iri[next(iter(iris))]

    def _written_together(self, key: str, kind: str) -> set[str]:
        """Return the things whose name is the same but for spaces ("DataScientist")."""
        joined = key.replace(" ", "")
        names = self._names(kind).items()
        return {iri for name, iris in names if name.replace(" ", "") == joined for iri in iris}

    def _names(self, kind: str) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for index in (self._labels, self._aliases):
            for (entry_kind, key), iris in index.items():
                if entry_kind == kind:
                    names.setdefault(key, set()).update(iris)
        return names

    def _forgive_typing(self, key: str, kind: str) -> set[str]:
        """Return the things whose name is nearest, where each word is near enough on its own."""
        best: set[str] = set()
        least: int | None = None
        for name, iris in self._names(kind).items():
            distance = typing_errors(key, name)
            if distance is None or (least is not None and distance > least):
                continue
            best = set(iris) if least is None or distance < least else best | iris
            least = distance
        return best

    def _containing(self, key: str, kind: str) -> list[str]:
        """Return the labels of which the title is a part, if there are several."""
        words = set(key.split())
        labels = sorted(
            entry.label
            for entry in self.entries
            if entry.kind == kind and words <= set(self._key(entry.label).split())
        )
        return labels if len(labels) > 1 else []

    def _suggest(self, key: str, kind: str) -> list[str]:
        """Return the labels of what shares a telling word with a title, best first."""
        names = {
            entry.iri: [self._key(name) for name in _all_names(entry)]
            for entry in self.entries
            if entry.kind == kind
        }
        return [self.label(iri) for iri in rank_by_shared_words(key, names)[:_SUGGESTIONS]]

    def search(
        self,
        text: str,
        *,
        kinds: Sequence[str] = ("role", "skill", "certification"),
        limit: int = 10,
    ) -> list[tuple[Entry, float]]:
        """Return things whose name resembles a text, best first, with a score of 0..100.

        Raises
        ------
        EmptyTitleError
            The text is empty.
        """
        from rapidfuzz import fuzz

        if not _is_visible(text):
            what = "text"
            raise EmptyTitleError(what, unreadable=bool(text.strip()))
        key = normalise_title(text)
        scored: list[tuple[Entry, float]] = []
        for entry in self.entries if key else ():
            if entry.kind not in kinds:
                continue
            score = max(_resemblance(key, self._key(n), fuzz.ratio) for n in _all_names(entry))
            if score >= _SEARCH_SCORE:
                scored.append((entry, round(score, 1)))
        scored.sort(key=lambda hit: (-hit[1], hit[0].kind != "role", hit[0].label))
        return scored[:limit]


def names_of(entry: Entry) -> tuple[str, ...]:
    """Return what a thing is called: its label, its aliases, the last part of its IRI."""
    return (entry.label, *entry.aliases, local_name(entry.iri))


def read_entries(engine: Engine) -> list[Entry]:
    """Return the roles, skills and certifications of a graph, by IRI, aliases in order.

    Of labels in several languages the English one is preferred; the others become aliases.
    """
    labels: dict[tuple[str, str], set[tuple[bool, str]]] = {}
    aliases: dict[str, set[str]] = {}
    for iri, kind, label, language, alias in engine.select(_ENTRIES_QUERY):
        is_foreign = bool(language) and not str(language).startswith("en")
        labels.setdefault((str(iri), str(kind)), set()).add((is_foreign, str(label)))
        if alias is not None:
            aliases.setdefault(str(iri), set()).add(alias)
    entries = []
    for (iri, kind), ranked in sorted(labels.items()):
        (_, label), *others = sorted(ranked)
        names = {*aliases.get(iri, ()), *(name for _, name in others)}
        entries.append(Entry(iri, kind, label, tuple(sorted(names))))
    return entries


def _is_visible(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in text)


def _all_names(entry: Entry) -> tuple[str, ...]:
    return (entry.label, *entry.aliases)


def _resemblance(key: str, name: str, ratio: Callable[[str, str], float]) -> float:
    """Return 100 for the same name, a little less for a beginning or a part, else the ratio."""
    if key == name:
        return 100.0
    if name.startswith(key):
        return 97.0
    words, name_words = key.split(), name.split()
    if set(words) <= set(name_words):
        return 94.0
    if all(any(w.startswith(word) for w in name_words) for word in words):
        return 90.0
    return float(ratio(key, name)) * 0.9
