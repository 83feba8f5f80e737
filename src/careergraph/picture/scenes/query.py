"""Pictures of triples: resources, texts and numbers, and the properties that link them."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import count_text
from careergraph.picture.drawing import Fact, Link, Picture, PictureEdge, PictureNode
from careergraph.picture.html.safety import script_json
from careergraph.picture.html.vis_data import node_entry
from careergraph.picture.labels import clean_text
from careergraph.picture.layout.forces import arrange, box_of
from careergraph.picture.panels import role_facts, skill_facts
from careergraph.picture.scenes.size_limits import cut
from careergraph.picture.symbols import compose, name_of
from careergraph.vocab import CG, local_name

if TYPE_CHECKING:
    from collections.abc import Sequence

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
"""Properties that give a thing its name, the first that is there counts."""
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
_SIZE: Final = "The larger a node, the more of the triples it appears in."
_SMALLEST: Final = 9
_LARGEST: Final = 24
_LONGEST_ID: Final = 100
_LONGEST_NAME: Final = 300
"""Longer texts are cut, so that a file stays small whatever a query gives."""
_SHORT_NAME: Final = 80
_LONGEST_KIND: Final = 60
_LONGEST_IRI: Final = 300
_MOST_KINDS: Final = 40
"""A legend of more kinds of links explains nothing; the rarest are shown as one."""
_OTHER_KIND: Final = "other link"
_ROOM: Final = 1200
"""Bytes for each thing of the limit: what is told of the last is left out where it takes more."""
_LEAST_ROOM: Final = 300 * _ROOM


def draw_triples(
    triples: Sequence[Triple],
    compiled: CompiledGraph,
    *,
    title: str,
    notices: Sequence[str],
    limit: int,
) -> Picture:
    """Return a picture of triples: their subjects and objects, joined by their predicates.

    What names a thing becomes its label, its class a line in the panel; other texts and numbers are
    things of their own.

    Parameters
    ----------
    triples
        The triples, in the order in which lines are drawn.
    compiled
        What is known of roles and skills among them.
    title, notices
        What the page says of them.
    limit
        How many things to draw at most.
    """
    things = _Things(triples, compiled)
    edges = [
        PictureEdge(
            things.id_of(one.subject),
            things.id_of(one.object, one),
            clean_text(local_name(one.predicate), _LONGEST_KIND) or _OTHER_KIND,
        )
        for one in things.drawn
    ]
    nodes = things.nodes(edges)
    nodes, edges, omissions = cut(nodes, edges, limit)
    edges, rare = _join_rare_kinds(edges)
    nodes, short = _shorten(nodes, max(limit * _ROOM, _LEAST_ROOM))
    places = arrange({n.id: box_of(n) for n in nodes}, [(e.source, e.target) for e in edges])
    return compose(
        compiled,
        [node._replace(x=places[node.id][0], y=places[node.id][1]) for node in nodes],
        edges,
        title=title,
        subtitle=f"{count_text(len(triples), 'triple')} about {count_text(len(things), 'thing')}",
        kind="query",
        size=_SIZE,
        notices=(*omissions, *rare, *short, *notices),
    )


def _join_rare_kinds(edges: Sequence[PictureEdge]) -> tuple[list[PictureEdge], list[str]]:
    """Return edges of `_MOST_KINDS` kinds at most, and what to say of the others."""
    kinds = [kind for kind, _ in Counter(edge.kind for edge in edges).most_common()]
    if len(kinds) <= _MOST_KINDS:
        return list(edges), []
    known = set(kinds[: _MOST_KINDS - 1])
    joined = [edge if edge.kind in known else edge._replace(kind=_OTHER_KIND) for edge in edges]
    return joined, [f"{len(kinds) - len(known):,} rare kinds of links are shown as one."]


def _shorten(nodes: Sequence[PictureNode], room: int) -> tuple[list[PictureNode], list[str]]:
    """Return nodes that take so many bytes at most: of the least important only names are told."""
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
        f"Of {count_text(short, 'thing')} only the name is told: the file would be large."
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
        """Return the things as nodes, as large as there are lines to them."""
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
            links=(Link("open the IRI", iri),) if shown else (),
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
