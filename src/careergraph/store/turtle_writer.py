"""Canonical Turtle text of a graph, and the check that two graphs are isomorphic.

Subjects, properties and objects are written in alphabetical order. A blank node that is the object
of one statement only is written inside that statement, as ``[ ... ]`` or, if it starts a
well-formed list, as ``( ... )``. Every other blank node gets a label. Labels come from Oxigraph's
canonicalisation of RDF datasets, so that they follow from the content.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox

from careergraph.store.blank_nodes import canonicalize
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["are_isomorphic", "write_literal", "write_turtle"]

_Subject: TypeAlias = ox.NamedNode | ox.BlankNode
_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
_Properties: TypeAlias = dict[ox.NamedNode, list[_Term]]
_Task: TypeAlias = str | tuple[ox.BlankNode, int]
"""Text to write, or a blank node to write in its place, with its indent."""

_TYPE, _FIRST, _REST, _NIL = (
    ox.NamedNode(f"{PREFIXES['rdf']}{name}") for name in ("type", "first", "rest", "nil")
)
_STRING: Final = f"{PREFIXES['xsd']}string"
_CONTENT: Final = ox.NamedNode("urn:careergraph:content-of-blank-node")

_LOCAL_NAME: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_PLAIN_LITERALS: Final = {
    f"{PREFIXES['xsd']}integer": re.compile(r"[+-]?[0-9]+\Z"),
    f"{PREFIXES['xsd']}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+\Z"),
    f"{PREFIXES['xsd']}boolean": re.compile(r"(true|false)\Z"),
}
_INDENT: Final = "    "
_DEEPEST_INDENT: Final = 12
_LONGEST_CONTENT: Final = 200


def write_turtle(statements: Iterable[ox.Triple | ox.Quad], prefix_of: Mapping[str, str]) -> str:
    """Return statements as Turtle text that depends only on the statements.

    Parameters
    ----------
    statements
        In any order. Graph names are left out, and equal statements are written once.
    prefix_of
        Namespace to prefix. Prefixes that no name uses are not declared.

    Raises
    ------
    TypeError
        A statement holds a triple term (RDF 1.2).

    Examples
    --------
    >>> text = "@prefix x: <https://example.org/> . x:a x:b ( 2 [ x:c 1 ] ) ."
    >>> parsed = ox.parse(text, format=ox.RdfFormat.TURTLE)
    >>> print(write_turtle(parsed, {"https://example.org/": "x"}), end="")
    @prefix x: <https://example.org/> .
    <BLANKLINE>
    x:a x:b ( 2 [ x:c 1 ] ) .
    """
    structure = _Structure(statements)
    if structure.labelled:
        structure = _Structure(structure.canonical_triples())
    return _Writer(structure, prefix_of).text()


def are_isomorphic(
    first: Iterable[ox.Triple | ox.Quad], second: Iterable[ox.Triple | ox.Quad]
) -> bool:
    """Return whether two collections hold the same statements, whatever their blank nodes' labels.

    Examples
    --------
    >>> texts = ("_:a <x:p> _:b .", "_:c <x:p> _:d .", "<x:a> <x:p> _:b .")
    >>> graphs = [list(ox.parse(text, format=ox.RdfFormat.N_TRIPLES)) for text in texts]
    >>> are_isomorphic(graphs[0], graphs[1]), are_isomorphic(graphs[0], graphs[2])
    (True, False)
    """
    one, other = _Structure(first), _Structure(second)
    if len(one.triples) != len(other.triples) or len(one.blank) != len(other.blank):
        return False
    if not one.blank:
        return one.triples == other.triples
    return one.canonical_triples() == other.canonical_triples()


def write_literal(literal: ox.Literal, name_of: Callable[[ox.NamedNode], str] = str) -> str:
    """Return a literal in Turtle, exactly as written; ``name_of`` names its datatype.

    Examples
    --------
    >>> decimal = ox.NamedNode(f"{PREFIXES['xsd']}decimal")
    >>> write_literal(ox.Literal("1.50", datatype=decimal))
    '1.50'
    >>> write_literal(ox.Literal("old", language="en"))
    '"old"@en'
    """
    datatype = literal.datatype
    if literal.language or datatype.value == _STRING:
        return str(literal)
    plain = _PLAIN_LITERALS.get(datatype.value)
    if plain and plain.match(literal.value):
        return literal.value
    return f"{ox.Literal(literal.value)}^^{name_of(datatype)}"


class _Structure:
    """Statements by subject, with the blank nodes to write in place and those to label."""

    def __init__(self, statements: Iterable[ox.Triple | ox.Quad]) -> None:
        self.triples: set[ox.Triple] = set()
        self.properties: dict[_Subject, _Properties] = {}
        self.blank: set[ox.BlankNode] = set()
        places: defaultdict[ox.BlankNode, list[_Subject]] = defaultdict(list)
        for statement in statements:
            subject, predicate, value = statement.subject, statement.predicate, statement.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                message = "Triple terms (RDF 1.2) cannot be written as Turtle here."
                raise TypeError(message)
            triple = ox.Triple(subject, predicate, value)
            if triple in self.triples:
                continue
            self.triples.add(triple)
            self.properties.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if isinstance(value, ox.BlankNode):
                places[value].append(subject)
            self.blank |= {term for term in (subject, value) if isinstance(term, ox.BlankNode)}
        parent_of = {node: subjects[0] for node, subjects in places.items() if len(subjects) == 1}
        self.labelled = {node for node in places if node not in parent_of} | _on_cycle(parent_of)
        self.nested = {node for node in parent_of if node not in self.labelled}
        self._inner_first = self._order_inner_first()
        self.list_cells = self._find_list_cells()

    def canonical_triples(self) -> set[ox.Triple]:
        """Return the statements with canonical labels for the blank nodes.

        The content of each blank node is added as one more statement, which distinguishes most of
        them at once. Without that, the time of the canonicalisation grows with the cube of the
        length of a list of equal items.
        """
        contents = self.contents({}).items()
        dataset = ox.Dataset(ox.Quad(*triple) for triple in self.triples)
        for node, content in contents:
            dataset.add(ox.Quad(node, _CONTENT, ox.Literal(content)))
        canonicalize(dataset)
        return {quad.triple for quad in dataset if quad.predicate != _CONTENT}

    def contents(self, name_of: Mapping[ox.BlankNode, str]) -> dict[ox.BlankNode, str]:
        """Return the content of each blank node as a text that is equal for equal content.

        Parameters
        ----------
        name_of
            Labels for the blank nodes that need one. A missing label is written ``_:``.

        Returns
        -------
        dict
            At most 265 characters each: a longer text is cut and ends with its hash.
        """
        contents: dict[ox.BlankNode, str] = {}

        def text_of(term: _Term) -> str:
            if isinstance(term, ox.BlankNode):
                return contents[term] if term in self.nested else name_of.get(term, "_:")
            return str(term)

        for node in self._inner_first:
            parts = sorted(
                f"{predicate} {text_of(value)}"
                for predicate, values in self.properties.get(node, {}).items()
                for value in values
            )
            text = " ; ".join(parts)
            if len(text) > _LONGEST_CONTENT:
                digest = hashlib.sha256(text.encode()).hexdigest()
                text = f"{text[:_LONGEST_CONTENT]} {digest}"
            contents[node] = text
        return contents

    def _order_inner_first(self) -> list[ox.BlankNode]:
        """Return all blank nodes, with nested ones before the nodes that contain them."""
        outer_first = [node for node in self.blank if node not in self.nested]
        outer_first += self._nested_in(s for s in self.properties if isinstance(s, ox.NamedNode))
        for node in outer_first:  # The list grows while it is read.
            outer_first += self._nested_in([node])
        return outer_first[::-1]

    def _nested_in(self, subjects: Iterable[_Subject]) -> Iterator[ox.BlankNode]:
        for subject in subjects:
            for values in self.properties.get(subject, {}).values():
                for value in values:
                    if isinstance(value, ox.BlankNode) and value in self.nested:
                        yield value

    def _find_list_cells(self) -> set[ox.BlankNode]:
        """Return the cells from which a well-formed list runs to its end inside one statement."""
        cells: set[ox.BlankNode] = set()
        for node in self._inner_first:
            properties = self.properties.get(node, {})
            if properties.keys() != {_FIRST, _REST}:
                continue
            rest = properties[_REST][0]
            ends_well = rest == _NIL or (rest in cells and rest in self.nested)
            if ends_well and all(len(values) == 1 for values in properties.values()):
                cells.add(node)
        return cells


def _on_cycle(parent_of: Mapping[ox.BlankNode, _Subject]) -> set[ox.BlankNode]:
    """Return the nodes that contain themselves, directly or through others."""
    cyclic: set[ox.BlankNode] = set()
    checked: set[_Subject] = set()
    for start in parent_of:
        way: dict[ox.BlankNode, int] = {}
        node: _Subject = start
        while isinstance(node, ox.BlankNode) and node in parent_of and node not in checked:
            if node in way:
                cyclic.update(list(way)[way[node] :])
                break
            way[node] = len(way)
            node = parent_of[node]
        checked.update(way)
    return cyclic


class _Writer:
    """Writes the text of statements without recursion, so that nesting may be arbitrarily deep."""

    def __init__(self, structure: _Structure, prefix_of: Mapping[str, str]) -> None:
        self._structure = structure
        self._prefix_of = prefix_of
        self._namespaces: dict[str, str] = {}
        order = sorted(structure.labelled, key=_number_of_label)
        self._name_of = {node: f"_:b{number}" for number, node in enumerate(order)}
        self._contents = structure.contents(self._name_of)

    def text(self) -> str:
        """Return the prefixes that are used, and the statements."""
        subjects = [s for s in self._structure.properties if s not in self._structure.nested]
        statements = [self._statement(subject) for subject in sorted(subjects, key=self._order)]
        used = sorted(self._namespaces.items())
        head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in used)
        return "\n".join([head, *(f"{text}\n" for text in statements)]).lstrip() or "\n"

    def _statement(self, subject: _Subject) -> str:
        unnamed = isinstance(subject, ox.BlankNode) and subject not in self._structure.labelled
        written = ["[]" if unnamed else self._label(subject)]
        tasks: list[_Task] = self._properties(subject, 0)[::-1]
        while tasks:
            task = tasks.pop()
            if isinstance(task, str):
                written.append(task)
            else:
                tasks += self._nested(*task)[::-1]
        return "".join([*written, " ."])

    def _properties(self, subject: _Subject, depth: int) -> list[_Task]:
        tasks: list[_Task] = []
        properties = self._structure.properties.get(subject, {})
        for predicate in sorted(properties, key=lambda p: (p != _TYPE, p.value)):
            tasks.append(f" ;\n{_indent(depth + 1)}" if tasks else " ")
            tasks.append("a" if predicate == _TYPE else self._iri(predicate))
            values = sorted(properties[predicate], key=self._order)
            inner = depth + (len(values) > 1)
            for number, value in enumerate(values):
                tasks.append(f",\n{_indent(inner + 1)}" if number else " ")
                tasks.append(self._object(value, inner))
        return tasks

    def _object(self, value: _Term, depth: int) -> _Task:
        if isinstance(value, ox.BlankNode) and value in self._structure.nested:
            return value, depth
        return self._label(value)

    def _nested(self, node: ox.BlankNode, depth: int) -> list[_Task]:
        if node not in self._structure.list_cells:
            return ["[", *self._properties(node, depth + 1), " ]"]
        tasks: list[_Task] = ["("]
        cell: _Term = node
        while isinstance(cell, ox.BlankNode):
            properties = self._structure.properties[cell]
            tasks += [" ", self._object(properties[_FIRST][0], depth + 1)]
            cell = properties[_REST][0]
        return [*tasks, " )"]

    def _label(self, term: _Term) -> str:
        if isinstance(term, ox.BlankNode):
            return self._name_of[term]
        if isinstance(term, ox.NamedNode):
            return "()" if term == _NIL else self._iri(term)
        return write_literal(term, self._iri)

    def _iri(self, iri: ox.NamedNode) -> str:
        text = iri.value
        namespace = text[: max(text.rfind("#"), text.rfind("/")) + 1]
        local = text[len(namespace) :]
        if namespace not in self._prefix_of or not _LOCAL_NAME.match(local):
            return str(iri)
        prefix = self._prefix_of[namespace]
        self._namespaces[prefix] = namespace
        return f"{prefix}:{local}"

    def _order(self, term: _Term) -> tuple[int, str, int, str, str]:
        """Return a sort key: IRIs, literals, then blank nodes by label or content."""
        if isinstance(term, ox.NamedNode):
            return 0, term.value, 0, "", ""
        if isinstance(term, ox.BlankNode):
            if term in self._structure.labelled:
                return 2, "", _number_of_label(term), "", ""
            return 3, self._contents[term], 0, "", ""
        datatype = "" if term.datatype.value == _STRING else term.datatype.value
        return 1, term.value, 0, term.language or "", datatype + str(term)


def _indent(depth: int) -> str:
    return _INDENT * min(depth, _DEEPEST_INDENT)


def _number_of_label(node: ox.BlankNode) -> int:
    """Return the number in a canonical label: the canonicalisation counts ``c14n0``, ``c14n1``."""
    return int(node.value.removeprefix("c14n"))
