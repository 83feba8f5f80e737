"""Moves that the Occupational Outlook Handbook of BLS states in words, between occupations.

Every sentence was read. Left out are those that give a background, a far goal, another profession's
studies or the reverse, and pages that cover more occupations than the sentence can mean.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from occupations.layer import LayerFile, cg, english, name, occupation, text, thing
from refresh.editions import Edition

if TYPE_CHECKING:
    from pathlib import Path

    from refresh.curated import Curated

__all__ = ["describe_moves"]

_HANDBOOK: Final = Edition("bls-ooh-2024", "bls-ooh-2024-2034")
_MOST_CODES: Final = 3
"""Most SOC codes of a page whose sentences are used."""
_NOT_MOVES: Final = frozenset(
    {
        ("accountants-and-auditors", "financial-managers"),
        ("agricultural-engineers", "postsecondary-teachers"),
        ("agricultural-workers", "agricultural-and-food-scientists"),
        ("agricultural-workers", "purchasing-managers-buyers-and-purchasing-agents"),
        ("biomedical-engineers", "lawyers"),
        ("coaches-and-scouts", "athletes-and-sports-competitors"),
        ("computer-programmers", "computer-and-information-systems-managers"),
        ("computer-systems-analysts", "computer-and-information-systems-managers"),
        ("general-maintenance-and-repair-workers", "construction-managers"),
        ("hazardous-materials-removal-workers", "construction-laborers-and-helpers"),
        ("postsecondary-teachers", "postsecondary-education-administrators"),
        (
            "property-real-estate-and-community-association-managers",
            "customer-service-representatives",
        ),
        ("web-developers", "computer-and-information-systems-managers"),
    }
)
"""Pairs of page and link that state no move."""
_FAR: Final = "top-executives"
_TYPICAL: Final = ("typically", "usually", "often", "most ", "many ")
_COMMENTS: Final = {
    "Advancement": "The Handbook names this among the ways people advance.",
    "Work Experience in a Related Occupation": (
        "The Handbook names this as experience to come with."
    ),
}
_CONDITIONS: Final = {
    "bookkeeping-accounting-and-auditing-clerks": "experience and more education",
    "chemical-technicians": "a bachelor's degree",
    "childcare-workers": "a couple of years of experience and a bachelor's degree",
    "community-health-workers": "more education",
    "occupational-therapy-assistants-and-aides": "more education and a licence",
    "radiation-therapists": "more education and a certification",
    "teacher-assistants": "more education, training, and a licence or certification",
}
"""Map a page to the condition that it states for its moves under "Advancement"."""


def describe_moves(curated: Curated, data: Path) -> LayerFile:
    """Return the stated moves between occupations; those between two curated roles have a file."""
    made = LayerFile("moves.ttl")
    codes: dict[str, list[str]] = defaultdict(list)
    for row in _HANDBOOK.read(data, ("slug", "onet_soc"), "onet_codes.csv"):
        if row["onet_soc"].endswith(".00"):
            codes[row["slug"]].append(row["onet_soc"])
    titles = {
        row["slug"]: row["title"]
        for row in _HANDBOOK.read(data, ("slug", "title"), "occupations.csv")
    }
    curated_codes = curated.role_of_exact("onet")
    columns = ("slug", "heading", "linked_slug", "sentence")
    seen = set()
    wide = 0
    for row in _HANDBOOK.read(data, columns, "stated_moves.csv"):
        page, linked = row["slug"], row["linked_slug"]
        if (page, linked) in _NOT_MOVES or _FAR in (page, linked):
            continue
        left, entered = (page, linked) if row["heading"] == "Advancement" else (linked, page)
        if not 0 < len(codes[left]) <= _MOST_CODES or not 0 < len(codes[entered]) <= _MOST_CODES:
            wide += 1
            continue
        is_typical = any(word in row["sentence"].lower() for word in _TYPICAL)
        for start in codes[left]:
            for end in codes[entered]:
                both = start in curated_codes and end in curated_codes
                if start == end or both or (start, end) in seen:
                    continue
                seen.add((start, end))
                made.describe(
                    thing("transition", start, end, "bls-ooh"),
                    name("cg:Transition"),
                    {
                        "cg:fromRole": occupation(start),
                        "cg:toRole": occupation(end),
                        "cg:kind": cg("move"),
                        "cg:qualifier": cg("typically" if is_typical else "possible"),
                        "cg:place": text(f"{titles[page]}: {row['heading']}"),
                        "cg:statedBy": name(f"source:{_HANDBOOK.source}"),
                        "rdfs:comment": english(_comment(page, row["heading"])),
                    },
                )
    made.note(f"{wide} sentences left out: the pages cover more than {_MOST_CODES} occupations")
    return made


def _comment(page: str, heading: str) -> str:
    condition = _CONDITIONS.get(page) if heading == "Advancement" else None
    return _COMMENTS[heading] + (f" It asks for {condition}." if condition else "")
