"""``docs/reference/`` describes the commands and the Python API that are there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from reference_pages import COMMANDS_PAGE, PYTHON_PAGE, describe_commands, describe_python

OLD = "is old. Run `.venv/bin/python tools/reference_pages.py`."


def test_the_page_of_commands_is_that_of_the_commands() -> None:
    is_current = COMMANDS_PAGE.read_text("utf-8") == describe_commands()
    assert is_current, f"docs/reference/commands.md {OLD}"


@pytest.mark.docs
def test_the_page_of_the_python_api_is_that_of_the_code() -> None:
    pytest.importorskip("griffe")
    is_current = PYTHON_PAGE.read_text("utf-8") == describe_python()
    assert is_current, f"docs/reference/python.md {OLD}"
