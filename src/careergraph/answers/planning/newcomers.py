"""What differs for people new to a role: years that employers ask for, pay, level and advice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.skill_overlap import name_items
from careergraph.model.occupations import is_managing_occupation
from careergraph.search.learning.step_training import is_same_occupation
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import EntryAdvice
    from careergraph.model.values import PayBand, Step, StepExperience
    from careergraph.search.learning.step_experience import ExperienceTable
    from careergraph.search.learning.step_learning import StepLearning

__all__ = [
    "describe_junior_entry",
    "describe_lower_level",
    "find_advice",
    "find_experience_asked",
    "find_pay",
]

_JUNIOR: Final = "junior"


def find_experience_asked(
    table: ExperienceTable, facts: CompiledGraph, step: Step
) -> StepExperience | None:
    """Return the years that employers ask newcomers for, where the step does not count any.

    People who stay in their line of work, or in the same occupation, are no newcomers. Of managers
    for whom the statistical office names no years, those count that people in the job say it asks
    for.
    """
    if step.training is not None or step.counts_experience:
        return None
    source, target = step.source.iri, step.target.iri
    if facts.line_of(source) == facts.line_of(target) or is_same_occupation(facts, source, target):
        return None
    asked = table.find_at_entry(target)
    if is_managing_occupation(target) and (asked is None or not asked.years.high):
        asked = table.find_surveyed(target)
    return asked if asked is not None and asked.years.high else None


def find_pay(facts: CompiledGraph, role: str, *, is_newcomer: bool = False) -> tuple[PayBand, ...]:
    """Return the pay bands of a role (IRI), marked where they are read by a newcomer.

    Newcomers are people in junior roles, people of whom employers ask years that they may lack, and
    people who come from another field.
    """
    node = facts.nodes.get(role)
    level = None if node is None else node.seniority
    new = is_newcomer or (level is not None and local_name(level) == _JUNIOR)
    bands = facts.pay_by_role.get(role, ())
    return tuple(replace(band, for_newcomers=True) for band in bands) if new else tuple(bands)


def find_advice(
    facts: CompiledGraph, target: str, learning: StepLearning
) -> tuple[EntryAdvice, ...]:
    """Return the advice to people who enter a role, without the subjects that they hold already."""
    unmet = {lacking.item for lacking in learning.missing}
    met = name_items(facts, (item for item in learning.items if item not in unmet))
    held = {named.label.casefold() for named in met}
    advice = (_without(one, held) for one in facts.entry_advice.get(target, ()))
    return tuple(one for one in advice if one.comment or one.subjects)


def _without(advice: EntryAdvice, held: Collection[str]) -> EntryAdvice:
    """Return advice without the subjects that are held, which are compared by name."""
    if not advice.subjects:
        return advice
    left = [name for name in advice.subjects.split(", ") if name.casefold() not in held]
    return advice._replace(subjects=", ".join(left) or None)


def describe_junior_entry(facts: CompiledGraph, target: str) -> str | None:
    """Return that people from another field begin at the junior level of a role, if it has one."""
    juniors = [
        node.label
        for node in facts.roles
        if node.level_of == target
        and node.seniority is not None
        and local_name(node.seniority) == _JUNIOR
    ]
    if not juniors:
        return None
    return (
        f"people from another field usually begin at its junior level: {juniors[0]} "
        "(~many people apply for such posts)"
    )


def describe_lower_level(
    table: ExperienceTable, facts: CompiledGraph, source: str, target: str
) -> str | None:
    """Return a note if a step leads below the level of seniority that is left."""
    start, end = facts.nodes.get(source), facts.nodes.get(target)
    if start is None or end is None or start.seniority is None:
        return None
    if table.rank(target) >= table.rank(source) or table.leads_up(source, target):
        return None
    left = next((one.label for one in facts.seniorities if one.iri == start.seniority), "")
    below = f"below your {left} level" if left else "below your level"
    if end.seniority is None:
        return f"you arrive at the usual entry level, {below}"
    return f"you arrive {below}"
