"""Texts in several languages: every answer is the same as with one."""

from __future__ import annotations

import sqlite3

import click
import pyoxigraph as ox
import pytest
import rdflib

from careergraph.cli.group import cli as command_line
from careergraph.compiled import compiler
from careergraph.compiled.compiler import compile_graph
from careergraph.compiled.titles.foreign import (
    ForeignName,
    find_concepts,
    find_concepts_beginning,
    write_foreign_names,
)
from careergraph.errors import UsageError
from careergraph.graph import CareerGraph
from careergraph.model.entries import GraphInfo
from careergraph.store.bundled import bundled_files
from careergraph.store.engine import Store
from careergraph.store.languages import choose_language, with_one_language

ALIASES = {"http://www.w3.org/2004/02/skos/core#altLabel"}


def curated_store() -> Store:
    store = Store()
    for path in bundled_files():
        if path.parent.name != "occupations":
            store.load(path)
    return store


def translated(store: Store) -> Store:
    """Return a store where every English text also stands in German, Spanish and without a tag."""
    quads = list(store.as_written())
    for quad in list(quads):
        text = quad.object
        if isinstance(text, ox.Literal) and text.language and quad.predicate.value not in ALIASES:
            for language in ("de", "es", None):
                other = f"0 {text.value} ({language})"
                literal = ox.Literal(other, language=language) if language else ox.Literal(other)
                quads.append(ox.Quad(quad.subject, quad.predicate, literal, quad.graph_name))
    result = Store()
    result.add(quads)
    return result


def test_translating_everything_changes_no_answer() -> None:
    english = curated_store()
    info = GraphInfo("1", "0")
    one = compile_graph(english, lambda: info)
    several = compile_graph(translated(english), lambda: info)
    fields = sorted(compiler.FETCHED | {"role_statements", "skill_claims", "occupation_nodes"})
    for name in fields:
        expected, found = getattr(one, name), getattr(several, name)
        if hasattr(expected, "keys"):
            expected, found = dict(expected), dict(found)
        elif name == "degrees":  # a translation is another name of a degree, and understood
            expected, found = ([d._replace(aliases=()) for d in each] for each in (expected, found))
        else:
            expected, found = list(expected), list(found)
        assert found == expected, name
    assert dict(several.catalog.labels) == dict(one.catalog.labels)
    translation = several.catalog.find("0 Data Scientist (de)").entry
    assert translation.label == "Data Scientist"


@pytest.mark.parametrize(
    ("tags", "wanted", "chosen"),
    [
        ({"de", "en"}, "de", "de"),
        ({"de-AT", "en"}, "de", "de-AT"),
        ({"en", "", "fr"}, "de", "en"),
        ({"", "fr"}, "de", ""),
        ({"fr", "es"}, "de", "es"),
    ],
)
def test_the_wanted_language_then_english_then_none_then_any(
    tags: set[str], wanted: str, chosen: str
) -> None:
    assert choose_language(tags, wanted) == chosen


OWN = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<urn:cook> a cg:Role ; skos:prefLabel "Cook"@en , "Koch"@de-AT , "cocinero"@es .
<urn:chef> a cg:Role ; skos:prefLabel "Chef"@en .
<urn:move> a cg:Transition ; cg:fromRole <urn:cook> ; cg:toRole <urn:chef> ;
    cg:kind cg:move ; cg:statedBy <urn:me> .
<urn:me> a cg:Source ; dcterms:title "My own years"@en ; cg:grade cg:stated .
"""


def test_labels_of_an_own_graph_are_shown_in_the_language_asked_for() -> None:
    own = CareerGraph.from_graph(rdflib.Graph().parse(format="turtle", data=OWN))
    german = own.in_language("de")
    assert own.path("cook", "chef").labels == ("Cook", "Chef")
    assert german.path("cook", "Chef").labels == ("Koch", "Chef")
    assert german.count_translated() == (1, 2)
    assert own.in_language("es").find("Koch").entry.label == "cocinero"
    with pytest.raises(UsageError, match=r"There are some in: de, en, es\."):
        own.in_language("fr")


def test_every_command_that_prints_names_takes_a_language() -> None:
    serving = {"serve", "mcp", "publish"}
    without_roles = {"query", "queries", "info", "check", "cache", "completion"}
    imports = {"import", "sources", "remove"}
    context = click.Context(command_line)
    for name in set(command_line.list_commands(context)) - serving - without_roles - imports:
        command = command_line.get_command(context, name)
        members = command.commands.values() if isinstance(command, click.Group) else [command]
        for member in members:
            assert any("--lang" in option.opts for option in member.params), member.name


def test_a_graph_of_one_language_is_taken_as_it_is() -> None:
    store = curated_store()
    assert with_one_language(store) is store


def test_an_alias_that_begins_a_preferred_name_of_other_work_is_found_for_both() -> None:
    database = sqlite3.connect(":memory:")
    names = [
        ForeignName("urn:assistant", "de", "Krankenpfleger", is_preferred=False),
        ForeignName(
            "urn:nurse", "de", "Krankenpfleger Pflege/Krankenschwester Pflege", is_preferred=True
        ),
        ForeignName("urn:other", "sv", "Krankenpfleger Abc", is_preferred=True),
    ]
    write_foreign_names(database, names)
    (alias,) = find_concepts(database, "Krankenpfleger")
    assert (alias.concept, alias.is_preferred) == ("urn:assistant", False)
    assert find_concepts_beginning(database, "Krankenpfleger", alias.languages) == ["urn:nurse"]
    assert find_concepts_beginning(database, "Krankenschwester", ["de"]) == ["urn:nurse"]
    assert find_concepts_beginning(database, "Kranken", ["de"]) == []
