"""The files of the explorer, served unchanged; no other files can be requested."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["explorer_file"]

_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""No inline script or style, nothing from other hosts, and no text that becomes HTML."""


class _File(NamedTuple):
    content: bytes
    media_type: str
    tag: str


async def explorer_file(request: Request) -> Response:
    """Return the page, or one of its scripts or styles."""
    file = _read_files().get(request.path_params.get("name", "index.html"))
    if file is None:
        raise HTTPException(404)
    headers = {
        "ETag": file.tag,
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _POLICY,
    }
    if request.headers.get("if-none-match") == file.tag:
        return Response(status_code=304, headers=headers)
    return Response(file.content, headers=headers, media_type=file.media_type)


@cache
def _read_files() -> dict[str, _File]:
    return {
        path.name: _read_file(path.read_bytes(), path.name)
        for path in (files("careergraph.server") / "explorer").iterdir()
        if path.name.rpartition(".")[2] in _TYPES
    }


def _read_file(content: bytes, name: str) -> _File:
    digest = hashlib.sha256(content).hexdigest()[:32]
    return _File(content, _TYPES[name.rpartition(".")[2]], f'"{digest}"')
