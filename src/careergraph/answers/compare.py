"""Several roles side by side: what all of them ask for, and what only one does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from careergraph.errors import SameRoleError, UsageError
from careergraph.model.ranking import rank_skills
from careergraph.model.tables import Rows, show_label
from careergraph.model.values import GraphInfo, Named, PayBand, Source, cite_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.answers.role_page import (
        CertificationStatement,
        DegreeShareStatement,
        OutlookStatement,
        PreparationStatement,
        RoleProfile,
        Statement,
    )
    from careergraph.compiled.graph import CompiledGraph

__all__ = [
    "MOST_ROLES",
    "ComparedSkill",
    "Comparison",
    "EntryStatement",
    "Side",
    "check_roles",
    "compare_roles",
]

MOST_ROLES: Final = 6
_FEWEST_ROLES: Final = 2


@dataclass(frozen=True, slots=True)
class ComparedSkill:
    """A skill that some of the roles ask for, alone or as one of several that would do.

    ``asked_by`` are the IRIs of those roles, ``importance`` (0..1) is the largest any gives it.
    """

    skill: Named
    category: str
    importance: float
    asked_by: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryStatement:
    """The degree by which people usually enter a role, and who says so."""

    degree: Named
    country: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the roles: what sources state of it besides skills."""

    role: Named
    family: str
    level_of: Named | None
    needs_known: bool
    entry_degree: EntryStatement | None
    degrees: tuple[Statement, ...]
    degree_shares: tuple[DegreeShareStatement, ...]
    preparation: tuple[PreparationStatement, ...]
    certifications: tuple[CertificationStatement, ...]
    pay: tuple[PayBand, ...]
    outlook: tuple[OutlookStatement, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Rows):
    """Roles side by side; skills are those of most roles first, then the most important.

    Optional skills are left out.
    """

    sides: tuple[Side, ...]
    skills: tuple[ComparedSkill, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo

    @property
    def shared(self) -> tuple[ComparedSkill, ...]:
        """What all of the roles ask for."""
        return tuple(skill for skill in self.skills if len(skill.asked_by) == len(self.sides))

    def only(self, role: Named) -> tuple[ComparedSkill, ...]:
        """Return what one of the roles asks for and none of the others."""
        return tuple(skill for skill in self.skills if skill.asked_by == (role.iri,))

    def __repr__(self) -> str:
        """Return the roles and how many skills all of them ask for."""
        named = ", ".join(show_label(side.role.label) for side in self.sides)
        return f"<Comparison of {named}: {len(self.shared)} of {len(self.skills)} skills shared>"

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each skill, with a column for each role: yes, no, or unknown."""
        labels = [side.role.label for side in self.sides]
        return [
            ("skill", "category", "importance", *labels, "sources"),
            *(
                (
                    skill.skill.label,
                    skill.category,
                    skill.importance,
                    *(_asks(side, skill) for side in self.sides),
                    "; ".join(skill.sources),
                )
                for skill in self.skills
            ),
        ]


def _asks(side: Side, skill: ComparedSkill) -> str | None:
    if side.role.iri in skill.asked_by:
        return "yes"
    return "no" if side.needs_known else None


def compare_roles(
    profiles: Sequence[RoleProfile], facts: CompiledGraph, info: GraphInfo
) -> Comparison:
    """Return two to six different roles side by side.

    Raises
    ------
    UsageError, SameRoleError
        See `check_roles`.
    """
    check_roles([profile.role for profile in profiles])
    sides = tuple(_side(profile, facts) for profile in profiles)
    skills = _skills(profiles, facts.roles_asking)
    checked = (said.checked_at for side in sides for said in side.certifications)
    asking = (iri for skill in skills for iri in skill.sources)
    cited = [*_side_sources(sides), *asking, *checked]
    return Comparison(sides, skills, cite_sources(cited, facts.sources), info)


def check_roles(roles: Sequence[Named]) -> Sequence[Named]:
    """Return roles that can be compared.

    Raises
    ------
    UsageError
        There are fewer than two roles, or more than six.
    SameRoleError
        A role is given twice.

    Examples
    --------
    >>> check_roles([Named("urn:cook", "Cook")])
    Traceback (most recent call last):
    careergraph.errors.UsageError: 1 role was given; give 2 to 6 to compare.
    """
    number = len(roles)
    if not _FEWEST_ROLES <= number <= MOST_ROLES:
        said = f"{number} role was" if number == 1 else f"{number or 'No'} roles were"
        message = f"{said} given; give {_FEWEST_ROLES} to {MOST_ROLES} to compare."
        raise UsageError(message)
    for position, role in enumerate(roles):
        if role.iri in {other.iri for other in roles[:position]}:
            raise SameRoleError(role.label)
    return roles


def _side(profile: RoleProfile, facts: CompiledGraph) -> Side:
    entry = facts.entry_degrees.get(profile.role.iri)
    return Side(
        role=profile.role,
        family=profile.family,
        level_of=profile.level_of,
        needs_known=any(skill.importance > 0 for skill in profile.skills),
        entry_degree=entry
        and EntryStatement(Named(entry.iri, entry.label), entry.country, entry.source),
        degrees=profile.degrees,
        degree_shares=profile.degree_shares,
        preparation=profile.preparation,
        certifications=profile.certifications,
        pay=profile.pay,
        outlook=profile.outlook,
    )


def _skills(
    profiles: Sequence[RoleProfile], roles_asking: Mapping[str, int]
) -> tuple[ComparedSkill, ...]:
    asked: dict[Named, dict[str, None]] = {}
    weights: dict[Named, float] = {}
    categories: dict[Named, str] = {}
    sources: dict[Named, dict[str, None]] = {}
    for profile in profiles:
        for need in profile.skills:
            for skill in need.skills if need.importance > 0 else ():
                asked.setdefault(skill, {})[profile.role.iri] = None
                weights[skill] = max(weights.get(skill, 0.0), need.importance)
                categories.setdefault(skill, need.category)
                sources.setdefault(skill, {}).update(dict.fromkeys(need.sources))
    found = [
        ComparedSkill(skill, categories[skill], weights[skill], tuple(by), tuple(sources[skill]))
        for skill, by in asked.items()
    ]
    ranked = rank_skills(
        found,
        weight=lambda s: s.importance,
        sources=lambda s: len(s.sources),
        roles=lambda s: roles_asking.get(s.skill.iri, 0),
        name=lambda s: s.skill.label,
    )
    return tuple(sorted(ranked, key=lambda s: -len(s.asked_by)))


def _side_sources(sides: Iterable[Side]) -> list[str]:
    """Return the sources of what is said besides skills, in the order of a page."""
    sides = tuple(sides)
    return [
        *(side.entry_degree.source for side in sides if side.entry_degree),
        *(said.source for side in sides for said in side.degrees),
        *(said.source for side in sides for said in side.degree_shares),
        *(said.source for side in sides for said in side.preparation),
        *(source for side in sides for said in side.certifications for source in said.sources),
        *(band.source for side in sides for band in side.pay),
        *(said.source for side in sides for said in side.outlook),
    ]
