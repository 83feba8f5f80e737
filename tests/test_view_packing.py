"""What stands once in a page: the page unpacks it to what was packed."""

from __future__ import annotations

from typing import Any

from careergraph.picture.html.packing import pack
from view_pages import unpack

FACT = {"name": "pay", "value": "unknown"}


def line(number: int, **more: object) -> dict[str, Any]:
    return {"id": f"e{number}", "from": "a", "to": 1, **more}


def test_what_is_packed_comes_back() -> None:
    data = {
        "title": "Two",
        "nodes": [
            {"id": "a", "about": {"facts": [FACT, {**FACT, "sources": [3]}]}},
            {"id": 1, "about": {"facts": [FACT]}},
            {"id": "1"},
        ],
        "edges": [
            line(0, width=2, about={"facts": [FACT]}),
            line(1, width=2, about={"facts": [FACT]}),
            line(2, dashes=[1, 2]),
        ],
    }
    packed = pack(data)
    assert unpack(packed) == data
    assert len(packed["facts"]) == 2
    assert len(packed["lines"]) == 2


def test_what_people_add_by_hand_stays_as_it_is() -> None:
    data: dict[str, Any] = {
        "nodes": [
            {"id": "a", "about": "mine"},
            {"id": 1, "about": {"facts": ["mine", 7]}},
            {"id": "b", "about": {"facts": [{"name": "n", "value": "v", "mine": True}]}},
        ],
        "edges": [
            {"from": "a", "to": 1},
            line(7),
            {**line(2), "to": "nowhere"},
            {**line(3), "from": True},
        ],
    }
    packed = pack(data)
    assert packed == {**data, "facts": [], "lines": []}
    assert data["nodes"][2]["about"]["facts"][0]["mine"] is True
