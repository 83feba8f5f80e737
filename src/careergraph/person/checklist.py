"""A learning plan as values and as a Markdown checklist, which `checklist_parser` reads back."""

from __future__ import annotations

import textwrap
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from careergraph.model.frozen import frozen
from careergraph.model.holdings import NOTHING
from careergraph.model.occupations import is_element
from careergraph.model.phrases import (
    count_text,
    hours_number,
    hours_text,
    source_marks,
    study_name,
    with_article,
)
from careergraph.model.tables import Rows, html_table, listed, show_label
from careergraph.model.values import licence_text
from careergraph.person.checklist_parser import LONGEST_LINE, escape, sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careergraph.model.experience import EntryAdvice
    from careergraph.model.holdings import Range
    from careergraph.model.values import (
        GraphInfo,
        Named,
        NotCounted,
        Resource,
        Source,
        StepExperience,
    )

__all__ = [
    "BuildsOn",
    "Hours",
    "LearnedSkill",
    "Plan",
    "PlanItem",
    "PlanStep",
    "PlanTotals",
    "day_text",
]

_SHOWN_CERTIFICATIONS: Final = 2
_LEVELS: Final = {1: "basic", 2: "working", 3: "expert"}
_HOW_TO: Final = (
    "Tick what you have learned by putting an x into its brackets, `[x]`. Then make the plan again "
    "into the same file (`careergraph plan FROM TO -o FILE`): what is ticked moves to the end, and "
    "the weeks of the rest move up. ~ marks our own estimate or judgement. If no cost is given, it "
    "is unknown."
)
_SHOWN_NAMES: Final = 3
_SHORTEST: Final = 0.5
"""Hours left in a week that are too few to begin something else."""
_USUAL: Final = 2
"""The level meant if none is named: working."""


@frozen
class Hours:
    """A range of hours."""

    least: float
    most: float


@frozen
class BuildsOn:
    """A skill to have before another, with sources; ``held`` if nothing is left to do."""

    skill: Named
    held: bool
    sources: tuple[str, ...]


@frozen
class PlanStep:
    """A step of the route; ``needs_known`` says whether a source states what its target asks for.

    ``regulated`` says whether the target is a regulated profession, and ``licence`` which licence
    it needs; both are ``None`` if unknown. ``experience`` is what the step asks for besides
    learning, ``training`` an apprenticeship or residency to complete, and ``study_first`` the
    compulsory degrees and licences of the target. ``subjects`` is the advice that names what
    newcomers learn first, if there is one.
    """

    source: Named
    target: Named
    needs_known: bool
    regulated: bool | None = None
    licence: str | None = None
    experience: StepExperience | None = None
    study_first: tuple[NotCounted, ...] = ()
    training: StepExperience | None = None
    subjects: EntryAdvice | None = None


@frozen
class PlanItem:
    """A skill of a plan: learned in a step (from 1), asked for by a role.

    If any one of several skills will do, ``group`` is their common name, ``skill`` the one that is
    quickest to learn, and ``alternatives`` are the others. ``level`` is the level to reach and
    ``held_level`` the one held (0 to 3). ``learning`` is a low and a high estimate of the hours of
    learning, which add up over the plan: of skills that one subject teaches together, the largest
    counts in full and the others half. ``estimated_hours`` is its middle, ``hours`` what the
    resource states. ``weeks`` are the first and the last week in which to learn it, from 1. A
    ``cost`` is "free" or unknown. An item that is ``done`` keeps only the role that asks for it.
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
    group: str | None = None
    level: int = 2
    held_level: int = 0
    learning: Range = NOTHING
    weeks: Range | None = None

    @property
    def name(self) -> str:
        """The name of the group, or of the skill if there is no group."""
        return self.group or self.skill.label

    @property
    def resource(self) -> Resource | None:
        """The first resource that suits the learner, if there is one."""
        return self.resources[0] if self.resources else None


@frozen
class LearnedSkill:
    """A skill that was ticked, and the level to which it was to be learned."""

    skill: Named
    level: int


@frozen
class PlanTotals:
    """Totals of what is left to learn, with the number of skills whose hours or cost are unknown.

    ``hours`` are those that the chosen resources state; one that serves several skills counts once.
    ``learning`` is our estimate, low and high.
    """

    skills: int
    hours: Hours | None
    unknown_hours: int
    estimated_hours: float | None
    unknown_estimates: int
    cost: str | None
    unknown_costs: int
    learning: Range = NOTHING


@frozen
class Plan(Rows):
    """The skills to learn on a route, in the order in which to learn them.

    ``items`` includes what is done; ``also_done`` names what was ticked in an earlier plan and is
    not asked for here. ``weeks`` (low, high) is how long learning takes at ``hours_per_week``, from
    the day ``start`` (ISO) if there is one. ``probably_held`` lists skills that the route asks for
    and people in the old role probably hold; they are not in the plan. ``learned`` are the skills
    that were ticked, with the level that the route asks for. ``named`` are the technologies that
    the title of the start names, which count as held.
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
    probably_held: tuple[Named, ...] = ()
    learned: tuple[LearnedSkill, ...] = ()
    named: tuple[Named, ...] = ()

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
            "first_week",
            "last_week",
        )
        return [
            header,
            *(
                (
                    *(item.name, item.role.label, item.necessity, item.done),
                    item.estimated_hours,
                    listed(resource.label for resource in item.resources),
                    listed(item.certifications),
                    *(item.weeks or (None, None)),
                )
                for item in self.items
            ),
        ]

    @property
    def to_do(self) -> tuple[PlanItem, ...]:
        """The items that are left to learn."""
        return tuple(item for item in self.items if not item.done)

    @property
    def done(self) -> tuple[str, ...]:
        """Names of all that is done."""
        return (*(item.skill.label for item in self.items if item.done), *self.also_done)

    def to_markdown(self) -> str:
        """Return the plan as a Markdown list with boxes to tick."""
        return sign("\n".join(_lines(self)), start=self.start)

    def __repr__(self) -> str:
        """Return the ends and how much is left."""
        ends = f"{show_label(self.source.label)} → {show_label(self.target.label)}"
        return f"<Plan {ends}: {len(self.to_do)} skills to learn>"

    def _repr_html_(self) -> str:
        rows = [
            (
                "done" if item.done else "",
                item.name,
                item.role.label,
                item.necessity,
                "" if item.done else _hours_text(item),
                "" if item.done else _weeks_text(item, self),
            )
            for item in self.items
        ]
        header = ("", "skill", "for", "necessity", "hours", "weeks")
        ends = f"{show_label(self.source.label)} → {show_label(self.target.label)}"
        return html_table(f"{ends}: to learn", header, rows)


def _lines(plan: Plan) -> Iterator[str]:
    """Yield the lines of a plan: totals, each step, what is done, the sources."""
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
    yield from ("", *_wrap(escape(f"Graph {plan.graph.version}, {plan.graph.hash}.")))


def _glance(plan: Plan) -> Iterator[str]:
    totals = plan.totals
    if first := dict.fromkeys(_study_text(e) for step in plan.steps for e in step.study_first):
        text = f"{' and '.join(first)}; the weeks and hours below are for skills alone"
        yield from _wrap(f"- First: {text}", "  ")
    if week := _application(plan) or (_first_week(plan) if totals.skills else ""):
        yield from _wrap(f"- This week: {week}", "  ")
    for step in plan.steps:
        if step.subjects is not None and step.subjects.subjects:
            mark = source_marks([step.subjects.source], plan.sources)
            yield from _wrap(f"- Subjects: ~{escape(step.subjects.subjects)} {mark}".rstrip(), "  ")
    yield from _wrap(f"- Route: {' → '.join(escape(role.label) for role in plan.roles)}", "  ")
    yield from _named_lines(plan)
    kinds = Counter(item.necessity for item in plan.to_do)
    named = ", ".join(f"{number} {escape(kind)}" for kind, number in kinds.items())
    amount = f"{count_text(totals.skills, 'skill')} ({named})" if named else "nothing more"
    if not totals.skills and not all(step.needs_known for step in plan.steps):
        amount = "unknown"
    yield from _wrap(f"- To learn: {amount}", "  ")
    if plan.done:
        yield f"- Done: {count_text(len(plan.done), 'skill')}"
    if totals.skills:
        yield from _wrap(f"- Time: {_time_text(plan)}", "  ")
        yield from _wrap(f"- Hours: {_total_hours(totals)}{_without_text(plan)}", "  ")
        yield from _wrap(f"- Cost: {_total_cost(totals)}", "  ")
    if experience := _experience_text(plan):
        yield from _wrap(f"- Experience: {experience}", "  ")
    if plan.probably_held:
        shown = ", ".join(escape(named.label) for named in plan.probably_held[:_SHOWN_NAMES])
        more = len(plan.probably_held) - _SHOWN_NAMES
        rest = f" and {more} more" if more > 0 else ""
        text = f"- Left out, since you probably know it: {shown}{rest} (if not, add `--lack SKILL`)"
        yield from _wrap(text, "  ")


def _named_lines(plan: Plan) -> Iterator[str]:
    if plan.named:
        names = ", ".join(escape(skill.label) for skill in plan.named)
        yield from _wrap(f"- You named: {names} (counts as held)", "  ")


def _study_text(extra: NotCounted) -> str:
    """Return a licence, or study with the years that it takes; ~ marks our judgement."""
    if extra.kind == "licence":
        return f"the {escape(extra.label)}"
    labels = [label for label in (extra.after, extra.label) if label]
    names = " and ".join(study_name(escape(label)) for label in labels)
    if extra.years is None:
        return names
    return f"{names} ({'~' if extra.is_editorial else ''}{_years_text(extra.years)} full time)"


def _application(plan: Plan) -> str:
    """Return what to apply for first; nothing if learning can begin without a course.

    A compulsory programme of study or an apprenticeship has dates and entry terms, and teaches the
    skills of its step. Skills of an earlier step are learned first.
    """
    begun = plan.to_do[0].step if plan.to_do else len(plan.steps)
    for step in plan.steps[:begun]:
        study = next((extra for extra in step.study_first if extra.kind != "licence"), None)
        if study is not None:
            return f"look for {_course_text(study)}, and read the entry terms."
        if step.training is not None:
            kind = step.training.basis.removeprefix("in ").removeprefix("a paid ")
            return f"look for employers who offer {with_article(kind)}, and read the entry terms."
    return ""


def _course_text(study: NotCounted) -> str:
    """Return the course to apply for: an approved one, or one that qualifies for the next."""
    label = with_article(escape(study.label))
    if study.after is not None:
        return f"a course for {with_article(escape(study.after))} that {label} accepts"
    if study.kind == "degree":
        return f"an approved course for {label}"
    return f"{label} that is approved"


def _first_week(plan: Plan) -> str:
    """Return what to learn in the first week, and from what to begin."""
    left, parts = plan.hours_per_week, []
    for item in plan.to_do:
        hours = min(left, item.learning.middle)
        parts.append(f"{escape(item.name)} ({_week_hours(hours)})" if hours else escape(item.name))
        left -= hours
        if left <= _SHORTEST:
            break
    shown = parts[:_SHOWN_NAMES]
    more = f" and {len(parts) - len(shown)} more" if len(parts) > len(shown) else ""
    first = plan.to_do[0]
    named = plan.steps[first.step - 1].subjects
    if named is not None and named.subjects and is_element(first.skill.iri):
        subject = escape(named.subjects.partition(",")[0])
        return f"{subject} ({_week_hours(plan.hours_per_week)})."
    start = "" if first.resource is None else f". Start with {_resource_name(first.resource)}"
    chosen = ""
    if first.alternatives:
        names = [first.skill, *first.alternatives]
        chosen = f". Choose one: {', '.join(escape(name.label) for name in names)}"
    return f"{', then '.join(shown)}{more}{chosen}{start}."


def _week_hours(hours: float) -> str:
    return count_text(max(1, round(hours)), "hour")


def _resource_name(resource: Resource) -> str:
    return f"the {escape(resource.kind)} {escape(resource.label)}"


def _experience_text(plan: Plan) -> str:
    """Return the years of work that the steps ask for besides learning."""
    asked = [
        (number, years)
        for number, step in enumerate(plan.steps, 1)
        for years in (step.experience, step.training)
        if years is not None and years.years.high
    ]
    listed = "; ".join(
        f"{_years_text(experience.years)} {escape(experience.basis)} for step {number} "
        f"{source_marks(experience.sources, plan.sources)}".rstrip()
        for number, experience in asked
    )
    return f"besides learning, the route asks for work: {listed}" if listed else ""


def _years_text(years: Range) -> str:
    ends = dict.fromkeys(f"{end:g}" for end in years)
    return f"{' to '.join(ends)} year{'' if years.high == 1 else 's'}"


def _time_text(plan: Plan) -> str:
    low, high = (int(weeks) for weeks in plan.weeks)
    weeks = f"{low} to {high} weeks" if low != high else count_text(high, "week")
    text = f"{weeks} at {plan.hours_per_week:g} hours a week"
    if low != high:
        text += "; the weeks below assume the middle"
    if plan.start is None:
        return text
    ends = (_day_after(plan.start, number) for number in (low, high))
    first, last = (day_text(end) for end in ends)
    started = day_text(date.fromisoformat(plan.start))
    when = f"on {first}" if first == last else f"between {first} and {last}"
    return f"{text}; from {started} you finish {when}"


def _day_after(start: str, weeks: int) -> date:
    """Return the day a number of weeks after the start, or the last day that can be represented."""
    begin = date.fromisoformat(start)
    most = (date.max - begin).days // 7
    return begin + timedelta(weeks=min(weeks, most))


def day_text(day: date) -> str:
    """Return a day as people write it.

    Examples
    --------
    >>> day_text(date(2027, 1, 4))
    '4 January 2027'
    """
    return f"{day:%d %B %Y}".lstrip("0")


def _weeks_text(item: PlanItem, plan: Plan) -> str:
    """Return the weeks in which to learn an item, with the day on which it begins."""
    if item.weeks is None:
        return ""
    first, last = (int(week) for week in item.weeks)
    text = f"week {first}" if first == last else f"weeks {first} to {last}"
    if plan.start is None:
        return text
    return f"{text} (from {day_text(_day_after(plan.start, first - 1))})"


def _without_text(plan: Plan) -> str:
    """Return why the hours are fewer than those of `careergraph gap`, if they are."""
    return "; without what you probably know, half of which counts in `careergraph gap`" * bool(
        plan.probably_held
    )


def _total_hours(totals: PlanTotals) -> str:
    parts = [f"~{_estimate(totals.learning)} by our estimate"]
    if totals.hours is not None:
        known = totals.skills - totals.unknown_hours
        who = f"by resources that state them, for {known} of {count_text(totals.skills, 'skill')}"
        parts.append(f"{_range(totals.hours)} {who}")
    else:
        parts.append("no resource below states its hours")
    return "; ".join(parts)


def _estimate(hours: Range) -> str:
    low, high = (f"{round(end):,}" for end in hours)
    return high if low == high else f"{low} to {high}"


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
        yield from _item_lines(item, step, plan)
    if items:
        return
    target = escape(step.target.label)
    if not step.needs_known:
        yield from _wrap(f"Unknown: no source lists the requirements of {target}.")
    else:
        yield "Nothing more to learn."


def _item_lines(item: PlanItem, step: PlanStep, plan: Plan) -> Iterator[str]:
    """Yield the lines of an item: one box to tick, or a box for each alternative skill."""
    sources = plan.sources
    name = escape(item.name, is_name=True)
    start = f"- {name}:" if item.alternatives else f"- [ ] {name}:"
    box = start.replace(" ", "\xa0")  # Stays on one line.
    role = "" if item.role == step.target else f", asked for as {escape(item.role.label)}"
    free = f", {escape(item.cost)}" if item.cost else ""
    level = f"{_LEVELS[item.level]} level, " if item.held_level or item.level > _USUAL else ""
    when = f", {_weeks_text(item, plan)}" if item.weeks else ""
    details = f"{level}{escape(item.necessity)}{role}, {_hours_text(item)}{free}{when}"
    choose = "; tick the one you learn" if item.alternatives else ""
    first = f"{box} {details}{choose} {source_marks(item.sources, sources)}"
    yield from (line.replace("\xa0", " ") for line in _wrap(first, "      "))
    if item.alternatives:
        for skill in (item.skill, *item.alternatives):
            yield f"  - [ ] {escape(skill.label, is_name=True)}"
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
        names = ", ".join(escape(certification.label) for certification in shown)
        rest = f" and {more} more" if more else ""
        yield from _wrap(f"  - attested by: {names}{rest}", "    ")


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
    if estimate is None:
        return stated
    return f"{estimate} hours by our estimate ({_range(item.hours)} for the whole resource)"


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
