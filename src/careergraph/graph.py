"""`CareerGraph`: the one object a person needs. It looks things up and delegates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.open_graph import OpenGraph
from careergraph.compiled.facts import load_facts
from careergraph.compiled.titles import Catalog
from careergraph.errors import UsageError
from careergraph.model.values import DEFAULT_KINDS, KINDS, Gap, Named, Route, Routes
from careergraph.store.bundled import content_hash, facts_file
from careergraph.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    import networkx as nx

    from careergraph.answers.centrality import Bridges, Gateways
    from careergraph.answers.compare import Comparison
    from careergraph.answers.listings import Stability
    from careergraph.answers.neighbours import Neighbours
    from careergraph.answers.overview import Overview
    from careergraph.answers.plan import Plan
    from careergraph.answers.reach import Reach
    from careergraph.answers.role_page import RoleProfile
    from careergraph.answers.route_questions import Asked, PathOptions
    from careergraph.answers.why import Explanation
    from careergraph.model.values import GraphInfo
    from careergraph.person.checklist_parser import Ticks
    from careergraph.picture import CareerView
    from careergraph.picture.gather import ViewOptions
    from careergraph.store.remote.http import Limits

__all__ = ["CareerGraph", "load"]

_HOURS_OF_A_WEEK: Final = 168


class CareerGraph(OpenGraph):
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

    def __reduce__(self) -> tuple[object, ...]:
        """Return what a copy is made from: copies and pickles read the graph again.

        Credentials of an endpoint are left out; where a pickle is read, those of that environment
        count.
        """
        if self._info is None:
            return load, ()
        if isinstance(self.store, Store):
            return _own_again, (self.store.to_quads(), self.info)
        web = self.store.web
        return _remote_again, (web.address.url, web.limits)

    def digraph(
        self,
        *,
        by: str = "gap",
        kinds: Sequence[str] = DEFAULT_KINDS,
        hours_per_week: float | None = None,
    ) -> nx.DiGraph[str]:
        """Return the network with one edge for each pair of roles and its cost as ``weight``.

        `networkx.shortest_path` over it takes each step on its own; `path` lets what was learned
        for one step count at the next: its totals are never larger. Every attribute is plain, so
        that all of networkx's writers and pyvis accept it; see `plain_networks.plain_digraph`.
        """
        from careergraph.answers.route_questions import read_effort
        from careergraph.search.networkx_view import build_digraph
        from careergraph.search.plain_networks import plain_digraph

        effort = read_effort(self.facts, hours_per_week)
        network = self.evidence_network
        return plain_digraph(build_digraph(network, self.needs, by=by, kinds=kinds, effort=effort))

    def path(self, source: str, target: str, **options: Unpack[PathOptions]) -> Route:
        """Return the best route between two roles; see `paths`."""
        if "k" in options:
            message = "`path` finds the best route; `paths` finds k of them."
            raise UsageError(message)
        return self.paths(source, target, k=1, **options)[0]

    def paths(
        self, source: str, target: str, *, k: int = 3, **options: Unpack[PathOptions]
    ) -> Routes:
        """Return the best routes between two roles, best first: exact, with cumulative gaps.

        Parameters
        ----------
        source, target
            Titles of two different roles.
        k
            How many routes, 1 to 1,000; fewer are returned where there are fewer.
        by
            The criterion: "gap", "step", "time", "hops" or "likelihood".
        kinds
            Kinds of transition a route may use.
        hours_per_week
            Hours given to learning; 8 unless said.
        constraints
            What a route has to keep to; see `constraints.Constraints`. Each of its fields can also
            be given by name: ``max_years=5``, ``avoid=["data scientist"]``.
        person
            Who sets out; see `people.read_person`.

        Raises
        ------
        UnknownTitleError, AmbiguousTitleError, EmptyTitleError
            A title is not understood.
        SameRoleError
            Both titles mean the same role.
        NoRouteError
            No way keeps to the constraints; the message says which to relax, and what that opens.
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
        from careergraph.search.constraints import check_count

        check_count(k)
        asked = self._ask(source, target, options)
        return asked.tell(asked.router.find(k))

    def pareto(self, source: str, target: str, **options: Unpack[PathOptions]) -> Routes:
        """Return the routes of which none is better in every respect, least gap first.

        The respects are years, total gap, hardest step and new degrees needed; of routes that are
        equal in all of them one is returned. Parameters and errors are those of `paths`.

        Examples
        --------
        >>> [route.cost.new_degrees for route in load().pareto("SWE", "MLE")][:1]
        [0]
        """
        asked = self._ask(source, target, options)
        return asked.tell(asked.router.front(), criterion="pareto")

    def stability(self, source: str, target: str, **options: Unpack[PathOptions]) -> Stability:
        """Return whether the best route stays the best when each part of its cost varies by 20 %.

        Examples
        --------
        >>> [v.part for v in load().stability("SWE", "MLE", by="time")]
        ['hours of learning', 'months in a role', 'hours of learning', 'months in a role']
        """
        from careergraph.answers.listings import Stability
        from careergraph.search.sensitivity import vary

        asked = self._ask(source, target, options)
        router = asked.router
        best = asked.tell(router.find(1))[0]
        first = [role.iri for role in best.roles]
        network = self.evidence_network
        varied = vary(network, self.facts, router.request, router.by, router.effort, first)
        return Stability(varied, self.info)

    def plan(
        self,
        source: str,
        target: str,
        *,
        ticks: Ticks | None = None,
        **options: Unpack[PathOptions],
    ) -> Plan:
        """Return what to learn on the best route, in order; see `plans.make_plan`.

        ``options`` are those of `paths`; ``ticks`` are what is ticked in an earlier plan.

        Examples
        --------
        >>> plan = load().plan("data analyst", "data scientist")
        >>> plan.items[0].skill.label in plan.to_markdown()
        True
        """
        from careergraph.answers.plan import make_plan

        route, person = self.path(source, target, **options), options.get("person")
        return make_plan(route, self.facts, self.labels, person, ticks=ticks, graph=self.info)

    def gap(self, source: str, target: str) -> Gap:
        """Return what the target role needs that the source role does not.

        Examples
        --------
        >>> gap = load().gap("data analyst", "data scientist")
        >>> 0 < gap.coverage < 1
        True
        """
        start, end = self.two_roles(source, target)
        from careergraph.answers.skill_overlap import compare_needs

        return compare_needs(start, end, self.needs, self.labels, self.sources, self.info)

    def role(self, title: str) -> RoleProfile:
        """Return all that the graph states of a role.

        Examples
        --------
        >>> load().role("MLE").role.label
        'Machine Learning Engineer'
        """
        from careergraph.answers.role_page import read_profile

        entry = self.find(title).entry
        pay = self.facts.aids.pay_by_role.get(entry.iri, ())
        return read_profile(
            self.store,
            entry,
            self.evidence_network,
            self.needs,
            self.labels,
            pay,
            self.sources,
            self.info,
        )

    def why(self, source: str, target: str) -> Explanation:
        """Return every statement behind the transition from one role to another, by source.

        Raises
        ------
        NoRouteError
            No source states a transition between the two.
        """
        start, end = self.two_roles(source, target)
        from careergraph.answers.why import explain_transition

        evidence = [
            said
            for a, b, said in self.facts.steps
            if (a, b) == (start.iri, end.iri) and said.kind in KINDS
        ]
        return explain_transition(
            self.store, start, end, evidence, self.labels, self.sources, self.info
        )

    def next(
        self, title: str, *, kinds: Sequence[str] = DEFAULT_KINDS, limit: int | None = None
    ) -> Neighbours:
        """Return where people go from a role, the best known first.

        Examples
        --------
        >>> load().next("data analyst", limit=3)
        <Neighbours next of Data Analyst: 3>
        """
        return self._neighbours(title, "next", kinds, limit)

    def feeders(
        self, title: str, *, kinds: Sequence[str] = DEFAULT_KINDS, limit: int | None = None
    ) -> Neighbours:
        """Return who becomes a role, the best known first."""
        return self._neighbours(title, "feeders", kinds, limit)

    def _neighbours(
        self, title: str, direction: str, kinds: Sequence[str], limit: int | None
    ) -> Neighbours:
        from careergraph.answers.neighbours import find_neighbours

        return find_neighbours(
            self._role(title),
            self.facts,
            self.labels,
            self.info,
            direction=direction,
            kinds=kinds,
            limit=limit,
        )

    def reach(
        self,
        title: str,
        *,
        max_years: float = 5.0,
        hours_per_week: float | None = None,
        kinds: Sequence[str] = DEFAULT_KINDS,
        limit: int | None = None,
    ) -> Reach:
        """Return what one can become within so many years, the soonest first.

        Examples
        --------
        >>> reach = load().reach("data analyst", max_years=2)
        >>> max(one.years for one in reach.reached) <= 2
        True
        """
        from careergraph.answers.reach import find_reach
        from careergraph.answers.route_questions import read_effort

        return find_reach(
            self._role(title),
            self.evidence_network,
            self.facts,
            self.info,
            max_years=max_years,
            kinds=kinds,
            effort=read_effort(self.facts, hours_per_week),
            limit=limit,
        )

    def compare(self, *titles: str) -> Comparison:
        """Return two to six roles side by side.

        Examples
        --------
        >>> len(load().compare("data analyst", "data scientist").shared) > 0
        True
        """
        from careergraph.answers.compare import check_roles, compare_roles

        roles = check_roles([self._role(title) for title in titles])
        profiles = [self.role(role.iri) for role in roles]
        return compare_roles(profiles, self.facts, self.info)

    def bridges(self, title: str, *, limit: int | None = None) -> Bridges:
        """Return the skills not held that open most doors from a role, the best first."""
        from careergraph.answers.centrality import find_bridges

        return find_bridges(self._role(title), self.facts, self.labels, self.info, limit=limit)

    def gateways(self, *, limit: int | None = None) -> Gateways:
        """Return the roles that most best ways lead through, by networkx's betweenness."""
        from careergraph.answers.centrality import find_gateways
        from careergraph.search.networkx_view import build_digraph

        digraph = build_digraph(self.evidence_network, self.needs, by="gap")
        return find_gateways(digraph, self.sources, self.info, limit=limit)

    def view(self, title: str | None = None, **options: Unpack[ViewOptions]) -> CareerView:
        """Return a picture: a pyvis network that notebooks show and `save` writes to one file.

        Parameters
        ----------
        title
            A role, to see it with its skills, credentials, ladder and next roles.
        depth
            How many steps away from the role next roles may be, 1 to 4.
        path
            The titles of two roles, to see the routes between them, or routes found by `paths`.
        k, by, kinds, hours_per_week, constraints, person
            As for `paths`.
        family, ladder, skill
            The name of a family of roles; a role on a ladder; a skill.
        query
            A CONSTRUCT query, as text or as the path of a file, to see the triples it gives. It
            has no time limit and cannot be interrupted; ``careergraph view --query`` has one.
        all
            Whether to see all roles, clustered by family.
        limit
            How many things to draw at most; the picture says what it leaves out.

        Raises
        ------
        UsageError
            Nothing is asked for, more than one thing, or an option has an impossible value.
        CareerGraphError
            A title is not understood, or there is nothing to draw.

        Examples
        --------
        >>> load().view("data scientist")
        <CareerView Data Scientist: ... nodes, ... edges>
        >>> load().view(path=("SWE", "lead MLE")).picture.axis.label
        'steps, with the years that are known'
        """
        from careergraph.picture.gather import draw
        from careergraph.picture.html.career_view import CareerView

        return CareerView(draw(self, title, options))

    def _role(self, title: str) -> Named:
        entry = self.find(title).entry
        return Named(entry.iri, entry.label)

    def overview(self) -> Overview:
        """Return counts, the mix of evidence, licences and attributions of the graph."""
        from careergraph.answers.overview import read_overview

        return read_overview(self.store, self.sources, self.info)

    def _ask(self, source: str, target: str, options: PathOptions) -> Asked:
        from careergraph.answers.route_questions import ask

        return ask(self, source, target, options)


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


def _own_again(quads: bytes, info: GraphInfo) -> CareerGraph:
    store = Store.from_quads(quads)
    return CareerGraph(lambda: store, lambda: Catalog.from_engine(store), info)


def _remote_again(url: str, limits: Limits) -> CareerGraph:
    return CareerGraph.from_endpoint(url, limits=limits)
