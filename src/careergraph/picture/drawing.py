"""The values that make up a picture: nodes at their positions, edges, facts and legends.

They do not depend on pyvis or HTML. Coordinates are pixels at zoom 1, x to the right and y down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from careergraph.model.frozen import frozen

if TYPE_CHECKING:
    from careergraph.model.values import GraphInfo, Source
    from careergraph.picture.palette import Kind

__all__ = [
    "FONT",
    "Axis",
    "Bar",
    "Fact",
    "Group",
    "Link",
    "Picture",
    "PictureEdge",
    "PictureNode",
    "PictureRoute",
    "RouteStop",
]

FONT: Final = 14
"""The default font size of labels in pixels."""


class Bar(NamedTuple):
    """An estimate as a bar: its low end, its middle if it has one, and its high end.

    ``unit`` names what is measured, such as "USD P1Y"; bars of one unit share a scale.
    """

    low: float
    middle: float | None
    high: float
    unit: str


class Fact(NamedTuple):
    """One line of the side panel: a name, a value, and the IRIs of its sources.

    ``bar`` draws a range of figures, such as pay, under the text.
    """

    name: str
    value: str
    sources: tuple[str, ...] = ()
    bar: Bar | None = None


class Link(NamedTuple):
    """A page on the web about a thing."""

    label: str
    url: str


class Group(NamedTuple):
    """A family or seniority: its id in the page, its label, and its rank.

    ``frame`` is the box (left, top, right, bottom) around a family whose roles are grouped in a
    map.
    """

    id: str
    label: str
    rank: float = 0.0
    frame: tuple[int, int, int, int] | None = None


class PictureNode(NamedTuple):
    """A thing in a picture.

    ``category`` is one of `palette.CATEGORIES`. ``importance`` (0..1) is the value that the page
    filters by. ``weight`` decides which nodes are kept when a picture is too large: those with
    larger weights. ``side`` is the place of the label: "below", "left", "right", or empty for
    wherever there is room. ``one_line`` keeps the label on one line and cuts it if it is too long;
    ``broad`` breaks it into at most two long lines. ``shape`` replaces that of the category.
    """

    id: str
    label: str
    category: str
    x: float = 0.0
    y: float = 0.0
    size: int = 14
    importance: float | None = None
    family: str | None = None
    seniority: str | None = None
    aliases: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    iri: str = ""
    weight: float = 0.0
    font: int = FONT
    side: Literal["", "left", "right", "below"] = ""
    one_line: bool = False
    broad: bool = False
    shape: str = ""


class PictureEdge(NamedTuple):
    """A line between two things, from ``source`` to ``target`` (ids of nodes).

    ``kind`` is one of `palette.KINDS` or another name, ``grade`` one of `model.GRADES` or ``None``
    if nothing is claimed. ``bend`` is how far the line curves: 0 is straight, and negative values
    curve to the other side. ``faint`` lines are subdued until one of their ends is selected.
    ``people`` is how many people were observed to make a move. ``headless`` lines, many of which
    meet in one place, have no arrowhead until they are selected. ``marked`` lines of editorial or
    computed grade carry the mark of the grade; lines in a group whose heading has the mark need
    none.
    """

    source: str
    target: str
    kind: str
    name: str = ""
    grade: str | None = None
    importance: float | None = None
    facts: tuple[Fact, ...] = ()
    bend: float = 0.0
    width: float = 1.5
    faint: bool = False
    people: int | None = None
    headless: bool = False
    marked: bool = True


class RouteStop(NamedTuple):
    """A role on a route and the step that follows, as the route's lane shows them.

    ``node`` is the id of the role and ``pay`` its pay. For the step that follows, ``edge`` is its
    position among the edges of the picture, ``bars`` show learning and time, ``learning`` names the
    skills to learn, in order, and ``probable`` those that are probably held. ``shares_pay`` says
    that the pay is that of the previous stop, because statistics count both roles together.
    """

    node: str
    pay: Fact
    edge: int | None = None
    bars: tuple[Fact, ...] = ()
    learning: tuple[str, ...] = ()
    probable: tuple[str, ...] = ()
    shares_pay: bool = False


class PictureRoute(NamedTuple):
    """A route in a picture: the ids of its nodes, and the positions of its edges.

    Its roles and steps come first, in order, then the skills to learn and the lines to them.
    ``facts`` are its full figures, in the words of the command line, citing sources by their
    numbers in the picture. ``title`` is its time, ``summary`` its learning and what to begin with;
    ``totals`` are the figures for comparing routes, as facts with bars.
    """

    label: str
    nodes: tuple[str, ...]
    edges: tuple[int, ...]
    title: str = ""
    summary: str = ""
    stops: tuple[RouteStop, ...] = ()
    facts: tuple[Fact, ...] = ()
    totals: tuple[Fact, ...] = ()


class Axis(NamedTuple):
    """The meaning of the x axis; ticks are (x, label)."""

    label: str
    ticks: tuple[tuple[float, str], ...]


@frozen
class Picture:
    """Everything that a page shows. ``size`` explains the size of a node in one sentence.

    ``kinds`` are the line styles, if they are not those of the palette.
    """

    title: str
    subtitle: str
    kind: str
    graph: GraphInfo
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    sources: tuple[Source, ...] = ()
    families: tuple[Group, ...] = ()
    seniorities: tuple[Group, ...] = ()
    notices: tuple[str, ...] = ()
    size: str = ""
    axis: Axis | None = None
    routes: tuple[PictureRoute, ...] = ()
    kinds: tuple[Kind, ...] = ()
