"""Usual meanings of ordinary titles that names, likeness and employment would read wrongly.

The tables are editorial. A title is read in its first meaning, and the answer names the others, so
that nobody is misled. Titles without one usual meaning are asked back.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from careergraph.compiled.titles.normalise import normalise_title

__all__ = ["SENSES", "SHARED", "Sense", "find_sense", "find_shared"]

_SALES_OF_SERVICES: Final = (
    "Sales Representatives of Services, Except Advertising, Insurance, Financial Services, "
    "and Travel"
)
_SALES_OF_GOODS: Final = (
    "Sales Representatives, Wholesale and Manufacturing, Except Technical and Scientific Products"
)
_SCHOOL_ASSISTANTS: Final = (
    "Teaching Assistants, Preschool, Elementary, Middle, and Secondary School, "
    "Except Special Education"
)
_LEVELS: Final = frozenset({"senior", "junior", "lead", "trainee", "graduate"})


class Sense(NamedTuple):
    """Hold the usual meaning of a title.

    Attributes
    ----------
    label
        The label of the role or occupation.
    others
        Labels of what it may mean as well.
    is_nearest
        Whether the graph has no role for the title, and this is only the nearest.
    """

    label: str
    others: tuple[str, ...] = ()
    is_nearest: bool = False


SENSES: Final[dict[str, Sense]] = {
    "CFO, chief financial officer": Sense("Financial Manager", ("Chief Executives",)),
    "COO, chief operating officer, chief operations officer": Sense(
        "Chief Executives", ("General and Operations Managers",)
    ),
    "teaching assistant": Sense(
        _SCHOOL_ASSISTANTS,
        ("Teaching Assistants, Special Education", "Teaching Assistants, Postsecondary"),
    ),
    "AE, account executive, sales executive": Sense(
        _SALES_OF_SERVICES, (_SALES_OF_GOODS, "Advertising Sales Agents")
    ),
    "SDR, sales development representative, BDR, business development representative": Sense(
        _SALES_OF_SERVICES, (_SALES_OF_GOODS,)
    ),
    "HR, human resources": Sense("Human Resources Specialists", ("Human Resources Managers",)),
    "presales, pre-sales": Sense("IT Presales Engineer", ("Sales Engineer",)),
    "CNA, certified nursing assistant": Sense("Nursing Assistants", ("Home Health Aides",)),
    "cook, line cook": Sense(
        "Cooks, Restaurant",
        ("Cooks, Institution and Cafeteria", "Cooks, Fast Food", "Cooks, Short Order"),
    ),
    "restaurant manager": Sense(
        "Food Service Managers",
        ("First-Line Supervisors of Food Preparation and Serving Workers",),
    ),
    "store manager, shop manager": Sense(
        "First-Line Supervisors of Retail Sales Workers", ("General and Operations Managers",)
    ),
    "marketing specialist": Sense(
        "Market Research Analyst", ("SEO Specialist", "Digital Marketer")
    ),
    "cleaner": Sense(
        "Janitors and Cleaners, Except Maids and Housekeeping Cleaners",
        ("Maids and Housekeeping Cleaners", "Cleaners of Vehicles and Equipment"),
    ),
    "farmer": Sense(
        "Farmers, Ranchers, and Other Agricultural Managers",
        ("Farmworkers and Laborers, Crop, Nursery, and Greenhouse",),
    ),
    "administrative assistant, admin assistant": Sense(
        "Secretaries and Administrative Assistants, Except Legal, Medical, and Executive",
        ("Executive Secretaries and Executive Administrative Assistants",),
    ),
    "military officer, army officer": Sense(
        "Military Officer Special and Tactical Operations Leaders, All Other",
    ),
    "PMM, product marketing manager": Sense("Marketing Manager", is_nearest=True),
    "agile coach": Sense("Scrum Master", is_nearest=True),
    "service designer": Sense("User Experience Designer", is_nearest=True),
}
"""Map titles, separated by commas, to their usual meaning."""
SHARED: Final = {
    "pm": ("Product Manager", "Project Manager"),
    "ea": (
        "Enterprise Architect",
        "Executive Secretaries and Executive Administrative Assistants",
    ),
}
"""Abbreviations that stand for several roles: all of them are offered."""


@cache
def _senses() -> dict[str, Sense]:
    return {
        normalise_title(title): sense
        for titles, sense in SENSES.items()
        for title in titles.split(",")
    }


def find_sense(key: str) -> Sense | None:
    """Return the usual meaning of a title in compared form; a level word in front is ignored.

    Examples
    --------
    >>> find_sense("senior store manager").label
    'First-Line Supervisors of Retail Sales Workers'
    """
    senses = _senses()
    level, _, rest = key.partition(" ")
    return senses.get(key) or (senses.get(rest) if level in _LEVELS else None)


def find_shared(key: str) -> tuple[str, ...]:
    """Return the labels of the roles that an abbreviation stands for, if there are several."""
    return SHARED.get(key, ())
