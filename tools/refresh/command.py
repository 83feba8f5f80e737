"""The command: read everything, write all files or none, print what was left out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from careergraph.errors import CareerGraphError, DataFileError
from refresh.concepts import describe_concepts
from refresh.curated import read_curated
from refresh.degree_fields import describe_degree_fields
from refresh.degree_shares import describe_degree_shares
from refresh.experience import describe_experience
from refresh.job_zones import describe_job_zones
from refresh.pay import describe_pay
from refresh.projections import describe_entry_education, describe_outlook, describe_training
from refresh.requirements import describe_esco_requirements, describe_onet_requirements
from refresh.skill_matches import describe_skill_matches
from refresh.statements import Statements, write_files
from refresh.transitions import describe_observed_transitions, describe_related_transitions

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["describe_all", "main", "refresh"]

_FOLDER: Final = Path(__file__).resolve().parents[2] / "ontology" / "data"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0, or 1 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="refresh", description="Fill in the figures of the bundled graph."
    )
    parser.add_argument("data", type=Path, help="folder of the public data sets")
    parser.add_argument(
        "--ontology", type=Path, default=_FOLDER, help="folder of roles.ttl, written to as well"
    )
    options = parser.parse_args(arguments)
    try:
        made = refresh(options.data, options.ontology)
    except CareerGraphError as error:
        print(error, file=sys.stderr)
        return 1
    for statements in made:
        print(f"{options.ontology / statements.name}: {len(statements)} things described")
        for note in statements.notes:
            print(f"  {note}")
    return 0


def refresh(data: Path, ontology: Path) -> list[Statements]:
    """Write the files made from the data sets, and return what went into each.

    Parameters
    ----------
    data
        The folder of the public data sets.
    ontology
        The folder of `roles.ttl` and `skills.ttl`, where the files are written.

    Raises
    ------
    DataFileError
        A file is missing or is not as expected; nothing was written.
    OutputError
        A file cannot be written.
    """
    made = describe_all(data, ontology)
    write_files(ontology, {statements.name: statements.text() for statements in made})
    return made


def describe_all(data: Path, ontology: Path) -> list[Statements]:
    """Return what each file will say, in the order in which they are made.

    Raises
    ------
    DataFileError
        A file is missing or is not as expected.
    """
    if not data.is_dir():
        reason = "The folder is missing. Give the folder that holds the public data sets."
        raise DataFileError(str(data), reason)
    curated = read_curated(ontology)
    concepts = describe_concepts(curated, data)
    return [
        concepts,
        describe_skill_matches(curated, data),
        describe_esco_requirements(curated, data),
        describe_onet_requirements(curated, data),
        describe_pay(curated, data),
        describe_outlook(curated, data),
        describe_job_zones(curated, data),
        describe_degree_shares(curated, data),
        describe_entry_education(curated, data),
        describe_experience(curated, data),
        describe_training(curated, data),
        describe_degree_fields(curated, data),
        describe_related_transitions(curated, data),
        describe_observed_transitions(curated, data),
    ]
