"""Print a requirements file of the lowest versions that pyproject.toml promises.

``make test-lowest`` runs the tests with them. The package and its extras are pinned. What these
depend on, and the tools of developers, are not: nobody uses the package with the oldest of those.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PYPROJECT: Final = Path(__file__).resolve().parents[1] / "pyproject.toml"


def lowest_versions(requirements: Iterable[str]) -> list[str]:
    """Return each requirement pinned to its lower bound.

    Raises
    ------
    ValueError
        A requirement promises no lowest version.

    Examples
    --------
    >>> lowest_versions(["rdflib>=7.1.4", "pyoxigraph>=0.5.6,<0.6"])
    ['pyoxigraph==0.5.6', 'rdflib==7.1.4']
    """
    return sorted(_pin(Requirement(text)) for text in requirements)


def _pin(requirement: Requirement) -> str:
    for bound in requirement.specifier:
        if bound.operator == ">=":
            return f"{requirement.name}=={bound.version}"
    message = f"{requirement} promises no lowest version."
    raise ValueError(message)


def _requirements(pyproject: Mapping[str, Mapping[str, Mapping[str, list[str]]]]) -> list[str]:
    """Return what package and extras require, pinned, and what developers do, as it is."""
    project = pyproject["project"]
    extras = project["optional-dependencies"].values()
    promised = [*project["dependencies"], *(text for extra in extras for text in extra)]
    dev = [text for text in pyproject["dependency-groups"]["dev"] if isinstance(text, str)]
    return [*lowest_versions(promised), *dev]


def main() -> int:
    """Print the requirements and return the exit code."""
    pyproject = tomllib.loads(_PYPROJECT.read_text("utf-8"))
    print("\n".join(_requirements(pyproject)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
