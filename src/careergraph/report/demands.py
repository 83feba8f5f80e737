"""Words for what a step asks for: items to learn, study, licences and years of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.not_counted import STUDY
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_occupation
from careergraph.model.phrases import count_text, study_name, with_article
from careergraph.report.phrases import LICENCE_PURPOSES, range_text
from careergraph.search.learning.step_experience import FURTHER, SURVEYED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.values import MissingSkill, NotCounted, Step, StepExperience
    from careergraph.report.citations import Citations

__all__ = [
    "LEVEL_NOTE",
    "NOTHING_SEEN",
    "TOO_BROAD",
    "amount_text",
    "asked_text",
    "experience_text",
    "extra_text",
    "first_extra_text",
    "is_asked_of_all",
    "is_usually_held",
    "item_text",
    "length_text",
    "years_asked_text",
    "yours_text",
]

_SHOWN_FIELDS: Final = 2
_LEVELS: Final = {1: "basic", 2: "working", 3: "expert"}
LEVEL_NOTE: Final = (
    "Gap: each missing item counts 1 if it is core and half if it is supporting, times the missing "
    "share of the level asked for. What you probably hold counts half."
)
_MANY_LACK: Final = 0.8
"""The share of those asked who name a degree, below which many come without it."""


def _fields_text(extra: NotCounted) -> str:
    """Return the usual fields of a degree, naming the closest ones."""
    names = [field.label for field in extra.fields]
    if len(names) <= _SHOWN_FIELDS:
        return " or ".join(names)
    return f"{', '.join(names[:_SHOWN_FIELDS])} or a related field"


def first_extra_text(extra: NotCounted, citations: Citations) -> str:
    """Return compulsory study with its years, or a licence."""
    if extra.kind not in STUDY:
        return extra_text(extra, citations)
    fields = f" in {_fields_text(extra)}" if extra.fields else ""
    text = f"{_study_text(extra, fields)} {citations.mark(extra.sources)}".rstrip()
    return text + (_PROGRAMME_HELD[extra.held] if extra.kind == "programme" else _held_text(extra))


def extra_text(extra: NotCounted, citations: Citations) -> str:
    """Return a degree, programme, licence or training that is not counted."""
    mark = citations.mark(extra.sources)
    if extra.kind == "licence":
        purpose = LICENCE_PURPOSES.get(extra.required_for or "")
        name = f"the {extra.label}, {purpose}" if purpose else f"the {extra.label}"
        about = f". {extra.comment}" if extra.comment else ""
        return f"{name} {mark}".rstrip() + about
    if extra.kind == "programme":
        return first_extra_text(extra, citations)
    if extra.kind == "training":
        return f"{extra.label}, once you are hired {mark}".rstrip()
    return _usual_study_text(extra, mark)


def _usual_study_text(extra: NotCounted, mark: str) -> str:
    """Return a degree that is usual but not compulsory.

    If the answers of people in the job are known, say how many name it as required.
    """
    fields = f"usually in {_fields_text(extra)}" if extra.fields else ""
    if extra.share is None:
        where = fields.removeprefix("usually")
        return f"usually {_degree_text(extra)}{where} {mark}".rstrip() + _held_text(extra)
    share = f"{round(100 * extra.share)}% say that the job requires"
    text = f"{share} {with_article(extra.label)} or more{fields and f', {fields}'} {mark}".rstrip()
    if extra.share < _MANY_LACK:
        text += "; many come without one"
    if extra.held == "other field":
        text += "; employers may accept yours in another field"
    before = f", with {with_article(extra.after)} before it" if extra.after else ""
    return f"{text}. It takes {years}{before}" if (years := length_text(extra)) else text


def _study_text(extra: NotCounted, fields: str = "") -> str:
    """Return a degree or programme in its fields, and the years it takes."""
    degree = study_name(extra.label)
    before = f"{with_article(extra.after)} and " if extra.after else ""
    after = f", after your {extra.builds_on}" if extra.builds_on else ""
    length = length_text(extra)
    years = f", {length}{' in all' if before else ''}" if length else ""
    return f"{before}{degree}{fields}{years}{after}"


def _degree_text(extra: NotCounted) -> str:
    """Return a degree, with one to earn before it and the years of both."""
    degree, length = with_article(extra.label), length_text(extra)
    if not length:
        return degree
    before = f"{with_article(extra.after)} and " if extra.after else ""
    return f"{before}{degree} ({length})"


def length_text(extra: NotCounted) -> str:
    """Return the years of full-time study, if known; ~ marks our judgement."""
    if extra.years is None:
        return ""
    return f"{'~' if extra.is_editorial else ''}{range_text(extra.years, 'year')} full time"


def _held_text(extra: NotCounted) -> str:
    if extra.held == "other field":
        return "" if extra.by_law else ", unless employers accept yours in another field"
    if extra.held in _OF_NO_KNOWN_FIELD and not extra.fields:
        return ", unless yours is in a field that the licence accepts"
    return _HELD.get(extra.held, "")


_OF_NO_KNOWN_FIELD: Final = ("field not known", "no field stated")
_PROGRAMME_HELD: Final = {
    "nothing stated": ", unless you have completed it",
    "no field stated": ", unless your degree is the one that it leads to",
    "other field": "",
    "lower degree": "",
}
_HELD: Final = {
    "nothing stated": ", unless you hold one",
    "no field stated": ", unless yours is in such a field",
}


def is_usually_held(extra: NotCounted) -> bool:
    """Return whether few people enter without this degree, whose length is known."""
    return extra.years is not None and (extra.share is None or extra.share >= _MANY_LACK)


def is_asked_of_all(step: Step) -> bool:
    """Return whether employers ask every newcomer for some years of related work."""
    asked = step.experience_asked
    return asked is not None and asked.years.low >= 1


def asked_text(step: Step, citations: Citations) -> str:
    """Return the years that employers ask newcomers for, and a note that earlier work may count."""
    asked = step.experience_asked
    if asked is None:
        return ""
    return f"{years_asked_text(asked, citations)}; {yours_text(step)} may count"


def years_asked_text(asked: StepExperience, citations: Citations) -> str:
    """Return how many years of related work are asked for, with sources.

    If the source leaves the upper end open, its own words are used.
    """
    mark, label = citations.mark(asked.sources), _label_of(asked)
    if asked.basis == SURVEYED:
        years = range_text(asked.years, "year")
        return f"half of those in the job say that it requires {years} {_RELATED} {mark}".rstrip()
    if not asked.years.low and label:
        return f"employers often ask for some related work, {label} {mark}".rstrip()
    years = label if label.endswith(_OPEN) else range_text(asked.years, "year")
    return f"employers usually ask for {years} {_RELATED} {mark}".rstrip()


def _label_of(asked: StepExperience) -> str:
    """Return the words of the source for the years of related work, such as "5 years or more"."""
    kind, found, label = asked.basis.partition(" (")
    return label.removesuffix(")") if found and kind in {_RELATED, FURTHER} else ""


def yours_text(step: Step) -> str:
    """Return the years that a person has spent in the old role, in words."""
    served = range_text(Range(step.served, step.served), "year") if step.served else "years"
    yours = "yours"
    if is_occupation(step.source.iri):
        yours = f"your {served} in the occupation {step.source}"
    elif step.source.iri:
        yours = f"your {served} as {with_article(step.source.label)}"
    return yours


_RELATED: Final = "in related work"
_OPEN: Final = "or more"
TOO_BROAD: Final = "our ratings are too broad to say what you would learn"
NOTHING_SEEN: Final = "nothing more to learn that we can see"


def experience_text(experience: StepExperience, served: float) -> str:
    """Return the years that a step asks for, and how many of them the person has."""
    text = f"{range_text(experience.years, 'year')} {_basis_text(experience)}"
    if not served:
        return text
    if served >= experience.years.high:
        return f"{text}, which you have"
    return f"{text}, of which you have {range_text(Range(served, served), 'year')}"


def _basis_text(experience: StepExperience) -> str:
    basis = experience.basis
    label = _label_of(experience)
    if label and basis.startswith(FURTHER):
        return f"{_RELATED}, besides those on the ladder so far (employers usually ask for {label})"
    if label:
        return f"{_RELATED}, since employers usually ask for {label}"
    return f"as {with_article(basis.removeprefix('as '))}" if basis.startswith("as ") else basis


def item_text(skill: MissingSkill) -> str:
    """Return an item by the name of its group or skill, with the level held and asked for."""
    return f"{skill.name} ({_LEVELS[skill.level]})" if skill.held else skill.name


def amount_text(skills: Sequence[MissingSkill], gap: float) -> str:
    """Return the number of items to learn and their gap."""
    items = count_text(len(skills), "item")
    if len(skills) > 1:
        return f"{items} (total gap {gap:.1f}), largest first"
    return f"{items} (gap {gap:.1f})"
