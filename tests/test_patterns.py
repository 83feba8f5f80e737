"""The patterns of a query are all of its patterns, or none are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.errors import QueryError
from careergraph.sparql.tokens import scan
from careergraph.store.engine import Store
from careergraph.store.patterns import Pattern, read_patterns
from careergraph.vocab import CG, PREFIXES
from same_rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPE = Pattern(PREFIXES["rdf"] + "type")
ROLE = Pattern(TYPE.predicate, CG + "Role")
LABEL = Pattern(PREFIXES["skos"] + "prefLabel")
FAMILY = Pattern(CG + "family")
RUNG = Pattern(CG + "levelOf")

SIMPLE = {
    "ASK {}": set(),
    "SELECT * { VALUES ?x { 1 } }": set(),
    "ASK { ?s a cg:Role }": {ROLE},
    "ask where { $s a cg:Role . }": {ROLE},
    "ASK { ?s rdf:type cg:Role }": {ROLE},
    f"ASK {{ ?s <{TYPE.predicate}> <{CG}Role> }}": {ROLE},
    "ASK { ?s a ?class }": {TYPE},
    "ASK { ?s a 'cg:Role' }": {TYPE},
    "ASK { ?s (a) cg:Role }": {TYPE},
    "ASK { ?s ^a cg:Role }": {TYPE},
    "ASK { ?s a cg:Role, ?other }": {ROLE, TYPE},
    "SELECT ?n { ?s a cg:Role ; skos:prefLabel ?n }": {ROLE, LABEL},
    "SELECT ?n { ?s a cg:Role ; ; skos:prefLabel ?n ; . }": {ROLE, LABEL},
    "PREFIX cg: <urn:x:> ASK { ?s a cg:Role }": {Pattern(TYPE.predicate, "urn:x:Role")},
    "ASK { ?s cg:family/skos:prefLabel ?n }": {FAMILY, LABEL},
    "ASK { ?s ^cg:family|(cg:levelOf/skos:prefLabel)+ ?n }": {FAMILY, RUNG, LABEL},
    "ASK { ?s cg:family+ _:b . _:b skos:prefLabel 'x'@en }": {FAMILY, LABEL},
    "ASK { ?s cg:family '1'^^xsd:integer, -2, 3.5, true, <urn:a> }": {FAMILY},
    "ASK { ?s cg:family ?f OPTIONAL { ?s cg:levelOf ?l } MINUS { ?s a cg:Role } }": {
        FAMILY,
        RUNG,
        ROLE,
    },
    "ASK { { ?s cg:family ?f } UNION { ?s cg:levelOf ?l } }": {FAMILY, RUNG},
    "ASK { ?s cg:family ?f FILTER(?f = <urn:a> || regex(str(?f), 'EXISTS { ?s ?p ?o }')) }": {
        FAMILY
    },
    "ASK { ?s cg:family ?f FILTER regex(str(?f), '}') FILTER(?f < 3 && ?f > 1) }": {FAMILY},
    "ASK { ?s cg:family ?f . BIND(STR(?f) AS ?g) VALUES (?f ?h) { (<urn:a> UNDEF) (1 cg:x) } }": {
        FAMILY
    },
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a cg:Role } GROUP BY ?t HAVING(COUNT(?s) > 1) "
    "ORDER BY DESC(?n) ?t LIMIT 3 OFFSET 2": {ROLE},
    "SELECT (GROUP_CONCAT(?s ; separator = ', ') AS ?n) { ?s a cg:Role }": {ROLE},
    "SELECT ?s { { SELECT ?s { ?s a cg:Role } ORDER BY ?s LIMIT 3 } ?s skos:prefLabel ?n }": {
        ROLE,
        LABEL,
    },
    "SELECT ?s { ?s a cg:Role # } ?s ?p ?o\n } VALUES ?s { <urn:a> }": {ROLE},
    "ASK { ?s skos:prefLabel '# ?p FROM GRAPH' , \"Zürich\"@de }": {LABEL},
}

UNKNOWN = [
    "",
    "SELECT",
    "SELECT *",
    "ASK {",
    "ASK } {",
    "ASK {} {}",
    "ASK { ?s ?p ?o }",
    "ASK { ?s a cg:Role ; ?p ?o }",
    "ASK { ?s a cg:Role . OPTIONAL { { ?s ?p ?o } UNION { ?s a ?x } } }",
    "SELECT * { { SELECT * { ?s $p ?o } } }",
    "ASK { ?s cg:family* ?o }",
    "ASK { ?s cg:family? ?o }",
    "ASK { ?s cg:family?o }",
    "ASK { ?s cg:family+?o }",
    "ASK { ?s (cg:family)?o }",
    "ASK { ?s cg:family?/cg:levelOf ?o }",
    "ASK { ?s (cg:family/cg:levelOf)* ?o }",
    "ASK { ?s ((cg:family+)*) ?o }",
    "ASK { ?s cg:family{0,2} ?o }",
    "ASK { ?s !cg:family ?o }",
    "ASK { ?s !(cg:family|^cg:levelOf) ?o }",
    "ASK { ?s cg:levelOf/!cg:family ?o }",
    "ASK { GRAPH ?g { ?s a cg:Role } }",
    "ASK { GRAPH <urn:g> { ?s a cg:Role } }",
    "ASK FROM <urn:g> { ?s a cg:Role }",
    "SELECT * FROM NAMED <urn:g> { ?s a cg:Role }",
    "ASK { SERVICE <urn:g> { ?s a cg:Role } }",
    "ASK { LATERAL { ?s a cg:Role } }",
    "ASK { ?s a cg:Role FILTER EXISTS { ?s ?p ?o } }",
    "ASK { ?s a cg:Role FILTER NOT EXISTS { ?s cg:levelOf ?o } }",
    "ASK { ?s a cg:Role FILTER(?s = 1 || EXISTS { ?s ?p ?o }) }",
    "ASK { ?s a cg:Role FILTER(trueEXISTS{ ?s ?p ?o }) }",
    "ASK { ?s a cg:Role BIND(EXISTS { ?s ?p ?o } AS ?x) }",
    "SELECT (EXISTS { ?s ?p ?o } AS ?x) { ?s a cg:Role }",
    "SELECT ?s { ?s a cg:Role } HAVING(EXISTS { ?s ?p ?o })",
    "SELECT ?s { ?s a cg:Role } ORDER BY EXISTS { ?s ?p ?o }",
    "SELECT ?s { OPTIONAL { MINUS { ?s a cg:Role FILTER(!EXISTS { ?s ?p ?o }) } } }",
    "DESCRIBE <urn:a>",
    "DESCRIBE ?s { ?s a cg:Role }",
    "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }",
    "CONSTRUCT WHERE { ?s a ?o }",
    "INSERT DATA { <urn:a> a cg:Role }",
    "ASK { [] a cg:Role }",
    "ASK { [ ?p ?o ] a cg:Role }",
    "ASK { ?s cg:family [ ?p ?o ] }",
    "ASK { ?s cg:family ( ?a ?b ) }",
    "ASK { (1 ?p) cg:family ?s }",
    "ASK { << ?s ?p ?o >> cg:family ?s }",
    "ASK { ?s cg:family <<( ?s ?p ?o )>> }",
    "ASK { ?s cg:family ?o {| ?p ?x |} }",
    "ASK { ?s cg:family ?o ~ ?r }",
    "BASE <urn:a> ASK { ?s a <Role> }",
    "ASK { ?s a <Role> }",
    "ASK { ?s a <//example.org/Role> }",
    "PREFIX cg: <Role> ASK { ?s a cg:Role }",
    "PREFIX ex: <urn:ex:> ASK { ?s a ex:Role }",
    "PREFIX cg: <urn:a> PREFIX cg: <urn:b> ASK { ?s a cg:Role }",
    "PREFIX : <urn:a> ASK { ?s a :Role }",
    "ASK { ?s a unknown:Role }",
    r"ASK { ?s a cg:R\u006Fle }",
    r"ASK { ?s skos:prefLabel 'a\'b' }",
    r"ASK { ?s cg:a\-b ?o }",
    "ASK { ?s cg:a%20b ?o }",
    "ASK { ?s cg:größe ?o }",
    'ASK { ?s skos:prefLabel """a""" }',
    "ASK { ?s skos:prefLabel '''a''' }",
    "ASK { ?s skos:prefLabel 'a }",
    "ASK { ?s cg:family 1?s ?p ?o }",
    "ASK { ?s cg:family 1. }",
    "ASK { ?s a<urn:a> }",
    "ASK { ?s cg:family cg:x?p }",
    "ASK { ?s a cg:Role FILTER(?a<?b)?s?p?o#>\n) }",
    "ASK { ?s a cg:Role FILTER(?a<xsd:integer(?b))?s?p?o#>\n) }",
    "ASK { ?s a cg:Role FILTER(1 <xsd:integer#>\n(?b)) }",
    "ASK { ?s a cg:Role FILTER(?a = 1 }",
    "ASK { ?s a cg:Role FILTER(?a = 1)) }",
    "ASK { ?s a cg:Role BIND(?a AS { ) }",
    "ASK { VALUES ?p { cg:family } ?s ?p ?o }",
    "ASK { VALUES ?p { cg:family { ?s ?p ?o } } }",
    "ASK { 'a' cg:family ?o }",
    "ASK { ?s 'a' ?o }",
    "ASK { ?s _:p ?o }",
    "ASK { ?s A cg:Role }",
    "ASK { ?s cg:family }",
    "ASK { ?s cg:family ?o ; UNION { ?s ?p ?o } }",
    "ASK { ?s cg:family ?o } VALUES ?p { cg:family } LIMIT x",
    "ASK " + "{" * 200 + "}" * 200,
    "ASK { ?s " + "(" * 5000 + "a" + ")" * 5000 + " ?o }",
]


@pytest.mark.parametrize("query", SIMPLE)
def test_a_simple_query_shows_all_its_patterns(query: str) -> None:
    assert read_patterns(query) == SIMPLE[query]


@pytest.mark.parametrize("query", UNKNOWN)
def test_the_reader_gives_up_at_anything_else(query: str) -> None:
    assert read_patterns(query) is None


@pytest.mark.parametrize("query", SIMPLE)
def test_no_beginning_of_a_query_is_read(query: str) -> None:
    """What breaks off is no query; a pattern not yet closed is not a pattern."""
    end = query.rstrip().rindex("}")
    assert read_patterns(query[:end]) is None


BASES = [
    "ASK { ?s cg:a ?o }",
    "SELECT * { ?s cg:a ?o ; cg:b ?x . ?x a cg:A }",
    "SELECT * { ?s cg:a ?o FILTER(?o < 2 || ?s = <urn:1>) }",
    "SELECT * { ?s cg:a/cg:b ?o FILTER regex(str(?o), '}') }",
    "SELECT * { { ?s cg:a ?o } UNION { ?s <urn:b> ?o OPTIONAL { ?o a ?p } } }",
    "SELECT (COUNT(*) AS ?n) { ?s a cg:A MINUS { ?s cg:b 'a'@en } } GROUP BY ?s",
    "SELECT * { VALUES ?s { <urn:1> <urn:2> } ?s cg:a+ ?o BIND(?o = 1 AS ?p) }",
    "SELECT * { { SELECT ?s { ?s cg:a ?o } } ?s (cg:b|^cg:a) ?x } ORDER BY ?s",
]
FRAGMENTS = [
    *("{", "}", "{ ?s ?p ?o }", ".", ";", ",", "?s", "?o", "?p", "?s ?p ?o", "?s a cg:A", ". ?s"),
    *(
        "cg:a",
        "cg:b",
        "a",
        "<urn:b>",
        "FILTER",
        "(",
        ")",
        "(?s<?o)",
        "FILTER(?s",
        "<?o)",
        "?s?p?o#>",
    ),
    *(
        "<xsd:integer(?o))",
        "<cg:a#>",
        "FILTER EXISTS { ?s ?p ?o }",
        "|| EXISTS { ?s ?p ?o }",
        "<",
        ">",
    ),
    *(
        "NOT EXISTS",
        "FILTER(true",
        "trueEXISTS",
        "1.",
        "1",
        "-1",
        "+",
        "*",
        "?",
        "/",
        "^",
        "|",
        "!",
    ),
    *("^^", "OPTIONAL", "MINUS", "UNION", "GRAPH", "GRAPH ?g", "BIND", "AS", "VALUES ?p", "cg:a*"),
    *(
        "'",
        '"',
        "'}'",
        '"}',
        "'a'@en",
        "#",
        "# }",
        "#\n",
        "\n",
        "\\u0041",
        "[",
        "]",
        "[]",
        "_:x",
        "<<",
    ),
    *(
        "GROUP BY ?s",
        "ORDER BY ?s",
        "LIMIT 99",
        "PREFIX cg: <urn:>",
        "FROM <urn:g>",
        "cg:a?",
        "cg:a?o",
    ),
    *("cg:a+", "(cg:a/cg:b)", "!cg:a", "cg:a+?o", ">>", "SELECT *", "ASK", "DISTINCT", "WHERE"),
]
"""What makes queries, and what hides them from one reader and not from the other."""
SMALL = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
<urn:1> a cg:A ; cg:a <urn:2>, 1 ; cg:b <urn:3>, "}" .
<urn:2> a cg:B ; cg:a <urn:3>, true ; <urn:b> <urn:1>, -1 .
<urn:3> a cg:A, cg:B ; cg:b "a"@en, <urn:1> ; cg:c <urn:1> .
"""


def matched(store: Store, patterns: Iterable[Pattern]) -> Store:
    """Return a store with the statements alone that some patterns match."""
    known = set(patterns)
    kept = ox.Store()
    for quad in store.oxigraph:
        predicate = quad.predicate.value
        kind = getattr(quad.object, "value", "")
        if not known.isdisjoint({Pattern(predicate), Pattern(predicate, kind)}):
            kept.add(quad)
    return Store(kept)


def small_store() -> Store:
    store = ox.Store()
    store.load(SMALL, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("urn:g"))
    return Store(store)


WHOLE_SMALL = small_store()


@st.composite
def altered_queries(draw: st.DrawFn) -> str:
    """Compose a query of which some tokens are others, gone, doubled, or moved together."""
    words = [token.text for token in scan(draw(st.sampled_from(BASES)))]
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(words) - 1))
        taken = draw(st.integers(0, 1))
        words[place : place + taken] = draw(st.lists(st.sampled_from(FRAGMENTS), max_size=2))
        words = words or ["ASK"]
    gaps = draw(st.lists(st.sampled_from([" ", " ", " ", ""]), min_size=len(words)))
    return "".join(word + gap for word, gap in zip(words, gaps, strict=False))


@settings(max_examples=500)
@given(query=altered_queries())
def test_no_text_hides_a_pattern_from_the_reader(query: str) -> None:
    """The engine judges: what it reads gives the same without what no pattern matches."""
    patterns = read_patterns(query)
    if patterns is None:
        return
    try:
        expected = rows_of(WHOLE_SMALL, query)
    except QueryError:
        return
    found = rows_of(matched(WHOLE_SMALL, patterns), query)
    assert sorted(map(repr, found)) == sorted(map(repr, expected)), query
