"""The SVG that Python draws and the one that an open page saves show the same things and lines."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from browser import SVG, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser import Opened
    from careergraph.graph import CareerGraph

pytestmark = pytest.mark.browser

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COUNTED = """
CONSTRUCT { ?move cg:people ?n ; cg:toRole ?role }
WHERE { ?move cg:toRole ?role ; cg:people ?n . VALUES ?role { id:role\\/data-analyst } }
"""


@pytest.mark.parametrize(
    "asked",
    [
        {"ladder": "data scientist"},
        {"skill": "SPARQL"},
        {"path": ("SWE", "lead MLE")},
        {"query": _COUNTED},
    ],
    ids=["ladder", "skill", "route", "query"],
)
def test_both_show_the_same(
    graph: CareerGraph,
    open_page: Callable[..., Opened],
    tmp_path: Path,
    asked: dict,  # type: ignore[type-arg]
) -> None:
    view = graph.view(**asked)
    view.save(tmp_path / "view.html")
    page = open_page(tmp_path / "view.html", viewport={"width": 1600, "height": 1000}).page
    of_page = ET.fromstring(save(page, "Picture (SVG)")[1])  # noqa: S314 (made by the page)
    of_python = ET.fromstring(view.to_svg())  # noqa: S314 (made here)
    ours, theirs = sorted(_shapes_of_python(of_python)), sorted(_shapes_of_page(of_page))
    assert [colour for colour, _ in ours] == [colour for colour, _ in theirs]
    for (_, one), (_, other) in zip(ours, theirs, strict=True):
        assert one == pytest.approx(other, abs=1)
    assert Counter(_lines(of_python)) == Counter(_lines(of_page))
    assert _marks(of_python) == _marks(of_page)
    labels = _labels(of_python)
    assert labels
    assert _labels(of_page) <= labels


def _shapes_of_python(svg: ET.Element) -> Iterator[tuple[str, list[int]]]:
    """Return colour and box of each thing; the tips of lines are see-through."""
    for tag in ("circle", "polygon"):
        for shape in svg.iter(f"{SVG}{tag}"):
            if "fill-opacity" not in shape.attrib:
                yield shape.attrib["fill"], _box(shape)


def _shapes_of_page(svg: ET.Element) -> Iterator[tuple[str, list[int]]]:
    """Return colour and box of each thing; those of the legend have no title."""
    for tag in ("circle", "path"):
        for shape in svg.iter(f"{SVG}{tag}"):
            if shape.attrib.get("fill") != "none" and shape.find(f"{SVG}title") is not None:
                yield shape.attrib["fill"], _box(shape)


def _box(shape: ET.Element) -> list[int]:
    """Return left, top, right and bottom, in whole pixels."""
    if "r" in shape.attrib:
        x, y, r = (float(shape.attrib[name]) for name in ("cx", "cy", "r"))
        sides = x - r, y - r, x + r, y + r
    else:
        numbers = [float(n) for n in _NUMBER.findall(shape.get("points") or shape.get("d") or "")]
        across, down = numbers[::2], numbers[1::2]
        sides = min(across), min(down), max(across), max(down)
    return [round(side) for side in sides]


def _lines(svg: ET.Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return colour and dashes of each line between things."""
    for path in svg.iter(f"{SVG}path"):
        named = path.find(f"{SVG}title") is not None
        if path.attrib.get("fill") == "none" and named:
            yield path.attrib["stroke"], tuple(_NUMBER.findall(path.get("stroke-dasharray", "")))


def _marks(svg: ET.Element) -> Counter[str]:
    """Return what is written on lines."""
    texts = [text.text or "" for text in svg.iter(f"{SVG}text")]
    return Counter(text for text in texts if text == "~" or text.startswith("n = "))


def _labels(svg: ET.Element) -> set[str]:
    """Return the names in the picture, without regard to where their lines break."""
    texts = (text.findall(f"{SVG}tspan") for text in svg.iter(f"{SVG}text"))
    return {" ".join(span.text or "" for span in spans) for spans in texts if spans}
