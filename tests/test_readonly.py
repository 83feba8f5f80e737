"""Queries change nothing and reach out to nobody, however the words are hidden."""

from __future__ import annotations

from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.errors import ForbiddenQueryError, QuerySyntaxError
from careergraph.sparql.checked import EMBEDDED, REMOTE, Policy
from careergraph.sparql.guard import check_read_only
from careergraph.sparql.tokens import decode_escapes, names_dataset, scan
from careergraph.vocab import BUNDLED_GRAPH

WITH_SERVICE = Policy(allow_service=True)
CLOSED = "http://127.0.0.1:9/"
"""The discard port: the engine refuses it without opening a connection."""

SERVICES = [
    f"SELECT * {{ SERVICE <{CLOSED}> {{ ?s ?p ?o }} }}",
    f"select * {{ service silent <{CLOSED}> {{ ?s ?p ?o }} }}",
    f"SELECT*{{SERVICE<{CLOSED}>{{?s?p?o}}}}",
    f"SELECT*{{SERVICESILENT<{CLOSED}>{{?s?p?o}}}}",
    "SELECT*{SERVICE?x{?s?p?o}}",
    "SELECT*{SERVICEex:a{?s?p?o}}",
    "PREFIX ex: <urn:ex> PREFIX SERVICEex: <urn:x> SELECT*{SERVICEex:a{?s?p?o}}",
    "SELECT*{?s?p trueSERVICEex:a{?s?p?o}}",
    "SELECT*{?s?p 1SERVICE ex:a{?s?p?o}}",
    "SELECT * { SERVICE # <here> \n ?x { ?s ?p ?o } }",
    "SELECT*{?s?p?a FILTER(?a<?a)SERVICE?x#>\n{?s?p?o}}",
    "SELECT*{?s?p?a FILTER(?a<1)SERVICE#>\nex:x{?s?p?o}}",
    "SELECT*{?s?p?a FILTER(?a<1)SERVICESILENT?x#>\n{?s?p?o}}",
    "SELECT * { S\\u0045RVICE <urn:x> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <urn:x> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "a\\u0022 . SERVICE <urn:x> { ?s ?p "b" } }',
    "SELECT * { ?s ?p ?o \\u007D UNION \\u007B SERVICE <urn:x> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p 'it''s' . SERVICE <urn:x> { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <urn:x> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o } # a comment\rSERVICE",
    # A name goes on behind characters that are none of a word to Python; # is escaped in it.
    "PREFIX a:<urn:a> SELECT*{OPTIONAL{?q ?w a:\u200c\\# .} SERVICE <urn:x> {?x ?y ?z}\n}",
    "PREFIX a:<urn:a> SELECT*{?q ?w a:\u200d\\# . SERVICE <urn:x> {?x ?y ?z}\n}",
    "PREFIX a:<urn:a> SELECT*{?q ?w a:x\u3001\\# . SERVICE <urn:x> {?x ?y ?z}\n}",
    "PREFIX a:<urn:a> SELECT*{?q ?w a:x\u2fee\\' . SERVICE <urn:x> {?x ?y ?z}#'\n}",
    "PREFIX a\u200c:<urn:a> SELECT*{?q ?w a\u200c:\\# . SERVICE <urn:x> {?x ?y ?z}\n}",
]
UPDATES = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "delete where { ?s ?p ?o }",
    f"LOAD <{CLOSED}>",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>",
    "CLEAR ALL",
    "DROP GRAPH <urn:g>",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "PREFIX a: <urn:a> WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "\\u0044ROP ALL",
    "COPY <urn:a> TO <urn:b>",
    "MOVE DEFAULT TO <urn:b>",
    "ADD <urn:a> TO <urn:b>",
    "CREATE GRAPH <urn:b>",
    "SELECT*{?s?p?a FILTER(?a<1)LOAD#>\n}",
]
PRIVATE = [
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "file:relative",
    "http://localhost/data",
    "http://LOCALHOST:8000/",
    "https://printer/data",
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://10.1.2.3/",
    "http://192.168.0.1:80/x",
    "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://me:secret@10.0.0.1/",
    "http://example.org@127.0.0.1/",
    "http://router.local/",
    "http://127.0.0.1./",
    "http://%6Cocalhost/",
    "http://loc\\u0061lhost/",
    "ftp://10.0.0.1/",
    "data:text/turtle,",
    "unix:/run/socket",
    "jar:file:///a.jar!/b",
    "http:relative",
    "relative",
    "//printer/x",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[::ffff:8.8.8.8]/",
    "http://[::127.0.0.1]/",
    "http://[fd00::1]/",
    "http://[ff0e::1]/",
    "http://224.0.0.1/",
    "http://127.0.0.1.nip.io/",
    "http://7f000001.NIP.io./",
    "http://\u0661\u0662\u0667.\u0660.\u0660.\u0661/",
]
PRIVATE_NAMES = [
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "BASE <https://example.org/> BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "BASE <https://example.org/a> SELECT * FROM <//127.0.0.1/x> { ?s ?p ?o }",
    "BASE<file:///etc/>SELECT*FROM<passwd>{ ?s ?p ?o }",
    "PREFIX f: <http://127.0.0.1/> SELECT * FROM f:passwd { ?s ?p ?o }",
    "PREFIX f: <http://127.0.0.1/> SELECT*FROM NAMED f:passwd{ ?s ?p ?o }",
    "PREFIX f: <http://127.0.0.> SELECT * FROM f:1\\/x { ?s ?p ?o }",
    "PREFIX id: <file:///> SELECT * FROM id:x { ?s ?p ?o }",
    "PREFIX f:<urn:x> PREFIX f:<file:///> SELECT * FROM f:x { ?s ?p ?o }",
    "PREFIXf:<file:///>SELECT*FROM f:x{ ?s ?p ?o }",
    "BASE <file:///> PREFIX f: <etc/> SELECT * FROM f:x { ?s ?p ?o }",
    "PREFIX f:<file:///> SELECT*FROMf:x{ ?s ?p ?o }",
    "PREFIX f:<file:///> ASKFROMf:x{ ?s ?p ?o }",
    "PREFIX f:<file:///> SELECT*FROM NAMEDf:x{ ?s ?p ?o }",
    "PREFIX f:<file:///> SELECT*FROMNAMEDf:x{ ?s ?p ?o }",
    "ASKFROM<file:///etc/passwd>{?s ?p ?o}",
    "ASKFROMNAMED<file:///etc/passwd>{?s ?p ?o}",
    "CONSTRUCTFROM<file:///etc/passwd>WHERE{?s ?p ?o}",
    "SELECT * FROM nope:x { ?s ?p ?o }",
    "PREFIX a:<urn:a> SELECT*FROM a:\u200c\\# FROM <file:///etc/passwd> \n{?s ?p ?o}",
]
HARMLESS = [
    "SELECT * { ?service rdfs:label 'SERVICE <http://127.0.0.1/> {' }",
    'SELECT * { ?s rdfs:label """say "SERVICE" and \n LOAD <x>""" }',
    "SELECT * { ?s rdfs:label '''it's a SERVICE {''' }",
    "SELECT * { ?s ?p ?o } # SERVICE <urn:x> { ?s ?p ?o } INSERT DATA",
    "SELECT * { ?s <https://example.org/SERVICE#insert> ?load . $delete ?p ?o }",
    "PREFIX service: <https://example.org/service#> SELECT * { ?s service:load ?o ; a service:x }",
    "PREFIX insert: <https://example.org/> SELECT * { ?s insert:delete ?o }",
    "SELECT * { ?s rdfs:label 'a\\u0053ERVICE' }",
    'SELECT * { ?s rdfs:label "\\u0053ERVICE\\" { " }',
    "SELECT * { _:service ?p 'x'@load }",
    "SELECT * { ?s ?p ?o FILTER(?o<?s && ?s>?o) }",
    "SELECT ?from FROM <urn:mine> { ?from ?p 'FROM <file:///etc/passwd>' }",
    f"SELECT * FROM <{BUNDLED_GRAPH}> FROM NAMED <urn:b> {{ GRAPH ?g {{ ?s ?p ?o }} }}",  # noqa: S608 (SPARQL)
    "SELECT * FROM <https://example.org/graph> { ?s ?p ?o }",
    "SELECT * FROM id:graph { ?s ?p ?o }",
    "BASE <https://example.org/a/> SELECT * FROM <b> FROM NAMED <../c#d> { ?s ?p ?o }",
    "PREFIX from: <urn:x> SELECT ?xfrom FROM from:from { ?xfrom from:service _:from }",
    "PREFIX fromage: <urn:x> SELECT ?service { ?service fromage:from 'x'@from }",
    "SELECT * FROM <http://8.8.8.8/> FROM <http://[2606:4700::1111]/> { ?s ?p ?o }",
    "SELECT * { ?s ?p 'C:\\\\from\\\\service', \"it's from\" }",
    "PREFIX services: <urn:s> SELECT * { GRAPH services:g { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_unless_allowed(query: str) -> None:
    with pytest.raises(ForbiddenQueryError, match="--allow-service"):
        check_read_only(query)
    if any(escape in query for escape in ("S\\u", "\\U", "\\u007")):
        with pytest.raises(QuerySyntaxError, match="backslash"):
            check_read_only(query, WITH_SERVICE)
    else:
        check_read_only(query, WITH_SERVICE)


@pytest.mark.parametrize("query", UPDATES)
def test_updates_are_refused_even_with_service(query: str) -> None:
    for allowed in (False, True):
        with pytest.raises(ForbiddenQueryError, match=r"only reads|hides"):
            check_read_only(query, Policy(allow_service=allowed))


@pytest.mark.parametrize("iri", PRIVATE)
@pytest.mark.parametrize("clause", ["FROM {}", "from named {}", "FROM NAMED # it\n{}", "FROM{}"])
def test_files_and_private_addresses_are_refused(iri: str, clause: str) -> None:
    query = f"SELECT * {clause.format(f'<{iri}>')} WHERE {{ ?s ?p ?o }}"
    with pytest.raises(ForbiddenQueryError, match="private address"):
        check_read_only(query, WITH_SERVICE)


@pytest.mark.parametrize("query", PRIVATE_NAMES)
def test_a_name_is_followed_to_its_address(query: str) -> None:
    with pytest.raises(ForbiddenQueryError, match=r"private address|hides FROM"):
        check_read_only(query, WITH_SERVICE)


def test_an_engine_that_fetches_nothing_may_be_asked_over_any_graph() -> None:
    query = "SELECT * FROM <file:///mine.ttl> { ?s ?p ?o }"
    check_read_only(query, EMBEDDED)
    with pytest.raises(ForbiddenQueryError, match="private address"):
        check_read_only(query, REMOTE)


@pytest.mark.parametrize("text", ["\\", "\\u003C", "ex\\:a", "?a\\u0062", "\u00d7\\#"])
def test_a_backslash_by_itself_is_refused(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="line 2, column") as caught:
        check_read_only(f"ASK {{\n{text} }}", WITH_SERVICE)
    assert caught.value.source_line[caught.value.column - 1] == "\\"


@pytest.mark.parametrize("query", HARMLESS)
def test_words_in_texts_iris_and_comments_mean_nothing(query: str) -> None:
    check_read_only(query)
    ox.Store().query(query, prefixes={"rdfs": "urn:r", "id": "urn:i"})


WORDS = r"""SERVICE service SILENT <urn:x> < > # { } ( ) ' " \ ?x ex:a ex: true 1 . FILTER ?x<?y
\u0053 a:\# \# ''' UNION OPTIONAL GRAPH || ^ @en SELECT* BIND(1AS?b)"""
ODD = ["a:\u200c\\#", "a:x\u3001\\'", "\u200d", "?x\u00b7", "\u00d7", "_:\u203f", "\u00a0"]
PIECES = st.sampled_from([*WORDS.split(), *ODD, "\n", " ", '"""', "?s ?p ?o"])


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14))
def test_what_the_engine_takes_for_a_service_is_refused(pieces: list[str]) -> None:
    """The engine is the judge: whatever it runs as SERVICE must have been refused."""
    query = "SELECT * { ?s ?p ?o . " + "".join(pieces) + " }"
    if asks_service(query):
        with pytest.raises(ForbiddenQueryError):
            check_read_only(query)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["?x", "ex:a", f"<{CLOSED}>"]),
    st.lists(st.sampled_from([" ", "\n", "#>\n", "# <urn:x>\n", "#'\n", ""]), max_size=3),
    st.sampled_from(["", "SILENT", " silent "]),
    st.sampled_from(
        ["", "FILTER(?o<1)", "FILTER(?o<?p)", "?s ?p true", "?s ?p 'a'.", "?s ?p 1 . "]
    ),
)
def test_a_service_in_any_spelling_is_refused(
    name: str, gaps: list[str], silent: str, before: str
) -> None:
    query = f"SELECT*{{?s?p?o.{before}SERVICE{silent}{''.join(gaps)}{name}{{?a ?b ?c}}}}"
    if asks_service(query):
        with pytest.raises(ForbiddenQueryError):
            check_read_only(query)


def asks_service(query: str) -> bool:
    """Return whether the engine tries to reach another server; every name leads nowhere."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(0)))
    try:
        with_service = store.query(
            query.replace("SILENT", "").replace("silent", ""), prefixes={"ex": CLOSED, "a": "urn:a"}
        )
        list(with_service) if not isinstance(with_service, ox.QueryBoolean) else None
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return False


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="\"'\\uU0041<>#?$:@ab{}\n\r .^_-%", max_size=40))
def test_the_scanner_covers_every_character_once(text: str) -> None:
    tokens = list(scan(text))
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    between = [text[a.end : b.start] for a, b in pairwise(tokens)]
    assert all(part.strip() == "" or "#" in part for part in between)
    check = decode_escapes(text)
    assert ("\\" not in text) <= (check == text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20))
def test_any_text_written_as_a_literal_is_one_token(text: str) -> None:
    literal = str(ox.Literal(text))
    query = f"SELECT * {{ ?s rdfs:label {literal} }}"
    assert [token.text for token in scan(query) if token.kind == "text"] == [literal]
    assert not names_dataset(query)
