"""The network of a graph on disk, in a file that a search reads in milliseconds.

Numbering skills and profiles and finding the years of every step takes longer than most searches.
So the first search writes the result beside the graph, and a wheel includes it. The file holds what
does not depend on the question: the tables of roles, the steps of the usual kinds (see
`DEFAULT_KINDS`) with their evidence, and the years in which people reach each role.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from copy import copy
from dataclasses import fields
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from careergraph.compiled.schema import FORMAT
from careergraph.model.values import Evidence
from careergraph.search.algorithms.profile_network import (
    LEVELS,
    AskedGroup,
    ProfileArc,
    RoleTables,
)
from careergraph.search.learning.step_experience import KnownYears

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from careergraph.search.learning.step_evidence import EvidenceByPair

__all__ = ["LazyEvidence", "NetworkParts", "StoredNetwork", "write_network"]

_SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE part (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE evidence (
  position INTEGER PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL,
  value TEXT NOT NULL
);
CREATE UNIQUE INDEX evidence_by_pair ON evidence (source, target);
"""
_FIELDS: Final = tuple(field.name for field in fields(Evidence))
_CLASSES: Final = ("gap_classes", "hours_classes")

_Arcs = list[list[ProfileArc]]


class NetworkParts(NamedTuple):
    """The parts of a network that do not depend on the question.

    Parameters
    ----------
    tables
        The tables of roles and profiles.
    evidence
        The evidence for each step of the usual kinds.
    arcs
        These steps by number, for people who have reached no level of seniority.
    arcs_of_level
        The same for people who have reached a level, by its rank.
    years
        The years by which people reach each role, and the roles from which they rise to it.
    """

    tables: RoleTables
    evidence: EvidenceByPair
    arcs: _Arcs
    arcs_of_level: Mapping[float, _Arcs]
    years: KnownYears


def write_network(parts: NetworkParts, path: Path) -> None:
    """Write the parts of a network into a new file.

    Raises
    ------
    OSError, sqlite3.Error
        The file cannot be written.
    """
    tables = parts.tables
    number = {role: place for place, role in enumerate(tables.roles)}
    width = _width(tables.skills, tables.groups)
    texts = {
        "roles": tables.roles,
        "skills": tables.skills,
        "groups": [sorted(group) for group in tables.groups],
        "weight": tables.weight,
        "clusters": list(tables.cluster_of.items()),
        "asked groups": [[asked[:2] for asked in groups] for groups in tables.groups_by_role],
        "arcs": [list(map(_arc_row, arcs)) for arcs in parts.arcs],
        "earlier roles": parts.years.earlier,
        "standing": parts.years.standing,
    }
    blobs = {f"mask {name}": _pack(masks, width) for name, masks in tables.masks.items()}
    for name in _CLASSES:
        classes: list[tuple[tuple[int, int], ...]] = getattr(tables, name)
        texts[name] = [[value for value, _ in pairs] for pairs in classes]
        blobs[f"mask {name}"] = _pack((mask for pairs in classes for _, mask in pairs), width)
    for rank, arcs in parts.arcs_of_level.items():
        texts[_level_name(rank)] = _differences(parts.arcs, arcs)
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        database.executescript(_SCHEMA)
        with database:
            database.execute("INSERT INTO meta VALUES ('format', ?)", (str(FORMAT),))
            database.executemany(
                "INSERT INTO part VALUES (?, ?)",
                [*((name, _dump(value)) for name, value in texts.items()), *blobs.items()],
            )
            read = attrgetter(*_FIELDS)
            database.executemany(
                "INSERT INTO evidence (source, target, value) VALUES (?, ?, ?)",
                [
                    (number[source], number[target], _dump([read(each) for each in usable]))
                    for (source, target), usable in parts.evidence.items()
                    if source in number and target in number
                ],
            )


class StoredNetwork:
    """The parts of a network in an open file, each read when it is first needed.

    Parameters
    ----------
    database
        A file that `write_network` wrote.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    @cached_property
    def tables(self) -> RoleTables:
        """The tables of roles and profiles."""
        skills = self._read("skills")
        groups = list(map(frozenset, self._read("groups")))
        width = _width(skills, groups)
        slots = _slots_of_groups(skills, groups)
        return RoleTables(
            roles=self.roles,
            skills=skills,
            groups=groups,
            weight=self._read("weight"),
            cluster_of=dict(self._read("clusters")),
            masks={name: _unpack(self._read_mask(name), width) for name in RoleTables.MASKS},
            gap_classes=self._read_classes("gap_classes", width),
            hours_classes=self._read_classes("hours_classes", width),
            groups_by_role=[
                [AskedGroup(group, level, slots[group]) for group, level in asked]
                for asked in self._read("asked groups")
            ],
        )

    @cached_property
    def roles(self) -> list[str]:
        """The roles (IRIs) in the order of their numbers."""
        roles: list[str] = self._read("roles")
        return roles

    @cached_property
    def years(self) -> KnownYears:
        """The years by which people reach each role, and the roles from which they rise to it."""
        return KnownYears(self._read("earlier roles"), self._read("standing"))

    def arcs(self, reached: float | None) -> _Arcs:
        """Return the steps by number, for someone who has reached a level (its rank) or none."""
        arcs = [list(map(_arc, rows)) for rows in self._read("arcs")]
        if reached is not None:
            for role, place, *row in self._read(_level_name(reached)):
                arcs[role][place] = _arc(row)
        return arcs

    @cached_property
    def evidence(self) -> LazyEvidence:
        """The evidence for each step, the firmest first; each is read when it is first used."""
        return LazyEvidence(self._database, self.roles)

    def _read_classes(self, name: str, width: int) -> list[tuple[tuple[int, int], ...]]:
        masks = iter(_unpack(self._read_mask(name), width))
        return [tuple(zip(values, masks)) for values in self._read(name)]  # noqa: B905 (masks go on)

    def _read(self, name: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
        try:
            return json.loads(self._read_part(name))
        except ValueError as error:
            message = f"{name} of the network: {error}"
            raise sqlite3.DatabaseError(message) from error

    def _read_mask(self, name: str) -> bytes:
        return self._read_part(f"mask {name}")

    def _read_part(self, name: str) -> bytes:
        row = self._database.execute("SELECT value FROM part WHERE name = ?", (name,)).fetchone()
        if row is None:
            message = f"no {name} in the network of the graph"
            raise sqlite3.DatabaseError(message)
        value: bytes = row[0]
        return value


class LazyEvidence(MutableMapping[tuple[str, str], tuple[Evidence, ...]]):
    """The evidence of each step of a stored network, and of steps computed for one person.

    Parameters
    ----------
    database
        The file.
    roles
        The roles in the order of their numbers.
    """

    def __init__(self, database: sqlite3.Connection, roles: Sequence[str]) -> None:
        self._database, self._roles = database, roles
        self._number = {role: number for number, role in enumerate(roles)}
        self._known: dict[tuple[str, str], tuple[Evidence, ...] | None] = {}
        self._stored: dict[tuple[str, str], tuple[Evidence, ...]] | None = None
        self._computed: dict[tuple[str, str], tuple[Evidence, ...]] = {}

    def copy(self) -> LazyEvidence:
        """Return the evidence without the steps that were computed for one person."""
        made = copy(self)
        made._computed = {}  # noqa: SLF001 (of this class)
        return made

    def _find(self, pair: tuple[str, str]) -> tuple[Evidence, ...] | None:
        """Return the stored evidence of one step; only that is read."""
        if self._stored is not None:
            return self._stored.get(pair)
        if pair not in self._known:
            query = "SELECT value FROM evidence WHERE source = ? AND target = ?"
            numbers = [self._number.get(role, -1) for role in pair]
            row = self._database.execute(query, numbers).fetchone()
            self._known[pair] = None if row is None else _read_evidence(row[0])
        return self._known[pair]

    def _all(self) -> dict[tuple[str, str], tuple[Evidence, ...]]:
        """Return all stored evidence, in the order of the steps."""
        if self._stored is None:
            roles = self._roles
            query = "SELECT source, target, value FROM evidence ORDER BY position"
            self._stored = {
                (roles[source], roles[target]): _read_evidence(text)
                for source, target, text in self._database.execute(query)
            }
        return self._stored

    def __getitem__(self, pair: tuple[str, str]) -> tuple[Evidence, ...]:
        """Return the evidence of one step."""
        usable = self._computed.get(pair) or self._find(pair)
        if usable is None:
            raise KeyError(pair)
        return usable

    def __setitem__(self, pair: tuple[str, str], usable: tuple[Evidence, ...]) -> None:
        """Keep the evidence of a step computed for one person."""
        self._computed[pair] = usable

    def __delitem__(self, pair: tuple[str, str]) -> None:
        """Forget a step computed for one person."""
        del self._computed[pair]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Iterate over the steps in their order, those computed for one person last."""
        stored = self._all()
        yield from stored
        yield from (pair for pair in self._computed if pair not in stored)

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self._all()) + len(self._computed.keys() - self._all().keys())


def _slots_of_groups(skills: list[str], groups: list[frozenset[str]]) -> dict[int, int]:
    """Return level 1 of each group's members, as bits, by the number of the group."""
    number = {skill: place for place, skill in enumerate(skills)}
    return {
        place: sum(1 << LEVELS * number[skill] for skill in group)
        for place, group in enumerate(groups, len(skills))
    }


def _read_evidence(text: str) -> tuple[Evidence, ...]:
    return tuple([Evidence(*row) for row in json.loads(text)])


def _arc_row(arc: ProfileArc) -> list[int]:
    return [*map(int, arc[:-1]), *arc.trained]


def _arc(row: list[int]) -> ProfileArc:
    target, low, high, unknown_years, unknown, unlikeliness, stays, down, back, *trained = row
    return ProfileArc(
        target,
        low,
        high,
        unknown_years,
        unknown,
        unlikeliness,
        bool(stays),
        bool(down),
        bool(back),
        (trained[0], trained[1]),
    )


def _differences(arcs: _Arcs, others: _Arcs) -> list[list[int]]:
    """Return the arcs that differ, with the number of their role and their index."""
    return [
        [role, place, *_arc_row(other)]
        for role, (before, after) in enumerate(zip(arcs, others, strict=True))
        for place, (arc, other) in enumerate(zip(before, after, strict=True))
        if arc != other
    ]


def _level_name(rank: float) -> str:
    return f"arcs from level {rank:g}"


def _width(skills: Sequence[str], groups: Sequence[frozenset[str]]) -> int:
    """Return the bytes of a mask."""
    return (LEVELS * (len(skills) + len(groups)) + 7) // 8


def _pack(masks: Iterable[int], width: int) -> bytes:
    return b"".join(mask.to_bytes(width, "little") for mask in masks)


def _unpack(blob: bytes, width: int) -> list[int]:
    read = int.from_bytes
    return [read(blob[place : place + width], "little") for place in range(0, len(blob), width)]


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
