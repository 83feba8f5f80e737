"""Add imported names, codes, tasks and pay to the tables of the compiled graph.

These are names in other languages, codes of further matches, tasks, pay by area, and their sources.
Everything else that was imported can only be queried in SPARQL.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from careergraph.compiled.titles.foreign import ForeignName, write_foreign_names
from careergraph.compiled.user_store.imports import open_statements
from careergraph.compiled.user_store.local_pay import LocalPay, write_local_pay
from careergraph.compiled.user_store.outlooks import Projections, write_outlooks
from careergraph.model.statements import RoleStatements
from careergraph.vocab import CG, ID, IMPORT_GRAPHS, PREFIXES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from careergraph.compiled.user_store.imports import Import
    from careergraph.model.entries import GraphInfo

__all__ = ["write_sections"]

_ONET: Final = ox.NamedNode(f"{IMPORT_GRAPHS}onet")
_OEWS: Final = ox.NamedNode(f"{IMPORT_GRAPHS}oews")
_PROJECTIONS: Final = ox.NamedNode(f"{IMPORT_GRAPHS}projections")
_CROSSWALK: Final = ox.NamedNode(f"{IMPORT_GRAPHS}crosswalk")
_TYPE: Final = ox.NamedNode(f"{PREFIXES['rdf']}type")
_SKOS: Final = PREFIXES["skos"]
_PREFERRED: Final = ox.NamedNode(f"{_SKOS}prefLabel")
_NAMES: Final = (f"<{_SKOS}prefLabel>".encode(), f"<{_SKOS}altLabel>".encode())
_ESCO_OCCUPATION: Final = "http://data.europa.eu/esco/occupation/"
_ESCO_OCCUPATION_TERM: Final = f"<{_ESCO_OCCUPATION}"
_ESCO_ISCO: Final = "http://data.europa.eu/esco/isco/C"
_TASKS_PLACE: Final = [field.name for field in fields(RoleStatements)].index("tasks")
_ABOUT_TASKS: Final = (
    ox.NamedNode(f"{CG}ofRole"),
    ox.NamedNode(f"{PREFIXES['rdfs']}label"),
    ox.NamedNode(f"{CG}statedBy"),
    ox.NamedNode(f"{CG}place"),
)
"""What is read of a task: its occupation, text, source, and place in the source."""
_PIECE: Final = 1024**2
"""Bytes of statements that are read at once."""
_DISTANCES: Final = {"exactMatch": 1, "closeMatch": 2, "broadMatch": 3}


def write_sections(
    database: sqlite3.Connection,
    statements: Any,  # noqa: ANN401
    new: list[tuple[Import, Path]],
    loaded: Mapping[str, int],
    info: GraphInfo,
) -> None:
    """Add what was imported to a copy of the bundled tables.

    Parameters
    ----------
    database
        The copy, open for writing.
    statements
        The engine's store with all statements.
    new
        What is new, with the folder of each import.
    loaded
        How many statements of each import were not in the graph before, by kind.
    info
        Version and hash of the resulting graph.
    """
    imports = [one for one, _ in new]
    folders = {one.kind: folder for one, folder in new}
    kinds = folders.keys()
    _write_info(database, imports, loaded, info)
    if "esco" in kinds:
        write_foreign_names(database, _read_names(folders["esco"]))
    if "crosswalk" in kinds:
        _write_matches(database, statements)
    if "onet" in kinds:
        _write_tasks(database, statements)
    if "projections" in kinds:
        write_outlooks(database, _read_projections(statements))
    if "oews" in kinds:
        source = next(one.sources[-1] for one in imports if one.kind == "oews")
        write_local_pay(
            database,
            _read_areas(statements),
            _read_local_pay(statements, folders["oews"]),
            (source.iri, source.date),
        )


def _write_info(
    database: sqlite3.Connection,
    imports: list[Import],
    loaded: Mapping[str, int],
    info: GraphInfo,
) -> None:
    row = database.execute("SELECT value FROM meta WHERE name = 'statistics'").fetchone()
    triples, counts, grades, *uses = json.loads(row[0])
    used = dict(uses[0]) if uses else {}
    for one in imports:
        triples += loaded[one.kind]
        counts[f"imported statements ({one.kind})"] = loaded[one.kind]
        for source in one.sources:
            used[source.iri] = used.get(source.iri, 0) + loaded[one.kind]
    statistics = json.dumps([triples, counts, grades, used], ensure_ascii=False)
    with database:
        database.executemany(
            "UPDATE meta SET value = ? WHERE name = ?",
            [(info.hash, "hash"), (info.version, "version"), (statistics, "statistics")],
        )
        database.executemany(
            "INSERT OR IGNORE INTO mapping (section, name, value) VALUES ('sources', ?, ?)",
            [
                (source.iri, json.dumps(astuple(source), ensure_ascii=False))
                for one in imports
                for source in one.sources
            ],
        )


def _read_names(folder: Path) -> Iterator[ForeignName]:
    prefix = _ESCO_OCCUPATION_TERM.encode()
    with open_statements(folder) as stream:
        while lines := stream.readlines(_PIECE):
            named = b"".join(
                line
                for line in lines
                if line.startswith(prefix) and line.split(b" ", 2)[1] in _NAMES
            )
            for triple in ox.parse(named, ox.RdfFormat.N_TRIPLES, lenient=True):
                label = triple.object
                if isinstance(label, ox.Literal) and label.language:
                    is_preferred = triple.predicate == _PREFERRED
                    concept = triple.subject.value
                    yield ForeignName(concept, label.language, label.value, is_preferred)


def _stream(folder: Path, prefix: bytes = b"") -> Iterator[tuple[str, str, str]]:
    """Iterate over the statements of an import as N-Triples writes their terms.

    This is many times faster than querying the engine for them. Only lines that begin with
    ``prefix`` are decoded.
    """
    with open_statements(folder) as stream:
        while lines := stream.readlines(_PIECE):
            for line in lines:
                if line.startswith(prefix):
                    subject, predicate, value = line.decode().split(" ", 2)
                    yield subject, predicate, value[:-3]


def _write_matches(database: sqlite3.Connection, statements: Any) -> None:  # noqa: ANN401
    """Add the codes of classifications that a crosswalk matches with occupations of O*NET."""
    entries = dict(database.execute("SELECT iri, id FROM entry"))
    roles = _roles_of_occupations(database)
    codes = {
        quad.subject.value: quad.object.value
        for quad in statements.quads_for_pattern(
            None, ox.NamedNode(f"{_SKOS}notation"), None, _CROSSWALK
        )
    }
    known = {
        (entry, scheme, code)
        for entry, scheme, code in database.execute("SELECT entry, scheme, code FROM code")
    }
    rows = []
    for name, distance in _DISTANCES.items():
        term = ox.NamedNode(f"{_SKOS}{name}")
        for quad in statements.quads_for_pattern(None, term, None, _CROSSWALK):
            thing, other = quad.subject.value, quad.object.value
            for scheme, code in _codes_of(other, codes):
                for iri in {thing, roles.get(thing, thing)}:
                    pair = entries.get(iri), scheme, code
                    if pair[0] is not None and pair not in known:
                        known.add(pair)
                        rows.append((*pair, distance))
    with database:
        database.executemany("INSERT INTO code VALUES (?, ?, ?, ?)", rows)


def _codes_of(iri: str, codes: Mapping[str, str]) -> list[tuple[str, str]]:
    if iri.startswith(_ESCO_ISCO):
        return [("isco", iri.removeprefix(_ESCO_ISCO))]
    if iri.startswith(_ESCO_OCCUPATION):
        return [("esco", iri), *([("esco", codes[iri])] if iri in codes else [])]
    return []


def _roles_of_occupations(database: sqlite3.Connection) -> dict[str, str]:
    """Map each occupation to the curated role that matches it."""
    row = database.execute("SELECT value FROM sequence WHERE section = 'occupation_nodes'")
    nodes = json.loads(row.fetchone()[0])
    return {node[0]: node[4] for node in nodes if len(node) > 4 and node[4]}  # noqa: PLR2004


def _write_tasks(database: sqlite3.Connection, statements: Any) -> None:  # noqa: ANN401
    """Add the imported tasks to the role statements of each occupation."""
    kind = ox.NamedNode(f"{CG}Task")
    about: dict[str, list[str | None]] = {
        quad.subject.value: [None, None, None, None]
        for quad in statements.quads_for_pattern(None, _TYPE, kind, _ONET)
    }
    # Four walks through an index take a fraction of the time of a look-up for each task.
    for place, predicate in enumerate(_ABOUT_TASKS):
        for quad in statements.quads_for_pattern(None, predicate, None, _ONET):
            if (known := about.get(quad.subject.value)) is not None:
                known[place] = quad.object.value
    tasks: dict[str, list[tuple[str, list[Any]]]] = defaultdict(list)
    for task, (of, label, source, place_in_source) in about.items():
        tasks[str(of)].append((task, [label, source, place_in_source, []]))
    roles = _roles_of_occupations(database)
    rows = []
    for occupation, listed in tasks.items():
        role = roles.get(occupation, occupation)
        row = database.execute(
            "SELECT value FROM mapping WHERE section = 'role_statements' AND name = ?", (role,)
        ).fetchone()
        if row is not None:
            value = json.loads(row[0])
            value[_TASKS_PLACE] = [
                *value[_TASKS_PLACE],
                *(task for _, task in sorted(listed, key=lambda pair: pair[0])),
            ]
            rows.append((json.dumps(value, ensure_ascii=False), role))
    with database:
        database.executemany(
            "UPDATE mapping SET value = ? WHERE section = 'role_statements' AND name = ?", rows
        )


def _read_projections(statements: Any) -> Projections:  # noqa: ANN401
    """Return the projections of each SOC code."""
    schema = PREFIXES["schema"]
    figures: dict[str, dict[str, str]] = defaultdict(dict)
    period = source = ""
    for named in statements.quads_for_pattern(
        None, ox.NamedNode(f"{schema}statType"), None, _PROJECTIONS
    ):
        about = {
            each.predicate.value: each.object.value
            for each in statements.quads_for_pattern(named.subject, None, None, _PROJECTIONS)
        }
        period = about[f"{schema}temporalCoverage"]
        source = about[f"{PREFIXES['dcterms']}source"]
        statistic = named.object.value.rpartition("/")[2]
        for quad in statements.quads_for_pattern(None, named.subject, None, _PROJECTIONS):
            figures[quad.subject.value.rpartition("/")[2]][statistic] = quad.object.value
    return Projections(period, source, figures)


def _read_areas(statements: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401
    """Iterate over the areas: code, name and kind."""
    kind = ox.NamedNode(f"{PREFIXES['schema']}AdministrativeArea")
    for quad in statements.quads_for_pattern(None, _TYPE, kind, _OEWS):
        about = {
            each.predicate.value: each.object.value
            for each in statements.quads_for_pattern(quad.subject, None, None, _OEWS)
        }
        yield (
            about[f"{_SKOS}notation"],
            about[f"{_SKOS}prefLabel"],
            about[f"{PREFIXES['dcterms']}type"],
        )


def _read_local_pay(statements: Any, folder: Path) -> Iterator[LocalPay]:  # noqa: ANN401
    """Iterate over the figures of occupations in areas.

    A property names area and statistic, and its value for an occupation is one figure. The figures
    of an occupation in an area follow each other in the file.
    """
    codes = {
        quad.subject.value: quad.object.value
        for quad in statements.quads_for_pattern(
            None, ox.NamedNode(f"{_SKOS}notation"), None, _OEWS
        )
    }
    area_of = ox.NamedNode(f"{PREFIXES['schema']}spatialCoverage")
    statistic_of = ox.NamedNode(f"{PREFIXES['schema']}statType")
    meaning = {}
    for quad in statements.quads_for_pattern(None, area_of, None, _OEWS):
        (statistic,) = statements.quads_for_pattern(quad.subject, statistic_of, None, _OEWS)
        name = statistic.object.value.rpartition("/")[2]
        meaning[str(quad.subject)] = codes[quad.object.value], name
    figures: dict[str, str] = {}
    current = ("", "")
    for subject, predicate, value in _stream(folder, f"<{ID}soc/".encode()):
        meant = meaning.get(predicate)
        if meant is None:
            continue
        area, name = meant
        if current != (subject, area):
            if figures:
                yield LocalPay.of(current[1], codes[current[0][1:-1]], figures)
            current, figures = (subject, area), {}
        figures[name] = value.partition('"^^')[0].strip('"')
    if figures:
        yield LocalPay.of(current[1], codes[current[0][1:-1]], figures)
