"""All that the graph states of one role, each statement with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.skill_overlap import learn_for
from careergraph.model.occupations import is_occupation
from careergraph.model.ranking import rank_skills
from careergraph.model.statements import (
    CertificationStatement,
    DegreeShareStatement,
    FieldStatement,
    Ladder,
    MisleadingOccupation,
    OutlookStatement,
    PreparationStatement,
    Statement,
)
from careergraph.model.tables import Rows, html_table, listed, show_label
from careergraph.model.values import Entry, GraphInfo, Named, PayBand, Source, cite_sources
from careergraph.search.learning.background import find_holding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.occupations import OccupationItem

__all__ = [
    "CertificationStatement",
    "DegreeShareStatement",
    "FieldStatement",
    "Ladder",
    "OutlookStatement",
    "PreparationStatement",
    "Related",
    "RoleProfile",
    "SkillStatement",
    "Statement",
    "read_profile",
]


@dataclass(frozen=True, slots=True)
class SkillStatement:
    """A skill of a role, or any one of several, with the strongest word of its sources."""

    skills: tuple[Named, ...]
    category: str
    importance: float
    necessity: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Another line of work, and how much (0..1) of its profile people in this role hold."""

    role: Named
    coverage: float
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleProfile(Rows):
    """What a role is and asks for. Skills are grouped by category, most important first."""

    role: Named
    definition: str
    aliases: tuple[str, ...]
    family: str
    seniority: str | None
    level_of: Named | None
    regulated: bool | None
    licence: str | None
    matches: tuple[str, ...]
    tasks: tuple[Statement, ...]
    remarks: tuple[Statement, ...]
    skills: tuple[SkillStatement, ...]
    degrees: tuple[Statement, ...]
    degree_shares: tuple[DegreeShareStatement, ...]
    fields: tuple[FieldStatement, ...]
    preparation: tuple[PreparationStatement, ...]
    experience: tuple[Statement, ...]
    certifications: tuple[CertificationStatement, ...]
    pay: tuple[PayBand, ...]
    misleading: tuple[MisleadingOccupation, ...]
    outlook: tuple[OutlookStatement, ...]
    ladders: tuple[Ladder, ...]
    related: tuple[Related, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each skill the role asks for, most important first."""
        header = ("skill", "category", "necessity", "importance", "sources")
        return [
            header,
            *(
                (
                    " or ".join(one.label for one in skill.skills),
                    *(skill.category, skill.necessity, skill.importance, listed(skill.sources)),
                )
                for skill in self.skills
            ),
        ]

    def __repr__(self) -> str:
        """Return the label and how many skills and sources stand behind it."""
        role = show_label(self.role.label)
        return f"<RoleProfile {role}: {len(self.skills)} skills, {len(self.sources)} sources>"

    def _repr_html_(self) -> str:
        titles = {source.iri: source.title for source in self.sources}
        rows = [
            (
                " or ".join(one.label for one in skill.skills),
                skill.category,
                skill.necessity,
                "; ".join(titles.get(iri, iri) for iri in skill.sources),
            )
            for skill in self.skills
        ]
        header = ("skill", "category", "necessity", "sources")
        return html_table(f"{show_label(self.role.label)}: {self.definition}", header, rows)


_MOST_RELATED: Final = 8
_KNOWLEDGE: Final = "2.C."
"""How the codes of O*NET's kinds of knowledge begin."""


def read_profile(graph: CompiledGraph, entry: Entry) -> RoleProfile:
    """Return the profile of a role."""
    stated, labels = graph.role_statements[entry.iri], graph.labels
    skills = tuple(
        SkillStatement(
            skills=tuple(Named(skill, labels.get(skill, skill)) for skill in need.skills),
            category=graph.categories.get(need.skills[0], "other"),
            importance=need.weight,
            necessity=need.necessity,
            sources=need.sources,
        )
        for need in graph.needs.get(entry.iri, ())
    ) or _rated_skills(graph, entry.iri)
    ranked = rank_skills(
        skills,
        weight=lambda s: s.importance,
        sources=lambda s: len(s.sources),
        roles=lambda s: graph.roles_asking.get(s.skills[0].iri, 0),
        name=lambda s: s.skills[0].label,
    )
    profile = RoleProfile(
        role=Named(entry.iri, entry.label),
        definition=stated.definition,
        aliases=entry.aliases,
        family=stated.family,
        seniority=stated.seniority,
        level_of=stated.level_of,
        regulated=stated.regulated,
        licence=stated.licence or _licence_of(graph, entry.iri),
        matches=stated.matches,
        tasks=stated.tasks,
        remarks=stated.remarks,
        skills=tuple(sorted(ranked, key=lambda s: s.category)),
        degrees=stated.degrees,
        degree_shares=stated.degree_shares,
        fields=stated.fields,
        preparation=stated.preparation,
        experience=stated.experience,
        certifications=stated.certifications,
        pay=tuple(graph.pay_by_role.get(entry.iri, ())),
        misleading=stated.misleading,
        outlook=stated.outlook,
        ladders=stated.ladders,
        related=_relate(entry.iri, graph),
        sources=(),
        graph=graph.info,
    )
    return replace(profile, sources=_cited(profile, graph.sources))


def _licence_of(graph: CompiledGraph, role: str) -> str | None:
    """Return the licence that a law asks for in an occupation, with its country."""
    licences = graph.licences.get(role, ()) if is_occupation(role) else ()
    return f"{licences[0].label} ({licences[0].country})" if licences else None


def _rated_skills(graph: CompiledGraph, role: str) -> tuple[SkillStatement, ...]:
    """Return the computed profile of an occupation: what its source rates important."""
    profile = graph.occupation_profiles.get(role) if is_occupation(role) else None
    if profile is None:
        return ()
    return tuple(
        SkillStatement(
            skills=tuple(Named(thing, graph.label(thing)) for thing in (item.thing, *item.members)),
            category=_category(item),
            importance=1.0 if item.weight == "core" else 0.5,
            necessity="in demand" if item.rating is None else f"rated {item.rating:g} of 7",
            sources=(item.source,),
        )
        for item in profile.items
    )


def _category(item: OccupationItem) -> str:
    if item.rating is None:
        return "software in demand (profile computed from ratings)"
    if item.thing.rpartition("/")[2].startswith(_KNOWLEDGE):
        return "knowledge (profile computed from ratings)"
    return "skills (profile computed from ratings)"


def _relate_occupation(role: str, graph: CompiledGraph) -> tuple[Related, ...]:
    """Return what a source states that an occupation leads to, the moves first."""
    found: dict[str, tuple[float, set[str]]] = {}
    for start, end, evidence in graph.steps:
        if start == role:
            share, kinds = found.get(end, (0.0, set()))
            found[end] = max(share, evidence.overlap or 0.0), kinds | {evidence.kind}
    related = [
        Related(Named(end, graph.label(end)), share, tuple(sorted(kinds)))
        for end, (share, kinds) in found.items()
    ]
    related.sort(key=lambda one: ("move" not in one.kinds, -one.coverage, one.role.label))
    return tuple(related[:_MOST_RELATED])


def _relate(role: str, graph: CompiledGraph) -> tuple[Related, ...]:
    """Return other lines of work: those some source links first, then by how much is covered."""
    if is_occupation(role):
        return _relate_occupation(role, graph)
    holding = find_holding(graph, role)
    base = graph.nodes[role].level_of
    kinds: dict[tuple[str, str], set[str]] = {}
    for start, end, evidence in graph.steps:
        if start in (role, base):
            kinds.setdefault((start, end), set()).add(evidence.kind)
    found = []
    for other in graph.roles:
        if other.iri in (role, base) or other.seniority:
            continue
        share = learn_for(graph, role, other.iri, holding).coverage
        if share is None:
            continue
        linked = kinds.get((role, other.iri)) or kinds.get((base or role, other.iri)) or ()
        named = Named(other.iri, other.label)
        found.append(Related(named, round(share, 4), tuple(sorted(linked))))
    found.sort(key=lambda other: (not other.kinds, -other.coverage, other.role.label))
    return tuple(found[:_MOST_RELATED])


def _cited(profile: RoleProfile, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources of a profile in the order in which they are first used."""
    said = (*profile.tasks, *profile.remarks, *profile.degrees, *profile.experience)
    iris = [
        *(statement.source for statement in said),
        *(source for skill in profile.skills for source in skill.sources),
        *(share.source for share in profile.degree_shares),
        *(field.source for field in profile.fields),
        *(level.source for level in profile.preparation),
        *(source for cert in profile.certifications for source in cert.sources),
        *(cert.checked_at for cert in profile.certifications),
        *(band.source for band in profile.pay),
        *(occupation.source for occupation in profile.misleading if not profile.pay),
        *(outlook.source for outlook in profile.outlook),
        *(ladder.source for ladder in profile.ladders),
    ]
    return cite_sources(iris, sources)
