"""The names of roles, skills and certifications, read from an engine."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from careergraph.compiled.reading.roles.occupation_layer import read_same_roles
from careergraph.compiled.titles.details import Code, NameDetails
from careergraph.model.entries import Entry
from careergraph.vocab import ID, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from careergraph.store.engine import Engine

__all__ = ["read_entries", "read_job_titles", "read_label_languages", "read_name_details"]

_ENTRIES_QUERY: Final = """
SELECT ?thing ?kind ?label ?language ?alias WHERE {
  { ?thing a cg:Role BIND("role" AS ?kind) }
  UNION { ?thing a cg:Certification BIND("certification" AS ?kind) }
  UNION {
    VALUES ?type { cg:Skill cg:ProgrammingLanguage cg:Tool cg:Concept cg:Method cg:Domain
                   cg:Mathematics cg:SoftSkill }
    ?thing a ?type BIND("skill" AS ?kind)
  }
  ?thing skos:prefLabel ?label
  BIND(LANG(?label) AS ?language)
  OPTIONAL { ?thing skos:altLabel ?alias }
}
"""
_LANGUAGES: Final = """
SELECT ?language (COUNT(DISTINCT ?role) AS ?roles) WHERE {
  { ?role a cg:Role } UNION { ?role a cg:Occupation }
  ?role skos:prefLabel ?label
  BIND(LCASE(STRBEFORE(CONCAT(LANG(?label), "-"), "-")) AS ?language)
} GROUP BY ?language ORDER BY ?language
"""
_OTHERS: Final = """
SELECT ?thing ?kind ?label WHERE {
  { ?thing a cg:Occupation BIND("occupation" AS ?kind) }
  UNION { ?thing a cg:OccupationElement BIND("element" AS ?kind) }
  UNION { ?thing a cg:OccupationGroup BIND("group" AS ?kind) }
  ?thing skos:prefLabel ?label
} ORDER BY ?thing
"""
_JOB_TITLES: Final = """
SELECT ?occupation ?title ?reported WHERE {
  ?occupation a cg:Occupation
  { ?occupation skos:prefLabel ?title BIND(2 AS ?reported) }
  UNION { ?occupation cg:reportedTitle ?title BIND(1 AS ?reported) }
  UNION { ?occupation skos:altLabel ?title BIND(0 AS ?reported) }
}
"""
_MATCHES: Final = """
SELECT ?thing ?other ?distance WHERE {
  VALUES ?type { cg:Role cg:Occupation }
  ?thing a ?type .
  { ?thing skos:exactMatch ?other BIND(1 AS ?distance) }
  UNION { ?thing skos:closeMatch ?other BIND(2 AS ?distance) }
  UNION { ?thing skos:broadMatch ?other BIND(3 AS ?distance) }
} ORDER BY ?distance ?thing ?other
"""
_LINKS: Final = """
SELECT ?role ?occupation WHERE {
  ?link a cg:OccupationLink ; cg:ofRole ?role ; cg:occupation ?occupation ; cg:fit ?fit
  FILTER (?fit != cg:misleading)
} ORDER BY ?role ?occupation
"""
_ESCO_CODES: Final = """
SELECT ?occupation ?code WHERE { ?occupation skos:notation ?code
  FILTER (STRSTARTS(STR(?occupation), "http://data.europa.eu/esco/occupation/")) }
"""
_LEVELS: Final = """
SELECT ?role ?line ?level WHERE {
  ?role cg:levelOf ?line . OPTIONAL { ?role cg:seniority ?level }
} ORDER BY ?role ?line
"""
_EMPLOYMENT: Final = """
SELECT ?occupation ?employment WHERE {
  ?outlook a cg:EmploymentOutlook ; cg:ofRole ?occupation ; cg:employment ?employment .
}
"""
_OCCUPATION: Final = f"{ID}onet-soc/"
_SCHEMES: Final = {
    _OCCUPATION: "onet-soc",
    "http://data.europa.eu/esco/isco/C": "isco",
}
_ESCO_OCCUPATION: Final = "http://data.europa.eu/esco/occupation/"
_ISCO_DIGITS: Final = 4
_WIDER: Final = 3
_LEVEL: Final = 4
_PART: Final = 10
"""The divisor of a wider occupation's employment for a part that O*NET splits off."""


def read_label_languages(engine: Engine) -> dict[str, int]:
    """Return how many roles and occupations have a label in each language, without regions.

    An empty language stands for labels without one.
    """
    rows = engine.select(_LANGUAGES)
    return {str(language): int(roles or 0) for language, roles in rows}


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
    entries += [
        Entry(str(iri), str(kind), str(label)) for iri, kind, label in engine.select(_OTHERS)
    ]
    return entries


def read_job_titles(engine: Engine) -> list[tuple[str, str, int]]:
    """Return the job titles of occupations: IRI, title, and 2 (official), 1 (reported) or 0.

    2 is the title of the classification, 1 a title that people in the occupation reported, 0 any
    other. An occupation that is the same as a role has the IRI of the role.
    """
    same = read_same_roles(engine)
    rows = {
        (same.get(str(iri), str(iri)), str(title)): int(str(known))
        for iri, title, known in sorted(
            engine.select(_JOB_TITLES), key=lambda row: int(str(row[2]))
        )
    }
    return sorted((iri, title, known) for (iri, title), known in rows.items())


def read_name_details(engine: Engine) -> NameDetails:
    """Return the codes, the levels and the employment of roles and occupations."""
    same = read_same_roles(engine)
    levels = {
        str(role): (str(line), "" if level is None else local_name(str(level)))
        for role, line, level in engine.select(_LEVELS)
    }
    return NameDetails(_read_codes(engine, levels), levels, _read_employment(engine, same))


def _read_codes(engine: Engine, levels: dict[str, tuple[str, str]]) -> dict[str, tuple[Code, ...]]:
    distances: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = [
        (str(thing), str(other), int(str(distance)))
        for thing, other, distance in engine.select(_MATCHES)
    ]
    rows += [(str(role), str(other), _WIDER) for role, other in engine.select(_LINKS)]
    for thing, _, _ in engine.select(_OTHERS):
        if str(thing).startswith(_OCCUPATION):
            distances[str(thing)][_code_of(str(thing))] = 0
    esco_codes = {str(iri): str(code) for iri, code in engine.select(_ESCO_CODES)}
    for thing, other, distance in rows:
        for code in _codes_of(other, {} if thing.startswith(_OCCUPATION) else esco_codes):
            known = distances[thing]
            known[code] = min(distance, known.get(code, distance))
    for occupation, role in read_same_roles(engine).items():
        for code, distance in distances[occupation].items():
            distances[role].setdefault(code, max(distance, 1))
    _add_crosswalk(distances, [(thing, other) for thing, other, _ in rows if other in esco_codes])
    for role, (line, _) in levels.items():
        for code in distances[line]:
            distances[role].setdefault(code, _LEVEL)
    return {
        thing: tuple(
            Code(*code, distance)
            for code, distance in sorted(codes.items(), key=lambda pair: (pair[1], pair[0]))
        )
        for thing, codes in distances.items()
    }


def _add_crosswalk(
    distances: dict[str, dict[tuple[str, str], int]], matches: Iterable[tuple[str, str]]
) -> None:
    """Add O*NET's codes to roles that have none: those of the ESCO occupations they match."""
    coded: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for iri, codes in distances.items():
        if iri.startswith(_OCCUPATION):
            for scheme, code in codes:
                if scheme == "esco":
                    coded[code].append(_code_of(iri))
    without = {
        iri
        for iri, codes in distances.items()
        if not any(scheme == "onet-soc" for scheme, _ in codes)
    }
    for role, esco in matches:
        if role in without:
            distances[role].update(dict.fromkeys(coded[esco], _WIDER))


def _codes_of(iri: str, esco_codes: Mapping[str, str]) -> list[tuple[str, str]]:
    scheme, code = _code_of(iri)
    if iri in esco_codes:
        known = esco_codes[iri]
        return [(scheme, code), (scheme, known), ("isco", known[:_ISCO_DIGITS])]
    return [(scheme, code)] if scheme else []


def _code_of(iri: str) -> tuple[str, str]:
    for start, scheme in _SCHEMES.items():
        if iri.startswith(start):
            return scheme, iri.removeprefix(start)
    return ("esco", iri) if iri.startswith(_ESCO_OCCUPATION) else ("", "")


def _read_employment(engine: Engine, same: dict[str, str]) -> dict[str, float]:
    employment: dict[str, float] = {}
    for occupation, people in engine.select(_EMPLOYMENT):
        iri, count = str(occupation), float(str(people))
        if iri.startswith(_OCCUPATION) and not iri.endswith(".00"):
            count /= _PART
        iri = same.get(iri, iri)
        employment[iri] = max(count, employment.get(iri, 1.0), 1.0)
    return employment
