"""What people write of themselves is understood, or said to be wrong in file, line and key."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from careergraph.errors import DataFileError, UnknownTitleError, UsageError
from careergraph.person.degrees import NO_DEGREE, find_degree
from careergraph.person.profile_file import (
    Person,
    attested_skills,
    read_person,
    understand_name,
    unused_years,
)
from careergraph.person.profile_template import profile_template
from careergraph.person.toml_reader import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from careergraph.graph import CareerGraph

    Reader = Callable[[str | bytes], Person]


@pytest.fixture
def read(tmp_path: Path, graph: CareerGraph) -> Reader:
    """Return a reader of a profile given as its text."""

    def reader(text: str | bytes) -> Person:
        file = tmp_path / "me.toml"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_person(file, graph.catalog, graph.facts)

    return reader


def iri(graph: CareerGraph, name: str, kind: str = "skill") -> str:
    return graph.find(name, kind).entry.iri


PROFILE = """
role = "data analyst"   # a comment
years = 2.5
degree = "bachelor's"
certifications = ["AWS Certified Cloud Practitioner"]

[skills]
python = "working"
"C++" = "Expert"
"machine learning" = "basic"
"""


def test_a_whole_profile(read: Reader, graph: CareerGraph) -> None:
    person = read(PROFILE)
    certification = iri(graph, "AWS Certified Cloud Practitioner", "certification")
    assert person.role == iri(graph, "data analyst", "role")
    assert person.years == 2.5
    assert person.degree is not None
    assert person.degree.label == "bachelor's degree"
    assert person.certifications == (certification,)
    attested = attested_skills(certification, graph.facts)
    assert attested
    assert person.skills == {iri(graph, "Python"), iri(graph, "C++")} | attested
    assert person.basic == {iri(graph, "machine learning")}
    assert person.warnings == ()


def test_what_is_not_said_is_unknown(read: Reader) -> None:
    assert read("years = 0") == Person(years=0.0)
    assert read("[skills]") == Person()


@pytest.mark.parametrize(
    "text",
    [
        'skills = ["Python", "SQL"]',
        'skills = [\n  "Python", # first\n  "SQL",\n]',
        'skills = { python = "working", sql = "expert" }',
        '[skills]\npython = "working"\nsql = "working"',
        '[skills]\r\npython = "working"\r\nsql = "working"\r\n',
        '\ufeff[skills]\npython = "working"\nsql = "working"',
        '[skills]\npython = "working"\nPython = "working"\nsql = "expert"',
    ],
    ids=["list", "long list", "inline", "table", "windows", "byte order mark", "twice"],
)
def test_forms_of_skills(read: Reader, graph: CareerGraph, text: str) -> None:
    person = read(text)
    assert person.skills == {iri(graph, "Python"), iri(graph, "SQL")}
    assert person.warnings == ()
    assert person.basic == frozenset()


def test_a_certificate_makes_up_for_a_basic_skill(read: Reader, graph: CareerGraph) -> None:
    skill, (certification, *_) = next(iter(graph.facts.certifications_by_skill.items()))
    basic = f'certifications = ["{certification.iri}"]\n[skills]\n"{skill}" = "basic"'
    assert skill in read(basic).skills
    assert read(basic).basic == frozenset()
    assert read(f'[skills]\n"{skill}" = "basic"').skills == frozenset()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("bachelor's", "bachelor's degree"),
        ("Bachelor’s degree", "bachelor's degree"),
        ("bachelors", "bachelor's degree"),
        ("BSc", "bachelor's degree"),
        ("B.A.", "bachelor's degree"),
        ("BSc in Computer Science", "bachelor's degree"),
        ("master's", "master's degree"),
        ("Master of Science", "master's degree"),
        ("MSc", "master's degree"),
        ("PhD", "doctoral degree"),
        ("Ph.D.", "doctoral degree"),
        ("doctorate", "doctoral degree"),
        ("associate", "associate degree"),
        ("high school", "high school diploma"),
        ("some college courses", "some college courses"),
    ],
)
def test_names_of_degrees(read: Reader, name: str, label: str) -> None:
    degree = read(f'degree = "{name}"').degree
    assert degree is not None
    assert degree.label == label


def test_every_degree_is_known_by_all_its_names(read: Reader, graph: CareerGraph) -> None:
    for degree in graph.facts.degrees:
        for name in (degree.label, *degree.aliases, degree.iri.rpartition("/")[2]):
            assert read(f'degree = "{name}"').degree == degree


def test_a_degree_nobody_knows_is_named_with_those_we_know(graph: CareerGraph) -> None:
    with pytest.raises(
        UsageError, match=r'"wizardry" is not a degree that we know\. Use one of: "less than'
    ):
        find_degree("wizardry", graph.facts.degrees)


def test_no_degree_is_not_an_unknown_one(read: Reader, graph: CareerGraph) -> None:
    assert read('degree = "none"').degree == NO_DEGREE
    assert min(degree.rank for degree in graph.facts.degrees) > NO_DEGREE.rank
    assert read("years = 1").degree is None


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("", "", "The file is empty. `careergraph profile init`"),
        ("# nothing\n", "", "The file is empty."),
        ("role = 1", "", "role: Write a title in quotes"),
        ("role = data analyst", ":1:8", 'Put text in quotes, such as "data analyst".'),
        ("Role = 'SWE'", "", "Role: No such key is known. Did you mean `role`?"),
        ("x = 1\n\n[experience]\na = 1", "", "Use: role, years, degree, certifications, skills."),
        ("years = 1\nyears = 2\n", ":2:10", "This key is given twice."),
        ("years = '3'", "", "years: Write a number from 0 to 60 without quotes"),
        ("years = true", "", "years: Write a number"),
        ("years = nan", "", "years: Write a number"),
        ("years = inf", "", "years: Write a number"),
        ("years = -1", "", "years: Write a number"),
        ("years = 60.5", "", "years: Write a number"),
        (f"years = {'9' * 400}", "", "years: Write a number"),
        (f"role = ''\nyears = {'9' * 5000}", "", "A number is too long."),
        (f"# {'9' * 5000}\nyears = -{'9' * 5000}", "", "A number is too long."),
        ("\n[skills]\nPython = [1,2", "", "The file ends too early"),
        ("skills = [\n  'SQL',\n  'Python',\n", "", "The file ends too early"),
        ("years = 1\nskills = [['SQL'], [\n", "", "The file ends too early"),
        ('years = 1\nrole = """data\nanalyst = 1\n', "", "The file ends too early"),
        ('"', "", "The file ends too early"),
        ("years = 1\nrole = '''data\nanalyst = 1\n", "", "The file ends too early"),
        ("years = 1\nrole =", "", "The file ends too early"),
        (f"x = {'[' * 20_000}", "", "nested too deeply"),
        ("degree = 5", "", "degree: Write its name in quotes"),
        (
            "degree = 'wizardry'",
            "",
            '"wizardry" is not a degree that we know. Use one of: "less than',
        ),
        ("degree = ''", "", '"" is not a degree that we know.'),
        ("skills = 'Python'", "", 'skills: Write a list of names, such as ["Python", "SQL"]'),
        ("skills = [1]", "", "skills: Write a list of names"),
        ("\nskills = [\n  'SQL',\n  7.5,\n]", "", "skills: Write a list of names"),
        ("skills = [\n  ['SQL',\n  'x'],\n]", "", "skills: Write a list of names"),
        ("[[skills]]\nname = 'x'", "", "skills: Write a list of names"),
        ("[skills]\nC++ = 'basic'", ":2:2", 'needs quotes: "C++"'),
        (
            "[skills]\nNode.js = 'basic'",
            "",
            "skills.Node: A name with a dot needs quotes, such as",
        ),
        ("[skills]\n\n'a b' = 3", "", 'skills.a b: "3" is not a level. Use one of: "basic"'),
        ("[skills]\nSQL = 'great'", "", 'skills.SQL: "great" is not a level.'),
        ("[skills]\nSQL = 'basic'\ndegree = 'x'", "", "must be above the line [skills]"),
        ("skills = []\n[skills]", ":2", "This table is given twice."),
        ("certifications = 'x'", "", "certifications: Write a list of names"),
        ("certifications = [[]]", "", "certifications: Write a list of names"),
        ("certifications = [ # all\n\n  {a = 'x'}]", "", "certifications: Write a list of names"),
        ("role = 'a\nb'", ":1", "A quoted text must end on its line."),
        ("x\0y", ":1:2", "This is not TOML"),
        (b"years = 1\n\xff", ":2", "The text is not in UTF-8."),
        ("years = 1".encode("utf-16"), ":1", "The text is not in UTF-8. Save the file as UTF-8."),
        (b"#" * (LARGEST_FILE + 1), "", "larger than 1 MB"),
        (f"skills = {['s'] * 10_000}", "", ""),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_what_cannot_be_understood(
    read: Reader, tmp_path: Path, text: str | bytes, where: str, said: str
) -> None:
    if not said:  # the same name ten thousand times is one name
        assert len(read(text).warnings) == 1
        return
    with pytest.raises(DataFileError) as caught:
        read(text)
    assert str(caught.value).startswith(f"{tmp_path}/me.toml{where}")
    assert said in str(caught.value)


@pytest.mark.parametrize("nothing", ["", "  "], ids=["empty", "blank"])
def test_a_file_without_a_name(graph: CareerGraph, nothing: str) -> None:
    with pytest.raises(UsageError, match=r"^The name of the file is empty\. Give one"):
        read_person(nothing, graph.catalog, graph.facts)


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("astronaut chef", 'role: No role is called "astronaut chef".'),
        ("engineer", 'role: "engineer" could be'),
        ("", "role: The role title is empty."),
    ],
)
def test_a_role_nobody_knows_is_a_warning_and_the_rest_counts(
    read: Reader, graph: CareerGraph, role: str, said: str
) -> None:
    person = read(f'\n\nrole = "{role}"\nyears = 3\nskills = ["SQL"]')
    (warning,) = (w.rpartition("me.toml")[2] for w in person.warnings)
    assert warning.startswith(f": {said}")
    assert warning.endswith(" The role, and 3 years in it, do not count.")
    sql = iri(graph, "SQL")
    assert person == Person(
        skills=frozenset({sql}), unknown_role=role, warnings=person.warnings, levels={sql: 2}
    )
    assert read(f'role = "{role}"').warnings[0].endswith(" The role does not count.")


def test_years_count_in_the_role_set_out_from_alone(read: Reader, graph: CareerGraph) -> None:
    analyst, engineer = (iri(graph, title, "role") for title in ("data analyst", "SWE"))
    person = read('role = "data analyst"\nyears = 1')
    assert unused_years(person, analyst, graph.catalog) is None
    assert unused_years(person, engineer, graph.catalog) == (
        "The profile says 1 year as Data Analyst; this route begins as Software Engineer, "
        "so they do not count."
    )
    for harmless in ('role = "data analyst"', "years = 1", 'role = "data analyst"\nyears = 0'):
        assert unused_years(read(harmless), engineer, graph.catalog) is None


def test_one_skill_with_two_levels_is_said(read: Reader, graph: CareerGraph) -> None:
    for text, levels in (
        ('[skills]\nPython = "expert"\n\npython = "basic"', ("expert", "basic")),
        ('[skills]\npython = "basic"\nPython = "EXPERT"', ("basic", "expert")),
    ):
        person = read(text)
        (warning,) = (w.rpartition("me.toml")[2] for w in person.warnings)
        first, second = ("Python", "python") if text[9] == "P" else ("python", "Python")
        assert warning == (
            f': Python is named 2 times: "{first}" is "{levels[0]}", '
            f'"{second}" is "{levels[1]}". The highest counts: "expert".'
        )
        assert person.skills == {iri(graph, "Python")}
        assert person.basic == frozenset()


def test_a_profile_of_an_earlier_version_is_read_and_what_changed_is_said(
    read: Reader, graph: CareerGraph
) -> None:
    old = '# how well you know it: "basic" (does not count yet), "working" or "expert".\n'
    person = read(f'{old}[skills]\nSQL = "basic"')
    assert person.basic == {iri(graph, "SQL")}
    (warning,) = person.warnings
    assert 'earlier version, in which "basic" did not count. Now it counts as level 1' in warning


@pytest.mark.parametrize("key", ["skills", "certifications"])
def test_ten_thousand_names_are_too_many(read: Reader, key: str) -> None:
    with pytest.raises(DataFileError, match=f"{key}: 10,000 names are too many"):
        read(f"{key} = {[f'name {number}' for number in range(10_000)]}")


@pytest.mark.parametrize("place", ["missing.toml", ".", "nul\0"], ids=["missing", "folder", "nul"])
def test_files_that_cannot_be_read(tmp_path: Path, graph: CareerGraph, place: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read_person(tmp_path / place, graph.catalog, graph.facts)
    reasons = ("There is no such file.", "This is a folder", "embedded null byte")
    assert any(reason in str(caught.value) for reason in reasons)


def test_unknown_names_are_warnings_and_the_rest_counts(read: Reader, graph: CareerGraph) -> None:
    text = """
certifications = [
  "AWS certified", "no such thing at all",
]
[skills]
SQL = "working"
"qqqq zzzz" = "working"
"data analytic" = "basic"
"" = "basic"
"""
    person = read(text)
    assert person.skills == {iri(graph, "SQL")}
    assert person.certifications == ()
    cut = [warning.rpartition("me.toml")[2] for warning in person.warnings]
    assert len(cut) == 5
    assert any(w.startswith(': No skill is called "qqqq zzzz".') for w in cut)
    assert any(w.startswith(": A skill has no name.") for w in cut)
    many = next(warning for warning in cut if '"AWS certified"' in warning)
    assert many.startswith(": ")
    assert many.partition("Did you mean")[2].count('"') == 6
    assert many.endswith("? It does not count.")


@pytest.mark.parametrize(
    "name", ["pyhton", "\u0420ython", "Pyth\u03bfn"], ids=["slip", "er", "omicron"]
)
def test_forgiven_letters_are_said(read: Reader, graph: CareerGraph, name: str) -> None:
    person = read(f'skills = ["{name}"]')
    assert person.skills == {iri(graph, "Python")}
    assert [w.partition(": ")[2] for w in person.warnings] == [f'Reading "{name}" as Python.']
    role = read('role = "data analist"')
    assert role.role == iri(graph, "data analyst", "role")
    assert 'Reading "data analist" as Data Analyst.' in role.warnings[0]


def test_other_forms_of_the_same_letters_need_no_warning(read: Reader) -> None:
    assert read('skills = ["\uff30\uff59thon", "PYTHON"]').warnings == ()


def test_names_are_understood_or_explained(graph: CareerGraph) -> None:
    assert understand_name(graph.catalog, "python", "skill") == (iri(graph, "Python"), "")
    found, note = understand_name(graph.catalog, "zzzz\x1b[31m", "skill")
    assert found is None
    assert note == 'No skill is called "zzzz [31m".'


def test_only_an_active_certification_attests(graph: CareerGraph) -> None:
    retired = "SELECT ?c WHERE { ?c cg:status cg:retired ; cg:validates ?skill } LIMIT 1"
    ((found,),) = graph.query(retired)
    assert attested_skills(str(found), graph.facts) == frozenset()


def test_every_template_is_read_back_without_a_warning(read: Reader, graph: CareerGraph) -> None:
    for entry in graph.catalog.entries:
        if entry.kind == "role":
            person = read(profile_template(graph.catalog, graph.facts, entry.iri))
            needs = [need for need in graph.needs.get(entry.iri, ()) if need.weight > 0]
            assert person.warnings == ()
            assert person.role == entry.iri
            assert person.skills == {n.skills[0] for n in needs if len(n.skills) == 1}


def test_a_template_filled_in_to_the_last_line_is_read(read: Reader, graph: CareerGraph) -> None:
    """Every example that is a comment counts when its # is deleted, alternatives included."""
    for title in ("machine learning engineer", "data analyst", None):
        text = profile_template(graph.catalog, graph.facts, title)
        lines = [
            line.replace("# ", "", 1)
            if line.strip().startswith(('# "', "# years", "# degree", "# role ="))
            else line
            for line in text.splitlines()
        ]
        person = read("\n".join(lines))
        assert person.warnings == ()
        assert person.years == 2
        assert person.degree is not None
        assert person.role is not None
        if title:
            needs = [need for need in graph.needs[person.role] if need.weight > 0]
            assert {skill for need in needs for skill in need.skills} <= person.skills
            assert person.certifications


def test_an_empty_template_says_nothing_yet(read: Reader, graph: CareerGraph) -> None:
    assert read(profile_template(graph.catalog, graph.facts)) == Person()


def test_a_template_for_nobody_knows_what(graph: CareerGraph) -> None:
    with pytest.raises(UnknownTitleError):
        profile_template(graph.catalog, graph.facts, "astronaut chef")


def test_names_that_are_not_clear_stand_as_iris() -> None:
    import rdflib

    from careergraph.graph import CareerGraph

    mine = rdflib.Graph().parse(
        format="turtle",
        data="""
        @prefix cg: <https://w3id.org/careergraph/ont#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:r> a cg:Role ; skos:prefLabel "Cook"@en .
        <urn:s1> a cg:Skill ; skos:prefLabel "cooking"@en .
        <urn:s2> a cg:Skill ; skos:prefLabel "cooking"@en .
        <urn:s3> a cg:Skill ; skos:prefLabel "say \\"hot\\" \\\\ "@en .
        <urn:n1> a cg:SkillRequirement ; cg:ofRole <urn:r> ; cg:skill <urn:s1> ;
          cg:necessity cg:essential ; cg:statedBy <urn:me> .
        <urn:n2> a cg:SkillRequirement ; cg:ofRole <urn:r> ; cg:skill <urn:s3> ;
          cg:necessity cg:essential ; cg:statedBy <urn:me> .
        """,
    )
    own = CareerGraph.from_graph(mine)
    text = profile_template(own.catalog, own.facts, "cook")
    assert '"urn:s1" = "working"' in text
    assert set(tomllib.loads(text)["skills"]) == {"urn:s1", 'say "hot" \\ '}
