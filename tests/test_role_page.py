"""The page of a role: the gist first, in one order; then what each source lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from careergraph.answers.roles.role_page import read_role
from careergraph.graph import CareerGraph
from careergraph.report.layout import plain_text
from careergraph.report.pages.role import role_page
from careergraph.report.role_facts import brief_facts, gist_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.report.role_facts import RoleFact

ORDER = (
    *("core", "supporting", "on the job", "pay", "outlook", "experience", "education", "licence"),
    *("ladder", "people come from", "people go to", "certifications", "learn from"),
)
TITLES = (
    *("machine learning engineer", "software engineer", "senior software engineer", "librarian"),
    *("data analyst", "junior software engineer", "actuary", "secondary school teacher", "cto"),
)


def text_of(graph: CareerGraph, title: str, width: int = 80, *, full: bool = False) -> str:
    return plain_text(role_page(graph.role(title), full=full), width)


def joined(text: str) -> str:
    return " ".join(text.split())


def names(facts: Iterable[RoleFact]) -> list[str]:
    return list(dict.fromkeys(fact.name for fact in facts))


@pytest.mark.parametrize("title", TITLES)
def test_the_facts_come_in_one_order(graph: CareerGraph, title: str) -> None:
    found = names(gist_facts(graph.role(title)))
    assert found == [name for name in ORDER if name in found]
    assert found[0] == "core"


@pytest.mark.parametrize("title", TITLES)
def test_pages_fit_every_width_and_leave_nothing_unknown_twice(
    graph: CareerGraph, title: str
) -> None:
    for width in (60, 80, 100):
        for full in (False, True):
            page = text_of(graph, title, width, full=full)
            assert max(map(len, page.splitlines())) <= width
            assert len(re.findall(r"^  not known", page, flags=re.MULTILINE)) <= 1


def test_every_mark_of_the_short_page_is_listed(graph: CareerGraph) -> None:
    for title in TITLES:
        statements, _, listed = text_of(graph, title).partition("\nSources")
        marks = set(re.findall(r"\[\d+\]", statements))
        assert marks == set(re.findall(r"^  (\[\d+\])", listed, flags=re.MULTILINE)), title


def test_what_is_offered_now_comes_first_and_a_guides_word_next(graph: CareerGraph) -> None:
    page = joined(text_of(graph, "MLE"))
    now = "Google Cloud Professional Machine Learning Engineer: active, checked 2026-10-05 ["
    assert now in page
    after = page.partition(now)[2]
    assert after.partition("] ")[2].startswith(
        "one source still says that Google Cloud is working on it ["
    )


def test_a_book_that_nobody_could_find_is_stated_and_unverified(graph: CareerGraph) -> None:
    page = joined(text_of(graph, "MLE"))
    guide = '"How to Become a Machine Learning Engineer: A Comprehensive Guide"'
    assert (
        f"the book Machine Learning (Andrew Ng, Michael I. Jordan): stated by {guide}, unverified."
        in page
    )
    (book,) = (one for one in graph.role("MLE").resources if one.unverified)
    assert book.kind == "book"


def test_each_source_lists_its_own_words(graph: CareerGraph) -> None:
    full = text_of(graph, "MLE", 100, full=True)
    _, *parts = full.split("\nListed by ")
    by_source = {part.partition(" [")[0]: joined(part) for part in parts}
    guide = by_source["How to Become a Machine Learning Engineer: A Comprehensive Guide"]
    assert "Julia or Python or R" in guide
    assert "Apache Kafka" not in guide
    assert "Trains chatbots" in by_source["How to Become an AI and Machine Learning Engineer?"]


def test_a_picture_shows_what_the_page_shows(graph: CareerGraph) -> None:
    for title in TITLES:
        profile = graph.role(title)
        shown = {fact for fact in gist_facts(profile) if fact.name in {"core", "supporting", "pay"}}
        brief = set(brief_facts(read_role(graph.facts, profile.role.iri)))
        assert {fact for fact in shown if not fact.text.startswith("unknown;")} <= brief


def test_levels_ask_for_years_at_the_level_below(graph: CareerGraph) -> None:
    assert "experience 2 to 5 years as a Software Engineer" in joined(
        text_of(graph, "senior software engineer")
    )
    assert "newcomers need no years in related work" in joined(text_of(graph, "librarian"))


def test_a_role_that_nobody_describes_says_so_once() -> None:
    turtle = '<urn:a> a cg:Role ; skos:prefLabel "Alchemist"@en .'
    prefixes = "@prefix cg: <https://w3id.org/careergraph/ont#> . "
    prefixes += "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    own = CareerGraph.from_graph(Graph().parse(data=prefixes + turtle, format="turtle"))
    page = joined(text_of(own, "Alchemist"))
    assert page.count("not known") == 1
    assert "requirements, pay, outlook, experience, education, licence" in page


def test_the_headline_counts_the_moves_that_routes_use(graph: CareerGraph) -> None:
    """The related steps of O*NET, which routes use only when asked to, do not count."""
    overview = graph.overview()
    used = {
        (source, target)
        for source, target, evidence in graph.facts.steps
        if evidence.kind in {"promotion", "move"}
    }
    sourced = {
        (source, target)
        for source, target, evidence in graph.facts.steps
        if evidence.kind in {"promotion", "move"} and evidence.grade != "editorial"
    }
    assert sum(overview.route_moves.values()) == len(used)
    assert overview.sourced_share == pytest.approx(len(sourced) / len(used))
