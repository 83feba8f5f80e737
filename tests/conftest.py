"""What all tests share: data sets beside the project, and markers that must not be skipped."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from rdflib import Graph

from careergraph.graph import CareerGraph, load
from careergraph.store import bundled as ontology

if TYPE_CHECKING:
    from collections.abc import Generator

pytest_plugins = ["browser", "web_app"]


# A busy machine is no fault of what is tested; in CI the profile of hypothesis stays as it is.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")


# Graphs that tests share live to the end, and to look through them again and again for cyclic
# garbage takes a fifth of the time of all tests.
gc.set_threshold(20_000, 20, 50)


# What a developer imported into a store of their own is no part of what is tested.
os.environ["CAREERGRAPH_STORE"] = str(Path(os.sep) / "no" / "store")

_EXHAUSTIVE = (
    "test_benchmarks",
    "test_derived",
    "test_journeys",
    "test_linked_data",
    "test_named_queries",
    "test_paths",
    "test_plain_paths",
    "test_profile_bounds",
    "test_profile_search",
    "test_query_threads",
    "test_wheel",
    "test_yen",
)
"""Files whose tests are marked ``exhaustive``: they run without coverage.

It slows them most, and other tests reach the same lines.
"""


@pytest.fixture(scope="session")
def graph() -> CareerGraph:
    """Return the bundled graph, loaded once."""
    return load()


@pytest.fixture(scope="session")
def read_by_rdflib() -> Graph:
    """Return the vocabulary and the curated files as rdflib reads them, without what is derived.

    It takes rdflib half a minute.
    """
    read = Graph()
    for path in ontology.curated_files():
        read.parse(path, format="turtle")
    return read


@pytest.fixture
def small_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the vocabulary and a small graph without fault in the place of the bundled files.

    What is proved of `check` on them holds for the whole graph, which takes pySHACL a minute.
    """
    files = [ontology.vocabulary_file(), Path(__file__).parent / "planted" / "base.ttl"]
    monkeypatch.setattr(ontology, "bundled_files", lambda: files)
    monkeypatch.setattr(ontology, "curated_files", lambda: files)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the files above."""
    for item in items:
        if item.path.stem in _EXHAUSTIVE:
            item.add_marker(pytest.mark.exhaustive)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test that must run into a failure.

    ``CAREERGRAPH_REQUIRED_TESTS`` names the markers of such tests; CI sets it.
    """
    report = yield
    required = os.environ.get("CAREERGRAPH_REQUIRED_TESTS", "").split()
    marked = [name for name in required if item.get_closest_marker(name)]
    if report.skipped and marked:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but CI must run tests marked {marked[0]}."
    return report
