"""HTTP answers: results of workers, and errors that say what to do."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response, StreamingResponse

from careergraph.server.service import STATUS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from careergraph.store.worker_pool import JobError, Reply

__all__ = ["error_reply", "result_reply"]

_PIECE: Final = 65_536
_RETRY: Final = {503: {"Retry-After": "5"}}


def result_reply(reply: Reply, media_type: str, headers: Mapping[str, str]) -> Response:
    """Return a worker's answer, which is complete and of known length."""
    if reply.size <= _PIECE:
        with reply.body:
            return Response(reply.body.read(), headers=dict(headers), media_type=media_type)
    headers = {**headers, "Content-Length": str(reply.size)}
    return StreamingResponse(_read_pieces(reply), headers=headers, media_type=media_type)


async def _read_pieces(reply: Reply) -> AsyncIterator[bytes]:
    with reply.body as body:
        while piece := await asyncio.to_thread(body.read, _PIECE):
            yield piece


def error_reply(
    error: JobError, headers: Mapping[str, str] | None = None, status: int | None = None
) -> Response:
    """Return an error as JSON, with its kind, message and data."""
    code = status or STATUS.get(error.kind, 400)
    content: dict[str, Any] = {
        "error": {"kind": error.kind, "message": str(error), "details": error.details}
    }
    return JSONResponse(content, code, {**(headers or {}), **_RETRY.get(code, {})})
