"""The page of a route, word for word, on a route made by hand."""

from __future__ import annotations

from dataclasses import replace

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
)
from careergraph.report.citations import Citations, currency_amount, medians_text, pay_text
from careergraph.report.layout import plain_text
from careergraph.report.pages.routes import routes_page

COOK, CHEF, OWNER = (Named(f"urn:{n}", n.capitalize()) for n in ("cook", "chef", "owner"))
BOOK = Source("urn:book", "The Book", "stated", "2020", "unknown", "The Book")
US = Source("urn:us", "US editors", "editorial", "2026", "CC BY", "us", "https://us.example/")
BAND = PayBand("US", "2025", "cooks", "USD", "P1Y", "urn:book", p10=30000, median=41000.5, p90=None)


def skill(name: str, necessity: str, *sources: str) -> MissingSkill:
    weight = {"essential": 1.0, "recommended": 0.6}[necessity]
    return MissingSkill(f"urn:{name}", name, weight, necessity, sources)


KNIFE = replace(skill("knives", "essential", "urn:book"), alternatives=(Named("urn:axe", "axes"),))
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
    missing_skills=(KNIFE, skill("menus", "recommended", "urn:book", "urn:us")),
    held=3,
    needed=5,
    gap=1.6,
    months_in_role=24.0,
    learning_hours=104.0,
    years=2.0,
    certifications=tuple(Named(f"urn:c{n}", f"Diploma {n}") for n in range(5)),
    pay=(BAND,),
)
TO_OWNER = Step(
    source=CHEF,
    target=OWNER,
    evidence=(Evidence("urn:e3", "promotion", "editorial", "urn:us"),),
    missing_skills=(skill("money", "essential", "urn:us"),),
    held=4,
    needed=5,
    gap=1.0,
    months_in_role=None,
    learning_hours=None,
    years=0.0,
    pay=(BAND,),
)
ROUTE = Route(
    roles=(COOK, CHEF, OWNER),
    steps=(TO_CHEF, TO_OWNER),
    cost=Cost("gap", 2.6, 2.6, 1.6, hops=2, years=2.0, unknown_durations=1),
)


def routes(*found: Route) -> Routes:
    ends = found[0].roles[0], found[0].roles[-1]
    return Routes(*ends, "gap", found, (BOOK, US), GraphInfo("1.0", "0123456789ab"), 4.0)


EXPECTED = """\
From Cook to Owner
  route       Cook → Chef → Owner
  steps       2: 1 move (stated), 1 promotion (~editorial)
  to learn    3 skills (2 essential, 1 recommended), ~104 hours; 1 by editorial
              judgement alone (~)
  begin with  knives, menus, money
  time        at least ~2.0 years, learning 4 hours a week; usual time in the
              role left unknown for 1 of 2
  pay there   median $41,000.50 a year (US 2025) [1]
  chosen by   gap: the importance-weighted skills to learn on the way, least
              first

1. Cook → Chef
  evidence       move, stated [1]: 1,200 people, 25.0% of moves from there,
                 under "page 3"
                 move, editorial ~[2]
  held           3 of the 5 skills asked for
  to learn       2 skills, gap 1.6, most important first
    essential    knives (or axes) [1]
    recommended  menus [1]~[2]
  credentials    Diploma 0, Diploma 1, Diploma 2 and 2 more
  resources      unknown
  degree         unknown
  pay            median $41,000.50 a year, P10 $30,000 to P90 unknown; US 2025,
                 cooks [1]
  time           ~104 hours of learning, ~0.5 years at 4 a week; 24 months in
                 the role left (median) [1]

2. Chef → Owner
  evidence     promotion, editorial ~[2]
  held         4 of the 5 skills asked for
  to learn     1 skill, gap 1
    essential  money ~[2]
  credentials  unknown
  resources    unknown
  degree       unknown
  pay          as in step 1: the same occupation, no band of its own
  time         hours of learning unknown; usual time in the role left unknown

Total: 2 steps; 3 skills to learn, gap 2.6 (hardest step 1.6); at least ~2.0
years; 1 of 2 durations unknown.

Sources (~ editorial: our judgement, no outside source)
  [1]  The Book (stated, 2020)
  [2]  US editors (editorial, 2026)
       https://us.example/

Notes
Gap: an essential skill weighs 1, a recommended one 0.6, an optional one
nothing. What one step teaches is held at the next. Hours of learning (~) are
our editorial estimate. Pay is that of the whole occupation, never of one rung.
Graph 1.0, 0123456789ab.
"""


def replaced(step: Step, **changes: object) -> str:
    """Return the page of a route of one step, with parts of it changed."""
    changed = replace(step, **changes)
    cost = replace(ROUTE.cost, hops=1)
    route = Route((changed.source, changed.target), (changed,), cost)
    return plain_text(routes_page(routes(route)), 200)


def test_the_page_of_one_route() -> None:
    assert plain_text(routes_page(routes(ROUTE))) == EXPECTED


def test_several_routes_are_compared_first() -> None:
    short = Route((COOK, OWNER), (replace(TO_OWNER, source=COOK),), replace(ROUTE.cost, hops=1))
    page = plain_text(routes_page(routes(ROUTE, short)), 100)
    glance = page.partition("\n\n")[0]
    assert [line.split("  ")[1].strip() for line in glance.splitlines()[3:5]] == ["1", "2"]
    assert "Cook → Chef → Owner" in glance
    assert "\nROUTE 2: Cook → Owner\n" in page


def test_what_nobody_says_is_unknown() -> None:
    page = replaced(TO_OWNER, needed=0, held=0, missing_skills=(), pay=(), gap=0.0)
    assert "to learn  unknown: no source says what Owner asks for" in page
    assert "pay       unknown" in page
    assert "pay there  unknown" in page


def test_a_step_without_anything_to_learn() -> None:
    page = replaced(TO_OWNER, held=5, missing_skills=(), gap=0.0, learning_hours=0.0)
    assert "to learn  nothing more" in page
    assert "credentials" not in page


def test_more_than_twelve_skills_are_counted_unless_wanted() -> None:
    many = tuple(skill(f"skill {n:02}", "essential", "urn:us") for n in range(15))
    step = replace(TO_OWNER, missing_skills=many, held=0, needed=15)
    found = routes(replace(ROUTE, steps=(step,)))
    page = plain_text(routes_page(found))
    assert "3 essential (--all-skills names them)" in page
    assert "skill 12" not in page
    everything = plain_text(routes_page(found, all_skills=True))
    assert all(f"skill {n:02}" in " ".join(everything.split()) for n in range(15))
    assert "--all-skills" not in everything


def test_a_skill_that_meets_two_needs_is_explained() -> None:
    page = replaced(TO_CHEF, held=2)
    assert "2 skills (they meet all 3), gap 1.6" in page


def test_a_regulated_profession_names_its_licence_where_it_is_known() -> None:
    assert "licence" not in replaced(TO_OWNER, regulated=False)
    unknown = replaced(TO_OWNER, regulated=True)
    assert "  licence" in unknown
    assert "~a regulated profession: " in unknown
    assert "this graph does not know it" in " ".join(unknown.split())
    known = " ".join(replaced(TO_OWNER, regulated=True, licence="Utopia: a permit").split())
    assert "the law asks for a licence in many places. Utopia: a permit" in known
    assert "does not know" not in known


def test_a_level_is_no_move_and_names_its_source() -> None:
    level = Evidence("urn:l", "level", "editorial", "urn:us")
    page = replaced(TO_OWNER, evidence=(level,), missing_skills=())
    assert "level, editorial ~[2]" in page
    assert "Chef is a level of Owner: nothing to learn, no time" in page


def test_citations_are_numbered_in_order_and_once() -> None:
    cite = Citations([BOOK, US])
    assert cite.mark(["urn:us", "urn:book", "urn:us"]) == "[1]~[2]"
    assert cite.mark(["urn:stranger"]) == ""
    assert cite.is_editorial(["urn:us"])
    assert not cite.is_editorial(["urn:us", "urn:book"])
    assert not cite.is_editorial([])


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
