"""The requirements of all roles and the hours it takes to learn a skill, read from an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.values import Need
from careergraph.store.engine import read_figure
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from careergraph.store.engine import Engine

__all__ = ["merge_needs", "read_needs"]

_REQUIREMENTS: Final = """
SELECT ?requirement ?role ?skill ?necessity ?source WHERE {
  ?requirement a cg:SkillRequirement ; cg:ofRole ?role ; cg:skill ?skill ;
               cg:necessity ?necessity ; cg:statedBy ?source
}
"""
# Few requirements have these: joining them to the large query takes longer than three queries.
_WEIGHTS: Final = "SELECT ?necessity ?weight WHERE { ?necessity cg:weight ?weight }"
_IMPORTANCES: Final = "SELECT ?requirement ?value WHERE { ?requirement cg:importance ?value }"
_GROUPS: Final = """
SELECT ?requirement ?group WHERE { ?group cg:member ?requirement } ORDER BY DESC(?group)
"""
_LEVELS: Final = """
SELECT DISTINCT ?rung ?base WHERE {
  ?rung cg:levelOf+ ?base
  FILTER NOT EXISTS {
    ?low cg:inLadder ?ladder ; cg:stepRole ?rung ; cg:rank ?lower .
    ?high cg:inLadder ?ladder ; cg:stepRole ?base ; cg:rank ?higher FILTER(?lower < ?higher)
  }
} ORDER BY ?rung ?base
"""


def read_needs(engine: Engine) -> dict[str, tuple[Need, ...]]:
    """Return the needs of every role that has any, most important first, by role IRI.

    A level has the needs of its line of work and its own in addition; a level below its line of
    work, such as a junior, has only its own. Several statements of one need become one, with the
    largest weight that any source gives it and the sources that count.
    """
    singles: dict[str, list[Need]] = {}
    groups: dict[tuple[str, str], list[Need]] = {}
    weights = _read_shares(engine, _WEIGHTS, "cg:weight")
    importances = _read_shares(engine, _IMPORTANCES, "cg:importance")
    group_of = {str(iri): str(group) for iri, group in engine.select(_GROUPS)}
    names = {necessity: local_name(necessity) for necessity in weights}
    for iri, role, skill, necessity, source in sorted(_read_texts(engine, _REQUIREMENTS)):
        if necessity not in weights:
            continue
        weight = importances.get(iri, weights[necessity])
        need = Need((skill,), weight, names[necessity], (source,))
        if iri in group_of:
            groups.setdefault((role, group_of[iri]), []).append(need)
        else:
            singles.setdefault(role, []).append(need)
    for (role, _), members in sorted(groups.items()):
        singles.setdefault(role, []).append(_alternatives(members))
    stated = {role: tuple(needs) for role, needs in singles.items()}
    for rung, base in engine.select(_LEVELS):
        if inherited := stated.get(str(base)):
            singles.setdefault(str(rung), []).extend(inherited)
    return {role: merge_needs(needs) for role, needs in sorted(singles.items())}


def _read_texts(engine: Engine, query: str) -> Iterator[tuple[str, ...]]:
    return (tuple(map(str, row)) for row in engine.select(query))


def _read_shares(engine: Engine, query: str, name: str) -> dict[str, float]:
    """Return a figure from 0 to 1 of each thing that has one, by its IRI."""
    return {
        iri: number
        for iri, value in _read_texts(engine, query)
        if (number := read_figure(value, iri, name, most=1)) is not None
    }


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

    A source that calls a skill optional does not count as a source of the need.

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
        strongest, other = (known, need) if known.weight >= need.weight else (need, known)
        if strongest.weight and not other.weight:
            merged[need.skills] = strongest
            continue
        sources = tuple(sorted({*known.sources, *need.sources}))
        merged[need.skills] = strongest._replace(sources=sources)
    return tuple(sorted(merged.values(), key=lambda need: (-need.weight, need.skills)))
