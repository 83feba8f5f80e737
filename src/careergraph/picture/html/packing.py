"""Compact JSON of a page, in which facts and lines that many things share are written once.

``page/data.js`` unpacks what is packed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from careergraph.picture.html.safety import script_json

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["pack"]

_FACT: Final = frozenset({"name", "value", "sources", "bar"})
_ENDS: Final = frozenset({"id", "from", "to"})


class _Table:
    """A table of distinct values, each known by its index."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._places: dict[str, int] = {}

    def place(self, value: object) -> int:
        """Return the index of a value; values with equal JSON share one."""
        place = self._places.setdefault(script_json(value), len(self.values))
        if place == len(self.values):
            self.values.append(value)
        return place


def pack(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page's data with facts and line styles in tables of their own.

    A fact becomes its index in ``facts``. A line with the usual id (``e`` and its number) becomes
    the indices of its two ends in ``nodes`` and of the rest in ``lines``. Everything else is
    unchanged.

    Examples
    --------
    >>> nodes = [{"id": "cook"}, {"id": "chef"}]
    >>> edges = [{"id": "e0", "from": "cook", "to": "chef", "width": 2}]
    >>> packed = pack({"nodes": nodes, "edges": edges})
    >>> packed["edges"], packed["lines"]
    ([[0, 1, 0]], [{'width': 2}])
    """
    facts, lines = _Table(), _Table()
    nodes = [_with_places(node, facts) for node in data["nodes"]]
    # A node's id may be a whole number, and True would equal 1.
    ends = {(type(node["id"]), node["id"]): place for place, node in enumerate(nodes)}
    edges: list[object] = []
    for number, edge in enumerate(data["edges"]):
        start, end = (ends.get((type(edge[key]), edge[key])) for key in ("from", "to"))
        if start is None or end is None or edge.get("id") != f"e{number}":
            edges.append(edge)
            continue
        rest = {key: value for key, value in edge.items() if key not in _ENDS}
        edges.append([start, end, lines.place(_with_places(rest, facts))])
    tables = {"facts": facts.values, "lines": lines.values}
    return {**data, "nodes": nodes, "edges": edges, **tables}


def _with_places(thing: Mapping[str, Any], facts: _Table) -> dict[str, Any]:
    """Return a node or line whose facts are indices of the table of facts."""
    about = thing.get("about")
    if not isinstance(about, dict):
        return dict(thing)
    told = about.get("facts")
    if not isinstance(told, list) or not all(_is_fact(fact) for fact in told):
        return dict(thing)
    places = [facts.place(_pack_fact(fact)) for fact in told]
    return {**thing, "about": {**about, "facts": places}}


def _is_fact(fact: object) -> bool:
    return isinstance(fact, dict) and {"name", "value"} <= fact.keys() <= _FACT


def _pack_fact(fact: Mapping[str, Any]) -> list[Any]:
    """Return name and value, then sources and bar if there are any."""
    if "bar" in fact:
        return [fact["name"], fact["value"], fact.get("sources", []), fact["bar"]]
    return [fact["name"], fact["value"], *([fact["sources"]] if "sources" in fact else [])]
