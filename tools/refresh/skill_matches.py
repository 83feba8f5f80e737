"""Match our skills to ESCO's by name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from rdflib.namespace import SKOS

from refresh.curated import Skill, fold
from refresh.editions import ESCO
from refresh.statements import SCHEMA, Statements, Values, english, thing, url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from rdflib import URIRef

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
    def identifier(self) -> str:
        """The last part of the URI."""
        return self.uri.rsplit("/", 1)[-1]

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
    """Our skills' ESCO skills, by slug, and what was left out."""

    exact: dict[str, EscoSkill] = field(default_factory=dict)
    close: dict[str, list[EscoSkill]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def slug_of_uri(self) -> dict[str, str]:
        """Return the slug of the skill that each matched ESCO URI stands for."""
        found = {concept.uri: slug for slug, concept in self.exact.items()}
        return found | {c.uri: slug for slug, concepts in self.close.items() for c in concepts}


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


def describe_skill_matches(curated: Curated, data: Path) -> tuple[Statements, SkillMatches]:
    """Return the ESCO skills that our skills are matched to, and the matches themselves."""
    matches = match_skills(curated.skills, read_esco_skills(data))
    made = Statements("skill_matches.ttl")
    made.describe_scheme(_SCHEME, "ESCO skills", ESCO)
    for slug, concept in matches.exact.items():
        _describe_match(made, slug, SKOS.exactMatch, concept)
    for slug, concepts in matches.close.items():
        for concept in concepts:
            _describe_match(made, slug, SKOS.closeMatch, concept)
    for note in matches.notes:
        made.note(note)
    return made, matches


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


def _describe_match(made: Statements, slug: str, predicate: URIRef, concept: EscoSkill) -> None:
    subject = thing("esco-skill", concept.identifier)
    values: Values = {
        SKOS.prefLabel: english(concept.label),
        SKOS.inScheme: thing("scheme", _SCHEME),
        SCHEMA.url: url(concept.uri),
    }
    made.describe(subject, SKOS.Concept, values)
    made.link(thing("skill", slug), predicate, subject)
