"""The page of one role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import WORKING
from careergraph.report.citations import Citations, graph_line
from careergraph.report.layout import Block, Fields, Heading, Table, Text
from careergraph.report.role_facts import (
    certification_facts,
    detail_facts,
    gist_facts,
    part_unknown,
    source_facts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.answers.roles.role_profile import RoleProfile
    from careergraph.report.role_facts import RoleFact

__all__ = ["role_page"]

_PROFILE: Final = ("core", "supporting", "on the job")
_MOST_NAMES: Final = 4
_FULL_HINT: Final = "--full adds every certification, what each source lists, and related roles."


def role_page(profile: RoleProfile, *, full: bool = False) -> list[Block]:
    """Return what a role is and asks for, on one screen.

    Parameters
    ----------
    profile
        All that is stated about the role.
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
_NEWCOMERS: Final = "From newcomers, working level is enough."


def _asks_newcomers_less(profile: RoleProfile) -> bool:
    """Return whether people in the role have higher levels than are asked of newcomers."""
    asked = [item for item in profile.items if item.weight != "given"]
    return profile.seniority is None and any(item.level > WORKING for item in asked)


def _fact_rows(
    facts: Sequence[RoleFact], cite: Citations, *, marked: bool = True
) -> tuple[tuple[str, str], ...]:
    """Return facts as fields; a repeated name is shown once."""
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
