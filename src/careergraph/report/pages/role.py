"""Pages about one role, one transition and the whole graph."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import WORKING
from careergraph.model.ranking import necessity_rank
from careergraph.model.values import GRADES
from careergraph.report.citations import Citations, graph_line
from careergraph.report.layout import Block, Fields, Heading, Table, Text
from careergraph.report.phrases import comment_text, evidence_text
from careergraph.report.role_facts import (
    certification_facts,
    detail_facts,
    gist_facts,
    part_unknown,
    source_facts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.answers.roles.role_page import RoleProfile
    from careergraph.answers.roles.why import Explanation, SourceStatements
    from careergraph.answers.whole_graph.overview import Overview
    from careergraph.report.role_facts import RoleFact

__all__ = ["explanation_page", "overview_page", "role_page"]

_PROFILE: Final = ("core", "supporting", "on the job")
_MOST_NAMES: Final = 4
_FULL_HINT: Final = "--full adds every certification, what each source lists, and related roles."
_LICENCES: Final = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/mark/1.0/": "public domain",
    "https://eur-lex.europa.eu/eli/dec/2011/833/oj": "EU reuse, Decision 2011/833/EU",
}


def role_page(profile: RoleProfile, *, full: bool = False) -> list[Block]:
    """Return what a role is and asks for, on one screen.

    Parameters
    ----------
    profile
        All that is stated of the role.
    full
        Whether to add every certification, what each source lists, and related roles.
    """
    known, missing = part_unknown(gist_facts(profile))
    details = source_facts(detail_facts(profile)) if full else {}
    certifications = certification_facts(profile.certifications, profile.offers) if full else []
    used = {source for fact in (*known, *certifications) for source in fact.sources} | set(details)
    cite = Citations([source for source in profile.sources if source.iri in used])
    blocks: list[Block] = [Heading(profile.role.label), Text(profile.definition)]
    blocks += [Text(line) for line in _about_lines(profile)]
    items = [fact for fact in known if fact.name in _PROFILE]
    others = [fact for fact in known if fact.name not in _PROFILE]
    if items:
        blocks += [Heading(_profile_heading(profile)), Fields(_fact_rows(items, cite))]
    if profile.is_unrated:
        blocks.append(Text(_UNRATED))
    if _asks_newcomers_less(profile):
        blocks.append(Text(_NEWCOMERS))
    rows = _fact_rows(others, cite)
    if missing:
        rows += (("not known", missing),)
    blocks += [Heading("Pay, ways in and moves"), Fields(rows)]
    if not full:
        blocks += [*cite.blocks(in_short=True), Text(""), Text(_FULL_HINT)]
        return [*blocks, graph_line(profile.graph)]
    blocks.append(Fields(tuple(("codes", match) for match in profile.matches)))
    if certifications:
        listed = [fact._replace(name="-") for fact in certifications]
        blocks += [Heading("Certifications named"), Fields(_fact_rows(listed, cite))]
    for source in profile.sources:
        if source.iri in details:
            blocks.append(Heading(f"Listed by {source.title} {cite.mark([source.iri])}"))
            blocks.append(Fields(_fact_rows(details[source.iri], cite, marked=False)))
    if profile.related:
        blocks += _related_blocks(profile)
    return [*blocks, *cite.blocks(), graph_line(profile.graph)]


def _about_lines(profile: RoleProfile) -> list[str]:
    lines = []
    if profile.level_of:
        lines.append(f"The {profile.seniority} level of {profile.level_of}.")
    if profile.aliases:
        names = sorted(profile.aliases, key=len)[:_MOST_NAMES]
        more = len(profile.aliases) - len(names)
        lines.append(f"Also called {', '.join(names)}{f' and {more} more' if more else ''}.")
    lines.append(f"Family: {profile.family}.")
    return [" ".join(lines)]


def _profile_heading(profile: RoleProfile) -> str:
    rated = profile.rated_for
    if rated == (profile.role,):
        return "Requirements (computed from O*NET's ratings)"
    if rated:
        names = " and ".join(one.label for one in rated)
        return f"Requirements (computed: O*NET rates {names}, which are similar)"
    if profile.is_computed:
        return "Requirements (computed from what sources list)"
    return "Profile: what people in the role can do"


_UNRATED: Final = "O*NET has no ratings of this occupation or of one like it."
_NEWCOMERS: Final = "Newcomers are asked for working level at most."


def _asks_newcomers_less(profile: RoleProfile) -> bool:
    """Return whether people in the role can do more than is asked of those who enter it."""
    asked = [item for item in profile.items if item.weight != "given"]
    return profile.seniority is None and any(item.level > WORKING for item in asked)


def _fact_rows(
    facts: Sequence[RoleFact], cite: Citations, *, marked: bool = True
) -> tuple[tuple[str, str], ...]:
    """Return facts as fields; a name that repeats stands once."""
    rows = []
    last = ""
    for fact in facts:
        marks = cite.mark_apart(fact.sources) if marked else ""
        rows.append(("" if fact.name == last else fact.name, f"{fact.text} {marks}".rstrip()))
        last = fact.name
    return tuple(rows)


def _related_blocks(profile: RoleProfile) -> list[Block]:
    rows = tuple(
        (other.role.label, f"{other.coverage:.0%}", ", ".join(other.kinds) or "none stated")
        for other in profile.related
    )
    heading = Heading("Related roles (how much of what they need is held; transitions to them)")
    return [heading, Table(("role", "held", "transitions"), rows)]


def explanation_page(explanation: Explanation) -> list[Block]:
    """Return what every source says of a transition."""
    sources = [statement.source for statement in explanation.statements]
    cite = Citations(sources)
    blocks: list[Block] = [Heading(f"Why {explanation.source} → {explanation.target}")]
    for statement in explanation.statements:
        blocks.append(Heading(f"{cite.mark([statement.source.iri])} {statement.source.title}"))
        blocks.append(Fields(tuple(_source_rows(statement, cite, explanation.target.label))))
        entries = [(c.skill.label, e.label, e.iri) for c in statement.skills for e in c.entries]
        if entries:
            blocks.append(Text("Read from these skills of the source:"))
        for skill, label, iri in sorted(entries):
            name = skill if skill.casefold() == label.casefold() else f'{skill}, from "{label}":'
            blocks.append(Text(f"{name} {iri}", hanging=2))
    return [*blocks, *cite.blocks(), graph_line(explanation.graph)]


def _source_rows(
    statement: SourceStatements, cite: Citations, target: str
) -> list[tuple[str, str]]:
    rows = [("grade", statement.source.about)]
    for evidence in statement.transitions:
        rows.append(("says", evidence_text(evidence, cite)))
        if evidence.place:
            rows.append(("where", evidence.place))
        if evidence.comment:
            rows.append(("in words", comment_text(evidence)))
        if evidence.population:
            rows.append(("counted", evidence.population))
        if evidence.median_months is not None:
            rows.append(("months", f"{evidence.median_months:g} in the previous role (median)"))
    if not statement.transitions:
        rows.append(("says", f"nothing about this step, but says what {target} asks for:"))
    for (necessity, place), same in groupby(
        sorted(
            statement.skills,
            key=lambda s: (necessity_rank(s.necessity), s.place or "", s.skill.label.casefold()),
        ),
        key=lambda claim: (claim.necessity, claim.place),
    ):
        named = ", ".join(f"{c.skill}{f' ({c.level})' if c.level else ''}" for c in same)
        rows.append((necessity, f"{named}{f' [{place}]' if place else ''}"))
    return rows


_MOST_SOURCES: Final = 12
"""The most sources that `info` lists, besides those whose licence asks to be named."""


def overview_page(overview: Overview) -> list[Block]:
    """Return version, counts, the mix of evidence, licences and attributions."""
    counts = tuple((name, f"{number:,}") for name, number in overview.counts.items())
    mix = tuple(
        (name, *(f"{by_grade.get(grade, 0):,}" for grade in GRADES), _sourced_share(by_grade))
        for name, by_grade in overview.grades.items()
    )
    listed = [
        source
        for number, source in enumerate(overview.sources)
        if number < _MOST_SOURCES or not source.licence.startswith("unknown")
    ]
    licences = tuple(
        (
            source.title,
            f"{overview.uses[source.iri]:,}",
            source.grade,
            source.date,
            _LICENCES.get(source.licence, source.licence),
        )
        for source in listed
    )
    attributions = tuple(("-", source.attribution) for source in listed)
    more = len(overview.sources) - len(listed)
    others = f"and {more} more (careergraph info --format json lists all)"
    return [
        Heading(f"Graph {overview.graph.version}, {overview.graph.hash}"),
        Text(f"{overview.triples:,} triples"),
        Fields(counts),
        Heading("How we know"),
        *_route_evidence(overview),
        Text("All statements by grade of evidence:"),
        Table(("", *GRADES, "sourced"), mix),
        Heading("Sources and licences"),
        Table(("source", "uses", "grade", "date", "licence"), licences),
        *([Text(others)] if more else []),
        Heading("Attribution"),
        Fields(attributions),
    ]


def _route_evidence(overview: Overview) -> list[Block]:
    """Return how many of the moves that routes use rest on an outside source."""
    share = overview.sourced_share
    if share is None:
        return [Text("The graph has no moves that routes could use.")]
    counts = overview.route_moves
    sourced = [f"{n:,} {grade}" for grade, n in counts.items() if grade != "editorial"]
    editorial = counts.get("editorial", 0)
    ours = f"; {editorial:,} are our judgement (~)" if editorial else ""
    listed = f": {', '.join(sourced)}" if sourced else ""
    total = f"{sum(counts.values()):,} moves that routes use"
    return [Text(f"{share:.0%} of the {total} rest on a source{listed}{ours}.")]


def _sourced_share(by_grade: Mapping[str, int]) -> str:
    total = sum(by_grade.values())
    return f"{(total - by_grade.get('editorial', 0)) / total:.0%}" if total else "-"
