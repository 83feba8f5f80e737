"""Read the question for a picture, gather its data, and draw it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypedDict

from careergraph.errors import (
    AmbiguousTitleError,
    CareerGraphError,
    EmptyTitleError,
    UsageError,
    quote_title,
)
from careergraph.model.choices import check_kinds
from careergraph.model.values import DEFAULT_KINDS, Named, Route, Routes
from careergraph.picture.labels import clean_text
from careergraph.picture.scenes.size_limits import check_limit
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from careergraph.answers.graph_parts import GraphParts, Title
    from careergraph.answers.roles.neighbours import Neighbours
    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.entries import Entry
    from careergraph.person.profile_file import Person
    from careergraph.picture.drawing import Picture
    from careergraph.search.constraints import Constraints

__all__ = ["ViewOptions", "draw"]

_DEEPEST: Final = 4
_LONGEST_TITLE: Final = 120
_NEXT: Final = 8
_FURTHER: Final = 4
_LIMITS: Final = {
    "role": 90,
    "path": 150,
    "ladder": 120,
    "skill": 50,
    "family": 45,
    "query": 200,
    "all": 400,
}


class ViewOptions(TypedDict, total=False):
    """Options of a picture; see `CareerGraph.view`."""

    depth: int
    path: tuple[str, str] | Route | Routes
    k: int
    family: str
    ladder: str
    skill: str
    query: str | Path
    all: bool
    occupations: bool
    limit: int | None
    by: str
    kinds: Sequence[str]
    hours_per_week: float | None
    constraints: Constraints | None
    person: Person | None
    compact: bool
    handout: bool


def draw(graph: GraphParts, title: Title | None, options: ViewOptions) -> Picture:
    """Return the requested picture.

    Raises
    ------
    UsageError
        Nothing or more than one thing is asked for, or an option does not belong to it.
    CareerGraphError
        A title is not understood, or there is nothing to draw.
    """
    kind = _check(title, options)
    compiled = graph.facts
    if kind == "role" and title is not None:
        return _draw_role(graph, title, options, compiled)
    return _DRAWN_BY[kind](graph, options, compiled)


_SUBJECTS: Final = ("path", "family", "ladder", "skill", "query", "all")
_ROUTE_OPTIONS: Final = frozenset({"k", "by", "hours_per_week", "constraints", "person"})


def _check(title: Title | None, options: Mapping[str, Any]) -> str:
    """Return what is to be drawn."""
    unknown = sorted(set(options) - set(ViewOptions.__annotations__))
    if unknown:
        message = f'A view knows no option "{unknown[0]}".'
        raise UsageError(message)
    asked = [name for name in _SUBJECTS if options.get(name) not in (None, False)]
    if title is not None:
        asked.insert(0, "role")
    if len(asked) != 1:
        problem = (
            f"{' and '.join(asked)} were asked for at once" if asked else "Nothing was asked for"
        )
        message = f"{problem}. Ask for one: a title, or one of {', '.join(_SUBJECTS)}."
        raise UsageError(message)
    if options.get("handout") and asked[0] not in {"role", "path"}:
        message = "A handout is about a role or about routes: give a title or a path."
        raise UsageError(message)
    return asked[0]


def _draw_role(
    graph: GraphParts, title: Title, options: ViewOptions, compiled: CompiledGraph
) -> Picture:
    from careergraph.answers.roles.neighbours import FEEDERS, find_neighbours
    from careergraph.answers.roles.role_page import read_profile
    from careergraph.picture.scenes.role import draw_role

    depth = options.get("depth", 1)
    if isinstance(depth, bool) or not isinstance(depth, int) or not 1 <= depth <= _DEEPEST:
        message = f"A depth of {depth} cannot be drawn; give 1 to {_DEEPEST}."
        raise UsageError(message)
    entry = graph.find(title).entry
    profile = read_profile(compiled, entry)
    role = Named(entry.iri, entry.label)
    around = _around(graph, entry, depth, options)
    feeders = find_neighbours(
        role, compiled, graph.info, kinds=_kinds(options), direction=FEEDERS, limit=_NEXT
    )
    limit = check_limit(options.get("limit"), _LIMITS["role"] * depth)
    return draw_role(profile, around, feeders, compiled, limit=limit)


def _around(graph: GraphParts, entry: Entry, depth: int, options: ViewOptions) -> list[Neighbours]:
    """Return where people go from a role, step by step, the nearest first."""
    from careergraph.answers.planning.route_questions import read_background
    from careergraph.answers.roles.neighbours import find_neighbours

    kinds, background = _kinds(options), read_background(graph, entry, {})
    found: list[Neighbours] = []
    known, ring = {entry.iri}, [Named(entry.iri, entry.label)]
    for level in range(depth):
        following: list[Named] = []
        for here in ring:
            most = _FURTHER if level else _NEXT
            held = None if level else background
            near = find_neighbours(
                here, graph.facts, graph.info, kinds=kinds, limit=most, background=held
            )
            found.append(near)
            following += [one.role for one in near.neighbours if one.role.iri not in known]
            known.update(one.role.iri for one in near.neighbours)
        ring = list(dict.fromkeys(following))
    return found


def _draw_path(graph: GraphParts, options: ViewOptions, compiled: CompiledGraph) -> Picture:
    from careergraph.picture.scenes.routes import draw_routes

    path: Any = options["path"]
    limit = _limit(options, "path")
    if isinstance(path, Routes):
        return draw_routes(path, compiled, limit=limit)
    from careergraph.answers.planning.route_questions import complete_route, find_routes

    if isinstance(path, Route):
        found = {name: value for name, value in options.items() if name in _ROUTE_OPTIONS - {"k"}}
        return draw_routes(complete_route(graph, path, found), compiled, limit=limit)  # type: ignore[arg-type] # as collected
    if isinstance(path, str) or len(path) != 2:  # noqa: PLR2004 (from and to)
        message = 'A path has two ends: path=("data analyst", "data scientist").'
        raise UsageError(message)
    asked: dict[str, Any] = {
        name: value
        for name, value in options.items()
        if name == "kinds" or (name in _ROUTE_OPTIONS and name != "k")
    }
    source, target = path
    k = options.get("k", 1)
    routes = find_routes(graph, source, target, asked, k=k)  # type: ignore[arg-type] # as collected
    return draw_routes(routes, compiled, limit=limit)


def _draw_all(_graph: GraphParts, options: ViewOptions, compiled: CompiledGraph) -> Picture:
    from careergraph.picture.scenes.map import draw_map

    if not compiled.nodes:
        message = "The graph has no roles: there is nothing to draw."
        raise CareerGraphError(message)
    return draw_map(compiled, _kinds(options), limit=_limit(options, "all"))


def _draw_family(_graph: GraphParts, options: ViewOptions, compiled: CompiledGraph) -> Picture:
    from careergraph.picture.scenes.family import draw_family

    family = _find_family(options["family"], compiled)
    return draw_family(family, compiled, _kinds(options), limit=_limit(options, "family"))


def _find_family(text: str, compiled: CompiledGraph) -> Named:
    """Return the family that a name means: its label, words of it, or the end of its IRI."""
    wanted = text.strip().casefold()
    if not wanted:
        what = "family"
        raise EmptyTitleError(what)
    exact = [f for f in compiled.families if wanted in _names_of(f)]
    near = [f for f in compiled.families if any(f" {wanted}" in f" {n}" for n in _names_of(f))]
    found = exact or near
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousTitleError(text, [family.label for family in found], "family")
    close = get_close_matches(wanted, [family.label for family in compiled.families], n=3)
    message = f"No family of roles is called {quote_title(text)}."
    names = ", ".join(quote_title(family) for family in close)
    every = ", ".join(family.label for family in compiled.families)
    hint = f" Did you mean {names}?" if close else f" There are: {every or 'none'}."
    raise CareerGraphError(message + hint)


def _names_of(family: Named) -> tuple[str, str, str]:
    return family.label.casefold(), local_name(family.iri).casefold(), family.iri.casefold()


def _draw_ladder(graph: GraphParts, options: ViewOptions, compiled: CompiledGraph) -> Picture:
    from careergraph.picture.scenes.ladder import draw_ladders

    entry = graph.find(options["ladder"]).entry
    role = Named(entry.iri, entry.label)
    ladders = [ladder for ladder in compiled.ladders if role in ladder.roles]
    if not ladders:
        known = ", ".join(ladder.label for ladder in compiled.ladders[:5])
        message = f"No source puts {role} on a career ladder."
        raise CareerGraphError(
            f"{message} There are ladders such as: {known}." if known else message
        )
    return draw_ladders(role, ladders, compiled, limit=_limit(options, "ladder"))


def _draw_skill(graph: GraphParts, options: ViewOptions, compiled: CompiledGraph) -> Picture:
    from careergraph.picture.scenes.skill import draw_skill

    entry = graph.find(options["skill"], "skill").entry
    return draw_skill(Named(entry.iri, entry.label), compiled, limit=_limit(options, "skill"))


def _draw_query(graph: GraphParts, options: ViewOptions, compiled: CompiledGraph) -> Picture:
    from careergraph.picture.scenes.query import draw_triples
    from careergraph.sparql.checked import EMBEDDED, REMOTE
    from careergraph.sparql.query import prepare
    from careergraph.store.engine import Store
    from careergraph.store.triples import MOST_TRIPLES, read_triples

    text, origin = _read_query(options["query"])
    policy = EMBEDDED if isinstance(graph.store, Store) else REMOTE
    triples, whole = read_triples(graph.store, prepare(text, policy=policy))
    if not triples:
        message = f"{origin or 'The query'} gives no triples: there is nothing to draw."
        raise CareerGraphError(message)
    notices = () if whole else (f"Only the first {MOST_TRIPLES:,} triples were read.",)
    limit = _limit(options, "query")
    return draw_triples(
        triples, compiled, title=_question(text), origin=origin, notices=notices, limit=limit
    )


def _question(query: str) -> str | None:
    r"""Return the first line of a query's leading comment; ``None`` if there is none.

    Examples
    --------
    >>> _question("# Which skills do roles share?\nCONSTRUCT {} WHERE {}")
    'Which skills do roles share?'
    """
    for line in query.lstrip("\ufeff \t\r\n").splitlines():
        if not line.startswith("#"):
            return None
        text = clean_text(line.lstrip("#! "), _LONGEST_TITLE)
        if text.strip("-=*# "):
            return text
    return None


def _read_query(query: str | Path) -> tuple[str, str]:
    """Return the text of a query and the name of its file, empty if there is no file."""
    if isinstance(query, str):
        return query, ""
    try:
        return query.read_text(encoding="utf-8"), query.name
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        message = f"Cannot read {quote_title(str(query))}: {reason}."
        raise CareerGraphError(message) from error


def _kinds(options: ViewOptions) -> Sequence[str]:
    kinds = options.get("kinds") or DEFAULT_KINDS
    check_kinds(kinds)
    return kinds


def _limit(options: ViewOptions, kind: str) -> int:
    return check_limit(options.get("limit"), _LIMITS[kind])


_DRAWN_BY: Final = {
    "path": _draw_path,
    "family": _draw_family,
    "ladder": _draw_ladder,
    "skill": _draw_skill,
    "query": _draw_query,
    "all": _draw_all,
}
