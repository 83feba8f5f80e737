# ruff: noqa: E501 (a query reads best on one line)
"""Queries that are made to break a SPARQL server: by depth, length, time, memory, or size."""

from __future__ import annotations

from typing import Final

__all__ = ["BOMBS", "NESTED", "nest"]

NESTED: Final = [
    ("ASK ", "{", "?s ?p ?o", "}", ""),
    ("ASK {FILTER", "(", "1", ")", "}"),
    ("ASK {?s ?p ", "[?p ", "1", "]", "}"),
    ("ASK {?s ?p ", "(", "1", ")", "}"),
    ("ASK {FILTER(", "STR(", "?s", ")", ")}"),
    ("ASK {FILTER(", "IF(1,2,", "?s", ")", ")}"),
    ("ASK {", "FILTER EXISTS{", "?s ?p ?o", "}", "}"),
    ("ASK {", "?s ?p ?o OPTIONAL{", "?s ?p ?o", "}", "}"),
    ("ASK ", "{{?s ?p ?o}UNION", "{?s ?p ?o}", "}", ""),
    ("ASK ", "{SELECT * ", "{?s ?p ?o}", "}", ""),
    ("ASK {?s ", "^(", "<urn:p>", ")", " ?o}"),
    ("ASK {", "<<?s ?p ", "?o", ">>", " ?p ?o}"),
    ("ASK {?s ?p ?o", "{|?p ?o", "", "|}", "}"),
    ("ASK {FILTER(", "!", "?s", "", ")}"),
    ("ASK {FILTER(", "- ", "?s", "", ")}"),
    ("ASK {?s ", "^", "<urn:p>", "", " ?o}"),
    ("ASK {FILTER(1", "+1", "", "", ")}"),
    ("ASK {?s <a:a>", "/<a:a>", "", "", " ?o}"),
    ("ASK {", "{?s ?p ?o}", "", "", "}"),
    ("ASK {", "?s ?p ?o .", "", "", "}"),
    ("DESCRIBE ", "<urn:a> ", "", "", ""),
    # To a scanner an IRI, to a parser a comparison, and a comment that hides what closes.
    ("ASK {FILTER(1", "+(?a<(1#>))\n", "1", "))", ")}"),
    ("ASK {FILTER(1", "+(?a<'>)'||", "1", ")", ")}"),
]
"""For each construct of the grammar that nests or repeats: start, opening, inside, closing, end."""


def nest(case: tuple[str, str, str, str, str], levels: int) -> str:
    """Return a query that nests a construct so many levels deep."""
    start, opening, inside, closing, end = case
    return f"{start}{opening * levels}{inside}{closing * levels}{end}"


_ONE, _TWO, _THREE, _FOUR = "?a ?b ?c", "?d ?e ?f", "?g ?h ?i", "?j ?k ?l"
_CROSS2: Final = f"{_ONE} . {_TWO}"
_CROSS3: Final = f"{_CROSS2} . {_THREE}"
_NAMES: Final = "abcdefghij"


def _growing(first: str, step: str, rounds: int = 9) -> str:
    """Return a query whose text grows by a function in every round; ``{}`` is the text so far."""
    steps = " ".join(f"BIND({step.replace('{}', f'?t{i}')} AS ?t{i + 1})" for i in range(rounds))
    return f"SELECT (STRLEN(STR(?t{rounds})) AS ?n) {{ BIND({first} AS ?t0) {steps} }}"


def _many(piece: str, count: int, between: str = " ") -> str:
    """Return a piece so many times; ``{}`` in it is its number."""
    return between.join(piece.replace("{}", str(i)) for i in range(count))


_TIME: Final = {
    "count of three patterns": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS3} }}",
    "count of four patterns": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS3} . {_FOUR} }}",
    "distinct count": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {_CROSS3} }}",
    "average": f"SELECT (AVG(STRLEN(STR(?c))) AS ?n) {{ {_CROSS3} }}",
    "largest": f"SELECT (MAX(CONCAT(STR(?c), STR(?f))) AS ?n) {{ {_CROSS2} }}",
    "sample of groups": f"SELECT ?a (SAMPLE(?i) AS ?n) {{ {_CROSS3} }} GROUP BY ?a",
    "groups of pairs": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {_CROSS2} }} GROUP BY ?a ?d",
    "groups that none passes": f"SELECT ?a {{ {_CROSS2} }} GROUP BY ?a ?f HAVING (COUNT(*) < 0)",
    "sort": f"SELECT * {{ {_CROSS2} }} ORDER BY ?c ?f",
    "sort of three patterns": f"SELECT ?a {{ {_CROSS3} }} ORDER BY DESC(?i) ?f ?c LIMIT 1",
    "sort by a function": f"SELECT ?a {{ {_CROSS2} }} ORDER BY SHA512(CONCAT(STR(?c), STR(?f)))",
    "sort at random": f"SELECT ?a {{ {_CROSS2} }} ORDER BY RAND() LIMIT 1",
    "distinct": f"SELECT DISTINCT ?a ?d ?g {{ {_CROSS3} }}",
    "reduced": f"SELECT REDUCED ?b {{ {_CROSS3} }} OFFSET 1000000000000",
    "far offset": f"SELECT * {{ {_CROSS3} }} OFFSET 999999999999 LIMIT 1",
    "ask that finds none": f"ASK {{ {_CROSS3} FILTER(?a = ?d && ?d = ?g && ?a != ?g) }}",
    "filter that none passes": f"SELECT * {{ {_CROSS3} FILTER(?c = <urn:x> || ?i = <urn:y>) }}",
    "comparison of all texts": f"SELECT * {{ {_CROSS2} FILTER(STRLEN(?c) > 9999 + STRLEN(?f)) }}",
    "substring of all texts": f"SELECT * {{ {_CROSS2} FILTER(CONTAINS(?c, CONCAT(?f, 'zzz'))) }}",
    "optional without a link": f"SELECT (COUNT(*) AS ?n) {{ {_ONE} OPTIONAL {{ {_TWO} . {_THREE} }} }}",
    "minus": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS2} MINUS {{ ?a ?e ?i . {_FOUR} }} }}",
    "not exists": f"SELECT (COUNT(*) AS ?n) {{ {_ONE} FILTER NOT EXISTS {{ {_TWO} . {_THREE} FILTER(?i = ?a && ?d = <urn:x>) }} }}",
    "exists in exists": f"ASK {{ {_ONE} FILTER EXISTS {{ {_TWO} FILTER EXISTS {{ {_THREE} FILTER(?c = ?f && ?i = ?a && ?a = <urn:x>) }} }} }}",
    "union of cross joins": f"SELECT (COUNT(*) AS ?n) {{ {{ {_CROSS2} }} UNION {{ {_CROSS3} }} }}",
    "many unions": "SELECT (COUNT(*) AS ?n) { " + _many("{ ?a ?b ?c } ", 60, "UNION ") + f" {_TWO} }}",
    "product of unions": "SELECT (COUNT(*) AS ?n) { " + _many("{ { BIND(1 AS ?x{}) } UNION { BIND(2 AS ?x{}) } }", 40) + " }",
    "subqueries": f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT ?a {{ {_ONE} }} }} {{ SELECT ?d {{ {_TWO} }} }} {{ SELECT ?g {{ {_THREE} }} }} }}",
    "sorted subquery": f"SELECT (COUNT(*) AS ?n) {{ {_ONE} {{ SELECT ?d ?f {{ {_TWO} . {_THREE} }} ORDER BY ?i }} }}",
    "values of three lists": "SELECT (COUNT(*) AS ?n) { " + _many("VALUES ?v{} { " + _many("{}", 300) + " }", 4) + " }",
    "values of one name": "SELECT (COUNT(*) AS ?n) { " + "VALUES ?a { 1 2 3 } " * 2 + f"{_TWO} . {_THREE} }}",
    "values with undef": "SELECT (COUNT(*) AS ?n) { " + _many("VALUES (?a ?x{}) { (UNDEF 1) (UNDEF 2) (UNDEF 3) }", 20) + " }",
    "any path": "SELECT * { ?a (!<urn:x>|^!<urn:x>)* ?b }",
    "any path of one or more": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:y>)+ ?b }",
    "path of paths": "SELECT (COUNT(*) AS ?n) { ?a ((!<urn:x>)*/(!<urn:x>)*)* ?b }",
    "paths there and back": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>/^!<urn:x>)+ ?b . ?b (!<urn:x>)* ?d }",
    "nested path": "SELECT (COUNT(*) AS ?n) { ?a ((((!<urn:x>)*)*)*)* ?b }",
    "optional path": "SELECT (COUNT(*) AS ?n) { ?a " + _many("(!<urn:x>)?", 12, "/") + " ?b }",
    "long path": "SELECT (COUNT(*) AS ?n) { ?a " + _many("(!<urn:x>|^!<urn:x>)", 12, "/") + " ?b }",
    "chain of patterns": "SELECT (COUNT(*) AS ?n) { ?x0 ?p0 ?o0 . " + _many("?y{} ?q{} ?r{} .", 30) + " }",
    "star of patterns": "SELECT (COUNT(*) AS ?n) { " + _many("?a ?p{} ?o{} .", 12) + " }",
    "slow regular expression": f"SELECT * {{ {_CROSS3} FILTER REGEX(STR(?c), '(a*)*(b*)*$') }}",
    "counted regular expression": f"SELECT * {{ {_ONE} FILTER REGEX(STR(?c), '((a{{1,100}}){{1,100}}){{1,100}}z') }}",
    "long regular expression": "ASK { ?a ?b ?c FILTER REGEX(STR(?c), '" + "(a|b)?" * 2_000 + "z') }",
    "regular expression of data": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS2} FILTER REGEX(STR(?c), STR(?f)) }}",
    "replacement": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS2} FILTER(STRLEN(REPLACE(STR(?c), '.*?', STR(?f))) = 0) }}",
    "hashes": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS2} FILTER(SHA512(SHA384(STR(?c))) = SHA256(STR(?f))) }}",
    "random numbers": f"SELECT (SUM(RAND()) AS ?n) {{ {_CROSS3} }}",
    "new identifiers": f"SELECT (STRUUID() AS ?n) (UUID() AS ?m) {{ {_CROSS2} }}",
    "dates": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS3} FILTER(NOW() < '1000-01-01T00:00:00Z'^^xsd:dateTime) }}",
    "any graph": f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?x {{ {_ONE} }} GRAPH ?y {{ {_TWO} }} GRAPH ?z {{ {_THREE} }} }}",
}  # fmt: skip
"""Queries that would run for minutes or years."""

_MEMORY: Final = {
    "concat": _growing("'0123456789abcdef'", "CONCAT(" + ", ".join(["{}"] * 16) + ")"),
    "replace": _growing("'a'", f"REPLACE({{}}, 'a', '{'a' * 100}')", 6),
    "encode": _growing("'%%%%%%%%'", "ENCODE_FOR_URI(CONCAT({}, {}, {}, {}))", 16),
    "upper case": _growing("'\u0149\u0149\u0149\u0149'", "UCASE(CONCAT({}, {}, {}, {}))", 18),
    "language": _growing("'x'", "STRLANG(STR(CONCAT(STR({}), STR({}))), 'en')", 40),
    "datatype": _growing("'x'", "STRDT(CONCAT(STR({}), STR({})), <urn:t>)", 40),
    "iri": _growing("'urn:x'", "STR(IRI(CONCAT({}, {})))", 40),
    "conditional": _growing("'x'", "IF(STRLEN({}) > 0, CONCAT({}, {}), {})", 40),
    "coalesce": _growing("'x'", "COALESCE(CONCAT({}, {}, {}), {})", 30),
    "before and after": _growing("'xyx'", "STRAFTER(CONCAT('y', {}, {}, {}), 'y')", 30),
    "substring": _growing("'xy'", "SUBSTR(CONCAT({}, {}, {}), 1)", 30),
    "all texts": f"SELECT (GROUP_CONCAT(?c) AS ?all) {{ {_CROSS2} }}",
    "all texts, apart": f"SELECT (GROUP_CONCAT(?c; SEPARATOR='{'-' * 9_000}') AS ?all) {{ {_CROSS2} }}",
    "all texts, distinct": f"SELECT (GROUP_CONCAT(DISTINCT CONCAT(STR(?c), STR(?f))) AS ?all) {{ {_CROSS2} }}",
    "sums of products": _growing("2", "({} * {} * {})", 30),
    "rows": f"SELECT * {{ {_CROSS2} }}",
    "rows with long texts": f"SELECT (CONCAT({', '.join(['STR(?c)'] * 60)}) AS ?x) {{ {_CROSS2} }}",
    "triples": f"CONSTRUCT {{ ?a ?b ?f . ?d ?e ?c }} WHERE {{ {_CROSS2} }}",
    "blank nodes": f"CONSTRUCT {{ _:x ?b ?f . _:x ?e _:y }} WHERE {{ {_CROSS2} }}",
    "descriptions": f"DESCRIBE ?a ?d ?c ?f {{ {_CROSS2} }}",
}  # fmt: skip
"""Queries that would take gigabytes, of memory or on the wire."""

_TEXT: Final = {
    "brackets": f"SELECT ({'(' * 50_000}1{')' * 50_000} AS ?x) {{}}",
    "half of the braces": "SELECT * " + "{" * 200_000,
    "names": "SELECT " + _many("?v{}", 90_000) + " {}",
    "declarations": _many("PREFIX p{}: <urn:{}>", 20_000) + " ASK {}",
    "bases": "BASE <http://a.example/>" + _many("BASE <x{}/>", 50_000) + " ASK {}",
    "quotes": "ASK { ?s ?p " + '"' * 500_000,
    "backslashes": "ASK { ?s ?p '" + "\\" * 500_000,
    "code points": "ASK { ?s ?p '" + "\\u0041" * 100_000 + "' }",
    "comments": "#\n" * 400_000 + "ASK {}",
    "long number": "ASK { FILTER(1" + "0" * 500_000 + " > 0) }",
    "long name": "ASK { ?s a " + "a" * 900_000 + ":b }",
    "a list of constants": "ASK { ?s ?p ?o FILTER(?o IN (" + _many("{}", 100_000, ",") + ")) }",
    "a list of rows": "SELECT (COUNT(*) AS ?n) { VALUES ?s { " + _many("<urn:{}>", 80_000) + " } ?s ?p ?o }",
    "dots": "ASK { ?s ?p a:b" + "." * 500_000,
    "percent signs": "ASK { ?s ?p a:" + "%4" * 200_000 + " }",
    "angles": "ASK { ?s ?p " + "<" * 500_000 + " }",
    "nothing": " \n" * 400_000,
    "other letters": "\u00d7\u200b\ufeff" * 100_000,
}  # fmt: skip
"""Texts that would take long to read, or that end a parser."""

BOMBS: Final = {
    **{f"nested {number}": nest(case, 10_000) for number, case in enumerate(NESTED, 1)},
    **_TIME,
    **_MEMORY,
    **_TEXT,
}
