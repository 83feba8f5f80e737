"""An open graph: its engine, names, facts and network, each read when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

from careergraph.answers.own_graph import refuse_graph_without_roles
from careergraph.compiled.facts import Facts, read_facts
from careergraph.compiled.titles import Catalog, Match
from careergraph.errors import SameRoleError, UsageError
from careergraph.model.values import GraphInfo, Named
from careergraph.store.bundled import content_hash, graph_version, vocabulary_file
from careergraph.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import networkx as nx
    from rdflib import Graph
    from rdflib.query import Result
    from rdflib.term import Identifier

    from careergraph.answers.listings import SearchResults
    from careergraph.answers.named_queries import NamedQuery
    from careergraph.model.values import Need, Source
    from careergraph.store.engine import Answer
    from careergraph.store.remote.addresses import Credentials
    from careergraph.store.remote.endpoint import RemoteEngine
    from careergraph.store.remote.http import Limits

__all__ = ["OpenGraph"]

_LONGEST: Final = 86_400
"""Seconds that a query may take: a day."""


class OpenGraph:
    """What every question about a graph starts from: the engine, the catalog, the facts."""

    def __init__(
        self,
        store: Callable[[], Store | RemoteEngine],
        catalog: Callable[[], Catalog],
        info: GraphInfo | Callable[[], GraphInfo] | None = None,
        facts: Callable[[], Facts | None] = lambda: None,
    ) -> None:
        self._load_store = store
        self._load_catalog = catalog
        self._load_facts = facts
        self._info = info

    @classmethod
    def from_graph(cls, graph: Graph) -> Self:
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
        >>> from careergraph.graph import CareerGraph
        >>> CareerGraph.from_graph(mine).path("cook", "chef").labels
        ('Cook', 'Chef')
        """
        if not hasattr(graph, "triples"):
            message = f"from_graph takes an rdflib Graph or Dataset, not {type(graph).__name__}."
            raise UsageError(message)
        store = Store.from_rdflib(graph)
        refuse_graph_without_roles(store)
        if not store.ask("ASK { cg:essential cg:weight ?weight }"):
            store.load(vocabulary_file())
        info = GraphInfo(version="own", hash=store.content_hash())
        return cls(lambda: store, lambda: Catalog.from_engine(store), info)

    @classmethod
    def from_endpoint(
        cls, url: str, *, credentials: Credentials | None = None, limits: Limits | None = None
    ) -> Self:
        """Return a career graph over a SPARQL 1.1 endpoint, which is only read.

        Nothing is asked until a question needs it. A path takes four requests; see `excerpts`.

        Parameters
        ----------
        url
            The address of the endpoint, such as ``http://localhost:7878/query``.
        credentials
            Who asks; else those of the environment, of the address or of ``.netrc``. See
            `addresses.read_address`.
        limits
            How long to wait, and how much to take; see `web.Limits`.

        Raises
        ------
        UsageError
            The address is none of an http or https server.

        Examples
        --------
        >>> from careergraph.graph import CareerGraph
        >>> CareerGraph.from_endpoint("http://localhost:7878/query").store.url
        'http://localhost:7878/query'
        """
        from careergraph.store.remote.addresses import read_address
        from careergraph.store.remote.endpoint import RemoteEngine
        from careergraph.store.remote.prefetch import Excerpt

        engine = RemoteEngine(read_address(url, credentials), limits)
        excerpt = Excerpt(engine)
        return cls(
            lambda: engine,
            lambda: Catalog.from_engine(excerpt.names),
            lambda: excerpt.info,
            lambda: read_facts(excerpt.store),
        )

    @cached_property
    def store(self) -> Store | RemoteEngine:
        """The engine that holds the graph and answers SPARQL."""
        return self._load_store()

    @cached_property
    def catalog(self) -> Catalog:
        """The names of roles, skills and certifications."""
        return self._load_catalog()

    @cached_property
    def info(self) -> GraphInfo:
        """Version and content hash of the graph; every answer carries them."""
        if callable(self._info):
            return self._info()
        return self._info or GraphInfo(version=graph_version(), hash=content_hash())

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """Roles and all transitions, one edge each; frozen: `copy()` it to change it.

        Every attribute is plain, so that all of networkx's writers and pyvis accept it; see
        `plain_networks.plain_network`.
        """
        import networkx as nx

        from careergraph.search.plain_networks import plain_network

        network = plain_network(self.evidence_network)
        nx.freeze(network)
        return network

    @cached_property
    def evidence_network(self) -> nx.MultiDiGraph[str]:
        """The network that answers are made from: edges carry their `Evidence`."""
        from careergraph.compiled.transitions import build_network

        return build_network(self.facts.roles, self.facts.steps)

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
        >>> from careergraph import load
        >>> g = load()
        >>> question = '''SELECT ?label WHERE { ?role a cg:Role ; skos:prefLabel ?label }
        ...               ORDER BY ?label LIMIT 2'''
        >>> [str(row.label) for row in g.graph.query(question)]
        ['AI Engineer', 'Accessibility Tester']
        """
        if isinstance(self.store, Store):
            from careergraph.store.rdflib_view import rdflib_view

            return rdflib_view(self.store)
        from careergraph.store.remote.rdflib_view import remote_view

        return remote_view(self.store)

    def whole(self) -> Store:
        """Return the whole graph in memory: itself, or a copy of what an endpoint holds.

        Examples
        --------
        >>> from careergraph import load
        >>> g = load()
        >>> g.whole() is g.store
        True
        """
        if isinstance(self.store, Store):
            return self.store
        from careergraph.store.remote.prefetch import fetch_whole

        return fetch_whole(self.store)

    def query(
        self,
        sparql: str,
        /,
        *,
        timeout: float | None = None,
        allow_service: bool = False,
        **bindings: Identifier,
    ) -> Result:
        """Return the result of a SPARQL query, with variables bound as rdflib terms.

        Several threads may ask at a time. Rows become rdflib terms when they are read.

        Parameters
        ----------
        sparql
            The query; the usual prefixes are known.
        timeout
            Seconds after which the query is ended. It then runs in an interpreter of its own, which
            takes a fraction of a second more.
        allow_service
            Whether SERVICE may ask other servers.
        **bindings
            Terms for variables; they hold wherever the variable is used.

        Raises
        ------
        QueryError
            The query cannot be parsed or run, would change something, or took too long.

        Examples
        --------
        >>> from careergraph import load
        >>> bool(load().query("ASK { ?role cg:requiresSkill ?skill }"))
        True
        """
        from careergraph.sparql.query import prepare_query
        from careergraph.store.rdflib_results import to_result
        from careergraph.store.rdflib_view import read_bindings

        if not isinstance(sparql, str):
            message = f"A query is a text, not {type(sparql).__name__}."  # type: ignore[unreachable]
            raise UsageError(message)
        terms = read_bindings(bindings)
        graphs = self.store.graphs_for(sparql) if isinstance(self.store, Store) else ()
        text = prepare_query(sparql, terms, allow_service=allow_service, graphs=graphs)
        return to_result(self._answer(text, timeout))

    def named(self, name: str, /, *, timeout: float | None = None, **parameters: object) -> Result:
        """Return the result of a query that comes with the graph; `queries` lists them.

        Parameters
        ----------
        name
            The name of the query.
        timeout
            Seconds after which it is ended.
        **parameters
            What it asks for: titles of roles and skills as people type them, numbers, texts. A name
            that is a word of Python gets an underscore: ``from_="data analyst"``.

        Raises
        ------
        QueryError
            There is no such query, or a parameter is missing or not of its kind.

        Examples
        --------
        >>> from careergraph import load
        >>> rows = load().named("ladder-of-role", role="data scientist")
        >>> [str(row.title) for row in rows]
        ['Data Scientist', 'Senior Data Scientist', 'Lead Data Scientist']
        """
        from careergraph.answers.named_queries import find_query
        from careergraph.answers.query_values import read_parameters
        from careergraph.sparql.bindings import fill_values
        from careergraph.store.rdflib_results import to_result

        query = find_query(name)
        given = {key.removesuffix("_"): str(value) for key, value in parameters.items()}
        terms = read_parameters(query, given, lambda: self.store, lambda: self.catalog)
        return to_result(self._answer(fill_values(query.text, terms), timeout))

    @property
    def queries(self) -> Mapping[str, NamedQuery]:
        """The queries that come with the graph, by name: question, parameters, text."""
        from careergraph.answers.named_queries import named_queries

        return named_queries()

    def _answer(self, text: str, timeout: float | None) -> Answer:
        if timeout is None:
            return self.store.query(text)
        if not isinstance(timeout, int | float) or not 0 < timeout <= _LONGEST:
            message = f"timeout is {timeout!r}; give a number of seconds above 0, up to {_LONGEST}."
            raise UsageError(message)
        if not isinstance(self.store, Store):
            return self.store.within(timeout).query(text)
        from careergraph.store.workers import answer_within

        return answer_within(timeout, text, None if self._info is None else self.store)

    def find(self, title: str, kind: str = "role") -> Match:
        """Return what a title means; see `Catalog.find`."""
        if not isinstance(title, str):
            message = f"A title is a text, not {type(title).__name__}."  # type: ignore[unreachable]
            raise UsageError(message)
        return self.catalog.find(title, kind)

    def search(self, text: str, *, limit: int = 10) -> SearchResults:
        """Return roles, skills and certifications whose names resemble a text, best first.

        Examples
        --------
        >>> from careergraph import load
        >>> [entry.label for entry in load().search("vision", limit=2)]
        ['Computer Vision Engineer', 'computer vision']
        """
        if limit < 1:
            message = f"limit is {limit}; ask for at least 1 result."
            raise UsageError(message)
        from careergraph.answers.listings import SearchResults

        found = [entry for entry, _ in self.catalog.search(text, limit=limit)]
        return SearchResults(found, self.info)

    def two_roles(self, source: str, target: str) -> tuple[Named, Named]:
        """Return the two different roles that two titles mean."""
        start, end = self.find(source).entry, self.find(target).entry
        if start.iri == end.iri:
            raise SameRoleError(start.label)
        return Named(start.iri, start.label), Named(end.iri, end.label)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of every role, skill and certification, by IRI."""
        return {entry.iri: entry.label for entry in self.catalog.entries}
