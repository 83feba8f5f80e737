"""What the refresh command makes of outlook, job zones, entry education and fields of study."""

from pathlib import Path

import pytest
from rdflib.namespace import RDFS, SKOS

from careergraph import vocab
from refresh_world import World, cg, described, text, thing


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_outlook_counts_people_and_leaves_out_what_bls_does(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    graph = world.graph("outlook.ttl")
    source = "bls-projections-2024-2034"
    assert described(graph, "outlook") == [
        f"{role}--{source}" for role in ("baker--51-3011", "cook--35-2014")
    ]
    baker = thing(f"outlook/baker--51-3011--{source}")
    assert text(graph, baker, cg("employment")) == "309400"
    assert text(graph, baker, cg("projectedEmployment")) == "14441000"
    assert text(graph, baker, cg("percentChange")) == "-4.3"
    assert text(graph, baker, cg("overallPercentChange")) == "3.1"
    assert text(graph, baker, cg("annualOpenings")) == "22200"
    assert text(graph, baker, cg("period")) == "2024/2034"
    assert "Bakers (SOC 51-3011)" in text(graph, baker, cg("population"))
    cook = thing(f"outlook/cook--35-2014--{source}")
    assert graph.value(cook, cg("annualOpenings")) is None
    assert "helper: 35-9099 Servers, all other left out" in capsys.readouterr().out


def test_job_zones_are_of_linked_occupations(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    graph = world.graph("job_zones.ttl")
    assert described(graph, "job-zone") == ["baker--onet"]
    baker = thing("job-zone/baker--onet")
    assert text(graph, baker, cg("jobZone")) == "2"
    assert text(graph, baker, RDFS.label) == "very little to some preparation needed"
    assert text(graph, baker, cg("period")) == "2023-08"
    assert "cook: O*NET has no job zone for 35-2014.00" in capsys.readouterr().out


def test_entry_education_is_of_linked_occupations_and_knows_its_own_degrees(world: World) -> None:
    world.run()
    graph = world.graph("entry_education.ttl")
    end = "entry-education--bls-projections-2024-2034"
    assert described(graph, "requirement") == [f"baker--{end}", f"cook--{end}", f"grower--{end}"]
    assert described(graph, "degree") == ["no-formal-credential"]
    baker = thing(f"requirement/baker--{end}")
    assert text(graph, baker, cg("degree")) == str(thing("degree/no-formal-credential"))
    assert text(graph, baker, cg("qualifier")) == vocab.CG + "typicalEntry"
    assert text(graph, baker, cg("place")) == "Table 5.4"


def test_fields_are_the_groups_of_programmes_and_those_the_editors_know(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.run()
    graph = world.graph("degree_fields.ttl")
    assert described(graph, "field-preparation") == [
        f"baker--{slug}--nces-cip-2020"
        for slug in ("computer-science", "cooking", "software-engineering")
    ]
    cooking = thing("degree-field/cooking")
    assert text(graph, cooking, SKOS.notation) == "12.05"
    assert text(graph, cooking, SKOS.prefLabel) == "cooking"
    place = text(graph, thing("field-preparation/baker--cooking--nces-cip-2020"), cg("place"))
    assert place == "CIP 2020 to SOC 2018 crosswalk, 12.0501, 12.0599"
    science = thing("degree-field/computer-science")
    assert text(graph, science, SKOS.closeMatch) == str(thing("cip/11.07"))
    assert graph.value(science, SKOS.prefLabel) is None
    assert described(graph, "cip") == ["11.07", "14.0903"]
    assert "cook: fields for 35-2014 left out, no programme" in capsys.readouterr().out


def test_an_occupation_that_very_many_fields_prepare_for_tells_of_none(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    groups = [[f"20.{number}", f"Field {number}."] for number in range(10, 36)]
    world.write("education-cip-2020/cip2020_programs.csv", [["CIPCode", "CIPTitle"], *groups])
    rows = [[f"{code}01", "51-3011", "Bakers"] for code, _ in groups]
    rows += [["20.1001", "35-2014", "Cooks"]]
    header = ["CIP2020Code", "SOC2018Code", "SOC2018Title"]
    world.write("education-cip-2020/cip2020_to_soc2018.csv", [header, *rows])
    world.run()
    made = described(world.graph("degree_fields.ttl"), "field-preparation")
    assert made == ["cook--field-10--nces-cip-2020"]
    assert "baker: fields for 51-3011 left out, 26 fields" in capsys.readouterr().out
