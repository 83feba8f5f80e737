"""All that the graph states of one role, each statement with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from careergraph.answers.statements import (
    CertificationStatement,
    DegreeShareStatement,
    Ladder,
    Statement,
    read_profile_facts,
)
from careergraph.compiled.outlooks import FieldStatement, OutlookStatement, PreparationStatement
from careergraph.model.tables import Rows, html_table, listed, show_label
from careergraph.model.values import Entry, GraphInfo, Named, PayBand, Source
from careergraph.search.gaps import coverage, held_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.compiled.facts import Facts
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
    compiled: Facts,
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
        for need in compiled.needs.get(entry.iri, ())
    )
    skills = tuple(
        sorted(
            skills,
            key=lambda s: (s.category, -s.importance, -len(s.sources), str(s.skills[0]).casefold()),
        )
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
        skills=skills,
        degrees=facts.degrees,
        degree_shares=facts.degree_shares,
        fields=facts.fields,
        preparation=facts.preparation,
        experience=facts.experience,
        certifications=facts.certifications,
        pay=tuple(pay),
        outlook=facts.outlook,
        ladders=facts.ladders,
        related=_relate(entry.iri, compiled, labels),
        sources=(),
        graph=info,
    )
    return replace(profile, sources=_cited(profile, sources))


def _relate(
    role: str,
    compiled: Facts,
    labels: Mapping[str, str],
) -> tuple[Related, ...]:
    """Return other lines of work: those some source links first, then by how much is covered."""
    needs, held = compiled.needs, held_by(compiled.needs.get(role, ()))
    base = next((node.level_of for node in compiled.roles if node.iri == role), None)
    kinds_from: dict[str, dict[str, set[str]]] = {role: {}}
    if base:
        kinds_from[base] = {}
    for source, target, evidence in compiled.steps:
        if source in kinds_from:
            kinds_from[source].setdefault(target, set()).add(evidence.kind)
    related = []
    for node in compiled.roles:
        other = node.iri
        if other in (role, base) or node.seniority or not needs.get(other):
            continue
        kinds = kinds_from[role].get(other) or kinds_from[base or role].get(other) or set()
        share = round(coverage(held, needs[other]), 4)
        label = labels.get(other, other)
        related.append(Related(Named(other, label), share, tuple(sorted(kinds))))
    related.sort(key=lambda other: (not other.kinds, -other.coverage, other.role.label))
    return tuple(related[:_MOST_RELATED])


def _cited(profile: RoleProfile, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources of a profile in the order in which they are first used."""
    said = (*profile.tasks, *profile.remarks, *profile.degrees, *profile.experience)
    iris = dict.fromkeys(
        [
            *(statement.source for statement in said),
            *(source for skill in profile.skills for source in skill.sources),
            *(share.source for share in profile.degree_shares),
            *(field.source for field in profile.fields),
            *(level.source for level in profile.preparation),
            *(source for cert in profile.certifications for source in cert.sources),
            *(cert.checked_at for cert in profile.certifications),
            *(band.source for band in profile.pay),
            *(outlook.source for outlook in profile.outlook),
            *(ladder.source for ladder in profile.ladders),
        ]
    )
    return tuple(sources[iri] for iri in iris if iri in sources)
