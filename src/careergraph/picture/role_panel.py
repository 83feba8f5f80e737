"""What the side panel says of the role a picture is about, beyond what it says of any role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.picture.drawing import Fact
from careergraph.report.role import preparation_text, statement_text

if TYPE_CHECKING:
    from careergraph.answers.role_page import RoleProfile, Statement

__all__ = ["profile_facts"]

_MOST_SHARES: Final = 8


def profile_facts(profile: RoleProfile, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return the facts known of every role, with tasks, shares, fields, experience and remarks."""
    facts = [*known]
    facts += [_said("task", task) for task in profile.tasks]
    facts += [_said("degree asked for", degree) for degree in profile.degrees]
    for share in profile.degree_shares[:_MOST_SHARES]:
        precision = ", low precision" if share.low_precision else ""
        where = " ".join(text for text in (share.country, share.period) if text)
        said = f"{share.share:.0%} {share.degree}{precision}; {where}, {share.population}"
        facts.append(Fact("degrees held (a share, not a requirement)", said, (share.source,)))
    sources = dict.fromkeys(field.source for field in profile.fields)
    if profile.fields:
        fields = "; ".join(dict.fromkeys(field.field.label for field in profile.fields))
        name = "fields of study that prepare (not a requirement)"
        facts.append(Fact(name, fields, tuple(sources)))
    for level in profile.preparation:
        facts.append(Fact("preparation", preparation_text(level), (level.source,)))
    facts += [_said("experience", said) for said in profile.experience]
    facts += [_said("remark", remark) for remark in profile.remarks]
    return tuple(facts)


def _said(name: str, said: Statement) -> Fact:
    return Fact(name, statement_text(said), (said.source,))
