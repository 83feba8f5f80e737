"""Pages about one role, one transition and the whole graph."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from careergraph.model.values import GRADES
from careergraph.report.citations import (
    Citations,
    graph_line,
    occupation_text,
    pay_text,
    population_text,
)
from careergraph.report.layout import Block, Fields, Heading, Table, Text
from careergraph.report.phrases import evidence_text, necessity_rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.answers.roles.role_page import (
        CertificationStatement,
        DegreeShareStatement,
        FieldStatement,
        OutlookStatement,
        PreparationStatement,
        RoleProfile,
        SkillStatement,
        Statement,
    )
    from careergraph.answers.roles.why import Explanation, SourceStatements
    from careergraph.answers.whole_graph.overview import Overview

__all__ = [
    "explanation_page",
    "outlook_text",
    "overview_page",
    "preparation_text",
    "role_page",
    "statement_text",
]

_REGULATED: Final = {True: "yes ~", False: "no ~", None: "unknown"}
_LICENCES: Final = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/mark/1.0/": "public domain",
    "https://eur-lex.europa.eu/eli/dec/2011/833/oj": "EU reuse, Decision 2011/833/EU",
}


def role_page(profile: RoleProfile) -> list[Block]:
    """Return all that is stated of a role."""
    cite = Citations(profile.sources)
    blocks: list[Block] = [Heading(profile.role.label), Text(profile.definition)]
    blocks.append(Fields(tuple(_about_rows(profile))))
    if profile.tasks:
        blocks += [Heading("Tasks"), Fields(_statement_rows(profile.tasks, cite))]
    blocks += _skill_blocks(profile.skills, cite)
    if profile.degrees:
        blocks += [Heading("Degrees asked for"), Fields(_statement_rows(profile.degrees, cite))]
    if profile.degree_shares:
        blocks += _share_blocks(profile.degree_shares, cite)
    if profile.fields:
        rows = _field_rows(profile.fields, cite)
        blocks += [Heading("Fields of study that prepare for it (not a requirement)"), Fields(rows)]
    if profile.preparation:
        rows = tuple(_preparation_row(level, cite) for level in profile.preparation)
        blocks += [Heading("Preparation"), Fields(rows)]
    if profile.experience:
        blocks += [Heading("Experience"), Fields(_statement_rows(profile.experience, cite))]
    if profile.certifications:
        rows = tuple(_certification_row(c, cite) for c in profile.certifications)
        blocks += [Heading("Certifications named"), Fields(rows)]
    blocks += [Heading("Pay"), Fields(_pay_rows(profile, cite))]
    outlook = tuple(_outlook_row(said, cite) for said in profile.outlook)
    blocks += [Heading("Outlook"), Fields(outlook or (("-", "unknown"),))]
    blocks += _ladder_blocks(profile, cite)
    if profile.remarks:
        blocks += [Heading("Remarks"), Fields(_statement_rows(profile.remarks, cite))]
    if profile.related:
        blocks += _related_blocks(profile)
    return [*blocks, *cite.blocks(), graph_line(profile.graph)]


def _pay_rows(profile: RoleProfile, cite: Citations) -> tuple[tuple[str, str], ...]:
    """Return the pay bands, or why no occupation's pay is shown."""
    bands = [f"{pay_text(band)} {cite.mark([band.source])}".rstrip() for band in profile.pay]
    reasons = [
        f"unknown; the pay of {occupation_text(misfit.occupation, is_part=False)} would mislead: "
        f"{misfit.reason} {cite.mark([misfit.source])}".rstrip()
        for misfit in profile.misleading
    ]
    return tuple(("-", text) for text in bands or reasons or ["unknown"])


def _about_rows(profile: RoleProfile) -> list[tuple[str, str]]:
    rows = [("family", profile.family)]
    if profile.level_of:
        rows.append(("level", f"{profile.seniority} level of {profile.level_of}"))
    if profile.aliases:
        rows.append(("also", ", ".join(profile.aliases)))
    rows.append(("regulated", _REGULATED[profile.regulated]))
    if profile.regulated:
        rows.append(("licence", f"{profile.licence} ~" if profile.licence else "unknown"))
    return rows + [("codes", match) for match in profile.matches]


def _statement_rows(
    statements: Sequence[Statement], cite: Citations
) -> tuple[tuple[str, str], ...]:
    rows = []
    for said in statements:
        where = f"; {said.country or 'unknown'}, {said.population}" if said.population else ""
        rows.append(("-", f"{statement_text(said)}{where} {cite.mark([said.source])}"))
    return tuple(rows)


def _skill_blocks(skills: Sequence[SkillStatement], cite: Citations) -> list[Block]:
    rows = []
    for category, same in groupby(skills, key=lambda skill: skill.category):
        for number, (necessity, alike) in enumerate(groupby(same, key=lambda s: s.necessity)):
            named = ", ".join(
                f"{' or '.join(s.label for s in skill.skills)} {cite.mark(skill.sources)}"
                for skill in alike
            )
            rows.append(("" if number else category, f"{necessity}: {named}"))
    if not rows:
        return [Heading("Skills"), Fields((("-", "unknown"),))]
    return [Heading("Skills"), Table(("category", "skills and their sources"), tuple(rows))]


def _share_blocks(shares: Sequence[DegreeShareStatement], cite: Citations) -> list[Block]:
    blocks: list[Block] = [Heading("Degrees as a distribution (not a requirement)")]
    for (population, country, source), same in groupby(
        shares, key=lambda s: (s.population, s.country, s.source)
    ):
        rows = list(same)
        period = f", {rows[0].period}" if rows[0].period else ""
        size = f", N {rows[0].sample_size}" if rows[0].sample_size else ""
        blocks.append(Text(f"{population} ({country}{period}{size}) {cite.mark([source])}"))
        blocks.append(
            Fields(
                tuple(
                    (
                        f"{row.share:.1%}",
                        row.degree + (", low precision" if row.low_precision else ""),
                    )
                    for row in rows
                )
            )
        )
    return blocks


def _field_rows(fields: Sequence[FieldStatement], cite: Citations) -> tuple[tuple[str, str], ...]:
    rows = []
    for (country, period, population, source), same in groupby(
        fields, key=lambda f: (f.country, f.period, f.population, f.source)
    ):
        named = "; ".join(said.field.label for said in same)  # labels contain commas
        when = f" {period}" if period else ""
        rows.append(("-", f"{named} ({country}{when}, {population}) {cite.mark([source])}"))
    return tuple(rows)


def _preparation_row(level: PreparationStatement, cite: Citations) -> tuple[str, str]:
    return "-", f"{preparation_text(level)} {cite.mark([level.source])}"


def preparation_text(level: PreparationStatement) -> str:
    """Return a Job Zone in words: its name, where and when, and of which occupation."""
    label = f" ({level.label})" if level.label else ""
    when = f" {level.period}" if level.period else ""
    whose = population_text(level)
    return f"Job Zone {level.job_zone} of 5{label}; {level.country}{when}, {whose}"


def statement_text(statement: Statement) -> str:
    """Return a statement in words, with how strongly it is meant and how it is limited."""
    notes = [*([statement.necessity] if statement.necessity else []), *statement.qualifiers]
    note = f" ({'; '.join(notes)})" if notes else ""
    return f"{statement.text}{note}"


def _outlook_row(outlook: OutlookStatement, cite: Citations) -> tuple[str, str]:
    return "-", f"{outlook_text(outlook)} {cite.mark([outlook.source])}"


def outlook_text(outlook: OutlookStatement) -> str:
    """Return an employment outlook in words: people now and then, openings, where and when."""

    def people(number: int | None) -> str:
        return "unknown" if number is None else f"{number:,}"

    change = outlook.percent_change
    percent = "unknown" if change is None else f"{change:+g} %"
    return (
        f"{people(outlook.employment)} to {people(outlook.projected_employment)} people "
        f"({percent}), {people(outlook.annual_openings)} openings a year; "
        f"{outlook.country} {outlook.period}, {population_text(outlook)}"
    )


def _certification_row(certification: CertificationStatement, cite: Citations) -> tuple[str, str]:
    status = certification.status
    if status == "retired":
        status += f" {certification.retired_on or 'on an unknown date'}"
        if certification.replaced_by:
            status += f", followed by {certification.replaced_by}"
    elif certification.checked_on:
        status += f", checked {certification.checked_on} {cite.mark([certification.checked_at])}"
    about = f"{certification.certification} ({certification.level}; {status})"
    return "-", f"{about} {certification.necessity} {cite.mark(certification.sources)}"


def _ladder_blocks(profile: RoleProfile, cite: Citations) -> list[Block]:
    if not profile.ladders:
        return []
    rows = tuple(
        (
            "-",
            " → ".join(f"*{r}*" if r == profile.role else r.label for r in ladder.rungs)
            + f" {cite.mark([ladder.source])}",
        )
        for ladder in profile.ladders
    )
    return [Heading("Ladder"), Fields(rows)]


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
    return [*blocks, *cite.blocks(), graph_line(explanation.graph)]


def _source_rows(
    statement: SourceStatements, cite: Citations, target: str
) -> list[tuple[str, str]]:
    rows = [("grade", statement.source.about)]
    for said in statement.transitions:
        rows.append(("says", evidence_text(said, cite)))
        if said.place:
            rows.append(("where", said.place))
        if said.population:
            rows.append(("counted", said.population))
        if said.median_months is not None:
            rows.append(("months", f"{said.median_months:g} in the role left (median)"))
    if not statement.transitions:
        rows.append(("says", f"nothing of the transition; what {target} asks for:"))
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
"""So many sources `info` lists, and those whose licence is known: that one asks to be named."""


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
        Heading("How we know (statements by grade of evidence)"),
        Table(("", *GRADES, "sourced"), mix),
        Heading("Sources and licences"),
        Table(("source", "uses", "grade", "date", "licence"), licences),
        *([Text(others)] if more else []),
        Heading("Attribution"),
        Fields(attributions),
    ]


def _sourced_share(by_grade: Mapping[str, int]) -> str:
    total = sum(by_grade.values())
    return f"{(total - by_grade.get('editorial', 0)) / total:.0%}" if total else "-"
