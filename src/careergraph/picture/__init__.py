"""Pictures of answers, as one HTML file or as SVG. Only `gather` reads the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careergraph.picture.html.career_view import CareerView

__all__ = ["CareerView"]


def __getattr__(name: str) -> object:
    """Import `CareerView`, and pyvis with it, when it is first used."""
    if name == "CareerView":
        from careergraph.picture.html.career_view import CareerView

        return CareerView
    message = f"module 'careergraph.picture' has no attribute {name!r}"
    raise AttributeError(message)
