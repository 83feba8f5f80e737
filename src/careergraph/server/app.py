"""The app: addresses and the functions that handle them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from careergraph.server.api import answer_question, describe_api
from careergraph.server.guard import Guard
from careergraph.server.pages import explorer_file
from careergraph.server.replies import error_reply
from careergraph.server.sparql import answer_sparql
from careergraph.store.worker_pool import JobError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Coroutine
    from typing import Any

    from starlette.requests import Request
    from starlette.responses import Response

    from careergraph.server.service import Service

__all__ = ["make_app"]

_ADDRESSES: Final = (
    "There are / (the explorer), /api/v1/openapi.json (the questions), /sparql, and /mcp."
)


def make_app(service: Service, hosts: Collection[str] = ()) -> Starlette:
    """Return the app.

    Parameters
    ----------
    service
        The service that answers; it is started with the app unless it runs already.
    hosts
        Names that the Host header may have, besides those of the loopback interface.
    """
    from careergraph.server.assistant import AssistantApp

    assistant = AssistantApp(hosts)

    @contextlib.asynccontextmanager
    async def live(app: Starlette) -> AsyncIterator[None]:
        with service:
            app.state.service = service
            async with assistant.live(service):
                yield

    def served(
        answer: Callable[[Request, Service], Coroutine[Any, Any, Response]],
    ) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def endpoint(request: Request) -> Response:
            return await answer(request, request.app.state.service)

        return endpoint

    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    routes = [
        Route("/", explorer_file),
        Route("/explorer/{name}", explorer_file),
        Route("/api/v1/openapi.json", describe_api),
        Route("/api/v1/{question:path}", served(answer_question), methods=every),
        Route("/sparql", served(answer_sparql), methods=every),
        Route("/query", served(answer_sparql), methods=every),
        Route("/mcp", assistant),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=frozenset(hosts))],
        exception_handlers={HTTPException: _refuse},
        lifespan=live,
    )


async def _refuse(_request: Request, error: Exception) -> Response:
    """Return why there is no answer at an address, and which addresses there are."""
    status, headers = 404, None
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
    what = "nothing at this address" if status == 404 else "no such method at this address"  # noqa: PLR2004
    failure = JobError(kind="RequestRefused", message=f"There is {what}. {_ADDRESSES}")
    return error_reply(failure, headers, status)
