"""Still pictures: well-formed SVG that shows what the page shows, whatever the data holds."""

from __future__ import annotations

import base64
import re
import struct
from itertools import accumulate, combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from careergraph.errors import CareerGraphError
from careergraph.picture import CareerView

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "</svg><script>alert(1)</script>",
    '"><a href="javascript:x">',
    "]]> & \x00\x1b",
    "\ud800",
]


def texts(svg: ET.Element) -> list[str]:
    return [
        " ".join(span.text or "" for span in text.iter(f"{SVG}tspan"))
        for text in svg.iter(f"{SVG}text")
        if text.find(f"{SVG}tspan") is not None
    ]


@pytest.mark.parametrize(
    "asked",
    [{"title": "SWE"}, {"path": ("SWE", "lead MLE"), "k": 3}, {"family": "data"}, {"skill": "sql"}],
    ids=str,
)
def test_a_still_picture_shows_every_thing_and_line(graph: CareerGraph, asked: dict) -> None:  # type: ignore[type-arg]
    view = graph.view(**asked)
    svg = ET.fromstring(view.to_svg())  # noqa: S314 (made here)
    labels = [str(node["label"]).replace("\n", " ") for node in view.nodes]
    assert sorted(texts(svg)) == sorted(labels)
    assert len(list(svg.iter(f"{SVG}path"))) == len(view.edges)
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    assert all(
        left < node["x"] < left + width and top < node["y"] < top + height for node in view.nodes
    )


def test_lines_of_a_query_have_the_colours_of_their_properties(graph: CareerGraph) -> None:
    view = graph.view(
        query="""
        PREFIX cg: <https://w3id.org/careergraph/ont#>
        CONSTRUCT { ?a cg:promotesTo ?b . ?b cg:levelOf ?c }
        WHERE { ?a cg:promotesTo ?b . ?b cg:levelOf ?c } LIMIT 9
        """
    )
    assert view.picture is not None
    colours = {kind.color for kind in view.picture.kinds}
    svg = ET.fromstring(view.to_svg())  # noqa: S314 (made here)
    assert {path.attrib["stroke"] for path in svg.iter(f"{SVG}path")} == colours
    assert len(colours) == 2


def test_in_a_large_map_labels_that_have_no_room_are_left_out(graph: CareerGraph) -> None:
    view = graph.view(all=True)
    shown = texts(ET.fromstring(view.to_svg()))  # noqa: S314 (made here)
    assert 27 + 60 < len(shown) < len(view.nodes)
    assert {"Software Engineer", "information security"} <= set(shown)


def test_ticks_of_the_axis_stand_below(graph: CareerGraph) -> None:
    view = graph.view(path=("SWE", "lead MLE"))
    svg, labels = view.to_svg(), [label for _, label in view.picture.axis.ticks]
    route = graph.path("SWE", "lead MLE")
    years = list(accumulate(step.years.middle for step in route.steps))
    assert labels == ["start", *(f"~{year:.1f} years" for year in years)]
    assert all(f">{label}</text>" in svg for label in labels)


def test_what_is_written_on_lines_lies_on_nothing_else(graph: CareerGraph) -> None:
    """The lines of a fan are so close that their numbers would cover each other."""
    view = graph.view("data analyst", depth=2)
    svg = ET.fromstring(view.to_svg())  # noqa: S314 (made here)
    marks = [
        (float(text.attrib["x"]), float(text.attrib["y"]), text.text or "")
        for text in svg.iter(f"{SVG}text")
        if text.text and (text.text == "~" or text.text.startswith("n = "))
    ]
    written = {str(edge["label"]) for edge in view.edges if edge.get("label")}
    assert {text for *_, text in marks} <= written
    assert sum(text.startswith("n = ") for *_, text in marks) >= 5
    for (x, y, one), (u, v, other) in combinations(marks, 2):
        assert abs(x - u) >= 4 * (len(one) + len(other)) or abs(y - v) >= 14, (one, other)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_breaks_out_of_a_still_picture(text: str) -> None:
    view = CareerView(heading=text)
    view.add_node(text, label=text, color=text)
    view.add_edge(text, text)
    svg = ET.fromstring(view.to_svg().encode())  # noqa: S314 (made here)
    kinds = {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert kinds <= {"svg", "title", "rect", "text", "tspan", "path", "circle"}


def test_nothing_at_all_is_a_picture_too() -> None:
    assert ET.fromstring(CareerView().to_svg()).tag == f"{SVG}svg"  # noqa: S314 (made here)


def test_lines_end_at_the_rim_of_shapes() -> None:
    view = CareerView()
    view.add_node("a", x=0, y=0, size=10)
    view.add_node("b", x=100, y=0, size=20)
    view.add_edge("a", "b")
    start, tip = re.findall(r'd="M([\d.]+),0.0 |points="([\d.]+),', view.to_svg())
    assert (start[0], tip[1]) == ("11.0", "78.0")


@pytest.mark.parametrize("with_png", [False, True])
def test_a_notebook_gets_the_page_and_a_still_picture(
    graph: CareerGraph,
    monkeypatch: pytest.MonkeyPatch,
    with_png: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    if with_png:
        pytest.importorskip("resvg_py")
    else:
        monkeypatch.setattr("careergraph.picture.png.find_spec", lambda _: None)
    view = graph.view("data scientist")
    shown = view._repr_mimebundle_()
    png = {"image/png"} if with_png else set()
    assert set(shown) == {"text/html", "image/svg+xml", "text/plain"} | png
    assert shown["image/svg+xml"] == view.to_svg()
    assert len(shown["image/svg+xml"]) < 60_000


@pytest.mark.notebook
@pytest.mark.parametrize("asked", [{"title": "data scientist"}, {"all": True}], ids=str)
def test_a_notebook_that_is_not_trusted_gets_a_small_png(
    graph: CareerGraph,
    asked: dict,  # type: ignore[type-arg]
) -> None:
    pytest.importorskip("resvg_py")
    view = graph.view(**asked)
    data = base64.b64decode(view._repr_mimebundle_()["image/png"])
    assert data == view.to_png()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert 480 <= width <= 1000
    assert height > 200
    assert len(data) < 100_000


def test_without_the_packages_there_is_no_png(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careergraph.picture.png.find_spec", lambda _: None)
    view = CareerView(heading="Nothing")
    assert "image/png" not in view._repr_mimebundle_()
    with pytest.raises(CareerGraphError, match=r"pip install 'careergraph\[notebook\]'"):
        view.to_png()
