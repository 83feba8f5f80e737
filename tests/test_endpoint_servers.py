"""The same answers from real servers as from the bundled graph: Oxigraph in full, Virtuoso."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from careergraph.answers.whole_graph.export import export_graph
from careergraph.compiled.compiler import FETCHED
from careergraph.compiled.generation import compile_bundled
from careergraph.compiled.reading.entries import read_entries
from careergraph.errors import EndpointError, QueryError
from careergraph.graph import CareerGraph
from careergraph.sparql.checked import trust
from careergraph.store.blank_nodes import with_stable_names
from careergraph.store.engine import Store
from careergraph.store.remote.addresses import Credentials, read_address
from careergraph.store.remote.endpoint import RemoteEngine
from careergraph.store.remote.http import Limits, Web
from careergraph.store.remote.publish import graphs_by_source, publish
from careergraph.vocab import BUNDLED_GRAPH, GENERATED, ID
from command_line import careergraph
from published_graphs import ENDLESS, small_store, thicket
from same_rows import difference, is_ordered, queries_with_examples
from servers import oxigraph, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_REQUESTS = 8
OF_ROLES = {"role", "skill", "certification"}
OCCUPATIONS = (f"{ID}onet-soc/", f"{ID}onet-element/")
DBA = Credentials("dba", "dba")
EVERY_ANSWER = [
    ["path", "SWE", "lead ml engineer", "-k", "3"],
    ["path", "data analyst", "MLE", "--by", "time", "--format", "csv"],
    ["gap", "data analyst", "data scientist"],
    ["role", "machine learning engineer"],
    ["role", "senior swe"],
    ["search", "machine learning"],
    ["compare", "SWE", "MLE"],
    ["why", "SWE", "MLE"],
    ["next", "SWE"],
    ["feeders", "MLE"],
    ["reach", "data analyst"],
    ["bridges", "SWE"],
    ["gateways"],
    ["profile", "init", "data analyst"],
]


@pytest.fixture(scope="module")
def oxigraph_url(graph: CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("oxigraph")
    with oxigraph(folder, "--union-default-graph", "--timeout-s", "20") as (url, _):
        publish(graph.whole(), read_address(url))
        yield url


@pytest.fixture(scope="module")
def virtuoso_url(graph: CareerGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        publish(graph.whole(), read_address(url, DBA))
        yield url


@pytest.fixture(
    params=[
        pytest.param("oxigraph_url", marks=pytest.mark.server),
        pytest.param("virtuoso_url", marks=pytest.mark.virtuoso),
    ]
)
def url(request: pytest.FixtureRequest) -> str:
    """Return the address of each server in turn, with the bundled graph in it."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def small_graph(monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a small graph, which `careergraph publish` publishes in place of the bundled one."""
    store = small_store()
    monkeypatch.setattr("careergraph.graph.load", lambda: SimpleNamespace(whole=lambda: store))
    return store


opened = cache(CareerGraph.from_endpoint)
"""The graph of an address, which has fetched once what it answers from."""


def without_version(text: str) -> str:
    """Return a page without the line that names version and hash, which differ by design."""
    return re.sub(r"^Graph \S+, \w+\.$", "", text, flags=re.MULTILINE)


def without_graphs(store: Store) -> set[ox.Quad]:
    """Return the statements of all graphs, whose blank nodes have canonical names."""
    return set(with_stable_names(ox.Quad(*quad.triple) for quad in store.oxigraph))


def without_occupations(values: object) -> object:
    """Return values without what is said of occupations and their elements alone."""
    if not isinstance(values, Mapping):
        return values
    return {key: value for key, value in values.items() if not str(key).startswith(OCCUPATIONS)}


def test_names_and_facts_are_those_of_the_graph(graph: CareerGraph, url: str) -> None:
    remote = CareerGraph.from_endpoint(url)
    entries = read_entries(graph.store)
    assert remote.catalog.entries == tuple(e for e in entries if e.kind in OF_ROLES)
    here = compile_bundled()
    for name in FETCHED:
        there = without_occupations(getattr(remote.facts, name))
        assert there == without_occupations(getattr(here, name)), name


def test_a_path_takes_few_requests(graph: CareerGraph, url: str) -> None:
    remote = CareerGraph.from_endpoint(url)
    ours, theirs = (g.paths("SWE", "lead ML engineer", k=3) for g in (graph, remote))
    assert [route.labels for route in theirs] == [route.labels for route in ours]
    assert tuple(theirs) == tuple(ours)
    assert isinstance(remote.store, RemoteEngine)
    assert 1 <= remote.store.requests <= MOST_REQUESTS


def test_the_version_is_that_of_the_published_header(graph: CareerGraph, url: str) -> None:
    info = CareerGraph.from_endpoint(url).info
    assert info.version == graph.info.version == "1.0.0"
    here, there = careergraph("info"), careergraph("info", "--endpoint", url)
    first = [done.stdout.splitlines()[0].rpartition(",")[0] for done in (here, there)]
    assert first == ["Graph 1.0.0"] * 2
    assert info == CareerGraph.from_endpoint(url).info


def test_select_ask_and_construct_answer(graph: CareerGraph, url: str) -> None:
    remote = CareerGraph.from_endpoint(url)
    assert remote.store.ask("ASK { ?role a cg:Role }") is True
    assert remote.store.ask("ASK { ?role a cg:NoSuchClass }") is False
    select = "SELECT ?role ?name WHERE { ?role a cg:Role ; skos:prefLabel ?name }"
    assert sorted(remote.store.select(select)) == sorted(graph.store.select(select))
    construct = "CONSTRUCT { ?b a ?a } WHERE { ?a cg:levelOf ?b }"
    ours, theirs = (sorted(map(str, g.store.construct(construct))) for g in (graph, remote))
    assert theirs == ours


def test_truth_values_come_as_they_were_and_blank_nodes_as_iris(
    graph: CareerGraph, url: str
) -> None:
    remote = CareerGraph.from_endpoint(url)
    truth = "SELECT ?role ?is WHERE { ?role cg:regulated ?is }"
    assert sorted(remote.store.select(truth)) == sorted(graph.store.select(truth))
    blank = "FILTER(isBlank(?chain))"
    chains = f"SELECT ?p WHERE {{ ?p owl:propertyChainAxiom ?chain {blank} }}"
    # Blank nodes are published as IRIs, so that publishing twice adds nothing; see `publish`.
    named = chains.replace(blank, f'FILTER(STRSTARTS(STR(?chain), "{GENERATED}"))')
    ours = sorted(graph.store.select(chains))
    assert ours
    assert sorted(remote.store.select(named)) == ours


def test_a_mistake_in_a_query_is_said_in_the_servers_words(url: str) -> None:
    with pytest.raises(EndpointError, match=r"not understood \(HTTP 400\)\. It says: .*(1|line)"):
        RemoteEngine(read_address(url)).query(trust("SELECT ?role WHERE { ?role a cg:Role"))


def test_rdflib_sees_the_endpoint_and_cannot_write(graph: CareerGraph, url: str) -> None:
    from rdflib import RDF, Literal, URIRef

    view = CareerGraph.from_endpoint(url).graph
    role = URIRef("https://w3id.org/careergraph/id/role/data-scientist")
    name = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert set(view.objects(role, name)) == set(graph.graph.objects(role, name))
    assert (role, RDF.type, None) in view
    assert (role, name, Literal("no")) not in view
    asked = "SELECT ?n { ?role skos:prefLabel ?n }"
    found = [str(row.n) for row in view.query(asked, initBindings={"role": role})]
    assert found == ["Data Scientist"]
    with pytest.raises(Exception, match="read-only"):
        view.add((role, name, Literal("no")))
    with pytest.raises(QueryError, match="change"):
        view.query("DELETE WHERE { ?s ?p ?o }")


@pytest.mark.server
def test_the_view_counts_what_is_there(graph: CareerGraph, oxigraph_url: str) -> None:
    assert len(CareerGraph.from_endpoint(oxigraph_url).graph) == len(graph.graph)


@pytest.mark.server
def test_every_named_query_gives_the_same_rows(graph: CareerGraph, oxigraph_url: str) -> None:
    remote = RemoteEngine(read_address(oxigraph_url))
    wrong = {}
    for name, text in queries_with_examples(graph):
        ours, theirs = graph.store.query(trust(text)), remote.query(trust(text))
        if isinstance(ours, bool) or isinstance(theirs, bool):
            said = "" if ours == theirs else f"{ours} and {theirs}"
        else:
            rows = [[tuple(row) for row in answer] for answer in (ours, theirs)]
            said = difference(*rows, ordered=is_ordered(text))
        if said:
            wrong[name] = said
    assert wrong == {}


@pytest.mark.parametrize("command", EVERY_ANSWER, ids=" ".join)
def test_every_command_answers_as_from_the_bundled_graph(
    command: list[str], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first command fetches what it needs itself, as each does that a person starts."""
    if command is not EVERY_ANSWER[0]:
        monkeypatch.setattr(CareerGraph, "from_endpoint", opened)
    here, there = careergraph(*command), careergraph(*command, env={"CAREERGRAPH_ENDPOINT": url})
    assert there.stderr == here.stderr
    assert there.returncode == here.returncode == 0
    assert without_version(there.stdout) == without_version(here.stdout)


@pytest.mark.server
def test_a_named_query_is_asked_of_the_endpoint(oxigraph_url: str) -> None:
    command = ["query", "skills-of-role", "-p", "role=data scientist", "--format", "csv"]
    here, there = careergraph(*command), careergraph(*command, "--endpoint", oxigraph_url)
    assert there.stderr == here.stderr
    assert sorted(there.stdout.splitlines()) == sorted(here.stdout.splitlines())


@pytest.mark.server
def test_the_whole_graph_comes_back(graph: CareerGraph, oxigraph_url: str) -> None:
    """All values come back; Oxigraph itself keeps 2, not how 2.0 was written."""
    back = CareerGraph.from_endpoint(oxigraph_url).whole()
    values = Store()
    values.oxigraph.bulk_extend(graph.whole().oxigraph)
    assert without_graphs(back) == without_graphs(values)
    graphs = {str(q.graph_name.value) for q in back.oxigraph}  # type: ignore[union-attr]
    assert graphs == set(graphs_by_source(graph.whole()))


@pytest.mark.server
def test_a_query_that_takes_too_long_is_a_time_out(oxigraph_url: str) -> None:
    limits = Limits(read=5, total=1)
    with pytest.raises(EndpointError, match="not complete after 1 second"):
        list(RemoteEngine(read_address(oxigraph_url), limits).select(ENDLESS))
    with pytest.raises(EndpointError, match=r"not complete after 0\.5 seconds"):
        CareerGraph.from_endpoint(oxigraph_url).query(ENDLESS, timeout=0.5)


@pytest.mark.server
def test_the_servers_own_time_limit_is_noticed(tmp_path: Path) -> None:
    with oxigraph(tmp_path, "--union-default-graph", "--timeout-s", "1") as (url, _):
        publish(thicket(), read_address(url))
        with pytest.raises(EndpointError, match=r"cut after .* rows: the server's time limit"):
            list(RemoteEngine(read_address(url)).select(ENDLESS))


@pytest.mark.server
def test_a_server_killed_in_the_middle_is_an_error(tmp_path: Path) -> None:
    with oxigraph(tmp_path, "--union-default-graph") as (url, process):
        publish(thicket(), read_address(url))
        remote = RemoteEngine(read_address(url))
        rows = iter(remote.select(ENDLESS))
        next(rows)
        process.kill()
        with pytest.raises(EndpointError, match=r"ends in the middle|is cut"):
            list(rows)
        with pytest.raises(EndpointError, match="nothing answers"):
            remote.ask("ASK {}")


@pytest.mark.server
def test_without_the_union_the_message_says_what_is_missing(tmp_path: Path) -> None:
    with oxigraph(tmp_path) as (url, _):
        publish(small_store(), read_address(url))
        done = careergraph("path", "SWE", "MLE", "--endpoint", url)
    assert done.returncode == 1
    assert "docs/endpoints.md says how a server reads the union" in done.stderr


@pytest.mark.server
@pytest.mark.usefixtures("small_graph")
def test_publishing_to_a_server_without_the_union_says_so(tmp_path: Path) -> None:
    with oxigraph(tmp_path) as (url, _):
        done = careergraph("publish", "--endpoint", url)
    assert done.returncode == 0
    assert "all of them arrived" in done.stderr
    assert "Warning: queries on this server do not see its named graphs" in done.stderr
    assert "--union-default-graph" in done.stderr


@pytest.mark.server
@pytest.mark.usefixtures("small_graph")
def test_nothing_is_written_where_no_query_is_answered(tmp_path: Path) -> None:
    with oxigraph(tmp_path, "--union-default-graph") as (url, _):
        done = careergraph("publish", "--endpoint", url.replace("/query", "/"))
        assert done.returncode == 1
        assert done.stderr.startswith(f"Error: {url.replace('/query', '/')}: there is nothing")
        assert done.stderr.count("\n") == 1
        assert not RemoteEngine(read_address(url)).ask("ASK { ?s ?p ?o }")


@pytest.mark.server
def test_publishing_again_replaces_what_an_interrupted_run_left(
    small_graph: Store, tmp_path: Path
) -> None:
    with oxigraph(tmp_path, "--union-default-graph") as (url, process):
        sent: list[str] = []

        def die_in_the_middle(one: object) -> None:
            sent.append(str(one))
            if len(sent) == 2:
                process.kill()

        with pytest.raises(EndpointError):
            publish(small_graph, read_address(url), tell=die_in_the_middle)
        assert len(sent) == 2 < len(graphs_by_source(small_graph))
    with oxigraph(tmp_path, "--union-default-graph") as (url, _):
        for _ in range(2):
            done = careergraph("publish", "--endpoint", url)
            assert done.returncode == 0, done.stderr
            assert "all of them arrived" in done.stderr
            assert "Warning" not in done.stderr
        assert CareerGraph.from_endpoint(url).whole().content_hash()
        count = RemoteEngine(read_address(url)).select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert list(count) == [(str(len(small_graph.oxigraph)),)]


@pytest.mark.server
def test_other_graphs_of_a_server_stay_as_they_are(tmp_path: Path) -> None:
    from careergraph.store.remote.http import Web

    with oxigraph(tmp_path, "--union-default-graph") as (url, _):
        address = read_address(url)
        place = url.replace("/query", "/store?graph=urn:mine")
        mine = b"<urn:a> <urn:b> <urn:c> ."
        Web(address).send("PUT", place, content=mine, headers={"Content-Type": "text/turtle"})
        publish(small_store(), address)
        assert RemoteEngine(address).ask("ASK { GRAPH <urn:mine> { <urn:a> <urn:b> <urn:c> } }")


@pytest.mark.virtuoso
@pytest.mark.usefixtures("small_graph")
def test_virtuoso_refuses_who_has_no_password(virtuoso_url: str) -> None:
    user = {"CAREERGRAPH_USER": "dba", "CAREERGRAPH_PASSWORD": "wrong-secret"}
    done = careergraph("publish", "--endpoint", virtuoso_url, env=user)
    assert done.returncode == 1
    assert "not accepted (HTTP 401)" in done.stderr
    assert "wrong-secret" not in done.stderr
    nobody = careergraph("publish", "--endpoint", virtuoso_url, env={"HOME": "/nowhere"})
    assert nobody.returncode == 1
    assert "Set CAREERGRAPH_USER" in nobody.stderr


@pytest.mark.virtuoso
def test_virtuosos_limit_of_rows_is_noticed(virtuoso_url: str) -> None:
    with pytest.raises(EndpointError, match="gives 10,000 rows at most"):
        CareerGraph.from_endpoint(virtuoso_url).whole()


def test_each_source_has_its_graph(graph: CareerGraph) -> None:
    parts = graphs_by_source(graph.whole())
    stated = {
        source for (source,) in graph.store.select("SELECT DISTINCT ?x { ?s cg:statedBy ?x }")
    }
    assert set(parts) == {*stated, BUNDLED_GRAPH}
    sent = Counter(triple for triples in parts.values() for triple in triples)
    assert sent == Counter(quad.triple for quad in graph.whole().oxigraph)


def test_blank_nodes_stay_in_one_graph() -> None:
    import rdflib

    mine = rdflib.Graph().parse(
        format="turtle",
        data="""
        @prefix cg: <https://w3id.org/careergraph/ont#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:cook> a cg:Role ; skos:prefLabel "Cook" .
        <urn:one> cg:statedBy <urn:me> ; <urn:p> [ <urn:q> 1 ] .
        <urn:two> cg:statedBy <urn:me> .
        [ cg:statedBy <urn:me> ; <urn:p> 2 ] .
        """,
    )
    parts = graphs_by_source(CareerGraph.from_graph(mine).whole())
    of_me = {str(triple.subject) for triple in parts["urn:me"]}
    assert of_me == {"<urn:two>"}
    assert sum("_:" in str(triple) for triple in parts[BUNDLED_GRAPH]) >= 4


BLANK = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:cook> a cg:Role ; skos:prefLabel "Cook"@en ; skos:note [ skos:note "a" , [ skos:note "b" ] ] .
<urn:chef> a cg:Role ; skos:prefLabel "Chef"@en ; skos:note ( "c" [ skos:note "d" ] ) .
"""


@pytest.mark.server
@pytest.mark.parametrize("attempt", range(3))
def test_two_that_publish_at_once_leave_every_statement_once(tmp_path: Path, attempt: int) -> None:
    store = Store()
    store.oxigraph.load(BLANK, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(BUNDLED_GRAPH))
    with oxigraph(tmp_path, "--union-default-graph") as (url, _):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: publish(store, read_address(url)), range(4 + attempt)))
        back = CareerGraph.from_endpoint(url).whole()
    assert back.content_hash() == store.content_hash()
    assert len(back.oxigraph) == len(store.oxigraph)


@pytest.mark.server
def test_the_default_graph_is_exported_as_well(tmp_path: Path) -> None:
    with oxigraph(tmp_path) as (url, _):
        web = Web(read_address(url))
        mine = {"default": BLANK, "graph=urn:g": "<urn:a> <urn:b> <urn:c> ."}
        with pytest.raises(EndpointError, match="no statement"):
            CareerGraph.from_endpoint(url).whole()
        for place, turtle in mine.items():
            target = url.replace("/query", f"/store?{place}")
            web.send(
                "PUT", target, content=turtle.encode(), headers={"Content-Type": "text/turtle"}
            )
        back = CareerGraph.from_endpoint(url).whole()
    read = {form: export_graph(back, form) for form in ("turtle", "nquads", "jsonld")}
    wanted = Graph().parse(data=BLANK, format="turtle")
    wanted.parse(data=mine["graph=urn:g"], format="turtle")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib warns of its own names
        assert isomorphic(Graph().parse(data=read["turtle"], format="turtle"), wanted)
        assert isomorphic(Graph().parse(data=read["jsonld"], format="json-ld"), wanted)
    assert len(read["nquads"].splitlines()) == len(wanted)
