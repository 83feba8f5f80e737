"""The notebooks run from top to bottom, and what is saved in them is what they answer now."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LARGEST_IMAGE = 100_000
REMAKE = "`make notebooks` executes the notebooks again and saves what they answer."

Cell = dict[str, Any]
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read_cells(path: Path) -> list[Cell]:
    cells: list[Cell] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def code_cells(path: Path) -> dict[str, Cell]:
    return {cell["id"]: cell for cell in read_cells(path) if cell["cell_type"] == "code"}


def said_by(cell: Cell) -> list[tuple[str, str]]:
    """Return what a cell says in words; of a picture only that there is one.

    Pixels depend on the fonts and on the version of the plotting library.
    """
    said = []
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            said.append((output["name"], "".join(output["text"])))
        for kind, content in output.get("data", {}).items():
            said.append((kind, "" if kind.startswith("image/") else "".join(content)))
    return said


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Execute all notebooks, each in a fresh kernel of this Python, and return where they are.

    In a process of its own, by the command that remakes them: what the libraries of Jupyter warn of
    is not ours, and here warnings are errors.
    """
    folder = tmp_path_factory.mktemp("executed")
    command = [sys.executable, str(FOLDER / "execute.py"), "--into", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.notebook
@each_notebook
def test_saved_outputs_are_what_the_notebook_answers(path: Path, executed: Path) -> None:
    saved, now = code_cells(path), code_cells(executed / path.name)
    assert list(saved) == list(now)
    for name, cell in saved.items():
        assert said_by(cell) == said_by(now[name]), f"{path.name}, cell {name!r}: {REMAKE}"


@each_notebook
def test_every_cell_was_executed_in_order_without_complaint(path: Path) -> None:
    cells = code_cells(path).values()
    counts = [cell["execution_count"] for cell in cells]
    assert counts == list(range(1, len(counts) + 1)), REMAKE
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]


@each_notebook
def test_what_is_saved_tells_nothing_of_the_machine(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }, REMAKE
    assert not any(cell["metadata"] for cell in notebook["cells"]), REMAKE
    words = " ".join(text for cell in code_cells(path).values() for _, text in said_by(cell))
    assert not re.search(r"0x[0-9a-f]{6}|(^|[\s\"'(])(/|[A-Z]:\\)\w+[/\\]\w", words)


@each_notebook
def test_cells_have_names_and_pictures_are_small(path: Path) -> None:
    names = [cell["id"] for cell in read_cells(path)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name) for name in names), names
    for cell in code_cells(path).values():
        for output in cell["outputs"]:
            for kind, content in output.get("data", {}).items():
                if kind.startswith("image/"):
                    assert len("".join(content)) * 3 / 4 < LARGEST_IMAGE


@each_notebook
def test_a_notebook_opens_with_its_question_and_installs_from_the_project(path: Path) -> None:
    title = "".join(read_cells(path)[0]["source"])
    question = re.search(r"^\*\*(.+\?)\*\*$", title, re.MULTILINE)
    assert question is not None
    guide = (FOLDER.parent / "docs" / "how-to" / "notebooks.md").read_text(encoding="utf-8")
    assert f"| `{path.name}` | {question[1]}" in guide
    assert re.search(r"`pip install '\.\[notebook(,server)?\]'`", title)
    assert not any("pip install" in "".join(c["source"]) for c in code_cells(path).values())


@each_notebook
def test_no_answer_denies_what_the_text_says(path: Path) -> None:
    """Statements of the text are asserted in the cells; a bare "False" would contradict one."""
    for name, cell in code_cells(path).items():
        printed = "\n".join(text for _, text in said_by(cell))
        assert not re.search(r"(^|: )False$", printed, re.MULTILINE), f"{path.name}, cell {name!r}"


def test_the_first_notebook_compares_costs() -> None:
    """Its ranking is by the cost along the route; networkx may rank the same routes otherwise."""
    cells = code_cells(FOLDER / "01_first_path.ipynb")
    printed = dict(said_by(cells["routes-equal"]))["stdout"]
    along, alone = (
        [int(n) for n in re.findall(rf"{words} +(\d+)", printed)]
        for words in ("along the route", "each step alone")
    )
    assert len(along) == len(alone) == 5
    assert along == sorted(along)
    is_same_order = alone == sorted(alone)
    assert printed.endswith("yes\n" if is_same_order else "no\n")
