"""Match our skills to ESCO's: names suggest matches, and `skill_mappings.ttl` decides on them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from rdflib import URIRef
from rdflib.namespace import SKOS

from careergraph.errors import DataFileError
from refresh.curated import Skill, fold
from refresh.editions import ESCO
from refresh.statements import CG, Statements, Values, english, thing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from refresh.curated import Curated

__all__ = [
    "EscoSkill",
    "SkillMatches",
    "describe_skill_matches",
    "match_skills",
    "read_esco_skills",
]

_SCHEME: Final = "esco-skills"
_HOMONYMS: Final = {"spark": "the Java web framework, not Apache Spark"}
"""ESCO labels, folded, that are the name of another thing than the skill of ours of that name."""
_PARENTHESIS: Final = re.compile(r"\s*\([^()]*\)\s*\Z")


class EscoSkill(NamedTuple):
    """An ESCO skill: its official URI and preferred label."""

    uri: str
    label: str

    @property
    def names(self) -> frozenset[str]:
        """The label, folded, with and without a parenthesis at its end."""
        return frozenset({fold(self.label), fold(_PARENTHESIS.sub("", self.label))})


class _Claim(NamedTuple):
    skill: Skill
    concept: EscoSkill
    by_label: bool


@dataclass(slots=True)
class SkillMatches:
    """Hold the ESCO skills that names suggest for our skills, and notes on those left out."""

    exact: dict[str, EscoSkill] = field(default_factory=dict)
    close: dict[str, list[EscoSkill]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def pairs(self) -> list[tuple[str, EscoSkill]]:
        """Return each skill with each ESCO skill that it is matched to."""
        close = [(slug, concept) for slug, concepts in self.close.items() for concept in concepts]
        return [*self.exact.items(), *close]

    def slug_of_uri(self) -> dict[str, str]:
        """Return the slug of the skill that each matched ESCO URI stands for."""
        return {concept.uri: slug for slug, concept in self.pairs()}


def read_esco_skills(data: Path) -> list[EscoSkill]:
    """Return the ESCO skills in the order of their URIs."""
    rows = ESCO.read(data, ("conceptUri", "preferredLabel"), "skills_en.csv")
    return sorted(EscoSkill(row["conceptUri"], row["preferredLabel"].strip()) for row in rows)


def match_skills(skills: Iterable[Skill], concepts: Iterable[EscoSkill]) -> SkillMatches:
    """Return which ESCO skill each skill is.

    Exact where the ESCO label, a parenthesis at its end aside, is the skill's label or an alias;
    close where it is one of its hidden labels. Each skill has at most one exact match, and each
    ESCO skill belongs to at most one skill. Among several the match of the label counts, and where
    that does not decide, none. A known homonym is no match.
    """
    matches = SkillMatches()
    claims: list[_Claim] = []
    hidden: list[tuple[Skill, EscoSkill]] = []
    skills, concepts = tuple(skills), tuple(concepts)
    for concept in concepts:
        names = concept.names
        for skill in skills:
            if fold(concept.label) in _HOMONYMS and skill.names & names:
                what = _HOMONYMS[fold(concept.label)]
                matches.notes.append(f'not {skill.slug}: ESCO "{concept.label}" is {what}')
            elif skill.label in names or names & skill.aliases:
                claims.append(_Claim(skill, concept, skill.label in names))
            elif names & skill.hidden:
                hidden.append((skill, concept))
    claims = _settle(claims, lambda claim: claim.skill.slug, matches.notes)
    claims = _settle(claims, lambda claim: claim.concept.uri, matches.notes)
    matches.exact = {claim.skill.slug: claim.concept for claim in claims}
    _add_close(matches, hidden)
    return matches


def describe_skill_matches(curated: Curated, data: Path) -> Statements:
    """Return the ESCO skills that our skills are matched to, as the editors decided.

    A match that only the names suggest is left out until there is a decision on it.

    Raises
    ------
    DataFileError
        A decision names a skill that there is not.
    """
    concepts = read_esco_skills(data)
    by_uri = {concept.uri: concept for concept in concepts}
    slugs = {skill.slug for skill in curated.skills}
    made = Statements("skill_matches.ttl")
    made.describe_scheme(_SCHEME, "ESCO skills", ESCO)
    for mapping in curated.mappings:
        if mapping.skill not in slugs or mapping.concept not in by_uri:
            name = mapping.concept if mapping.skill in slugs else mapping.skill
            reason = f"There is no skill {name}. Correct or remove {mapping.iri}."
            raise DataFileError(str(curated.roles_file.with_name("skill_mappings.ttl")), reason)
        made.describe(URIRef(mapping.concept), SKOS.Concept, _concept(by_uri[mapping.concept]))
        if mapping.strength != CG.noMatch:
            made.link(thing("skill", mapping.skill), mapping.strength, URIRef(mapping.concept))
    decided = {(mapping.skill, mapping.concept) for mapping in curated.mappings}
    for slug, concept in match_skills(curated.skills, concepts).pairs():
        if (slug, concept.uri) not in decided:
            made.note(
                f'decide in skill_mappings.ttl: {slug} and ESCO "{concept.label}" {concept.uri}'
            )
    return made


def _settle(claims: list[_Claim], owner: Callable[[_Claim], str], notes: list[str]) -> list[_Claim]:
    """Return the claims of which each owner has one: the only one, or the only one by label."""
    groups: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        groups[owner(claim)].append(claim)
    kept: list[_Claim] = []
    for group in groups.values():
        by_label = [claim for claim in group if claim.by_label]
        winner = group[0] if len(group) == 1 else by_label[0] if len(by_label) == 1 else None
        kept += [winner] if winner else []
        notes += [
            f'not exact: {claim.skill.slug} and ESCO "{claim.concept.label}"'
            + (f' (is {winner.skill.slug} and "{winner.concept.label}")' if winner else "")
            for claim in group
            if claim is not winner
        ]
    return kept


def _add_close(matches: SkillMatches, hidden: Iterable[tuple[Skill, EscoSkill]]) -> None:
    owner = matches.slug_of_uri()
    groups: dict[EscoSkill, list[str]] = defaultdict(list)
    for skill, concept in hidden:
        groups[concept].append(skill.slug)
    for concept, slugs in groups.items():
        if concept.uri in owner or len(slugs) > 1:
            taken = owner.get(concept.uri) or "several skills name it"
            line = f'not close: {", ".join(slugs)} and ESCO "{concept.label}" ({taken})'
            matches.notes.append(line)
        else:
            matches.close.setdefault(slugs[0], []).append(concept)


def _concept(concept: EscoSkill) -> Values:
    return {SKOS.prefLabel: english(concept.label), SKOS.inScheme: thing("scheme", _SCHEME)}
