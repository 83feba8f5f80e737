"""README and docs show what careergraph prints: their commands and their Python are run."""

from __future__ import annotations

import doctest
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from command_line import careergraph

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from docs_output import PAGES, Session, fits, renew_page, sessions  # noqa: E402

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

TEXTS = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
README = TEXTS["README.md"]
SESSIONS = list(dict.fromkeys(s for text in TEXTS.values() for s in sessions(text) if s.can_run))
PYTHON = {
    name: "\n".join(blocks)
    for name, text in TEXTS.items()
    if (blocks := re.findall(r"```pycon\n(.*?)```", text, flags=re.DOTALL))
}
SPARQL = [
    query
    for name, text in TEXTS.items()
    if "importing" not in str(name)  # its query asks for what the bundled graph has not
    for query in re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)
]
LONGEST_README = 150


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


def test_readme_is_short_and_shows_a_picture_commands_and_python() -> None:
    assert len(README.splitlines()) <= LONGEST_README
    assert README.index("](docs/images/") < README.index("```console")
    assert len([session for session in sessions(README) if session.can_run]) >= 3
    assert "README.md" in PYTHON


def test_pages_show_the_commands_that_people_use_most() -> None:
    shown = {session.command.split()[1] for session in SESSIONS}
    assert shown >= {"path", "role", "gap", "next", "compare", "why", "search", "info", "query"}


@pytest.mark.parametrize("page", PYTHON)
def test_python_of_a_page_runs(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(PYTHON[page], {}, page, page, 0)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.DocTestRunner(optionflags=flags).run(test).failed == 0


@pytest.mark.parametrize("query", SPARQL, ids=lambda query: query.splitlines()[0].strip("# "))
def test_a_query_of_a_page_has_rows(query: str, graph: CareerGraph) -> None:
    assert len(graph.query(query)) > 0


def test_links_lead_to_files() -> None:
    pages = [*PAGES, *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"))]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_page_is_in_the_navigation_and_in_the_overview() -> None:
    site = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    pages = [p for p in (ROOT / "docs").rglob("*.md") if p.parent.name != "profiles"]
    names = [page.relative_to(ROOT / "docs").as_posix() for page in pages]
    overview = TEXTS["docs/index.md"]
    assert [name for name in names if f'"docs/{name}"' not in site] == []
    assert [name for name in names if f"]({name}" not in overview and name != "index.md"] == []
