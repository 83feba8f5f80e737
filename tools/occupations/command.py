"""The command: read everything, write all files or none, print what was left out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from careergraph.errors import CareerGraphError
from occupations.answers import describe_answers
from occupations.concepts import describe_concepts, describe_titles
from occupations.figures import describe_figures
from occupations.moves import describe_moves
from occupations.ratings import describe_elements, describe_ratings
from occupations.related import describe_related
from refresh.curated import read_curated
from refresh.statements import write_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from occupations.layer import LayerFile

__all__ = ["describe_all", "main"]

_FOLDER: Final = Path(__file__).resolve().parents[2] / "ontology" / "data"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0, or 1 with one line on stderr."""
    parser = argparse.ArgumentParser(
        prog="occupations", description="Write the occupations of the bundled graph."
    )
    parser.add_argument("data", type=Path, help="folder of the public data sets")
    parser.add_argument("--ontology", type=Path, default=_FOLDER, help="folder of roles.ttl")
    options = parser.parse_args(arguments)
    try:
        made = describe_all(options.data, options.ontology)
        (options.ontology / "occupations").mkdir(exist_ok=True)
        write_files(options.ontology, {file.name: file.text() for file in made})
    except CareerGraphError as error:
        print(error, file=sys.stderr)
        return 1
    for file in made:
        print(f"{options.ontology / file.name}: {len(file)} statements")
        for note in file.notes:
            print(f"  {note}")
    return 0


def describe_all(data: Path, ontology: Path) -> list[LayerFile]:
    """Return all files of the layer.

    Raises
    ------
    DataFileError
        A file is missing or is not as expected.
    """
    curated = read_curated(ontology)
    return [
        describe_concepts(data),
        describe_titles(data),
        describe_elements(data),
        describe_ratings(data),
        describe_answers(data),
        describe_related(data),
        describe_figures(curated, data),
        describe_moves(curated, data),
    ]
