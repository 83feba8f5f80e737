"""Make the pictures of the documentation: ``python tools/make_pictures.py [--example]``.

``docs/example.html`` is the page of `EXAMPLE`; a test compares its data. The screenshots in
``docs/images`` are taken by Chromium and differ with its fonts;
``--example`` leaves them as they are.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from careergraph.graph import load
from own_package import require_own_package

if TYPE_CHECKING:
    from careergraph.graph import CareerGraph

_DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
EXAMPLE: Final[dict[str, Any]] = {
    "path": ("software engineer", "lead machine learning engineer"),
    "k": 3,
}
_SHOTS: Final[dict[str, tuple[dict[str, Any], str, str]]] = {
    "routes": (EXAMPLE, "light", ""),
    "role": ({"title": "data scientist"}, "dark", "#n=role/data-scientist"),
    "map": ({"all": True}, "light", ""),
}
_SIZE: Final = {"width": 1280, "height": 800}


def make_example(graph: CareerGraph) -> bytes:
    """Return the example page."""
    return graph.view(**EXAMPLE).to_bytes()


def take_screenshots(graph: CareerGraph, folder: Path) -> None:
    """Write a screenshot of each picture into a folder."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (asked, scheme, fragment) in _SHOTS.items():
            file = Path(place) / f"{name}.html"
            graph.view(**asked).save(file)
            context = browser.new_context(viewport=_SIZE, color_scheme=scheme)
            context.set_offline(offline=True)
            page = context.new_page()
            page.goto(file.as_uri() + fragment)
            page.wait_for_timeout(1500)
            _write_small(page.screenshot(), folder / f"{name}.png")
        browser.close()


def _write_small(screenshot: bytes, path: Path) -> None:
    """Write a screenshot with a palette of 256 colours: a third of the size, no visible loss."""
    from PIL import Image

    image = Image.open(BytesIO(screenshot)).convert("RGB")
    best = Image.Quantize.MAXCOVERAGE  # keeps the few pixels of strong colours as they are
    image.quantize(256, best, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> int:
    """Write the example and the screenshots."""
    graph = load()
    (_DOCS / "example.html").write_bytes(make_example(graph))
    if "--example" in sys.argv[1:]:
        return 0
    if shutil.which("chromium") is None:
        print("No chromium on the PATH: docs/images is left as it is.", file=sys.stderr)
        return 1
    images = _DOCS / "images"
    images.mkdir(exist_ok=True)
    take_screenshots(graph, images)
    return 0


if __name__ == "__main__":
    require_own_package()
    sys.exit(main())
