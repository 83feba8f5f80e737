"""`/api/v1` gives what the commands print, and describes itself."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING

import pytest

from careergraph.errors import UsageError
from careergraph.server.questions import QUESTIONS, read_parameters
from careergraph.server.service import _while_connected
from command_line import careergraph
from event_loop import run_coroutine

if TYPE_CHECKING:
    from careergraph.store.worker_pool import Reply
    from web_app import WebApp

pytestmark = pytest.mark.server

SAME = [
    (
        "path",
        {"from": "SWE", "to": "lead ML engineer", "k": 3},
        ["SWE", "lead ML engineer", "-k", "3"],
    ),
    (
        "path",
        {
            "from": "data analyst",
            "to": "MLE",
            "have": ["Python:expert", "SQL"],
            "lack": "Excel",
            "degree": "BSc physics",
            "years": 2,
            "hours_per_week": 15,
            "avoid": "data scientist",
            "max_years": 9,
        },
        [
            *("data-analyst", "MLE", "--have", "Python:expert", "--have", "SQL", "--lack", "Excel"),
            *("--degree", "BSc physics", "--years", "2", "--hours-per-week", "15"),
            *("--avoid", "data scientist", "--max-years", "9"),
        ],
    ),
    ("path", {"to": "data analyst", "have": "SQL"}, ["--have", "SQL", "--to", "data analyst"]),
    ("plan", {"from": "data analyst", "to": "data scientist"}, ["data analyst", "data scientist"]),
    ("gap", {"from": "data analyst", "to": "data scientist"}, ["data analyst", "data scientist"]),
    ("role", {"title": "senior swe"}, ["senior", "swe"]),
    ("why", {"from": "SWE", "to": "MLE"}, ["SWE", "MLE"]),
    ("next", {"title": "data analyst", "have": "Python"}, ["data analyst", "--have", "Python"]),
    ("feeders", {"title": "data scientist", "limit": 3}, ["data scientist", "-n", "3"]),
    ("reach", {"title": "SWE", "max_years": 2}, ["SWE", "--max-years", "2"]),
    ("compare", {"role": ["SWE", "MLE"]}, ["SWE", "MLE"]),
    ("held", {"title": "data analyst"}, ["data analyst"]),
    ("bridges", {"title": "data analyst", "limit": 3}, ["data analyst", "-n", "3"]),
    ("search", {"text": "vision"}, ["vision"]),
    ("info", {}, []),
]
"""Questions as an address and as a command ask them."""


@pytest.mark.parametrize(
    ("name", "parameters", "arguments"), SAME, ids=lambda value: str(value)[:30]
)
def test_it_prints_what_the_command_prints(
    web_app: WebApp, name: str, parameters: dict[str, object], arguments: list[str]
) -> None:
    answer = web_app.client.get(f"/api/v1/{name}", params=parameters)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == careergraph(name, *arguments, "--format", "json").stdout


def test_a_page_of_text_can_be_had(web_app: WebApp) -> None:
    answer = web_app.client.get(
        "/api/v1/why", params={"from": "SWE", "to": "MLE"}, headers={"Accept": "text/plain"}
    )
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == careergraph("why", "SWE", "MLE").stdout


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("path?from=SWE", 400, "UsageError"),
        ("path?to=SWE", 400, "UsageError"),
        ("path?from=SWE&to=MLE&colour=red", 400, "UsageError"),
        ("path?from=SWE&to=MLE&k=0", 400, "UsageError"),
        ("path?from=SWE&to=MLE&max_years=soon", 400, "UsageError"),
        ("path?from=SWE&to=SWE", 400, "SameRoleError"),
        ("path?from=SWE&to=astronaut%20chef", 404, "UnknownTitleError"),
        ("path?from=SWE&to=engineer", 409, "AmbiguousTitleError"),
        ("path?from=SWE&to=lead%20MLE&max_years=0.1", 404, "NoRouteError"),
        ("role?title=%00", 400, "EmptyTitleError"),
        ("compare?role=SWE", 400, "UsageError"),
        ("nonsense", 404, "UnknownQuestion"),
        ("", 404, "UnknownQuestion"),
        ("path/more", 404, "UnknownQuestion"),
        ("path?from=SWE&to=MLE&k=100", 400, "UsageError"),
    ],
)
def test_errors_say_what_to_do(web_app: WebApp, path: str, status: int, kind: str) -> None:
    answer = web_app.client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.json()["error"]["kind"] == kind
    assert answer.json()["error"]["message"]


def test_what_opens_a_route_is_in_the_error(web_app: WebApp) -> None:
    asked = {"from": "SWE", "to": "lead MLE", "max_years": 0.1, "avoid": "MLE"}
    error = web_app.client.get("/api/v1/path", params=asked).json()["error"]
    done = careergraph("path", "SWE", "lead MLE", "--max-years", "0.1", "--avoid", "MLE")
    printed = done.stderr.replace("--max-years", "`max_years`").replace("--avoid", "`avoid`")
    assert printed == f"Error: {error['message']}\n"
    for text in error["details"]["relaxations"]:
        assert text in error["message"]


def test_only_asking_is_allowed(web_app: WebApp) -> None:
    assert web_app.client.post("/api/v1/info").status_code == 405


def test_other_sites_cannot_read_answers(web_app: WebApp) -> None:
    answer = web_app.client.get("/api/v1/info", headers={"Origin": "https://example.org"})
    assert "access-control-allow-origin" not in answer.headers


def test_the_description_names_every_question(web_app: WebApp) -> None:
    description = web_app.client.get("/api/v1/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) == {f"/{name}" for name in QUESTIONS}
    path = {one["name"]: one for one in description["paths"]["/path"]["get"]["parameters"]}
    assert path["to"]["required"] is True
    assert path["have"]["schema"]["items"] == {"type": "string", "maxLength": 400}
    assert path["hours_per_week"]["schema"]["default"] == 8


BOUNDS = {
    ("path", "hours_per_week"): {"minimum": 0.01, "maximum": 168},
    ("path", "years"): {"minimum": 0, "maximum": 60},
    ("path", "max_years"): {"exclusiveMinimum": 0, "maximum": 80},
    ("path", "change_cost"): {"minimum": 0, "maximum": 10_000},
    ("path", "min_pay"): {"exclusiveMinimum": 0, "maximum": 10**9},
    ("path", "max_steps"): {"minimum": 1, "maximum": 50},
    ("path", "k"): {"minimum": 1, "maximum": 20},
    ("lanes", "k"): {"minimum": 1, "maximum": 20},
    ("reach", "max_years"): {"exclusiveMinimum": 0, "maximum": 80},
    ("next", "limit"): {"minimum": 1, "maximum": 1000},
}


def test_the_description_has_the_bounds_of_every_number(web_app: WebApp) -> None:
    description = web_app.client.get("/api/v1/openapi.json").json()
    seen = {}
    for name in QUESTIONS:
        for parameter in description["paths"][f"/{name}"]["get"]["parameters"]:
            schema = parameter["schema"]
            if schema["type"] in {"number", "integer"}:
                names = {"minimum", "exclusiveMinimum", "maximum"} & schema.keys()
                seen[name, parameter["name"]] = {bound: schema[bound] for bound in names}
    assert all(len(bounds) == 2 for bounds in seen.values())
    assert {place: seen[place] for place in BOUNDS} == BOUNDS


@pytest.mark.parametrize(("question", "name"), BOUNDS)
def test_the_bounds_are_those_of_the_checks(question: str, name: str) -> None:
    """What lies within is read; what lies beyond is refused by the name that was sent."""
    asked = QUESTIONS[question]
    needed = {one.name: ["x"] for one in asked.parameters if one.is_required}
    bounds = BOUNDS[question, name]
    for value in (bounds.get("minimum", 0.001), bounds["maximum"]):
        assert read_parameters(asked, {**needed, name: [str(value)]})[name] == value
    for value in (bounds.get("minimum", 1) - 1, bounds["maximum"] + 1):
        with pytest.raises(UsageError, match=f"^`{name}` is "):
            read_parameters(asked, {**needed, name: [str(value)]})


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("path?from=SWE&to=MLE&years=99", ["years"]),
        ("path?from=SWE&to=MLE&hours_per_week=0", ["hours_per_week"]),
        ("path?from=SWE&to=MLE&avoid=data%20scientist&via=data%20scientist", ["via", "avoid"]),
        ("path?from=SWE&to=MLE&have=SQL&lack=SQL", ["have", "lack"]),
        ("path?from=SWE&to=MLE&max_steps=99", ["max_steps"]),
        ("path?from=SWE&to=lead%20MLE&max_steps=1&max_years=0.1", []),
        ("path?from=SWE&to=lead%20MLE&max_steps=1&avoid=MLE", []),
        ("path?from=SWE&to=data%20scientist&min_pay=900000", ["min_pay"]),
        ("path?from=accountant&to=MLE&only=related", []),
        ("path?to=MLE", ["from", "have"]),
        ("path?from=SWE", ["to"]),
        ("reach?title=SWE&max_years=0", ["max_years"]),
        ("reach?limit=5", ["title", "have"]),
        ("role?title=zzzz%20qqqq", ["search"]),
        ("role?title=", []),
        ("gap?from=SWE&to=SWE", ["role"]),
        ("why?from=data%20analyst&to=pediatric%20surgeons", ["path"]),
        ("plan?from=SWE&to=MLE&start=soon", ["start"]),
        ("plan?from=SWE&to=MLE&start=1999-01-01", []),
        ("path?from=SWE&to=MLE&degree=zzz", []),
        ("path?from=SWE&to=MLE&area=nowhere", []),
        ("path?from=SWE&to=MLE&licence=zzzz%20qqqq", ["search"]),
    ],
)
def test_messages_name_what_was_sent(web_app: WebApp, path: str, names: list[str]) -> None:
    error = web_app.client.get(f"/api/v1/{path}").json()["error"]
    for text in (error["message"], json.dumps(error["details"])):
        assert "--" not in text
        assert not re.search(rf"careergraph ({'|'.join(QUESTIONS)})\b", text)
    for name in names:
        assert f"`{name}`" in error["message"]


@pytest.mark.parametrize("accept", ["text/plain", "application/vnd.careergraph.page+json"])
@pytest.mark.parametrize(("name", "parameters", "_"), SAME, ids=lambda value: str(value)[:30])
def test_pages_name_no_option(
    web_app: WebApp, name: str, parameters: dict[str, object], _: object, accept: str
) -> None:
    answer = web_app.client.get(
        f"/api/v1/{name}",
        params=parameters,  # type: ignore[arg-type]
        headers={"Accept": accept},
    )
    assert answer.status_code == 200
    assert not re.search(r"(?<![\w-])--[a-z]", answer.text)


def test_own_words_name_what_they_name(web_app: WebApp) -> None:
    text = "I am a data analyst. I use SQL, Python and R; I will go and lead a team."
    answer = web_app.client.get("/api/v1/understand", params={"words": text}).json()
    assert [one["thing"]["label"] for one in answer["roles"]] == ["Data Analyst"]
    assert [one["thing"]["label"] for one in answer["skills"]][:3] == ["SQL", "Python", "R"]


def test_what_own_words_deny_or_wish_for_is_not_what_someone_is(web_app: WebApp) -> None:
    text = (
        "I work as a store manager. I use Excel and SQL, but I don’t know Python, R or Java. "
        "I want to become a data analyst, and I'd like to learn Power BI."
    )
    answer = web_app.client.get("/api/v1/understand", params={"words": text}).json()
    named = {
        name: [one["thing"]["label"] for one in answer[name]]
        for name in ("roles", "skills", "lacked", "wanted")
    }
    assert named == {
        "roles": ["First-Line Supervisors of Retail Sales Workers"],
        "skills": ["Microsoft Excel", "SQL"],
        "lacked": ["Python", "R", "Java"],
        "wanted": ["Data Analyst"],
    }


def test_lanes_say_how_names_were_read_as_the_command_does(web_app: WebApp) -> None:
    asked = {"from": "teacher", "to": "UX designer", "have": ["Pyhton", "SQL"], "k": 1}
    notes = web_app.client.get("/api/v1/lanes", params=asked).json()["notes"]
    done = careergraph("path", "teacher", "UX designer", "--have", "Pyhton", "--have", "SQL")
    assert notes
    assert set(notes) == set(done.stderr.splitlines())


def test_years_that_do_not_count_are_those_of_the_first_route(web_app: WebApp) -> None:
    asked = {"from": "retail manager", "to": "data analyst", "years": 6}
    answer = web_app.client.get("/api/v1/lanes", params=asked).json()
    for route, lane in zip(answer["answer"]["routes"], answer["lanes"], strict=True):
        rows = [row for block in lane["summary"] for row in block.get("fields", ())]
        for name, text in rows:
            if name == "your years" and len(route["roles"]) > 2:
                assert f"the step to {route['roles'][1]['label']} takes" in text


def test_every_parameter_has_a_meaning_and_is_read() -> None:
    samples = {"text": "SWE", "texts": "SWE", "number": "2", "count": "2", "flag": "true"}
    for question in QUESTIONS.values():
        given = {
            parameter.name: [parameter.choices[0] if parameter.choices else samples[parameter.kind]]
            for parameter in question.parameters
        }
        values = read_parameters(question, given)
        assert set(values) == set(given)
        assert json.dumps(values)
        assert all(parameter.meaning.endswith(".") for parameter in question.parameters)


def test_a_body_that_is_too_slow_ends_the_question_with_its_own_error() -> None:
    ended = []

    async def search() -> Reply:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("search")
            raise
        raise AssertionError

    async def receive() -> dict[str, object]:
        await asyncio.sleep(0)
        raise TimeoutError

    with pytest.raises(TimeoutError):
        run_coroutine(lambda: _while_connected(search(), receive))
    assert ended == ["search"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/docs", 404), ("GET", "/api", 404), ("POST", "/", 405)],
)
def test_a_wrong_address_is_told_the_right_ones(
    web_app: WebApp, method: str, address: str, status: int
) -> None:
    answer = web_app.client.request(method, address)
    assert answer.status_code == status
    assert "/api/v1/openapi.json" in answer.json()["error"]["message"]


def test_no_text_names_an_option_of_the_command(web_app: WebApp) -> None:
    for question in ("next", "feeders", "reach", "bridges"):
        text = web_app.client.get(
            f"/api/v1/{question}",
            params={"title": "software engineer", "limit": 2},
            headers={"Accept": "text/plain"},
        ).text
        assert "`limit` " in text
        assert re.search(r"(?<!\S)\(?-\w", text) is None
