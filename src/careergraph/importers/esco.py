"""Importer of ESCO: occupations, skills, groups, hierarchy, links and names in many languages.

Things keep ESCO's own IRIs and the terms of ESCO's own model, so that the data can be joined. The
files of versions 1.1 and 1.2 are read; names in further languages come from the same tables in
those languages, or from a table of names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from careergraph.importers.reader import Job, Offer, PublisherReader, source_iri
from careergraph.importers.tables import TableLayout
from careergraph.importers.terms import in_language, iri, name, text
from careergraph.model.values import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.importers.packages import Package
    from careergraph.importers.tables import Row

__all__ = ["EscoReader"]

_CONCEPT: Final = re.compile(r"http://data\.europa\.eu/esco/[A-Za-z0-9./_-]+")
_CODE: Final = re.compile(r"[A-Za-z0-9.]{1,20}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_VERSION: Final = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?")
_EXPECTED: Final = "an address of ESCO, such as http://data.europa.eu/esco/occupation/..."
_LICENCE: Final = "https://eur-lex.europa.eu/eli/dec/2011/833/oj"
_ATTRIBUTION: Final = (
    "This service uses the ESCO classification of the European Commission. Modified: the tables "
    "were turned into statements."
)
_DATES: Final = {"1.0": "2017", "1.1": "2022", "1.2": "2024"}
"""The year of each version."""
_CONCEPTS: Final = {
    "occupations": ("conceptUri", "preferredLabel", "altLabels"),
    "skills": ("conceptUri", "preferredLabel", "altLabels"),
    "skillGroups": ("conceptUri", "preferredLabel"),
    "ISCOGroups": ("conceptUri", "preferredLabel"),
}
_RELATIONS: Final = {
    "essential": name("esco-model:relatedEssentialSkill"),
    "optional": name("esco-model:relatedOptionalSkill"),
}
_NO_LINKS: Final = (
    "this copy of ESCO has no table of the skills of occupations "
    "(occupationSkillRelations): they are not in the store"
)


class EscoReader(PublisherReader):
    """Reads ESCO's tables in all languages that are given."""

    offer: ClassVar[Offer] = Offer(
        "esco",
        "ESCO",
        "https://esco.ec.europa.eu/en/use-esco/download",
        "the classification as CSV, in English and in each language that you want names in",
    )

    words: ClassVar = {
        "dcterms:type": "AnnotationProperty",
        "esco-model:regulatedProfessionNote": "ObjectProperty",
        "esco-model:relatedEssentialSkill": "ObjectProperty",
        "esco-model:relatedOptionalSkill": "ObjectProperty",
        "esco-model:skillReuseLevel": "DatatypeProperty",
        "esco-model:skillType": "DatatypeProperty",
        "schema:value": "DatatypeProperty",
    }

    def plan(self) -> list[Job]:
        """Return the tables to read, in order."""
        jobs = []
        for table, columns in _CONCEPTS.items():
            for language in self._languages(table):
                take = self._taking(self._take_concept, language, table)
                jobs += self._jobs(take, columns, ("conceptUri",), f"{table}_{language}.csv")
        pairs = ("conceptUri", "broaderUri")
        for table in ("broaderRelationsOccPillar", "broaderRelationsSkillPillar"):
            jobs += self._jobs(self._take_broader, pairs, (), f"{table}_en.csv", f"{table}.csv")
        links = self._jobs(
            self._take_link,
            ("occupationUri", "relationType", "skillUri"),
            ("occupationUri", "skillUri"),
            *("occupationSkillRelations_en.csv", "occupationSkillRelations.csv"),
        )
        jobs += links
        jobs += self._jobs(
            self._take_skill_link,
            ("originalSkillUri", "relationType", "relatedSkillUri"),
            (),
            *("skillSkillRelations_en.csv", "skillSkillRelations.csv"),
        )
        columns = ("language", "concept_uri", "kind", "label")
        jobs += self._jobs(self._take_name, columns, (), "labels.csv")
        if not jobs:
            raise self.nothing_found(expected="occupations_en.csv, skills_en.csv and so on")
        self._has_links = bool(links)
        return jobs

    @property
    def notes(self) -> tuple[str, ...]:
        """Return notes on what was left out, as sentences."""
        missing = () if self._has_links else (f"{_NO_LINKS[0].upper()}{_NO_LINKS[1:]}.",)
        return (*super().notes, *missing)

    def _languages(self, table: str) -> list[str]:
        """Return the languages of a table, English first."""
        start, end = f"{table}_".casefold(), ".csv"
        named = {
            file.casefold().removeprefix(start).removesuffix(end)
            for package in self.packages
            for file in package.names
            if file.casefold().startswith(start) and file.casefold().endswith(end)
        }
        return sorted(filter(_LANGUAGE.fullmatch, named), key=lambda tag: (tag != "en", tag))

    def _taking(
        self, take: Callable[[Row, Source, str, str], None], language: str, table: str
    ) -> Callable[[Row, Source], None]:
        return lambda row, source: take(row, source, language, table)

    def _jobs(
        self,
        take: Callable[[Row, Source], None],
        columns: tuple[str, ...],
        key: tuple[str, ...],
        *names: str,
    ) -> list[Job]:
        found = self.find(*names)
        if found is None:
            return []
        package, file = found
        source = self._release(package)
        layout = TableLayout(columns, key)
        return [Job(file, layout, source.title, lambda row: take(row, source))]

    def _release(self, package: Package) -> Source:
        """Return the version of a package from its name."""
        names = [package.path.name, package.path.resolve().parent.name]
        found = next(filter(None, map(_VERSION.search, names)), None)
        version = ".".join(filter(None, found.groups())) if found else "of an unknown version"
        source = Source(
            iri=source_iri("esco", version),
            title=f"ESCO v{version}" if found else f"ESCO {version}",
            grade="official",
            date=_DATES.get(version[:3], "undated"),
            licence=_LICENCE,
            attribution=_ATTRIBUTION,
            url="https://esco.ec.europa.eu/",
        )
        self.cite(source)
        return source

    def _concept(self, row: Row, column: str) -> str:
        return iri(row.matching(column, _CONCEPT, _EXPECTED))

    def _take_concept(self, row: Row, source: Source, language: str, table: str) -> None:
        subject = self._concept(row, "conceptUri")
        add = self.writer.add
        add(subject, name("skos:prefLabel"), in_language(row.filled("preferredLabel"), language))
        labels = f"{row.get('altLabels')}\n{row.get('hiddenLabels')}".splitlines()
        for label in dict.fromkeys(label.strip() for label in labels):
            if label and label != row["preferredLabel"].strip():
                add(subject, name("skos:altLabel"), in_language(label, language))
        for column, term in (
            ("description", "dcterms:description"),
            ("definition", "skos:definition"),
            ("scopeNote", "skos:scopeNote"),
        ):
            if words := row.get(column).strip():
                add(subject, name(term), in_language(words, language))
        if language == "en" or not row.get("conceptType"):
            self._take_facts(row, subject, table)
        self._cite_for(subject, source)

    def _cite_for(self, subject: str, source: Source) -> None:
        """State once that statements about a concept come from a source."""
        if self.is_new(f"{subject} {source.iri}"):
            self.writer.add(subject, name("dcterms:source"), self.cite(source))

    def _take_facts(self, row: Row, subject: str, table: str) -> None:
        """Write the statements of a row that are the same in every language."""
        add = self.writer.add
        add(subject, name("rdf:type"), name("skos:Concept"))
        schemes = row.get("inScheme").replace(",", " ").split()
        add(subject, name("skos:inScheme"), *map(iri, filter(_CONCEPT.fullmatch, schemes)))
        if table == "occupations":
            add(subject, name("rdf:type"), name("schema:Occupation"))
        if row.get("code").strip():
            code = row.matching("code", _CODE, "a code such as 2512.4")
            add(subject, name("skos:notation"), text(code))
        if row.get("iscoGroup").strip():
            group = row.matching("iscoGroup", _CODE, "the code of an ISCO group, such as 2512")
            add(subject, name("skos:broader"), name(f"isco:C{group}"))
        for column, term in (
            ("skillType", "esco-model:skillType"),
            ("reuseLevel", "esco-model:skillReuseLevel"),
            ("regulatedProfessionNote", "esco-model:regulatedProfessionNote"),
        ):
            if words := row.get(column).strip():
                is_address = bool(_CONCEPT.fullmatch(words))
                add(subject, name(term), iri(words) if is_address else text(words))

    def _take_broader(self, row: Row, _source: Source) -> None:
        wider = self._concept(row, "broaderUri")
        self.writer.add(self._concept(row, "conceptUri"), name("skos:broader"), wider)

    def _take_link(self, row: Row, source: Source) -> None:
        relation = row["relationType"].strip()
        if relation not in _RELATIONS:
            raise row.error(column="relationType", expected="essential or optional")
        occupation, skill = self._concept(row, "occupationUri"), self._concept(row, "skillUri")
        self.writer.add(occupation, _RELATIONS[relation], skill)
        if relation == "essential":
            self.profile(occupation, skill, 1.0, source)

    def _take_skill_link(self, row: Row, _source: Source) -> None:
        relation = _RELATIONS.get(row["relationType"].strip())
        if relation is None:
            raise row.error(column="relationType", expected="essential or optional")
        subject = self._concept(row, "originalSkillUri")
        self.writer.add(subject, relation, self._concept(row, "relatedSkillUri"))

    def _take_name(self, row: Row, source: Source) -> None:
        language = row.matching("language", _LANGUAGE, "the code of a language, such as de")
        kind = row["kind"].strip()
        if kind not in ("preferred", "alternative"):
            raise row.error(column="kind", expected="preferred or alternative")
        term = "skos:prefLabel" if kind == "preferred" else "skos:altLabel"
        label = in_language(row.filled("label"), language)
        concept = self._concept(row, "concept_uri")
        self.writer.add(concept, name(term), label)
        self._cite_for(concept, source)
