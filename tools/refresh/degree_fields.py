"""Fields of study whose programmes prepare for an occupation, as NCES and BLS list them.

The field is the four-digit group of a CIP programme. "Prepares for" is not "is required for".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import Literal
from rdflib.namespace import SKOS

from careergraph.errors import DataFileError
from careergraph.vocab import local_name
from refresh.concepts import is_residual, soc_of
from refresh.editions import CIP
from refresh.statements import CG, Statements, Values, english, of_occupation, source_of, thing

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import URIRef

    from refresh.curated import Curated

__all__ = ["describe_degree_fields", "field_label"]

_SCHEME: Final = "cip-2020"
_OURS: Final = {
    "11.0102": "artificial-intelligence",
    "11.02": "computer-programming",
    "11.07": "computer-science",
    "14.0903": "software-engineering",
    "27.01": "mathematics",
    "27.05": "statistics",
    "30.70": "data-science",
    "40.08": "physics",
}
"""The editors' fields, by the group or programme that they are."""
_GROUP_LENGTH: Final = len("11.07")
_NO_MATCH: Final = "99."
_MOST: Final = 25
"""An occupation that more fields prepare for is too wide for them to tell of a role."""
_GROUPS: Final = "cip2020_programs.csv"
_GENERAL: Final = re.compile(r"(, General)?\.?\Z")
_RESIDUAL: Final = ", Other."
_PROPER: Final = frozenset({"American", "English", "French"})


@dataclass(frozen=True, slots=True)
class _Field:
    """A group of CIP, or a programme that the editors know as a field, and what is listed of it."""

    code: str
    title: str
    programmes: tuple[str, ...]

    @property
    def iri(self) -> URIRef:
        slug = re.sub(r"[^a-z0-9]+", "-", field_label(self.title).lower()).strip("-")
        return thing("degree-field", _OURS.get(self.code, slug))


@dataclass(frozen=True, slots=True)
class _Occupation:
    soc: str
    title: str
    fields: tuple[_Field, ...]

    @property
    def fault(self) -> str | None:
        """Why the fields do not tell of a role; ``None`` where they do."""
        if not self.fields:
            return f"no programme prepares for {self.title}"
        if is_residual(self.title):
            return f"{self.title} is a residual title"
        if len(self.fields) > _MOST:
            return f"{len(self.fields)} fields prepare for {self.title}"
        return None


def describe_degree_fields(curated: Curated, data: Path) -> Statements:
    """Return the fields that prepare for the occupation that a link shows for a role.

    Raises
    ------
    DataFileError
        A programme of the crosswalk is in no group of the programme table.
    """
    made = Statements("degree_fields.ttl")
    made.describe_scheme(_SCHEME, "CIP 2020", CIP)
    occupations = _read_occupations(data)
    for role in curated.roles:
        link = role.occupation_for("FieldPreparation")
        if role.is_rung or link is None:
            continue
        soc = soc_of(link.code)
        occupation = occupations.get(soc, _Occupation(soc, soc, ()))
        if occupation.fault:
            made.note(f"{role.slug}: fields for {soc} left out, {occupation.fault}")
            continue
        for field in occupation.fields:
            subject = thing("field-preparation", role.slug, local_name(field.iri), CIP.source)
            about: Values = {CG.ofRole: thing("role", role.slug), **of_occupation(link)}
            values = {**about, **_preparation(occupation, field)}
            made.describe(subject, CG.FieldPreparation, values)
            _describe_field(made, field)
    return made


def field_label(title: str) -> str:
    """Return the title of a CIP group as a label like those of our own fields.

    Examples
    --------
    >>> field_label("Computer and Information Sciences, General.")
    'computer and information sciences'
    >>> field_label("English Language and Literature, General.")
    'English language and literature'
    """
    bare = _GENERAL.sub("", " ".join(title.split()))
    return re.sub(r"\w+", lambda m: m[0] if m[0] in _PROPER else m[0].lower(), bare)


def _read_occupations(data: Path) -> dict[str, _Occupation]:
    groups = {
        row["CIPCode"]: row["CIPTitle"] for row in CIP.read(data, ("CIPCode", "CIPTitle"), _GROUPS)
    }
    columns = ("CIP2020Code", "SOC2018Code", "SOC2018Title")
    titles: dict[str, str] = {}
    programmes: dict[str, set[str]] = defaultdict(set)
    for row in CIP.read(data, columns, "cip2020_to_soc2018.csv"):
        if not row["CIP2020Code"].startswith(_NO_MATCH):
            titles[row["SOC2018Code"]] = row["SOC2018Title"].strip()
            programmes[row["SOC2018Code"]].add(row["CIP2020Code"])
    return {
        soc: _Occupation(soc, titles[soc], _group(programmes[soc], groups, data)) for soc in titles
    }


def _group(programmes: set[str], groups: dict[str, str], data: Path) -> tuple[_Field, ...]:
    """Return the fields that programmes belong to; a residual group is no field."""
    fields: dict[str, list[str]] = defaultdict(list)
    for programme in sorted(programmes):
        code = programme if programme in _OURS else programme[:_GROUP_LENGTH]
        if code not in groups:
            reason = f"The crosswalk names programme {programme}; no {code} is in this table."
            raise DataFileError(str(data / CIP.folder / _GROUPS), reason)
        fields[code].append(programme)
    return tuple(
        _Field(code, groups[code], tuple(listed))
        for code, listed in fields.items()
        if not groups[code].endswith(_RESIDUAL)
    )


def _preparation(occupation: _Occupation, field: _Field) -> Values:
    population = f"programmes that prepare for {occupation.title} (SOC {occupation.soc})"
    return {
        CG.field: field.iri,
        CG.statedBy: source_of(CIP),
        CG.country: Literal("US"),
        CG.period: Literal("2020"),
        CG.population: Literal(population),
        CG.place: Literal(f"CIP 2020 to SOC 2018 crosswalk, {', '.join(field.programmes)}"),
    }


def _describe_field(made: Statements, field: _Field) -> None:
    """Describe a field that the editors do not have, or what one of theirs is matched to."""
    values: Values = {
        SKOS.notation: Literal(field.code),
        SKOS.prefLabel: english(field_label(field.title)),
        SKOS.inScheme: thing("scheme", _SCHEME),
    }
    if field.code in _OURS:
        made.link(field.iri, SKOS.closeMatch, thing("cip", field.code))
        made.describe(thing("cip", field.code), SKOS.Concept, values)
    else:
        made.describe(field.iri, CG.DegreeField, values)
