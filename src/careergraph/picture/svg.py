"""Pictures as SVG, for paper and for places that run no scripts.

An open page draws its own SVG (`html/page/svg.js`); a test compares the two.
"""

from __future__ import annotations

import re
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from careergraph.picture.labels import Box, clean_text, node_box, wrap_label
from careergraph.picture.palette import BACKGROUNDS, CATEGORIES, GRADE_STROKES, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.picture.drawing import Axis, Group, Picture
    from careergraph.picture.palette import Kind

__all__ = ["draw_still"]

_INK: Final = "#1b1f24"
_SOFT: Final = "#5b626b"
_MOST_FAINT: Final = 300
_BORDER: Final = 24
_FOOT: Final = 34
_HEAD: Final = 44
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_ARROW: Final = 7.0
_MARKED: Final = 90.0
"""A line has to be longer than this to have room for a text."""
_TURNS: Final = (0.5, 0.62, 0.38, 0.74, 0.26)
"""Positions of the text on its line: in the middle, or nearer to an end."""
_HALO: Final = 'stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
_USUAL_SIZE: Final = 25.0


def draw_still(
    nodes: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
    title: str,
    picture: Picture | None = None,
) -> str:
    """Return vis-network's nodes and edges, at their positions, as SVG in light colours.

    Examples
    --------
    >>> draw_still([{"id": "a", "label": "A", "x": 0, "y": 0}], [], "One")[:4]
    '<svg'
    """
    shown = {node["id"]: node for node in nodes}
    axis = picture.axis if picture else None
    kinds = {kind.id: kind for kind in (picture.kinds if picture else ())}
    labelled = _labelled(nodes)
    frame = _frame(list(shown.values()), [e for e in edges if _bend(e)], shown)
    left, top = frame.left - _BORDER, frame.top - _BORDER - _HEAD
    width = frame.right - frame.left + 2 * _BORDER
    foot = _FOOT if axis else 0
    height = frame.bottom - frame.top + 2 * _BORDER + _HEAD + foot
    box = f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"
    paper = (
        f'<rect x="{left:.0f}" y="{top:.0f}" width="100%" height="100%" fill="{BACKGROUNDS[0]}"/>'
    )
    place = f'x="{left + 14:.0f}" y="{top + 28:.0f}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{box}"',
        f' width="{width:.0f}" height="{height:.0f}" style="max-width: 100%; height: auto"',
        ' font-family="sans-serif">',
        f"<title>{_text(title)}</title>",
        paper,
        f'<text {place} font-size="20" font-weight="bold" fill="{_INK}">{_text(title)}</text>',
        *_axis(axis, top + _HEAD, top + height - foot),
        *(_family(group) for group in (picture.families if picture else ())),
        *(
            _edge(edge, shown, kinds)
            for edge in _drawn(edges)
            if {edge["from"], edge["to"]} <= shown.keys()
        ),
        *(_node(node, labelled=id(node) in labelled) for node in nodes),
        *_marks(edges, shown, kinds, list(labelled.values())),
        "</svg>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _drawn(edges: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the edges; none if so many are faint that lines would hide the names of a list."""
    faint = sum(bool(edge.get("about", {}).get("faint")) for edge in edges)
    return list(edges) if faint <= _MOST_FAINT else []


def _frame(
    nodes: Sequence[Mapping[str, Any]],
    bent: Sequence[Mapping[str, Any]],
    shown: Mapping[object, Mapping[str, Any]],
) -> Box:
    """Return the box around all nodes with their labels, and all curved lines."""
    if not nodes:
        return Box(0, 0, 200, 0)
    boxes = [(float(node["x"]), float(node["y"]), _box(node)) for node in nodes]
    for edge in bent:
        if {edge["from"], edge["to"]} <= shown.keys():
            x, y = _middle(edge, shown[edge["from"]], shown[edge["to"]])
            boxes.append((x, y, Box(0, 0, 0, 0)))
    return Box(
        min(x + box.left for x, _, box in boxes),
        min(y + box.top for _, y, box in boxes),
        max(x + box.right for x, _, box in boxes),
        max(y + box.bottom for _, y, box in boxes),
    )


def _text(text: object) -> str:
    return escape(clean_text(str(text)).encode("utf-8", "replace").decode())


def _family(family: Group) -> str:
    """Return the panel behind a family."""
    if family.frame is None:
        return ""
    left, top, right, bottom = family.frame
    place = f'x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"'
    return f'<rect {place} rx="14" fill="#f1f3f6"/>'


def _axis(axis: Axis | None, top: float, bottom: float) -> list[str]:
    if axis is None:
        return []
    lines = []
    for x, label in axis.ticks:
        lines.append(
            f'<line x1="{x:.0f}" y1="{top:.0f}" x2="{x:.0f}" y2="{bottom:.0f}" stroke="#dfe3e8"/>'
        )
        lines.append(
            f'<text x="{x:.0f}" y="{bottom + 18:.0f}" font-size="12" text-anchor="middle" '
            f'fill="{_SOFT}">{_text(label)}</text>'
        )
    return lines


def _size(node: Mapping[str, Any]) -> float:
    size = node.get("size", _USUAL_SIZE)
    return float(size) if isinstance(size, int | float) else _USUAL_SIZE


def _side(node: Mapping[str, Any]) -> str:
    """Return the place of the label: "left" or "right" of its shape, or below it (empty)."""
    side = node.get("about", {}).get("side")
    return side if side in {"left", "right"} else ""


def _label(node: Mapping[str, Any]) -> str:
    label = str(node.get("label", ""))
    lines = (clean_text(line) for line in label.split("\n"))
    if "\n" in label or node.get("about", {}).get("line"):
        return "\n".join(lines)
    return wrap_label(label)


def _box(node: Mapping[str, Any]) -> Box:
    font = _font(node)
    shape = str(node.get("shape", "dot"))
    return node_box(_label(node), _size(node), font, shape=shape, side=_side(node))


def _font(node: Mapping[str, Any]) -> int:
    font = node.get("font")
    size = font.get("size") if isinstance(font, dict) else None
    # The rows of blocks and lists are as close as small letters allow.
    in_rows = node.get("about", {}).get("line") and _side(node)
    return size if isinstance(size, int) else 12 if in_rows else 14


def _labelled(nodes: Sequence[Mapping[str, Any]]) -> dict[int, Box]:
    """Return the nodes (as `id` gives them) whose labels have room, the larger nodes first.

    Each has the box of the node with its label.
    """
    found: dict[int, Box] = {}
    for node in sorted(nodes, key=lambda node: (node.get("shape") != "text", -_size(node))):
        x, y, box = float(node["x"]), float(node["y"]), _box(node)
        place = Box(x + box.left, y + box.top, x + box.right, y + box.bottom)
        if not any(_overlap(place, other) for other in found.values()):
            found[id(node)] = place
    return found


def _node(node: Mapping[str, Any], *, labelled: bool) -> str:
    x, y, size = float(node["x"]), float(node["y"]), _size(node)
    category = CATEGORIES.get(node.get("about", {}).get("class", ""))
    color = category.color if category else str(node.get("color", ""))
    if not _COLOR.fullmatch(color):
        color = CATEGORIES["other"].color
    shape = _shape(str(node.get("shape", "dot")), x, y, size)
    drawn = f'<{shape} fill="{color}"/>' if shape else ""
    return drawn + (_label_lines(node, x, y, size) if labelled else "")


def _shape(name: str, x: float, y: float, size: float) -> str:
    """Return the element of a shape without its end; nothing if there is only text."""
    corners: dict[str, list[tuple[float, float]]] = {
        "diamond": [(0, -1), (1, 0), (0, 1), (-1, 0)],
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "triangle": [(1.15 * sin(n * pi / 1.5), -1.15 * cos(n * pi / 1.5)) for n in range(3)],
        "triangleDown": [(1.15 * sin(n * pi / 1.5), 1.15 * cos(n * pi / 1.5)) for n in range(3)],
        "hexagon": [(cos(n * pi / 3), sin(n * pi / 3)) for n in range(6)],
        "star": [
            ((0.6 if n % 2 else 1.3) * sin(n * pi / 5), -(0.6 if n % 2 else 1.3) * cos(n * pi / 5))
            for n in range(10)
        ],
    }
    if name == "text":
        return ""
    if name not in corners:
        return f'circle cx="{x:g}" cy="{y:g}" r="{size:g}"'
    points = " ".join(f"{x + u * size:.1f},{y + v * size:.1f}" for u, v in corners[name])
    return f'polygon points="{points}"'


def _label_lines(node: Mapping[str, Any], x: float, y: float, size: float) -> str:
    label, font = _label(node), _font(node)
    if not label:
        return ""
    lines = label.split("\n")
    step = font * 1.25
    anchor, at, first = "middle", x, y + size + 6 + font
    if node.get("shape") == "text":
        first = y - len(lines) * step / 2 + font
    elif side := _side(node):
        first = y - len(lines) * step / 2 + font
        anchor, at = ("start", x + size + 6) if side == "right" else ("end", x - size - 6)
    spans = "".join(
        f'<tspan x="{at:g}" y="{first + number * step:.1f}">{_text(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    color = _SOFT if node.get("shape") == "text" else _INK
    return f'<text font-size="{font}" text-anchor="{anchor}" fill="{color}" {_HALO}>{spans}</text>'


def _edge(
    edge: Mapping[str, Any],
    shown: Mapping[object, Mapping[str, Any]],
    kinds: Mapping[str, Kind],
) -> str:
    start, end = shown[edge["from"]], shown[edge["to"]]
    about = edge.get("about", {})
    kind = about.get("kind", "other")
    color = (kinds.get(kind) or kind_of(kind)).color
    stroke = GRADE_STROKES.get(about.get("grade", ""))
    dashes = (
        f' stroke-dasharray="{stroke.dashes[0]} {stroke.dashes[1]}"'
        if stroke and stroke.dashes
        else ""
    )
    width = edge.get("width", 1.0)
    width = width if isinstance(width, int | float) else 1.0
    faint = 0.15 if about.get("faint") else 0.75
    path, tip = _path(edge, start, end)
    style = (
        f'fill="none" stroke="{color}" stroke-width="{width:g}" stroke-opacity="{faint}"{dashes}'
    )
    pointed = tip and "to" in str(edge.get("arrows", ""))
    arrow = f'<polygon points="{tip}" fill="{color}" fill-opacity="{faint}"/>' if pointed else ""
    name = f"<title>{_text(about['name'])}</title>" if about.get("name") else ""
    return f"<path d={quoteattr(path)} {style}>{name}</path>{arrow}"


def _marks(
    edges: Sequence[Mapping[str, Any]],
    shown: Mapping[object, Mapping[str, Any]],
    kinds: Mapping[str, Kind],
    taken: Sequence[Box],
) -> list[str]:
    """Return the texts on lines ("~" or the people observed), where there is room."""
    boxes, marks = [*taken], []
    for edge in sorted(edges, key=lambda edge: -float(edge.get("width", 1))):
        label, about = clean_text(str(edge.get("label", ""))), edge.get("about")
        if not (label and about and {edge["from"], edge["to"]} <= shown.keys()):
            continue
        start, end = shown[edge["from"]], shown[edge["to"]]
        if hypot(end["x"] - start["x"], end["y"] - start["y"]) <= _MARKED:
            continue
        half = 3 + 4 * len(label)
        for turn in _TURNS:
            x, y = _point(edge, start, end, turn)
            box = Box(x - half, y - 8, x + half, y + 8)
            if any(_overlap(box, other) for other in boxes):
                continue
            boxes.append(box)
            color = (kinds.get(about["kind"]) or kind_of(about["kind"])).color
            marks.append(
                f'<text x="{x:.1f}" y="{y + 5:.1f}" font-size="14" font-weight="600" '
                f'text-anchor="middle" fill="{color}" {_HALO}>{_text(label)}</text>'
            )
            break
    return marks


def _point(
    edge: Mapping[str, Any], start: Mapping[str, Any], end: Mapping[str, Any], turn: float
) -> tuple[float, float]:
    """Return the point of a line at a share (0..1) of its length."""
    middle, rest = _middle(edge, start, end), 1 - turn
    return (
        rest * rest * start["x"] + 2 * rest * turn * middle[0] + turn * turn * end["x"],
        rest * rest * start["y"] + 2 * rest * turn * middle[1] + turn * turn * end["y"],
    )


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and one.right > other.left
        and one.top < other.bottom
        and one.bottom > other.top
    )


def _path(
    edge: Mapping[str, Any], start: Mapping[str, Any], end: Mapping[str, Any]
) -> tuple[str, str]:
    """Return the path of a line between the edges of two shapes, and the corners of its tip."""
    x, y, u, v = (float(place) for place in (start["x"], start["y"], end["x"], end["y"]))
    length = hypot(u - x, v - y)
    if length == 0:
        reach = _size(start) + 14
        return f"M{x:g},{y:g} c{reach:g},{-2 * reach:g} {-reach:g},{-2 * reach:g} 0,0", ""
    middle = _middle(edge, start, end)
    first = _towards((x, y), middle, _size(start) + 1)
    last = _towards((u, v), middle, _size(end) + 2)
    back = _towards(last, middle, _ARROW)
    across = (last[1] - back[1]) * 0.45, -(last[0] - back[0]) * 0.45
    corners = (
        last,
        (back[0] + across[0], back[1] + across[1]),
        (back[0] - across[0], back[1] - across[1]),
    )
    bent = f"Q{middle[0]:.1f},{middle[1]:.1f} {back[0]:.1f},{back[1]:.1f}"
    course = f"M{first[0]:.1f},{first[1]:.1f} {bent}"
    return course, " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)


def _middle(
    edge: Mapping[str, Any], start: Mapping[str, Any], end: Mapping[str, Any]
) -> tuple[float, float]:
    """Return the control point of a curved line."""
    x, y, u, v = (float(place) for place in (start["x"], start["y"], end["x"], end["y"]))
    bend = _bend(edge)
    return (x + u) / 2 + (v - y) * bend, (y + v) / 2 - (u - x) * bend


def _bend(edge: Mapping[str, Any]) -> float:
    smooth = edge.get("smooth")
    if not isinstance(smooth, dict):
        return 0.0
    size = smooth.get("roundness", 0.0)
    size = float(size) if isinstance(size, int | float) else 0.0
    return -size if smooth.get("type") == "curvedCCW" else size


def _towards(
    place: tuple[float, float], other: tuple[float, float], distance: float
) -> tuple[float, float]:
    length = hypot(other[0] - place[0], other[1] - place[1]) or 1.0
    share = min(distance / length, 1.0)
    return (
        place[0] + (other[0] - place[0]) * share,
        place[1] + (other[1] - place[1]) * share,
    )
