"""Pictures of one role: moves in on the left, moves out on the right, its profile below."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import count_text
from careergraph.model.values import Named
from careergraph.picture.drawing import Fact, Picture, PictureEdge, PictureNode
from careergraph.picture.layout.columns import column
from careergraph.picture.panels import (
    evidence_facts,
    evidence_name,
    line_width,
    people_of,
    profile_facts,
)
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.symbols import (
    attested,
    compose,
    credential_node,
    grade_of,
    name_of,
    role_node,
    skill_node,
)
from careergraph.report.role_facts import LEVELS, UNKNOWN, gist_facts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from careergraph.answers.roles.neighbours import Neighbour, Neighbours
    from careergraph.answers.roles.role_profile import RoleItem, RoleProfile, SkillStatement
    from careergraph.compiled.graph import CompiledGraph

__all__ = ["draw_role"]

_MOST_SKILLS: Final = 20
_IMPORTANCE: Final = {"core": 1.0, "supporting": 0.5}
_RUNG: Final = 110
_UPRIGHT: Final = 440
"""The most pixels that the levels above or below the role take."""
_BRANCH: Final = 150
"""Pixels between two roles on the same level of a ladder."""
_COLUMN: Final = 255
"""Pixels from the role to the columns beside it."""
_RING: Final = 560
"""Pixels from a column of roles to the column one step further away."""
_APART: Final = 40
"""Pixels from the role to the things above or below it."""
_ROW: Final = 31.0
_WIDE_ROWS: Final = (60.0, 84.0)
"""Least and most pixels from role to role in a wide picture, which is drawn small."""
_WIDE_HEIGHT: Final = 1350.0
"""Pixels that the columns of a wide picture may take before their rows move closer."""
_ALIKE: Final = frozenset({"related", "affinity"})
"""Kinds of links that say that work is similar, but not that people move."""
_TITLE_FONT: Final = 17
_STEPS_AWAY: Final = {2: "two steps away", 3: "three steps away", 4: "four steps away"}
_THIN: Final = 1.8
"""The width of the line of an uncounted move in pixels."""
_SIZE: Final = (
    "The role in the middle is the largest; the larger a skill, the more important it is. "
    "The wider a line, the more people were observed to make the move (n)."
)
_CENTRE: Final = 30


class _Drawing:
    """Nodes and edges as they are collected, without duplicates."""

    def __init__(self, compiled: CompiledGraph) -> None:
        self.compiled = compiled
        self.nodes: dict[str, PictureNode] = {}
        self.edges: list[PictureEdge] = []

    def add(self, nodes: Sequence[PictureNode]) -> None:
        """Add nodes that are not there yet."""
        for node in nodes:
            self.nodes.setdefault(node.id, node)


def draw_role(
    profile: RoleProfile,
    around: Sequence[Neighbours],
    feeders: Neighbours,
    compiled: CompiledGraph,
    *,
    limit: int,
) -> Picture:
    """Return a picture of a role with its skills, credentials, ladder and next roles.

    Parameters
    ----------
    profile
        All that is stated about the role.
    around
        Where people go from it, and on from there, the nearest first.
    feeders
        Where people come from.
    compiled
        The facts about the other roles and skills.
    limit
        The most things to draw.
    """
    role = profile.role
    drawing = _Drawing(compiled)
    centre = role_node(role.iri, compiled, size=_CENTRE, font=20, weight=9.0)
    drawing.add([centre._replace(facts=profile_facts(profile))])
    is_wide = len(around) > 1
    # The question is where it leads in several steps: its requirements are in its panel.
    notices = [] if is_wide else _add_skills(drawing, profile)
    rungs = _add_ladders(drawing, profile)
    if not is_wide:
        _add_credentials(drawing, profile)
    levels = _add_next(drawing, around)
    arrivals = _add_feeders(drawing, feeders)
    notices += _count_moves(around[0], feeders)
    nodes, edges, omissions = cut(list(drawing.nodes.values()), drawing.edges, limit)
    placed, all_ours = _place(drawing, nodes, rungs, levels, arrivals)
    return compose(
        compiled,
        placed,
        _quieten(edges, rungs, levels, all_ours),
        title=role.label,
        subtitle=_subtitle(profile),
        kind="role",
        size=_SIZE,
        notices=(*omissions, *notices),
    )


def _subtitle(profile: RoleProfile) -> str:
    """Return the role's definition or, for an occupation without one, what it takes to enter."""
    known = [
        f"{fact.name}: {fact.text}"
        for fact in gist_facts(profile)
        if fact.name in {"education", "licence"} and fact.text != UNKNOWN
    ]
    return profile.definition or "; ".join(known)


def _add_skills(drawing: _Drawing, profile: RoleProfile) -> list[str]:
    """Add the items of the profile, and return notices about those left out."""
    asked = [item for item in profile.items if item.weight in _IMPORTANCE]
    for item in asked[:_MOST_SKILLS]:
        listing = [
            skill for skill in profile.skills if not set(item.skills).isdisjoint(skill.skills)
        ]
        importance = _IMPORTANCE[item.weight]
        node = _item_node(item, importance, drawing.compiled)
        drawing.add([node])
        sources = (*item.sources, *(source for skill in listing for source in skill.sources))
        drawing.edges.append(
            PictureEdge(
                name_of(profile.role.iri),
                node.id,
                "requires",
                name=f"requires {item.item.label}: {item.weight}, {LEVELS[item.level]}",
                grade=grade_of(sources, drawing.compiled),
                importance=importance,
                facts=(
                    Fact("asked for", f"{item.weight}, {LEVELS[item.level]} level", item.sources),
                    *(_listing_fact(skill) for skill in listing),
                ),
            )
        )
    if not profile.items:
        return [f"No source lists the requirements of {profile.role}."]
    hidden = len(profile.items) - len(asked[:_MOST_SKILLS])
    if not hidden:
        return []
    return [f"{count_text(hidden, 'item')} that the job teaches are listed, not drawn."]


def _item_node(item: RoleItem, importance: float, compiled: CompiledGraph) -> PictureNode:
    """Return an item as a node; a group has its own name and lists its skills."""
    if item.item in item.skills or len(item.skills) == 1:
        return skill_node(item.skills[0].iri, compiled, importance)
    names = ", ".join(skill.label for skill in item.skills)
    node = skill_node(item.item.iri, compiled, importance)
    return node._replace(label=item.item.label, facts=(Fact("any one of", names),))


def _listing_fact(skill: SkillStatement) -> Fact:
    names = " or ".join(one.label for one in skill.skills)
    return Fact("listed by sources", f"{names}: {skill.necessity}", skill.sources)


def _add_ladders(drawing: _Drawing, profile: RoleProfile) -> dict[str, int]:
    """Add the levels of the role's ladders, and return how far above the role each is."""
    heights = {name_of(profile.role.iri): 0}
    stated = drawing.compiled.steps
    for ladder in profile.ladders:
        rungs = ladder.rungs
        here = rungs.index(profile.role)
        drawing.add([role_node(rung.iri, drawing.compiled, weight=5.0) for rung in rungs])
        for number, rung in enumerate(rungs):
            heights.setdefault(name_of(rung.iri), number - here)
        for low, high in pairwise(rungs):
            step = (low.iri, high.iri, "promotion")
            evidence = [item for a, b, item in stated if (a, b, item.kind) == step]
            fact = Fact("ladder", ladder.label, (ladder.source,))
            edge = PictureEdge(
                name_of(low.iri),
                name_of(high.iri),
                "promotion",
                name=evidence_name(evidence) if evidence else f"next level of the {ladder.label}",
                grade=grade_of([ladder.source, *(e.source for e in evidence)], drawing.compiled),
                facts=(fact, *evidence_facts(evidence)),
                width=max(2.5, line_width(people_of(evidence))),
                people=people_of(evidence),
            )
            drawing.edges.append(edge)
    return heights


def _add_credentials(drawing: _Drawing, profile: RoleProfile) -> None:
    role, compiled = name_of(profile.role.iri), drawing.compiled
    for advice in profile.certifications:
        node = credential_node(advice.certification, "certification", compiled, weight=0.5)
        facts = (
            Fact("issuer", advice.issuer),
            Fact("level", advice.level),
            Fact("status", advice.status, (advice.checked_at,) if advice.checked_at else ()),
            *((Fact("checked on", advice.checked_on),) if advice.checked_on else ()),
            *((Fact("followed by", advice.replaced_by),) if advice.replaced_by else ()),
        )
        drawing.add([node._replace(facts=facts)])
        grade = grade_of(advice.sources, compiled)
        necessity = Fact("for this role", advice.necessity, advice.sources)
        drawing.edges.append(
            PictureEdge(node.id, role, "credential", grade=grade, facts=(necessity,))
        )
        validated = {
            item.item
            for item in profile.items
            for skill in item.skills
            if advice.certification in compiled.certifications_by_skill.get(skill.iri, ())
        }
        drawing.edges += [
            _attests_edge(node, item, compiled)
            for item in sorted(validated)
            if name_of(item.iri) in drawing.nodes
        ]
    degree = compiled.entry_degrees.get(profile.role.iri)
    if degree is not None:
        node = credential_node(Named(degree.iri, degree.label), "degree", compiled, weight=0.6)
        drawing.add([node])
        where = f"usual at entry ({degree.country or 'country unknown'})"
        drawing.edges.append(
            PictureEdge(
                node.id,
                role,
                "entry",
                grade=grade_of([degree.source], compiled),
                facts=(Fact("degree", where, (degree.source,)),),
            )
        )


def _attests_edge(node: PictureNode, item: Named, compiled: CompiledGraph) -> PictureEdge:
    """Return a line from a certification to what it attests, drawn when an end is selected."""
    fact, grade = attested(item, compiled)
    name = f"{node.label} attests {item}"
    return PictureEdge(
        node.id, name_of(item.iri), "attests", name=name, grade=grade, facts=(fact,), faint=True
    )


def _add_next(drawing: _Drawing, around: Sequence[Neighbours]) -> dict[str, int]:
    """Add where people go, and return how many steps away each role is."""
    levels: dict[str, int] = {}
    joined = {(edge.source, edge.target) for edge in drawing.edges}
    for found in around:
        here = name_of(found.role.iri)
        level = levels.get(here, 0) + 1
        for rank, near in enumerate(found.neighbours):
            there = name_of(near.role.iri)
            if there not in drawing.nodes:
                levels[there] = level
                weight = 4.0 / level - rank / 1000
                size = round(18 - 3 * (level - 1)) if level < 3 else 12  # noqa: PLR2004 (no smaller)
                drawing.add([role_node(near.role.iri, drawing.compiled, weight=weight, size=size)])
            if (here, there) not in joined:
                joined.add((here, there))
                drawing.edges.append(_move_edge(here, there, near))
    return levels


def _add_feeders(drawing: _Drawing, feeders: Neighbours) -> set[str]:
    """Add where people come from, and return which of these roles are not drawn elsewhere."""
    here = name_of(feeders.role.iri)
    joined = {(edge.source, edge.target) for edge in drawing.edges}
    arrivals = set()
    for rank, near in enumerate(feeders.neighbours):
        there = name_of(near.role.iri)
        if there not in drawing.nodes:
            arrivals.add(there)
            weight = 3.9 - rank / 1000
            drawing.add([role_node(near.role.iri, drawing.compiled, weight=weight)])
        if (there, here) not in joined:
            drawing.edges.append(_move_edge(there, here, near))
    return arrivals


def _count_moves(going: Neighbours, feeders: Neighbours) -> list[str]:
    """Return a note on how many of the roles that people come from and go to are drawn."""
    return [
        f"{len(found.neighbours)} of the {found.total} roles that people {verb} are in the picture."
        for found, verb in ((feeders, "come from"), (going, "go to"))
        if found.total > len(found.neighbours)
    ]


def _move_edge(here: str, there: str, near: Neighbour) -> PictureEdge:
    best = near.evidence[0]
    missing = ", ".join(dict.fromkeys(skill.name for skill in near.missing_skills))
    sources = dict.fromkeys(iri for skill in near.missing_skills for iri in skill.sources)
    nothing = "unknown" if near.gap is None else "nothing"
    learn = Fact("to learn", missing or nothing, tuple(sources))
    people = people_of(near.evidence)
    return PictureEdge(
        here,
        there,
        best.kind,
        name=evidence_name(near.evidence),
        grade=best.grade,
        facts=(*evidence_facts(near.evidence), learn),
        width=max(_THIN, line_width(people)),
        people=people,
    )


def _place(
    drawing: _Drawing,
    nodes: Sequence[PictureNode],
    rungs: Mapping[str, int],
    levels: Mapping[str, int],
    arrivals: Collection[str],
) -> tuple[list[PictureNode], set[str]]:
    """Return nodes around the role: moves above, in on the left and out on the right, and below.

    The levels form a column in the middle, above what the role requires. If roles further away are
    drawn, the columns are centred on the role. The roles of groups whose moves are all editorial or
    computed are returned as well: their headings say so.
    """
    here = _centre_of(rungs)
    moves = {(edge.source, edge.target) for edge in drawing.edges if edge.kind not in _ALIKE}
    alike = {
        end
        for edge in drawing.edges
        for end in (edge.source, edge.target)
        if edge.kind in _ALIKE and {(here, end), (end, here)}.isdisjoint(moves)
    }
    first = [node for node in nodes if levels.get(node.id) == 1 and node.id not in alike]
    both = [node for node in first if (node.id, here) in moves]
    out = [node for node in first if (node.id, here) not in moves]
    coming = [node for node in nodes if node.id in arrivals and node.id not in alike]
    similar = [
        node
        for node in nodes
        if node.id in alike and (node.id in arrivals or levels.get(node.id) == 1)
    ]
    skills = [node for node in nodes if node.category == "skill"]
    core = [node for node in skills if node.importance == _IMPORTANCE["core"]]
    supporting = [node for node in skills if node.importance != _IMPORTANCE["core"]]
    credentials = [node for node in nodes if node.category in {"certification", "degree"}]
    ours = {
        node.id
        for group in (coming, both, out, similar)
        if all(_is_ours(edge) for edge in _between(drawing.edges, here, group))
        for node in group
    }

    def moving(title: str, group: list[PictureNode]) -> tuple[PictureNode, list[PictureNode]]:
        return _group(f"{title} ~" if ours.issuperset(node.id for node in group) else title, group)

    above = {
        "left": [moving("people come from", coming)],
        "right": [
            moving("people come from and go to", both),
            moving("people go to", out),
            moving("similar work", similar),
        ],
    }
    below = {
        "left": [_group("core requirements", core)],
        "right": [
            _group("supporting requirements", supporting),
            _group("certifications and degree", credentials),
        ],
    }
    is_wide = bool(set(levels.values()) - {1})
    longest = max(Counter(levels.values()).values(), default=1)
    row = max(_WIDE_ROWS[0], min(_WIDE_ROWS[1], _WIDE_HEIGHT / longest)) if is_wide else _ROW
    heights = sorted(rungs.values())
    rung = min(_RUNG, _UPRIGHT / max(heights[-1], -heights[0], 1))
    placed = []
    for height in dict.fromkeys(heights):
        beside = [node for node in nodes if rungs.get(node.id) == height]
        for place, node in enumerate(beside):
            x = _BRANCH * (place - (len(beside) - 1) / 2)
            placed.append(node._replace(x=round(x), y=round(-rung * height)))
    for groups, upward in ((above, True), (below, False)):
        for side, x in (("left", -_COLUMN), ("right", _COLUMN)):
            stack = column(groups[side], x, side, row)  # type: ignore[arg-type] # left or right
            if stack and is_wide:
                placed += stack
            elif stack:
                edge = stack[-1].y + _APART if upward else stack[0].y - _APART
                placed += [node._replace(y=round(node.y - edge)) for node in stack]
    for level in sorted(set(levels.values()) - {1}):
        ring = [node for node in nodes if levels.get(node.id) == level]
        ring.sort(key=lambda node: _height_before(node, placed, drawing.edges))
        title = _group(_STEPS_AWAY[level], ring)
        placed += column([title], _COLUMN + (level - 1) * _RING, "right", row)
    return placed, ours


def _centre_of(rungs: Mapping[str, int]) -> str:
    return next(name for name, height in rungs.items() if height == 0)


def _between(
    edges: Sequence[PictureEdge], here: str, group: Sequence[PictureNode]
) -> list[PictureEdge]:
    names = {node.id for node in group}
    return [
        edge
        for edge in edges
        if (edge.source == here and edge.target in names)
        or (edge.target == here and edge.source in names)
    ]


def _is_ours(edge: PictureEdge) -> bool:
    return edge.grade in {"editorial", "computed"}


def _height_before(
    node: PictureNode, placed: Sequence[PictureNode], edges: Sequence[PictureEdge]
) -> float:
    """Return the mean height of the roles that lead to a role, so that fewer lines cross."""
    leading = {edge.source for edge in edges if edge.target == node.id}
    heights = [one.y for one in placed if one.id in leading]
    return sum(heights) / len(heights) if heights else 0.0


def _quieten(
    edges: Sequence[PictureEdge],
    rungs: Mapping[str, int],
    levels: Mapping[str, int],
    ours: set[str],
) -> list[PictureEdge]:
    """Return edges without the marks that a heading has; edges back or sideways become faint."""
    here = _centre_of(rungs)
    steps = {**dict.fromkeys(rungs, 0), **levels, here: 0}
    quiet = []
    for edge in edges:
        ends = (edge.source, edge.target)
        if here in ends:
            is_far = max(steps.get(end, 0) for end in ends) > 1
            marked = ours.isdisjoint(ends) and not is_far
            quiet.append(edge._replace(marked=marked, faint=edge.faint or is_far))
        elif set(ends) <= steps.keys() and not set(ends) <= rungs.keys():
            back = steps[edge.target] <= steps[edge.source]
            quiet.append(edge._replace(marked=False, faint=back))
        else:
            quiet.append(edge)
    return quiet


def _group(title: str, nodes: list[PictureNode]) -> tuple[PictureNode, list[PictureNode]]:
    caption = PictureNode(
        f"title+{title}", title, "family", font=_TITLE_FONT, weight=1.0, one_line=True
    )
    return caption, nodes
