"""Demands that hours and years leave out: degrees, programmes, licences, related work.

Hours of learning are hours for skills. A degree of several years, a licence with examinations, and
the experience that employers ask newcomers for come on top of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.study import StatedCredentials, find_study
from careergraph.model.experience import FOR_ENTRY
from careergraph.model.holdings import Range
from careergraph.model.values import Named, NotCounted
from careergraph.search.learning.step_training import find_training_given, is_same_occupation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Step

__all__ = [
    "STUDY",
    "find_demands",
    "find_not_counted",
    "find_study_first",
    "pick_compulsory",
    "study_before_step",
]

_MOST_LICENCES: Final = 2
STUDY: Final = ("degree", "programme")
"""Kinds of demands that take study."""
_LICENSED: Final = (FOR_ENTRY, "forResponsibility")
_A_LICENCE: Final = "licence that the law requires in many places"


def find_not_counted(
    facts: CompiledGraph,
    source: str,
    target: str,
    stated: StatedCredentials,
    earlier: Sequence[Step] = (),
) -> tuple[NotCounted, ...]:
    """Return the degrees and licences that a step asks for and that its figures do not count.

    People who stay in their line of work are asked for nothing again. No degree is asked of people
    whose role is of the same occupation, or is usually entered with a degree of at least that rank.
    If a law asks for a licence, the field of study has to fit as well: a degree in another field,
    or one without a stated field, is not the degree that a licence to enter builds on. Someone who
    starts in a role that needs a licence to enter holds that licence.

    Parameters
    ----------
    facts
        The compiled graph.
    source, target
        IRIs of the old role and the new role.
    stated
        What the person says of their degree and licence.
    earlier
        The steps before this one; a degree that they name is not named again.
    """
    left = [*(step.source.iri for step in earlier), source]
    known = [extra for step in earlier for extra in step.not_counted]
    return find_demands(facts, left, target, stated, known)


def find_demands(
    facts: CompiledGraph,
    left: Sequence[str],
    target: str,
    stated: StatedCredentials,
    known: Sequence[NotCounted],
) -> tuple[NotCounted, ...]:
    """Return the demands of `find_not_counted` for someone who has passed through certain roles.

    Parameters
    ----------
    facts, target, stated
        As for `find_not_counted`.
    left
        The roles (IRIs) on the route up to the one that is left.
    known
        The demands of the steps between them.
    """
    source = left[-1]
    if facts.line_of(source) == facts.line_of(target):
        return ()
    found = [*_licences(facts, left[0], target, stated), *_training(facts, source, target)]
    # A part of an occupation for which a law asks for a further licence has its own study.
    is_licensed = facts.entry_licences(target) <= facts.entry_licences(source)
    stays = is_same_occupation(facts, source, target) and is_licensed
    degree = None if stays else find_study(facts, left, target, stated)
    if degree is not None and not any(_covers(extra, degree) for extra in known):
        found.insert(0, degree)
    return tuple(extra for extra in found if extra.kind != "licence" or not _named(extra, known))


def find_study_first(steps: Iterable[Step]) -> dict[NotCounted, Step]:
    """Return the compulsory study and licences of the steps, each with its step.

    These are the licences to enter a role and their programmes of study, the degrees of regulated
    roles, the degrees of roles in which a licence allows people to take responsibility, and those
    that a person needs for a role with licences for some positions.
    """
    found = {
        extra: step
        for step in steps
        for extra in pick_compulsory(step.not_counted, is_regulated=bool(step.regulated))
    }
    return dict(sorted(found.items(), key=lambda pair: pair[0].kind == "licence"))


def study_before_step(
    facts: CompiledGraph, source: str, target: str, stated: StatedCredentials
) -> tuple[NotCounted, ...]:
    """Return the compulsory study and licences of one step; see `find_study_first`.

    Parameters
    ----------
    facts
        The compiled graph.
    source, target
        IRIs of the old role and the new role.
    stated
        What the person says of their degree and licence.
    """
    extras = find_not_counted(facts, source, target, stated)
    node = facts.nodes.get(target)
    return pick_compulsory(extras, is_regulated=node is not None and bool(node.regulated))


def pick_compulsory(extras: Sequence[NotCounted], *, is_regulated: bool) -> tuple[NotCounted, ...]:
    """Return the compulsory demands of a step, study before licences."""
    by_law = is_regulated or any(extra.required_for in _LICENSED for extra in extras)
    study = (e for e in extras if e.kind in STUDY and (e.kind != "degree" or by_law or e.is_needed))
    return (*study, *(extra for extra in extras if extra.required_for == FOR_ENTRY))


def _covers(extra: NotCounted, degree: NotCounted) -> bool:
    """Return whether an earlier degree is the same one, in one of the same fields."""
    fields = {field.iri for field in extra.fields}
    same = extra.kind == degree.kind and extra.label == degree.label
    return same and (not degree.fields or any(field.iri in fields for field in degree.fields))


def _named(licence: NotCounted, known: Iterable[NotCounted]) -> bool:
    return any(extra.kind == licence.kind and extra.label == licence.label for extra in known)


def _training(facts: CompiledGraph, source: str, target: str) -> Iterator[NotCounted]:
    """Yield the training that employers give people once they are hired."""
    training = find_training_given(facts, source, target)
    if training is not None:
        cited = dict.fromkeys([training.source, training.duration_source])
        years = training.years_from, training.years_to
        yield NotCounted(
            kind="training",
            label=training.label,
            role=Named(target, facts.label(target)),
            held="nothing stated",
            years=None if None in years else Range(*years),  # type: ignore[arg-type]
            sources=tuple(source for source in cited if source is not None),
        )


def _licences(
    facts: CompiledGraph, start: str, role: str, stated: StatedCredentials
) -> Iterator[NotCounted]:
    """Yield the licences that laws ask for in a role, unless the person holds them."""
    if stated.licensed is not None and stated.licensed == facts.line_of(role):
        return
    named, node = Named(role, facts.label(role)), facts.nodes.get(role)
    known = facts.licences.get(role, ())
    has = facts.entry_licences(start)
    for licence in (one for one in known[:_MOST_LICENCES] if one.label not in has):
        yield NotCounted(
            kind="licence",
            label=licence.label,
            role=named,
            held="nothing stated",
            by_law=True,
            required_for=licence.required_for,
            comment=licence.comment,
            sources=(licence.source,),
        )
    if not known and node is not None and node.regulated:
        yield NotCounted("licence", _A_LICENCE, named, "nothing stated", by_law=True)
