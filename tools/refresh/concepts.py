"""The occupations of public schemes that roles are matched or linked to: codes and titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rdflib import Literal, URIRef
from rdflib.namespace import SKOS

from careergraph.errors import DataFileError
from refresh.editions import ESCO, ONET
from refresh.statements import Statements, Values, english, thing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from refresh.curated import Curated

__all__ = [
    "EscoOccupation",
    "describe_concepts",
    "is_residual",
    "read_esco_occupations",
    "read_onet_titles",
    "soc_of",
]

_ONET_SCHEME: Final = "onet-soc-2019"
_ESCO_SCHEME: Final = "esco-occupations"
_SOC_LENGTH: Final = len("15-2051")


class EscoOccupation(NamedTuple):
    """An ESCO occupation: its code and preferred label."""

    code: str
    label: str


def read_onet_titles(data: Path) -> dict[str, str]:
    """Return the title of each O*NET-SOC code."""
    rows = ONET.read(data, ("O*NET-SOC Code", "Title"), "Occupation Data.txt")
    return {row["O*NET-SOC Code"]: row["Title"] for row in rows}


def read_esco_occupations(data: Path) -> dict[str, EscoOccupation]:
    """Return ESCO's occupations by their IRIs."""
    rows = ESCO.read(data, ("conceptUri", "preferredLabel", "code"), "occupations_en.csv")
    return {
        row["conceptUri"]: EscoOccupation(row["code"], row["preferredLabel"].strip())
        for row in rows
    }


def soc_of(code: str) -> str:
    """Return the SOC 2018 code that an O*NET-SOC code is, or is a part of.

    Examples
    --------
    >>> soc_of("15-2051.01")
    '15-2051'
    """
    return code[:_SOC_LENGTH]


def is_residual(title: str) -> bool:
    """Return whether a title gathers what has none of its own: it says nothing of a role.

    Examples
    --------
    >>> is_residual("Engineers, all other"), is_residual("Data scientists")
    (True, False)
    """
    return title.casefold().endswith(", all other")


def describe_concepts(curated: Curated, data: Path) -> Statements:
    """Return a concept for each O*NET-SOC code and ESCO occupation that a role is matched to.

    The codes of its occupation links are among them.

    Raises
    ------
    DataFileError
        A role is matched or linked to a code that the data does not have.
    """
    titles, occupations = read_onet_titles(data), read_esco_occupations(data)
    made = Statements("concepts.ttl")
    made.describe_scheme(_ONET_SCHEME, "O*NET-SOC 2019", ONET)
    made.describe_scheme(_ESCO_SCHEME, "ESCO occupations", ESCO)
    for role in curated.roles:
        linked = {link.code for link in role.occupations} | set(role.onet.every)
        for code in _known_codes(curated, role.slug, linked, "O*NET-SOC code", titles):
            subject = thing("onet-soc", code)
            made.describe(subject, SKOS.Concept, _concept(_ONET_SCHEME, code, titles[code]))
        for iri in _known_codes(
            curated, role.slug, role.esco.every, "ESCO occupation", occupations
        ):
            values = _concept(_ESCO_SCHEME, *occupations[iri])
            made.describe(URIRef(iri), SKOS.Concept, values)
    return made


def _known_codes(
    curated: Curated, role: str, codes: Collection[str], what: str, known: Mapping[str, object]
) -> list[str]:
    for code in sorted(codes):
        if code not in known:
            reason = f"The role {role} is matched to the {what} {code}, which is not in the data."
            raise DataFileError(str(curated.roles_file), f"{reason} Correct the match.")
    return sorted(codes)


def _concept(scheme: str, code: str, title: str) -> Values:
    return {
        SKOS.notation: Literal(code),
        SKOS.prefLabel: english(title),
        SKOS.inScheme: thing("scheme", scheme),
    }
