"""Pictures of a family of roles: its levels in rows, and the families one step away."""

from __future__ import annotations

from itertools import accumulate
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.phrases import count_text
from careergraph.picture.drawing import Picture, PictureEdge, PictureNode
from careergraph.picture.layout.forces import box_of
from careergraph.picture.scenes.map import left_out, rank_by_steps, roles_and_steps
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.symbols import Frame, compose, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Named

__all__ = ["draw_family"]

_OUTSIDE: Final = 0.5
"""Weight of roles of other families, relative to those of the family itself."""
_MOST_LINES: Final = 40
"""With more lines than this, moves without an outside source are drawn only on demand."""
_FIRM: Final = frozenset({"observed", "official", "stated"})
_COLUMN: Final = 152
_BETWEEN: Final = 10
"""Pixels between the names of one row and the roles of the next."""
_MOST_COLUMNS: Final = 6
_FONT: Final = 12
_TITLE_FONT: Final = 15
_HEAD: Final = 34
_WIDER: Final = 1.12
"""A factor for small windows, in which letters shrink less than the blocks around them."""
_PAD: Final = 14
_BESIDE: Final = 24
"""Pixels between two families beside each other."""
_CROSSING: Final = 50
"""Pixels between the family and those above and below it, for the bands between them."""
_WIDEST: Final = 1180
"""Pixels that a row of families takes at most."""
_LINE: Final = 18
"""Pixels from role to role in the list of another family."""
_SMALLEST: Final = 6
_LARGEST: Final = 13
_SIZE: Final = "The larger a role, the more moves and promotions lead to it and from it."
_FAINT: Final = (
    "Drawn at first: promotions, and moves that a source counts or states. Choose a role to see "
    "its other moves, which are our judgement."
)


def draw_family(
    family: Named, compiled: CompiledGraph, kinds: Sequence[str], *, limit: int
) -> Picture:
    """Return a picture of one family of roles, and of the roles one step away from it.

    The levels of a line of work are in a row, from the lowest to the highest. Families with more
    moves in than out are above, the others below.

    Parameters
    ----------
    family
        The family.
    compiled
        The facts about the roles.
    kinds
        Kinds of transition to draw.
    limit
        The most roles to draw.
    """
    own = {iri for iri, role in compiled.nodes.items() if role.family == family.iri}
    steps = [(a, b) for a, b, evidence in compiled.steps if evidence.kind in kinds]
    near = {b for a, b in steps if a in own} | {a for a, b in steps if b in own}
    shown = [iri for iri in compiled.nodes if iri in own or iri in near]
    nodes, edges = roles_and_steps(compiled, shown, kinds, only_from=own)
    nodes = [
        node._replace(weight=node.weight + 1 if node.iri in own else node.weight * _OUTSIDE)
        for node in nodes
    ]
    total = len(nodes)
    nodes, edges, omissions = cut(nodes, edges, limit)
    inside = [node for node in nodes if node.iri in own]
    outside = [node for node in nodes if node.iri not in own]
    around = f", and {count_text(len(outside), 'role')} one step away" if outside else ""
    if len(nodes) < total and len(inside) == len(own):
        around = f", and {len(outside)} of the {total - len(inside)} roles one step away"
        omissions = ()
    faint = len(edges) > _MOST_LINES
    lines = [
        edge._replace(faint=faint and edge.kind != "promotion" and edge.grade not in _FIRM)
        for edge in edges
    ]
    ranked = {node.id: node for node in rank_by_steps(nodes)}
    placed, frames = _place(
        family, [ranked[n.id] for n in inside], [ranked[n.id] for n in outside], lines, compiled
    )
    return compose(
        compiled,
        placed,
        lines,
        frames,
        title=f"Family: {family.label}",
        subtitle=f"{count_text(len(inside), 'role')}{around}",
        kind="family",
        size=f"{_SIZE} {_FAINT}" if faint else _SIZE,
        notices=(*omissions, *left_out(kinds)),
    )


def _place(
    family: Named,
    inside: Sequence[PictureNode],
    outside: Sequence[PictureNode],
    edges: Sequence[PictureEdge],
    compiled: CompiledGraph,
) -> tuple[list[PictureNode], dict[str, Frame]]:
    """Return the placed roles under the names of their families, and the frames of the families."""
    centre = _grid(family, inside, compiled)
    placed, frames = list(centre.nodes), {centre.family: centre.frame(0.0, 0.0)}
    above, below = _split(outside, edges, compiled)
    top, bottom = -centre.height / 2 - _CROSSING, centre.height / 2 + _CROSSING
    for rows, upward in ((_in_rows(above), True), (_in_rows(below), False)):
        y = top if upward else bottom
        for row in reversed(rows) if upward else rows:
            height = max(block.height for block in row)
            width = sum(block.width for block in row) + _BESIDE * (len(row) - 1)
            x = -width / 2
            for block in row:
                middle = y - block.height / 2 if upward else y + block.height / 2
                at = (x + block.width / 2, middle)
                placed += [
                    n._replace(x=round(n.x + at[0]), y=round(n.y + at[1])) for n in block.nodes
                ]
                frames[block.family] = block.frame(*at)
                x += block.width + _BESIDE
            y += -(height + _BESIDE) if upward else height + _BESIDE
    return placed, frames


class _Block(NamedTuple):
    """A family: its title and roles around the middle of its frame."""

    family: str
    nodes: list[PictureNode]
    width: float
    height: float

    def moved(self, x: float, y: float) -> list[PictureNode]:
        """Return the title and roles around a middle at x and y."""
        return [node._replace(x=round(node.x + x), y=round(node.y + y)) for node in self.nodes]

    def frame(self, x: float, y: float) -> Frame:
        """Return the frame around the family whose middle is at x and y."""
        half, high = self.width / 2, self.height / 2
        return round(x - half), round(y - high), round(x + half), round(y + high)


def _grid(family: Named, roles: Sequence[PictureNode], compiled: CompiledGraph) -> _Block:
    """Return the family that the picture is about: a row for each ladder, then all other roles."""
    waiting = {role.iri: role for role in roles}
    ladders: list[list[PictureNode]] = []
    for ladder in compiled.ladders:
        rungs = [waiting[rung.iri] for rung in ladder.roles if rung.iri in waiting]
        if len(rungs) > 1:
            ladders.append(rungs)
            for rung in rungs:
                del waiting[rung.iri]
    longest = max((len(rungs) for rungs in ladders), default=1)
    columns = min(_MOST_COLUMNS, max(longest, ceil(sqrt(1.5 * len(roles)))))
    ladders.sort(key=lambda rungs: (-len(rungs), rungs[0].label))
    others = sorted(waiting.values(), key=lambda role: (-role.weight, role.label))
    cells: list[tuple[int, int, PictureNode]] = []
    row = 0
    free = 0
    for rungs in ladders:
        for start in range(0, len(rungs), columns):
            part = rungs[start : start + columns]
            # A short ladder goes beside another short one, with a gap to separate them.
            free += 1 if free else 0
            if free + len(part) > columns:
                row, free = row + 1, 0
            cells += [(row, free + place, role) for place, role in enumerate(part)]
            free += len(part)
    row, free = (row + 1, 0) if ladders else (0, 0)
    cells += [(row + place // columns, place % columns, role) for place, role in enumerate(others)]
    cells = [(row, col, role._replace(size=_size(role), font=_FONT)) for row, col, role in cells]
    heights = [0.0] * (row + 1 + (len(others) - 1) // columns if others else row)
    for row, _, role in cells:
        heights[row] = max(heights[row], _LARGEST + box_of(role).bottom + _BETWEEN)
    tops = [0.0, *accumulate(heights)]
    width, height = columns * _COLUMN + 2 * _PAD, _HEAD + tops[-1] + _PAD
    nodes = [_title(family, -height / 2 + _HEAD / 2)]
    nodes += [
        role._replace(
            x=round(_PAD - width / 2 + (col + 0.5) * _COLUMN),
            y=round(-height / 2 + _HEAD + tops[row] + _LARGEST),
        )
        for row, col, role in cells
    ]
    return _Block(name_of(family.iri), nodes, width, height)


def _size(role: PictureNode) -> int:
    return round(_SMALLEST + (role.importance or 0.0) * (_LARGEST - _SMALLEST))


def _split(
    outside: Sequence[PictureNode], edges: Sequence[PictureEdge], compiled: CompiledGraph
) -> tuple[list[_Block], list[_Block]]:
    """Return the families with more moves in than out, and the others."""
    families = {name_of(family.iri): family for family in compiled.families}
    groups: dict[str, list[PictureNode]] = {}
    flow: dict[str, int] = {}
    family_of = {node.id: node.family or "" for node in outside}
    for node in outside:
        groups.setdefault(node.family or "", []).append(node)
    for edge in edges:
        for end, way in ((edge.source, 1), (edge.target, -1)):
            if end in family_of:
                flow[family_of[end]] = flow.get(family_of[end], 0) + way
    order = sorted(groups, key=lambda name: (-flow.get(name, 0), name))
    blocks = [_list(families[name], groups[name]) for name in order if name in families]
    half = sum(flow.get(name, 0) > 0 for name in order) or len(order) // 2
    return blocks[:half], blocks[half:]


def _list(family: Named, roles: Sequence[PictureNode]) -> _Block:
    """Return another family: its roles below each other, each with its label beside it."""
    rows = [
        role._replace(side="right", one_line=True, font=_FONT, size=_SMALLEST)
        for role in sorted(roles, key=lambda role: (-role.weight, role.label))
    ]
    title = _title(family, 0.0)
    label = max(box_of(role).right for role in rows)
    width = _WIDER * max(label + 2 * _PAD, 2 * box_of(title).right) + _PAD
    height = _HEAD + len(rows) * _LINE + _PAD / 2
    left = max(_PAD + _SMALLEST, (width - label) / 2) - width / 2
    nodes = [title._replace(y=round(_HEAD / 2 - height / 2))]
    nodes += [
        role._replace(x=round(left), y=round(_HEAD + (place + 0.5) * _LINE - height / 2))
        for place, role in enumerate(rows)
    ]
    return _Block(name_of(family.iri), nodes, width, height)


def _in_rows(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Return blocks in rows, the first nearest to the middle."""
    rows: list[list[_Block]] = []
    for block in blocks:
        if rows and sum(b.width + _BESIDE for b in rows[-1]) + block.width <= _WIDEST:
            rows[-1].append(block)
        else:
            rows.append([block])
    return rows


def _title(family: Named, y: float) -> PictureNode:
    name = name_of(family.iri)
    return PictureNode(
        f"title+{name}",
        family.label,
        "family",
        family=name,
        font=_TITLE_FONT,
        weight=1.0,
        y=round(y),
        one_line=True,
    )
