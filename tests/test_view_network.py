"""`CareerView` is a pyvis network: what its users know works, what they complained of is gone."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rdflib
from pyvis.network import Network

from careergraph.errors import OutputError, UsageError
from careergraph.graph import CareerGraph
from careergraph.picture import CareerView
from careergraph.picture.html.safety import policy, read_assets, script_json, web_address
from view_pages import unpack

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp; ]]>",
    "\u2028\u2029\x00\x1b[31m\x7f",
    "javascript:alert(1)",
    "\ud800 alone",
    "`${alert(1)}`",
]


def page_json(page: str) -> dict[str, Any]:
    (text,) = re.findall(
        r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL
    )
    return unpack(json.loads(text))


def small(**options: Any) -> CareerView:  # noqa: ANN401 (pyvis's own)
    view = CareerView(**options)
    view.add_node("cook", label="Cook")
    view.add_node("chef", label="Chef", color="red", size=30, title="leads a kitchen")
    view.add_edge("cook", "chef", title="promotion", width=3)
    return view


def test_it_is_a_pyvis_network_filled_with_plain_dictionaries(graph: CareerGraph) -> None:
    view = graph.view("data scientist")
    assert isinstance(view, Network)
    assert view.num_nodes() == len(view.nodes) == len(view.get_nodes())
    assert view.num_edges() == len(view.get_edges())
    assert view.get_node("role/data-scientist")["label"] == "Data Scientist"
    assert "role/machine-learning-engineer" in view.neighbors("role/data-scientist")
    assert set(view.nodes[0]) >= {"id", "label", "x", "y", "shape", "size", "about"}


def test_nodes_and_edges_are_added_as_pyvis_adds_them() -> None:
    view, theirs = small(), Network(directed=True)
    theirs.add_node("cook", label="Cook")
    theirs.add_node("chef", label="Chef", color="red", size=30, title="leads a kitchen")
    theirs.add_edge("cook", "chef", title="promotion", width=3)
    assert view.nodes == theirs.nodes
    assert view.edges == theirs.edges
    assert view.get_adj_list() == theirs.get_adj_list()


def test_a_node_that_is_there_stays_as_it_is() -> None:
    view = small()
    view.add_node("cook", label="Other")
    assert [node["label"] for node in view.nodes] == ["Cook", "Chef"]


def test_many_nodes_are_added_at_once_and_from_networkx() -> None:
    import networkx as nx

    view = CareerView()
    view.add_nodes(["a", "b"], label=["A", "B"], x=[1, 2], y=[3, 4])
    view.add_edges([("a", "b", 2)])
    view.from_nx(nx.path_graph(3))
    assert view.num_nodes() == 5
    assert view.num_edges() == 3


def test_edges_without_direction_are_drawn_once() -> None:
    view = CareerView(directed=False)
    view.add_nodes(["a", "b"])
    view.edges.append({"from": "a", "to": "b"})
    view.add_edge("b", "a")
    view.add_edge("a", "a")
    view.add_edge("a", "a")
    assert len(view.edges) == 2
    assert "arrows" not in view.edges[1]


def test_what_cannot_be_added_is_said() -> None:
    view = small()
    with pytest.raises(UsageError, match="There is no node 'waiter' yet"):
        view.add_edge("cook", "waiter")
    with pytest.raises(UsageError, match="not float"):
        view.add_node(1.5)


def test_options_of_pyvis_reach_the_page() -> None:
    view = small()
    view.toggle_physics(status=True)
    view.set_edge_smooth("dynamic")
    view.barnes_hut(gravity=-100)
    view.toggle_drag_nodes(status=False)
    options = page_json(view.generate_html())["options"]
    assert options["physics"]["enabled"] is True
    assert options["physics"]["barnesHut"]["gravitationalConstant"] == -100
    assert options["edges"]["smooth"] == {"enabled": True, "type": "dynamic"}
    assert options["interaction"]["dragNodes"] is False


def test_options_are_set_as_text_or_mapping_more_than_once() -> None:
    view = small()
    view.set_options('var options = {"nodes": {"font": {"face": "Noto Sans"}}};')
    assert page_json(view.generate_html())["options"] == {"nodes": {"font": {"face": "Noto Sans"}}}
    view.set_options({"physics": {"enabled": False}})
    assert page_json(view.generate_html())["options"] == {"physics": {"enabled": False}}
    for wrong in ("no json", "[1]", 7):
        with pytest.raises(UsageError, match="no JSON object"):
            view.set_options(wrong)


def test_physics_is_off_at_first(graph: CareerGraph) -> None:
    data = page_json(graph.view("SWE").generate_html())
    assert data["options"]["physics"]["enabled"] is False
    assert data["physics"]["solver"] in data["physics"]


def test_ones_own_template_gets_what_pyvis_gives_it(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text(
        "{{ heading }}|{{ nodes|length }}|{{ edges|tojson }}|{{ physics_enabled }}",
        encoding="utf-8",
    )
    view = small(heading="Kitchen")
    view.set_template(str(tmp_path / "mine.html"))
    page = view.generate_html()
    assert page.startswith("Kitchen|2|")
    assert page.endswith("|False")
    view.prep_notebook(custom_template=True, custom_template_path=str(tmp_path / "mine.html"))
    assert view.generate_html(notebook=True) == page


def test_the_template_of_pyvis_itself_still_renders() -> None:
    import pyvis

    view = small(heading="Kitchen")
    view.set_template_dir(str(Path(pyvis.__file__).parent / "templates"))
    assert "Kitchen" in view.generate_html()


def test_one_file_is_written_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    view = small()
    view.write_html("kitchen.html")
    view.save_graph("again.html")
    view.save(tmp_path / "third.html")
    written = sorted(tmp_path.iterdir())
    assert [path.name for path in written] == ["again.html", "kitchen.html", "third.html"]
    assert len({path.read_bytes() for path in written}) == 1


def test_show_returns_a_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    frame = small().show("kitchen.html")
    assert frame.src == "kitchen.html"
    assert (tmp_path / "kitchen.html").is_file()


def test_the_browser_is_opened_where_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.chdir(tmp_path)
    small().write_html("my kitchen.html", open_browser=True)
    assert opened == [(tmp_path / "my kitchen.html").as_uri()]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "a.html"):
        with pytest.raises(OutputError):
            small().save(path)


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_have_is_said(tmp_path: Path, name: str) -> None:
    view = CareerView(heading="One")
    for write in (view.save, view.write_html, view.show):
        with pytest.raises(
            OutputError, match=r"^Cannot write '[ -~]*': no file can have such"
        ) as error:
            write(str(tmp_path / name))
        assert "\0" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    code = """
from careergraph.picture import CareerView
view = CareerView(heading="Köchin 料理人")
view.add_node("a", label="שף 👨‍🍳")
view.write_html("a.html")
"""
    (tmp_path / "draw.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "draw.py"], cwd=tmp_path, env=environment, check=True)
    data = page_json((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert data["title"] == "Köchin 料理人"
    assert data["nodes"][0]["label"] == "שף 👨\u200d🍳"


@pytest.mark.parametrize("seed", ["1", "random"])
def test_the_same_graph_gives_the_same_bytes(graph: CareerGraph, seed: str) -> None:
    code = """
import hashlib, careergraph
g = careergraph.load()
views = [g.view("SWE"), g.view(path=("SWE", "lead MLE"), k=3), g.view(family="data"),
         g.view(query="DESCRIBE <https://w3id.org/careergraph/id/role/data-scientist>")]
print([hashlib.sha256(view.to_bytes()).hexdigest() for view in views])
"""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    query = "DESCRIBE <https://w3id.org/careergraph/id/role/data-scientist>"
    views = [
        graph.view("SWE"),
        graph.view(path=("SWE", "lead MLE"), k=3),
        graph.view(family="data"),
        graph.view(query=query),
    ]
    assert done.stdout.strip() == str([hashlib.sha256(v.to_bytes()).hexdigest() for v in views])


def test_pyvis_is_imported_without_ipython() -> None:
    code = (
        "import sys; from careergraph.picture import CareerView; import pyvis.network\n"
        "print('IPython' in sys.modules, CareerView.__mro__[1].__module__)\n"
        "import IPython.display; print(IPython.display.IFrame.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "pyvis.network", "IFrame"]


def test_the_page_allows_its_own_scripts_and_nothing_else(graph: CareerGraph) -> None:
    page = graph.view("data scientist").generate_html()
    csp = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0])
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    for kind, texts in (("script-src", scripts), ("style-src", styles)):
        allowed = next(part for part in csp.split("; ") if part.startswith(kind))
        digests = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts]
        assert allowed == " ".join([kind, *(f"'sha256-{digest}'" for digest in digests)])
    assert "default-src 'none'" in csp
    assert "unsafe" not in csp
    assert not re.search(r"<[^>]+\son\w+=", page.split("<script", 1)[0])


def test_the_page_names_nothing_to_fetch(graph: CareerGraph) -> None:
    page = graph.view("data scientist").generate_html()
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?!data:)[^"'\s>]*[:/]""", markup)
    assert "@import" not in page
    assert "sourceMappingURL" not in page
    assert not re.search(
        r"url\((?!#|['\"]?data:)", "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    )


def test_the_licence_of_what_is_inlined_is_kept() -> None:
    page = small().generate_html()
    assert "vis.js is dual licensed" in page


def test_icons_come_with_the_buttons_that_show_them() -> None:
    plain, buttons = small(), small()
    buttons.show_buttons()
    assert "data:image" not in read_assets().vis_style
    assert len(buttons.generate_html()) > len(plain.generate_html()) + 100_000


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_breaks_out_of_the_page(text: str) -> None:
    view = CareerView(heading=text)
    view.add_node(text, label=text, title=text)
    view.add_edge(text, text, title=text, label=text)
    page = view.to_bytes().decode()
    plain = small().to_bytes().decode()
    assert page.count("<script") == plain.count("<script")
    assert page.count("</script") == plain.count("</script")
    assert page.count("<!--") == plain.count("<!--")
    for piece in ("<img src=x", "<svg onload", "49"):
        assert (piece in page) == (piece in plain)
    node = page_json(page)["nodes"][0]
    assert node["label"] == text
    assert node["id"] == text


def test_hostile_data_in_a_graph_of_ones_own_stays_text() -> None:
    text = "".join(HOSTILE[:6])
    mine = rdflib.Graph()
    role, cg = rdflib.URIRef("urn:r"), "https://w3id.org/careergraph/ont#"
    label = rdflib.SKOS.prefLabel
    mine.add((role, rdflib.RDF.type, rdflib.URIRef(f"{cg}Role")))
    mine.add((role, label, rdflib.Literal("Cook", lang="en")))
    mine.add((role, rdflib.SKOS.definition, rdflib.Literal(text, lang="en")))
    mine.add((role, rdflib.SKOS.altLabel, rdflib.Literal(text, lang="en")))
    page = CareerGraph.from_graph(mine).view("cook").generate_html()
    assert "<img src=x" not in page
    assert page_json(page)["nodes"][0]["about"]["facts"][0]["value"] == text


def test_labels_are_cut_and_control_characters_dropped() -> None:
    mine = rdflib.Graph()
    long = rdflib.Literal("\x07 very" + " long" * 1000)
    mine.add((rdflib.URIRef("urn:a"), rdflib.RDFS.label, long))
    mine.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:p"), rdflib.URIRef("urn:a")))
    role = rdflib.URIRef("https://w3id.org/careergraph/ont#Role")
    mine.add((rdflib.URIRef("urn:cook"), rdflib.RDF.type, role))
    mine.add((rdflib.URIRef("urn:cook"), rdflib.SKOS.prefLabel, rdflib.Literal("Cook", lang="en")))
    view = CareerGraph.from_graph(mine).view(
        query="CONSTRUCT { <urn:a> ?p ?o } WHERE { <urn:a> ?p ?o }"
    )
    (node,) = view.nodes
    assert len(node["label"]) < 60
    assert node["label"].count("\n") == 2
    assert len(node["about"]["name"]) == 300
    assert "\x07" not in node["about"]["name"]


NOT_OF_THE_WEB = [
    *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//host/x", "https:"),
    *("ftp://a", " https://a b", "https://a\nb", "https://[::1", "", None),
    "https://a/" + "x" * 3000,
]


@pytest.mark.parametrize("url", NOT_OF_THE_WEB)
def test_links_that_are_not_of_the_web_are_dropped(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://example.org"])
def test_links_of_the_web_are_kept(url: str) -> None:
    assert web_address(url) == url


def test_values_that_people_put_on_nodes_are_written() -> None:
    view = CareerView()
    view.add_node("a", size=np.int64(3), x=np.float64(1.5), y=0, tags={"b", "a"}, where=Path("p"))
    assert page_json(view.generate_html())["nodes"][0] == {
        "id": "a", "label": "a", "shape": "dot", "color": "#97c2fc", "size": 3, "x": 1.5, "y": 0,
        "tags": ["a", "b"], "where": "p",
    }  # fmt: skip
    view.add_node("b", size=float("nan"))
    with pytest.raises(UsageError, match="cannot be written as JSON"):
        view.generate_html()
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(UsageError, match="cannot be written as JSON"):
        script_json(circle)


def test_every_node_gets_a_place() -> None:
    view = small()
    view.add_node("far", x=5, y=900)
    nodes = page_json(view.generate_html())["nodes"]
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in nodes)
    assert len({(node["x"], node["y"]) for node in nodes}) == 3
    assert min(node["y"] for node in nodes if node["id"] != "far") > 900


def test_a_view_in_a_notebook_is_a_frame_that_needs_no_file(graph: CareerGraph) -> None:
    view = graph.view("data scientist")
    shown = view._repr_html_()
    source = re.findall(r'^<iframe srcdoc="([^"]*)"', shown)[0]
    assert html.unescape(source) == view.generate_html()
    assert 'sandbox="allow-scripts' in shown
    assert "allow-same-origin" not in shown


def test_a_view_says_what_it_is(graph: CareerGraph) -> None:
    view = graph.view("data scientist")
    assert (
        repr(view)
        == f"<CareerView Data Scientist: {len(view.nodes)} nodes, {len(view.edges)} edges>"
    )
    assert repr(CareerView()) == "<CareerView 0 nodes, 0 edges>"


def test_legends_name_what_there_is_to_see(graph: CareerGraph) -> None:
    view = graph.view("data scientist")
    view.add_node("mine")
    data = page_json(view.generate_html())
    used = {node["about"]["class"] for node in data["nodes"] if "about" in node}
    assert {c["id"] for c in data["classes"]} == used | {"other"}
    abouts = [edge["about"] for edge in data["edges"]]
    assert {k["id"] for k in data["kinds"]} == {about["kind"] for about in abouts}
    assert {g["id"] for g in data["grades"]} == {a["grade"] for a in abouts if "grade" in a}
    assert {g["id"]: g["mark"] for g in data["grades"]}["editorial"] == "~"
    assert data["graph"] == {"version": graph.info.version, "hash": graph.info.hash}
    assert all(source["attribution"] for source in data["sources"])
    facts = [fact for node in data["nodes"][:-1] for fact in node["about"].get("facts", [])]
    numbers = [number for fact in facts for number in fact.get("sources", [])]
    assert max(numbers) < len(data["sources"])


def test_a_policy_allows_what_it_is_given() -> None:
    one, other = policy(("a",), ("b",)), policy(("c",), ("b",))
    assert one != other
    assert one.count("sha256-") == 2
