"""Tab completion: the shells' own scripts are loaded and asked, bash for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from command_line import SCRIPT, careergraph, environment

if TYPE_CHECKING:
    from pathlib import Path

COMPLETE_IN_BASH = """
eval "$(_CAREERGRAPH_COMPLETE=bash_source careergraph)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_careergraph_completion careergraph
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def shell_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment whose PATH has a ``careergraph`` of this Python."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "careergraph"
    # argv[0] is not the script's: click knows its own name.
    command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{SCRIPT}' \"$@\"\n", "utf-8")
    command.chmod(0o755)
    return environment(PATH=f"{folder}{os.pathsep}{os.environ['PATH']}", HOME=str(folder))


def complete_in_bash(environ: dict[str, str], *words: str) -> list[str]:
    """Return what bash would offer for the last of some words."""
    done = subprocess.run(
        ["bash", "--norc", "-c", COMPLETE_IN_BASH, "bash", "careergraph", *words],
        capture_output=True,
        text=True,
        env=environ,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ex"], ["export"]),
        (["path", "soft"], ["software-engineer"]),
        (["path", "Soft"], ["software-engineer"]),
        (["path", "software-e"], ["software-engineer"]),
        (["path", '"software eng'], ["software-engineer"]),
        (["path", "software-engineer", "lead-m"], ["lead-machine-learning-engineer"]),
        (["path", "SWE", "mle"], ["machine-learning-engineer"]),
        (["gap", "data-a"], ["data-analyst"]),
        (["why", "data-analyst", "data-sc"], ["data-scientist"]),
        (["role", "stat"], ["statistician"]),
        (["path", "SWE", "MLE", "--by", ""], ["gap", "step", "time", "hops"]),
        (["path", "SWE", "MLE", "--format", "j"], ["json"]),
        (["path", "SWE", "MLE", "--only", "promotion,r"], ["promotion,related"]),
        (["export", "--format", "n"], ["nquads"]),
        (["role", "zzz"], []),
    ],
    ids=" ".join,
)
def test_bash_completes(
    shell_environment: dict[str, str], words: list[str], expected: list[str]
) -> None:
    offered = [line for line in complete_in_bash(shell_environment, *words) if line]
    assert set(expected) <= set(offered)
    if expected != offered:
        # Other roles may come to begin so; none that begins otherwise may be offered.
        typed = words[-1].strip('"').casefold().replace(" ", "-")
        assert expected
        assert all(line.startswith(typed) for line in offered)


def test_every_title_offered_is_understood(shell_environment: dict[str, str]) -> None:
    from careergraph.compiled.generation import open_catalog

    offered = complete_in_bash(shell_environment, "role", "")
    catalog = open_catalog()
    roles = {entry.iri for entry in catalog.entries if entry.kind == "role"}
    assert {catalog.find(slug).entry.iri for slug in offered} == roles
    assert all(catalog.find(slug).exact for slug in offered)
    assert not any(set(slug) & set(" \"'$`\\") for slug in offered)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_is_sound(
    shell_environment: dict[str, str], shell: str, tmp_path: Path
) -> None:
    script = subprocess.run(
        ["careergraph"],
        capture_output=True,
        text=True,
        env={**shell_environment, "_CAREERGRAPH_COMPLETE": f"{shell}_source"},
        check=True,
    ).stdout
    assert f"_CAREERGRAPH_COMPLETE={shell}_complete" in script
    if program := shutil.which(shell):
        (tmp_path / "script").write_text(script, encoding="utf-8")
        subprocess.run([program, "-n", str(tmp_path / "script")], check=True)


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_fish_completes(shell_environment: dict[str, str]) -> None:
    script = "_CAREERGRAPH_COMPLETE=fish_source careergraph | source; complete -C "
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"{script} 'careergraph path software-e'"],
        capture_output=True,
        text=True,
        env=shell_environment,
        check=True,
    )
    assert done.stdout == "software-engineer\tSoftware Engineer\n"


def test_zsh_is_offered_titles_with_their_labels(shell_environment: dict[str, str]) -> None:
    asked = {"COMP_WORDS": "careergraph path software-e", "COMP_CWORD": "2"}
    done = subprocess.run(
        ["careergraph"],
        capture_output=True,
        text=True,
        env={**shell_environment, "_CAREERGRAPH_COMPLETE": "zsh_complete", **asked},
        check=True,
    )
    assert done.stdout == "plain\nsoftware-engineer\nSoftware Engineer\n"


def test_the_command_tells_how_to_set_completion_up(shell_environment: dict[str, str]) -> None:
    """Its line, run in bash, completes."""
    done = careergraph("completion", "bash")
    assert done.returncode == 0
    comment, line = done.stdout.splitlines()
    assert "~/.bashrc" in comment

    assert line in COMPLETE_IN_BASH
    assert complete_in_bash(shell_environment, "comp") == ["compare", "completion"]


def test_an_unknown_shell_is_named() -> None:
    done = careergraph("completion", env={"SHELL": "/bin/tcsh"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: Name your shell: careergraph completion bash|zsh|fish\n"
