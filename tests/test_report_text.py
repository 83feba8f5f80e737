"""The page of a route, word for word, on a route made by hand."""

from __future__ import annotations

from dataclasses import replace

from careergraph.model.holdings import Range
from careergraph.model.values import (
    Cost,
    Evidence,
    GraphInfo,
    MissingSkill,
    Named,
    PayBand,
    Route,
    Routes,
    Source,
    Step,
    StepExperience,
)
from careergraph.report.citations import Citations, currency_amount, medians_text, pay_text
from careergraph.report.layout import plain_text
from careergraph.report.pages.routes import routes_page

COOK, CHEF, OWNER = (Named(f"urn:{n}", n.capitalize()) for n in ("cook", "chef", "owner"))
BOOK = Source("urn:book", "The Book", "stated", "2020", "unknown", "The Book")
US = Source("urn:us", "US editors", "editorial", "2026", "CC BY", "us", "https://us.example/")
BAND = PayBand("US", "2025", "cooks", "USD", "P1Y", "urn:book", p10=30000, median=41000.5, p90=None)


def skill(name: str, necessity: str, *sources: str) -> MissingSkill:
    weight = {"core": 1.0, "supporting": 0.5}[necessity]
    return MissingSkill(f"urn:{name}", name, weight, necessity, sources)


KNIFE = replace(skill("knives", "core", "urn:book"), alternatives=(Named("urn:axe", "axes"),))
TO_CHEF = Step(
    source=COOK,
    target=CHEF,
    evidence=(
        Evidence(
            "urn:e1",
            "move",
            "stated",
            "urn:book",
            place="page 3",
            people=1200,
            share=0.25,
            median_months=24.0,
        ),
        Evidence("urn:e2", "move", "editorial", "urn:us"),
    ),
    missing_skills=(KNIFE, skill("menus", "supporting", "urn:book", "urn:us")),
    held=3,
    needed=5,
    gap=1.5,
    months_in_role=24.0,
    learning_hours=Range(80, 128),
    years=Range(2, 2),
    experience=StepExperience(Range(2, 2), "as Cook", ("urn:book",)),
    certifications=tuple(Named(f"urn:c{n}", f"Diploma {n}") for n in range(5)),
    pay=(BAND,),
)
TO_OWNER = Step(
    source=CHEF,
    target=OWNER,
    evidence=(Evidence("urn:e3", "promotion", "editorial", "urn:us"),),
    missing_skills=(skill("money", "core", "urn:us"),),
    held=4,
    needed=5,
    gap=1.0,
    months_in_role=None,
    learning_hours=Range(10, 20),
    years=Range(0.05, 0.1),
    pay=(BAND,),
)
ROUTE = Route(
    roles=(COOK, CHEF, OWNER),
    steps=(TO_CHEF, TO_OWNER),
    cost=Cost(
        "gap",
        2.5,
        2.5,
        1.5,
        hops=2,
        years=Range(2.05, 2.1),
        unknown_durations=1,
        unknown_likelihoods=1,
        learning_hours=Range(90, 148),
    ),
)


def routes(*found: Route) -> Routes:
    ends = found[0].roles[0], found[0].roles[-1]
    info = GraphInfo("1.0", "0123456789ab")
    return Routes(*ends, "gap", found, (BOOK, US), info, 4.0, formula="gap, least first")


EXPECTED = """\
From Cook to Owner
  route        Cook → Chef → Owner
  allowed?     we know of no licence or degree that you need; countries and
               employers differ
  possible?    at least 2 years: 90 to 150 hours of learning at 4 a week, 2
               years as a Cook, and at least a year in each role on the way
  learn first  knives, menus, money
  advisable?   we know of nothing that speaks for or against it
               pay now: unknown; then: $30,000 to unknown, median $41,000.50
               (cooks, US 2025) [1]
  how we know  Cook → Chef: stated by The Book [1], under "page 3"; ~our
               judgement agrees ~[2]
               Chef → Owner: ~our judgement that people get this promotion ~[2];
               no source states the move
  not known    the experience for 1 step; how many people take 1 of the 2 steps
  ranked by    gap, least first
"""

SHORT_END = """
Sources (~ editorial: our judgement, no outside source)
  [1]  The Book (stated, 2020)
  [2]  US editors (editorial, 2026)

--full shows each step, its evidence and every source.
Graph 1.0, 0123456789ab.
"""

EACH_STEP = """
1. Cook → Chef
  evidence      move, stated [1]: 25.0% of moves from there, 1,200 people, under
                "page 3"
                move, editorial ~[2]
  held          3 of the 5 items asked for
  to learn      2 items (total gap 1.5), largest first
    core        knives (or axes) [1]
    supporting  menus [1]~[2]
  credentials   Diploma 0, Diploma 1, Diploma 2 and 2 more
  resources     unknown
  degree        unknown
  pay           median $41,000.50 a year, P10 $30,000 to P90 unknown; US 2025,
                cooks [1]
  learning      80 to 130 hours at 4 a week
  experience    2 years as a Cook [1]
  time          2 years

2. Chef → Owner
  evidence     promotion, editorial ~[2]
  held         4 of the 5 items asked for
  to learn     1 item (gap 1.0)
    core       money ~[2]
  credentials  unknown
  resources    unknown
  degree       unknown
  pay          as in step 1: the same occupation, no band of its own
  learning     10 to 20 hours at 4 a week
  experience   we don't know how much the step takes
  time         2 to 5 weeks

Total: 2 steps; 90 to 150 hours of learning at 4 a week; gap 2.5 (hardest step
1.5); at least 2 years.

Sources (~ editorial: our judgement, no outside source)
  [1]  The Book (stated, 2020)
  [2]  US editors (editorial, 2026)
       https://us.example/

Notes
Gap: each missing item counts 1 if it is core and half if it is supporting,
times the missing share of the level asked for. What you probably hold counts
half.
Graph 1.0, 0123456789ab.
"""


def replaced(step: Step, **changes: object) -> str:
    """Return the full page of a route of one step, with parts of it changed."""
    changed = replace(step, **changes)
    cost = replace(ROUTE.cost, hops=1, years=changed.years)
    route = Route((changed.source, changed.target), (changed,), cost)
    return plain_text(routes_page(routes(route), full=True), 200)


def test_the_page_of_one_route() -> None:
    assert plain_text(routes_page(routes(ROUTE))) == EXPECTED + SHORT_END
    assert plain_text(routes_page(routes(ROUTE), full=True)) == EXPECTED + EACH_STEP


def test_several_routes_are_compared_first() -> None:
    short = Route((COOK, OWNER), (replace(TO_OWNER, source=COOK),), replace(ROUTE.cost, hops=1))
    found = routes(ROUTE, short)
    rows = [line.split("  ") for line in plain_text(routes_page(found), 100).splitlines()[3:5]]
    assert [row[1:3] for row in rows] == [["1", "Cook → Chef → Owner"], ["2", "Cook → Owner"]]
    page = plain_text(routes_page(found, full=True), 100)
    assert "\nROUTE 2: Cook → Owner\n" in page
    assert "ROUTE" not in plain_text(routes_page(found, number=2), 100)


def test_what_nobody_says_is_unknown() -> None:
    nothing = {"needed": 0, "held": 0, "missing_skills": (), "pay": (), "gap": 0.0}
    page = replaced(TO_OWNER, **nothing, years=Range(), learning_hours=Range())
    assert "to learn    unknown: no source lists the requirements of Owner" in page
    assert "learn first  unknown: no source lists the requirements of a role on the route" in page
    assert "pay         unknown" in page
    assert "pay now: unknown; then: unknown" in page
    assert "the pay there" in page
    assert "possible?    how long is unknown: " in page
    assert "nothing more to learn" not in page


def test_time_is_not_said_to_be_none_where_a_profile_is_unknown() -> None:
    step = replace(TO_OWNER, needed=0, held=0, missing_skills=(), years=Range())
    cost = replace(ROUTE.cost, hops=1, years=Range(), unknown_durations=0, learning_hours=Range())
    page = plain_text(routes_page(routes(Route((CHEF, OWNER), (step,), cost))), 200)
    assert "nothing more to learn" not in page
    assert "no time" not in page
    assert "(no source lists the requirements of a role on the route)" in page


def test_a_step_without_anything_to_learn() -> None:
    page = replaced(TO_OWNER, held=5, missing_skills=(), gap=0.0, learning_hours=Range())
    assert "to learn    nothing for certain" in page
    assert "credentials" not in page


def test_more_than_twelve_skills_are_counted_unless_wanted() -> None:
    many = tuple(skill(f"skill {n:02}", "core", "urn:us") for n in range(15))
    step = replace(TO_OWNER, missing_skills=many, held=0, needed=15)
    found = routes(replace(ROUTE, steps=(step,)))
    page = plain_text(routes_page(found, full=True))
    assert "3 core (--all-skills names them)" in page
    assert "skill 12" not in page
    everything = plain_text(routes_page(found, full=True, all_skills=True))
    assert all(f"skill {n:02}" in " ".join(everything.split()) for n in range(15))
    assert "--all-skills" not in everything


def test_a_regulated_profession_names_its_licence_where_it_is_known() -> None:
    assert "\n  licence" not in replaced(TO_OWNER, regulated=False)
    unknown = replaced(TO_OWNER, regulated=True)
    assert "  licence" in unknown
    assert "~a regulated profession: " in unknown
    assert "this graph does not know which" in " ".join(unknown.split())
    known = " ".join(replaced(TO_OWNER, regulated=True, licence="Utopia: a permit").split())
    assert "the law requires a licence in many places. Utopia: a permit" in known
    assert "does not know" not in known


def test_citations_are_numbered_in_order_and_once() -> None:
    cite = Citations([BOOK, US])
    assert cite.mark(["urn:us", "urn:book", "urn:us"]) == "[1]~[2]"
    assert cite.mark(["urn:stranger"]) == ""


def test_amounts_and_bands() -> None:
    assert currency_amount(1234567, "EUR") == "€1,234,567"
    assert currency_amount(9.5, "SEK") == "SEK 9.50"
    assert pay_text(BAND) == (
        "median $41,000.50 a year, P10 $30,000 to P90 unknown; US 2025, cooks"
    )


def test_medians_are_never_mixed_across_countries() -> None:
    german = replace(BAND, country="DE", currency="EUR", median=40000)
    other = replace(BAND, median=50000)
    assert medians_text([BAND, german, other]) == (
        "median $41,000.50 to $50,000 a year (US 2025, in 2 occupations); "
        "median €40,000 a year (DE 2025)"
    )
    assert medians_text([replace(BAND, median=None)]) == "unknown"
