"""From what a person wants to see to a picture: understands titles, gathers, and has it drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypedDict

from careergraph.atlas import read_atlas
from careergraph.errors import UsageError
from careergraph.model import Named, Routes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from careergraph.atlas import Atlas
    from careergraph.constraints import Constraints
    from careergraph.neighbours import Neighbours
    from careergraph.opened import OpenGraph
    from careergraph.people import Person
    from careergraph.view.drawing import Picture

__all__ = ["ViewOptions", "draw"]

_DEEPEST: Final = 4
_NEXT: Final = 12
_FURTHER: Final = 4
_LIMITS: Final = {
    "role": 90,
    "ladder": 120,
    "skill": 80,
    "family": 60,
    "query": 200,
    "all": 300,
}


class ViewOptions(TypedDict, total=False):
    """What to see, and how; see `CareerGraph.view`."""

    depth: int
    path: tuple[str, str] | Routes
    k: int
    family: str
    ladder: str
    skill: str
    query: str | Path
    all: bool
    limit: int | None
    by: str
    kinds: Sequence[str]
    hours_per_week: float | None
    constraints: Constraints | None
    person: Person | None


def draw(graph: OpenGraph, title: str | None, options: ViewOptions) -> Picture:
    """Return the picture that is asked for.

    Raises
    ------
    UsageError
        Nothing is asked for, more than one thing, or an option that does not go with it.
    CareerGraphError
        A title is not understood, or there is nothing to draw.
    """
    kind = _check(title, options)
    atlas = read_atlas(graph.store, graph.facts, graph.catalog.entries, graph.info)
    if kind == "role":
        return _draw_role(graph, str(title), options, atlas)
    return _draw_path(graph, options, atlas)


_SUBJECTS: Final = ("path", "family", "ladder", "skill", "query", "all")
_ROUTE_OPTIONS: Final = frozenset({"k", "by", "hours_per_week", "constraints", "person"})


def _check(title: str | None, options: Mapping[str, Any]) -> str:
    """Return what is to be drawn."""
    unknown = sorted(set(options) - set(ViewOptions.__annotations__))
    if unknown:
        message = f'A view knows no option "{unknown[0]}".'
        raise UsageError(message)
    asked = [name for name in _SUBJECTS if options.get(name)]
    if title is not None:
        asked.insert(0, "role")
    if len(asked) != 1:
        said = f"{' and '.join(asked)} were asked for at once" if asked else "Nothing was asked for"
        message = f"{said}. Ask for one: a title, or one of {', '.join(_SUBJECTS)}."
        raise UsageError(message)
    return asked[0]


def _draw_role(graph: OpenGraph, title: str, options: ViewOptions, atlas: Atlas) -> Picture:
    from careergraph.profiles import read_profile
    from careergraph.view.cuts import check_limit
    from careergraph.view.roles import draw_role

    depth = options.get("depth", 1)
    if isinstance(depth, bool) or not isinstance(depth, int) or not 1 <= depth <= _DEEPEST:
        message = f"A depth of {depth} cannot be drawn; give 1 to {_DEEPEST}."
        raise UsageError(message)
    entry = graph.find(title).entry
    pay = graph.facts.aids.pay_by_role.get(entry.iri, ())
    profile = read_profile(
        graph.store, entry, graph.network, graph.needs, graph.labels, pay, graph.sources, graph.info
    )
    around = _around(graph, Named(entry.iri, entry.label), depth, options)
    limit = check_limit(options.get("limit"), _LIMITS["role"] * depth)
    return draw_role(profile, around, atlas, limit=limit)


def _around(
    graph: OpenGraph, role: Named, depth: int, options: ViewOptions
) -> list[Neighbours]:
    """Return where people go from a role, and from where they went, the nearest first."""
    from careergraph.model import DEFAULT_KINDS
    from careergraph.neighbours import find_neighbours

    kinds = options.get("kinds") or DEFAULT_KINDS
    found: list[Neighbours] = []
    known, ring = {role.iri}, [role]
    for level in range(depth):
        following: list[Named] = []
        for here in ring:
            most = _FURTHER if level else _NEXT
            near = find_neighbours(
                here, graph.facts, graph.labels, graph.info, kinds=kinds, limit=most
            )
            found.append(near)
            following += [one.role for one in near.neighbours if one.role.iri not in known]
            known.update(one.role.iri for one in near.neighbours)
        ring = list(dict.fromkeys(following))
    return found


def _draw_path(graph: OpenGraph, options: ViewOptions, atlas: Atlas) -> Picture:
    from careergraph.view.routes import draw_routes

    path = options["path"]
    if isinstance(path, Routes):
        return draw_routes(path, atlas)
    from careergraph.asking import ask
    from careergraph.constraints import check_count

    if isinstance(path, str) or len(path) != 2:  # noqa: PLR2004 (from and to)
        message = 'A path has two ends: path=("data analyst", "data scientist").'
        raise UsageError(message)
    k = options.get("k", 1)
    check_count(k)
    asked: dict[str, Any] = {
        name: value
        for name, value in options.items()
        if name == "kinds" or (name in _ROUTE_OPTIONS and name != "k")
    }
    question = ask(graph, *path, asked)  # type: ignore[arg-type]
    return draw_routes(question.tell(question.router.find(k)), atlas)
