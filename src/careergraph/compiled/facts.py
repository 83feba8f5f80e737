"""What a path search asks of a graph, as plain values: read from an engine, or from an index.

The index of the bundled graph (``ontology/facts.json``) says the same as asking an engine would, a
tenth of a second sooner; `build` makes it, and it names the files it was made from, so that a
changed file is never answered from an old index.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Any

from careergraph.compiled.credentials import (
    Aids,
    read_aids,
    read_degrees,
    read_entry_degrees,
    read_prerequisites,
)
from careergraph.compiled.requirements import read_learning_hours, read_needs
from careergraph.compiled.sources import read_sources
from careergraph.compiled.transitions import read_roles, read_steps
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
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from careergraph.store.engine import Engine

__all__ = ["Facts", "load_facts", "read_facts", "write_facts"]


@dataclass(frozen=True, slots=True)
class Facts:
    """Roles, steps between them (from, to, evidence), and what roles and skills ask for.

    ``needs`` and ``entry_degrees`` are by role, ``learning_hours`` and ``prerequisites`` (each with
    the sources that say so) by skill.
    """

    roles: tuple[RoleNode, ...]
    steps: tuple[tuple[str, str, Evidence], ...]
    needs: Mapping[str, tuple[Need, ...]]
    learning_hours: Mapping[str, float]
    sources: Mapping[str, Source]
    aids: Aids
    degrees: tuple[DegreeLevel, ...] = ()
    entry_degrees: Mapping[str, EntryDegree] = field(default_factory=dict)
    prerequisites: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


def read_facts(engine: Engine) -> Facts:
    """Return the facts that an engine holds."""
    return Facts(
        roles=read_roles(engine),
        steps=read_steps(engine),
        needs=read_needs(engine),
        learning_hours=read_learning_hours(engine),
        sources=read_sources(engine),
        aids=read_aids(engine),
        degrees=read_degrees(engine),
        entry_degrees=read_entry_degrees(engine),
        prerequisites=read_prerequisites(engine),
    )


def write_facts(facts: Facts, made_from: str) -> str:
    """Return facts as JSON, one to a line; ``made_from`` names the state of the files.

    See `load_facts`, which reads it.
    """
    aids = facts.aids
    parts: dict[str, str | Mapping[str, Any] | Iterable[Any]] = {
        "made_from": made_from,
        "roles": [_trimmed(role) for role in facts.roles],
        "steps": [[start, end, *_trimmed(astuple(said))] for start, end, said in facts.steps],
        "needs": facts.needs,
        "learning_hours": facts.learning_hours,
        "sources": [astuple(source) for source in facts.sources.values()],
        "certifications_by_skill": _rows(aids.certifications_by_skill),
        "certifications_by_role": _rows(aids.certifications_by_role),
        "resources_by_skill": _rows(aids.resources_by_skill),
        "pay_by_role": _rows(aids.pay_by_role),
        "resources": [_trimmed(astuple(resource)) for resource in aids.resources.values()],
        "languages": aids.languages,
        "degrees": facts.degrees,
        "entry_degrees": facts.entry_degrees,
        "prerequisites": facts.prerequisites,
    }
    return "{\n" + ",\n".join(_lines(parts)) + "\n}\n"


def load_facts(path: Path, made_from: str) -> Facts | None:
    """Return the facts of an index, or ``None`` where it was made from other files.

    An index that is not there or cannot be read is none either: it only saves time.
    """
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(index, dict) or index.get("made_from") != made_from:
        return None
    return Facts(
        roles=tuple([RoleNode(*role) for role in index["roles"]]),
        steps=tuple([(start, end, Evidence(*said)) for start, end, *said in index["steps"]]),
        needs={role: tuple(map(_need, rows)) for role, rows in index["needs"].items()},
        learning_hours=index["learning_hours"],
        sources={row[0]: Source(*row) for row in index["sources"]},
        aids=Aids(
            certifications_by_skill=_named(index["certifications_by_skill"]),
            certifications_by_role=_named(index["certifications_by_role"]),
            resources_by_skill=_named(index["resources_by_skill"]),
            pay_by_role={
                role: [PayBand(*row) for row in rows] for role, rows in index["pay_by_role"].items()
            },
            resources={row[0]: Resource(*row) for row in index["resources"]},
            languages=tuple(index["languages"]),
        ),
        degrees=tuple(
            DegreeLevel(iri, label, rank, tuple(aliases))
            for iri, label, rank, aliases in index["degrees"]
        ),
        entry_degrees={role: EntryDegree(*row) for role, row in index["entry_degrees"].items()},
        prerequisites=index["prerequisites"],
    )


def _need(row: list[Any]) -> Need:
    skills, weight, necessity, sources = row
    return Need(tuple(skills), weight, necessity, tuple(sources))


def _named(rows: Mapping[str, list[list[str]]]) -> dict[str, list[Named]]:
    return {key: [Named(*row) for row in things] for key, things in rows.items()}


def _rows(things: Mapping[str, Sequence[Named | PayBand]]) -> dict[str, list[list[Any]]]:
    return {key: [_trimmed(astuple(thing)) for thing in group] for key, group in things.items()}


def _trimmed(row: Sequence[Any]) -> list[Any]:
    """Return a row without the unknown at its end, which are what a field is unless said."""
    known = list(row)
    while known and known[-1] is None:
        known.pop()
    return known


def _lines(parts: Mapping[str, str | Mapping[str, Any] | Iterable[Any]]) -> Iterator[str]:
    """Yield each part as JSON, its members a line each, so that a change shows as itself."""
    for name, part in parts.items():
        if isinstance(part, str):
            yield f"{_json(name)}: {_json(part)}"
        elif isinstance(part, Mapping):
            members = (f"{_json(key)}: {_json(part[key])}" for key in sorted(part))
            yield f"{_json(name)}: {{\n" + ",\n".join(members) + "\n}"
        else:
            yield f"{_json(name)}: [\n" + ",\n".join(map(_json, part)) + "\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
