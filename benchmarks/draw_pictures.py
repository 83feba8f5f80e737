"""Draw one large invented graph by careergraph or by pyvis alone, or the bundled graph's map.

``python draw_pictures.py careergraph|pyvis NODES`` prints ``{"seconds", "answer"}``: how long it
took to add nodes and edges and to make the page, and how many of both the page holds.
``python draw_pictures.py size NODES`` prints the size of the page of a picture of so many roles,
with all that their side panels say, as the answer. ``python draw_pictures.py layout NODES`` prints
how long it takes to find places for so many linked nodes, as a tree, a thicket or a star, whichever
takes longest.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from typing import Any

_SEED = 20
_EDGES_EACH = 2


def main() -> None:
    """Draw what the arguments say and print how long it took, and what came of it."""
    what, count = sys.argv[1], int(sys.argv[2])
    if what == "layout":
        seconds, answer = measure_layout(count)
    else:
        seconds, answer = measure_size(count) if what == "size" else measure_export(what, count)
    print(json.dumps({"seconds": seconds, "answer": answer}))


def invent(count: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return nodes and edges with what pictures usually give them."""
    chance = random.Random(_SEED)  # noqa: S311 (invented data, not a secret)
    nodes = [
        {
            "n_id": f"role/{number}",
            "label": f"Role number {number}",
            "title": f"What role {number} is about",
            "size": chance.randint(8, 24),
            "x": chance.randint(-20_000, 20_000),
            "y": chance.randint(-20_000, 20_000),
        }
        for number in range(count)
    ]
    edges = [
        {
            "source": f"role/{chance.randrange(count)}",
            "to": f"role/{chance.randrange(count)}",
            "title": f"{chance.randint(5, 99)} people",
            "width": chance.randint(1, 4),
        }
        for _ in range(_EDGES_EACH * count)
    ]
    return nodes, edges


def measure_export(by: str, count: int) -> tuple[float, str]:
    """Return how long it takes to add nodes and edges one by one and to make the page."""
    nodes, edges = invent(count)
    if by == "pyvis":
        from pyvis.network import Network as Library
    else:
        from careergraph.picture import CareerView as Library
    start = time.perf_counter()
    network = Library(directed=True, cdn_resources="in_line")
    for node in nodes:
        network.add_node(**node)
    for edge in edges:
        network.add_edge(**edge)
    page = network.generate_html()
    seconds = time.perf_counter() - start
    shown = len(set(re.findall(r'"id": ?"(role/\d+)"', page)))
    lines = len(re.findall(r'"from": ?"role/', page))
    return seconds, f"{shown} nodes, {lines} edges"


def measure_size(count: int) -> tuple[float, str]:
    """Return how long it takes to write a map of roles with their facts, and its size in bytes.

    The bundled graph's roles are repeated under other names until there are enough.
    """
    from dataclasses import replace

    from careergraph import load
    from careergraph.picture import CareerView

    graph = load()
    start = time.perf_counter()
    picture = graph.view(all=True).picture
    if picture is None:
        message = "The graph has no map."
        raise ValueError(message)
    nodes, edges = list(picture.nodes), list(picture.edges)
    for copied in range(1, -(-count // len(nodes)) + 1):
        nodes += [n._replace(id=f"{n.id}-{copied}", x=n.x + 9000) for n in picture.nodes]
        edges += [
            e._replace(source=f"{e.source}-{copied}", target=f"{e.target}-{copied}")
            for e in picture.edges
        ]
    nodes = nodes[:count]
    known = {node.id for node in nodes}
    edges = [edge for edge in edges if edge.source in known and edge.target in known]
    larger = replace(picture, nodes=tuple(nodes), edges=tuple(edges))
    content = CareerView(larger).to_bytes()
    return time.perf_counter() - start, str(len(content))


def measure_layout(count: int) -> tuple[float, str]:
    """Return how long a layout of linked nodes takes, the slowest of three, and its shape."""
    from careergraph.picture.labels import node_box
    from careergraph.picture.layout.forces import arrange

    chance = random.Random(_SEED)  # noqa: S311 (invented data, not a secret)
    names = [f"n{number:05}" for number in range(count)]
    boxes = {name: node_box("A usual role\nof two lines", 14) for name in names}
    shapes = {
        "tree": [(names[n], names[chance.randrange(n)]) for n in range(1, count)],
        "thicket": [(chance.choice(names), chance.choice(names)) for _ in range(3 * count)],
        "star": [(names[0], name) for name in names[1:]],
    }
    taken = {}
    for shape, links in shapes.items():
        start = time.perf_counter()
        arrange(boxes, links)
        taken[shape] = time.perf_counter() - start
    slowest = max(taken, key=lambda shape: taken[shape])
    return taken[slowest], slowest


if __name__ == "__main__":
    main()
