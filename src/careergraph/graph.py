"""`CareerGraph`: the one object a person needs. It looks things up and delegates."""

from __future__ import annotations

import contextlib
from functools import cached_property
from importlib.metadata import version
from itertools import combinations
from typing import TYPE_CHECKING, Final

from careergraph.catalog import Catalog, Match
from careergraph.errors import NoRouteError, SameRoleError, UsageError, quote_title
from careergraph.facts import Facts, load_facts, read_facts
from careergraph.model import DEFAULT_KINDS, KINDS, Entry, Gap, GraphInfo, Named, Route, Routes
from careergraph.ontology import content_hash, facts_file, vocabulary_file
from careergraph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import networkx as nx
    from rdflib import Graph
    from rdflib.query import Result
    from rdflib.term import Identifier

    from careergraph.explanations import Explanation
    from careergraph.model import Need, Source
    from careergraph.overview import Overview
    from careergraph.paths import Effort
    from careergraph.profiles import RoleProfile

__all__ = ["CareerGraph", "load"]

_HOURS_OF_A_WEEK: Final = 168


class CareerGraph:
    """A graph of careers, with everything that can be asked of it.

    Titles are understood as people type them: any case, plural or punctuation, abbreviations
    ("SWE", "Sr."), small typing errors. One that fits several roles, or none, raises an error with
    candidates.

    Examples
    --------
    >>> g = load()
    >>> route = g.path("software engineer", "lead ML engineer")
    >>> route.labels
    ('Software Engineer', 'Machine Learning Engineer', 'Senior Machine Learning Engineer',
     'Lead Machine Learning Engineer')
    >>> [evidence.grade for evidence in route.steps[0].evidence]
    ['stated']
    """

    def __init__(
        self,
        store: Callable[[], Store],
        catalog: Callable[[], Catalog],
        info: GraphInfo | None = None,
        facts: Callable[[], Facts | None] = lambda: None,
    ) -> None:
        self._load_store = store
        self._load_catalog = catalog
        self._load_facts = facts
        self._info = info

    @classmethod
    def from_graph(cls, graph: Graph) -> CareerGraph:
        """Return a career graph over a copy of a person's own rdflib graph or dataset.

        The vocabulary is added where the graph lacks it; nothing else of the bundled graph is.

        Examples
        --------
        >>> import rdflib
        >>> mine = rdflib.Graph().parse(format="turtle", data='''
        ... @prefix cg: <https://w3id.org/careergraph/ont#> .
        ... @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        ... @prefix dcterms: <http://purl.org/dc/terms/> .
        ... @prefix id: <https://w3id.org/careergraph/id/> .
        ... <urn:cook> a cg:Role ; skos:prefLabel "Cook"@en .
        ... <urn:chef> a cg:Role ; skos:prefLabel "Chef"@en .
        ... <urn:move> a cg:Transition ; cg:fromRole <urn:cook> ; cg:toRole <urn:chef> ;
        ...     cg:kind cg:move ; cg:statedBy <urn:me> .
        ... <urn:me> a cg:Source ; dcterms:title "My own years"@en ; cg:grade cg:stated .
        ... ''')
        >>> CareerGraph.from_graph(mine).path("cook", "chef").labels
        ('Cook', 'Chef')
        """
        if not hasattr(graph, "triples"):
            message = f"from_graph takes an rdflib Graph or Dataset, not {type(graph).__name__}."
            raise UsageError(message)
        store = Store.from_rdflib(graph)
        if not store.ask("ASK { cg:essential cg:weight ?weight }"):
            store.load(vocabulary_file())
        info = GraphInfo(version="own", hash=store.content_hash())
        return cls(lambda: store, lambda: Catalog.from_engine(store), info)

    @cached_property
    def store(self) -> Store:
        """The engine that holds the graph and answers SPARQL."""
        return self._load_store()

    @cached_property
    def catalog(self) -> Catalog:
        """The names of roles, skills and certifications."""
        return self._load_catalog()

    @cached_property
    def info(self) -> GraphInfo:
        """Version and content hash of the graph; every answer carries them."""
        return self._info or GraphInfo(version=version("careergraph"), hash=content_hash())

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """Roles and all transitions, one edge each; frozen: `copy()` it to change it."""
        import networkx as nx

        from careergraph.network import build_network

        network = build_network(self.facts.roles, self.facts.steps)
        nx.freeze(network)
        return network

    @cached_property
    def facts(self) -> Facts:
        """What path questions ask of the graph, as plain values."""
        return self._load_facts() or read_facts(self.store)

    @property
    def needs(self) -> Mapping[str, tuple[Need, ...]]:
        """What each role asks for, by role IRI; see `requirements.read_needs`."""
        return self.facts.needs

    @property
    def sources(self) -> Mapping[str, Source]:
        """The documents and data sets behind the graph, by IRI."""
        return self.facts.sources

    @cached_property
    def graph(self) -> Graph:
        """The graph as a read-only `rdflib.Graph`, for SPARQL and for triple patterns.

        Examples
        --------
        >>> g = load()
        >>> question = '''SELECT ?label WHERE { ?role a cg:Role ; skos:prefLabel ?label }
        ...               ORDER BY ?label LIMIT 2'''
        >>> [str(row.label) for row in g.graph.query(question)]
        ['AI Engineer', 'Accessibility Tester']
        """
        from careergraph.rdf import rdflib_view

        return rdflib_view(self.store)

    def query(self, sparql: str, /, **bindings: Identifier) -> Result:
        """Return the result of a SPARQL query, with variables bound as rdflib terms.

        Raises
        ------
        QueryError
            The query cannot be parsed or run.

        Examples
        --------
        >>> bool(load().query("ASK { ?role cg:requiresSkill ?skill }"))
        True
        """
        return self.graph.query(sparql, initBindings=bindings)

    def find(self, title: str, kind: str = "role") -> Match:
        """Return what a title means; see `Catalog.find`."""
        return self.catalog.find(title, kind)

    def search(self, text: str, *, limit: int = 10) -> tuple[Entry, ...]:
        """Return roles, skills and certifications whose names resemble a text, best first.

        Examples
        --------
        >>> [entry.label for entry in load().search("vision", limit=2)]
        ['Computer Vision Engineer', 'computer vision']
        """
        if limit < 1:
            message = f"limit is {limit}; ask for at least 1 result."
            raise UsageError(message)
        return tuple(entry for entry, _ in self.catalog.search(text, limit=limit))

    def digraph(
        self,
        *,
        by: str = "gap",
        kinds: Sequence[str] = DEFAULT_KINDS,
        hours_per_week: float | None = None,
    ) -> nx.DiGraph[str]:
        """Return the network with one edge for each pair of roles and its cost as ``weight``.

        `networkx.shortest_path` over it finds a path of the same total as `path` does for "gap",
        "time" and "hops" (ties are broken by a rule); for "step" compare the largest weights. See
        `paths.build_digraph`.
        """
        from careergraph.paths import build_digraph

        effort = self._effort(hours_per_week)
        return build_digraph(self.network, self.needs, by=by, kinds=kinds, effort=effort)

    def path(
        self,
        source: str,
        target: str,
        *,
        by: str = "gap",
        kinds: Sequence[str] = DEFAULT_KINDS,
        hours_per_week: float | None = None,
    ) -> Route:
        """Return the best route between two roles; see `paths`."""
        return self.paths(source, target, k=1, by=by, kinds=kinds, hours_per_week=hours_per_week)[0]

    def paths(
        self,
        source: str,
        target: str,
        *,
        k: int = 3,
        by: str = "gap",
        kinds: Sequence[str] = DEFAULT_KINDS,
        hours_per_week: float | None = None,
    ) -> Routes:
        """Return the best routes between two roles, best first.

        Parameters
        ----------
        source, target
            Titles of two different roles.
        k
            How many routes, at least 1; fewer are returned where there are fewer.
        by
            The criterion: "gap", "step", "time" or "hops".
        kinds
            Kinds of transition a route may use.
        hours_per_week
            Hours given to learning; 8 unless said.

        Raises
        ------
        UnknownTitleError, AmbiguousTitleError, EmptyTitleError
            A title is not understood.
        SameRoleError
            Both titles mean the same role.
        NoRouteError
            No transitions of these kinds lead there; the message says whether others would.
        UsageError
            An option has a value that is not understood.
        """
        if k < 1:
            message = f"k is {k}; ask for at least 1 route."
            raise UsageError(message)
        start, end = self._two_roles(source, target)
        from careergraph.paths import check_criterion, check_kinds, find_paths
        from careergraph.routes import describe_route

        check_criterion(by)
        check_kinds(kinds)
        info = self.info
        effort = self._effort(hours_per_week)
        digraph = self.digraph(by=by, kinds=kinds, hours_per_week=hours_per_week)
        try:
            found = find_paths(digraph, start.iri, end.iri, k=k, by=by)
        except NoRouteError as error:
            hint = self._what_would_open(start.iri, end.iri, kinds)
            raise NoRouteError(error.source, error.target, hint) from None
        routes = tuple(
            describe_route(
                digraph,
                path,
                self.needs,
                self._labels,
                by=by,
                effort=effort,
                aids=self.facts.aids,
            )
            for path in found
        )
        return Routes(
            source=start,
            target=end,
            criterion=by,
            routes=routes,
            sources=self._cited(routes),
            graph=info,
            hours_per_week=effort.hours_per_week,
        )

    def gap(self, source: str, target: str) -> Gap:
        """Return what the target role needs that the source role does not.

        Examples
        --------
        >>> gap = load().gap("data analyst", "data scientist")
        >>> 0 < gap.coverage < 1
        True
        """
        start, end = self._two_roles(source, target)
        from careergraph.comparisons import compare_needs

        return compare_needs(start, end, self.needs, self._labels, self.sources, self.info)

    def role(self, title: str) -> RoleProfile:
        """Return all that the graph states of a role.

        Examples
        --------
        >>> load().role("MLE").role.label
        'Machine Learning Engineer'
        """
        from careergraph.profiles import read_profile

        entry = self.find(title).entry
        pay = self.facts.aids.pay_by_role.get(entry.iri, ())
        return read_profile(
            self.store, entry, self.network, self.needs, self._labels, pay, self.sources, self.info
        )

    def why(self, source: str, target: str) -> Explanation:
        """Return every statement behind the transition from one role to another, by source.

        Raises
        ------
        NoRouteError
            No source states a transition between the two.
        """
        start, end = self._two_roles(source, target)
        from careergraph.explanations import explain_transition

        evidence = [
            said
            for a, b, said in self.facts.steps
            if (a, b) == (start.iri, end.iri) and said.kind in KINDS
        ]
        return explain_transition(
            self.store, start, end, evidence, self._labels, self.sources, self.info
        )

    def overview(self) -> Overview:
        """Return counts, the mix of evidence, licences and attributions of the graph."""
        from careergraph.overview import read_overview

        return read_overview(self.store, self.sources, self.info)

    def _two_roles(self, source: str, target: str) -> tuple[Named, Named]:
        start, end = self.find(source).entry, self.find(target).entry
        if start.iri == end.iri:
            raise SameRoleError(start.label)
        return Named(start.iri, start.label), Named(end.iri, end.label)

    def _effort(self, hours_per_week: float | None) -> Effort:
        from careergraph.paths import DEFAULT_HOURS_PER_WEEK, Effort

        hours = DEFAULT_HOURS_PER_WEEK if hours_per_week is None else hours_per_week
        if not 0 < hours <= _HOURS_OF_A_WEEK:
            message = f"{hours:g} hours a week cannot be; give a number above 0 and up to 168."
            raise UsageError(message)
        return Effort(self.facts.learning_hours, hours)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {entry.iri: entry.label for entry in self.catalog.entries}

    def _cited(self, routes: Sequence[Route]) -> tuple[Source, ...]:
        """Return the sources of routes in the order in which they are first used."""
        cited: dict[str, None] = {}
        for route in routes:
            for step in route.steps:
                cited.update((evidence.source, None) for evidence in step.evidence)
                cited.update((s, None) for m in step.missing_skills for s in m.sources)
                cited.update((band.source, None) for band in step.pay)
        return tuple(self.sources[iri] for iri in cited if iri in self.sources)

    def _what_would_open(self, source: str, target: str, kinds: Sequence[str]) -> str:
        from careergraph.paths import find_paths

        others = [kind for kind in KINDS if kind not in kinds]
        extras = (
            extra for size in range(1, len(others) + 1) for extra in combinations(others, size)
        )
        for wider in ([*kinds, *extra] for extra in extras):
            with contextlib.suppress(NoRouteError):
                find_paths(self.digraph(by="hops", kinds=wider), source, target, by="hops")
                return f"With `--only {','.join(wider)}` there is a route."
        if not self.network.in_degree(target):
            return "No source names a transition into that role."
        if not self.network.out_degree(source):
            return "No source names a transition out of that role."
        ends = (quote_title(self.catalog.label(iri)) for iri in (source, target))
        return (
            f"No chain of stated steps does; `careergraph gap {' '.join(ends)}` compares the two."
        )


def load(store: Callable[[], Store] | None = None) -> CareerGraph:
    """Return the bundled graph; what a question needs of it is read when it is asked.

    Parameters
    ----------
    store
        Gives the store when it is asked for: `loading.load_in_background` begins to read at once.

    Examples
    --------
    >>> load().find("SWE").entry.label
    'Software Engineer'
    """
    return CareerGraph(
        store or (lambda: Store.bundled(lenient=True)),  # its files are checked before they ship
        Catalog.bundled,
        facts=lambda: load_facts(facts_file(), content_hash()),
    )
