"""Labels, places and colours: nothing overlaps, everything can be told apart."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.picture.drawing import PictureEdge, PictureNode
from careergraph.picture.labels import Box, clean_text, node_box, wrap_label
from careergraph.picture.layout.forces import arrange, bounds_of, overlapping, place_missing, spread
from careergraph.picture.palette import BACKGROUNDS, CATEGORIES, GRADE_STROKES, KINDS, contrast
from careergraph.picture.scenes.size_limits import LINES_PER_THING, cut

names = st.text("abcdefghij", min_size=1, max_size=3)
places = st.dictionaries(
    names, st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=1, max_size=25
)


@settings(max_examples=60, deadline=None)
@given(places, st.integers(1, 60))
def test_spreading_leaves_no_overlap(where: dict[str, tuple[float, float]], size: int) -> None:
    boxes = {name: node_box(name * 4, size) for name in where}
    spread_out = spread(where, boxes)
    assert set(spread_out) == set(where)
    assert overlapping(spread_out, boxes) == []


def test_spreading_moves_nothing_that_stands_apart() -> None:
    where = {"a": (0.0, 0.0), "b": (500.0, 0.0)}
    assert spread(where, dict.fromkeys(where, Box(-10, -10, 10, 10))) == where


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(names, names), min_size=1, max_size=60))
def test_an_arrangement_has_a_place_for_all_and_no_overlap(pairs: list[tuple[str, str]]) -> None:
    """Self loops, parallel edges, several components, single nodes."""
    boxes = {name: node_box(name, 12) for pair in pairs for name in pair}
    found = arrange(boxes, pairs)
    assert set(found) == set(boxes)
    assert overlapping(found, boxes) == []
    assert arrange(dict(reversed(boxes.items())), list(reversed(pairs))) == found


@pytest.mark.parametrize("count", [80, 81, 300, 500, 1200])
def test_many_linked_nodes_have_places_on_which_none_touches_another(count: int) -> None:
    """Pushed apart pair by pair, then in rows by forces, then in rows by nearness."""
    graph = nx.random_labeled_tree(count, seed=3)
    boxes = {f"{node:04}": node_box(f"Thing {node}", 9 + node % 9) for node in graph}
    pairs = [(f"{a:04}", f"{b:04}") for a, b in graph.edges]
    found = arrange(boxes, pairs)
    assert set(found) == set(boxes)
    assert overlapping(found, boxes) == []
    assert arrange(dict(reversed(boxes.items())), list(reversed(pairs))) == found
    around = bounds_of(found, boxes)
    assert 0.5 < (around.right - around.left) / (around.bottom - around.top) < 2.5


def test_groups_stand_apart_with_their_names_above_them() -> None:
    graph = nx.gnm_random_graph(60, 150, seed=4)
    boxes = {str(node): node_box(f"Role {node}", 14) for node in graph}
    groups = {name: str(int(name) % 5) for name in boxes}
    heads = {
        group: (f"title {group}", node_box("A family", 1, 26, shape="text")) for group in "0123"
    }
    found = arrange(boxes, [(str(a), str(b)) for a, b in graph.edges], groups, heads)
    boxes.update(dict(heads.values()))
    groups.update({f"title {group}": group for group in heads})
    assert overlapping(found, boxes) == []
    frames = {
        group: bounds_of({n: p for n, p in found.items() if groups[n] == group}, boxes)
        for group in "01234"
    }
    assert overlapping(dict.fromkeys(frames, (0.0, 0.0)), frames) == []
    for group in heads:
        assert found[f"title {group}"][1] < min(
            found[n][1] for n in found if groups[n] == group and not n.startswith("title")
        )


def test_thousands_of_nodes_without_places_get_some() -> None:
    nodes = [{"id": number} for number in range(3000)]
    place_missing(nodes, [])
    assert len({(node["x"], node["y"]) for node in nodes}) == 3000


def test_a_long_label_is_wrapped_and_cut() -> None:
    assert wrap_label("Data Analyst") == "Data Analyst"
    lines = wrap_label("x" * 5000).split("\n")
    assert len(lines) == 3
    assert all(len(line) <= 18 for line in lines)
    assert lines[-1].endswith("…")
    assert wrap_label("") == ""


def test_texts_keep_their_script_but_not_what_turns_the_direction() -> None:
    assert clean_text("שלום \u202eevil\u202c \u2066x\u2069") == "שלום evil x"
    family = "👩\u200d👩\u200d👧"
    assert clean_text(family) == family
    assert clean_text("a\x00b\x1b[1m\u2028c") == "a b [1m c"
    assert len(clean_text("y" * 10**6)) == 2000


@given(st.text())
def test_a_cleaned_text_is_one_short_line(text: str) -> None:
    line = clean_text(text)
    assert "\n" not in line
    assert len(line) <= 2000
    assert clean_text(line) == line


def test_wide_letters_take_more_room_and_marks_none() -> None:
    plain, wide, marked = (node_box(t, 1).right for t in ("ab", "料理", "a\u0301b\u0301"))
    assert wide > plain
    assert marked == pytest.approx(plain)


def test_a_cut_keeps_the_most_important_and_edges_between_them() -> None:
    nodes = [
        PictureNode(name, name, "role", weight=w)
        for name, w in zip("abcd", (1, 4, 3, 2), strict=True)
    ]
    edges = [PictureEdge("b", "c", "move"), PictureEdge("a", "b", "move")]
    kept, lines, notices = cut(nodes, edges, 2)
    assert [node.id for node in kept] == ["b", "c"]
    assert lines == edges[:1]
    assert notices[0].startswith("Only the 2 most important of 4 things are drawn")
    assert cut(nodes, edges, 4) == (nodes, edges, ())


def test_a_thicket_is_cut_to_lines_of_the_weightiest_and_says_so() -> None:
    weights = {"a": 3.0, "b": 2.0, "c": 1.0, "d": 0.0}
    nodes = [PictureNode(name, name, "role", weight=weight) for name, weight in weights.items()]
    edges = [PictureEdge(*pair, "move") for pair in ("cb", "ab", "dc") for _ in range(30)]
    kept, lines, notices = cut(nodes, edges, 4)
    assert kept == nodes
    assert len(lines) == 4 * LINES_PER_THING
    # Each thing keeps a line, the rest goes by weight; the order stays.
    pairs = [edge.source + edge.target for edge in lines]
    assert Counter(pairs) == {"cb": 9, "ab": 30, "dc": 1}
    assert pairs == sorted(pairs, key=["cb", "ab", "dc"].index)
    notice = "Only 40 of the 90 links between them are drawn, those of the most important things"
    assert notices == (f"{notice}.",)


@pytest.mark.parametrize("thing", [*CATEGORIES.values(), *KINDS.values()], ids=lambda t: t.id)
def test_colours_stand_out_on_both_backgrounds(thing: object) -> None:
    light, dark = BACKGROUNDS
    assert contrast(thing.color, light) >= 3  # type: ignore[attr-defined]
    assert contrast(thing.dark, dark) >= 3  # type: ignore[attr-defined]


def test_no_two_classes_share_a_shape_and_no_two_grades_a_stroke() -> None:
    shapes = [category.shape for category in CATEGORIES.values()]
    assert {shape for shape in shapes if shapes.count(shape) > 1} == {"text"}  # names of groups
    assert len({stroke.dashes for stroke in GRADE_STROKES.values()}) == len(GRADE_STROKES)


def as_seen(color: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """Return a colour as eyes without one kind of cone see it, in linear light."""
    channels = [(int(color[n : n + 2], 16) / 255) ** 2.2 for n in (1, 3, 5)]
    return tuple(
        sum(part * channel for part, channel in zip(row, channels, strict=True)) for row in matrix
    )


PROTAN = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
DEUTAN = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
"""Machado, Oliveira and Fernandes (2009), severity 1."""


@pytest.mark.parametrize("matrix", [PROTAN, DEUTAN], ids=["protan", "deutan"])
@pytest.mark.parametrize("scheme", ["color", "dark"])
def test_the_main_classes_differ_for_colour_blind_eyes(
    matrix: tuple[tuple[float, ...], ...], scheme: str
) -> None:
    """Shape tells all apart; colour alone tells roles, skills, certifications and degrees apart."""
    main = [CATEGORIES[name] for name in ("role", "skill", "certification", "degree")]
    for one, other in combinations(main, 2):
        a, b = (as_seen(getattr(category, scheme), matrix) for category in (one, other))
        assert sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 > 0.07, (
            one.id,
            other.id,
        )
