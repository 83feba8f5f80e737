"""Every kind of picture of the bundled graph in a real browser, and networks filled by hand."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from browser import click_node, focused, heading, open_details, save, shown
from careergraph.picture import CareerView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser import Opened
    from careergraph.graph import CareerGraph
    from careergraph.picture.drawing import PictureNode

pytestmark = pytest.mark.browser

QUERY = """
CONSTRUCT { ?source cg:transitionsTo ?target . ?target rdfs:label ?label }
WHERE { ?source cg:transitionsTo ?target . ?target skos:prefLabel ?label } LIMIT 40
"""
PREFIXES = """
PREFIX cg: <https://w3id.org/careergraph/ont#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
# The words and numbers below a selector that stand on more than one line.
SPLIT_WORDS = """(selector) => [...document.querySelectorAll(selector)].flatMap((element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const split = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode())
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}$.,]+/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (range.getClientRects().length > 1) split.push(word[0]);
    }
  return split;
})"""
KINDS: list[dict[str, Any]] = [
    {"title": "data scientist"},
    {"title": "data scientist", "depth": 2},
    {"path": ("software engineer", "lead machine learning engineer"), "k": 3},
    {"family": "data"},
    {"ladder": "software engineer"},
    {"skill": "Python"},
    {"query": PREFIXES + QUERY},
    {"all": True},
]


@pytest.mark.parametrize("asked", KINDS, ids="-".join)
def test_each_kind_opens_offline_and_shows_all_it_holds(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path, asked: dict[str, Any]
) -> None:
    view = graph.view(**asked)
    file = tmp_path / "view.html"
    file.write_text(view.generate_html(), encoding="utf-8", newline="\n")
    page = open_page(file, "#view=picture").page
    assert shown(page) == [str(node["id"]) for node in view.nodes]
    assert page.locator("h1").inner_text() == view.picture.title
    labels = page.evaluate("() => careergraph.labels()")
    assert len(labels) >= min(12, len(view.nodes) // 2)
    foot = page.locator("#foot").inner_text()
    assert graph.info.version in foot
    assert page.locator("#panel .attribution").count() == page.locator("[data-entry]").count() > 0
    first = next(node["id"] for node in view.nodes if node["about"]["class"] != "family")
    page.evaluate("(id) => { location.hash = `view=picture&n=${encodeURIComponent(id)}`; }", first)
    page.wait_for_timeout(100)
    assert first in (focused(page) or ())
    page.get_by_role("button", name="Table", exact=True).click()
    stops = [stop for route in view.picture.routes for stop in route.stops]
    named = [node for node in view.nodes if node["shape"] != "text"]
    rows = page.locator("#tables tbody tr" if stops else "#table-things tbody tr")
    assert rows.count() == min(300, len(stops or named))


def test_route_of_the_bundled_graph_is_picked(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    file = tmp_path / "view.html"
    view = graph.view(path=("software engineer", "lead machine learning engineer"), k=2)
    file.write_text(view.generate_html(), encoding="utf-8")
    page = open_page(file).page
    routes = graph.paths("software engineer", "lead machine learning engineer", k=2)
    lanes = page.locator("#story .lane")
    for lane, route in zip(lanes.all(), routes, strict=True):
        assert tuple(lane.locator(".stop-name").all_inner_texts()) == route.labels
        numbers = lane.locator(".number").all_inner_texts()
        assert numbers == [str(number) for number, _ in enumerate(route.roles, 1)]
        assert lane.locator(".measure .bar").count() == 2 * len(route.steps)
        assert lane.locator(".chip").count() == len(route.steps)
        tops = {round(box.bounding_box()["y"]) for box in lane.locator(".number").all()}
        assert len(tops) == 1
    page.get_by_role("button", name=re.compile("^Route 2 via .*: ")).click()
    assert page.url.endswith("#route=2")
    open_details(page)
    assert tuple(page.locator("#panel .steps > li > .thing").all_inner_texts()) == routes[1].labels
    shown_facts = page.locator("#panel dl.facts dd").all_inner_texts()
    assert len(shown_facts) == len(view.picture.routes[1].facts)
    assert routes.formula in shown_facts
    page.set_viewport_size({"width": 390, "height": 844})
    lefts = {round(box.bounding_box()["x"]) for box in lanes.first.locator(".number").all()}
    assert len(lefts) == 1
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_network_filled_as_pyvis_users_do(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    view = CareerView(heading="<b>Cooks</b>")
    view.add_node(1, label="cook", title="<script>window.hacked = 1</script>")
    view.add_node("chef", label="chef", shape="box", color="#ffcc00")
    view.add_nodes(["a", "b"], label=["porter", "waiter"])
    view.add_edge(1, "chef", title="promotion", value=3)
    view.add_edges([("a", 1), ("b", "b")])
    view.set_options('{"edges": {"color": {"inherit": true}}, "interaction": {"hover": false}}')
    file = tmp_path / "cooks.html"
    view.write_html(str(file))
    page = open_page(file).page
    assert shown(page) == ["1", "chef", "a", "b"]
    click_node(page, "1")
    assert heading(page) == "cook"
    assert "<script>" in page.locator("#panel").inner_text()
    assert page.locator("h1").inner_text() == "<b>Cooks</b>"
    assert page.evaluate("() => window.hacked") is None
    assert save(page, "(JSON)")[0] == "b-cooks-b.json"


def test_page_works_in_the_frame_of_a_notebook(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    file = tmp_path / "notebook.html"
    frame = graph.view("data scientist")._repr_html_()
    file.write_text(f"<!doctype html><meta charset=utf-8>{frame}", encoding="utf-8")
    page = open_page(file, ready=False).page
    inside = page.frames[1]
    assert inside.evaluate("() => careergraph.shown().length") > 10
    inside.get_by_role("checkbox", name="skill").first.uncheck()
    assert "skill" not in " ".join(inside.evaluate("() => careergraph.shown()"))


def test_a_role_opens_with_what_a_person_wants_and_the_panel_closes(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view("data scientist")
    page = open_page(view.save(tmp_path / "role.html")).page
    panel = page.locator("#panel")
    assert panel.locator("dt").all_inner_texts()[:4] == [
        *("pay", "outlook", "education", "experience")
    ]
    assert panel.locator("dd").first.locator(".bar").is_visible()
    assert panel.locator(".items > ul > li").count() == 5
    come, go = (panel.locator(".moves").nth(number) for number in (0, 1))
    assert come.locator("> ul > li").count() == go.locator("> ul > li").count() == 3
    assert "~editorial" in go.locator("> ul > li").first.inner_text()
    assert panel.locator(".attribution").first.is_hidden()
    text = panel.inner_text()
    assert view.picture.subtitle not in text
    assert text.count("$") == panel.locator("dd").first.inner_text().count("$")
    width = page.locator("#network").bounding_box()
    page.get_by_role("button", name="Close the details").click()
    assert panel.is_hidden()
    wider = page.locator("#network").bounding_box()
    assert width is not None
    assert wider is not None
    assert wider["width"] > width["width"] + 200
    page.get_by_role("button", name="Details").click()
    assert panel.is_visible()


@pytest.mark.parametrize("compact", [True, False], ids=["compact", "1024"])
def test_with_little_room_the_picture_has_the_width(
    open_page: Callable[..., Opened],
    graph: CareerGraph,
    tmp_path: Path,
    compact: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    view = graph.view("data scientist", compact=compact)
    width = 1200 if compact else 1024
    page = open_page(
        view.save(tmp_path / "role.html"), viewport={"width": width, "height": 440}
    ).page
    box = page.locator("#network").bounding_box()
    assert box is not None
    assert box["width"] == width
    assert page.locator("#legend").is_hidden()
    panel = page.locator("#panel")
    assert panel.is_hidden() == compact
    if not compact:
        sheet, controls = panel.bounding_box(), page.locator("#controls").bounding_box()
        assert sheet is not None
        assert controls is not None
        assert controls["x"] + controls["width"] < sheet["x"]
    page.get_by_role("button", name="Filters").click()
    assert page.locator("#legend").is_visible()
    assert panel.is_hidden()


@pytest.mark.parametrize(
    ("asked", "fragment"),
    [
        ({"title": "data scientist"}, ""),
        ({"path": ("SWE", "lead MLE"), "k": 3}, "#route=2"),
        ({"path": ("data analyst", "data scientist"), "handout": True}, ""),
    ],
    ids=["role", "route", "handout"],
)
def test_a_role_or_a_route_is_one_page_on_paper(
    open_page: Callable[..., Opened],
    graph: CareerGraph,
    tmp_path: Path,
    asked: dict[str, Any],
    fragment: str,
) -> None:
    page = open_page(graph.view(**asked).save(tmp_path / "view.html"), fragment).page
    if asked.get("handout"):
        assert page.locator("#print-sheet .lane").is_visible()
        assert page.locator("#bar").is_hidden()
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


PHONE = {"width": 390, "height": 844}


BLOCKS = """
PREFIX cg: <https://w3id.org/careergraph/ont#>
PREFIX id: <https://w3id.org/careergraph/id/>
CONSTRUCT { ?before cg:transitionsTo ?role . ?role cg:requiresSkill ?skill } WHERE {
  VALUES ?role { <https://w3id.org/careergraph/id/role/data-scientist> }
  { ?before cg:transitionsTo ?role } UNION { ?role cg:requiresSkill ?skill }
}
"""


@pytest.mark.parametrize(
    "asked",
    [
        {"title": "data scientist"},
        {"title": "registered nurse"},
        {"title": "data analyst", "depth": 2},
        {"skill": "machine learning"},
        {"ladder": "software engineer"},
        {"family": "data"},
        {"path": ("data analyst", "machine learning engineer"), "k": 3},
        {"query": BLOCKS},
    ],
    ids=["role", "occupation", "depth", "skill", "ladder", "family", "routes", "blocks"],
)
def test_on_a_phone_each_thing_has_a_row_and_its_whole_name(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path, asked: dict[str, Any]
) -> None:
    """One scrolls down: below the buttons every name is whole, 24 pixels or more from the next."""
    view = graph.view(**asked)
    page = open_page(
        view.save(tmp_path / "view.html"), "#view=picture", viewport=PHONE, reduced_motion="reduce"
    ).page
    page.wait_for_timeout(200)
    assert page.evaluate("() => careergraph.network.getScale()") == 1
    drawn = {node.id for node in view.picture.nodes if node.category != "family"}
    places = page.evaluate("(ids) => ids.map((id) => careergraph.place(id))", sorted(drawn))
    rows = sorted(place["y"] for place in places)
    assert all(below - above >= 24 for above, below in pairwise(rows))
    buttons = page.evaluate(
        "(box) => box.offsetTop + box.offsetHeight", page.locator("#controls").element_handle()
    )
    named: set[str] = set()
    for _ in range(30):
        every = page.evaluate("() => careergraph.labels()")
        labels = [label for label in every if label["top"] >= buttons]
        named |= {label["id"] for label in labels}
        assert all(0 <= label["left"] < label["right"] <= PHONE["width"] for label in labels)
        assert [line for label in labels for line in label["lines"] if line.endswith("…")] == []
        if drawn <= named:
            break
        page.evaluate("""() => {
          const { x, y } = careergraph.network.getViewPosition();
          careergraph.network.moveTo({ position: { x, y: y + 300 }, animation: false });
        }""")
        page.wait_for_timeout(100)
    assert drawn <= named


@pytest.mark.parametrize(
    "asked", [{"all": True}, {"family": "data"}, {"title": "data analyst", "depth": 2}], ids=str
)
def test_on_a_phone_a_wide_picture_opens_where_it_can_be_read(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path, asked: dict[str, Any]
) -> None:
    view = graph.view(**asked)
    page = open_page(view.save(tmp_path / "view.html"), "#view=picture", viewport=PHONE).page
    page.wait_for_timeout(200)
    opened = page.evaluate("() => careergraph.network.getScale()")
    assert opened >= (0.35 if asked.get("all") else 0.6)
    largest = max((node for node in view.picture.nodes if node.category == "role"), key=_by_size)
    assert largest.id in {label["id"] for label in page.evaluate("() => careergraph.labels()")}
    page.get_by_role("button", name="Fit").click()
    page.wait_for_timeout(800)
    assert page.evaluate("() => careergraph.network.getScale()") < opened, "Fit shows it whole"


def _by_size(node: PictureNode) -> tuple[float, float]:
    """Return the size and, of several as large, what is most linked."""
    return node.size, node.weight


def test_similar_work_has_no_arrow_heads(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    """Related both ways, two lines are drawn as one: it has two heads only if it is a move."""
    view = graph.view("registered nurse")
    page = open_page(view.save(tmp_path / "view.html")).page
    drawn = page.evaluate(
        "() => Object.fromEntries(careergraph.network.body.data.edges.get()"
        ".map((edge) => [edge.id, [edge.hidden, edge.arrows ?? '']]))"
    )
    kinds = {f"e{number}": edge.kind for number, edge in enumerate(view.picture.edges)}
    heads: dict[str, set[str]] = {}
    for name, (hidden, arrows) in drawn.items():
        if not hidden:
            heads.setdefault(kinds[name], set()).add(arrows)
    assert heads["related"] == {""}
    assert "to" in heads["move"]


def test_a_handout_about_a_role_lists_all_and_fits_a_phone(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view("data scientist", handout=True)
    file = view.save(tmp_path / "view.html")
    page = open_page(file, viewport={"width": 390, "height": 844}).page
    listed = page.locator("#print-sheet .items li").count()
    assert listed == sum(edge.kind == "requires" for edge in view.picture.edges) > 5
    assert page.locator("#print-sheet details").count() == 0
    assert page.locator("#print-sheet svg:not(.bar, .swatch)").count() == 0
    split = page.evaluate(SPLIT_WORDS, "#print-sheet .thing span")
    assert split == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


LEARNING = r"(\d+) to learn(?:: (\d+) new, \d+ to a higher level)?"


@pytest.mark.parametrize("asked", [{}, {"handout": True}], ids=["lanes", "handout"])
def test_bars_of_all_stops_are_equally_long_and_what_is_new_adds_up(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path, asked: dict[str, Any]
) -> None:
    """Two routes of four and five stops: a bar of one can be compared with one of the other."""
    view = graph.view(path=("SWE", "lead MLE"), k=2, **asked)
    page = open_page(
        view.save(tmp_path / "view.html"), viewport={"width": 1440, "height": 900}
    ).page
    lanes = page.locator(".lane:visible")
    assert lanes.count() == 2
    assert len({len(route.stops) for route in view.picture.routes}) == 2
    bars = page.locator(".lane:visible .bar")
    lengths = bars.evaluate_all("(all) => all.map((bar) => bar.getBoundingClientRect().width)")
    assert len(lengths) > 10
    assert max(lengths) - min(lengths) < 0.1
    for lane, route in zip(lanes.all(), view.picture.routes, strict=True):
        steps = lane.locator("summary").all_inner_texts()
        new = [re.fullmatch(LEARNING, step) for step in steps]
        total = re.search(r"\(\d+ of (\d+) skills\)", route.summary)
        assert sum(int(step[2] or step[1]) for step in new) == int(total[1])


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_a_table_breaks_no_word_and_no_number(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path, width: int
) -> None:
    file = graph.view("data scientist").save(tmp_path / "view.html")
    page = open_page(file, "#view=table", viewport={"width": width, "height": 900}).page
    assert page.locator("#table-things td").filter(has_text=re.compile(r"^\$\d")).count() > 5
    assert page.evaluate(SPLIT_WORDS, "#tables table") == []


def test_a_ladder_is_listed_from_its_lowest_level_up(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view(ladder="software engineer")
    file = view.save(tmp_path / "view.html")
    page = open_page(file, viewport={"width": 390, "height": 844}).page
    levels = page.locator("#story > details.links")
    (ladder,) = graph.role("software engineer").ladders
    assert levels.locator("summary").all_inner_texts() == [
        label for _, label in view.picture.axis.ticks
    ]
    for level, role in zip(levels.all(), ladder.rungs, strict=True):
        first, *added = level.locator("li").all_inner_texts()
        assert first.strip() == role.label
        assert len(added) == len(
            [
                edge
                for edge in view.picture.edges
                if edge.kind == "learn" and edge.source in role.iri
            ]
        )


def test_a_skill_names_all_on_the_outer_side_and_lists_its_roles_first(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view(skill="SQL")
    file = view.save(tmp_path / "view.html")
    page = open_page(file, viewport={"width": 1024, "height": 768}).page
    page.wait_for_timeout(200)
    labels = {label["id"]: label for label in page.evaluate("() => careergraph.labels()")}
    sides = {one.id: one.side for one in view.picture.nodes if one.side}
    assert set(sides) <= set(labels)
    for name, side in sides.items():
        x = page.evaluate("(id) => careergraph.place(id).x", name)
        assert labels[name]["right"] < x if side == "left" else labels[name]["left"] > x
    assert "--" not in page.locator("#subtitle").inner_text()
    phone = open_page(file, viewport={"width": 390, "height": 844}).page
    first, *others = phone.locator("#story > details.links").all()
    assert first.locator("summary").inner_text().startswith("roles that require it")
    assert first.locator("li").count() == sum(
        edge.kind == "requires" for edge in view.picture.edges
    )
    assert "SQL" not in [
        text.strip() for one in others for text in one.locator("li").all_inner_texts()
    ]


def test_headings_of_a_map_keep_apart_and_the_chosen_role_keeps_its_name(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    file = graph.view(all=True).save(tmp_path / "view.html")
    viewport = {"width": 1024, "height": 768}
    page = open_page(file, viewport=viewport, reduced_motion="reduce").page
    # It opens at a size at which all names can be read; the whole map is shown by a click.
    page.locator("#fit").click()
    page.wait_for_timeout(600)
    labels = page.evaluate("() => careergraph.labels()")
    headings = [label for label in labels if label["id"].startswith("title+")]
    assert len(headings) == 27
    for number, one in enumerate(headings):
        for other in headings[number + 1 :]:
            apart = (
                one["right"] <= other["left"]
                or other["right"] <= one["left"]
                or one["bottom"] <= other["top"]
                or other["bottom"] <= one["top"]
            )
            assert apart, (one["name"], other["name"])
    page.evaluate("() => { location.hash = 'n=role/software-engineer'; }")
    page.wait_for_timeout(200)
    named = [label["id"] for label in page.evaluate("() => careergraph.labels()")]
    assert "role/software-engineer" in named


def test_routes_are_compared_by_evidence_and_pay_and_steps_stand_between_roles(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view(path=("SWE", "lead MLE"), k=3)
    page = open_page(
        view.save(tmp_path / "view.html"), viewport={"width": 1440, "height": 900}
    ).page
    rows = page.locator(".overview tbody tr")
    for row, route in zip(rows.all(), view.picture.routes, strict=True):
        grades = [view.picture.edges[number].grade for number in route.edges]
        chips = [text.split(" ", 1) for text in row.locator(".chip").all_inner_texts()]
        assert {name.removeprefix("~"): int(count) for count, name in chips} == {
            grade: grades.count(grade) for grade in set(grades)
        }
        # Pay that is the same on all routes does not tell them apart.
        assert row.locator(".pays").count() == 0
        totals = row.locator("td[data-name]").all_inner_texts()
        assert [text.strip() for text in totals] == [fact.value for fact in route.totals]
    ends = {(route.stops[0].pay.bar, route.stops[-1].pay.bar) for route in view.picture.routes}
    assert len(ends) == 1
    best = [
        min(view.picture.routes, key=lambda one: one.totals[place].bar.middle) for place in (1, 2)
    ]
    bold = page.locator(".overview td[data-name] strong").all_inner_texts()
    assert {one.totals[place].value for one, place in zip(best, (1, 2), strict=True)} <= set(bold)
    key = page.locator(".lane-key").inner_text()
    assert "Bars start at 0; a full bar stands for about" in key
    assert "Gap: what is missing" in key
    assert {"move", "promotion"} <= set(key.split("\n"))
    lane = page.locator(".lane").first
    lefts = [box.bounding_box()["x"] for box in lane.locator(".number").all()]
    steps = [box.bounding_box()["x"] for box in lane.locator(".step").all()]
    assert all(a < x < b for a, x, b in zip(lefts, steps, lefts[1:], strict=False))
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 1440


def test_a_compact_role_has_pay_in_its_head_and_a_key(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    file = graph.view("data scientist", compact=True).save(tmp_path / "view.html")
    page = open_page(file, viewport={"width": 900, "height": 440}).page
    assert "median $" in page.locator("#subtitle").inner_text()
    key = page.locator("#key")
    assert key.is_visible()
    assert {"role", "skill", "requires", "~editorial"} <= set(key.locator("li").all_inner_texts())
    page.get_by_role("button", name="Filters").click()
    assert key.is_hidden()


def test_the_chosen_route_is_numbered_and_fills_the_picture(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view(path=("SWE", "lead MLE"), k=8)
    file = view.save(tmp_path / "view.html")
    page = open_page(file, "#view=picture", reduced_motion="reduce").page
    page.locator("#routes button").nth(3).click()
    page.wait_for_timeout(200)
    stops = [stop.node for stop in view.picture.routes[2].stops]
    assert focused(page) == set(stops)
    box = page.locator("#network").bounding_box()
    assert box is not None
    places = [page.evaluate("(id) => careergraph.place(id).x", stop) for stop in stops]
    assert min(places) > 0
    assert max(places) < box["width"]
    assert max(places) - min(places) > 0.5 * box["width"]


def test_a_large_map_names_every_role_at_first(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    file = graph.view(all=True).save(tmp_path / "view.html")
    page = open_page(file, viewport={"width": 1440, "height": 900}).page
    page.wait_for_timeout(400)
    named = {label["id"] for label in page.evaluate("() => careergraph.labels()")}
    assert set(page.evaluate("() => careergraph.shown()")) <= named


def test_a_map_is_listed_by_pay_on_a_phone_and_each_dot_stands_at_its_pay(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    view = graph.view(all=True)
    page = open_page(view.save(tmp_path / "view.html"), viewport={"width": 390, "height": 844}).page
    pays: dict[str | None, list[float]] = {}
    for node in view.picture.nodes:
        for fact in node.facts:
            if fact.name == "pay" and fact.bar and fact.bar.unit == "USD P1Y" and fact.bar.middle:
                pays.setdefault(node.family, []).append(fact.bar.middle)
    typical = {
        group.label: sorted(pays[group.id])[(len(pays[group.id]) - 1) // 2]
        for group in view.picture.families
        if group.id in pays
    }
    strips = page.locator(".strip")
    names = [text.rsplit(" ", 1)[0] for text in strips.locator(".strip-name").all_inner_texts()]
    names = [name.strip("▸▾ ") for name in names]
    known = [typical[name] for name in names if name in typical]
    assert known == sorted(known, reverse=True)
    assert len(known) == len(typical)
    first = strips.nth(names.index("software"))
    places = [
        float(x.rstrip("%"))
        for x in first.locator(".dots circle").evaluate_all(
            "(all) => all.map((one) => one.getAttribute('cx'))"
        )
    ]
    software = next(group.id for group in view.picture.families if group.label == "software")
    assert len(places) <= len(set(pays[software]))
    assert max(places) > min(places)


def test_the_picture_stays_in_view_when_panels_open_and_close(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    file = graph.view("data scientist").save(tmp_path / "view.html")
    page = open_page(file, viewport={"width": 1440, "height": 900}).page
    outside = """() => {
      const { width, height } = document.getElementById("network").getBoundingClientRect();
      return careergraph.shown().filter((id) => {
        const { x, y } = careergraph.place(id);
        return x < 0 || y < 0 || x > width || y > height;
      });
    }"""
    for button in ("#panel .close", "#open-legend", "#open-about", "#open-legend"):
        page.locator(button).click()
        page.wait_for_timeout(300)
        assert page.evaluate(outside) == [], button


def test_arrow_keys_skip_headings(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    page = open_page(graph.view("data scientist").save(tmp_path / "view.html")).page
    page.locator("#network").focus()
    for key in ["ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowUp"] * 2:
        page.keyboard.press(key)
        assert "n=title" not in page.url


def test_rows_of_a_table_are_cards_on_a_phone(
    open_page: Callable[..., Opened], graph: CareerGraph, tmp_path: Path
) -> None:
    file = graph.view("data scientist").save(tmp_path / "view.html")
    page = open_page(file, "#view=table", viewport={"width": 390, "height": 844}).page
    tables = page.locator("#tables")
    assert tables.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    row = page.locator("#table-things tr").filter(has_text="Biostatistician")
    assert row.locator("td").filter(has_text=re.compile(r"^\$\d")).is_visible()
