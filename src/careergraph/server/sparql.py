"""The SPARQL 1.1 protocol for queries: requests, content negotiation, service description.

References
----------
SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/
SPARQL 1.1 Service Description, https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qs

from starlette.responses import Response

from careergraph.server.replies import error_reply, result_reply
from careergraph.store.worker_pool import JobError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from careergraph.server.service import Service

__all__ = ["CROSS_ORIGIN", "accepted_formats", "answer_sparql"]

MEDIA_TYPES: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_ACCEPTED: Final = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
}
_WILD: Final = {
    "*/*": ("json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld"),
    "application/*": ("json", "xml", "ntriples", "rdfxml", "jsonld"),
    "text/*": ("csv", "tsv", "turtle"),
}
CROSS_ORIGIN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept",
}
"""Any page may read the graph: it is public, and no login is needed."""
_PREFLIGHT: Final = {
    **CROSS_ORIGIN,
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_MOST_GRAPHS: Final = 100
_MOST_FIELDS: Final = 1000
_NO_UTF_8: Final = "The request is not UTF-8."
_METHODS: Final = {"Allow": "GET, HEAD, POST, OPTIONS"}


class _Asked(NamedTuple):
    """One protocol request."""

    query: str
    dataset: tuple[Sequence[str], Sequence[str]] | None


class _RequestError(Exception):
    """A request that violates the protocol, with its HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


async def answer_sparql(request: Request, service: Service) -> Response:
    """Return the answer to a request of the SPARQL protocol."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    if request.method in {"GET", "HEAD"} and not request.url.query:
        return _describe_service(request)
    try:
        asked = await _read_request(request)
        formats = accepted_formats(request.headers.getlist("accept"))
    except _RequestError as error:
        failure = JobError(kind="ProtocolError", message=str(error))
        headers = {**CROSS_ORIGIN, **(_METHODS if error.status == 405 else {})}  # noqa: PLR2004
        return error_reply(failure, headers, error.status)
    try:
        reply = await service.query(asked.query, formats, asked.dataset, request.receive)
    except JobError as error:
        return error_reply(error, CROSS_ORIGIN)
    return result_reply(reply, MEDIA_TYPES[reply.head["format"]], CROSS_ORIGIN)


async def _read_request(request: Request) -> _Asked:
    if request.method not in {"GET", "HEAD", "POST"}:
        raise _RequestError(405, "A query is sent by GET or POST.")
    fields = _parse(request.scope["query_string"])
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        body = await request.body()
        if kind == _FORM:
            for name, values in _parse(body).items():
                fields.setdefault(name, []).extend(values)
        elif kind == _DIRECT:
            if "query" in fields:
                raise _RequestError(400, "The query is given twice: in the address and the body.")
            fields["query"] = [_decode(body)]
        elif kind == "application/sparql-update":
            raise _RequestError(403, "The graph is read-only: updates are refused.")
        else:
            raise _RequestError(415, f"Send the query as {_FORM} or {_DIRECT}.")
    return _read_fields(fields)


def _read_fields(fields: dict[str, list[str]]) -> _Asked:
    if "update" in fields:
        raise _RequestError(403, "The graph is read-only: updates are refused.")
    queries = fields.get("query", [])
    if len(queries) != 1:
        found = "no query" if not queries else f"{len(queries)} queries"
        raise _RequestError(400, f"The request has {found}; send one, as the field query.")
    default = fields.get("default-graph-uri", [])
    named = fields.get("named-graph-uri", [])
    if len(default) + len(named) > _MOST_GRAPHS:
        raise _RequestError(400, f"The dataset has more than {_MOST_GRAPHS} graphs.")
    for iri in (*default, *named):
        if ":" not in iri or any(mark in iri for mark in '<>"{}|^`\\') or not iri.isprintable():
            raise _RequestError(400, "A graph of the dataset is not an absolute IRI.")
    return _Asked(queries[0], (default, named) if default or named else None)


def _parse(content: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(
            _decode(content),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise _RequestError(400, _NO_UTF_8) from None
    except ValueError:
        raise _RequestError(400, f"Send at most {_MOST_FIELDS:,} fields.") from None


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise _RequestError(400, _NO_UTF_8) from None


def accepted_formats(headers: Sequence[str]) -> list[str]:
    """Return the formats that the headers ``Accept`` allow, the best first.

    Examples
    --------
    >>> accepted_formats(["text/csv;q=0.5, application/sparql-results+json"])
    ['json', 'csv']
    >>> accepted_formats([])[0]
    'json'
    """
    ranges = [_read_range(part) for header in headers for part in header.split(",") if part.strip()]
    if not ranges:
        return list(_WILD["*/*"])
    refused = {_ACCEPTED.get(kind) for kind, quality in ranges if quality <= 0}
    formats: dict[str, None] = {}
    # At equal quality, named formats come before wildcards, in the order of the text.
    ranges.sort(key=lambda one: (-one[1], one[0] in _WILD))
    for kind, quality in ranges:
        if quality > 0:
            named = _WILD.get(kind) or ((_ACCEPTED[kind],) if kind in _ACCEPTED else ())
            formats.update((form, None) for form in named if form not in refused)
    return list(formats)


def _read_range(part: str) -> tuple[str, float]:
    kind, *parameters = (text.strip() for text in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().casefold() == "q":
            try:
                quality = float(value)
            except ValueError:
                quality = 0.0
    return kind.casefold(), quality


def _describe_service(request: Request) -> Response:
    """Return the description of the service, as Turtle or in another format of graphs."""
    import pyoxigraph as ox

    formats = accepted_formats(request.headers.getlist("accept"))
    graphs = {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "rdfxml": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    form = next((one for one in formats if one in graphs), "turtle")
    body: Any = ox.serialize(
        (quad.triple for quad in ox.parse(_DESCRIPTION, format=ox.RdfFormat.TURTLE)),
        format=graphs[form],
        prefixes=_PREFIXES if form == "turtle" else None,
    )
    # A browser would save the Turtle as a file instead of showing it.
    is_browser = "text/html" in request.headers.get("accept", "")
    return Response(
        b"" if body is None else body.replace(_PLACE.encode(), str(request.url).encode()),
        headers=CROSS_ORIGIN,
        media_type="text/plain; charset=utf-8" if is_browser else MEDIA_TYPES[form],
    )


_PLACE: Final = "urn:this-endpoint"
_PREFIXES: Final = {
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}
_DESCRIPTION: Final = f"""
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<{_PLACE}> a sd:Service ;
    sd:endpoint <{_PLACE}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML ,
        formats:SPARQL_Results_CSV , formats:SPARQL_Results_TSV , formats:Turtle ,
        formats:N-Triples , formats:RDF_XML , formats:JSON-LD ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ;
        dcterms:title "careergraph: how to get from the work you do to the work you want"@en ] ] .
"""
