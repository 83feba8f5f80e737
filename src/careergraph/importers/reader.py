"""`PublisherReader`, the base class of the publishers' readers."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final

from careergraph.errors import DataFileError
from careergraph.importers.affinity import FORMULA, ProfileTable, best_affinities, can_compute
from careergraph.importers.terms import (
    COMPACT,
    cg,
    date,
    in_language,
    iri,
    name,
    number,
    text,
    thing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from careergraph.compiled.user_store.imports import StatementWriter
    from careergraph.importers.packages import Package, TableFile
    from careergraph.importers.tables import Row, TableLayout
    from careergraph.model.values import Source

__all__ = ["Job", "Offer", "PublisherReader", "source_iri"]

_NO_SCIPY: Final = (
    "Affinity between occupations was not computed: it needs scipy. Install careergraph[import] "
    "and import again."
)
_SLUG: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Offer:
    """A publisher's files and where to get them.

    Attributes
    ----------
    kind
        Its name on the command line.
    title
        Publisher and data set.
    page
        Where the publisher offers the files.
    files
        Which of them to download.
    """

    kind: str
    title: str
    page: str
    files: str


@dataclass(frozen=True, slots=True)
class Job:
    """A table to read.

    Attributes
    ----------
    file, layout
        The table, and the layout that it must have.
    release
        Its release, in words.
    take
        Writes the statements of a row.
    """

    file: TableFile
    layout: TableLayout
    release: str
    take: Callable[[Row], None]


class PublisherReader(ABC):
    """Reads the tables of one publisher and writes their statements.

    Parameters
    ----------
    packages
        The packages that hold the tables; a table missing from the first is taken from the next.

    Attributes
    ----------
    words
        Terms of other vocabularies that the bundled graph does not use, each with its kind in OWL.
    writer
        Takes the statements; set before the first row is read.
    left_out
        How many rows were left out, by reason.
    profiles
        The requirements of occupations, from which affinity is computed.
    """

    offer: ClassVar[Offer]
    words: ClassVar[Mapping[str, str]]
    writer: StatementWriter

    def __init__(self, packages: Sequence[Package]) -> None:
        self.packages = packages
        self.left_out: Counter[str] = Counter()
        self.sources: dict[str, Source] = {}
        self.profiles = ProfileTable()
        self._profiled_by: dict[str, Source] = {}
        self._lacks_scipy = False
        self._described: set[str] = set()

    @abstractmethod
    def plan(self) -> list[Job]:
        """Return the tables to read, in order.

        Raises
        ------
        DataFileError
            There are none, or one that others need is missing.
        """

    @property
    def title(self) -> str:
        """Return the titles of the releases read."""
        return " and ".join(dict.fromkeys(source.title for source in self.sources.values()))

    @property
    def notes(self) -> tuple[str, ...]:
        """Return notes on what was left out, as sentences."""
        notes = [f"{count:,} {why}." for why, count in self.left_out.items()]
        if self._lacks_scipy:
            notes.append(_NO_SCIPY)
        return tuple(notes)

    def find(self, *names: str) -> tuple[Package, TableFile] | None:
        """Return the first table with one of these names, from the first package that has one."""
        for package in self.packages:
            file = package.find(*names)
            if file is not None:
                return package, file
        return None

    def nothing_found(self, *, expected: str) -> DataFileError:
        """Return the error for packages without any known table."""
        paths = ", ".join(str(package.path) for package in self.packages)
        has = [file for package in self.packages for file in package.names]
        there = f"; there is {', '.join(has[:3])}" if has else ""
        more = f" and {len(has) - 3} more" if len(has) > 3 else ""  # noqa: PLR2004 (three shown)
        reason = (
            f"None of the tables of {self.offer.title} are here. Expected {expected}{there}{more}."
        )
        return DataFileError(paths, reason)

    def cite(self, source: Source) -> str:
        """Return a source as a term; it is described when it is first cited."""
        if source.iri not in self.sources:
            self.sources[source.iri] = source
        return iri(source.iri)

    def is_new(self, subject: str) -> bool:
        """Return whether a thing is new, and mark it as described."""
        if subject in self._described:
            return False
        self._described.add(subject)
        return True

    def describe(self, subject: str, *statements: tuple[str, str]) -> None:
        """Describe a thing that several rows name."""
        for predicate, value in statements:
            self.writer.keep(subject, predicate, value)

    def profile(self, occupation: str, item: str, rating: float, source: Source) -> None:
        """Record that an occupation asks for an item, for the affinity between occupations."""
        self._profiled_by[source.iri] = source
        self.profiles.add(occupation, item, rating)

    def write_affinities(self) -> None:
        """Write the nearest occupations to each occupation, if profiles were read.

        The share is the value of the property between two occupations, in steps of 0.001.
        """
        if not self._profiled_by:
            return
        if not can_compute():
            self._lacks_scipy = True
            return
        sources = sorted(self._profiled_by.values(), key=lambda source: source.iri)
        releases = [source.iri.rpartition("/")[2] for source in sources]
        computed = ""
        for found in best_affinities(self.profiles):
            share = Decimal(f"{found.share:.3f}")
            property_ = thing("affinity", *releases, f"{share}")
            computed = computed or self._describe_computed(sources, releases)
            if self.is_new(property_):
                self.describe(
                    property_,
                    (name("rdf:type"), name("owl:ObjectProperty")),
                    (name("dcterms:type"), cg("affinity")),
                    (name("schema:value"), number(share)),
                    (name("skos:definition"), in_language(FORMULA)),
                    (name("dcterms:source"), computed),
                )
            self.writer.keep(found.source, property_, found.target)

    def _describe_computed(self, sources: Sequence[Source], releases: Sequence[str]) -> str:
        """Describe a computation from sources as a source of its own, and return its term."""
        first, titles = sources[0], " and ".join(source.title for source in sources)
        computed = replace(
            first,
            iri=source_iri("affinity", *releases),
            title=f"Affinity of occupations, computed from {titles}",
            grade="computed",
            date=max(source.date for source in sources),
            attribution=" ".join(dict.fromkeys(source.attribution for source in sources)),
        )
        self._describe_source(computed)
        subject = iri(computed.iri)
        self.writer.add(subject, name("prov:wasDerivedFrom"), *(iri(each.iri) for each in sources))
        return subject

    def describe_statistic(self, statistic: str, words: str) -> str:
        """Return the term of a statistic; it is described when it is first named."""
        subject = thing("statistic", statistic)
        if self.is_new(subject):
            self.describe(
                subject,
                (name("rdf:type"), name("skos:Concept")),
                (name("skos:prefLabel"), in_language(words)),
            )
        return subject

    def describe_sources(self) -> None:
        """Write the statements about each source, and the kinds of terms of other vocabularies."""
        for word, kind in self.words.items():
            self.writer.add(name(word), name("rdf:type"), name(f"owl:{kind}"))
        for source in self.sources.values():
            self._describe_source(source)

    def _describe_source(self, source: Source) -> None:
        subject = iri(source.iri)
        licence = iri(source.licence) if source.licence.startswith("http") else text(source.licence)
        self.writer.add(subject, name("rdf:type"), cg("Source"))
        self.writer.add(subject, name("dcterms:title"), in_language(source.title))
        self.writer.add(subject, name("dcterms:date"), date(source.date))
        self.writer.add(subject, name("dcterms:license"), licence)
        self.writer.add(subject, cg("attribution"), text(source.attribution))
        self.writer.add(subject, cg("grade"), cg(source.grade))
        if source.url is not None:
            self.writer.add(subject, name("schema:url"), text(source.url))


def source_iri(*parts: str) -> str:
    """Return the IRI of a source named by some parts.

    Examples
    --------
    >>> source_iri("O*NET", "30.3")
    'https://w3id.org/careergraph/id/source/onet-30-3'
    """
    slug = _SLUG.sub("-", " ".join(parts).lower().replace("o*net", "onet")).strip("-")
    return f"{COMPACT['source']}{slug}"
