"""Modules import downward only, and never in a circle."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import pytest

import careergraph

PACKAGE = Path(careergraph.__file__).parent

LAYERS = """
errors, vocab, spelling
frames
model
files, toml_files, tokens, addresses
refusals
web
datasets
ontology, binding, readonly, syntax, patterns
prepared
store, turtle, named_queries, contents, gate
endpoint
excerpts
catalog, sources
network, requirements, credentials, outlooks, triples
facts
statements, gaps
people
profile_forms
yen
comparisons, paths, ticks
terrain
neighbours, centrality
bounds
search
fronts
constraints
routing, reaching
stability
checklists
routes, plans, profiles, explanations, overview, atlas
sides
build
validation, results, export, loading, limits, publishing, serving
rdf, values
remote_view
report
view
opened
asking
pictures
graph
cli
"""
"""From the ground floor up. Modules of one line know nothing of each other."""

RANK = {
    name.strip(): rank
    for rank, line in enumerate(LAYERS.strip().splitlines())
    for name in line.split(",")
}
ABOVE_ALL = {"__init__", "__main__"}
"""They hand out what stands below them; nobody imports them but for the version."""


class Import(NamedTuple):
    file: str
    line: int
    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.source} imports {self.target}"


def part_of(path: Path) -> str:
    """Return the module or folder right under the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(node: ast.AST) -> list[str]:
    """Return full names of what an import statement names; ``from x import y`` may name x.y."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def imports_of(path: Path) -> list[Import]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for name in imported_names(node):
            package, _, rest = name.partition(".")
            target = rest.partition(".")[0]
            if package == "careergraph" and target != part_of(path):
                file = str(path.relative_to(PACKAGE.parent))
                found.append(Import(file, node.lineno, part_of(path), target))  # type: ignore[attr-defined]
    return found


FILES = sorted(path for path in PACKAGE.rglob("*.py") if "_ontology" not in path.parts)
IMPORTS = [one for path in FILES for one in imports_of(path)]


def test_every_module_has_its_place() -> None:
    assert {part_of(path) for path in FILES} - ABOVE_ALL == set(RANK)


def test_a_module_imports_only_what_stands_below_it() -> None:
    """Imports inside functions and for type checking count as well."""
    upward = [
        str(one)
        for one in IMPORTS
        if one.source not in ABOVE_ALL and RANK.get(one.target, 0) >= RANK[one.source]
    ]
    assert upward == []


def test_imports_are_of_modules_that_exist() -> None:
    public = set(careergraph.__all__) | {"__version__"}
    unknown = [str(one) for one in IMPORTS if one.target not in RANK.keys() | public]
    assert unknown == []


def test_no_circle_inside_a_folder() -> None:
    """Between folders and modules the layers forbid it; inside a folder this does."""
    for folder in ("cli", "report", "view"):
        graph: nx.DiGraph[str] = nx.DiGraph()
        for path in (PACKAGE / folder).glob("*.py"):
            source = f"careergraph.{folder}.{path.stem}"
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for name in imported_names(node):
                    for target in (name, name.rpartition(".")[0]):
                        if (PACKAGE.parent / f"{target.replace('.', '/')}.py").is_file():
                            graph.add_edge(source, target)
        assert graph.number_of_edges() > 0
        assert list(nx.simple_cycles(graph)) == []


@pytest.mark.parametrize("name", ["errors", "vocab", "spelling"])
def test_the_ground_floor_imports_nothing_of_ours(name: str) -> None:
    assert [str(one) for one in IMPORTS if one.source == name] == []


def test_the_reader_of_imports_sees_every_form() -> None:
    """The rule is only worth what its reader finds."""
    code = """
import careergraph.graph
from careergraph import cli, errors
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from careergraph.paths import find_paths
def late():
    from careergraph.report.text import routes_page
"""
    names = [name for node in ast.walk(ast.parse(code)) for name in imported_names(node)]
    assert sorted(name for name in names if name.startswith("careergraph")) == [
        "careergraph.cli",
        "careergraph.errors",
        "careergraph.graph",
        "careergraph.paths.find_paths",
        "careergraph.report.text.routes_page",
    ]
