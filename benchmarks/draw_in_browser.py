"""Open a picture in headless Chromium and print what was measured as JSON.

``python draw_in_browser.py first|ready|pan ours|pyvis|placed|empty NODES``

first
    Seconds from the navigation until every node has been drawn.
ready
    Seconds from the navigation until the page has loaded, drawn its nodes and takes its next task
    (`CareerView` draws the lines of a large picture after that, while nothing else is to do).
pan
    Seconds of the median frame while the picture is dragged.

``ours`` is `CareerView`; ``pyvis`` a `pyvis.network.Network` as it comes (the layout is found in
the browser), ``placed`` the same with places given and physics off, ``empty`` a page with
vis-network alone and nothing to draw. The others hold the same nodes and edges, and the browser is
offline.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

_EDGES_PER_NODE: Final = 3
_WATCH: Final = """(() => {
  const arc = CanvasRenderingContext2D.prototype.arc;
  let drawn = 0;
  window.measured = {most: 0, at: null};
  CanvasRenderingContext2D.prototype.arc = function (...place) {
    if (drawn === 0) setTimeout(() => { drawn = 0; });
    drawn += 1;
    if (drawn > measured.most) measured.most = drawn;
    if (drawn >= NODES && measured.at === null) measured.at = performance.now();
    return arc.apply(this, place);
  };
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
    measured.ready = performance.now();
  })));
})()"""
_LINES: Final = "() => (window.careergraph?.network ?? network).body.edgeIndices.length"
_FRAMES: Final = """() => {
  window.frames_seen = [];
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    frames_seen.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def make_graph(nodes: int) -> tuple[list[dict[str, Any]], list[tuple[int, int]]]:
    """Return nodes on a shaken grid, and edges between those near to each other."""
    chance = random.Random(5)  # noqa: S311 (no secret)
    side = max(1, round(nodes**0.5))
    places = [
        {
            "n_id": number,
            "label": f"Role number {number}",
            "x": number % side * 90 + chance.randrange(40),
            "y": number // side * 90 + chance.randrange(40),
            "size": chance.randrange(8, 16),
            "shape": "dot",
        }
        for number in range(nodes)
    ]
    steps = (1, 2, side, side + 1, 2 * side)
    edges = [
        (number, (number + chance.choice(steps)) % nodes)
        for number in range(nodes)
        for _ in range(_EDGES_PER_NODE)
    ]
    return places, edges


def make_page(kind: str, nodes: int) -> str:
    """Return the page of a picture."""
    places, edges = make_graph(0 if kind == "empty" else nodes)
    from pyvis.network import Network

    from careergraph.picture import CareerView

    network = (CareerView if kind == "ours" else Network)(
        directed=True, cdn_resources="in_line", height="750px"
    )
    for place in places:
        left_out = ("x", "y") if kind == "pyvis" else ()
        network.add_node(**{name: place[name] for name in place if name not in left_out})
    for source, target in edges:
        network.add_edge(source, target)
    if kind in {"placed", "empty"}:
        network.toggle_physics(status=False)
    return str(network.generate_html())


def measure(what: str, page: Path, nodes: int) -> tuple[float, str]:
    """Return the seconds measured, and what was drawn as words."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.set_offline(offline=True)
        tab = context.new_page()
        tab.add_init_script(_WATCH.replace("NODES", str(max(1, nodes))))
        tab.goto(page.as_uri())
        seconds, answer = _READINGS[what](tab)
        browser.close()
    return seconds, answer


def _first(tab: Any) -> tuple[float, str]:  # noqa: ANN401 (Playwright's page, imported late)
    while tab.evaluate("() => measured.at") is None:
        tab.wait_for_timeout(50)
    return tab.evaluate("() => measured.at") / 1000, "all nodes drawn"


def _ready(tab: Any) -> tuple[float, str]:  # noqa: ANN401 (as above)
    while not tab.evaluate("() => measured.ready"):
        tab.wait_for_timeout(50)
    return tab.evaluate("() => measured.ready") / 1000, "ready"


def _pan(tab: Any) -> tuple[float, str]:  # noqa: ANN401 (as above)
    view = "() => (window.careergraph?.network ?? network).getViewPosition().x"
    _first(tab)
    lines, known = -1, 0
    while lines < known:  # they follow the nodes
        lines = known
        tab.wait_for_timeout(1000)
        known = tab.evaluate(_LINES)
    before = tab.evaluate(view)
    box = tab.locator("#network, #mynetwork").bounding_box()
    # An empty corner, so that no node is dragged instead.
    x, y = box["x"] + 20, box["y"] + box["height"] - 60
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.evaluate(_FRAMES)
    for step in range(1, 31):
        tab.mouse.move(x + 8 * step, y)
    tab.mouse.up()
    frames = sorted(tab.evaluate("() => frames_seen"))
    moved = tab.evaluate(view) < before
    return frames[len(frames) // 2] / 1000, "moved" if moved else "did not move"


_READINGS: Final = {"first": _first, "ready": _ready, "pan": _pan}


if __name__ == "__main__":
    reading, shown, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "picture.html"
        file.write_text(make_page(shown, count), encoding="utf-8")
        drawn = 0 if shown == "empty" else count
        taken, answer = measure(reading, file, drawn)
    print(json.dumps({"seconds": taken, "answer": answer}))
