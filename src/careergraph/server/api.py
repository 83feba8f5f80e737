"""The JSON API: each question at an address of its own, described by OpenAPI 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

from careergraph.server.questions import MOST_VALUES, QUESTIONS
from careergraph.server.replies import error_reply, result_reply
from careergraph.store.worker_pool import JobError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from careergraph.server.questions import Parameter, Question
    from careergraph.server.service import Service

__all__ = ["answer_question", "describe_api", "parameter_schema"]

_HEADERS: Final = {"Vary": "Accept", "Cache-Control": "no-store"}
"""Headers that keep answers out of the browser's cache."""


async def answer_question(request: Request, service: Service) -> Response:
    """Return the answer to the question that an address names, as JSON or as a page of text."""
    name = request.path_params["question"]
    if name not in QUESTIONS:
        names = ", ".join(QUESTIONS)
        error = JobError(
            kind="UnknownQuestion", message=f"There is no such question. Use one of: {names}."
        )
        return error_reply(error, _HEADERS, 404)
    if request.method not in {"GET", "HEAD"}:
        error = JobError(kind="MethodNotAllowed", message="Questions are asked by GET.")
        return error_reply(error, {**_HEADERS, "Allow": "GET, HEAD"}, 405)
    given: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        given.setdefault(key, []).append(value)
    form = _pick_form(request.headers.get("accept", ""), QUESTIONS[name])
    try:
        reply = await service.answer(name, given, (form,), request.receive)
    except JobError as error:
        return error_reply(error, _HEADERS)
    return result_reply(reply, _FORMS[form], _HEADERS)


def _pick_form(accept: str, question: Question) -> str:
    """Return the form that is asked for, JSON unless another is named first."""
    first = accept.partition(",")[0].partition(";")[0].strip()
    for form, kind in _FORMS.items():
        if first == kind.partition(";")[0] and form in question.forms:
            return form
    return "json"


_FORMS: Final = {
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
    "page": "application/vnd.careergraph.page+json",
}


async def describe_api(request: Request) -> Response:
    """Return the OpenAPI description of the API."""
    del request
    return JSONResponse(_openapi(), headers={"Access-Control-Allow-Origin": "*"})


def _openapi() -> dict[str, Any]:
    from importlib.metadata import version

    return {
        "openapi": "3.1.0",
        "info": {
            "title": "careergraph",
            "version": version("careergraph"),
            "summary": "Find routes from the work you do to the work you want, with their sources.",
            "description": "Each answer is the JSON that the command of the same name prints with "
            "--format json; docs/json.md describes every key. Nothing can be changed.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {f"/{name}": {"get": _operation(q)} for name, q in QUESTIONS.items()},
        "components": {"schemas": {"Error": _ERROR_SCHEMA}},
    }


def _operation(question: Question) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    content: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
    if "text" in question.forms:
        content["text/plain"] = {"schema": {"type": "string"}}
    if "page" in question.forms:
        content[_FORMS["page"]] = {"schema": {"type": "object"}}
    return {
        "operationId": question.name,
        "summary": question.summary,
        "parameters": [_parameter(parameter) for parameter in question.parameters],
        "responses": {
            "200": {"description": "The answer.", "content": content},
            "default": {"description": "Why there is no answer.", "content": error},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required,
        "description": parameter.meaning,
        "schema": parameter_schema(parameter),
    }


_TYPES: Final[Mapping[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "texts": {"type": "array"},
    "number": {"type": "number"},
    "count": {"type": "integer"},
    "flag": {"type": "boolean"},
}


def parameter_schema(parameter: Parameter) -> dict[str, Any]:
    """Return the JSON schema of a parameter's value."""
    schema = dict(_TYPES[parameter.kind])
    if parameter.kind == "text" and not parameter.choices:
        schema["maxLength"] = parameter.longest
    if parameter.kind in {"number", "count"}:
        least, most, is_above = parameter.bounds
        schema["exclusiveMinimum" if is_above else "minimum"] = least
        schema["maximum"] = most
    if parameter.kind == "texts":
        schema["maxItems"] = MOST_VALUES
        schema["items"] = {"type": "string", "maxLength": parameter.longest}
    if parameter.choices and parameter.kind == "texts":
        schema["items"] = {"type": "string", "enum": list(parameter.choices)}
    elif parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.default is not None and parameter.default != ():
        default = parameter.default
        schema["default"] = list(default) if isinstance(default, tuple) else default
    return schema


_ERROR_SCHEMA: Final = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["kind", "message", "details"],
            "properties": {
                "kind": {"type": "string", "description": "The name of the error."},
                "message": {"type": "string", "description": "What was wrong and what to do."},
                "details": {"type": "object", "description": "The data that the error carries."},
            },
        }
    },
}
