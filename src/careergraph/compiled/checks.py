"""Validation of a graph by SHACL shapes and by queries that must return no row.

The rules are data: ``ontology/shapes.ttl`` and ``ontology/checks/*.rq``. Each problem names the
rule, the thing that breaks it, what is wrong and what to do.
"""

from __future__ import annotations

import codecs
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyoxigraph as ox

from careergraph.errors import CareerGraphError
from careergraph.model.frozen import frozen
from careergraph.store import bundled as ontology
from careergraph.store.derived import add_derived
from careergraph.store.engine import Store
from careergraph.store.written_forms import kept_forms
from careergraph.vocab import BUNDLED_GRAPH, ID, IMPORT_GRAPHS, PREFIXES, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["Problem", "Report", "check", "check_imports", "check_store"]


_SHACL: Final = "http://www.w3.org/ns/shacl#"
_READS_ALL: Final = "\n# Reads every statement.\n"
"""The second line of a check that takes long on millions of statements."""
_OF_PROFILES: Final = "profile-"
"""The prefix of the names of checks of profiles."""
_SAMPLED: Final = 20
"""The most things of each class that the sample of an import holds."""
_SHAPES_WITH_MESSAGE: Final = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?shape WHERE { ?shape sh:message ?message }
"""


@frozen
class Problem:
    """One rule that one thing breaks.

    Attributes
    ----------
    rule
        The shape's or check's name; it is defined in ``ontology/``.
    offender
        The thing: an IRI, or the label of a blank node.
    detail
        What is wrong and what to do, as one or two sentences.
    path
        The file that describes the thing; ``None`` where no file was read.

    Examples
    --------
    >>> print(Problem("share-range", "https://example.org/s", "A share lies between 0 and 1."))
    https://example.org/s: A share lies between 0 and 1. [share-range]
    """

    rule: str
    offender: str
    detail: str
    path: Path | None = None

    def __str__(self) -> str:
        """Return the problem on one line."""
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.offender}: {self.detail} [{self.rule}]"


@frozen
class Report:
    """The result of a check.

    Attributes
    ----------
    problems
        By file, thing and rule.
    rules_run
        Names of the rules, in alphabetical order.
    triples
        How many statements they were run on.

    Examples
    --------
    >>> Report(problems=(), rules_run=("share-range",), triples=12).conforms
    True
    """

    problems: tuple[Problem, ...]
    rules_run: tuple[str, ...]
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether no rule is broken."""
        return not self.problems


def check(paths: Sequence[Path] | None = None) -> Report:
    """Return what is wrong with the bundled graph, or with files laid over it.

    Parameters
    ----------
    paths
        Turtle files to check together with the bundled graph; only problems that they cause are
        reported. Without them, the bundled graph itself is checked.

    Raises
    ------
    DataFileError
        A file cannot be read as Turtle; the error names line and column.

    Examples
    --------
    >>> check().conforms  # doctest: +SKIP
    True
    >>> from pathlib import Path
    >>> check([Path("none.ttl")])
    Traceback (most recent call last):
    careergraph.errors.DataFileError: none.ttl: The file cannot be read: No such file or directory.
    """
    if not paths:
        return _locate(_check_bundled(), [])
    from careergraph.store.turtle import read_turtle

    _require_pyshacl()
    # The user's files are read before the graph, so that an error in them shows at once.
    triples = [triple for path in paths for triple in read_turtle(path).triples]
    # An edited copy of a bundled file is checked against the others.
    others = _store_of(_bundled_files_beside(paths))
    report = _check_triples(others, triples)
    if report.problems:
        known = frozenset(check_store(others).problems)
        caused = tuple(problem for problem in report.problems if problem not in known)
        report = Report(caused, report.rules_run, report.triples)
    return _locate(report, paths)


def _check_bundled() -> Report:
    """Return the report on the bundled graph.

    The checks run on all of it, the shapes only on the curated layer: on all occupations shapes
    would take minutes, and the checks cover what matters there.
    """
    from careergraph.store.turtle import memory_graph

    _require_pyshacl()
    store = Store.bundled()
    curated = _store_of(ontology.curated_files())
    add_derived(curated.oxigraph)
    report = _run_rules(store, memory_graph(curated.oxigraph))
    return replace(report, triples=len(store.oxigraph))


def check_imports(store: Store) -> Report:
    """Return what is wrong with a store that holds imports over the bundled graph.

    Checks that begin at a class or a property run on all of it. Those that read every statement,
    and the shapes, run on a sample of what was imported: things of each class from all over each
    import, in English. pySHACL would take hours for the whole. Other languages are left out because
    the shapes of the bundled graph forbid them, while imports exist to add them.

    Raises
    ------
    CareerGraphError
        pySHACL is not installed.
    """
    from careergraph.store.turtle import memory_graph, read_turtle

    _require_pyshacl()
    words = read_turtle(ontology.vocabulary_file()).triples
    graph = ox.NamedNode(BUNDLED_GRAPH)
    sample, taken = Store(), _sample_imports(store.oxigraph, words)
    sample.oxigraph.extend(
        ox.Quad(each.subject, each.predicate, each.object, graph) for each in taken.triples
    )
    report = _run_rules(store, memory_graph(sample.oxigraph), sample=sample)
    # A thing that is described only in part may lack anything.
    whole = tuple(each for each in report.problems if each.offender not in taken.in_part)
    return Report(whole, report.rules_run, len(store.oxigraph))


def check_store(store: Store) -> Report:
    """Return what is wrong with the graph of an embedded store, vocabulary included.

    Raises
    ------
    CareerGraphError
        pySHACL is not installed. Running only some of the rules could be mistaken for a full check.

    Examples
    --------
    >>> store = Store()
    >>> store.load(ontology.vocabulary_file())
    >>> [problem.rule for problem in check_store(store).problems]
    ['dangling-reference']
    """
    from careergraph.store.turtle import memory_graph

    _require_pyshacl()
    return _run_rules(store, memory_graph(store.as_written()))


def _check_triples(others: Store, triples: Sequence[ox.Triple]) -> Report:
    """Return what is wrong with the user's triples and a store; values are quoted as written."""
    from careergraph.store.turtle import memory_graph

    both, graph = Store(), ox.NamedNode(BUNDLED_GRAPH)
    both.oxigraph.bulk_extend(iter(others.oxigraph))
    own = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    both.add(own)
    return _run_rules(both, memory_graph([*others.as_written(), *triples]), own)


def _run_rules(
    store: Store,
    graph: Any,  # noqa: ANN401 (as in `_shapes`)
    own: Sequence[ox.Quad] = (),
    sample: Store | None = None,
) -> Report:
    """Return the report of checks and shapes.

    If a ``sample`` of imports is given, checks that read every statement run on the sample, and
    checks of profiles are left out, since an import has none.
    """
    files = [
        path
        for path in ontology.check_files()
        if sample is None or not path.stem.startswith(_OF_PROFILES)
    ]
    problems = {*_run_checks(files, store, own, sample or store), *_run_shapes(graph)}
    rules = {path.stem for path in files} | _shape_rules()
    return Report(_in_order(problems), tuple(sorted(rules)), len(graph))


def _require_pyshacl() -> None:
    try:
        import pyshacl  # noqa: F401
    except ImportError as error:
        message = (
            "Checking needs pySHACL, which is not installed: pip install 'careergraph[check]'."
        )
        raise CareerGraphError(message) from error


def _bundled_files_beside(paths: Iterable[Path]) -> list[Path]:
    given = {path.resolve() for path in paths}
    return [path for path in ontology.bundled_files() if path.resolve() not in given]


class _ImportSample(NamedTuple):
    """Statements of a sample of imports, and the IRIs of things that they describe in part."""

    triples: list[ox.Triple]
    in_part: set[str]


def _sample_imports(store: ox.Store, words: Iterable[ox.Triple]) -> _ImportSample:
    """Return the vocabulary's ``words`` and the English statements about a sample of imports.

    Figures are left out: an occupation has thousands, each a property that is sampled as a thing.
    For things that the sample names, including properties, only types and texts are returned, which
    is enough for rules about the things that name them. A thing of ours without a type is a
    resource.
    """
    kind = ox.NamedNode(f"{PREFIXES['rdf']}type")
    things = sorted(set(_sampled_things(store, kind)), key=str)
    triples = [*words, *(each for thing in things for each in _describe_thing(store, thing))]
    named = {triple.predicate for triple in triples}
    named |= {each.object for each in triples if isinstance(each.object, ox.NamedNode)}
    named -= set(things)
    triples += _describe_in_part(store, kind, named)
    return _ImportSample(triples, {thing.value for thing in named})


def _describe_in_part(
    store: ox.Store, kind: ox.NamedNode, named: set[ox.NamedNode]
) -> Iterator[ox.Triple]:
    """Yield types of named things, texts of those of ours, and types of the properties used."""
    further: set[ox.NamedNode] = set()
    for thing in sorted(named, key=str):
        is_ours, described = thing.value.startswith(ID), False
        for triple in _describe_thing(store, thing):
            described = True
            value = triple.object
            is_thing = isinstance(value, ox.NamedNode) and value.value.startswith(ID)
            if triple.predicate == kind or (is_ours and not is_thing):
                further.add(triple.predicate)
                yield triple
        if is_ours and described:
            yield ox.Triple(thing, kind, ox.NamedNode(f"{PREFIXES['rdfs']}Resource"))
    for property_ in sorted(further - named, key=str):
        yield from (quad.triple for quad in store.quads_for_pattern(property_, kind, None))


def _describe_thing(store: ox.Store, thing: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield the statements about a thing in English or without a language, without figures."""
    for quad in store.quads_for_pattern(thing, None, None):
        language = quad.object.language if isinstance(quad.object, ox.Literal) else None
        if language in (None, "en") and not quad.predicate.value.startswith(ID):
            yield quad.triple


def _sampled_things(store: ox.Store, kind: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """Yield up to `_SAMPLED` things of each class in each import, evenly spread."""
    for graph in store.named_graphs():
        name = str(graph.value)
        if name == BUNDLED_GRAPH or not name.startswith(IMPORT_GRAPHS):
            continue
        by_class: dict[object, list[ox.NamedNode]] = {}
        for quad in store.quads_for_pattern(None, kind, None, graph):
            if isinstance(quad.subject, ox.NamedNode):
                by_class.setdefault(quad.object, []).append(quad.subject)
        for things in by_class.values():
            yield from things[:: -(-len(things) // _SAMPLED)]


def _store_of(files: Iterable[Path]) -> Store:
    store = Store()
    for path in files:
        store.load(path)
    return store


def _run_checks(
    files: Iterable[Path], store: Store, own: Sequence[ox.Quad], sample: Store
) -> Iterator[Problem]:
    """Yield what the queries find; the user's values are quoted as they were written."""
    kept = kept_forms(quad.object for quad in own)
    forms: dict[str, dict[str, str]] = {}
    for quad in own:
        engine_form = kept.get(quad.object)
        if isinstance(engine_form, ox.Literal) and isinstance(quad.object, ox.Literal):
            of_thing = forms.setdefault(_name_of(quad.subject), {})
            of_thing[engine_form.value] = quad.object.value
    for path in files:
        query = path.read_text("utf-8")
        rule = query.partition("\n")[0].removeprefix("#").strip()
        for offender, *details in (sample if _READS_ALL in query else store).select(query):
            what = next((text for text in details if text), "")
            for value, written in forms.get(offender or "", {}).items():
                what = " ".join(_quoted_as(word, value, written) for word in what.split(" "))
            detail = f"{_shorten(what)}. {rule}" if what else rule
            yield Problem(path.stem, offender or "", detail)


def _name_of(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _quoted_as(word: str, value: str, written: str) -> str:
    """Return a word of a message; a value is returned as it was written."""
    return word.replace(value, written) if word.rstrip(",") == value else word


def _run_shapes(graph: Any) -> Iterator[Problem]:  # noqa: ANN401 (as in `_shapes`)
    """Yield what pySHACL finds in an rdflib graph; its report is read like any other graph."""
    import pyshacl

    # In place: nothing is inferred, so nothing is written into the graph, and a copy would cost
    # time.
    _, report, _ = pyshacl.validate(
        graph,
        shacl_graph=_shapes(),
        inplace=True,
        inference="none",
        serialize_report_graph="nt",
    )
    results: dict[object, dict[str, list[Any]]] = {}
    # A store would keep the value of a number, not how it was written.
    for statement in ox.parse(report, format=ox.RdfFormat.N_TRIPLES):
        about = results.setdefault(statement.subject, {})
        about.setdefault(statement.predicate.value, []).append(statement.object)
    for result in results.values():
        for shape in result.get(f"{_SHACL}sourceShape", ()):
            focus = result[f"{_SHACL}focusNode"][0]
            value = next(iter(result.get(f"{_SHACL}value", ())), None)
            quoted = "" if value is None or value == focus else f" It is {_quote(value)}."
            for message in result.get(f"{_SHACL}resultMessage", ()):
                yield Problem(local_name(shape.value), focus.value, f"{message.value}{quoted}")


def _quote(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    """Return a value in Turtle, with the usual prefixes."""
    if not isinstance(term, ox.Literal):
        return _shorten(term.value)
    from careergraph.store.turtle_writer import write_literal

    return write_literal(term, lambda datatype: _shorten(datatype.value))


@cache
def _shapes() -> Any:  # noqa: ANN401 (a graph of rdflib, which pySHACL takes)
    from careergraph.store.turtle import memory_graph, read_turtle

    return memory_graph(read_turtle(ontology.shapes_file()).triples)


def _shape_rules() -> set[str]:
    """Return the names of the shapes with a message for people."""
    shapes = Store()
    shapes.load(ontology.shapes_file())
    return {local_name(shape or "") for (shape,) in shapes.select(_SHAPES_WITH_MESSAGE)}


def _shorten(text: str) -> str:
    for prefix, namespace in PREFIXES.items():
        text = text.replace(namespace, f"{prefix}:")
    return text


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (str(p.path or ""), p.offender, p.rule, p.detail)))


def _locate(report: Report, paths: Sequence[Path]) -> Report:
    """Return the report with each problem's file: the user's before one of the bundled graph."""
    if not report.problems:
        return report
    places = _first_places(ontology.bundled_files()) | _first_places(paths)
    located = (replace(p, path=places.get(p.offender)) for p in report.problems)
    return replace(report, problems=_in_order(located))


def _first_places(paths: Iterable[Path]) -> dict[str, Path]:
    """Return for each IRI the file that describes it, or else the first one that names it."""
    described: dict[str, Path] = {}
    named: dict[str, Path] = {}
    for path in paths:
        content, base = path.read_bytes().removeprefix(codecs.BOM_UTF8), path.resolve().as_uri()
        for statement in ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=base):
            described.setdefault(statement.subject.value, path)
            for term in (statement.predicate, statement.object):
                if isinstance(term, ox.NamedNode):
                    named.setdefault(term.value, path)
    return named | described
