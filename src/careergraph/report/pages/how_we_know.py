"""The evidence for each step of a route in words: counts, statements, likeness, judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import count_text
from careergraph.model.values import COMPUTED
from careergraph.report.citations import occupation_text, period_text
from careergraph.report.phrases import NEAREST, comment_text, counted_moves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from careergraph.model.values import Evidence, Route, Routes, SimilarWork, Step
    from careergraph.report.citations import Citations

__all__ = ["known_rows"]

_LONGEST: Final = 160
"""The longest remark that is shown, in characters."""


def known_rows(routes: Routes, route: Route, citations: Citations) -> list[tuple[str, str]]:
    """Return rows on the evidence for each step, then on the basis of the items to learn."""
    texts = []
    for step in route.steps:
        ends = f"{step.source} → {step.target}: " if len(route.steps) > 1 else ""
        is_rated = step.source not in routes.unrated
        texts.append(f"{ends}{_known_text(step, citations, is_rated=is_rated)}")
    texts += _listed_texts(route, citations)
    return [("" if number else "how we know", text) for number, text in enumerate(texts)]


def _known_text(step: Step, citations: Citations, *, is_rated: bool) -> str:
    best = step.evidence[0]
    if best.source == COMPUTED.iri:
        return _computed_text(step, is_rated=is_rated)
    parts: dict[str, None] = {}
    for evidence in step.evidence:
        if evidence.grade != "editorial":
            parts.setdefault(_statement_text(evidence, step, citations))
    own = [evidence.source for evidence in step.evidence if evidence.grade == "editorial"]
    if parts and own:
        parts[f"~our judgement agrees {citations.mark(own)}"] = None
    elif own:
        done = "get this promotion" if best.kind == "promotion" else "make this move"
        parts[f"~our judgement that people {done} {citations.mark(own)}"] = None
    if step.similar_work is not None and not any(one.tier for one in step.evidence):
        parts[_similar_text(step.similar_work, citations)] = None
    if all(one.grade == "editorial" for one in step.evidence):
        if step.coverage is not None and best.kind != "promotion":
            parts[f"computed: you hold {100 * step.coverage:.0f}% of its profile"] = None
        parts["no source states the move"] = None
    return "; ".join(parts)


def _computed_text(step: Step, *, is_rated: bool) -> str:
    if not is_rated:
        return "computed: no source rates what you hold, and none counts such moves"
    what = f"computed from the two profiles: {step.held} of {step.needed} items held"
    return what if step.held else f"{what}; no source counts such moves"


def _statement_text(evidence: Evidence, step: Step, citations: Citations) -> str:
    """Return what one source says about a step, with its name or its figures."""
    mark = citations.mark([evidence.source])
    if evidence.grade == "observed":
        return f"{_observed_text(evidence, step)} {mark}".strip()
    if evidence.tier is not None:
        return _tier_text(evidence.tier, mark)
    place = f', under "{evidence.place}"' if evidence.place and not evidence.comment else ""
    said = comment_text(evidence).rstrip(".") if evidence.comment else ""
    about = f" ({said})" if said and len(said) <= _LONGEST else ""
    return f"stated by {citations.title(evidence.source)} {mark}{place}{about}"


def _tier_text(tier: str, mark: str) -> str:
    number = NEAREST.get(tier)
    near = f"among the {number} occupations most like yours" if number else "as related"
    return f"O*NET lists it {near} {mark} (likeness; nobody counted moves)"


def _similar_text(similar: SimilarWork, citations: Citations) -> str:
    mark = citations.mark([similar.source])
    if similar.tier is not None:
        return _tier_text(similar.tier, mark)
    label = "" if similar.occupation is None else similar.occupation.label
    name = occupation_text(label, is_part=False)
    return f"~official statistics count both roles in one occupation, {name} {mark}"


def _observed_text(evidence: Evidence, step: Step) -> str:
    """Return how many of the counted moves out of a job led to another."""
    about = [evidence.population or evidence.country]
    about.append(evidence.period and period_text(evidence.period))
    where = "; ".join(part for part in about if part)
    any_level = "" if step.stated_of is None else f", counted for {step.stated_of} at any level"
    if evidence.count is None or not evidence.share:
        figures = ", ".join(counted_moves(evidence))
        return f"{figures}{f' ({where})' if where else ''}{any_level}"
    total = round(evidence.count / evidence.share)
    people = (
        ""
        if evidence.people is None
        else ("1 person" if evidence.people == 1 else f"{evidence.people:,} people")
    )
    told = "; ".join(part for part in (people, where) if part)
    went = f"of {total:,} counted moves from this job, {evidence.count:,} went there"
    return f"{went}{f' ({told})' if told else ''}{any_level}"


def _listed_texts(route: Route, citations: Citations) -> Iterator[str]:
    """Yield the basis of the items to learn: our selection, and other sources that list them."""
    editorial = [step for step in route.steps if _is_ours(step, citations)]
    listed = [step.listed for step in editorial if step.listed is not None and step.listed.items]
    if not listed:
        return
    items = sum(one.items for one in listed)
    named = sum(one.listed for one in listed)
    counted = count_text(items, "item")
    text = f"what to learn: {counted} that we chose ~, with hours that we estimated ~"
    if named:
        sources = dict.fromkeys(iri for one in listed for iri in one.sources)
        which = "it" if items == 1 else "all of them" if named == items else f"{named} of them"
        text += f"; other sources list {which}, too {citations.mark(sources)}"
    yield text


def _is_ours(step: Step, citations: Citations) -> bool:
    """Return whether some items to learn for a step are our own selection."""
    return any(
        not skill.is_probable and citations.is_editorial(skill.sources)
        for skill in step.missing_skills
    )
