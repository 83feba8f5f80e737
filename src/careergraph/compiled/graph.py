"""`CompiledGraph`: the object that every answer reads.

Its fields are plain values. Those of a generation on disk are read from SQLite when they are first
asked for, one role at a time; a person's own graph and an endpoint give the same fields from
memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from careergraph.compiled.held_levels import held_by_incumbent
from careergraph.model.experience import FOR_ENTRY
from careergraph.model.holdings import AskedProfile
from careergraph.model.ranking import count_profiles_asking, count_roles_asking

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from careergraph.compiled.titles import Catalog
    from careergraph.model.experience import (
        EntryAdvice,
        ExperienceShare,
        ExperienceYears,
        LevelExperience,
        LicenceStatement,
        OccupationLink,
        StudyProgramme,
        TrainingStatement,
    )
    from careergraph.model.holdings import Holding
    from careergraph.model.occupations import (
        OccupationNode,
        OccupationProfile,
        RelatedOccupation,
    )
    from careergraph.model.profiles import (
        FieldGroup,
        FieldSkill,
        ProfileItem,
        RoleProfileItems,
        SkillGroup,
        SkillTraits,
    )
    from careergraph.model.statements import (
        DegreeShareStatement,
        FieldStatement,
        OutlookStatement,
        RoleCertification,
        RoleStatements,
        Rungs,
        Seniority,
        Statistics,
    )
    from careergraph.model.values import (
        DegreeLevel,
        EntryDegree,
        Evidence,
        GraphInfo,
        Named,
        Need,
        PayBand,
        Resource,
        RoleNode,
        Source,
    )

__all__ = ["CompiledGraph", "OpenNetwork", "SkillClaim"]

OpenNetwork: TypeAlias = "Callable[[Callable[[Path], None]], sqlite3.Connection | None]"
"""Return the open file of a network; the given function makes it if it is missing. ``None`` if it
cannot be kept."""

SkillClaim: TypeAlias = "tuple[str, str, str, str | None, str | None, tuple[Named, ...]]"
"""A source's statement about a skill: source, skill, necessity, place, level, and the skills of
the source's own classification that it was read from."""


_NETWORK: Final = "how the network's file is opened"
_LANGUAGES: Final = "how labels in other languages are read"


def _refuse() -> Any:  # noqa: ANN401 (it never returns)
    message = "This graph was made of plain values: it has no names, version or statistics."
    raise ValueError(message)


@dataclass(frozen=True, repr=False, eq=False)
class CompiledGraph:
    """Roles, the steps between them, and everything else that answers need, by IRI.

    Attributes
    ----------
    roles, steps
        Every role; every transition as (from, to, evidence).
    needs
        What each role asks for, most important first.
    prerequisites
        For each skill, the skills it builds on, with their sources.
    certifications_by_skill, certifications_by_role, resources_by_skill
        Certifications and learning resources for each skill, and certifications for each role;
        details of resources are in ``resources``.
    languages
        The skills that are programming languages: a book on one does not help with another.
    profiles
        The profile items of each role, including inherited ones. ``baseline`` is what every worker
        is assumed to hold.
    implied
        What holding each skill implies, with the number of implications between.
    fields_by_role, degree_shares
        The fields of study that prepare for each role, and the shares of people in it by the degree
        that they hold or say is required. ``field_groups`` says which fields are accepted in place
        of others.
    programmes, training
        The programmes of study that the licences of each role build on; the training on the job
        that people new to it typically get.
    entry_advice
        What newcomers to each role should know and learn first.
    role_statements, skill_claims
        What sources state about each role in words and figures, and about its skills.
    asked, incumbents
        Computed when a graph is written to a file, and read from it: the profile of each role as
        searches read it (see `work`), and what its incumbents hold (see `holding_of`).
    role_counts, profile_counts
        Computed in the same way: how many roles ask for each skill according to sources (see
        `roles_asking`), and how many do so in their profile (see `profiles_asking`).
    stated_targets
        Computed in the same way: the roles to which a source states a step, by the role left (see
        `states_step`).
    stated_steps
        Worked out in the same way: the steps by the role left (see `steps_from`).
    occupation_nodes, occupation_profiles, related_occupations
        The layer of occupations. Answers about them read a graph widened by those that the question
        needs; see `widening`.
    catalog
        The names of roles, skills and certifications.
    """

    roles: Sequence[RoleNode] = ()
    steps: Sequence[tuple[str, str, Evidence]] = ()
    needs: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    certifications_by_skill: Mapping[str, Sequence[Named]] = field(default_factory=dict)
    certifications_by_role: Mapping[str, Sequence[RoleCertification]] = field(default_factory=dict)
    resources_by_skill: Mapping[str, Sequence[Named]] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    pay_by_role: Mapping[str, Sequence[PayBand]] = field(default_factory=dict)
    languages: Sequence[str] = ()
    degrees: Sequence[DegreeLevel] = ()
    entry_degrees: Mapping[str, EntryDegree] = field(default_factory=dict)
    prerequisites: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    profiles: Mapping[str, RoleProfileItems] = field(default_factory=dict)
    baseline: Sequence[ProfileItem] = ()
    groups: Mapping[str, SkillGroup] = field(default_factory=dict)
    implied: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    traits: Mapping[str, SkillTraits] = field(default_factory=dict)
    field_skills: Mapping[str, Sequence[FieldSkill]] = field(default_factory=dict)
    fields_by_role: Mapping[str, Sequence[FieldStatement]] = field(default_factory=dict)
    field_groups: Sequence[FieldGroup] = ()
    degree_shares: Mapping[str, Sequence[DegreeShareStatement]] = field(default_factory=dict)
    experience_years: Mapping[str, Sequence[ExperienceYears]] = field(default_factory=dict)
    experience_shares: Mapping[str, Sequence[ExperienceShare]] = field(default_factory=dict)
    level_experience: Sequence[LevelExperience] = ()
    licences: Mapping[str, Sequence[LicenceStatement]] = field(default_factory=dict)
    programmes: Mapping[str, Sequence[StudyProgramme]] = field(default_factory=dict)
    entry_advice: Mapping[str, Sequence[EntryAdvice]] = field(default_factory=dict)
    training: Mapping[str, Sequence[TrainingStatement]] = field(default_factory=dict)
    occupations: Mapping[str, Sequence[OccupationLink]] = field(default_factory=dict)
    role_statements: Mapping[str, RoleStatements] = field(default_factory=dict)
    skill_claims: Mapping[str, Sequence[SkillClaim]] = field(default_factory=dict)
    outlooks: Mapping[str, Sequence[OutlookStatement]] = field(default_factory=dict)
    families: Sequence[Named] = ()
    seniorities: Sequence[Seniority] = ()
    definitions: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    ladders: Sequence[Rungs] = ()
    asked: Mapping[str, AskedProfile] = field(default_factory=dict)
    incumbents: Mapping[str, Holding] = field(default_factory=dict)
    role_counts: Mapping[str, int] = field(default_factory=dict)
    profile_counts: Mapping[str, int] = field(default_factory=dict)
    stated_targets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    stated_steps: Mapping[str, Sequence[tuple[str, Evidence]]] = field(default_factory=dict)
    occupation_nodes: Sequence[OccupationNode] = ()
    occupation_profiles: Mapping[str, OccupationProfile] = field(default_factory=dict)
    related_occupations: Sequence[RelatedOccupation] = ()
    make_catalog: Callable[[], Catalog] = field(default=_refuse, repr=False, compare=False)
    make_info: Callable[[], GraphInfo] = field(default=_refuse, repr=False, compare=False)
    make_statistics: Callable[[], Statistics] = field(default=_refuse, repr=False, compare=False)
    occupation_of: Mapping[str, str] = field(
        default_factory=dict, init=True, repr=False, compare=False
    )
    """Map each role to the occupation whose ratings count for it; empty unless widened."""
    most_steps: int | None = field(default=None, repr=False, compare=False)
    """The most steps of a route in a graph widened for routes, else ``None``."""

    memo: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Values that belong to this graph and not to a copy with other roles or steps, each under its
    own key: what answers derive, for the next question, and the file of `keep_network`."""

    def keep_network(self, open_network: OpenNetwork) -> CompiledGraph:
        """Record how to open the network's file, for a graph on disk, and return the graph."""
        self.memo[_NETWORK] = open_network
        return self

    @property
    def open_network(self) -> OpenNetwork | None:
        """Open the file beside the graph that holds its network for searches, if there is one."""
        return self.memo.get(_NETWORK)

    def keep_languages(
        self, count: Callable[[], Mapping[str, int]], compile_in: Callable[[str], CompiledGraph]
    ) -> CompiledGraph:
        """Record how to count labels by language and compile in another one; return the graph."""
        self.memo[_LANGUAGES] = count, compile_in
        return self

    @property
    def languages_of_labels(
        self,
    ) -> tuple[Callable[[], Mapping[str, int]], Callable[[str], CompiledGraph]] | None:
        """Count roles by the languages of their labels, and compile the graph in one of them.

        ``None`` for a graph on disk, whose names in other languages are in its tables.
        """
        return self.memo.get(_LANGUAGES)

    @cached_property
    def catalog(self) -> Catalog:
        """The names of roles, skills and certifications."""
        return self.make_catalog()

    @cached_property
    def info(self) -> GraphInfo:
        """Version and content hash of the graph; every answer carries them."""
        return self.make_info()

    @cached_property
    def statistics(self) -> Statistics:
        """Counts of what the graph holds."""
        return self.make_statistics()

    @cached_property
    def roles_asking(self) -> Mapping[str, int]:
        """Map each skill's IRI to the number of roles that ask for it."""
        return self.role_counts or count_roles_asking(self.needs)

    @cached_property
    def profiles_asking(self) -> Mapping[str, int]:
        """Map each skill's IRI to the number of roles whose profile asks for it.

        Occupations, whose profiles are computed, do not count.
        """
        return self.profile_counts or count_profiles_asking(self.work)

    @cached_property
    def nodes(self) -> Mapping[str, RoleNode]:
        """Every role by IRI."""
        return {role.iri: role for role in self.roles}

    def entry_licences(self, role: str) -> frozenset[str]:
        """Return the names of the licences that a law asks for to enter a role (IRI)."""
        return frozenset(
            licence.label
            for licence in self.licences.get(role, ())
            if licence.required_for == FOR_ENTRY
        )

    def licensed_before(self, source: str, target: str) -> str | None:
        """Return the role (IRI), if any, whose licence the law requires on the way to another role.

        There is none if that is the licence of the role left, or the licence of the target.
        """
        before = {programme.after_role for programme in self.programmes.get(target, ())}
        role = before.pop() if len(before) == 1 else None
        if role is None or role == source:
            return None
        held = self.entry_licences(source)
        asked = self.entry_licences(role) | self.entry_licences(target)
        return role if held.isdisjoint(asked) else None

    @cached_property
    def work(self) -> Mapping[str, AskedProfile]:
        """The profile of every role as searches and gaps read it; see `profiles`."""
        if self.asked:
            return self.asked
        from careergraph.compiled.asked_profiles import assemble_profiles

        return assemble_profiles(self)

    @cached_property
    def implies(self) -> Mapping[str, Sequence[str]]:
        """The skills that each skill implies directly."""
        from careergraph.compiled.asked_profiles import direct_implications

        return direct_implications(self.implied)

    @cached_property
    def targets(self) -> Mapping[str, Sequence[str]]:
        """The roles to which a source states a step, by the role left."""
        if self.stated_targets:
            return self.stated_targets
        found: dict[str, dict[str, None]] = {}
        for source, target, _ in self.steps:
            found.setdefault(source, {})[target] = None
        return {source: tuple(targets) for source, targets in found.items()}

    @cached_property
    def steps_from(self) -> Mapping[str, Sequence[tuple[str, Evidence]]]:
        """The steps by the role left: where each leads, and its evidence, in the order of steps."""
        if self.stated_steps:
            return self.stated_steps
        found: dict[str, list[tuple[str, Evidence]]] = {}
        for source, target, evidence in self.steps:
            found.setdefault(source, []).append((target, evidence))
        return {source: tuple(steps) for source, steps in found.items()}

    def states_step(self, source: str, target: str) -> bool:
        """Return whether a source states the step from one role (IRI) to another."""
        return target in self.targets.get(source, ())

    def holding_of(self, role: str) -> Holding:
        """Return what incumbents of a role hold, closed under implication."""
        known = self.incumbents.get(role)
        if known is not None:
            return known
        key = (CompiledGraph.holding_of, role)
        if key not in self.memo:
            profile = self.work.get(role, AskedProfile())
            self.memo[key] = held_by_incumbent(profile, self.implies)
        holding: Holding = self.memo[key]
        return holding

    def rated_for(self, role: str) -> tuple[str, ...] | None:
        """Return the occupations whose ratings make up the profile of an occupation, by IRI.

        Usually that is the occupation itself. An unrated occupation has those of its relatives, or
        none. ``None`` is returned for a role that is not an occupation, or whose profile is
        written.
        """
        if role in self.profiles:
            return None
        node = next((one for one in self.occupation_nodes if one.iri == role), None)
        if node is None:
            return None
        if role not in self.occupation_profiles:
            return ()
        return node.taken_from or (role,)

    def line_of(self, role: str) -> str:
        """Return the line of work that a role is a level of, or the role itself."""
        node = self.nodes.get(role)
        return role if node is None else node.level_of or role

    @property
    def labels(self) -> Mapping[str, str]:
        """The label of every role, skill and certification, by IRI."""
        return self.catalog.labels

    def aliases(self, iri: str) -> tuple[str, ...]:
        """Return the other names of a thing."""
        entry = self.catalog.entry(iri)
        return entry.aliases if entry else ()

    def label(self, iri: str) -> str:
        """Return the label of a thing, or its IRI if it has none."""
        return self.labels.get(iri, iri)
