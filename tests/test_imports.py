"""The user's own store: imports of small folders in the publishers' layouts."""

from __future__ import annotations

import copy
import io
import json
import pickle
import re
import time
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from careergraph import load
from careergraph.cli.commands.imports import KINDS, _Bars
from careergraph.compiled.user_store.folder import UserStore
from careergraph.errors import StoreError, UsageError
from careergraph.importers.run import OFFERS, Report, import_files
from careergraph.server.jobs import answer_questions
from careergraph.vocab import ID
from command_line import careergraph
from import_slices import (
    DEVELOPER,
    ESCO,
    GARDENER,
    NURSE,
    NURSING,
    legacy_tables,
    onet_tables,
    write_esco,
    write_names,
    write_oews,
    write_onet,
    write_projections,
    zip_folder,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from careergraph.graph import CareerGraph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the files and the store of this module."""
    return tmp_path_factory.mktemp("imports")


@pytest.fixture(scope="module")
def reports(folder: Path) -> dict[str, Report]:
    """Import O*NET from two folders, then ESCO, wages by area and employment projections."""
    store = UserStore(folder / "store")
    newer = write_onet(folder / "db_99_1_text")
    older = write_onet(folder / "db_98_7_text", legacy_tables(), release="98.7")
    esco = write_esco(folder / "ESCO v1.2.0", suffix="_en")
    names = write_names(folder / "names")
    oews = write_oews(folder / "oews-2025")
    archive = zip_folder(newer, folder / "db_99_1_text.zip")
    return {
        "onet": import_files(store, "onet", [archive, older]),
        "esco": import_files(store, "esco", [esco, names]),
        "oews": import_files(store, "oews", [oews]),
        "projections": import_files(store, "projections", [write_projections(folder / "ep")]),
    }


@pytest.fixture(scope="module")
def mine(folder: Path, reports: dict[str, Report]) -> CareerGraph:
    """Return the graph of the store with all imports."""
    assert reports
    return load(folder / "store")


def ask(graph: CareerGraph, pattern: str) -> set[tuple[str, ...]]:
    """Return the rows of a query, as texts."""
    return {tuple(map(str, row)) for row in graph.query(f"SELECT * WHERE {{ {pattern} }}")}


def test_each_publisher_is_a_command() -> None:
    assert set(OFFERS) == set(KINDS)


def test_a_table_is_taken_from_the_first_folder_that_has_it(reports: dict[str, Report]) -> None:
    tables = {table.file: table for table in reports["onet"].imported.tables}
    assert tables["Job Titles.txt"].release == "O*NET 99.1 Database"
    assert tables["Work Values.txt"].release == "O*NET 98.7 Database"
    assert tables["Job Titles.txt"].rows == 2
    assert "Alternate Titles.txt" not in tables


def test_ratings_that_onet_advises_against_are_left_out_and_counted(
    mine: CareerGraph, reports: dict[str, Report]
) -> None:
    rows = ask(
        mine,
        f"""?rated cg:element <{ID}onet-element/2.B.1.a> ; cg:ratingScale ?scale ;
                   dcterms:source <{ID}source/onet-99-1> .
            ?occupation ?rated ?value""",
    )
    values = {value for row in rows for value in row if value[0].isdigit()}
    assert (len(rows), values) == (2, {"4.1", "3.5"})
    assert [note.partition(" ")[0] for note in reports["onet"].imported.notes] == ["2"]


def test_values_shares_and_relations_name_their_release(mine: CareerGraph) -> None:
    nurse = f"<{ID}onet-soc/{NURSE}>"
    assert ask(mine, f"{nurse} <{ID}onet-rating/99-1--RL--2.D.1--6> ?share") == {("0.625",)}
    assert ask(mine, f"{nurse} <{ID}onet-rating/98-7--EX--1.B.2.a> ?value") == {("6.33",)}
    assert ask(mine, f"{nurse} <{ID}onet-job-zone/99-1> ?zone") == {("4",)}
    assert ask(mine, f"{nurse} <{ID}onet-related/99-1--supplemental> ?other") == {
        (f"{ID}onet-soc/{DEVELOPER}",)
    }
    assert ask(mine, f"{nurse} <{ID}onet-software-hot/98-7--43232202> ?name") == {("Zorb Editor",)}
    assert ask(mine, f"{nurse} <{ID}onet-software-in-demand/98-7--43232202> ?name") == set()


def test_what_the_graph_states_already_is_stated_once(mine: CareerGraph) -> None:
    titles = mine.query(
        "SELECT ?title WHERE { ?o skos:prefLabel ?title }", o=_iri(f"{ID}onet-soc/{NURSE}")
    )
    assert [str(row.title) for row in titles] == ["Registered Nurses"]


def _iri(address: str):  # noqa: ANN202 (a term of rdflib)
    from rdflib import URIRef

    return URIRef(address)


def test_the_page_of_a_role_shows_its_tasks(mine: CareerGraph) -> None:
    tasks = {task.text: task for task in mine.role(NURSE).tasks}
    assert tasks["Sings to plants."].place == "task 7, core"
    assert tasks["Counts clouds."].source == f"{ID}source/onet-99-1"


def test_esco_keeps_its_own_words(mine: CareerGraph) -> None:
    relation = f"<{ESCO}/model#relatedEssentialSkill>"
    assert ask(mine, f"<{GARDENER}> {relation} ?skill") == {(f"{ESCO}/skill/s1",)}
    assert ask(mine, f"<{GARDENER}> skos:altLabel ?name") == {("a",), ("b",)}
    assert ask(mine, f"<{GARDENER}> skos:broader ?group") == {(f"{ESCO}/isco/C6113",)}


def test_routes_are_those_of_the_bundled_graph(mine: CareerGraph, graph: CareerGraph) -> None:
    ends = "data analyst", "data scientist"
    assert mine.path(*ends).labels == graph.path(*ends).labels
    assert mine.info.hash != graph.info.hash
    assert mine.info.version == f"{graph.info.version} with imports"


def test_a_copy_reads_the_store_again(mine: CareerGraph) -> None:
    assert pickle.loads(pickle.dumps(mine)).info == mine.info  # noqa: S301


@pytest.mark.parametrize("again", [copy.copy, lambda graph: pickle.loads(pickle.dumps(graph))])  # noqa: S301
def test_a_copy_keeps_area_and_language(
    mine: CareerGraph, again: Callable[[CareerGraph], CareerGraph]
) -> None:
    adapted = again(mine.in_area("denver").in_language("de"))
    assert adapted.area == "Denver-Aurora-Centennial, CO"
    developer = adapted.find(DEVELOPER).entry.iri
    assert adapted.facts.pay_by_role[developer][0].median == 90030
    assert adapted.catalog.language == "de"
    assert adapted.info == mine.info


def test_statistics_count_what_an_import_adds(
    mine: CareerGraph, graph: CareerGraph, reports: dict[str, Report]
) -> None:
    counts = mine.facts.statistics.counts
    added = {kind: counts[f"imported statements ({kind})"] for kind in reports}
    (total,) = mine.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    (before,) = graph.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert sum(added.values()) == int(total.n) - int(before.n)
    assert added["onet"] < reports["onet"].imported.statements  # the graph has some of them


def test_no_store_in_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store in this folder"):
        load(tmp_path)


def test_the_same_files_make_the_same_generation(folder: Path, reports: dict[str, Report]) -> None:
    assert reports
    store = UserStore(folder / "store")
    before = store.generation, store.imports
    again = import_files(store, "oews", [folder / "oews-2025"])
    assert (store.generation, store.imports) == before
    assert again.imported.digest == reports["oews"].imported.digest


def test_names_in_other_languages_are_understood(mine: CareerGraph) -> None:
    forms = ["Pflegezorbler", "Pflegezorblerin", "pflegezorbler/pflegezorblerin", "ZORBLEO"]
    for name in (*forms, "zorbleur", "Zorbelkraft"):
        match = mine.find(name)
        assert (match.concept, match.exact) == ("specialist nurse", False)
        assert match.entry.iri in {entry.iri for entry in mine.search(NURSING)}
    assert mine.find("data scientist").concept is None


def test_roles_have_names_in_the_language_asked_for(mine: CareerGraph) -> None:
    with pytest.raises(UsageError, match=r"There are some in: de, en, es\."):
        mine.in_language("fi")
    (named,) = (iri for iri in mine.matches("registered nurse") if "/onet-soc/" in iri)
    german = mine.in_language("de")
    assert named.endswith(NURSE)
    assert german.find("data scientist").entry.label == "Data Scientist"
    translated, total = german.count_translated()
    assert 0 <= translated < total


def test_exact_matches_are_the_same_role(mine: CareerGraph) -> None:
    iris = mine.matches("actuary")
    assert iris[0] == mine.find("actuary").entry.iri
    assert f"{ID}onet-soc/15-2011.00" in iris
    assert any(iri.startswith(ESCO) for iri in iris)


def test_pay_is_that_of_an_area_where_there_is_a_figure(mine: CareerGraph) -> None:
    developer = mine.find(DEVELOPER).entry.iri
    local = mine.in_area("denver").facts.pay_by_role[developer][0]
    national = mine.facts.pay_by_role[developer][0]
    assert (local.p10, local.p25, local.median) == (70010, 80020, 90030)
    assert (local.p75, local.p90) == (None, None)  # at or above the highest that is published
    assert (local.area, local.relative_error) == ("Denver-Aurora-Centennial, CO", 1.5)
    assert (local.period, local.source) == ("2025-05", f"{ID}source/bls-oews-2025-areas")
    assert local.occupation == national.occupation
    nurse = mine.in_area("denver").facts.pay_by_role[f"{ID}onet-soc/{NURSE}"][0]
    assert nurse.area is None  # withheld is not absent: the national figure stays
    assert mine.in_area("Colorado").facts.pay_by_role[f"{ID}onet-soc/{NURSE}"][0].median == 62030


def test_groups_of_occupations_are_no_occupations(reports: dict[str, Report]) -> None:
    assert any("groups of occupations" in note for note in reports["oews"].imported.notes)


@pytest.mark.parametrize(
    ("name", "words"),
    [("o", "could be"), ("Zurich", "Try the largest city"), ("", "No area")],
)
def test_an_area_that_is_not_known_is_an_error(mine: CareerGraph, name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        mine.in_area(name)


def test_the_beginning_of_a_name_means_an_area(mine: CareerGraph) -> None:
    assert mine.in_area("Port").area == "Port St. Lucie, FL"


def test_without_an_import_there_is_no_pay_by_area(graph: CareerGraph) -> None:
    with pytest.raises(UsageError, match="careergraph import oews"):
        graph.in_area("Denver")
    with pytest.raises(UsageError, match="careergraph import esco"):
        graph.in_language("de")


def test_a_route_shows_the_pay_of_an_area(folder: Path, reports: dict[str, Report]) -> None:
    assert reports
    asked = ["--store", str(folder / "store"), "path", "it support", DEVELOPER, "--area", "Denver"]
    done = careergraph(*asked)
    assert done.returncode == 0, done.stderr
    assert "$90,030" in done.stdout
    words = " ".join(done.stdout.split())
    assert "Denver-Aurora-Centennial, CO May 2025, relative standard error 1.5%" in words
    assert "Pay is that of Denver-Aurora-Centennial, CO" in done.stderr


def test_the_web_app_shows_the_pay_of_an_area(folder: Path, reports: dict[str, Report]) -> None:
    assert reports
    run = answer_questions({"files": [], "store": str(folder / "store")})

    def ask_app(question: str, **parameters: str) -> str:
        pieces: list[bytes] = []
        given = {name: [value] for name, value in parameters.items()}
        request = {"question": question, "parameters": given, "formats": ["json"]}
        run(request, lambda _: None, pieces.append)
        return b"".join(pieces).decode()

    listed = json.loads(ask_app("areas"))
    names = [area["name"] for area in listed["areas"]]
    assert "Denver-Aurora-Centennial, CO" in names
    assert names == sorted(names)
    assert listed["note"].startswith("Pay is that of {area} where")
    ends = {"from": "it support", "to": DEVELOPER}
    printed = careergraph(
        *("--store", str(folder / "store"), "path", *ends.values()),
        *("--area", "Denver", "--format", "json"),
    )
    assert ask_app("path", **ends, area="Denver-Aurora-Centennial, CO") == printed.stdout
    assert "90030" in printed.stdout
    assert ask_app("path", **ends) != printed.stdout


def test_projections_are_read_from_the_publishers_workbook(
    mine: CareerGraph, reports: dict[str, Report]
) -> None:
    imported = reports["projections"].imported
    assert (imported.title, imported.sources[0].date) == ("Employment Projections 2044-54", "2045")
    assert imported.rows == 6
    rows = ask(
        mine,
        f"""<{ID}soc/15-1252> ?property ?value .
            ?property schema:statType ?statistic ; schema:temporalCoverage "2044/2054" ;
                      dcterms:source <{ID}source/bls-projections-2044-2054>
            FILTER NOT EXISTS {{ ?property schema:spatialCoverage ?area }}""",
    )
    values = {
        (next(cell for cell in row if "/statistic/" in cell).rpartition("/")[2], value)
        for row in rows
        for value in row
        if "/statistic/" not in value and "/bls-projection/" not in value
    }
    assert values == {
        ("employment", "1700700"),
        ("projected-employment", "1600600"),
        ("percent-change", "-5.9"),
        ("annual-openings", "100300"),
        ("entry-education", f"{ID}degree/bachelors"),
        ("experience", "Less than 5 years"),
        ("training", "Internship/residency"),
    }


def test_newer_projections_replace_the_outlook_of_occupations(
    mine: CareerGraph, graph: CareerGraph
) -> None:
    (before,), (now,) = (each.role(DEVELOPER).outlook for each in (graph, mine))
    assert (now.employment, now.projected_employment) == (1_700_700, 1_600_600)
    assert (now.percent_change, now.annual_openings) == (-5.9, 100_300)
    assert (now.period, now.overall_percent_change) == ("2044/2054", 1.0)
    assert now.source == f"{ID}source/bls-projections-2044-2054"
    assert (now.population, now.occupation) == (before.population, before.occupation)
    assert mine.role("actuary").outlook == graph.role("actuary").outlook  # not in the new table


def test_commands_import_list_and_remove(tmp_path: Path) -> None:
    files = write_onet(tmp_path / "db_99_1_text")
    place = str(tmp_path / "store")
    done = careergraph("--store", place, "import", "onet", str(files))
    assert done.returncode == 0, done.stderr
    assert "Imported O*NET 99.1 Database: 14 rows of 7 tables" in done.stderr
    listed = careergraph("--store", place, "sources", "--format", "json")
    (imported,) = json.loads(listed.stdout)["imports"]
    assert imported["sources"][0]["date"] == "2099-05"
    assert "Sings to plants." in careergraph("--store", place, "role", NURSE, "--full").stdout
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?o skos:altLabel 'Bit Herder'@en }"
    assert "1" in careergraph("--store", place, "query", count, "--format", "csv").stdout.split()
    assert careergraph("--store", place, "remove", "onet").returncode == 0
    empty = careergraph("--store", place, "sources").stdout
    assert "Nothing was imported" in empty
    assert "sources of the graph itself: `careergraph info --all`" in empty
    assert "0" in careergraph("--store", place, "query", count, "--format", "csv").stdout.split()
    again = careergraph("--store", place, "remove", "onet")
    assert again.returncode == 1
    assert "The store holds: nothing." in again.stderr


class _Shares:
    """Note what an import tells of its progress."""

    def __init__(self) -> None:
        self.tables: dict[str, list[float | None]] = {}

    def start(self, table: str) -> None:
        self._shares = self.tables[table] = []

    def advance(self, rows: int, share: float | None) -> None:
        del rows
        self._shares.append(share)

    def tell(self, text: str) -> None:
        assert text


def test_progress_says_which_share_of_a_table_was_read(tmp_path: Path) -> None:
    progress = _Shares()
    store = UserStore(tmp_path / "store")
    import_files(store, "projections", [write_projections(tmp_path / "ep")], progress=progress)
    esco = [write_esco(tmp_path / "ESCO v1.2.0"), write_names(tmp_path / "names")]
    import_files(store, "esco", esco, progress=progress)
    assert progress.tables["occupation.xlsx"] == [1.0]
    assert progress.tables["occupations_en.csv"] == [1.0]
    assert progress.tables["labels.csv"] == [None]  # packed: its size is not known before


def test_bars_show_rows_rate_and_remaining_time() -> None:
    shown = io.StringIO()
    bars = _Bars(Console(file=shown, force_terminal=True, width=120, color_system=None))
    bars.start("Job Zones.txt")
    bars.advance(2_000, 0.25)
    time.sleep(0.05)
    bars.advance(2_000, 0.5)
    bars.tell("Comparing occupations")
    bars.start("Job Titles.txt")
    bars.advance(2_000, 0.25)
    time.sleep(0.05)
    bars.advance(2_000, 0.5)
    bars._bars.refresh()  # noqa: SLF001 (as time does)
    last = shown.getvalue().rsplit("\r", 1)[-1]
    bars.end()
    assert re.search(r"Job Titles\.txt .* 4,000 rows, [\d,]+ a second .* left: 0:00:0\d", last)


def test_without_a_path_the_command_says_where_the_files_are() -> None:
    for kind in KINDS:
        done = careergraph("import", kind)
        assert done.returncode == 2
        assert "https://" in done.stderr


def test_files_are_checked_with_the_bundled_graph_alone(tmp_path: Path) -> None:
    done = careergraph("--store", str(tmp_path), "check", "mine.ttl")
    assert done.returncode == 2
    assert "leave out --store" in done.stderr


def test_keep_going_skips_rows_whole_and_lists_them(tmp_path: Path) -> None:
    tables = onet_tables()
    tables["Job Zones.txt"] = [
        ("O*NET-SOC Code", "Job Zone", "Date"),
        ("no code", "4", ""),
        (NURSE, "9", ""),
        (DEVELOPER, "4", ""),
    ]
    store = UserStore(tmp_path / "store")
    files = write_onet(tmp_path / "db_99_1_text", tables)
    report = import_files(store, "onet", [files], keep_going=True)
    assert report.skipped == 2
    assert [(error.line, error.column) for error in report.faults] == [(2, 1), (3, 2)]
    zones = ask(load(tmp_path / "store"), f"?o <{ID}onet-job-zone/99-1> ?zone FILTER (?zone = 4)")
    assert len(zones) == 1
