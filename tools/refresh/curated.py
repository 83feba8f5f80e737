"""The data written by hand: roles, skills, their matches and occupations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import URIRef
from rdflib.namespace import RDF, SKOS

from careergraph.errors import DataFileError
from careergraph.store.turtle import memory_graph, read_turtle
from careergraph.vocab import ID, local_name
from refresh.statements import CG

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

__all__ = [
    "Curated",
    "Matches",
    "OccupationLink",
    "Role",
    "Skill",
    "SkillMapping",
    "fold",
    "read_curated",
]

_ROLE: Final = f"{ID}role/"
_SKILL: Final = f"{ID}skill/"
_ONET: Final = f"{ID}onet-soc/"
_ESCO: Final = "http://data.europa.eu/esco/occupation/"


@dataclass(frozen=True, slots=True)
class Matches:
    """Hold the matches of a role in one scheme, each tuple in order.

    O*NET's occupations are known by their codes, ESCO's by their IRIs.

    Examples
    --------
    >>> Matches(exact=("15-2051.00",)).same
    '15-2051.00'
    >>> Matches(close=("15-2051.00",)).same is None
    True
    """

    exact: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()

    @property
    def same(self) -> str | None:
        """Return the one occupation matched exactly, else ``None``."""
        return self.exact[0] if len(self.exact) == 1 else None

    @property
    def near(self) -> tuple[str, ...]:
        """The exact codes, then the close ones."""
        return self.exact + self.close

    @property
    def every(self) -> tuple[str, ...]:
        """All codes, broad and narrow ones last."""
        return self.near + self.loose


@dataclass(frozen=True, slots=True)
class OccupationLink:
    """A decision on one occupation for a role.

    Attributes
    ----------
    iri
        The decision.
    code
        The O*NET-SOC code of the occupation.
    is_part
        Whether the role is only a part of the occupation.
    shows
        The classes of figures that may be shown for the role, by their names in the vocabulary.
    """

    iri: URIRef
    code: str
    is_part: bool = False
    shows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Role:
    """A role: the last part of its IRI, whether it is a rung, its matches and occupations."""

    slug: str
    is_rung: bool = False
    onet: Matches = Matches()
    esco: Matches = Matches()
    occupations: tuple[OccupationLink, ...] = ()

    def occupation_for(self, figures: str) -> OccupationLink | None:
        """Return the occupation whose figures of a class are shown for the role, if any.

        Examples
        --------
        >>> from rdflib import URIRef
        >>> link = OccupationLink(URIRef("l"), "15-1252.00", shows=frozenset({"PayObservation"}))
        >>> role = Role("back-end-developer", occupations=(link,))
        >>> role.occupation_for("PayObservation").code
        '15-1252.00'
        >>> role.occupation_for("DegreeShare") is None
        True
        """
        return next((link for link in self.occupations if figures in link.shows), None)


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill: the last part of its IRI, its names, folded, and whether it is a language."""

    slug: str
    label: str
    aliases: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    is_language: bool = False

    @property
    def names(self) -> frozenset[str]:
        """All names."""
        return self.aliases | self.hidden | {self.label}


@dataclass(frozen=True, slots=True)
class SkillMapping:
    """A decision on whether an ESCO skill is a skill of ours.

    Attributes
    ----------
    iri
        The decision.
    skill
        The last part of the IRI of the skill.
    concept
        The IRI of the ESCO skill.
    strength
        The SKOS property that relates the skill to the ESCO skill, or ``cg:noMatch``.
    """

    iri: URIRef
    skill: str
    concept: str
    strength: URIRef


@dataclass(frozen=True, slots=True)
class Curated:
    """Hold roles and skills by slug, the decisions on skills, and the file of the roles."""

    roles: tuple[Role, ...]
    skills: tuple[Skill, ...]
    roles_file: Path
    mappings: tuple[SkillMapping, ...] = ()

    def role_of_exact(self, scheme: str) -> dict[str, Role]:
        """Return the role that each code of a scheme is an exact match of.

        Parameters
        ----------
        scheme
            ``onet`` or ``esco``.

        Raises
        ------
        DataFileError
            Two roles claim the same code.
        """
        found: dict[str, Role] = {}
        for role in self.roles:
            matches: Matches = getattr(role, scheme)
            for code in matches.exact:
                other = found.setdefault(code, role)
                if other is not role:
                    reason = f"{other.slug} and {role.slug} are both exact matches of {code}."
                    raise DataFileError(str(self.roles_file), f"{reason} Only one can be.")
        return found


def fold(label: str) -> str:
    """Return a name in the form in which names are compared: case and spacing do not count.

    Examples
    --------
    >>> fold("Apache  Spark")
    'apache spark'
    """
    return " ".join(label.casefold().split())


def read_curated(folder: Path) -> Curated:
    """Return the roles and skills of `roles.ttl` and `skills.ttl`, with the roles' occupations.

    Raises
    ------
    DataFileError
        A file is missing, is not Turtle, or describes none.
    """
    roles_file, skills_file = folder / "roles.ttl", folder / "skills.ttl"
    roles = memory_graph(read_turtle(roles_file).triples)
    links = memory_graph(read_turtle(folder / "occupation_links.ttl").triples)
    mappings = memory_graph(read_turtle(folder / "skill_mappings.ttl").triples)
    skills = memory_graph(read_turtle(skills_file).triples)
    role_iris = sorted(roles.subjects(RDF.type, CG.Role), key=str)
    skill_iris = sorted(
        {iri for iri in skills.subjects(SKOS.prefLabel) if str(iri).startswith(_SKILL)}, key=str
    )
    if not role_iris or not skill_iris:
        path, what = (skills_file, "skill") if role_iris else (roles_file, "role")
        raise DataFileError(str(path), f"No {what} is described; expected the editors' file.")
    return Curated(
        tuple(_read_role(roles, links, iri) for iri in role_iris),
        tuple(_read_skill(skills, iri) for iri in skill_iris),
        roles_file,
        tuple(
            _read_mapping(mappings, iri)
            for iri in sorted(mappings.subjects(RDF.type, CG.SkillMapping), key=str)
        ),
    )


def _read_mapping(graph: Graph, iri: Node) -> SkillMapping:
    return SkillMapping(
        URIRef(str(iri)),
        str(graph.value(iri, CG.mapsSkill)).removeprefix(_SKILL),
        str(graph.value(iri, CG.sourceSkill)),
        URIRef(str(graph.value(iri, CG.matchStrength))),
    )


def _read_role(graph: Graph, links: Graph, iri: Node) -> Role:
    return Role(
        str(iri).removeprefix(_ROLE),
        is_rung=graph.value(iri, CG.seniority) is not None,
        onet=_read_matches(graph, iri, _ONET),
        esco=_read_matches(graph, iri, _ESCO),
        occupations=_read_occupations(links, iri),
    )


def _read_occupations(graph: Graph, role: Node) -> tuple[OccupationLink, ...]:
    return tuple(
        OccupationLink(
            URIRef(str(iri)),
            local_name(str(graph.value(iri, CG.occupation))),
            is_part=graph.value(iri, CG.fit) == CG.partOfOccupation,
            shows=frozenset(local_name(str(kind)) for kind in graph.objects(iri, CG.shows)),
        )
        for iri in sorted(graph.subjects(CG.ofRole, role), key=str)
    )


def _read_matches(graph: Graph, iri: Node, scheme: str) -> Matches:
    def codes(*predicates: Node) -> tuple[str, ...]:
        found = {str(o) for predicate in predicates for o in graph.objects(iri, predicate)}
        named = sorted(code for code in found if code.startswith(scheme))
        return tuple(named if scheme == _ESCO else (local_name(code) for code in named))

    return Matches(
        codes(SKOS.exactMatch),
        codes(SKOS.closeMatch),
        codes(SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
    )


def _read_skill(graph: Graph, iri: Node) -> Skill:
    def names(predicate: Node) -> frozenset[str]:
        return frozenset(fold(str(label)) for label in graph.objects(iri, predicate))

    return Skill(
        str(iri).removeprefix(_SKILL),
        fold(str(graph.value(iri, SKOS.prefLabel))),
        names(SKOS.altLabel),
        names(SKOS.hiddenLabel),
        (iri, RDF.type, CG.ProgrammingLanguage) in graph,
    )
