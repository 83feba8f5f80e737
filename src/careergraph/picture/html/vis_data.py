"""Nodes and edges of a picture as vis-network takes them.

Data that vis-network does not know is under ``about``. A node or edge that a user adds by hand has
none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from careergraph.model.values import KINDS as TRANSITIONS
from careergraph.picture.html.safety import web_address
from careergraph.picture.labels import clean_text, label_of
from careergraph.picture.palette import CATEGORIES, GRADE_STROKES, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.model.values import Source
    from careergraph.picture.drawing import (
        Fact,
        Group,
        Picture,
        PictureEdge,
        PictureNode,
        PictureRoute,
        RouteStop,
    )
    from careergraph.picture.palette import Kind

__all__ = ["edge_entry", "node_entry", "page_head"]

_OTHER: Final = "other"


def node_entry(node: PictureNode, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Return a node in vis-network's form; ``numbers`` maps IRIs of sources to their places."""
    category = CATEGORIES.get(node.category, CATEGORIES[_OTHER])
    label = label_of(node.label, one_line=node.one_line, broad=node.broad)
    entry: dict[str, Any] = {
        "id": node.id,
        "label": label,
        "x": round(node.x),
        "y": round(node.y),
        "size": node.size,
        "shape": node.shape or category.shape,
    }
    if category.shape == "text":
        # The page itself draws labels under shapes; vis-network only draws those of nodes with a
        # font.
        entry["font"] = {"size": node.font}
    about = {
        "class": category.id,
        "name": clean_text(node.label),
        "family": node.family,
        "seniority": node.seniority,
        "importance": _rounded(node.importance),
        "aliases": [clean_text(alias) for alias in node.aliases],
        "facts": _facts(node.facts, numbers),
        "links": [
            {"label": clean_text(link.label), "url": url}
            for link in node.links
            if (url := web_address(link.url))
        ],
        "iri": clean_text(node.iri),
        "side": node.side,
        "line": node.one_line or (node.broad and "\n" not in label) or None,
    }
    entry["about"] = _told(about)
    return entry


def _told(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without unknown and empty ones, which would bloat a large file."""
    return {key: value for key, value in about.items() if value not in (None, "", [])}


def edge_entry(
    name: str, edge: PictureEdge, numbers: Mapping[str, int], *, marked: bool
) -> dict[str, Any]:
    """Return an edge as vis-network takes it; ``marked`` writes the mark of its grade on it."""
    kind, stroke = kind_of(edge.kind), GRADE_STROKES.get(edge.grade or "")
    entry: dict[str, Any] = {
        "id": name,
        "from": edge.source,
        "to": edge.target,
    }
    if edge.width != 1:
        entry["width"] = edge.width
    if stroke and stroke.dashes:
        entry["dashes"] = list(stroke.dashes)
    if kind.arrow:
        entry["arrows"] = "" if edge.headless else "to"
    if marked and edge.people is not None:
        entry["label"] = f"n = {edge.people:,}"
    elif marked and edge.marked and stroke and stroke.mark and edge.kind in TRANSITIONS:
        entry["label"] = stroke.mark
    if edge.bend:
        turn = "curvedCW" if edge.bend > 0 else "curvedCCW"
        entry["smooth"] = {"enabled": True, "type": turn, "roundness": abs(edge.bend)}
    about = {
        "kind": edge.kind,
        "grade": edge.grade,
        "name": clean_text(edge.name or kind.label),
        "importance": _rounded(edge.importance),
        "facts": _facts(edge.facts, numbers),
        "faint": edge.faint or None,
        "people": edge.people,
    }
    entry["about"] = _told(about)
    return entry


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)


def _facts(facts: Iterable[Fact], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    return [_fact(fact, numbers) for fact in facts]


def _fact(fact: Fact, numbers: Mapping[str, int]) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": clean_text(fact.name), "value": clean_text(fact.value)}
    if sources := sorted({numbers[iri] for iri in fact.sources if iri in numbers}):
        entry["sources"] = sources
    if fact.bar is not None:
        entry["bar"] = fact.bar._asdict()
    return entry


def page_head(
    picture: Picture | None,
    heading: str,
    nodes: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the texts around the picture; legends name only what it contains."""
    sources = picture.sources if picture else ()
    numbers = {source.iri: number for number, source in enumerate(sources)}
    return {
        "title": clean_text(str(heading or "")),
        "subtitle": clean_text(picture.subtitle) if picture else "",
        "kind": picture.kind if picture else "query",
        "graph": (
            {"version": picture.graph.version, "hash": picture.graph.hash} if picture else None
        ),
        "notices": [clean_text(notice) for notice in picture.notices] if picture else [],
        "size": picture.size if picture else "",
        "axis": _axis(picture),
        "families": [_family(family) for family in picture.families] if picture else [],
        "seniorities": (
            [{"id": s.id, "label": s.label, "rank": s.rank} for s in picture.seniorities]
            if picture
            else []
        ),
        "classes": _classes(nodes),
        "kinds": _kinds(edges, picture.kinds if picture else ()),
        "grades": _grades(edges),
        "sources": [_source_entry(source) for source in sources],
        "routes": [_route(route, numbers) for route in picture.routes] if picture else [],
    }


def _route(route: PictureRoute, numbers: Mapping[str, int]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "label": clean_text(route.label),
        "nodes": list(route.nodes),
        "edges": [f"e{number}" for number in route.edges],
    }
    if not route.stops:
        return entry
    return {
        **entry,
        "title": clean_text(route.title),
        "summary": clean_text(route.summary),
        "stops": [_stop(stop, numbers) for stop in route.stops],
        "facts": _facts(route.facts, {}),
        "totals": _facts(route.totals, {}),
    }


def _stop(stop: RouteStop, numbers: Mapping[str, int]) -> dict[str, Any]:
    entry: dict[str, Any] = {"node": stop.node, "pay": _fact(stop.pay, numbers)}
    if stop.shares_pay:
        entry["shares"] = True
    if stop.edge is not None:
        entry["edge"] = f"e{stop.edge}"
        entry["bars"] = _facts(stop.bars, {})
        entry["learning"] = [clean_text(name) for name in stop.learning]
        if stop.probable:
            entry["probable"] = [clean_text(name) for name in stop.probable]
    return entry


def _family(family: Group) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": family.id, "label": family.label}
    if family.frame is not None:
        entry["frame"] = list(family.frame)
    return entry


def _axis(picture: Picture | None) -> dict[str, Any] | None:
    if picture is None or picture.axis is None:
        return None
    ticks = [{"x": round(x), "label": clean_text(label)} for x, label in picture.axis.ticks]
    return {"label": picture.axis.label, "ticks": ticks}


def _classes(nodes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    used = {node["about"]["class"] if "about" in node else _OTHER for node in nodes}
    return [category._asdict() for name, category in CATEGORIES.items() if name in used]


def _kinds(edges: Iterable[Mapping[str, Any]], own: Sequence[Kind]) -> list[dict[str, Any]]:
    """Return the line styles, the picture's own kinds first, in their order."""
    used = {edge["about"]["kind"] for edge in edges if "about" in edge}
    kinds = {kind.id: kind for kind in own if kind.id in used}
    kinds.update((name, kind_of(name)) for name in sorted(used) if name not in kinds)
    return [{**kind._asdict(), "label": clean_text(kind.label)} for kind in kinds.values()]


def _grades(edges: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    used = {edge["about"].get("grade") for edge in edges if "about" in edge}
    return [
        {
            "id": stroke.id,
            "label": stroke.label,
            "dashes": list(stroke.dashes) if stroke.dashes else False,
            "mark": stroke.mark,
        }
        for name, stroke in GRADE_STROKES.items()
        if name in used
    ]


def _source_entry(source: Source) -> dict[str, Any]:
    return {
        "title": clean_text(source.title),
        "publisher": None,
        "licence": clean_text(source.licence),
        "attribution": clean_text(source.attribution),
        "date": clean_text(source.date),
        "grade": clean_text(source.grade),
        "url": web_address(source.url),
    }
