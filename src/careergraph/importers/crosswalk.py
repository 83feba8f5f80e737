"""Import matches between two classifications, with their sources.

A match is a statement between two entries, with a node that names its source. None of these tables
says that two entries are the same: they are close matches, or broad ones if only part of an entry
matches.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from careergraph.importers.reader import Job, Offer, PublisherReader, source_iri
from careergraph.importers.tables import TableLayout, read_rows
from careergraph.importers.terms import in_language, iri, name, number, text, thing
from careergraph.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.importers.tables import Row

__all__ = ["CrosswalkReader"]

_ONET: Final = re.compile(r"\d{2}-\d{4}\.\d{2}")
_SOC: Final = re.compile(r"\d{2}-\d{4}")
_ISCO: Final = re.compile(r"\d{1,4}")
_ESCO_CODE: Final = re.compile(r"\d{1,4}(?:\.\d+)*")
_ESCO: Final = re.compile(r"http://data\.europa\.eu/esco/occupation/[A-Za-z0-9-]+")
_ISCO_SCHEME: Final = "http://data.europa.eu/esco/concept-scheme/isco"
_CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
_PUBLIC: Final = "https://creativecommons.org/publicdomain/mark/1.0/"
_ONET_CENTER: Final = "https://www.onetcenter.org/crosswalks.html"
_ONET_CREDIT: Final = (
    "This product includes information from the O*NET Resource Center by the U.S. Department of "
    "Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. "
    "O*NET® is a trademark of USDOL/ETA. The developers of this product have modified all or some "
    "of this information. USDOL/ETA has not approved, endorsed, or tested these modifications."
)
_NESTA_CREDIT: Final = (
    "Kanders, Djumalieva, Sleeman, Orlik (2020), Mapping Career Causeways, Nesta. MIT licence, "
    "(c) 2021 Nesta."
)
_ESCO_TO_ONET: Final = Source(
    iri=source_iri("onet", "esco-crosswalk"),
    title="O*NET crosswalk from ESCO to O*NET-SOC 2019",
    grade="official",
    date="undated",
    licence=_CC_BY,
    attribution=_ONET_CREDIT,
    url=_ONET_CENTER,
)
_TAXONOMIES: Final = Source(
    iri=source_iri("onet", "2010-to-2019-crosswalk"),
    title="O*NET crosswalk from O*NET-SOC 2010 to 2019",
    grade="official",
    date="undated",
    licence=_CC_BY,
    attribution=_ONET_CREDIT,
    url=_ONET_CENTER,
)
_NESTA: Final = Source(
    iri=source_iri("nesta", "esco-onet-crosswalk"),
    title="Nesta, Mapping Career Causeways: ESCO to O*NET",
    grade="stated",
    date="2020-11",
    licence="https://opensource.org/license/mit",
    attribution=_NESTA_CREDIT,
    url="https://github.com/nestauk/mapping-career-causeways",
)
_BLS: Final = Source(
    iri=source_iri("bls", "isco-soc-crosswalk"),
    title="BLS crosswalk from ISCO-08 to SOC 2010",
    grade="official",
    date="2015-06",
    licence=_PUBLIC,
    attribution="Source: U.S. Bureau of Labor Statistics, SOC Policy Committee.",
    url="https://www.bls.gov/soc/soccrosswalks.htm",
)
_ESCO_TO_ONET_COLUMNS: Final = (
    ("ESCO/ISCO Code", "O*NET-SOC 2019 Code"),
    ("esco_or_isco_code", "onet_soc_2019_code"),
)
_TAXONOMY_COLUMNS: Final = (
    ("O*NET-SOC 2010 Code", "O*NET-SOC 2019 Code"),
    ("onet_soc_2010_code", "onet_soc_2019_code"),
)


class CrosswalkReader(PublisherReader):
    """Reads tables that match ESCO, O*NET, ISCO and SOC."""

    offer: ClassVar[Offer] = Offer(
        "crosswalk",
        "crosswalks between ESCO, O*NET, ISCO and SOC",
        _ONET_CENTER,
        "the crosswalk from ESCO to O*NET-SOC 2019; give the folder of ESCO after it, so that its "
        "codes are understood",
    )

    words: ClassVar = {"schema:value": "DatatypeProperty"}

    def plan(self) -> list[Job]:
        """Return the tables to read, in order."""
        self._esco_iris: dict[str, str] | None = None
        self._newer: dict[str, list[str]] | None = None
        jobs = [
            *self._jobs(
                _ESCO_TO_ONET,
                _ESCO_TO_ONET_COLUMNS,
                self._take_esco,
                *("ESCO_to_ONET-SOC.xlsx", "ESCO_to_ONET-SOC.csv", "esco_to_onet_soc_2019.csv"),
            ),
            *self._jobs(
                _TAXONOMIES,
                _TAXONOMY_COLUMNS,
                self._take_taxonomy,
                *("2010_to_2019_Crosswalk.csv", "2010_to_2019_Crosswalk.xlsx"),
                "onet_soc_2010_to_2019.csv",
            ),
            *self._jobs(
                _NESTA,
                (("concept_uri", "onet_code", "confidence"),),
                self._take_nesta,
                "esco_onet_crosswalk_Nov2020.csv",
            ),
            *self._jobs(
                _BLS,
                (("isco08_code", "part", "soc2010_code"),),
                self._take_isco,
                "isco08_to_soc2010.csv",
            ),
        ]
        if not jobs:
            raise self.nothing_found(expected="ESCO_to_ONET-SOC.xlsx and so on")
        return jobs

    def _jobs(
        self,
        source: Source,
        layouts: tuple[tuple[str, ...], ...],
        take: Callable[[Row, tuple[str, ...]], None],
        *names: str,
    ) -> list[Job]:
        found = self.find(*names)
        if found is None:
            return []
        file = found[1]
        columns = layouts[-1] if file.name == names[-1] else layouts[0]
        self.cite(source)
        return [Job(file, TableLayout(columns), source.title, lambda row: take(row, columns))]

    def _match(self, subject: str, strength: str, other: str, source: Source) -> str:
        """Write a match, with a node that names its source, and return that node."""
        node = thing("match", source.iri.rpartition("/")[2], _tail(subject), _tail(other).lower())
        add = self.writer.add
        add(subject, name(strength), other)
        add(node, name("rdf:type"), name("rdf:Statement"))
        add(node, name("rdf:subject"), subject)
        add(node, name("rdf:predicate"), name(strength))
        add(node, name("rdf:object"), other)
        add(node, name("dcterms:source"), self.cite(source))
        return node

    def _take_esco(self, row: Row, columns: tuple[str, ...]) -> None:
        code = row.matching(columns[0], _ESCO_CODE, "a code such as 2512.4")
        onet = name(f"onet:{row.matching(columns[1], _ONET, 'a code such as 15-1252.00')}")
        if _ISCO.fullmatch(code):
            self._match(onet, "skos:broadMatch", self._isco(code), _ESCO_TO_ONET)
            return
        address = self._esco_by_code().get(code)
        if address is None:
            self.left_out[
                "rows left out: no table of ESCO occupations has their code (give the folder of "
                "ESCO after the crosswalk)"
            ] += 1
            return
        other = iri(address)
        if self.is_new(other):
            self.describe(other, (name("skos:notation"), text(code)))
        self._match(onet, "skos:closeMatch", other, _ESCO_TO_ONET)

    def _esco_by_code(self) -> dict[str, str]:
        """Map the code of each ESCO occupation to its address."""
        if self._esco_iris is None:
            found = self.find("occupations_en.csv")
            layout = TableLayout(("conceptUri", "code"))
            rows = () if found is None else read_rows(found[1], layout)
            self._esco_iris = {
                row["code"].strip(): row.matching("conceptUri", _ESCO, "an address of ESCO")
                for row in rows
            }
        return self._esco_iris

    def _take_taxonomy(self, row: Row, columns: tuple[str, ...]) -> None:
        old, new = (row.matching(column, _ONET, "a code such as 15-1252.00") for column in columns)
        subject = thing("onet-soc-2010", old)
        if self.is_new(subject):
            self.describe(subject, (name("skos:notation"), text(old)))
        self._match(subject, "skos:closeMatch", name(f"onet:{new}"), _TAXONOMIES)

    def _take_nesta(self, row: Row, _columns: tuple[str, ...]) -> None:
        other = iri(row.matching("concept_uri", _ESCO, "an address of an ESCO occupation"))
        old = row.matching("onet_code", _ONET, "a code such as 15-1252.00")
        confidence = row.number("confidence", 0, 10)
        for code in self._codes_of_2019().get(old, [old]):
            node = self._match(name(f"onet:{code}"), "skos:closeMatch", other, _NESTA)
            self.writer.add(node, name("schema:value"), number(confidence))

    def _codes_of_2019(self) -> dict[str, list[str]]:
        """Map each code of 2010 to those of 2019 that replaced it."""
        if self._newer is None:
            self._newer = {}
            found = self.find("onet_soc_2010_to_2019.csv")
            columns = _TAXONOMY_COLUMNS[1]
            for row in () if found is None else read_rows(found[1], TableLayout(columns)):
                old, new = (row.matching(c, _ONET, "a code such as 15-1252.00") for c in columns)
                self._newer.setdefault(old, []).append(new)
        return self._newer

    def _take_isco(self, row: Row, _columns: tuple[str, ...]) -> None:
        isco = row.matching("isco08_code", _ISCO, "a code such as 2512")
        soc = row.matching("soc2010_code", _SOC, "a code such as 15-1132")
        subject = thing("soc-2010", soc)
        if self.is_new(subject):
            self.describe(
                subject,
                (name("skos:notation"), text(soc)),
                (name("skos:prefLabel"), in_language(row.get("soc2010_title") or soc)),
            )
        strength = "skos:broadMatch" if row["part"].strip() == "*" else "skos:closeMatch"
        self._match(subject, strength, self._isco(isco), _BLS)

    def _isco(self, code: str) -> str:
        """Return the group of ISCO with a code; it is described when it is first named."""
        group = name(f"isco:C{code}")
        if self.is_new(group):
            self.describe(
                group,
                (name("rdf:type"), name("skos:Concept")),
                (name("skos:inScheme"), iri(_ISCO_SCHEME)),
                (name("skos:notation"), text(code)),
            )
        return group


def _tail(term: str) -> str:
    return term.rstrip(">").rpartition("/")[2]
