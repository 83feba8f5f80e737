"""One browser for all tests of pages: Debian's Chromium, driven by Playwright.

Every page is opened from a file with the network refused. A request, an error on the console or a
dialog fails the test when it ends.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from view_pages import route_picture, small_picture, write_page

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page


_ONE_FRAME = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
SVG = "{http://www.w3.org/2000/svg}"


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

    def open_file(path: Path, fragment: str = "", *, ready: bool = True, **options: Any) -> Opened:  # noqa: ANN401 (Playwright's)
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = browser.new_context(**options)
        context.set_offline(offline=True)
        one = Opened(context.new_page(), context)
        _watch(one, path)
        opened.append(one)
        one.page.goto(path.as_uri() + fragment)
        if ready:
            one.page.evaluate(_ONE_FRAME)
        return one

    yield open_file
    for one in opened:
        one.context.close()
    assert [fault for one in opened for fault in one.faults] == []


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of the small picture once."""
    return write_page(small_picture(), tmp_path_factory.mktemp("pages") / "small.html")


@pytest.fixture(scope="session")
def route(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of the picture with routes once."""
    return write_page(route_picture(), tmp_path_factory.mktemp("pages") / "route.html")


def shown(page: Page) -> list[str]:
    """Return the ids of the nodes that the filters leave."""
    return list(page.evaluate("() => careergraph.shown()"))


def focused(page: Page) -> set[str] | None:
    """Return the ids of the nodes that stand out, or `None` where nothing is faded."""
    keys = page.evaluate("() => careergraph.focused()")
    return None if keys is None else set(keys)


def heading(page: Page) -> str:
    """Return the heading of the side panel."""
    return page.locator("#panel-title").inner_text()


def open_details(page: Page) -> None:
    """Open all that is folded away in the side panel."""
    page.locator("#panel details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")


def place(page: Page, node: str) -> tuple[float, float]:
    """Return where a node is drawn in the window."""
    page.evaluate("() => new Promise(requestAnimationFrame)")
    x, y = page.evaluate(
        """(id) => {
          const box = document.getElementById("network").getBoundingClientRect();
          const at = careergraph.place(id);
          return [box.left + at.x, box.top + at.y];
        }""",
        node,
    )
    return x, y


def click_node(page: Page, node: str) -> None:
    """Click where a node is drawn."""
    page.mouse.click(*place(page, node))


def save(page: Page, button: str) -> tuple[str, bytes]:
    """Save by a button of the menu (its name, or a part of it) and return file name and content."""
    page.locator("#save summary").click()
    with page.expect_download() as expected:
        page.get_by_role("button", name=re.compile(re.escape(button))).click()
    return expected.value.suggested_filename, expected.value.path().read_bytes()


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
    page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
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
