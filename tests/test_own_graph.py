"""A person's own rdflib graph or dataset: copied, asked, shown safely, refused by name."""

from __future__ import annotations

import pytest
from rdflib import RDF, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from careergraph.errors import CareerGraphError, DataFileError, NoRouteError
from careergraph.graph import CareerGraph
from careergraph.vocab import CG

HOSTILE = '<script>alert("x")</script>'

KITCHEN = """
@prefix cg: <https://w3id.org/careergraph/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix : <https://example.org/me#> .

:cook a cg:Role ; skos:prefLabel "Koch"@de , "Cook"@en ; skos:altLabel "料理人"@ja .
:chef a cg:Role ; skos:prefLabel "<script>alert(\\"x\\")</script>" .
:owner a cg:Role ; skos:prefLabel "Café-Besitzer:in 👩‍🍳"@de .
:island a cg:Role ; skos:prefLabel "Hermit"@en .

:knife a cg:Skill ; skos:prefLabel "<b>knife</b> & fork"@en .
:needs-knife a cg:SkillRequirement ; cg:ofRole :chef ; cg:skill :knife ;
    cg:necessity cg:essential ; cg:statedBy :me .
:move a cg:Transition ; cg:fromRole :cook ; cg:toRole :chef ; cg:kind cg:move ; cg:statedBy :me .
:rise a cg:Transition ; cg:fromRole :chef ; cg:toRole :owner ; cg:kind cg:move ; cg:statedBy :me .
:back a cg:Transition ; cg:fromRole :owner ; cg:toRole :cook ; cg:kind cg:move ; cg:statedBy :me .
:like a cg:Transition ; cg:fromRole :cook ; cg:toRole :island ; cg:kind cg:related ;
    cg:statedBy :nobody .
:me a cg:Source ; dcterms:title "<i>My</i> own years"@en ; cg:grade cg:stated .
"""


def own(turtle: str = KITCHEN) -> CareerGraph:
    return CareerGraph.from_graph(Graph().parse(data=turtle, format="turtle"))


@pytest.fixture(scope="module")
def kitchen() -> CareerGraph:
    return own()


def test_where_nothing_leads_the_direct_change_is_retraining(kitchen: CareerGraph) -> None:
    for start, target in (("cook", "hermit"), ("hermit", "cook")):
        route = kitchen.path(start, target)
        assert [item.kind for step in route.steps for item in step.evidence] == ["retraining"]


def test_where_no_such_step_leads_the_error_says_what_would(kitchen: CareerGraph) -> None:
    with pytest.raises(NoRouteError, match="related") as caught:
        kitchen.path("cook", "hermit", kinds=("move",))
    hint = caught.value.hint
    kinds = hint.partition("--only ")[2].partition(":")[0].split(",")
    assert kitchen.path("cook", "hermit", kinds=kinds).labels == ("Cook", "Hermit")
    with pytest.raises(NoRouteError, match="out of that role"):
        kitchen.path("hermit", "cook", kinds=("move", "related"))


def test_every_question_is_answered(kitchen: CareerGraph) -> None:
    assert kitchen.path("koch", "Café-Besitzer:in").labels == (
        "Cook",
        HOSTILE,
        "Café-Besitzer:in 👩‍🍳",
    )
    assert kitchen.gap("cook", "chef").missing_skills[0].label == "<b>knife</b> & fork"
    assert kitchen.why("cook", "chef").statements[0].source.title == "<i>My</i> own years"
    assert kitchen.overview().counts["roles"] == 4
    assert [entry.label for entry in kitchen.search("hermit")] == ["Hermit"]


def test_the_english_label_is_preferred_and_the_others_are_understood(kitchen: CareerGraph) -> None:
    cook = kitchen.find("Koch").entry
    assert (cook.label, cook.aliases) == ("Cook", ("Koch", "料理人"))
    assert kitchen.find("料理人").entry == cook


def test_a_role_without_requirements_misses_and_holds_nothing(kitchen: CareerGraph) -> None:
    step = kitchen.path("chef", "https://example.org/me#owner").steps[0]
    assert (step.held, step.needed, step.missing_skills) == (0, 0, ())
    assert (step.learning_hours.low, step.learning_hours.high) == (0, 0)
    assert kitchen.role("hermit").skills == ()


def test_a_source_that_is_not_described_is_shown_as_unknown(kitchen: CareerGraph) -> None:
    (said,) = kitchen.why("cook", "hermit").statements
    assert (said.source.iri, said.source.grade) == ("https://example.org/me#nobody", "unknown")
    assert said.transitions[0].grade == "unknown"


def test_only_the_vocabulary_is_added(kitchen: CareerGraph) -> None:
    roles = set(kitchen.graph.subjects(RDF.type, URIRef(CG + "Role")))
    assert {str(role).partition("#")[2] for role in roles} == {
        "cook",
        "chef",
        "owner",
        "island",
    }
    assert kitchen.info.version == "own"


def test_the_same_graph_has_the_same_hash_and_another_one_another() -> None:
    """The vocabulary holds blank nodes, whose labels differ each time they are read."""
    assert own().info == own().info
    assert own().info != own(KITCHEN.replace("Hermit", "Monk")).info


def test_a_dataset_is_read_through_the_union_of_its_graphs() -> None:
    dataset = Dataset()
    head, _, tail = KITCHEN.partition(":knife a")
    prefixes = KITCHEN.partition(":cook")[0]
    dataset.graph(URIRef("urn:roles")).parse(data=head, format="turtle")
    dataset.graph(URIRef("urn:both")).parse(data=head, format="turtle")
    default = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    for triple in Graph().parse(data=f"{prefixes}:knife a{tail}", format="turtle"):
        default.add(triple)
    mine = CareerGraph.from_graph(dataset)
    assert mine.path("cook", "chef").labels == ("Cook", HOSTILE)
    assert mine.gap("cook", "chef").gap == 1.0
    assert len(mine.graph) == len(set(mine.graph)) == len(own().graph)


def test_a_copy_is_taken() -> None:
    mine = Graph().parse(data=KITCHEN, format="turtle")
    before = len(mine)
    made = CareerGraph.from_graph(mine)
    mine.remove((None, None, None))
    assert made.path("cook", "chef")
    assert before > len(mine) == 0


@pytest.mark.exhaustive
def test_the_bundled_graph_can_be_copied_changed_and_asked(graph: CareerGraph) -> None:
    mine = Graph()
    mine += graph.graph
    assert len(mine) == len(graph.graph)
    again = CareerGraph.from_graph(mine)
    assert again.path("SWE", "MLE") == graph.path("SWE", "MLE")


def test_a_circle_of_levels_moves_and_rungs_ends() -> None:
    turtle = (
        KITCHEN
        + """
    :cook cg:levelOf :chef . :chef cg:levelOf :owner . :owner cg:levelOf :cook .
    :l a cg:CareerLadder ; dcterms:source :me .
    :s1 cg:inLadder :l ; cg:rank 1 ; cg:stepRole :cook ; cg:nextStep :s2 .
    :s2 cg:inLadder :l ; cg:rank 2 ; cg:stepRole :chef ; cg:nextStep :s3 .
    :s3 cg:inLadder :l ; cg:rank 3 ; cg:stepRole :owner ; cg:nextStep :s1 .
    :self a cg:Transition ; cg:fromRole :cook ; cg:toRole :cook ; cg:kind cg:move ;
        cg:statedBy :me .
    """
    )
    mine = own(turtle)
    assert mine.path("cook", "Café-Besitzer:in").labels[-1] == "Café-Besitzer:in 👩‍🍳"
    assert mine.gap("chef", "cook").gap == 0  # a chef is a cook, a cook on the way is no chef
    assert mine.role("cook").role.label == "Cook"


def test_an_empty_graph_is_refused() -> None:
    with pytest.raises(DataFileError, match="no statement"):
        CareerGraph.from_graph(Graph()).path("cook", "chef")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "triple",
    [
        (URIRef("urn:a b"), RDF.type, URIRef("urn:x")),
        (URIRef("urn:a"), RDF.type, URIRef("not an iri")),
        (Literal("a"), RDF.type, URIRef("urn:x")),
        (URIRef("urn:a"), Literal("b"), URIRef("urn:x")),
    ],
)
def test_what_is_not_rdf_is_refused_and_named(triple: tuple[URIRef, URIRef, URIRef]) -> None:
    mine = Graph()
    mine.store.add(triple, mine)
    with pytest.raises(DataFileError, match="is not RDF"):
        CareerGraph.from_graph(mine)


def test_a_figure_that_is_no_number_is_refused_and_named() -> None:
    mine = own(KITCHEN + ':move cg:people "many" .')
    with pytest.raises(CareerGraphError, match=r'"many" is not a number.*#move'):
        mine.path("cook", "chef")


def test_labels_are_escaped(kitchen: CareerGraph) -> None:
    routes = kitchen.paths("cook", "Café-Besitzer:in")
    gap = kitchen.gap("cook", "chef")
    for answer in (routes, routes[0], gap):
        html = answer._repr_html_()
        assert "<script" not in html
        assert "<b>" not in html
        assert "&lt;script&gt;" in html
    assert "knife" in gap._repr_html_()


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("cg:share 1.5", r'cg:share is "1\.5", in \S+#move: it must be a number from 0 to 1\.'),
        ("cg:share -0.1", r'cg:share is "-0\.1"'),
        ("cg:medianMonths -12", r'cg:medianMonths is "-12", .* a number from 0 up\. Correct it'),
        ("cg:people -1", r'cg:people is "-1", in \S+#move: it must be a whole number from 0 up'),
        ("cg:people 2.5", r'cg:people is "2\.5"'),
        ("cg:count 0.5", r'cg:count is "0\.5"'),
        ("cg:count -3", r'cg:count is "-3"'),
    ],
)
def test_figures_that_cannot_be_are_refused(figure: str, said: str) -> None:
    wrong = own(f"{KITCHEN}\n:move {figure} .")
    with pytest.raises(CareerGraphError, match=said):
        wrong.path("cook", "chef")
    with pytest.raises(CareerGraphError, match=said):
        wrong.next("cook")


def test_figures_at_their_limits_are_taken() -> None:
    edges = "cg:share 1.0 ; cg:medianMonths 0 ; cg:people 0 ; cg:count 2.0"
    (evidence,) = own(f"{KITCHEN}\n:move {edges} .").path("cook", "chef").steps[0].evidence
    assert (evidence.share, evidence.median_months) == (1.0, 0.0)
    assert (evidence.people, evidence.count) == (0, 2)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            """:pay a cg:PayObservation ; cg:ofRole :chef ; cg:country "US" ; cg:period "2024" ;
            cg:population "all" ; schema:currency "USD" ; schema:duration "P1Y" ;
            cg:statedBy :me ; schema:median -5 .""",
            r'schema:median is "-5", in \S+#pay: it must be a number from 0 up',
        ),
        (":needs-knife cg:importance 2 .", r'cg:importance is "2", in \S+#needs-knife'),
        (
            """:list a cg:Profile ; cg:ofRole :chef ; cg:statedBy :me .
            :item a cg:ProfileItem ; cg:inProfile :list ; cg:asksFor :knife ; cg:itemLevel 9 ;
                cg:itemWeight cg:core ; cg:statedBy :me .""",
            r'cg:itemLevel is "9", in \S+#item',
        ),
    ],
    ids=["pay", "importance", "level"],
)
def test_other_figures_that_cannot_be_are_refused(statement: str, said: str) -> None:
    prefix = "@prefix schema: <https://schema.org/> ."
    with pytest.raises(CareerGraphError, match=said):
        own(f"{prefix}{KITCHEN}\n{statement}").path("cook", "chef")


def test_a_share_of_degrees_that_cannot_be_is_refused() -> None:
    shares = """:phd a cg:Degree ; skos:prefLabel "PhD"@en .
    :odd a cg:DegreeShare ; cg:ofRole :chef ; cg:degree :phd ; cg:country "US" ;
        cg:population "all" ; cg:statedBy :me ; cg:share 68 ."""
    with pytest.raises(CareerGraphError, match=r'cg:share is "68", in \S+#odd'):
        own(f"{KITCHEN}\n{shares}").role("https://example.org/me#chef")


ODD = "Evil \x1b[31m\u202etxt.exe\u2066 " + "very " * 200 + "long"


def test_representations_show_no_control_characters() -> None:
    turtle = KITCHEN.replace('"Cook"@en', f'"{ODD}"@en'.replace("\x1b", "\\u001B"))
    odd = own(turtle)
    cook, owner = "https://example.org/me#cook", "https://example.org/me#owner"
    routes = odd.paths(cook, owner)
    answers = [
        routes,
        routes[0],
        odd.gap(cook, owner),
        odd.why(cook, "https://example.org/me#chef"),
    ]
    answers += [odd.next(cook), odd.feeders(cook), odd.role(cook), odd.plan(cook, owner)]
    answers += [odd.reach(cook, max_years=5), odd.bridges(cook), odd.compare(cook, owner)]
    for answer in answers:
        assert r"Evil \x1b[31m\u202etxt.exe\u2066 very" in repr(answer)
        assert len(repr(answer)) < 300
        if html := getattr(answer, "_repr_html_", None):
            assert r"\x1b[31m" in html()
            assert not {"\x1b", "\u202e", "\u2066"} & set(html())


def test_emoji_made_of_several_are_shown_whole(kitchen: CareerGraph) -> None:
    assert "👩‍🍳" in repr(kitchen.path("cook", "Café-Besitzer:in"))
