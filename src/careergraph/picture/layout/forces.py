"""Positions of a picture's nodes by a spring layout, moved apart until no two labels touch.

Everything is computed when the file is written, from a fixed seed: the same picture has the same
positions.
"""

from __future__ import annotations

from collections import deque
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Any, Final

from careergraph.picture.drawing import FONT
from careergraph.picture.labels import Box, label_of, node_box, wrap_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.picture.drawing import PictureNode

__all__ = [
    "arrange",
    "bounds_of",
    "box_of",
    "connected_parts",
    "overlapping",
    "place_missing",
    "spread",
]

Place = tuple[float, float]

_SEED: Final = 7
_MARGIN: Final = 10.0
"""Pixels left free between two labels."""
_LANDSCAPE: Final = 1.5
"""The ratio of a picture's width to its height, which is that of the space beside the panels."""
_STRETCHES: Final = (1.0, 1.6, 2.5, 4.0)
"""Factors tried for pushing positions apart vertically, since labels are wide."""
_BETWEEN_GROUPS: Final = 60.0
"""Pixels left free between two groups."""
_MOST_GROUPS_FORCED: Final = 30
"""More groups, pushed apart, become a column with room at its sides: they stand in rows."""
_ROUNDS: Final = 60
_MOST_FORCED: Final = 499
"""For more nodes networkx needs scipy."""
_MOST_PUSHED: Final = 80
"""The most nodes that are pushed apart pair by pair."""
_ROOM_IN_ROWS: Final = 1.6
_ROOM_IN_FAMILIES: Final = 1.1
"""Width of a row as a multiple of that of its boxes."""
_LARGEST_SIZE: Final = 1000
_GOLDEN_ANGLE: Final = pi * (3 - sqrt(5))


def box_of(node: PictureNode) -> Box:
    """Return the space of a node with its label."""
    from careergraph.picture.palette import CATEGORIES

    shape = CATEGORIES[node.category].shape if node.category in CATEGORIES else "dot"
    label = label_of(node.label, one_line=node.one_line, broad=node.broad)
    return node_box(label, node.size, node.font, shape=shape, side=node.side.replace("below", ""))


def bounds_of(places: Mapping[str, Place], boxes: Mapping[str, Box]) -> Box:
    """Return the box around all boxes at their positions."""
    return Box(
        min(x + boxes[name].left for name, (x, _) in places.items()),
        min(y + boxes[name].top for name, (_, y) in places.items()),
        max(x + boxes[name].right for name, (x, _) in places.items()),
        max(y + boxes[name].bottom for name, (_, y) in places.items()),
    )


def overlapping(
    places: Mapping[str, Place], boxes: Mapping[str, Box], margin: float = 0.0
) -> list[tuple[str, str]]:
    """Return the pairs whose boxes touch at their positions."""
    order = sorted(places)
    return [
        (one, other)
        for number, one in enumerate(order)
        for other in order[number + 1 :]
        if _overlap(places[one], boxes[one], places[other], boxes[other], margin)
    ]


def _overlap(one: Place, box: Box, other: Place, its: Box, margin: float) -> Place | None:
    """Return how far two boxes overlap, to the right and down, or ``None``."""
    across = min(one[0] + box.right, other[0] + its.right) - max(
        one[0] + box.left, other[0] + its.left
    )
    down = min(one[1] + box.bottom, other[1] + its.bottom) - max(
        one[1] + box.top, other[1] + its.top
    )
    across, down = across + margin, down + margin
    return (across, down) if across > 0 and down > 0 else None


def spread(
    places: Mapping[str, Place], boxes: Mapping[str, Box], margin: float = _MARGIN
) -> dict[str, Place]:
    """Return positions at which no two boxes touch, near the given ones.

    Boxes that touch are pushed apart along the shorter distance. If that does not end, all
    positions move outward and it starts again, so it always ends.
    """
    names = sorted(places, key=lambda name: (places[name], name))
    now = {name: places[name] for name in names}
    while True:
        for _ in range(_ROUNDS):
            if not _push_apart(names, now, boxes, margin):
                return now
        now = {name: (x * 1.15, y * 1.15) for name, (x, y) in now.items()}
        now = {name: (x + number * 0.01, y) for number, (name, (x, y)) in enumerate(now.items())}


def _push_apart(
    names: Sequence[str], now: dict[str, Place], boxes: Mapping[str, Box], margin: float
) -> bool:
    """Push touching boxes apart once, and return whether any touched.

    Most pairs are far apart: four comparisons of their sides leave those that may touch, with a
    pixel to spare for rounding. `_overlap` decides.
    """
    moved = False
    sides = [_sides(now[name], boxes[name]) for name in names]
    near = margin + 1.0
    for number, one in enumerate(names):
        left, top, right, bottom = _grown(sides[number], near)
        for after in range(number + 1, len(names)):
            its_left, its_top, its_right, its_bottom = sides[after]
            if its_left > right or its_right < left or its_top > bottom or its_bottom < top:
                continue
            other = names[after]
            depth = _overlap(now[one], boxes[one], now[other], boxes[other], margin)
            if depth is None:
                continue
            moved = True
            (x, y), (u, v) = now[one], now[other]
            if depth[0] < depth[1]:
                step = (depth[0] / 2 + 0.5) * (1 if x < u or (x == u and one < other) else -1)
                now[one], now[other] = (x - step, y), (u + step, v)
            else:
                step = (depth[1] / 2 + 0.5) * (1 if y < v or (y == v and one < other) else -1)
                now[one], now[other] = (x, y - step), (u, v + step)
            sides[after] = _sides(now[other], boxes[other])
            left, top, right, bottom = _grown(_sides(now[one], boxes[one]), near)
    return moved


def _sides(place: Place, box: Box) -> Box:
    """Return the positions of a box's sides."""
    x, y = place
    return Box(x + box.left, y + box.top, x + box.right, y + box.bottom)


def _grown(sides: Box, margin: float) -> Box:
    left, top, right, bottom = sides
    return Box(left - margin, top - margin, right + margin, bottom + margin)


def arrange(
    boxes: Mapping[str, Box],
    edges: Iterable[tuple[str, str]],
    groups: Mapping[str, str] | None = None,
    heads: Mapping[str, tuple[str, Box]] | None = None,
) -> dict[str, Place]:
    """Return positions by a spring layout, group by group, with linked nodes close together.

    Parameters
    ----------
    boxes
        The space of each node, by its id.
    edges
        Pairs of ids; others are left out.
    groups
        The group of each node, by its id. Without it, connected nodes form a group.
    heads
        For each group, the id of the node above it, which is placed as well, and its space.
    """
    links: dict[tuple[str, str], int] = {}
    for start, end in edges:
        if start != end and start in boxes and end in boxes:
            pair = (min(start, end), max(start, end))
            links[pair] = links.get(pair, 0) + 1
    if groups is None:
        return _join(links, boxes, connected_parts(boxes, links), heads or {}, linked=False)
    members: dict[str, list[str]] = {}
    for name in sorted(boxes):
        members.setdefault(groups.get(name) or "", []).append(name)
    return _join(links, boxes, members, heads or {}, linked=True)


def connected_parts(names: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the connected parts, each under the first of its names."""
    beside: dict[str, list[str]] = {name: [] for name in sorted(names)}
    for start, end in links:
        beside[start].append(end)
        beside[end].append(start)
    parts: dict[str, list[str]] = {}
    seen: set[str] = set()
    for first in beside:
        part, waiting = set[str](), [first]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                part.add(name)
                waiting += beside[name]
        if part:
            parts[first] = sorted(part)
    return parts


def _join(
    links: Mapping[tuple[str, str], int],
    boxes: Mapping[str, Box],
    parts: Mapping[str, Sequence[str]],
    heads: Mapping[str, tuple[str, Box]],
    *,
    linked: bool,
) -> dict[str, Place]:
    """Lay out each part on its own, then the parts as boxes beside each other."""
    boxes = {**boxes, **dict(heads.values())}
    inside: dict[str, dict[str, Place]] = {}
    frames: dict[str, Box] = {}
    for part, names in parts.items():
        inside[part] = _force({name: boxes[name] for name in names}, links, in_rows=linked)
        around = bounds_of(inside[part], boxes)
        shift = (around.left + around.right) / 2, (around.top + around.bottom) / 2
        inside[part] = {n: (x - shift[0], y - shift[1]) for n, (x, y) in inside[part].items()}
        if part in heads:
            name, box = heads[part]
            top = bounds_of(inside[part], boxes).top
            inside[part][name] = (0.0, top - _MARGIN - box.bottom)
        frames[part] = bounds_of(inside[part], boxes)
    where = _place_linked(links, parts, frames) if linked else _place_in_rows(frames)
    return {
        name: (x + where[part][0], y + where[part][1])
        for part, places in inside.items()
        for name, (x, y) in places.items()
    }


def _force(
    boxes: Mapping[str, Box], links: Mapping[tuple[str, str], int], *, in_rows: bool
) -> dict[str, Place]:
    """Return positions of a part by the spring layout, with room for the labels.

    ``in_rows`` packs the nodes closer, without room for lines between them.
    """
    from careergraph.search.networkx_layout import spring_positions

    names = sorted(boxes)
    if len(names) == 1:
        return {names[0]: (0.0, 0.0)}
    inner = {pair: n for pair, n in links.items() if pair[0] in boxes and pair[1] in boxes}
    if len(names) > _MOST_FORCED:
        return _in_rows(_spiral(_by_nearness(names, inner)), boxes)
    many = len(names) > _MOST_PUSHED
    places = spring_positions(names, inner, seed=_SEED, iterations=40 if many else 80)
    if many:
        return _in_rows(places, boxes)
    if in_rows:
        return _in_rows(places, boxes, room=_ROOM_IN_FAMILIES)
    return _fit(places, boxes, _MARGIN)


def _by_nearness(names: Sequence[str], links: Iterable[tuple[str, str]]) -> list[str]:
    """Return names in breadth-first order from the one with the most links."""
    beside: dict[str, list[str]] = {name: [] for name in names}
    for start, end in links:
        beside[start].append(end)
        beside[end].append(start)
    order: dict[str, None] = {}
    for first in sorted(names, key=lambda name: (-len(beside[name]), name)):
        waiting = deque([first])
        while waiting:
            name = waiting.popleft()
            if name not in order:
                order[name] = None
                waiting += sorted(beside[name], key=lambda other: (-len(beside[other]), other))
    return list(order)


def _in_rows(
    places: Mapping[str, Place], boxes: Mapping[str, Box], room: float = _ROOM_IN_ROWS
) -> dict[str, Place]:
    """Return positions in rows without touching boxes, keeping the order from above and left.

    It takes as long as sorting, while `spread` compares all pairs repeatedly.
    """
    area = sum((b.right - b.left + _MARGIN) * (b.bottom - b.top + _MARGIN) for b in boxes.values())
    width = sqrt(area * _LANDSCAPE * room)
    upward = sorted(places, key=lambda name: (places[name][1], name))
    extent = max(abs(x) for x, _ in places.values()) or 1.0
    found: dict[str, Place] = {}
    y, row, taken = 0.0, list[str](), 0.0
    for name in [*upward, None]:
        if name is not None:
            row.append(name)
            taken += boxes[name].right - boxes[name].left + _MARGIN
        if row and (name is None or taken * room > width):
            top = min(boxes[each].top for each in row)
            wanted = {each: places[each][0] / extent * width / 2 for each in row}
            for each, x in _place_in_row(wanted, boxes).items():
                found[each] = (round(x, 1), round(y - top, 1))
            y += max(boxes[each].bottom for each in row) - top + _MARGIN
            row, taken = [], 0.0
    return found


def _place_in_row(wanted: Mapping[str, float], boxes: Mapping[str, Box]) -> dict[str, float]:
    """Return x of each box in a row, near its wanted position, with no two touching."""
    order = sorted(wanted, key=lambda name: (wanted[name], name))
    found: dict[str, float] = {}
    end = None
    for name in order:
        x = wanted[name] if end is None else max(wanted[name], end - boxes[name].left)
        found[name] = x
        end = x + boxes[name].right + _MARGIN
    shift = sum(found[name] - wanted[name] for name in order) / len(order)
    return {name: x - shift for name, x in found.items()}


def _fit(places: Mapping[str, Place], boxes: Mapping[str, Box], margin: float) -> dict[str, Place]:
    """Return positions in pixels for those from -1 to 1: apart, and compact enough for a screen."""
    area = sum((b.right - b.left + margin) * (b.bottom - b.top + margin) for b in boxes.values())
    scale = sqrt(area * 0.3)
    best: tuple[float, dict[str, Place]] | None = None
    for stretch in _STRETCHES:
        wide, high = scale * sqrt(stretch), scale / sqrt(stretch)
        sized = {n: (round(x * wide, 1), round(y * high, 1)) for n, (x, y) in places.items()}
        apart = spread(sized, boxes, margin)
        around = bounds_of(apart, boxes)
        extent = max((around.right - around.left) / _LANDSCAPE, around.bottom - around.top)
        if best is None or extent < best[0]:
            best = extent, apart
    return best[1] if best else {}


def _place_linked(
    links: Mapping[tuple[str, str], int],
    parts: Mapping[str, Sequence[str]],
    frames: Mapping[str, Box],
) -> dict[str, Place]:
    """Return positions of parts: the more links between two, the nearer."""
    from careergraph.search.networkx_layout import spring_positions

    if len(frames) == 1:
        return dict.fromkeys(frames, (0.0, 0.0))
    part_of = {name: part for part, names in parts.items() for name in names}
    between: dict[tuple[str, str], int] = {}
    for (start, end), weight in links.items():
        pair = (min(part_of[start], part_of[end]), max(part_of[start], part_of[end]))
        if pair[0] != pair[1]:
            between[pair] = between.get(pair, 0) + weight
    places = spring_positions(sorted(parts), between, seed=_SEED, iterations=120, distance=0.6)
    if len(frames) > _MOST_GROUPS_FORCED:
        apart = _BETWEEN_GROUPS / 2
        return _in_rows(places, {p: _grown(f, apart) for p, f in frames.items()}, _ROOM_IN_FAMILIES)
    return _fit(places, frames, _BETWEEN_GROUPS)


def _place_in_rows(frames: Mapping[str, Box]) -> dict[str, Place]:
    """Return positions of unlinked parts: in rows, the largest first."""

    def extent(part: str) -> tuple[float, float]:
        frame = frames[part]
        return frame.right - frame.left, frame.bottom - frame.top

    order = sorted(frames, key=lambda part: (-extent(part)[0] * extent(part)[1], part))
    gap = 3 * _MARGIN
    area = sum((w + gap) * (h + gap) for w, h in map(extent, order))
    limit = max(sqrt(area * _LANDSCAPE), *(extent(part)[0] for part in order))
    places, x, y, row = {}, 0.0, 0.0, 0.0
    for part in order:
        width, height = extent(part)
        if x and x + width > limit:
            x, y, row = 0.0, y + row + gap, 0.0
        places[part] = (x - frames[part].left, y - frames[part].top)
        x, row = x + width + gap, max(row, height)
    return places


def _spiral(names: Sequence[str]) -> dict[str, Place]:
    """Return evenly spread positions for any number of names, like seeds in a sunflower."""
    step = 95.0
    return {
        name: (
            round(step * sqrt(number) * cos(number * _GOLDEN_ANGLE) * _LANDSCAPE, 1),
            round(step * sqrt(number) * sin(number * _GOLDEN_ANGLE), 1),
        )
        for number, name in enumerate(names)
    }


def place_missing(nodes: Sequence[dict[str, Any]], edges: Sequence[Mapping[str, Any]]) -> None:
    """Place each of vis-network's nodes that has no position below those that have one."""
    lost = [node for node in nodes if "x" not in node or "y" not in node]
    if not lost:
        return
    names = {f"{number:06}": node for number, node in enumerate(lost)}
    if len(lost) > _MOST_FORCED:
        places = _spiral(list(names))
    else:
        by_id = {node["id"]: name for name, node in names.items()}
        boxes = {
            name: node_box(wrap_label(str(node.get("label", ""))), _size(node), FONT)
            for name, node in names.items()
        }
        pairs = [
            (by_id[e["from"]], by_id[e["to"]])
            for e in edges
            if e["from"] in by_id and e["to"] in by_id
        ]
        places = arrange(boxes, pairs)
    standing = [node["y"] for node in nodes if "x" in node and "y" in node]
    top = min((y for _, y in places.values()), default=0.0)
    below = max(standing) + 200 - top if standing else 0.0
    for name, (x, y) in places.items():
        names[name].update(x=round(x), y=round(y + below))


def _size(node: Mapping[str, Any]) -> float:
    size = node.get("size")
    return float(size) if isinstance(size, int | float) and 0 < size < _LARGEST_SIZE else 25.0
