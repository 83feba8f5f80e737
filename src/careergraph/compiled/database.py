"""A compiled graph as a SQLite file: written once, opened in milliseconds, read as needed.

A field of the graph is either a mapping, with one row for each key, or a sequence, in a single row.
Values are stored as JSON: a list of the value's fields in order.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import Field, fields, is_dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from careergraph.compiled.graph import CompiledGraph
from careergraph.compiled.near_relations import near_relations
from careergraph.compiled.schema import FORMAT, read_info
from careergraph.compiled.titles import Catalog
from careergraph.model import experience, occupations, profiles, statements
from careergraph.model.holdings import AskedItem, AskedProfile, Holding
from careergraph.model.lazy import LazyMapping, LazySequence
from careergraph.model.values import (
    DegreeLevel,
    EntryDegree,
    Evidence,
    Named,
    Need,
    PayBand,
    Resource,
    RoleNode,
    Source,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_compiled", "write_compiled"]

_SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mapping (
  position INTEGER PRIMARY KEY, section TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL
);
CREATE UNIQUE INDEX mapping_by_name ON mapping (section, name);
CREATE TABLE sequence (section TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
"""A table of long values has row numbers: else SQLite reads whole rows to compare their keys."""


_SIMPLE: Final = (str, int, float, type(None))
_OF_WIDENED: Final = ("occupation_of", "most_steps")
"""The fields that only a widened graph has; they are not written."""


def write_compiled(graph: CompiledGraph, target: Path | sqlite3.Connection) -> None:
    """Write a compiled graph into a new SQLite file, or into an empty database.

    Raises
    ------
    OSError, sqlite3.Error
        The file cannot be written.
    """
    holdings = {role.iri: graph.holding_of(role.iri) for role in graph.roles}
    graph = replace(
        graph,
        asked=graph.work,
        incumbents=holdings,
        role_counts=dict(sorted(graph.roles_asking.items())),
        profile_counts=dict(sorted(graph.profiles_asking.items())),
        stated_targets=graph.targets,
        stated_steps=graph.steps_from,
        related_occupations=near_relations(graph),
    )
    if isinstance(target, sqlite3.Connection):
        _write_tables(graph, target)
        return
    database = sqlite3.connect(target)
    try:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        _write_tables(graph, database)
        database.execute("VACUUM")
    finally:
        database.close()


def _write_tables(graph: CompiledGraph, database: sqlite3.Connection) -> None:
    database.executescript(_SCHEMA)
    meta = {
        "format": str(FORMAT),
        "version": graph.info.version,
        "hash": graph.info.hash,
        "statistics": _encode(graph.statistics),
    }
    with database:
        database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        for section in _sections():
            _write_section(database, section.name, getattr(graph, section.name))
    graph.catalog.write(database)


def _sections() -> list[Field[Any]]:
    """Return the fields of a graph that hold values."""
    return [
        field
        for field in fields(CompiledGraph)
        if field.name not in _OF_WIDENED and field.init and not field.name.startswith("make_")
    ]


def _write_section(
    database: sqlite3.Connection, name: str, values: Mapping[str, Any] | Sequence[Any]
) -> None:
    if isinstance(values, Mapping):
        database.executemany(
            "INSERT INTO mapping (section, name, value) VALUES (?, ?, ?)",
            [(name, key, _encode(value)) for key, value in values.items()],
        )
    else:
        database.execute("INSERT INTO sequence VALUES (?, ?)", (name, _encode(list(values))))


def _encode(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _plain(value: object) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    if isinstance(value, _SIMPLE):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return _plain([getattr(value, name) for name in _field_names(type(value))])
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        row = [_plain(each) for each in value]
        while row and row[-1] is None:  # Unknown fields at the end keep their defaults.
            row.pop()
        return row
    if isinstance(value, frozenset):
        return sorted(_plain(list(value)))
    return value


def open_compiled(database: sqlite3.Connection) -> CompiledGraph:
    """Return the graph of an open file; each field is read when it is first used."""
    lazy: dict[str, Any] = {}
    for section in _sections():
        if section.default == ():
            load = partial(_load_sequence, database, section.name)
            lazy[section.name] = LazySequence(load)
        else:
            lazy[section.name] = LazyMapping(
                partial(_load_mapping, database, section.name),
                partial(_find_value, database, section.name),
                partial(_holds_any, database, section.name),
            )
    return CompiledGraph(
        **lazy,
        make_catalog=lambda: Catalog(database),
        make_info=lambda: read_info(database),
        make_statistics=lambda: _read_statistics(database),
    )


def _load_mapping(database: sqlite3.Connection, section: str) -> dict[str, Any]:
    rows = database.execute(
        "SELECT name, value FROM mapping WHERE section = ? ORDER BY position", (section,)
    ).fetchall()
    decode = _DECODERS.get(section, _as_is)
    names, texts = zip(*rows, strict=True) if rows else ((), ())
    values = json.loads(f"[{','.join(texts)}]")
    return dict(zip(names, map(decode, values), strict=True))


def _find_value(database: sqlite3.Connection, section: str, name: str) -> Any:  # noqa: ANN401
    row = database.execute(
        "SELECT value FROM mapping WHERE section = ? AND name = ?", (section, name)
    ).fetchone()
    if row is None:
        raise KeyError(name)
    return _DECODERS.get(section, _as_is)(json.loads(row[0]))


def _holds_any(database: sqlite3.Connection, section: str) -> bool:
    query = "SELECT 1 FROM mapping WHERE section = ? LIMIT 1"
    return database.execute(query, (section,)).fetchone() is not None


def _load_sequence(database: sqlite3.Connection, section: str) -> list[Any]:
    row = database.execute("SELECT value FROM sequence WHERE section = ?", (section,)).fetchone()
    return list(map(_DECODERS.get(section, _as_is), json.loads(row[0])))


def _read_statistics(database: sqlite3.Connection) -> Any:  # noqa: ANN401
    row = database.execute("SELECT value FROM meta WHERE name = 'statistics'").fetchone()
    return statements.Statistics(*json.loads(row[0]))


def _as_is(value: object) -> object:
    return value


def _one(kind: Callable[..., Any], row: list[Any]) -> Any:  # noqa: ANN401
    return kind(*row)


def _many(kind: Callable[..., Any], rows: list[list[Any]]) -> tuple[Any, ...]:
    return tuple([kind(*row) for row in rows])


def _named(row: list[str] | None) -> Named | None:
    return None if row is None else Named(*row)


def _step(row: list[Any]) -> tuple[str, str, Evidence]:
    start, end, evidence = row
    return start, end, Evidence(*evidence)


def _steps_from(rows: list[list[Any]]) -> tuple[tuple[str, Evidence], ...]:
    return tuple([(end, Evidence(*evidence)) for end, evidence in rows])


def _needs(rows: list[list[Any]]) -> tuple[Need, ...]:
    return tuple(
        [
            Need(tuple(skills), weight, necessity, tuple(sources))
            for skills, weight, necessity, sources in rows
        ]
    )


def _degree(row: list[Any]) -> DegreeLevel:
    iri, label, rank, aliases, *years = row
    return DegreeLevel(iri, label, rank, tuple(aliases), *years)


def _item(row: list[Any]) -> profiles.ProfileItem:
    thing, level, weight, sources, added_by = row
    return profiles.ProfileItem(thing, level, weight, tuple(sources), added_by)


def _profile(row: list[Any]) -> profiles.RoleProfileItems:
    items, own_fields, sources = row
    return profiles.RoleProfileItems(tuple(map(_item, items)), tuple(own_fields), tuple(sources))


def _asked_item(row: list[Any]) -> AskedItem:
    skills, level, weight, kind, cluster, label, sources, *rest = row
    return AskedItem(tuple(skills), level, weight, kind, cluster, label, tuple(sources), *rest)


def _asked(row: list[Any]) -> AskedProfile:
    items, seniority, *held = row
    return AskedProfile(tuple(map(_asked_item, items)), seniority, *held)


def _holding(row: list[Any]) -> Holding:
    levels, probable, groups = row
    met = frozenset((frozenset(map(str, skills)), int(level)) for skills, level in groups)
    return Holding(levels, probable, met)


def _group(row: list[Any]) -> profiles.SkillGroup:
    iri, label, members, *general = row
    return profiles.SkillGroup(iri, label, tuple(members), *general)


def _field_group(row: list[Any]) -> profiles.FieldGroup:
    iri, label, members, accepted_for, source = row
    return profiles.FieldGroup(iri, label, tuple(members), tuple(accepted_for), source)


def _field_skills(rows: list[list[Any]]) -> tuple[profiles.FieldSkill, ...]:
    return tuple(
        profiles.FieldSkill(skill, level, tuple(sources)) for skill, level, sources in rows
    )


def _years(rows: list[list[Any]]) -> tuple[experience.ExperienceYears, ...]:
    return tuple(
        experience.ExperienceYears(low, high, label, tuple(within), *rest)
        for low, high, label, within, *rest in rows
    )


def _links(rows: list[list[Any]]) -> tuple[experience.OccupationLink, ...]:
    return tuple(
        experience.OccupationLink(iri, occupation, label, notation, fit, tuple(shows), note, source)
        for iri, occupation, label, notation, fit, shows, note, source in rows
    )


def _programmes(rows: list[list[Any]]) -> tuple[experience.StudyProgramme, ...]:
    return tuple(
        experience.StudyProgramme(label, licence, low, high, after, tuple(fields), *rest)
        for label, licence, low, high, after, fields, *rest in rows
    )


def _texts(rows: list[list[Any]]) -> tuple[statements.Statement, ...]:
    return tuple(map(_text, rows))


def _text(row: list[Any]) -> statements.Statement:
    text, source, place, qualifiers, *rest = row
    return statements.Statement(text, source, place, tuple(qualifiers), *rest)


def _certification(row: list[Any]) -> statements.CertificationStatement:
    certification, *rest, sources, checked_at = row
    values = (Named(*certification), *rest, tuple(sources), checked_at)
    return statements.CertificationStatement(*values)


def _ladder(row: list[Any]) -> statements.Ladder:
    label, rungs, source = row
    return statements.Ladder(label, _many(Named, rungs), source)


def _rungs(row: list[Any]) -> statements.Rungs:
    iri, label, roles, source = row
    return statements.Rungs(iri, label, _many(Named, roles), source)


def _field(row: list[Any]) -> statements.FieldStatement:
    field, *rest = row
    return statements.FieldStatement(Named(*field), *rest)


def _fields(rows: list[list[Any]]) -> tuple[statements.FieldStatement, ...]:
    return tuple(map(_field, rows))


def _offer(row: list[Any]) -> statements.OfferStatement:
    certification, *rest = row
    return statements.OfferStatement(Named(*certification), *rest)


def _named_resource(row: list[Any]) -> statements.NamedResource:
    resource, *rest = row
    return statements.NamedResource(Named(*resource), *rest)


def _role_statements(row: list[Any]) -> statements.RoleStatements:
    definition, family, seniority, level_of, regulated, licence, matches, *rest = row
    tasks, remarks, degrees, shares, years, certifications, ladders, *rest = rest
    outlook, preparation, fields, misleading, offers, resources = rest
    return statements.RoleStatements(
        definition=definition,
        family=family,
        seniority=seniority,
        level_of=_named(level_of),
        regulated=regulated,
        licence=licence,
        matches=tuple(matches),
        tasks=_texts(tasks),
        remarks=_texts(remarks),
        degrees=_texts(degrees),
        degree_shares=_many(statements.DegreeShareStatement, shares),
        experience=_texts(years),
        certifications=tuple(map(_certification, certifications)),
        ladders=tuple(map(_ladder, ladders)),
        outlook=_many(statements.OutlookStatement, outlook),
        preparation=_many(statements.PreparationStatement, preparation),
        fields=tuple(map(_field, fields)),
        misleading=_many(statements.MisleadingOccupation, misleading),
        offers=tuple(map(_offer, offers)),
        resources=tuple(map(_named_resource, resources)),
    )


def _claims(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    claims = [(*row, *[None] * (6 - len(row))) for row in rows]
    return tuple([(*claim, tuple(Named(*e) for e in entries or ())) for *claim, entries in claims])


def _occupation(row: list[Any]) -> occupations.OccupationNode:
    iri, label, code, *rest = row
    rest += [None] * (4 - len(rest))
    group, role, taken_from, zone = rest
    return occupations.OccupationNode(iri, label, code, group, role, tuple(taken_from or ()), zone)


def _occupation_profile(row: list[Any]) -> occupations.OccupationProfile:
    items, held, likely = row
    return occupations.OccupationProfile(
        tuple(
            occupations.OccupationItem(thing, level, weight, source, tuple(members), *rest)
            for thing, level, weight, source, members, *rest in items
        ),
        held,
        likely,
    )


def _role_certifications(rows: list[Any]) -> tuple[statements.RoleCertification, ...]:
    return tuple(
        [
            statements.RoleCertification(Named(*named), necessity, tuple(sources), *level)
            for named, necessity, sources, *level in rows
        ]
    )


_DECODERS: Final[dict[str, Callable[[Any], Any]]] = {
    "roles": partial(_one, RoleNode),
    "steps": _step,
    "stated_steps": _steps_from,
    "needs": _needs,
    "sources": partial(_one, Source),
    "certifications_by_skill": partial(_many, Named),
    "certifications_by_role": _role_certifications,
    "resources_by_skill": partial(_many, Named),
    "resources": partial(_one, Resource),
    "pay_by_role": partial(_many, PayBand),
    "degrees": _degree,
    "entry_degrees": partial(_one, EntryDegree),
    "profiles": _profile,
    "baseline": _item,
    "asked": _asked,
    "incumbents": _holding,
    "groups": _group,
    "traits": partial(_one, profiles.SkillTraits),
    "field_groups": _field_group,
    "field_skills": _field_skills,
    "fields_by_role": _fields,
    "degree_shares": partial(_many, statements.DegreeShareStatement),
    "experience_years": _years,
    "experience_shares": partial(_many, experience.ExperienceShare),
    "level_experience": partial(_one, experience.LevelExperience),
    "licences": partial(_many, experience.LicenceStatement),
    "programmes": _programmes,
    "entry_advice": partial(_many, experience.EntryAdvice),
    "training": partial(_many, experience.TrainingStatement),
    "occupations": _links,
    "role_statements": _role_statements,
    "skill_claims": _claims,
    "outlooks": partial(_many, statements.OutlookStatement),
    "families": partial(_one, Named),
    "seniorities": partial(_one, statements.Seniority),
    "ladders": _rungs,
    "occupation_nodes": _occupation,
    "occupation_profiles": _occupation_profile,
    "related_occupations": occupations.RelatedOccupation._make,
}
"""For each section, the function that turns the JSON of one value into the value."""
