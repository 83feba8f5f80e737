"""A query that was checked: what engines accept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from careergraph.sparql.tokens import names_dataset, query_form

__all__ = ["EMBEDDED", "REMOTE", "CheckedQuery", "Policy", "trust"]


@dataclass(frozen=True, slots=True)
class Policy:
    """The permissions of a query.

    Attributes
    ----------
    allow_service
        Whether ``SERVICE`` may ask other endpoints.
    fetches
        Whether the engine may fetch the graphs that ``FROM`` names, so that it must not name a file
        or a private address. The embedded engine never fetches anything for ``FROM``.
    """

    allow_service: bool = False
    fetches: bool = True


EMBEDDED: Final = Policy(fetches=False)
REMOTE: Final = Policy()


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that only reads and can be read; made by `query.prepare`, or by `trust`.

    Attributes
    ----------
    text
        The text that engines run.
    form
        "select", "ask", "construct" or "describe".
    names_dataset
        Whether it names its graphs by ``FROM``.
    """

    text: str
    form: str
    names_dataset: bool


def trust(text: str) -> CheckedQuery:
    """Return a query of the package itself, without any check.

    Examples
    --------
    >>> trust("ASK { ?role a cg:Role }").form
    'ask'
    """
    return CheckedQuery(text, query_form(text), names_dataset(text))
