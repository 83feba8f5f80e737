"""All that the graph states of one role, each statement with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from careergraph.answers.statements import (
    CertificationStatement,
    DegreeShareStatement,
    Ladder,
    MisleadingOccupation,
    Statement,
    read_profile_facts,
)
from careergraph.compiled.outlooks import FieldStatement, OutlookStatement, PreparationStatement
from careergraph.compiled.requirements import count_roles_asking
from careergraph.compiled.sources import cite_sources
from careergraph.model.ranking import rank_skills
from careergraph.model.tables import Rows, html_table, listed, show_label
from careergraph.model.values import Entry, GraphInfo, Named, Need, PayBand, Source
from careergraph.search.gaps import coverage, held_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from careergraph.store.engine import Engine

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
    "read_profile_facts",
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
    """Another line of work, and how much (0..1) of what it needs this role meets."""

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


def read_profile(
    engine: Engine,
    entry: Entry,
    network: nx.MultiDiGraph[str],
    needs: Mapping[str, Sequence[Need]],
    labels: Mapping[str, str],
    pay: Sequence[PayBand],
    sources: Mapping[str, Source],
    info: GraphInfo,
) -> RoleProfile:
    """Return the profile of a role; needs, labels, pay and sources are the caller's reads."""
    facts = read_profile_facts(engine, entry.iri)
    skills = tuple(
        SkillStatement(
            skills=tuple(Named(skill, labels.get(skill, skill)) for skill in need.skills),
            category=facts.categories.get(need.skills[0], "other"),
            importance=need.weight,
            necessity=need.necessity,
            sources=need.sources,
        )
        for need in needs.get(entry.iri, ())
    )
    roles_asking = count_roles_asking(needs)
    ranked = rank_skills(
        skills,
        weight=lambda s: s.importance,
        sources=lambda s: len(s.sources),
        roles=lambda s: roles_asking.get(s.skills[0].iri, 0),
        name=lambda s: s.skills[0].label,
    )
    profile = RoleProfile(
        role=Named(entry.iri, entry.label),
        definition=facts.definition,
        aliases=entry.aliases,
        family=facts.family,
        seniority=facts.seniority,
        level_of=facts.level_of,
        regulated=facts.regulated,
        licence=facts.licence,
        matches=facts.matches,
        tasks=facts.tasks,
        remarks=facts.remarks,
        skills=tuple(sorted(ranked, key=lambda s: s.category)),
        degrees=facts.degrees,
        degree_shares=facts.degree_shares,
        fields=facts.fields,
        preparation=facts.preparation,
        experience=facts.experience,
        certifications=facts.certifications,
        pay=tuple(pay),
        misleading=facts.misleading,
        outlook=facts.outlook,
        ladders=facts.ladders,
        related=_relate(entry.iri, network, needs, labels),
        sources=(),
        graph=info,
    )
    return replace(profile, sources=_cited(profile, sources))


def _relate(
    role: str,
    network: nx.MultiDiGraph[str],
    needs: Mapping[str, Sequence[Need]],
    labels: Mapping[str, str],
) -> tuple[Related, ...]:
    """Return other lines of work: those some source links first, then by how much is covered."""
    held = held_by(needs.get(role, ()))
    base = network.nodes[role].get("level_of")
    found = []
    for other, seniority in network.nodes(data="seniority"):
        if other in (role, base) or seniority or not needs.get(other):
            continue
        edges = (
            network.get_edge_data(role, other) or network.get_edge_data(base or role, other) or {}
        )
        kinds = tuple(sorted({edge["kind"] for edge in edges.values()}))
        share = round(coverage(held, needs[other]), 4)
        found.append(Related(Named(other, labels.get(other, other)), share, kinds))
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
