"""The commands `query` and `queries`, as people and programs run them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib

from careergraph.cli.commands import query as queries
from careergraph.report.query_results import FORMATS, write_answer
from careergraph.sparql.checked import trust
from careergraph.store.engine import Store
from command_line import COMMAND, careergraph, environment, on_terminal

FIRST_NAMES = ["AI Agent Engineer", "AI Architect", "AI Engineer"]
NAMES = "SELECT ?name { ?role a cg:Role ; skos:prefLabel ?name } ORDER BY ?name LIMIT 3"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f && ?f = ?a && ?i < ?c) }"
EVERY_TERM = """SELECT ?a ?b ?c ?d ?e ?f ?g WHERE {
  VALUES (?a ?b ?c ?d ?e ?f ?g) {
    (<urn:a> "plain" "with \\"quotes\\", commas\\nand lines" "tagged"@en-GB 5 1.50 true)
    (<https://w3id.org/careergraph/id/x> "" "tab\\tand <b>&amp;</b> 'x' \\r é 世界 \U0001f600" UNDEF
     1e3 "2026-01-02"^^xsd:date UNDEF)
    (UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF)
  } }"""


def test_choices_are_those_of_the_package() -> None:
    assert queries.FORMATS == FORMATS


def test_a_table_for_people() -> None:
    done = careergraph("query", "skills-of-role", "-p", "role=data scientist", "--limit", "3")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["skill", "weight", "necessity", "source"]
    assert lines[2].split()[:3] == ["OLAP", "1", "essential"]
    assert len([line for line in lines[2:] if not line.startswith("   ")]) == 3  # others go on
    assert done.stderr == "Only the first 3 are shown; there are more.\n"


def test_one_row_is_one() -> None:
    done = careergraph("query", NAMES, "--limit", "1")
    assert done.stderr == "Only the first one is shown; there are more.\n"


def test_many_columns_become_blocks_of_lines() -> None:
    done = careergraph("query", "outlook-of-role", "-p", "role=data scientist")
    assert done.stdout.splitlines()[0].split() == ["employment", "245900"]
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_formats_are_the_engines_own_to_the_byte(form: str) -> None:
    store = Store()
    written: list[str] = []
    write_answer(store.query(trust(EVERY_TERM)), form, written.append, limit=None, width=80)
    result = store.run(trust(EVERY_TERM))
    assert isinstance(result, ox.QuerySolutions)
    expected = result.serialize(format=getattr(ox.QueryResultsFormat, form.upper()))
    assert expected is not None
    if form == "tsv":  # the standard lets numbers be written either way
        parsed = [
            list(r) for r in ox.parse_query_results("".join(written), ox.QueryResultsFormat.TSV)
        ]
        assert parsed == [
            list(r) for r in ox.parse_query_results(expected, ox.QueryResultsFormat.TSV)
        ]
    else:
        # The engine writes a raw carriage return, which every reader of XML takes for a line feed.
        exact = expected.decode().replace("\r", "&#13;") if form == "xml" else expected.decode()
        assert "".join(written) == exact


@pytest.mark.parametrize("form", ["json", "xml"])
def test_yes_and_no_are_the_engines_own_to_the_byte(form: str) -> None:
    for query in ("ASK {}", "ASK { FILTER(false) }"):
        written: list[str] = []
        write_answer(Store().query(trust(query)), form, written.append, limit=None, width=80)
        result = Store().run(trust(query))
        assert isinstance(result, ox.QueryBoolean)
        expected = result.serialize(format=getattr(ox.QueryResultsFormat, form.upper()))
        assert "".join(written).encode() == expected


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_what_is_written(form: str) -> None:
    done = careergraph("query", NAMES, "--format", form)
    result = rdflib.query.Result.parse(io.BytesIO(done.stdout.encode()), format=form)
    names = [str(row[0]) for row in result]  # type: ignore[index]
    assert names == FIRST_NAMES


@pytest.mark.parametrize(
    ("form", "read_as"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_graphs_are_written_whole(form: str, read_as: ox.RdfFormat) -> None:
    done = careergraph("query", "neighbourhood-of-role", "-p", "role=MLE", "--format", form)
    assert done.returncode == 0, done.stderr
    graph = {quad.triple for quad in ox.parse(done.stdout, format=read_as)}
    assert len(graph) > 50
    default = careergraph("query", "neighbourhood-of-role", "-p", "role=MLE")
    assert len(rdflib.Graph().parse(data=default.stdout, format="turtle")) == len(graph)


def test_xml_holds_no_character_that_it_cannot() -> None:
    query = 'SELECT ("a\\u0000b\\uFFFEc\\uFFFFd\\u0085e" AS ?x) {}'
    written: list[str] = []
    write_answer(Store().query(trust(query)), "xml", written.append, limit=None, width=80)
    (value,) = ET.fromstring("".join(written)).iter(  # noqa: S314 (our own)
        "{http://www.w3.org/2005/sparql-results#}literal"
    )
    assert value.text == "a\ufffdb\ufffdc\ufffdd\x85e"


def test_control_characters_do_not_reach_a_terminal(tmp_path: Path) -> None:
    file = tmp_path / "evil.rq"
    file.write_text('SELECT ("a\\u001B[31mb\\u009B2Jc\\u202Ed\\u0007" AS ?x) {}', "utf-8")
    for form in ("table", "json", "csv", "tsv", "xml"):
        _, shown = on_terminal(["query", "-f", str(file), "--format", form], 80)
        assert not {c for c in shown if not c.isprintable()} - {"\n", "\r", "\t"}, form
    graph = 'CONSTRUCT { <urn:a> <urn:b> "a\\u001B[31mb\\u009B2J" } {}'
    for form in ("turtle", "ntriples", "jsonld", "table"):
        _, shown = on_terminal(["query", graph, "--format", form], 80)
        assert not {c for c in shown if not c.isprintable()} - {"\n", "\r", "\t"}, form
    exact = careergraph("query", "-f", str(file), "--format", "csv").stdout
    assert exact == "x\na\x1b[31mb\x9b2Jc\u202ed\x07\n"
    strict = json.loads(careergraph("query", "-f", str(file), "--format", "json").stdout)
    assert strict["results"]["bindings"][0]["x"]["value"] == "a\x1b[31mb\x9b2Jc\u202ed\x07"
    ET.fromstring(  # noqa: S314 (our own)
        careergraph("query", "-f", str(file), "--format", "xml").stdout
    )


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        (
            "ASK {}",
            "csv",
            "csv cannot hold the answer of an ASK. Use --format table or json or xml.",
        ),
        (NAMES, "turtle", "turtle cannot hold the rows of a SELECT"),
        ("CONSTRUCT WHERE { ?s a cg:Role }", "json", "Use --format turtle or ntriples"),
    ],
)
def test_a_format_that_does_not_fit_is_named(query: str, form: str, message: str) -> None:
    done = careergraph("query", query, "--format", form)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize(
    ("text", "place", "line", "caret"),
    [
        ("SELEC * { ?s ?p ?o }", "line 1, column 1.", "  SELEC * { ?s ?p ?o }", 2),
        ("SELECT *\n{\n\t?s ?p 世界 }", "line 3, column 8.", "      ?s ?p 世界 }", 12),
        ("SELECT * { '世界' ?p ?? }", "line 1, column 20.", "  SELECT * { '世界' ?p ?? }", 23),
        ("SELECT * { ?s nope:p ?o }", 'prefix of "nope:p"', "  SELECT * { ?s nope:p ?o }", 16),
        ("SELECT * { ?s ?p ?o", "} is missing", "  SELECT * { ?s ?p ?o", 21),
        ("SELECT * { ?s ?p ?o }; DROP", "DROP", "", -1),
        (
            "PREFIX a: <urn:a>\r\nSELECT * { ?s a:b }",
            "line 2, column 19.",
            "  SELECT * { ?s a:b }",
            20,
        ),
    ],
)
def test_a_syntax_error_shows_the_place(text: str, place: str, line: str, caret: int) -> None:
    done = careergraph("query", text)
    assert done.returncode == 1
    assert place in done.stderr
    assert "Traceback" not in done.stderr
    if caret >= 0:
        assert done.stderr.splitlines()[1:] == [line, " " * caret + "^"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Give either a QUERY or --file FILE"),
        (["ASK {}", "-f", "x.rq"], 2, "Give either a QUERY or --file FILE"),
        (["-f", "absent.rq"], 1, "absent.rq: No such file"),
        (["-f", "."], 1, "Is a directory"),
        (["skill-of-role"], 1, 'Did you mean "skills-of-role"'),
        (["skills of role"], 1, 'Give it like this: -p role="data scientist"'),
        (["missing-skills", "-p", "from=SWE"], 1, "asks for to (a role)"),
        (
            ["skills-of-role", "-p", "role"],
            2,
            'not a parameter. Write NAME=VALUE, such as role="data scientist"',
        ),
        (["skills-of-role", "-p", "role=a", "-p", "role=b"], 2, "given twice"),
        (["skills-of-role", "-p", "rule=a"], 1, "It takes: role"),
        (["skills-of-role", "-p", "role=zzz"], 1, "No role is called"),
        (["ASK {}", "--timeout", "0"], 2, "number of seconds above 0"),
        (["ASK {}", "--timeout", "nan"], 2, "number of seconds above 0"),
        (["ASK {}", "--limit", "0"], 2, "whole number"),
        (["ASK { ?s ?p ?o }", "-p", "x=5"], 1, "no variable ?x"),
        (["ASK { ?s ?p ?o }", "-p", "s=Python"], 1, "not an RDF term"),
        (["DELETE WHERE { ?s ?p ?o }"], 1, "only reads"),
        (["SELECT * { SERVICE <urn:x> { ?s ?p ?o } }"], 1, "--allow-service"),
        (
            ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "--allow-service"],
            1,
            "cannot be run",
        ),
        (["ASK {}", "-o", "nowhere/x"], 1, "Cannot write nowhere/x"),
    ],
)
def test_mistakes_are_one_message(
    tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    done = careergraph("query", *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert message in done.stderr
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "latin.rq"
    file.write_bytes("ASK {\n?s ?p 'é' }".encode("latin-1"))
    done = careergraph("query", "-f", str(file))
    assert done.returncode == 1
    assert "latin.rq:2: This is not UTF-8" in done.stderr


def test_a_query_may_come_from_a_file_with_a_head(tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        '# Which roles need it?\n# Parameter: skill (skill), such as "SQL"\n'
        "SELECT (COUNT(?role) AS ?n) { VALUES ?skill { <urn:x> } ?role cg:requiresSkill ?skill }",
        "utf-8-sig",
    )
    done = careergraph("query", "-f", str(file), "-p", "skill=python", "--format", "csv")
    assert int(done.stdout.split()[1]) > 20
    assert "Give it like this: -p skill=SQL" in careergraph("query", "-f", str(file)).stderr


def test_a_variable_of_ones_own_query_can_be_bound() -> None:
    query = "SELECT (COUNT(?s) AS ?n) { ?role cg:requiresSkill ?s }"
    one = careergraph("query", query, "-p", "role=id:role/data-scientist", "--format", "csv")
    everyone = careergraph("query", query, "--format", "csv")
    skills = careergraph("query", "skills-of-role", "-p", "role=data scientist", "--format", "csv")
    rows = csv.DictReader(io.StringIO(skills.stdout))
    names = {row["skill"] for row in rows if row["necessity"] != "optional"}
    assert int(one.stdout.split()[1]) == len(names)
    assert int(everyone.stdout.split()[1]) > 10 * len(names)


def test_an_answer_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    done = careergraph("query", NAMES, "--format", "csv", "-o", str(file))
    assert done.returncode == 0
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8"))))
    assert rows == [["name"], *([name] for name in FIRST_NAMES)]
    ended = careergraph("query", ENDLESS, "--timeout", "1", "-o", str(file))
    assert ended.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]
    assert len(file.read_text("utf-8").splitlines()) == 4


def test_the_limit_ends_a_query() -> None:
    done = careergraph("query", ENDLESS, "--timeout", "0.5")
    assert done.returncode == 1
    assert done.stderr == (
        "Error: The query was stopped after 0.5 seconds. "
        "Ask for less (LIMIT), or give it more time (--timeout).\n"
    )


@pytest.mark.parametrize("to_group", [True, False], ids=["Ctrl-C", "kill -INT"])
def test_ctrl_c_ends_a_query(to_group: bool) -> None:  # noqa: FBT001 (a case)
    process = subprocess.Popen(
        [*COMMAND, "query", ENDLESS],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    )
    time.sleep(1.5)
    (os.killpg if to_group else os.kill)(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == b"Aborted.\n"
    assert output == b""
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_query_ends_with_the_process_that_waits_for_it() -> None:
    """What waits is killed outright; the pipe that both hold ends when the child does."""
    process = subprocess.Popen(
        [*COMMAND, "query", ENDLESS], stdout=subprocess.PIPE, env=environment()
    )
    time.sleep(1.5)
    process.kill()
    output, _ = process.communicate(timeout=30)
    assert (process.returncode, output) == (-signal.SIGKILL, b"")


def test_a_query_in_python_ends_with_the_process_that_asks() -> None:
    program = f"import careergraph; careergraph.load().query({ENDLESS!r}, timeout=600)"
    process = subprocess.Popen(
        [*COMMAND[:-1], program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 60
    while children.exists() and not children.read_text() and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(2)
    assert process.poll() is None
    (child,) = children.read_text().split() if children.exists() else (None,)
    process.kill()
    process.communicate(timeout=30)
    if child:
        status = Path(f"/proc/{child}/status")
        until = time.monotonic() + 30
        while status.exists() and "Z (zombie)" not in status.read_text():
            assert time.monotonic() < until
            time.sleep(0.1)


def test_rows_come_before_all_are_found() -> None:
    """Output is streamed: the first rows of an endless answer are there."""
    process = subprocess.Popen(
        [*COMMAND, "query", "SELECT * { ?a ?b ?c . ?d ?e ?f }", "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    header = process.stdout.readline().decode().strip()
    assert sorted(header.split(",")) == ["a", "b", "c", "d", "e", "f"]
    first = process.stdout.readline()
    assert first.count(b",") >= 5
    process.stdout.close()
    assert process.wait(timeout=60) != 0
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


def test_queries_lists_them_all() -> None:
    page = careergraph("queries").stdout
    listed = json.loads(careergraph("queries", "--format", "json").stdout)["queries"]
    assert len(listed) >= 25
    for query in listed:
        assert f"\n{query['name']}\n" in page
        assert set(query) == {"name", "question", "parameters", "text"}
    one = careergraph("queries", "missing-skills").stdout
    (listing,) = [query for query in listed if query["name"] == "missing-skills"]
    shown = {line.strip() for line in one.splitlines()}
    assert {line.strip() for line in listing["text"].splitlines()} <= shown
    assert 'careergraph query missing-skills -p from="data analyst" -p to="data scientist"' in one
    assert careergraph("queries", "nope").returncode == 1


def test_the_example_of_every_query_runs() -> None:
    """Two of them, as `queries` prints them; the others are asked in Python."""
    for name in ("within-moves", "roles-by-degree"):
        command = careergraph("queries", name).stdout
        (line,) = [one.strip() for one in command.splitlines() if "careergraph query" in one]
        import shlex

        done = careergraph(*shlex.split(line.partition("careergraph ")[2]))
        assert done.returncode == 0, done.stderr
        assert done.stdout
