"""What each role asks for, read for all roles at once, and the hours it takes to learn it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model import Need
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from careergraph.store import Engine

__all__ = ["merge_needs", "read_learning_hours", "read_needs"]

_REQUIREMENTS: Final = """
SELECT ?requirement ?role ?skill ?necessity ?weight ?importance ?source ?group WHERE {
  ?requirement a cg:SkillRequirement ; cg:ofRole ?role ; cg:skill ?skill ;
               cg:necessity ?necessity ; cg:statedBy ?source .
  ?necessity cg:weight ?weight .
  OPTIONAL { ?requirement cg:importance ?importance }
  OPTIONAL { ?group cg:member ?requirement }
}
"""
_LEVELS: Final = "SELECT ?rung ?base WHERE { ?rung cg:levelOf ?base }"
_HOURS: Final = """
SELECT ?skill (MIN(?h) AS ?hours) WHERE {
  ?effort a cg:LearningEffort ; cg:category ?category ; cg:hours ?h .
  ?skill cg:category ?category .
  FILTER(?skill != ?effort)
} GROUP BY ?skill
"""


def read_needs(engine: Engine) -> dict[str, tuple[Need, ...]]:
    """Return the needs of every role that has any, most important first, by role IRI.

    A rung needs what its line of work needs, and its own on top. Several statements of one need
    become one, with the largest weight that any source gives it and all the sources.
    """
    singles: dict[str, list[Need]] = {}
    groups: dict[tuple[str, str], list[Need]] = {}
    for row in engine.select(_REQUIREMENTS):
        _, role, skill, necessity, weight, importance, source, group = (c or "" for c in row)
        need = Need(
            skills=(skill,),
            weight=float(importance or weight),
            necessity=local_name(necessity),
            sources=(source,),
        )
        if group:
            groups.setdefault((role, group), []).append(need)
        else:
            singles.setdefault(role, []).append(need)
    for (role, _), members in sorted(groups.items()):
        singles.setdefault(role, []).append(_alternatives(members))
    for rung, base in engine.select(_LEVELS):
        inherited = singles.get(str(base), [])
        if inherited or str(rung) in singles:
            singles[str(rung)] = [*singles.get(str(rung), []), *inherited]
    return {role: merge_needs(needs) for role, needs in sorted(singles.items())}


def _alternatives(members: list[Need]) -> Need:
    strongest = max(members, key=lambda need: need.weight)
    return Need(
        skills=tuple(sorted({skill for need in members for skill in need.skills})),
        weight=strongest.weight,
        necessity=strongest.necessity,
        sources=tuple(sorted({source for need in members for source in need.sources})),
    )


def merge_needs(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return one need for each set of skills, the largest weight first, then by skill.

    Examples
    --------
    >>> stated = Need(("python",), 1.0, "essential", ("a document",))
    >>> listed = Need(("python",), 0.6, "recommended", ("a data set",))
    >>> merge_needs([listed, stated])
    (Need(skills=('python',), weight=1.0, necessity='essential',
          sources=('a data set', 'a document')),)
    """
    merged: dict[tuple[str, ...], Need] = {}
    for need in needs:
        known = merged.get(need.skills)
        if known is None:
            merged[need.skills] = need
            continue
        strongest = known if known.weight >= need.weight else need
        merged[need.skills] = Need(
            skills=need.skills,
            weight=strongest.weight,
            necessity=strongest.necessity,
            sources=tuple(sorted({*known.sources, *need.sources})),
        )
    return tuple(sorted(merged.values(), key=lambda need: (-need.weight, need.skills)))


def read_learning_hours(engine: Engine) -> Mapping[str, float]:
    """Return the hours it takes to learn each skill to a working level, by skill IRI.

    A skill whose category has no estimate is absent. The estimates are editorial.
    """
    return {str(skill): float(str(hours)) for skill, hours in engine.select(_HOURS) if hours}
