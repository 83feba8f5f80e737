"""What importers write keeps the rules of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from careergraph.compiled.checks import check_imports
from careergraph.compiled.user_store.imports import Import, writing_statements
from careergraph.compiled.user_store.loading import Loader
from careergraph.importers.crosswalk import CrosswalkReader
from careergraph.importers.esco import EscoReader
from careergraph.importers.oews import OewsReader
from careergraph.importers.onet import OnetReader
from careergraph.importers.packages import open_package
from careergraph.importers.projections import ProjectionsReader
from careergraph.importers.tables import read_rows
from careergraph.store import bundled as ontology
from careergraph.store.engine import Store
from careergraph.vocab import BUNDLED_GRAPH, ID, IMPORT_GRAPHS, PREFIXES
from import_slices import (
    DEVELOPER,
    NURSE,
    legacy_tables,
    onet_tables,
    write_csv,
    write_esco,
    write_names,
    write_oews,
    write_onet,
    write_projections,
    write_tabs,
)

if TYPE_CHECKING:
    from pathlib import Path

    from careergraph.importers.reader import PublisherReader


def write_statements(reader: PublisherReader, folder: Path) -> None:
    """Write what a reader makes of its tables into a new folder."""
    with writing_statements(folder) as writer:
        reader.writer = writer
        for job in reader.plan():
            for row in read_rows(job.file, job.layout):
                job.take(row)
                writer.end_row()
        reader.write_affinities()
        reader.describe_sources()


def write_crosswalks(folder: Path) -> Path:
    """Write small crosswalks from ISCO to SOC, from ESCO to O*NET and between editions of O*NET."""
    soc = ("isco08_code", "isco08_title", "part", "soc2010_code", "soc2010_title")
    write_csv(
        folder / "isco08_to_soc2010.csv",
        [soc, ("0110", "Officers", "*", "55-1011", "Air"), ("2512", "x", "", "15-1132", "Apps")],
    )
    onet = ("esco_or_isco_code", "onet_soc_2019_code")
    write_csv(
        folder / "esco_to_onet_soc_2019.csv",
        [onet, ("2221.2", NURSE), ("2512", DEVELOPER), ("0110", DEVELOPER)],
    )
    editions = ("onet_soc_2010_code", "onet_soc_2019_code")
    write_csv(folder / "onet_soc_2010_to_2019.csv", [editions, ("15-1132.00", DEVELOPER)])
    return folder


def onet_reference_tables() -> dict[str, list[tuple[str, ...]]]:
    """Return tables that describe what the other tables of the slice name by codes."""
    elements = ("2.B.1.a", "2.B.1", "2.B", "2", "2.D.1", "2.D", "1.B.2.a", "1.B.2", "1.B", "1")
    return {
        "Content Model Reference.txt": [
            ("Element ID", "Element Name", "Description"),
            *((code, f"Element {code}", "Invented.") for code in elements),
        ],
        "Scales Reference.txt": [
            ("Scale ID", "Scale Name", "Minimum", "Maximum"),
            *((code, f"Scale {code}", "0", "7") for code in ("IM", "LV", "RL", "EX")),
        ],
    }


def test_statements_of_every_importer_keep_the_rules(tmp_path: Path) -> None:
    onet = write_onet(tmp_path / "db_99_1_text", {**onet_tables(), **onet_reference_tables()})
    both = "Transferable Skills.txt"
    header, nurse, *_ = onet_tables()[both]
    shared = ("2.D.1", *nurse[2:])
    rated = [nurse, (DEVELOPER, *nurse[1:]), (NURSE, *shared), (DEVELOPER, *shared)]
    write_tabs(onet / both, [header, *rated, ("15-1253.00", *nurse[1:])])
    older = write_onet(tmp_path / "db_98_7_text", legacy_tables(), release="98.7")
    esco = write_esco(tmp_path / "ESCO v1.2.0")
    readers: dict[str, PublisherReader] = {
        "onet": OnetReader([open_package(onet), open_package(older)]),
        "esco": EscoReader([open_package(esco), open_package(write_names(tmp_path / "names"))]),
        "oews": OewsReader([open_package(write_oews(tmp_path / "oews-2025"))]),
        "projections": ProjectionsReader([open_package(write_projections(tmp_path / "ep"))]),
        "crosswalk": CrosswalkReader(
            [open_package(write_crosswalks(tmp_path / "walks")), open_package(esco)]
        ),
    }
    store = Store()
    store.load(ontology.vocabulary_file())
    loader = Loader(store.oxigraph)
    for kind, reader in readers.items():
        write_statements(reader, tmp_path / kind)
        loader.load(Import(kind, kind), tmp_path / kind)
    described = tuple(f"{ID}{kind}/" for kind in ("degree", "onet-soc", "role"))  # when bundled
    problems = [
        str(problem)
        for problem in check_imports(store).problems
        if not problem.offender.startswith(described)
    ]
    assert not problems, "\n".join(problems)


def test_things_of_the_bundled_graph_are_not_blamed_for_what_a_sample_leaves_out() -> None:
    """Category and family are things that a sample names and does not describe in whole."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    skills = [f"<{ID}skill/s{number}>" for number in range(60)]  # more than are sampled
    bundled = "".join(
        f"""
        {skill} a cg:Skill ; skos:prefLabel "S"@en ; cg:category <{ID}skill-category/data> ."""
        for skill in skills
    )
    bundled += """
        <https://w3id.org/careergraph/id/role/data-analyst> a cg:Role ;
            skos:prefLabel "Data Analyst"@en ; skos:exactMatch <http://example.org/esco/1> ;
            cg:family <https://w3id.org/careergraph/id/family/data> ."""
    imported = f"""
        <http://example.org/esco/1> a skos:Concept ;
            skos:prefLabel "data analyst"@en, "Datenanalystin"@de ;
            skos:related {", ".join(skills)} .
        <https://w3id.org/careergraph/id/role/own> a cg:Role ; skos:prefLabel "Own"@en ;
            skos:exactMatch <http://example.org/esco/2> .
        <http://example.org/esco/2> a skos:Concept ; skos:prefLabel "other"@en ."""
    store = Store()
    store.load(ontology.vocabulary_file())
    for graph, text in ((BUNDLED_GRAPH, bundled), (f"{IMPORT_GRAPHS}esco", imported)):
        store.oxigraph.load(
            (prefixes + text).encode(),
            format=ox.RdfFormat.TURTLE,
            to_graph=ox.NamedNode(graph),
        )
    found = {(problem.rule, problem.offender) for problem in check_imports(store).problems}
    rules = ("exact-title-carried", "role-family", "skill-category")
    own = f"{ID}role/own"
    assert {each for each in found if each[0] in rules} == {
        ("exact-title-carried", own),
        ("role-family", own),
    }
