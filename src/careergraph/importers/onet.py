"""Importer of O*NET: occupations, titles, tasks, ratings, answers, software and relations.

Both layouts are read, the one before release 30.3 and the one since. Each element of a table on a
scale becomes a property that names element, scale and release once; a rating is one statement.
Ratings that O*NET advises to suppress, and levels that it calls not relevant, are left out and
counted.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final

from careergraph.importers.reader import Job, Offer, PublisherReader, source_iri
from careergraph.importers.tables import TableLayout
from careergraph.importers.terms import cg, in_language, name, number, text, thing
from careergraph.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.importers.packages import Package
    from careergraph.importers.tables import Row

__all__ = ["CODE", "OnetReader", "is_suppressed"]

CODE: Final = "O*NET-SOC Code"
_OCCUPATION: Final = re.compile(r"\d{2}-\d{4}\.\d{2}")
_ELEMENT: Final = re.compile(r"\d(?:\.[A-Za-z0-9]+)*")
_SCALE: Final = re.compile(r"[A-Z]{2,3}")
_NUMBER: Final = re.compile(r"\d{1,9}")
_YES: Final = "Y"
_NONE: Final = frozenset({"n/a", ""})
_RELEASE_IN_README: Final = re.compile(r"O\*NET(?:\W{0,3})\s*(\d+\.\d+)\s+Database", re.IGNORECASE)
_RELEASE_IN_NAME: Final = re.compile(r"(\d{2})[._](\d)(?!\d)")
_MONTH: Final = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s+(\d{4})\s+Release",
)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_LARGEST: Final = 1_000_000
_PERCENT_SCALES: Final = frozenset({"RL", "RW", "PT", "OJ", "CXP", "CTP", "FT"})
"""Scales of shares: each category has a percentage of answers."""
_RATINGS: Final = (
    ("Essential Skills.txt",),
    ("Transferable Skills.txt",),
    ("Skills.txt",),
    ("Knowledge.txt",),
    ("Abilities.txt",),
    ("Work Activities.txt",),
    ("Work Context.txt",),
    ("Work Styles.txt",),
    ("Career Interest Types.txt", "Interests.txt"),
    ("Specific Interest Areas.txt",),
    ("Work Values.txt",),
    ("Education.txt",),
    ("Training and Experience.txt",),
    ("Education, Training, and Experience.txt",),
)
"""Tables of ratings and answers; the old table is skipped where the new one is there."""
_REPLACED: Final = {
    "Skills.txt": "Essential Skills.txt",
    "Education, Training, and Experience.txt": "Education.txt",
}
"""Map each table of the old layout to one that replaced it."""
_CATEGORIES: Final = (
    ("Education Categories.txt",),
    ("Training and Experience Categories.txt",),
    ("Education, Training, and Experience Categories.txt",),
    ("Work Context Categories.txt",),
)
_RELATED: Final = {
    "Primary-Short": "primary-short",
    "Primary-Long": "primary-long",
    "Supplemental": "supplemental",
}
_IMPORTANCE: Final = "IM"
_IMPORTANT: Final = 3
"""The importance from which O*NET's anchors call an element important."""
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_ATTRIBUTION: Final = (
    "This product includes information from the O*NET {} Database by the U.S. Department of Labor, "
    "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® "
    "is a trademark of USDOL/ETA. The developers of this product have modified all or some of this "
    "information. USDOL/ETA has not approved, endorsed, or tested these modifications."
)


def is_suppressed(row: Row) -> bool:
    """Return whether O*NET advises not to use a rating, or calls its level not relevant."""
    return row.get("Recommend Suppress") == _YES or row.get("Not Relevant") == _YES


class OnetReader(PublisherReader):
    """Reads O*NET's tables, from one release or several."""

    offer: ClassVar[Offer] = Offer(
        "onet",
        "O*NET",
        "https://www.onetcenter.org/database.html",
        'the archive "Text" of a release (db_30_3_text.zip), or the folder that it unpacks to',
    )

    words: ClassVar = {
        "dcterms:subject": "ObjectProperty",
        "dcterms:type": "AnnotationProperty",
        "schema:maxValue": "DatatypeProperty",
        "schema:minValue": "DatatypeProperty",
        "schema:value": "DatatypeProperty",
    }

    def plan(self) -> list[Job]:
        """Return the tables to read, in order."""
        jobs = [
            *self._jobs("Content Model Reference.txt", take=self._take_element),
            *self._jobs("Scales Reference.txt", take=self._take_scale),
            *(job for names in _CATEGORIES for job in self._jobs(*names, take=self._take_category)),
            *self._jobs("Occupation Data.txt", take=self._take_occupation),
            *self._jobs("Job Titles.txt", "Alternate Titles.txt", take=self._take_title),
            *self._jobs("Sample of Reported Titles.txt", take=self._take_reported),
            *self._jobs("GWAs to IWAs to DWAs.txt", "DWA Reference.txt", take=self._take_activity),
            *self._jobs("Task Statements.txt", take=self._take_task),
            *self._jobs("Task Ratings.txt", take=self._take_task_rating),
            *self._jobs("Tasks to DWAs.txt", take=self._take_task_activity),
            *self._jobs("Emerging Tasks.txt", take=self._take_emerging),
            *self._jobs("Software Skills.txt", "Technology Skills.txt", take=self._take_software),
            *self._jobs("Related Occupations.txt", take=self._take_related),
            *self._jobs("Job Zones.txt", take=self._take_zone),
        ]
        for names in _RATINGS:
            newer = _REPLACED.get(names[0])
            if newer is None or self.find(newer) is None:
                jobs += self._jobs(*names, take=self._take_rating)
        if not jobs:
            raise self.nothing_found(expected="Occupation Data.txt, Job Titles.txt and so on")
        return jobs

    def _jobs(self, *names: str, take: Callable[[Row, str, Source], None]) -> list[Job]:
        found = self.find(*names)
        if found is None:
            return []
        package, file = found
        source = self._release(package)
        columns, key = _LAYOUTS.get(file.name, _RATING_LAYOUT)
        slug = source.iri.rpartition("/onet-")[2]
        layout = TableLayout(columns, key, tabs=True)
        return [Job(file, layout, source.title, lambda row: take(row, slug, source))]

    def _release(self, package: Package) -> Source:
        """Return the release of a package, from its Read Me or its name."""
        release, date = "", "undated"
        readme = package.find("Read Me.txt")
        if readme is not None:
            with readme.open() as stream:
                words = stream.read(4096).decode("utf-8", "replace")
            if match := _RELEASE_IN_README.search(words):
                release = match[1]
            if match := _MONTH.search(words):
                date = f"{match[2]}-{_MONTHS.index(match[1]) + 1:02d}"
        if not release:
            names = [package.path.name, package.path.resolve().parent.name]
            found = next(filter(None, map(_RELEASE_IN_NAME.search, names)), None)
            release = f"{found[1]}.{found[2]}" if found else "of an unknown release"
        title = f"O*NET {release} Database"
        source = Source(
            iri=source_iri("onet", release),
            title=title,
            grade="official",
            date=date,
            licence=_LICENCE,
            attribution=_ATTRIBUTION.format(release),
            url="https://www.onetcenter.org/database.html",
        )
        self.cite(source)
        return source

    def _occupation(self, row: Row, column: str = CODE) -> str:
        code = row.matching(column, _OCCUPATION, "a code such as 15-1252.00")
        return name(f"onet:{code}")

    def _element(self, row: Row, column: str = "Element ID") -> str:
        return row.matching(column, _ELEMENT, "the code of an element, such as 2.A.1.a")

    def _take_element(self, row: Row, release: str, source: Source) -> None:
        code = self._element(row)
        subject = name(f"element:{code}")
        label = row.filled("Element Name")
        self.writer.add(subject, name("rdf:type"), cg("OccupationElement"))
        self.writer.add(subject, name("skos:notation"), text(code))
        self.writer.add(subject, name("skos:prefLabel"), in_language(label))
        if description := row["Description"].strip():
            self.writer.add(subject, name("skos:definition"), in_language(description))
        self.writer.add(subject, name("dcterms:source"), self.cite(source))
        if "." in code:
            parent = name(f"element:{code.rpartition('.')[0]}")
            self.writer.add(subject, name("skos:broader"), parent)
        del release

    def _take_scale(self, row: Row, release: str, source: Source) -> None:
        scale = row.matching("Scale ID", _SCALE, "the code of a scale, such as IM")
        subject = thing("onet-scale", scale)
        low = row.number("Minimum", -_LARGEST, _LARGEST)
        high = row.number("Maximum", -_LARGEST, _LARGEST)
        self.writer.add(subject, name("rdf:type"), name("skos:Concept"))
        self.writer.add(subject, name("skos:notation"), text(scale))
        self.writer.add(subject, name("skos:prefLabel"), in_language(row.filled("Scale Name")))
        self.writer.add(subject, name("schema:minValue"), number(low))
        self.writer.add(subject, name("schema:maxValue"), number(high))
        del release, source

    def _take_category(self, row: Row, release: str, source: Source) -> None:
        element = self._element(row)
        scale = row.matching("Scale ID", _SCALE, "the code of a scale, such as RL")
        category = row.matching("Category", _NUMBER, "a whole number")
        property_ = thing("onet-rating", release, scale, element, category)
        words = f"{row.filled('Element Name')}: {row.filled('Category Description')}"
        self.writer.add(property_, name("skos:definition"), in_language(words))
        del source

    def _take_occupation(self, row: Row, release: str, source: Source) -> None:
        subject = self._occupation(row)
        kinds = (cg("Occupation"), name("schema:Occupation"), name("skos:Concept"))
        self.writer.add(subject, name("rdf:type"), *kinds)
        self.writer.add(subject, name("skos:notation"), text(row[CODE].strip()))
        self.writer.add(subject, name("skos:prefLabel"), in_language(row.filled("Title")))
        description = in_language(row.filled("Description"))
        self.writer.add(subject, name("dcterms:description"), description)
        del release, source

    def _take_title(self, row: Row, release: str, source: Source) -> None:
        subject = self._occupation(row)
        column = "Job Title" if row.get("Job Title") else "Alternate Title"
        for title in (row.filled(column), row.get("Short Title").strip()):
            if title not in _NONE:
                self.writer.add(subject, name("skos:altLabel"), in_language(title))
        del release, source

    def _take_reported(self, row: Row, release: str, source: Source) -> None:
        title = in_language(row.filled("Reported Job Title"))
        self.writer.add(self._occupation(row), cg("reportedTitle"), title)
        del release, source

    def _take_activity(self, row: Row, release: str, source: Source) -> None:
        code = self._element(row, "DWA Element ID" if row.get("DWA Element ID") else "DWA ID")
        subject = name(f"element:{code}")
        column = "DWA Element Name" if row.get("DWA Element Name") else "DWA Title"
        self.writer.add(subject, name("rdf:type"), cg("OccupationElement"))
        self.writer.add(subject, name("skos:notation"), text(code))
        self.writer.add(subject, name("skos:prefLabel"), in_language(row.filled(column)))
        self.writer.add(subject, name("dcterms:source"), self.cite(source))
        column = "IWA Element ID" if row.get("IWA Element ID") else "IWA ID"
        if row.get(column):
            wider = name(f"element:{self._element(row, column)}")
            self.writer.add(subject, name("skos:broader"), wider)
        del release

    def _task(self, row: Row) -> str:
        return row.matching("Task ID", _NUMBER, "a whole number")

    def _take_task(self, row: Row, release: str, source: Source) -> None:
        task = self._task(row)
        kind = row.get("Task Type").strip().lower()
        known = "" if kind in _NONE else f", {kind}"
        subject = self._describe_task(row, (release, task), source, f"task {task}{known}")
        self.writer.add(subject, name("skos:notation"), text(task))

    def _take_emerging(self, row: Row, release: str, source: Source) -> None:
        code = row[CODE].strip()
        place = f"emerging task {row.line - 1}, {row.filled('Category').lower()}"
        self._describe_task(row, (release, code, "emerging", str(row.line - 1)), source, place)

    def _describe_task(self, row: Row, parts: tuple[str, ...], source: Source, place: str) -> str:
        subject = thing("onet-task", *parts)
        self.writer.add(subject, name("rdf:type"), cg("Task"))
        self.writer.add(subject, cg("ofRole"), self._occupation(row))
        self.writer.add(subject, name("rdfs:label"), in_language(row.filled("Task")))
        self.writer.add(subject, cg("statedBy"), self.cite(source))
        self.writer.add(subject, cg("place"), text(place))
        return subject

    def _take_task_rating(self, row: Row, release: str, source: Source) -> None:
        if is_suppressed(row):
            self.left_out["ratings of tasks left out: O*NET advises to suppress them"] += 1
            return
        scale = row.matching("Scale ID", _SCALE, "the code of a scale, such as IM")
        category = row.get("Category").strip()
        value = row.number("Data Value", -_LARGEST, _LARGEST)
        parts: tuple[str, ...] = (release, scale)
        if category not in _NONE:
            parts += (row.matching("Category", _NUMBER, "a whole number or n/a"),)
        property_ = self._property("onet-task-rating", parts, f"task rating {scale}", source)
        self.writer.add(thing("onet-task", release, self._task(row)), property_, number(value))

    def _take_task_activity(self, row: Row, release: str, source: Source) -> None:
        column = "DWA Element ID" if row.get("DWA Element ID") else "DWA ID"
        activity = name(f"element:{self._element(row, column)}")
        self.writer.add(
            thing("onet-task", release, self._task(row)), name("dcterms:subject"), activity
        )
        del source

    def _take_software(self, row: Row, release: str, source: Source) -> None:
        if row.get("Element ID").strip():
            element = self._element(row)
        else:
            element = row.matching("Commodity Code", _NUMBER, "a whole number")
        label = row.get("Element Name").strip() or row.filled("Commodity Title")
        product = row.get("Workplace Example").strip() or row.filled("Example")
        occupation = self._occupation(row)
        for kind, is_so in (
            ("onet-software", True),
            ("onet-software-in-demand", row.filled("In Demand") == _YES),
            ("onet-software-hot", row.filled("Hot Technology") == _YES),
        ):
            if is_so:
                words = f"{label}{kind.removeprefix('onet-software').replace('-', ' ')}"
                property_ = self._property(kind, (release, element), words, source)
                self.writer.add(occupation, property_, text(product))

    def _take_related(self, row: Row, release: str, source: Source) -> None:
        tier = _RELATED.get(row.filled("Relatedness Tier"))
        if tier is None:
            raise row.error(column="Relatedness Tier", expected=f"one of {', '.join(_RELATED)}")
        property_ = self._property("onet-related", (release, tier), f"related ({tier})", source)
        other = self._occupation(row, "Related O*NET-SOC Code")
        self.writer.add(self._occupation(row), property_, other)

    def _take_zone(self, row: Row, release: str, source: Source) -> None:
        zone = int(row.number("Job Zone", 1, 5))
        property_ = self._property("onet-job-zone", (release,), "job zone", source)
        self.writer.add(self._occupation(row), property_, number(zone))

    def _take_rating(self, row: Row, release: str, source: Source) -> None:
        if is_suppressed(row):
            self.left_out[
                "ratings left out: O*NET advises to suppress them, or the level is not relevant"
            ] += 1
            return
        element = self._element(row)
        scale = row.matching("Scale ID", _SCALE, "the code of a scale, such as IM")
        category = row.get("Category").strip()
        is_share = scale in _PERCENT_SCALES
        value = row.number(
            "Data Value", 0 if is_share else -_LARGEST, 100 if is_share else _LARGEST
        )
        parts = [release, scale, element]
        label = f"{row.filled('Element Name')} ({scale})"
        if category not in _NONE:
            parts.append(row.matching("Category", _NUMBER, "a whole number or n/a"))
            label += f", category {parts[-1]}"
        elif is_share:
            raise row.error(column="Category", expected="the number of a category")
        property_ = thing("onet-rating", *parts)
        if self.is_new(property_):
            self.describe(
                property_,
                (name("rdf:type"), name("owl:DatatypeProperty")),
                (name("rdfs:label"), in_language(label)),
                (name("dcterms:source"), self.cite(source)),
                (cg("element"), name(f"element:{element}")),
                (cg("ratingScale"), thing("onet-scale", scale)),
            )
        share = value / 100 if is_share else value
        if not is_share or share:
            self.writer.add(self._occupation(row), property_, number(Decimal(share)))
        if scale == _IMPORTANCE and value >= _IMPORTANT:
            self.profile(self._occupation(row), element, float(value), source)

    def _property(self, kind: str, parts: tuple[str, ...], label: str, source: Source) -> str:
        property_ = thing(kind, *parts)
        if self.is_new(property_):
            self.describe(
                property_,
                (name("rdf:type"), name("rdf:Property")),
                (name("rdfs:label"), in_language(f"{label}, {source.title}")),
                (name("dcterms:source"), self.cite(source)),
            )
        return property_


_RATING_LAYOUT: Final = (
    (CODE, "Element ID", "Element Name", "Scale ID", "Data Value"),
    (CODE, "Element ID", "Scale ID"),
)
_SHARE_LAYOUT: Final = (
    (*_RATING_LAYOUT[0], "Category"),
    (*_RATING_LAYOUT[1], "Category"),
)
_CATEGORY_LAYOUT: Final = (
    ("Element ID", "Element Name", "Scale ID", "Category", "Category Description"),
    ("Element ID", "Scale ID", "Category"),
)
_LAYOUTS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "Content Model Reference.txt": (
        ("Element ID", "Element Name", "Description"),
        ("Element ID",),
    ),
    "Scales Reference.txt": (("Scale ID", "Scale Name", "Minimum", "Maximum"), ("Scale ID",)),
    "Education Categories.txt": _CATEGORY_LAYOUT,
    "Training and Experience Categories.txt": _CATEGORY_LAYOUT,
    "Education, Training, and Experience Categories.txt": _CATEGORY_LAYOUT,
    "Work Context Categories.txt": _CATEGORY_LAYOUT,
    "Occupation Data.txt": ((CODE, "Title", "Description"), (CODE,)),
    "Job Titles.txt": ((CODE, "Job Title", "Short Title"), (CODE, "Job Title")),
    "Alternate Titles.txt": ((CODE, "Alternate Title", "Short Title"), (CODE, "Alternate Title")),
    "Sample of Reported Titles.txt": (
        (CODE, "Reported Job Title"),
        (CODE, "Reported Job Title"),
    ),
    "GWAs to IWAs to DWAs.txt": (
        ("IWA Element ID", "DWA Element ID", "DWA Element Name"),
        ("DWA Element ID",),
    ),
    "DWA Reference.txt": (("IWA ID", "DWA ID", "DWA Title"), ("DWA ID",)),
    "Task Statements.txt": ((CODE, "Task ID", "Task", "Task Type"), ("Task ID",)),
    "Task Ratings.txt": (
        (CODE, "Task ID", "Scale ID", "Category", "Data Value"),
        ("Task ID", "Scale ID", "Category"),
    ),
    "Tasks to DWAs.txt": ((CODE, "Task ID"), ()),
    "Emerging Tasks.txt": ((CODE, "Task", "Category"), ()),
    "Software Skills.txt": (
        (CODE, "Workplace Example", "Element ID", "Element Name", "Hot Technology", "In Demand"),
        (CODE, "Workplace Example", "Element ID"),
    ),
    "Technology Skills.txt": (
        (CODE, "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"),
        (CODE, "Example", "Commodity Code"),
    ),
    "Related Occupations.txt": (
        (CODE, "Related O*NET-SOC Code", "Relatedness Tier"),
        (CODE, "Related O*NET-SOC Code"),
    ),
    "Job Zones.txt": ((CODE, "Job Zone"), (CODE,)),
    "Education.txt": _SHARE_LAYOUT,
    "Training and Experience.txt": _SHARE_LAYOUT,
    "Education, Training, and Experience.txt": _SHARE_LAYOUT,
    "Work Context.txt": _SHARE_LAYOUT,
}
"""The columns and the key that each table must have; all other tables hold ratings."""
