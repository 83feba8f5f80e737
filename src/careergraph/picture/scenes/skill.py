"""Pictures of one skill: the roles that ask for it, its prerequisites, what teaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import count_text
from careergraph.picture.drawing import Fact, Picture, PictureEdge, PictureNode
from careergraph.picture.layout.radial import fan, settle
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.symbols import (
    compose,
    credential_node,
    grade_of,
    name_of,
    role_node,
    skill_node,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Named, Need, Resource

__all__ = ["draw_skill"]

_CENTRE: Final = 30
_SIZE: Final = "A role is the larger, the more important the skill is to it."
_LOW, _HIGH = 9, 20


def draw_skill(skill: Named, compiled: CompiledGraph, *, limit: int) -> Picture:
    """Return a picture of a skill in its surroundings.

    Parameters
    ----------
    skill
        The skill.
    compiled
        What there is to say of it, and of roles.
    limit
        How many things to draw at most.
    """
    centre = skill_node(skill.iri, compiled, None, size=_CENTRE, weight=9.0)
    roles, requiring = _roles(skill, compiled)
    skills, building = _prerequisites(skill, compiled)
    aids, helping = _aids(skill, compiled)
    nodes, edges, omissions = cut(
        [centre, *roles, *skills, *aids], [*requiring, *building, *helping], limit
    )
    sectors = (
        ("role", -78, 78),
        ("resource", 95, 150),
        ("certification", 155, 205),
        ("skill", 210, 262),
    )
    placed = [node for node in nodes if node.id == centre.id]
    for category, start, end in sectors:
        ring = [node for node in nodes if node.category == category and node.id != centre.id]
        placed += fan(ring, start, end, 380)
    notices = [] if roles else [f"No source names a role that asks for {skill}."]
    return compose(
        compiled,
        settle(placed),
        edges,
        title=skill.label,
        subtitle=f"asked for in {count_text(len(roles), 'role')}",
        kind="skill",
        size=_SIZE,
        notices=(*omissions, *notices),
    )


def _roles(skill: Named, compiled: CompiledGraph) -> tuple[list[PictureNode], list[PictureEdge]]:
    """Return the lines of work that ask for a skill, the most important first.

    Rungs ask for what their line of work asks for: they are drawn only where it does not.
    """
    found: dict[str, Need] = {}
    for iri, needs in compiled.needs.items():
        for need in needs:
            if skill.iri in need.skills and iri in compiled.nodes:
                found.setdefault(iri, need)
    nodes, edges = [], []
    order = sorted(found.items(), key=lambda item: (-item[1].weight, compiled.label(item[0])))
    for iri, need in order:
        if compiled.nodes[iri].level_of in found:
            continue
        share = min(need.weight, 1.0)
        size = round(_LOW + share * (_HIGH - _LOW))
        nodes.append(role_node(iri, compiled, size=size, weight=share + 0.1, importance=share))
        others = [compiled.label(other) for other in need.skills if other != skill.iri]
        instead = f"; or {', '.join(others)}" if others else ""
        demand = f"{need.necessity} (importance {need.weight:g}){instead}"
        edges.append(
            PictureEdge(
                name_of(iri),
                name_of(skill.iri),
                "requires",
                name=f"{need.necessity} to {compiled.label(iri)}",
                grade=grade_of(need.sources, compiled),
                importance=share,
                facts=(Fact("asked for", demand, need.sources),),
            )
        )
    return nodes, edges


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
            edges.append(PictureEdge(node.id, here, kind, name=f"{thing} {kind} {skill}"))
    return nodes, edges


def _resource_facts(resource: Resource) -> tuple[Fact, ...]:
    hours = "unknown" if resource.hours is None else f"{resource.hours:g}"
    cost = {None: "unknown", True: "free", False: "not free"}[resource.free]
    source = (resource.source,) if resource.source else ()
    return (Fact("kind", resource.kind, source), Fact("hours", hours), Fact("cost", cost))
