"""The page of `path --explain`: the parts of each route's cost, and the ranking if they vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.model.phrases import count_text
from careergraph.report.layout import Block, Heading, Table, Text
from careergraph.report.phrases import range_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.holdings import Range
    from careergraph.model.values import Route, Routes, Step
    from careergraph.search.sensitivity import Variation

__all__ = ["cost_blocks"]


def cost_blocks(routes: Routes, variations: Sequence[Variation]) -> list[Block]:
    """Return the parts of each route's cost, and whether the first route stays first."""
    blocks: list[Block] = []
    for number, route in enumerate(routes, 1):
        which = f" of route {number}" if len(routes) > 1 else ""
        blocks += [Heading(f"How the cost{which} is made up"), _parts(route)]
        if route.cost.criterion == "effort":
            blocks.append(Text(_effort_text(route)))
    if not variations:
        return [*blocks, Text(_NOTHING_VARIES)] if routes.criterion == "hops" else blocks
    rows = tuple((v.part, f"{v.factor - 1:+.0%}", _became(v)) for v in variations)
    settled = [variation for variation in variations if variation.proven]
    stays = sum(variation.stays for variation in settled)
    summary = f"The first route stays first in {stays} of {len(settled)} cases"
    open_ones = len(variations) - len(settled)
    more = f"; in {open_ones} the search stopped before it was sure." if open_ones else "."
    unsure = "" if routes.proven else " Even its first place is not proven."
    return [
        *blocks,
        Heading("Is the first route still best if one part of the cost is 20% lower or higher?"),
        Table(("part", "by", "still best"), rows),
        Text(summary + more + unsure),
    ]


def _became(variation: Variation) -> str:
    first = "yes" if variation.stays else " → ".join(variation.first) or "no route is left"
    return first if variation.proven else f"not proven; best found: {first}"


def _parts(route: Route) -> Table:
    rows = [
        (
            f"{step.source} → {step.target}",
            _gap_text(step.gap),
            range_text(step.years, "year"),
            range_text(step.learning_hours, "hour"),
            _experience(step),
            f"{step.share:.1%}" if step.share else "unknown",
        )
        for step in route.steps
    ]
    cost = route.cost
    likelihood = "unknown" if cost.likelihood is None else f"{cost.likelihood:.3%}"
    total = (
        "in all",
        _gap_text(cost.gap),
        range_text(cost.years, "year"),
        range_text(cost.learning_hours, "hour"),
        _experience_text(cost.experience_years),
        likelihood,
    )
    header = ("step", "gap", "years", "learning", "experience", "share of moves")
    return Table(header, (*rows, total))


def _gap_text(gap: float) -> str:
    return f"{gap:.1f}"


def _effort_text(route: Route) -> str:
    """Return how hours of learning and changes of job add up to the effort."""
    learning, changes = route.cost.learning_hours.middle, route.cost.hops
    price = (route.cost.effort - learning) / changes if changes else 0.0
    return (
        f"Effort: {learning:,.0f} hours of learning (the middle of the range) + "
        f"{count_text(changes, 'change')} of job at {price:,.0f} hours = "
        f"{route.cost.effort:,.0f} hours."
    )


def _experience(step: Step) -> str:
    if step.experience is None:
        return "unknown"
    return _experience_text(step.experience.years)


def _experience_text(years: Range) -> str:
    return range_text(years, "year") if years.high else "none"


_NOTHING_VARIES = "The number of steps has no parts that could vary."
