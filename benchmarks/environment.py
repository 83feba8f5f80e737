"""A virtual environment with careergraph as a user gets it: from its wheel, bytecode compiled.

An editable install lies here: where ``PYTHONDONTWRITEBYTECODE`` is set, every start compiles the
package's modules again. Dependencies are taken from the environment that runs the benchmark, so
that nothing is downloaded.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Environment",
    "build_wheel",
    "compile_again",
    "create_environment",
    "user_variables",
]

_COMPILE = """
from careergraph.compiled.generation import write_shipped
from careergraph.store.bundled import ontology_dir

write_shipped(ontology_dir())
"""

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment: its interpreter, the console script and the packaged ontology."""

    python: Path
    careergraph: Path
    ontology: Path


def user_variables() -> dict[str, str]:
    """Return the environment variables without those that change how Python runs."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def compile_again(environment: Environment) -> None:
    """Compile the graph of an environment whose ontology has changed, as the wheel's build does."""
    _run(str(environment.python), "-c", _COMPILE)


def build_wheel(folder: Path) -> Path:
    """Build the wheel of the checkout into a folder and return its path."""
    where = ("--no-isolation", "--outdir", str(folder), str(_ROOT))
    _run(sys.executable, "-m", "build", "--wheel", *where)
    (wheel,) = folder.glob("*.whl")
    return wheel


def create_environment(folder: Path, wheel: Path) -> Environment:
    """Return a new environment in a folder with the wheel installed."""
    builder = venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt")
    builder.create(folder)
    places = sysconfig.get_paths("venv", {"base": str(folder), "platbase": str(folder)})
    python = Path(places["scripts"]) / Path(sys.executable).name
    site = Path(places["purelib"])
    _run(str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    own = sysconfig.get_paths()
    lines = dict.fromkeys((own["purelib"], own["platlib"]))
    (site / "dependencies.pth").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    script = Path(places["scripts"]) / f"careergraph{'.exe' if os.name == 'nt' else ''}"
    return Environment(python, script, site / "careergraph" / "_ontology")


def _run(*command: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, env=user_variables(), check=False
    )
    if done.returncode:
        sys.exit(f"Error: {' '.join(command)} failed.\n{done.stdout}{done.stderr}")
