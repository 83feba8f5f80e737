"""Every promise in SECURITY.md names a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_promise_names_a_test() -> None:
    page = (ROOT / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"`(tests/\w+\.py)::(test_\w+)`", page)
    rows = [line for line in page.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(named) == len(rows) - 1 > 10
    for file, test in named:
        assert f"\ndef {test}(" in (ROOT / file).read_text("utf-8"), (file, test)


def test_every_requirement_has_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        assert len(lines) > 20
        assert all("==" in line and "--hash=sha256:" in line for line in lines)
        assert "://" not in text
