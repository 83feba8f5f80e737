"""`CareerView`: a pyvis network that writes one self-contained HTML file."""

from __future__ import annotations

import base64
import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from careergraph.errors import UsageError
from careergraph.files import write_atomically
from careergraph.picture.html.packing import pack
from careergraph.picture.html.pyvis_import import load_pyvis
from careergraph.picture.html.safety import policy, read_assets, script_json
from careergraph.picture.html.vis_data import edge_entry, node_entry, page_head
from careergraph.picture.labels import clean_text
from careergraph.picture.layout.forces import place_missing
from careergraph.picture.png import can_draw_png, draw_png
from careergraph.picture.svg import draw_still

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.picture.drawing import Picture

__all__ = ["CareerView"]

_pyvis = load_pyvis()
_FOLDER: Final = Path(__file__).resolve().parent
_TEMPLATE: Final = "page.html.jinja"
_MANY_EDGES: Final = 400
_PHYSICS: Final[dict[str, Any]] = {
    "solver": "forceAtlas2Based",
    "forceAtlas2Based": {
        "gravitationalConstant": -90,
        "centralGravity": 0.008,
        "springLength": 140,
        "springConstant": 0.06,
        "avoidOverlap": 0.6,
    },
    "maxVelocity": 40,
    "minVelocity": 0.75,
    "stabilization": False,
}
"""Settings of vis-network's physics, which users can turn on."""


class CareerView(_pyvis.Network):  # type: ignore[misc, name-defined]
    """A picture as a pyvis network, on which everything that pyvis offers works.

    It differs from `pyvis.network.Network` in what it writes: one UTF-8 file that loads nothing
    from the web, with a strict Content-Security-Policy and no text from data in its HTML. The time
    to add a node or an edge does not grow with their number.

    Parameters
    ----------
    picture
        The picture to draw; without it the view starts empty.
    compact
        Whether legend and details are folded away until they are opened.
    handout
        Whether the page is a sheet to print and hand out.
    options
        Those of `pyvis.network.Network`.

    Examples
    --------
    >>> view = CareerView(heading="Two roles")
    >>> view.add_node("cook", label="Cook")
    >>> view.add_node("chef", label="Chef")
    >>> view.add_edge("cook", "chef", title="promotion")
    >>> "http-equiv" in view.generate_html()
    True
    """

    def __init__(
        self,
        picture: Picture | None = None,
        *,
        compact: bool = False,
        handout: bool = False,
        **options: Any,  # noqa: ANN401 (pyvis's)
    ) -> None:
        options.setdefault("directed", True)
        options.setdefault("height", "440px" if compact else "640px")
        options.setdefault("cdn_resources", "in_line")
        if picture is not None:
            options.setdefault("heading", picture.title)
        super().__init__(**options)
        self.picture = picture
        self.compact = compact
        self.handout = handout
        self.options: Any
        self.set_template_dir(str(_FOLDER), _TEMPLATE)
        self.options.physics.enabled = False
        self.options.edges.smooth.enabled = False
        self.options.edges.smooth.type = "continuous"
        self.options.interaction.hover = True
        self._pairs: set[frozenset[object]] = set()
        self._paired = 0
        if picture is not None:
            self._fill(picture)

    def _fill(self, picture: Picture) -> None:
        """Add the nodes and edges of a picture."""
        numbers = {source.iri: number for number, source in enumerate(picture.sources)}
        self.nodes = [node_entry(node, numbers) for node in picture.nodes]
        self.node_ids = [node["id"] for node in self.nodes]
        self.node_map = dict(zip(self.node_ids, self.nodes, strict=True))
        marked = picture.kind not in {"family", "all"}
        self.edges = [
            edge_entry(f"e{number}", edge, numbers, marked=marked)
            for number, edge in enumerate(picture.edges)
        ]
        self.options.interaction.hideEdgesOnDrag = len(self.edges) > _MANY_EDGES

    def add_node(
        self,
        n_id: Any,  # noqa: ANN401 (a text or a whole number)
        label: str | int | None = None,
        shape: str = "dot",
        color: str = "#97c2fc",
        **options: Any,  # noqa: ANN401 (whatever vis-network knows)
    ) -> None:
        """Add a node, as `pyvis.network.Network.add_node` does; an existing one is not changed.

        Raises
        ------
        UsageError
            The id is neither a text nor a whole number.
        """
        if not isinstance(n_id, str | int):  # Users of pyvis may give anything.
            message = f"A node's id is a text or a whole number, not {type(n_id).__name__}."
            raise UsageError(message)
        if n_id in self.node_map:
            return
        if "group" not in options:
            options["color"] = color
        if self.font_color:
            options["font"] = {"color": self.font_color}
        options["id"] = n_id
        options["label"] = label or n_id
        options["shape"] = shape
        self.nodes.append(options)
        self.node_ids.append(n_id)
        self.node_map[n_id] = options

    def add_edge(self, source: str | int, to: str | int, **options: Any) -> None:  # noqa: ANN401 (as above)
        """Add an edge between two nodes, as `pyvis.network.Network.add_edge` does.

        If edges have no direction, a second one between the same two nodes is left out.

        Raises
        ------
        UsageError
            One of the two nodes does not exist yet.
        """
        known = self.node_map
        if source not in known or to not in known:
            missing = to if source in known else source
            message = f"There is no node {missing!r} yet: add it with add_node first."
            raise UsageError(message)
        options["from"] = source
        options["to"] = to
        if self.directed:
            if "arrows" not in options:
                options["arrows"] = "to"
        elif not self._is_first(source, to):
            return
        self.edges.append(options)

    def _is_first(self, source: object, to: object) -> bool:
        """Return whether no edge joins two nodes yet, including edges added by hand."""
        for edge in self.edges[self._paired :]:
            self._pairs.add(frozenset((edge["from"], edge["to"])))
        self._paired = len(self.edges)
        return frozenset((source, to)) not in self._pairs

    def set_options(self, options: Any) -> None:  # noqa: ANN401 (a text or a mapping)
        """Replace vis-network's options by a mapping, or by a text from its configurator.

        Raises
        ------
        UsageError
            The text is not a JSON object.
        """
        if isinstance(options, str):
            text = options[max(options.find("{"), 0) :].strip().removesuffix(";")
            try:
                options = json.loads(text)
            except ValueError as error:
                message = f"The options are no JSON object: {error}."
                raise UsageError(message) from error
        try:
            self.options = dict(options)
        except (TypeError, ValueError) as error:
            message = "The options are no JSON object."
            raise UsageError(message) from error

    def set_template_dir(
        self, template_directory: str, template_file: str = "template.html"
    ) -> None:
        """Use a template of your own for the page; texts are escaped in ours."""
        super().set_template_dir(template_directory, template_file)
        if Path(template_directory) == _FOLDER:
            self.templateEnv.autoescape = True

    def page_data(self) -> dict[str, Any]:
        """Return everything that the page shows, as the values of its JSON."""
        place_missing(self.nodes, self.edges)
        return {
            **page_head(self.picture, self.heading, self.nodes, self.edges),
            "compact": self.compact,
            "handout": self.handout,
            "physics": _PHYSICS,
            "options": self._vis_options(),
            "nodes": self.nodes,
            "edges": self.edges,
        }

    def _vis_options(self) -> dict[str, Any]:
        options: dict[str, Any] = json.loads(self.get_network_data()[-1])
        return options

    def generate_html(
        self,
        name: str = "index.html",
        local: bool = True,  # noqa: FBT001, FBT002 (pyvis's signature)
        notebook: bool = False,  # noqa: FBT001, FBT002
    ) -> str:
        """Return the page. ``name`` and ``local`` exist for pyvis and have no effect.

        Raises
        ------
        UsageError
            pyvis's ``select_menu`` or ``filter_menu`` is requested, which this page cannot show.
        """
        del name, local
        for menu in ("select_menu", "filter_menu"):
            if getattr(self, menu) and self.path == _TEMPLATE:
                message = (
                    f"{menu} does not work in a CareerView: pyvis loads its menus from the web, "
                    "and this page loads nothing from the web. The page has a search and filters "
                    f"of its own. Leave {menu} out, or use pyvis.network.Network."
                )
                raise UsageError(message)
        own = self.template if notebook else None
        template = own or self.templateEnv.get_template(self.path)
        self.html = template.render(**self._pyvis_context(notebook=notebook), **self._context())
        return str(self.html)

    def _context(self) -> dict[str, object]:
        data = self.page_data()
        assets = read_assets(icons=_shows_icons(data["options"]))
        csp = policy((assets.vis_script, assets.script), (assets.vis_style, assets.style))
        return {
            "title": data["title"] or "careergraph",
            "lang": "en",
            # These are inserted unchanged: each was made safe for its element.
            "page_json": script_json(pack(data)),
            **assets._asdict(),
            "csp": csp,
        }

    def _pyvis_context(self, *, notebook: bool) -> dict[str, object]:
        """Return the values for pyvis's own templates and those that people made for it."""
        nodes, edges, heading, height, width, options = self.get_network_data()
        return {
            "height": height,
            "width": width,
            "nodes": nodes,
            "edges": edges,
            "heading": heading,
            "options": options,
            "physics_enabled": json.loads(options).get("physics", {}).get("enabled", True),
            "use_DOT": self.use_DOT,
            "dot_lang": self.dot_lang,
            "widget": self.widget,
            "bgcolor": self.bgcolor,
            "conf": self.conf,
            "tooltip_link": False,
            "neighborhood_highlight": self.neighborhood_highlight,
            "select_menu": self.select_menu,
            "filter_menu": self.filter_menu,
            "notebook": notebook,
            "cdn_resources": self.cdn_resources,
        }

    def to_bytes(self) -> bytes:
        """Return the page as the bytes of its file: UTF-8 whatever the locale."""
        return self.generate_html().encode("utf-8", "replace")

    def save(self, path: str | Path) -> Path:
        """Write the page, whole or not at all, replacing any earlier file, and return its path.

        Raises
        ------
        OutputError
            It cannot be written.
        """
        target = Path(path)
        write_atomically(target, self.to_bytes())
        return target

    def write_html(
        self,
        name: str,
        local: bool = True,  # noqa: FBT001, FBT002 (pyvis's signature)
        notebook: bool = False,  # noqa: FBT001, FBT002
        open_browser: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Write the page to a single file, without a folder of scripts beside it."""
        content = self.generate_html(name, local, notebook)
        write_atomically(Path(name), content.encode("utf-8", "replace"))
        if open_browser:
            import webbrowser

            webbrowser.open(Path(name).resolve().as_uri())

    def show(
        self,
        name: str,
        local: bool = True,  # noqa: FBT001, FBT002 (pyvis's signature)
        notebook: bool = True,  # noqa: FBT001, FBT002
    ) -> Any:  # noqa: ANN401 (IPython's IFrame)
        """Write the page and return a frame around it; outside a notebook, open it instead."""
        self.write_html(name, local, notebook, open_browser=not notebook)
        return _pyvis.IFrame(name, width=self.width, height=self.height) if notebook else None

    def to_svg(self) -> str:
        """Return a still picture of the view, for places that run no scripts.

        Examples
        --------
        >>> view = CareerView(heading="One role")
        >>> view.add_node("cook", label="Cook")
        >>> "Cook</tspan>" in view.to_svg()
        True
        """
        place_missing(self.nodes, self.edges)
        return draw_still(self.nodes, self.edges, str(self.heading or ""), self.picture)

    def to_png(self) -> bytes:
        """Return the still picture as PNG, at most 1,000 pixels wide (needs extra "notebook").

        Raises
        ------
        CareerGraphError
            The extra "notebook" is not installed.
        """
        return draw_png(self.to_svg())

    def __repr__(self) -> str:
        """Return the title, and the numbers of nodes and edges."""
        title = f"{clean_text(str(self.heading), 60)}: " if self.heading else ""
        return f"<CareerView {title}{len(self.nodes)} nodes, {len(self.edges)} edges>"

    def _repr_html_(self) -> str:
        """Return the page in a frame that needs neither a file nor the web, for notebooks."""
        source = escape(self.to_bytes().decode(), quote=True)
        allowed: Literal["allow-scripts allow-downloads allow-popups"]
        allowed = "allow-scripts allow-downloads allow-popups"
        return (
            f'<iframe srcdoc="{source}" sandbox="{allowed}" title="{escape(repr(self))}" '
            f'style="width: {escape(str(self.width))}; height: {escape(str(self.height))}; '
            'border: 0"></iframe>'
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return the forms that a notebook may show: the page, a still picture, or words.

        A notebook that is not trusted shows neither the page nor SVG, but it shows PNG.
        """
        svg = self.to_svg()
        bundle = {"text/html": self._repr_html_(), "image/svg+xml": svg, "text/plain": repr(self)}
        if can_draw_png():
            bundle["image/png"] = base64.b64encode(draw_png(svg)).decode()
        return bundle


def _shows_icons(options: Mapping[str, Any]) -> bool:
    """Return whether vis-network shows its own buttons or its configurator."""
    interaction, configure = options.get("interaction"), options.get("configure")
    return bool(
        (isinstance(interaction, dict) and interaction.get("navigationButtons"))
        or (isinstance(configure, dict) and configure.get("enabled"))
        or options.get("manipulation")
    )
