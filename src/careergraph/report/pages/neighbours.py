"""Pages about what surrounds a role: neighbouring roles, roles within reach, bridges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.route_time import compulsory_study
from careergraph.model.occupations import is_occupation
from careergraph.model.phrases import count_text, study_name
from careergraph.model.values import licence_text
from careergraph.report.citations import (
    Citations,
    currency_amount,
    graph_line,
    medians_text,
    period_of_pay,
)
from careergraph.report.layout import Block, Fields, Heading, Table, Text
from careergraph.report.phrases import NEAREST, counted_moves, named_rows, range_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.answers.planning.reach import Reach, Reached
    from careergraph.answers.roles.centrality import Bridge, Bridges, Gateways
    from careergraph.answers.roles.neighbours import Neighbour, Neighbours
    from careergraph.model.values import Named, PayBand

__all__ = ["bridges_page", "gateways_page", "neighbours_page", "reach_page"]

_GAP: Final = (
    "Learning: hours to learn what the new role asks for and people in the old role usually lack, "
    "and the years of work that employers ask for. `careergraph gap FROM TO` lists what is "
    "missing. Degrees and licences come on top; `careergraph path FROM TO` names them."
)
_ORDER: Final = (
    "Promotions come first, then moves to your level or a higher one, firm evidence before weak. "
    "Moves to a lower level come last, as do moves to lower pay that nobody counted."
)
_LOWER: Final = "↓"
_LOWER_NOTE: Final = (
    f"{_LOWER} the usual entry level of another line of work, below the level of the old role. "
    "Such moves come last; 'no hours' means only that nothing is left to learn for that level."
)
_TIER_NOTE: Final = (
    "Related: O*NET lists the two occupations as alike; nobody counted moves. Primary-Short means "
    f"among the {NEAREST['Primary-Short']} most alike, Primary-Long among the "
    f"{NEAREST['Primary-Long']}, Supplemental among the {NEAREST['Supplemental']}."
)
_REGULATED: Final = "§"
_REGULATED_NOTE: Final = (
    f"{_REGULATED} ~a regulated profession: the law requires a licence in many places; "
    "`careergraph role TITLE` says which, where that is known."
)


def neighbours_page(answer: Neighbours) -> list[Block]:
    """Return the roles one step from a role."""
    onward = answer.direction == "next"
    about = "Where people go from" if onward else "Roles that lead to"
    blocks: list[Block] = [Heading(f"{about} {answer.role}")]
    if not answer.neighbours:
        blocks.append(
            Text(_nothing_text(answer.role, answer.kinds, "out of" if onward else "into"))
        )
        blocks += [Text(note) for note in _level_notes(answer)]
        return [*blocks, graph_line(answer.graph)]
    used = {stated.source for near in answer.neighbours for stated in near.evidence}
    bands = [band for near in answer.neighbours for band in near.pay]
    used |= {band.source for band in bands}
    cite = Citations([source for source in answer.sources if source.iri in used])
    plain = _is_plain(bands)
    rows = tuple(
        _neighbour_row(near, cite, plain=plain, onward=onward) for near in answer.neighbours
    )
    blocks += [
        *_named_blocks(answer.named),
        Text(f"{_counted(len(rows), answer.total)}, by {_either(_kinds_of(answer))}. {_ORDER}"),
        Text(""),
        Table(("role", "how we know", "learning", "median pay"), rows),
        *cite.blocks(),
        Heading("Notes"),
        *(Text(note) for note in _level_notes(answer)),
        *(Text(note) for note in _licence_notes(answer)),
        *([Text(_LOWER_NOTE)] if any(near.is_lower for near in answer.neighbours) else []),
        *([Text(_TIER_NOTE)] if _has_tiers(answer) else []),
        Text(f"{_share_note(answer)}{_GAP}"),
        Text(_pay_note(bands, cite)),
    ]
    return [*blocks, graph_line(answer.graph)]


def _named_blocks(named: Sequence[Named]) -> list[Block]:
    """Return a line on the technologies that the title of the start names."""
    return [Fields(tuple(named_rows(named)))] if named else []


def _nothing_text(role: Named, kinds: Sequence[str], where: str) -> str:
    hint = "" if "related" in kinds else " `--only related` looks among similar roles."
    return f"No source names a {_either(kinds)} {where} {role}.{hint}"


def _level_notes(answer: Neighbours) -> list[str]:
    base = answer.level_of
    if base is None:
        return []
    if answer.direction == "next":
        note = f"* stated for {base}. {answer.role} is a level of it and shares these moves."
        return [note] if any(near.of_level for near in answer.neighbours) else []
    if answer.is_entry_level:
        return [
            f"* stated for {base}; newcomers begin as {answer.role}. Counts are those of {base}."
        ]
    lifted = any(near.of_level for near in answer.neighbours)
    same_level = "* stated for the lines of work; people move between them at their own level."
    note = f"{answer.role} is a level of {base}. To see which roles lead to that, use "
    return [*([same_level] if lifted else []), f'{note}`careergraph feeders "{base}"`.']


def _licence_notes(answer: Neighbours) -> list[str]:
    regulated = next((near for near in answer.neighbours if near.regulated), None)
    if regulated is None:
        return []
    if answer.direction == "next":
        return [_REGULATED_NOTE]
    return [f"{answer.role}: {licence_text(regulated.licence)}."]


def _share_note(answer: Neighbours) -> str:
    shares = any(near.share is not None for near in answer.neighbours)
    return (
        "Moves: how many of all the moves counted from the old role led to the new one. "
        if shares
        else ""
    )


def _has_tiers(answer: Neighbours) -> bool:
    return any(stated.tier for near in answer.neighbours for stated in near.evidence)


def _kinds_of(answer: Neighbours) -> list[str]:
    """Return the kinds asked for, and "related" where close relations count as moves."""
    found = {kind for near in answer.neighbours for kind in near.kinds}
    return [*answer.kinds, *({"related"} & found - set(answer.kinds))]


def _either(kinds: Sequence[str]) -> str:
    return " or ".join(kind if kind in {"promotion", "move"} else f"{kind} step" for kind in kinds)


def _counted(shown: int, total: int, noun: str = "role") -> str:
    """Return how many things are shown, and how to see the rest."""
    if shown == total:
        return count_text(total, noun)
    return f"{shown} of {count_text(total, noun)} (-n {total} shows all)"


def _neighbour_row(
    near: Neighbour, cite: Citations, *, plain: bool, onward: bool
) -> tuple[str, ...]:
    regulated = f" {_REGULATED}" if near.regulated and onward else ""
    lower = f" {_LOWER}" if near.is_lower else ""
    return (
        f"{near.role}{' *' if near.of_level else ''}{regulated}{lower}",
        _known_text(near, cite),
        _learning_cell(near),
        _pay_cell(near.pay, plain=plain),
    )


def _learning_cell(near: Neighbour) -> str:
    """Return the hours of learning of a step, or the years of its compulsory study."""
    if near.study is not None:
        return f"{range_text(near.study, 'year')} of study"
    hours = "unknown" if near.gap is None else range_text(near.learning_hours, "hour")
    if near.experience is None or not near.experience.high:
        return hours
    return f"{hours}; {range_text(near.experience, 'year')} of work"


def _known_text(near: Neighbour, cite: Citations) -> str:
    kinds = ", ".join(near.kinds)
    marks = cite.mark_apart(stated.source for stated in near.evidence)
    grade = near.evidence[0].grade
    text = f"{kinds}, {'~' if grade == 'editorial' else ''}{grade} {marks}".rstrip()
    most = max(near.evidence, key=lambda stated: stated.people or 0)
    figures = counted_moves(most)
    tier = next((stated.tier for stated in near.evidence if stated.tier), None)
    return f"{text}: {', '.join(figures)}" if figures else f"{text} {tier or ''}".rstrip()


def _is_plain(bands: Sequence[PayBand]) -> bool:
    """Return whether all pay is of one country and period, so that one note can say so."""
    return len({(b.country, b.period, b.duration) for b in bands}) == 1


def _pay_cell(bands: Sequence[PayBand], *, plain: bool) -> str:
    if not plain:
        return medians_text(bands)
    medians = [(b.median, b.currency) for b in bands if b.median is not None]
    ends = dict.fromkeys((min(medians), max(medians))) if medians else {}
    return " to ".join(currency_amount(*end) for end in ends) or "unknown"


def _pay_note(bands: Sequence[PayBand], cite: Citations) -> str:
    if not bands:
        return "Pay: unknown for all of these."
    per, when = "", ""
    if _is_plain(bands):
        band = bands[0]
        per = f" {period_of_pay(band.duration)}"
        when = f" ({band.country} {band.period})"
    marks = cite.mark_apart(band.source for band in bands)
    what = f"median{per} for the whole occupation, not for one level{when} {marks}".rstrip()
    return f"Pay: {what}; if a role has several occupations, the lowest and the highest."


def _reach_heading(answer: Reach) -> str:
    """Return a heading with the start, the years ahead and any years behind the person."""
    ahead = "year" if answer.max_years == 1 else f"{answer.max_years:g} years"
    heading = f"Within reach of {answer.role} in the next {ahead}"
    if not answer.served:
        return heading
    behind = f"{answer.served:g} {'year' if answer.served == 1 else 'years'}"
    return f"{heading} (--max-years), with {behind} behind you (--years)"


def reach_page(answer: Reach) -> list[Block]:
    """Return the roles within reach: for certain, perhaps, and those that cannot be estimated."""
    blocks: list[Block] = [Heading(_reach_heading(answer))]
    how = f"learning {answer.hours_per_week:g} hours a week, by {_either(answer.kinds)}"
    if not (answer.reached or answer.possible or answer.unknown):
        text = f"No role is known to be within reach: {how}."
        return [*blocks, Text(text), graph_line(answer.graph)]
    blocks += _named_blocks(answer.named)
    cite = Citations(answer.sources)
    header = ("role", "years", "gap", "route")
    if answer.reached:
        blocks += [
            Text(f"{_counted(len(answer.reached), answer.total)}, soonest first; {how}."),
            Text(""),
            Table(header, tuple(_reached_row(one, cite) for one in answer.reached)),
        ]
    else:
        blocks.append(Text(f"No role is within reach at the upper end of the estimate; {how}."))
    if answer.possible:
        shown = _counted(len(answer.possible), answer.possible_total)
        blocks += [
            Heading(f"Only at the lower end of the estimate: {shown}"),
            Table(header, tuple(_reached_row(one, cite) for one in answer.possible)),
        ]
    if answer.unknown:
        shown = _counted(len(answer.unknown), answer.unknown_total)
        official = any(is_occupation(one.role.iri) for one in answer.unknown)
        blocks += [
            Heading(f"Cannot be estimated: {shown}"),
            Text(
                "We don't know how much experience a step of the route asks for, or what there is "
                "to learn for it"
                + (", or an occupation on it asks for a degree or a licence." if official else ".")
            ),
            Table(header, tuple(_reached_row(one, cite) for one in answer.unknown)),
        ]
    blocks += [
        *cite.blocks(),
        Heading("Notes"),
        Text(
            "Each role is listed with the route of least effort that fits into the years, with at "
            "most one change of job a year. A step takes the longer of its learning and the "
            "experience that it asks for, or its compulsory study; what one step teaches counts at "
            "the next. In rare cases there is a better route."
        ),
    ]
    if any(one.regulated for one in (*answer.reached, *answer.possible, *answer.unknown)):
        blocks.append(Text(_REGULATED_NOTE))
    return [*blocks, graph_line(answer.graph)]


def _reached_row(one: Reached, cite: Citations) -> tuple[str, ...]:
    marks = [cite.mark_apart([iri]) for iri in one.step_sources]
    ends = one.way[-one.steps :]
    way = " → ".join(f"{role} {mark}" for role, mark in zip(ends, marks, strict=True))
    way = way if one.steps > 1 else f"directly {marks[0]}"
    study = compulsory_study(one.study_first)
    if study is not None:
        way += f"; first {study_name(study.label)} {cite.mark_apart(study.sources)}".rstrip()
    return (
        f"{one.role.label} {_REGULATED}" if one.regulated else one.role.label,
        _reached_years(one),
        "unknown" if one.gap is None else f"{one.gap:.1f}",
        way,
    )


def _reached_years(one: Reached) -> str:
    """Return the years; they are a lower bound if no source says what is to be learned."""
    years = range_text(one.years, "year")
    if (one.gap is not None or one.study is not None) and not one.unknown_durations:
        return years
    return f"at least {years}" if one.years.low else "unknown"


def bridges_page(answer: Bridges) -> list[Block]:
    """Return the skills that open most doors from a role."""
    blocks: list[Block] = [Heading(f"Skills that open the most doors from {answer.role}")]
    if not answer.bridges:
        message = (
            "As far as sources say, people in this role already hold everything that the roles "
            "within two steps ask for."
            if answer.two_steps
            else _nothing_text(answer.role, ("promotion", "move"), "out of").partition(" `")[0]
        )
        return [*blocks, Text(message), graph_line(answer.graph)]
    cite = Citations(answer.sources)
    rows = tuple(_bridge_row(bridge, answer, cite) for bridge in answer.bridges)
    blocks += [
        *_named_blocks(answer.named),
        Text(
            f"{_counted(len(rows), answer.total, 'skill')}. First come the skills that would "
            "shrink your gaps most: summed over all lines of work within two steps (promotions or "
            f"moves), your gaps are {round(answer.total_gap, 1):g} now."
        ),
        Text(""),
        Table(("skill", "one step", "two steps", "gap shrinks", "hours", "asked for by"), rows),
        *cite.blocks(),
        Heading("Notes"),
        Text(
            "One step, two steps: how many lines of work within one or two steps ask for the skill "
            "at a level that you do not have. Levels of a line of work are not counted. Hours: to "
            "learn it to a working level."
        ),
    ]
    if answer.level_of:
        blocks.append(Text(f"{answer.role} is a level of {answer.level_of} and shares its moves."))
    return [*blocks, graph_line(answer.graph)]


def _bridge_row(bridge: Bridge, answer: Bridges, cite: Citations) -> tuple[str, ...]:
    return (
        bridge.skill.label,
        f"{bridge.one_step} of {answer.one_step}",
        f"{bridge.two_steps} of {answer.two_steps}",
        f"{bridge.gap_shrinks:g}",
        range_text(bridge.hours, "hour").removesuffix("s").removesuffix(" hour"),
        cite.mark_apart(bridge.sources),
    )


def gateways_page(answer: Gateways) -> list[Block]:
    """Return the roles that most of the best routes lead through."""
    blocks: list[Block] = [Heading("Roles on the largest number of best routes")]
    if not answer.gateways:
        message = "No best route leads through another role, since none has two steps."
        return [*blocks, Text(message), graph_line(answer.graph)]
    rows = tuple(
        (str(n), g.role.label, f"{g.betweenness:.3f}", str(g.roles_before), str(g.roles_after))
        for n, g in enumerate(answer.gateways, 1)
    )
    cite = Citations(answer.sources)
    marks = cite.mark_apart(source.iri for source in answer.sources)
    mix = ", ".join(
        f"{number:,} {'~' if grade == 'editorial' else ''}{grade}"
        for grade, number in answer.grades.items()
    )
    return [
        *blocks,
        Text(f"{_counted(len(rows), answer.total)}, by betweenness."),
        Text(""),
        Table(("", "role", "betweenness", "come from", "go on to"), rows),
        Heading("How it is measured"),
        Fields(
            (
                ("measure", answer.measure),
                ("computed by", f"{answer.library}, betweenness_centrality"),
                ("over", f"{count_text(answer.roles, 'role')}, {count_text(answer.steps, 'step')}"),
                ("steps known", f"{mix} {marks}".rstrip()),
            )
        ),
        *cite.blocks(),
        Heading("Notes"),
        Text("Come from, go on to: how many roles lead directly to it, and how many it leads to."),
        graph_line(answer.graph),
    ]
