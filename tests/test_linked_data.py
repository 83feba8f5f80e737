"""What a stranger finds who loads the Turtle files with rdflib, without careergraph."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import ontology_page  # noqa: E402 (the path comes first)
import superclass_types  # noqa: E402

CG = "https://w3id.org/careergraph/ont#"
PREFIXES = f"""
PREFIX cg: <{CG}> PREFIX schema: <https://schema.org/> PREFIX id: <https://w3id.org/careergraph/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ROLE = "<https://w3id.org/careergraph/id/role/data-scientist>"
SKILL = "<https://w3id.org/careergraph/id/skill/python>"
QUERIES = {
    "skills": "?x a cg:Skill",
    "skill concepts": f"{SKILL} a cg:Skill, skos:Concept . BIND({SKILL} AS ?x)",
    "occupations": "?x a schema:Occupation",
    "roles": f"{ROLE} a cg:Role, schema:Occupation, skos:Concept . BIND({ROLE} AS ?x)",
    "observations": "?x a cg:Observation",
    "transitions as observations": "?x a cg:Transition, cg:Observation",
    "requirements of every kind": f"?x a cg:Requirement ; cg:ofRole {ROLE}",
    "credentials": "?x a schema:EducationalOccupationalCredential",
    "learning resources": "?x a cg:LearningResource",
    "sources as entities": "?x a prov:Entity ; cg:grade cg:official",
    "concepts by scheme": "?x a skos:Concept ; skos:inScheme <https://w3id.org/careergraph/id/scheme/onet-soc-2019>",
    "skills by scheme": "?x skos:inScheme <https://w3id.org/careergraph/id/scheme/skills>",
    "roles by scheme": "?x skos:inScheme <https://w3id.org/careergraph/id/scheme/roles>",
    "schemes": "?x a skos:ConceptScheme ; skos:prefLabel ?label",
    "role of an ESCO occupation": """?x a cg:Role ; skos:exactMatch
        <http://data.europa.eu/esco/occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30>""",
    "skill of an ESCO skill": """?x a cg:Skill ; skos:exactMatch
        <http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d>""",
    "ESCO's label": """?y skos:closeMatch ?x .
        ?x skos:prefLabel ?label ; skos:inScheme <https://w3id.org/careergraph/id/scheme/esco-skills>""",
    "ladders": """?x a cg:CareerLadder . ?step cg:inLadder ?x ; cg:rank ?rank ; cg:stepRole ?role .
        ?role skos:prefLabel ?label""",
    "pay by O*NET code": """?x a cg:PayObservation ; cg:occupation ?o ; schema:median ?median .
        ?o skos:notation "15-2051.00" """,
    "certifications checked since a date": """?x a cg:Certification ; cg:checkedOn ?day
        FILTER (?day >= "2026-09-01"^^xsd:date)""",
    "certifications that can be earned": "?x a cg:Certification ; cg:status cg:active",
    "offers": "?x a cg:CertificationOffer ; cg:offerStatus cg:active",
    "moves with their source": """?x a cg:Transition ; cg:kind cg:move ;
        cg:fromRole/skos:prefLabel ?a ;
        cg:toRole/skos:prefLabel ?b ; cg:statedBy/dcterms:title ?source""",
    "requirements derived by a match": """?x a cg:SkillRequirement ;
        cg:statedBy/cg:grade cg:computed ;
        prov:wasDerivedFrom ?mapping . ?mapping a cg:SkillMapping ; cg:matchStrength ?strength""",
    "the ESCO skill behind a requirement": """?x a cg:SkillRequirement ; cg:sourceSkill ?entry .
        ?entry skos:prefLabel ?label""",
}
RL_DATATYPES = {XSD[name] for name in ("boolean", "decimal", "integer", "string", "dateTime")}


@pytest.mark.parametrize("name", QUERIES)
def test_an_obvious_query_has_answers(read_by_rdflib: Graph, name: str) -> None:
    assert list(read_by_rdflib.query(f"{PREFIXES} SELECT ?x WHERE {{ {QUERIES[name]} }} LIMIT 1"))


def test_the_status_of_an_offer_is_not_that_of_a_certification(read_by_rdflib: Graph) -> None:
    query = f"{PREFIXES} ASK {{ ?offer cg:certification ?c ; cg:status ?status }}"
    assert not read_by_rdflib.query(query).askAnswer


def test_no_requirement_rests_on_a_wider_or_related_skill(read_by_rdflib: Graph) -> None:
    query = f"""{PREFIXES} SELECT ?x {{ ?x a cg:SkillRequirement ; prov:wasDerivedFrom ?mapping .
        ?mapping cg:matchStrength ?strength
        FILTER (?strength NOT IN (skos:closeMatch, skos:narrowMatch)) }}"""
    assert not list(read_by_rdflib.query(query))


def test_the_types_are_those_that_the_vocabulary_gives() -> None:
    message = "Run `.venv/bin/python tools/superclass_types.py`."
    assert superclass_types.FILE.read_text("utf-8") == superclass_types.describe_types(), message


def test_the_page_of_the_vocabulary_is_up_to_date() -> None:
    message = "Run `.venv/bin/python tools/ontology_page.py`."
    assert ontology_page.PAGE.read_text("utf-8") == ontology_page.describe_ontology(), message


def test_ranges_and_domains_are_in_owl_2_rl() -> None:
    """The whole profile was checked with OWLAPI; this keeps out what broke it."""
    graph = Graph().parse(ROOT / "ontology" / "careergraph.ttl")
    for predicate in (RDFS.range, RDFS.domain, RDFS.subClassOf):
        for subject, value in graph.subject_objects(predicate):
            assert value != OWL.Thing, subject
            assert not str(value).startswith(str(XSD)) or value in RL_DATATYPES, subject
    declared = {s for s in graph.subjects(RDF.type) if isinstance(s, URIRef)}
    used = {
        p for p in graph.predicates() if not re.match(r".*(rdf-syntax-ns|rdf-schema|owl)#", str(p))
    }
    assert used <= declared
