"""A store with only what a query can match answers it as the whole graph does."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.compiled.derived import contents_index
from careergraph.errors import DataFileError
from careergraph.store import bundled as ontology
from careergraph.store.engine import Store
from careergraph.store.file_index import matching_files
from careergraph.store.loading import load_in_background
from careergraph.store.patterns import Pattern, read_patterns
from careergraph.vocab import CG, PREFIXES
from command_line import careergraph
from same_rows import queries_with_examples, rows_of

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

QUERIES = [
    "ASK {}",
    "SELECT * { VALUES ?x { 1 2 } }",
    "ASK { ?role a cg:Role }",
    "ASK { ?role a cg:Kitchen }",
    "ASK { ?x cg:nothing ?y }",
    "SELECT (COUNT(*) AS ?n) { ?x cg:nothing ?y }",
    "SELECT (COUNT(*) AS ?n) { ?role a cg:Role }",
    "SELECT (COUNT(DISTINCT ?class) AS ?n) { ?x a ?class }",
    "SELECT ?class (COUNT(?x) AS ?n) { ?x a ?class } GROUP BY ?class ORDER BY ?class",
    "SELECT ?name { ?role a cg:Role ; skos:prefLabel ?name } ORDER BY ?name LIMIT 10",
    "SELECT ?name { ?role a cg:Role ; skos:prefLabel ?name } LIMIT 10",
    "SELECT * { ?role a cg:Role, ?other }",
    "SELECT * { ?role cg:family ?family ; cg:levelOf ?line }",
    "SELECT * { ?role cg:family/skos:prefLabel ?family }",
    "SELECT * { ?family ^cg:family/cg:levelOf ?line }",
    "SELECT * { ?role cg:promotesTo+ ?higher }",
    f"SELECT * {{ <{PREFIXES['id']}role/chef> cg:family ?x }}",
    f"SELECT ?to {{ <{PREFIXES['id']}role/software-engineer> cg:promotesTo+ ?to }} ORDER BY ?to",
    "SELECT * { ?x (cg:family|cg:levelOf) ?y }",
    "SELECT * { ?x skos:broader|skos:altLabel ?y }",
    "SELECT * { ?role cg:family ?family OPTIONAL { ?role cg:levelOf ?line } }",
    "SELECT * { ?role a cg:Role MINUS { ?role cg:levelOf ?line } }",
    "SELECT * { ?role a cg:Role MINUS { ?role cg:nothing ?line } }",
    "SELECT * { { ?x a cg:Degree } UNION { ?x a cg:RoleFamily } ?x skos:prefLabel ?name }",
    "SELECT * { ?x a cg:Role OPTIONAL { ?x cg:licence ?y OPTIONAL { ?x cg:levelOf ?z } } }",
    "SELECT * { ?x skos:prefLabel ?name FILTER(STRSTARTS(STR(?name), 'Data')) }",
    "SELECT * { ?x skos:prefLabel ?name FILTER regex(?name, '^machine', 'i') }",
    "SELECT * { ?x cg:rank ?rank FILTER(?rank >= 2 && ?rank < 4) }",
    "SELECT ?x ?next { ?x cg:rank ?rank BIND(?rank + 1 AS ?next) }",
    "SELECT * { VALUES ?class { cg:Degree cg:Book } ?x a ?class ; skos:prefLabel ?name }",
    "SELECT * { VALUES (?class ?n) { (cg:Degree 1) (cg:Book UNDEF) } ?x a ?class }",
    "SELECT ?f (COUNT(?r) AS ?n) { ?r cg:family ?f } GROUP BY ?f HAVING(COUNT(?r) > 3) ORDER BY ?f",
    "SELECT (MAX(?p) AS ?most) (MIN(?p) AS ?least) (AVG(?p) AS ?mean) { ?x schema:median ?p }",
    "SELECT DISTINCT ?source { ?x a cg:PayObservation ; cg:statedBy ?source }",
    "SELECT REDUCED ?grade { ?source cg:grade ?grade }",
    "SELECT * { ?x a cg:Transition ; cg:kind cg:promotion ; cg:fromRole ?from ; cg:toRole ?to }",
    "SELECT * { { SELECT ?f (COUNT(*) AS ?n) { ?r cg:family ?f } GROUP BY ?f } ?f a ?class }",
    "SELECT ?x { ?x a cg:Source } OFFSET 3 LIMIT 4",
    "SELECT ?x ?p { ?x a cg:PayObservation ; schema:median ?p } ORDER BY DESC(?p) LIMIT 5",
    "SELECT * { ?x skos:prefLabel 'data scientist'@en }",
    "SELECT * { ?x cg:unverified true }",
    "SELECT * { ?list rdf:rest+/rdf:first ?member . ?x owl:propertyChainAxiom ?list } LIMIT 0",
    "PREFIX cg: <urn:none:> SELECT * { ?x a cg:Role }",
    "SELECT (GROUP_CONCAT(?n ; separator = '|') AS ?all) { ?x a cg:Degree ; skos:prefLabel ?n }",
    "SELECT (SAMPLE(?n) AS ?one) { ?x a cg:RoleFamily ; skos:prefLabel ?n }",
    "SELECT * { ?x a cg:RoleFamily } VALUES ?x { UNDEF }",
]
"""Each lies within what `patterns` reads; some have an order, most the engine's own."""


@cache
def store_of(files: tuple[Path, ...]) -> Store:
    store = Store()
    for path in files:
        store.load(path, lenient=True)
    return store


def pruned(query: str) -> Store:
    patterns = read_patterns(query)
    assert patterns is not None
    return store_of(tuple(matching_files(patterns)[0]))


@pytest.fixture(scope="module")
def whole() -> Store:
    return store_of(tuple(ontology.bundled_files()))


def test_the_bundled_index_is_current() -> None:
    """If this fails, run `make format`."""
    assert ontology.contents_file().read_text(encoding="utf-8") == contents_index()


@pytest.mark.parametrize("query", QUERIES)
def test_a_part_of_the_graph_gives_the_same_rows_in_the_same_order(
    query: str, whole: Store
) -> None:
    assert rows_of(pruned(query), query) == rows_of(whole, query)


def test_a_simple_query_reads_a_part_only() -> None:
    (query,) = (query for query in QUERIES if "ORDER BY ?name LIMIT 10" in query)
    patterns = read_patterns(query)
    assert patterns is not None
    matching, others = matching_files(patterns)
    assert {path.name for path in matching} >= {"roles.ttl", "skills.ttl"}
    assert {path.name for path in others} >= {"requirements_esco.ttl", "derived.ttl"}
    assert sorted(matching + others) == sorted(ontology.bundled_files())


def test_named_queries_give_the_same_rows(graph: CareerGraph, whole: Store) -> None:
    read = 0
    for name, text in queries_with_examples(graph):
        if (patterns := read_patterns(text)) is not None:
            read += 1
            store = store_of(tuple(matching_files(patterns)[0]))
            assert rows_of(store, text) == rows_of(whole, text), name
    assert read > 0


def names_in_index() -> tuple[list[str], list[str]]:
    index = json.loads(ontology.contents_file().read_text(encoding="utf-8"))
    predicates = {name for part in index.values() for name in part["predicates"]}
    return sorted(predicates), sorted({name for part in index.values() for name in part["classes"]})


PREDICATES, CLASSES = names_in_index()
PREDICATE = st.sampled_from(PREDICATES).map("<{}>".format)
CLASS = st.sampled_from(CLASSES).map("a <{}>".format)


@st.composite
def simple_queries(draw: st.DrawFn) -> str:
    """Compose a query around one subject, so that its rows are not too many."""
    first = draw(st.one_of(CLASS, st.builds("{} ?a".format, PREDICATE)))
    parts = [f"?s {first}"]
    for number in range(draw(st.integers(0, 3))):
        steps = draw(st.lists(PREDICATE, min_size=1, max_size=2))
        path = draw(st.sampled_from(["/", "/^"])).join(steps)
        said = f"?s {path} ?o{number}"
        form = draw(
            st.sampled_from(
                [". {}", "OPTIONAL {{ {} }}", "MINUS {{ {} }}", "{{ {} }} UNION {{ ?s a ?o }}"]
            )
        )
        parts.append(form.format(said))
    head = draw(
        st.sampled_from(["SELECT *", "SELECT DISTINCT ?s", "SELECT (COUNT(*) AS ?n)", "ASK"])
    )
    return f"{head} {{ {' '.join(parts)} }}" + ("" if head == "ASK" else " LIMIT 1000")


@settings(max_examples=60)
@given(query=simple_queries())
def test_any_simple_query_gives_the_same_rows(query: str) -> None:
    whole = store_of(tuple(ontology.bundled_files()))
    assert rows_of(pruned(query), query) == rows_of(whole, query)


def folder_of(folder: Path, **data: str) -> Path:
    """Write a small ontology with an index, and return its folder."""
    (folder / "data").mkdir()
    for name in ("careergraph", "derived"):
        (folder / f"{name}.ttl").write_text("<urn:x> <urn:other> 1 .\n", encoding="utf-8")
    for name, text in data.items():
        (folder / "data" / f"{name}.ttl").write_text(text, encoding="utf-8")
    (folder / "contents.json").write_text(contents_index(folder), encoding="utf-8")
    return folder


def matching(folder: Path, *patterns: Pattern) -> set[str]:
    return {path.stem for path in matching_files(patterns, folder)[0]}


COOK = "<urn:cook> <urn:label> 'Cook' .\n"
PAN = "<urn:pan> a <urn:Tool> .\n"
LABEL = Pattern("urn:label")
TOOL, ROLE = Pattern(PREFIXES["rdf"] + "type", "urn:Tool"), Pattern(PREFIXES["rdf"] + "type", CG)
ALL = {"careergraph", "cooks", "pans", "derived"}


def test_a_file_is_read_where_a_pattern_can_match(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, cooks=COOK, pans=PAN)
    assert matching(folder) == set()
    assert matching(folder, LABEL) == {"cooks"}
    assert matching(folder, TOOL) == matching(folder, Pattern(TOOL.predicate)) == {"pans"}
    assert matching(folder, ROLE) == set()
    assert matching(folder, LABEL, TOOL) == {"cooks", "pans"}


def test_line_ends_do_not_count(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, cooks=COOK, pans=PAN)
    (folder / "data" / "pans.ttl").write_bytes(PAN.replace("\n", "\r\n").encode())
    assert matching(folder, LABEL) == {"cooks"}


def test_a_file_that_was_changed_added_or_renamed_is_read(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, cooks=COOK, pans=PAN)
    (folder / "data" / "new.ttl").write_text(COOK, encoding="utf-8")
    assert matching(folder, TOOL) == {"pans", "new"}
    (folder / "derived.ttl").write_text(PAN, encoding="utf-8")
    assert matching(folder, TOOL) == {"pans", "new", "derived"}
    (folder / "data" / "cooks.ttl").rename(folder / "data" / "chefs.ttl")
    assert matching(folder, TOOL) == {"pans", "new", "derived", "chefs"}


def test_a_statement_that_moved_to_another_file_is_found(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, cooks=COOK, pans=COOK + PAN)
    (folder / "data" / "cooks.ttl").write_text(COOK + COOK, encoding="utf-8")
    (folder / "data" / "pans.ttl").write_text(PAN, encoding="utf-8")
    assert matching(folder, TOOL) == {"cooks", "pans"}


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{", b"[]", b"3", b"\xff\xfe", b'{"data/pans.ttl": 1}', b'{"data/pans.ttl": {}}'],
)
def test_without_an_index_all_files_are_read(content: bytes | None, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, cooks=COOK, pans=PAN)
    (folder / "contents.json").unlink()
    if content is not None:
        (folder / "contents.json").write_bytes(content)
    assert matching(folder, LABEL) == ALL


@pytest.mark.parametrize("part", ["made_from", "predicates", "classes"])
@pytest.mark.parametrize("value", [None, 1, {}, [], [[]], "text", ["urn:other"]])
def test_a_broken_entry_of_the_index_is_not_used(part: str, value: object, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, cooks=COOK, pans=PAN)
    index = json.loads((folder / "contents.json").read_text(encoding="utf-8"))
    index["data/cooks.ttl"][part] = value
    (folder / "contents.json").write_text(json.dumps(index), encoding="utf-8")
    assert "cooks" in matching(folder, LABEL)


NAMES = "SELECT ?name { ?role a cg:Role ; skos:prefLabel ?name } ORDER BY ?name"
SKILLS = "SELECT ?skill { ?role cg:requiresSkill ?skill }"


def size(store: Store) -> int:
    return len(store.oxigraph)


def test_the_query_that_was_foreseen_is_answered_from_a_part(whole: Store) -> None:
    loading = load_in_background(["--limit", "3", NAMES])
    part = loading.store_for(NAMES)
    assert 0 < size(part) < size(whole) / 2
    assert rows_of(part, NAMES) == rows_of(whole, NAMES)


def test_a_narrower_query_is_answered_from_the_same_part(whole: Store) -> None:
    bound = NAMES.replace("{", "{ VALUES (?name) { ('Chef'@en) }", 1)
    assert size(load_in_background([NAMES]).store_for(bound)) < size(whole)


@pytest.mark.parametrize("asked", [SKILLS, f"ASK {{ {SKILLS} }}", "SELECT * { ?s ?p ?o }", "none"])
def test_another_query_is_answered_from_the_whole(asked: str, whole: Store) -> None:
    assert size(load_in_background([NAMES]).store_for(asked)) == size(whole)


def test_waiting_gives_the_whole_whatever_was_foreseen(whole: Store) -> None:
    loading = load_in_background([NAMES])
    loading.store_for(NAMES)
    assert size(loading()) == size(loading()) == size(whole)
    assert size(loading.store_for(NAMES)) == size(whole)


@pytest.mark.parametrize(
    "words", [[], [SKILLS, NAMES], ["SELECT * { ?s ?p ?o }"], ["related-roles"], ["no-such-query"]]
)
def test_where_no_query_is_foreseen_all_is_read(words: list[str], whole: Store) -> None:
    assert size(load_in_background(words).store_for(NAMES)) == size(whole)


def test_a_named_query_is_foreseen_by_its_name(graph: CareerGraph, whole: Store) -> None:
    text = dict(queries_with_examples(graph))["ladder-of-role"]
    part = load_in_background(["ladder-of-role", "-p", "role=MLE"]).store_for(text)
    assert size(part) < size(whole) / 2
    assert rows_of(part, text) == rows_of(whole, text)


def test_what_goes_wrong_while_reading_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "careergraph.store.loading.bundled_files", lambda: [ontology.shapes_file() / "x"]
    )
    for wait in (load_in_background(), lambda: load_in_background().store_for(NAMES)):
        with pytest.raises(DataFileError, match=r"shapes\.ttl"):
            wait()


@pytest.fixture(scope="module")
def without_index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return where a copy of the package lies that has no index, and so reads everything."""
    folder = tmp_path_factory.mktemp("copy")
    copy = folder / "careergraph"
    shutil.copytree(Path(ontology.__file__).parent, copy)
    shutil.copytree(ontology.ontology_dir(), copy / "_ontology", dirs_exist_ok=True)
    (copy / "_ontology" / "contents.json").unlink()
    return str(folder)


@pytest.mark.parametrize(
    "arguments",
    [
        [SKILLS + " ORDER BY ?skill"],
        ["certifications-by-provider", *(f"-p{p}" for p in ("provider=AWS", "level=associate"))],
        ["ladder-of-role", "-p", "role=data scientist"],
        [NAMES, "-p", "role=id:role/data-scientist"],
        [NAMES.replace(" ORDER BY ?name", ""), "--limit", "20"],
    ],
)
def test_the_command_answers_as_without_its_index(arguments: list[str], without_index: str) -> None:
    part, all_read = (
        careergraph("query", *arguments, "--format", "csv", env=env)
        for env in ({}, {"PYTHONPATH": without_index})
    )
    assert part.returncode == all_read.returncode == 0, part.stderr + all_read.stderr
    assert part.stdout == all_read.stdout
    assert part.stdout.count("\n") > 1
