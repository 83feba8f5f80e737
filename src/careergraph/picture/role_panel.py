"""Facts that the side panel adds for the role a picture is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.picture.drawing import Fact
from careergraph.report.pages.role import preparation_text, statement_text

if TYPE_CHECKING:
    from careergraph.answers.roles.role_page import RoleProfile, Statement

__all__ = ["profile_facts"]

_MOST_SHARES: Final = 8


def profile_facts(profile: RoleProfile, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return the facts known of every role, with tasks, shares, fields, experience and remarks."""
    facts = [*known]
    facts += [_statement_fact("task", task) for task in profile.tasks]
    facts += [_statement_fact("degree asked for", degree) for degree in profile.degrees]
    for share in profile.degree_shares[:_MOST_SHARES]:
        precision = ", low precision" if share.low_precision else ""
        where = " ".join(text for text in (share.country, share.period) if text)
        text = f"{share.share:.0%} {share.degree}{precision}; {where}, {share.population}"
        facts.append(Fact("degrees held (a share, not a requirement)", text, (share.source,)))
    sources = dict.fromkeys(field.source for field in profile.fields)
    if profile.fields:
        fields = "; ".join(dict.fromkeys(field.field.label for field in profile.fields))
        name = "fields of study that prepare (not a requirement)"
        facts.append(Fact(name, fields, tuple(sources)))
    for level in profile.preparation:
        facts.append(Fact("preparation", preparation_text(level), (level.source,)))
    facts += [_statement_fact("experience", statement) for statement in profile.experience]
    facts += [_statement_fact("remark", remark) for remark in profile.remarks]
    return tuple(facts)


def _statement_fact(name: str, statement: Statement) -> Fact:
    return Fact(name, statement_text(statement), (statement.source,))
