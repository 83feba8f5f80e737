"""SVG as PNG, for places that show nothing else, such as an untrusted saved notebook."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from careergraph.errors import CareerGraphError

__all__ = ["can_draw_png", "draw_png"]

_WIDTHS: Final = (1000, 800, 640, 480)
"""Widths in pixels, tried until the file is small enough; the first fills a notebook's column."""
_LARGEST: Final = 90_000
"""The most bytes of a file, unless the smallest width takes more."""
_COLOURS: Final = 64
_FONTS: Final = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def can_draw_png() -> bool:
    """Return whether the packages that `draw_png` needs (extra "notebook") are installed."""
    return all(find_spec(name) for name in ("resvg_py", "matplotlib", "PIL"))


def draw_png(svg: str) -> bytes:
    """Return a picture as PNG in few colours, so that it is small.

    Letters are those of DejaVu Sans, which comes with matplotlib, so the picture is the same on
    every machine.

    Raises
    ------
    CareerGraphError
        The extra "notebook" is not installed.
    """
    if not can_draw_png():
        message = (
            "PNG needs resvg-py and matplotlib, which are not installed: "
            "pip install 'careergraph[notebook]'."
        )
        raise CareerGraphError(message)
    drawn = b""
    for width in _WIDTHS:
        drawn = _draw(svg, width)
        if len(drawn) <= _LARGEST:
            break
    return drawn


def _draw(svg: str, width: int) -> bytes:
    import matplotlib as mpl
    import resvg_py
    from PIL import Image

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    full = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=[str(folder / name) for name in _FONTS],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )
    small = io.BytesIO()
    with Image.open(io.BytesIO(bytes(full))) as image:
        image.convert("RGB").quantize(_COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()
