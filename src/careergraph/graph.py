"""`CareerGraph`, the main object of the package. It looks up titles and delegates."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

from careergraph.answers.graph_parts import resolve_role, resolve_title, resolve_two_roles
from careergraph.compiled.generation import open_bundled, open_store
from careergraph.errors import UsageError
from careergraph.model.values import DEFAULT_KINDS, GraphInfo, Named, Route, Routes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Unpack

    from careergraph.answers.graph_parts import Title
    from careergraph.answers.planning.held_skills import HeldSkills
    from careergraph.answers.planning.plan import Plan
    from careergraph.answers.planning.reach import Reach
    from careergraph.answers.planning.route_questions import (
        PathOptions,
        PersonOptions,
        SkillOptions,
    )
    from careergraph.answers.roles.centrality import Bridges, Gateways
    from careergraph.answers.roles.compare import Comparison
    from careergraph.answers.roles.neighbours import Neighbours
    from careergraph.answers.roles.role_profile import RoleProfile
    from careergraph.answers.roles.why import Explanation
    from careergraph.answers.whole_graph.listings import SearchResults, Stability
    from careergraph.answers.whole_graph.named_queries import NamedQuery
    from careergraph.answers.whole_graph.overview import Overview
    from careergraph.compiled.graph import CompiledGraph
    from careergraph.compiled.titles import Catalog, Match
    from careergraph.compiled.user_store.local_pay import Area
    from careergraph.model.values import Gap, Need, Source
    from careergraph.person.checklist_parser import Ticks
    from careergraph.picture import CareerView
    from careergraph.picture.gather import ViewOptions
    from careergraph.search.networkx_view import RoleDigraph, RoleNetwork
    from careergraph.sparql.checked import CheckedQuery
    from careergraph.store.engine import Answer, Store
    from careergraph.store.rdflib_results import Graph, Identifier, Result
    from careergraph.store.remote.addresses import Credentials
    from careergraph.store.remote.endpoint import RemoteEngine
    from careergraph.store.remote.http import Limits

__all__ = ["CareerGraph", "load"]

_ENDS: Final = 2
_LONGEST: Final = 86_400
"""The longest time limit of a query in seconds: a day."""


class CareerGraph:
    """A graph of careers, with a method for each question that you can ask of it.

    Titles are understood as people type them: case, plural, punctuation, abbreviations ("SWE",
    "Sr.") and small typing errors do not matter. A title that fits several roles, or none, raises
    an error that names candidates.

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
        store: Callable[[], Store | RemoteEngine],
        compiled: Callable[[], CompiledGraph] | None = None,
    ) -> None:
        self._load_store = store
        self._load_compiled = compiled
        self.area: str | None = None
        """The area whose pay is shown; ``None`` for the whole country."""
        self._made_by: tuple[CareerGraph, str, str] | None = None
        """The graph that this one was made from, with the method and its argument."""

    def __reduce__(self) -> tuple[object, ...]:
        """Return how to copy or unpickle this graph: the copy reads the graph again.

        The credentials of an endpoint are left out; unpickling takes them from the environment.
        """
        from careergraph.compiled.user_store.folder import UserStore
        from careergraph.store.engine import Store

        if self._made_by is not None:
            return _adapted_again, self._made_by
        if self._load_compiled is open_bundled:
            return _bundled_again, ()
        owner = getattr(self._load_compiled, "__self__", None)
        if isinstance(owner, UserStore):
            return load, (owner.folder,)
        if isinstance(self.store, Store):
            return _own_again, (self.store.to_quads(), self.info)
        web = self.store.web
        return _remote_again, (web.address.url, web.limits)

    @classmethod
    def from_graph(cls, graph: Graph) -> Self:
        """Return a career graph over a copy of your own rdflib graph or dataset.

        The vocabulary is added if the graph lacks it, but nothing else from the bundled graph.

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
        from careergraph.answers.whole_graph.own_graph import refuse_graph_without_roles
        from careergraph.store.bundled import vocabulary_file
        from careergraph.store.derived import add_holdings
        from careergraph.store.engine import Store

        store = Store.from_rdflib(graph)
        refuse_graph_without_roles(store)
        if not store.ask("ASK { cg:essential cg:weight ?weight }"):
            store.load(vocabulary_file())
        info = GraphInfo(version="own", hash=store.content_hash())
        add_holdings(store.oxigraph)
        return cls(lambda: store, lambda: _compile_own(store, info))

    @classmethod
    def with_files(cls, *files: Path | str, for_answers: bool = False) -> Self:
        """Return the bundled graph with your own Turtle files laid over it.

        Parameters
        ----------
        *files
            Turtle files.
        for_answers
            Whether to refuse at once a graph that is too large for answers. Otherwise only the
            first answer refuses it; SPARQL and exports of statements have no such limit.

        Raises
        ------
        DataFileError
            A file cannot be read as Turtle.
        GraphTooLargeError
            The graph has more than 20,000 roles or 200,000 transitions.
        """
        from pathlib import Path

        from careergraph.compiled.generation import compile_with

        store, compiled = compile_with([Path(file) for file in files], for_answers=for_answers)
        return cls(lambda: store, lambda: compiled)

    @classmethod
    def from_endpoint(
        cls, url: str, *, credentials: Credentials | None = None, limits: Limits | None = None
    ) -> Self:
        """Return a career graph over a SPARQL 1.1 endpoint, which is only read.

        Nothing is fetched until an answer needs it. A route takes eight requests; see
        `store.remote.prefetch`.

        Parameters
        ----------
        url
            The address of the endpoint, such as ``http://localhost:7878/sparql``.
        credentials
            User and password, or a token; by default those in the environment, in the address or in
            ``.netrc``. See `addresses.read_address`.
        limits
            How long to wait, and how much to read; see `remote.http.Limits`.

        Raises
        ------
        UsageError
            The address is not that of an http or https server.

        Examples
        --------
        >>> CareerGraph.from_endpoint("http://localhost:7878/query").store.url
        'http://localhost:7878/query'
        """
        from careergraph.compiled.compiler import compile_graph
        from careergraph.store.remote.addresses import read_address
        from careergraph.store.remote.endpoint import RemoteEngine
        from careergraph.store.remote.prefetch import Excerpt

        engine = RemoteEngine(read_address(url, credentials), limits)
        excerpt = Excerpt(engine)
        compiled = compile_graph(
            engine,
            lambda: excerpt.info,
            names=lambda: excerpt.names,
            excerpt=lambda: excerpt.store,
        )
        return cls(lambda: engine, lambda: compiled)

    @cached_property
    def store(self) -> Store | RemoteEngine:
        """The engine that holds the graph and answers SPARQL."""
        return self._load_store()

    @cached_property
    def facts(self) -> CompiledGraph:
        """The compiled facts that all answers read, as plain values."""
        if self._load_compiled is None:
            from careergraph.compiled.compiler import compile_graph

            return compile_graph(self.store, lambda: GraphInfo("own", "unknown"))
        return self._load_compiled()

    def _around(self, *titles: Title | None, depth: int | None = None) -> Self:
        """Return this graph with the occupations that a question about these titles needs.

        If no title is that of an occupation, return this graph itself.
        """
        from careergraph.compiled.widening import for_roles

        roles = [None if title is None else resolve_role(self, title).iri for title in titles]
        facts = for_roles(self.facts, *roles, depth=depth)
        if facts is self.facts:
            return self
        return type(self)(lambda: self.store, lambda: facts)

    @property
    def catalog(self) -> Catalog:
        """The catalogue of names of roles, skills and certifications."""
        return self.facts.catalog

    @property
    def info(self) -> GraphInfo:
        """Version and content hash of the graph; every answer carries them."""
        return self.facts.info

    @cached_property
    def network(self) -> RoleNetwork:
        """Roles and all transitions, one edge for each; frozen (`copy()` it to change it).

        Every attribute is plain, so that all of networkx's writers and pyvis accept it; see
        `plain_networks.plain_network`.
        """
        from careergraph.search.plain_networks import plain_network

        return plain_network(self.evidence_network)

    @cached_property
    def evidence_network(self) -> RoleNetwork:
        """The network whose edges carry their `Evidence`; see `networkx_view.build_network`."""
        from careergraph.search.networkx_view import frozen_network

        return frozen_network(self.facts)

    @property
    def needs(self) -> Mapping[str, Sequence[Need]]:
        """The needs that sources list for each role, by role IRI; see `requirements.read_needs`."""
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
        ['AI Agent Engineer', 'AI Architect']
        """
        from careergraph.store.engine import Store

        if isinstance(self.store, Store):
            from careergraph.store.rdflib_view import rdflib_view

            return rdflib_view(self.store)
        from careergraph.store.remote.rdflib_view import remote_view

        return remote_view(self.store)

    def whole(self) -> Store:
        """Return the whole graph in memory; that of an endpoint is copied.

        Examples
        --------
        >>> from careergraph import load
        >>> g = load()
        >>> g.whole() is g.store
        True
        """
        from careergraph.store.engine import Store

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
        """Return the result of a SPARQL query; keyword arguments bind its variables.

        Several threads may call this at the same time. Rows become rdflib terms when they are read.

        Parameters
        ----------
        sparql
            The query; the usual prefixes need no declaration.
        timeout
            Seconds after which the query is stopped. With a limit, it runs in a separate
            interpreter, which takes a fraction of a second more.
        allow_service
            Whether SERVICE may ask other servers.
        **bindings
            Terms for variables; they apply wherever the variable is used.

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
        from careergraph.sparql.checked import Policy
        from careergraph.sparql.query import prepare
        from careergraph.store.rdflib_results import to_result
        from careergraph.store.rdflib_view import read_bindings

        if not isinstance(sparql, str):
            message = f"A query is a text, not {type(sparql).__name__}."  # type: ignore[unreachable]
            raise UsageError(message)
        terms = read_bindings(bindings)
        policy = Policy(allow_service, fetches=self._is_remote)
        return to_result(self._answer(prepare(sparql, terms, policy), timeout))

    def named(self, name: str, /, *, timeout: float | None = None, **parameters: object) -> Result:
        """Return the result of a query that comes with the graph; `queries` lists them.

        Parameters
        ----------
        name
            The name of the query.
        timeout
            Seconds after which it is stopped.
        **parameters
            The parameters of the query: titles of roles and skills as people type them, numbers,
            texts. If one has the name of a Python keyword, add an underscore: ``from_="SWE"``.

        Raises
        ------
        QueryError
            There is no such query, or a parameter is missing or not of its kind.

        Examples
        --------
        >>> from careergraph import load
        >>> rows = load().named("ladder-of-role", role="data scientist")
        >>> [str(row.title) for row in rows][:2]
        ['Data Scientist', 'Senior Data Scientist']
        """
        from careergraph.answers.whole_graph.named_queries import find_query
        from careergraph.answers.whole_graph.query_values import read_parameters
        from careergraph.sparql.query import prepare
        from careergraph.store.rdflib_results import to_result

        query = find_query(name)
        given = {key.removesuffix("_"): str(value) for key, value in parameters.items()}
        checked = prepare(
            query.text,
            values=lambda: read_parameters(query, given, lambda: self.store, lambda: self.catalog),
        )
        return to_result(self._answer(checked, timeout))

    @property
    def queries(self) -> Mapping[str, NamedQuery]:
        """The queries that come with the graph, by name: question, parameters, text."""
        from careergraph.answers.whole_graph.named_queries import named_queries

        return named_queries()

    @property
    def _is_remote(self) -> bool:
        from careergraph.store.engine import Store

        return not isinstance(self.store, Store)

    def _answer(self, query: CheckedQuery, timeout: float | None) -> Answer:
        if timeout is None:
            return self.store.query(query)
        if not isinstance(timeout, int | float) or not 0 < timeout <= _LONGEST:
            message = f"timeout is {timeout!r}; give a number of seconds above 0, up to {_LONGEST}."
            raise UsageError(message)
        from careergraph.store.engine import Store

        if not isinstance(self.store, Store):
            return self.store.within(timeout).query(query)
        from careergraph.store.workers import answer_within

        return answer_within(timeout, query, self.store)

    def find(self, title: Title, kind: str = "role") -> Match:
        """Return the role (or thing of another ``kind``) that a title means; see `Catalog.find`."""
        return resolve_title(self, title, kind)

    def search(self, text: str, *, limit: int = 10) -> SearchResults:
        """Return roles, occupations, skills and certifications by name, title or code, best first.

        Each has ``iri``, ``label``, ``kind``, ``score`` (0 to 100), ``level`` and ``notations``.

        Examples
        --------
        >>> from careergraph import load
        >>> [entry.label for entry in load().search("vision", limit=2)]
        ['Computer Vision Engineer', 'computer vision']
        """
        if limit < 1:
            message = f"limit is {limit}; ask for at least 1 result."
            raise UsageError(message)
        from careergraph.answers.whole_graph.listings import SearchResults

        entries = self.catalog.search_entries(text, limit=limit)
        return SearchResults(entries, self.info)

    @property
    def labels(self) -> Mapping[str, str]:
        """The label of every role, skill and certification, by IRI."""
        return self.facts.labels

    def digraph(
        self,
        *,
        by: str = "effort",
        kinds: Sequence[str] = DEFAULT_KINDS,
        hours_per_week: float | None = None,
        change_cost: float | None = None,
    ) -> RoleDigraph:
        """Return the network with one edge for each pair of roles and its cost as ``weight``.

        `networkx.shortest_path` over it takes each step on its own, while `path` lets what was
        learned for one step count at the next. Every attribute is plain, so that all of networkx's
        writers and pyvis accept it; see `networkx_view.build_profile_digraph` and `plain_networks`.

        Parameters
        ----------
        by
            The criterion by which ``weight`` is computed: "effort" (hours), "gap", "step", "time"
            (years), "hops" or "likelihood".
        kinds
            Kinds of transition that become edges.
        hours_per_week
            Hours of learning a week (default: 8).
        change_cost
            The price of a change of job in hours, for "effort" (default: 150).

        Examples
        --------
        >>> sorted(load().digraph(by="gap").nodes(data="label"))[0][1]
        'Accessibility Tester'
        """
        from careergraph.search.plain_networks import plain_digraph

        evidence = self._evidence_digraph(by, kinds, hours_per_week, change_cost)
        return plain_digraph(evidence)

    def _evidence_digraph(
        self,
        by: str,
        kinds: Sequence[str] = DEFAULT_KINDS,
        hours_per_week: float | None = None,
        change_cost: float | None = None,
    ) -> RoleDigraph:
        """Return the network of `digraph` with the `Evidence` of each edge."""
        from careergraph.answers.planning.route_questions import read_hours_per_week
        from careergraph.model.choices import CHANGE_COST, check_kinds
        from careergraph.search.algorithms.profile_network import DEFAULT_CHANGE_COST
        from careergraph.search.career_network import CareerNetwork
        from careergraph.search.networkx_view import build_profile_digraph

        check_kinds(kinds)
        CHANGE_COST.check("change_cost", change_cost)
        career = CareerNetwork.build(
            self.facts,
            kinds,
            hours_per_week=read_hours_per_week(hours_per_week),
            change_cost=DEFAULT_CHANGE_COST if change_cost is None else change_cost,
        )
        return build_profile_digraph(career, by=by)

    def path(self, source: Title | None, target: Title, **options: Unpack[PathOptions]) -> Route:
        """Return the best route between two roles; see `paths`."""
        if "k" in options:
            message = "`path` finds the best route; `paths` finds k of them."
            raise UsageError(message)
        return self.paths(source, target, k=1, **options)[0]

    def paths(
        self, source: Title | None, target: Title, *, k: int = 3, **options: Unpack[PathOptions]
    ) -> Routes:
        """Return the best routes between two roles, best first.

        The search is exact: skills learned for one step count at the next.


        Parameters
        ----------
        source, target
            Titles of two different roles; a source of ``None`` starts from skills alone (``have``).
        k
            How many routes, 1 to 1,000; fewer are returned if there are fewer.
        by
            The criterion: "effort", "gap", "step", "time", "hops" or "likelihood".
        kinds
            Kinds of transition that a route may use.
        hours_per_week
            Hours of learning a week (default: 8).
        constraints
            Constraints on the route; see `constraints.Constraints`. Each of its fields can also be
            given by name: ``max_years=5``, ``avoid=["data scientist"]``.
        person
            The person who takes the route; see `profile_file.read_person`.

        Raises
        ------
        UnknownTitleError, AmbiguousTitleError, EmptyTitleError
            A title is not understood.
        SameRoleError
            Both titles mean the same role.
        NoRouteError
            No route meets the constraints; the message says which to relax, and what that opens.
        UsageError
            An option has a value that is not understood, or constraints contradict each other.

        Examples
        --------
        >>> from careergraph.search.constraints import Constraints
        >>> g = load()
        >>> short = g.paths("SWE", "lead MLE", k=2, constraints=Constraints(max_steps=3))
        >>> [route.cost.hops for route in short], short.proven
        ([3], True)
        """
        from careergraph.answers.planning.route_questions import find_routes

        return find_routes(
            self._around(source, *_named_in(options), target), source, target, options, k=k
        )

    def pareto(self, source: Title | None, target: Title, **options: Unpack[PathOptions]) -> Routes:
        """Return all trade-offs between routes (the Pareto front), smallest gap first.

        These are the routes that no other route beats in years, total gap, hardest step and new
        degrees at once; of routes that are equal in all four, one is returned. Parameters and
        errors are those of `paths`.

        Examples
        --------
        >>> [route.cost.new_degrees for route in load().pareto("SWE", "MLE")][:1]
        [0]
        """
        from careergraph.answers.planning.route_questions import find_pareto_routes

        around = self._around(source, *_named_in(options), target)
        return find_pareto_routes(around, source, target, options)

    def shortest_paths(
        self,
        source: Title,
        target: Title,
        *,
        k: int = 3,
        by: str = "effort",
        kinds: Sequence[str] = DEFAULT_KINDS,
        hours_per_week: float | None = None,
        change_cost: float | None = None,
    ) -> Routes:
        """Return the shortest paths by networkx alone, each step on its own.

        It runs `networkx.shortest_simple_paths` over `digraph`, for people who want to check, teach
        or extend it. `paths` is the exact search, in which what was learned for one step counts at
        the next. Parameters and errors are those of `paths`.

        Examples
        --------
        >>> g = load()
        >>> plain, exact = g.shortest_paths("SWE", "lead MLE", k=1), g.paths("SWE", "lead MLE", k=1)
        >>> plain[0].cost.effort >= exact[0].cost.effort
        True
        """
        from careergraph.answers.planning.route_questions import find_plain_routes

        options: PathOptions = {
            "by": by,
            "kinds": kinds,
            "hours_per_week": hours_per_week,
            "change_cost": change_cost,
        }
        return find_plain_routes(self._around(source, target), source, target, options, k=k)

    def stability(
        self, source: Title | None, target: Title, **options: Unpack[PathOptions]
    ) -> Stability:
        """Return whether the best route stays the best if each part of its cost varies by 20%.

        Examples
        --------
        >>> [v.part for v in load().stability("SWE", "MLE", by="time")][:2]
        ['hours of learning', 'years of experience']
        """
        from careergraph.answers.planning.route_questions import vary_best_route
        from careergraph.answers.whole_graph.listings import Stability

        around = self._around(source, *_named_in(options), target)
        return Stability(vary_best_route(around, source, target, options), self.info)

    def plan(
        self,
        source: Title | None,
        target: Title,
        *,
        ticks: Ticks | None = None,
        start: date | None = None,
        **options: Unpack[PathOptions],
    ) -> Plan:
        """Return what to learn on the best route, in order; see `planning.plan.make_plan`.

        ``options`` are those of `paths`, ``ticks`` is what was ticked in an earlier plan, and
        ``start`` is the first day of learning.

        Examples
        --------
        >>> plan = load().plan("data analyst", "data scientist")
        >>> plan.items[0].skill.label in plan.to_markdown()
        True
        """
        from careergraph.answers.planning.plan import make_plan
        from careergraph.answers.planning.route_questions import read_hours_per_week

        routes, person = self.paths(source, target, k=1, **options), options.get("person")
        hours, route = read_hours_per_week(options.get("hours_per_week")), routes[0]
        plan = make_plan(
            route,
            self._around(*route.roles).facts,
            self.labels,
            person,
            ticks=ticks,
            graph=self.info,
            hours_per_week=hours,
            start=start,
        )
        return replace(plan, named=routes.named)

    def gap(self, source: Title | None, target: Title, **options: Unpack[PathOptions]) -> Gap:
        """Return what the profile of the target asks for that people in the source role lack.

        A source of ``None`` starts from skills alone. ``options`` are those of `paths`; only
        ``have``, ``lack``, ``degree``, ``licence`` and ``person`` matter here.

        Examples
        --------
        >>> gap = load().gap("data analyst", "data scientist")
        >>> 0 < gap.coverage < 1
        True
        """
        from careergraph.answers.planning.not_counted import study_before_step
        from careergraph.answers.planning.route_questions import read_credentials, read_request
        from careergraph.answers.planning.skill_overlap import compare_profiles, name_labels
        from careergraph.search.learning.background import find_holding

        request = read_request(self, source, target, options)
        ends = [role for role in (request.source, request.target) if role.iri]
        facts = self._around(*ends, depth=0).facts
        holding = find_holding(facts, request.source.iri or None, request.background)
        named = name_labels(facts, request.background.named)
        credentials = read_credentials(self, request)
        study = study_before_step(facts, request.source.iri, request.target.iri, credentials)
        gap = compare_profiles(facts, request.source, request.target, holding, study)
        return replace(gap, named=named)

    def held(self, title: Title | None = None, **options: Unpack[PathOptions]) -> HeldSkills:
        """Return what people in a role are assumed to hold, and why.

        Parameters
        ----------
        title
            The role; without one, the answer is what every worker holds.
        **options
            ``have``, ``lack``, ``degree`` and ``person``, as for `paths`.

        Examples
        --------
        >>> held = load().held("data analyst", have=["Python:expert"])
        >>> {one.label: one.how for one in held.held}["Python"]
        'stated'
        """
        from careergraph.answers.planning.held_skills import find_held
        from careergraph.answers.planning.route_questions import PathOptions, read_background

        role = None if title is None else resolve_role(self, title)
        known = PathOptions.__annotations__
        return find_held(
            self._around(role, depth=0).facts, role, read_background(self, title, options, known)
        )

    def role(self, title: Title) -> RoleProfile:
        """Return everything that the graph states about a role.

        Examples
        --------
        >>> load().role("MLE").role.label
        'Machine Learning Engineer'
        """
        from careergraph.answers.roles.role_page import read_profile

        entry = self.find(title).entry
        return read_profile(self._around(entry, depth=1).facts, entry)

    def why(self, source: Title, target: Title) -> Explanation:
        """Return every statement behind the transition from one role to another, by source.

        Raises
        ------
        NoRouteError
            No source states a transition between the two.

        Examples
        --------
        >>> [said.source.grade for said in load().why("SWE", "MLE").statements][0]
        'stated'
        """
        from careergraph.answers.roles.why import explain_transition

        start, end = resolve_two_roles(self, source, target)
        return explain_transition(self._around(start, end, depth=1).facts, start, end)

    def next(
        self,
        title: Title,
        *,
        kinds: Sequence[str] = DEFAULT_KINDS,
        limit: int | None = None,
        **options: Unpack[SkillOptions],
    ) -> Neighbours:
        """Return the roles that people go to, those with the firmest evidence first.

        ``have``, ``lack``, ``degree`` and ``person`` say what someone holds, as for `paths`.

        Parameters
        ----------
        title
            The role.
        kinds
            Kinds of transition that count.
        limit
            The most roles to return (default: all).

        Examples
        --------
        >>> load().next("data analyst", limit=3)
        <Neighbours next of Data Analyst: 3>
        """
        return self._neighbours(title, "next", kinds, limit, options)

    def feeders(
        self, title: Title, *, kinds: Sequence[str] = DEFAULT_KINDS, limit: int | None = None
    ) -> Neighbours:
        """Return the roles that people come from, those with the firmest evidence first.

        Parameters are those of `next`.

        Examples
        --------
        >>> load().feeders("data analyst", limit=3)
        <Neighbours feeders of Data Analyst: 3>
        """
        return self._neighbours(title, "feeders", kinds, limit, {})

    def _neighbours(
        self,
        title: Title,
        direction: str,
        kinds: Sequence[str],
        limit: int | None,
        options: SkillOptions,
    ) -> Neighbours:
        from careergraph.answers.planning.route_questions import read_background
        from careergraph.answers.roles.neighbours import find_neighbours

        return find_neighbours(
            resolve_role(self, title),
            self._around(title, depth=1).facts,
            self.info,
            direction=direction,
            kinds=kinds,
            limit=limit,
            background=read_background(self, title if direction == "next" else None, options),
        )

    def reach(
        self,
        title: Title | None = None,
        *,
        max_years: float = 5.0,
        hours_per_week: float | None = None,
        kinds: Sequence[str] = DEFAULT_KINDS,
        limit: int | None = None,
        **options: Unpack[PersonOptions],
    ) -> Reach:
        """Return the roles within reach in a number of years, the soonest first.

        Parameters
        ----------
        title
            The role to start from; without one, skills alone (``have``, ``person``).
        max_years
            More than 0 and up to 80.
        hours_per_week
            Hours of learning a week (default: 8).
        kinds
            Kinds of transition that count.
        limit
            The most roles to return in each of the three lists (default: all).
        **options
            ``have``, ``lack``, ``degree``, ``years`` and ``person``, as for `paths`.

        Examples
        --------
        >>> reach = load().reach("data analyst", max_years=2)
        >>> max(one.years.high for one in reach.reached) <= 2
        True
        """
        from careergraph.answers.planning.reach import find_reach
        from careergraph.answers.planning.route_questions import (
            SKILLS_ALONE,
            read_hours_per_week,
            read_person,
        )

        role = SKILLS_ALONE if title is None else resolve_role(self, title)
        background, served = read_person(self, title, role, options)
        return find_reach(
            role,
            self.facts if title is None else self._around(title).facts,
            self.info,
            max_years=max_years,
            kinds=kinds,
            hours_per_week=read_hours_per_week(hours_per_week),
            background=background,
            served=served,
            limit=limit,
        )

    def compare(self, *titles: Title, **options: Unpack[SkillOptions]) -> Comparison:
        """Return two to six roles side by side.

        What is to be learned is counted from the first role. ``have``, ``lack``, ``degree`` and
        ``person`` say what the person holds, as for `paths`.

        Examples
        --------
        >>> len(load().compare("data analyst", "data scientist").shared) > 0
        True
        """
        from careergraph.answers.planning.route_questions import read_background
        from careergraph.answers.roles.compare import check_roles, compare_roles

        entries = [self.find(title).entry for title in titles]
        background = read_background(self, next(iter(entries), None), options)
        check_roles([resolve_role(self, entry) for entry in entries])
        roles = [Named(entry.iri, entry.label) for entry in entries]
        return compare_roles(roles, self._around(*entries, depth=0).facts, self.info, background)

    def bridges(
        self, title: Title, *, limit: int | None = None, **options: Unpack[SkillOptions]
    ) -> Bridges:
        """Return the skills that open the most doors from a role, the best first.

        ``have``, ``lack``, ``degree`` and ``person`` say what someone holds, as for `paths`.
        ``limit`` is the most skills to return (default: all).

        Examples
        --------
        >>> load().bridges("data analyst", limit=3)
        <Bridges from Data Analyst: 3 of ... skills>
        """
        from careergraph.answers.planning.route_questions import read_background
        from careergraph.answers.roles.centrality import find_bridges

        role = resolve_role(self, title)
        background = read_background(self, title, options)
        return find_bridges(
            role, self._around(role).facts, self.info, limit=limit, background=background
        )

    def gateways(self, *, limit: int | None = None) -> Gateways:
        """Return the roles that most of the best routes lead through, by networkx's betweenness.

        ``limit`` is the most roles to return (default: all).

        Raises
        ------
        GraphTooLargeError
            The graph has too many roles or transitions; networkx can sample them instead.

        Examples
        --------
        >>> load().gateways(limit=3)
        <Gateways: 3 of ...>
        """
        from careergraph.answers.roles.centrality import check_size, find_gateways

        check_size(self.facts)
        digraph = self._evidence_digraph("gap")
        return find_gateways(digraph, self.sources, self.info, limit=limit)

    def view(self, title: str | None = None, **options: Unpack[ViewOptions]) -> CareerView:
        """Return a picture: a pyvis network that notebooks show and `save` writes to one file.

        Parameters
        ----------
        title
            A role, drawn with its skills, credentials, ladder and next roles.
        depth
            How many steps away from the role next roles may be, 1 to 4.
        path
            The titles of two roles, to draw the routes between them, or what `path`, `paths` or
            `pareto` returned.
        k, by, kinds, hours_per_week, constraints, person
            As for `paths`.
        family, ladder, skill
            The name of a family of roles; a role on a ladder; a skill.
        query
            A CONSTRUCT query, as text or as the path of a file, to draw the triples it returns. It
            has no time limit and cannot be interrupted; ``careergraph view --query`` has a limit.
        all
            Whether to draw all roles, grouped by family.
        occupations
            With ``all``, whether to draw all occupations as well.
        limit
            The most things to draw; the picture says what it leaves out.
        compact
            Whether the picture has to fit a small space, such as a notebook: legend and details are
            folded away until you open them.
        handout
            Whether to make a page to print and hand out, about a role or routes.

        Raises
        ------
        UsageError
            Nothing or more than one thing is asked for, or an option has an impossible value.
        CareerGraphError
            A title is not understood, or there is nothing to draw.

        Examples
        --------
        >>> load().view("data scientist")
        <CareerView Data Scientist: ... nodes, ... edges>
        >>> load().view(path=("SWE", "lead MLE")).picture.axis.label
        'years'
        """
        from careergraph.picture.gather import draw
        from careergraph.picture.html.career_view import CareerView

        picture = draw(self._around_view(title, options), title, options)
        compact, handout = options.get("compact", False), options.get("handout", False)
        return CareerView(picture, compact=compact, handout=handout)

    def _around_view(self, title: str | None, options: ViewOptions) -> Self:
        """Return this graph with the occupations that a picture draws."""
        path = options.get("path")
        if options.get("all") and options.get("occupations"):
            from careergraph.compiled.widening import with_occupations

            facts = with_occupations(self.facts)
            return type(self)(lambda: self.store, lambda: facts)
        if isinstance(path, Route | Routes):
            roles = path.roles if isinstance(path, Route) else path[0].roles
            return self._around(roles[0].iri or None, roles[-1].iri)
        if title is not None:
            return self._around(title, depth=max(1, int(options.get("depth") or 1)))
        if isinstance(path, tuple | list) and len(path) == _ENDS and path[0] and path[1]:
            return self._around(*path)
        return self

    def areas(self) -> list[Area]:
        """Return the US states and metropolitan areas with pay of their own, by name.

        There are none unless wages by area were imported.

        Examples
        --------
        >>> from careergraph import load
        >>> load(bundled=True).areas()
        []
        """
        from careergraph.compiled.user_store.local_pay import list_areas

        return list_areas(self.catalog.database)

    def in_area(self, name: str) -> Self:
        """Return this graph with the pay of a US state or metropolitan area.

        This needs a store into which pay by area was imported. If an area has no figure, the
        national one is kept.

        Parameters
        ----------
        name
            The name of the area, its largest city, or its code.

        Raises
        ------
        UsageError
            There is no pay by area, no such area, or several.
        """
        from careergraph.compiled.user_store.local_pay import find_area, in_area

        area = find_area(self.catalog.database, name)
        facts = in_area(self.facts, area)
        adapted = type(self)(lambda: self.store, lambda: facts)
        adapted.area = area.name
        adapted._made_by = (self, "in_area", area.code)  # noqa: SLF001 (of this class)
        return adapted

    def in_language(self, language: str) -> Self:
        """Return this graph with names of roles in a language, where ESCO has an exact match.

        Other names stay in English. This needs a store into which ESCO was imported.

        Parameters
        ----------
        language
            The code of the language, such as "de".

        Raises
        ------
        UsageError
            There are no names in it.
        """
        from careergraph.compiled.translating import in_language

        facts = in_language(self.facts, language)
        adapted = type(self)(lambda: self.store, lambda: facts)
        adapted.area = self.area
        adapted._made_by = (self, "in_language", language)  # noqa: SLF001 (of this class)
        return adapted

    def count_translated(self) -> tuple[int, int]:
        """Return how many roles have a name in the graph's language, and how many there are."""
        named = [self.catalog.translate(role.iri) for role in self.facts.roles]
        return sum(name is not None for name in named), len(named)

    def matches(self, title: Title) -> tuple[str, ...]:
        """Return the IRI of a role and the IRIs that match it exactly.

        Examples
        --------
        >>> [iri.rpartition("/")[2] for iri in load().matches("actuary")]
        ['actuary', '15-2011.00', '068c2787-58ff-468e-bbb6-c4e5dd6ee482']
        """
        entry = self.find(title).entry
        return self.catalog.same_things(entry.iri)

    def overview(self) -> Overview:
        """Return counts, the mix of evidence, licences and attributions of the graph.

        Examples
        --------
        >>> load(bundled=True).overview().counts["occupations"]
        1016
        """
        from careergraph.answers.whole_graph.overview import read_overview

        return read_overview(self.facts)


def _named_in(options: PathOptions) -> list[Title]:
    """Return the roles that routes must lead through: they are looked up like the ends."""
    from careergraph.search.constraints import Constraints

    via = options.get("via", ())
    constraints = options.get("constraints")
    listed = constraints.via if isinstance(constraints, Constraints) else ()
    return [*([via] if isinstance(via, str) else via), *listed]


def load(store: Path | str | None = None, *, bundled: bool = False) -> CareerGraph:
    """Return the graph of a store, or the bundled graph; each question reads what it needs.

    Parameters
    ----------
    store
        The folder of a store; without one, the user's own store if something was imported into it,
        or else the bundled graph.
    bundled
        Whether to leave the user's own store out.

    Raises
    ------
    StoreError
        There is no store in the folder, or it is damaged or made by a newer version.
    UsageError
        Both ``store`` and ``bundled=True`` are given.

    Examples
    --------
    >>> load(bundled=True).find("SWE").entry.label
    'Software Engineer'
    """
    if store is not None and bundled:
        message = "Give either store or bundled=True: bundled=True leaves every store out."
        raise UsageError(message)
    from careergraph.compiled.user_store import find_store

    found = None if bundled else find_store(store)
    if found is None:
        return CareerGraph(open_store, open_bundled)
    return CareerGraph(found.open_store, found.open_compiled)


def _bundled_again() -> CareerGraph:
    return load(bundled=True)


def _adapted_again(graph: CareerGraph, method: str, asked: str) -> CareerGraph:
    adapted: CareerGraph = getattr(graph, method)(asked)
    return adapted


def _own_again(quads: bytes, info: GraphInfo) -> CareerGraph:
    from careergraph.store.engine import Store

    store = Store.from_quads(quads)
    return CareerGraph(lambda: store, lambda: _compile_own(store, info))


def _compile_own(store: Store, info: GraphInfo) -> CompiledGraph:
    from careergraph.compiled.compiler import compile_graph
    from careergraph.compiled.size_limits import refuse_large_graph

    return compile_graph(store, lambda: info, refuse=lambda: refuse_large_graph(store))


def _remote_again(url: str, limits: Limits) -> CareerGraph:
    return CareerGraph.from_endpoint(url, limits=limits)
