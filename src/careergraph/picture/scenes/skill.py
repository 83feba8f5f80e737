"""Pictures of one skill: the roles that require it, its prerequisites, what teaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.phrases import count_text
from careergraph.picture.drawing import Fact, Picture, PictureEdge, PictureNode
from careergraph.picture.layout.columns import column
from careergraph.picture.panels import skill_facts
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.symbols import (
    attested,
    compose,
    credential_node,
    grade_of,
    name_of,
    role_node,
    skill_node,
    taught,
)
from careergraph.report.role_facts import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Named, Resource

__all__ = ["draw_skill"]

_Group = tuple[PictureNode, list[PictureNode]]

_CENTRE: Final = 26
_SIZE: Final = "The larger a role, the more important the skill is to it."
_LOW, _HIGH = 7, 14
_COLUMN: Final = 300
"""Pixels between the skill and the things on either side."""
_TITLE_FONT: Final = 20
_FIRST: Final = 20
"""The most roles drawn before courses, books and certifications."""
_WEIGHTS: Final = {"core": (0.7, 1.0), "supporting": (0.3, 0.6)}
"""How much an item at the basic and at the expert level counts, by its weight."""


def draw_skill(skill: Named, compiled: CompiledGraph, *, limit: int) -> Picture:
    """Return a picture of a skill in its surroundings.

    Parameters
    ----------
    skill
        The skill.
    compiled
        The facts about it, and about roles.
    limit
        The most things to draw.
    """
    centre = skill_node(skill.iri, compiled, None, size=_CENTRE, weight=9.0)
    roles, requiring = _roles(skill, compiled)
    skills, building = _prerequisites(skill, compiled)
    aids, helping = _aids(skill, compiled)
    nodes, edges, omissions = cut(
        [centre, *roles, *skills, *aids], [*requiring, *building, *helping], limit
    )
    needed = {edge.target for edge in building if edge.source == centre.id}
    others = [node for node in nodes if node.id != centre.id]

    def group(title: str, category: str, *, before: bool = False) -> _Group:
        """Return the title and the things of a group: of skills, those needed before, or others."""
        of_kind = [node for node in others if node.category == category]
        if category == "skill":
            of_kind = [node for node in of_kind if (node.id in needed) == before]
        return PictureNode(
            f"title+{title}", title, "family", font=_TITLE_FONT, weight=1.0, one_line=True
        ), of_kind

    placed = [
        *(node for node in nodes if node.id == centre.id),
        *column(
            [
                group("what it builds on", "skill", before=True),
                group("courses and books", "resource"),
                group("certifications", "certification"),
            ],
            -_COLUMN,
            "left",
            broad=False,
        ),
        *column(
            [group("roles that require it", "role"), group("skills that build on it", "skill")],
            _COLUMN,
            "right",
            broad=False,
        ),
    ]
    notices = [] if roles else [f"No source names a role that requires {skill}."]
    return compose(
        compiled,
        placed,
        [edge._replace(headless=True) for edge in edges],
        title=skill.label,
        subtitle=_subtitle(len(roles), skill, compiled),
        kind="skill",
        size=_SIZE,
        notices=(*omissions, *notices),
    )


def _subtitle(roles: int, skill: Named, compiled: CompiledGraph) -> str:
    """Return how many roles require a skill, and how long it takes to learn."""
    required = f"{count_text(roles, 'role')} {'requires' if roles == 1 else 'require'} it"
    times = [f.value for f in skill_facts(skill.iri, compiled) if f.name == "time to learn"]
    return "; ".join([required, *times])


def _roles(skill: Named, compiled: CompiledGraph) -> tuple[list[PictureNode], list[PictureEdge]]:
    """Return the lines of work that ask for a skill; those to which it matters most come first.

    A level is drawn only if its line of work does not ask for the skill.
    """
    demands = {
        iri: demand
        for iri in compiled.nodes
        if (demand := _find_demand(skill.iri, iri, compiled)) is not None
    }
    nodes, edges = [], []
    order = sorted(
        demands.items(),
        key=lambda item: (-item[1].share, -len(item[1].sources), compiled.label(item[0])),
    )
    for rank, (iri, demand) in enumerate(order):
        if compiled.nodes[iri].level_of in demands:
            continue
        size = round(_LOW + demand.share * (_HIGH - _LOW))
        weight = (demand.share + 0.1 if rank < _FIRST else 0.1) - rank / 10_000
        nodes.append(role_node(iri, compiled, size=size, weight=weight, importance=demand.share))
        others = [compiled.label(other) for other in demand.instead]
        instead = f"; or {', '.join(others)}" if others else ""
        edges.append(
            PictureEdge(
                name_of(iri),
                name_of(skill.iri),
                "requires",
                name=f"{demand.text} for {compiled.label(iri)}",
                grade=grade_of(demand.sources, compiled),
                importance=demand.share,
                facts=(Fact("asked for", f"{demand.text}{instead}", demand.sources),),
            )
        )
    return nodes, edges


class _Demand(NamedTuple):
    """How much a skill matters to a role (0..1), the same in words, and alternatives."""

    share: float
    text: str
    instead: tuple[str, ...]
    sources: tuple[str, ...]


def _find_demand(skill: str, role: str, compiled: CompiledGraph) -> _Demand | None:
    """Return how a role's profile asks for a skill; without a profile, how sources do.

    A core item matters more than a supporting one, a high level more than a low one, and a skill
    that is asked for by itself more than one of several that would do.
    """
    listed = [need.sources for need in compiled.needs.get(role, ()) if skill in need.skills]
    sources = tuple(dict.fromkeys(iri for iris in listed for iri in iris))
    profile = compiled.profiles.get(role)
    if profile is None:
        needs = [need for need in compiled.needs.get(role, ()) if skill in need.skills]
        if not needs or not needs[0].weight:
            return None
        others = tuple(other for other in needs[0].skills if other != skill)
        return _Demand(min(needs[0].weight, 1.0) * 0.6, needs[0].necessity, others, sources)
    for item in profile.items:
        group = compiled.groups.get(item.thing)
        members = (item.thing,) if group is None else group.members
        if skill in members and item.weight in _WEIGHTS:
            low, high = _WEIGHTS[item.weight]
            share = low + (high - low) * (item.level - 1) / 2 - (0.05 if group else 0.0)
            others = tuple(other for other in members if other != skill)
            text = f"{item.weight}, {LEVELS[item.level]} level"
            cited = tuple(dict.fromkeys((*item.sources, *sources)))
            return _Demand(round(share, 2), text, others, cited)
    return None


def _prerequisites(
    skill: Named, compiled: CompiledGraph
) -> tuple[list[PictureNode], list[PictureEdge]]:
    """Return the skills that a skill builds on, and those that build on it."""
    stated = compiled.prerequisites
    pairs = [(skill.iri, needed, by) for needed, by in stated.get(skill.iri, {}).items()]
    pairs += [(other, skill.iri, on[skill.iri]) for other, on in stated.items() if skill.iri in on]
    nodes: dict[str, PictureNode] = {}
    edges = []
    for upper, lower, sources in pairs:
        other = lower if upper == skill.iri else upper
        nodes.setdefault(other, skill_node(other, compiled, None, weight=2.0))
        edges.append(_link(upper, lower, "builds on", sources, compiled))
    return list(nodes.values()), edges


def _link(
    start: str, end: str, kind: str, sources: Sequence[str], compiled: CompiledGraph
) -> PictureEdge:
    name = f"{compiled.label(start)} {kind} {compiled.label(end)}"
    facts = (Fact(kind, compiled.label(end), tuple(sources)),)
    grade = grade_of(sources, compiled)
    return PictureEdge(name_of(start), name_of(end), kind, name=name, grade=grade, facts=facts)


def _aids(skill: Named, compiled: CompiledGraph) -> tuple[list[PictureNode], list[PictureEdge]]:
    """Return certifications that attest a skill, and courses and books that teach it."""
    here = name_of(skill.iri)
    nodes, edges = [], []
    for named, category, kind in (
        (compiled.certifications_by_skill.get(skill.iri, ()), "certification", "attests"),
        (compiled.resources_by_skill.get(skill.iri, ()), "resource", "teaches"),
    ):
        for thing in named:
            node = credential_node(thing, category, compiled, weight=0.8)
            detail = compiled.resources.get(thing.iri)
            nodes.append(node._replace(facts=_resource_facts(detail) if detail else ()))
            fact, grade = (
                attested(skill, compiled)
                if kind == "attests"
                else taught(skill, detail.source if detail else None, compiled)
            )
            name = f"{thing} {kind} {skill}"
            edges.append(PictureEdge(node.id, here, kind, name=name, grade=grade, facts=(fact,)))
    return nodes, edges


def _resource_facts(resource: Resource) -> tuple[Fact, ...]:
    hours = "unknown" if resource.hours is None else f"{resource.hours:g}"
    cost = {None: "unknown", True: "free", False: "not free"}[resource.free]
    source = (resource.source,) if resource.source else ()
    return (Fact("kind", resource.kind, source), Fact("hours", hours), Fact("cost", cost))
