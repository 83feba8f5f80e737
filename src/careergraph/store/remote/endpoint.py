"""The remote engine: any SPARQL 1.1 endpoint, queried over HTTP.

Queries are sent as a form (a bare query as body hangs Virtuoso). Results come as JSON, which
reveals whether it was cut, and are read as they arrive. `docs/endpoints.md` describes how servers
differ.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.errors import EndpointError
from careergraph.sparql.tokens import Token, scan
from careergraph.store.engine import Answer, QueryEngine, Solutions, Term, Triples
from careergraph.store.remote.failures import server_words
from careergraph.store.remote.http import Limits, Reply, Web
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from careergraph.sparql.checked import CheckedQuery
    from careergraph.store.remote.addresses import Address

__all__ = ["RemoteEngine", "declare_prefixes"]

_TABLES: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_ACCEPT_TABLE: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_ACCEPT_GRAPH: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
_VIRTUOSO_BLANK: Final = re.compile(rb'("bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_BOOLEAN: Final = ox.NamedNode(f"{PREFIXES['xsd']}boolean")
_TRUTH: Final = {"0": "false", "1": "true"}
_ENDS_OF_XML: Final = (b"</sparql>", b"</rdf:RDF>")
_STOPPED: Final = re.compile(r"cancel|timed? ?out|time limit|exceeded", re.IGNORECASE)


class RemoteEngine(QueryEngine):
    """An engine that queries a SPARQL endpoint. The common prefixes are predefined.

    Whether a query sees the union of the named graphs is up to the server; see
    `docs/endpoints.md`. It may be shared between threads.
    """

    def __init__(self, address: Address, limits: Limits | None = None) -> None:
        self.web = Web(address, limits)

    def within(self, seconds: float) -> RemoteEngine:
        """Return the same endpoint with another time limit."""
        limits = self.web.limits
        limits = replace(limits, read=min(limits.read, seconds), total=seconds)
        return RemoteEngine(self.web.address, limits)

    @property
    def url(self) -> str:
        """The address of the endpoint, without credentials."""
        return self.web.address.url

    @property
    def requests(self) -> int:
        """The number of requests sent so far."""
        return self.web.requests

    def query(self, query: CheckedQuery) -> Answer:
        """Return the answer to a query that was checked.

        Raises
        ------
        EndpointError
            There is no answer, or it is a refusal, or not a SPARQL result. A truncated answer
            raises the error while it is read.
        """
        is_graph = query.form in {"construct", "describe"}
        accept = _ACCEPT_GRAPH if is_graph else _ACCEPT_TABLE
        reply = self.web.ask({"query": declare_prefixes(query.text)}, accept, added=1)
        try:
            self._refuse_what_is_no_result(reply, _GRAPHS if is_graph else _TABLES)
            if is_graph:
                return Triples(self._triples(reply, _GRAPHS[reply.media_type]))
            return self._table(reply, _TABLES[reply.media_type], is_ask=query.form == "ask")
        except BaseException:
            reply.close()
            raise

    def _refuse_what_is_no_result(self, reply: Reply, known: Container[str]) -> None:
        """Raise an error for a web page, and for Virtuoso's partial results after a time-out."""
        if "S1TAT" in reply.headers.get("x-sql-state", ""):
            reason = "the result is not complete: the server's time limit was reached."
            raise EndpointError(self.url, reason)
        kind = reply.media_type or "no content type"
        if kind in known:
            return
        if kind == "text/html":
            words = server_words(reply.read(4096))
            quoted = f' ("{words[:60]}")' if words else ""
            reason = (
                f"a web page answered{quoted}, no SPARQL endpoint. Is it that of the endpoint "
                "itself, such as .../query or .../sparql?"
            )
        else:
            reason = f"the answer is {server_words(kind.encode())}, which is not a query result."
        raise EndpointError(self.url, reason)

    def _table(self, reply: Reply, form: ox.QueryResultsFormat, *, is_ask: bool) -> Answer:
        source = _Mended(reply) if form == ox.QueryResultsFormat.JSON else reply
        try:
            result = ox.parse_query_results(source, format=form)  # type: ignore[arg-type]
        except MemoryError as error:
            raise self._too_large(reply) from error
        except (SyntaxError, ValueError) as error:
            raise self._cut(reply, error) from error
        if isinstance(result, ox.QueryBoolean):
            _read_out(reply)
            if not is_ask:
                reason = "the answer is yes or no, and a table was asked for."
                raise EndpointError(self.url, reason)
            return bool(result)
        variables = tuple(variable.value for variable in result.variables)
        rows = self._rows(reply, result, _most_rows(reply))
        if is_ask:
            return self._answer_in_table(variables, rows)
        return Solutions(variables, rows)

    def _answer_in_table(
        self, variables: tuple[str, ...], rows: Iterator[tuple[Term | None, ...]]
    ) -> bool:
        found = list(rows)
        if len(variables) == 1 and not found:
            return False
        if len(found) == 1 and isinstance(found[0][0], ox.Literal):
            return found[0][0].value.casefold() in {"1", "true"}
        raise EndpointError(self.url, "the answer to ASK is a table that says neither yes nor no.")

    def _rows(
        self, reply: Reply, solutions: ox.QuerySolutions, most: int | None
    ) -> Iterator[tuple[Term | None, ...]]:
        number = 0
        try:
            for solution in solutions:
                number += 1
                yield tuple([_mended(term) for term in solution])
            _read_out(reply)
        except MemoryError as error:
            raise self._too_large(reply) from error
        except (SyntaxError, ValueError) as error:
            raise self._cut(reply, error, number) from error
        finally:
            # The parser may not be released by another thread, as a traceback would do.
            del solutions
            reply.close()
        if most is not None and number >= most:
            reason = (
                f"the server gives {count_rows(most)} at most, and the result was cut there. Ask "
                "for less, or raise its limit (Virtuoso: ResultSetMaxRows)."
            )
            raise EndpointError(self.url, reason)

    def _triples(self, reply: Reply, form: ox.RdfFormat) -> Iterator[ox.Triple]:
        number = 0
        try:
            for quad in ox.parse(reply, format=form, lenient=True):  # type: ignore[arg-type]
                number += 1
                yield quad.triple
        except MemoryError as error:
            raise self._too_large(reply) from error
        except (SyntaxError, ValueError) as error:
            raise self._cut(reply, error, number) from error
        finally:
            reply.close()

    def _too_large(self, reply: Reply) -> EndpointError:
        """Return the error for a value that is larger than the parser takes."""
        reply.close()
        reason = "the answer holds a value of 16 MB or more, which is not read. Ask for less."
        return EndpointError(self.url, reason)

    def _cut(self, reply: Reply, error: Exception, number: int | None = None) -> EndpointError:
        """Return the error for an answer that is truncated or not a result."""
        tail = reply.tail
        try:
            tail += reply.read(4096)
        except EndpointError as broken:
            return broken
        finally:
            reply.close()
        words = server_words(tail[-120:])
        stopped = _STOPPED.search(words)
        if number is None and not stopped:
            detail = server_words(str(error).encode())
            return EndpointError(self.url, f"the answer is not a query result: {detail}.")
        rows = "" if not number else f" after {count_rows(number)}"
        if tail.rstrip().endswith(_ENDS_OF_XML) and not stopped:
            detail = server_words(str(error).encode())
            return EndpointError(self.url, f"the result cannot be read{rows}: {detail}.")
        reason = f"the result is cut{rows}: the server's time limit was probably reached."
        if stopped:
            reason += f' It ends with "{words[-60:].rpartition("}")[2].strip()}".'
        return EndpointError(self.url, reason)


def count_rows(number: int) -> str:
    """Return a number of rows in words.

    Examples
    --------
    >>> count_rows(1), count_rows(10_000)
    ('1 row', '10,000 rows')
    """
    return f"{number:,} row{'' if number == 1 else 's'}"


def _mended(term: Term | None) -> Term | None:
    """Return a term with Virtuoso's 1 and 0 replaced by true and false."""
    if isinstance(term, ox.Literal) and term.value in _TRUTH and term.datatype == _BOOLEAN:
        return ox.Literal(_TRUTH[term.value], datatype=_BOOLEAN)
    return term


class _Mended:
    """A JSON result in which blank nodes have valid labels.

    Virtuoso labels them ``nodeID://b10000``, which is not a valid label.
    """

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._is_virtuoso = "virtuoso" in reply.headers.get("server", "").casefold()
        self._kept: bytes | None = None

    def read(self, size: int = -1) -> bytes:
        if not self._is_virtuoso:
            return self._reply.read(size)
        if self._kept is None:
            # Read as a whole, since a label may span two pieces; Virtuoso limits its results.
            self._kept = _VIRTUOSO_BLANK.sub(rb"\1", self._reply.read())
        piece, self._kept = self._kept[:size], self._kept[size:]
        return piece


def _read_out(reply: Reply) -> None:
    """Read an answer to its end, so that the connection can be reused."""
    while reply.read(65536):
        pass
    reply.close()


def _most_rows(reply: Reply) -> int | None:
    most = reply.headers.get("x-sparql-maxrows", "")
    return (
        int(most) if most.isascii() and most.isdecimal() and len(most) < len(str(2**63)) else None
    )


def declare_prefixes(query: str) -> str:
    r"""Return a query with the common prefixes it uses declared on an extra first line.

    Examples
    --------
    >>> declare_prefixes("ASK { ?role a cg:Role }")
    'PREFIX cg: <https://w3id.org/careergraph/ont#>\nASK { ?role a cg:Role }'
    """
    tokens = list(scan(query))
    own: set[str] = set()
    used: set[str] = set()
    for before, token in pairwise([Token("mark", "", 0), *tokens]):
        if token.kind == "name":
            declares = before.kind == "word" and before.text.casefold() == "prefix"
            (own if declares else used).add(token.text.partition(":")[0])
    wanted = sorted((used - own) & PREFIXES.keys())
    return " ".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in wanted) + "\n" + query
