"""What the two first sources say is in the graph, as theirs, and nothing more.

Their statements were written down by hand, sentence by sentence, in ``tests/seeds/``. Its rows are
tested against triples, never against wording, and the documents themselves are not needed.
"""

from __future__ import annotations

import shlex
import tomllib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from careergraph.store.engine import Store
from careergraph.vocab import ID, SPARQL_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = Path(__file__).parent / "seeds"
LEADS_TO = {
    "certification": "certification",
    "degree": "degree",
    "field": "degree-field",
    "fromRole": "role",
    "guideTo": "role",
    "inGuide": "guide",
    "ofRole": "role",
    "provider": "provider",
    "skill": "skill",
    "teaches": "skill",
    "usesSkill": "skill",
    "toRole": "role",
}
"""The kind of thing a property leads to; elsewhere the value says it (``role/data-engineer``)."""
ONE_TEXT = {"place", "population"}
TEXTS = {*ONE_TEXT, "country", "schema:author"}
NUMBERS = {"rank", "share", "unverified"}
ASIDE = "rdfs:label, skos:prefLabel, skos:scopeNote, cg:statedBy, dcterms:source"
"""What a row leaves out: the wording, and the source, which is asked for on its own."""


def read_table(name: str) -> dict[str, Any]:
    return tomllib.loads((SEEDS / f"{name}.toml").read_text("utf-8"))


def source(document: str) -> str:
    return f"<{ID}source/{read_table(document)['source']}>"


def term(name: str, value: str) -> str:
    """Return a value of the table as SPARQL."""
    if value == "*" or name in NUMBERS:
        return value
    if name in TEXTS:
        return f'"{value}"'
    if name in LEADS_TO:
        return f"<{ID}{LEADS_TO[name]}/{value}>"
    return f"<{ID}{value}>" if "/" in value else f"cg:{value.removeprefix('cg:')}"


@dataclass(frozen=True)
class Node:
    """A thing of the graph as the table describes it: predicates and values in SPARQL."""

    document: str
    iri: str | None
    facts: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, document: str, text: str, place: str | None = None, role: str = "") -> Node:
        kind, *pairs = shlex.split(text)
        given = dict(pair.split("=", 1) for pair in pairs)
        iri = given.pop("iri", None)
        if role:
            given.setdefault("ofRole", role)
        if place:
            given["place"] = place
        facts = [
            (name if ":" in name else f"cg:{name}", term(name, value))
            for name, values in given.items()
            for value in ([values] if name in ONE_TEXT else values.split(","))
        ]
        return cls(document, f"<{ID}{iri}>" if iri else None, (("rdf:type", f"cg:{kind}"), *facts))

    def pattern(self, subject: str = "?node", anything: str = "?anything") -> str:
        """Return the triples; of ``subject`` in Turtle, where ``anything`` is a value."""
        facts = ((p, anything if value == "*" else value) for p, value in self.facts)
        stated = "cg:statedBy|dcterms:source" if subject.startswith("?") else "cg:statedBy"
        said = " ".join(f"; {predicate} {value}" for predicate, value in facts)
        return f"{subject} {stated} {source(self.document)} {said} ."

    def exactly(self) -> str:
        """Return a pattern for the node of which all this is said, and nothing else."""
        known = " ".join(f"({predicate} {value})" for predicate, value in self.facts)
        chosen = f"VALUES ?node {{ {self.iri} }}" if self.iri else ""
        return f"""{chosen} {self.pattern()} FILTER NOT EXISTS {{
            ?node ?p ?o FILTER (?p NOT IN ({ASIDE})) MINUS {{ VALUES (?p ?o) {{ {known} }} }}
            MINUS {{ ?node a/rdfs:subClassOf+ ?o }} }}"""


def rows() -> Iterator[tuple[str, Node]]:
    for document in ("guide", "post"):
        for at in read_table(document)["places"]:
            for says, text in at["rows"]:
                place, role = at.get("place"), at.get("role", "")
                yield f"{document}: {says}", Node.read(document, text, place, role)


def groups() -> Iterator[tuple[str, str]]:
    """Yield what each group of alternatives says, and a pattern for the group with just these."""
    for document in ("guide", "post"):
        for group in read_table(document)["groups"]:
            members = ", ".join(f"<{ID}{thing}>" for thing in group["of"].split(","))
            path = "cg:member/(cg:skill|cg:certification|cg:field)"
            yield (
                f"{document}: {group['says']}",
                f"""?node a cg:AlternativeGroup ; dcterms:source {source(document)} ;
                {path} {members} . FILTER NOT EXISTS {{
                ?node {path} ?other FILTER (?other NOT IN ({members})) }}""",
            )


def forbidden() -> Iterator[tuple[str, Node]]:
    for never in read_table("never")["never"]:
        for text in never["nodes"]:
            for document in ("guide", "post"):
                yield f"{document}: {text}", Node.read(document, text)


ROWS = dict(rows())
GROUPS = dict(groups())
NEVER = dict(forbidden())
ISSUED = {row["certification"]: row for row in read_table("issuers")["issued"]}


def plant(store: Store, folder: Path, turtle: str) -> Store:
    path = folder / "planted.ttl"
    path.write_text(SPARQL_PREFIXES + turtle, "utf-8")
    store.load(path)
    return store


def uncovered(store: Store) -> set[str | None]:
    """Return what is said in the documents' names although no row of the table covers it."""
    found = chain(*(nodes(store, node.exactly()) for node in ROWS.values()))
    found_groups = chain(*(nodes(store, pattern) for pattern in GROUPS.values()))
    said = chain(
        *(nodes(store, f"?node cg:statedBy|dcterms:source {source(d)}") for d in ("guide", "post"))
    )
    return {*said} - {*found, *found_groups}


def nodes(store: Store, pattern: str) -> list[str | None]:
    return [node for (node,) in store.select(f"SELECT DISTINCT ?node {{ {pattern} }}")]


@pytest.fixture(scope="module")
def bundled() -> Store:
    return Store.bundled()


@pytest.mark.parametrize("says", ROWS)
def test_what_a_document_says_is_in_the_graph(bundled: Store, says: str) -> None:
    assert bundled.ask(f"ASK {{ {ROWS[says].exactly()} }}")


@pytest.mark.parametrize("says", GROUPS)
def test_alternatives_are_a_group(bundled: Store, says: str) -> None:
    assert bundled.ask(f"ASK {{ {GROUPS[says]} }}")


def test_rows_are_distinct() -> None:
    """No two rows of one name, which would hide one, and no two for one statement."""
    assert len(ROWS) == len(list(rows())) == len(set(ROWS.values()))
    assert len(GROUPS) == len(list(groups()))


def test_every_row_is_one_statement(bundled: Store) -> None:
    found = {says: nodes(bundled, node.exactly()) for says, node in ROWS.items()}
    assert {says: several for says, several in found.items() if len(several) != 1} == {}


def test_nothing_more_is_said_in_the_documents_names(bundled: Store) -> None:
    assert uncovered(bundled) == set()


@pytest.mark.parametrize(
    "invented",
    [
        "id:remark/new a cg:Remark ; cg:statedBy {source} .",
        "id:requirement/machine-learning-engineer--sas--ai-ml-engineer-guide cg:importance 0.5 .",
        "id:group/new a cg:AlternativeGroup ; dcterms:source {source} .",
        "id:resource/machine-learning-ng-jordan schema:isbn '0' .",
    ],
)
def test_an_invented_statement_is_found(tmp_path: Path, invented: str) -> None:
    subject, rest = invented.split(" ", 1)
    iri = f"<{ID}{subject.removeprefix('id:')}>"
    store = plant(Store.bundled(), tmp_path, f"{iri} {rest.format(source=source('guide'))}")
    assert uncovered(store) == {iri.strip("<>")}


@pytest.mark.parametrize("says", NEVER)
def test_what_no_document_says_is_not_attributed_to_it(bundled: Store, says: str) -> None:
    assert not bundled.ask(f"ASK {{ {NEVER[says].pattern()} }}")


@pytest.mark.parametrize("says", NEVER)
def test_what_no_document_says_would_be_found(tmp_path: Path, says: str) -> None:
    planted = NEVER[says].pattern("<https://example.org/planted>", "1")
    store = plant(Store(), tmp_path, planted)
    assert store.ask(f"ASK {{ {NEVER[says].pattern()} }}")


def test_the_table_names_only_what_is_defined(bundled: Store) -> None:
    """Otherwise a misspelt name would forbid nothing."""
    named = {
        part for node in (*ROWS.values(), *NEVER.values()) for fact in node.facts for part in fact
    }
    ours = {name for name in named if name.startswith(("cg:", f"<{ID}"))}
    assert [name for name in sorted(ours) if not bundled.ask(f"ASK {{ {name} a ?kind }}")] == []


def test_the_ladder_has_the_guides_rungs_in_order(bundled: Store) -> None:
    rungs = "".join(
        f"""?step{rank} cg:inLadder ?ladder ; cg:rank {rank} ;
        cg:stepRole <{ID}role/{prefix}machine-learning-engineer> ."""
        for rank, prefix in enumerate(("", "senior-", "lead-"), 1)
    )
    assert bundled.ask(
        f"""ASK {{ ?ladder a cg:CareerLadder ; dcterms:source {source("guide")} . {rungs}
        ?step1 cg:nextStep ?step2 . ?step2 cg:nextStep ?step3 .
        FILTER NOT EXISTS {{ ?step3 cg:nextStep ?step4 }}
        FILTER NOT EXISTS {{ ?step5 cg:inLadder ?ladder ; cg:rank ?rank FILTER (?rank > 3) }} }}"""
    )


@pytest.mark.parametrize("slug", ISSUED)
def test_the_issuers_word_stands_beside_the_guides(bundled: Store, slug: str) -> None:
    """Name, level and status by the issuer's page, with the day it was read; both are kept."""
    row, certification = ISSUED[slug], f"<{ID}certification/{slug}>"
    assert bundled.ask(
        f"""ASK {{ {certification} skos:prefLabel "{row["name"]}"@en ; cg:status cg:{row["is"]} ;
            cg:certificationLevel cg:{row["level"]} ; cg:checkedOn ?day ; dcterms:source ?page .
        ?offer a cg:CertificationOffer ; cg:certification {certification} ;
            cg:offerStatus cg:{row["said"]} ; cg:statedBy {source("guide")} .
        FILTER (?page != {source("guide")} && DATATYPE(?day) = xsd:date) }}"""
    )


def test_every_certification_of_the_guide_has_its_issuers_word(bundled: Store) -> None:
    described = f"?offer a cg:CertificationOffer ; cg:statedBy {source('guide')} ; "
    found = nodes(bundled, f"{described} cg:certification ?node")
    assert set(found) == {f"{ID}certification/{slug}" for slug in ISSUED}
