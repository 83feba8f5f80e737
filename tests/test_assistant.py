"""The tools for assistants, as the official client of the protocol calls them."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from careergraph.server.assistant import TOOLS
from command_line import SCRIPT, careergraph, environment
from event_loop import run_coroutine

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_app import WebApp

pytestmark = pytest.mark.server
mcp = pytest.importorskip("mcp")

CALLS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("search", {"text": "vision"}, ["search", "vision"]),
    ("role", {"title": "senior swe"}, ["role", "senior", "swe"]),
    (
        "route",
        {"from": "data analyst", "to": "MLE", "have": ["Python:expert"], "hours_per_week": 12},
        ["path", "data analyst", "MLE", "--have", "Python:expert", "--hours-per-week", "12"],
    ),
    ("gap", {"from": "SWE", "to": "MLE"}, ["gap", "SWE", "MLE"]),
    ("plan", {"from": "SWE", "to": "MLE"}, ["plan", "SWE", "MLE"]),
    ("next", {"title": "data analyst", "limit": 3}, ["next", "data analyst", "-n", "3"]),
    ("why", {"from": "SWE", "to": "MLE"}, ["why", "SWE", "MLE"]),
]
"""One call of each tool, and the command that answers the same."""


async def _check_tools(client: Any) -> None:  # noqa: ANN401 (the client of the protocol)
    tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == list(TOOLS)
    assert all(tool.annotations.read_only_hint for tool in tools)
    for name, arguments, command in CALLS:
        result = await client.call_tool(name, arguments)
        assert not result.is_error, result.content[0].text
        printed = careergraph(*command, "--format", "json").stdout
        assert result.structured_content == json.loads(printed), name
        if name == "why":
            assert all(one["source"] for one in result.structured_content["statements"])
        elif name != "search":
            assert result.structured_content["sources"]
        printed_sources = "~[1]" if name == "plan" else "\nSources"
        assert name == "search" or printed_sources in result.content[0].text
        assert not re.search(r"(?<![\w-])--?[a-z]+\b", result.content[0].text)
    failed = await client.call_tool("route", {"from": "SWE", "to": "astronaut chef"})
    assert failed.is_error
    assert 'No role is called "astronaut chef"' in failed.content[0].text
    failed = await client.call_tool("route", {"to": "MLE", "colour": "red"})
    assert failed.is_error
    for wrong, text in (
        ({"from": "SWE", "to": "MLE", "years": 99}, "`years` is 99;"),
        ({"from": "SWE", "to": "lead MLE", "max_years": 0.1}, "with `max_years` "),
        ({"from": "data analyst", "to": "SWE", "max_steps": 0}, "`max_steps` is "),
        ({"from": {"name": "SWE"}, "to": "MLE"}, "`from` is neither a text"),
        ({"from": "SWE", "to": "MLE", "have": [["SQL"]]}, "`have` is neither a text"),
    ):
        failed = await client.call_tool("route", wrong)
        assert failed.is_error
        assert text in failed.content[0].text
        assert "--" not in failed.content[0].text
    failed = await client.call_tool("why", {"from": "data analyst", "to": "pediatric surgeons"})
    assert "`route`" in failed.content[0].text


def _run(connect: Callable[[], Any]) -> None:
    async def talk() -> None:
        async with connect() as client:
            await _check_tools(client)

    run_coroutine(talk)


def test_tools_over_http_answer_as_the_commands_do(web_app: WebApp) -> None:
    _run(lambda: mcp.Client(f"{web_app.url}/mcp"))


def test_tools_over_stdio_answer_as_the_commands_do() -> None:
    parameters = mcp.StdioServerParameters(
        command=sys.executable, args=["-W", "error", "-c", SCRIPT, "mcp"], env=environment()
    )
    _run(lambda: mcp.Client(parameters))


def test_pages_of_other_sites_cannot_use_it(web_app: WebApp) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = web_app.client.post(
        "/mcp",
        json=call,
        headers={"Origin": "https://evil.example", "Accept": "application/json, text/event-stream"},
    )
    assert answer.status_code == 403
