"""A learning plan as values, and as a Markdown checklist that `checklist_parser` reads back."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import NOTHING
from careergraph.model.phrases import count_text, hours_number, hours_text, source_marks
from careergraph.model.tables import Rows, html_table, listed, show_label
from careergraph.model.values import licence_text
from careergraph.person.checklist_parser import LONGEST_LINE, escape, sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careergraph.model.holdings import Range
    from careergraph.model.values import GraphInfo, Named, Resource, Source

__all__ = [
    "BuildsOn",
    "Hours",
    "Plan",
    "PlanItem",
    "PlanStep",
    "PlanTotals",
]

_SHOWN_CERTIFICATIONS: Final = 2
_HOW_TO: Final = (
    "Put an x between the brackets of what you have learned, as in `[x]`, and make the plan again "
    "into the same file (`careergraph plan FROM TO -o FILE`): it moves to what is done. ~ marks "
    "our own estimate or judgement. A cost that is not named is unknown."
)


@dataclass(frozen=True, slots=True)
class Hours:
    """A range of hours."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class BuildsOn:
    """A skill to have before another, and who says so; ``held`` where nothing is left to do."""

    skill: Named
    held: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of the route; ``needs_known`` tells whether a source says what its target asks for.

    ``regulated`` tells whether the target is a regulated profession, ``licence`` what it asks for;
    ``None`` where nobody says.
    """

    source: Named
    target: Named
    needs_known: bool
    regulated: bool | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A skill of a plan: learned in a step (from 1), asked for by a role.

    ``hours`` is the range that resources for it state, ``estimated_hours`` our own estimate. A
    ``cost`` is "free" or unknown. What is ``done`` keeps only who asks for it.
    """

    skill: Named
    step: int
    role: Named
    importance: float
    necessity: str
    sources: tuple[str, ...]
    alternatives: tuple[Named, ...] = ()
    builds_on: tuple[BuildsOn, ...] = ()
    resources: tuple[Resource, ...] = ()
    more_resources: int = 0
    certifications: tuple[Named, ...] = ()
    hours: Hours | None = None
    estimated_hours: float | None = None
    cost: str | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class PlanTotals:
    """What is left to learn, and for how many skills hours and cost are unknown.

    ``hours`` counts a resource once: from taking the shortest for each skill to the longest.
    """

    skills: int
    hours: Hours | None
    unknown_hours: int
    estimated_hours: float | None
    unknown_estimates: int
    cost: str | None
    unknown_costs: int


@dataclass(frozen=True, slots=True)
class Plan(Rows):
    """What to learn on a route, in the order in which to learn it.

    ``items`` holds what is done as well; ``also_done`` names what was ticked in an earlier plan and
    is not asked for here. ``weeks`` (low, high) is how long learning takes at ``hours_per_week``,
    from the day ``start`` (ISO) where one is given.
    """

    graph: GraphInfo
    source: Named
    target: Named
    roles: tuple[Named, ...]
    steps: tuple[PlanStep, ...]
    items: tuple[PlanItem, ...]
    also_done: tuple[str, ...]
    totals: PlanTotals
    sources: tuple[Source, ...]
    weeks: Range = NOTHING
    hours_per_week: float = 8.0
    start: str | None = None

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each skill, in the order in which to learn it."""
        header = (
            "skill",
            "for",
            "necessity",
            "done",
            "hours_estimated",
            "resources",
            "attested_by",
        )
        return [
            header,
            *(
                (
                    *(item.skill.label, item.role.label, item.necessity, item.done),
                    item.estimated_hours,
                    listed(resource.label for resource in item.resources),
                    listed(item.certifications),
                )
                for item in self.items
            ),
        ]

    @property
    def to_do(self) -> tuple[PlanItem, ...]:
        """What is left to learn."""
        return tuple(item for item in self.items if not item.done)

    @property
    def done(self) -> tuple[str, ...]:
        """Names of all that is done."""
        return (*(item.skill.label for item in self.items if item.done), *self.also_done)

    def to_markdown(self) -> str:
        """Return the plan as a list to tick."""
        return sign("\n".join(_lines(self)))

    def __repr__(self) -> str:
        """Return the ends and how much is left."""
        ends = f"{show_label(self.source.label)} → {show_label(self.target.label)}"
        return f"<Plan {ends}: {len(self.to_do)} skills to learn>"

    def _repr_html_(self) -> str:
        rows = [
            (
                "done" if item.done else "",
                item.skill.label,
                item.role.label,
                item.necessity,
                "" if item.done else _hours_text(item),
            )
            for item in self.items
        ]
        header = ("", "skill", "for", "necessity", "hours")
        ends = f"{show_label(self.source.label)} → {show_label(self.target.label)}"
        return html_table(f"{ends}: to learn", header, rows)


def _lines(plan: Plan) -> Iterator[str]:
    """Yield the lines of a plan: what it comes to, each step, what is done, the sources."""
    yield f"# From {escape(plan.source.label)} to {escape(plan.target.label)}"
    yield ""
    yield from _glance(plan)
    yield ""
    yield from _wrap(_HOW_TO)
    for number, step in enumerate(plan.steps, 1):
        yield ""
        yield f"## {number}. {escape(step.source.label)} → {escape(step.target.label)}"
        yield ""
        yield from _step_lines(plan, number)
    if plan.done:
        yield from ("", "## Done", "")
        yield from (f"- [x] {escape(name, is_name=True)}" for name in plan.done)
    if plan.sources:
        yield from ("", "## Sources", "")
        for number, source in enumerate(plan.sources, 1):
            text = f"{escape(source.title)} ({escape(source.about)})"
            yield from _wrap(f"- [{number}] {text} {_link(source.url)}", "  ")
    yield from ("", *_wrap(f"Graph {escape(plan.graph.version)}, {escape(plan.graph.hash)}."))


def _glance(plan: Plan) -> Iterator[str]:
    totals = plan.totals
    yield from _wrap(f"- Route: {' → '.join(escape(role.label) for role in plan.roles)}", "  ")
    kinds = Counter(item.necessity for item in plan.to_do)
    named = ", ".join(f"{number} {escape(kind)}" for kind, number in kinds.items())
    amount = f"{count_text(totals.skills, 'skill')} ({named})" if named else "nothing more"
    if not totals.skills and not all(step.needs_known for step in plan.steps):
        amount = "unknown"
    yield from _wrap(f"- To learn: {amount}", "  ")
    if plan.done:
        yield f"- Done: {count_text(len(plan.done), 'skill')}"
    if totals.skills:
        yield from _wrap(f"- Hours: {_total_hours(totals)}", "  ")
        yield from _wrap(f"- Cost: {_total_cost(totals)}", "  ")
        yield from _wrap(f"- Time: {_time_text(plan)}", "  ")
        yield from _wrap(f"- This week: {escape(plan.to_do[0].skill.label)}", "  ")


def _time_text(plan: Plan) -> str:
    low, high = (int(weeks) for weeks in plan.weeks)
    weeks = f"{low} to {high} weeks" if low != high else count_text(high, "week")
    text = f"{weeks} at {plan.hours_per_week:g} hours a week"
    if plan.start is None:
        return text
    begin = date.fromisoformat(plan.start)
    ends = (begin + timedelta(weeks=number) for number in (low, high))
    first, last = (f"{end:%d %B %Y}".lstrip("0") for end in ends)
    started = f"{begin:%d %B %Y}".lstrip("0")
    return f"{text}; from {started} you finish between {first} and {last}"


def _total_hours(totals: PlanTotals) -> str:
    parts = []
    if totals.estimated_hours is not None:
        known = totals.skills - totals.unknown_estimates
        rest = f" for {known} of {count_text(totals.skills, 'skill')}"
        missing = rest if totals.unknown_estimates else ""
        parts.append(f"~{hours_number(totals.estimated_hours)} by our estimate{missing}")
    if totals.hours is not None:
        known = totals.skills - totals.unknown_hours
        who = f"by resources that state them, for {known} of {count_text(totals.skills, 'skill')}"
        parts.append(f"{_range(totals.hours)} {who}")
    if totals.unknown_hours:
        parts.append(f"no resource states any for {count_text(totals.unknown_hours, 'skill')}")
    return "; ".join(parts)


def _total_cost(totals: PlanTotals) -> str:
    free = totals.skills - totals.unknown_costs
    if not free:
        return "unknown"
    rest = f", unknown for {totals.unknown_costs}" if totals.unknown_costs else ""
    return f"free resources for {free} of {count_text(totals.skills, 'skill')}{rest}"


def _step_lines(plan: Plan, number: int) -> Iterator[str]:
    step = plan.steps[number - 1]
    items = [item for item in plan.to_do if item.step == number]
    if step.regulated:
        yield from _wrap(f"Licence: {escape(licence_text(step.licence))}.")
        yield ""
    for item in items:
        yield from _item_lines(item, step, plan.sources)
    if items:
        return
    target = escape(step.target.label)
    if not step.needs_known:
        yield from _wrap(f"Unknown: no source says what {target} asks for.")
    else:
        yield "Nothing more to learn."


def _item_lines(item: PlanItem, step: PlanStep, sources: Sequence[Source]) -> Iterator[str]:
    box = f"- [ ] {escape(item.skill.label, is_name=True)}:".replace(" ", "\xa0")  # stays one line
    role = "" if item.role == step.target else f", asked for as {escape(item.role.label)}"
    free = f", {escape(item.cost)}" if item.cost else ""
    details = f"{escape(item.necessity)}{role}, {_hours_text(item)}{free}"
    first = f"{box} {details} {source_marks(item.sources, sources)}"
    yield from (line.replace("\xa0", " ") for line in _wrap(first, "      "))
    if item.alternatives:
        others = ", ".join(escape(other.label) for other in item.alternatives)
        yield from _wrap(f"  - or instead: {others}", "    ")
    if item.builds_on:
        before = ", ".join(_before_text(other, sources) for other in item.builds_on)
        yield from _wrap(f"  - builds on: {before}", "    ")
    for resource in item.resources:
        yield from _wrap(f"  - {_resource_text(resource, sources)}", "    ")
    if item.more_resources:
        yield f"  - and {item.more_resources} more to learn from"
    if item.certifications:
        shown = item.certifications[:_SHOWN_CERTIFICATIONS]
        more = len(item.certifications) - len(shown)
        names = ", ".join(escape(one.label) for one in shown) + (
            f" and {more} more" if more else ""
        )
        yield from _wrap(f"  - attested by: {names}", "    ")


def _before_text(other: BuildsOn, sources: Sequence[Source]) -> str:
    state = " (held)" if other.held else ""
    return f"{escape(other.skill.label)}{state} {source_marks(other.sources, sources)}".rstrip()


def _resource_text(resource: Resource, sources: Sequence[Source]) -> str:
    level = None if resource.level is None else escape(resource.level)
    about = [level, None if resource.hours is None else f"{hours_number(resource.hours)} hours"]
    known = [part for part in (*about, "free" if resource.free else None) if part]
    mark = source_marks([resource.source] if resource.source else [], sources)
    names = ", ".join([escape(resource.label), *known])
    return " ".join(
        part for part in (f"{escape(resource.kind)}: {names}", mark, _link(resource.url)) if part
    )


def _hours_text(item: PlanItem) -> str:
    estimate = None if item.estimated_hours is None else f"~{hours_number(item.estimated_hours)}"
    if item.hours is None:
        return hours_text(item.estimated_hours)
    stated = f"{_range(item.hours)} hours"
    return stated if estimate is None else f"{stated} ({estimate} by our estimate)"


def _range(hours: Hours) -> str:
    ends = dict.fromkeys((hours_number(hours.least), hours_number(hours.most)))
    return " to ".join(ends)


def _link(url: str | None) -> str:
    if url is None or not url.startswith(("https://", "http://")):
        return ""
    return f"<{''.join(c if c.isprintable() and c not in '<> ' else '%20' for c in url)}>"


def _wrap(text: str, following: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        LONGEST_LINE,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
