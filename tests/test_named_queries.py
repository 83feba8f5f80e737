"""The queries that come with the graph: what each answers, and that rdflib answers the same.

Figures of pay, outlook, moves, degrees and certifications were read in the Turtle files; gaps,
moves and profiles are compared with what Python computes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from careergraph.answers.whole_graph.named_queries import find_query, named_queries, read_query
from careergraph.answers.whole_graph.query_values import KINDS, read_term
from careergraph.errors import (
    AmbiguousTitleError,
    ParameterError,
    QueryError,
    QueryTimeoutError,
    UnknownQueryError,
    UnknownTitleError,
    UsageError,
)
from careergraph.graph import CareerGraph
from careergraph.sparql.tokens import scan
from careergraph.store.bundled import bundled_files, curated_files, query_files
from careergraph.store.derived import add_derived, add_holdings
from careergraph.store.engine import Store
from careergraph.store.turtle import memory_graph
from same_rows import difference, is_ordered, queries_with_examples

NAMES = [path.stem for path in query_files()]
SOURCE_ML = "How to Become a Machine Learning Engineer: A Comprehensive Guide"
SOURCE_AI = "How to Become an AI and Machine Learning Engineer"
EDITORS = "careergraph editors"


@pytest.fixture(scope="module")
def curated() -> CareerGraph:
    """Return the graph without its occupations, for which rdflib would take minutes."""
    store = Store()
    for path in curated_files():
        if not path.stem.startswith("profiles_occupations"):
            store.load(path)
    add_derived(store.oxigraph)
    add_holdings(store.oxigraph)
    return CareerGraph(lambda: store)


@pytest.fixture(scope="module")
def memory(curated: CareerGraph) -> rdflib.Graph:
    """Return the same graph in rdflib's own store."""
    return memory_graph(curated.store.oxigraph)  # type: ignore[union-attr]


def rows(graph: CareerGraph, name: str, **parameters: object) -> list[tuple[Any, ...]]:
    """Return the rows of a named query as Python values."""
    found = graph.named(name, **parameters)
    return [tuple(None if t is None else t.toPython() for t in row) for row in found]  # type: ignore[union-attr]


def texts(graph: CareerGraph, name: str, **parameters: object) -> list[tuple[str, ...]]:
    """Return the rows of a named query as texts, "" where unbound."""
    return [
        tuple("" if v is None else str(v) for v in row) for row in rows(graph, name, **parameters)
    ]


def stated_steps(graph: CareerGraph) -> defaultdict[str, set[str]]:
    """Map each role to those that a stated move, or the next rung of a ladder, leads to."""
    steps = defaultdict(set)
    for start, end in graph.store.select(
        "SELECT ?a ?b { ?t a cg:Transition ; cg:kind cg:move ; cg:fromRole ?a ; cg:toRole ?b }"
    ):
        steps[str(start)].add(str(end))
    next_steps = "SELECT ?a ?b { ?x cg:nextStep ?y . ?x cg:stepRole ?a . ?y cg:stepRole ?b }"
    for start, end in graph.store.select(next_steps):
        steps[str(start)].add(str(end))
    return steps


def test_there_are_at_least_25() -> None:
    assert len(NAMES) >= 25


@pytest.mark.parametrize("name", NAMES)
def test_every_query_says_what_it_answers_and_asks_for(name: str) -> None:
    query = find_query(name)
    assert query.question.endswith("?")
    lines = [line for line in query.text.splitlines() if line.startswith("# Parameter")]
    assert len(lines) == len(query.parameters), "a parameter's line cannot be read"
    assert {parameter.kind for parameter in query.parameters} <= KINDS
    tokens = list(scan(query.text))
    blocks = {
        after.text[1:]
        for word, after in pairwise(tokens)
        if word.text == "VALUES" and after.kind == "variable"
    }
    assert {parameter.name for parameter in query.parameters} <= blocks
    assert max(map(len, query.text.splitlines())) <= 100


@pytest.mark.parametrize("name", NAMES)
def test_the_file_itself_asks_with_the_examples(graph: CareerGraph, name: str) -> None:
    """What newcomers read and run is what the examples say."""
    bound = graph.query(dict(queries_with_examples(graph))[name])
    written = graph.query(find_query(name).text)
    if bound.type == "SELECT":
        assert list(bound) == list(written) != []
    else:
        assert set(bound) == set(written) != set()


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_gives_the_same_rows(
    graph: CareerGraph, curated: CareerGraph, memory: rdflib.Graph, name: str
) -> None:
    text = dict(queries_with_examples(graph))[name]
    ours, theirs = curated.query(text), memory.query(text)
    assert ours.type == theirs.type
    if ours.type == "CONSTRUCT":
        assert ours.graph is not None
        assert set(ours.graph) == set(theirs.graph or ())
        assert len(ours.graph) > 50
    elif ours.type == "ASK":
        assert bool(ours) == bool(theirs)
    else:
        assert ours.vars == theirs.vars
        assert difference(ours, theirs, ordered=is_ordered(text)) == ""  # type: ignore[arg-type]
        assert is_ordered(text)


def test_skills_of_a_role(graph: CareerGraph) -> None:
    found = texts(graph, "skills-of-role", role="MLE")
    essential = [(skill, source) for skill, weight, _, source in found if weight == "1"]
    assert ("Python", SOURCE_ML) in essential
    assert ("PyTorch", SOURCE_ML) in essential
    weights = [float(weight) for _, weight, *_ in found]
    assert weights == sorted(weights, reverse=True)
    assert {necessity for _, _, necessity, _ in found} == {"essential", "recommended", "optional"}
    senior = texts(graph, "skills-of-role", role="senior MLE")
    assert set(found) < set(senior), "a rung needs what its line of work needs, and more"
    junior = texts(graph, "skills-of-role", role="junior software engineer")
    assert not set(texts(graph, "skills-of-role", role="SWE")) <= set(junior)


def test_profile_of_a_complete_level(graph: CareerGraph) -> None:
    """The rows were put together by hand from profiles_software.ttl and the requirements."""
    esco, none = "ESCO v1.1.1", ""
    both = (esco, EDITORS)
    matched = "ESCO v1.1.1, through our matching of skills"
    read = (matched, EDITORS)
    items = [
        ("CSS", "2", "core", "programming language", read),
        ("HTML", "2", "core", "programming language", read),
        ("JavaScript", "2", "core", "programming language", both),
        ("TypeScript", "1", "core", "programming language", both),
        ("front-end framework", "1", "core", "tool", (EDITORS,)),
        ("responsive design", "1", "core", "method", read),
        ("version control", "1", "core", "method", read),
        ("AI-assisted coding", "1", "supporting", "method", (esco,)),
        ("REST APIs", "1", "supporting", "method", (none,)),
        ("automated unit tests", "1", "supporting", "method", (esco,)),
        ("front-end build tools", "1", "supporting", "tool", (none,)),
        ("web accessibility", "1", "supporting", "method", read),
        ("web development", "2", "given", "method", both),
        ("Git", "1", "given", "tool", read),
        ("agile methods", "1", "given", "method", (none,)),
        ("debugging", "1", "given", "method", (esco, matched)),
        ("web standards", "1", "given", "concept", read),
    ]
    assert texts(graph, "profile-of-role", role="junior front-end developer") == [
        (*item, source) for *item, sources in items for source in sources
    ]


def test_profile_of_a_level_holds_what_it_inherits(graph: CareerGraph) -> None:
    found = texts(graph, "profile-of-role", role="senior site reliability engineer")
    profile = {item: (int(level), weight) for item, level, weight, *_ in found}
    assert profile["Linux"] == (3, "core"), "raised: the line of work asks for 2"
    assert profile["mentoring"] == (2, "core"), "its own"
    assert profile["container orchestration"] == (2, "core"), "inherited"
    assert profile["debugging"] == (2, "given"), "inherited"
    assert len({row[:3] for row in found}) == len(profile), "each item once"


def test_degree_shares_of_a_role(graph: CareerGraph) -> None:
    ((degree, share, population, country, *_, source),) = rows(
        graph, "degree-shares-of-role", role="machine learning engineer"
    )
    assert (degree, float(share), country) == ("bachelor's degree", 0.68, "unknown")
    assert population == "people working as a machine learning engineer"
    assert source.startswith(SOURCE_AI)


def test_fields_for_a_role(graph: CareerGraph) -> None:
    found = texts(graph, "fields-for-role", role="MLE")
    assert [row[0] for row in found if row[1] == "essential" or row[1] == "recommended"]
    data = texts(graph, "fields-for-role", role="data scientist")
    assert ("statistics", "prepares") in {row[:2] for row in data}
    assert {row[3] for row in data if row[1] == "prepares"} == {
        "CIP 2020 and its crosswalk to SOC 2018"
    }


def test_tools_and_languages_of_a_role(graph: CareerGraph) -> None:
    languages = texts(graph, "languages-of-role", role="data scientist")
    assert languages[0] == ("Python", "1", "2"), "essential to the editors, wanted by O*NET"
    assert languages[1] == ("SQL", "0.6", "2")
    tools = texts(graph, "tools-of-role", role="data scientist")
    assert ("pandas", "0.6", "2") in tools
    assert not {name for name, *_ in tools} & {name for name, *_ in languages}


def test_certifications_of_a_role(graph: CareerGraph) -> None:
    found = texts(graph, "certifications-of-role", role="data scientist")
    assert [row[:4] for row in found if row[3] == "retired"] == [
        (
            "Microsoft Certified: Azure Data Scientist Associate",
            "Microsoft",
            "associate",
            "retired",
        )
    ]
    assert {row[1] for row in found} == {"CompTIA", "Databricks", "Microsoft"}


def test_certifications_of_a_provider_by_level_and_status(graph: CareerGraph) -> None:
    everything = texts(graph, "certifications-by-provider", provider="Microsoft")
    active = texts(graph, "certifications-by-provider", provider="Microsoft", status="active")
    retired = texts(graph, "certifications-by-provider", provider="Microsoft", status="retired")
    assert sorted(active + retired) == sorted(everything)
    assert {row[1] for row in retired} == {"retired"}
    assert "Microsoft Certified: Azure Data Scientist Associate" in {row[2] for row in retired}
    fundamentals = texts(
        graph, "certifications-by-provider", provider="Microsoft", level="foundational"
    )
    assert {row[0] for row in fundamentals} == {"foundational"}
    assert set(fundamentals) < set(everything)


def test_certifications_for_a_skill(graph: CareerGraph) -> None:
    found = texts(graph, "certifications-for-skill", skill="machine learning")
    assert len(found) == 8
    assert "Google Cloud Professional Machine Learning Engineer" in {row[0] for row in found}
    assert {row[5] for row in found if row[1] == "Databricks"} == {"Databricks certification pages"}


def test_ladder_and_next_rung(graph: CareerGraph) -> None:
    assert [row[1:3] for row in texts(graph, "ladder-of-role", role="lead data scientist")] == [
        ("1", "Data Scientist"),
        ("2", "Senior Data Scientist"),
        ("3", "Lead Data Scientist"),
        ("4", "Staff Data Scientist"),
        ("5", "Principal Data Scientist"),
    ]
    assert texts(graph, "next-rung", role="data scientist") == [
        ("Senior Data Scientist", "", EDITORS)
    ], "no source gives months of a promotion: they are unknown"
    assert texts(graph, "next-rung", role="principal data scientist") == []


def test_pay_along_a_ladder_is_that_of_the_occupation(graph: CareerGraph) -> None:
    found = rows(graph, "pay-along-ladder", role="data scientist")
    assert [row[2] for row in found] == [
        "Data Scientist",
        "Senior Data Scientist",
        "Lead Data Scientist",
        "Staff Data Scientist",
        "Principal Data Scientist",
    ]
    assert {tuple(map(int, row[3:6])) for row in found} == {(67240, 120230, 199130)}
    assert {row[6:9] for row in found} == {("USD", "US", "2025-05")}
    assert all("SOC 15-2051" in row[9] for row in found)


def test_pay_along_a_path(graph: CareerGraph) -> None:
    found = rows(graph, "pay-along-path", from_="software engineer", to="data scientist")
    pay = {
        role: int(rows(graph, "pay-along-ladder", role=role)[0][4])
        for role in ("software engineer", "data scientist")
    }
    for _, start, _, end, change, *_ in found:
        assert int(start) == pay["software engineer"]
        assert int(end) == pay["data scientist"]
        assert int(change) == int(end) - int(start)
    steps = stated_steps(graph)
    start, end = graph.find("SWE").entry.iri, graph.find("data scientist").entry.iri
    between = {via for via in steps[start] if end in steps[via]} - {start, end}
    assert {row[0] for row in found if row[0]} == {graph.catalog.label(via) for via in between}
    assert any(row[0] is None for row in found) == (end in steps[start])
    medians = {
        graph.catalog.label(via): {band.median for band in graph.facts.pay_by_role.get(via, ())}
        for via in between
    }
    for via, _, median, *_ in found:
        known = medians.get(via, set())
        assert ({float(median)} if median is not None else set()) <= known
        assert (median is None) == (not known)


def test_next_roles_and_feeders(graph: CareerGraph) -> None:
    onward = rows(graph, "next-roles", role="software engineer")
    assert onward[0][:2] == ("Software Analyst", "move")
    assert (int(onward[0][2]), float(onward[0][3]), float(onward[0][4])) == (37, 0.1423, 42)
    known = [int(row[2]) for row in onward if row[2] is not None]
    assert known == sorted(known, reverse=True)
    assert all(row[2] is None for row in onward[len(known) :])
    back = texts(graph, "feeders-of-role", role="software analyst")
    assert ("Software Engineer", "move", "37") in {row[:3] for row in back}


def test_related_roles_share_skills(graph: CareerGraph) -> None:
    found = rows(graph, "related-roles", role="data scientist")
    assert len(found) == 20
    assert (found[0][0], int(found[0][1]), int(found[0][2]), int(found[0][3])) == (
        "Statistician",
        23,
        31,
        74,
    )
    needs = {
        label: {
            need.skills[0]
            for need in graph.needs[graph.find(label).entry.iri]
            if need.weight and len(need.skills) == 1
        }
        for label in ("data scientist", "statistician")
    }
    assert len(needs["statistician"]) == 31
    assert len(needs["data scientist"] & needs["statistician"]) == 23


PAIRS = [
    ("data analyst", "data scientist"),
    ("software engineer", "machine learning engineer"),
    ("junior software engineer", "senior software engineer"),
    ("web developer", "junior front-end developer"),
    ("statistician", "lead machine learning engineer"),
    ("accountant", "actuarial analyst"),
]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_missing_skills_are_those_of_the_gap(graph: CareerGraph, source: str, target: str) -> None:
    """`gap` compares profiles in Python; the query says the same in SPARQL."""
    gap = graph.gap(source, target)
    expected = {(skill.name, skill.level) for skill in gap.missing_skills}
    found = [
        (row[0], int(row[1])) for row in rows(graph, "missing-skills", from_=source, to=target)
    ]
    assert sorted(found) == sorted(expected), "a group is one row, under its own name"


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_transferable_and_missing_skills_part_the_profile(
    graph: CareerGraph, source: str, target: str
) -> None:
    pair = {"from_": source, "to": target}
    of_use = {row[0] for row in rows(graph, "transferable-skills", **pair)}
    missing = {row[0] for row in rows(graph, "missing-skills", **pair)}
    assert of_use == {item.label for item in graph.gap(source, target).shared}
    assert not of_use & missing
    profile = rows(graph, "profile-of-role", role=target)
    assert of_use | missing == {row[0] for row in profile if row[2] != "given"}


def test_what_is_held_at_the_level_asked_for_is_transferable(graph: CareerGraph) -> None:
    """The profiles of both roles, read by hand in profiles_data.ttl.

    Both ask for SQL at a working level. A data analyst's statistical language need not be Python.
    A data analyst's A/B testing, at a basic level, implies a basic level of design of experiments;
    a data scientist's is a working one.
    """
    pair = {"from_": "data analyst", "to": "data scientist"}
    of_use = {row[:3] for row in texts(graph, "transferable-skills", **pair)}
    missing = {row[:3] for row in texts(graph, "missing-skills", **pair)}
    assert ("SQL", "2", "core") in of_use
    assert {
        ("Python", "2", "core"),
        ("design of experiments", "2", "core"),
        ("machine learning", "2", "core"),
    } <= missing


def test_within_moves_counts_moves(graph: CareerGraph) -> None:
    """A breadth-first search over the plain edges says how many moves it takes."""
    moves: nx.DiGraph[str] = nx.DiGraph()
    for source, target in graph.store.select("SELECT ?a ?b { ?a cg:transitionsTo ?b }"):
        moves.add_edge(str(source), str(target))
    counts = set()
    for titles in PAIRS:
        ends = [graph.find(title).entry.iri for title in titles]
        try:
            least = nx.shortest_path_length(moves, *ends)
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            least = 99
        counts.add(least)
        for most in range(1, 6):
            asked = graph.named("within-moves", from_=titles[0], to=titles[1], moves=most)
            assert bool(asked) == (least <= most), (titles, least, most)
    assert len(counts) > 2


def test_entry_roles_of_a_family(graph: CareerGraph) -> None:
    found = texts(graph, "entry-roles-of-family", family="software")
    assert [row[:2] for row in found[:2]] == [
        ("Junior Front-end Developer", "3"),
        ("Web Developer", "3"),
    ]
    titles = [row[0] for row in found]
    assert "Junior Software Engineer" in titles
    assert "Software Engineer" not in titles, "a junior is promoted to it"


def test_roles_by_degree(graph: CareerGraph) -> None:
    found = rows(graph, "roles-by-degree", degree="master's degree", share=0.5)
    assert (found[0][0], float(found[0][1])) == ("Astronomer", 1.0001)
    assert all(float(row[1]) >= 0.5 for row in found)
    doctors = rows(graph, "roles-by-degree", degree="doctoral degree", share="0.5")
    assert {row[0] for row in doctors} < {row[0] for row in found}


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_resources_close_a_gap(graph: CareerGraph, source: str, target: str) -> None:
    """Any skill of a missing group closes the gap; its resources are listed under the group."""
    unverified = {row[0] for row in graph.store.select("SELECT ?r { ?r cg:unverified true }")}
    teaching = defaultdict(set)
    for resource, label, skill in graph.store.select(
        "SELECT ?r ?label ?skill { ?r cg:teaches ?skill ; skos:prefLabel ?label }"
    ):
        if resource not in unverified:
            teaching[str(skill)].add(str(label))
    expected = {
        (missing.name, graph.labels[skill], resource)
        for missing in graph.gap(source, target).missing_skills
        for skill in (missing.iri, *(other.iri for other in missing.alternatives))
        for resource in teaching[skill]
    }
    found = texts(graph, "resources-for-gap", from_=source, to=target)
    assert {row[:3] for row in found} == expected


def test_resources_teach_a_skill(graph: CareerGraph) -> None:
    found = texts(graph, "resources-for-skill", skill="deep learning")
    assert ("CS231n: Deep Learning for Computer Vision", "course", "80") in {
        row[:3] for row in found
    }
    assert {row[1] for row in found} <= {"course", "book", "competition", "project"}


def test_prerequisites_go_all_the_way_down(graph: CareerGraph) -> None:
    found = {row[:2] for row in texts(graph, "prerequisites-of-skill", skill="deep learning")}
    assert ("Python", "deep learning") in found
    assert ("computer programming", "Python") in found


def test_experience_for_a_role(graph: CareerGraph) -> None:
    found = texts(graph, "experience-for-role", role="MLE")
    assert [row[0] for row in found if row[1] == "essential"] == [
        "coding experience",
        "industry experience",
    ]
    assert {row[2] for row in found if row[0] == "industry experience"} == {
        "",
        "Data Scientist",
        "Software Engineer",
    }


def test_sources_say_what_and_when(graph: CareerGraph) -> None:
    assert texts(graph, "sources-for-skill", role="data scientist", skill="python") == [
        ("O*NET 30.3 Database", "2026-05", "official", "recommended", "Software Skills, In Demand"),
        (EDITORS, "2026-11-21", "editorial", "essential", ""),
    ]
    moves = texts(graph, "sources-for-move", from_="SWE", to="MLE")
    assert {row[3] for row in moves if row[1].startswith(SOURCE_AI)} == {"stated"}


def test_disagreements_of_sources(graph: CareerGraph) -> None:
    found = texts(graph, "disagreements", role="blockchain developer")
    assert len(found) == 6
    assert found[0] == (
        "Blockchain Developer",
        "C++",
        "recommended",
        "O*NET 30.3 Database",
        "optional",
        "ESCO v1.1.1",
    )
    everywhere = texts(graph, "disagreements")
    assert set(found) < set(everywhere)


def test_skills_that_open_most_roles(graph: CareerGraph) -> None:
    software = texts(graph, "skills-that-open-most-roles", family="software")
    assert software[0] == ("software design", "16", "15")
    everywhere = texts(graph, "skills-that-open-most-roles")
    assert len(everywhere) == 20
    assert int(everywhere[0][1]) > 16


def test_what_is_editorial_only(graph: CareerGraph) -> None:
    found = texts(graph, "editorial-only", role="data scientist")
    assert ("leads to", "Machine Learning Engineer") in found
    assert ("needs the skill", "Python") not in found, "O*NET says so too"


def test_outlook_of_a_role(graph: CareerGraph) -> None:
    ((now, then, change, openings, *about),) = rows(graph, "outlook-of-role", role="data scientist")
    assert (int(now), int(then), float(change), int(openings)) == (245900, 328300, 33.5, 23400)
    assert about[:2] == ["US", "2024/2034"]


def test_statements_by_source(graph: CareerGraph) -> None:
    """The Turtle files are parsed and counted here, without SPARQL."""
    stated_by = ox.NamedNode("https://w3id.org/careergraph/ont#statedBy")
    stated = {
        (str(quad.subject), str(quad.object))
        for path in bundled_files()
        for quad in ox.parse(path=path, rename_blank_nodes=True)
        if quad.predicate == stated_by
    }
    counts = Counter(source for _, source in stated)
    found = texts(graph, "statements-by-source")
    assert sorted(int(row[3]) for row in found) == sorted(counts.values())
    assert [int(row[3]) for row in found] == sorted(counts.values(), reverse=True)
    esco = counts["<https://w3id.org/careergraph/id/source/esco-1-1-1>"]
    assert ("ESCO v1.1.1", "official", "2022", str(esco)) in found
    editors = counts["<https://w3id.org/careergraph/id/source/editorial>"]
    assert {row[3] for row in found if row[0] == EDITORS} == {str(editors)}


def test_neighbourhood_is_a_graph(graph: CareerGraph) -> None:
    found = graph.named("neighbourhood-of-role", role="data scientist").graph
    assert found is not None
    role = rdflib.URIRef(graph.find("data scientist").entry.iri)
    skills = set(
        graph.graph.objects(role, rdflib.URIRef("https://w3id.org/careergraph/ont#requiresSkill"))
    )
    assert skills <= set(found.objects(role))


@pytest.mark.parametrize(
    ("name", "parameters", "error", "message"),
    [
        ("skill-of-role", {}, UnknownQueryError, 'Did you mean "skills-of-role"'),
        ("zzz", {}, UnknownQueryError, "careergraph queries"),
        ("skills-of-role", {}, ParameterError, r'like this: -p role="data scientist"'),
        ("skills-of-role", {"roll": "x"}, ParameterError, "not a parameter of skills-of-role"),
        ("skills-of-role", {"role": "zzz"}, UnknownTitleError, "No role is called"),
        ("skills-of-role", {"role": "manager"}, AmbiguousTitleError, "could be"),
        (
            "certifications-by-provider",
            {"provider": "Micro soft inc"},
            UnknownTitleError,
            "provider",
        ),
        (
            "within-moves",
            {"from_": "SWE", "to": "MLE", "moves": "two"},
            ParameterError,
            "no whole number, such as 2",
        ),
        (
            "within-moves",
            {"from_": "SWE", "to": "MLE", "moves": "6"},
            ParameterError,
            "moves is 6; give a number from 1 to 5",
        ),
        (
            "within-moves",
            {"from_": "SWE", "to": "MLE", "moves": "-1"},
            ParameterError,
            "give a number from 1 to 5",
        ),
        (
            "roles-by-degree",
            {"degree": "masters", "share": "7"},
            ParameterError,
            "share is 7; give a number from 0 to 1",
        ),
        (
            "roles-by-degree",
            {"degree": "masters", "share": "0.5 } #"},
            ParameterError,
            "no number",
        ),
    ],
)
def test_mistakes_are_named(
    graph: CareerGraph,
    name: str,
    parameters: dict[str, str],
    error: type[QueryError],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        graph.named(name, **parameters)


def test_names_are_forgiving(graph: CareerGraph) -> None:
    assert find_query("Skills of role") == named_queries()["skills-of-role"]
    assert texts(graph, "certifications-by-provider", provider="microsft")
    iri = graph.find("MLE").entry.iri
    assert texts(graph, "next-rung", role=iri) == texts(graph, "next-rung", role="MLE")


@pytest.mark.parametrize("attack", ['x" } DROP', "<urn:x>", "} UNION { ?s ?p ?o", "\\u0022"])
def test_a_text_stays_a_text(graph: CareerGraph, attack: str) -> None:
    from careergraph.answers.whole_graph.query_values import read_parameters
    from careergraph.sparql.bindings import fill_values

    query = read_query(
        '# What?\n# Parameter: text (text), such as "x"\nSELECT ?text { VALUES ?text { "x" } }'
    )
    terms = read_parameters(query, {"text": attack}, lambda: graph.store, lambda: graph.catalog)
    ((value,),) = graph.query(fill_values(query.text, terms))  # type: ignore[misc]
    assert str(value) == attack


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("id:role/data-scientist", "<https://w3id.org/careergraph/id/role/data-scientist>"),
        ("<urn:x>", "<urn:x>"),
        ("https://example.org/a", "<https://example.org/a>"),
        ('"a"@en', '"a"@en'),
        ("5", '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("-0.5", '"-0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ],
)
def test_terms_that_people_write(written: str, term: str) -> None:
    assert read_term("x", written) == term


@pytest.mark.parametrize("written", ["Python", "", '"a" . <a:b> <a:b> "c"', "<a b>", '"a', "_:x"])
def test_what_is_no_term_is_refused(written: str) -> None:
    with pytest.raises(ParameterError, match="not an RDF term"):
        read_term("x", written)


def test_a_time_limit_ends_a_query_and_the_graph_goes_on(graph: CareerGraph) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f) }"
    with pytest.raises(QueryTimeoutError, match=r"stopped after 1 second\.") as caught:
        graph.query(endless, timeout=1)
    assert caught.value.seconds == 1
    assert graph.query("ASK { ?role a cg:Role }")
    with pytest.raises(UsageError, match="above 0"):
        graph.query("ASK {}", timeout=0)


def test_a_query_within_its_time_answers_the_same(graph: CareerGraph) -> None:
    from careergraph.graph import CareerGraph as Graph

    name = "next-roles"
    there = graph.named(name, role="SWE", timeout=120)
    assert list(there) == list(graph.named(name, role="SWE"))
    assert bool(graph.query("ASK { ?role a cg:Role }", timeout=120))
    turtle = """
        @prefix cg: <https://w3id.org/careergraph/ont#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:a> a cg:Role ; skos:prefLabel "Cook"@en ; <urn:b> "c" ."""
    own = rdflib.Graph().parse(data=turtle, format="turtle")
    mine = Graph.from_graph(own).query("CONSTRUCT WHERE { <urn:a> ?p ?o }", timeout=120)
    assert set(mine.graph or ()) == set(own)
    with pytest.raises(QueryError, match="line 1, column 7"):
        graph.query("SELECT", timeout=120)
