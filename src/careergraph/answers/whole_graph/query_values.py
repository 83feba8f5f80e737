"""Turn the values that people type into RDF terms: titles into IRIs, numbers into literals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.compiled.titles import normalise_title
from careergraph.compiled.titles.spelling import rank_by_shared_words, typing_errors
from careergraph.errors import (
    AmbiguousTitleError,
    EmptyTitleError,
    ParameterError,
    UnknownTitleError,
    quote_title,
)
from careergraph.sparql.tokens import scan
from careergraph.vocab import PREFIXES, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from careergraph.answers.whole_graph.named_queries import NamedQuery, Parameter
    from careergraph.compiled.titles import Catalog
    from careergraph.store.engine import Engine

__all__ = ["KINDS", "read_parameters", "read_term"]

_TITLES: Final = frozenset({"role", "skill", "certification"})
_LABELLED: Final = {
    "degree": "?thing a cg:Degree ; skos:prefLabel|skos:altLabel ?name",
    "family": "?thing a cg:RoleFamily ; skos:prefLabel|skos:altLabel ?name",
    "provider": "?thing a cg:Provider ; skos:prefLabel|skos:altLabel ?name",
    "source": "?thing a cg:Source ; dcterms:title ?name",
    "certification level": "?thing skos:inScheme cg:credentialLevels ; skos:prefLabel ?name",
    "certification status": "?thing skos:inScheme cg:credentialStatuses ; skos:prefLabel ?name",
}
"""The query that lists the things of each kind with all their names."""
_XSD: Final = PREFIXES["xsd"]
KINDS: Final = frozenset({*_TITLES, *_LABELLED, "integer", "number", "text"})
"""The kinds of parameter that a query's head may name."""
_IRI: Final = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+""")


def read_parameters(
    query: NamedQuery,
    given: Mapping[str, str],
    engine: Callable[[], Engine],
    catalog: Callable[[], Catalog],
) -> dict[str, str | None]:
    """Return the SPARQL term of each parameter of a query, ``None`` if it has no value.

    Parameters
    ----------
    query
        The query, with its typed parameters.
    given
        The user's value for each parameter.
    engine, catalog
        Return the engine and the catalog; called only if one is needed.

    Raises
    ------
    ParameterError
        A parameter is missing, unknown or not of its kind.
    CareerGraphError
        A title is unknown, or fits several things.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := [name for name in given if name not in known]:
        takes = ", ".join(known) or "none"
        message = (
            f"{quote_title(unknown[0])} is not a parameter of {query.name}. It takes: {takes}."
        )
        raise ParameterError(message)
    if missing := [p for p in query.parameters if p.name not in given and not p.optional]:
        raise ParameterError(_describe_missing(query, missing, given))
    terms: dict[str, str | None] = {}
    for parameter in query.parameters:
        value = given.get(parameter.name)
        terms[parameter.name] = (
            None if value is None else str(_read_value(parameter, value, engine, catalog))
        )
    return terms


def _describe_missing(query: NamedQuery, missing: list[Parameter], given: Mapping[str, str]) -> str:
    example = " ".join(
        f'-p {p.name}="{given.get(p.name, p.example)}"'
        if " " in p.example
        else f"-p {p.name}={given.get(p.name, p.example)}"
        for p in query.parameters
        if not p.optional
    )
    names = " and ".join(f"{p.name} (a {p.kind})" for p in missing)
    return f"{query.name} asks for {names}. Give it like this: {example}"


def _read_value(
    parameter: Parameter,
    value: str,
    engine: Callable[[], Engine],
    catalog: Callable[[], Catalog],
) -> ox.NamedNode | ox.Literal:
    kind = parameter.kind
    if kind in _TITLES:
        return ox.NamedNode(catalog().find(value, kind).entry.iri)
    if kind in _LABELLED:
        return ox.NamedNode(_find_labelled(value, kind, engine()))
    if kind == "text":
        return ox.Literal(value)
    pattern = r"[+-]?\d{1,18}" if kind == "integer" else r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})"
    if not re.fullmatch(pattern, value.strip(), re.ASCII):
        what = "whole number" if kind == "integer" else "number"
        message = (
            f"{parameter.name} is {quote_title(value)}, which is no {what}, "
            f"such as {parameter.example}."
        )
        raise ParameterError(message)
    least, most = parameter.least, parameter.most
    if least is not None and most is not None and not least <= float(value) <= most:
        message = f"{parameter.name} is {value.strip()}; give a number from {least:g} to {most:g}."
        raise ParameterError(message)
    datatype = "integer" if kind == "integer" else "decimal"
    return ox.Literal(value.strip(), datatype=ox.NamedNode(_XSD + datatype))


def _find_labelled(value: str, kind: str, engine: Engine) -> str:
    """Return the IRI that a name means: a label, an alias, an IRI or the last part of one."""
    if not value.strip():
        raise EmptyTitleError(kind)
    names: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for thing, name in engine.select(f"SELECT ?thing ?name {{ {_LABELLED[kind]} }} ORDER BY ?name"):
        labels.setdefault(str(thing), str(name))
        names.setdefault(str(thing), [normalise_title(local_name(str(thing)))]).append(
            normalise_title(str(name))
        )
    iri = value.strip().removeprefix("<").removesuffix(">")
    if iri in names:
        return iri
    key = normalise_title(value)
    found = sorted(thing for thing, known in names.items() if key in known)
    found = found or sorted(
        thing
        for thing, known in names.items()
        if any(typing_errors(key, name) is not None for name in known)
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousTitleError(value, [labels[thing] for thing in found], kind)
    near = rank_by_shared_words(key, names) or list(names)
    raise UnknownTitleError(value, [labels[thing] for thing in near[:5]], kind)


def read_term(name: str, value: str) -> str:
    """Return the term that a user wrote for a variable of their own query.

    Parameters
    ----------
    name
        The variable.
    value
        An IRI (with or without ``<>``), a prefixed name, a text in quotes with or without a
        language, a number, ``true`` or ``false``.

    Raises
    ------
    ParameterError
        It is none of these.

    Examples
    --------
    >>> read_term("role", "id:role")
    '<https://w3id.org/careergraph/id/role>'
    >>> read_term("label", '"Python"@en')
    '"Python"@en'
    """
    value = value.strip()
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and re.fullmatch(r"[\w./-]*", local):
        return str(ox.NamedNode(PREFIXES[prefix] + local))
    tokens = list(scan(value))
    plain = (
        len(tokens) == 1
        and (tokens[0].kind == "number" or tokens[0].text in {"true", "false"})
        and tokens[0].text == value
    )
    iri = value.removeprefix("<").removesuffix(">")
    if _IRI.fullmatch(iri):
        value = f"<{iri}>"
    elif re.fullmatch(r"[+-]?[\d.]+([eE][+-]?\d+)?", value, re.ASCII):
        plain = True
    try:
        return _parse_term(value, plain=plain)
    except (SyntaxError, ValueError):
        message = (
            f"{quote_title(value)}, given for {name}, is not an RDF term. Write an IRI "
            "(https://...), a number, or a text in two pairs of quotes: '\"Python\"@en'."
        )
        raise ParameterError(message) from None


def _parse_term(value: str, *, plain: bool) -> str:
    """Return a term as N-Triples writes it, by parsing a statement that contains it."""
    if "\n" in value or not (plain or value.startswith(("<", '"', "'"))):
        raise ValueError(value)
    document = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
    (quad,) = ox.parse(f"{document}<urn:s> <urn:p> {value} .", format=ox.RdfFormat.TURTLE)
    return str(quad.object)
