"""How each field of a compiled graph is made from its JSON; what is not named here is JSON as is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from careergraph.model import experience, profiles, statements
from careergraph.model.values import (
    DegreeLevel,
    EntryDegree,
    Evidence,
    Named,
    Need,
    PayBand,
    Resource,
    RoleNode,
    Source,
)

__all__ = ["DECODERS"]

_Decoder = Callable[[Any], Any]


def _one(kind: Callable[..., Any], row: list[Any]) -> Any:  # noqa: ANN401
    return kind(*row)


def _many(kind: Callable[..., Any], rows: list[list[Any]]) -> tuple[Any, ...]:
    return tuple([kind(*row) for row in rows])


def _named(row: list[str] | None) -> Named | None:
    return None if row is None else Named(*row)


def _step(row: list[Any]) -> tuple[str, str, Evidence]:
    start, end, evidence = row
    return start, end, Evidence(*evidence)


def _needs(rows: list[list[Any]]) -> tuple[Need, ...]:
    return tuple(
        [
            Need(tuple(skills), weight, necessity, tuple(sources))
            for skills, weight, necessity, sources in rows
        ]
    )


def _degree(row: list[Any]) -> DegreeLevel:
    iri, label, rank, aliases = row
    return DegreeLevel(iri, label, rank, tuple(aliases))


def _item(row: list[Any]) -> profiles.ProfileItem:
    thing, level, weight, sources, added_by = row
    return profiles.ProfileItem(thing, level, weight, tuple(sources), added_by)


def _profile(row: list[Any]) -> profiles.RoleProfileItems:
    items, own_fields, sources = row
    return profiles.RoleProfileItems(
        tuple(map(_item, items)), tuple(own_fields), tuple(sources)
    )


def _group(row: list[Any]) -> profiles.SkillGroup:
    iri, label, members, *general = row
    return profiles.SkillGroup(iri, label, tuple(members), *general)


def _field_skills(rows: list[list[Any]]) -> tuple[profiles.FieldSkill, ...]:
    return tuple(
        profiles.FieldSkill(skill, level, tuple(sources)) for skill, level, sources in rows
    )


def _years(rows: list[list[Any]]) -> tuple[experience.ExperienceYears, ...]:
    return tuple(
        experience.ExperienceYears(low, high, label, tuple(within), *rest)
        for low, high, label, within, *rest in rows
    )


def _links(rows: list[list[Any]]) -> tuple[experience.OccupationLink, ...]:
    return tuple(
        experience.OccupationLink(iri, occupation, label, notation, fit, tuple(shows), note, source)
        for iri, occupation, label, notation, fit, shows, note, source in rows
    )


def _texts(rows: list[list[Any]]) -> tuple[statements.Statement, ...]:
    return tuple(map(_text, rows))


def _text(row: list[Any]) -> statements.Statement:
    text, source, place, qualifiers, *rest = row
    return statements.Statement(text, source, place, tuple(qualifiers), *rest)


def _certification(row: list[Any]) -> statements.CertificationStatement:
    *head, sources, checked_at = row
    head[0] = Named(*head[0])
    return statements.CertificationStatement(*head, tuple(sources), checked_at)


def _ladder(row: list[Any]) -> statements.Ladder:
    label, rungs, source = row
    return statements.Ladder(label, _many(Named, rungs), source)


def _rungs(row: list[Any]) -> statements.Rungs:
    iri, label, roles, source = row
    return statements.Rungs(iri, label, _many(Named, roles), source)


def _field(row: list[Any]) -> statements.FieldStatement:
    field, *rest = row
    return statements.FieldStatement(Named(*field), *rest)


def _role_statements(row: list[Any]) -> statements.RoleStatements:
    definition, family, seniority, level_of, regulated, licence, matches, *rest = row
    tasks, remarks, degrees, shares, years, certifications, ladders, *rest = rest
    outlook, preparation, fields = rest
    return statements.RoleStatements(
        definition=definition,
        family=family,
        seniority=seniority,
        level_of=_named(level_of),
        regulated=regulated,
        licence=licence,
        matches=tuple(matches),
        tasks=_texts(tasks),
        remarks=_texts(remarks),
        degrees=_texts(degrees),
        degree_shares=_many(statements.DegreeShareStatement, shares),
        experience=_texts(years),
        certifications=tuple(map(_certification, certifications)),
        ladders=tuple(map(_ladder, ladders)),
        outlook=_many(statements.OutlookStatement, outlook),
        preparation=_many(statements.PreparationStatement, preparation),
        fields=tuple(map(_field, fields)),
    )


def _claims(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple([(*row, *[None] * (5 - len(row))) for row in rows])


DECODERS: Final[dict[str, _Decoder]] = {
    "roles": partial(_one, RoleNode),
    "steps": _step,
    "needs": _needs,
    "sources": partial(_one, Source),
    "certifications_by_skill": partial(_many, Named),
    "certifications_by_role": partial(_many, Named),
    "resources_by_skill": partial(_many, Named),
    "resources": partial(_one, Resource),
    "pay_by_role": partial(_many, PayBand),
    "degrees": _degree,
    "entry_degrees": partial(_one, EntryDegree),
    "profiles": _profile,
    "baseline": _item,
    "groups": _group,
    "traits": partial(_one, profiles.SkillTraits),
    "field_skills": _field_skills,
    "experience_years": _years,
    "experience_shares": partial(_many, experience.ExperienceShare),
    "level_experience": partial(_one, experience.LevelExperience),
    "licences": partial(_many, experience.LicenceStatement),
    "occupations": _links,
    "role_statements": _role_statements,
    "skill_claims": _claims,
    "outlooks": partial(_many, statements.OutlookStatement),
    "families": partial(_one, Named),
    "seniorities": partial(_one, statements.Seniority),
    "ladders": _rungs,
}
"""From the JSON of one value of a section to the value."""
