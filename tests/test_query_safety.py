"""Checking a query runs nothing of it, takes linear time, and never crashes."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import threading
import time
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from careergraph.errors import ForbiddenQueryError, QueryError, QuerySyntaxError
from careergraph.sparql import diagnosis
from careergraph.sparql.checked import EMBEDDED, REMOTE
from careergraph.sparql.diagnosis import is_readable
from careergraph.sparql.query import prepare
from careergraph.sparql.size import DEEPEST, LONGEST, MOST_PARTS, check_size
from careergraph.sparql.tokens import names_dataset, scan
from careergraph.store.bundled import query_files
from careergraph.vocab import PREFIXES
from query_bombs import NESTED, nest

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

WHOLE = [
    "SELECT ?x {} GROUP BY ?x",
    "SELECT ?x ?x {}",
    "SELECT * {} VALUES ?x {1}",
    "SELECT * {?s ?p ?o} VALUES (?x ?y) {(1 2)(UNDEF 3)}",
    "SELECT * {} VALUES () {()}",
    "DESCRIBE *{?s ?p ?o}",
    "CONSTRUCT {_:a ?p _:b} WHERE {_:c ?p _:d FILTER(?p>1)} VALUES ?p {1}",
    "SELECT (COUNT(*) AS ?n) {?s ?p ?o} GROUP BY (?s+1 AS ?k) HAVING (COUNT(*)>1) ORDER BY ?n",
    "SELECT ?s {?s ?p ?o BIND(1 AS ?b) {SELECT (1 AS ?x) {}} VALUES ?z {UNDEF}}",
    "BASE <urn:a> PREFIX x: <b> ASK FROM <c> FROM NAMED x:y {GRAPH ?g {[] ?p (1 2)}}",
    "SELECT * {?s ?p ?o} GROUP BY ?s",
    "SELECT (SUM(COUNT(?x)) AS ?y) {}",
    "ASK {_:a ?p 1 OPTIONAL {_:a ?p 2}}",
    "SELECT * {_:a ?p 1 . {?x ?y _:b} FILTER EXISTS {?s ?p _:c}} GROUP BY ?p",
    'SELECT * { ?a ^(<urn:a>/!(<urn:b>|^<urn:c>))*|a+ ?b ; a ?c , "x"@en-GB }',
]
PIECES = r"""{ } ( ) [ ] VALUES ?x (1 AS ?x) GROUP BY HAVING ORDER LIMIT 1 OFFSET " ' < > # . ; ,
COUNT(*) a - cg:x <urn:a> UNION OPTIONAL FILTER BIND EXISTS NOT SELECT ASK * WHERE FROM _:b _:a
@en ^^ ! | / ^ \ UNDEF () {} IN DISTINCT CONSTRUCT DESCRIBE true"""


def test_the_verdict_is_that_of_the_engine() -> None:
    """Without running anything we say what the engine says when it runs the query on nothing."""
    source = random.Random(11)  # noqa: S311 (no secret)
    texts = [re.sub(r"(?m)^#.*$", "", path.read_text("utf-8")) for path in query_files()]
    seeds = [*WHOLE, *(text for text in texts if len(text) < 700)]
    readable = 0
    for _ in range(2500):
        query = source.choice(seeds)
        for _ in range(source.choice([0, 1, 1, 2, 3])):
            parts = re.findall(r"\w+|\s+|[^\w\s]", query) or [""]
            place = source.randrange(len(parts))
            change = source.random()
            if change < 0.3:
                del parts[place]
            elif change < 0.7:
                parts.insert(place, f" {source.choice(PIECES.split())} ")
            elif change < 0.85:
                del parts[place:]
            else:
                parts.append(f" {source.choice(PIECES.split())}")
            query = "".join(parts)
        expected = engine_reads(query)
        readable += expected
        assert is_readable(query) == expected, query
    assert readable > 500


def engine_reads(query: str) -> bool:
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError:
        return False
    except (ValueError, RuntimeError, OSError):
        return True
    return True


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVSILENTICE <http://127.0.0.1:9/x> {?s ?p ?o} }",
        "ASK { SERVSERVICEICE <http://127.0.0.1:9/x> {?s ?p ?o} }",
        "ASK { ?s ?p ?o } }",
        "ASK {",
        "",
        "ASK { ?s ?p ?o } # \u00d7",
    ],
)
def test_nothing_is_run_to_explain(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    class Watched:
        def query(self, text: str, **options: object) -> object:
            texts.append(text)
            return ox.Store().query(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(diagnosis, "ox", type("Engine", (), {"Store": Watched}))
    if not is_readable(query):
        with pytest.raises(QuerySyntaxError):
            diagnosis.check_syntax(query)
    assert texts
    assert all(text.endswith("\u00d7") for text in texts)
    for text in texts:
        with pytest.raises(SyntaxError):
            ox.Store().query(text, prefixes=PREFIXES)


@pytest.mark.parametrize("case", NESTED, ids=range(len(NESTED)))
def test_what_is_too_deep_is_refused_and_what_is_allowed_can_be_parsed(
    case: tuple[str, str, str, str, str],
) -> None:
    def fits(levels: int) -> bool:
        try:
            check_size(nest(case, levels))
        except QueryError as error:
            assert re.search("nests more than|has more than", str(error))  # noqa: PT017 (a message)
            return False
        return True

    deepest = bisect_left(range(1, MOST_PARTS + 1), 1, key=lambda n: int(not fits(n)))
    assert 30 < deepest < MOST_PARTS
    assert not fits(10_000)
    threading.stack_size(1024 * 1024)
    try:
        thread = threading.Thread(target=is_readable, args=(nest(case, deepest),))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(0)


def test_long_lists_of_values_are_allowed() -> None:
    rows = " ".join(f"(<https://example.org/a_({i})> {i})" for i in range(10_000))
    check_size(f"SELECT * {{ VALUES (?x ?y) {{ {rows} }} ?x ?p ?y }}")
    numbers = ", ".join(map(str, range(10_000)))
    check_size(f"ASK {{ ?s ?p ?o FILTER(?o IN ({numbers})) }}")
    with pytest.raises(QueryError, match="1,000,000 are the most"):
        check_size("ASK {} #" + "x" * LONGEST)
    assert DEEPEST == 100


@pytest.mark.parametrize(
    "unit",
    [
        "a.",
        'x"\\"',
        '"""\\"""x',
        "'\\'",
        "a.a.:",
        "<a",
        "a:b...",
        '\\"',
        "_:a..",
        "a:%4",
        "'\"",
        "@a-",
    ],
)
def test_the_scanner_is_linear(unit: str) -> None:
    def cost(size: int) -> float:
        text = (unit * size)[:size]
        times = []
        for _ in range(3):
            start = time.process_time()
            for _ in scan(text):
                pass
            times.append(time.process_time() - start)
        return min(times)

    # Sixteen times the text: a quadratic scanner takes 256 times as long.
    assert cost(320_000) < 80 * max(cost(20_000), 0.0005)


def test_many_declarations_take_no_time_of_their_own() -> None:
    relative = "BASE <http://a.example/>" + "".join(f"BASE <x{i}/>" for i in range(300))
    with pytest.raises(ForbiddenQueryError):
        prepare(f"{relative} ASK FROM <a> {{}}", policy=REMOTE)
    with pytest.raises(QuerySyntaxError, match="not an absolute IRI"):
        prepare("BASE <http://[/> ASK FROM <a> {}", policy=EMBEDDED)
    with pytest.raises(QueryError):
        prepare("BASE <http://[/> ASK FROM <a> {}", policy=REMOTE)


def test_from_without_a_space_is_seen(graph: CareerGraph) -> None:
    assert names_dataset("ASKFROM<urn:none>{?s ?p ?o}")
    assert not bool(graph.query("ASKFROM<urn:none>{?s ?p ?o}"))
    assert not bool(graph.graph.query("ASKFROM<urn:none>{?s ?p ?o}"))


def test_a_worker_runs_no_file_of_the_current_folder(tmp_path: Path) -> None:
    for name in ("careergraph", "json", "pyoxigraph", "sitecustomize", "usercustomize"):
        (tmp_path / f"{name}.py").write_text(f"open('ran-{name}', 'w')", "utf-8")
    program = (
        "import os, subprocess, sys, careergraph; g = careergraph.load(); g.query('ASK {}');"
        "import careergraph.store.workers; os.chdir(sys.argv[1]); sys.path.insert(0, '');"
        "os.environ['PYTHONPATH'] = sys.argv[1];"
        "print(bool(g.query('ASK { ?role a cg:Role }', timeout=300)))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert (done.stdout, done.stderr) == ("True\n", "")
    assert not list(tmp_path.glob("ran-*"))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited on Linux")
def test_a_query_that_takes_too_much_memory_is_ended(graph: CareerGraph) -> None:
    longer = " ".join(f'BIND(REPLACE(?t{i}, "a", "{"a" * 100}") AS ?t{i + 1})' for i in range(6))
    query = f'SELECT (STRLEN(?t6) AS ?n) {{ BIND("a" AS ?t0) {longer} }}'
    with pytest.raises(QueryError, match="takes more than 2 GB of memory"):
        graph.query(query, timeout=300)
