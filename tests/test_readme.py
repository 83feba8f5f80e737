"""What the README shows is what careergraph says: its commands are run, its Python too."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)
PYTHON = re.findall(r"```pycon\n(.*?)```", README, flags=re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Return each careergraph command of the README with the output shown for it."""
    found = []
    for session in SESSIONS:
        for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            if command.startswith("careergraph "):
                found.append((command, shown))
    return found


def normalised(output: str) -> str:
    """Return output without what changes with every edit of the graph: its hash."""
    return re.sub(r"\b[0-9a-f]{12}\b", "<hash>", output)


def fits(shown: str, actual: str) -> bool:
    """Return whether output is as shown, where a line of three dots stands for any lines."""
    pieces = [
        re.escape(piece) for piece in re.split(r"^\.\.\.\n", normalised(shown), flags=re.MULTILINE)
    ]
    return re.fullmatch(r"(?:.*\n)*?".join(pieces) + r"\s*", normalised(actual)) is not None


@pytest.mark.parametrize(("command", "shown"), commands(), ids=[c for c, _ in commands()])
def test_command_prints_what_the_readme_shows(
    command: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    script = "import sys; from careergraph.cli import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", script, *shlex.split(command)[1:]],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert fits(shown, done.stdout), f"README shows\n{shown}\nbut it is\n{done.stdout}"


def test_readme_shows_commands_and_python() -> None:
    assert {c.split()[1] for c, _ in commands()} >= {"path", "role", "gap", "why", "search", "info"}
    assert PYTHON


def test_python_of_the_readme_runs() -> None:
    parser = doctest.DocTestParser()
    test = parser.get_doctest("\n".join(PYTHON), {}, "README", "README.md", 0)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.DocTestRunner(optionflags=flags).run(test).failed == 0


def test_links_lead_to_files() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
