"""What the README shows is what careergraph says: its commands are run, its Python too."""

from __future__ import annotations

import doctest
import re
import shlex
import sys
from pathlib import Path

import pytest

from command_line import careergraph

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from docs_output import PAGES, Session, fits, renew_page, sessions  # noqa: E402

README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```pycon\n(.*?)```", README, flags=re.DOTALL)
SESSIONS = [s for page in PAGES for s in sessions(page.read_text("utf-8")) if s.can_run]


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.command)
def test_command_prints_what_the_page_shows(session: Session, tmp_path: Path) -> None:
    words = shlex.split(session.command)[1:]
    done = careergraph(*words, cwd=tmp_path, env={"COLUMNS": "80"})
    assert done.returncode == 0, done.stderr
    assert fits(session.shown, done.stdout), (
        f"The page shows\n{session.shown}\nbut it is\n{done.stdout}\n"
        "Run `make docs-output` to write it again."
    )


def test_outputs_are_written_again_with_the_same_parts_left_out() -> None:
    page = "Look:\n```console\n$ careergraph x\npay 10\n...\ntime 3\n...\n```\nDone.\n"
    answer = "pay 20\nmore\ntime 4\nend\n"
    assert renew_page(page, lambda _: answer) == page.replace("10", "20").replace("3", "4")
    whole = page.replace("...\n", "")
    assert renew_page(whole, lambda _: answer) == whole.replace("pay 10\ntime 3\n", answer)
    with pytest.raises(ValueError, match="time 3"):
        renew_page(page, lambda _: "pay 10\n")


def test_readme_shows_commands_and_python() -> None:
    shown = {session.command.split()[1] for session in sessions(README) if session.can_run}
    assert shown >= {"path", "role", "gap", "why", "search", "info"}
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
