"""What the answer about a role holds: its facts, each statement with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.model.frozen import frozen
from careergraph.model.tables import Rows, html_table, listed, show_label

if TYPE_CHECKING:
    from careergraph.model.experience import LicenceStatement
    from careergraph.model.statements import (
        CertificationStatement,
        DegreeShareStatement,
        FieldStatement,
        Ladder,
        MisleadingOccupation,
        NamedResource,
        OfferStatement,
        OutlookStatement,
        PreparationStatement,
        Statement,
    )
    from careergraph.model.values import (
        Evidence,
        GraphInfo,
        Named,
        PayBand,
        Source,
        StepExperience,
    )

__all__ = [
    "EntryStatement",
    "Related",
    "RoleItem",
    "RoleLink",
    "RoleLinks",
    "RoleProfile",
    "RoleSummary",
    "SkillChoice",
    "SkillStatement",
    "SourceSkills",
]


@frozen
class RoleItem:
    """An item of a role's profile: a skill, or a group of which one skill suffices.

    ``weight`` is "core", "supporting" or "given" (what people come to know on the job), ``level``
    that of people in the role: 1 basic, 2 working, 3 expert. ``skills`` are the members of a group,
    those that most roles ask for first.
    """

    item: Named
    level: int
    weight: str
    skills: tuple[Named, ...]
    sources: tuple[str, ...]


@frozen
class EntryStatement:
    """The degree by which people usually enter a role, and its source."""

    degree: Named
    country: str | None
    source: str


@frozen
class SkillStatement:
    """A skill of a role (or any one of several), with the strongest necessity of its sources."""

    skills: tuple[Named, ...]
    category: str
    importance: float
    necessity: str
    sources: tuple[str, ...]


@frozen
class SkillChoice:
    """A skill that a source lists, or several, any one of which suffices."""

    any_of: tuple[Named, ...]


@frozen
class SourceSkills:
    """The skills that one source lists for a role with one necessity, such as "essential"."""

    source: str
    necessity: str
    skills: tuple[SkillChoice, ...]


@frozen
class RoleLink:
    """A role that people come from or go to, and the statements that say so, firmest first."""

    role: Named
    kinds: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@frozen
class RoleLinks:
    """The roles with the firmest evidence that people come from or go to, of ``total`` roles."""

    total: int
    links: tuple[RoleLink, ...]


@frozen
class Related:
    """Another line of work, and how much (0..1) of its profile people in this role hold."""

    role: Named
    coverage: float
    kinds: tuple[str, ...]


@frozen
class RoleSummary:
    """The facts of a role that every page, panel and comparison shows.

    ``items`` are its profile, core items first. ``is_computed`` says that the graph states no
    profile, so the items are what sources list. ``rated_for`` are the occupations whose ratings
    make up the profile of an occupation; ``is_unrated`` says that there are none.
    ``entry_experience`` are the years of related work asked of newcomers, or the years at the level
    below.
    """

    role: Named
    definition: str
    aliases: tuple[str, ...]
    level_of: Named | None
    regulated: bool | None
    licence: str | None
    licences: tuple[LicenceStatement, ...]
    items: tuple[RoleItem, ...]
    is_computed: bool
    rated_for: tuple[Named, ...]
    is_unrated: bool
    entry_degree: EntryStatement | None
    entry_experience: StepExperience | None
    active_certifications: tuple[Named, ...]
    pay: tuple[PayBand, ...]
    outlook: tuple[OutlookStatement, ...]


@frozen
class RoleProfile(RoleSummary, Rows):
    """All facts of a role, for its page.

    ``skills`` are what sources list, grouped by category, most important first; ``listed`` are the
    same by source.
    """

    family: str
    seniority: str | None
    matches: tuple[str, ...]
    tasks: tuple[Statement, ...]
    remarks: tuple[Statement, ...]
    skills: tuple[SkillStatement, ...]
    listed: tuple[SourceSkills, ...]
    degrees: tuple[Statement, ...]
    degree_shares: tuple[DegreeShareStatement, ...]
    fields: tuple[FieldStatement, ...]
    preparation: tuple[PreparationStatement, ...]
    experience: tuple[Statement, ...]
    certifications: tuple[CertificationStatement, ...]
    offers: tuple[OfferStatement, ...]
    resources: tuple[NamedResource, ...]
    misleading: tuple[MisleadingOccupation, ...]
    ladders: tuple[Ladder, ...]
    comes_from: RoleLinks
    goes_to: RoleLinks
    related: tuple[Related, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each skill that sources list, most important first."""
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
