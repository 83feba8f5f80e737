"""Terms of statements as N-Triples writes them, and the IRIs that importers give to things."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from careergraph.vocab import CG, ID, PREFIXES

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = [
    "COMPACT",
    "ESCO_MODEL",
    "cg",
    "date",
    "exact_number",
    "in_language",
    "iri",
    "name",
    "number",
    "text",
    "thing",
]

ESCO_MODEL: Final = "http://data.europa.eu/esco/model#"
COMPACT: Final = {
    "onet": f"{ID}onet-soc/",
    "element": f"{ID}onet-element/",
    "importance": f"{ID}importance/",
    "level": f"{ID}level/",
    "software": f"{ID}software-in-demand/",
    "education": f"{ID}education-answer/",
    "experience": f"{ID}experience-answer/",
    "esco": "http://data.europa.eu/esco/occupation/",
    "isco": "http://data.europa.eu/esco/isco/",
    "source": f"{ID}source/",
    "degree": f"{ID}degree/",
}
"""Prefixes of occupations and their elements, besides those that are always known."""
_DATES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}
"""Types of dates by their length."""
_ALL: Final = {**PREFIXES, **COMPACT, "esco-model": ESCO_MODEL}
_ESCAPED: Final = re.compile('[\\x00-\\x1f"\\\\\\x7f]')
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def iri(address: str) -> str:
    """Return an IRI as a term. IRIs from files must have been checked before."""
    return f"<{address}>"


@lru_cache(maxsize=8192)
def name(prefixed: str) -> str:
    """Return the IRI of a prefixed name as a term.

    Examples
    --------
    >>> name("onet:29-1141.00")
    '<https://w3id.org/careergraph/id/onet-soc/29-1141.00>'
    """
    prefix, _, local = prefixed.partition(":")
    return f"<{_ALL[prefix]}{local}>"


@lru_cache(maxsize=1024)
def cg(local: str) -> str:
    """Return a term of our vocabulary by its local name."""
    return f"<{CG}{local}>"


def thing(kind: str, *parts: str) -> str:
    """Return the IRI of a thing of ours as a term."""
    return f"<{ID}{kind}/{'--'.join(parts)}>"


def text(words: str) -> str:
    r"""Return a plain text, such as a code, as a term.

    Examples
    --------
    >>> text('say "no"')
    '"say \\"no\\""'
    """
    return f'"{_escape(words)}"'


def in_language(words: str, language: str = "en") -> str:
    """Return a text in a language as a term.

    Examples
    --------
    >>> in_language("Krankenpfleger", "de")
    '"Krankenpfleger"@de'
    """
    return f'"{_escape(words)}"@{language}'


def number(value: Decimal | int) -> str:
    """Return an exact number as a term.

    Examples
    --------
    >>> from decimal import Decimal
    >>> number(3), number(Decimal("4.50"))
    ('"3"^^<http://www.w3.org/2001/XMLSchema#integer>',
     '"4.5"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    kind = "integer" if isinstance(value, int) else "decimal"
    return f'"{exact_number(value)}"^^<{PREFIXES["xsd"]}{kind}>'


def date(words: str) -> str:
    """Return a date, month or year as a term; anything else becomes a plain text.

    Examples
    --------
    >>> date("2025-05")
    '"2025-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> date("undated")
    '"undated"'
    """
    kind = _DATES.get(len(words)) if words[:4].isdigit() else None
    return text(words) if kind is None else f"{text(words)}^^<{PREFIXES['xsd']}{kind}>"


def exact_number(value: Decimal | int) -> str:
    """Return the canonical form of a number: a decimal has at least one digit after the point.

    Examples
    --------
    >>> from decimal import Decimal
    >>> exact_number(Decimal("4.50")), exact_number(Decimal(7)), exact_number(3)
    ('4.5', '7.0', '3')
    """
    if isinstance(value, int):
        return str(value)
    whole, _, fraction = f"{value:f}".partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


def _escape(words: str) -> str:
    if words.isprintable() and '"' not in words and "\\" not in words:
        return words
    return _ESCAPED.sub(lambda m: _ESCAPES.get(m[0], f"\\u{ord(m[0]):04X}"), words)
