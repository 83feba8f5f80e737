"""Tools for assistants: a server of the Model Context Protocol, over HTTP and over stdio.

References
----------
Model Context Protocol, https://modelcontextprotocol.io/specification
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from careergraph.server.api import parameter_schema
from careergraph.server.guard import is_own_host
from careergraph.server.questions import QUESTIONS
from careergraph.store.worker_pool import JobError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping

    from mcp.server.lowlevel import Server
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.types import Receive, Scope, Send

    from careergraph.server.service import Service

__all__ = ["TOOLS", "AssistantApp", "make_server", "serve_stdio"]

TOOLS: Final = {
    "search": "search",
    "role": "role",
    "route": "path",
    "gap": "gap",
    "plan": "plan",
    "next": "next",
    "why": "why",
}
"""The question behind each tool."""
_INSTRUCTIONS: Final = (
    "careergraph answers from a sourced graph of careers. Titles are understood as people type "
    "them. Each answer lists its sources: cite them. A figure marked ~ is editorial, and what is "
    "unknown is said to be unknown: do not fill it in."
)


def make_server(service: Service) -> Server[Any]:
    """Return a protocol server whose tools ask a service."""
    import mcp_types as types
    from mcp.server.lowlevel import Server

    async def list_tools(_context: object, _page: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_describe_tool(name) for name in TOOLS])

    async def call_tool(
        _context: object, call: types.CallToolRequestParams
    ) -> types.CallToolResult:
        text, data = "", None
        try:
            text, data = await _ask(service, call.name, call.arguments or {})
        except JobError as error:
            text = _name_tools(str(error))
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)],
            structured_content=data,
            is_error=data is None,
        )

    from importlib.metadata import version

    return Server(
        "careergraph",
        title="careergraph",
        version=version("careergraph"),
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _describe_tool(name: str) -> Any:  # noqa: ANN401 (a tool of the protocol)
    import mcp_types as types

    question = QUESTIONS[TOOLS[name]]
    schema = {
        "type": "object",
        "properties": {
            parameter.name: {**parameter_schema(parameter), "description": parameter.meaning}
            for parameter in question.parameters
        },
        "required": [one.name for one in question.parameters if one.is_required],
        "additionalProperties": False,
    }
    return types.Tool(
        name=name,
        description=question.summary,
        input_schema=schema,
        annotations=types.ToolAnnotations(
            read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


async def _ask(
    service: Service, tool: str, arguments: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Return the answer of a tool as text with its sources, and as JSON."""
    if tool not in TOOLS:
        raise JobError(
            kind="UnknownTool", message=f"There is no such tool. Use one of: {', '.join(TOOLS)}."
        )
    given = {name: _as_texts(name, value) for name, value in arguments.items() if value is not None}
    reply = await service.answer(TOOLS[tool], given, ("json", "text"))
    with reply.body:
        data, text = (reply.body.read(length).decode() for length in reply.head["lengths"])
    return _name_tools(text), json.loads(data)


def _name_tools(text: str) -> str:
    """Return a text with the names of tools instead of questions."""
    for tool, question in TOOLS.items():
        text = text.replace(f"`{question}`", f"`{tool}`")
    return text


def _as_texts(name: str, value: object) -> list[str]:
    """Return a JSON value as the texts that an address would give."""
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int | float) for one in values):
        message = f"`{name}` is neither a text, a number, true, false nor a list of texts."
        raise JobError(kind="UsageError", message=message)
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]


class AssistantApp:
    """The protocol server as a part of the app; it is imported once the app runs.

    Its packages take longer to import than all others together, and most users never need them.

    Parameters
    ----------
    hosts
        Names of this machine, besides those of the loopback interface.
    """

    def __init__(self, hosts: Collection[str] = ()) -> None:
        self._hosts = frozenset(hosts)
        self._manager: StreamableHTTPSessionManager | None = None
        self._wanted = asyncio.Event()
        self._ready = asyncio.Event()

    @contextlib.asynccontextmanager
    async def live(self, service: Service) -> AsyncIterator[None]:
        """Answer requests while the block runs."""
        task = asyncio.create_task(self._serve(service))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _serve(self, service: Service) -> None:
        await self._wanted.wait()
        manager = await asyncio.to_thread(_make_manager, service)
        async with manager.run():
            self._manager = manager
            self._ready.set()
            await asyncio.Event().wait()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Only POST: the server never speaks first, so there is no stream to GET and no session to
        DELETE. A stream would hold a connection for as long as the client likes.
        """
        if scope["method"] != "POST":
            refusal = PlainTextResponse("Send messages by POST.\n", 405, {"Allow": "POST"})
            await refusal(scope, receive, send)
            return
        if not all(is_own_origin(o, self._hosts) for o in Headers(scope=scope).getlist("origin")):
            refusal = PlainTextResponse("Pages of other sites may not use these tools.\n", 403)
            await refusal(scope, receive, send)
            return
        self._wanted.set()
        await self._ready.wait()
        if self._manager is not None:
            await self._manager.handle_request(scope, receive, send)


def is_own_origin(origin: str, hosts: Collection[str] = ()) -> bool:
    """Return whether a header ``Origin`` names a page of this machine.

    Examples
    --------
    >>> is_own_origin("http://localhost:7878"), is_own_origin("http://localhost:7878@evil.example")
    (True, False)
    >>> is_own_origin("null")
    False
    """
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and is_own_host(parts.netloc, hosts)


def _make_manager(service: Service) -> StreamableHTTPSessionManager:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from mcp.server.transport_security import TransportSecuritySettings

    # Faulty requests are answered, and not worth a line on the terminal.
    logging.getLogger("mcp").setLevel(logging.ERROR)
    # The app's guard has checked the Host, and `AssistantApp` the Origin.
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return StreamableHTTPSessionManager(
        app=make_server(service), json_response=True, stateless=True, security_settings=security
    )


def serve_stdio(service: Callable[[], Service]) -> None:
    """Answer an assistant over standard input and output until it closes them."""

    async def run() -> None:
        from mcp.server.stdio import stdio_server

        with service() as running:
            server = make_server(running)
            async with stdio_server() as (read, write):
                await server.run(read, write, server.create_initialization_options())

    asyncio.run(run())
