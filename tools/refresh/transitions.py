"""Moves between roles: related occupations of O*NET, and moves counted in real careers."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Final

from rdflib import Literal

from careergraph.errors import DataFileError
from refresh.concepts import read_esco_occupations
from refresh.editions import JOBHOP, ONET
from refresh.spells import iso_interval, months_before_moves, read_steps
from refresh.statements import CG, Statements, Values, decimal, integer, source_of, thing

if TYPE_CHECKING:
    from pathlib import Path

    from refresh.curated import Curated, Role

__all__ = ["describe_observed_transitions", "describe_related_transitions"]

_COUNTS: Final = "transition_counts.csv"
_COUNT_COLUMNS: Final = ("origin_esco_code", "destination_esco_code", "n_moves", "n_people")
_RELATED_COLUMNS: Final = (
    "O*NET-SOC Code",
    "Related O*NET-SOC Code",
    "Relatedness Tier",
    "Index",
)
_FEWEST: Final = 5
"""Fewer people than this are not shown, nor is a median of fewer spells."""
_SHARE_DIGITS: Final = Decimal("0.0001")


def describe_related_transitions(curated: Curated, data: Path) -> Statements:
    """Return the pairs of roles whose O*NET occupations are listed as related, as directed."""
    made = Statements("transitions_related.ttl")
    role_of = curated.role_of_exact("onet")
    for row in ONET.read(data, _RELATED_COLUMNS, "Related Occupations.txt"):
        origin = role_of.get(row["O*NET-SOC Code"])
        destination = role_of.get(row["Related O*NET-SOC Code"])
        if origin is None or destination is None or origin is destination:
            continue
        values: Values = {
            **_ends(origin, destination),
            CG.kind: CG.related,
            CG.relatednessTier: Literal(row["Relatedness Tier"]),
            CG.statedBy: source_of(ONET),
            CG.place: Literal(f"Related Occupations.txt, index {row['Index']}"),
        }
        subject = thing("transition", origin.slug, destination.slug, "onet")
        made.describe(subject, CG.Transition, values)
    return made


def describe_observed_transitions(curated: Curated, data: Path) -> Statements:
    """Return the moves between roles that at least five people made.

    A share is of all moves out of the occupation in the table, to whichever occupation. For the
    median time before a move see `refresh.spells`.
    """
    made = Statements("transitions_observed.ttl")
    role_of_iri, occupations = curated.role_of_exact("esco"), read_esco_occupations(data)
    role_of = {occupations[iri].code: role for iri, role in role_of_iri.items()}
    counts = _read_counts(data)
    leaving: Counter[str] = Counter()
    for (code, _), (moves, _) in counts.items():
        leaving[code] += moves
    careers = read_steps(data)
    months, period = months_before_moves(careers), iso_interval(careers)
    thin = 0
    for pair, (moves, people) in counts.items():
        origin, destination = role_of.get(pair[0]), role_of.get(pair[1])
        if origin is None or destination is None or origin is destination:
            continue
        if people < _FEWEST:
            thin += 1
            continue
        share = (Decimal(moves) / leaving[pair[0]]).quantize(_SHARE_DIGITS)
        values: Values = {
            **_ends(origin, destination),
            **_circumstances(period),
            CG["count"]: integer(moves),
            CG.people: integer(people),
            CG.share: decimal(share),
            **_time_before(months.get(pair, [])),
        }
        subject = thing("transition", origin.slug, destination.slug, "jobhop")
        made.describe(subject, CG.Transition, values)
        if CG.medianMonths not in values:
            why = f"no median time, fewer than {_FEWEST} dated spells or less than a quarter"
            made.note(f"{origin.slug} to {destination.slug}: {why}")
    made.note(f"{thin} pairs between our roles withheld: fewer than {_FEWEST} people")
    return made


def _ends(origin: Role, destination: Role) -> Values:
    return {
        CG.fromRole: thing("role", origin.slug),
        CG.toRole: thing("role", destination.slug),
    }


def _circumstances(period: str) -> Values:
    return {
        CG.kind: CG.move,
        CG.statedBy: source_of(JOBHOP),
        CG.country: Literal("BE-VLG"),
        CG.period: Literal(period),
        CG.place: Literal(_COUNTS),
        CG.population: Literal(
            "job seekers in Flanders with ICT careers; moves between ICT occupations"
        ),
    }


def _time_before(months: list[int]) -> Values:
    if len(months) < _FEWEST:
        return {}
    typical = Decimal(str(median(months)))
    if typical == 0:
        return {}  # less than the data can tell: most dates are years
    return {CG.medianMonths: decimal(typical), CG.sampleSize: integer(len(months))}


def _read_counts(data: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the moves and the people by origin and destination."""
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for row in JOBHOP.read(data, _COUNT_COLUMNS, _COUNTS):
        pair = row["origin_esco_code"], row["destination_esco_code"]
        if pair in counts or not (row["n_moves"].isdecimal() and row["n_people"].isdecimal()):
            reason = (
                f"The row of {pair[0]} to {pair[1]} is there twice, or its counts are no numbers."
            )
            raise DataFileError(str(data / JOBHOP.folder / _COUNTS), reason)
        counts[pair] = int(row["n_moves"]), int(row["n_people"])
    return counts
