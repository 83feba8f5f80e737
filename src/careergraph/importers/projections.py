"""Importer of the US employment projections: employment, openings and entry requirements.

Two layouts are read: the workbook that BLS offers, and a CSV file of its table 1.2. The column
names contain the years of the release, so they are read first.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from careergraph.errors import DataFileError
from careergraph.importers.reader import Job, Offer, PublisherReader, source_iri
from careergraph.importers.tables import TableLayout, find_header
from careergraph.importers.terms import in_language, name, number, text, thing
from careergraph.model.values import Source

if TYPE_CHECKING:
    from careergraph.importers.packages import TableFile
    from careergraph.importers.tables import Row

__all__ = ["ENTRY_DEGREES", "ProjectionsReader"]

_OCCUPATION: Final = re.compile(r"\d{2}-\d{4}")
_FOOTNOTES: Final = re.compile(r"(?:\s*\[\d+\])+$")
_BOOK: Final = "occupation.xlsx"
_TABLE: Final = "table_1_2_projections.csv"
_MARK: Final = re.compile(
    r"typical education needed for entry|typical_entry_education", re.IGNORECASE
)
"""A column that only table 1.2 of the workbook has."""
_COLUMNS: Final = {
    "title": r"\d{4} National Employment Matrix title|title",
    "code": r"\d{4} National Employment Matrix code|soc_code",
    "type": r"Occupation type|occupation_type",
    "employment": r"Employment, (\d{4})|employment_(\d{4})_thousands",
    "percent-change": r"Employment change, percent, .+|change_pct",
    "annual-openings": r"Occupational openings, .+ annual average|annual_openings_thousands",
    "entry-education": r"Typical education needed for entry|typical_entry_education",
    "experience": r"Work experience in a related occupation|related_work_experience",
    "training": r"Typical on-the-job training needed.*|typical_on_the_job_training",
}
"""Patterns of the columns in both layouts; the years of employment are groups."""
_STATISTICS: Final = {
    "employment": "people employed in the first year of the period",
    "projected-employment": "people projected to be employed in the last year of the period",
    "percent-change": "change of employment over the period, in percent",
    "annual-openings": "projected openings a year, on average over the period",
    "entry-education": "education typical for entry",
    "experience": "work experience in a related occupation",
    "training": "typical on-the-job training",
}
_PEOPLE: Final = ("employment", "projected-employment", "annual-openings")
ENTRY_DEGREES: Final = {
    "No formal educational credential": "no-formal-credential",
    "High school diploma or equivalent": "high-school",
    "Some college, no degree": "some-college",
    "Postsecondary nondegree award": "post-secondary-certificate",
    "Associate's degree": "associate",
    "Bachelor's degree": "bachelors",
    "Master's degree": "masters",
    "Doctoral or professional degree": "doctoral-or-professional",
}
"""Map the education typical for entry, as BLS names it, to the local name of a degree."""
_ALL_OCCUPATIONS: Final = "00-0000"
_LINE_ITEM: Final = "Line item"
_NOT_APPLICABLE: Final = frozenset({"—", "–", "-", ""})
_MOST_THOUSANDS: Final = 1_000_000
_MOST_PERCENT: Final = 100_000
_YEARS: Final = 2


class _Release(NamedTuple):
    """Columns of the table by statistic, years of the period, and the source."""

    columns: dict[str, str]
    period: str
    source: Source


class ProjectionsReader(PublisherReader):
    """Reads table 1.2 of the employment projections."""

    offer: ClassVar[Offer] = Offer(
        "projections",
        "the US employment projections",
        "https://www.bls.gov/emp/data/occupational-data.htm",
        f"the workbook of all occupation tables ({_BOOK})",
    )

    words: ClassVar = {
        "schema:statType": "ObjectProperty",
        "schema:temporalCoverage": "DatatypeProperty",
    }

    def plan(self) -> list[Job]:
        """Return the tables to read, in order."""
        found = self.find(_BOOK, _TABLE)
        if found is None:
            raise self.nothing_found(expected=f"{_BOOK} or {_TABLE}")
        file = found[1]
        self._codes: set[str] = set()
        release = self._release(file)
        columns = release.columns
        layout = TableLayout(tuple(columns.values()))
        return [Job(file, layout, release.source.title, lambda row: self._take(row, release))]

    def _release(self, file: TableFile) -> _Release:
        """Return columns, period and source, read from the names of the columns.

        Raises
        ------
        DataFileError
            A column is missing, or the columns do not name two years.
        """
        line, header = find_header(file, _MARK)
        columns: dict[str, str] = {}
        years: dict[str, str] = {}
        for cell in header:
            words = _FOOTNOTES.sub("", cell.strip())
            for statistic, pattern in _COLUMNS.items():
                if match := re.fullmatch(pattern, words, re.IGNORECASE):
                    columns.setdefault(statistic, cell.strip())
                    if year := next(filter(None, match.groups()), None):
                        years[year] = cell.strip()
        if missing := [_STATISTICS.get(each, each) for each in _COLUMNS if each not in columns]:
            reason = f"There is no column for {missing[0]}. Give the file as BLS offers it."
            raise DataFileError(file.path, reason, line)
        if len(years) != _YEARS:
            reason = "Expected employment in two years, such as Employment, 2024 and 2034."
            raise DataFileError(file.path, reason, line)
        (first, columns["employment"]), (last, columns["projected-employment"]) = sorted(
            years.items()
        )
        title = f"Employment Projections {first}-{last[2:]}"
        source = Source(
            iri=source_iri("bls-projections", first, last),
            title=title,
            grade="official",
            date=str(int(first) + 1),  # published in the year after the first
            licence="https://creativecommons.org/publicdomain/mark/1.0/",
            attribution=f"Source: U.S. Bureau of Labor Statistics, {title}.",
            url="https://www.bls.gov/emp/tables.htm",
        )
        self.cite(source)
        return _Release(columns, f"{first}/{last}", source)

    def _take(self, row: Row, release: _Release) -> None:
        columns = release.columns
        if not any(row[columns[each]].strip() for each in ("code", "type", "employment")):
            self.left_out["rows left out: notes under the table"] += 1
            return
        code = row.matching(columns["code"], _OCCUPATION, "a code such as 15-1252")
        if row[columns["type"]].strip() != _LINE_ITEM and code != _ALL_OCCUPATIONS:
            self.left_out["rows left out: groups of occupations"] += 1
            return
        if code in self._codes:
            raise row.error(column=columns["code"], expected="a code that no row above has")
        self._codes.add(code)
        subject = thing("soc", code)
        if self.is_new(subject):
            title = _FOOTNOTES.sub("", row.filled(columns["title"]))
            self.describe(
                subject,
                (name("rdf:type"), name("skos:Concept")),
                (name("skos:notation"), text(code)),
                (name("skos:prefLabel"), in_language(title)),
            )
        for statistic in _STATISTICS:
            if value := self._read_value(row, statistic, columns[statistic]):
                self.writer.add(subject, self._property(statistic, release), value)

    def _read_value(self, row: Row, statistic: str, column: str) -> str:
        """Return the value of a cell as a term, or an empty text if there is none."""
        if statistic in _PEOPLE:
            thousands = row.number_or_none(column, 0, _MOST_THOUSANDS, _NOT_APPLICABLE)
            return "" if thousands is None else number(int(thousands * 1000))
        if statistic == "percent-change":
            change = row.number_or_none(column, -100, _MOST_PERCENT, _NOT_APPLICABLE)
            return "" if change is None else number(Decimal(change))
        words = row[column].strip()
        if words in _NOT_APPLICABLE:
            return ""
        if statistic != "entry-education":
            return in_language(words)
        if words not in ENTRY_DEGREES:
            raise row.error(column=column, expected=f"one of {', '.join(ENTRY_DEGREES)}")
        return name(f"degree:{ENTRY_DEGREES[words]}")

    def _property(self, statistic: str, release: _Release) -> str:
        """Return the property for a statistic of the release."""
        slug = release.period.replace("/", "-")
        property_ = thing("bls-projection", slug, statistic)
        if self.is_new(property_):
            words = _STATISTICS[statistic]
            kind = "ObjectProperty" if statistic == "entry-education" else "DatatypeProperty"
            self.describe(
                property_,
                (name("rdf:type"), name(f"owl:{kind}")),
                (name("rdfs:label"), in_language(words)),
                (name("schema:temporalCoverage"), text(release.period)),
                (
                    name("schema:statType"),
                    self.describe_statistic(statistic, words),
                ),
                (name("dcterms:source"), self.cite(release.source)),
            )
        return property_
