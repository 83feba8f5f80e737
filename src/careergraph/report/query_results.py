"""Query results in standard formats and as tables for people, written as they arrive.

JSON, XML, CSV and TSV are the formats of SPARQL 1.1; the XML of a graph is RDF/XML. Control
characters are escaped if the format has an escape; a table never shows any.
"""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from careergraph.errors import UsageError
from careergraph.printable import one_line
from careergraph.store.engine import Solutions, Triples
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from careergraph.store.engine import Answer, Term

__all__ = ["FORMATS", "pick_format", "write_answer"]

_OF_SOLUTIONS: Final = ("table", "json", "csv", "tsv", "xml")
_OF_BOOLEANS: Final = ("table", "json", "xml")
_OF_GRAPHS: Final = ("turtle", "ntriples", "jsonld", "xml", "table")
FORMATS: Final = tuple(dict.fromkeys((*_OF_SOLUTIONS, *_OF_GRAPHS)))
"""All formats; which of them fits depends on the form of the query."""
_RDF: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
_XSD_STRING: Final = PREFIXES["xsd"] + "string"
_RESULTS: Final = "http://www.w3.org/2005/sparql-results#"
_FIRST_ROWS: Final = 100
"""Rows that are read before the widths of a table's columns are chosen."""
_READABLE: Final = 12
"""The width in characters below which a column of words is hard to read."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNFIT_FOR_XML: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)
_ALL_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ENTITIES: Final = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("'", "&apos;"),
    ("\r", "&#13;"),
)
_FIRST_SURROGATE: Final = 0xD800
_LOCAL: Final = re.compile(r"[\w./-]+")
_INDENT: Final = "  "


def pick_format(answer: Answer, form: str | None) -> str:
    """Return the format for an answer: the requested one, if it fits.

    Raises
    ------
    UsageError
        The format does not fit this form of query.
    """
    formats: tuple[str, ...]
    if isinstance(answer, Solutions):
        what, formats = "the rows of a SELECT", _OF_SOLUTIONS
    elif isinstance(answer, Triples):
        what, formats = "the graph of a CONSTRUCT or DESCRIBE", _OF_GRAPHS
    else:
        what, formats = "the answer of an ASK", _OF_BOOLEANS
    if form is None:
        return formats[0]
    if form not in formats:
        message = f"{form} cannot hold {what}. Use --format {' or '.join(formats)}."
        raise UsageError(message)
    return form


def write_answer(
    answer: Answer, form: str, write: Callable[[str], object], *, limit: int | None, width: int
) -> bool:
    """Write an answer in a format that fits it, and return whether a limit cut it.

    Parameters
    ----------
    answer
        The result of a query.
    form
        One of `FORMATS`, chosen by `pick_format`.
    write
        Takes each piece of text.
    limit
        How many rows or triples to write at most.
    width
        How wide a table may be, in characters.
    """
    if isinstance(answer, bool):
        _write_boolean(answer, form, write)
        return False
    if isinstance(answer, Triples) and form != "table":
        return _write_graph(answer, form, write, limit)
    rows = _Cut(_as_rows(answer), limit)
    variables = answer.variables if isinstance(answer, Solutions) else _STATEMENT
    writers[form](variables, rows, write, width)
    return rows.is_cut


_STATEMENT: Final = ("subject", "predicate", "object")


def _as_rows(answer: Solutions | Triples) -> Iterator[tuple[Term | None, ...]]:
    if isinstance(answer, Solutions):
        return iter(answer)
    return ((one.subject, one.predicate, one.object) for one in answer)


class _Cut:
    """Yields items up to a limit, and records whether there were more."""

    def __init__(self, items: Iterator[tuple[Term | None, ...]], limit: int | None) -> None:
        self._items = items
        self._limit = limit
        self.is_cut = False

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        for number, item in enumerate(self._items):
            if number == self._limit:
                self.is_cut = True
                return
            yield item


def _write_boolean(answer: bool, form: str, write: Callable[[str], object]) -> None:  # noqa: FBT001 (it is the answer)
    word = "true" if answer else "false"
    if form == "json":
        write(f'{{"head":{{}},"boolean":{word}}}')
    elif form == "xml":
        write(f'<?xml version="1.0"?><sparql xmlns="{_RESULTS}"><head></head>')
        write(f"<boolean>{word}</boolean></sparql>")
    else:
        write("yes\n" if answer else "no\n")


def _write_graph(
    answer: Triples, form: str, write: Callable[[str], object], limit: int | None
) -> bool:
    seen: set[ox.Triple] = set()
    cut = False

    def distinct() -> Iterator[ox.Triple]:
        nonlocal cut
        for triple in answer:
            if triple in seen:
                continue
            if len(seen) == limit:
                cut = True
                return
            seen.add(triple)
            yield triple

    prefixes = PREFIXES if form in {"turtle", "xml"} else None
    sink = cast("IO[bytes]", _TextSink(write))  # all of a file that the engine's writers use
    ox.serialize(distinct(), sink, format=_RDF[form], prefixes=prefixes)
    return cut


class _TextSink:
    """A binary file for the engine's writers that passes on text in whole characters."""

    def __init__(self, write: Callable[[str], object]) -> None:
        import codecs

        self._write = write
        self._decode = codecs.getincrementaldecoder("utf-8")().decode

    def write(self, content: bytes) -> int:
        self._write(self._decode(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""


def _write_json(
    variables: Sequence[str], rows: _Cut, write: Callable[[str], object], _width: int
) -> None:
    write(f'{{"head":{{"vars":{_json(list(variables))}}},"results":{{"bindings":[')
    for number, row in enumerate(rows):
        bound = (
            f"{_json(name)}:{_json_term(term)}"
            for name, term in zip(variables, row, strict=True)
            if term is not None
        )
        write(f"{',' if number else ''}{{{','.join(bound)}}}")
    write("]}}")


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _json_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{_json(term.value)}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{_json(term.value)}}}'
    if isinstance(term, ox.Triple):
        parts = zip(_STATEMENT, (term.subject, term.predicate, term.object), strict=True)
        inner = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts)
        return f'{{"type":"triple","value":{{{inner}}}}}'
    more = ""
    if term.language:
        more = f',"xml:lang":{_json(term.language)}'
    elif term.datatype.value != _XSD_STRING:
        more = f',"datatype":{_json(term.datatype.value)}'
    return f'{{"type":"literal","value":{_json(term.value)}{more}}}'


def _write_xml(
    variables: Sequence[str], rows: _Cut, write: Callable[[str], object], _width: int
) -> None:
    write(f'<?xml version="1.0"?><sparql xmlns="{_RESULTS}"><head>')
    write("".join(f"<variable name={_attribute(name)}/>" for name in variables))
    write("</head><results>")
    for row in rows:
        bound = (
            f"<binding name={_attribute(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(variables, row, strict=True)
            if term is not None
        )
        write(f"<result>{''.join(bound)}</result>")
    write("</results></sparql>")


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml(term.value)}</bnode>"
    if isinstance(term, ox.Triple):
        parts = zip(_STATEMENT, (term.subject, term.predicate, term.object), strict=True)
        inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts)
        return f"<triple>{inner}</triple>"
    more = ""
    if term.language:
        more = f" xml:lang={_attribute(term.language)}"
    elif term.datatype.value != _XSD_STRING:
        more = f" datatype={_attribute(term.datatype.value)}"
    return f"<literal{more}>{_xml(term.value)}</literal>"


def _xml(text: str) -> str:
    # The standard library's own escape imports an HTTP client, which takes longer than the query.
    for mark, written in _ENTITIES:
        text = text.replace(mark, written)
    return _UNFIT_FOR_XML.sub(_xml_character, text)


def _attribute(text: str) -> str:
    return '"' + _xml(text).replace("\t", "&#9;").replace("\n", "&#10;") + '"'


def _xml_character(found: re.Match[str]) -> str:
    """Return a reference, or the replacement character for what XML 1.0 has no way to write."""
    code = ord(found[0])
    return f"&#{code};" if ord(" ") < code < _FIRST_SURROGATE else "\ufffd"


def _write_csv(
    variables: Sequence[str], rows: _Cut, write: Callable[[str], object], _width: int
) -> None:
    write(",".join(variables) + "\r\n")
    for row in rows:
        write(",".join(_csv_cell(term) for term in row) + "\r\n")


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value
    if any(mark in text for mark in '",\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write_tsv(
    variables: Sequence[str], rows: _Cut, write: Callable[[str], object], _width: int
) -> None:
    write("\t".join(f"?{name}" for name in variables) + "\n")
    for row in rows:
        write("\t".join("" if term is None else _tsv_term(term) for term in row) + "\n")


def _tsv_term(term: Term) -> str:
    return _ALL_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", str(term))


def _write_table(
    variables: Sequence[str], rows: _Cut, write: Callable[[str], object], width: int
) -> None:
    from itertools import islice

    source = iter(rows)
    first = [_shown_row(row) for row in islice(source, _FIRST_ROWS)]
    cells = [list(variables), *first]
    widths = _column_widths(cells, width)
    if widths is None:
        _write_records(variables, first, source, write)
        return
    for number, row in enumerate(cells):
        _write_lines(row, widths, write)
        if not number:
            write((_INDENT + _INDENT.join("-" * one for one in widths)).rstrip() + "\n")
    for more in source:
        _write_lines(_shown_row(more), widths, write)


def _write_records(
    variables: Sequence[str],
    first: Sequence[Sequence[str]],
    rest: Iterator[tuple[Term | None, ...]],
    write: Callable[[str], object],
) -> None:
    """Write one block of lines for each solution, for tables with too many columns."""
    from itertools import chain

    widest = max(map(len, variables), default=0)
    for number, row in enumerate(chain(first, map(_shown_row, rest))):
        if number:
            write("\n")
        for name, cell in zip(variables, row, strict=True):
            if cell:
                write(f"{_INDENT}{name:<{widest}}{_INDENT}{cell}\n")


def _shown_row(row: Sequence[Term | None]) -> list[str]:

    return ["" if term is None else one_line(_shown(term)) for term in row]


def _shown(term: Term) -> str:
    """Return a term for people: a literal's text, or an IRI with its usual prefix."""
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in PREFIXES.items():
            local = term.value.removeprefix(namespace)
            if local != term.value and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _column_widths(cells: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Return widths that fit side by side, ``None`` where they would be too narrow to read."""
    columns = list(zip(*cells, strict=True))
    widths = [max(1, *map(len, column)) for column in columns]
    least = [
        min(one, max(_READABLE, *(len(word) for cell in column for word in [*cell.split(), ""])))
        for one, column in zip(widths, columns, strict=True)
    ]
    while sum(widths) + len(_INDENT) * len(widths) > width:
        room = [one if one > low else 0 for one, low in zip(widths, least, strict=True)]
        if not any(room):
            return None
        widths[room.index(max(room))] -= 1
    return widths


def _write_lines(row: Sequence[str], widths: Sequence[int], write: Callable[[str], object]) -> None:
    import textwrap

    columns = [
        [cell] if len(cell) <= one else textwrap.wrap(cell, one, break_on_hyphens=False)
        for cell, one in zip(row, widths, strict=True)
    ]
    for i in range(max((len(column) for column in columns), default=0)):
        parts = [column[i] if i < len(column) else "" for column in columns]
        padded = (f"{part:<{one}}" for part, one in zip(parts, widths, strict=True))
        write((_INDENT + _INDENT.join(padded)).rstrip() + "\n")


writers: Final = {
    "csv": _write_csv,
    "json": _write_json,
    "table": _write_table,
    "tsv": _write_tsv,
    "xml": _write_xml,
}
