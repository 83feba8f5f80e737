"""Facts about a role in words, shared by pages, comparisons and panels.

Each function returns facts in words, with the IRIs of their sources. A page shows them as fields
and numbers the sources, a comparison joins them in a cell, and a picture shows them in its panel.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.phrases import count_text, with_article
from careergraph.model.ranking import necessity_rank
from careergraph.model.values import licence_text
from careergraph.report.citations import (
    occupation_text,
    pay_text,
    period_text,
    population_text,
    spread_text,
)
from careergraph.report.phrases import LICENCE_PURPOSES, counted_moves, joined_names, range_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.answers.roles.role_profile import (
        EntryStatement,
        RoleItem,
        RoleLinks,
        RoleProfile,
        RoleSummary,
        SourceSkills,
    )
    from careergraph.model.entries import Named
    from careergraph.model.experience import LicenceStatement
    from careergraph.model.statements import (
        CertificationStatement,
        DegreeShareStatement,
        FieldStatement,
        Ladder,
        MisleadingOccupation,
        NamedResource,
        OfferStatement,
        OutlookStatement,
        PreparationStatement,
        Statement,
    )
    from careergraph.model.values import Evidence, PayBand, Source, StepExperience

__all__ = [
    "LEVELS",
    "UNKNOWN",
    "RoleFact",
    "brief_facts",
    "certification_facts",
    "detail_facts",
    "entry_fact",
    "experience_text",
    "gist_facts",
    "licence_facts",
    "named_facts",
    "outlook_facts",
    "outlook_text",
    "part_unknown",
    "pay_facts",
    "preparation_facts",
    "preparation_text",
    "share_facts",
    "source_facts",
    "statement_facts",
    "statement_text",
]

UNKNOWN: Final = "unknown"
LEVELS: Final = {1: "basic", 2: "working", 3: "expert"}
_WEIGHTS: Final = {"core": "core", "supporting": "supporting", "given": "on the job"}
_MOST_MEMBERS: Final = 3
_MOST_CERTIFICATIONS: Final = 3
_MOST_LINKS: Final = 4
_MOST_STATEMENTS: Final = 3
_OFFERS: Final = {
    "announced": "{} is working on it",
    "active": "{} offers it",
    "retired": "{} has retired it",
}


class RoleFact(NamedTuple):
    """One fact about a role: its name, its text, and the IRIs of its sources."""

    name: str
    text: str
    sources: tuple[str, ...] = ()


def gist_facts(profile: RoleProfile) -> list[RoleFact]:
    """Return what people want to know about a role first, beginning with the profile."""
    return [
        *item_facts(profile.items),
        *pay_facts(profile.pay, profile.misleading),
        *outlook_facts(profile.outlook),
        *_experience_facts(profile.entry_experience, profile.experience),
        entry_fact(profile.entry_degree, profile.degree_shares),
        *licence_facts(profile.regulated, profile.licence, profile.licences),
        *_ladder_facts(profile.role, profile.ladders),
        *_link_facts("people come from", profile.comes_from),
        *_link_facts("people go to", profile.goes_to),
        *_offer_facts(profile.offers, profile.certifications),
        *_resource_facts(profile.resources, profile.sources),
    ]


def brief_facts(summary: RoleSummary) -> list[RoleFact]:
    """Return what a picture shows about any role, in the same order and words."""
    certifications = ", ".join(one.label for one in summary.active_certifications)
    return [
        *item_facts(summary.items),
        *pay_facts(summary.pay),
        *outlook_facts(summary.outlook),
        *_experience_facts(summary.entry_experience),
        entry_fact(summary.entry_degree),
        *licence_facts(summary.regulated, summary.licence, summary.licences),
        *([RoleFact("certifications", certifications)] if certifications else []),
    ]


def part_unknown(facts: Iterable[RoleFact]) -> tuple[list[RoleFact], str]:
    """Return the facts that are known, and the names of the others in one line.

    Examples
    --------
    >>> part_unknown([RoleFact("pay", "unknown"), RoleFact("ladder", "Cook, chef")])
    ([RoleFact(name='ladder', text='Cook, chef', sources=())], 'pay')
    """
    listed = list(facts)
    missing = dict.fromkeys(fact.name for fact in listed if fact.text == UNKNOWN)
    return [fact for fact in listed if fact.text != UNKNOWN], ", ".join(missing)


def item_facts(items: Sequence[RoleItem]) -> list[RoleFact]:
    """Return the profile: a fact for each weight and level, and one for "on the job"."""
    if not items:
        return [RoleFact("requirements", UNKNOWN)]
    facts = []
    for weight, same in groupby(items, key=lambda item: item.weight):
        levels = groupby(same, key=lambda item: 0 if weight == "given" else item.level)
        for level, alike in levels:
            listed = list(alike)
            names = "; ".join(map(_item_text, listed))
            if ";" in names and all("," not in _item_text(item) for item in listed):
                names = names.replace("; ", ", ")
            sources = dict.fromkeys(source for item in listed for source in item.sources)
            text = f"{LEVELS[level]}: {names}" if level else names
            facts.append(RoleFact(_WEIGHTS[weight], text, tuple(sources)))
    return facts


def _item_text(item: RoleItem) -> str:
    """Return an item by name; of a group, some of the skills that would do."""
    labels = [skill.label for skill in item.skills]
    names = [label for label in labels if label != item.item.label]
    if len(labels) < 2 or item.item.label == " or ".join(labels):  # noqa: PLR2004 (a single skill)
        return item.item.label
    if len(names) < len(labels):
        # O*NET names a kind of software and products of it: any of them would do.
        return f"{item.item.label} (such as {' or '.join(names[:_MOST_MEMBERS])})"
    if len(names) <= _MOST_MEMBERS:
        return f"{item.item.label} ({' or '.join(names)})"
    return f"{item.item.label} (such as {' or '.join(names[: _MOST_MEMBERS - 1])})"


def pay_facts(
    bands: Sequence[PayBand],
    misleading: Sequence[MisleadingOccupation] = (),
    *,
    by_amount: bool = False,
) -> list[RoleFact]:
    """Return the pay bands of the occupation, or why its pay would mislead.

    ``by_amount`` leaves out place and time, and puts the amounts first.
    """
    if bands and by_amount:
        return [RoleFact("pay", _amount_text(band), (band.source,)) for band in bands]
    if bands:
        return [RoleFact("pay", pay_text(band), (band.source,)) for band in bands]
    if misleading:
        return [
            RoleFact(
                "pay",
                f"unknown; the pay of {occupation_text(misfit.occupation, is_part=False)} would "
                f"mislead: {misfit.reason}",
                (misfit.source,),
            )
            for misfit in misleading
        ]
    return [RoleFact("pay", UNKNOWN)]


def _amount_text(band: PayBand) -> str:
    note = f"; ~{band.note.rstrip('.')}" if band.note else ""
    return f"{spread_text(band)}; {population_text(band)}{note}"


def outlook_facts(
    outlooks: Sequence[OutlookStatement], *, by_change: bool = False
) -> list[RoleFact]:
    """Return the projected employment of the occupation.

    ``by_change`` leaves out place and time, and puts the change first.
    """
    if not outlooks:
        return [RoleFact("outlook", UNKNOWN)]
    words = _change_text if by_change else outlook_text
    return [RoleFact("outlook", words(outlook), (outlook.source,)) for outlook in outlooks]


def _people(number: int | None) -> str:
    return UNKNOWN if number is None else f"{number:,}"


def _percent(change: float | None) -> str:
    return UNKNOWN if change is None else f"{change:+g}%"


def _change_text(outlook: OutlookStatement) -> str:
    change = _percent(outlook.percent_change)
    openings = _people(outlook.annual_openings)
    return f"{change}, {openings} openings a year; {population_text(outlook)}"


def outlook_text(outlook: OutlookStatement) -> str:
    """Return an employment outlook in words: the change, openings, people, where and when."""
    counted = (
        f" ({_people(outlook.employment)} to {_people(outlook.projected_employment)} people)"
        if outlook.employment is not None or outlook.projected_employment is not None
        else ""
    )
    return (
        f"{population_text(outlook)}: {_percent(outlook.percent_change)} employment{counted}, "
        f"{_people(outlook.annual_openings)} openings a year, {outlook.country}, "
        f"{period_text(outlook.period)}"
    )


def experience_text(experience: StepExperience) -> str:
    """Return years of experience in words, with what they rest on.

    Examples
    --------
    >>> from careergraph.model.holdings import Range
    >>> from careergraph.model.values import StepExperience
    >>> experience_text(StepExperience(Range(2, 5), "as Engineer"))
    '2 to 5 years as an Engineer'
    >>> experience_text(StepExperience(Range(0, 0), "in related work (none)"))
    'newcomers need no years in related work'
    """
    if not experience.years.high:
        return "newcomers need no years in related work"
    basis = experience.basis
    if basis.startswith("as ") and not basis.startswith(("as a ", "as an ")):
        basis = f"as {with_article(basis.removeprefix('as '))}"
    return f"{range_text(experience.years, 'year')} {basis}"


def _experience_facts(
    experience: StepExperience | None, statements: Sequence[Statement] = ()
) -> list[RoleFact]:
    facts = []
    if experience is not None:
        facts.append(RoleFact("experience", experience_text(experience), experience.sources))
    ordered = sorted(statements, key=lambda statement: necessity_rank(statement.necessity))
    facts += statement_facts("experience", ordered[:_MOST_STATEMENTS])
    rest = len(ordered) - _MOST_STATEMENTS
    if rest > 0:
        facts.append(RoleFact("experience", f"and {count_text(rest, 'more statement')}"))
    return facts or [RoleFact("experience", UNKNOWN)]


def entry_fact(
    entry: EntryStatement | None, shares: Sequence[DegreeShareStatement] = ()
) -> RoleFact:
    """Return the degree by which people usually enter; without one, what people in the job say."""
    if entry is not None:
        where = f" ({entry.country})" if entry.country else ""
        degree = with_article(entry.degree.label)
        return RoleFact("education", f"usually {degree}{where}", (entry.source,))
    if shares:
        return share_facts("education", shares, 2)[0]
    return RoleFact("education", UNKNOWN)


def share_facts(
    name: str, shares: Sequence[DegreeShareStatement], most: int | None = None
) -> list[RoleFact]:
    """Return distributions of degrees, one fact for each population, largest shares first."""
    groups: dict[tuple[object, ...], list[DegreeShareStatement]] = {}
    for share in shares:
        key = (share.population, share.country, share.period, share.source)
        groups.setdefault(key, []).append(share)
    facts = []
    for same in groups.values():
        first = same[0]
        ranked = sorted(same, key=lambda share: -share.share)
        named = ", ".join(
            f"{share.share:.0%} {share.degree}{' (low precision)' if share.low_precision else ''}"
            for share in ranked[:most]
        )
        size = f"N {first.sample_size}" if first.sample_size else None
        country = None if first.country == UNKNOWN else first.country
        notes = ", ".join(note for note in (first.population, country, first.period, size) if note)
        facts.append(RoleFact(name, f"{named} ({notes})", (first.source,)))
    return facts


def licence_facts(
    regulated: bool | None,  # noqa: FBT001 (a fact of three values)
    licence: str | None,
    licences: Sequence[LicenceStatement],
) -> list[RoleFact]:
    """Return the licences that laws ask for; our own judgement is marked with ~."""
    facts = [RoleFact("licence", _licence_text(stated), (stated.source,)) for stated in licences]
    if facts:
        return facts
    if regulated:
        return [RoleFact("licence", licence_text(licence))]
    if regulated is None:
        return [RoleFact("licence", UNKNOWN)]
    return [RoleFact("licence", "~in most places none is required")]


def _licence_text(licence: LicenceStatement) -> str:
    purpose = LICENCE_PURPOSES.get(licence.required_for or "")
    notes = ", ".join(note for note in (purpose, licence.country) if note)
    return f"{licence.label}{f' ({notes})' if notes else ''}"


def _ladder_facts(role: Named, ladders: Sequence[Ladder]) -> list[RoleFact]:
    return [
        RoleFact(
            "ladder",
            " → ".join(f"*{rung}*" if rung == role else rung.label for rung in ladder.rungs),
            (ladder.source,),
        )
        for ladder in ladders
    ]


def _link_facts(name: str, links: RoleLinks) -> list[RoleFact]:
    """Return the roles with the firmest evidence that people come from or go to, and the total."""
    if not links.total:
        return [RoleFact(name, UNKNOWN)]
    shown = links.links[:_MOST_LINKS]
    facts = []
    for move, same in groupby(shown, key=lambda link: _move_text(link.evidence)):
        alike = list(same)
        names = joined_names([link.role.label for link in alike])
        sources = dict.fromkeys(_best_known(link.evidence).source for link in alike)
        facts.append(RoleFact(name, f"{names} ({move})", tuple(sources)))
    rest = links.total - len(shown)
    if rest:
        facts.append(RoleFact(name, f"and {rest} more, {count_text(links.total, 'role')} in all"))
    return facts


def _best_known(evidence: Sequence[Evidence]) -> Evidence:
    """Return the statement that counts most people, or else the firmest."""
    return max(evidence, key=lambda stated: stated.people or 0)


def _move_text(evidence: Sequence[Evidence]) -> str:
    """Return the evidence for a step: kind, grade, and moves counted out of the old role."""
    best = _best_known(evidence)
    grade = f"{'~' if best.grade == 'editorial' else ''}{best.grade}"
    return ", ".join([best.kind, grade, *counted_moves(best)])


def certification_facts(
    certifications: Sequence[CertificationStatement],
    offers: Sequence[OfferStatement] = (),
    most: int | None = None,
) -> list[RoleFact]:
    """Return the certifications that sources name, current ones first, each with its status.

    A source's statement about an issuer's offer follows the certification in question.
    """
    facts = []
    noted = {o.certification: o for o in offers if o.stated_status != o.status}
    for one in certifications[:most]:
        status = _status_text(one.status, one.checked_on, one.retired_on, one.replaced_by)
        level = "" if one.level == "no level named" else f"{one.level}; "
        text = f"{one.certification} ({level}{status}), {one.necessity}"
        facts.append(RoleFact("certifications", text, (*one.sources, one.checked_at)))
        if one.certification in noted:
            offer = noted[one.certification]
            facts.append(RoleFact("certifications", _offer_text(offer), (offer.source,)))
    named = {one.certification for one in certifications}
    return facts + _offer_facts([offer for offer in offers if offer.certification not in named])


def _status_text(
    status: str, checked_on: str | None, retired_on: str | None, replaced_by: str | None
) -> str:
    if status == "retired":
        followed = f"; its successor is {replaced_by}" if replaced_by else ""
        return f"retired {retired_on or 'on an unknown date'}{followed}"
    return f"{status}, checked {checked_on}" if checked_on else status


def _offer_facts(
    offers: Sequence[OfferStatement], certifications: Sequence[CertificationStatement] = ()
) -> list[RoleFact]:
    """Return what is offered now, with differing statements of sources."""
    outdated = [offer for offer in offers if offer.stated_status != offer.status]
    noted = {offer.certification for offer in outdated}
    current = [one for one in certifications if one.status == "active"]
    shown = [one for one in current if one.certification not in noted]
    facts = named_facts(shown)
    for offer in sorted(outdated, key=lambda offer: offer.status != "active"):
        status = _status_text(offer.status, offer.checked_on, offer.retired_on, offer.replaced_by)
        facts.append(
            RoleFact("certifications", f"{offer.certification}: {status}", (offer.checked_at,))
        )
        facts.append(RoleFact("certifications", _offer_text(offer), (offer.source,)))
    return facts


def _offer_text(offer: OfferStatement) -> str:
    stated = _OFFERS.get(offer.stated_status, "{} states another status")
    return f"one source still says that {stated.format(offer.issuer)}"


def named_facts(certifications: Sequence[CertificationStatement]) -> list[RoleFact]:
    """Return the names of the first certifications, and how many more there are."""
    shown = certifications[:_MOST_CERTIFICATIONS]
    if not shown:
        return []
    names = ", ".join(one.certification.label for one in shown)
    rest = len(certifications) - len(shown)
    sources = dict.fromkeys(source for one in shown for source in one.sources)
    text = f"{names}{f' and {rest} more' if rest else ''}"
    return [RoleFact("certifications", text, tuple(sources))]


def _resource_facts(
    resources: Sequence[NamedResource], sources: Iterable[Source]
) -> list[RoleFact]:
    """Return resources that guides name; those that could not be found are marked as unverified."""
    titles = {source.iri: source.title for source in sources}
    facts = []
    verified = [one for one in resources if not one.unverified]
    for source, same in groupby(verified, key=lambda one: one.source):
        names = ", ".join(one.resource.label for one in same)
        facts.append(RoleFact("learn from", names, (source,)))
    for one in resources:
        if one.unverified:
            note = f". {one.note}" if one.note else ""
            title = titles.get(one.source, one.source)
            text = f'the {one.kind} {one.resource}: stated by "{title}", unverified{note}'
            facts.append(RoleFact("learn from", text, (one.source,)))
    return facts


def statement_facts(
    name: str, statements: Iterable[Statement], *, where: bool = True
) -> list[RoleFact]:
    """Return statements in words, each as a fact with this name, and where they hold."""
    facts = []
    for statement in statements:
        text = statement_text(statement) if where else statement.text
        if where and statement.population:
            text += f"; {statement.country or UNKNOWN}, {statement.population}"
        facts.append(RoleFact(name, text, (statement.source,)))
    return facts


def statement_text(statement: Statement) -> str:
    """Return a statement in words, with how strongly it is meant and how it is limited."""
    notes = [*([statement.necessity] if statement.necessity else []), *statement.qualifiers]
    note = f" ({'; '.join(notes)})" if notes else ""
    return f"{statement.text}{note}"


def preparation_facts(name: str, levels: Sequence[PreparationStatement]) -> list[RoleFact]:
    """Return the Job Zones of the occupation."""
    return [RoleFact(name, preparation_text(level), (level.source,)) for level in levels]


def preparation_text(level: PreparationStatement) -> str:
    """Return a Job Zone in words: its name, where and when, and of which occupation."""
    label = f" ({level.label})" if level.label else ""
    when = f" {level.period}" if level.period else ""
    return f"Job Zone {level.job_zone} of 5{label}; {level.country}{when}, {population_text(level)}"


def detail_facts(profile: RoleProfile) -> list[RoleFact]:
    """Return what sources list about a role, each fact with its one source."""
    return [
        *statement_facts("tasks", profile.tasks),
        *_skill_facts(profile.listed),
        *statement_facts("degrees asked for", profile.degrees),
        *share_facts("degrees (a distribution)", profile.degree_shares),
        *_field_facts(profile.fields),
        *preparation_facts("preparation", profile.preparation),
        *statement_facts("experience", profile.experience),
        *statement_facts("remarks", profile.remarks),
    ]


def source_facts(facts: Iterable[RoleFact]) -> dict[str, list[RoleFact]]:
    """Return facts by the source (IRI) that states them, in the order in which they come."""
    by_source: dict[str, list[RoleFact]] = {}
    for fact in facts:
        for source in fact.sources:
            by_source.setdefault(source, []).append(fact)
    return by_source


def _skill_facts(listed: Sequence[SourceSkills]) -> list[RoleFact]:
    return [
        RoleFact(
            f"skills, {skills.necessity}",
            ", ".join(
                " or ".join(skill.label for skill in choice.any_of) for choice in skills.skills
            ),
            (skills.source,),
        )
        for skills in listed
    ]


def _field_facts(fields: Sequence[FieldStatement]) -> list[RoleFact]:
    facts = []
    groups = groupby(fields, key=lambda f: (f.country, f.period, f.population, f.source))
    for (country, period, population, source), same in groups:
        named = "; ".join(statement.field.label for statement in same)  # labels contain commas
        when = f" {period}" if period else ""
        text = f"{named} (not required; {country}{when}, {population})"
        facts.append(RoleFact("fields of study", text, (source,)))
    return facts
