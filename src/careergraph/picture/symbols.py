"""Roles, skills and credentials as nodes of a picture, and the legends that go with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from careergraph.picture.drawing import Fact, Group, Link, Picture, PictureEdge, PictureNode
from careergraph.picture.panels import best_grade, cited_sources, role_facts, skill_facts
from careergraph.vocab import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Named

Frame = tuple[int, int, int, int]

__all__ = [
    "attested",
    "compose",
    "credential_node",
    "grade_of",
    "name_of",
    "role_node",
    "skill_node",
    "skill_size",
    "taught",
]

ROLE_SIZE: Final = 18
_EDITORIAL: Final = f"{ID}source/editorial"
_CREDENTIAL_SIZES: Final = {"certification": 15, "resource": 11}
_SMALLEST_SKILL: Final = 7
_LARGEST_SKILL: Final = 13


def name_of(iri: str) -> str:
    """Return the id of a thing in a page: its IRI without the common beginning of ours.

    Examples
    --------
    >>> name_of("https://w3id.org/careergraph/id/role/data-scientist")
    'role/data-scientist'
    """
    return iri.removeprefix(ID)


def grade_of(sources: Iterable[str], compiled: CompiledGraph) -> str | None:
    """Return the firmest grade among some sources (IRIs)."""
    known = compiled.sources
    return best_grade(known[iri].grade for iri in sources if iri in known)


def attested(skill: Named, compiled: CompiledGraph) -> tuple[Fact, str | None]:
    """Return the text and grade of a line from a certification to a skill that it attests.

    Issuers do not list skills by our names, so this is our reading of what they write.
    """
    known = (_EDITORIAL,) if _EDITORIAL in compiled.sources else ()
    reading = ": our reading of the certification's title and outline" if known else ""
    return Fact("attests", f"{skill}{reading}", known), grade_of(known, compiled)


def taught(skill: Named, source: str | None, compiled: CompiledGraph) -> tuple[Fact, str | None]:
    """Return the text of a line from a course or book to a skill, and the grade of its source."""
    known = (source,) if source else ()
    return Fact("teaches", skill.label, known), grade_of(known, compiled)


def role_node(
    iri: str,
    compiled: CompiledGraph,
    **place: Any,  # noqa: ANN401 (a node's fields)
) -> PictureNode:
    """Return a role as a node with the facts about it."""
    role = compiled.nodes.get(iri)
    node = PictureNode(
        id=name_of(iri),
        label=compiled.label(iri) if role is None else role.label,
        category="role",
        size=ROLE_SIZE,
        family=name_of(role.family) if role and role.family else None,
        seniority=name_of(role.seniority) if role and role.seniority else None,
        aliases=compiled.aliases(iri),
        facts=role_facts(iri, compiled),
        iri=iri,
    )
    return node._replace(**place)


def skill_size(importance: float | None) -> int:
    """Return the size of a skill, which grows with its importance (0..1)."""
    share = 0.5 if importance is None else min(max(importance, 0.0), 1.0)
    return round(_SMALLEST_SKILL + share * (_LARGEST_SKILL - _SMALLEST_SKILL))


def skill_node(
    iri: str,
    compiled: CompiledGraph,
    importance: float | None,
    **place: Any,  # noqa: ANN401 (the node's coordinates)
) -> PictureNode:
    """Return a skill as a node, sized by its importance."""
    node = PictureNode(
        id=name_of(iri),
        label=compiled.label(iri),
        category="skill",
        size=skill_size(importance),
        importance=importance,
        aliases=compiled.aliases(iri),
        facts=skill_facts(iri, compiled),
        iri=iri,
        weight=importance or 0.0,
    )
    return node._replace(**place)


def credential_node(
    thing: Named,
    category: str,
    compiled: CompiledGraph,
    **place: Any,  # noqa: ANN401
) -> PictureNode:
    """Return a certification, degree, course or book as a node with the page about it."""
    resource = compiled.resources.get(thing.iri)
    url = compiled.pages.get(thing.iri) or (resource.url if resource else None)
    node = PictureNode(
        id=name_of(thing.iri),
        label=thing.label,
        category=category,
        size=_CREDENTIAL_SIZES.get(category, 13),
        aliases=compiled.aliases(thing.iri),
        links=(Link("web page", url),) if url else (),
        iri=thing.iri,
    )
    return node._replace(**place)


def compose(
    compiled: CompiledGraph,
    nodes: Sequence[PictureNode],
    edges: Sequence[PictureEdge],
    frames: Mapping[str, Frame] | None = None,
    cited: Iterable[str] = (),
    **about: Any,  # noqa: ANN401
) -> Picture:
    """Return a picture with the legends and sources that its nodes and edges need.

    ``frames`` are the boxes around families, ``cited`` the IRIs of sources that are cited elsewhere
    than by a node or an edge.
    """
    families = {node.family for node in nodes}
    levels = {node.seniority for node in nodes}
    return Picture(
        graph=compiled.info,
        nodes=tuple(nodes),
        edges=tuple(edges),
        sources=cited_sources(nodes, edges, compiled.sources, cited),
        families=tuple(
            Group(name_of(family.iri), family.label, frame=(frames or {}).get(name_of(family.iri)))
            for family in compiled.families
            if name_of(family.iri) in families
        ),
        seniorities=tuple(
            Group(name_of(level.iri), level.label, level.rank)
            for level in compiled.seniorities
            if name_of(level.iri) in levels
        ),
        **about,
    )
