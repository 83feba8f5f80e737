"""All that the graph states about one role, each statement with its source.

`read_role` reads what every picture and page shows about a role; `read_profile` adds what only that
role's own page shows.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.skill_overlap import learn_for
from careergraph.answers.roles.neighbours import FEEDERS, NEXT, find_neighbours
from careergraph.answers.roles.role_profile import (
    EntryStatement,
    Related,
    RoleItem,
    RoleLink,
    RoleLinks,
    RoleProfile,
    RoleSummary,
    SkillChoice,
    SkillStatement,
    SourceSkills,
)
from careergraph.model.holdings import CORE, WORKING
from careergraph.model.occupations import is_occupation
from careergraph.model.ranking import grade_rank, necessity_rank, rank_members, rank_skills
from careergraph.model.values import (
    Named,
    Source,
    StepExperience,
    cite_sources,
)
from careergraph.search.learning.background import find_holding
from careergraph.search.learning.step_experience import ExperienceTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.occupations import OccupationItem
    from careergraph.model.profiles import ProfileItem
    from careergraph.model.values import Entry, Need

__all__ = ["read_profile", "read_role"]


_MOST_RELATED: Final = 8
_MOST_LINKS: Final = 12
_WEIGHTS: Final = ("core", "supporting", "given")


def read_role(graph: CompiledGraph, role: str) -> RoleSummary:
    """Return what every page and picture shows of a role (IRI)."""
    node, degree = graph.nodes.get(role), graph.entry_degrees.get(role)
    rated = graph.rated_for(role) if is_occupation(role) else None
    base = node.level_of if node is not None else None
    return RoleSummary(
        role=Named(role, graph.label(role)),
        definition=graph.definitions.get(role, ""),
        aliases=graph.aliases(role),
        level_of=None if base is None else Named(base, graph.label(base)),
        regulated=None if node is None else node.regulated,
        licence=None if node is None else node.licence,
        licences=tuple(graph.licences.get(role, ())),
        items=_read_items(graph, role),
        is_computed=role not in graph.profiles,
        rated_for=tuple(Named(one, graph.label(one)) for one in rated or ()),
        is_unrated=rated == (),
        entry_degree=None
        if degree is None
        else EntryStatement(Named(degree.iri, degree.label), degree.country, degree.source),
        entry_experience=_read_experience(graph, role),
        active_certifications=tuple(
            [one.certification for one in graph.certifications_by_role.get(role, ())]
        ),
        pay=tuple(graph.pay_by_role.get(role, ())),
        outlook=tuple(graph.outlooks.get(role, ())),
    )


def _read_items(graph: CompiledGraph, role: str) -> tuple[RoleItem, ...]:
    """Return the items of a role's profile, core ones and high levels first."""
    stated = graph.profiles.get(role)
    rated = graph.occupation_profiles.get(role) if is_occupation(role) else None
    if stated is not None:
        items = [_describe_item(graph, item) for item in stated.items]
    elif rated is not None:
        items = [_describe_rated(graph, item) for item in rated.items]
    else:
        items = [_describe_need(graph, need) for need in graph.needs.get(role, ()) if need.weight]
    ranked = rank_skills(
        items,
        weight=lambda item: item.level,
        sources=lambda item: len(item.sources),
        roles=lambda item: graph.roles_asking.get(item.skills[0].iri, 0) if item.skills else 0,
        name=lambda item: item.item.label,
    )
    return tuple(sorted(ranked, key=lambda item: _WEIGHTS.index(item.weight)))


def _describe_item(graph: CompiledGraph, item: ProfileItem) -> RoleItem:
    group = graph.groups.get(item.thing)
    skills = (item.thing,) if group is None else group.members
    named = [Named(skill, graph.label(skill)) for skill in skills]
    label = graph.label(item.thing) if group is None else group.label
    return RoleItem(
        item=Named(item.thing, label),
        level=item.level,
        weight=item.weight,
        skills=rank_members(named, graph.roles_asking),
        sources=item.sources,
    )


def _describe_rated(graph: CompiledGraph, item: OccupationItem) -> RoleItem:
    skills = (item.thing, *item.members)
    return RoleItem(
        item=Named(item.thing, graph.label(item.thing)),
        level=item.level,
        weight=item.weight,
        skills=tuple(Named(skill, graph.label(skill)) for skill in skills),
        sources=(item.source,),
    )


def _describe_need(graph: CompiledGraph, need: Need) -> RoleItem:
    named = [Named(skill, graph.label(skill)) for skill in need.skills]
    skills = rank_members(named, graph.roles_asking)
    return RoleItem(
        item=Named(need.skills[0], " or ".join(skill.label for skill in skills)),
        level=WORKING,
        weight="core" if need.weight >= CORE else "supporting",
        skills=skills,
        sources=need.sources,
    )


def _read_experience(graph: CompiledGraph, role: str) -> StepExperience | None:
    """Return the years of work that a role asks for; ``None`` if unknown."""
    key = (_read_experience, "table")
    if key not in graph.memo:
        graph.memo[key] = ExperienceTable(graph)
    table: ExperienceTable = graph.memo[key]
    node = graph.nodes.get(role)
    if node is None or node.seniority is None:
        return table.find_at_entry(role)
    below = next(
        (
            ladder.roles[place - 1].iri
            for ladder in graph.ladders
            for place, rung in enumerate(ladder.roles)
            if rung.iri == role and place
        ),
        node.level_of,
    )
    if below is None or table.rank(below) >= table.rank(role):
        return None
    return table.find(below, role)


def read_profile(graph: CompiledGraph, entry: Entry) -> RoleProfile:
    """Return all that is stated about a role."""
    summary, stated = read_role(graph, entry.iri), graph.role_statements[entry.iri]
    profile = RoleProfile(
        **{each.name: getattr(summary, each.name) for each in fields(summary)}
        | {
            "role": Named(entry.iri, entry.label),
            "definition": stated.definition,
            "aliases": entry.aliases,
            "level_of": None if stated.level_of is None else _relabel(graph, stated.level_of),
            "regulated": stated.regulated,
            "licence": stated.licence or summary.licence,
            "outlook": stated.outlook,
        },
        family=stated.family,
        seniority=stated.seniority,
        matches=stated.matches,
        tasks=stated.tasks,
        remarks=stated.remarks,
        skills=_read_skills(graph, entry.iri),
        listed=tuple(_list_by_source(graph, entry.iri)),
        degrees=stated.degrees,
        degree_shares=stated.degree_shares,
        fields=stated.fields,
        preparation=stated.preparation,
        experience=stated.experience,
        certifications=stated.certifications,
        offers=stated.offers,
        resources=stated.resources,
        misleading=stated.misleading,
        ladders=tuple(
            replace(ladder, rungs=tuple(_relabel(graph, rung) for rung in ladder.rungs))
            for ladder in stated.ladders
        ),
        comes_from=_read_links(graph, entry, FEEDERS),
        goes_to=_read_links(graph, entry, NEXT),
        related=_relate(entry.iri, graph),
        sources=(),
        graph=graph.info,
    )
    return replace(profile, sources=_cited(profile, graph.sources))


def _relabel(graph: CompiledGraph, role: Named) -> Named:
    """Return a role with its name in the graph's language; a statement holds the English one."""
    return Named(role.iri, graph.labels.get(role.iri, role.label))


def _read_skills(graph: CompiledGraph, role: str) -> tuple[SkillStatement, ...]:
    """Return what sources list, by category, the most important first."""
    labels = graph.labels
    skills = tuple(
        SkillStatement(
            skills=tuple(Named(skill, labels.get(skill, skill)) for skill in need.skills),
            category=graph.categories.get(need.skills[0], "other"),
            importance=need.weight,
            necessity=need.necessity,
            sources=need.sources,
        )
        for need in graph.needs.get(role, ())
    )
    ranked = rank_skills(
        skills,
        weight=lambda s: s.importance,
        sources=lambda s: len(s.sources),
        roles=lambda s: graph.roles_asking.get(s.skills[0].iri, 0),
        name=lambda s: s.skills[0].label,
    )
    return tuple(sorted(ranked, key=lambda s: s.category))


class _Listed(NamedTuple):
    source: str
    necessity: str


def _list_by_source(graph: CompiledGraph, role: str) -> Iterator[SourceSkills]:
    """Yield the skills that each source lists for a role, the firmest source first."""
    groups = [need for need in graph.needs.get(role, ()) if len(need.skills) > 1]
    claims: dict[_Listed, dict[tuple[str, ...], None]] = {}
    for source, skill, necessity, *_ in graph.skill_claims.get(role, ()):
        group = next((n.skills for n in groups if skill in n.skills and source in n.sources), None)
        claims.setdefault(_Listed(source, necessity), {})[group or (skill,)] = None

    def rank(key: _Listed) -> tuple[int, str, tuple[int, str]]:
        known = graph.sources.get(key.source)
        grade = known.grade if known else "unknown"
        return grade_rank(grade), key.source, necessity_rank(key.necessity)

    for key in sorted(claims, key=rank):
        choices = [
            SkillChoice(tuple(Named(skill, graph.label(skill)) for skill in skills))
            for skills in claims[key]
        ]
        choices.sort(key=lambda choice: choice.any_of[0].label.casefold())
        yield SourceSkills(key.source, key.necessity, tuple(choices))


def _read_links(graph: CompiledGraph, entry: Entry, direction: str) -> RoleLinks:
    role = Named(entry.iri, entry.label)
    around = find_neighbours(role, graph, graph.info, direction=direction, limit=_MOST_LINKS)
    links = (RoleLink(near.role, near.kinds, near.evidence) for near in around.neighbours)
    return RoleLinks(around.total, tuple(links))


def _relate_occupation(role: str, graph: CompiledGraph) -> tuple[Related, ...]:
    """Return the occupations that an occupation leads to, moves first."""
    found: dict[str, tuple[float, set[str]]] = {}
    for end, evidence in graph.steps_from.get(role, ()):
        share, kinds = found.get(end, (0.0, set()))
        found[end] = max(share, evidence.overlap or 0.0), kinds | {evidence.kind}
    related = [
        Related(Named(end, graph.label(end)), share, tuple(sorted(kinds)))
        for end, (share, kinds) in found.items()
    ]
    related.sort(key=lambda one: ("move" not in one.kinds, -one.coverage, one.role.label))
    return tuple(related[:_MOST_RELATED])


def _relate(role: str, graph: CompiledGraph) -> tuple[Related, ...]:
    """Return other lines of work: those that a source links first, then by the share covered."""
    if is_occupation(role):
        return _relate_occupation(role, graph)
    holding = find_holding(graph, role)
    base = graph.nodes[role].level_of
    kinds: dict[tuple[str, str], set[str]] = {}
    for start in (role, base or role):
        for end, evidence in graph.steps_from.get(start, ()):
            kinds.setdefault((start, end), set()).add(evidence.kind)
    linked: dict[str, set[str]] = {}
    others = [o for o in graph.roles if o.iri not in (role, base) and not o.seniority]
    for other in others:
        stated = kinds.get((role, other.iri)) or kinds.get((base or role, other.iri))
        if stated:
            linked[other.iri] = stated
    related = []
    for other in others:
        if len(linked) >= _MOST_RELATED and other.iri not in linked:
            continue  # Those that a source links come first.
        share = learn_for(graph, role, other.iri, holding).coverage
        if share is not None:
            named = Named(other.iri, other.label)
            kinds_to = tuple(sorted(linked.get(other.iri, ())))
            related.append(Related(named, round(share, 4), kinds_to))
    related.sort(key=lambda other: (not other.kinds, -other.coverage, other.role.label))
    return tuple(related[:_MOST_RELATED])


def _cited(profile: RoleProfile, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources of a profile in the order in which they are first used."""
    experience = profile.entry_experience
    links = (*profile.goes_to.links, *profile.comes_from.links)
    iris = [
        *(source for item in profile.items for source in item.sources),
        *(band.source for band in profile.pay),
        *(occupation.source for occupation in profile.misleading if not profile.pay),
        *(outlook.source for outlook in profile.outlook),
        *(experience.sources if experience is not None else ()),
        *(statement.source for statement in profile.experience),
        *([profile.entry_degree.source] if profile.entry_degree is not None else []),
        *(licence.source for licence in profile.licences),
        *(ladder.source for ladder in profile.ladders),
        *(evidence.source for link in links for evidence in link.evidence),
        *(source for cert in profile.certifications for source in cert.sources),
        *(cert.checked_at for cert in profile.certifications),
        *(source for offer in profile.offers for source in (offer.source, offer.checked_at)),
        *(resource.source for resource in profile.resources),
        *(statement.source for statement in (*profile.tasks, *profile.remarks, *profile.degrees)),
        *(skills.source for skills in profile.listed),
        *(source for skill in profile.skills for source in skill.sources),
        *(share.source for share in profile.degree_shares),
        *(field.source for field in profile.fields),
        *(level.source for level in profile.preparation),
    ]
    return cite_sources(iris, sources)
