"""The map of roles: families as clusters, with the moves and promotions between their roles."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from careergraph.model.occupations import is_occupation
from careergraph.model.phrases import count_text
from careergraph.model.values import GRADES, KINDS
from careergraph.picture.drawing import Picture, PictureEdge, PictureNode
from careergraph.picture.labels import wrap_label
from careergraph.picture.layout.forces import arrange, bounds_of, box_of
from careergraph.picture.layout.lists import NamedList, place_lists
from careergraph.picture.panels import evidence_facts, evidence_name, line_width, people_of
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.symbols import Frame, compose, name_of, role_node

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Evidence, Named
    from careergraph.picture.layout.forces import Place

__all__ = ["draw_map", "left_out", "rank_by_steps", "roles_and_steps"]

_SMALLEST: Final = 8
_LARGEST: Final = 24
_TITLE_FONT: Final = 24
_LIST_TITLE_FONT: Final = 18
_MOST_APART: Final = 80
"""Larger maps list the roles of each family: apart from each other, few could be named."""
_PAD: Final = 12
"""Pixels between a family and the frame around it."""
_SIZE: Final = "The larger a role, the more moves and promotions lead to it and from it."
_ON_DEMAND: Final = " Choose a role to see its moves."
_MOST_LINES: Final = 60
"""With more, the page draws lines on demand (`html/page/colours.js`)."""


def draw_map(compiled: CompiledGraph, kinds: Sequence[str], *, limit: int) -> Picture:
    """Return a picture of all roles, clustered by family.

    Parameters
    ----------
    compiled
        The facts about the roles.
    kinds
        Kinds of transition to draw.
    limit
        The most roles to draw.
    """
    nodes, edges = roles_and_steps(compiled, list(compiled.nodes), kinds)
    nodes, edges, omissions = cut(nodes, edges, limit)
    families = len({node.family for node in nodes})
    noun = "family" if families == 1 else "families"
    occupations = sum(is_occupation(node.iri) for node in nodes)
    names = [count_text(len(nodes) - occupations, "role")] if len(nodes) > occupations else []
    names += [count_text(occupations, "occupation")] if occupations else []
    subtitle = f"{' and '.join(names)} in {families} {noun}"
    if 0 < occupations < len(nodes):
        nodes = [
            node._replace(shape="square") if is_occupation(node.iri) else node for node in nodes
        ]
    placed, frames = _clustered(rank_by_steps(nodes), edges, compiled)
    return compose(
        compiled,
        placed,
        edges,
        frames,
        title="The map of roles and occupations" if occupations else "The map of roles",
        subtitle=subtitle,
        kind="all",
        size=_SIZE + (_ON_DEMAND if len(edges) > _MOST_LINES else ""),
        notices=(*omissions, *left_out(kinds)),
    )


def left_out(kinds: Sequence[str]) -> list[str]:
    """Return a note on the kinds of transition that are not drawn."""
    others = [kind for kind in KINDS if kind not in kinds]
    if not others:
        return []
    return [f"Not drawn: {' and '.join(others)} steps."]


def roles_and_steps(
    compiled: CompiledGraph,
    roles: Sequence[str],
    kinds: Collection[str],
    only_from: Collection[str] | None = None,
) -> tuple[list[PictureNode], list[PictureEdge]]:
    """Return roles, sized by their number of steps, and one edge for each pair with a step.

    Each edge has to begin or end at one of the roles ``only_from``; without them, steps between
    families are faint.
    """
    shown = set(roles)
    evidence_by_pair: dict[tuple[str, str], list[Evidence]] = {}
    for start, end, item in compiled.steps:
        if item.kind not in kinds or start == end or not {start, end} <= shown:
            continue
        if only_from is None or start in only_from or end in only_from:
            evidence_by_pair.setdefault((start, end), []).append(item)
    edges = [
        _edge(start, end, items)._replace(
            faint=only_from is None and compiled.nodes[start].family != compiled.nodes[end].family
        )
        for (start, end), items in evidence_by_pair.items()
    ]
    counts = dict.fromkeys(roles, 0)
    for start, end in evidence_by_pair:
        counts[start] += 1
        counts[end] += 1
    most = max(counts.values(), default=0) or 1
    nodes = []
    for iri in roles:
        share = counts[iri] / most
        size = round(_SMALLEST + share**0.5 * (_LARGEST - _SMALLEST))
        node = role_node(iri, compiled, size=size, importance=share, weight=share)
        nodes.append(node)
    return nodes, edges


def rank_by_steps(nodes: Sequence[PictureNode]) -> list[PictureNode]:
    """Return roles whose importance is the share (0..1) of those drawn that have fewer steps.

    The filter of the page then leaves out that percentage.
    """
    order = sorted(node.importance or 0.0 for node in nodes)
    return [
        node._replace(importance=bisect_left(order, node.importance or 0.0) / len(order))
        for node in nodes
    ]


def _edge(start: str, end: str, evidence: Sequence[Evidence]) -> PictureEdge:
    best = min(evidence, key=lambda item: (_rank(item.grade), item.iri))
    people = people_of(evidence)
    return PictureEdge(
        name_of(start),
        name_of(end),
        best.kind,
        name=evidence_name(evidence),
        grade=best.grade,
        facts=evidence_facts(evidence),
        width=line_width(people),
        people=people,
    )


def _rank(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def _clustered(
    nodes: Sequence[PictureNode], edges: Sequence[PictureEdge], compiled: CompiledGraph
) -> tuple[list[PictureNode], dict[str, Frame]]:
    """Return nodes at their places, each family under its name, and the boxes around families."""
    groups = {node.id: node.family or "" for node in nodes}
    boxes = {node.id: box_of(node) for node in nodes}
    titles = {
        name_of(family.iri): _title(family)
        for family in compiled.families
        if name_of(family.iri) in groups.values()
    }
    heads = {family: (title.id, box_of(title)) for family, title in titles.items()}
    places = arrange(boxes, [(edge.source, edge.target) for edge in edges], groups, heads)
    if len(nodes) > _MOST_APART:
        return _listed(nodes, titles, places)
    placed = [
        node._replace(x=places[node.id][0], y=places[node.id][1])
        for node in (*nodes, *titles.values())
    ]
    boxes.update(heads.values())
    frames = {}
    for family in titles:
        within = {node.id: places[node.id] for node in placed if node.family == family}
        left, top, right, bottom = map(round, bounds_of(within, boxes))
        frames[family] = (left - _PAD, top - _PAD, right + _PAD, bottom + _PAD)
    return placed, frames


def _listed(
    nodes: Sequence[PictureNode],
    titles: Mapping[str, PictureNode],
    places: Mapping[str, Place],
) -> tuple[list[PictureNode], dict[str, Frame]]:
    """Return the roles of each family as a list, those with the most steps first."""
    families: dict[str, list[PictureNode]] = {}
    for node in nodes:
        families.setdefault(node.family or "", []).append(node)
    lists = [
        NamedList(
            title._replace(font=_LIST_TITLE_FONT, label=wrap_label(title.label)),
            tuple(
                role._replace(size=_smaller(role.size))
                for role in sorted(families[family], key=lambda one: (-one.weight, one.label))
            ),
            places[title.id],
        )
        for family, title in titles.items()
    ]
    return place_lists(lists)


def _smaller(size: float) -> int:
    """Return the size of a role that has to fit a row."""
    return round(4 + 3 * (size - _SMALLEST) / (_LARGEST - _SMALLEST))


def _title(family: Named) -> PictureNode:
    name = name_of(family.iri)
    return PictureNode(
        f"title+{name}", family.label, "family", family=name, font=_TITLE_FONT, weight=1.0
    )
