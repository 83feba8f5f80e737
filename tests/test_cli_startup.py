"""What a command imports: start-up time is a promise, and imports are what it is made of."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from careergraph.answers.whole_graph.export import FORMATS
from careergraph.cli.commands import graph as graphs
from careergraph.cli.commands import path as paths
from careergraph.compiled.generation import open_database
from careergraph.model.values import DEFAULT_KINDS
from command_line import environment

HEAVY = {"rdflib", "networkx", "rich", "pyoxigraph", "rapidfuzz", "pyvis", "scipy", "numpy"}
HEAVY |= {"pyshacl", "oxrdflib", "pandas", "matplotlib", "IPython", "httpx"}
PROBE = """
import json, sys
import careergraph.cli
from careergraph.cli.group import run
try:
    sys.exit(run(sys.argv[1:]))
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> None:
    """Compile the bundled graph first: that needs the engine, opening it does not."""
    open_database().close()


def imported(*command: str, **env: str) -> set[str]:
    """Return the packages that are loaded when a command has ended."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *command],
        capture_output=True,
        text=True,
        env=environment(**env),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


NEEDING_NOTHING = [["--help"], ["path", "--help"], ["view", "--help"], ["--version"], []]


@pytest.mark.parametrize("command", NEEDING_NOTHING)
def test_help_imports_nothing_heavy(command: list[str]) -> None:
    loaded = imported(*command)
    assert "click" in loaded
    assert loaded & HEAVY == set()
    assert "dataclasses" not in loaded, "value objects take longer than click does"


def test_completion_imports_nothing_heavy() -> None:
    variables = {"_CAREERGRAPH_COMPLETE": "bash_complete", "COMP_CWORD": "2"}
    loaded = imported(COMP_WORDS="careergraph path soft", **variables)
    assert "careergraph" in loaded
    assert loaded & HEAVY == set()


def test_search_imports_only_what_compares_names() -> None:
    assert imported("search", "vision") & HEAVY <= {"rapidfuzz"}


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_path_reads_the_compiled_graph_alone(form: str) -> None:
    command = ["path", "SWE", "lead ml engineer", "--format", form]
    assert imported(*command) & HEAVY == set()


@pytest.mark.parametrize(
    "command",
    [
        *(["gap", "SWE", "MLE"], ["role", "SWE"], ["why", "SWE", "MLE"]),
        *(["compare", "SWE", "MLE"], ["next", "SWE"], ["reach", "SWE"], ["info"]),
    ],
    ids=lambda command: command[0],
)
def test_commands_about_roles_read_the_compiled_graph_alone(command: list[str]) -> None:
    assert imported(*command) & HEAVY == set()


def test_view_imports_pyvis_without_ipython() -> None:
    """A role and a route need no forces, and no numpy with them."""
    for command in (["view", "SWE", "-o", "-"], ["view", "--path", "SWE", "MLE", "-o", "-"]):
        assert imported(*command) & HEAVY == {"networkx", "pyvis"}


def test_choices_of_the_command_line_are_those_of_the_package() -> None:
    """They stand there twice so that ``--help`` need not import the package."""
    assert tuple(FORMATS) == graphs.FORMATS
    (only,) = (option for option in paths.path.params if option.name == "only")
    assert only.default == ",".join(DEFAULT_KINDS)
