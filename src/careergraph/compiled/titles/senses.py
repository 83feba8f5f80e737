"""Usual meanings of ordinary titles that names, likeness and employment would read wrongly.

The tables are editorial. A title is read in its first meaning, and the answer names the others, so
that no one is misled. For titles without one usual meaning the user has to choose.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from careergraph.compiled.titles.normalise import normalise_title
from careergraph.compiled.titles.reading import fold_title

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SENSES", "SHARED", "Sense", "find_sense", "find_shared"]

_Meaning = TypeVar("_Meaning")
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
_STORE_SUPERVISORS: Final = "First-Line Supervisors of Retail Sales Workers"
_OFFICE_SUPERVISORS: Final = "First-Line Supervisors of Office and Administrative Support Workers"
_KITCHEN_SUPERVISORS: Final = "First-Line Supervisors of Food Preparation and Serving Workers"
_PLANT_SUPERVISORS: Final = "First-Line Supervisors of Production and Operating Workers"
_GENERAL_MANAGERS: Final = "General and Operations Managers"
_FAST_FOOD: Final = "Fast Food and Counter Workers"
_LABORERS: Final = "Laborers and Freight, Stock, and Material Movers, Hand"
_JANITORS: Final = "Janitors and Cleaners, Except Maids and Housekeeping Cleaners"
_SUBJECT_TEACHERS: Final = (
    "biology teacher, chemistry teacher, drama teacher, economics teacher, "
    "english teacher, geography teacher, history teacher, physics teacher, social studies teacher"
)
_LEVELS: Final = frozenset({"senior", "junior", "lead", "trainee", "graduate"})


class Sense(NamedTuple):
    """The usual meaning of a title.

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
    "CMO, chief marketing officer": Sense(
        "Chief Executives", ("Marketing Manager",), is_nearest=True
    ),
    "CHRO, chief human resources officer, chief people officer": Sense(
        "Chief Executives", ("Human Resources Managers",), is_nearest=True
    ),
    "chief revenue officer, chief sales officer, chief commercial officer": Sense(
        "Chief Executives", ("Sales Managers",), is_nearest=True
    ),
    "chief medical officer, chief nursing officer, CNO": Sense(
        "Chief Executives", ("Medical and Health Services Managers",), is_nearest=True
    ),
    "chief legal officer": Sense("Chief Executives", ("Lawyers",), is_nearest=True),
    "chief compliance officer": Sense(
        "Chief Executives", ("Compliance Managers",), is_nearest=True
    ),
    "COO, chief operating officer, chief operations officer": Sense(
        "Chief Executives", ("General and Operations Managers",)
    ),
    _SUBJECT_TEACHERS: Sense(
        "Secondary School Teacher",
        ("Middle School Teachers, Except Special and Career/Technical Education",),
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
    "hotel receptionist, hotel clerk": Sense(
        "Hotel, Motel, and Resort Desk Clerks", ("Receptionists and Information Clerks",)
    ),
    "restaurant manager": Sense(
        "Food Service Managers",
        ("First-Line Supervisors of Food Preparation and Serving Workers",),
    ),
    "store manager, shop manager, assistant store manager": Sense(
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
    "farmworker, farm worker": Sense(
        "Farmworkers and Laborers, Crop, Nursery, and Greenhouse",
        ("Farmworkers, Farm, Ranch, and Aquacultural Animals",),
    ),
    "solar installer, solar panel installer": Sense(
        "Solar Photovoltaic Installers", ("Solar Thermal Installers and Technicians",)
    ),
    "military officer, army officer": Sense(
        "Military Officer Special and Tactical Operations Leaders, All Other",
    ),
    "PMM, product marketing manager": Sense("Marketing Manager", is_nearest=True),
    "agile coach": Sense("Scrum Master", is_nearest=True),
    "service designer": Sense("User Experience Designer", is_nearest=True),
    "customer service": Sense("Customer Service Representatives"),
    "housekeeping": Sense("Maids and Housekeeping Cleaners", (_JANITORS,)),
    "janitorial": Sense(_JANITORS),
    "landscaping": Sense("Landscaping and Groundskeeping Workers"),
    "bartending": Sense("Bartenders"),
    "babysitting": Sense("Childcare Workers", ("Nannies",)),
    "general labor, general labour": Sense(_LABORERS, ("Construction Laborers",)),
    "retail": Sense("Retail Salespersons", ("Cashiers", "Stockers and Order Fillers")),
    "warehouse": Sense(_LABORERS, ("Stockers and Order Fillers",)),
}
"""Map titles, separated by commas, to their usual meaning."""
SHARED: Final[dict[str, tuple[str, ...]]] = {
    "pm": ("Product Manager", "Project Manager"),
    "ea": (
        "Enterprise Architect",
        "Executive Secretaries and Executive Administrative Assistants",
    ),
    "ta": (
        _SCHOOL_ASSISTANTS,
        "Teaching Assistants, Postsecondary",
        "Teaching Assistants, Special Education",
    ),
    "manager": (_GENERAL_MANAGERS, _STORE_SUPERVISORS, _KITCHEN_SUPERVISORS),
    "assistant manager": (_STORE_SUPERVISORS, _GENERAL_MANAGERS, _KITCHEN_SUPERVISORS),
    "supervisor": (
        _OFFICE_SUPERVISORS,
        _STORE_SUPERVISORS,
        _PLANT_SUPERVISORS,
        _KITCHEN_SUPERVISORS,
    ),
    "shift supervisor, shift leader, shift lead, shift manager": (
        _KITCHEN_SUPERVISORS,
        _STORE_SUPERVISORS,
        _PLANT_SUPERVISORS,
    ),
    "team leader, team lead, team supervisor": (
        _OFFICE_SUPERVISORS,
        _STORE_SUPERVISORS,
        _PLANT_SUPERVISORS,
    ),
    "team member, crew member": (
        _FAST_FOOD,
        "Retail Salespersons",
        "Stockers and Order Fillers",
    ),
    "owner, business owner, founder, co-founder, entrepreneur": (
        _GENERAL_MANAGERS,
        "Chief Executives",
    ),
    "student worker, student assistant, work study": (
        "Office Clerks, General",
        "Library Assistants, Clerical",
        "Teaching Assistants, Postsecondary",
    ),
    "laborer, labourer": (_LABORERS, "Construction Laborers"),
}
"""Map titles, separated by commas, to the roles that they stand for, the most usual first.

They are abbreviations, and titles that name a rank or a place in a team but no trade. All of the
roles are offered.
"""


def _by_title(table: Mapping[str, _Meaning]) -> dict[str, _Meaning]:
    """Map each title of a table, as titles are compared and as they are written out.

    An abbreviation is not written out: "TA" has other meanings than "teaching assistant".
    """
    rows = [
        (title.strip(), meaning) for titles, meaning in table.items() for title in titles.split(",")
    ]
    written_out = {" ".join(fold_title(t)): meaning for t, meaning in rows if len(t.split()) > 1}
    return written_out | {normalise_title(title): meaning for title, meaning in rows}


@cache
def _senses() -> dict[str, Sense]:
    return _by_title(SENSES)


@cache
def _shared() -> dict[str, tuple[str, ...]]:
    return _by_title(SHARED)


def find_sense(key: str) -> Sense | None:
    """Return the usual meaning of a title in compared form; a level word in front is ignored.

    Examples
    --------
    >>> find_sense("senior store manager").label
    'First-Line Supervisors of Retail Sales Workers'
    """
    senses = _senses()
    forms = [key, " ".join(fold_title(key))]
    level, _, rest = key.partition(" ")
    if level in _LEVELS:
        forms += [rest, " ".join(fold_title(rest))]
    return next((senses[form] for form in forms if form in senses), None)


def find_shared(key: str) -> tuple[str, ...]:
    """Return the labels of the roles that a title stands for, if there are several.

    Examples
    --------
    >>> find_shared("pm")
    ('Product Manager', 'Project Manager')
    """
    shared = _shared()
    return shared.get(key) or shared.get(" ".join(fold_title(key)), ())
