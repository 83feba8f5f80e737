"""Compare several roles: what all of them ask for, and what only one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.skill_overlap import (
    describe_missing,
    learn_for,
    name_items,
    name_labels,
)
from careergraph.answers.roles.role_page import read_role
from careergraph.answers.roles.role_profile import EntryStatement
from careergraph.errors import SameRoleError, UsageError
from careergraph.model.frozen import frozen
from careergraph.model.holdings import NOTHING
from careergraph.model.ranking import rank_skills
from careergraph.model.tables import Rows, show_label
from careergraph.model.values import GraphInfo, MissingSkill, Named, PayBand, Source, cite_sources
from careergraph.search.learning.background import find_holding
from careergraph.search.learning.gaps import find_missing
from careergraph.search.learning.step_learning import StepLearning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import LicenceStatement
    from careergraph.model.holdings import AskedItem, Holding, Range
    from careergraph.model.statements import (
        CertificationStatement,
        DegreeShareStatement,
        OutlookStatement,
        PreparationStatement,
        Statement,
    )
    from careergraph.search.learning.background import Background

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


@frozen
class ComparedSkill:
    """An item that some of the roles ask for: a skill, or a group of which one suffices.

    ``asked_by`` are the IRIs of those roles, and ``levels`` the level (1 to 3) that each of them
    asks of its incumbents. ``held_by`` are all roles whose incumbents certainly hold it.
    ``importance`` is the largest weight any of them gives it.
    """

    skill: Named
    category: str
    importance: float
    asked_by: tuple[str, ...]
    sources: tuple[str, ...]
    levels: tuple[int, ...] = ()
    held_by: tuple[str, ...] = ()

    def level(self, role: str) -> int:
        """Return the level that a role (IRI) asks for, 0 if it does not."""
        return dict(zip(self.asked_by, self.levels, strict=True)).get(role, 0)


@frozen
class Side:
    """One of the compared roles: what sources state about it besides skills.

    ``missing`` is what someone in the first of the roles has to learn for this one, the same as
    `gap` gives, and ``learning_hours`` how long that takes. ``regulated`` says whether a law asks
    for a licence, ``licence`` names it in short, and ``licences`` are what sources state of them.
    """

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
    missing: tuple[MissingSkill, ...] = ()
    learning_hours: Range = NOTHING
    regulated: bool | None = None
    licence: str | None = None
    licences: tuple[LicenceStatement, ...] = ()


@frozen
class Comparison(Rows):
    """Roles side by side; items are those of most roles first, then the most important."""

    sides: tuple[Side, ...]
    skills: tuple[ComparedSkill, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo
    named: tuple[Named, ...] = ()

    @property
    def shared(self) -> tuple[ComparedSkill, ...]:
        """The skills that all of the roles ask for."""
        return tuple(skill for skill in self.skills if len(skill.asked_by) == len(self.sides))

    def only(self, role: Named) -> tuple[ComparedSkill, ...]:
        """Return what only one role asks for and people in the others do not certainly hold."""
        return tuple(
            skill
            for skill in self.skills
            if role.iri in skill.asked_by and not {*skill.held_by, *skill.asked_by} - {role.iri}
        )

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
        return f"yes, level {skill.level(side.role.iri)}"
    if side.role.iri in skill.held_by:
        return "held"
    return "no" if side.needs_known else None


def compare_roles(
    roles: Sequence[Named],
    facts: CompiledGraph,
    info: GraphInfo,
    background: Background | None = None,
) -> Comparison:
    """Return two to six different roles side by side.

    Parameters
    ----------
    roles
        The roles to compare.
    facts, info
        Of the graph.
    background
        What the person who would learn holds besides what the first role gives.

    Raises
    ------
    UsageError, SameRoleError
        See `check_roles`.
    """
    first = check_roles(roles)[0].iri
    holding = find_holding(facts, first, background)
    sides = tuple(_side(role, facts, first, holding) for role in roles)
    skills = _skills(roles, facts)
    checked = (one.checked_at for side in sides for one in side.certifications)
    asking = (iri for skill in skills for iri in skill.sources)
    cited = [*_side_sources(sides), *asking, *checked]
    named = () if background is None else name_labels(facts, background.named)
    return Comparison(sides, skills, cite_sources(cited, facts.sources), info, named)


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
    careergraph.errors.UsageError: Give 2 to 6 roles to compare; you gave 1.
    """
    number = len(roles)
    if not _FEWEST_ROLES <= number <= MOST_ROLES:
        message = (
            f"Give {_FEWEST_ROLES} to {MOST_ROLES} roles to compare; you gave {number or 'none'}."
        )
        raise UsageError(message)
    for position, role in enumerate(roles):
        if role.iri in {other.iri for other in roles[:position]}:
            raise SameRoleError(role.label)
    return roles


def _side(role: Named, facts: CompiledGraph, first: str, holding: Holding) -> Side:
    summary, stated = read_role(facts, role.iri), facts.role_statements[role.iri]
    learning = learn_for(facts, first, role.iri, holding)
    if role.iri == first:
        learning = StepLearning()
    node = facts.nodes.get(role.iri)
    return Side(
        role=role,
        family=stated.family,
        level_of=stated.level_of,
        needs_known=bool(summary.items),
        missing=describe_missing(facts, learning.missing),
        learning_hours=learning.hours,
        entry_degree=summary.entry_degree,
        degrees=stated.degrees,
        degree_shares=stated.degree_shares,
        preparation=stated.preparation,
        certifications=stated.certifications,
        pay=summary.pay,
        outlook=stated.outlook,
        regulated=None if node is None else node.regulated,
        licence=None if node is None else node.licence,
        licences=tuple(facts.licences.get(role.iri, ())),
    )


def _skills(roles: Sequence[Named], facts: CompiledGraph) -> tuple[ComparedSkill, ...]:
    asked: dict[Named, dict[str, AskedItem]] = {}
    for role in (one.iri for one in roles):
        items = facts.work[role].items
        for named, item in zip(name_items(facts, items), items, strict=True):
            asked.setdefault(named, {})[role] = item
    holdings = {one.iri: find_holding(facts, one.iri) for one in roles}
    compared = [_compared(named, by_role, holdings) for named, by_role in asked.items()]
    ranked = rank_skills(
        compared,
        weight=lambda s: s.importance,
        sources=lambda s: len(s.sources),
        roles=lambda s: facts.roles_asking.get(s.skill.iri, 0),
        name=lambda s: s.skill.label,
    )
    return tuple(sorted(ranked, key=lambda s: -len(s.asked_by)))


def _compared(
    named: Named, by_role: Mapping[str, AskedItem], holdings: Mapping[str, Holding]
) -> ComparedSkill:
    easiest = min(by_role.values(), key=lambda item: item.level)
    return ComparedSkill(
        skill=named,
        category=easiest.kind,
        importance=max(item.weight for item in by_role.values()),
        asked_by=tuple(by_role),
        sources=tuple(dict.fromkeys(iri for item in by_role.values() for iri in item.sources)),
        levels=tuple(item.level for item in by_role.values()),
        held_by=tuple(
            role
            for role, holding in holdings.items()
            if find_missing(easiest, holding).held >= easiest.level
        ),
    )


def _side_sources(sides: Iterable[Side]) -> list[str]:
    """Return the sources of all statements besides skills, in the order of a page."""
    sides = tuple(sides)
    return [
        *(side.entry_degree.source for side in sides if side.entry_degree),
        *(degree.source for side in sides for degree in side.degrees),
        *(share.source for side in sides for share in side.degree_shares),
        *(level.source for side in sides for level in side.preparation),
        *(source for side in sides for one in side.certifications for source in one.sources),
        *(band.source for side in sides for band in side.pay),
        *(outlook.source for side in sides for outlook in side.outlook),
        *(licence.source for side in sides for licence in side.licences),
    ]
