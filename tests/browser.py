"""One browser for all tests of pages: Debian's Chromium, driven by Playwright.

Every page is opened from a file with the network refused. A request, an error on the console or a
dialog fails the test when it ends.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page


@dataclass
class Opened:
    """A page that is open, and what went wrong in it."""

    page: Page
    context: BrowserContext
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Generator[Browser]:
    """Start Chromium once; without one the tests are skipped (CI refuses the skip)."""
    sync_api = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no chromium on the PATH (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        # CI runs as root in a container, where Chromium's own sandbox cannot start.
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Generator[Callable[..., Opened]]:
    """Open a file, as a person would by a double click, and watch it until the test ends."""
    opened: list[Opened] = []

    def open_file(path: Path, fragment: str = "", **options: Any) -> Opened:  # noqa: ANN401 (Playwright's)
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = browser.new_context(**options)
        context.set_offline(offline=True)
        one = Opened(context.new_page(), context)
        _watch(one, path)
        opened.append(one)
        one.page.goto(path.as_uri() + fragment)
        one.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
        )
        return one

    yield open_file
    for one in opened:
        one.context.close()
    assert [fault for one in opened for fault in one.faults] == []


def wait_until(page: Page, truth: str) -> None:
    """Wait until a function of the page returns true.

    Playwright's own way evaluates text inside the page, which the page's policy refuses.
    """
    for _ in range(250):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(20)
    message = f"never true: {truth}"
    raise AssertionError(message)


def _watch(opened: Opened, path: Path) -> None:
    """Keep what a page must not do: ask for anything, complain, open a dialog."""
    page, faults = opened.page, opened.faults
    page.on("console", lambda said: faults.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url[:200]}"))

    def dismiss(dialog: Any) -> None:  # noqa: ANN401 (Playwright's)
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def judge(request: Any) -> None:  # noqa: ANN401 (Playwright's)
        local = request.url.startswith(("data:", "blob:"))
        if not local and request.url.split("#")[0] != path.as_uri():
            faults.append(f"request: {request.url[:200]}")

    page.on("dialog", dismiss)
    page.on("request", judge)
