"""Pictures of triples: resources, texts and numbers, and the properties that link them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from careergraph.model.phrases import count_text
from careergraph.picture.drawing import Fact, Group, Link, Picture, PictureEdge, PictureNode
from careergraph.picture.html.safety import script_json
from careergraph.picture.html.vis_data import node_entry
from careergraph.picture.labels import clean_text
from careergraph.picture.layout.blocks import Block, place_blocks
from careergraph.picture.layout.chains import place_chains
from careergraph.picture.layout.forces import arrange, box_of
from careergraph.picture.palette import LINK_HUES, OTHER_HUE, Kind
from careergraph.picture.panels import role_facts, skill_facts
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.symbols import compose, name_of
from careergraph.vocab import CG, local_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.store.triples import Term, Triple

__all__ = ["draw_triples"]

_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAMING: Final = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "https://schema.org/name",
    "http://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
    "http://purl.org/dc/terms/title",
)
"""Properties that name a thing; the first one present counts."""
_CATEGORY_OF: Final = {
    f"{CG}{kind}": category
    for category, kinds in {
        "role": ("Role",),
        "skill": (
            *("Skill", "ProgrammingLanguage", "Tool", "Concept"),
            *("Method", "Mathematics", "Domain", "SoftSkill"),
        ),
        "certification": ("Certification",),
        "degree": ("Degree", "DegreeField"),
        "resource": ("Course", "Book", "Competition", "Project"),
    }.items()
    for kind in kinds
}
_FOLDERS: Final = {"course": "resource", "book": "resource", "competition": "resource"}
_PLURALS: Final = {
    "role": "roles",
    "skill": "skills",
    "certification": "certifications",
    "degree": "degrees",
    "resource": "courses and books",
    "literal": "texts and numbers",
}
_OTHER_THINGS: Final = "other things"
_PLAIN: Final = {
    "requiresSkill": "requires",
    "transitionsTo": "leads to",
    "promotesTo": "is promoted to",
    "namesCredential": "names",
    "validates": "attests",
    "ofRole": "is about the role",
    "ofSkill": "is about the skill",
    "needsSkill": "builds on",
    "statedBy": "is stated by",
    "levelOf": "is a level of",
    "broader": "is part of",
    "prefLabel": "is called",
    "altLabel": "is also called",
}
"""Properties in plain words, by the last part of their IRIs."""
_WORD_BREAK: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIZE: Final = "The larger a node, the more triples it appears in."
_BLOCKS_SIZE: Final = (
    "A band between two blocks stands for all lines of one property, with their number. Choose or "
    "point at a thing to see its lines."
)
_TITLE_FONT: Final = 14
_HUB: Final = 22
_IN_BLOCKS: Final = 8
"""Size of things in blocks."""
_MOST_LINES: Final = 60
"""If there are more lines than this, only those of the selected thing are drawn."""
_MOST_GROUPS: Final = 12
_FEWEST_SPOKES: Final = 8
_FEWEST_IN_BLOCKS: Final = 10
_MOST_NAMED: Final = 4
_SMALLEST: Final = 9
_LARGEST: Final = 24
_LONGEST_ID: Final = 100
_LONGEST_NAME: Final = 300
"""Longer texts are cut, so that a file stays small whatever a query returns."""
_SHORT_NAME: Final = 80
_LONGEST_KIND: Final = 60
_LONGEST_IRI: Final = 300
_MOST_KINDS: Final = 40
"""The most kinds of links that a legend can usefully explain; the rarest are shown as one."""
_OTHER_KIND: Final = "other link"
_ROOM: Final = 1150
"""Bytes allowed for each thing of the limit; beyond them, the last things have only names."""
_LEAST_ROOM: Final = 300 * _ROOM


def draw_triples(
    triples: Sequence[Triple],
    compiled: CompiledGraph,
    *,
    title: str | None,
    origin: str,
    notices: Sequence[str],
    limit: int,
) -> Picture:
    """Return a picture of triples: their subjects and objects, joined by their predicates.

    The name of a thing becomes its label, and its class a line in the panel; other texts and
    numbers are things of their own. Things of one class form a block, and the thing at which most
    lines end is placed between the blocks.

    Parameters
    ----------
    triples
        The triples, in the order in which lines are drawn.
    compiled
        The facts about roles and skills among them.
    title
        The question that the triples answer; without it the title describes what is shown.
    origin
        The place of the query, such as the name of its file; may be empty.
    notices
        Notices about the triples.
    limit
        The most things to draw.
    """
    things = _Things(triples, compiled)
    edges = [_edge(things, triple) for triple in things.drawn]
    nodes = things.nodes(edges)
    nodes, edges, omissions = cut(nodes, edges, limit)
    edges, rare = _join_rare_kinds(edges)
    kinds = _kinds(edges)
    nodes, short = _shorten(nodes, max(limit * _ROOM, _LEAST_ROOM))
    hub = _find_hub(nodes, edges)
    groups = _group(nodes, hub)
    source = f", from {origin}" if origin else ""
    about: dict[str, Any] = {
        "title": title or _title(hub, groups, things),
        "subtitle": f"{count_text(len(triples), 'triple')} about "
        f"{count_text(len(things), 'thing')}{source}",
        "kind": "query",
        "kinds": kinds,
        "notices": (*omissions, *rare, *short, *notices),
    }
    if groups is None:
        ends = [(edge.source, edge.target) for edge in edges]
        chains = place_chains((node.id for node in nodes), ends)
        places = chains or arrange({node.id: box_of(node) for node in nodes}, ends)
        placed = [n._replace(x=places[n.id][0], y=places[n.id][1]) for n in nodes]
        if chains:
            placed = [node._replace(side="below", size=_IN_BLOCKS) for node in placed]
        return compose(compiled, placed, edges, size=_SIZE, **about)
    placed, families = _in_blocks(groups, edges, hub)
    faint = len(edges) > _MOST_LINES
    lines = [edge._replace(faint=faint) for edge in edges]
    picture = compose(compiled, placed, lines, size=_BLOCKS_SIZE if faint else _SIZE, **about)
    return replace(picture, families=families)


def _edge(things: _Things, triple: Triple) -> PictureEdge:
    name = clean_text(local_name(triple.predicate), _LONGEST_KIND) or _OTHER_KIND
    return PictureEdge(
        things.id_of(triple.subject),
        things.id_of(triple.object, triple),
        name,
        name=_property_name(name),
    )


def _property_name(name: str) -> str:
    """Return a property in plain words, from the last part of its IRI.

    Examples
    --------
    >>> _property_name("requiresSkill"), _property_name("worksFor"), _property_name("is_part_of")
    ('requires', 'works for', 'is part of')
    """
    words = _WORD_BREAK.sub(" ", name.replace("_", " "))
    plain = words if words.isupper() else words[:1].lower() + words[1:]
    return _PLAIN.get(name) or " ".join(
        word if word.isupper() else word.lower() for word in plain.split()
    )


def _kinds(edges: Sequence[PictureEdge]) -> tuple[Kind, ...]:
    """Return the properties with a colour for each, the most frequent first."""
    names = [name for name, _ in Counter(edge.kind for edge in edges).most_common()]
    hues = [*LINK_HUES, *[OTHER_HUE] * len(names)]
    return tuple(
        Kind(name, _property_name(name), *hue) for name, hue in zip(names, hues, strict=False)
    )


def _find_hub(nodes: Sequence[PictureNode], edges: Sequence[PictureEdge]) -> PictureNode | None:
    """Return the thing at an end of more than half of the lines; ``None`` without one."""
    ends = Counter(end for edge in edges for end in {edge.source, edge.target})
    if len(edges) < _FEWEST_SPOKES:
        return None
    (name, count), *others = ends.most_common(2)
    if 2 * count <= len(edges) or (others and others[0][1] == count):
        return None
    hub = next(node for node in nodes if node.id == name)
    # Of several things of one class with many lines, each is as much what the query is about.
    equals = [node for node in nodes if node.category == hub.category and node.id != hub.id]
    if any(ends[node.id] >= _FEWEST_SPOKES for node in equals):
        return None
    return hub


def _group(
    nodes: Sequence[PictureNode], hub: PictureNode | None
) -> dict[str, list[PictureNode]] | None:
    """Return things by the name of their class, the largest class first.

    ``None`` if there is only one class, or none is known: then lines say more.
    """
    groups: dict[str, list[PictureNode]] = {}
    for node in nodes:
        if hub is None or node.id != hub.id:
            groups.setdefault(_class_name(node), []).append(node)
    if len(groups) > _MOST_GROUPS:
        largest = sorted(groups, key=lambda name: -len(groups[name]))
        for name in largest[_MOST_GROUPS - 1 :]:
            groups.setdefault(_OTHER_THINGS, []).extend(
                groups.pop(name) if name != _OTHER_THINGS else ()
            )
    if len(groups) == 1 and hub is None:
        return None
    known = set(groups) & set(_PLURALS.values())
    if not known or len(nodes) < _FEWEST_IN_BLOCKS:
        return None
    return dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))


def _class_name(node: PictureNode) -> str:
    if node.category in _PLURALS:
        return _PLURALS[node.category]
    stated = next((fact.value for fact in node.facts if fact.name == "class"), "")
    return _property_name(stated.split(", ")[0]) if stated else _OTHER_THINGS


def _title(
    hub: PictureNode | None, groups: Mapping[str, Sequence[PictureNode]] | None, things: _Things
) -> str:
    """Return a title for a query that has none."""
    if hub is not None:
        return f"What is linked with {hub.label}"
    names = list(groups or {})
    if not names:
        names = sorted({_class_name(node) for node in things.nodes(())})
    if len(names) > _MOST_NAMED:
        names = [*names[: _MOST_NAMED - 1], "other things"]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{listed[:1].upper()}{listed[1:]}, and how they are linked"


def _in_blocks(
    groups: Mapping[str, Sequence[PictureNode]],
    edges: Sequence[PictureEdge],
    hub: PictureNode | None,
) -> tuple[list[PictureNode], tuple[Group, ...]]:
    """Return things placed in blocks, and the blocks as the groups of the page."""
    left, right = _split(groups, edges, hub)
    sides = [left, [("", [hub])] if hub else [], right]
    families: list[Group] = []
    blocks: list[list[Block]] = []
    for side in sides:
        blocks.append([])
        for name, things in side:
            family = f"group+{len(families)}"
            label = f"{name} ({len(things):,})" if name else things[0].label
            families.append(Group(family, label, len(families)))
            title = PictureNode(
                f"title+{family}", label, "family", family=family, font=_TITLE_FONT, one_line=True
            )
            size = _HUB if not name else _IN_BLOCKS
            nodes = [thing._replace(family=family, size=size) for thing in things]
            nodes.sort(key=lambda node: (-round(node.weight, 2), node.label.casefold(), node.id))
            blocks[-1].append(Block(title if name else None, tuple(nodes)))
    placed = place_blocks(blocks, 1) if len(edges) <= _MOST_LINES else place_blocks(blocks)
    framed = zip(families, placed.frames, strict=True)
    return placed.nodes, tuple(group._replace(frame=frame) for group, frame in framed)


_Side = list[tuple[str, list[PictureNode]]]


def _split(
    groups: Mapping[str, Sequence[PictureNode]],
    edges: Sequence[PictureEdge],
    hub: PictureNode | None,
) -> tuple[_Side, _Side]:
    """Return the things of each class on the left, and those on the right.

    Things that only lead to the hub are on its left. Without a hub, classes with more lines out
    than in are on the left; if most lines join things of one class, its things are divided in the
    same way.
    """
    left: _Side = []
    right: _Side = []
    if hub is not None:
        led_to = {edge.target for edge in edges if edge.source == hub.id}
        leading = {edge.source for edge in edges if edge.target == hub.id} - led_to
        for name, things in groups.items():
            before = [node for node in things if node.id in leading]
            after = [node for node in things if node.id not in leading]
            left += [(name, before)] if before else []
            right += [(name, after)] if after else []
        return left, right
    name_of_node = {node.id: name for name, things in groups.items() for node in things}
    within = sum(name_of_node[edge.source] == name_of_node[edge.target] for edge in edges)
    is_divided = 2 * within > len(edges)
    key_of = {name: name for name in name_of_node} if is_divided else name_of_node
    flow = Counter(key_of[edge.source] for edge in edges)
    flow.subtract(key_of[edge.target] for edge in edges)
    for name, things in groups.items():
        before = [node for node in things if flow[key_of[node.id]] > 0]
        after = [node for node in things if flow[key_of[node.id]] <= 0]
        left += [(name, before)] if before else []
        right += [(name, after)] if after else []
    return left, right


def _join_rare_kinds(edges: Sequence[PictureEdge]) -> tuple[list[PictureEdge], list[str]]:
    """Return edges of at most `_MOST_KINDS` kinds, and a note on the others."""
    kinds = [kind for kind, _ in Counter(edge.kind for edge in edges).most_common()]
    if len(kinds) <= _MOST_KINDS:
        return list(edges), []
    known = set(kinds[: _MOST_KINDS - 1])
    joined = [edge if edge.kind in known else edge._replace(kind=_OTHER_KIND) for edge in edges]
    return joined, [f"{len(kinds) - len(known):,} rare kinds of links are shown as one."]


def _shorten(nodes: Sequence[PictureNode], room: int) -> tuple[list[PictureNode], list[str]]:
    """Return nodes that take at most so many bytes; the least important keep only their names."""
    kept = list(nodes)
    short = 0
    for place in sorted(range(len(kept)), key=lambda place: (-kept[place].weight, place)):
        label = clean_text(kept[place].label, _SHORT_NAME)
        bare = kept[place]._replace(label=label, facts=(), aliases=(), links=(), iri="")
        needed = len(script_json(node_entry(kept[place], {})).encode())
        if needed > room:
            kept[place] = bare
            short += 1
            needed = len(script_json(node_entry(bare, {})).encode())
        room -= needed
    if not short:
        return kept, []
    return kept, [
        f"Only the names of {count_text(short, 'thing')} are included, to keep the file small."
    ]


class _Things:
    """The subjects and objects of triples, with their names and classes."""

    def __init__(self, triples: Sequence[Triple], compiled: CompiledGraph) -> None:
        self._atlas = compiled
        self._names: dict[str, tuple[int, str]] = {}
        self._classes: dict[str, list[str]] = {}
        self._said: dict[str, tuple[Term, str]] = {}
        self.drawn: list[Triple] = []
        for one in triples:
            self._take(one)

    def _take(self, one: Triple) -> None:
        subject = self.id_of(one.subject)
        self._said.setdefault(subject, (one.subject, ""))
        if one.predicate == _RDF_TYPE:
            self._classes.setdefault(subject, []).append(one.object.value)
        elif one.predicate in _NAMING and one.object.kind == "literal":
            rank = _NAMING.index(one.predicate), one.object.language not in {"en", None}
            name = (2 * rank[0] + rank[1], one.object.value)
            self._names[subject] = min(name, self._names.get(subject, name))
        else:
            self._said.setdefault(self.id_of(one.object, one), (one.object, one.predicate))
            self.drawn.append(one)

    def __len__(self) -> int:
        return len(self._said)

    def id_of(self, term: Term, triple: Triple | None = None) -> str:
        """Return the id of a term; a text or number is a thing of its own wherever it occurs."""
        if term.kind == "iri":
            name = name_of(term.value)
        elif term.kind == "literal" and triple is not None:
            name = f"{self.id_of(triple.subject)}+{triple.predicate}+{term.value}+{term.language}"
        else:
            name = f"{term.kind}+{term.value}"
        if len(name) <= _LONGEST_ID:
            return name
        return f"{name[:_LONGEST_ID]}+{sha256(name.encode('utf-8', 'replace')).hexdigest()[:12]}"

    def nodes(self, edges: Sequence[PictureEdge]) -> list[PictureNode]:
        """Return the things as nodes, sized by their number of lines."""
        counts = dict.fromkeys(self._said, 0)
        for edge in edges:
            counts[edge.source] += 1
            counts[edge.target] += 1
        most = max(counts.values(), default=0) or 1
        return [
            self._node(name, term, counts[name] / most) for name, (term, _) in self._said.items()
        ]

    def _node(self, name: str, term: Term, share: float) -> PictureNode:
        size = round(_SMALLEST + share**0.5 * (_LARGEST - _SMALLEST))
        if term.kind != "iri":
            category = "literal" if term.kind == "literal" else "other"
            label = clean_text(term.value, _LONGEST_NAME)
            return PictureNode(name, label, category, size=_SMALLEST, weight=share / 2)
        iri = term.value
        shown = len(iri) <= _LONGEST_IRI
        classes = self._classes.get(name, [])
        category = self._category(iri, classes)
        label = self._names.get(name, (0, self._atlas.labels.get(iri) or local_name(iri) or iri))[1]
        facts = [Fact("class", ", ".join(map(local_name, sorted(classes))))] if classes else []
        if category == "role" and iri in self._atlas.nodes:
            facts += role_facts(iri, self._atlas)
        elif category == "skill":
            facts += skill_facts(iri, self._atlas)
        return PictureNode(
            id=name,
            label=clean_text(label, _LONGEST_NAME),
            category=category,
            size=size,
            aliases=self._atlas.aliases(iri),
            facts=tuple(facts),
            links=(Link("open this address", iri),) if shown else (),
            iri=iri if shown else clean_text(iri, _LONGEST_IRI),
            weight=share,
        )

    def _category(self, iri: str, classes: Sequence[str]) -> str:
        for one in sorted(classes):
            if one in _CATEGORY_OF:
                return _CATEGORY_OF[one]
        if iri in self._atlas.nodes:
            return "role"
        folder = name_of(iri).partition("/")[0] if name_of(iri) != iri else ""
        folder = _FOLDERS.get(folder, folder)
        return folder if folder in {"skill", "certification", "degree", "resource"} else "other"
