"""The built wheel works alone: in another place, without the network and without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NO_NETWORK = """
import socket

def refuse(*_args, **_kwargs):
    raise OSError("this test allows no network")

socket.socket.connect = refuse
socket.getaddrinfo = refuse
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own and return its Python.

    The dependencies are those of the running environment; the network is refused.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "dependencies.pth").write_text(
        "\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}), encoding="utf-8"
    )
    (packages / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    return binaries / "python"


def environment(python: Path) -> dict[str, str]:
    """Return an environment without the paths of the checkout."""
    return {"PATH": os.environ["PATH"], "HOME": str(python.parent), "LANG": "C.UTF-8"}


def run(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = "import sys; from careergraph.cli import main; main(sys.argv[1:])"
    return subprocess.run(
        [str(python), "-c", script, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=python.parent,
        env=environment(python),
        check=False,
    )


def test_wheel_carries_the_ontology_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    sources = {
        path.relative_to(ROOT / "ontology").as_posix()
        for path in (ROOT / "ontology").rglob("*")
        if path.suffix in {".ttl", ".rq", ".json"}
    }
    carried = {
        name.removeprefix("careergraph/_ontology/") for name in names if "_ontology/" in name
    }
    assert sources <= carried
    assert {"graph.sqlite", "network.sqlite", "manifest.json", "derived.nt"} <= carried
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "careergraph/py.typed" in names
    assert {f"careergraph/picture/html/page{end}" for end in (".html.jinja", ".css")} <= set(names)
    assert any(name.startswith("careergraph/picture/html/page/") for name in names)


def test_the_package_comes_from_the_wheel(python: Path) -> None:
    script = "import careergraph, careergraph.store.bundled as o; print(o.ontology_dir())"
    found = subprocess.run(
        [str(python), "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=python.parent,
        env=environment(python),
    )
    assert "_ontology" in found.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["path", "SWE", "lead ml engineer"], "Senior Machine Learning Engineer"),
        (["role", "data scientist"], "Senior Data Scientist"),
        (["gap", "data analyst", "data scientist"], "machine learning"),
        (["why", "software engineer", "MLE"], "Get programming experience"),
        (["search", "vision"], "Computer Vision Engineer"),
        (["info"], "CC BY 4.0"),
        (["export", "--format", "csv"], "median_months"),
        (["view", "SWE", "-o", "-"], "<title>Software Engineer</title>"),
        (["--version"], "careergraph"),
    ],
)
def test_commands_work_elsewhere_and_offline(
    python: Path, arguments: list[str], expected: str
) -> None:
    done = run(python, *arguments)
    said = [line for line in done.stderr.splitlines() if not line.startswith("Note: ")]
    assert (done.returncode, said) == (0, [])
    assert expected in done.stdout


def test_check_works_elsewhere_and_offline(python: Path) -> None:
    done = run(python, "check")
    assert done.returncode == 0, done.stdout
    assert "no problems" in done.stderr
