"""The values that make up a picture: nodes at their positions, edges, facts and legends.

Nothing here knows of pyvis or HTML. Coordinates are pixels at zoom 1, x to the right and y down.
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
"""Height of a label's letters in pixels, unless a node says otherwise."""


class Bar(NamedTuple):
    """An estimate as a bar: its low end, its middle where it has one, and its high end.

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
    """A family or seniority: its name in the page, its label, and where it stands in its order.

    ``frame`` is the box (left, top, right, bottom) around a family that stands together in a map.
    """

    id: str
    label: str
    rank: float = 0.0
    frame: tuple[int, int, int, int] | None = None


class PictureNode(NamedTuple):
    """A thing of a picture.

    ``category`` is one of `palette.CATEGORIES`. ``importance`` (0..1) is what the filter of the
    page goes by, ``weight`` what decides who stays when a picture is too large: the larger stays.
    ``side`` is where the label stands: where there is room (empty), "below", "left" or "right".
    ``one_line`` keeps the label on one line, cut where it is too long; ``broad`` breaks it into two
    long lines at most.
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


class PictureEdge(NamedTuple):
    """A line between two things, from ``source`` to ``target`` (ids of nodes).

    ``kind`` is one of `palette.KINDS` or a name of its own, ``grade`` one of `model.GRADES` or
    ``None`` where nothing is claimed. ``bend`` is how far it leaves the straight line: 0 not at
    all, below 0 to the other side. ``faint`` lines stand back until one looks at their ends.
    ``people`` is how many people were observed to make a move. ``headless`` lines, of which many
    meet in one place, have no arrowhead until one looks at them. ``marked`` lines of editorial or
    computed grade carry its mark; those of a group whose heading has it need none.
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
    """A role on a route, and its step onward, as the lane of the route shows them.

    ``node`` is the id of the role and ``pay`` its pay. Of the step onward, ``edge`` is its position
    among the edges of the picture, ``bars`` are learning and time, ``learning`` names what to
    learn, in order, and ``probable`` what is probably held already. ``shares_pay``: the figures are
    those of the stop before, since statistics count both roles together.
    """

    node: str
    pay: Fact
    edge: int | None = None
    bars: tuple[Fact, ...] = ()
    learning: tuple[str, ...] = ()
    probable: tuple[str, ...] = ()
    shares_pay: bool = False


class PictureRoute(NamedTuple):
    """A route through a picture: ids of its nodes, and positions of its edges in the picture.

    Its roles and steps come first, in order, then the skills to learn and the lines to them.
    ``facts`` are its full figures, in the words of the command line: they cite sources by their
    numbers in the picture. ``title`` is its time, ``summary`` its learning and what to begin with;
    ``totals`` are what to compare routes by, as facts with bars.
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
    """All that a page shows. ``size`` says in one sentence what the size of a node means.

    ``kinds`` are the looks of lines where these are not those of the palette.
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
