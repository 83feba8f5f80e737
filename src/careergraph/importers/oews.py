"""Importer of the US wage statistics (OEWS): pay and employment by state and metropolitan area.

Two layouts are read: the workbooks that BLS offers, and the tables of its time series. A missing
figure was withheld or is too uncertain; it does not mean that nobody does the work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from careergraph.importers.reader import Job, Offer, PublisherReader, source_iri
from careergraph.importers.tables import TableLayout, read_rows
from careergraph.importers.terms import in_language, name, number, text, thing
from careergraph.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.importers.packages import TableFile
    from careergraph.importers.tables import Row

__all__ = ["NO_FIGURE", "YEARLY_WAGES", "OewsReader"]

YEARLY_WAGES: Final = {
    "A_PCT10": "percentile10",
    "A_PCT25": "percentile25",
    "A_MEDIAN": "median",
    "A_PCT75": "percentile75",
    "A_PCT90": "percentile90",
}
"""The columns of yearly wages, each with the name of its statistic in schema.org."""
NO_FIGURE: Final = frozenset({"*", "**", "#", ""})
"""Signs that stand for no figure."""
_WITHHELD: Final = {
    "*": "not available",
    "**": "employment not released",
    "#": "at or above the highest wage that is published",
}
_SERIES_WAGES: Final = {
    "annual_p10": "percentile10",
    "annual_p25": "percentile25",
    "annual_median": "median",
    "annual_p75": "percentile75",
    "annual_p90": "percentile90",
}
_OTHER_STATISTICS: Final = {
    "employment": "employment",
    "employment-error": "relative standard error of employment, in percent",
    "wage-error": "relative standard error of wages, in percent",
    "withheld": "what is withheld",
}
_OCCUPATION: Final = re.compile(r"\d{2}-\d{4}")
_AREA: Final = re.compile(r"[0-9]{1,7}")
_YEAR: Final = re.compile(r"(?:M|oews-|[^\d]|^)(20\d\d)(?!\d)")
_SHORT_YEAR: Final = re.compile(r"oesm(\d\d)")
_KINDS: Final = {
    "1": "national",
    "2": "state",
    "3": "territory",
    "4": "metropolitan area",
    "6": "nonmetropolitan area",
    "N": "national",
    "S": "state",
    "M": "metropolitan or nonmetropolitan area",
}
_MOST_WAGE: Final = 10_000_000
_MOST_PEOPLE: Final = 1_000_000_000
_DETAILED: Final = "detailed"
_ALL_INDUSTRIES: Final = "000000"
_DETAILED_LEVEL: Final = "3"
_BOOKS: Final = re.compile(
    r"(?:national|state|msa|bos|all_data)_m_?20\d\d(?:_dl)?\.(?:xlsx|csv)", re.IGNORECASE
)
_BOOK_COLUMNS: Final = (
    *("AREA", "AREA_TITLE", "AREA_TYPE", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP"),
    *("EMP_PRSE", "MEAN_PRSE", *YEARLY_WAGES),
)
_SERIES_COLUMNS: Final = (
    *("area_type", "area_code", "soc", "employment", "employment_rse_pct", "wage_rse_pct"),
    *(*_SERIES_WAGES, "top_coded", "not_released"),
)


class OewsReader(PublisherReader):
    """Reads wage tables by area."""

    offer: ClassVar[Offer] = Offer(
        "oews",
        "the US wage statistics (OEWS)",
        "https://www.bls.gov/oes/tables.htm",
        "the workbooks of states (oesm25st.zip) and metropolitan areas (oesm25ma.zip)",
    )

    words: ClassVar = {
        "dcterms:type": "AnnotationProperty",
        "schema:AdministrativeArea": "Class",
        "schema:spatialCoverage": "ObjectProperty",
        "schema:statType": "ObjectProperty",
    }

    def plan(self) -> list[Job]:
        """Return the tables to read, in order."""
        self._is_detailed: set[str] | None = None
        self._properties: dict[tuple[str, str, str], str] = {}
        self._numbers: dict[tuple[str, int], str] = {}
        jobs = []
        for package in self.packages:
            for file_name in package.names:
                file = package.find(file_name)
                if file is not None and _BOOKS.fullmatch(file_name):
                    source = self._release(file_name, str(package.path))
                    layout = TableLayout(_BOOK_COLUMNS)
                    jobs.append(self._job(file, layout, source, self._take_book_row))
        if jobs:
            return jobs
        found = self.find("areas_occupations.csv")
        if found is None:
            raise self.nothing_found(expected="MSA_M2025_dl.xlsx, state_M2025_dl.xlsx and so on")
        package, file = found
        source = self._release(file.name, str(package.path.resolve()))
        self._read_titles(source)
        layout = TableLayout(_SERIES_COLUMNS, ("area_type", "area_code", "soc"))
        return [
            *self._area_jobs(source),
            self._job(file, layout, source, self._take_series_row),
        ]

    def _job(
        self,
        file: TableFile,
        layout: TableLayout,
        source: Source,
        take: Callable[[Row, Source], None],
    ) -> Job:
        return Job(file, layout, source.title, lambda row: take(row, source))

    def _release(self, *names: str) -> Source:
        found = next(filter(None, map(_YEAR.search, names)), None)
        short = next(filter(None, map(_SHORT_YEAR.search, names)), None)
        year = found[1] if found else f"20{short[1]}" if short else ""
        title = "Occupational Employment and Wage Statistics"
        source = Source(
            iri=source_iri("bls-oews", year or "of an unknown year", "areas"),
            title=f"{title}, May {year}, by area" if year else f"{title}, by area",
            grade="official",
            date=f"{year}-05" if year else "undated",
            licence="https://creativecommons.org/publicdomain/mark/1.0/",
            attribution=f"Source: U.S. Bureau of Labor Statistics, OEWS, May {year or 'unknown'}.",
            url="https://www.bls.gov/oes/",
        )
        self.cite(source)
        return source

    def _read_titles(self, source: Source) -> None:
        """Read the titles of occupations, and which are detailed."""
        found = self.find("occupations.csv")
        self._titles: dict[str, str] = {}
        if found is None:
            return
        self._is_detailed = set()
        for row in read_rows(found[1], TableLayout(("soc", "title", "display_level"), ("soc",))):
            code = row.matching("soc", _OCCUPATION, "a code such as 15-1252")
            self._titles[code] = row.filled("title")
            if row["display_level"].strip() == _DETAILED_LEVEL:
                self._is_detailed.add(code)
        del source

    def _area_jobs(self, source: Source) -> list[Job]:
        found = self.find("areas.csv")
        if found is None:
            raise self.nothing_found(expected="areas.csv beside areas_occupations.csv")
        layout = TableLayout(("area_type", "area_code", "area_name"), ("area_type", "area_code"))
        return [self._job(found[1], layout, source, self._take_area)]

    def _take_area(self, row: Row, source: Source) -> None:
        kind = _KINDS.get(row["area_type"].strip())
        if kind is None:
            raise row.error(column="area_type", expected="N, S or M")
        code = row.matching("area_code", _AREA, "a number of up to seven digits")
        self._describe_area(code, row.filled("area_name"), kind, source)

    def _take_series_row(self, row: Row, source: Source) -> None:
        code = row.matching("soc", _OCCUPATION, "a code such as 15-1252")
        kind = row["area_type"].strip()
        if kind not in _KINDS:
            raise row.error(column="area_type", expected="N, S or M")
        if self._is_detailed is not None and code not in self._is_detailed:
            self.left_out["rows left out: groups of occupations"] += 1
            return
        if kind == "N":
            self.left_out["rows left out: national figures, which the graph has already"] += 1
            return
        area = row.matching("area_code", _AREA, "a number of up to seven digits")
        withheld = [
            words
            for column, words in (
                ("top_coded", "at or above the highest wage that is published"),
                ("not_released", "some figures are not released"),
            )
            if row[column].strip()
        ]
        self._write(
            row,
            area,
            code,
            self._titles.get(code, ""),
            source,
            {**_SERIES_WAGES},
            {
                "employment": "employment",
                "employment-error": "employment_rse_pct",
                "wage-error": "wage_rse_pct",
            },
            withheld,
        )

    def _take_book_row(self, row: Row, source: Source) -> None:
        code = row.matching("OCC_CODE", _OCCUPATION, "a code such as 15-1252")
        kind = _KINDS.get(row["AREA_TYPE"].strip())
        if kind is None:
            raise row.error(
                column="AREA_TYPE", expected=f"one of {', '.join(k for k in _KINDS if k.isdigit())}"
            )
        if row["O_GROUP"].strip() != _DETAILED or row.get("NAICS") not in ("", _ALL_INDUSTRIES):
            self.left_out["rows left out: groups of occupations, or single industries"] += 1
            return
        if kind == "national":
            self.left_out["rows left out: national figures, which the graph has already"] += 1
            return
        area = row.matching("AREA", _AREA, "a number of up to seven digits")
        self._describe_area(area, row.filled("AREA_TITLE"), kind, source)
        signs = {row[column].strip() for column in (*YEARLY_WAGES, "TOT_EMP")}
        self._write(
            row,
            area,
            code,
            row.filled("OCC_TITLE"),
            source,
            {**YEARLY_WAGES},
            {"employment": "TOT_EMP", "employment-error": "EMP_PRSE", "wage-error": "MEAN_PRSE"},
            [_WITHHELD[sign] for sign in sorted(signs) if sign in _WITHHELD],
        )

    def _write(
        self,
        row: Row,
        area: str,
        code: str,
        title: str,
        source: Source,
        wages: dict[str, str],
        others: dict[str, str],
        withheld: list[str],
    ) -> None:
        subject = thing("soc", code)
        if self.is_new(subject):
            self.describe(
                subject,
                (name("rdf:type"), name("skos:Concept")),
                (name("skos:notation"), text(code)),
                *([(name("skos:prefLabel"), in_language(title))] if title else []),
            )
        wanted = [(statistic, column, _MOST_WAGE) for column, statistic in wages.items()]
        wanted += [(statistic, column, _MOST_PEOPLE) for statistic, column in others.items()]
        for statistic, column, most in wanted:
            if figure := self._read_figure(row, column, most):
                self.writer.add(subject, self._figure(area, statistic, source), figure)
        if withheld:
            words = text("; ".join(withheld))
            self.writer.add(subject, self._figure(area, "withheld", source), words)

    def _read_figure(self, row: Row, column: str, most: int) -> str:
        """Return the figure in a cell as a term, or an empty text if there is none.

        Rounded figures repeat, so the term of each is made once.
        """
        cell = row[column]
        term = self._numbers.get((cell, most))
        if term is None:
            figure = row.number_or_none(column, 0, most, NO_FIGURE)
            term = "" if figure is None else number(figure)
            self._numbers[cell, most] = term
        return term

    def _describe_area(self, code: str, label: str, kind: str, source: Source) -> None:
        subject = thing("us-area", code)
        if self.is_new(subject):
            self.describe(
                subject,
                (name("rdf:type"), name("schema:AdministrativeArea")),
                (name("skos:notation"), text(code)),
                (name("skos:prefLabel"), in_language(label)),
                (name("dcterms:type"), text(kind)),
                (name("dcterms:source"), self.cite(source)),
            )

    def _figure(self, area: str, statistic: str, source: Source) -> str:
        """Return the property for a statistic in an area."""
        known = self._properties.get((area, statistic, source.iri))
        if known is not None:
            return known
        release = source.iri.rpartition("/")[2]
        property_ = thing("oews-figure", release, area, statistic)
        self._properties[area, statistic, source.iri] = property_
        words = _OTHER_STATISTICS.get(statistic)
        named = (
            name(f"schema:{statistic}")
            if words is None
            else self.describe_statistic(statistic, words)
        )
        self.describe(
            property_,
            (name("rdf:type"), name("owl:DatatypeProperty")),
            (name("schema:spatialCoverage"), thing("us-area", area)),
            (name("schema:statType"), named),
            (name("dcterms:source"), self.cite(source)),
        )
        return property_
