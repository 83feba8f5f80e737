"""Colours of a page on a terminal mean what docs/tour.md says they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.report.layout import Fields, Heading
from careergraph.report.terminal import print_rich

if TYPE_CHECKING:
    import pytest

DIM, MAGENTA, CYAN, BOLD = "\x1b[2m", "\x1b[35m", "\x1b[36m", "\x1b[1m"


def test_colours_mean_heading_name_judgement_and_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    rows = (("pay", "~editorial ~[1] [2]"), ("outlook", "unknown"))
    print_rich([Heading("A role"), Fields(rows)], 60)
    shown = capsys.readouterr().out
    assert f"{BOLD}A role" in shown
    assert f"{CYAN}  pay" in shown
    assert f"{MAGENTA}~editorial" in shown
    assert f"{MAGENTA}~[1]" in shown
    assert f"{DIM}[2]" in shown
    assert f"{DIM}unknown" in shown


def test_no_color_turns_colours_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    print_rich([Fields((("pay", "~editorial [2]"),))], 60)
    assert MAGENTA in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    print_rich([Fields((("pay", "~editorial [2]"),))], 60)
    assert "[3" not in capsys.readouterr().out
