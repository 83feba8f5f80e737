"""A profile file to fill in, with the skills that the person's own role asks for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from careergraph.person.profile_file import understand_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.compiled.titles import Catalog
    from careergraph.model.values import Need

__all__ = ["name_in_file", "profile_template"]

_TEMPLATE: Final = """\
# What you do and what you can do, for careergraph. Lines that begin with # are ignored.

# The role you are in now, and your years in it.
{role}
# years = 2

# Your highest degree: "none", "high school", "associate", "bachelor's", "master's" or "PhD".
# degree = "bachelor's"

# Your certifications: the skills that they attest count as yours.
certifications = [
{certifications}]

# Your skills, and how well you know each: "basic", "working" or "expert".
# `careergraph search TEXT` finds names.
[skills]
{skills}"""
_EXAMPLE_SKILLS: Final = ("Python", "SQL", "machine learning")


def profile_template(catalog: Catalog, facts: CompiledGraph, role: str | None = None) -> str:
    """Return a profile to fill in; with a role, it lists the skills that the role asks for.

    The person deletes the lines that do not apply to them. Skills that the role asks for by
    themselves are filled in; alternatives, any one of which suffices, are comments.

    Examples
    --------
    >>> from careergraph import load
    >>> g = load()
    >>> print(profile_template(g.catalog, g.facts, "data analyst").splitlines()[3])
    role = "Data Analyst"
    """
    if role is None:
        return _TEMPLATE.format(
            role='# role = "data analyst"',
            certifications="",
            skills="".join(f'# {_quoted(name)} = "working"\n' for name in _EXAMPLE_SKILLS),
        )
    iri = catalog.find(role).entry.iri
    certifications = [one.certification for one in facts.certifications_by_role.get(iri, ())]
    needs = [need for need in facts.needs.get(iri, ()) if need.weight > 0]
    return _TEMPLATE.format(
        role=f"role = {name_in_file(iri, 'role', catalog)}",
        certifications="".join(
            f"  # {name_in_file(one.iri, 'certification', catalog)},\n" for one in certifications
        ),
        skills="".join(f"{line}\n" for line in _skill_lines(needs, catalog)),
    )


def _skill_lines(needs: Sequence[Need], catalog: Catalog) -> Iterator[str]:
    """Yield the skills of a role, the most important first; each is named once."""
    single = {need.skills[0]: need for need in needs if len(need.skills) == 1}
    if needs:
        yield '# Delete what you do not know. For what you know a little, write "basic".'
    for skill in sorted(single, key=lambda s: (-single[s].weight, catalog.label(s).casefold())):
        yield f'{name_in_file(skill, "skill", catalog)} = "working"'
    seen = set(single)
    for need in needs:
        new = [skill for skill in need.skills if skill not in seen]
        if len(need.skills) > 1 and new:
            yield "# One of these is asked for; delete the # before those that you know:"
            yield from (f'# {name_in_file(s, "skill", catalog)} = "working"' for s in new)
            seen.update(new)


def name_in_file(iri: str, kind: str, catalog: Catalog) -> str:
    """Return a quoted name that is read back as the same thing: its label, or else its IRI."""
    label = catalog.label(iri)
    is_clear = label.isprintable() and understand_name(catalog, label, kind) == (iri, "")
    return _quoted(label if is_clear else iri)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
