"""Degrees as people write them: "BSc", "Master of Arts", "PhD in physics", "none"."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from careergraph.errors import UsageError, quote_title
from careergraph.model.values import DegreeLevel
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph

__all__ = ["NO_DEGREE", "degree_field", "describe_unknown_subject", "find_degree"]

NO_DEGREE: Final = DegreeLevel("", "none", 0)
"""The degree of a person who says that they have none: it ranks below all others."""
_LONGEST_DEGREE: Final = 100
_SHORT_DEGREES: Final = {
    "bachelor": "ba bs bsc bsn beng bed bfa btech llb undergraduate",
    "master": "ma ms msc msn med meng mfa mpa mph msw mtech mba mres mphil llm postgraduate",
    "doctoral": "phd dphil dsc doctor doctorate dds dmd dvm jd md pharmd",
    "none": "no nothing",
    "associate": "aa as aas adn asn",
}
"""Short forms of each degree, whether or not the graph lists them."""
_SUBJECTS: Final = {
    "accountancy": "accounting and related services",
    "biomedical science": "biomedical laboratory science",
    "business": "business administration management and operations",
    "cs": "computer science",
    "dietetics": "nutrition",
    "education": "teacher education",
    "ee": "electrical electronics and communications engineering",
    "electrical engineering": "electrical electronics and communications engineering",
    "english": "english literature",
    "food and nutrition": "nutrition",
    "hotel management": "hospitality management",
    "hospitality": "hospitality management",
    "hr": "human resources management and services",
    "kinesiology": "sports science",
    "languages": "foreign languages",
    "legal studies": "law",
    "logistics": "supply chain management",
    "math": "mathematics",
    "maths": "mathematics",
    "mechanical": "mechanical engineering",
    "medical imaging": "radiography",
    "modern languages": "foreign languages",
    "physical therapy": "physiotherapy",
    "special education": "special education and teaching",
    "teaching": "teacher education",
}
"""Subjects as people write them, by the name of the field of study."""
_NAMED_BY_DEGREE: Final = {
    "adn": "nursing",
    "bed": "teacher education",
    "bsn": "nursing",
    "dds": "dentistry",
    "dmd": "dentistry",
    "dvm": "veterinary medicine",
    "jd": "law",
    "llb": "law",
    "mba": "business administration management and operations",
    "md": "medicine",
    "med": "teacher education",
    "mph": "public health",
    "msn": "nursing",
    "msw": "social work",
    "pharmd": "pharmacy",
}
"""Degrees whose name already says the field of study."""
_FULL_DEGREES: Final = {
    **{short: full for full, forms in _SHORT_DEGREES.items() for short in forms.split()},
    "high school": "high school diploma",
    "secondary school": "high school diploma",
    "ged": "high school diploma",
    "bachelor": "bachelor",
    "master": "master",
    "associate": "associate",
    "doctoral": "doctoral",
}


def degree_field(name: str, facts: CompiledGraph) -> str | None:
    """Return the field of study that the name of a degree ends with, ``None`` where none is known.

    Examples
    --------
    >>> from careergraph import load
    >>> degree_field("BSc in physics", load().facts)
    'https://w3id.org/careergraph/id/degree-field/physics'
    >>> degree_field("BSN", load().facts)
    'https://w3id.org/careergraph/id/degree-field/nursing'
    """
    degree, subject = _split_degree(name)
    subject = subject or _NAMED_BY_DEGREE.get(degree.replace(" ", ""), "")
    if not subject:
        return None
    fields = {local_name(iri).replace("-", " "): iri for iri in facts.field_skills}
    subject = _SUBJECTS.get(subject, subject)
    if subject in fields:
        return fields[subject]
    import difflib

    begins = sorted((f for f in fields if f.startswith(subject)), key=len)
    close = begins[:1] or difflib.get_close_matches(subject, fields, n=1, cutoff=0.85)
    if close:
        return fields[close[0]]
    return None


def describe_unknown_subject(name: str, facts: CompiledGraph) -> str | None:
    """Return a remark if the subject of a degree is unknown, else ``None``.

    Examples
    --------
    >>> from careergraph import load
    >>> print(describe_unknown_subject("BSc falconry", load().facts))
    We don't know what a degree in "falconry" teaches: only its level counts.
    """
    subject = _split_degree(name)[1]
    if not subject or degree_field(name, facts) is not None:
        return None
    import difflib

    fields = [local_name(iri).replace("-", " ") for iri in facts.field_skills]
    near = difflib.get_close_matches(subject, fields, n=3, cutoff=0.7)
    text = f"We don't know what a degree in {quote_title(subject)} teaches: only its level counts."
    return f"{text} Did you mean {' or '.join(map(quote_title, near))}?" if near else text


def _split_degree(name: str) -> tuple[str, str]:
    """Return the degree and its subject.

    Examples
    --------
    >>> _split_degree("BSc in Physics"), _split_degree("PhD physics"), _split_degree("bachelor's")
    (('bsc', 'physics'), ('phd', 'physics'), ('bachelor', ''))
    """
    plain = re.sub(r"['’.]s?", "", unicodedata.normalize("NFKC", name[:_LONGEST_DEGREE])).casefold()
    plain = " ".join(plain.replace("-", " ").replace(",", " ").split())
    plain = plain.replace("juris doctor", "jd")
    for word in (" in ", " of "):
        degree, found, subject = plain.rpartition(word)
        if found and subject not in _GENERAL:
            return degree, subject
    first, _, rest = plain.partition(" ")
    if first in _FULL_DEGREES and rest not in _GENERAL:
        return first, rest.removeprefix("degree").strip()
    return plain, ""


_GENERAL: Final = frozenset({"", "arts", "science", "degree", "philosophy", "engineering degree"})


def find_degree(name: str, degrees: Sequence[DegreeLevel]) -> DegreeLevel:
    """Return the degree that a name means: a label, an alias, a usual short form, or "none".

    Raises
    ------
    UsageError
        No degree has this name.

    Examples
    --------
    >>> from careergraph import load
    >>> find_degree("BSc", load().facts.degrees).label
    "bachelor's degree"
    """
    key = _degree_key(name)
    for wanted in (key, _FULL_DEGREES.get(key.partition(" ")[0], "")):
        for degree in (*degrees, NO_DEGREE):
            names = (degree.label, *degree.aliases, local_name(degree.iri))
            if wanted and wanted in map(_degree_key, names):
                return degree
    known = ", ".join(f'"{degree.label}"' for degree in degrees)
    message = f'{quote_title(name)} is not a degree that we know. Use one of: {known}, "none".'
    message += ' You can add the subject, as in "BSc physics".'
    raise UsageError(message)


def _degree_key(name: str) -> str:
    """Return a degree normalised for comparison: in full, without case, dots, plural and subject.

    Examples
    --------
    >>> _degree_key("Bachelor's degree"), _degree_key("B.Sc."), _degree_key("Master of Arts")
    ('bachelor', 'bachelor', 'master')
    """
    plain = re.sub(r"['’.]", "", unicodedata.normalize("NFKC", name[:_LONGEST_DEGREE]).casefold())
    title = re.split(r"\b(?:of|in)\b", plain.replace("juris doctor", "jd"))[0]
    words = (word for word in re.findall(r"\w+", title) if word not in {"a", "an", "degree"})
    key = " ".join(w.removesuffix("s") if len(w) > len("bas") else w for w in words)
    return _FULL_DEGREES.get(key, key)
